/* Every blob that any reference reaches, once, with the first commit that had it.
 *
 * Commits are collected from all references, then visited parents first and by their dates, so that
 * what a commit has and none before it had is what it brought. A tree that was seen before has
 * nothing new in it: of each commit only the trees that changed are read. Blobs are read at the
 * end, one file's versions after the other's, because each is stored as a difference to the next.
 *
 * With a revision to begin after: the trees of the commits at the border are looked through first,
 * and of each new blob the lines are found that its predecessor in the commit's parents did not
 * have. */
#include "repo/git/history.h"

#include <stdlib.h>
#include "base/limits.h"
#include "base/map.h"

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

void history_new_blob(struct history *h, const git_oid *id, str name)
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

static void add_submodule(struct history *h, const struct tree_entry *e)
{
	size_t above = h->path.n;
	git_oid *first;

	buf_add(&h->path, e->name);
	if (map_get(&h->submodules, buf_str(&h->path)) == NULL) {
		first = NEW(&h->s->arena, git_oid, 1);
		*first = *e->id;
		*map_put(&h->submodules, arena_dup(&h->s->arena, buf_str(&h->path))) =
			(uint64_t)(uintptr_t)first;
	}
	h->path.n = above;
}

static void visit_entries(struct history *h, str bytes, unsigned depth)
{
	size_t above = h->path.n;
	struct tree_entry e;
	bool bad, fresh;

	while (tree_next(&bytes, &e, &bad)) {
		if (mode_is_blob(e.mode)) {
			history_new_blob(h, e.id, e.name);
		} else if (mode_is_tree(e.mode)) {
			uint32_t n = oids_add(&h->trees, e.id, &fresh);
			git_oid id = *e.id;
			(void)n;
			if (!fresh)
				continue;
			buf_add(&h->path, e.name);
			buf_byte(&h->path, '/');
			history_visit_tree(h, &id, depth + 1);
			h->path.n = above;
		} else {
			add_submodule(h, &e);
		}
	}
	if (bad)
		tree_unread(h, false);
}

void history_visit_tree(struct history *h, const git_oid *id, unsigned depth)
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

/* Commits whose parents are all done, the oldest on top: those that references reach before all
 * others, whose parents they never are children of. */
struct heap {
	uint32_t *items;
	uint32_t count, reachable;
	const struct commit *commits;
};

static bool before(const struct heap *q, uint32_t a, uint32_t b)
{
	int64_t x = q->commits[a].date, y = q->commits[b].date;

	if ((a < q->reachable) != (b < q->reachable))
		return a < q->reachable;
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
		history_visit_tree(h, &tree, 0);
}

static void visit_ready(struct history *h, struct heap *q)
{
	while (q->count > 0) {
		uint32_t c = heap_take(q);
		visit_commit(h, c);
		for (uint32_t i = h->first_child[c]; i < h->first_child[c + 1]; i++) {
			struct commit *child = &h->commits[h->children[i]];
			if (child->waiting > 0 && --child->waiting == 0)
				heap_put(q, h->children[i]);
		}
	}
}

/* Objects whose bytes do not belong to their names can lead back to themselves: no commit of such a
 * circle is ever the first, and what it brought is looked at all the same. */
static void visit_circles(struct history *h, struct heap *q)
{
	bool told = false;

	for (uint32_t i = 0; i < h->commit_ids.count; i++) {
		if (h->commits[i].waiting == 0)
			continue;
		if (!told)
			say_problem(h->s, GIT_NOT_CHECKED, (str){NULL, 0},
				    "commits lead back to themselves, so the repository is broken: "
				    "which of them was first is not known");
		told = true;
		h->commits[i].waiting = 0;
		heap_put(q, i);
		visit_ready(h, q);
	}
}

void history_visit(struct history *h)
{
	uint32_t n = h->commit_ids.count;
	struct heap q = {.items = NEW(&h->s->arena, uint32_t, (size_t)n + 1),
			 .reachable = h->reachable,
			 .commits = h->commits};

	link_children(h);
	h->order = NEW(&h->s->arena, uint32_t, (size_t)n + 1);
	for (uint32_t i = 0; i < n; i++) {
		h->commits[i].waiting = h->commits[i].count;
		if (h->commits[i].waiting == 0)
			heap_put(&q, i);
	}
	visit_ready(h, &q);
	visit_circles(h, &q);
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

void history_mark_head(struct history *h)
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
	return order ? order : (a->rank < b->rank) - (a->rank > b->rank);
}

