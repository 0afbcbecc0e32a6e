/* TOML 1.0.0 (https://toml.io/en/v1.0.0), held against the official toml-test suite (tests/oracle).
 *
 * The hard part is not the grammar but who may add to which table. Flags of a table say how it came
 * to be: TREE_HEADER by [a], TREE_DOTTED by a.b = 1, TREE_INLINE by { }, none by being on the way
 * of a deeper header. [a] may open what was only on the way, once; dotted keys may add only to
 * tables that dotted keys of the same section made (whose number is in `end` until finish() sets
 * the real one); inline tables and arrays are closed when they end. Keys are found through one hash
 * table for the whole file, keyed by table and key, so that time stays linear.
 *
 * Values are in toml_value.c. Traps: `[[a]]` then `[a.b]` means the last element; a bare CR is an
 * error, also in comments; "1979-05-27 07:32" with a space is one value; \e and \x are TOML 1.1. */
#include "text/toml.h"

#include "base/limits.h"
#include "text/toml_value.h"

/* What identifies a child: its table and key. */
static str child_key(struct toml *t, const struct tree *table, str key)
{
	t->scratch.n = 0;
	memcpy(buf_room(&t->scratch, sizeof(table)), &table, sizeof(table));
	buf_add(&t->scratch, key);
	return buf_str(&t->scratch);
}

struct tree *toml_child(struct toml *t, const struct tree *table, str key)
{
	uint64_t *found = map_get(&t->children, child_key(t, table, key));

	return found ? (struct tree *)(uintptr_t)*found : NULL;
}

struct tree *toml_add_child(struct toml *t, struct tree *table, const struct toml_key *key,
			    enum tree_kind kind, size_t start)
{
	struct tree *c = tree_add(t->arena, table, kind, start);

	c->key = key->text;
	c->key_start = key->start;
	c->key_end = key->end;
	*map_put(&t->children, arena_dup(t->arena, child_key(t, table, key->text))) = (uintptr_t)c;
	return c;
}

static bool is_bare(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-';
}

static bool read_simple_key(struct toml *t, struct toml_key *key)
{
	size_t start = t->at;
	int c = toml_peek(t);
	bool escaped;

	if (c == '"' || c == '\'') {
		if (!toml_string(t, false, &key->text, &escaped))
			return false;
	} else {
		while (is_bare(toml_peek(t)))
			t->at++;
		if (t->at == start)
			return toml_bad(t, TOML_DIAG_KEY, start,
					"a key is expected here (TOML 1.0, Keys)");
		key->text = str_slice(t->s, start, t->at);
	}
	key->start = (uint32_t)start;
	key->end = (uint32_t)t->at;
	return true;
}

/* After one part of a dotted key: moves over `.` and white space; false when the key ends here. */
static bool key_goes_on(struct toml *t)
{
	size_t here = t->at;

	toml_skip_blank(t);
	if (toml_peek(t) != '.') {
		t->at = here;
		return false;
	}
	t->at++;
	toml_skip_blank(t);
	return true;
}

/* The table that `key` of `table` leads to on the way of a header; makes it if need be. */
static struct tree *header_step(struct toml *t, struct tree *table, const struct toml_key *key)
{
	struct tree *c = toml_child(t, table, key->text);

	if (c == NULL)
		return toml_add_child(t, table, key, TREE_TABLE, key->start);
	if (tree_is(c, TREE_ARRAY) && (c->flags & TREE_OF_TABLES))
		return c->last;
	if (!tree_is(c, TREE_TABLE) || (c->flags & TREE_INLINE)) {
		toml_bad(t, TOML_DIAG_CLOSED, key->start,
			 "this is no table to add to (TOML 1.0, Table)");
		return NULL;
	}
	return c;
}

static struct tree *open_table(struct toml *t, struct tree *table, const struct toml_key *key,
			       size_t start)
{
	struct tree *c = toml_child(t, table, key->text);

	if (c == NULL) {
		c = toml_add_child(t, table, key, TREE_TABLE, start);
	} else if (!tree_is(c, TREE_TABLE) ||
		   (c->flags & (TREE_HEADER | TREE_DOTTED | TREE_INLINE))) {
		toml_bad(t, TOML_DIAG_DUPLICATE, key->start, "defined before (TOML 1.0, Table)");
		return NULL;
	}
	c->flags |= TREE_HEADER;
	c->start = (uint32_t)start;
	return c;
}

static struct tree *open_element(struct toml *t, struct tree *table, const struct toml_key *key,
				 size_t start)
{
	struct tree *c = toml_child(t, table, key->text), *element;

	if (c == NULL) {
		c = toml_add_child(t, table, key, TREE_ARRAY, start);
		c->flags |= TREE_OF_TABLES;
	} else if (!(c->flags & TREE_OF_TABLES)) {
		toml_bad(t, TOML_DIAG_DUPLICATE, key->start,
			 "defined before (TOML 1.0, Array of Tables)");
		return NULL;
	}
	element = tree_add(t->arena, c, TREE_TABLE, start);
	element->flags |= TREE_HEADER;
	return element;
}

