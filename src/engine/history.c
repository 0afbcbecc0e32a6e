/* See history.h. Slots come in any order and so do answers; what is kept of equal findings is the
 * one in the oldest commit, there the first path and line, so the report is the same for any number
 * of workers. */
#include "engine/history.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/limits.h"
#include "base/sandbox.h"
#include "engine/accept.h"
#include "engine/exception.h"
#include "engine/pool.h"
#include "engine/problem.h"
#include "engine/rule.h"
#include "engine/settle.h"
#include "repo/git.h"
#include "repo/ignore.h"
#include "repo/walk.h"

enum { ROUND = 4096, NOBODY = UINT32_MAX };

struct traced { /* beside each finding */
	uint32_t commit;
	bool at_head, has_commit;
	uint8_t message_of; /* enum finding_message */
};

struct state {
	const struct run_options *o;
	const struct settings *s;
	struct arena *a;
	struct arena batch; /* of one batch's result */
	struct map texts;   /* of findings that are kept: each once */
	struct report *r;
	struct git git;
	struct git_batch held[GIT_SLOTS]; /* by slot */
	uint32_t holder[GIT_SLOTS];	  /* id in the pool; NOBODY: free */
	struct finding *findings;
	struct traced *traced;
	size_t count, room;
	struct map known; /* fingerprint -> 1 + index */
	struct map stood; /* exception_run.stood */
	struct path_filter *filters;
	str prefix; /* of paths in reports */
	str *below; /* paths given, relative to the work tree; none: all of it */
	size_t below_count;
	struct ignore *exclude; /* of the settings; NULL: none */
	uint64_t fuel;
	uint64_t elsewhere; /* findings at paths that were not asked for */
	bool incomplete, ended, dated;
	int64_t told_ns;
};

bool history_wanted(const struct settings *s)
{
	return s->history || s->staged || s->since.n > 0;
}

static void run_error(struct state *t, const char *what, const char *fix)
{
	struct run_error *more = NEW(t->a, struct run_error, t->r->error_count + 1);

	if (t->r->error_count > 0)
		memcpy(more, t->r->errors, t->r->error_count * sizeof(*more));
	more[t->r->error_count++] = (struct run_error){str_of(what), str_of(fix)};
	t->r->errors = more;
	t->incomplete = true;
}

/* ---- Findings ---- */

static str path_of(struct state *t, struct arena *a, str path)
{
	str escaped = walk_escape(a, path);

	return t->prefix.n == 0
		       ? escaped
		       : arena_printf(a, "%.*s/%.*s", STR_ARG(t->prefix), STR_ARG(escaped));
}

static struct ignore *excludes(struct arena *a, const struct settings *s)
{
	struct buf record = buf_in(a);

	for (size_t i = 0; i < s->exclude_count && !s->compat; i++)
		ignore_parse_line(s->exclude[i], &record);
	return record.n > 0 ? ignore_read(a, buf_str(&record), S("")) : NULL;
}

/* By a pattern for the file, or for a folder that it is in. */
static bool is_excluded(struct state *t, str path)
{
	for (size_t i = 0; i <= path.n && t->exclude != NULL; i++) {
		if ((i == path.n || path.p[i] == '/') &&
		    ignore_match(t->exclude, str_slice(path, 0, i), i < path.n, &t->fuel) ==
			    IGNORE_SKIP)
			return true;
	}
	return false;
}

static bool is_asked_for(struct state *t, str path)
{
	if (is_excluded(t, path))
		return false;
	for (size_t i = 0; i < t->below_count; i++) {
		str b = t->below[i];
		if (str_starts(path, b) && (path.n == b.n || path.p[b.n] == '/'))
			return true;
	}
	return t->below_count == 0;
}

static void keep_text(struct state *t, str *s)
{
	uint64_t *known = s->n > 0 ? map_get(&t->texts, *s) : NULL;

	if (s->n == 0)
		return;
	if (known == NULL) {
		str copy = arena_dup(t->a, *s);
		known = map_put(&t->texts, copy);
		*known = (uint64_t)(uintptr_t)copy.p;
	}
	s->p = (const uint8_t *)(uintptr_t)*known;
}

