/* An item is a word of flags (type, levels, has attributes, has a tag) and what the type asks for.
 * Pair lists, calls, closures and promises share one layout: attributes, tag, car, cdr, where the
 * cdr of a list goes on without nesting. Symbols, environments, external pointers and packages are
 * numbered as they appear, and referred to by number.
 *
 * Traps: a promise's tag is its environment, its car the value (UNBOUNDVALUE_SXP: not evaluated,
 * CVE-2024-27322), its cdr the expression. Byte code has its constants in a layout of its own, with
 * references of its own. A length of -1 means that two words with a longer one follow. */
#include "model/rds.h"

#include "base/limits.h"

enum {
	NIL = 0,
	SYMBOL = 1,
	LIST = 2,
	CLOSURE = 3,
	ENVIRONMENT = 4,
	PROMISE = 5,
	CALL = 6,
	SPECIAL = 7,
	BUILTIN = 8,
	CHARS = 9,
	LOGICAL = 10,
	INTEGER = 13,
	REAL = 14,
	COMPLEX = 15,
	STRINGS = 16,
	DOTS = 17,
	VECTOR = 19,
	EXPRESSION = 20,
	BYTECODE = 21,
	POINTER = 22,
	WEAK = 23,
	RAW = 24,
	OBJECT = 25,
	ALTREP = 238,
	ATTRIBUTE_LIST = 239,
	ATTRIBUTE_CALL = 240,
	BASE_ENVIRONMENT = 241,
	EMPTY_ENVIRONMENT = 242,
	BYTE_REFERENCE = 243,
	BYTE_DEFINITION = 244,
	PERSISTENT = 247,
	PACKAGE = 248,
	NAMESPACE = 249,
	BASE_NAMESPACE = 250,
	MISSING = 251,
	UNBOUND = 252,
	GLOBAL_ENVIRONMENT = 253,
	NIL_VALUE = 254,
	REFERENCE = 255,
};

struct rds {
	struct stream *s;
	struct arena *arena;
	const struct rds_visitor *v;
	struct rds_diag *diag;
	struct rds_where where;
	char form; /* X, A or B */
	bool workspace;
	str *names; /* in arena: of references that are symbols; empty for the others */
	uint32_t count, room;
	uint8_t text[RDS_TEXT];
};

/* What became of an item: its type, and a symbol's name. */
struct item {
	unsigned type;
	str name;
};

static bool bad(struct rds *r, enum rds_code code, const char *msg)
{
	if (r->diag->code == RDS_DIAG_NONE)
		*r->diag = (struct rds_diag){code, stream_at(r->s), msg};
	return false;
}

static bool failed(const struct rds *r)
{
	return r->diag->code != RDS_DIAG_NONE;
}

/* ---- Numbers ---- */

static bool read_bytes(struct rds *r, uint8_t *to, size_t n)
{
	return stream_read(r->s, to, n) == n || bad(r, RDS_DIAG_CUT, "ends inside an object");
}

/* A word of the ASCII form. */
static str read_word(struct rds *r, uint8_t *room, size_t most)
{
	size_t n = 0;
	int c;

	do
		c = stream_byte(r->s);
	while (c == ' ' || c == '\n' || c == '\r' || c == '\t');
	for (; c >= 0 && c != ' ' && c != '\n' && c != '\r' && c != '\t'; c = stream_byte(r->s))
		if (n < most)
			room[n++] = (uint8_t)c;
	if (n == 0)
		bad(r, RDS_DIAG_CUT, "ends inside an object");
	return (str){room, n};
}

static int32_t read_ascii_int(struct rds *r)
{
	uint8_t room[16];
	str word = read_word(r, room, sizeof(room));
	bool minus = word.n > 0 && word.p[0] == '-';
	uint64_t v;

	if (str_eq(word, S("NA")))
		return INT32_MIN;
	if (!str_to_u64(str_slice(word, minus, word.n), &v) || v > INT32_MAX) {
		bad(r, RDS_DIAG_NUMBER, "no number where one is expected");
		return 0;
	}
	return minus ? -(int32_t)v : (int32_t)v;
}

