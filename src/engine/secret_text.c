#include "engine/secret_text.h"

#include "base/ascii.h"

#include <math.h>

/* A new word begins at i: after what is no letter or digit, at a capital after a small letter, at
 * the last capital before small ones, between letters and digits. */
static bool begins_word(str s, size_t i)
{
	uint8_t before = s.p[i - 1], c = s.p[i];

	if (is_upper(c))
		return is_lower(before) || is_digit(before) ||
		       (is_upper(before) && i + 1 < s.n && is_lower(s.p[i + 1]));
	return is_digit(c) != is_digit(before) && !is_digit(c);
}

struct secret_words secret_split(str name)
{
	struct secret_words w = {.count = 0};

	for (size_t i = 0; i < name.n && w.count < SECRET_WORDS;) {
		size_t from = i;
		if (!is_letter(name.p[i]) && !is_digit(name.p[i])) {
			i++;
			continue;
		}
		for (i++; i < name.n && (is_letter(name.p[i]) || is_digit(name.p[i])); i++)
			if (begins_word(name, i))
				break;
		w.list[w.count++] = str_slice(name, from, i);
	}
	return w;
}

bool secret_name_has(str name, const char *word)
{
	struct secret_words w = secret_split(name);

	for (unsigned i = 0; i < w.count; i++) {
		if (str_eq_nocase(w.list[i], str_of(word)))
			return true;
	}
	return false;
}

bool secret_has_any(str s, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_find_nocase(s, str_of(list[i])) != STR_NONE)
			return true;
	}
	return false;
}

bool secret_is_hex(str s)
{
	bool small = false, large = false;

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		small |= c >= 'a' && c <= 'f';
		large |= c >= 'A' && c <= 'F';
		if (!is_digit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F'))
			return false;
	}
	return s.n > 0 && !(small && large);
}

bool secret_is_word(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_letter(s.p[i]) && !is_digit(s.p[i]) && s.p[i] != '_')
			return false;
	}
	return s.n > 0;
}

bool secret_is_code(str path)
{
	str name = str_after_last(path, '/');
	size_t dot = str_rfind_byte(name, '.');

	if (dot == STR_NONE)
		return false;
	return str_in(
		str_slice(name, dot + 1, name.n),
		"py pyi pyx pyw js jsx mjs cjs ts tsx vue svelte go java kt kts scala "
		"groovy gradle rb php cs fs vb swift m mm c h cc cpp cxx hpp hh rs lua pl pm r R "
		"jl dart ex exs erl hs clj cljs elm ml mli nim zig tf hcl sol cu cuh proto "
		"html htm css scss less");
}

/* ---- Words ---- */

/* For a first letter the letters that often follow it inside words of English and of programs; a
 * random pair is among them in four of ten cases. */
static const char *const follow[26] = {
	"bcdfgiklmnprstuvwy",
	"aeilorsuy",
	"ahiekloructy",
	"aeidlorsuy",
	"acdeflmnprstvwxyq",
	"aeioulrf",
	"aeghilnoru",
	"aeioruty",
	"abcdefglmnoprstvz",
	"aeos",
	"aeiolnswy",
	"adefiklmostuvy",
	"abeimopsuy",
	"acdegiknostuvfy",
	"abcdfgklmnoprstuvw",
	"aehiloprstuy",
	"u",
	"acdegiklmnorstuvy",
	"acehiklmnopqstuwy",
	"aehilorstuwyc",
	"abcdegilmnprst",
	"aeio",
	"aehinors",
	"acehipty",
	"aelmnops",
	"aeioz",
};

static bool often_follows(uint8_t a, uint8_t b)
{
	return strchr(follow[(a | 32) - 'a'], b | 32) != NULL;
}

static bool is_vowel(uint8_t c)
{
	c |= 32;
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Letters of one case, or with a capital at the beginning. */
static bool is_wordlike(str w)
{
	size_t good = 0, vowels = 0;

	for (size_t i = 0; i < w.n; i++) {
		vowels += is_vowel(w.p[i]);
		if (i > 0)
			good += often_follows(w.p[i - 1], w.p[i]);
	}
	if (w.n < 3)
		return false;
	return vowels > 0 && vowels * 6 >= w.n && good * 5 >= (w.n - 1) * 4;
}

struct measure {
	size_t letters, in_words, longest, others, digits;
	size_t scraps; /* letters in pieces of one or two */
};

static struct measure measure(str s)
{
	struct measure m = {0};

	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		if (!is_letter(s.p[i])) {
			m.digits += is_digit(s.p[i]);
			m.others++;
			i++;
			continue;
		}
		for (i++; i < s.n && is_letter(s.p[i]) && !begins_word(s, i); i++)
			;
		m.letters += i - from;
		if (i - from < 3)
			m.scraps += i - from;
		if (is_wordlike(str_slice(s, from, i))) {
			m.in_words += i - from;
			if (i - from > m.longest)
				m.longest = i - from;
		}
	}
	return m;
}

double secret_wordiness(str s)
{
	struct measure m = measure(s);

	return m.letters == 0 ? 0 : (double)m.in_words / (double)m.letters;
}

bool secret_is_wordy(str s)
{
	struct measure m = measure(s);

	if (m.letters < 4)
		return false;
	if (m.digits > 4 || m.digits * 3 > m.letters)
		return false;
	if (m.scraps * 3 > m.letters)
		return false;
	return m.in_words * 20 >= (m.letters - m.scraps) * 17 && m.longest >= 4;
}

/* ---- Bits ---- */

double secret_entropy(str s)
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

double secret_bits(str s)
{
	struct measure m = measure(s);
	double each = secret_entropy(s);

	/* A letter of a word is worth two bits, a character after its equal none. */
	return each * (double)(s.n - m.in_words) + (each < 2 ? each : 2) * (double)m.in_words;
}
