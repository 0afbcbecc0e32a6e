#include "test.h"

#include "base/limits.h"
#include "convert/names.h"
#include "convert/write.h"
#include "made.h"
#include "model/npy.h"
#include "model/safetensors.h"
#include "pack/crc32.h"
#include "pack/zip.h"

static struct tensor *named(struct arena *a, const char *name, struct tensor t)
{
	struct tensor *copy = NEW(a, struct tensor, 1);

	*copy = t;
	copy->name = str_of(name);
	return copy;
}

static struct tensor flat(struct arena *a, str bytes, unsigned dtype, uint64_t n)
{
	return made_tensor(a, blob_of(bytes), dtype, 1, &n, NULL);
}

TEST(write_safetensors_as_the_reference_does)
{
	str bytes = made_bytes(a, 4096);
	struct tensor *t[] = {named(a, "b", flat(a, bytes, TENSOR_F32, 2)),
			      named(a, "a\"\n", flat(a, bytes, TENSOR_F32, 1)),
			      named(a, "u", flat(a, bytes, TENSOR_U8, 3)),
			      named(a, "q", flat(a, bytes, TENSOR_I64, 1))};
	struct write_pair pair = {S("format"), S("pt")};
	struct made_sink m;
	struct write_job j = made_job(a, &m, t, 4);
	str out, want = S("{\"__metadata__\":{\"format\":\"pt\"},"
			  "\"q\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
			  "\"a\\\"\\u000a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,"
			  "12]},"
			  "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[12,20]},"
			  "\"u\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[20,23]}}");

	made_sink_init(&m, a, 4096);
	j.metadata = &pair;
	j.metadata_count = 1;
	CHECK(safetensors_write(&j));
	out = made_sink_bytes(&m);
	CHECK_INT(out.n, j.bytes);
	CHECK_INT(out.p[0] + 256 * out.p[1], (want.n + 7) / 8 * 8);
	CHECK_STR(str_slice(out, 8, 8 + want.n), want);
	CHECK(memcmp(out.p + out.n - 23, bytes.p, 8) == 0);
	CHECK(memcmp(out.p + out.n - 3, bytes.p, 3) == 0);
}

static str header_of(struct arena *a, struct tensor t)
{
	str h = npy_header(a, &t);

	CHECK_INT(h.n % 64, 0);
	CHECK_INT(h.p[h.n - 1], '\n');
	return h;
}

TEST(write_npy_headers_as_numpy_does)
{
	str bytes = made_bytes(a, 4096), h;
	struct tensor t = flat(a, bytes, TENSOR_F64, 3);
	struct buf long_descr = buf_in(a);

	h = header_of(a, t);
	CHECK_STR(str_slice(h, 0, 10), S("\x93NUMPY\x01\0\x76\0"));
	CHECK_STR(str_trim(str_slice(h, 10, h.n)),
		  S("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"));
	t.big = true;
	t.dims = 0;
	h = header_of(a, t);
	CHECK_STR(str_trim(str_slice(h, 10, h.n)),
		  S("{'descr': '>f8', 'fortran_order': False, 'shape': (), }"));
	t = made_tensor(a, blob_of(bytes), TENSOR_BOOL, 2, (uint64_t[]){3, 4}, (int64_t[]){1, 3});
	h = header_of(a, t);
	CHECK_STR(str_trim(str_slice(h, 10, h.n)),
		  S("{'descr': '|b1', 'fortran_order': True, 'shape': (3, 4), }"));
	t.dtype = TENSOR_OTHER;
	t.descr = S("[('\xc3\xa9', '<f4')]"); /* e acute: Latin-1 has it */
	h = header_of(a, t);
	CHECK_INT(h.p[6], 1);
	CHECK(str_find(h, S("('\xe9', ")) != STR_NONE);
	t.descr = S("[('\xe6\x97\xa5', '<f4')]");
	h = header_of(a, t);
	CHECK_INT(h.p[6], 3);
	for (unsigned i = 0; i < 8000; i++)
		buf_printf(&long_descr, "%s('f%u', '<f4')", i ? ", " : "[", i);
	buf_byte(&long_descr, ']');
	t.descr = buf_str(&long_descr);
	CHECK_INT(npy_header(a, &t).n, 0); /* numpy.load() takes at most 10,000 bytes */
	t.descr = arena_printf(a, "%.*s]", 9600, (const char *)long_descr.p);
	h = header_of(a, t);
	CHECK_INT(h.p[6], 1);
}

