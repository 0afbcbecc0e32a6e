#include "test.h"

#include "base/limits.h"
#include "model/gguf.h"

struct said {
	struct arena *arena;
	unsigned count;
	enum gguf_diag code[64];
	uint64_t from[64];
	str what[64];
	struct buf strings;
};

static void issue(void *ctx, enum gguf_diag code, uint64_t from, uint64_t to, str what,
		  const char *msg)
{
	struct said *s = ctx;

	CHECK(msg != NULL && s->count < 64 && from <= to);
	s->code[s->count] = code;
	s->from[s->count] = from;
	s->what[s->count++] = arena_dup(s->arena, what);
}

static void string(void *ctx, str key, str value, uint64_t offset, bool cut)
{
	struct said *s = ctx;

	buf_printf(&s->strings, "%.*s=%.*s@%llu%s;", STR_ARG(key), STR_ARG(value),
		   (unsigned long long)offset, cut ? "!" : "");
}

static struct gguf read(struct arena *a, str file, struct said *said)
{
	const struct gguf_sink sink = {issue, string, said};
	struct gguf g;

	*said = (struct said){.arena = a, .strings = buf_in(a)};
	gguf_read(a, blob_of(test_guarded(file, 0)), &sink, &g);
	return g;
}

/* Files are put together in either byte order and with counts of 32 or 64 bits. */
struct maker {
	struct buf b;
	unsigned version;
	bool big;
};

static void number(struct maker *f, unsigned bytes, uint64_t v)
{
	for (unsigned i = 0; i < bytes; i++)
		buf_u8(&f->b, (uint8_t)(v >> 8 * (f->big ? bytes - 1 - i : i)));
}

static void length(struct maker *f, uint64_t v)
{
	number(f, f->version == 1 ? 4 : 8, v);
}

static void text(struct maker *f, const char *s)
{
	length(f, strlen(s));
	buf_add(&f->b, str_of(s));
}

static struct maker begin(struct arena *a, unsigned version, bool big, uint64_t tensors,
			  uint64_t keys)
{
	struct maker f = {.b = buf_in(a), .version = version, .big = big};

	buf_add(&f.b, S("GGUF"));
	number(&f, 4, version);
	length(&f, tensors);
	length(&f, keys);
	return f;
}

static void key(struct maker *f, const char *name, uint32_t type)
{
	text(f, name);
	number(f, 4, type);
}

static void tensor(struct maker *f, const char *name, uint64_t dim, uint32_t type, uint64_t offset)
{
	text(f, name);
	number(f, 4, 1);
	length(f, dim);
	number(f, 4, type);
	number(f, 8, offset);
}

static void data(struct maker *f, size_t n)
{
	while (f->b.n % 32 != 0)
		buf_u8(&f->b, 0);
	if (n > 0)
		memset(buf_room(&f->b, n), 0, n);
}

TEST(gguf_reads_honest_files)
{
	for (unsigned version = 1; version <= 3; version++) {
		for (int big = 0; big <= (version == 3); big++) {
			struct maker f = begin(a, version, big, 2, 5);
			struct said said;
			struct gguf g;
			key(&f, "general.name", 8);
			text(&f, "n");
			key(&f, "general.alignment", 4);
			number(&f, 4, 32);
			key(&f, "t.tokens", 9);
			number(&f, 4, 8);
			length(&f, 100);
			for (int i = 0; i < 100; i++)
				text(&f, "token");
			key(&f, "t.scores", 9);
			number(&f, 4, 6);
			length(&f, 3);
			number(&f, 4, 1);
			number(&f, 8, 1);
			key(&f, "general.tags", 9);
			number(&f, 4, 8);
			length(&f, 1);
			text(&f, "x");
			tensor(&f, "b", 4, 0, 32);
			tensor(&f, "a", 32, 2, 0);
			data(&f, 48);
			g = read(a, buf_str(&f.b), &said);
			CHECK(g.readable);
			CHECK_INT(said.count, 0);
			CHECK_INT(g.version, version);
			CHECK(g.big == (big != 0));
			CHECK_INT(g.count, 2);
			CHECK_INT(g.elements, 36);
			CHECK_INT(g.tensors[0].end, 18);
			CHECK(str_starts(buf_str(&said.strings), S("general.name=n@")));
			CHECK(str_find(buf_str(&said.strings), S("token")) == STR_NONE);
			CHECK(str_find(buf_str(&said.strings), S("general.tags=x@")) != STR_NONE);
			CHECK_STR(
				gguf_name(&said.strings, blob_of(buf_str(&f.b)), &g, &g.tensors[1]),
				S("b"));
		}
	}
}

