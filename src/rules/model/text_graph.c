/* Graphs in the text form of protocol buffers: TensorFlow's (.pbtxt), Caffe's (.prototxt) and
 * ONNX's
 * (.textproto), and Caffe's weights (.caffemodel), which carry the layers' descriptions too. In
 * other files of this form (label maps, Triton's config.pbtxt, solvers) there is nothing to find.
 */
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "model/protobuf.h"
#include "model/textproto.h"
#include "model/tf_ops.h"
#include "rules/model/graph.h"
#include "rules/model/onnx.h"
#include "rules/model/tf_danger.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"

struct text_graph {
	struct model *m;
	struct map seen;
	struct map unknown; /* operator -> offset: functions may be defined behind their use */
	struct map functions;
	bool tensorflow, python, caffe;
	uint64_t python_at;
	str module, layer; /* of python_param; in arena */
	/* ONNX: the fields of the node or entry at hand, in the rooms below */
	bool onnx;
	str op, domain, key, value;
	uint64_t op_at;
	uint8_t op_room[TEXTPROTO_VALUE], domain_room[TEXTPROTO_VALUE], key_room[TEXTPROTO_VALUE],
		value_room[TEXTPROTO_VALUE];
};

static const char *const tf_rule[] = {
	[TF_PYTHON] = "MD270",	   [TF_FILE] = "MD271",	 [TF_NETWORK] = "MD272",
	[TF_CHECKPOINT] = "MD274", [TF_TABLE] = "MD271", [TF_CACHE] = "MD271",
	[TF_NATIVE] = "MD279",
};

static void tf_op(struct text_graph *x, str op, uint64_t at)
{
	const struct tf_danger *d = tf_danger_of(op);
	const char *id = tf_rule[d->reach];
	struct finding *f;

	x->tensorflow = true;
	if (d->reach == TF_CHECKPOINT || d->reach == TF_TABLE)
		return; /* in the saver of every graph of TensorFlow 1 */
	if (d->reach != TF_COMPUTES && graph_first(&x->seen, id, op)) {
		f = model_finding(x->m, id, at, op, "%.*s %s", STR_ARG(op), d->does);
		f->severity = (uint8_t)d->severity;
	} else if (d->reach == TF_COMPUTES && !tf_op_known(op) &&
		   x->unknown.count < LIMIT_GRAPH_FUNCTIONS) {
		*map_put(&x->unknown, arena_dup(x->m->arena, op)) = at;
	}
}

static void report_python(struct text_graph *x)
{
	str what = arena_printf(x->m->arena, "%.*s.%.*s", STR_ARG(x->module), STR_ARG(x->layer));

	if (x->python && graph_first(&x->seen, "MD435", what))
		model_finding(x->m, "MD435", x->python_at, what,
			      "a Python layer: imports module %.*s and runs its class %.*s",
			      STR_ARG(graph_show(x->m, x->module)),
			      STR_ARG(graph_show(x->m, x->layer)));
	x->python = false;
	x->module = x->layer = (str){NULL, 0};
}

static str keep(uint8_t *room, str value)
{
	if (value.n > 0)
		memcpy(room, value.p, value.n);
	return (str){room, value.n};
}

static void onnx_field(struct text_graph *x, str block, str name, str value, uint64_t at)
{
	if (str_eq(name, S("op_type"))) {
		x->op = keep(x->op_room, value);
		x->op_at = at;
	} else if (str_eq(name, S("domain")) && str_eq(block, S("node"))) {
		x->domain = keep(x->domain_room, value);
	} else if (str_eq(block, S("external_data")) && str_eq(name, S("key"))) {
		x->key = keep(x->key_room, value);
	} else if (str_eq(block, S("external_data")) && str_eq(name, S("value"))) {
		x->value = keep(x->value_room, value);
	}
}

