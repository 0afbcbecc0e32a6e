#include "rules/py/bandit.h"

#define VERBS "get options head post put patch delete"
#define HTTPX VERBS " request stream Client AsyncClient"

static void no_cert_validation(struct check *c, const struct node *call)
{
	str name = call_name(c, call), rest = name, library = str_cut(&rest, '.');
	const struct node *verify;

	if (c->compat) {
		if (str_eq(library, S("requests"))
			    ? !str_in(name_last(name), VERBS)
			    : !str_eq(library, S("httpx")) || !str_in(name_last(name), HTTPX))
			return;
	} else if (http_library(name).n == 0) {
		return;
	}
	verify = c->compat ? keyword_value(c, call, "verify") : arg_node(c, call, -1, "verify");
	if (verify == NULL)
		return;
	if (c->compat ? lit_is(lit_of(c, verify), "False") : is_false(c, verify))
		finding(c, c->compat || keyword_value(c, call, "verify") != NULL ? verify : call,
			"verify=False lets %.*s accept any certificate", STR_ARG(library));
}

const struct rule rule_request_with_no_cert_validation = {
	.id = "B501",
	.name = "request_with_no_cert_validation",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {295},
	.title = "TLS certificates not verified by requests or httpx",
	.why = "Anyone on the way between the two machines can answer in the server's place: read "
	       "the "
	       "tokens, and hand out a changed model or data set.",
	.fix = "Remove verify=False; for a private authority pass verify='/path/to/ca.pem'.",
	.bad = "import requests\nr = requests.get(url, timeout=5, verify=False)  #! B501\n",
	.good = "import requests\nr = requests.get(url, timeout=5, verify='ca.pem')\n",
	.calls = "*.get *.options *.head *.post *.put *.patch *.delete *.request *.stream *.Client "
		 "*.AsyncClient",
	.py = no_cert_validation,
};