static void check_last(struct arena *a, struct maker *f, enum gguf_diag code, uint64_t from,
		       const char *what)
{
	struct said said;

	(void)read(a, buf_str(&f->b), &said);
	CHECK_INT(said.count, 1);
	CHECK_INT(said.code[0], code);
	CHECK_INT(said.from[0], from);
	CHECK_STR(said.what[0], str_of(what));
}

TEST(gguf_issues_of_the_header)
{
	struct maker f = begin(a, 3, false, 0, 0);

	f.b.n = 10;
	check_last(a, &f, GGUF_SHORT, 8, "");
	f = begin(a, 4, false, 0, 0);
	check_last(a, &f, GGUF_VERSION, 4, "");
	f = begin(a, 3, false, 0, 1);
	key(&f, "k", 13);
	buf_u64(&f.b, 0);
	check_last(a, &f, GGUF_VALUE, 37, "k");
	f = begin(a, 3, false, 0, 1);
	key(&f, "k", 7);
	number(&f, 1, 2);
	check_last(a, &f, GGUF_VALUE, 37, "k");
	f = begin(a, 3, false, 0, 1);
	key(&f, "k", 8);
	number(&f, 8, 9);
	check_last(a, &f, GGUF_SHORT, 37, "k");
	f = begin(a, 3, false, 0, 1);
	key(&f, "k", 8);
	number(&f, 8, UINT64_MAX);
	check_last(a, &f, GGUF_LENGTH, 37, "k");
	f = begin(a, 3, false, 0, 1);
	key(&f, "k", 9);
	number(&f, 4, 10);
	number(&f, 8, 0x2000000000000001);
	check_last(a, &f, GGUF_LENGTH, 41, "k");
	f = begin(a, 3, false, 0, 1);
	key(&f, "k", 9);
	number(&f, 4, 77);
	number(&f, 8, 0);
	check_last(a, &f, GGUF_VALUE, 37, "k");
	f = begin(a, 3, false, 0, 1);
	key(&f, "", 4);
	number(&f, 4, 0);
	check_last(a, &f, GGUF_KEY, 24, "");
	f = begin(a, 3, false, 0, 1);
	key(&f, "\xff", 7);
	number(&f, 1, 1);
	check_last(a, &f, GGUF_KEY, 24, "\xff");
	f = begin(a, 3, false, 0, 1);
	key(&f, "../k", 7);
	number(&f, 1, 1);
	check_last(a, &f, GGUF_KEY, 24, "../k");
	f = begin(a, 3, false, 0, 2);
	key(&f, "k", 7);
	number(&f, 1, 1);
	key(&f, "k", 7);
	number(&f, 1, 1);
	check_last(a, &f, GGUF_TWICE, 38, "k");
	f = begin(a, 3, false, 0, 1);
	key(&f, "general.alignment", 4);
	number(&f, 4, 24);
	check_last(a, &f, GGUF_ALIGNMENT, 53, "");
	f = begin(a, 3, false, 0, 1);
	key(&f, "k", 9);
	for (int i = 0; i < 40; i++) {
		number(&f, 4, 9);
		number(&f, 8, 1);
	}
	number(&f, 4, 0);
	number(&f, 8, 0);
	check_last(a, &f, GGUF_DEPTH, 37 + 12 * (LIMIT_GGUF_DEPTH - 1), "k");
}

TEST(gguf_counts_that_cannot_be)
{
	struct maker f = begin(a, 3, false, UINT64_MAX, UINT64_MAX);
	struct said said;

	(void)read(a, buf_str(&f.b), &said);
	CHECK_INT(said.count, 3);
	CHECK_INT(said.code[0], GGUF_LENGTH);
	CHECK_INT(said.from[0], 8);
	CHECK_INT(said.code[1], GGUF_LENGTH);
	CHECK_INT(said.from[1], 16);
	CHECK_INT(said.code[2], GGUF_SHORT);
	CHECK_INT(said.from[2], 24);
}

