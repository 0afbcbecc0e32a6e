#include "engine/secret_filter.h"

#include <stdio.h>
#include "test.h"

struct row {
	const char *filter;
	bool hits;
	const char *value, *name, *before, *after, *path;
};

static const struct row table[] = {
	{"placeholder", true, "your-token-goes-here", "token", "'", "'", "a.py"},
	{"placeholder", true, "<API_KEY>", "token", "'", "'", "a.py"},
	{"placeholder", true, "REPLACE_ME_NOW", "token", "'", "'", "a.py"},
	{"placeholder", false, "k3Jh2Lq9Zx8Wv7", "token", "'", "'", "a.py"},
	{"placeholder", false, "k3JhTodo2Lq9Zx8Wv7", "token", "'", "'", "a.py"},
	{"example", true,
	 "AKIAIOSFODNN7"
	 "EXAMPLE",
	 "key", "'", "'", "a.py"},
	{"example", true, "hunter9x", "", "postgres://u:", "@example.com/db", "a.py"},
	{"example", false, "hunter9x", "", "postgres://u:", "@db.corp.io/db", "a.py"},
	{"encrypted value", true, "ENC[AES256_GCM,data:x]", "password", "", "", "a.yml"},
	{"encrypted value", true, "$2b$12$abcdefghij", "password", "'", "'", "a.py"},
	{"encrypted value", false, "k3Jh2Lq9Zx8Wv7", "password", "'", "'", "a.py"},
	{"environment look-up", true, "db-kHh4pV", "secret",
	 "x = 'arn:aws:secretsmanager:eu:1:secret:", "'", "a.py"},
	{"environment look-up", false, "db-kHh4pV", "secret", "arn:aws:x and secret: ", "",
	 "a.yml"},
	{"example", true, "2b7e151628aed2a6abf7158809cf4f3c", "aes_key", "'", "'", "a.py"},
	{"templating", true, "${DB_PASSWORD}", "password", "", "", "a.yml"},
	{"templating", true, "$PASSWORD", "password", "", "", "a.sh"},
	{"templating", true, "{{ vault }}", "password", "", "", "a.yml"},
	{"templating", false, "pa$$w0rd9", "password", "", "", "a.yml"},
	{"regular expression", true, "AKIA[0-9A-Z]{16}", "key", "'", "'", "a.py"},
	{"regular expression", false, "k3Jh2Lq9Zx8Wv7", "key", "'", "'", "a.py"},
	{"default credentials", true, "ChangeMe", "password", "'", "'", "a.py"},
	{"default credentials", false, "k3Jh2Lq9Zx8Wv7", "password", "'", "'", "a.py"},
	{"user is password", true, "guest", "", "amqp://guest:", "@localhost", "a.py"},
	{"user is password", false, "guest2", "", "amqp://guest:", "@localhost", "a.py"},
	{"repeated", true, "00000000-0000-0000", "id", "'", "'", "a.py"},
	{"repeated", true, "abcabcabcabcabc", "id", "'", "'", "a.py"},
	{"repeated", false, "k3Jh2Lq9Zx8Wv7", "id", "'", "'", "a.py"},
	{"sequential", true, "x12345678y", "id", "'", "'", "a.py"},
	{"sequential", true, "abcdefghij", "id", "'", "'", "a.py"},
	{"sequential", false, "k3Jh2Lq9Zx8Wv7", "id", "'", "'", "a.py"},
	{"image data", true, "iVBORw0KGgoAAAA", "logo", "\"", "\"", "a.json"},
	{"image data", true, "abcdefgh", "x", "url(data:image/png;base64,", ")", "a.css"},
	{"image data", false, "k3Jh2Lq9Zx8Wv7", "logo", "\"", "\"", "a.json"},
	{"encoded data", true, "dqJWn?XuL_;%L", "JBH5CPw",
	 "(F)A7Cl7fdSF0*uL(jvg^t`R3DpE{<Slq9t~Ruv=gJm3%k`-wcJE`waKs)JBH5CPw=", "", "a.py"},
	{"encoded data", false, "k3Jh2Lq9Zx8Wv7", "password",
	 "postgres://server.internal:5432/warehouse?sslmode=require&user=loader&password=", "",
	 "a.env"},
	{"public key", true, "k3Jh2Lq9Zx8Wv7", "public_key", "'", "'", "a.py"},
	{"public key", false, "k3Jh2Lq9Zx8Wv7", "private_key", "'", "'", "a.py"},
	{"digest", true, "d41d8cd98f00b204e9800998ecf8427e", "md5", "'", "'", "a.py"},
	{"digest", true, "abc", "x", "FROM a@sha256:", "", "Dockerfile"},
	{"digest", false, "d41d8cd98f00b204e9800998ecf8427e", "api_key", "'", "'", "a.py"},
	{"integrity", true, "sha512-abcdef==", "x", "\"", "\"", "a.json"},
	{"integrity", false, "k3Jh2Lq9Zx8Wv7", "x", "\"", "\"", "a.json"},
	{"lock file", true, "k3Jh2Lq9Zx8Wv7", "x", "\"", "\"", "a/package-lock.json"},
	{"lock file", false, "k3Jh2Lq9Zx8Wv7", "x", "\"", "\"", "a/package.json"},
	{"environment look-up", true, "os.environ['X']", "token", " ", "", "a.py"},
	{"environment look-up", true, "arn:aws:secretsmanager:x", "secret", "\"", "\"", "a.tf"},
	{"environment look-up", false, "k3Jh2Lq9Zx8Wv7", "token", " ", "", "a.py"},
	{"code", true, "makeToken9", "token", "token = ", "", "a.py"},
	{"code", false, "makeToken9", "token", "token = \"", "\"", "a.py"},
	{"code", false, "makeToken9", "token", "token = ", "", ".env"},
	{"uuid", true, "67bd8662-d1d1-4f9b-b5df-a69dfe71c5e4", "run", "'", "'", "a.py"},
	{"uuid", false, "67bd8662-d1d1-4f9b-b5df-a69dfe71c5eg", "run", "'", "'", "a.py"},
	{"minified", true, "k3Jh2Lq9Zx8Wv7", "key", "'", "'", "a.min.js"},
	{"minified", false, "k3Jh2Lq9Zx8Wv7", "key", "'", "'", "a.js"},
	{"other name", true, "k3Jh2Lq9Zx8Wv7", "token_url", "'", "'", "a.py"},
	{"other name", true, "k3Jh2Lq9Zx8Wv7", "eos_token", "'", "'", "a.py"},
	{"other name", true, "k3Jh2Lq9Zx8Wv7", "passwordField", "'", "'", "a.py"},
	{"other name", false, "k3Jh2Lq9Zx8Wv7", "db_password", "'", "'", "a.py"},
	{"identifier", true, "ACCESS_TOKEN", "key", "'", "'", "a.py"},
	{"identifier", true, "my_api_key", "MY_API_KEY", "'", "'", "a.py"},
	{"identifier", false, "k3Jh2Lq9Zx8Wv7", "MY_API_KEY", "'", "'", "a.py"},
	{"url without password", true, "https://corp.io/token", "token", "'", "'", "a.py"},
	{"url without password", false, "https://u:p@corp.io", "token", "'", "'", "a.py"},
	{"path", true, "/run/config/token", "token", "'", "'", "a.py"},
	{"path", true, "./keys/a.pem", "key", "'", "'", "a.py"},
	{"path", false, "k3Jh2Lq9/Zx8Wv7", "key", "'", "'", "a.py"},
	{"version", true, "1.22.333", "key", "'", "'", "a.py"},
	{"version", true, "2026-01-02", "key", "'", "'", "a.py"},
	{"version", false, "k3Jh2Lq9Zx8Wv7", "key", "'", "'", "a.py"},
	{"i18n text", true, "Mot de passe", "password", "\"", "\"", "a.json"},
	{"i18n text", false, "k3Jh2 Lq9Zx8Wv7 8", "password", "\"", "\"", "a.json"},
	{"dictionary words", true, "user_password_confirmation", "x", "'", "'", "a.py"},
	{"dictionary words", true, "IAmSensitive", "x", "'", "'", "a.py"},
	{"dictionary words", false, "k3Jh2Lq9Zx8Wv7", "x", "'", "'", "a.py"},
	{"dictionary words", false, "xqzkvbnwpt", "x", "'", "'", "a.py"},
	{"test data", true, "k3Jh2Lq9Zx8Wv7", "key", "'", "'", "a/tests/b.py"},
	{"test data", true, "k3Jh2Lq9Zx8Wv7", "key", "'", "'", "test_b.py"},
	{"test data", false, "k3Jh2Lq9Zx8Wv7", "key", "'", "'", "a/latest/b.py"},
};

