/* Formats of which only a few fields matter: ONNX Runtime, ExecuTorch, Core ML, Paddle, Caffe. */
#include "flat.h"
#include "proto.h"
#include "scan_model.h"

static unsigned worst(struct arena *a, const char *name, str bytes)
{
	return test_worst(test_scan_model(a, name, bytes));
}

static unsigned found(struct arena *a, const char *id, const char *name, str bytes)
{
	const struct finding *f = test_found(test_scan_model(a, name, bytes), id, NULL);

	return f != NULL ? f->severity : 0;
}

/* InferenceSession -> Model -> Graph -> one node. */
static str ort(struct arena *a, const char *domain, const char *op)
{
	struct buf b = buf_in(a);
	size_t session, model, graph, node;

	flat_begin(&b, "ORTM");
	session = flat_child(&b, 0, 2);
	flat_drop(&b, session, 2, 0);
	model = flat_child(&b, session + 8, 8);
	for (unsigned i = 0; i < 7; i++)
		flat_drop(&b, model, 8, i);
	graph = flat_child(&b, model + 4 + 4 * 7, 3);
	flat_drop(&b, graph, 3, 0);
	flat_drop(&b, graph, 3, 1);
	node = flat_child(&b, flat_vector(&b, graph, 2, 1), 6);
	for (unsigned i = 0; i < 5; i++)
		flat_drop(&b, node, 6, i);
	b.p[node - 4 - 2 * 6 + 4 + 2 * 2] = 4 + 4 * 2;
	flat_string(&b, node, 2, str_of(domain));
	flat_string(&b, node, 5, str_of(op));
	return buf_str(&b);
}

TEST(ort_operators)
{
	str good = ort(a, "", "Add");

	CHECK_INT(worst(a, "m.ort", good), 0);
	CHECK_INT(found(a, "MD243", "m.ort", ort(a, "com.microsoft", "PythonOp")), HIGH);
	CHECK_INT(found(a, "MD244", "m.ort", ort(a, "some.one", "Foo")), MEDIUM);
	for (size_t n = 8; n + 4 < good.n; n++)
		CHECK(worst(a, "m.ort", str_slice(good, 0, n)) >= MEDIUM);
	CHECK_INT(found(a, "MD254", "m.ort", S("no model at all")), MEDIUM);
}

/* Program -> ExecutionPlan -> one operator and one delegate. */
static str executorch(struct arena *a, const char *op, const char *delegate, uint32_t size)
{
	struct buf b = buf_in(a);
	size_t program, plan, segment;

	flat_begin(&b, "ET12");
	program = flat_child(&b, 0, 5);
	for (unsigned i = 2; i < 4; i++)
		flat_drop(&b, program, 5, i);
	plan = flat_child(&b, flat_vector(&b, program, 1, 1), 8);
	for (unsigned i = 0; i < 6; i++)
		flat_drop(&b, plan, 8, i);
	flat_string(&b, flat_child(&b, flat_vector(&b, plan, 6, 1), 1), 0, str_of(op));
	flat_string(&b, flat_child(&b, flat_vector(&b, plan, 7, 1), 1), 0, str_of(delegate));
	segment = flat_child(&b, flat_vector(&b, program, 4, 1), 4); /* two fields of 8 bytes */
	flat_drop(&b, segment, 4, 2);
	flat_drop(&b, segment, 4, 3);
	b.p[segment - 4 - 2 * 4 + 6] = 12; /* the second begins behind the first */
	flat_set(&b, segment + 12, size);
	return buf_str(&b);
}

TEST(executorch_names_and_segments)
{
	CHECK_INT(worst(a, "m.pte", executorch(a, "aten::add", "XnnpackBackend", 8)), 0);
	CHECK_INT(found(a, "MD253", "m.pte", executorch(a, "own::op", "XnnpackBackend", 8)),
		  MEDIUM);
	CHECK_INT(found(a, "MD253", "m.pte", executorch(a, "aten::add", "ShellBackend", 8)), HIGH);
	CHECK_INT(found(a, "MD252", "m.pte", executorch(a, "aten::add", "XnnpackBackend", 8000)),
		  MEDIUM);
}

static str coreml(struct arena *a, str kind)
{
	str input = PROTO(a, 1, proto_str(a, 1, S("x")), proto_str(a, 3, S("")));

	return PARTS(a, proto_int(a, 1, 4), proto_str(a, 2, input), kind);
}

static str custom_layer(struct arena *a, const char *name)
{
	return PROTO(a, 1, proto_str(a, 1, S("l")), PROTO(a, 500, proto_str(a, 10, str_of(name))));
}

