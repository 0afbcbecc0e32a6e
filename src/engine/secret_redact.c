/* What is shown of lines in which secrets stand: a short prefix and "****" of each secret, "****"
 * of each word that is a piece of one. Every line of a file is looked at for every secret of that
 * file, of which there may be twenty thousand: so what six bytes in a row the secrets have is
 * looked up, and of many secrets with the same six bytes only some are compared one by one; then
 * the whole word goes, and the longest that stands there is looked up in their alphabetical order.
 */
#include "engine/secret_redact.h"

#include <stdlib.h>
#include "base/buf.h"

enum {
	PIECE = SECRET_PIECE,
	COMPARED = 64, /* of what has the same bytes */
};

struct chains {			/* of numbers that have the same hash */
	uint32_t *first, *next; /* 1 + number */
	uint32_t mask;
};

struct secret_redactor {
	struct arena *arena;
	str *texts;
	uint32_t count, room;
	struct map known;
	bool indexed;
	unsigned sizes;	      /* a bit for each size that the beginning of a text has */
	struct chains begins; /* texts, by their first PIECE bytes */
	struct buf all;	      /* the texts, a zero byte behind each */
	struct chains places; /* in `all`, by the PIECE bytes there */
	str *sorted;	      /* texts */
	uint8_t *plain;	      /* room for as many bytes of a line as the longest of them has */
	size_t longest;
};

/* A short prefix, never more than a fifth of it. */
static size_t shown(str value)
{
	size_t n = value.n / 5 < 4 ? value.n / 5 : 4;

	while (n > 0 && (value.p[n] & 0xC0) == 0x80)
		n--;
	for (size_t i = 0; i < n; i++) /* of a key in lines not even that */
		if (value.p[i] <= ' ')
			n = i;
	return n;
}

str secret_redact(struct arena *a, str value)
{
	return arena_printf(a, "%.*s****", STR_ARG(str_slice(value, 0, shown(value))));
}

struct secret_redactor *secret_redactor_new(struct arena *a)
{
	struct secret_redactor *r = NEW(a, struct secret_redactor, 1);

	r->arena = a;
	r->known = map_in(a);
	return r;
}

void secret_redactor_add(struct secret_redactor *r, str text)
{
	if (text.n == 0 || map_get(&r->known, text) != NULL)
		return;
	text = arena_dup(r->arena, text);
	*map_put(&r->known, text) = 1;
	r->texts = GROW(r->arena, r->texts, r->count, &r->room);
	r->texts[r->count++] = text;
	r->indexed = false;
}

/* ---- The index ---- */

static uint32_t hash(const uint8_t *p, size_t n)
{
	uint64_t v = n;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return (uint32_t)(v * 0x9E3779B97F4A7C15u >> 32);
}

static void chains_make(struct chains *c, struct arena *a, size_t count)
{
	for (c->mask = 63; c->mask < count;)
		c->mask = 2 * c->mask + 1;
	c->first = NEW(a, uint32_t, (size_t)c->mask + 1);
	c->next = NEW(a, uint32_t, count + 1);
}

static void chains_add(struct chains *c, uint32_t key, uint32_t number)
{
	c->next[number] = c->first[key & c->mask];
	c->first[key & c->mask] = number + 1;
}

static size_t beginning(str text)
{
	return text.n < PIECE ? text.n : PIECE;
}

static int by_text(const void *x, const void *y)
{
	return str_cmp(*(const str *)x, *(const str *)y);
}

