/* Native libraries loaded into the process by ML frameworks: the constructor of a shared object
 * runs at once. A path that is a constant, or built from __file__, is the package's own and only
 * low. */
#include "rules/py/origin.h"

static bool own_path(struct check *c, const struct node *n, int depth)
{
	struct value v = value_of(c, n);
	const struct binding *b;

	if (n == NULL || depth == 0)
		return false;
	if (v.kind == VALUE_STR && str_find(v.text, S("/tmp")) == STR_NONE)
		return true;
	if (str_find(node_text(c->file, n), S("__file__")) != STR_NONE)
		return true;
	if (n->kind == NODE_CALL) {
		int left = 6; /* a path has few parts, and this branches */

		for (const struct node *a = call_first_arg(n); a != NULL && left-- > 0; a = a->next)
			if (own_path(c, a, depth - 1))
				return true;
		return false;
	}
	if (n->kind != NODE_NAME)
		return false;
	b = scope_find(c->scopes, c->scope, n->atom, NULL);
	return b != NULL && b->value != NULL && b->kind == BIND_ASSIGN &&
	       own_path(c, b->value, depth - 1);
}

static void op_library(struct check *c, const struct node *call)
{
	const struct node *path = arg_node(c, call, 0, NULL);
	bool own;

	if (path == NULL)
		return;
	own = own_path(c, path, 4);
	if (origin_of(c, path) & (ORIGIN_DOWNLOAD | ORIGIN_NETWORK | ORIGIN_USER))
		finding_graded(
			c, call, HIGH, HIGH,
			"%.*s() loads a native library that was downloaded or chosen by a user",
			STR_ARG(call_method(c, call)));
	else if (own)
		finding_graded(c, call, LOW, MEDIUM, "%.*s() loads a native library",
			       STR_ARG(call_method(c, call)));
	else
		finding(c, call, "%.*s() loads a native library from a path decided elsewhere",
			STR_ARG(call_method(c, call)));
}

static void ctypes_load(struct check *c, const struct node *call)
{
	const struct node *path = arg_node(c, call, 0, "name");

	if (path == NULL ||
	    !(origin_of(c, path) & (ORIGIN_DOWNLOAD | ORIGIN_NETWORK | ORIGIN_USER)))
		return;
	finding(c, call, "A native library that was downloaded or chosen by a user is loaded");
}

#define OP_WHY                                                                                     \
	"A custom-op library is native code: its constructors run with the rights of the process " \
	"as "                                                                                      \
	"soon as it is loaded, before any model is."

const struct rule rules_op_library[] = {
	{
		.id = "ML110",
		.name = "torch_load_library",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {114, 829},
		.title = "torch.ops.load_library / load_inline of native code",
		.why = OP_WHY,
		.fix = "Load libraries only from inside the installed package (a path built from "
		       "__file__), with a digest check when they come from elsewhere.",
		.bad = "import torch\ndef f(p):\n    torch.ops.load_library(p)   #! ML110\n",
		.good = "import torch\nm = torch.ops.aten.add\n",
		.calls = "torch.ops.load_library torch.classes.load_library",
		.py = op_library,
	},
	{
		.id = "ML111",
		.name = "tf_load_op_library",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {114, 829},
		.title = "tf.load_op_library of native code",
		.why = OP_WHY,
		.fix = "Load libraries only from inside the installed package (a path built from "
		       "__file__), with a digest check when they come from elsewhere.",
		.bad = "import tensorflow as tf\n"
		       "def f(args):\n    tf.load_op_library(args.ops)   #! ML111\n",
		.good = "import tensorflow as tf\nx = tf.constant(1)\n",
		.calls = "tensorflow.load_op_library tensorflow.load_library "
			 "tensorflow.load_pluggable_device_library "
			 "tensorflow.compat.v1.load_op_library",
		.py = op_library,
	},
	{
		.id = "ML112",
		.name = "onnx_custom_ops_library",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {114, 829},
		.title = "ONNX Runtime custom operator library",
		.why = OP_WHY,
		.fix = "Register libraries of installed packages only "
		       "(onnxruntime_extensions.get_library_path()), never one that came with a "
		       "model.",
		.bad = "import onnxruntime as ort\n"
		       "def f(p):\n"
		       "    so = ort.SessionOptions()\n"
		       "    so.register_custom_ops_library(p)   #! ML112\n",
		.good = "import onnxruntime as ort\nso = ort.SessionOptions()\n",
		.calls = "*.register_custom_ops_library",
		.py = op_library,
	},
	{
		.id = "ML113",
		.name = "ctypes_downloaded_library",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {114, 494},
		.title = "Downloaded native library loaded with ctypes",
		.why = "Loading a shared object runs its constructors at once.",
		.fix = "Install native code with the package manager (hashes checked), or compare "
		       "the "
		       "file's SHA-256 with a known value before loading it.",
		.bad = "import ctypes\nfrom huggingface_hub import hf_hub_download\n"
		       "p = hf_hub_download('a/b', 'kernel.so', revision='v1')\n"
		       "lib = ctypes.CDLL(p)   #! ML113\n",
		.good = "import ctypes\nlib = ctypes.CDLL('libm.so.6')\n",
		.calls = "ctypes.CDLL ctypes.cdll.LoadLibrary ctypes.PyDLL ctypes.WinDLL",
		.py = ctypes_load,
	},
};
