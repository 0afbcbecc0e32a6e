#include "engine/exception.h"

#include "engine/problem.h"
#include "engine/rule.h"
#include "text/glob.h"

/* One exception, ready for matching. */
struct ready {
	const struct exception *x;
	struct glob glob;
	bool expired;
	size_t used;
};

static bool is_about(const struct finding_package *p, str advisory)
{
	if (str_eq_nocase(p->advisory, advisory))
		return true;
	for (uint32_t i = 0; i < p->alias_count; i++)
		if (str_eq_nocase(p->aliases[i], advisory))
			return true;
	return false;
}

/* An exception for an advisory, or for all that is known of a package. */
static bool covers_advisory(const struct exception *x, const struct finding_package *p)
{
	if (p == NULL || (x->advisory.n > 0 && p->advisory.n == 0))
		return false;
	if (x->advisory.n > 0 && !is_about(p, x->advisory))
		return false;
	if (x->until_fixed && p->fixed_count > 0)
		return false;
	return (x->package.n == 0 || str_eq(x->package, p->package)) &&
	       (x->version.n == 0 || str_eq(x->version, p->version));
}

static bool is_advisory(const struct exception *x)
{
	return x->advisory.n > 0 || x->package.n > 0;
}

static bool covers(const struct exception_run *r, const struct ready *e, const struct finding *f)
{
	const struct exception *x = e->x;

	if (x->line > 0)
		return f->rule->secret != NULL && x->line == f->line &&
		       str_eq(x->path, r->place(r->ctx, f));
	if (is_advisory(x)) {
		if (!covers_advisory(x, f->dep))
			return false;
	} else if (x->fingerprint.n > 0 ? !str_eq(x->fingerprint, f->fingerprint)
					: !str_eq(x->id, str_of(f->rule->id))) {
		return false;
	}
	return x->path.n == 0 || glob_covers(&e->glob, r->place(r->ctx, f));
}

static void apply(const struct exception_run *r, struct arena *a, struct ready *all, size_t n,
		  struct finding *f)
{
	for (size_t i = 0; i < n; i++) {
		struct ready *e = &all[i];
		if (!covers(r, e, f))
			continue;
		e->used++;
		if (e->expired || f->suppressed != SUPPRESSED_NOT)
			continue;
		f->suppressed = SUPPRESSED_EXCEPTION;
		f->reason = e->x->owner.n == 0
				    ? e->x->reason
				    : arena_printf(a, "%.*s (%.*s)", STR_ARG(e->x->reason),
						   STR_ARG(e->x->owner));
	}
}

/* A finding at the exception's own place, "assay.toml:12". */
static struct finding about(struct arena *a, const char *rule, const struct exception *x,
			    const char *what)
{
	size_t colon = str_rfind_byte(x->where, ':');
	str subject = x->id.n	      ? x->id
		      : x->advisory.n ? x->advisory
		      : x->package.n  ? x->package
				      : x->fingerprint;
	uint64_t line = 0;
	struct finding f;

	if (colon != STR_NONE && !str_to_u64(str_slice(x->where, colon + 1, x->where.n), &line))
		colon = STR_NONE;
	f = problem(a, rule, colon == STR_NONE ? x->where : str_slice(x->where, 0, colon),
		    "the exception for %.*s%s%.*s %s", STR_ARG(subject), x->path.n ? " in " : "",
		    STR_ARG(x->path), what);
	if (line > 0 && line <= UINT32_MAX) {
		f.line = f.end_line = (uint32_t)line;
		f.column = f.end_column = 1;
	}
	return f;
}

size_t exceptions_apply(const struct exception_run *r, struct arena *a, struct finding *findings,
			size_t count, struct finding **extra)
{
	size_t n = 0, made = 0, i = 0;
	struct ready *all;

	for (const struct exception *x = r->settings->exceptions; x != NULL; x = x->next)
		n++;
	*extra = NULL;
	if (n == 0)
		return 0;
	all = NEW(a, struct ready, n);
	for (const struct exception *x = r->settings->exceptions; x != NULL; x = x->next, i++) {
		all[i].x = x;
		all[i].expired = str_cmp(x->expiry, r->today) < 0;
		if (x->path.n > 0 && x->line == 0 &&
		    !glob_compile(&all[i].glob, a, x->path, GLOB_PATH))
			all[i].expired = true;
	}
	for (size_t k = 0; k < count; k++)
		apply(r, a, all, n, &findings[k]);
	*extra = NEW(a, struct finding, n);
	for (i = 0; i < n; i++) {
		const char *what =
			(const char *)arena_printf(a, "expired on %.*s", STR_ARG(all[i].x->expiry))
				.p;
		if (all[i].expired)
			(*extra)[made++] = about(a, "AS016", all[i].x, what);
		else if (all[i].used == 0 && r->whole && all[i].x->line == 0 &&
			 (r->advisories || !is_advisory(all[i].x)))
			(*extra)[made++] = about(a, "AS018", all[i].x, "matches nothing");
	}
	return made;
}
