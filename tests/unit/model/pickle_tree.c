#include "model/pickle_tree.h"
#include "base/limits.h"
#include "test.h"

/* A source that is not memory: what is read through a window. */
struct far {
	struct blob_source source;
	str bytes;
};

static bool read_far(struct blob_source *s, uint64_t at, uint8_t *to, size_t n)
{
	struct far *f = (struct far *)s;

	memcpy(to, f->bytes.p + at, n);
	return true;
}

static struct blob far_blob(struct arena *a, str bytes)
{
	struct far *f = NEW(a, struct far, 1);

	f->source.read = read_far;
	f->bytes = bytes;
	return blob_from(&f->source, bytes.n);
}

static void show(struct pickle_tree *t, struct buf *out, struct pickle_tree_value v, int depth);

static void show_all(struct pickle_tree *t, struct buf *out, struct pickle_tree_value v,
		     const char *ends, int depth)
{
	struct pickle_tree_value item;
	bool first = true;

	buf_byte(out, (uint8_t)ends[0]);
	for (struct pickle_tree_walk w = pickle_tree_walk(v); pickle_tree_next(&w, &item);) {
		if (!first)
			buf_byte(out, ' ');
		first = false;
		show(t, out, item, depth);
	}
	buf_byte(out, (uint8_t)ends[1]);
}

static void show_call(struct pickle_tree *t, struct buf *out, const struct pickle_tree_call *c,
		      int depth)
{
	show(t, out, c->callee, depth);
	show_all(t, out, c->args, "()", depth);
	if (c->more == NULL)
		return;
	if (c->more->kwargs.kind)
		buf_byte(out, '%'), show(t, out, c->more->kwargs, depth);
	if (c->more->state.kind)
		buf_byte(out, '!'), show(t, out, c->more->state, depth);
	if (c->more->appended.kind)
		buf_byte(out, '+'), show(t, out, c->more->appended, depth);
	if (c->more->items.kind)
		buf_byte(out, '+'), show(t, out, c->more->items, depth);
	if (c->more->array && c->more->array_objects.kind)
		buf_byte(out, '@'), show(t, out, c->more->array_objects, depth);
	else if (c->more->array)
		buf_printf(out, "@%d+%d", (int)c->more->array_at, (int)c->more->array_bytes);
}

static void show_text(struct pickle_tree *t, struct buf *out, struct pickle_tree_value v)
{
	struct blob b;
	str s;

	if (v.kind == PT_STR) {
		CHECK(pickle_tree_text(t, out->arena, v, 1 << 20, &s));
		buf_printf(out, "%s'%.*s'", v.flags & PT_PYTHON2 ? "2" : "", STR_ARG(s));
		return;
	}
	CHECK(pickle_tree_bytes(t, out->arena, v, &b));
	buf_printf(out, "b%d'", (int)b.size);
	buf_add(out, blob_get(b, out->arena, 0, 8));
	buf_byte(out, '\'');
}

static void show(struct pickle_tree *t, struct buf *out, struct pickle_tree_value v, int depth)
{
	if (depth > 20) {
		buf_add(out, S("..."));
		return;
	}
	switch ((enum pickle_tree_kind)v.kind) {
	case PT_ABSENT:
		buf_add(out, S("absent"));
		return;
	case PT_NONE:
		buf_add(out, S("None"));
		return;
	case PT_BOOL:
		buf_add(out, v.number ? S("True") : S("False"));
		return;
	case PT_INT:
	case PT_BIG:
		buf_add(out, pickle_tree_digits(out->arena, v));
		return;
	case PT_FLOAT:
		buf_printf(out, "%g", v.real);
		return;
	case PT_STR:
	case PT_BYTES:
	case PT_BYTEARRAY:
		show_text(t, out, v);
		return;
	case PT_TUPLE:
		show_all(t, out, v, "()", depth + 1);
		return;
	case PT_LIST:
		show_all(t, out, v, "[]", depth + 1);
		return;
	case PT_DICT:
	case PT_SET:
	case PT_FROZENSET:
		show_all(t, out, v, "{}", depth + 1);
		return;
	case PT_GLOBAL:
		buf_printf(out, "%.*s.%.*s", STR_ARG(v.global->module), STR_ARG(v.global->name));
		return;
	case PT_CALL:
		show_call(t, out, v.call, depth + 1);
		return;
	case PT_PERSID:
		show_all(t, out, v, "<>", depth + 1);
		return;
	case PT_BUFFER:
		buf_add(out, S("buffer"));
		return;
	case PT_EXTENSION:
		buf_printf(out, "ext%d", (int)v.number);
		return;
	}
}

