/* Globs as position sets. A pattern of m parts is compiled into an array; matching keeps one bit a
 * position and moves all of them over each character of the text: O(n * m / 64) in every case,
 * where backtracking matchers take exponential time on `*a*a*a*b`. Characters are code points where
 * the bytes are UTF-8 and single bytes elsewhere. */
#include "text/glob.h"

#include "base/limits.h"

enum part_kind {
	PART_CHAR,
	PART_ANY,     /* ? */
	PART_SET,     /* [...] */
	PART_STAR,    /* * */
	PART_DEEP,    /* ** at the end: everything, slashes too */
	PART_FOLDERS, /* two stars and a slash: nothing, or any text that ends in a slash */
};

struct glob_part {
	uint8_t kind;
	bool slash; /* may match `/` */
	bool negated;
	uint32_t ch;
	str set; /* inside of the brackets, borrows from the pattern's copy */
};

#define WORDS (LIMIT_ROOM(LIMIT_GLOB_PARTS) / 64 + 1)

struct positions {
	uint64_t w[WORDS];
};

static uint32_t next_char(str s, size_t *at)
{
	unsigned n = str_utf8_len(str_slice(s, *at, s.n));
	uint32_t c = s.p[*at];

	if (n > 1) {
		c &= 0xffU >> (n + 1);
		for (unsigned i = 1; i < n; i++)
			c = c << 6 | (s.p[*at + i] & 0x3f);
	} else if (c >= 0x80) {
		c |= 0x80000000U; /* a stray byte is no code point */
	}
	*at += n ? n : 1;
	return c;
}

static bool negates(uint8_t b, enum glob_mode mode)
{
	return b == '!' || (b == '^' && mode == GLOB_PATH); /* not to fnmatch */
}

/* Length of the set that starts at s.p[at] == '[', brackets included; 0 when it does not end. */
static size_t set_length(str s, size_t at, enum glob_mode mode)
{
	size_t i = at + 1;

	if (i < s.n && negates(s.p[i], mode))
		i++;
	if (i < s.n && s.p[i] == ']')
		i++;
	while (i < s.n && s.p[i] != ']')
		i++;
	return i < s.n ? i + 1 - at : 0;
}

static bool set_has(const struct glob_part *p, uint32_t c)
{
	size_t i = 0;

	while (i < p->set.n) {
		uint32_t low = next_char(p->set, &i), high = low;
		if (i + 1 < p->set.n && p->set.p[i] == '-') {
			i++;
			high = next_char(p->set, &i);
		}
		if (c >= low && c <= high)
			return true;
	}
	return false;
}

static bool part_takes(const struct glob_part *p, uint32_t c)
{
	switch ((enum part_kind)p->kind) {
	case PART_CHAR:
		return c == p->ch;
	case PART_ANY:
	case PART_STAR:
		return p->slash || c != '/';
	case PART_SET:
		return (p->slash || c != '/') && set_has(p, c) != p->negated;
	case PART_DEEP:
	case PART_FOLDERS:
		return true;
	}
	return false;
}

/* Parts that match nothing are passed at once: a bit before one of them sets the bit behind it. */
static bool may_be_empty(const struct glob_part *p)
{
	return p->kind == PART_STAR || p->kind == PART_DEEP || p->kind == PART_FOLDERS;
}

static void add_position(const struct glob *g, struct positions *set, uint32_t i)
{
	while (true) {
		set->w[i / 64] |= (uint64_t)1 << i % 64;
		if (i == g->count || !may_be_empty(&g->parts[i]))
			return;
		i++;
	}
}

/* Where position i leads on character c. Position i inside FOLDERS means: in the middle of a
 * folder's name; the slash also leads behind it. */
static void step(const struct glob *g, struct positions *to, uint32_t i, uint32_t c)
{
	const struct glob_part *p = &g->parts[i];

	if (!part_takes(p, c))
		return;
	switch ((enum part_kind)p->kind) {
	case PART_CHAR:
	case PART_ANY:
	case PART_SET:
		add_position(g, to, i + 1);
		break;
	case PART_STAR:
	case PART_DEEP:
		add_position(g, to, i);
		break;
	case PART_FOLDERS:
		to->w[i / 64] |= (uint64_t)1 << i % 64;
		if (c == '/')
			add_position(g, to, i + 1);
		break;
	}
}

