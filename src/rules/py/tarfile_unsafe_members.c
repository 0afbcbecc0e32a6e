/* B202: extractall on a tar archive. Members may name paths outside the target folder, links and
 * devices; only filter="data" (PEP 706) refuses them. */
#include "rules/py/bandit.h"

static void report_members(struct check *c, const struct node *call, const struct node *members)
{
	if (members->kind == NODE_CALL) {
		if (c->compat && members->child->kind != NODE_NAME)
			return; /* Bandit stumbles over `members=a.b()` and reports nothing */
		finding_graded(c, call, LOW, LOW,
			       "only as safe as the function that picks the members");
		return;
	}
	finding_graded(c, call, MEDIUM, MEDIUM, "extractall of members that were picked elsewhere");
}

static bool is_safe_filter(struct check *c, const struct node *filter)
{
	str text;

	if (c->compat)
		return is_text(filter) &&
		       str_eq(literal_text(c->arena, c->file, filter), S("data"));
	return (known_text(c, filter, &text) && str_eq(text, S("data"))) ||
	       str_eq(name_of(c, filter), S("tarfile.data_filter"));
}

/* A ZIP archive extracts safely by itself, and has the same method. */
static bool is_other_archive(struct check *c, const struct node *call)
{
	str name = call_name(c, call);

	return name.n > 0 && !str_starts(name, S("tarfile.")) && name.p[0] != '.';
}

static void unsafe_members(struct check *c, const struct node *call)
{
	const struct node *filter, *members;

	if (c->compat ? !text_contains(call_last(c, call), "extractall")
		      : !str_eq(call_method(c, call), S("extractall")))
		return;
	if (!seen_module(c, "tarfile") || (!c->compat && is_other_archive(c, call)))
		return;
	filter = c->compat ? keyword_value(c, call, "filter") : arg_node(c, call, -1, "filter");
	if (filter != NULL && is_safe_filter(c, filter))
		return;
	members = c->compat ? keyword_value(c, call, "members") : arg_node(c, call, 1, "members");
	if (members != NULL && (c->compat || !is_none(c, members)))
		report_members(c, call, members);
	else
		finding(c, call, "extractall writes wherever the archive says");
}

const struct rule rule_tarfile_unsafe_members = {
	.id = "B202",
	.name = "tarfile_unsafe_members",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {22},
	.title = "A tar archive extracted without a filter",
	.why = "A member named ../../.bashrc, or a link followed by a file through it, overwrites "
	       "what "
	       "the user can write. Downloaded models and data sets come as such archives.",
	.fix = "Pass filter=\"data\".",
	.bad = "import tarfile\nt = tarfile.open('model.tar')\nt.extractall('/srv')  #! B202\n",
	.good = "import tarfile\nt = tarfile.open('model.tar')\nt.extractall('/srv', "
		"filter='data')\n",
	.on = {NODE_CALL},
	.calls = "*.extractall",
	.py = unsafe_members,
};
