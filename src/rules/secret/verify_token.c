/* Tokens with a structure that can be read. */
#include <time.h>

#include "rules/secret/random.h"
#include "rules/secret/verify.h"
#include "text/base64.h"
#include "text/json.h"

/* `sha256=m0-ELh5f...`: a digest in base64 begins with anything. */
static bool is_digest(const struct secret_candidate *c)
{
	static const char *const names[] = {
		"sha256=", "sha384=", "sha512=", "sha1=", "md5=", "sha224=", "blake2b="};

	for (size_t i = 0; i < COUNTOF(names); i++) {
		if (str_ends(c->before, str_of(names[i])))
			return true;
	}
	return false;
}

/* It goes on after a sign that is none of a token's: base64 of something larger. */
static bool is_part_of_base64(const struct secret_candidate *c)
{
	size_t n = 0;

	if (c->after.n == 0 || (c->after.p[0] != '/' && c->after.p[0] != '+'))
		return false;
	while (n < c->after.n && base64_digit(c->after.p[n]) >= 0)
		n++;
	return n >= 20;
}

/* Behind the fixed part: a generator's output has digits among its letters, or both cases in
 * disorder; names of functions and files do not. */
bool secret_verify_mixed(struct secret_candidate *c)
{
	size_t fixed = 0;
	str body = c->value;
	struct secret_shape r;

	for (size_t i = 0; i < body.n && i < 12; i++) {
		if (strchr("_-.:", body.p[i]) != NULL)
			fixed = i + 1;
	}
	body = str_slice(body, fixed, body.n);
	r = secret_shape_of(body);
	if (is_digest(c) || is_part_of_base64(c) || secret_weak_rest(body) * 2 < body.n)
		return false;
	if (r.digits == 0)
		return r.lower > 0 && r.upper > 0 && r.switches * 6 >= body.n &&
		       r.common * 2 < r.pairs + 1;
	return r.runs >= 2 || r.switches * 4 >= body.n || r.common * 2 < r.pairs;
}

bool secret_verify_vault_legacy(struct secret_candidate *c)
{
	str body = str_slice(c->value, 2, c->value.n);
	struct secret_shape r = secret_shape_of(body);

	return r.digits > 0 && r.upper > 0 && r.lower > 0 && r.switches >= 8;
}

/* The account stands in the id: base32 of the sixteen characters behind the prefix, bits 1 to 40
 * of the first six bytes shifted by seven; of ids issued since 2019, which begin with Q or later.
 */
bool secret_verify_aws_key_id(struct secret_candidate *c)
{
	str body = str_slice(c->value, 4, c->value.n);
	uint64_t bits = 0;

	if (body.n < 16 || str_find(c->value, S("EXAMPLE")) != STR_NONE ||
	    secret_shape_of(body).distinct < 6 || secret_weak_rest(body) < 8)
		return false;
	if (str_find(c->before, S("X-Amz-Credential=")) != STR_NONE) {
		c->severity = LOW;
		c->note = "the public part of a signed address";
		return true;
	}
	if (body.p[0] < 'Q')
		return true;
	for (size_t i = 0; i < 10; i++) {
		uint8_t d = body.p[i];
		bits = bits << 5 | (uint64_t)(d >= 'A' ? d - 'A' : d - '2' + 26);
	}
	bits >>= 2; /* six bytes of fifty bits */
	c->note = (const char *)arena_printf(c->arena, "of AWS account %012llu",
					     (unsigned long long)((bits & 0x7fffffffff80) >> 7))
			  .p;
	return true;
}

/* Keys of the storage and Cosmos DB emulators are the same on every machine: published. */
bool secret_verify_azure_key(struct secret_candidate *c)
{
	str bytes;

	if (str_starts(c->value, S("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50u")) ||
	    str_starts(c->value, S("C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5")))
		return false;
	if (!base64_decode(c->arena, c->value, &bytes) || bytes.n != 64)
		return false;
	return secret_shape_of(c->value).distinct > 20;
}

/* A signature counts among the parameters that it signs. */
bool secret_verify_azure_sas(struct secret_candidate *c)
{
	size_t at;

	if (str_find(c->before, S("sv=")) == STR_NONE && str_find(c->after, S("sv=")) == STR_NONE &&
	    str_find(c->before, S("se=")) == STR_NONE && str_find(c->after, S("se=")) == STR_NONE)
		return false;
	at = str_find(c->before, S("se=20"));
	if (at != STR_NONE && at + 13 <= c->before.n)
		c->note = (const char *)arena_printf(c->arena, "valid until %.*s",
						     STR_ARG(str_slice(c->before, at + 3, at + 13)))
				  .p;
	return secret_shape_of(c->value).distinct > 12;
}

