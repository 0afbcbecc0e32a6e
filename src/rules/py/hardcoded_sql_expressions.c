/* B608: SQL put together from text and values.
 *
 * Bandit looks at every string literal that is part of a concatenation or %-formatting, an
 * f-string, or has .format or .replace called on it, joins some of the neighbours, and searches for
 * four patterns of words. That reports prose ("select one from the list") and texts without any
 * value. Outside
 * --bandit-compat the whole expression must read like SQL (rules/py/sql.c) and have a part that is
 * not known; it is low where only names of tables and columns are unknown, which no parameter can
 * hold, and the text is not executed on the spot or they are quoted or the program's own. The place
 * is Bandit's: the literal in which its pattern is found. */
#include "rules/py/origin.h"
#include "rules/py/sql.h"
#include "rules/py/sql_names.h"

#include "base/buf.h"

/* What is joined of a chain of concatenations, for each literal of it again: Bandit joins all. */
enum { JOIN_BYTES = 65536, SHORT = 4096 };

struct site {			    /* a literal in its expression */
	const struct node *root;    /* outermost expression of the text */
	const struct node *wrapper; /* what stands around it */
	str statement;		    /* as Bandit joins it; p == NULL: not looked at */
	bool replaced;		    /* by .replace */
};

static void join_strings(struct check *c, struct buf *b, const struct node *n,
			 const struct node *stop)
{
	if (n == stop || b->n > (c->compat ? JOIN_BYTES : SHORT))
		return;
	for (const struct node *k = n->child; k != NULL; k = k->next) {
		if (k->kind == NODE_BIN_OP) {
			join_strings(c, b, k, stop);
		} else if (is_text(k)) {
			buf_byte(b, ' ');
			buf_add(b, literal_text(c->arena, c->file, k));
		}
	}
}

/* One buffer for all texts of a file: each is looked at and forgotten. */
static struct buf *text_buffer(struct check *c)
{
	static const char key;
	void **memo = file_memo(c, &key);
	struct buf *b = *memo;

	if (b == NULL) {
		*memo = b = NEW(c->arena, struct buf, 1);
		*b = buf_in(c->arena);
	}
	b->n = 0;
	return b;
}

static void site_concatenated(struct check *c, const struct node *n, struct site *s)
{
	struct buf *b = text_buffer(c);
	uint32_t level = 0;

	while (node_is(check_parent(c, level + 1), NODE_BIN_OP))
		level++;
	s->root = check_parent(c, level);
	s->wrapper = check_parent(c, level + 1);
	s->statement = literal_text(c->arena, c->file, n);
	if (level == 0)
		return;
	buf_add(b, s->statement);
	join_strings(c, b, s->root, check_parent(c, 0));
	s->statement = buf_str(b);
}

static void site_method(struct check *c, const struct node *n, struct site *s)
{
	str method = node_name(c, check_parent(c, 0));

	if (!str_in(method, "format replace"))
		return;
	s->replaced = str_eq(method, S("replace"));
	s->root = check_parent(c, 1);
	s->wrapper = check_parent(c, 2);
	s->statement = literal_text(c->arena, c->file, n);
}

static void site_fstring(struct check *c, const struct node *n, const struct node *parent,
			 struct site *s)
{
	struct buf *b = text_buffer(c);
	bool first = true;

	for (const struct node *k = parent->child; k != NULL; k = k->next) {
		if (!is_text(k))
			continue;
		if (first && k != n)
			return; /* the first piece speaks for all */
		first = false;
		buf_add(b, literal_text(c->arena, c->file, k));
	}
	s->root = parent;
	s->wrapper = check_parent(c, 1);
	s->statement = buf_str(b);
}

static bool runs_sql(const struct check *c, const struct node *wrapper)
{
	return node_is(wrapper, NODE_CALL) &&
	       str_in(call_method(c, wrapper), "execute executemany");
}