static str shown(struct arena *a, struct blob b, bool joblib)
{
	struct arena scratch;
	struct pickle_tree *t;
	struct pickle_tree_end end;
	struct buf out = buf_in(a);

	arena_init(&scratch, 64 * MiB);
	t = pickle_tree_new(a, &scratch, b, joblib);
	end = pickle_tree_run(t, 0);
	if (end.error != PICKLE_OK)
		buf_printf(&out, "%d: %s", (int)end.at, end.why);
	else
		show(t, &out, end.value, 0);
	if (end.error == PICKLE_OK)
		CHECK_INT(end.end, b.size);
	CHECK_INT(arena_used(&scratch), 0);
	arena_free(&scratch);
	return buf_str(&out);
}

/* The same from memory and through a window. */
#define CHECK_TREE(bytes, want)                                                                    \
	do {                                                                                       \
		CHECK_STR(shown(a, blob_of(test_guarded(bytes, 0)), true), S(want));               \
		CHECK_STR(shown(a, far_blob(a, bytes), true), S(want));                            \
	} while (0)

TEST(pickle_tree_constants)
{
	CHECK_TREE(S("N."), "None");
	CHECK_TREE(S("\x80\2(\x88\x89I01\nI1\nK\7M\1\2J\xff\xff\xff\xfft."),
		   "(True False True 1 7 513 -1)");
	CHECK_TREE(S("G\x3f\xf8\0\0\0\0\0\0."), "1.5");
	CHECK_TREE(S("F-2.5\n."), "-2.5");
	CHECK_TREE(S("V\\u0041\\u00e9\n."), "'A\xc3\xa9'");
	CHECK_TREE(S("S'a\\x41\\101\\n\\q'\n."), "2'aAA\n\\q'");
	CHECK_TREE(S("U\2\xe9z."), "2'\xc3\xa9z'");
	CHECK_TREE(S("\x80\3C\3abc."), "b3'abc'");
	CHECK_TREE(S("X\2\0\0\0\xc3\xa9."), "'\xc3\xa9'");
}

TEST(pickle_tree_big_numbers)
{
	CHECK_TREE(S("\x8a\x09\0\0\0\0\0\0\0\0\1."), "18446744073709551616");
	CHECK_TREE(S("\x8a\x09\0\0\0\0\0\0\0\0\xff."), "-18446744073709551616");
	CHECK_TREE(S("\x8a\x09\xff\xff\xff\xff\xff\xff\xff\xff\xff."), "-1");
	CHECK_TREE(S("\x8a\x09\0\0\0\0\0\0\0\0\0."), "0");
	CHECK_TREE(S("L-123456789012345678901L\n."), "-123456789012345678901");
	CHECK_TREE(S("L0x123456789012345678901L\n."),
		   "0: a number that is longer, or written otherwise, than Python writes it");
}

TEST(pickle_tree_containers)
{
	CHECK_TREE(S("(lp0\nI1\naI2\na."), "[1 2]");
	CHECK_TREE(S("](K\1K\2e."), "[1 2]");
	CHECK_TREE(S("}(K\1K\2K\3K\4u."), "{1 2 3 4}");
	CHECK_TREE(S("}K\1K\2s."), "{1 2}");
	CHECK_TREE(S("(K\1K\2d."), "{1 2}");
	CHECK_TREE(S("\x8f(K\1K\2\x90."), "{1 2}");
	CHECK_TREE(S("(K\1\x91."), "{1}");
	CHECK_TREE(S("K\1\x85K\1K\2\x86K\1K\2K\3\x87\x87."), "((1) (1 2) (1 2 3))");
	CHECK_TREE(S("](K\1K\2eq\0h\0\x86."), "([1 2] [1 2])");
	CHECK_TREE(S("}q\0K\1h\0s."),
		   "{1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {1 {... ...}}}}}}}}}"
		   "}}}}}}}}}}}}");
}

