/* Words betray themselves by their pairs of letters: the 180 most frequent pairs of the words in
 * Python sources cover 86 % of all pairs there, and 27 % of the pairs of random letters. */
#include "rules/secret/random.h"

#include <math.h>

#include "base/ascii.h"
#include "engine/secret_text.h"

/* By first letter, a bit for each second letter. */
static const uint32_t word_pairs[26] = {
	0x01eb94e, 0x0004811, 0x01a4d91, 0x0144111, 0x0aeb87d, 0x0004930, 0x0020110,
	0x0004111, 0x22ef87f, 0x0000000, 0x0000010, 0x11c4911, 0x010c111, 0x02c417d,
	0x07ef94e, 0x01ec911, 0x0100000, 0x00e711d, 0x01cc1b5, 0x11e4195, 0x00eb811,
	0x0000111, 0x0000001, 0x0008000, 0x0008000, 0x0000010};

enum letter { LOWER, UPPER, DIGIT, OTHER };

static enum letter class_of(uint8_t c)
{
	if (c >= 'a' && c <= 'z')
		return LOWER;
	if (c >= 'A' && c <= 'Z')
		return UPPER;
	return c >= '0' && c <= '9' ? DIGIT : OTHER;
}

static bool is_common(uint8_t a, uint8_t b)
{
	return (word_pairs[(a | 32) - 'a'] >> ((b | 32) - 'a') & 1) != 0;
}

static bool is_hex_text(str s)
{
	bool low = false, high = false;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (c >= 'a' && c <= 'f')
			low = true;
		else if (c >= 'A' && c <= 'F')
			high = true;
		else if (class_of(c) != DIGIT && c != '-')
			return false;
	}
	return !(low && high);
}

struct secret_shape secret_shape_of(str s)
{
	struct secret_shape r = {.hex = is_hex_text(s)};
	bool seen[256] = {false};
	unsigned *const counts[] = {&r.lower, &r.upper, &r.digits, &r.others};

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i], before = i > 0 ? s.p[i - 1] : 0;
		enum letter k = class_of(c), was = class_of(before);
		++*counts[k];
		r.distinct += !seen[c];
		seen[c] = true;
		r.runs += k == DIGIT && (i == 0 || was != DIGIT);
		if (i == 0)
			continue;
		r.switches += k != was && !(was == UPPER && k == LOWER && i == 1);
		if (is_letter(c) && is_letter(before)) {
			r.pairs++;
			r.common += is_common(before, c);
		}
		r.letters_run |= k == UPPER && was == UPPER;
	}
	r.letters_run &= r.lower > 0;
	return r;
}

static double entropy(str s)
{
	uint32_t count[256] = {0};
	double sum = 0;

	for (size_t i = 0; i < s.n; i++)
		count[s.p[i]]++;
	for (unsigned c = 0; c < 256; c++) {
		if (count[c] > 0) {
			double p = (double)count[c] / (double)s.n;
			sum -= p * log2(p);
		}
	}
	return sum;
}

/* Characters that follow the one before them in the alphabet or on the number row, or repeat it. */
static unsigned in_order(str s)
{
	unsigned n = 0;

	for (size_t i = 1; i < s.n; i++) {
		int step = (s.p[i] | 32) - (s.p[i - 1] | 32);
		n += step == 0 || step == 1 || step == -1 || (s.p[i] == '0' && s.p[i - 1] == '9');
	}
	return n;
}

/* Each part between separators is a word, a small number, or one after the other. */
static bool is_named(str s)
{
	unsigned parts = 0, words = 0;
	size_t from = 0;

	for (size_t i = 0; i <= s.n; i++) {
		str part;
		struct secret_shape sh;
		if (i < s.n && class_of(s.p[i]) != OTHER)
			continue;
		part = str_slice(s, from, i);
		from = i + 1;
		if (part.n == 0)
			continue;
		sh = secret_shape_of(part);
		parts++;
		words +=
			sh.digits == part.n ? part.n <= 6
			: sh.lower == part.n && part.n <= 3
				? true
				: sh.runs <= 1 && part.n <= 24 &&
					  (sh.pairs == 0 ? part.n <= 4 : sh.common * 2 >= sh.pairs);
	}
	return parts == 0 || words == parts;
}

