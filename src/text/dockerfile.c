#include "text/dockerfile.h"

#include "base/buf.h"
#include "base/limits.h"
#include "text/json.h"

struct reader {
	struct arena *arena;
	str bytes;
	size_t at; /* start of a line */
	uint8_t escape;
	uint32_t stage;
	struct docker_line *list;
	uint32_t count, room;
};

/* An instruction while its lines are read. */
struct logical {
	struct buf text;
	struct docker_piece *pieces;
	uint32_t count, room;
};

static bool is_blank(uint8_t b)
{
	return b == ' ' || b == '\t' || b == '\r' || b == '\f' || b == '\v';
}

static str trim_left(str s)
{
	while (s.n > 0 && is_blank(s.p[0]))
		s = str_slice(s, 1, s.n);
	return s;
}

static str trim_right(str s)
{
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* The line at r->at without its end; moves behind it. */
static str next_line(struct reader *r)
{
	str rest = str_slice(r->bytes, r->at, r->bytes.n);
	size_t n = str_find_byte(rest, '\n');
	str line = str_slice(rest, 0, n);

	r->at += n == STR_NONE ? rest.n : n + 1;
	return line.n > 0 && line.p[line.n - 1] == '\r' ? str_slice(line, 0, line.n - 1) : line;
}

static size_t offset_of(const struct reader *r, str part)
{
	return part.n > 0 ? (size_t)(part.p - r->bytes.p) : r->at;
}

/* ---- Directives ---- */

/* `# escape=X` and others, above everything else. */
static void read_directives(struct reader *r)
{
	for (;;) {
		size_t before = r->at, equals;
		str line = str_trim(next_line(r)), key;
		if (line.n > 0 && line.p[0] == '#') {
			line = str_slice(line, 1, line.n);
			equals = str_find_byte(line, '=');
			key = str_trim(str_slice(line, 0, equals));
			if (equals != STR_NONE && str_find_byte(key, ' ') == STR_NONE &&
			    key.n > 0) {
				str value = str_trim(str_slice(line, equals + 1, line.n));
				if (str_eq_nocase(key, S("escape")) && value.n == 1 &&
				    (value.p[0] == '\\' || value.p[0] == '`'))
					r->escape = value.p[0];
				continue;
			}
		}
		r->at = before;
		return;
	}
}

/* ---- Lines into one ---- */

static void add_piece(struct arena *a, struct logical *l, str part, size_t input_at)
{
	if (part.n == 0)
		return;
	l->pieces = GROW(a, l->pieces, l->count, &l->room);
	l->pieces[l->count++] = (struct docker_piece){(uint32_t)l->text.n, (uint32_t)input_at};
	buf_add(&l->text, part);
}

/* Does the line go on? Then *line loses the escape character. Two of them are one that is meant. */
static bool goes_on(const struct reader *r, str *line)
{
	str s = trim_right(*line);

	if (s.n == 0 || s.p[s.n - 1] != r->escape || (s.n > 1 && s.p[s.n - 2] == r->escape))
		return false;
	*line = str_slice(s, 0, s.n - 1);
	return true;
}

/* All lines of the instruction that starts at r->at; false: nothing but blanks or a comment. */
static bool read_logical(struct reader *r, struct logical *l, uint32_t *start)
{
	str line = next_line(r), left = trim_left(line);
	bool more;

	if (left.n == 0 || left.p[0] == '#')
		return false;
	*start = (uint32_t)offset_of(r, left);
	more = goes_on(r, &left);
	add_piece(r->arena, l, left, *start);
	while (more && r->at < r->bytes.n) {
		line = next_line(r);
		left = trim_left(line);
		if (left.n == 0 || left.p[0] == '#')
			continue;
		more = goes_on(r, &line);
		add_piece(r->arena, l, line, offset_of(r, line));
	}
	return true;
}

uint32_t docker_offset(const struct docker_line *line, size_t text_at)
{
	uint32_t from = 0, to = line->piece_count;

	while (from < to) {
		uint32_t mid = from + (to - from) / 2;
		if (line->pieces[mid].text_at <= text_at)
			from = mid + 1;
		else
			to = mid;
	}
	if (from == 0)
		return line->start;
	return line->pieces[from - 1].input_at +
	       ((uint32_t)text_at - line->pieces[from - 1].text_at);
}

/* ---- Words ---- */

struct words {
	struct docker_word *list;
	uint32_t count, room;
};

static void add_word(struct arena *a, struct words *w, const struct docker_word *word)
{
	w->list = GROW(a, w->list, w->count, &w->room);
	w->list[w->count++] = *word;
}

/* One word from text.p[at] on, which is no blank; returns where it ends. */
static size_t read_word(const struct reader *r, str text, size_t at, struct buf *out)
{
	uint8_t quote = 0;

	for (; at < text.n; at++) {
		uint8_t b = text.p[at];
		if (quote == 0 && is_blank(b))
			break;
		if (b == r->escape && quote != '\'' && at + 1 < text.n) {
			uint8_t next = text.p[++at];
			if (quote == '"' && next != '"' && next != '$' && next != r->escape)
				buf_byte(out, b);
			buf_byte(out, next);
		} else if (quote == 0 && (b == '"' || b == '\'')) {
			quote = b;
		} else if (b == quote && quote != 0) {
			quote = 0;
		} else {
			buf_byte(out, b);
		}
	}
	return at;
}

static void split_words(const struct reader *r, const struct docker_line *line, struct words *w)
{
	str text = line->text;

	for (size_t at = 0; at < text.n;) {
		struct buf b = buf_in(r->arena);
		struct docker_word word;
		size_t from;
		if (is_blank(text.p[at])) {
			at++;
			continue;
		}
		from = at;
		at = read_word(r, text, at, &b);
		word = (struct docker_word){buf_str(&b), docker_offset(line, from),
					    docker_offset(line, at - 1) + 1};
		if (word.text.p == NULL)
			word.text = S("");
		add_word(r->arena, w, &word);
	}
}

/* ["a", "b"]; false: it is no such array, and a shell gets the text. */
static bool json_words(const struct reader *r, const struct docker_line *line, struct words *w)
{
	const struct tree *t = NULL;
	struct diag d;

	if (line->text.n == 0 || line->text.p[0] != '[')
		return false;
	if (!json_parse(r->arena, line->text, &t, &d) || !tree_is(t, TREE_ARRAY))
		return false;
	for (const struct tree *e = t->first; e != NULL; e = e->next) {
		struct docker_word word = {e->text, docker_offset(line, e->start),
					   docker_offset(line, e->end - 1) + 1};
		if (e->kind != TREE_STRING)
			return false;
		add_word(r->arena, w, &word);
	}
	return true;
}

/* Cuts the first word of the text off; what is left begins at a word again. */
static str cut_word(struct docker_line *line, size_t *cut)
{
	size_t n = 0, from;
	str word;

	while (n < line->text.n && !is_blank(line->text.p[n]))
		n++;
	word = str_slice(line->text, 0, n);
	from = n;
	while (from < line->text.n && is_blank(line->text.p[from]))
		from++;
	line->text = str_slice(line->text, from, line->text.n);
	*cut += from;
	return word;
}

static str upper(struct arena *a, str s)
{
	uint8_t *out = arena_alloc(a, s.n + 1, 1);

	for (size_t i = 0; i < s.n; i++)
		out[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (uint8_t)(s.p[i] - 32) : s.p[i];
	return (str){out, s.n};
}

/* The text was cut at its beginning: its pieces are counted from there. */
static void shift_pieces(struct docker_line *line, struct docker_piece *pieces, uint32_t count,
			 size_t cut)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i++) {
		struct docker_piece p = pieces[i];
		bool last = i + 1 == count || pieces[i + 1].text_at > cut;
		if (p.text_at < cut && !last)
			continue;
		if (p.text_at < cut) {
			p.input_at += (uint32_t)cut - p.text_at;
			p.text_at = 0;
		} else {
			p.text_at -= (uint32_t)cut;
		}
		pieces[kept++] = p;
	}
	line->pieces = pieces;
	line->piece_count = kept;
}

