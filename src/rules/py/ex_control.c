/* EX106, EX107, EX113, EX114: exceptions lost through the shape of the code, whatever it does. */
#include "rules/py/handler.h"
#include "rules/py/origin.h"

/* ---- EX106 ---- */

/* The innermost loop around the node at hand, within its function. */
static const struct node *enclosing_loop(const struct check *c)
{
	for (uint32_t i = 0; i < c->depth; i++) {
		const struct node *n = check_parent(c, i);
		if (n->kind == NODE_FOR || n->kind == NODE_WHILE)
			return n;
		if (n->kind == NODE_FUNCTION_DEF || n->kind == NODE_LAMBDA ||
		    n->kind == NODE_CLASS_DEF)
			return NULL;
	}
	return NULL;
}

static bool type_names(struct check *c, const struct node *type, const char *names)
{
	if (type == NULL)
		return false;
	if (type->kind != NODE_TUPLE)
		return str_in(node_name(c, type), names);
	for (const struct node *t = type->child; t != NULL; t = t->next)
		if (str_in(node_name(c, t), names))
			return true;
	return false;
}

/* clang-format off */
static const char reports[] = "debug info warning warn error exception critical log print print_exc format_exc write";
/* clang-format on */

/* Nothing but log lines and quiet statements: any other call may end the loop or raise again. */
static bool goes_on(struct check *c, const struct node *handler)
{
	for (const struct node *s = handler_body(handler)->child; s != NULL; s = s->next) {
		switch ((enum node_kind)s->kind) {
		case NODE_PASS:
		case NODE_CONTINUE:
		case NODE_AUG_ASSIGN:
			break;
		case NODE_EXPR_STMT:
			if (!node_is(s->child, NODE_CONSTANT) &&
			    !(node_is(s->child, NODE_CALL) &&
			      str_in(call_method(c, s->child), reports)))
				return false;
			break;
		default:
			return false;
		}
	}
	return true;
}

static void interrupt_swallowed(struct check *c, const struct node *try)
{
	for (const struct node *h = try_handlers(try)->child; h != NULL; h = h->next) {
		if (type_names(c, handler_type(h), "KeyboardInterrupt SystemExit"))
			return;
		struct catch k = handler_catches(c, h);
		if (!k.base || enclosing_loop(c) == NULL)
			continue;
		if (goes_on(c, h) && !is_test_code(c))
			finding(c, h,
				"%s in a loop also catches KeyboardInterrupt, SystemExit and "
				"CancelledError: "
				"the loop cannot be stopped",
				k.bare ? "bare except" : "except BaseException");
	}
}

const struct rule rule_ex_interrupt = {
	.id = "EX106",
	.name = "interrupt_swallowed_in_loop",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {396, 755},
	.title = "A loop that swallows KeyboardInterrupt and SystemExit",
	.why = "Ctrl-C, sys.exit() and the cancelling of a task are exceptions too. A loop that "
	       "catches them goes "
	       "on, so the program has to be killed, with whatever it had open.",
	.fix = "Catch Exception, or a narrower class; re-raise what derives from BaseException "
	       "only.",
	.bad = "while running:\n"
	       "    try:\n"
	       "        step()\n"
	       "    except:  #! EX106\n"
	       "        log.warning('step failed')\n",
	.good = "while running:\n"
		"    try:\n"
		"        step()\n"
		"    except ValueError:\n"
		"        log.warning('step failed')\n",
	.on = {NODE_TRY},
	.py = interrupt_swallowed,
};

/* ---- EX107 ---- */

struct jump {
	const struct node *found;
	uint32_t loops;
};

static void find_jump(const struct node *list, struct jump *j, bool in_loop, unsigned depth)
{
	if (depth > 100)
		return;
	for (const struct node *s = list->child; s != NULL && j->found == NULL; s = s->next) {
		if (s->kind == NODE_RETURN ||
		    (!in_loop && (s->kind == NODE_BREAK || s->kind == NODE_CONTINUE))) {
			j->found = s;
			return;
		}
		bool loop = in_loop || s->kind == NODE_FOR || s->kind == NODE_WHILE;
		if (s->kind == NODE_IF || s->kind == NODE_FOR || s->kind == NODE_WHILE ||
		    s->kind == NODE_WITH)
			for (const struct node *part = s->child; part != NULL; part = part->next)
				if (part->kind == NODE_LIST)
					find_jump(part, j, loop, depth + 1);
	}
}

