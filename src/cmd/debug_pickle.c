/* `assay debug pickle FILE`: every pickle in a file, instruction by instruction, with what each one
 * makes (globals resolved, calls with their arguments) and what the policy says. With --trace the
 * file is a batch of pickles, each after its length (four bytes, little-endian), and what is
 * printed is for programs: what the unpickler asks for, and where it stops, read from memory and
 * from a file (tests/oracle/pickle_compare.py). */
#include "base/cur.h"
#include "base/limits.h"
#include "cmd/debug.h"
#include "model/pickle.h"

struct printer {
	struct buf *out, pending; /* issues come before the instruction that they are about */
};

/* ---- For people ---- */

static const char *grade_name(unsigned g)
{
	static const char *const names[] = {"", "info", "low", "medium", "high", "critical"};

	return names[g];
}

static void note_issue(void *ctx, struct pickle *p, const struct pickle_issue *i)
{
	struct printer *r = ctx;

	(void)p;
	buf_printf(&r->pending, "              ! %s: %.*s\n", grade_name(i->grade),
		   STR_ARG(i->text));
}

static bool is_call(uint8_t op)
{
	return op == PK_REDUCE || op == PK_NEWOBJ || op == PK_NEWOBJ_EX || op == PK_OBJ ||
	       op == PK_INST || op == PK_BUILD || op == PK_PERSID || op == PK_BINPERSID;
}

static bool is_constant(struct pickle_value v)
{
	return pv_kind(v) >= PV_NONE && pv_kind(v) <= PV_BYTEARRAY;
}

static void print_global(struct buf *out, const struct pickle_global *g)
{
	static const char *const classes[] = {"unknown", "safe", "safe with the right arguments",
					      "known class", "dangerous"};

	buf_printf(out, "   # %s", classes[g->verdict.class]);
	if (g->verdict.class == PICKLE_DANGEROUS)
		buf_printf(out, ": %s", g->verdict.why);
}

static void print_argument(struct printer *r, struct pickle *p, const struct pickle_insn *i)
{
	struct pickle_value v = pickle_top(p, 0);

	switch (i->op) {
	case PK_PROTO:
	case PK_PUT:
	case PK_GET:
	case PK_BINPUT:
	case PK_BINGET:
	case PK_LONG_BINPUT:
	case PK_LONG_BINGET:
	case PK_EXT1:
	case PK_EXT2:
	case PK_EXT4:
		buf_printf(r->out, " %lld", (long long)i->number);
		break;
	case PK_FRAME:
		buf_printf(r->out, " %llu", (unsigned long long)i->length);
		return;
	default:
		break;
	}
	if (is_call(i->op) || pv_kind(v) == PV_GLOBAL || (is_constant(v) && i->length > 0)) {
		buf_byte(r->out, ' ');
		pickle_show(p, r->out, v);
	}
	if (pickle_global(p, v) != NULL && (i->op == PK_GLOBAL || i->op == PK_STACK_GLOBAL))
		print_global(r->out, pickle_global(p, v));
}

static void print_step(void *ctx, struct pickle *p, const struct pickle_insn *i)
{
	struct printer *r = ctx;

	buf_printf(r->out, "%12llu: %-16s", (unsigned long long)i->at, pickle_op_name(i->op));
	print_argument(r, p, i);
	buf_printf(r->out, "   [%llu]\n", (unsigned long long)pickle_depth(p));
	buf_add(r->out, buf_str(&r->pending));
	r->pending.n = 0;
}

/* Passes over the bytes that joblib reads; false: it cannot be told how many. */
static bool print_array(struct pickle *p, struct printer *r, struct pickle_end *end)
{
	struct pickle_array array = pickle_array_of(p);
	struct blob blob = pickle_blob(p);
	uint64_t at = end->end;
	uint8_t padding = 0;

	if (array.error != NULL || array.objects) {
		buf_printf(r->out, "%12llu: an array for joblib: %s\n", (unsigned long long)at,
			   array.objects ? "of objects, which are a pickle of their own"
					 : array.error);
		return false;
	}
	if (array.aligned && !blob_copy(blob, at++, &padding, 1))
		return false;
	at += padding;
	if (at > blob.size || array.bytes > blob.size - at)
		return false;
	buf_printf(r->out, "%12llu: %llu bytes of an array, which joblib reads\n",
		   (unsigned long long)at, (unsigned long long)array.bytes);
	*end = pickle_resume(p, at + array.bytes);
	return true;
}

