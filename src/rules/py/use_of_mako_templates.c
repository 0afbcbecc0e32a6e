#include "rules/py/bandit.h"

/* default_filters=["h"] escapes everything. */
static bool escapes(struct check *c, const struct node *call)
{
	const struct node *filters = behind_name(c, arg_node(c, call, -1, "default_filters"));
	str text;

	if (!node_is(filters, NODE_LIST_EXPR) && !node_is(filters, NODE_TUPLE))
		return false;
	for (const struct node *f = filters->child; f != NULL; f = f->next)
		if (known_text(c, f, &text) && str_in(text, "h x"))
			return true;
	return false;
}

static void mako_template(struct check *c, const struct node *call)
{
	str name = call_name(c, call);

	if (!name_has_part(name, "mako") || (!c->compat && escapes(c, call)))
		return;
	finding(c, call, "Mako templates insert values into HTML as they are");
}

const struct rule rule_use_of_mako_templates = {
	.id = "B702",
	.name = "use_of_mako_templates",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {80},
	.title = "A Mako template, which escapes nothing by itself",
	.why = "A value with <script> in it runs in the browser of whoever sees the page.",
	.fix = "Pass default_filters=['h'], or write ${value | h} everywhere.",
	.bad = "from mako.template import Template\nt = Template(text)  #! B702\n",
	.good = "from mako.template import Template\nt = Template(text, default_filters=['h'])\n",
	.calls = "*.Template",
	.py = mako_template,
};
