#include "engine/check.h"

static void connection_authkey(struct check *c, const struct node *call)
{
	bool client = str_ends(call_name(c, call), S("Client"));
	struct call_arg key = arg_at(c, call, client ? 2 : 3, "authkey");
	struct value addr = value_of(c, arg_node(c, call, 0, "address"));

	if (key.state == ARG_STATE_UNKNOWN ||
	    (key.state == ARG_STATE_GIVEN && !is_none(c, key.node)))
		return;
	if (addr.kind != VALUE_TUPLE)
		return; /* a Unix socket or pipe is guarded by the file system */
	finding(c, call,
		"multiprocessing.connection without authkey: whoever connects sends pickles");
}

const struct rule rule_connection_authkey = {
	.id = "ML132",
	.name = "multiprocessing_no_authkey",
	.severity = HIGH,
	.confidence = MEDIUM,
	.cwe = {306, 502},
	.title = "multiprocessing connection over TCP without authkey",
	.why = "Connection.recv() unpickles what the peer sends. Without authkey any process that "
	       "reaches the port runs code.",
	.fix = "Pass authkey=<random bytes from the environment>, or use send_bytes/recv_bytes "
	       "with "
	       "JSON.",
	.bad = "from multiprocessing.connection import Listener\n"
	       "s = Listener(('0.0.0.0', 6000))   #! ML132\n",
	.good = "from multiprocessing.connection import Listener\n"
		"s = Listener(('127.0.0.1', 6000), authkey=key)\n",
	.calls = "multiprocessing.connection.Listener multiprocessing.connection.Client",
	.py = connection_authkey,
};
