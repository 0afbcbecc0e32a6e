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

/* What stands behind a literal puts it together with others, or ends a statement that names it. */
static bool goes_into_more(struct secret_view *v, uint32_t from, uint32_t end)
{
	uint32_t at = end + 1, most = end + 200, start = from;
	str s = v->text;

	while (at < s.n && at < most && (s.p[at] == ' ' || s.p[at] == '\t'))
		at++;
	secret_view_saw(v, at + 1);
	if (at >= s.n || strchr("+%.,\"'}\\#;\r\n", s.p[at]) != NULL)
		return true;
	if (s.p[at] != ')' && s.p[at] != ']')
		return false;
	while (start > 1 && from - start < SECRET_CONTEXT && s.p[start - 1] != s.p[end] &&
	       s.p[start - 1] != '\n')
		start--;
	if (start < 3 || (s.p[start - 2] != '(' && s.p[start - 2] != '['))
		return true;
	return !is_alnum(s.p[start - 3]) && strchr("_)]", s.p[start - 3]) == NULL;
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

bool secret_cut_off(struct secret_view *v, uint32_t from, uint32_t end)
{
	uint32_t at = end, most = end + 12;
	str s = v->text;

	while (at < s.n && at < most && (is_alnum(s.p[at]) || s.p[at] == '-' || s.p[at] == '_'))
		at++;
	if (at >= s.n || at == most)
		return false;
	if (!is_hole(s, at) &&
	    ((s.p[at] != '"' && s.p[at] != '\'') || !goes_into_more(v, from, at)))
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

bool secret_filled_in(struct secret_view *v, uint32_t end)
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
				!goes_into_more(v, end, at)))
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
