/* TensorFlow graphs. "TensorFlow models are programs" (its SECURITY.md): a graph may read and write
 * files, talk to the network and call Python when it is run, some of it when it is loaded. What
 * honest models do of this is known (checkpoints in the functions of the saver, vocabularies from
 * assets); the rest is reported. An operator that TensorFlow does not have needs a library. */
#include "model/tf.h"

#include "base/limits.h"
#include "engine/rule.h"
#include "model/path.h"
#include "model/tf_ops.h"
#include "rules/model/graph.h"
#include "rules/model/tf_danger.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"
#define CONSTANT_PASSES 16 /* how often the graph is read through for one constant */
#define PATHS 512	   /* inputs that are followed to a constant */
#define SAID 20		   /* findings about operators that do the same */

struct tensorflow {
	struct model *m;
	struct pb *p;
	enum tf_kind kind;
	struct graph_calls calls;
	struct map seen, ops; /* ops: name -> enum known */
	uint64_t nodes;
	uint32_t assets;
	bool saver;
	unsigned passes;
	struct map paths; /* function NUL input -> str * of a constant */
	struct map times; /* what operators do -> how often it was said */
	bool too_many;	  /* paths that were not followed */
	uint8_t *window;  /* in arena, WINDOW bytes */
};

#define WINDOW ((size_t)64 * 1024)

enum known { KNOWN_PLAIN = 1, KNOWN_DANGER, KNOWN_LIBRARY, KNOWN_NOT };

static const char *const rule_of[] = {
	[TF_PYTHON] = "MD270",	   [TF_FILE] = "MD271",	 [TF_NETWORK] = "MD272",
	[TF_CHECKPOINT] = "MD274", [TF_TABLE] = "MD271", [TF_CACHE] = "MD271",
	[TF_NATIVE] = "MD279",
};

static str place_of(struct tensorflow *x, const struct tf_where *w, const struct tf_node *n)
{
	if (w->function.p == NULL)
		return arena_printf(x->m->arena, "node %.*s", STR_ARG(graph_show(x->m, n->name)));
	return arena_printf(x->m->arena, "node %.*s of function %.*s",
			    STR_ARG(graph_show(x->m, n->name)),
			    STR_ARG(graph_show(x->m, w->function)));
}

/* ---- Operators ---- */

static bool has_any(str s, const char *words)
{
	for (str rest = str_of(words); rest.p != NULL;)
		if (str_find_nocase(s, str_cut(&rest, ' ')) != STR_NONE)
			return true;
	return false;
}

/* Is this checkpoint operator where Keras, tf.Module and tf.train.Saver put it? */
static bool in_saver(const struct tensorflow *x, const struct tf_where *w, const struct tf_node *n)
{
	if (w->function.p != NULL)
		return has_any(w->function, "traced_save traced_restore save_fn restore_fn "
					    "_save_ _restore_");
	if (x->kind == TF_GRAPH)
		return has_any(n->name, "save restore");
	return x->saver;
}

static enum level severity_of(struct tensorflow *x, const struct tf_danger *d,
			      const struct tf_where *w, const struct tf_node *n, str path)
{
	if (d->reach == TF_CACHE && path.p != NULL && path.n == 0)
		return LEVEL_DEFAULT; /* in memory */
	if (d->reach == TF_TABLE)     /* graphs of TensorFlow 1 name the exporter's own files */
		return x->assets == 0 && path_is_telling(path) ? HIGH : LEVEL_DEFAULT;
	if (path.p != NULL && path_leaves(path) != NULL && d->severity >= MEDIUM)
		return HIGH;
	if (d->reach == TF_CHECKPOINT)
		return in_saver(x, w, n) ? LEVEL_DEFAULT : d->severity;
	return d->severity;
}

/* The constant that reaches an input, looked for once for every input that there is: a saver of
 * TensorFlow 1 has hundreds of operators with the same one. */
static str constant(struct tensorflow *x, const struct tf_where *w, str input)
{
	uint8_t room[2 * TF_NAME + 1];
	str key = {room, w->function.n + 1 + input.n}, *found;
	uint64_t *at;

	if (w->function.n > 0)
		memcpy(room, w->function.p, w->function.n);
	room[w->function.n] = 0;
	memcpy(&room[w->function.n + 1], input.p, input.n);
	at = map_get(&x->paths, key);
	if (at != NULL)
		return *(const str *)(uintptr_t)*at;
	if (x->paths.count == PATHS) {
		x->too_many = true;
		return (str){NULL, 0};
	}
	found = NEW(x->m->arena, str, 1);
	x->passes = CONSTANT_PASSES;
	*found = tf_constant(x->p, w, input, &x->passes);
	*map_put(&x->paths, arena_dup(x->m->arena, key)) = (uint64_t)(uintptr_t)found;
	return *found;
}

