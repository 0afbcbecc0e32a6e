/* Who notices when a dependency needs an upgrade: Dependabot or Renovate, for every ecosystem and
 * folder of the repository. Asked only of whole repositories that GitHub hosts (they have a .github
 * folder). */
#include "base/map.h"
#include "engine/deps.h"
#include "engine/rule.h"
#include "text/glob.h"

struct need { /* of a folder */
	const char *ecosystem;
	str folder; /* relative to the repository; empty: its root */
};

struct cover {
	struct dep_check *c;
	struct need *needs;
	uint32_t count, room;
	struct map seen;
};

/* What Dependabot calls the ecosystem of a file; NULL: it updates no such file. */
static const char *ecosystem_of(const struct deps_file *f)
{
	static const struct {
		const char *format, *ecosystem;
	} known[] = {
		{"uv.lock", "uv"},	{"requirements", "pip"},
		{"pyproject", "pip"},	{"poetry.lock", "pip"},
		{"Pipfile", "pip"},	{"Pipfile.lock", "pip"},
		{"setup.cfg", "pip"},	{"setup.py", "pip"},
		{"pylock.toml", "pip"}, {"environment.yml", "conda"},
	};

	for (size_t i = 0; i < COUNTOF(known); i++)
		if (strcmp(f->dep->format, known[i].format) == 0)
			return known[i].ecosystem;
	return NULL;
}

static void need(struct cover *v, const char *ecosystem, str folder)
{
	str key = arena_printf(v->c->arena, "%s:%.*s", ecosystem, STR_ARG(folder));

	if ((*map_put(&v->seen, key))++ > 0)
		return;
	v->needs = GROW(v->c->arena, v->needs, v->count, &v->room);
	v->needs[v->count++] = (struct need){ecosystem, folder};
}

/* What is there to be read by tests is not kept up to date. */
static bool is_for_tests(str place)
{
	for (str rest = place; rest.p != NULL;)
		if (str_in(str_cut(&rest, '/'), "test tests testdata fixtures examples vendor"))
			return true;
	return false;
}

static void collect(struct cover *v)
{
	const struct walk *w = v->c->walk;

	for (uint32_t i = 0; i < v->c->count; i++) {
		const struct deps_file *f = &v->c->files[i];
		const char *ecosystem = f->dep->package_count > 0 ? ecosystem_of(f) : NULL;
		str place = f->file ? str_of(f->file->rel) : S("");
		if (ecosystem != NULL && !is_for_tests(place))
			need(v, ecosystem, str_before_last(place, '/'));
	}
	for (uint32_t i = 0; i < w->count; i++) {
		str place = str_of(w->files[i].rel), folder = str_before_last(place, '/');
		if (str_eq(folder, S(".github/workflows")))
			need(v, "github-actions", S(""));
		else if (str_starts(str_after_last(place, '/'), S("Dockerfile")) &&
			 !is_for_tests(place))
			need(v, "docker", folder);
	}
}

static bool covers(struct dep_check *c, const struct dep_update *u, const struct need *n)
{
	str folder = u->folder;
	struct glob g;

	/* Dependabot's pip reads what uv locks from the manifest beside the lock, and the other way
	 * round. */
	if (!str_eq(u->ecosystem, str_of(n->ecosystem)) && !str_eq(u->ecosystem, S("*")) &&
	    !(str_in(u->ecosystem, "pip uv") && str_in(str_of(n->ecosystem), "pip uv")))
		return false;
	while (folder.n > 0 && folder.p[0] == '/')
		folder = str_slice(folder, 1, folder.n);
	while (folder.n > 0 && folder.p[folder.n - 1] == '/')
		folder.n--;
	if (str_eq(folder, n->folder) || str_eq(folder, S("**")) || str_eq(folder, S("**/*")))
		return true;
	return folder.n > 0 && n->folder.n > 0 && glob_compile(&g, c->arena, folder, GLOB_PATH) &&
	       glob_match(&g, n->folder);
}

static bool is_covered(struct dep_check *c, const struct need *n)
{
	for (uint32_t i = 0; i < c->count; i++) {
		const struct dep_file *dep = c->files[i].dep;
		for (uint32_t k = 0; k < dep->update_count; k++)
			if (covers(c, &dep->updates[k], n))
				return true;
	}
	return false;
}

static struct deps_file *automation(const struct dep_check *c)
{
	for (uint32_t i = 0; i < c->count; i++)
		if (c->files[i].dep->update_count > 0 ||
		    strcmp(c->files[i].dep->format, "dependabot") == 0)
			return &c->files[i];
	return NULL;
}

static bool is_on_github(const struct dep_check *c)
{
	const struct walk *w = c->walk;

	if (!w->repository || w->root_count != 1 || w->roots[0].prefix.n > 0)
		return false;
	for (uint32_t i = 0; i < w->count; i++)
		if (!w->files[i].explicit && str_starts(str_of(w->files[i].rel), S(".github/")))
			return true;
	return false;
}

static void not_automated(struct dep_check *c)
{
	struct deps_file at = {.path = c->walk->roots[0].arg};
	struct cover v = {.c = c, .seen = map_in(c->arena)};

	if (!is_on_github(c) || automation(c) != NULL)
		return;
	collect(&v);
	if (v.count > 0)
		dep_finding(
			c, &at, NULL,
			"nothing here keeps dependencies up to date: no .github/dependabot.yml, no "
			"Renovate");
}

static void not_covered(struct dep_check *c)
{
	struct deps_file *at = automation(c);
	struct cover v = {.c = c, .seen = map_in(c->arena)};

	if (!is_on_github(c) || at == NULL)
		return;
	collect(&v);
	for (uint32_t i = 0; i < v.count; i++)
		if (!is_covered(c, &v.needs[i]))
			dep_finding(c, at, NULL, "%s in /%.*s is not kept up to date",
				    v.needs[i].ecosystem, STR_ARG(v.needs[i].folder));
}

const struct rule rules_automation[] = {
	{
		.id = "DP060",
		.name = "updates_not_automated",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {1104},
		.title = "Nothing keeps dependencies up to date",
		.why = "Upgrades that fix vulnerabilities are noticed late, or by somebody else.",
		.fix = "Add .github/dependabot.yml with an entry for each ecosystem and folder, or "
		       "a "
		       "Renovate configuration.",
		.deps = not_automated,
	},
	{
		.id = "DP061",
		.name = "updates_not_covered",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {1104},
		.title = "Dependabot does not look at a folder that has dependencies",
		.why = "It was told to watch some folders; what lies in others grows old "
		       "unnoticed.",
		.fix = "Add an entry for the ecosystem with this directory, or name several in "
		       "`directories`.",
		.deps = not_covered,
	},
	{0},
};
