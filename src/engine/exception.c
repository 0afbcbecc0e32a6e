#include "engine/exception.h"

#include "base/limits.h"
#include "engine/accept.h"
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
		       (x->commit.n == 0 || f->commit.n == 0 || str_eq(x->commit, f->commit)) &&
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

/* At the place of an entry, "assay.toml:12". */
static void put(struct finding *f, str where, size_t colon)
{
	uint64_t line = 0;

	if (colon == STR_NONE || !str_to_u64(str_slice(where, colon + 1, where.n), &line) ||
	    line == 0 || line > UINT32_MAX)
		return;
	f->line = f->end_line = (uint32_t)line;
	f->column = f->end_column = 1;
}

static struct finding about(struct arena *a, const char *rule, const struct exception *x,
			    const char *what)
{
	size_t colon = str_rfind_byte(x->where, ':');
	str file = colon == STR_NONE ? x->where : str_slice(x->where, 0, colon);
	str subject = x->id.n	      ? x->id
		      : x->advisory.n ? x->advisory
		      : x->package.n  ? x->package
				      : x->fingerprint;
	struct finding f;

	if (x->line > 0)
		f = problem(a, rule, file, "the entry for line %u of %.*s %s", x->line,
			    STR_ARG(x->path), what);
	else
		f = problem(a, rule, file, "the exception for %.*s%s%.*s %s", STR_ARG(subject),
			    x->path.n ? " in " : "", STR_ARG(x->path), what);
	put(&f, x->where, colon);
	return f;
}

/* ---- What matches nothing ---- */

static bool is_family(const struct rule *rule, const char *families)
{
	return str_in(str_slice(str_of(rule->id), 0, 2), families);
}

/* Would this run have found it? */
static bool looks_for(const struct settings *s, const struct rule *rule)
{
	if (rule == NULL || !accept_is_on(s, rule))
		return false;
	if (is_family(rule, "SE"))
		return (s->layers & LAYER_SECRETS) != 0;
	if (is_family(rule, "MD"))
		return (s->layers & LAYER_MODELS) != 0;
	if (is_family(rule, "DP"))
		return (s->layers & LAYER_DEPS) != 0;
	if (is_family(rule, "CF PR WF RN GW DA"))
		return (s->layers & LAYER_PROJECT) != 0;
	return is_family(rule, "AS") ||
	       ((s->layers & LAYER_CODE) != 0 && !s->secrets_only && !s->models_only);
}

str exception_line(struct arena *a, str path, uint32_t line)
{
	return arena_printf(a, "%.*s:%u", STR_ARG(path), line);
}

/* A line that names a commit is about histories, and one that does not is about files. */
static bool is_gone(const struct exception_run *r, struct arena *a, const struct exception *x)
{
	const uint64_t *stood;

	if (r->stood == NULL)
		return x->commit.n == 0 && (r->settings->layers & LAYER_SECRETS) != 0;
	stood = map_get(r->stood, exception_line(a, x->path, x->line));
	return x->commit.n > 0 && (stood == NULL || *stood == 0);
}

static bool is_unused(const struct exception_run *r, struct arena *a, const struct ready *e)
{
	const struct exception *x = e->x;

	if (e->used > 0 || !r->whole)
		return false;
	if (x->line > 0)
		return is_gone(r, a, x);
	if (r->stood != NULL) /* it may be about what is in no commit */
		return false;
	if (is_advisory(x))
		return r->advisories;
	if (x->fingerprint.n > 0) /* of whichever layer */
		return r->settings->layers == LAYER_ALL;
	return looks_for(r->settings, rule_find(x->id));
}

struct extra {
	struct finding *list;
	size_t count;
	str file;      /* of another tool, at hand: it may know a thousand secrets */
	size_t listed; /* of this file */
};

static void add(struct extra *out, const struct finding *f)
{
	out->list[out->count++] = *f;
}

static void end_list(struct extra *out, struct arena *a)
{
	struct finding more;

	if (out->listed > LIMIT_STALE_LISTED) {
		more = problem(a, "AS018", out->file, "%zu more entries match nothing",
			       out->listed - LIMIT_STALE_LISTED);
		add(out, &more);
	}
	out->listed = 0;
}

