/* ONNX models: what a runtime would open, load or run because of them.
 *
 * ONNX has no code of its own; what is dangerous is what it refers to: files for tensor data,
 * operators that a library must provide or that call Python, and functions. The walk visits every
 * node and tensor however deep it is nested, also where readers would keep only one of two. */
#include "model/onnx.h"

#include "base/limits.h"
#include "engine/rule.h"
#include "model/onnx_ops.h"
#include "model/path.h"
#include "rules/model/graph.h"
#include "rules/model/onnx.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"

struct onnx {
	struct model *m;
	struct pb *p;
	struct graph_calls calls;
	uint32_t here; /* the function being walked, or graph_main(&calls) */
	struct map seen;
	uint64_t tensors, nodes;
	uint32_t functions; /* counted first */
	bool any;	    /* something of a model was there */
};

static bool first(struct onnx *x, const char *id, str what)
{
	return graph_first(&x->seen, id, what);
}

#define KEY ((size_t)3 * ONNX_NAME + 4)

/* "domain::operator:overload" in room of KEY bytes: nodes are many, memory is not for them. */
static str operator_name(uint8_t *room, str domain, str op, str overload)
{
	str parts[] = {domain, S("::"), op, overload.n > 0 ? S(":") : S(""), overload};
	size_t n = 0;

	if (str_eq(domain, S("ai.onnx")))
		parts[0] = S("");
	for (size_t i = 0; i < COUNTOF(parts); i++) {
		str part = str_slice(parts[i], 0, ONNX_NAME);
		if (part.n > 0)
			memcpy(&room[n], part.p, part.n);
		n += part.n;
	}
	return (str){room, n};
}

/* ---- Tensors ---- */

void onnx_check_location(struct model *m, struct map *seen, str tensor, str path, const char *which,
			 uint64_t at)
{
	const char *why = path_leaves(path);

	if (str_find(path, S("_MEM_ADDR_")) != STR_NONE)
		why = "makes ONNX Runtime take the offset for an address in memory";
	if (why != NULL && graph_first(seen, "MD240", path))
		model_finding(m, "MD240", at, path, "the %s of tensor %.*s, %.*s, %s", which,
			      STR_ARG(graph_show(m, tensor)), STR_ARG(graph_show(m, path)), why);
}

static bool as_number(str text, uint64_t *n)
{
	return str_to_u64(text, n) && *n <= INT64_MAX;
}

static void external_range(struct onnx *x, const struct onnx_tensor *t)
{
	uint64_t offset = 0, length = 0, end;
	const char *what = NULL;
	unsigned bits = 0;
	str shown = t->offset;

	if (t->has_offset && !as_number(t->offset, &offset))
		what = "offset is no number of a place in a file";
	else if (t->has_length && !as_number(t->length, &length))
		what = "length is no number of bytes", shown = t->length;
	else if (__builtin_add_overflow(offset, length, &end) || end > INT64_MAX)
		what = "offset and length reach beyond any file";
	else if (t->has_length && onnx_type_bits(t->type, &bits) && bits > 0 && !t->overflow &&
		 t->elements < UINT64_MAX / 128 && length < t->elements * bits / 8)
		what = "length is less than its dimensions need", shown = t->length;
	if (what != NULL && first(x, "MD241", t->name))
		model_finding(x->m, "MD241", t->entries_at, t->name,
			      "external data of tensor %.*s: its %s (%.*s)",
			      STR_ARG(graph_show(x->m, t->name)), what,
			      STR_ARG(graph_show(x->m, shown)));
}

static void external_entries(struct onnx *x, const struct onnx_tensor *t)
{
	const char *what = NULL;
	str shown;

	if (t->external && t->location.n == 0)
		what = "says that its data is in another file and does not say in which";
	else if (t->external && (t->has_raw || t->typed))
		what = "has data of its own and external data: readers take one or the other";
	else if (t->location_twice)
		what = "names two locations";
	else if (t->location_long)
		what = "names a location of more than 4096 bytes";
	else if (t->data_location > 1)
		what = "has a data location that does not exist";
	else if (t->odd_key.n > 0)
		what = "sets a property that external data does not have (old readers set it on "
		       "an object of their own)";
	if (what == NULL || !first(x, "MD242", t->name))
		return;
	shown = t->odd_key.n > 0 ? graph_show(x->m, t->odd_key) : S("");
	model_finding(x->m, "MD242", t->at, t->name, "tensor %.*s %s%s%.*s",
		      STR_ARG(graph_show(x->m, t->name)), what, t->odd_key.n > 0 ? ": " : "",
		      STR_ARG(shown));
}

