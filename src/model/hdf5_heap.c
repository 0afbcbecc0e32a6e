/* Local heaps (III.D: names of old groups) and global heaps (III.E: values of variable length). */
#include "model/hdf5_int.h"

bool hdf5_local(struct hdf5 *h, uint64_t heap, uint64_t offset, struct block *out, str *text)
{
	struct block head;
	struct cur c;
	uint64_t size, data;
	bool ok;

	if (heap == HDF5_NOWHERE ||
	    !hdf5_get(h, heap, 8 + 2 * h->l + h->o, "a local heap outside the file", &head))
		return false;
	c = cur_of(head.bytes);
	ok = str_eq(cur_bytes(&c, 4), S("HEAP")) && cur_u8(&c) == 0;
	cur_skip(&c, 3);
	size = hdf5_length(h, &c);
	(void)hdf5_length(h, &c);
	data = hdf5_address(h, &c);
	hdf5_put(h, &head);
	if (!ok || data == HDF5_NOWHERE || data >= h->b.size || size > h->b.size - data ||
	    offset >= size) {
		hdf5_problem(h, heap, "a name that is not in its local heap");
		return false;
	}
	for (size_t n = 256;; n = LIMIT_HDF5_NAME) {
		size_t end;
		if (n > size - offset)
			n = (size_t)(size - offset);
		if (!hdf5_get(h, data + offset, n, "a name outside the file", out))
			return false;
		end = str_find_byte(out->bytes, 0);
		if (end != STR_NONE) {
			*text = str_slice(out->bytes, 0, end);
			return true;
		}
		hdf5_put(h, out);
		if (n == size - offset || n == LIMIT_HDF5_NAME) {
			hdf5_problem(h, data + offset, "a name in a local heap that does not end");
			return false;
		}
	}
}

/* The size of the collection at `at`; 0 when there is none. */
static uint64_t collection(struct hdf5 *h, uint64_t at)
{
	struct block head;
	struct cur c;
	uint64_t size = 0;

	if (!hdf5_get(h, at, 8 + h->l, "a global heap outside the file", &head))
		return 0;
	c = cur_of(head.bytes);
	if (str_eq(cur_bytes(&c, 4), S("GCOL")) && cur_u8(&c) == 1) {
		cur_skip(&c, 3);
		size = hdf5_length(h, &c);
	}
	hdf5_put(h, &head);
	if (size < 8 + h->l || size > h->b.size - at) {
		hdf5_problem(h, at,
			     "no global heap where a value of variable length says, or one "
			     "that is longer than the file");
		return 0;
	}
	return size;
}

/* The object at `pos` of the collection at `at`; false behind the last one. Each is larger than its
 * head, so going from one to the next ends. */
static bool object_at(struct hdf5 *h, uint64_t at, uint64_t size, uint64_t pos, uint32_t *id,
		      uint64_t *n)
{
	unsigned head = 8 + h->l;
	struct block b;
	struct cur c;

	if (pos >= size || size - pos < head ||
	    !hdf5_get(h, at + pos, head, "a global heap outside the file", &b))
		return false;
	c = cur_of(b.bytes);
	*id = cur_u16le(&c);
	cur_skip(&c, 6);
	*n = hdf5_length(h, &c);
	hdf5_put(h, &b);
	if (*id != 0 && *n > size - pos - head) {
		hdf5_problem(h, at + pos, "an object of a global heap that is longer than it");
		return false;
	}
	return *id != 0;
}

bool hdf5_global(struct hdf5 *h, uint64_t at, uint32_t index, uint64_t *from, uint64_t *bytes)
{
	uint64_t size = at == HDF5_NOWHERE ? 0 : collection(h, at), pos = 8 + h->l, n;
	uint32_t id;

	while (object_at(h, at, size, pos, &id, &n)) {
		if (id == index) {
			*from = at + pos + 8 + h->l;
			*bytes = n;
			return true;
		}
		pos += 8 + h->l + (n + 7) / 8 * 8;
	}
	if (size > 0)
		hdf5_problem(h, at, "a value of variable length that is not in its global heap");
	return false;
}

static void values_of(struct hdf5 *h, uint64_t at, hdf5_value_fn *fn, void *ctx)
{
	uint64_t size = collection(h, at), pos = 8 + h->l, n;
	uint32_t id;

	while (object_at(h, at, size, pos, &id, &n)) {
		uint64_t from = at + pos + 8 + h->l;
		fn(ctx, blob_slice(h->b, from, from + n), h->base + from);
		pos += 8 + h->l + (n + 7) / 8 * 8;
	}
}

#define SWEEP ((size_t)256 * 1024)

void hdf5_values(struct hdf5 *h, hdf5_value_fn *fn, void *ctx)
{
	uint8_t head[16];

	for (uint64_t at = 0; at < h->b.size && !h->stopped; at += SWEEP) {
		struct block b;
		size_t i = 0, found;
		if (!hdf5_get_some(h, at, SWEEP + 4, &b))
			return;
		while ((found = str_find(str_slice(b.bytes, i, b.bytes.n), S("GCOL"))) !=
		       STR_NONE) {
			i += found;
			/* data may hold the word: the version and the padding must fit */
			if (i < SWEEP && blob_copy(h->b, at + i, head, 8) && head[4] == 1 &&
			    head[5] == 0 && head[6] == 0 && head[7] == 0)
				values_of(h, at + i, fn, ctx);
			i += 4;
		}
		hdf5_put(h, &b);
	}
}