static str path_of(struct tensorflow *x, const struct tf_danger *d, const struct tf_where *w,
		   const struct tf_node *n)
{
	str path = {NULL, 0};

	if (d->reach == TF_PYTHON || d->reach == TF_NATIVE)
		return path;
	for (unsigned i = 0; path.p == NULL && i < COUNTOF(n->input); i++)
		if (n->input[i].n > 0)
			path = constant(x, w, n->input[i]);
	return path;
}

static void dangerous(struct tensorflow *x, const struct tf_where *w, const struct tf_node *n)
{
	const struct tf_danger *d = tf_danger_of(n->op);
	const char *id = rule_of[d->reach];
	uint64_t *times = map_put(&x->times, str_of(d->does));
	str path;
	struct finding *f;
	enum level severity;

	if (*times >= SAID)
		return;
	path = path_of(x, d, w, n);
	severity = severity_of(x, d, w, n, path);
	if (severity == LEVEL_DEFAULT)
		return;
	++*times;
	f = model_finding(x->m, id, n->at, n->op, "%.*s (%.*s) %s%s%.*s", STR_ARG(n->op),
			  STR_ARG(place_of(x, w, n)), d->does, path.p != NULL ? ": " : "",
			  STR_ARG(path.p != NULL ? graph_show(x->m, path) : S("")));
	f->severity = (uint8_t)severity;
}

static void unknown(struct tensorflow *x, const struct tf_where *w, const struct tf_node *n,
		    enum known known)
{
	struct finding *f;

	/* what is information counts for itself: it must not hide the rest */
	if (!graph_first(&x->seen, known == KNOWN_LIBRARY ? "information" : "MD273", n->op))
		return;
	f = model_finding(x->m, "MD273", n->at, n->op,
			  "%.*s (%.*s) is none of TensorFlow's operators: %s",
			  STR_ARG(graph_show(x->m, n->op)), STR_ARG(place_of(x, w, n)),
			  known == KNOWN_LIBRARY ? "a well-known library provides it"
						 : "whoever runs it loads a library for it");
	if (known == KNOWN_LIBRARY)
		f->severity = INFO;
	else if (graph_python_op(n->op) || graph_telling_op(n->op))
		f->severity = HIGH;
}

static enum known look_up(struct tensorflow *x, str op)
{
	uint64_t *at = map_get(&x->ops, op);
	enum known known = KNOWN_PLAIN;

	if (at != NULL)
		return (enum known) * at;
	if (tf_danger_of(op)->reach != TF_COMPUTES)
		known = KNOWN_DANGER;
	else if (!tf_op_known(op))
		known = tf_op_of_library(op) ? KNOWN_LIBRARY : KNOWN_NOT;
	if (x->ops.count < LIMIT_GRAPH_FUNCTIONS)
		*map_put(&x->ops, arena_dup(x->m->arena, op)) = known;
	return known;
}

static uint32_t caller(const struct tensorflow *x, const struct tf_where *w)
{
	return w->function.p == NULL ? graph_main(&x->calls) : graph_index(&x->calls, w->function);
}

static void on_node(void *ctx, const struct tf_where *w, const struct tf_node *n)
{
	struct tensorflow *x = ctx;
	bool defined = graph_node(&x->calls, caller(x, w), n->op);
	enum known known = look_up(x, n->op);

	x->nodes++;
	if (n->twice && graph_first(&x->seen, "MD280", n->name))
		model_finding(x->m, "MD280", n->at, n->name,
			      "%.*s names its operator twice: readers take one or the other",
			      STR_ARG(place_of(x, w, n)));
	if (known == KNOWN_DANGER)
		dangerous(x, w, n);
	else if (known != KNOWN_PLAIN && !defined && n->op.n > 0)
		unknown(x, w, n, known);
}

static void on_calls(void *ctx, const struct tf_where *w, UNUSED const struct tf_node *n,
		     str function)
{
	struct tensorflow *x = ctx;

	graph_call(&x->calls, caller(x, w), function);
}

/* ---- Attributes and constants ---- */

