/* Formulas of patsy and formulaic ("y ~ x1 + np.log(x2)") in the state of statsmodels' models: when
 * such a model is loaded the formula is evaluated again (statsmodels.base.data,
 * ModelData.__setstate__), and what stands in it is Python.
 *
 * Names are looked up among the columns, the functions of patsy, and then in the modules that load
 * the pickle, Python's own functions included. So a call is judged as a pickle's would be, by the
 * names that lead to it; what computes with columns passes. */
#include "model/pickle_int.h"

#define PARTS 8

struct formula {
	str s;
	size_t at;
	unsigned depth; /* of brackets */
	bool value;	/* a value stands before: a bracket that opens calls or indexes it */
	bool result;	/* and that value is none that has a name */
};

static bool is_name(uint8_t b, bool first)
{
	return b == '_' || b >= 0x80 || ((b | 32) >= 'a' && (b | 32) <= 'z') ||
	       (!first && b >= '0' && b <= '9');
}

static void spaces(struct formula *f)
{
	while (f->at < f->s.n &&
	       (f->s.p[f->at] == ' ' || (f->s.p[f->at] >= 9 && f->s.p[f->at] <= 13)))
		f->at++;
}

static bool next_is(struct formula *f, uint8_t b)
{
	spaces(f);
	return f->at < f->s.n && f->s.p[f->at] == b;
}

static str name(struct formula *f)
{
	size_t from = f->at;

	while (f->at < f->s.n && is_name(f->s.p[f->at], f->at == from))
		f->at++;
	return str_slice(f->s, from, f->at);
}

static void string(struct formula *f)
{
	uint8_t quote = f->s.p[f->at];
	str rest = str_slice(f->s, f->at, f->s.n);
	size_t n = rest.n > 2 && rest.p[1] == quote && rest.p[2] == quote ? 3 : 1;
	str end = str_slice(rest, 0, n);

	for (f->at += n; f->at < f->s.n; f->at++) {
		if (str_starts(str_slice(f->s, f->at, f->s.n), end)) {
			f->at += n;
			break;
		}
		f->at += f->s.p[f->at] == '\\';
	}
	f->at = f->at < f->s.n ? f->at : f->s.n;
	f->value = f->result = true;
}

static const char *method(str last)
{
	if (str_starts(last, S("read_")) || str_eq(last, S("query")) ||
	    (str_starts(last, S("to_")) &&
	     !str_in(last, "to_list to_numpy to_timestamp to_period to_datetime to_numeric")))
		return "reads, writes or evaluates";
	return NULL;
}

/* A call of what the names lead to; `of_value`: an attribute of a value. */
static const char *call(str head, str rest, size_t parts, bool of_value)
{
	struct pickle_verdict v;
	const char *why =
		parts > 1 || of_value ? method(str_after_last(rest.n ? rest : head, '.')) : NULL;

	if (why != NULL)
		return why;
	if (parts == 1) {
		v = pickle_judge(of_value ? S("x") : S("builtins"), head);
		if (v.class == PICKLE_ARGS && v.args == PICKLE_ARGS_GETATTR)
			return "takes an attribute by name";
	} else {
		if (str_eq(head, S("np")))
			head = S("numpy");
		if (str_eq(head, S("pd")))
			head = S("pandas");
		v = pickle_judge(head, rest);
		if (parts > 2 && v.class == PICKLE_UNKNOWN && str_in(head, "numpy pandas") &&
		    !str_in(str_slice(rest, 0, str_find_byte(rest, '.')), "random linalg fft"))
			return "reaches a module inside another one";
	}
	return v.class == PICKLE_DANGEROUS ? v.why : NULL;
}

/* Names with dots between them. */
static const char *names(struct formula *f)
{
	bool of_value = f->value, keyword;
	size_t parts = 0;
	str head = {NULL, 0}, part;
	uint8_t room[128];
	size_t n = 0;

	do {
		if (parts > 0)
			f->at++;
		spaces(f);
		part = name(f);
		if (str_find(part, S("__")) != STR_NONE)
			return "reaches into the interpreter's internals";
		if (parts == 0)
			head = part;
		else if (n + part.n + 1 > sizeof(room))
			return "walks through attributes to hide what is used";
		else {
			if (n > 0)
				room[n++] = '.';
			memcpy(room + n, part.p, part.n);
			n += part.n;
		}
		parts++;
	} while (next_is(f, '.') && parts < PARTS);
	if (parts == PARTS)
		return "walks through attributes to hide what is used";
	if (parts == 1 && str_eq(head, S("lambda")))
		return "makes a function";
	if (parts == 1 && f->at < f->s.n && (f->s.p[f->at] == '"' || f->s.p[f->at] == '\'') &&
	    head.n <= 2 &&
	    (str_find_byte(head, 'f') != STR_NONE || str_find_byte(head, 'F') != STR_NONE))
		return "is a text that is evaluated";
	f->value = !(parts == 1 && str_in(head, "and or not in is if else for"));
	f->result = false;
	if (next_is(f, '('))
		return f->value ? call(head, (str){room, n}, parts, of_value) : NULL;
	keyword = next_is(f, '=');
	if (parts == 1 && f->depth > 0 && !keyword && !of_value) {
		struct pickle_verdict v = pickle_judge(S("builtins"), head);
		if (v.class == PICKLE_DANGEROUS && v.grade == PICKLE_GRADE_CRITICAL)
			return v.why;
	}
	return NULL;
}

/* A number, an operator or a bracket. */
static const char *other(struct formula *f)
{
	uint8_t b = f->s.p[f->at++];
	bool called = b == '(' && f->value && f->result;

	f->depth += b == '(' || b == '[' || b == '{';
	f->depth -= f->depth > 0 && (b == ')' || b == ']' || b == '}');
	f->value = f->result = b == ')' || b == ']' || b == '}' || (b >= '0' && b <= '9');
	return called ? "calls what another expression gives" : NULL;
}

const char *pickle_formula(str text)
{
	struct formula f = {.s = text};
	const char *wrong = NULL;

	for (spaces(&f); wrong == NULL && f.at < f.s.n; spaces(&f)) {
		uint8_t b = f.s.p[f.at];
		if (b == '\'' || b == '"') {
			string(&f);
		} else if (b == '`') { /* formulaic's quotes around the name of a column */
			f.at += 1;
			while (f.at < f.s.n && f.s.p[f.at++] != '`')
				;
			f.value = true, f.result = false;
		} else if (b == '.' && f.value && f.at + 1 < f.s.n &&
			   is_name(f.s.p[f.at + 1], true)) {
			f.at++; /* value stays: an attribute of it */
			wrong = names(&f);
		} else if (is_name(b, true)) {
			f.value = false;
			wrong = names(&f);
		} else {
			wrong = other(&f);
		}
	}
	return wrong;
}
