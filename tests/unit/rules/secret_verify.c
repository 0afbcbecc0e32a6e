/* Verifiers of secrets: what rejects, what lowers the confidence, what goes into the note. All
 * samples are made up; what has a checksum was given a right one. */
#include "rules/secret/name.h"
#include "rules/secret/random.h"
#include "rules/secret/verify.h"
#include "../test.h"

static struct secret_candidate of(struct arena *a, const char *value)
{
	static const struct secret row = {.keywords = "x", .place = SECRET_TOKEN};
	static const struct rule rule = {.id = "SE999", .secret = &row};

	return (struct secret_candidate){
		.rule = &rule, .value = test_guarded(str_of(value), 0), .arena = a};
}

TEST(secret_crc_base62)
{
	struct secret_candidate c = of(a, "ghp_"
					  "0qcvGlLYJsgRsAG1vWM1LHVP7zXySm0mqq7V");

	CHECK(secret_verify_crc_base62(&c));
	c = of(a, "ghp_"
		  "0qcvGlLYJsgRsAG1vWM1LHVP7zXySm0mqq7W");
	CHECK(!secret_verify_crc_base62(&c));
	c = of(a, "ghp_"
		  "0qcvGlLYJsgRsAG1vWM1LHVP7zXySmzzzzzz");
	CHECK(!secret_verify_crc_base62(&c));
	c = of(a, "no mark");
	CHECK(!secret_verify_crc_base62(&c));
}

TEST(secret_checksums_that_only_raise_doubt)
{
	struct secret_candidate c = of(a, "glsa_"
					  "abcdefghijklmnopqrstuvwxyz012345_00000000");

	CHECK(secret_verify_grafana(&c));
	CHECK_INT(c.confidence, LOW);
	CHECK(c.note != NULL);
}

TEST(secret_luhn)
{
	struct secret_candidate c = of(a, "4539-8106-7240-9137");

	CHECK(secret_verify_card(&c));
	c = of(a, "4539810672409138");
	CHECK(!secret_verify_card(&c));
	c = of(a, "4242 4242 4242 4242"); /* published for tests */
	CHECK(!secret_verify_card(&c));
}

TEST(secret_aws_account)
{
	struct secret_candidate c = of(a, "AKIA"
					  "WXYZ3Q7RTP5LM234");

	CHECK(secret_verify_aws_key_id(&c));
	CHECK(c.note != NULL);
	CHECK_STR(str_of(c.note), S("of AWS account 463373830115"));
	c = of(a, "AKIA"
		  "IOSFODNN7EXAMPLE");
	CHECK(!secret_verify_aws_key_id(&c));
}

TEST(secret_jwt_is_read)
{
	struct secret_candidate c = of(
		a,
		"eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lkLmNvcnAuaW8iLCJleHAiOjE5MjQ5MDU2MDB9."
		"c2lnbmF0dXJlc2lnbmF0dXJl");

	CHECK(secret_verify_jwt(&c));
	CHECK_STR(str_of(c.note), S("issued by https://id.corp.io, valid until 2030-12-31"));
	c = of(a, "eyJhbGciOiJIUzI1NiJ9.eyJzb21lIjoicGF5bG9hZCJ9.c2lnbmF0dXJlc2lnbmF0dXJl");
	CHECK(!secret_verify_jwt(&c)); /* {"some":"payload"} */
	c = of(a, "eyJ0eXAiOiJKV1QifQ.eyJpc3MiOiJhIn0.c2lnbmF0dXJlc2lnbmF0dXJl");
	CHECK(!secret_verify_jwt(&c)); /* no alg */
	c = of(a, "eyJhbGciOiJIUzI1NiJ9.bm9qc29u.c2lnbmF0dXJl");
	CHECK(!secret_verify_jwt(&c));
}

TEST(secret_pem_is_parsed)
{
	static const char ec[] =
		"-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEIL6h2ReplHkeUDqBN3MBVazswJtQKABQ"
		"FXbMXVjgOliloAoGCCqGSM49\\nAwEHoUQDQgAEGv4toMbW4afLhllp9s5V8Ur10N/"
		"bLOfpCSw8NBsefiw6/4AjeQ7W\\nG79yZHmFEkPl6T2qmvej/"
		"I7CIE13Z3TH3g==\\n-----END EC PRIVATE KEY-----";
	struct secret_candidate c = of(a, ec);

	CHECK(secret_verify_pem(&c)); /* line ends as in JSON */
	c = of(a, "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIL6h2ReplHkeUDqBN3MBVazswJtQKABQ\n"
		  "-----END EC PRIVATE KEY-----");
	CHECK(!secret_verify_pem(&c)); /* cut short */
	c = of(a, "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----");
	CHECK(!secret_verify_pem(&c));
	c = of(a, "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----");
	CHECK(!secret_verify_pem(&c));
	c = of(a, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
		  "AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n"
		  "q1zX0cVbN2mL5kJ8hG7fD6sA3pO9iU4yT1rE0wQaZxScDvFbGnHmJkLpOiUyTrEw\n"
		  "-----END RSA PRIVATE KEY-----");
	CHECK(secret_verify_pem(&c));
	CHECK_INT(c.severity, MEDIUM);
}