static void native_attribute(struct tensorflow *x, const struct tf_node *n, str value,
			     const char *does)
{
	if (graph_first(&x->seen, "MD279", value))
		model_finding(x->m, "MD279", n->at, value, "%.*s (node %.*s) %s: %.*s",
			      STR_ARG(n->op), STR_ARG(graph_show(x->m, n->name)), does,
			      STR_ARG(graph_show(x->m, value)));
}

static void file_attribute(struct tensorflow *x, const struct tf_node *n, str value,
			   const char *does)
{
	if (graph_first(&x->seen, "MD271", value))
		model_finding(x->m, "MD271", n->at, value, "%.*s (node %.*s) %s: %.*s",
			      STR_ARG(n->op), STR_ARG(graph_show(x->m, n->name)), does,
			      STR_ARG(graph_show(x->m, value)));
}

/* Compiled programs name the host's functions that they call back. */
static void look_for_callbacks(struct tensorflow *x, const struct tf_node *n,
			       const struct pb_field *f)
{
	static const str word = S_INIT("_python_"), callback = S_INIT("callback");
	struct blob b = pb_blob(x->p, f);

	for (uint64_t at = 0; at < b.size && at < 64 * MiB; at += WINDOW - 64) {
		size_t want = b.size - at < WINDOW ? (size_t)(b.size - at) : WINDOW, found;
		str s = {x->window, want};
		if (!model_spend(x->m, want) || !blob_copy(b, at, x->window, want))
			return;
		found = str_find(s, word);
		if (found != STR_NONE &&
		    str_find(str_slice(s, found, found + 64), callback) != STR_NONE &&
		    graph_first(&x->seen, "MD270", n->name)) {
			model_finding(x->m, "MD270", f->at, n->name,
				      "the program of %.*s (node %.*s) calls back into Python",
				      STR_ARG(n->op), STR_ARG(graph_show(x->m, n->name)));
			return;
		}
	}
}

static void on_text(void *ctx, const struct tf_node *n, str attribute, const struct pb_field *s)
{
	struct tensorflow *x = ctx;
	uint8_t room[256];
	str value;

	if (str_eq(n->op, S("XlaCallModule")) && pb_size(s) > 256) {
		look_for_callbacks(x, n, s);
		return;
	}
	if (pb_size(s) > 64)
		model_inside_quiet(x->m, attribute, pb_blob(x->p, s));
	value = pb_bytes(x->p, s, room, sizeof(room));
	if (str_eq(attribute, S("output_stream")) && str_starts(value, S("file://")))
		file_attribute(x, n, value, "writes what it prints into a file");
	else if (str_eq(attribute, S("descriptor_source")) && value.n > 0 &&
		 !str_starts(value, S("local://")) && !str_starts(value, S("bytes://")))
		file_attribute(x, n, value, "reads a description of messages from a file");
	else if (str_eq(attribute, S("call_target_name")))
		native_attribute(x, n, value, "calls a native function by its name");
	else if (str_eq(n->op, S("ImmutableConst")) && str_eq(attribute, S("memory_region_name")))
		file_attribute(x, n, value, "maps a file into memory");
}

/* Serialized graphs travel as strings (DatasetFromGraph runs them). */
static void on_string(void *ctx, UNUSED const struct tf_node *n, const struct pb_field *s)
{
	struct tensorflow *x = ctx;

	if (pb_size(s) > 24)
		model_inside_quiet(x->m, n->name, pb_blob(x->p, s));
}

/* ---- Around the graph ---- */

static void on_define(void *ctx, str function, UNUSED uint64_t at)
{
	(void)graph_define(&((struct tensorflow *)ctx)->calls, function);
}

static void on_asset(void *ctx, const struct pb_field *filename)
{
	struct tensorflow *x = ctx;
	uint8_t room[1024];
	str path = pb_bytes(x->p, filename, room, sizeof(room));
	const char *why = path_leaves(path);

	x->assets++;
	if (why != NULL && graph_first(&x->seen, "MD278", path))
		model_finding(x->m, "MD278", filename->at, path, "asset file %.*s %s",
			      STR_ARG(graph_show(x->m, path)), why);
}

static void on_object(void *ctx, UNUSED str identifier, const struct pb_field *metadata)
{
	struct tensorflow *x = ctx;
	uint8_t room[16];
	str head = pb_bytes(x->p, metadata, room, sizeof(room));

	if (head.n > 1 && head.p[0] == '{')
		model_inside(x->m, S("metadata.json"), pb_blob(x->p, metadata));
	else if (pb_size(metadata) > 64)
		model_inside_quiet(x->m, S("metadata"), pb_blob(x->p, metadata));
}

