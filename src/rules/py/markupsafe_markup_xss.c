#include "rules/py/bandit.h"

static void markup(struct check *c, const struct node *call)
{
	const struct node *value = positional(call, 0);
	str name = call_name(c, call), text;

	if (value == NULL || value->kind == NODE_CONSTANT)
		return;
	if (value->kind == NODE_CALL && option_list_has(c, "allowed_calls", call_name(c, value)) &&
	    call_name(c, value).n > 0)
		return;
	if (!c->compat && known_text(c, value, &text))
		return;
	finding(c, call, "%.*s declares a computed text to be safe HTML", STR_ARG(name));
}

static const struct rule_option options[] = {
	{.name = "extend_markup_names",
	 .type = OPTION_CALLS,
	 .dflt = "",
	 .help = "Further functions that declare a text to be safe HTML."},
	{.name = "allowed_calls",
	 .type = OPTION_LIST,
	 .dflt = "",
	 .help = "Functions whose result may be declared safe."},
	{0},
};

const struct rule rule_markupsafe_markup_xss = {
	.id = "B704",
	.name = "markupsafe_markup_xss",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {79},
	.title = "markupsafe.Markup of a computed text",
	.why = "Markup is never escaped again, so a value with <script> in it runs in the browser.",
	.fix = "Use Markup('<b>{}</b>').format(value), which escapes the value.",
	.bad = "from markupsafe import Markup\nm = Markup(f'<b>{name}</b>')  #! B704\n",
	.good = "from markupsafe import Markup\nm = Markup('<b>{}</b>').format(name)\n",
	.calls = "markupsafe.Markup flask.Markup",
	.options = options,
	.py = markup,
};
