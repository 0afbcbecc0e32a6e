#include "engine/check.h"

static const char dangerous[] =
	"eval exec compile open getattr setattr __import__ builtins.eval builtins.exec "
	"builtins.compile builtins.getattr builtins.__import__ builtins.open os.system os.popen "
	"os.execv os.execve os.spawnl os.remove os.unlink posix.system subprocess.run "
	"subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen "
	"importlib.import_module runpy.run_path runpy.run_module pickle.loads pickle.load "
	"torch.load torch.serialization.load torch.hub.load functools.partial functools.reduce "
	"operator.attrgetter operator.methodcaller operator.itemgetter types.FunctionType "
	"types.CodeType marshal.loads ctypes.CDLL shutil.rmtree shutil.move pty.spawn "
	"webbrowser.open urllib.request.urlopen socket.socket";

static void torch_safe_globals(struct check *c, const struct node *call)
{
	struct value v = value_of(c, arg_node(c, call, 0, "safe_globals"));

	if ((v.kind != VALUE_LIST && v.kind != VALUE_TUPLE && v.kind != VALUE_SET) || !v.node)
		return;
	for (const struct node *e = v.node->child; e != NULL; e = e->next) {
		const struct node *what = node_is(e, NODE_TUPLE) ? e->child : e;
		str name = what ? name_of(c, what) : S("");

		if (str_in(name, dangerous))
			finding(c, e,
				"%.*s is allowed to files that torch loads: weights_only=True no "
				"longer protects",
				STR_ARG(name));
	}
}

const struct rule rule_torch_safe_globals = {
	.id = "ML109",
	.name = "torch_dangerous_safe_global",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {502},
	.title = "Dangerous callable allowed to weights-only loading",
	.why = "Everything in add_safe_globals may be called by a model file with arguments of its "
	       "own. "
	       "One entry such as getattr or functools.partial is enough to run any code.",
	.fix = "Allow only data classes and tensor types that the checkpoint really needs.",
	.bad = "import os, torch\n"
	       "torch.serialization.add_safe_globals([getattr])   #! ML109\n"
	       "with torch.serialization.safe_globals([os.system]):   #! ML109\n"
	       "    pass\n",
	.good = "import torch\nfrom m import Config\n"
		"torch.serialization.add_safe_globals([Config, torch.Size])\n",
	.calls = "torch.serialization.add_safe_globals torch.serialization.safe_globals",
	.py = torch_safe_globals,
};