static void on_saver(void *ctx, UNUSED str restore_op)
{
	((struct tensorflow *)ctx)->saver = true;
}

static void on_version(void *ctx, str tensorflow)
{
	struct tensorflow *x = ctx;

	model_property(x->m, "framework",
		       arena_printf(x->m->arena, "TensorFlow %.*s", STR_ARG(tensorflow)));
}

static void check_calls(struct tensorflow *x)
{
	str circle;
	uint64_t nodes = graph_expanded(&x->calls, &circle);

	if (circle.p != NULL)
		model_finding(x->m, "MD277", MODEL_NOWHERE, circle,
			      "function %.*s calls itself, directly or through others",
			      STR_ARG(graph_show(x->m, circle)));
	else if (nodes > LIMIT_GRAPH_NODES)
		model_finding(
			x->m, "MD277", MODEL_NOWHERE, (str){NULL, 0},
			"functions call each other so that the graph has %llu nodes once they "
			"are written out",
			(unsigned long long)nodes);
	if (x->calls.full)
		model_finding(x->m, "AS004", MODEL_NOWHERE, (str){NULL, 0},
			      "more functions or calls between them than assay follows");
}

static void check_wire(struct tensorflow *x, const struct tf_walk *w)
{
	const struct pb_diag *d = &x->p->diag;

	if (w->deep)
		model_finding(x->m, "MD275", w->where, S("depth"),
			      "attributes lie more than %u deep in each other", LIMIT_TF_DEPTH);
	if (d->code == PB_DIAG_FUEL)
		model_finding(x->m, "AS004", d->offset, (str){NULL, 0}, "%s", d->msg);
	else if (d->code == PB_DIAG_READ)
		model_unreadable(x->m);
	else if (d->code != PB_DIAG_NONE)
		model_finding(x->m, "MD275", d->offset, (str){NULL, 0},
			      "a TensorFlow model that is cut short or damaged: %s", d->msg);
}

/* ---- The formats ---- */

static void check_as(struct model *m, enum tf_kind kind)
{
	struct pb p = pb_of(m->arena, m->blob);
	struct tensorflow x = {
		.m = m,
		.p = &p,
		.kind = kind,
		.calls = graph_calls_of(m->arena, LIMIT_GRAPH_FUNCTIONS),
		.seen = map_in(m->arena),
		.ops = map_in(m->arena),
		.paths = map_in(m->arena),
		.times = map_in(m->arena),
		.window = arena_raw(m->arena, WINDOW, 8),
	};
	struct tf_visitor v = {
		.ctx = &x,
		.define = on_define,
		.node = on_node,
		.text = on_text,
		.calls = on_calls,
		.string = on_string,
		.asset = on_asset,
		.object = on_object,
		.saver = on_saver,
		.version = on_version,
	};
	struct tf_walk w = {.p = &p, .v = &v};

	model_property(m, "format",
		       kind == TF_SAVED_MODEL ? S("tensorflow SavedModel") : S("tensorflow"));
	tf_walk(&w, kind);
	if (x.too_many)
		model_finding(m, "MD274", MODEL_NOWHERE, S("many"),
			      "more names of files than are followed to where they come from");
	check_wire(&x, &w);
	check_calls(&x);
	model_property(m, "architecture",
		       arena_printf(m->arena, "%llu nodes", (unsigned long long)x.nodes));
}

/* A file whose name says that it is a protocol buffer: of which kind, its content does not say. */
static bool is_message(struct model *m, struct pb_diag *d)
{
	struct pb p = pb_of(m->arena, m->blob);
	struct pb_range in = pb_all(&p);
	struct pb_field f;

	p.fuel = 100000;
	while (pb_next(&p, &in, &f))
		;
	*d = p.diag;
	return p.diag.code == PB_DIAG_NONE || p.diag.code == PB_DIAG_FUEL;
}

static bool is_text(str head)
{
	size_t odd = 0;

	for (size_t i = 0; i < head.n; i++)
		odd += head.p[i] < 0x20 && head.p[i] != '\n' && head.p[i] != '\r' &&
		       head.p[i] != '\t';
	return odd == 0;
}

struct count {
	unsigned known;
};

static void count_known(void *ctx, UNUSED const struct tf_where *w, const struct tf_node *n)
{
	((struct count *)ctx)->known += tf_op_known(n->op);
}

