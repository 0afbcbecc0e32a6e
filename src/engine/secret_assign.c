/* One hand-written reader for every way of giving a name a value, because a keyword is found in
 * pieces of text (a decoded string, a cell, a line of a log) whose format nobody knows. It looks
 * at the text around the name only, within bounds, and errs on the side of one value more: what a
 * value must look like is the row's business. */
#include "engine/secret_assign.h"

#include "base/ascii.h"
#include "base/limits.h"

struct reader {
	struct arena *arena;
	struct secret_view *view;
	str s;
	str path;
	struct secret_assign *out;
	uint32_t keyword; /* where the keyword begins */
	bool dashes;	  /* the name is an option: --name, -name */
	bool in_quotes;	  /* the name is a string of its own */
	bool escaped;	  /* and its quotes are escaped */
};

static bool is_name(uint8_t c)
{
	return is_alnum(c) || c == '_' || c == '-' || c == '.';
}

static uint8_t at(const struct reader *r, uint32_t i)
{
	secret_view_saw(r->view, i);
	return i < r->s.n ? r->s.p[i] : 0;
}

static uint32_t skip_blanks(const struct reader *r, uint32_t i)
{
	while (at(r, i) == ' ' || at(r, i) == '\t')
		i++;
	return i;
}

static uint32_t line_start(const struct reader *r, uint32_t i)
{
	uint32_t least = i - (i > LIMIT_SECRET_WORD ? (uint32_t)LIMIT_SECRET_WORD : i);

	while (i > least && r->s.p[i - 1] != '\n')
		i--;
	return i;
}

static uint32_t line_end(const struct reader *r, uint32_t i)
{
	uint32_t most = i + LIMIT_SECRET_WORD;

	while (i < r->s.n && i < most && r->s.p[i] != '\n' && r->s.p[i] != '\r')
		i++;
	secret_view_saw(r->view, i + 1);
	return i;
}

static bool starts(const struct reader *r, uint32_t i, str word)
{
	secret_view_saw(r->view, i + (uint32_t)word.n);
	return i <= r->s.n && str_starts(str_slice(r->s, i, i + word.n), word);
}

/* ---- Values ---- */

static void add(struct reader *r, struct secret_view *view, uint32_t start, uint32_t end,
		bool quoted, bool loose)
{
	struct secret_assign *o = r->out;

	if (start >= end || end - start > LIMIT_SECRET_VALUE || o->count == SECRET_VALUES)
		return;
	for (unsigned i = 0; i < o->count; i++) {
		if (o->values[i].view == view && o->values[i].start == start &&
		    o->values[i].end == end)
			return;
	}
	o->values[o->count++] = (struct secret_value){view, start, end, quoted, loose};
}

static bool is_base64(str s)
{
	size_t n = s.n;

	while (n > 0 && s.p[n - 1] == '=' && s.n - n < 2)
		n--;
	if (n < 8 || s.n % 4 != 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!is_alnum(s.p[i]) && s.p[i] != '+' && s.p[i] != '/')
			return false;
	}
	return true;
}

/* Secrets are ASCII: twelve letters that decode to something else were not encoded. */
static bool is_ascii(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < ' ' || s.p[i] > '~')
			return false;
	}
	return true;
}

/* What is written in another way comes first, as what is meant, then as it stands. */
static void add_text(struct reader *r, struct secret_view *view, uint32_t start, uint32_t end,
		     bool quoted, bool loose)
{
	str text = str_slice(view->text, start, end);

	if (end <= start || end - start > LIMIT_SECRET_VALUE)
		return;
	if (is_base64(text)) {
		struct secret_view *d = secret_decode_base64(r->arena, view, start, end);
		size_t n = d ? str_trim(d->text).n : 0;
		if (n >= 6 && is_ascii(str_trim(d->text))) {
			uint32_t from = (uint32_t)(str_trim(d->text).p - d->text.p);
			add(r, d, from, from + (uint32_t)n, true, loose);
		}
	}
	if (quoted && view == r->view && view->depth < LIMIT_SECRET_DEPTH &&
	    memchr(text.p, '\\', text.n) != NULL) {
		struct secret_view *u = secret_unescape_range(r->arena, view, start, end);
		add(r, u, 0, (uint32_t)u->text.n, true, loose);
		loose = true;
	}
	add(r, view, start, end, quoted, loose);
}