/* [a.b] or [[a.b]] at t->at; makes the table that follows current. */
static bool read_header(struct toml *t)
{
	size_t start = t->at;
	bool array = start + 1 < t->s.n && t->s.p[start + 1] == '[';
	struct tree *table = t->root;
	struct toml_key key;
	unsigned depth = 1;

	t->at += array ? 2 : 1;
	toml_skip_blank(t);
	for (;;) {
		if (!read_simple_key(t, &key))
			return false;
		if (!key_goes_on(t))
			break;
		if (++depth >= LIMIT_TEXT_DEPTH / 4) /* each part may be an array and its element */
			return toml_bad(t, TOML_DIAG_DEPTH, key.start, "nested too deep");
		table = header_step(t, table, &key);
		if (table == NULL)
			return false;
	}
	toml_skip_blank(t);
	for (unsigned i = 0; i < (array ? 2U : 1U); i++, t->at++)
		if (toml_peek(t) != ']')
			return toml_bad(t, TOML_DIAG_HEADER, t->at,
					"`]` is expected here (TOML 1.0, Table)");
	t->current =
		array ? open_element(t, table, &key, start) : open_table(t, table, &key, start);
	if (t->current == NULL)
		return false;
	t->current->end = (uint32_t)t->at;
	t->section++;
	return true;
}

/* The table that one part of a dotted key leads to. Only tables made by dotted keys of this very
 * section are open to it. */
static struct tree *dotted_step(struct toml *t, struct tree *table, const struct toml_key *key)
{
	struct tree *c = toml_child(t, table, key->text);

	if (c == NULL) {
		c = toml_add_child(t, table, key, TREE_TABLE, key->start);
		c->flags |= TREE_DOTTED;
		c->end = t->section; /* until the file is read: finish() sets the real end */
		return c;
	}
	if (tree_is(c, TREE_TABLE) && (c->flags & TREE_DOTTED) && c->end == t->section)
		return c;
	toml_bad(t, tree_is(c, TREE_TABLE) ? TOML_DIAG_CLOSED : TOML_DIAG_DUPLICATE, key->start,
		 "a dotted key may not add to this (TOML 1.0, Table)");
	return NULL;
}

bool toml_key_value(struct toml *t, struct tree *table, unsigned depth)
{
	struct toml_key key;
	unsigned parts = 0;

	for (;;) {
		if (!read_simple_key(t, &key))
			return false;
		if (!key_goes_on(t))
			break;
		if (++parts + depth >= LIMIT_TEXT_DEPTH / 2)
			return toml_bad(t, TOML_DIAG_DEPTH, key.start, "nested too deep");
		table = dotted_step(t, table, &key);
		if (table == NULL)
			return false;
	}
	toml_skip_blank(t);
	if (toml_peek(t) != '=')
		return toml_bad(t, TOML_DIAG_EQUALS, t->at,
				"`=` is expected here (TOML 1.0, Key/Value Pair)");
	t->at++;
	toml_skip_blank(t);
	if (toml_child(t, table, key.text) != NULL)
		return toml_bad(t, TOML_DIAG_DUPLICATE, key.start,
				"defined before (TOML 1.0, Keys)");
	return toml_value(t, table, &key, depth + parts + 1);
}

/* Spaces, a comment, and the end of the line or of the input. */
bool toml_line_end(struct toml *t)
{
	toml_skip_blank(t);
	if (toml_peek(t) == '#' && !toml_comment(t))
		return false;
	if (toml_peek(t) < 0 || toml_newline(t))
		return true;
	if (toml_peek(t) == '\r')
		return toml_bad(t, TOML_DIAG_CONTROL, t->at, "CR without LF (TOML 1.0, Spec)");
	return toml_bad(t, TOML_DIAG_NEWLINE, t->at,
			"the line must end here (TOML 1.0, Key/Value Pair)");
}

static bool read_expression(struct toml *t)
{
	int c;

	toml_skip_blank(t);
	c = toml_peek(t);
	if (c == '[') {
		if (!read_header(t))
			return false;
	} else if (c >= 0 && c != '#' && c != '\n' && c != '\r') {
		if (!toml_key_value(t, t->current, 0))
			return false;
	}
	return toml_line_end(t);
}

/* Dotted tables end where their last value does. */
static void finish(struct tree *t)
{
	if (t->kind < TREE_ARRAY)
		return;
	for (struct tree *c = t->first; c != NULL; c = c->next)
		finish(c);
	if (t->kind == TREE_TABLE && (t->flags & (TREE_DOTTED | TREE_HEADER)) &&
	    !(t->flags & TREE_INLINE)) {
		if (t->flags & TREE_DOTTED)
			t->end = t->start;
		if (t->last != NULL && t->last->end > t->end)
			t->end = t->last->end;
	} else if (t->last != NULL && t->last->end > t->end) {
		t->end = t->last->end;
	}
}

static bool parse(struct toml *t, const struct tree **out, size_t start)
{
	bool ok = true;

	*t->diag = (struct diag){0};
	t->root = t->current = tree_add(t->arena, NULL, TREE_TABLE, start);
	*out = t->root;
	t->section = 1;
	if (t->s.n > LIMIT_SOURCE_BYTES)
		return toml_bad(t, TOML_DIAG_SIZE, 0, "larger than assay looks");
	if (t->at == 0 && str_starts(t->s, S("\xef\xbb\xbf")))
		t->at = 3;
	while (ok && t->at < t->s.n)
		ok = read_expression(t);
	finish(t->root);
	t->root->end = (uint32_t)t->s.n;
	return ok;
}

bool toml_parse_part(struct arena *a, str bytes, size_t from, size_t to, const struct tree **out,
		     struct diag *d)
{
	struct toml t = {.s = str_slice(bytes, 0, to),
			 .at = from,
			 .arena = a,
			 .diag = d,
			 .children = map_in(a),
			 .scratch = buf_in(a)};

	return parse(&t, out, from);
}

bool toml_parse(struct arena *a, str bytes, const struct tree **out, struct diag *d)
{
	struct toml t = {
		.s = bytes, .arena = a, .diag = d, .children = map_in(a), .scratch = buf_in(a)};

	return parse(&t, out, 0);
}
