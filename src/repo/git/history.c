/* Every blob that any reference reaches, once, with the first commit that had it.
 *
 * Commits are collected from all references, then visited parents first and by their dates, so that
 * what a commit has and none before it had is what it brought. A tree that was seen before has
 * nothing new in it: of each commit only the trees that changed are read. Blobs are read at the
 * end, in the order in which they lie in the packs, where each is near what it is a difference to.
 *
 * With a revision to begin after: the trees of the commits at the border are looked through first,
 * and of each new blob the lines are found that its predecessor in the commit's parents did not
 * have. */
#include "repo/git/session.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/limits.h"
#include "base/map.h"

struct olds { /* the versions that a blob replaced in the commit's parents */
	git_oid ids[2];
	uint8_t count;
};

struct history {
	struct session *s;
	struct oids commit_ids, trees, blobs;
	struct commit *commits;
	uint32_t commit_room;
	uint32_t *parents;
	uint32_t parent_count, parent_room;
	uint32_t *children, *first_child; /* edges by parent */
	struct blob_seen *seen;		  /* by number in blobs */
	uint32_t seen_room;
	struct map folder_numbers;
	str *folders;
	uint32_t folder_count, folder_room;
	struct buf names;
	struct map submodules; /* paths at which some version has one */
	uint32_t current;      /* the commit that is visited */
	uint32_t at;	       /* what it is called: base + its place in `order` */
	uint32_t *order;       /* commits, as they were visited */
	uint32_t visited, base;
	struct history *before; /* of another repository, in the same answer: a submodule's */
	git_repository *repo;	/* what the session had then */
	git_odb *odb;
	unsigned depth;	   /* of submodules in submodules */
	bool hiding;	   /* what is visited now was there before: nothing of it is new */
	struct olds *olds; /* with a revision to begin after: beside `seen` */
	uint32_t olds_room;
	bool since;
	uint64_t missing_trees, missing_commits;
	uint32_t ranked;
	struct buf path;
};

/* ---- Commits ---- */

struct header {
	git_oid tree;
	git_oid *parents; /* in arena */
	uint32_t count;
	int64_t date;
	str author;
};

static bool hex_id(str line, git_oid *id)
{
	return line.n >= GIT_OID_HEXSZ &&
	       git_oid_fromstrn(id, (const char *)line.p, GIT_OID_HEXSZ) == 0;
}

/* "NAME <MAIL> SECONDS ZONE" */
static int64_t seconds_of(str line)
{
	size_t end = str_rfind_byte(line, '>');
	str rest = str_trim(end == STR_NONE ? line : str_slice(line, end + 1, line.n));
	uint64_t seconds = 0;

	(void)!str_to_u64(str_cut(&rest, ' '), &seconds);
	return seconds > INT64_MAX ? 0 : (int64_t)seconds;
}

static bool parse_commit(struct arena *a, str rest, struct header *h)
{
	uint32_t room = 0;
	bool tree = false;

	*h = (struct header){0};
	while (rest.p != NULL && rest.n > 0) {
		str line = str_cut(&rest, '\n');
		if (line.n == 0)
			break;
		if (str_starts(line, S("tree "))) {
			tree = hex_id(str_slice(line, 5, line.n), &h->tree);
		} else if (str_starts(line, S("parent "))) {
			h->parents = grown_to(a, h->parents, h->count, &room, sizeof(git_oid));
			if (!hex_id(str_slice(line, 7, line.n), &h->parents[h->count++]))
				return false;
		} else if (str_starts(line, S("author "))) {
			h->author = str_slice(line, 7, line.n);
		} else if (str_starts(line, S("committer "))) {
			h->date = seconds_of(line);
			break;
		}
	}
	return tree;
}

static bool read_commit(struct session *s, const git_oid *id, struct header *h, bool *missing)
{
	git_odb_object *o = object_read(s, id, GIT_OBJECT_COMMIT, missing);
	str bytes;

	if (o == NULL)
		return false;
	bytes = arena_dup(&s->scratch, (str){git_odb_object_data(o), git_odb_object_size(o)});
	git_odb_object_free(o);
	return parse_commit(&s->scratch, bytes, h);
}

