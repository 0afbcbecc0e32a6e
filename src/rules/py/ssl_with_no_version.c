#include "rules/py/bandit.h"

static void no_version(struct check *c, const struct node *call)
{
	const struct node *version = keyword_value(c, call, "ssl_version");

	if (c->compat ? lit_of(c, version).kind != LIT_NOTHING
		      : arg_at(c, call, 5, "ssl_version").state != ARG_STATE_ABSENT)
		return;
	finding(c, version != NULL ? version : call,
		"ssl.wrap_socket without a version takes what the other side offers");
}

const struct rule rule_ssl_with_no_version = {
	.id = "B504",
	.name = "ssl_with_no_version",
	.severity = LOW,
	.confidence = MEDIUM,
	.cwe = {327},
	.title = "ssl.wrap_socket without a protocol version",
	.why = "The function checks no host name and accepts old versions; Python 3.12 removed it.",
	.fix = "Use ssl.create_default_context().wrap_socket(sock, server_hostname=host).",
	.bad = "import ssl\ns = ssl.wrap_socket(sock)  #! B504\n",
	.good = "import ssl\ns = ssl.create_default_context().wrap_socket(sock, "
		"server_hostname=h)\n",
	.calls = "ssl.wrap_socket",
	.py = no_version,
};
