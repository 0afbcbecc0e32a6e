/* gRPC calls have no deadline unless the caller sets one. A stub is known by its class name: the
 * code generator ends it in `Stub`. */
#include "rules/py/edit.h"
#include "rules/py/origin.h"

static void grpc_deadline(struct check *c, const struct node *call)
{
	const struct node *f = call_function(call);
	struct call_arg t;
	struct finding *hit;

	if (f->kind != NODE_ATTRIBUTE || !imports_module(c, "grpc") ||
	    !str_ends(name_of(c, f->child), S("Stub()")))
		return;
	t = arg_at(c, call, 1, "timeout");
	if (t.state == ARG_STATE_UNKNOWN || (t.state == ARG_STATE_GIVEN && !is_none(c, t.node)))
		return;
	hit = finding_graded(c, call, level_in_tests(c), LEVEL_DEFAULT,
			     "The gRPC call %.*s() has no deadline", STR_ARG(node_name(c, f)));
	edit_keyword(c, hit, call, "timeout", "10");
}

static void grpc_insecure(struct check *c, const struct node *call)
{
	struct value v = value_of(c, arg_node(c, call, 0, "target"));

	if (v.kind != VALUE_STR && v.kind != VALUE_PARTIAL_STR)
		return;
	if (v.text.n == 0 || str_starts(v.text, S("localhost")) || str_starts(v.text, S("127.")) ||
	    str_starts(v.text, S("unix:")) || str_starts(v.text, S("[::")) ||
	    str_starts(v.text, S("\xef\xbf\xbd")) || str_starts(v.text, S("0.0.0.0")))
		return;
	finding(c, call, "The gRPC channel to %.*s is not encrypted", STR_ARG(v.text));
}

const struct rule rules_grpc[] = {
	{
		.id = "ML209",
		.name = "grpc_no_deadline",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {400},
		.title = "gRPC call without a deadline",
		.why = "A gRPC call waits for ever unless timeout is given; a hung model server "
		       "then uses "
		       "up every thread of the caller.",
		.fix = "Pass timeout=SECONDS to each call of the stub.",
		.bad = "import grpc\nimport p_pb2_grpc\n"
		       "stub = p_pb2_grpc.PredictStub(channel)\n"
		       "r = stub.Predict(req)   #! ML209\n",
		.good = "import grpc\nimport p_pb2_grpc\n"
			"stub = p_pb2_grpc.PredictStub(channel)\n"
			"r = stub.Predict(req, timeout=5)\n",
		.on = {NODE_CALL},
		.needs = "grpc",
		.py = grpc_deadline,
	},
	{
		.id = "ML210",
		.name = "grpc_insecure_channel",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {319},
		.title = "gRPC channel without TLS to another machine",
		.why = "Inputs, predictions and tokens in metadata cross the network in clear "
		       "text.",
		.fix = "Use grpc.secure_channel(target, grpc.ssl_channel_credentials()).",
		.bad = "import grpc\nch = grpc.insecure_channel('triton.prod:8001')   #! ML210\n",
		.good = "import grpc\nch = grpc.insecure_channel('localhost:8001')\n",
		.calls = "grpc.insecure_channel grpc.aio.insecure_channel",
		.py = grpc_insecure,
	},
};
