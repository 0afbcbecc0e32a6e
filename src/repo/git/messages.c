/* What people wrote to their commits and annotated tags: versions like those of files, at paths
 * that no file of a tree has. A message is kept when its commit is read, so that it is read once;
 * what is too much to keep is read again when its turn comes. */
#include "repo/git/history.h"

#include "base/limits.h"

struct message message_keep(struct session *s, str text)
{
	struct message m = {.bytes = text.n > UINT32_MAX ? UINT32_MAX : (uint32_t)text.n,
			    .at = MESSAGE_NOT_KEPT};

	if (text.n > LIMIT_GIT_KEPT || s->messages.n + text.n > LIMIT_GIT_KEPT)
		return m;
	m.at = (uint32_t)s->messages.n;
	buf_add(&s->messages, text);
	return m;
}

static str kept(const struct session *s, const struct message *m)
{
	return str_slice(buf_str(&s->messages), m->at, (size_t)m->at + m->bytes);
}

/* ---- Tags ---- */

struct tag_header {
	git_oid target;
	str type, name, tagger, message;
};

static bool parse_tag(str rest, struct tag_header *t)
{
	bool target = false;

	*t = (struct tag_header){0};
	while (rest.p != NULL && rest.n > 0) {
		str line = str_cut(&rest, '\n');
		if (line.n == 0)
			break;
		if (str_starts(line, S("object ")))
			target = git_hex_id(str_slice(line, 7, line.n), &t->target);
		else if (str_starts(line, S("type ")))
			t->type = str_slice(line, 5, line.n);
		else if (str_starts(line, S("tag ")))
			t->name = str_slice(line, 4, line.n);
		else if (str_starts(line, S("tagger ")))
			t->tagger = str_slice(line, 7, line.n);
	}
	t->message = rest;
	return target;
}

/* Its bytes, in scratch; p is NULL when it cannot be read. */
static str read_tag(struct session *s, const git_oid *id)
{
	bool missing;
	git_odb_object *o = object_read(s, id, GIT_OBJECT_TAG, &missing);
	str bytes = {NULL, 0};

	if (o != NULL)
		bytes = arena_dup(&s->scratch,
				  (str){git_odb_object_data(o), git_odb_object_size(o)});
	git_odb_object_free(o);
	return bytes;
}

/* Of a tag the whole object is kept: who wrote it is not known from elsewhere. */
static str tag_bytes(struct session *s, const struct history *h, uint32_t n)
{
	const struct message *m = &h->tags[n].object;

	return m->at == MESSAGE_NOT_KEPT ? read_tag(s, &h->tag_ids.ids[n]) : kept(s, m);
}

/* Tags may have tags, and where bytes do not belong to names they may lead back to themselves. */
git_object_t tag_follow(struct history *h, git_oid *id)
{
	static const struct {
		const char *name;
		git_object_t type;
	} types[] = {{"commit", GIT_OBJECT_COMMIT},
		     {"tree", GIT_OBJECT_TREE},
		     {"blob", GIT_OBJECT_BLOB}};
	uint32_t first = h->tag_ids.count, commit = OID_NONE;
	git_object_t end = GIT_OBJECT_INVALID;

	for (unsigned depth = 0; depth < LIMIT_GIT_DEPTH && end == GIT_OBJECT_INVALID; depth++) {
		struct tag_header t;
		str bytes = read_tag(h->s, id);
		bool fresh;
		uint32_t n;
		if (!parse_tag(bytes, &t))
			break;
		n = oids_add(&h->tag_ids, id, &fresh);
		if (fresh) {
			h->tags =
				grown_to(&h->s->arena, h->tags, n, &h->tag_room, sizeof(*h->tags));
			h->tags[n].object = message_keep(h->s, bytes);
		}
		*id = t.target;
		for (unsigned i = 0; i < COUNTOF(types); i++)
			if (str_eq(t.type, str_of(types[i].name)))
				end = types[i].type;
	}
	if (end == GIT_OBJECT_COMMIT)
		commit = history_commit(h, id, 0);
	for (uint32_t n = first; n < h->tag_ids.count; n++)
		h->tags[n].commit = commit;
	return end;
}

