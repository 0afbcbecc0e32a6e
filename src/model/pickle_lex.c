/* Reads one instruction the way CPython's C unpickler does; see pickle.h. The order in which things
 * are checked is the unpickler's (Modules/_pickle.c), because what fails first decides where it
 * stops. Arguments are never held beyond PICKLE_KEEP bytes: long text is validated as it passes,
 * long bytes are passed over unread.
 *
 * frame_end: from a file, the unpickler has read the frame into memory, and the file stands at its
 * end. A read that wants more than is left in memory drops that and reads from the file; only the
 * content of BINBYTES and BYTEARRAY8 takes the rest first. */
#include "model/pickle.h"

#include "model/pickle_int.h"

static bool stop(struct pickle_lexer *l, enum pickle_error e)
{
	l->error = l->s->error != NULL ? PICKLE_UNREADABLE : e;
	return false;
}

/* ---- Reading ---- */

/* Before n bytes are read: what a frame's end does to it. */
static bool want(struct pickle_lexer *l, uint64_t n, bool takes_rest, enum pickle_error e)
{
	uint64_t at = stream_at(l->s);

	if (l->insn.at < l->frame_end && n > 0 && at + n > l->frame_end) {
		l->insn.crossed = true;
		if (l->reading == PICKLE_FROM_FILE && !takes_rest && at < l->frame_end) {
			stream_skip(l->s, l->frame_end - at);
			at = stream_at(l->s);
		}
		l->frame_end = 0;
	}
	return n <= l->size - at || stop(l, e);
}

/* n <= PICKLE_KEEP bytes that are known to be there. */
static bool copy(struct pickle_lexer *l, size_t n, unsigned to, str *out)
{
	struct stream *s = l->s;

	if ((size_t)(s->end - s->p) >= n) {
		*out = (str){s->p, n};
		s->p += n;
		return true;
	}
	*out = (str){l->keep[to], n};
	return stream_read(s, l->keep[to], n) == n || stop(l, PICKLE_CUT);
}

static bool number(struct pickle_lexer *l, size_t n, uint64_t *out)
{
	str raw;

	if (!want(l, n, false, PICKLE_CUT) || !copy(l, n, 1, &raw))
		return false;
	*out = 0;
	for (size_t i = 0; i < n; i++)
		*out |= (uint64_t)raw.p[i] << (8 * i);
	return true;
}

/* ---- Lines ---- */

/* What a line's bytes go through. */
struct pass {
	struct pickle_text_check *check; /* NULL: nothing */
	unsigned to;			 /* where its beginning is kept */
	size_t kept;
	uint64_t length;
};

static void pass(struct pickle_lexer *l, struct pass *a, str piece)
{
	size_t room = PICKLE_KEEP - a->kept, n = piece.n < room ? piece.n : room;

	memcpy(l->keep[a->to] + a->kept, piece.p, n);
	a->kept += n;
	a->length += piece.n;
	if (a->check != NULL)
		pickle_text_check(a->check, piece);
}

/* The bytes up to a line's end or `limit`; true when the end was found (and passed). */
static bool pass_line(struct pickle_lexer *l, struct pass *a, uint64_t limit)
{
	struct stream *s = l->s;

	while (stream_at(s) < limit && stream_ready(s)) {
		uint64_t left = limit - stream_at(s);
		str window = {s->p, (size_t)(s->end - s->p)};
		window = str_slice(window, 0, left < window.n ? (size_t)left : window.n);
		size_t end = str_find_byte(window, '\n');
		pass(l, a, str_slice(window, 0, end));
		s->p += end == STR_NONE ? window.n : end + 1;
		if (end != STR_NONE)
			return true;
	}
	return false;
}

/* No line ended in the frame: a file's next line is read instead of the rest. */
static void line_crosses(struct pickle_lexer *l, struct pass *a)
{
	l->insn.crossed = true;
	l->frame_end = 0;
	if (l->reading != PICKLE_FROM_FILE)
		return;
	*a = (struct pass){.check = a->check, .to = a->to};
	if (a->check != NULL)
		*a->check = (struct pickle_text_check){.form = a->check->form};
	l->insn.content = stream_at(l->s);
}

