/* Which names an archive may have, and how members may lie in it, is not decided anew: assay
 * convert writes one directory of stored members, and the digest in the JSON is that of the whole
 * file. Anything else in the archive is refused. */
#include "predict/layout.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include "base/hash.h"
#include "base/limits.h"
#include "predict/array.h"
#include "text/json.h"
#include "text/number.h"

#define QUOTED_TEXT 60
#define QUOTED_CLASS 200 /* the longest in scikit-learn has 90 */

static str quoted(struct arena *a, str s, size_t most)
{
	struct buf b = buf_in(a);

	buf_byte(&b, '"');
	for (size_t i = 0; i < s.n && b.n < most;) {
		unsigned n = str_utf8_len(str_slice(s, i, s.n));
		bool c1 = n == 2 && s.p[i] == 0xc2 && s.p[i + 1] < 0xa0;
		bool separator = n == 3 && s.p[i] == 0xe2 && s.p[i + 1] == 0x80 &&
				 s.p[i + 2] >= 0xa8 && s.p[i + 2] <= 0xaf;
		if (n == 0 || s.p[i] < 0x20 || s.p[i] == 0x7f || c1 || separator) {
			buf_printf(&b, "\\x%02x", s.p[i]);
			i++;
			continue;
		}
		buf_add(&b, str_slice(s, i, i + n));
		i += n;
		if (b.n >= most && i < s.n)
			buf_add(&b, S("..."));
	}
	buf_byte(&b, '"');
	return buf_str(&b);
}

str layout_quoted(struct arena *a, str s)
{
	return quoted(a, s, QUOTED_TEXT);
}

bool layout_refuse(struct layout *l, struct part at, const char *fmt, ...)
{
	char text[LIMIT_MESSAGE_BYTES];
	va_list args;

	if (l->result->end != PREDICT_DONE)
		return false;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	l->result->end = PREDICT_MODEL;
	l->result->where = at.path;
	l->result->why = arena_dup(l->arena, str_of(text));
	return false;
}

/* ---- Items ---- */

/* The value of an item's only (or first) key when that is `key`. */
static const struct tree *form(struct part p, str key)
{
	return tree_is(p.item, TREE_TABLE) ? tree_get(p.item, key) : NULL;
}

static str path_of(struct layout *l, struct part p, str name)
{
	if (p.path.n > 1000) /* too deep to be read by anybody */
		return p.path;
	return arena_printf(l->arena, "%.*s.%.*s", STR_ARG(p.path), STR_ARG(name));
}

str layout_class(struct part object)
{
	const struct tree *name = form(object, S("$class"));

	if (!tree_is(name, TREE_STRING) || !str_starts(name->text, S("sklearn.")))
		return (str){NULL, 0};
	return str_after_last(name->text, '.');
}

str layout_class_shown(struct layout *l, struct part object)
{
	const struct tree *name = form(object, S("$class"));

	if (tree_is(name, TREE_STRING)) {
		str shown = quoted(l->arena, name->text, QUOTED_CLASS);
		return str_slice(shown, 1, shown.n - 1);
	}
	return str_of(object.item == NULL ? "nothing" : tree_kind_name(object.item));
}

struct part layout_attribute(struct layout *l, struct part object, const char *name)
{
	str key = str_of(name);
	str group = str_starts(key, S("_")) ? S("private")
		    : str_ends(key, S("_")) ? S("fitted")
					    : S("parameters");
	const struct tree *t = form(object, group);

	return (struct part){tree_is(t, TREE_TABLE) ? tree_get(t, key) : NULL,
			     path_of(l, object, key)};
}

const struct tree *layout_elements(struct part list, uint32_t *count)
{
	const struct tree *t = list.item;

	*count = 0;
	if (form(list, S("$tuple")) != NULL)
		t = form(list, S("$tuple"));
	if (!tree_is(t, TREE_ARRAY))
		return NULL;
	*count = t->count;
	return t->first;
}

struct part layout_element(struct layout *l, struct part list, const struct tree *item, uint32_t i)
{
	return (struct part){item, path_of(l, list, arena_printf(l->arena, "%u", i))};
}

