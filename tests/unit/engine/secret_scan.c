#include "engine/secret_scan.h"

#include "base/buf.h"
#include "base/limits.h"
#include "test.h"

#define HEX64                                                                                      \
	"bb1962d5996d138d1d8da85f76e1b2b3"                                                         \
	"e97c0472b7cef0c5639f7ada69bd42ae"
#define TOKEN                                                                                      \
	"dop_v"                                                                                    \
	"1_" HEX64

struct sink {
	struct buf out;
};

static void take(void *ctx, const struct secret_found *f)
{
	struct sink *s = ctx;

	buf_printf(&s->out, "%u:%u-%u:%u ", f->line, f->column, f->end_line, f->end_column);
	if (f->cell > 0)
		buf_printf(&s->out, "cell %u:%u ", f->cell, f->cell_line);
	buf_printf(&s->out, "%.*s=%zu;", STR_ARG(f->name), f->value.n);
}

static str scan_flags(struct arena *a, str path, struct blob b, struct secret_scan_result *r)
{
	struct secret_engine *e = secret_engine_new(a, NULL);
	struct sink s = {buf_in(a)};
	struct arena scratch;

	arena_init(&scratch, LIMIT_SECRET_MEMORY);
	secret_scan_blob(e, &scratch, path, b, 0, take, &s, r);
	arena_free(&scratch);
	return buf_str(&s.out);
}

static str scan(struct arena *a, const char *path, str bytes)
{
	struct secret_scan_result r;

	return scan_flags(a, str_of(path), blob_of(test_guarded(bytes, 0)), &r);
}

TEST(secret_scan_says_where)
{
	CHECK_STR(scan(a, "a.py", S("import os\nkey = \"" TOKEN "\"\n")), S("2:8-2:79 key=71;"));
	CHECK_STR(scan(a, "a.py", S("\xEF\xBB\xBFkey = \"" TOKEN "\"\n")), S("1:8-1:79 key=71;"));
	CHECK_STR(scan(a, "a.py", S("\xC3\xA4 = \"" TOKEN "\"\r\n")), S("1:6-1:77 =71;"));
	CHECK_STR(scan(a, "a.py", S("nothing\n")), S(""));
	CHECK_STR(scan(a, "a.py", S("")), S(""));
}

TEST(secret_scan_sees_what_is_encoded)
{
	/* An escape before it, percent signs, hexadecimal digits of JSON. */
	CHECK_STR(scan(a, "a.json", S("\"a\\n" TOKEN "\"")), S("1:5-1:76 =71;"));
	CHECK_STR(scan(a, "a.txt", S("x%3D" TOKEN "%22")), S("1:5-1:76 x=71;"));
	CHECK_STR(scan(a, "a.json", S("\"a\\u003d\\u0064op_v1_" HEX64 "\"")), S("1:9-1:85 a=71;"));
	CHECK_STR(scan(a, "a.py", S("k = (\"dop_v1_\"\n     \"" HEX64 "\")")), S("1:7-2:71 k=71;"));
}

