/* The JSON of a converted model (docs/convert.md, version 1): where it came from, what wrote it,
 * which array file belongs to it, and everything in it that is no array. Streamed into a sink; the
 * same items give the same bytes. Lines are for people: what is short stands on one. */
#ifndef CONVERT_WRITE_JSON_H
#define CONVERT_WRITE_JSON_H

#include "convert/dropped.h"
#include "convert/sink.h"

struct json_pair {
	str key, value;
};

struct json_model {
	str source, source_format; /* the file's name and what it is */
	uint64_t source_bytes;
	str source_sha256; /* 64 hex digits */
	str policy;	   /* empty: none */
	str arrays;	   /* name of the array file */
	str arrays_sha256;
	const struct json_pair *libraries; /* name and version */
	size_t library_count;
	const struct dropped *drops;
	uint32_t drop_count;
	const struct item *root;
};

enum json_end {
	JSON_DONE,
	JSON_REFUSED, /* *why says what cannot be written */
	JSON_UNWRITTEN,
};

/* `a` is for scratch and for *why. */
enum json_end write_json(struct sink *out, struct arena *a, const struct json_model *m,
			 struct refusal *why);

#endif
