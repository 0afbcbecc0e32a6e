/* See run.h. The parent's half of everything: it opens files and never looks inside them. Results
 * come in any order and are put in order at the end, so the number of workers changes nothing in
 * the report.
 *
 * What is dropped and what is marked: a finding whose condition does not hold, of a rule that is
 * off for its path, or below the wanted severity or confidence is dropped; one that a comment, an
 * exception or the baseline accepts stays, marked, and does not count. */
#include "engine/run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/sandbox.h"
#include "base/trace.h"
#include "engine/accept.h"
#include "engine/approve.h"
#include "engine/inventory.h"
#include "engine/pool.h"
#include "engine/problem.h"
#include "engine/reuse.h"
#include "engine/run_deps.h"
#include "engine/run_facts.h"
#include "engine/run_git.h"
#include "engine/settle.h"
#include "engine/shards.h"
#include "repo/walk.h"

struct recode {
	uint32_t id;
	str charset, record; /* what was found without knowing it */
	bool done;
};

struct state {
	const struct run_options *o;
	const struct settings *s;
	struct arena *a;
	struct report *r;
	struct walk walk;
	struct worker_job job;
	struct finding *findings;
	size_t count, room;
	struct suppression *suppressions;
	size_t suppression_count, suppression_room;
	struct report_file *per_file;
	struct inventory inventory;
	struct approval *approval; /* NULL: no such policy */
	struct deps *deps;	   /* NULL: not asked for */
	struct facts facts;
	struct run_git git;
	struct path_filter *filters;
	struct reuse reuse;
	struct recode *recode; /* files that need a charset of the C library */
	uint32_t recode_count;
	bool recoding;
	bool incomplete;
	uint64_t foreign; /* notebooks of other languages */
	uint64_t nothing; /* files that no layer has anything to say about */
	int64_t told_ns;
};

static void run_error(struct state *t, const char *what, const char *fix)
{
	struct run_error *more = NEW(t->a, struct run_error, t->r->error_count + 1);

	if (t->r->error_count > 0)
		memcpy(more, t->r->errors, t->r->error_count * sizeof(*more));
	more[t->r->error_count++] = (struct run_error){str_of(what), str_of(fix)};
	t->r->errors = more;
	t->incomplete = true;
}

/* Room for one more: a copy twice as large when the array is full. In arena. */
static void *grown(struct arena *a, const void *array, size_t count, size_t *room, size_t size)
{
	void *more;

	*room = *room ? 2 * *room : 256;
	more = arena_array(a, *room, size, 16);
	if (count > 0)
		memcpy(more, array, count * size);
	return more;
}

static void add_finding(struct state *t, const struct finding *f)
{
	if (t->count == t->room)
		t->findings = grown(t->a, t->findings, t->count, &t->room, sizeof(*f));
	t->findings[t->count++] = *f;
}

/* Findings that the parent makes itself, those of them that the settings ask for. */
static void add_wanted(struct state *t, const struct finding *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (accept_is_on(t->s, f[i].rule) &&
		    accept_wanted(t->s, t->filters, f[i].path, &f[i]))
			add_finding(t, &f[i]);
}

static void add_suppression(struct state *t, const struct suppression *one)
{
	if (t->suppression_count == t->suppression_room)
		t->suppressions = grown(t->a, t->suppressions, t->suppression_count,
					&t->suppression_room, sizeof(*one));
	t->suppressions[t->suppression_count++] = *one;
}

/* ---- Results ---- */

static void take_finding(struct state *t, const struct walk_file *file, str place,
			 const struct finding *f, uint8_t *unlisted)
{
	if (!run_git_brought(&t->git, file, f))
		return;
	if (accept_wanted(t->s, t->filters, place, f))
		add_finding(t, f);
	else if (f->severity > *unlisted && inventory_counts(f) &&
		 !accept_is_off(t->filters, place, f))
		*unlisted = f->severity;
}