TEST(gguf_issues_of_tensors)
{
	struct maker f = begin(a, 3, false, 1, 0);

	text(&f, "t");
	number(&f, 4, 5);
	buf_add(&f.b, S("1234567812345678"));
	check_last(a, &f, GGUF_DIMS, 24, "t");
	f = begin(a, 3, false, 1, 0);
	tensor(&f, "t", 8, 200, 0);
	data(&f, 32);
	check_last(a, &f, GGUF_TYPE, 24, "t");
	f = begin(a, 3, false, 1, 0);
	tensor(&f, "t", 31, 2, 0); /* no whole number of blocks */
	data(&f, 0);
	check_last(a, &f, GGUF_SIZE, 24, "t");
	f = begin(a, 3, false, 1, 0);
	tensor(&f, "t", (uint64_t)1 << 62, 0, 0);
	data(&f, 0);
	check_last(a, &f, GGUF_SIZE, 24, "t");
	f = begin(a, 3, false, 2, 0);
	tensor(&f, "t", 9, 0, 0);
	tensor(&f, "u", 8, 0, 36);
	data(&f, 68);
	check_last(a, &f, GGUF_MISALIGNED, 57, "u");
	f = begin(a, 3, false, 1, 0);
	tensor(&f, "t", 9, 0, 0);
	data(&f, 32);
	check_last(a, &f, GGUF_OUTSIDE, 24, "t");
	f = begin(a, 3, false, 1, 0);
	tensor(&f, "t", 8, 0, (uint64_t)1 << 60);
	data(&f, 0);
	check_last(a, &f, GGUF_OUTSIDE, 24, "t");
}

TEST(gguf_issues_of_the_layout)
{
	struct maker f = begin(a, 3, false, 2, 0);

	tensor(&f, "t", 8, 0, 0);
	tensor(&f, "t", 8, 0, 32);
	data(&f, 64);
	check_last(a, &f, GGUF_TWICE, 57, "t");
	f = begin(a, 3, false, 2, 0);
	tensor(&f, "t", 9, 0, 0);
	tensor(&f, "u", 8, 0, 32);
	data(&f, 64);
	check_last(a, &f, GGUF_OVERLAP, 96 + 32, "u");
	f = begin(a, 3, false, 2, 0);
	tensor(&f, "t", 9, 0, 0);
	tensor(&f, "u", 8, 0, 96);
	data(&f, 128);
	check_last(a, &f, GGUF_HOLE, 96 + 36, "");
	f = begin(a, 3, false, 1, 0);
	tensor(&f, "t", 9, 0, 0);
	data(&f, 64 + 1);
	check_last(a, &f, GGUF_TRAILING, 64 + 36, "");
	f = begin(a, 3, false, 1, 0);
	tensor(&f, "t", 9, 0, 0);
	data(&f, 64);
	{
		struct said said;
		(void)read(a, buf_str(&f.b), &said);
		CHECK_INT(said.count, 0);
	}
}

TEST(gguf_templates_are_told_whole)
{
	struct maker f = begin(a, 3, false, 0, 3);
	struct buf long_text = buf_in(a);
	struct said said;

	memset(buf_room(&long_text, 5000), 'x', 5000);
	buf_byte(&long_text, 0);
	key(&f, "tokenizer.chat_template", 8);
	text(&f, "{{ x }}");
	key(&f, "tokenizer.chat_template.tool_use", 8);
	text(&f, (const char *)long_text.p);
	key(&f, "general.name", 8);
	text(&f, (const char *)long_text.p);
	(void)read(a, buf_str(&f.b), &said);
	CHECK_INT(said.count, 0);
	CHECK(str_starts(buf_str(&said.strings), S("tokenizer.chat_template={{ x }}@67;")));
	CHECK(str_find(buf_str(&said.strings), S("!;")) == said.strings.n - 2);
}

TEST(gguf_every_cut_is_safe)
{
	struct maker f = begin(a, 3, false, 1, 2);

	key(&f, "general.name", 8);
	text(&f, "name");
	key(&f, "x.y", 9);
	number(&f, 4, 9);
	number(&f, 8, 1);
	number(&f, 4, 8);
	number(&f, 8, 2);
	text(&f, "1");
	text(&f, "2");
	tensor(&f, "t", 8, 0, 0);
	data(&f, 32);
	for (size_t n = 4; n < f.b.n; n++) {
		struct said said;
		(void)read(a, str_slice(buf_str(&f.b), 0, n), &said);
		CHECK(said.count > 0);
	}
}
