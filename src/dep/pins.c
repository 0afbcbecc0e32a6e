#include "dep/pins.h"

#include "base/limits.h"
#include "dep/version.h"
#include "text/json.h"
#include "text/toml.h"
#include "text/yaml.h"

struct pins {
	struct arena *arena;
	str path, bytes;
	str *facts;
	size_t count, room;
	size_t line_at; /* offset whose line is `line`: lines are counted on, not from the start */
	uint32_t line;
	bool ok;
};

static uint32_t line_of(struct pins *p, size_t offset)
{
	if (offset < p->line_at) {
		p->line_at = 0;
		p->line = 1;
	}
	p->line += text_line(str_slice(p->bytes, p->line_at, offset), offset) - 1;
	p->line_at = offset;
	return p->line;
}

static void add(struct pins *p, const char *kind, str name, const char *op, str value,
		size_t offset)
{
	if (p->count == p->room) {
		size_t room = p->room ? 2 * p->room : 64;
		str *more = NEW(p->arena, str, room);
		if (p->count > 0)
			memcpy(more, p->facts, p->count * sizeof(*more));
		p->facts = more;
		p->room = room;
	}
	p->facts[p->count++] =
		arena_printf(p->arena, "%s:%.*s%s%.*s@%.*s:%u", kind, STR_ARG(name), op,
			     STR_ARG(value), STR_ARG(p->path), line_of(p, offset));
}

static bool is_plain(str s, const char *extra)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		bool word = ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9');
		if (!word && (c == 0 || strchr(extra, c) == NULL))
			return false;
	}
	return s.n > 0 && s.n <= 200;
}

static void add_version(struct pins *p, str name, const char *op, str text, size_t offset)
{
	struct buf normal = buf_in(p->arena);
	struct version v;

	if (!is_plain(name, "-_.") || text.n > 200 || !version_parse(text, &v))
		return;
	version_print(&normal, &v);
	add(p, "version", package_normal_name(p->arena, name), op, buf_str(&normal), offset);
}

/* ---- Requirements (PEP 508) ---- */

static str skip_blank(str s)
{
	size_t i = 0;

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	return str_slice(s, i, s.n);
}

/* The highest of the lower bounds is what a specifier asks for at least. */
struct bound {
	str text;
	struct version version;
};

static void raise_bound(struct bound *b, str text)
{
	struct version v;

	if (!version_parse(text, &v) || (b->text.n > 0 && version_compare(&v, &b->version) <= 0))
		return;
	b->text = text;
	b->version = v;
}

/* One clause of a specifier: `==1.2`, `>=1`, `~=1.4.2`, `==1.2.*`. Upper bounds say nothing of what
 * is at least there. */
static void read_clause(struct pins *p, str name, str clause, size_t offset, struct bound *least)
{
	size_t n = 0;
	str op, version;

	clause = str_trim(clause);
	while (n < clause.n && strchr("=<>~!^", clause.p[n]) != NULL && clause.p[n] != 0)
		n++;
	op = str_slice(clause, 0, n);
	version = str_trim(str_slice(clause, n, clause.n));
	if (str_ends(version, S(".*"))) {
		version.n -= 2;
		if (str_eq(op, S("==")))
			raise_bound(least, version);
	} else if (str_eq(op, S("==")) || str_eq(op, S("==="))) {
		add_version(p, name, "=", version, offset);
	} else if (str_in(op, ">= ~= > ^ ~")) {
		raise_bound(least, version);
	}
}

static void read_specifier(struct pins *p, str name, str spec, size_t offset)
{
	struct bound least = {0};

	spec = str_trim(spec);
	if (str_starts(spec, S("(")) && str_ends(spec, S(")")))
		spec = str_slice(spec, 1, spec.n - 1);
	for (str rest = spec; rest.p != NULL;)
		read_clause(p, name, str_cut(&rest, ','), offset, &least);
	if (least.text.n > 0)
		add_version(p, name, ">=", least.text, offset);
}

static void read_requirement(struct pins *p, str s, size_t offset)
{
	size_t n = 0;
	str name, rest;

	s = skip_blank(s);
	while (n < s.n && is_plain(str_slice(s, n, n + 1), "-_."))
		n++;
	name = str_slice(s, 0, n);
	rest = skip_blank(str_slice(s, n, s.n));
	if (name.n == 0 || name.p[0] == '-')
		return;
	if (str_starts(rest, S("["))) {
		size_t close = str_find_byte(rest, ']');
		rest = skip_blank(str_slice(rest, close == STR_NONE ? rest.n : close + 1, rest.n));
	}
	if (str_starts(rest, S("@"))) /* a URL */
		return;
	rest = str_slice(rest, 0, str_find_byte(rest, ';'));
	read_specifier(p, name, rest, offset);
}

