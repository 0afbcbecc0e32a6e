/* B701: a Jinja2 environment without autoescape. Bandit takes the first keyword `autoescape` that
 * it finds anywhere inside the call, level by level. */
#include "rules/py/bandit.h"

static void off(struct check *c, const struct node *call)
{
	finding(c, call, "autoescape is off: values go into the page as they are");
}

static void unclear(struct check *c, const struct node *call)
{
	finding_graded(c, call, HIGH, MEDIUM,
		       "autoescape may be off: values go into the page as they are");
}

/* The first KEYWORD `autoescape` in order of levels; NULL when there is none. */
static const struct node *find_keyword(struct check *c, const struct node *call)
{
	size_t room = 64, from = 0, to = 0;
	const struct node **queue = NEW(c->arena, const struct node *, room);

	queue[to++] = call;
	while (from < to) {
		const struct node *n = queue[from++];

		if (n->kind == NODE_KEYWORD && str_eq(node_name(c, n), S("autoescape")))
			return n->child;
		for (const struct node *k = n->child; k != NULL; k = k->next) {
			if (to == room) {
				const struct node **wider =
					NEW(c->arena, const struct node *, room * 2);

				memcpy(wider, queue, room * sizeof(*queue));
				queue = wider;
				room *= 2;
			}
			queue[to++] = k;
		}
	}
	return NULL;
}

static void as_bandit(struct check *c, const struct node *call)
{
	const struct node *value;

	if (!name_has_part(call_name(c, call), "jinja2"))
		return;
	value = find_keyword(c, call);
	if (value == NULL || node_is_constant(value, CONST_FALSE))
		off(c, call);
	else if (!node_is_constant(value, CONST_TRUE) &&
		 !(value->kind == NODE_CALL &&
		   str_eq(call_method(c, value), S("select_autoescape"))))
		unclear(c, call);
}

static void autoescape(struct check *c, const struct node *call)
{
	struct call_arg a;

	if (c->compat) {
		as_bandit(c, call);
		return;
	}
	if (!call_is(c, call, "jinja2.Environment jinja2.environment.Environment"))
		return;
	a = arg_at(c, call, -1, "autoescape");
	if (a.state == ARG_STATE_UNKNOWN)
		return;
	if (a.node == NULL || is_false(c, a.node))
		off(c, call);
	else if (!is_true(c, a.node) &&
		 !(a.node->kind == NODE_CALL &&
		   str_eq(name_last(call_name(c, a.node)), S("select_autoescape"))))
		unclear(c, call);
}

const struct rule rule_jinja2_autoescape_false = {
	.id = "B701",
	.name = "jinja2_autoescape_false",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {94},
	.title = "Jinja2 without autoescape",
	.why = "A value with <script> in it runs in the browser of whoever sees the page.",
	.fix = "Pass autoescape=jinja2.select_autoescape().",
	.bad = "import jinja2\ne = jinja2.Environment(loader=l)  #! B701\n"
	       "f = jinja2.Environment(autoescape=False)  #! B701\n",
	.good = "import jinja2\ne = jinja2.Environment(autoescape=jinja2.select_autoescape())\n",
	.calls = "*.Environment",
	.py = autoescape,
};
