/* Imports against declarations. What is imported inside a function, or caught when it is missing,
 * is optional, and need not be declared. A project is a folder with a manifest; its code is what
 * lies below it and below no deeper one. Declared is whatever any dependency file below it or above
 * it names: what a Dockerfile or a workflow installs counts, and so do extras and groups. Where a
 * part of that could not be read, nothing is said to be missing. */
#include "base/buf.h"
#include "dep/modules.h"
#include "dep/popular.h"
#include "engine/deps.h"
#include "engine/rule.h"

struct project {
	struct dep_check *c;
	str folder;
	struct map declared; /* normal names, and squeezed names of modules */
	struct map locked;   /* normal names in lock files */
	struct map told;
	bool whole; /* all of its dependency files were read */
};

/* ---- Projects ---- */

static bool is_manifest(const struct deps_file *f)
{
	if (f->dep->lock || f->dep->package_count == 0)
		return false;
	return str_in(f->name, "pyproject.toml setup.py setup.cfg Pipfile environment.yml "
			       "environment.yaml") ||
	       strcmp(f->dep->format, "requirements") == 0;
}

static bool is_below(str path, str folder)
{
	return folder.n == 0 ||
	       (str_starts(path, folder) &&
		(path.n == folder.n || path.p[folder.n] == '/' || folder.p[folder.n - 1] == '/'));
}

/* Of the project: requirements are often kept in a folder of their own, "requirements/dev.txt". */
static str folder_of(const struct deps_file *f)
{
	size_t at = 0;

	for (str rest = f->folder, part; rest.p != NULL && rest.n > 0; at += part.n + 1) {
		part = str_cut(&rest, '/');
		if (str_in(part, "requirements requirement reqs deps dependencies"))
			return str_slice(f->folder, 0, at > 0 ? at - 1 : 0);
	}
	return f->folder;
}

static void declare(struct project *p, const struct dep_package *d)
{
	str names[MODULES_NAMES];
	uint32_t n = modules_names(p->c->arena, d->normal, names);

	*map_put(&p->declared, d->normal) = 1;
	for (uint32_t i = 0; i < n; i++)
		*map_put(&p->declared, names[i]) = 1;
}

static void declare_file(struct project *p, const struct deps_file *f)
{
	for (uint32_t i = 0; i < f->dep->problem_count; i++)
		p->whole &= !f->dep->problems[i].lost;
	for (uint32_t i = 0; i < f->dep->package_count; i++) {
		const struct dep_package *d = &f->dep->packages[i];
		bool resolved = (d->kind == DEP_LOCKED || d->kind == DEP_INSTALLED) &&
				(f->dep->lock || d->kind == DEP_INSTALLED) &&
				(d->flags & DEP_DIRECT) == 0;
		if (d->normal.n == 0)
			p->whole &= d->origin == DEP_PATH;
		else if (resolved)
			*map_put(&p->locked, d->normal) = 1;
		else
			declare(p, d);
	}
}

static void project_begin(struct project *p, struct dep_check *c, str folder)
{
	*p = (struct project){.c = c,
			      .folder = folder,
			      .declared = map_in(c->arena),
			      .locked = map_in(c->arena),
			      .told = map_in(c->arena),
			      .whole = true};
	for (uint32_t i = 0; i < c->count; i++)
		if (is_below(c->files[i].path, folder) || is_below(folder, folder_of(&c->files[i])))
			declare_file(p, &c->files[i]);
}

/* The folders with a manifest; value: 1 + index of the first one in it. */
static struct map projects_of(const struct dep_check *c)
{
	struct map m = map_in(c->arena);

	for (uint32_t i = 0; i < c->count; i++) {
		uint64_t *at;
		if (!is_manifest(&c->files[i]))
			continue;
		at = map_put(&m, folder_of(&c->files[i]));
		if (*at == 0)
			*at = i + 1;
	}
	return m;
}