/* How many backslashes stand before a quote at i; -1: there is none. */
static int quote_at(const struct reader *r, uint32_t i)
{
	int slashes = 0;
	uint8_t c;

	while (at(r, i) == '\\' && slashes < 7) {
		slashes++;
		i++;
	}
	c = at(r, i);
	return (c == '"' || c == '\'' || c == '`') && (slashes == 0 || slashes % 2 == 1) ? slashes
											 : -1;
}

/* The end of the content that begins at i, inside `quote` with so many backslashes; 0: it does not
 * end here. */
static uint32_t content_end(const struct reader *r, uint32_t i, uint8_t quote, int slashes)
{
	uint32_t from = i;
	int run = 0;

	for (; i < r->s.n && i - from <= LIMIT_SECRET_VALUE; i++) {
		uint8_t c = at(r, i);
		if (c == '\n')
			return 0;
		if (c == '\\') {
			run++;
			continue;
		}
		if (c == quote && (run == slashes || (slashes == 0 && run % 2 == 0)))
			return i - (uint32_t)slashes;
		if (slashes > 0 && run == 0 && (c == '"' || c == '\'') && c != quote)
			; /* an apostrophe inside */
		else if (slashes > 0 && run < slashes && c == quote)
			return 0;
		run = 0;
	}
	return 0;
}

static uint32_t triple_end(const struct reader *r, uint32_t i, uint8_t quote)
{
	uint8_t three[3] = {quote, quote, quote};
	str rest = str_slice(r->s, i, i + LIMIT_SECRET_VALUE);
	size_t n = str_find(rest, (str){three, 3});

	secret_view_saw(r->view, i + (uint32_t)(n == STR_NONE ? LIMIT_SECRET_VALUE : n + 3));
	return n == STR_NONE ? 0 : i + (uint32_t)n;
}

/* The literal at i, prefix letters before it allowed: adds it, and returns what is behind it; 0:
 * there is none. */
static uint32_t literal(struct reader *r, uint32_t i, bool loose)
{
	struct secret_view *folded;
	uint32_t letters = 0, end;
	int slashes;
	uint8_t quote;

	while (letters < 2 && at(r, i) != 0 && strchr("rRbBuUfFlL@$", at(r, i)) != NULL) {
		i++;
		letters++;
	}
	slashes = quote_at(r, i);
	if (slashes < 0)
		return 0;
	i += (uint32_t)slashes;
	quote = r->s.p[i++];
	if (slashes == 0 && at(r, i) == quote && at(r, i + 1) == quote) {
		end = triple_end(r, i + 2, quote);
		if (end != 0)
			add_text(r, r->view, i + 2, end, true, loose);
		return end ? end + 3 : 0;
	}
	end = content_end(r, i, quote, slashes);
	if (end == 0)
		return 0;
	folded = slashes == 0 && r->view->depth < LIMIT_SECRET_DEPTH
			 ? secret_fold_from(r->arena, r->view, i, end)
			 : NULL;
	if (folded != NULL) {
		add_text(r, folded, 1, (uint32_t)folded->text.n - 1, true, loose);
		return folded->to;
	}
	add_text(r, r->view, i, end, true, loose);
	return end + (uint32_t)slashes + 1;
}

/* A word without quotes: up to white space and what ends words in most languages. */
static uint32_t word_end(const struct reader *r, uint32_t i, const char *stops)
{
	uint32_t most = i + LIMIT_SECRET_WORD;

	for (; i < r->s.n && i < most; i++) {
		uint8_t c = at(r, i);
		if (c <= ' ' || c == '"' || c == '\'' || c == '`' || strchr(stops, c) != NULL)
			break;
		if (c == '\\' && i + 1 < r->s.n && strchr("nrt\"'\\", r->s.p[i + 1]) != NULL)
			break;
	}
	return i;
}

