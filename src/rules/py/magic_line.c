/* Shell and magic lines of notebooks. This is no shell: quotes and backslashes are taken off,
 * nothing is expanded, and a command inside $( ) is part of a word. Enough to see what is
 * installed, downloaded and run. */
#include "rules/py/magic_line.h"

struct magic_line magic_line_of(const struct check *c, const struct node *n)
{
	str t = str_trim(node_text(c->file, n));
	struct magic_line l = {0};

	while (t.n > 0 && t.p[0] == '!') {
		l.shell = true;
		t = str_slice(t, 1, t.n);
	}
	while (!l.shell && t.n > 0 && t.p[0] == '%') {
		l.magic = true;
		t = str_slice(t, 1, t.n);
	}
	l.text = str_trim(t);
	if (l.magic && (str_starts(l.text, S("pip ")) || str_starts(l.text, S("conda ")) ||
			str_starts(l.text, S("mamba ")) || str_starts(l.text, S("uv "))))
		l.shell = true; /* %pip is pip */
	if (l.magic && (str_starts(l.text, S("sx ")) || str_starts(l.text, S("system ")))) {
		l.text = str_trim(str_slice(l.text, str_find_byte(l.text, ' '), l.text.n));
		l.shell = true;
	}
	return l;
}

str word_unquote(str w)
{
	if (w.n >= 2 && (w.p[0] == '"' || w.p[0] == '\'') && w.p[w.n - 1] == w.p[0])
		return str_slice(w, 1, w.n - 1);
	return w;
}

static bool ends_command(uint8_t b)
{
	return b == '|' || b == ';' || b == '&';
}

/* Length of the word at s; quotes and ${...} hold it together. */
static size_t word_length(str s)
{
	uint8_t quote = 0;
	size_t i;

	for (i = 0; i < s.n; i++) {
		uint8_t b = s.p[i];
		if (quote != 0) {
			if (b == quote)
				quote = 0;
		} else if (b == '"' || b == '\'') {
			quote = b;
		} else if (b <= ' ' || ends_command(b)) {
			break;
		}
	}
	return i;
}

bool next_command(str *rest, struct command *out)
{
	*out = (struct command){0};
	while (rest->n > 0 &&
	       (rest->p[0] <= ' ' || ends_command(rest->p[0]) || rest->p[0] == '(')) {
		if (rest->p[0] == '|')
			out->piped = rest->n < 2 || rest->p[1] != '|' ? !out->piped : out->piped;
		*rest = str_slice(*rest, 1, rest->n);
	}
	while (rest->n > 0) {
		uint8_t b = rest->p[0];
		if (b == '#' || ends_command(b))
			break;
		if (b <= ' ' || b == '\\') {
			*rest = str_slice(*rest, 1, rest->n);
			continue;
		}
		size_t n = word_length(*rest);
		if (out->count < WORDS_MAX)
			out->word[out->count++] = word_unquote(str_slice(*rest, 0, n));
		*rest = str_slice(*rest, n ? n : 1, rest->n);
	}
	if (rest->n > 0 && rest->p[0] == '#')
		rest->n = 0;
	return out->count > 0;
}

void skip_prefixes(struct command *k)
{
	unsigned i = 0;

	while (i < k->count &&
	       (str_in(k->word[i], "sudo time nohup env exec command yes -E -H -q") ||
		(str_find_byte(k->word[i], '=') != STR_NONE && k->word[i].p[0] != '-')))
		i++;
	memmove(k->word, k->word + i, (k->count - i) * sizeof(str));
	k->count -= i;
}

str program(const struct command *k)
{
	return k->count > 0 ? str_after_last(k->word[0], '/') : (str){0};
}
