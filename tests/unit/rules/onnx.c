#include "proto.h"
#include "scan_model.h"
#include "base/limits.h"

/* A model whose graph is `graph` and whose other fields are `rest`. */
static str model(struct arena *a, str graph, str rest)
{
	return PARTS(a, proto_int(a, 1, 8), proto_str(a, 2, S("x")), proto_str(a, 7, graph),
		     PROTO(a, 8, proto_str(a, 1, S("")), proto_int(a, 2, 17)), rest);
}

static str node(struct arena *a, const char *op, const char *domain)
{
	return PROTO(a, 1, proto_str(a, 1, S("x")), proto_str(a, 2, S("y")),
		     proto_str(a, 4, str_of(op)), proto_str(a, 7, str_of(domain)));
}

static str entry(struct arena *a, const char *key, str value)
{
	return PROTO(a, 13, proto_str(a, 1, str_of(key)), proto_str(a, 2, value));
}

/* An initializer of 4 floats; `data` says where they are. */
static str floats(struct arena *a, str data)
{
	return PROTO(a, 5, proto_int(a, 1, 4), proto_int(a, 2, 1), proto_str(a, 8, S("w")), data);
}

static str external(struct arena *a, str location)
{
	return floats(a, PARTS(a, entry(a, "location", location), proto_int(a, 14, 1)));
}

static unsigned worst(struct arena *a, const char *id, str bytes)
{
	struct file_result *r = test_scan_model(a, "m.onnx", bytes);
	const struct finding *f = test_found(r, id, NULL);

	return f != NULL ? f->severity : 0;
}

static unsigned worst_graph(struct arena *a, const char *id, str graph)
{
	return worst(a, id, model(a, graph, S("")));
}

TEST(onnx_honest_models_are_silent)
{
	str raw = proto_str(a, 9, S("0123456789abcdef"));
	str graph = PARTS(a, node(a, "Add", ""), node(a, "LinearClassifier", "ai.onnx.ml"),
			  node(a, "FusedConv", "com.microsoft"), floats(a, raw),
			  external(a, S("weights/w.bin")));
	struct file_result *r = test_scan_model(a, "m.onnx", model(a, graph, S("")));

	CHECK_INT(test_worst(r), 0);
	r = test_scan_model(a, "anything.bin", model(a, graph, S("")));
	CHECK_INT(test_worst(r), 0);
	CHECK(r->property_count > 0);
}

TEST(onnx_external_paths)
{
	static const char *const bad[] = {"/etc/passwd", "../w",  "a/../../w",
					  "C:\\w",	 "..\\w", "http://h/w"};

	for (size_t i = 0; i < COUNTOF(bad); i++)
		CHECK_INT(worst_graph(a, "MD240", external(a, str_of(bad[i]))), HIGH);
	CHECK_INT(worst_graph(a, "MD240", external(a, S("w\0/etc/passwd"))), HIGH);
	CHECK_INT(worst_graph(a, "MD240", external(a, S("*/_ORT_MEM_ADDR_/*"))), HIGH);
	CHECK_INT(worst_graph(a, "MD240", external(a, S("w.bin"))), 0);
}

static str ranged(struct arena *a, const char *offset, const char *length)
{
	return floats(a,
		      PARTS(a, entry(a, "location", S("w.bin")), entry(a, "offset", str_of(offset)),
			    entry(a, "length", str_of(length)), proto_int(a, 14, 1)));
}

TEST(onnx_external_ranges)
{
	CHECK_INT(worst_graph(a, "MD241", ranged(a, "0", "16")), 0);
	CHECK_INT(worst_graph(a, "MD241", ranged(a, "-1", "16")), MEDIUM);
	CHECK_INT(worst_graph(a, "MD241", ranged(a, "0", "-1")), MEDIUM);
	CHECK_INT(worst_graph(a, "MD241", ranged(a, "0x10", "16")), MEDIUM);
	CHECK_INT(worst_graph(a, "MD241", ranged(a, "18446744073709551615", "16")), MEDIUM);
	CHECK_INT(worst_graph(a, "MD241", ranged(a, "9223372036854775800", "16")), MEDIUM);
	CHECK_INT(worst_graph(a, "MD241", ranged(a, "0", "15")), MEDIUM);
}

