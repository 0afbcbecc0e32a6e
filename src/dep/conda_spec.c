/* conda's match specifications: NAME, NAME=VERSION[=BUILD], NAME VERSION [BUILD], NAME OP VERSION,
 * NAME[version='...'], each perhaps with CHANNEL:: in front. In versions `,` binds tighter than
 * `|`; `=1.2` and `1.2*` mean 1.2.*, a bare version and `==1.2` mean exactly that one, as does
 * `=1.2=BUILD`. `=1.2.3` is taken as the pin that people mean by it. */
#include "dep/conda.h"

#include "base/limits.h"

static bool is_name(uint8_t c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
	       c == '_' || c == '.';
}

struct dep_package *conda_package(struct lock *l, enum dep_kind kind, str name, str version,
				  size_t at)
{
	str known = conda_pypi_name(arena_lower(l->r.arena, name));
	struct dep_package *p;

	if (known.n == 0)
		return NULL;
	p = lock_package(l, kind, known, at);
	if (p == NULL)
		return NULL;
	p->name = name;
	p->version = version;
	p->flags |= DEP_CONDA;
	return p;
}

/* Builds of Python packages name the Python they are for: py310h1234_0, pyhd8ed1ab_0, py_0,
 * cuda11_py39_1. */
bool conda_build_is_python(str build)
{
	for (size_t i = 0; i + 2 < build.n; i++) {
		uint8_t before = i > 0 ? build.p[i - 1] : '_', after = build.p[i + 2];
		if (before == '_' && build.p[i] == 'p' && build.p[i + 1] == 'y' &&
		    (after == 'h' || after == '_' || (after >= '2' && after <= '9')))
			return true;
	}
	return str_eq(build, S("pypi_0"));
}

/* ---- Versions ---- */

static size_t operator_length(str s)
{
	static const char *const ops[] = {"==", "!=", "<=", ">=", "~=", "=", "<", ">"};

	for (size_t i = 0; i < COUNTOF(ops); i++)
		if (str_starts(s, str_of(ops[i])))
			return strlen(ops[i]);
	return 0;
}

static unsigned parts_of(str version)
{
	unsigned n = 1;

	for (size_t i = 0; i < version.n; i++)
		n += version.p[i] == '.';
	return n;
}

/* One clause of conda's as PEP 440's; `exact` when a build is named. False: it is none. */
static bool add_clause(struct buf *out, str clause, bool exact)
{
	size_t n = operator_length(clause);
	str op = str_slice(clause, 0, n), version = str_slice(clause, n, clause.n);
	bool fuzzy = str_eq(op, S("=")), star = str_ends(version, S("*"));
	struct version v;

	if (str_eq(clause, S("*")) || str_eq(clause, S("=*")) || str_eq(clause, S("==*")))
		return true;
	if (star)
		version.n -= str_ends(version, S(".*")) ? 2 : 1;
	if (version.n == 0 || str_find_byte(version, '*') != STR_NONE)
		return false;
	if (!version_parse(version, &v)) {
		if (n > 0 && !fuzzy && !str_eq(op, S("==")))
			return false;
		buf_printf(out, "%s===%.*s", out->n ? "," : "", STR_ARG(version));
		return true;
	}
	if (n == 0 || fuzzy)
		op = S("==");
	star = star ? str_in(op, "== !=")
		    : fuzzy && !exact && parts_of(version) < 3 && v.pre == VERSION_FINAL;
	buf_printf(out, "%s%.*s%.*s%s", out->n ? "," : "", STR_ARG(op), STR_ARG(version),
		   star ? ".*" : "");
	return true;
}

static bool read_version(struct lock *l, str text, bool exact, struct specifiers *out)
{
	struct buf b = buf_in(l->r.arena);
	str bad;

	for (str rest = text; rest.p != NULL;) {
		str clause = str_trim(str_cut(&rest, ','));
		if (clause.n > 0 && !add_clause(&b, clause, exact))
			return false;
	}
	return specifiers_parse(l->r.arena, b.n ? buf_str(&b) : S(""), out, &bad);
}

/* ---- The specification ---- */

struct spec {
	str name, version;
	bool build;
};