static bool is_random_text(str s, const struct secret_shape *r)
{
	bool mixed = r->lower > 0 && r->upper > 0, rare = r->common * 2 < r->pairs;
	size_t n = s.n;

	if (r->lower + r->upper == 0)
		return false;
	if (r->runs >= 3)
		return n >= 8 && (rare || mixed || r->switches * 4 >= n);
	if (r->runs == 2)
		return n >= 8 && (rare || r->letters_run || r->others > 0);
	if (r->runs == 1)
		return n >= 8 &&
		       (mixed ? rare || (r->letters_run && r->switches * 4 >= n) : rare && n >= 10);
	if (n >= 40 && mixed) /* base64 without a digit does not happen; letters alone may */
		return rare && r->switches * 3 >= n;
	return n >= 8 && rare && mixed && r->letters_run && r->switches * 3 >= n;
}

/* Fingers that run along the middle row: asdkfjh234. */
static bool is_mashed(str s, const struct secret_shape *r)
{
	unsigned middle = 0, letters = r->lower + r->upper;

	for (size_t i = 0; i < s.n; i++)
		middle += s.p[i] != 0 && strchr("asdfghjkl", s.p[i]) != NULL;
	return r->upper == 0 && !r->hex && s.n <= 24 && letters >= 8 && middle * 4 >= letters * 3;
}

bool secret_is_random(str s)
{
	struct secret_shape r;

	while (s.n > 0 && s.p[s.n - 1] == '=')
		s.n--;
	if (s.n < 8)
		return false;
	r = secret_shape_of(s);
	if (r.distinct < 5 || entropy(s) < (s.n >= 16 ? 2.7 : 2.4))
		return false;
	if (in_order(s) * 2 > s.n || is_mashed(s, &r))
		return false;
	if (r.hex && s.n >= 16)
		return r.digits > 0 && r.lower + r.upper > 0;
	if (r.lower > 0 && r.upper > 0 && r.switches * 3 >= s.n && secret_wordiness(s) < 0.3)
		return true; /* capitals where no word has them */
	return !is_named(s) && is_random_text(s, &r);
}

/* ---- Examples ---- */

/* The longer ones first: what one takes out, the next does not see. */
static const char *const weak_words[] = {
	"changeit", "sensitive", "bytes",     "classified", "private", "changeme",    "change",
	"password", "passw",	 "passwd",    "passphrase", "mypass",  "placeholder", "redacted",
	"replace",  "example",	 "sample",    "default",    "secret",  "supersecret", "testing",
	"tester",   "test",	 "dummy",     "fake",	    "mock",    "demo",	      "your",
	"admin",    "root",	 "guest",     "username",   "user",    "insert",      "foobar",
	"foo",	    "bar",	 "baz",	      "qux",	    "quux",    "qwerty",      "asdf",
	"letmein",  "welcome",	 "hello",     "world",	    "token",   "apikey",      "api",
	"key",	    "postgres",	 "mysql",     "mariadb",    "redis",   "mongo",	      "rabbit",
	"rabbitmq", "minio",	 "sqlserver", "database",   "airflow", "mlflow",      "grafana",
	"sonar",    "docker",	 "localhost", "local",	    "temp",    "todo",	      "none",
	"null",	    "undefined", "hidden",    "masked",	    "secure",  "strong",      "here",
	"some",	    "value",	 "string",    "login",	    "pass",    "pwd",	      "pw",
	"random",   "invalid",	 "wrong",     "correct",    "valid",   "unused",      "nothing",
	"any",	    "abcdefgh",	 "abcdef",    "abcd",	    "abc",     "xyz",	      "xxx",
	"aaa",	    "123456789", "12345678",  "1234567",    "123456",  "12345",	      "1234",
	"123",	    "321",	 "0000",      "000",	    "111",     "my",	      "the",
	"not",	    "real",	 "new",	      "old",	    "prod",    "dev",	      "stage",
	"staging",  "live",	 "app",	      "service",    "svc",     "db",	      "2019",
	"2020",	    "2021",	 "2022",      "2023",	    "2024",    "2025",	      "2026"};

/* Letters that stand for letters: p@ssw0rd. */
static uint8_t plain(uint8_t c)
{
	static const char from[] = "@0134$57!", to[] = "aoleassti";
	const char *at = c ? strchr(from, c) : NULL;

	if (at != NULL)
		return (uint8_t)to[at - from];
	return c >= 'A' && c <= 'Z' ? c | 32 : c;
}

/* A text in which weak words are looked for, at most 256 bytes of it. */
struct weak {
	size_t n;
	uint8_t small[256], plain[256];
	bool gone[256];
	uint64_t has; /* a bit for each byte of either, by its lowest six */
};

