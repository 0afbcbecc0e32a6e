/* Files of torch before 1.6 (torch/serialization.py, _legacy_save): the pickles of a magic number,
 * of the protocol's version, of the system, of the object, and of the storages' keys; then for each
 * key the number of elements in eight bytes, and the elements.
 *
 * Before 0.1.10 (legacy_load): a tar archive. "storages": a pickle of their number, and for each
 * the pickle (key, location, class) and the storage as above; then a pickle of views: (key, key of
 * the whole, offset, size). "tensors": a pickle of their number, and for each the pickle (key,
 * storage's key, class), dimensions in eight bytes, sizes, strides, offset. "pickle": the object,
 * in which tensors and storages are persistent ids that are their keys.
 *
 * Elements are in the order of the machine that saved the file, and versions of torch differ in
 * what they do about that: what a big-endian machine saved is refused. */
#include "convert/torch.h"

#include "base/cur.h"
#include "base/limits.h"
#include "pack/tar.h"

#define MAGIC "119547037146038801333356" /* 0x1950a86a20f9469cfc6c */
#define PROTOCOL 1001

static bool check_system(struct reading *r, struct pickle_tree_value system)
{
	struct pickle_tree_value little = pickle_tree_get(system, S("little_endian"));

	if (system.kind != PT_DICT)
		return read_refuse(r, S("sys_info"), "the description of the system is no dict");
	return little.kind == PT_ABSENT || (little.kind == PT_BOOL && little.number == 1) ||
	       read_refuse(r, S("sys_info"),
			   "it was saved on a big-endian machine by a torch whose files do not say "
			   "in which order the bytes are: load it there and save it with torch 2.1 "
			   "or later");
}

static bool read_i64(struct blob b, uint64_t at, uint64_t *out)
{
	uint8_t raw[8];
	struct cur c = cur_of((str){raw, 8});

	*out = 0;
	if (!blob_copy(b, at, raw, 8))
		return false;
	*out = cur_u64le(&c);
	return *out <= INT64_MAX;
}

/* The storage that stands at `at`: its number of elements, then they. Moves `at` behind it. */
static bool place(struct reading *r, struct blob b, uint64_t *at, struct torch_storage *s)
{
	uint64_t count;

	if (!read_i64(b, *at, &count) || count != s->bytes / s->item)
		return read_refuse(
			r, s->key,
			"a storage of %llu elements is expected at byte %llu, and there is "
			"one of %llu",
			(unsigned long long)(s->bytes / s->item), (unsigned long long)*at,
			(unsigned long long)count);
	if (s->bytes > b.size - (*at + 8))
		return read_refuse(
			r, s->key, "the storage is cut short: %llu of its %llu bytes are there",
			(unsigned long long)(b.size - (*at + 8)), (unsigned long long)s->bytes);
	torch_storage_place(s, blob_slice(b, *at + 8, *at + 8 + s->bytes), false);
	*at += 8 + s->bytes;
	return true;
}

static bool place_all(struct torch *t, struct pickle_tree_value keys, uint64_t at)
{
	struct reading *r = t->r;
	struct pickle_tree_value key;

	for (struct pickle_tree_walk w = pickle_tree_walk(keys); pickle_tree_next(&w, &key);) {
		struct torch_storage *s;
		str text;
		if (!pickle_tree_text(t->u.tree, r->scratch, key, LIMIT_TENSOR_NAME, &text))
			return read_refuse(r, S("(storages)"), "a key that is no text");
		s = torch_storage_get(t, text);
		if (s == NULL || s->placed)
			return read_refuse(r, S("(storages)"), "the storage %.*s is %s",
					   STR_ARG(str_slice(text, 0, 100)),
					   s == NULL ? "used by no tensor: its size is not known"
						     : "there twice");
		if (!place(r, r->blob, &at, s))
			return false;
	}
	for (size_t i = 0; i < t->storages.count; i++) {
		const struct torch_storage *s =
			(const struct torch_storage *)(uintptr_t)t->storages.entries[i].value;
		if (!s->placed)
			return read_refuse(r, s->key, "the storage is missing");
	}
	return at == r->blob.size ||
	       read_refuse(r, S("(storages)"), "%llu bytes follow the last storage",
			   (unsigned long long)(r->blob.size - at));
}

