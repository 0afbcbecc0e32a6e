/* marker     = and ("or" and)*
 * and        = term ("and" term)*
 * term       = "(" marker ")" | side op side
 * side       = variable | quoted text
 *
 * Comparisons follow `packaging`: of versions when the literal makes a specifier with the operator
 * and the other side is a version, of texts otherwise. */
#include "dep/marker.h"

#include "base/limits.h"

struct parser {
	struct arena *arena;
	str text;
	size_t at;
	struct marker_error *error;
};

static const struct {
	const char *text; /* longer ones first */
	enum marker_op op;
} operators[] = {
	{"===", MARKER_IDENTICAL}, {"==", MARKER_IS},	   {"~=", MARKER_COMPATIBLE},
	{"!=", MARKER_IS_NOT},	   {"<=", MARKER_AT_MOST}, {">=", MARKER_AT_LEAST},
	{"<", MARKER_BELOW},	   {">", MARKER_ABOVE},
};

static const char variables[] =
	"python_version python_full_version os_name sys_platform platform_release platform_system "
	"platform_version platform_machine platform_python_implementation implementation_name "
	"implementation_version extra extras dependency_groups os.name sys.platform "
	"platform.version platform.machine platform.python_implementation python_implementation";

/* ---- Reading ---- */

static const struct marker *wrong(struct parser *p, const char *expected)
{
	if (p->error->expected == NULL)
		*p->error = (struct marker_error){p->at, expected};
	return NULL;
}

static void spaces(struct parser *p)
{
	while (p->at < p->text.n && (p->text.p[p->at] == ' ' || p->text.p[p->at] == '\t' ||
				     p->text.p[p->at] == '\n' || p->text.p[p->at] == '\r'))
		p->at++;
}

static bool is_word(uint8_t c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' ||
	       c == '.';
}

static str peek_word(struct parser *p)
{
	size_t end = p->at;

	while (end < p->text.n && is_word(p->text.p[end]))
		end++;
	return str_slice(p->text, p->at, end);
}

static bool take_word(struct parser *p, str word)
{
	spaces(p);
	if (!str_eq(peek_word(p), word))
		return false;
	p->at += word.n;
	return true;
}

static str modern(str name)
{
	if (str_eq(name, S("os.name")))
		return S("os_name");
	if (str_eq(name, S("sys.platform")))
		return S("sys_platform");
	if (str_eq(name, S("platform.version")))
		return S("platform_version");
	if (str_eq(name, S("platform.machine")))
		return S("platform_machine");
	if (str_ends(name, S("python_implementation")))
		return S("platform_python_implementation");
	return name;
}

/* A side: *name or *text. */
static bool side(struct parser *p, str *name, str *text)
{
	size_t end;
	str word;

	spaces(p);
	if (p->at < p->text.n && (p->text.p[p->at] == '"' || p->text.p[p->at] == '\'')) {
		str rest = str_slice(p->text, p->at + 1, p->text.n);
		end = str_find_byte(rest, p->text.p[p->at]);
		if (end == STR_NONE)
			return wrong(p, "the closing quote") != NULL;
		*text = str_slice(rest, 0, end);
		p->at += end + 2;
		return true;
	}
	word = peek_word(p);
	if (word.n == 0 || !str_in(word, variables))
		return wrong(p, "a variable such as python_version, or a quoted text") != NULL;
	*name = modern(word);
	p->at += word.n;
	return true;
}

static bool operator_at(struct parser *p, enum marker_op *op)
{
	spaces(p);
	for (size_t i = 0; i < COUNTOF(operators); i++) {
		str text = str_of(operators[i].text);
		if (!str_starts(str_slice(p->text, p->at, p->text.n), text))
			continue;
		p->at += text.n;
		*op = operators[i].op;
		return true;
	}
	*op = MARKER_IN;
	if (take_word(p, S("in")))
		return true;
	*op = MARKER_NOT_IN;
	if (take_word(p, S("not")) && take_word(p, S("in")))
		return true;
	return wrong(p, "an operator: == != <= >= < > ~= === in, not in") != NULL;
}

static const struct marker *compare(struct parser *p)
{
	struct marker *m = NEW(p->arena, struct marker, 1);
	str name[2] = {{0}}, text[2] = {{0}};

	if (!side(p, &name[0], &text[0]) || !operator_at(p, &m->op) || !side(p, &name[1], &text[1]))
		return NULL;
	if (name[0].n > 0 && name[1].n > 0)
		return wrong(p, "a quoted text on one side");
	m->kind = MARKER_COMPARE;
	m->reversed = name[1].n > 0;
	m->name = name[m->reversed];
	m->text = text[!m->reversed];
	m->other = text[0];
	return m;
}

static const struct marker *either(struct parser *p, unsigned depth);

static const struct marker *term(struct parser *p, unsigned depth)
{
	const struct marker *m;

	spaces(p);
	if (p->at >= p->text.n || p->text.p[p->at] != '(')
		return compare(p);
	if (depth >= LIMIT_MARKER_DEPTH)
		return wrong(p, "fewer brackets inside each other");
	p->at++;
	m = either(p, depth + 1);
	spaces(p);
	if (m != NULL && (p->at >= p->text.n || p->text.p[p->at] != ')'))
		return wrong(p, "a closing bracket");
	p->at++;
	return m;
}

static const struct marker *join(struct parser *p, enum marker_kind kind, const struct marker *left,
				 const struct marker *right)
{
	struct marker *m = NEW(p->arena, struct marker, 1);

	*m = (struct marker){.kind = kind, .left = left, .right = right};
	return right == NULL ? NULL : m;
}

static const struct marker *both(struct parser *p, unsigned depth)
{
	const struct marker *m = term(p, depth);

	while (m != NULL && take_word(p, S("and")))
		m = join(p, MARKER_AND, m, term(p, depth));
	return m;
}

