#include "test.h"

#include "base/buf.h"
#include "base/cur.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/map.h"

TEST(arena_alignment_and_reset)
{
	struct arena b;

	arena_init(&b, 1 << 20);
	for (size_t align = 1; align <= 64; align *= 2) {
		uint8_t *p = arena_alloc(&b, 3, align);
		CHECK(((uintptr_t)p & (align - 1)) == 0);
		CHECK(p[0] == 0 && p[1] == 0 && p[2] == 0);
		memset(p, 0xff, 3);
	}
	arena_reset(&b);
	CHECK_INT(arena_used(&b), 0);
	for (int i = 0; i < 1000; i++)
		CHECK(*(char *)arena_alloc(&b, 1, 1) == 0);
	arena_free(&b);
}

TEST(arena_cap_ends_the_work)
{
	struct fail_point here;
	struct arena b;
	volatile bool reached = false;

	arena_init(&b, 1 << 20);
	if (FAIL_SET(&here) == FAIL_NONE) {
		for (int i = 0; i < 100; i++)
			arena_alloc(&b, 64 << 10, 8);
		reached = true;
	}
	fail_clear(&here);
	CHECK(!reached);
	CHECK(here.what != NULL);
	CHECK(b.held <= b.cap);
	arena_free(&b);
}

TEST(arena_sizes_that_overflow)
{
	struct fail_point here;
	volatile size_t huge = (size_t)-1;
	volatile int jumps = 0;

	if (FAIL_SET(&here) == FAIL_NONE)
		arena_alloc(a, huge, 1);
	else
		jumps++;
	fail_clear(&here);
	if (FAIL_SET(&here) == FAIL_NONE)
		arena_array(a, huge / 2, huge / 4, 8);
	else
		jumps++;
	fail_clear(&here);
	CHECK_INT(jumps, 2);
}

TEST(str_cut_visits_every_part)
{
	int n = 0;

	for (str rest = S("a,,b,"), part; rest.p != NULL; n++) {
		part = str_cut(&rest, ',');
		CHECK_STR(part, n == 0 ? S("a") : n == 2 ? S("b") : S(""));
	}
	CHECK_INT(n, 4);
}

TEST(str_search)
{
	CHECK_INT(str_find(S("hello"), S("lo")), 3);
	CHECK_INT(str_find(S("hello"), S("")), 0);
	CHECK(str_find(S("he"), S("hello")) == STR_NONE);
	CHECK_INT(str_find_nocase(S("xHELlo"), S("hello")), 1);
	CHECK_INT(str_rfind_byte(S("a.b.c"), '.'), 3);
	CHECK_STR(str_after_last(S("a.b.c"), '.'), S("c"));
	CHECK_STR(str_after_last(S("abc"), '.'), S("abc"));
	CHECK_STR(str_after_last(S("abc."), '.'), S(""));
	CHECK(str_in(S("b"), "a b c") && !str_in(S(""), "a b") && !str_in(S("ab"), "a b"));
	CHECK_STR(str_trim(S(" \t x y\n")), S("x y"));
	CHECK(str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("b"), S("ab")) > 0);
}

TEST(str_numbers)
{
	uint64_t v = 0;

	CHECK(str_to_u64(S("18446744073709551615"), &v) && v == UINT64_MAX);
	CHECK(!str_to_u64(S("18446744073709551616"), &v));
	CHECK(!str_to_u64(S(""), &v) && !str_to_u64(S("1a"), &v) && !str_to_u64(S("-1"), &v));
}

TEST(str_utf8_rfc3629)
{
	CHECK_INT(str_utf8_len(S("a")), 1);
	CHECK_INT(str_utf8_len(S("\xc3\xa9")), 2);
	CHECK_INT(str_utf8_len(S("\xe2\x82\xac")), 3);
	CHECK_INT(str_utf8_len(S("\xf0\x9f\x98\x80")), 4);
	CHECK_INT(str_utf8_len(S("\xc0\x80")), 0);
	CHECK_INT(str_utf8_len(S("\xed\xa0\x80")), 0);
	CHECK_INT(str_utf8_len(S("\xf4\x90\x80\x80")), 0);
	CHECK_INT(str_utf8_len(S("\xe2\x82")), 0);
}

TEST(cursor_stops_at_the_end)
{
	struct cur c = cur_of(test_guarded(S("\x01\x02\x03\x04\x05"), 0));

	CHECK_INT(cur_u32le(&c), 0x04030201);
	CHECK(!c.bad);
	CHECK_INT(cur_u16le(&c), 0);
	CHECK(c.bad);
	CHECK_INT(cur_u8(&c), 0);
	c = cur_of(test_guarded(S("\xff\xff\xff\xff"), 0));
	CHECK_INT(cur_field(&c).n, 0);
	CHECK(c.bad);
}

TEST(buffer_and_cursor_agree)
{
	struct buf b = buf_in(a);
	struct cur c;

	buf_u8(&b, 7);
	buf_u16(&b, 0x1234);
	buf_u32(&b, 0xdeadbeef);
	buf_u64(&b, UINT64_MAX - 1);
	buf_field(&b, S("text"));
	for (int i = 0; i < 300; i++)
		buf_printf(&b, "%d,", i);
	c = cur_of(buf_str(&b));
	CHECK_INT(cur_u8(&c), 7);
	CHECK_INT(cur_u16le(&c), 0x1234);
	CHECK_INT(cur_u32le(&c), 0xdeadbeef);
	CHECK(cur_u64le(&c) == UINT64_MAX - 1);
	CHECK_STR(cur_field(&c), S("text"));
	CHECK_STR(str_slice(buf_str(&b), b.n - 4, b.n), S("299,"));
	CHECK(!c.bad);
}

TEST(map_keeps_order_of_insertion)
{
	struct map m = map_in(a);

	for (uint64_t i = 0; i < 1000; i++)
		*map_put(&m, arena_printf(a, "key%llu", (unsigned long long)i)) = i;
	CHECK_INT(m.count, 1000);
	for (uint64_t i = 0; i < 1000; i++)
		CHECK(m.entries[i].value == i);
	CHECK(*map_get(&m, S("key577")) == 577);
	CHECK(map_get(&m, S("absent")) == NULL);
	*map_put(&m, S("key577")) = 1;
	CHECK_INT(m.count, 1000);
}

TEST(arena_goes_back_to_a_mark)
{
	struct arena b;
	struct arena_mark start, mark;
	uint8_t *first, *again;

	arena_init(&b, 4 * MiB);
	start = arena_mark(&b);
	first = arena_alloc(&b, 100, 8);
	mark = arena_mark(&b);
	again = arena_alloc(&b, 100, 8);
	(void)arena_alloc(&b, 1 * MiB, 8);
	(void)arena_alloc(&b, 1 * MiB, 8);
	arena_release(&b, mark);
	CHECK(b.held < 1 * MiB);
	CHECK(arena_alloc(&b, 100, 8) == (void *)again);
	memset(first, 1, 100);
	arena_release(&b, start);
	CHECK_INT(b.held, 0);
	CHECK(arena_alloc(&b, 100, 8) != NULL);
	arena_free(&b);
}