bool layout_is_none(struct part p)
{
	return p.item == NULL || p.item->kind == TREE_NULL;
}

bool layout_number(struct part p, double *out)
{
	const struct tree *t = p.item;
	bool flag;

	if (form(p, S("$scalar")) != NULL)
		t = form(p, S("value"));
	if (tree_is(t, TREE_TABLE))
		t = tree_get(t, S("$float"));
	if (tree_is(t, TREE_STRING) && t != p.item) {
		*out = str_eq(t->text, S("nan"))    ? (double)NAN
		       : str_eq(t->text, S("-inf")) ? -(double)INFINITY
						    : (double)INFINITY;
		return str_in(t->text, "nan inf -inf");
	}
	if (tree_is(t, TREE_BOOL) && tree_bool(t, &flag)) {
		*out = flag;
		return true;
	}
	return t != NULL && (t->flags & TREE_EXTENSION) == 0 &&
	       (t->kind == TREE_INT || t->kind == TREE_FLOAT) && number_parse(t->text, out);
}

bool layout_text(struct part p, str *out)
{
	const struct tree *t = p.item;

	if (form(p, S("$scalar")) != NULL)
		t = form(p, S("value"));
	if (!tree_is(t, TREE_STRING))
		return false;
	*out = t->text;
	return true;
}

bool layout_flag(struct part p, bool otherwise)
{
	double v;

	return layout_number(p, &v) ? v != 0 : otherwise;
}

/* ---- Arrays ---- */

str layout_shape(struct layout *l, const struct numbers *n)
{
	struct buf b = buf_in(l->arena);

	buf_byte(&b, '[');
	for (unsigned i = 0; i < n->dims; i++)
		buf_printf(&b, "%s%llu", i > 0 ? ", " : "", (unsigned long long)n->shape[i]);
	buf_byte(&b, ']');
	return buf_str(&b);
}

/* Counts what is to be held; false: too much. */
static bool hold(struct layout *l, struct part p, uint64_t count, uint64_t bytes)
{
	if (count > LIMIT_PREDICT_ARRAYS / bytes ||
	    (l->held += count * bytes) > LIMIT_PREDICT_ARRAYS)
		return layout_refuse(l, p,
				     "the model's arrays need more than the %zu MiB that assay "
				     "predict holds",
				     LIMIT_PREDICT_ARRAYS / MiB);
	return true;
}

/* The member and the header of the array that an item names. */
static bool open_array(struct layout *l, struct part p, struct blob *out, struct npy *n)
{
	const struct tree *name = form(p, S("$array"));
	const struct zip_entry *e;
	const uint64_t *index;

	if (!tree_is(name, TREE_STRING))
		return layout_refuse(l, p, "expected an array, found %s",
				     p.item ? tree_kind_name(p.item) : "nothing");
	index = map_get(&l->members, name->text);
	if (index == NULL)
		return layout_refuse(l, p,
				     "expected the array %.*s in the NPZ file, which has none of "
				     "this name",
				     STR_ARG(layout_quoted(l->arena, name->text)));
	e = &l->zip->entries[*index];
	*out = blob_slice(l->npz, e->data, e->data + e->h.packed);
	if (!npy_read(&l->room, *out, n) || n->issue_count > 0)
		return layout_refuse(l, p, "the array's NPY header: %s", n->issues[0].msg);
	if (n->bytes != out->size - n->data_at)
		return layout_refuse(l, p, "expected %llu bytes of array data, found %llu",
				     (unsigned long long)n->bytes,
				     (unsigned long long)(out->size - n->data_at));
	if (n->dims > LAYOUT_DIMS)
		return layout_refuse(l, p, "expected at most %u dimensions, found %u", LAYOUT_DIMS,
				     n->dims);
	return true;
}

