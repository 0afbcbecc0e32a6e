/* pyproject.toml: PEP 621 (project.dependencies and .optional-dependencies), PEP 735
 * (dependency-groups), PEP 518 (build-system.requires), and what Poetry, PDM, uv, Hatch, Rye and
 * Flit keep in their tables. */
#include "base/map.h"
#include "dep/formats.h"
#include "dep/toml_table.h"

static void read_poetry(struct reader *r, const struct tree *poetry)
{
	const struct tree *groups = tree_get(poetry, S("group"));

	toml_table_constraints(r, tree_get(poetry, S("dependencies")), DEP_DIRECT, (str){NULL, 0});
	toml_table_constraints(r, tree_get(poetry, S("dev-dependencies")),
			       DEP_DIRECT | DEP_OPTIONAL, S("dev"));
	if (tree_is(groups, TREE_TABLE))
		for (const struct tree *c = groups->first; c != NULL; c = c->next)
			toml_table_constraints(r, tree_get(c, S("dependencies")),
					       DEP_DIRECT | DEP_OPTIONAL, c->key);
	toml_table_indexes(r, tree_get(poetry, S("source")));
}

/* ---- uv, Hatch ---- */

/* [tool.uv.sources]: where the packages that were read so far come from. */
static void apply_uv_sources(struct reader *r, const struct tree *sources)
{
	const struct tree **entries;
	struct map names = map_in(r->arena);
	size_t n = 0;

	if (!tree_is(sources, TREE_TABLE))
		return;
	entries = NEW(r->arena, const struct tree *, sources->count);
	for (const struct tree *c = sources->first; c != NULL; c = c->next) {
		entries[n++] = c;
		*map_put(&names, package_normal_name(r->arena, c->key)) = n;
	}
	for (uint32_t i = 0; i < r->out->package_count; i++) {
		struct dep_package *p = &r->out->packages[i];
		uint64_t *at = map_get(&names, p->normal);
		if (at != NULL) /* of several, by marker, the first */
			toml_table_source(r, p,
					  tree_is(entries[*at - 1], TREE_ARRAY)
						  ? entries[*at - 1]->first
						  : entries[*at - 1]);
	}
}

static void read_uv(struct reader *r, const struct tree *uv)
{
	uint32_t first;

	toml_table_list(r, tree_get(uv, S("dev-dependencies")), DEP_DIRECT | DEP_OPTIONAL,
			S("dev"));
	first = r->out->package_count;
	toml_table_list(r, tree_get(uv, S("constraint-dependencies")), 0, (str){NULL, 0});
	toml_table_list(r, tree_get(uv, S("override-dependencies")), 0, (str){NULL, 0});
	for (uint32_t i = first; i < r->out->package_count; i++)
		r->out->packages[i].kind = DEP_CONSTRAINT;
	apply_uv_sources(r, tree_get(uv, S("sources")));
	toml_table_indexes(r, tree_get(uv, S("index")));
}

static void read_hatch(struct reader *r, const struct tree *hatch)
{
	const struct tree *envs = tree_get(hatch, S("envs"));

	if (!tree_is(envs, TREE_TABLE))
		return;
	for (const struct tree *c = envs->first; c != NULL; c = c->next) {
		toml_table_list(r, tree_get(c, S("dependencies")), DEP_DIRECT | DEP_OPTIONAL,
				c->key);
		toml_table_list(r, tree_get(c, S("extra-dependencies")), DEP_DIRECT | DEP_OPTIONAL,
				c->key);
	}
}

/* ---- The file ---- */

static void read_include_list(struct reader *r, const struct tree *list)
{
	if (tree_is(list, TREE_ARRAY))
		for (const struct tree *c = list->first; c != NULL; c = c->next)
			if (c->kind == TREE_STRING)
				reader_include(r, c->text, reader_offset(&r->doc, c->start), false);
}

/* [tool.setuptools.dynamic] dependencies = {file = [...]}. */
static void read_dynamic_files(struct reader *r, const struct tree *t)
{
	const struct tree *file = tree_get(t, S("file"));

	if (tree_is(file, TREE_STRING))
		reader_include(r, file->text, reader_offset(&r->doc, file->start), false);
	read_include_list(r, file);
}

static void read_dynamic(struct reader *r, const struct tree *root)
{
	const struct tree *dynamic = tree_path(root, "tool.setuptools.dynamic"), *extras;

	read_dynamic_files(r, tree_get(dynamic, S("dependencies")));
	read_include_list(r, tree_path(root, "tool.hatch.metadata.hooks.requirements_txt.files"));
	extras = tree_get(dynamic, S("optional-dependencies"));
	if (tree_is(extras, TREE_TABLE))
		for (const struct tree *c = extras->first; c != NULL; c = c->next)
			read_dynamic_files(r, c);
}

static void read_project(struct reader *r, const struct tree *root)
{
	const struct tree *python = tree_path(root, "project.requires-python");

	if (tree_is(python, TREE_STRING))
		reader_python(r, python->text, reader_offset(&r->doc, python->start));
	toml_table_list(r, tree_path(root, "project.dependencies"), DEP_DIRECT, (str){NULL, 0});
	toml_table_groups(r, tree_path(root, "project.optional-dependencies"),
			  DEP_DIRECT | DEP_OPTIONAL);
	toml_table_groups(r, tree_get(root, S("dependency-groups")), DEP_DIRECT | DEP_OPTIONAL);
	toml_table_list(r, tree_path(root, "build-system.requires"), DEP_DIRECT | DEP_BUILD,
			(str){NULL, 0});
	read_dynamic(r, root);
}

static void own_name(struct reader *r, const struct tree *name)
{
	if (tree_is(name, TREE_STRING))
		reader_own_name(r, name->text);
}

static bool knows(str path, str head)
{
	(void)head;
	return str_eq(str_after_last(path, '/'), S("pyproject.toml"));
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	const struct tree *root = toml_table_parse(&r), *tool = tree_get(root, S("tool"));

	out->format = "pyproject";
	out->manifest = true;
	read_project(&r, root);
	read_poetry(&r, tree_get(tool, S("poetry")));
	toml_table_groups(&r, tree_path(tool, "pdm.dev-dependencies"), DEP_DIRECT | DEP_OPTIONAL);
	toml_table_indexes(&r, tree_path(tool, "pdm.source"));
	toml_table_list(&r, tree_path(tool, "rye.dev-dependencies"), DEP_DIRECT | DEP_OPTIONAL,
			S("dev"));
	toml_table_list(&r, tree_path(tool, "flit.metadata.requires"), DEP_DIRECT, (str){NULL, 0});
	toml_table_groups(&r, tree_path(tool, "flit.metadata.requires-extra"),
			  DEP_DIRECT | DEP_OPTIONAL);
	read_hatch(&r, tree_get(tool, S("hatch")));
	read_uv(&r, tree_get(tool, S("uv")));
	own_name(&r, tree_path(root, "project.name"));
	own_name(&r, tree_path(tool, "poetry.name"));
}

const struct dep_format dep_pyproject = {.name = "pyproject", .knows = knows, .read = read};
