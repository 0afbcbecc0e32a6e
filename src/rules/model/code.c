/* Code that comes with a model (engine/model_code.c makes the finding). */
#include "engine/rule.h"

const struct rule rules_model_code[] = {
	{
		.id = "MD447",
		.name = "model_code_executes",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {94, 829},
		.title = "Code that comes with a model starts programs or evaluates text",
		.why = "Custom layers, tokenizers and handlers compute. Those that start programs, "
		       "or "
		       "execute what they are given, do so with the rights of whoever loads the "
		       "model.",
		.fix = "Read the code before the model is loaded; pin the revision that was read.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0011",
	},
	{0},
};
