/* EX108, EX109, EX112: exceptions hidden by `from None`, by contextlib.suppress, and narrow
 * security exceptions that are caught only to be dropped. */
#include "rules/py/handler.h"
#include "rules/py/origin.h"

/* ---- EX108 ---- */

static const struct node *handler_around(const struct check *c)
{
	for (uint32_t i = 0; i < c->depth; i++) {
		const struct node *n = check_parent(c, i);
		if (n->kind == NODE_EXCEPT_HANDLER)
			return n;
		if (n->kind == NODE_FUNCTION_DEF || n->kind == NODE_LAMBDA ||
		    n->kind == NODE_CLASS_DEF)
			return NULL;
	}
	return NULL;
}

struct use {
	uint32_t atom;
	bool found;
};

static bool see_use(const struct node *n, void *ctx)
{
	struct use *u = ctx;

	if (n->kind == NODE_CALL || (n->kind == NODE_NAME && n->atom == u->atom))
		u->found = u->found || n->kind == NODE_NAME;
	return true;
}

static void cause_hidden(struct check *c, const struct node *raise)
{
	const struct node *h;

	if (raise->child == NULL || raise->child->next == NULL ||
	    !node_is_constant(raise->child->next, CONST_NONE) || (h = handler_around(c)) == NULL)
		return;
	if (!handler_catches(c, h).broad || is_test_code(c))
		return;
	struct use u = {.atom = h->atom};
	if (h->atom != 0)
		node_each(handler_body(h), see_use, &u);
	bool first = handler_body(h)->child == raise; /* nothing logged it before */
	if (!u.found && first)
		finding(c, raise, "the cause, whatever it was, is hidden by `from None`");
}

const struct rule rule_ex_cause = {
	.id = "EX108",
	.name = "cause_hidden",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {755},
	.title = "Broad handler hides the cause with `from None`",
	.why = "The new exception says what was attempted, the old one why it failed. Dropping it "
	       "makes an outage "
	       "or an attack impossible to tell from a defect.",
	.fix = "`raise X(...) from e`.",
	.bad = "try:\n"
	       "    load(path)\n"
	       "except Exception:\n"
	       "    raise RuntimeError('cannot load') from None  #! EX108\n",
	.good = "try:\n"
		"    load(path)\n"
		"except Exception as e:\n"
		"    raise RuntimeError('cannot load') from e\n",
	.on = {NODE_RAISE},
	.py = cause_hidden,
};

/* ---- EX109 ---- */

static bool suppresses_all(struct check *c, const struct node *call)
{
	if (!node_is(call, NODE_CALL) || !str_eq(call_method(c, call), S("suppress")) ||
	    !call_is(c, call, "contextlib.suppress"))
		return false;
	for (const struct node *a = call_first_arg(call); a != NULL; a = a->next)
		if (str_in(name_of(c, a),
			   "Exception BaseException builtins.Exception builtins.BaseException"))
			return true;
	return false;
}

static void suppress(struct check *c, const struct node *with)
{
	const struct node *items = with->child, *item;

	for (item = items->child; item != NULL; item = item->next)
		if (suppresses_all(c, item->child))
			break;
	if (item == NULL || in_cleanup(c, with))
		return;
	struct duty d = block_duty(c, items->next);
	if (d.cleanup)
		return;
	enum level severity = d.tier == TIER_CRITICAL ? CRITICAL
			      : d.tier == TIER_HIGH   ? HIGH
			      : d.tier == TIER_MEDIUM ? MEDIUM
						      : LOW;
	if (is_test_code(c) || (d.imports && severity < CRITICAL))
		severity = LOW;
	finding_graded(c, item->child, severity, HIGH,
		       "suppress(Exception) drops whatever goes wrong in the block%s%.*s%s",
		       d.what.n > 0 ? ", also in " : "", STR_ARG(d.what), d.what.n > 0 ? "()" : "");
}

const struct rule rule_ex_suppress = {
	.id = "EX109",
	.name = "suppress_all",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {390, 755},
	.title = "contextlib.suppress(Exception)",
	.why = "It is `except Exception: pass` in other words. The severity follows what the block "
	       "does: security "
	       "checks and deserialisation critical, loading of models and data high, I/O medium.",
	.fix = "Name the exception that may be ignored: `with suppress(FileNotFoundError):`.",
	.bad = "from contextlib import suppress\n"
	       "with suppress(Exception):  #! EX109\n"
	       "    verify_signature(data, signature)\n",
	.good = "from contextlib import suppress\n"
		"import os\n"
		"with suppress(FileNotFoundError):\n"
		"    os.remove(path)\n",
	.on = {NODE_WITH},
	.py = suppress,
};

/* ---- EX112 ---- */

/* clang-format off */
/* Classes whose only meaning is `refused`. */
static const char refusals[] =
	"InvalidSignature InvalidSignatureError BadSignature SignatureExpired BadTimeSignature BadData InvalidToken "
	"InvalidTokenError ExpiredSignatureError JWTError JWSError JWTClaimsError DecodeError InvalidAudienceError "
	"InvalidIssuerError SSLError SSLCertVerificationError CertificateError AuthenticationError AuthenticationFailed "
	"PermissionDenied NotAuthenticated AuthenticationException InvalidKey VerificationError VerifyMismatchError "
	"InvalidHash SuspiciousOperation SuspiciousFileOperation DisallowedHost CSRFError UnpicklingError InvalidTag";
/* clang-format on */

static bool is_refusal(struct check *c, const struct node *type)
{
	if (type == NULL)
		return false;
	if (type->kind != NODE_TUPLE)
		return str_in(node_name(c, type), refusals);
	for (const struct node *t = type->child; t != NULL; t = t->next)
		if (!str_in(node_name(c, t), refusals))
			return false;
	return type->child != NULL;
}

static void refusal_dropped(struct check *c, const struct node *try)
{
	for (const struct node *h = try_handlers(try)->child; h != NULL; h = h->next) {
		if (!is_refusal(c, handler_type(h)) || is_test_code(c) || in_cleanup(c, try))
			continue;
		enum outcome o = handler_outcome(c, h, false);
		if (o != OUTCOME_PASS && o != OUTCOME_TRUE)
			continue;
		const struct node *orelse = try_orelse(try);
		if (block_duty(c, try_body(try)).returns ||
		    (orelse != NULL && orelse->child != NULL))
			continue; /* success goes another way; what follows is the refusal */
		finding(c, h,
			"a refusal is caught and dropped: the code goes on as if it had been "
			"accepted");
	}
}

const struct rule rule_ex_refusal = {
	.id = "EX112",
	.name = "refusal_dropped",
	.severity = HIGH,
	.confidence = MEDIUM,
	.cwe = {390, 347, 755},
	.title = "Security exception is caught and dropped",
	.why = "The exception has one meaning: signature, token, certificate or permission is not "
	       "good. Passing over "
	       "it makes the check that raised it worthless.",
	.fix = "Refuse in the handler: raise, or return the answer for a refused request, and log "
	       "at warning level.",
	.bad = "from cryptography.exceptions import InvalidSignature\n"
	       "try:\n"
	       "    key.verify(signature, data)\n"
	       "except InvalidSignature:  #! EX112\n"
	       "    pass\n"
	       "install(data)\n",
	.good = "from cryptography.exceptions import InvalidSignature\n"
		"try:\n"
		"    key.verify(signature, data)\n"
		"except InvalidSignature:\n"
		"    raise Refused()\n"
		"install(data)\n",
	.on = {NODE_TRY},
	.py = refusal_dropped,
};
