#include "engine/check.h"

static void skops_trusted(struct check *c, const struct node *call)
{
	const struct node *t = arg_node(c, call, 1, "trusted");

	if (t == NULL)
		return;
	if (is_true(c, t))
		finding(c, call, "trusted=True loads any type that the file names");
	else if (node_is(t, NODE_CALL) && call_is(c, t, "skops.io.get_untrusted_types"))
		finding(c, call, "The file itself decides which types are trusted");
	else if (node_is(t, NODE_NAME)) {
		const struct binding *b = scope_find(c->scopes, c->scope, t->atom, NULL);

		if (b != NULL && b->count == 1 && node_is(b->value, NODE_CALL) &&
		    call_is(c, b->value, "skops.io.get_untrusted_types"))
			finding_graded(
				c, call, MEDIUM, MEDIUM,
				"The file itself decides which types are trusted, unless the "
				"list is looked at in between");
	}
}

const struct rule rule_skops_trusted = {
	.id = "ML127",
	.name = "skops_trusted",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {502},
	.title = "skops.io.load that trusts everything",
	.why = "skops is safe because unknown types are refused. trusted=True, or a list taken "
	       "from the "
	       "file itself, lets the file choose which constructors run.",
	.fix = "Pass an explicit list: trusted=['mypkg.MyTransformer'].",
	.bad = "import skops.io as sio\nm = sio.load('m.skops', trusted=True)   #! ML127\n"
	       "n = sio.load('m.skops', trusted=sio.get_untrusted_types(file='m.skops'))   #! "
	       "ML127\n",
	.good = "import skops.io as sio\nm = sio.load('m.skops', trusted=['pkg.T'])\n",
	.calls = "skops.io.load skops.io.loads",
	.py = skops_trusted,
};
