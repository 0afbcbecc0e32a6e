/* PaddlePaddle programs (.pdmodel, __model__): framework.proto. Operators that call Python, read or
 * write files or talk to the network. Parameters (.pdiparams) are tensors; .pdparams are pickles
 * and recognised as such. */
#include "base/limits.h"
#include "engine/model.h"
#include "engine/rule.h"
#include "model/path.h"
#include "model/protobuf.h"
#include "rules/model/graph.h"

#define TAGS "OWASP-ML06 OWASP-LLM03 ATLAS-AML.T0010 ATLAS-AML.T0011"
#define NAME 256

struct paddle {
	struct model *m;
	struct pb *p;
	struct map seen;
	uint64_t operators;
};

static const struct row {
	enum level severity;
	const char *does, *ops;
} rows[] = {
	{HIGH, "calls Python", "py_func py_layer pylayer run_python"},
	{HIGH, "reads or writes a file",
	 "read_file save save_combine load load_combine sparse_tensor_load lookup_table_dump "
	 "save_selected_rows recv_save checkpoint_notify dump"},
	{HIGH, "talks to the network",
	 "listen_and_serv send recv prefetch send_barrier fetch_barrier gen_nccl_id gen_bkcl_id "
	 "c_gen_nccl_id c_gen_bkcl_id distributed_lookup_table heter_listen_and_serv "
	 "send_and_recv push_dense pull_sparse push_sparse"},
	{INFO, "runs an engine that was compiled for one machine",
	 "tensorrt_engine lite_engine dlnne_engine cinn_launch ipu_runtime"},
};

static void operator_type(struct paddle *x, str type, uint64_t at)
{
	struct finding *f;

	x->operators++;
	for (size_t i = 0; i < COUNTOF(rows); i++) {
		if (!str_in(type, rows[i].ops) || !graph_first(&x->seen, "MD433", type))
			continue;
		f = model_finding(x->m, "MD433", at, type, "operator %.*s %s", STR_ARG(type),
				  rows[i].does);
		f->severity = (uint8_t)rows[i].severity;
		return;
	}
	if ((graph_python_op(type) || graph_telling_op(type)) &&
	    graph_first(&x->seen, "MD433", type))
		model_finding(x->m, "MD433", at, type, "operator %.*s runs code by its name",
			      STR_ARG(graph_show(x->m, type)));
}

static void read_operator(struct paddle *x, struct pb_range in)
{
	uint8_t room[NAME];
	struct pb_field f;

	while (pb_next(x->p, &in, &f))
		if (f.number == 3 && f.wire == PB_BYTES)
			operator_type(x, pb_bytes(x->p, &f, room, sizeof(room)), f.at);
}

static void read_program(struct paddle *x)
{
	struct pb_range in = pb_all(x->p), block;
	struct pb_field f;

	while (pb_next(x->p, &in, &f)) {
		if (f.number != 1 || f.wire != PB_BYTES)
			continue;
		for (block = f.body; pb_next(x->p, &block, &f);)
			if (f.number == 4 && f.wire == PB_BYTES)
				read_operator(x, f.body);
	}
}

/* Blocks that begin with their number and their parent's, and have variables or operators. */
static bool looks_like(str head, uint64_t size)
{
	static const struct pb_known program[] = {{1, PB_BYTES}, {2, PB_BYTES}, {3, PB_BYTES},
						  {4, PB_BYTES}, {5, PB_BYTES}, {0, PB_VARINT}};
	static const struct pb_known block[] = {{1, PB_VARINT}, {2, PB_VARINT}, {3, PB_BYTES},
						{4, PB_BYTES},	{5, PB_VARINT}, {0, PB_VARINT}};
	struct pb_look l = pb_look(head, size, program);
	uint64_t inner;
	str s;

	if (l.bad || l.odd > 0)
		return false;
	s = pb_look_into(head, size, 1, &inner);
	l = pb_look(s, inner, block);
	return s.p != NULL && !l.bad && l.odd == 0 && (l.seen & 1 << 1) && (l.seen & 1 << 2) &&
	       (l.seen & (1 << 3 | 1 << 4));
}

static void check_paddle(struct model *m)
{
	struct pb p = pb_of(m->arena, m->blob);
	struct paddle x = {.m = m, .p = &p, .seen = map_in(m->arena)};
	const struct pb_diag *d = &p.diag;

	if (graph_lfs_pointer(m))
		return;
	model_property(m, "format", S("paddle"));
	read_program(&x);
	if (d->code == PB_DIAG_FUEL)
		model_finding(m, "AS004", d->offset, (str){NULL, 0}, "%s", d->msg);
	else if (d->code == PB_DIAG_READ)
		model_unreadable(m);
	else if (d->code != PB_DIAG_NONE || m->blob.size == 0)
		model_finding(m, "MD434", d->offset, (str){NULL, 0},
			      "no program of Paddle, or one that is cut short or damaged: %s",
			      d->msg ? d->msg : "empty");
}

static unsigned recognise(UNUSED const struct settings *s, const struct peek *p)
{
	if (looks_like(p->head, p->size))
		return 75;
	return str_ends(p->name, S(".pdmodel")) ? 40 : 0;
}

const struct format format_paddle = {
	.name = "paddle",
	.layer = LAYER_MODELS,
	.recognise = recognise,
	.model = check_paddle,
};

const struct rule rules_paddle[] = {
	{
		.id = "MD433",
		.name = "paddle_op",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {94, 22, 918},
		.tags = TAGS,
		.title = "A Paddle program calls Python, files or the network",
		.why = "The operator acts with the rights of the process that runs the model, as "
		       "whoever wrote the program says.",
		.fix = "Export the model again for inference only.",
		.lang = "bytes:model.pdmodel",
		.bad = "\\n\\x0f\\x08\\x00\\x10\\x00\\x22\\x09\\x1a\\x07py_func",
		.good = "\\n\\x0f\\x08\\x00\\x10\\x00\\x22\\x09\\x1a\\x07softmax",
	},
	{
		.id = "MD434",
		.name = "paddle_malformed",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {20},
		.tags = TAGS,
		.title = "No Paddle program, or one that is damaged",
		.why = "A part of it could not be checked; no exporter writes such a file.",
		.fix = "Get the file again from its source and compare its hash.",
		.lang = "bytes:model.pdmodel",
		.bad = "\\n\\x7f\\x08\\x00\\x10\\x00\\x22\\x09\\x1a\\x07softmax",
		.good = "\\n\\x0f\\x08\\x00\\x10\\x00\\x22\\x09\\x1a\\x07softmax",
	},
	{0},
};
