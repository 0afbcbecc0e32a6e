/* Bytes that a pickle holds as text: protocols 0 to 2 have no opcode for bytes, so that Python 3
 * writes them as characters 0 to 255 of a string (which are encoded as UTF-8, or in protocol 0 as a
 * line with \uXXXX), and Python 2 wrote them as a quoted line with escapes. Arrays of any size come
 * in this form: long ones are decoded while they are read. */
#include "base/ascii.h"
#include "base/limits.h"
#include "model/pickle_int.h"
#include "model/pickle_tree.h"

#define MARK_EVERY ((uint64_t)64 * KiB) /* decoded bytes between places that are remembered */
#define DECODE_AT_ONCE (4 * KiB)
#define WINDOW (4 * KiB)

enum coding {
	CODING_LATIN1, /* UTF-8 of characters up to 255 */
	CODING_STRING,
	CODING_RAW,
};

struct decoder {
	struct blob_source source;
	struct blob in;
	enum coding coding;
	bool bad;
	uint64_t in_at, out_at; /* where it stands */
	uint64_t *mark;		/* where in `in` each MARK_EVERY bytes begin; in arena */
	size_t marks, mark_room;
	uint64_t window_at; /* of `window` in `in` */
	size_t window_n;
	uint8_t *window; /* in arena; NULL: `in` is memory */
};

/* The byte so many behind the place, or -1 at the end. */
static int peek(struct decoder *d, uint64_t ahead)
{
	uint64_t at = d->in_at + ahead, left;

	if (at >= d->in.size)
		return -1;
	if (d->in.memory != NULL)
		return d->in.memory[at];
	if (at < d->window_at || at - d->window_at >= d->window_n) {
		left = d->in.size - at;
		d->window_n = left < WINDOW ? (size_t)left : WINDOW;
		d->window_at = at;
		if (!blob_copy(d->in, at, d->window, d->window_n)) {
			d->window_n = 0;
			d->bad = true;
			return -1;
		}
	}
	return d->window[at - d->window_at];
}

/* The number that n hexadecimal digits say from `ahead` on; -1: they are none. */
static int64_t hex_number(struct decoder *d, uint64_t ahead, unsigned n)
{
	int64_t x = 0;

	for (unsigned i = 0; i < n; i++) {
		int digit = hex_digit(peek(d, ahead + i));
		if (digit < 0)
			return -1;
		x = x * 16 + digit;
	}
	return x;
}

static int latin1_byte(struct decoder *d)
{
	int b = peek(d, 0), c;

	if (b < 0x80) {
		d->in_at++;
		return b;
	}
	c = peek(d, 1);
	if ((b != 0xc2 && b != 0xc3) || c < 0x80 || c > 0xbf)
		return -1;
	d->in_at += 2;
	return (b & 3) << 6 | (c & 0x3f);
}

static int octal(struct decoder *d)
{
	int x = 0;
	uint64_t n = 1;

	for (; n < 4 && peek(d, n) >= '0' && peek(d, n) <= '7'; n++)
		x = x * 8 + peek(d, n) - '0';
	d->in_at += n;
	return x & 0xff;
}

static int string_byte(struct decoder *d)
{
	static const char from[] = "\\'\"bftnrva", to[] = "\\'\"\b\f\t\n\r\v\a";
	int b = peek(d, 0), c = peek(d, 1);
	const char *known = c > 0 ? strchr(from, c) : NULL;
	int64_t x;

	if (b != '\\' || c < 0) {
		d->in_at++;
		return b;
	}
	if (known != NULL) {
		d->in_at += 2;
		return to[known - from];
	}
	if (c >= '0' && c <= '7')
		return octal(d);
	x = c == 'x' ? hex_number(d, 2, 2) : -1;
	d->in_at += x >= 0 ? 4 : 1; /* what is no escape stays as it is */
	return x >= 0 ? (int)x : '\\';
}

/* A backslash before anything but u and U would stand for itself and take the next byte with it;
 * picklers write backslashes as \u005c. */
static int raw_byte(struct decoder *d)
{
	int b = peek(d, 0), c = peek(d, 1);
	unsigned n = b != '\\' ? 0 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
	int64_t x = n ? hex_number(d, 2, n) : -1;

	if (x > 0xff || (b == '\\' && x < 0))
		return -1;
	d->in_at += x >= 0 ? 2 + n : 1;
	return x >= 0 ? (int)x : b;
}

