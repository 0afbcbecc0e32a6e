#include "repo/name.h"

#include "repo/glob.h"

static const struct {
	const char *name;
	enum walk_skip why;
} skipped[] = {
	{".git", WALK_SKIP_GIT},
	{".hg", WALK_SKIP_GIT},
	{".svn", WALK_SKIP_GIT},
	{".bzr", WALK_SKIP_GIT},
	{".jj", WALK_SKIP_GIT},
	{"CVS", WALK_SKIP_GIT},
	{"node_modules", WALK_SKIP_NODE},
	{"__pycache__", WALK_SKIP_CACHE},
	{"__pypackages__", WALK_SKIP_VENV},
	{".mypy_cache", WALK_SKIP_CACHE},
	{".pytest_cache", WALK_SKIP_CACHE},
	{".ruff_cache", WALK_SKIP_CACHE},
	{".pytype", WALK_SKIP_CACHE},
	{".pyre", WALK_SKIP_CACHE},
	{".hypothesis", WALK_SKIP_CACHE},
	{".ipynb_checkpoints", WALK_SKIP_CACHE},
	{".tox", WALK_SKIP_CACHE},
	{".nox", WALK_SKIP_CACHE},
	{".eggs", WALK_SKIP_CACHE},
	{".direnv", WALK_SKIP_VENV},
	{".pixi", WALK_SKIP_VENV},
};

static const char code_suffixes[][8] = {".py", ".pyi", ".pyw", ".ipynb"};

static const char fact_names[] = "uv.lock poetry.lock Pipfile.lock pdm.lock pyproject.toml "
				 "environment.yml environment.yaml";

bool name_kind(str rel, bool executable, bool compat, enum walk_kind *kind)
{
	str name = str_after_last(rel, '/');

	*kind = WALK_CODE;
	if (compat)
		return str_ends(name, S(".py"));
	for (size_t i = 0; i < COUNTOF(code_suffixes); i++) {
		if (str_ends(name, str_of(code_suffixes[i])))
			return true;
	}
	*kind = WALK_FACTS;
	if (str_in(name, fact_names) ||
	    (str_starts(name, S("requirements")) && str_ends(name, S(".txt"))) ||
	    str_eq(rel, S("configs/model_revisions.yaml")) ||
	    str_ends(rel, S("/configs/model_revisions.yaml")))
		return true;
	*kind = WALK_SCRIPT;
	return executable && name.n > 0 && str_find_byte(name, '.') == STR_NONE;
}

bool name_skipped(str name, enum walk_skip *why)
{
	for (size_t i = 0; i < COUNTOF(skipped); i++) {
		if (str_eq(name, str_of(skipped[i].name))) {
			*why = skipped[i].why;
			return true;
		}
	}
	return false;
}

bool name_excluded_by_bandit(str path, const str *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_find(path, patterns[i]) != STR_NONE || glob_fnmatch(patterns[i], path))
			return true;
	return false;
}
