/* What the approval policy says of a file ([[models.approved]], engine/approve.h). The parent
 * reports these: only it knows where a file lies in the repository. */
#include "engine/rule.h"

const struct rule rules_approval[] = {
	{
		.id = "MD490",
		.name = "model_not_approved",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {829, 502},
		.title = "A model that may run code is not on the list of approved models",
		.why = "The project lists the pickles and other files that it trusts to run code. "
		       "Whoever puts another one beside them has code run by whatever loads it, "
		       "and "
		       "nobody has looked at it.",
		.fix = "Ship the model as safetensors, or have it looked at and approved: `assay "
		       "models --approve PATH --purpose WHAT-FOR`.",
		.tags = "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011",
	},
	{
		.id = "MD491",
		.name = "approved_model_changed",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {494, 345},
		.title = "An approved model is no longer what was approved",
		.why = "The file's SHA-256 differs from the one on the list: somebody has replaced "
		       "or "
		       "changed it since it was looked at. A cache or a registry that anyone can "
		       "write to is changed in just this way.",
		.fix = "Find out who changed it and why. If the new content is meant, approve it: "
		       "`assay models --approve PATH --purpose WHAT-FOR`.",
		.tags = "OWASP-ML06 OWASP-ML10 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0018",
	},
	{
		.id = "MD492",
		.name = "approval_without_model",
		.severity = INFO,
		.confidence = HIGH,
		.title = "An approved model is not there",
		.why = "The list names a file that the run did not find where it should be: the "
		       "list "
		       "is older than the project, or the path is misspelt.",
		.fix = "Remove the entry, or correct its path (relative to the repository's root).",
	},
};
