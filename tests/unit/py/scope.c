#include "test.h"

#include "base/fail.h"
#include "py/scope.h"

struct asked {
	struct py_file file;
	struct py_scopes *scopes;
	const struct scope *scope;
	const struct node
		*expr; /* the last expression statement, or the last argument of ask(...) */
};

static void find_last(struct asked *q, const struct node *n, const struct scope *scope)
{
	const struct scope *inner = scope;

	if (n->kind == NODE_FUNCTION_DEF || n->kind == NODE_CLASS_DEF)
		inner = scope_of(q->scopes, n);
	else if (n->kind == NODE_LAMBDA ||
		 (n->kind >= NODE_LIST_COMP && n->kind <= NODE_GENERATOR_EXP))
		inner = scope_open(q->scopes, scope, n);
	if (n->kind == NODE_CALL && n->child->kind == NODE_NAME &&
	    str_eq(atom_text(&q->file, n->child->atom), S("ask"))) {
		q->expr = n->child->next;
		q->scope = scope;
	}
	for (const struct node *c = n->child; c != NULL; c = c->next)
		find_last(q, c, inner);
}

/* Parses `text` and finds the argument of its last `ask(...)`. */
static const struct asked *ask(struct arena *a, const char *text)
{
	struct asked *q = NEW(a, struct asked, 1);
	str source = test_guarded(str_of(text), 64);

	py_parse(&q->file, a, source, PY_PARSE_DEFAULT);
	q->scopes = py_bind(a, &q->file);
	find_last(q, q->file.module, scope_of(q->scopes, q->file.module));
	ASSERT(q->expr != NULL);
	return q;
}

static str name(struct arena *a, const char *text)
{
	const struct asked *q = ask(a, text);

	return py_name(q->scopes, q->scope, q->expr);
}

static struct value value(struct arena *a, const char *text)
{
	const struct asked *q = ask(a, text);

	return py_value(q->scopes, q->scope, q->expr);
}

TEST(names_of_imports)
{
	CHECK_STR(name(a, "import torch as t\nask(t.load)\n"), S("torch.load"));
	CHECK_STR(name(a, "import os.path\nask(os.path.join)\n"), S("os.path.join"));
	CHECK_STR(name(a, "import os.path as p\nask(p.join)\n"), S("os.path.join"));
	CHECK_STR(name(a, "from torch import load as f\nask(f)\n"), S("torch.load"));
	CHECK_STR(name(a, "from . import load\nask(load)\n"), S(".load"));
	CHECK_STR(name(a, "from .io import load\nask(load)\n"), S(".io.load"));
	CHECK_STR(name(a, "from torch import *\nask(load)\n"), S("torch.load"));
	CHECK_STR(name(a, "def f():\n    import pickle\n    ask(pickle.loads)\n"),
		  S("pickle.loads"));
	CHECK_STR(name(a, "def f():\n    import pickle\nask(pickle.loads)\n"), S(""));
	CHECK_STR(name(a, "import builtins\nask(builtins.eval)\n"), S("eval"));
}

TEST(names_of_conditional_imports)
{
	CHECK_STR(
		name(a,
		     "try:\n    import cPickle as pickle\nexcept ImportError:\n    import pickle\n"
		     "ask(pickle.loads)\n"),
		S("pickle.loads"));
	CHECK_STR(name(a, "try:\n    import torch\nexcept ImportError:\n    torch = None\n"
			  "ask(torch.load)\n"),
		  S("torch.load"));
	CHECK_STR(name(a, "torch = None\nif x:\n    import torch\ndef f():\n    ask(torch.load)\n"),
		  S("torch.load"));
	CHECK_STR(name(a, "try:\n    from yaml import CLoader as L\nexcept ImportError:\n"
			  "    from yaml import Loader as L\nask(L)\n"),
		  S("yaml.Loader"));
}

