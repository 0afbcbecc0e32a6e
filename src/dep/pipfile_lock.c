/* Pipfile.lock (pipenv's documentation, "Pipfile.lock"; pipfile-spec 6 and older): every member of
 * the document but _meta is a category of packages: default, develop, and the project's own. The
 * line of a package is that of its key. */
#include "dep/formats.h"

#include "dep/json_entries.h"
#include "dep/source.h"

struct pipfile {
	struct lock l;
	struct map seen;    /* "section name" */
	struct map indexes; /* name -> index into out->indexes + 1 */
};

static str text_of(struct pipfile *p, const struct tree *t)
{
	return tree_is(t, TREE_STRING) ? arena_dup(p->l.r.arena, t->text) : (str){NULL, 0};
}

static str member(struct pipfile *p, const struct json_entry *e, const char *key)
{
	return text_of(p, tree_get(e->value, str_of(key)));
}

/* ---- _meta ---- */

static void read_sources(struct pipfile *p, const struct json_entry *e)
{
	for (const struct tree *s = e->value->kind == TREE_ARRAY ? e->value->first : NULL;
	     s != NULL; s = s->next) {
		const struct tree *url = tree_get(s, S("url"));
		str name = text_of(p, tree_get(s, S("name")));
		if (!tree_is(url, TREE_STRING))
			continue;
		reader_index(&p->l.r, text_of(p, url), e->base + url->start,
			     p->l.out->index_count > 0);
		*map_put(&p->indexes, name) = p->l.out->index_count;
	}
}

/* requires = {python_version = "3.8"}: any 3.8 */
static void read_requires(struct pipfile *p, const struct json_entry *e)
{
	str full = member(p, e, "python_full_version"), minor = member(p, e, "python_version");

	if (full.n > 0 && !str_eq(full, S("*")))
		p->l.out->requires_python = arena_printf(p->l.r.arena, "==%.*s", STR_ARG(full));
	else if (minor.n > 0 && !str_eq(minor, S("*")))
		p->l.out->requires_python = arena_printf(p->l.r.arena, "==%.*s.*", STR_ARG(minor));
}

static void read_meta(struct pipfile *p, const struct json_entry *e)
{
	if (str_eq(e->key, S("sources")))
		read_sources(p, e);
	else if (str_eq(e->key, S("requires")))
		read_requires(p, e);
	else if (str_eq(e->key, S("hash")))
		p->l.out->content_hash = member(p, e, "sha256");
}

/* ---- Packages ---- */

static void set_source(struct pipfile *p, const struct json_entry *e, struct dep_package *d)
{
	static const char *const systems[] = {"git", "hg", "svn", "bzr"};
	str file = member(p, e, "file"), path = member(p, e, "path");
	str index = member(p, e, "index");
	uint64_t *known = index.n > 0 ? map_get(&p->indexes, index) : NULL;
	bool editable;

	if (tree_bool(tree_get(e->value, S("editable")), &editable) && editable)
		d->flags |= DEP_EDITABLE;
	for (size_t i = 0; i < COUNTOF(systems); i++) {
		str url = member(p, e, systems[i]);
		if (url.n > 0) {
			lock_vcs(&p->l, d, url, member(p, e, "ref"));
			return;
		}
	}
	if (file.n > 0 || path.n > 0) {
		struct dep_source s = source_read(p->l.r.arena, file.n > 0 ? file : path);
		reader_set_source(d, &s);
		if (d->flags & DEP_HASHED)
			d->flags &= (uint16_t)~DEP_MUTABLE;
	} else if (known != NULL) {
		d->source = p->l.out->indexes[*known - 1].url;
		d->flags |= DEP_EXPLICIT_INDEX;
	}
}

/* "==1.2": the pin; anything else is a wish, as in a Pipfile. */
static void set_version(struct pipfile *p, const struct json_entry *e, const struct tree *t,
			struct dep_package *d)
{
	const struct specifier *pin;
	str text = text_of(p, t), bad;

	if (str_eq(text, S("*")))
		text = S("");
	if (!specifiers_parse(p->l.r.arena, text, &d->specifiers, &bad)) {
		d->version = text; /* compared as a text */
		while (d->version.n > 0 && d->version.p[0] == '=')
			d->version = str_slice(d->version, 1, d->version.n);
		reader_problem(&p->l.r, e->base + t->start, str_find_byte(text, ',') != STR_NONE,
			       "expected `==` and a version, found %.*s",
			       STR_ARG(reader_found(&p->l.r, text)));
		return;
	}
	pin = specifiers_pin(&d->specifiers);
	if (pin != NULL)
		d->version = pin->text;
	else
		d->kind = DEP_REQUIREMENT;
	d->version_start = (uint32_t)(e->base + t->start + 1 + p->l.r.mark);
	d->version_end = (uint32_t)(e->base + t->end - 1 + p->l.r.mark);
}

