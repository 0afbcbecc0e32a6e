/* Pipfile: tables of packages by category, indexes, the Python that is asked for. */
#include "dep/formats.h"
#include "dep/toml_table.h"

/* [requires] python_version = "3.8", python_full_version = "3.8.10". */
static void read_python(struct reader *r, const struct tree *requires)
{
	const struct tree *full = tree_get(requires, S("python_full_version"));
	const struct tree *version = tree_get(requires, S("python_version"));

	if (tree_is(full, TREE_STRING))
		reader_python(r, arena_printf(r->arena, "==%.*s", STR_ARG(full->text)),
			      reader_offset(&r->doc, full->start));
	else if (tree_is(version, TREE_STRING))
		reader_python(r, arena_printf(r->arena, "==%.*s.*", STR_ARG(version->text)),
			      reader_offset(&r->doc, version->start));
}

static bool knows(str path, UNUSED str head)
{
	return str_eq(str_after_last(path, '/'), S("Pipfile"));
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	const struct tree *root = toml_table_parse(&r);

	out->format = "Pipfile";
	out->manifest = true;
	for (const struct tree *c = root->first; c != NULL; c = c->next) {
		if (str_eq(c->key, S("source")))
			toml_table_indexes(&r, c);
		else if (str_eq(c->key, S("requires")))
			read_python(&r, c);
		else if (str_eq(c->key, S("packages")))
			toml_table_constraints(&r, c, DEP_DIRECT, (str){NULL, 0});
		else if (!str_in(c->key, "pipenv scripts"))
			toml_table_constraints(&r, c, DEP_DIRECT | DEP_OPTIONAL,
					       str_eq(c->key, S("dev-packages")) ? S("dev")
										 : c->key);
	}
}

const struct dep_format dep_pipfile = {.name = "Pipfile", .knows = knows, .read = read};
