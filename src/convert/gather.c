/* How a box is read: its dimensions from the smallest stride to the largest; while the next one
 * leaves gaps of at most GAP bytes the whole reach is read at once, gaps included; from there on
 * each index is a read of its own, and the pieces lie one behind the other in the buffer. So the
 * buffer holds the box with other strides, and copying out of it is the same for every case.
 *
 * Invariants: the reads of a box take at most `most` bytes, its elements too. */
#include "convert/gather.h"

#include "base/fail.h"
#include "base/limits.h"

#define RUN                                                                                        \
	((size_t)512 * KiB) /* of what lies in order: read and written while it is in the cache */
#define GAP 4096	    /* bytes that are cheaper to read than to leave out */
#define GOOD_RUN 4096	    /* bytes of a read that is not worth a better way */
#define LARGE_ITEM ((uint32_t)256) /* such elements are bytes in another dimension */
#define TILE 16			   /* elements a side that are turned round together in the cache */
#define DIMS (TENSOR_DIMS + 1)

struct gather {
	struct arena *arena;
	size_t most; /* bytes of source and result */
	uint8_t *run, *source, *result;
};

struct gather *gather_new(struct arena *a, size_t most)
{
	struct gather *g = NEW(a, struct gather, 1);

	g->arena = a;
	g->most = most;
	return g;
}

/* The tensor without dimensions of one element, and those that lie in each other put together. */
struct view {
	struct blob blob;
	uint64_t at;
	uint32_t item;
	unsigned swap;
	size_t most;
	bool slow;
	unsigned dims; /* at least 1 */
	uint64_t n[DIMS];
	int64_t stride[DIMS];
	unsigned near[DIMS]; /* the dimensions by the size of their strides, smallest first */
};

static uint64_t size_of(int64_t stride)
{
	return stride < 0 ? 0 - (uint64_t)stride : (uint64_t)stride;
}

static void add_dim(struct view *v, uint64_t n, int64_t stride)
{
	uint64_t reach;

	if (n == 1)
		return;
	if (v->dims > 0) {
		int64_t outer = v->stride[v->dims - 1];
		if (!__builtin_mul_overflow(n, size_of(stride), &reach) &&
		    reach == size_of(outer) && ((outer < 0) == (stride < 0) || reach == 0)) {
			v->n[v->dims - 1] *= n;
			v->stride[v->dims - 1] = stride;
			return;
		}
	}
	v->n[v->dims] = n;
	v->stride[v->dims++] = stride;
}

static void sort_dims(struct view *v)
{
	for (unsigned i = 0; i < v->dims; i++) {
		unsigned at = i;
		/* Of equal ones the last comes first: it varies fastest in the result. */
		for (; at > 0 && size_of(v->stride[v->near[at - 1]]) >= size_of(v->stride[i]); at--)
			v->near[at] = v->near[at - 1];
		v->near[at] = i;
	}
}

static struct view view_of(const struct gather *g, const struct tensor *t, bool fortran,
			   bool little)
{
	struct view v = {
		.blob = t->blob, .at = t->at, .item = t->item, .slow = t->slow, .most = g->most};

	v.swap = t->big && little ? tensor_types[t->dtype].swap : 1;
	for (unsigned i = 0; i < t->dims; i++) {
		unsigned d = fortran ? t->dims - 1 - i : i;
		add_dim(&v, t->shape[d], t->stride[d]);
	}
	if (v.item > LARGE_ITEM) {
		add_dim(&v, v.item, 1);
		v.item = 1;
	}
	if (v.dims == 0) {
		v.n[0] = 1;
		v.stride[0] = v.item;
		v.dims = 1;
	}
	sort_dims(&v);
	return v;
}

/* ---- In memory ------------------------------------------------------------------------------ */

static void swap_bytes(uint8_t *p, size_t n, unsigned unit)
{
	if (unit == 2) {
		for (size_t i = 0; i + 2 <= n; i += 2) {
			uint16_t v;
			memcpy(&v, p + i, 2);
			v = __builtin_bswap16(v);
			memcpy(p + i, &v, 2);
		}
	} else if (unit == 4) {
		for (size_t i = 0; i + 4 <= n; i += 4) {
			uint32_t v;
			memcpy(&v, p + i, 4);
			v = __builtin_bswap32(v);
			memcpy(p + i, &v, 4);
		}
	} else if (unit == 8) {
		for (size_t i = 0; i + 8 <= n; i += 8) {
			uint64_t v;
			memcpy(&v, p + i, 8);
			v = __builtin_bswap64(v);
			memcpy(p + i, &v, 8);
		}
	}
}

/* rows x columns elements to `to`, whose rows are to_row bytes apart. */
struct plane {
	const uint8_t *from;
	int64_t row, column;
	uint8_t *to;
	size_t to_row;
	size_t rows, columns;
};