static const struct marker *either(struct parser *p, unsigned depth)
{
	const struct marker *m = both(p, depth);

	while (m != NULL && take_word(p, S("or")))
		m = join(p, MARKER_OR, m, both(p, depth));
	return m;
}

const struct marker *marker_parse(struct arena *a, str text, struct marker_error *error)
{
	struct parser p = {.arena = a, .text = text, .error = error};
	const struct marker *m;

	*error = (struct marker_error){0};
	if (text.n > LIMIT_MARKER_BYTES)
		return wrong(&p, "a shorter marker");
	m = either(&p, 0);
	spaces(&p);
	if (m != NULL && p.at < text.n)
		return wrong(&p, "`and`, `or` or the end of the marker");
	return m;
}

/* ---- Judging ---- */

static enum truth truth_of(bool yes)
{
	return yes ? TRUTH_YES : TRUTH_NO;
}

static bool text_compare(enum marker_op op, str left, str right)
{
	int d = str_cmp(left, right);

	switch (op) {
	case MARKER_IS:
	case MARKER_IDENTICAL:
		return d == 0;
	case MARKER_IS_NOT:
		return d != 0;
	case MARKER_AT_MOST:
		return d <= 0;
	case MARKER_AT_LEAST:
		return d >= 0;
	case MARKER_BELOW:
		return d < 0;
	case MARKER_ABOVE:
		return d > 0;
	case MARKER_IN:
		return str_find(right, left) != STR_NONE;
	case MARKER_NOT_IN:
		return str_find(right, left) == STR_NONE;
	case MARKER_COMPATIBLE:
		break;
	}
	return false;
}

/* Left and right as in the source: `left op right` with right making the specifier. False: it is no
 * comparison of versions. */
static bool version_compared(struct arena *a, enum marker_op op, str left, str right, bool *yes)
{
	struct specifiers s;
	struct version v;
	struct buf spec = buf_in(a);
	str bad;

	if (op == MARKER_IN || op == MARKER_NOT_IN || !version_parse(left, &v))
		return false;
	for (size_t i = 0; i < COUNTOF(operators); i++)
		if (operators[i].op == op)
			buf_add(&spec, str_of(operators[i].text));
	buf_add(&spec, right);
	if (str_find_byte(right, ',') != STR_NONE || !specifiers_parse(a, buf_str(&spec), &s, &bad))
		return false;
	*yes = specifiers_allow(&s, left, &v, true);
	return true;
}

static str normal_extra(struct arena *a, str name, str value)
{
	bool names = str_eq(name, S("extra")) || str_eq(name, S("extras")) ||
		     str_eq(name, S("dependency_groups"));

	return names ? package_normal_name(a, value) : value;
}

static bool is_version(str name)
{
	return str_in(name, "python_version python_full_version implementation_version "
			    "platform_release");
}

static enum truth compared(struct arena *a, const struct marker *m, marker_lookup *lookup,
			   void *ctx)
{
	str value = m->name.n > 0 ? lookup(ctx, m->name) : m->other, left, right;
	bool yes;

	if (value.p == NULL)
		return TRUTH_UNKNOWN;
	value = normal_extra(a, m->name, value);
	left = m->reversed ? normal_extra(a, m->name, m->text) : value;
	right = m->reversed ? value : normal_extra(a, m->name, m->text);
	if (is_version(m->name) && version_compared(a, m->op, left, right, &yes))
		return truth_of(yes);
	return truth_of(text_compare(m->op, left, right));
}

enum truth marker_holds(struct arena *scratch, const struct marker *m, marker_lookup *lookup,
			void *ctx)
{
	enum truth l, r;

	if (m->kind == MARKER_COMPARE)
		return compared(scratch, m, lookup, ctx);
	l = marker_holds(scratch, m->left, lookup, ctx);
	r = marker_holds(scratch, m->right, lookup, ctx);
	if (m->kind == MARKER_AND)
		return l < r ? l : r;
	return l > r ? l : r;
}

/* ---- Can it ever hold? ---- */

struct python {
	str minor, full;
};

static str of_python(void *ctx, str name)
{
	const struct python *p = ctx;

	if (str_eq(name, S("python_version")))
		return p->minor;
	if (str_eq(name, S("python_full_version")) || str_eq(name, S("implementation_version")))
		return p->full;
	return (str){NULL, 0};
}

/* Patch releases that a marker may tell apart: the first, one in the middle, one after all. */
static const unsigned patches[] = {0, 1, 2, 5, 10, 20, 99};

static bool possible_with(struct arena *a, const struct marker *m,
			  const struct specifiers *requires_python, unsigned major, unsigned minor)
{
	for (size_t i = 0; i < COUNTOF(patches); i++) {
		struct python p = {arena_printf(a, "%u.%u", major, minor),
				   arena_printf(a, "%u.%u.%u", major, minor, patches[i])};
		struct version v;
		if (!version_parse(p.full, &v) ||
		    (requires_python != NULL &&
		     !specifiers_allow(requires_python, p.full, &v, true)))
			continue;
		if (marker_holds(a, m, of_python, &p) != TRUTH_NO)
			return true;
	}
	return false;
}

bool marker_possible(struct arena *scratch, const struct marker *m,
		     const struct specifiers *requires_python)
{
	struct arena_mark mark = arena_mark(scratch);
	bool possible = possible_with(scratch, m, requires_python, 2, 7);

	for (unsigned minor = 0; minor <= 30 && !possible; minor++) {
		arena_release(scratch, mark);
		possible = possible_with(scratch, m, requires_python, 3, minor);
	}
	arena_release(scratch, mark);
	return possible || possible_with(scratch, m, requires_python, 4, 0);
}