/* Where element `i` of C's order lies in an array of Fortran's. */
static uint64_t fortran_place(const struct npy *n, uint64_t i)
{
	uint64_t index[LAYOUT_DIMS] = {0}, place = 0;

	for (unsigned d = n->dims; d-- > 0;) {
		index[d] = i % n->shape[d];
		i /= n->shape[d];
	}
	for (unsigned d = n->dims; d-- > 0;)
		place = place * n->shape[d] + index[d];
	return place;
}

static bool read_array(struct layout *l, struct part p, struct numbers *out)
{
	struct arena_mark mark;
	struct element e;
	struct blob b;
	struct npy n;
	uint8_t *raw;

	if (!open_array(l, p, &b, &n))
		return false;
	if (!element_of(&n, &e))
		return layout_refuse(l, p, "expected an array of numbers, found dtype %.*s",
				     STR_ARG(layout_quoted(l->arena, n.descr)));
	if (!hold(l, p, n.count, 8))
		return false;
	out->dims = n.dims;
	out->count = n.count;
	for (unsigned d = 0; d < n.dims; d++)
		out->shape[d] = n.shape[d];
	out->v = NEW(l->arena, double, n.count);
	mark = arena_mark(l->arena);
	raw = arena_raw(l->arena, (size_t)n.bytes, 8);
	if (!blob_copy(b, n.data_at, raw, (size_t)n.bytes)) {
		l->result->end = PREDICT_UNREAD;
		return false;
	}
	if (!n.fortran || n.dims < 2)
		element_doubles(e, raw, e.bytes, out->v, 1, (size_t)n.count);
	else
		for (uint64_t i = 0; i < n.count; i++)
			out->v[i] = element_double(e, raw + fortran_place(&n, i) * e.bytes);
	arena_release(l->arena, mark);
	return true;
}

/* A list of numbers: the values of an array of Python objects. */
static bool read_list(struct layout *l, struct part p, struct numbers *out)
{
	uint32_t count, i = 0;
	const struct tree *t = layout_elements(p, &count);

	if (!hold(l, p, count, 8))
		return false;
	*out = (struct numbers){.v = NEW(l->arena, double, count), .dims = 1, .count = count};
	out->shape[0] = count;
	for (; t != NULL; t = t->next, i++)
		if (!layout_number((struct part){t, p.path}, &out->v[i]))
			return layout_refuse(l, p, "expected numbers, found %s", tree_kind_name(t));
	return true;
}

bool layout_numbers(struct layout *l, struct part p, struct numbers *out)
{
	uint32_t count;
	double v;

	*out = (struct numbers){0};
	if (layout_number(p, &v)) {
		out->v = NEW(l->arena, double, 1);
		out->v[0] = v;
		out->count = 1;
		return true;
	}
	return layout_elements(p, &count) != NULL ? read_list(l, p, out) : read_array(l, p, out);
}

bool layout_finite(struct layout *l, struct part p, struct numbers *out)
{
	if (!layout_numbers(l, p, out))
		return false;
	for (uint64_t i = 0; i < out->count; i++)
		if (!isfinite(out->v[i]))
			return layout_refuse(
				l, p, "expected finite numbers, found %s at index %llu",
				isnan(out->v[i]) ? "NaN" : "an infinity", (unsigned long long)i);
	return true;
}

/* ---- Labels ---- */

/* An element of a NumPy string array as UTF-8: code points of four bytes, or bytes that are ASCII.
 */
static bool label_text(struct layout *l, const struct npy *n, const uint8_t *p, str *out)
{
	struct buf b = buf_in(l->arena);
	unsigned width = n->kind == 'U' ? 4 : 1;
	struct element e = {'u', (uint8_t)width, n->order == '>'};

	for (uint64_t i = 0; i < n->item / width; i++) {
		int64_t c = element_int(e, p + i * width);
		if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000) || (width == 1 && c >= 0x80))
			return false;
		buf_utf8(&b, (uint32_t)c);
	}
	while (b.n > 0 && b.p[b.n - 1] == 0) /* NumPy's padding */
		b.n--;
	*out = buf_str(&b);
	return true;
}

