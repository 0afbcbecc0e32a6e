/* The library's doors (include/assay.h). No state between calls: every call has its own arena, and
 * a fail point that turns our failures into ASSAY_EINTERNAL. The callback is foreign code: it is
 * called only when all work that could fail is done, so that it may throw or jump as it likes. */
#include <assay.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/limits.h"
#include "base/version.h"
#include "engine/config.h"
#include "engine/rule.h"
#include "engine/scan.h"

const char *assay_version(void)
{
	return ASSAY_VERSION;
}

const char *assay_rules_version(void)
{
	return ASSAY_RULES_VERSION;
}

/* ---- assay_code_check, assay_models_check ---- */

struct request {
	unsigned layers;
	str bytes;
	const char *path;
	const struct assay_options *options;
	struct arena arena;
	struct scanner *scanner;	/* in arena */
	struct assay_finding *findings; /* in arena */
	size_t count;
};

static bool set_list(struct arena *a, struct config *c, const char *key, const char *value)
{
	str error;

	return value == NULL || config_set(a, c, str_of(key), str_of(value), &error);
}

static struct settings *make_settings(struct request *r)
{
	static const struct assay_options none = {.size = sizeof(none)};
	const struct assay_options *o = r->options ? r->options : &none;
	struct config line = {.kind = CONFIG_COMMAND_LINE, .where = S("caller")};
	struct config_sources from = {
		.command_line = &line, .today = S("1970-01-01"), .compat = o->compat != 0};
	struct config_errors errors = {0};
	struct settings *s = NEW(&r->arena, struct settings, 1);

	s->layers = r->layers;
	s->models_only = r->layers != LAYER_CODE;
	s->compat = o->compat != 0;
	if (!set_list(&r->arena, &line, "select", o->select) ||
	    !set_list(&r->arena, &line, "ignore", o->ignore) ||
	    !settings_make(&r->arena, s, &from, &errors))
		return NULL;
	if (o->severity > 0)
		s->min_severity = (enum level)o->severity;
	return s;
}

static struct assay_finding exported(struct arena *a, const struct finding *f)
{
	return (struct assay_finding){
		.size = sizeof(struct assay_finding),
		.rule = f->rule->id,
		.name = f->rule->name,
		.severity = f->severity,
		.confidence = f->confidence,
		.line = f->line,
		.column = f->column,
		.end_line = f->end_line,
		.end_column = f->end_column,
		.cell = f->cell,
		.cell_line = f->cell_line,
		.message = arena_cstr(a, f->message),
		.fix = arena_cstr(a, f->fix.n > 0 ? f->fix : str_of(f->rule->fix)),
		.fingerprint = arena_cstr(a, f->fingerprint),
		.suppressed = f->suppressed != SUPPRESSED_NOT,
		.reason = arena_cstr(a, f->reason),
		.when = arena_cstr(a, f->when),
		.member = arena_cstr(a, f->member),
		.offset = f->offset,
		.has_offset = f->has_offset,
	};
}

static int check_bytes(struct request *r)
{
	struct settings *s = make_settings(r);
	struct file_result result = {0};
	struct scan_input in = {.path = str_of(r->path), .blob = blob_of(r->bytes)};

	if (s == NULL)
		return ASSAY_EINVAL;
	r->scanner = scanner_new(&r->arena, s);
	scan_blob(r->scanner, &r->arena, &in, &result);
	r->findings = NEW(&r->arena, struct assay_finding, result.finding_count + 1);
	for (uint32_t i = 0; i < result.finding_count; i++)
		r->findings[r->count++] = exported(&r->arena, &result.findings[i]);
	return ASSAY_OK;
}

static bool is_valid(const struct assay_options *o)
{
	return o == NULL ||
	       (o->size >= sizeof(*o) && o->severity >= 0 && o->severity <= ASSAY_CRITICAL);
}

