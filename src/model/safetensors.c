#include "model/safetensors.h"

#include <stdlib.h>
#include "base/cur.h"
#include "base/limits.h"
#include "base/map.h"
#include "text/json_pull.h"

/* The reference reader's own bound: 100 MB. */
#define HEADER_MOST ((uint64_t)100000000)
/* No tensor is described in fewer bytes. */
#define TENSOR_LEAST 40

const struct safetensors_dtype safetensors_dtypes[SAFETENSORS_DTYPES] = {
	{"BOOL", 8, '?'},    {"F4", 4, 'x'},	      {"F6_E2M3", 6, 'x'},     {"F6_E3M2", 6, 'x'},
	{"U8", 8, 'u'},	     {"I8", 8, 'i'},	      {"F8_E5M2", 8, 'x'},     {"F8_E4M3", 8, 'x'},
	{"F8_E8M0", 8, 'x'}, {"F8_E4M3FNUZ", 8, 'x'}, {"F8_E5M2FNUZ", 8, 'x'}, {"I16", 16, 'i'},
	{"U16", 16, 'u'},    {"F16", 16, 'f'},	      {"BF16", 16, 'b'},       {"I32", 32, 'i'},
	{"U32", 32, 'u'},    {"F32", 32, 'f'},	      {"C64", 64, 'c'},	       {"F64", 64, 'f'},
	{"I64", 64, 'i'},    {"U64", 64, 'u'},	      {"C128", 128, 'c'},
};

struct reader {
	struct arena *arena;
	struct blob blob;
	const struct safetensors_sink *sink;
	struct safetensors *out;
	uint64_t data_bytes;
	uint32_t room; /* of out->tensors */
	struct json_pull json;
	struct map metadata;
	struct buf name; /* of the tensor that is being read */
	uint32_t told[SAFETENSORS_DIAGS];
};

static void issue(struct reader *r, enum safetensors_diag code, uint64_t from, uint64_t to,
		  str what, const char *msg)
{
	if (r->told[code]++ < SAFETENSORS_TOLD)
		r->sink->issue(r->sink->ctx, code, from, to, what, msg);
}

/* At the JSON value that has just been read. */
static void here(struct reader *r, enum safetensors_diag code, str what, const char *msg)
{
	issue(r, code, 8 + r->json.start, 8 + r->json.end, what, msg);
}

/* ---- Values -----------------------------------------------------------------------------------
 */

static enum json_event next(struct reader *r)
{
	return json_pull_next(&r->json);
}

/* Passes over a value whose event was `e`. */
static bool pass(struct reader *r, enum json_event e)
{
	return e != JSON_ERROR && json_pull_skip(&r->json);
}

/* The value is something else than it has to be. */
static bool wrong(struct reader *r, enum json_event e, const char *msg)
{
	if (e != JSON_ERROR)
		here(r, SAFETENSORS_STRUCTURE, buf_str(&r->name), msg);
	return pass(r, e);
}

struct entry {
	uint32_t key, hash;
	unsigned dtype;	   /* COUNTOF(safetensors_dtypes): not known */
	uint64_t elements; /* UINT64_MAX: more than fit */
	uint64_t offsets[2];
	unsigned offset_count;
	unsigned seen; /* bits of the three keys */
	bool bad;      /* something about it has been told */
};

static bool read_dtype(struct reader *r, struct entry *t)
{
	enum json_event e = next(r);

	t->dtype = COUNTOF(safetensors_dtypes);
	if (e != JSON_STRING) {
		t->bad = true;
		return wrong(r, e, "dtype is a string");
	}
	for (unsigned i = 0; i < COUNTOF(safetensors_dtypes); i++)
		if (str_eq(r->json.text, str_of(safetensors_dtypes[i].name)))
			t->dtype = i;
	if (t->dtype == COUNTOF(safetensors_dtypes)) {
		t->bad = true;
		here(r, SAFETENSORS_DTYPE, buf_str(&r->name),
		     "a dtype that the format does not know");
	}
	return true;
}

static bool read_count(struct reader *r, enum json_event e, uint64_t *n)
{
	return e == JSON_NUMBER && str_to_u64(r->json.text, n);
}