/* What is named as a graph and was not recognised may be one all the same, among fields that none
 * has: does it have nodes with operators of TensorFlow if it is read as one? */
static bool has_nodes(struct model *m, enum tf_kind kind)
{
	struct pb p = pb_of(m->arena, m->blob);
	struct count c = {0};
	struct tf_visitor v = {.ctx = &c, .node = count_known};
	struct tf_walk w = {.p = &p, .v = &v};

	p.fuel = 1000000;
	tf_walk(&w, kind);
	return c.known > 0;
}

static void check_by_name(struct model *m, str head)
{
	static const enum tf_kind kinds[] = {TF_GRAPH, TF_META_GRAPH, TF_SAVED_MODEL};
	bool saved = str_eq(m->name, S("saved_model.pb"));
	struct pb_diag d;

	for (size_t i = 0; i < COUNTOF(kinds); i++)
		if (has_nodes(m, kinds[i])) {
			check_as(m, kinds[i]);
			return;
		}
	if (m->blob.size > 0 && (str_eq(m->name, S("keras_metadata.pb")) || saved) &&
	    is_message(m, &d)) {
		check_as(m, saved ? TF_SAVED_MODEL : TF_KERAS_METADATA);
		return;
	}
	if (is_message(m, &d))
		return;
	if (!saved && is_text(head) && m->blob.size > 0)
		return; /* text of protocol buffers, or of something else: Program Database, ... */
	if (saved && head.n > 2 && head.p[0] == 0x08 && head.p[2] == 0x12) {
		check_as(m, TF_SAVED_MODEL); /* cut short: that is said there */
		return;
	}
	model_finding(m, "MD276", d.offset, (str){NULL, 0},
		      "named %.*s, but the content is no protocol buffer (%s)",
		      STR_ARG(graph_show(m, m->name)), d.msg);
}

static void check_tensorflow(struct model *m)
{
	str head = blob_get(m->blob, m->arena, 0, PEEK_HEAD);
	enum tf_kind kind = tf_looks_like(head, m->blob.size);

	if (kind != TF_NONE)
		check_as(m, kind);
	else if (!graph_lfs_pointer(m))
		check_by_name(m, head);
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (tf_looks_like(p->head, p->size) != TF_NONE)
		return 80;
	if (str_eq(p->name, S("saved_model.pb")))
		return 45;
	return str_ends(p->name, S(".pb")) ? 30 : 0;
}

const struct format format_tensorflow = {
	.name = "tensorflow",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_tensorflow,
};

