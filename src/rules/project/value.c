#include "rules/project/value.h"

#include "rules/secret/random.h"

enum { NAME_MOST = 100 };

static uint8_t upper(uint8_t b)
{
	if (b >= 'a' && b <= 'z')
		return (uint8_t)(b - 32);
	return b == '-' || b == '.' ? '_' : b;
}

static bool word_in(str word, const char *words)
{
	return word.n > 0 && str_in(word, words);
}

/* ---- Names ---- */

/* Read by a browser, or a switch: no secret whatever the rest says. */
static bool is_open_name(str n)
{
	static const char *const starts[] = {
		"NEXT_PUBLIC_", "VITE_",    "REACT_APP_", "PUBLIC_", "NUXT_PUBLIC_",
		"EXPO_PUBLIC_", "GATSBY_",  "USE_",	  "ENABLE_", "DISABLE_",
		"NO_",		"REQUIRE_", "HAS_",	  "IS_",     "ALLOW_",
		"SHOW_",	"SKIP_",    "MAX_",	  "MIN_",    "NUM_"};

	for (size_t i = 0; i < COUNTOF(starts); i++)
		if (str_starts(n, str_of(starts[i])))
			return true;
	return false;
}

/* X_KEY of these is the key of something else, or public. */
static const char open_keys[] =
	"PUBLIC GPG PUBLISHABLE PUB ANON CACHE PRIMARY FOREIGN SORT PARTITION HASH HOST ROUTING "
	"IDEMPOTENCY OBJECT KMS CMK ROW INDEX LOOKUP GROUP DICT MAP SITE SITEKEY KNOWN ROOT "
	"TRANSLATION I18N SHORTCUT HOT ARROW ANY UNIQUE S3 METADATA ATTRIBUTE FIELD COLUMN ITEM "
	"RANGE";
static const char open_tokens[] = "EOS BOS PAD UNK MASK SEP CLS IMAGE VIDEO AUDIO STOP SPECIAL "
				  "START END PUBLIC PREFIX SUFFIX "
				  "NEXT PAGE CONTINUATION SYNC TOOL THINK PER TEXT";

bool secret_name(str name)
{
	uint8_t text[NAME_MOST];
	str n = {text, name.n}, last, before;
	size_t at;

	if (name.n < 3 || name.n > NAME_MOST)
		return false;
	for (size_t i = 0; i < name.n; i++)
		text[i] = upper(name.p[i]);
	while (n.n > 0 && (n.p[n.n - 1] == '_' || (n.p[n.n - 1] >= '0' && n.p[n.n - 1] <= '9')))
		n.n--;
	if (str_ends(n, S("_ID")) && str_ends(n, S("ACCESS_KEY_ID")))
		n.n -= 3;
	if (is_open_name(n))
		return false;
	at = str_rfind_byte(n, '_');
	last = str_slice(n, at == STR_NONE ? 0 : at + 1, n.n);
	before = str_after_last(str_slice(n, 0, at == STR_NONE ? 0 : at), '_');
	if (word_in(last,
		    "PASSWORD PASSWD PASSPHRASE PWD SECRET APIKEY CREDENTIAL CREDENTIALS "
		    "SECRETKEY ACCESSKEY PRIVATEKEY AUTHTOKEN ACCESSTOKEN APITOKEN CLIENTSECRET"))
		return true;
	if (word_in(last, "PASS PAT") && before.n > 0)
		return true;
	if (str_eq(last, S("TOKEN")))
		return !word_in(before, open_tokens);
	if (str_eq(last, S("KEY")))
		return before.n > 0 && !word_in(before, open_keys);
	/* databasePassword, openaiApiKey */
	return str_ends(n, S("PASSWORD")) || str_ends(n, S("APIKEY")) ||
	       str_ends(n, S("SECRETKEY")) || str_ends(n, S("CLIENTSECRET")) ||
	       str_ends(n, S("ACCESSTOKEN"));
}

