/* The table is at the end. Filters of tokens cost little and ask for what cannot happen by chance
 * in a random token; those of generic values know that most of what is called a password in a
 * program is none. */
#include "engine/secret_filter.h"

#include "base/ascii.h"
#include "engine/secret_text.h"

/* ---- What the text itself says ---- */

/* A token without the word that it was found by, which is the same in all of them. */
static str own_part(const struct secret_candidate *c)
{
	const struct secret *s = c->rule->secret;
	size_t most = 0;

	if (s->place != SECRET_TOKEN)
		return c->value;
	for (str rest = str_of(s->keywords); rest.n > 0 && rest.p != NULL;) {
		str word = str_cut(&rest, ' ');
		if (word.n > most && str_eq_nocase(str_slice(c->value, 0, word.n), word))
			most = word.n;
	}
	return str_slice(c->value, most, c->value.n);
}

/* Does it occur? Short words of letters only apart from other letters: among a hundred random ones
 * they come by chance. */
static bool has_word(str s, str word)
{
	bool apart = word.n <= 6 && is_alnum(word.p[0]) && is_alnum(word.p[word.n - 1]);
	size_t from = 0, at;

	while ((at = str_find_nocase(str_slice(s, from, s.n), word)) != STR_NONE) {
		at += from;
		if (!apart || ((at == 0 || !is_alnum(s.p[at - 1])) &&
			       (at + word.n == s.n || !is_alnum(s.p[at + word.n]))))
			return true;
		from = at + 1;
	}
	return false;
}

/* Words that stand for a secret somebody has to put there; a random token of 40 letters holds one
 * of these in one of 5,000 cases. */
static bool placeholder(const struct secret_candidate *c)
{
	static const char *const inside[] = {
		"your-",      "your_",	    "yourself",	   "your.",	  "yourapi",
		"yourtoken",  "yourkey",    "yoursecret",  "yourpass",	  "<your",
		"example",    "changeme",   "change_me",   "change-me",	  "changeit",
		"change_it",  "replaceme",  "replace_",	   "replace-",	  "placeholder",
		"insert-",    "insert_",    "dummy",	   "redacted",	  "not-a-real",
		"notareal",   "not_a_real", "fake-",	   "fake_",	  "fakekey",
		"faketoken",  "-here",	    "_here",	   "my-token",	  "my_token",
		"mytoken",    "my-secret",  "my_secret",   "mysecret",	  "mypassword",
		"my-api",     "my_api",	    "some-secret", "some_secret", "somesecret",
		"some-token", "some_token", "test-token",  "test_token",  "testtoken",
		"test-key",   "test_key",   "test-secret", "test_secret", "test-pass",
		"test_pass",  "not-set",    "not_set",	   "undefined",	  "xxxx",
		"****",	      "....",	    "____",	   "to-be-",	  "to_be_",
		"goes-here",  "goes_here",  "secret-key-", "enter-",	  "enter_",
		"todo",	      "fixme",	    "xxxxxxx",	   "notsecret",	  "not-secret",
		"not_secret", "insecure",   "thisisa",	   "this-is-",	  "this_is_",
		"sample-",    "sample_",    "foobar",	   "deadbeef",	  "cafebabe",
		"lorem",      "aaaaaaaa",   "censored",	   "sanitized",	  "obfuscated",
	};
	str v = own_part(c);

	if (v.n == 0)
		return true;
	if (str_starts(v, S("-----BEGIN ")) || str_starts(v, S("PuTTY-User"))) /* parsed already */
		return false;
	if (v.p[0] == '<' && v.p[v.n - 1] == '>')
		return true;
	for (size_t i = 0; i < COUNTOF(inside); i++) {
		if (has_word(v, str_of(inside[i])))
			return true;
	}
	return false;
}

static bool common_password(const struct secret_candidate *c)
{
	return str_in(
		arena_lower(c->arena, c->value),
		"password passwd pass pwd secret token key apikey api_key api-key admin root "
		"test testing guest user default none null nil true false empty changeme foo "
		"bar baz foobar qwerty letmein hunter2 postgres postgresql mysql redis mongo "
		"mongodb rabbitmq sa oracle example demo dev local localhost string str text "
		"value bearer basic digest username login email public private required "
		"optional hidden unset unknown yes no on off password1 password12 password123 "
		"passw0rd p@ssw0rd p@ssword pass123 pass1234 test123 test1234 admin123 "
		"root123 secret123 mysecretpassword mypassword supersecret topsecret s3cr3t "
		"s3cret abc123 123456 1234567 12345678 123456789 1234567890 0123456789 "
		"password! qwerty123 iloveyou welcome monkey dragon minioadmin airflow jupyter "
		"docker vagrant ubuntu alpine raspberry toor elastic kibana grafana neo4j "
		"cassandra superset django flask rails laravel symfony wordpress drupal "
		"dbpassword db_password dbpass dbuser userpass user123 guest123 secretpassword "
		"secret_key secretkey access_key accesskey client_secret authtoken auth_token "
		"blah blahblah whatever something anything nothing");
}

