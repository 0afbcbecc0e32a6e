/* SV204-SV207: tokens decoded without verification, with the wrong algorithms, without expiry.
 * PyJWT, python-jose, authlib. */
#include "rules/py/handler.h"
#include "rules/py/origin.h"

/* ---- SV204 ---- */

static void jwt_unverified(struct check *c, const struct node *call)
{
	str name = call_name(c, call);

	if (is_test_code(c))
		return;
	if (str_in(name, "jose.jwt.get_unverified_claims jose.jws.get_unverified_claims")) {
		finding_graded(c, call, MEDIUM, MEDIUM,
			       "claims of an unverified token: the client wrote them");
		return;
	}
	const struct node *options = arg_node(c, call, 3, "options");
	bool off = is_false(c, dict_item(c, options, "verify_signature")) ||
		   arg_is_false(c, call, -1, "verify") ||
		   arg_is_false(c, call, -1, "verify_signature");
	if (off && dict_item(c, options, "verify_signature") == NULL &&
	    str_starts(name, S("jwt.")) &&
	    arg_at(c, call, -1, "algorithms").state == ARG_STATE_GIVEN)
		off = arg_is_false(c, call, -1, "verify");
	if (off)
		finding(c, call,
			"the token's signature is not verified: the client writes its own claims");
}

/* ---- SV205 ---- */

struct algorithms {
	bool none, hmac, rsa, header;
};

static void see_algorithm(struct check *c, const struct node *e, struct algorithms *a)
{
	struct value v = value_of(c, e);

	if (v.kind == VALUE_STR) {
		a->none = a->none || str_eq_nocase(v.text, S("none"));
		a->hmac = a->hmac || str_starts(v.text, S("HS"));
		a->rsa = a->rsa || str_starts(v.text, S("RS")) || str_starts(v.text, S("ES")) ||
			 str_starts(v.text, S("PS"));
	}
	if (node_is(e, NODE_SUBSCRIPT))
		e = e->child;
	else if (node_is(e, NODE_CALL) && str_eq(call_method(c, e), S("get")))
		e = call_receiver(e);
	if (node_is(e, NODE_CALL) && str_eq(call_method(c, e), S("get_unverified_header")))
		a->header = true;
	if (node_is(e, NODE_NAME)) {
		const struct scope *where;
		const struct binding *b = scope_find(c->scopes, c->scope, e->atom, &where);
		if (b != NULL && b->kind == BIND_ASSIGN && b->count == 1 &&
		    node_is(b->value, NODE_CALL) &&
		    str_eq(call_method(c, b->value), S("get_unverified_header")))
			a->header = true;
	}
}

static void jwt_algorithms(struct check *c, const struct node *call)
{
	struct call_arg given = arg_at(c, call, 2, "algorithms");
	struct algorithms a = {0};

	if (is_test_code(c))
		return;
	if (given.state == ARG_STATE_ABSENT) {
		const struct node *options = arg_node(c, call, 3, "options");
		if (str_starts(call_name(c, call), S("jwt.")) && call_first_arg(call) != NULL &&
		    arg_at(c, call, -1, "verify").state == ARG_STATE_ABSENT &&
		    dict_item(c, options, "verify_signature") == NULL &&
		    arg_at(c, call, -1, "options").state != ARG_STATE_UNKNOWN &&
		    (options == NULL || value_of(c, options).kind == VALUE_DICT))
			finding_graded(c, call, MEDIUM, HIGH,
				       "no algorithms given: the token's own header chooses how it "
				       "is verified");
		return;
	}
	if (given.state != ARG_STATE_GIVEN)
		return;
	struct value v = value_of(c, given.node);
	if (v.kind == VALUE_NONE) {
		finding_graded(
			c, call, MEDIUM, HIGH,
			"no algorithms given: the token's own header chooses how it is verified");
		return;
	}
	if (v.kind == VALUE_LIST || v.kind == VALUE_TUPLE || v.kind == VALUE_SET)
		for (const struct node *x = v.node->child; x != NULL; x = x->next)
			see_algorithm(c, x, &a);
	else
		see_algorithm(c, given.node, &a);
	if (a.none)
		finding_graded(c, call, CRITICAL, HIGH,
			       "algorithm \"none\" accepts tokens that nobody signed");
	else if (a.header)
		finding(c, call, "the algorithm is taken from the token that is to be verified");
	else if (a.hmac && a.rsa)
		finding(c, call,
			"HMAC and public-key algorithms mixed: the public key then also signs");
}

/* ---- SV206 ---- */

static void jwt_claims_off(struct check *c, const struct node *call)
{
	const char *const keys[] = {"verify_exp", "verify_aud", "verify_iss", "verify_nbf"};
	const struct node *options = arg_node(c, call, 3, "options");

	if (options == NULL || is_test_code(c) ||
	    is_false(c, dict_item(c, options, "verify_signature")))
		return;
	for (size_t i = 0; i < COUNTOF(keys); i++)
		if (is_false(c, dict_item(c, options, keys[i]))) {
			finding_graded(
				c, call, i == 0 ? MEDIUM : LOW, HIGH, "%s is off: %s", keys[i],
				i == 0 ? "an expired token is still good"
				       : "a token made for another service or time is good here");
			return;
		}
}

/* ---- SV207 ---- */

