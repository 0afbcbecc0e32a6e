/* Programs where models should be: inside a model, or under a model's name. A program that says
 * that it is one (a library in a wheel, a script in a project) is no finding. */
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "model/program.h"
#include "rules/model/graph.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"

/* Names under which models are kept, and containers whose members belong to a model. */
static bool is_model_name(str name)
{
	static const char endings[] = ".pt .pth .ckpt .pkl .pickle .joblib .dill .npy .npz "
				      ".safetensors .gguf .ggml .onnx "
				      ".ort .keras .h5 .hdf5 .pb .pbtxt .tflite .mlmodel .mar "
				      ".nemo .skops .model .weights "
				      ".params .pdmodel .pdparams .pdiparams .cbm .ubj .rds .rda "
				      ".pte .ptl .pt2 .mlpackage "
				      ".llamafile .t7 .caffemodel .sav .pmml";
	size_t dot = str_rfind_byte(name, '.');
	str ending = dot == STR_NONE ? (str){NULL, 0} : str_slice(name, dot, name.n);

	return str_in(ending, endings) || str_eq(name, S("pytorch_model.bin")) ||
	       str_eq(name, S("model.bin")) || str_eq(name, S("adapter_model.bin"));
}

/* Is m in something that is a model, at any depth? A container of packages on the way (a wheel
 * that holds a model that holds a program is still a model that holds a program). */
static bool in_model(const struct model *m)
{
	if (m->quiet_name)
		return true;
	for (const struct model *o = m->outer; o != NULL; o = o->outer) {
		str name = o->outer == NULL ? str_after_last(o->scan->path, '/') : o->name;
		if (o->is_model || is_model_name(name))
			return true;
	}
	return false;
}

/* A Python file of a model archive that begins with #! is source code and checked as such. */
static bool is_source(const struct model *m, enum program p)
{
	return p == PROGRAM_SCRIPT && str_ends(m->name, S(".py"));
}

/* torch.export's package of a compiled model: its library is what it is there for. */
static bool is_compiled_model(const struct model *m, enum program p)
{
	const struct model *o = m->outer;
	str name;

	if (o == NULL || (p != PROGRAM_ELF && p != PROGRAM_PE && p != PROGRAM_MACHO))
		return false;
	name = o->outer == NULL ? str_after_last(o->scan->path, '/') : o->name;
	return str_ends(name, S(".pt2")) && str_find(m->member, S("data/aotinductor/")) != STR_NONE;
}

static void check_program(struct model *m)
{
	enum program p = program_recognise(blob_get(m->blob, m->arena, 0, PEEK_HEAD), m->blob.size);
	bool inside = in_model(m);
	struct finding *f;

	if (p == PROGRAM_NONE && inside) {
		f = model_finding(m, "MD400", 0, m->name,
				  "%.*s inside a model, by its name a script",
				  STR_ARG(graph_show(m, m->name)));
		f->severity = MEDIUM;
	}
	if (p == PROGRAM_NONE || p == PROGRAM_APE || is_source(m, p))
		return;
	if (inside) {
		f = model_finding(m, "MD400", 0, str_of(program_name(p)), "%s inside a model",
				  program_name(p));
		if (p == PROGRAM_WASM || p == PROGRAM_LUA)
			f->severity = MEDIUM;
		if (is_compiled_model(m, p)) {
			f->severity = INFO;
			model_unsafe_format(m);
		}
	} else if (is_model_name(m->name)) {
		model_finding(m, "MD401", 0, str_of(program_name(p)), "named %.*s, and %s",
			      STR_ARG(graph_show(m, m->name)), program_name(p));
	}
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	size_t dot = str_rfind_byte(p->name, '.');

	if (program_recognise(p->head, p->size) != PROGRAM_NONE)
		return 85;
	/* scripts without a mark of their own */
	return dot != STR_NONE && str_in(str_slice(p->name, dot, p->name.n),
					 ".bat .cmd .ps1 .vbs .hta .scr .jse .wsf .command")
		       ? 20
		       : 0;
}

const struct format format_executable = {
	.name = "executable",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_program,
	.is_no_model = true,
};

const struct rule rules_executable[] = {
	{
		.id = "MD400",
		.name = "program_in_model",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {506, 829},
		.tags = TAGS,
		.title = "A program or library lies inside a model",
		.why = "Weights need no machine code. A library or script in a model archive waits "
		       "to be loaded by another part of the attack, or by a careless loader.",
		.fix = "Find out why it is there; ship code as a package, not in the model.",
	},
	{
		.id = "MD401",
		.name = "program_named_model",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {646, 506},
		.tags = TAGS,
		.title = "A program has a model's name",
		.why = "A name that promises weights makes people and programs trust a file that "
		       "runs when it is opened.",
		.fix = "Do not open the file; find out where it comes from.",
		.lang = "bytes:model.safetensors",
		.bad = "\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03",
		.good = "\\x02\\x00\\x00\\x00\\x00\\x00\\x00\\x00{}",
	},
	{0},
};
