/* Nothing is known but the name, so that name and value must both be beyond doubt. */
#include "engine/secret_text.h"
#include "rules/secret/name.h"
#include "rules/secret/random.h"
#include "rules/secret/verify.h"
#include "text/base64.h"

static bool ends_in(str s, const char *words)
{
	for (str rest = str_of(words), w; rest.p != NULL;) {
		w = str_cut(&rest, ' ');
		if (s.n >= w.n && str_eq_nocase(str_slice(s, s.n - w.n, s.n), w))
			return true;
	}
	return false;
}

/* 1f1f5-1f1fc: code points of a picture, as their files are called. */
static bool is_emoji(str v)
{
	if (v.n % 6 != 5)
		return false;
	for (size_t i = 0; i < v.n; i += 6) {
		str point = str_slice(v, i, i + 5);
		if (!str_starts(point, S("1f")) || !secret_is_hex(point) ||
		    (i > 0 && v.p[i - 1] != '-'))
			return false;
	}
	return true;
}

/* Paths, modules, files, colours, versions, types. */
static bool is_other(str v)
{
	return str_find(v, S("://")) != STR_NONE ||
	       (str_starts(v, S("/")) && !secret_is_random(v)) || str_starts(v, S("./")) ||
	       str_starts(v, S("~/")) || str_starts(v, S("data:")) || str_starts(v, S("sha256")) ||
	       str_starts(v, S("sha512-")) || str_starts(v, S("sha384-")) ||
	       str_starts(v, S("ssh-rsa")) || str_starts(v, S("$ANSIBLE")) ||
	       str_starts(v, S("ENC[")) || str_starts(v, S("$2")) || str_starts(v, S("$argon2")) ||
	       str_starts(v, S("pbkdf2")) || str_starts(v, S("pk_live")) ||
	       str_starts(v, S("pk_test")) || str_starts(v, S("pk.")) || str_starts(v, S("::")) ||
	       is_emoji(v) ||
	       ends_in(v, ".py .json .yaml .yml .txt .html .com .org .net .io .pem .key .crt .cfg "
			  ".toml .md .js .ts .csv .svg .png .jpg .gif .ico .css");
}

/* 4.13-1+deb12u1, v0.0.0-20250403165618-22662109213e: two numbers and a dot at least, in front. */
static bool is_version(str v)
{
	unsigned numbers = 0;
	size_t i = v.n > 0 && v.p[0] == 'v';

	for (;; i++) {
		size_t from = i;
		while (i < v.n && v.p[i] >= '0' && v.p[i] <= '9')
			i++;
		if (i == from || i - from > 4)
			return false;
		if (++numbers == 3 || i == v.n || v.p[i] == '-' || v.p[i] == '+')
			return numbers >= 2 && i - from <= 4;
		if (v.p[i] != '.' && v.p[i] != ':')
			return false;
	}
}

/* "AWS::IAM::AccessKey": the name of a type, or of something in a namespace. */
static bool is_scoped(const struct secret_candidate *c)
{
	str before = c->before;

	for (size_t at; c->name.n > 0 && (at = str_find(before, c->name)) != STR_NONE;
	     before = str_slice(before, at + 1, before.n)) {
		if (at >= 2 && before.p[at - 1] == ':' && before.p[at - 2] == ':')
			return true;
	}
	return false;
}

/* Base64 of text, as manifests of Kubernetes have it: what it says is what counts. */
static str meant(struct secret_candidate *c)
{
	str text;

	if (c->value.n % 4 != 0 || !base64_decode(c->arena, c->value, &text))
		return c->value;
	text = str_trim(text);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < ' ' || text.p[i] > '~')
			return c->value;
	}
	return text.n >= 3 ? text : c->value;
}

bool secret_verify_password(struct secret_candidate *c)
{
	str v = meant(c);

	if (str_eq(c->name, S("Pass"))) /* a verb */
		return false;
	if (secret_name_is_about(c->name) || !secret_name_says_so(c->name) ||
	    secret_is_reference(v) || is_other(v) || is_version(v) || is_scoped(c))
		return false;
	if (!secret_is_chosen(v))
		return false;
	if (secret_is_random(v)) {
		c->confidence = HIGH;
		return true;
	}
	return v.n >= 6;
}

/* "Pass token='x' by its name" is said of anything. */
bool secret_verify_pass(struct secret_candidate *c)
{
	return str_find_byte(c->name, ' ') == STR_NONE && secret_verify_password(c);
}

