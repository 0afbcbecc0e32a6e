/* Lock files: are they there, do they belong to the manifest as it is now, does git have them? */
#include "base/buf.h"
#include "engine/deps.h"
#include "engine/rule.h"

/* ---- Missing ---- */

static bool has_any(const struct dep_check *c, const struct deps_file *f, const char *names)
{
	for (str rest = str_of(names); rest.p != NULL;) {
		str name = str_cut(&rest, ' ');
		if (deps_exists(c, deps_path(c->arena, f->folder, name)))
			return true;
	}
	return false;
}

/* An application is run from its folder; a library is installed by others, who resolve anew. */
static void lock_missing(struct dep_check *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		struct deps_file *f = &c->files[i];
		bool app = str_eq(f->name, S("Pipfile"));
		uint32_t asked = 0;
		if (f->file == NULL || f->file->explicit) /* what lies beside it is not known */
			continue;
		if (!app && !(str_eq(f->name, S("pyproject.toml")) &&
			      has_any(c, f, "Dockerfile Containerfile")))
			continue;
		for (uint32_t k = 0; k < f->dep->package_count; k++)
			asked += f->dep->packages[k].kind == DEP_REQUIREMENT &&
				 (f->dep->packages[k].flags & DEP_BUILD) == 0;
		if (asked == 0 || f->lock != NULL ||
		    has_any(c, f,
			    "requirements.txt Pipfile.lock uv.lock poetry.lock pdm.lock "
			    "pylock.toml requirements.lock"))
			continue;
		dep_finding(c, f, NULL, "there is no lock file for its %u requirement%s", asked,
			    asked == 1 ? "" : "s");
	}
}

/* ---- Older than its manifest ---- */

/* A requirement of the manifest that the lock must have, whatever the environment. pip-compile
 * leaves out what installers themselves are made of. */
static bool must_be_locked(const struct deps_file *lock, const struct dep_package *p)
{
	if (str_in(p->normal, "pip setuptools distribute wheel") &&
	    strcmp(lock->dep->format, "requirements") == 0)
		return false;
	return p->kind == DEP_REQUIREMENT && p->origin == DEP_INDEX && p->marker_text.n == 0 &&
	       (p->flags & (DEP_OPTIONAL | DEP_BUILD | DEP_CONDA)) == 0 && p->normal.n > 0;
}

static void compare(struct dep_check *c, struct deps_file *f, const struct dep_package *p)
{
	const struct dep_package *locked;
	str version = {NULL, 0};
	struct buf wanted = buf_in(c->arena);
	uint32_t at = 0;

	if (deps_is_decided(c, f, p))
		return;
	while ((locked = deps_package(c, f->lock, p->normal, &at)) != NULL) {
		version = deps_version(locked);
		if (version.n == 0 || locked->origin != DEP_INDEX || locked->kind == DEP_PROJECT)
			return;
	}
	specifiers_print(&wanted, &p->specifiers);
	if (version.n > 0)
		dep_finding(c, f, p, "%.*s%.*s is asked for, but %.*s has %.*s", STR_ARG(p->name),
			    STR_ARG(buf_str(&wanted)), STR_ARG(f->lock->name), STR_ARG(version));
	else
		dep_finding(c, f, p, "%.*s is asked for, but %.*s does not have it",
			    STR_ARG(p->name), STR_ARG(f->lock->name));
}

static void lock_outdated(struct dep_check *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		struct deps_file *f = &c->files[i];
		if (f->lock == NULL || !f->lock->dep->lock || f->lock->dep->package_count == 0 ||
		    f->lock->dep->problem_count > 0)
			continue;
		for (uint32_t k = 0; k < f->dep->package_count; k++)
			if (must_be_locked(f->lock, &f->dep->packages[k]))
				compare(c, f, &f->dep->packages[k]);
	}
}

/* ---- Not in git ---- */

static void lock_untracked(struct dep_check *c)
{
	for (uint32_t i = 0; i < c->count && c->walk->repository; i++) {
		struct deps_file *f = &c->files[i];
		if (f->manifest == NULL || !f->dep->lock)
			continue;
		dep_finding(c, f, NULL, "git does not have the lock file of %.*s",
			    STR_ARG(f->manifest->name))
			->when = S("git:untracked");
	}
}

const struct rule rules_lock[] = {
	{
		.id = "DP012",
		.name = "lock_missing",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {1357},
		.title = "An application has no lock file",
		.why = "Every installation resolves anew: nobody knows which versions run, and a "
		       "package that is taken over is installed at once.",
		.fix = "`uv lock`, `poetry lock`, `pdm lock` or `pipenv lock`, and commit the "
		       "file.",
		.deps = lock_missing,
	},
	{
		.id = "DP013",
		.name = "lock_outdated",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {1357},
		.title = "The lock file does not hold what its manifest asks for",
		.why = "What was checked and what is installed differ: installers refuse the lock, "
		       "or resolve anew in silence.",
		.fix = "Lock anew and commit both files.",
		.deps = lock_outdated,
	},
	{
		.id = "DP014",
		.name = "lock_untracked",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {1357},
		.title = "A lock file is not in git",
		.why = "Others, and the machines that build, resolve anew and run other versions "
		       "than those that were checked here.",
		.fix = "Take it out of .gitignore and `git add` it.",
		.deps = lock_untracked,
	},
	{0},
};
