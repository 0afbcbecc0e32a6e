#include "engine/approve.h"

#include "base/hash.h"
#include "base/map.h"
#include "engine/problem.h"
#include "engine/rule.h"

struct entry {
	const struct approved *x;
	struct entry *same; /* the next of the same path: either content will do */
	bool seen;
};

struct approval {
	struct arena *arena;
	const struct settings *settings;
	const struct walk *walk;
	struct entry *entries;
	size_t count;
	struct entry **of_file; /* by index in the walk; NULL: not on the list */
};

/* The place in the repository, written as reports and the configuration write it. */
static str place_of(struct arena *a, const struct walk *w, const struct walk_file *f)
{
	str prefix = w->roots[f->root].prefix, rel = str_of(f->rel);

	if (prefix.n == 0)
		return walk_escape(a, rel);
	return walk_escape(a, arena_printf(a, "%.*s/%.*s", STR_ARG(prefix), STR_ARG(rel)));
}

static void find_files(struct approval *p, const struct map *paths)
{
	struct arena scratch;

	arena_init(&scratch, SIZE_MAX / 4);
	p->of_file = NEW(p->arena, struct entry *, p->walk->count + 1);
	for (uint32_t i = 0; i < p->walk->count && p->count > 0; i++) {
		const uint64_t *first =
			map_get(paths, place_of(&scratch, p->walk, &p->walk->files[i]));
		p->of_file[i] = first ? (struct entry *)(uintptr_t)*first : NULL;
		arena_reset(&scratch);
	}
	arena_free(&scratch);
}

struct approval *approval_new(struct arena *a, const struct settings *s, const struct walk *w)
{
	struct approval *p;
	struct map paths = map_in(a); /* -> struct entry */
	size_t n = 0;

	if (!s->approval || (s->layers & LAYER_MODELS) == 0)
		return NULL;
	for (const struct approved *x = s->approved; x != NULL; x = x->next)
		n++;
	p = NEW(a, struct approval, 1);
	*p = (struct approval){.arena = a, .settings = s, .walk = w};
	p->entries = NEW(a, struct entry, n + 1);
	for (const struct approved *x = s->approved; x != NULL; x = x->next) {
		struct entry *e = &p->entries[p->count++];
		uint64_t *first = map_put(&paths, x->path);
		*e = (struct entry){.x = x, .same = (struct entry *)(uintptr_t)*first};
		*first = (uintptr_t)e;
	}
	find_files(p, &paths);
	return p;
}

static struct entry *entry_of(const struct approval *p, const struct walk_file *f)
{
	return p->of_file[f - p->walk->files];
}

bool approval_names(const struct approval *p, const struct walk_file *f)
{
	return p != NULL && entry_of(p, f) != NULL;
}

void approval_seen(struct approval *p, const struct walk_file *f)
{
	for (struct entry *e = p ? entry_of(p, f) : NULL; e != NULL; e = e->same)
		e->seen = true;
}

/* About this content of this file: a baseline that knows it does not know the next content. */
static struct finding *about(const struct approval *p, const char *rule, const struct walk_file *f,
			     const struct file_result *r, str message)
{
	struct finding *one = NEW(p->arena, struct finding, 1);
	str digest = hash_hex_in(p->arena, r->sha256, sizeof(r->sha256));

	*one = problem(p->arena, rule, f->path, "%.*s", STR_ARG(message));
	one->fingerprint = fingerprint_of(p->arena, rule, place_of(p->arena, p->walk, f),
					  r->hashed ? digest : S(""), 0);
	return one;
}

static struct finding *changed(struct approval *p, const struct walk_file *f,
			       const struct file_result *r, const struct entry *e)
{
	str now = r->hashed ? hash_hex_in(p->arena, r->sha256, sizeof(r->sha256))
			    : S("cannot be read");
	str then = hash_hex_in(p->arena, e->x->sha256, sizeof(e->x->sha256));

	return about(p, "MD491", f, r,
		     arena_printf(p->arena,
				  "its SHA-256 is %.*s, but %.*s was approved (%.*s, for: %.*s)",
				  STR_ARG(now), STR_ARG(then), STR_ARG(e->x->where),
				  STR_ARG(str_slice(e->x->purpose, 0, 200))));
}

struct finding *approval_check(struct approval *p, const struct walk_file *f,
			       const struct file_result *r)
{
	const struct entry *first = p ? entry_of(p, f) : NULL;

	approval_seen(p, f);
	for (const struct entry *e = first; e != NULL; e = e->same) {
		if (r->hashed && memcmp(r->sha256, e->x->sha256, sizeof(r->sha256)) == 0)
			return NULL;
	}
	if (first != NULL)
		return changed(p, f, r, first);
	if (p == NULL || !r->unsafe)
		return NULL;
	return about(p, "MD490", f, r,
		     arena_printf(p->arena,
				  "it may run code when it is loaded and is not on the list of "
				  "approved models (as %.*s)",
				  STR_ARG(place_of(p->arena, p->walk, f))));
}

/* ---- Entries without a file ---- */

/* Is the root a folder, not the folder of a file that was named? */
static bool is_folder(const struct walk *w, uint32_t root)
{
	for (uint32_t i = 0; i < w->count; i++) {
		if (w->files[i].root == root && w->files[i].explicit)
			return false;
	}
	return true;
}

/* Did the run look everywhere below a folder in which the path lies? */
static bool was_looked_for(const struct approval *p, str path)
{
	for (uint32_t i = 0; i < p->walk->root_count && p->settings->exclude_count == 0; i++) {
		str prefix = walk_escape(p->arena, p->walk->roots[i].prefix);
		bool below = prefix.n == 0 || (str_starts(path, prefix) && path.n > prefix.n &&
					       path.p[prefix.n] == '/');
		if (below && is_folder(p->walk, i))
			return true;
	}
	return false;
}

size_t approval_unused(const struct approval *p, struct finding **extra)
{
	size_t n = 0;

	*extra = NULL;
	if (p == NULL || p->count == 0)
		return 0;
	*extra = NEW(p->arena, struct finding, p->count);
	for (size_t i = 0; i < p->count; i++) {
		const struct approved *x = p->entries[i].x;
		size_t colon = str_rfind_byte(x->where, ':');
		uint64_t line = 0;
		struct finding f;
		if (p->entries[i].seen || !was_looked_for(p, x->path))
			continue;
		if (colon != STR_NONE &&
		    !str_to_u64(str_slice(x->where, colon + 1, x->where.n), &line))
			colon = STR_NONE;
		f = problem(p->arena, "MD492", str_slice(x->where, 0, colon),
			    "the approval of %.*s matches no file", STR_ARG(x->path));
		f.fingerprint = fingerprint_of(p->arena, "MD492", x->path, S(""), 0);
		f.line = f.end_line = line <= UINT32_MAX ? (uint32_t)line : 0;
		f.column = f.end_column = f.line > 0;
		(*extra)[n++] = f;
	}
	return n;
}