bool secret_verify_token(struct secret_candidate *c)
{
	str v = meant(c);

	if (c->name.n > 0 && c->rule->secret->place == SECRET_VALUE &&
	    (secret_name_is_about(c->name) || !secret_name_says_so(c->name)))
		return false;
	if (secret_is_reference(v) || is_other(v) || is_version(v) || is_scoped(c) ||
	    secret_in_badge(c) || str_find_byte(v, '[') != STR_NONE)
		return false;
	if (str_starts(v, S("eyJ")) && str_find_byte(v, '.') != STR_NONE)
		return false; /* a JSON Web Token: its own row says */
	return secret_is_random(v) && secret_weak_rest(v) * 4 >= v.n * 2 && v.n >= 10;
}

/* Things that have keys nobody hides: of rows, files, events, maps. */
static bool is_keyed(str word)
{
	return str_in_words(
		word,
		S("object file blob artifact routing event node asset document doc entity "
		  "record issue project feature experiment run job task layer param params "
		  "parameter shard correlation request response trace span topic message "
		  "msg index idx hash memo memoize field column property prop option menu "
		  "route component widget translation locale section category tag metric "
		  "dataset sample state cache partition sort primary foreign group row "
		  "dedup dedupe idempotency idempotence lookup dict map json search unique "
		  "composite bot image img audio video item order cart invoice page post "
		  "comment thread channel room queue stream bucket prefix path folder dir "
		  "link slug short view screen window tab panel button hot shortcut "
		  "keyboard arrow enter escape shift ctrl control alt meta backspace music "
		  "piano color theme style template layout block cell table schema "
		  "namespace class type enum attr attribute config setting settings "
		  "variable log error status test time date day geo place location region "
		  "zone country lang language version build commit branch ref source src "
		  "target dst input output left right parent child old new first last next "
		  "prev previous current default max min start end stop rng random prng "
		  "gene sequence protein model tensor weight weights bias grad attention "
		  "query value head embedding token vocab word kv redis memcache memcached "
		  "etcd registry hkey gpg pgp websocket recv edit host join merge "
		  "aggregate batch step epoch checkpoint bundle package module plugin "
		  "extension stage action command handler callback s3 gcs storage react "
		  "list array set tree graph vertex edge leaf rate limit throttle lock "
		  "mutex semaphore flag id any some each other same missing unknown "
		  "invalid duplicate dotted nested flat top level outer inner sub super "
		  "base extra special modifier trigger name label title i18n msgid string "
		  "text answer answers question species pixel frame texture mesh sprite "
		  "animation bone anim sound device sensor port socket peer ring finger "
		  "sticky consistent fragment segment chunk manifest snapshot baseline "
		  "policy rule filter facet bucketing histogram counter gauge timer manager my"));
}

/* The words in front of the last "key" of a name. */
static bool is_plain_key(str name)
{
	str before = {NULL, 0}, of = {NULL, 0};
	bool key = false;

	for (str word; (word = secret_name_word(&name)).n > 0; before = word) {
		if (str_eq_nocase(word, S("key")) || str_eq_nocase(word, S("keys"))) {
			key = true;
			of = before;
		}
	}
	return !key || of.n == 0;
}

static bool is_keyed_name(struct arena *a, str name)
{
	bool keyed = false;
	size_t dot = str_rfind_byte(name, '.');

	if (dot != STR_NONE && !str_eq_nocase(str_slice(name, dot + 1, name.n), S("key")))
		name = str_slice(name, dot + 1, name.n); /* window.acmeKey */
	for (str word; (word = secret_name_word(&name)).n > 0;)
		keyed |= is_keyed(arena_lower(a, word));
	return keyed;
}

/* worker-94b00565ed, v1/user/a54d483b, user:ab12: a word in front of what numbers it. */
static bool has_word(str v)
{
	size_t from = 0;

	if (str_ends(v, S("=")))
		return false;
	for (size_t i = 0; i <= v.n; i++) {
		bool letter = i < v.n && ((v.p[i] | 32) >= 'a' && (v.p[i] | 32) <= 'z');
		if (letter)
			continue;
		if (i - from >= 3 && (from == 0 || strchr("-_/.:", v.p[from - 1]) != NULL) &&
		    (i == v.n || strchr("-_/.:", v.p[i]) != NULL))
			return true;
		from = i + 1;
	}
	return false;
}

bool secret_verify_some_key(struct secret_candidate *c)
{
	if (c->value.n < 16 || is_plain_key(c->name) || is_keyed_name(c->arena, c->name) ||
	    has_word(c->value))
		return false;
	return secret_verify_token(c);
}
