#include "dep/plan.h"

#include <stdlib.h>

struct candidate {
	struct version v;
	str text;
};

static int by_version(const void *x, const void *y)
{
	return version_compare(&((const struct candidate *)x)->v,
			       &((const struct candidate *)y)->v);
}

static bool is_prerelease(const struct version *v)
{
	return v->pre != VERSION_FINAL || v->is_dev;
}

/* The versions that "fixed" events name above `now`, in order. */
static uint32_t candidates(struct arena *a, const struct version *now, const struct advisory *list,
			   uint32_t count, struct candidate **out)
{
	struct candidate *all;
	uint32_t room = 0, n = 0;

	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = 0; k < list[i].affected.range_count; k++)
			room += list[i].affected.ranges[k].event_count;
	*out = all = NEW(a, struct candidate, (size_t)room + 1);
	for (uint32_t i = 0; i < count; i++) {
		const str *fixes;
		uint32_t fix_count;
		affected_fixes(a, &list[i].affected, &fixes, &fix_count);
		for (uint32_t k = 0; k < fix_count && n < room; k++) {
			struct candidate c = {.text = fixes[k]};
			if (!version_parse(c.text, &c.v) ||
			    (now != NULL && version_compare(&c.v, now) <= 0) ||
			    (is_prerelease(&c.v) && (now == NULL || !is_prerelease(now))))
				continue;
			all[n++] = c;
		}
	}
	if (n > 1)
		qsort(all, n, sizeof(*all), by_version);
	return n;
}

/* The ids of the advisories that affect a version; in arena. */
static uint32_t affecting(struct arena *a, str version, const struct advisory *list, uint32_t count,
			  const str **out)
{
	str *ids = NEW(a, str, (size_t)count + 1);
	uint32_t n = 0;

	for (uint32_t i = 0; i < count; i++)
		if (affected_version(&list[i].affected, version))
			ids[n++] = list[i].id;
	*out = ids;
	return n;
}

struct plan_target plan_target(struct arena *a, str now, const struct advisory *list,
			       uint32_t count)
{
	struct plan_target t = {0};
	struct version v;
	bool known = version_parse(now, &v);
	struct candidate *all;
	uint32_t n = candidates(a, known ? &v : NULL, list, count, &all), best;

	t.affected_count = affecting(a, now, list, count, &t.affected);
	best = known ? t.affected_count : UINT32_MAX;
	for (uint32_t i = 0; i < n && best > 0; i++) {
		const str *ids;
		uint32_t left;
		if (i > 0 && version_compare(&all[i].v, &all[i - 1].v) == 0)
			continue;
		left = affecting(a, all[i].text, list, count, &ids);
		if (left < best) { /* the smallest of those that leave the fewest */
			best = left;
			t.version = all[i].text;
			t.remaining = ids;
			t.remaining_count = left;
		}
	}
	return t;
}
