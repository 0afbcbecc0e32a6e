/* FlatBuffers: what a walk over a hostile file returns lies inside it, and the walk ends. */
#include "fuzz.h"

#include "model/flatbuffer.h"

static void walk(struct fb *f, struct fb_table t, unsigned depth)
{
	uint8_t room[64];

	if (t.at == 0 || depth == 0 || f->fuel < 10)
		return;
	INVARIANT(t.at < f->blob.size && t.vtable < f->blob.size);
	for (unsigned i = 0; i < 6; i++) {
		str s = fb_text(f, t, i, room, sizeof(room));
		struct fb_vector v = fb_list(f, t, i, 4);
		INVARIANT(s.n <= sizeof(room));
		INVARIANT(v.at + 4 * (uint64_t)v.count <= f->blob.size);
		INVARIANT(fb_blob(f, v).size == 4 * (uint64_t)v.count);
		(void)fb_number(f, t, i, 8, 0);
		for (uint32_t k = 0; k < v.count && k < 3; k++) {
			(void)fb_item_number(f, v, k);
			walk(f, fb_item(f, v, k), depth - 1);
		}
		walk(f, fb_child(f, t, i), depth - 1);
	}
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	struct fb f = fb_of(a, blob_of(input));

	f.fuel = 20000;
	walk(&f, fb_root(&f), 5);
	INVARIANT(f.diag.code == FB_DIAG_NONE || f.diag.msg != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