bool commit_tree(struct session *s, const git_oid *commit, git_oid *tree)
{
	struct header h;
	bool missing;

	if (!read_commit(s, commit, &h, &missing))
		return false;
	*tree = h.tree;
	return true;
}

static uint32_t commit_number(struct history *h, const git_oid *id, unsigned state)
{
	bool fresh;
	uint32_t n = oids_add(&h->commit_ids, id, &fresh);

	if (fresh) {
		h->commits =
			grown_to(&h->s->arena, h->commits, n, &h->commit_room, sizeof(*h->commits));
		h->commits[n] = (struct commit){0};
	}
	h->commits[n].state |= (uint8_t)state;
	return n;
}

static void commit_unread(struct history *h, const git_oid *id, bool missing)
{
	char hex[GIT_OID_HEXSZ + 1] = "";

	if (h->since) /* only what is after it counts: check_parents */
		return;
	if (missing && h->missing_commits++ > 0)
		return;
	git_oid_nfmt(hex, GIT_OID_HEXSZ, id);
	if (missing && git_repository_is_shallow(h->s->repo) == 1)
		say_problem(h->s, GIT_NOT_CHECKED, (str){NULL, 0},
			    "the repository is a shallow clone: what lies before commit %s is not "
			    "here and was not checked",
			    hex);
	else
		say_problem(h->s, GIT_NOT_CHECKED, (str){NULL, 0},
			    "commit %s %s: what it and its ancestors brought was not checked", hex,
			    missing ? "is missing" : "cannot be read");
}

/* Reads commits from `from` on until no new ones come. */
static void read_commits(struct history *h, uint32_t from)
{
	for (uint32_t n = from; n < h->commit_ids.count; n++) {
		git_oid id = h->commit_ids.ids[n];
		struct header head;
		bool missing;
		uint32_t first = h->parent_count;
		arena_reset(&h->s->scratch);
		say_alive(h->s, n, 0);
		if (!read_commit(h->s, &id, &head, &missing)) {
			h->commits[n].state |= COMMIT_MISSING;
			commit_unread(h, &id, missing);
			continue;
		}
		for (uint32_t i = 0; i < head.count; i++) {
			uint32_t parent = commit_number(h, &head.parents[i], 0);
			h->parents = grown_to(&h->s->arena, h->parents, h->parent_count,
					      &h->parent_room, sizeof(*h->parents));
			h->parents[h->parent_count++] = parent;
		}
		h->commits[n].first = first;
		h->commits[n].count = head.count;
		h->commits[n].date = head.date;
		h->commits[n].tree = head.tree;
	}
}

/* ---- References ---- */

static void start_at(struct history *h, const git_oid *id, unsigned state);

static void visit_tree(struct history *h, const git_oid *id, unsigned depth);
static void new_blob(struct history *h, const git_oid *id, str name);

/* A tag, a commit, or (rarely) a tree or a blob that has a name of its own. */
static void start_at(struct history *h, const git_oid *id, unsigned state)
{
	git_object *o, *peeled = NULL;

	if (git_object_lookup(&o, h->s->repo, id, GIT_OBJECT_ANY) < 0) {
		bool fresh;
		uint32_t n = oids_add(&h->commit_ids, id, &fresh);
		if (fresh) { /* said by read_commits */
			h->commits = grown_to(&h->s->arena, h->commits, n, &h->commit_room,
					      sizeof(*h->commits));
			h->commits[n] = (struct commit){0};
		}
		return;
	}
	while (git_object_type(o) == GIT_OBJECT_TAG) {
		if (git_tag_target(&peeled, (const git_tag *)o) < 0)
			break;
		git_object_free(o);
		o = peeled;
	}
	if (git_object_type(o) == GIT_OBJECT_COMMIT) {
		commit_number(h, git_object_id(o), state);
	} else if (git_object_type(o) == GIT_OBJECT_TAG) {
		say_problem(h->s, GIT_NOT_CHECKED, (str){NULL, 0}, "a tag's target is missing: %s",
			    git_said());
	} else if (git_object_type(o) == GIT_OBJECT_TREE) {
		visit_tree(h, git_object_id(o), 0);
	} else {
		new_blob(h, git_object_id(o), S("(a blob with a tag)"));
	}
	git_object_free(o);
}

