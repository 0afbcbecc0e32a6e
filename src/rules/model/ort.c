/* Two more formats of graphs in a FlatBuffer: ONNX Runtime's own (.ort, "ORTM"), which is ONNX once
 * more, and ExecuTorch's programs (.pte, "ET12"), whose operators and delegates are names that the
 * runtime looks up. */
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "model/flatbuffer.h"
#include "rules/model/graph.h"
#include "rules/model/onnx.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"
#define NAME 256
#define DEPTH 32

struct flat_graph {
	struct model *m;
	struct fb f;
	struct map seen;
	uint64_t nodes;
	bool deep;
};

static void malformed(struct flat_graph *x, uint64_t at, const char *what, const char *msg)
{
	if (graph_first(&x->seen, "MD252", str_of(msg)))
		model_finding(x->m, "MD252", at, str_of(msg),
			      "%s that is damaged or made to confuse: %s", what, msg);
}

static void check_wire(struct flat_graph *x, const char *what)
{
	const struct fb_diag *d = &x->f.diag;

	if (d->code == FB_DIAG_FUEL)
		model_finding(x->m, "AS004", d->offset, (str){NULL, 0}, "%s", d->msg);
	else if (d->code == FB_DIAG_READ)
		model_unreadable(x->m);
	else if (d->code != FB_DIAG_NONE)
		malformed(x, d->offset, what, d->msg);
	if (x->deep)
		malformed(x, MODEL_NOWHERE, what, "graphs in graphs without end");
}

/* ---- ONNX Runtime ---- */

enum { SESSION_MODEL = 1, MODEL_GRAPH = 7, GRAPH_TENSORS = 0, GRAPH_NODES = 2 };
enum { NODE_DOMAIN = 2, NODE_OP = 5, NODE_ATTRIBUTES = 10 };
enum { ATTRIBUTE_NAME = 0, ATTRIBUTE_TEXT = 5, ATTRIBUTE_GRAPH = 7, ATTRIBUTE_GRAPHS = 12 };
enum { TENSOR_RAW = 4, TENSOR_EXTERNAL = 6 };

static void ort_graph(struct flat_graph *x, struct fb_table graph, unsigned depth);

static void ort_attributes(struct flat_graph *x, struct fb_table node, str op, unsigned depth)
{
	struct fb_vector list = fb_list(&x->f, node, NODE_ATTRIBUTES, 4), graphs;

	for (uint32_t i = 0; i < list.count && x->f.fuel > 0; i++) {
		struct fb_table t = fb_item(&x->f, list, i);
		uint8_t name_room[NAME], text_room[NAME];
		str name = fb_text(&x->f, t, ATTRIBUTE_NAME, name_room, NAME);
		str text = fb_text(&x->f, t, ATTRIBUTE_TEXT, text_room, NAME);
		if (text.n > 0)
			onnx_check_attribute(x->m, &x->seen, op, name, text, t.at);
		ort_graph(x, fb_child(&x->f, t, ATTRIBUTE_GRAPH), depth + 1);
		graphs = fb_list(&x->f, t, ATTRIBUTE_GRAPHS, 4);
		for (uint32_t k = 0; k < graphs.count && x->f.fuel > 0; k++)
			ort_graph(x, fb_item(&x->f, graphs, k), depth + 1);
	}
}

