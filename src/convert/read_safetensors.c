/* Safetensors: the header is judged by model/safetensors.h, which keeps no shapes; one that has
 * nothing wrong about it is read a second time for them. */
#include "convert/read.h"

#include "base/limits.h"
#include "model/safetensors.h"
#include "text/json_pull.h"

struct judged {
	struct reading *r;
	struct write_pair *metadata;
	unsigned count, room;
};

static void issue(void *ctx, enum safetensors_diag code, uint64_t from, uint64_t to, str what,
		  const char *msg)
{
	struct judged *j = ctx;

	(void)code;
	(void)to;
	(void)read_refuse(j->r, what.n > 0 ? str_slice(what, 0, 200) : S("(header)"),
			  "%s (at byte %llu)", msg, (unsigned long long)from);
}

static void metadata(void *ctx, str key, str value)
{
	struct judged *j = ctx;

	j->metadata = GROW(j->r->arena, j->metadata, j->count, &j->room);
	j->metadata[j->count].key = arena_dup(j->r->arena, key);
	j->metadata[j->count++].value = arena_dup(j->r->arena, value);
}

static bool dtype_of(str name, uint8_t *out)
{
	for (unsigned i = 0; i < TENSOR_OTHER; i++)
		if (tensor_types[i].safetensors != NULL &&
		    str_eq(name, str_of(tensor_types[i].safetensors))) {
			*out = (uint8_t)i;
			return true;
		}
	*out = TENSOR_C128;
	return str_eq(name, S("C128"));
}

/* The numbers of an array. False: more than there may be. */
static bool read_numbers(struct json_pull *j, uint64_t *to, unsigned most, unsigned *count)
{
	enum json_event e = json_pull_next(j);

	*count = 0;
	if (e != JSON_ARRAY)
		return false;
	while ((e = json_pull_next(j)) == JSON_NUMBER)
		if (*count == most || !str_to_u64(j->text, &to[(*count)++]))
			return false;
	return e == JSON_ARRAY_END;
}

static bool read_member_of(struct reading *r, struct json_pull *j, str name, struct tensor *t,
			   uint64_t offsets[2])
{
	uint64_t shape[TENSOR_DIMS], *copy;
	unsigned n;

	if (str_eq(j->text, S("dtype"))) {
		if (json_pull_next(j) == JSON_STRING && dtype_of(j->text, &t->dtype))
			return true;
		return read_refuse(r, name, "a dtype of %.*s is not converted",
				   STR_ARG(str_slice(j->text, 0, 40)));
	}
	if (str_eq(j->text, S("data_offsets")))
		return read_numbers(j, offsets, 2, &n) && n == 2;
	if (!read_numbers(j, shape, TENSOR_DIMS, &n))
		return read_refuse(r, name, "more than %d dimensions", TENSOR_DIMS);
	copy = NEW(r->arena, uint64_t, n + 1);
	memcpy(copy, shape, n * sizeof(*copy));
	t->shape = copy;
	t->dims = (uint8_t)n;
	return true;
}

static bool read_tensor(struct reading *r, struct json_pull *j, uint64_t data_at,
			struct item **pair)
{
	struct tensor *t = NEW(r->arena, struct tensor, 1);
	uint64_t offsets[2] = {0};

	pair[0] = read_item(r, ITEM_TEXT);
	pair[0]->text = arena_dup(r->arena, j->text);
	pair[1] = read_item(r, ITEM_TENSOR);
	pair[1]->tensor = t;
	if (json_pull_next(j) != JSON_OBJECT)
		return false;
	while (json_pull_next(j) == JSON_KEY)
		if (!read_member_of(r, j, pair[0]->text, t, offsets))
			return false;
	t->item = tensor_types[t->dtype].bytes;
	t->blob = blob_slice(r->blob, data_at + offsets[0], data_at + offsets[1]);
	return (tensor_dense(r->arena, t, false) && t->count * t->item == t->blob.size) ||
	       read_refuse(r, pair[0]->text, "dtype x shape is not what its offsets span");
}

static bool read_tensors(struct reading *r, const struct safetensors *st, struct item *root)
{
	struct item **element = NEW(r->arena, struct item *, 2 * (size_t)st->count + 1);
	struct json_pull j;

	json_pull_init(&j, r->scratch, stream_of(r->scratch, blob_slice(r->blob, 8, st->data_at)));
	if (json_pull_next(&j) != JSON_OBJECT)
		return false;
	while (json_pull_next(&j) == JSON_KEY) {
		if (str_eq(j.text, S("__metadata__"))) {
			if (!json_pull_skip(&j))
				return false;
			continue;
		}
		if (root->count == st->count ||
		    !read_tensor(r, &j, st->data_at, &element[2 * root->count]))
			return false;
		root->count++;
	}
	root->element = element;
	return root->count == st->count;
}

const struct item *read_safetensors(struct reading *r)
{
	struct judged j = {.r = r};
	const struct safetensors_sink sink = {issue, metadata, &j};
	struct arena_mark mark = arena_mark(r->scratch);
	struct item *root = read_item(r, ITEM_DICT);
	struct safetensors st;
	bool ok;

	safetensors_read(r->scratch, r->blob, &sink, &st);
	ok = st.readable && r->refusal.why.n == 0 && read_tensors(r, &st, root);
	arena_release(r->scratch, mark);
	r->metadata = j.metadata;
	r->metadata_count = j.count;
	if (ok)
		return root;
	(void)read_refuse(r, S("(header)"), "it cannot be read");
	return NULL;
}