/* The outermost expression that is still this text: an f-string may be part of a concatenation. */
static const struct node *whole(const struct check *c, const struct site *s)
{
	const struct node *root = s->root;

	for (uint32_t level = 0; level < c->depth; level++) {
		const struct node *p = check_parent(c, level);

		if (p->kind == NODE_BIN_OP)
			root = p;
		else if (p->kind != NODE_JOINED_STR && p->kind != NODE_ATTRIBUTE && p != s->root)
			break;
	}
	return root;
}

/* The text with its unknown parts, as far as it is known; p == NULL: all is known. */
static str unknown_sql(struct check *c, const struct site *s)
{
	struct value v = value_of(c, whole(c, s));

	if (v.kind == VALUE_STR)
		return (str){0};
	return v.kind == VALUE_PARTIAL_STR ? v.text : s->statement;
}

/* Most texts hold no verb of SQL, and their source shows it. */
static bool worth_a_look(const struct check *c, const struct node *parent)
{
	str text;

	if (parent->kind == NODE_BIN_OP)
		for (uint32_t level = 1; node_is(check_parent(c, level), NODE_BIN_OP); level++)
			parent = check_parent(c, level);
	text = node_text(c->file, parent);
	return text.n > SHORT || sql_has_verb(text);
}

/* What changes a database's tables runs once, by hand, on nothing from outside. */
static bool is_migration(const struct check *c)
{
	return str_find(c->path, S("migrations/")) != STR_NONE ||
	       str_find(c->path, S("alembic/versions/")) != STR_NONE;
}

static void sql_expression(struct check *c, const struct node *n)
{
	const struct node *parent = check_parent(c, 0);
	struct site s = {0};

	if (n->op != CONST_STR || parent == NULL ||
	    (parent->kind != NODE_BIN_OP && parent->kind != NODE_ATTRIBUTE &&
	     parent->kind != NODE_JOINED_STR))
		return;
	if (!c->compat && !worth_a_look(c, parent))
		return;
	if (parent->kind == NODE_BIN_OP)
		site_concatenated(c, n, &s);
	else if (parent->kind == NODE_ATTRIBUTE)
		site_method(c, n, &s);
	else if (parent->kind == NODE_JOINED_STR)
		site_fstring(c, n, parent, &s);
	if (s.statement.n == 0 || !sql_is_bandits(s.statement))
		return;
	if (!c->compat) {
		str sql = unknown_sql(c, &s);
		bool names;

		if (sql.p == NULL || !sql_is_statement(sql))
			return;
		names = sql_only_names_unknown(sql);
		if ((names && !runs_sql(c, s.wrapper)) ||
		    sql_parts_are_own(c, whole(c, &s), names)) {
			finding_graded(c, n, LOW, LOW,
				       "names or quoted texts become part of the SQL text");
			return;
		}
	}
	finding_graded(c, n,
		       level_in_tests(c) == LOW || (!c->compat && is_migration(c)) ? LOW : MEDIUM,
		       runs_sql(c, s.wrapper) && !s.replaced ? MEDIUM : LOW,
		       "values become part of the SQL text");
}

const struct rule rule_hardcoded_sql_expressions = {
	.id = "B608",
	.name = "hardcoded_sql_expressions",
	.severity = MEDIUM,
	.confidence = LOW,
	.cwe = {89},
	.title = "SQL put together from text and values",
	.why = "A value with a quote in it ends the literal and continues as SQL of its author's "
	       "choice.",
	.fix = "Keep the text fixed and pass the values as parameters: execute(sql, [value]).",
	.bad = "q = \"SELECT a FROM t WHERE b = '%s'\" % value  #! B608\n"
	       "c.execute(f'DELETE FROM t WHERE b = {value}')  #! B608\n",
	.good = "c.execute('SELECT a FROM t WHERE b = %s', [value])\n"
		"m = 'Please select the best one from the list: ' + names\n",
	.on = {NODE_CONSTANT},
	.py = sql_expression,
};
