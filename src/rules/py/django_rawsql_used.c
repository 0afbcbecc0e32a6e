#include "rules/py/bandit.h"
#include "rules/py/sql_names.h"

static void rawsql_used(struct check *c, const struct node *call)
{
	const struct node *sql = positional(call, 0);
	str text;

	if (!seen_module_like(c, "django.db.models") || !str_eq(call_last(c, call), S("RawSQL")))
		return;
	if (sql == NULL)
		sql = keyword_value(c, call, "sql");
	if (!c->compat &&
	    (node_is(sql, NODE_STARRED) || (sql != NULL && sql_parts_are_own(c, sql, true))))
		return;
	if (sql == NULL || is_text(sql) || (!c->compat && known_text(c, sql, &text)))
		return;
	finding(c, call, "RawSQL puts computed text into the SQL statement");
}

const struct rule rule_django_rawsql_used = {
	.id = "B611",
	.name = "django_rawsql_used",
	.severity = MEDIUM,
	.confidence = MEDIUM,
	.cwe = {89},
	.title = "Computed SQL in Django's RawSQL",
	.why = "The text goes into the statement as it is, so a value from a request can read or "
	       "change "
	       "other tables.",
	.fix = "Write the statement as a literal with %s and give the values in params.",
	.bad = "from django.db.models.expressions import RawSQL\n"
	       "q = RawSQL('select ' + column, [])  #! B611\n",
	.good = "from django.db.models.expressions import RawSQL\n"
		"q = RawSQL('select a from b where c = %s', [value])\n",
	.calls = "*.RawSQL",
	.py = rawsql_used,
};
