/* pylock.toml and pylock.NAME.toml (PEP 751,
 * https://packaging.python.org/specifications/pylock-toml). The file does not name the project;
 * what no package asks for is direct, where it tells who asks for what at all. The line of a
 * package is that of its `name`. */
#include "dep/formats.h"

#include "dep/source.h"
#include "dep/toml_entries.h"

static bool has_hashes(const struct tree *t)
{
	const struct tree *hashes = tree_get(t, S("hashes"));

	return tree_is(hashes, TREE_TABLE) && hashes->count > 0;
}

static bool any_has_hashes(const struct toml_entry *e)
{
	const struct tree *wheels = entry_get(e, "wheels");

	if (has_hashes(entry_get(e, "sdist")) || has_hashes(entry_get(e, "archive")))
		return true;
	if (tree_is(wheels, TREE_ARRAY))
		for (const struct tree *w = wheels->first; w != NULL; w = w->next)
			if (has_hashes(w))
				return true;
	return false;
}

static str url_or_path(struct lock *l, const struct toml_entry *e, const char *url,
		       const char *path)
{
	str s = entry_text(l, e, url);

	return s.n > 0 ? source_without_credentials(l->r.arena, s) : entry_text(l, e, path);
}

static void set_directory(struct lock *l, const struct toml_entry *e, struct dep_package *p)
{
	bool editable;

	p->origin = DEP_PATH;
	p->source = entry_text(l, e, "directory.path");
	if (tree_bool(entry_get(e, "directory.editable"), &editable) && editable)
		p->flags |= DEP_EDITABLE;
	if (str_in(p->source, ". ./"))
		p->kind = DEP_PROJECT;
}

/* An archive without a version says it in its name. */
static void set_archive(struct lock *l, const struct toml_entry *e, struct dep_package *p)
{
	str url = entry_text(l, e, "archive.url");
	struct dep_source s;

	p->origin = url.n > 0 ? DEP_URL : DEP_PATH;
	p->source = url_or_path(l, e, "archive.url", "archive.path");
	s = source_read(l->r.arena, p->source);
	if (p->version.n == 0 && s.name.n > 0 && str_eq(lock_normal(l, s.name), p->normal))
		p->version = s.version;
	if (p->origin == DEP_URL && !(p->flags & DEP_HASHED))
		p->flags |= DEP_MUTABLE;
}

static void set_source(struct lock *l, const struct toml_entry *e, struct dep_package *p)
{
	if (entry_get(e, "vcs") != NULL) {
		lock_vcs(l, p, url_or_path(l, e, "vcs.url", "vcs.path"),
			 entry_text(l, e, "vcs.commit-id"));
	} else if (entry_get(e, "directory") != NULL) {
		set_directory(l, e, p);
	} else if (entry_get(e, "archive") != NULL) {
		set_archive(l, e, p);
	} else {
		p->source = source_without_credentials(l->r.arena, entry_text(l, e, "index"));
		if (p->source.n > 0)
			p->flags |= DEP_EXPLICIT_INDEX;
	}
}

static void read_needs(struct lock *l, const struct tree *list, uint32_t from)
{
	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *d = list->first; d != NULL; d = d->next) {
		const struct tree *name = tree_get(d, S("name"));
		if (tree_is(name, TREE_STRING))
			lock_edge(l, &(struct lock_edge){
					     .from = from,
					     .normal = lock_normal(l, kept_text(l, name)),
					     .version = kept_text(l, tree_get(d, S("version")))});
	}
}

static void read_package(struct lock *l, const struct toml_entry *e)
{
	uint32_t count = entry_packages(l, e, false);
	uint16_t hashed = any_has_hashes(e) ? DEP_HASHED : 0;

	for (uint32_t i = l->out->package_count - count; i < l->out->package_count; i++) {
		struct dep_package *p = &l->out->packages[i];
		p->flags |= hashed;
		set_source(l, e, p);
		lock_marker(l, p, entry_text(l, e, "marker"));
		read_needs(l, entry_get(e, "dependencies"), i);
	}
}

static void check_version(struct lock *l, const struct toml_entry *e)
{
	const struct tree *t = entry_get(e, "lock-version");

	if (!tree_is(t, TREE_STRING))
		reader_problem(&l->r, t ? t->start : e->start, false,
			       "expected `lock-version = \"1.0\"` (PEP 751), found %s",
			       tree_kind_name(t));
	else if (!str_eq(t->text, S("1")) && !str_starts(t->text, S("1.")))
		reader_problem(&l->r, t->start, true,
			       "expected lock-version 1 (PEP 751), found %.*s",
			       STR_ARG(reader_found(&l->r, t->text)));
}

static void read_entry(void *ctx, const struct toml_entry *e)
{
	struct lock *l = ctx;

	if (e->package) {
		read_package(l, e);
		return;
	}
	if (e->start > 0)
		return;
	check_version(l, e);
	l->out->requires_python = entry_text(l, e, "requires-python");
}

static bool pylock_knows(str path, UNUSED str head)
{
	str name = str_after_last(path, '/');

	return str_eq(name, S("pylock.toml")) ||
	       (str_starts(name, S("pylock.")) && str_ends(name, S(".toml")));
}

static void pylock_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct lock l;

	lock_begin(&l, a, "pylock.toml", path, bytes, out);
	toml_entries(&l, S("packages"), read_entry, &l);
	lock_end(&l);
	lock_direct(&l);
}

const struct dep_format dep_pylock = {
	.name = "pylock.toml", .knows = pylock_knows, .read = pylock_read};