/* A requirements file's line without comment, options of the requirement (--hash=...) and `\`. */
static void read_requirements_line(struct pins *p, str line, size_t offset)
{
	size_t cut = 0;

	while (cut < line.n && !(line.p[cut] == '#' &&
				 (cut == 0 || line.p[cut - 1] == ' ' || line.p[cut - 1] == '\t')))
		cut++;
	line = str_slice(line, 0, cut);
	cut = str_find(line, S(" --"));
	line = str_trim(str_slice(line, 0, cut == STR_NONE ? line.n : cut));
	if (str_ends(line, S("\\")))
		line = str_trim(str_slice(line, 0, line.n - 1));
	if (line.n > 0 && line.n <= LIMIT_SNIPPET_BYTES * 4)
		read_requirement(p, line, offset);
}

static void read_requirements(struct pins *p)
{
	size_t at = 0;

	for (str rest = p->bytes; rest.p != NULL;) {
		str line = str_cut(&rest, '\n');
		read_requirements_line(p, line, at);
		at += line.n + 1;
	}
}

/* ---- Lock files ---- */

static void read_packages(struct pins *p, const struct tree *list)
{
	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		const struct tree *name = tree_get(c, S("name")),
				  *version = tree_get(c, S("version"));
		if (tree_is(name, TREE_STRING) && tree_is(version, TREE_STRING))
			add_version(p, name->text, "=", version->text, name->start);
	}
}

static const struct tree *toml_root(struct pins *p)
{
	const struct tree *t;
	struct diag d;

	p->ok = toml_parse(p->arena, p->bytes, &t, &d);
	return t;
}

static void read_lock(struct pins *p)
{
	const struct tree *t = toml_root(p);

	read_packages(p, tree_get(t, S("package")));
	read_packages(p, tree_get(t, S("packages")));
}

static void read_pipfile_lock(struct pins *p)
{
	static const char *const groups[] = {"default", "develop"};
	const struct tree *t;
	struct diag d;

	p->ok = json_parse(p->arena, p->bytes, &t, &d);
	for (size_t i = 0; i < COUNTOF(groups); i++) {
		const struct tree *group = tree_get(t, str_of(groups[i]));
		if (!tree_is(group, TREE_TABLE))
			continue;
		for (const struct tree *c = group->first; c != NULL; c = c->next) {
			const struct tree *version = tree_get(c, S("version"));
			if (tree_is(version, TREE_STRING))
				read_specifier(p, c->key, version->text, c->key_start);
		}
	}
}

/* ---- pyproject.toml ---- */

static void read_requirement_list(struct pins *p, const struct tree *list)
{
	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *c = list->first; c != NULL; c = c->next)
		if (c->kind == TREE_STRING)
			read_requirement(p, c->text, c->start);
}

static void read_requirement_groups(struct pins *p, const struct tree *groups)
{
	if (!tree_is(groups, TREE_TABLE))
		return;
	for (const struct tree *c = groups->first; c != NULL; c = c->next)
		read_requirement_list(p, c);
}

/* Poetry: `torch = "^2.1"`, `torch = {version = "2.6.0", ...}`; a bare version is exact. */
static void read_poetry_table(struct pins *p, const struct tree *table)
{
	if (!tree_is(table, TREE_TABLE))
		return;
	for (const struct tree *c = table->first; c != NULL; c = c->next) {
		const struct tree *v = c->kind == TREE_TABLE ? tree_get(c, S("version")) : c;
		if (!tree_is(v, TREE_STRING))
			continue;
		if (v->text.n > 0 && v->text.p[0] >= '0' && v->text.p[0] <= '9')
			read_specifier(p, c->key,
				       arena_printf(p->arena, "==%.*s", STR_ARG(v->text)),
				       c->key_start);
		else
			read_specifier(p, c->key, v->text, c->key_start);
	}
}

static void read_pyproject(struct pins *p)
{
	const struct tree *t = toml_root(p), *groups;

	read_requirement_list(p, tree_path(t, "project.dependencies"));
	read_requirement_groups(p, tree_path(t, "project.optional-dependencies"));
	read_requirement_groups(p, tree_get(t, S("dependency-groups")));
	read_poetry_table(p, tree_path(t, "tool.poetry.dependencies"));
	groups = tree_path(t, "tool.poetry.group");
	if (tree_is(groups, TREE_TABLE))
		for (const struct tree *c = groups->first; c != NULL; c = c->next)
			read_poetry_table(p, tree_get(c, S("dependencies")));
}

/* ---- environment.yml ---- */

/* conda: `name=1.2` means 1.2.*, `name=1.2.3=build` and `name==1.2.3` are exact; PyTorch is called
 * pytorch there. */
