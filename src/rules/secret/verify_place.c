/* Passwords that are known by the place where they stand. Documentation, tests and defaults are
 * full of such places, so that what stands there decides: rules/secret/random.h. */
#include "rules/secret/name.h"
#include "rules/secret/random.h"
#include "rules/secret/verify.h"
#include "text/base64.h"

bool secret_verify_typed(struct secret_candidate *c)
{
	return secret_is_chosen(c->value);
}

static bool is_example_host(str after)
{
	static const char *const hosts[] = {"example.", "localhost", "127.0.0.1", "0.0.0.0",
					    "host",	"[::1]",     "hostname",  "your",
					    "my",	"server",    "test"};
	str host = str_slice(after, 1, 60);
	size_t end = 0;

	while (end < host.n && host.p[end] > ' ' && strchr(":/\"'?", host.p[end]) == NULL)
		end++;
	host = str_slice(host, 0, end);
	if (str_find_nocase(host, S("example.")) != STR_NONE)
		return true;
	for (size_t i = 1; i < COUNTOF(hosts); i++) {
		str h = str_of(hosts[i]);
		if (host.n >= h.n && str_eq_nocase(str_slice(host, 0, h.n), h))
			return true;
	}
	return false;
}

static str user_of(str before)
{
	size_t at;

	before = str_slice(before, 0, before.n ? before.n - 1 : 0); /* the colon */
	at = str_rfind_byte(before, '/');
	return at == STR_NONE ? before : str_slice(before, at + 1, before.n);
}

/* %40 and the like, but no %s. */
static bool percent_is_wrong(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%' &&
		    (i + 2 >= s.n || strchr("0123456789abcdefABCDEF", s.p[i + 1]) == NULL))
			return true;
	}
	return false;
}

static uint8_t nibble(uint8_t c)
{
	return (uint8_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
}

static str without_percent(struct arena *a, str s)
{
	uint8_t *p = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && i + 2 < s.n) {
			p[n++] = (uint8_t)(nibble(s.p[i + 1]) << 4 | nibble(s.p[i + 2]));
			i += 2;
		} else {
			p[n++] = s.p[i];
		}
	}
	return (str){p, n};
}

bool secret_verify_url(struct secret_candidate *c)
{
	str user = user_of(c->before), plain;

	if (str_eq_nocase(user, c->value) || percent_is_wrong(c->value) ||
	    str_find_byte(c->value, '{') != STR_NONE || str_find_byte(c->value, '$') == 0 ||
	    str_find_byte(c->value, '(') != STR_NONE || str_find_byte(c->value, '[') != STR_NONE ||
	    str_find_byte(c->value, ',') != STR_NONE)
		return false;
	plain = without_percent(c->arena, c->value);
	if (!secret_is_chosen(plain))
		return false;
	return secret_is_random(plain) || !is_example_host(c->after);
}

/* The user of an address of Sentry is made to be published. */
bool secret_verify_url_token(struct secret_candidate *c)
{
	str host = str_slice(c->after, 0, 80);

	if (str_find(host, S("ingest.")) != STR_NONE || str_find(host, S("sentry")) != STR_NONE)
		return false;
	return secret_verify_token(c);
}

/* A connection string has other settings beside the password. */
bool secret_verify_connection(struct secret_candidate *c)
{
	static const char *const others[] = {
		"server=", "data source=",     "host=", "uid=", "user id=",  "database=",
		"driver=", "initial catalog=", "user=", "dsn=", "username=", "jdbc:"};
	bool beside = false;

	for (size_t i = 0; i < COUNTOF(others); i++)
		beside |= str_find_nocase(c->before, str_of(others[i])) != STR_NONE ||
			  str_find_nocase(c->after, str_of(others[i])) != STR_NONE;
	return beside && str_find_byte(c->value, '(') == STR_NONE && secret_is_chosen(c->value);
}

/* user:password, in base64. */
static bool user_and_password(struct secret_candidate *c, str *password)
{
	str text;
	size_t colon;

	if (!base64_decode(c->arena, c->value, &text))
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < ' ' || text.p[i] > '~')
			return false;
	}
	colon = str_find_byte(text, ':');
	if (colon == STR_NONE || colon == 0 || text.n - colon < 4)
		return false;
	*password = str_slice(text, colon + 1, text.n);
	c->note = (const char *)arena_printf(c->arena, "of user %.*s",
					     STR_ARG(str_slice(text, 0, colon < 40 ? colon : 40)))
			  .p;
	return true;
}

bool secret_verify_docker_auth(struct secret_candidate *c)
{
	str password;

	return user_and_password(c, &password) && secret_weak_rest(password) >= 3 &&
	       !secret_is_reference(password);
}

bool secret_verify_basic(struct secret_candidate *c)
{
	str password;

	return user_and_password(c, &password) && secret_is_chosen(password);
}

/* Only in files that are what they look like: tests are full of such hashes. */
bool secret_verify_htpasswd(struct secret_candidate *c)
{
	return str_find_nocase(c->path, S("passw")) != STR_NONE ||
	       str_find_nocase(c->path, S("shadow")) != STR_NONE;
}