struct keys {
	struct check *c;
	uint32_t atom;
	bool exp;
};

/* claims["exp"] = ..., claims.update(...), claims.setdefault("exp", ...) */
static bool see_exp(const struct node *n, void *ctx)
{
	struct keys *k = ctx;

	if (n->kind == NODE_SUBSCRIPT && node_is(n->child, NODE_NAME) &&
	    n->child->atom == k->atom && n->op == CTX_STORE)
		k->exp = true;
	if (n->kind == NODE_CALL && call_receiver(n) != NULL &&
	    node_is(call_receiver(n), NODE_NAME) && call_receiver(n)->atom == k->atom &&
	    str_in(call_method(k->c, n), "update setdefault"))
		k->exp = true;
	if (n->kind == NODE_AUG_ASSIGN && node_is(n->child, NODE_NAME) && n->child->atom == k->atom)
		k->exp = true;
	return !k->exp;
}

static bool expires(struct check *c, const struct node *dict)
{
	for (const struct node *k = dict->child; k != NULL && k->next != NULL; k = k->next->next)
		if (k->kind == NODE_ABSENT || !node_is_constant(k, CONST_STR) ||
		    str_eq(literal_text(c->arena, c->file, k), S("exp")))
			return true; /* or we cannot know */
	return false;
}

static void jwt_endless(struct check *c, const struct node *call)
{
	const struct node *payload =
		arg_node(c, call, str_starts(call_name(c, call), S("authlib")) ? 1 : 0, "payload");

	if (payload == NULL)
		payload = arg_node(c, call, 0, "claims");
	if (payload == NULL || is_test_code(c))
		return;
	const struct node *dict = payload;
	if (payload->kind == NODE_NAME) {
		const struct scope *where;
		const struct binding *b = scope_find(c->scopes, c->scope, payload->atom, &where);
		if (b == NULL || b->kind != BIND_ASSIGN || b->count != 1 || b->value == NULL)
			return;
		struct keys k = {.c = c, .atom = payload->atom};
		node_each(where->node, see_exp, &k);
		if (k.exp)
			return;
		dict = b->value;
	}
	if (dict->kind == NODE_DICT && !expires(c, dict))
		finding(c, call, "this token never expires: it has no \"exp\"");
}

#define DECODERS "jwt.decode jwt.decode_complete jwt.PyJWT().decode jose.jwt.decode"

const struct rule rules_sv_jwt[] = {
	{
		.id = "SV204",
		.name = "jwt_unverified",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {347, 345},
		.title = "JWT decoded without verifying its signature",
		.why = "Anybody can write a token that says `admin`. Without the signature nothing "
		       "tells it from a real one.",
		.fix = "jwt.decode(token, key, algorithms=[\"RS256\"]).",
		.bad = "import jwt\n"
		       "claims = jwt.decode(token, options={'verify_signature': False})  #! "
		       "SV204\n",
		.good = "import jwt\nclaims = jwt.decode(token, key, algorithms=['RS256'])\n",
		.calls = DECODERS
		" jose.jwt.get_unverified_claims jose.jws.get_unverified_claims jose.jws.verify",
		.py = jwt_unverified,
	},
	{
		.id = "SV205",
		.name = "jwt_algorithms",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {347, 327},
		.title = "JWT algorithms missing, mixed, \"none\", or from the token",
		.why = "If the token may choose, it chooses `none`, or signs with the public key "
		       "that everybody has.",
		.fix = "One family, fixed in the code: algorithms=[\"RS256\"].",
		.bad = "import jwt\n"
		       "claims = jwt.decode(token, key, algorithms=['HS256', 'RS256'])  #! SV205\n",
		.good = "import jwt\nclaims = jwt.decode(token, key, algorithms=['RS256', "
			"'RS512'])\n",
		.reference = "https://datatracker.ietf.org/doc/html/rfc8725",
		.calls = DECODERS,
		.py = jwt_algorithms,
	},
	{
		.id = "SV206",
		.name = "jwt_claims_unchecked",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {613, 345},
		.title = "JWT whose expiry, audience or issuer is not checked",
		.why = "A stolen token stays good for ever, or one made for another service opens "
		       "this one.",
		.fix = "Leave the checks on; give audience= and issuer=.",
		.bad = "import jwt\n"
		       "claims = jwt.decode(token, key, algorithms=['RS256'], "
		       "options={'verify_exp': False})  #! SV206\n",
		.good = "import jwt\nclaims = jwt.decode(token, key, algorithms=['RS256'], "
			"audience='api')\n",
		.calls = DECODERS,
		.py = jwt_claims_off,
	},
	{
		.id = "SV207",
		.name = "jwt_without_expiry",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {613},
		.title = "JWT issued without expiry",
		.why = "A token that leaks once, in a log or a browser, works until the key is "
		       "changed.",
		.fix = "Put \"exp\" into the payload: datetime.now(UTC) + timedelta(minutes=15).",
		.bad = "import jwt\ntoken = jwt.encode({'sub': user}, key, algorithm='RS256')  #! "
		       "SV207\n",
		.good = "import jwt\ntoken = jwt.encode({'sub': user, 'exp': soon}, key, "
			"algorithm='RS256')\n",
		.calls = "jwt.encode jose.jwt.encode authlib.jose.jwt.encode",
		.py = jwt_endless,
	},
};
