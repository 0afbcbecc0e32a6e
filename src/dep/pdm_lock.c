/* pdm.lock, every lock_version (pdm's src/pdm/project/lockfile is the only description). Digests
 * are in the entry (`files`, since 4.0) or in [metadata.files], whose keys are "name version".
 * A package with extras has an entry of its own beside the one without: it is the same package.
 *
 * The file does not name the project: what no package asks for is taken as direct. The line of a
 * package is that of its `name`. */
#include "dep/formats.h"

#include "dep/source.h"
#include "dep/toml_entries.h"

struct pdm {
	struct lock l;
	struct map hashed; /* "name version" of [metadata.files] */
	struct map known;  /* "name version source" -> index + 1 */
};

static str joined(struct arena *a, str normal, str version, str source)
{
	struct buf b = buf_in(a);

	buf_add(&b, normal);
	buf_byte(&b, ' ');
	buf_add(&b, version);
	if (source.n > 0)
		buf_byte(&b, ' ');
	buf_add(&b, source);
	return buf_str(&b);
}

static bool has_hash(const struct tree *files)
{
	if (!tree_is(files, TREE_ARRAY))
		return false;
	for (const struct tree *f = files->first; f != NULL; f = f->next)
		if (tree_is(tree_get(f, S("hash")), TREE_STRING))
			return true;
	return false;
}

static void set_source(struct pdm *r, const struct toml_entry *e, struct dep_package *p)
{
	struct arena *a = r->l.r.arena;
	str git = entry_text(&r->l, e, "git"), url = entry_text(&r->l, e, "url");
	str path = entry_text(&r->l, e, "path");
	str revision = entry_text(&r->l, e, "revision");
	bool editable;

	if (git.n == 0)
		git = entry_text(&r->l, e, "hg");
	if (git.n > 0) {
		if (revision.n == 0)
			revision = entry_text(&r->l, e, "ref");
		lock_vcs(&r->l, p, git, revision);
	} else if (url.n > 0) {
		p->origin = DEP_URL;
		p->source = source_without_credentials(a, url);
	} else if (path.n > 0) {
		p->origin = DEP_PATH;
		p->source = path;
	}
	if (tree_bool(entry_get(e, "editable"), &editable) && editable)
		p->flags |= DEP_EDITABLE;
}

/* "default" is the project itself; before 4.0 groups were called sections. */
static void set_group(struct pdm *r, const struct toml_entry *e, struct dep_package *p)
{
	const struct tree *groups = entry_get(e, "groups");
	str group = {NULL, 0};

	if (groups == NULL)
		groups = entry_get(e, "sections");
	if (!tree_is(groups, TREE_ARRAY))
		return;
	for (const struct tree *g = groups->first; g != NULL; g = g->next)
		if (group.n == 0 || (tree_is(g, TREE_STRING) && str_eq(g->text, S("default"))))
			group = kept_text(&r->l, g);
	if (group.n > 0 && !str_eq(group, S("default"))) {
		p->flags |= DEP_OPTIONAL;
		p->group = group;
	}
}

/* A list of requirements; a table of them before lock_version 2. */
static void read_needs(struct pdm *r, const struct tree *list, uint32_t from)
{
	struct lock_edge e = {.from = from};
	struct requirement_error error;
	struct requirement q;

	if (list == NULL || list->kind < TREE_ARRAY)
		return;
	for (const struct tree *d = list->first; d != NULL; d = d->next) {
		if (list->kind == TREE_TABLE) {
			e.normal = package_normal_name(r->l.r.arena, d->key);
		} else {
			if (!tree_is(d, TREE_STRING) ||
			    !requirement_parse(r->l.r.arena, kept_text(&r->l, d), &q, &error))
				continue;
			struct specifiers *allowed = NEW(r->l.r.arena, struct specifiers, 1);
			*allowed = q.specifiers;
			e.normal = q.normal;
			e.allowed = allowed;
		}
		lock_edge(&r->l, &e);
	}
}

/* The entry of an extra is dropped in favour of the same package without. */
static uint32_t same_package(struct pdm *r, uint32_t index)
{
	struct dep_package *p = &r->l.out->packages[index];
	uint64_t *known =
		map_put(&r->known, joined(r->l.r.arena, p->normal, p->version, p->source));

	if (*known == 0) {
		*known = index + 1;
		return index;
	}
	if (index + 1 == r->l.out->package_count)
		r->l.out->package_count--;
	return (uint32_t)*known - 1;
}

static void read_package(struct pdm *r, const struct toml_entry *e)
{
	uint32_t count = entry_packages(&r->l, e, entry_get(e, "path") == NULL);
	uint16_t hashed = has_hash(entry_get(e, "files")) ? DEP_HASHED : 0;
	uint32_t first = r->l.out->package_count - count;

	for (uint32_t i = first; i < first + count; i++) {
		struct dep_package *p = &r->l.out->packages[i];
		p->flags |= hashed;
		set_source(r, e, p);
		set_group(r, e, p);
		lock_marker(&r->l, p, entry_text(&r->l, e, "marker"));
	}
	for (uint32_t i = first + count; i-- > first;)
		read_needs(r, entry_get(e, "dependencies"), same_package(r, i));
}

static void read_digests(struct pdm *r, const struct tree *table)
{
	if (!tree_is(table, TREE_TABLE))
		return;
	for (const struct tree *f = table->first; f != NULL; f = f->next) {
		str version = f->key, name = str_cut(&version, ' ');
		if (has_hash(f))
			map_put(&r->hashed,
				joined(r->l.r.arena, package_normal_name(r->l.r.arena, name),
				       version, (str){NULL, 0}));
	}
}

static void read_entry(void *ctx, const struct toml_entry *e)
{
	struct pdm *r = ctx;
	struct dep_file *out = r->l.out;

	if (e->package) {
		read_package(r, e);
		return;
	}
	if (out->content_hash.n == 0)
		out->content_hash = entry_text(&r->l, e, "metadata.content_hash");
	read_digests(r, entry_get(e, "metadata.files"));
}

static void finish(struct pdm *r)
{
	struct dep_file *out = r->l.out;

	for (uint32_t i = 0; i < out->package_count; i++) {
		struct dep_package *p = &out->packages[i];
		str key = {NULL, 0};
		if (r->hashed.count > 0)
			key = joined(r->l.r.arena, p->normal, p->version, (str){NULL, 0});
		if (map_get(&r->hashed, key) != NULL)
			p->flags |= DEP_HASHED;
		if (p->origin == DEP_URL && !(p->flags & DEP_HASHED))
			p->flags |= DEP_MUTABLE;
	}
}

static bool pdm_knows(str path, UNUSED str head)
{
	return str_eq(str_after_last(path, '/'), S("pdm.lock"));
}

static void pdm_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct pdm r = {.hashed = map_in(a), .known = map_in(a)};

	lock_begin(&r.l, a, "pdm.lock", path, bytes, out);
	toml_entries(&r.l, S("package"), read_entry, &r);
	finish(&r);
	lock_end(&r.l);
	lock_direct(&r.l);
}

const struct dep_format dep_pdm_lock = {.name = "pdm.lock", .knows = pdm_knows, .read = pdm_read};
