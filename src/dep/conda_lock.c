/* conda-lock.yml, version 1 (conda-lock's src/conda_lock/lockfile/v1): a list of packages, of conda
 * and of pip, each once a platform. One entry is parsed at a time, so that memory is that of the
 * largest and an entry that is no YAML costs only itself: an entry begins where a line has the
 * indentation of the list's first `- `. A package that several platforms have in the same version
 * is one. The line of a package is that of its `name`.
 *
 * The file does not name the project: what no package asks for is taken as direct. */
#include "base/limits.h"
#include "dep/conda.h"
#include "dep/formats.h"
#include "dep/source.h"
#include "text/yaml.h"

struct conda_lock {
	struct lock l;
	struct arena scratch;
	struct map known; /* "manager name version" */
	uint32_t entries; /* also those that are no Python packages */
};

static str member(struct conda_lock *c, const struct tree *t, const char *key)
{
	const struct tree *v = tree_get(t, str_of(key));

	return v != NULL && v->kind < TREE_ARRAY && v->kind != TREE_NULL
		       ? arena_dup(c->l.r.arena, v->text)
		       : (str){NULL, 0};
}

static void read_needs(struct conda_lock *c, const struct tree *table, uint32_t from, bool conda)
{
	if (!tree_is(table, TREE_TABLE))
		return;
	for (const struct tree *d = table->first; d != NULL; d = d->next) {
		str name = conda ? conda_pypi_name(d->key) : d->key;
		if (name.n > 0)
			lock_edge(&c->l, &(struct lock_edge){.from = from,
							     .normal = package_normal_name(
								     c->l.r.arena, name)});
	}
}

static void set_rest(struct conda_lock *c, const struct tree *t, struct dep_package *p)
{
	const struct tree *hash = tree_get(t, S("hash"));
	str category = member(c, t, "category"), url = member(c, t, "url");
	bool optional;

	if (tree_is(hash, TREE_TABLE) && hash->count > 0)
		p->flags |= DEP_HASHED;
	if (tree_bool(tree_get(t, S("optional")), &optional) && optional)
		p->flags |= DEP_OPTIONAL;
	if (category.n > 0 && !str_eq(category, S("main"))) {
		p->flags |= DEP_OPTIONAL;
		p->group = category;
	}
	p->source = source_without_credentials(c->l.r.arena, url);
}

/* What does not need Python and is not built for one is no Python package. */
static bool is_python(const struct tree *t, str url)
{
	str build = str_after_last(str_after_last(url, '/'), '-');

	return conda_build_is_python(build) ||
	       tree_get(tree_get(t, S("dependencies")), S("python")) != NULL;
}

static void read_package(struct conda_lock *c, const struct tree *t, size_t base, size_t end)
{
	const struct tree *at = tree_get(t, S("name"));
	str name = member(c, t, "name"), version = member(c, t, "version");
	str manager = member(c, t, "manager");
	bool conda = !str_eq(manager, S("pip"));
	struct dep_package *p;
	uint64_t *known;

	if (name.n == 0 || version.n == 0) {
		reader_problem(&c->l.r, base, true,
			       "expected `name:` and `version:` in this entry");
		return;
	}
	known = map_put(&c->known, arena_printf(c->l.r.arena, "%d %.*s %.*s", conda, STR_ARG(name),
						STR_ARG(version)));
	if (*known != 0)
		return;
	*known = 1;
	if (conda && !is_python(t, member(c, t, "url"))) {
		c->l.out->foreign++;
		return;
	}
	p = conda ? conda_package(&c->l, DEP_LOCKED, name, version, base + at->start)
		  : lock_package(&c->l, DEP_LOCKED, name, base + at->start);
	if (p == NULL)
		return;
	p->version = version;
	p->start = (uint32_t)(base + c->l.r.mark);
	p->end = (uint32_t)(end + c->l.r.mark);
	set_rest(c, t, p);
	read_needs(c, tree_get(t, S("dependencies")), lock_newest(&c->l), conda);
}

static void read_entry(struct conda_lock *c, size_t from, size_t to)
{
	struct arena_mark mark = arena_mark(&c->scratch);
	const struct tree *t;
	struct diag d;

	c->entries++;
	if (!yaml_parse(&c->scratch, str_slice(c->l.r.bytes, from, to), &t, &d))
		reader_problem(&c->l.r, from + d.offset, true, "expected YAML: %s", d.msg);
	t = yaml_document(t);
	if (tree_is(t, TREE_ARRAY))
		for (const struct tree *e = t->first; e != NULL; e = e->next)
			read_package(c, e, from, to);
	arena_release(&c->scratch, mark);
}

static size_t indent_of(str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

/* Calls read_entry for what lies between the lines that begin an entry, below `package:`. */
static void read_entries(struct conda_lock *c)
{
	size_t at = 0, from = STR_NONE, indent = STR_NONE;
	bool inside = false;

	for (str rest = c->l.r.bytes; rest.p != NULL;) {
		str line = str_cut(&rest, '\n');
		size_t n = indent_of(line);
		bool item = str_starts(str_slice(line, n, line.n), S("- "));
		bool key = n == 0 && line.n > 0 && !item && line.p[0] != '#' && line.p[0] != '\r';
		if (inside && item && indent == STR_NONE)
			indent = n;
		if (from != STR_NONE && (key || (item && n == indent))) {
			read_entry(c, from, at);
			from = STR_NONE;
		}
		if (key)
			inside = str_starts(line, S("package:"));
		if (inside && item && n == indent)
			from = at;
		at += line.n + 1;
	}
	if (from != STR_NONE)
		read_entry(c, from, c->l.r.bytes.n);
}

static bool conda_lock_knows(str path, str head)
{
	str name = str_after_last(path, '/');

	return (str_ends(name, S(".yml")) || str_ends(name, S(".yaml"))) &&
	       (str_in(name, "conda-lock.yml conda-lock.yaml") ||
		str_ends(name, S(".conda-lock.yml")) ||
		str_find(head, S("conda-lock:")) != STR_NONE);
}

static void conda_lock_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct conda_lock c = {.known = map_in(a)};

	lock_begin(&c.l, a, "conda-lock", path, bytes, out);
	lock_scratch(&c.scratch);
	read_entries(&c);
	arena_free(&c.scratch);
	if (c.entries == 0 && str_find(c.l.r.bytes, S("package: []")) == STR_NONE)
		reader_problem(&c.l.r, 0, true, "expected a list `package:`, found none");
	lock_end(&c.l);
	lock_direct(&c.l);
}

const struct dep_format dep_conda_lock = {
	.name = "conda-lock", .knows = conda_lock_knows, .read = conda_lock_read};