TEST(names_shadowed)
{
	CHECK_STR(name(a, "ask(eval)\n"), S("eval"));
	CHECK_STR(name(a, "def eval(x):\n    pass\nask(eval)\n"), S(".eval"));
	CHECK_STR(name(a, "def f(eval):\n    ask(eval)\n"), S(""));
	CHECK_STR(name(a, "import torch\ndef f():\n    torch = g()\n    ask(torch.load)\n"), S(""));
	CHECK_STR(name(a, "class A:\n    def eval(self):\n        ask(eval)\n"), S("eval"));
	CHECK_STR(name(a, "import re\n[ask(re.compile) for re in x]\n"), S(""));
	CHECK_STR(name(a, "import re\nf = lambda re: ask(re.compile)\n"), S(""));
	CHECK_STR(name(a, "unknown.thing\nask(unknown.thing)\n"), S(""));
	CHECK_STR(name(a, "def f():\n    global g\n    import torch as g\nask(g.load)\n"),
		  S("torch.load"));
	CHECK_STR(name(a, "import re\ndef f():\n    x = 1\n    def g():\n        nonlocal x\n"
			  "        x = re\n    ask(x.compile)\n"),
		  S("re.compile"));
}

TEST(names_assigned)
{
	CHECK_STR(name(a, "import torch\nload = torch.load\nask(load)\n"), S("torch.load"));
	CHECK_STR(name(a, "import torch\na, b = torch.load, torch.save\nask(b)\n"),
		  S("torch.save"));
	CHECK_STR(name(a,
		       "import torch, functools\nf = functools.partial(torch.load, x=1)\nask(f)\n"),
		  S("torch.load"));
	CHECK_STR(name(a, "from functools import partial as p\nimport torch\n"
			  "f = p(p(torch.load, x=1))\nask(f)\n"),
		  S("torch.load"));
	CHECK_STR(name(a, "import os\nask(getattr(os, 'system'))\n"), S("os.system"));
	CHECK_STR(
		name(a, "import importlib\nm = importlib.import_module('pickle')\nask(m.loads)\n"),
		S("pickle.loads"));
	CHECK_STR(name(a, "ask(__import__('os').system)\n"), S("os.system"));
	CHECK_STR(name(a, "a = b\nb = a\nask(a)\n"), S(""));
	CHECK_STR(name(a, "a = a\nask(a.x)\n"), S(""));
	CHECK_STR(name(a, "import re, os\nx = re\nask(x)\nx = os\n"), S("re"));
	CHECK_STR(name(a, "import os\nif (s := os):\n    ask(s.system)\n"), S("os.system"));
}

TEST(names_of_instances)
{
	CHECK_STR(name(a, "import requests\ns = requests.Session()\nask(s.get)\n"),
		  S("requests.Session().get"));
	CHECK_STR(name(a, "import requests\nwith requests.Session() as s:\n    ask(s.get)\n"),
		  S("requests.Session().get"));
	CHECK_STR(name(a, "import httpx\nasync def f():\n    async with httpx.AsyncClient() as c:\n"
			  "        ask(c.get)\n"),
		  S("httpx.AsyncClient().get"));
	CHECK_STR(name(a, "import httpx\ndef f(c: httpx.Client):\n    ask(c.get)\n"),
		  S("httpx.Client().get"));
	CHECK_STR(name(a, "import httpx\ndef f(c: 'httpx.Client' = None):\n    ask(c.get)\n"),
		  S("httpx.Client().get"));
	CHECK_STR(name(a, "from typing import Optional\nimport httpx\n"
			  "def f(c: Optional[httpx.Client] = None):\n    ask(c.get)\n"),
		  S("httpx.Client().get"));
	CHECK_STR(name(a, "import httpx\ndef f(c: None | httpx.Client):\n    ask(c.get)\n"),
		  S("httpx.Client().get"));
	CHECK_STR(
		name(a,
		     "import httpx\ndef f(c=None):\n    c = c or httpx.Client()\n    ask(c.get)\n"),
		S("httpx.Client().get"));
	CHECK_STR(name(a, "import httpx\ndef make() -> httpx.Client:\n    pass\nask(make().get)\n"),
		  S("httpx.Client().get"));
	CHECK_STR(name(a, "import httpx\ndef make():\n    c = httpx.Client()\n    return c\n"
			  "ask(make().get)\n"),
		  S("httpx.Client().get"));
	CHECK_STR(name(a, "def f():\n    return f()\nask(f().get)\n"), S(".f().get"));
}

