/* pyproject.toml: PEP 621 (project.dependencies and .optional-dependencies), PEP 735
 * (dependency-groups), PEP 518 (build-system.requires), and what Poetry, PDM, uv, Hatch, Rye and
 * Flit keep in their tables. */
#include "base/map.h"
#include "dep/formats.h"
#include "dep/poetry.h"
#include "dep/reader.h"
#include "dep/source.h"
#include "text/toml.h"

static struct reader_text text_of(const struct reader *r, const struct tree *t)
{
	struct reader_text x = {.text = t->text, .at = t->start, .end = t->end, .decoded = true};
	unsigned quote = t->end - t->start == t->text.n + 6 ? 3 : 1;

	if (t->kind != TREE_STRING || (t->flags & TREE_ESCAPED) ||
	    t->end - t->start != t->text.n + 2 * quote)
		return x;
	return reader_slice(r, t->start + quote, t->end - quote);
}

static void unexpected(struct reader *r, const struct tree *t, const char *expected)
{
	reader_problem(r, t->start, true, "expected %s, found %s", expected, tree_kind_name(t));
}

/* ---- Lists of requirements ---- */

static void read_item(struct reader *r, const struct tree *t, uint16_t flags, str group)
{
	struct reader_text text;
	struct dep_package *p;

	if (t->kind != TREE_STRING) {
		if (tree_get(t, S("include-group")) == NULL) /* is read where it stands */
			unexpected(r, t, "a requirement as a string");
		return;
	}
	text = text_of(r, t);
	p = reader_requirement(r, &text, flags, group);
	if (p != NULL) {
		p->start = t->start + (uint32_t)r->mark;
		p->end = t->end + (uint32_t)r->mark;
	}
}

static void read_list(struct reader *r, const struct tree *list, uint16_t flags, str group)
{
	if (list == NULL)
		return;
	if (list->kind != TREE_ARRAY) {
		unexpected(r, list, "an array of requirements");
		return;
	}
	for (const struct tree *c = list->first; c != NULL; c = c->next)
		read_item(r, c, flags, group);
}

static void read_groups(struct reader *r, const struct tree *groups)
{
	if (groups == NULL)
		return;
	if (groups->kind != TREE_TABLE) {
		unexpected(r, groups, "a table of groups");
		return;
	}
	for (const struct tree *c = groups->first; c != NULL; c = c->next)
		read_list(r, c, DEP_DIRECT | DEP_OPTIONAL, c->key);
}

/* ---- Poetry ---- */

static str first_text(const struct tree *t, const char *const *keys)
{
	for (; *keys != NULL; keys++) {
		const struct tree *v = tree_get(t, str_of(*keys));
		if (tree_is(v, TREE_STRING))
			return v->text;
	}
	return (str){NULL, 0};
}

/* {git = ..., rev = ...}, {path = ...}, {url = ...}, {source = ...}. */
static void read_poetry_source(struct reader *r, struct dep_package *p, const struct tree *t)
{
	static const char *const revisions[] = {"rev", "tag", "branch", NULL};
	static const char *const places[] = {"path", "file", "url", NULL};
	const struct tree *git = tree_get(t, S("git")), *source = tree_get(t, S("source"));
	struct dep_source s;

	if (tree_is(git, TREE_STRING)) {
		p->origin = DEP_VCS;
		p->source = source_without_credentials(r->arena, git->text);
		p->revision = first_text(t, revisions);
		if (!source_is_commit(p->revision))
			p->flags |= DEP_MUTABLE;
		return;
	}
	if (first_text(t, places).n > 0) {
		s = source_read(r->arena, first_text(t, places));
		reader_set_source(p, &s);
		p->version = s.version;
		if (s.origin == DEP_PATH && s.version.n == 0)
			p->kind = DEP_PROJECT;
	} else if (tree_is(source, TREE_STRING)) {
		p->source = source->text;
		p->flags |= DEP_EXPLICIT_INDEX;
	}
}

static void set_poetry_version(struct reader *r, struct dep_package *p, const struct tree *v)
{
	struct reader_text text = text_of(r, v);
	const struct specifier *pin;
	bool either;

	if (!poetry_specifiers(r->arena, v->text, &p->specifiers, &either)) {
		reader_problem(r, v->start, true,
			       either ? "expected one range of versions, found several: %.*s"
				      : "expected a constraint such as ^1.2, found %.*s",
			       STR_ARG(reader_found(r, v->text)));
		return;
	}
	pin = specifiers_pin(&p->specifiers);
	if (pin != NULL)
		p->version = pin->text;
	if (text.decoded)
		return;
	p->version_start = (uint32_t)(text.at + r->mark);
	p->version_end = (uint32_t)(text.end + r->mark);
	while (pin != NULL && p->version_start < p->version_end &&
	       strchr("= \t", text.text.p[text.text.n - (p->version_end - p->version_start)]))
		p->version_start++;
}

