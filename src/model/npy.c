/* The dialects: NumPy writes repr() of a dict with the keys in order and pads with spaces; Python 2
 * wrote integers as 3L; other writers (C++, Rust, Julia, Java) leave out spaces or the last comma.
 * What np.dtype() would make of names and comma strings ("i4,O") is not worked out: such a dtype
 * is an issue, and may hold objects. */
#include "model/npy.h"

#include "base/ascii.h"
#include "base/cur.h"
#include "base/limits.h"
#include "base/map.h"

struct dtype {
	uint64_t size;
	uint8_t kind, order; /* 0 when there are several */
};

struct reader {
	str s;
	size_t at;
	uint32_t base; /* offset of s in the file */
	struct arena *arena;
	struct npy *out;
	bool stop; /* what follows cannot be read */
};

static void issue(struct npy *out, enum npy_diag code, uint64_t offset, const char *msg)
{
	if (out->issue_count < NPY_ISSUES)
		out->issues[out->issue_count++] = (struct diag){code, (uint32_t)offset, msg};
}

static void at_issue(struct reader *r, enum npy_diag code, size_t at, const char *msg)
{
	if (!r->stop)
		issue(r->out, code, r->base + at, msg);
}

static bool fatal(struct reader *r, enum npy_diag code, size_t at, const char *msg)
{
	at_issue(r, code, at, msg);
	r->stop = true;
	return false;
}

static bool bad_syntax(struct reader *r, const char *msg)
{
	return fatal(r, NPY_DIAG_SYNTAX, r->at, msg);
}

/* Products and sums of sizes; saturate at INT64_MAX, which no file reaches. */
static uint64_t times(uint64_t a, uint64_t b)
{
	uint64_t v;

	return __builtin_mul_overflow(a, b, &v) || v > INT64_MAX ? INT64_MAX : v;
}

static uint64_t plus(uint64_t a, uint64_t b)
{
	uint64_t v;

	return __builtin_add_overflow(a, b, &v) || v > INT64_MAX ? INT64_MAX : v;
}

/* ---- Literals ---------------------------------------------------------------------------------
 */

static int peek(struct reader *r)
{
	while (r->at < r->s.n && (r->s.p[r->at] == ' ' || r->s.p[r->at] == '\n' ||
				  r->s.p[r->at] == '\t' || r->s.p[r->at] == '\r'))
		r->at++;
	return r->at < r->s.n ? r->s.p[r->at] : -1;
}

static bool take(struct reader *r, int c)
{
	if (r->stop || peek(r) != c)
		return false;
	r->at++;
	return true;
}

static bool expect(struct reader *r, int c, const char *msg)
{
	return take(r, c) || (!r->stop && bad_syntax(r, msg));
}

static bool too_deep(struct reader *r, unsigned depth)
{
	return depth > LIMIT_NPY_DEPTH && !fatal(r, NPY_DIAG_DEPTH, r->at, "nested too deep");
}

/* \xNN, \uNNNN or \UNNNNNNNN: `n` digits from `at` on. */
static bool read_hex(struct reader *r, size_t at, unsigned n, struct buf *b)
{
	uint32_t code = 0;

	if (r->s.n - at < n)
		return bad_syntax(r, "a string ends inside an escape");
	for (size_t i = at; i < at + n; i++) {
		int d = hex_digit(r->s.p[i]);
		if (d < 0)
			return bad_syntax(r, "an escape has too few digits");
		code = code << 4 | (uint32_t)d;
	}
	buf_utf8(b, code & 0x1fffff);
	r->at = at + n;
	return true;
}

static bool read_escape(struct reader *r, struct buf *b)
{
	int c = r->at + 1 < r->s.n ? r->s.p[r->at + 1] : -1;

	if (c == 'x' || c == 'u' || c == 'U')
		return read_hex(r, r->at + 2, c == 'x' ? 2 : c == 'u' ? 4 : 8, b);
	if (c != '\\' && c != '\'' && c != '"' && c != 'n' && c != 't' && c != 'r')
		return bad_syntax(r, "an escape that repr() does not write");
	buf_byte(b, c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : (uint8_t)c);
	r->at += 2;
	return true;
}

