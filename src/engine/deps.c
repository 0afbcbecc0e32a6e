/* See deps.h. What is decided here for all rules: which lock file decides what a manifest leaves
 * open, which Pythons a file is for, and who asks for a package. */
#include "engine/deps_int.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/limits.h"
#include "engine/problem.h"
#include "engine/rule.h"

/* ---- Files ---- */

str deps_path(struct arena *a, str folder, str name)
{
	if (folder.n == 0)
		return name;
	return arena_printf(a, "%.*s%s%.*s", STR_ARG(folder), str_ends(folder, S("/")) ? "" : "/",
			    STR_ARG(name));
}

void deps_add(struct deps *d, str path, const struct walk_file *file, const struct dep_file *dep)
{
	size_t slash = str_rfind_byte(path, '/');
	struct deps_file *f;

	d->files = GROW(d->arena, d->files, d->count, &d->room);
	f = &d->files[d->count++];
	*f = (struct deps_file){.path = path, .file = file, .dep = dep};
	f->name = str_after_last(path, '/');
	if (slash != STR_NONE)
		f->folder = str_slice(path, 0, slash ? slash : 1);
}

static int by_path(const void *x, const void *y)
{
	return str_cmp(((const struct deps_file *)x)->path, ((const struct deps_file *)y)->path);
}

void deps_sort(struct deps *d)
{
	if (d->count > 0)
		qsort(d->files, d->count, sizeof(*d->files), by_path);
	d->check.files = d->files;
	d->check.count = d->count;
}

static int path_of(const void *key, const void *element)
{
	return str_cmp(*(const str *)key, ((const struct deps_file *)element)->path);
}

struct deps_file *deps_find(const struct dep_check *c, str path)
{
	if (c->count == 0)
		return NULL;
	return bsearch(&path, c->files, c->count, sizeof(*c->files), path_of);
}

static int path_of_walk(const void *key, const void *element)
{
	return str_cmp(*(const str *)key, ((const struct walk_file *)element)->path);
}

bool deps_exists(const struct dep_check *c, str path)
{
	const struct walk *w = c->walk;

	return w->count > 0 &&
	       bsearch(&path, w->files, w->count, sizeof(*w->files), path_of_walk) != NULL;
}

/* ---- Findings ---- */

struct finding *deps_record(struct deps *d, const char *rule, struct deps_file *f, uint32_t line,
			    str same, str message)
{
	struct finding *one;

	d->findings = GROW(d->arena, d->findings, d->finding_count, &d->finding_room);
	one = &d->findings[d->finding_count];
	*one = problem(d->arena, rule, f->path, "%.*s", STR_ARG(message));
	one->fingerprint = fingerprint_of(d->arena, rule, same, (str){NULL, 0}, 0);
	one->line = one->end_line = line;
	one->column = one->end_column = line > 0;
	if (f->findings++ < LIMIT_FILE_FINDINGS)
		d->finding_count++;
	else
		f->cut_short++;
	return one;
}

PRINTF_LIKE(2, 0)
static str print(struct arena *a, const char *fmt, va_list args)
{
	char text[LIMIT_MESSAGE_BYTES];

	vsnprintf(text, sizeof(text), fmt, args);
	return arena_dup(a, str_of(text));
}

struct finding *dep_finding(struct dep_check *c, struct deps_file *f, const struct dep_package *p,
			    const char *fmt, ...)
{
	struct finding_package *about;
	struct finding *one;
	va_list args;
	str message;

	va_start(args, fmt);
	message = print(c->arena, fmt, args);
	va_end(args);
	if (p == NULL)
		return deps_record(c->state, c->rule->id, f, 0, message, message);
	one = deps_record(c->state, c->rule->id, f, p->line, p->normal, message);
	if (p->line > 0 && p->column > 0)
		one->column = one->end_column = p->column;
	about = NEW(c->arena, struct finding_package, 1);
	*about = (struct finding_package){.package = p->normal, .version = deps_version(p)};
	one->dep = about;
	return one;
}

struct finding *dep_finding_at(struct dep_check *c, struct deps_file *f, uint32_t line, str same,
			       const char *fmt, ...)
{
	va_list args;
	str message;

	va_start(args, fmt);
	message = print(c->arena, fmt, args);
	va_end(args);
	return deps_record(c->state, c->rule->id, f, line, same, message);
}

/* ---- Packages ---- */

str deps_version(const struct dep_package *p)
{
	const struct specifier *pin;

	if (p->version.n > 0)
		return p->version;
	pin = specifiers_pin(&p->specifiers);
	return pin ? pin->text : (str){NULL, 0};
}