/* What is in a batch's memory goes into the report's. A secret is found in a hundred versions, and
 * each may turn out to be the first: its texts are the same. */
static void keep(struct state *t, struct finding *f)
{
	str *const texts[] = {&f->path,	  &f->member,	   &f->message,	  &f->fix, &f->snippet,
			      &f->reason, &f->fingerprint, &f->line_hash, &f->when};

	for (size_t i = 0; i < COUNTOF(texts); i++)
		keep_text(t, texts[i]);
	if (f->edit_count > 0) {
		struct edit *edits = NEW(t->a, struct edit, f->edit_count);
		memcpy(edits, f->edits, f->edit_count * sizeof(*edits));
		for (uint32_t i = 0; i < f->edit_count; i++)
			keep_text(t, &edits[i].text);
		f->edits = edits;
	}
}

static void add(struct state *t, const struct finding *f, struct traced traced)
{
	if (t->count == t->room) {
		size_t room = t->room ? 2 * t->room : 64;
		struct finding *more = NEW(t->a, struct finding, room);
		struct traced *also = NEW(t->a, struct traced, room);
		if (t->count > 0) {
			memcpy(more, t->findings, t->count * sizeof(*more));
			memcpy(also, t->traced, t->count * sizeof(*also));
		}
		t->findings = more;
		t->traced = also;
		t->room = room;
	}
	t->findings[t->count] = *f;
	keep(t, &t->findings[t->count]);
	t->traced[t->count++] = traced;
}

static void add_problem(struct state *t, const char *rule, str path, str message)
{
	struct finding f = problem(t->a, rule, path, "%.*s", STR_ARG(message));

	if (accept_is_on(t->s, f.rule) && accept_wanted(t->s, t->filters, path, &f))
		add(t, &f, (struct traced){0});
}

/* Does `f` come before `g`, which is the same thing elsewhere? */
static bool is_earlier(const struct finding *f, const struct traced *tf, const struct finding *g,
		       const struct traced *tg)
{
	int order;

	if (tf->commit != tg->commit)
		return tf->commit < tg->commit;
	if (tf->message_of != tg->message_of) /* a file can be mended */
		return tf->message_of < tg->message_of;
	order = str_cmp(f->path, g->path);
	return order ? order < 0 : finding_order(f, g) < 0;
}

/* In the tree the same secret in two files is two findings; over time it is one. */
static void join(struct state *t, const struct finding *f, struct traced traced)
{
	bool engine = f->rule->id[0] == 'A'; /* about the file, so in each file */
	str key = engine ? arena_printf(&t->batch, "%.*s %.*s", STR_ARG(f->fingerprint),
					STR_ARG(f->path))
			 : f->fingerprint;
	uint64_t *known = map_get(&t->known, key);
	struct traced *old;

	if (known == NULL) {
		add(t, f, traced);
		*map_put(&t->known, arena_dup(t->a, key)) = t->count;
		return;
	}
	old = &t->traced[*known - 1];
	traced.at_head |= old->at_head;
	if (is_earlier(f, &traced, &t->findings[*known - 1], old)) {
		t->findings[*known - 1] = *f;
		keep(t, &t->findings[*known - 1]);
		*old = traced;
	}
	old->at_head = traced.at_head;
}

static bool is_new(const struct git_blob *b, const struct finding *f)
{
	uint32_t last = f->end_line > f->line ? f->end_line : f->line;

	for (uint32_t i = 0; i < b->line_count; i++)
		if (f->line < b->lines[i].end && last >= b->lines[i].first)
			return true;
	return b->lines == NULL || f->line == 0;
}

