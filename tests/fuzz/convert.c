/* convert/: bytes through every reader, and what it makes of them through every writer. What is
 * written has the size that was announced before, every byte is written, and it reads back: the
 * header of safetensors without an issue, the archive with the same members, each an array of the
 * same shape. */
#include "fuzz.h"

#include "convert/names.h"
#include "convert/read.h"
#include "model/npy.h"
#include "model/safetensors.h"
#include "pack/crc32.h"
#include "pack/zip.h"

#define ROOM ((size_t)1 * MiB) /* of what is written; more is only counted */

struct counting {
	struct sink sink;
	uint8_t *p;
	uint64_t bytes, end; /* written, and behind the last one */
};

static bool count(struct sink *s, uint64_t at, str bytes)
{
	struct counting *c = (struct counting *)s;

	INVARIANT(bytes.n > 0 && at <= UINT64_MAX - bytes.n);
	c->bytes += bytes.n;
	if (at + bytes.n > c->end)
		c->end = at + bytes.n;
	if (at < ROOM)
		memcpy(c->p + at, bytes.p, bytes.n < ROOM - at ? bytes.n : ROOM - (size_t)at);
	return c->bytes < ((uint64_t)64 << 20); /* a full disk */
}

struct read_back {
	unsigned issues, pairs;
};

static void issue(void *ctx, enum safetensors_diag code, uint64_t from, uint64_t to, str what,
		  const char *msg)
{
	struct read_back *r = ctx;

	(void)code;
	(void)from;
	(void)to;
	(void)what;
	(void)msg;
	r->issues++;
}

static void metadata(void *ctx, str key, str value)
{
	struct read_back *r = ctx;

	(void)key;
	(void)value;
	r->pairs++;
}

static void check_safetensors(struct arena *a, str out, uint32_t tensors)
{
	struct read_back back = {0};
	const struct safetensors_sink sink = {issue, metadata, &back};
	struct safetensors st;

	safetensors_read(a, blob_of(out), &sink, &st);
	INVARIANT(st.readable && back.issues == 0 && back.pairs == 1);
	INVARIANT(st.count == tensors);
}

static void check_member(struct buf *room, const struct zip *z, const struct zip_entry *e,
			 const struct tensor *t)
{
	struct blob b = blob_slice(z->blob, e->data, e->data + e->h.size);
	struct npy n;

	INVARIANT(e->problems == 0 && e->h.method == ZIP_STORED);
	INVARIANT(str_ends(e->name, S(".npy")) &&
		  str_eq(str_slice(e->name, 0, e->name.n - 4), t->name));
	INVARIANT(crc32_of(0, (str){b.memory, (size_t)b.size}) == e->h.crc);
	INVARIANT(npy_read(room, b, &n));
	INVARIANT(n.issue_count == 0 && !n.object && n.dims == t->dims);
	for (unsigned i = 0; i < n.dims; i++)
		INVARIANT(n.shape[i] == t->shape[i]);
	INVARIANT(n.bytes == tensor_bytes(t) && n.data_at + n.bytes == b.size);
}

static void check_npz(struct arena *a, str out, const struct tensor_list *l)
{
	const struct zip *z = zip_read(a, blob_of(out));
	struct buf room = buf_in(a);

	INVARIANT(z->note_count == 0 && z->view_count == 1 && z->gap_count == 0);
	INVARIANT(z->count == l->count);
	for (uint32_t i = 0; i < z->count; i++)
		check_member(&room, z, &z->entries[i], l->at[i]);
}

static void write_one(struct reading *r, const struct tensor_list *l, bool numpy)
{
	static const struct write_pair pair = {S_INIT("format"), S_INIT("pt")};
	struct counting c = {.sink = {.write = count}, .p = arena_alloc(r->scratch, ROOM, 64)};
	struct write_job j = {.arena = r->scratch,
			      .sink = &c.sink,
			      .tensors = l->at,
			      .count = l->count,
			      .metadata = &pair,
			      .metadata_count = 1};
	bool ok;

	sink_begin(&c.sink, r->scratch);
	ok = numpy ? npz_write(&j) : safetensors_write(&j);
	INVARIANT(ok || c.sink.failed || (j.refusal.where.n > 0 && j.refusal.why.n > 0));
	if (!ok)
		return;
	INVARIANT(c.end == j.bytes && c.bytes >= j.bytes);
	if (c.end > ROOM)
		return;
	if (numpy)
		check_npz(r->scratch, (str){c.p, (size_t)c.end}, l);
	else
		check_safetensors(r->scratch, (str){c.p, (size_t)c.end}, l->count);
}

static void write_all(struct reading *r, const struct item *root)
{
	struct tensor_list l;
	struct refusal why = {0};

	if (!tensor_names(r->arena, root, &l, &why)) {
		INVARIANT(why.why.n > 0);
		return;
	}
	for (uint32_t i = 0; i < l.count; i++)
		INVARIANT(tensor_name_bad(l.at[i]->name) == NULL);
	write_one(r, &l, false);
	write_one(r, &l, true);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	static const struct item *(*const readers[])(struct reading * r) = {
		read_npy,	read_npz,	   read_safetensors,
		read_torch_zip, read_torch_legacy, read_torch_tar};
	struct fail_point here;
	struct arena scratch, unpack;

	arena_init(&scratch, FUZZ_MEMORY);
	arena_init(&unpack, LIMIT_STREAM_MEMORY);
	for (size_t i = 0; i < COUNTOF(readers); i++) {
		struct reading r = {.arena = a, .scratch = &scratch, .unpack = &unpack};
		const struct item *root;
		r.blob = blob_of(fuzz_input(a, data, size, 0));
		if (FAIL_SET(&here) == FAIL_NONE) {
			root = readers[i](&r);
			INVARIANT(root != NULL || r.refusal.why.n > 0);
			if (root != NULL)
				write_all(&r, root);
		} else {
			INVARIANT(strcmp(here.what, "memory limit of one file reached") == 0);
		}
		fail_clear(&here);
		arena_reset(a);
		arena_reset(&scratch);
		arena_reset(&unpack);
	}
	arena_free(&scratch);
	arena_free(&unpack);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