static void take_result(struct state *t, const struct walk_file *f, const struct file_result *r)
{
	str place = t->filters ? walk_place(&t->walk, f) : f->path;
	const struct finding *approval = approval_check(t->approval, f, r);
	uint8_t unlisted = 0;

	for (uint32_t i = 0; i < r->finding_count; i++) {
		r->findings[i].path = f->path;
		if (r->findings[i].by_place)
			finding_placed(t->a, &r->findings[i], walk_place(&t->walk, f));
		take_finding(t, f, place, &r->findings[i], &unlisted);
	}
	if (approval != NULL && accept_is_on(t->s, approval->rule))
		take_finding(t, f, place, approval, &unlisted);
	inventory_add(&t->inventory, &t->walk, f, r, unlisted);
	for (uint32_t i = 0; i < r->suppression_count; i++) {
		r->suppressions[i].path = f->path;
		add_suppression(t, &r->suppressions[i]);
	}
	for (uint32_t i = 0; i < r->fact_count; i++)
		facts_add(&t->facts, r->facts[i]);
	run_deps_take(t->deps, f, r);
	for (unsigned layer = 0; layer < COUNTOF(t->r->files_by_layer); layer++)
		t->r->files_by_layer[layer] += (r->layers >> layer & 1) != 0;
	if (r->layers != 0 || r->unread) {
		t->per_file[t->r->files++] = (struct report_file){f->path, r->lines};
		t->r->bytes += r->bytes;
		t->r->lines += r->lines;
	}
	t->r->cut_short += r->cut_short;
	t->incomplete |= r->unread != 0;
	t->foreign += r->skipped == SKIPPED_FOREIGN;
	t->nothing += r->skipped == SKIPPED_NOTHING;
}

static void lost(struct state *t, const struct walk_file *f, const char *rule, const char *message)
{
	struct finding why = problem(t->a, rule, f->path, "%s", message);

	add_finding(t, &why);
	approval_seen(t->approval, f);
	t->per_file[t->r->files++] = (struct report_file){f->path, 0};
	t->incomplete = true;
}

/* A result from the cache. false: it is none, and the file must be scanned. */
static bool take_record(struct state *t, uint32_t id, str record)
{
	struct cur c = cur_of(record);
	struct file_result r;

	if (!file_result_read(&c, t->a, &r) || cur_left(&c) != 0 ||
	    (!r.hashed && approval_names(t->approval, &t->walk.files[id])))
		return false;
	take_result(t, &t->walk.files[id], &r);
	t->r->cache_hits++;
	return true;
}

/* A worker's answer, in arena. false: it is nonsense. */
static bool take_answer(struct state *t, uint32_t id, str record)
{
	struct cur c = cur_of(record);
	struct file_result r;

	if (!file_result_read(&c, t->a, &r) || cur_left(&c) != 0)
		return false;
	if (r.charset.n > 0 && !t->recoding) {
		t->recode[t->recode_count++] = (struct recode){id, r.charset, record, false};
		return true;
	}
	if (!r.unread && !t->recoding)
		reuse_keep(&t->reuse, id, record);
	take_result(t, &t->walk.files[id], &r);
	return true;
}

/* Which layers may look at a file. */
static uint8_t layers_of(const struct state *t, const struct walk_file *f)
{
	bool code = f->kind != WALK_DATA && (!t->s->models_only || f->beside_model);
	bool hash = approval_names(t->approval, f) || (f->beside_model && t->s->hash != HASH_NONE);
	unsigned digest = hash ? SCAN_DIGEST : 0;

	unsigned named = f->explicit && t->s->deps_only ? SCAN_NAMED : 0;

	return (uint8_t)((code ? LAYER_ALL : LAYER_ALL & ~LAYER_CODE) | digest | named);
}

static int open_file(void *ctx, uint32_t id, struct worker_file *file)
{
	struct state *t = ctx;
	const struct walk_file *f = &t->walk.files[id];
	int fd = t->s->from_stdin ? fcntl(t->o->input, F_DUPFD_CLOEXEC, 0) : walk_open(&t->walk, f);

	file->path = f->path;
	file->layers = layers_of(t, f);
	if (fd >= 0) {
		str record = t->recoding ? (str){NULL, 0} : reuse_opened(&t->reuse, id, fd);
		if (record.n == 0 || !take_record(t, id, record))
			return fd;
		close(fd);
		return -1;
	}
	if (errno == EMFILE || errno == ENFILE)
		return POOL_NO_DESCRIPTOR;
	if (errno == ENOENT)
		lost(t, f, "AS012", "it vanished before it was read");
	else
		lost(t, f, "AS003", strerror(errno));
	return -1;
}