/* Lists of known secrets have the lines of every version, and findings that of the first. */
static void note_line(struct state *t, str path, const struct finding *f)
{
	struct arena_mark before = arena_mark(t->a);
	uint64_t *stood;

	if (t->stood.count == 0 || f->rule->secret == NULL)
		return;
	stood = map_get(&t->stood, exception_line(t->a, path, f->line));
	if (stood != NULL)
		*stood = 1;
	arena_release(t->a, before);
}

static void take_finding(struct state *t, const struct git_blob *b, struct finding *f)
{
	struct traced traced = {
		.commit = b->commit,
		.at_head = (b->flags & GIT_AT_HEAD) != 0,
		.has_commit = t->dated,
		.message_of = (b->flags & GIT_OF_COMMIT) != 0 ? FINDING_OF_COMMIT
			      : (b->flags & GIT_OF_TAG) != 0  ? FINDING_OF_TAG
							      : FINDING_OF_FILE,
	};

	if (f->by_place)
		finding_placed(&t->batch, f, b->path);
	note_line(t, b->path, f);
	f->path = path_of(t, &t->batch, b->path);
	if (!is_new(b, f) || !accept_wanted(t->s, t->filters, b->path, f))
		return;
	if (t->dated)
		join(t, f, traced);
	else
		add(t, f, traced);
}

/* Of one version. False: it is nonsense. */
static bool take_version(struct state *t, const struct git_batch *b, str record)
{
	struct cur c = cur_of(record);
	uint32_t number = cur_u32le(&c);
	struct file_result r;

	if (number >= b->count || !file_result_read(&c, &t->batch, &r) || cur_left(&c) != 0)
		return false;
	t->incomplete |= r.unread != 0;
	t->r->cut_short += r.cut_short;
	if (!is_asked_for(t, b->blobs[number].path)) {
		t->elsewhere += r.finding_count;
		return true;
	}
	for (uint32_t i = 0; i < r.finding_count; i++)
		take_finding(t, &b->blobs[number], &r.findings[i]);
	return true;
}

static void lost_batch(struct state *t, const struct git_batch *b, const char *rule,
		       const char *what)
{
	t->incomplete = true;
	for (uint32_t i = 0; i < b->count; i++)
		add_problem(t, rule, path_of(t, t->a, b->blobs[i].path),
			    arena_printf(t->a,
					 "%s while %u versions were checked, this among them; none "
					 "of them counts as checked",
					 what, b->count));
}

static bool take_batch(struct state *t, const struct git_batch *b, str record)
{
	struct cur c = cur_of(record);
	struct file_result r;

	if (!file_result_read(&c, &t->batch, &r) || cur_left(&c) != 0)
		return false;
	if (r.unread) /* the worker could not read the slot, or had no memory for it */
		lost_batch(t, b, "AS005", "memory or the reading of it failed");
	t->r->lines += r.lines;
	for (unsigned layer = 0; layer < COUNTOF(t->r->files_by_layer); layer++)
		t->r->files_by_layer[layer] +=
			(r.layers >> layer & 1) != 0 ? b->count - b->messages : 0;
	for (uint32_t i = 0; i < r.fact_count; i++)
		if (!take_version(t, b, r.facts[i]))
			return false;
	return true;
}

/* ---- The pool ---- */

static bool done(void *ctx, uint32_t id, enum pool_end end, str record)
{
	struct state *t = ctx;
	struct git_batch *b = NULL;
	bool ok = true;

	for (unsigned i = 0; i < GIT_SLOTS && b == NULL; i++)
		b = t->holder[i] == id ? &t->held[i] : NULL;
	if (b == NULL)
		return true;
	switch (end) {
	case POOL_ANSWERED:
		ok = take_batch(t, b, record);
		arena_reset(&t->batch);
		if (!ok)
			return false; /* asked again, as lost */
		break;
	case POOL_LOST:
		lost_batch(t, b, "AS006", "the process died");
		break;
	case POOL_HUNG:
		lost_batch(t, b, "AS007", "the process took too long");
		break;
	case POOL_UNOPENED:
		lost_batch(t, b, "AS003", "the system allows no more open files");
		break;
	}
	t->r->files += b->count - b->messages;
	for (uint32_t i = 0; i < b->count; i++)
		t->r->bytes += b->blobs[i].bytes;
	t->holder[b->slot] = NOBODY;
	git_free_slot(&t->git, b->slot);
	return true;
}

