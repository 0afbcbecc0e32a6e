#include "dep/typosquat.h"

#include "base/ascii.h"
#include "base/fail.h"
#include "dep/popular.h"

/* ---- The lists ---- */

/* Letters of other scripts that look like ours; no package index takes them, but files may hold
 * them. Each is two bytes of UTF-8. */
static const struct {
	char bytes[3];
	char like;
} others[] = {
	{"\xd0\xb0", 'a'}, {"\xd0\xb5", 'e'}, {"\xd0\xbe", 'o'}, {"\xd1\x80", 'p'},
	{"\xd1\x81", 'c'}, {"\xd1\x83", 'y'}, {"\xd1\x85", 'x'}, {"\xd1\x95", 's'},
	{"\xd1\x96", 'l'}, {"\xd1\x98", 'j'}, {"\xd3\x8f", 'l'}, {"\xd2\xbb", 'h'},
	{"\xd4\x81", 'd'}, {"\xd4\x9b", 'q'}, {"\xd4\x9d", 'w'}, {"\xce\xbf", 'o'},
	{"\xce\xbd", 'v'}, {"\xce\xb1", 'a'}, {"\xcf\x81", 'p'}, {"\xc9\xa1", 'g'},
	{"\xc4\xb1", 'l'}, {"\xc3\xb3", 'o'}, {"\xc3\xa9", 'e'}, {"\xc3\xa1", 'a'},
};

/* What the two letters look like; 0: like themselves. */
static uint8_t two_letters(const uint8_t *p)
{
	if (p[0] == 'r' && p[1] == 'n')
		return 'm';
	if (p[0] == 'v' && p[1] == 'v')
		return 'w';
	for (size_t i = 0; i < COUNTOF(others) && p[0] >= 0x80; i++)
		if (memcmp(p, others[i].bytes, 2) == 0)
			return (uint8_t)others[i].like;
	return 0;
}

static uint8_t one_letter_like(uint8_t c)
{
	return c == '0' ? 'o' : c == '1' || c == 'i' ? 'l' : c == '5' ? 's' : c;
}

/* The name as the eye takes it: without separators, look-alikes made one. */
static str skeleton(struct arena *a, str name)
{
	uint8_t *p = arena_raw(a, name.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++) {
		uint8_t two = i + 1 < name.n ? two_letters(name.p + i) : 0;
		if (two != 0) {
			p[n++] = two;
			i++;
		} else if (name.p[i] != '-') {
			p[n++] = one_letter_like(name.p[i]);
		}
	}
	return (str){p, n};
}

static unsigned last_two(str name)
{
	return (name.p[name.n - 2] * 32u + name.p[name.n - 1]) % 1024;
}

static void add_target(struct squats *s, struct arena *a, str word)
{
	uint16_t *first = &s->first[word.p[0] % 128], *last = &s->last[last_two(word)];
	uint64_t *at;

	s->targets[s->count] = word;
	s->next_first[s->count] = *first;
	s->next_last[s->count++] = *last;
	*first = *last = (uint16_t)s->count;
	at = map_put(&s->skeletons, skeleton(a, word));
	if (*at == 0)
		*at = s->count;
}

static void add_words(struct squats *s, struct arena *a, const char *words, bool target)
{
	for (str rest = str_of(words), word; rest.p != NULL;) {
		uint64_t *at;
		word = str_cut(&rest, ' ');
		at = map_put(&s->names, word);
		if (!target || *at != 0)
			continue;
		add_target(s, a, word);
		*at = s->count;
	}
}

static size_t count_words(const char *words)
{
	size_t n = 1;

	for (; *words != 0; words++)
		n += *words == ' ';
	return n;
}

void squats_load(struct squats *s, struct arena *a)
{
	size_t n = count_words(popular_crown) + count_words(popular_names);

	*s = (struct squats){.names = map_in(a), .skeletons = map_in(a)};
	ASSERT(n < UINT16_MAX);
	s->targets = NEW(a, str, n);
	s->next_first = NEW(a, uint16_t, n);
	s->next_last = NEW(a, uint16_t, n);
	add_words(s, a, popular_crown, true);
	s->crown = s->count;
	add_words(s, a, popular_names, true);
	add_words(s, a, popular_known, false);
}

