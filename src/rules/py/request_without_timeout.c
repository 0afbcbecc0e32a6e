/* B113: requests without any timeout, or requests and httpx with timeout=None. httpx has a default
 * of five seconds, requests has none. */
#include "rules/py/bandit.h"
#include "rules/py/origin.h"

#define VERBS "get options head post put patch delete"

static void report(struct check *c, const struct node *call, str library, bool none)
{
	if (none)
		finding_graded(c, call, level_in_tests(c), LEVEL_DEFAULT,
			       "this %.*s call waits for ever: timeout=None", STR_ARG(library));
	else
		finding_graded(c, call, level_in_tests(c), LEVEL_DEFAULT,
			       "this %.*s call waits for ever: it has no timeout",
			       STR_ARG(library));
}

/* Bandit cannot see a computed timeout and takes it for a missing one. */
static void as_bandit(struct check *c, const struct node *call, str library, bool is_requests,
		      str last)
{
	struct lit timeout = lit_keyword(c, call, "timeout");

	if (is_requests && str_in(last, VERBS) && timeout.kind == LIT_NOTHING)
		report(c, call, library, false);
	else if (str_in(last, is_requests ? VERBS : VERBS " request stream Client AsyncClient") &&
		 lit_is(timeout, "None"))
		report(c, call, library, true);
}

static void without_timeout(struct check *c, const struct node *call)
{
	str name = call_name(c, call), rest = name, library = str_cut(&rest, '.');
	bool is_requests = str_eq(library, S("requests"));
	struct call_arg timeout;

	if (!is_requests && !str_eq(library, S("httpx")))
		return;
	if (!c->compat && str_find(name, S("()")) != STR_NONE)
		return; /* sessions and clients: ML201, ML202 */
	if (c->compat) {
		as_bandit(c, call, library, is_requests, name_last(name));
		return;
	}
	if (http_library(name).n == 0)
		return;
	timeout = arg_at(c, call, -1, "timeout");
	if (timeout.state == ARG_STATE_GIVEN && is_none(c, timeout.node))
		report(c, call, library, true);
	else if (timeout.state == ARG_STATE_ABSENT && is_requests)
		report(c, call, library, false);
}

const struct rule rule_request_without_timeout = {
	.id = "B113",
	.name = "request_without_timeout",
	.severity = MEDIUM,
	.confidence = LOW,
	.cwe = {400},
	.title = "An HTTP request that may wait for ever",
	.why = "A server that accepts the connection and never answers holds the thread; a few of "
	       "them "
	       "stop the service or the training run.",
	.fix = "Pass timeout=(connect, read) in seconds.",
	.bad = "import requests\nr = requests.get(url)  #! B113\n"
	       "requests.post(url, timeout=None)  #! B113\n",
	.good = "import requests\nr = requests.get(url, timeout=10)\nq = requests.get(url, "
		"timeout=t())\n",
	.calls = "*.get *.options *.head *.post *.put *.patch *.delete *.request *.stream *.Client "
		 "*.AsyncClient",
	.py = without_timeout,
};