static bool read_string(struct reader *r, str *out)
{
	int quote = peek(r);
	struct buf b = buf_in(r->arena);
	size_t from;

	if (quote == 'u') { /* Python 2 */
		r->at++;
		quote = r->at < r->s.n ? r->s.p[r->at] : -1;
	}
	if (quote != '\'' && quote != '"')
		return bad_syntax(r, "a string is expected here");
	from = ++r->at;
	while (r->at < r->s.n && r->s.p[r->at] != quote) {
		if (r->s.p[r->at] == '\n')
			return bad_syntax(r, "a line ends inside a string");
		if (r->s.p[r->at] != '\\') {
			r->at++;
			continue;
		}
		buf_add(&b, str_slice(r->s, from, r->at));
		if (!read_escape(r, &b))
			return false;
		from = r->at;
	}
	*out = str_slice(r->s, from, r->at);
	if (!take(r, quote))
		return bad_syntax(r, "a string does not end");
	if (b.n > 0) {
		buf_add(&b, *out);
		*out = buf_str(&b);
	}
	return true;
}

/* An integer; a minus is kept in *negative. */
static bool read_int(struct reader *r, uint64_t *out, bool *negative)
{
	size_t from;
	int c = peek(r);

	*negative = c == '-';
	if (c == '-')
		r->at++;
	from = r->at;
	while (r->at < r->s.n && is_digit(r->s.p[r->at]))
		r->at++;
	if (r->at == from || (r->s.p[from] == '0' && r->at - from > 1))
		return bad_syntax(r, "an integer is expected here");
	if (!str_to_u64(str_slice(r->s, from, r->at), out) || *out > INT64_MAX)
		*out = INT64_MAX;
	if (r->at < r->s.n && r->s.p[r->at] == 'L' && r->out->major < 3)
		r->at++; /* Python 2 */
	return true;
}

static bool read_word(struct reader *r, str word)
{
	(void)peek(r);
	if (!str_starts(str_slice(r->s, r->at, r->s.n), word))
		return false;
	r->at += word.n;
	return true;
}

static bool skip_value(struct reader *r, unsigned depth);

static bool skip_items(struct reader *r, int close, unsigned depth)
{
	while (!take(r, close)) {
		if (!skip_value(r, depth))
			return false;
		if (close == '}' && take(r, ':') && !skip_value(r, depth))
			return false;
		if (!take(r, ','))
			return expect(r, close, "a comma or the end is expected here");
	}
	return true;
}

/* Any value, for keys that mean nothing. */
static bool skip_value(struct reader *r, unsigned depth)
{
	int c = peek(r);
	uint64_t n;
	bool negative;
	str text;

	if (too_deep(r, depth))
		return false;
	if (c == '(' || c == '[' || c == '{') {
		r->at++;
		return skip_items(r, c == '(' ? ')' : c == '[' ? ']' : '}', depth + 1);
	}
	if (c == '\'' || c == '"' || c == 'u')
		return read_string(r, &text);
	if (read_word(r, S("True")) || read_word(r, S("False")) || read_word(r, S("None")))
		return true;
	return read_int(r, &n, &negative);
}

/* ---- Dtypes -----------------------------------------------------------------------------------
 */

static bool is_time_unit(str s)
{
	size_t i = 0;
	str unit, over;

	while (i < s.n && is_digit(s.p[i]))
		i++;
	unit = str_slice(s, i, s.n);
	over = unit;
	unit = str_cut(&over, '/');
	return str_in(unit, "Y M W D h m s ms us ns ps fs as generic \xce\xbcs");
}

/* Is the number of bytes one that the kind has? */
static bool has_size(uint8_t kind, uint64_t n)
{
	switch (kind) {
	case 'b':
		return n == 1;
	case 'i':
	case 'u':
		return n == 1 || n == 2 || n == 4 || n == 8;
	case 'f':
		return n == 2 || n == 4 || n == 8 || n == 10 || n == 12 || n == 16;
	case 'c':
		return n == 8 || n == 16 || n == 20 || n == 24 || n == 32;
	case 'm':
	case 'M':
		return n == 8;
	case 'O':
		return n == 4 || n == 8;
	case 'S':
	case 'a':
	case 'U':
	case 'V':
		return true;
	default:
		return false;
	}
}

