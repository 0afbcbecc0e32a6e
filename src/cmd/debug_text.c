#include "base/diag.h"
#include "cmd/debug.h"
#include "text/dockerfile.h"
#include "text/dotenv.h"
#include "text/ini.h"
#include "text/json.h"
#include "text/toml.h"
#include "text/yaml.h"

static bool show(struct buf *out, const struct tree *t, const struct diag *d, bool ok)
{
	tree_print(out, t);
	if (!ok)
		buf_printf(out, "error %u at %u: %s\n", d->code, d->offset, d->msg);
	return ok;
}

static bool print_json(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	const struct tree *t;
	struct diag d;
	bool ok = json_parse(a, bytes, &t, &d);

	(void)path;
	(void)option;
	return show(out, t, &d, ok);
}

static bool print_toml(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	const struct tree *t;
	struct diag d;
	bool ok = toml_parse(a, bytes, &t, &d);

	(void)path;
	if (ok && str_eq(option, S("--test"))) {
		toml_print_tagged(out, t);
		return true;
	}
	return show(out, t, &d, ok);
}

static bool print_yaml(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	const struct tree *t;
	struct diag d;
	bool ok = yaml_parse(a, bytes, &t, &d);

	(void)path;
	(void)option;
	return show(out, t, &d, ok);
}

static bool print_ini(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	const struct tree *t;
	struct diag d;
	bool ok = ini_parse(a, bytes, &t, &d);

	(void)path;
	(void)option;
	return show(out, t, &d, ok);
}

static bool print_dockerfile(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	const struct docker_line *list;
	size_t n = docker_read(a, bytes, &list);

	(void)path;
	(void)option;
	for (size_t i = 0; i < n; i++) {
		const struct docker_line *l = &list[i];
		buf_printf(out, "%u-%u stage %u %s%.*s%s", l->start, l->end, l->stage,
			   l->onbuild ? "ONBUILD " : "", STR_ARG(l->name), l->json ? " json" : "");
		for (uint32_t k = 0; k < l->flag_count; k++)
			buf_printf(out, " %.*s", STR_ARG(l->flags[k].text));
		for (uint32_t k = 0; k < l->word_count; k++) {
			buf_byte(out, ' ');
			tree_quote(out, l->words[k].text);
		}
		for (uint32_t k = 0; k < l->heredoc_count; k++)
			buf_printf(out, " <<%.*s %zu bytes", STR_ARG(l->heredocs[k].name),
				   l->heredocs[k].body.n);
		buf_byte(out, '\n');
	}
	return true;
}

static bool print_dotenv(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	const struct dotenv_entry *list;
	size_t n = dotenv_read(a, bytes, &list);

	(void)path;
	(void)option;
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "%u%s %.*s", list[i].start, list[i].comment ? " #" : "",
			   STR_ARG(list[i].name));
		if (list[i].value.p != NULL) {
			buf_byte(out, ' ');
			tree_quote(out, list[i].value);
		}
		buf_byte(out, '\n');
	}
	return true;
}

const struct stage stages_text[] = {
	{
		.name = "json",
		.help = "a JSON file as a tree with byte offsets",
		.print = print_json,
	},
	{
		.name = "toml",
		.help = "a TOML file as a tree with byte offsets (--test: toml-test's tagged JSON)",
		.print = print_toml,
	},
	{
		.name = "yaml",
		.help = "a YAML file as a tree with byte offsets",
		.print = print_yaml,
	},
	{
		.name = "ini",
		.help = "an INI file as a tree with byte offsets",
		.print = print_ini,
	},
	{
		.name = "dockerfile",
		.help = "the instructions of a Dockerfile, their words and here documents",
		.print = print_dockerfile,
	},
	{
		.name = "dotenv",
		.help = "the variables of an .env file",
		.print = print_dotenv,
	},
};
