/* Version 1 has 32-bit counts and lengths. Big-endian files (version 3) are known by their version,
 * which is a small number in one of the two orders. llama.cpp wants every tensor where the one
 * before it ends, rounded up to the alignment; what lies between and is more than padding belongs
 * to none. */
#include "model/gguf.h"

#include <stdlib.h>
#include "base/limits.h"
#include "base/map.h"
#include "base/stream.h"

enum value {
	VALUE_U8,
	VALUE_I8,
	VALUE_U16,
	VALUE_I16,
	VALUE_U32,
	VALUE_I32,
	VALUE_F32,
	VALUE_BOOL,
	VALUE_STRING,
	VALUE_ARRAY,
	VALUE_U64,
	VALUE_I64,
	VALUE_F64,
	VALUES,
};

static const uint8_t value_bytes[VALUES] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

static const struct gguf_type types[] = {
	{"F32", 1, 4, 'f'},	     {"F16", 1, 2, 'f'},	  {"Q4_0", 32, 18, 'x'},
	{"Q4_1", 32, 20, 'x'},	     {"Q4_2", 16, 10, 'x'},	  {"Q4_3", 16, 12, 'x'},
	{"Q5_0", 32, 22, 'x'},	     {"Q5_1", 32, 24, 'x'},	  {"Q8_0", 32, 34, 'x'},
	{"Q8_1", 32, 36, 'x'},	     {"Q2_K", 256, 84, 'x'},	  {"Q3_K", 256, 110, 'x'},
	{"Q4_K", 256, 144, 'x'},     {"Q5_K", 256, 176, 'x'},	  {"Q6_K", 256, 210, 'x'},
	{"Q8_K", 256, 292, 'x'},     {"IQ2_XXS", 256, 66, 'x'},	  {"IQ2_XS", 256, 74, 'x'},
	{"IQ3_XXS", 256, 98, 'x'},   {"IQ1_S", 256, 50, 'x'},	  {"IQ4_NL", 32, 18, 'x'},
	{"IQ3_S", 256, 110, 'x'},    {"IQ2_S", 256, 82, 'x'},	  {"IQ4_XS", 256, 136, 'x'},
	{"I8", 1, 1, 'i'},	     {"I16", 1, 2, 'i'},	  {"I32", 1, 4, 'i'},
	{"I64", 1, 8, 'i'},	     {"F64", 1, 8, 'f'},	  {"IQ1_M", 256, 56, 'x'},
	{"BF16", 1, 2, 'b'},	     {"Q4_0_4_4", 32, 18, 'x'},	  {"Q4_0_4_8", 32, 18, 'x'},
	{"Q4_0_8_8", 32, 18, 'x'},   {"TQ1_0", 256, 54, 'x'},	  {"TQ2_0", 256, 66, 'x'},
	{"IQ4_NL_4_4", 32, 18, 'x'}, {"IQ4_NL_4_8", 32, 18, 'x'}, {"IQ4_NL_8_8", 32, 18, 'x'},
	{"MXFP4", 32, 17, 'x'},	     {"NVFP4", 64, 36, 'x'},	  {"Q1_0", 128, 18, 'x'},
};

/* A larger number of bytes or things was never right: the file is not just cut short. */
#define PLAUSIBLE_BITS 42

/* The highest number that a known program has for a type of its own; above it is no type. */
#define TYPE_MOST 254

struct reader {
	struct arena *arena;
	struct blob blob;
	const struct gguf_sink *sink;
	struct gguf *out;
	struct stream *s;
	struct map keys; /* of hashes */
	struct buf key, value;
	uint32_t room; /* of out->tensors */
	uint32_t told[GGUF_DIAGS];
	bool unknown; /* a tensor's size is not known */
};

static void issue(struct reader *r, enum gguf_diag code, uint64_t from, uint64_t to, str what,
		  const char *msg)
{
	if (r->told[code]++ < GGUF_TOLD)
		r->sink->issue(r->sink->ctx, code, from, to, what, msg);
}

static bool fatal(struct reader *r, enum gguf_diag code, uint64_t at, str what, const char *msg)
{
	issue(r, code, at, stream_at(r->s), what, msg);
	return false;
}

/* ---- Numbers and lengths ----------------------------------------------------------------------
 */

static bool read_number(struct reader *r, unsigned bytes, uint64_t *out)
{
	uint64_t at = stream_at(r->s), v = 0;
	uint8_t b[8];

	*out = 0;
	if (stream_read(r->s, b, bytes) != bytes)
		return fatal(r, GGUF_SHORT, at, (str){NULL, 0}, "the file ends inside its header");
	for (unsigned i = 0; i < bytes; i++)
		v |= (uint64_t)b[i] << 8 * (r->out->big ? bytes - 1 - i : i);
	*out = v;
	return true;
}

