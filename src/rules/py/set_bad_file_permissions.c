#include "rules/py/bandit.h"

/* Bits of stat.h that let others in. Only these make a mask a finding, as in Bandit. */
enum {
	OTHERS_WRITE = 0002,
	GROUP_WRITE = 0020,
	EXECUTE = 0011, /* group or others */
};

static void report(struct check *c, const struct node *call, int64_t mode)
{
	if (mode & OTHERS_WRITE)
		finding_graded(c, call, HIGH, HIGH, "mode 0o%o lets every user write to the file",
			       (unsigned)mode & 07777);
	else if (mode & GROUP_WRITE)
		finding(c, call, "mode 0o%o lets the whole group write to the file",
			(unsigned)mode & 07777);
	else if (mode & EXECUTE)
		finding_graded(c, call, c->compat ? MEDIUM : LOW, HIGH,
			       "mode 0o%o lets others execute the file", (unsigned)mode & 07777);
}

static void bad_permissions(struct check *c, const struct node *call)
{
	const struct node *mode;
	struct value v;

	if (!c->compat && call_method(c, call).n < S("chmod").n)
		return;
	mode = positional(call, 1);
	if (c->compat) {
		if (!node_is_constant(mode, CONST_INT) || positional_count(call) != 2 ||
		    !text_contains(call_last(c, call), "chmod"))
			return;
		report(c, call, lit_of(c, mode).i);
		return;
	}
	if (mode == NULL)
		mode = keyword_value(c, call, "mode");
	if (mode == NULL && call_receiver(call) != NULL)
		mode = positional(call, 0); /* Path.chmod(mode) */
	v = value_of(c, mode);
	if (v.kind == VALUE_INT)
		report(c, call, v.i);
}

const struct rule rule_set_bad_file_permissions = {
	.id = "B103",
	.name = "set_bad_file_permissions",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {732},
	.title = "chmod with a mask that lets others in",
	.why = "Every local user, or everyone in the group, can change the file; when it is a "
	       "model, a "
	       "script or a configuration this is code execution in somebody else's name.",
	.fix = "Give rights to the owner only: 0o600 for files, 0o700 for folders and programs.",
	.bad = "import os\nos.chmod('model.pt', 0o777)  #! B103\n",
	.good = "import os\nos.chmod('model.pt', 0o600)\n",
	.on = {NODE_CALL},
	.calls = "*.chmod *.lchmod *.fchmod",
	.py = bad_permissions,
};
