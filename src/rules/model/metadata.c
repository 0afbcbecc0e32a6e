#include "rules/model/metadata.h"

#include "engine/rule.h"
#include "repo/walk.h"
#include "rules/model/strings.h"

/* Only what no description of a model says by the way. */
static const char *const code[] = {
	"__import__(",
	"os.system(",
	"subprocess.call(",
	"subprocess.run(",
	"subprocess.Popen(",
	"subprocess.check_output(",
	"exec(base64",
	"exec(compile(",
	"eval(base64",
	"eval(compile(",
	"exec(__",
	"eval(__",
	"pty.spawn(",
	"socket.socket(",
	"<script>",
	"<script ",
	"javascript:",
	"/dev/tcp/",
	"rm -rf /",
	"rm -rf *",
	"| bash",
	"|bash",
	"| sh\n",
	"bash -i",
	"/bin/sh -c",
	"/bin/bash -c",
	"powershell -e",
	"!!python/object",
};

void metadata_check(struct model *m, str key, str value, uint64_t offset)
{
	strings_check(m, key, value);
	for (size_t i = 0; i < COUNTOF(code); i++) {
		size_t at = str_find(value, str_of(code[i]));
		if (at == STR_NONE)
			continue;
		model_finding(m, "MD192", offset, str_of(code[i]), "%.*s holds code: %.*s",
			      STR_ARG(walk_escape(m->arena, str_slice(key, 0, 100))),
			      STR_ARG(walk_escape(
				      m->arena, str_slice(value, at > 40 ? at - 40 : 0, at + 80))));
		return;
	}
}

const struct rule rules_metadata[] = {
	{
		.id = "MD192",
		.name = "metadata_code",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {506, 79},
		.title = "Code in the metadata of a model",
		.why = "Weights need no commands or scripts in their description. Something else "
		       "is "
		       "to find and run them: a loader that evaluates, a page that shows the text "
		       "as "
		       "it is, or the second half of an attack.",
		.fix = "Take the file from its publisher, and compare the metadata.",
		.bad = "\\x37\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		       "{\"__metadata__\":{\"setup\":\"import os; os.system('id')\"}}",
		.good = "\\x20\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			"{\"__metadata__\":{\"format\":\"pt\"}}",
		.lang = "bytes:m.safetensors",
		.tags = "OWASP-ML06 OWASP-LLM03",
	},
	{0},
};
