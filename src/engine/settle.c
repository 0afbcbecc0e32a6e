/* See settle.h. Order: conditions (joining), then exceptions, then the baseline, so that a finding
 * that an exception accepts uses up no copy of the baseline; sorted before the baseline, because of
 * equal findings it is the first ones that are known. */
#include "engine/settle.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/input.h"
#include "engine/accept.h"
#include "engine/exception.h"
#include "engine/rule.h"

static int by_place(const void *x, const void *y)
{
	const struct finding *a = x, *b = y;
	int order = a->path.p == b->path.p ? 0 : str_cmp(a->path, b->path);

	return order ? order : finding_order(a, b);
}

static void sort_findings(struct report *r)
{
	if (r->finding_count > 0)
		qsort(r->findings, r->finding_count, sizeof(*r->findings), by_place);
}

static int by_line(const void *x, const void *y)
{
	const struct suppression *a = x, *b = y;
	int order = a->path.p == b->path.p ? 0 : str_cmp(a->path, b->path);

	if (order == 0)
		order = (a->line > b->line) - (a->line < b->line);
	if (order == 0) /* a notebook may be one line */
		order = str_cmp(a->ids, b->ids);
	return order ? order : str_cmp(a->reason, b->reason);
}

static int by_path(const void *x, const void *y)
{
	return str_cmp(((const struct report_file *)x)->path,
		       ((const struct report_file *)y)->path);
}

static void sort_lists(struct report *r)
{
	if (r->suppression_count > 0)
		qsort(r->suppressions, r->suppression_count, sizeof(*r->suppressions), by_line);
	if (r->per_file_count > 0)
		qsort(r->per_file, r->per_file_count, sizeof(*r->per_file), by_path);
}

static void drop_undone(struct settle *t)
{
	struct report *r = t->report;
	size_t kept = 0;

	for (size_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		if (f->when.n == 0 || facts_hold(t->facts, f->when, f->path))
			r->findings[kept++] = *f;
	}
	r->finding_count = kept;
}

/* ---- Accepted findings ---- */

static int path_of_file(const void *key, const void *element)
{
	return str_cmp(*(const str *)key, ((const struct walk_file *)element)->path);
}

static str place(void *ctx, const struct finding *f)
{
	const struct settle *t = ctx;
	const struct walk *w = t->walk;
	const struct walk_file *file = NULL;

	if (w->count > 0)
		file = bsearch(&f->path, w->files, w->count, sizeof(*w->files), path_of_file);
	if (file == NULL && t->prefix.n > 0 && str_starts(f->path, t->prefix))
		return str_slice(f->path, t->prefix.n + 1, f->path.n);
	return file ? walk_place(w, file) : f->path;
}

str today_utc(struct arena *a)
{
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	return arena_printf(a, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static bool is_on(const struct settings *s, const struct finding *f)
{
	return accept_is_on(s, f->rule) && accept_wanted(s, NULL, f->path, f);
}

static void apply_exceptions(struct settle *t)
{
	const struct settings *s = t->settings;
	struct report *r = t->report;
	struct exception_run er = {
		.settings = t->settings,
		.today = today_utc(t->arena),
		.whole = t->whole && !t->incomplete && s->diff.n == 0 && s->min_severity == INFO &&
			 s->min_confidence == LOW,
		.stood = t->stood,
		.advisories = t->report->advisories.used,
		.place = place,
		.ctx = t,
	};
	struct finding *extra, *all;
	size_t n, kept = 0;

	if (s->exceptions == NULL && s->known_secrets == NULL)
		return;
	n = exceptions_apply(&er, t->arena, r->findings, r->finding_count, &extra);
	for (size_t i = 0; i < n; i++) {
		if (is_on(t->settings, &extra[i]))
			extra[kept++] = extra[i];
	}
	n = kept;
	if (n == 0)
		return;
	all = NEW(t->arena, struct finding, r->finding_count + n);
	if (r->finding_count > 0)
		memcpy(all, r->findings, r->finding_count * sizeof(*all));
	memcpy(all + r->finding_count, extra, n * sizeof(*all));
	r->findings = all;
	r->finding_count += n;
	sort_findings(r);
}

static const char *say(struct arena *a, str file, str what)
{
	return (const char *)arena_printf(a, "%.*s: %.*s", STR_ARG(file), STR_ARG(what)).p;
}

bool settle_read_baseline(struct helper *helper, struct arena *a, str file, struct baseline *b,
			  const char **why)
{
	str record, error = S("the process that read it died or could not enter its jail");
	int fd = input_open(arena_cstr(a, file));
	struct stat st;
	bool ok = false;

	if (fd < 0)
		error = str_of(strerror(errno));
	else if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		error = S("is no regular file");
	else if (helper_call(helper, a, WORKER_BASELINE, file, fd, &record))
		ok = baseline_read(a, record, b, &error);
	if (fd >= 0)
		close(fd);
	if (!ok)
		*why = say(a, file,
			   arena_printf(a,
					"%.*s\nA baseline is what `assay check --write-baseline "
					"FILE` writes, or a JSON report of Bandit.",
					STR_ARG(error)));
	return ok;
}

static bool apply_baseline(struct settle *t, const char **why)
{
	struct report *r = t->report;
	struct baseline b;

	if (t->settings->baseline.n == 0)
		return true;
	if (!settle_read_baseline(t->helper, t->arena, t->settings->baseline, &b, why))
		return false;
	r->absorbed_by_baseline = baseline_apply(t->arena, &b, r->findings, r->finding_count);
	for (size_t i = 0; i < r->finding_count; i++)
		r->new_since_baseline += r->findings[i].suppressed == SUPPRESSED_NOT;
	return true;
}

static int exit_code(const struct settle *t)
{
	const struct settings *s = t->settings;
	const struct report *r = t->report;

	if (t->incomplete && s->incomplete == INCOMPLETE_FAIL)
		return RUN_INCOMPLETE;
	for (size_t i = 0; i < r->finding_count && !s->exit_zero; i++) {
		if (r->findings[i].suppressed == SUPPRESSED_NOT &&
		    r->findings[i].severity >= s->fail_on)
			return RUN_FINDINGS;
	}
	return RUN_CLEAN;
}

bool settle(struct settle *t, const char **why)
{
	sort_findings(t->report);
	drop_undone(t); /* in order: of some conditions the first finding counts */
	sort_lists(t->report);
	apply_exceptions(t);
	if (!apply_baseline(t, why))
		return false;
	t->report->exit_code = exit_code(t);
	return true;
}
