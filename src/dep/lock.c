#include "dep/lock.h"

#include "base/limits.h"
#include "dep/source.h"

void lock_begin(struct lock *l, struct arena *a, const char *format, str path, str bytes,
		struct dep_file *out)
{
	struct reader_text whole;

	*out = (struct dep_file){.format = format, .lock = true};
	*l = (struct lock){.out = out};
	l->r = reader_of(a, path, bytes, out);
	whole = reader_slice(&l->r, 0, l->r.bytes.n);
	l->r.bytes = reader_without_conflicts(&l->r, &whole);
}

void lock_scratch(struct arena *a)
{
	arena_init(a, LIMIT_FILE_MEMORY);
	(void)arena_alloc(a, 1, 1);
}

/* ---- Packages ---- */

str lock_normal(struct lock *l, str name)
{
	for (size_t i = 0; i < name.n; i++) {
		uint8_t ch = name.p[i];
		bool plain = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') ||
			     (ch == '-' && i > 0 && name.p[i - 1] != '-');
		if (!plain)
			return package_normal_name(l->r.arena, name);
	}
	return name;
}

struct dep_package *lock_package(struct lock *l, enum dep_kind kind, str name, size_t at)
{
	struct reader_text t = reader_slice(&l->r, at, at);
	struct dep_package *p;

	if (name.n > LIMIT_DEP_NAME || !package_name_valid(name)) {
		reader_problem(&l->r, at, true, "expected the name of a package, found %.*s",
			       STR_ARG(reader_found(&l->r, name)));
		return NULL;
	}
	p = reader_add(&l->r, (str){NULL, 0}, &t);
	p->name = name;
	p->normal = lock_normal(l, name);
	p->kind = (uint8_t)kind;
	return p;
}

struct dep_package *lock_copy(struct lock *l, uint32_t from)
{
	struct reader_text t = reader_slice(&l->r, 0, 0);
	struct dep_package *p = reader_add(&l->r, (str){NULL, 0}, &t);

	*p = l->out->packages[from];
	return p;
}

void lock_marker(struct lock *l, struct dep_package *p, str text)
{
	struct marker_error error;

	p->marker = text.n > 0 ? marker_parse(l->r.arena, text, &error) : NULL;
	if (p->marker != NULL)
		p->marker_text = text;
}

void lock_vcs(struct lock *l, struct dep_package *p, str url, str revision)
{
	p->origin = DEP_VCS;
	p->source = source_without_credentials(l->r.arena, url);
	p->revision = revision;
	if (!source_is_commit(revision))
		p->flags |= DEP_MUTABLE;
}

/* ---- Edges ---- */

void lock_edge(struct lock *l, const struct lock_edge *e)
{
	l->edges = GROW(l->r.arena, l->edges, l->edge_count, &l->edge_room);
	l->edges[l->edge_count++] = *e;
}

/* Packages of a name: the first in a map, then a chain (index + 1; 0 ends it). */
struct names {
	struct map first;
	uint32_t *next;
};

static struct names names_of(struct arena *scratch, const struct dep_file *f)
{
	struct names n = {map_in(scratch), NEW(scratch, uint32_t, f->package_count)};

	for (uint32_t i = f->package_count; i-- > 0;) {
		uint64_t *first = map_put(&n.first, f->packages[i].normal);
		n.next[i] = (uint32_t)*first;
		*first = i + 1;
	}
	return n;
}

static bool edge_takes(const struct lock_edge *e, const struct dep_package *p)
{
	struct version v;

	if (e->version.n > 0)
		return str_eq(e->version, p->version);
	if (e->allowed == NULL || !version_parse(p->version, &v))
		return true;
	return specifiers_allow(e->allowed, p->version, &v, true);
}

/* The packages that an edge means, up to LIMIT_DEP_FORKS; one of the name alone needs no more. */
static uint32_t edge_targets(const struct dep_file *f, const struct names *n,
			     const struct lock_edge *e, uint32_t *targets)
{
	uint64_t *first;
	uint32_t count = 0, looked = 0;

	if (e->to != 0) {
		targets[0] = e->to - 1;
		return 1;
	}
	first = map_get(&n->first, e->normal);
	if (first == NULL)
		return 0;
	if (n->next[*first - 1] == 0) {
		targets[0] = (uint32_t)*first - 1;
		return 1;
	}
	for (uint32_t i = (uint32_t)*first; i != 0 && looked++ < LIMIT_DEP_FORKS;
	     i = n->next[i - 1])
		if (edge_takes(e, &f->packages[i - 1]))
			targets[count++] = i - 1;
	return count;
}

