/* Arrays of NumPy: alone, or by their names in an archive. The last axis of an array is what a row
 * is: an embedding of (texts, dimensions) or (texts, tokens, dimensions), scores of (rows,
 * classes). */
#include <math.h>
#include "base/limits.h"
#include "compare/compare_int.h"
#include "compare/tally.h"
#include "convert/read.h"
#include "pack/zip.h"
#include "predict/array.h"

/* ---- What an array is ---- */

struct array {
	const struct tensor *t;
	struct array_rows rows;
	bool numbers; /* else text, dates: equal or not */
	bool complex;
};

static str shape_of(struct arena *a, const struct tensor *t)
{
	struct buf b = buf_in(a);

	buf_byte(&b, '(');
	for (unsigned i = 0; i < t->dims; i++)
		buf_printf(&b, "%s%llu", i > 0 ? ", " : "", (unsigned long long)t->shape[i]);
	buf_add(&b, t->dims == 1 ? S(",)") : S(")"));
	return buf_str(&b);
}

static str dtype_of(struct arena *a, const struct tensor *t)
{
	return t->dtype == TENSOR_OTHER ? compare_quoted(a, t->descr)
					: str_of(tensor_types[t->dtype].name);
}

static void array_of(struct arena *a, const struct tensor *t, struct array *out)
{
	const char *numpy = tensor_types[t->dtype].numpy;

	*out = (struct array){.t = t, .numbers = numpy != NULL};
	out->rows = (struct array_rows){.arena = a, .blob = t->blob, .at = t->at, .rows = t->count};
	if (numpy == NULL)
		return;
	out->complex = numpy[0] == 'c';
	out->rows.element =
		(struct element){out->complex ? 'f' : (uint8_t)numpy[0],
				 (uint8_t)(out->complex ? t->item / 2 : t->item), t->big};
	out->rows.fortran = !tensor_is_dense(t, false);
}

/* Elements of a row, and how many of its own numbers an element is. */
static uint64_t columns_of(const struct array *x)
{
	uint64_t last = x->t->dims > 1 ? x->t->shape[x->t->dims - 1] : 1;

	return x->complex ? 2 * last : last;
}

static uint64_t elements_of(const struct array *x)
{
	return x->complex ? 2 * x->t->count : x->t->count;
}

/* NULL, or why this array cannot be read in the order of its rows. */
static const char *out_of_order(const struct array *x)
{
	if (!x->rows.fortran)
		return NULL;
	if (!x->numbers || x->t->dims != 2 || x->complex)
		return "it is in Fortran's order: save it with numpy.ascontiguousarray";
	if (x->t->slow)
		return "it is compressed and in Fortran's order: save it with "
		       "numpy.ascontiguousarray";
	if (x->t->shape[1] > LIMIT_COMPARE_COLUMNS)
		return "it has too many columns for Fortran's order: save it with "
		       "numpy.ascontiguousarray";
	return NULL;
}

/* ---- Blocks ---- */

/* Both sides are taken in steps of the same number of elements, so that one in C's order can be
 * held against one in Fortran's. */
struct pair {
	struct array x[2];
	double *block[2];
	size_t step; /* elements */
};

static void pair_blocks(struct arena *a, struct pair *p, uint64_t columns)
{
	bool fortran = p->x[0].rows.fortran || p->x[1].rows.fortran;
	size_t wide = fortran ? (size_t)columns : 1;
	size_t bytes = fortran ? LIMIT_PREDICT_BLOCK_FORTRAN : LIMIT_PREDICT_BLOCK;
	size_t rows = bytes / (wide * sizeof(double));

	rows = rows < 1 ? 1 : rows;
	p->step = rows * wide;
	for (unsigned i = 0; i < 2; i++) {
		struct array_rows *r = &p->x[i].rows;
		r->columns = r->fortran ? wide : 1;
		r->rows = elements_of(&p->x[i]) / r->columns;
		r->block = p->step / r->columns;
		p->block[i] = arena_raw(a, p->step * sizeof(double), 64);
	}
}