/* ${NAME:-value}, ${NAME:value}, ${NAME-value}. */
static void shell_default(struct reader *r, uint32_t i)
{
	uint32_t end;

	while (is_name(at(r, i)))
		i++;
	while (i > 0 && r->s.p[i - 1] == '-')
		i--;
	if (at(r, i) == ':')
		i++;
	if (at(r, i) == '-' || at(r, i) == '=')
		i++;
	end = word_end(r, i, "}");
	if (at(r, end) == '}')
		add_text(r, r->view, i, end, false, false);
}

/* Is it called to look something up, so that its first argument is a name? */
static bool is_lookup(str callee)
{
	static const char *const words[] = {
		"get",	"env",	 "config", "var",   "param", "pop",  "lookup", "option", "setting",
		"pass", "input", "prompt", "fetch", "read",  "load", "find",   "ref",	 "default"};

	for (size_t i = 0; i < COUNTOF(words); i++) {
		if (str_find_nocase(callee, str_of(words[i])) != STR_NONE)
			return true;
	}
	return false;
}

#define CALL_BYTES 400

/* The value is a call: what a look-up falls back on, or what a wrapper is given. */
static void call(struct reader *r, uint32_t callee, uint32_t i)
{
	str name = str_slice(r->s, callee, i);
	bool lookup = is_lookup(name);
	uint32_t from = ++i, depth = 0, argument = 0;
	bool keyword = false;

	for (; i < r->s.n && i - from < CALL_BYTES; i++) {
		uint8_t c = at(r, i);
		if (c == '(' || c == '[' || c == '{') {
			depth++;
		} else if (c == ')' || c == ']' || c == '}') {
			if (depth-- == 0)
				return;
		} else if (c == ',' && depth == 0) {
			argument++;
			keyword = false;
		} else if (c == '=') {
			str before = str_trim(str_slice(r->s, i > 16 ? i - 16 : 0, i));
			keyword = str_ends(before, S("default")) || str_ends(before, S("value")) ||
				  str_ends(before, S("fallback"));
		} else if (quote_at(r, i) >= 0) {
			unsigned count = r->out->count;
			uint32_t end = literal(r, i, depth > 0);
			if (lookup ? argument == 0 && !keyword : argument > 0 && !keyword)
				r->out->count = count; /* the name that is looked up */
			if (end == 0)
				return;
			i = end - 1;
		}
	}
}

static bool is_config_line(const struct reader *r)
{
	uint32_t i = line_start(r, r->out->start);
	str before = str_trim(str_slice(r->s, i, r->out->start));

	if (r->out->start - i >= LIMIT_SECRET_WORD)
		return false;
	if (str_ends(before, S("\"")) || str_ends(before, S("'")) || str_ends(before, S("\\")))
		before = str_trim(str_slice(before, 0, before.n - 1));
	return before.n == 0 ||
	       str_in(before, "export - # // ; * set setx ENV ARG env: var let const local "
			      "readonly declare $env: #export --");
}

/* Trailing commas and comments of a line that is one setting. */
static uint32_t setting_end(const struct reader *r, uint32_t i, uint32_t end)
{
	for (uint32_t k = i + 1; k + 1 < end; k++) {
		if ((r->s.p[k] == ' ' || r->s.p[k] == '\t') &&
		    (r->s.p[k + 1] == '#' || r->s.p[k + 1] == ';' ||
		     (r->s.p[k + 1] == '/' && at(r, k + 2) == '/')))
			end = k;
	}
	while (end > i && (r->s.p[end - 1] == ' ' || r->s.p[end - 1] == '\t' ||
			   r->s.p[end - 1] == ',' || r->s.p[end - 1] == ';'))
		end--;
	return end;
}

static uint32_t indent_of(const struct reader *r, uint32_t line)
{
	return skip_blanks(r, line) - line;
}