/* With a revision to begin after: those of the commits that came since. */
void tags_since(struct history *h)
{
	git_reference_iterator *all;
	git_reference *ref;

	if (git_reference_iterator_glob_new(&all, h->s->repo, "refs/tags/*") < 0)
		return;
	while (git_reference_next(&ref, all) == 0) {
		const git_oid *id = git_reference_target(ref);
		uint32_t first = h->tag_ids.count, known = h->commit_ids.count;
		git_oid at;
		arena_reset(&h->s->scratch);
		if (id != NULL) {
			at = *id;
			(void)tag_follow(h, &at);
		}
		for (uint32_t n = first; n < h->tag_ids.count; n++) {
			uint32_t commit = h->tags[n].commit;
			if (commit >= known ||
			    (h->commits[commit].state & (COMMIT_PASSED | COMMIT_MISSING)) != 0)
				h->tags[n].object.bytes = 0;
		}
		git_reference_free(ref);
	}
	git_reference_iterator_free(all);
}

/* ---- Sending ---- */

static void send_commits(struct history *h, struct batch *b, const struct buf *path)
{
	struct session *s = h->s;

	for (uint32_t i = 0; i < h->visited; i++) {
		const struct message *m = &h->commits[h->order[i]].message;
		struct sending one = {.id = &h->commit_ids.ids[h->order[i]],
				      .commit = h->base + i,
				      .flags = GIT_OF_COMMIT,
				      .path = buf_str(path)};
		struct header head = {0};
		bool missing;
		if (m->bytes == 0)
			continue;
		arena_reset(&s->scratch);
		say_alive(s, s->counts.commits, s->counts.blobs);
		if (m->at != MESSAGE_NOT_KEPT)
			batch_add_bytes(b, &one, kept(s, m));
		else if (commit_read(s, one.id, &head, &missing))
			batch_add_bytes(b, &one, head.message);
	}
}

static void send_tags(struct history *h, struct batch *b, struct buf *path)
{
	struct session *s = h->s;
	size_t above;

	path->n = h->prefix.n;
	buf_add(path, S(GIT_TAGS));
	above = path->n;
	for (uint32_t i = 0; i < h->tag_ids.count; i++) {
		struct sending one = {.id = &h->tag_ids.ids[i],
				      .commit = h->base + h->visited + i,
				      .flags = GIT_OF_TAG};
		struct tag_header t;
		if (h->tags[i].object.bytes == 0)
			continue;
		arena_reset(&s->scratch);
		if (!parse_tag(tag_bytes(s, h, i), &t) || t.message.n == 0)
			continue;
		path->n = above;
		buf_add(path, str_slice(t.name, 0, LIMIT_GIT_PATH));
		one.path = buf_str(path);
		batch_add_bytes(b, &one, t.message);
	}
}

void messages_send(struct history *h, struct batch *b)
{
	struct buf path = buf_in(&h->s->arena);

	buf_add(&path, h->prefix);
	buf_add(&path, S(GIT_COMMIT_MESSAGE));
	send_commits(h, b, &path);
	send_tags(h, b, &path);
	h->s->messages.n = 0; /* the next is of a submodule */
	for (uint32_t i = 0; i < h->tag_ids.count; i++)
		h->tags[i].object.at = MESSAGE_NOT_KEPT;
}

bool tag_said(struct session *s, const struct history *h, uint32_t number, str *tagger,
	      git_oid *commit)
{
	struct tag_header t;
	uint32_t at = h->tags[number].commit;

	if (!parse_tag(tag_bytes(s, h, number), &t))
		return false;
	*tagger = t.tagger;
	*commit = at == OID_NONE ? (git_oid){0} : h->commit_ids.ids[at];
	return true;
}
