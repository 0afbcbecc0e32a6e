/* `assay convert IN OUT`: the verdict first, on the open descriptor; then a task in its jail writes
 * the outputs while another digests the source; then both files appear, the array file first, so
 * that a JSON never stands beside an array file with another digest than the one it names. Until
 * then they have no name (base/outfile.h), and signals that would end the process are looked at
 * between the steps instead of striking. */
#include "cmd/convert.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/input.h"
#include "base/limits.h"
#include "cmd/command.h"
#include "cmd/hold.h"
#include "cmd/words.h"
#include "repo/walk.h"

static int usage(const char *message)
{
	fprintf(stderr, "assay: %s\n", message);
	return EXIT_USAGE;
}

/* ---- The command line ---- */

static bool read_words(struct conversion *c, int argc, char **argv)
{
	str format = S("text"), config = {NULL, 0}, policy = {NULL, 0};
	bool isolated = false;
	const struct word_option options[] = {
		{"config", 'c', NULL, &config, "a file"},
		{"force", 0, &c->force, NULL, NULL},
		{"format", 'f', NULL, &format, "text or json"},
		{"isolated", 0, &isolated, NULL, NULL},
		{"policy", 0, NULL, &policy, "a file"},
		{"quiet", 'q', &c->quiet, NULL, NULL},
	};
	char name[] = "convert";
	char *none[] = {name, NULL};
	const char **files;
	size_t count;

	if (!words_read(c->a, argc, argv, options, COUNTOF(options), &files, &count))
		return false;
	c->json = str_eq(format, S("json"));
	if (!c->json && !str_eq(format, S("text"))) {
		(void)usage("--format wants text or json");
		return false;
	}
	if (count != 2) {
		(void)usage("convert needs IN and OUT: assay convert model.pkl model.npz");
		return false;
	}
	if (!scan_options_read(&c->scan, c->a, 1, none))
		return false;
	c->scan.paths[0] = files[0];
	c->scan.paths_given = true;
	c->scan.config = config;
	c->scan.policy = policy;
	c->scan.settings->isolated = isolated;
	c->scan.settings->quiet = c->quiet;
	c->in = str_of(files[0]);
	c->out = str_of(files[1]);
	return true;
}

static bool choose_outputs(struct conversion *c)
{
	static const struct {
		const char *suffix;
		enum convert_to to;
	} rows[] = {
		{".npz", CONVERT_NPZ},
		{".safetensors", CONVERT_SAFETENSORS},
		{".npy", CONVERT_NPY},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		str suffix = str_of(rows[i].suffix);
		str stem = str_slice(c->out, 0, c->out.n - suffix.n);
		if (!str_ends(c->out, suffix) || str_after_last(c->out, '/').n == suffix.n)
			continue;
		c->to = rows[i].to;
		if (c->to != CONVERT_NPY)
			c->config = arena_printf(c->a, "%.*s_config.json", STR_ARG(stem));
		return true;
	}
	(void)usage("OUT must end in .safetensors, .npz or .npy: the suffix says what is written");
	return false;
}

/* ---- What stands in the way ---- */

static int failed(struct conversion *c, const char *problem, int error, int code)
{
	c->problem = problem;
	c->error = error;
	c->code = code;
	return code;
}

static int failed_at(struct conversion *c, str path, const char *problem, int error, int code)
{
	str shown = convert_shown(c->a, path);

	return failed(c, (const char *)arena_printf(c->a, "%.*s %s", STR_ARG(shown), problem).p,
		      error, code);
}

static int open_source(struct conversion *c, struct stat *st)
{
	c->fd = input_open((const char *)arena_cstr(c->a, c->in));
	if (c->fd < 0)
		return failed(c, "it cannot be opened", errno,
			      errno == ENOENT || errno == ENOTDIR ? EXIT_USAGE : EXIT_INCOMPLETE);
	if (fstat(c->fd, st) < 0)
		return failed(c, "the system says nothing about it", errno, EXIT_INCOMPLETE);
	if (S_ISDIR(st->st_mode))
		return failed(c, "it is a folder; convert takes one file", 0, EXIT_USAGE);
	if (!S_ISREG(st->st_mode))
		return failed(c, "it is no regular file", 0, EXIT_INCOMPLETE);
	c->size = (uint64_t)st->st_size;
	return EXIT_CLEAN;
}