/* What documentation shows. */
static bool example(const struct secret_candidate *c)
{
	static const char *const inside[] = {
		"IOSFODNN7",
		"wJalrXUtnFEMI",
		"eyJzdWIiOiIxMjM0NTY3ODkwIi",
		"4242424242424242",
		"4111111111111111",
		"QWxhZGRpbjpvcGVuIHNlc2FtZQ",
		"dXNlcjpwYXNz",
		"dXNlcm5hbWU6cGFzc3dvcmQ",
		"SlAV32hkKG",
		"b0VWfqQJnQ",
		"2YotnFZFEjr1zCsicMWpAA",
		"A3ddj3w",
		"mF_9.B5f-4.1JqM",
		"tGzv3JOkF0XG5Qx2TlKWIA",
		"ad180jjd733klru7",
		"0685bd9184jfhq22",
		"s6BhdRkqt3",
		"czZCaGRSa3F0Mz",
		"7Fjfp0ZBr1KtDRbnfVdmIw",
		"2b7e151628aed2a6abf7158809cf4f3c", /* FIPS 197, SP 800-38A */
		"8e73b0f7da0e6452c810f32b809079e5",
		"603deb1015ca71be2b73aef0857d7781",
		"00112233445566778899aabbccddeeff",
		"feffe9928665731c6d6a8f9467308308", /* AES-GCM, the original paper */
		"9d61b19deffd5a60ba844af492ec2cc4", /* RFC 8032 */
		"4ccd089b28ff96da9db6c346ec114e0f",
		"77076d0a7318a57d3c16c17251b26645", /* RFC 7748 */
		"a546e36bf0527c9d3b16154b82465edd",
		"80000000000000000000000000000000",
		"31323334353637383930313233343536", /* RFC 6238 */
		"GEZDGNBVGY3TQOJQ",
		"JBSWY3DPEHPK3PXP",
		"AyM1SysPpbyDfgZld3umj1qzKObwVMko", /* RFC 7515 */
		"GawgguFyGrWKav7AX4VKUg",	    /* RFC 7516 */
	};
	str after = c->after;

	for (size_t i = 0; i < COUNTOF(inside); i++) {
		if (str_find(c->value, str_of(inside[i])) != STR_NONE)
			return true;
	}
	if (after.n == 0 || after.p[0] != '@')
		return false;
	after = str_slice(after, 1, after.n);
	return str_starts(after, S("example.")) || str_starts(after, S("host:")) ||
	       str_starts(after, S("host/")) || str_starts(after, S("hostname")) ||
	       str_starts(after, S("server:")) || str_starts(after, S("server/")) ||
	       str_find(str_slice(after, 0, 60), S(".example.")) != STR_NONE ||
	       str_starts(after, S("ip:")) || str_starts(after, S("your")) ||
	       str_starts(after, S("my-")) || str_starts(after, S("my."));
}

static bool user_is_password(const struct secret_candidate *c)
{
	str before = c->before, v = c->value;

	if (v.n == 0 || before.n < v.n + 2 || before.p[before.n - 1] != ':')
		return false;
	before = str_slice(before, 0, before.n - 1);
	return str_ends(before, v) && before.p[before.n - v.n - 1] == '/';
}

/* The token without its fixed part: what follows the first `_` or `-` of the first eight bytes. */
static str body(str v)
{
	for (size_t i = v.n < 8 ? v.n : 8; i-- > 2;) {
		if (v.p[i] == '_' || v.p[i] == '-')
			return str_slice(v, i + 1, v.n);
	}
	return v;
}

