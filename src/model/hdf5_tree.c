/* Where the links and attributes of objects with many of them lie: version 1 B-trees of symbols
 * (III.A.1, III.B), fractal heaps (III.G) and the version 2 B-trees over them (III.A.2).
 *
 * A fractal heap is a sparse address space of blocks whose sizes double from row to row; an id is
 * an offset in it and a length. Trees are walked to their leaves; depth is bounded by what the
 * sizes allow, nodes by the fuel. */
#include "model/hdf5_int.h"

#define TREE_DEPTH 32

/* ---- Version 1 ---- */

struct symbols {
	hdf5_record_fn *fn;
	void *ctx;
};

static void symbol_node(struct hdf5 *h, uint64_t at, const struct symbols *s)
{
	unsigned entry = 2 * h->o + 24, n;
	struct block head, body;
	struct cur c;
	bool ok;

	if (!hdf5_get(h, at, 8, "a symbol table outside the file", &head))
		return;
	c = cur_of(head.bytes);
	ok = str_eq(cur_bytes(&c, 4), S("SNOD")) && cur_u8(&c) == 1;
	cur_skip(&c, 1);
	n = cur_u16le(&c);
	hdf5_put(h, &head);
	if (!ok) {
		hdf5_problem(h, at, "no symbol table where a group's tree says");
		return;
	}
	if (!hdf5_get(h, at + 8, (uint64_t)n * entry, "a symbol table outside the file", &body))
		return;
	for (unsigned i = 0; i < n && !h->stopped; i++)
		s->fn(h, s->ctx, str_slice(body.bytes, i * entry, (i + 1) * entry),
		      at + 8 + (uint64_t)i * entry);
	hdf5_put(h, &body);
}

static void tree_1(struct hdf5 *h, uint64_t at, unsigned level, unsigned depth,
		   const struct symbols *s)
{
	struct block head, body;
	struct cur c;
	unsigned type, has, n;
	bool ok;

	if (at == HDF5_NOWHERE || h->stopped ||
	    !hdf5_get(h, at, 8, "a group's tree outside the file", &head))
		return;
	c = cur_of(head.bytes);
	ok = str_eq(cur_bytes(&c, 4), S("TREE"));
	type = cur_u8(&c);
	has = cur_u8(&c);
	n = cur_u16le(&c);
	hdf5_put(h, &head);
	if (!ok || type != 0 || (depth > 0 && has != level) || depth > TREE_DEPTH) {
		hdf5_problem(h, at, "no node of a group's tree where its parent says");
		return;
	}
	if (!hdf5_get(h, at + 8 + 2 * h->o, (uint64_t)n * (h->l + h->o),
		      "a node of a group's tree that is longer than the file", &body))
		return;
	c = cur_of(body.bytes);
	for (unsigned i = 0; i < n && !h->stopped; i++) {
		uint64_t child;
		cur_skip(&c, h->l);
		child = hdf5_address(h, &c);
		if (child == HDF5_NOWHERE)
			continue;
		if (has == 0)
			symbol_node(h, child, s);
		else
			tree_1(h, child, has - 1, depth + 1, s);
	}
	hdf5_put(h, &body);
}

void hdf5_symbols(struct hdf5 *h, uint64_t tree, hdf5_record_fn *fn, void *ctx)
{
	tree_1(h, tree, 0, 0, &(struct symbols){fn, ctx});
}

/* ---- Fractal heaps ---- */

struct fractal {
	uint64_t at, root, huge_tree;
	uint64_t start, max_direct; /* bytes of the smallest and the largest direct block */
	unsigned id_bytes, offset_bytes, length_bytes, width, rows, max_bits;
	bool filtered, checked;
	/* the direct block that was found last: [from, to) of the heap lies at `block` */
	uint64_t block, from, to;
};

static bool power_of_two(uint64_t v)
{
	return v != 0 && (v & (v - 1)) == 0;
}