static bool read_pair(struct comparing *c, struct pair *p, uint64_t at, size_t count)
{
	for (unsigned i = 0; i < 2; i++) {
		struct array_rows *r = &p->x[i].rows;
		if (!array_rows_read(r, at / r->columns, count / r->columns, p->block[i]))
			return compare_unread(c, (int)i);
	}
	return true;
}

static bool measure_numbers(struct comparing *c, struct pair *p, struct compare_item *it)
{
	uint64_t columns = columns_of(&p->x[0]), count = elements_of(&p->x[0]);
	struct tally t;

	it->kind = columns > 1 ? COMPARE_ROWS : COMPARE_VALUES;
	pair_blocks(c->arena, p, columns);
	tally_begin(&t, c->arena, c->ask, &it->n, columns, columns > 0 ? count / columns : 0);
	for (uint64_t at = 0; at < count; at += p->step) {
		size_t n = count - at < p->step ? (size_t)(count - at) : p->step;
		if (!read_pair(c, p, at, n))
			return false;
		tally_add(&t, p->block[0], p->block[1], n);
	}
	tally_end(&t);
	return true;
}

/* ---- Labels ---- */

static void label_changed(struct compare_numbers *n, uint64_t at)
{
	if (n->changed++ == 0)
		n->changed_at = at;
}

/* Integers beyond 53 bits must not be rounded to be equal. */
static bool same_integer(const struct array x[2], const uint8_t *a, const uint8_t *b)
{
	int64_t p = element_int(x[0].rows.element, a), q = element_int(x[1].rows.element, b);
	bool unsign_p = x[0].rows.element.kind == 'u', unsign_q = x[1].rows.element.kind == 'u';

	return p == q && (p >= 0 || unsign_p == unsign_q);
}

static void measure_integer(const struct array x[2], struct compare_numbers *n, const uint8_t *a,
			    const uint8_t *b)
{
	double p, q, d;

	if (same_integer(x, a, b))
		return;
	label_changed(n, n->values);
	p = element_double(x[0].rows.element, a);
	q = element_double(x[1].rows.element, b);
	d = fabs(p - q);
	if (d > n->max_absolute) {
		n->max_absolute = d;
		n->max_absolute_at = n->values;
		n->worst[0] = p;
		n->worst[1] = q;
	}
	if (p == 0) {
		n->from_zero++;
	} else if (d / fabs(p) > n->max_relative) {
		n->max_relative = d / fabs(p);
		n->max_relative_at = n->values;
	}
}

static bool only_zeros(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != 0)
			return false;
	return true;
}

/* Texts of two widths are equal when the longer one is only padded. */
static bool same_text(const uint8_t *a, size_t an, const uint8_t *b, size_t bn)
{
	size_t n = an < bn ? an : bn;

	return memcmp(a, b, n) == 0 && only_zeros(a + n, an - n) && only_zeros(b + n, bn - n);
}

static bool measure_labels(struct comparing *c, const struct array x[2], struct compare_item *it)
{
	size_t item[2] = {x[0].t->item, x[1].t->item}, wide = item[0] > item[1] ? item[0] : item[1];
	size_t step = wide > 0 ? LIMIT_PREDICT_BLOCK / wide : 1;
	uint8_t *block[2];
	struct compare_numbers *n = &it->n;

	it->kind = COMPARE_LABELS;
	step = step < 1 ? 1 : step;
	for (unsigned i = 0; i < 2; i++)
		block[i] = arena_raw(c->arena, step * item[i], 64);
	while (n->values < x[0].t->count) {
		uint64_t left = x[0].t->count - n->values;
		size_t take = left < step ? (size_t)left : step;
		for (unsigned i = 0; i < 2; i++)
			if (!blob_copy(x[i].t->blob, x[i].t->at + n->values * item[i], block[i],
				       take * item[i]))
				return compare_unread(c, (int)i);
		for (size_t k = 0; k < take; k++, n->values++) {
			const uint8_t *a = block[0] + k * item[0], *b = block[1] + k * item[1];
			if (x[0].numbers)
				measure_integer(x, n, a, b);
			else if (!same_text(a, item[0], b, item[1]))
				label_changed(n, n->values);
		}
	}
	n->rows = n->values;
	n->columns = 1;
	return true;
}

