/* Where packages come from: what can change under the same name, and whom it is taken from. */
#include "engine/deps.h"
#include "engine/rule.h"

static void each_package(struct dep_check *c,
			 void (*judge)(struct dep_check *c, struct deps_file *f,
				       const struct dep_package *p))
{
	for (uint32_t i = 0; i < c->count; i++)
		for (uint32_t k = 0; k < c->files[i].dep->package_count; k++)
			judge(c, &c->files[i], &c->files[i].dep->packages[k]);
}

static str shown(const struct dep_package *p)
{
	return p->name.n > 0 ? p->name : p->source;
}

static void judge_mutable(struct dep_check *c, struct deps_file *f, const struct dep_package *p)
{
	struct finding *one;

	if ((p->flags & DEP_MUTABLE) == 0 || p->kind == DEP_PROJECT || deps_is_decided(c, f, p))
		return;
	if (p->origin == DEP_URL) {
		one = dep_finding(c, f, p, "%.*s is an archive without a digest",
				  STR_ARG(shown(p)));
		one->severity = LOW;
		return;
	}
	one = dep_finding(c, f, p, "%.*s is taken from %s%.*s of a repository, not from a commit",
			  STR_ARG(shown(p)), p->revision.n ? "" : "the newest state",
			  STR_ARG(p->revision));
	if (p->revision.n > 0)
		one->severity = LOW; /* perhaps a tag, which people seldom move */
}

static void mutable_source(struct dep_check *c)
{
	each_package(c, judge_mutable);
}

static void judge_yanked(struct dep_check *c, struct deps_file *f, const struct dep_package *p)
{
	str version = deps_version(p);

	if ((p->flags & DEP_YANKED) != 0)
		dep_finding(c, f, p, "%.*s %.*s was withdrawn by its authors", STR_ARG(p->name),
			    STR_ARG(version));
}

static void yanked(struct dep_check *c)
{
	each_package(c, judge_yanked);
}

static bool is_this_machine(str url)
{
	return str_starts(url, S("http://localhost")) || str_starts(url, S("http://127.")) ||
	       str_starts(url, S("http://[::1]"));
}

static bool is_plain_http(str url)
{
	return str_starts(url, S("http://")) && !is_this_machine(url);
}

static void judge_plain(struct dep_check *c, struct deps_file *f, const struct dep_package *p)
{
	if ((p->origin == DEP_URL || p->origin == DEP_VCS) && (p->flags & DEP_HASHED) == 0 &&
	    (is_plain_http(p->source) || str_starts(p->source, S("git+http://")) ||
	     str_starts(p->source, S("git://"))))
		dep_finding(c, f, p,
			    "%.*s comes over a connection that anyone on the way can change",
			    STR_ARG(shown(p)));
}

static void plain_http(struct dep_check *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		const struct dep_file *dep = c->files[i].dep;
		for (uint32_t k = 0; k < dep->index_count; k++)
			if (is_plain_http(dep->indexes[k].url))
				dep_finding_at(
					c, &c->files[i], dep->indexes[k].line, dep->indexes[k].url,
					"packages are taken from %.*s over a connection that "
					"anyone on the way can change",
					STR_ARG(dep->indexes[k].url));
	}
	each_package(c, judge_plain);
}

/* pip takes the highest version of all indexes; others ask them in order. */
static void index_confusion(struct dep_check *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		const struct dep_file *dep = c->files[i].dep;
		if (strcmp(dep->format, "requirements") != 0 || dep->package_count == 0)
			continue;
		for (uint32_t k = 0; k < dep->index_count; k++)
			if (dep->indexes[k].extra)
				dep_finding_at(
					c, &c->files[i], dep->indexes[k].line, dep->indexes[k].url,
					"any package here may come from %.*s or from the main "
					"index: the higher version wins",
					STR_ARG(dep->indexes[k].url));
	}
}

const struct rule rules_source[] = {
	{
		.id = "DP015",
		.name = "mutable_source",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {494},
		.title = "A dependency can change without a change here",
		.why = "A branch moves, a tag can be moved, and an archive at a URL can be another "
		       "one tomorrow: who controls the place runs code here.",
		.fix = "Name the commit (`...@<40 hex digits>`), or give the archive's digest "
		       "(`#sha256=...`, `--hash`).",
		.deps = mutable_source,
	},
	{
		.id = "DP016",
		.name = "index_confusion",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {427},
		.title = "Packages may come from either of two indexes",
		.why = "With an extra index pip takes the highest version of a name wherever it "
		       "is: "
		       "a private name that somebody registers in the public index, with version "
		       "99, is installed from there (dependency confusion; PyTorch's nightly "
		       "builds "
		       "were attacked like this in 2022).",
		.fix = "Use one index that mirrors both, or bind packages to their index "
		       "([[tool.uv.index]] with explicit = true and [tool.uv.sources], poetry's "
		       "source), and pin digests.",
		.reference = "https://pytorch.org/blog/compromised-nightly-dependency/",
		.deps = index_confusion,
	},
	{
		.id = "DP017",
		.name = "index_without_tls",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {319, 494},
		.title = "Packages come over an unprotected connection",
		.why = "Anyone on the way can hand out another archive, whose code runs when it is "
		       "installed.",
		.fix = "Use https.",
		.deps = plain_http,
	},
	{
		.id = "DP018",
		.name = "yanked_version",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {1357},
		.title = "A locked version was withdrawn by its authors",
		.why = "It is broken or unsafe, and no resolver would choose it any more.",
		.fix = "Lock anew.",
		.deps = yanked,
	},
	{0},
};
