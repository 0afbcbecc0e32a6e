/* How much of what a requirement allows is affected. Every version that is named, by the advisory
 * or by the requirement, is a point on the line of versions; between two points nothing changes, so
 * one version there stands for all of them. It is a final release, as those are what an installer
 * takes: between 1.0rc1 and 1.0 there is none, and such a gap does not count. */
#include "dep/advisory.h"

struct point {
	struct version v;
	bool listed; /* the advisory enumerates it */
};

struct line {
	struct arena *arena;
	const struct affected *affected;
	const struct specifiers *allowed;
	struct affected_walk *walks; /* one a range */
	struct point *points;
	size_t count;
	bool prereleases;
	bool any, all, newest; /* of the allowed ones so far: affected? */
	size_t seen;
};

static void add_point(struct line *l, const struct version *v, bool listed)
{
	l->points[l->count++] = (struct point){.v = *v, .listed = listed};
}

/* "1.4" -> "1.5": where versions that begin with 1.4 end. */
static str next_release(struct arena *a, str release)
{
	size_t last = str_rfind_byte(release, '.');
	size_t from = last == STR_NONE ? 0 : last + 1, i = release.n;
	uint8_t *digits = arena_alloc(a, release.n + 1, 1);

	memcpy(digits + 1, release.p, release.n);
	while (i > from && digits[i] == '9')
		digits[i--] = '0';
	if (i > from) {
		digits[i]++;
		return (str){digits + 1, release.n};
	}
	memmove(digits, digits + 1, from);
	digits[from] = '1';
	return (str){digits, release.n + 1};
}

static void add_series(struct line *l, str epoch, str release)
{
	struct version from = {.epoch = epoch, .release = release, .is_dev = true};
	struct version to = {.epoch = epoch, .is_dev = true};

	to.release = next_release(l->arena, release);
	add_point(l, &from, false);
	add_point(l, &to, false);
}

static void add_specifier(struct line *l, const struct specifier *s)
{
	struct version v;

	if (s->op == SPECIFIER_IDENTICAL) {
		if (version_parse(s->text, &v))
			add_point(l, &v, false);
		return;
	}
	add_point(l, &s->v, false);
	l->prereleases |= s->v.pre != VERSION_FINAL || s->v.is_dev;
	if (s->prefix)
		add_series(l, s->v.epoch, s->v.release);
	if (s->op == SPECIFIER_COMPATIBLE)
		add_series(l, s->v.epoch,
			   str_slice(s->v.release, 0, str_rfind_byte(s->v.release, '.')));
}

static void add_affected(struct line *l)
{
	const struct affected *a = l->affected;
	struct version v;

	for (uint32_t i = 0; i < a->range_count; i++)
		for (uint32_t k = 0; k < a->ranges[i].event_count; k++)
			if (affected_event_version(a->ranges[i].events[k].version, &v))
				add_point(l, &v, false);
	for (uint32_t i = 0; i < a->version_count; i++)
		if (version_parse(a->versions[i], &v))
			add_point(l, &v, true);
}

static void collect(struct line *l)
{
	size_t room = 3 * l->allowed->count + l->affected->version_count;

	for (uint32_t i = 0; i < l->affected->range_count; i++)
		room += l->affected->ranges[i].event_count;
	l->points = NEW(l->arena, struct point, room);
	l->walks = NEW(l->arena, struct affected_walk, l->affected->range_count);
	for (uint32_t i = 0; i < l->affected->range_count; i++)
		affected_walk_begin(&l->walks[i], &l->affected->ranges[i]);
	for (size_t i = 0; i < l->allowed->count; i++)
		add_specifier(l, &l->allowed->item[i]);
	add_affected(l);
}

/* A heap: no memory, and no order of the input that makes it slow. */
static void sift(struct point *p, size_t i, size_t n)
{
	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		struct point t = p[i];
		if (child + 1 < n && version_compare(&p[child].v, &p[child + 1].v) < 0)
			child++;
		if (version_compare(&p[i].v, &p[child].v) >= 0)
			return;
		p[i] = p[child];
		p[child] = t;
	}
}

static void sort(struct line *l)
{
	struct point *p = l->points;
	size_t kept = 0;

	for (size_t i = l->count / 2; i-- > 0;)
		sift(p, i, l->count);
	for (size_t n = l->count; n-- > 1;) {
		struct point t = p[0];
		p[0] = p[n];
		p[n] = t;
		sift(p, 0, n);
	}
	for (size_t i = 0; i < l->count; i++) {
		if (kept > 0 && version_compare(&p[kept - 1].v, &p[i].v) == 0)
			p[kept - 1].listed |= p[i].listed;
		else
			p[kept++] = p[i];
	}
	l->count = kept;
}

static bool in_ranges(struct line *l, const struct version *v)
{
	bool affected = false;

	for (uint32_t i = 0; i < l->affected->range_count; i++)
		affected |= affected_walk(&l->walks[i], v);
	return affected;
}

/* Versions in their order. */
static void look(struct line *l, const struct version *v, bool listed)
{
	struct buf text = buf_in(l->arena);
	bool affected;

	version_print(&text, v);
	if (!specifiers_allow(l->allowed, buf_str(&text), v, l->prereleases))
		return;
	affected = in_ranges(l, v) || listed;
	l->any |= affected;
	l->all &= affected;
	l->newest = affected;
	l->seen++;
}

/* A final release after `p`; false when there is none before `end` (NULL: no end). */
static bool after(struct line *l, const struct version *p, const struct version *end,
		  struct version *v)
{
	*v = (struct version){.epoch = p->epoch};
	v->release = p->pre != VERSION_FINAL || (p->is_dev && !p->is_post)
			     ? p->release
			     : arena_printf(l->arena, "%.*s.0.1", STR_ARG(p->release));
	return end == NULL || version_compare(v, end) < 0;
}

enum affected_share affected_allowed(struct arena *scratch, const struct affected *a,
				     const struct specifiers *allowed)
{
	struct line l = {.arena = scratch, .affected = a, .allowed = allowed, .all = true};
	struct version v = {.release = S("0")};

	collect(&l);
	sort(&l);
	if (l.count == 0 || version_compare(&v, &l.points[0].v) < 0)
		look(&l, &v, false);
	for (size_t i = 0; i < l.count; i++) {
		look(&l, &l.points[i].v, l.points[i].listed);
		if (after(&l, &l.points[i].v, i + 1 < l.count ? &l.points[i + 1].v : NULL, &v))
			look(&l, &v, false);
	}
	if (l.seen == 0 || !l.any)
		return AFFECTED_NONE;
	if (l.all)
		return AFFECTED_ALL;
	return l.newest ? AFFECTED_NEWEST : AFFECTED_SOME;
}