/* lstat: a link would be replaced, not what it leads to. */
static int check_output(struct conversion *c, str path, const struct stat *in)
{
	struct stat st;

	if (path.n == 0 || lstat(arena_cstr(c->a, path), &st) < 0)
		return EXIT_CLEAN;
	if (st.st_dev == in->st_dev && st.st_ino == in->st_ino)
		return failed(c, "it would be overwritten by its own conversion", 0, EXIT_USAGE);
	if (S_ISLNK(st.st_mode))
		return failed_at(c, path, "is a symbolic link: name the file itself", 0,
				 EXIT_USAGE);
	if (!S_ISREG(st.st_mode))
		return failed_at(c, path, "is there and no file", 0, EXIT_USAGE);
	if (!c->force)
		return failed_at(c, path, "exists; --force replaces it", 0, EXIT_USAGE);
	return EXIT_CLEAN;
}

static int cannot_write(struct conversion *c, str path, int error)
{
	return failed_at(c, path, "cannot be written", error, EXIT_INCOMPLETE);
}

/* Better now than after an hour. */
static int try_output(struct conversion *c)
{
	struct outfile f;

	if (!outfile_open(&f, c->a, c->out))
		return cannot_write(c, c->out, errno);
	outfile_close(&f);
	return EXIT_CLEAN;
}

/* ---- The verdict ---- */

static int judge(struct conversion *c)
{
	judge_file(c->a, walk_escape(c->a, c->in), c->fd, &c->verdict);
	switch (c->verdict.end) {
	case JUDGED_CLEAN:
		return c->code = EXIT_CLEAN;
	case JUDGED_FINDINGS:
	case JUDGED_NOTHING:
		return c->code = EXIT_FINDINGS;
	case JUDGED_INCOMPLETE:
		break;
	}
	return c->code = EXIT_INCOMPLETE;
}

/* "org.toml sha256:...": the policy, or else the configuration, that was in force. */
static str policy_text(struct conversion *c)
{
	const struct settings *s = c->scan.settings;
	str path = c->scan.policy.n > 0	  ? c->scan.policy
		   : c->scan.config.n > 0 ? c->scan.config
					  : s->config_path;
	uint8_t digest[HASH_SHA256_BYTES];
	str text;
	bool ok;
	int fd;

	if (path.n == 0)
		return (str){NULL, 0};
	if (c->scan.policy.n == 0 && c->scan.config.n == 0 && !str_starts(path, S("/")))
		path = arena_printf(c->a, "%.*s/%.*s", STR_ARG(s->root), STR_ARG(path));
	fd = input_open(arena_cstr(c->a, path));
	ok = fd >= 0 && input_read(c->a, fd, LIMIT_CONFIG_BYTES, &text) == INPUT_OK;
	if (fd >= 0)
		close(fd);
	path = walk_escape(c->a, str_after_last(path, '/'));
	if (!ok)
		return path;
	hash_sha256(text, digest);
	return arena_printf(c->a, "%.*s sha256:%.*s", STR_ARG(path),
			    STR_ARG(hash_hex_in(c->a, digest, sizeof(digest))));
}

/* ---- The tasks ---- */

struct work {
	struct conversion *c;
	struct outfile arrays, config;
	struct task convert, digest;
	struct hold hold;
	struct digest_answer source; /* when `told` */
	bool told;
};

static void progress(const struct work *w)
{
	const struct task_page *p = w->convert.page;
	uint64_t done = p ? p->done : 0, all = p ? p->all : 0;

	fprintf(stderr, "\r%llu MB written, %llu MB to read\033[K",
		(unsigned long long)(done / 1000000), (unsigned long long)(all / 1000000));
}

static void tell_digest(struct work *w)
{
	if (w->told || w->digest.state != TASK_ANSWERED ||
	    !digest_answer_read(w->c->a, w->digest.reply, &w->source))
		return;
	w->told = true;
	if (!task_tell(&w->convert, w->source.sha256))
		task_stop(&w->convert); /* it would wait for ever */
}

/* Until the conversion has answered. A source that cannot be digested cannot be read. */
static void attend(struct work *w)
{
	struct task *const tasks[] = {&w->convert, &w->digest};
	bool shows = !w->c->quiet && !w->c->json && isatty(STDERR_FILENO);
	unsigned rounds = 0;

	while (w->convert.state == TASK_RUNNING && !hold_caught(&w->hold)) {
		task_wait(tasks, 2, w->hold.fd, 200);
		if (w->digest.state != TASK_RUNNING && !w->told &&
		    (w->digest.state != TASK_ANSWERED || w->digest.reply.n == 0))
			break;
		tell_digest(w);
		if (shows && rounds++ > 3)
			progress(w);
	}
	if (shows && rounds > 4)
		fputs("\r\033[K", stderr);
}