/* A line of at least `least` bytes without its end. */
static bool line(struct pickle_lexer *l, struct pass *a, uint64_t least, str *out)
{
	bool found = false;

	l->insn.content = stream_at(l->s);
	if (l->insn.at < l->frame_end) {
		found = pass_line(l, a, l->frame_end);
		if (!found)
			line_crosses(l, a);
	}
	if (!found && !pass_line(l, a, UINT64_MAX))
		return stop(l, PICKLE_CUT);
	l->insn.length = a->length;
	*out = (str){l->keep[a->to], a->kept};
	return a->length >= least || stop(l, PICKLE_LINE);
}

static bool plain_line(struct pickle_lexer *l, uint64_t least, unsigned to, str *out)
{
	struct pass a = {.to = to};

	return line(l, &a, least, out);
}

/* A long number cannot be held; it is taken for one. */
static bool too_long(struct pickle_lexer *l)
{
	l->insn.big = l->insn.length > PICKLE_KEEP;
	return l->insn.big;
}

static bool lex_int(struct pickle_lexer *l)
{
	struct pickle_insn *i = &l->insn;

	if (!plain_line(l, 1, 0, &i->text))
		return false;
	if (!too_long(l) && !pickle_int(i->text, &i->number, &i->big))
		return stop(l, PICKLE_NUMBER);
	i->boolean = i->length == 2 && !i->big && (i->number == 0 || i->number == 1);
	return true;
}

static bool lex_long(struct pickle_lexer *l)
{
	struct pickle_insn *i = &l->insn;
	str digits;

	if (!plain_line(l, 1, 0, &i->text))
		return false;
	digits = i->text;
	if (digits.p[digits.n - 1] == 'L')
		digits.n--;
	return too_long(l) || pickle_long(digits, 0, &i->number, &i->big) || stop(l, PICKLE_NUMBER);
}

static bool lex_float(struct pickle_lexer *l)
{
	struct pickle_insn *i = &l->insn;

	if (!plain_line(l, 1, 0, &i->text))
		return false;
	return too_long(l) || pickle_float(i->text) || stop(l, PICKLE_NUMBER);
}

static bool lex_memo_key(struct pickle_lexer *l)
{
	struct pickle_insn *i = &l->insn;

	if (!plain_line(l, 1, 0, &i->text))
		return false;
	if (i->length > PICKLE_KEEP || !pickle_long(i->text, 10, &i->number, &i->big))
		return stop(l, PICKLE_NUMBER);
	return !i->big || stop(l, PICKLE_NUMBER);
}

static bool lex_string(struct pickle_lexer *l)
{
	struct pickle_text_check check = {.form = PICKLE_TEXT_STRING};
	struct pass a = {.check = &check};

	if (!line(l, &a, 0, &l->insn.text))
		return false;
	if (!pickle_text_quoted(&check))
		return stop(l, PICKLE_QUOTES);
	return pickle_text_done(&check) || stop(l, PICKLE_ESCAPE);
}

static bool lex_unicode(struct pickle_lexer *l)
{
	struct pickle_text_check check = {.form = PICKLE_TEXT_RAW_UNICODE};
	struct pass a = {.check = &check};

	if (!line(l, &a, 0, &l->insn.text))
		return false;
	return pickle_text_done(&check) || stop(l, PICKLE_ESCAPE);
}

static bool lex_persid(struct pickle_lexer *l)
{
	struct pickle_text_check check = {.form = PICKLE_TEXT_ASCII};
	struct pass a = {.check = &check};

	if (!line(l, &a, 0, &l->insn.text))
		return false;
	return pickle_text_done(&check) || stop(l, PICKLE_UTF8);
}

static bool lex_names(struct pickle_lexer *l, enum pickle_text_form form)
{
	struct pickle_text_check first = {.form = form}, second = {.form = form};
	struct pass a = {.check = &first}, b = {.check = &second, .to = 1};
	uint64_t content, length;

	if (!line(l, &a, 1, &l->insn.text))
		return false;
	if (!pickle_text_done(&first))
		return stop(l, PICKLE_UTF8);
	content = l->insn.content;
	length = l->insn.length;
	if (!line(l, &b, 1, &l->insn.name))
		return false;
	l->insn.content = content;
	l->insn.length = length > l->insn.length ? length : l->insn.length;
	return pickle_text_done(&second) || stop(l, PICKLE_UTF8);
}

/* ---- Counted contents ---- */

static bool lex_length(struct pickle_lexer *l, size_t n)
{
	if (!number(l, n, &l->insn.length))
		return false;
	return l->insn.length <= INT64_MAX || stop(l, PICKLE_LENGTH);
}

