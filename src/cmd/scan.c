/* The front of every layer command: command line -> settings -> run -> reporter -> exit code. The
 * only place that prints a report. */
#include "cmd/scan_options.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/input.h"
#include "base/limits.h"
#include "cmd/command.h"
#include "engine/rule.h"
#include "engine/run.h"
#include "report/paint.h"
#include "report/report.h"
#include "repo/walk.h"

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

static int scan_in(struct arena *a, int argc, char **argv, unsigned layers)
{
	const struct reporter *reporter;
	struct run_options ro = {0};
	struct scan_options o;
	struct settings *s;
	bool is_repository, tell;
	const char *root, *error;
	struct report r;

	if (!scan_options_read(&o, a, argc, argv))
		return EXIT_USAGE;
	s = o.settings;
	s->layers = layers;
	reporter = find_reporter(s->format);
	if (reporter == NULL)
		return EXIT_USAGE;
	root = walk_repository(a, o.paths[0], &is_repository);
	if (root == NULL) {
		fprintf(stderr, "assay: %s: %s\n", o.paths[0], strerror(errno));
		return EXIT_USAGE;
	}
	s->root = str_of(root);
	s->line_hashes = str_eq(s->format, S("sarif"));
	if (!scan_configure(&o, a))
		return EXIT_USAGE;
	tell = !s->quiet && isatty(STDERR_FILENO);
	ro = (struct run_options){.settings = s,
				  .paths = o.paths,
				  .path_count = o.path_count,
				  .progress = tell ? progress : NULL};
	if (!run(&ro, a, &r, &error))
		return usage(error);
	if (tell)
		progress_end();
	for (size_t i = 0; i < r.error_count && !says_errors(s); i++)
		fprintf(stderr, "assay: %.*s; %.*s\n", STR_ARG(r.errors[i].what),
			STR_ARG(r.errors[i].fix));
	return write_report(a, s, reporter, &r);
}

int scan_command(int argc, char **argv, unsigned layers)
{
	struct fail_point here;
	struct arena a;
	volatile int code = EXIT_INCOMPLETE;

	arena_init(&a, SIZE_MAX / 4);
	if (FAIL_SET(&here) == FAIL_NONE)
		code = scan_in(&a, argc, argv, layers);
	else
		fprintf(stderr, "assay: %s\n", here.what);
	fail_clear(&here);
	arena_free(&a);
	return code;
}