/* ---- One array against another ---- */

static bool is_text(const struct tensor *t)
{
	return t->descr.n > 2 && (t->descr.p[2] == 'U' || t->descr.p[2] == 'S');
}

/* Dtypes of NumPy alone: the same one, or texts of any width. Long doubles have padding of any
 * content, so that their bytes do not tell whether they are equal. */
static bool same_other(const struct tensor *a, const struct tensor *b)
{
	if (a->dtype != TENSOR_OTHER || b->dtype != TENSOR_OTHER)
		return false;
	if (is_text(a) && is_text(b))
		return a->descr.p[1] == b->descr.p[1] && a->descr.p[2] == b->descr.p[2];
	return str_eq(a->descr, b->descr) && str_find(a->descr, S("f16")) == STR_NONE &&
	       str_find(a->descr, S("c32")) == STR_NONE;
}

static bool incomparable(struct comparing *c, struct compare_item *it, str why)
{
	it->verdict = COMPARE_INCOMPARABLE;
	it->why = why;
	compare_add(c, it);
	return true;
}

static bool is_integer(const struct array *x)
{
	return x->numbers && strchr("iub", x->rows.element.kind) != NULL;
}

static bool measure(struct comparing *c, struct pair *p, struct compare_item *it)
{
	const struct array *x = p->x;
	bool flat = columns_of(&x[0]) <= 1;

	if (!x[0].numbers || (flat && is_integer(&x[0]) && is_integer(&x[1])))
		return measure_labels(c, x, it);
	return measure_numbers(c, p, it);
}

/* False: a blob cannot be read. */
static bool compare_tensors(struct comparing *c, str name, const struct tensor *a,
			    const struct tensor *b)
{
	const struct tensor *t[2] = {a, b};
	struct compare_item it = {.name = name};
	struct arena_mark mark;
	struct pair p;
	bool same = a->dims == b->dims &&
		    (a->dims == 0 || memcmp(a->shape, b->shape, a->dims * sizeof(*a->shape)) == 0);

	for (unsigned i = 0; i < 2; i++) {
		const char *why;
		it.dtype[i] = dtype_of(c->arena, t[i]);
		it.shape[i] = shape_of(c->arena, t[i]);
		array_of(c->arena, t[i], &p.x[i]);
		why = out_of_order(&p.x[i]);
		if (why != NULL)
			return incomparable(c, &it, str_of(why));
	}
	if (!same)
		return incomparable(c, &it,
				    compare_why(c->arena, "the shape was %.*s and is %.*s",
						STR_ARG(it.shape[0]), STR_ARG(it.shape[1])));
	if (p.x[0].numbers != p.x[1].numbers || p.x[0].complex != p.x[1].complex ||
	    (!p.x[0].numbers && !same_other(a, b)))
		return incomparable(c, &it,
				    compare_why(c->arena, "%.*s cannot be compared with %.*s",
						STR_ARG(it.dtype[0]), STR_ARG(it.dtype[1])));
	mark = arena_mark(c->arena);
	if (!measure(c, &p, &it))
		return false;
	arena_release(c->arena, mark);
	compare_judge(c->arena, c->ask, &it);
	compare_add(c, &it);
	return true;
}

/* ---- Files ---- */