static int32_t read_int(struct rds *r)
{
	uint8_t b[4];

	if (r->form == 'A')
		return read_ascii_int(r);
	if (!read_bytes(r, b, 4))
		return 0;
	if (r->form == 'B')
		return (int32_t)((uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 |
				 b[0]);
	return (int32_t)((uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3]);
}

static uint64_t read_length(struct rds *r)
{
	int32_t n = read_int(r), high, low;

	if (n >= 0)
		return (uint64_t)n;
	if (n != -1) {
		bad(r, RDS_DIAG_LENGTH, "a negative length");
		return 0;
	}
	high = read_int(r);
	low = read_int(r);
	if (high < 0 || high > 1 << 16) {
		bad(r, RDS_DIAG_LENGTH, "a length beyond what R allows");
		return 0;
	}
	return (uint64_t)(uint32_t)high << 32 | (uint32_t)low;
}

/* `count` numbers of `width` bytes, of `words` words in the ASCII form. */
static bool skip_numbers(struct rds *r, uint64_t count, unsigned width, unsigned words)
{
	uint8_t room[8];

	if (r->form != 'A') {
		if (stream_skip(r->s, count * width) == count * width)
			return true;
		return bad(r, RDS_DIAG_CUT, "ends inside a vector");
	}
	for (uint64_t i = 0; i < count * words && !failed(r); i++)
		(void)read_word(r, room, sizeof(room));
	return !failed(r);
}

/* One character of the ASCII form's strings; -1 at the end of the input. */
static int read_escaped(struct rds *r)
{
	int c = stream_byte(r->s), digit;

	if (c != '\\')
		return c;
	c = stream_byte(r->s);
	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'r':
		return '\r';
	case 'v':
		return '\v';
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'a':
		return '\a';
	default:
		break;
	}
	if (c < '0' || c > '7')
		return c;
	c -= '0';
	for (unsigned i = 0; i < 2 && stream_ready(r->s); i++) {
		digit = *r->s->p;
		if (digit < '0' || digit > '7')
			break;
		c = (c << 3 | (digit - '0')) & 0xff;
		(void)stream_byte(r->s);
	}
	return c;
}

/* A string of n bytes: its first RDS_TEXT bytes are kept in r->text. */
static str read_string(struct rds *r, uint64_t n)
{
	size_t keep = n < RDS_TEXT ? (size_t)n : RDS_TEXT;
	int c;

	if (r->form != 'A') {
		if (!read_bytes(r, r->text, keep))
			return (str){NULL, 0};
		if (stream_skip(r->s, n - keep) != n - keep)
			bad(r, RDS_DIAG_CUT, "ends inside a string");
		return (str){r->text, keep};
	}
	while (n > 0 && stream_ready(r->s) && *r->s->p <= ' ') /* blanks in it are escaped */
		(void)stream_byte(r->s);
	for (uint64_t i = 0; i < n; i++) {
		c = read_escaped(r);
		if (c < 0) {
			bad(r, RDS_DIAG_CUT, "ends inside a string");
			break;
		}
		if (i < keep)
			r->text[i] = (uint8_t)c;
	}
	return (str){r->text, keep};
}

/* ---- References ---- */

static void add_reference(struct rds *r, str name)
{
	if (r->count == LIMIT_RDS_REFERENCES) {
		bad(r, RDS_DIAG_SYMBOLS, "more symbols and environments than assay remembers");
		return;
	}
	r->names = GROW(r->arena, r->names, r->count, &r->room);
	r->names[r->count++] = name.n > 0 ? arena_dup(r->arena, name) : name;
}

static struct item reference(struct rds *r, uint32_t flags)
{
	uint32_t i = flags >> 8;
	struct item it = {.type = REFERENCE};

	if (i == 0)
		i = (uint32_t)read_int(r);
	if (i == 0 || i > r->count) {
		bad(r, RDS_DIAG_REFERENCE, "a reference to an object that was not there");
		return it;
	}
	it.name = r->names[i - 1];
	if (it.name.n > 0)
		it.type = SYMBOL;
	return it;
}

/* ---- Items ---- */

static struct item read_item(struct rds *r, unsigned depth);
static struct item read_flagged(struct rds *r, uint32_t flags, unsigned depth);

static bool deeper(struct rds *r, unsigned depth)
{
	return depth < LIMIT_RDS_DEPTH || bad(r, RDS_DIAG_DEPTH, "objects nested too deep");
}

static str read_chars(struct rds *r)
{
	int32_t n = read_int(r);

	if (n == -1)
		return (str){NULL, 0};
	if (n < -1) {
		bad(r, RDS_DIAG_LENGTH, "a negative length");
		return (str){NULL, 0};
	}
	return read_string(r, (uint64_t)n);
}

static struct item read_symbol(struct rds *r)
{
	uint32_t flags = (uint32_t)read_int(r);
	struct item it = {.type = SYMBOL};

	if ((flags & 0xff) == CHARS) {
		add_reference(r, read_chars(r));
		if (r->count > 0)
			it.name = r->names[r->count - 1];
	} else {
		bad(r, RDS_DIAG_TYPE, "a symbol without a name");
	}
	return it;
}