TEST(write_npz_is_read_back)
{
	str bytes = made_bytes(a, 300000);
	struct made_source s;
	struct tensor *t[] = {named(a, "x", flat(a, bytes, TENSOR_F32, 1000)),
			      named(a, "turned",
				    made_tensor(a, made_blob(&s, bytes), TENSOR_U16, 2,
						(uint64_t[]){300, 200}, (int64_t[]){2, 600})),
			      named(a, "\xc3\xa4/b", flat(a, bytes, TENSOR_C128, 0)),
			      named(a, "slice",
				    made_tensor(a, blob_of(bytes), TENSOR_U8, 2,
						(uint64_t[]){9, 10}, (int64_t[]){-100, 3}))};
	struct made_sink m;
	struct write_job j = made_job(a, &m, t, 4);
	struct zip *z;
	struct npy n;
	struct buf room = buf_in(a);

	t[3]->at = 5000;
	made_sink_init(&m, a, 400000);
	CHECK(npz_write(&j));
	CHECK_INT(m.n, j.bytes);
	z = zip_read(a, blob_of(made_sink_bytes(&m)));
	CHECK(z->note_count == 0 && z->gap_count == 0 && z->count == 4);
	for (uint32_t i = 0; i < z->count; i++) {
		const struct zip_entry *e = &z->entries[i];
		struct blob b = blob_slice(z->blob, e->data, e->data + e->h.size);
		CHECK_INT(e->problems, 0);
		CHECK_INT(e->h.crc, crc32_of(0, (str){b.memory, (size_t)b.size}));
		CHECK(npy_read(&room, b, &n) && n.issue_count == 0);
		CHECK_INT(n.data_at + n.bytes, b.size);
		CHECK_INT(n.fortran, i == 1);
	}
	CHECK_STR(z->entries[2].name, S("\xc3\xa4/b.npy"));
	CHECK_INT(z->entries[2].h.flags, 0x800);
	CHECK(memcmp(made_sink_bytes(&m).p + z->entries[1].data + 128, bytes.p, 120000) == 0);
}

/* 70,000 members and 5 GB: only the directory is kept. */
struct far_sink {
	struct made_sink m;
	uint64_t end, from;
};

static bool write_far(struct sink *s, uint64_t at, str bytes)
{
	struct far_sink *f = (struct far_sink *)s;

	if (at + bytes.n > f->end)
		f->end = at + bytes.n;
	if (at >= f->from && at - f->from < f->m.room)
		memcpy(f->m.p + (at - f->from), bytes.p, bytes.n < f->m.room ? bytes.n : f->m.room);
	return true;
}

TEST(write_npz_past_four_gigabytes)
{
	static const int64_t still[] = {0};
	str bytes = made_bytes(a, 1 * MiB);
	uint64_t n = ((uint64_t)4 << 30) + 5;
	struct tensor *t[] = {
		named(a, "huge", made_tensor(a, blob_of(bytes), TENSOR_U8, 1, &n, still)),
		named(a, "behind", flat(a, bytes, TENSOR_U8, 3))};
	struct far_sink f = {0};
	struct write_job j;
	struct blob b = blob_of(str_slice(bytes, 0, bytes.n));

	/* A storage that is said to be large enough for the growth not to be refused. */
	b.size = n;
	t[0]->blob = b;
	made_sink_init(&f.m, a, 4096);
	f.m.sink.write = write_far;
	f.from = n;
	j = made_job(a, &f.m, t, 2);
	CHECK(npz_write(&j));
	CHECK_INT(f.end, j.bytes);
	CHECK(str_find((str){f.m.p, 4096}, S("PK\x06\x06")) != STR_NONE);
	CHECK(str_find((str){f.m.p, 4096}, S("PK\x06\x07")) != STR_NONE);
	CHECK(str_find((str){f.m.p, 4096}, S("huge.npy\x01\0\x10\0")) != STR_NONE);
	CHECK(str_find((str){f.m.p, 4096}, S("behind.npy\x01\0\x08\0")) != STR_NONE);
}