static int damaged(struct work *w)
{
	struct conversion *c = w->c;

	c->answer.refusal.where = w->source.member;
	c->answer.refusal.why = arena_printf(
		c->a,
		"its bytes have the checksum %08x, and the archive says %08x: the file is damaged; "
		"copy it again from where it came from",
		w->source.found, w->source.stated);
	return c->code = EXIT_FINDINGS;
}

static int conclude(struct work *w)
{
	struct conversion *c = w->c;

	if (w->convert.state == TASK_RUNNING)
		return failed(c, "it cannot be read to its end", 0, EXIT_INCOMPLETE);
	if (w->convert.state != TASK_ANSWERED)
		return failed(c, task_problem(w->convert.state), 0, EXIT_INCOMPLETE);
	if (!convert_answer_read(c->a, w->convert.reply, &c->answer))
		return failed(c, "the process that converted it answered nonsense", 0,
			      EXIT_INCOMPLETE);
	switch (c->answer.end) {
	case CONVERT_DONE:
		return w->source.damaged ? damaged(w) : EXIT_CLEAN;
	case CONVERT_REFUSED:
		return c->code = EXIT_FINDINGS;
	case CONVERT_UNREAD:
		return failed(c, "it cannot be read, or changed while it was read", 0,
			      EXIT_INCOMPLETE);
	case CONVERT_UNWRITTEN:
	case CONVERT_ENDS:
		break;
	}
	return cannot_write(c, c->out, c->answer.error);
}

static int run_tasks(struct work *w, const struct convert_ask *ask)
{
	const struct task_job convert = convert_task(ask), digest = digest_task();
	struct conversion *c = w->c;
	int files[] = {c->fd, w->arrays.fd, w->config.fd};

	if (!task_start(&w->convert, c->a, &convert, files, 3))
		return failed(c, "no process could be started for it", errno, EXIT_INCOMPLETE);
	if (!task_start(&w->digest, c->a, &digest, &c->fd, 1))
		return failed(c, "no process could be started for it", errno, EXIT_INCOMPLETE);
	attend(w);
	return conclude(w);
}

/* ---- The files ---- */

static bool is_changed(const struct conversion *c, const struct stat *before)
{
	struct stat now;

	return fstat(c->fd, &now) < 0 || now.st_size != before->st_size ||
	       now.st_mtim.tv_sec != before->st_mtim.tv_sec ||
	       now.st_mtim.tv_nsec != before->st_mtim.tv_nsec ||
	       now.st_ctim.tv_sec != before->st_ctim.tv_sec ||
	       now.st_ctim.tv_nsec != before->st_ctim.tv_nsec;
}

static int not_published(struct conversion *c, str path)
{
	if (errno == EEXIST)
		return failed_at(c, path, "appeared meanwhile; --force would replace it", 0,
				 EXIT_USAGE);
	return cannot_write(c, path, errno);
}

static int publish(struct work *w)
{
	struct conversion *c = w->c;
	bool with_config = c->answer.config_bytes > 0;

	if (!outfile_sync(&w->arrays))
		return cannot_write(c, c->out, errno);
	if (with_config && !outfile_sync(&w->config))
		return cannot_write(c, c->config, errno);
	if (hold_caught(&w->hold))
		return EXIT_INCOMPLETE;
	if (!outfile_publish(&w->arrays, c->force))
		return not_published(c, c->out);
	if (with_config && !outfile_publish(&w->config, c->force)) {
		int error = errno;
		if (!c->force)
			outfile_withdraw(&w->arrays);
		errno = error;
		return not_published(c, c->config);
	}
	if (!with_config && c->force && c->config.n > 0) /* the JSON of what was replaced */
		outfile_remove_old(&w->config);
	c->config_written = with_config;
	outfile_sync_folder(&w->arrays);
	return EXIT_CLEAN;
}

