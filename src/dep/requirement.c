/* PEP 508's grammar by hand. Brackets around the specifiers are allowed, as wheels of old have
 * them; a URL ends at white space, since `;` may be a part of it. */
#include "dep/requirement.h"

#include "base/ascii.h"

struct parser {
	struct arena *arena;
	str text;
	size_t at;
	struct requirement_error *error;
};

static bool is_name(uint8_t c)
{
	return is_alnum(c) || c == '-' || c == '_' || c == '.';
}

static bool wrong(struct parser *p, size_t at, const char *expected)
{
	*p->error = (struct requirement_error){at, expected};
	return false;
}

static void spaces(struct parser *p)
{
	while (p->at < p->text.n && (p->text.p[p->at] == ' ' || p->text.p[p->at] == '\t'))
		p->at++;
}

static bool next_is(struct parser *p, uint8_t c)
{
	spaces(p);
	return p->at < p->text.n && p->text.p[p->at] == c;
}

bool package_name_valid(str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_name(name.p[i]))
			return false;
	return name.n > 0 && is_alnum(name.p[0]) && is_alnum(name.p[name.n - 1]);
}

static str identifier(struct parser *p)
{
	size_t from;

	spaces(p);
	from = p->at;
	while (p->at < p->text.n && is_name(p->text.p[p->at]))
		p->at++;
	return str_slice(p->text, from, p->at);
}

static bool extras(struct parser *p, struct requirement *r)
{
	size_t room = 1;
	str *list;

	if (!next_is(p, '['))
		return true;
	p->at++;
	for (size_t i = p->at; i < p->text.n && p->text.p[i] != ']'; i++)
		room += p->text.p[i] == ',';
	r->extras = list = NEW(p->arena, str, room);
	for (bool more = !next_is(p, ']'); more; p->at += more) {
		str name = identifier(p);
		if (!package_name_valid(name))
			return wrong(p, p->at, "the name of an extra, or `]`");
		list[r->extra_count++] = package_normal_name(p->arena, name);
		more = next_is(p, ',');
	}
	if (!next_is(p, ']'))
		return wrong(p, p->at, "`,` or `]`");
	p->at++;
	return true;
}

static bool url(struct parser *p, struct requirement *r)
{
	size_t from;

	p->at++;
	spaces(p);
	from = p->at;
	while (p->at < p->text.n && p->text.p[p->at] != ' ' && p->text.p[p->at] != '\t')
		p->at++;
	r->url = str_slice(p->text, from, p->at);
	return r->url.n > 0 || wrong(p, from, "a URL after `@`");
}

static bool specifiers(struct parser *p, struct requirement *r)
{
	bool bracket = next_is(p, '(');
	size_t from, end;
	str list, bad;

	p->at += bracket;
	from = end = p->at;
	while (end < p->text.n && p->text.p[end] != ';' && !(bracket && p->text.p[end] == ')'))
		end++;
	list = str_slice(p->text, from, end);
	bad = str_trim(list);
	if (str_starts(bad, S(",")) && bad.n > 1) /* one at the end is fine */
		return wrong(p, from + (size_t)(bad.p - list.p), "a version specifier before `,`");
	if (!specifiers_parse(p->arena, list, &r->specifiers, &bad))
		return wrong(p, from + (size_t)(bad.p - list.p),
			     "a version specifier such as >=1.2 or ==1.4.*");
	p->at = end;
	if (bracket && !next_is(p, ')'))
		return wrong(p, p->at, "`)`");
	p->at += bracket;
	return true;
}

static bool marker(struct parser *p, struct requirement *r)
{
	struct marker_error error;
	size_t at;

	spaces(p);
	if (p->at >= p->text.n)
		return true;
	if (p->text.p[p->at] != ';')
		return wrong(p, p->at, "`;` before a marker, or the end");
	at = p->at + 1;
	r->marker_text = str_trim(str_slice(p->text, at, p->text.n));
	r->marker = marker_parse(p->arena, str_slice(p->text, at, p->text.n), &error);
	return r->marker != NULL || wrong(p, at + error.offset, error.expected);
}

bool requirement_parse(struct arena *a, str text, struct requirement *r,
		       struct requirement_error *error)
{
	struct parser p = {.arena = a, .text = text, .error = error};

	*r = (struct requirement){0};
	*error = (struct requirement_error){0};
	r->name = identifier(&p);
	if (!package_name_valid(r->name))
		return wrong(&p, 0, "the name of a package");
	r->normal = package_normal_name(a, r->name);
	return extras(&p, r) && (next_is(&p, '@') ? url(&p, r) : specifiers(&p, r)) &&
	       marker(&p, r);
}
