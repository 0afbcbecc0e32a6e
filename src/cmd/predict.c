/* `assay predict MODEL.npz INPUT`: one task in its jail reads model and rows and writes what is
 * predicted, into a file that appears whole or not at all, or onto standard output. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/input.h"
#include "base/limits.h"
#include "base/outfile.h"
#include "cmd/command.h"
#include "cmd/hold.h"
#include "cmd/words.h"
#include "engine/predict_task.h"
#include "report/paint.h"

struct prediction {
	struct arena *a;
	struct predict_ask ask;
	str model, config, input, output; /* output: empty: standard output */
	bool force, quiet;
	int npz, json, rows; /* descriptors; -1: not open */
};

static int usage(const char *message)
{
	fprintf(stderr, "assay: %s\n", message);
	return EXIT_USAGE;
}

static str shown(const struct prediction *p, str text)
{
	struct buf b = buf_in(p->a);

	paint_text(&b, text);
	return buf_str(&b);
}

static int cannot(const struct prediction *p, str path, const char *what, int error)
{
	fprintf(stderr, "assay: %.*s %s%s%s\n", STR_ARG(shown(p, path)), what, error ? ": " : "",
		error ? strerror(error) : "");
	return EXIT_INCOMPLETE;
}

/* ---- The command line ---- */

static const struct {
	const char *name;
	enum predict_format format;
} formats[] = {
	{"text", PREDICT_TEXT},
	{"csv", PREDICT_CSV},
	{"jsonl", PREDICT_JSONL},
	{"npy", PREDICT_NPY},
};

/* What --format says, or else what the name of the output ends in. */
static bool choose_format(struct prediction *p, str format)
{
	str word = format;

	if (word.n == 0 && str_rfind_byte(p->output, '.') != STR_NONE)
		word = str_after_last(p->output, '.');
	for (size_t i = 0; i < COUNTOF(formats); i++) {
		if (str_eq(word, str_of(formats[i].name))) {
			p->ask.format = formats[i].format;
			return true;
		}
	}
	return format.n == 0;
}

static bool read_words(struct prediction *p, int argc, char **argv)
{
	str format = {NULL, 0};
	bool proba = false, decision = false, header = false, no_header = false;
	const struct word_option options[] = {
		{"decision", 0, &decision, NULL, NULL},
		{"force", 0, &p->force, NULL, NULL},
		{"format", 'f', NULL, &format, "text, csv, jsonl or npy"},
		{"header", 0, &header, NULL, NULL},
		{"no-header", 0, &no_header, NULL, NULL},
		{"output", 'o', NULL, &p->output, "a file"},
		{"proba", 0, &proba, NULL, NULL},
		{"quiet", 'q', &p->quiet, NULL, NULL},
	};
	const char *wrong = NULL;
	const char **files;
	size_t count;

	if (!words_read(p->a, argc, argv, options, COUNTOF(options), &files, &count))
		return false;
	if (str_eq(p->output, S("-")))
		p->output = (str){NULL, 0};
	if (count != 2)
		wrong = "predict needs a model and rows: assay predict model.npz rows.csv";
	else if (proba && decision)
		wrong = "--proba and --decision exclude each other";
	else if (header && no_header)
		wrong = "--header and --no-header exclude each other";
	else if (!choose_format(p, format))
		wrong = "--format wants text, csv, jsonl or npy";
	else if (!str_ends(str_of(files[0]), S(".npz")))
		wrong = "the model is an .npz file, as `assay convert` writes it, with its "
			"_config.json beside it";
	if (wrong != NULL) {
		(void)usage(wrong);
		return false;
	}
	p->model = str_of(files[0]);
	p->input = str_of(files[1]);
	p->config = arena_printf(p->a, "%.*s_config.json",
				 STR_ARG(str_slice(p->model, 0, p->model.n - 4)));
	p->ask.what = proba ? PREDICT_PROBA : decision ? PREDICT_DECISION : PREDICT_LABELS;
	p->ask.header = header	    ? PREDICT_HEADER_YES
			: no_header ? PREDICT_HEADER_NO
				    : PREDICT_HEADER_AUTO;
	return true;
}

/* ---- Files ---- */