static void start_at_stashes(struct history *h)
{
	git_reflog *log;

	if (git_reflog_read(&log, h->s->repo, "refs/stash") < 0)
		return;
	for (size_t i = 0; i < git_reflog_entrycount(log); i++)
		start_at(h, git_reflog_entry_id_new(git_reflog_entry_byindex(log, i)),
			 COMMIT_WANTED);
	git_reflog_free(log);
}

/* Other worktrees may have heads that no branch has. */
static void start_at_worktrees(struct history *h)
{
	git_strarray names;

	if (git_worktree_list(&names, h->s->repo) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		git_reference *head;
		const git_oid *id;
		if (git_repository_head_for_worktree(&head, h->s->repo, names.strings[i]) < 0)
			continue;
		id = git_reference_target(head);
		if (id != NULL)
			start_at(h, id, COMMIT_WANTED);
		git_reference_free(head);
	}
	git_strarray_dispose(&names);
}

static void broken_reference(struct history *h, const char *name)
{
	say_problem(h->s, GIT_NOT_CHECKED, (str){NULL, 0}, "reference %s cannot be read: %s", name,
		    git_said());
}

static void start_at_all(struct history *h)
{
	git_reference_iterator *all;
	git_reference *ref, *direct;
	int error;
	git_oid head;

	if (git_reference_iterator_new(&all, h->s->repo) < 0) {
		broken_reference(h, "list");
		return;
	}
	while ((error = git_reference_next(&ref, all)) == 0) {
		h->s->counts.refs++;
		if (git_reference_resolve(&direct, ref) == 0) {
			start_at(h, git_reference_target(direct), COMMIT_WANTED);
			git_reference_free(direct);
		} else if (git_reference_type(ref) == GIT_REFERENCE_DIRECT) {
			broken_reference(h, git_reference_name(ref));
		}
		git_reference_free(ref);
	}
	if (error != GIT_ITEROVER)
		broken_reference(h, "list");
	git_reference_iterator_free(all);
	if (git_reference_name_to_id(&head, h->s->repo, "HEAD") == 0)
		start_at(h, &head, COMMIT_WANTED);
	start_at_stashes(h);
	start_at_worktrees(h);
}

/* ---- Trees ---- */

static uint32_t folder_number(struct history *h)
{
	str path = buf_str(&h->path);
	uint64_t *known = map_get(&h->folder_numbers, path);

	if (known != NULL)
		return (uint32_t)*known;
	path = arena_dup(&h->s->arena, path);
	h->folders = grown_to(&h->s->arena, h->folders, h->folder_count, &h->folder_room,
			      sizeof(*h->folders));
	h->folders[h->folder_count] = path;
	*map_put(&h->folder_numbers, path) = h->folder_count;
	return h->folder_count++;
}

/* What stood at the same place in the parents of the commit that is visited. */
static void find_olds(struct history *h, uint32_t n, str name)
{
	size_t folder = h->path.n;
	const struct commit *c;
	struct olds *o;

	h->olds = grown_to(&h->s->arena, h->olds, n, &h->olds_room, sizeof(*h->olds));
	o = &h->olds[n];
	o->count = 0;
	if (h->hiding)
		return;
	c = &h->commits[h->current];
	buf_add(&h->path, name);
	for (uint32_t i = 0; i < c->count && o->count < COUNTOF(o->ids); i++) {
		const struct commit *parent = &h->commits[h->parents[c->first + i]];
		uint32_t mode;
		if ((parent->state & COMMIT_MISSING) == 0 &&
		    tree_find(h->s, &parent->tree, buf_str(&h->path), &o->ids[o->count], &mode) &&
		    mode_is_blob(mode))
			o->count++;
	}
	h->path.n = folder;
}

static void new_blob(struct history *h, const git_oid *id, str name)
{
	bool fresh;
	uint32_t n = oids_add(&h->blobs, id, &fresh);

	if (!fresh)
		return;
	h->seen = grown_to(&h->s->arena, h->seen, n, &h->seen_room, sizeof(*h->seen));
	if (h->since)
		find_olds(h, n, name);
	if (h->hiding) {
		h->seen[n] = (struct blob_seen){.flags = BLOB_HIDDEN};
		return;
	}
	name = str_slice(name, 0, LIMIT_GIT_PATH);
	h->seen[n] = (struct blob_seen){
		.commit = h->at,
		.folder = folder_number(h),
		.name = (uint32_t)h->names.n,
		.name_bytes = (uint16_t)name.n,
	};
	if (h->names.n + name.n < UINT32_MAX)
		buf_add(&h->names, name);
	else
		h->seen[n].name_bytes = 0;
}

