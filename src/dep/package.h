/* What a dependency file says: packages with their versions, where they come from and who asked
 * for them. Every format (requirements, lock files, manifests, installed environments, SBOMs) is
 * read into this; everything that judges dependencies reads nothing else. In arena; texts are
 * borrowed from the file's bytes where they can be. */
#ifndef DEP_PACKAGE_H
#define DEP_PACKAGE_H

#include "base/blob.h"
#include "dep/requirement.h"

enum dep_kind {
	DEP_REQUIREMENT, /* a wish: specifiers, perhaps a pin ("==1.2") */
	DEP_LOCKED,	 /* what a resolver chose: exactly one version */
	DEP_INSTALLED,	 /* what is there: dist-info, an SBOM of an image */
	DEP_CONSTRAINT,	 /* counts only if something else asks for it */
	DEP_PROJECT,	 /* the project itself: not looked up */
	DEP_NAMED,	 /* asked for by the package of this file, to be found in other files of the
			  * same environment: not looked up, only the end of an edge. Also what is
			  * asked for here in a version that could not be read */
};

enum dep_origin {
	DEP_INDEX, /* the default, or the index named by `source` */
	DEP_URL,   /* an archive: `source` */
	DEP_VCS,   /* a repository: `source`, `revision` */
	DEP_PATH,  /* a folder or file of the project */
};

enum {
	DEP_DIRECT = 1 << 0, /* asked for by the project, not by another package */
	DEP_HASHED = 1 << 1, /* at least one digest must match */
	DEP_EDITABLE = 1 << 2,
	DEP_OPTIONAL = 1 << 3, /* an extra's, a group's, a development tool's: `group` */
	DEP_BUILD = 1 << 4,    /* build-system.requires */
	DEP_YANKED = 1 << 5,   /* the file says so */
	DEP_CONDA = 1 << 6,    /* a conda package: named as on PyPI unless a table says otherwise */
	DEP_MUTABLE = 1 << 7,  /* VCS without a commit, URL without a digest */
	DEP_EXPLICIT_INDEX = 1 << 8, /* bound to the index in `source` */
};

struct dep_package {
	str name, normal; /* as written; PEP 503. Empty: only the source is known */
	str version;	  /* of pins, locks and what is installed; empty: see `specifiers` */
	struct specifiers specifiers;
	const struct marker *marker;
	str marker_text;
	str source, revision;
	str group;   /* extra or group that asks for it */
	str licence; /* of what is installed, as its metadata say (dep/licence.h); empty: unknown */
	uint32_t line; /* 1-based, in the file (its `file` for included ones); 0 = no lines */
	uint32_t column;
	uint32_t start, end; /* bytes in the file: the whole entry of a requirement, for edits */
	uint32_t version_start, version_end; /* of the version or specifiers; equal: none */
	uint16_t flags;			     /* DEP_* */
	uint8_t kind, origin;
	const uint32_t *needs; /* lock files with edges: indices of the packages it asks for */
	uint32_t need_count;
};

/* Something in the file that could not be understood or looked up: it is said, and by default the
 * run is incomplete. */
struct dep_problem {
	uint32_t line, column;
	str what;  /* "expected ..., found ..." in arena */
	bool lost; /* a package may be missing because of it: the file was not wholly audited */
};

/* `-r other.txt`, `-c`, a pyproject's `dynamic`, uv's workspace member: a file that belongs to it.
 */
struct dep_include {
	str path; /* relative to the file, as written */
	uint32_t line;
	bool constraint;
};

struct dep_index { /* --index-url, --extra-index-url, [[tool.poetry.source]], [[tool.uv.index]] */
	str url;   /* credentials are cut out */
	uint32_t line;
	bool extra;
};

/* What is kept up to date by itself: an entry of Dependabot's or Renovate's configuration. */
struct dep_update {
	str ecosystem, folder; /* as written; "*" and "**" for all */
	uint32_t line;
};

/* A Python that the file says the project, an image or a workflow runs on. */
struct dep_python {
	str version; /* as written: "3.8-slim" */
	uint32_t line;
};

struct dep_file {
	const char *format; /* "requirements", "uv.lock", "poetry.lock", "conda", ...; a literal */
	struct dep_package *packages;
	uint32_t package_count;
	struct dep_problem *problems;
	uint32_t problem_count;
	struct dep_include *includes;
	uint32_t include_count;
	struct dep_index *indexes;
	uint32_t index_count;
	struct dep_update *updates;
	uint32_t update_count;
	struct dep_python *pythons;
	uint32_t python_count;
	str requires_python;  /* of the project; empty: unknown */
	uint32_t python_line; /* where it says so; 0: no line is known */
	str content_hash;     /* poetry.lock, pdm.lock: of the manifest it was made from */
	uint32_t foreign;     /* SBOMs: packages of other ecosystems than Python's, left out */
	bool lock;	      /* a resolver's result */
	bool recoded;	      /* was UTF-16 or UTF-32: offsets are those of the text as UTF-8 */
	bool manifest;	      /* what people write */
};

/* One reader a format, in a table (dep/formats.c): `knows` looks at the name, and at the content
 * where the name says nothing. */
struct dep_format {
	const char *name;
	bool (*knows)(str path, str head);
	void (*read)(struct arena *a, str path, str bytes, struct dep_file *out);
	/* Instead of it, for files of any size. False: it is none after all. */
	bool (*read_blob)(struct arena *a, str path, struct blob b, struct dep_file *out);
};

/* NULL: no dependency file. */
const struct dep_format *dep_format_of(str path, str head);

#endif