static bool read_u32(struct reader *r, uint32_t *out)
{
	uint64_t v;
	bool ok = read_number(r, 4, &v);

	*out = (uint32_t)v;
	return ok;
}

/* A length or count of things that have at least `least` bytes each. */
static bool read_length(struct reader *r, unsigned least, str what, uint64_t *out)
{
	uint64_t at = stream_at(r->s);

	if (!read_number(r, r->out->version == 1 ? 4 : 8, out))
		return false;
	if (*out > (r->blob.size - stream_at(r->s)) / least)
		return fatal(r, *out >> PLAUSIBLE_BITS ? GGUF_LENGTH : GGUF_SHORT, at, what,
			     "a length that goes beyond the end of the file");
	return true;
}

/* A string's first `most` bytes; the rest is passed over. */
static bool read_string(struct reader *r, size_t most, struct buf *to, bool *cut)
{
	uint64_t n;
	size_t kept;

	to->n = 0;
	if (!read_length(r, 1, buf_str(&r->key), &n))
		return false;
	kept = n < most ? (size_t)n : most;
	*cut = n > most;
	if (stream_read(r->s, buf_room(to, kept + 1), kept) != kept ||
	    stream_skip(r->s, n - kept) != n - kept)
		return fatal(r, GGUF_SHORT, stream_at(r->s), (str){NULL, 0},
			     "the file ends inside a string");
	to->n = kept;
	return true;
}

/* ---- Keys and values --------------------------------------------------------------------------
 */

static bool is_template(str key)
{
	return str_find(key, S("template")) != STR_NONE;
}

static bool read_value_string(struct reader *r)
{
	str key = buf_str(&r->key);
	size_t most = is_template(key) ? LIMIT_JSON_STRING : LIMIT_MODEL_PROPERTY_BYTES;
	uint64_t at = stream_at(r->s) + (r->out->version == 1 ? 4 : 8);
	bool cut;

	if (!read_string(r, most, &r->value, &cut))
		return false;
	r->sink->string(r->sink->ctx, key, buf_str(&r->value), at, cut);
	return true;
}

/* Strings of an array: of templates and short lists all are told, of vocabularies none. */
static bool read_string_array(struct reader *r, uint64_t n)
{
	bool told = n <= 64 || is_template(buf_str(&r->key));
	uint64_t length;

	while (n-- > 0) {
		if (told) {
			if (!read_value_string(r))
				return false;
			continue;
		}
		if (!read_length(r, 1, buf_str(&r->key), &length))
			return false;
		stream_skip(r->s, length);
	}
	return true;
}

static bool read_value(struct reader *r, uint32_t type, unsigned depth);

static bool read_array(struct reader *r, unsigned depth)
{
	uint64_t at = stream_at(r->s), n;
	str key = buf_str(&r->key);
	uint32_t type;

	if (!read_u32(r, &type))
		return false;
	if (type >= VALUES)
		return fatal(r, GGUF_VALUE, at, key, "an array of an unknown type");
	if (!read_length(r,
			 type == VALUE_STRING  ? r->out->version == 1 ? 4 : 8
			 : type == VALUE_ARRAY ? r->out->version == 1 ? 8 : 12
					       : value_bytes[type],
			 key, &n))
		return false;
	if (type == VALUE_STRING)
		return read_string_array(r, n);
	if (type != VALUE_ARRAY) {
		stream_skip(r->s, n * value_bytes[type]);
		return true;
	}
	if (depth == LIMIT_GGUF_DEPTH)
		return fatal(r, GGUF_DEPTH, at, key, "arrays nested too deep");
	while (n-- > 0)
		if (!read_array(r, depth + 1))
			return false;
	return true;
}

static void set_alignment(struct reader *r, uint64_t at, uint32_t type, uint64_t v)
{
	bool power = v != 0 && (v & (v - 1)) == 0 && v <= LIMIT_GGUF_ALIGNMENT;

	if (type != VALUE_U32 || !power)
		issue(r, GGUF_ALIGNMENT, at, stream_at(r->s), (str){NULL, 0},
		      "general.alignment is a 32-bit power of two");
	if (power)
		r->out->alignment = v;
}

