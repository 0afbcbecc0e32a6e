/* The front of every layer command: command line -> settings -> run -> reporter -> exit code. The
 * only place that prints a report. */
#include "cmd/scan_options.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/input.h"
#include "base/limits.h"
#include "base/trace.h"
#include "cmd/command.h"
#include "cmd/deps_fix.h"
#include "engine/history.h"
#include "engine/run.h"
#include "engine/settle.h"
#include "report/paint.h"
#include "report/plan.h"
#include "report/report.h"

static int usage(const char *message)
{
	fprintf(stderr, "assay: %s\n", message);
	return EXIT_USAGE;
}

static const struct reporter *find_reporter(str name)
{
	const char *near = NULL;
	unsigned best = UINT_MAX;

	for (size_t i = 0; i < reporter_count; i++) {
		if (str_eq(str_of(reporter_table[i]->name), name))
			return reporter_table[i];
		if (str_near(name, str_of(reporter_table[i]->name), &best))
			near = reporter_table[i]->name;
	}
	fprintf(stderr, "assay: there is no format '%.*s'", STR_ARG(name));
	if (near != NULL)
		fprintf(stderr, "; did you mean '%s'?", near);
	fputs("\nFormats:", stderr);
	for (size_t i = 0; i < reporter_count; i++)
		fprintf(stderr, " %s", reporter_table[i]->name);
	fputc('\n', stderr);
	return NULL;
}

static void progress(uint64_t done, uint64_t all)
{
	fprintf(stderr, "\r%llu of %llu files", (unsigned long long)done, (unsigned long long)all);
}

static void progress_end(void)
{
	fputs("\r\033[K", stderr);
}

static bool wants_colour(const struct settings *s)
{
	return s->output.n == 0 && paint_wanted(STDOUT_FILENO);
}

/* Does the report say on the terminal itself what went wrong with the run? */
static bool says_errors(const struct settings *s)
{
	return s->output.n == 0 && str_eq(s->format, S("text")) && !s->quiet && !s->suppressions;
}

static int write_report(struct arena *a, const struct settings *s, const struct reporter *reporter,
			const struct report *r)
{
	struct buf out = buf_in(a);

	if (s->suppressions && str_eq(s->format, S("text")))
		report_write_suppressions(&out, r, wants_colour(s));
	else if (r->plan != NULL && !s->fix && str_eq(s->format, S("text")))
		report_write_plan(&out, r, wants_colour(s));
	else
		reporter->write(&out, r, wants_colour(s));
	if (s->output.n > 0 && !str_eq(s->output, S("-"))) {
		if (!output_replace(a, s->output, buf_str(&out))) {
			fprintf(stderr, "assay: %.*s: %s\n", STR_ARG(s->output), strerror(errno));
			return EXIT_INCOMPLETE;
		}
	} else if (!output_all(STDOUT_FILENO, buf_str(&out))) {
		fprintf(stderr, "assay: the report could not be written: %s\n", strerror(errno));
		return EXIT_INCOMPLETE;
	}
	return r->exit_code;
}

/* What was edited comes first, on standard error where a machine reads the report. */
static int fix_and_report(struct arena *a, const struct settings *s,
			  const struct reporter *reporter, const struct report *r)
{
	struct buf out = buf_in(a);
	bool fixed = deps_fix(a, r->plan, s->fix_package, &out);

	if (str_eq(s->format, S("text")) && s->output.n == 0)
		return output_all(STDOUT_FILENO, buf_str(&out)) && fixed ? r->exit_code
									 : EXIT_INCOMPLETE;
	if (!output_all(STDERR_FILENO, buf_str(&out)) || !fixed)
		return EXIT_INCOMPLETE;
	return write_report(a, s, reporter, r);
}

/* The file that --write-baseline names may be an older baseline, whose salt stays, so that hashes
 * made with it stay comparable. Anything else there is not overwritten. False: *why says so. */