static void finally_jumps(struct check *c, const struct node *try)
{
	const struct node *f = try_finally(try);
	struct jump j = {0};

	if (f == NULL || f->child == NULL)
		return;
	find_jump(f, &j, false, 0);
	if (j.found != NULL)
		finding(c, j.found, "`%s` in finally discards the exception that is on its way",
			j.found->kind == NODE_RETURN  ? "return"
			: j.found->kind == NODE_BREAK ? "break"
						      : "continue");
}

const struct rule rule_ex_finally = {
	.id = "EX107",
	.name = "finally_discards_exception",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {584, 755},
	.title = "return, break or continue in finally",
	.why = "Leaving a finally block by a jump throws away the exception that was being raised, "
	       "of whatever "
	       "class, and also the value that was being returned.",
	.fix = "Move the jump behind the try statement, or into an except clause that names what "
	       "it handles.",
	.bad = "def save(rows):\n"
	       "    try:\n"
	       "        return write(rows)\n"
	       "    finally:\n"
	       "        return None  #! EX107\n",
	.good = "def save(rows):\n"
		"    try:\n"
		"        return write(rows)\n"
		"    finally:\n"
		"        unlock()\n",
	.reference = "https://peps.python.org/pep-0765/",
	.on = {NODE_TRY},
	.py = finally_jumps,
};

/* ---- EX113 ---- */

/* clang-format off */
static const char builtin_exceptions[] =
	"ArithmeticError AssertionError AttributeError BlockingIOError BrokenPipeError BufferError ChildProcessError "
	"ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError EOFError EnvironmentError "
	"FileExistsError FileNotFoundError FloatingPointError IOError ImportError IndexError InterruptedError "
	"IsADirectoryError KeyError LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError "
	"NotImplementedError OSError OverflowError PermissionError ProcessLookupError RecursionError ReferenceError "
	"RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TimeoutError TypeError UnboundLocalError "
	"UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError ZeroDivisionError";
/* clang-format on */

static void unreachable_handler(struct check *c, const struct node *try)
{
	bool broad = false;

	for (const struct node *h = try_handlers(try)->child; h != NULL; h = h->next) {
		const struct node *type = handler_type(h);
		if (broad && node_is(type, NODE_NAME) &&
		    str_in(name_of(c, type), builtin_exceptions))
			finding(c, h, "never reached: an earlier handler catches every Exception");
		broad = broad || handler_catches(c, h).broad;
	}
}

const struct rule rule_ex_unreachable = {
	.id = "EX113",
	.name = "unreachable_handler",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {561, 755},
	.title = "Handler behind a broader one is never reached",
	.why = "Handlers are tried in order, so the care taken in the later one never happens.",
	.fix = "Put the narrow handler first.",
	.bad = "try:\n"
	       "    run()\n"
	       "except Exception:\n"
	       "    log.exception('run')\n"
	       "except PermissionError:  #! EX113\n"
	       "    lock_account()\n",
	.good = "try:\n"
		"    run()\n"
		"except PermissionError:\n"
		"    lock_account()\n"
		"except Exception:\n"
		"    log.exception('run')\n",
	.on = {NODE_TRY},
	.py = unreachable_handler,
};

/* ---- EX114 ---- */

static void exit_returns_true(struct check *c, const struct node *f)
{
	if (!str_in(node_name(c, f), "__exit__ __aexit__"))
		return;
	const struct node *last = function_first(f);
	for (const struct node *s = last; s != NULL; s = s->next) {
		if (s->kind == NODE_IF || s->kind == NODE_TRY || s->kind == NODE_FOR ||
		    s->kind == NODE_WITH || s->kind == NODE_WHILE || s->kind == NODE_MATCH)
			return; /* it looks before it answers */
		last = s;
	}
	if (node_is(last, NODE_RETURN) && node_is_constant(last->child, CONST_TRUE) &&
	    !is_test_code(c))
		finding(c, last,
			"%.*s() always returns True: every exception of the with block is "
			"swallowed",
			STR_ARG(node_name(c, f)));
}

const struct rule rule_ex_exit_true = {
	.id = "EX114",
	.name = "exit_swallows_all",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {390, 755},
	.title = "Context manager that swallows every exception",
	.why = "A true result of __exit__ tells Python to forget the exception. Always returning "
	       "True makes every "
	       "with block of this class a bare `except: pass`.",
	.fix = "Return None, or True only for the exception class that the manager is there for.",
	.bad = "class Timer:\n"
	       "    def __exit__(self, kind, value, trace):\n"
	       "        self.stop()\n"
	       "        return True  #! EX114\n",
	.good = "class Timer:\n"
		"    def __exit__(self, kind, value, trace):\n"
		"        self.stop()\n"
		"        return False\n",
	.on = {NODE_FUNCTION_DEF},
	.needs = "__exit__ __aexit__",
	.py = exit_returns_true,
};
