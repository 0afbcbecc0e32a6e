/* Which files configure a run: searched from what is checked up to the repository's root, the
 * nearest folder first, never from the current directory. The parent opens them (regular files
 * only, the last component no link unless it was named by the user) and hands the descriptor to a
 * worker. */
#include "engine/config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/limits.h"

struct finder {
	struct arena *arena;
	const struct config_io *io;
	const struct config_request *request;
	struct config_errors *errors;
};

static void add_error(struct finder *f, str text)
{
	struct config_errors *e = f->errors;
	str *more = NEW(f->arena, str, e->count + 1);

	if (e->count > 0)
		memcpy(more, e->items, e->count * sizeof(*more));
	more[e->count++] = text;
	e->items = more;
	e->room = e->count;
}

/* The folder above; empty at the root. */
static str parent_folder(str path)
{
	size_t slash = str_rfind_byte(path, '/');

	if (slash == STR_NONE || path.n <= 1)
		return (str){NULL, 0};
	return str_slice(path, 0, slash ? slash : 1);
}

static bool exists(struct arena *a, str folder, const char *name)
{
	str path = arena_printf(a, "%.*s/%s", STR_ARG(folder), name);

	return faccessat(AT_FDCWD, (const char *)path.p, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool is_folder(struct arena *a, str path)
{
	struct stat st;

	return stat(arena_cstr(a, path), &st) == 0 && S_ISDIR(st.st_mode);
}

str config_repository_root(struct arena *a, str path)
{
	for (str folder = path; folder.n > 0; folder = parent_folder(folder))
		if (exists(a, folder, ".git"))
			return folder;
	return (str){NULL, 0};
}

enum opened { OPENED, ABSENT, REFUSED };

static enum opened open_config(struct finder *f, str path, bool named, int *fd)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (named ? 0 : O_NOFOLLOW);
	struct stat st;

	*fd = open(arena_cstr(f->arena, path), flags);
	if (*fd < 0) {
		if (!named && errno == ENOENT)
			return ABSENT;
		add_error(f,
			  arena_printf(f->arena, "%.*s: %s", STR_ARG(path),
				       errno == ELOOP ? "is a symbolic link" : "cannot be read"));
		return REFUSED;
	}
	if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= (off_t)LIMIT_CONFIG_BYTES)
		return OPENED;
	close(*fd);
	add_error(f, arena_printf(f->arena, "%.*s: is no regular file of at most %zu bytes",
				  STR_ARG(path), LIMIT_CONFIG_BYTES));
	return REFUSED;
}

/* How a file is called in messages: relative to the root. */
static str shown(const struct finder *f, str path)
{
	str root = f->request->root;

	if (root.n > 0 && str_starts(path, root) && path.n > root.n && path.p[root.n] == '/')
		return str_slice(path, root.n + 1, path.n);
	return path;
}

/* NULL when the file is absent or refused. */
static struct config *read_config(struct finder *f, enum config_kind kind, str path, bool named)
{
	struct config *c = NEW(f->arena, struct config, 1);
	str record = {NULL, 0};
	bool ok;
	int fd;

	c->kind = kind;
	c->where = shown(f, path);
	if (open_config(f, path, named, &fd) != OPENED)
		return NULL;
	ok = f->io->parse(f->io->ctx, f->arena, kind, c->where, fd, &record) &&
	     config_read(f->arena, record, c);
	close(fd);
	if (!ok)
		add_error(f,
			  arena_printf(
				  f->arena,
				  "%.*s: the process that read it died or could not enter its jail",
				  STR_ARG(c->where)));
	return ok ? c : NULL;
}

static struct config *read_in(struct finder *f, enum config_kind kind, str folder, const char *name)
{
	return read_config(f, kind, arena_printf(f->arena, "%.*s/%s", STR_ARG(folder), name),
			   false);
}

/* assay's own configuration of one folder. A pyproject.toml that speaks to Bandit only is kept. */
static struct config *own_config(struct finder *f, str folder, struct config **bandit)
{
	struct config *c = read_in(f, CONFIG_ASSAY_TOML, folder, "assay.toml");

	if (c != NULL)
		return c;
	c = read_in(f, CONFIG_PYPROJECT, folder, "pyproject.toml");
	if (c == NULL || config_has(c, CONFIG_HAS_ASSAY))
		return c;
	if (config_has(c, CONFIG_HAS_BANDIT) && *bandit == NULL)
		*bandit = c;
	return NULL;
}

static void search_bandit(struct finder *f, str folder, struct config **found, unsigned *count)
{
	static const char *const names[] = {"bandit.yaml", "bandit.yml", ".bandit.yaml",
					    ".bandit.yml"};
	struct config *c = read_in(f, CONFIG_BANDIT_INI, folder, ".bandit");

	if (c != NULL)
		found[(*count)++] = c;
	for (size_t i = 0; i < COUNTOF(names) && !f->request->compat; i++) {
		c = read_in(f, CONFIG_BANDIT_YAML, folder, names[i]);
		if (c != NULL) {
			found[(*count)++] = c;
			break;
		}
	}
}

