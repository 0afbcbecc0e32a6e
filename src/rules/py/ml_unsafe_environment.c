/* Environment variables by which a process gives up a library's protection for all that it loads:
 * the call itself (torch.load(path)) then looks as it should. */
#include "engine/check.h"

static const struct {
	const char *name, *harm;
} variables[] = {
	{"TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "torch.load() unpickles anything"},
	{"HF_DATASETS_TRUST_REMOTE_CODE", "data sets run the Python of their repository"},
	{"VLLM_ALLOW_INSECURE_SERIALIZATION", "vLLM unpickles what other processes send"},
	{"MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "MLflow unpickles models"},
};

static void variable_set(struct check *c, const struct node *at, const struct node *name,
			 const struct node *value)
{
	struct value key = value_of(c, name), v = value_of(c, value);

	if (key.kind != VALUE_STR || v.kind != VALUE_STR ||
	    !str_in(v.text, "1 true True TRUE yes y on"))
		return;
	for (size_t i = 0; i < COUNTOF(variables); i++)
		if (str_eq(key.text, str_of(variables[i].name)))
			finding(c, at, "%s is set: in this process %s", variables[i].name,
				variables[i].harm);
}

static void updated(struct check *c, const struct node *call)
{
	const struct node *dict = call_first_arg(call);

	if (!node_is(dict, NODE_DICT))
		return;
	for (const struct node *k = dict->child; k != NULL && k->next != NULL; k = k->next->next)
		variable_set(c, k, k, k->next);
}

static void unsafe_environment(struct check *c, const struct node *n)
{
	if (n->kind == NODE_CALL) {
		if (str_eq(call_method(c, n), S("update")))
			updated(c, n);
		else
			variable_set(c, n, arg_node(c, n, 0, "key"), arg_node(c, n, 1, "value"));
		return;
	}
	for (const struct node *t = assign_first_target(n); t != NULL; t = t->next)
		if (t->kind == NODE_SUBSCRIPT && str_eq(name_of(c, t->child), S("os.environ")))
			variable_set(c, n, t->child->next, assign_value(n));
}

const struct rule rule_unsafe_environment = {
	.id = "ML136",
	.name = "unsafe_loading_by_environment",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {502, 829},
	.title = "Environment variable that switches a loading protection off",
	.why = "The variable overrides what the calls say, for every library of the process and "
	       "its children: torch.load(path) looks safe and runs code that the file names.",
	.fix = "Remove it; load the one file that needs it in a separate conversion step, and "
	       "store the result as safetensors.",
	.bad = "import os\n"
	       "os.environ['TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD'] = '1'   #! ML136\n"
	       "os.environ.setdefault('HF_DATASETS_TRUST_REMOTE_CODE', 'true')   #! ML136\n",
	.good = "import os\n"
		"os.environ['TORCH_FORCE_WEIGHTS_ONLY_LOAD'] = '1'\n"
		"os.environ['TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD'] = '0'\n",
	.on = {NODE_ASSIGN},
	.calls = "os.environ.setdefault os.environ.update os.putenv",
	.needs = "environ putenv",
	.py = unsafe_environment,
};
