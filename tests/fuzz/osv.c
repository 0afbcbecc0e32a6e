/* A document of arbitrary bytes as an advisory: refused with a place inside the input, or a record
 * that is the same after it was written and read again, in which no version that a range holds is
 * listed, and whose texts are what a terminal can show. */
#include "fuzz.h"

#include "dep/osv.h"
#include "text/json.h"

static void check_text(str s)
{
	for (size_t i = 0; i < s.n; i++)
		INVARIANT(s.p[i] >= ' ' && s.p[i] != 0x7f);
	INVARIANT(str_is_utf8(s));
}

/* Then the list says more than the ranges do. */
static bool names_local(const struct affected *a)
{
	for (uint32_t i = 0; i < a->range_count; i++)
		for (uint32_t k = 0; k < a->ranges[i].event_count; k++)
			if (str_find_byte(a->ranges[i].events[k].version, '+') != STR_NONE)
				return true;
	return false;
}

static void check_affected(struct arena *a, const struct osv_affected *one)
{
	struct version v;
	const str *fixes;
	uint32_t count;

	INVARIANT(str_eq(one->package, package_normal_name(a, one->package)));
	for (uint32_t i = 0; i < one->affected.version_count; i++) {
		INVARIANT(affected_version(&one->affected, one->affected.versions[i]));
		INVARIANT(names_local(&one->affected) ||
			  !version_parse(one->affected.versions[i], &v) ||
			  !affected_in_ranges(&one->affected, &v));
	}
	affected_fixes(a, &one->affected, &fixes, &count);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	struct osv_record r, again;
	struct buf b = buf_in(a), b2 = buf_in(a);
	const struct tree *t;
	struct diag d;
	struct cur c;
	const char *why = NULL;
	uint32_t at = 0;
	enum osv_read end;

	if (!json_parse(a, input, &t, &d))
		return;
	end = osv_read(a, t, &r, &why, &at);
	INVARIANT(end != OSV_NONE || (why != NULL && at <= input.n));
	if (end != OSV_RECORD)
		return;
	check_text(r.summary);
	for (uint32_t i = 0; i < r.affected_count; i++)
		check_affected(a, &r.affected[i]);
	osv_put(&b, &r);
	c = cur_of(buf_str(&b));
	INVARIANT(osv_get(a, &c, &again) && cur_left(&c) == 0);
	osv_put(&b2, &again);
	INVARIANT(str_eq(buf_str(&b), buf_str(&b2)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