/* ---- Values ---- */

static bool holds_any(str s, const char *const *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_find_nocase(s, str_of(parts[i])) != STR_NONE)
			return true;
	return false;
}

static bool is_template(str v)
{
	static const char *const starts[] = {
		"$",	     "{{",	   "<%",   "%(",    "vault:",	"op://",     "ENC[",
		"secret://", "arn:aws:",   "ssm:", "sm://", "!Ref",	"projects/", "keyring:",
		"azurekv:",  "encrypted:", "env:", "ref+",  "doppler:", "infisical:"};

	for (size_t i = 0; i < COUNTOF(starts); i++)
		if (str_starts(v, str_of(starts[i])))
			return true;
	return str_find(v, S("${")) != STR_NONE || str_find(v, S("{{")) != STR_NONE ||
	       str_find(v, S("$(")) != STR_NONE;
}

static bool is_placeholder(str v, str name)
{
	static const char *const parts[] = {
		"your",	     "change",	  "example",	 "placeholder",	 "dummy",
		"redacted",  "xxxx",	  "****",	 "....",	 "insert",
		"replace",   "to_do",	  "to-do",	 "fill",	 "<",
		">",	     "fake",	  "sample",	 "put_",	 "put-",
		"enter",     "_here",	  "-here",	 "my-",		 "my_",
		"mysecret",  "mypass",	  "not-a",	 "not_a",	 "none",
		"secretkey", "123456",	  "abcdef",	 "abc123",	 "test",
		"____",	     "goes here", "goeshere",	 "update",	 "optional",
		"required",  "generate",  "supersecret", "super-secret", "super_secret",
		"0000000",   "foobar",	  "undefined"};
	bool one = true;

	for (size_t i = 1; i < v.n; i++)
		one &= v.p[i] == v.p[0] || v.p[i] == '-';
	return one || str_eq_nocase(v, name) || holds_any(v, parts, COUNTOF(parts));
}

static bool is_weak(str v)
{
	static const char words[] =
		"admin root dev test secret password passwd postgres postgresql mysql mariadb "
		"redis "
		"mongo guest user default local localhost minioadmin minio rabbitmq pass pwd "
		"development staging debug demo letmein qwerty welcome hunter2 toor 1234 12345 key "
		"token insecure unsafe airflow grafana elastic neo4j mlflow jupyter";
	uint8_t low[24];

	if (v.n == 0 || v.n > sizeof(low))
		return false;
	for (size_t i = 0; i < v.n; i++)
		low[i] = v.p[i] >= 'A' && v.p[i] <= 'Z' ? (uint8_t)(v.p[i] + 32) : v.p[i];
	return str_in((str){low, v.n}, words);
}

enum value_look value_look(str v, str name)
{
	v = str_trim(v);
	if (v.n == 0)
		return VALUE_EMPTY;
	if (is_template(v))
		return VALUE_TEMPLATE;
	if (is_weak(v))
		return VALUE_WEAK;
	if (is_placeholder(v, name))
		return VALUE_PLACEHOLDER;
	if (v.n < 8 || v.p[0] == '/' || v.p[0] == '.' || str_find(v, S("://")) != STR_NONE)
		return VALUE_PLAIN;
	return secret_is_random(v) ? VALUE_REAL : VALUE_PLAIN;
}

bool url_with_password(str v)
{
	size_t scheme = str_find(v, S("://")), colon, at;
	str login, password;

	if (scheme == STR_NONE || scheme == 0 || scheme > 30)
		return false;
	login = str_slice(v, scheme + 3, v.n);
	login = str_slice(login, 0, str_find_byte(login, '/'));
	at = str_rfind_byte(login, '@');
	login = str_slice(login, 0, at == STR_NONE ? 0 : at);
	colon = str_find_byte(login, ':');
	if (colon == STR_NONE)
		return false;
	password = str_slice(login, colon + 1, login.n);
	return value_look(password, S("")) == VALUE_REAL;
}
