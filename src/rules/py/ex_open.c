/* EX105: a check that answers `yes` when it fails. By the function's name: what is_valid,
 * has_access, verify_token return on an exception decides whether the door is open or closed. Where
 * the block itself is critical EX101 speaks instead. */
#include "rules/py/handler.h"
#include "rules/py/origin.h"

/* clang-format off */
/* A yes of these lets somebody in; is_ and has_ need one of the words. */
static const char asking[] = "verify validate authenticate authorize authorise check can may allow permit";
static const char granting[] = "auth authenticated authorized authorised valid allowed permitted permission permissions "
			       "access admin superuser trusted safe signed verified token signature password credentials "
			       "owner role roles login csrf whitelisted allowlisted secure license";
/* A no of these lets somebody in. */
static const char refusing[] = "expired blocked revoked banned malicious blacklisted blocklisted denied locked forbidden "
			       "infected poisoned tampered toxic unsafe spam";
/* clang-format on */

enum asks { ASKS_NOTHING, ASKS_GRANT, ASKS_REFUSAL };

static enum asks what_is_asked(str name)
{
	str rest = name, first = word_cut(&rest);
	bool is = word_in(first, "is has was are");

	if (is && has_word(rest, refusing))
		return ASKS_REFUSAL;
	if (is ? has_word(rest, granting) : word_in(first, asking))
		return ASKS_GRANT;
	return ASKS_NOTHING;
}

struct answers {
	bool value; /* the function returns something other than None */
};

static bool see_return(const struct node *n, void *ctx)
{
	struct answers *a = ctx;

	if (n->kind == NODE_RETURN && n->child != NULL && !node_is_constant(n->child, CONST_NONE))
		a->value = true;
	return n->kind != NODE_FUNCTION_DEF && n->kind != NODE_LAMBDA && n->kind != NODE_CLASS_DEF;
}

/* A validator that returns nothing says `no` by raising. */
static bool says_no_by_raising(struct check *c, const struct node *f)
{
	struct answers a = {0};
	str name = node_name(c, f);

	if (!word_in(word_cut(&name), "verify validate authorize authorise require ensure"))
		return false;
	for (const struct node *s = function_first(f); s != NULL; s = s->next)
		node_each(s, see_return, &a);
	return !a.value;
}

static bool is_open(struct check *c, const struct node *f, enum asks asked, enum outcome o)
{
	if (asked == ASKS_REFUSAL)
		return o == OUTCOME_FALSE || o == OUTCOME_NONE;
	if (o == OUTCOME_TRUE)
		return true;
	return (o == OUTCOME_PASS || o == OUTCOME_NONE) && says_no_by_raising(c, f);
}

/* Log, then `return True`. */
static enum outcome last_answer(const struct node *handler)
{
	const struct node *last = handler_body(handler)->child;

	while (last != NULL && last->next != NULL)
		last = last->next;
	if (node_is(last, NODE_RETURN) && node_is_constant(last->child, CONST_TRUE))
		return OUTCOME_TRUE;
	return OUTCOME_HANDLED;
}

bool handler_fails_open(struct check *c, const struct node *try, const struct node *h,
			enum outcome *o)
{
	const struct node *f = check_function(c);

	if (!node_is(f, NODE_FUNCTION_DEF))
		return false;
	enum asks asked = what_is_asked(node_name(c, f));
	if (asked == ASKS_NOTHING || is_test_code(c) || !handler_catches(c, h).broad)
		return false;
	*o = handler_outcome(c, h, false);
	bool quiet = *o != OUTCOME_HANDLED;
	if (!quiet)
		*o = last_answer(h);
	if (!is_open(c, f, asked, *o))
		return false;
	return !quiet || block_duty(c, try_body(try)).tier != TIER_CRITICAL; /* that is EX101 */
}

static void fail_open(struct check *c, const struct node *try)
{
	enum outcome o;

	for (const struct node *h = try_handlers(try)->child; h != NULL; h = h->next)
		if (handler_fails_open(c, try, h, &o))
			finding(c, h,
				"%.*s() lets through what it could not check: an error answers %s",
				STR_ARG(node_name(c, check_function(c))),
				o == OUTCOME_TRUE    ? "True"
				: o == OUTCOME_FALSE ? "False"
						     : "nothing, which is success");
}

const struct rule rule_ex_fail_open = {
	.id = "EX105",
	.name = "check_fails_open",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {636, 755, 703},
	.title = "A check that answers yes when it fails",
	.why = "Whoever can make the check raise (a malformed token, a database that is down) is "
	       "let through.",
	.fix = "Answer no, or let the exception propagate: `except X: log.warning(...); return "
	       "False`.",
	.bad = "def is_allowed(user):\n"
	       "    try:\n"
	       "        return policy.ask(user)\n"
	       "    except Exception:  #! EX105\n"
	       "        return True\n",
	.good = "def is_allowed(user):\n"
		"    try:\n"
		"        return policy.ask(user)\n"
		"    except Exception:\n"
		"        log.exception('policy')\n"
		"        return False\n",
	.on = {NODE_TRY},
	.py = fail_open,
};
