/* for item in items: try: ... except Exception: log("failed"): after the run nobody knows which
 * items failed. A handler that mentions the loop's variable (or anything made from it in the loop,
 * or a counter), logs with the traceback, re-raises, or leaves the loop is fine. */
#include "engine/check.h"

struct mention {
	const struct check *c;
	uint32_t names[24]; /* atoms bound by the loop and inside its body; one place is kept for
			       the exception's */
	unsigned count;
	bool found, logs, leaves, keeps;
};

static void note_name(struct mention *m, uint32_t atom, bool is_exception)
{
	if (atom != 0 && m->count < COUNTOF(m->names) - !is_exception)
		m->names[m->count++] = atom;
}

static bool collect(const struct node *n, void *ctx)
{
	struct mention *m = ctx;

	if (n->kind == NODE_NAME && n->op == CTX_STORE)
		note_name(m, n->atom, false);
	return n->kind != NODE_FUNCTION_DEF && n->kind != NODE_LAMBDA;
}

static bool inspect(const struct node *n, void *ctx)
{
	struct mention *m = ctx;
	str method;

	switch (n->kind) {
	case NODE_NAME:
		for (unsigned i = 0; i < m->count; i++)
			m->found = m->found || m->names[i] == n->atom;
		return true;
	case NODE_RAISE:
	case NODE_RETURN:
	case NODE_BREAK:
	case NODE_YIELD:
	case NODE_FUNCTION_DEF:
		m->leaves = true;
		return false;
	case NODE_AUG_ASSIGN:
		m->keeps = true;
		return true;
	case NODE_CALL:
		method = call_method(m->c, n);
		if (str_in(method, "append add put exit fail skip skipTest abort set_exception"))
			m->keeps = true;
		if (str_in(method, "exception print_exc"))
			m->keeps = true;
		if (str_in(method, "print error warning warn info debug critical log"))
			m->logs = true;
		return true;
	case NODE_KEYWORD:
		if (str_in(node_name(m->c, n), "exc_info stack_info"))
			m->keeps = true;
		return true;
	default:
		return true;
	}
}

/* Types that say that an item could not be worked on, unlike KeyError and StopIteration. */
static bool of_work(struct check *c, const struct node *handler)
{
	return str_in(name_of(c, handler->child),
		      "RuntimeError ValueError TypeError OSError IOError");
}

static bool broad(struct check *c, const struct node *handler)
{
	const struct node *type = handler->child;

	return type == NULL || type->kind == NODE_ABSENT ||
	       str_in(name_of(c, type), "Exception BaseException");
}

/* `names` is what the loop binds; looking for it once a loop keeps the work linear. */
static void judge_handler(struct check *c, const struct mention *names, const struct node *handler)
{
	const struct node *body = handler->child ? handler->child->next : NULL;
	struct mention m = *names;

	if (body == NULL)
		return;
	/* The text of an expected exception (OSError, KeyError) often names the item; that of any
	 * exception does not. */
	if (!broad(c, handler))
		note_name(&m, handler->atom, true);
	node_each(body, inspect, &m);
	if (!m.logs || m.found || m.leaves || m.keeps)
		return;
	finding(c, handler, "The message does not say which item failed");
}

/* for attempt in range(3): there is no item. */
static bool is_retry(const struct check *c, const struct node *loop)
{
	const struct node *target = loop->child;

	return node_is(target, NODE_NAME) &&
	       (str_in(node_name(c, target), "_ attempt retry tries trial retries") ||
		str_ends(node_name(c, target), S("attempt")));
}

static void batch_loop(struct check *c, const struct node *loop)
{
	const struct node *body = node_child(loop, 2);
	struct mention names = {.c = c};
	bool collected = is_retry(c, loop);

	if (collected)
		return;

	for (const struct node *s = body ? body->child : NULL; s != NULL; s = s->next) {
		const struct node *handlers = s->kind == NODE_TRY ? node_child(s, 1) : NULL;

		for (const struct node *h = handlers ? handlers->child : NULL; h; h = h->next) {
			if (!broad(c, h) && !of_work(c, h))
				continue;
			if (!collected) {
				node_each(loop->child, collect, &names);
				node_each(body, collect, &names);
				collected = true;
			}
			judge_handler(c, &names, h);
		}
	}
}

const struct rule rule_batch_loop = {
	.id = "ML308",
	.name = "batch_error_without_item",
	.severity = LOW,
	.confidence = MEDIUM,
	.cwe = {778},
	.title = "Batch loop whose error does not say which item failed",
	.why = "After a run over thousands of items the log says `failed` and nobody can find, "
	       "repair or "
	       "repeat the item. Poisoned and corrupt records stay hidden the same way.",
	.fix = "Log the item's index or key and the exception: logger.exception('row %s', i).",
	.bad = "for row in rows:\n"
	       "    try:\n"
	       "        score(row)\n"
	       "    except Exception:   #! ML308\n"
	       "        print('failed')\n",
	.good = "for i, row in enumerate(rows):\n"
		"    try:\n"
		"        score(row)\n"
		"    except Exception as e:\n"
		"        print('failed', i, e)\n",
	.on = {NODE_FOR},
	.py = batch_loop,
};
