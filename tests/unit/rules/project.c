/* Names, values and files of a project's secrets. */
#include "test.h"

#include "repo/private.h"
#include "rules/project/secret_file.h"
#include "rules/project/value.h"
#include "rules/project/variable.h"

TEST(project_names_of_secrets)
{
	static const char secret[] =
		"OPENAI_API_KEY api_key HF_TOKEN db_password DB-PASSWORD "
		"AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID JWT_SECRET KEY_1_TOKEN "
		"OPENAI_KEY clientSecret GITHUB_PAT TOKEN_2 databasePassword";
	static const char open[] =
		"GPG_KEY PUBLIC_KEY KEY MAX_TOKENS EOS_TOKEN PASSWORD_FILE "
		"SECRET_NAME NEXT_PUBLIC_API_KEY USE_AUTH_TOKEN CACHE_KEY TOKENIZER "
		"PAT PRIMARY_KEY NO_PASSWORD PATH ID KMS_KEY API_KEY_HEADER_NAME";

	for (str rest = str_of(secret); rest.p != NULL;)
		CHECK(secret_name(str_cut(&rest, ' ')));
	for (str rest = str_of(open); rest.p != NULL;)
		CHECK(!secret_name(str_cut(&rest, ' ')));
	CHECK(!secret_name(S("")));
}

TEST(project_values)
{
	static const struct {
		const char *value;
		enum value_look look;
	} cases[] = {
		{"", VALUE_EMPTY},
		{"  ", VALUE_EMPTY},
		{"${X}", VALUE_TEMPLATE},
		{"$X", VALUE_TEMPLATE},
		{"{{ vault.x }}", VALUE_TEMPLATE},
		{"op://x/y", VALUE_TEMPLATE},
		{"changeme", VALUE_PLACEHOLDER},
		{"your-key-here", VALUE_PLACEHOLDER},
		{"<token>", VALUE_PLACEHOLDER},
		{"xxxxxxxx", VALUE_PLACEHOLDER},
		{"API_KEY", VALUE_PLACEHOLDER},
		{"admin", VALUE_WEAK},
		{"Postgres", VALUE_WEAK},
		{"8080", VALUE_PLAIN},
		{"some-words-only", VALUE_PLAIN},
		{"/run/secrets/db", VALUE_PLAIN},
		{"http://h:1/a", VALUE_PLAIN},
		{"q8Zr4TnX0pLw7KvB2mYc", VALUE_REAL},
		{"9f8e7d6c5b4a39281706f5e4d3c2b1a0", VALUE_REAL},
		{"tR0ub4dor&3", VALUE_REAL},
	};

	for (size_t i = 0; i < COUNTOF(cases); i++)
		CHECK_INT(value_look(str_of(cases[i].value), S("API_KEY")), cases[i].look);
	CHECK(url_with_password(S("postgres://app:q8Zr4TnX@h/d")));
	CHECK(!url_with_password(S("postgres://app:password@h/d")));
	CHECK(!url_with_password(S("postgres://app@h/d:x@y")));
	CHECK(!url_with_password(S("q8Zr4TnX")));
}

TEST(project_private_files)
{
	static const struct {
		const char *path;
		enum private_kind kind;
	} cases[] = {
		{".env", PRIVATE_ENV},
		{"a/.env.production", PRIVATE_ENV},
		{"prod.env", PRIVATE_ENV},
		{".env.example", PRIVATE_ENV_EXAMPLE},
		{"b/.env.local.example", PRIVATE_ENV_EXAMPLE},
		{"example.env", PRIVATE_ENV_EXAMPLE},
		{"env.template", PRIVATE_ENV_EXAMPLE},
		{".env.vault", PRIVATE_NOT},
		{".envs/x.py", PRIVATE_NOT},
		{"environment.yml", PRIVATE_NOT},
		{"k/server.pem", PRIVATE_KEY},
		{"id_rsa", PRIVATE_KEY},
		{"id_rsa.pub", PRIVATE_NOT},
		{".pem", PRIVATE_NOT},
		{"x/service-account-prod.json", PRIVATE_JSON},
		{"config.json", PRIVATE_NOT},
		{".docker/config.json", PRIVATE_JSON},
		{"x.docker/config.json", PRIVATE_NOT},
		{".aws/credentials", PRIVATE_LOGIN},
		{".streamlit/secrets.toml", PRIVATE_LOGIN},
	};

	for (size_t i = 0; i < COUNTOF(cases); i++)
		CHECK_INT(private_kind(str_of(cases[i].path)), cases[i].kind);
}