/* Versions of one file are differences to each other, mostly, and lie in the pack behind those to
 * which they are differences. libgit2 keeps 16 MiB of what it had to unpack on the way to what was
 * asked for, and not that itself: so one file's versions come after the other's (all files' in the
 * order of the pack take 4 times the time), and those first to which the way is longest. */
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

void history_send(struct history *h)
{
	uint32_t *order = order_blobs(h);
	struct buf path = buf_in(&h->s->arena);
	struct batch b;

	batch_init(&b, h->s);
	messages_send(h, &b);
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
		say_alive(h->s, h->s->counts.commits, h->s->counts.blobs);
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

/* ---- All of it ---- */

/* Its commits, then its tags. */
static uint32_t numbers(const struct history *h)
{
	return h->visited + h->tag_ids.count;
}

struct history *history_new(struct session *s, str prefix)
{
	struct history *h = NEW(&s->arena, struct history, 1);

	h->s = s;
	h->before = s->history;
	h->base = h->before ? h->before->base + numbers(h->before) : 0;
	h->depth = h->before ? h->before->depth : 0;
	h->reachable = UINT32_MAX;
	h->repo = s->repo;
	h->odb = s->odb;
	h->commit_ids = oids_in(&s->arena);
	h->trees = oids_in(&s->arena);
	h->blobs = oids_in(&s->arena);
	h->submodules = map_in(&s->arena);
	h->folder_numbers = map_in(&s->arena);
	h->names = buf_in(&s->arena);
	h->path = buf_in(&s->arena);
	h->prefix = prefix;
	h->tag_ids = oids_in(&s->arena);
	buf_add(&h->path, prefix);
	s->history = h;
	return h;
}

/* Trees and blobs that have a tag of their own: what no commit has came with none. */
static void visit_named(struct history *h)
{
	h->at = GIT_NO_COMMIT;
	for (uint32_t i = 0; i < h->named_count; i++) {
		const struct named *n = &h->named[i];
		bool fresh = true;
		if (n->type == GIT_OBJECT_BLOB) {
			history_new_blob(h, &n->id, S("(a blob with a tag)"));
			continue;
		}
		oids_add(&h->trees, &n->id, &fresh);
		if (fresh)
			history_visit_tree(h, &n->id, 0);
	}
}

void history_everything(struct history *h)
{
	history_start(h);
	history_read(h, 0);
	history_start_forgotten(h);
	history_visit(h);
	visit_named(h);
	history_mark_head(h);
	history_send(h);
	history_submodules(h);
}

void answer_history(struct session *s, str since)
{
	struct history *h;

	s->history = NULL;
	s->messages = buf_in(&s->arena);
	loose_list(s->loose);
	h = history_new(s, (str){NULL, 0});
	if (since.n == 0)
		history_everything(h);
	else
		(void)history_after(h, since);
}

static void say_commit(struct session *s, const struct history *h, uint32_t number)
{
	char hex[GIT_OID_HEXSZ];
	struct header head;
	struct buf b;
	bool missing;
	size_t mail;
	git_oid id;

	s->odb = h->odb;
	if (number >= h->visited) {
		if (!tag_said(s, h, number - h->visited, &head.author, &id))
			return;
	} else {
		id = h->commit_ids.ids[h->order[number]];
		if (!commit_read(s, &id, &head, &missing))
			return;
	}
	b = buf_in(&s->scratch);
	git_oid_fmt(hex, &id);
	mail = str_rfind_byte(head.author, '>');
	buf_u32(&b, h->base + number);
	buf_field(&b, (str){(uint8_t *)hex, git_oid_is_zero(&id) ? 0 : sizeof(hex)});
	buf_field(&b, str_slice(head.author, 0, mail == STR_NONE ? 0 : mail + 1));
	buf_u64(&b, (uint64_t)commit_seconds(head.author));
	say(s, GIT_SAY_COMMIT, &b);
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
		if (!c->bad && h != NULL && number - h->base < numbers(h))
			say_commit(s, h, number - h->base);
	}
	s->odb = own;
}