/* A block scalar of YAML, or a value on the lines below that are indented more. */
static void block(struct reader *r, uint32_t i)
{
	uint32_t own = indent_of(r, line_start(r, r->out->start)), first = 0, lines = 0, from;
	struct secret_maker m = secret_maker_in(r->arena);
	struct secret_view *v;

	if (r->view->depth >= LIMIT_SECRET_DEPTH)
		return;
	i = line_end(r, i);
	from = i;
	while (i < r->s.n && lines++ < 200 && m.text.n < LIMIT_SECRET_VALUE) {
		uint32_t begin = i + 1 + (at(r, i) == '\r'), end = line_end(r, begin), text;
		text = skip_blanks(r, begin);
		if (text < end && text - begin <= own)
			break;
		if (first == 0)
			first = text - begin;
		secret_maker_copy(&m, r->s, begin + first < text ? begin + first : text, end);
		secret_maker_byte(&m, '\n', end);
		i = end;
	}
	if (m.text.n < 2)
		return;
	v = secret_maker_view(&m, r->view, from, i);
	add_text(r, v, 0, (uint32_t)str_trim(v->text).n, false, false);
}

static void bare(struct reader *r, uint32_t i, bool loose)
{
	uint32_t end = line_end(r, i), word = word_end(r, i, ",;)]}<>&|"), setting, other;

	if (starts(r, i, S("${")))
		shell_default(r, i + 2);
	if (word > i && at(r, word) != 0) {
		uint32_t k = i;
		while (is_name(at(r, k)) || at(r, k) == ':' || at(r, k) == '>')
			k++;
		if (at(r, k) == '(' && k > i) {
			call(r, i, k);
			return;
		}
		if (at(r, k) == '[' && k > i && (quote_at(r, k + 1) >= 0))
			return; /* a look-up */
	}
	other = skip_blanks(r, word);
	if (starts(r, other, S("or ")) || starts(r, other, S("|| ")) || starts(r, other, S("?? ")))
		(void)literal(r, skip_blanks(r, other + 3), loose);
	if (is_config_line(r) && !r->escaped) {
		setting = setting_end(r, i, end);
		if (r->in_quotes || memchr(r->s.p + i, '"', setting - i) == NULL)
			add_text(r, r->view, i, setting, false, loose);
	}
	add_text(r, r->view, i, word, false, loose);
	add_text(r, r->view, i, word_end(r, i, ""), false, true);
	while (word > i && (r->s.p[word - 1] == '.' || r->s.p[word - 1] == ':'))
		word--;
	add_text(r, r->view, i, word, false, true);
}

/* The value at i, after an operator. */
static void value(struct reader *r, uint32_t i, bool loose)
{
	uint32_t next, tries = 0;

	i = skip_blanks(r, i);
	while (at(r, i) == '(' && tries++ < 3) { /* x = ( "a" "b" ) */
		uint32_t k = i + 1;
		while (at(r, k) == ' ' || at(r, k) == '\t' || at(r, k) == '\n' || at(r, k) == '\r')
			k++;
		i = k;
	}
	if (at(r, i) == '\\' && (at(r, i + 1) == '\n' || at(r, i + 1) == '\r'))
		i = skip_blanks(r, i + 2 + (at(r, i + 1) == '\r'));
	if (starts(r, i, S("!!")) || starts(r, i, S("!ENV ")) ||
	    at(r, i) == '&') { /* YAML: a tag, an anchor */
		next = word_end(r, i, "");
		if (at(r, next) == ' ')
			i = skip_blanks(r, next);
	}
	if (at(r, i) == '[' && quote_at(r, i + 1) >= 0)
		i++;
	if (at(r, i) == 0 || at(r, i) == '\n' || at(r, i) == '\r') {
		if (r->out->count == 0 && at(r, i) != 0 && i > 0 && r->s.p[i - 1] != ',')
			block(r, i);
		return;
	}
	if ((at(r, i) == '|' || at(r, i) == '>') && line_end(r, i) - i <= 4) {
		block(r, i);
		return;
	}
	next = literal(r, i, loose);
	if (next == 0) {
		bare(r, i, loose);
		return;
	}
	next = skip_blanks(r, next); /* x = a or "b" */
	if (starts(r, next, S("or ")) || starts(r, next, S("|| ")) || starts(r, next, S("?? ")))
		(void)literal(r, skip_blanks(r, next + 3), loose);
}