static void ort_graph(struct flat_graph *x, struct fb_table graph, unsigned depth)
{
	struct fb_vector nodes, tensors;

	if (graph.at == 0)
		return;
	if (depth > DEPTH) {
		x->deep = true;
		return;
	}
	nodes = fb_list(&x->f, graph, GRAPH_NODES, 4);
	for (uint32_t i = 0; i < nodes.count && x->f.fuel > 0; i++) {
		struct fb_table n = fb_item(&x->f, nodes, i);
		uint8_t domain_room[NAME], op_room[NAME];
		str domain = fb_text(&x->f, n, NODE_DOMAIN, domain_room, NAME);
		str op = fb_text(&x->f, n, NODE_OP, op_room, NAME);
		x->nodes++;
		if (op.n > 0)
			onnx_check_operator(x->m, &x->seen, domain, op, false, n.at);
		ort_attributes(x, n, op, depth);
	}
	tensors = fb_list(&x->f, graph, GRAPH_TENSORS, 4);
	for (uint32_t i = 0; i < tensors.count && x->f.fuel > 0; i++) {
		struct fb_table t = fb_item(&x->f, tensors, i);
		struct fb_vector raw = fb_list(&x->f, t, TENSOR_RAW, 1);
		int64_t away = (int64_t)fb_number(&x->f, t, TENSOR_EXTERNAL, 8, UINT64_MAX);
		if (away < -1)
			malformed(x, t.at, "an ONNX Runtime model",
				  "a tensor at a negative offset of another file");
		if (raw.count > 64)
			graph_hidden(x->m, S("tensor"), fb_blob(&x->f, raw));
	}
}

static void check_ort(struct model *m)
{
	struct flat_graph x = {.m = m, .f = fb_of(m->arena, m->blob), .seen = map_in(m->arena)};
	struct fb_table model = fb_child(&x.f, fb_root(&x.f), SESSION_MODEL);

	ort_graph(&x, fb_child(&x.f, model, MODEL_GRAPH), 0);
	check_wire(&x, "an ONNX Runtime model");
	model_property(m, "format", S("onnxruntime"));
	model_property(m, "architecture",
		       arena_printf(m->arena, "%llu nodes", (unsigned long long)x.nodes));
}

/* ---- ExecuTorch ---- */

enum { PROGRAM_PLANS = 1, PROGRAM_SEGMENTS = 4, PLAN_OPERATORS = 6, PLAN_DELEGATES = 7 };

static const char known_namespaces[] =
	"aten quantized_decomposed executorch_prim prim llama dim_order_ops et_vk cadence "
	"cortex_m quantized torchao et_test dim_order_ops.out xnnpack qaisw coreml mtk neutron "
	"custom_sdpa edge";
static const char known_delegates[] =
	"XnnpackBackend CoreMLBackend QnnBackend VulkanBackend MPSBackend EthosUBackend "
	"ArmBackend NeuropilotBackend OpenvinoBackend CudaBackend MetalBackend EnnBackend "
	"NeutronBackend VgfBackend CadenceBackend AotiBackend SamsungBackend TOSABackend "
	"BackendWithCompilerDemo DemoBackend MLXBackend NXPBackend";

static void named(struct flat_graph *x, uint64_t at, str name, const char *what, bool known)
{
	struct finding *f;

	if (known || name.n == 0 || !graph_first(&x->seen, "MD253", name))
		return;
	f = model_finding(x->m, "MD253", at, name,
			  "%s %.*s runs code that is registered under this name", what,
			  STR_ARG(graph_show(x->m, name)));
	if (graph_python_op(name) || graph_telling_op(name))
		f->severity = HIGH;
}

static void check_plan(struct flat_graph *x, struct fb_table plan)
{
	struct fb_vector list = fb_list(&x->f, plan, PLAN_OPERATORS, 4);
	uint8_t room[NAME];

	for (uint32_t i = 0; i < list.count && x->f.fuel > 0; i++) {
		struct fb_table t = fb_item(&x->f, list, i);
		str name = fb_text(&x->f, t, 0, room, NAME), rest = name;
		str space = str_cut(&rest, ':');
		x->nodes++;
		named(x, t.at, name, "operator",
		      rest.p == NULL || str_in_words(space, str_of(known_namespaces)));
	}
	list = fb_list(&x->f, plan, PLAN_DELEGATES, 4);
	for (uint32_t i = 0; i < list.count && x->f.fuel > 0; i++) {
		struct fb_table t = fb_item(&x->f, list, i);
		str name = fb_text(&x->f, t, 0, room, NAME);
		named(x, t.at, name, "delegate", str_in_words(name, str_of(known_delegates)));
	}
}