static int check(unsigned layers, str bytes, const char *path, const struct assay_options *options,
		 assay_finding_fn *found, void *ctx)
{
	struct request r = {.layers = layers, .bytes = bytes, .path = path, .options = options};
	struct fail_point here;
	volatile int result = ASSAY_EINTERNAL;

	if ((bytes.p == NULL && bytes.n > 0) || path == NULL || found == NULL ||
	    !is_valid(options) || (layers == LAYER_CODE && bytes.n > LIMIT_SOURCE_BYTES))
		return ASSAY_EINVAL;
	arena_init(&r.arena, LIMIT_FILE_MEMORY);
	if (FAIL_SET(&here) == FAIL_NONE)
		result = check_bytes(&r);
	fail_clear(&here);
	if (r.scanner != NULL)
		scanner_free(r.scanner);
	for (size_t i = 0; result == ASSAY_OK && i < r.count; i++) {
		if (found(&r.findings[i], ctx) != 0)
			break;
	}
	arena_free(&r.arena);
	return result;
}

int assay_code_check(const void *bytes, size_t length, const char *path,
		     const struct assay_options *options, assay_finding_fn *found, void *ctx)
{
	return check(LAYER_CODE, (str){bytes, length}, path, options, found, ctx);
}

int assay_models_check(const void *bytes, size_t length, const char *path,
		       const struct assay_options *options, assay_finding_fn *found, void *ctx)
{
	if (options != NULL && options->size >= sizeof(*options) && options->compat != 0)
		return ASSAY_EINVAL;
	return check(LAYER_MODELS | LAYER_CODE, (str){bytes, length}, path, options, found, ctx);
}

/* ---- assay_scan ---- */

static pid_t spawn(const char *program, char *const *argv, int out)
{
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;
	int error = posix_spawn_file_actions_init(&actions);

	if (error == 0) {
		error = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
		if (error == 0)
			error = posix_spawnp(&pid, program, &actions, NULL, argv, environ);
		posix_spawn_file_actions_destroy(&actions);
	}
	errno = error;
	return error == 0 ? pid : -1;
}

/* Reads to the end; false when the caller has had enough. */
static bool pass_on(int fd, assay_output_fn *output, void *ctx)
{
	char block[16384];

	for (;;) {
		ssize_t n = read(fd, block, sizeof(block));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return true;
		if (output != NULL && output(block, (size_t)n, ctx) != 0)
			return false;
	}
}

static char **argument_list(struct arena *a, const char *program, const char *const *arguments)
{
	size_t n = 0;
	char **argv;

	while (arguments[n] != NULL)
		n++;
	argv = NEW(a, char *, n + 2);
	argv[0] = (char *)(uintptr_t)program;
	for (size_t i = 0; i < n; i++)
		argv[i + 1] = (char *)(uintptr_t)arguments[i];
	return argv;
}

static int run_program(struct arena *a, const char *program, const char *const *arguments,
		       assay_output_fn *output, void *ctx, int *exit_code)
{
	char **argv = argument_list(a, program, arguments);
	int ends[2], status;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return ASSAY_ESYSTEM;
	pid = spawn(program, argv, ends[1]);
	close(ends[1]);
	if (pid < 0) {
		int error = errno;
		close(ends[0]);
		errno = error;
		return ASSAY_ESYSTEM;
	}
	if (!pass_on(ends[0], output, ctx))
		kill(pid, SIGTERM);
	close(ends[0]);
	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return ASSAY_ESYSTEM;
	}
	*exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return ASSAY_OK;
}

int assay_scan(const char *program, const char *const *arguments, assay_output_fn *output,
	       void *ctx, int *exit_code)
{
	struct fail_point here;
	struct arena a;
	volatile int result = ASSAY_EINTERNAL;

	if (arguments == NULL || exit_code == NULL)
		return ASSAY_EINVAL;
	arena_init(&a, 16 * MiB);
	if (FAIL_SET(&here) == FAIL_NONE)
		result = run_program(&a, program ? program : "assay", arguments, output, ctx,
				     exit_code);
	fail_clear(&here);
	arena_free(&a);
	return result;
}
