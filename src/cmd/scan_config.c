/* From the command line to settings: finds the configuration, has a worker parse it, joins it all.
 */
#include "cmd/scan_options.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include "engine/settle.h"
#include "repo/walk.h"

static bool parse_config(void *ctx, struct arena *a, enum config_kind kind, str path, int fd,
			 str *record)
{
	return helper_call(ctx, a, WORKER_CONFIG + (unsigned)kind, path, fd, record);
}

bool scan_configure(struct scan_options *o, struct arena *a, struct helper *helper)
{
	struct config_errors errors = {0};
	struct config_io io = {helper, parse_config};
	struct config_request request;
	char real[PATH_MAX];
	bool is_repository;
	const char *root = walk_repository(a, o->paths[0], &is_repository);

	if (root == NULL || realpath(o->paths[0], real) == NULL) {
		fprintf(stderr, "assay: %s: %s\n", o->paths[0], strerror(errno));
		return false;
	}
	o->settings->root = str_of(root);
	request = (struct config_request){
		.path = str_of(real),
		.root = str_of(root),
		.config_path = o->config,
		.policy_path = o->policy,
		.isolated = o->settings->isolated,
		.compat = o->settings->compat,
		.command_line = o->command_line,
		.today = today_utc(a),
	};
	if (config_load(a, &io, &request, o->settings, &errors))
		return true;
	for (size_t i = 0; i < errors.count; i++)
		fprintf(stderr, "assay: %.*s\n", STR_ARG(errors.items[i]));
	return false;
}