const struct item *read_torch_legacy(struct reading *r)
{
	struct torch t = {.r = r};
	struct pickle_tree_end magic, version, system, object, keys;
	struct item *root = NULL;
	uint64_t number;

	torch_init(&t, pickle_tree_new(r->arena, r->scratch, r->blob, false));
	if (!torch_pickle(r, t.u.tree, S("(magic number)"), 0, &magic) ||
	    !torch_pickle(r, t.u.tree, S("(version)"), magic.end, &version) ||
	    !torch_pickle(r, t.u.tree, S("sys_info"), version.end, &system))
		return NULL;
	if (!str_eq(pickle_tree_digits(r->scratch, magic.value), S(MAGIC)) ||
	    !torch_number(version.value, &number) || number != PROTOCOL) {
		(void)read_refuse(r, S("(version)"),
				  "magic number and version are not those of "
				  "torch.save()");
		return NULL;
	}
	if (!check_system(r, system.value) ||
	    !torch_pickle(r, t.u.tree, S("model"), system.end, &object) ||
	    !torch_pickle(r, t.u.tree, S("(storages)"), object.end, &keys))
		return NULL;
	if (!unpickle_item(&t.u, object.value, &root))
		return torch_refused(&t);
	if (keys.value.kind != PT_LIST) {
		(void)read_refuse(r, S("(storages)"), "the storages' keys are a list");
		return NULL;
	}
	return place_all(&t, keys.value, keys.end) ? root : NULL;
}

/* ---- tar ------------------------------------------------------------------------------------ */

enum { STORAGES, TENSORS, PICKLE, SYS_INFO, PARTS };

struct tar_file {
	struct torch t;
	struct blob part[PARTS];
	struct map views;   /* by key: struct torch_view *, of storages and their views */
	struct map tensors; /* by key: struct item * */
};

static bool find_parts(struct reading *r, struct blob part[PARTS])
{
	static const char *const names[PARTS] = {"storages", "tensors", "pickle", "sys_info"};
	struct tar *tar = tar_open(r->scratch, r->blob);
	struct tar_member m;
	unsigned seen = 0;

	while (tar_next(tar, &m))
		for (unsigned i = 0; i < PARTS; i++) {
			str name = str_starts(m.name, S("./")) ? str_slice(m.name, 2, m.name.n)
							       : m.name;
			if (!str_eq(name, str_of(names[i])))
				continue;
			if (m.problems != 0 || m.type != TAR_FILE || m.piece_count > 0 ||
			    (seen >> i & 1) != 0)
				return read_refuse(r, name,
						   "the member is damaged, or there twice");
			seen |= 1U << i;
			part[i] = blob_slice(r->blob, m.data, m.data + m.size);
		}
	return (seen & 7) == 7 || read_refuse(r, S("(archive)"),
					      "storages, tensors or pickle are "
					      "missing: not what torch wrote");
}

/* Keys are ints, or their digits. */
static bool read_key(struct tar_file *f, struct pickle_tree *tree, struct pickle_tree_value v,
		     str *out)
{
	struct reading *r = f->t.r;

	*out = pickle_tree_digits(r->arena, v);
	return out->n > 0 ||
	       (pickle_tree_text(tree, r->arena, v, LIMIT_TENSOR_NAME, out) && out->n > 0) ||
	       read_refuse(r, S("(archive)"), "a key that is neither text nor an int");
}

/* The pickle of an int with which a part begins. */
static bool read_count(struct reading *r, struct pickle_tree *tree, str what, uint64_t *at,
		       uint64_t *count)
{
	struct pickle_tree_end end;

	if (!torch_pickle(r, tree, what, 0, &end))
		return false;
	*at = end.end;
	return (torch_number(end.value, count) && *count <= LIMIT_TENSORS) ||
	       read_refuse(r, what, "it begins with their number");
}