static void fill_package(struct pipfile *p, const struct json_entry *e, const struct tree *version,
			 struct dep_package *d)
{
	const struct tree *hashes = tree_get(e->value, S("hashes"));

	d->start = (uint32_t)(e->key_at + p->l.r.mark);
	d->end = (uint32_t)(e->base + e->value->end + p->l.r.mark);
	if (tree_is(hashes, TREE_ARRAY) && hashes->count > 0)
		d->flags |= DEP_HASHED;
	if (!str_eq(e->section, S("default"))) {
		d->flags |= DEP_OPTIONAL;
		d->group = e->section;
	}
	set_source(p, e, d);
	lock_marker(&p->l, d, member(p, e, "markers"));
	if (tree_is(version, TREE_STRING))
		set_version(p, e, version, d);
}

static bool is_other_version(const struct tree *first, const struct tree *t)
{
	return tree_is(t, TREE_STRING) && str_eq(t->key, S("version")) &&
	       (first == NULL || !str_eq(first->text, t->text));
}

static void say_twice(struct pipfile *p, size_t at, str key)
{
	reader_problem(&p->l.r, at, false,
		       "expected every key once, found %.*s again: all that it says is read",
		       STR_ARG(reader_found(&p->l.r, key)));
}

/* One package for each version: duplicate keys are what a merge leaves behind. */
static void read_package(struct pipfile *p, const struct json_entry *e)
{
	str name = arena_dup(p->l.r.arena, e->key);
	const struct tree *last = NULL;
	struct dep_package *d;

	if (e->value->kind != TREE_TABLE) {
		reader_problem(&p->l.r, e->base + e->value->start, true,
			       "expected an object for %.*s, found %s",
			       STR_ARG(reader_found(&p->l.r, name)), tree_kind_name(e->value));
		return;
	}
	for (const struct tree *t = e->value->first; t != NULL; t = t->next) {
		if (!is_other_version(last, t))
			continue;
		if (last != NULL)
			say_twice(p, e->base + t->key_start, S("version"));
		last = t;
		d = lock_package(&p->l, DEP_LOCKED, name, e->key_at);
		if (d != NULL)
			fill_package(p, e, t, d);
	}
	if (last != NULL)
		return;
	d = lock_package(&p->l, DEP_LOCKED, name, e->key_at);
	if (d == NULL)
		return;
	fill_package(p, e, NULL, d);
	if (d->origin == DEP_INDEX)
		reader_problem(&p->l.r, e->key_at, true, "expected a version of %.*s, found none",
			       STR_ARG(d->name));
}

/* A merge may leave whole entries inside of another one. */
static void read_packages(struct pipfile *p, const struct json_entry *e)
{
	read_package(p, e);
	if (e->value->kind != TREE_TABLE)
		return;
	for (const struct tree *t = e->value->first; t != NULL; t = t->next) {
		struct json_entry inside = *e;
		inside.key = t->key;
		inside.value = t;
		inside.key_at = e->base + t->key_start;
		if (tree_get(t, S("version")) != NULL)
			read_packages(p, &inside);
	}
}

static void read_entry(void *ctx, const struct json_entry *e)
{
	struct pipfile *p = ctx;

	if (str_eq(e->section, S("_meta"))) {
		read_meta(p, e);
	} else if (e->key.p != NULL) {
		str key = arena_printf(p->l.r.arena, "%.*s %.*s", STR_ARG(e->section),
				       STR_ARG(e->key));
		if ((*map_put(&p->seen, key))++ > 0)
			say_twice(p, e->key_at, e->key);
		read_packages(p, e);
	} else {
		reader_problem(&p->l.r, e->base + e->value->start, true,
			       "expected an object with packages in `%.*s`, found %s",
			       STR_ARG(str_slice(e->section, 0, 40)), tree_kind_name(e->value));
	}
}

static bool pipfile_lock_knows(str path, UNUSED str head)
{
	return str_eq(str_after_last(path, '/'), S("Pipfile.lock"));
}

static void pipfile_lock_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct pipfile p = {.seen = map_in(a), .indexes = map_in(a)};
	struct json_reading reading = {.read = read_entry, .ctx = &p};

	lock_begin(&p.l, a, "Pipfile.lock", path, bytes, out);
	json_entries(&p.l, &reading);
	lock_end(&p.l);
}

const struct dep_format dep_pipfile_lock = {
	.name = "Pipfile.lock", .knows = pipfile_lock_knows, .read = pipfile_lock_read};
