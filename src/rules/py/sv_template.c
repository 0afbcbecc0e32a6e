/* SV112, SV113, SV126: templates that do not escape, and templates that are built at run time. B701
 * has jinja2.Environment itself. */
#include "rules/py/handler.h"
#include "rules/py/origin.h"
#include "rules/py/request.h"

static bool is_empty_list(struct check *c, const struct node *e)
{
	struct value v = value_of(c, e);

	return e != NULL &&
	       (v.kind == VALUE_LIST || v.kind == VALUE_TUPLE || v.kind == VALUE_SET) &&
	       v.node->child == NULL;
}

static bool lists_html(struct check *c, const struct node *e)
{
	struct value v = value_of(c, e);

	if (e == NULL || (v.kind != VALUE_LIST && v.kind != VALUE_TUPLE && v.kind != VALUE_SET))
		return false;
	for (const struct node *x = v.node->child; x != NULL; x = x->next) {
		struct value item = value_of(c, x);
		if (item.kind == VALUE_STR && str_in(item.text, "html htm xml xhtml"))
			return true;
	}
	return false;
}

static void escape_off(struct check *c, const struct node *call)
{
	if (str_ends(call_name(c, call), S("select_autoescape"))) {
		if (is_empty_list(c, arg_node(c, call, 0, "enabled_extensions")) &&
		    !arg_is_true(c, call, 3, "default"))
			finding(c, call, "no extension is escaped: enabled_extensions is empty");
		else if (lists_html(c, arg_node(c, call, 1, "disabled_extensions")))
			finding(c, call, "HTML is among the extensions that are not escaped");
		return;
	}
	const struct node *auto_ = arg_node(c, call, -1, "autoescape");
	bool tornado = str_starts(call_name(c, call), S("tornado"));
	if (auto_ != NULL && (tornado ? is_none(c, auto_) : is_false(c, auto_)))
		finding(c, call, "what users write goes into the page unescaped");
}

static void escape_attribute(struct check *c, const struct node *assign)
{
	const struct node *t = assign_first_target(assign);

	if (node_is(t, NODE_ATTRIBUTE) && str_eq(node_name(c, t), S("autoescape")) &&
	    is_false(c, assign_value(assign)) && !is_test_code(c))
		finding(c, assign, "what users write goes into the page unescaped");
}

/* ---- SV113 ---- */

static void template_built(struct check *c, const struct node *call)
{
	const struct node *source = arg_node(c, call, 0, "source");
	struct value v;

	if (source == NULL || is_test_code(c) || from_request(c, source))
		return; /* a client's template is SV308 */
	v = value_of(c, source);
	if (v.kind == VALUE_STR || source->kind == NODE_CONSTANT)
		return;
	const struct node *made = source;
	if (source->kind == NODE_NAME) {
		const struct scope *where;
		const struct binding *b = scope_find(c->scopes, c->scope, source->atom, &where);
		if (b == NULL || b->kind != BIND_ASSIGN || b->count != 1 || b->value == NULL)
			return;
		made = b->value;
	}
	bool built = made->kind == NODE_JOINED_STR ||
		     (made->kind == NODE_BIN_OP && (made->op == OP_ADD || made->op == OP_MOD)) ||
		     (made->kind == NODE_CALL && str_eq(call_method(c, made), S("format")));
	if (built)
		finding(c, call,
			"a template is put together from values: what they hold is run as template "
			"code");
}

const struct rule rules_sv_template[] = {
	{
		.id = "SV112",
		.name = "autoescape_off",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {79, 116},
		.title = "Template engine that does not escape",
		.why = "A name or a model's answer with <script> in it becomes part of the page.",
		.fix = "autoescape=select_autoescape(), which escapes HTML and XML.",
		.bad = "from jinja2 import select_autoescape\n"
		       "policy = select_autoescape(enabled_extensions=())  #! SV112\n",
		.good = "from jinja2 import select_autoescape\n"
			"policy = select_autoescape(enabled_extensions=('html', 'xml'))\n",
		.calls = "jinja2.select_autoescape jinja2.utils.select_autoescape "
			 "jinja2.sandbox.SandboxedEnvironment "
			 "jinja2.sandbox.ImmutableSandboxedEnvironment "
			 "jinja2.nativetypes.NativeEnvironment "
			 "starlette.templating.Jinja2Templates fastapi.templating.Jinja2Templates "
			 "tornado.web.Application "
			 "tornado.template.Template tornado.template.Loader "
			 "tornado.template.DictLoader",
		.py = escape_off,
	},
	{
		.id = "SV126",
		.name = "autoescape_switched_off",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {79, 116},
		.title = "autoescape = False on a template engine",
		.why = "A name or a model's answer with <script> in it becomes part of the page.",
		.fix = "Leave it on, and mark the few values that are HTML.",
		.bad = "from flask import Flask\napp = Flask(__name__)\n"
		       "app.jinja_env.autoescape = False  #! SV126\n",
		.good = "from flask import Flask\napp = Flask(__name__)\napp.jinja_env.autoescape "
			"= True\n",
		.on = {NODE_ASSIGN},
		.needs = "autoescape",
		.py = escape_attribute,
	},
	{
		.id = "SV113",
		.name = "template_built",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {1336, 94},
		.title = "Template put together from values",
		.why = "{{ ... }} inside a value is run as template code, which in Jinja reaches "
		       "Python.",
		.fix = "A fixed template, and the values as its context: render_template_string(T, "
		       "name=name).",
		.bad = "from flask import render_template_string\n"
		       "def page(name):\n"
		       "    return render_template_string(f'<h1>{name}</h1>')  #! SV113\n",
		.good = "from flask import render_template_string\n"
			"def page(name):\n"
			"    return render_template_string('<h1>{{ name }}</h1>', name=name)\n",
		.calls = "flask.render_template_string quart.render_template_string "
			 "flask.templating.render_template_string "
			 "jinja2.Template jinja2.Environment().from_string "
			 "tornado.template.Template mako.template.Template",
		.py = template_built,
	},
};