static str start_folder(struct finder *f)
{
	str path = f->request->path;

	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	return is_folder(f->arena, path) ? path : parent_folder(path);
}

static bool at_root(const struct finder *f, str folder)
{
	return f->request->root.n == 0 || str_eq(folder, f->request->root) ||
	       folder.n < f->request->root.n;
}

static enum config_kind kind_by_name(str path, bool compat)
{
	size_t slash = str_rfind_byte(path, '/');
	str name = slash == STR_NONE ? path : str_slice(path, slash + 1, path.n);

	if (compat && str_ends(name, S(".toml")))
		return CONFIG_BANDIT_TOML;
	if (str_eq(name, S("pyproject.toml")))
		return CONFIG_PYPROJECT;
	if (str_eq(name, S(".bandit")) || str_ends(name, S(".ini")) || str_ends(name, S(".cfg")))
		return CONFIG_BANDIT_INI;
	if (str_ends(name, S(".yaml")) || str_ends(name, S(".yml")))
		return CONFIG_BANDIT_YAML;
	return compat ? CONFIG_BANDIT_YAML : CONFIG_ASSAY_TOML;
}

static str text_of(const struct config *c, enum config_tag tag, uint32_t *line)
{
	for (const struct config_entry *e = c ? c->first : NULL; e != NULL; e = e->next) {
		if (e->tag == tag) {
			*line = e->line;
			return e->text[0];
		}
	}
	return (str){NULL, 0};
}

/* `configfile` of `.bandit`: relative to its folder, and no link may lead out of the root. */
static struct config *file_of_ini(struct finder *f, str folder, const struct config *ini)
{
	char real[PATH_MAX];
	str root = f->request->root, path, name;
	uint32_t line = 0;
	size_t errors = f->errors->count;
	struct config *c = NULL;

