#include "test.h"

#include "base/limits.h"
#include "convert/gather.h"
#include "made.h"

struct result {
	uint8_t *p;
	size_t n;
	uint64_t put, pieces, next;
	bool ordered;
};

static bool put(void *ctx, uint64_t at, str bytes)
{
	struct result *r = ctx;

	if (!CHECK(at <= r->n && bytes.n <= r->n - at))
		return false;
	r->ordered &= at == r->next;
	r->next = at + bytes.n;
	r->put += bytes.n;
	r->pieces++;
	memcpy(r->p + at, bytes.p, bytes.n);
	return true;
}

/* What gather_run should give, an element at a time. */
static uint8_t *by_element(struct arena *a, const struct tensor *t, str bytes, bool fortran,
			   bool little)
{
	uint8_t *out = arena_raw(a, (size_t)t->count * t->item + 1, 1), *to = out;
	uint64_t index[TENSOR_DIMS] = {0};
	unsigned unit = t->big && little ? tensor_types[t->dtype].swap : 1;

	for (uint64_t n = 0; n < t->count; n++) {
		uint64_t at = t->at;
		for (unsigned i = 0; i < t->dims; i++)
			at += index[i] * (uint64_t)t->stride[i];
		for (uint32_t i = 0; i < t->item; i++)
			to[i] = bytes.p[at + i / unit * unit + (unit - 1 - i % unit)];
		if (unit == 1)
			memcpy(to, bytes.p + at, t->item);
		to += t->item;
		for (unsigned i = 0; i < t->dims; i++) {
			unsigned d = fortran ? i : t->dims - 1 - i;
			if (++index[d] < t->shape[d])
				break;
			index[d] = 0;
		}
	}
	return out;
}

static struct result gathered(struct arena *a, const struct tensor *t, bool fortran, bool little,
			      size_t most)
{
	size_t n = (size_t)t->count * t->item;
	struct gather *g = gather_new(a, most);
	struct result r = {.p = arena_raw(a, n + 1, 64), .n = n, .ordered = true};

	memset(r.p, 0x55, n + 1);
	CHECK_INT(gather_run(g, t, fortran, little, put, &r), GATHER_OK);
	CHECK_INT(r.put, n);
	CHECK(r.ordered || !gather_in_order(g, t, fortran));
	return r;
}

/* From memory, from a source, from a source that likes its order; both orders of the result. */
static void check(struct arena *a, struct tensor t, str bytes)
{
	struct made_source s;
	struct arena_mark mark = arena_mark(a);

	CHECK(tensor_outside(&t) == NULL);
	for (unsigned way = 0; way < 12; way++) {
		bool fortran = way & 1, little = way & 2;
		uint8_t *want = by_element(a, &t, bytes, fortran, little);
		struct result r;
		t.blob = way < 4 ? blob_of(bytes) : made_blob(&s, bytes);
		t.slow = way >= 8;
		r = gathered(a, &t, fortran, little, way & 1 ? GATHER_BYTES : 64 * KiB);
		CHECK(memcmp(r.p, want, r.n) == 0);
	}
	arena_release(a, mark);
}

static struct tensor of(struct arena *a, str bytes, unsigned dtype, unsigned dims,
			const uint64_t *shape, const int64_t *stride, uint64_t at)
{
	struct tensor t = made_tensor(a, blob_of(bytes), dtype, dims, shape, stride);

	t.at = at;
	return t;
}

TEST(gather_all_dtypes)
{
	str bytes = made_bytes(a, 4096);
	const uint64_t shape[] = {3, 4, 5};

	for (unsigned d = 0; d < TENSOR_OTHER; d++) {
		unsigned item = tensor_types[d].bytes;
		const int64_t turned[] = {item, 3 * item, 12 * item},
			      back[] = {20 * item, -5 * (int)item, item};
		struct tensor t = of(a, bytes, d, 3, shape, NULL, 16);
		check(a, t, bytes);
		t.big = true;
		check(a, t, bytes);
		check(a, of(a, bytes, d, 3, shape, turned, 8), bytes);
		t = of(a, bytes, d, 3, shape, back, 15 * item);
		t.big = true;
		check(a, t, bytes);
	}
}

