/* Strict about what decides whether a version is affected (events, lists, names), tolerant about
 * all else: a record without a summary, a severity of an unknown kind, a date that is none is still
 * a record. What is borne because real data has it:
 *   - `aliases: null`, ids with white space around them, names that are not normal;
 *   - numbers where texts belong (YAML reads `fixed: 1.10` as one): they count as they are written;
 *   - GIT ranges before the ECOSYSTEM one; an event object with several keys;
 *   - "ecosystem": "PyPI:https://..." (a suffix after a colon), and in other letters;
 *   - versions that the ranges hold as well: dropped, they are most of a record's bytes (not where
 *     that would change an answer: is_kept_whole).
 */
#include "dep/osv.h"

#include <stdlib.h>
#include "base/limits.h"
#include "dep/cvss.h"

struct reading {
	struct arena *arena;
	struct osv_record *out;
	const char *why;
	uint32_t at;
};

static bool refuse(struct reading *r, const struct tree *t, const char *why)
{
	r->why = why;
	r->at = t != NULL ? t->start : 0;
	return false;
}

static bool is_scalar(const struct tree *t)
{
	return t != NULL && t->kind != TREE_NULL && t->kind != TREE_ARRAY && t->kind != TREE_TABLE;
}

static str text(const struct tree *t)
{
	return is_scalar(t) ? str_trim(t->text) : (str){NULL, 0};
}

static const struct tree *first(const struct tree *t)
{
	return tree_is(t, TREE_ARRAY) ? t->first : NULL;
}

/* ---- Names and texts ---- */

static bool is_id(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] >= 0x7f)
			return false;
	return s.n > 0 && s.n <= LIMIT_ADVISORY_ID;
}

static bool is_name(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
		if (!letter && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.')
			return false;
	}
	return s.n > 0 && s.n <= LIMIT_ADVISORY_NAME;
}

/* One line of UTF-8 without control characters. */
static str one_line(struct arena *a, str s)
{
	struct buf b = buf_in(a);

	s = str_trim(s);
	for (size_t i = 0; i < s.n && b.n < LIMIT_ADVISORY_SUMMARY;) {
		unsigned n = str_utf8_len(str_slice(s, i, s.n));
		bool plain = n > 1 || (n == 1 && s.p[i] > ' ' && s.p[i] != 0x7f);
		if (plain)
			buf_add(&b, str_slice(s, i, i + n));
		else if (b.n > 0 && b.p[b.n - 1] != ' ')
			buf_byte(&b, ' ');
		i += n > 0 ? n : 1;
	}
	return str_trim(buf_str(&b));
}

/* The first sentence or line of what has no summary. */
static str beginning(str details)
{
	size_t end = str_find_byte(details, '\n'), stop = str_find(details, S(". "));

	if (end > stop)
		end = stop + 1;
	return str_slice(details, 0, end);
}

/* "2026-07-23T14:42:31", or as much of it as is there. */
static str moment(struct arena *a, str s)
{
	static const char form[] = "0000-00-00T00:00:00";
	size_t n = 0;

	while (n < s.n && n < sizeof(form) - 1) {
		bool digit = s.p[n] >= '0' && s.p[n] <= '9';
		bool space = n == 10 && s.p[n] == ' ';
		if (form[n] == '0' ? !digit : s.p[n] != form[n] && !space)
			break;
		n++;
	}
	if (n < 10)
		return (str){NULL, 0};
	if (n < sizeof(form) - 1)
		return str_slice(s, 0, 10);
	return arena_printf(a, "%.10sT%.8s", (const char *)s.p, (const char *)s.p + 11);
}

static int by_bytes(const void *x, const void *y)
{
	return str_cmp(*(const str *)x, *(const str *)y);
}

static bool read_aliases(struct reading *r, const struct tree *t)
{
	uint32_t n = 0;
	str *list;

	if (t != NULL && t->kind != TREE_NULL && t->kind != TREE_ARRAY)
		return refuse(r, t, "`aliases` is no list");
	if (first(t) == NULL)
		return true;
	list = NEW(r->arena, str, t->count);
	for (const struct tree *i = t->first; i != NULL; i = i->next) {
		str alias = text(i);
		if (!is_id(alias))
			return refuse(r, i, "an alias is no identifier");
		if (!str_eq(alias, r->out->id))
			list[n++] = alias;
		r->out->malicious |= str_starts(alias, S("MAL-"));
	}
	qsort(list, n, sizeof(*list), by_bytes);
	for (uint32_t i = 0; i < n; i++)
		if (i == 0 || !str_eq(list[i], list[i - 1]))
			list[r->out->alias_count++] = list[i];
	r->out->aliases = list;
	return true;
}

