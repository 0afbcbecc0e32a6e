/* EX101-EX104: exceptions that nobody hears of, graded by what the try block does.
 *
 * One analysis, four ids, so that each can be selected on its own. A handler is judged by its broad
 * type and quiet body (handler.h), the block by its most serious call (duty.c). What lowers or
 * lifts the grade:
 *   - `return False`, and `return None` at the critical tier, refuse: that is failing closed. None
 * is still reported, lower, because the attack leaves no trace;
 *   - a check of form whose use stands in the same block (duty.c: soft) is silent, not open;
 *   - a block that leaves by return, followed by raise or by a refusal, is a refusal as well;
 *   - optional imports, clean-up and tests are left alone or reported low.
 * The lowest tier says what B110 and B112 say, and also what they do not look at: defaults. */
#include "rules/py/handler.h"
#include "rules/py/origin.h"

struct verdict {
	enum tier tier;
	enum level severity;
	str what;
};

/* Does the code after a try that leaves by return refuse? */
static bool refused_after(const struct node *try)
{
	const struct node *next = try->next;

	if (next == NULL)
		return false;
	if (next->kind == NODE_RAISE)
		return true;
	return next->kind == NODE_RETURN &&
	       (next->child == NULL || node_is_constant(next->child, CONST_FALSE));
}

static bool has_orelse(const struct node *try)
{
	const struct node *orelse = try_orelse(try);

	return orelse != NULL && orelse->child != NULL;
}

static enum level critical_level(const struct node *try, const struct duty *d, enum outcome o)
{
	if (o == OUTCOME_FALSE)
		return LEVEL_DEFAULT;
	if (d->soft && d->returns && o == OUTCOME_PASS)
		return LOW; /* tries whether it has this form, then another */
	if (o == OUTCOME_NONE && d->returns)
		return LOW; /* no value instead of one: the caller sees a refusal */
	if (o == OUTCOME_NONE || d->soft || has_orelse(try))
		return MEDIUM;
	if (d->returns && (o == OUTCOME_PASS || o == OUTCOME_CONTINUE || o == OUTCOME_ASSIGN))
		return refused_after(try) ? LEVEL_DEFAULT : MEDIUM;
	return CRITICAL;
}

static enum level high_level(const struct node *try, const struct duty *d, enum outcome o)
{
	if (o == OUTCOME_FALSE || o == OUTCOME_TRUE || o == OUTCOME_BREAK)
		return LOW;
	if (d->returns && (o == OUTCOME_PASS || o == OUTCOME_CONTINUE))
		return refused_after(try) ? LEVEL_DEFAULT : LOW;
	return HIGH;
}

static enum level medium_level(const struct node *try, const struct duty *d, enum outcome o)
{
	if (o == OUTCOME_PASS || o == OUTCOME_CONTINUE)
		return d->returns || has_orelse(try) ? LEVEL_DEFAULT : d->reads ? LOW : MEDIUM;
	if (d->reads)
		return LOW;
	return o == OUTCOME_FALSE || o == OUTCOME_TRUE || o == OUTCOME_BREAK ? LOW : MEDIUM;
}

static bool read_handler(struct check *c, const struct node *try, const struct node *h,
			 struct verdict *v)
{
	if (!handler_catches(c, h).broad || handler_outcome(c, h, false) == OUTCOME_HANDLED ||
	    in_cleanup(c, try))
		return false;
	struct duty d = block_duty(c, try_body(try));
	if (d.cleanup || (d.imports && d.tier < TIER_CRITICAL))
		return false;
	enum outcome o = handler_outcome(c, h, d.tier < TIER_HIGH), answer;
	if (o == OUTCOME_HANDLED)
		return false;
	*v = (struct verdict){.tier = d.tier, .what = d.what, .severity = LOW};
	if (d.tier == TIER_CRITICAL)
		v->severity = critical_level(try, &d, o);
	else if (d.tier == TIER_HIGH)
		v->severity = high_level(try, &d, o);
	else if (d.tier == TIER_MEDIUM)
		v->severity = medium_level(try, &d, o);
	else if (handler_fails_open(c, try, h, &answer))
		return false; /* EX105's */
	else if (d.returns && (o == OUTCOME_PASS || o == OUTCOME_CONTINUE) && refused_after(try))
		return false;
	if (v->severity > LOW && is_test_code(c))
		v->severity = LOW;
	return v->severity != LEVEL_DEFAULT;
}

/* The four rules ask one after the other about the same try: its handlers are judged once. */
struct judged {
	const struct node *try;
	struct verdict *verdicts; /* by handler; tier NONE: nothing to say */
	uint32_t room;
};

static const struct verdict *judge(struct check *c, const struct node *try)
{
	static const char key;
	void **memo = file_memo(c, &key);
	struct judged *j = *memo;
	uint32_t count = 0, i = 0;

	if (j == NULL)
		*memo = j = NEW(c->arena, struct judged, 1);
	if (j->try == try)
		return j->verdicts;
	j->try = try;
	for (const struct node *h = try_handlers(try)->child; h != NULL; h = h->next)
		count++;
	if (count > j->room) {
		j->room = count;
		j->verdicts = NEW(c->arena, struct verdict, count);
	}
	for (const struct node *h = try_handlers(try)->child; h != NULL; h = h->next, i++) {
		j->verdicts[i].tier = TIER_NONE;
		if (!read_handler(c, try, h, &j->verdicts[i]))
			j->verdicts[i].tier = TIER_NONE;
	}
	return j->verdicts;
}

