/* What honest pickles use of Python's own library. */
#include "model/pickle_tables.h"

#define T_ABC "names a kind of types"
#define T_CODEC "how protocols 0 to 2 write bytes"
#define T_DATE "a date, a time or a duration"
#define T_ENUM "a member of an enumeration"
#define T_EXC "an exception that is made, not raised"
#define T_FACTORY "a dict that calls its factory for what is missing"
#define T_FUNC "a function that computes with values"
#define T_GETATTR "reads an attribute"
#define T_HOLDS "holds data"
#define T_ITER "goes through a container"
#define T_KEY "compares values, with a function that may be given"
#define T_LOGGER "finds a logger by its name"
#define T_MAKER "makes an object without calling its constructor"
#define T_MEMORY "bytes or text in memory"
#define T_NUMBER "a number"
#define T_OPERATOR "an operator as a function"
#define T_PARTIAL "holds a function and arguments for it"
#define T_PATH "holds a path, and touches no file by itself"
#define T_PURE "computes a value from values"
#define T_REGEX "compiles a regular expression"
#define T_RNG "the state of a random generator"
#define T_SIGNATURE "describes the parameters of a function"
#define T_TUPLE "a tuple with names"
#define T_TYPE "a type of Python's own: makes a value"
#define T_TYPEOF "gives the type of a value"
#define T_ZONE "a time zone by its name"

