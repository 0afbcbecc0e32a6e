/* XML: events nest, names and values are inside bounds, what is wrong has an offset; entities do
 * not grow a small document. */
#include "fuzz.h"

#include "text/xml.h"

struct count {
	int depth;
	uint64_t bytes, size;
};

static bool on_start(void *ctx, str name, const struct xml_attribute *list, unsigned n, uint64_t at)
{
	struct count *c = ctx;

	INVARIANT(name.n > 0 && at <= c->size);
	c->depth++;
	for (unsigned i = 0; i < n; i++) {
		INVARIANT(list[i].name.n > 0);
		c->bytes += list[i].value.n;
	}
	return c->depth < 100;
}

static void on_end(void *ctx, UNUSED str name)
{
	((struct count *)ctx)->depth--;
}

static void on_text(void *ctx, str text)
{
	((struct count *)ctx)->bytes += text.n;
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	struct count c = {.size = size};
	struct xml_handler h = {.ctx = &c, .start = on_start, .end = on_end, .text = on_text};
	struct xml_diag d;
	str root = xml_root_name(input);
	bool ok = xml_read(a, stream_of(a, blob_of(input)), &h, &d);

	INVARIANT(root.n < 200 && root.n <= size);
	INVARIANT(ok == (d.code == XML_DIAG_NONE));
	INVARIANT(ok || (d.msg != NULL && d.offset <= size));
	INVARIANT(c.bytes <= LIMIT_XML_GROWTH * ((uint64_t)size + LIMIT_XML_GROWN));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