/* A type code of one letter. */
static bool letter_type(uint8_t c, struct dtype *t)
{
	static const struct {
		char c, kind;
		uint8_t size;
	} codes[] = {
		{'?', 'b', 1}, {'b', 'i', 1},  {'B', 'u', 1}, {'h', 'i', 2},  {'H', 'u', 2},
		{'i', 'i', 4}, {'I', 'u', 4},  {'l', 'i', 8}, {'L', 'u', 8},  {'q', 'i', 8},
		{'Q', 'u', 8}, {'p', 'i', 8},  {'P', 'u', 8}, {'e', 'f', 2},  {'f', 'f', 4},
		{'d', 'f', 8}, {'g', 'f', 16}, {'F', 'c', 8}, {'D', 'c', 16}, {'G', 'c', 32},
		{'c', 'S', 1}, {'S', 'S', 0},  {'a', 'S', 0}, {'U', 'U', 0},  {'V', 'V', 0},
		{'M', 'M', 8}, {'m', 'm', 8},  {'O', 'O', 8},
	};

	for (size_t i = 0; i < COUNTOF(codes); i++)
		if ((uint8_t)codes[i].c == c) {
			t->kind = (uint8_t)codes[i].kind;
			t->size = codes[i].size;
			return true;
		}
	return false;
}

static bool named_type(str s, struct dtype *t)
{
	static const struct {
		const char *names;
		char kind;
		uint8_t size;
	} names[] = {
		{"bool bool_", 'b', 1},
		{"int8 byte", 'i', 1},
		{"int16 short", 'i', 2},
		{"int32 intc", 'i', 4},
		{"int64 int intp int_ long longlong", 'i', 8},
		{"uint8 ubyte", 'u', 1},
		{"uint16 ushort", 'u', 2},
		{"uint32 uintc", 'u', 4},
		{"uint64 uint uintp ulong ulonglong", 'u', 8},
		{"float16 half", 'f', 2},
		{"float32 single", 'f', 4},
		{"float64 float float_ double", 'f', 8},
		{"float128 longdouble longfloat", 'f', 16},
		{"complex64 csingle", 'c', 8},
		{"complex128 complex complex_ cdouble", 'c', 16},
		{"complex256 clongdouble", 'c', 32},
		{"object object_ O4 O8 Object0 object0", 'O', 8},
	};

	for (size_t i = 0; i < COUNTOF(names); i++)
		if (str_in(s, names[i].names)) {
			t->kind = (uint8_t)names[i].kind;
			t->size = names[i].size;
			return true;
		}
	return false;
}

/* "f8", "U10", "M8[ns]": a kind with a size. */
static bool sized_type(str s, struct dtype *t)
{
	size_t open = str_find_byte(s, '[');
	uint8_t kind = s.p[0];
	uint64_t n;
	str unit;

	if (open != STR_NONE) {
		if ((kind != 'm' && kind != 'M') || s.p[s.n - 1] != ']')
			return false;
		unit = str_slice(s, open + 1, s.n - 1);
		if (!is_time_unit(unit))
			return false;
		s = str_slice(s, 0, open);
	}
	if (!str_to_u64(str_slice(s, 1, s.n), &n) || !has_size(kind, n))
		return false;
	t->kind = kind == 'a' ? 'S' : kind;
	t->size = kind == 'U' ? times(n, 4) : n > INT64_MAX ? INT64_MAX : n;
	return true;
}

static void string_type(struct reader *r, size_t at, str s, struct dtype *t)
{
	str rest = s;

	t->order = '|';
	if (rest.n > 1 &&
	    (rest.p[0] == '<' || rest.p[0] == '>' || rest.p[0] == '|' || rest.p[0] == '=')) {
		t->order = rest.p[0] == '=' ? '<' : rest.p[0];
		rest = str_slice(rest, 1, rest.n);
	}
	if (!(rest.n == 1 && letter_type(rest.p[0], t)) && !(rest.n > 1 && sized_type(rest, t)) &&
	    !named_type(rest, t)) {
		r->out->unsure = true;
		at_issue(r, NPY_DIAG_DESCR, at,
			 "a type code that no array of NumPy is written with");
		return;
	}
	if (t->kind == 'O')
		r->out->object = true;
}

static bool read_descr(struct reader *r, unsigned depth, struct dtype *t);

/* The shape of a field: an integer, or a tuple of them. Multiplies *size. */
static bool read_field_shape(struct reader *r, uint64_t *size)
{
	bool negative;
	uint64_t n;

	if (!take(r, '(')) {
		if (!read_int(r, &n, &negative))
			return false;
		if (negative)
			at_issue(r, NPY_DIAG_DIM, r->at, "a negative dimension of a field");
		*size = times(*size, n);
		return true;
	}
	while (!take(r, ')')) {
		if (!read_int(r, &n, &negative))
			return false;
		if (negative)
			at_issue(r, NPY_DIAG_DIM, r->at, "a negative dimension of a field");
		*size = times(*size, n);
		if (!take(r, ','))
			return expect(r, ')', "a comma or `)` is expected here");
	}
	return true;
}