static void onnx_close(struct text_graph *x, str block)
{
	if (str_eq(block, S("node")) && x->op.n > 0) {
		x->onnx = true;
		onnx_check_operator(x->m, &x->seen, x->domain, x->op, x->functions.count > 0,
				    x->op_at);
		x->op = x->domain = (str){NULL, 0};
	} else if (str_eq(block, S("external_data"))) {
		if (str_eq(x->key, S("location")))
			onnx_check_location(x->m, &x->seen, S(""), x->value, "location", x->op_at);
		x->key = x->value = (str){NULL, 0};
	}
}

static void on_field(void *ctx, str block, str name, str value, uint64_t at)
{
	struct text_graph *x = ctx;

	onnx_field(x, block, name, value, at);
	if (str_eq(name, S("op")) && str_in(block, "node node_def") && value.n > 0) {
		tf_op(x, value, at);
	} else if (str_eq(block, S("signature")) && str_eq(name, S("name")) &&
		   x->functions.count < LIMIT_GRAPH_FUNCTIONS) {
		*map_put(&x->functions, arena_dup(x->m->arena, value)) = 1;
	} else if (str_in(block, "layer layers") && str_eq(name, S("type"))) {
		x->caffe = true;
		if (str_eq_nocase(value, S("Python"))) {
			x->python = true;
			x->python_at = at;
		}
	} else if (str_eq(block, S("python_param"))) {
		x->python = true;
		x->python_at = at;
		if (str_eq(name, S("module")))
			x->module = arena_dup(x->m->arena, value);
		else if (str_eq(name, S("layer")))
			x->layer = arena_dup(x->m->arena, value);
	}
}

static void on_close(void *ctx, str block)
{
	if (str_in(block, "layer layers"))
		report_python(ctx);
	onnx_close(ctx, block);
}

static void report_unknown(struct text_graph *x)
{
	for (size_t i = 0; i < x->unknown.count; i++) {
		str op = x->unknown.entries[i].key;
		struct finding *f;
		if (map_get(&x->functions, op) != NULL || !graph_first(&x->seen, "MD273", op))
			continue;
		f = model_finding(x->m, "MD273", x->unknown.entries[i].value, op,
				  "%.*s is none of TensorFlow's operators",
				  STR_ARG(graph_show(x->m, op)));
		if (tf_op_of_library(op))
			f->severity = INFO;
		else if (graph_python_op(op) || graph_telling_op(op))
			f->severity = HIGH;
	}
}

static struct text_graph start(struct model *m)
{
	return (struct text_graph){.m = m,
				   .seen = map_in(m->arena),
				   .unknown = map_in(m->arena),
				   .functions = map_in(m->arena)};
}

static void check_text(struct model *m)
{
	struct text_graph x = start(m);
	struct textproto_visitor v = {.ctx = &x, .field = on_field, .close = on_close};
	uint64_t at;
	bool ok = textproto_read(m->arena, stream_of(m->arena, m->blob), &v, &at);

	report_python(&x);
	report_unknown(&x);
	if (x.tensorflow || x.caffe || x.onnx)
		model_property(m, "format",
			       x.caffe	? S("caffe")
			       : x.onnx ? S("onnx")
					: S("tensorflow"));
	if (!ok && (x.tensorflow || x.caffe || x.onnx))
		model_finding(m, "MD436", at, (str){NULL, 0},
			      "a graph in text form that is cut short or damaged");
}

static bool named_text(str name)
{
	return str_ends(name, S(".pbtxt")) || str_ends(name, S(".prototxt")) ||
	       str_ends(name, S(".textproto")) || str_ends(name, S(".prototext"));
}

/* `node {` or `layer {` at the beginning of a line. */
static bool has_block(str head)
{
	for (str rest = head; rest.p != NULL;) {
		str line = str_trim(str_cut(&rest, '\n'));
		if (str_starts(line, S("node {")) || str_starts(line, S("layer {")) ||
		    str_starts(line, S("layers {")) || str_starts(line, S("meta_graphs {")) ||
		    str_starts(line, S("graph_def {")) || str_starts(line, S("graph {")))
			return true;
	}
	return false;
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (p->quiet || str_find_byte(p->head, 0) != STR_NONE)
		return 0;
	if (named_text(p->name))
		return has_block(p->head) ? 60 : 35;
	return str_ends(p->name, S(".pb")) && has_block(p->head) ? 55 : 0;
}