/* ---- Operators ---- */

/* Words that stand between a name and its value in prose. */
static uint32_t prose(const struct reader *r, uint32_t i)
{
	static const char *const words[] = {"to", "is", "as", "are", "was", "with", "=", ":", "of"};
	bool any = false;

	for (unsigned n = 0; n < 3; n++) {
		uint32_t k = skip_blanks(r, i), w = k, found = 0;
		while (at(r, w) > ' ' && w - k < 6)
			w++;
		for (size_t j = 0; j < COUNTOF(words); j++)
			found |= str_eq(str_slice(r->s, k, w), str_of(words[j]));
		if (!found)
			return any ? k : 0;
		any = true;
		i = w;
	}
	return skip_blanks(r, i);
}

static bool is_type(str s)
{
	return str_in(s, "str string String bytes Optional[str] Optional[SecretStr] SecretStr any "
			 "&str Str Text text Secret object char*");
}

/* A type between the colon at i and `=`: where the value begins, or 0. */
static uint32_t annotated(const struct reader *r, uint32_t i)
{
	uint32_t k = skip_blanks(r, i), from = k;

	while (at(r, k) > ' ' && at(r, k) != '=' && at(r, k) != '"' && k - from < 60)
		k++;
	if (at(r, k) == ' ' && at(r, k + 1) == '|') /* str | None */
		while (at(r, k) != '=' && at(r, k) != '\n' && at(r, k) != '"' && k - from < 60 &&
		       k < r->s.n)
			k++;
	if (at(r, k) == ' ' && at(r, k + 1) == '=' && at(r, k + 2) != '=')
		return k + 2;
	if (at(r, k) == '=' && at(r, k + 1) != '=' && k > from) {
		str type = str_trim(str_slice(r->s, from, k));
		return is_type(type) || str_find(type, S(" ")) != STR_NONE ? k + 1 : 0;
	}
	return 0;
}

static bool word_before(const struct reader *r, uint32_t i, const char *words)
{
	uint32_t end, from;

	while (i > 0 && (r->s.p[i - 1] == ' ' || r->s.p[i - 1] == '\t'))
		i--;
	end = i;
	while (i > 0 && end - i < 24 && r->s.p[i - 1] > ' ')
		i--;
	from = i;
	return str_in(str_slice(r->s, from, end), words);
}

static bool is_csv(const struct reader *r)
{
	return str_ends(r->path, S(".csv")) || str_ends(r->path, S(".tsv")) ||
	       str_ends(r->path, S(".txt"));
}

static void column(struct reader *r, uint32_t i, uint8_t comma)
{
	uint8_t before = r->out->start > 0 ? r->s.p[r->out->start - 1] : '\n';
	bool loose = before != '\n' && before != comma;
	uint32_t end = i, most = i + LIMIT_SECRET_VALUE;

	if (literal(r, i, loose) != 0)
		return;
	while (end < r->s.n && end < most && r->s.p[end] != comma && r->s.p[end] != '\n' &&
	       r->s.p[end] != '\r')
		end++;
	secret_view_saw(r->view, end);
	add_text(r, r->view, i, end, false, loose);
}

/* Where the value behind a word like "value" at k begins; 0: it gives none. */
static uint32_t paired_value(const struct reader *r, uint32_t k, str word)
{
	if (is_name(at(r, k - 1)) && at(r, k - 1) != '-')
		return 0;
	k += (uint32_t)word.n;
	while (at(r, k) == '"' || at(r, k) == '\'' || at(r, k) == '\\')
		k++;
	k = skip_blanks(r, k);
	if (at(r, k) != ':' && at(r, k) != '=')
		return 0;
	return k + 1 + (at(r, k + 1) == '>');
}

