/* Matching with backtracking at stars and a budget of steps: patterns and names are both hostile,
 * and
 * `*a*a*a*a*b` against many `a` would take for ever. Running out of budget is "does not match",
 * which for ignore files means that the file is looked at. The caller's fuel bounds all matches
 * together. */
#include "repo/glob.h"

enum { STEPS = 100000, STARS = 64 };

struct match {
	str pattern, text;
	size_t steps;
	bool path; /* slashes are special, backslashes escape */
};

struct named_class {
	const char *name;
	const char *ranges; /* pairs */
};

static const struct named_class classes[] = {
	{"alnum", "09AZaz"},   {"alpha", "AZaz"},
	{"blank", "  \t\t"},   {"cntrl", "\x01\x1f\x7f\x7f"},
	{"digit", "09"},       {"graph", "!~"},
	{"lower", "az"},       {"print", " ~"},
	{"punct", "!/:@[`{~"}, {"space", "\t\r  "},
	{"upper", "AZ"},       {"xdigit", "09AFaf"},
};

static bool in_named(str name, uint8_t c, bool *known)
{
	for (size_t i = 0; i < COUNTOF(classes); i++) {
		if (!str_eq(name, str_of(classes[i].name)))
			continue;
		for (const char *r = classes[i].ranges; *r != '\0'; r += 2) {
			if (c >= (uint8_t)r[0] && c <= (uint8_t)r[1])
				return true;
		}
		return false;
	}
	*known = false;
	return false;
}

static uint8_t byte_at(str s, size_t i)
{
	return i < s.n ? s.p[i] : 0;
}

static size_t find_from(str s, size_t from, uint8_t b)
{
	size_t at = str_find_byte(str_slice(s, from, s.n), b);

	return at == STR_NONE ? STR_NONE : from + at;
}

/* The class that starts after `[` at *at, of gitignore's kind. Moves *at behind its `]`; false when
 * it has none or is malformed: then the whole pattern matches nothing. */
static bool class_git(str p, size_t *at, uint8_t c, bool *hit)
{
	size_t i = *at, close = 0;
	bool negated = byte_at(p, i) == '!' || byte_at(p, i) == '^', in = false, known = true;
	uint8_t previous = 0;

	i += negated;
	for (size_t first = i; i < p.n && (p.p[i] != ']' || i == first); i++) {
		uint8_t b = p.p[i];
		if (b == '-' && previous != 0 && i + 1 < p.n && p.p[i + 1] != ']') {
			b = p.p[++i];
			if (b == '\\')
				b = byte_at(p, ++i);
			in |= c >= previous && c <= b;
			previous = 0;
			continue;
		}
		if (b == '[' && byte_at(p, i + 1) == ':') {
			/* The next bracket is the same for all names that begin before it. */
			if (close < i + 2)
				close = find_from(p, i + 2, ']');
			if (close == STR_NONE)
				return false;
			if (close > i + 2 && p.p[close - 1] == ':') {
				in |= in_named(str_slice(p, i + 2, close - 1), c, &known);
				if (!known)
					return false;
				i = close;
				previous = 0;
				continue;
			}
		}
		if (b == '\\')
			b = byte_at(p, ++i);
		in |= c == b;
		previous = b;
	}
	if (i >= p.n)
		return false;
	*at = i + 1;
	*hit = in != negated;
	return true;
}

/* fnmatch's: a `[` without its `]` is itself (then *at stays), no escapes, no names. */
static bool class_fnmatch(str p, size_t *at, uint8_t c, bool *hit)
{
	size_t i = *at;
	bool negated = byte_at(p, i) == '!', in = false;
	size_t first = i += negated, end = first;

	while (end < p.n && (p.p[end] != ']' || end == first))
		end++;
	if (end >= p.n)
		return false;
	for (; i < end; i++) {
		if (i + 2 < end && p.p[i + 1] == '-') {
			in |= c >= p.p[i] && c <= p.p[i + 2];
			i += 2;
		} else {
			in |= c == p.p[i];
		}
	}
	*at = end + 1;
	*hit = in != negated;
	return true;
}

/* A class. Its bytes are steps: it may be as long as the pattern. Without an end it is a `[` to
 * fnmatch, and matches nothing to git. */
static bool match_class(struct match *m, size_t *at, uint8_t c)
{
	size_t end = *at;
	bool hit = false;
	bool whole = m->path ? class_git(m->pattern, &end, c, &hit)
			     : class_fnmatch(m->pattern, &end, c, &hit);

	m->steps += (whole ? end : m->pattern.n) - *at;
	if (!whole)
		return !m->path && c == '[';
	*at = end;
	return hit && (!m->path || c != '/');
}

/* One pattern element that stands for one byte. Moves *at behind it. */
static bool match_one(struct match *m, size_t *at, uint8_t c)
{
	uint8_t b = m->pattern.p[(*at)++];

	if (b == '?')
		return !m->path || c != '/';
	if (b == '[')
		return match_class(m, at, c);
	if (b == '\\' && m->path) {
		if (*at >= m->pattern.n)
			return false;
		b = m->pattern.p[(*at)++];
	}
	return b == c;
}

static bool match_from(struct match *m, size_t p, size_t t, unsigned stars);

/* A star of either kind at p: any number of bytes, of components, or of bytes that are no slash. */
static bool match_star(struct match *m, size_t p, size_t t, unsigned stars)
{
	size_t start = p;
	bool wide = !m->path, whole;

	while (p < m->pattern.n && m->pattern.p[p] == '*')
		p++;
	whole = m->path && p - start >= 2 && (start == 0 || m->pattern.p[start - 1] == '/') &&
		(p == m->pattern.n || m->pattern.p[p] == '/');
	if (whole && p < m->pattern.n) {
		/* Components: none, or up to behind some slash. */
		if (match_from(m, p + 1, t, stars))
			return true;
		for (; t < m->text.n; t++) {
			if (m->text.p[t] == '/' && match_from(m, p + 1, t + 1, stars))
				return true;
		}
		return false;
	}
	wide |= whole;
	if (p == m->pattern.n)
		return wide || str_find_byte(str_slice(m->text, t, m->text.n), '/') == STR_NONE;
	for (;; t++) {
		if (match_from(m, p, t, stars))
			return true;
		if (t >= m->text.n || (!wide && m->text.p[t] == '/') || m->steps > STEPS)
			return false;
	}
}

static bool match_from(struct match *m, size_t p, size_t t, unsigned stars)
{
	while (p < m->pattern.n) {
		if (m->steps++ > STEPS)
			return false;
		if (m->pattern.p[p] == '*')
			return stars < STARS && match_star(m, p, t, stars + 1);
		if (t >= m->text.n || !match_one(m, &p, m->text.p[t]))
			return false;
		t++;
	}
	return t == m->text.n;
}

bool glob_path(str pattern, str path, uint64_t *fuel)
{
	struct match m = {.pattern = pattern, .text = path, .path = true};
	bool hit = *fuel > 0 && match_from(&m, 0, 0, 0);

	*fuel -= m.steps < *fuel ? m.steps : *fuel;
	return hit;
}

bool glob_fnmatch(str pattern, str name)
{
	struct match m = {.pattern = pattern, .text = name};

	return match_from(&m, 0, 0, 0);
}