TEST(pickle_tree_calls)
{
	CHECK_TREE(S("cm\nn\n(K\1tR."), "m.n(1)");
	CHECK_TREE(S("\x80\2cm\nn\n)\x81}K\1K\2sb."), "m.n()!{1 2}");
	CHECK_TREE(S("\x80\4\x8c\1m\x8c\1n\x93)}K\1K\2s\x92."), "m.n()%{1 2}");
	CHECK_TREE(S("(cm\nn\nK\1o."), "m.n(1)");
	CHECK_TREE(S("(K\1im\nn\n."), "m.n(1)");
	CHECK_TREE(S("cm\nn\n)RK\1aK\2aK\3K\4s."), "m.n()+[1 2]+{3 4}");
	CHECK_TREE(S("c__builtin__\nset\n)R."), "builtins.set()");
	CHECK_TREE(S("\x80\3c__builtin__\nset\n)R."), "__builtin__.set()");
	CHECK_TREE(S("(K\1tQ."), "<(1)>");
	CHECK_TREE(S("Pa\n."), "<'a'>");
	CHECK_TREE(S("\x80\5\x97\x98\x82\1\x86."), "(buffer ext1)");
}

TEST(pickle_tree_stops_at_what_no_pickler_writes)
{
	CHECK_TREE(S("K\1K\2a."), "4: elements are added to what is no container");
	CHECK_TREE(S("]K\1K\2s."), "5: elements are added to what is no container");
	CHECK_TREE(S("cm\nn\n]R."), "6: a call whose arguments are no tuple");
	CHECK_TREE(S("K\1)R."), "3: a call of what cannot be called");
	CHECK_TREE(S("cm\nn\n]q\0\x85Rh\0K\1a."),
		   "14: a container is changed after it was used as an argument or as state, which "
		   "no pickler writes");
	CHECK_TREE(S("}]K\1s."), "4: a key or a set's member that cannot be hashed");
	CHECK_TREE(S("cm\nn\n)RNbK\1b."),
		   "11: an object is given state twice, which no pickler writes");
	CHECK_TREE(S("K\1K\2b."), "4: state is given to what has none");
	CHECK_TREE(S("cm\nn\n)Rcm\nn\n)R\x93."), "14: a name that is made while loading");
	CHECK_TREE(S("."), "0: an operand is missing on the stack");
	CHECK_TREE(S("h\1."), "0: a memo entry that was never stored");
	CHECK_TREE(S("K\1r\xff\xff\xff\xff."), "2: more values than assay converts");
	CHECK_TREE(S("K"), "0: the data ends inside an argument");
}

TEST(pickle_tree_long_lists_lie_in_chunks)
{
	struct buf b = buf_in(a);
	struct arena scratch;
	struct pickle_tree_end end;
	struct pickle_tree_value item;
	uint32_t n = 0;

	arena_init(&scratch, 64 * MiB);
	buf_byte(&b, ']');
	for (unsigned batch = 0; batch < 5; batch++) {
		buf_byte(&b, '(');
		for (unsigned i = 0; i < 1000; i++)
			buf_byte(&b, 'M'), buf_u16(&b, (uint16_t)(batch * 1000 + i));
		buf_byte(&b, 'e');
	}
	for (unsigned i = 5000; i < 9000; i++)
		buf_byte(&b, 'M'), buf_u16(&b, (uint16_t)i), buf_byte(&b, 'a');
	buf_byte(&b, '.');
	end = pickle_tree_run(pickle_tree_new(a, &scratch, blob_of(buf_str(&b)), false), 0);
	CHECK_INT(end.error, PICKLE_OK);
	CHECK_INT(pickle_tree_count(end.value), 9000);
	for (struct pickle_tree_walk w = pickle_tree_walk(end.value); pickle_tree_next(&w, &item);)
		CHECK_INT(item.number, n++);
	CHECK_INT(n, 9000);
	CHECK_INT(pickle_tree_item(end.value, 7777).number, 7777);
	CHECK_INT(pickle_tree_item(end.value, 9000).kind, PT_ABSENT);
	arena_free(&scratch);
}

TEST(pickle_tree_several_in_a_file)
{
	struct arena scratch;
	struct pickle_tree *t;
	struct pickle_tree_end end;

	arena_init(&scratch, 64 * MiB);
	t = pickle_tree_new(a, &scratch, blob_of(S("K\1q\0.K\2.h\0.")), false);
	end = pickle_tree_run(t, 0);
	CHECK(end.error == PICKLE_OK && end.value.number == 1 && end.end == 5);
	end = pickle_tree_run(t, end.end);
	CHECK(end.error == PICKLE_OK && end.value.number == 2 && end.end == 8);
	end = pickle_tree_run(t, end.end);
	CHECK_INT(end.error, PICKLE_NO_MEMO);
	CHECK_INT(end.at, 8);
	arena_free(&scratch);
}

/* ---- Bytes as text ---- */

