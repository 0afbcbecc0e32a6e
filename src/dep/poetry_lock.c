/* poetry.lock, lock-version 1.0 to 2.1 (poetry's src/poetry/packages/locker.py is the only
 * description). Digests are in the entry (`files`, since 2.0) or in [metadata.files] (1.0, 1.1) or
 * [metadata.hashes] (before). Groups are `category` (1.x) or `groups` (2.1).
 *
 * The file does not name the project: what no package asks for is taken as direct. The line of a
 * package is that of its `name`. */
#include "dep/formats.h"

#include "dep/poetry.h"
#include "dep/source.h"
#include "dep/toml_entries.h"

struct poetry {
	struct lock l;
	bool metadata;	   /* there is such a table */
	struct map hashed; /* normal names that [metadata.*] has digests of */
};

/* ---- Sources ---- */

static bool is_true(const struct tree *t)
{
	bool yes;

	return tree_bool(t, &yes) && yes;
}

static void set_source(struct poetry *r, const struct toml_entry *e, struct dep_package *p)
{
	str type = entry_text(&r->l, e, "source.type");
	str url = entry_text(&r->l, e, "source.url");
	str revision = entry_text(&r->l, e, "source.resolved_reference");

	if (type.n == 0)
		return;
	p->source = source_without_credentials(r->l.r.arena, url);
	if (str_in(type, "git hg svn bzr")) {
		if (revision.n == 0)
			revision = entry_text(&r->l, e, "source.reference");
		lock_vcs(&r->l, p, url, revision);
	} else if (str_eq(type, S("url"))) {
		p->origin = DEP_URL;
	} else if (str_in(type, "directory file")) {
		p->origin = DEP_PATH;
		if (is_true(entry_get(e, "develop")))
			p->flags |= DEP_EDITABLE;
	} else {
		p->flags |= DEP_EXPLICIT_INDEX;
	}
}

/* ---- Edges ---- */

static void add_edge(struct poetry *r, uint32_t from, str normal, const struct tree *v)
{
	const struct tree *text = tree_is(v, TREE_TABLE) ? tree_get(v, S("version")) : v;
	struct specifiers *allowed = NEW(r->l.r.arena, struct specifiers, 1);
	str bad;

	if (!tree_is(text, TREE_STRING) ||
	    !specifiers_parse(r->l.r.arena, kept_text(&r->l, text), allowed, &bad))
		allowed = NULL;
	lock_edge(&r->l, &(struct lock_edge){.from = from, .normal = normal, .allowed = allowed});
}

/* name = "spec", name = {version = "spec", ...}, or a list of these for different environments. */
static void read_needs(struct poetry *r, const struct tree *table, uint32_t from)
{
	if (!tree_is(table, TREE_TABLE))
		return;
	for (const struct tree *d = table->first; d != NULL; d = d->next) {
		str normal = package_normal_name(r->l.r.arena, d->key);
		if (d->kind != TREE_ARRAY) {
			add_edge(r, from, normal, d);
			continue;
		}
		for (const struct tree *v = d->first; v != NULL; v = v->next)
			add_edge(r, from, normal, v);
	}
}

/* ---- Entries ---- */

/* In 2.1 a package may belong to several groups; "main" is the project itself. */
static void set_group(struct poetry *r, const struct toml_entry *e, struct dep_package *p)
{
	const struct tree *groups = entry_get(e, "groups");
	str group = entry_text(&r->l, e, "category");

	if (tree_is(groups, TREE_ARRAY)) {
		for (const struct tree *g = groups->first; g != NULL; g = g->next)
			if (group.n == 0 || (tree_is(g, TREE_STRING) && str_eq(g->text, S("main"))))
				group = kept_text(&r->l, g);
	}
	if (is_true(entry_get(e, "optional")))
		p->flags |= DEP_OPTIONAL;
	if (group.n > 0 && !str_eq(group, S("main"))) {
		p->flags |= DEP_OPTIONAL;
		p->group = group;
	}
}