static bool is_listed(struct extra *out, struct arena *a, str where)
{
	str file = str_slice(where, 0, str_rfind_byte(where, ':'));

	if (!str_eq(file, out->file))
		end_list(out, a);
	out->file = file;
	return ++out->listed <= LIMIT_STALE_LISTED;
}

/* A run over files does not see what only their past needs. */
static const char *how_unused(const struct exception *x)
{
	const struct rule *rule = rule_find(x->id);

	if (x->line == 0 && rule != NULL && rule->secret != NULL)
		return "matches nothing that stands (only `assay secrets --history` looks at what "
		       "does not)";
	return "matches nothing";
}

static void judge_entries(const struct exception_run *r, struct arena *a, const struct ready *all,
			  size_t n, struct extra *out)
{
	for (size_t i = 0; i < n; i++) {
		const struct exception *x = all[i].x;
		const char *what;
		bool unused = !all[i].expired && is_unused(r, a, &all[i]);
		struct finding f;
		if ((!all[i].expired && !unused) ||
		    (unused && x->line > 0 && !is_listed(out, a, x->where)))
			continue;
		what = unused ? how_unused(x)
			      : (const char *)arena_printf(a, "expired on %.*s", STR_ARG(x->expiry))
					.p;
		f = about(a, unused ? "AS018" : "AS016", x, what);
		add(out, &f);
	}
	end_list(out, a);
}

/* One secret may stand in several lines of the list. */
static str key_of(const struct secret_known *k, struct arena *a)
{
	return arena_printf(a, "%.*s%.*s", (int)sizeof(k->sha1), (const char *)k->sha1,
			    STR_ARG(k->path));
}

static void judge_known(const struct exception_run *r, struct arena *a,
			const struct secret_known *const *known, size_t n,
			const struct finding *findings, size_t count, struct extra *out)
{
	struct map used = map_in(a);

	if (!r->whole || r->stood != NULL || (r->settings->layers & LAYER_SECRETS) == 0)
		return;
	for (size_t i = 0; i < count; i++)
		if (findings[i].known > 0 && findings[i].known <= n)
			*map_put(&used, key_of(known[findings[i].known - 1], a)) = 1;
	for (size_t i = 0; i < n; i++) {
		const struct secret_known *k = known[i];
		size_t colon = str_rfind_byte(k->where, ':');
		struct finding f;
		if (map_get(&used, key_of(k, a)) != NULL || !is_listed(out, a, k->where))
			continue;
		f = problem(a, "AS018", out->file, "the entry for a secret in %.*s matches nothing",
			    STR_ARG(k->path));
		put(&f, k->where, colon);
		add(out, &f);
	}
	end_list(out, a);
}

size_t exceptions_apply(const struct exception_run *r, struct arena *a, struct finding *findings,
			size_t count, struct finding **extra)
{
	const struct secret_known *known = r->settings->known_secrets;
	const struct secret_known **by_number;
	size_t n = 0, i = 0, known_count = known ? known->number : 0;
	struct extra out = {0};
	struct ready *all;

	for (const struct exception *x = r->settings->exceptions; x != NULL; x = x->next)
		n++;
	*extra = NULL;
	if (n + known_count == 0)
		return 0;
	all = NEW(a, struct ready, n + 1);
	for (const struct exception *x = r->settings->exceptions; x != NULL; x = x->next, i++) {
		all[i].x = x;
		all[i].expired = str_cmp(x->expiry, r->today) < 0;
		if (x->path.n > 0 && x->line == 0 &&
		    !glob_compile(&all[i].glob, a, x->path, GLOB_PATH))
			all[i].expired = true;
	}
	by_number = NEW(a, const struct secret_known *, known_count + 1);
	for (; known != NULL; known = known->next)
		by_number[known->number - 1] = known;
	for (size_t k = 0; k < count; k++)
		apply(r, a, all, n, &findings[k]);
	out.list = NEW(a, struct finding, n + known_count + 4);
	judge_entries(r, a, all, n, &out);
	judge_known(r, a, by_number, known_count, findings, count, &out);
	*extra = out.list;
	return out.count;
}
