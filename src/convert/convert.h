/* A model file to safetensors, NPZ or NPY and JSON: recognises what it is by its content, has the
 * reader of that format make plain values of it, and the writer of the wanted one write them. Pure:
 * everything comes out of blobs and goes into sinks. The verdict comes before (engine/judge.h):
 * nothing here decides whether a file is harmless, but nothing here runs anything either. */
#ifndef CONVERT_CONVERT_H
#define CONVERT_CONVERT_H

#include "convert/sink.h"
#include "convert/write_json.h"

enum convert_to { CONVERT_NPZ, CONVERT_NPY, CONVERT_SAFETENSORS };

struct convert_job {
	struct arena *arena, *scratch, *unpack;
	struct blob in;
	enum convert_to to;
	str source, policy, out; /* names, for what is written about it; UTF-8 */
	struct sink *arrays, *config;
	/* SHA-256 of the source; may wait for it. False: it cannot be had. */
	bool (*source_digest)(void *ctx, uint8_t digest[32]);
	/* What `arrays` has written, to be read back. False: it cannot be. */
	bool (*written)(void *ctx, struct blob *out);
	void *ctx;
};

enum convert_end {
	CONVERT_DONE,
	CONVERT_REFUSED,   /* `refusal` says what and why */
	CONVERT_UNREAD,	   /* the system does not give the source's bytes */
	CONVERT_UNWRITTEN, /* a sink failed */
	CONVERT_ENDS,
};

struct convert_result {
	enum convert_end end;
	struct refusal refusal; /* where is empty: the file as a whole */
	str format;		/* what the source is: "pickle", "torch (zip)", ...; a literal */
	uint32_t arrays, tied;
	uint64_t array_bytes;
	uint64_t bytes, config_bytes; /* written; the second is 0 without a JSON */
	str root_class;		      /* of the object that the file is; empty: none */
	const struct dropped *drops;  /* of which so many are listed, and so many there are */
	uint32_t drop_count;
	uint64_t dropped;
	const struct json_pair *libraries;
	uint32_t library_count;
};

void convert_run(const struct convert_job *j, struct convert_result *r);

#endif