static void swallow(struct check *c, const struct node *try, enum tier tier, const char *harm)
{
	const struct verdict *all = judge(c, try);

	for (const struct node *h = try_handlers(try)->child; h != NULL; h = h->next) {
		struct verdict v = *all++;
		if (v.tier != tier)
			continue;
		if (v.what.n > 0)
			finding_graded(c, h, v.severity, c->rule->confidence,
				       "any error of %.*s() is swallowed here: %s", STR_ARG(v.what),
				       harm);
		else
			finding_graded(c, h, v.severity, c->rule->confidence,
				       "any error of this block is swallowed here: %s", harm);
	}
}

static void swallow_critical(struct check *c, const struct node *n)
{
	swallow(c, n, TIER_CRITICAL, "what was to be verified passes unverified or unseen");
}

static void swallow_high(struct check *c, const struct node *n)
{
	swallow(c, n, TIER_HIGH, "the program goes on without the model or data, and nobody knows");
}

static void swallow_medium(struct check *c, const struct node *n)
{
	swallow(c, n, TIER_MEDIUM, "lost writes, requests or logs leave no trace");
}

static void swallow_low(struct check *c, const struct node *n)
{
	swallow(c, n, TIER_LOW, "a defect would leave no trace");
}

const struct rule rules_ex_swallow[] = {
	{
		.id = "EX101",
		.name = "swallowed_security_exception",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {390, 755, 703},
		.title = "Exception of a security check is swallowed",
		.why = "The block authenticates, validates, verifies or deserialises, and whatever "
		       "goes "
		       "wrong in it is dropped. A forged token, a broken signature or a refused "
		       "input then "
		       "takes the same way as a good one, or an attack leaves no trace.",
		.fix = "Catch the exact exception that means `refused`, refuse, and log it at "
		       "warning level; let "
		       "everything else propagate.",
		.bad = "import jwt\n"
		       "def user_of(token):\n"
		       "    claims = {}\n"
		       "    try:\n"
		       "        claims = jwt.decode(token, KEY, algorithms=['RS256'])\n"
		       "    except Exception:  #! EX101\n"
		       "        pass\n"
		       "    return claims.get('sub', 'guest')\n",
		.good = "import jwt\n"
			"def user_of(token):\n"
			"    try:\n"
			"        return jwt.decode(token, KEY, algorithms=['RS256'])['sub']\n"
			"    except jwt.InvalidTokenError as e:\n"
			"        log.warning('refused token: %s', e)\n"
			"        raise Unauthorized() from e\n",
		.on = {NODE_TRY},
		.py = swallow_critical,
	},
	{
		.id = "EX102",
		.name = "swallowed_loading_exception",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {390, 755},
		.title = "Exception while loading a model or data is swallowed",
		.why = "If loading fails, the program goes on with another model, no model, or "
		       "part of the data. "
		       "Results are then wrong without any sign of it, and a tampered file looks "
		       "like a missing one.",
		.fix = "Let the exception propagate, or catch the one that means `file is "
		       "missing`, log it at "
		       "warning level with the path, and make the fallback visible in the result.",
		.bad = "import torch\n"
		       "try:\n"
		       "    model = torch.load(path, weights_only=True)\n"
		       "except Exception:  #! EX102\n"
		       "    model = None\n",
		.good = "import torch\n"
			"try:\n"
			"    model = torch.load(path, weights_only=True)\n"
			"except Exception:\n"
			"    log.exception('cannot load %s', path)\n"
			"    raise\n",
		.on = {NODE_TRY},
		.py = swallow_high,
	},
	{
		.id = "EX103",
		.name = "swallowed_io_exception",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {390, 755},
		.title = "Exception of I/O, network or logging set-up is swallowed",
		.why = "What was to be written, sent or logged is lost, and the code after it "
		       "believes that it "
		       "was done. Full disks, expired credentials and refused connections stay "
		       "unseen.",
		.fix = "Catch the narrow exception (OSError, requests.RequestException), log it at "
		       "warning level, "
		       "and let the caller know.",
		.bad = "import requests\n"
		       "def report(url, body):\n"
		       "    try:\n"
		       "        requests.post(url, json=body, timeout=5)\n"
		       "    except Exception:  #! EX103\n"
		       "        pass\n",
		.good = "import requests\n"
			"def report(url, body):\n"
			"    try:\n"
			"        requests.post(url, json=body, timeout=5)\n"
			"    except requests.RequestException as e:\n"
			"        log.warning('not reported: %s', e)\n",
		.on = {NODE_TRY},
		.py = swallow_medium,
	},
	{
		.id = "EX104",
		.name = "swallowed_exception",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {390, 755},
		.title = "Any exception is swallowed",
		.why = "A handler this broad also catches what the code itself does wrong: a "
		       "misspelt name, a "
		       "wrong type. The default that it puts in place hides the defect.",
		.fix = "Name the exception that you expect, and log what you do not.",
		.bad = "try:\n"
		       "    ratio = compute(a, b)\n"
		       "except Exception:  #! EX104\n"
		       "    ratio = 0.0\n",
		.good = "try:\n"
			"    ratio = a / b\n"
			"except ZeroDivisionError:\n"
			"    ratio = 0.0\n",
		.on = {NODE_TRY},
		.py = swallow_low,
	},
};
