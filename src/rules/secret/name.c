#include "rules/secret/name.h"

#include "base/ascii.h"

static bool is_part(uint8_t c)
{
	return is_upper(c) || is_lower(c) || is_digit(c) || c >= 0x80;
}

str secret_name_word(str *rest)
{
	str s = *rest;
	size_t from = 0, to;

	while (from < s.n && !is_part(s.p[from]))
		from++;
	to = from;
	while (to < s.n && is_part(s.p[to])) {
		if (to > from && is_upper(s.p[to]) &&
		    (is_lower(s.p[to - 1]) || is_digit(s.p[to - 1]) ||
		     (is_upper(s.p[to - 1]) && to + 1 < s.n && is_lower(s.p[to + 1]))))
			break;
		to++;
	}
	*rest = str_slice(s, to, s.n);
	return str_slice(s, from, to);
}

/* Is it, ignoring case, one of the words? They have fewer than 32 bytes. */
static bool is_one_of(str word, const char *words)
{
	uint8_t lower[32];

	if (word.n > sizeof(lower))
		return false;
	for (size_t i = 0; i < word.n; i++)
		lower[i] = is_upper(word.p[i]) ? word.p[i] | 0x20 : word.p[i];
	return str_in_words((str){lower, word.n}, str_of(words));
}

static bool ends_like(str word, const char *ends)
{
	for (str rest = str_of(ends), w; rest.p != NULL;) {
		w = str_cut(&rest, ' ');
		if (word.n >= w.n && str_eq_nocase(str_slice(word, word.n - w.n, word.n), w))
			return true;
	}
	return false;
}

static bool is_filler(str word)
{
	bool digits = true;

	for (size_t i = 0; i < word.n; i++)
		digits &= is_digit(word.p[i]);
	return digits ||
	       is_one_of(word, "prod production dev development stage staging test live "
			       "sandbox default value old new current backup main primary "
			       "secondary rw ro read write env str string raw plain b64 "
			       "base64 encoded text v1 v2 v3 local global my our the ci");
}

/* "password2" is one. */
static bool is_secret_word(str word)
{
	while (word.n > 0 && is_digit(word.p[word.n - 1]))
		word.n--;
	return is_one_of(word, "key keys pass pw pwd pswd psw pat sas creds cred dsn psk mdp hook "
			       "webhook otp pin auth sk hmac salt") ||
	       ends_like(word, "password passwd passphrase passcode secret secrets token tokens "
			       "apikey accesskey secretkey privatekey authkey authorization "
			       "credential credentials bearer kennwort passwort senha contrasena "
			       "haslo heslo parola authtoken wachtwoord lozinka motdepasse passe "
			       "geheim segredo "
			       "\320\277\320\260\321\200\320\276\320\273\321\214 "
			       "\345\257\206\347\240\201 "
			       "\345\217\243\344\273\244 "
			       "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211 "
			       "\353\271\204\353\260\200\353\262\210\355\230\270 "
			       "contrase\303\261a");
}

static bool is_about(str word)
{
	return is_one_of(word,
			 "id ids uid uuid guid name names url urls uri uris endpoint host port "
			 "path paths file files filename dir folder region model version type "
			 "kind header headers field fields column param params label prefix "
			 "suffix format length len size count limit max min total num expires "
			 "expiry expiration ttl timeout age algorithm alg hash hashes hashed "
			 "digest sha sha1 sha256 sha512 md5 checksum etag hint regex pattern "
			 "prompt message error title description desc help placeholder class "
			 "user username email mail enabled required rotation policy arn ref "
			 "reference index project workspace org organization bucket revision "
			 "commit rev tag branch date time at status state list info store "
			 "manager provider service usage scope scopes issuer audience callback "
			 "redirect mode strategy validator generator factory func function "
			 "public pub fingerprint thumbprint kid mask dim idx embedding vocab "
			 "locale lang language domain tenant account owner pair pairs");
}

bool secret_name_is_about(str name)
{
	str last = {NULL, 0};

	for (str word; (word = secret_name_word(&name)).n > 0;) {
		if (!is_filler(word))
			last = word;
	}
	return last.n > 0 && is_about(last);
}

/* A pass that nobody types: boarding_pass, render_pass, high_pass. */
static bool is_a_way(str before, str word)
{
	return str_eq_nocase(word, S("pass")) &&
	       is_one_of(before, "boarding bus ski render shader shadow high low band first second "
				 "last one two multi single forward backward by compiler optimizer "
				 "opt lint season");
}

bool secret_name_says_so(str name)
{
	unsigned behind = 2; /* words that mean something, after the last that is secret */
	str before = {NULL, 0};

	if (secret_name_is_about(name))
		return false;
	for (str word; (word = secret_name_word(&name)).n > 0;) {
		if (is_one_of(word, "public pub continuation next page pagination csrf xsrf "
				    "resume sync"))
			return false;
		if (is_one_of(word, "cursor")) { /* a place in a list, or an editor */
			if (!is_one_of(secret_name_word(&(str){name.p, name.n}), "api key secret"))
				return false;
			continue;
		}
		if (is_secret_word(word) && !is_a_way(before, word))
			behind = 0;
		else if (!is_filler(word))
			behind++;
		before = word;
	}
	return behind <= 1; /* API_KEY, API_KEY_OPENAI; not TokenRefinerBlock */
}