static unsigned log2_of(uint64_t v)
{
	unsigned n = 0;

	while (v > 1) {
		v >>= 1;
		n++;
	}
	return n;
}

static bool heap_fields(struct hdf5 *h, struct cur *c, struct fractal *f)
{
	uint32_t max_managed;
	unsigned flags;

	f->id_bytes = cur_u16le(c);
	f->filtered = cur_u16le(c) != 0;
	flags = cur_u8(c);
	f->checked = (flags & 2) != 0;
	max_managed = cur_u32le(c);
	cur_skip(c, h->l);
	f->huge_tree = hdf5_address(h, c);
	cur_skip(c, h->l + h->o + 8 * h->l);
	f->width = cur_u16le(c);
	f->start = hdf5_length(h, c);
	f->max_direct = hdf5_length(h, c);
	f->max_bits = cur_u16le(c);
	cur_skip(c, 2);
	f->root = hdf5_address(h, c);
	f->rows = cur_u16le(c);
	if (c->bad || !power_of_two(f->width) || !power_of_two(f->start) ||
	    !power_of_two(f->max_direct) || f->max_direct < f->start || f->max_bits > 64 ||
	    f->max_bits == 0 || f->max_direct > UINT32_MAX)
		return false;
	f->offset_bytes = (f->max_bits + 7) / 8;
	f->length_bytes = (log2_of(f->max_direct) + 7) / 8;
	if (hdf5_bytes_for(max_managed) < f->length_bytes)
		f->length_bytes = hdf5_bytes_for(max_managed);
	return f->id_bytes >= 1 + f->offset_bytes + f->length_bytes || f->id_bytes >= 7;
}

/* The heap whose header lies at `at`; NULL (told) when it is none. */
static struct fractal *open_heap(struct hdf5 *h, uint64_t at)
{
	uint64_t size = 26 + 3 * h->o + 12 * h->l;
	struct block head;
	struct cur c;
	bool ok;

	if (h->heap != NULL && h->heap->at == at)
		return h->heap;
	if (!hdf5_get(h, at, size, "a fractal heap outside the file", &head))
		return NULL;
	if (h->heap == NULL)
		h->heap = NEW(h->arena, struct fractal, 1);
	*h->heap = (struct fractal){.at = at};
	c = cur_of(head.bytes);
	ok = str_eq(cur_bytes(&c, 4), S("FRHP")) && cur_u8(&c) == 0 && heap_fields(h, &c, h->heap);
	if (ok && !h->heap->filtered && !hdf5_checked(head.bytes))
		hdf5_problem(h, at, "a fractal heap with a wrong checksum");
	hdf5_put(h, &head);
	if (ok)
		return h->heap;
	h->heap->at = HDF5_NOWHERE;
	hdf5_problem(h, at, "no fractal heap where an object says");
	return NULL;
}

/* Size of the blocks of a row, and where it begins in the heap. */
static uint64_t row_size(const struct fractal *f, unsigned row)
{
	return row == 0 ? f->start : row > 48 ? UINT64_MAX : f->start << (row - 1);
}

static bool check_indirect(struct hdf5 *h, const struct fractal *f, uint64_t at, unsigned rows)
{
	uint64_t n = 5 + h->o + f->offset_bytes + (uint64_t)rows * f->width * h->o + 4;
	struct block b;
	bool ok;

	if (!hdf5_get(h, at, n, "a heap's block outside the file", &b))
		return false;
	ok = str_starts(b.bytes, S("FHIB"));
	if (ok && !hdf5_checked(b.bytes))
		hdf5_problem(h, at, "a block of a fractal heap with a wrong checksum");
	hdf5_put(h, &b);
	return ok;
}

/* The direct block with the heap's byte `offset`: walks down from the block at `at` with `rows`
 * rows that begins at `base`. */