static bool read_value(struct reader *r, uint32_t type, unsigned depth)
{
	uint64_t at = stream_at(r->s), v;

	if (type >= VALUES)
		return fatal(r, GGUF_VALUE, at, buf_str(&r->key), "a value of an unknown type");
	if (type == VALUE_ARRAY)
		return read_array(r, depth + 1);
	if (type == VALUE_STRING)
		return read_value_string(r);
	if (!read_number(r, value_bytes[type], &v))
		return false;
	if (type == VALUE_BOOL && v > 1)
		issue(r, GGUF_VALUE, at, at + 1, buf_str(&r->key),
		      "a bool that is neither 0 nor 1");
	if (str_eq(buf_str(&r->key), S("general.alignment")))
		set_alignment(r, at, type, v);
	return true;
}

static void check_key(struct reader *r, uint64_t at)
{
	uint64_t hash = str_hash(buf_str(&r->key));
	str name = {(const uint8_t *)&hash, sizeof(hash)};

	if (r->keys.count == LIMIT_GGUF_KEYS) {
		issue(r, GGUF_COUNT, at, stream_at(r->s), (str){NULL, 0},
		      "more keys than are looked at");
		return;
	}
	if (map_get(&r->keys, name) == NULL)
		*map_put(&r->keys, arena_dup(r->arena, name)) = 1;
	else
		issue(r, GGUF_TWICE, at, stream_at(r->s), buf_str(&r->key),
		      "a key that was there before");
}

/* Names of keys and tensors are text. */
static void check_name(struct reader *r, uint64_t at)
{
	if (!str_is_utf8(buf_str(&r->key)))
		issue(r, GGUF_KEY, at, stream_at(r->s), buf_str(&r->key),
		      "a name that is not UTF-8");
	else if (str_find(buf_str(&r->key), S("../")) != STR_NONE)
		issue(r, GGUF_KEY, at, stream_at(r->s), buf_str(&r->key), "a name that is a path");
}

static bool read_pair(struct reader *r)
{
	uint64_t at = stream_at(r->s);
	uint32_t type;
	bool cut;

	r->key.n = 0;
	if (!read_string(r, LIMIT_GGUF_KEY, &r->key, &cut))
		return false;
	if (r->key.n == 0)
		return fatal(r, GGUF_KEY, at, (str){NULL, 0}, "a key without a name");
	if (cut)
		issue(r, GGUF_KEY, at, stream_at(r->s), str_slice(buf_str(&r->key), 0, 64),
		      "a key of more than 65,535 bytes");
	else
		check_name(r, at);
	check_key(r, at);
	return read_u32(r, &type) && read_value(r, type, 0);
}

/* ---- Tensors ----------------------------------------------------------------------------------
 */

const struct gguf_type *gguf_type(uint32_t type)
{
	return type < COUNTOF(types) ? &types[type] : NULL;
}

/* Bytes of a tensor; false: they do not fit, or are no whole number of blocks. */
static bool size_of(const struct gguf_type *t, const uint64_t dims[4], uint64_t *elements,
		    uint64_t *bytes)
{
	*elements = 1;
	for (unsigned i = 0; i < 4; i++)
		if (dims[i] > INT64_MAX || __builtin_mul_overflow(*elements, dims[i], elements) ||
		    *elements > INT64_MAX)
			return false;
	*bytes = *elements / t->block;
	return dims[0] % t->block == 0 && !__builtin_mul_overflow(*bytes, t->bytes, bytes) &&
	       *bytes <= INT64_MAX / 2;
}

static bool read_dims(struct reader *r, uint64_t at, uint64_t dims[4])
{
	uint32_t n;

	if (!read_u32(r, &n))
		return false;
	if (n > 4)
		return fatal(r, GGUF_DIMS, at, buf_str(&r->key),
			     "a tensor of more than four dimensions");
	for (uint32_t i = 0; i < n; i++)
		if (!read_number(r, r->out->version == 1 ? 4 : 8, &dims[i]))
			return false;
	return true;
}

