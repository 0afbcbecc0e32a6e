/* What a file includes is reported once, in its own file. But every file that was named on the
 * command line is answered for as a whole: whoever names both `requirements.txt` and what it
 * includes gets the advisories of the second for the first as well, at the line of the `-r`. */
#include "base/limits.h"
#include "engine/deps_int.h"
#include "engine/rule.h"

struct whole {
	struct deps *d;
	struct deps_file *file; /* that is answered for */
	uint32_t line;		/* of its `-r` at hand */
	struct map seen;	/* paths of what was included */
	size_t own;		/* findings that files have by themselves */
	size_t more;
};

static bool is_named(const struct deps_file *f)
{
	return f->file != NULL && f->file->explicit;
}

static void repeat(struct whole *w, const struct finding *f)
{
	struct arena *a = w->d->arena;
	const struct finding_package *p = f->dep;
	struct finding of = *f, *one; /* which moves when one is added */

	if (p == NULL || p->advisory.n == 0 || w->more++ >= LIMIT_DEP_REPEATED)
		return;
	one = deps_record(w->d, of.rule->id, w->file, w->line,
			  arena_printf(a, "%.*s %.*s", STR_ARG(p->package), STR_ARG(p->advisory)),
			  arena_printf(a, "%.*s (in %.*s, line %u)", STR_ARG(of.message),
				       STR_ARG(of.path), of.line));
	one->severity = of.severity;
	one->confidence = of.confidence;
	one->fix = of.fix;
	one->dep = p;
}

static void repeat_all(struct whole *w, const struct deps_file *of)
{
	for (size_t i = 0; i < w->own; i++)
		if (str_eq(w->d->findings[i].path, of->path))
			repeat(w, &w->d->findings[i]);
}

/* Everything that `f` includes, wherever that includes more. */
static void include(struct whole *w, const struct deps_file *f, unsigned depth)
{
	for (uint32_t i = 0; i < f->dep->include_count && depth < LIMIT_DEP_INCLUDE_DEPTH; i++) {
		const struct dep_include *one = &f->dep->includes[i];
		struct deps_file *next =
			one->constraint ? NULL : deps_included(&w->d->check, f, one);
		if (next == NULL || next == w->file || (*map_put(&w->seen, next->path))++ > 0)
			continue;
		if (depth == 0)
			w->line = one->line;
		if (is_named(next))
			repeat_all(w, next);
		include(w, next, depth + 1);
	}
}

void deps_answer_for_named(struct deps *d)
{
	struct whole w = {.d = d, .own = d->finding_count};

	for (uint32_t i = 0; i < d->count; i++) {
		if (!is_named(&d->files[i]))
			continue;
		w.file = &d->files[i];
		w.seen = map_in(d->arena);
		include(&w, w.file, 0);
	}
}
