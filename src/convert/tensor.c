#include "convert/tensor.h"

/* Extents are summed in 128 bits: strides and sizes are hostile, 64 products of two 64-bit numbers
 * stay far below. */
__extension__ typedef __int128 wide;

const struct tensor_type tensor_types[] = {
	[TENSOR_BOOL] = {"bool", "BOOL", "b1", 1, 1},
	[TENSOR_U8] = {"uint8", "U8", "u1", 1, 1},
	[TENSOR_I8] = {"int8", "I8", "i1", 1, 1},
	[TENSOR_U16] = {"uint16", "U16", "u2", 2, 2},
	[TENSOR_I16] = {"int16", "I16", "i2", 2, 2},
	[TENSOR_U32] = {"uint32", "U32", "u4", 4, 4},
	[TENSOR_I32] = {"int32", "I32", "i4", 4, 4},
	[TENSOR_U64] = {"uint64", "U64", "u8", 8, 8},
	[TENSOR_I64] = {"int64", "I64", "i8", 8, 8},
	[TENSOR_F16] = {"float16", "F16", "f2", 2, 2},
	[TENSOR_BF16] = {"bfloat16", "BF16", NULL, 2, 2},
	[TENSOR_F32] = {"float32", "F32", "f4", 4, 4},
	[TENSOR_F64] = {"float64", "F64", "f8", 8, 8},
	[TENSOR_C64] = {"complex64", "C64", "c8", 8, 4},
	[TENSOR_C128] = {"complex128", NULL, "c16", 16, 8},
	[TENSOR_F8_E4M3] = {"float8_e4m3fn", "F8_E4M3", NULL, 1, 1},
	[TENSOR_F8_E5M2] = {"float8_e5m2", "F8_E5M2", NULL, 1, 1},
	[TENSOR_F8_E4M3FNUZ] = {"float8_e4m3fnuz", "F8_E4M3FNUZ", NULL, 1, 1},
	[TENSOR_F8_E5M2FNUZ] = {"float8_e5m2fnuz", "F8_E5M2FNUZ", NULL, 1, 1},
	[TENSOR_F8_E8M0] = {"float8_e8m0fnu", "F8_E8M0", NULL, 1, 1},
	[TENSOR_OTHER] = {"another dtype", NULL, NULL, 0, 1},
};

/* As NumPy does: an array without elements has a size for each dimension all the same, which may
 * not overflow either. */
bool tensor_dense(struct arena *a, struct tensor *t, bool fortran)
{
	int64_t *stride = NEW(a, int64_t, t->dims ? t->dims : 1);
	uint64_t bytes = t->item, count = 1;

	t->stride = stride;
	for (unsigned i = 0; i < t->dims; i++) {
		unsigned d = fortran ? i : t->dims - 1 - i;
		stride[d] = (int64_t)bytes;
		if (t->shape[d] > 0 &&
		    (__builtin_mul_overflow(bytes, t->shape[d], &bytes) || bytes > INT64_MAX))
			return false;
		if (__builtin_mul_overflow(count, t->shape[d], &count) || count > INT64_MAX)
			return false;
	}
	t->count = count;
	return true;
}

bool tensor_is_dense(const struct tensor *t, bool fortran)
{
	uint64_t bytes = t->item;

	if (t->count == 0)
		return true;
	for (unsigned i = 0; i < t->dims; i++) {
		unsigned d = fortran ? i : t->dims - 1 - i;
		if (t->shape[d] == 1)
			continue;
		if (t->stride[d] < 0 || (uint64_t)t->stride[d] != bytes ||
		    __builtin_mul_overflow(bytes, t->shape[d], &bytes))
			return false;
	}
	return true;
}

const char *tensor_outside(const struct tensor *t)
{
	wide low = t->at, high = t->at;

	if (t->count == 0)
		return NULL;
	for (unsigned i = 0; i < t->dims; i++) {
		wide reach = (wide)t->stride[i] * (wide)(t->shape[i] - 1);
		if (reach < 0)
			low += reach;
		else
			high += reach;
	}
	if (low < 0)
		return "reaches before the beginning of its storage";
	if (high + t->item > t->blob.size)
		return "reaches behind the end of its storage";
	return NULL;
}
