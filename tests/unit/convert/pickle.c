#include "convert/pickle.h"
#include "base/limits.h"
#include "convert/item_print.h"
#include "test.h"

static str print_with(struct arena *a, str bytes, struct unpickle *u)
{
	struct arena scratch;
	struct pickle_tree_end end;
	struct buf out = buf_in(a);
	struct item *item;

	arena_init(&scratch, 64 * MiB);
	u->arena = a;
	u->scratch = &scratch;
	u->tree = pickle_tree_new(a, &scratch, blob_of(test_guarded(bytes, 0)), true);
	end = pickle_tree_run(u->tree, 0);
	CHECK_INT(end.error, PICKLE_OK);
	if (end.error != PICKLE_OK)
		buf_printf(&out, "byte %d: %s", (int)end.at, end.why);
	else if (!unpickle_item(u, end.value, &item))
		buf_printf(&out, "%.*s: %.*s", STR_ARG(u->refusal.where), STR_ARG(u->refusal.why));
	else
		item_print(&out, item);
	arena_free(&scratch);
	return buf_str(&out);
}

static str print(struct arena *a, str bytes)
{
	struct unpickle u = {0};

	return print_with(a, bytes, &u);
}

static str first_line(str s)
{
	return str_slice(s, 0, str_find_byte(s, '\n'));
}

#define CHECK_ITEMS(bytes, want) CHECK_STR(print(a, S(bytes)), S(want "\n"))
#define CHECK_LINE(bytes, want) CHECK_STR(first_line(print(a, S(bytes))), S(want))
/* The whole of a refusal. */
#define CHECK_REFUSED(bytes, want) CHECK_STR(print(a, S(bytes)), S(want))

#define ARRAY "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR"
#define DTYPE(code, order, rest)                                                                   \
	"cnumpy\ndtype\n(S'" code "'\nI0\nI1\ntR(I3\nS'" order "'\n" rest "tb"
#define PLAIN(code) DTYPE(code, "<", "NNNI-1\nI-1\nI0\n")
#define OBJECTS DTYPE("O8", "|", "NNNI-1\nI-1\nI63\n")

TEST(unpickle_constants)
{
	CHECK_ITEMS("N.", "null");
	CHECK_ITEMS("I01\n.", "true");
	CHECK_ITEMS("I-7\n.", "-7");
	CHECK_ITEMS("L18446744073709551616L\n.", "18446744073709551616");
	CHECK_ITEMS("F0.1\n.", "0.1");
	CHECK_ITEMS("V\\u00e9\n.", "\"\xc3\xa9\"");
	CHECK_ITEMS("C\3a\0b.", "bytes 610062");
	CHECK_ITEMS("c_codecs\nencode\n(V\\u00ff\nVlatin1\ntR.", "bytes ff");
	CHECK_ITEMS("c__builtin__\nbytearray\n(c_codecs\nencode\n(Va\nVlatin1\ntRtR.", "bytes 61");
	CHECK_ITEMS("c__builtin__\ncomplex\n(F1.5\nF-2\ntR.", "complex 1.5 -2.0");
	CHECK_REFUSED("X\3\0\0\0\xed\xa0\x80.",
		      "model: a text with lone surrogates, which JSON cannot hold");
}

