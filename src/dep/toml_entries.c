/* See the header. A header that splits is a line that begins with `[` and a bare key that is no
 * TOML value: inside an array no line can look like that, so that even an array that is never
 * closed ends there. Multi-line strings are stepped over. */
#include "dep/toml_entries.h"

#include "base/limits.h"
#include "text/toml.h"

struct splitter {
	struct lock *l;
	str array;
	bool strings; /* there are multi-line strings in the file */
	struct arena scratch;
	void (*read)(void *ctx, const struct toml_entry *e);
	void *ctx;
};

/* ---- Cutting ---- */

static bool is_bare(uint8_t c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
	       c == '-';
}

static str skip_blank(str s)
{
	size_t i = 0;

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	return str_slice(s, i, s.n);
}

enum header { HEADER_NONE, HEADER_INSIDE, HEADER_ENTRY, HEADER_OTHER };

/* What the line opens: a new element of the array, a table inside of one, or something else. */
static enum header header_of(const struct splitter *s, str line)
{
	bool twice;
	size_t n = 0;
	str key;

	line = skip_blank(line);
	if (line.n < 3 || line.p[0] != '[')
		return HEADER_NONE;
	twice = line.p[1] == '[';
	line = skip_blank(str_slice(line, twice ? 2 : 1, line.n));
	while (n < line.n && is_bare(line.p[n]))
		n++;
	key = str_slice(line, 0, n);
	line = skip_blank(str_slice(line, n, line.n));
	if (key.n == 0 || (key.p[0] >= '0' && key.p[0] <= '9') || key.p[0] == '-' ||
	    str_in(key, "true false inf nan") || line.n == 0 ||
	    (line.p[0] != ']' && line.p[0] != '.'))
		return HEADER_NONE;
	if (!str_eq(key, s->array))
		return HEADER_OTHER;
	return twice && line.p[0] == ']' ? HEADER_ENTRY : HEADER_INSIDE;
}

/* Behind the string that begins at `at`; behind its line if it does not end. */
static size_t string_end(str b, size_t at, size_t line_end)
{
	uint8_t quote = b.p[at];
	const uint8_t three[3] = {quote, quote, quote};
	size_t i = at + 1;

	if (str_starts(str_slice(b, at, b.n), (str){three, 3})) {
		for (i = at + 3; i + 3 <= b.n; i++) {
			if (b.p[i] == '\\' && quote == '"')
				i++;
			else if (memcmp(b.p + i, three, 3) == 0)
				return i + 3;
		}
		return line_end;
	}
	while (i < line_end && b.p[i] != quote)
		i += b.p[i] == '\\' && quote == '"' ? 2 : 1;
	return i < line_end ? i + 1 : line_end;
}

/* Where the line that begins at `at` ends, with the multi-line strings in it. */
static size_t line_end(const struct splitter *s, size_t at)
{
	str b = s->l->r.bytes;
	size_t end = str_find_byte(str_slice(b, at, b.n), '\n');

	end = end == STR_NONE ? b.n : at + end + 1;
	if (!s->strings)
		return end;
	for (size_t i = at; i < end && b.p[i] != '#';) {
		if (b.p[i] != '"' && b.p[i] != '\'') {
			i++;
			continue;
		}
		i = string_end(b, i, end);
		if (i > end) {
			end = str_find_byte(str_slice(b, i, b.n), '\n');
			end = end == STR_NONE ? b.n : i + end + 1;
		}
	}
	return end;
}

/* ---- Pieces ---- */

/* Where reading can go on after an error at `at` in a piece that began at `from`: at the next line
 * that begins with a key or a header, which is the line of the error itself if a key was defined
 * twice. */
static size_t resume(str b, size_t from, size_t at, size_t end, bool duplicate)
{
	size_t line = str_rfind_byte(str_slice(b, 0, at), '\n');

	line = line == STR_NONE ? 0 : line + 1;
	if (duplicate && line > from)
		return line;
	at = at < from ? from : at;
	for (;;) {
		size_t newline = str_find_byte(str_slice(b, at, end), '\n');
		if (newline == STR_NONE)
			return end;
		at += newline + 1;
		if (at < end && (is_bare(b.p[at]) || b.p[at] == '[' || b.p[at] == '"'))
			return at;
	}
}

/* The tables that hold an entry's keys: the element of the array; behind an error the root, and the
 * table inside of which [array.x] is. */
static void add_pieces(const struct splitter *s, struct toml_entry *e, const struct tree *root,
		       bool whole)
{
	const struct tree *list = tree_get(root, s->array);

	if (e->package && whole && tree_is(list, TREE_ARRAY)) {
		e->piece[e->count++] = list->first;
		return;
	}
	e->piece[e->count++] = root;
	if (e->package && tree_is(list, TREE_TABLE) && e->count < LIMIT_DEP_PIECES)
		e->piece[e->count++] = list;
}

static void say_broken(struct splitter *s, const struct toml_entry *e, const struct diag *d)
{
	bool last = e->end == s->l->r.bytes.n; /* nobody knows what a truncated file had more */
	bool lost = last || !e->package || entry_get(e, "name") == NULL ||
		    entry_get(e, "version") == NULL;

	if (d->code == TOML_DIAG_DUPLICATE)
		lost = false;
	reader_problem(&s->l->r, d->offset, lost, "expected TOML: %s", d->msg);
}

static void say_no_table(struct splitter *s, const struct tree *t)
{
	reader_problem(&s->l->r, t->start, true, "expected [[%.*s]] tables, found %s",
		       STR_ARG(s->array), tree_kind_name(t));
}

