/* B610: QuerySet.extra with parts of SQL that are no literals. Any method `extra` of anything
 * counts for Bandit; here the call must have an argument that only Django's has, or the file import
 * Django. */
#include "rules/py/bandit.h"
#include "rules/py/sql_names.h"

static const char *const names[] = {"select", "where",	  "params",
				    "tables", "order_by", "select_params"};
enum { SELECT, WHERE, PARAMS, TABLES };

/* Positions win over keywords, as in Bandit. */
static const struct node *argument(struct check *c, const struct node *call, unsigned i)
{
	const struct node *n = positional(call, i);

	return n != NULL ? n : keyword_value(c, call, names[i]);
}

static bool is_fixed(struct check *c, const struct node *n)
{
	str text;

	return is_text(n) ||
	       (!c->compat && (known_text(c, n, &text) || sql_parts_are_own(c, n, true)));
}

static bool unsafe_list(struct check *c, const struct node *n)
{
	if (n == NULL)
		return false;
	if (n->kind != NODE_LIST_EXPR && (c->compat || n->kind != NODE_TUPLE))
		return true;
	for (const struct node *e = n->child; e != NULL; e = e->next)
		if (!is_fixed(c, e))
			return true;
	return false;
}

static bool unsafe_select(struct check *c, const struct node *n)
{
	if (n == NULL)
		return false;
	if (!c->compat && n->kind == NODE_DICT_COMP)
		return !is_fixed(c, n->child) || !is_fixed(c, n->child->next);
	if (n->kind != NODE_DICT)
		return true;
	for (const struct node *e = n->child; e != NULL; e = e->next)
		if (!is_fixed(c, e))
			return true;
	return false;
}

static bool is_django(struct check *c, const struct node *call)
{
	if (imports_module(c, "django"))
		return true;
	for (size_t i = 0; i < COUNTOF(names); i++)
		if (keyword_value(c, call, names[i]) != NULL)
			return true;
	return false;
}

static void extra_used(struct check *c, const struct node *call)
{
	const struct node *part[4];

	if (!str_eq(call_last(c, call), S("extra")))
		return;
	for (unsigned i = 0; i < COUNTOF(part); i++)
		part[i] = c->compat ? argument(c, call, i) : behind_name(c, argument(c, call, i));
	if (!unsafe_list(c, part[WHERE]) && !unsafe_list(c, part[TABLES]) &&
	    !unsafe_select(c, part[SELECT]))
		return;
	if (c->compat || is_django(c, call))
		finding(c, call, "extra() puts computed text into the SQL statement");
}

const struct rule rule_django_extra_used = {
	.id = "B610",
	.name = "django_extra_used",
	.severity = MEDIUM,
	.confidence = MEDIUM,
	.cwe = {89},
	.title = "Computed SQL in QuerySet.extra",
	.why = "Parts given to select, where and tables go into the statement unquoted, so a value "
	       "from a "
	       "request can read or change other tables.",
	.fix = "Use annotate and filter with expressions, or params= for the values.",
	.bad = "from django.contrib.auth.models import User\n"
	       "User.objects.extra(where=[f'name = {name}'])  #! B610\n",
	.good = "from django.contrib.auth.models import User\n"
		"User.objects.extra(where=['name = %s'], params=[name])\n",
	.calls = "*.extra",
	.py = extra_used,
};