/* The end of the block that begins at i with a brace; without one all that is near. */
static uint32_t block_end(const struct reader *r, uint32_t i)
{
	uint32_t most = i + 240 < r->s.n ? i + 240 : (uint32_t)r->s.n, depth = 0;

	secret_view_saw(r->view, i + 240);
	if (at(r, i) != '{')
		return most;
	for (; i < most; i++) {
		depth += r->s.p[i] == '{';
		if (r->s.p[i] == '}' && --depth == 0)
			break;
	}
	return i;
}

/* `name: X` with `value: Y` after it, <... name="X" value="Y"/>, variable "X" { default = "Y" }. */
static void paired(struct reader *r, uint32_t i)
{
	static const char *const words[] = {"value", "default", "val", "stringvalue", "secret"};
	uint32_t first = UINT32_MAX, gives = 0;
	str rest = str_slice(r->s, i, block_end(r, i));

	for (size_t w = 0; w < COUNTOF(words); w++) {
		size_t found = str_find_nocase(rest, str_of(words[w]));
		uint32_t k = found == STR_NONE || found >= first
				     ? 0
				     : paired_value(r, i + (uint32_t)found, str_of(words[w]));
		if (k != 0) {
			first = (uint32_t)found;
			gives = k;
		}
	}
	if (gives != 0)
		value(r, gives, false);
}

/* Is the name itself the value of `name:`, `key=` or the like? */
static bool is_pair(const struct reader *r)
{
	static const char *const words[] = {"name", "key", "variable", "id", "field", "property"};
	uint32_t i = r->out->start, end;
	str word;

	while (i > 0 && (r->s.p[i - 1] == '"' || r->s.p[i - 1] == '\'' || r->s.p[i - 1] == '\\'))
		i--;
	while (i > 0 && (r->s.p[i - 1] == ' ' || r->s.p[i - 1] == '\t'))
		i--;
	if (i > 0 && (r->s.p[i - 1] == ':' || r->s.p[i - 1] == '='))
		i--;
	while (i > 0 && (r->s.p[i - 1] == ' ' || r->s.p[i - 1] == '"' || r->s.p[i - 1] == '\'' ||
			 r->s.p[i - 1] == '\\'))
		i--;
	end = i;
	while (i > 0 && end - i < 20 && is_alnum(r->s.p[i - 1]))
		i--;
	word = str_slice(r->s, i, end);
	for (size_t w = 0; w < COUNTOF(words); w++) {
		if (str_eq_nocase(word, str_of(words[w])))
			return true;
	}
	return str_ends(word, S("Name")) || str_ends(word, S("Key"));
}

/* The bracket that is open around the name: 0 when none is near. */
static uint8_t opener(const struct reader *r)
{
	uint32_t i = r->out->start, least = i - (i > 300 ? 300 : i);
	int depth = 0;

	while (i-- > least) {
		uint8_t c = r->s.p[i];
		if (c == ')' || c == ']' || c == '}')
			depth++;
		else if ((c == '(' || c == '[' || c == '{') && depth-- == 0)
			return c;
	}
	return 0;
}

/* Is it an argument with another one behind it, and not one of a list? */
static bool is_argument(const struct reader *r)
{
	uint32_t i;
	uint8_t c;

	if (!r->in_quotes)
		return false;
	i = r->out->start;
	while (i > 0 && strchr("\"'`\\ \t\r\n", r->s.p[i - 1]) != NULL)
		i--;
	if (i > 0 && r->s.p[i - 1] == ':' && !r->dashes)
		return false; /* the value of another key */
	c = opener(r);
	return r->dashes || c == '(' || c == '{';
}

/* The name is a method that takes the value: builder.apiKey("x"), setApiKey("x"), with_token("x").
 */
static void setter(struct reader *r, uint32_t i)
{
	str method = str_after_last(r->out->name, '.');
	/* The method has the name, not what it is a method of. */
	bool called = method.n < r->out->name.n && r->keyword + method.n >= r->out->end, sets;

	sets = str_eq_nocase(str_slice(method, 0, 3), S("set")) ||
	       str_eq_nocase(str_slice(method, 0, 4), S("with"));
	if (r->in_quotes || r->dashes || (!sets && (!called || is_lookup(method))))
		return;
	i = skip_blanks(r, i + 1);
	if (quote_at(r, i) >= 0) {
		unsigned count = r->out->count;
		uint32_t end = literal(r, i, !sets);
		if (end == 0 || at(r, skip_blanks(r, end)) != ')')
			r->out->count = count;
	}
}