TEST(secret_filters_hit_and_miss)
{
	static const struct secret secret = {.place = SECRET_VALUE, .keywords = ""};
	static const struct rule rule = {.id = "SE000", .secret = &secret};

	for (size_t i = 0; i < COUNTOF(table); i++) {
		const struct row *r = &table[i];
		struct secret_candidate c = {
			.rule = &rule,
			.value = str_of(r->value),
			.name = str_of(r->name),
			.path = str_of(r->path),
			.before = str_of(r->before),
			.after = str_of(r->after),
			.arena = a,
		};
		const struct secret_filter *f = NULL;
		for (size_t k = 0; k < secret_filter_count; k++)
			if (strcmp(secret_filters[k].name, r->filter) == 0)
				f = &secret_filters[k];
		if (f == NULL || f->hits(&c) != r->hits)
			printf("  %s: %s\n", r->filter, r->value);
		CHECK(f != NULL && f->hits(&c) == r->hits);
	}
}

/* No filter without both kinds of examples, and none without a reason. */
TEST(secret_filters_are_all_tested)
{
	for (size_t k = 0; k < secret_filter_count; k++) {
		bool hit = false, miss = false;
		for (size_t i = 0; i < COUNTOF(table); i++) {
			if (strcmp(secret_filters[k].name, table[i].filter) != 0)
				continue;
			hit |= table[i].hits;
			miss |= !table[i].hits;
		}
		if (!hit || !miss)
			printf("  %s\n", secret_filters[k].name);
		CHECK(hit && miss && strlen(secret_filters[k].reason) > 10);
	}
}

TEST(secret_bits_know_words)
{
	CHECK(secret_bits(S("k3Jh2Lq9Zx8Wv7pR4tY6")) > 64);
	CHECK(secret_bits(S("correct horse battery staple")) < 64);
	CHECK(secret_bits(S("aaaaaaaaaaaaaaaaaaaaaaaa")) < 8);
}
