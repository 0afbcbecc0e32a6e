#include "proto.h"
#include "scan_model.h"
#include "base/limits.h"
#include "model/tf_ops.h"
#include "rules/model/tf_danger.h"

static str node(struct arena *a, const char *name, const char *op, str more)
{
	return PROTO(a, 1, proto_str(a, 1, str_of(name)), proto_str(a, 2, str_of(op)), more);
}

static str attribute(struct arena *a, const char *key, str value)
{
	return PROTO(a, 5, proto_str(a, 1, str_of(key)), proto_str(a, 2, value));
}

static str constant(struct arena *a, const char *name, str text)
{
	return node(a, name, "Const",
		    attribute(a, "value", PROTO(a, 8, proto_int(a, 1, 7), proto_str(a, 8, text))));
}

/* FunctionDefLibrary with one function; its nodes are those of a graph under another number. */
static str function(struct arena *a, const char *name, str op)
{
	return PROTO(a, 2,
		     PROTO(a, 1, PROTO(a, 1, proto_str(a, 1, str_of(name))),
			   PROTO(a, 3, proto_str(a, 1, S("n")), proto_str(a, 2, op))));
}

static str saved(struct arena *a, str graph, str more)
{
	return PARTS(a, proto_int(a, 1, 1),
		     PROTO(a, 2, PROTO(a, 1, proto_str(a, 4, S("serve"))), proto_str(a, 2, graph),
			   more));
}

static unsigned worst(struct arena *a, const char *id, str bytes)
{
	struct file_result *r = test_scan_model(a, "saved_model.pb", bytes);
	const struct finding *f = test_found(r, id, NULL);

	return f != NULL ? f->severity : 0;
}

static unsigned worst_op(struct arena *a, const char *id, const char *op)
{
	return worst(a, id, saved(a, node(a, "n", op, S("")), S("")));
}

TEST(tf_table_is_sorted_and_complete)
{
	CHECK(tf_op_known(S("Abort")) && tf_op_known(S("ZipDataset")) && tf_op_known(S("_Arg")));
	CHECK(tf_op_known(S("MatMul")) && tf_op_known(S("BatchMatMulV2")));
	CHECK(tf_op_known(S("SentencepieceOp")) && tf_op_known(S("BigtableClient")));
	CHECK(!tf_op_known(S("")) && !tf_op_known(S("MatMul ")) && !tf_op_known(S("Mat")));
	CHECK(!tf_op_known(S("zzz")) && !tf_op_known(S("Matmul")) && !tf_op_known(S("MatMulX")));
	CHECK(tf_op_of_library(S("Addons>Gelu")) && !tf_op_of_library(S("Gelu")));
	CHECK_INT(tf_danger_of(S("WriteFile"))->reach, TF_FILE);
	CHECK_INT(tf_danger_of(S("WriteFil"))->reach, TF_COMPUTES);
}

TEST(tf_operators)
{
	CHECK_INT(worst_op(a, "MD270", "PyFuncStateless"), HIGH);
	CHECK_INT(worst_op(a, "MD271", "ReadFile"), HIGH);
	CHECK_INT(worst_op(a, "MD271", "TextLineDataset"), MEDIUM);
	CHECK_INT(worst_op(a, "MD272", "DataServiceDatasetV2"), HIGH);
	CHECK_INT(worst_op(a, "MD273", "SystemCommand"), HIGH);
	CHECK_INT(worst_op(a, "MD273", "Frobnicate"), MEDIUM);
	CHECK_INT(worst_op(a, "MD273", "Addons>Gelu"), INFO);
	CHECK_INT(worst_op(a, "MD279", "Abort"), MEDIUM);
	CHECK_INT(test_worst(test_scan_model(a, "x.dat",
					     saved(a, node(a, "n", "MatMul", S("")), S("")))),
		  0);
}

TEST(tf_every_kind_of_file)
{
	str graph = node(a, "n", "WriteFile", S(""));
	str meta = PARTS(a, PROTO(a, 1, proto_str(a, 5, S("2.9.0"))), proto_str(a, 2, graph));

	CHECK(test_found(test_scan_model(a, "frozen.bin", graph), "MD271", NULL) != NULL);
	CHECK(test_found(test_scan_model(a, "x.meta", meta), "MD271", NULL) != NULL);
	CHECK(test_found(test_scan_model(a, "x", saved(a, graph, S(""))), "MD271", NULL) != NULL);
	/* a graph without nodes of its own, whose functions have them */
	CHECK(test_found(test_scan_model(a, "x.pb", function(a, "f", S("WriteFile"))), "MD271",
			 NULL) != NULL);
}

