#include "convert/convert.h"

#include "base/limits.h"
#include "convert/source.h"
#include "test.h"

struct memory_sink {
	struct sink sink;
	uint8_t *p;
	size_t n, most;
};

static bool keep(struct sink *s, uint64_t at, str bytes)
{
	struct memory_sink *m = (struct memory_sink *)s;

	if (at + bytes.n > m->most)
		return false;
	if (bytes.n > 0)
		memcpy(m->p + at, bytes.p, bytes.n);
	if (at + bytes.n > m->n)
		m->n = at + bytes.n;
	return true;
}

struct run {
	struct memory_sink arrays, config;
	struct arena scratch, unpack;
	struct convert_result r;
	bool no_digest;
};

static bool digest(void *ctx, uint8_t out[32])
{
	memset(out, 0xab, 32);
	return !((struct run *)ctx)->no_digest;
}

static bool written(void *ctx, struct blob *out)
{
	struct run *run = ctx;

	*out = blob_of((str){run->arrays.p, run->arrays.n});
	return true;
}

static void run(struct arena *a, struct run *x, str bytes, enum convert_to to, size_t most)
{
	const struct convert_job j = {
		.arena = a,
		.scratch = &x->scratch,
		.unpack = &x->unpack,
		.in = blob_of(test_guarded(bytes, 0)),
		.to = to,
		.source = S("in"),
		.out = S("out"),
		.policy = S("p.toml"),
		.arrays = &x->arrays.sink,
		.config = &x->config.sink,
		.source_digest = digest,
		.written = written,
		.ctx = x,
	};

	x->arrays = x->config = (struct memory_sink){.sink = {.write = keep}, .most = most};
	x->arrays.p = NEW(a, uint8_t, most + 1);
	x->config.p = NEW(a, uint8_t, most + 1);
	arena_init(&x->scratch, 64 * MiB);
	arena_init(&x->unpack, LIMIT_STREAM_MEMORY);
	sink_begin(&x->arrays.sink, a);
	sink_begin(&x->config.sink, a);
	convert_run(&j, &x->r);
	arena_free(&x->scratch);
	arena_free(&x->unpack);
}

#define NPY                                                                                        \
	"\x93NUMPY\x01\0\x46\0{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"           \
	"            \n\0\0\0\0\0\0\xf0?\0\0\0\0\0\0\0@"

static str text_of(const struct memory_sink *m)
{
	return (str){m->p, m->n};
}

TEST(convert_array_to_everything)
{
	struct run x = {0};

	run(a, &x, S(NPY), CONVERT_NPZ, 4096);
	CHECK_INT(x.r.end, CONVERT_DONE);
	CHECK_STR(x.r.format, S("npy"));
	CHECK_INT(x.r.arrays, 1);
	CHECK_INT(x.r.array_bytes, 16);
	CHECK_INT(x.r.bytes, x.arrays.n);
	CHECK_INT(x.r.config_bytes, x.config.n);
	CHECK(str_find(text_of(&x.config), S("\"sha256\": \"abababab")) != STR_NONE);
	CHECK(str_find(text_of(&x.config), S("\"root\": {\"$array\": \"arr_0\"}")) != STR_NONE);
	run(a, &x, S(NPY), CONVERT_NPY, 4096);
	CHECK_INT(x.r.end, CONVERT_DONE);
	CHECK_INT(x.config.n, 0);
	CHECK(str_ends(text_of(&x.arrays), S("\0\0\0\0\0\0\xf0?\0\0\0\0\0\0\0@")));
	run(a, &x, S(NPY), CONVERT_SAFETENSORS, 4096);
	CHECK_INT(x.r.end, CONVERT_DONE);
	CHECK(str_find(text_of(&x.arrays), S("\"assay.source.sha256\":\"abababab")) != STR_NONE);
	CHECK(str_find(text_of(&x.arrays), S("\"assay.policy\":\"p.toml\"")) != STR_NONE);
}

TEST(convert_pickle_of_values)
{
	struct run x = {0};

	run(a, &x, S("\x80\x02}U\x01kK\x07s."), CONVERT_NPZ, 4096);
	CHECK_INT(x.r.end, CONVERT_DONE);
	CHECK_STR(x.r.format, S("pickle"));
	CHECK_INT(x.r.arrays, 0);
	CHECK(str_find(text_of(&x.config), S("\"root\": {\"k\": 7}")) != STR_NONE);
	run(a, &x, S("(lp0\nI1\na."), CONVERT_NPZ, 4096);
	CHECK_INT(x.r.end, CONVERT_DONE);
	CHECK(str_find(text_of(&x.config), S("\"root\": [1]")) != STR_NONE);
}

TEST(convert_refusals)
{
	static const struct {
		str bytes;
		enum convert_to to;
		const char *why;
	} rows[] = {
		{S_INIT(""), CONVERT_NPZ, "an empty file"},
		{S_INIT("GGUF\3\0\0\0"), CONVERT_NPZ, "a GGUF file"},
		{S_INIT("\x89HDF\r\n\x1a\n"), CONVERT_NPZ, "an HDF5 file"},
		{S_INIT("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), CONVERT_NPZ,
		 "an empty or broken ZIP archive"},
		{S_INIT("\x08\x07\x12\x04onnx"), CONVERT_NPZ, "a protocol buffer"},
		{S_INIT("\xff\xff\xff"), CONVERT_NPZ, "no format that assay converts"},
		{S_INIT("Nonsense\n"), CONVERT_NPZ, ""},
		{S_INIT("\x80\x02K\x07.K\x08."), CONVERT_NPZ, "3 bytes follow the pickle"},
		{S_INIT("\x80\x02K"), CONVERT_NPZ, "the pickle cannot be read at byte 2"},
		{S_INIT("\x80\x02K\x07."), CONVERT_NPY, "NPY holds one array and nothing else"},
		{S_INIT("\x80\x02cposix\nsystem\nU\x01x\x85R."), CONVERT_NPZ, ""},
		{S_INIT("\x1f\x8b\x08\0\0\0\0\0\0\3\1\2\3"), CONVERT_NPZ, ""},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct run x = {0};
		run(a, &x, rows[i].bytes, rows[i].to, 4096);
		CHECK_INT(x.r.end, CONVERT_REFUSED);
		CHECK(x.r.refusal.why.n > 0);
		CHECK(str_find(x.r.refusal.why, str_of(rows[i].why)) != STR_NONE ||
		      rows[i].why[0] == 0);
	}
}

TEST(convert_world_is_bad)
{
	struct run x = {.no_digest = true};

	run(a, &x, S(NPY), CONVERT_NPZ, 4096);
	CHECK_INT(x.r.end, CONVERT_UNREAD);
	x.no_digest = false;
	run(a, &x, S(NPY), CONVERT_NPZ, 10);
	CHECK_INT(x.r.end, CONVERT_UNWRITTEN);
	run(a, &x, S(NPY), CONVERT_NPZ, 400); /* enough for the arrays */
	CHECK_INT(x.r.end, CONVERT_UNWRITTEN);
	run(a, &x, S(NPY), CONVERT_SAFETENSORS, 10);
	CHECK_INT(x.r.end, CONVERT_UNWRITTEN);
}