static int write_outputs(struct work *w, const struct stat *before)
{
	struct conversion *c = w->c;
	const struct convert_ask ask = {
		.to = c->to,
		.source = walk_escape(c->a, str_after_last(c->in, '/')),
		.policy = policy_text(c),
		.out = walk_escape(c->a, str_after_last(c->out, '/')),
	};
	int code;

	if (!outfile_open(&w->arrays, c->a, c->out))
		return cannot_write(c, c->out, errno);
	if (c->config.n > 0 && !outfile_open(&w->config, c->a, c->config))
		return cannot_write(c, c->config, errno);
	code = run_tasks(w, &ask);
	if (code != EXIT_CLEAN || hold_caught(&w->hold))
		return code;
	if (is_changed(c, before))
		return failed(c, "it changed while it was converted", 0, EXIT_INCOMPLETE);
	return publish(w);
}

static int convert_file(struct conversion *c, const struct stat *before)
{
	struct work w = {.c = c, .arrays = {.fd = -1, .folder = -1}};
	int code;

	w.config = w.arrays;
	w.convert.fd = w.digest.fd = -1;
	hold_begin(&w.hold);
	code = write_outputs(&w, before);
	task_stop(&w.convert);
	task_stop(&w.digest);
	outfile_close(&w.arrays);
	outfile_close(&w.config);
	hold_end(&w.hold);
	return w.hold.caught ? failed(c, "it was interrupted", 0, EXIT_INCOMPLETE) : code;
}

/* ---- All together ---- */

static int convert_in(struct conversion *c, struct helper *helper)
{
	struct stat before;
	int code;

	if (!choose_outputs(c))
		return EXIT_USAGE;
	code = open_source(c, &before);
	if (code == EXIT_CLEAN)
		code = check_output(c, c->out, &before);
	if (code == EXIT_CLEAN)
		code = check_output(c, c->config, &before);
	if (code == EXIT_CLEAN && !scan_configure(&c->scan, c->a, helper))
		return EXIT_USAGE;
	if (code == EXIT_CLEAN)
		code = try_output(c);
	if (code == EXIT_CLEAN)
		code = judge(c);
	if (code == EXIT_CLEAN)
		code = convert_file(c, &before);
	c->code = code;
	convert_say(c);
	return code;
}

static int convert(int argc, char **argv)
{
	struct fail_point here;
	struct helper helper;
	struct arena a;
	struct conversion c = {.a = &a, .fd = -1};
	volatile int code = EXIT_INCOMPLETE;

	arena_init(&a, SIZE_MAX / 4);
	helper_init(&helper);
	if (FAIL_SET(&here) == FAIL_NONE)
		code = read_words(&c, argc, argv) ? convert_in(&c, &helper) : EXIT_USAGE;
	else
		fprintf(stderr, "assay: %s\n", here.what);
	fail_clear(&here);
	helper_stop(&helper);
	if (c.fd >= 0)
		close(c.fd);
	arena_free(&a);
	return code;
}

const struct command command_convert = {
	.name = "convert",
	.summary = "Turn a model that can run code into one that cannot",
	.usage =
		"Usage: assay convert [OPTION...] IN OUT\n"
		"\n"
		"Writes what a pickle, joblib file, torch checkpoint, safetensors, NPZ or NPY file "
		"holds\n"
		"as OUT, whose suffix says how: .safetensors (tensors), .npz (arrays, with all "
		"else in\n"
		"OUT_config.json), .npy (one array). Nothing of IN is executed. A file that "
		"`assay models`\n"
		"does not find clean is refused, and so is what cannot be converted without "
		"guessing.\n"
		"OUT appears whole or not at all. docs/convert.md describes the layout.\n"
		"\n"
		"      --force          replace OUT and its JSON if they exist (a JSON that OUT "
		"needs no "
		"more is removed)\n"
		"  -f, --format FORMAT  what is printed: text (default) or json\n"
		"  -q, --quiet          print nothing when all is well\n"
		"      --policy FILE    record this policy in OUT (by name and digest); neither "
		"policy nor\n"
		"                       configuration can make an unsafe file convertible\n"
		"  -c, --config FILE    this configuration instead of the project's\n"
		"      --isolated       no configuration of the project\n"
		"\n"
		"Examples\n"
		"  assay convert model.pkl model.npz\n"
		"  assay convert checkpoint.pt model.safetensors\n"
		"  assay convert --force --format json model.joblib out/model.npz\n"
		"  assay predict model.npz rows.csv\n"
		"\n"
		"Exit codes: 0 converted, 1 refused, 2 wrong usage (an existing OUT too), 3 IN "
		"could not be\n"
		"checked or read, or OUT not be written.\n",
	.order = 5,
	.run = convert,
};