bool deps_is_looked_up(const struct dep_package *p)
{
	if (p->kind == DEP_PROJECT || p->kind == DEP_NAMED || p->normal.n == 0)
		return false;
	return p->origin == DEP_INDEX || p->version.n > 0;
}

static int by_name(const void *x, const void *y, void *ctx)
{
	const struct dep_package *packages = ctx;
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	int order = str_cmp(packages[a].normal, packages[b].normal);

	return order ? order : (a > b) - (a < b);
}

static const uint32_t *names_in_order(struct arena *a, const struct dep_file *dep)
{
	uint32_t *order = NEW(a, uint32_t, dep->package_count + 1);

	for (uint32_t i = 0; i < dep->package_count; i++)
		order[i] = i;
	if (dep->package_count > 1)
		qsort_r(order, dep->package_count, sizeof(*order), by_name, dep->packages);
	return order;
}

const struct dep_package *deps_package(struct dep_check *c, struct deps_file *f, str normal,
				       uint32_t *at)
{
	const struct dep_package *all = f->dep->packages;
	uint32_t low = *at, high = f->dep->package_count;

	if (f->order == NULL)
		f->order = names_in_order(c->arena, f->dep);
	if (low > 0) /* they stand together */
		high = low;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (str_cmp(all[f->order[middle]].normal, normal) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low >= f->dep->package_count || !str_eq(all[f->order[low]].normal, normal))
		return NULL;
	*at = low + 1;
	return &all[f->order[low]];
}

/* Does the other file hold one version of it that the requirement allows? */
static bool is_held(struct dep_check *c, struct deps_file *by, const struct dep_package *p)
{
	const struct dep_package *held;
	uint32_t at = 0;

	while ((held = deps_package(c, by, p->normal, &at)) != NULL) {
		str text = deps_version(held);
		struct version v;
		if (text.n > 0 && specifiers_allow(&p->specifiers, text,
						   version_parse(text, &v) ? &v : NULL, true))
			return true;
	}
	return false;
}

bool deps_is_decided(struct dep_check *c, const struct deps_file *f, const struct dep_package *p)
{
	if (f->lock != NULL && is_held(c, f->lock, p))
		return true;
	if (p->origin != DEP_INDEX || deps_version(p).n > 0)
		return false;
	for (uint32_t i = 0; i < f->dep->include_count; i++) {
		const struct dep_include *include = &f->dep->includes[i];
		struct deps_file *by = include->constraint ? deps_included(c, f, include) : NULL;
		if (by != NULL && by != f && is_held(c, by, p))
			return true;
	}
	return false;
}

/* ---- Who asks for what: the shortest way from a direct dependency, of the first in the file ----
 */

/* Most lock files do not name the project: what its manifest asks for is direct as well. */
static bool is_direct(struct dep_check *c, struct deps_file *f, const struct dep_package *p)
{
	uint32_t at = 0;

	return (p->flags & DEP_DIRECT) != 0 ||
	       (f->manifest != NULL && deps_package(c, f->manifest, p->normal, &at) != NULL);
}

/* Breadth first; what is direct is its own beginning. */
static const uint32_t *reach(struct dep_check *c, struct deps_file *f)
{
	const struct dep_file *file = f->dep;
	uint32_t n = file->package_count, *from = NEW(c->arena, uint32_t, n + 1),
		 *queue = NEW(c->arena, uint32_t, n + 1), end = 0;

	for (unsigned projects = 0; projects < 2 && end == 0; projects++) {
		for (uint32_t i = 0; i < n; i++) {
			const struct dep_package *p = &file->packages[i];
			if (projects ? p->kind == DEP_PROJECT : is_direct(c, f, p)) {
				from[i] = i + 1;
				queue[end++] = i;
			}
		}
	}
	for (uint32_t at = 0; at < end; at++) {
		const struct dep_package *p = &file->packages[queue[at]];
		for (uint32_t i = 0; i < p->need_count; i++) {
			if (from[p->needs[i]] != 0)
				continue;
			from[p->needs[i]] = queue[at] + 1;
			queue[end++] = p->needs[i];
		}
	}
	return from;
}

void deps_via(struct dep_check *c, struct deps_file *f, uint32_t index, const str **via,
	      uint32_t *count)
{
	const struct dep_package *packages = f->dep->packages;
	uint32_t n = 0, at;
	str *names;

	*via = NULL;
	*count = 0;
	if (f->reached == NULL)
		f->reached = reach(c, f);
	for (at = index; f->reached[at] != 0 && f->reached[at] != at + 1; n++)
		at = f->reached[at] - 1;
	if (n == 0)
		return;
	names = NEW(c->arena, str, n);
	at = index;
	for (uint32_t k = n; k-- > 0;) {
		at = f->reached[at] - 1;
		names[k] = packages[at].normal;
	}
	/* Where only the project itself is known to be asked for, what it asks for is direct. */
	if (packages[at].kind == DEP_PROJECT) {
		names++;
		n--;
	}
	*via = names;
	*count = n;
}

