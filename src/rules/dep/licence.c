/* Licences that the project does not want: [deps] licences = { deny = [...] }. Only where metadata
 * of installed packages are at hand; what they do not say is unknown, and told once. */
#include "dep/licence.h"
#include "engine/deps.h"
#include "engine/rule.h"
#include "text/glob.h"

struct policy {
	struct glob *globs;
	size_t count;
};

static bool is_denied(const void *ctx, str id)
{
	const struct policy *p = ctx;

	for (size_t i = 0; i < p->count; i++)
		if (glob_match(&p->globs[i], id))
			return true;
	return false;
}

static void licences(struct dep_check *c)
{
	const struct settings *s = c->settings;
	struct policy policy = {NEW(c->arena, struct glob, s->deps_deny_count + 1), 0};
	struct deps_file *first = NULL;
	uint32_t unknown = 0;

	for (size_t i = 0; i < s->deps_deny_count; i++)
		if (glob_compile(&policy.globs[policy.count], c->arena, s->deps_deny[i],
				 GLOB_FNMATCH))
			policy.count++;
	for (uint32_t i = 0; i < c->count && policy.count > 0; i++) {
		struct deps_file *f = &c->files[i];
		for (uint32_t k = 0; k < f->dep->package_count; k++) {
			const struct dep_package *p = &f->dep->packages[k];
			if (p->kind != DEP_INSTALLED)
				continue;
			if (p->licence.n == 0) {
				first = first ? first : f;
				unknown++;
			} else if (licence_denied(p->licence, is_denied, &policy)) {
				dep_finding(c, f, p, "%.*s is licensed as %.*s", STR_ARG(p->name),
					    STR_ARG(p->licence));
			}
		}
	}
	if (unknown > 0)
		dep_finding(c, first, NULL, "the licence of %u installed package%s is unknown",
			    unknown, unknown == 1 ? "" : "s")
			->severity = INFO;
}

const struct rule rule_dep_licence = {
	.id = "DP051",
	.name = "licence_denied",
	.severity = MEDIUM,
	.confidence = HIGH,
	.title = "An installed package has a licence that the project denies",
	.why = "`[deps] licences = { deny = [...] }` lists it. Of several licences to choose from "
	       "one that is not denied is enough.",
	.fix = "Replace the package, or accept it in an [[exception]] with a reason.",
	.deps = licences,
};
