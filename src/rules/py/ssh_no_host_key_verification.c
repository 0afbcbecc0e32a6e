#include "rules/py/bandit.h"

static void host_key(struct check *c, const struct node *call)
{
	const struct node *policy = positional(call, 0);

	if (policy == NULL && !c->compat)
		policy = arg_node(c, call, 0, "policy");
	if (policy == NULL || !seen_module_like(c, "paramiko"))
		return;
	if (!c->compat)
		policy = behind_name(c, policy);
	if (policy->kind == NODE_CALL)
		policy = policy->child;
	if (policy->kind != NODE_NAME && policy->kind != NODE_ATTRIBUTE)
		return;
	if (str_in(c->compat ? node_name(c, policy) : name_last(name_of(c, policy)),
		   "AutoAddPolicy WarningPolicy"))
		finding(c, bandit_place(c, call, "set_missing_host_key_policy"),
			"any server's key is accepted, so any server can answer");
}

const struct rule rule_ssh_no_host_key_verification = {
	.id = "B507",
	.name = "ssh_no_host_key_verification",
	.severity = HIGH,
	.confidence = MEDIUM,
	.cwe = {295},
	.title = "SSH host keys accepted unseen",
	.why = "Whoever sits between the two machines is taken for the server and gets the "
	       "password, "
	       "the commands and the files.",
	.fix = "Load known hosts and use paramiko.RejectPolicy.",
	.bad = "import paramiko\nc = paramiko.SSHClient()\n"
	       "c.set_missing_host_key_policy(paramiko.AutoAddPolicy)  #! B507\n",
	.good = "import paramiko\nc = paramiko.SSHClient()\n"
		"c.set_missing_host_key_policy(paramiko.RejectPolicy)\n",
	.calls = "*.set_missing_host_key_policy",
	.py = host_key,
};
