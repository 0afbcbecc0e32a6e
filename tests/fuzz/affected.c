/* Lines: a requirement's specifiers, then events ("i1.0", "f2.0", "l2.0", "x3") and listed versions
 * ("v1.0"). What is said of all that is allowed agrees with what is said of each version named. */
#include "fuzz.h"

#include "dep/advisory.h"

struct lines {
	struct affected_event events[64];
	str versions[64];
	struct affected_range range;
	struct affected affected;
};

static void take(struct lines *l, str line)
{
	static const char letters[] = "iflx";
	const char *kind = line.n > 1 ? memchr(letters, line.p[0], 4) : NULL;

	if (kind != NULL && l->range.event_count < COUNTOF(l->events))
		l->events[l->range.event_count++] = (struct affected_event){
			(enum event_kind)(kind - letters), str_slice(line, 1, line.n)};
	else if (line.n > 1 && line.p[0] == 'v' && l->affected.version_count < 64)
		l->versions[l->affected.version_count++] = str_trim(str_slice(line, 1, line.n));
}

static void check_one(struct lines *l, const struct specifiers *s, enum affected_share share,
		      str text)
{
	struct version v;

	if (!version_parse(text, &v) || v.pre != VERSION_FINAL || v.is_dev || v.local.n > 0 ||
	    !specifiers_allow(s, text, &v, false))
		return;
	INVARIANT(share != AFFECTED_NONE || !affected_version(&l->affected, text));
	INVARIANT(share != AFFECTED_ALL || affected_version(&l->affected, text));
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str rest = fuzz_input(a, data, size, 0), bad;
	struct lines *l = NEW(a, struct lines, 1);
	struct specifiers s;
	enum affected_share share;
	const str *fixes;
	uint32_t count;

	if (!specifiers_parse(a, str_cut(&rest, '\n'), &s, &bad))
		return;
	while (rest.p != NULL)
		take(l, str_cut(&rest, '\n'));
	affected_sort(a, l->events, l->range.event_count);
	l->range.events = l->events;
	l->affected.ranges = &l->range;
	l->affected.range_count = 1;
	l->affected.versions = l->versions;
	share = affected_allowed(a, &l->affected, &s);
	for (size_t i = 0; i < s.count; i++)
		if (s.item[i].op == SPECIFIER_IDENTICAL)
			return; /* a text, no place on the line of versions */
	for (uint32_t i = 0; i < l->range.event_count; i++)
		check_one(l, &s, share, l->events[i].version);
	for (uint32_t i = 0; i < l->affected.version_count; i++)
		check_one(l, &s, share, l->versions[i]);
	affected_fixes(a, &l->affected, &fixes, &count);
	INVARIANT(count <= l->range.event_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