static struct torch_view *add_view(struct tar_file *f, str key, struct torch_view v)
{
	struct torch_view *copy = NEW(f->t.r->arena, struct torch_view, 1);

	*copy = v;
	*map_put(&f->views, key) = (uint64_t)(uintptr_t)copy;
	return copy;
}

static const struct torch_view *get_view(const struct tar_file *f, str key)
{
	uint64_t *known = map_get(&f->views, key);

	return known != NULL ? (const struct torch_view *)(uintptr_t)*known : NULL;
}

static bool read_storage(struct tar_file *f, struct pickle_tree *tree, uint64_t *at)
{
	struct torch *t = &f->t;
	struct blob b = f->part[STORAGES];
	struct pickle_tree_end end;
	struct torch_storage *s;
	uint64_t count;
	uint8_t dtype, item;
	str key;

	if (!torch_pickle(t->r, tree, S("storages"), *at, &end))
		return false;
	*at = end.end;
	if (!read_key(f, tree, pickle_tree_item(end.value, 0), &key) ||
	    !torch_storage_class(t, pickle_tree_item(end.value, 2), &dtype, &item))
		return false;
	if (!read_i64(b, *at, &count))
		return read_refuse(t->r, key, "its number of elements is expected");
	s = torch_storage_get(t, key) == NULL ? torch_storage_add(t, key, dtype, item, count)
					      : NULL;
	if (s == NULL)
		return read_refuse(t->r, key,
				   "a storage of this key was there before, or its "
				   "number of elements is no such");
	(void)add_view(f, s->key, (struct torch_view){s, 0, s->bytes, dtype});
	return place(t->r, b, at, s);
}

/* (key, key of the whole, offset, size) */
static bool read_storage_view(struct tar_file *f, struct pickle_tree *tree,
			      struct pickle_tree_value v)
{
	struct reading *r = f->t.r;
	const struct torch_view *whole;
	uint64_t from, count, item;
	str key, root;

	if (!read_key(f, tree, pickle_tree_item(v, 0), &key) ||
	    !read_key(f, tree, pickle_tree_item(v, 1), &root))
		return false;
	whole = get_view(f, root);
	if (whole == NULL || !torch_number(pickle_tree_item(v, 2), &from) ||
	    !torch_number(pickle_tree_item(v, 3), &count))
		return read_refuse(r, key, "a view of a storage that is not there");
	item = tensor_types[whole->dtype].bytes;
	if (from > whole->bytes / item || count > whole->bytes / item - from)
		return read_refuse(r, key, "a view that reaches behind the end of its storage");
	(void)add_view(f, key,
		       (struct torch_view){whole->storage, whole->from + from * item, count * item,
					   whole->dtype});
	return true;
}

static bool read_storages(struct tar_file *f)
{
	struct reading *r = f->t.r;
	struct pickle_tree *tree = pickle_tree_new(r->arena, r->scratch, f->part[STORAGES], false);
	struct pickle_tree_end views;
	struct pickle_tree_value v;
	uint64_t at, count;

	if (!read_count(r, tree, S("storages"), &at, &count))
		return false;
	while (count-- > 0)
		if (!read_storage(f, tree, &at))
			return false;
	if (!torch_pickle(r, tree, S("storages"), at, &views))
		return false;
	for (struct pickle_tree_walk w = pickle_tree_walk(views.value); pickle_tree_next(&w, &v);)
		if (!read_storage_view(f, tree, v))
			return false;
	return true;
}

/* Number of dimensions, sizes, strides, offset. */
static bool read_shape(struct tar_file *f, uint64_t *at, struct torch_shape *s)
{
	struct blob b = f->part[TENSORS];
	uint64_t stride, dims;

	if (!read_i64(b, *at, &dims))
		return false;
	s->dims = (unsigned)(dims & 0xffffffff); /* four of the eight bytes count */
	*at += 8;
	if (s->dims > TENSOR_DIMS)
		return false;
	for (unsigned i = 0; i < s->dims; i++)
		if (!read_i64(b, *at + 8 * i, &s->size[i]))
			return false;
	*at += 8 * s->dims;
	for (unsigned i = 0; i < s->dims; i++) {
		if (!read_i64(b, *at + 8 * i, &stride))
			return false;
		s->stride[i] = (int64_t)stride;
	}
	*at += 8 * s->dims + 8;
	return read_i64(b, *at - 8, &s->offset);
}

