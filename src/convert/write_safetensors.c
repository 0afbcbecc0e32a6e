/* Safetensors as the reference writer makes them (safetensors/src/tensor.rs, prepare()): tensors by
 * dtype, the largest alignment first, then by name; header padded with spaces to eight bytes. */
#include "convert/write.h"

#include <stdlib.h>
#include "base/limits.h"
#include "convert/gather.h"
#include "model/safetensors.h"

#define HEADER_MOST ((size_t)100000000) /* the reference reader takes no more */

/* Place of a dtype in the reference's enum, by which it sorts. */
static unsigned rank_of(const struct tensor *t)
{
	const char *name = tensor_types[t->dtype].safetensors;
	unsigned i = 0;

	while (i + 1 < SAFETENSORS_DTYPES && strcmp(safetensors_dtypes[i].name, name) != 0)
		i++;
	return i;
}

struct place {
	const struct tensor *t;
	unsigned rank;
};

static int by_rank(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank > b->rank ? -1 : 1;
	return str_cmp(a->t->name, b->t->name);
}

static struct place *sorted(struct write_job *j)
{
	struct place *p = NEW(j->arena, struct place, j->count + 1);

	for (uint32_t i = 0; i < j->count; i++)
		p[i] = (struct place){j->tensors[i], rank_of(j->tensors[i])};
	if (j->count > 1)
		qsort(p, j->count, sizeof(*p), by_rank);
	return p;
}

static void put_text(struct buf *b, str s)
{
	buf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (c == '"' || c == '\\') {
			buf_byte(b, '\\');
			buf_byte(b, c);
		} else if (c < 0x20) {
			buf_printf(b, "\\u%04x", c);
		} else {
			buf_byte(b, c);
		}
	}
	buf_byte(b, '"');
}

static void put_metadata(struct buf *b, const struct write_job *j)
{
	buf_add(b, S("\"__metadata__\":{"));
	for (unsigned i = 0; i < j->metadata_count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		put_text(b, j->metadata[i].key);
		buf_byte(b, ':');
		put_text(b, j->metadata[i].value);
	}
	buf_byte(b, '}');
}

static void put_tensor(struct buf *b, const struct tensor *t, uint64_t at)
{
	put_text(b, t->name);
	buf_printf(b, ":{\"dtype\":\"%s\",\"shape\":[", tensor_types[t->dtype].safetensors);
	for (unsigned i = 0; i < t->dims; i++)
		buf_printf(b, "%s%llu", i ? "," : "", (unsigned long long)t->shape[i]);
	buf_printf(b, "],\"data_offsets\":[%llu,%llu]}", (unsigned long long)at,
		   (unsigned long long)(at + tensor_bytes(t)));
}

/* Length and header. Sets j->bytes. */
static str header_of(struct write_job *j, const struct place *p)
{
	struct buf b = buf_in(j->arena);
	uint64_t at = 0;

	buf_u64(&b, 0);
	buf_byte(&b, '{');
	if (j->metadata_count > 0)
		put_metadata(&b, j);
	for (uint32_t i = 0; i < j->count; i++) {
		if (b.n > 9)
			buf_byte(&b, ',');
		put_tensor(&b, p[i].t, at);
		at += tensor_bytes(p[i].t);
	}
	buf_byte(&b, '}');
	while (b.n % 8 != 0)
		buf_byte(&b, ' ');
	for (unsigned i = 0; i < 8; i++)
		b.p[i] = (uint8_t)((uint64_t)(b.n - 8) >> (8 * i));
	j->bytes = b.n + at;
	return buf_str(&b);
}

struct output {
	struct sink *sink;
	uint64_t from; /* of the tensor in the file */
	bool in_order;
};

static bool put(void *ctx, uint64_t at, str bytes)
{
	struct output *o = ctx;

	return o->in_order ? sink_put(o->sink, bytes) : sink_patch(o->sink, o->from + at, bytes);
}

bool safetensors_write(struct write_job *j)
{
	struct gather *g = gather_new(j->arena, GATHER_BYTES);
	const struct place *p;
	str header;

	if (!write_check(j, false))
		return false;
	p = sorted(j);
	header = header_of(j, p);
	if (header.n - 8 > HEADER_MOST) {
		j->refusal =
			(struct refusal){S("(header)"), S("the tensors' names need a header of "
							  "more than 100 MB, which no reader "
							  "takes")};
		return false;
	}
	if (!sink_put(j->sink, header))
		return false;
	for (uint32_t i = 0; i < j->count; i++) {
		const struct tensor *t = p[i].t;
		struct output o = {j->sink, j->sink->at, gather_in_order(g, t, false)};
		if (!o.in_order && !sink_leave(j->sink, tensor_bytes(t)))
			return false;
		if (gather_run(g, t, false, true, put, &o) == GATHER_UNREAD)
			return write_unread(j, t);
		if (j->sink->failed)
			return false;
	}
	return sink_end(j->sink);
}