static bool read_shape(struct reader *r, struct entry *t)
{
	enum json_event e = next(r);
	uint64_t n;

	t->elements = 1;
	if (e != JSON_ARRAY) {
		t->bad = true;
		return wrong(r, e, "shape is an array of sizes");
	}
	while ((e = next(r)) != JSON_ARRAY_END) {
		if (!read_count(r, e, &n)) {
			t->bad = true;
			if (!wrong(r, e, "a size is an integer from 0 on"))
				return false;
			continue;
		}
		if (__builtin_mul_overflow(t->elements, n, &t->elements))
			t->elements = UINT64_MAX;
	}
	return true;
}

static bool read_offsets(struct reader *r, struct entry *t)
{
	enum json_event e = next(r);
	uint64_t n;

	t->offset_count = 0;
	if (e != JSON_ARRAY) {
		t->bad = true;
		return wrong(r, e, "data_offsets is an array of two offsets");
	}
	while ((e = next(r)) != JSON_ARRAY_END) {
		if (!read_count(r, e, &n)) {
			t->bad = true;
			if (!wrong(r, e, "an offset is an integer from 0 on"))
				return false;
			continue;
		}
		if (t->offset_count < 2)
			t->offsets[t->offset_count] = n;
		t->offset_count++;
	}
	return true;
}

/* ---- Tensors ----------------------------------------------------------------------------------
 */

static bool fits(const struct entry *t)
{
	uint64_t bits, bytes = t->offsets[1] - t->offsets[0];

	return !__builtin_mul_overflow(t->elements, safetensors_dtypes[t->dtype].bits, &bits) &&
	       t->elements != UINT64_MAX && bits % 8 == 0 && bits / 8 == bytes;
}

static void add_tensor(struct reader *r, struct entry *t)
{
	struct safetensors *out = r->out;
	str name = buf_str(&r->name);

	if ((t->seen & 7) != 7 || t->offset_count != 2) {
		if (!t->bad)
			here(r, SAFETENSORS_STRUCTURE, name,
			     "a tensor has a dtype, a shape and two offsets");
		return;
	}
	if (t->bad)
		return;
	if (t->offsets[0] > t->offsets[1] || t->offsets[1] > r->data_bytes) {
		here(r, SAFETENSORS_OFFSETS, name,
		     t->offsets[0] > t->offsets[1] ? "its end lies before its begin"
						   : "it lies outside the file");
		return;
	}
	if (!fits(t))
		here(r, SAFETENSORS_SIZE, name, "dtype x shape is not what its offsets span");
	if (out->count == r->room) {
		here(r, SAFETENSORS_COUNT, name, "more tensors than are looked at");
		return;
	}
	out->elements += t->elements == UINT64_MAX ? 0 : t->elements;
	out->tensors[out->count++] = (struct safetensors_tensor){
		.begin = t->offsets[0],
		.end = t->offsets[1],
		.hash = t->hash,
		.key = t->key & ((1U << 27) - 1),
		.dtype = t->dtype & 31,
	};
}

static bool read_tensor_key(struct reader *r, struct entry *t)
{
	static const char *const keys[] = {"dtype", "shape", "data_offsets"};
	unsigned which = 0;

	while (which < COUNTOF(keys) && !str_eq(r->json.text, str_of(keys[which])))
		which++;
	if (which == COUNTOF(keys)) {
		here(r, SAFETENSORS_KEY, buf_str(&r->name), "a key that means nothing");
		return json_pull_skip(&r->json);
	}
	if (t->seen >> which & 1) {
		t->bad = true;
		here(r, SAFETENSORS_TWICE, r->json.text, "a key that was there before");
	}
	t->seen |= 1U << which;
	return which == 0 ? read_dtype(r, t) : which == 1 ? read_shape(r, t) : read_offsets(r, t);
}

static bool read_tensor(struct reader *r)
{
	struct entry t = {.key = (uint32_t)r->json.start};
	enum json_event e;

	r->name.n = 0;
	buf_add(&r->name, r->json.text);
	t.hash = (uint32_t)str_hash(r->json.text);
	if (str_find(r->json.text, S("../")) != STR_NONE)
		here(r, SAFETENSORS_STRUCTURE, r->json.text, "a name that is a path");
	e = next(r);
	if (e != JSON_OBJECT)
		return wrong(r, e, "a tensor is described by an object");
	while ((e = next(r)) == JSON_KEY)
		if (!read_tensor_key(r, &t))
			return false;
	if (e != JSON_OBJECT_END)
		return false;
	add_tensor(r, &t);
	return true;
}

