#include "test.h"

#include "base/limits.h"
#include "model/npy.h"

/* A file of version `major` with this header and so many zero bytes behind it. */
static str file_of(struct arena *a, unsigned major, str header, size_t data)
{
	struct buf b = buf_in(a);

	buf_add(&b, S(NPY_MAGIC));
	buf_u8(&b, (uint8_t)major);
	buf_u8(&b, 0);
	if (major == 1)
		buf_u16(&b, (uint16_t)header.n);
	else
		buf_u32(&b, (uint32_t)header.n);
	buf_add(&b, header);
	memset(buf_room(&b, data), 0, data);
	return test_guarded(buf_str(&b), 0);
}

static struct npy read(struct arena *a, str file)
{
	struct buf room = buf_in(a);
	struct npy n;

	CHECK(npy_read(&room, blob_of(file), &n) == n.readable);
	return n;
}

static struct npy read_descr(struct arena *a, const char *descr)
{
	return read(a,
		    file_of(a, 1,
			    arena_printf(a, "{'descr': %s, 'fortran_order': False, 'shape': (2,)}",
					 descr),
			    0));
}

TEST(npy_reads_honest_headers)
{
	struct npy n = read(a, file_of(a, 1,
				       S("{'descr': '>f8', 'fortran_order': True, "
					 "'shape': (3, 4), }          \n"),
				       0));

	CHECK(n.readable && n.fortran && !n.object && !n.unsure);
	CHECK_INT(n.issue_count, 0);
	CHECK_INT(n.kind, 'f');
	CHECK_INT(n.order, '>');
	CHECK_INT(n.item, 8);
	CHECK_INT(n.count, 12);
	CHECK_INT(n.bytes, 96);
	CHECK_INT(n.dims, 2);
	CHECK_INT(n.shape[0], 3);
	CHECK_INT(n.shape[1], 4);
	n = read(a, file_of(a, 2, S("{\"shape\":(),'descr':u'<i4','fortran_order':False}"), 0));
	CHECK(n.readable && n.issue_count == 0 && n.count == 1 && n.dims == 0);
	CHECK_INT(n.data_at, 12 + 49);
	n = read(a, file_of(a, 1, S("{'descr': '|b1', 'fortran_order': False, 'shape': (3L, 0L)}"),
			    0));
	CHECK(n.readable && n.issue_count == 0 && n.bytes == 0);
}

TEST(npy_knows_dtypes)
{
	static const struct {
		const char *descr;
		uint64_t item;
	} rows[] = {
		{"'|b1'", 1},
		{"'<f2'", 2},
		{"'<f16'", 16},
		{"'<c32'", 32},
		{"'<U7'", 28},
		{"'|S0'", 0},
		{"'|V12'", 12},
		{"'<M8[ns]'", 8},
		{"'<m8[25s]'", 8},
		{"'<M8'", 8},
		{"'<M8[D/3]'", 8},
		{"'d'", 8},
		{"'float32'", 4},
		{"[('a', '<f4'), ('', '|V4'), ('b', '<i8', (2, 3))]", 56},
		{"[('a', [('x', '|u1'), ('y', '|u1', 4)]), (('title', 'b'), '<f8')]", 13},
		{"[('a\\'\\x41\\u00e9', '<f4', (2,)),]", 8},
		{"('<f4', (2, 2))", 16},
		{"[]", 0},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct npy n = read_descr(a, rows[i].descr);
		CHECK(n.readable && !n.object && !n.unsure);
		CHECK_INT(n.issue_count, 0);
		CHECK_INT(n.item, rows[i].item);
	}
}

TEST(npy_finds_objects)
{
	static const char *const objects[] = {
		"'|O'",
		"'O'",
		"'O8'",
		"'|O4'",
		"'object'",
		"[('a', '<f4'), ('b', '|O')]",
		"[('a', [('b', [('c', 'O', (2,))])])]",
		"('O', (2,))",
		"[(('t', 'n'), '>O8')]",
	};
	static const char *const unsure[] = {
		"'i4,O'",    "'(2,)O'", "{'names': ['a'], 'formats': ['O']}",
		"['aO']",    "3",	"'f4, (2,)O'",
		"'<M8[xx]'", "'<f3'",	"'T16'"};

	for (size_t i = 0; i < COUNTOF(objects); i++) {
		struct npy n = read_descr(a, objects[i]);
		CHECK(n.readable && n.object);
	}
	for (size_t i = 0; i < COUNTOF(unsure); i++) {
		struct npy n = read_descr(a, unsure[i]);
		CHECK(!n.object && (n.unsure || !n.readable));
		CHECK(n.issue_count > 0);
	}
}

static void check_issue(struct arena *a, const char *header, enum npy_diag code, uint32_t offset,
			bool readable)
{
	struct npy n = read(a, file_of(a, 1, str_of(header), 0));

	CHECK_INT(n.issue_count, 1);
	CHECK_INT(n.issues[0].code, code);
	CHECK_INT(n.issues[0].offset, offset);
	CHECK(n.readable == readable);
}

#define DICT(descr, fortran, shape)                                                                \
	"{'descr':" descr ",'fortran_order':" fortran ",'shape':" shape "}"

