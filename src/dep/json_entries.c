#include "dep/json_entries.h"

#include "base/limits.h"
#include "text/json_pull.h"

struct walk {
	struct lock *l;
	const struct json_reading *r;
	struct arena scratch, keys;
	struct json_pull pull;
	str section;
	bool wanted;
};

static void deliver(struct walk *w, str key, size_t key_at, size_t from, size_t to)
{
	struct arena_mark mark = arena_mark(&w->scratch);
	struct json_entry e = {.section = w->section, .key = key, .base = from, .key_at = key_at};
	struct diag d; /* the first error of the file is told by the one that reads it in order */

	if (json_parse(&w->scratch, str_slice(w->l->r.bytes, from, to), &e.value, &d) ||
	    e.value != NULL)
		w->r->read(w->r->ctx, &e);
	arena_release(&w->scratch, mark);
}

/* The value that the event `e` began, or the one behind a key. False: it is no JSON; what can be
 * read of it was delivered. */
static bool read_value(struct walk *w, enum json_event e, str key, size_t key_at)
{
	struct json_pull *j = &w->pull;
	size_t from = j->start, to;

	if (e == JSON_KEY) {
		e = json_pull_next(j);
		from = j->start;
		if (e == JSON_ERROR)
			return false;
	}
	if (!json_pull_skip(j)) {
		deliver(w, key, key_at, from, w->l->r.bytes.n);
		return false;
	}
	to = j->end;
	deliver(w, key, key.p != NULL ? key_at : from, from, to);
	return true;
}

/* The members of a member of the document, which has just begun. */
static bool read_section(struct walk *w)
{
	struct json_pull *j = &w->pull;
	unsigned depth = j->depth;

	for (;;) {
		enum json_event e = json_pull_next(j);
		struct arena_mark mark = arena_mark(&w->keys);
		str key = {NULL, 0};
		bool ok;
		if (e == JSON_ERROR)
			return false;
		if ((e == JSON_OBJECT_END || e == JSON_ARRAY_END) && j->depth < depth)
			return true;
		if (e == JSON_KEY)
			key = arena_dup(&w->keys, j->text);
		ok = read_value(w, e, key, j->start);
		arena_release(&w->keys, mark);
		if (!ok)
			return false;
	}
}

static bool read_member(struct walk *w)
{
	struct json_pull *j = &w->pull;
	size_t key_at = j->start;
	enum json_event e;

	w->section = arena_dup(w->l->r.arena, j->text);
	w->wanted = w->r->wants == NULL || w->r->wants(w->r->ctx, w->section);
	if (!w->wanted)
		return json_pull_skip(j);
	e = json_pull_next(j);
	if (e == JSON_ERROR)
		return false;
	if (e == JSON_OBJECT || e == JSON_ARRAY)
		return read_section(w);
	deliver(w, (str){NULL, 0}, key_at, j->start, j->end);
	return true;
}

static bool read_document(struct walk *w)
{
	struct json_pull *j = &w->pull;
	enum json_event e = json_pull_next(j);

	if (e != JSON_OBJECT) {
		if (e != JSON_ERROR)
			reader_problem(&w->l->r, j->start, true,
				       "expected a JSON object that holds everything else");
		return e != JSON_ERROR;
	}
	for (;;) {
		e = json_pull_next(j);
		if (e == JSON_OBJECT_END)
			return json_pull_next(j) == JSON_END;
		if (e != JSON_KEY || !read_member(w))
			return false;
	}
}

/* ---- Behind an error ---- */

/* The key of a line `"key": {`; false: it is no such line, nor `{` alone. */
static bool opens_object(struct walk *w, str line, str *key, size_t *key_at)
{
	size_t from = 0, end;

	line = str_trim(line);
	*key = (str){NULL, 0};
	*key_at = (size_t)(line.p - w->l->r.bytes.p);
	if (!str_ends(line, S("{")))
		return false;
	line = str_trim(str_slice(line, 0, line.n - 1));
	if (line.n == 0)
		return true;
	end = str_rfind_byte(line, '"');
	from = str_find_byte(line, '"');
	if (!str_ends(line, S(":")) || from != 0 || end == from)
		return false;
	*key = str_slice(line, 1, end);
	return str_find_byte(*key, '"') == STR_NONE;
}

/* Is it a member of the document itself, with objects in it? */
static bool is_section(const struct tree *t)
{
	return t->kind == TREE_TABLE && tree_is(t->first, TREE_TABLE);
}

static void deliver_section(struct walk *w, str section, const struct tree *t, size_t base)
{
	w->section = arena_dup(w->l->r.arena, section);
	w->wanted = w->r->wants == NULL || w->r->wants(w->r->ctx, w->section);
	for (const struct tree *c = t->first; c != NULL && w->wanted; c = c->next) {
		struct json_entry e = {.section = w->section,
				       .key = c->key,
				       .value = c,
				       .base = base,
				       .key_at = base + c->key_start};
		w->r->read(w->r->ctx, &e);
	}
}

/* Reads the object at `from`; returns where to go on looking. */
static size_t read_object(struct walk *w, str key, size_t key_at, size_t from)
{
	struct arena_mark mark = arena_mark(&w->scratch);
	str rest = str_slice(w->l->r.bytes, from, w->l->r.bytes.n);
	struct json_entry e = {.section = w->section, .key = key, .base = from, .key_at = key_at};
	struct diag d;
	size_t next;
	bool whole = json_parse(&w->scratch, rest, &e.value, &d) || d.code == JSON_DIAG_TRAILING;

	next = from + (e.value != NULL && whole ? e.value->end : d.offset);
	if (e.value != NULL && key.p != NULL && is_section(e.value))
		deliver_section(w, key, e.value, from);
	else if (e.value != NULL && w->wanted)
		w->r->read(w->r->ctx, &e);
	arena_release(&w->scratch, mark);
	return next;
}

static void salvage(struct walk *w, size_t at)
{
	str b = w->l->r.bytes;

	while (at < b.n) {
		size_t end = str_find_byte(str_slice(b, at, b.n), '\n'), key_at, next;
		str line, key;
		end = end == STR_NONE ? b.n : at + end;
		line = str_slice(b, at, end);
		next = end + 1;
		if (opens_object(w, line, &key, &key_at)) {
			size_t open = at + str_rfind_byte(line, '{');
			size_t stop = read_object(w, key, key_at, open);
			next = stop > end ? stop : next;
		}
		at = next;
	}
}

void json_entries(struct lock *l, const struct json_reading *r)
{
	struct walk w = {.l = l, .r = r, .section = {NULL, 0}, .wanted = true};
	bool whole;

	lock_scratch(&w.scratch);
	lock_scratch(&w.keys);
	json_pull_init(&w.pull, l->r.arena, stream_of(l->r.arena, blob_of(l->r.bytes)));
	whole = read_document(&w);
	if (!whole && w.pull.error.code != JSON_DIAG_NONE) {
		reader_problem(&l->r, w.pull.error.offset, true, "expected JSON: %s",
			       w.pull.error.msg);
		salvage(&w, w.pull.error.offset);
	}
	arena_free(&w.keys);
	arena_free(&w.scratch);
}
