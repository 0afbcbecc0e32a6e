/* Files that say nothing wrong by themselves and decide findings in others: which version of a
 *package the project runs (lock files, requirements, pyproject.toml, environment.yml) and which
 *revision of a model it has pinned (configs/model_revisions.yaml). Each becomes facts for joining
 *(engine/join.h): version:torch=2.6.0@uv.lock		version:torch>=2.4@pyproject.toml
 *	pin:org/model=<commit>			codeless:org/model	(trust_remote_code: false)
 *
 * The readers take what they understand and skip the rest: a broken file gives fewer facts, and a
 * finding whose fact is missing stands. Names of packages are compared as PEP 503 says; of a PEP
 *440 specifier only ==, ===, ~=, >= and > count, because only they bound a version from below.
 *
 * The registry of models may be written as a table (org/model: {revision: ...}), as a list
 * (- name: org/model, revision: ...) or flat (org/model: <commit>), below any key. */
#include "engine/engine_int.h"

#include "text/json.h"
#include "text/toml.h"
#include "text/yaml.h"

struct reader {
	struct scan *s;
	str file; /* the last part of the path, for `@where` */
};

static str last_part(str path)
{
	size_t slash = str_rfind_byte(path, '/');

	return slash == STR_NONE ? path : str_slice(path, slash + 1, path.n);
}

static bool is_registry(str path)
{
	return str_eq(path, S("configs/model_revisions.yaml")) ||
	       str_ends(path, S("/configs/model_revisions.yaml"));
}

static bool is_requirements(str name)
{
	return str_starts(name, S("requirements")) && str_ends(name, S(".txt"));
}

static unsigned recognise(const struct settings *s, str path, UNUSED str bytes)
{
	str name = last_part(path);

	if (s->compat)
		return 0;
	if (is_registry(path) || is_requirements(name))
		return 100;
	return str_in(name, "uv.lock poetry.lock pdm.lock Pipfile.lock pyproject.toml "
			    "environment.yml environment.yaml")
		       ? 100
		       : 0;
}

static void add_fact(struct scan *s, str fact)
{
	struct file_result *out = s->out;

	if ((out->fact_count & (out->fact_count - 1)) == 0) {
		str *grown = NEW(s->arena, str, out->fact_count ? out->fact_count * 2 : 1);

		if (out->fact_count > 0)
			memcpy(grown, out->facts, out->fact_count * sizeof(str));
		out->facts = grown;
	}
	out->facts[out->fact_count++] = fact;
}

/* ---- Versions ---- */

/* PEP 503: lower case, runs of `-`, `_` and `.` become one `-`. */
static str normalised(struct arena *a, str name)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = name.p[i];

		if (c == '_' || c == '.' || c == '-') {
			if (b.n > 0 && b.p[b.n - 1] != '-')
				buf_byte(&b, '-');
		} else {
			buf_byte(&b, c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c);
		}
	}
	return buf_str(&b);
}

static bool is_version(str v)
{
	if (v.n == 0 || v.n > 60 || v.p[0] < '0' || v.p[0] > '9')
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] <= ' ' || v.p[i] == '@' || v.p[i] == '*' || v.p[i] == ',')
			return false;
	return true;
}

static void version_fact(struct reader *r, str name, const char *relation, str version)
{
	struct arena *a = r->s->arena;

	name = normalised(a, str_trim(name));
	version = str_trim(version);
	if (str_eq(name, S("pytorch"))) /* conda's name */
		name = S("torch");
	if (name.n == 0 || name.n > 100 || !is_version(version))
		return;
	add_fact(r->s, arena_printf(a, "version:%.*s%s%.*s@%.*s", STR_ARG(name), relation,
				    STR_ARG(version), STR_ARG(r->file)));
}

