#include "engine/approved_text.h"

#include <stdlib.h>
#include "base/buf.h"
#include "text/tree.h"

static int by_line(const void *x, const void *y)
{
	const struct approved_change *a = x, *b = y;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return str_cmp(a->path, b->path);
}

static void add_key(struct buf *out, const char *key, str value)
{
	buf_printf(out, "%s = ", key);
	tree_quote(out, value);
}

/* The line `key = value` of an entry, with the new value; false: not one of ours. */
static bool change_key(struct buf *out, str line, const struct approved_change *c)
{
	str key = str_trim(str_slice(line, 0, str_find_byte(line, '=')));

	if (str_find_byte(line, '=') == STR_NONE)
		return false;
	if (str_eq(key, S("sha256")))
		add_key(out, "sha256", c->sha256);
	else if (str_eq(key, S("purpose")))
		add_key(out, "purpose", c->purpose);
	else if (str_eq(key, S("date")))
		buf_printf(out, "date = %.*s", STR_ARG(c->date));
	else if (str_eq(key, S("by")) && c->by.n > 0)
		add_key(out, "by", c->by);
	else
		return false;
	if (str_ends(line, S("\r")))
		buf_byte(out, '\r');
	return true;
}

/* In an inline table, or a line of `files`: only the digest is exchanged. */
static bool change_digest(struct buf *out, str line, const struct approved_change *c)
{
	size_t at = str_find(line, c->old_sha256);

	if (at == STR_NONE)
		return false;
	buf_add(out, str_slice(line, 0, at));
	buf_add(out, c->sha256);
	buf_add(out, str_slice(line, at + c->old_sha256.n, line.n));
	return true;
}

struct edit_state {
	struct buf out;
	const struct approved_change *now; /* whose entry the lines belong to; NULL: nobody's */
	bool block;			   /* it is one of [[...]] */
};

static void add_line(struct edit_state *e, str line)
{
	bool done = false;

	if (e->now != NULL && e->block)
		done = change_key(&e->out, line, e->now);
	else if (e->now != NULL)
		done = change_digest(&e->out, line, e->now);
	if (done && !e->block)
		e->now = NULL;
	if (!done)
		buf_add(&e->out, line);
}

static void add_entry(struct buf *out, const struct approved_change *c, const char *table)
{
	if (out->n > 0 && out->p[out->n - 1] != '\n')
		buf_byte(out, '\n');
	if (out->n > 0)
		buf_byte(out, '\n');
	buf_printf(out, "[[%s]]\n", table);
	add_key(out, "path", c->path);
	buf_byte(out, '\n');
	add_key(out, "sha256", c->sha256);
	buf_byte(out, '\n');
	add_key(out, "purpose", c->purpose);
	if (c->by.n > 0) {
		buf_byte(out, '\n');
		add_key(out, "by", c->by);
	}
	buf_printf(out, "\ndate = %.*s\n", STR_ARG(c->date));
}

str approved_text(struct arena *a, str text, struct approved_change *changes, size_t count,
		  const char *table)
{
	struct edit_state e = {.out = buf_in(a)};
	uint32_t line_number = 0;
	size_t next = 0;

	if (count > 1)
		qsort(changes, count, sizeof(*changes), by_line);
	while (next < count && changes[next].line == 0)
		next++;
	for (str rest = text; rest.p != NULL && text.n > 0;) {
		str line = str_cut(&rest, '\n');
		bool header = str_starts(str_trim(line), S("["));
		line_number++;
		if (header)
			e.now = NULL;
		if (next < count && changes[next].line == line_number) {
			e.now = &changes[next++];
			e.block = str_starts(str_trim(line), S("[["));
		}
		add_line(&e, line);
		if (rest.p != NULL)
			buf_byte(&e.out, '\n');
	}
	for (size_t i = 0; i < count && changes[i].line == 0; i++)
		add_entry(&e.out, &changes[i], table);
	return buf_str(&e.out);
}