	name = text_of(ini, CONFIG_USE_FILE, &line);
	if (name.n == 0)
		return NULL;
	path = arena_printf(f->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
	if (realpath((const char *)path.p, real) != NULL &&
	    (root.n <= 1 || (str_starts(str_of(real), root) && real[root.n] == '/')))
		c = read_config(f, kind_by_name(path, true), path, false);
	if (c == NULL && f->errors->count == errors)
		add_error(f, arena_printf(f->arena, "%.*s:%u: configfile %.*s cannot be read",
					  STR_ARG(ini->where), line, STR_ARG(name)));
	return c;
}

static void search_project(struct finder *f, struct config **project)
{
	struct config *bandit = NULL, *file;
	unsigned count = project[0] != NULL; /* what was named */
	bool named = count > 0;
	str folder;

	for (folder = start_folder(f); !f->request->compat && folder.n > 0;
	     folder = parent_folder(folder)) {
		project[0] = own_config(f, folder, &bandit);
		if (project[0] != NULL)
			return;
		if (at_root(f, folder))
			break;
	}
	for (folder = start_folder(f); folder.n > 0 && count == named;
	     folder = parent_folder(folder)) {
		search_bandit(f, folder, project, &count);
		file = !named && count > 0 ? file_of_ini(f, folder, project[0]) : NULL;
		if (file != NULL) {
			project[1] = file;
			project[2] = bandit = NULL;
			break;
		}
		if (at_root(f, folder))
			break;
	}
	if (bandit != NULL)
		project[count] = bandit;
}

static void choose_profile(struct finder *f, struct config **project)
{
	str name = f->request->profile, where = S("--profile");
	const char *near;
	uint32_t line = 0;

	for (unsigned i = 0; name.n == 0 && project[i] != NULL; i++) {
		name = text_of(project[i], CONFIG_USE_PROFILE, &line);
		if (name.n > 0)
			where = arena_printf(f->arena, "%.*s:%u", STR_ARG(project[i]->where), line);
	}
	if (config_use_profile(f->arena, project, name, &near))
		return;
	add_error(f,
		  arena_printf(f->arena,
			       "%.*s: no configuration of Bandit here has a profile '%.*s'%s%s%s",
			       STR_ARG(where), STR_ARG(name), near ? "; did you mean '" : "",
			       near ? near : "", near ? "'?" : ""));
}

/* A file that a configuration names (`gitleaks = "FILE"` of [secrets]): relative to the folder of
 * the configuration, which no link may lead out of. */
static struct config *read_named(struct finder *f, struct config *c, enum config_kind kind,
				 const struct config_entry *e, const char *what)
{
	str root = f->request->root, where = c->where, path, folder;
	size_t errors = f->errors->count;
	struct config *more = NULL;
	char real[PATH_MAX];

	if (where.n == 0 || where.p[0] != '/')
		where = arena_printf(f->arena, "%.*s/%.*s", STR_ARG(root), STR_ARG(where));
	folder = parent_folder(where);
	path = arena_printf(f->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(e->text[0]));
	if (realpath((const char *)path.p, real) != NULL &&
	    (root.n <= 1 || (str_starts(str_of(real), root) && real[root.n] == '/')))
		more = read_config(f, kind, path, false);
	if (more == NULL && f->errors->count == errors)
		add_error(f, arena_printf(f->arena, "%.*s:%u: %s %.*s cannot be read",
					  STR_ARG(c->where), e->line, what, STR_ARG(e->text[0])));
	return more;
}

static size_t read_files(struct finder *f, struct config **project, size_t n, size_t most)
{
	size_t own = n;

	for (size_t i = 0; i < own; i++) {
		const struct config_entry *e = project[i]->first;
		for (; e != NULL && n < most; e = e->next) {
			if (e->tag == CONFIG_GITLEAKS_FILE)
				project[n] =
					read_named(f, project[i], CONFIG_GITLEAKS, e, "gitleaks");
			else if (e->tag == CONFIG_VEX_FILE)
				project[n] = read_named(f, project[i], CONFIG_OPENVEX, e, "vex");
			n += project[n] != NULL;
		}
	}
	return n;
}

static int by_name(const void *x, const void *y)
{
	return str_cmp(*(const str *)x, *(const str *)y);
}

/* *.openvex.json in the root, in order of their names. */
static size_t read_vex(struct finder *f, struct config **project, size_t n, size_t most)
{
	DIR *dir = opendir(arena_cstr(f->arena, f->request->root));
	str names[COUNTOF(((struct config_sources *)0)->project)];
	size_t count = 0;

	for (const struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;)
		if (str_ends(str_of(e->d_name), S(".openvex.json")) && count < COUNTOF(names))
			names[count++] = arena_dup(f->arena, str_of(e->d_name));
	if (dir != NULL)
		closedir(dir);
	if (count > 1)
		qsort(names, count, sizeof(*names), by_name);
	for (size_t i = 0; i < count && n < most; i++) {
		project[n] = read_in(f, CONFIG_OPENVEX, f->request->root,
				     arena_cstr(f->arena, names[i]));
		n += project[n] != NULL;
	}
	return n;
}

/* What other tools were told about dependencies. */
static size_t read_audits(struct finder *f, const struct settings *s, struct config **project,
			  size_t n, size_t most)
{
	str root = f->request->root;

	if ((s->layers & LAYER_DEPS) == 0 || f->request->isolated || f->request->compat ||
	    root.n == 0)
		return n;
	if (n < most)
		project[n] = read_in(f, CONFIG_OSV_SCANNER, root, "osv-scanner.toml");
	n += n < most && project[n] != NULL;
	if (n < most)
		project[n] = read_in(f, CONFIG_AUDIT_TOOLS, root, "pyproject.toml");
	n += n < most && project[n] != NULL;
	return read_vex(f, project, n, most);
}

/* What gitleaks and detect-secrets know already, in the repository's root: sources of their own. */
static void read_known(struct finder *f, const struct settings *s, struct config **project,
		       size_t most)
{
	size_t n = 0;

	while (project[n] != NULL)
		n++;
	n = read_files(f, project, n, most);
	n = read_audits(f, s, project, n, most);
	if ((s->layers & LAYER_SECRETS) == 0 || f->request->isolated || f->request->compat ||
	    f->request->root.n == 0)
		return;
	if (n < most)
		project[n] =
			read_in(f, CONFIG_GITLEAKS_IGNORE, f->request->root, ".gitleaksignore");
	n += n < most && project[n] != NULL;
	if (n < most)
		project[n] =
			read_in(f, CONFIG_DETECT_SECRETS, f->request->root, ".secrets.baseline");
}

bool config_load(struct arena *a, const struct config_io *io, const struct config_request *r,
		 struct settings *s, struct config_errors *errors)
{
	struct finder f = {.arena = a, .io = io, .request = r, .errors = errors};
	struct config_sources from = {
		.command_line = &r->command_line, .today = r->today, .compat = r->compat};
	struct config *project[COUNTOF(from.project) + 2] = {NULL};

	if (r->policy_path.n > 0)
		from.policy = read_config(&f, CONFIG_POLICY, r->policy_path, true);
	if (r->config_path.n > 0)
		project[0] = read_config(&f, kind_by_name(r->config_path, r->compat),
					 r->config_path, true);
	/* Bandit reads `.bandit` beside the file that it is given. */
	if (!r->isolated && (r->config_path.n == 0 || (r->compat && project[0] != NULL &&
						       project[0]->kind != CONFIG_BANDIT_INI)))
		search_project(&f, project);
	choose_profile(&f, project);
	s->config_path = project[0] ? project[0]->where : S("");
	s->config_for_assay = config_has(project[0], CONFIG_HAS_ASSAY);
	read_known(&f, s, project, COUNTOF(from.project));
	for (unsigned i = 0; i < COUNTOF(from.project) && project[i] != NULL; i++)
		from.project[i] = project[i];
	return settings_make(a, s, &from, errors);
}