static ALWAYS_INLINE void copy_tile(const struct plane *p, size_t item)
{
	for (size_t i = 0; i < p->rows; i++) {
		const uint8_t *from = p->from + (int64_t)i * p->row;
		uint8_t *to = p->to + i * p->to_row;
		for (size_t j = 0; j < p->columns; j++, to += item, from += p->column)
			memcpy(to, from, item);
	}
}

static void copy_items(const struct plane *p, size_t item)
{
	switch (item) {
	case 1:
		copy_tile(p, 1);
		return;
	case 2:
		copy_tile(p, 2);
		return;
	case 4:
		copy_tile(p, 4);
		return;
	case 8:
		copy_tile(p, 8);
		return;
	case 16:
		copy_tile(p, 16);
		return;
	default:
		copy_tile(p, item);
		return;
	}
}

static void copy_plane(const struct plane *p, size_t item)
{
	if (p->column == (int64_t)item) {
		for (size_t i = 0; i < p->rows; i++)
			memcpy(p->to + i * p->to_row, p->from + (int64_t)i * p->row,
			       p->columns * item);
		return;
	}
	for (size_t i = 0; i < p->rows; i += TILE)
		for (size_t j = 0; j < p->columns; j += TILE) {
			struct plane tile = *p;
			tile.from += (int64_t)i * p->row + (int64_t)j * p->column;
			tile.to += i * p->to_row + j * item;
			tile.rows = p->rows - i < TILE ? p->rows - i : TILE;
			tile.columns = p->columns - j < TILE ? p->columns - j : TILE;
			copy_items(&tile, item);
		}
}

/* Counts `index` up, the last dimension fastest, leaving out two. False after the last one. */
static bool count_up(uint64_t *index, const uint64_t *n, unsigned dims, unsigned without,
		     unsigned without2)
{
	for (unsigned i = dims; i-- > 0;) {
		if (i == without || i == without2)
			continue;
		if (++index[i] < n[i])
			return true;
		index[i] = 0;
	}
	return false;
}

/* The box n at `from` (its first element) with these strides to `to`, densely. */
static void copy_box(const struct view *v, const uint64_t *n, const uint8_t *from,
		     const int64_t *stride, uint8_t *to)
{
	unsigned last = v->dims - 1, row = last;
	size_t dense[DIMS];
	uint64_t index[DIMS] = {0};
	struct plane p;

	/* Rows of the plane: what lies closest in memory besides the last dimension. */
	for (unsigned i = 0; i < v->dims && row == last; i++)
		if (v->near[i] != last && n[v->near[i]] > 1)
			row = v->near[i];
	dense[last] = v->item;
	for (unsigned i = last; i-- > 0;)
		dense[i] = dense[i + 1] * (size_t)n[i + 1];
	p = (struct plane){.row = row == last ? 0 : stride[row],
			   .column = stride[last],
			   .to_row = row == last ? 0 : dense[row],
			   .rows = row == last ? 1 : (size_t)n[row],
			   .columns = (size_t)n[last]};
	do {
		p.from = from;
		p.to = to;
		for (unsigned i = 0; i < last; i++) {
			p.from += (int64_t)index[i] * stride[i];
			p.to += index[i] * dense[i];
		}
		copy_plane(&p, v->item);
	} while (count_up(index, n, v->dims, last, row));
}

/* ---- Reading boxes -------------------------------------------------------------------------- */

struct plan { /* how a box of n elements is read */
	uint64_t n[DIMS];
	int64_t local[DIMS]; /* strides in the buffer */
	uint64_t span;	     /* bytes of a read */
	uint64_t first;	     /* of the element [0, 0, ...] of a read in its bytes */
	uint64_t reads;
	unsigned split; /* dims near[split], ... are read index by index */
	uint64_t bytes; /* of the box's elements */
	bool square; /* boxes go along the source, pieces come in any order; else in the result's */
};

static void plan_reads(const struct view *v, struct plan *p)
{
	uint64_t piece;

	p->span = v->item;
	p->first = 0;
	p->reads = 1;
	p->bytes = v->item;
	for (p->split = 0; p->split < v->dims; p->split++) {
		unsigned d = v->near[p->split];
		uint64_t stride = size_of(v->stride[d]);
		if (p->n[d] > 1 && stride > p->span + GAP)
			break;
		p->local[d] = v->stride[d];
		p->span += (p->n[d] - 1) * stride;
		if (v->stride[d] < 0)
			p->first += (p->n[d] - 1) * stride;
		p->bytes *= p->n[d];
	}
	piece = p->span;
	for (unsigned i = p->split; i < v->dims; i++) {
		unsigned d = v->near[i];
		p->local[d] = (int64_t)piece;
		piece *= p->n[d];
		p->reads *= p->n[d];
		p->bytes *= p->n[d];
	}
}

