#include "text/tree.h"

#include <stdlib.h>
#include "base/fail.h"
#include "base/limits.h"

struct tree *tree_add(struct arena *a, struct tree *parent, enum tree_kind kind, size_t start)
{
	struct tree *t = NEW(a, struct tree, 1);

	t->kind = (uint8_t)kind;
	t->start = t->end = (uint32_t)start;
	if (parent == NULL)
		return t;
	if (parent->last == NULL)
		parent->first = t;
	else
		parent->last->next = t;
	parent->last = t;
	parent->count++;
	return t;
}

const struct tree *tree_get(const struct tree *t, str key)
{
	const struct tree *found = NULL;

	if (!tree_is(t, TREE_TABLE))
		return NULL;
	for (const struct tree *c = t->first; c != NULL; c = c->next)
		if (str_eq(c->key, key))
			found = c;
	return found;
}

const struct tree *tree_path(const struct tree *t, const char *path)
{
	for (str rest = str_of(path); rest.p != NULL && t != NULL;) {
		str part = str_cut(&rest, '.');
		t = tree_get(t, part);
	}
	return t;
}

static const char *const kind_names[] = {
	"null",	    "a boolean",       "an integer",	  "a float",
	"a string", "a date and time", "a date and time", "a date",
	"a time",   "an array",	       "a table",
};

const char *tree_kind_name(const struct tree *t)
{
	return t == NULL ? "nothing" : kind_names[t->kind];
}

static unsigned digit_value(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 32) >= 'a' && (c | 32) <= 'f')
		return (c | 32) - 'a' + 10U;
	return 99;
}

/* The base that a prefix says, and the offset of the first digit. YAML 1.1 writes octal as 017. */
static unsigned number_base(str s, size_t *at)
{
	if (s.n < *at + 2 || s.p[*at] != '0')
		return 10;
	switch (s.p[*at + 1] | 32) {
	case 'x':
		*at += 2;
		return 16;
	case 'o':
		*at += 2;
		return 8;
	case 'b':
		*at += 2;
		return 2;
	default:
		return 8;
	}
}

bool tree_int(const struct tree *t, int64_t *out)
{
	size_t i = 0;
	bool negative = false, any = false;
	unsigned base;
	uint64_t v = 0, part = 0; /* parts: YAML's sexagesimal 1:30 */

	if (!tree_is(t, TREE_INT))
		return false;
	if (t->text.n > 0 && (t->text.p[0] == '-' || t->text.p[0] == '+'))
		negative = t->text.p[i++] == '-';
	base = number_base(t->text, &i);
	for (; i < t->text.n; i++) {
		uint8_t c = t->text.p[i];
		if (c == '_')
			continue;
		if (c == ':') {
			if (__builtin_add_overflow(v, part, &v) ||
			    __builtin_mul_overflow(v, 60U, &v))
				return false;
			part = 0;
			continue;
		}
		if (digit_value(c) >= base || __builtin_mul_overflow(part, base, &part) ||
		    __builtin_add_overflow(part, digit_value(c), &part))
			return false;
		any = true;
	}
	if (!any || __builtin_add_overflow(v, part, &v) || v > (uint64_t)INT64_MAX + negative)
		return false;
	*out = negative ? (int64_t)(0 - v) : (int64_t)v;
	return true;
}

bool tree_double(const struct tree *t, double *out)
{
	char text[400];
	size_t n = 0;
	int64_t i;
	char *end;

	if (tree_int(t, &i)) {
		*out = (double)i;
		return true;
	}
	if (!tree_is(t, TREE_FLOAT) && !tree_is(t, TREE_INT))
		return false;
	for (size_t k = 0; k < t->text.n; k++) {
		uint8_t c = t->text.p[k];
		if (c == '_' || (c == '.' && k + 1 < t->text.n && (t->text.p[k + 1] | 32) >= 'i' &&
				 (t->text.p[k + 1] | 32) <= 'n'))
			continue; /* `.inf`, `.nan` of YAML */
		if (n == sizeof(text) - 1)
			return false;
		text[n++] = (char)c;
	}
	text[n] = 0;
	*out = strtod(text, &end);
	return n > 0 && *end == 0;
}

bool tree_bool(const struct tree *t, bool *out)
{
	if (!tree_is(t, TREE_BOOL) || t->text.n == 0)
		return false;
	*out = str_eq_nocase(t->text, S("true")) || str_eq_nocase(t->text, S("yes")) ||
	       str_eq_nocase(t->text, S("on"));
	return true;
}

void tree_quote(struct buf *out, str s)
{
	buf_byte(out, '"');
	while (s.n > 0) {
		unsigned n = str_utf8_len(s);
		uint8_t c = s.p[0];
		if (n == 0)
			buf_add(out, S("\\ufffd"));
		else if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c == '\n')
			buf_add(out, S("\\n"));
		else if (c == '\t')
			buf_add(out, S("\\t"));
		else if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\u%04x", c);
		else
			buf_add(out, str_slice(s, 0, n));
		s = str_slice(s, n ? n : 1, s.n);
	}
	buf_byte(out, '"');
}

static const char *const print_names[] = {
	"null",		  "bool", "int",  "float", "string", "datetime",
	"datetime-local", "date", "time", "array", "table",
};

static void print(struct buf *out, const struct tree *t, unsigned depth)
{
	ASSERT(depth <= LIMIT_TEXT_DEPTH + 1);
	for (unsigned i = 0; i < depth; i++)
		buf_add(out, S("  "));
	buf_printf(out, "%u-%u %s", t->start, t->end, print_names[t->kind]);
	if (t->key.p != NULL) {
		buf_printf(out, " %u-%u ", t->key_start, t->key_end);
		tree_quote(out, t->key);
	}
	if (t->flags & TREE_ALIAS)
		buf_add(out, S(" alias"));
	if (t->kind < TREE_ARRAY) {
		buf_add(out, S(" = "));
		tree_quote(out, t->text);
	}
	buf_byte(out, '\n');
	if (t->kind >= TREE_ARRAY)
		for (const struct tree *c = t->first; c != NULL; c = c->next)
			print(out, c, depth + 1);
}

void tree_print(struct buf *out, const struct tree *t)
{
	if (t != NULL)
		print(out, t, 0);
}

uint32_t text_line(str bytes, size_t offset)
{
	uint32_t line = 1;
	str head = str_slice(bytes, 0, offset);
	size_t at;

	while ((at = str_find_byte(head, '\n')) != STR_NONE) {
		line++;
		head = str_slice(head, at + 1, head.n);
	}
	return line;
}