static bool file_done(void *ctx, uint32_t id, enum pool_end end, str record)
{
	struct state *t = ctx;
	const struct walk_file *f = &t->walk.files[id];

	switch (end) {
	case POOL_LOST:
		lost(t, f, "AS006", "the process that checked this file died");
		return true;
	case POOL_HUNG:
		lost(t, f, "AS007", "checking this file took too long");
		return true;
	case POOL_UNOPENED:
		lost(t, f, "AS003", "the system allows no more open files");
		return true;
	case POOL_ANSWERED:
		break;
	}
	return take_answer(t, id, arena_dup(t->a, record));
}

static void tick(void *ctx, uint32_t finished)
{
	struct state *t = ctx;
	int64_t now = clock_now_ns();

	if (t->o->progress == NULL || now - t->told_ns < 100000000)
		return;
	t->told_ns = now;
	t->o->progress(finished, t->walk.count);
}

/* ---- Scanning ---- */

/* Many descriptors are under way at once; the kernel counts them against this limit. */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static unsigned jobs(const struct settings *s)
{
	cpu_set_t set;

	if (s->jobs != 0)
		return s->jobs;
	return sched_getaffinity(0, sizeof(set), &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

enum { HEAVY = 4 * 1024 * 1024, LARGE = 512 * 1024, WORTH_A_WORKER = 192 * 1024 };

/* Milliseconds of work on its own: to be parsed or hashed to its end. Of other data only a little
 * is read, whatever its size. */
static bool is_heavy(const struct state *t, const struct walk_file *f)
{
	return f->size >= HEAVY && (f->kind != WALK_DATA || t->job.hash);
}

static int by_size(const void *x, const void *y, void *ctx)
{
	const struct walk_file *files = ctx;
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	if (files[a].size != files[b].size)
		return files[a].size > files[b].size ? -1 : 1;
	return a < b ? -1 : 1;
}

/* The largest files first, so that the last worker is not left alone with one; the rest in order of
 * path, which is the order of the folders on disk. A second worker must have something to do. */
static uint32_t *handing_order(struct state *t, unsigned *workers)
{
	uint32_t *order = NEW(t->a, uint32_t, t->walk.count + 1), n = 0;
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < t->walk.count; i++) {
		bytes += t->walk.files[i].size;
		if (t->walk.files[i].size >= LARGE)
			order[n++] = i;
	}
	if (n > 1)
		qsort_r(order, n, sizeof(*order), by_size, t->walk.files);
	for (uint32_t i = 0; i < t->walk.count; i++) {
		if (t->walk.files[i].size < LARGE)
			order[n++] = i;
	}
	if (bytes / WORTH_A_WORKER + 1 < *workers)
		*workers = (unsigned)(bytes / WORTH_A_WORKER) + 1;
	return order;
}

static void no_workers(struct state *t, const char *why)
{
	if (why == pool_no_jail)
		t->r->jail = S("none (a worker could not enter it)");
	run_error(t, why,
		  "files are parsed in a jail only; assay needs fork() and seccomp filters");
}

static void scan_ids(struct state *t, const struct worker_job *job, const uint32_t *order,
		     uint32_t n, unsigned workers)
{
	struct pool p = {
		.job = job,
		.order = order,
		.count = n,
		.jobs = workers,
		.ctx = t,
		.open = open_file,
		.done = file_done,
		.tick = t->o->progress ? tick : NULL,
	};
	const char *why;

	while (p.heavy < n && is_heavy(t, &t->walk.files[order[p.heavy]]))
		p.heavy++;
	if (n == 0 || pool_run(&p, t->a, &why))
		return;
	no_workers(t, why);
}

/* Files with a charset that only the C library knows (PEP 263): workers that open it before the
 * jail, one round for each charset. Beyond LIMIT_CHARSETS rounds, what was found without it stands.
 */
static void scan_recoded(struct state *t)
{
	uint32_t *ids = NEW(t->a, uint32_t, t->recode_count + 1);

	t->recoding = true;
	for (uint32_t i = 0, rounds = 0; i < t->recode_count; i++) {
		const struct recode *first = &t->recode[i];
		struct worker_job job;
		uint32_t n = 0;
		if (first->done)
			continue;
		if (rounds++ == LIMIT_CHARSETS) {
			(void)take_answer(t, first->id, first->record);
			rounds--;
			continue;
		}
		for (uint32_t j = i; j < t->recode_count; j++) {
			if (!t->recode[j].done && str_eq(t->recode[j].charset, first->charset)) {
				t->recode[j].done = true;
				ids[n++] = t->recode[j].id;
			}
		}
		job = run_job_charset(t->a, t->s, first->charset);
		scan_ids(t, &job, ids, n, 1);
	}
}

static void shard_problem(void *ctx, const struct finding *f)
{
	add_finding(ctx, f);
	((struct state *)ctx)->incomplete = true;
}

static void hash_shards(struct state *t)
{
	struct shards s = {
		.arena = t->a,
		.walk = &t->walk,
		.models = &t->inventory,
		.jobs = jobs(t->s),
		.ctx = t,
		.problem = shard_problem,
	};
	const char *why;

	if (t->s->hash == HASH_SHARDS && !shards_hash(&s, &why))
		no_workers(t, why);
}

/* Takes what the cache knows; leaves the rest in `order`. */
static uint32_t take_known(struct state *t, uint32_t *order, uint32_t count)
{
	uint32_t rest = 0;

	for (uint32_t i = 0; i < count; i++) {
		str record = reuse_known(&t->reuse, order[i]);
		if (record.n == 0 || !take_record(t, order[i], record))
			order[rest++] = order[i];
	}
	return rest;
}

static void scan(struct state *t)
{
	unsigned workers = jobs(t->s);
	uint32_t *order = handing_order(t, &workers), n;

	t->r->jobs = workers;
	t->per_file = NEW(t->a, struct report_file, t->walk.count + 1);
	t->recode = NEW(t->a, struct recode, t->walk.count + 1);
	reuse_begin(&t->reuse, t->a, t->s, &t->walk, t->r->cwd);
	n = take_known(t, order, t->walk.count);
	scan_ids(t, &t->job, order, n, workers);
	reuse_end(&t->reuse);
	if (t->recode_count > 0)
		scan_recoded(t);
	hash_shards(t);
}

/* ---- The walk ---- */

static bool parse_ignore(void *ctx, int fd, str *record)
{
	struct state *t = ctx;

	return helper_call(t->o->helper, t->a, WORKER_IGNORE, (str){NULL, 0}, fd, record);
}

static bool is_code(str name)
{
	return str_ends(name, S(".py")) || str_ends(name, S(".pyi")) || str_ends(name, S(".pyw")) ||
	       str_ends(name, S(".ipynb"));
}

/* What was piped in, as if it were the only file of its folder. */
static void one_file(struct state *t)
{
	str name = t->s->stdin_name.n > 0 ? t->s->stdin_name : S("stdin");
	struct walk_file *f = NEW(t->a, struct walk_file, 1);
	struct stat st = {0};

	(void)fstat(t->o->input, &st);
	*f = (struct walk_file){
		.path = walk_escape(t->a, name),
		.rel = arena_cstr(t->a, name),
		.kind = is_code(name) ? WALK_CODE : WALK_DATA,
		.size = (uint64_t)st.st_size,
	};
	t->walk = (struct walk){.arena = t->a, .files = f, .count = 1, .root_count = 1};
	t->walk.roots = NEW(t->a, struct walk_root, 1);
	t->walk.roots[0].fd = -1;
}

static bool walk_paths(struct state *t, const char **usage)
{
	const struct settings *s = t->s;
	struct walk_options wo = {
		.paths = t->o->paths,
		.path_count = t->o->path_count,
		.repository = s->compat || s->isolated || s->root.n == 0
				      ? NULL
				      : arena_cstr(t->a, s->root),
		.exclude = s->exclude,
		.exclude_count = s->exclude_count,
		.compat = s->compat,
		.data = !s->compat && (s->layers & (LAYER_ALL & ~LAYER_CODE)) != 0,
		.parse_ignore = parse_ignore,
		.ctx = t,
	};
	bool ok;

	if (s->from_stdin) {
		one_file(t);
		return true;
	}
	ok = walk(&t->walk, t->a, &wo);

	if (!ok && t->walk.no_openat2) {
		run_error(t, t->walk.error,
			  "use a newer kernel, or allow openat2 in the container");
		return true;
	}
	*usage = t->walk.error;
	return ok;
}

static void take_walk(struct state *t)
{
	const struct walk *w = &t->walk;

	for (uint32_t i = 0; i < w->problem_count; i++) {
		const struct walk_problem *p = &w->problems[i];
		struct finding f = problem(t->a, p->rule, p->path, "%.*s", STR_ARG(p->message));
		add_finding(t, &f);
		t->incomplete |= !str_eq(str_of(p->rule), S("AS011"));
	}
	t->r->skips = NEW(t->a, struct skip_count, WALK_SKIPS + 3);
	for (int i = 0; i < WALK_SKIPS; i++) {
		if (w->skips[i] == 0)
			continue;
		t->r->skips[t->r->skip_count++] = (struct skip_count){
			str_of(walk_skip_reason((enum walk_skip)i)), w->skips[i]};
	}
}

/* Source code in a folder with a model's configuration may be loaded with the model. */
static void mark_beside(struct state *t)
{
	struct map folders = map_in(t->a);

	for (uint32_t i = 0; i < t->walk.count; i++) {
		str path = t->walk.files[i].path;
		if (str_in(str_after_last(path, '/'), "config.json tokenizer_config.json MLmodel "
						      "processor_config.json model_index.json"))
			*map_put(&folders, str_before_last(path, '/')) = 1;
	}
	for (uint32_t i = 0; i < t->walk.count && folders.count > 0; i++) {
		struct walk_file *f = &t->walk.files[i];
		f->beside_model =
			f->kind == WALK_CODE && map_get(&folders, str_before_last(f->path, '/'));
	}
}

/* ---- The end ---- */

/* Did the run look at the repository as a whole? */
static bool is_whole(struct state *t)
{
	char real[PATH_MAX];

	return t->o->path_count == 1 && t->s->exclude_count == 0 &&
	       realpath(t->o->paths[0], real) != NULL && str_eq(str_of(real), t->s->root);
}

static void add_unused_approvals(struct state *t)
{
	struct finding *extra;
	size_t n = approval_unused(t->approval, &extra);

	add_wanted(t, extra, n);
}

/* What git knows: whether files are tracked that should not be, who wrote suppressions. */
static void ask_git(struct state *t)
{
	bool project = (t->s->layers & LAYER_PROJECT) != 0 && !t->s->compat;
	struct finding *extra;
	size_t n = run_git_tracked(&t->git, t->findings, t->count, t->inventory.models,
				   t->inventory.count, project, &extra);

	add_wanted(t, extra, n);
	if (t->s->suppressions)
		run_git_authors(&t->git, t->suppressions, t->suppression_count);
	if (t->git.tried && t->git.why != NULL && !t->git.running) {
		struct finding f = problem(t->a, "AS021", t->walk.roots[0].arg,
					   "which files git tracks is not known: %s", t->git.why);
		add_wanted(t, &f, 1);
	}
	if (t->git.git.lost != NULL)
		run_error(t, t->git.git.lost, "which files git tracks is not known");
}

static void judge_deps(struct state *t)
{
	const char *error = NULL, *fix = NULL;
	struct finding *extra;
	size_t n = run_deps_judge(t->deps, &extra, &error, &fix, &t->incomplete), kept = 0;

	for (size_t i = 0; i < n; i++) {
		const struct walk_file *f = run_facts_file(&t->walk, extra[i].path);
		if (f == NULL || run_git_brought(&t->git, f, &extra[i]))
			extra[kept++] = extra[i];
	}
	add_wanted(t, extra, kept);
	if (error != NULL)
		run_error(t, error, fix);
}

static bool settle_findings(struct state *t, const char **usage)
{
	struct settle end = {
		.settings = t->s,
		.arena = t->a,
		.report = t->r,
		.facts = &t->facts,
		.walk = &t->walk,
		.helper = t->o->helper,
		.whole = is_whole(t),
	};
	int64_t since;

	if (t->foreign > 0)
		t->r->skips[t->r->skip_count++] =
			(struct skip_count){S("notebook of another language"), t->foreign};
	if (t->nothing > 0)
		t->r->skips[t->r->skip_count++] =
			(struct skip_count){S("neither code nor model"), t->nothing};
	add_unused_approvals(t);
	t->r->per_file_count = t->r->files;
	since = trace_begin(t->s->trace);
	judge_deps(t);
	trace_end(t->s->trace, since, TRACE_DEPS, (str){NULL, 0});
	since = trace_begin(t->s->trace);
	ask_git(t);
	trace_end(t->s->trace, since, TRACE_GIT, (str){NULL, 0});
	t->r->findings = t->findings;
	t->r->finding_count = t->count;
	t->r->suppressions = t->suppressions;
	t->r->suppression_count = t->suppression_count;
	t->r->per_file = t->per_file;
	end.incomplete = t->incomplete;
	since = trace_begin(t->s->trace);
	if (!settle(&end, usage))
		return false;
	trace_end(t->s->trace, since, TRACE_SETTLE, (str){NULL, 0});
	inventory_report(&t->inventory, &t->walk, t->r);
	return true;
}

static str join_arguments(struct state *t)
{
	struct buf b = buf_in(t->a);

	for (size_t i = 0; i < t->o->path_count; i++) {
		if (i > 0)
			buf_byte(&b, ' ');
		buf_add(&b, walk_escape(t->a, str_of(t->o->paths[i])));
	}
	return buf_str(&b);
}

bool run(const struct run_options *o, struct arena *a, struct report *r, const char **usage)
{
	struct state t = {.o = o, .s = o->settings, .a = a, .r = r, .facts = facts_in(a)};
	int64_t started = clock_now_ns(), since;
	char cwd[LIMIT_PATH_BYTES];
	bool ok;

	*r = (struct report){
		.settings = o->settings,
		.root = o->settings->root,
		.started_unix = clock_unix_seconds(),
		.jail = str_of(sandbox_state()),
	};
	t.inventory = inventory_in(a);
	t.job = run_job(o->settings);
	t.told_ns = started;
	t.filters = path_filters(t.s, a);
	raise_descriptor_limit();
	r->args = join_arguments(&t);
	r->cwd = getcwd(cwd, sizeof(cwd)) ? arena_dup(a, str_of(cwd)) : (str){NULL, 0};
	since = trace_begin(t.s->trace);
	if (!walk_paths(&t, usage)) {
		walk_close(&t.walk);
		return false;
	}
	trace_end(t.s->trace, since, TRACE_WALK, (str){NULL, 0});
	take_walk(&t);
	if (t.s->models_only)
		mark_beside(&t);
	t.facts.git = run_facts_git;
	t.facts.ctx = &t.git;
	run_facts_above(&t.facts, &t.walk);
	run_git_init(&t.git, a, &t.walk, t.s);
	if (t.s->diff.n > 0 && !run_git_diff(&t.git, t.s->diff, usage)) {
		run_git_stop(&t.git);
		walk_close(&t.walk);
		return false;
	}
	if (t.git.broken != NULL)
		run_error(&t, t.git.broken,
			  "every finding is listed, not only those that the change brought");
	t.approval = approval_new(a, t.s, &t.walk);
	t.deps = run_deps_new(a, t.s, &t.walk, &t.job, r);
	since = trace_begin(t.s->trace);
	scan(&t);
	trace_end(t.s->trace, since, TRACE_SCAN, (str){NULL, 0});
	if (r->files + (t.s->models_only ? t.nothing : 0) == 0 && r->error_count == 0)
		run_error(&t, "no file was checked", "give a PATH that holds files of the project");
	since = trace_begin(t.s->trace);
	ok = settle_findings(&t, usage);
	trace_end(t.s->trace, since, TRACE_JOIN, (str){NULL, 0});
	run_git_stop(&t.git);
	walk_close(&t.walk);
	r->wall_ns = clock_now_ns() - started;
	r->cpu_ns = clock_cpu_ns();
	return ok;
}
