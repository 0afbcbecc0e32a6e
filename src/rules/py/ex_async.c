/* EX110, EX111: exceptions of retry loops and of tasks that nobody waits for. */
#include "rules/py/handler.h"
#include "rules/py/origin.h"

/* ---- EX110 ---- */

/* clang-format off */
/* A loop that waits, or that lives on what comes in, is no busy retry. */
static const char waits[] = "sleep wait wait_for backoff delay get recv recvfrom receive accept readline read poll select input "
			    "next pop join acquire get_message readexactly recv_multipart throttle prompt pause time monotonic "
			    "perf_counter consume popleft step tick fetch_next lpop brpop blpop";
/* clang-format on */

struct loop_facts {
	struct check *c;
	bool waits, counts, bounded;
};

static bool see_loop(const struct node *n, void *ctx)
{
	struct loop_facts *f = ctx;

	if (n->kind == NODE_CALL && str_in(call_method(f->c, n), waits))
		f->waits = true;
	if (n->kind == NODE_AUG_ASSIGN)
		f->counts = true;
	return n->kind != NODE_FUNCTION_DEF && n->kind != NODE_LAMBDA && n->kind != NODE_CLASS_DEF;
}

static bool leaves(const struct node *list)
{
	return list != NULL &&
	       (holds(list, NODE_BREAK, NODE_RETURN) || holds(list, NODE_RAISE, NODE_RAISE));
}

static bool always_true(const struct node *test)
{
	return node_is_constant(test, CONST_TRUE) || node_is_constant(test, CONST_INT);
}

/* The body is one try (with set-up before it) that leaves the loop on success only. */
static void endless_retry(struct check *c, const struct node *loop)
{
	const struct node *body = loop->child->next, *try = NULL;
	struct loop_facts f = {.c = c};

	if (!always_true(loop->child))
		return;
	for (const struct node *s = body->child; s != NULL; s = s->next) {
		if (s->kind == NODE_TRY)
			try = s;
		else if (try != NULL && s->kind != NODE_BREAK && s->kind != NODE_RETURN)
			return;
	}
	if (try == NULL || !(leaves(try_body(try)) || leaves(try_orelse(try)) || try->next != NULL))
		return;
	node_each(body, see_loop, &f);
	if (f.waits || f.counts || is_test_code(c))
		return;
	for (const struct node *h = try_handlers(try)->child; h != NULL; h = h->next)
		if (handler_catches(c, h).broad && !leaves(handler_body(h)))
			finding(c, h,
				"this loop retries for ever, without a pause and whatever the "
				"error is");
}

const struct rule rule_ex_retry = {
	.id = "EX110",
	.name = "endless_retry",
	.severity = MEDIUM,
	.confidence = MEDIUM,
	.cwe = {835, 755},
	.title = "Retry loop without bound or pause swallows every error",
	.why = "An error that does not go away (a wrong password, a missing file, a defect) makes "
	       "the loop spin at full "
	       "speed and hammer whatever it calls; nobody learns why.",
	.fix = "Count the attempts, wait longer after each, retry only on errors that pass, and "
	       "raise the last one.",
	.bad = "while True:\n"
	       "    try:\n"
	       "        rows = fetch()\n"
	       "        break\n"
	       "    except Exception:  #! EX110\n"
	       "        continue\n",
	.good = "for attempt in range(5):\n"
		"    try:\n"
		"        rows = fetch()\n"
		"        break\n"
		"    except ConnectionError:\n"
		"        time.sleep(2 ** attempt)\n",
	.on = {NODE_WHILE},
	.py = endless_retry,
};

/* ---- EX111 ---- */

static const struct node *dropped_call(struct check *c, const struct node *call)
{
	const struct node *parent = check_parent(c, 0);

	if (node_is(parent, NODE_AWAIT)) {
		parent = check_parent(c, 1);
		return node_is(parent, NODE_EXPR_STMT) ? parent : NULL;
	}
	(void)call;
	return NULL;
}

static void task_dropped(struct check *c, const struct node *call)
{
	str method = call_method(c, call);

	if (str_eq(method, S("gather"))) {
		if (arg_is_true(c, call, -1, "return_exceptions") &&
		    dropped_call(c, call) != NULL && !in_cleanup(c, call))
			finding(c, call,
				"gather(return_exceptions=True) returns the exceptions, and nobody "
				"looks at them");
		return;
	}
	if (node_is(check_parent(c, 0), NODE_EXPR_STMT) && !is_test_code(c))
		finding(c, call,
			"nobody keeps this task: its exception is never raised, and it may be "
			"collected "
			"before it has finished");
}

const struct rule rule_ex_task = {
	.id = "EX111",
	.name = "task_exception_dropped",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {390, 755},
	.title = "Exception of an asyncio task is dropped",
	.why = "A task that nobody awaits keeps its exception to itself. The event loop also holds "
	       "only a weak "
	       "reference, so the task may vanish half-way.",
	.fix = "Use a TaskGroup, or keep the task and add a done callback that logs its exception.",
	.bad = "import asyncio\n"
	       "async def handle(item):\n"
	       "    asyncio.create_task(store(item))  #! EX111\n",
	.good = "import asyncio\n"
		"async def handle(items):\n"
		"    async with asyncio.TaskGroup() as group:\n"
		"        for item in items:\n"
		"            group.create_task(store(item))\n",
	.calls = "asyncio.create_task asyncio.ensure_future asyncio.gather "
		 "asyncio.get_event_loop().create_task "
		 "asyncio.get_running_loop().create_task",
	.py = task_dropped,
};
