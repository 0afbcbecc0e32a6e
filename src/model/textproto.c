/* The text format of protocol buffers (protobuf.dev, "Text Format Language Specification"): blocks
 * in {} or <>, fields `name: value`, strings in either quotes with C escapes that join when they
 * stand next to each other, comments from # to the line's end. */
#include "model/textproto.h"

#include "base/limits.h"

struct scanner {
	struct stream *s;
	const struct textproto_visitor *v;
	uint8_t (*blocks)[TEXTPROTO_NAME]; /* in arena */
	uint8_t lengths[LIMIT_ROOM(LIMIT_TEXTPROTO_DEPTH)];
	unsigned depth;
	uint8_t name[TEXTPROTO_NAME], value[TEXTPROTO_VALUE];
	size_t name_n, value_n;
	uint64_t at;	 /* of the name */
	bool after_name; /* a name was read, and nothing after it but perhaps a colon */
	bool has_value;	 /* a string was: another may follow */
	bool colon;
};

static bool is_word(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '-' || c == '+' || c >= 0x80;
}

static str block_of(const struct scanner *x)
{
	if (x->depth == 0)
		return (str){NULL, 0};
	return (str){x->blocks[x->depth - 1], x->lengths[x->depth - 1]};
}

static void flush(struct scanner *x)
{
	if (x->has_value && x->v->field != NULL)
		x->v->field(x->v->ctx, block_of(x), (str){x->name, x->name_n},
			    (str){x->value, x->value_n}, x->at);
	x->has_value = x->after_name = x->colon = false;
	x->value_n = 0;
}

static void keep(struct scanner *x, int c)
{
	if (x->value_n < TEXTPROTO_VALUE)
		x->value[x->value_n++] = (uint8_t)c;
}

static int peek(struct scanner *x)
{
	return stream_ready(x->s) ? *x->s->p : -1;
}

/* Up to `most` digits of a base; the character they spell. */
static int digits(struct scanner *x, int first, unsigned base, unsigned most)
{
	int value = first;

	for (unsigned i = 0; i < most; i++) {
		int c = peek(x), d = c >= '0' && c <= '9' ? c - '0'
				     : c >= 0 && (c | 32) >= 'a' && (c | 32) <= 'f'
					     ? (c | 32) - 'a' + 10
					     : 99;
		if (d >= (int)base)
			break;
		value = value * (int)base + d;
		(void)stream_byte(x->s);
	}
	return value & 0xff;
}

static int escaped(struct scanner *x)
{
	int c = stream_byte(x->s);

	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'r':
		return '\r';
	case 'x':
	case 'X':
		return digits(x, 0, 16, 2);
	default:
		return c >= '0' && c <= '7' ? digits(x, c - '0', 8, 2) : c;
	}
}

static bool read_string(struct scanner *x, int quote)
{
	for (;;) {
		int c = stream_byte(x->s);
		if (c < 0 || c == '\n')
			return false;
		if (c == quote)
			break;
		if (c == '\\')
			c = escaped(x);
		if (c >= 0)
			keep(x, c);
	}
	x->has_value = x->after_name || x->has_value;
	return true;
}

/* A name, or a value that is no string. */
static void read_word(struct scanner *x, int c)
{
	bool is_value = x->colon && !x->has_value;
	uint64_t at = stream_at(x->s) - 1;

	if (!is_value) {
		flush(x);
		x->name_n = 0;
		x->at = at;
	}
	for (;;) {
		if (is_value)
			keep(x, c);
		else if (x->name_n < TEXTPROTO_NAME)
			x->name[x->name_n++] = (uint8_t)c;
		if (!is_word(peek(x)))
			break;
		c = stream_byte(x->s);
	}
	if (is_value) {
		x->has_value = true;
		flush(x);
	} else {
		x->after_name = true;
	}
}

static bool open_block(struct scanner *x)
{
	if (x->has_value)
		flush(x);
	if (x->depth == LIMIT_TEXTPROTO_DEPTH)
		return false;
	memcpy(x->blocks[x->depth], x->name, x->name_n);
	x->lengths[x->depth++] = (uint8_t)x->name_n;
	x->after_name = x->colon = false;
	return true;
}

static bool close_block(struct scanner *x)
{
	flush(x);
	if (x->depth == 0)
		return false;
	if (x->v->close != NULL)
		x->v->close(x->v->ctx, block_of(x));
	x->depth--;
	return true;
}

static bool step(struct scanner *x, int c)
{
	switch (c) {
	case '#':
		while (c >= 0 && c != '\n')
			c = stream_byte(x->s);
		return true;
	case ':':
		x->colon = x->after_name;
		return true;
	case '"':
	case '\'':
		return read_string(x, c);
	case '{':
	case '<':
		return open_block(x);
	case '}':
	case '>':
		return close_block(x);
	case ',':
	case ';':
		flush(x);
		return true;
	default:
		if (is_word(c))
			read_word(x, c);
		return true;
	}
}

bool textproto_read(struct arena *a, struct stream *s, const struct textproto_visitor *v,
		    uint64_t *at)
{
	struct scanner x = {.s = s, .v = v};
	int c;

	x.blocks = arena_alloc(a, LIMIT_TEXTPROTO_DEPTH * (size_t)TEXTPROTO_NAME, 1);
	while ((c = stream_byte(s)) >= 0) {
		if (!step(&x, c)) {
			*at = stream_at(s);
			return false;
		}
	}
	flush(&x);
	*at = stream_at(s);
	return x.depth == 0;
}
