/* Which files a run looks at: the tree below each PATH, in order of their bytes. Runs in the
 * parent, opens beneath the root only, parses nothing (ignore files go to a worker). */
#ifndef REPO_WALK_H
#define REPO_WALK_H

#include <sys/stat.h>
#include "base/arena.h"

enum walk_kind {
	WALK_CODE,   /* .py .pyi .pyw .ipynb: must be analysed */
	WALK_SCRIPT, /* no extension but executable: Python if its first line says so */
	WALK_FACTS,  /* lock and requirement files */
	WALK_DATA,   /* any other file, or one that ignore files keep from the code layer */
};

struct walk_file {
	str path;	 /* what reports call it: as reached from the argument, escaped */
	const char *rel; /* relative to the root's descriptor */
	uint32_t root;
	uint8_t kind;
	dev_t dev;
	ino_t ino;
	uint64_t size;
	int64_t mtime_ns, ctime_ns;
	bool beside_model; /* code in a folder with a model's configuration: loaded with it */
	bool private;	   /* holds secrets by its name (repo/private.h) */
	bool ignored;	   /* of private ones: .gitignore keeps it out of commits */
	bool explicit;	   /* named on the command line: may be a link that leads anywhere */
};

/* Something that could not be looked at: an AS finding. */
struct walk_problem {
	const char *rule; /* "AS011" */
	str path;	  /* as walk_file.path */
	str message;
};

enum walk_skip {
	WALK_SKIP_GIT,
	WALK_SKIP_VENV,
	WALK_SKIP_NODE,
	WALK_SKIP_CACHE,
	WALK_SKIP_IGNORED,
	WALK_SKIP_EXCLUDED,
	WALK_SKIP_LINK_TWICE,
	WALK_SKIP_LINK_DANGLING,
	WALK_SKIPS,
};

struct walk_root {
	int fd;	    /* of a folder; the walk owns it */
	str arg;    /* the argument, escaped */
	str prefix; /* the folder's place relative to the repository, empty for its root */
};

struct walk_options {
	const char *const *paths;
	size_t path_count;
	const char *repository; /* absolute, where ancestors' ignore files begin; NULL: no ignore
				   files */
	const str *exclude; /* globs relative to the repository, or to the argument without one */
	size_t exclude_count;
	bool compat; /* Bandit's own exclusions and no others, `.py` only */
	bool data;   /* WALK_DATA too */
	/* Has a worker parse an ignore file: record of ignore_parse, false when that failed. */
	bool (*parse_ignore)(void *ctx, int fd, str *record);
	void *ctx;
};

struct walk {
	struct arena *arena;
	struct walk_root *roots;
	uint32_t root_count;
	struct walk_file *files; /* sorted by path; no path twice */
	uint32_t count, room;
	struct walk_problem *problems;
	uint32_t problem_count, problem_room;
	uint64_t skips[WALK_SKIPS]; /* files and folders not looked at, by reason */
	const char *error;	    /* wrong usage: a PATH that does not exist; in arena */
	bool repository;	    /* there is a .git */
	bool no_openat2;	    /* error: it is the kernel, not the usage */
};

/* Everything in arena. false: w->error says what is wrong with the arguments. */
MUST_CHECK bool walk(struct walk *w, struct arena *a, const struct walk_options *options);
/* The file's descriptor, or -1 and errno. */
int walk_open(const struct walk *w, const struct walk_file *f);
/* A file that another file of that root names, relative to the root: beneath it, or (`outside`) by
 * a path without links that may lead out of it. -1 and errno. */
int walk_open_named(const struct walk *w, uint32_t root, const char *rel, bool outside);
/* Does stat say of the file what it said during the walk? */
bool walk_unchanged(const struct walk *w, const struct walk_file *f);
void walk_close(struct walk *w);

/* Was there a file whose path, as reports call it, begins so? "a/b/": in the folder. */
bool walk_has(const struct walk *w, str beginning);

/* The file's path relative to the repository, in the walk's arena. */
str walk_place(const struct walk *w, const struct walk_file *f);

const char *walk_skip_reason(enum walk_skip skip);

/* Bytes that are not UTF-8 as %XX, `%` as %25. */
str walk_escape(struct arena *a, str path);
/* And back, for the system. */
const char *walk_system_path(struct arena *a, str escaped);

/* The folder at or above `path` (which need not be a folder) that holds .git; otherwise the folder
 * of `path` itself. Absolute, in arena; NULL when `path` does not exist. *is_repository says which.
 */
const char *walk_repository(struct arena *a, const char *path, bool *is_repository);

#endif