/* "name", or (title, name). */
static bool read_field_name(struct reader *r, str *name)
{
	str title;

	if (!take(r, '('))
		return read_string(r, name);
	return read_string(r, &title) && expect(r, ',', "a field's title and name are a pair") &&
	       read_string(r, name) && (take(r, ','), true) &&
	       expect(r, ')', "a field's title and name are a pair");
}

static bool read_field(struct reader *r, unsigned depth, struct map *names, struct dtype *t)
{
	struct dtype field = {0};
	size_t at = r->at;
	str name;

	if (!expect(r, '(', "a field is a tuple of name, dtype and shape") ||
	    !read_field_name(r, &name) || !expect(r, ',', "a dtype follows a field's name") ||
	    !read_descr(r, depth, &field))
		return false;
	if (take(r, ',') && peek(r) != ')' && !read_field_shape(r, &field.size))
		return false;
	take(r, ',');
	if (name.n > 0 && (*map_put(names, name))++ > 0)
		at_issue(r, NPY_DIAG_DESCR, at, "two fields of one name");
	t->size = plus(t->size, field.size);
	return expect(r, ')', "a field is a tuple of name, dtype and shape");
}

static bool read_fields(struct reader *r, unsigned depth, struct dtype *t)
{
	struct map names = map_in(r->arena);

	while (!take(r, ']')) {
		if (!read_field(r, depth, &names, t))
			return false;
		if (!take(r, ','))
			return expect(r, ']', "a comma or `]` is expected here");
	}
	return true;
}

static bool read_descr(struct reader *r, unsigned depth, struct dtype *t)
{
	int c = peek(r);
	size_t at = r->at;
	str text;

	if (too_deep(r, depth))
		return false;
	if (c == '[') {
		r->at++;
		return read_fields(r, depth + 1, t);
	}
	if (c == '(') { /* a dtype and its shape */
		r->at++;
		if (!read_descr(r, depth + 1, t) || !expect(r, ',', "a dtype's shape follows it") ||
		    !read_field_shape(r, &t->size))
			return false;
		t->kind = 0;
		take(r, ',');
		return expect(r, ')', "a dtype and its shape are a pair");
	}
	if (c == '\'' || c == '"' || c == 'u') {
		if (!read_string(r, &text))
			return false;
		string_type(r, at, text, t);
		return true;
	}
	r->out->unsure = true;
	at_issue(r, NPY_DIAG_DESCR, at, "a dtype is a string or a list of fields");
	return skip_value(r, depth);
}

/* ---- The header -------------------------------------------------------------------------------
 */

static bool read_shape(struct reader *r)
{
	struct npy *out = r->out;
	size_t at = (peek(r), r->at);
	bool negative, comma = false;
	uint64_t n;

	out->count = 1;
	out->dims = 0;
	if (!take(r, '(')) {
		at_issue(r, NPY_DIAG_SHAPE, at, "the shape is a tuple of integers");
		return skip_value(r, 1);
	}
	while (!take(r, ')')) {
		at = (peek(r), r->at);
		if (!is_digit(peek(r)) && peek(r) != '-') {
			at_issue(r, NPY_DIAG_SHAPE, at, "the shape is a tuple of integers");
			if (!skip_value(r, 1))
				return false;
		} else if (!read_int(r, &n, &negative)) {
			return false;
		} else {
			if (negative || n == INT64_MAX || out->dims == LIMIT_NPY_DIMS)
				at_issue(r, NPY_DIAG_DIM, at,
					 negative	  ? "a negative dimension"
					 : n == INT64_MAX ? "a dimension larger than any file"
							  : "more dimensions than an array has");
			out->count = negative ? 0 : times(out->count, n);
			if (out->dims < LIMIT_NPY_DIMS)
				out->shape[out->dims] = negative ? 0 : n;
		}
		out->dims++;
		comma = take(r, ',');
		if (!comma && !expect(r, ')', "a comma or `)` is expected here"))
			return false;
		if (!comma)
			break;
	}
	if (out->dims == 1 && !comma)
		at_issue(r, NPY_DIAG_SHAPE, at, "an integer in parentheses is no tuple");
	return true;
}

static bool read_fortran(struct reader *r)
{
	size_t at = (peek(r), r->at);

	r->out->fortran = read_word(r, S("True"));
	if (r->out->fortran || read_word(r, S("False")))
		return true;
	at_issue(r, NPY_DIAG_FORTRAN, at, "fortran_order is True or False");
	return skip_value(r, 1);
}