/* ---- Locks ---- */

/* What locks what, by name, in the same folder. uv's lock is also that of all members of its
 * workspace, which lie below it. */
static const char *const pyproject_locks[] = {"uv.lock", "poetry.lock", "pdm.lock", "pylock.toml",
					      "requirements.lock"};

static struct deps_file *beside(const struct dep_check *c, const struct deps_file *f, str name)
{
	struct deps_file *found = deps_find(c, deps_path(c->arena, f->folder, name));

	return found != NULL && found->dep->lock ? found : NULL;
}

/* Does the lock name the folder as one of its workspace? */
static bool is_member(const struct deps_file *lock, str folder)
{
	str rel = str_slice(folder, lock->folder.n + (lock->folder.n > 0), folder.n);

	for (uint32_t i = 0; i < lock->dep->package_count; i++) {
		const struct dep_package *p = &lock->dep->packages[i];
		if (p->origin == DEP_PATH && str_eq(p->source, rel))
			return true;
	}
	return false;
}

static struct deps_file *lock_of_workspace(const struct dep_check *c, const struct deps_file *f)
{
	for (str at = f->folder; at.n > 0;) {
		size_t slash = str_rfind_byte(at, '/');
		struct deps_file *found;
		at = str_slice(at, 0, slash == STR_NONE ? 0 : slash);
		found = deps_find(c, deps_path(c->arena, at, S("uv.lock")));
		if (found != NULL)
			return is_member(found, f->folder) ? found : NULL;
	}
	return NULL;
}

static struct deps_file *lock_of_project(const struct dep_check *c, const struct deps_file *f)
{
	for (size_t i = 0; i < COUNTOF(pyproject_locks); i++) {
		struct deps_file *found = beside(c, f, str_of(pyproject_locks[i]));
		if (found != NULL)
			return found;
	}
	return lock_of_workspace(c, f);
}

/* pip-compile: requirements.in is locked by requirements.txt, which need not say so. */
static struct deps_file *lock_of_in(const struct dep_check *c, const struct deps_file *f)
{
	str stem = str_slice(f->name, 0, f->name.n - 3);
	str txt = arena_printf(c->arena, "%.*s.txt", STR_ARG(stem));
	struct deps_file *found = beside(c, f, arena_printf(c->arena, "%.*s.lock", STR_ARG(stem)));

	return found ? found : deps_find(c, deps_path(c->arena, f->folder, txt));
}

static struct deps_file *lock_of(const struct dep_check *c, const struct deps_file *f)
{
	if (f->dep->lock)
		return NULL;
	if (str_in(f->name, "pyproject.toml setup.cfg setup.py"))
		return lock_of_project(c, f);
	if (str_eq(f->name, S("Pipfile")))
		return beside(c, f, S("Pipfile.lock"));
	if (str_ends(f->name, S(".in")))
		return lock_of_in(c, f);
	if (str_in(f->name, "environment.yml environment.yaml"))
		return beside(c, f, S("conda-lock.yml"));
	return NULL;
}

/* ---- Pythons ---- */

static const struct specifiers *pythons(struct arena *a, const struct dep_file *f)
{
	struct specifiers *s;
	str bad;

	if (f->requires_python.n == 0)
		return NULL;
	s = NEW(a, struct specifiers, 1);
	return specifiers_parse(a, f->requires_python, s, &bad) ? s : NULL;
}

/* Of the file itself, of one that it belongs to, or of the project in whose folder it lies. */
static void set_python(struct dep_check *c, struct deps_file *f)
{
	str folder = f->folder;
	bool top = false;

	f->requires_python = pythons(c->arena, f->dep);
	while (f->requires_python == NULL && !top) {
		struct deps_file *p =
			deps_find(c, deps_path(c->arena, folder, S("pyproject.toml")));
		size_t slash = str_rfind_byte(folder, '/');
		if (p != NULL)
			f->requires_python = pythons(c->arena, p->dep);
		top = p != NULL || folder.n == 0;
		folder = str_slice(folder, 0, slash == STR_NONE ? 0 : slash);
	}
}

