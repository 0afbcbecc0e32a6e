#include "report/packages.h"

#include <stdlib.h>
#include "base/map.h"
#include "engine/deps.h"

struct gather {
	struct arena *a;
	struct packages out;
	uint32_t room;
	struct map known;    /* "normal version" -> index + 1 */
	struct map projects; /* the same of projects */
	struct map
		names; /* normal names that some file has a version of -> index + 1 of the first */
};

static str key_of(struct arena *a, str normal, str version)
{
	struct buf b = buf_in(a);

	buf_add(&b, normal);
	buf_byte(&b, ' ');
	buf_add(&b, version);
	return buf_str(&b);
}

static bool is_listed(struct gather *g, const struct dep_package *p)
{
	if (p->kind == DEP_NAMED || p->kind == DEP_CONSTRAINT || p->normal.n == 0)
		return false;
	return p->kind == DEP_PROJECT || deps_version(p).n > 0 ||
	       map_get(&g->names, p->normal) == NULL;
}

/* ---- Package URLs ---- */

static void escape(struct buf *b, str s)
{
	static const char plain[] = "-._~:";

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		bool word = ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9');
		if (word || (c != 0 && strchr(plain, c) != NULL))
			buf_byte(b, c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

static str purl_of(struct arena *a, str normal, str version)
{
	struct buf b = buf_in(a);

	buf_add(&b, S("pkg:pypi/"));
	escape(&b, normal);
	if (version.n > 0) {
		buf_byte(&b, '@');
		escape(&b, version);
	}
	return buf_str(&b);
}

/* ---- Each package once ---- */

static uint32_t add_package(struct gather *g, const struct dep_package *p)
{
	str version = deps_version(p);
	bool project = p->kind == DEP_PROJECT;
	str key = key_of(g->a, p->normal, version);
	uint64_t *known = map_put(project ? &g->projects : &g->known, key);
	struct package *one;

	if (*known != 0)
		return (uint32_t)*known - 1;
	g->out.list = GROW(g->a, g->out.list, g->out.count, &g->room);
	one = &g->out.list[g->out.count++];
	*one = (struct package){.name = p->name,
				.normal = p->normal,
				.version = version,
				.said = p,
				.project = project,
				.optional = true,
				.purl = purl_of(g->a, p->normal, version)};
	one->ref = project ? arena_printf(g->a, "project/%.*s", STR_ARG(one->purl)) : one->purl;
	*known = g->out.count;
	return g->out.count - 1;
}

static void add_place(struct gather *g, uint32_t index, const struct dep_package *p, str path)
{
	struct package *one = &g->out.list[index];

	one->direct |= (p->flags & DEP_DIRECT) != 0 || p->kind == DEP_REQUIREMENT;
	one->optional &= (p->flags & (DEP_OPTIONAL | DEP_BUILD)) != 0;
	if (one->place_count > 0 && str_eq(one->places[one->place_count - 1].path, path))
		return;
	one->places = GROW(g->a, one->places, one->place_count, &one->place_room);
	one->places[one->place_count++] = (struct package_place){path, p->line};
}

static void add_need(struct gather *g, uint32_t from, uint32_t to)
{
	struct package *one = &g->out.list[from - 1];

	if (to == 0 || to == from)
		return;
	one->needs = GROW(g->a, one->needs, one->need_count, &one->need_room);
	one->needs[one->need_count++] = to - 1;
}

/* What an installed package asks for stands in another file: the package of that name is meant. */
static uint32_t installed(const struct gather *g, const struct dep_package *p)
{
	uint64_t *known = p->kind == DEP_NAMED && !(p->flags & DEP_OPTIONAL)
				  ? map_get(&g->names, p->normal)
				  : NULL;

	return known ? (uint32_t)*known : 0;
}

static void add_needs(struct gather *g, const struct dep_file *f, const uint32_t *index)
{
	for (uint32_t i = 0; i < f->package_count; i++) {
		const struct dep_package *p = &f->packages[i];
		for (uint32_t k = 0; k < p->need_count && index[i] != 0; k++) {
			uint32_t to = p->needs[k];
			add_need(g, index[i],
				 index[to] ? index[to] : installed(g, &f->packages[to]));
		}
	}
}

/* Returns for each package of the file 1 + its index in the list; 0: it is not listed. */
static uint32_t *add_file(struct gather *g, const struct report_deps *d)
{
	const struct dep_file *f = d->dep;
	uint32_t *index = NEW(g->a, uint32_t, f->package_count + 1);

	for (uint32_t i = 0; i < f->package_count; i++) {
		const struct dep_package *p = &f->packages[i];
		uint64_t *name;
		if (!is_listed(g, p))
			continue;
		index[i] = add_package(g, p) + 1;
		add_place(g, index[i] - 1, p, d->path);
		name = map_get(&g->names, p->normal);
		if (name != NULL && *name == 0 && p->kind != DEP_PROJECT)
			*name = index[i];
	}
	return index;
}

/* ---- Order ---- */

static int by_name(const void *x, const void *y, void *ctx)
{
	const struct package *a = &((const struct package *)ctx)[*(const uint32_t *)x];
	const struct package *b = &((const struct package *)ctx)[*(const uint32_t *)y];
	int order = a->project == b->project ? str_cmp(a->normal, b->normal)
					     : (int)b->project - (int)a->project;

	return order != 0 ? order : str_cmp(a->version, b->version);
}

static int by_number(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return (a > b) - (a < b);
}

static void sort_needs(struct package *p, const uint32_t *place)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < p->need_count; i++)
		p->needs[i] = place[p->needs[i]];
	if (p->need_count > 1)
		qsort(p->needs, p->need_count, sizeof(*p->needs), by_number);
	for (uint32_t i = 0; i < p->need_count; i++)
		if (i == 0 || p->needs[i] != p->needs[i - 1])
			p->needs[kept++] = p->needs[i];
	p->need_count = kept;
}

