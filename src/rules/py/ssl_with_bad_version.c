/* B502: a protocol version that is broken, given as method= or ssl_version= of any call. */
#include "rules/py/bandit.h"

static bool is_bad(struct check *c, struct lit l)
{
	return l.kind == LIT_TEXT && option_list_has(c, "bad_protocol_versions", l.text);
}

static void ssl_bad_version(struct check *c, const struct node *keyword)
{
	const struct node *call = check_parent(c, 0), *other;
	str written = node_name(c, keyword), name;
	bool method = str_eq(written, S("method")), hit;

	if ((!method && !str_eq(written, S("ssl_version"))) || !node_is(call, NODE_CALL))
		return;
	hit = is_bad(c, lit_of(c, keyword->child));
	name = call_name(c, call);
	if (str_eq(name, S("ssl.wrap_socket")) || str_eq(name, S("pyOpenSSL.SSL.Context"))) {
		if (hit && method == str_eq(name, S("pyOpenSSL.SSL.Context")))
			finding_graded(c, keyword->child, HIGH, HIGH,
				       "a TLS or SSL version that can be broken");
		return;
	}
	/* Either keyword counts, and the place is that of method= when both are there. */
	other = keyword_value(c, call, method ? "ssl_version" : "method");
	if (method)
		hit = hit || (other != NULL && is_bad(c, lit_of(c, other)));
	else
		hit = hit && other == NULL;
	if (hit)
		finding(c, keyword->child, "a TLS or SSL version that can be broken");
}

const struct rule_option ssl_version_options[] = {
	{.name = "bad_protocol_versions",
	 .type = OPTION_LIST,
	 .dflt = "PROTOCOL_SSLv2\nSSLv2_METHOD\nSSLv23_METHOD\nPROTOCOL_SSLv3\nPROTOCOL_TLSv1\n"
		 "SSLv3_METHOD\nTLSv1_METHOD\nPROTOCOL_TLSv1_1\nTLSv1_1_METHOD",
	 .help = "Names of the versions that count as broken."},
	{0},
};

const struct rule rule_ssl_with_bad_version = {
	.id = "B502",
	.name = "ssl_with_bad_version",
	.severity = MEDIUM,
	.confidence = MEDIUM,
	.cwe = {327},
	.title = "A broken version of SSL or TLS",
	.why = "Everything before TLS 1.2 has known attacks that read the traffic.",
	.fix = "Use ssl.create_default_context().",
	.bad = "import ssl\ns = open_socket(ssl_version=ssl.PROTOCOL_SSLv3)  #! B502\n",
	.good = "import ssl\ns = open_socket(ssl_version=ssl.PROTOCOL_TLS_CLIENT)\n",
	.on = {NODE_KEYWORD},
	.options = ssl_version_options,
	.needs = "ssl_version method",
	.py = ssl_bad_version,
};