/* Elements that no [[header]] of the usual form began: `package = [{...}]`, [["package"]]. Of a
 * part that such a header began, what is no array are tables inside of the element. */
static void read_others(struct splitter *s, const struct tree *root, bool package, bool is_read)
{
	const struct tree *list = tree_get(root, s->array);
	const struct tree *t = tree_is(list, TREE_ARRAY) ? list->first : NULL;

	if (list != NULL && list->kind != TREE_ARRAY && !package)
		say_no_table(s, list);
	if (t != NULL && is_read)
		t = t->next;
	for (; t != NULL; t = t->next) {
		struct toml_entry e = {.package = true, .start = t->start, .end = t->end};
		e.piece[e.count++] = t;
		if (t->kind == TREE_TABLE)
			s->read(s->ctx, &e);
		else
			say_no_table(s, t);
	}
}

static void read_part(struct splitter *s, size_t from, size_t to, bool package)
{
	struct toml_entry e = {.package = package, .start = from, .end = to};
	const struct tree *roots[LIMIT_ROOM(LIMIT_DEP_PIECES)];
	struct arena_mark mark = arena_mark(&s->scratch);
	struct diag first = {0}, d;
	uint32_t count = 0;

	while (from < to && e.count < LIMIT_DEP_PIECES) {
		bool ok = toml_parse_part(&s->scratch, s->l->r.bytes, from, to, &roots[count], &d);
		add_pieces(s, &e, roots[count++], from == e.start);
		if (ok)
			break;
		if (first.code == TOML_DIAG_NONE || first.code == TOML_DIAG_DUPLICATE)
			first = d;
		from = resume(s->l->r.bytes, from, d.offset, to, d.code == TOML_DIAG_DUPLICATE);
	}
	if (first.code != TOML_DIAG_NONE)
		say_broken(s, &e, &first);
	s->read(s->ctx, &e);
	for (uint32_t i = 0; i < count; i++)
		read_others(s, roots[i], package, package && i == 0);
	arena_release(&s->scratch, mark);
}

void toml_entries(struct lock *l, str array, void (*read)(void *ctx, const struct toml_entry *e),
		  void *ctx)
{
	struct splitter s = {.l = l, .array = array, .read = read, .ctx = ctx};
	str b = l->r.bytes;
	size_t from = 0;
	bool package = false;

	if (str_trim(b).n == 0)
		reader_problem(&l->r, 0, true,
			       "expected a lock file with [[%.*s]] tables, found nothing",
			       STR_ARG(array));
	lock_scratch(&s.scratch);
	s.strings = str_find(b, S("\"\"\"")) != STR_NONE || str_find(b, S("'''")) != STR_NONE;
	for (size_t at = from; at < b.n; at = line_end(&s, at)) {
		enum header h = header_of(&s, str_slice(b, at, b.n));
		if (h != HEADER_ENTRY && h != HEADER_OTHER)
			continue;
		if (at > from)
			read_part(&s, from, at, package);
		from = at;
		package = h == HEADER_ENTRY;
	}
	if (from < b.n)
		read_part(&s, from, b.n, package);
	arena_free(&s.scratch);
}

/* ---- What an entry says ---- */

const struct tree *entry_get(const struct toml_entry *e, const char *path)
{
	const struct tree *t = NULL;

	for (uint32_t i = 0; i < e->count && t == NULL; i++)
		t = tree_path(e->piece[i], path);
	return t;
}

str kept_text(struct lock *l, const struct tree *t)
{
	if (!tree_is(t, TREE_STRING))
		return (str){NULL, 0};
	return t->flags & TREE_ESCAPED ? arena_dup(l->r.arena, t->text) : t->text;
}

str entry_text(struct lock *l, const struct toml_entry *e, const char *path)
{
	return kept_text(l, entry_get(e, path));
}

static void set_version(struct lock *l, const struct tree *t)
{
	struct dep_package *p = &l->out->packages[lock_newest(l)];

	p->version = kept_text(l, t);
	p->version_start = (uint32_t)(t->start + l->r.mark);
	p->version_end = (uint32_t)(t->end + l->r.mark);
}

uint32_t entry_packages(struct lock *l, const struct toml_entry *e, bool versioned)
{
	const struct tree *name = entry_get(e, "name"), *version;
	uint32_t first = l->out->package_count, made = 0;
	struct dep_package *p;
	str last = {NULL, 0};

	if (!tree_is(name, TREE_STRING)) {
		reader_problem(&l->r, name ? name->start : e->start, true,
			       "expected `name = \"...\"` in this entry, found %s",
			       tree_kind_name(name));
		return 0;
	}
	p = lock_package(l, DEP_LOCKED, kept_text(l, name), name->key_start);
	if (p == NULL)
		return 0;
	p->start = (uint32_t)(e->start + l->r.mark);
	p->end = (uint32_t)(e->end + l->r.mark);
	for (uint32_t i = 0; i < e->count; i++) {
		version = tree_get(e->piece[i], S("version"));
		if (!tree_is(version, TREE_STRING) || (made > 0 && str_eq(version->text, last)))
			continue;
		last = version->text;
		if (made++ > 0)
			lock_copy(l, first);
		set_version(l, version);
	}
	if (made == 0 && versioned)
		reader_problem(&l->r, name->start, true,
			       "expected `version = \"...\"` for %.*s, found nothing",
			       STR_ARG(p->name));
	return made ? made : 1;
}
