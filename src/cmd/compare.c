/* `assay compare BEFORE AFTER`: one task in its jail reads both; what it measured is printed and
 * decides the exit code. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/input.h"
#include "cmd/command.h"
#include "cmd/compare.h"
#include "cmd/words.h"
#include "report/paint.h"
#include "text/number.h"

static int usage(const char *message)
{
	fprintf(stderr, "assay: %s\n", message);
	return EXIT_USAGE;
}

static int cannot(const struct comparison *c, str path, const char *what, int error)
{
	struct buf b = buf_in(c->a);

	paint_text(&b, path);
	fprintf(stderr, "assay: %.*s %s%s%s\n", STR_ARG(buf_str(&b)), what, error ? ": " : "",
		error ? strerror(error) : "");
	return EXIT_INCOMPLETE;
}

/* ---- The command line ---- */

/* "1%" or "0.01". A bare 1 could be meant as either, so it is asked what is meant. */
static bool share(const char *option, str word, double *out)
{
	bool percent = str_ends(word, S("%"));

	if (word.n == 0)
		return true;
	if (percent)
		word = str_slice(word, 0, word.n - 1);
	if (!number_parse(word, out) || !(*out >= 0) || *out > 1e9) {
		fprintf(stderr, "assay: --%s wants a share: 1%% or 0.01\n", option);
		return false;
	}
	if (!percent && *out >= 1) {
		fprintf(stderr,
			"assay: --%s %.*s would be %g %%: say %.*s%% if that is meant, or a "
			"fraction\n",
			option, STR_ARG(word), 100 * *out, STR_ARG(word));
		return false;
	}
	if (percent)
		*out /= 100;
	return true;
}

static bool number(const char *option, str word, double low, double high, double *out)
{
	if (word.n == 0 || (number_parse(word, out) && *out >= low && *out <= high))
		return true;
	fprintf(stderr, "assay: --%s wants a number from %g to %g\n", option, low, high);
	return false;
}

static void split_metrics(struct comparison *c, str list)
{
	str *metrics = NEW(c->a, str, list.n + 1), part;

	for (str rest = list; rest.p != NULL;) {
		part = str_trim(str_cut(&rest, ','));
		if (part.n > 0)
			metrics[c->ask.metric_count++] = part;
	}
	c->ask.metrics = metrics;
}

struct words {
	str format, as, tolerance, absolute, min_cosine, max_changed, metrics;
	bool header, no_header;
};

static const char *read_choices(struct comparison *c, const struct words *w)
{
	if (w->header && w->no_header)
		return "--header and --no-header exclude each other";
	if (w->format.n > 0 && !str_in(w->format, "text json"))
		return "--format wants text or json";
	if (w->as.n > 0 && !str_in(w->as, "table metrics"))
		return "--as wants table or metrics";
	c->json = str_eq(w->format, S("json"));
	c->ask.as = str_eq(w->as, S("table"))	  ? COMPARE_AS_TABLE
		    : str_eq(w->as, S("metrics")) ? COMPARE_AS_METRICS
						  : COMPARE_AS_AUTO;
	c->ask.header = w->header      ? COMPARE_HEADER_YES
			: w->no_header ? COMPARE_HEADER_NO
				       : COMPARE_HEADER_AUTO;
	return NULL;
}

static bool read_words(struct comparison *c, int argc, char **argv)
{
	struct words w = {.format = {NULL, 0}};
	const struct word_option options[] = {
		{"absolute", 0, NULL, &w.absolute, "a number"},
		{"as", 0, NULL, &w.as, "table or metrics"},
		{"format", 'f', NULL, &w.format, "text or json"},
		{"header", 0, &w.header, NULL, NULL},
		{"max-changed", 0, NULL, &w.max_changed, "a share: 1% or 0.01"},
		{"metrics", 0, NULL, &w.metrics, "names, with * and ?, separated by commas"},
		{"min-cosine", 0, NULL, &w.min_cosine, "a number up to 1"},
		{"no-header", 0, &w.no_header, NULL, NULL},
		{"predictions", 0, &c->ask.predictions, NULL, NULL},
		{"quiet", 'q', &c->quiet, NULL, NULL},
		{"tolerance", 't', NULL, &w.tolerance, "a share: 1% or 0.01"},
	};
	const char *wrong, **files;
	size_t count;

	if (!words_read(c->a, argc, argv, options, COUNTOF(options), &files, &count))
		return false;
	wrong = count == 2 ? read_choices(c, &w)
			   : "compare needs two files: assay compare BEFORE AFTER";
	if (wrong != NULL) {
		(void)usage(wrong);
		return false;
	}
	for (unsigned i = 0; i < 2; i++)
		c->path[i] = str_of(files[i]);
	split_metrics(c, w.metrics);
	return share("tolerance", w.tolerance, &c->ask.tolerance) &&
	       share("max-changed", w.max_changed, &c->ask.max_changed) &&
	       number("absolute", w.absolute, 0, 1e300, &c->ask.absolute) &&
	       number("min-cosine", w.min_cosine, -1, 1, &c->ask.min_cosine);
}

