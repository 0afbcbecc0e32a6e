/* The expected values are those that github/codeql-action's own tests state for these texts. */
#include "engine/linehash.h"
#include "base/buf.h"
#include "test.h"

static void check_all(struct arena *a, str text, const char *const *want)
{
	struct line_hashes *h = line_hashes_new(a, test_guarded(text, 0));
	uint32_t line = 1;

	for (; *want != NULL; want++, line++)
		CHECK_STR(line_hash_at(h, line), str_of(*want));
	CHECK_INT(line_hash_at(h, line).n, 0);
	CHECK_INT(line_hash_at(h, 0).n, 0);
}

TEST(linehash_of_nothing)
{
	check_all(a, S(""), (const char *[]){"c129715d7a2bc9a3:1", NULL});
}

TEST(linehash_skips_blanks)
{
	check_all(a, S(" a\nb\n  \t\tc\n d"),
		  (const char *[]){"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1",
				   "a23a3dc5e078b07b:1", NULL});
	check_all(a, S(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End"),
		  (const char *[]){"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1",
				   "c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1",
				   NULL});
}

TEST(linehash_takes_any_newline)
{
	const char *const want[] = {"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1",
				    "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
				    "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1",
				    "c129715d7a2bc9a3:1", NULL};

	check_all(a, S(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n"), want);
	check_all(a, S(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r"), want);
	check_all(a, S(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n"), want);
	check_all(a, S(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n"), want);
}

TEST(linehash_numbers_equal_lines)
{
	struct buf b = buf_in(a);

	for (int i = 0; i < 10; i++)
		buf_add(&b, S("Lorem ipsum dolor sit amet.\n"));
	check_all(a, buf_str(&b),
		  (const char *[]){"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3",
				   "a7f2ff13bc495cf2:4", "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6",
				   "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1",
				   "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1", NULL});
}

/* Invalid bytes count as U+FFFD, one for each longest start of a sequence, as Node.js decodes. */
TEST(linehash_of_broken_utf8)
{
	struct line_hashes *broken =
		line_hashes_new(a, test_guarded(S("a\xE2\x82 b\xF0\x9F\n\xC3"), 0));
	struct line_hashes *want =
		line_hashes_new(a, S("a\xEF\xBF\xBD b\xEF\xBF\xBD\n\xEF\xBF\xBD"));

	CHECK_STR(line_hash_at(broken, 1), line_hash_at(want, 1));
	CHECK_STR(line_hash_at(broken, 2), line_hash_at(want, 2));
}

TEST(linehash_of_every_byte)
{
	struct buf b = buf_in(a);
	struct line_hashes *h;

	for (unsigned i = 0; i < 65536; i++) {
		buf_u8(&b, (uint8_t)(i >> 8));
		buf_u8(&b, (uint8_t)i);
	}
	h = line_hashes_new(a, test_guarded(buf_str(&b), 0));
	CHECK(line_hash_at(h, 1).n > 2);
}
