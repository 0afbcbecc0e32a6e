#include "test.h"

#include "base/cur.h"
#include "base/limits.h"
#include "model/safetensors.h"

struct said {
	struct arena *arena;
	unsigned count;
	enum safetensors_diag code[64];
	uint64_t from[64], to[64];
	str what[64];
	str metadata;
};

static void issue(void *ctx, enum safetensors_diag code, uint64_t from, uint64_t to, str what,
		  const char *msg)
{
	struct said *s = ctx;

	CHECK(msg != NULL && s->count < 64);
	s->code[s->count] = code;
	s->from[s->count] = from;
	s->to[s->count] = to;
	s->what[s->count++] = arena_dup(s->arena, what);
}

static void metadata(void *ctx, str key, str value)
{
	struct said *s = ctx;

	s->metadata = arena_printf(s->arena, "%.*s=%.*s", STR_ARG(key), STR_ARG(value));
}

static struct safetensors read(struct arena *a, str file, struct said *said)
{
	const struct safetensors_sink sink = {issue, metadata, said};
	struct safetensors st;

	*said = (struct said){.arena = a};
	safetensors_read(a, blob_of(file), &sink, &st);
	return st;
}

static str file_of(struct arena *a, str header, size_t data)
{
	struct buf b = buf_in(a);

	buf_u64(&b, header.n);
	buf_add(&b, header);
	if (data > 0)
		memset(buf_room(&b, data), 0, data);
	return test_guarded(buf_str(&b), 0);
}

#define TENSOR(name, dtype, shape, offsets)                                                        \
	"\"" name "\":{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":" offsets "}"

TEST(safetensors_reads_honest_files)
{
	struct buf room = buf_in(a);
	struct said said;
	struct safetensors st = read(
		a,
		file_of(a,
			S("{\"__metadata__\":{\"format\":\"pt\"}," TENSOR(
				"b", "F32", "[2,2]",
				"[2,18]") "," TENSOR("a\\u00e9", "BF16", "[]",
						     "[0,2]") "," TENSOR("e", "F64", "[3,0]",
									 "[18,18]") "," TENSOR("n",
											       "F4",
											       "[3,"
											       "2]",
											       "[18"
											       ",21"
											       "]") "}     "),
			21),
		&said);

	CHECK(st.readable);
	CHECK_INT(said.count, 0);
	CHECK_INT(st.count, 4);
	CHECK_INT(st.elements, 11);
	CHECK_STR(said.metadata, S("format=pt"));
	CHECK_INT(st.tensors[0].begin, 0);
	CHECK_INT(st.tensors[1].end, 18);
	CHECK_STR(str_of(safetensors_dtypes[st.tensors[0].dtype].name), S("BF16"));
	CHECK_STR(safetensors_name(&room, blob_of(S("")), &st.tensors[0]), S(""));
	st = read(a, file_of(a, S("{}"), 0), &said);
	CHECK(st.readable && said.count == 0 && st.count == 0);
	st = read(a, file_of(a, S("{\"__metadata__\":null}"), 0), &said);
	CHECK(st.readable && said.count == 0);
}

static void check_issue(struct arena *a, str file, enum safetensors_diag code, uint64_t from,
			uint64_t to, const char *what, bool readable)
{
	struct said said;
	struct safetensors st = read(a, file, &said);

	CHECK(st.readable == readable);
	CHECK_INT(said.count, 1);
	CHECK_INT(said.code[0], code);
	CHECK_INT(said.from[0], from);
	CHECK_INT(said.to[0], to);
	CHECK_STR(said.what[0], str_of(what));
}

static void check_header(struct arena *a, const char *header, size_t data,
			 enum safetensors_diag code, uint64_t from, uint64_t to, const char *what)
{
	check_issue(a, file_of(a, str_of(header), data), code, from, to, what, true);
}