static bool repeated(const struct secret_candidate *c)
{
	str v = body(c->value);
	uint8_t seen[256] = {0};
	size_t distinct = 0, run = 1, letters = 0;

	for (size_t i = 0; i < v.n; i++) {
		if (i > 0) {
			run = v.p[i] == v.p[i - 1] ? run + 1 : 1;
			if (run >= 7 && v.p[i] != '=')
				return true;
		}
		if (v.p[i] == '-')
			continue;
		letters++;
		distinct += !seen[v.p[i]];
		seen[v.p[i]] = 1;
	}
	if (letters >= 12 && distinct <= 4)
		return true;
	for (size_t period = 1; period <= 8; period++) { /* abcabcabcabc */
		size_t i = period;
		while (i < v.n && v.p[i] == v.p[i - period])
			i++;
		if (i == v.n && v.n >= 12 && v.n >= 3 * period)
			return true;
	}
	return false;
}

static bool sequential(const struct secret_candidate *c)
{
	static const char *const keyboard[] = {"qwertyui", "asdfghjk", "1q2w3e4r", "zxcvbnm"};
	str v = c->value;
	size_t up = 1, down = 1;

	for (size_t i = 1; i < v.n; i++) {
		int step = v.p[i] - v.p[i - 1];
		bool wrap =
			(v.p[i - 1] == '9' && (v.p[i] == '0' || v.p[i] == 'a' || v.p[i] == 'A'));
		up = step == 1 || wrap ? up + 1 : 1;
		down = step == -1 ? down + 1 : 1;
		if (up >= 8 || down >= 8)
			return true;
	}
	return secret_has_any(v, keyboard, COUNTOF(keyboard));
}

static bool templating(const struct secret_candidate *c)
{
	static const char *const inside[] = {"{{", "}}", "${", "$(", "<%", "%>",  "%(",
					     "#{", "{%", "@@", "$[", "<<", "{0}", "{1}"};
	str v = c->value, before = c->before;

	for (size_t i = 0; i < COUNTOF(inside); i++) {
		if (str_find(v, str_of(inside[i])) != STR_NONE)
			return true;
	}
	if (str_ends(before, S("{{ ")) || str_ends(before, S("${")) || str_ends(before, S("{{")))
		return true;
	if (v.n > 1 && v.p[0] == '$' && secret_is_word(str_slice(v, 1, v.n)) &&
	    !str_starts(v, S("$2")))
		return true;
	if (v.n > 2 && v.p[0] == '%' && v.p[v.n - 1] == '%')
		return true;
	if (v.n > 2 &&
	    ((v.p[0] == '{' && v.p[v.n - 1] == '}') || (v.p[0] == '[' && v.p[v.n - 1] == ']')))
		return true;
	return str_eq(v, S("%s")) || str_eq(v, S("%d")) || str_eq(v, S("%r")) || str_eq(v, S("{}"));
}

static bool expression(const struct secret_candidate *c)
{
	static const char *const inside[] = {"[0-9", "[a-z", "[A-Z", "[^",  "\\d",  "\\w", "\\S",
					     "\\s",  ".*",   ".+",   "(?:", "(?P<", "(?=", "(?i",
					     "){",   "]{",   "]+",   "]*",  "\\b"};

	for (size_t i = 0; i < COUNTOF(inside); i++) {
		if (str_find(c->value, str_of(inside[i])) != STR_NONE)
			return true;
	}
	return false;
}

static bool encrypted(const struct secret_candidate *c)
{
	static const char *const beginnings[] = {
		"ENC[",
		"ENC(",
		"$ANSIBLE_VAULT",
		"{cipher}",
		"{aes}",
		"{AES}",
		"vault:v",
		"AQICAH",
		"$2a$",
		"$2b$",
		"$2y$",
		"$argon2",
		"$5$",
		"$6$",
		"$1$",
		"$apr1$",
		"$y$",
		"$scrypt",
		"pbkdf2",
		"$pbkdf2",
		"{SSHA",
		"{SHA",
		"{CRYPT}",
		"sha1$",
		"sha256$",
		"bcrypt$",
		"argon2",
		"scrypt:",
		"SCRAM-",
		"md5$",
		"-----BEGIN PGP MESSAGE",
		"!vault",
		"age-encryption",
		"sops:",
	};

	for (size_t i = 0; i < COUNTOF(beginnings); i++) {
		if (str_starts(c->value, str_of(beginnings[i])))
			return true;
	}
	return str_find(c->before, S("ENC[")) != STR_NONE ||
	       secret_name_has(c->name, "encrypted") || secret_name_has(c->name, "sealed") ||
	       secret_name_has(c->name, "hashed");
}