static void tree_unread(struct history *h, bool missing)
{
	if (h->missing_trees++ > 0)
		return;
	say_problem(h->s, GIT_NOT_CHECKED, buf_str(&h->path),
		    "a folder of a version %s: what is in it was not checked",
		    missing ? "is missing" : "cannot be read");
}

static void add_submodule(struct history *h, str name)
{
	size_t above = h->path.n;

	buf_add(&h->path, name);
	if (map_get(&h->submodules, buf_str(&h->path)) == NULL)
		*map_put(&h->submodules, arena_dup(&h->s->arena, buf_str(&h->path))) = 1;
	h->path.n = above;
}

static void visit_entries(struct history *h, str bytes, unsigned depth)
{
	size_t above = h->path.n;
	struct tree_entry e;
	bool bad, fresh;

	while (tree_next(&bytes, &e, &bad)) {
		if (mode_is_blob(e.mode)) {
			new_blob(h, e.id, e.name);
		} else if (mode_is_tree(e.mode)) {
			uint32_t n = oids_add(&h->trees, e.id, &fresh);
			git_oid id = *e.id;
			(void)n;
			if (!fresh)
				continue;
			buf_add(&h->path, e.name);
			buf_byte(&h->path, '/');
			visit_tree(h, &id, depth + 1);
			h->path.n = above;
		} else {
			add_submodule(h, e.name);
		}
	}
	if (bad)
		tree_unread(h, false);
}

static void visit_tree(struct history *h, const git_oid *id, unsigned depth)
{
	git_odb_object *o;
	bool missing;

	if (depth > LIMIT_GIT_DEPTH || h->path.n > LIMIT_GIT_PATH) {
		tree_unread(h, false);
		return;
	}
	o = object_read(h->s, id, GIT_OBJECT_TREE, &missing);
	if (o == NULL) {
		tree_unread(h, missing);
		return;
	}
	h->s->counts.trees++;
	visit_entries(h, (str){git_odb_object_data(o), git_odb_object_size(o)}, depth);
	git_odb_object_free(o);
}

/* ---- Order ---- */

/* Commits whose parents are all done, the oldest on top. */
struct heap {
	uint32_t *items;
	uint32_t count, room;
	const struct commit *commits;
};

static bool before(const struct heap *q, uint32_t a, uint32_t b)
{
	int64_t x = q->commits[a].date, y = q->commits[b].date;

	return x != y ? x < y : a > b; /* collected later: an older one, mostly */
}

