/* The tagged JSON of toml-test: every scalar is {"type": ..., "value": "..."}. */
#include <math.h>
#include "base/fail.h"
#include "base/limits.h"
#include "text/toml.h"

static void print_scalar(struct buf *out, const struct tree *t)
{
	static const char *const types[] = {"",		 "bool",     "integer",	       "float",
					    "string",	 "datetime", "datetime-local", "date-local",
					    "time-local"};
	int64_t i = 0;
	double f = 0;

	buf_printf(out, "{\"type\": \"%s\", \"value\": ", types[t->kind]);
	if (tree_int(t, &i))
		buf_printf(out, "\"%lld\"", (long long)i);
	else if (tree_double(t, &f) && isnan(f))
		buf_add(out, S("\"nan\""));
	else if (t->kind == TREE_FLOAT)
		buf_printf(out, "\"%.17g\"", f);
	else
		tree_quote(out, t->text);
	buf_byte(out, '}');
}

static void print(struct buf *out, const struct tree *t, unsigned depth)
{
	bool table = t->kind == TREE_TABLE;

	ASSERT(depth <= 2 * LIMIT_TEXT_DEPTH);
	if (t->kind < TREE_ARRAY) {
		print_scalar(out, t);
		return;
	}
	buf_byte(out, table ? '{' : '[');
	for (const struct tree *c = t->first; c != NULL; c = c->next) {
		if (table) {
			tree_quote(out, c->key);
			buf_add(out, S(": "));
		}
		print(out, c, depth + 1);
		if (c->next != NULL)
			buf_add(out, S(",\n"));
	}
	buf_byte(out, table ? '}' : ']');
}

void toml_print_tagged(struct buf *out, const struct tree *t)
{
	print(out, t, 0);
	buf_byte(out, '\n');
}