static void read_flags(struct reader *r, struct docker_line *line, size_t *cut)
{
	struct words w = {0};

	while (str_starts(line->text, S("--"))) {
		size_t at = *cut;
		str text = cut_word(line, cut);
		struct docker_word word = {text, docker_offset(line, at),
					   docker_offset(line, at + text.n - 1) + 1};
		if (str_eq(text, S("--")))
			break;
		add_word(r->arena, &w, &word);
	}
	line->flags = w.list;
	line->flag_count = w.count;
}

/* ---- Here documents ---- */

/* N<<-NAME, N<<"NAME" as it stands in the text; false: the word is none. */
static bool heredoc_of(str raw, struct docker_heredoc *h, bool *tabs)
{
	size_t i = 0;

	while (i < raw.n && raw.p[i] >= '0' && raw.p[i] <= '9')
		i++;
	if (!str_starts(str_slice(raw, i, raw.n), S("<<")))
		return false;
	i += 2;
	*tabs = i < raw.n && raw.p[i] == '-';
	raw = str_slice(raw, i + *tabs, raw.n);
	h->verbatim =
		raw.n > 1 && (raw.p[0] == '"' || raw.p[0] == '\'') && raw.p[raw.n - 1] == raw.p[0];
	if (h->verbatim)
		raw = str_slice(raw, 1, raw.n - 1);
	h->name = raw;
	return raw.n > 0 && raw.n < 100 && str_find_byte(raw, '<') == STR_NONE;
}