/* `name = "^1"`, or a table of one variant. */
static void read_poetry_one(struct reader *r, const struct tree *entry, const struct tree *t,
			    uint16_t flags, str group)
{
	const struct tree *version = t->kind == TREE_STRING ? t : tree_get(t, S("version"));
	const struct tree *marker = tree_get(t, S("markers")), *optional;
	struct reader_text place = {.at = entry->key_start, .end = t->end, .decoded = true};
	struct dep_package *p;
	bool yes;

	if (t->kind != TREE_STRING && t->kind != TREE_TABLE) {
		unexpected(r, t, "a version or a table");
		return;
	}
	if (t != entry && t->kind == TREE_TABLE)
		place.at = t->start;
	p = reader_add(r, entry->key, &place);
	p->flags = flags;
	p->group = group;
	read_poetry_source(r, p, t);
	optional = tree_get(t, S("optional"));
	if (tree_bool(optional, &yes) && yes)
		p->flags |= DEP_OPTIONAL;
	if (tree_is(version, TREE_STRING))
		set_poetry_version(r, p, version);
	if (tree_is(marker, TREE_STRING)) {
		place = text_of(r, marker);
		reader_set_marker(r, p, &place);
	}
}

/* Poetry writes what it needs of Python among the dependencies. */
static void read_poetry_python(struct reader *r, const struct tree *t)
{
	const struct tree *v = t->kind == TREE_STRING ? t : tree_get(t, S("version"));
	struct specifiers s;
	struct buf b = buf_in(r->arena);
	bool either;

	if (!tree_is(v, TREE_STRING) || r->out->requires_python.n > 0 ||
	    !poetry_specifiers(r->arena, v->text, &s, &either) || s.count == 0)
		return;
	specifiers_print(&b, &s);
	r->out->requires_python = buf_str(&b);
}

static void read_poetry_table(struct reader *r, const struct tree *table, uint16_t flags, str group)
{
	if (!tree_is(table, TREE_TABLE))
		return;
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		if (str_eq_nocase(c->key, S("python"))) {
			read_poetry_python(r, c);
		} else if (!package_name_valid(c->key)) {
			reader_problem(r, c->key_start, true,
				       "expected the name of a package, found %.*s",
				       STR_ARG(reader_found(r, c->key)));
		} else if (c->kind == TREE_ARRAY) { /* one of several, by marker */
			for (const struct tree *v = c->first; v != NULL; v = v->next)
				read_poetry_one(r, c, v, flags, group);
		} else {
			read_poetry_one(r, c, c, flags, group);
		}
	}
}

/* [[tool.poetry.source]], [[tool.uv.index]], [[tool.pdm.source]]. */
static void read_sources(struct reader *r, const struct tree *list)
{
	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		const struct tree *url = tree_get(c, S("url")), *priority, *main, *explicit;
		bool yes = false, bound = false;
		if (!tree_is(url, TREE_STRING))
			continue;
		priority = tree_get(c, S("priority"));
		main = tree_get(c, S("default"));
		explicit = tree_get(c, S("explicit"));
		(void)!tree_bool(main, &yes);
		(void)!tree_bool(explicit, &bound);
		if (tree_is(priority, TREE_STRING)) {
			yes = str_in(priority->text, "default primary");
			bound = str_eq(priority->text, S("explicit"));
		}
		if (!bound) /* asked only by what names it */
			reader_index(r, url->text, url->start, !yes);
	}
}

static void read_poetry(struct reader *r, const struct tree *poetry)
{
	const struct tree *groups = tree_get(poetry, S("group"));

	read_poetry_table(r, tree_get(poetry, S("dependencies")), DEP_DIRECT, (str){NULL, 0});
	read_poetry_table(r, tree_get(poetry, S("dev-dependencies")), DEP_DIRECT | DEP_OPTIONAL,
			  S("dev"));
	if (tree_is(groups, TREE_TABLE))
		for (const struct tree *c = groups->first; c != NULL; c = c->next)
			read_poetry_table(r, tree_get(c, S("dependencies")),
					  DEP_DIRECT | DEP_OPTIONAL, c->key);
	read_sources(r, tree_get(poetry, S("source")));
}