/* ---- The task ---- */

static int open_one(const struct comparison *c, str path, int *fd)
{
	struct stat st;

	*fd = input_open(arena_cstr(c->a, path));
	if (*fd < 0) {
		int error = errno;
		(void)cannot(c, path, "cannot be opened", error);
		return error == ENOENT || error == ENOTDIR ? EXIT_USAGE : EXIT_INCOMPLETE;
	}
	if (fstat(*fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		(void)cannot(c, path, "is no regular file", 0);
		return EXIT_USAGE;
	}
	return EXIT_CLEAN;
}

static int answer(struct comparison *c, const struct task *t)
{
	const struct compare_result *r = &c->answer.result;

	if (t->state != TASK_ANSWERED)
		return cannot(c, c->path[1], task_problem(t->state), 0);
	if (!compare_answer_read(c->a, t->reply, &c->answer))
		return cannot(c, c->path[1], "got a nonsensical answer", 0);
	if (r->unread || c->answer.changed)
		return cannot(c, c->path[r->at == 1 ? 1 : 0],
			      "or the other file cannot be read, or changed meanwhile", 0);
	compare_say(c);
	return r->verdict == COMPARE_WITHIN    ? EXIT_CLEAN
	       : r->verdict == COMPARE_OUTSIDE ? EXIT_FINDINGS
					       : EXIT_INCOMPLETE;
}

static int run_task(struct comparison *c, const int files[2])
{
	const struct task_job job = compare_task(&c->ask);
	struct task t, *const tasks[] = {&t};
	int code;

	if (!task_start(&t, c->a, &job, files, 2))
		return cannot(c, c->path[1], "got no process", errno);
	while (t.state == TASK_RUNNING)
		task_wait(tasks, 1, -1, 1000);
	code = answer(c, &t);
	task_stop(&t);
	return code;
}

static int compare_files(struct comparison *c, int files[2])
{
	int code = open_one(c, c->path[0], &files[0]);

	if (code == EXIT_CLEAN)
		code = open_one(c, c->path[1], &files[1]);
	return code == EXIT_CLEAN ? run_task(c, files) : code;
}

static int compare(int argc, char **argv)
{
	struct fail_point here;
	struct arena a;
	struct comparison c = {
		.a = &a, .ask = {.tolerance = 0.01, .min_cosine = 0.999, .max_changed = 0.01}};
	volatile int code = EXIT_INCOMPLETE;
	int files[2] = {-1, -1};

	arena_init(&a, SIZE_MAX / 4);
	if (FAIL_SET(&here) == FAIL_NONE)
		code = read_words(&c, argc, argv) ? compare_files(&c, files) : EXIT_USAGE;
	else
		fprintf(stderr, "assay: %s\n", here.what);
	fail_clear(&here);
	for (unsigned i = 0; i < 2; i++)
		if (files[i] >= 0)
			close(files[i]);
	arena_free(&a);
	return code;
}

const struct command command_compare = {
	.name = "compare",
	.summary = "Compare numbers before and after an upgrade",
	.usage =
		"Usage: assay compare [OPTION...] BEFORE AFTER\n"
		"\n"
		"Embeddings and predictions (NPY, NPZ, CSV) and metric files (JSON, CSV of names "
		"and\n"
		"numbers), held against each other: the evidence that an upgrade changed nothing. "
		"docs/compare.md\n"
		"says what is measured and what is within tolerance.\n"
		"\n"
		"  -t, --tolerance SHARE   metrics, single values and lengths of rows may differ "
		"by so much\n"
		"                          (default 1%)\n"
		"      --min-cosine X      every row's cosine similarity is at least X (default "
		"0.999)\n"
		"      --max-changed SHARE labels, or rows whose largest value is another's "
		"(default 1%)\n"
		"      --absolute X        differences up to X are never too large (default 0)\n"
		"      --predictions       rows are scores of classes, even if they are no "
		"probabilities\n"
		"      --metrics NAMES     judge only these metrics: names with * and ?, "
		"separated by commas\n"
		"      --as table|metrics  what a CSV file holds, where that is not clear\n"
		"      --header            the first line of a CSV file holds names\n"
		"      --no-header         it holds numbers\n"
		"  -f, --format FORMAT     text or json\n"
		"  -q, --quiet             say nothing when all is within tolerance\n"
		"\n"
		"Examples\n"
		"  assay compare before/embeddings.npy after/embeddings.npy\n"
		"  assay compare --predictions --max-changed 0.5% before.csv after.csv\n"
		"  assay compare --tolerance 2% --metrics 'eval.*' before.json after.json\n"
		"\n"
		"Exit codes: 0 within tolerance, 1 outside, 2 wrong usage, 3 not comparable or not "
		"readable.\n",
	.order = 7,
	.run = compare,
};