/* ---- Metadata ---------------------------------------------------------------------------------
 */

static bool read_metadatum(struct reader *r)
{
	bool known = r->metadata.count < LIMIT_SAFETENSORS_METADATA;
	str key = arena_dup(r->arena, known ? r->json.text : (str){NULL, 0});
	enum json_event e;

	if (known && (*map_put(&r->metadata, key))++ > 0)
		here(r, SAFETENSORS_TWICE, key, "a key of __metadata__ that was there before");
	e = next(r);
	if (e != JSON_STRING) {
		if (e != JSON_ERROR)
			here(r, SAFETENSORS_METADATA, key, "a value of __metadata__ is a string");
		return pass(r, e);
	}
	if (known)
		r->sink->metadata(r->sink->ctx, key, r->json.text);
	return true;
}

static bool read_metadata(struct reader *r)
{
	enum json_event e = next(r);

	if (e == JSON_NULL)
		return true;
	if (e != JSON_OBJECT) {
		if (e != JSON_ERROR)
			here(r, SAFETENSORS_METADATA, (str){NULL, 0},
			     "__metadata__ is a table of strings");
		return pass(r, e);
	}
	while ((e = next(r)) == JSON_KEY)
		if (!read_metadatum(r))
			return false;
	return e == JSON_OBJECT_END;
}

/* ---- The header -------------------------------------------------------------------------------
 */

static bool read_members(struct reader *r)
{
	bool metadata = false;
	enum json_event e;

	while ((e = next(r)) == JSON_KEY) {
		if (!str_eq(r->json.text, S("__metadata__"))) {
			if (!read_tensor(r))
				return false;
			continue;
		}
		if (metadata)
			here(r, SAFETENSORS_TWICE, r->json.text, "a key that was there before");
		metadata = true;
		if (!read_metadata(r))
			return false;
	}
	return e == JSON_OBJECT_END;
}

static bool read_header(struct reader *r)
{
	enum json_event e = next(r);

	if (e != JSON_ERROR && (e != JSON_OBJECT || r->json.start != 0))
		here(r, SAFETENSORS_START, (str){NULL, 0}, "the header begins with `{`");
	if (e == JSON_OBJECT ? !read_members(r) : !pass(r, e))
		return false;
	return next(r) == JSON_END;
}

static int by_begin(const void *left, const void *right)
{
	const struct safetensors_tensor *a = left, *b = right;

	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	return a->end < b->end ? -1 : a->end > b->end;
}

static str name_of(struct reader *r, const struct safetensors_tensor *t)
{
	r->name.n = 0;
	return safetensors_name(&r->name, r->blob, t);
}

/* Two tensors of one name. Names are not kept: equal hashes are looked up in the header. */
static void check_names(struct reader *r)
{
	struct safetensors *out = r->out;
	size_t size = 16;
	uint32_t *slots;
	struct buf other = buf_in(r->arena);
	str name;

	while (size < (size_t)out->count * 3 / 2)
		size *= 2;
	slots = NEW(r->arena, uint32_t, size);
	for (uint32_t i = 0; i < out->count && r->told[SAFETENSORS_TWICE] < SAFETENSORS_TOLD; i++) {
		const struct safetensors_tensor *t = &out->tensors[i], *u;
		size_t at = t->hash & (size - 1);
		for (; slots[at] != 0; at = (at + 1) & (size - 1)) {
			u = &out->tensors[slots[at] - 1];
			if (u->hash != t->hash)
				continue;
			other.n = 0;
			name = safetensors_name(&other, r->blob, u);
			if (str_eq(name_of(r, t), name)) {
				uint32_t later = t->key > u->key ? t->key : u->key;
				issue(r, SAFETENSORS_TWICE, 8 + later, 8 + later, name,
				      "two tensors of one name");
				break;
			}
		}
		if (slots[at] == 0)
			slots[at] = i + 1;
	}
}

