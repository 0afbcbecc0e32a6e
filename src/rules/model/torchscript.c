/* TorchScript: the text of a model's methods (`code/` of a torch archive), and what lies beside it
 * in archives of torch.package. The text looks like Python and is a language of its own: no imports
 * of Python, but operators that read and write files (aten::save, aten::from_file), and operators
 * of libraries that the program must have loaded. They are found as names that are called, outside
 * of strings and comments; the analyser of Python source never sees this text. */
#include "base/map.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "rules/model/dotted.h"
#include "rules/model/torch_ops.h"

/* Bytes of one file of TorchScript: those of the largest models have about 1 MB. */
#define MOST_TEXT ((size_t)16 << 20)

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	bool code = str_starts(p->path, S("code/")) || str_find(p->path, S("/code/")) != STR_NONE;

	if (str_ends(p->path, S(".data/extern_modules")))
		return 60;
	if (p->quiet || !code || !str_ends(p->name, S(".py")))
		return 0;
	return str_find(p->head, S("__torch__")) != STR_NONE ||
			       str_find(p->head, S("(Module):")) != STR_NONE ||
			       str_find(p->head, S(": Tensor")) != STR_NONE ||
			       str_find(p->head, S("__parameters__")) != STR_NONE ||
			       str_find(p->head, S("torch.")) != STR_NONE
		       ? 60
		       : 20;
}

/* ---- Names in the text ---- */

static bool is_name_byte(uint8_t c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
	       c == '.' || c >= 0x80;
}

/* Behind the string or comment that begins at i; i itself when none does. */
static size_t skip_text(str s, size_t i)
{
	uint8_t quote = s.p[i];
	bool triple;

	if (quote == '#') {
		size_t end = str_find_byte(str_slice(s, i, s.n), '\n');
		return end == STR_NONE ? s.n : i + end;
	}
	if (quote != '"' && quote != '\'')
		return i;
	triple = i + 2 < s.n && s.p[i + 1] == quote && s.p[i + 2] == quote;
	i += triple ? 3 : 1;
	while (i < s.n) {
		if (s.p[i] == '\\')
			i += 2;
		else if (!triple && (s.p[i] == quote || s.p[i] == '\n'))
			return i + 1;
		else if (triple && s.p[i] == quote && i + 2 < s.n && s.p[i + 1] == quote &&
			 s.p[i + 2] == quote)
			return i + 3;
		else
			i++;
	}
	return s.n;
}

struct script {
	struct model *m;
	struct map seen;
};

static bool first_time(struct script *s, str name)
{
	uint64_t *seen = map_put(&s->seen, name);

	return (*seen)++ == 0;
}

static void on_name(struct script *s, str name, size_t at, bool called)
{
	struct dotted d;

	if (str_find_byte(name, '.') == STR_NONE) {
		if (called && str_in(name, "open eval exec compile __import__") &&
		    first_time(s, name))
			model_finding(s->m, "MD385", at, name,
				      "the code calls %.*s(), which is no function of TorchScript",
				      STR_ARG(name));
		return;
	}
	switch (torch_op_judge(name)) {
	case TORCH_OP_FILE:
		if (first_time(s, name))
			model_finding(s->m, "MD385", at, name,
				      "the code calls %.*s, which reads or writes files",
				      STR_ARG(name));
		return;
	case TORCH_OP_CUSTOM:
		if (called && first_time(s, name))
			model_finding(
				s->m, "MD386", at, name,
				"the code calls the operator %.*s, which is in a library that "
				"is not PyTorch's",
				STR_ARG(name));
		return;
	case TORCH_OP_KNOWN:
		return;
	case TORCH_OP_NONE:
		break;
	}
	d = dotted_judge(name);
	if (called && d.class == DOTTED_DANGER && is_stdlib_package(dotted_package(name)) &&
	    first_time(s, name))
		model_finding(s->m, "MD385", at, name, "the code names %.*s, which %s",
			      STR_ARG(name), d.why);
}

static void scan_text(struct script *s, str text)
{
	size_t i = 0;

	while (i < text.n) {
		size_t next = skip_text(text, i), from = i;
		if (next != i) {
			i = next;
			continue;
		}
		if (!is_name_byte(text.p[i])) {
			i++;
			continue;
		}
		while (i < text.n && is_name_byte(text.p[i]))
			i++;
		next = i;
		while (next < text.n && (text.p[next] == ' ' || text.p[next] == '\n'))
			next++;
		if (i - from < 256)
			on_name(s, str_slice(text, from, i), from,
				next < text.n && text.p[next] == '(');
	}
}

static void check_script(struct model *m)
{
	struct script s = {.m = m, .seen = map_in(m->arena)};
	str text;

	if (str_eq(m->name, S("extern_modules"))) {
		model_finding(
			m, "MD391", MODEL_NOWHERE, S(""),
			"an archive of torch.package: its Python code runs when it is loaded");
		return;
	}
	if (m->outer == NULL || !model_bytes(m, MOST_TEXT, &text))
		return; /* a file on disk is Python */
	scan_text(&s, text);
}

const struct format format_torchscript = {
	.name = "torchscript",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_script,
};

const struct rule rules_torchscript[] = {
	{
		.id = "MD385",
		.name = "torchscript_file",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {73, 94},
		.title = "TorchScript that reads or writes files",
		.why = "Operators of TorchScript write tensors to any path and map any file into a "
		       "tensor; they run with the model, which no setting of torch.load prevents.",
		.fix = "Do not run the model.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{
		.id = "MD386",
		.name = "torchscript_custom_operator",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {829},
		.title = "TorchScript that needs operators of another library",
		.why = "The operator is native code that the program must load before the model.",
		.fix = "Review the library that the model needs.",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{
		.id = "MD391",
		.name = "torch_package",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {94, 829},
		.title = "An archive of torch.package",
		.why = "It holds Python modules that are executed when an object is loaded from "
		       "it.",
		.fix = "Review the code in the archive, or ship weights alone.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{0},
};
