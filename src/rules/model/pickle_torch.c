/* PyTorch's files before 1.6 (torch/serialization.py, _legacy_save): the pickles of a magic number,
 * of the protocol's version, of the system, of the object and of a list of storage keys; then for
 * each storage the count of its elements in eight bytes, and the elements. A plain unpickler that
 * reads a sixth pickle begins where the storages do. */
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