TEST(names_of_attributes)
{
	CHECK_STR(name(a, "import httpx\nclass A:\n    def __init__(self):\n"
			  "        self.c = httpx.Client()\n    def f(self):\n        "
			  "ask(self.c.get)\n"),
		  S("httpx.Client().get"));
	CHECK_STR(name(a, "import httpx\nclass A:\n    c: httpx.Client\n    def f(self):\n"
			  "        ask(self.c.get)\n"),
		  S("httpx.Client().get"));
	CHECK_STR(name(a, "import torch\nclass A:\n    load = torch.load\na = A()\nask(a.load)\n"),
		  S("torch.load"));
	CHECK_STR(name(a, "import requests\nclass S(requests.Session):\n    pass\nask(S().get)\n"),
		  S("requests.Session().get"));
	CHECK_STR(name(a, "import requests\nclass S(requests.Session):\n    def get(self):\n"
			  "        pass\nask(S().get)\n"),
		  S(".S().get"));
	CHECK_STR(name(a, "import requests\nclass S(requests.Session):\n    def f(self):\n"
			  "        ask(super().get)\n"),
		  S("requests.Session().get"));
	CHECK_STR(name(a, "import requests\nclass B:\n    def __init__(self):\n"
			  "        self.s = requests.Session()\nclass C(B):\n    def f(self):\n"
			  "        ask(self.s.get)\n"),
		  S("requests.Session().get"));
	CHECK_STR(name(a, "class A(A):\n    pass\nask(A().x)\n"), S(".A().x"));
}

TEST(values_of_literals)
{
	CHECK_STR(value(a, "ask('a' 'b' + \"c\")\n").text, S("abc"));
	CHECK_INT(value(a, "ask(2 ** 10 - 1)\n").i, 1023);
	CHECK_INT(value(a, "ask(-(60 * 60))\n").i, -3600);
	CHECK(value(a, "ask(not 0)\n").b);
	CHECK_INT(value(a, "ask(9223372036854775807 + 1)\n").kind, VALUE_UNKNOWN);
	CHECK_STR(value(a, "ask('%s-%d' % ('x', 3))\n").text, S("x-3"));
	CHECK_STR(value(a, "ask('{}/{b}'.format('x', b='y'))\n").text, S("x/y"));
	CHECK_STR(value(a, "ask('/'.join(['a', 'b']))\n").text, S("a/b"));
	CHECK_STR(value(a, "ask('a' if True else 'b')\n").text, S("a"));
	CHECK_INT(value(a, "ask([1])\n").kind, VALUE_LIST);
}

TEST(values_of_parts)
{
	struct value v = value(a, "ask(f'SELECT {x} FROM t')\n");

	CHECK_INT(v.kind, VALUE_PARTIAL_STR);
	CHECK_STR(v.text, S("SELECT \xEF\xBF\xBD FROM t"));
	CHECK_STR(value(a, "T = 't'\nask(f'FROM {T}')\n").text, S("FROM t"));
	CHECK_INT(value(a, "T = 't'\nask(f'FROM {T}')\n").kind, VALUE_STR);
	CHECK_STR(value(a, "ask('a' + x)\n").text, S("a\xEF\xBF\xBD"));
}

