/* What is known about a global that a pickle names: may it be called, and what does it do? Default
 * deny: a name that no table lists is PICKLE_UNKNOWN.
 *
 * The tables are data: pickle_allow_*.c (constructors that honest files use, by exact name, with
 * the reason) and pickle_danger*.c (what runs, reads, writes or connects). Argument rules are code:
 * the machine's (pickle_args.c), chosen by a row's `args`.
 *
 * Names come as the unpickler resolves them: after Python 2's names were mapped ("__builtin__" is
 * asked as "builtins", "copy_reg" as "copyreg"; protocols below 3 only), and with what getattr() or
 * a dotted name (protocol 4) adds: ("builtins", "bytes.fromhex"), ("torch.serialization",
 * "os.system"). A dotted name is safe only when it is listed as such; one that leads to another
 * module ("os.system" of anything) is as dangerous as what it leads to. Called once for each global
 * of each pickle: no allocation, no linear search through large tables. */
#ifndef MODEL_PICKLE_POLICY_H
#define MODEL_PICKLE_POLICY_H

#include "base/str.h"

enum pickle_class {
	PICKLE_UNKNOWN, /* nothing is known; `grade` says how bad a call is */
	PICKLE_SAFE,	/* may be a value, be called with anything, be given state */
	PICKLE_ARGS,	/* may be a value; a call is subject to the argument rule `args` */
	PICKLE_KNOWN, /* a class of a known library that is not listed: may be a value; made without
			 arguments (NEWOBJ, copyreg._reconstructor, copyreg.__newobj__) and given
			 state it is worth an information, any other call is as PICKLE_UNKNOWN */
	PICKLE_DANGEROUS, /* executes, reads, writes, connects: `why` says what */
};

/* How bad it is; the numbers of engine/finding.h, which is a floor above. */
enum pickle_grade {
	PICKLE_GRADE_INFO = 1,
	PICKLE_GRADE_LOW,
	PICKLE_GRADE_MEDIUM,
	PICKLE_GRADE_HIGH,
	PICKLE_GRADE_CRITICAL,
};

/* What must hold of a call's arguments. "Safe callable": its global is PICKLE_SAFE, or is itself
 * the result of a call that was judged as one. */
enum pickle_args {
	PICKLE_ARGS_NONE,  /* (no rule: of all classes but PICKLE_ARGS) */
	PICKLE_ARGS_DATA,  /* numbers, text, bytes, None and containers and safe objects of them: no
			      function or class anywhere at the top two levels */
	PICKLE_ARGS_CODEC, /* codecs.encode(text, codec): a codec that only maps characters */
	PICKLE_ARGS_DTYPE, /* numpy.dtype(text or list of fields or safe class, ...) */
	PICKLE_ARGS_GETATTR, /* getattr(x, "name"): judged as the dotted name of x, when that is a
				global; of a safe object: no name with __ */
	PICKLE_ARGS_PARTIAL, /* functools.partial(f, ...): f is judged as if called with the rest */
	PICKLE_ARGS_RECONSTRUCTOR, /* copyreg._reconstructor(class, base, state): instantiates class
				    */
	PICKLE_ARGS_NEWOBJ,	   /* copyreg.__newobj__(class, ...): instantiates class */
	PICKLE_ARGS_NEWOBJ_EX,	   /* copyreg.__newobj_ex__(class, args, kwargs) */
	PICKLE_ARGS_INSTANTIATE,   /* f(class, ...): makes an object of the class that comes first
				      without   more ado (sklearn's and dask's helpers,
				      object.__new__)
				    */
	PICKLE_ARGS_FACTORY,	/* collections.defaultdict(f, ...): f is None or a safe callable */
	PICKLE_ARGS_CALLABLES,	/* anything, but every global among the arguments is a safe callable
				   (map, filter, ufuncs, wrappers): it may be called */
	PICKLE_ARGS_REGEX,	/* re._compile(text, number): no more than that */
	PICKLE_ARGS_ATTRGETTER, /* operator.attrgetter("name", ...): constant names without __ */
	PICKLE_ARGS_ITEMGETTER, /* operator.itemgetter(...): constants */
	PICKLE_ARGS_METHODCALLER, /* operator.methodcaller("name", ...): always a finding when
				     called on anything but data */
	PICKLE_ARGS_NESTED, /* an argument is bytes that hold another model and are unpickled: they
			       are scanned as such (torch.storage._load_from_bytes) */
	PICKLE_ARGS_TYPE, /* type(x): of one argument only; type(name, bases, dict) makes a class */
	PICKLE_ARGS_GLOBAL, /* f("module", "name") is that global (NumPy's functions of old) */
	PICKLE_ARGS_KEY,    /* data; no text is a path that leads elsewhere */
	PICKLE_ARGS_APPLY,  /* f(g, arguments, data ...): judged as g(*arguments) */
	PICKLE_ARGS_ARROW,  /* _restore_array((type, length, nulls, offset, buffers, children,
			       dictionary)): pyarrow checks none of it against another */
};

struct pickle_verdict {
	uint8_t class;	 /* enum pickle_class */
	uint8_t args;	 /* enum pickle_args, of PICKLE_ARGS */
	uint8_t grade;	 /* enum pickle_grade: of PICKLE_DANGEROUS how bad a call is, of
			    PICKLE_UNKNOWN   and PICKLE_KNOWN how bad a call is that is not excused;
			    else 0 */
	const char *why; /* never NULL; of dangerous ones a verb phrase that completes "os.system
			    ...": "runs a shell command"; of safe ones the reason why it is safe */
};

struct pickle_verdict pickle_judge(str module, str name);

/* Distributions of SciPy (rv_generic.__setstate__, 1.6 and later) run the text that their state has
 * under this key. Is the text what SciPy writes there? */
#define PICKLE_STATE_CODE "_parse_arg_template"
PURE bool pickle_state_code(str text);
/* May instances of a module's classes run what their state says, so that it must be looked at? */
PURE bool pickle_state_matters(str module);

#endif
