/* Writes JSON (RFC 8259): always valid, always UTF-8, the same bytes for the same calls. Strings
 * may hold any byte: control characters are escaped, what is not UTF-8 becomes U+FFFD. `key` is
 * NULL for elements of an array and for the outermost value. */
#ifndef REPORT_JSON_OUT_H
#define REPORT_JSON_OUT_H

#include "base/buf.h"

#define JSON_OUT_DEPTH 32

struct json_out {
	struct buf *out;
	unsigned lines; /* values of this many outer levels get a line each; deeper ones share it */
	unsigned depth;
	char close[JSON_OUT_DEPTH]; /* what ends the open containers */
	bool filled[JSON_OUT_DEPTH];
};

static inline struct json_out json_out_to(struct buf *out, unsigned lines)
{
	return (struct json_out){.out = out, .lines = lines};
}

void json_out_object(struct json_out *j, const char *key);
void json_out_array(struct json_out *j, const char *key);
void json_out_end(struct json_out *j); /* of the innermost object or array */
void json_out_str(struct json_out *j, const char *key, str value);
void json_out_text(struct json_out *j, const char *key, const char *value);
void json_out_int(struct json_out *j, const char *key, int64_t value);
void json_out_double(struct json_out *j, const char *key, double value); /* null: not finite */
void json_out_bool(struct json_out *j, const char *key, bool value);
void json_out_null(struct json_out *j, const char *key);
/* With a key that is not known when compiling. */
void json_out_key_object(struct json_out *j, str key);
void json_out_key_array(struct json_out *j, str key);
void json_out_key_int(struct json_out *j, str key, int64_t value);

#endif
