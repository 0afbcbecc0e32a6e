/* B506: yaml.load with a loader that builds Python objects. */
#include "rules/py/bandit.h"

static bool is_safe_text(struct lit l)
{
	return lit_is(l, "SafeLoader") || lit_is(l, "CSafeLoader");
}

static void as_bandit(struct check *c, const struct node *call)
{
	str name = call_name(c, call);

	if (!str_eq(name_last(name), S("load")) || !name_has_part(name, "yaml") ||
	    !seen_module(c, "yaml"))
		return;
	if (!is_safe_text(lit_keyword(c, call, "Loader")) &&
	    !is_safe_text(lit_positional(c, call, 1)))
		finding(c, call, "yaml.load builds any object that the text names");
}

static bool is_safe_name(str name)
{
	return str_starts(name, S("yaml.")) &&
	       str_in(name_last(name), "SafeLoader CSafeLoader BaseLoader CBaseLoader");
}

/* The loader itself, or a class of this file that derives from it. */
static bool is_safe_loader(struct check *c, const struct node *loader)
{
	const struct scope *where;
	const struct binding *b;

	if (is_safe_name(name_of(c, loader)))
		return true;
	if (node_is(loader, NODE_CALL)) { /* getattr(yaml, "CSafeLoader", yaml.SafeLoader) */
		const struct node *dflt = positional(loader, 2);
		str text;

		return str_eq(call_name(c, loader), S("getattr")) && dflt != NULL &&
		       known_text(c, positional(loader, 1), &text) &&
		       text_contains(text, "SafeLoader") && is_safe_name(name_of(c, dflt));
	}
	if (!node_is(loader, NODE_NAME))
		return false;
	b = scope_find(c->scopes, c->scope, loader->atom, &where);
	if (b == NULL || b->kind != BIND_CLASS || b->count != 1 || b->stmt == NULL)
		return false;
	return class_bases(b->stmt)->child != NULL &&
	       is_safe_name(name_of(c, class_bases(b->stmt)->child));
}

static void yaml_load(struct check *c, const struct node *call)
{
	struct call_arg loader;

	if (c->compat) {
		as_bandit(c, call);
		return;
	}
	if (!call_is(c, call, "yaml.load yaml.load_all"))
		return;
	loader = arg_at(c, call, 1, "Loader");
	if (loader.state == ARG_STATE_UNKNOWN)
		return;
	if (loader.node == NULL || !is_safe_loader(c, behind_name(c, loader.node)))
		finding(c, call, "yaml.load builds any object that the text names");
}

const struct rule rule_yaml_load = {
	.id = "B506",
	.name = "yaml_load",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {20},
	.title = "YAML loaded with a loader that builds objects",
	.why = "A tag such as !!python/object/apply:os.system in the text runs a command.",
	.fix = "Use yaml.safe_load(text).",
	.bad = "import yaml\nd = yaml.load(text)  #! B506\ne = yaml.load(text, Loader=yaml.Loader) "
	       " #! B506\n",
	.good = "import yaml\nd = yaml.load(text, Loader=yaml.SafeLoader)\n",
	.calls = "*.load *.load_all",
	.py = yaml_load,
};
