/* Small HDF5 files, built byte by byte: one in the oldest form (superblock 0, symbol tables, local
 * heap) and one in the newest (superblock 3, link messages, fractal heap and B-tree). Both have
 * attributes, a dataset, soft and external links, external storage. */
#ifndef HDF5_MAKE_H
#define HDF5_MAKE_H

#include "base/buf.h"
#include "model/hdf5_int.h"

#define H5_NONE UINT64_MAX

struct h5 {
	struct buf b;
};

static inline uint64_t h5_at(const struct h5 *f)
{
	return f->b.n;
}

static inline void h5_pad(struct h5 *f, size_t to)
{
	while (f->b.n < to)
		buf_u8(&f->b, 0);
}

static inline void h5_align(struct h5 *f)
{
	h5_pad(f, (f->b.n + 7) / 8 * 8);
}

static inline void h5_patch(struct h5 *f, uint64_t at, uint64_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		f->b.p[at + i] = (uint8_t)(v >> 8 * i);
}

/* The checksum of everything from `from` on. */
static inline void h5_sum(struct h5 *f, uint64_t from)
{
	buf_u32(&f->b, hdf5_checksum(str_slice(buf_str(&f->b), from, f->b.n), SIZE_MAX / 2));
}

/* ---- Messages (the same in both forms) ---- */

static inline void h5_type_string(struct buf *b, uint32_t n) /* 8 bytes */
{
	buf_u32(b, 0x13);
	buf_u32(b, n);
}

static inline str h5_attribute_1(struct arena *a, const char *name, str value)
{
	struct buf b = buf_in(a);
	size_t n = strlen(name) + 1;

	buf_u8(&b, 1);
	buf_u8(&b, 0);
	buf_u16(&b, (uint16_t)n);
	buf_u16(&b, 8);
	buf_u16(&b, 8);
	buf_add(&b, (str){(const uint8_t *)name, n});
	while (b.n % 8)
		buf_u8(&b, 0);
	h5_type_string(&b, (uint32_t)value.n);
	buf_u64(&b, 1); /* dataspace, version 1, scalar */
	buf_add(&b, value);
	while (b.n % 8)
		buf_u8(&b, 0);
	return buf_str(&b);
}

static inline str h5_attribute_3(struct arena *a, const char *name, str value)
{
	struct buf b = buf_in(a);
	size_t n = strlen(name) + 1;

	buf_u8(&b, 3);
	buf_u8(&b, 0);
	buf_u16(&b, (uint16_t)n);
	buf_u16(&b, 8);
	buf_u16(&b, 4);
	buf_u8(&b, 0);
	buf_add(&b, (str){(const uint8_t *)name, n});
	h5_type_string(&b, (uint32_t)value.n);
	buf_u32(&b, 0x00000002); /* dataspace, version 2, scalar */
	buf_add(&b, value);
	return buf_str(&b);
}

static inline void h5_message_1(struct buf *b, unsigned type, str data)
{
	buf_u16(b, (uint16_t)type);
	buf_u16(b, (uint16_t)((data.n + 7) / 8 * 8));
	buf_u32(b, 0);
	buf_add(b, data);
	while (b->n % 8)
		buf_u8(b, 0);
}

static inline void h5_message_2(struct buf *b, unsigned type, str data)
{
	buf_u8(b, (uint8_t)type);
	buf_u16(b, (uint16_t)data.n);
	buf_u8(b, 0);
	buf_add(b, data);
}

static inline uint64_t h5_header_1(struct h5 *f, str messages)
{
	uint64_t at;

	h5_align(f);
	at = h5_at(f);
	buf_u32(&f->b, 1);
	buf_u32(&f->b, 1);
	buf_u32(&f->b, (uint32_t)messages.n);
	buf_u32(&f->b, 0);
	buf_add(&f->b, messages);
	return at;
}