static bool image(const struct secret_candidate *c)
{
	static const char *const beginnings[] = {
		"iVBORw0KGgo", "/9j/4", "R0lGOD", "UklGR",   "PHN2Zy", "JVBERi0",
		"AAABAA",      "data:", "d09GR",  "AAEAAAA", "T2dnUw", "SUQz"};

	for (size_t i = 0; i < COUNTOF(beginnings); i++) {
		if (str_starts(c->value, str_of(beginnings[i])))
			return true;
	}
	return str_find(str_slice(c->before, c->before.n > 40 ? c->before.n - 40 : 0, c->before.n),
			S(";base64,")) != STR_NONE ||
	       str_find(c->before, S("data:image/")) != STR_NONE ||
	       str_find(c->before, S("\"image/")) != STR_NONE;
}

/* ---- What it is given to, and where ---- */

static bool public_key(const struct secret_candidate *c)
{
	bool named = secret_name_has(c->name, "public") || secret_name_has(c->name, "pubkey") ||
		     secret_name_has(c->name, "pub") || secret_name_has(c->name, "publishable");

	if (str_starts(c->value, S("ssh-")) || str_starts(c->value, S("ecdsa-sha2-")) ||
	    str_starts(c->value, S("AAAAB3NzaC1")) || str_starts(c->value, S("AAAAC3NzaC1")) ||
	    str_starts(c->value, S("pk_live_")) || str_starts(c->value, S("pk_test_")) ||
	    str_starts(c->value, S("phc_")) || str_starts(c->value, S("pk-lf-")) ||
	    str_starts(c->value, S("sb_publishable_")) || str_starts(c->value, S("MIIBIjANBgkq")) ||
	    str_starts(c->value, S("MFkwEwYHKoZIzj0")))
		return true;
	return named && !secret_name_has(c->name, "private") &&
	       !secret_name_has(c->name, "secret") && !secret_name_has(c->name, "password");
}

static bool digest(const struct secret_candidate *c)
{
	static const char *const words[] = {
		"sha",	    "sha1", "sha256",	   "sha512", "md5",	 "hash",      "digest",
		"checksum", "etag", "fingerprint", "commit", "revision", "rev",	      "integrity",
		"crc",	    "sum",  "sums",	   "sha384", "blake2b",	 "thumbprint"};
	size_t n = c->value.n;
	str near = str_slice(c->before, c->before.n > 12 ? c->before.n - 12 : 0, c->before.n);
	bool hex = secret_is_hex(c->value);

	if (str_find_nocase(near, S("sha256:")) != STR_NONE ||
	    str_find_nocase(near, S("sha512:")) != STR_NONE ||
	    str_find_nocase(near, S("sha1:")) != STR_NONE ||
	    str_find_nocase(near, S("md5:")) != STR_NONE)
		return true;
	if (str_starts(c->value, S("sha256:")) || str_starts(c->value, S("sha512:")) ||
	    str_starts(c->value, S("sha1:")) || str_starts(c->value, S("md5:")))
		return true;
	if (!hex || (n != 32 && n != 40 && n != 56 && n != 64 && n != 96 && n != 128))
		return false;
	for (size_t i = 0; i < COUNTOF(words); i++) {
		if (secret_name_has(c->name, words[i]))
			return true;
	}
	return false;
}

static bool integrity(const struct secret_candidate *c)
{
	str near = str_slice(c->before, c->before.n > 8 ? c->before.n - 8 : 0, c->before.n);
	str v = c->value;

	return str_starts(v, S("sha256-")) || str_starts(v, S("sha384-")) ||
	       str_starts(v, S("sha512-")) || str_starts(v, S("sha1-")) ||
	       str_ends(near, S("sha256-")) || str_ends(near, S("sha384-")) ||
	       str_ends(near, S("sha512-"));
}

static bool lock_file(const struct secret_candidate *c)
{
	str name = str_after_last(c->path, '/');

	return str_in(name,
		      "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml poetry.lock "
		      "Pipfile.lock uv.lock pdm.lock Cargo.lock composer.lock Gemfile.lock go.sum "
		      "conda-lock.yml pixi.lock bun.lock flake.lock mix.lock Podfile.lock "
		      "packages.lock.json .terraform.lock.hcl pylock.toml deno.lock") ||
	       str_find(c->before, S("--hash=")) != STR_NONE;
}