static bool find_block(struct hdf5 *h, struct fractal *f, uint64_t offset)
{
	uint64_t at = f->root, base = 0;
	unsigned rows = f->rows;

	if (rows == 0) {
		f->block = at;
		f->from = 0;
		f->to = f->start;
		return at != HDF5_NOWHERE;
	}
	for (unsigned depth = 0; depth < TREE_DEPTH && at != HDF5_NOWHERE; depth++) {
		unsigned direct_rows = log2_of(f->max_direct) - log2_of(f->start) + 2, row = 0;
		uint64_t begin = base, size = f->start, column, place;
		struct block b;
		struct cur c;
		while (row < rows && size <= (UINT64_MAX - begin) / f->width &&
		       offset >= begin + size * f->width) {
			begin += size * f->width;
			row++;
			size = row_size(f, row);
		}
		if (row >= rows || row > 48)
			return false;
		column = (offset - begin) / size;
		base = begin + column * size;
		/* every row before has `width` entries; filtered heaps are not followed */
		place = at + 5 + h->o + f->offset_bytes +
			((uint64_t)row * f->width + column) * h->o;
		if (!check_indirect(h, f, at, rows))
			return false;
		if (!hdf5_get(h, place, h->o, "a heap's block outside the file", &b))
			return false;
		c = cur_of(b.bytes);
		at = hdf5_address(h, &c);
		hdf5_put(h, &b);
		if (row < direct_rows) {
			f->block = at;
			f->from = base;
			f->to = base + size;
			return at != HDF5_NOWHERE;
		}
		if (size < f->start * f->width)
			return false;
		rows = log2_of(size) - log2_of(f->start * f->width) + 1;
	}
	return false;
}

/* The direct block that was found: signature, and checksum where the heap has them. */
static void check_direct(struct hdf5 *h, const struct fractal *f)
{
	size_t hole = 5 + h->o + f->offset_bytes;
	uint64_t n = f->checked && f->to - f->from <= MiB ? f->to - f->from : hole + 4;
	struct block b;
	struct cur c;

	if (!hdf5_get(h, f->block, n, "a heap's block outside the file", &b))
		return;
	c = cur_of(b.bytes);
	cur_seek(&c, hole);
	if (!str_starts(b.bytes, S("FHDB")) ||
	    (f->checked && n > hole + 4 && cur_u32le(&c) != hdf5_checksum(b.bytes, hole)))
		hdf5_problem(h, f->block,
			     "a block of a fractal heap without its signature or "
			     "checksum");
	hdf5_put(h, &b);
}

static void managed_object(struct hdf5 *h, struct fractal *f, str id, hdf5_record_fn *fn, void *ctx)
{
	struct cur c = cur_of(id);
	uint64_t offset, length;
	struct block b;

	cur_skip(&c, 1);
	offset = hdf5_uint(&c, f->offset_bytes);
	length = hdf5_uint(&c, f->length_bytes);
	if (c.bad || f->filtered) {
		hdf5_problem(h, f->at,
			     "a fractal heap that is compressed or has ids that are too short");
		return;
	}
	if (f->to <= f->from || offset < f->from || offset >= f->to) {
		f->from = f->to = 0;
		if (!find_block(h, f, offset) || f->block >= h->b.size) {
			f->from = f->to = 0;
			hdf5_problem(h, f->at, "an object that is in no block of its fractal heap");
			return;
		}
		check_direct(h, f);
	}
	if (length > f->to - offset) {
		hdf5_problem(h, f->block, "an object that is longer than its block of the heap");
		return;
	}
	if (!hdf5_get(h, f->block + (offset - f->from), length, "a heap's object outside the file",
		      &b))
		return;
	fn(h, ctx, b.bytes, f->block + (offset - f->from));
	hdf5_put(h, &b);
}

/* ---- Version 2 B-trees ---- */

struct tree_2 {
	unsigned type, record, depth, count_bytes;
	uint32_t node;
	unsigned total_bytes[TREE_DEPTH + 1]; /* of a subtree's number of records, by depth */
	hdf5_record_fn *fn;
	void *ctx;
};

