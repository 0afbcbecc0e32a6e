/* From the command line to settings: finds the configuration, has a worker parse it, joins it all.
 */
#include "cmd/scan_options.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine/settle.h"
#include "repo/walk.h"

static bool parse_config(void *ctx, struct arena *a, enum config_kind kind, str path, int fd,
			 str *record)
{
	return helper_call(ctx, a, WORKER_CONFIG + (unsigned)kind, path, fd, record);
}

/* The nearest folder at or above `folder` that a project begins with, by these files. */
static str project_of(struct arena *a, str folder)
{
	static const char *const marks[] = {"assay.toml", "pyproject.toml", ".git"};

	for (; folder.n > 0; folder = str_slice(folder, 0, str_rfind_byte(folder, '/'))) {
		for (size_t i = 0; i < COUNTOF(marks); i++) {
			str mark = arena_printf(a, "%.*s/%s", STR_ARG(folder), marks[i]);
			if (access((const char *)mark.p, F_OK) == 0)
				return folder;
		}
	}
	return folder;
}

static str folder_of(struct arena *a, const char *path)
{
	char real[PATH_MAX];
	struct stat st;
	str folder;

	if (realpath(path, real) == NULL || stat(real, &st) < 0)
		return (str){NULL, 0};
	folder = arena_dup(a, str_of(real));
	return S_ISDIR(st.st_mode) ? folder : str_slice(folder, 0, str_rfind_byte(folder, '/'));
}

/* One configuration decides a run. Whoever names a path of another project may expect that one's.
 */
static void warn_of_other_projects(const struct scan_options *o, struct arena *a)
{
	str last = folder_of(a, o->paths[0]), first = project_of(a, last);

	for (size_t i = 1; i < o->path_count; i++) {
		str folder = folder_of(a, o->paths[i]), other;
		if (folder.n == 0 || str_eq(folder, last))
			continue;
		last = folder;
		other = project_of(a, folder);
		if (str_eq(other, first))
			continue;
		fprintf(stderr,
			"assay: %s belongs to another project than %s; the configuration of the "
			"first PATH decides for all.\n"
			"Check it in a run of its own, or name one with --config.\n",
			o->paths[i], o->paths[0]);
		return;
	}
}

/* A `.bandit` may say what to check when nobody else does. */
static void take_targets(struct scan_options *o, struct arena *a)
{
	const struct settings *s = o->settings;

	if (o->paths_given || s->target_count == 0)
		return;
	o->path_count = 0;
	o->paths = NEW(a, const char *, s->target_count);
	for (size_t i = 0; i < s->target_count; i++)
		o->paths[o->path_count++] = arena_cstr(a, s->targets[i]);
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
		.profile = o->profile,
		.policy_path = o->policy,
		.isolated = o->settings->isolated,
		.compat = o->settings->compat,
		.command_line = o->command_line,
		.today = today_utc(a),
	};
	if (config_load(a, &io, &request, o->settings, &errors)) {
		take_targets(o, a);
		if (o->path_count > 1 && o->config.n == 0 && !o->settings->isolated &&
		    !o->settings->quiet)
			warn_of_other_projects(o, a);
		return true;
	}
	for (size_t i = 0; i < errors.count; i++)
		fprintf(stderr, "assay: %.*s\n", STR_ARG(errors.items[i]));
	return false;
}
