#include "dep/shell.h"

struct script {
	const struct shell *shell;
	const struct reader_text *text;
	str s;
	size_t at;
	struct shell_word *words;
	uint32_t count, room;
	size_t number_end; /* where a word of digits alone ended: of a redirection, if one begins */
};

/* A word under way. */
struct part {
	struct buf text;
	size_t from, first, last; /* in the script: the word; of its bytes, the first and last */
	bool any, broken;	  /* broken: its bytes do not follow each other there */
	bool unknown, pattern;
};

static void end_command(struct script *c)
{
	if (c->count > 0)
		c->shell->command(c->shell->ctx, c->words, c->count);
	c->count = 0;
}

static void add_word(struct script *c, const struct part *p)
{
	struct shell_word *w;

	c->words = GROW(c->shell->arena, c->words, c->count, &c->room);
	w = &c->words[c->count++];
	*w = (struct shell_word){.unknown = p->unknown, .pattern = p->pattern};
	if (p->any && !p->broken) {
		w->text = reader_part(c->text, p->first, p->last + 1);
		return;
	}
	w->text = reader_part(c->text, p->from, c->at);
	w->text.text = p->text.n > 0 ? buf_str(&p->text) : S("");
	w->text.decoded = true;
}

static void put(struct script *c, struct part *p, size_t at)
{
	if (p->any && p->last + 1 != at)
		p->broken = true;
	if (!p->any)
		p->first = at;
	p->any = true;
	p->last = at;
	buf_byte(&p->text, c->s.p[at]);
}

static bool is_name(uint8_t c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

/* Behind the bracket that closes the one at `at`. */
static size_t bracket_end(str s, size_t at, uint8_t open, uint8_t close)
{
	size_t depth = 0;

	for (; at < s.n; at++) {
		if (s.p[at] == open)
			depth++;
		else if (s.p[at] == close && --depth == 0)
			return at + 1;
	}
	return at;
}

/* $NAME, ${NAME}, ${NAME:-default}, $(command), ${{ expression }}. */
static void read_variable(struct script *c, struct part *p)
{
	str s = c->s, name, value = {NULL, 0};
	size_t from = c->at + 1, end = from;
	uint8_t open = from < s.n ? s.p[from] : 0;

	if (open == '(' || open == '{') {
		end = bracket_end(s, from, open, open == '(' ? ')' : '}');
		name = str_slice(s, from + 1, end - 1);
	} else {
		while (end < s.n && is_name(s.p[end]))
			end++;
		name = str_slice(s, from, end);
	}
	if (end == from) { /* a `$` that means itself */
		put(c, p, c->at++);
		return;
	}
	if (open != '(' && c->shell->variable != NULL) {
		size_t n = 0;
		while (n < name.n && is_name(name.p[n]))
			n++;
		value = c->shell->variable(c->shell->ctx, str_slice(name, 0, n));
		if (value.p == NULL && str_starts(str_slice(name, n, name.n), S(":-")))
			value = str_slice(name, n + 2, name.n);
		else if (n < name.n && !str_starts(str_slice(name, n, name.n), S(":-")))
			value.p = NULL;
	}
	c->at = end;
	p->any = p->broken = true;
	p->last = end - 1;
	if (value.p != NULL)
		buf_add(&p->text, value);
	else
		buf_add(&p->text, str_slice(s, from - 1, end));
	p->unknown |= value.p == NULL || str_find_byte(value, ' ') != STR_NONE;
}

static void read_double_quotes(struct script *c, struct part *p)
{
	str s = c->s;

	for (c->at++; c->at < s.n && s.p[c->at] != '"';) {
		uint8_t b = s.p[c->at], next = c->at + 1 < s.n ? s.p[c->at + 1] : 0;
		if (b == '$') {
			read_variable(c, p);
		} else if (b == '\\' && next == '\n') {
			c->at += 2;
		} else {
			if (b == '`')
				p->unknown = true;
			if (b == '\\' &&
			    (next == '"' || next == '\\' || next == '$' || next == '`'))
				c->at++;
			put(c, p, c->at++);
		}
	}
	c->at += c->at < s.n;
}

static void read_single_quotes(struct script *c, struct part *p)
{
	for (c->at++; c->at < c->s.n && c->s.p[c->at] != '\'';)
		put(c, p, c->at++);
	c->at += c->at < c->s.n;
}

static bool ends_word(uint8_t b)
{
	return b <= ' ' || strchr(";&|()<>", b) != NULL;
}

static void read_word(struct script *c)
{
	struct part p = {.text = buf_in(c->shell->arena), .from = c->at};
	str s = c->s;

	while (c->at < s.n && !ends_word(s.p[c->at])) {
		uint8_t b = s.p[c->at];
		if (b == '\'') {
			read_single_quotes(c, &p);
		} else if (b == '"') {
			read_double_quotes(c, &p);
		} else if (b == '$') {
			read_variable(c, &p);
		} else if (b == '\\' && c->at + 1 < s.n) {
			c->at++;
			if (s.p[c->at] == '\n')
				c->at++;
			else
				put(c, &p, c->at++);
		} else {
			p.pattern |= b == '*' || b == '?';
			p.unknown |= b == '`';
			put(c, &p, c->at++);
		}
	}
	add_word(c, &p);
	if (p.any && p.last - p.first < 2 && s.p[p.first] >= '0' && s.p[p.first] <= '9' &&
	    s.p[p.last] >= '0' && s.p[p.last] <= '9')
		c->number_end = c->at;
}

/* `> file`, `2>&1`, `<<EOF`: the number before it was no word, the target is none. */
static void read_redirection(struct script *c)
{
	str s = c->s;

	c->count -= c->count > 0 && c->number_end == c->at;
	while (c->at < s.n && strchr("<>&|", s.p[c->at]) != NULL && s.p[c->at] != 0)
		c->at++;
	while (c->at < s.n && (s.p[c->at] == ' ' || s.p[c->at] == '\t'))
		c->at++;
	if (c->at < s.n && !ends_word(s.p[c->at])) {
		read_word(c);
		c->count--;
	}
}

static bool skip_blank(struct script *c)
{
	str s = c->s;

	if (s.p[c->at] == ' ' || s.p[c->at] == '\t' || s.p[c->at] == '\r')
		c->at++;
	else if (s.p[c->at] == '\\' && c->at + 1 < s.n && s.p[c->at + 1] == '\n')
		c->at += 2;
	else if (s.p[c->at] == '\\' && str_starts(str_slice(s, c->at + 1, s.n), S("\r\n")))
		c->at += 3;
	else
		return false;
	return true;
}

void shell_read(const struct shell *shell, const struct reader_text *script)
{
	struct script c = {.shell = shell, .text = script, .s = script->text};

	while (c.at < c.s.n) {
		uint8_t b = c.s.p[c.at];
		if (skip_blank(&c))
			continue;
		if (b == '#') {
			size_t n = str_find_byte(str_slice(c.s, c.at, c.s.n), '\n');
			c.at = n == STR_NONE ? c.s.n : c.at + n;
		} else if (b == '<' || b == '>') {
			read_redirection(&c);
		} else if (ends_word(b)) {
			end_command(&c);
			c.at++;
		} else {
			read_word(&c);
		}
	}
	end_command(&c);
}
