#include "convert/item_print.h"

#include <stdio.h>
#include "base/hash.h"
#include "base/limits.h"
#include "text/number.h"

static void print_value(struct buf *out, const struct item *i, unsigned depth);

static void print_text(struct buf *out, str s)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\u%04x", c);
		else
			buf_byte(out, c);
	}
	buf_byte(out, '"');
}

static void print_hex(struct buf *out, str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_printf(out, "%02x", s.p[i]);
}

static void new_line(struct buf *out, unsigned depth)
{
	buf_printf(out, "\n%*s", (int)(2 * depth), "");
}

/* Where the elements of a row along the last index begin, as offsets of `t->at`: counts `index` on.
 * False: that was the last row. */
static bool next_row(const struct tensor *t, uint64_t *index, int64_t *at)
{
	for (unsigned d = t->dims ? t->dims - 1u : 0; d-- > 0;) {
		*at += t->stride[d];
		if (++index[d] < t->shape[d])
			return true;
		*at -= (int64_t)t->shape[d] * t->stride[d];
		index[d] = 0;
	}
	return false;
}

/* Of the elements in C's order; "outside" when they are not all there. */
static bool digest(const struct tensor *t, uint8_t out[HASH_SHA256_BYTES])
{
	uint64_t index[TENSOR_DIMS] = {0}, n = t->dims ? t->shape[t->dims - 1] : 1;
	int64_t at = (int64_t)t->at, step = t->dims ? t->stride[t->dims - 1] : 0;
	struct hash_sha256_state h;
	uint8_t room[4096];
	bool more = t->count > 0;

	hash_sha256_init(&h);
	for (; more; more = next_row(t, index, &at)) {
		for (uint64_t i = 0; i < n; i++) {
			uint64_t from = (uint64_t)(at + (int64_t)i * step);
			for (uint32_t k = 0; k < t->item; k += (uint32_t)sizeof(room)) {
				size_t part =
					t->item - k < sizeof(room) ? t->item - k : sizeof(room);
				if (!blob_copy(t->blob, from + k, room, part))
					return false;
				hash_sha256_update(&h, (str){room, part});
			}
		}
	}
	hash_sha256_final(&h, out);
	return true;
}

static void print_digest(struct buf *out, const struct tensor *t)
{
	uint8_t bytes[HASH_SHA256_BYTES];
	char hex[2 * HASH_SHA256_BYTES + 1];

	if (tensor_outside(t) != NULL) {
		buf_add(out, S("outside"));
	} else if (!digest(t, bytes)) {
		buf_add(out, S("unreadable"));
	} else {
		hash_hex(bytes, sizeof(bytes), hex);
		buf_add(out, str_of(hex));
	}
}

static void print_tensor(struct buf *out, const struct tensor *t)
{
	bool c = tensor_is_dense(t, false), fortran = tensor_is_dense(t, true);

	buf_add(out, S("array "));
	if (t->dtype == TENSOR_OTHER)
		buf_add(out, t->descr);
	else
		buf_printf(out, "%s%s", t->big ? ">" : "", tensor_types[t->dtype].name);
	buf_add(out, S(" ("));
	for (unsigned i = 0; i < t->dims; i++)
		buf_printf(out, "%s%llu", i ? ", " : "", (unsigned long long)t->shape[i]);
	buf_printf(out, ") %s ", c ? "C" : fortran ? "F" : "strided");
	print_digest(out, t);
}

static void print_list(struct buf *out, const struct item *i, const char *ends, unsigned depth)
{
	buf_byte(out, (uint8_t)ends[0]);
	for (uint32_t k = 0; k < i->count && out->n <= LIMIT_ITEM_PRINT; k++) {
		new_line(out, depth + 1);
		print_value(out, i->element[k], depth + 1);
	}
	if (i->count > 0)
		new_line(out, depth);
	buf_byte(out, (uint8_t)ends[1]);
}

static void print_pairs(struct buf *out, const struct item *i, unsigned depth)
{
	buf_byte(out, '{');
	for (uint32_t k = 0; k < i->count && out->n <= LIMIT_ITEM_PRINT; k++) {
		new_line(out, depth + 1);
		print_value(out, i->element[2 * (size_t)k], depth + 1);
		buf_add(out, S(": "));
		print_value(out, i->element[2 * (size_t)k + 1], depth + 1);
	}
	if (i->count > 0)
		new_line(out, depth);
	buf_byte(out, '}');
}

static void print_value(struct buf *out, const struct item *i, unsigned depth)
{
	if (depth > LIMIT_CONVERT_DEPTH || out->n > LIMIT_ITEM_PRINT) {
		buf_add(out, S("..."));
		return;
	}
	switch ((enum item_kind)i->kind) {
	case ITEM_NULL:
		buf_add(out, S("null"));
		return;
	case ITEM_BOOL:
		buf_add(out, i->flag ? S("true") : S("false"));
		return;
	case ITEM_INT:
		buf_printf(out, "%lld", (long long)i->number);
		return;
	case ITEM_BIG:
		buf_add(out, i->text);
		return;
	case ITEM_FLOAT:
		number_print(out, i->real[0]);
		return;
	case ITEM_COMPLEX:
		buf_add(out, S("complex "));
		number_print(out, i->real[0]);
		buf_byte(out, ' ');
		number_print(out, i->real[1]);
		return;
	case ITEM_TEXT:
		print_text(out, i->text);
		return;
	case ITEM_BYTES:
		buf_add(out, S("bytes "));
		print_hex(out, i->text);
		return;
	case ITEM_SCALAR:
		buf_printf(out, "%.*s ", STR_ARG(i->text));
		print_value(out, i->element[0], depth);
		return;
	case ITEM_LIST:
		print_list(out, i, "[]", depth);
		return;
	case ITEM_TUPLE:
		print_list(out, i, "()", depth);
		return;
	case ITEM_SET:
		buf_add(out, S("set "));
		print_list(out, i, "[]", depth);
		return;
	case ITEM_DICT:
		print_pairs(out, i, depth);
		return;
	case ITEM_TENSOR:
		print_tensor(out, i->tensor);
		return;
	case ITEM_TYPE:
		buf_printf(out, "type %.*s", STR_ARG(i->text));
		return;
	case ITEM_OBJECT:
		buf_printf(out, "object %.*s ", STR_ARG(i->text));
		print_pairs(out, i, depth);
		return;
	case ITEM_DROPPED:
		buf_printf(out, "dropped %.*s: %s", STR_ARG(i->text), i->why);
		return;
	}
}

void item_print(struct buf *out, const struct item *root)
{
	print_value(out, root, 0);
	buf_byte(out, '\n');
}