/* The first part is the account's number in base64. */
bool secret_verify_discord(struct secret_candidate *c)
{
	size_t dot = str_find_byte(c->value, '.');
	str id;

	if (dot == STR_NONE || !base64_decode(c->arena, str_slice(c->value, 0, dot), &id) ||
	    id.n < 16 || id.n > 20)
		return false;
	for (size_t i = 0; i < id.n; i++) {
		if (id.p[i] < '0' || id.p[i] > '9')
			return false;
	}
	c->note = (const char *)arena_printf(c->arena, "of bot %.*s", STR_ARG(id)).p;
	return true;
}

/* A macaroon in its second binary form: version 2, location, identifier. */
bool secret_verify_macaroon(struct secret_candidate *c)
{
	str bytes, body = str_slice(c->value, str_find_byte(c->value, '-') + 1, c->value.n);

	body = str_slice(body, 0, body.n - (body.n % 4 == 1));
	return base64_decode(c->arena, body, &bytes) && bytes.n > 20 && bytes.p[0] == 2 &&
	       bytes.p[1] == 1;
}

/* ---- JSON Web Tokens: RFC 7519 ---- */

static const struct tree *json_part(struct arena *a, str part)
{
	const struct tree *t = NULL;
	struct diag d;
	str text;

	if (!base64_decode(a, part, &text) || !json_parse(a, text, &t, &d))
		return NULL;
	return tree_is(t, TREE_TABLE) ? t : NULL;
}

static str text_of(const struct tree *t, str key)
{
	const struct tree *v = tree_get(t, key);

	return tree_is(v, TREE_STRING) ? str_slice(v->text, 0, 80) : (str){NULL, 0};
}

static const char *jwt_note(struct arena *a, const struct tree *payload)
{
	str issuer = text_of(payload, S("iss"));
	struct buf b = buf_in(a);
	int64_t seconds;
	struct tm tm;

	if (issuer.n > 0)
		buf_printf(&b, "issued by %.*s", STR_ARG(issuer));
	if (tree_int(tree_get(payload, S("exp")), &seconds) && seconds > 0 &&
	    seconds < 253402300800) {
		time_t t = (time_t)seconds;
		if (gmtime_r(&t, &tm) != NULL)
			buf_printf(&b, "%svalid until %04d-%02d-%02d", b.n ? ", " : "",
				   tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
	} else {
		buf_printf(&b, "%swithout an expiry", b.n ? ", " : "");
	}
	buf_byte(&b, 0);
	return (const char *)b.p;
}

/* {"some": "payload"}: of no claim that anybody would check. */
static bool is_sample(const struct tree *payload)
{
	static const char claims[] = "iss sub aud exp nbf iat jti azp scope scopes scp role roles "
				     "email user user_id uid username name client_id tid tenant "
				     "org perms permissions session sid oid kid app ref apikey";

	if (payload->count > 2)
		return false;
	for (const struct tree *t = payload->first; t != NULL; t = t->next) {
		if (str_in(t->key, claims))
			return false;
	}
	return true;
}

bool secret_verify_jwt(struct secret_candidate *c)
{
	str rest = c->value, head = str_cut(&rest, '.'), body = str_cut(&rest, '.');
	const struct tree *header = json_part(c->arena, head);
	const struct tree *payload;

	if (header == NULL || tree_get(header, S("alg")) == NULL)
		return false;
	if (tree_get(header, S("enc")) != NULL) /* encrypted: nothing to read */
		return true;
	payload = json_part(c->arena, body);
	if (payload == NULL)
		return false;
	if (str_eq(text_of(payload, S("sub")), S("1234567890")) ||
	    str_eq(text_of(payload, S("name")), S("John Doe")))
		return false; /* the example of jwt.io */
	if (is_sample(payload))
		return false;
	c->note = jwt_note(c->arena, payload);
	if (str_eq(text_of(payload, S("role")), S("anon"))) {
		c->severity = LOW;
		c->note = "an anonymous key, made for browsers: row level security decides";
	}
	return true;
}
