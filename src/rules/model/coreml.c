/* Core ML (.mlmodel, and model.mlmodel in a .mlpackage): a protocol buffer, Model.proto. Layers and
 * models of classes that the app must provide, references to other models and to files of weights
 * are what reaches beyond the file. */
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "model/path.h"
#include "model/protobuf.h"
#include "rules/model/graph.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010"
#define NAME 256

struct coreml {
	struct model *m;
	struct pb *p;
	struct map seen;
	bool deep;
};

enum {
	DESCRIPTION = 2,
	PIPELINE_CLASSIFIER = 200,
	PIPELINE_REGRESSOR = 201,
	PIPELINE = 202,
	NETWORK_REGRESSOR = 303,
	NETWORK_CLASSIFIER = 403,
	NETWORK = 500,
	PROGRAM = 502,
	CUSTOM_MODEL = 555,
	LINKED_MODEL = 556,
	SERIALIZED_MODEL = 3000,
};

static void read_model(struct coreml *x, struct pb_range in, unsigned depth);

static void class_name(struct coreml *x, struct pb_range in, const char *what)
{
	uint8_t room[NAME];
	struct pb_field f;
	struct finding *found;
	str name;

	while (pb_next(x->p, &in, &f)) {
		if (f.number != 10 || f.wire != PB_BYTES)
			continue;
		name = pb_bytes(x->p, &f, room, sizeof(room));
		if (!graph_first(&x->seen, "MD430", name))
			continue;
		found = model_finding(x->m, "MD430", f.at, name, "%s runs code of class %.*s", what,
				      STR_ARG(graph_show(x->m, name)));
		if (graph_python_op(name) || graph_telling_op(name))
			found->severity = HIGH;
	}
}

static void read_layers(struct coreml *x, struct pb_range in)
{
	struct pb_range layer;
	struct pb_field f;

	while (pb_next(x->p, &in, &f)) {
		if (f.number != 1 || f.wire != PB_BYTES)
			continue;
		for (layer = f.body; pb_next(x->p, &layer, &f);)
			if (f.number == 500 && f.wire == PB_BYTES)
				class_name(x, f.body, "a custom layer");
	}
}

static void read_pipeline(struct coreml *x, struct pb_range in, unsigned depth)
{
	struct pb_field f;

	while (pb_next(x->p, &in, &f))
		if (f.number == 1 && f.wire == PB_BYTES)
			read_model(x, f.body, depth + 1);
}

static void leaves(struct coreml *x, str path, uint64_t at, const char *what)
{
	const char *why = path_leaves(path);

	if (why != NULL && graph_first(&x->seen, "MD431", path))
		model_finding(x->m, "MD431", at, path, "%s, %.*s, %s", what,
			      STR_ARG(graph_show(x->m, path)), why);
}

/* LinkedModel: file name and search path, each a StringParameter. */
static void read_linked(struct coreml *x, struct pb_range in, unsigned depth)
{
	uint8_t room[1024];
	struct pb_field f;

	while (pb_next(x->p, &in, &f)) {
		if (f.number > 2 || f.wire != PB_BYTES)
			continue;
		if (depth < 2)
			read_linked(x, f.body, depth + 1);
		else
			leaves(x, pb_bytes(x->p, &f, room, sizeof(room)), f.at, "a linked model");
	}
}

static bool is_text(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return s.n > 0;
}

/* A program keeps its weights in files: strings like "@model_path/weights/weight.bin", at many
 * places of a deep schema. So every string in it is looked at. */
static void read_program(struct coreml *x, struct pb_range in, unsigned depth)
{
	uint8_t room[512];
	struct pb_field f;
	str s;

	while (pb_next(x->p, &in, &f)) {
		if (f.wire != PB_BYTES || pb_size(&f) == 0)
			continue;
		s = pb_bytes(x->p, &f, room, sizeof(room));
		if (is_text(s) && pb_size(&f) <= sizeof(room)) {
			if (str_starts(s, S("@model_path/")))
				s = str_slice(s, 12, s.n);
			else if (!str_ends(s, S(".bin")))
				continue;
			leaves(x, s, f.at, "a file of weights");
		} else if (depth < 24) {
			struct pb_diag before = x->p->diag;
			read_program(x, f.body, depth + 1);
			x->p->diag = before; /* not everything in a program is a message */
		}
	}
}

static void read_metadata(struct coreml *x, struct pb_range in)
{
	static const char *const keys[] = {NULL, NULL, "version", "author", "license"};
	uint8_t room[LIMIT_ROOM(LIMIT_MODEL_PROPERTY_BYTES)];
	struct pb_field f;

	while (pb_next(x->p, &in, &f))
		if (f.number < COUNTOF(keys) && keys[f.number] != NULL && f.wire == PB_BYTES)
			model_property(x->m, keys[f.number],
				       pb_bytes(x->p, &f, room, sizeof(room)));
}

static void read_description(struct coreml *x, struct pb_range in)
{
	struct pb_field f;

	while (pb_next(x->p, &in, &f))
		if (f.number == 100 && f.wire == PB_BYTES)
			read_metadata(x, f.body);
}

