/* A first small policy: what the machine's own tests need. */
#include "model/pickle_policy.h"

struct row {
	const char *global; /* "module name" */
	struct pickle_verdict verdict;
};

#define SAFE(g)                                                                                    \
	{                                                                                          \
		g,                                                                                 \
		{                                                                                  \
			PICKLE_SAFE, 0, 0, "holds data"                                            \
		}                                                                                  \
	}
#define ARGS(g, rule)                                                                              \
	{                                                                                          \
		g,                                                                                 \
		{                                                                                  \
			PICKLE_ARGS, rule, 0, "depends on its arguments"                           \
		}                                                                                  \
	}
#define DANGER(g, why)                                                                             \
	{                                                                                          \
		g,                                                                                 \
		{                                                                                  \
			PICKLE_DANGEROUS, 0, PICKLE_GRADE_CRITICAL, why                            \
		}                                                                                  \
	}

static const struct row rows[] = {
	SAFE("collections OrderedDict"),
	SAFE("builtins set"),
	SAFE("builtins frozenset"),
	SAFE("builtins bytearray"),
	SAFE("builtins complex"),
	SAFE("builtins object"),
	SAFE("builtins int"),
	SAFE("builtins list"),
	SAFE("builtins dict"),
	SAFE("builtins slice"),
	SAFE("datetime datetime"),
	SAFE("numpy ndarray"),
	SAFE("numpy float64"),
	SAFE("numpy.core.multiarray _reconstruct"),
	SAFE("numpy.core.multiarray scalar"),
	SAFE("numpy._core.multiarray _reconstruct"),
	SAFE("numpy._core.multiarray scalar"),
	SAFE("torch._utils _rebuild_tensor_v2"),
	SAFE("torch FloatStorage"),
	SAFE("joblib.numpy_pickle NumpyArrayWrapper"),
	SAFE("joblib.numpy_pickle NDArrayWrapper"),
	SAFE("joblib.numpy_pickle ZNDArrayWrapper"),
	ARGS("numpy dtype", PICKLE_ARGS_DTYPE),
	ARGS("_codecs encode", PICKLE_ARGS_CODEC),
	ARGS("builtins getattr", PICKLE_ARGS_GETATTR),
	ARGS("functools partial", PICKLE_ARGS_PARTIAL),
	ARGS("copyreg _reconstructor", PICKLE_ARGS_RECONSTRUCTOR),
	ARGS("copyreg __newobj__", PICKLE_ARGS_NEWOBJ),
	ARGS("copyreg __newobj_ex__", PICKLE_ARGS_NEWOBJ_EX),
	ARGS("collections defaultdict", PICKLE_ARGS_FACTORY),
	ARGS("re _compile", PICKLE_ARGS_REGEX),
	ARGS("operator attrgetter", PICKLE_ARGS_ATTRGETTER),
	ARGS("operator itemgetter", PICKLE_ARGS_ITEMGETTER),
	ARGS("operator methodcaller", PICKLE_ARGS_METHODCALLER),
	ARGS("torch.storage _load_from_bytes", PICKLE_ARGS_NESTED),
	ARGS("builtins type", PICKLE_ARGS_TYPE),
	DANGER("os system", "runs a shell command"),
	DANGER("posix system", "runs a shell command"),
	DANGER("builtins eval", "runs code"),
	DANGER("builtins exec", "runs code"),
};

static bool is(const char *global, str module, str name)
{
	str g = str_of(global);
	str m = str_cut(&g, ' ');

	return str_eq(m, module) && str_eq(g, name);
}

struct pickle_verdict pickle_judge(str module, str name)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (is(rows[i].global, module, name))
			return rows[i].verdict;
	if (str_eq(module, S("sklearn")) || str_starts(module, S("sklearn.")))
		return (struct pickle_verdict){PICKLE_KNOWN, 0, PICKLE_GRADE_HIGH,
					       "a class of scikit-learn"};
	return (struct pickle_verdict){PICKLE_UNKNOWN, 0, PICKLE_GRADE_HIGH, "no list has it"};
}
