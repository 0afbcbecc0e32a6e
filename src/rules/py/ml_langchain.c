/* Switches and tools of agent frameworks that run what the model says. */
#include "rules/py/edit.h"

static void code_tool(struct check *c, const struct node *call)
{
	finding(c, call, "%.*s runs what the model writes", STR_ARG(call_method(c, call)));
}

/* Keywords of any callee: agents are made through wrappers. Wrappers that pass a parameter on, and
 * dictionaries that may never be used, are left alone. */
static const struct node *switched_on(struct check *c, const struct node *keyword, const char *name)
{
	const struct node *call = check_parent(c, 0);

	if (!str_eq(node_name(c, keyword), str_of(name)) || !node_is(call, NODE_CALL))
		return NULL;
	return keyword->child->kind != NODE_ATTRIBUTE && is_true(c, keyword->child) ? call : NULL;
}

static void dangerous_switch(struct check *c, const struct node *keyword)
{
	static const struct {
		const char *name, *what;
	} rows[] = {
		{"allow_dangerous_code", "code that the model writes is run in this process"},
		{"allow_dangerous_requests", "the model chooses what this server requests (SSRF)"},
		{"allow_dangerous_tools", "tools that need care are given to the model"},
		{"allow_code_execution", "code that the model writes is run"},
	};

	if (!str_starts(node_name(c, keyword), S("allow_")))
		return;
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		const struct node *call = switched_on(c, keyword, rows[i].name);

		if (call != NULL)
			finding(c, call, "%s=True: %s", rows[i].name, rows[i].what);
	}
}

static void dangerous_load(struct check *c, const struct node *keyword)
{
	const struct node *call = switched_on(c, keyword, "allow_dangerous_deserialization");

	if (call != NULL)
		finding(c, call, "allow_dangerous_deserialization=True unpickles the index file");
}

static void no_sandbox(struct check *c, const struct node *call)
{
	struct value imports = value_of(c, arg_node(c, call, -1, "additional_authorized_imports"));
	const struct node *config = arg_node(c, call, -1, "code_execution_config");
	struct value cfg = value_of(c, config);

	if (imports.kind == VALUE_LIST && imports.node != NULL)
		for (const struct node *e = imports.node->child; e != NULL; e = e->next) {
			struct value v = value_of(c, e);

			if (v.kind == VALUE_STR &&
			    str_in(v.text, "* os sys subprocess shutil socket importlib ctypes"))
				finding(c, call, "The agent's code may import %.*s",
					STR_ARG(v.text));
		}
	if (cfg.kind != VALUE_DICT || cfg.node == NULL)
		return;
	for (const struct node *k = cfg.node->child; k != NULL && k->next != NULL;
	     k = k->next->next)
		if (node_is_constant(k, CONST_STR) &&
		    str_eq(literal_text(c->arena, c->file, k), S("use_docker")) &&
		    is_false(c, k->next))
			finding(c, call, "The agent's code runs on the host, not in a container");
}

const struct rule rules_langchain[] = {
	{
		.id = "ML409",
		.name = "agent_code_tool",
		.severity = HIGH,
		.confidence = MEDIUM,
		.cwe = {94},
		.title = "Agent tool that runs code or shell commands",
		.why = "PythonREPL and shell tools execute what the model answers, and whoever can "
		       "put text "
		       "into the context steers the answer.",
		.fix = "Offer narrow tools with typed arguments; run code in a container without "
		       "network, "
		       "secrets and mounted files.",
		.bad = "from langchain_experimental.tools import PythonREPLTool\n"
		       "tools = [PythonREPLTool()]   #! ML409\n",
		.good = "from langchain_core.tools import tool\n"
			"@tool\ndef add(a: int, b: int) -> int:\n    return a + b\n",
		.calls = "langchain_experimental.tools.PythonREPLTool "
			 "langchain_experimental.tools.PythonAstREPLTool "
			 "langchain_experimental.tools.python.tool.PythonREPLTool "
			 "langchain_experimental.tools.python.tool.PythonAstREPLTool "
			 "langchain_experimental.utilities.PythonREPL "
			 "langchain_experimental.utilities.python.PythonREPL "
			 "langchain.tools.PythonREPLTool langchain.utilities.PythonREPL "
			 "langchain.python.PythonREPL langchain.tools.ShellTool "
			 "langchain_community.tools.ShellTool "
			 "langchain_community.tools.shell.tool.ShellTool "
			 "langchain.utilities.BashProcess "
			 "langchain_experimental.llm_bash.bash.BashProcess "
			 "langchain_experimental.pal_chain.PALChain.from_math_prompt "
			 "langchain.chains.PALChain.from_math_prompt "
			 "autogen.coding.LocalCommandLineCodeExecutor "
			 "autogen_ext.code_executors.local.LocalCommandLineCodeExecutor "
			 "llama_index.tools.code_interpreter.CodeInterpreterToolSpec",
		.py = code_tool,
	},
	{
		.id = "ML410",
		.name = "agent_dangerous_switch",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 918},
		.title = "allow_dangerous_* switched on",
		.why = "The library refuses by default because the model (so anybody who writes "
		       "into its "
		       "context) then runs code or sends requests from inside the network.",
		.fix = "Remove the switch; give the agent a tool that does the one thing needed.",
		.bad = "from langchain_experimental.agents import create_csv_agent\n"
		       "a = create_csv_agent(llm, 'x.csv', allow_dangerous_code=True)   #! ML410\n",
		.good = "from langchain_experimental.agents import create_csv_agent\n"
			"a = create_csv_agent(llm, 'x.csv')\n",
		.on = {NODE_KEYWORD},
		.needs = "allow_dangerous_code allow_dangerous_requests allow_dangerous_tools "
			 "allow_code_execution",
		.py = dangerous_switch,
	},
	{
		.id = "ML411",
		.name = "vector_store_pickle",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502},
		.title = "Vector store loaded with allow_dangerous_deserialization",
		.why = "FAISS.load_local and its like unpickle a file beside the index; whoever "
		       "can replace "
		       "it runs code.",
		.fix = "Use a store without pickle (Chroma, pgvector, faiss.read_index with a JSON "
		       "docstore), "
		       "or check the file's digest first.",
		.bad = "from langchain_community.vectorstores import FAISS\n"
		       "db = FAISS.load_local('i', e, allow_dangerous_deserialization=True)   #! "
		       "ML411\n",
		.good = "from langchain_community.vectorstores import FAISS\n"
			"db = FAISS.from_texts(texts, e)\n",
		.on = {NODE_KEYWORD},
		.needs = "allow_dangerous_deserialization",
		.py = dangerous_load,
	},
	{
		.id = "ML412",
		.name = "agent_without_sandbox",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 265},
		.title = "Code agent without a sandbox",
		.why = "use_docker=False and additional_authorized_imports=['*'] (or os, "
		       "subprocess) run the "
		       "model's code with all rights of this process.",
		.fix = "Keep the container or the remote executor, and list harmless modules only.",
		.bad = "from smolagents import CodeAgent\n"
		       "a = CodeAgent(tools=[], model=m, "
		       "additional_authorized_imports=['*'])   #! ML412\n",
		.good = "from smolagents import CodeAgent\n"
			"a = CodeAgent(tools=[], model=m, "
			"additional_authorized_imports=['math'])\n",
		.calls = "*.CodeAgent *.UserProxyAgent *.ConversableAgent *.AssistantAgent "
			 "*.LocalPythonExecutor *.LocalPythonInterpreter",
		.py = no_sandbox,
	},
};