/* A line of a Dockerfile or of a shell that sets a variable without a sign. */
static bool is_set_line(const struct reader *r)
{
	str before;

	if (!word_before(r, r->out->start, "ENV ARG setx setenv -x -gx -lx -Ux -xg -xU --export"))
		return false;
	before = str_trim(str_slice(r->s, line_start(r, r->out->start), r->out->start));
	return str_in(before, "ENV ARG setx setenv") || str_starts(before, S("set -"));
}

/* What stands behind the name, at i. */
static void operate(struct reader *r, uint32_t i)
{
	uint32_t blanks = i, next;
	uint8_t c;

	i = skip_blanks(r, i);
	c = at(r, i);
	if (c == ':') {
		next = annotated(r, i + 1);
		if (at(r, i + 1) == '=')
			next = i + 2;
		else if (at(r, i + 1) == ':')
			return; /* a scope of C++, Rust, Ruby */
		else if (at(r, i + 1) == '-')
			next = i + 2; /* ${NAME:-value} */
		value(r, next ? next : i + 1, false);
	} else if (c == '=') {
		i += 1 + (at(r, i + 1) == '=') + (at(r, i + 1) == '=' && at(r, i + 2) == '=');
		if (at(r, i) == '>')
			i++;
		value(r, i, false);
	} else if ((c == '?' || c == '+' || c == '!') && at(r, i + 1) == '=') {
		value(r, i + 2 + (at(r, i + 2) == '='), false);
	} else if ((starts(r, i, S("||=")) || starts(r, i, S("?\?=")))) {
		value(r, i + 3, false);
	} else if (c == '(' && i == blanks) {
		setter(r, i);
	} else if (starts(r, i, S("<-"))) {
		value(r, i + 2, false);
	} else if (starts(r, i, S("or ")) || starts(r, i, S("|| ")) || starts(r, i, S("?? "))) {
		(void)literal(r, skip_blanks(r, i + 3), false);
	} else if (c == ',' && (is_csv(r) || is_argument(r))) {
		next = skip_blanks(r, i + 1);
		if (at(r, next) == '\n' || at(r, next) == '\r')
			next = skip_blanks(r, next + 1 + (at(r, next + 1) == '\n'));
		if (starts(r, next, S("default=")))
			next += 8;
		if (r->in_quotes && literal(r, next, !r->dashes && !is_csv(r)) != 0)
			return;
		if (is_csv(r))
			column(r, next, ',');
	} else if (c == '>' && i == blanks) {
		next = word_end(r, i + 1, "<");
		add_text(r, r->view, i + 1, next, true, false);
	} else if (c == '|') {
		next = skip_blanks(r, i + 1);
		if (literal(r, next, true) == 0)
			add_text(r, r->view, next, word_end(r, next, "|"), false, true);
	} else if (c == '\t' || (at(r, blanks) == '\t' && is_csv(r))) {
		column(r, i, '\t');
	} else if (i > blanks && c > ' ') {
		next = prose(r, blanks);
		if (next != 0) {
			if (literal(r, next, false) == 0)
				bare(r, next, true);
		} else if (r->dashes ||
			   word_before(r, r->out->start, "ENV ARG set setx #define define") ||
			   is_set_line(r) || is_config_line(r)) {
			bool loose = !r->dashes && !is_set_line(r);
			if (literal(r, i, loose) == 0)
				add_text(r, r->view, i, word_end(r, i, ""), false, loose);
		} else if (starts(r, r->out->start > 4 ? r->out->start - 4 : 0, S("set("))) {
			(void)literal(r, i, true);
		}
	}
}