/* The helper may not use a slot before it was told that it is free. */
static bool is_taken(struct state *t, uint32_t slot)
{
	if (t->holder[slot] == NOBODY)
		return false;
	if (t->git.lost == NULL)
		t->git.lost = "assay-git talked nonsense";
	return true;
}

static int open_batch(void *ctx, uint32_t id, struct worker_file *file)
{
	struct state *t = ctx;
	struct git_batch b = {0};
	int fd;

	if (t->ended)
		return -1;
	arena_init(&b.arena, 4 * LIMIT_GIT_MESSAGE);
	if (!git_next_batch(&t->git, &b) || is_taken(t, b.slot)) {
		arena_free(&b.arena);
		t->ended = true;
		return -1;
	}
	arena_free(&t->held[b.slot].arena);
	t->held[b.slot] = b;
	t->holder[b.slot] = id;
	file->path = arena_printf(&t->held[b.slot].arena, "%u", b.slot);
	fd = fcntl(t->git.slots[b.slot].fd, F_DUPFD_CLOEXEC, 0);
	return fd < 0 ? POOL_NO_DESCRIPTOR : fd;
}

static void tick(void *ctx, uint32_t finished)
{
	struct state *t = ctx;
	int64_t now = clock_now_ns();

	(void)finished;
	if (t->o->progress == NULL || now - t->told_ns < 100000000)
		return;
	t->told_ns = now;
	t->o->progress(t->r->files, t->git.alive_blobs);
}