static inline uint64_t h5_header_2(struct h5 *f, str messages)
{
	uint64_t at = h5_at(f);

	buf_add(&f->b, S("OHDR"));
	buf_u8(&f->b, 2);
	buf_u8(&f->b, 2); /* the block's size has four bytes */
	buf_u32(&f->b, (uint32_t)messages.n);
	buf_add(&f->b, messages);
	h5_sum(f, at);
	return at;
}

/* Messages of a dataset of 16 bytes, at `data`, or in other files when `external` is a heap. */
static inline void h5_dataset(struct buf *b, bool old, uint64_t data, uint64_t external)
{
	struct buf m;
	void (*message)(struct buf *, unsigned, str) = old ? h5_message_1 : h5_message_2;

	m = buf_in(b->arena); /* dataspace: one dimension of 16 */
	buf_u32(&m, 0x0101);
	buf_u32(&m, 0);
	buf_u64(&m, 16);
	message(b, 1, buf_str(&m));
	m = buf_in(b->arena); /* unsigned 8-bit integers */
	buf_u32(&m, 0x10);
	buf_u32(&m, 1);
	buf_u16(&m, 0);
	buf_u16(&m, 8);
	message(b, 3, buf_str(&m));
	m = buf_in(b->arena); /* contiguous, version 3 */
	buf_u16(&m, 0x0103);
	buf_u64(&m, data);
	buf_u64(&m, 16);
	message(b, 8, buf_str(&m));
	if (external == H5_NONE)
		return;
	m = buf_in(b->arena);
	buf_u32(&m, 1);
	buf_u16(&m, 1);
	buf_u16(&m, 1);
	buf_u64(&m, external);
	buf_u64(&m, 8); /* offset of the name in the heap */
	buf_u64(&m, 0);
	buf_u64(&m, 16);
	message(b, 7, buf_str(&m));
}

static inline uint64_t h5_local_heap(struct h5 *f, str names)
{
	uint64_t at;

	h5_align(f);
	at = h5_at(f);
	buf_add(&f->b, S("HEAP"));
	buf_u32(&f->b, 0);
	buf_u64(&f->b, names.n);
	buf_u64(&f->b, H5_NONE);
	buf_u64(&f->b, at + 32);
	buf_add(&f->b, names);
	h5_align(f);
	return at;
}

static inline void h5_symbol(struct buf *b, uint64_t name, uint64_t to, uint32_t cache,
			     uint32_t scratch)
{
	buf_u64(b, name);
	buf_u64(b, to);
	buf_u32(b, cache);
	buf_u32(b, 0);
	buf_u32(b, scratch);
	buf_u32(b, 0);
	buf_u64(b, 0);
}