static str base64_of(struct arena *a, str text)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct buf b = buf_in(a);

	for (size_t i = 0; i < text.n; i += 3) {
		uint32_t bits = 0;
		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (i + k < text.n ? text.p[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			buf_byte(&b,
				 i + k > text.n ? '=' : (uint8_t)digits[bits >> (18 - 6 * k) & 63]);
	}
	return buf_str(&b);
}

/* The text in base64, in lines of `width` that begin and end so. */
static str wrapped(struct arena *a, str text, size_t width, const char *indent, const char *end)
{
	str all = base64_of(a, text);
	struct buf b = buf_in(a);

	for (size_t i = 0; i < all.n; i += width)
		buf_printf(&b, "%s%.*s%s", indent, STR_ARG(str_slice(all, i, i + width)), end);
	return buf_str(&b);
}

TEST(secret_scan_puts_wrapped_base64_together)
{
	str text = S("# what it needs\nDIGITALOCEAN=" TOKEN "\nand more lines after it\n");
	str block = wrapped(a, text, 64, "    ", "\n");
	struct buf b = buf_in(a);

	/* A block scalar of YAML, MIME with CR LF; the lines are those of the block. */
	CHECK_STR(
		scan(a, "a.yaml", arena_printf(a, "data:\n  env: |\n%.*s  b: 1\n", STR_ARG(block))),
		S("3:5-5:45 DIGITALOCEAN=71;"));
	CHECK_STR(scan(a, "a.eml", wrapped(a, text, 76, "", "\r\n")),
		  S("1:1-3:17 DIGITALOCEAN=71;"));
	/* Lines that are no text together are looked at one by one. */
	buf_printf(&b, "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk/M9Q\n%.*s\n",
		   STR_ARG(base64_of(a, S("K=" TOKEN "\n"))));
	CHECK_STR(scan(a, "a.txt", buf_str(&b)), S("2:1-2:101 K=71;"));
}

/* Nor is a word that stands below them, as long as digits may be, a part. */
TEST(secret_scan_ends_wrapped_base64)
{
	str text = S("what it needs:\n-------\nK=" TOKEN "\n");
	str full = wrapped(a, str_slice(text, 1, text.n), 64, "", "\n");
	str padded = wrapped(a, str_slice(text, 2, text.n), 64, "", "\n");

	CHECK_STR(scan(a, "a.txt", arena_printf(a, "%.*suser of it\n", STR_ARG(full))),
		  S("1:1-2:65 K=71;"));
	CHECK_STR(scan(a, "a.txt", arena_printf(a, "%.*selse\n", STR_ARG(padded))),
		  S("1:1-2:65 K=71;"));
}

TEST(secret_scan_reads_utf_16)
{
	str text = S("key = \"" TOKEN "\"\n");
	struct buf wide = buf_in(a);

	buf_add(&wide, S("\xFF\xFE"));
	for (size_t i = 0; i < text.n; i++) {
		buf_byte(&wide, text.p[i]);
		buf_byte(&wide, 0);
	}
	CHECK_STR(scan(a, "a.txt", buf_str(&wide)), S("1:8-1:79 key=71;"));
}

TEST(secret_scan_puts_cells_together)
{
	CHECK_STR(scan(a, "a.ipynb",
		       S("{\"cells\": [{\"cell_type\": \"markdown\", \"source\": []},\n"
			 "{\"source\": [\"x = 1\\n\",\n\"y = ('dop_v1_'\\n\",\n\"'" HEX64
			 "')\"]}]}")),
		  S("3:8-4:67 cell 2:2 y=71;"));
}

TEST(secret_scan_reads_columns)
{
	CHECK_STR(scan(a, "a.csv",
		       S("user,okta_api_token,x\nme,\"00sE4uZ7DRFEBz9C-d50iqBo"
			 "OrWOk0E7jrusczEcS9\",1\n\nyou,none,2\n")),
		  S("2:5-2:47 okta_api_token=42;"));
	CHECK_STR(scan(a, "a.md",
		       S("text\n\n| user | okta_api_token |\n|---|---|\n| me | `00sE4uZ7DRFEBz"
			 "9C-d50iqBoOrWOk0E7jrusczEcS9` |\n")),
		  S("5:9-5:51 okta_api_token=42;"));
}

/* Every way to write what a pattern describes has a keyword: no other word on the line is needed.
 */
TEST(secret_scan_finds_every_branch)
{
	CHECK_STR(scan(a, "a.sh", S("ldapwhoami -x -w Xq7Rt2LmPz9w\n")), S("1:18-1:30 =12;"));
	CHECK_STR(scan(a, "a.py", S("x = {\"auth\": (\"bob\", \"Xq7Rt2LmPz9w\")}\n")),
		  S("1:23-1:35 bob=12;"));
	CHECK_STR(scan(a, "a.py", S("x = HTTPProxyAuth(\"bob\", \"Xq7Rt2LmPz9w\")\n")),
		  S("1:27-1:39 bob=12;"));
	CHECK_STR(scan(a, "a.json", S("{\"auth\": \"token 8f3Kd92mXpQ7vLr4TnZs6\"}\n")),
		  S("1:17-1:38 =21;"));
}

TEST(secret_scan_looks_at_no_binary)
{
	struct secret_scan_result r;
	static const uint8_t bytes[] = "\1\2\3\4\5\6\7\0\0\0\0" TOKEN;

	CHECK_STR(scan_flags(a, S("a"), blob_of((str){bytes, 40}), &r), S(""));
	CHECK(r.binary);
}

/* A source that is read in windows gives what the same bytes in memory give. */
struct slow {
	struct blob_source source;
	str bytes;
};

static bool slow_read(struct blob_source *s, uint64_t at, uint8_t *to, size_t n)
{
	memcpy(to, ((struct slow *)s)->bytes.p + at, n);
	return true;
}

TEST(secret_scan_windows_lose_nothing)
{
	struct slow slow = {.source = {slow_read}};
	struct buf b = buf_in(a);
	struct secret_scan_result r, m;
	str whole, parts;

	for (unsigned i = 0; b.n < 3 * LIMIT_SECRET_BLOCK; i++) {
		if (i % 7000 == 0)
			buf_add(&b, S("name: KEY\n"));
		buf_printf(&b, "line %u of a long text without anything in it\n", i);
		if (i % 5000 == 1234)
			buf_add(&b, S("the_key = \"" TOKEN "\"\n"));
		if (i == 60000) /* a line longer than a window */
			for (size_t k = 0; k < LIMIT_SECRET_BLOCK + 100; k++)
				buf_byte(&b, k % 60 == 0 ? ' ' : 'x');
	}
	buf_add(&b, S("key = \"" TOKEN "\""));
	slow.bytes = buf_str(&b);
	whole = scan_flags(a, S("a.txt"), blob_of(slow.bytes), &m);
	parts = scan_flags(a, S("a.txt"), blob_from(&slow.source, slow.bytes.n), &r);
	CHECK(whole.n > 200);
	CHECK_STR(parts, whole);
	CHECK_INT(r.lines, m.lines);
}

/* ---- The next version ---- */

/* "clean LINES", or that it has to be scanned whole: "not local" if no next one can do without. */
static str next_version(struct arena *a, const char *path, str old, str now)
{
	static const struct settings history = {.history = true};
	struct secret_engine *e = secret_engine_new(a, &history);
	struct secret_scan_result r;
	struct sink s = {buf_in(a)};
	struct arena scratch;
	uint32_t lines;
	bool clean;

	arena_init(&scratch, LIMIT_SECRET_MEMORY);
	secret_scan(e, &scratch, str_of(path), test_guarded(old, 0), 0, take, &s, &r);
	CHECK(s.out.n == 0);
	if (!r.local) {
		arena_free(&scratch);
		return S("not local");
	}
	lines = (uint32_t)r.lines;
	arena_reset(&scratch);
	clean = secret_scan_changes(e, &scratch, str_of(path), test_guarded(old, 0),
				    test_guarded(now, 0), &lines);
	arena_free(&scratch);
	return clean ? arena_printf(a, "clean %u", lines) : S("whole");
}

/* `n` lines that hold nothing. */
static str filler(struct arena *a, const char *name, unsigned n)
{
	struct buf b = buf_in(a);

	for (unsigned i = 0; i < n; i++)
		buf_printf(&b, "%s_%u = compute(%u, other)\n", name, i, i * 7);
	return buf_str(&b);
}

static str around(struct arena *a, str middle)
{
	struct buf b = buf_in(a);

	buf_add(&b, filler(a, "first", 400));
	buf_add(&b, middle);
	buf_add(&b, filler(a, "second", 400));
	return buf_str(&b);
}

/* Only the last of the lines is changed, which is too short to be base64 by itself. */
TEST(secret_changes_sees_the_end_of_wrapped_base64)
{
	str text = S("what it needs, in two lines:\nK=" TOKEN), none;
	struct buf b = buf_in(a);

	buf_add(&b, str_slice(text, 0, text.n - 6));
	buf_add(&b, S("-----\n"));
	none = buf_str(&b);
	CHECK_INT(text.n, 102);
	CHECK_STR(next_version(a, "a.yaml", around(a, wrapped(a, none, 64, "  ", "\n")),
			       around(a, wrapped(a, text, 64, "  ", "\n"))),
		  S("whole"));
}

/* Lines that were no text together are, without the one that was changed. */
TEST(secret_changes_sees_the_lines_above_in_wrapped_base64)
{
	str text = S("what it needs:\n------\nK=" TOKEN "\n"), last;
	str block = wrapped(a, text, 64, "", "\n");

	CHECK_INT(text.n, 96);
	last = S("/////////////////////////////////////////////////////////////7//");
	CHECK_STR(
		next_version(
			a, "a.yaml",
			around(a, arena_printf(a, "%.*s%.*s\n", STR_ARG(block), STR_ARG(last))),
			around(a, arena_printf(a, "%.*s\"%.*s\n", STR_ARG(block), STR_ARG(last)))),
		S("whole"));
}

TEST(secret_changes_sees_what_is_new)
{
	str token = S("k = \"" TOKEN "\"\n");

	CHECK_STR(next_version(a, "a.py", S("x = 1\n"), S("x = 2\ny = 3")), S("clean 2"));
	CHECK_STR(next_version(a, "a.py", around(a, S("x\n")), around(a, S("y\nz\n"))),
		  S("clean 802"));
	CHECK_STR(next_version(a, "a.py", around(a, S("x\n")), around(a, token)), S("whole"));
	CHECK_STR(next_version(a, "a.py", around(a, S("x\n")), around(a, S(""))), S("clean 800"));
	CHECK_STR(next_version(a, "a.py", filler(a, "x", 9), token), S("whole"));
	CHECK_STR(next_version(a, "a.py", S("x\n"), S("x\n" TOKEN)), S("whole"));
	CHECK_STR(next_version(a, "a.py", S("x\n"), S(TOKEN "\nx\n")), S("whole"));
}

TEST(secret_changes_looks_around_what_is_new)
{
	/* A name is given another value, a value another name, a literal its second half. */
	CHECK_STR(next_version(a, "a.py", around(a, S("password = \"\"\n")),
			       around(a, S("password = \"kW9#xq27LmPz\"\n"))),
		  S("whole"));
	CHECK_STR(next_version(a, "a.py", around(a, S("pages = \"kW9#xq27LmPz\"\n")),
			       around(a, S("password = \"kW9#xq27LmPz\"\n"))),
		  S("whole"));
	CHECK_STR(next_version(a, "a.py", around(a, S("password = (\"kW9#\"\n# x\n)\n")),
			       around(a, S("password = (\"kW9#\"\n + \"xq27LmPz\")\n"))),
		  S("whole"));
	CHECK_STR(next_version(a, "a.yml", around(a, S("- name: AUTH\n  x: \"9\"\n")),
			       around(a, S("- name: AUTH\n  value: \"kW9#xq27LmPz\"\n"))),
		  S("whole"));
}

TEST(secret_changes_remembers_keywords)
{
	/* The keyword stands far above what is new: its hit comes from the version before. */
	struct buf old = buf_in(a), now = buf_in(a);
	str rows = filler(a, "  x", 40);

	buf_add(&old, filler(a, "first", 300));
	buf_add(&old, S("text = \"\"\"machine example.com login me\n"));
	buf_add(&now, buf_str(&old));
	buf_add(&old, rows);
	buf_add(&now, rows);
	buf_add(&now, filler(a, "y", 2));
	CHECK_STR(next_version(a, "a.txt", buf_str(&old), buf_str(&now)), S("clean 343"));
}

/* Every byte of `s` in a literal of its own, with `blanks` in front. */
static str spread(struct arena *a, str before, str s, unsigned blanks)
{
	struct buf b = buf_in(a);

	buf_add(&b, before);
	for (size_t i = 0; i < s.n; i++)
		buf_printf(&b, "%*s\"%c\"\n", (int)blanks, "", s.p[i]);
	buf_add(&b, S(")\n"));
	return around(a, buf_str(&b));
}

TEST(secret_changes_knows_how_far_was_read)
{
	str argument = S("conf.set(\"password\",\n"), call = S("password = get(\"x\",\n"),
	    pair = S("  - name: DB_PASSWORD\n    value:"), token = S("key = (\"" TOKEN);

	CHECK_STR(next_version(a, "a.py", spread(a, argument, S("kW9#"), 150),
			       spread(a, argument, S("kW9#xq27LmPz"), 150)),
		  S("whole"));
	CHECK_STR(next_version(a, "a.py", spread(a, call, S("kW9#"), 150),
			       spread(a, call, S("kW9#xq27LmPz"), 150)),
		  S("whole"));
	CHECK_STR(next_version(a, "a.yml", spread(a, pair, S("kW9#"), 150),
			       spread(a, pair, S("kW9#xq27LmPz"), 150)),
		  S("whole"));
	/* Further than any pattern is searched. */
	token = arena_printf(a, "%.*s\"\n", (int)(token.n - 44), token.p);
	CHECK_STR(next_version(a, "a.py", spread(a, token, str_slice(S(TOKEN), 27, 70), 190),
			       spread(a, token, str_slice(S(TOKEN), 27, 71), 190)),
		  S("whole"));
}

TEST(secret_changes_looks_behind_what_is_new)
{
	/* A bracket makes what was a list two arguments. */
	str between = S("\n# one\n# ......................................................\n"
			"# ..............................................................\n"
			"# ..............................................................\n"
			"# ..............................................................\n"
			"  \"password\", \"kW9#xq27LmPz\")\n");

	CHECK_STR(next_version(a, "a.py", around(a, arena_printf(a, "f[%.*s", STR_ARG(between))),
			       around(a, arena_printf(a, "f(%.*s", STR_ARG(between)))),
		  S("whole"));
}

static str one_line(struct arena *a, const char *middle)
{
	struct buf b = buf_in(a);

	buf_add(&b, S("{\"log\": \"machine x\\n"));
	for (unsigned i = 0; i < 800; i++) {
		buf_printf(&b, "line %u without anything\\n", i);
		if (i == 400)
			buf_add(&b, str_of(middle));
	}
	buf_add(&b, S("\"}\n"));
	return buf_str(&b);
}

TEST(secret_changes_looks_at_long_lines)
{
	CHECK_STR(next_version(a, "a.json", one_line(a, ""), one_line(a, "more\\n")), S("clean 1"));
	CHECK_STR(next_version(a, "a.json", one_line(a, ""),
			       one_line(a, "machine api.corp.net\\nlogin bob\\npassword "
					   "Xq7Rt2LmPz9w\\n")),
		  S("whole"));
}

TEST(secret_changes_knows_tables)
{
	str names = S("| id | password |\n"), row = S("| 1 | kW9#xq27LmPz |\n");
	str table = arena_printf(a, "%.*s|---|---|\n%.*s", STR_ARG(names), STR_ARG(row));
	str above = arena_printf(a, "%.*s%.*s", STR_ARG(filler(a, "x", 300)), STR_ARG(table));

	/* A row below, a line above make names heads of columns. */
	CHECK_STR(next_version(a, "a.csv", S("id,password\n"), S("")), S("not local"));
	CHECK_STR(next_version(a, "a.md", arena_printf(a, "| x |\n%.*s", STR_ARG(table)), S("")),
		  S("not local"));
	CHECK_STR(next_version(a, "a.md", around(a, names), S("")), S("not local"));
	/* In other texts only where it begins. */
	CHECK_STR(next_version(a, "a.rst", above, str_slice(above, above.n - 2000, above.n)),
		  S("whole"));
}

TEST(secret_changes_follows_parts_that_move)
{
	struct buf old = buf_in(a), now = buf_in(a);
	str one = filler(a, "one", 200), two = filler(a, "two", 200);

	buf_add(&old, one);
	buf_add(&old, two);
	buf_add(&now, two);
	buf_add(&now, one);
	CHECK_STR(next_version(a, "a.py", buf_str(&old), buf_str(&now)), S("clean 400"));
	buf_add(&now, S("k = \"" TOKEN "\"\n"));
	buf_add(&now, two);
	CHECK_STR(next_version(a, "a.py", buf_str(&old), buf_str(&now)), S("whole"));
}
