/* See convert.h. The order of things: read, name the arrays, check that the wanted format can hold
 * them, write the arrays, and only then what needs digests: the JSON, and the place in the header
 * of safetensors that was kept free for the source's. So the source is digested by somebody else
 * while it is converted. */
#include "convert/convert.h"

#include "base/limits.h"
#include "base/version.h"
#include "convert/names.h"
#include "convert/pickle.h"
#include "convert/read.h"
#include "convert/source.h"
#include "convert/write.h"

enum { HEX = 2 * HASH_SHA256_BYTES };

struct convert {
	const struct convert_job *j;
	struct convert_result *r;
	struct source source;
	const struct item *root;
	struct tensor_list tensors;
	str sha256; /* of the source; empty: not known yet */
};

static bool refuse(struct convert *c, struct refusal why)
{
	c->r->end = CONVERT_REFUSED;
	c->r->refusal = why;
	return false;
}

static bool refuse_whole(struct convert *c, str why)
{
	return refuse(c, (struct refusal){.why = why});
}

/* ---- Reading ---- */

static const struct item *read_pickle(struct reading *r)
{
	struct pickle_tree *t = pickle_tree_new(r->arena, r->scratch, r->blob, true);
	struct pickle_tree_end end = pickle_tree_run(t, 0);
	struct unpickle u = {.tree = t, .arena = r->arena, .scratch = r->scratch};
	struct item *out;

	if (end.error != PICKLE_OK && end.at == 0) {
		(void)read_refuse(
			r, S(""),
			"this is no format that assay converts: pickles and joblib files, "
			"torch checkpoints, safetensors, NPZ and NPY");
		return NULL;
	}
	if (end.error != PICKLE_OK) {
		(void)read_refuse(r, S(""), "the pickle cannot be read at byte %llu: %s",
				  (unsigned long long)end.at, end.why ? end.why : "it is broken");
		return NULL;
	}
	if (end.end < r->blob.size) {
		(void)read_refuse(r, S(""),
				  "%llu bytes follow the pickle, which ends at byte %llu; a file "
				  "with several pickles is not converted",
				  (unsigned long long)(r->blob.size - end.end),
				  (unsigned long long)end.end);
		return NULL;
	}
	if (!unpickle_item(&u, end.value, &out)) {
		r->refusal = u.refusal;
		return NULL;
	}
	r->sklearn_version = u.sklearn_version;
	return out;
}

static const struct item *(*const readers[SOURCE_KINDS])(struct reading *) = {
	[SOURCE_NPY] = read_npy,
	[SOURCE_NPZ] = read_npz,
	[SOURCE_SAFETENSORS] = read_safetensors,
	[SOURCE_TORCH_ZIP] = read_torch_zip,
	[SOURCE_TORCH_LEGACY] = read_torch_legacy,
	[SOURCE_TORCH_TAR] = read_torch_tar,
	[SOURCE_PICKLE] = read_pickle,
};

static void take_libraries(struct convert *c, const struct reading *in)
{
	struct json_pair *one = NEW(c->j->arena, struct json_pair, 1);

	if (in->sklearn_version.n == 0)
		return;
	*one = (struct json_pair){S("scikit-learn"), in->sklearn_version};
	c->r->libraries = one;
	c->r->library_count = 1;
}

static bool read_all(struct convert *c, struct reading *in)
{
	struct refusal why = {0};

	if (!source_open(&c->source, c->j->arena, c->j->in, &why))
		return refuse(c, why);
	c->r->format = c->source.format;
	in->blob = c->source.blob;
	c->root = readers[c->source.kind](in);
	if (c->root == NULL)
		return refuse(c, in->refusal);
	take_libraries(c, in);
	if (!tensor_names(c->j->arena, c->root, &c->tensors, &why))
		return refuse(c, why);
	c->r->arrays = c->tensors.count;
	c->r->tied = c->tensors.tied;
	for (uint32_t i = 0; i < c->tensors.count; i++)
		c->r->array_bytes += tensor_bytes(c->tensors.at[i]);
	if (c->root->kind == ITEM_OBJECT)
		c->r->root_class = c->root->text;
	c->r->drops = dropped_find(c->j->arena, c->root, &c->r->drop_count, &c->r->dropped);
	return true;
}

/* ---- Writing ---- */

static const str sha256_key = S_INIT("assay.source.sha256");

static bool is_ours(str key)
{
	return str_starts(key, S("assay.")) || str_eq(key, S("format"));
}

/* What the layout says; what the source had of its own is kept. */
static void add_metadata(struct convert *c, struct write_job *w, const struct reading *in)
{
	static const uint8_t free_place[HEX] = "0000000000000000000000000000000000000000000000000"
					       "000000000000000";
	struct arena *a = c->j->arena;
	const struct write_pair ours[] = {
		{S("format"), S("pt")},
		{sha256_key, {free_place, HEX}},
		{S("assay.version"), S(ASSAY_VERSION)},
		{S("assay.rules"), S(ASSAY_RULES_VERSION)},
		{S("assay.source.name"), c->j->source},
		{S("assay.source.bytes"),
		 arena_printf(a, "%llu", (unsigned long long)c->j->in.size)},
		{S("assay.source.format"), c->source.format},
		{S("assay.policy"), c->j->policy},
	};
	unsigned n = COUNTOF(ours) - (c->j->policy.n == 0);
	struct write_pair *all = NEW(a, struct write_pair, n + in->metadata_count);

	memcpy(all, ours, n * sizeof(*all));
	for (unsigned i = 0; i < in->metadata_count; i++) {
		if (!is_ours(in->metadata[i].key))
			all[n++] = in->metadata[i];
	}
	w->metadata = all;
	w->metadata_count = n;
}

