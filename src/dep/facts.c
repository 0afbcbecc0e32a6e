#include "dep/facts.h"

#include <stdlib.h>
#include "dep/source.h"
#include "text/yaml.h"

struct facts {
	struct arena *arena;
	str path;
	str *list;
	uint32_t count, room;
	/* Of the registry of revisions: */
	str bytes;
	size_t line_at; /* this byte is on `line` */
	uint32_t line;
};

static void add(struct facts *f, const char *kind, str name, const char *op, str value,
		uint32_t line)
{
	f->list = GROW(f->arena, f->list, f->count, &f->room);
	f->list[f->count++] = arena_printf(f->arena, "%s:%.*s%s%.*s@%.*s:%u", kind, STR_ARG(name),
					   op, STR_ARG(value), STR_ARG(f->path), line);
}

/* ---- Versions ---- */

static void add_version(struct facts *f, str name, const char *op, str text, uint32_t line)
{
	struct buf normal = buf_in(f->arena);
	struct version v;

	if (name.n > 200 || text.n > 200 || !version_parse(text, &v))
		return;
	version_print(&normal, &v);
	add(f, "version", name, op, buf_str(&normal), line);
}

/* The highest of the lower bounds is what a specifier asks for at least. */
static str at_least(const struct specifiers *s)
{
	const struct specifier *best = NULL;

	for (size_t i = 0; i < s->count; i++) {
		const struct specifier *x = &s->item[i];
		if (x->op != SPECIFIER_AT_LEAST && x->op != SPECIFIER_ABOVE &&
		    x->op != SPECIFIER_COMPATIBLE && !(x->op == SPECIFIER_EQUAL && x->prefix))
			continue;
		if (best == NULL || version_compare(&x->v, &best->v) > 0)
			best = x;
	}
	return best != NULL ? best->text : (str){NULL, 0};
}

static void add_bound(struct facts *f, str name, const struct specifiers *s, uint32_t line)
{
	const struct specifier *pin = specifiers_pin(s);

	if (pin != NULL)
		add_version(f, name, "=", pin->text, line);
	else
		add_version(f, name, ">=", at_least(s), line);
}

static int by_line(const void *x, const void *y)
{
	const struct dep_package *a = *(const struct dep_package *const *)x;
	const struct dep_package *b = *(const struct dep_package *const *)y;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return a < b ? -1 : a > b;
}

static void add_python(struct facts *f, const struct dep_file *file)
{
	struct specifiers s;
	str bad;

	if (file->python_line > 0 && specifiers_parse(f->arena, file->requires_python, &s, &bad))
		add_bound(f, S("python"), &s, file->python_line);
}

const struct dep_format *dep_facts_format(str path, str head)
{
	static const char names[] = "uv.lock poetry.lock pdm.lock pylock.toml Pipfile.lock "
				    "pyproject.toml environment.yml environment.yaml";
	str name = str_after_last(path, '/');
	bool requirements = str_starts(name, S("requirements")) && str_ends(name, S(".txt"));

	return requirements || str_in(name, names) ? dep_format_of(path, head) : NULL;
}

size_t dep_facts(struct arena *a, str path, const struct dep_file *file, str **facts)
{
	struct facts f = {.arena = a, .path = path};
	const struct dep_package **order = NEW(a, const struct dep_package *, file->package_count);
	bool python = false;

	for (uint32_t i = 0; i < file->package_count; i++)
		order[i] = &file->packages[i];
	qsort(order, file->package_count, sizeof(*order), by_line);
	for (uint32_t i = 0; i < file->package_count; i++) {
		const struct dep_package *p = order[i];
		if (!python && p->line > file->python_line) {
			add_python(&f, file);
			python = true;
		}
		if (p->kind == DEP_PROJECT || p->normal.n == 0)
			continue;
		if (p->version.n > 0)
			add_version(&f, p->normal, "=", p->version, p->line);
		else
			add_bound(&f, p->normal, &p->specifiers, p->line);
	}
	if (!python)
		add_python(&f, file);
	*facts = f.list;
	return f.count;
}

/* ---- configs/model_revisions.yaml ---- */

/* Lines are counted on from the last one asked for. */
static uint32_t line_of(struct facts *f, size_t offset)
{
	if (offset < f->line_at) {
		f->line_at = 0;
		f->line = 1;
	}
	f->line += text_line(str_slice(f->bytes, f->line_at, offset), offset) - 1;
	f->line_at = offset;
	return f->line;
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

static void add_pin(struct facts *f, str model, str revision, size_t offset)
{
	if (is_plain(model, "-_./") && source_is_commit(revision) /* only a commit cannot move */)
		add(f, "pin", model, "=", revision, line_of(f, offset));
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
static void read_models(struct facts *f, const struct tree *t)
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
		add_pin(f, model, first_text(t, revisions), at);
		if (tree_bool(tree_get(t, S("trust_remote_code")), &flag) &&
		    is_plain(model, "-_./"))
			add(f, flag ? "remote_code" : "codeless", model, "=", S("true"),
			    line_of(f, at));
	}
	if (t->kind < TREE_ARRAY) {
		if (!str_in(t->key, "revision commit commit_hash sha"))
			add_pin(f, t->key, t->text, at);
		return;
	}
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		read_models(f, c);
}

bool dep_revisions_known(str path)
{
	return str_eq(path, S("configs/model_revisions.yaml")) ||
	       str_ends(path, S("/configs/model_revisions.yaml"));
}

size_t dep_revisions(struct arena *a, str path, str bytes, str **facts)
{
	struct facts f = {.arena = a, .path = path, .bytes = bytes, .line = 1};
	const struct tree *stream;
	struct diag d;

	(void)!yaml_parse(a, bytes, &stream, &d); /* what was read before a mistake counts */
	if (yaml_document(stream) != NULL)
		read_models(&f, yaml_document(stream));
	*facts = f.list;
	return f.count;
}