static int next_byte(struct decoder *d)
{
	int b = -1;

	if (d->in_at >= d->in.size)
		return -1;
	switch (d->coding) {
	case CODING_LATIN1:
		b = latin1_byte(d);
		break;
	case CODING_STRING:
		b = string_byte(d);
		break;
	case CODING_RAW:
		b = raw_byte(d);
		break;
	}
	d->bad |= b < 0;
	d->out_at += b >= 0;
	return d->bad ? -1 : b;
}

static bool read_decoded(struct blob_source *s, uint64_t at, uint8_t *to, size_t n)
{
	struct decoder *d = (struct decoder *)s;
	int b;

	if (n == 0)
		return true;
	if (at < d->out_at || at - d->out_at > MARK_EVERY) {
		d->in_at = d->mark[at / MARK_EVERY];
		d->out_at = at / MARK_EVERY * MARK_EVERY;
	}
	while (d->out_at < at)
		if (next_byte(d) < 0)
			return false;
	for (size_t i = 0; i < n; i++) {
		b = next_byte(d);
		if (b < 0)
			return false;
		to[i] = (uint8_t)b;
	}
	return true;
}

static void remember(struct decoder *d, struct arena *a)
{
	if (d->marks == d->mark_room) {
		size_t room = d->mark_room ? d->mark_room * 2 : 4;
		uint64_t *larger = NEW(a, uint64_t, room);
		if (d->marks > 0)
			memcpy(larger, d->mark, d->marks * sizeof(*larger));
		d->mark = larger;
		d->mark_room = room;
	}
	d->mark[d->marks++] = d->in_at;
}

/* Decodes all of it once: is it good, and how long? */
static bool decoder_open(struct arena *a, struct blob in, enum coding coding, struct blob *out)
{
	struct decoder *d = NEW(a, struct decoder, 1);

	d->source.read = read_decoded;
	d->in = in;
	d->coding = coding;
	if (in.memory == NULL)
		d->window = arena_raw(a, WINDOW, 16);
	do {
		if (d->out_at % MARK_EVERY == 0 && d->out_at / MARK_EVERY == d->marks)
			remember(d, a);
	} while (next_byte(d) >= 0);
	*out = blob_from(&d->source, d->out_at);
	return !d->bad;
}

/* False: not what the coding can say. `to` has room for in.size bytes. */
static bool decode_to(struct blob in, enum coding coding, uint8_t *to, size_t *n)
{
	struct decoder d = {.in = in, .coding = coding};
	int b;

	*n = 0;
	while ((b = next_byte(&d)) >= 0)
		to[(*n)++] = (uint8_t)b;
	return !d.bad;
}

static bool decode(struct arena *a, struct blob in, enum coding coding, struct blob *out)
{
	size_t n = (size_t)in.size;
	uint8_t *to;
	str all;

	if (in.size > DECODE_AT_ONCE)
		return decoder_open(a, in, coding, out);
	all = blob_get(in, a, 0, n);
	to = arena_raw(a, n, 16);
	if (all.n != n || !decode_to(blob_of(all), coding, to, &n))
		return false;
	arena_trim(a, to, all.n, n);
	*out = blob_of((str){to, n});
	return true;
}

size_t pickle_escapes(str s, uint8_t *to)
{
	size_t n;

	(void)!decode_to(blob_of(s), CODING_STRING, to, &n);
	return n;
}

static struct blob here(struct pickle_tree_value v)
{
	return blob_of((str){v.p, v.count});
}

static struct blob there(struct pickle_tree *t, const struct pickle_tree_place *p)
{
	return blob_slice(pickle_tree_source(t), p->at, p->at + p->length);
}

bool pickle_tree_bytes(struct pickle_tree *t, struct arena *a, struct pickle_tree_value v,
		       struct blob *out)
{
	const struct pickle_tree_place *p = v.place;

	if (v.kind != PT_BYTES && v.kind != PT_BYTEARRAY &&
	    (v.kind != PT_STR || !(v.flags & PT_PYTHON2)))
		return false;
	if (v.flags & PT_HERE) {
		*out = here(v);
		return true;
	}
	*out = there(t, p);
	if (p->form != PT_FORM_STRING)
		return true;
	return decode(a, blob_slice(*out, 1, p->length - 1), CODING_STRING, out);
}

bool pickle_tree_latin1(struct pickle_tree *t, struct arena *a, struct pickle_tree_value v,
			struct blob *out)
{
	if (v.kind != PT_STR)
		return false;
	if (v.flags & PT_PYTHON2)
		return pickle_tree_bytes(t, a, v, out);
	if (v.flags & PT_HERE)
		return decode(a, here(v), CODING_LATIN1, out);
	return decode(a, there(t, v.place),
		      v.place->form == PT_FORM_RAW ? CODING_RAW : CODING_LATIN1, out);
}