TEST(secret_of_azure_and_discord)
{
	struct secret_candidate c =
		of(a, "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/"
		      "K1SZFPTOtr/KBHBeksoGMGw==");

	CHECK(!secret_verify_azure_key(&c)); /* the emulator's */
	c = of(a, "MTE4MzI3NTA5OTQ2MTg3MzY2NA."
		  "G1a2b3.abcdefghijklmnopqrstuvwxyz0123456789AB");
	CHECK(secret_verify_discord(&c));
	CHECK_STR(str_of(c.note), S("of bot 1183275099461873664"));
	c = of(a, "MTExYWJjZGVmZ2hpamtsbW5vcA."
		  "G1a2b3.abcdefghijklmnopqrstuvwxyz0123456789AB");
	CHECK(!secret_verify_discord(&c));
}

static bool url(struct arena *a, const char *before, const char *value, const char *after)
{
	struct secret_candidate c = of(a, value);

	c.before = str_of(before);
	c.after = str_of(after);
	return secret_verify_url(&c);
}

TEST(secret_of_urls)
{
	CHECK(url(a, "postgresql://svc:", "p9gJIgyTFjb", "@db.corp.io/x"));
	CHECK(!url(a, "amqp://guest:", "guest", "@localhost"));
	CHECK(!url(a, "postgresql://user:", "password", "@localhost/x"));
	CHECK(!url(a, "postgresql://user:", "${DB_PASS}", "@db/x"));
	CHECK(!url(a, "postgresql://user:", "%s", "@%s/x"));
	CHECK(!url(a, "https://joe:", "not-re%40l", "@git.io/x"));
	CHECK(!url(a, "http://user:", "pass1234", "@example.com/x"));
}

TEST(secret_random_or_chosen)
{
	static const char *const random[] = {"WmH8CmzHQte22gMcc6uI34oTeZdS7Ak3",
					     "01f4ad2b6c9de857f0a1b2c3d4e5f6a7",
					     "fjlXj9gwRit9s7yx34", "235FLMCJWkoe",
					     "iij2Sf9vsi4nKll2qpR/zYoy0JkEmYViXLWk7ao/blg="};
	static const char *const words[] = {"encoder.layer.11.attention.self.query.weight",
					    "user_password_confirmation",
					    "prod/ml/feature-store/credentials",
					    "TokenClassificationPipeline",
					    "0000000000000000",
					    "1234567890abcdef1234567890abcdef",
					    "abcdefghijklmnopqrstuvwxyz123456",
					    "bert-base-uncased",
					    "my_secret_name_2"};

	for (size_t i = 0; i < COUNTOF(random); i++)
		test_check(secret_is_random(str_of(random[i])), random[i], __FILE__, __LINE__);
	for (size_t i = 0; i < COUNTOF(words); i++)
		test_check(!secret_is_random(str_of(words[i])), words[i], __FILE__, __LINE__);
	CHECK(secret_is_chosen(S("Sommer2024")));
	CHECK(!secret_is_chosen(S("changeme123")));
	CHECK(!secret_is_chosen(S("P@ssw0rd!")));
	CHECK(!secret_is_chosen(S("admin")));
	CHECK(!secret_is_chosen(S("<PASSWORD>")));
}

TEST(secret_names)
{
	CHECK(secret_name_says_so(S("HF_TOKEN")));
	CHECK(secret_name_says_so(S("dbPassword")));
	CHECK(secret_name_says_so(S("api-key-prod")));
	CHECK(secret_name_says_so(S("API_KEY_OPENAI")));
	CHECK(secret_name_says_so(S("password1")));
	CHECK(secret_name_says_so(S("\xEB\xB9\x84\xEB\xB0\x80\xEB\xB2\x88\xED\x98\xB8")));
	CHECK(secret_name_says_so(S("wachtwoord")));
	CHECK(secret_name_says_so(S("cursor_api_key")));
	CHECK(!secret_name_says_so(S("cursor_token")));
	CHECK(!secret_name_says_so(S("render_pass")));
	CHECK(secret_name_says_so(S("db_pass")));
	CHECK(!secret_name_says_so(S("x25519-key-pairs")));
	CHECK(secret_name_says_so(S("DB_PASS_2")));
	CHECK(!secret_name_says_so(S("token_url")));
	CHECK(!secret_name_says_so(S("aws_key_id")));
	CHECK(!secret_name_says_so(S("TokenRefinerBlock")));
	CHECK(!secret_name_says_so(S("public_key")));
	CHECK(!secret_name_says_so(S("next_page_token")));
	CHECK(!secret_name_says_so(S("tokenizer")));
	CHECK(!secret_name_says_so(S("")));
}