/* ---- The oldest form: /d, /x (external storage in `file`), /s -> /d; model_config ---- */
static inline str h5_make_old(struct arena *a, str config, const char *file, size_t user_block)
{
	struct h5 f = {buf_in(a)};
	struct buf m, names = buf_in(a);
	uint64_t heap, files, data, d, x, table, tree, root;
	str all;

	buf_add(&f.b, S("\x89HDF\r\n\x1a\n"));
	buf_u32(&f.b, 0);
	buf_u8(&f.b, 0);
	buf_u8(&f.b, 8);
	buf_u8(&f.b, 8);
	buf_u8(&f.b, 0);
	buf_u16(&f.b, 4);
	buf_u16(&f.b, 16);
	buf_u32(&f.b, 0);
	buf_u64(&f.b, user_block);
	buf_u64(&f.b, H5_NONE);
	buf_u64(&f.b, 0); /* end: patched */
	buf_u64(&f.b, H5_NONE);
	h5_symbol(&f.b, 0, 0, 0, 0); /* root: patched */
	data = h5_at(&f);
	buf_add(&f.b, S("0123456789abcdef"));
	buf_add(&names,
		S("\0\0\0\0\0\0\0\0d\0\0\0\0\0\0\0s\0\0\0\0\0\0\0x\0\0\0\0\0\0\0/d\0\0\0\0\0\0"));
	heap = h5_local_heap(&f, buf_str(&names));
	names = buf_in(a);
	buf_u64(&names, 0);
	buf_add(&names, (str){(const uint8_t *)file, strlen(file) + 1});
	while (names.n % 8)
		buf_u8(&names, 0);
	files = h5_local_heap(&f, buf_str(&names));
	m = buf_in(a);
	h5_dataset(&m, true, data, H5_NONE);
	d = h5_header_1(&f, buf_str(&m));
	m = buf_in(a);
	h5_dataset(&m, true, H5_NONE, files);
	x = h5_header_1(&f, buf_str(&m));
	h5_align(&f);
	table = h5_at(&f);
	buf_add(&f.b, S("SNOD"));
	buf_u16(&f.b, 1);
	buf_u16(&f.b, 3);
	h5_symbol(&f.b, 8, d, 0, 0);
	h5_symbol(&f.b, 16, H5_NONE, 2, 32);
	h5_symbol(&f.b, 24, x, 0, 0);
	tree = h5_at(&f);
	buf_add(&f.b, S("TREE"));
	buf_u16(&f.b, 0);
	buf_u16(&f.b, 1);
	buf_u64(&f.b, H5_NONE);
	buf_u64(&f.b, H5_NONE);
	buf_u64(&f.b, 0);
	buf_u64(&f.b, table);
	buf_u64(&f.b, 24);
	m = buf_in(a);
	names = buf_in(a);
	buf_u64(&names, tree);
	buf_u64(&names, heap);
	h5_message_1(&m, 0x11, buf_str(&names));
	h5_message_1(&m, 0x0c, h5_attribute_1(a, "model_config", config));
	root = h5_header_1(&f, buf_str(&m));
	h5_patch(&f, 40, user_block + h5_at(&f), 8);
	h5_patch(&f, 64, root, 8);
	if (user_block == 0)
		return buf_str(&f.b);
	all = buf_str(&f.b);
	f.b = buf_in(a);
	h5_pad(&f, user_block);
	buf_add(&f.b, all);
	return buf_str(&f.b);
}

/* ---- The newest form ---- */

static inline void h5_name(struct buf *b, str name)
{
	buf_u8(b, (uint8_t)name.n);
	buf_add(b, name);
}

static inline str h5_link_hard(struct arena *a, str name, uint64_t to)
{
	struct buf b = buf_in(a);

	buf_u16(&b, 0x0001);
	h5_name(&b, name);
	buf_u64(&b, to);
	return buf_str(&b);
}

static inline str h5_link_external(struct arena *a, str name, const char *file)
{
	struct buf b = buf_in(a);

	buf_u16(&b, 0x0801);
	buf_u8(&b, 64);
	h5_name(&b, name);
	buf_u16(&b, (uint16_t)(strlen(file) + 5));
	buf_u8(&b, 0);
	buf_add(&b, (str){(const uint8_t *)file, strlen(file) + 1});
	buf_add(&b, S("/t\0"));
	return buf_str(&b);
}

/* A fractal heap of one block with `object`, and a B-tree with its id; returns the header, *tree.
 */