static void add_tensor(struct reader *r, uint64_t at, const uint64_t dims[4], uint32_t type,
		       uint64_t offset)
{
	const struct gguf_type *t = gguf_type(type);
	struct gguf *out = r->out;
	uint64_t elements = 0, bytes = 0;
	str name = buf_str(&r->key);

	if (t == NULL) {
		issue(r, type > TYPE_MOST ? GGUF_VALUE : GGUF_TYPE, at, stream_at(r->s), name,
		      type > TYPE_MOST ? "a tensor of an impossible type"
				       : "a tensor of an unknown type");
	} else if (!size_of(t, dims, &elements, &bytes)) {
		issue(r, GGUF_SIZE, at, stream_at(r->s), name,
		      "its shape overflows, or is no whole number of blocks");
		elements = bytes = 0;
	}
	if (offset % out->alignment != 0)
		issue(r, GGUF_MISALIGNED, at, stream_at(r->s), name,
		      "its offset is not a multiple of the alignment");
	if (offset >= (uint64_t)1 << 55) {
		issue(r, GGUF_OUTSIDE, at, stream_at(r->s), name, "it lies outside the file");
		return;
	}
	if (out->count == r->room) {
		issue(r, GGUF_COUNT, at, stream_at(r->s), name, "more tensors than are looked at");
		return;
	}
	r->unknown |= t == NULL;
	if (__builtin_add_overflow(out->elements, elements, &out->elements))
		out->elements = UINT64_MAX;
	out->tensors[out->count++] = (struct gguf_tensor){
		.begin = offset & (((uint64_t)1 << 56) - 1),
		.type = t ? type & 0xff : GGUF_TYPE_UNKNOWN,
		.end = offset + bytes,
		.hash = (uint32_t)str_hash(name),
		.at = at < UINT32_MAX ? (uint32_t)at : UINT32_MAX,
	};
}

static bool read_tensor(struct reader *r)
{
	uint64_t at = stream_at(r->s), dims[4] = {1, 1, 1, 1}, offset;
	uint32_t type;
	bool cut;

	r->key.n = 0;
	if (!read_string(r, LIMIT_TENSOR_NAME, &r->key, &cut) || !read_dims(r, at, dims) ||
	    !read_u32(r, &type) || !read_number(r, 8, &offset))
		return false;
	check_name(r, at);
	add_tensor(r, at, dims, type, offset);
	return true;
}

/* ---- The layout -------------------------------------------------------------------------------
 */

static int by_begin(const void *left, const void *right)
{
	const struct gguf_tensor *a = left, *b = right;

	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	return a->end < b->end ? -1 : a->end > b->end;
}

str gguf_name(struct buf *room, struct blob b, const struct gguf *g, const struct gguf_tensor *t)
{
	unsigned width = g->version == 1 ? 4 : 8;
	uint8_t bytes[8] = {0};
	uint64_t n = 0;

	room->n = 0;
	if (t->at == UINT32_MAX || !blob_copy(b, t->at, bytes, width))
		return (str){NULL, 0};
	for (unsigned i = 0; i < width; i++)
		n |= (uint64_t)bytes[i] << 8 * (g->big ? width - 1 - i : i);
	if (n > LIMIT_TENSOR_NAME)
		n = LIMIT_TENSOR_NAME;
	if (!blob_copy(b, (uint64_t)t->at + width, buf_room(room, (size_t)n + 1), (size_t)n))
		return (str){NULL, 0};
	room->n = (size_t)n;
	return buf_str(room);
}

static str name_of(struct reader *r, const struct gguf_tensor *t)
{
	return gguf_name(&r->key, r->blob, r->out, t);
}

/* Two tensors of one name: equal hashes are looked up in the file. */
static void check_names(struct reader *r)
{
	struct gguf *out = r->out;
	size_t size = 16;
	uint32_t *slots;

	while (size < (size_t)out->count * 3 / 2)
		size *= 2;
	slots = NEW(r->arena, uint32_t, size);
	for (uint32_t i = 0; i < out->count && r->told[GGUF_TWICE] < GGUF_TOLD; i++) {
		const struct gguf_tensor *t = &out->tensors[i], *u;
		size_t at = t->hash & (size - 1);
		for (; slots[at] != 0; at = (at + 1) & (size - 1)) {
			u = &out->tensors[slots[at] - 1];
			if (u->hash != t->hash ||
			    !str_eq(name_of(r, t), gguf_name(&r->value, r->blob, out, u)))
				continue;
			issue(r, GGUF_TWICE, t->at, t->at, name_of(r, t),
			      "two tensors of one name");
			break;
		}
		if (slots[at] == 0)
			slots[at] = i + 1;
	}
}

static uint64_t align_up(const struct gguf *g, uint64_t at)
{
	return (at + g->alignment - 1) & ~(g->alignment - 1);
}