TEST(safetensors_issues_of_the_length)
{
	check_issue(a, test_guarded(S("\2\0\0\0"), 0), SAFETENSORS_SHORT, 0, 4, "", false);
	check_issue(a, test_guarded(S(""), 0), SAFETENSORS_SHORT, 0, 0, "", false);
	check_issue(a, test_guarded(S("\3\0\0\0\0\0\0\0{}"), 0), SAFETENSORS_SHORT, 0, 8, "",
		    false);
	check_issue(a, test_guarded(S("\xff\xff\xff\xff\xff\xff\xff\xff{}"), 0),
		    SAFETENSORS_HEADER_SIZE, 0, 8, "", false);
	check_issue(a, test_guarded(S("\1\xe1\xf5\5\0\0\0\0{}"), 0), SAFETENSORS_HEADER_SIZE, 0, 8,
		    "", false);
}

TEST(safetensors_issues_of_the_json)
{
	struct buf b = buf_in(a);

	check_issue(a, file_of(a, S(""), 0), SAFETENSORS_JSON, 8, 8, "", false);
	check_issue(a, file_of(a, S("{\"a\""), 0), SAFETENSORS_JSON, 12, 12, "", false);
	check_issue(a, file_of(a, S("{}{}"), 0), SAFETENSORS_JSON, 10, 10, "", false);
	check_issue(a, file_of(a, S("{}\0"), 0), SAFETENSORS_JSON, 10, 10, "", false);
	check_issue(a, file_of(a, S("{\"\xff\":1}"), 0), SAFETENSORS_JSON, 10, 10, "", false);
	check_header(a, " {}", 0, SAFETENSORS_START, 9, 10, "");
	check_header(a, "[]", 0, SAFETENSORS_START, 8, 9, "");
	buf_add(&b, S("{\"a\":"));
	for (int i = 0; i < 1000; i++)
		buf_byte(&b, '[');
	{
		struct said said;
		(void)read(a, file_of(a, buf_str(&b), 0), &said);
		CHECK_INT(said.count, 2);
		CHECK_INT(said.code[0], SAFETENSORS_STRUCTURE);
		CHECK_INT(said.code[1], SAFETENSORS_DEPTH);
		CHECK_INT(said.from[1], 8 + 5 + LIMIT_TEXT_DEPTH - 1);
	}
}

TEST(safetensors_issues_of_the_structure)
{
	check_header(a, "{\"a\":3}", 0, SAFETENSORS_STRUCTURE, 13, 14, "a");
	check_header(a, "{\"a\":{}}", 0, SAFETENSORS_STRUCTURE, 13, 15, "a");
	check_header(a, "{" TENSOR("a", "F32", "[1]", "[0,4,8]") "}", 0, SAFETENSORS_STRUCTURE, 13,
		     63, "a");
	check_header(a, "{" TENSOR("a", "F32", "[1]", "{}") "}", 0, SAFETENSORS_STRUCTURE, 55, 56,
		     "a");
	check_header(a, "{" TENSOR("a", "F32", "7", "[0,0]") "}", 0, SAFETENSORS_STRUCTURE, 36, 37,
		     "a");
	check_header(a, "{" TENSOR("a", "F32", "[-1]", "[0,0]") "}", 0, SAFETENSORS_STRUCTURE, 37,
		     39, "a");
	check_header(a, "{" TENSOR("a", "F32", "[1.0]", "[0,0]") "}", 0, SAFETENSORS_STRUCTURE, 37,
		     40, "a");
	check_header(a, "{\"a\":{\"dtype\":[1],\"shape\":[],\"data_offsets\":[0,0]}}", 0,
		     SAFETENSORS_STRUCTURE, 22, 23, "a");
	check_header(a, "{" TENSOR("../a", "U8", "[0]", "[0,0]") "}", 0, SAFETENSORS_STRUCTURE, 9,
		     15, "../a");
	check_header(a, "{\"__metadata__\":[]}", 0, SAFETENSORS_METADATA, 24, 25, "");
	check_header(a, "{\"__metadata__\":{\"k\":1}}", 0, SAFETENSORS_METADATA, 29, 30, "k");
	check_header(a, "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, SAFETENSORS_TWICE, 33,
		     36, "k");
	check_header(a, "{\"__metadata__\":{},\"__metadata__\":{}}", 0, SAFETENSORS_TWICE, 27, 41,
		     "__metadata__");
	check_header(
		a,
		"{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}",
		0, SAFETENSORS_TWICE, 28, 35, "dtype");
	check_header(a,
		     "{\"a\":{\"x\":[{}],\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}",
		     4, SAFETENSORS_KEY, 14, 17, "a");
	check_header(a, "{" TENSOR("a", "F33", "[1]", "[0,4]") "}", 0, SAFETENSORS_DTYPE, 22, 27,
		     "a");
}