TEST(gather_odd_shapes)
{
	str bytes = made_bytes(a, 1 * MiB);
	struct tensor t;

	check(a, of(a, bytes, TENSOR_F32, 0, NULL, NULL, 4), bytes);
	check(a, of(a, bytes, TENSOR_F64, 1, (uint64_t[]){0}, NULL, 4), bytes);
	check(a, of(a, bytes, TENSOR_F64, 3, (uint64_t[]){2, 0, 3}, NULL, 4), bytes);
	check(a, of(a, bytes, TENSOR_U8, 3, (uint64_t[]){1, 1, 1}, (int64_t[]){0, -7, 99}, 4),
	      bytes);
	/* Expanded, reversed, every second one, a diagonal, windows over each other. */
	check(a, of(a, bytes, TENSOR_F32, 2, (uint64_t[]){5, 7}, (int64_t[]){0, 4}, 12), bytes);
	check(a, of(a, bytes, TENSOR_F32, 2, (uint64_t[]){5, 7}, (int64_t[]){4, 0}, 12), bytes);
	check(a, of(a, bytes, TENSOR_F32, 2, (uint64_t[]){500, 700}, (int64_t[]){0, 0}, 8), bytes);
	check(a, of(a, bytes, TENSOR_I16, 1, (uint64_t[]){1000}, (int64_t[]){-2}, 1998), bytes);
	check(a, of(a, bytes, TENSOR_I16, 1, (uint64_t[]){1000}, (int64_t[]){4}, 1), bytes);
	check(a, of(a, bytes, TENSOR_I16, 1, (uint64_t[]){50}, (int64_t[]){20000}, 1), bytes);
	check(a, of(a, bytes, TENSOR_I16, 1, (uint64_t[]){50}, (int64_t[]){-20000}, 990000), bytes);
	check(a, of(a, bytes, TENSOR_F64, 1, (uint64_t[]){100}, (int64_t[]){808}, 0), bytes);
	check(a, of(a, bytes, TENSOR_U8, 2, (uint64_t[]){100, 50}, (int64_t[]){1, 1}, 0), bytes);
	check(a, of(a, bytes, TENSOR_U8, 2, (uint64_t[]){100, 50}, (int64_t[]){-1, 3}, 99), bytes);
	check(a,
	      of(a, bytes, TENSOR_U8, 2, (uint64_t[]){2, 3}, (int64_t[]){-500000, 200000}, 500000),
	      bytes);
	/* Channels last, with its batch. */
	check(a,
	      of(a, bytes, TENSOR_F32, 4, (uint64_t[]){6, 32, 5, 7}, (int64_t[]){4480, 4, 896, 128},
		 0),
	      bytes);
	/* Elements that are larger than a buffer likes. */
	t = of(a, bytes, TENSOR_U8, 2, (uint64_t[]){3, 4}, NULL, 0);
	t.dtype = TENSOR_OTHER;
	for (unsigned i = 0; i < 5; i++) {
		t.item = (uint32_t[]){3, 12, 256, 257, 70001}[i];
		CHECK(tensor_dense(a, &t, i & 1));
		check(a, t, bytes);
	}
	t.item = 0;
	CHECK(tensor_dense(a, &t, false));
	CHECK(gather_in_order(gather_new(a, GATHER_BYTES), &t, false));
}

