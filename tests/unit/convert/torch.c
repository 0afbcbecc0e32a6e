/* torch's files, put together by hand: the pickles are written opcode by opcode. */
#include "test.h"

#include "../pack/tar_make.h"
#include "../pack/zip_make.h"
#include "base/limits.h"
#include "convert/read.h"
#include "made.h"

/* A pickle in a small language: what stands there, but for
 *	'text'   a text        #n   an int        @module name|   a global        ~n   a large int
 *	white space            nothing
 * and the letters of opcodes. */
static str pickle(struct arena *a, const char *program)
{
	struct buf b = buf_in(a);

	buf_add(&b, S("\x80\x02"));
	for (const char *p = program; *p != 0; p++) {
		const char *end;
		if (*p == ' ') {
			continue;
		} else if (*p == '\'') {
			end = strchr(p + 1, '\'');
			buf_byte(&b, 'X');
			buf_u32(&b, (uint32_t)(end - p - 1));
			buf_add(&b, (str){(const uint8_t *)p + 1, (size_t)(end - p - 1)});
			p = end;
		} else if (*p == '#') {
			bool minus = p[1] == '-';
			uint32_t n = 0;
			for (p += 1 + minus; *p >= '0' && *p <= '9'; p++)
				n = n * 10 + (uint32_t)(*p - '0');
			buf_byte(&b, 'J');
			buf_u32(&b, minus ? 0 - n : n);
			p--;
		} else if (*p == '@') {
			end = strchr(p, '|');
			buf_byte(&b, 'c');
			for (p++; p < end; p++)
				buf_byte(&b, *p == ' ' ? '\n' : (uint8_t)*p);
			buf_byte(&b, '\n');
		} else if (*p == 'T' || *p == 'F') {
			buf_byte(&b, *p == 'T' ? 0x88 : 0x89);
		} else {
			buf_byte(&b, (uint8_t)*p);
		}
	}
	buf_byte(&b, '.');
	return buf_str(&b);
}

#define HOOKS "@collections OrderedDict|)R"
#define STORAGE(class, key, count) "('storage' @torch " class "|'" key "''cpu'" count "tQ"
/* {"k": tensor} */
#define TENSOR(storage, rest)                                                                      \
	"}('k' @torch._utils _rebuild_tensor_v2|(" storage rest "F" HOOKS "tR u"

static const struct item *read_bytes(struct arena *a, const struct item *(*read)(struct reading *r),
				     str file, struct reading *r)
{
	*r = made_reading(a, file);
	return read(r);
}

static str archive(struct arena *a, const char *program, str storage, const char *order)
{
	struct zip_part parts[] = {{.name = "m/data.pkl", .data = pickle(a, program)},
				   {.name = "m/data/0", .data = storage},
				   {.name = "m/byteorder", .data = str_of(order)}};
	struct zip_tail tail = {0};

	return zip_make(a, parts, order != NULL ? 3 : 2, &tail);
}

static const struct tensor *tensor_of(struct arena *a, const char *program, size_t bytes,
				      const char *order)
{
	struct reading r;
	const struct item *root =
		read_bytes(a, read_torch_zip, archive(a, program, made_bytes(a, bytes), order), &r);

	if (!CHECK(root != NULL)) {
		CHECK_STR(r.refusal.why, S(""));
		return NULL;
	}
	if (!CHECK(root->kind == ITEM_DICT && root->count == 1 &&
		   root->element[1]->kind == ITEM_TENSOR))
		return NULL;
	return root->element[1]->tensor;
}

TEST(torch_tensors)
{
	const struct tensor *t = tensor_of(
		a, TENSOR(STORAGE("HalfStorage", "0", "#12"), "#2(#2#3t(#5#1t"), 24, NULL);

	if (t == NULL)
		return;
	CHECK_INT(t->dtype, TENSOR_F16);
	CHECK_INT(t->at, 4);
	CHECK_INT(t->stride[0], 10);
	CHECK_INT(t->count, 6);
	CHECK(!t->big && t->blob.size == 24);
	t = tensor_of(a, TENSOR(STORAGE("FloatStorage", "0", "#3"), "#0(#3t(#1t"), 12, "big");
	CHECK(t != NULL && t->big);
	t = tensor_of(a, TENSOR(STORAGE("ByteStorage", "0", "#3"), "#0(#3t(#1t"), 3, "big");
	CHECK(t != NULL && !t->big);
	t = tensor_of(a,
		      "}('k' @torch._utils _rebuild_tensor_v3|(" STORAGE(
			      "UntypedStorage", "0", "#8") "#1(#3t(#1tF" HOOKS
							   "@torch float8_e5m2|tR u",
		      8, "little");
	CHECK(t != NULL && t->dtype == TENSOR_F8_E5M2 && t->at == 1);
	t = tensor_of(a,
		      "}('k' @torch._tensor _rebuild_from_type_v2|(@torch._utils _rebuild_tensor|"
		      "@torch.nn.parameter Parameter|(" STORAGE("BFloat16Storage", "0",
								"#4") "#1(#3t(#1tt}tR u",
		      8, "little");
	CHECK(t != NULL && t->dtype == TENSOR_BF16 && t->at == 2);
}