static bool read_tensor(struct tar_file *f, struct pickle_tree *tree, uint64_t *at)
{
	struct torch *t = &f->t;
	struct pickle_tree_end end;
	struct torch_shape shape;
	const struct torch_view *view;
	struct item *it = NULL;
	str key, storage;

	if (!torch_pickle(t->r, tree, S("tensors"), *at, &end))
		return false;
	*at = end.end;
	if (!read_key(f, tree, pickle_tree_item(end.value, 0), &key) ||
	    !read_key(f, tree, pickle_tree_item(end.value, 1), &storage))
		return false;
	view = get_view(f, storage);
	if (view == NULL || map_get(&f->tensors, key) != NULL)
		return read_refuse(t->r, key, "a tensor %s",
				   view == NULL ? "whose storage is missing"
						: "that is there twice");
	if (!read_shape(f, at, &shape))
		return read_refuse(t->r, key, "a tensor's shape is cut short or none");
	if (!torch_tensor(t, view, &shape, &it))
		return false;
	*map_put(&f->tensors, key) = (uint64_t)(uintptr_t)it;
	return true;
}

static bool read_tensors(struct tar_file *f)
{
	struct reading *r = f->t.r;
	struct pickle_tree *tree = pickle_tree_new(r->arena, r->scratch, f->part[TENSORS], false);
	uint64_t at, count;

	if (!read_count(r, tree, S("tensors"), &at, &count))
		return false;
	while (count-- > 0)
		if (!read_tensor(f, tree, &at))
			return false;
	return true;
}

static bool persid(struct unpickle *u, struct pickle_tree_value pid, struct item **out)
{
	struct torch *t = u->ctx;
	struct tar_file *f = t->ctx;
	const struct torch_view *view;
	uint64_t *known;
	str key;

	if (pid.kind == PT_TUPLE)
		return unpickle_refuse(u, "a whole module with its source: save what "
					  "model.state_dict() gives instead of the model");
	if (!read_key(f, u->tree, pid, &key))
		return false;
	known = map_get(&f->tensors, key);
	view = get_view(f, key);
	if (known == NULL && view == NULL)
		return unpickle_refuse(u, "its tensor is missing: there is none of the key %.*s",
				       STR_ARG(str_slice(key, 0, 100)));
	if (known == NULL)
		return torch_storage_item(t, view, out);
	*out = (struct item *)(uintptr_t)*known;
	return true;
}

static bool check_tar_system(struct reading *r, struct blob b)
{
	struct pickle_tree_end end;

	if (b.size == 0)
		return true;
	return torch_pickle(r, pickle_tree_new(r->arena, r->scratch, b, false), S("sys_info"), 0,
			    &end) &&
	       check_system(r, end.value);
}

const struct item *read_torch_tar(struct reading *r)
{
	struct tar_file f = {.t = {.r = r}, .views = map_in(r->arena), .tensors = map_in(r->arena)};
	struct pickle_tree_end end;
	struct item *root = NULL;

	if (!find_parts(r, f.part) || !check_tar_system(r, f.part[SYS_INFO]))
		return NULL;
	torch_init(&f.t, pickle_tree_new(r->arena, r->scratch, f.part[PICKLE], false));
	f.t.ctx = &f;
	f.t.u.persid = persid;
	if (!read_storages(&f) || !read_tensors(&f))
		return torch_refused(&f.t);
	if (!torch_pickle(r, f.t.u.tree, S("pickle"), 0, &end))
		return NULL;
	return unpickle_item(&f.t.u, end.value, &root) ? root : torch_refused(&f.t);
}
