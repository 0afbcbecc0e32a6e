/* What is shown of lines in which secrets stand: a short prefix and "****" of each secret, "****"
 * of each word that is a piece of one. Every line of a file is looked at for every secret of that
 * file, of which there may be twenty thousand: so what six bytes in a row the secrets have is
 * looked up, and of many secrets with the same six bytes only some are compared; then the whole
 * word goes. */
#include "engine/secret_redact.h"

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

static void build(struct secret_redactor *r)
{
	r->all = buf_in(r->arena);
	chains_make(&r->begins, r->arena, r->count);
	for (uint32_t i = 0; i < r->count; i++) {
		size_t n = beginning(r->texts[i]);
		chains_add(&r->begins, hash(r->texts[i].p, n), i);
		r->sizes |= 1u << n;
		buf_add(&r->all, r->texts[i]);
		buf_byte(&r->all, 0);
	}
	chains_make(&r->places, r->arena, r->all.n);
	for (size_t i = 0; i + PIECE <= r->all.n; i++)
		chains_add(&r->places, hash(r->all.p + i, PIECE), (uint32_t)i);
	r->indexed = true;
}

/* ---- Whole secrets ---- */

/* How much of `line` at i is the value from its beginning on, escapes in the line passed over. */
static size_t same_length(str line, size_t i, str value)
{
	size_t k = 0, from = i;

	while (k < value.n && i < line.n) {
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
	return k == value.n || (i == line.n && k >= PIECE) ? i - from : 0;
}

/* At most n bytes from i on as they are without escapes. */
static size_t unescaped(str line, size_t i, uint8_t *to, size_t n)
{
	size_t k = 0;

	for (; k < n && i < line.n; k++, i++) {
		uint8_t c = line.p[i];
		if (c == '\\' && k > 0 && i + 1 < line.n) {
			c = line.p[++i];
			c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
		}
		to[k] = c;
	}
	return k;
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
		size_t n = text.p[0] == line.p[i] ? same_length(line, i, text) : 0;
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

/* Of the secrets that begin at i the longest one. */
static struct best whole(const struct secret_redactor *r, str line, size_t i)
{
	struct best best = {0};
	uint8_t bytes[PIECE];

	for (size_t n = 1; n <= PIECE; n++) {
		if ((r->sizes & 1u << n) == 0)
			continue;
		if (line.n - i >= n)
			compare(r, line, i, hash(line.p + i, n), &best);
		if (unescaped(line, i, bytes, n) == n &&
		    (line.n - i < n || memcmp(bytes, line.p + i, n) != 0))
			compare(r, line, i, hash(bytes, n), &best);
	}
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