/* All pickles, one after the other; false when one is broken. */
static bool print_all(struct arena *a, struct blob blob, struct printer *r)
{
	struct pickle_watch w = {.ctx = r, .issue = note_issue, .step = print_step};
	struct pickle *p = pickle_new(a, blob, &w);
	struct pickle_end end = {0};

	while (end.end < blob.size && end.error == PICKLE_OK) {
		end = pickle_run(p, end.end, PICKLE_FROM_BYTES, true);
		while (end.raw)
			if (!print_array(p, r, &end))
				return false;
	}
	pickle_imports(p);
	buf_add(r->out, buf_str(&r->pending));
	if (end.error != PICKLE_OK)
		buf_printf(r->out, "%12llu: %s\n", (unsigned long long)end.at,
			   pickle_error_text(end.error));
	return end.error == PICKLE_OK;
}

/* ---- For programs ---- */

static void print_hex(struct buf *out, str s)
{
	buf_byte(out, ' ');
	for (size_t i = 0; i < s.n; i++)
		buf_printf(out, "%02x", s.p[i]);
}

static void trace_global(void *ctx, struct pickle *p, uint64_t at, str module, str name, bool known)
{
	struct printer *r = ctx;

	(void)p;
	buf_printf(r->out, "%c %llu", known ? 'G' : 'C', (unsigned long long)at);
	if (known) {
		print_hex(r->out, module);
		print_hex(r->out, name);
	}
	buf_byte(r->out, '\n');
}

static void trace_doubt(void *ctx, struct pickle *p)
{
	struct printer *r = ctx;

	(void)p;
	buf_add(r->out, S("D\n"));
}

static void trace_step(void *ctx, struct pickle *p, const struct pickle_insn *i)
{
	struct printer *r = ctx;

	(void)p;
	if (i->op == PK_EXT1 || i->op == PK_EXT2 || i->op == PK_EXT4)
		buf_printf(r->out, "X %lld\n", (long long)i->number);
}

static void trace(struct arena *a, str pickle, enum pickle_reading reading, struct printer *r)
{
	struct pickle_watch w = {
		.ctx = r, .global = trace_global, .doubt = trace_doubt, .step = trace_step};
	struct pickle *p = pickle_new(a, blob_of(pickle), &w);
	struct pickle_end end = pickle_run(p, 0, reading, false);

	buf_printf(r->out, "E %u %llu %llu\n", end.error, (unsigned long long)end.at,
		   (unsigned long long)end.end);
	arena_reset(a);
}

static bool trace_batch(str bytes, struct printer *r)
{
	struct cur c = cur_of(bytes);
	struct arena a;

	arena_init(&a, LIMIT_MODEL_MEMORY);
	while (cur_left(&c) > 0 && !c.bad) {
		str pickle = cur_field(&c);
		if (c.bad)
			break;
		buf_add(r->out, S("R\n"));
		trace(&a, pickle, PICKLE_FROM_BYTES, r);
		trace(&a, pickle, PICKLE_FROM_FILE, r);
	}
	arena_free(&a);
	return !c.bad;
}

static bool print_pickle(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	struct printer r = {.out = out, .pending = buf_in(a)};

	(void)path;
	if (str_eq(option, S("--trace")))
		return trace_batch(bytes, &r);
	return print_all(a, blob_of(bytes), &r);
}

const struct stage stage_pickle = {
	.name = "pickle",
	.help = "pickles, disassembled and judged (--trace: a batch, for tests)",
	.print = print_pickle,
};