static void begin_reading(struct comparing *c, struct reading r[2], struct arena scratch[2],
			  struct arena unpack[2])
{
	for (unsigned i = 0; i < 2; i++) {
		arena_init(&scratch[i], LIMIT_TASK_MEMORY);
		arena_init(&unpack[i], LIMIT_STREAM_MEMORY);
		r[i] = (struct reading){.arena = c->arena,
					.scratch = &scratch[i],
					.unpack = &unpack[i],
					.blob = c->result->side[i].blob};
	}
}

static bool refused(struct comparing *c, int at, const struct reading *r)
{
	return compare_refuse(c, at, compare_quoted(c->arena, r->refusal.where), "%.*s",
			      STR_ARG(r->refusal.why));
}

bool compare_npy(struct comparing *c)
{
	struct arena scratch[2], unpack[2];
	struct reading r[2];
	struct item *it[2];

	begin_reading(c, r, scratch, unpack);
	for (unsigned i = 0; i < 2; i++)
		if (!read_array(&r[i], S(""), r[i].blob, false, &it[i]))
			return refused(c, (int)i, &r[i]);
	return compare_tensors(c, S(""), it[0]->tensor, it[1]->tensor);
}

static str array_name(const struct zip_entry *e)
{
	return str_ends(e->name, S(".npy")) ? str_slice(e->name, 0, e->name.n - 4) : e->name;
}

static bool is_folder(const struct zip_entry *e)
{
	return str_ends(e->name, S("/")) && e->h.size == 0;
}

static bool open_member(struct reading *r, const struct zip_entry *e, struct item **out)
{
	struct blob b;
	bool slow;

	return read_member(r, e, &b, &slow) && read_array(r, array_name(e), b, slow, out);
}

static bool only_before(struct comparing *c, str name)
{
	struct compare_item it = {.name = name};

	return incomparable(c, &it, S("it is gone: there is no such array any more"));
}

/* A member that cannot be read is one array's trouble. */
static bool compare_member(struct comparing *c, struct reading r[2], const struct zip_entry *a,
			   const struct zip_entry *b)
{
	const struct zip_entry *e[2] = {a, b};
	struct item *it[2];
	str name = compare_quoted(c->arena, array_name(a));

	for (unsigned i = 0; i < 2; i++) {
		struct compare_item bad = {.name = name};
		r[i].refusal = (struct refusal){{NULL, 0}, {NULL, 0}};
		if (!open_member(&r[i], e[i], &it[i]))
			return incomparable(c, &bad,
					    compare_why(c->arena, "%s: %.*s",
							i == 0 ? "before" : "after",
							STR_ARG(r[i].refusal.why)));
	}
	return compare_tensors(c, name, it[0]->tensor, it[1]->tensor);
}

static bool compare_archives(struct comparing *c, struct reading r[2], struct zip *z[2])
{
	struct map after = map_in(c->arena);
	uint64_t *index, found = 0;

	for (uint32_t i = 0; i < z[1]->count; i++)
		if (!is_folder(&z[1]->entries[i]))
			*map_put(&after, z[1]->entries[i].name) = i;
	for (uint32_t i = 0; i < z[0]->count; i++) {
		const struct zip_entry *e = &z[0]->entries[i];
		if (is_folder(e))
			continue;
		index = map_get(&after, e->name);
		found += index != NULL;
		if (index == NULL ? !only_before(c, compare_quoted(c->arena, array_name(e)))
				  : !compare_member(c, r, e, &z[1]->entries[*index]))
			return false;
	}
	c->result->only_after = after.count > found ? after.count - found : 0;
	return true;
}

bool compare_npz(struct comparing *c)
{
	struct arena scratch[2], unpack[2];
	struct reading r[2];
	struct zip *z[2];

	begin_reading(c, r, scratch, unpack);
	for (unsigned i = 0; i < 2; i++) {
		z[i] = read_zip(&r[i]);
		if (z[i] == NULL)
			return refused(c, (int)i, &r[i]);
	}
	return compare_archives(c, r, z);
}
