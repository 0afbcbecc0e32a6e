/* HDF5: offsets told lie inside the file, values too. The first byte chooses what is read: the
 * input itself, or one of two whole files with the input's bytes written over it (three bytes a
 * change: where and what), so that checksums and addresses are right but for the changes. */
#include "fuzz.h"

#include "hdf5_make.h"

struct said {
	struct blob all;
	uint64_t count;
};

static void on_item(void *ctx, struct hdf5 *h, const struct hdf5_item *i)
{
	struct said *s = ctx;
	struct blob b;
	uint8_t byte;

	INVARIANT(i->event <= HDF5_LIMIT);
	INVARIANT(i->at == UINT64_MAX || i->at <= s->all.size);
	INVARIANT(i->object.n > 0 && i->value.size <= s->all.size);
	INVARIANT((i->event == HDF5_PROBLEM || i->event == HDF5_LIMIT) == (i->what != NULL));
	for (uint64_t k = 0; k < i->count && k < 8; k++)
		if (i->event <= HDF5_DATASET && hdf5_element(h, i, k, &b) && b.size > 0) {
			INVARIANT(b.size <= s->all.size);
			INVARIANT(blob_copy(b, b.size - 1, &byte, 1));
		}
	s->count++;
}

static void on_value(void *ctx, struct blob value, uint64_t at)
{
	struct said *s = ctx;

	INVARIANT(at <= s->all.size && value.size <= s->all.size - at);
}

static void on_first(void *ctx, struct hdf5 *h, const struct hdf5_item *i)
{
	on_item(ctx, h, i);
	if (i->event == HDF5_END)
		hdf5_values(h, on_value, ctx);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct said s = {0};
	str file = {data, size};
	uint64_t at;

	if (size > 0 && data[0] < 2) {
		file = data[0] ? h5_make_new(a, S("{\"a\": 1}"), "x")
			       : h5_make_old(a, S("{\"a\": 1}"), "x", 0);
		for (size_t i = 1; i + 3 <= size; i += 3) {
			size_t where = (size_t)data[i] << 8 | data[i + 1];
			uint8_t *p = (uint8_t *)(uintptr_t)file.p;
			p[where % file.n] = data[i + 2];
		}
	}
	file = fuzz_input(a, file.p, file.n, 0);
	s.all = blob_of(file);
	if (!hdf5_find(s.all, &at))
		return;
	hdf5_read(s.all, at, a, on_first, &s);
	INVARIANT(s.count > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