/* [version='>=1.2', build=py_0] */
static void read_brackets(str inside, struct spec *s)
{
	while (inside.p != NULL && inside.n > 0) {
		size_t equals = str_find_byte(inside, '=');
		str key = str_trim(str_slice(inside, 0, equals)), value = {NULL, 0};
		if (equals == STR_NONE)
			return;
		inside = str_trim(str_slice(inside, equals + 1, inside.n));
		if (inside.n > 0 && (inside.p[0] == '\'' || inside.p[0] == '"')) {
			uint8_t quote = inside.p[0];
			inside = str_slice(inside, 1, inside.n);
			value = str_cut(&inside, quote);
			(void)str_cut(&inside, ',');
		} else {
			value = str_trim(str_cut(&inside, ','));
		}
		if (str_eq(key, S("version")))
			s->version = value;
		else if (str_eq(key, S("build")))
			s->build = true;
	}
}

static str without_blanks(struct arena *a, str s)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t')
			buf_byte(&b, s.p[i]);
	return b.n ? buf_str(&b) : S("");
}

/* What follows the name: `=1.2=py_0`, `>= 1.2, <2`, ` 1.2 py_0`. */
static void read_rest(struct lock *l, str rest, struct spec *s)
{
	size_t n;

	rest = str_trim(rest);
	if (operator_length(rest) == 0 && str_find_byte(rest, '=') == STR_NONE &&
	    str_find_byte(rest, '<') == STR_NONE && str_find_byte(rest, '>') == STR_NONE) {
		s->version = str_cut(&rest, ' ');
		s->build = str_trim(rest).n > 0;
		return;
	}
	rest = without_blanks(l->r.arena, rest);
	n = operator_length(rest);
	for (size_t i = n; i + 1 < rest.n; i++) {
		if (rest.p[i] != '=' || operator_length(str_slice(rest, i, rest.n)) != 1 ||
		    strchr("=<>!~,|", rest.p[i - 1]) != NULL)
			continue;
		s->version = str_slice(rest, 0, i);
		s->build = !str_eq(str_slice(rest, i + 1, rest.n), S("*"));
		return;
	}
	s->version = rest;
}

static struct spec read_spec(struct lock *l, str text)
{
	struct spec s = {0};
	size_t channel = str_find(text, S("::")), n = 0, open, close;

	if (channel != STR_NONE)
		text = str_slice(text, channel + 2, text.n);
	open = str_find_byte(text, '[');
	close = str_rfind_byte(text, ']');
	while (n < text.n && is_name(text.p[n]))
		n++;
	s.name = str_slice(text, 0, n);
	read_rest(l, str_slice(text, n, open), &s);
	if (open != STR_NONE && close != STR_NONE && close > open)
		read_brackets(str_slice(text, open + 1, close), &s);
	return s;
}

static void add_alternative(struct lock *l, const struct spec *s, str version, size_t at)
{
	struct specifiers allowed = {0};
	const struct specifier *pin;
	struct dep_package *p;

	if (!read_version(l, version, s->build, &allowed))
		reader_problem(&l->r, at, false,
			       "expected a version of conda's for %.*s, found %.*s",
			       STR_ARG(reader_found(&l->r, s->name)),
			       STR_ARG(reader_found(&l->r, version)));
	if (str_eq_nocase(s->name, S("python"))) {
		if (allowed.count > 0) {
			struct buf b = buf_in(l->r.arena);
			specifiers_print(&b, &allowed);
			reader_python(&l->r, buf_str(&b), at);
		}
		return;
	}
	p = conda_package(l, DEP_REQUIREMENT, s->name, (str){NULL, 0}, at);
	if (p == NULL)
		return;
	p->specifiers = allowed;
	pin = specifiers_pin(&allowed);
	if (pin != NULL)
		p->version = pin->text;
	p->flags |= DEP_DIRECT;
}

void conda_spec(struct lock *l, str text, size_t at)
{
	struct spec s;

	while (text.n > 0 && (text.p[0] == ' ' || text.p[0] == '\t')) {
		text = str_slice(text, 1, text.n);
		at++;
	}
	s = read_spec(l, str_trim(text));
	if (s.name.n == 0 || s.name.n > LIMIT_DEP_NAME) {
		reader_problem(&l->r, at, true, "expected a conda package, found %.*s",
			       STR_ARG(reader_found(&l->r, text)));
		return;
	}
	if (s.version.n == 0)
		s.version = S("*");
	for (str rest = s.version; rest.p != NULL;)
		add_alternative(l, &s, str_trim(str_cut(&rest, '|')), at);
}