static uint64_t bytes_for(uint64_t elements, unsigned bits)
{
	return elements / 8 * bits + (elements % 8 * bits + 7) / 8;
}

/* NULL, or what is wrong with a tensor's size. */
static const char *wrong_size(const struct onnx_tensor *t)
{
	uint64_t raw = t->has_raw ? pb_size(&t->raw) : 0;
	unsigned bits = 0;

	if (t->negative)
		return "has a negative dimension";
	if (t->overflow || t->elements > INT64_MAX / 16)
		return "has dimensions whose product is beyond any memory";
	if (!onnx_type_bits(t->type, &bits))
		return t->has_type && t->type != 0 ? "has an unknown data type"
		       : raw > 0		   ? "has data and no data type"
						   : NULL;
	if (raw > 0 && bits == 0)
		return "is of strings and has raw data";
	if (raw > 0 && raw != bytes_for(t->elements, bits))
		return "has more or less raw data than its dimensions and type say";
	if (t->packed[0] % 4 != 0 || t->packed[1] % 8 != 0)
		return "has a part of a number at the end of its data";
	if (t->has_raw && raw > 0 && t->typed)
		return "has its data twice: readers take one or the other";
	return NULL;
}

static void on_tensor(void *ctx, const struct onnx_tensor *t)
{
	struct onnx *x = ctx;
	const char *wrong = wrong_size(t);

	x->tensors++;
	x->any = true;
	if (t->has_location)
		onnx_check_location(x->m, &x->seen, t->name, t->location, "location",
				    t->entries_at);
	if (t->has_basepath)
		onnx_check_location(x->m, &x->seen, t->name, t->basepath, "base path",
				    t->entries_at);
	if (t->entries > 0)
		external_range(x, t);
	external_entries(x, t);
	if (wrong != NULL && first(x, "MD246", t->name))
		model_finding(x->m, "MD246", t->at, t->name, "tensor %.*s %s",
			      STR_ARG(graph_show(x->m, t->name)), wrong);
	if (t->has_raw && pb_size(&t->raw) > 64)
		graph_hidden(x->m, t->name, pb_blob(x->p, &t->raw));
}

/* ---- Nodes ---- */

static void custom_op(struct model *m, str domain, str op, str what, enum onnx_domain whose,
		      uint64_t at)
{
	bool telling = graph_telling_op(op);
	struct finding *f;

	if (whose == ONNX_DOMAIN_STANDARD) {
		f = model_finding(m, "MD244", at, what,
				  "%.*s is none of ONNX's operators: a library must provide it",
				  STR_ARG(graph_show(m, op)));
		f->severity = telling ? HIGH : INFO;
		return;
	}
	f = model_finding(m, "MD244", at, what,
			  "operator %.*s of the %s domain %.*s runs code of a library that has to "
			  "be loaded for it",
			  STR_ARG(graph_show(m, op)),
			  whose == ONNX_DOMAIN_LIBRARY ? "well-known" : "custom",
			  STR_ARG(graph_show(m, domain)));
	if (whose == ONNX_DOMAIN_LIBRARY)
		f->severity = INFO;
	else if (telling)
		f->severity = HIGH;
}