static void sort(struct gather *g)
{
	uint32_t n = g->out.count, *order = NEW(g->a, uint32_t, n + 1),
		 *place = NEW(g->a, uint32_t, n + 1);
	struct package *sorted = NEW(g->a, struct package, n + 1);

	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	if (n > 1)
		qsort_r(order, n, sizeof(*order), by_name, g->out.list);
	for (uint32_t i = 0; i < n; i++)
		place[order[i]] = i;
	for (uint32_t i = 0; i < n; i++) {
		sorted[i] = g->out.list[order[i]];
		sort_needs(&sorted[i], place);
	}
	for (size_t i = 0; i < g->known.count; i++)
		g->known.entries[i].value = place[g->known.entries[i].value - 1] + 1;
	g->out.list = sorted;
}

/* ---- Advisories ---- */

/* The package that a finding is about: of its version; a range's finding may name none. */
static struct package *package_of(struct gather *g, const struct finding_package *d)
{
	uint64_t *known = map_get(&g->known, key_of(g->a, d->package, d->version));

	if (known == NULL)
		known = map_get(&g->known, key_of(g->a, d->package, (str){NULL, 0}));
	return known ? &g->out.list[*known - 1] : NULL;
}

static void add_advisory(struct gather *g, struct package *p, const struct finding *f)
{
	for (uint32_t i = 0; i < p->advisory_count; i++) {
		if (!str_eq(p->advisories[i]->dep->advisory, f->dep->advisory))
			continue;
		if (p->advisories[i]->suppressed != SUPPRESSED_NOT &&
		    f->suppressed == SUPPRESSED_NOT)
			p->advisories[i] = f;
		return;
	}
	p->advisories = GROW(g->a, p->advisories, p->advisory_count, &p->advisory_room);
	p->advisories[p->advisory_count++] = f;
}

struct packages report_packages(struct arena *a, const struct report *r)
{
	struct gather g = {.a = a, .known = map_in(a), .projects = map_in(a), .names = map_in(a)};
	uint32_t **index = NEW(a, uint32_t *, r->dep_count + 1);

	for (size_t i = 0; i < r->dep_count; i++) {
		const struct dep_file *f = r->deps[i].dep;
		for (uint32_t k = 0; k < f->package_count; k++)
			if (f->packages[k].kind != DEP_CONSTRAINT &&
			    f->packages[k].kind != DEP_PROJECT &&
			    f->packages[k].kind != DEP_NAMED && deps_version(&f->packages[k]).n > 0)
				map_put(&g.names, f->packages[k].normal);
	}
	for (size_t i = 0; i < r->dep_count; i++)
		index[i] = add_file(&g, &r->deps[i]);
	for (size_t i = 0; i < r->dep_count; i++)
		add_needs(&g, r->deps[i].dep, index[i]);
	sort(&g);
	for (size_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		struct package *p =
			f->dep != NULL && f->dep->advisory.n > 0 ? package_of(&g, f->dep) : NULL;
		if (p != NULL)
			add_advisory(&g, p, f);
	}
	return g.out;
}

str report_unversioned(struct arena *a, const struct package *p)
{
	struct buf b = buf_in(a);

	if (p->project)
		return S("the project itself");
	if (p->said->origin == DEP_VCS)
		return S("taken from a repository, which does not say its version");
	if (p->said->origin != DEP_INDEX)
		return S("a folder or an archive whose version is unknown");
	buf_add(&b, S("no version is pinned: "));
	if (p->said->specifiers.count > 0)
		specifiers_print(&b, &p->said->specifiers);
	else
		buf_add(&b, S("any is allowed"));
	return buf_str(&b);
}
