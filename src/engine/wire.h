/* Messages between the parent and its workers: little-endian records of buf_* / cur_*. Either
 * side's bytes are hostile to the other: a reply is bound to the file it was asked for and read
 * through the cursor; anything odd loses the worker. */
#ifndef ENGINE_WIRE_H
#define ENGINE_WIRE_H

#include "base/buf.h"
#include "base/cur.h"
#include "dep/imports.h"
#include "dep/package.h"
#include "engine/finding.h"

enum skipped { SKIPPED_NOT, SKIPPED_FOREIGN /* a notebook of another language */, SKIPPED_NOTHING };

struct property {
	str key, value;
};

/* Everything that came of one file. Facts are `key=value` strings for joining
 * ("version:torch=2.4.1@requirements.txt:3"). */
struct file_result {
	struct finding *findings;
	uint32_t finding_count;
	struct suppression *suppressions;
	uint32_t suppression_count;
	str *facts;
	uint32_t fact_count;
	uint32_t lines;
	uint64_t bytes;
	uint32_t cut_short;		  /* findings over LIMIT_FILE_FINDINGS */
	uint8_t layers;			  /* enum layer: which looked at it */
	uint8_t unread;			  /* nothing of the file could be analysed: exit 3 */
	uint8_t skipped;		  /* enum skipped; layers is 0 */
	const struct dep_import *imports; /* of Python files, for the dependency layer */
	uint32_t import_count;
	const struct dep_file *deps; /* NULL: it says nothing of dependencies */
	str charset; /* not empty: needs a worker with this charset opened (PEP 263) */
	/* Of models, for the bill of materials (engine/model.h: model_property). */
	struct property *properties;
	uint32_t property_count;
	uint8_t unsafe; /* holds what can run code when it is loaded (model_unsafe_format) */
	uint8_t hashed; /* sha256 is set: of the whole file */
	uint8_t sha256[32];
};

void file_result_write(struct buf *b, const struct file_result *r);
/* false when the bytes are no such record. Strings borrow from the cursor's data; arrays in arena.
 */
MUST_CHECK bool file_result_read(struct cur *c, struct arena *a, struct file_result *r);

/* The part of it that dep/package.h describes (wire_deps.c). Markers come back as text only. */
void dep_file_write(struct buf *b, const struct dep_file *f);
MUST_CHECK bool dep_file_read(struct cur *c, struct arena *a, struct dep_file *f);

#endif
