#include "test.h"

#include "../pack/tar_make.h"
#include "../pack/zip_make.h"
#include "base/limits.h"
#include "convert/read.h"
#include "made.h"

typedef const struct item *reader(struct reading *r);

static const struct item *read_with(struct arena *a, reader *read, str file, struct reading *r)
{
	*r = made_reading(a, file);
	return read(r);
}

static void check_refused(struct arena *a, reader *read, str file, const char *where,
			  const char *why)
{
	struct reading r;

	CHECK(read_with(a, read, file, &r) == NULL);
	CHECK_STR(r.refusal.where, str_of(where));
	if (str_find(r.refusal.why, str_of(why)) == STR_NONE)
		CHECK_STR(r.refusal.why, str_of(why));
}

static str npy_of(struct arena *a, unsigned major, const char *descr, const char *rest, size_t data)
{
	struct buf b = buf_in(a);
	str header = arena_printf(a, "{'descr': %s, 'fortran_order': %s}\n", descr, rest);

	buf_add(&b, S("\x93NUMPY"));
	buf_u8(&b, (uint8_t)major);
	buf_u8(&b, 0);
	if (major == 1)
		buf_u16(&b, (uint16_t)header.n);
	else
		buf_u32(&b, (uint32_t)header.n);
	buf_add(&b, header);
	memset(buf_room(&b, data), 7, data);
	return buf_str(&b);
}

static const struct tensor *array(struct arena *a, str file)
{
	struct reading r;
	const struct item *it = read_with(a, read_npy, file, &r);

	if (!CHECK(it != NULL && it->kind == ITEM_TENSOR))
		return NULL;
	return it->tensor;
}

TEST(read_npy_dtypes)
{
	static const struct {
		const char *descr;
		unsigned bytes;
		uint8_t dtype;
		bool big;
		const char *literal;
	} rows[] = {
		{"'<f8'", 8, TENSOR_F64, false, ""},
		{"'>i2'", 2, TENSOR_I16, true, ""},
		{"'|b1'", 1, TENSOR_BOOL, false, ""},
		{"'=c8'", 8, TENSOR_C64, false, ""},
		{"'float32'", 4, TENSOR_F32, false, ""},
		{"\"<u4\"", 4, TENSOR_U32, false, ""},
		{"'d'", 8, TENSOR_F64, false, ""},
		{"'|S5'", 5, TENSOR_OTHER, false, "'|S5'"},
		{"'a5'", 5, TENSOR_OTHER, false, "'|S5'"},
		{"'>U2'", 8, TENSOR_OTHER, true, "'>U2'"},
		{"\"U2\"", 8, TENSOR_OTHER, false, "'<U2'"},
		{"'g'", 16, TENSOR_OTHER, false, "'<f16'"},
		{"'<M8[ns]'", 8, TENSOR_OTHER, false, "'<M8[ns]'"},
		{"'|V3'", 3, TENSOR_OTHER, false, "'|V3'"},
		{"[('a','<f4'),('b','|S1',(3,))]", 7, TENSOR_OTHER, false,
		 "[('a', '<f4'), ('b', '|S1', (3,))]"},
		{"[(u'a', u'<i2', (2L,3L,),), ]", 12, TENSOR_OTHER, false,
		 "[('a', '<i2', (2, 3))]"},
		{"[('\xe9', '?')]", 1, TENSOR_OTHER, false, "[('\xc3\xa9', '?')]"},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		const struct tensor *t = array(
			a, npy_of(a, 1, rows[i].descr, "False, 'shape': (2,)", 2 * rows[i].bytes));
		if (t == NULL)
			continue;
		CHECK_INT(t->dtype, rows[i].dtype);
		CHECK_INT(t->item, rows[i].bytes);
		CHECK_INT(t->big, rows[i].big);
		CHECK_STR(t->descr, str_of(rows[i].literal));
	}
}

TEST(read_npy_refusals)
{
	check_refused(a, read_npy, npy_of(a, 1, "'<f8'", "False, 'shape': (2,)", 15), "(array)",
		      "dtype and shape make 16 bytes, and there are 15");
	check_refused(a, read_npy, npy_of(a, 1, "'<f8'", "False, 'shape': (2,)", 17), "(array)",
		      "dtype and shape make 16 bytes, and there are 17");
	check_refused(a, read_npy, npy_of(a, 1, "'|O'", "False, 'shape': (2,)", 17), "(array)",
		      "Python objects");
	check_refused(a, read_npy, npy_of(a, 1, "[('a', '|O')]", "False, 'shape': (2,)", 17),
		      "(array)", "Python objects");
	check_refused(a, read_npy, npy_of(a, 1, "'<f8'", "False, 'shape': (-2,)", 0), "(array)",
		      "a negative dimension");
	check_refused(a, read_npy,
		      npy_of(a, 1, "'<f8'", "False, 'shape': (4611686018427387904, 4)", 0),
		      "(array)", "larger than any file");
	check_refused(a, read_npy,
		      npy_of(a, 1, "'<f8'", "False, 'shape': (9223372036854775807, 0)", 0),
		      "(array)", "larger than any file");
	check_refused(a, read_npy, S("\x93NUMPY\x01\0\xff\xff"), "(array)",
		      "ends inside its header");
}