static bool label_array(struct layout *l, struct part p, struct labels *out)
{
	struct element e = {0};
	struct blob b;
	struct npy n;
	uint8_t *raw;
	bool text;

	if (!open_array(l, p, &b, &n))
		return false;
	text = n.kind == 'U' || n.kind == 'S';
	if (n.dims != 1 || (!text && !element_of(&n, &e)))
		return layout_refuse(l, p,
				     "expected a list of labels, found an array of dtype %.*s with "
				     "%u dimensions",
				     STR_ARG(layout_quoted(l->arena, n.descr)), n.dims);
	if (!hold(l, p, n.count, sizeof(*out->v)) || !hold(l, p, n.bytes, 2))
		return false;
	out->count = (uint32_t)n.count;
	out->v = arena_array(l->arena, (size_t)n.count, sizeof(*out->v), 8);
	out->kind = text	    ? LABELS_TEXT
		    : e.kind == 'f' ? LABELS_FLOAT
		    : e.kind == 'b' ? LABELS_BOOL
		    : e.kind == 'u' ? LABELS_UINT
				    : LABELS_INT;
	out->item = e.bytes;
	raw = arena_raw(l->arena, (size_t)n.bytes, 8);
	if (!blob_copy(b, n.data_at, raw, (size_t)n.bytes)) {
		l->result->end = PREDICT_UNREAD;
		return false;
	}
	for (uint64_t i = 0; i < n.count; i++) {
		const uint8_t *at = raw + i * n.item;
		if (text && !label_text(l, &n, at, &out->v[i].text))
			return layout_refuse(l, p, "label %llu is no text", (unsigned long long)i);
		if (e.kind == 'f')
			out->v[i].real = element_double(e, at);
		else if (!text)
			out->v[i].number = element_int(e, at);
	}
	return true;
}

/* Labels that were Python objects: all of them text, bools, ints, or numbers. */
static bool label_list(struct layout *l, struct part p, struct labels *out)
{
	uint32_t count, i = 0, texts = 0, bools = 0, ints = 0;
	const struct tree *first = layout_elements(p, &count);

	if (!hold(l, p, count, sizeof(*out->v)))
		return false;
	out->count = count;
	out->v = arena_array(l->arena, count, sizeof(*out->v), 8);
	for (const struct tree *t = first; t != NULL; t = t->next) {
		texts += t->kind == TREE_STRING;
		bools += t->kind == TREE_BOOL;
		ints += t->kind == TREE_INT;
	}
	out->kind = texts == count   ? LABELS_TEXT
		    : bools == count ? LABELS_BOOL
		    : ints == count  ? LABELS_INT
				     : LABELS_FLOAT;
	out->item = out->kind == LABELS_BOOL ? 1 : 8;
	for (const struct tree *t = first; t != NULL; t = t->next, i++) {
		double v = 0;
		bool ok = true;
		if (out->kind == LABELS_TEXT)
			out->v[i].text = t->text;
		else if (out->kind == LABELS_INT)
			ok = tree_int(t, &out->v[i].number);
		else
			ok = layout_number((struct part){t, p.path}, &v);
		if (out->kind == LABELS_FLOAT)
			out->v[i].real = v;
		else if (out->kind == LABELS_BOOL)
			out->v[i].number = v != 0;
		if (!ok || bools % count != 0)
			return layout_refuse(l, p,
					     "expected labels of one kind: text, ints, floats or "
					     "bools");
	}
	return true;
}

bool layout_labels(struct layout *l, struct part p, struct labels *out)
{
	uint32_t count;

	*out = (struct labels){0};
	if (layout_elements(p, &count) != NULL ? !label_list(l, p, out) : !label_array(l, p, out))
		return false;
	if (out->count == 0)
		return layout_refuse(l, p, "expected labels, found none");
	return true;
}

/* ---- Opening ---- */

