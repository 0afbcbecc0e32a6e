#include "engine/run_deps.h"

#include "engine/accept.h"
#include "engine/config.h"
#include "engine/deps_plan.h"
#include "engine/problem.h"
#include "engine/rule.h"
#include "engine/settle.h"
#include "store/advisories.h"

#define HOW_TO_IMPORT "get one with `assay db import FILE...` (see docs/deps.md)"

struct deps *run_deps_new(struct arena *a, const struct settings *s, const struct walk *w,
			  const struct worker_job *job, struct report *r)
{
	struct deps *d;

	if ((s->layers & LAYER_DEPS) == 0 || s->compat)
		return NULL;
	d = NEW(a, struct deps, 1);
	*d = (struct deps){.arena = a, .settings = s, .walk = w, .job = job, .report = r};
	if (s->plan || s->fix)
		r->plan = d->plan = NEW(a, struct plan, 1);
	d->uses = map_in(a);
	d->check = (struct dep_check){
		.arena = a, .settings = s, .walk = w, .today = today_utc(a), .state = d};
	return d;
}

/* Does the file lie in the folder that --metadata names? */
static bool is_metadata(const struct deps *d, const struct walk_file *f)
{
	str folder = walk_escape(d->arena, d->settings->metadata);

	while (str_starts(folder, S("./")))
		folder = str_slice(folder, 2, folder.n);
	while (str_ends(folder, S("/")))
		folder.n--;
	return str_starts(f->path, folder) && f->path.n > folder.n && f->path.p[folder.n] == '/';
}

void run_deps_take(struct deps *d, const struct walk_file *f, const struct file_result *r)
{
	if (d == NULL)
		return;
	if (r->import_count > 0)
		deps_add_source(d, f, r->imports, r->import_count);
	if (r->deps == NULL)
		return;
	if (d->settings->metadata.n > 0 && is_metadata(d, f))
		deps_add_metadata(d, f, r->deps);
	else
		deps_add(d, f->path, f, r->deps);
}

/* ---- The database ---- */

static int64_t days_since(str then, str now)
{
	return config_day_number(now) - config_day_number(then);
}

static void tell_report(struct deps *d, const struct advisories_info *info)
{
	d->report->advisories = (struct report_advisories){
		.used = true,
		.count = info->advisories,
		.age_days = info->newest.n ? days_since(info->newest, d->check.today) : 0,
		.newest = info->newest,
		.imported = info->imported,
		.sources = info->sources,
		.digest = info->digest,
	};
}

/* Without a database `assay deps` has not done what it was asked for; `assay check` says so and
 * goes on unless the settings require one. */
static void no_database(struct deps *d, str path, const char **error, const char **fix)
{
	struct arena *a = d->arena;
	str what = arena_printf(a,
				"there is no advisory database at %.*s: dependencies were not "
				"compared with known vulnerabilities",
				STR_ARG(path));
	struct deps_file at = {.path = d->files[0].path};

	if (d->settings->deps_only || d->settings->deps_required) {
		*error = arena_cstr(a, what);
		*fix = HOW_TO_IMPORT;
		return;
	}
	at.path = d->walk->roots[0].arg;
	deps_record(d, "AS024", &at, 0, S(""), what);
}

static void open_database(struct deps *d, const char **error, const char **fix)
{
	struct arena *a = d->arena;
	str path = advisories_place(a, d->settings->db), why = {NULL, 0};
	struct advisories_info *info = NEW(a, struct advisories_info, 1);

	switch (advisories_open(a, arena_cstr(a, path), &d->check.db, &why)) {
	case ADVISORIES_OPEN:
		if (advisories_info(d->check.db, a, info)) {
			d->check.info = info;
			tell_report(d, info);
			return;
		}
		advisories_close(d->check.db);
		d->check.db = NULL;
		why = S("it is damaged");
		break;
	case ADVISORIES_ABSENT:
		d->check.db = NULL;
		no_database(d, path, error, fix);
		return;
	case ADVISORIES_CORRUPT:
		d->check.db = NULL;
		*error = arena_cstr(a, why); /* it says what to do as well */
		*fix = "see docs/deps.md";
		return;
	}
	*error = arena_cstr(a, arena_printf(a, "the advisory database %.*s: %.*s", STR_ARG(path),
					    STR_ARG(why)));
	*fix = HOW_TO_IMPORT;
}

static bool has_packages(const struct deps *d)
{
	for (uint32_t i = 0; i < d->count; i++)
		if (d->files[i].dep->package_count > 0)
			return true;
	return false;
}

/* Is any rule on that compares with advisories? */
static bool wants_advisories(const struct deps *d)
{
	static const char *const ids[] = {"DP001", "DP002", "DP003", "DP004", "DP005", "DP006"};

	for (size_t i = 0; i < COUNTOF(ids); i++)
		if (accept_is_on(d->settings, rule_find(str_of(ids[i]))))
			return true;
	return false;
}

/* Bills of materials list what other ecosystems have, too. */
static void tell_foreign(struct deps *d)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < d->count; i++)
		n += d->files[i].dep->foreign;
	if (n > 0)
		d->report->skips[d->report->skip_count++] =
			(struct skip_count){S("package of another ecosystem"), n};
}

static void keep_for_report(struct deps *d)
{
	struct report *r = d->report;

	r->deps = NEW(d->arena, struct report_deps, d->count);
	r->dep_count = d->count;
	for (uint32_t i = 0; i < d->count; i++)
		r->deps[i] = (struct report_deps){d->files[i].path, d->files[i].dep};
}

size_t run_deps_judge(struct deps *d, struct finding **out, const char **error, const char **fix,
		      bool *incomplete)
{
	*out = NULL;
	if (d == NULL || d->count == 0)
		return 0;
	deps_sort(d);
	deps_sort_sources(d);
	deps_follow(d);
	tell_foreign(d);
	keep_for_report(d);
	if (has_packages(d) && wants_advisories(d))
		open_database(d, error, fix);
	if (!deps_judge(d)) {
		*error = "the advisory database is damaged: not every package was compared with it";
		*fix = HOW_TO_IMPORT;
	}
	/* Where nobody compares dependencies, what could not be read of them is only said. */
	if (d->check.db != NULL || d->settings->deps_only || d->settings->deps_required)
		*incomplete |= d->incomplete;
	*incomplete |= d->lost;
	if (d->check.db != NULL)
		advisories_close(d->check.db);
	*out = d->findings;
	return d->finding_count;
}
