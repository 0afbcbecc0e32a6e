/* PEP 440's operators, one function each. What is easy to get wrong:
 *   - a local version counts only for == and != that name one themselves, and for ===;
 *   - == V.* looks at epoch and release alone, so that 1.0rc1 is a 1.0.*; missing parts are zeros;
 *   - < V excludes V's own pre-releases, > V its own post-releases and local versions, unless V is
 *     one itself. */
#include "dep/specifier.h"

#include "base/ascii.h"

static const struct {
	const char *text; /* longer ones first */
	enum specifier_op op;
} operators[] = {
	{"===", SPECIFIER_IDENTICAL}, {"~=", SPECIFIER_COMPATIBLE}, {"==", SPECIFIER_EQUAL},
	{"!=", SPECIFIER_NOT_EQUAL},  {"<=", SPECIFIER_AT_MOST},    {">=", SPECIFIER_AT_LEAST},
	{"<", SPECIFIER_BELOW},	      {">", SPECIFIER_ABOVE},
};

static bool parse_identical(str text, struct specifier *s)
{
	for (size_t i = 0; i < text.n; i++)
		if (is_space(text.p[i]) || text.p[i] == ';' || text.p[i] == ')')
			return false;
	s->text = text;
	return true;
}

static bool parse_one(str part, struct specifier *s)
{
	bool equality;
	str text;

	for (size_t i = 0; i < COUNTOF(operators); i++) {
		str op = str_of(operators[i].text);
		if (!str_starts(part, op))
			continue;
		*s = (struct specifier){.op = operators[i].op};
		text = str_trim(str_slice(part, op.n, part.n));
		if (s->op == SPECIFIER_IDENTICAL)
			return parse_identical(text, s);
		equality = s->op == SPECIFIER_EQUAL || s->op == SPECIFIER_NOT_EQUAL;
		s->prefix = equality && str_ends(text, S(".*"));
		s->text = s->prefix ? str_slice(text, 0, text.n - 2) : text;
		if (!version_parse(s->text, &s->v) || (s->v.local.n > 0 && !equality))
			return false;
		if (s->prefix)
			return s->v.pre == VERSION_FINAL && !s->v.is_post && !s->v.is_dev &&
			       s->v.local.n == 0;
		return s->op != SPECIFIER_COMPATIBLE ||
		       str_find_byte(s->v.release, '.') != STR_NONE;
	}
	return false;
}

bool specifiers_parse(struct arena *a, str text, struct specifiers *out, str *bad)
{
	size_t room = 1;

	for (size_t i = 0; i < text.n; i++)
		room += text.p[i] == ',';
	*out = (struct specifiers){.item = NEW(a, struct specifier, room)};
	for (str rest = text; rest.p != NULL;) {
		str part = str_trim(str_cut(&rest, ','));
		if (part.n == 0)
			continue;
		if (!parse_one(part, &out->item[out->count])) {
			*bad = part;
			return false;
		}
		out->count++;
	}
	return true;
}

/* ---- Comparing ---- */

/* What both would be without pre, post, dev and local parts: epoch and release. */
static bool same_base(const struct version *a, const struct version *b)
{
	struct version x = {.epoch = a->epoch, .release = a->release};
	struct version y = {.epoch = b->epoch, .release = b->release};

	return version_compare(&x, &y) == 0;
}

static struct version public_part(const struct version *v)
{
	struct version p = *v;

	p.local = (str){NULL, 0};
	return p;
}

/* The first parts of `release`, as many as `pattern` has; missing ones are zeros. */
static bool release_begins(str release, str pattern)
{
	struct version x = {0}, y = {0};
	str have = release, want = pattern;

	while (want.p != NULL) {
		str part = have.p != NULL ? str_cut(&have, '.') : S("0");
		x.release = part;
		y.release = str_cut(&want, '.');
		if (version_compare(&x, &y) != 0)
			return false;
	}
	return true;
}

static bool begins(const struct version *v, str epoch, str release)
{
	struct version x = {.epoch = v->epoch}, y = {.epoch = epoch};

	return version_compare(&x, &y) == 0 && release_begins(v->release, release);
}

static bool is_prerelease(const struct version *v)
{
	return v->pre != VERSION_FINAL || v->is_dev;
}

static bool equal(const struct specifier *s, const struct version *v)
{
	struct version p = public_part(v);

	if (s->prefix)
		return begins(v, s->v.epoch, s->v.release);
	return version_compare(s->v.local.n > 0 ? v : &p, &s->v) == 0;
}

static bool below(const struct specifier *s, const struct version *v)
{
	return version_compare(v, &s->v) < 0 &&
	       (is_prerelease(&s->v) || !is_prerelease(v) || !same_base(v, &s->v));
}

static bool above(const struct specifier *s, const struct version *v)
{
	if (version_compare(v, &s->v) <= 0)
		return false;
	if (v->is_post && !s->v.is_post && same_base(v, &s->v))
		return false;
	return v->local.n == 0 || !same_base(v, &s->v);
}

static bool at_least(const struct specifier *s, const struct version *v)
{
	struct version p = public_part(v);

	return version_compare(&p, &s->v) >= 0;
}

static bool compatible(const struct specifier *s, const struct version *v)
{
	str series = str_slice(s->v.release, 0, str_rfind_byte(s->v.release, '.'));

	return at_least(s, v) && begins(v, s->v.epoch, series);
}

static bool allows(const struct specifier *s, str text, const struct version *v)
{
	struct version p;

	if (s->op == SPECIFIER_IDENTICAL)
		return str_eq_nocase(text, s->text);
	if (v == NULL)
		return false;
	switch (s->op) {
	case SPECIFIER_COMPATIBLE:
		return compatible(s, v);
	case SPECIFIER_EQUAL:
		return equal(s, v);
	case SPECIFIER_NOT_EQUAL:
		return !equal(s, v);
	case SPECIFIER_AT_MOST:
		p = public_part(v);
		return version_compare(&p, &s->v) <= 0;
	case SPECIFIER_AT_LEAST:
		return at_least(s, v);
	case SPECIFIER_BELOW:
		return below(s, v);
	case SPECIFIER_ABOVE:
		return above(s, v);
	case SPECIFIER_IDENTICAL:
		break;
	}
	return false;
}

bool specifiers_allow(const struct specifiers *s, str text, const struct version *v,
		      bool prereleases)
{
	if (v != NULL && !prereleases && is_prerelease(v))
		return false;
	for (size_t i = 0; i < s->count; i++)
		if (!allows(&s->item[i], text, v))
			return false;
	return true;
}

const struct specifier *specifiers_pin(const struct specifiers *s)
{
	const struct specifier *only = s->count == 1 ? &s->item[0] : NULL;

	if (only == NULL || only->prefix ||
	    (only->op != SPECIFIER_EQUAL && only->op != SPECIFIER_IDENTICAL))
		return NULL;
	return only;
}

void specifiers_print(struct buf *out, const struct specifiers *s)
{
	for (size_t i = 0; i < s->count; i++) {
		for (size_t k = 0; k < COUNTOF(operators); k++)
			if (operators[k].op == s->item[i].op)
				buf_printf(out, "%s%s", i > 0 ? "," : "", operators[k].text);
		buf_add(out, s->item[i].text);
		if (s->item[i].prefix)
			buf_add(out, S(".*"));
	}
}
