/* Judging a global: the allow-list's exact rows first, then the attacks, then what a dotted name
 * leads to, then the form of a known library's classes; what is left is unknown. */
#include "model/pickle_tables.h"

#include "base/ascii.h"
#include "base/limits.h"

/* ---- Searching a table -------------------------------------------------------------------------
 */

/* The first row whose module is not before `module`. */
static size_t lower_bound(const struct pickle_table *t, str module)
{
	size_t from = 0, to = t->count;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (str_cmp(t->rows[mid].module, module) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

/* Is `name` one of the sorted words? A binary search by byte: from the middle back to where its
 * word begins. */
static bool in_sorted_words(str words, str name)
{
	size_t from = 0, to = words.n; /* both where a word begins, or the end */

	while (from < to) {
		size_t start = from + (to - from) / 2, end;
		int order;

		while (start > from && words.p[start - 1] != ' ')
			start--;
		for (end = start; end < words.n && words.p[end] != ' ';)
			end++;
		order = str_cmp(str_slice(words, start, end), name);
		if (order == 0)
			return true;
		if (order < 0)
			from = end + 1;
		else
			to = start;
	}
	return false;
}

const struct pickle_row *pickle_row_of(const struct pickle_table *t, str module, str name)
{
	const struct pickle_row *all = NULL;

	for (size_t i = lower_bound(t, module); i < t->count; i++) {
		const struct pickle_row *r = &t->rows[i];

		if (!str_eq(r->module, module))
			break;
		if (str_eq(r->names, S("*")))
			all = r;
		else if (in_sorted_words(r->names, name))
			return r;
	}
	return all;
}

const struct pickle_row *pickle_row_above(const struct pickle_table *t, str module)
{
	for (size_t dot; (dot = str_rfind_byte(module, '.')) != STR_NONE;) {
		module = str_slice(module, 0, dot);
		for (size_t i = lower_bound(t, module); i < t->count; i++) {
			if (!str_eq(t->rows[i].module, module))
				break;
			if (str_eq(t->rows[i].names, S("*")))
				return &t->rows[i];
		}
	}
	return NULL;
}

/* ---- Libraries ---------------------------------------------------------------------------------
 */

static const struct pickle_library *library_of(str module)
{
	size_t dot = str_find_byte(module, '.');
	str top = dot == STR_NONE ? module : str_slice(module, 0, dot);
	size_t from = 0, to = pickle_libraries_count;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int order = str_cmp(pickle_libraries[mid].top, top);

		if (order == 0)
			return &pickle_libraries[mid];
		if (order < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return NULL;
}

/* CapWords, _CapWords or CONSTANT: a class, or a member of an enumeration. */
static bool like_class(str part)
{
	while (part.n > 0 && part.p[0] == '_')
		part = str_slice(part, 1, part.n);
	if (part.n == 0 || !is_upper(part.p[0]))
		return false;
	for (size_t i = 0; i < part.n; i++) {
		uint8_t c = part.p[i];

		if (!is_upper(c) && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
			return false;
	}
	return !str_ends(part, S("__"));
}

static bool like_classes(str name)
{
	for (str rest = name, part; rest.p != NULL;) {
		part = str_cut(&rest, '.');
		if (!like_class(part))
			return false;
	}
	return name.n > 0;
}

/* Parts of any library whose classes do more than hold data: they load, fetch, run or test. */
#define NOT_DATA                                                                                   \
	"_testing test tests testing conftest __main__ setup cli io _io datasets fetchers "        \
	"download "                                                                                \
	"downloader downloaders hub commands command agents server client rpc debugging "          \
	"codecache "                                                                               \
	"cpp_extension ctypeslib distutils f2py onnx tensorrt plotting"

static bool holds_data(str module)
{
	for (str rest = module, part; rest.p != NULL;) {
		part = str_cut(&rest, '.');
		if (part.n == 0 || str_in(part, NOT_DATA) || str_starts(part, S("test_")))
			return false;
	}
	return true;
}

/* ---- Dotted names ------------------------------------------------------------------------------
 */

#define MOST_PARTS 12	/* no honest name has more than four */
#define MODULE_MOST 200 /* longer module names are in no table */

static const struct pickle_row *attack_named(str module, str name)
{
	const struct pickle_row *r = pickle_row_of(&pickle_danger, module, name);

	return r != NULL ? r : pickle_row_of(&pickle_danger_other, module, name);
}

/* The same, or what lies in a package all of which is one. */
static const struct pickle_row *attack_of(str module, str name)
{
	const struct pickle_row *r = attack_named(module, name);

	if (r == NULL)
		r = pickle_row_above(&pickle_danger, module);
	return r != NULL ? r : pickle_row_above(&pickle_danger_other, module);
}

/* "a.b" joined for a table's sake; empty when it is too long to be in one. */
static str join(uint8_t out[MODULE_MOST], str a, str b)
{
	if (a.n + b.n + 1 > MODULE_MOST)
		return (str){NULL, 0};
	memcpy(out, a.p, a.n);
	out[a.n] = '.';
	memcpy(out + a.n + 1, b.p, b.n);
	return (str){out, a.n + 1 + b.n};
}

/* Is there an attack that a dotted name leads to? ("torch.serialization", "os.system") is
 * os.system;
 * ("collections", "abc.sys.modules") is sys.modules; ("torch", "serialization.load") is
 * torch.serialization.load. */
static const struct pickle_row *attack_inside(str module, str name)
{
	size_t starts[MOST_PARTS], n = 0;
	uint8_t room[MODULE_MOST];

	for (size_t at = 0; n < MOST_PARTS; n++) {
		size_t dot = str_find_byte(str_slice(name, at, name.n), '.');

		starts[n] = at;
		if (dot == STR_NONE) {
			n++;
			break;
		}
		at += dot + 1;
	}
	for (size_t to = 1; to < n; to++) {
		str rest = str_slice(name, starts[to], name.n);
		const struct pickle_row *r;

		for (size_t from = 0; from < to; from++) {
			r = attack_of(str_slice(name, starts[from], starts[to] - 1), rest);
			if (r != NULL)
				return r;
		}
		r = attack_of(join(room, module, str_slice(name, 0, starts[to] - 1)), rest);
		if (r != NULL)
			return r;
		/* an attribute of something that is an attack itself */
		r = attack_named(module, str_slice(name, 0, starts[to] - 1));
		if (r != NULL)
			return r;
	}
	return NULL;
}

/* A module that is reached as an attribute of another: ("shutil", "os"), ("random", "_os"). */
static bool names_module(str part)
{
	const struct pickle_row *r;

	if (part.n > 1 && part.p[0] == '_' && part.p[1] != '_')
		part = str_slice(part, 1, part.n);
	r = attack_named(part, S(""));
	return r != NULL && str_eq(r->names, S("*"));
}

static struct pickle_verdict danger(enum pickle_grade grade, const char *why)
{
	return (struct pickle_verdict){PICKLE_DANGEROUS, 0, (uint8_t)grade, why};
}

/* Names that mean the same whatever module they were imported into. */
#define ANYWHERE                                                                                   \
	"CloudPickleWrapper CloudpickleWrapper LazyImporter LazyLoader LazyModule Popen "          \
	"__import__ _LazyModule check_call check_output eval exec execfile execl execle execlp "   \
	"execv "                                                                                   \
	"execve execvp execvpe getoutput getstatusoutput import_module popen popen2 popen3 "       \
	"popen4 posix_spawn posix_spawnp run_module run_path runcode runsource spawnl spawnle "    \
	"spawnlp spawnv spawnve spawnvp spawnvpe system"

static bool dotted(str name)
{
	return str_find_byte(name, '.') != STR_NONE;
}

static bool judge_parts(str name, struct pickle_verdict *out)
{
	size_t parts = 0;

	for (str rest = name, part; rest.p != NULL; parts++) {
		part = str_cut(&rest, '.');
		if (parts == MOST_PARTS) {
			*out = danger(PICKLE_GRADE_CRITICAL,
				      "walks through attributes to hide what is used");
			return true;
		}
		if (str_starts(part, S("__")) && str_ends(part, S("__")) && part.n > 4) {
			*out = danger(PICKLE_GRADE_CRITICAL,
				      "reaches into the interpreter's internals, from where any "
				      "code can be called");
			return true;
		}
		if (names_module(part)) {
			*out = danger(PICKLE_GRADE_CRITICAL,
				      "reaches a module of the system through another one");
			return true;
		}
		if (str_in(part, ANYWHERE)) {
			*out = danger(PICKLE_GRADE_CRITICAL,
				      "is called like what runs code or commands");
			return true;
		}
	}
	return false;
}

/* ---- The verdict -------------------------------------------------------------------------------
 */

/* Python 2's names, where the unpickler does not map them itself. */
static str modern(str module)
{
	if (str_eq(module, S("__builtin__")) || str_eq(module, S("__builtins__")))
		return S("builtins");
	if (str_eq(module, S("copy_reg")))
		return S("copyreg");
	return module;
}

static struct pickle_verdict unknown(const struct pickle_library *lib, str name)
{
	if (lib != NULL || !like_classes(name))
		return (struct pickle_verdict){PICKLE_UNKNOWN, 0, PICKLE_GRADE_HIGH,
					       "is on no list of what honest models use"};
	return (struct pickle_verdict){PICKLE_UNKNOWN, 0, PICKLE_GRADE_MEDIUM,
				       "is a class of no library that is known here"};
}

static const struct pickle_row *allowed(const struct pickle_library *lib, str module, str name)
{
	const struct pickle_table *t = lib != NULL ? lib->allow : &pickle_allow_stdlib;
	const struct pickle_row *r = pickle_row_of(t, module, name);

	if (r == NULL && lib != NULL && lib->known == NULL)
		r = pickle_row_above(t, module);
	return r;
}

/* Names of NumPy's and SciPy's universal functions: pickled by name, found in whichever module the
 * pickler met them first. */
#define UFUNCS                                                                                     \
	"abs absolute add arccos arccosh arcsin arcsinh arctan arctan2 arctanh bitwise_and "       \
	"bitwise_not bitwise_or bitwise_xor cbrt ceil clip conj conjugate copysign cos cosh "      \
	"deg2rad degrees divide divmod equal exp exp2 expit expm1 fabs float_power floor "         \
	"floor_divide fmax fmin fmod gcd greater greater_equal heaviside hypot invert isfinite "   \
	"isinf isnan lcm left_shift less less_equal log log10 log1p log2 logaddexp logaddexp2 "    \
	"logical_and logical_not logical_or logical_xor logit matmul maximum minimum mod modf "    \
	"multiply negative nextafter not_equal positive power rad2deg radians reciprocal "         \
	"remainder right_shift rint sign signbit sin sinh spacing sqrt square subtract tan tanh "  \
	"true_divide trunc"

/* What a known library's classes and functions look like when they need no row of their own. */
static bool by_form(const struct pickle_library *lib, str module, str name,
		    struct pickle_verdict *out)
{
	if (lib == NULL || lib->known == NULL || !holds_data(module))
		return false;
	if (like_classes(name)) {
		*out = (struct pickle_verdict){PICKLE_KNOWN, 0, PICKLE_GRADE_MEDIUM, lib->known};
		return true;
	}
	if (str_starts(name, S("__pyx_unpickle_")) && like_class(str_slice(name, 15, name.n))) {
		*out = (struct pickle_verdict){
			PICKLE_SAFE, 0, 0,
			"makes an object of a class written in Cython, which "
			"checks its arguments"};
		return true;
	}
	if (str_in(name, UFUNCS)) {
		*out = (struct pickle_verdict){PICKLE_KNOWN, 0, PICKLE_GRADE_HIGH,
					       "a function that computes with arrays"};
		return true;
	}
	return false;
}

/* "Class.__new__", which protocols 2 and 3 write for a class that is made with keywords. */
static bool new_of_class(str module, str name, struct pickle_verdict *out)
{
	struct pickle_verdict v;

	name = str_slice(name, 0, name.n - S(".__new__").n);
	if (str_find(name, S("__")) != STR_NONE)
		return false;
	v = pickle_judge(module, name);
	if (v.class != PICKLE_SAFE && v.class != PICKLE_KNOWN &&
	    !(v.class == PICKLE_ARGS && v.args == PICKLE_ARGS_DATA))
		return false;
	*out = (struct pickle_verdict){PICKLE_ARGS, PICKLE_ARGS_INSTANTIATE, 0,
				       "makes an object without calling its constructor"};
	return true;
}

/* Keras's models: a method of their class reads them from a buffer in memory. */
static bool keras_bytes(str module, str name)
{
	if (str_ends(module, S("saving.pickle_utils")))
		return str_starts(module, S("keras.")) &&
		       str_eq(name, S("deserialize_model_from_bytecode"));
	return (str_starts(module, S("keras.")) || str_starts(module, S("tf_keras."))) &&
	       str_ends(name, S("._unpickle_model")) &&
	       like_classes(str_slice(name, 0, name.n - 16));
}

struct pickle_verdict pickle_judge(str module, str name)
{
	const struct pickle_library *lib;
	const struct pickle_row *r;
	struct pickle_verdict v;

	module = modern(module);
	lib = library_of(module);
	r = allowed(lib, module, name);
	if (r == NULL && str_ends(name, S(".__new__")) && new_of_class(module, name, &v))
		return v;
	if (r == NULL && keras_bytes(module, name))
		return (struct pickle_verdict){PICKLE_ARGS, PICKLE_ARGS_NESTED, 0,
					       "loads bytes as a model of their own"};
	if (r == NULL)
		r = attack_of(module, name);
	if (r == NULL && dotted(name))
		r = attack_inside(module, name);
	if (r != NULL)
		return r->verdict;
	if (judge_parts(name, &v) || by_form(lib, module, name, &v))
		return v;
	return unknown(lib, name);
}

/* ---- State that is code ------------------------------------------------------------------------
 */

bool pickle_state_matters(str module)
{
	return str_eq(module, S("scipy.stats")) || str_starts(module, S("scipy.stats."));
}

static bool take(str *rest, str what)
{
	if (!str_starts(*rest, what))
		return false;
	*rest = str_slice(*rest, what.n, rest->n);
	return true;
}

/* "a, b, ": names of parameters, each with its comma; what was there is *out. */
static void take_shapes(str *rest, str *out)
{
	str from = *rest;

	for (;;) {
		size_t n = 0;

		while (n < rest->n && (rest->p[n] == '_' || is_upper(rest->p[n]) ||
				       (rest->p[n] >= 'a' && rest->p[n] <= 'z') ||
				       (n > 0 && rest->p[n] >= '0' && rest->p[n] <= '9')))
			n++;
		if (n == 0 || !str_starts(str_slice(*rest, n, rest->n), S(", ")))
			break;
		*rest = str_slice(*rest, n + 2, rest->n);
	}
	*out = str_slice(from, 0, from.n - rest->n);
}

/* Three functions that give back their parameters and nothing else; `loc` and `scale` with
 * defaults, discrete distributions without `scale`. */
bool pickle_state_code(str t)
{
	static const struct {
		const char *in, *out;
	} ends[] = {{" loc=0, scale=1", "loc, scale"}, {" loc=0", "loc, 1"}};
	str s;

	if (!take(&t, S("\ndef _parse_args(self, ")))
		return false;
	take_shapes(&t, &s);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		str in = str_of(ends[i].in), out = str_of(ends[i].out), r = t;

		if (take(&r, in) && take(&r, S("):\n    return (")) && take(&r, s) &&
		    take(&r, S("), ")) && take(&r, out) &&
		    take(&r, S("\n\ndef _parse_args_rvs(self, ")) && take(&r, s) && take(&r, in) &&
		    take(&r, S(", size=None):\n    return self._argcheck_rvs(")) && take(&r, s) &&
		    take(&r, S(" ")) && take(&r, out) &&
		    take(&r, S(", size=size)\n\ndef _parse_args_stats(self, ")) && take(&r, s) &&
		    take(&r, in) && take(&r, S(", moments='mv'):\n    return (")) && take(&r, s) &&
		    take(&r, S("), ")) && take(&r, out) && take(&r, S(", moments\n")))
			return r.n == 0;
	}
	return false;
}
