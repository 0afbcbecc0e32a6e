#include "engine/check.h"

static bool sees_eval(const struct node *n, void *ctx)
{
	const struct check *c = ((void **)ctx)[0];
	bool *found = ((void **)ctx)[1];

	if (n->kind == NODE_CALL && node_is(call_function(n), NODE_NAME) &&
	    str_in(node_name(c, call_function(n)), "eval exec"))
		*found = true;
	return !*found;
}

static void omegaconf_resolver(struct check *c, const struct node *call)
{
	const struct node *fn = arg_node(c, call, 1, "resolver");
	bool found = false;
	void *ctx[2] = {c, &found};

	if (fn == NULL)
		return;
	if (str_in(name_of(c, fn), "eval exec builtins.eval os.system os.popen os.getenv.eval "
				   "importlib.import_module"))
		found = true;
	else if (fn->kind == NODE_LAMBDA)
		node_each(fn, sees_eval, ctx);
	if (found)
		finding(c, call, "The resolver evaluates text of the configuration as code");
}

const struct rule rule_omegaconf_resolver = {
	.id = "ML129",
	.name = "omegaconf_eval_resolver",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {95},
	.title = "OmegaConf resolver that evaluates code",
	.why = "With an eval resolver every value of every YAML file and command line override can "
	       "run "
	       "Python: `${eval:'__import__(\"os\").system(...)'}`.",
	.fix = "Register narrow resolvers (mul, div, add) instead of eval.",
	.bad = "from omegaconf import OmegaConf\n"
	       "OmegaConf.register_new_resolver('eval', eval)   #! ML129\n",
	.good = "from omegaconf import OmegaConf\n"
		"OmegaConf.register_new_resolver('mul', lambda a, b: a * b)\n",
	.calls = "omegaconf.OmegaConf.register_new_resolver omegaconf.OmegaConf.register_resolver",
	.py = omegaconf_resolver,
};