static bool has_hash(const struct tree *files)
{
	if (!tree_is(files, TREE_ARRAY))
		return false;
	for (const struct tree *f = files->first; f != NULL; f = f->next)
		if (tree_is(f, TREE_STRING) || tree_is(tree_get(f, S("hash")), TREE_STRING))
			return true;
	return false;
}

static void read_package(struct poetry *r, const struct toml_entry *e)
{
	uint32_t count = entry_packages(&r->l, e, true);
	uint16_t hashed = has_hash(entry_get(e, "files")) ? DEP_HASHED : 0;
	str marker = entry_text(&r->l, e, "markers"); /* `marker` before 1.0 */

	for (uint32_t i = r->l.out->package_count - count; i < r->l.out->package_count; i++) {
		struct dep_package *p = &r->l.out->packages[i];
		p->flags |= hashed;
		set_source(r, e, p);
		set_group(r, e, p);
		lock_marker(&r->l, p, marker.n > 0 ? marker : entry_text(&r->l, e, "marker"));
		read_needs(r, entry_get(e, "dependencies"), i);
	}
}

/* [metadata.files] and [metadata.hashes]: name = [...] */
static void read_digests(struct poetry *r, const struct tree *table)
{
	if (!tree_is(table, TREE_TABLE))
		return;
	for (const struct tree *f = table->first; f != NULL; f = f->next)
		if (has_hash(f))
			map_put(&r->hashed, package_normal_name(r->l.r.arena, f->key));
}

/* Poetry's constraint (`^3.8`) as specifiers. */
static str python_of(struct poetry *r, str text)
{
	struct buf b = buf_in(r->l.r.arena);
	struct specifiers s;

	if (text.n == 0 || !poetry_specifiers(r->l.r.arena, text, &s))
		return (str){NULL, 0};
	specifiers_print(&b, &s);
	return buf_str(&b);
}

static void read_entry(void *ctx, const struct toml_entry *e)
{
	struct poetry *r = ctx;
	struct dep_file *out = r->l.out;

	if (e->package) {
		read_package(r, e);
		return;
	}
	r->metadata |= entry_get(e, "metadata") != NULL;
	if (out->content_hash.n == 0)
		out->content_hash = entry_text(&r->l, e, "metadata.content-hash");
	if (out->requires_python.n == 0)
		out->requires_python =
			python_of(r, entry_text(&r->l, e, "metadata.python-versions"));
	read_digests(r, entry_get(e, "metadata.files"));
	read_digests(r, entry_get(e, "metadata.hashes"));
}

/* The last thing in the file is [metadata]. An archive by URL without a digest may change. */
static void finish(struct poetry *r)
{
	struct dep_file *out = r->l.out;

	if (!r->metadata && str_trim(r->l.r.bytes).n > 0)
		reader_problem(&r->l.r, r->l.r.bytes.n, true,
			       "expected the table [metadata], without which Poetry refuses the "
			       "file, found the end: it may be cut short");
	for (uint32_t i = 0; i < out->package_count; i++) {
		struct dep_package *p = &out->packages[i];
		if (r->hashed.count > 0 && map_get(&r->hashed, p->normal) != NULL)
			p->flags |= DEP_HASHED;
		if (p->origin == DEP_URL && !(p->flags & DEP_HASHED))
			p->flags |= DEP_MUTABLE;
	}
}

static bool poetry_knows(str path, UNUSED str head)
{
	return str_eq(str_after_last(path, '/'), S("poetry.lock"));
}

static void poetry_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct poetry r = {.hashed = map_in(a)};

	lock_begin(&r.l, a, "poetry.lock", path, bytes, out);
	toml_entries(&r.l, S("package"), read_entry, &r);
	finish(&r);
	lock_end(&r.l);
	lock_direct(&r.l);
}

const struct dep_format dep_poetry_lock = {
	.name = "poetry.lock", .knows = poetry_knows, .read = poetry_read};