static bool begin_baseline(struct arena *a, str file, struct baseline *b, struct helper *helper,
			   const char **why)
{
	const char *what;
	struct stat st;

	if (stat(arena_cstr(a, file), &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		if (!settle_read_baseline(helper, a, file, b, &what)) {
			*why = (const char *)arena_printf(a, "%s\nIt is not overwritten.", what).p;
			return false;
		}
		if (!b->from_bandit)
			return true;
	}
	*why = "the system gives no random bytes for the baseline";
	return baseline_new(a, b);
}

static int write_baseline(struct arena *a, const struct settings *s, const struct report *r,
			  const struct baseline *b)
{
	struct buf out = buf_in(a);

	baseline_print(a, &out, b, r->findings, r->finding_count);
	if (output_replace(a, s->write_baseline, buf_str(&out)))
		return EXIT_CLEAN;
	fprintf(stderr, "assay: %.*s: %s\n", STR_ARG(s->write_baseline), strerror(errno));
	return EXIT_INCOMPLETE;
}

static bool write_trace(struct arena *a, const struct settings *s)
{
	if (s->trace == NULL || output_replace(a, s->trace_file, trace_print(a, s->trace)))
		return true;
	fprintf(stderr, "assay: %.*s: %s\n", STR_ARG(s->trace_file), strerror(errno));
	return false;
}

static void print_errors(const struct report *r)
{
	for (size_t i = 0; i < r->error_count; i++)
		fprintf(stderr, "assay: %.*s; %.*s\n", STR_ARG(r->errors[i].what),
			STR_ARG(r->errors[i].fix));
}

/* Workers read from descriptors that can be read anywhere. -1 and errno when that fails. */
static int take_input(void)
{
	int fd = memfd_create("stdin", MFD_CLOEXEC);
	uint8_t part[64 * 1024];
	ssize_t n;

	while (fd >= 0 && (n = read(STDIN_FILENO, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || !output_all(fd, (str){part, (size_t)n})) {
			close(fd);
			return -1;
		}
	}
	return fd;
}

static int run_and_report(struct scan_options *o, struct arena *a, struct helper *helper,
			  const struct reporter *reporter)
{
	struct settings *s = o->settings;
	bool tell = !s->quiet && isatty(STDERR_FILENO);
	struct run_options ro = {
		.settings = s,
		.paths = o->paths,
		.path_count = o->path_count,
		.progress = tell ? progress : NULL,
		.helper = helper,
	};
	struct baseline baseline;
	const char *error;
	int64_t since = trace_begin(s->trace);
	struct report r;
	int code, written;

	if (s->metadata.n > 0) { /* walked like any other folder, and not judged */
		const char **paths = NEW(a, const char *, o->path_count + 1);
		memcpy(paths, o->paths, o->path_count * sizeof(*paths));
		paths[o->path_count] = arena_cstr(a, s->metadata);
		ro.paths = paths;
		ro.path_count++;
	}
	if (s->write_baseline.n > 0 &&
	    !begin_baseline(a, s->write_baseline, &baseline, helper, &error))
		return usage(error);
	ro.input = s->from_stdin ? take_input() : -1;
	if (s->from_stdin && ro.input < 0)
		return usage(strerror(errno));
	if (!(history_wanted(s) ? history_run : run)(&ro, a, &r, &error))
		return usage(error);
	trace_end(s->trace, since, TRACE_RUN, (str){NULL, 0});
	since = trace_begin(s->trace);
	if (tell)
		progress_end();
	if (!says_errors(s))
		print_errors(&r);
	code = s->fix && r.plan != NULL ? fix_and_report(a, s, reporter, &r)
					: write_report(a, s, reporter, &r);
	trace_end(s->trace, since, TRACE_REPORT, (str){NULL, 0});
	if (!write_trace(a, s))
		return EXIT_INCOMPLETE;
	if (s->write_baseline.n == 0)
		return code;
	/* What is recorded as known does not fail the run that records it. */
	written = write_baseline(a, s, &r, &baseline);
	return written != EXIT_CLEAN ? written : code == EXIT_FINDINGS ? EXIT_CLEAN : code;
}

static int scan_in(struct arena *a, int argc, char **argv, unsigned layers, struct helper *helper)
{
	const struct reporter *reporter;
	struct scan_options o;

	if (!scan_options_read(&o, a, argc, argv))
		return EXIT_USAGE;
	o.settings->layers = layers;
	o.settings->models_only = layers == (LAYER_MODELS | LAYER_CODE);
	o.settings->secrets_only = layers == (LAYER_SECRETS | LAYER_CODE);
	o.settings->deps_only = layers == LAYER_DEPS;
	o.settings->no_cache |= o.settings->from_stdin;
	o.settings->line_hashes = str_eq(o.settings->format, S("sarif"));
	if (str_eq(o.settings->format, S("cyclonedx")) && o.settings->hash == HASH_NONE)
		o.settings->hash = HASH_FILE;
	reporter = find_reporter(o.settings->format);
	if (reporter == NULL || !scan_configure(&o, a, helper))
		return EXIT_USAGE;
	if (o.settings->trace_file.n > 0 && (o.settings->trace = trace_new(a)) == NULL) {
		fprintf(stderr, "assay: there is no memory for a timeline\n");
		return EXIT_INCOMPLETE;
	}
	return run_and_report(&o, a, helper, reporter);
}

int scan_command(int argc, char **argv, unsigned layers)
{
	struct fail_point here;
	struct helper helper;
	struct arena a;
	volatile int code = EXIT_INCOMPLETE;

	arena_init(&a, SIZE_MAX / 4);
	helper_init(&helper);
	if (FAIL_SET(&here) == FAIL_NONE)
		code = scan_in(&a, argc, argv, layers, &helper);
	else
		fprintf(stderr, "assay: %s\n", here.what);
	fail_clear(&here);
	helper_stop(&helper);
	arena_free(&a);
	return code;
}