static void heap_put(struct heap *q, uint32_t item)
{
	uint32_t at = q->count++;

	while (at > 0 && before(q, item, q->items[(at - 1) / 2])) {
		q->items[at] = q->items[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	q->items[at] = item;
}

static uint32_t heap_take(struct heap *q)
{
	uint32_t top = q->items[0], last = q->items[--q->count], at = 0;

	for (;;) {
		uint32_t child = 2 * at + 1;
		if (child >= q->count)
			break;
		if (child + 1 < q->count && before(q, q->items[child + 1], q->items[child]))
			child++;
		if (!before(q, q->items[child], last))
			break;
		q->items[at] = q->items[child];
		at = child;
	}
	q->items[at] = last;
	return top;
}

static void link_children(struct history *h)
{
	uint32_t n = h->commit_ids.count;
	uint32_t *at; /* where the next child of each commit goes */

	h->first_child = NEW(&h->s->arena, uint32_t, (size_t)n + 2);
	h->children = NEW(&h->s->arena, uint32_t, h->parent_count + 1);
	for (uint32_t i = 0; i < h->parent_count; i++)
		h->first_child[h->parents[i] + 2]++;
	for (uint32_t i = 2; i < n + 2; i++)
		h->first_child[i] += h->first_child[i - 1];
	at = h->first_child + 1;
	for (uint32_t c = 0; c < n; c++)
		for (uint32_t i = 0; i < h->commits[c].count; i++)
			h->children[at[h->parents[h->commits[c].first + i]]++] = c;
}

static void visit_commit(struct history *h, uint32_t n)
{
	bool fresh;
	git_oid tree = h->commits[n].tree;

	if ((h->commits[n].state & (COMMIT_MISSING | COMMIT_PASSED)) != 0)
		return;
	h->s->counts.commits++;
	h->current = n;
	h->at = h->base + h->visited;
	h->order[h->visited++] = n;
	say_alive(h->s, h->s->counts.commits, h->blobs.count);
	oids_add(&h->trees, &tree, &fresh);
	if (fresh)
		visit_tree(h, &tree, 0);
}

static void visit_commits(struct history *h)
{
	uint32_t n = h->commit_ids.count;
	struct heap q = {.items = NEW(&h->s->arena, uint32_t, (size_t)n + 1),
			 .commits = h->commits};

	link_children(h);
	h->order = NEW(&h->s->arena, uint32_t, (size_t)n + 1);
	for (uint32_t i = 0; i < n; i++) {
		h->commits[i].waiting = h->commits[i].count;
		if (h->commits[i].waiting == 0)
			heap_put(&q, i);
	}
	while (q.count > 0) {
		uint32_t c = heap_take(&q);
		visit_commit(h, c);
		for (uint32_t i = h->first_child[c]; i < h->first_child[c + 1]; i++)
			if (--h->commits[h->children[i]].waiting == 0)
				heap_put(&q, h->children[i]);
	}
}

/* ---- What stands at HEAD ---- */

struct head {
	struct history *h;
	struct oids trees;
};

static void mark_tree(struct head *head, const git_oid *id, unsigned depth)
{
	struct history *h = head->h;
	git_odb_object *o;
	struct tree_entry e;
	bool missing, bad, fresh;
	str bytes;

	oids_add(&head->trees, id, &fresh);
	o = fresh && depth <= LIMIT_GIT_DEPTH ? object_read(h->s, id, GIT_OBJECT_TREE, &missing)
					      : NULL;
	if (o == NULL)
		return;
	bytes = (str){git_odb_object_data(o), git_odb_object_size(o)};
	while (tree_next(&bytes, &e, &bad)) {
		uint32_t n;
		if (mode_is_tree(e.mode))
			mark_tree(head, e.id, depth + 1);
		else if ((n = oids_find(&h->blobs, e.id)) != OID_NONE)
			h->seen[n].flags |= BLOB_AT_HEAD;
	}
	git_odb_object_free(o);
}

static void mark_head(struct history *h)
{
	struct head head = {.h = h, .trees = oids_in(&h->s->arena)};
	git_oid id, tree;

	if (git_reference_name_to_id(&id, h->s->repo, "HEAD") == 0 && commit_tree(h->s, &id, &tree))
		mark_tree(&head, &tree, 0);
}

/* ---- Blobs ---- */

static int in_pack_order(const git_oid *id, void *ctx)
{
	struct history *h = ctx;
	uint32_t n = oids_find(&h->blobs, id);

	if (n != OID_NONE && h->seen[n].rank == 0)
		h->seen[n].rank = ++h->ranked;
	return 0;
}

static int by_name(const void *x, const void *y, void *ctx)
{
	const struct history *h = ctx;
	const struct blob_seen *a = &h->seen[*(const uint32_t *)x];
	const struct blob_seen *b = &h->seen[*(const uint32_t *)y];
	const uint8_t *names = h->names.p;
	int order;

	if (a->folder != b->folder)
		return a->folder < b->folder ? -1 : 1;
	order = str_cmp((str){names + a->name, a->name_bytes},
			(str){names + b->name, b->name_bytes});
	return order ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

/* Versions of one file are differences to each other, mostly, and lie in the pack with those to
 * which they are differences first. libgit2 keeps 16 MiB of what it has unpacked: one file's
 * versions after the other's find there what they need; all files' in the order of the pack do not
 * (4 times the time). */
static uint32_t *order_blobs(struct history *h)
{
	uint32_t *order = NEW(&h->s->arena, uint32_t, (size_t)h->blobs.count + 1);

	(void)git_odb_foreach(h->s->odb, in_pack_order, h);
	for (uint32_t n = 0; n < h->blobs.count; n++)
		order[n] = n;
	if (h->blobs.count > 1)
		qsort_r(order, h->blobs.count, sizeof(*order), by_name, h);
	return order;
}

static void send_blobs(struct history *h)
{
	uint32_t *order = order_blobs(h);
	struct buf path = buf_in(&h->s->arena);
	struct batch b;

	batch_init(&b, h->s);
	for (uint32_t i = 0; i < h->blobs.count; i++) {
		const struct blob_seen *seen = &h->seen[order[i]];
		struct sending one = {
			.id = &h->blobs.ids[order[i]],
			.commit = seen->commit,
			.flags = seen->flags & BLOB_AT_HEAD,
		};
		if ((seen->flags & BLOB_HIDDEN) != 0)
			continue;
		h->s->counts.blobs++;
		arena_reset(&h->s->scratch);
		for (unsigned k = 0; h->since && k < h->olds[order[i]].count; k++)
			one.old[k] = &h->olds[order[i]].ids[k];
		path.n = 0;
		buf_add(&path, h->folders[seen->folder]);
		buf_add(&path, str_slice(buf_str(&h->names), seen->name,
					 (size_t)seen->name + seen->name_bytes));
		one.path = buf_str(&path);
		batch_add(&b, &one);
	}
	batch_end(&b);
	arena_free(&b.arena);
}

/* ---- Submodules ---- */

static struct history *history_new(struct session *s, str prefix)
{
	struct history *h = NEW(&s->arena, struct history, 1);

	h->s = s;
	h->before = s->history;
	h->base = h->before ? h->before->base + h->before->visited : 0;
	h->depth = h->before ? h->before->depth : 0;
	h->repo = s->repo;
	h->odb = s->odb;
	h->commit_ids = oids_in(&s->arena);
	h->trees = oids_in(&s->arena);
	h->blobs = oids_in(&s->arena);
	h->submodules = map_in(&s->arena);
	h->folder_numbers = map_in(&s->arena);
	h->names = buf_in(&s->arena);
	h->path = buf_in(&s->arena);
	buf_add(&h->path, prefix);
	s->history = h;
	return h;
}

/* Its repository lies below this one's (git since 1.7.8), or in its own folder of the work tree. */
static git_repository *open_submodule(struct session *s, str path)
{
	const struct place *p = &s->place;
	const str tries[] = {
		arena_printf(&s->arena, "%s/modules/%.*s", p->common, STR_ARG(path)),
		arena_printf(&s->arena, "%s/%.*s/.git", p->work ? p->work : "", STR_ARG(path)),
	};
	git_repository *repo;

	for (size_t i = 0; i < COUNTOF(tries); i++) {
		if (i == 1 && p->work == NULL)
			break;
		if (git_repository_open_ext(&repo, (const char *)tries[i].p,
					    GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) == 0)
			return repo;
	}
	return NULL;
}

static void everything(struct history *h);

static void visit_submodule(struct history *above, str path)
{
	struct session *s = above->s;
	git_repository *repo = above->depth < LIMIT_GIT_ALTERNATES ? open_submodule(s, path) : NULL;
	git_odb *odb;
	struct history *h;

	if (repo == NULL || git_repository_odb(&odb, repo) < 0) {
		say_problem(
			s, GIT_NOTE, path,
			"a submodule whose repository is not here: what it holds was not checked");
		return;
	}
	s->repo = repo;
	s->odb = odb;
	h = history_new(s, arena_printf(&s->arena, "%.*s/", STR_ARG(path)));
	h->depth = above->depth + 1;
	everything(h);
	s->repo = above->repo;
	s->odb = above->odb;
}

static void everything(struct history *h)
{
	start_at_all(h);
	read_commits(h, 0);
	visit_commits(h);
	mark_head(h);
	send_blobs(h);
	for (size_t i = 0; i < h->submodules.count; i++)
		visit_submodule(h, h->submodules.entries[i].key);
}

/* ---- After a revision ---- */

/* All that is reachable from `from`. */
static void spread(struct history *h, uint32_t from, unsigned state)
{
	uint32_t *stack = NULL, count = 0, room = 0;

	h->commits[from].state |= (uint8_t)state;
	stack = grown_to(&h->s->arena, stack, count, &room, sizeof(*stack));
	stack[count++] = from;
	while (count > 0) {
		const struct commit *c = &h->commits[stack[--count]];
		for (uint32_t i = 0; i < c->count; i++) {
			uint32_t parent = h->parents[c->first + i];
			if ((h->commits[parent].state & state) != 0)
				continue;
			h->commits[parent].state |= (uint8_t)state;
			stack = grown_to(&h->s->arena, stack, count, &room, sizeof(*stack));
			stack[count++] = parent;
		}
	}
}

static bool is_visible(const struct commit *c)
{
	return (c->state & (COMMIT_WANTED | COMMIT_HIDDEN | COMMIT_MISSING)) == COMMIT_WANTED;
}

/* The commits just before those that are asked for: what they have is not new. */
static void hide_border(struct history *h)
{
	h->hiding = true;
	for (uint32_t n = 0; n < h->commit_ids.count; n++) {
		const struct commit *c = &h->commits[n];
		for (uint32_t i = 0; i < c->count && is_visible(c); i++) {
			uint32_t parent = h->parents[c->first + i];
			bool fresh;
			git_oid tree = h->commits[parent].tree;
			if ((h->commits[parent].state & COMMIT_MISSING) != 0)
				say_problem(h->s, GIT_NOT_CHECKED, (str){NULL, 0},
					    "a parent of a commit that was asked for is missing (a "
					    "shallow clone?): all of it counts as new");
			else if (!is_visible(&h->commits[parent]) &&
				 (oids_add(&h->trees, &tree, &fresh), fresh))
				visit_tree(h, &tree, 0);
		}
	}
	h->hiding = false;
}

static void hide_others(struct history *h)
{
	for (uint32_t n = 0; n < h->commit_ids.count; n++)
		if (!is_visible(&h->commits[n]))
			h->commits[n].state |= COMMIT_PASSED;
}

/* False: there is no such revision, and the parent was told. */
static bool after(struct history *h, str revision)
{
	git_oid from, head;
	uint32_t hidden, wanted;

	h->since = true;
	if (!revision_find(h->s, revision, &from))
		return false;
	if (git_reference_name_to_id(&head, h->s->repo, "HEAD") < 0)
		return true;
	wanted = commit_number(h, &head, 0);
	hidden = commit_number(h, &from, 0);
	read_commits(h, 0);
	spread(h, wanted, COMMIT_WANTED);
	spread(h, hidden, COMMIT_HIDDEN);
	hide_border(h);
	hide_others(h);
	visit_commits(h);
	mark_head(h);
	send_blobs(h);
	return true;
}

void answer_history(struct session *s, str since)
{
	struct history *h;

	s->history = NULL;
	h = history_new(s, (str){NULL, 0});
	if (since.n == 0)
		everything(h);
	else
		(void)after(h, since);
}

static void say_commit(struct session *s, const struct history *h, uint32_t number)
{
	git_oid id = h->commit_ids.ids[h->order[number - h->base]];
	char hex[GIT_OID_HEXSZ];
	struct header head;
	struct buf b;
	bool missing;
	size_t mail;

	s->odb = h->odb;
	if (!read_commit(s, &id, &head, &missing))
		return;
	b = buf_in(&s->scratch);
	git_oid_fmt(hex, &id);
	mail = str_rfind_byte(head.author, '>');
	buf_u32(&b, number);
	buf_field(&b, (str){(uint8_t *)hex, sizeof(hex)});
	buf_field(&b, str_slice(head.author, 0, mail == STR_NONE ? 0 : mail + 1));
	buf_u64(&b, (uint64_t)seconds_of(head.author));
	say(s, GIT_SAY_COMMIT, &b, -1);
}

void answer_commits(struct session *s, struct cur *c)
{
	uint32_t count = cur_u32le(c);
	git_odb *own = s->odb;

	for (uint32_t i = 0; i < count && !c->bad; i++) {
		uint32_t number = cur_u32le(c);
		const struct history *h = s->history;
		while (h != NULL && number < h->base)
			h = h->before;
		arena_reset(&s->scratch);
		if (!c->bad && h != NULL && number - h->base < h->visited)
			say_commit(s, h, number);
	}
	s->odb = own;
}