static unsigned jobs(const struct settings *s)
{
	unsigned n = s->jobs;
	cpu_set_t set;

	if (s->staged)
		return 1;
	if (n == 0)
		n = sched_getaffinity(0, sizeof(set), &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
	return n < GIT_SLOTS ? n : GIT_SLOTS;
}

/* Nobody knows how many batches come: rounds of so many that the pool has room for. */
static void scan(struct state *t)
{
	uint32_t *order = NEW(t->a, uint32_t, ROUND), first = 0;
	struct history_job slots = {t->s, t->git.slots};
	struct worker_job job = history_worker(&slots);
	const char *why;

	t->r->jobs = jobs(t->s);
	arena_init(&t->batch, LIMIT_FILE_MEMORY);
	for (unsigned i = 0; i < GIT_SLOTS; i++) {
		t->holder[i] = NOBODY;
		arena_init(&t->held[i].arena, 4 * LIMIT_GIT_MESSAGE);
	}
	while (!t->ended) {
		struct pool p = {
			.job = &job,
			.order = order,
			.count = ROUND,
			.jobs = t->r->jobs,
			.ctx = t,
			.open = open_batch,
			.done = done,
			.tick = t->o->progress ? tick : NULL,
			.heavy = ROUND,
		};
		for (uint32_t i = 0; i < ROUND; i++)
			order[i] = first + i;
		first += ROUND;
		if (!pool_run(&p, t->a, &why)) {
			run_error(t, why,
				  "files are parsed in a jail only; assay needs fork() and seccomp "
				  "filters");
			t->ended = true;
		}
	}
	for (unsigned i = 0; i < GIT_SLOTS; i++)
		arena_free(&t->held[i].arena);
	arena_free(&t->batch);
}

/* ---- Who brought it ---- */

static str date_of(struct arena *a, int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm tm;

	if (seconds < 0 || seconds > 253402300799 || gmtime_r(&when, &tm) == NULL)
		return (str){NULL, 0};
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
			    tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

enum { ASKED = 1 }; /* in the map of commits, until there is an address */

static void name_commits(struct state *t)
{
	uint32_t *numbers = NEW(t->a, uint32_t, t->count + 1), n = 0;
	struct map asked = map_in(t->a);
	struct git_commit *commits;
	size_t got;

	for (size_t i = 0; i < t->count; i++) {
		str key = {(const uint8_t *)&t->traced[i].commit, sizeof(uint32_t)};
		uint64_t *place = t->traced[i].has_commit ? map_put(&asked, key) : NULL;
		if (place != NULL && *place == 0)
			numbers[n++] = t->traced[i].commit;
		if (place != NULL)
			*place = ASKED;
	}
	if (n == 0)
		return;
	commits = NEW(t->a, struct git_commit, n);
	got = git_commits(&t->git, t->a, numbers, n, commits);
	for (size_t i = 0; i < got; i++) {
		str key = {(const uint8_t *)&commits[i].number, sizeof(uint32_t)};
		uint64_t *place = map_get(&asked, key);
		if (place != NULL)
			*place = (uint64_t)(uintptr_t)&commits[i];
	}
	for (size_t i = 0; i < t->count; i++) {
		str key = {(const uint8_t *)&t->traced[i].commit, sizeof(uint32_t)};
		uint64_t *place = t->traced[i].has_commit ? map_get(&asked, key) : NULL;
		const struct git_commit *c;
		if (place == NULL || *place == ASKED) /* the helper did not answer */
			continue;
		c = (void *)(uintptr_t)*place;
		t->findings[i].commit = c->id;
		t->findings[i].author = c->author;
		t->findings[i].date = date_of(t->a, c->seconds);
		t->findings[i].at_head = t->traced[i].at_head;
		t->findings[i].message_of = t->traced[i].message_of;
	}
}

/* ---- The run ---- */

static void take_problems(struct state *t)
{
	for (size_t i = 0; i < t->git.problem_count; i++) {
		const struct git_problem_said *p = &t->git.problems[i];
		const char *rule = p->what == GIT_TOO_LARGE ? "AS004"
				   : p->what == GIT_NOTE    ? "AS021"
							    : "AS020";
		add_problem(t, rule, p->path.n > 0 ? path_of(t, t->a, p->path) : t->prefix,
			    p->message);
		t->incomplete |= p->what != GIT_NOTE;
	}
}

/* A content has one path, the first: that it stands at others too is not known here. */
static void say_elsewhere(struct state *t)
{
	if (t->elsewhere > 0)
		add_problem(t, "AS021", t->prefix,
			    arena_printf(t->a,
					 "%llu findings are in contents that first stood at paths "
					 "that are excluded or were not asked for, and are not "
					 "listed, though the same contents may stand elsewhere "
					 "since: `--history` of the whole repository lists them",
					 (unsigned long long)t->elsewhere));
}

static bool begin(struct state *t, const char **usage)
{
	char real[PATH_MAX], cwd[PATH_MAX];
	const char *why;
	str root;

	if (realpath(t->o->paths[0], real) == NULL) {
		*usage = (const char *)arena_printf(t->a, "%s: no such file or folder",
						    t->o->paths[0])
				 .p;
		return false;
	}
	if (!git_start(&t->git, t->a, real, &why)) {
		run_error(t, (const char *)arena_printf(t->a, "%s: not checked: %s", real, why).p,
			  "what git holds was not looked at");
		return true;
	}
	root = t->git.work.n > 0 ? t->git.work : t->git.folder;
	if (str_eq(str_of(real), root))
		t->prefix = walk_escape(t->a, str_of(t->o->paths[0]));
	else if (getcwd(cwd, sizeof(cwd)) == NULL || !str_eq(str_of(cwd), root))
		t->prefix = walk_escape(t->a, root);
	while (t->prefix.n > 1 && t->prefix.p[t->prefix.n - 1] == '/')
		t->prefix.n--;
	if (str_eq(t->prefix, S(".")))
		t->prefix = (str){NULL, 0};
	t->below = NEW(t->a, str, t->o->path_count);
	for (size_t i = 0; i < t->o->path_count; i++) {
		str at;
		if (realpath(t->o->paths[i], real) == NULL)
			continue;
		at = str_of(real);
		if (str_starts(at, root) && at.n > root.n + 1)
			t->below[t->below_count++] =
				arena_dup(t->a, str_slice(at, root.n + 1, at.n));
	}
	return true;
}

/* In a hook of `git commit -a` or `git commit FILE` what is staged is in another index. */
static str index_of_hook(struct state *t)
{
	str path = str_of(getenv("GIT_INDEX_FILE"));

	if (path.n == 0 || path.p[0] == '/')
		return path;
	return arena_printf(t->a, "%.*s/%.*s", STR_ARG(t->r->cwd), STR_ARG(path));
}

static void ask(struct state *t)
{
	bool ok = t->s->staged ? git_ask(&t->git, GIT_ASK_STAGED, index_of_hook(t))
			       : git_ask(&t->git, GIT_ASK_HISTORY, t->s->since);

	t->dated = !t->s->staged;
	if (ok)
		scan(t);
	if (t->dated)
		name_commits(t);
	if (t->git.lost != NULL)
		run_error(t, t->git.lost, "what git holds was not looked at to its end");
	take_problems(t);
	say_elsewhere(t);
}

static void report_counts(struct state *t)
{
	const struct git_counts *n = &t->git.counts;

	t->r->git = (struct report_git){
		.used = true,
		.refs = n->refs,
		.commits = n->commits,
		.trees = n->trees,
		.blobs = n->blobs,
		.reads = n->reads,
		.bytes = n->bytes,
		.messages = n->messages,
	};
}

/* Everything here is in git, and what is in git is not ignored. */
static bool is_in_git(const void *ctx, str question, str path)
{
	(void)ctx;
	(void)path;
	return str_in(question, "tracked repository");
}

static bool end(struct state *t, const char **usage)
{
	struct facts none = facts_in(t->a);
	struct walk nothing = {.arena = t->a};
	struct settle end = {
		.settings = t->s,
		.arena = t->a,
		.report = t->r,
		.facts = &none,
		.walk = &nothing,
		.helper = t->o->helper,
		.incomplete = t->incomplete,
		.whole = t->s->history && t->below_count == 0 && t->s->exclude_count == 0,
		.stood = &t->stood,
		.prefix = t->prefix,
	};

	none.git = is_in_git;
	report_counts(t);
	t->r->findings = t->findings;
	t->r->finding_count = t->count;
	return settle(&end, usage);
}

bool history_run(const struct run_options *o, struct arena *a, struct report *r, const char **usage)
{
	struct state t = {.o = o,
			  .s = o->settings,
			  .a = a,
			  .r = r,
			  .known = map_in(a),
			  .texts = map_in(a),
			  .stood = map_in(a)};
	int64_t started = clock_now_ns();
	char cwd[LIMIT_PATH_BYTES];
	bool ok;

	*r = (struct report){
		.settings = o->settings,
		.root = o->settings->root,
		.started_unix = clock_unix_seconds(),
		.jail = str_of(sandbox_state()),
		.args = walk_escape(a, str_of(o->paths[0])),
	};
	t.git.fd = -1;
	t.filters = path_filters(t.s, a);
	for (const struct exception *x = t.s->exceptions; x != NULL; x = x->next)
		if (x->line > 0)
			(void)map_put(&t.stood, exception_line(a, x->path, x->line));
	t.exclude = excludes(a, t.s);
	t.fuel = LIMIT_IGNORE_STEPS;
	r->cwd = getcwd(cwd, sizeof(cwd)) ? arena_dup(a, str_of(cwd)) : (str){NULL, 0};
	if (!begin(&t, usage))
		return false;
	if (t.git.fd >= 0)
		ask(&t);
	git_stop(&t.git);
	if (t.git.refused != NULL) {
		*usage = t.git.refused;
		return false;
	}
	ok = end(&t, usage);
	r->wall_ns = clock_now_ns() - started;
	r->cpu_ns = clock_cpu_ns();
	return ok;
}
