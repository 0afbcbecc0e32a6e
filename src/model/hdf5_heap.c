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

bool hdf5_global(struct hdf5 *h, uint64_t at, uint32_t index, uint64_t *from, uint64_t *bytes)
{
	uint64_t size = at == HDF5_NOWHERE ? 0 : collection(h, at), pos = 8 + h->l;
	unsigned head = 8 + h->l;

	/* Objects follow each other; each is larger than its head, so this ends. */
	while (size - pos >= head && pos < size && !h->stopped) {
		struct block b;
		struct cur c;
		uint32_t id;
		uint64_t n, next;
		if (!hdf5_get(h, at + pos, head, "a global heap outside the file", &b))
			return false;
		c = cur_of(b.bytes);
		id = cur_u16le(&c);
		cur_skip(&c, 6);
		n = hdf5_length(h, &c);
		hdf5_put(h, &b);
		if (id == 0)
			break;
		if (n > size - pos - head) {
			hdf5_problem(h, at + pos,
				     "an object of a global heap that is longer than it");
			return false;
		}
		if (id == index) {
			*from = at + pos + head;
			*bytes = n;
			return true;
		}
		next = pos + head + (n + 7) / 8 * 8;
		if (next <= pos)
			break;
		pos = next;
	}
	if (size > 0)
		hdf5_problem(h, at, "a value of variable length that is not in its global heap");
	return false;
}