static bool write_arrays(struct convert *c, const struct reading *in)
{
	struct write_job w = {
		.arena = c->j->arena,
		.sink = c->j->arrays,
		.tensors = c->tensors.at,
		.count = c->tensors.count,
	};
	bool ok = false;

	switch (c->j->to) {
	case CONVERT_NPZ:
		ok = npz_write(&w);
		break;
	case CONVERT_SAFETENSORS:
		add_metadata(c, &w, in);
		ok = safetensors_write(&w);
		break;
	case CONVERT_NPY:
		if (c->root->kind != ITEM_TENSOR)
			return refuse_whole(c,
					    arena_printf(c->j->arena,
							 "NPY holds one array and nothing else, "
							 "and this is more (%u arrays); write NPZ",
							 c->tensors.count));
		ok = npy_write(&w);
		break;
	}
	if (ok && sink_end(c->j->arrays)) {
		c->r->bytes = w.bytes;
		return true;
	}
	if (w.refusal.why.n > 0)
		return refuse(c, w.refusal);
	c->r->end = CONVERT_UNWRITTEN;
	return false;
}

static bool know_source(struct convert *c)
{
	uint8_t digest[HASH_SHA256_BYTES];

	if (!c->j->source_digest(c->j->ctx, digest)) {
		c->r->end = CONVERT_UNREAD;
		return false;
	}
	c->sha256 = hash_hex_in(c->j->arena, digest, sizeof(digest));
	return true;
}

/* The header's own text cannot hold these bytes elsewhere: inside a name its quotes are escaped. */
static bool patch_digest(struct convert *c)
{
	enum { LOOK = 64 * 1024 };
	struct blob out;
	str head, key = arena_printf(c->j->arena, "\"%.*s\":\"", STR_ARG(sha256_key));
	size_t at = STR_NONE;

	if (c->j->written(c->j->ctx, &out)) {
		head = blob_get(out, c->j->arena, 0, LOOK);
		at = str_find(head, key);
	}
	if (at == STR_NONE || !sink_patch(c->j->arrays, at + key.n, c->sha256) ||
	    !sink_end(c->j->arrays)) {
		c->r->end = CONVERT_UNWRITTEN;
		return false;
	}
	return true;
}

static bool digest_written(struct convert *c, str *out)
{
	enum { BLOCK = 256 * 1024 };
	uint8_t *block = arena_raw(c->j->arena, BLOCK, 64), digest[HASH_SHA256_BYTES];
	struct hash_sha256_state h;
	struct blob b;

	c->r->end = CONVERT_UNWRITTEN;
	if (!c->j->written(c->j->ctx, &b))
		return false;
	hash_sha256_init(&h);
	for (uint64_t at = 0; at < b.size;) {
		size_t n = b.size - at < BLOCK ? (size_t)(b.size - at) : BLOCK;
		if (!blob_copy(b, at, block, n))
			return false;
		hash_sha256_update(&h, (str){block, n});
		at += n;
	}
	hash_sha256_final(&h, digest);
	*out = hash_hex_in(c->j->arena, digest, sizeof(digest));
	c->r->end = CONVERT_DONE;
	return true;
}

static bool write_config(struct convert *c)
{
	struct json_model m = {
		.source = c->j->source,
		.source_format = c->source.format,
		.source_bytes = c->j->in.size,
		.source_sha256 = c->sha256,
		.policy = c->j->policy,
		.arrays = c->j->out,
		.libraries = c->r->libraries,
		.library_count = c->r->library_count,
		.drops = c->r->drops,
		.drop_count = c->r->drop_count,
		.root = c->root,
	};
	struct refusal why;

	if (!digest_written(c, &m.arrays_sha256))
		return false;
	switch (write_json(c->j->config, c->j->arena, &m, &why)) {
	case JSON_DONE:
		c->r->config_bytes = c->j->config->at;
		return true;
	case JSON_REFUSED:
		return refuse(c, why);
	case JSON_UNWRITTEN:
		break;
	}
	c->r->end = CONVERT_UNWRITTEN;
	return false;
}

static bool is_needed(const struct convert *c)
{
	return c->j->to == CONVERT_NPZ || (c->j->to == CONVERT_SAFETENSORS && !c->tensors.flat);
}

static void convert_all(struct convert *c, struct reading *in)
{
	if (!read_all(c, in) || !write_arrays(c, in) || c->j->to == CONVERT_NPY)
		return;
	if (!know_source(c) || (c->j->to == CONVERT_SAFETENSORS && !patch_digest(c)))
		return;
	if (is_needed(c))
		(void)write_config(c);
}

void convert_run(const struct convert_job *j, struct convert_result *r)
{
	struct convert *c = NEW(j->arena, struct convert, 1);
	struct reading in = {.arena = j->arena, .scratch = j->scratch, .unpack = j->unpack};

	*r = (struct convert_result){.end = CONVERT_DONE};
	c->j = j;
	c->r = r;
	convert_all(c, &in);
	source_close(&c->source);
}
