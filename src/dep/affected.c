/* OSV's evaluation algorithm (specification, "Evaluation") with PEP 440's order. Where real data is
 * not what the specification hopes for:
 *   - An event that is no version ("2.6.0-cu124", "2.6.0-NA") counts as its longest release prefix,
 *     2.6.0. Without one, "introduced" counts from the beginning and the others end nothing: what
 * is not understood hides no flaw.
 *   - A local version is a rebuild of its public one and has its flaws: 2.0.1+cu118 is compared as
 *     2.0.1, as <= and == of PEP 440 do it, unless the event or list names a local version itself.
 *   - Events in any order; of equal ones their order in the record counts, except that what is
 *     introduced and last affected by the same version is affected by it alone.
 *
 * Events are walked in the order of versions, up to the version that is asked for, so that a range
 * of n events costs n steps after its sorting, which import has already done (osv.c). */
#include "dep/advisory.h"

static bool is_digit(str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

bool affected_event_version(str text, struct version *v)
{
	str s = str_trim(text);
	size_t at = s.n > 0 && (s.p[0] | 32) == 'v', end;

	if (version_parse(s, v))
		return true;
	for (end = at; is_digit(s, end) ||
		       (end > at && end < s.n && s.p[end] == '.' && is_digit(s, end + 1));)
		end++;
	if (end < s.n && s.p[end] == '!' && str_find_byte(str_slice(s, at, end), '.') == STR_NONE) {
		for (end++;
		     is_digit(s, end) || (end < s.n && s.p[end] == '.' && is_digit(s, end + 1));)
			end++;
	}
	return version_parse(str_slice(s, at, end), v);
}

/* The order of a version and one that an advisory names: local parts count only if that has one. */
static int compare(const struct version *v, const struct version *named)
{
	struct version p = *v;

	if (named->local.n == 0)
		p.local = (str){NULL, 0};
	return version_compare(&p, named);
}

/* A range ends at its last limit: events are sorted, and one that is no version comes last. */
static bool find_limit(const struct affected_range *r, struct version *limit)
{
	for (uint32_t i = r->event_count; i-- > 0;)
		if (r->events[i].kind == EVENT_LIMIT)
			return affected_event_version(r->events[i].version, limit);
	return false;
}

void affected_walk_begin(struct affected_walk *w, const struct affected_range *r)
{
	*w = (struct affected_walk){.range = r};
	w->limited = find_limit(r, &w->limit);
}

/* How `v` stands to an event; an event that never comes is after every version. */
static int place(const struct affected_event *e, const struct version *v)
{
	struct version at;

	if (e->kind == EVENT_INTRODUCED && str_eq(e->version, S("0")))
		return 1;
	if (!affected_event_version(e->version, &at))
		return e->kind == EVENT_INTRODUCED ? 1 : -1;
	return compare(v, &at);
}

bool affected_walk(struct affected_walk *w, const struct version *v)
{
	bool affected = w->affected, passed = true;

	for (uint32_t i = w->next; i < w->range->event_count; i++) {
		const struct affected_event *e = &w->range->events[i];
		int d = place(e, v);
		if (d < 0)
			break;
		if (e->kind == EVENT_LAST_AFFECTED && d == 0)
			passed = false; /* it is still to come */
		else if (e->kind != EVENT_LIMIT)
			affected = e->kind == EVENT_INTRODUCED;
		if (passed) {
			w->next = i + 1;
			w->affected = affected;
		}
	}
	return affected && !(w->limited && compare(v, &w->limit) >= 0);
}

static bool in_range(const struct affected_range *r, const struct version *v)
{
	struct affected_walk w;

	affected_walk_begin(&w, r);
	return affected_walk(&w, v);
}

bool affected_in_ranges(const struct affected *a, const struct version *v)
{
	for (uint32_t i = 0; i < a->range_count; i++)
		if (in_range(&a->ranges[i], v))
			return true;
	return false;
}

static bool in_list(const struct affected *a, str text, const struct version *v)
{
	struct version listed;

	for (uint32_t i = 0; i < a->version_count; i++) {
		if (str_eq(a->versions[i], text))
			return true;
		if (v != NULL && version_parse(a->versions[i], &listed) && compare(v, &listed) == 0)
			return true;
	}
	return false;
}

/* Is there a range without any end? Then no order is needed. */
static bool has_all(const struct affected *a)
{
	for (uint32_t i = 0; i < a->range_count; i++) {
		const struct affected_range *r = &a->ranges[i];
		if (r->event_count == 1 && r->events[0].kind == EVENT_INTRODUCED &&
		    str_eq(r->events[0].version, S("0")))
			return true;
	}
	return false;
}

bool affected_version(const struct affected *a, str text)
{
	struct version v;

	if (!version_parse(text, &v))
		return has_all(a) || in_list(a, str_trim(text), NULL);
	return affected_in_ranges(a, &v) || in_list(a, str_trim(text), &v);
}

/* ---- The order of events ---- */

/* <0, 0, >0 in the order of versions; "introduced" without a version that can be read comes first,
 * other events without one last. */
static int event_order(const struct affected_event *x, const struct affected_event *y)
{
	struct version a, b;
	bool zero_x = x->kind == EVENT_INTRODUCED && str_eq(x->version, S("0"));
	bool zero_y = y->kind == EVENT_INTRODUCED && str_eq(y->version, S("0"));
	bool known_x = !zero_x && affected_event_version(x->version, &a);
	bool known_y = !zero_y && affected_event_version(y->version, &b);
	int place_x = known_x ? 1 : x->kind == EVENT_INTRODUCED ? 0 : 2;
	int place_y = known_y ? 1 : y->kind == EVENT_INTRODUCED ? 0 : 2;
	int d = place_x - place_y;

	if (d == 0 && known_x && known_y)
		d = version_compare(&a, &b);
	if (d == 0)
		d = (x->kind == EVENT_LAST_AFFECTED) - (y->kind == EVENT_LAST_AFFECTED);
	return d;
}

/* Merges two sorted runs, the first one's element first when both are equal. */
static void merge(const struct affected_event *from, struct affected_event *to, size_t a, size_t b,
		  size_t end)
{
	size_t i = a, k = b;

	for (size_t at = a; at < end; at++) {
		bool left = i < b && (k >= end || event_order(&from[i], &from[k]) <= 0);
		to[at] = left ? from[i++] : from[k++];
	}
}

void affected_sort(struct arena *scratch, struct affected_event *events, uint32_t count)
{
	struct affected_event *from = events, *to = NEW(scratch, struct affected_event, count);
	struct affected_event *swap;

	for (size_t run = 1; run < count; run *= 2) {
		for (size_t a = 0; a < count; a += 2 * run) {
			size_t b = a + run < count ? a + run : count;
			size_t end = b + run < count ? b + run : count;
			merge(from, to, a, b, end);
		}
		swap = from;
		from = to;
		to = swap;
	}
	if (from != events && count > 0)
		memcpy(events, from, count * sizeof(*events));
}

/* ---- Fixes ---- */

void affected_fixes(struct arena *arena, const struct affected *a, const str **fixes,
		    uint32_t *count)
{
	struct affected_event *all;
	uint32_t room = 0, n = 0, kept = 0;
	str *out;

	for (uint32_t i = 0; i < a->range_count; i++)
		room += a->ranges[i].event_count;
	all = NEW(arena, struct affected_event, room);
	for (uint32_t i = 0; i < a->range_count; i++)
		for (uint32_t k = 0; k < a->ranges[i].event_count; k++)
			if (a->ranges[i].events[k].kind == EVENT_FIXED)
				all[n++] = a->ranges[i].events[k];
	affected_sort(arena, all, n);
	out = NEW(arena, str, n);
	for (uint32_t i = 0; i < n; i++)
		if (kept == 0 || !str_eq(out[kept - 1], all[i].version))
			out[kept++] = all[i].version;
	*fixes = out;
	*count = kept;
}