void onnx_check_operator(struct model *m, struct map *seen, str domain, str op, bool defined,
			 uint64_t at)
{
	enum onnx_domain whose = onnx_domain_of(domain);
	uint8_t room[KEY];
	str what;

	if (graph_python_op(op)) {
		what = operator_name(room, domain, op, S(""));
		if (graph_first(seen, "MD243", what))
			model_finding(m, "MD243", at, what, "%.*s runs Python code by name",
				      STR_ARG(graph_show(m, what)));
		return;
	}
	if (defined || whose == ONNX_DOMAIN_RUNTIME ||
	    (whose == ONNX_DOMAIN_STANDARD && onnx_op_is_standard(op)))
		return;
	what = operator_name(room, domain, op, S(""));
	/* what is information counts for itself: it must not hide the rest */
	if (graph_first(seen,
			whose == ONNX_DOMAIN_UNKNOWN || graph_telling_op(op) ? "MD244" : "info",
			what))
		custom_op(m, domain, op, what, whose, at);
}

static void on_node(void *ctx, const struct onnx_node *n)
{
	struct onnx *x = ctx;
	uint8_t room[KEY];
	bool defined =
		graph_node(&x->calls, x->here, operator_name(room, n->domain, n->op, n->overload));

	x->nodes++;
	x->any = true;
	onnx_check_operator(x->m, &x->seen, n->domain, n->op, defined, n->at);
}

void onnx_check_attribute(struct model *m, struct map *seen, str op, str attribute, str s,
			  uint64_t at)
{
	const char *why = NULL;

	if (str_eq(op, S("EPContext")) && s.n < 1000 && str_find_byte(s, 0) == STR_NONE &&
	    str_in(attribute, "ep_cache_context onnx_model_filename"))
		why = path_leaves(s);
	if (str_eq(op, S("ATen")) && str_eq(attribute, S("operator")) &&
	    (str_find(s, S("save")) != STR_NONE || str_find(s, S("from_file")) != STR_NONE ||
	     str_find(s, S("load")) != STR_NONE))
		why = "is a PyTorch operator that reads or writes files";
	if (why != NULL && graph_first(seen, "MD249", s))
		model_finding(m, "MD249", at, s, "attribute %.*s of operator %.*s, %.*s, %s",
			      STR_ARG(graph_show(m, attribute)), STR_ARG(graph_show(m, op)),
			      STR_ARG(graph_show(m, s)), why);
}

static void on_attribute(void *ctx, const struct onnx_node *n, const struct onnx_attribute *t)
{
	struct onnx *x = ctx;
	uint8_t bytes[1024];

	if (t->s.number == 0)
		return;
	onnx_check_attribute(x->m, &x->seen, n->op, t->name,
			     pb_bytes(x->p, &t->s, bytes, sizeof(bytes)), t->at);
	if (pb_size(&t->s) > 256)
		model_inside_quiet(x->m, t->name, pb_blob(x->p, &t->s));
}

/* ---- The rest ---- */

static void define(void *ctx, const struct onnx_function *f)
{
	struct onnx *x = ctx;
	uint8_t room[KEY];
	str name = operator_name(room, f->domain, f->name, f->overload);

	if (!graph_define(&x->calls, name) && !x->calls.full && first(x, "MD247", name))
		model_finding(x->m, "MD247", f->at, name,
			      "function %.*s is defined twice: readers take one or the other",
			      STR_ARG(graph_show(x->m, name)));
}

static void count_function(void *ctx, UNUSED const struct onnx_function *f)
{
	((struct onnx *)ctx)->functions++;
}

static void on_function(void *ctx, const struct onnx_function *f)
{
	struct onnx *x = ctx;
	uint8_t room[KEY];

	x->here = graph_main(&x->calls);
	if (f != NULL)
		x->here = graph_index(&x->calls,
				      operator_name(room, f->domain, f->name, f->overload));
}

static void on_model(void *ctx, int64_t ir_version, uint64_t at)
{
	struct onnx *x = ctx;

	if (ir_version < 1 || ir_version > 255)
		model_finding(x->m, "MD245", at, S("ir_version"),
			      "IR version %lld: versions are small numbers (14 in 2026)",
			      (long long)ir_version);
}

static void on_opset(void *ctx, str domain, int64_t version)
{
	struct onnx *x = ctx;

	x->any = true;
	if (domain.n == 0 && version > 0)
		model_property(x->m, "version",
			       arena_printf(x->m->arena, "opset %lld", (long long)version));
}