/* Sizes are kept small enough for the products above: n is at most `most` elements in all. */
static bool fits(const struct view *v, const struct plan *p)
{
	return p->bytes <= v->most && p->span <= v->most && p->reads <= v->most / p->span;
}

/* Makes the box smaller until its reads fit, from the outermost dimension of the result on. */
static void shrink(const struct view *v, struct plan *p)
{
	unsigned d = 0;

	for (plan_reads(v, p); !fits(v, p); plan_reads(v, p)) {
		while (d < v->dims && p->n[d] == 1)
			d++;
		ASSERT(d < v->dims);
		p->n[d] = (p->n[d] + 1) / 2;
	}
}

/* So many elements of a dimension that a run of `have` bytes becomes one of `want`. */
static uint64_t part_of(uint64_t n, uint64_t have, uint64_t want)
{
	uint64_t most = have >= want ? 1 : want / have;

	return n < most ? n : most;
}

/* A piece of the result in its order. */
static void plan_in_order(const struct view *v, struct plan *p)
{
	uint64_t bytes = v->item;

	for (unsigned i = 0; i < v->dims; i++)
		p->n[i] = 1;
	for (unsigned i = v->dims; i-- > 0;) {
		p->n[i] = part_of(v->n[i], bytes, v->most);
		bytes *= p->n[i];
		if (p->n[i] < v->n[i])
			break;
	}
	shrink(v, p);
	/* Where a dimension was halved, those outside it count single. */
	for (unsigned i = v->dims, part = 0; i-- > 0;) {
		if (part)
			p->n[i] = 1;
		part |= p->n[i] < v->n[i];
	}
	plan_reads(v, p);
}

/* A square: long runs of the result, a quarter as long ones of the source, because a page that is
 * written in two parts costs more than one that is read in two. */
static void plan_square(const struct view *v, struct plan *p)
{
	uint64_t side = 1, bytes = v->item, want;

	while (4 * side * side * v->item <= v->most)
		side *= 2;
	want = v->slow ? v->item : 2 * side * v->item;
	for (unsigned i = 0; i < v->dims; i++)
		p->n[i] = 1;
	for (unsigned i = v->dims; i-- > 0;) {
		p->n[i] = part_of(v->n[i], bytes, want);
		bytes *= p->n[i];
		if (p->n[i] < v->n[i])
			break;
	}
	want = v->slow ? v->most : side / 2 * v->item;
	bytes = v->item;
	for (unsigned i = 0; i < v->dims; i++) {
		unsigned d = v->near[i];
		uint64_t part = part_of(v->n[d], bytes, want);
		if (part > p->n[d])
			p->n[d] = part;
		bytes *= p->n[d];
		if (p->n[d] < v->n[d])
			break;
	}
	shrink(v, p);
}

static bool in_order(const struct view *v, const struct plan *p)
{
	for (unsigned i = 1; v->slow && i < v->dims; i++)
		if (v->stride[i - 1] < v->stride[i])
			return false;
	return p->reads == 1 || p->bytes / p->reads >= GOOD_RUN;
}

static bool is_run(const struct view *v)
{
	return v->dims == 1 && v->stride[0] == v->item;
}

static void plan_view(const struct view *v, struct plan *p)
{
	struct plan square;

	plan_in_order(v, p);
	p->square = false;
	if (in_order(v, p))
		return;
	plan_square(v, &square);
	square.square = true;
	/* A single column of a large matrix is no better read in squares. */
	if (v->slow || square.bytes / square.reads > p->bytes / p->reads)
		*p = square;
}

/* ---- Running -------------------------------------------------------------------------------- */

struct run {
	struct gather *g;
	const struct view *v;
	const struct plan *p;
	uint64_t index[DIMS]; /* of the box's first element */
	gather_put *put;
	void *ctx;
	uint64_t dense[DIMS]; /* strides of the result */
};

static enum gather_end put_swapped(struct run *r, uint64_t at, uint8_t *bytes, size_t n)
{
	swap_bytes(bytes, n, r->v->swap);
	return r->put(r->ctx, at, (str){bytes, n}) ? GATHER_OK : GATHER_STOPPED;
}

static enum gather_end copy_run(struct run *r)
{
	const struct view *v = r->v;
	uint64_t total = v->n[0] * v->item;
	enum gather_end end = GATHER_OK;

