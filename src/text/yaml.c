/* YAML through libyaml's events. What libyaml does not bound is bounded here: depth, the number of
 * nodes, and what aliases multiply: an alias shares the children of its anchor, and its whole size
 * counts again, so walking the tree never visits more than LIMIT_YAML_NODES nodes.
 *
 * Plain scalars resolve as YAML 1.1's core types do in PyYAML (yes/no/on/off are booleans, 017 is
 * octal, 1:30 is 90, 1e3 is a string, 2001-01-01 is a date); a tag !!str or a quoted style makes a
 * string. libyaml uses malloc: its parser is deleted on every way out, a failed arena included.
 *
 * Trap: libyaml's marks count characters, not bytes, when the input is not ASCII; `index` is a
 * character index. Offsets are therefore computed from it with a cursor that only moves forward. */
#include "text/yaml.h"

#include <yaml.h>
#include "base/fail.h"
#include "base/limits.h"
#include "base/map.h"

struct anchor {
	const struct tree *node;
	uint64_t size;	 /* nodes; 0 while open */
	unsigned height; /* levels below the node */
};

struct open { /* a container whose end has not come */
	struct tree *node;
	struct anchor *anchor;
	uint64_t nodes_before;
	unsigned height;
	bool has_key; /* a key waits for its value */
	str key;
	uint32_t key_start, key_end;
};

struct reader {
	str s;
	struct arena *arena;
	struct diag *diag;
	struct open open[LIMIT_ROOM(LIMIT_TEXT_DEPTH) + 1];
	unsigned depth;
	uint64_t nodes;
	struct map anchors;	       /* name -> struct anchor * */
	size_t mark_chars, mark_bytes; /* where the cursor is */
};

static bool bad(struct reader *r, enum yaml_diag code, size_t offset, const char *msg)
{
	if (r->diag->code == YAML_DIAG_NONE)
		*r->diag = (struct diag){code, (uint32_t)offset, msg};
	return false;
}

/* Byte offset of a character index. Marks mostly grow; one that does not restarts the cursor. */
static size_t byte_offset(struct reader *r, size_t chars)
{
	if (chars < r->mark_chars)
		r->mark_chars = r->mark_bytes = 0;
	while (r->mark_chars < chars && r->mark_bytes < r->s.n) {
		unsigned n = str_utf8_len(str_slice(r->s, r->mark_bytes, r->s.n));
		r->mark_bytes += n ? n : 1;
		r->mark_chars++;
	}
	return r->mark_bytes;
}

/* ---- Types of plain scalars ---- */

static bool all_of(str s, size_t from, const char *set)
{
	for (size_t i = from; i < s.n; i++)
		if (s.p[i] == 0 || strchr(set, s.p[i]) == NULL)
			return false;
	return s.n > from;
}

static bool is_sexagesimal(str s, size_t from)
{
	size_t colon = str_find_byte(s, ':');

	if (colon == STR_NONE || colon == from || s.p[from] == '0')
		return false;
	for (size_t i = from; i < colon; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '_')
			return false;
	while (colon < s.n) {
		size_t i = colon + 1, n = 0;
		for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
			n++;
		if (n == 0 || n > 2 || (n == 2 && s.p[i - 2] > '5') || (i < s.n && s.p[i] != ':'))
			return false;
		colon = i;
	}
	return true;
}

static bool is_int(str s)
{
	size_t i = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');

	if (s.n <= i || s.p[i] < '0' || s.p[i] > '9')
		return false;
	if (s.n == i + 1)
		return true;
	if (s.p[i] == '0' && s.p[i + 1] == 'b')
		return all_of(s, i + 2, "01_");
	if (s.p[i] == '0' && s.p[i + 1] == 'x')
		return all_of(s, i + 2, "0123456789abcdefABCDEF_");
	if (s.p[i] == '0')
		return all_of(s, i + 1, "01234567_");
	return all_of(s, i, "0123456789_") || is_sexagesimal(s, i);
}

