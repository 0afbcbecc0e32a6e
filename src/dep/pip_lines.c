#include "dep/pip_lines.h"

/* How many bytes of a line end are at s[i]; 0: none. */
static unsigned line_end(str s, size_t i)
{
	uint8_t c = s.p[i];

	if (c > '\r' && c < 0x1c)
		return 0;
	if (c == '\r')
		return i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1;
	if (c == '\n' || c == '\v' || c == '\f' || (c >= 0x1c && c <= 0x1e))
		return 1;
	if (c == 0xc2 && i + 1 < s.n && s.p[i + 1] == 0x85)
		return 2;
	if (c == 0xe2 && i + 2 < s.n && s.p[i + 1] == 0x80 &&
	    (s.p[i + 2] == 0xa8 || s.p[i + 2] == 0xa9))
		return 3;
	return 0;
}

/* The physical line at *at, and *at behind it. */
static str next_line(str bytes, size_t *at)
{
	size_t from = *at, i = from;
	unsigned end = 0;

	while (i < bytes.n && (end = line_end(bytes, i)) == 0)
		i++;
	*at = i < bytes.n ? i + end : i;
	return str_slice(bytes, from, i);
}

/* Bytes of the white space (as Python's str.strip() sees it) at the start of s. */
static unsigned space_at(str s)
{
	static const char *const wide[] = {"\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\xaf",
					   "\xe2\x81\x9f", "\xe3\x80\x80"};

	if (s.n == 0)
		return 0;
	if (s.p[0] == ' ' || (s.p[0] >= 9 && s.p[0] <= 13) || (s.p[0] >= 0x1c && s.p[0] <= 0x1f))
		return 1;
	if (s.p[0] < 0x80)
		return 0;
	for (size_t i = 0; i < COUNTOF(wide); i++)
		if (str_starts(s, str_of(wide[i])))
			return (unsigned)strlen(wide[i]);
	return s.n >= 3 && s.p[0] == 0xe2 && s.p[1] == 0x80 && s.p[2] >= 0x80 && s.p[2] <= 0x8a ? 3
												: 0;
}

static size_t skip_space(str s)
{
	size_t i = 0;
	unsigned n;

	while ((n = space_at(str_slice(s, i, s.n))) > 0)
		i += n;
	return i;
}

/* Without white space at the end. */
str pip_lines_trim_end(str s)
{
	size_t end = 0;

	for (size_t i = 0; i < s.n;) {
		unsigned n = space_at(str_slice(s, i, s.n));
		i += n > 0 ? n : 1;
		if (n == 0)
			end = i;
	}
	return str_slice(s, 0, end);
}

/* Where its comment begins, white space in front of it not counted; the length without one. */
static size_t comment_at(str s)
{
	for (size_t i = 0, end = 0; i < s.n;) {
		unsigned n = space_at(str_slice(s, i, s.n));
		if (n == 0 && s.p[i] == '#' && (i == 0 || end < i))
			return i;
		i += n > 0 ? n : 1;
		if (n == 0)
			end = i;
	}
	return s.n;
}

static bool is_comment(str line)
{
	size_t i = skip_space(line);

	return i < line.n && line.p[i] == '#';
}

struct joined {
	struct buf text;
	struct reader_piece *pieces;
	uint32_t count, room;
};

static void join(struct reader *r, struct joined *j, str part, size_t at)
{
	j->pieces = GROW(r->arena, j->pieces, j->count, &j->room);
	j->pieces[j->count++] = (struct reader_piece){(uint32_t)j->text.n, (uint32_t)at};
	buf_add(&j->text, part);
}

static str strip_backslashes(str line, size_t *front)
{
	size_t end = line.n, from = 0;

	while (from < end && line.p[from] == '\\')
		from++;
	while (end > from && line.p[end - 1] == '\\')
		end--;
	*front = from;
	return str_slice(line, from, end);
}

/* The logical line that begins at *at: one physical line, or several that are joined. */
static struct reader_text next_logical(struct reader *r, size_t *at, size_t *comment)
{
	struct joined j = {.text = buf_in(r->arena)};
	struct reader_text t;
	size_t from, front;
	str line;

	*comment = STR_NONE;
	for (;;) {
		from = *at;
		line = next_line(r->bytes, at);
		if (is_comment(line) || !str_ends(line, S("\\")) || *at >= r->bytes.n)
			break;
		line = strip_backslashes(line, &front);
		join(r, &j, line, from + front);
	}
	if (j.count == 0 && (is_comment(line) || !str_ends(line, S("\\"))))
		return reader_slice(r, from, from + line.n);
	if (is_comment(line))
		*comment = from + skip_space(line);
	else
		join(r, &j, strip_backslashes(line, &front), from);
	t = (struct reader_text){.text = j.text.n > 0 ? buf_str(&j.text) : S(""),
				 .at = j.pieces[0].file_at,
				 .end = from + line.n,
				 .piece_count = j.count,
				 .pieces = j.pieces};
	return t;
}

bool pip_lines_next(struct reader *r, size_t *at, struct pip_line *line)
{
	size_t comment, cut, front;
	struct reader_text t;
	str text;

	if (*at >= r->bytes.n)
		return false;
	t = next_logical(r, at, &comment);
	cut = comment_at(t.text);
	line->comment = str_slice(t.text, cut, t.text.n);
	if (comment != STR_NONE) { /* the line that ended the joining */
		size_t end = comment;
		line->comment = next_line(r->bytes, &end);
	}
	text = pip_lines_trim_end(str_slice(t.text, 0, cut));
	front = skip_space(text);
	line->text = reader_part(&t, front, text.n);
	return true;
}
