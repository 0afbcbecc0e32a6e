/* uv.lock, version 1 and its revisions
 * (https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile; the format is described by
 * uv's source only), and the [[distribution]] of uv before 0.3, whose sources are texts:
 * "registry+URL".
 *
 * The project and the members of its workspace are packages with a virtual or editable source:
 * what they ask for is direct. The line of a package is that of its `name`. */
#include "dep/formats.h"

#include "dep/source.h"
#include "dep/toml_entries.h"

struct uv {
	struct lock l;
	struct map members; /* of the workspace, by name */
};

/* ---- Sources ---- */

struct source {
	str kind, value;
	bool editable;
};

static struct source source_of(struct uv *u, const struct toml_entry *e)
{
	static const char *const kinds[] = {"registry", "git",	    "url",	"path",
					    "virtual",	"editable", "directory"};
	const struct tree *t = entry_get(e, "source");
	struct source s = {0};

	if (tree_is(t, TREE_STRING)) {
		s.value = kept_text(&u->l, t);
		s.kind = str_cut(&s.value, '+');
		return s;
	}
	for (size_t i = 0; i < COUNTOF(kinds); i++) {
		const struct tree *v = tree_get(t, str_of(kinds[i]));
		if (tree_is(v, TREE_STRING))
			return (struct source){str_of(kinds[i]), kept_text(&u->l, v), false};
	}
	return s;
}

static bool is_project(struct uv *u, const struct source *s, str normal)
{
	if (str_eq(s->kind, S("virtual")))
		return true;
	return str_eq(s->kind, S("editable")) &&
	       (str_eq(s->value, S(".")) || map_get(&u->members, normal) != NULL);
}

/* Of git: URL?rev=...#COMMIT. */
static void set_source(struct uv *u, struct dep_package *p, const struct source *s)
{
	if (str_eq(s->kind, S("git"))) {
		str commit = s->value, url = str_cut(&commit, '#');
		lock_vcs(&u->l, p, url, commit);
		return;
	}
	p->source = source_without_credentials(u->l.r.arena, s->value);
	if (str_eq(s->kind, S("registry"))) {
		p->flags |= DEP_EXPLICIT_INDEX;
	} else if (str_eq(s->kind, S("url")) || str_eq(s->kind, S("direct"))) {
		p->origin = DEP_URL;
		if (!(p->flags & DEP_HASHED))
			p->flags |= DEP_MUTABLE;
	} else if (s->kind.n > 0) {
		p->origin = DEP_PATH;
		if (str_eq(s->kind, S("editable")))
			p->flags |= DEP_EDITABLE;
		if (is_project(u, s, p->normal))
			p->kind = DEP_PROJECT;
	}
}

static bool is_hashed(const struct toml_entry *e)
{
	const struct tree *wheels = entry_get(e, "wheels");

	if (tree_is(entry_get(e, "sdist.hash"), TREE_STRING))
		return true;
	if (wheels == NULL)
		wheels = entry_get(e, "wheel");
	if (tree_is(wheels, TREE_ARRAY))
		for (const struct tree *w = wheels->first; w != NULL; w = w->next)
			if (tree_is(tree_get(w, S("hash")), TREE_STRING))
				return true;
	return false;
}

/* ---- Edges ---- */

static void read_edges(struct uv *u, const struct tree *list, struct lock_edge e)
{
	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *d = list->first; d != NULL; d = d->next) {
		const struct tree *name = tree_get(d, S("name"));
		if (!tree_is(name, TREE_STRING))
			continue;
		e.normal = lock_normal(&u->l, kept_text(&u->l, name));
		e.version = kept_text(&u->l, tree_get(d, S("version")));
		lock_edge(&u->l, &e);
	}
}

/* Extras and groups: only the project's own make what they ask for optional. */
static void read_edge_groups(struct uv *u, const struct tree *groups, struct lock_edge e)
{
	if (!tree_is(groups, TREE_TABLE))
		return;
	for (const struct tree *g = groups->first; g != NULL; g = g->next) {
		if (e.flags != 0)
			e.group = arena_dup(u->l.r.arena, g->key);
		read_edges(u, g, e);
	}
}

