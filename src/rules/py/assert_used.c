#include "rules/py/bandit.h"
#include "text/glob.h"

static void assert_used(struct check *c, const struct node *n)
{
	for (str rest = option_list(c, "skips"); rest.p != NULL && rest.n > 0;) {
		struct glob g;

		if (glob_compile(&g, c->arena, str_cut(&rest, '\n'), GLOB_FNMATCH) &&
		    glob_match(&g, c->path))
			return;
	}
	finding(c, n, "assert is removed when Python runs with -O");
}

static const struct rule_option options[] = {
	{.name = "skips",
	 .type = OPTION_LIST,
	 .dflt = "",
	 .help = "Globs of paths in which asserts are fine, such as */test_*.py."},
	{0},
};

const struct rule rule_assert_used = {
	.id = "B101",
	.name = "assert_used",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {703},
	.title = "assert used for a check that must hold",
	.why = "python -O drops every assert, so a check that protects something disappears in "
	       "production.",
	.fix = "Raise an exception: `if not ok: raise ValueError(...)`.",
	.bad = "assert x > 0   #! B101\n",
	.good = "if x <= 0:\n    raise ValueError(x)\n",
	.on = {NODE_ASSERT},
	.options = options,
	.py = assert_used,
};