static void mark_includes(struct deps *d)
{
	for (uint32_t i = 0; i < d->count; i++) {
		const struct dep_file *dep = d->files[i].dep;
		for (uint32_t k = 0; k < dep->include_count; k++) {
			struct deps_file *f =
				deps_included(&d->check, &d->files[i], &dep->includes[k]);
			if (f == NULL || f == &d->files[i])
				continue;
			f->constraints =
				dep->includes[k].constraint && (f->constraints || !f->included);
			f->included = true;
		}
	}
}

static void prepare(struct deps *d)
{
	struct dep_check *c = &d->check;

	deps_sort(d);
	mark_includes(d);
	for (uint32_t i = 0; i < d->count; i++) {
		struct deps_file *lock = lock_of(c, &d->files[i]);
		d->files[i].lock = lock;
		if (lock != NULL)
			lock->manifest = &d->files[i];
		set_python(c, &d->files[i]);
	}
}

/* ---- What could not be read ---- */

static void tell_problems(struct deps *d, struct deps_file *f)
{
	for (uint32_t i = 0; i < f->dep->problem_count; i++) {
		const struct dep_problem *p = &f->dep->problems[i];
		struct finding *one = deps_record(d, "AS022", f, p->line, p->what, p->what);
		one->column = one->end_column = p->column;
		if (p->lost)
			d->incomplete = true;
		else
			one->severity = LOW;
	}
}

/* Do its paths lead into the project? Those of images and workflows lie in other file systems. */
static bool is_of_this_tree(const struct dep_file *f)
{
	return f->manifest || strcmp(f->format, "requirements") == 0;
}

/* Something that somebody asks for by name and that no advisory can be compared with. */
static const char *why_unaudited(const struct deps *d, const struct deps_file *f,
				 const struct dep_package *p)
{
	bool project = p->kind == DEP_PROJECT;

	if (p->kind == DEP_NAMED || deps_version(p).n > 0)
		return NULL;
	if (project && (p->origin != DEP_PATH || !is_of_this_tree(f->dep)))
		return NULL;
	switch ((enum dep_origin)p->origin) {
	case DEP_INDEX:
		return p->kind == DEP_LOCKED || p->kind == DEP_INSTALLED ? "has no version" : NULL;
	case DEP_URL:
		return "is an archive whose name does not say its version";
	case DEP_VCS:
		return "is taken from a repository, which does not say its version";
	case DEP_PATH:
		return deps_is_inside(d, f, p->source)
			       ? NULL
			       : "is not among the files and folders that are checked";
	}
	return NULL;
}

static void tell_unaudited(struct deps *d, struct deps_file *f)
{
	for (uint32_t i = 0; i < f->dep->package_count; i++) {
		const struct dep_package *p = &f->dep->packages[i];
		const char *why = why_unaudited(d, f, p);
		struct finding *one;
		bool named = p->name.n > 0 && p->origin != DEP_PATH;
		str what = named ? p->name : p->source;
		if (why == NULL || deps_is_decided(&d->check, f, p))
			continue;
		one = deps_record(d, "AS023", f, p->line, what,
				  arena_printf(d->arena,
					       "%.*s %s: it was not compared with advisories",
					       STR_ARG(what), why));
		if (p->line > 0 && p->column > 0)
			one->column = one->end_column = p->column;
		d->incomplete = true;
	}
}

static void tell_cut_short(struct deps *d, struct deps_file *f)
{
	struct finding *one;

	if (f->cut_short == 0)
		return;
	f->findings = 0;
	one = deps_record(d, "AS014", f, 0, S(""),
			  arena_printf(d->arena, "%u more findings are not listed", f->cut_short));
	one->line = one->column = one->end_line = one->end_column = 0;
	d->report->cut_short += f->cut_short;
	d->incomplete = true; /* nobody knows how severe they are */
}

static void ask_rules(struct deps *d)
{
	for (size_t i = 0; i < rule_count; i++) {
		if (rule_table[i]->deps == NULL || d->settings->off[i])
			continue;
		d->check.rule = rule_table[i];
		rule_table[i]->deps(&d->check);
	}
}

bool deps_judge(struct deps *d)
{
	bool whole = true;

	prepare(d);
	for (uint32_t i = 0; i < d->count; i++)
		tell_problems(d, &d->files[i]);
	if (d->check.db != NULL) {
		whole = deps_compare(d);
		deps_answer_for_named(d);
		for (uint32_t i = 0; i < d->count; i++)
			tell_unaudited(d, &d->files[i]);
	}
	ask_rules(d);
	for (uint32_t i = 0; i < d->count; i++)
		tell_cut_short(d, &d->files[i]);
	return whole;
}