static const struct pickle_row rows[] = {
	PICKLE_ALLOW_IF(CODEC, "_codecs", "encode", T_CODEC),
	PICKLE_ALLOW_IF(PARTIAL, "_functools", "partial", T_PARTIAL),
	PICKLE_ALLOW_IF(DATA, "_io", "BytesIO StringIO", T_MEMORY),
	PICKLE_NAMED("_operator",
		     "abs add and_ concat contains eq floordiv ge gt index inv invert is_ "
		     "is_not le lshift lt matmul mod mul ne neg not_ or_ pos pow rshift sub "
		     "truediv truth xor",
		     T_OPERATOR),
	PICKLE_NAMED("abc", "ABC ABCMeta", T_ABC),
	PICKLE_ALLOW("argparse", "Namespace", T_HOLDS),
	PICKLE_ALLOW("array", "_array_reconstructor array", T_HOLDS),
	PICKLE_ALLOW("builtins",
		     "ArithmeticError AssertionError AttributeError BaseException "
		     "BaseExceptionGroup BlockingIOError BrokenPipeError BufferError "
		     "BytesWarning ChildProcessError ConnectionAbortedError ConnectionError "
		     "ConnectionRefusedError ConnectionResetError DeprecationWarning "
		     "EOFError EncodingWarning EnvironmentError Exception ExceptionGroup "
		     "FileExistsError FileNotFoundError FloatingPointError FutureWarning "
		     "GeneratorExit IOError ImportError ImportWarning IndentationError "
		     "IndexError InterruptedError IsADirectoryError KeyError "
		     "KeyboardInterrupt LookupError MemoryError ModuleNotFoundError "
		     "NameError NotADirectoryError NotImplementedError OSError OverflowError "
		     "PendingDeprecationWarning PermissionError ProcessLookupError "
		     "PythonFinalizationError RecursionError ReferenceError ResourceWarning "
		     "RuntimeError RuntimeWarning StopAsyncIteration StopIteration "
		     "SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError "
		     "TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError "
		     "UnicodeError UnicodeTranslateError UnicodeWarning UserWarning "
		     "ValueError Warning ZeroDivisionError",
		     T_EXC),
	PICKLE_ALLOW("builtins",
		     "Ellipsis NotImplemented bool bytearray bytes complex dict enumerate "
		     "float frozenset int list memoryview object range reversed set slice "
		     "str tuple zip",
		     T_TYPE),
	PICKLE_NAMED("builtins",
		     "None bin chr dict.fromkeys dict.get dict.items dict.keys dict.values "
		     "divmod float.is_integer hex id int.bit_length isinstance issubclass "
		     "list.append list.count list.index oct ord pow repr str.capitalize "
		     "str.casefold str.endswith str.isalpha str.isdigit str.join str.lower "
		     "str.lstrip str.replace str.rstrip str.split str.startswith str.strip "
		     "str.title str.upper",
		     T_FUNC),
	PICKLE_ALLOW("builtins", "abs all any hash len round sum", T_PURE),
	PICKLE_ALLOW_IF(GETATTR, "builtins", "getattr", T_GETATTR),
	PICKLE_ALLOW_IF(DATA, "builtins", "iter", T_ITER),
	PICKLE_ALLOW_IF(CALLABLES, "builtins", "max min sorted", T_KEY),
	PICKLE_ALLOW_IF(TYPE, "builtins", "type", T_TYPEOF),
	PICKLE_ALLOW_IF(CODEC, "codecs", "encode", T_CODEC),
	PICKLE_ALLOW("collections",
		     "ChainMap Counter OrderedDict UserDict UserList UserString deque", T_HOLDS),
	PICKLE_ALLOW_IF(FACTORY, "collections", "defaultdict", T_FACTORY),
	PICKLE_NAMED("collections.abc",
		     "Callable Collection Container Hashable Iterable Iterator Mapping "
		     "MutableMapping MutableSequence MutableSet Sequence Set Sized",
		     T_ABC),
	PICKLE_ALLOW_IF(DATA, "contextlib", "nullcontext", T_HOLDS),
	PICKLE_ALLOW_IF(NEWOBJ, "copyreg", "__newobj__", T_MAKER),
	PICKLE_ALLOW_IF(NEWOBJ_EX, "copyreg", "__newobj_ex__", T_MAKER),
	PICKLE_ALLOW_IF(RECONSTRUCTOR, "copyreg", "_reconstructor", T_MAKER),
	PICKLE_ALLOW("datetime", "date datetime time timedelta timezone tzinfo", T_DATE),
	PICKLE_NAMED("datetime", "datetime.fromisoformat timezone.utc", T_DATE),
	PICKLE_ALLOW("decimal",
		     "Clamped DecimalException DivisionByZero FloatOperation Inexact "
		     "InvalidOperation Overflow Rounded Subnormal Underflow",
		     T_NUMBER),
	PICKLE_ALLOW_IF(CALLABLES, "decimal", "Context", T_NUMBER),
	PICKLE_ALLOW_IF(DATA, "decimal", "Decimal DecimalTuple", T_NUMBER),
	PICKLE_NAMED("enum", "Enum Flag IntEnum IntFlag StrEnum auto", T_ABC),
	PICKLE_ALLOW_IF(DATA, "fractions", "Fraction", T_NUMBER),
	PICKLE_ALLOW_IF(PARTIAL, "functools", "partial", T_PARTIAL),
	PICKLE_ALLOW_IF(DATA, "http", "HTTPMethod HTTPStatus", T_ENUM),
	PICKLE_ALLOW_IF(DATA, "inspect", "BoundArguments Parameter Signature _ParameterKind",
			T_SIGNATURE),
	PICKLE_NAMED("inspect", "_empty", T_SIGNATURE),
	PICKLE_ALLOW_IF(DATA, "io", "BytesIO StringIO", T_MEMORY),
	PICKLE_ALLOW_IF(DATA, "ipaddress",
			"IPv4Address IPv4Interface IPv4Network IPv6Address IPv6Interface "
			"IPv6Network",
			T_HOLDS),
	PICKLE_ALLOW_IF(DATA, "itertools", "count repeat", T_ITER),
	PICKLE_NAMED("logging", "Logger Manager PlaceHolder RootLogger", T_LOGGER),
	PICKLE_ALLOW_IF(DATA, "logging", "getLogger", T_LOGGER),
	PICKLE_NAMED("math",
		     "acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos "
		     "cosh degrees dist e erf erfc exp exp2 expm1 fabs factorial floor fmod "
		     "fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp "
		     "lgamma log log10 log1p log2 modf nan pi pow prod radians remainder sin "
		     "sinh sqrt tan tanh tau trunc",
		     T_FUNC),
	PICKLE_NAMED("numbers", "Complex Integral Number Rational Real", T_ABC),
	PICKLE_NAMED("operator",
		     "abs add and_ concat contains eq floordiv ge gt index inv invert is_ "
		     "is_not le lshift lt matmul mod mul ne neg not_ or_ pos pow rshift sub "
		     "truediv truth xor",
		     T_OPERATOR),
	PICKLE_ALLOW("optparse", "Values", T_HOLDS),
	PICKLE_ALLOW_IF(DATA, "pathlib",
			"Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath",
			T_PATH),
	PICKLE_ALLOW_IF(DATA, "pathlib._local",
			"Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath",
			T_PATH),
	PICKLE_ALLOW_IF(DATA, "random", "Random", T_RNG),
	PICKLE_NAMED("re", "IGNORECASE Match Pattern", T_ABC),
	PICKLE_ALLOW_IF(DATA, "re", "RegexFlag", T_ENUM),
	PICKLE_ALLOW_IF(REGEX, "re", "_compile compile", T_REGEX),
	PICKLE_ALLOW_IF(DATA, "statistics", "NormalDist", T_HOLDS),
	PICKLE_ALLOW_IF(DATA, "string", "Template", T_HOLDS),
	PICKLE_ALLOW_IF(DATA, "time", "struct_time", T_DATE),
	PICKLE_ALLOW("types", "EllipsisType NoneType NotImplementedType SimpleNamespace", T_HOLDS),
	PICKLE_NAMED("types", "GenericAlias MappingProxyType UnionType", T_ABC),
	PICKLE_NAMED("typing",
		     "Any AnyStr Callable ClassVar DefaultDict Dict FrozenSet Generic "
		     "Hashable Iterable Iterator List Literal Mapping NoReturn Optional "
		     "Sequence Set Text Tuple Type TypeVar Union",
		     T_ABC),
	PICKLE_ALLOW_IF(DATA, "urllib.parse",
			"DefragResult DefragResultBytes ParseResult ParseResultBytes SplitResult "
			"SplitResultBytes",
			T_TUPLE),
	PICKLE_ALLOW_IF(DATA, "uuid", "SafeUUID UUID", T_HOLDS),
	PICKLE_ALLOW_IF(KEY, "zoneinfo", "ZoneInfo ZoneInfo._unpickle", T_ZONE),
	PICKLE_ALLOW_IF(KEY, "zoneinfo._zoneinfo", "ZoneInfo ZoneInfo._unpickle", T_ZONE),
};

PICKLE_TABLE(pickle_allow_stdlib);