static bool lex_bytes(struct pickle_lexer *l, size_t n, bool takes_rest)
{
	struct pickle_insn *i = &l->insn;
	size_t first;

	if (!lex_length(l, n) || !want(l, i->length, takes_rest, PICKLE_CUT))
		return false;
	i->content = stream_at(l->s);
	first = i->length < PICKLE_KEEP ? (size_t)i->length : PICKLE_KEEP;
	if (!copy(l, first, 0, &i->text))
		return false;
	return stream_skip(l->s, i->length - first) == i->length - first || stop(l, PICKLE_CUT);
}

static bool long_text(struct pickle_lexer *l, struct pass *a)
{
	while (a->length < l->insn.length) {
		uint64_t left = l->insn.length - a->length;
		str window;
		if (!stream_ready(l->s))
			return stop(l, PICKLE_CUT);
		window = (str){l->s->p, (size_t)(l->s->end - l->s->p)};
		window = str_slice(window, 0, left < window.n ? (size_t)left : window.n);
		pass(l, a, window);
		l->s->p += window.n;
	}
	l->insn.text = (str){l->keep[0], a->kept};
	return pickle_text_done(a->check) || stop(l, PICKLE_UTF8);
}

static bool lex_text(struct pickle_lexer *l, size_t n)
{
	struct pickle_text_check check = {.form = PICKLE_TEXT_SURROGATES};
	struct pass a = {.check = &check};
	struct pickle_insn *i = &l->insn;

	if (!lex_length(l, n) || !want(l, i->length, false, PICKLE_CUT))
		return false;
	i->content = stream_at(l->s);
	if (i->length > (uint64_t)(l->s->end - l->s->p))
		return long_text(l, &a);
	i->text = (str){l->s->p, (size_t)i->length};
	l->s->p += i->text.n;
	pickle_text_check(&check, i->text);
	if (i->text.n > PICKLE_KEEP)
		i->text.n = PICKLE_KEEP;
	return pickle_text_done(&check) || stop(l, PICKLE_UTF8);
}

static bool lex_counted_long(struct pickle_lexer *l, size_t n)
{
	struct pickle_insn *i = &l->insn;
	size_t used;

	if (!number(l, n, &i->length))
		return false;
	if (n == 4 && i->length > INT32_MAX)
		return stop(l, PICKLE_LENGTH);
	if (!want(l, i->length, false, PICKLE_CUT))
		return false;
	i->content = stream_at(l->s);
	used = i->length < PICKLE_KEEP ? (size_t)i->length : PICKLE_KEEP;
	if (!copy(l, used, 0, &i->text))
		return false;
	i->big = i->length > 8;
	for (size_t k = 0; k < used && !i->big; k++)
		i->number |= (int64_t)((uint64_t)i->text.p[k] << (8 * k));
	if (used > 0 && used < 8 && i->text.p[used - 1] >= 0x80)
		i->number |= (int64_t)(UINT64_MAX << (8 * used));
	return stream_skip(l->s, i->length - used) == i->length - used || stop(l, PICKLE_CUT);
}

/* ---- Numbers of fixed size ---- */

static bool lex_number(struct pickle_lexer *l, size_t n, bool is_signed)
{
	uint64_t x;

	l->insn.content = stream_at(l->s);
	l->insn.length = n;
	if (!number(l, n, &x))
		return false;
	l->insn.number = is_signed ? (int32_t)(uint32_t)x : (int64_t)x;
	return true;
}

static bool lex_binfloat(struct pickle_lexer *l)
{
	if (!want(l, 8, false, PICKLE_CUT))
		return false;
	l->insn.content = stream_at(l->s);
	l->insn.length = 8;
	return copy(l, 8, 0, &l->insn.text);
}

static bool lex_proto(struct pickle_lexer *l)
{
	if (!lex_number(l, 1, false))
		return false;
	return l->insn.number <= PICKLE_HIGHEST_PROTOCOL || stop(l, PICKLE_PROTO);
}

static bool lex_extension(struct pickle_lexer *l, size_t n)
{
	if (!lex_number(l, n, n == 4))
		return false;
	return l->insn.number > 0 || stop(l, PICKLE_CODE);
}

static bool lex_frame(struct pickle_lexer *l)
{
	uint64_t at, n, end;

	l->insn.nested = l->insn.at < l->frame_end;
	if (!number(l, 8, &n))
		return false;
	if (n > INT64_MAX)
		return stop(l, PICKLE_LENGTH);
	at = stream_at(l->s);
	end = l->frame_end;
	if (at < end && n <= end - at) {
		l->insn.length = n;
		return true; /* from a file: inside what is in memory already */
	}
	if (!want(l, n, false, PICKLE_CUT))
		return false;
	l->insn.length = n;
	l->frame_end = stream_at(l->s) + n;
	return true;
}