static bool belongs(const struct map *projects, const struct project *p, str path)
{
	str folder = path;

	do {
		folder = str_before_last(folder, '/');
		if (map_get(projects, folder) != NULL)
			return str_eq(folder, p->folder);
	} while (folder.n > 0);
	return false;
}

/* ---- Modules ---- */

static bool is_in(const struct dep_check *c, str folder, str top)
{
	str path = deps_path(c->arena, folder, top);

	return walk_has(c->walk, arena_printf(c->arena, "%.*s/", STR_ARG(path))) ||
	       walk_has(c->walk, arena_printf(c->arena, "%.*s.", STR_ARG(path)));
}

/* A module of the project itself: beside the file, or in a folder that it is run from. */
static bool is_local(const struct project *p, const struct deps_source *s, str top)
{
	static const char *const roots[] = {"src", "lib", "python", "backend", "app"};
	str folder = s->path;

	do {
		folder = str_before_last(folder, '/');
		if (is_in(p->c, folder, top))
			return true;
	} while (folder.n > p->folder.n);
	for (size_t i = 0; i < COUNTOF(roots); i++)
		if (is_in(p->c, deps_path(p->c->arena, p->folder, str_of(roots[i])), top))
			return true;
	return false;
}

static bool is_declared(const struct project *p, str module)
{
	const char *known = modules_distributions(module);

	for (str rest = str_of(known), name; rest.p != NULL;) {
		name = str_cut(&rest, ' ');
		if (map_get(&p->declared, name) != NULL)
			return true;
	}
	for (;;) {
		size_t dot = str_rfind_byte(module, '.');
		if (map_get(&p->declared, modules_squeezed(p->c->arena, module)) != NULL)
			return true;
		if (dot == STR_NONE)
			return false;
		module = str_slice(module, 0, dot);
	}
}

/* ---- Not declared ---- */

static const char *first_locked(const struct project *p, const char *distributions)
{
	for (str rest = str_of(distributions), name; rest.p != NULL;) {
		name = str_cut(&rest, ' ');
		if (map_get(&p->locked, name) != NULL)
			return " (it is installed only because another package asks for it)";
	}
	return "";
}

static void tell_undeclared(struct project *p, const struct deps_source *s,
			    const struct dep_import *i, const char *known)
{
	struct deps_file at = {.path = s->path};
	str all = str_of(known), name = str_cut(&all, ' ');

	if (++*map_put(&p->told, name) != 1)
		return;
	if (str_eq(name, i->module))
		dep_finding_at(p->c, &at, i->line, name, "%.*s is imported, but not declared%s",
			       STR_ARG(name), first_locked(p, known));
	else
		dep_finding_at(p->c, &at, i->line, name,
			       "%.*s is imported, but %.*s is not declared%s", STR_ARG(i->module),
			       STR_ARG(name), first_locked(p, known));
}

static void judge_source(struct project *p, const struct deps_source *s)
{
	for (uint32_t k = 0; k < s->count; k++) {
		const struct dep_import *i = &s->imports[k];
		str top = str_slice(i->module, 0, str_find_byte(i->module, '.'));
		const char *known = modules_distributions(i->module);
		if (i->need != IMPORT_ALWAYS || known == NULL || modules_is_standard(top) ||
		    str_in(top, "pytest _pytest nose mock hypothesis"))
			continue;
		if (!is_declared(p, i->module) && !is_local(p, s, top))
			tell_undeclared(p, s, i, known);
	}
}

static void undeclared(struct dep_check *c)
{
	struct map projects = projects_of(c);
	uint32_t from, to;

	for (size_t k = 0; k < projects.count; k++) {
		struct project p;
		deps_sources_below(c, projects.entries[k].key, &from, &to);
		if (from == to)
			continue;
		project_begin(&p, c, projects.entries[k].key);
		for (uint32_t i = from; i < to && p.whole; i++)
			if (!c->sources[i].aside && belongs(&projects, &p, c->sources[i].path))
				judge_source(&p, &c->sources[i]);
	}
}