/* 3000 x 2500 of 8 bytes, turned round with little memory: 60 MB in squares. */
TEST(gather_turns_large_matrices_in_squares)
{
	const uint64_t shape[] = {3000, 2500}, flat[] = {2500, 3000};
	str bytes = made_bytes(a, 60000000);
	struct made_source s;
	struct tensor t =
		made_tensor(a, made_blob(&s, bytes), TENSOR_F64, 2, shape, (int64_t[]){8, 24000});
	struct gather *g = gather_new(a, 512 * KiB);
	struct result r;

	CHECK(!gather_in_order(g, &t, false) && gather_in_order(g, &t, true));
	r = gathered(a, &t, false, true, 512 * KiB);
	CHECK(memcmp(r.p, by_element(a, &t, bytes, false, true), r.n) == 0);
	CHECK(s.reads < 200000 && s.read == bytes.n && r.pieces < 100000);
	/* The same out of a decompressor: once through. */
	t.slow = true;
	t.blob = made_blob(&s, bytes);
	r = gathered(a, &t, false, true, 512 * KiB);
	CHECK(memcmp(r.p, by_element(a, &t, bytes, false, true), r.n) == 0);
	CHECK(s.read == bytes.n && s.backwards == 0);
	/* A part of the columns: rows of it come in order. */
	t = made_tensor(a, made_blob(&s, bytes), TENSOR_F64, 2, flat, (int64_t[]){24000, 8});
	CHECK(gather_in_order(g, &t, false));
	t = made_tensor(a, made_blob(&s, bytes), TENSOR_F64, 2, (uint64_t[]){2500, 1000},
			(int64_t[]){24000, 8});
	CHECK(gather_in_order(g, &t, false));
	r = gathered(a, &t, false, true, 512 * KiB);
	CHECK(memcmp(r.p, by_element(a, &t, bytes, false, true), r.n) == 0);
	CHECK(s.read <= 20000000);
	/* Three dimensions, the outer two swapped, and all in reverse. */
	t = made_tensor(a, made_blob(&s, bytes), TENSOR_F32, 3, (uint64_t[]){200, 300, 250},
			(int64_t[]){1000, 200000, 4});
	r = gathered(a, &t, false, true, 512 * KiB);
	CHECK(memcmp(r.p, by_element(a, &t, bytes, false, true), r.n) == 0);
	t = made_tensor(a, made_blob(&s, bytes), TENSOR_F32, 3, (uint64_t[]){250, 300, 200},
			(int64_t[]){4, 1000, 300000});
	r = gathered(a, &t, false, true, 512 * KiB);
	CHECK(memcmp(r.p, by_element(a, &t, bytes, false, true), r.n) == 0);
	CHECK(s.reads < 100000);
}

static bool stop(void *ctx, uint64_t at, str bytes)
{
	(void)ctx;
	(void)at;
	(void)bytes;
	return false;
}

TEST(gather_says_what_went_wrong)
{
	str bytes = made_bytes(a, 4096);
	struct made_source s;
	struct tensor t =
		made_tensor(a, made_blob(&s, bytes), TENSOR_F32, 2, (uint64_t[]){10, 10}, NULL);
	struct result r = {.p = arena_raw(a, 400, 1), .n = 400};

	s.fails_at = 300;
	CHECK_INT(gather_run(gather_new(a, GATHER_BYTES), &t, false, true, put, &r), GATHER_UNREAD);
	CHECK_INT(gather_run(gather_new(a, GATHER_BYTES), &t, true, true, put, &r), GATHER_UNREAD);
	s.fails_at = 0;
	CHECK_INT(gather_run(gather_new(a, GATHER_BYTES), &t, false, true, stop, NULL),
		  GATHER_STOPPED);
	CHECK_INT(gather_run(gather_new(a, GATHER_BYTES), &t, true, true, stop, NULL),
		  GATHER_STOPPED);
}

TEST(tensor_knows_what_lies_outside)
{
	str bytes = made_bytes(a, 100);
	struct tensor t = of(a, bytes, TENSOR_U8, 2, (uint64_t[]){10, 10}, NULL, 0);
	const uint64_t huge[] = {(uint64_t)1 << 62, 4};

	CHECK(tensor_outside(&t) == NULL);
	t.at = 1;
	CHECK_STR(str_of(tensor_outside(&t)), S("reaches behind the end of its storage"));
	t = of(a, bytes, TENSOR_U8, 2, (uint64_t[]){10, 10}, (int64_t[]){-10, 1}, 89);
	CHECK_STR(str_of(tensor_outside(&t)), S("reaches before the beginning of its storage"));
	t.at = 90;
	CHECK(tensor_outside(&t) == NULL);
	t.at = UINT64_MAX;
	CHECK(tensor_outside(&t) != NULL);
	t = of(a, bytes, TENSOR_U8, 2, (uint64_t[]){10, 10}, (int64_t[]){INT64_MIN, INT64_MAX}, 0);
	CHECK(tensor_outside(&t) != NULL);
	t = of(a, bytes, TENSOR_U8, 2, (uint64_t[]){10, 0}, (int64_t[]){INT64_MIN, 1}, 500);
	CHECK(tensor_outside(&t) == NULL);
	t = (struct tensor){.dims = 2, .shape = huge, .item = 1};
	CHECK(!tensor_dense(a, &t, false) && !tensor_dense(a, &t, true));
	t.item = 0;
	CHECK(!tensor_dense(a, &t, false));
	t.shape = (uint64_t[]){0, UINT64_MAX};
	CHECK(!tensor_dense(a, &t, false));
	t.item = 8;
	CHECK(!tensor_dense(a, &t, false));
}