static void check_layout(struct reader *r)
{
	struct safetensors *out = r->out;
	uint64_t used = 0, base = out->data_at;
	bool sorted = true;

	for (uint32_t i = 1; i < out->count && sorted; i++)
		sorted = by_begin(&out->tensors[i - 1], &out->tensors[i]) <= 0;
	if (!sorted)
		qsort(out->tensors, out->count, sizeof(*out->tensors), by_begin);
	for (uint32_t i = 0; i < out->count; i++) {
		const struct safetensors_tensor *t = &out->tensors[i];
		if (t->begin < used && r->told[SAFETENSORS_OVERLAP] < SAFETENSORS_TOLD)
			issue(r, SAFETENSORS_OVERLAP, base + t->begin, base + t->end, name_of(r, t),
			      "it begins inside another tensor");
		else if (t->begin > used)
			issue(r, SAFETENSORS_HOLE, base + used, base + t->begin, (str){NULL, 0},
			      "bytes that belong to no tensor");
		if (t->end > used)
			used = t->end;
	}
	if (used < r->data_bytes)
		issue(r, SAFETENSORS_TRAILING, base + used, base + r->data_bytes, (str){NULL, 0},
		      "bytes behind the last tensor");
}

static void json_error(struct reader *r)
{
	enum safetensors_diag code =
		r->json.error.code == JSON_DIAG_DEPTH ? SAFETENSORS_DEPTH : SAFETENSORS_JSON;

	issue(r, code, 8 + r->json.error.offset, 8 + r->json.error.offset, (str){NULL, 0},
	      r->json.error.msg);
}

static bool read_length(struct reader *r)
{
	struct safetensors *out = r->out;
	uint8_t length[8];
	struct cur c = cur_of((str){length, 8});

	if (!blob_copy(r->blob, 0, length, 8)) {
		issue(r, SAFETENSORS_SHORT, 0, r->blob.size, (str){NULL, 0},
		      "eight bytes of length are expected");
		return false;
	}
	out->header_bytes = cur_u64le(&c);
	if (out->header_bytes > HEADER_MOST) {
		issue(r, SAFETENSORS_HEADER_SIZE, 0, 8, (str){NULL, 0},
		      "a header of more than 100 MB");
		return false;
	}
	if (out->header_bytes > r->blob.size - 8) {
		issue(r, SAFETENSORS_SHORT, 0, 8, (str){NULL, 0},
		      "the header is longer than the file");
		return false;
	}
	out->data_at = 8 + out->header_bytes;
	r->data_bytes = r->blob.size - out->data_at;
	return true;
}

void safetensors_read(struct arena *a, struct blob b, const struct safetensors_sink *sink,
		      struct safetensors *out)
{
	struct reader r = {.arena = a, .blob = b, .sink = sink, .out = out, .metadata = map_in(a)};

	*out = (struct safetensors){0};
	r.name = buf_in(a);
	if (!read_length(&r))
		return;
	r.room = (uint32_t)(out->header_bytes / TENSOR_LEAST) + 1;
	if (r.room > LIMIT_TENSORS)
		r.room = LIMIT_TENSORS;
	out->tensors =
		arena_raw(a, r.room * sizeof(*out->tensors), _Alignof(struct safetensors_tensor));
	json_pull_init(&r.json, a, stream_of(a, blob_slice(b, 8, out->data_at)));
	out->readable = read_header(&r);
	if (!out->readable) {
		json_error(&r);
		return;
	}
	check_names(&r);
	check_layout(&r);
}

static bool no_more(UNUSED struct stream *s)
{
	return false;
}

str safetensors_name(struct buf *room, struct blob b, const struct safetensors_tensor *t)
{
	uint64_t end = 8 + (uint64_t)t->key + LIMIT_TENSOR_NAME;
	struct blob part = blob_slice(b, 8 + (uint64_t)t->key, end);
	size_t n = (size_t)part.size;
	struct stream s = {.more = no_more};
	struct json_pull j;

	room->n = 0;
	if (!blob_copy(part, 0, buf_room(room, n), n))
		return (str){NULL, 0};
	s.start = s.p = buf_str(room).p;
	s.end = s.p + n;
	json_pull_init(&j, room->arena, &s);
	if (json_pull_next(&j) != JSON_STRING)
		return str_slice(buf_str(room), 1, room->n);
	return j.text;
}
