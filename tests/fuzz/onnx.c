/* ONNX and protocol buffers: what is shown lies inside the file; every field is read at most a few
 * times; recognition and walk agree that a file is what it is. */
#include "fuzz.h"

#include "model/onnx.h"

struct count {
	struct pb *p;
	uint64_t shown;
};

static void seen(struct count *c, uint64_t at)
{
	INVARIANT(at <= c->p->blob.size);
	c->shown++;
}

static void on_text(void *ctx, UNUSED enum onnx_text what, str key, const struct pb_field *value)
{
	INVARIANT(key.n <= ONNX_NAME);
	seen(ctx, value->body.end);
	INVARIANT(value->body.at <= value->body.end || value->wire != PB_BYTES);
}

static void on_node(void *ctx, const struct onnx_node *n)
{
	INVARIANT(n->op.n <= ONNX_NAME && n->domain.n <= ONNX_NAME && n->name.n <= ONNX_NAME);
	seen(ctx, n->at);
}

static void on_attribute(void *ctx, UNUSED const struct onnx_node *n,
			 const struct onnx_attribute *t)
{
	INVARIANT(t->name.n <= ONNX_NAME);
	seen(ctx, t->at);
}

static void on_tensor(void *ctx, const struct onnx_tensor *t)
{
	INVARIANT(t->location.n <= ONNX_LOCATION && t->offset.n <= ONNX_NUMBER);
	INVARIANT(!t->has_raw || t->raw.body.end <= ((struct count *)ctx)->p->blob.size);
	seen(ctx, t->at);
}

static void on_function(void *ctx, const struct onnx_function *f)
{
	if (f != NULL)
		seen(ctx, f->at);
}

static void on_field(void *ctx, UNUSED const char *message, const struct pb_field *f)
{
	seen(ctx, f->at);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	struct pb p = pb_of(a, blob_of(input));
	struct count c = {.p = &p};
	struct onnx_visitor v = {.ctx = &c,
				 .text = on_text,
				 .node = on_node,
				 .attribute = on_attribute,
				 .tensor = on_tensor,
				 .function = on_function,
				 .unknown = on_field,
				 .twice = on_field};
	uint64_t where;

	(void)onnx_looks_like_tensor(input, size + (size & 1 ? 1000 : 0));
	(void)onnx_looks_like_model(input, size + (size & 1 ? 1000 : 0));
	onnx_functions(&p, &v);
	(void)onnx_walk(&p, &v, &where);
	INVARIANT(p.diag.code == PB_DIAG_NONE || (p.diag.offset <= input.n && p.diag.msg != NULL));
	INVARIANT(c.shown <= 8 * (uint64_t)size + 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