const struct format format_text_graph = {
	.name = "textproto",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_text,
};

/* ---- .caffemodel: NetParameter ---- */

static void read_python_param(struct text_graph *x, struct pb *p, struct pb_range in)
{
	struct pb_field f;

	x->python = true;
	while (pb_next(p, &in, &f)) {
		if (f.number == 1)
			x->module = pb_keep(p, &f, 200);
		else if (f.number == 2)
			x->layer = pb_keep(p, &f, 200);
	}
}

static void read_layer(struct text_graph *x, struct pb *p, struct pb_range in)
{
	uint8_t room[64];
	struct pb_field f;

	x->python_at = in.at;
	while (pb_next(p, &in, &f)) {
		if (f.number == 2 && f.wire == PB_BYTES)
			x->python |= str_eq(pb_bytes(p, &f, room, sizeof(room)), S("Python"));
		else if (f.number == 130 && f.wire == PB_BYTES)
			read_python_param(x, p, f.body);
	}
	report_python(x);
}

static void check_caffe(struct model *m)
{
	struct text_graph x = start(m);
	struct pb p = pb_of(m->arena, m->blob);
	struct pb_range in = pb_all(&p);
	struct pb_field f;

	if (graph_lfs_pointer(m))
		return;
	model_property(m, "format", S("caffe"));
	while (pb_next(&p, &in, &f))
		if (f.number == 100 && f.wire == PB_BYTES)
			read_layer(&x, &p, f.body);
	if (p.diag.code == PB_DIAG_FUEL)
		model_finding(m, "AS004", p.diag.offset, (str){NULL, 0}, "%s", p.diag.msg);
	else if (p.diag.code == PB_DIAG_READ)
		model_unreadable(m);
	else if (p.diag.code != PB_DIAG_NONE || m->blob.size == 0)
		model_finding(m, "MD436", p.diag.offset, (str){NULL, 0},
			      "no model of Caffe, or one that is cut short or damaged: %s",
			      p.diag.msg ? p.diag.msg : "empty");
}

static unsigned recognise_caffe(UNUSED const struct settings *s, const struct peek *p)
{
	uint64_t inner, type;
	str layer = pb_look_into(p->head, p->size, 100, &inner), name;

	name = pb_look_into(layer, inner, 2, &type);
	if (layer.p != NULL && name.n > 2 && name.n == type && name.n < 40 && name.p[0] >= 'A' &&
	    name.p[0] <= 'Z')
		return 70;
	return str_ends(p->name, S(".caffemodel")) ? 40 : 0;
}

const struct format format_caffe = {
	.name = "caffe",
	.layer = LAYER_MODELS,
	.recognise = recognise_caffe,
	.model = check_caffe,
};

const struct rule rules_text_graph[] = {
	{
		.id = "MD435",
		.name = "caffe_python_layer",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 829},
		.tags = TAGS,
		.title = "A Caffe model runs a Python layer",
		.why = "Loading the network imports the module that it names and runs its class "
		       "with parameters from the file.",
		.fix = "Read the module before you load the model, or use a model without it.",
		.lang = "file:net.prototxt",
		.bad = "layer {\n  name: \"x\"\n  type: \"Python\"\n  python_param { module: "
		       "\"os\" "
		       "layer: \"X\" }\n}\n",
		.good = "layer {\n  name: \"x\"\n  type: \"ReLU\"\n}\n",
	},
	{
		.id = "MD436",
		.name = "caffe_malformed",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {20},
		.tags = TAGS,
		.title = "A graph of Caffe or TensorFlow that is damaged",
		.why = "A part of it could not be checked.",
		.fix = "Get the file again from its source and compare its hash.",
		.lang = "file:net.prototxt",
		.bad = "layer {\n  name: \"x\"\n  type: \"ReLU\"\n",
		.good = "layer {\n  name: \"x\"\n  type: \"ReLU\"\n}\n",
	},
	{0},
};