TEST(read_npz_members)
{
	str one = npy_of(a, 1, "'<f4'", "True, 'shape': (2, 3)", 24);
	struct zip_part parts[] = {{.name = "a.npy", .data = one},
				   {.name = "d/", .data = S("")},
				   {.name = "b.npy", .data = one, .method = ZIP_DEFLATE}};
	struct zip_tail tail = {0};
	struct reading r;
	const struct item *root = read_with(a, read_npz, zip_make(a, parts, 3, &tail), &r);
	uint8_t bytes[24];

	if (!CHECK(root != NULL))
		return;
	CHECK_INT(root->count, 2);
	CHECK_STR(root->element[0]->text, S("a"));
	CHECK_STR(root->element[2]->text, S("b"));
	CHECK(!root->element[1]->tensor->slow && root->element[3]->tensor->slow);
	for (unsigned i = 0; i < 2; i++) { /* backwards too */
		const struct tensor *t = root->element[3]->tensor;
		CHECK(blob_copy(t->blob, t->at, bytes, 24) && bytes[0] == 7 && bytes[23] == 7);
		CHECK(blob_copy(t->blob, 0, bytes, 6) && memcmp(bytes, "\x93NUMPY", 6) == 0);
	}
	CHECK_INT(root->element[1]->tensor->stride[0], 4);
	parts[2].crc = parts[2].local_crc = 5;
	root = read_with(a, read_npz, zip_make(a, parts, 3, &tail), &r);
	if (CHECK(root != NULL)) /* the wrong checksum shows with the last byte */
		CHECK(!blob_copy(root->element[3]->tensor->blob, root->element[3]->tensor->at,
				 bytes, 24));
	parts[1] = (struct zip_part){.name = "readme.txt", .data = S("x")};
	check_refused(a, read_npz, zip_make(a, parts, 2, &tail), "readme.txt", "no .npy array");
	parts[1] = (struct zip_part){.name = "c.npy", .data = one, .local_name = "d.npy"};
	check_refused(a, read_npz, zip_make(a, parts, 2, &tail), "c.npy", "made to deceive");
	parts[1] = (struct zip_part){.name = "a.npy", .data = S("other")};
	check_refused(a, read_npz, zip_make(a, parts, 2, &tail), "a.npy", "made to deceive");
	parts[1] = (struct zip_part){.name = "c.npy", .data = one, .method = ZIP_XZ};
	check_refused(a, read_npz, zip_make(a, parts, 2, &tail), "c.npy", "method 95");
	parts[1] = (struct zip_part){.name = "c.npy", .data = one, .flags = 1, .local_flags = 1};
	check_refused(a, read_npz, zip_make(a, parts, 2, &tail), "c.npy", "encrypted");
}

static str safetensors_of(struct arena *a, const char *header, size_t data)
{
	struct buf b = buf_in(a);
	str s = str_of(header);

	buf_u64(&b, s.n);
	buf_add(&b, s);
	memset(buf_room(&b, data), 7, data);
	return buf_str(&b);
}

TEST(read_safetensors_tensors)
{
	struct reading r;
	const struct item *root = read_with(
		a, read_safetensors,
		safetensors_of(
			a,
			"{\"__metadata__\":{\"k\":\"v\"},"
			"\"x\":{\"dtype\":\"BF16\",\"shape\":[2,3],\"data_offsets\":[8,20]},"
			"\"y\\u0041\":{\"data_offsets\":[0,8],\"shape\":[],\"dtype\":\"F64\"}}",
			20),
		&r);

	if (!CHECK(root != NULL && root->count == 2))
		return;
	CHECK_STR(root->element[2]->text, S("yA"));
	CHECK_INT(root->element[1]->tensor->dtype, TENSOR_BF16);
	CHECK_INT(root->element[1]->tensor->blob.size, 12);
	CHECK_INT(root->element[1]->tensor->stride[0], 6);
	CHECK_INT(root->element[3]->tensor->count, 1);
	CHECK_INT(r.metadata_count, 1);
	CHECK_STR(r.metadata[0].value, S("v"));
}

TEST(read_safetensors_refusals)
{
	static const struct {
		const char *header, *where, *why;
	} rows[] = {
		{"{\"x\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[0,1]}}", "x", "F4"},
		{"{\"x\":{\"dtype\":\"F9\",\"shape\":[2],\"data_offsets\":[0,1]}}", "x",
		 "does not know"},
		{"{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,1]}}", "x",
		 "is not what its offsets span"},
		{"{\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}", "(header)",
		 "belong"},
		{"{\"x\":{\"dtype\":\"U8\",\"shape\":[9],\"data_offsets\":[0,9]}}", "x", "outside"},
		{"[]", "(header)", "begins with"},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct reading r;
		CHECK(read_with(a, read_safetensors, safetensors_of(a, rows[i].header, 1), &r) ==
		      NULL);
		CHECK(r.refusal.why.n > 0);
		if (i < 3)
			check_refused(a, read_safetensors, safetensors_of(a, rows[i].header, 1),
				      rows[i].where, rows[i].why);
	}
}
