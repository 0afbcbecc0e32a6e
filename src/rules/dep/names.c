/* Names that look like those of popular packages (dep/typosquat.h). What another package of a lock
 * file asks for is not looked at: that name was typed by its author, and every user of the package
 * has it. */
#include "dep/typosquat.h"
#include "engine/deps.h"
#include "engine/rule.h"

/* Was the name typed by the people of this project? */
static bool is_typed(const struct deps_file *f, const struct dep_package *p, bool knows_direct)
{
	if (p->kind == DEP_PROJECT || p->kind == DEP_CONSTRAINT || p->normal.n == 0)
		return false;
	if (p->origin == DEP_PATH || (p->flags & (DEP_CONDA | DEP_EXPLICIT_INDEX)) != 0)
		return false;
	if (!f->dep->lock)
		return true;
	return f->manifest == NULL && (!knows_direct || (p->flags & DEP_DIRECT) != 0);
}

static const char *words_of(enum squat_kind kind)
{
	switch (kind) {
	case SQUAT_CONFUSABLE:
		return "is written with letters that look like those of";
	case SQUAT_TYPO:
		return "is one mistake in typing away from";
	case SQUAT_FAR:
		return "is two mistakes in typing away from";
	case SQUAT_SEPARATOR:
		return "differs by its hyphens only from";
	case SQUAT_AFFIX:
		return "has a word hung on to the name of";
	case SQUAT_NONE:
		break;
	}
	return "";
}

/* Names of nine letters and more have no neighbours by chance. */
#define LONG_NAME 9

static void grade(struct finding *one, const struct squat *s)
{
	one->severity = LOW;
	one->confidence = LOW;
	if (s->kind == SQUAT_CONFUSABLE) {
		one->severity = HIGH;
		one->confidence = HIGH;
	} else if (s->kind == SQUAT_TYPO && s->crown) {
		one->severity = s->of.n >= LONG_NAME ? HIGH : MEDIUM;
		one->confidence = MEDIUM;
	}
}

static void judge(struct dep_check *c, const struct squats *s, struct deps_file *f,
		  const struct dep_package *p)
{
	struct squat found = squats_find(s, c->arena, p->normal);
	struct finding *one;

	if (found.kind == SQUAT_NONE)
		return;
	one = dep_finding(c, f, p, "%.*s %s %.*s, which is meant?", STR_ARG(p->name),
			  words_of(found.kind), STR_ARG(found.of));
	grade(one, &found);
}

static void judge_file(struct dep_check *c, const struct squats *s, struct deps_file *f)
{
	struct map seen = map_in(c->arena);
	bool knows_direct = false;

	for (uint32_t i = 0; i < f->dep->package_count; i++)
		knows_direct |= (f->dep->packages[i].flags & DEP_DIRECT) != 0;
	for (uint32_t i = 0; i < f->dep->package_count; i++) {
		const struct dep_package *p = &f->dep->packages[i];
		if (is_typed(f, p, knows_direct) && ++*map_put(&seen, p->normal) == 1)
			judge(c, s, f, p);
	}
}

static void names(struct dep_check *c)
{
	struct squats s;

	if (c->count > 0)
		squats_load(&s, c->arena);
	for (uint32_t i = 0; i < c->count; i++)
		judge_file(c, &s, &c->files[i]);
}

const struct rule rule_dep_names = {
	.id = "DP030",
	.name = "name_like_popular",
	.severity = MEDIUM,
	.confidence = MEDIUM,
	.cwe = {1357, 506},
	.title = "A dependency's name looks like that of a popular package",
	.why = "Packages with names that differ by a letter, a hyphen or a word are published to "
	       "be "
	       "installed by mistake, and run their code when they are. Severity grows with the "
	       "likeness.",
	.fix = "Look the name up, and correct it. If it is really meant, accept it in an "
	       "[[exception]] with a reason.",
	.tags = "OWASP-A08 OWASP-ML06 ATLAS-AML.T0010",
	.deps = names,
};