static struct refusal refused(struct arena *a, struct tensor t, bool numpy)
{
	struct tensor *list[] = {&t};
	struct made_sink m;
	struct write_job j = made_job(a, &m, list, 1);

	made_sink_init(&m, a, 64);
	CHECK(numpy ? !npz_write(&j) : !safetensors_write(&j));
	CHECK_INT(m.n, 0);
	CHECK_STR(j.refusal.where, t.name);
	return j.refusal;
}

TEST(write_refuses_before_it_writes)
{
	str bytes = made_bytes(a, 4096);
	struct tensor t = flat(a, bytes, TENSOR_F32, 1024);
	static const uint64_t huge[] = {(uint64_t)1 << 60};
	static const int64_t still[] = {0};

	CHECK(str_find(refused(a, flat(a, bytes, TENSOR_BF16, 2), true).why,
		       S("write safetensors instead")) != STR_NONE);
	CHECK(str_find(refused(a, flat(a, bytes, TENSOR_F8_E8M0, 2), true).why,
		       S("float8_e8m0fnu")) != STR_NONE);
	CHECK(str_find(refused(a, flat(a, bytes, TENSOR_C128, 2), false).why,
		       S("write NPZ instead")) != STR_NONE);
	t.at = 4;
	CHECK_STR(refused(a, t, true).why,
		  S("it reaches behind the end of its storage, which has 4096 bytes"));
	CHECK_STR(refused(a, t, false).why,
		  S("it reaches behind the end of its storage, which has 4096 bytes"));
	t = made_tensor(a, blob_of(bytes), TENSOR_U8, 1, huge, still);
	CHECK(str_find(refused(a, t, true).why, S(".clone()")) != STR_NONE);
	t.shape = (uint64_t[]){(uint64_t)1 << 62};
	t.count = (uint64_t)1 << 62;
	CHECK_STR(refused(a, t, true).why, S("it is larger than any file"));
}

TEST(write_npz_refuses_names_that_numpy_takes_for_others)
{
	str bytes = made_bytes(a, 64);
	struct tensor *t[] = {named(a, "a.npy", flat(a, bytes, TENSOR_U8, 2)),
			      named(a, "a", flat(a, bytes, TENSOR_U8, 1))};
	struct made_sink m;
	struct write_job j = made_job(a, &m, t, 2);

	made_sink_init(&m, a, 4096);
	CHECK(!npz_write(&j) && m.n == 0);
	CHECK_STR(j.refusal.where, S("a.npy"));
	CHECK(str_find(j.refusal.why, S("the same name without .npy")) != STR_NONE);
	t[1]->name = S("b");
	j.refusal.why.n = 0;
	CHECK(npz_write(&j));
}

TEST(write_stops_when_it_cannot)
{
	str bytes = made_bytes(a, 4096);
	struct made_source s;
	struct tensor *t[] = {named(
		a, "k",
		made_tensor(a, made_blob(&s, bytes), TENSOR_U8, 1, (uint64_t[]){4096}, NULL))};
	struct made_sink m;
	struct write_job j = made_job(a, &m, t, 1);

	for (unsigned numpy = 0; numpy < 3; numpy++) {
		s.fails_at = 0;
		for (uint64_t fails = 1; fails < 4500; fails += 500) {
			made_sink_init(&m, a, 8192);
			m.fails_at = fails;
			CHECK(numpy == 2   ? !npy_write(&j)
			      : numpy == 1 ? !npz_write(&j)
					   : !safetensors_write(&j));
			CHECK(m.sink.failed && j.refusal.why.n == 0);
		}
		made_sink_init(&m, a, 8192);
		s.fails_at = 100;
		CHECK(numpy == 2   ? !npy_write(&j)
		      : numpy == 1 ? !npz_write(&j)
				   : !safetensors_write(&j));
		CHECK_STR(j.refusal.where, S("k"));
		CHECK_STR(j.refusal.why, S("its bytes cannot be read"));
		j.refusal = (struct refusal){0};
	}
}