static void build(struct secret_redactor *r)
{
	r->longest = 0;
	r->all = buf_in(r->arena);
	chains_make(&r->begins, r->arena, r->count);
	for (uint32_t i = 0; i < r->count; i++) {
		size_t n = beginning(r->texts[i]);
		chains_add(&r->begins, hash(r->texts[i].p, n), i);
		r->sizes |= 1u << n;
		buf_add(&r->all, r->texts[i]);
		buf_byte(&r->all, 0);
		if (r->texts[i].n > r->longest)
			r->longest = r->texts[i].n;
	}
	r->plain = arena_raw(r->arena, r->longest, 1);
	r->sorted = NEW(r->arena, str, r->count);
	memcpy(r->sorted, r->texts, r->count * sizeof(*r->sorted));
	qsort(r->sorted, r->count, sizeof(*r->sorted), by_text);
	chains_make(&r->places, r->arena, r->all.n);
	for (size_t i = 0; i + PIECE <= r->all.n; i++)
		chains_add(&r->places, hash(r->all.p + i, PIECE), (uint32_t)i);
	r->indexed = true;
}

/* ---- Whole secrets ---- */

/* What the escape with this letter or sign means. */
static uint8_t meaning(uint8_t c)
{
	static const char letters[] = "ntrbf", bytes[] = "\n\t\r\b\f";
	const char *at = c != 0 ? strchr(letters, c) : NULL;

	return at ? (uint8_t)bytes[at - letters] : c;
}

/* At most n bytes from *i on as they are without escapes; *i goes on behind them. */
static size_t unescaped(str line, size_t *i, uint8_t *to, size_t n)
{
	size_t k = 0;

	for (; k < n && *i < line.n; k++) {
		uint8_t c = line.p[(*i)++];
		to[k] = c == '\\' && *i < line.n ? meaning(line.p[(*i)++]) : c;
	}
	return k;
}

static bool is_whole(str value, size_t k, bool line_ends)
{
	return k == value.n || (line_ends && k >= PIECE);
}

/* How much of `line` at i is the value from its beginning on, where each escape means what it says.
 */
static size_t strict_length(str line, size_t i, str value)
{
	size_t from = i;
	uint8_t c = 0;

	for (size_t k = 0; k < value.n; k++) {
		if (i == line.n)
			return k >= PIECE ? i - from : 0;
		(void)unescaped(line, &i, &c, 1);
		if (c != value.p[k])
			return 0;
	}
	return i - from;
}

/* The same where an escape may be any byte, or the two that it consists of. */
static size_t same_length(str line, size_t i, str value)
{
	size_t k = 0, from = i;
	bool escapes = false;

	while (k < value.n && i < line.n) {
		escapes |= line.p[i] == '\\';
		if (line.p[i] == value.p[k]) {
			i++;
			k++;
		} else if (line.p[i] == '\\' && i + 1 < line.n) {
			i++;
			if (line.p[i] != value.p[k]) {
				i++;
				k++;
			}
		} else {
			break;
		}
	}
	if (is_whole(value, k, i == line.n))
		return i - from;
	return escapes ? strict_length(line, from, value) : 0;
}

/* Of texts that `bytes` begins with the longest; of a line that ends there also what begins with
 * all of them. Returns its bytes. */
static size_t look_up(const struct secret_redactor *r, str bytes, bool line_ends, str *text)
{
	for (;;) {
		uint32_t from = 0, to = r->count;
		size_t n = 0;
		while (from < to) { /* the first that comes behind it */
			uint32_t middle = from + (to - from) / 2;
			if (str_cmp(r->sorted[middle], bytes) <= 0)
				from = middle + 1;
			else
				to = middle;
		}
		if (line_ends && bytes.n >= PIECE && from < r->count &&
		    str_starts(r->sorted[from], bytes)) {
			*text = r->sorted[from];
			return bytes.n;
		}
		if (from == 0)
			return 0;
		*text = r->sorted[from - 1];
		while (n < bytes.n && n < text->n && text->p[n] == bytes.p[n])
			n++;
		if (n == text->n || n == 0)
			return n;
		bytes.n = n; /* a shorter one is within what both begin with */
		line_ends = false;
	}
}

struct best {
	str text;    /* that stands there whole */
	size_t size; /* of what stands in the line */
	bool many;   /* not all were compared */
};

static void compare(const struct secret_redactor *r, str line, size_t i, uint32_t key,
		    struct best *best)
{
	unsigned left = COMPARED;