/* ---- Severity ---- */

/* The vector of the newest CVSS; of several of the same version the worst. */
static void read_severity(struct osv_record *out, const struct tree *list)
{
	for (const struct tree *i = first(list); i != NULL; i = i->next) {
		str vector = text(tree_get(i, S("score")));
		uint8_t score;
		unsigned version = cvss_version(vector), have = cvss_version(out->vector);
		if (version < have || !cvss_score(vector, &score))
			continue;
		if (version == have && out->cvss != CVSS_UNKNOWN && score <= out->cvss)
			continue;
		out->vector = vector;
		out->cvss = score;
	}
}

/* ---- What is affected ---- */

static bool event_kind(str key, enum event_kind *kind)
{
	static const char *const names[] = {"introduced", "fixed", "last_affected", "limit"};

	for (unsigned i = 0; i < COUNTOF(names); i++) {
		if (str_eq(key, str_of(names[i]))) {
			*kind = (enum event_kind)i;
			return true;
		}
	}
	return false;
}

static bool read_events(struct reading *r, const struct tree *list, struct affected_range *out)
{
	struct affected_event *events;
	uint32_t room = 0;

	if (!tree_is(list, TREE_ARRAY))
		return refuse(r, list, "a range has no list of events");
	for (const struct tree *i = list->first; i != NULL; i = i->next)
		room += tree_is(i, TREE_TABLE) ? i->count : 0;
	events = NEW(r->arena, struct affected_event, room);
	for (const struct tree *i = list->first; i != NULL; i = i->next) {
		if (!tree_is(i, TREE_TABLE))
			return refuse(r, i, "an event is no object");
		for (const struct tree *e = i->first; e != NULL; e = e->next) {
			struct affected_event *to = &events[out->event_count];
			if (!event_kind(e->key, &to->kind))
				continue;
			to->version = text(e);
			if (to->version.n == 0 || to->version.n > LIMIT_ADVISORY_VERSION)
				return refuse(r, e, "an event has no version");
			out->event_count++;
		}
	}
	affected_sort(r->arena, events, out->event_count);
	out->events = events;
	return true;
}

static bool read_ranges(struct reading *r, const struct tree *list, struct affected *out)
{
	struct affected_range *ranges;

	if (list != NULL && list->kind != TREE_NULL && list->kind != TREE_ARRAY)
		return refuse(r, list, "`ranges` is no list");
	if (first(list) == NULL)
		return true;
	if (list->count > LIMIT_ADVISORY_RANGES)
		return refuse(r, list, "more ranges than any record has");
	ranges = NEW(r->arena, struct affected_range, list->count);
	for (const struct tree *i = list->first; i != NULL; i = i->next) {
		str type = text(tree_get(i, S("type")));
		if (type.n == 0)
			return refuse(r, i, "a range has no type");
		if (!str_eq_nocase(type, S("ECOSYSTEM")) && !str_eq_nocase(type, S("SEMVER")))
			continue;
		if (!read_events(r, tree_get(i, S("events")), &ranges[out->range_count]))
			return false;
		out->range_count++;
	}
	out->ranges = ranges;
	return true;
}

/* Does it take long to know what the ranges hold? And where an event names a local version, what
 * holds 2.6.0 need not hold 2.6.0+cu126, as the list does. */
static bool is_kept_whole(const struct tree *versions, const struct affected *a)
{
	uint64_t events = 0;
	bool local = false;

	for (uint32_t i = 0; i < a->range_count; i++) {
		const struct affected_range *r = &a->ranges[i];
		events += r->event_count;
		for (uint32_t k = 0; k < r->event_count; k++)
			local |= str_find_byte(r->events[k].version, '+') != STR_NONE;
	}
	return local || events * versions->count > LIMIT_ADVISORY_STEPS;
}