static void called(struct rds *r, str function, uint64_t at)
{
	struct rds_where w = r->where;

	w.at = at;
	if (r->v->call != NULL && function.n > 0)
		r->v->call(r->v->ctx, &w, function);
}

/* A list or call: car after car. In a call of `::` what follows is what is called. */
static struct item read_pairs(struct rds *r, uint32_t flags, unsigned depth)
{
	unsigned type = flags & 0xff;
	struct item first = {0}, it;
	bool is_call = type == CALL || type == ATTRIBUTE_CALL, qualified = false;
	bool variables = r->workspace && depth == 1;
	uint64_t at = stream_at(r->s);

	r->where.calls += is_call;
	for (unsigned i = 0; !failed(r); i++) {
		struct item tag = {0};
		if (flags & 1 << 9)
			(void)read_item(r, depth + 1);
		if (flags & 1 << 10)
			tag = read_item(r, depth + 1);
		it = read_item(r, depth + 1);
		if (i == 0)
			first = it;
		if (is_call && ((i == 0 && it.type == SYMBOL) || (i == 2 && qualified)))
			called(r, it.name, at);
		qualified |= i == 0 && (str_eq(it.name, S("::")) || str_eq(it.name, S(":::")));
		if (variables && r->v->variable != NULL)
			r->v->variable(r->v->ctx, at, tag.name, it.type);
		flags = (uint32_t)read_int(r);
		if ((flags & 0xff) != LIST && (flags & 0xff) != CALL)
			break;
	}
	if (!failed(r))
		(void)read_flagged(r, flags, depth + 1);
	r->where.calls -= is_call;
	first.type = type;
	return first;
}

static struct item read_closure(struct rds *r, uint32_t flags, unsigned depth)
{
	r->where.closures++;
	if (flags & 1 << 9)
		(void)read_item(r, depth + 1);
	if (flags & 1 << 10)
		(void)read_item(r, depth + 1);
	(void)read_item(r, depth + 1);
	(void)read_item(r, depth + 1);
	r->where.closures--;
	return (struct item){.type = CLOSURE};
}

static struct item read_promise(struct rds *r, uint32_t flags, unsigned depth)
{
	uint64_t at = stream_at(r->s);
	bool unevaluated;
	struct rds_where w;

	if (flags & 1 << 9)
		(void)read_item(r, depth + 1);
	if (flags & 1 << 10)
		(void)read_item(r, depth + 1);
	unevaluated = read_item(r, depth + 1).type == UNBOUND;
	r->where.promises += unevaluated;
	(void)read_item(r, depth + 1);
	w = r->where;
	w.at = at;
	if (r->v->promise != NULL)
		r->v->promise(r->v->ctx, &w, unevaluated || failed(r));
	r->where.promises -= unevaluated;
	return (struct item){.type = PROMISE};
}

static struct item read_environment(struct rds *r, unsigned depth)
{
	add_reference(r, (str){NULL, 0});
	(void)read_int(r); /* locked */
	r->where.environments++;
	for (unsigned i = 0; i < 4 && !failed(r); i++)
		(void)read_item(r, depth + 1); /* enclosure, frame, hash table, attributes */
	r->where.environments--;
	return (struct item){.type = ENVIRONMENT};
}

/* The names of a package, a namespace or what a hook restores. */
static struct item read_names(struct rds *r, unsigned type, unsigned depth)
{
	uint64_t n;

	if (read_int(r) != 0)
		bad(r, RDS_DIAG_TYPE, "names of names");
	n = read_length(r);
	for (uint64_t i = 0; i < n && !failed(r); i++)
		(void)read_item(r, depth + 1);
	add_reference(r, (str){NULL, 0});
	return (struct item){.type = type};
}

static struct item read_altrep(struct rds *r, unsigned depth)
{
	uint64_t at = stream_at(r->s);
	uint32_t flags = (uint32_t)read_int(r);
	struct item class = {0}, package = {0};

	/* info: a list of the class, its package and the type */
	if ((flags & 0xff) != LIST) {
		bad(r, RDS_DIAG_TYPE, "an object of a package without its class");
	} else {
		class = read_item(r, depth + 1);
		flags = (uint32_t)read_int(r);
		if ((flags & 0xff) == LIST)
			package = read_item(r, depth + 1);
		(void)read_item(r, depth + 1);
		if (r->v->altrep != NULL && !failed(r))
			r->v->altrep(r->v->ctx, at, class.name, package.name);
		(void)read_item(r, depth + 1); /* state */
		(void)read_item(r, depth + 1); /* attributes */
	}
	return (struct item){.type = ALTREP};
}