static void weak_begin(struct weak *w, str s)
{
	*w = (struct weak){.n = s.n < sizeof(w->small) ? s.n : sizeof(w->small)};
	for (size_t i = 0; i < w->n; i++) {
		uint8_t c = s.p[i];
		w->small[i] = c >= 'A' && c <= 'Z' ? c | 32 : c;
		w->plain[i] = plain(w->small[i]);
		w->has |= (uint64_t)1 << (w->small[i] & 63) | (uint64_t)1 << (w->plain[i] & 63);
	}
}

static bool stands_at(const struct weak *w, size_t i, const char *word, bool translated)
{
	for (; *word != 0; word++, i++)
		if (w->small[i] != (uint8_t)*word && (!translated || w->plain[i] != (uint8_t)*word))
			return false;
	return true;
}

static void take_out(struct weak *w, const char *word)
{
	bool translated;
	size_t n = 0;

	for (; word[n] != 0; n++)
		if ((w->has >> (word[n] & 63) & 1) == 0)
			return;
	translated = n >= 4 && word[0] > '9';
	for (size_t i = 0; i + n <= w->n; i++)
		if (!w->gone[i] && !w->gone[i + n - 1] && stands_at(w, i, word, translated))
			memset(w->gone + i, true, n);
}

size_t secret_weak_rest(str s)
{
	struct weak w;
	size_t rest = 0;

	weak_begin(&w, s);
	for (size_t i = 0; i < COUNTOF(weak_words); i++)
		take_out(&w, weak_words[i]);
	for (size_t i = 0; i < w.n; i++)
		rest += !w.gone[i] && class_of(s.p[i]) != OTHER && (i == 0 || s.p[i] != s.p[i - 1]);
	return rest;
}

bool secret_is_reference(str s)
{
	uint8_t first = s.n > 0 ? s.p[0] : 0, last = s.n > 0 ? s.p[s.n - 1] : 0;

	if (s.n == 0 || str_find(s, S("${")) != STR_NONE || str_find(s, S("{{")) != STR_NONE ||
	    str_find(s, S("$(")) != STR_NONE || str_find(s, S("%(")) != STR_NONE ||
	    str_find(s, S("<%")) != STR_NONE || str_find(s, S("...")) != STR_NONE ||
	    str_find(s, S("***")) != STR_NONE || str_find(s, S("()")) != STR_NONE ||
	    str_find(s, S("\\u")) != STR_NONE || str_find(s, S("\\x")) != STR_NONE)
		return true;
	if ((first == '<' && last == '>') || (first == '{' && last == '}') ||
	    (first == '[' && last == ']') || (first == '(' && last == ')') ||
	    (first == '%' && last == '%') || (first == '_' && last == '_'))
		return true;
	if (first == '$' && s.n > 1 && (is_letter(s.p[1]) || s.p[1] == '_'))
		return secret_shape_of(s).runs == 0 || secret_shape_of(s).lower == 0;
	return str_starts(s, S("http://")) || str_starts(s, S("https://")) ||
	       str_starts(s, S("file:")) || str_starts(s, S("env:")) ||
	       str_starts(s, S("vault:")) || str_starts(s, S("arn:")) || str_starts(s, S("ENC[")) ||
	       str_starts(s, S("os.")) || str_starts(s, S("self."));
}

bool secret_is_chosen(str s)
{
	struct secret_shape r;

	if (s.n < 4 || secret_is_reference(s) || str_find_byte(s, ' ') != STR_NONE)
		return false;
	if (secret_is_random(s))
		return secret_weak_rest(s) >= 5;
	r = secret_shape_of(s);
	if (r.distinct < 4 || in_order(s) * 2 > s.n)
		return false;
	if (secret_weak_rest(s) < 4)
		return false;
	if (r.digits == s.n)
		return s.n >= 8;
	if (secret_wordiness(s) >=
	    (r.lower > 0 && r.upper > 0 && r.switches * 3 >= s.n ? 0.75 : 0.6))
		return r.others == 0 && r.digits >= 2 && r.lower + r.upper >= 4 && s.n >= 8;
	if (r.digits > 0 || (r.lower > 0 && r.upper > 0 && s.n >= 8))
		return true;
	return r.others <= 1 ? r.common * 2 < r.pairs : r.common * 3 < r.pairs;
}