/* Otherwise only what no range holds is kept. */
static bool read_versions(struct reading *r, const struct tree *list, struct affected *out)
{
	struct version v;
	bool all;
	str *versions;

	if (list != NULL && list->kind != TREE_NULL && list->kind != TREE_ARRAY)
		return refuse(r, list, "`versions` is no list");
	if (first(list) == NULL)
		return true;
	versions = NEW(r->arena, str, list->count);
	all = is_kept_whole(list, out);
	for (const struct tree *i = list->first; i != NULL; i = i->next) {
		str one = text(i);
		if (one.n == 0 || one.n > LIMIT_ADVISORY_VERSION)
			return refuse(r, i, "a version is no text");
		if (all || !version_parse(one, &v) || !affected_in_ranges(out, &v))
			versions[out->version_count++] = one;
	}
	out->versions = versions;
	return true;
}

static bool is_pypi(str ecosystem)
{
	return str_eq_nocase(str_cut(&ecosystem, ':'), S("PyPI"));
}

static bool read_affected(struct reading *r, const struct tree *t)
{
	struct osv_record *out = r->out;
	struct osv_affected *to = &out->affected[out->affected_count];
	const struct tree *package = tree_get(t, S("package"));
	const struct tree *versions = tree_get(t, S("versions"));
	str name = text(tree_get(package, S("name")));

	if (!tree_is(t, TREE_TABLE))
		return refuse(r, t, "an element of `affected` is no object");
	/* No package can have a name that PyPI does not allow. */
	if (!is_pypi(text(tree_get(package, S("ecosystem")))) || !is_name(name))
		return true;
	*to = (struct osv_affected){.package = package_normal_name(r->arena, name)};
	if (!read_ranges(r, tree_get(t, S("ranges")), &to->affected) ||
	    !read_versions(r, versions, &to->affected))
		return false;
	out->unversioned += to->affected.range_count == 0 && first(versions) == NULL;
	out->affected_count++;
	if (out->cvss == CVSS_UNKNOWN)
		read_severity(out, tree_get(t, S("severity")));
	return true;
}

static bool read_all(struct reading *r, const struct tree *t)
{
	const struct tree *affected = tree_get(t, S("affected"));
	struct osv_record *out = r->out;
	str summary;

	if (!tree_is(t, TREE_TABLE))
		return refuse(r, t, "a record of the OSV format is an object");
	out->id = text(tree_get(t, S("id")));
	if (!is_id(out->id))
		return refuse(r, t, "a record of the OSV format has an `id`");
	out->malicious = str_starts(out->id, S("MAL-"));
	out->withdrawn = text(tree_get(t, S("withdrawn"))).n > 0;
	out->modified = moment(r->arena, text(tree_get(t, S("modified"))));
	out->published = str_slice(moment(r->arena, text(tree_get(t, S("published")))), 0, 10);
	if (!read_aliases(r, tree_get(t, S("aliases"))))
		return false;
	if (affected != NULL && affected->kind != TREE_NULL && affected->kind != TREE_ARRAY)
		return refuse(r, affected, "`affected` is no list");
	read_severity(out, tree_get(t, S("severity")));
	out->affected = NEW(r->arena, struct osv_affected,
			    tree_is(affected, TREE_ARRAY) ? affected->count : 0);
	for (const struct tree *i = first(affected); i != NULL; i = i->next)
		if (!read_affected(r, i))
			return false;
	summary = text(tree_get(t, S("summary")));
	if (summary.n == 0)
		summary = beginning(text(tree_get(t, S("details"))));
	out->summary = one_line(r->arena, summary);
	return true;
}

enum osv_read osv_read(struct arena *a, const struct tree *t, struct osv_record *out,
		       const char **why, uint32_t *at)
{
	struct reading r = {.arena = a, .out = out};

	*out = (struct osv_record){.cvss = CVSS_UNKNOWN};
	if (!read_all(&r, t)) {
		*why = r.why;
		*at = r.at;
		return OSV_NONE;
	}
	if (out->affected_count == 0)
		return OSV_OTHER;
	if (out->withdrawn)
		out->affected_count = out->unversioned = 0;
	return OSV_RECORD;
}