static void read_model_field(struct coreml *x, const struct pb_field *f, unsigned depth)
{
	struct pb_range in = f->body;
	struct pb_field inner;

	switch (f->number) {
	case DESCRIPTION:
		read_description(x, in);
		break;
	case PIPELINE_CLASSIFIER:
	case PIPELINE_REGRESSOR:
		while (pb_next(x->p, &in, &inner))
			if (inner.number == 1 && inner.wire == PB_BYTES)
				read_pipeline(x, inner.body, depth);
		break;
	case PIPELINE:
		read_pipeline(x, in, depth);
		break;
	case NETWORK:
	case NETWORK_CLASSIFIER:
	case NETWORK_REGRESSOR:
		read_layers(x, in);
		break;
	case PROGRAM:
		read_program(x, in, 0);
		break;
	case CUSTOM_MODEL:
		class_name(x, in, "a custom model");
		break;
	case LINKED_MODEL:
		read_linked(x, in, 0);
		break;
	case SERIALIZED_MODEL:
		while (pb_next(x->p, &in, &inner))
			if (inner.number == 2 && inner.wire == PB_BYTES)
				model_inside_quiet(x->m, S("serializedModel"),
						   pb_blob(x->p, &inner));
		break;
	default:
		break;
	}
}

static void read_model(struct coreml *x, struct pb_range in, unsigned depth)
{
	struct pb_field f;

	if (depth > LIMIT_TF_DEPTH) {
		x->deep = true;
		return;
	}
	while (pb_next(x->p, &in, &f))
		if (f.wire == PB_BYTES)
			read_model_field(x, &f, depth);
}

/* A specification version, a description with an input, and one of the kinds of models. */
static bool looks_like(str head, uint64_t size)
{
	static const struct pb_known fields[] = {
		{1, PB_VARINT}, {2, PB_BYTES}, {10, PB_VARINT}, {0, PB_VARINT}};
	struct pb_look l = pb_look(head, size, fields);
	uint64_t inner, feature, name;
	str s;

	if (l.bad || !(l.seen & 1 << 1) || !(l.seen & 1 << 2) || l.odd > 1)
		return false;
	s = pb_look_into(head, size, DESCRIPTION, &inner);
	s = pb_look_into(s, inner, 1, &feature);
	if (s.p == NULL || !is_text(pb_look_into(s, feature, 1, &name)))
		return false;
	/* Model.description.input is {name, shortDescription, type}: type is a message. */
	return pb_look_into(s, feature, 3, &name).p != NULL;
}

static void check_coreml(struct model *m)
{
	struct pb p = pb_of(m->arena, m->blob);
	struct coreml x = {.m = m, .p = &p, .seen = map_in(m->arena)};
	const struct pb_diag *d = &p.diag;

	if (graph_lfs_pointer(m))
		return;
	model_property(m, "format", S("coreml"));
	read_model(&x, pb_all(&p), 0);
	if (d->code == PB_DIAG_FUEL)
		model_finding(m, "AS004", d->offset, (str){NULL, 0}, "%s", d->msg);
	else if (d->code == PB_DIAG_READ)
		model_unreadable(m);
	else if (d->code != PB_DIAG_NONE || x.deep || m->blob.size == 0)
		model_finding(m, "MD432", d->offset, (str){NULL, 0},
			      "no Core ML model, or one that is cut short or damaged: %s",
			      d->msg   ? d->msg
			      : x.deep ? "pipelines in pipelines without end"
				       : "empty");
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (looks_like(p->head, p->size))
		return 75;
	return str_ends(p->name, S(".mlmodel")) ? 40 : 0;
}

const struct format format_coreml = {
	.name = "coreml",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_coreml,
};

const struct rule rules_coreml[] = {
	{
		.id = "MD430",
		.name = "coreml_custom_class",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {829, 470},
		.tags = TAGS,
		.title = "A Core ML model runs a class of the program that loads it",
		.why = "Custom layers and models are looked up by the name of a class and called "
		       "with parameters that the file gives.",
		.fix = "Find out whose class it is; convert the model without custom layers.",
		.lang = "bytes:model.mlmodel",
		.bad = "\\x08\\x04\\xda\\x22\\x03R\\x01X",
		.good = "\\x08\\x04",
	},
	{
		.id = "MD431",
		.name = "coreml_path",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {22},
		.tags = TAGS,
		.title = "A Core ML model refers to a file outside its package",
		.why = "Loading the model reads the file of the attacker's choice.",
		.fix = "Do not load the model.",
	},
	{
		.id = "MD432",
		.name = "coreml_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.tags = TAGS,
		.title = "No Core ML model, or one that is damaged",
		.why = "A part of it could not be checked; no exporter writes such a file.",
		.fix = "Get the file again from its source and compare its hash.",
		.lang = "bytes:model.mlmodel",
		.bad = "\\x08\\x04\\x12\\x70x",
		.good = "\\x08\\x04",
	},
	{0},
};
