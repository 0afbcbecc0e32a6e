/* Values that are known by the name they are given to: the keyword says whose they are, the rest of
 * the name that they are secret. */
#include "engine/secret_text.h"
#include "rules/secret/name.h"
#include "rules/secret/random.h"
#include "rules/secret/verify.h"

/* A keyword of the row begins where a word of the name does: "here_api" is not in COHERE_API_KEY.
 */
static bool begins_a_word(const struct secret_candidate *c)
{
	for (str rest = str_of(c->rule->secret->keywords), word; rest.p != NULL;) {
		word = str_cut(&rest, ' ');
		for (size_t i = 0; word.n > 0 && i + word.n <= c->name.n; i++) {
			uint8_t before = i > 0 ? c->name.p[i - 1] | 32 : ' ';
			bool hump = i > 0 && c->name.p[i] >= 'A' && c->name.p[i] <= 'Z' &&
				    c->name.p[i - 1] >= 'a';
			if (str_eq_nocase(str_slice(c->name, i, i + word.n), word) &&
			    (before < 'a' || before > 'z' || hump))
				return true;
		}
	}
	return false;
}

/* Qwen2ForQuestionAnswering is the name of a class. */
static bool is_words(str v)
{
	return secret_wordiness(v) > 0.8 && secret_shape_of(v).digits * 8 < v.n;
}

/* Tokens of badges let everybody see a picture. */
bool secret_in_badge(const struct secret_candidate *c)
{
	str before = c->before, url;
	size_t from = before.n;

	while (from > 0 && before.p[from - 1] > ' ' && before.p[from - 1] != '(')
		from--;
	url = str_slice(before, from, before.n);
	return str_find(url, S(".svg?")) != STR_NONE || str_find(url, S("badge")) != STR_NONE;
}

bool secret_verify_name(struct secret_candidate *c)
{
	if (!begins_a_word(c) || secret_weak_rest(c->value) < 6 || is_words(c->value) ||
	    secret_in_badge(c))
		return false;
	return secret_name_says_so(c->name);
}

/* An application's search-only key is meant for the browser. */
bool secret_verify_algolia(struct secret_candidate *c)
{
	if (str_find_nocase(c->name, S("search")) != STR_NONE)
		return false;
	return secret_verify_name(c);
}

/* A configuration of WireGuard says so: by its path, its section or the spelling of its keys. */
bool secret_verify_wireguard(struct secret_candidate *c)
{
	bool own = str_eq(c->name, S("PrivateKey")) || str_eq(c->name, S("PresharedKey")) ||
		   str_find_nocase(c->name, S("wireguard")) != STR_NONE ||
		   str_find_nocase(c->name, S("wg")) != STR_NONE ||
		   str_find_nocase(c->path, S("wg")) != STR_NONE;

	return own && secret_is_random(c->value);
}