bool glob_match(const struct glob *g, str text)
{
	struct positions now = {{0}};
	uint32_t words = g->count / 64 + 1;

	if (g->parts == NULL)
		return false;
	add_position(g, &now, 0);
	for (size_t at = 0; at < text.n;) {
		uint32_t c = next_char(text, &at);
		struct positions then = {{0}};
		uint64_t any = 0;
		for (uint32_t w = 0; w < words; w++) {
			for (uint64_t bits = now.w[w]; bits != 0; bits &= bits - 1) {
				uint32_t i = w * 64 + (uint32_t)__builtin_ctzll(bits);
				if (i < g->count)
					step(g, &then, i, c);
			}
		}
		for (uint32_t w = 0; w < words; w++)
			any |= then.w[w];
		if (any == 0)
			return false;
		now = then;
	}
	return now.w[g->count / 64] >> g->count % 64 & 1;
}

bool glob_covers(const struct glob *g, str path)
{
	size_t from = 0;

	for (size_t i = 0; i <= path.n; i++) {
		if (i < path.n && path.p[i] != '/')
			continue;
		if (i > from && glob_match(g, str_slice(path, g->anchored ? 0 : from, i)))
			return true;
		if (!g->anchored)
			from = i + 1;
	}
	return false;
}

static struct glob_part star_part(str s, size_t *at, enum glob_mode mode)
{
	struct glob_part p = {.kind = PART_STAR, .slash = mode == GLOB_FNMATCH};
	size_t from = *at;

	while (*at < s.n && s.p[*at] == '*')
		++*at;
	if (mode == GLOB_FNMATCH || *at - from < 2 || (from > 0 && s.p[from - 1] != '/'))
		return p;
	if (*at == s.n) {
		p.kind = PART_DEEP;
	} else if (s.p[*at] == '/') {
		p.kind = PART_FOLDERS;
		++*at;
	}
	return p;
}

static struct glob_part next_part(str s, size_t *at, enum glob_mode mode)
{
	struct glob_part p = {.slash = mode == GLOB_FNMATCH};
	size_t n;

	switch (s.p[*at]) {
	case '*':
		return star_part(s, at, mode);
	case '?':
		++*at;
		p.kind = PART_ANY;
		return p;
	case '[':
		n = set_length(s, *at, mode);
		if (n == 0)
			break;
		p.kind = PART_SET;
		p.set = str_slice(s, *at + 1, *at + n - 1);
		if (p.set.n > 0 && negates(p.set.p[0], mode)) {
			p.negated = true;
			p.set = str_slice(p.set, 1, p.set.n);
		}
		*at += n;
		return p;
	case '\\':
		if (mode == GLOB_PATH && *at + 1 < s.n)
			++*at;
		break;
	default:
		break;
	}
	p.kind = PART_CHAR;
	p.ch = next_char(s, at);
	return p;
}

bool glob_compile(struct glob *g, struct arena *a, str pattern, enum glob_mode mode)
{
	size_t at = 0;
	uint32_t room = 0;

	*g = (struct glob){0};
	if (pattern.n > LIMIT_GLOB_BYTES)
		return false;
	if (mode == GLOB_PATH) {
		while (str_ends(pattern, S("/")))
			pattern.n--;
		g->anchored = str_find_byte(pattern, '/') != STR_NONE;
		if (str_starts(pattern, S("./")))
			pattern = str_slice(pattern, 2, pattern.n);
		else if (str_starts(pattern, S("/")))
			pattern = str_slice(pattern, 1, pattern.n);
	}
	pattern = arena_dup(a, pattern);
	room = pattern.n < LIMIT_GLOB_PARTS ? (uint32_t)pattern.n : LIMIT_GLOB_PARTS;
	g->parts = NEW(a, struct glob_part, room + 1);
	while (at < pattern.n) {
		struct glob_part p = next_part(pattern, &at, mode);
		if (g->count > 0 && p.kind == PART_STAR && g->parts[g->count - 1].kind == PART_STAR)
			continue;
		if (g->count == LIMIT_GLOB_PARTS) {
			g->parts = NULL;
			return false;
		}
		g->parts[g->count++] = p;
	}
	return true;
}
