/* What honest pickles use of NumPy, 1.6 to 2.x. */
#include "model/pickle_tables.h"

#define ENUM "a member of an enumeration"
#define N_ARRAY "an array"
#define N_BITGEN "a source of random bits"
#define N_CLASS "a class of NumPy that holds data"
#define N_DTYPE "describes the elements of an array"
#define N_FUNC "a function of NumPy that computes with arrays"
#define N_MAKER "makes an array or a scalar from bytes"
#define N_MASKED "makes a masked array"
#define N_RNG "the state of a random generator"
#define N_SCALAR "a type of array elements"
#define N_UFUNC "names a function of NumPy"
#define N_VECTORIZE "calls a function for the elements of an array, when it is called"
#define TUPLE "a tuple with names"

static const struct pickle_row rows[] = {
	PICKLE_ALLOW_IF(DATA, "numpy", "_CopyMode", ENUM),
	PICKLE_NAMED("numpy",
		     "all allclose amax amin any append arange argmax argmin argsort array "
		     "array_equal asarray ascontiguousarray asfortranarray atleast_1d "
		     "atleast_2d average clip column_stack concatenate copy corrcoef "
		     "count_nonzero cov cumprod cumsum diag diff dot empty expand_dims eye "
		     "flatnonzero flip full gradient histogram hstack identity inner interp "
		     "isclose linspace logspace max mean median min nan_to_num nanargmax "
		     "nanargmin nanmax nanmean nanmedian nanmin nanpercentile nanquantile "
		     "nanstd nansum nanvar nonzero ones ones_like outer pad percentile prod "
		     "product ptp quantile ravel repeat reshape roll round round_ "
		     "searchsorted sort split sqrt squeeze stack std sum swapaxes take tile "
		     "trace transpose trapz tril triu unique var vstack where zeros "
		     "zeros_like",
		     N_FUNC),
	PICKLE_ALLOW("numpy",
		     "bool bool8 bool_ byte bytes0 bytes_ cdouble cfloat character "
		     "clongdouble clongfloat complex128 complex192 complex256 complex64 "
		     "complex_ complexfloating csingle datetime64 double flexible float128 "
		     "float16 float32 float64 float96 float_ floating generic half inexact "
		     "int0 int16 int32 int64 int8 int_ intc integer intp long longcomplex "
		     "longdouble longfloat longlong number object0 object_ record short "
		     "signedinteger single singlecomplex str0 str_ string_ timedelta64 ubyte "
		     "uint uint0 uint16 uint32 uint64 uint8 uintc uintp ulong ulonglong "
		     "unicode_ unsignedinteger ushort void void0",
		     N_SCALAR),
	PICKLE_ALLOW_IF(DATA, "numpy",
			"busdaycalendar chararray finfo iinfo matrix ndenumerate ndindex poly1d "
			"recarray",
			N_CLASS),
	PICKLE_ALLOW_IF(DTYPE, "numpy", "dtype", N_DTYPE),
	PICKLE_NAMED("numpy", "errstate vectorize", N_VECTORIZE),
	PICKLE_ALLOW_IF(DATA, "numpy", "ndarray", N_ARRAY),
	PICKLE_ALLOW_IF(DATA, "numpy.__config__", "DisplayModes", ENUM),
	PICKLE_ALLOW_IF(GLOBAL, "numpy._core", "_ufunc_reconstruct", N_UFUNC),
	PICKLE_ALLOW("numpy._core._internal", "_convert_to_stringdtype_kwargs _reconstruct",
		     N_MAKER),
	PICKLE_ALLOW("numpy._core._multiarray_umath", "_reconstruct scalar", N_MAKER),
	PICKLE_ALLOW_IF(DATA, "numpy._core.defchararray", "chararray", N_CLASS),
	PICKLE_NAMED("numpy._core.fromnumeric",
		     "all amax amin any argmax argmin argsort clip cumsum max mean min prod "
		     "ptp ravel repeat reshape searchsorted sort squeeze std sum swapaxes "
		     "take transpose var",
		     N_FUNC),
	PICKLE_ALLOW_IF(DATA, "numpy._core.getlimits", "finfo iinfo", N_CLASS),
	PICKLE_ALLOW("numpy._core.multiarray", "_reconstruct scalar", N_MAKER),
	PICKLE_ALLOW_IF(DTYPE, "numpy._core.multiarray", "dtype", N_DTYPE),
	PICKLE_ALLOW_IF(DATA, "numpy._core.multiarray", "ndarray", N_ARRAY),
	PICKLE_ALLOW("numpy._core.numeric", "_frombuffer", N_MAKER),
	PICKLE_ALLOW_IF(DATA, "numpy._core.records", "recarray record", N_CLASS),
	PICKLE_ALLOW_IF(DATA, "numpy._globals", "_CopyMode _NoValueType", N_CLASS),
	PICKLE_ALLOW_IF(DATA, "numpy._utils._pep440", "_Version", TUPLE),
	PICKLE_ALLOW_IF(DATA, "numpy.array_api._set_functions",
			"UniqueAllResult UniqueCountsResult UniqueInverseResult", TUPLE),
	PICKLE_ALLOW_IF(DATA, "numpy.array_api.linalg",
			"EighResult QRResult SVDResult SlogdetResult", TUPLE),
	PICKLE_ALLOW_IF(DATA, "numpy.char", "chararray", N_CLASS),
	PICKLE_ALLOW_IF(GLOBAL, "numpy.core", "_ufunc_reconstruct", N_UFUNC),
	PICKLE_ALLOW("numpy.core._internal", "_convert_to_stringdtype_kwargs _reconstruct",
		     N_MAKER),
	PICKLE_ALLOW("numpy.core._multiarray_umath", "_reconstruct scalar", N_MAKER),
	PICKLE_ALLOW_IF(DATA, "numpy.core.defchararray", "chararray", N_CLASS),
	PICKLE_ALLOW_IF(DATA, "numpy.core.defmatrix", "matrix", N_CLASS),
	PICKLE_NAMED("numpy.core.fromnumeric",
		     "all amax amin any argmax argmin argsort clip cumsum max mean min prod "
		     "product ptp ravel repeat reshape round_ searchsorted sort squeeze std "
		     "sum swapaxes take transpose var",
		     N_FUNC),
	PICKLE_ALLOW_IF(DATA, "numpy.core.getlimits", "finfo iinfo", N_CLASS),
	PICKLE_ALLOW("numpy.core.multiarray", "_reconstruct scalar", N_MAKER),
	PICKLE_ALLOW_IF(DTYPE, "numpy.core.multiarray", "dtype", N_DTYPE),
	PICKLE_ALLOW_IF(DATA, "numpy.core.multiarray", "ndarray", N_ARRAY),
	PICKLE_ALLOW("numpy.core.numeric", "_frombuffer", N_MAKER),
	PICKLE_ALLOW_IF(DATA, "numpy.core.records", "recarray record", N_CLASS),
	PICKLE_ALLOW_IF(DATA, "numpy.lib._arraysetops_impl",
			"UniqueAllResult UniqueCountsResult UniqueInverseResult", TUPLE),
	PICKLE_NAMED("numpy.lib._function_base_impl",
		     "average corrcoef cov diff gradient interp median percentile quantile",
		     N_FUNC),
	PICKLE_NAMED("numpy.lib._function_base_impl", "vectorize", N_VECTORIZE),
	PICKLE_ALLOW_IF(DATA, "numpy.lib._index_tricks_impl", "ndindex", N_CLASS),
	PICKLE_NAMED("numpy.lib._nanfunctions_impl",
		     "nanargmax nanargmin nanmax nanmean nanmedian nanmin nanpercentile "
		     "nanquantile nanstd nansum nanvar",
		     N_FUNC),
	PICKLE_ALLOW_IF(DATA, "numpy.lib._polynomial_impl", "poly1d", N_CLASS),
	PICKLE_NAMED("numpy.lib.function_base",
		     "average corrcoef cov diff gradient interp median percentile quantile",
		     N_FUNC),
	PICKLE_NAMED("numpy.lib.function_base", "vectorize", N_VECTORIZE),
	PICKLE_ALLOW_IF(DATA, "numpy.lib.index_tricks", "ndindex", N_CLASS),
	PICKLE_NAMED("numpy.lib.nanfunctions",
		     "nanargmax nanargmin nanmax nanmean nanmedian nanmin nanpercentile "
		     "nanquantile nanstd nansum nanvar",
		     N_FUNC),
	PICKLE_ALLOW_IF(DATA, "numpy.lib.polynomial", "poly1d", N_CLASS),
	PICKLE_NAMED("numpy.lib.type_check", "imag nan_to_num real", N_FUNC),
	PICKLE_NAMED("numpy.linalg", "det inv norm pinv", N_FUNC),
	PICKLE_ALLOW_IF(DATA, "numpy.linalg._linalg",
			"EigResult EighResult QRResult SVDResult SlogdetResult", TUPLE),
	PICKLE_NAMED("numpy.linalg._linalg", "det inv norm pinv", N_FUNC),
	PICKLE_ALLOW_IF(DATA, "numpy.linalg.linalg",
			"EigResult EighResult QRResult SVDResult SlogdetResult", TUPLE),
	PICKLE_NAMED("numpy.linalg.linalg", "det inv norm pinv", N_FUNC),
	PICKLE_ALLOW_IF(DATA, "numpy.ma", "MaskedArray masked_array mvoid", N_CLASS),
	PICKLE_ALLOW("numpy.ma", "_mareconstruct", N_MASKED),
	PICKLE_ALLOW_IF(DATA, "numpy.ma.core", "MaskedArray MaskedConstant mvoid", N_CLASS),
	PICKLE_ALLOW("numpy.ma.core", "_mareconstruct", N_MASKED),
	PICKLE_ALLOW_IF(DATA, "numpy.ma.mrecords", "MaskedRecords mrecarray", N_CLASS),
	PICKLE_ALLOW("numpy.ma.mrecords", "_mrreconstruct", N_MASKED),
	PICKLE_ALLOW_IF(DATA, "numpy.matrixlib", "matrix", N_CLASS),
	PICKLE_ALLOW_IF(DATA, "numpy.matrixlib.defmatrix", "matrix", N_CLASS),
	PICKLE_ALLOW_IF(CALLABLES, "numpy.random", "__Generator_ctor __RandomState_ctor", N_RNG),
	PICKLE_NAMED("numpy.random",
		     "normal permutation rand randint randn random random_sample shuffle "
		     "uniform",
		     N_FUNC),
	PICKLE_ALLOW("numpy.random._bit_generator", "SeedSequence", N_BITGEN),
	PICKLE_ALLOW_IF(DATA, "numpy.random._generator", "Generator", N_RNG),
	PICKLE_ALLOW("numpy.random._mt19937", "MT19937", N_BITGEN),
	PICKLE_ALLOW("numpy.random._pcg64", "PCG64 PCG64DXSM", N_BITGEN),
	PICKLE_ALLOW("numpy.random._philox", "Philox", N_BITGEN),
	PICKLE_ALLOW("numpy.random._pickle", "__bit_generator_ctor", N_BITGEN),
	PICKLE_ALLOW_IF(CALLABLES, "numpy.random._pickle", "__generator_ctor __randomstate_ctor",
			N_RNG),
	PICKLE_ALLOW("numpy.random._sfc64", "SFC64", N_BITGEN),
	PICKLE_ALLOW("numpy.random.bit_generator", "SeedSequence", N_BITGEN),
	PICKLE_ALLOW_IF(DATA, "numpy.random.mtrand", "RandomState", N_RNG),
	PICKLE_ALLOW_IF(CALLABLES, "numpy.random.mtrand", "__RandomState_ctor", N_RNG),
	PICKLE_ALLOW_IF(DATA, "numpy.rec", "recarray record", N_CLASS),
};

PICKLE_TABLE(pickle_allow_numpy);
