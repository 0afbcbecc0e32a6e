#include "rules/py/bandit.h"

/* Shell-style match of a whole path, as Python's fnmatch: `*` crosses slashes. `[` stands for itself. */
static bool path_matches(str path, str glob)
{
	size_t p = 0, g = 0, star = STR_NONE, mark = 0;

	while (p < path.n) {
		if (g < glob.n && (glob.p[g] == '?' || glob.p[g] == path.p[p]) && glob.p[g] != '*') {
			p++;
			g++;
		} else if (g < glob.n && glob.p[g] == '*') {
			star = g++;
			mark = p;
		} else if (star != STR_NONE) {
			g = star + 1;
			p = ++mark;
		} else {
			return false;
		}
	}
	while (g < glob.n && glob.p[g] == '*')
		g++;
	return g == glob.n;
}

static void assert_used(struct check *c, const struct node *n)
{
	for (str rest = option_list(c, "skips"), glob; rest.p != NULL;) {
		glob = str_cut(&rest, '\n');
		if (glob.n > 0 && path_matches(c->path, glob))
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
