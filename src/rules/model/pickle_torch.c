/* PyTorch's files before 1.6 (torch/serialization.py, _legacy_save): the pickles of a magic number,
 * of the protocol's version, of the system, of the object and of a list of storage keys; then for
 * each storage the count of its elements in eight bytes, and the elements. A plain unpickler that
 * reads a sixth pickle begins where the storages do.
 *
 * Before 0.1.10 the format was a tar archive (legacy_load): "storages" is a pickle of their number,
 * then for each a pickle (key, location, type) and the storage as above; "tensors" likewise, with
 * (key, storage, type) and the number of dimensions in eight bytes, sizes, strides and offset. */
#include "rules/model/pickle_scan.h"

static const uint8_t magic[] = {0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19};

#define PICKLES 5
#define STORAGES ((size_t)100000) /* the largest models have some thousand */

static uint64_t element_size(str type)
{
	static const struct {
		const char *names;
		uint64_t size;
	} sizes[] = {
		{"DoubleStorage LongStorage ComplexFloatStorage", 8},
		{"FloatStorage IntStorage QInt32Storage", 4},
		{"HalfStorage BFloat16Storage ShortStorage", 2},
		{"CharStorage ByteStorage BoolStorage QUInt8Storage QInt8Storage QUInt4x2Storage "
		 "QUInt2x4Storage UntypedStorage _UntypedStorage",
		 1},
		{"ComplexDoubleStorage", 16},
	};

	for (size_t i = 0; i < COUNTOF(sizes); i++)
		if (str_in(type, sizes[i].names))
			return sizes[i].size;
	return 0;
}

/* ("storage", type, key, location, count, view) */
void torch_legacy_storage(struct pickle_scan *s, struct pickle *p, struct pickle_value pid)
{
	struct torch_legacy *t = &s->torch;
	const struct pickle_global *type = pickle_global(p, pickle_item(p, pid, 1));
	struct pickle_value count = pickle_item(p, pid, 4);
	uint64_t bytes, *known;
	str key;

	if (!t->is || t->unsized || type == NULL)
		return;
	key = arena_dup(s->m->arena, pickle_text(p, pickle_item(p, pid, 2), 64));
	bytes = element_size(type->name);
	if (bytes == 0 || pv_kind(count) != PV_INT || pv_int(count) < 0 || key.n == 0 ||
	    t->storages.count >= STORAGES ||
	    __builtin_mul_overflow(bytes, (uint64_t)pv_int(count), &bytes) || bytes > INT64_MAX) {
		t->unsized = true;
		return;
	}
	known = map_put(&t->storages, key);
	if (*known == 0 && __builtin_add_overflow(t->bytes, bytes + 8, &t->bytes))
		t->unsized = true;
	*known = 1;
}

static bool is_magic(struct pickle_scan *s, struct pickle_value v)
{
	str raw = pv_kind(v) == PV_BIG ? pickle_text(s->p, v, sizeof(magic) + 1) : S("");

	return raw.n == sizeof(magic) && memcmp(raw.p, magic, sizeof(magic)) == 0;
}

bool torch_legacy_after(struct pickle_scan *s, const struct pickle_end *end, uint64_t *at)
{
	struct torch_legacy *t = &s->torch;
	uint64_t left = s->blob.size - *at;

	if (t->pickles++ == 0)
		t->is = is_magic(s, end->value);
	if (!t->is || t->pickles < PICKLES)
		return false;
	if (left == 0 && t->bytes == 0)
		return true;
	model_property(s->m, "framework", S("torch"));
	pickle_other_reading(s, *at, "PyTorch");
	if (t->unsized) {
		*at = s->blob.size;
		return true;
	}
	if (t->bytes > left) {
		pickle_finding(s, "MD024", *at, S("storages"),
			       "the tensors' bytes are cut short: %llu of %llu",
			       (unsigned long long)left, (unsigned long long)t->bytes);
		*at = s->blob.size;
		return true;
	}
	*at += t->bytes;
	return true;
}

/* Bytes behind the pickle of a storage or tensor; UINT64_MAX: that cannot be told. */
static uint64_t tar_bytes(struct pickle_scan *s, struct pickle_value v, uint64_t at, bool storages)
{
	const struct pickle_global *type = pickle_global(s->p, pickle_item(s->p, v, 2));
	uint64_t n = 0, size = type != NULL ? element_size(type->name) : 0;
	uint8_t raw[8];

	if (!blob_copy(s->blob, at, raw, sizeof(raw)))
		return UINT64_MAX;
	for (size_t i = 0; i < (storages ? 8 : 4); i++)
		n |= (uint64_t)raw[i] << (8 * i);
	if (!storages)
		return n <= 1000 ? 16 + 16 * n : UINT64_MAX;
	if (size == 0 || __builtin_mul_overflow(n, size, &n) || n > INT64_MAX)
		return UINT64_MAX;
	return 8 + n;
}

bool torch_tar_after(struct pickle_scan *s, const struct pickle_end *end, uint64_t *at)
{
	bool storages = str_eq(s->m->name, S("storages"));
	uint64_t n;

	if (s->m->outer == NULL || (!storages && !str_eq(s->m->name, S("tensors"))))
		return false;
	if (pv_kind(end->value) != PV_TUPLE || *at >= s->blob.size)
		return false;
	n = tar_bytes(s, end->value, *at, storages);
	if (s->tar_parts++ < 16)
		pickle_other_reading(s, *at, "PyTorch");
	if (n <= s->blob.size - *at) {
		*at += n;
		return false;
	}
	pickle_finding(s, "MD024", *at, S("storages"),
		       "the bytes of a %s are cut short, or their number cannot be told",
		       storages ? "storage" : "tensor");
	s->given_up = true;
	return true;
}