/* What is asked for without conditions is not optional, whoever else asks. */
static void mark_target(struct dep_package *p, const struct lock_edge *e)
{
	bool firm = (p->flags & DEP_DIRECT) && !(p->flags & DEP_OPTIONAL);

	if (e->flags == 0 || firm)
		return;
	if (!(e->flags & DEP_OPTIONAL))
		p->flags &= (uint16_t)~DEP_OPTIONAL;
	p->flags |= e->flags;
	p->group = e->group;
}

struct pair {
	uint32_t from, to;
};

static struct pair *resolve_edges(struct lock *l, uint32_t *count)
{
	uint32_t targets[LIMIT_ROOM(LIMIT_DEP_FORKS)], room = 0;
	struct dep_file *f = l->out;
	struct names n = names_of(l->r.arena, f);
	struct pair *pairs = NULL;

	*count = 0;
	for (uint32_t i = 0; i < l->edge_count; i++) {
		const struct lock_edge *e = &l->edges[i];
		uint32_t found = edge_targets(f, &n, e, targets);
		for (uint32_t k = 0; k < found; k++) {
			const struct pair *last = *count > 0 ? &pairs[*count - 1] : NULL;
			if (targets[k] == e->from)
				continue;
			mark_target(&f->packages[targets[k]], e);
			if (last != NULL && last->from == e->from && last->to == targets[k])
				continue;
			pairs = GROW(l->r.arena, pairs, *count, &room);
			pairs[(*count)++] = (struct pair){e->from, targets[k]};
		}
	}
	return pairs;
}

void lock_end(struct lock *l)
{
	struct dep_file *f = l->out;
	uint32_t count, *list, *at, sum = 0;
	struct pair *pairs;

	if (l->edge_count == 0)
		return;
	pairs = resolve_edges(l, &count);
	list = NEW(l->r.arena, uint32_t, count);
	at = NEW(l->r.arena, uint32_t, f->package_count);
	for (uint32_t i = 0; i < count; i++)
		f->packages[pairs[i].from].need_count++;
	for (uint32_t i = 0; i < f->package_count; i++) {
		at[i] = sum;
		f->packages[i].needs = list + sum;
		sum += f->packages[i].need_count;
	}
	for (uint32_t i = 0; i < count; i++)
		list[at[pairs[i].from]++] = pairs[i].to;
}

void lock_direct(struct lock *l)
{
	struct dep_file *f = l->out;
	bool *asked = NEW(l->r.arena, bool, f->package_count);

	if (l->edge_count == 0)
		return;
	for (uint32_t i = 0; i < f->package_count; i++)
		for (uint32_t k = 0; k < f->packages[i].need_count; k++)
			asked[f->packages[i].needs[k]] = true;
	for (uint32_t i = 0; i < f->package_count; i++)
		if (!asked[i])
			f->packages[i].flags |= DEP_DIRECT;
}

static bool is_firm(const struct dep_package *p)
{
	return (p->flags & DEP_DIRECT) && !(p->flags & DEP_OPTIONAL);
}

void lock_optional(struct lock *l)
{
	struct dep_file *f = l->out;
	bool *reached = NEW(l->r.arena, bool, f->package_count + 1);
	uint32_t *queue = NEW(l->r.arena, uint32_t, f->package_count + 1), end = 0;

	for (uint32_t i = 0; i < f->package_count; i++) {
		reached[i] = is_firm(&f->packages[i]);
		if (reached[i])
			queue[end++] = i;
	}
	for (uint32_t at = 0; at < end; at++) {
		const struct dep_package *p = &f->packages[queue[at]];
		for (uint32_t k = 0; k < p->need_count && p->kind != DEP_PROJECT; k++) {
			if (!reached[p->needs[k]])
				queue[end++] = p->needs[k];
			reached[p->needs[k]] = true;
		}
	}
	for (uint32_t i = 0; i < f->package_count; i++) {
		if (reached[i])
			f->packages[i].flags &= (uint16_t)~DEP_OPTIONAL;
		else if (f->packages[i].kind != DEP_PROJECT)
			f->packages[i].flags |= DEP_OPTIONAL;
	}
}
