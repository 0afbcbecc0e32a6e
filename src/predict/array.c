#include "predict/array.h"

bool element_of(const struct npy *n, struct element *out)
{
	*out = (struct element){n->kind, (uint8_t)n->item, n->order == '>'};
	switch (n->kind) {
	case 'f':
		return n->item == 2 || n->item == 4 || n->item == 8;
	case 'i':
	case 'u':
	case 'b':
		return n->item == 1 || n->item == 2 || n->item == 4 || n->item == 8;
	default:
		return false;
	}
}

static uint64_t raw(struct element e, const uint8_t *p)
{
	uint64_t v = 0;

	for (unsigned i = 0; i < e.bytes; i++)
		v |= (uint64_t)p[e.big ? e.bytes - 1 - i : i] << (8 * i);
	return v;
}

static double half(uint64_t v)
{
	unsigned exponent = v >> 10 & 31;
	double m = (double)(v & 1023), out;

	if (exponent == 31)
		out = m == 0 ? __builtin_inf() : __builtin_nan("");
	else if (exponent == 0)
		out = m * 0x1p-24;
	else
		out = (1024 + m) * 0x1p-25 * (double)(1ULL << exponent);
	return v >> 15 & 1 ? -out : out;
}

int64_t element_int(struct element e, const uint8_t *p)
{
	unsigned shift = 64 - 8 * e.bytes;

	if (e.kind == 'b')
		return raw(e, p) != 0;
	return e.kind == 'i' ? (int64_t)(raw(e, p) << shift) >> shift : (int64_t)raw(e, p);
}

double element_double(struct element e, const uint8_t *p)
{
	uint64_t v;
	uint32_t v4;
	double d;
	float f;

	if (e.kind == 'u')
		return (double)raw(e, p);
	if (e.kind != 'f')
		return (double)element_int(e, p);
	v = raw(e, p);
	if (e.bytes == 2)
		return half(v);
	if (e.bytes == 4) {
		v4 = (uint32_t)v;
		memcpy(&f, &v4, 4);
		return (double)f;
	}
	memcpy(&d, &v, 8);
	return d;
}

void element_doubles(struct element e, const uint8_t *p, size_t step, double *to, size_t to_step,
		     size_t n)
{
	bool native = e.big == (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	float f;

	if (e.kind == 'f' && e.bytes == 8 && native) {
		for (size_t i = 0; i < n; i++)
			memcpy(&to[i * to_step], p + i * step, 8);
	} else if (e.kind == 'f' && e.bytes == 4 && native) {
		for (size_t i = 0; i < n; i++) {
			memcpy(&f, p + i * step, 4);
			to[i * to_step] = (double)f;
		}
	} else {
		for (size_t i = 0; i < n; i++)
			to[i * to_step] = element_double(e, p + i * step);
	}
}

/* ---- Rows ---- */

static bool rows_in_order(struct array_rows *r, uint64_t first, size_t n, double *to)
{
	size_t row = (size_t)r->element.bytes * r->columns;
	uint64_t at = r->at + first * row;
	bool direct = r->element.kind == 'f' && r->element.bytes == 8 &&
		      r->element.big == (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);

	if (direct)
		return blob_copy(r->blob, at, to, n * row);
	if (r->raw == NULL)
		r->raw = arena_raw(r->arena, r->block * row, 64);
	if (!blob_copy(r->blob, at, r->raw, n * row))
		return false;
	element_doubles(r->element, r->raw, r->element.bytes, to, 1, n * r->columns);
	return true;
}

#define ROWS_TILE                                                                                  \
	16 /* columns that are turned around at once: 16 lines of the cache are written to */

static bool rows_by_column(struct array_rows *r, uint64_t first, size_t n, double *to)
{
	size_t item = r->element.bytes, column = n * item;

	if (r->raw == NULL)
		r->raw = arena_raw(r->arena, r->block * item * ROWS_TILE, 64);
	for (size_t from = 0; from < r->columns; from += ROWS_TILE) {
		size_t wide = r->columns - from < ROWS_TILE ? r->columns - from : ROWS_TILE;
		for (size_t c = 0; c < wide; c++) {
			uint64_t at = ((from + c) * r->rows + first) * item;
			if (!blob_copy(r->blob, r->at + at, r->raw + c * column, column))
				return false;
		}
		for (size_t i = 0; i < n; i++)
			element_doubles(r->element, r->raw + i * item, column,
					to + i * r->columns + from, 1, wide);
	}
	return true;
}

bool array_rows_read(struct array_rows *r, uint64_t first, size_t n, double *to)
{
	if (r->fortran && r->columns > 1)
		return rows_by_column(r, first, n, to);
	return rows_in_order(r, first, n, to);
}