/* ---- Dispatch ---- */

static bool lex_argument(struct pickle_lexer *l)
{
	switch (l->insn.op) {
	case PK_INT:
		return lex_int(l);
	case PK_LONG:
		return lex_long(l);
	case PK_FLOAT:
		return lex_float(l);
	case PK_GET:
	case PK_PUT:
		return lex_memo_key(l);
	case PK_STRING:
		return lex_string(l);
	case PK_UNICODE:
		return lex_unicode(l);
	case PK_PERSID:
		return lex_persid(l);
	case PK_GLOBAL:
		return lex_names(l, PICKLE_TEXT_UTF8);
	case PK_INST:
		return lex_names(l, PICKLE_TEXT_ASCII);
	case PK_BININT:
		return lex_number(l, 4, true);
	case PK_BININT2:
		return lex_number(l, 2, false);
	case PK_BININT1:
	case PK_BINGET:
	case PK_BINPUT:
		return lex_number(l, 1, false);
	case PK_LONG_BINGET:
	case PK_LONG_BINPUT:
		return lex_number(l, 4, false);
	case PK_LONG1:
		return lex_counted_long(l, 1);
	case PK_LONG4:
		return lex_counted_long(l, 4);
	case PK_BINFLOAT:
		return lex_binfloat(l);
	case PK_SHORT_BINSTRING:
		return lex_bytes(l, 1, false);
	case PK_BINSTRING:
		return lex_bytes(l, 4, false);
	case PK_SHORT_BINBYTES:
		return lex_bytes(l, 1, true);
	case PK_BINBYTES:
		return lex_bytes(l, 4, true);
	case PK_BINBYTES8:
	case PK_BYTEARRAY8:
		return lex_bytes(l, 8, true);
	case PK_SHORT_BINUNICODE:
		return lex_text(l, 1);
	case PK_BINUNICODE:
		return lex_text(l, 4);
	case PK_BINUNICODE8:
		return lex_text(l, 8);
	case PK_PROTO:
		return lex_proto(l);
	case PK_EXT1:
		return lex_extension(l, 1);
	case PK_EXT2:
		return lex_extension(l, 2);
	case PK_EXT4:
		return lex_extension(l, 4);
	case PK_FRAME:
		return lex_frame(l);
	default:
		return pickle_op_name(l->insn.op) != NULL || stop(l, PICKLE_OPCODE);
	}
}

void pickle_lex_init(struct pickle_lexer *l, struct stream *s, uint64_t size,
		     enum pickle_reading reading)
{
	l->s = s;
	l->size = size;
	l->frame_end = 0;
	l->reading = reading;
	l->error = PICKLE_OK;
	l->insn = (struct pickle_insn){.at = stream_at(s)};
}

bool pickle_lex(struct pickle_lexer *l)
{
	int op;

	l->insn = (struct pickle_insn){.at = stream_at(l->s)};
	op = stream_byte(l->s);
	if (op < 0)
		return stop(l, PICKLE_END);
	l->insn.op = (uint8_t)op;
	if (!lex_argument(l))
		return false;
	l->insn.end = stream_at(l->s);
	return true;
}

/* ---- Names ---- */