static bool is_license_key(str key)
{
	return str_eq_nocase(key, S("license")) || str_eq_nocase(key, S("licence")) ||
	       str_eq_nocase(key, S("model_license"));
}

/* ONNX Runtime takes a session's settings from here when it is told to: some name files. */
static void session_settings(struct onnx *x, str value, uint64_t at)
{
	static const char words[] = "profil optimized_model_filepath custom_op_library "
				    "external_initializers_file_folder ep.context_file_path ../ "
				    ".so .dll";

	for (str rest = str_of(words), word; rest.p != NULL;) {
		word = str_cut(&rest, ' ');
		if (str_find(value, word) == STR_NONE || !first(x, "MD249", S("ort_config")))
			continue;
		model_finding(x->m, "MD249", at, S("ort_config"),
			      "settings of ONNX Runtime in the model's metadata name files: %.*s",
			      STR_ARG(graph_show(x->m, value)))
			->severity = MEDIUM;
	}
}

static void on_text(void *ctx, enum onnx_text what, str key, const struct pb_field *value)
{
	struct onnx *x = ctx;
	uint8_t bytes[LIMIT_ROOM(LIMIT_MODEL_PROPERTY_BYTES)];
	str s = pb_bytes(x->p, value, bytes, sizeof(bytes));

	x->any = true;
	if (what == ONNX_PRODUCER)
		model_property(x->m, "framework", s);
	else if (what == ONNX_METADATA && is_license_key(key))
		model_property(x->m, "license", s);
	else if (what == ONNX_METADATA && str_eq_nocase(key, S("author")))
		model_property(x->m, "author", s);
	if (what == ONNX_METADATA && str_eq(key, S("ort_config")))
		session_settings(x, s, value->at);
	if (pb_size(value) > 256 && (what == ONNX_METADATA || what == ONNX_DOC))
		model_inside_quiet(x->m, key, pb_blob(x->p, value));
	if (what == ONNX_DOC && pb_size(value) > 16 * MiB && first(x, "MD248", key))
		model_finding(x->m, "MD248", value->at, key,
			      "a doc_string of %llu bytes: more than documentation",
			      (unsigned long long)pb_size(value));
}

static void on_unknown(void *ctx, const char *message, const struct pb_field *f)
{
	struct onnx *x = ctx;
	struct finding *found;

	if (!x->any || !first(x, "MD248", str_of(message)))
		return;
	found = model_finding(x->m, "MD248", f->at, str_of(message),
			      "field %u of a %s, which ONNX does not have: readers pass it over",
			      f->number, message);
	found->severity = INFO;
	if (f->wire == PB_BYTES && pb_size(f) > 16)
		model_inside_quiet(x->m, S("unknown field"), pb_blob(x->p, f));
}

static void on_twice(void *ctx, const char *message, const struct pb_field *f)
{
	struct onnx *x = ctx;

	if (first(x, "MD247", str_of(message)))
		model_finding(x->m, "MD247", f->at, str_of(message),
			      "field %u of a %s occurs twice: readers take one or merge both",
			      f->number, message);
}

static void check_calls(struct onnx *x)
{
	str circle;
	uint64_t nodes = graph_expanded(&x->calls, &circle);

	if (circle.p != NULL)
		model_finding(x->m, "MD250", MODEL_NOWHERE, circle,
			      "function %.*s calls itself, directly or through others",
			      STR_ARG(graph_show(x->m, circle)));
	else if (nodes > LIMIT_GRAPH_NODES)
		model_finding(
			x->m, "MD250", MODEL_NOWHERE, (str){NULL, 0},
			"functions call each other so that the graph has %llu nodes once they "
			"are written out",
			(unsigned long long)nodes);
	if (x->calls.full)
		model_finding(x->m, "AS004", MODEL_NOWHERE, (str){NULL, 0},
			      "more functions or calls between them than assay follows");
}