/* ---- Never imported ---- */

static bool is_for_development(str name)
{
	static const char *const words[] = {"dev",   "test", "doc",	  "lint",
					    "build", "ci",   "constraint"};

	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_find(name, str_of(words[i])) != STR_NONE)
			return true;
	return false;
}

/* Requirements files that a tool wrote list what nobody imports, too. */
#define LONG_LIST 15

static bool lists_everything(const struct deps_file *f)
{
	uint32_t pinned = 0;

	for (uint32_t i = 0; i < f->dep->package_count; i++)
		pinned += deps_version(&f->dep->packages[i]).n > 0;
	return f->manifest != NULL || f->constraints ||
	       (pinned == f->dep->package_count && pinned > LONG_LIST);
}

static bool is_asked_for(const struct deps_file *f, const struct dep_package *p)
{
	return p->kind == DEP_REQUIREMENT && p->normal.n > 0 &&
	       (p->flags & (DEP_OPTIONAL | DEP_BUILD)) == 0 && !is_for_development(p->group) &&
	       !str_eq(p->normal, S("python")) && !modules_is_tool(p->normal) &&
	       !is_for_development(f->name);
}

static bool has_program(const struct dep_check *c, str folder)
{
	uint32_t from, to;

	deps_sources_below(c, folder, &from, &to);
	for (; from < to; from++)
		if (!c->sources[from].aside)
			return true;
	return false;
}

/* Neither below the file's folder nor anywhere above it. */
static bool is_unused(struct dep_check *c, const struct deps_file *f, str normal)
{
	struct deps_file at = *f;
	struct deps_use use;

	at.folder = folder_of(f);
	for (;;) {
		enum deps_used used = deps_use(c, &at, normal, &use);
		if (used != DEPS_UNUSED || at.folder.n == 0)
			return used == DEPS_UNUSED;
		at.folder = str_before_last(at.folder, '/');
	}
}

static void judge_unused(struct dep_check *c, struct deps_file *f)
{
	struct map seen = map_in(c->arena);
	struct buf names = buf_in(c->arena);
	const struct dep_package *first = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; i < f->dep->package_count; i++) {
		const struct dep_package *p = &f->dep->packages[i];
		if (!is_asked_for(f, p) || ++*map_put(&seen, p->normal) > 1 ||
		    !is_unused(c, f, p->normal))
			continue;
		first = first ? first : p;
		buf_printf(&names, "%s%.*s", n++ > 0 ? ", " : "", STR_ARG(p->name));
	}
	if (n > 0)
		dep_finding_at(c, f, first->line, S(""),
			       "%u declared package%s never imported: %.*s", n,
			       n == 1 ? " is" : "s are", STR_ARG(buf_str(&names)));
}

static void never_imported(struct dep_check *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		struct deps_file *f = &c->files[i];
		if (is_manifest(f) && !lists_everything(f) && has_program(c, folder_of(f)))
			judge_unused(c, f);
	}
}

const struct rule rules_dep_imports[] = {
	{
		.id = "DP040",
		.name = "import_not_declared",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {1357},
		.title = "A package is imported, but not declared",
		.why = "It is there only because something else asks for it, in whatever version "
		       "that wants: it may vanish or change with any upgrade, and its advisories "
		       "are looked for in no version that anybody chose.",
		.fix = "Declare it with the versions that were tested.",
		.deps = undeclared,
	},
	{
		.id = "DP041",
		.name = "declared_never_imported",
		.severity = INFO,
		.confidence = LOW,
		.cwe = {1357},
		.title = "Declared packages are never imported",
		.why = "What is installed and not used is attacked all the same. Plugins, drivers "
		       "and tools that are used without an import are left out as far as they are "
		       "known.",
		.fix = "Remove what is not used.",
		.deps = never_imported,
	},
	{0},
};