/* UUIDs name things; but nobody calls a name "secret", "API key" or "access token". */
static bool uuid(const struct secret_candidate *c)
{
	bool key = secret_name_has(c->name, "key"), token = secret_name_has(c->name, "token");
	str v = c->value;

	if (secret_name_has(c->name, "secret") || secret_name_has(c->name, "password") ||
	    (key && (secret_name_has(c->name, "api") || secret_name_has(c->name, "access"))) ||
	    (token && (secret_name_has(c->name, "auth") || secret_name_has(c->name, "access") ||
		       secret_name_has(c->name, "api"))))
		return false;
	if (v.n == 38 && v.p[0] == '{')
		v = str_slice(v, 1, 37);
	if (v.n != 36)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? v.p[i] != '-' : !secret_is_hex(str_slice(v, i, i + 1)))
			return false;
	}
	return true;
}

/* What stands before the value without a blank or a quote between. */
static str word_so_far(str before)
{
	size_t i = before.n;

	while (i > 0 && before.p[i - 1] > ' ' && before.p[i - 1] != '"' && before.p[i - 1] != '\'')
		i--;
	return str_slice(before, i, before.n);
}

static bool look_up(const struct secret_candidate *c)
{
	static const char *const inside[] = {
		"os.environ",
		"getenv",
		"process.env",
		"environ[",
		"environ.get",
		"ENV[",
		"env(",
		"env.",
		"config.",
		"settings.",
		"secrets.",
		"secrets[",
		"vault(",
		"lookup(",
		"getpass",
		"var.",
		"local.",
		"data.",
		"module.",
		"self.",
		"this.",
		"params.",
		"args.",
		"arguments.",
		"request.",
		"req.",
		"ctx.",
		"options.",
		"opts.",
		"props.",
		"state.",
		"System.get",
		"config[",
		"keyring.",
		"ssm:",
		"op://",
		"vault://",
		"file://",
		"secretsmanager",
		"keyvault",
		"arn:aws:",
		"projects/",
		"azurekeyvault",
		"ref+",
		"secretRef",
		"valueFrom",
		"@Microsoft.KeyVault",
	};
	str v = c->value;

	for (size_t i = 0; i < COUNTOF(inside); i++) {
		str word = str_of(inside[i]);
		size_t at = str_find(v, word);
		if (at != STR_NONE && (at == 0 || !is_letter(v.p[at - 1])))
			return true;
	}
	if (str_find(word_so_far(c->before), S("arn:aws")) != STR_NONE)
		return true;
	return str_starts(v, S("/run/secrets")) || str_starts(v, S("env:")) ||
	       str_starts(v, S("file:")) || str_starts(v, S("secret:")) ||
	       str_starts(v, S("secret/"));
}

static bool is_quoted(const struct secret_candidate *c)
{
	uint8_t before = c->before.n > 0 ? c->before.p[c->before.n - 1] : 0;

	if (c->before.n == 0 && c->after.n == 0)
		return true;
	return before == '"' || before == '\'' || before == '`' || before == '>';
}

static bool in_comment(str before)
{
	str line = str_trim(before);

	return str_starts(line, S("#")) || str_starts(line, S("//")) || str_starts(line, S("*")) ||
	       str_starts(line, S("--")) || str_starts(line, S("/*")) ||
	       str_find(line, S(" # ")) != STR_NONE || str_find(line, S(" // ")) != STR_NONE;
}

/* Does the line open a literal that is not closed before the value ("https://h?key=...")? */
static bool in_literal(str before)
{
	uint8_t open = 0;

	for (size_t i = 0; i < before.n; i++) {
		uint8_t c = before.p[i];
		if (c == '\\')
			i++;
		else if (open == 0 && (c == '"' || c == '\'' || c == '`'))
			open = c;
		else if (c == open)
			open = 0;
	}
	return open != 0;
}

/* Without quotes it is an expression of the language, not a text. */
static bool code(const struct secret_candidate *c)
{
	str v = c->value;

	if (str_ends(c->path, S(".ipynb")) && !str_ends(c->before, S(" ")))
		return false; /* what a program printed */
	if (is_quoted(c) || in_literal(c->before) || in_comment(c->before) ||
	    !secret_is_code(c->path))
		return str_find_byte(v, 0x28) != STR_NONE && !is_quoted(c);
	return true;
}