TEST(unpickle_containers)
{
	CHECK_ITEMS("(I1\n(lI2\nat.", "(\n  1\n  [\n    2\n  ]\n)");
	CHECK_ITEMS(")].", "[]");
	CHECK_ITEMS("(dVa\n(dI1\nNss.", "{\n  \"a\": {\n    1: null\n  }\n}");
	CHECK_ITEMS("c__builtin__\nset\n((lI1\natR.", "set [\n  1\n]");
	CHECK_ITEMS("\x80\4\x8f(K\1\x90.", "set [\n  1\n]");
	CHECK_ITEMS("ccollections\nOrderedDict\n((l(lVb\naI1\naa(lVa\naI2\naatR.",
		    "{\n  \"b\": 1\n  \"a\": 2\n}");
	CHECK_ITEMS("ccollections\nOrderedDict\n)RVb\nI1\ns.", "{\n  \"b\": 1\n}");
	CHECK_ITEMS("ccollections\ndefaultdict\n(c__builtin__\nlist\ntRI1\nI2\ns.", "{\n  1: 2\n}");
	CHECK_ITEMS("ccollections\nCounter\n((dVa\nI2\nstR.", "{\n  \"a\": 2\n}");
	CHECK_ITEMS("ccollections\ndeque\n((lI9\ntR(I1\nI2\ne.", "[\n  1\n  2\n]");
	CHECK_ITEMS("c__builtin__\nxrange\n(I5\nI0\nI-2\ntR.", "[\n  5\n  3\n  1\n]");
	CHECK_ITEMS(
		"c__builtin__\nslice\n(I1\nNNtR.",
		"object builtins.slice {\n  \"start\": 1\n  \"stop\": null\n  \"step\": null\n}");
}

TEST(unpickle_refuses_what_holds_itself)
{
	CHECK_REFUSED("(lp0\nI1\nag0\na.", "model.1: a container that holds itself");
	CHECK_REFUSED("(dp0\nVk\ng0\ns.", "model.k: a container that holds itself");
	CHECK_REFUSED("csklearn.base\nBaseEstimator\n)\x81p0\n(dVa\ng0\nsb.",
		      "model.a: an object of sklearn.base.BaseEstimator that holds itself");
	CHECK_LINE("(lp0\n(g0\ng0\nt.", "("); /* sharing is none */
}

TEST(unpickle_refuses_keys_that_are_there_twice)
{
	CHECK_REFUSED("(dVa\nI1\nsVa\nI2\ns.",
		      "model: the key a is there twice, which no pickler writes");
	CHECK_REFUSED("(dI1\nI1\nsI01\nI2\ns.",
		      "model: the key True is there twice, which no pickler writes");
	CHECK_REFUSED("(dF1\nI1\nsI1\nI2\ns.",
		      "model: the key 1 is there twice, which no pickler writes");
	CHECK_LINE("(dVa\nI1\nsS'b'\nI2\ns.", "{");
}

TEST(unpickle_depth_and_names_are_bounded)
{
	struct buf b = buf_in(a);
	str got;

	for (unsigned i = 0; i < 300; i++)
		buf_byte(&b, '(');
	buf_byte(&b, 'N');
	for (unsigned i = 0; i < 300; i++)
		buf_byte(&b, 't');
	buf_byte(&b, '.');
	got = print(a, buf_str(&b));
	CHECK(str_ends(got, S(": objects more than 200 deep inside each other")));
}

