/* A loader or HTTP function that is not called here but handed to something that will call it:
 * asyncio.to_thread(joblib.load, path), pool.map(requests.get, urls). The other rules look at calls
 * and see none. What is handed over is known by its resolved name, so `map` and `submit` of
 * anything cost one look at an argument. */
#include "engine/check.h"

#define RUNNERS                                                                                    \
	"asyncio.to_thread *.run_in_executor *.submit *.map *.imap *.imap_unordered *.starmap "    \
	"*.apply_async *.run_sync map starlette.concurrency.run_in_threadpool "                    \
	"fastapi.concurrency.run_in_threadpool"

static const struct node *handed(struct check *c, const struct node *call)
{
	const struct node *a = call_first_arg(call);

	if (a != NULL && str_eq(call_method(c, call), S("run_in_executor")))
		a = a->next;
	return node_is(a, NODE_NAME) || node_is(a, NODE_ATTRIBUTE) ? a : NULL;
}

static void loader_handed_over(struct check *c, const struct node *call)
{
	const struct node *f = handed(c, call);
	str name = f != NULL ? name_of(c, f) : S("");

	if (str_in(name, "joblib.load dill.load dill.loads cloudpickle.load cloudpickle.loads "
			 "pickle.load pickle.loads pandas.read_pickle torch.jit.load "
			 "marshal.loads jsonpickle.decode yaml.unsafe_load"))
		finding(c, call, "%.*s is called here with every item: it runs code from its input",
			STR_ARG(name));
}

static void request_handed_over(struct check *c, const struct node *call)
{
	const struct node *f = handed(c, call);
	str name = f != NULL ? name_of(c, f) : S("");

	/* get = functools.partial(requests.get, timeout=10) */
	if (node_is(f, NODE_NAME)) {
		const struct binding *b = scope_find(c->scopes, c->scope, f->atom, NULL);
		if (b != NULL && node_is(b->value, NODE_CALL) &&
		    arg_at(c, b->value, -1, "timeout").state != ARG_STATE_ABSENT)
			return;
	}
	if (!str_in(name, "requests.get requests.post requests.put requests.head requests.delete "
			  "requests.patch requests.Session().get requests.Session().post "
			  "urllib.request.urlopen") ||
	    arg_at(c, call, -1, "timeout").state != ARG_STATE_ABSENT)
		return;
	finding(c, call, "%.*s is called here without a timeout: it may wait for ever",
		STR_ARG(name));
}

const struct rule rules_handed_over[] = {
	{
		.id = "ML137",
		.name = "loader_handed_over",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502},
		.title = "Unsafe loader handed to a thread, executor or map",
		.why = "The call is made by the executor, with the same consequences: a pickle "
		       "calls what it names.",
		.fix = "Hand over a function of your own that checks a digest first, or loads "
		       "safetensors, skops or JSON.",
		.bad = "import asyncio, joblib\n"
		       "async def read(path):\n"
		       "    return await asyncio.to_thread(joblib.load, path)   #! ML137\n",
		.good = "import asyncio\n"
			"from safetensors.torch import load_file\n"
			"async def read(path):\n"
			"    return await asyncio.to_thread(load_file, path)\n",
		.calls = RUNNERS,
		.needs = "joblib dill cloudpickle pickle pandas torch marshal jsonpickle yaml",
		.py = loader_handed_over,
	},
	{
		.id = "ML220",
		.name = "request_handed_over",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {400},
		.title = "HTTP function without timeout handed to a thread, executor or map",
		.why = "One server that does not answer holds a worker of the pool for ever; a few "
		       "of them hold all.",
		.fix = "Hand over functools.partial(requests.get, timeout=10).",
		.bad = "import requests\n"
		       "def fetch(pool, urls):\n"
		       "    return list(pool.map(requests.get, urls))   #! ML220\n",
		.good = "import functools, requests\n"
			"def fetch(pool, urls):\n"
			"    get = functools.partial(requests.get, timeout=10)\n"
			"    return list(pool.map(get, urls))\n",
		.calls = RUNNERS,
		.needs = "requests urllib",
		.py = request_handed_over,
	},
};
