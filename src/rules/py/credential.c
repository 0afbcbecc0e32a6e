/* Which identifiers name a credential, and which texts could be one.
 *
 * The names are Bandit's: password (also pasword, passwd, pass, passphrase), pwd, token, secret(e),
 * as the whole identifier or as a part of it between underscores; case does not matter. The texts
 * are ours: Bandit takes every string, which is why it reports field names, messages and "". */
#include "rules/py/bandit.h"

static uint8_t lower_at(str s, size_t i)
{
	uint8_t b = i < s.n ? s.p[i] : 0;

	return b >= 'A' && b <= 'Z' ? (uint8_t)(b + 32) : b;
}

static bool ends_part(str s, size_t at)
{
	return at == s.n || (at + 1 == s.n && s.p[at] == '\n') || (at < s.n && s.p[at] == '_');
}

static bool word_at(str s, size_t at, str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (lower_at(s, at + i) != word.p[i])
			return false;
	return true;
}

/* pas+wo?r?d */
static bool password_at(str s, size_t at)
{
	if (!word_at(s, at, S("pas")))
		return false;
	at += 3;
	while (lower_at(s, at) == 's')
		at++;
	if (lower_at(s, at++) != 'w')
		return false;
	at += lower_at(s, at) == 'o';
	at += lower_at(s, at) == 'r';
	return lower_at(s, at) == 'd' && ends_part(s, at + 1);
}

static bool credential_at(str s, size_t at)
{
	static const str words[] = {S_INIT("pass"),  S_INIT("passphrase"), S_INIT("pwd"),
				    S_INIT("token"), S_INIT("secret"),	   S_INIT("secrete")};

	if (password_at(s, at))
		return true;
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (word_at(s, at, words[i]) && ends_part(s, at + words[i].n))
			return true;
	return false;
}

bool names_credential(str name)
{
	for (size_t at = 0; at < name.n; at++) {
		uint8_t first = lower_at(name, at);

		if ((first == 'p' || first == 't' || first == 's') &&
		    (at == 0 || name.p[at - 1] == '_') && credential_at(name, at))
			return true;
	}
	return false;
}

struct shape { /* how many bytes of each sort a text has */
	size_t letters, digits, spaces, marks, upper;
	bool one_byte_only; /* "****", "xxxx" */
};

static struct shape shape_of(str s)
{
	struct shape h = {.one_byte_only = true};

	for (size_t i = 0; i < s.n; i++) {
		uint8_t b = s.p[i];

		h.one_byte_only &= b == s.p[0];
		h.upper += b >= 'A' && b <= 'Z';
		if (b >= '0' && b <= '9')
			h.digits++;
		else if ((lower_at(s, i) >= 'a' && lower_at(s, i) <= 'z') || b >= 0x80)
			h.letters++;
		else if (b == ' ' || b == '\t' || b == '\n')
			h.spaces++;
		else
			h.marks++;
	}
	return h;
}

static bool contains_any(str s, const char *const *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_find_nocase(s, str_of(parts[i])) != STR_NONE)
			return true;
	return false;
}

/* "put yours here", templates, addresses */
static bool is_placeholder(str s)
{
	static const char *const parts[] = {"your",	"change", "example", "placeholder", "dummy",
					    "redacted", "<",	  "{",	     "$(",	    "%s",
					    "%(",	"://",	  "xxxx",    "****",	    "..."};
	static const char *const whole[] = {"none",    "null",	  "true",     "false",
					    "default", "unknown", "undefined"};

	for (size_t i = 0; i < COUNTOF(whole); i++)
		if (str_eq_nocase(s, str_of(whole[i])))
			return true;
	return contains_any(s, parts, COUNTOF(parts));
}

/* "reset_password", "access-token": the name of a field, a header, a form; not its content. */
static bool is_field_name(str s, struct shape h)
{
	static const char *const parts[] = {"password", "passwd", "token", "secret",
					    "api_key",	"apikey", "pass_", "_pass"};

	return h.digits == 0 && contains_any(s, parts, COUNTOF(parts));
}

/* token_type, PASSWORD_FIELD, pad_token_id: about a credential or a token of text, and not one. */
static bool is_about(str name)
{
	size_t at = str_rfind_byte(name, '_');
	uint8_t last[16];
	str part = str_slice(name, at == STR_NONE ? name.n : at + 1, name.n);

	if (part.n == 0 || part.n > sizeof(last))
		return false;
	for (size_t i = 0; i < part.n; i++)
		last[i] = lower_at(part, i);
	return str_in(
		(str){last, part.n},
		"id ids type types pattern scope prefix suffix start end source field name names "
		"url "
		"uri file path count counts index limit length header param policy class env var "
		"format label kind mode size metric usage help");
}

bool could_be_credential(str value, str name)
{
	struct shape h = shape_of(value);

	if (is_about(name) && (h.digits < 4 || h.letters < 4))
		return false;
	if (value.n < 3 || h.letters + h.digits == 0 || h.one_byte_only || h.spaces > 1)
		return false;
	if (str_eq_nocase(value, name) || is_placeholder(value) || is_field_name(value, h))
		return false;
	/* special tokens of models, expressions, mark-up */
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] == '[' || value.p[i] == '(' || value.p[i] == '\\' ||
		    value.p[i] == '|')
			return false;
	if (value.p[0] == '/' || str_starts(value, S("./")) || str_starts(value, S("--")))
		return false;
	/* NAMES_OF_VARIABLES, dotted.module.names */
	if (h.digits == 0 && h.spaces == 0 && h.marks > 0 &&
	    (h.upper == h.letters || str_find_byte(value, '.') != STR_NONE))
		return false;
	return true;
}
