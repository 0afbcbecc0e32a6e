/* Does the rest of a secret stand in another literal than the keyword? What is said here of bytes
 * behind a hit is cheap; putting the parts together (secret_fold, secret_look_python) is not. */
#include "base/ascii.h"
#include "engine/secret_int.h"
#include "engine/secret_text.h"

str secret_line_before(str s, uint32_t at)
{
	uint32_t from = at;

	while (from > 0 && at - from < SECRET_CONTEXT && s.p[from - 1] != '\n')
		from--;
	return str_slice(s, from, at);
}

/* Where the literal begins that ends at `end`, with its prefix; what is before it on its line. */
static str before_literal(str s, uint32_t from, uint32_t end)
{
	str line = secret_line_before(s, from);
	size_t open = str_rfind_byte(line, s.p[end]);

	line = str_slice(line, 0, open == STR_NONE ? 0 : open);
	while (line.n > 0 && strchr("fFrRbBuU", line.p[line.n - 1]) != NULL)
		line.n--;
	return str_trim(line);
}

/* An element of a list, an argument, a key: "".join([...]), "%s%s" % (...), "{}{}".format(...). Of
 * a history's versions only what changed is looked at, so that lines in front must not decide. */
static bool may_be_joined(const struct secret_job *j, str s, str before)
{
	uint32_t to = (uint32_t)(before.p - s.p + (ptrdiff_t)before.n);
	str near = str_slice(s, to > SECRET_CONTEXT ? to - SECRET_CONTEXT : 0, to + SECRET_CONTEXT);

	return j->engine->follows || str_find(near, S("join")) != STR_NONE ||
	       str_find(near, S("format")) != STR_NONE || str_find_byte(near, '%') != STR_NONE;
}

/* ("sk-"), not f("sk-") */
static bool is_in_parentheses(str before)
{
	str left = str_trim(str_slice(before, 0, before.n - (before.n > 0)));
	uint8_t last = left.n > 0 ? left.p[left.n - 1] : ' ';

	return str_ends(before, S("(")) && !is_alnum(last) && strchr("_)]", last) == NULL;
}

/* What stands around a literal puts it together with others, or gives it a name. */
static bool goes_into_more(const struct secret_job *j, struct secret_view *v, uint32_t from,
			   uint32_t end)
{
	uint32_t at = end + 1, most = end + 200;
	str s = v->text, before = before_literal(s, from, end);
	bool line = false;

	while (at < s.n && at < most && strchr(" \t\r\n", s.p[at]) != NULL)
		line |= s.p[at++] == '\n';
	secret_view_saw(v, at + 1);
	if (at < s.n && strchr("+%.\"'\\", s.p[at]) != NULL)
		return true;
	if (line || at >= s.n || s.p[at] == '#' || s.p[at] == ';')
		return str_ends(before, S("=")) || str_ends(before, S("+"));
	if (s.p[at] == ')' && is_in_parentheses(before))
		return true;
	return strchr(",)]}", s.p[at]) != NULL && may_be_joined(j, s, before);
}

/* "path", "HF_HUB_OFFLINE": no part of a token, however it begins. */
static bool is_plain_name(str s)
{
	bool lower = false, upper = false, line = false;

	for (size_t i = 0; i < s.n; i++) {
		lower |= is_lower(s.p[i]);
		upper |= is_upper(s.p[i]);
		line |= s.p[i] == '_';
	}
	return (!upper || (!lower && line)) && secret_is_wordy(s);
}

/* Something is put here into a literal: {token}, %s. */
static bool is_hole(str s, uint32_t at)
{
	return at + 1 < s.n && (s.p[at] == '{' || (s.p[at] == '%' && s.p[at + 1] == 's'));
}

bool secret_cut_off(const struct secret_job *j, struct secret_view *v, uint32_t from, uint32_t end)
{
	uint32_t at = end, most = end + 12;
	str s = v->text;

	while (at < s.n && at < most && (is_alnum(s.p[at]) || s.p[at] == '-' || s.p[at] == '_'))
		at++;
	if (at >= s.n || at == most)
		return false;
	if (!is_hole(s, at) &&
	    ((s.p[at] != '"' && s.p[at] != '\'') || !goes_into_more(j, v, from, at)))
		return false;
	return at == end || !is_plain_name(str_slice(s, from, at));
}

/* Is a literal open here that began on this line? */
static bool is_open(str s, uint32_t at)
{
	uint8_t quote = 0;

	for (str before = secret_line_before(s, at); before.n > 0;
	     before = str_slice(before, 1, before.n))
		if (quote == 0 && (before.p[0] == '"' || before.p[0] == '\''))
			quote = before.p[0];
		else if (before.p[0] == quote)
			quote = 0;
	return quote != 0;
}

bool secret_filled_in(const struct secret_job *j, struct secret_view *v, uint32_t end)
{
	uint32_t at = end, most = end + 3;
	bool url = v->text.p[end - 1] == '/';
	str s = v->text;

	if (url)
		most = end + 64;
	while (at < s.n && at < most &&
	       (strchr(" :=", s.p[at]) != NULL ||
		(url && (is_alnum(s.p[at]) || s.p[at] == '_' || s.p[at] == '.'))))
		at++;
	secret_view_saw(v, at + 2);
	if (!is_hole(s, at) && (at == end || at >= s.n || (s.p[at] != '"' && s.p[at] != '\'') ||
				!goes_into_more(j, v, end, at)))
		return false;
	if (url && memchr(s.p + at, '@', str_slice(s, at, at + SECRET_CONTEXT).n) == NULL)
		return false;
	return is_open(s, end);
}

bool secret_goes_on(struct secret_view *v, uint32_t at)
{
	uint32_t most = at + 400;
	str s = v->text;

	while (at < s.n && at < most && s.p[at] != '"' && s.p[at] != '\'' && s.p[at] != '\n')
		at++;
	if (at + 1 >= s.n || s.p[at] == '\n')
		return false;
	for (at++; at < s.n && at < most + 80; at++)
		if (strchr(" \t\r\n+.\\", s.p[at]) == NULL)
			break;
	secret_view_saw(v, at);
	return at < s.n && at < most + 80 && (s.p[at] == '"' || s.p[at] == '\'');
}