TEST(safetensors_issues_of_the_layout)
{
	check_header(a, "{" TENSOR("a", "F32", "[1]", "[4,0]") "}", 0, SAFETENSORS_OFFSETS, 13, 61,
		     "a");
	check_header(a, "{" TENSOR("a", "F32", "[1]", "[0,4]") "}", 0, SAFETENSORS_OFFSETS, 13, 61,
		     "a");
	check_header(a, "{" TENSOR("a", "F32", "[1]", "[0,8]") "}", 8, SAFETENSORS_SIZE, 13, 61,
		     "a");
	check_header(a, "{" TENSOR("a", "F4", "[3]", "[0,1]") "}", 1, SAFETENSORS_SIZE, 13, 60,
		     "a");
	check_header(a, "{" TENSOR("a", "U8", "[4611686018427387904,4]", "[0,0]") "}", 0,
		     SAFETENSORS_SIZE, 13, 80, "a");
	check_header(a, "{" TENSOR("a", "F64", "[2305843009213693952]", "[0,0]") "}", 0,
		     SAFETENSORS_SIZE, 13, 79, "a");
	check_header(
		a, "{" TENSOR("a", "U8", "[4]", "[0,4]") "," TENSOR("b", "U8", "[4]", "[3,7]") "}",
		7, SAFETENSORS_OVERLAP, 113 + 3, 113 + 7, "b");
	check_header(
		a, "{" TENSOR("a", "U8", "[4]", "[0,4]") "," TENSOR("b", "U8", "[0]", "[2,2]") "}",
		4, SAFETENSORS_OVERLAP, 113 + 2, 113 + 2, "b");
	check_header(
		a, "{" TENSOR("a", "U8", "[4]", "[6,10]") "," TENSOR("b", "U8", "[4]", "[0,4]") "}",
		10, SAFETENSORS_HOLE, 114 + 4, 114 + 6, "");
	check_header(a, "{" TENSOR("a", "U8", "[4]", "[0,4]") "}", 9, SAFETENSORS_TRAILING, 61 + 4,
		     61 + 9, "");
	check_header(a,
		     "{" TENSOR("a", "U8", "[4]", "[0,4]") "," TENSOR("\\u0061", "U8", "[4]",
								      "[4,8]") "}",
		     8, SAFETENSORS_TWICE, 61, 61, "a");
}

TEST(safetensors_tells_each_kind_a_few_times)
{
	struct buf b = buf_in(a);
	struct said said;
	struct safetensors st;

	buf_byte(&b, '{');
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "%s\"t\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[%d,%d]}",
			   i ? "," : "", i, i + 4);
	buf_byte(&b, '}');
	st = read(a, file_of(a, buf_str(&b), 20003), &said);
	CHECK_INT(st.count, 20000);
	CHECK_INT(said.count, 2 * SAFETENSORS_TOLD);
}

TEST(safetensors_every_cut_is_safe)
{
	str all = file_of(a,
			  S("{\"__metadata__\":{\"format\":\"pt\"}," TENSOR(
				  "b", "F32", "[2,2]", "[0,16]") "," TENSOR("c", "F16", "[1]",
									    "[16,18]") "}  "),
			  18);

	for (size_t n = 0; n < all.n; n++) {
		struct said said;
		(void)read(a, test_guarded(str_slice(all, 0, n), 0), &said);
		CHECK(said.count > 0);
	}
}