static str repeated(struct arena *a, const char *before, str piece, size_t times, const char *after)
{
	struct buf b = buf_in(a);

	buf_add(&b, str_of(before));
	for (size_t i = 0; i < times; i++)
		buf_add(&b, piece);
	buf_add(&b, str_of(after));
	return buf_str(&b);
}

static void check_decoded(struct arena *a, struct blob file, bool text)
{
	static const uint8_t want[] = {'A', 0xe9, '\n', '\\'};
	struct arena scratch;
	struct pickle_tree *t;
	struct pickle_tree_end end;
	struct blob b;
	uint8_t got[16];
	uint64_t places[] = {0, 1, 65535, 65536, 65537, 131071, 131072, 199990, 3, 70000};

	arena_init(&scratch, 64 * MiB);
	t = pickle_tree_new(a, &scratch, file, false);
	end = pickle_tree_run(t, 0);
	CHECK_INT(end.error, PICKLE_OK);
	CHECK(text ? pickle_tree_latin1(t, a, end.value, &b)
		   : pickle_tree_bytes(t, a, end.value, &b));
	CHECK_INT(b.size, 200000);
	for (size_t i = 0; i < COUNTOF(places); i++) {
		size_t n = b.size - places[i] < sizeof(got) ? (size_t)(b.size - places[i])
							    : sizeof(got);
		CHECK(blob_copy(b, places[i], got, n));
		for (size_t k = 0; k < n; k++)
			CHECK_INT(got[k], want[(places[i] + k) % 4]);
	}
	arena_free(&scratch);
}

TEST(pickle_tree_bytes_as_text)
{
	str string = repeated(a, "S'", S("A\\xe9\\n\\\\"), 50000, "'\n.");
	str raw = repeated(a, "V", S("A\xe9\\u000a\\u005c"), 50000, "\n.");
	struct buf b = buf_in(a);

	buf_byte(&b, PK_BINUNICODE);
	buf_u32(&b, 50000 * 5);
	buf_add(&b, repeated(a, "", S("A\xc3\xa9\n\\"), 50000, "."));
	check_decoded(a, blob_of(string), false);
	check_decoded(a, far_blob(a, string), false);
	check_decoded(a, blob_of(raw), true);
	check_decoded(a, far_blob(a, raw), true);
	check_decoded(a, blob_of(buf_str(&b)), true);
	check_decoded(a, far_blob(a, buf_str(&b)), true);
}

TEST(pickle_tree_text_that_is_no_bytes)
{
	struct pickle_tree *t = pickle_tree_new(a, a, blob_of(S("V\\u0141\n.")), false);
	struct pickle_tree_end end = pickle_tree_run(t, 0);
	struct blob b;

	CHECK_INT(end.error, PICKLE_OK);
	CHECK(!pickle_tree_latin1(t, a, end.value, &b));
}

/* ---- joblib ---- */

TEST(pickle_tree_passes_over_arrays_of_joblib)
{
	CHECK_TREE(S("\x80\3cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}"
		     "(X\5\0\0\0shapeK\2\x85X\5\0\0\0dtypecnumpy\ndtype\nX\2\0\0\0i4\x85Rub"
		     "\1\0\0\0\2\0\0\0."),
		   "joblib.numpy_pickle.NumpyArrayWrapper()!{'shape' (2) 'dtype' "
		   "numpy.dtype('i4')}@92+8");
	CHECK_TREE(S("\x80\3cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}"
		     "(X\5\0\0\0shapeK\1\x85X\5\0\0\0dtypecnumpy\ndtype\nX\2\0\0\0i4\x85R"
		     "X\x1b\0\0\0numpy_array_alignment_bytesK\20ub\2..\1\0\0\0."),
		   "joblib.numpy_pickle.NumpyArrayWrapper()!{'shape' (1) 'dtype' "
		   "numpy.dtype('i4') 'numpy_array_alignment_bytes' 16}@129+4");
	CHECK_TREE(S("\x80\3cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}"
		     "(X\5\0\0\0shapeK\1\x85X\5\0\0\0dtypecnumpy\ndtype\nX\2\0\0\0O8\x85Rub"
		     "]K\1a.."),
		   "joblib.numpy_pickle.NumpyArrayWrapper()!{'shape' (1) 'dtype' "
		   "numpy.dtype('O8')}@[1]");
	CHECK_TREE(S("\x80\3cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}"
		     "(X\5\0\0\0shapeK\2\x85X\5\0\0\0dtypecnumpy\ndtype\nX\2\0\0\0i4\x85Rub"
		     "\1\0\0\0\2\0\0"),
		   "91: an array of joblib with fewer bytes than its shape says");
}
