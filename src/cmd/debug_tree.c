/* `assay debug tree FILE`: what convert makes of a pickle, compressed or not: the values of the
 * first one in it, arrays with the digest of their bytes. */
#include "base/limits.h"
#include "cmd/debug.h"
#include "convert/item_print.h"
#include "convert/pickle.h"
#include "pack/codec.h"

/* What joblib compressed as a whole. */
static str unpacked(struct arena *a, str bytes)
{
	uint64_t length;
	size_t zfile = codec_zfile(bytes, &length), n;
	enum codec_kind kind = zfile > 0 ? CODEC_ZLIB : codec_detect(str_slice(bytes, 0, 65536));
	struct stream *in = stream_of(a, blob_of(str_slice(bytes, zfile, bytes.n)));
	struct buf all = buf_in(a);
	struct stream *out;

	if (kind == CODEC_NONE)
		return bytes;
	out = &codec_open(a, kind, in)->out;
	while (stream_ready(out)) {
		n = (size_t)(out->end - out->p);
		buf_add(&all, (str){out->p, n});
		out->p += n;
	}
	return buf_str(&all);
}

static bool print_tree(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	struct arena scratch;
	struct unpickle u = {.arena = a, .scratch = &scratch};
	struct pickle_tree_end end;
	struct item *item;

	(void)path;
	(void)option;
	arena_init(&scratch, LIMIT_FILE_MEMORY);
	u.tree = pickle_tree_new(a, &scratch, blob_of(unpacked(a, bytes)), true);
	end = pickle_tree_run(u.tree, 0);
	if (end.error != PICKLE_OK)
		buf_printf(out, "byte %llu: %s\n", (unsigned long long)end.at, end.why);
	else if (!unpickle_item(&u, end.value, &item))
		buf_printf(out, "%.*s: %.*s\n", STR_ARG(u.refusal.where), STR_ARG(u.refusal.why));
	else
		item_print(out, item);
	arena_free(&scratch);
	return end.error == PICKLE_OK && u.refusal.why.n == 0;
}

const struct stage stage_tree = {
	.name = "tree",
	.help = "a pickle's values, as convert reads them",
	.print = print_tree,
};