/* One clause of a specifier: `>=2.4`, `==2.6.*`, `^2.1`, `2.6` (poetry's own and conda's). */
static void clause_fact(struct reader *r, str name, str clause)
{
	static const struct {
		const char *sign, *relation;
	} signs[] = {{"===", "="}, {"==", "="}, {"~=", ">="}, {">=", ">="},
		     {"^", ">="},  {"~", ">="}, {">", ">="},  {"=", "="}};

	clause = str_trim(clause);
	for (size_t i = 0; i < COUNTOF(signs); i++) {
		str sign = str_of(signs[i].sign);
		str version;

		if (!str_starts(clause, sign))
			continue;
		version = str_trim(str_slice(clause, sign.n, clause.n));
		if (str_ends(version, S(".*"))) /* ==2.6.*: at least 2.6 */
			version_fact(r, name, ">=", str_slice(version, 0, version.n - 2));
		else
			version_fact(r, name, signs[i].relation, version);
		return;
	}
	if (is_version(clause))
		version_fact(r, name, "=", clause);
}

static void specifier_facts(struct reader *r, str name, str specifier)
{
	for (str rest = specifier; rest.p != NULL;)
		clause_fact(r, name, str_cut(&rest, ','));
}

static bool name_byte(uint8_t b)
{
	return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
	       b == '-' || b == '_' || b == '.';
}

/* A PEP 508 requirement: name [extras] (specifier) ; marker. */
static void requirement_facts(struct reader *r, str line)
{
	str rest = str_trim(line), name;
	size_t n = 0;

	while (n < rest.n && name_byte(rest.p[n]))
		n++;
	name = str_slice(rest, 0, n);
	rest = str_trim(str_slice(rest, n, rest.n));
	if (rest.n > 0 && rest.p[0] == '[') {
		size_t close = str_find_byte(rest, ']');

		rest = close == STR_NONE ? (str){0} : str_slice(rest, close + 1, rest.n);
	}
	if (name.n == 0 || rest.n == 0)
		return;
	rest = str_cut(&rest, ';');
	rest = str_trim(rest);
	if (rest.n > 1 && rest.p[0] == '(' && rest.p[rest.n - 1] == ')')
		rest = str_slice(rest, 1, rest.n - 1);
	specifier_facts(r, name, rest);
}

static void read_requirements(struct reader *r)
{
	for (str rest = r->s->bytes; rest.p != NULL;) {
		str line = str_trim(str_cut(&rest, '\n'));
		size_t hash = str_find(line, S(" #"));
		size_t option = str_find(line, S(" --"));

		if (line.n == 0 || line.p[0] == '#' || line.p[0] == '-')
			continue;
		if (hash != STR_NONE)
			line = str_slice(line, 0, hash);
		if (option != STR_NONE)
			line = str_slice(line, 0, option);
		if (str_ends(line, S("\\")))
			line = str_slice(line, 0, line.n - 1);
		requirement_facts(r, line);
	}
}

/* uv.lock, poetry.lock, pdm.lock: [[package]] name = ..., version = ... */
static void lock_facts(struct reader *r, const struct tree *root)
{
	const struct tree *list = tree_get(root, S("package"));

	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *p = list->first; p != NULL; p = p->next) {
		const struct tree *name = tree_get(p, S("name")), *v = tree_get(p, S("version"));

		if (tree_is(name, TREE_STRING) && tree_is(v, TREE_STRING))
			version_fact(r, name->text, "=", v->text);
	}
}

static void requirement_list(struct reader *r, const struct tree *list)
{
	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *d = list->first; d != NULL; d = d->next)
		if (d->kind == TREE_STRING)
			requirement_facts(r, d->text);
}

static void pyproject_facts(struct reader *r, const struct tree *root)
{
	const struct tree *poetry = tree_path(root, "tool.poetry.dependencies");

	requirement_list(r, tree_path(root, "project.dependencies"));
	if (!tree_is(poetry, TREE_TABLE))
		return;
	for (const struct tree *d = poetry->first; d != NULL; d = d->next) {
		const struct tree *v = d->kind == TREE_TABLE ? tree_get(d, S("version")) : d;

		if (tree_is(v, TREE_STRING))
			specifier_facts(r, d->key, v->text);
	}
}

static void read_toml(struct reader *r)
{
	const struct tree *root = NULL;
	struct diag d = {0};

	if (!toml_parse(r->s->arena, r->s->bytes, &root, &d) && root == NULL)
		return;
	lock_facts(r, root);
	pyproject_facts(r, root);
}

