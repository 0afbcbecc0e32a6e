/* The archive of torch 1.6 and later (torch/serialization.py, _save): NAME/data.pkl, storages as
 * NAME/data/KEY, NAME/byteorder, and members that say nothing about the values (version,
 * .format_version, .storage_alignment, .data/serialization_id). Programs come in the same clothes:
 * TorchScript has NAME/code or NAME/constants.pkl, torch.package NAME/.data/extern_modules,
 * torch.export NAME/archive_format. */
#include "convert/torch.h"

#include "base/limits.h"
#include "pack/zip.h"

struct archive {
	struct zip *zip;
	struct map members; /* by name without NAME/: index */
	bool big;
};

static const struct {
	const char *member; /* or the beginning, when it ends in / */
	const char *why;
} programs[] = {
	{"constants.pkl",
	 "a TorchScript archive, which is a program: load it with torch.jit.load() and save what "
	 "its state_dict() gives"},
	{"code/",
	 "a TorchScript archive, which is a program: load it with torch.jit.load() and save what "
	 "its state_dict() gives"},
	{".data/extern_modules",
	 "a torch.package archive, which holds code: save the state_dict of what is in it"},
	{"archive_format", "a torch.export program: save the state_dict of the model"},
};

/* The part of the names before the first slash, which all have in common. */
static bool find_prefix(struct reading *r, const struct zip *z, str *out)
{
	*out = (str){NULL, 0};
	for (uint32_t i = 0; i < z->count; i++) {
		str name = z->entries[i].name;
		size_t slash = str_find_byte(name, '/');
		if (slash == STR_NONE)
			continue;
		if (!str_eq(str_slice(name, slash, name.n), S("/data.pkl")))
			continue;
		if (out->p != NULL)
			return read_refuse(r, name, "a second data.pkl in the archive");
		*out = str_slice(name, 0, slash + 1);
	}
	return out->p != NULL ||
	       read_refuse(r, S("(archive)"), "it has no data.pkl: not what torch.save() writes");
}

static bool check_program(struct reading *r, str name)
{
	for (size_t i = 0; i < COUNTOF(programs); i++) {
		str member = str_of(programs[i].member);
		if (str_ends(member, S("/")) ? str_starts(name, member) : str_eq(name, member))
			return read_refuse(r, S("(archive)"), "%s", programs[i].why);
	}
	return true;
}

static const struct zip_entry *find(const struct archive *a, str name)
{
	uint64_t *at = map_get(&a->members, name);

	return at != NULL ? &a->zip->entries[*at] : NULL;
}

static bool read_order(struct reading *r, struct archive *a)
{
	const struct zip_entry *e = find(a, S("byteorder"));
	struct blob b;
	bool slow;
	str s;

	if (e == NULL)
		return true;
	if (!read_member(r, e, &b, &slow))
		return false;
	s = blob_get(b, r->arena, 0, 16);
	a->big = str_eq(s, S("big"));
	return a->big || str_eq(s, S("little")) ||
	       read_refuse(r, e->name, "a byte order that is neither little nor big");
}

/* torch looks members up without regard to case and takes what its search meets first, others do
 * not (miniz, mz_zip_reader_locate_file). */
static bool check_case(struct reading *r, const struct zip *z)
{
	struct arena_mark mark = arena_mark(r->scratch);
	struct map seen = map_in(r->scratch);
	bool ok = true;

	for (uint32_t i = 0; i < z->count && ok; i++) {
		uint64_t *times = map_put(&seen, arena_lower(r->scratch, z->entries[i].name));
		ok = (*times)++ == 0 ||
		     read_refuse(r, z->entries[i].name,
				 "another member's name differs from it in upper and lower case "
				 "only: readers would differ");
	}
	arena_release(r->scratch, mark);
	return ok;
}

static bool open_archive(struct reading *r, struct archive *a)
{
	str prefix;

	*a = (struct archive){.zip = read_zip(r), .members = map_in(r->arena)};
	if (a->zip == NULL || !check_case(r, a->zip) || !find_prefix(r, a->zip, &prefix))
		return false;
	for (uint32_t i = 0; i < a->zip->count; i++) {
		str name = a->zip->entries[i].name;
		if (!str_starts(name, prefix))
			continue;
		name = str_slice(name, prefix.n, name.n);
		if (!check_program(r, name))
			return false;
		*map_put(&a->members, name) = i;
	}
	return read_order(r, a);
}

static bool find_storage(struct torch *t, struct torch_storage *s)
{
	const struct archive *a = t->ctx;
	const struct zip_entry *e;
	struct blob b;
	bool slow;

	e = find(a, arena_printf(t->u.scratch, "data/%.*s", STR_ARG(s->key)));
	if (e == NULL)
		return unpickle_refuse(&t->u,
				       "its storage is missing: the archive has no member "
				       "data/%.*s",
				       STR_ARG(str_slice(s->key, 0, 100)));
	if (!read_member(t->r, e, &b, &slow))
		return false;
	if (b.size != s->bytes)
		return unpickle_refuse(&t->u,
				       "its storage data/%.*s is said to have %llu bytes, and has "
				       "%llu",
				       STR_ARG(str_slice(s->key, 0, 100)),
				       (unsigned long long)s->bytes, (unsigned long long)b.size);
	torch_storage_place(s, b, slow);
	return true;
}

const struct item *read_torch_zip(struct reading *r)
{
	struct archive a;
	struct torch t = {.r = r, .find = find_storage, .ctx = &a};
	struct pickle_tree_end end;
	struct item *root = NULL;
	struct blob b;
	bool slow;

	if (!open_archive(r, &a) || !read_member(r, find(&a, S("data.pkl")), &b, &slow))
		return NULL;
	if (slow) { /* a pickle is read to and fro */
		str all;
		if (b.size > LIMIT_CONVERT_PACKED) {
			(void)read_refuse(r, S("data.pkl"), "more than %zu MiB, and packed",
					  LIMIT_CONVERT_PACKED / MiB);
			return NULL;
		}
		all = blob_get(b, r->arena, 0, (size_t)b.size);
		if (all.n != b.size) {
			(void)read_refuse(r, S("data.pkl"), "it cannot be unpacked");
			return NULL;
		}
		b = blob_of(all);
	}
	t.big = a.big;
	torch_init(&t, pickle_tree_new(r->arena, r->scratch, b, false));
	if (!torch_pickle(r, t.u.tree, S("data.pkl"), 0, &end))
		return NULL;
	return unpickle_item(&t.u, end.value, &root) ? root : torch_refused(&t);
}