static void check_wire(struct onnx *x, bool deep_enough, uint64_t deep)
{
	const struct pb_diag *d = &x->p->diag;

	if (!deep_enough)
		model_finding(x->m, "MD245", deep, S("depth"),
			      "graphs lie more than %u deep in each other", LIMIT_ONNX_DEPTH);
	if (d->code == PB_DIAG_FUEL)
		model_finding(x->m, "AS004", d->offset, (str){NULL, 0}, "%s", d->msg);
	else if (d->code == PB_DIAG_READ)
		model_unreadable(x->m);
	else if (d->code != PB_DIAG_NONE && x->any)
		model_finding(x->m, "MD245", d->offset, (str){NULL, 0},
			      "an ONNX model that is cut short or damaged: %s", d->msg);
	else if (!x->any)
		model_finding(x->m, "MD251", 0, (str){NULL, 0},
			      "the name says ONNX, the content does not (%s)",
			      d->code != PB_DIAG_NONE ? d->msg : "no graph");
}

static void properties(struct onnx *x)
{
	struct arena *a = x->m->arena;

	model_property(x->m, "tensors", arena_printf(a, "%llu", (unsigned long long)x->tensors));
	model_property(x->m, "architecture",
		       arena_printf(a, "%llu nodes", (unsigned long long)x->nodes));
}

static void check_onnx(struct model *m)
{
	struct pb p = pb_of(m->arena, m->blob);
	struct onnx x = {.m = m, .p = &p, .seen = map_in(m->arena)};
	struct onnx_visitor v = {.ctx = &x, .function = count_function};
	uint64_t deep;
	bool ok;

	if (graph_lfs_pointer(m))
		return;
	onnx_functions(&p, &v);
	x.calls = graph_calls_of(m->arena, x.functions);
	v.function = define;
	if (x.functions > 0) {
		p.fuel = LIMIT_PB_FIELDS;
		onnx_functions(&p, &v);
	}
	x.here = graph_main(&x.calls);
	p.diag = (struct pb_diag){0};
	p.fuel = LIMIT_PB_FIELDS;
	v = (struct onnx_visitor){
		.ctx = &x,
		.model = on_model,
		.opset = on_opset,
		.text = on_text,
		.function = on_function,
		.node = on_node,
		.attribute = on_attribute,
		.tensor = on_tensor,
		.unknown = on_unknown,
		.twice = on_twice,
	};
	model_property(m, "format", S("onnx"));
	ok = onnx_walk(&p, &v, &deep);
	check_wire(&x, ok, deep);
	check_calls(&x);
	if (x.any)
		properties(&x);
}

static unsigned recognise_onnx(UNUSED const struct settings *s, const struct peek *p)
{
	unsigned looks = onnx_looks_like_model(p->head, p->size);
	bool named = str_ends(p->name, S(".onnx"));

	if (looks == 2)
		return 90;
	if (named)
		return looks == 1 ? 60 : 40;
	return 0;
}

const struct format format_onnx = {
	.name = "onnx",
	.layer = LAYER_MODELS,
	.recognise = recognise_onnx,
	.model = check_onnx,
};