static enum holds holds(struct arena *a, const char *path, const char *bytes)
{
	str p = str_of(path);

	return secret_file_holds(a, private_kind(p), p, test_guarded(str_of(bytes), 0)).what;
}

TEST(project_what_files_hold)
{
	CHECK_INT(holds(a, ".env", "A=1\n"), HOLDS_SETTINGS);
	CHECK_INT(holds(a, ".env", "VITE_X=1\n"), HOLDS_NOTHING);
	CHECK_INT(holds(a, "x.env", "A=1\n"), HOLDS_NOTHING);
	CHECK_INT(holds(a, "x.env", "A_TOKEN=q8Zr4TnX0pLw\n"), HOLDS_SECRET);
	CHECK_INT(holds(a, "a.pem", "-----BEGIN CERTIFICATE-----\n"), HOLDS_NOTHING);
	CHECK_INT(holds(a, "a.pem", "x\n-----BEGIN RSA PRIVATE KEY-----\n"), HOLDS_SECRET);
	CHECK_INT(holds(a, "a.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), HOLDS_ENCRYPTED);
	CHECK_INT(holds(a, "a.ppk", "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n"),
		  HOLDS_SECRET);
	CHECK_INT(holds(a, "a.p12", "\x30\x82\x01\x01"), HOLDS_ENCRYPTED);
	CHECK_INT(holds(a, "slides.key", "PK\x03\x04"), HOLDS_NOTHING);
	CHECK_INT(holds(a, "credentials.json",
			"{\"installed\": {\"client_secret\": \"q8Zr4TnX0p\"}}"),
		  HOLDS_SECRET);
	CHECK_INT(holds(a, "credentials.json", "{\"client_id\": \"q8Zr4TnX0p\""), HOLDS_NOTHING);
	CHECK_INT(holds(a, ".netrc", "machine h\n  login u\n  password q8Zr4TnX\n"), HOLDS_SECRET);
	CHECK_INT(holds(a, ".pypirc", "[pypi]\nusername = u\npassword = q8Zr4TnX0p\n"),
		  HOLDS_SECRET);
	CHECK_INT(holds(a, ".git-credentials", "https://u:q8Zr4TnX0p@h\n"), HOLDS_SECRET);
	CHECK_INT(holds(a, ".docker/config.json",
			"{\"auths\": {\"h\": {\"auth\": \"dTpxOFpyNFRuWA\"\n}}}"),
		  HOLDS_SECRET);
	CHECK_INT(holds(a, ".docker/config.json", "{\"credsStore\": \"desktop\"}"), HOLDS_NOTHING);
	CHECK_INT(holds(a, ".condarc", "channels:\n  - defaults\n"), HOLDS_NOTHING);
}

TEST(project_variables_of_others)
{
	CHECK(variable_owner(S("HOME")) != NULL);
	CHECK(variable_owner(S("CUDA_VISIBLE_DEVICES")) != NULL);
	CHECK(variable_owner(S("LC_ALL")) != NULL);
	CHECK(variable_owner(S("HOMES")) == NULL);
	CHECK(variable_owner(S("OPENAI_API_KEY")) == NULL);
	CHECK(variable_reader(S("OPENAI_API_KEY")) != NULL);
	CHECK(variable_reader(S("SERVICE_KEY")) == NULL);
	CHECK(variable_owner(S("")) == NULL);
}
