/* See source.h. Formats with a magic number are believed at once; a pickle has none before protocol
 * 2, so that it is what is left, unless the first bytes are those of something well known that is
 * to be named in the refusal. */
#include "convert/source.h"

#include "base/cur.h"
#include "base/limits.h"
#include "model/npy.h"
#include "pack/codec.h"
#include "pack/tar.h"
#include "pack/zip.h"

enum { HEAD = 4096, INLINE_MOST = LIMIT_ROOM(LIMIT_MODEL_INLINE) };

/* torch.save before 1.6: the pickle of a number (serialization.py: MAGIC_NUMBER). */
static const char torch_legacy[] = "\x8a\x0al\xfc\x9c"
				   "F\xf9 j\xa8P\x19.";

static const char *const names[SOURCE_KINDS] = {
	[SOURCE_UNKNOWN] = "unknown",
	[SOURCE_NPY] = "npy",
	[SOURCE_NPZ] = "npz",
	[SOURCE_SAFETENSORS] = "safetensors",
	[SOURCE_TORCH_ZIP] = "torch",
	[SOURCE_TORCH_LEGACY] = "torch (legacy)",
	[SOURCE_TORCH_TAR] = "torch (tar)",
	[SOURCE_PICKLE] = "pickle",
};

/* What is known and not converted: where its bytes stand, and what to say. */
static const struct {
	unsigned at;
	str magic;
	const char *what;
} others[] = {
	{0, S_INIT("GGUF"),
	 "a GGUF file: it holds tensors and text only, there is nothing to gain"},
	{0, S_INIT("\x89HDF\r\n\x1a\n"),
	 "an HDF5 file (Keras, or tables): load it where it was made and save the weights with "
	 "safetensors"},
	{4, S_INIT("TFL3"), "a TensorFlow Lite model: it is a graph, not a table of arrays"},
	{0, S_INIT("7z\xBC\xAF\x27\x1C"), "a 7z archive: unpack it and convert the model in it"},
	{0, S_INIT("Rar!"), "a RAR archive: unpack it and convert the model in it"},
	{0,
	 S_INIT("\x7F"
		"ELF"),
	 "a program"},
	{0, S_INIT("MZ"), "a program"},
	{0, S_INIT("#!"), "a script"},
	{0, S_INIT("RDX"), "an R workspace"},
	{0, S_INIT("<?xml"), "XML"},
	{0, S_INIT("<"), "XML or HTML"},
	{0, S_INIT("{\""), "JSON"},
	{0, S_INIT("{\n"), "JSON"},
	{0, S_INIT("SQLite format 3"), "an SQLite database"},
	{0, S_INIT("PAR1"), "a Parquet file: it holds a table of data, no model"},
	{0, S_INIT("ARROW1"), "an Arrow file: it holds a table of data, no model"},
	{0, S_INIT("binf"), "an XGBoost model: load it and use Booster.save_model(\"model.json\")"},
	{0, S_INIT("CONS"), "an XGBoost model: load it and use Booster.save_model(\"model.json\")"},
	{0, S_INIT("CBM1"), "a CatBoost model: it holds trees of its own, no code"},
	{0, S_INIT("tree\n"), "a LightGBM model: it is text, and holds no code"},
};

static bool refuse(struct arena *a, struct refusal *why, const char *what)
{
	*why = (struct refusal){
		(str){NULL, 0},
		arena_printf(a,
			     "this is %s; assay converts pickles and joblib files, torch "
			     "checkpoints, safetensors, NPZ and NPY",
			     what)};
	return false;
}

/* ---- Archives ---- */

static bool is_base(str name, str base)
{
	return str_eq(str_after_last(name, '/'), base);
}

/* What the members of a ZIP archive say; archives in a row (checkpoints in shards) are torch's. */
static bool open_zip(struct source *s, struct arena *a, struct refusal *why)
{
	struct arena_mark mark = arena_mark(a);
	const struct zip *z = zip_read(a, s->blob);
	uint32_t arrays = 0, others_in = 0;
	bool torch = false, script = false, keras = false, skops = false;

	for (uint32_t i = 0; i < z->count; i++) {
		str name = z->entries[i].name;
		torch |= is_base(name, S("data.pkl"));
		script |= is_base(name, S("constants.pkl"));
		keras |= str_eq(name, S("model.weights.h5"));
		skops |= str_eq(name, S("schema.json"));
		if (str_ends(name, S(".npy")))
			arrays++;
		else
			others_in++;
	}
	arena_release(a, mark);
	if (torch && script)
		return refuse(a, why,
			      "TorchScript, which is a program with its weights: load it where it "
			      "was made and save model.state_dict()");
	if (torch)
		s->kind = SOURCE_TORCH_ZIP;
	else if (arrays > 0 && others_in == 0)
		s->kind = SOURCE_NPZ;
	else if (keras)
		return refuse(
			a, why,
			"a Keras archive: load it where it was made and save the weights with "
			"safetensors");
	else if (skops)
		return refuse(a, why, "a skops archive, which needs no pickle to be loaded");
	else
		return refuse(a, why,
			      arrays + others_in == 0
				      ? "an empty or broken ZIP archive"
				      : "a ZIP archive that is neither torch's nor "
					"NumPy's: unpack it and convert the model in it");
	return true;
}

/* ---- By content ---- */

