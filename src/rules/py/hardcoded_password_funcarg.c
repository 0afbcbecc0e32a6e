#include "rules/py/bandit.h"

static bool is_hit(struct check *c, const struct node *keyword)
{
	return keyword->kind == NODE_KEYWORD && is_text(keyword->child) && keyword->atom != 0 &&
	       names_credential(node_name(c, keyword));
}

static void password_argument(struct check *c, const struct node *keyword)
{
	const struct node *call = check_parent(c, 0);
	str name = node_name(c, keyword);

	if (!node_is(call, NODE_CALL) || !is_hit(c, keyword))
		return;
	if (c->compat) {
		/* Bandit reports the first of a call. */
		for (const struct node *a = call->child->next; a != keyword; a = a->next)
			if (is_hit(c, a))
				return;
	} else if (!could_be_credential(literal_text(c->arena, c->file, keyword->child), name)) {
		return;
	}
	finding(c, keyword->child, "a credential is written into the call, as `%.*s`",
		STR_ARG(str_slice(name, 0, 60)));
}

const struct rule rule_hardcoded_password_funcarg = {
	.id = "B106",
	.name = "hardcoded_password_funcarg",
	.severity = LOW,
	.confidence = MEDIUM,
	.cwe = {259},
	.title = "A credential as a literal argument",
	.why = "Whoever can read the source, its history or a package built from it has the "
	       "credential, "
	       "and it cannot be changed without a release.",
	.fix = "Read it from the environment or a secret store, and replace the one that leaked.",
	.bad = "connect(user='app', password='hunter2-Zx9')  #! B106\n",
	.good = "connect(user='app', password='')\nconnect(password=os.environ['DB_PASSWORD'])\n"
		"form(password='new_password')\n",
	.on = {NODE_KEYWORD},
	.py = password_argument,
};