	if (v->blob.memory != NULL && v->swap == 1)
		return r->put(r->ctx, 0, (str){v->blob.memory + v->at, (size_t)total})
			       ? GATHER_OK
			       : GATHER_STOPPED;
	if (r->g->run == NULL)
		r->g->run = arena_raw(r->g->arena, RUN, 64);
	for (uint64_t at = 0; at < total && end == GATHER_OK; at += RUN) {
		size_t n = total - at < RUN ? (size_t)(total - at) : RUN;
		if (!blob_copy(v->blob, v->at + at, r->g->run, n))
			return GATHER_UNREAD;
		end = put_swapped(r, at, r->g->run, n);
	}
	return end;
}

/* The box n, whose first element has the offset `at` in the blob. */
static bool read_box(struct run *r, const struct plan *p, uint64_t at)
{
	const struct view *v = r->v;
	uint64_t index[DIMS] = {0};
	uint8_t *to = r->g->source;
	unsigned i;

	for (;;) {
		uint64_t from = at - p->first;
		for (i = p->split; i < v->dims; i++)
			from += index[i] * (uint64_t)v->stride[v->near[i]];
		if (!blob_copy(v->blob, from, to, (size_t)p->span))
			return false;
		to += p->span;
		for (i = p->split; i < v->dims; i++) {
			if (++index[i] < p->n[v->near[i]])
				break;
			index[i] = 0;
		}
		if (i == v->dims)
			return true;
	}
}

/* The box in g->result to where it belongs, run by run. */
static enum gather_end put_box(struct run *r, const struct plan *p)
{
	const struct view *v = r->v;
	uint64_t index[DIMS] = {0}, run = v->item;
	unsigned outer = v->dims; /* dimensions before the one whose elements still follow */
	uint8_t *from = r->g->result;
	enum gather_end end = GATHER_OK;

	while (outer > 0) {
		run *= p->n[--outer];
		if (p->n[outer] < v->n[outer])
			break;
	}
	swap_bytes(from, (size_t)p->bytes, v->swap);
	do {
		uint64_t at = 0;
		for (unsigned i = 0; i < v->dims; i++)
			at += (r->index[i] + index[i]) * r->dense[i];
		if (!r->put(r->ctx, at, (str){from, (size_t)run}))
			end = GATHER_STOPPED;
		from += run;
	} while (end == GATHER_OK && count_up(index, p->n, outer, DIMS, DIMS));
	return end;
}

static enum gather_end copy_one(struct run *r)
{
	const struct view *v = r->v;
	struct plan p = *r->p;
	uint64_t at = v->at;
	const uint8_t *from;

	for (unsigned i = 0; i < v->dims; i++) {
		if (p.n[i] > v->n[i] - r->index[i])
			p.n[i] = v->n[i] - r->index[i];
		at += r->index[i] * (uint64_t)v->stride[i];
	}
	plan_reads(v, &p);
	if (v->blob.memory != NULL) {
		from = v->blob.memory + at;
		copy_box(v, p.n, from, v->stride, r->g->result);
		return put_box(r, &p);
	}
	if (!read_box(r, &p, at))
		return GATHER_UNREAD;
	copy_box(v, p.n, r->g->source + p.first, p.local, r->g->result);
	return put_box(r, &p);
}

/* The next box. Squares go along the source: what one read brings into the system's cache is used
 * before it is gone. */
static bool next_box(struct run *r)
{
	const struct view *v = r->v;

	for (unsigned i = 0; i < v->dims; i++) {
		unsigned d = r->p->square ? v->near[i] : v->dims - 1 - i;
		r->index[d] += r->p->n[d];
		if (r->index[d] < v->n[d])
			return true;
		r->index[d] = 0;
	}
	return false;
}

bool gather_in_order(const struct gather *g, const struct tensor *t, bool fortran)
{
	struct view v;
	struct plan p;

	if (t->count == 0 || t->item == 0)
		return true;
	v = view_of(g, t, fortran, false);
	if (is_run(&v))
		return true;
	plan_view(&v, &p);
	return !p.square;
}

enum gather_end gather_run(struct gather *g, const struct tensor *t, bool fortran, bool little,
			   gather_put *put, void *ctx)
{
	struct view v;
	struct plan p;
	struct run r = {.g = g, .v = &v, .p = &p, .put = put, .ctx = ctx};
	enum gather_end end;

	if (t->count == 0 || t->item == 0)
		return GATHER_OK;
	v = view_of(g, t, fortran, little);
	if (is_run(&v))
		return copy_run(&r);
	plan_view(&v, &p);
	if (g->result == NULL) {
		g->source = arena_raw(g->arena, g->most, 64);
		g->result = arena_raw(g->arena, g->most, 64);
	}
	r.dense[v.dims - 1] = v.item;
	for (unsigned i = v.dims - 1; i-- > 0;)
		r.dense[i] = r.dense[i + 1] * v.n[i + 1];
	do
		end = copy_one(&r);
	while (end == GATHER_OK && next_box(&r));
	return end;
}