TEST(onnx_external_entries)
{
	str location = entry(a, "location", S("w.bin")), says = proto_int(a, 14, 1);

	CHECK_INT(worst_graph(a, "MD242", floats(a, says)), MEDIUM);
	CHECK_INT(worst_graph(a, "MD242", external(a, S(""))), MEDIUM);
	CHECK_INT(worst_graph(a, "MD242", floats(a, PARTS(a, location, location, says))), MEDIUM);
	CHECK_INT(worst_graph(a, "MD242", floats(a, PARTS(a, location, proto_int(a, 14, 7)))),
		  MEDIUM);
	CHECK_INT(worst_graph(a, "MD242",
			      floats(a, PARTS(a, location, says, entry(a, "__class__", S("x"))))),
		  MEDIUM);
	CHECK_INT(worst_graph(a, "MD242",
			      floats(a, PARTS(a, location, says,
					      proto_str(a, 9, S("0123456789abcdef"))))),
		  MEDIUM);
}

TEST(onnx_operators)
{
	CHECK_INT(worst_graph(a, "MD243", node(a, "PythonOp", "com.microsoft")), HIGH);
	CHECK_INT(worst_graph(a, "MD243", node(a, "PyCustomOp", "x")), HIGH);
	CHECK_INT(worst_graph(a, "MD243", node(a, "PyOp", "ai.onnx.contrib")), HIGH);
	CHECK_INT(worst_graph(a, "MD244", node(a, "Foo", "some.one")), MEDIUM);
	CHECK_INT(worst_graph(a, "MD244", node(a, "ShellExec", "some.one")), HIGH);
	CHECK_INT(worst_graph(a, "MD244", node(a, "BertTokenizer", "ai.onnx.contrib")), INFO);
	CHECK_INT(worst_graph(a, "MD244", node(a, "EfficientNMS_TRT", "")), INFO);
	CHECK_INT(worst_graph(a, "MD244", node(a, "Loop", "")), 0);
}

static str function(struct arena *a, const char *name, str nodes)
{
	return PROTO(a, 25, proto_str(a, 1, str_of(name)), proto_str(a, 10, S("own")), nodes);
}

static str call(struct arena *a, const char *op)
{
	return PROTO(a, 7, proto_str(a, 4, str_of(op)), proto_str(a, 7, S("own")));
}

TEST(onnx_functions)
{
	str graph = node(a, "f0", "own");
	str one = function(a, "f0", S(""));
	struct buf many = buf_in(a);

	/* what the model defines itself is no custom operator */
	CHECK_INT(test_worst(test_scan_model(a, "m.onnx", model(a, graph, one))), 0);
	CHECK_INT(worst(a, "MD247", model(a, graph, PARTS(a, one, one))), MEDIUM);
	CHECK_INT(worst(a, "MD250", model(a, graph, function(a, "f0", call(a, "f0")))), MEDIUM);
	CHECK_INT(worst(a, "MD250",
			model(a, graph,
			      PARTS(a, function(a, "f0", call(a, "f1")),
				    function(a, "f1", call(a, "f0"))))),
		  MEDIUM);
	for (unsigned i = 0; i < 60; i++) {
		const char *next = arena_cstr(a, arena_printf(a, "f%u", i + 1));
		buf_add(&many, function(a, arena_cstr(a, arena_printf(a, "f%u", i)),
					PARTS(a, call(a, next), call(a, next))));
	}
	CHECK_INT(worst(a, "MD250", model(a, graph, buf_str(&many))), MEDIUM);
}

static str nested(struct arena *a, unsigned depth, str inside)
{
	for (unsigned i = 0; i < depth; i++)
		inside =
			PROTO(a, 1, proto_str(a, 4, S("If")), PROTO(a, 5, proto_str(a, 6, inside)));
	return inside;
}

TEST(onnx_nested_graphs)
{
	CHECK_INT(worst_graph(a, "MD243", nested(a, 9, node(a, "PythonOp", ""))), HIGH);
	CHECK_INT(worst_graph(a, "MD245", nested(a, LIMIT_ONNX_DEPTH + 2, S(""))), MEDIUM);
	/* operators after their attributes, in training graphs, in a second graph */
	CHECK_INT(worst(a, "MD243",
			model(a, S(""), PROTO(a, 20, proto_str(a, 2, node(a, "PythonOp", ""))))),
		  HIGH);
	CHECK_INT(worst(a, "MD243",
			model(a, node(a, "Add", ""), proto_str(a, 7, node(a, "PythonOp", "")))),
		  HIGH);
	CHECK_INT(worst(a, "MD247",
			model(a, node(a, "Add", ""), proto_str(a, 7, node(a, "Add", "")))),
		  MEDIUM);
}