static void read_pipfile_lock(struct reader *r)
{
	const struct tree *root = NULL, *list;
	struct diag d = {0};

	if (!json_parse(r->s->arena, r->s->bytes, &root, &d))
		return;
	list = tree_get(root, S("default"));
	if (!tree_is(list, TREE_TABLE))
		return;
	for (const struct tree *p = list->first; p != NULL; p = p->next) {
		const struct tree *v = tree_get(p, S("version"));

		if (tree_is(v, TREE_STRING))
			specifier_facts(r, p->key, v->text);
	}
}

/* Conda: `pytorch=2.1`, `pytorch==2.1.0=py3.10_cuda`, `pytorch>=2.1`; and a list under `pip:`. */
static void read_environment(struct reader *r, const struct tree *root)
{
	const struct tree *list = tree_get(root, S("dependencies"));

	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *d = list->first; d != NULL; d = d->next) {
		str text, head;

		requirement_list(r, tree_get(d, S("pip")));
		if (d->kind != TREE_STRING)
			continue;
		text = d->text;
		head = str_cut(&text, '=');
		if (text.p != NULL && str_find_byte(head, '>') == STR_NONE &&
		    str_find_byte(head, '<') == STR_NONE) {
			while (text.n > 0 && text.p[0] == '=')
				text = str_slice(text, 1, text.n);
			version_fact(r, head, "=", str_cut(&text, '='));
		} else {
			requirement_facts(r, d->text);
		}
	}
}

/* ---- The registry of models ---- */

static bool is_commit(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t b = s.p[i];

		if (!((b >= '0' && b <= '9') || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F')))
			return false;
	}
	return s.n == 40 || s.n == 64;
}

static str first_string(const struct tree *t, const char *keys)
{
	for (str rest = str_of(keys); rest.p != NULL;) {
		const struct tree *v = tree_get(t, str_cut(&rest, ' '));

		if (tree_is(v, TREE_STRING))
			return v->text;
	}
	return (str){0};
}

#define REVISION_KEYS "revision commit commit_hash sha code_revision"

static void pin_fact(struct reader *r, str model, str revision)
{
	if (model.n > 0 && model.n <= 200 && is_commit(revision))
		add_fact(r->s, arena_printf(r->s->arena, "pin:%.*s=%.*s@%.*s", STR_ARG(model),
					    STR_ARG(revision), STR_ARG(r->file)));
}

static void registry_facts(struct reader *r, const struct tree *t)
{
	str revision = first_string(t, REVISION_KEYS);
	str model = first_string(t, "name model model_name model_id repo_id repo id");
	bool trust;

	if (model.n == 0)
		model = t->key;
	if (t->kind == TREE_TABLE && model.n > 0 && model.n <= 200) {
		pin_fact(r, model, revision);
		if (tree_bool(tree_get(t, S("trust_remote_code")), &trust) && !trust)
			add_fact(r->s, arena_printf(r->s->arena, "codeless:%.*s", STR_ARG(model)));
	}
	if (t->kind == TREE_STRING && !str_in(t->key, REVISION_KEYS))
		pin_fact(r, t->key, t->text);
	if (t->kind != TREE_TABLE && t->kind != TREE_ARRAY)
		return;
	for (const struct tree *k = t->first; k != NULL; k = k->next)
		registry_facts(r, k);
}

static void read_yaml(struct reader *r)
{
	const struct tree *stream = NULL, *root;
	struct diag d = {0};

	if (!yaml_parse(r->s->arena, r->s->bytes, &stream, &d) && stream == NULL)
		return;
	root = yaml_document(stream);
	if (root == NULL)
		return;
	if (is_registry(r->s->path))
		registry_facts(r, root);
	else
		read_environment(r, root);
}

static void scan_facts(struct scan *s)
{
	struct reader r = {s, last_part(s->path)};

	if (is_requirements(r.file))
		read_requirements(&r);
	else if (str_eq(r.file, S("Pipfile.lock")))
		read_pipfile_lock(&r);
	else if (str_ends(r.file, S(".toml")) || str_ends(r.file, S(".lock")))
		read_toml(&r);
	else
		read_yaml(&r);
}

const struct format format_project_facts = {
	.name = "project-facts",
	.layer = LAYER_CODE,
	.recognise = recognise,
	.scan = scan_facts,
};