static bool is_float(str s)
{
	size_t i = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'), digits = 0, dot;
	str body = str_slice(s, i, s.n);

	if (str_in(body, ".inf .Inf .INF") || str_in(s, ".nan .NaN .NAN"))
		return true;
	dot = str_find_byte(s, '.');
	if (dot == STR_NONE)
		return false;
	for (; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_' || i == dot); i++)
		digits += s.p[i] != '.' && s.p[i] != '_';
	if (digits == 0 || (i < dot))
		return false;
	if (i == s.n)
		return true;
	if ((s.p[i] | 32) != 'e' || i + 2 >= s.n || (s.p[i + 1] != '+' && s.p[i + 1] != '-'))
		return false;
	return all_of(s, i + 2, "0123456789");
}

/* YYYY-MM-DD, or that and a time. */
static enum tree_kind timestamp_kind(str s)
{
	if (s.n < 8 || s.p[4] != '-' || !all_of(str_slice(s, 0, 4), 0, "0123456789"))
		return TREE_STRING;
	if (s.n == 10 && s.p[7] == '-' && all_of(str_slice(s, 5, 7), 0, "0123456789") &&
	    all_of(str_slice(s, 8, 10), 0, "0123456789"))
		return TREE_DATE;
	if (s.n < 16 || !all_of(s, 5, "0123456789-:.+ \tTtZz") ||
	    str_find_byte(s, ':') == STR_NONE || str_find_byte(s, ':') < 9)
		return TREE_STRING;
	return (s.p[s.n - 1] | 32) == 'z' || str_find_byte(str_slice(s, 10, s.n), '+') != STR_NONE
		       ? TREE_DATETIME
		       : TREE_DATETIME_LOCAL;
}

static enum tree_kind plain_kind(str s)
{
	if (s.n == 0 || str_in(s, "~ null Null NULL"))
		return TREE_NULL;
	if (str_in(s, "yes Yes YES no No NO true True TRUE false False FALSE on On ON off Off OFF"))
		return TREE_BOOL;
	if (is_int(s))
		return TREE_INT;
	if (is_float(s))
		return TREE_FLOAT;
	return timestamp_kind(s);
}

static enum tree_kind scalar_kind(const yaml_event_t *e, str text)
{
	str tag = str_of((const char *)e->data.scalar.tag);

	if (e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return TREE_STRING;
	if (tag.n > 0 && !str_in(tag, YAML_INT_TAG " " YAML_FLOAT_TAG " " YAML_BOOL_TAG
						   " " YAML_NULL_TAG " " YAML_TIMESTAMP_TAG))
		return TREE_STRING;
	return plain_kind(text);
}

/* ---- Events to nodes ---- */

static bool count_nodes(struct reader *r, uint64_t n, size_t offset)
{
	r->nodes += n;
	return r->nodes <= LIMIT_YAML_NODES ||
	       bad(r, YAML_DIAG_NODES, offset, "too many nodes, aliases written out");
}

static struct open *innermost(struct reader *r)
{
	return &r->open[r->depth - 1];
}

static bool expects_key(struct reader *r)
{
	return innermost(r)->node->kind == TREE_TABLE && !innermost(r)->has_key;
}

static void set_key(struct reader *r, str key, size_t start, size_t end)
{
	struct open *in = innermost(r);

	in->key = key;
	in->key_start = (uint32_t)start;
	in->key_end = (uint32_t)end;
	in->has_key = true;
}

/* Makes a node with the key that waits; `height` levels will hang below it. */
static struct tree *place(struct reader *r, enum tree_kind kind, size_t start, size_t end,
			  unsigned height)
{
	struct open *in = innermost(r);
	struct tree *t = tree_add(r->arena, in->node, kind, start);

	t->end = (uint32_t)end;
	if (in->has_key) {
		t->key = in->key;
		t->key_start = in->key_start;
		t->key_end = in->key_end;
		in->has_key = false;
	}
	if (in->height < height + 1)
		in->height = height + 1;
	return t;
}

static struct anchor *name_anchor(struct reader *r, const yaml_char_t *name,
				  const struct tree *node)
{
	struct anchor *anchor;

	if (name == NULL)
		return NULL;
	anchor = NEW(r->arena, struct anchor, 1);
	anchor->node = node;
	*map_put(&r->anchors, arena_dup(r->arena, str_of((const char *)name))) = (uintptr_t)anchor;
	return anchor;
}

static bool on_scalar(struct reader *r, const yaml_event_t *e, size_t start, size_t end)
{
	str text = arena_dup(r->arena, (str){e->data.scalar.value, e->data.scalar.length});
	struct anchor *anchor;
	struct tree *t;

	if (!count_nodes(r, 1, start))
		return false;
	if (expects_key(r)) {
		set_key(r, text, start, end);
		t = tree_add(r->arena, NULL, TREE_STRING, start);
	} else {
		t = place(r, scalar_kind(e, text), start, end, 0);
	}
	t->text = text;
	if (e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		t->flags |= TREE_QUOTED;
	anchor = name_anchor(r, e->data.scalar.anchor, t);
	if (anchor != NULL)
		anchor->size = 1;
	return true;
}

static bool on_alias(struct reader *r, const yaml_event_t *e, size_t start, size_t end)
{
	const uint64_t *found = map_get(&r->anchors, str_of((const char *)e->data.alias.anchor));
	const struct anchor *anchor = found ? (const struct anchor *)(uintptr_t)*found : NULL;
	struct tree *t;

	if (anchor == NULL || anchor->size == 0)
		return bad(r, YAML_DIAG_ALIAS, start,
			   "no anchor of this name is complete here (YAML 1.1, 3.2.2.2)");
	if (!count_nodes(r, anchor->size, start))
		return false;
	if (expects_key(r)) {
		if (anchor->node->kind >= TREE_ARRAY)
			return bad(r, YAML_DIAG_KEY, start, "a key must be a scalar");
		set_key(r, anchor->node->text, start, end);
		return true;
	}
	if (r->depth + anchor->height >= LIMIT_TEXT_DEPTH)
		return bad(r, YAML_DIAG_DEPTH, start, "nested too deep");
	t = place(r, (enum tree_kind)anchor->node->kind, start, end, anchor->height);
	t->flags = TREE_ALIAS;
	if (t->kind >= TREE_ARRAY) {
		t->first = anchor->node->first;
		t->last = anchor->node->last;
		t->count = anchor->node->count;
	} else {
		t->text = anchor->node->text;
	}
	return true;
}

static bool open_container(struct reader *r, const yaml_event_t *e, size_t start)
{
	bool table = e->type == YAML_MAPPING_START_EVENT;
	const yaml_char_t *name =
		table ? e->data.mapping_start.anchor : e->data.sequence_start.anchor;
	struct tree *t;

	if (expects_key(r))
		return bad(r, YAML_DIAG_KEY, start, "a key must be a scalar");
	if (r->depth == LIMIT_TEXT_DEPTH)
		return bad(r, YAML_DIAG_DEPTH, start, "nested too deep");
	if (!count_nodes(r, 1, start))
		return false;
	t = place(r, table ? TREE_TABLE : TREE_ARRAY, start, start, 0);
	r->open[r->depth++] = (struct open){
		.node = t,
		.anchor = name_anchor(r, name, t),
		.nodes_before = r->nodes - 1,
	};
	return true;
}

/* A block ends where its last child does; libyaml's mark is that of the next token. */
static void close_container(struct reader *r, size_t start, size_t end)
{
	struct open *done = innermost(r), *in;
	struct tree *t = done->node;

	t->end = end > start ? (uint32_t)end : t->last ? t->last->end : t->start;
	if (done->anchor != NULL) {
		done->anchor->size = r->nodes - done->nodes_before;
		done->anchor->height = done->height;
	}
	r->depth--;
	in = innermost(r);
	if (in->height < done->height + 1)
		in->height = done->height + 1;
}

static bool on_event(struct reader *r, const yaml_event_t *e)
{
	size_t start = byte_offset(r, e->start_mark.index), end = byte_offset(r, e->end_mark.index);

	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return on_scalar(r, e, start, end);
	case YAML_ALIAS_EVENT:
		return on_alias(r, e, start, end);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return open_container(r, e, start);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_container(r, start, end);
		return true;
	case YAML_DOCUMENT_START_EVENT:
		r->anchors = map_in(r->arena);
		return true;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return true;
	}
	return true;
}

/* libyaml without memory: not the input's fault. Does not return. */
NORETURN static void no_memory(void)
{
	fail(FAIL_MEMORY, "the system has no memory left", __FILE__, __LINE__);
}

static bool refused(struct reader *r, const yaml_parser_t *p)
{
	if (p->error == YAML_MEMORY_ERROR)
		no_memory();
	if (p->error == YAML_READER_ERROR)
		return bad(r, YAML_DIAG_SYNTAX,
			   p->problem_offset < r->s.n ? p->problem_offset : r->s.n,
			   "not UTF-8, or a control character (YAML 1.1, 5.1)");
	return bad(r, YAML_DIAG_SYNTAX, byte_offset(r, p->problem_mark.index),
		   "not well formed (YAML 1.1)");
}

static bool read_events(struct reader *r, yaml_parser_t *p, yaml_event_t *e)
{
	bool ok = true, end = false;

	while (ok && !end) {
		if (!yaml_parser_parse(p, e))
			return refused(r, p);
		end = e->type == YAML_STREAM_END_EVENT;
		ok = on_event(r, e);
		yaml_event_delete(e);
		memset(e, 0, sizeof(*e));
	}
	return ok;
}

/* libyaml's memory is given back even when the arena reaches its cap in between. */
static bool with_parser(struct reader *r, yaml_parser_t *p, yaml_event_t *e)
{
	struct fail_point here;
	volatile bool ok = false;
	enum fail failed = FAIL_SET(&here);

	if (failed == FAIL_NONE) {
		yaml_parser_set_encoding(p, YAML_UTF8_ENCODING);
		yaml_parser_set_input_string(p, r->s.p, r->s.n);
		ok = read_events(r, p, e);
	}
	fail_clear(&here);
	yaml_event_delete(e);
	yaml_parser_delete(p);
	if (failed != FAIL_NONE)
		fail(failed, here.what, here.file, here.line);
	return ok;
}

bool yaml_parse(struct arena *a, str bytes, const struct tree **out, struct diag *d)
{
	struct reader r = {.s = bytes, .arena = a, .diag = d};
	yaml_parser_t parser;
	yaml_event_t event;
	struct tree *root = tree_add(a, NULL, TREE_ARRAY, 0);

	*d = (struct diag){0};
	*out = root;
	if (bytes.n > LIMIT_YAML_BYTES)
		return bad(&r, YAML_DIAG_SIZE, 0, "larger than assay looks");
	root->end = (uint32_t)bytes.n;
	if (str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff")))
		return bad(&r, YAML_DIAG_ENCODING, 0, "UTF-16 is not read; save as UTF-8");
	if (bytes.p == NULL)
		r.s = S("");
	memset(&event, 0, sizeof(event));
	if (!yaml_parser_initialize(&parser))
		no_memory();
	r.open[r.depth++].node = root;
	r.anchors = map_in(a);
	return with_parser(&r, &parser, &event);
}

/* ---- Tags ---- */

struct tags {
	struct reader r; /* for byte_offset */
	void (*on)(void *ctx, str tag, size_t offset);
	void *ctx;
};

static const yaml_char_t *event_tag(const yaml_event_t *e)
{
	switch ((int)e->type) {
	case YAML_SCALAR_EVENT:
		return e->data.scalar.tag;
	case YAML_SEQUENCE_START_EVENT:
		return e->data.sequence_start.tag;
	case YAML_MAPPING_START_EVENT:
		return e->data.mapping_start.tag;
	default:
		return NULL;
	}
}

static void read_tags(struct tags *t, yaml_parser_t *p, yaml_event_t *e)
{
	bool end = false;

	while (!end && yaml_parser_parse(p, e)) {
		const yaml_char_t *tag = event_tag(e);
		end = e->type == YAML_STREAM_END_EVENT;
		if (tag != NULL)
			t->on(t->ctx, str_of((const char *)tag),
			      byte_offset(&t->r, e->start_mark.index));
		yaml_event_delete(e);
		memset(e, 0, sizeof(*e));
	}
	if (p->error == YAML_MEMORY_ERROR)
		no_memory();
}

void yaml_tags(str bytes, void (*on)(void *ctx, str tag, size_t offset), void *ctx)
{
	struct tags t = {.r = {.s = bytes}, .on = on, .ctx = ctx};
	struct fail_point here;
	yaml_parser_t parser;
	yaml_event_t event;
	enum fail failed;

	if (bytes.n == 0 || str_find_byte(bytes, '!') == STR_NONE)
		return;
	memset(&event, 0, sizeof(event));
	if (!yaml_parser_initialize(&parser))
		no_memory();
	failed = FAIL_SET(&here);
	if (failed == FAIL_NONE) {
		yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
		yaml_parser_set_input_string(&parser, bytes.p, bytes.n);
		read_tags(&t, &parser, &event);
	}
	fail_clear(&here);
	yaml_event_delete(&event);
	yaml_parser_delete(&parser);
	if (failed != FAIL_NONE)
		fail(failed, here.what, here.file, here.line);
}