static str weights(struct arena *a, const char *path)
{
	/* functions -> function -> block -> ... -> a string */
	return PROTO(a, 502,
		     PROTO(a, 2, proto_int(a, 7, 1),
			   PROTO(a, 3, proto_int(a, 7, 1), proto_str(a, 1, str_of(path)))));
}

TEST(coreml_reaches)
{
	str network = proto_str(a, 500, custom_layer(a, "MyLayer"));
	str linked = PROTO(a, 556, PROTO(a, 1, PROTO(a, 1, proto_str(a, 1, S("../../m.mlmodel")))));

	CHECK_INT(worst(a, "m.mlmodel", coreml(a, PROTO(a, 500, PROTO(a, 1, S(""))))), 0);
	CHECK_INT(found(a, "MD430", "m", coreml(a, network)), MEDIUM);
	CHECK_INT(found(a, "MD430", "m",
			coreml(a, PROTO(a, 202, proto_str(a, 1, coreml(a, network))))),
		  MEDIUM);
	CHECK_INT(found(a, "MD431", "m", coreml(a, linked)), HIGH);
	CHECK_INT(found(a, "MD431", "m", coreml(a, weights(a, "@model_path/weights/w.bin"))), 0);
	CHECK_INT(found(a, "MD431", "m", coreml(a, weights(a, "@model_path/../../w.bin"))), HIGH);
	CHECK_INT(found(a, "MD431", "m", coreml(a, weights(a, "/etc/w.bin"))), HIGH);
	CHECK_INT(worst(a, "m.mlmodel", S("\x08")), MEDIUM);
}

static str paddle(struct arena *a, const char *op)
{
	return PROTO(a, 1, proto_int(a, 1, 0), proto_int(a, 2, -1),
		     PROTO(a, 4, proto_str(a, 3, str_of(op))));
}

TEST(paddle_operators)
{
	CHECK_INT(worst(a, "__model__", paddle(a, "conv2d")), 0);
	CHECK_INT(found(a, "MD433", "__model__", paddle(a, "py_func")), HIGH);
	CHECK_INT(found(a, "MD433", "m.pdmodel", paddle(a, "load_combine")), HIGH);
	CHECK_INT(found(a, "MD434", "m.pdmodel", S("\x0a")), MEDIUM);
}

TEST(caffe_python_layers)
{
	str layer = PROTO(a, 100, proto_str(a, 1, S("l")), proto_str(a, 2, S("Python")),
			  PROTO(a, 130, proto_str(a, 1, S("os")), proto_str(a, 2, S("X"))));
	str honest = PROTO(a, 100, proto_str(a, 1, S("l")), proto_str(a, 2, S("ReLU")));

	CHECK_INT(found(a, "MD435", "m", PARTS(a, proto_str(a, 1, S("net")), layer)), HIGH);
	CHECK_INT(worst(a, "m.caffemodel", PARTS(a, proto_str(a, 1, S("net")), honest)), 0);
	CHECK_INT(found(a, "MD436", "m.caffemodel", S("\x0a")), MEDIUM);
	CHECK_INT(found(a, "MD435", "x.prototxt", S("layers { type: PYTHON }")), HIGH);
	CHECK_INT(found(a, "MD270", "x.pbtxt", S("node { op: \"PyFunc\" }")), HIGH);
	CHECK_INT(found(a, "MD273", "x.pbtxt",
			S("node { op: \"Foo\" }\nlibrary { function { "
			  "signature { name: \"Foo\" } } }")),
		  0);
	CHECK_INT(found(a, "MD273", "x.pbtxt", S("node { op: \"Foo\" }")), MEDIUM);
	CHECK_INT(worst(a, "labels.pbtxt", S("item { id: 1 name: \"cat\" }")), 0);
}

TEST(onnx_as_text)
{
	static const char head[] = "ir_version: 8\ngraph {\n  node { input: \"x\" ";
	str good = arena_printf(a, "%sop_type: \"Add\" }\n}\n", head);

	CHECK_INT(worst(a, "m.textproto", good), 0);
	CHECK_INT(found(a, "MD243", "m.textproto",
			arena_printf(a, "%sdomain: \"com.microsoft\" op_type: \"PythonOp\" }\n}\n",
				     head)),
		  HIGH);
	CHECK_INT(found(a, "MD240", "m.textproto",
			arena_printf(a,
				     "%sop_type: \"Add\" }\n initializer { external_data { key: "
				     "\"location\" value: \"../x\" } } }\n",
				     head)),
		  HIGH);
	CHECK_INT(found(a, "MD436", "m.textproto", str_slice(good, 0, good.n - 2)), MEDIUM);
}
