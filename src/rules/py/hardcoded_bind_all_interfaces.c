/* B104: "0.0.0.0" where it becomes the address of a listening socket. Bandit reports the text
 * wherever it stands; a comparison, a key, a replaced text or a message binds nothing. */
#include "rules/py/bandit.h"
#include "rules/py/origin.h"

static bool is_text_method(const struct check *c, const struct node *call)
{
	return call_receiver(call) != NULL &&
	       str_in(call_method(c, call),
		      "replace startswith endswith find index count split join "
		      "append add remove discard get setdefault pop debug info "
		      "warning error exception format");
}

/* Next to the machine's other names it is something to compare with. */
static bool lists_hosts(const struct check *c, const struct node *list)
{
	for (const struct node *e = list->child; e != NULL; e = e->next)
		if (is_text(e) &&
		    str_in(literal_text(c->arena, c->file, e), "127.0.0.1 localhost ::1 :: *"))
			return true;
	return false;
}

static bool binds(struct check *c, const struct node *n)
{
	const struct node *in = n;

	for (uint32_t level = 0; level < 4; level++) {
		const struct node *p = check_parent(c, level);

		if (p == NULL)
			return false;
		switch (p->kind) {
		case NODE_COMPARE:
		case NODE_EXPR_STMT:
		case NODE_SUBSCRIPT:
		case NODE_JOINED_STR:
		case NODE_MATCH_VALUE:
			return false;
		case NODE_DICT:
			return !is_dict_key(c, level, in);
		case NODE_CALL:
			return !is_text_method(c, p);
		case NODE_TUPLE:
		case NODE_LIST_EXPR:
		case NODE_SET:
			if (lists_hosts(c, p))
				return false;
			break;
		case NODE_BOOL_OP:
		case NODE_IF_EXP:
			break;
		default:
			return true;
		}
		in = p;
	}
	return true;
}

static void bind_all(struct check *c, const struct node *n)
{
	int first;

	if (n->op != CONST_STR || n->end - n->start < 7 || n->end - n->start > 64 ||
	    node_is(check_parent(c, 0), NODE_EXPR_STMT))
		return;
	first = literal_first(c->file, n);
	if (first >= 0 && first != '0')
		return;
	if (!str_eq(literal_text(c->arena, c->file, n), S("0.0.0.0")))
		return;
	if (c->compat || binds(c, n))
		finding_graded(c, n, level_in_tests(c), LEVEL_DEFAULT,
			       "0.0.0.0 accepts connections on every network interface");
}

const struct rule rule_hardcoded_bind_all_interfaces = {
	.id = "B104",
	.name = "hardcoded_bind_all_interfaces",
	.severity = MEDIUM,
	.confidence = MEDIUM,
	.cwe = {605},
	.title = "A server bound to all network interfaces",
	.why = "A service meant for the machine itself, such as a notebook, a tracking server or a "
	       "debug "
	       "port, becomes reachable from every network that the machine is in.",
	.fix = "Bind 127.0.0.1, or take the address from the deployment's configuration.",
	.bad = "import socket\ns = socket.socket()\ns.bind(('0.0.0.0', 8080))  #! B104\n",
	.good = "if host == '0.0.0.0':\n    warn(host)\n",
	.on = {NODE_CONSTANT},
	.py = bind_all,
};
