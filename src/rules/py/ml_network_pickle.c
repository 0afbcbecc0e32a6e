/* A deserialiser that runs code, fed from the network in the same function. */
#include "rules/py/origin.h"

static void network_pickle(struct check *c, const struct node *call)
{
	unsigned o = origin_of(c, arg_node(c, call, 0, NULL));

	struct call_arg safe = arg_at(c, call, -1, "weights_only");
	struct finding *f = NULL;

	if (safe.state == ARG_STATE_GIVEN && !is_false(c, safe.node) && !is_none(c, safe.node))
		return; /* true, or decided by the caller */
	if (o & ORIGIN_NETWORK)
		f = finding(c, call, "%.*s() runs code from a response of the network",
			    STR_ARG(call_name(c, call)));
	else if (o & ORIGIN_USER)
		f = finding(c, call, "%.*s() runs code that a user sends",
			    STR_ARG(call_name(c, call)));
	else if (o & ORIGIN_STORE)
		f = finding_graded(
			c, call, MEDIUM, HIGH,
			"%.*s() runs code that anybody with access to the store put there",
			STR_ARG(call_name(c, call)));
	if (f != NULL && !(safe.state == ARG_STATE_GIVEN && is_false(c, safe.node)) &&
	    call_is(c, call, "torch.load"))
		finding_when(c, f, "version:torch<2.6"); /* later ones load weights only */
}

const struct rule rule_network_pickle = {
	.id = "ML131",
	.name = "network_pickle",
	.severity = CRITICAL,
	.confidence = HIGH,
	.cwe = {502, 494},
	.title = "Pickle loaded straight from the network",
	.why = "The bytes of a response, upload or cache entry are unpickled as they arrive: "
	       "whoever "
	       "answers (or sits in between, or shares the Redis) runs code here.",
	.fix = "Exchange JSON, safetensors or Arrow; or verify a signature over the bytes before "
	       "unpickling them.",
	.bad = "import pickle, requests\n"
	       "r = requests.get('https://e.org/m', timeout=5)\n"
	       "m = pickle.loads(r.content)   #! ML131\n",
	.good = "import pickle\nwith open('m.pkl', 'rb') as f:\n    m = pickle.load(f)\n",
	.calls = "pickle.load pickle.loads pickle.Unpickler _pickle.loads cPickle.loads "
		 "cPickle.load "
		 "dill.load dill.loads cloudpickle.load cloudpickle.loads joblib.load torch.load "
		 "pandas.read_pickle marshal.loads jsonpickle.decode yaml.unsafe_load "
		 "shelve.open",
	.py = network_pickle,
};