const char *pickle_op_name(unsigned op)
{
	static const char *const names[256] = {
		[PK_MARK] = "MARK",
		[PK_STOP] = "STOP",
		[PK_POP] = "POP",
		[PK_POP_MARK] = "POP_MARK",
		[PK_DUP] = "DUP",
		[PK_FLOAT] = "FLOAT",
		[PK_INT] = "INT",
		[PK_BININT] = "BININT",
		[PK_BININT1] = "BININT1",
		[PK_LONG] = "LONG",
		[PK_BININT2] = "BININT2",
		[PK_NONE] = "NONE",
		[PK_PERSID] = "PERSID",
		[PK_BINPERSID] = "BINPERSID",
		[PK_REDUCE] = "REDUCE",
		[PK_STRING] = "STRING",
		[PK_BINSTRING] = "BINSTRING",
		[PK_SHORT_BINSTRING] = "SHORT_BINSTRING",
		[PK_UNICODE] = "UNICODE",
		[PK_BINUNICODE] = "BINUNICODE",
		[PK_APPEND] = "APPEND",
		[PK_BUILD] = "BUILD",
		[PK_GLOBAL] = "GLOBAL",
		[PK_DICT] = "DICT",
		[PK_EMPTY_DICT] = "EMPTY_DICT",
		[PK_APPENDS] = "APPENDS",
		[PK_GET] = "GET",
		[PK_BINGET] = "BINGET",
		[PK_INST] = "INST",
		[PK_LONG_BINGET] = "LONG_BINGET",
		[PK_LIST] = "LIST",
		[PK_EMPTY_LIST] = "EMPTY_LIST",
		[PK_OBJ] = "OBJ",
		[PK_PUT] = "PUT",
		[PK_BINPUT] = "BINPUT",
		[PK_LONG_BINPUT] = "LONG_BINPUT",
		[PK_SETITEM] = "SETITEM",
		[PK_TUPLE] = "TUPLE",
		[PK_EMPTY_TUPLE] = "EMPTY_TUPLE",
		[PK_SETITEMS] = "SETITEMS",
		[PK_BINFLOAT] = "BINFLOAT",
		[PK_BINBYTES] = "BINBYTES",
		[PK_SHORT_BINBYTES] = "SHORT_BINBYTES",
		[PK_PROTO] = "PROTO",
		[PK_NEWOBJ] = "NEWOBJ",
		[PK_EXT1] = "EXT1",
		[PK_EXT2] = "EXT2",
		[PK_EXT4] = "EXT4",
		[PK_TUPLE1] = "TUPLE1",
		[PK_TUPLE2] = "TUPLE2",
		[PK_TUPLE3] = "TUPLE3",
		[PK_NEWTRUE] = "NEWTRUE",
		[PK_NEWFALSE] = "NEWFALSE",
		[PK_LONG1] = "LONG1",
		[PK_LONG4] = "LONG4",
		[PK_SHORT_BINUNICODE] = "SHORT_BINUNICODE",
		[PK_BINUNICODE8] = "BINUNICODE8",
		[PK_BINBYTES8] = "BINBYTES8",
		[PK_EMPTY_SET] = "EMPTY_SET",
		[PK_ADDITEMS] = "ADDITEMS",
		[PK_FROZENSET] = "FROZENSET",
		[PK_NEWOBJ_EX] = "NEWOBJ_EX",
		[PK_STACK_GLOBAL] = "STACK_GLOBAL",
		[PK_MEMOIZE] = "MEMOIZE",
		[PK_FRAME] = "FRAME",
		[PK_BYTEARRAY8] = "BYTEARRAY8",
		[PK_NEXT_BUFFER] = "NEXT_BUFFER",
		[PK_READONLY_BUFFER] = "READONLY_BUFFER",
	};

	return op < COUNTOF(names) ? names[op] : NULL;
}

const char *pickle_error_text(enum pickle_error e)
{
	static const char *const texts[] = {
		[PICKLE_OK] = "nothing is wrong",
		[PICKLE_END] = "the data ends where an opcode is expected (no STOP)",
		[PICKLE_CUT] = "the data ends inside an argument",
		[PICKLE_OPCODE] = "there is no such opcode",
		[PICKLE_LINE] = "an empty line where an argument is expected",
		[PICKLE_NUMBER] = "an argument that is no number",
		[PICKLE_LENGTH] = "a length that is negative or over 2^63 - 1",
		[PICKLE_QUOTES] = "a STRING argument without quotes",
		[PICKLE_ESCAPE] = "a broken escape in a string",
		[PICKLE_UTF8] = "text in another encoding than the opcode wants",
		[PICKLE_PROTO] = "a protocol over 5",
		[PICKLE_UNDERFLOW] = "an operand is missing on the stack",
		[PICKLE_NO_MARK] = "a MARK is missing on the stack",
		[PICKLE_NO_MEMO] = "a memo entry that was never stored",
		[PICKLE_MEMO_KEY] = "a negative memo index",
		[PICKLE_ODD] = "a key without a value",
		[PICKLE_TYPE] = "an operand of a type that the opcode cannot work on",
		[PICKLE_CODE] = "an extension code of zero or less",
		[PICKLE_BUFFER] = "an out-of-band buffer, of which a file has none",
		[PICKLE_LIMIT] = "more marks, names or memo entries than assay keeps",
		[PICKLE_UNREADABLE] = "the bytes cannot be read",
	};

	return texts[e];
}