static int open_one(const struct prediction *p, str path, int *fd)
{
	struct stat st;

	*fd = input_open(arena_cstr(p->a, path));
	if (*fd < 0) {
		int error = errno;
		(void)cannot(p, path, "cannot be opened", error);
		return error == ENOENT || error == ENOTDIR ? EXIT_USAGE : EXIT_INCOMPLETE;
	}
	if (fstat(*fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		(void)cannot(p, path, "is no regular file", 0);
		return EXIT_USAGE;
	}
	return EXIT_CLEAN;
}

static int open_all(struct prediction *p)
{
	int code = open_one(p, p->model, &p->npz);

	if (code == EXIT_CLEAN)
		code = open_one(p, p->config, &p->json);
	if (code == EXIT_CLEAN)
		code = open_one(p, p->input, &p->rows);
	return code;
}

/* As outputs of convert: no link is replaced, nor what is no file, nor what is read. */
static int check_output(const struct prediction *p)
{
	const int in[] = {p->npz, p->json, p->rows};
	struct stat st, other;

	if (p->output.n == 0 || lstat(arena_cstr(p->a, p->output), &st) < 0)
		return EXIT_CLEAN;
	for (size_t i = 0; i < COUNTOF(in); i++) {
		if (fstat(in[i], &other) == 0 && other.st_dev == st.st_dev &&
		    other.st_ino == st.st_ino)
			return usage("the output would overwrite what it is made from");
	}
	if (!S_ISREG(st.st_mode)) {
		(void)cannot(p, p->output, "is there and no file", 0);
		return EXIT_USAGE;
	}
	if (!p->force) {
		(void)cannot(p, p->output, "exists; --force replaces it", 0);
		return EXIT_USAGE;
	}
	return EXIT_CLEAN;
}

/* ---- The task ---- */

static int answer(const struct prediction *p, const struct task *t)
{
	struct predict_answer r;
	str path = p->model;

	if (t->state != TASK_ANSWERED)
		return cannot(p, p->input, task_problem(t->state), 0);
	if (!predict_answer_read(p->a, t->reply, &r))
		return cannot(p, p->input, "got a nonsensical answer", 0);
	switch (r.end) {
	case PREDICT_DONE:
		return EXIT_CLEAN;
	case PREDICT_INPUT:
		path = p->input;
		break;
	case PREDICT_UNREAD:
		return cannot(p, p->input, "or the model cannot be read, or changed meanwhile", 0);
	case PREDICT_UNWRITTEN:
		return cannot(p, p->output.n > 0 ? p->output : S("standard output"),
			      "cannot be written", r.error);
	case PREDICT_MODEL:
	case PREDICT_ASKED:
		break;
	}
	fprintf(stderr, "assay: %.*s: %.*s%s%.*s\n", STR_ARG(shown(p, path)),
		STR_ARG(shown(p, r.where)), r.where.n > 0 ? ": " : "", STR_ARG(shown(p, r.why)));
	return r.end == PREDICT_ASKED ? EXIT_USAGE : EXIT_FINDINGS;
}

static int run_task(const struct prediction *p, int out, struct hold *hold)
{
	const struct task_job job = predict_task(&p->ask);
	int files[] = {p->npz, p->json, p->rows, out}, code = EXIT_INCOMPLETE;
	struct task t, *const tasks[] = {&t};

	if (!task_start(&t, p->a, &job, files, COUNTOF(files)))
		return cannot(p, p->input, "got no process", errno);
	while (t.state == TASK_RUNNING && (hold == NULL || !hold_caught(hold)))
		task_wait(tasks, 1, hold ? hold->fd : -1, 1000);
	if (t.state != TASK_RUNNING)
		code = answer(p, &t);
	task_stop(&t);
	return code;
}

static int into_file(const struct prediction *p, struct hold *hold)
{
	struct outfile f;
	int code;

	if (!outfile_open(&f, p->a, p->output))
		return cannot(p, p->output, "cannot be written", errno);
	code = run_task(p, f.fd, hold);
	if (code == EXIT_CLEAN && (!outfile_sync(&f) || !outfile_publish(&f, p->force)))
		code = cannot(p, p->output, "cannot be written", errno);
	outfile_close(&f);
	return code;
}

/* Standard output needs no tidying up: there signals end the process as ever. */
static int predict_to_file(const struct prediction *p)
{
	struct hold hold;
	int code;

	hold_begin(&hold);
	code = into_file(p, &hold);
	hold_end(&hold);
	return code;
}

static int predict_in(struct prediction *p)
{
	int code = open_all(p);

	if (code == EXIT_CLEAN)
		code = check_output(p);
	if (code != EXIT_CLEAN)
		return code;
	return p->output.n > 0 ? predict_to_file(p) : run_task(p, STDOUT_FILENO, NULL);
}

static int predict(int argc, char **argv)
{
	struct fail_point here;
	struct arena a;
	struct prediction p = {.a = &a, .npz = -1, .json = -1, .rows = -1};
	volatile int code = EXIT_INCOMPLETE;

	arena_init(&a, SIZE_MAX / 4);
	if (FAIL_SET(&here) == FAIL_NONE)
		code = read_words(&p, argc, argv) ? predict_in(&p) : EXIT_USAGE;
	else
		fprintf(stderr, "assay: %s\n", here.what);
	fail_clear(&here);
	for (unsigned i = 0; i < 3; i++) {
		int fd = i == 0 ? p.npz : i == 1 ? p.json : p.rows;
		if (fd >= 0)
			close(fd);
	}
	arena_free(&a);
	return code;
}

const struct command command_predict = {
	.name = "predict",
	.summary = "Predict with a converted model",
	.usage = "Usage: assay predict [OPTION...] MODEL.npz INPUT.npy|INPUT.csv\n"
		 "\n"
		 "Applies a model that `assay convert` wrote (MODEL.npz and MODEL_config.json) to "
		 "the rows\n"
		 "of INPUT and prints one prediction for each. Linear models, and pipelines of "
		 "scalers,\n"
		 "imputers, PCA and selections before one; docs/convert.md lists them.\n"
		 "\n"
		 "      --proba          probabilities too\n"
		 "      --decision       what decision_function gives too\n"
		 "  -f, --format FORMAT  text, csv, jsonl or npy (default: what FILE ends in, else "
		 "text)\n"
		 "  -o, --output FILE    into FILE, which appears whole or not at all\n"
		 "      --force          replace FILE if it exists\n"
		 "      --header         the first line of a CSV file holds names\n"
		 "      --no-header      it holds numbers\n"
		 "\n"
		 "Examples\n"
		 "  assay predict model.npz rows.csv\n"
		 "  assay predict --proba --output proba.npy model.npz rows.npy\n"
		 "\n"
		 "Exit codes: 0 predicted, 1 the model or the rows are refused, 2 wrong usage, 3 a "
		 "file could\n"
		 "not be read or written.\n",
	.order = 6,
	.run = predict,
};