TEST(values_of_names)
{
	CHECK_STR(value(a, "REV = 'abc'\ndef f():\n    ask(REV)\n").text, S("abc"));
	CHECK_INT(value(a, "REV = 'abc'\nREV = 'abd'\nask(REV)\n").kind, VALUE_UNKNOWN);
	CHECK_INT(value(a, "def f(rev='abc'):\n    ask(rev)\n").kind, VALUE_UNKNOWN);
	CHECK_INT(value(a, "for rev in x:\n    ask(rev)\n").kind, VALUE_UNKNOWN);
	CHECK_INT(value(a, "n = 1\nn += 1\nask(n)\n").kind, VALUE_UNKNOWN);
	CHECK_INT(value(a, "n = n\nask(n)\n").kind, VALUE_UNKNOWN);
	CHECK_STR(value(a, "class C:\n    REV = 'abc'\nask(C.REV)\n").text, S("abc"));
	CHECK_STR(value(a, "class C:\n    REV = 'abc'\n    def f(self):\n        ask(self.REV)\n")
			  .text,
		  S("abc"));
	CHECK_STR(value(a, "class C:\n    def __init__(self):\n        self.r = 'abc'\n"
			   "    def f(self):\n        ask(self.r)\n")
			  .text,
		  S("abc"));
	CHECK_INT(value(a,
			"class C:\n    r = 'x'\n    def __init__(self):\n        self.r = 'abc'\n"
			"    def f(self):\n        ask(self.r)\n")
			  .kind,
		  VALUE_UNKNOWN);
}

static struct call_arg argument(struct arena *a, const char *text, int position,
				const char *keyword)
{
	const struct asked *q = ask(a, text);

	return py_call_arg(q->scopes, q->scope, q->expr, position, str_of(keyword));
}

TEST(arguments_of_calls)
{
	CHECK_INT(argument(a, "ask(f(1, x=2))\n", 0, "a").state, ARG_STATE_GIVEN);
	CHECK_INT(argument(a, "ask(f(1, x=2))\n", -1, "x").state, ARG_STATE_GIVEN);
	CHECK_INT(argument(a, "ask(f(1, x=2))\n", 1, "y").state, ARG_STATE_ABSENT);
	CHECK_INT(argument(a, "ask(f(*[1, 2]))\n", 1, "y").state, ARG_STATE_GIVEN);
	CHECK_INT(argument(a, "ask(f(*z))\n", 1, "y").state, ARG_STATE_UNKNOWN);
	CHECK_INT(argument(a, "ask(f(**{'y': 1}))\n", 1, "y").state, ARG_STATE_GIVEN);
	CHECK_INT(argument(a, "ask(f(**{'z': 1}))\n", 1, "y").state, ARG_STATE_ABSENT);
	CHECK_INT(argument(a, "ask(f(**z))\n", 1, "y").state, ARG_STATE_UNKNOWN);
	CHECK_INT(argument(a, "z = {'y': 1}\nask(f(**z))\n", 1, "y").state, ARG_STATE_GIVEN);
	CHECK_INT(argument(a, "z = dict(y=1)\nask(f(**z))\n", 1, "y").state, ARG_STATE_GIVEN);
	CHECK_INT(argument(a, "z = {}\nask(f(**z))\n", 1, "y").state, ARG_STATE_ABSENT);
	CHECK_INT(argument(a, "z = {}\nz['y'] = 1\nask(f(**z))\n", 1, "y").state,
		  ARG_STATE_UNKNOWN);
	CHECK_INT(argument(a, "z = {}\nz.update(q)\nask(f(**z))\n", 1, "y").state,
		  ARG_STATE_UNKNOWN);
	CHECK_INT(argument(a, "z = dict(**z)\nask(f(**z))\n", 1, "y").state, ARG_STATE_UNKNOWN);
}

TEST(arguments_of_partials)
{
	const char *text = "from functools import partial\nimport torch\n"
			   "load = partial(torch.load, weights_only=True)\nask(load(p))\n";

	CHECK_INT(argument(a, text, -1, "weights_only").state, ARG_STATE_GIVEN);
	CHECK_INT(argument(a, text, 0, "f").state, ARG_STATE_GIVEN);
	CHECK_INT(argument(a, text, 1, "map_location").state, ARG_STATE_ABSENT);
	text = "from functools import partial\nimport torch\n"
	       "load = partial(torch.load, 'x')\nask(load(p))\n";
	CHECK_INT(argument(a, text, 1, "map_location").state, ARG_STATE_GIVEN);
}