TEST(onnx_tensors)
{
	str raw = proto_str(a, 9, S("0123456789abcdef"));
	str name = proto_str(a, 8, S("w")), type = proto_int(a, 2, 1);

	CHECK_INT(worst_graph(a, "MD246", floats(a, raw)), 0);
	CHECK_INT(worst_graph(a, "MD246", floats(a, proto_str(a, 9, S("0123")))), MEDIUM);
	CHECK_INT(worst_graph(a, "MD246", PROTO(a, 5, proto_int(a, 1, -4), type, name)), MEDIUM);
	CHECK_INT(worst_graph(
			  a, "MD246",
			  PROTO(a, 5, proto_int(a, 1, INT64_MAX), proto_int(a, 1, 8), type, name)),
		  MEDIUM);
	CHECK_INT(worst_graph(a, "MD246", PROTO(a, 5, proto_int(a, 1, 1), proto_int(a, 2, 99))),
		  MEDIUM);
	CHECK_INT(
		worst_graph(a, "MD246", PROTO(a, 5, proto_int(a, 1, 16), proto_int(a, 2, 8), raw)),
		MEDIUM);
	CHECK_INT(worst_graph(a, "MD246", floats(a, proto_str(a, 4, S("012")))), MEDIUM);
	CHECK_INT(worst_graph(a, "MD246", floats(a, PARTS(a, raw, proto_str(a, 4, S("0123"))))),
		  MEDIUM);
	/* packed dimensions, and three elements of 4 bits */
	CHECK_INT(worst_graph(a, "MD246", PROTO(a, 5, proto_str(a, 1, S("\x04")), type, raw)), 0);
	CHECK_INT(worst_graph(a, "MD246",
			      PROTO(a, 5, proto_int(a, 1, 3), proto_int(a, 2, 22),
				    proto_str(a, 9, S("xy")))),
		  0);
}

static str attribute(struct arena *a, const char *op, const char *name, const char *value)
{
	return PROTO(a, 1, proto_str(a, 4, str_of(op)), proto_str(a, 7, S("com.microsoft")),
		     PROTO(a, 5, proto_str(a, 1, str_of(name)), proto_str(a, 4, str_of(value))));
}

TEST(onnx_attributes)
{
	CHECK_INT(worst_graph(a, "MD249", attribute(a, "EPContext", "ep_cache_context", "../x")),
		  HIGH);
	CHECK_INT(worst_graph(a, "MD249", attribute(a, "EPContext", "ep_cache_context", "x.bin")),
		  0);
	CHECK_INT(worst_graph(a, "MD249", attribute(a, "ATen", "operator", "aten::from_file")),
		  HIGH);
	CHECK_INT(worst_graph(a, "MD249", attribute(a, "ATen", "operator", "aten::embedding")), 0);
}

TEST(onnx_session_settings)
{
	str graph = node(a, "Add", "");
	str name = proto_str(a, 1, S("ort_config"));
	str files = S("{\"session_options\": {\"optimized_model_filepath\": \"/tmp/x\"}}");
	str threads = S("{\"session_options\": {\"intra_op_num_threads\": 2}}");

	CHECK_INT(worst(a, "MD249", model(a, graph, PROTO(a, 14, name, proto_str(a, 2, files)))),
		  MEDIUM);
	CHECK_INT(worst(a, "MD249", model(a, graph, PROTO(a, 14, name, proto_str(a, 2, threads)))),
		  0);
}

TEST(onnx_malformed)
{
	str good = model(a, node(a, "Add", ""), S(""));
	str add = S("");

	CHECK_INT(worst(a, "MD251", S("hello, world")), MEDIUM);
	CHECK_INT(worst(a, "MD245", model(a, node(a, "Add", ""), proto_int(a, 1, 4000))), MEDIUM);
	/* every truncation is found */
	for (size_t n = 1; n < good.n; n++) {
		struct file_result *r = test_scan_model(a, "m.onnx", str_slice(good, 0, n));
		bool field_end = n == 2 || n == 5 || n == good.n - 6;
		if (!field_end)
			CHECK(test_worst(r) >= MEDIUM);
	}
	add = PARTS(a, good,
		    proto_str(a, 99,
			      S("\x80\4\x95"
				"more than sixteen bytes")));
	CHECK_INT(worst(a, "MD248", add), INFO);
}