const struct rule rules_tensorflow[] = {
	{
		.id = "MD270",
		.name = "tf_python_op",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 502},
		.tags = TAGS,
		.title = "A TensorFlow graph calls Python",
		.why = "The graph calls functions of the Python process that runs it. A model that "
		       "was exported for inference has no such operators: they do not work in "
		       "another process, unless somebody prepared it.",
		.fix = "Export the model again without tf.py_function and tf.numpy_function.",
		.lang = "bytes:saved_model.pb",
		.bad = "\\x08\\x01\\x12\\x11\\x12\\x0f\\n\\x0d\\n\\x01n\\x12\\x06PyFunc\\x3a\\x00",
		.good = "\\x08\\x01\\x12\\x12\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Softmax\\x3a\\x0"
			"0",
	},
	{
		.id = "MD271",
		.name = "tf_file_op",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {22, 73, 552},
		.tags = TAGS,
		.title = "A TensorFlow graph reads, writes or lists files",
		.why = "Whoever wrote the graph says which file is read or overwritten with the "
		       "rights of the process that runs the model.",
		.fix = "Export the model without input pipelines and file operators; keep data in "
		       "assets.",
		.lang = "bytes:saved_model.pb",
		.bad = "\\x08\\x01\\x12\\x14\\x12\\x12\\n\\x10\\n\\x01n\\x12\\x09WriteFile\\x3a\\x0"
		       "0",
		.good = "\\x08\\x01\\x12\\x12\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Softmax\\x3a\\x0"
			"0",
	},
	{
		.id = "MD272",
		.name = "tf_network_op",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {918, 829},
		.tags = TAGS,
		.title = "A TensorFlow graph connects to the network",
		.why = "What the model sees leaves the machine, or what it answers comes from "
		       "elsewhere.",
		.fix = "Export the model for inference only.",
		.lang = "bytes:saved_model.pb",
		.bad = "\\x08\\x01\\x12\\x14\\x12\\x12\\n\\x10\\n\\x01n\\x12\\x09RpcClient\\x3a\\x0"
		       "0",
		.good = "\\x08\\x01\\x12\\x12\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Softmax\\x3a\\x0"
			"0",
	},
	{
		.id = "MD273",
		.name = "tf_unknown_op",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {829},
		.tags = TAGS,
		.title = "A TensorFlow operator that TensorFlow does not have",
		.why = "The model runs only after a shared library with the operator was loaded "
		       "into the process.",
		.fix = "Find out whose operator it is and load the library from a source you "
		       "trust.",
		.lang = "bytes:saved_model.pb",
		.bad = "\\x08\\x01\\x12\\x12\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Sofftax\\x3a\\x00",
		.good = "\\x08\\x01\\x12\\x12\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Softmax\\x3a\\x0"
			"0",
	},
	{
		.id = "MD274",
		.name = "tf_checkpoint_op",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {22, 73},
		.tags = TAGS,
		.title = "Checkpoints are read or written outside the saver",
		.why = "Honest models save and restore in functions that the saver calls with a "
		       "path. Elsewhere, or with a path of its own, such an operator reads or "
		       "overwrites files when the model runs.",
		.fix = "Export the model again; do not run it.",
		.lang = "bytes:saved_model.pb",
		.bad = "\\x08\\x01\\x12\\x11\\x12\\x0f\\n\\x0d\\n\\x01n\\x12\\x06SaveV2\\x3a\\x00",
		.good = "\\x08\\x01\\x12\\x12\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Softmax\\x3a\\x0"
			"0",
	},
	{
		.id = "MD275",
		.name = "tf_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.tags = TAGS,
		.title = "TensorFlow model that is cut short or damaged",
		.why = "A part of it could not be checked; no exporter writes such a file.",
		.fix = "Get the file again from its source and compare its hash.",
		.lang = "bytes:saved_model.pb",
		.bad = "\\x08\\x01\\x12\\x12\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Softmax\\x3a\\x40",
		.good = "\\x08\\x01\\x12\\x12\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Softmax\\x3a\\x0"
			"0",
	},
	{
		.id = "MD276",
		.name = "not_tensorflow",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {646},
		.tags = TAGS,
		.title = "Named as a protocol buffer, but none",
		.why = "A name that promises a harmless format makes people and programs trust "
		       "whatever is inside.",
		.fix = "Find out what the file is before anything opens it.",
		.lang = "bytes:model.pb",
		.bad = "\\x80\\x04\\x07\\x00\\x01",
		.good = "\\x08\\x01",
	},
	{
		.id = "MD277",
		.name = "tf_functions_without_end",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {674, 400},
		.tags = TAGS,
		.title = "TensorFlow functions call each other without end",
		.why = "Loading the model runs out of stack or memory (CVE-2021-29615 and its "
		       "likes).",
		.fix = "Do not load the model.",
	},
	{
		.id = "MD278",
		.name = "tf_asset_path",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {22},
		.tags = TAGS,
		.title = "An asset of a SavedModel lies outside its folder",
		.why = "Loading the model reads the file of the attacker's choice instead of one "
		       "in "
		       "assets/.",
		.fix = "Do not load the model.",
		.lang = "bytes:saved_model.pb",
		.bad = "\\x08\\x01\\x12\\x1a\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Softmax\\x3a\\x00"
		       "2\\x06\\x12\\x04../x",
		.good = "\\x08\\x01\\x12\\x1a\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Softmax\\x3a\\x00"
			"2\\x06\\x12\\x04a.tx",
	},
	{
		.id = "MD279",
		.name = "tf_native_op",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {829},
		.tags = TAGS,
		.title = "A TensorFlow graph runs native code or ends the process",
		.why = "What such an operator does is not visible in the graph.",
		.fix = "Export the model without it, or find out what it runs.",
		.lang = "bytes:saved_model.pb",
		.bad = "\\x08\\x01\\x12\\x10\\x12\\x0e\\n\\x0c\\n\\x01n\\x12\\x05Abort\\x3a\\x00",
		.good = "\\x08\\x01\\x12\\x12\\x12\\x10\\n\\x0e\\n\\x01n\\x12\\x07Softmax\\x3a\\x0"
			"0",
	},
	{
		.id = "MD280",
		.name = "tf_twice",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {436},
		.tags = TAGS,
		.title = "A TensorFlow node says what it is twice",
		.why = "Readers keep the first or the last: what one program checks is not what "
		       "another one runs.",
		.fix = "Do not load the model; get it again from its source.",
	},
	{0},
};