static bool read_config(struct layout *l, str config, const struct tree **out)
{
	struct part top = {NULL, S("")};
	struct diag d;
	str text = {NULL, 0};
	double version = 0;

	if (config.n > LIMIT_PREDICT_CONFIG)
		return layout_refuse(l, top,
				     "the JSON has %zu bytes; models that assay predict runs have "
				     "at most %zu",
				     config.n, LIMIT_PREDICT_CONFIG);
	if (!json_parse(l->arena, config, out, &d))
		return layout_refuse(l, top, "the JSON cannot be read: line %u: %s",
				     text_line(config, d.offset), d.msg);
	if (!layout_text((struct part){tree_get(*out, S("format")), top.path}, &text) ||
	    !str_eq(text, S("assay-model")))
		return layout_refuse(
			l, (struct part){NULL, S("format")},
			"expected \"assay-model\": the JSON is not one that assay convert "
			"wrote");
	if (!layout_number((struct part){tree_get(*out, S("version")), top.path}, &version) ||
	    version != 1)
		return layout_refuse(l, (struct part){NULL, S("version")},
				     "expected 1: this assay knows no other layout");
	l->root = tree_get(*out, S("root"));
	if (l->root == NULL)
		return layout_refuse(l, (struct part){NULL, S("root")},
				     "expected a model, found nothing");
	return true;
}

static bool check_digest(struct layout *l, const struct tree *config)
{
	const struct tree *want = tree_path(config, "arrays.sha256");
	struct part at = {want, S("arrays.sha256")};
	struct hash_sha256_state state;
	uint8_t digest[HASH_SHA256_BYTES], *window;
	char hex[2 * HASH_SHA256_BYTES + 1];

	if (!tree_is(want, TREE_STRING) || want->text.n != sizeof(hex) - 1)
		return layout_refuse(l, at, "expected the 64 hex digits of the NPZ file's SHA-256");
	window = arena_raw(l->arena, 64 * KiB, 64);
	hash_sha256_init(&state);
	for (uint64_t i = 0; i < l->npz.size;) {
		uint64_t left = l->npz.size - i;
		size_t n = left < 64 * KiB ? (size_t)left : 64 * KiB;
		if (!blob_copy(l->npz, i, window, n)) {
			l->result->end = PREDICT_UNREAD;
			return false;
		}
		hash_sha256_update(&state, (str){window, n});
		i += n;
	}
	hash_sha256_final(&state, digest);
	hash_hex(digest, sizeof(digest), hex);
	if (!str_eq_nocase(want->text, str_of(hex)))
		return layout_refuse(l, at,
				     "expected %.*s, but the NPZ file's SHA-256 is %s: the two "
				     "files do not belong together",
				     STR_ARG(want->text), hex);
	return true;
}

static bool open_archive(struct layout *l)
{
	struct part at = {NULL, S("arrays")};

	l->zip = zip_read(l->arena, l->npz);
	if (l->zip->note_count > 0)
		return layout_refuse(l, at, "the NPZ file: %s", l->zip->notes[0].msg);
	l->members = map_in(l->arena);
	for (uint32_t i = 0; i < l->zip->count; i++) {
		const struct zip_entry *e = &l->zip->entries[i];
		str shown = layout_quoted(l->arena, e->name);
		if ((e->problems & ~ZIP_EXTRA) != 0 || e->h.method != ZIP_STORED ||
		    (e->h.flags & ZIP_FLAG_ENCRYPTED) != 0 || e->h.packed != e->h.size)
			return layout_refuse(l, at,
					     "the NPZ file's member %.*s is not a plain stored "
					     "one, as assay convert writes",
					     STR_ARG(shown));
		if (!str_ends(e->name, S(".npy")))
			return layout_refuse(l, at, "the NPZ file's member %.*s is no .npy",
					     STR_ARG(shown));
		*map_put(&l->members, str_slice(e->name, 0, e->name.n - 4)) = i;
	}
	return true;
}

bool layout_open(struct layout *l, struct arena *a, const struct predict_job *job,
		 struct predict_result *result)
{
	const struct tree *config = NULL;

	*l = (struct layout){.arena = a, .npz = job->npz, .room = buf_in(a), .result = result};
	return read_config(l, job->config, &config) && check_digest(l, config) && open_archive(l);
}