static bool tree_sizes(const struct hdf5 *h, struct tree_2 *t)
{
	uint64_t most = t->record == 0 || t->node < 10 ? 0 : (t->node - 10) / t->record, all = most;

	if (most == 0 || t->depth > TREE_DEPTH)
		return false;
	t->count_bytes = hdf5_bytes_for(most);
	t->total_bytes[0] = 0;
	for (unsigned d = 1; d <= t->depth; d++) {
		uint64_t pointer = h->o + t->count_bytes + t->total_bytes[d - 1], here;
		if (t->node < 10 + pointer)
			return false;
		here = (t->node - 10 - pointer) / (t->record + pointer);
		if (here == 0 || all > UINT64_MAX / (here + 2))
			return false;
		all = (here + 1) * all + here;
		t->total_bytes[d] = hdf5_bytes_for(all);
	}
	return true;
}

static void node_2(struct hdf5 *h, struct tree_2 *t, uint64_t at, uint64_t count, unsigned depth)
{
	uint64_t pointer = h->o + t->count_bytes + (depth > 1 ? t->total_bytes[depth - 1] : 0);
	uint64_t used = 6 + count * t->record + (depth > 0 ? (count + 1) * pointer : 0) + 4;
	struct block b;
	struct cur c;

	if (at == HDF5_NOWHERE || h->stopped)
		return;
	if (used > t->node) {
		hdf5_problem(h, at, "a node of a B-tree with more records than fit");
		return;
	}
	if (!hdf5_get(h, at, used, "a node of a B-tree outside the file", &b))
		return;
	if (!str_starts(b.bytes, depth > 0 ? S("BTIN") : S("BTLF")) || !hdf5_checked(b.bytes))
		hdf5_problem(h, at, "a node of a B-tree without its signature or checksum");
	for (uint64_t i = 0; i < count && !h->stopped; i++)
		t->fn(h, t->ctx,
		      str_slice(b.bytes, 6 + (size_t)i * t->record,
				6 + (size_t)(i + 1) * t->record),
		      at + 6 + i * t->record);
	c = cur_of(b.bytes);
	cur_seek(&c, 6 + (size_t)count * t->record);
	for (uint64_t i = 0; depth > 0 && i <= count && !h->stopped; i++) {
		uint64_t child = hdf5_address(h, &c), n = hdf5_uint(&c, t->count_bytes);
		if (depth > 1)
			cur_skip(&c, t->total_bytes[depth - 1]);
		if (!c.bad)
			node_2(h, t, child, n, depth - 1);
	}
	hdf5_put(h, &b);
}

/* Every record of the tree whose header lies at `at`; *type is its kind. */
static void tree_2(struct hdf5 *h, uint64_t at, hdf5_record_fn *fn, void *ctx, unsigned *type)
{
	struct tree_2 t = {.fn = fn, .ctx = ctx};
	uint64_t root, n;
	struct block b;
	struct cur c;
	bool ok;

	if (!hdf5_get(h, at, 22 + h->o + h->l, "a B-tree outside the file", &b))
		return;
	c = cur_of(b.bytes);
	ok = str_eq(cur_bytes(&c, 4), S("BTHD")) && cur_u8(&c) == 0;
	if (ok && !hdf5_checked(b.bytes))
		hdf5_problem(h, at, "a B-tree with a wrong checksum");
	*type = t.type = cur_u8(&c);
	t.node = cur_u32le(&c);
	t.record = cur_u16le(&c);
	t.depth = cur_u16le(&c);
	cur_skip(&c, 2);
	root = hdf5_address(h, &c);
	n = cur_u16le(&c);
	ok = ok && !c.bad && tree_sizes(h, &t);
	hdf5_put(h, &b);
	if (!ok)
		hdf5_problem(h, at, "no B-tree where an object says");
	else if (root != HDF5_NOWHERE)
		node_2(h, &t, root, n, t.depth);
}

/* ---- Huge objects: in the file itself, found by number (record type 1) ---- */

struct wanted {
	uint64_t id, at, length;
	bool found;
};

