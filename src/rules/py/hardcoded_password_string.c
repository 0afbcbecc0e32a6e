/* B105: a string assigned to, stored under or compared with a name that means a credential. */
#include "rules/py/bandit.h"

static void report(struct check *c, const struct node *at, str name, str value)
{
	if (!c->compat && !could_be_credential(value, name))
		return;
	finding(c, at, "a credential is written into the source, as `%.*s`",
		STR_ARG(str_slice(name, 0, 60)));
}

static str text_of(struct check *c, const struct node *n)
{
	return literal_text(c->arena, c->file, n);
}

static bool is_candidate(const struct check *c, const struct node *n, str *name)
{
	if (!node_is(n, NODE_NAME) && !node_is(n, NODE_ATTRIBUTE))
		return false;
	*name = node_name(c, n);
	return names_credential(*name);
}

static void assigned(struct check *c, const struct node *assign, const struct node *n)
{
	str name;

	for (const struct node *t = assign_first_target(assign); t != NULL; t = t->next) {
		if (!is_candidate(c, t, &name))
			continue;
		report(c, n, name, text_of(c, n));
		return;
	}
}

static void annotated(struct check *c, const struct node *assign, const struct node *n)
{
	str name;

	if (n == node_child(assign, 2) && is_candidate(c, assign->child, &name))
		report(c, n, name, text_of(c, n));
}

static void dict_key(struct check *c, const struct node *n)
{
	if (node_is(n->next, NODE_CONSTANT) && names_credential(text_of(c, n)) &&
	    is_dict_key(c, 0, n) && (c->compat || is_text(n->next)))
		report(c, n, text_of(c, n), text_of(c, n->next));
}

static void subscript(struct check *c, const struct node *n)
{
	const struct node *assign = check_parent(c, 1);

	if (node_is(assign, NODE_ASSIGN) && is_text(assign_value(assign)) &&
	    names_credential(text_of(c, n)))
		report(c, n, text_of(c, n), text_of(c, assign_value(assign)));
}

/* A comparison with a lexer's or parser's token is the usual false alarm: only what looks random
 * counts there. */
static bool is_plain_word(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return s.n < 8;
	return s.n < 16;
}

static void compared(struct check *c, const struct node *compare, const struct node *n)
{
	str name, value;

	if (!is_candidate(c, compare->child, &name) || !is_text(compare->child->next))
		return;
	value = text_of(c, compare->child->next);
	if (!c->compat && is_plain_word(value) && str_find_nocase(name, S("token")) != STR_NONE)
		return;
	report(c, n, name, value);
}

static void password_string(struct check *c, const struct node *n)
{
	const struct node *parent = check_parent(c, 0);

	if (n->op != CONST_STR || parent == NULL)
		return;
	if (parent->kind == NODE_ASSIGN)
		assigned(c, parent, n);
	else if (parent->kind == NODE_DICT)
		dict_key(c, n);
	else if (parent->kind == NODE_SUBSCRIPT)
		subscript(c, n);
	else if (parent->kind == NODE_COMPARE)
		compared(c, parent, n);
	else if (parent->kind == NODE_ANN_ASSIGN && !c->compat)
		annotated(c, parent, n);
}

const struct rule rule_hardcoded_password_string = {
	.id = "B105",
	.name = "hardcoded_password_string",
	.severity = LOW,
	.confidence = MEDIUM,
	.cwe = {259},
	.title = "A credential in a string literal",
	.why = "Whoever can read the source, its history or a package built from it has the "
	       "credential, "
	       "and it cannot be changed without a release.",
	.fix = "Read it from the environment or a secret store, and replace the one that leaked.",
	.bad = "password = 'hunter2-Zx9'  #! B105\nconfig = {'token': 'f3aa81cc02'}  #! B105\n",
	.good = "password = ''\nPASSWORD_FIELD = 'password'\nd = {'password': None}\n"
		"token = os.environ['TOKEN']\n",
	.on = {NODE_CONSTANT},
	.py = password_string,
};