static bool test_data(const struct secret_candidate *c)
{
	static const char *const folders[] = {
		"/test/",
		"/tests/",
		"/testing/",
		"/testdata/",
		"/test_data/",
		"/fixtures/",
		"/fixture/",
		"/__tests__/",
		"/spec/",
		"/mocks/",
		"/mock/",
		"/examples/",
		"/test_vectors/",
		"/testvectors/",
		"/vectors/",
		"/wycheproof/",
		"/e2e/",
		"/samples/",
		"/sample/",
		"/test-data/",
		"/unittests/",
		"/testsuite/",
		"/integration_tests/",
	};
	str name = str_after_last(c->path, '/');

	for (size_t i = 0; i < COUNTOF(folders); i++) {
		str folder = str_of(folders[i]);
		if (str_find(c->path, folder) != STR_NONE ||
		    str_starts(c->path, str_slice(folder, 1, folder.n)))
			return true;
	}
	return str_starts(name, S("example")) || str_starts(name, S("test_")) ||
	       str_starts(name, S("test-")) || str_starts(name, S("conftest.")) ||
	       str_find(name, S("_test.")) != STR_NONE || str_find(name, S(".test.")) != STR_NONE ||
	       str_find(name, S(".spec.")) != STR_NONE ||
	       str_find(name, S("_tests.")) != STR_NONE || str_find(name, S("Test.")) != STR_NONE;
}

static bool minified(const struct secret_candidate *c)
{
	str name = str_after_last(c->path, '/');
	size_t blanks = 0, n = c->before.n + c->after.n;

	if (str_find(name, S(".min.")) != STR_NONE || str_ends(name, S(".map")) ||
	    str_ends(name, S("-min.js")) || str_find(name, S(".bundle.")) != STR_NONE)
		return true;
	if (n < 400 || !secret_is_code(c->path))
		return false;
	for (size_t i = 0; i < c->before.n; i++)
		blanks += c->before.p[i] == ' ';
	for (size_t i = 0; i < c->after.n; i++)
		blanks += c->after.p[i] == ' ';
	return blanks * 25 < n;
}

/* ---- Generic values ---- */

static bool words(const struct secret_candidate *c)
{
	return secret_is_wordy(c->value);
}

static bool path(const struct secret_candidate *c)
{
	str v = c->value;
	size_t slashes = 0;

	for (size_t i = 0; i < v.n; i++)
		slashes += v.p[i] == '/' || v.p[i] == '\\';
	if (str_starts(v, S("./")) || str_starts(v, S("../")) || str_starts(v, S("~/")) ||
	    str_starts(v, S("@/")) || (v.n > 2 && v.p[1] == ':' && v.p[2] == '\\'))
		return true;
	if (slashes > 0 && v.p[0] == '/' && v.n < 60 && secret_bits(v) < 120)
		return true;
	return slashes >= 2 && secret_wordiness(v) > 0.6;
}

static bool url(const struct secret_candidate *c)
{
	size_t scheme = str_find(c->value, S("://"));

	if (scheme == STR_NONE)
		return str_starts(c->value, S("mailto:")) || str_starts(c->value, S("urn:")) ||
		       str_starts(c->value, S("//"));
	return str_find_byte(str_slice(c->value, scheme, c->value.n), '@') == STR_NONE;
}

static str squeezed(struct arena *a, str s)
{
	str low = arena_lower(a, s);
	uint8_t *p = arena_alloc(a, low.n, 1);
	size_t n = 0;

	for (size_t i = 0; i < low.n; i++)
		if (low.p[i] != '_' && low.p[i] != '-' && low.p[i] != '.')
			p[n++] = low.p[i];
	return (str){p, n};
}

/* A name of something, not a value. */
static bool identifier(const struct secret_candidate *c)
{
	str v = c->value, name = squeezed(c->arena, c->name), own = squeezed(c->arena, v);
	bool upper = true, under = false;

	if (own.n >= 4 && name.n >= 4 &&
	    (str_find(name, own) != STR_NONE || str_find(own, name) != STR_NONE))
		return true;
	for (size_t i = 0; i < v.n; i++) {
		uint8_t b = v.p[i];
		under |= b == '_';
		upper &= (b >= 'A' && b <= 'Z') || b == '_' || (b >= '0' && b <= '9');
	}
	return upper && under && is_letter(v.p[0]) && secret_wordiness(v) > 0.5;
}

