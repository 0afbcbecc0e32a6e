/* Do the two readers of JSON say the same? For the unit tests and the fuzz target. */
#ifndef JSON_AGREE_H
#define JSON_AGREE_H

#include "base/limits.h"
#include "text/json_pull.h"

/* A stream over memory whose windows are `step` bytes. */
struct split_stream {
	struct stream stream;
	str all;
	size_t given, step;
};

static inline bool split_more(struct stream *s)
{
	struct split_stream *t = (struct split_stream *)(void *)s;
	str window = str_slice(t->all, t->given, t->given + t->step);

	if (window.n == 0)
		return false;
	s->start = s->p = window.p;
	s->end = window.p + window.n;
	s->base = t->given;
	t->given += window.n;
	return true;
}

static inline struct stream *split_stream(struct arena *a, str all, size_t step)
{
	struct split_stream *t = NEW(a, struct split_stream, 1);

	t->stream.more = split_more;
	t->all = all;
	t->step = step;
	return &t->stream;
}

static inline bool json_same_value(struct json_pull *j, enum json_event e, const struct tree *t)
{
	static const uint8_t kinds[] = {
		[TREE_NULL] = JSON_NULL,    [TREE_BOOL] = JSON_TRUE,	 [TREE_INT] = JSON_NUMBER,
		[TREE_FLOAT] = JSON_NUMBER, [TREE_STRING] = JSON_STRING, [TREE_ARRAY] = JSON_ARRAY,
		[TREE_TABLE] = JSON_OBJECT,
	};
	bool table = t->kind == TREE_TABLE;

	if (e == JSON_FALSE)
		e = JSON_TRUE;
	if (e != kinds[t->kind] || j->start != t->start)
		return false;
	if (t->kind < TREE_ARRAY)
		return j->end == t->end && str_eq(j->text, t->text) && !j->cut &&
		       j->escaped == ((t->flags & TREE_ESCAPED) != 0);
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (table && (json_pull_next(j) != JSON_KEY || !str_eq(j->text, c->key) ||
			      j->start != c->key_start || j->end != c->key_end))
			return false;
		if (!json_same_value(j, json_pull_next(j), c))
			return false;
	}
	return json_pull_next(j) == (table ? JSON_OBJECT_END : JSON_ARRAY_END) &&
	       j->start == t->start && j->end == t->end;
}

/* With windows of `step` bytes. */
static inline bool json_agree(struct arena *a, str text, size_t step)
{
	const struct tree *t;
	struct diag d;
	bool ok = json_parse(a, text, &t, &d);
	struct json_pull j, skipping;
	enum json_event e;

	json_pull_init(&j, a, split_stream(a, text, step));
	json_pull_init(&skipping, a, split_stream(a, text, step));
	j.lenient = skipping.lenient = true;
	if (ok) {
		if (!json_same_value(&j, json_pull_next(&j), t) || json_pull_next(&j) != JSON_END ||
		    json_pull_next(&j) != JSON_END)
			return false;
		e = json_pull_next(&skipping);
		return json_pull_skip(&skipping) && skipping.end == t->end && skipping.depth == 0 &&
		       json_pull_next(&skipping) == JSON_END;
	}
	do
		e = json_pull_next(&j);
	while (e != JSON_END && e != JSON_ERROR);
	return e == JSON_ERROR && j.error.code == d.code && j.error.offset == d.offset &&
	       str_eq(str_of(j.error.msg), str_of(d.msg)) && json_pull_next(&j) == JSON_ERROR;
}

#endif
