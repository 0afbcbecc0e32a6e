#include "convert/write.h"

#include "base/limits.h"
#include "base/map.h"

uint64_t tensor_bytes(const struct tensor *t)
{
	return t->count * t->item;
}

static bool refuse(struct write_job *j, const struct tensor *t, str why)
{
	j->refusal.where = t->name.n > 0 ? t->name : S("(array)");
	j->refusal.why = why;
	return false;
}

bool write_unread(struct write_job *j, const struct tensor *t)
{
	return refuse(j, t, S("its bytes cannot be read"));
}

static str dtype_name(const struct tensor *t)
{
	return t->dtype == TENSOR_OTHER ? t->descr : str_of(tensor_types[t->dtype].name);
}

static bool check_dtype(struct write_job *j, const struct tensor *t, bool numpy)
{
	const struct tensor_type *type = &tensor_types[t->dtype];

	if (numpy ? type->numpy != NULL || t->dtype == TENSOR_OTHER : type->safetensors != NULL)
		return true;
	return refuse(j, t,
		      arena_printf(j->arena,
				   "an array of %.*s: %s has no such dtype; write %s instead",
				   STR_ARG(str_slice(dtype_name(t), 0, 200)),
				   numpy ? "NPZ" : "safetensors", numpy ? "safetensors" : "NPZ"));
}

/* Bytes of the storages that the tensors read, each counted once. */
static uint64_t storage_bytes(struct write_job *j)
{
	struct arena_mark mark = arena_mark(j->arena);
	struct map storages = map_in(j->arena);
	uint64_t sum = 0;

	for (uint32_t i = 0; i < j->count; i++) {
		const struct blob *b = &j->tensors[i]->blob;
		uint64_t *key = NEW(j->arena, uint64_t, 3);
		key[0] = (uint64_t)(uintptr_t)(b->memory ? (const void *)b->memory
							 : (const void *)b->source);
		key[1] = b->base;
		key[2] = b->size;
		if ((*map_put(&storages, (str){(const uint8_t *)key, 3 * sizeof(*key)}))++ == 0 &&
		    __builtin_add_overflow(sum, b->size, &sum))
			sum = UINT64_MAX;
	}
	arena_release(j->arena, mark);
	return sum;
}

static bool check_growth(struct write_job *j)
{
	uint64_t most = storage_bytes(j), sum = 0;

	if (__builtin_mul_overflow(most, LIMIT_CONVERT_GROWTH, &most) || most > INT64_MAX / 2)
		most = INT64_MAX / 2;
	if (most < LIMIT_CONVERT_GROWN)
		most = LIMIT_CONVERT_GROWN;
	for (uint32_t i = 0; i < j->count; i++) {
		sum += tensor_bytes(j->tensors[i]);
		if (sum > most)
			return refuse(j, j->tensors[i],
				      arena_printf(j->arena,
						   "up to here %llu bytes of arrays are asked for, "
						   "which read the same few bytes again and again; "
						   "expanded tensors must be saved with .clone()",
						   (unsigned long long)sum));
	}
	return true;
}

bool write_check(struct write_job *j, bool numpy)
{
	for (uint32_t i = 0; i < j->count; i++) {
		const struct tensor *t = j->tensors[i];
		const char *outside = tensor_outside(t);
		uint64_t bytes;
		if (!check_dtype(j, t, numpy))
			return false;
		if (outside != NULL)
			return refuse(j, t,
				      arena_printf(j->arena, "it %s, which has %llu bytes", outside,
						   (unsigned long long)t->blob.size));
		if (__builtin_mul_overflow(t->count, t->item, &bytes) || bytes > INT64_MAX / 4)
			return refuse(j, t, S("it is larger than any file"));
	}
	return check_growth(j);
}
