/* Queues and sockets set up to carry pickles. */
#include "rules/py/origin.h"

static void recv_pyobj(struct check *c, const struct node *call)
{
	if (imports_module(c, "zmq"))
		finding_graded(c, call, level_in_tests(c), LEVEL_DEFAULT,
			       "recv_pyobj() unpickles what the peer sends");
}

static void pickle_consumer(struct check *c, const struct node *call)
{
	const struct node *d = arg_node(c, call, -1, "value_deserializer");

	if (d != NULL && d->kind == NODE_LAMBDA && d->child != NULL)
		d = d->child->next;
	if (d != NULL && d->kind == NODE_CALL)
		d = call_function(d);
	if (d != NULL && str_in(name_of(c, d), "pickle.loads dill.loads cloudpickle.loads"))
		finding(c, call,
			"Messages of the topic are unpickled: whoever may publish runs code");
}

const struct rule rules_pickle_transport[] = {
	{
		.id = "ML134",
		.name = "zmq_recv_pyobj",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "ZeroMQ recv_pyobj",
		.why = "recv_pyobj is pickle.loads on bytes of the socket; ZeroMQ does not "
		       "authenticate "
		       "peers unless CURVE is set up.",
		.fix = "Use recv_json() or recv_multipart() with raw array bytes and a JSON "
		       "header.",
		.bad = "import zmq\nobj = sock.recv_pyobj()   #! ML134\n",
		.good = "import zmq\nobj = sock.recv_json()\n",
		.calls = "*.recv_pyobj",
		.py = recv_pyobj,
	},
	{
		.id = "ML135",
		.name = "kafka_pickle_deserializer",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "Message consumer that unpickles",
		.why = "Whoever may publish to the topic runs code in every consumer.",
		.fix = "Use JSON, Avro or Protobuf for messages.",
		.bad = "import pickle\nfrom kafka import KafkaConsumer\n"
		       "k = KafkaConsumer('t', value_deserializer=pickle.loads)   #! ML135\n",
		.good = "import json\nfrom kafka import KafkaConsumer\n"
			"k = KafkaConsumer('t', value_deserializer=json.loads)\n",
		.calls = "kafka.KafkaConsumer aiokafka.AIOKafkaConsumer",
		.py = pickle_consumer,
	},
};
