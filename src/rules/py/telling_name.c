/* A name is telling by its last words: `hf_token` is a token, `token_ids`, `max_tokens` and
 * `password_field` are about tokens and passwords. */
#include "rules/py/telling_name.h"

static str unplural_free_tail(str name)
{
	while (name.n > 0 && (name.p[name.n - 1] == '_' ||
			      (name.p[name.n - 1] >= '0' && name.p[name.n - 1] <= '9')))
		name.n--;
	return name;
}

static bool ends_nocase(str s, str tail)
{
	return s.n >= tail.n && str_eq_nocase(str_slice(s, s.n - tail.n, s.n), tail);
}

bool name_is_secret(str name)
{
	static const char *const tails[] = {
		"password",	"passwd",	  "passphrase",
		"api_key",	"apikey",	  "secret_key",
		"secretkey",	"client_secret",  "clientsecret",
		"access_token", "accesstoken",	  "auth_token",
		"authtoken",	"bearer_token",	  "refresh_token",
		"refreshtoken", "private_key",	  "privatekey",
		"hf_token",	"access_key",	  "secret_access_key",
		"api_token",	"apitoken",	  "credentials",
		"api_secret",	"session_token",  "jwt_token",
		"github_token", "user_password",  "webhook_secret",
		"openai_key",	"encryption_key", "signing_key",
		"id_token",
	};
	str n = unplural_free_tail(name);

	if (str_in(n, "secret SECRET pwd PWD"))
		return true;
	for (size_t i = 0; i < COUNTOF(tails); i++) {
		str t = str_of(tails[i]);

		if (!ends_nocase(n, t))
			continue;
		/* no_password, is_password, has_api_key, show_password are flags */
		if (str_starts(n, S("is_")) || str_starts(n, S("has_")) ||
		    str_starts(n, S("no_")) || str_starts(n, S("use_")) ||
		    str_starts(n, S("show_")) || str_starts(n, S("require")) ||
		    str_starts(n, S("needs_")) || str_starts(n, S("missing_")))
			return false;
		return true;
	}
	return false;
}