/* Pairs of strings look like nodes; fields that no graph has do not hide one. */
TEST(tf_recognition)
{
	str pairs = PARTS(a, PROTO(a, 1, proto_str(a, 1, S("author")), proto_str(a, 2, S("me"))),
			  PROTO(a, 1, proto_str(a, 1, S("model")), proto_str(a, 2, S("cat"))));
	struct buf odd = buf_in(a);

	CHECK_INT(test_worst(test_scan_model(a, "x.bin", pairs)), 0);
	CHECK_INT(test_worst(test_scan_model(a, "x.pb", pairs)), 0);
	for (unsigned i = 100; i < 110; i++)
		buf_add(&odd, proto_int(a, i, 1));
	buf_add(&odd,
		PARTS(a, node(a, "a", "Placeholder", S("")), node(a, "n", "ReadFile", S(""))));
	CHECK_INT(worst(a, "MD271", buf_str(&odd)), HIGH);
	CHECK(test_found(test_scan_model(a, "x.pb", buf_str(&odd)), "MD271", NULL) != NULL);
}

/* Functions are no operators that nobody knows; what is in them is looked at. */
TEST(tf_functions)
{
	str graph = PARTS(a, node(a, "n", "my_function", S("")),
			  function(a, "my_function", S("MatMul")));
	str circle = function(a, "my_function", S("my_function"));

	CHECK_INT(test_worst(test_scan_model(a, "saved_model.pb", saved(a, graph, S("")))), 0);
	CHECK_INT(worst(a, "MD277", saved(a, circle, S(""))), MEDIUM);
	CHECK_INT(worst(a, "MD270", saved(a, function(a, "f", S("EagerPyFunc")), S(""))), HIGH);
}

static str save_to(struct arena *a, str path)
{
	return PARTS(a, constant(a, "c", path), node(a, "i", "Identity", proto_str(a, 3, S("c:0"))),
		     node(a, "save/SaveV2", "SaveV2", proto_str(a, 3, S("i"))));
}

TEST(tf_checkpoints)
{
	str saver = PROTO(a, 3, proto_str(a, 3, S("save/restore_all")));
	str in_function = function(a, "__inference__traced_save_12", S("SaveV2"));

	CHECK_INT(worst_op(a, "MD274", "RestoreV2"), MEDIUM);
	CHECK_INT(worst(a, "MD274", saved(a, node(a, "s", "SaveV2", S("")), saver)), 0);
	CHECK_INT(worst(a, "MD274", saved(a, in_function, S(""))), 0);
	CHECK_INT(worst(a, "MD274", saved(a, function(a, "f", S("SaveV2")), saver)), MEDIUM);
	/* a graph of TensorFlow 1 with its saver, and one that writes where it likes */
	CHECK_INT(worst(a, "MD274", save_to(a, S("model"))), 0);
	CHECK_INT(worst(a, "MD274", save_to(a, S("/etc/cron.d/x"))), HIGH);
	CHECK_INT(worst(a, "MD274", saved(a, save_to(a, S("../../x")), saver)), HIGH);
}

static str cache(struct arena *a, str file)
{
	return PARTS(a, constant(a, "c", file),
		     node(a, "d", "CacheDataset",
			  PARTS(a, proto_str(a, 3, S("x")), proto_str(a, 3, S("c")))));
}

TEST(tf_caches)
{
	CHECK_INT(worst(a, "MD271", cache(a, S(""))), 0);
	CHECK_INT(worst(a, "MD271", cache(a, S("x"))), MEDIUM);
	CHECK_INT(worst(a, "MD271", cache(a, S("/tmp/x"))), HIGH);
	CHECK_INT(worst_op(a, "MD271", "CacheDataset"), MEDIUM);
}

/* Honest operators do not use up what is looked at. */
TEST(tf_decoys)
{
	struct buf b = buf_in(a);

	for (unsigned i = 0; i < 3000; i++) {
		const char *name = arena_cstr(a, arena_printf(a, "save/n%u", i));
		buf_add(&b, node(a, name, "SaveV2", proto_str(a, 3, S("save/Const"))));
		buf_add(&b, node(a, name, arena_cstr(a, arena_printf(a, "Addons>%u", i)), S("")));
	}
	buf_add(&b, node(a, "u", "Frobnicate", S("")));
	CHECK_INT(test_worst(test_scan_model(a, "g.pb", buf_str(&b))), MEDIUM);
	buf_add(&b, node(a, "r", "ReadFile", S("")));
	CHECK_INT(worst(a, "MD271", buf_str(&b)), HIGH);
	CHECK_INT(worst(a, "MD274", buf_str(&b)), 0);
}