/* ---- Distances ---- */

/* The part in which two names differ, up to whole words between hyphens: families of packages
 * ("google-cloud-x", "x-stubs") share the rest. */
static void differing_words(str *a, str *b)
{
	size_t same = 0, from = 0, end = 0, cut = 0;

	while (same < a->n && same < b->n && a->p[same] == b->p[same]) {
		same++;
		if (a->p[same - 1] == '-')
			from = same;
	}
	*a = str_slice(*a, from, a->n);
	*b = str_slice(*b, from, b->n);
	while (end < a->n && end < b->n && a->p[a->n - 1 - end] == b->p[b->n - 1 - end]) {
		end++;
		if (a->p[a->n - end] == '-')
			cut = end;
	}
	*a = str_slice(*a, 0, a->n - cut);
	*b = str_slice(*b, 0, b->n - cut);
}

/* Versions in names ("cu11" and "cu12", "boto" and "boto3") make other packages. */
static bool only_digits_differ(str a, str b)
{
	size_t i = 0, k = 0;

	while (i < a.n || k < b.n) {
		if (i < a.n && is_digit(a.p[i]))
			i++;
		else if (k < b.n && is_digit(b.p[k]))
			k++;
		else if (i < a.n && k < b.n && a.p[i] == b.p[k])
			i++, k++;
		else
			return false;
	}
	return true;
}

/* What is left of two names without the letters that they begin and end with alike. */
static void differing_letters(str *a, str *b)
{
	size_t i = 0;

	while (i < a->n && i < b->n && a->p[i] == b->p[i])
		i++;
	*a = str_slice(*a, i, a->n);
	*b = str_slice(*b, i, b->n);
	for (i = 0; i < a->n && i < b->n && a->p[a->n - 1 - i] == b->p[b->n - 1 - i];)
		i++;
	a->n -= i;
	b->n -= i;
}

/* Two neighbours have changed places, and nothing else. */
static bool swapped_letters(str a, str b)
{
	differing_letters(&a, &b);
	return a.n == 2 && b.n == 2 && a.p[0] == b.p[1] && a.p[1] == b.p[0];
}

static bool one_letter(str a, str b)
{
	differing_letters(&a, &b);
	return a.n <= 1 && b.n <= 1;
}

/* "dataset" and "datasets" */
static bool is_plural(str a, str b)
{
	str longer = a.n > b.n ? a : b, shorter = a.n > b.n ? b : a;

	return longer.n == shorter.n + 1 && longer.p[shorter.n] == 's' &&
	       str_starts(longer, shorter);
}

/* Letters of the words that differ from which on a mistake is no accident: short words have too
 * many neighbours that are words themselves, and so have those in which the first letter is
 * another ("mocker", "docker"). */
enum { ONE_FROM_CROWN = 5, ONE_FROM = 8, TWO_FROM = 10 };

static enum squat_kind typo(str name, str of, bool crown)
{
	size_t shorter;
	bool swapped;

	if (name.n > of.n + 2 || of.n > name.n + 2 || only_digits_differ(name, of))
		return SQUAT_NONE;
	differing_words(&name, &of);
	shorter = name.n < of.n ? name.n : of.n;
	if (shorter < 4)
		return SQUAT_NONE;
	swapped = swapped_letters(name, of);
	if ((name.p[0] != of.p[0] && !swapped) || (is_plural(name, of) && !crown))
		return SQUAT_NONE;
	if (swapped || one_letter(name, of))
		return shorter >= (crown ? ONE_FROM_CROWN : ONE_FROM) || (crown && swapped)
			       ? SQUAT_TYPO
			       : SQUAT_NONE;
	return crown && shorter >= TWO_FROM && str_distance(name, of) == 2 ? SQUAT_FAR : SQUAT_NONE;
}

