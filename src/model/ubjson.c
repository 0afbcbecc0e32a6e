/* Numbers are big-endian. A container may say the type ($) and count (#) of what is in it; values
 * of a stated type have no marker of their own, and no closing bracket follows a count. */
#include "model/ubjson.h"

#include "base/limits.h"

struct ubjson {
	struct stream *s;
	struct ubjson_diag *diag;
};

static bool bad(struct ubjson *u, enum ubjson_code code, const char *msg)
{
	if (u->diag->code == UBJSON_DIAG_NONE)
		*u->diag = (struct ubjson_diag){code, stream_at(u->s), msg};
	return false;
}

static int next(struct ubjson *u)
{
	int c;

	do
		c = stream_byte(u->s);
	while (c == 'N');
	if (c < 0)
		bad(u, UBJSON_DIAG_CUT, "ends inside a value");
	return c;
}

/* Bytes of a value of fixed width; -1: it has none. */
static int width_of(int marker)
{
	switch (marker) {
	case 'Z':
	case 'T':
	case 'F':
		return 0;
	case 'i':
	case 'U':
	case 'C':
		return 1;
	case 'I':
		return 2;
	case 'l':
	case 'd':
		return 4;
	case 'L':
	case 'D':
		return 8;
	default:
		return -1;
	}
}

static bool skip(struct ubjson *u, uint64_t n)
{
	return stream_skip(u->s, n) == n || bad(u, UBJSON_DIAG_CUT, "ends inside a value");
}

/* An integer with its marker, which must not be negative. */
static bool read_count(struct ubjson *u, int marker, uint64_t *n)
{
	int width = width_of(marker);
	uint64_t v = 0;

	if (width <= 0 || marker == 'C' || marker == 'd' || marker == 'D')
		return bad(u, UBJSON_DIAG_LENGTH, "no number where a length is expected");
	for (int i = 0; i < width; i++) {
		int c = stream_byte(u->s);
		if (c < 0)
			return bad(u, UBJSON_DIAG_CUT, "ends inside a length");
		v = v << 8 | (uint64_t)c;
	}
	if (marker != 'U' && v >> (8 * width - 1))
		return bad(u, UBJSON_DIAG_LENGTH, "a negative length");
	*n = v;
	return true;
}

static bool read_value(struct ubjson *u, int marker, unsigned depth);

/* What follows the opening bracket of a container: its type (0: each has its own) and count. */
static bool read_optimised(struct ubjson *u, int *marker, int *type, uint64_t *count, bool *counted)
{
	*type = 0;
	*counted = false;
	*count = 0;
	if (*marker == '$') {
		*type = next(u);
		*marker = next(u);
		if (*marker != '#')
			return bad(u, UBJSON_DIAG_MARKER, "a type without a count");
	}
	if (*marker == '#') {
		*counted = true;
		return read_count(u, next(u), count);
	}
	return true;
}

static bool read_container(struct ubjson *u, int open, unsigned depth)
{
	int close = open == '{' ? '}' : ']', marker = next(u), type, width;
	uint64_t count, n;
	bool counted;

	if (depth >= LIMIT_TEXT_DEPTH)
		return bad(u, UBJSON_DIAG_DEPTH, "nested too deep");
	if (!read_optimised(u, &marker, &type, &count, &counted))
		return false;
	width = width_of(type);
	if (open == '[' && type != 0 && width >= 0) {
		if (width > 0 && count > UINT64_MAX / 8)
			return bad(u, UBJSON_DIAG_LENGTH, "a count beyond any file");
		return skip(u, count * (unsigned)width);
	}
	for (uint64_t i = 0; u->diag->code == UBJSON_DIAG_NONE; i++) {
		if (counted ? i == count : marker == close)
			return true;
		if (counted && (open == '{' || type == 0))
			marker = next(u);
		if (open == '{') {
			if (!read_count(u, marker, &n) || !skip(u, n))
				return false;
			marker = type != 0 ? type : next(u);
		} else if (type != 0) {
			marker = type;
		}
		if (!read_value(u, marker, depth + 1))
			return false;
		if (!counted)
			marker = next(u);
	}
	return false;
}

static bool read_value(struct ubjson *u, int marker, unsigned depth)
{
	int width = width_of(marker);
	uint64_t n;

	if (u->diag->code != UBJSON_DIAG_NONE)
		return false;
	if (width >= 0)
		return skip(u, (uint64_t)width);
	if (marker == 'S' || marker == 'H')
		return read_count(u, next(u), &n) && skip(u, n);
	if (marker == '{' || marker == '[')
		return read_container(u, marker, depth);
	return bad(u, UBJSON_DIAG_MARKER, "a type that UBJSON does not have");
}

bool ubjson_read(struct stream *s, uint64_t *end, struct ubjson_diag *d)
{
	struct ubjson u = {.s = s, .diag = d};
	int marker;

	*d = (struct ubjson_diag){0};
	marker = next(&u);
	(void)read_value(&u, marker, 0);
	*end = stream_at(s);
	return d->code == UBJSON_DIAG_NONE;
}

str ubjson_first_key(str head)
{
	str none = {NULL, 0};
	size_t width, at;
	uint64_t n = 0;

	if (head.n < 4 || head.p[0] != '{' || width_of(head.p[1]) <= 0)
		return none;
	width = (size_t)width_of(head.p[1]);
	if (head.n < 2 + width)
		return none;
	for (at = 2; at < 2 + width; at++)
		n = n << 8 | head.p[at];
	return n > 0 && n < 64 && n <= head.n - at ? str_slice(head, at, at + (size_t)n) : none;
}
