/* What the readers of dependency files (dep/formats.h) share: adding to a dep_file what they find,
 * and places: lines and columns of byte offsets, for texts that are not contiguous in the file. */
#ifndef DEP_READER_H
#define DEP_READER_H

#include "dep/package.h"

/* A text of the file, perhaps put together from several places of it. */
struct reader_piece {
	uint32_t text_at, file_at;
};

struct reader_text {
	str text;
	size_t at;	      /* where its first byte is in `bytes` */
	size_t end;	      /* and where it ends */
	bool decoded;	      /* escapes were replaced: only `at` is known */
	uint32_t piece_count; /* 0: contiguous */
	const struct reader_piece *pieces;
	size_t base; /* where `text` begins in what the pieces count */
};

struct reader {
	struct arena *arena;
	str path, bytes;	/* UTF-8, without a byte order mark */
	struct reader_text doc; /* what a tree was parsed from: all of it unless said otherwise */
	struct dep_file *out;
	uint32_t package_room, problem_room, include_room, index_room, python_room;
	size_t mark;		       /* bytes of the mark that was cut off */
	uint32_t *lines, line_count;   /* offsets where lines begin; made when first asked for */
	size_t column_line, column_at; /* columns are counted on from here */
	uint32_t column;
};

/* UTF-16 and UTF-32 become UTF-8 (then out->recoded), a byte order mark goes. */
struct reader reader_of(struct arena *a, str path, str bytes, struct dep_file *out);

/* A slice of the file's bytes. */
struct reader_text reader_slice(const struct reader *r, size_t from, size_t to);
struct reader_text reader_part(const struct reader_text *t, size_t from, size_t to);
size_t reader_offset(const struct reader_text *t, size_t text_at);

/* 1-based; columns in code points. */
void reader_place(struct reader *r, size_t offset, uint32_t *line, uint32_t *column);

/* A new package whose entry is `t`; valid until the next one is added. */
struct dep_package *reader_add(struct reader *r, str name, const struct reader_text *t);
/* Another one like `p`, without its versions. */
struct dep_package *reader_add_copy(struct reader *r, const struct dep_package *p);
/* Another entry than the text it was read from: with the quotes around it. */
void reader_set_place(struct reader *r, struct dep_package *p, size_t from, size_t to);
/* The text (in arena) says what was expected and what was found. */
void reader_problem(struct reader *r, size_t offset, bool lost, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
void reader_include(struct reader *r, str path, size_t offset, bool constraint);
void reader_python(struct reader *r, str requires_python, size_t offset);
void reader_runs_on(struct reader *r, str version, size_t offset);
void reader_index(struct reader *r, str url, size_t offset, bool extra);

/* A requirement of PEP 508, with kind DEP_REQUIREMENT. What is wrong with it is a problem; as much
 * of it as can be read is a package all the same. NULL: nothing can. */
struct dep_package *reader_requirement(struct reader *r, const struct reader_text *t,
				       uint16_t flags, str group);

/* The marker of a package; nothing but white space is none. */
void reader_set_marker(struct reader *r, struct dep_package *p, const struct reader_text *t);

/* The project's own name: where it asks for its own extras, nothing is to be looked up. */
void reader_own_name(struct reader *r, str name);

/* What `source` says of a package (dep/source.h). */
struct dep_source;
void reader_set_source(struct dep_package *p, const struct dep_source *s);

/* Is the line a mark of a merge that was not finished? */
PURE bool reader_is_conflict(str line);
/* The text without such lines, which become blanks in a copy; each conflict is a problem, and both
 * of its sides are read. */
str reader_without_conflicts(struct reader *r, const struct reader_text *t);

/* At most some twenty bytes of a text, on one line, for messages; in arena. */
str reader_found(struct reader *r, str text);

#endif