static bool version(const struct secret_candidate *c)
{
	str v = c->value;
	size_t digits = 0, signs = 0, other = 0;

	for (size_t i = v.n > 0 && v.p[0] == 'v'; i < v.n; i++) {
		uint8_t b = v.p[i];
		if (b >= '0' && b <= '9')
			digits++;
		else if (strchr(".:-+/TZ, xe", b) == NULL)
			other++;
		signs += b != 0 && strchr(".:-+/, ", b) != NULL;
	}
	if (other == 0 && digits > 0)
		return true; /* a number, a date, an address */
	if (str_find_byte(v, '@') != STR_NONE && str_find_byte(v, '.') != STR_NONE &&
	    secret_wordiness(v) > 0.7)
		return true; /* an address of mail */
	return str_starts(v, S("application/")) || str_starts(v, S("text/")) ||
	       (digits > 0 && signs >= 2 && other <= 4 && v.n < 20);
}

static bool prose(const struct secret_candidate *c)
{
	static const char *const folders[] = {"/locale", "/locales",	   "/i18n",
					      "/lang/",	 "/translations/", "/messages"};
	str v = c->value;
	size_t spaces = 0, letters = 0, foreign = 0;

	for (size_t i = 0; i < v.n; i++) {
		spaces += v.p[i] == ' ';
		letters += is_letter(v.p[i]);
		foreign += v.p[i] >= 0x80;
	}
	if (foreign * 4 > v.n || (spaces > 0 && (letters + foreign + spaces) * 10 >= v.n * 8))
		return true;
	for (size_t i = 0; i < COUNTOF(folders); i++) {
		if (str_find(c->path, str_of(folders[i])) != STR_NONE)
			return true;
	}
	return str_ends(c->path, S(".po")) || str_ends(c->path, S(".pot")) ||
	       str_ends(c->path, S(".strings"));
}

/* The last word of a name says what it holds. */
static bool other_name(const struct secret_candidate *c)
{
	static const char last[] =
		" file path dir folder name id ids url uri urls endpoint host port type types kind "
		"field fields label title header headers prefix suffix length len count size limit "
		"max min expires expiry expiration ttl lifetime timeout format pattern regex "
		"regexp "
		"hint message msg error errors policy prompt placeholder param params parameter "
		"arg "
		"args option options flag class func function handler provider manager store "
		"storage "
		"version arn ref refs reference status state enabled disabled required valid "
		"invalid "
		"index idx pos position offset column col table schema description desc help docs "
		"doc "
		"text example test tests mode method algorithm alg rotation changed reset confirm "
		"confirmation validator validators checker strength rules generator factory "
		"service "
		"server client callback listener event events action scope scopes grant grants "
		"issuer "
		"audience email user username users login form page view template model map dict "
		"list "
		"set array tokens keys passwords secrets credentials tokenizer counter usage "
		"budget "
		"source target location region zone bucket namespace category group role roles env "
		"var variable attr attribute property spec config settings info metadata data hash "
		"digest checksum fingerprint image icon color style css html selector input button "
		"element node path_ key_id kid ";
	static const char *const nlp[] = {
		"eos",	     "bos",	    "pad",	   "unk",      "sep",	   "cls",
		"mask",	     "special",	    "stop",	   "start",    "end",	   "next",
		"prev",	     "begin",	    "csrf",	   "xsrf",     "sort",	   "primary",
		"foreign",   "cache",	    "partition",   "row",      "dict",	   "map",
		"json",	     "lookup",	    "object",	   "group",    "unique",   "composite",
		"search",    "bot",	    "eot",	   "image",    "audio",	   "video",
		"control",   "placeholder", "punctuation", "sentence", "gpg",	   "pgp",
		"websocket", "recv",	    "edit",	   "host",     "registry", "idempotency",
		"dedup",     "dedupe",	    "hot"};
	struct secret_words w = secret_split(c->name);
	str word;

	if (w.count == 0)
		return false;
	word = arena_lower(c->arena, w.list[w.count - 1]);
	if (str_in(word, last))
		return true;
	if (w.count >= 2 && (str_eq(word, S("token")) || str_eq(word, S("key")))) {
		str before = arena_lower(c->arena, w.list[w.count - 2]);
		for (size_t i = 0; i < COUNTOF(nlp); i++)
			if (str_eq(before, str_of(nlp[i])))
				return true;
	}
	return false;
}

static void count_odd(str s, size_t *odd, size_t *plain)
{
	for (size_t i = 0; i < s.n; i++) {
		*odd += s.p[i] != 0 && strchr("!#$%&()*+;<>?@^`{|}~", s.p[i]) != NULL;
		*plain += s.p[i] <= ' ' || s.p[i] == '"' || s.p[i] == '\'';
	}
}

