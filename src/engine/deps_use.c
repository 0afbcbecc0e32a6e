/* Where the project's code uses a distribution: the imports of its Python files, by the folders in
 * which they lie, against the names of distributions (dep/modules.h). */
#include "engine/deps_int.h"

#include <stdlib.h>
#include "dep/modules.h"

/* ---- Sources ---- */

static bool is_aside_folder(str name)
{
	if (name.n == 0)
		return false;
	return str_in(name,
		      "test tests testing unit_tests integration_tests doc docs documentation "
		      "example examples sample samples demo demos tutorial tutorials notebooks "
		      "benchmark benchmarks bench asv_bench scripts script tools tool ci .ci "
		      ".github .circleci dev devtools build_tools contrib recipes research "
		      "experiments fixtures conda conda.recipe packaging release hacking evals "
		      "vendor _vendor third_party extern externals") ||
	       name.p[0] == '.' || str_find(name, S("test")) != STR_NONE ||
	       str_starts(name, S("vendored"));
}

static bool is_aside_file(str name)
{
	return str_starts(name, S("test_")) || str_ends(name, S("_test.py")) ||
	       str_ends(name, S(".ipynb")) ||
	       str_in(name,
		      "conftest.py noxfile.py tasks.py fabfile.py versioneer.py hatch_build.py "
		      "dodo.py build.py runtests.py tests.py");
}

/* Tests, documentation, tools: what they need is often not what the package asks for. */
static bool is_aside(str rel)
{
	for (str rest = rel, part; rest.p != NULL;) {
		part = str_cut(&rest, '/');
		if (rest.p != NULL ? is_aside_folder(part) : is_aside_file(part))
			return true;
	}
	return false;
}

void deps_add_source(struct deps *d, const struct walk_file *f, const struct dep_import *imports,
		     uint32_t count)
{
	struct dep_check *c = &d->check;

	c->sources = GROW(d->arena, c->sources, c->source_count, &d->source_room);
	c->sources[c->source_count++] = (struct deps_source){.path = f->path,
							     .imports = imports,
							     .count = count,
							     .aside = is_aside(str_of(f->rel))};
}

static int by_path(const void *x, const void *y)
{
	return str_cmp(((const struct deps_source *)x)->path,
		       ((const struct deps_source *)y)->path);
}

void deps_sort_sources(struct deps *d)
{
	if (d->check.source_count > 1)
		qsort(d->check.sources, d->check.source_count, sizeof(*d->check.sources), by_path);
}

/* ---- Below a folder ---- */

/* The first source whose path is not before `path`. */
static uint32_t lower_bound(const struct dep_check *c, str path)
{
	uint32_t low = 0, high = c->source_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (str_cmp(c->sources[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void deps_sources_below(const struct dep_check *c, str folder, uint32_t *from, uint32_t *to)
{
	str below = deps_path(c->arena, folder, S(""));

	*from = lower_bound(c, below);
	for (*to = *from; *to < c->source_count; ++*to)
		if (!str_starts(c->sources[*to].path, below))
			return;
}

static bool has_sources(const struct dep_check *c, str folder)
{
	str below = deps_path(c->arena, folder, S(""));
	uint32_t at = lower_bound(c, below);

	return at < c->source_count && str_starts(c->sources[at].path, below);
}

/* Tests and what is optional say less of how a package is used than the code itself. */
static bool better(const struct deps_use *a, const struct deps_use *b)
{
	unsigned x = a->import->need + (a->source->aside ? IMPORT_NEEDS : 0);
	unsigned y = b->import->need + (b->source->aside ? IMPORT_NEEDS : 0);

	return x < y;
}

static void note(struct arena *a, struct map *uses, str key, const struct deps_use *use)
{
	uint64_t *at = map_put(uses, key);

	if (*at == 0) {
		*at = (uintptr_t)NEW(a, struct deps_use, 1);
		*(struct deps_use *)(uintptr_t)*at = *use;
	} else if (better(use, (const struct deps_use *)(uintptr_t)*at)) {
		*(struct deps_use *)(uintptr_t)*at = *use;
	}
}

/* Under the distributions that the table knows ("=name"), and under how it is called itself. */
static void note_import(struct arena *a, struct map *uses, const struct deps_use *use)
{
	str module = use->import->module;
	const char *known = modules_distributions(module);

	for (str rest = str_of(known), name; rest.p != NULL;) {
		name = str_cut(&rest, ' ');
		note(a, uses, arena_printf(a, "=%.*s", STR_ARG(name)), use);
	}
	for (;;) {
		size_t dot = str_rfind_byte(module, '.');
		if (dot == STR_NONE && modules_is_namespace(module))
			return;
		note(a, uses, modules_squeezed(a, module), use);
		if (dot == STR_NONE)
			return;
		module = str_slice(module, 0, dot);
	}
}

static struct map *uses_below(struct dep_check *c, str folder)
{
	uint64_t *at = map_put(&c->state->uses, folder);
	struct map *uses;
	uint32_t from, to;

	if (*at != 0)
		return (struct map *)(uintptr_t)*at;
	uses = NEW(c->arena, struct map, 1);
	*uses = map_in(c->arena);
	*at = (uintptr_t)uses;
	deps_sources_below(c, folder, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		for (uint32_t k = 0; k < c->sources[i].count; k++) {
			struct deps_use use = {&c->sources[i], &c->sources[i].imports[k]};
			if (!modules_is_standard(use.import->module))
				note_import(c->arena, uses, &use);
		}
	}
	return uses;
}

/* The nearest folder at or above the file's that has code in it. */
static bool code_folder(const struct dep_check *c, const struct deps_file *f, str *folder)
{
	*folder = f->folder;
	for (;;) {
		size_t slash = str_rfind_byte(*folder, '/');
		if (has_sources(c, *folder))
			return true;
		if (folder->n == 0 || slash == 0)
			return false;
		*folder = str_slice(*folder, 0, slash == STR_NONE ? 0 : slash);
	}
}

enum deps_used deps_use(struct dep_check *c, const struct deps_file *f, str normal,
			struct deps_use *out)
{
	const struct map *uses;
	const uint64_t *at;
	str folder, names[MODULES_NAMES];
	uint32_t n;

	if (c->source_count == 0 || !code_folder(c, f, &folder))
		return DEPS_NO_CODE;
	uses = uses_below(c, folder);
	at = map_get(uses, arena_printf(c->arena, "=%.*s", STR_ARG(normal)));
	n = at == NULL ? modules_names(c->arena, normal, names) : 0;
	for (uint32_t i = 0; i < n && at == NULL; i++)
		at = map_get(uses, names[i]);
	if (at == NULL)
		return DEPS_UNUSED;
	*out = *(const struct deps_use *)(uintptr_t)*at;
	return DEPS_USED;
}
