/* From the command line and the configuration files to settings: opens what engine/config.h finds
 * and has a jailed worker read it. */
#include "cmd/scan_options.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "engine/config.h"
#include "engine/run.h"

struct reader {
	struct worker_job job;
	struct worker worker; /* started for the first file there is */
};

static bool parse(void *ctx, struct arena *a, enum config_kind kind, str path, int fd, str *record)
{
	struct reader *r = ctx;

	if (r->worker.fd < 0 && !worker_start(&r->worker, &r->job))
		return false;
	return worker_call(&r->worker, a, (enum worker_kind)(WORKER_CONFIG + (unsigned)kind), path,
			   fd, record);
}

static bool set(struct arena *a, struct config *c, const char *key, str value)
{
	str error = S("not understood");

	if (value.n == 0 || config_set(a, c, str_of(key), value, &error))
		return true;
	fprintf(stderr, "assay: %.*s\n", STR_ARG(error));
	return false;
}

static str real_path(struct arena *a, const char *path)
{
	char real[PATH_MAX];

	return realpath(path, real) ? arena_dup(a, str_of(real)) : str_of(path);
}

static str today(struct arena *a)
{
	time_t now = time(NULL);
	struct tm t;

	gmtime_r(&now, &t);
	return arena_printf(a, "%04d-%02d-%02d", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday);
}

bool scan_configure(struct scan_options *o, struct arena *a)
{
	struct settings *s = o->settings;
	struct reader reader = {.job = run_job(NULL), .worker = {.fd = -1}};
	struct config_io io = {&reader, parse};
	struct config_errors errors = {0};
	struct config_request r = {
		.path = real_path(a, o->paths[0]),
		.root = s->root,
		.config_path = o->config,
		.policy_path = o->policy,
		.isolated = s->isolated,
		.compat = s->compat,
		.command_line = {.kind = CONFIG_COMMAND_LINE, .where = S("command line")},
		.today = today(a),
	};
	bool ok;

	if (!set(a, &r.command_line, "select", o->only) ||
	    !set(a, &r.command_line, "ignore", o->without) ||
	    !set(a, &r.command_line, "exclude", o->exclude) ||
	    !set(a, &r.command_line, "fail-on", o->fail_on) ||
	    !set(a, &r.command_line, "severity", o->severity) ||
	    !set(a, &r.command_line, "confidence", o->confidence))
		return false;
	ok = config_load(a, &io, &r, s, &errors);
	worker_stop(&reader.worker);
	for (size_t i = 0; i < errors.count; i++)
		fprintf(stderr, "assay: %.*s\n", STR_ARG(errors.items[i]));
	return ok;
}