TEST(tf_tables_and_assets)
{
	str table = PARTS(a, constant(a, "c", S("/home/me/vocab.txt")),
			  node(a, "t", "InitializeTableFromTextFileV2", proto_str(a, 3, S("h"))));
	str reads = PARTS(a, constant(a, "c", S("/etc/passwd")),
			  node(a, "t", "InitializeTableFromTextFileV2",
			       PARTS(a, proto_str(a, 3, S("h")), proto_str(a, 3, S("c")))));
	str asset = PROTO(a, 6, proto_str(a, 2, S("vocab.txt")));

	CHECK_INT(worst(a, "MD271", saved(a, table, asset)), 0);
	CHECK_INT(worst(a, "MD271", saved(a, reads, asset)), 0);
	CHECK_INT(worst(a, "MD271", saved(a, reads, S(""))), HIGH);
	CHECK_INT(worst(a, "MD278", saved(a, table, PROTO(a, 6, proto_str(a, 2, S("../x"))))),
		  HIGH);
}

TEST(tf_attributes)
{
	str to_file = attribute(a, "output_stream", proto_str(a, 2, S("file:///tmp/x")));
	str to_error = attribute(a, "output_stream", proto_str(a, 2, S("stderr")));
	str inner = node(a, "name_of_a_node", "WriteFile", S(""));
	struct file_result *r;

	CHECK_INT(worst(a, "MD271", node(a, "p", "PrintV2", to_file)), HIGH);
	CHECK_INT(worst(a, "MD271", node(a, "p", "PrintV2", to_error)), 0);
	/* a graph as a string in a graph */
	r = test_scan_model(a, "g.pb", constant(a, "c", inner));
	CHECK(test_found(r, "MD271", "c") != NULL);
	/* a function that only an attribute names */
	r = test_scan_model(a, "g.pb",
			    PARTS(a,
				  node(a, "n", "PartitionedCall",
				       attribute(a, "f", PROTO(a, 10, proto_str(a, 1, S("f"))))),
				  function(a, "f", S("f"))));
	CHECK(test_found(r, "MD277", NULL) != NULL);
}

TEST(tf_keras_objects)
{
	str json = S("{\"class_name\": \"Sequential\", \"config\": {\"layers\": [{\"class_name\": "
		     "\"Lambda\", \"config\": {\"function\": [\"4wEA\", null, null], "
		     "\"function_type\": \"lambda\"}}]}}");
	str objects = PROTO(
		a, 7,
		PROTO(a, 1,
		      PROTO(a, 4, proto_str(a, 1, S("_tf_keras_model")), proto_str(a, 3, json))));
	str metadata =
		PROTO(a, 1, proto_str(a, 3, S("root")), proto_str(a, 4, S("_tf_keras_sequential")),
		      proto_str(a, 5, json), PROTO(a, 6, proto_int(a, 1, 2)));
	struct file_result *r;

	r = test_scan_model(a, "saved_model.pb", saved(a, node(a, "n", "NoOp", S("")), objects));
	CHECK(test_worst(r) >= HIGH);
	r = test_scan_model(a, "keras_metadata.pb", metadata);
	CHECK(test_worst(r) >= HIGH);
}

static str nested(struct arena *a, unsigned depth)
{
	str value = S("");

	for (unsigned i = 0; i < depth; i++)
		value = PROTO(a, 10, proto_str(a, 1, S("f")),
			      PROTO(a, 2, proto_str(a, 1, S("k")), proto_str(a, 2, value)));
	return node(a, "n", "NoOp", attribute(a, "a", value));
}

TEST(tf_malformed)
{
	str good = saved(a, node(a, "n", "NoOp", S("")), S(""));

	CHECK_INT(worst(a, "MD275", saved(a, nested(a, LIMIT_TF_DEPTH + 2), S(""))), MEDIUM);
	CHECK_INT(worst(a, "MD275", saved(a, nested(a, 5), S(""))), 0);
	CHECK_INT(
		worst(a, "MD280", saved(a, node(a, "n", "NoOp", proto_str(a, 2, S("Add"))), S(""))),
		MEDIUM);
	CHECK_INT(worst(a, "MD276", S("\xff\xff\xff no message")), MEDIUM);
	for (size_t n = 3; n < good.n; n++)
		CHECK(test_worst(test_scan_model(a, "saved_model.pb", str_slice(good, 0, n))) >=
		      MEDIUM);
}