/* ---- Names ---- */

static struct item *item_of(struct arena *a, enum item_kind kind)
{
	struct item *it = NEW(a, struct item, 1);

	it->kind = (uint8_t)kind;
	return it;
}

static struct item *tensor_item(struct arena *a, str bytes)
{
	struct item *it = item_of(a, ITEM_TENSOR);

	it->tensor = named(a, "", flat(a, bytes, TENSOR_U8, 2));
	return it;
}

static struct item *text_item(struct arena *a, const char *text)
{
	struct item *it = item_of(a, ITEM_TEXT);

	it->text = str_of(text);
	return it;
}

static struct item *container(struct arena *a, enum item_kind kind, uint32_t count,
			      struct item *const *element)
{
	struct item *it = item_of(a, kind);

	it->count = count;
	it->element = element;
	return it;
}

TEST(names_of_trees)
{
	str bytes = made_bytes(a, 16);
	struct item *x = tensor_item(a, bytes), *number = item_of(a, ITEM_INT);
	struct item *list[] = {text_item(a, "no"), x, tensor_item(a, bytes)};
	struct item *pairs[] = {text_item(a, "l"),
				container(a, ITEM_TUPLE, 3, list),
				number,
				tensor_item(a, bytes),
				text_item(a, "7"),
				tensor_item(a, bytes),
				text_item(a, "x"),
				x};
	struct item *root = container(a, ITEM_DICT, 4, pairs);
	struct tensor_list out;
	struct refusal why = {0};

	number->number = 7;
	CHECK(tensor_names(a, root, &out, &why) && !out.flat);
	CHECK_INT(out.count, 4);
	CHECK_STR(out.at[0]->name, S("l.1"));
	CHECK_STR(out.at[1]->name, S("l.2"));
	CHECK_STR(out.at[2]->name, S("7"));
	CHECK_STR(out.at[3]->name, S("7~2"));
	/* A table: the shared tensor stands under both names. */
	pairs[0] = text_item(a, "a/b.c");
	pairs[1] = x;
	pairs[2] = text_item(a, "7~2");
	CHECK(tensor_names(a, root, &out, &why) && out.flat && out.count == 4);
	CHECK_STR(out.at[0]->name, S("a/b.c"));
	CHECK_STR(out.at[3]->name, S("x"));
	CHECK_INT(out.tied, 3);
	CHECK(tensor_names(a, x, &out, &why) && out.count == 1);
	CHECK_STR(out.at[0]->name, S("arr_0"));
}

TEST(names_that_are_refused)
{
	static const char *const bad[] = {"",	 "/etc",  "a/../b", "..",   "a\\..\\b",	   "a\nb",
					  "\\x", "a\x7f", "\xff",   "x/..", "\xed\xa0\x80"};
	str bytes = made_bytes(a, 16);

	for (size_t i = 0; i < COUNTOF(bad); i++) {
		struct item *pairs[] = {text_item(a, bad[i]), tensor_item(a, bytes)};
		struct refusal why = {0};
		struct tensor_list out;
		CHECK(tensor_name_bad(str_of(bad[i])) != NULL);
		CHECK(!tensor_names(a, container(a, ITEM_DICT, 1, pairs), &out, &why));
		CHECK(why.why.n > 0);
	}
	CHECK(tensor_name_bad(S("a\0b")) != NULL);
	CHECK(tensor_name_bad(S("a..b")) == NULL && tensor_name_bad(S("steps.0.1.mean_")) == NULL);
}