static bool read_member(struct reader *r, unsigned *seen)
{
	static const char *const keys[] = {"descr", "fortran_order", "shape"};
	size_t at = (peek(r), r->at);
	struct dtype t = {0};
	unsigned which = 0;
	str key;

	if (!read_string(r, &key) || !expect(r, ':', "`:` is expected after a key"))
		return false;
	while (which < COUNTOF(keys) && !str_eq(key, str_of(keys[which])))
		which++;
	if (*seen >> which & 1)
		at_issue(r, NPY_DIAG_TWICE, at, "a key that was there before");
	*seen |= 1U << which;
	switch (which) {
	case 0:
		at = (peek(r), r->at);
		if (!read_descr(r, 1, &t))
			return false;
		r->out->descr = str_slice(r->s, at, r->at);
		r->out->kind = t.kind;
		r->out->order = t.order;
		r->out->item = t.size;
		return true;
	case 1:
		return read_fortran(r);
	case 2:
		return read_shape(r);
	default:
		at_issue(r, NPY_DIAG_KEY, at, "a key that NumPy does not know");
		*seen &= 7;
		return skip_value(r, 1);
	}
}

static bool read_header(struct reader *r)
{
	unsigned seen = 0;

	if (!take(r, '{')) {
		at_issue(r, NPY_DIAG_SYNTAX, r->at, "the header is a dict");
		if (peek(r) == '(' || peek(r) == '[') /* to see how deep it goes */
			(void)!skip_value(r, 1);
		return false;
	}
	while (!take(r, '}')) {
		if (!read_member(r, &seen))
			return false;
		if (!take(r, ',') && !expect(r, '}', "a comma or `}` is expected here"))
			return false;
		if (r->s.p[r->at - 1] == '}')
			break;
	}
	if (peek(r) >= 0)
		return bad_syntax(r, "something follows the dict");
	if ((seen & 7) != 7)
		return fatal(r, NPY_DIAG_MISSING, 0, "descr, fortran_order or shape is missing");
	r->out->bytes = times(r->out->count, r->out->item);
	if (r->out->bytes == INT64_MAX)
		at_issue(r, NPY_DIAG_OVERFLOW, 0, "shape x item size is larger than any file");
	return true;
}

static bool valid_text(const struct npy *out, str s)
{
	if (str_find_byte(s, 0) != STR_NONE)
		return false;
	while (out->major == 3 && s.n > 0) {
		unsigned n = str_utf8_len(s);
		if (n == 0)
			return false;
		s = str_slice(s, n, s.n);
	}
	return true;
}

bool npy_read(struct buf *room, struct blob b, struct npy *out)
{
	struct reader r = {.arena = room->arena, .out = out};
	uint8_t head[12] = {0};
	struct cur c = cur_of((str){head, sizeof(head)});
	size_t prefix;

	*out = (struct npy){0};
	if (!blob_copy(b, 0, head, b.size < sizeof(head) ? (size_t)b.size : sizeof(head)) ||
	    !str_eq(cur_bytes(&c, 6), S(NPY_MAGIC))) {
		issue(out, NPY_DIAG_MAGIC, 0, "the magic bytes are missing");
		return false;
	}
	out->major = cur_u8(&c);
	out->minor = cur_u8(&c);
	prefix = out->major == 1 ? 10 : 12;
	if (b.size >= 8 && (out->major < 1 || out->major > 3 || out->minor != 0)) {
		issue(out, NPY_DIAG_VERSION, 6, "a version other than 1.0, 2.0 and 3.0");
		return false;
	}
	out->header_bytes = out->major == 1 ? cur_u16le(&c) : cur_u32le(&c);
	out->data_at = prefix + out->header_bytes;
	if (b.size < prefix || b.size < out->data_at) {
		issue(out, NPY_DIAG_SHORT, b.size < prefix ? b.size : 8,
		      "the file ends inside its header");
		return false;
	}
	if (out->header_bytes > LIMIT_NPY_HEADER) {
		issue(out, NPY_DIAG_SIZE, 8, "a header larger than any dtype needs");
		return false;
	}
	r.base = (uint32_t)prefix;
	room->n = 0;
	r.s = (str){buf_room(room, (size_t)out->header_bytes + 1), (size_t)out->header_bytes};
	if (!blob_copy(b, prefix, room->p, r.s.n))
		return fatal(&r, NPY_DIAG_SHORT, prefix, "the header cannot be read");
	if (!valid_text(out, r.s))
		return fatal(&r, NPY_DIAG_SYNTAX, 0, "the header is not the text it should be");
	out->readable = read_header(&r);
	return out->readable;
}