TEST(npy_issues_at_their_offsets)
{
	check_issue(a, "[]", NPY_DIAG_SYNTAX, 10, false);
	check_issue(a, "", NPY_DIAG_SYNTAX, 10, false);
	check_issue(a, "{", NPY_DIAG_SYNTAX, 11, false);
	check_issue(a, "{'descr'}", NPY_DIAG_SYNTAX, 18, false);
	check_issue(a, "{'descr", NPY_DIAG_SYNTAX, 17, false);
	check_issue(a, "{'de\nscr':1}", NPY_DIAG_SYNTAX, 14, false);
	check_issue(a, "{'\\q':1}", NPY_DIAG_SYNTAX, 12, false);
	check_issue(a, "{'\\x4", NPY_DIAG_SYNTAX, 12, false);
	check_issue(a, "{'descr':'<f4'}", NPY_DIAG_MISSING, 10, false);
	check_issue(a, DICT("'<f4'", "False", "(1,)") "x", NPY_DIAG_SYNTAX, 60, false);
	check_issue(a, DICT("'<f4'", "0", "(1,)"), NPY_DIAG_FORTRAN, 41, true);
	check_issue(a, DICT("'<f4'", "False", "[1]"), NPY_DIAG_SHAPE, 55, true);
	check_issue(a, DICT("'<f4'", "False", "(1)"), NPY_DIAG_SHAPE, 56, true);
	check_issue(a, DICT("'<f4'", "False", "(1,True)"), NPY_DIAG_SHAPE, 58, true);
	check_issue(a, DICT("'<f4'", "False", "(1,'a')"), NPY_DIAG_SHAPE, 58, true);
	check_issue(a, DICT("'<f4'", "False", "(-1,)"), NPY_DIAG_DIM, 56, true);
	check_issue(a, DICT("'<f4'", "False", "(01,)"), NPY_DIAG_SYNTAX, 58, false);
	check_issue(a, DICT("'<f4'", "False", "(1 2)"), NPY_DIAG_SYNTAX, 58, false);
	check_issue(a, DICT("'<f4'", "False", "(4611686018427387904,9)"), NPY_DIAG_OVERFLOW, 10,
		    true);
	check_issue(a, DICT("'<f4'", "False", "(0,99999999999999999999)"), NPY_DIAG_DIM, 58, true);
	check_issue(a, DICT("'evil'", "False", "(1,)"), NPY_DIAG_DESCR, 19, true);
	check_issue(a, DICT("[('a','<f4'),('a','<f4')]", "False", "(1,)"), NPY_DIAG_DESCR, 32,
		    true);
	check_issue(a, "{'x':{1:[None],'y':()},'descr':'<f4','fortran_order':False,'shape':()}",
		    NPY_DIAG_KEY, 11, true);
	check_issue(a, "{'descr':'O','descr':'<f4','fortran_order':False,'shape':()}",
		    NPY_DIAG_TWICE, 23, true);
	check_issue(a, "{'descr':'<f4','fortran_order':False,'shape':(),'y':-3}", NPY_DIAG_KEY, 58,
		    true);
}

TEST(npy_issues_before_the_header)
{
	struct npy n = read(a, test_guarded(S("\x93NUMPX\x01"), 0));

	CHECK_INT(n.issues[0].code, NPY_DIAG_MAGIC);
	n = read(a, test_guarded(S("\x93NUMPY\x01\x00\x05"), 0));
	CHECK_INT(n.issues[0].code, NPY_DIAG_SHORT);
	CHECK_INT(n.issues[0].offset, 9);
	n = read(a, test_guarded(S("\x93NUMPY\x01\x00\x05\x00{}  "), 0));
	CHECK_INT(n.issues[0].code, NPY_DIAG_SHORT);
	CHECK_INT(n.issues[0].offset, 8);
	n = read(a, test_guarded(S("\x93NUMPY\x04\x00\x02\x00{}  "), 0));
	CHECK_INT(n.issues[0].code, NPY_DIAG_VERSION);
	CHECK_INT(n.issues[0].offset, 6);
	n = read(a, file_of(a, 1, S("{}\0"), 0));
	CHECK_INT(n.issues[0].code, NPY_DIAG_SYNTAX);
	CHECK_INT(n.issues[0].offset, 10);
	n = read(a, file_of(a, 3, S("{'\xff': 1}"), 0));
	CHECK_INT(n.issues[0].code, NPY_DIAG_SYNTAX);
	{
		struct buf b = buf_in(a);
		memset(buf_room(&b, LIMIT_NPY_HEADER + 1), ' ', LIMIT_NPY_HEADER + 1);
		n = read(a, file_of(a, 2, buf_str(&b), 0));
		CHECK_INT(n.issues[0].code, NPY_DIAG_SIZE);
		CHECK_INT(n.issues[0].offset, 8);
	}
}

TEST(npy_depth_is_limited)
{
	struct buf b = buf_in(a);
	struct npy n;

	buf_add(&b, S("{'descr':"));
	for (int i = 0; i < 100000; i++)
		buf_byte(&b, i % 2 ? '[' : '(');
	n = read(a, file_of(a, 2, buf_str(&b), 0));
	CHECK(!n.readable);
	CHECK_INT(n.issues[0].code, NPY_DIAG_SYNTAX); /* a field's name is no list */
	b.n = 9;
	for (int i = 0; i < 100000; i++)
		buf_byte(&b, '(');
	n = read(a, file_of(a, 2, buf_str(&b), 0));
	CHECK_INT(n.issues[0].code, NPY_DIAG_DEPTH);
	CHECK_INT(n.issues[0].offset, 12 + 9 + LIMIT_NPY_DEPTH);
	b.n = 0;
	for (int i = 0; i < 100000; i++)
		buf_byte(&b, '[');
	n = read(a, file_of(a, 2, buf_str(&b), 0));
	CHECK_INT(n.issues[1].code, NPY_DIAG_DEPTH);
}

TEST(npy_every_cut_is_safe)
{
	str all = file_of(a, 3,
			  S("{'descr': [(('t', 'a\\x41'), '<f4', (2,)), ('', '|V4')], "
			    "'fortran_order': False, 'shape': (1, 2), }\n"),
			  8);

	for (size_t n = 0; n < all.n; n++)
		(void)read(a, test_guarded(str_slice(all, 0, n), 0));
}