static bool is_safetensors(str head, uint64_t size)
{
	struct cur c = cur_of(head);
	uint64_t n = cur_u64le(&c);

	return cur_u8(&c) == '{' && !c.bad && n >= 2 && n <= size - 8;
}

static bool is_legacy(str head)
{
	struct cur c = cur_of(head);

	return cur_u8(&c) == 0x80 && cur_u8(&c) >= 2 &&
	       str_eq(cur_bytes(&c, sizeof(torch_legacy) - 1),
		      (str){(const uint8_t *)torch_legacy, sizeof(torch_legacy) - 1});
}

/* The first fields of ONNX and of TensorFlow's SavedModel: a small number, then text. */
static bool may_be_protobuf(str head)
{
	return head.n >= 4 && head.p[0] == 0x08 && head.p[1] < 0x20 &&
	       (head.p[2] == 0x12 || head.p[2] == 0x1a || head.p[2] == 0x3a);
}

/* Letters that a pickle of protocol 0 or 1 begins with. */
static bool may_be_pickle(str head)
{
	static const char begins[] = "()]}l.dcIJKMLFGNSTUVXBCPpiq";

	if (head.n < 2)
		return false;
	return (head.p[0] == 0x80 && head.p[1] <= 5) || strchr(begins, head.p[0]) != NULL;
}

static bool recognise(struct source *s, struct arena *a, struct refusal *why)
{
	str head = blob_get(s->blob, a, 0, HEAD);
	bool posix;

	if (str_starts(head, S(NPY_MAGIC)))
		s->kind = SOURCE_NPY;
	else if (str_starts(head, S("PK\x03\x04")) || str_starts(head, S("PK\x05\x06")))
		return open_zip(s, a, why);
	else if (is_safetensors(head, s->blob.size))
		s->kind = SOURCE_SAFETENSORS;
	else if (is_legacy(head))
		s->kind = SOURCE_TORCH_LEGACY;
	else if (tar_begins(head, &posix))
		s->kind = SOURCE_TORCH_TAR;
	else {
		for (size_t i = 0; i < COUNTOF(others); i++) {
			str from = str_slice(head, others[i].at, head.n);
			if (str_starts(from, others[i].magic))
				return refuse(a, why, others[i].what);
		}
		if (!may_be_pickle(head))
			return refuse(a, why,
				      s->blob.size == 0 ? "an empty file"
				      : may_be_protobuf(head)
					      ? "a protocol buffer (ONNX, TensorFlow): it holds a "
						"graph, not a table of arrays"
					      : "no format that assay converts");
		s->kind = SOURCE_PICKLE;
	}
	return true;
}

/* ---- Compressed ---- */

static struct stream *open_codec(struct arena *a, void *ctx)
{
	struct source *s = ctx;
	struct codec *c = codec_open(a, (enum codec_kind)s->codec, stream_of(a, s->packed));

	return &c->out;
}

static bool spend(void *ctx, uint64_t bytes)
{
	uint64_t *fuel = ctx;

	if (bytes > *fuel)
		return false;
	*fuel -= bytes;
	return true;
}

static bool broken(struct arena *a, struct refusal *why, str name, const char *what)
{
	*why = (struct refusal){(str){NULL, 0}, arena_printf(a, "the %.*s data cannot be used: %s",
							     STR_ARG(name), what)};
	return false;
}

/* What is small is decompressed into memory, the rest again where it is read. */
static bool decompress(struct source *s, struct arena *a, str name, struct refusal *why)
{
	uint64_t *fuel = NEW(a, uint64_t, 1);
	struct stream *first;
	uint8_t *head;
	size_t n;

	*fuel = LIMIT_MODEL_FUEL;
	replay_memory_init(&s->memory, LIMIT_STREAM_MEMORY);
	s->replay = (struct replay){.memory = &s->memory,
				    .open = open_codec,
				    .ctx = s,
				    .spend = spend,
				    .spend_ctx = fuel};
	first = replay_begin(&s->replay);
	if (first == NULL)
		return broken(a, why, name, "it cannot be decompressed");
	head = arena_raw(a, INLINE_MOST, 64);
	n = stream_read(first, head, INLINE_MOST);
	arena_trim(a, head, INLINE_MOST, n);
	s->blob = blob_of((str){head, n});
	if (n == INLINE_MOST) {
		if (!replay_through(&s->replay, a))
			return broken(a, why, name, "it becomes more than any model has");
		s->blob = replay_blob(&s->replay);
	}
	return first->error == NULL || broken(a, why, name, first->error);
}

bool source_open(struct source *s, struct arena *a, struct blob in, struct refusal *why)
{
	uint64_t length = 0;
	size_t start;
	str head, name;

	*s = (struct source){.blob = in};
	head = blob_get(in, a, 0, HEAD);
	start = codec_zfile(head, &length);
	s->codec = (uint8_t)(start > 0 ? CODEC_ZLIB : codec_detect(head));
	if (s->codec == CODEC_NONE) {
		if (!recognise(s, a, why))
			return false;
		s->format = str_of(names[s->kind]);
		return true;
	}
	name = str_of(codec_name((enum codec_kind)s->codec));
	s->packed = blob_slice(in, start, in.size);
	if (!decompress(s, a, name, why) || !recognise(s, a, why))
		return false;
	s->format = arena_printf(a, "%.*s, %s", STR_ARG(name), names[s->kind]);
	return true;
}

void source_close(struct source *s)
{
	if (s->codec != CODEC_NONE)
		replay_memory_rest(&s->memory, false);
}
