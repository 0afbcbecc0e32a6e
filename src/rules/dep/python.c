/* Pythons that get no security fixes any more. What a project is run on (an image, .python-version)
 * is one version and counts; what a library allows counts only when it allows nothing else, as does
 * what its tests are run on. */
#include "dep/python_eol.h"
#include "engine/deps.h"
#include "engine/rule.h"

static bool has_ended(const struct dep_check *c, const struct python_eol *e)
{
	return str_cmp(str_of(e->end), c->today) < 0;
}

/* ---- What is allowed ---- */

/* Any release of this minor version: their first and a late one stand for all. */
static bool allows(struct arena *a, const struct specifiers *s, const char *minor)
{
	static const char *const patches[] = {"0", "1", "10", "99"};

	for (size_t i = 0; i < COUNTOF(patches); i++) {
		str text = arena_printf(a, "%s.%s", minor, patches[i]);
		struct version v;
		if (version_parse(text, &v) && specifiers_allow(s, text, &v, true))
			return true;
	}
	return false;
}

static void judge_allowed(struct dep_check *c, struct deps_file *f)
{
	struct specifiers s;
	const struct python_eol *first = NULL, *last = NULL;
	str bad;

	if (f->dep->requires_python.n == 0 || f->dep->lock ||
	    !specifiers_parse(c->arena, f->dep->requires_python, &s, &bad))
		return;
	for (const struct python_eol *e = python_eols; e->version != NULL; e++) {
		if (!allows(c->arena, &s, e->version))
			continue;
		if (!has_ended(c, e))
			return;
		first = first ? first : e;
		last = e;
	}
	if (last == NULL || allows(c->arena, &s, "3.15") || allows(c->arena, &s, "4.0"))
		return;
	dep_finding_at(c, f, f->dep->python_line, S("requires-python"),
		       "only Pythons without security fixes are allowed: the newest is %s, which "
		       "ended on %s",
		       last->version, last->end);
}

/* ---- What it runs on ---- */

static void tell(struct dep_check *c, struct deps_file *f, const struct dep_python *p,
		 const struct python_eol *e)
{
	struct finding *one =
		dep_finding_at(c, f, p->line, str_of(e->version),
			       "Python %s gets no security fixes since %s", e->version, e->end);

	if (strcmp(f->dep->format, "workflow") == 0)
		one->severity = INFO; /* nothing is shipped with it */
}

/* A workflow that tests a living version too tests the old one for those who still have it. */
static bool is_one_of_several(const struct dep_check *c, const struct deps_file *f)
{
	if (strcmp(f->dep->format, "workflow") != 0)
		return false;
	for (uint32_t i = 0; i < f->dep->python_count; i++) {
		const struct python_eol *e = python_eol_of(f->dep->pythons[i].version);
		if (e == NULL || !has_ended(c, e))
			return true;
	}
	return false;
}

static void judge_runs_on(struct dep_check *c, struct deps_file *f)
{
	struct map seen = map_in(c->arena);

	if (is_one_of_several(c, f))
		return;
	for (uint32_t i = 0; i < f->dep->python_count; i++) {
		const struct python_eol *e = python_eol_of(f->dep->pythons[i].version);
		if (e != NULL && has_ended(c, e) && ++*map_put(&seen, str_of(e->version)) == 1)
			tell(c, f, &f->dep->pythons[i], e);
	}
}

static void ended(struct dep_check *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		judge_allowed(c, &c->files[i]);
		judge_runs_on(c, &c->files[i]);
	}
}

const struct rule rule_dep_python = {
	.id = "DP050",
	.name = "python_end_of_life",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {1104},
	.title = "Runs on a Python that gets no security fixes",
	.why = "Holes that are found in the interpreter and its standard library stay open, and "
	       "packages stop publishing fixed versions for it.",
	.fix = "Move to a version that is maintained, and raise requires-python.",
	.reference = "https://devguide.python.org/versions/",
	.deps = ended,
};
