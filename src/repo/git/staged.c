/* What `git diff --cached` adds: the index beside the tree of HEAD, both in order of path. A folder
 * whose id TREE still knows and HEAD has as well is stepped over whole, so that of a hundred
 * thousand files only the folders on the way to what is staged are read from the objects.
 *
 * A file that has another's content of HEAD's which is gone is a renamed one: nothing in it is new.
 */
#include "repo/git/staged.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/limits.h"

struct change {
	str path;
	git_oid id, old;
	bool has_old;
};

struct staged {
	struct session *s;
	struct arena *a;
	const struct index_file *file;
	struct index_walk walk;
	struct index_entry e;
	bool has;
	struct buf prefix;
	struct change *changes;
	uint32_t count, room;
	struct oids gone;	/* contents that are in HEAD's tree and not in the index, there */
	struct oids gone_trees; /* each is looked through once, wherever it hangs */
	bool broken;
};

static void next_entry(struct staged *st)
{
	st->has = index_next(&st->walk, &st->e);
}

static bool is_below(const struct staged *st, size_t prefix)
{
	return st->has && st->e.path.n > prefix && memcmp(st->e.path.p, st->prefix.p, prefix) == 0;
}

/* An entry that HEAD has not, or has otherwise. */
static void add_change(struct staged *st, const git_oid *old)
{
	struct change *c;

	if (!mode_is_blob(st->e.mode) && !mode_is_tree(st->e.mode) &&
	    !mode_is_submodule(st->e.mode))
		say_problem(st->s, GIT_NOT_CHECKED, st->e.path,
			    "the index gives it the mode %o, which is none: it was not checked",
			    st->e.mode);
	if (!mode_is_blob(st->e.mode) || (st->e.flags & INDEX_INTENT_TO_ADD) != 0)
		return;
	st->changes = grown_to(st->a, st->changes, st->count, &st->room, sizeof(*st->changes));
	c = &st->changes[st->count++];
	*c = (struct change){.path = arena_dup(st->a, st->e.path)};
	memcpy(c->id.id, st->e.id, GIT_OID_RAWSZ);
	c->has_old = old != NULL;
	if (old != NULL)
		c->old = *old;
}

static git_odb_object *read_tree(struct staged *st, const git_oid *id, unsigned depth)
{
	bool missing = false;
	git_odb_object *o = NULL;

	if (depth <= LIMIT_GIT_DEPTH)
		o = object_read(st->s, id, GIT_OBJECT_TREE, &missing);
	if (o == NULL) {
		say_problem(st->s, GIT_NOT_CHECKED, buf_str(&st->prefix),
			    "a folder of HEAD %s: all that is staged in it counts as new",
			    missing ? "is missing" : "cannot be read");
		return NULL;
	}
	st->s->counts.trees++;
	return o;
}

static void add_gone(struct staged *st, const struct tree_entry *e, unsigned depth)
{
	git_odb_object *o;
	struct tree_entry child;
	bool bad, fresh;
	str bytes;

	if (mode_is_blob(e->mode))
		oids_add(&st->gone, e->id, &fresh);
	if (!mode_is_tree(e->mode) || (oids_add(&st->gone_trees, e->id, &fresh), !fresh) ||
	    (o = read_tree(st, e->id, depth)) == NULL)
		return;
	bytes = (str){git_odb_object_data(o), git_odb_object_size(o)};
	while (tree_next(&bytes, &child, &bad))
		add_gone(st, &child, depth + 1);
	git_odb_object_free(o);
}

/* A sparse index's folder that HEAD has otherwise: its files stand in for entries. */
static void add_folder(struct staged *st, const git_oid *id, unsigned depth)
{
	size_t above = st->prefix.n;
	git_odb_object *o = read_tree(st, id, depth);
	struct tree_entry child;
	bool bad;
	str bytes;

	if (o == NULL)
		return;
	bytes = (str){git_odb_object_data(o), git_odb_object_size(o)};
	while (tree_next(&bytes, &child, &bad)) {
		buf_add(&st->prefix, child.name);
		if (mode_is_tree(child.mode)) {
			buf_byte(&st->prefix, '/');
			add_folder(st, child.id, depth + 1);
		} else {
			struct index_entry e = {.path = buf_str(&st->prefix),
						.id = child.id->id,
						.mode = child.mode};
			st->e = e;
			add_change(st, NULL);
		}
		st->prefix.n = above;
	}
	git_odb_object_free(o);
}