/* ---- Byte code ---- */

static void read_byte_code(struct rds *r, unsigned depth);

static bool is_byte_list(unsigned type)
{
	return type == CALL || type == LIST || type == ATTRIBUTE_CALL || type == ATTRIBUTE_LIST ||
	       type == BYTE_DEFINITION;
}

static struct item read_byte_list(struct rds *r, unsigned type, unsigned depth);

static struct item read_byte_item(struct rds *r, unsigned type, unsigned depth)
{
	if (is_byte_list(type) || type == BYTE_REFERENCE)
		return read_byte_list(r, type, depth);
	return read_item(r, depth);
}

/* A call or list among the constants; `type` was read. */
static struct item read_byte_list(struct rds *r, unsigned type, unsigned depth)
{
	struct item head = {0};
	bool is_call = false;

	if (failed(r) || !deeper(r, depth))
		return head;
	for (unsigned i = 0; is_byte_list(type) && !failed(r); i++) {
		struct item it;
		if (type == BYTE_DEFINITION) {
			(void)read_int(r);
			type = (unsigned)read_int(r);
		}
		if (i == 0)
			is_call = type == CALL || type == ATTRIBUTE_CALL;
		r->where.calls += i == 0 && is_call;
		if (type == ATTRIBUTE_CALL || type == ATTRIBUTE_LIST)
			(void)read_item(r, depth + 1);
		(void)read_item(r, depth + 1); /* tag */
		it = read_byte_item(r, (unsigned)read_int(r), depth + 1);
		if (i == 0 && is_call && it.type == SYMBOL)
			called(r, it.name, stream_at(r->s));
		type = (unsigned)read_int(r);
	}
	if (type == BYTE_REFERENCE)
		(void)read_int(r);
	else if (!failed(r))
		(void)read_item(r, depth + 1); /* what ends the list; its type was a hint */
	r->where.calls -= is_call;
	return head;
}

static void read_byte_constants(struct rds *r, unsigned depth)
{
	uint64_t n = read_length(r);

	for (uint64_t i = 0; i < n && !failed(r); i++) {
		unsigned type = (unsigned)read_int(r);
		if (type == BYTECODE)
			read_byte_code(r, depth + 1);
		else
			(void)read_byte_item(r, type, depth + 1);
	}
}

static void read_byte_code(struct rds *r, unsigned depth)
{
	if (!deeper(r, depth))
		return;
	(void)read_item(r, depth + 1); /* the code itself, an integer vector */
	read_byte_constants(r, depth + 1);
}

/* ---- All types ---- */

static void read_vector(struct rds *r, unsigned type, unsigned depth)
{
	uint64_t n = read_length(r);

	switch (type) {
	case LOGICAL:
	case INTEGER:
		skip_numbers(r, n, 4, 1);
		break;
	case REAL:
		skip_numbers(r, n, 8, 1);
		break;
	case COMPLEX:
		skip_numbers(r, n, 16, 2);
		break;
	case RAW:
		skip_numbers(r, n, 1, 1);
		break;
	default:
		for (uint64_t i = 0; i < n && !failed(r); i++)
			(void)read_item(r, depth + 1);
	}
}

/* Types that are followed by their attributes. */
static struct item read_plain(struct rds *r, uint32_t flags, unsigned depth)
{
	struct item it = {.type = flags & 0xff};
	str s;

	switch (it.type) {
	case POINTER:
		add_reference(r, (str){NULL, 0});
		(void)read_item(r, depth + 1);
		(void)read_item(r, depth + 1);
		break;
	case WEAK:
		add_reference(r, (str){NULL, 0});
		break;
	case SPECIAL:
	case BUILTIN:
		s = read_string(r, read_length(r));
		called(r, s, stream_at(r->s));
		break;
	case CHARS:
		s = read_chars(r);
		if (r->where.calls > 0 && r->v->text != NULL && s.n > 0)
			r->v->text(r->v->ctx, &r->where, s);
		break;
	case LOGICAL:
	case INTEGER:
	case REAL:
	case COMPLEX:
	case STRINGS:
	case VECTOR:
	case EXPRESSION:
	case RAW:
		read_vector(r, it.type, depth);
		break;
	case BYTECODE:
		(void)read_int(r); /* how many references its constants have */
		read_byte_code(r, depth + 1);
		break;
	case OBJECT:
		break;
	default:
		bad(r, RDS_DIAG_TYPE, "a type that R does not have");
	}
	if (flags & 1 << 9 && !failed(r))
		(void)read_item(r, depth + 1);
	return it;
}

