/* NPY headers as numpy.lib.format writes them: keys sorted, a trailing comma, spaces for an axis
 * that may grow, padded with spaces to 64 bytes and a line feed; version 1.0, or 3.0 (UTF-8) for
 * fields whose names are not Latin-1. (2.0 is for headers longer than numpy.load() takes.) */
#include "convert/write.h"

#include "base/limits.h"
#include "convert/gather.h"
#include "model/npy.h"

#define ALIGN 64
#define HEADER_MOST 10000 /* numpy.load() takes no longer ones: _MAX_HEADER_SIZE */
#define GROWTH_DIGITS 21  /* numpy.lib.format.GROWTH_AXIS_MAX_DIGITS */

bool npy_fortran(const struct tensor *t)
{
	return !tensor_is_dense(t, false) && tensor_is_dense(t, true);
}

static void put_descr(struct buf *b, const struct tensor *t)
{
	if (t->dtype == TENSOR_OTHER)
		buf_add(b, t->descr);
	else
		buf_printf(b, "'%c%s'",
			   tensor_types[t->dtype].swap == 1 ? '|'
			   : t->big			    ? '>'
							    : '<',
			   tensor_types[t->dtype].numpy);
}

static void put_dict(struct buf *b, const struct tensor *t, bool fortran)
{
	unsigned digits = 1;

	buf_add(b, S("{'descr': "));
	put_descr(b, t);
	buf_printf(b, ", 'fortran_order': %s, 'shape': (", fortran ? "True" : "False");
	for (unsigned i = 0; i < t->dims; i++)
		buf_printf(b, "%s%llu", i > 0 ? ", " : "", (unsigned long long)t->shape[i]);
	buf_add(b, t->dims == 1 ? S(",), }") : S("), }"));
	if (t->dims == 0)
		return;
	for (uint64_t n = t->shape[fortran ? t->dims - 1U : 0U]; n >= 10; n /= 10)
		digits++;
	for (; digits < GROWTH_DIGITS; digits++)
		buf_byte(b, ' ');
}

/* UTF-8 to Latin-1, in place; false and as it was: it has other characters. */
static bool to_latin1(struct buf *b)
{
	size_t to = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->p[i] >= 0xc4 || (b->p[i] >= 0xc2 && i + 1 == b->n))
			return false;
	for (size_t i = 0; i < b->n; i++) {
		uint8_t c = b->p[i];
		if (c >= 0xc2)
			c = (uint8_t)(c << 6 | (b->p[++i] & 0x3f));
		b->p[to++] = c;
	}
	b->n = to;
	return true;
}

str npy_header(struct arena *a, const struct tensor *t)
{
	struct buf dict = buf_in(a), b = buf_in(a);
	bool latin1;
	size_t head, pad;

	put_dict(&dict, t, npy_fortran(t));
	latin1 = to_latin1(&dict);
	head = latin1 ? 10 : 12;
	pad = ALIGN - (head + dict.n + 1) % ALIGN;
	if (dict.n + pad + 1 > HEADER_MOST)
		return (str){NULL, 0};
	buf_add(&b, S(NPY_MAGIC));
	buf_u8(&b, latin1 ? 1 : 3);
	buf_u8(&b, 0);
	if (latin1)
		buf_u16(&b, (uint16_t)(dict.n + pad + 1));
	else
		buf_u32(&b, (uint32_t)(dict.n + pad + 1));
	buf_add(&b, buf_str(&dict));
	memset(buf_room(&b, pad), ' ', pad);
	buf_byte(&b, '\n');
	return buf_str(&b);
}

struct output {
	struct sink *sink;
	uint64_t from;
	bool in_order;
};

static bool put(void *ctx, uint64_t at, str bytes)
{
	struct output *o = ctx;

	return o->in_order ? sink_put(o->sink, bytes) : sink_patch(o->sink, o->from + at, bytes);
}

bool npy_write(struct write_job *j)
{
	const struct tensor *t = j->tensors[0];
	bool fortran = npy_fortran(t);
	struct gather *g = gather_new(j->arena, GATHER_BYTES);
	struct output o = {.sink = j->sink, .in_order = gather_in_order(g, t, fortran)};
	str header;

	if (!write_check(j, true))
		return false;
	header = npy_header(j->arena, t);
	if (header.n == 0) {
		j->refusal =
			(struct refusal){t->name, S("its dtype is longer than numpy.load() takes")};
		return false;
	}
	j->bytes = header.n + tensor_bytes(t);
	o.from = header.n;
	if (!sink_put(j->sink, header) || (!o.in_order && !sink_leave(j->sink, tensor_bytes(t))))
		return false;
	if (gather_run(g, t, fortran, false, put, &o) == GATHER_UNREAD)
		return write_unread(j, t);
	return sink_end(j->sink);
}
