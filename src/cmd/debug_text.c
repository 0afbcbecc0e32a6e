#include "base/diag.h"
#include "cmd/debug.h"
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
};