const struct rule rules_onnx[] = {
	{
		.id = "MD240",
		.name = "onnx_external_path",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {22, 73},
		.tags = TAGS,
		.title = "ONNX tensor data lies outside the model's folder",
		.why = "Loading the model reads a file of the attacker's choice into a tensor, and "
		       "saving it may overwrite one; the model then carries what was read out "
		       "again.",
		.fix = "Do not load the model. Tensor data belongs into files beside the model, "
		       "named by a plain relative path.",
		.reference = "https://nvd.nist.gov/vuln/detail/CVE-2024-27318",
		.lang = "bytes:model.onnx",
		.bad = "\\x08\\x08\\x3a\\x20*"
		       "\\x1e\\x08\\x01\\x10\\x01B\\x01wj\\x15\\n\\x08location\\x12\\x09../"
		       "x/../w",
		.good = "\\x08\\x08\\x3a\\x1c*"
			"\\x1a\\x08\\x01\\x10\\x01B\\x01wj\\x11\\n\\x08location\\x12\\x05w.bin",
	},
	{
		.id = "MD241",
		.name = "onnx_external_range",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20, 190},
		.tags = TAGS,
		.title = "ONNX external data has an impossible place or size",
		.why = "No exporter writes negative, overflowing or too small ranges; they are "
		       "made "
		       "to read beyond a buffer.",
		.fix = "Do not load the model; get it again from its source.",
	},
	{
		.id = "MD242",
		.name = "onnx_external_entries",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20, 915},
		.tags = TAGS,
		.title = "ONNX external data is described in a contradictory way",
		.why = "Readers disagree on what such a tensor is, so that what is checked is not "
		       "what is loaded; readers before onnx 1.21 set any property that the file "
		       "names on an object of their own.",
		.fix = "Do not load the model; get it again from its source.",
	},
	{
		.id = "MD243",
		.name = "onnx_python_op",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 502},
		.tags = TAGS,
		.title = "An ONNX operator runs Python code",
		.why = "Operators such as com.microsoft PythonOp call a Python function whose name "
		       "stands in the model. A model for inference has no use for them.",
		.fix = "Export the model again without Python operators.",
	},
	{
		.id = "MD244",
		.name = "onnx_custom_domain",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {829},
		.tags = TAGS,
		.title = "An ONNX operator needs a library of somebody else",
		.why = "The model runs only after a shared library with the operator was loaded "
		       "into "
		       "the process; whoever wrote the model chooses which one is asked for.",
		.fix = "Find out whose operator it is and load the library from a source you "
		       "trust, "
		       "or export the model with standard operators.",
	},
	{
		.id = "MD245",
		.name = "onnx_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.tags = TAGS,
		.title = "ONNX model that is cut short or damaged",
		.why = "No exporter writes such a file. It was damaged, or it is made to confuse "
		       "its reader, and a part of it could not be checked.",
		.fix = "Get the file again from its source and compare its hash.",
		.lang = "bytes:model.onnx",
		.bad = "\\x08\\x08\\x12\\x01x\\x3a\\x7f\\n\\x05\\x22\\x03Add",
		.good = "\\x08\\x08\\x12\\x01x\\x3a\\x07\\n\\x05\\x22\\x03Add",
	},
	{
		.id = "MD246",
		.name = "onnx_tensor_size",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20, 131},
		.tags = TAGS,
		.title = "An ONNX tensor's data does not fit its dimensions",
		.why = "Readers that trust the dimensions read or write beyond the data.",
		.fix = "Do not load the model; get it again from its source.",
	},
	{
		.id = "MD247",
		.name = "onnx_twice",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {436},
		.tags = TAGS,
		.title = "An ONNX model says the same thing twice",
		.why = "Readers keep the first, the last, or merge both: what one program checks "
		       "is "
		       "not what another one runs.",
		.fix = "Do not load the model; get it again from its source.",
	},
	{
		.id = "MD248",
		.name = "onnx_surplus",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {506},
		.tags = TAGS,
		.title = "An ONNX model carries something that ONNX does not read",
		.why = "Fields that readers pass over and endless documentation are places to hide "
		       "things in.",
		.fix = "Look at what it is; a newer version of ONNX may have the field.",
	},
	{
		.id = "MD249",
		.name = "onnx_file_op",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {22, 829},
		.tags = TAGS,
		.title = "An ONNX operator reads or writes a file",
		.why = "The file is opened when the model is loaded or run, wherever the model "
		       "says "
		       "it is.",
		.fix = "Do not load the model.",
	},
	{
		.id = "MD250",
		.name = "onnx_functions_without_end",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {674, 400},
		.tags = TAGS,
		.title = "ONNX functions call each other without end",
		.why = "A runtime writes functions out where they are called: it runs out of stack "
		       "or memory.",
		.fix = "Do not load the model.",
	},
	{
		.id = "MD251",
		.name = "not_onnx",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {646},
		.tags = TAGS,
		.title = "Named as ONNX, but no ONNX model",
		.why = "A name that promises a harmless format makes people and programs trust "
		       "whatever is inside.",
		.fix = "Find out what the file is before anything opens it.",
		.lang = "file:model.onnx",
		.bad = "this is no model",
		.good = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
	},
	{0},
};