static void read_body(struct reader *r, struct docker_heredoc *h, bool tabs)
{
	size_t end = r->at;

	h->start = (uint32_t)r->at;
	while (r->at < r->bytes.n) {
		str line = next_line(r);
		while (tabs && line.n > 0 && line.p[0] == '\t')
			line = str_slice(line, 1, line.n);
		if (str_eq(line, h->name))
			break;
		end = r->at;
	}
	h->body = str_slice(r->bytes, h->start, end);
}

enum { HEREDOCS = 16 };

static void read_heredocs(struct reader *r, struct docker_line *line)
{
	struct docker_heredoc *list;

	if (!str_in(line->name, "RUN COPY ADD") || line->json ||
	    str_find(line->text, S("<<")) == STR_NONE)
		return;
	list = NEW(r->arena, struct docker_heredoc, HEREDOCS);
	for (uint32_t i = 0; i < line->word_count && line->heredoc_count < HEREDOCS; i++) {
		const struct docker_word *w = &line->words[i];
		struct docker_heredoc h = {0};
		bool tabs;
		if (!heredoc_of(str_slice(r->bytes, w->start, w->end), &h, &tabs))
			continue;
		read_body(r, &h, tabs);
		list[line->heredoc_count++] = h;
	}
	line->heredocs = list;
}

/* ---- Instructions ---- */

static void read_line(struct reader *r)
{
	struct logical l = {.text = buf_in(r->arena)};
	struct docker_line line = {0};
	struct words w = {0};
	size_t cut = 0;

	if (!read_logical(r, &l, &line.start))
		return;
	line.text = buf_str(&l.text);
	line.pieces = l.pieces;
	line.piece_count = l.count;
	line.name = upper(r->arena, cut_word(&line, &cut));
	if (str_eq(line.name, S("ONBUILD"))) {
		line.onbuild = true;
		line.name = upper(r->arena, cut_word(&line, &cut));
	}
	read_flags(r, &line, &cut);
	line.text = trim_right(line.text);
	shift_pieces(&line, l.pieces, l.count, cut);
	line.json = json_words(r, &line, &w);
	if (!line.json) {
		w = (struct words){0};
		split_words(r, &line, &w);
	}
	line.words = w.list;
	line.word_count = w.count;
	r->stage += str_eq(line.name, S("FROM"));
	line.stage = r->stage;
	read_heredocs(r, &line);
	line.end = (uint32_t)r->at;
	r->list = GROW(r->arena, r->list, r->count, &r->room);
	r->list[r->count++] = line;
}

size_t docker_read(struct arena *a, str bytes, const struct docker_line **out)
{
	struct reader r = {.arena = a, .bytes = bytes, .escape = '\\'};

	if (str_starts(bytes, S("\xEF\xBB\xBF")))
		r.at = 3;
	read_directives(&r);
	while (r.at < bytes.n && r.count < LIMIT_DOCKER_LINES)
		read_line(&r);
	*out = r.list;
	return r.count;
}

/* ---- What rules ask ---- */

str docker_flag(const struct docker_line *line, const char *name)
{
	for (uint32_t i = 0; i < line->flag_count; i++) {
		str flag = str_slice(line->flags[i].text, 2, line->flags[i].text.n);
		size_t equals = str_find_byte(flag, '=');
		if (str_eq(str_slice(flag, 0, equals), str_of(name)))
			return equals == STR_NONE ? S("") : str_slice(flag, equals + 1, flag.n);
	}
	return (str){NULL, 0};
}

size_t docker_pairs(struct arena *a, const struct docker_line *line, const struct docker_pair **out)
{
	struct docker_pair *list = NEW(a, struct docker_pair, line->word_count + 1);
	bool arg = str_eq(line->name, S("ARG"));
	size_t n = 0;

	*out = list;
	if (line->word_count == 0)
		return 0;
	if (!arg && str_find_byte(line->words[0].text, '=') == STR_NONE) {
		const struct docker_word *first = &line->words[0];
		size_t at = 0;
		while (at < line->text.n && !is_blank(line->text.p[at]))
			at++;
		list[0] = (struct docker_pair){first->text,
					       trim_left(str_slice(line->text, at, line->text.n)),
					       first->start, line->words[line->word_count - 1].end};
		return 1;
	}
	for (uint32_t i = 0; i < line->word_count; i++) {
		const struct docker_word *w = &line->words[i];
		size_t equals = str_find_byte(w->text, '=');
		if (equals == STR_NONE && !arg)
			continue;
		list[n++] = (struct docker_pair){
			str_slice(w->text, 0, equals),
			equals == STR_NONE ? (str){NULL, 0}
					   : str_slice(w->text, equals + 1, w->text.n),
			w->start, w->end};
	}
	return n;
}

bool docker_named(str path)
{
	str name = str_after_last(path, '/');

	return str_in(name, "Dockerfile Containerfile dockerfile") ||
	       ((str_starts(name, S("Dockerfile.")) || str_starts(name, S("Containerfile."))) &&
		!str_ends(name, S(".dockerignore"))) ||
	       str_ends(name, S(".Dockerfile")) || str_ends(name, S(".dockerfile"));
}