	for (uint32_t at = r->begins.first[key & r->begins.mask]; at != 0;
	     at = r->begins.next[at - 1]) {
		str text = r->texts[at - 1];
		size_t n = text.p[0] == line.p[i] || line.p[i] == '\\' ? same_length(line, i, text)
								       : 0;
		if (n > best->size) {
			best->size = n;
			best->text = text;
		}
		if (--left == 0) {
			best->many = true;
			break;
		}
	}
}

static void compare_all(const struct secret_redactor *r, str line, size_t i, struct best *best)
{
	str rest = str_slice(line, i, line.n), text;
	size_t n = look_up(r, str_slice(rest, 0, r->longest), rest.n <= r->longest, &text), k;
	size_t end = 0;

	if (n > best->size)
		*best = (struct best){text, n, true};
	k = unescaped(rest, &end, r->plain, r->longest);
	k = look_up(r, (str){r->plain, k}, end == rest.n, &text);
	end = 0;
	(void)unescaped(rest, &end, r->plain, k);
	if (end > best->size)
		*best = (struct best){text, end, true};
}

/* Of the secrets that begin at i the longest one. */
static struct best whole(const struct secret_redactor *r, str line, size_t i)
{
	struct best best = {0};
	uint8_t bytes[PIECE];

	for (size_t n = 1; n <= PIECE; n++) {
		size_t end = i;
		if ((r->sizes & 1u << n) == 0)
			continue;
		if (line.n - i >= n)
			compare(r, line, i, hash(line.p + i, n), &best);
		if (memchr(line.p + i, '\\', line.n - i < n ? line.n - i : n) != NULL &&
		    unescaped(line, &end, bytes, n) == n && end != i + n)
			compare(r, line, i, hash(bytes, n), &best);
	}
	if (best.many)
		compare_all(r, line, i, &best);
	return best;
}

/* ---- Pieces ---- */

static bool in_word(uint8_t c)
{
	return c > ' ' && c != '"' && c != '\'' && c != '`' && c != '\\' && c != ',' && c != '(' &&
	       c != ')';
}

static size_t word_length(str line, size_t i)
{
	size_t end = i;

	while (end < line.n && in_word(line.p[end]))
		end++;
	return end - i;
}

/* The word at i, as far as it is a piece of a secret: a literal that was put together, a line of a
 * key. */
static size_t piece(const struct secret_redactor *r, str line, size_t i)
{
	size_t word, longest = 0;
	unsigned left = COMPARED;

	if (i > 0 && in_word(line.p[i - 1]))
		return 0;
	word = word_length(line, i);
	if (word < PIECE)
		return 0;
	for (uint32_t at = r->places.first[hash(line.p + i, PIECE) & r->places.mask];
	     at != 0 && left > 0; at = r->places.next[at - 1], left--) {
		size_t n = 0;
		while (n < word && r->all.p[at - 1 + n] == line.p[i + n])
			n++;
		longest = n > longest ? n : longest;
	}
	if (left == 0)
		return word;
	return longest >= PIECE ? longest : 0;
}

str secret_redact_line(struct secret_redactor *r, str line)
{
	struct buf b = buf_in(r->arena);
	size_t kept = 0; /* from here on nothing is in b yet */

	if (r->count == 0)
		return line;
	if (!r->indexed)
		build(r);
	for (size_t i = 0; i < line.n;) {
		struct best best = whole(r, line, i);
		size_t word = best.many ? word_length(line, i) : 0;
		size_t n = best.size > word ? best.size : word;
		if (n == 0)
			n = piece(r, line, i);
		if (n == 0) {
			i++;
			continue;
		}
		buf_add(&b, str_slice(line, kept, i));
		buf_add(&b, best.size > word ? secret_redact(r->arena, best.text) : S("****"));
		kept = i += n;
	}
	if (kept == 0)
		return line;
	buf_add(&b, str_slice(line, kept, line.n));
	return buf_str(&b);
}
