/* Torch 7 (.t7): Lua objects. Functions are saved as bytecode of Lua, which the reader loads with
 * loadstring() and which LuaJIT does not verify. Only these are looked for. */
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "rules/model/graph.h"

#define TAGS "OWASP-ML06 ATLAS-AML.T0010 ATLAS-AML.T0011"
#define WINDOW ((size_t)256 * 1024)

/* type 4 (torch object), its number 1, a version "V 1". */
static bool looks_like(str head)
{
	static const str starts[] = {S_INIT("\4\0\0\0\1\0\0\0\3\0\0\0V 1"),
				     S_INIT("4\n1\n3\nV 1\n")};

	return str_starts(head, starts[0]) || str_starts(head, starts[1]);
}

static void check_torch7(struct model *m)
{
	static const str marks[] = {S_INIT("\x1bLJ"), S_INIT("\x1bLua")};
	uint8_t *window = arena_raw(m->arena, WINDOW, 8);

	model_property(m, "format", S("torch7"));
	for (uint64_t at = 0; at < m->blob.size; at += WINDOW - 8) {
		uint64_t left = m->blob.size - at;
		size_t n = left < WINDOW ? (size_t)left : WINDOW;
		if (!model_spend(m, n))
			return;
		if (!blob_copy(m->blob, at, window, n)) {
			model_unreadable(m);
			return;
		}
		for (size_t i = 0; i < COUNTOF(marks); i++) {
			size_t found = str_find((str){window, n}, marks[i]);
			if (found == STR_NONE)
				continue;
			model_finding(m, "MD442", at + found, (str){NULL, 0},
				      "a function of Lua as bytecode");
			return;
		}
	}
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	return looks_like(p->head) ? 75 : 0;
}

const struct format format_torch7 = {
	.name = "torch7",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_torch7,
};

const struct rule rules_torch7[] = {
	{
		.id = "MD442",
		.name = "torch7_function",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {502, 94},
		.tags = TAGS,
		.title = "A Torch 7 model holds a function",
		.why = "The function is Lua bytecode, which the interpreter runs without checking "
		       "it when the model is used.",
		.fix = "Do not load the file; convert the weights of a model you trust.",
		.lang = "bytes:model.t7",
		.bad = "\\x04\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x03\\x00\\x00\\x00V "
		       "1\\x1bLJ\\x02",
		.good = "\\x04\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x03\\x00\\x00\\x00V 1\\x00",
	},
	{0},
};
