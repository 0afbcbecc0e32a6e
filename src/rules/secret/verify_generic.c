/* Nothing is known but the name, so that name and value must both be beyond doubt. */
#include "rules/secret/name.h"
#include "rules/secret/random.h"
#include "rules/secret/verify.h"

static bool ends_in(str s, const char *words)
{
	for (str rest = str_of(words), w; rest.p != NULL;) {
		w = str_cut(&rest, ' ');
		if (s.n >= w.n && str_eq_nocase(str_slice(s, s.n - w.n, s.n), w))
			return true;
	}
	return false;
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
	       str_starts(v, S("pk_test")) || str_starts(v, S("pk.")) ||
	       ends_in(v, ".py .json .yaml .yml .txt .html .com .org .net .io .pem .key .crt .cfg "
			  ".toml .md .js .ts .csv");
}

bool secret_verify_password(struct secret_candidate *c)
{
	str v = c->value;

	if (secret_name_is_about(c->name) || !secret_name_says_so(c->name) ||
	    secret_is_reference(v) || is_other(v))
		return false;
	if (!secret_is_chosen(v))
		return false;
	if (secret_is_random(v)) {
		c->confidence = HIGH;
		return true;
	}
	return v.n >= 6;
}

bool secret_verify_token(struct secret_candidate *c)
{
	str v = c->value;

	if (c->name.n > 0 && c->rule->secret->place == SECRET_VALUE &&
	    (secret_name_is_about(c->name) || !secret_name_says_so(c->name)))
		return false;
	if (secret_is_reference(v) || is_other(v))
		return false;
	return secret_is_random(v) && secret_weak_rest(v) * 4 >= v.n * 2 && v.n >= 10;
}
