/* Tools and spaces of others, run by agents. */
#include "rules/py/revision.h"

static void remote_tool(struct check *c, const struct node *call)
{
	struct value v = value_of(c, arg_node(c, call, 0, "repo_id"));

	if (!imports_module(c, "smolagents") && !imports_module(c, "transformers"))
		return;
	if (v.kind != VALUE_STR || str_find_byte(v.text, '/') == STR_NONE ||
	    !hub_id_plausible(v.text) || arg_is_true(c, call, -1, "trust_remote_code"))
		return; /* the latter is ML154's */
	finding(c, call, "The agent gets a tool whose code %.*s decides", STR_ARG(v.text));
}

const struct rule rule_remote_tool = {
	.id = "ML159",
	.name = "agent_remote_tool",
	.severity = MEDIUM,
	.confidence = MEDIUM,
	.cwe = {829},
	.title = "Agent tool loaded from a hub repository",
	.why = "The tool's code and description are somebody else's: the code runs here, the "
	       "description "
	       "enters the prompt.",
	.fix = "Vendor the tool's source, or pin a commit that was read.",
	.bad = "from smolagents import load_tool\nt = load_tool('owner/tool')   #! ML159\n",
	.good = "from smolagents import tool\n@tool\ndef add(a: int, b: int) -> int:\n    return a "
		"+ b\n",
	.calls = "smolagents.load_tool transformers.load_tool smolagents.Tool.from_hub "
		 "smolagents.Tool.from_space transformers.agents.load_tool",
	.py = remote_tool,
};
