/* A kind of file: one .c file that ends in `const struct format format_NAME = {...};`. The build
 * lists them; nowhere else does code ask what kind of file something is. */
#ifndef ENGINE_FORMAT_H
#define ENGINE_FORMAT_H

#include "engine/scan.h"

struct py_file;

/* One file on its way through scan_file. */
struct scan {
	const struct scanner *scanner;
	const struct settings *settings;
	struct arena *arena; /* of the file */
	str path;
	struct blob blob;
	struct blob_file *file; /* behind the blob, or NULL */
	str bytes; /* formats with a `scan` hook: the whole file, followed by 64 readable bytes */
	struct file_result *out;
	struct record *records, **end; /* what was found: a chain, in order of discovery */
	uint32_t record_count;
	const uint8_t *off; /* rule_count bytes: 1 = rule does not run on this file */
	/* Where a byte of the Python source is on disk, if it is not the file itself (notebooks):
	 * fills line, column, end_line, end_column, cell, cell_line of `f` from f->start and
	 * f->end. */
	void (*locate)(const struct scan *s, const struct py_file *file, struct finding *f);
	void *locate_ctx;
	struct buf *trace;   /* NULL, or where the walk says what it does */
	struct map *repeats; /* models: how often the same was found, for fingerprints */
	uint64_t model_fuel; /* model_spend */
	bool model_spent;
	size_t line_at; /* scan_text_finding: this byte is on `line` */
	uint32_t line;
	uint32_t fact_room, fact_most; /* of out->facts: scan_fact */
	bool facts_cut;
	uint32_t suppression_room; /* of out->suppressions: scan_suppression */
	struct dep_file *deps;	   /* what is known of it already as a dependency file, or NULL */
	bool digest;		   /* SHA-256 is wanted whatever the file holds */
	struct secret_layer *secrets; /* what the secrets layer knows of the file; NULL: nothing */
	bool imported;		      /* out->imports is set */
	bool python; /* its nosec comments are applied by the code layer, to secrets as well */
};

/* What recognition sees of a file, or of something inside one. */
struct peek {
	str path, name; /* name: its last part. Hints, nothing more */
	uint64_t size;
	str head;   /* the first PEEK_HEAD bytes, fewer if there are fewer */
	str tail;   /* the last PEEK_TAIL bytes: where a ZIP archive's directory ends */
	bool quiet; /* struct model.quiet_name */
};

#define PEEK_HEAD ((size_t)4096)
#define PEEK_TAIL ((size_t)65536 + 22 + 20 + 56)
#define SURE_BY_CONTENT 50

struct model;

struct format {
	const char *name;
	unsigned layer; /* enum layer */
	/* How sure name and content make it, 0 (not at all) to 100; below SURE_BY_CONTENT only the
	 * name says so. */
	unsigned (*recognise)(const struct settings *s, const struct peek *p);
	void (*scan)(struct scan *s);	/* formats of source code: s->bytes is the whole file */
	void (*model)(struct model *m); /* formats of models (engine/model.h) */
	/* Checks of what a file does in its project (a Dockerfile, an .env): every format that
	 * recognises the file by its name and has this hook runs, after all others have looked at
	 * the file. s->bytes is the whole file. */
	void (*project)(struct scan *s);
	bool in_history;  /* project: says something of a version of a file alone, too */
	bool is_no_model; /* looked at because it may hide one; not counted as one */
	bool is_beside;	  /* of is_no_model: says nothing about what the thing is */
};

extern const struct format format_python, format_notebook;
extern const struct format *const format_table[];
extern const size_t format_count;

/* Checks Python source that is already UTF-8 and followed by 64 zero bytes, with s->locate if set.
 * `mode` is py_parse's. */
void scan_python_source(struct scan *s, str source, unsigned mode);

/* A finding at bytes of s->bytes of a file that is no Python; its line is not shown, because it may
 * hold a secret. `same` is what makes it the same finding elsewhere (CONTRACT, Identity). */
struct finding *scan_text_finding(struct scan *s, const char *id, size_t start, size_t end,
				  str same, const char *fmt, ...) PRINTF_LIKE(6, 7);
/* One more line of the inventory. */
void scan_suppression(struct scan *s, const struct suppression *one);
/* Is the file larger than people write such files (LIMIT_PROJECT_BYTES)? Then AS004 says so. */
bool scan_too_large(struct scan *s);
/* A limit ended it: AS004 says so. */
void scan_cut(struct scan *s, const char *why);
/* The documents of a text in YAML. What was read before a mistake counts; a limit is AS004. */
const struct tree *scan_yaml(struct scan *s, str text);
/* A fact of this file for joining (engine/join.h); beyond LIMIT_FILE_FACTS it is dropped (AS004).
 */
void scan_fact(struct scan *s, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The folder of s->path as facts have it: "." for none. */
str scan_folder(const struct scan *s);

/* A finding about the work on this file. start and end are offsets into the source of `file`, which
 * may be NULL: then there is no line. */
struct finding *scan_finding(struct scan *s, const char *id, const struct py_file *file,
			     uint32_t start, uint32_t end, const char *fmt, ...) PRINTF_LIKE(6, 7);

#endif