static bool better(const struct squats *s, str name, uint32_t index, struct squat *best)
{
	enum squat_kind kind = typo(name, s->targets[index], index < s->crown);

	if (kind != SQUAT_NONE && (best->kind == SQUAT_NONE || kind < best->kind))
		*best = (struct squat){kind, s->targets[index], index < s->crown};
	return best->kind == SQUAT_TYPO;
}

/* A mistake or two leave the first letter or the last two alone; nearly all names have neither in
 * common. */
static struct squat find_typo(const struct squats *s, str name)
{
	struct squat best = {.kind = SQUAT_NONE};

	for (uint32_t i = s->first[name.p[0] % 128]; i != 0; i = s->next_first[i - 1])
		if (better(s, name, i - 1, &best))
			return best;
	for (uint32_t i = s->last[last_two(name)]; i != 0; i = s->next_last[i - 1])
		if (better(s, name, i - 1, &best))
			return best;
	return best;
}

/* ---- Words hung on ---- */

static const char before[] = "python py python3 py3 pip official real true original get install "
			     "lib new the my";
static const char behind[] = "official original real latest stable update updated upgrade new free "
			     "pro premium fix fixed patch patched install installer setup lib "
			     "library package pkg module python py python3 py3 pip nightly binary "
			     "wheel whl beta alpha dev release gpu cpu cuda mirror backup secure";

/* Is `rest` one of the words, or several of them with hyphens ("nightly-cpu")? */
static bool all_words(str rest, const char *words)
{
	while (rest.p != NULL) {
		str word = str_cut(&rest, '-');
		if (word.n == 0 || !str_in(word, words))
			return false;
	}
	return true;
}

static struct squat find_affix(const struct squats *s, str name)
{
	for (size_t i = name.n; i-- > 1;) {
		const uint64_t *at;
		if (name.p[i] != '-')
			continue;
		at = map_get(&s->names, str_slice(name, 0, i));
		if (at != NULL && *at > 0 && *at <= s->crown &&
		    all_words(str_slice(name, i + 1, name.n), behind))
			return (struct squat){SQUAT_AFFIX, s->targets[*at - 1], true};
		at = map_get(&s->names, str_slice(name, i + 1, name.n));
		if (at != NULL && *at > 0 && *at <= s->crown &&
		    all_words(str_slice(name, 0, i), before))
			return (struct squat){SQUAT_AFFIX, s->targets[*at - 1], true};
	}
	return (struct squat){.kind = SQUAT_NONE};
}

/* ---- All of it ---- */

static bool same_without_hyphens(str a, str b)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (i < a.n && a.p[i] == '-')
			i++;
		while (k < b.n && b.p[k] == '-')
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (a.p[i] != b.p[k])
			return false;
	}
}

/* Stubs are named after what they are for. */
static bool is_stub(const struct squats *s, str name)
{
	if (str_starts(name, S("types-")))
		name = str_slice(name, 6, name.n);
	else if (str_ends(name, S("-stubs")))
		name = str_slice(name, 0, name.n - 6);
	else
		return false;
	return map_get(&s->names, name) != NULL;
}

struct squat squats_find(const struct squats *s, struct arena *scratch, str normal)
{
	struct squat found = {.kind = SQUAT_NONE};
	const uint64_t *at;

	if (normal.n < 4 || map_get(&s->names, normal) != NULL || is_stub(s, normal))
		return found;
	at = map_get(&s->skeletons, skeleton(scratch, normal));
	if (at != NULL && s->targets[*at - 1].n >= ONE_FROM_CROWN &&
	    !only_digits_differ(normal, s->targets[*at - 1])) {
		found.of = s->targets[*at - 1];
		found.crown = *at <= s->crown;
		found.kind =
			same_without_hyphens(normal, found.of) ? SQUAT_SEPARATOR : SQUAT_CONFUSABLE;
		return found;
	}
	found = find_typo(s, normal);
	return found.kind != SQUAT_NONE ? found : find_affix(s, normal);
}