/* ---- uv, Hatch ---- */

/* One of [tool.uv.sources]: where the package comes from. */
static void apply_uv_source(struct reader *r, struct dep_package *p, const struct tree *entry)
{
	const struct tree *t = entry->kind == TREE_ARRAY ? entry->first : entry;
	const struct tree *index = tree_get(t, S("index"));

	if (tree_is(index, TREE_STRING)) {
		p->source = index->text;
		p->flags |= DEP_EXPLICIT_INDEX;
	} else if (tree_get(t, S("workspace")) != NULL) {
		p->origin = DEP_PATH;
		p->kind = DEP_PROJECT;
	} else {
		read_poetry_source(r, p, t);
	}
}

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
		if (at != NULL)
			apply_uv_source(r, p, entries[*at - 1]);
	}
}

static void read_uv(struct reader *r, const struct tree *uv)
{
	uint32_t first;

	read_list(r, tree_get(uv, S("dev-dependencies")), DEP_DIRECT | DEP_OPTIONAL, S("dev"));
	first = r->out->package_count;
	read_list(r, tree_get(uv, S("constraint-dependencies")), 0, (str){NULL, 0});
	read_list(r, tree_get(uv, S("override-dependencies")), 0, (str){NULL, 0});
	for (uint32_t i = first; i < r->out->package_count; i++)
		r->out->packages[i].kind = DEP_CONSTRAINT;
	apply_uv_sources(r, tree_get(uv, S("sources")));
	read_sources(r, tree_get(uv, S("index")));
}

static void read_hatch(struct reader *r, const struct tree *hatch)
{
	const struct tree *envs = tree_get(hatch, S("envs"));

	if (!tree_is(envs, TREE_TABLE))
		return;
	for (const struct tree *c = envs->first; c != NULL; c = c->next) {
		read_list(r, tree_get(c, S("dependencies")), DEP_DIRECT | DEP_OPTIONAL, c->key);
		read_list(r, tree_get(c, S("extra-dependencies")), DEP_DIRECT | DEP_OPTIONAL,
			  c->key);
	}
}

/* ---- The file ---- */

static void read_include_list(struct reader *r, const struct tree *list)
{
	if (tree_is(list, TREE_ARRAY))
		for (const struct tree *c = list->first; c != NULL; c = c->next)
			if (c->kind == TREE_STRING)
				reader_include(r, c->text, c->start, false);
}

/* [tool.setuptools.dynamic] dependencies = {file = [...]}. */
static void read_dynamic_files(struct reader *r, const struct tree *t)
{
	const struct tree *file = tree_get(t, S("file"));

	if (tree_is(file, TREE_STRING))
		reader_include(r, file->text, file->start, false);
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
		r->out->requires_python = python->text;
	read_list(r, tree_path(root, "project.dependencies"), DEP_DIRECT, (str){NULL, 0});
	read_groups(r, tree_path(root, "project.optional-dependencies"));
	read_groups(r, tree_get(root, S("dependency-groups")));
	read_list(r, tree_path(root, "build-system.requires"), DEP_DIRECT | DEP_BUILD,
		  (str){NULL, 0});
	read_dynamic(r, root);
}

static bool knows(str path, str head)
{
	(void)head;
	return str_eq(str_after_last(path, '/'), S("pyproject.toml"));
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	const struct tree *root, *tool;
	struct diag d;

	out->format = "pyproject";
	out->manifest = true;
	if (!toml_parse(a, r.bytes, &root, &d))
		reader_problem(&r, d.offset, true, "expected TOML: %s", d.msg);
	tool = tree_get(root, S("tool"));
	read_project(&r, root);
	read_poetry(&r, tree_get(tool, S("poetry")));
	read_groups(&r, tree_path(tool, "pdm.dev-dependencies"));
	read_sources(&r, tree_path(tool, "pdm.source"));
	read_list(&r, tree_path(tool, "rye.dev-dependencies"), DEP_DIRECT | DEP_OPTIONAL, S("dev"));
	read_list(&r, tree_path(tool, "flit.metadata.requires"), DEP_DIRECT, (str){NULL, 0});
	read_groups(&r, tree_path(tool, "flit.metadata.requires-extra"));
	read_hatch(&r, tree_get(tool, S("hatch")));
	read_uv(&r, tree_get(tool, S("uv")));
}

const struct dep_format dep_pyproject = {.name = "pyproject", .knows = knows, .read = read};