static void huge_record(struct hdf5 *h, void *ctx, str record, UNUSED uint64_t at)
{
	struct wanted *w = ctx;
	struct cur c = cur_of(record);
	uint64_t address = hdf5_address(h, &c), length = hdf5_length(h, &c),
		 id = hdf5_length(h, &c);

	if (!c.bad && id == w->id) {
		w->at = address;
		w->length = length;
		w->found = true;
	}
}

static void huge_object(struct hdf5 *h, struct fractal *f, str id, hdf5_record_fn *fn, void *ctx)
{
	struct cur c = cur_of(id);
	struct wanted w = {0};
	unsigned type = 0;
	struct block b;

	cur_skip(&c, 1);
	if (f->id_bytes > h->o + h->l && !f->filtered) {
		w.at = hdf5_address(h, &c);
		w.length = hdf5_length(h, &c);
		w.found = !c.bad;
	} else if (f->huge_tree != HDF5_NOWHERE && !f->filtered) {
		w.id = hdf5_uint(&c, f->id_bytes - 1 < h->l ? f->id_bytes - 1 : h->l);
		tree_2(h, f->huge_tree, huge_record, &w, &type);
	}
	if (!w.found) {
		hdf5_problem(h, f->at, "a huge object of a fractal heap that is not found");
		return;
	}
	if (!hdf5_get(h, w.at, w.length, "a huge object of a heap outside the file", &b))
		return;
	fn(h, ctx, b.bytes, w.at);
	hdf5_put(h, &b);
}

void hdf5_heap_object(struct hdf5 *h, uint64_t heap, str id, hdf5_record_fn *fn, void *ctx)
{
	struct fractal *f = open_heap(h, heap);
	struct fractal copy;
	unsigned kind;

	if (f == NULL || id.n == 0)
		return;
	if (id.n > f->id_bytes)
		id = str_slice(id, 0, f->id_bytes);
	kind = id.p[0] >> 4 & 3;
	if (id.p[0] >> 6 != 0 || kind == 3) {
		hdf5_problem(h, heap, "a heap id of an unknown version");
	} else if (kind == 0) {
		managed_object(h, f, id, fn, ctx);
	} else if (kind == 1) {
		copy = *f;
		huge_object(h, &copy, id, fn, ctx);
	} else {
		size_t n = (size_t)(id.p[0] & 15) + 1, from = 1;
		if (f->id_bytes > 18) { /* extended: 12 bits of length */
			n = ((size_t)(id.p[0] & 15) << 8 | (id.n > 1 ? id.p[1] : 0)) + 1;
			from = 2;
		}
		fn(h, ctx, str_slice(id, from, from + n), heap);
	}
}

/* ---- Links and attributes ---- */

struct dense {
	uint64_t heap;
	hdf5_record_fn *fn;
	void *ctx;
	unsigned type;
};

static void dense_record(struct hdf5 *h, void *ctx, str record, uint64_t at)
{
	struct dense *d = ctx;
	size_t from = d->type == 5 ? 4 : d->type == 6 ? 8 : 0;
	str id = str_slice(record, from, d->type == 8 || d->type == 9 ? 8 : record.n);

	(void)at;
	/* 8, 9: bit 1 of the flags behind the id: in the heap of shared messages */
	if ((d->type == 8 || d->type == 9) && record.n > 8 && (record.p[8] & 2)) {
		if (h->shared_attributes != HDF5_NOWHERE)
			hdf5_heap_object(h, h->shared_attributes, id, d->fn, d->ctx);
		return;
	}
	hdf5_heap_object(h, d->heap, id, d->fn, d->ctx);
}

void hdf5_dense(struct hdf5 *h, uint64_t heap, uint64_t tree, hdf5_record_fn *fn, void *ctx)
{
	struct dense d = {.heap = heap, .fn = fn, .ctx = ctx};

	if (tree != HDF5_NOWHERE)
		tree_2(h, tree, dense_record, &d, &d.type);
}