/* A line of base85 has neither blanks nor quotes, and every fourth byte is a sign. */
static bool encoded(const struct secret_candidate *c)
{
	str before = c->before, after = c->after;
	size_t n, odd = 0, plain = 0;

	while (before.n > 0 && before.p[0] <= ' ')
		before = str_slice(before, 1, before.n);
	while (after.n > 0 && after.p[after.n - 1] <= ' ')
		after.n--;
	n = before.n + c->value.n + after.n;
	count_odd(before, &odd, &plain);
	count_odd(c->value, &odd, &plain);
	count_odd(after, &odd, &plain);
	return n >= 60 && plain == 0 && odd * 8 >= n;
}

const struct secret_filter secret_filters[] = {
	{"placeholder", "It stands for a secret that somebody is to put there.", FILTER_ALWAYS,
	 placeholder},
	{"example", "It is a well-known example from documentation, or goes to a host of examples.",
	 FILTER_ALWAYS, example},
	{"encrypted value",
	 "It is encrypted or hashed: sops, ansible-vault, sealed secrets, bcrypt.", FILTER_TOKEN,
	 encrypted},
	{"templating", "A template or a shell puts the value there.", FILTER_TOKEN, templating},
	{"regular expression", "It is a pattern that describes secrets, not one of them.",
	 FILTER_TOKEN, expression},
	{"default credentials", "A password that everybody tries first is no secret that leaked.",
	 FILTER_TOKEN, common_password},
	{"user is password", "User and password are the same: the default of a local service.",
	 FILTER_TOKEN, user_is_password},
	{"repeated", "It repeats a few characters.", FILTER_TOKEN, repeated},
	{"sequential", "It counts up or follows the keyboard.", FILTER_TOKEN, sequential},
	{"image data", "It lies in an image, a font or another embedded file.", FILTER_VALUE,
	 image},
	{"public key", "Public and publishable keys are made to be published.", FILTER_VALUE,
	 public_key},
	{"digest", "It is a digest of something.", FILTER_VALUE, digest},
	{"integrity", "It is an integrity hash.", FILTER_VALUE, integrity},
	{"lock file", "Lock files hold hashes, not secrets.", FILTER_VALUE, lock_file},
	{"environment look-up", "The value is looked up somewhere else when the program runs.",
	 FILTER_VALUE, look_up},
	{"code", "Without quotes it is an expression, not a text.", FILTER_GENERIC, code},
	{"uuid", "UUIDs name things.", FILTER_GENERIC, uuid},
	{"encoded data", "It lies in lines of base85.", FILTER_GENERIC, encoded},
	{"minified", "In minified code names and values mean nothing.", FILTER_GENERIC, minified},
	{"other name", "Its name says that it holds something else.", FILTER_GENERIC, other_name},
	{"identifier", "It is the name of something.", FILTER_GENERIC, identifier},
	{"url without password", "It is an address without a password.", FILTER_GENERIC, url},
	{"path", "It is a path.", FILTER_GENERIC, path},
	{"version", "It is a number, a version, a date or an address.", FILTER_GENERIC, version},
	{"i18n text", "It is text for people.", FILTER_GENERIC, prose},
	{"dictionary words", "It is made of words.", FILTER_GENERIC, words},
	{"test data", "Values without a form of their own in tests and examples are made up.",
	 FILTER_GENERIC, test_data},
};
const struct secret_filter secret_unverified = {
	"verification", "Its checksum or structure does not fit, or it is not random.", 0, NULL};
const size_t secret_filter_count = COUNTOF(secret_filters);

static unsigned kind_of(const struct secret *s)
{
	if ((s->flags & SECRET_ANYWHERE) != 0)
		return FILTER_ALWAYS;
	if ((s->flags & SECRET_GENERIC) != 0)
		return FILTER_ALWAYS | FILTER_TOKEN | FILTER_VALUE | FILTER_GENERIC;
	return s->place == SECRET_VALUE ? FILTER_ALWAYS | FILTER_TOKEN | FILTER_VALUE
					: FILTER_ALWAYS | FILTER_TOKEN;
}

const struct secret_filter *secret_filtered(const struct secret_candidate *c)
{
	unsigned kind = kind_of(c->rule->secret);

	for (size_t i = 0; i < secret_filter_count; i++) {
		if ((secret_filters[i].applies & kind) != 0 && secret_filters[i].hits(c))
			return &secret_filters[i];
	}
	return NULL;
}