static void take_folder_entry(struct staged *st, const git_oid *head)
{
	git_oid id;

	memcpy(id.id, st->e.id, GIT_OID_RAWSZ);
	if (head == NULL || !git_oid_equal(&id, head)) {
		size_t above = st->prefix.n;
		st->prefix.n = 0;
		buf_add(&st->prefix, st->e.path);
		add_folder(st, &id, 0);
		st->prefix.n = above;
	}
	next_entry(st);
}

/* What stands below a folder of the index that HEAD has not. */
static void add_all_below(struct staged *st, size_t prefix)
{
	while (is_below(st, prefix)) {
		if (mode_is_tree(st->e.mode)) {
			take_folder_entry(st, NULL);
			continue;
		}
		add_change(st, NULL);
		next_entry(st);
	}
}

/* As git orders the entries of a tree: a folder as if its name ended with a slash. */
static int by_name(str a, bool a_folder, str b, bool b_folder)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n > 0 ? memcmp(a.p, b.p, n) : 0;
	uint8_t x = a.n > n ? a.p[n] : a_folder ? '/' : 0;
	uint8_t y = b.n > n ? b.p[n] : b_folder ? '/' : 0;

	return order ? order : (x > y) - (x < y);
}

static void compare(struct staged *st, const git_oid *tree, const struct index_tree *node,
		    unsigned depth);

static const struct index_tree *child_of(const struct index_tree *node, str name)
{
	const struct index_tree *c = node ? node->child : NULL;

	while (c != NULL && !str_eq(c->name, name))
		c = c->next;
	return c;
}

/* Both have it. */
static void compare_one(struct staged *st, const struct tree_entry *head,
			const struct index_tree *node, bool folder, str name, unsigned depth)
{
	size_t above = st->prefix.n;

	if (folder && st->e.path.n == above + name.n + 1) { /* sdir */
		take_folder_entry(st, head->id);
	} else if (folder) {
		const struct index_tree *below = child_of(node, name);
		buf_add(&st->prefix, name);
		buf_byte(&st->prefix, '/');
		compare(st, head->id, below, depth + 1);
		st->prefix.n = above;
	} else {
		if (st->e.stage != 0 || memcmp(st->e.id, head->id->id, GIT_OID_RAWSZ) != 0)
			add_change(st, mode_is_blob(head->mode) ? head->id : NULL);
		next_entry(st);
		while (st->has && st->e.path.n == above + name.n && is_below(st, above) &&
		       memcmp(st->e.path.p + above, name.p, name.n) == 0) {
			add_change(st, head->id); /* the other sides of a conflict */
			next_entry(st);
		}
	}
}

static void compare_entries(struct staged *st, str bytes, const struct index_tree *node,
			    unsigned depth)
{
	size_t above = st->prefix.n;
	struct tree_entry head;
	bool bad, more = tree_next(&bytes, &head, &bad);

	while (is_below(st, above)) {
		str rest = str_slice(st->e.path, above, st->e.path.n);
		size_t slash = str_find_byte(rest, '/');
		str name = arena_dup(&st->s->scratch, str_slice(rest, 0, slash));
		bool folder = slash != STR_NONE;
		int order = more ? by_name(head.name, mode_is_tree(head.mode), name, folder) : 1;
		if (order < 0) {
			add_gone(st, &head, depth);
			more = tree_next(&bytes, &head, &bad);
		} else if (order > 0 && folder) {
			buf_add(&st->prefix, name);
			buf_byte(&st->prefix, '/');
			add_all_below(st, st->prefix.n);
			st->prefix.n = above;
		} else if (order > 0) {
			add_change(st, NULL);
			next_entry(st);
		} else {
			compare_one(st, &head, node, folder, name, depth);
			more = tree_next(&bytes, &head, &bad);
		}
	}
	for (; more; more = tree_next(&bytes, &head, &bad))
		add_gone(st, &head, depth);
}

/* TREE is a hint: what it says to be below a folder must be there. Entries are in order, so those
 * between the first and the last are there too. */
static bool step_over(struct staged *st, const struct index_tree *node)
{
	size_t prefix = st->prefix.n;

	if (node->entries == 0)
		return !is_below(st, prefix);
	if (!is_below(st, prefix))
		return false;
	if (node->entries > 1)
		st->has = index_skip(&st->walk, node->entries - 1, &st->e);
	if (!is_below(st, prefix))
		return false;
	next_entry(st);
	return !is_below(st, prefix);
}