static inline uint64_t h5_dense(struct h5 *f, str object, unsigned type, uint64_t *tree)
{
	uint64_t block = h5_at(f), heap, leaf, at = 4 + 1 + 8 + 4 + 4;

	buf_add(&f->b, S("FHDB"));
	buf_u8(&f->b, 0);
	buf_u64(&f->b, block + 512);
	buf_u32(&f->b, 0);
	buf_u32(&f->b, 0); /* checksum: patched */
	buf_add(&f->b, object);
	h5_pad(f, block + 512);
	h5_patch(f, block + 17, hdf5_checksum(str_slice(buf_str(&f->b), block, block + 512), 17),
		 4);
	heap = h5_at(f);
	buf_add(&f->b, S("FRHP"));
	buf_u8(&f->b, 0);
	buf_u16(&f->b, type == 5 ? 7 : 8);
	buf_u16(&f->b, 0);
	buf_u8(&f->b, 2);
	buf_u32(&f->b, 4096);
	buf_u64(&f->b, 0);
	buf_u64(&f->b, H5_NONE);
	buf_u64(&f->b, 0);
	buf_u64(&f->b, H5_NONE);
	for (unsigned i = 0; i < 8; i++)
		buf_u64(&f->b, 0);
	buf_u16(&f->b, 4);
	buf_u64(&f->b, 512);
	buf_u64(&f->b, 65536);
	buf_u16(&f->b, 32);
	buf_u16(&f->b, 1);
	buf_u64(&f->b, block);
	buf_u16(&f->b, 0);
	h5_sum(f, heap);
	leaf = h5_at(f);
	buf_add(&f->b, S("BTLF"));
	buf_u8(&f->b, 0);
	buf_u8(&f->b, (uint8_t)type);
	if (type == 5)
		buf_u32(&f->b, 0);
	buf_u8(&f->b, 0);
	buf_u32(&f->b, (uint32_t)at);
	buf_u16(&f->b, (uint16_t)object.n);
	if (type == 8) {
		buf_u8(&f->b, 0); /* the id has eight bytes; flags, order and hash follow */
		buf_u8(&f->b, 0);
		buf_u64(&f->b, 0);
	}
	h5_sum(f, leaf);
	*tree = h5_at(f);
	buf_add(&f->b, S("BTHD"));
	buf_u8(&f->b, 0);
	buf_u8(&f->b, (uint8_t)type);
	buf_u32(&f->b, 512);
	buf_u16(&f->b, type == 5 ? 11 : 17);
	buf_u16(&f->b, 0);
	buf_u8(&f->b, 100);
	buf_u8(&f->b, 40);
	buf_u64(&f->b, leaf);
	buf_u16(&f->b, 1);
	buf_u64(&f->b, 1);
	h5_sum(f, *tree);
	return heap;
}

/* Root: /d by a link message, /e (external link to `file`) in dense storage; model_config dense. */
static inline str h5_make_new(struct arena *a, str config, const char *file)
{
	struct h5 f = {buf_in(a)};
	struct buf m = buf_in(a), info;
	uint64_t d, root, heap, tree, at;

	buf_add(&f.b, S("\x89HDF\r\n\x1a\n"));
	buf_u8(&f.b, 3);
	buf_u8(&f.b, 8);
	buf_u8(&f.b, 8);
	buf_u8(&f.b, 0);
	buf_u64(&f.b, 0);
	buf_u64(&f.b, H5_NONE);
	buf_u64(&f.b, 0); /* end, root, checksum: patched */
	buf_u64(&f.b, 0);
	buf_u32(&f.b, 0);
	h5_dataset(&m, false, 12, H5_NONE);
	d = h5_header_2(&f, buf_str(&m));
	m = buf_in(a);
	heap = h5_dense(&f, h5_link_external(a, S("e"), file), 5, &tree);
	info = buf_in(a);
	buf_u16(&info, 0);
	buf_u64(&info, heap);
	buf_u64(&info, tree);
	h5_message_2(&m, 2, buf_str(&info));
	h5_message_2(&m, 6, h5_link_hard(a, S("d"), d));
	heap = h5_dense(&f, h5_attribute_3(a, "model_config", config), 8, &tree);
	info = buf_in(a);
	buf_u16(&info, 0);
	buf_u64(&info, heap);
	buf_u64(&info, tree);
	h5_message_2(&m, 0x15, buf_str(&info));
	root = h5_header_2(&f, buf_str(&m));
	at = h5_at(&f);
	h5_patch(&f, 28, at, 8);
	h5_patch(&f, 36, root, 8);
	h5_patch(&f, 44, hdf5_checksum(str_slice(buf_str(&f.b), 0, 44), SIZE_MAX / 2), 4);
	return buf_str(&f.b);
}

#endif