static void read_needs(struct uv *u, const struct toml_entry *t, uint32_t from)
{
	bool project = u->l.out->packages[from].kind == DEP_PROJECT;
	struct lock_edge e = {.from = from, .flags = project ? DEP_DIRECT : 0};

	read_edges(u, entry_get(t, "dependencies"), e);
	if (project)
		e.flags |= DEP_OPTIONAL;
	read_edge_groups(u, entry_get(t, "optional-dependencies"), e);
	read_edge_groups(u, entry_get(t, "dev-dependencies"), e);
}

/* ---- Entries ---- */

/* The environments that the resolver chose this package for: any of these markers holds. */
static void read_markers(struct uv *u, const struct tree *list, struct dep_package *p)
{
	struct buf b = buf_in(u->l.r.arena);

	if (!tree_is(list, TREE_ARRAY) || list->count == 0)
		return;
	for (const struct tree *m = list->first; m != NULL; m = m->next) {
		if (!tree_is(m, TREE_STRING))
			return;
		buf_printf(&b, "%s(%.*s)", b.n > 0 ? " or " : "", STR_ARG(m->text));
	}
	lock_marker(&u->l, p, buf_str(&b));
}

static void read_package(struct uv *u, const struct toml_entry *e)
{
	struct source source = source_of(u, e);
	bool local = str_in(source.kind, "virtual editable directory path git url");
	uint32_t count = entry_packages(&u->l, e, !local);
	uint16_t hashed = is_hashed(e) ? DEP_HASHED : 0;

	for (uint32_t i = u->l.out->package_count - count; i < u->l.out->package_count; i++) {
		struct dep_package *p = &u->l.out->packages[i];
		p->flags |= hashed;
		set_source(u, p, &source);
		read_markers(u, entry_get(e, "resolution-markers"), p);
		read_needs(u, e, i);
	}
}

static void read_members(struct uv *u, const struct tree *list)
{
	if (!tree_is(list, TREE_ARRAY))
		return;
	for (const struct tree *m = list->first; m != NULL; m = m->next)
		if (tree_is(m, TREE_STRING))
			map_put(&u->members, lock_normal(&u->l, kept_text(&u->l, m)));
}

static void read_entry(void *ctx, const struct toml_entry *e)
{
	struct uv *u = ctx;
	const struct tree *version = entry_get(e, "version");
	int64_t number;

	if (e->package) {
		read_package(u, e);
		return;
	}
	if (e->start == 0 && tree_int(version, &number) && number != 1)
		reader_problem(&u->l.r, version->start, true,
			       "expected version 1 of uv.lock, found %lld", (long long)number);
	if (u->l.out->requires_python.n == 0)
		u->l.out->requires_python = entry_text(&u->l, e, "requires-python");
	read_members(u, entry_get(e, "manifest.members"));
}

static bool has_project(const struct dep_file *f)
{
	for (uint32_t i = 0; i < f->package_count; i++)
		if (f->packages[i].kind == DEP_PROJECT)
			return true;
	return false;
}

static bool uv_knows(str path, UNUSED str head)
{
	return str_eq(str_after_last(path, '/'), S("uv.lock"));
}

static void uv_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct uv u = {.members = map_in(a)};
	bool old = str_find(bytes, S("\n[[distribution]]")) != STR_NONE &&
		   str_find(bytes, S("[[package]]")) == STR_NONE;

	lock_begin(&u.l, a, "uv.lock", path, bytes, out);
	toml_entries(&u.l, old ? S("distribution") : S("package"), read_entry, &u);
	lock_end(&u.l);
	if (has_project(out))
		lock_optional(&u.l);
}

const struct dep_format dep_uv_lock = {.name = "uv.lock", .knows = uv_knows, .read = uv_read};
