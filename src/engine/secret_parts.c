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

/* The word that ends at `at` or some blanks before it; empty: none. */
static str word_before(str s, uint32_t at)
{
	uint32_t from;

	while (at > 0 && s.p[at - 1] == ' ')
		at--;
	for (from = at;
	     from > 0 && at - from < 16 && (is_alnum(s.p[from - 1]) || s.p[from - 1] == '_');)
		from--;
	return str_slice(s, from, at);
}

/* f("sk-"), x["sk-"]: the literal that ends at `end` is all that is handed over. */
static bool stands_alone(str s, uint32_t from, uint32_t end)
{
	uint32_t start = from, open;
	str word;

	while (start > 0 && from - start < SECRET_CONTEXT && s.p[start - 1] != s.p[end] &&
	       s.p[start - 1] != '\n')
		start--;
	if (start < 2 || (s.p[start - 2] != '(' && s.p[start - 2] != '['))
		return false;
	open = start - 2;
	word = word_before(s, open);
	if (word.n == 0)
		return open > 0 && (s.p[open - 1] == ')' || s.p[open - 1] == ']');
	return !str_in(word,
		       "and assert await del elif else if in not or raise return while yield");
}

static uint32_t skip_blanks(str s, uint32_t at, uint32_t most)
{
	while (at < s.n && at < most && (s.p[at] == ' ' || s.p[at] == '\t'))
		at++;
	return at;
}

/* Behind a literal: may it be put together with others, here or by a name? A key of a dict and what
 * is compared are not. */
static bool goes_into_more(struct secret_view *v, uint32_t from, uint32_t end)
{
	str s = v->text, word;
	uint32_t at = skip_blanks(s, end + 1, end + 200);

	secret_view_saw(v, at + 5);
	if (at >= s.n)
		return true;
	if (strchr(":=!<>", s.p[at]) != NULL)
		return false;
	if (s.p[at] == ')' || s.p[at] == ']')
		return !stands_alone(s, from, end);
	word = str_slice(s, at, at + 3);
	return !str_eq(word, S("in ")) && !str_eq(word, S("is ")) && !str_eq(word, S("not"));
}

/* "path", "pattern": no part of a token that begins with "pat". */
static bool is_plain_word(str s, size_t keyword)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_lower(s.p[i]) && (i < keyword + 1 || s.p[i] != '_'))
			return false;
	return s.n > keyword && secret_is_wordy(s);
}

/* Something is put here into a literal: {token}, %s. */
static bool is_hole(str s, uint32_t at)
{
	return at + 1 < s.n && (s.p[at] == '{' || (s.p[at] == '%' && s.p[at + 1] == 's'));
}

static bool is_quote(str s, uint32_t at)
{
	return at < s.n && (s.p[at] == '"' || s.p[at] == '\'');
}

bool secret_cut_off(struct secret_view *v, uint32_t from, uint32_t end)
{
	uint32_t at = end, most = end + 12;
	str s = v->text;

	while (at < s.n && at < most && (is_alnum(s.p[at]) || s.p[at] == '-' || s.p[at] == '_'))
		at++;
	secret_view_saw(v, at + 2);
	if (!is_hole(s, at) && (!is_quote(s, at) || !goes_into_more(v, from, at)))
		return false;
	return !is_plain_word(str_slice(s, from, at), end - from);
}

/* Is a literal open here that began on this line? */
static bool is_open(str s, uint32_t at)
{
	str line = secret_line_before(s, at);
	uint8_t quote = 0;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '\\')
			i++;
		else if (quote == 0 && (line.p[i] == '"' || line.p[i] == '\''))
			quote = line.p[i];
		else if (line.p[i] == quote)
			quote = 0;
	}
	return quote != 0;
}

static bool is_followed_by_plus(str s, uint32_t quote)
{
	uint32_t at = skip_blanks(s, quote + 1, quote + 32);

	return at < s.n && s.p[at] == '+';
}

/* Is there an @ to come, on this line or the next ones? */
static bool has_at_sign(struct secret_view *v, uint32_t at)
{
	str near = str_slice(v->text, at, at + SECRET_CONTEXT);

	secret_view_saw(v, at + SECRET_CONTEXT);
	return str_find_byte(near, '@') != STR_NONE;
}

static bool is_path_byte(uint8_t c)
{
	return is_alnum(c) || (c != 0 && strchr("_-.%/:", c) != NULL);
}

/* "https://user:{word}@host", "hooks.slack.com/services/{token}" */
static bool is_url_filled_in(struct secret_view *v, uint32_t end)
{
	bool user = v->text.p[end - 1] == '/';
	uint32_t at = end, most = end + 96;
	str s = v->text;

	while (at < s.n && at < most && is_path_byte(s.p[at]) && !is_hole(s, at))
		at++;
	secret_view_saw(v, at + 32);
	if (!is_hole(s, at) && !(is_quote(s, at) && is_followed_by_plus(s, at)) &&
	    !(user && is_quote(s, at) && goes_into_more(v, end, at)))
		return false;
	return !user || has_at_sign(v, at);
}

bool secret_filled_in(struct secret_view *v, uint32_t end)
{
	uint32_t at = end;
	bool code = false; /* it could be an assignment as well */
	str s = v->text;

	if (s.p[end - 1] == '/' || (end < s.n && s.p[end] == '/'))
		return is_url_filled_in(v, end);
	for (; at < s.n && at - end < 3 && (s.p[at] == ' ' || s.p[at] == ':' || s.p[at] == '=');
	     at++)
		code |= s.p[at] != ' ';
	secret_view_saw(v, at + 32);
	if (at == end && is_quote(s, at))
		return is_followed_by_plus(s, at);
	if (!is_hole(s, at) && (!is_quote(s, at) || !goes_into_more(v, end, at)))
		return false;
	return !(code || is_quote(s, at)) || is_open(s, end);
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