static void read_conda(struct pins *p, str s, size_t offset)
{
	size_t colon = str_find(s, S("::")), n = 0;
	str name, spec, version;

	if (colon != STR_NONE)
		s = str_slice(s, colon + 2, s.n);
	while (n < s.n && is_plain(str_slice(s, n, n + 1), "-_."))
		n++;
	name = str_slice(s, 0, n);
	if (str_eq(name, S("pytorch")))
		name = S("torch");
	spec = str_trim(str_slice(s, n, s.n));
	if (!str_starts(spec, S("=")) || str_starts(spec, S("=="))) {
		read_specifier(p, name, spec, offset);
		return;
	}
	spec = str_slice(spec, 1, spec.n);
	version = str_cut(&spec, '=');
	if (str_ends(version, S("*")))
		version.n -= str_ends(version, S(".*")) ? 2 : 1;
	add_version(p, name, spec.p != NULL ? "=" : ">=", version, offset);
}

static const struct tree *yaml_root(struct pins *p)
{
	const struct tree *t;
	struct diag d;

	p->ok = yaml_parse(p->arena, p->bytes, &t, &d);
	return yaml_document(t);
}

static void read_environment(struct pins *p)
{
	const struct tree *list = tree_get(yaml_root(p), S("dependencies"));

	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *c = list->first; c != NULL; c = c->next) {
		if (c->kind == TREE_STRING)
			read_conda(p, c->text, c->start);
		else
			read_requirement_list(p, tree_get(c, S("pip")));
	}
}

/* ---- configs/model_revisions.yaml ---- */

/* Only a commit cannot move. */
static bool is_commit(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (!((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f')))
			return false;
	}
	return s.n == 40 || s.n == 64;
}

static void add_pin(struct pins *p, str model, str revision, size_t offset)
{
	if (is_plain(model, "-_./") && is_commit(revision))
		add(p, "pin", model, "=", revision, offset);
}

/* The first of these keys that has a scalar. (A commit of digits only is an integer to YAML.) */
static str first_text(const struct tree *t, const char *const *keys)
{
	for (; *keys != NULL; keys++) {
		const struct tree *v = tree_get(t, str_of(*keys));
		if (v != NULL && v->kind < TREE_ARRAY)
			return v->text;
	}
	return (str){NULL, 0};
}

/* A table (org/model: {revision: ...}), a list (- name: org/model, ...) or flat (org/model:
 * <commit>), below any key. */
static void read_models(struct pins *p, const struct tree *t)
{
	static const char *const names[] = {"name",    "model", "model_name", "model_id",
					    "repo_id", "repo",	"id",	      NULL};
	static const char *const revisions[] = {"revision", "commit", "commit_hash", "sha", NULL};
	size_t at = t->key.p ? t->key_start : t->start;
	str model = first_text(t, names);
	bool flag;

	if (model.n == 0)
		model = t->key;
	if (t->kind == TREE_TABLE) {
		add_pin(p, model, first_text(t, revisions), at);
		if (tree_bool(tree_get(t, S("trust_remote_code")), &flag) &&
		    is_plain(model, "-_./"))
			add(p, flag ? "remote_code" : "codeless", model, "=", S("true"), at);
	}
	if (t->kind < TREE_ARRAY) {
		if (!str_in(t->key, "revision commit commit_hash sha"))
			add_pin(p, t->key, t->text, at);
		return;
	}
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		read_models(p, c);
}

static void read_revisions(struct pins *p)
{
	const struct tree *root = yaml_root(p);

	if (root != NULL)
		read_models(p, root);
}

/* ---- Which file is what ---- */

static const struct {
	const char *names; /* words */
	void (*read)(struct pins *p);
} kinds[] = {
	{"uv.lock poetry.lock pdm.lock pylock.toml", read_lock},
	{"Pipfile.lock", read_pipfile_lock},
	{"pyproject.toml", read_pyproject},
	{"environment.yml environment.yaml", read_environment},
	{"model_revisions.yaml", read_revisions},
};

static bool is_requirements(str name)
{
	return str_starts(name, S("requirements")) && str_ends(name, S(".txt"));
}

bool pins_known(str path)
{
	str name = str_after_last(path, '/');

	if (str_eq(name, S("model_revisions.yaml")))
		return str_eq(path, S("configs/model_revisions.yaml")) ||
		       str_ends(path, S("/configs/model_revisions.yaml"));
	for (size_t i = 0; i < COUNTOF(kinds); i++)
		if (str_in(name, kinds[i].names))
			return true;
	return is_requirements(name);
}

size_t pins_read(struct arena *a, str path, str bytes, str **facts, bool *ok)
{
	struct pins p = {.arena = a, .path = path, .bytes = bytes, .line = 1, .ok = true};
	str name = str_after_last(path, '/');

	if (is_requirements(name))
		read_requirements(&p);
	for (size_t i = 0; i < COUNTOF(kinds); i++)
		if (str_in(name, kinds[i].names))
			kinds[i].read(&p);
	*facts = p.facts;
	*ok = p.ok;
	return p.count;
}