static struct item read_flagged(struct rds *r, uint32_t flags, unsigned depth)
{
	unsigned type = flags & 0xff;

	if (failed(r) || !deeper(r, depth))
		return (struct item){0};
	switch (type) {
	case NIL:
	case NIL_VALUE:
	case EMPTY_ENVIRONMENT:
	case BASE_ENVIRONMENT:
	case GLOBAL_ENVIRONMENT:
	case UNBOUND:
	case MISSING:
	case BASE_NAMESPACE:
		return (struct item){.type = type};
	case REFERENCE:
		return reference(r, flags);
	case SYMBOL:
		return read_symbol(r);
	case LIST:
	case CALL:
	case DOTS:
	case ATTRIBUTE_CALL:
	case ATTRIBUTE_LIST:
		return read_pairs(r, flags, depth);
	case CLOSURE:
		return read_closure(r, flags, depth);
	case PROMISE:
		return read_promise(r, flags, depth);
	case ENVIRONMENT:
		return read_environment(r, depth);
	case PERSISTENT:
	case PACKAGE:
	case NAMESPACE:
		return read_names(r, type, depth);
	case ALTREP:
		return read_altrep(r, depth);
	default:
		return read_plain(r, flags, depth);
	}
}

static struct item read_item(struct rds *r, unsigned depth)
{
	uint32_t flags;

	if (failed(r))
		return (struct item){0};
	r->where.at = stream_at(r->s);
	flags = (uint32_t)read_int(r);
	return read_flagged(r, flags, depth);
}

/* ---- The beginning ---- */

enum rds_format rds_looks_like(str head)
{
	static const str workspaces[] = {S_INIT("RDX2\nX\n"), S_INIT("RDX3\nX\n"),
					 S_INIT("RDA2\nA\n"), S_INIT("RDA3\nA\n"),
					 S_INIT("RDB2\nB\n"), S_INIT("RDB3\nB\n")};
	str v = str_slice(head, 2, 6);

	for (size_t i = 0; i < COUNTOF(workspaces); i++)
		if (str_starts(head, workspaces[i]))
			return RDS_WORKSPACE;
	if (str_starts(head, S("X\n")) && v.n == 4)
		return v.p[0] == 0 && v.p[1] == 0 && v.p[2] == 0 && v.p[3] > 0 && v.p[3] < 16
			       ? RDS_OBJECT
			       : RDS_NONE;
	if (str_starts(head, S("B\n")) && v.n == 4)
		return v.p[1] == 0 && v.p[2] == 0 && v.p[3] == 0 && v.p[0] > 0 && v.p[0] < 16
			       ? RDS_OBJECT
			       : RDS_NONE;
	return str_starts(head, S("A\n2\n")) || str_starts(head, S("A\n3\n")) ? RDS_OBJECT
									      : RDS_NONE;
}

/* Version 3 names the encoding of strings. */
static bool read_head(struct rds *r)
{
	int32_t version = read_int(r), n;

	(void)read_int(r); /* of R that wrote it */
	(void)read_int(r); /* of R that can read it */
	if (failed(r))
		return false;
	if (version != 2 && version != 3)
		return bad(r, RDS_DIAG_VERSION, "a version of the format other than 2 and 3");
	if (version == 3) {
		n = read_int(r);
		if (n < 0 || n > 64)
			return bad(r, RDS_DIAG_LENGTH, "a name of an encoding that is none");
		(void)read_string(r, (uint64_t)n);
	}
	return !failed(r);
}

bool rds_read(struct arena *a, struct stream *s, const struct rds_visitor *v, uint64_t *end,
	      struct rds_diag *d)
{
	struct rds r = {.s = s, .arena = a, .v = v, .diag = d};
	uint8_t head[8];
	size_t n = 2;

	*d = (struct rds_diag){0};
	*end = 0;
	if (stream_read(s, head, 2) == 2 && head[0] == 'R') {
		r.workspace = true;
		n = stream_read(s, head, 5) == 5 ? 5 : 0;
	}
	r.form = n >= 2 ? (char)head[n - 2] : 0;
	if (n < 2 || head[n - 1] != '\n' || (r.form != 'X' && r.form != 'A' && r.form != 'B'))
		return bad(&r, RDS_DIAG_FORMAT, "no serialized R object");
	if (read_head(&r))
		(void)read_item(&r, 1);
	if (r.form == 'A') /* the last line's end */
		while (stream_ready(s) && *s->p <= ' ')
			(void)stream_byte(s);
	*end = stream_at(s);
	return d->code == RDS_DIAG_NONE;
}
