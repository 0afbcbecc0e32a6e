#include "rules/py/origin.h"

static void numpy_allow_pickle(struct check *c, const struct node *call)
{
	int position = call_is(c, call, "numpy.load numpy.lib.npyio.load") ? 2 : 1;
	bool outside;

	if (!arg_is_true(c, call, position, "allow_pickle"))
		return;
	outside = origin_of(c, arg_node(c, call, 0, "file")) &
		  (ORIGIN_NETWORK | ORIGIN_DOWNLOAD | ORIGIN_USER);
	finding_graded(c, call, outside ? HIGH : MEDIUM, HIGH,
		       "%.*s(allow_pickle=True) runs code that an object array names",
		       STR_ARG(call_name(c, call)));
}

const struct rule rule_numpy_allow_pickle = {
	.id = "ML119",
	.name = "numpy_allow_pickle",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {502},
	.title = "NumPy file loaded with allow_pickle=True",
	.why = "Object arrays in .npy and .npz files are pickles. NumPy refuses them by default "
	       "since "
	       "CVE-2019-6446; allow_pickle=True takes the protection away.",
	.fix = "Store arrays with a numeric dtype (np.savez of plain arrays, safetensors, Parquet "
	       "for "
	       "strings) and drop allow_pickle.",
	.bad = "import numpy as np\n"
	       "a = np.load('a.npy', allow_pickle=True)   #! ML119\n"
	       "b = np.lib.format.read_array(f, allow_pickle=True)   #! ML119\n",
	.good = "import numpy as np\na = np.load('a.npy')\nb = np.load('b.npy', "
		"allow_pickle=False)\n",
	.calls = "numpy.load numpy.lib.npyio.load numpy.lib.format.read_array "
		 "numpy.lib.npyio.NpzFile",
	.py = numpy_allow_pickle,
};