TEST(unpickle_arrays)
{
	CHECK_LINE(ARRAY "(I1\n(I2\nt" PLAIN("f8") "I00\nS'0123456789abcdef'\ntb.",
		   "array float64 (2) C "
		   "9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f");
	CHECK_LINE(ARRAY "(I1\n(I2\nI2\nt" PLAIN("u1") "I01\nS'acbd'\ntb.",
		   "array uint8 (2, 2) F "
		   "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589");
	/* Before the state had a version. */
	CHECK_LINE(ARRAY "((I0\nt" PLAIN("i4") "I00\nS''\ntb.",
		   "array int32 (0) C "
		   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	CHECK_LINE(ARRAY "(I1\n(I1\nt" DTYPE("i2", ">", "NNNI-1\nI-1\nI0\n") "I00\nS'ab'\ntb.",
		   "array >int16 (1) C "
		   "fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603");
	CHECK_LINE(ARRAY "(I1\n(I1\nt" DTYPE("U1", "<", "NNNI4\nI4\nI8\n") "I00\nS'abcd'\ntb.",
		   "array '<U1' (1) C "
		   "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589");
	CHECK_LINE("cnumpy.core.numeric\n_frombuffer\n(C\4abcd" PLAIN("u1") "(I2\nI2\ntVF\ntR.",
		   "array uint8 (2, 2) F "
		   "c0df9f5a4e67a62df3f5033d3cb6fc5bb56f3f21f3ae02ac3a1f8801e0acf048");
}

TEST(unpickle_arrays_that_lie)
{
	CHECK_REFUSED(ARRAY "(I1\n(I3\nt" PLAIN("f8") "I00\nS'0123456789abcdef'\ntb.",
		      "model: an array with 16 bytes where its shape and dtype need 24");
	CHECK_REFUSED(ARRAY "(I1\n(I-1\nt" PLAIN("f8") "I00\nS''\ntb.",
		      "model: an array whose shape is not of numbers");
	CHECK_REFUSED(ARRAY "(I1\n(L4611686018427387904L\nI8\nt" PLAIN("f8") "I00\nS''\ntb.",
		      "model: an array whose shape has more elements than there can be");
	CHECK_REFUSED(ARRAY "(I1\nI3\n" PLAIN("f8") "I00\nS''\ntb.",
		      "model: an array whose shape is no tuple");
	CHECK_REFUSED(ARRAY "(I1\n(I1\nt" PLAIN("f8") "I00\nI5\ntb.",
		      "model: an array whose elements are no bytes");
	CHECK_REFUSED(ARRAY "(I1\n(I1\nt" PLAIN("q9") "I00\nS''\ntb.",
		      "model: the dtype \"q9\", which assay does not know");
	CHECK_REFUSED(ARRAY "(I1\n(I1\ntNI00\nS''\ntb.",
		      "model: a dtype that is not made by numpy.dtype()");
	CHECK_REFUSED(ARRAY ".", "model: an array without the state that NumPy writes");
	CHECK_REFUSED(ARRAY "(I1\n(I1\nt" DTYPE("U1", "<", "NNNI8\nI4\nI8\n") "I00\nS'abcd'\ntb.",
		      "model: a dtype that gives two sizes for its elements");
	CHECK_REFUSED(
		"cnumpy.core.multiarray\n_reconstruct\n(cm\nn\n(I0\ntS'b'\ntR.",
		"model: an object of m.n: assay only converts classes that it knows to be data "
		"(scikit-learn, NumPy, torch tensors); replace the step or export its arrays "
		"with numpy.savez");
}

#define FIELD(name, type, at) "S'" name "'\n(" type "I" at "\nts"

/* Python would change what was made; here only what was made first is known. */
TEST(unpickle_refuses_what_is_changed_afterwards)
{
#define FROM_BUFFER(rest) "cnumpy.core.numeric\n_frombuffer\n(" rest
#define CHANGED "is changed element by element after it was made, which no pickler writes"

	CHECK_REFUSED(
		FROM_BUFFER("S'0123456789abcdef'\n" PLAIN(
			"f8") "(I2\ntS'C'\ntR") "(I1\n(I1\nt" PLAIN("f8") "I00\nS'01234567'\ntb.",
		"model: an array that is given state after it was made, which no pickler "
		"writes");
	CHECK_REFUSED(FROM_BUFFER("(l" OBJECTS "(I0\ntS'K'\n(I0\nttR."),
		      "model: an array of objects whose axes are permuted, which NumPy does not "
		      "write");
	CHECK_REFUSED(ARRAY "(I1\n(I1\nt" PLAIN("i1") "I00\nS'a'\ntbI0\nI7\ns.",
		      "model: what numpy.core.multiarray._reconstruct gives " CHANGED);
	CHECK_REFUSED("ccollections\ndeque\n((lI9\ntR(I1\nI2\neI0\nI7\ns.",
		      "model: what collections.deque gives " CHANGED);
	CHECK_REFUSED("ccollections\ndeque\n((lI1\ntR(I1\nI2\ne.",
		      "model: a deque with more elements than it may hold");
	CHECK_REFUSED("ccollections\nCounter\n((lVa\naVa\natR.",
		      "model: a Counter that counts while it is loaded");
	CHECK_REFUSED("cbuiltins\nbytearray\n(C\1atRI0\nI7\ns.",
		      "model: bytes that cannot be told, or too many of them");
	CHECK_REFUSED(ARRAY
		      "(I1\n(I1\nt" PLAIN("i1") "I00\ncbuiltins\nbytearray\n(C\1atRI0\nI7\nstb.",
		      "model: an array whose elements are no bytes");
}

TEST(unpickle_records)
{
	CHECK_LINE(ARRAY
		   "(I1\n(I1\nt" DTYPE("V8", "|",
				       "N(S'a'\nS'b'\nt(d" FIELD("a", PLAIN("i2"), "0")
					       FIELD("b", PLAIN("f4"),
						     "4") "I8\nI1\nI16\n") "I00\nS'12345678'\ntb.",
		   "array [('a', '<i2'), ('', '|V2'), ('b', '<f4')] (1) C "
		   "ef797c8118f02dfb649607dd5d3f8c7623048c9c063d532cc95c5ed7a898a64f");
	CHECK_REFUSED(DTYPE("V8", "|",
			    "N(S'a'\nS'b'\nt(d" FIELD("a", PLAIN("i8"), "0")
				    FIELD("b", PLAIN("f4"), "4") "I8\nI1\nI16\n") ".",
		      "model: a record whose fields overlap");
	CHECK_REFUSED(
		DTYPE("V8", "|", "N(S'a'\nt(d" FIELD("a", PLAIN("i8"), "4") "I8\nI1\nI16\n") ".",
		"model: a record whose fields reach behind its end");
	CHECK_REFUSED(DTYPE("V8", "|", "N(S'a'\nt(d" FIELD("a", OBJECTS, "0") "I8\nI1\nI16\n") ".",
		      "model: a record with Python objects in its fields");
	CHECK_REFUSED(DTYPE("V8", "|", "N(S'a'\nt(d" FIELD("b", OBJECTS, "0") "I8\nI1\nI16\n") ".",
		      "model: a dtype whose fields have titles, or no offsets");
	CHECK_ITEMS(PLAIN("f8") ".", "type numpy.dtype:<f8");
	CHECK_ITEMS(OBJECTS ".", "type numpy.dtype:|O");
	CHECK_ITEMS("cnumpy\ndtype\n(S'M8'\nI0\nI1\ntR(I4\nS'>'\nNNNI-1\nI-1\nI0\n((d("
		    "C\2usI25\nI1\nI1\n"
		    "tttb.",
		    "type numpy.dtype:>M8[25us]");
}

TEST(unpickle_arrays_of_objects_are_lists)
{
	CHECK_ITEMS(ARRAY "(I1\n(I2\nt" OBJECTS "I00\n(lVa\naNatb.", "[\n  \"a\"\n  null\n]");
	CHECK_ITEMS(ARRAY "(I1\n(I2\nI1\nt" OBJECTS "I01\n(lVa\naNatb.",
		    "[\n  [\n    \"a\"\n  ]\n  [\n    null\n  ]\n]");
	CHECK_ITEMS(ARRAY "(I1\n)" OBJECTS "I00\n(lVa\natb.", "\"a\"");
	CHECK_ITEMS(ARRAY "(I1\n(I0\nI2\nt" OBJECTS "I00\n(ltb.", "[]");
	CHECK_REFUSED(ARRAY "(I1\n(I3\nt" OBJECTS "I00\n(lVa\naNatb.",
		      "model: an array of 2 objects, where its shape says 3");
	CHECK_REFUSED(
		ARRAY "(I1\n(I1\nI2\nt" OBJECTS "I00\n(lVa\nacm\nn\n)Ratb.",
		"model.0.1: an object of m.n: assay only converts classes that it knows to be "
		"data (scikit-learn, NumPy, torch tensors); replace the step or export its "
		"arrays with numpy.savez");
}

#define SCALAR(dtype, bytes) "cnumpy.core.multiarray\nscalar\n(" dtype "S'" bytes "'\ntR."

TEST(unpickle_scalars)
{
	CHECK_ITEMS(SCALAR(PLAIN("i2"), "\\xff\\xff"), "int16 -1");
	CHECK_ITEMS(SCALAR(PLAIN("u8"), "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff"),
		    "uint64 18446744073709551615");
	CHECK_ITEMS(SCALAR(PLAIN("f2"), "\\x00\\x3c"), "float16 1.0");
	CHECK_ITEMS(SCALAR(PLAIN("f2"), "\\x03\\x80"), "float16 -1.7881393432617188e-07");
	CHECK_ITEMS(SCALAR(PLAIN("f2"), "\\x00\\xfc"), "float16 -inf");
	CHECK_ITEMS(SCALAR(DTYPE("f4", ">", "NNNI-1\nI-1\nI0\n"), "\\x3f\\x80\\x00\\x00"),
		    "float32 1.0");
	CHECK_ITEMS(SCALAR(PLAIN("b1"), "\\x01"), "bool true");
	CHECK_ITEMS(
		SCALAR(DTYPE("U2", "<", "NNNI8\nI4\nI8\n"), "a\\x00\\x00\\x00\\x00\\x00\\x00\\x00"),
		"str_ \"a\"");
	CHECK_ITEMS(SCALAR(DTYPE("S2", "|", "NNNI2\nI1\nI0\n"), "ab"), "bytes_ bytes 6162");
	CHECK_REFUSED(SCALAR(PLAIN("f8"), "1234"),
		      "model: a NumPy scalar without the bytes of its dtype '<f8'");
	CHECK_REFUSED(SCALAR(PLAIN("f16"), "1234567812345678"),
		      "model: a NumPy scalar of the dtype '<f16'");
}

TEST(unpickle_objects)
{
	struct unpickle u = {0};

	CHECK_ITEMS("csklearn.linear_model.base\nLinearRegression\n)\x81(dVcoef_\nF1.5\nsb.",
		    "object sklearn.linear_model.base.LinearRegression {\n  \"coef_\": 1.5\n}");
	CHECK_ITEMS("ccopy_reg\n_reconstructor\n(csklearn.tree.tree\nDecisionTreeClassifier\n"
		    "c__builtin__\nobject\nNtR(dVa\nNsb.",
		    "object sklearn.tree.tree.DecisionTreeClassifier {\n  \"a\": null\n}");
	CHECK_ITEMS("csklearn.tree._tree\nTree\n(I1\nI2\nI3\ntR(dVnodes\nNsb.",
		    "object sklearn.tree._tree.Tree {\n  \"n_features\": 1\n  \"n_classes\": 2\n  "
		    "\"n_outputs\": 3\n  \"nodes\": null\n}");
	CHECK_STR(print_with(a,
			     S("csklearn.base\nBaseEstimator\n)\x81(dVa\n"
			       "N"
			       "sV_sklearn_version\nV1.0.2\nsb."),
			     &u),
		  S("object sklearn.base.BaseEstimator {\n  \"a\": null\n}\n"));
	CHECK_STR(u.sklearn_version, S("1.0.2"));
	CHECK_ITEMS("csklearn.utils\nBunch\n)\x81Va\nI1\ns}b.", "{\n  \"a\": 1\n}");
	CHECK_ITEMS("(dVr\ncnumpy.random\n__RandomState_ctor\n)Rs.",
		    "{\n  \"r\": dropped numpy.random.RandomState: a random generator: a trained "
		    "model predicts without it\n}");
	CHECK_REFUSED("csklearn.base\nBaseEstimator\n)\x81(dVa\nNsVa\nNsb.",
		      "model: the attribute a is there twice, which no pickler writes");
	CHECK_REFUSED("csklearn.base\nBaseEstimator\n)\x81(dI1\nNsb.",
		      "model: an object with an attribute whose name is no text");
}

TEST(unpickle_refuses_by_name)
{
	CHECK_REFUSED(
		"csklearn.pipeline\nPipeline\n)\x81(dVsteps\n(l(Vs\ncmy.features\nScaler\n)\x81t"
		"asb.",
		"model.steps.0.1: an object of my.features.Scaler: assay only converts classes "
		"that it knows to be data (scikit-learn, NumPy, torch tensors); replace the "
		"step or export its arrays with numpy.savez");
	CHECK_REFUSED("cxgboost.sklearn\nXGBClassifier\n)\x81.",
		      "model: an object of xgboost.sklearn.XGBClassifier: assay does not convert "
		      "objects of xgboost; save it with its own save_model(\"model.ubj\"), which "
		      "holds no code");
	CHECK_REFUSED(
		"(dVf\ncos\nsystem\ns.",
		"model.f: the function or class os.system: assay only converts names that it "
		"knows to be harmless (scikit-learn, NumPy, Python's types); replace the step "
		"that uses it");
	CHECK_REFUSED(
		"csklearn.externals.joblib.numpy_pickle\nNDArrayWrapper\n)\x81(dVfilename\nNsb.",
		"model: an array that joblib before 0.10 wrote into a file of its own "
		"(NAME_01.npy): load and dump the model again with a newer joblib");
	CHECK_REFUSED("I1\nQ.",
		      "model: a reference to an object outside the pickle, which only the program "
		      "that wrote it can resolve");
	CHECK_REFUSED(
		"csklearn.evil\nos.system\n(Vid\ntR.",
		"model: an object of sklearn.evil.os.system: assay only converts classes that it "
		"knows to be data (scikit-learn, NumPy, torch tensors); replace the step or "
		"export its arrays with numpy.savez");
	CHECK_REFUSED("cnumpy.random\n__RandomState_ctor\n)R.",
		      "model: numpy.random.RandomState is a random generator: a trained model "
		      "predicts without it: there is nothing to convert");
}

/* ---- Hooks ---- */

static bool storage(struct unpickle *u, struct pickle_tree_value pid, struct item **out)
{
	if (pid.kind != PT_TUPLE)
		return unpickle_refuse(u, "a storage without a name");
	*out = unpickle_text(u, S("storage"));
	return true;
}

static enum unpickle_answer rebuild(struct unpickle *u, struct pickle_tree_value call,
				    struct item **out)
{
	unsigned *calls = u->ctx;

	if (!str_eq(pickle_tree_callee(call)->module, S("torch._utils")))
		return UNPICKLE_PASS;
	++*calls;
	return unpickle_part(u, S("storage"), pickle_tree_arg(call, 0), out) ? UNPICKLE_DONE
									     : UNPICKLE_REFUSED;
}

TEST(unpickle_hooks)
{
	unsigned calls = 0;
	struct unpickle u = {.ctx = &calls, .persid = storage, .call = rebuild};

	CHECK_STR(print_with(a, S("(dVw\nctorch._utils\n_rebuild\n((I1\ntQtRp0\nsVt\ng0\ns."), &u),
		  S("{\n  \"w\": \"storage\"\n  \"t\": \"storage\"\n}\n"));
	CHECK_INT(calls, 1);
	u = (struct unpickle){.ctx = &calls, .persid = storage, .call = rebuild, .root = S("ckpt")};
	CHECK_STR(print_with(a, S("(dVw\nctorch._utils\n_rebuild\n(I1\nQtRs."), &u),
		  S("ckpt.w.storage: a storage without a name"));
}