static bool find_name(struct reader *r, uint32_t from, uint32_t to)
{
	str s = r->s;

	while (to > from && !is_name(s.p[to - 1]) &&
	       s.p[to - 1] < 0x80) /* a keyword with its operator */
		to--;
	while (from > 0 && is_name(s.p[from - 1]) && to - from < LIMIT_SECRET_NAME) {
		if (from > 1 && s.p[from - 2] == '\\' && strchr("nrt", s.p[from - 1]) != NULL &&
		    (from < 3 || s.p[from - 3] != '\\'))
			break;
		from--;
	}
	while (to < s.n && is_name(s.p[to]) && to - from <= LIMIT_SECRET_NAME)
		to++;
	if (to - from > LIMIT_SECRET_NAME)
		return false;
	while (from < to && (s.p[from] == '-' || s.p[from] == '.')) {
		r->dashes |= s.p[from] == '-';
		from++;
	}
	while (to > from && (s.p[to - 1] == '-' || s.p[to - 1] == '.'))
		to--;
	r->out->start = from;
	r->out->end = to;
	r->out->name = str_slice(s, from, to);
	return to > from;
}

/* "The Amplitude secret key is x", "OpenWeather API key: x": in prose the name goes on. */
static void longer_name(struct reader *r)
{
	uint32_t end = r->out->end, from = r->out->start;

	if (r->dashes || at(r, end) != ' ' || !is_alnum(at(r, end + 1)))
		return;
	for (unsigned n = 0; n < 3 && at(r, end) == ' '; n++) {
		uint32_t to = end + 1;
		while (is_alnum(at(r, to)) && to - end < 12)
			to++;
		if (!str_in(arena_lower(r->arena, str_slice(r->s, end + 1, to)),
			    "api access secret auth private personal client app key token password "
			    "pat"))
			break;
		end = to;
	}
	if (end == r->out->end || end - from > LIMIT_SECRET_NAME)
		return;
	from = skip_blanks(r, end);
	if (at(r, from) != ':' && at(r, from) != '=' && prose(r, end) == 0)
		return;
	r->out->end = end;
	r->out->name = str_slice(r->s, r->out->start, end);
}

/* Behind the closing quote, bracket or emphasis of the name. */
static uint32_t close_name(struct reader *r)
{
	uint32_t i = r->out->end, start = r->out->start - r->dashes - 0;
	int slashes = quote_at(r, i);

	while (start > 0 && r->s.p[start - 1] == '-')
		start--;
	if (slashes >= 0) {
		uint8_t quote = r->s.p[i + (uint32_t)slashes];
		r->in_quotes = start > 0 && r->s.p[start - 1] == quote;
		r->escaped = slashes > 0;
		i += (uint32_t)slashes + 1;
	}
	while (starts(r, i, S("*")) && i - r->out->end < 4)
		i++;
	if (at(r, i) == ']') {
		i++;
	} else if (at(r, i) == ')' && r->in_quotes) {
		uint32_t k = skip_blanks(r, i + 1);
		if (starts(r, k, S("or ")) || starts(r, k, S("|| ")) || starts(r, k, S("?? ")))
			i = k;
	}
	return i;
}

bool secret_assigned(struct arena *a, struct secret_view *v, uint32_t from, uint32_t to, str path,
		     struct secret_assign *out)
{
	struct reader r = {.arena = a, .view = v, .s = v->text, .path = path, .out = out};
	uint32_t i;

	out->count = 0;
	if (!find_name(&r, from, to))
		return false;
	r.keyword = from;
	longer_name(&r);
	i = close_name(&r);
	operate(&r, i);
	if (out->count == 0) {
		uint32_t k = skip_blanks(&r, i);
		bool end = at(&r, k) == '\n' || at(&r, k) == '\r' || at(&r, k) == ',' ||
			   at(&r, k) == '/' || at(&r, k) == ';' || starts(&r, k, S("\\n"));
		if (at(&r, k) == '{' && r.in_quotes)
			paired(&r, k);
		else if ((end || r.in_quotes) && is_pair(&r))
			paired(&r, k);
	}
	return out->count > 0;
}