/* What one tensor says about the bytes before and in it; *used: where the ones before it end. */
static void check_place(struct reader *r, const struct gguf_tensor *t, uint64_t *used)
{
	struct gguf *g = r->out;
	uint64_t left = r->blob.size - g->data_at, base = g->data_at;

	if (t->begin > left || t->end > left) {
		if (r->told[GGUF_OUTSIDE] < GGUF_TOLD)
			issue(r, GGUF_OUTSIDE, t->at, t->at, name_of(r, t),
			      "it lies outside the file");
		if (t->begin < left)
			*used = left;
		return;
	}
	if (t->begin < *used && r->told[GGUF_OVERLAP] < GGUF_TOLD)
		issue(r, GGUF_OVERLAP, base + t->begin, base + t->end, name_of(r, t),
		      "it begins inside another tensor");
	else if (t->begin > align_up(g, *used) && !r->unknown)
		issue(r, GGUF_HOLE, base + *used, base + t->begin, (str){NULL, 0},
		      "bytes that belong to no tensor");
	if (t->end > *used)
		*used = t->end;
}

static void check_layout(struct reader *r)
{
	struct gguf *g = r->out;
	uint64_t used = 0;
	bool sorted = true;

	for (uint32_t i = 1; i < g->count && sorted; i++)
		sorted = by_begin(&g->tensors[i - 1], &g->tensors[i]) <= 0;
	if (!sorted)
		qsort(g->tensors, g->count, sizeof(*g->tensors), by_begin);
	for (uint32_t i = 0; i < g->count; i++)
		check_place(r, &g->tensors[i], &used);
	if (g->data_at + align_up(g, used) < r->blob.size && !r->unknown)
		issue(r, GGUF_TRAILING, g->data_at + used, r->blob.size, (str){NULL, 0},
		      "bytes behind the last tensor");
}

/* ---- The file ---------------------------------------------------------------------------------
 */

/* Version and byte order; the magic has been read. */
static bool read_version(struct reader *r)
{
	struct gguf *out = r->out;
	uint32_t v;

	if (!read_u32(r, &v))
		return false;
	if ((v & 0xffff) == 0) {
		v = v >> 24 | (v >> 8 & 0xff00);
		out->big = true;
	}
	out->version = v;
	return (v >= 1 && v <= 3) ||
	       fatal(r, GGUF_VERSION, 4, (str){NULL, 0}, "a version other than 1, 2 and 3");
}

/* Counts that the file cannot hold are told, and then read as far as they go: what a reader that
 * believes them would see is looked at too. */
static bool read_counts(struct reader *r)
{
	struct gguf *out = r->out;
	unsigned width = out->version == 1 ? 4 : 8;
	uint64_t left;

	if (!read_number(r, width, &out->tensor_count) || !read_number(r, width, &out->keys))
		return false;
	left = r->blob.size - stream_at(r->s);
	if (out->tensor_count > left / (width + 16))
		issue(r, out->tensor_count >> PLAUSIBLE_BITS ? GGUF_LENGTH : GGUF_SHORT, 8,
		      8 + width, (str){NULL, 0}, "more tensors than the file can hold");
	if (out->keys > left / (width + 5))
		issue(r, out->keys >> PLAUSIBLE_BITS ? GGUF_LENGTH : GGUF_SHORT, 8 + width,
		      8 + 2 * width, (str){NULL, 0}, "more keys than the file can hold");
	return true;
}

static bool read_header(struct reader *r)
{
	struct gguf *out = r->out;

	if (!read_version(r) || !read_counts(r))
		return false;
	for (uint64_t i = 0; i < out->keys; i++)
		if (!read_pair(r))
			return false;
	r->room = (uint32_t)((r->blob.size - stream_at(r->s)) / 20 < LIMIT_TENSORS
				     ? (r->blob.size - stream_at(r->s)) / 20
				     : LIMIT_TENSORS);
	if (out->tensor_count < r->room)
		r->room = (uint32_t)out->tensor_count;
	out->tensors = arena_raw(r->arena, (r->room + 1) * sizeof(*out->tensors),
				 _Alignof(struct gguf_tensor));
	for (uint64_t i = 0; i < out->tensor_count; i++)
		if (!read_tensor(r))
			return false;
	out->data_at = align_up(out, stream_at(r->s));
	if (out->data_at > r->blob.size) /* no tensors, no padding */
		out->data_at = r->blob.size;
	return true;
}

void gguf_read(struct arena *a, struct blob b, const struct gguf_sink *sink, struct gguf *out)
{
	struct reader r = {.arena = a, .blob = b, .sink = sink, .out = out};

	*out = (struct gguf){.alignment = 32};
	r.s = stream_of(a, b);
	r.keys = map_in(a);
	r.key = r.value = buf_in(a);
	stream_skip(r.s, 4);
	out->readable = read_header(&r);
	if (!out->readable)
		return;
	check_names(&r);
	check_layout(&r);
}