/* After the identifier: "eh00", its length, the FlatBuffer's size, where segments begin. */
static void check_segments(struct flat_graph *x, struct fb_table program)
{
	struct fb_vector list = fb_list(&x->f, program, PROGRAM_SEGMENTS, 4);
	uint8_t h[24];
	uint64_t base = 0;

	if (list.count > 0 && blob_copy(x->m->blob, 8, h, sizeof(h)) && memcmp(h, "eh00", 4) == 0)
		for (unsigned i = 0; i < 8; i++)
			base |= (uint64_t)h[16 + i] << 8 * i;
	for (uint32_t i = 0; i < list.count && x->f.fuel > 0; i++) {
		struct fb_table t = fb_item(&x->f, list, i);
		uint64_t offset = fb_number(&x->f, t, 0, 8, 0), end;
		uint64_t size = fb_number(&x->f, t, 1, 8, 0);
		if (__builtin_add_overflow(offset, size, &end) ||
		    __builtin_add_overflow(end, base, &end) || end > x->m->blob.size)
			malformed(x, t.at, "an ExecuTorch program",
				  "a segment that lies outside the file");
	}
}

static void check_executorch(struct model *m)
{
	struct flat_graph x = {.m = m, .f = fb_of(m->arena, m->blob), .seen = map_in(m->arena)};
	struct fb_table program = fb_root(&x.f);
	struct fb_vector plans = fb_list(&x.f, program, PROGRAM_PLANS, 4);

	for (uint32_t i = 0; i < plans.count && x.f.fuel > 0; i++)
		check_plan(&x, fb_item(&x.f, plans, i));
	check_segments(&x, program);
	check_wire(&x, "an ExecuTorch program");
	model_property(m, "format", S("executorch"));
}

/* ---- The formats ---- */

static bool is_ort(str head)
{
	return str_eq(str_slice(head, 4, 8), S("ORTM"));
}

static bool is_executorch(str head)
{
	return str_starts(str_slice(head, 4, 8), S("ET1"));
}

static void check(struct model *m)
{
	str head = blob_get(m->blob, m->arena, 0, 16);

	if (is_ort(head))
		check_ort(m);
	else if (is_executorch(head))
		check_executorch(m);
	else if (!graph_lfs_pointer(m))
		model_finding(m, "MD254", 0, (str){NULL, 0},
			      "named %.*s, but the content is no such model",
			      STR_ARG(graph_show(m, m->name)));
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (is_ort(p->head) || is_executorch(p->head))
		return 85;
	return str_ends(p->name, S(".ort")) || str_ends(p->name, S(".pte")) ? 35 : 0;
}

const struct format format_ort = {
	.name = "ort",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check,
};

const struct rule rules_ort[] = {
	{
		.id = "MD252",
		.name = "flatbuffer_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20, 125},
		.tags = TAGS,
		.title = "An ONNX Runtime or ExecuTorch model that is damaged",
		.why = "Runtimes trust offsets unless they verify the file, and read where they "
		       "point.",
		.fix = "Get the file again from its source and compare its hash.",
		.lang = "bytes:model.ort",
		.bad = "\\x1c\\x00\\x00\\x00ORTM\\x00\\x00\\x00\\x00",
		.good = "\\x0c\\x00\\x00\\x00ORTM\\x04\\x00\\x04\\x00\\x04\\x00\\x00\\x00",
	},
	{
		.id = "MD253",
		.name = "executorch_custom_code",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {829},
		.tags = TAGS,
		.title = "An ExecuTorch program needs an operator or delegate of somebody else",
		.why = "Its code is not in the program: whoever runs it registers code under this "
		       "name.",
		.fix = "Find out whose it is and get the code from a source you trust.",
	},
	{
		.id = "MD254",
		.name = "not_ort",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {646},
		.tags = TAGS,
		.title = "Named as an ONNX Runtime or ExecuTorch model, but none",
		.why = "A name that promises one format makes people and programs trust whatever "
		       "is "
		       "inside.",
		.fix = "Find out what the file is before anything opens it.",
		.lang = "bytes:model.pte",
		.bad = "no model",
		.good = "\\x0c\\x00\\x00\\x00ET12\\x04\\x00\\x04\\x00\\x04\\x00\\x00\\x00",
	},
	{0},
};