TEST(torch_refusals)
{
#define FLOATS STORAGE("FloatStorage", "0", "#4")
	static const struct {
		const char *program, *why;
	} rows[] = {
		{TENSOR(FLOATS, "#0(#5t(#1t"), "reaches behind the end"},
		{TENSOR(FLOATS, "#1(#2#2t(#2#1t"), "reaches behind the end"},
		{TENSOR(FLOATS, "#0(#2t(#-1t"), "a stride of -1"},
		{TENSOR(FLOATS, "#0(#-2t(#1t"), "a size of -2"},
		{TENSOR(FLOATS, "#-1(#2t(#1t"), "offset is an int from 0 on"},
		{TENSOR(FLOATS, "#0(#2t(#1#1t"), "1 sizes and 2 strides"},
		{TENSOR(FLOATS, "#0(#2000000000#2000000000#2000000000t(#0#0#0t"),
		 "larger than any file"},
		{TENSOR(FLOATS, "#0('x't(#1t"), "tuples of ints"},
		{TENSOR(STORAGE("FloatStorage", "0", "#5"), "#0(#2t(#1t"),
		 "said to have 20 bytes, and has 16"},
		{TENSOR(STORAGE("FloatStorage", "0", "#3"), "#0(#2t(#1t"),
		 "said to have 12 bytes, and has 16"},
		{TENSOR(STORAGE("FloatStorage", "1", "#4"), "#0(#2t(#1t"), "no member data/1"},
		{TENSOR(STORAGE("FloatStorage", "../0", "#4"), "#0(#2t(#1t"),
		 "no member data/../0"},
		{TENSOR(STORAGE("QInt8Storage", "0", "#4"), "#0(#2t(#1t"), "quantised"},
		{TENSOR(STORAGE("OddStorage", "0", "#4"), "#0(#2t(#1t"), "unknown class"},
		{TENSOR("('module' @my Net|''''tQ", "#0(#2t(#1t"), "state_dict"},
		{TENSOR("N", "#0(#2t(#1t"), "not in the file"},
		{"}('k' @torch._utils _rebuild_tensor_v2|(" FLOATS "#0(#2t(#1tF" HOOKS
		 "}('conj' T utR u",
		 "resolve_conj"},
		{"}('k' @torch._utils _rebuild_tensor|(" FLOATS "#0(#2t(#1ttR(" FLOATS
		 "#0(#2t(#1ttb u",
		 "sets other values"},
		{"}('k' @torch._utils _rebuild_tensor|(" FLOATS "#0(#2t(#1ttR#0#1s u",
		 "changed element by element"},
		{"}('j'" FLOATS "'k'" STORAGE("IntStorage", "0", "#4") "u",
		 "its elements are int32 here, and float32 elsewhere"},
		{"}('k' @torch._utils _rebuild_tensor_v3|(" FLOATS "#0(#2t(#1tF" HOOKS
		 "@torch float4_e2m1fn_x2|tR u",
		 "float4_e2m1fn_x2"},
		{"}('k' @torch._utils _rebuild_sparse_tensor|(NNtR u", "to_dense"},
		{"}('k' @torch._utils _rebuild_nested_tensor|(NtR u", "nested"},
		{"}('k' @torch._utils _rebuild_qtensor|(NtR u", "dequantize"},
		{"}('k' @torch._utils _rebuild_meta_tensor_no_storage|(NtR u", "meta"},
		{"}('k' @torch._utils _rebuild_wrapper_subclass|(NtR u", "DTensor"},
		{"}('k' @torch._utils _rebuild_parameter|(#1tR u", "no tensor"},
		{"}('k' @torch.storage _load_from_bytes|('x'tR u", "torch.save()"},
		{"}('k' @torch.nn.modules.linear Linear|)R u", "whole model"},
		{"}('k' @torch.cuda Stream|)R u", "torch.cuda.Stream"},
		{"}('k' @torch._tensor _rebuild_from_type_v2|(@torch._utils _rebuild_tensor|"
		 "@my T|)}tR u",
		 "as_subclass"},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct reading r;
		CHECK(read_bytes(a, read_torch_zip,
				 archive(a, rows[i].program, made_bytes(a, 16), NULL), &r) == NULL);
		CHECK_STR(r.refusal.where, S("model.k"));
		if (str_find(r.refusal.why, str_of(rows[i].why)) == STR_NONE)
			CHECK_STR(r.refusal.why, str_of(rows[i].why));
	}
}

