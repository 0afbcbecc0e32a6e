#include "dep/poetry.h"

/* One more, in decimal digits of any length. */
static void add_one(struct buf *b, str digits)
{
	size_t at = b->n, n = digits.n;

	buf_add(b, digits);
	for (; n > 0 && b->p[at + n - 1] == '9'; n--)
		b->p[at + n - 1] = '0';
	if (n > 0) {
		b->p[at + n - 1]++;
	} else { /* 99: 100 */
		buf_byte(b, '0');
		b->p[at] = '1';
	}
}

/* The release with its part number `keep` (from 0) one higher and nothing behind it: 1.2.3, 1 is
 * 1.3. */
static void bump(struct buf *b, const struct version *v, unsigned keep)
{
	str rest = v->release;
	unsigned i = 0;

	if (v->epoch.n > 0)
		buf_printf(b, "%.*s!", STR_ARG(v->epoch));
	for (; i < keep; i++) {
		str part = rest.p != NULL ? str_cut(&rest, '.') : S("0");
		buf_printf(b, "%.*s.", STR_ARG(part));
	}
	add_one(b, rest.p != NULL ? str_cut(&rest, '.') : S("0"));
}

static bool is_zero(str part)
{
	for (size_t i = 0; i < part.n; i++)
		if (part.p[i] != '0')
			return false;
	return true;
}

/* `^`: up to the next version that differs in the first part that is not zero (or in the last
 * part that is there, if all are). */
static unsigned caret_part(const struct version *v)
{
	unsigned i = 0;

	for (str rest = v->release; rest.p != NULL; i++)
		if (!is_zero(str_cut(&rest, '.')) || rest.p == NULL)
			return i;
	return 0;
}

static bool range(struct arena *a, struct buf *out, str text, bool caret)
{
	struct version v;
	struct buf upper = buf_in(a);

	if (!version_parse(text, &v))
		return false;
	bump(&upper, &v, caret ? caret_part(&v) : str_find_byte(v.release, '.') != STR_NONE);
	buf_printf(out, ">=%.*s,<%.*s", STR_ARG(text), STR_ARG(buf_str(&upper)));
	return true;
}

static bool one(struct arena *a, struct buf *out, str part)
{
	size_t n = 0;
	str op, version;

	while (n < part.n && strchr("=<>!~^", part.p[n]) != NULL && part.p[n] != 0)
		n++;
	op = str_slice(part, 0, n);
	version = str_trim(str_slice(part, n, part.n));
	if (str_eq(version, S("*")))
		return true;
	if (str_eq(op, S("^")) || str_eq(op, S("~")))
		return range(a, out, version, str_eq(op, S("^")));
	if (str_ends(version, S(".x")) || str_ends(version, S(".X")))
		version = arena_printf(a, "%.*s.*", STR_ARG(str_slice(version, 0, version.n - 2)));
	if (str_in(op, "= ==") || op.n == 0)
		op = S("==");
	if (str_eq(op, S("===")) && str_ends(version, S(".*")))
		return false;
	buf_printf(out, "%.*s%.*s", STR_ARG(op), STR_ARG(version));
	return true;
}

/* Constraints are separated by commas or by blanks; an operator may have blanks behind it. */
static size_t constraint_end(str s, size_t at)
{
	while (at < s.n && strchr("=<>!~^ \t", s.p[at]) != NULL && s.p[at] != 0)
		at++;
	while (at < s.n && strchr(", \t", s.p[at]) == NULL)
		at++;
	return at;
}

bool poetry_specifiers(struct arena *a, str text, struct specifiers *out)
{
	struct buf b = buf_in(a);
	str bad;

	*out = (struct specifiers){0};
	for (size_t at = 0; at < text.n;) {
		size_t end;
		while (at < text.n &&
		       (text.p[at] == ',' || text.p[at] == ' ' || text.p[at] == '\t'))
			at++;
		end = constraint_end(text, at);
		if (end == at)
			break;
		if (b.n > 0 && b.p[b.n - 1] != ',')
			buf_byte(&b, ',');
		if (!one(a, &b, str_slice(text, at, end)))
			return false;
		at = end;
	}
	return specifiers_parse(a, b.n > 0 ? buf_str(&b) : S(""), out, &bad);
}