static void compare(struct staged *st, const git_oid *tree, const struct index_tree *node,
		    unsigned depth)
{
	git_odb_object *o;

	if (node != NULL && node->id != NULL && memcmp(node->id, tree->id, GIT_OID_RAWSZ) == 0) {
		if (!step_over(st, node))
			st->broken = true;
		return;
	}
	o = read_tree(st, tree, depth);
	if (o == NULL) {
		add_all_below(st, st->prefix.n);
		return;
	}
	compare_entries(st, (str){git_odb_object_data(o), git_odb_object_size(o)}, node, depth);
	git_odb_object_free(o);
}

/* ---- The index ---- */

/* Mapped, not read: git writes another file and renames it, so what is mapped does not change, and
 * copying ten megabytes takes longer than all the rest. Where somebody cuts the file off meanwhile,
 * this process dies, and the parent says so. */
static bool read_file(const char *path, str *bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	void *map = MAP_FAILED;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
	    (uint64_t)st.st_size < UINT32_MAX)
		map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (fd >= 0)
		close(fd);
	if (map == MAP_FAILED)
		return false;
	*bytes = (str){map, (size_t)st.st_size};
	return true;
}

static bool read_shared(struct session *s, struct index_file *f, struct diag *d)
{
	char hex[GIT_OID_HEXSZ];
	git_oid id;
	str bytes, path;

	memcpy(id.id, f->ix.link, GIT_OID_RAWSZ);
	if (git_oid_is_zero(&id))
		return true;
	git_oid_fmt(hex, &id);
	path = arena_printf(&s->arena, "%s/sharedindex.%.*s", s->place.git, (int)sizeof(hex), hex);
	d->msg = "the shared index that it names cannot be read";
	return read_file((const char *)path.p, &bytes) &&
	       index_read(&f->shared, &s->arena, bytes, GIT_OID_RAWSZ, d) &&
	       index_join(&f->ix, &f->shared, d);
}

struct index_file *index_open(struct session *s, str path)
{
	struct index_file *f = NEW(&s->arena, struct index_file, 1);
	struct diag d = {.msg = "it cannot be read"};
	str bytes;

	path = path.n > 0 ? str_of(arena_cstr(&s->arena, path))
			  : arena_printf(&s->arena, "%s/index", s->place.git);
	f->empty = access((const char *)path.p, F_OK) != 0;
	if (f->empty || (read_file((const char *)path.p, &bytes) &&
			 index_read(&f->ix, &s->arena, bytes, GIT_OID_RAWSZ, &d) &&
			 (f->ix.link == NULL || read_shared(s, f, &d))))
		return f;
	say_problem(s, GIT_NOT_CHECKED, (str){NULL, 0},
		    "git's index: %s (at byte %u): what is staged was not checked",
		    d.msg ? d.msg : "it cannot be read", d.offset);
	return NULL;
}

static void begin(struct staged *st, bool use_tree)
{
	git_oid head, tree;
	struct session *s = st->s;

	st->walk = index_begin(&st->file->ix, st->a);
	st->count = 0;
	st->prefix.n = 0;
	st->broken = false;
	next_entry(st);
	if (git_reference_name_to_id(&head, s->repo, "HEAD") < 0)
		add_all_below(st, 0); /* no commit yet */
	else if (commit_tree(s, &head, &tree))
		compare(st, &tree, use_tree ? st->file->ix.tree : NULL, 0);
	else
		say_problem(s, GIT_NOT_CHECKED, (str){NULL, 0},
			    "the commit at HEAD cannot be read: what is staged was not checked");
}

static void send_changes(struct staged *st)
{
	struct batch b;

	batch_init(&b, st->s);
	for (uint32_t i = 0; i < st->count; i++) {
		const struct change *c = &st->changes[i];
		struct sending one = {.id = &c->id, .path = c->path};
		if (!c->has_old && oids_find(&st->gone, &c->id) != OID_NONE)
			continue;
		if (c->has_old)
			one.old[0] = &c->old;
		st->s->counts.blobs++;
		(void)batch_add(&b, &one);
		arena_reset(&st->s->scratch);
	}
	batch_end(&b);
	arena_free(&b.arena);
}

void answer_staged(struct session *s, str index)
{
	struct staged *st = NEW(&s->arena, struct staged, 1);

	st->s = s;
	st->a = &s->arena;
	st->prefix = buf_in(&s->arena);
	buf_byte(&st->prefix, 0);
	st->prefix.n = 0;
	st->gone = oids_in(&s->arena);
	st->gone_trees = oids_in(&s->arena);
	st->file = index_open(s, index);
	if (st->file == NULL || st->file->empty)
		return;
	begin(st, true);
	if (st->broken) /* TREE lied */
		begin(st, false);
	send_changes(st);
}