TEST(torch_archives_that_are_programs)
{
	static const struct {
		const char *member, *why;
	} rows[] = {{"m/constants.pkl", "torch.jit.load"},
		    {"m/code/x.py", "torch.jit.load"},
		    {"m/.data/extern_modules", "torch.package"},
		    {"m/archive_format", "torch.export"},
		    {"n/data.pkl", "second data.pkl"},
		    {"m/DATA.pkl", "upper and lower case"}};

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct zip_part parts[] = {{.name = "m/data.pkl", .data = pickle(a, "}")},
					   {.name = rows[i].member, .data = S("x")}};
		struct zip_tail tail = {0};
		struct reading r;
		CHECK(read_bytes(a, read_torch_zip, zip_make(a, parts, 2, &tail), &r) == NULL);
		CHECK(str_find(r.refusal.why, str_of(rows[i].why)) != STR_NONE);
	}
}

/* ---- Legacy ---- */

static str legacy(struct arena *a, const char *little, const char *program, const char *keys,
		  uint64_t count, size_t bytes)
{
	struct buf b = buf_in(a);

	buf_add(&b, S("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."));
	buf_add(&b, pickle(a, "#1001"));
	buf_add(&b, pickle(a, arena_cstr(a, arena_printf(a, "}('little_endian' %s u", little))));
	buf_add(&b, pickle(a, program));
	buf_add(&b, pickle(a, keys));
	buf_u64(&b, count);
	buf_add(&b, made_bytes(a, bytes));
	return buf_str(&b);
}

TEST(torch_legacy_files)
{
	const char *program = TENSOR(FLOATS, "#1(#3t(#1t"),
		   *view = TENSOR("('storage' @torch FloatStorage|'0''cpu'#4('v'#1#2ttQ",
				  "#0(#2t(#1t");
	static const struct {
		const char *little, *keys;
		uint64_t count;
		size_t bytes;
		const char *why;
	} rows[] = {
		{"F", "]('0'e", 4, 16, "big-endian"},
		{"T", "]('0'e", 5, 20, "a storage of 4 elements is expected"},
		{"T", "]('0'e", 4, 15, "15 of its 16 bytes"},
		{"T", "]('0'e", 4, 17, "1 bytes follow"},
		{"T", "](e", 4, 16, "is missing"},
		{"T", "]('1'e", 4, 16, "used by no tensor"},
		{"T", "]('0''0'e", 4, 16, "there twice"},
		{"T", "N", 4, 16, "are a list"},
	};
	struct reading r;
	const struct item *root =
		read_bytes(a, read_torch_legacy, legacy(a, "T", program, "]('0'e", 4, 16), &r);

	if (CHECK(root != NULL)) {
		uint8_t got[12];
		const struct tensor *t = root->element[1]->tensor;
		CHECK(blob_copy(t->blob, t->at, got, 12));
		CHECK(memcmp(got, made_bytes(a, 16).p + 4, 12) == 0);
	}
	root = read_bytes(a, read_torch_legacy, legacy(a, "T", view, "]('0'e", 4, 16), &r);
	if (CHECK(root != NULL))
		CHECK_INT(root->element[1]->tensor->blob.size, 8);
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		CHECK(read_bytes(a, read_torch_legacy,
				 legacy(a, rows[i].little, program, rows[i].keys, rows[i].count,
					rows[i].bytes),
				 &r) == NULL);
		if (str_find(r.refusal.why, str_of(rows[i].why)) == STR_NONE)
			CHECK_STR(r.refusal.why, str_of(rows[i].why));
	}
	view = TENSOR("('storage' @torch FloatStorage|'0''cpu'#4('v'#3#2ttQ", "#0(#2t(#1t");
	CHECK(read_bytes(a, read_torch_legacy, legacy(a, "T", view, "]('0'e", 4, 16), &r) == NULL);
	CHECK(str_find(r.refusal.why, S("a view of 2 elements from 3")) != STR_NONE);
	CHECK(read_bytes(a, read_torch_legacy, pickle(a, "#1001"), &r) == NULL);
}
