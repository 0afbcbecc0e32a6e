/* Notebooks: https://nbformat.readthedocs.io/en/latest/format_description.html. nbformat 4 has
 * `cells` with `source`, nbformat 3 has `worksheets` of `cells` with `input`; a source is one
 * string or a list of them, which together are the text.
 *
 * Code cells are put one behind the other, each followed by an empty line, so that neither a
 * missing line end nor a trailing backslash joins two cells. What IPython does before Python sees a
 * cell is done here as far as it decides what is Python:
 *   - the cell's own indentation (that of its first line) is taken away;
 *   - of a `%%magic` cell the first line stays. `%%time` and its kin are followed by Python; the
 * lines of a shell cell become `!` lines, so that rules judge them like any shell line; of all
 * others
 *     (`%%html`, `%%writefile`) only empty lines are left.
 * The module is made of runs, one a line and string, each with its place on disk. A place inside a
 * run is found by walking its escapes (\n, \", \uXXXX), so it is exact. Positions are counted on in
 * one pass over the file, because a notebook without line breaks may be one line of 100 MB. */
#include "py/notebook.h"

#include "base/buf.h"
#include "base/fail.h"
#include "base/limits.h"
#include "text/json.h"

/* clang-format off */
/* Cell magics whose cell is Python. */
static const char python_magics[] =
	"time timeit capture prun debug memit mprun lprun snakeviz px python python3 python2 ipytest wandb heat scalene "
	"pyinstrument tic toc local spark async_run_cell cache cached stopwatch skip skip_if autoreload matplotlib measure "
	"background nose opts output notify";
static const char shell_magics[] = "bash sh script shell system sx ! zsh ksh";
/* clang-format on */

enum cell_kind { CELL_PYTHON, CELL_SHELL, CELL_OTHER };

struct line_counter { /* goes forward only */
	size_t at;
	uint32_t line, column;
};

struct builder {
	struct notebook *nb;
	struct arena *arena;
	struct buf source;
	struct line_counter counter;
	uint32_t room;
	uint32_t cell, cell_line;
	uint32_t added; /* bytes before the next run that are not on disk */
	size_t indent;	/* bytes taken from the start of each line of this cell */
	enum cell_kind kind;
	bool line_start; /* nothing of the current line has been added */
	bool first_line; /* of the cell, blank ones not counted */
	bool joined;	 /* the line before ended in a backslash */
	bool full;
};

/* ---- Places on disk ---- */

static void count_to(struct line_counter *k, str bytes, size_t offset)
{
	while (k->at < offset) {
		const uint8_t *nl = memchr(bytes.p + k->at, '\n', offset - k->at);
		if (nl == NULL)
			break;
		k->at = (size_t)(nl - bytes.p) + 1;
		k->line++;
		k->column = 1;
	}
	for (; k->at < offset; k->at++)
		k->column += (bytes.p[k->at] & 0xC0) != 0x80;
}

static uint32_t hex4(str raw, size_t at)
{
	uint32_t v = 0;

	for (size_t i = at; i < at + 4 && i < raw.n; i++) {
		uint8_t b = raw.p[i];
		v = v << 4 | (uint32_t)(b <= '9' ? b - '0' : (b | 32) - 'a' + 10);
	}
	return v;
}

/* One step in the text between the quotes of a valid JSON string: bytes taken and bytes made. */
static size_t step(str raw, size_t at, size_t *made)
{
	*made = 1;
	if (raw.p[at] != '\\')
		return 1;
	if (at + 1 >= raw.n || raw.p[at + 1] != 'u')
		return at + 2 > raw.n ? raw.n - at : 2;
	if (at + 6 > raw.n)
		return raw.n - at;
	uint32_t u = hex4(raw, at + 2);
	*made = u < 0x80 ? 1 : u < 0x800 ? 2 : 3;
	if (u >= 0xD800 && u < 0xDC00 && at + 12 <= raw.n && raw.p[at + 6] == '\\' &&
	    raw.p[at + 7] == 'u' && (hex4(raw, at + 8) & 0xFC00) == 0xDC00) {
		*made = 4;
		return 12;
	}
	return 6;
}

struct notebook_place notebook_place(const struct notebook *nb, uint32_t offset)
{
	uint32_t low = 0, high = nb->run_count;

	if (high == 0)
		return (struct notebook_place){0};
	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;
		if (nb->runs[mid].start <= offset)
			low = mid;
		else
			high = mid;
	}
	const struct notebook_run *r = &nb->runs[low];
	str raw = str_slice(nb->bytes, r->raw, r->raw_end);
	size_t at = 0, out = r->start + r->added, made;
	uint32_t column = r->column;
	while (at < raw.n && out < offset) {
		size_t n = step(raw, at, &made);
		if (out + made > offset)
			break;
		for (size_t i = at; i < at + n; i++)
			column += (raw.p[i] & 0xC0) != 0x80;
		at += n;
		out += made;
	}
	return (struct notebook_place){
		.offset = r->raw + (uint32_t)at,
		.line = r->line,
		.column = column,
		.cell = r->cell,
		.cell_line = r->cell_line,
	};
}

/* ---- Building the module ---- */

static void add_run(struct builder *b, str text, size_t raw, size_t raw_end)
{
	struct notebook *nb = b->nb;

	nb->runs = GROW(b->arena, nb->runs, nb->run_count, &b->room);
	count_to(&b->counter, nb->bytes, raw);
	nb->runs[nb->run_count++] = (struct notebook_run){
		.start = (uint32_t)(b->source.n - b->added),
		.end = (uint32_t)(b->source.n + text.n),
		.raw = (uint32_t)raw,
		.raw_end = (uint32_t)raw_end,
		.line = b->counter.line,
		.column = b->counter.column,
		.cell = b->cell,
		.cell_line = b->cell_line,
		.added = b->added,
	};
	b->added = 0;
	buf_add(&b->source, text);
}

static bool is_blank(str line)
{
	return str_trim(line).n == 0;
}

static size_t indent_of(str line)
{
	size_t i = 0;

	while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	return i;
}

static enum cell_kind kind_of(str first)
{
	size_t n = 2;

	if (!str_starts(first, S("%%")))
		return CELL_PYTHON;
	while (n < first.n && first.p[n] > ' ')
		n++;
	str name = str_slice(first, 2, n);
	if (str_in(name, python_magics))
		return CELL_PYTHON;
	return str_in(name, shell_magics) ? CELL_SHELL : CELL_OTHER;
}

/* Decides what the line is; returns what of it is kept. */
static str open_line(struct builder *b, str line)
{
	if (b->first_line && !is_blank(line)) {
		b->indent = indent_of(line);
		b->kind = kind_of(str_slice(line, b->indent, line.n));
		b->first_line = false;
		return str_slice(line, b->indent, line.n);
	}
	if (b->first_line || b->kind == CELL_PYTHON)
		return str_slice(line, indent_of(line) < b->indent ? indent_of(line) : b->indent,
				 line.n);
	if (b->kind == CELL_OTHER || is_blank(line))
		return (str){line.p, 0};
	if (!b->joined) {
		buf_byte(&b->source, '!');
		b->added = 1;
		return str_slice(line, indent_of(line), line.n);
	}
	return line;
}

/* The part of a string up to a line end; `line` has the line end, if there is one. */
static void add_line(struct builder *b, str line, size_t raw, size_t raw_end, bool escaped)
{
	str text = line, kept;
	bool ends = line.n > 0 && line.p[line.n - 1] == '\n';

	if (ends)
		text.n--;
	kept = b->line_start ? open_line(b, text) : b->kind == CELL_OTHER ? (str){text.p, 0} : text;
	if (ends && kept.n > 0 && kept.p[kept.n - 1] == '\r')
		kept.n--; /* the line end is \n for all */
	/* Skips what was cut at the start: blanks, one byte on either side (or escaped: \t). */
	for (size_t skipped = (size_t)(kept.p - text.p), made; skipped > 0 && raw < raw_end;
	     skipped -= made)
		raw += escaped ? step(str_slice(b->nb->bytes, 0, raw_end), raw, &made) : (made = 1);
	b->joined = kept.n > 0 && kept.p[kept.n - 1] == '\\';
	add_run(b, kept, raw, raw_end);
	b->line_start = ends;
	if (ends) {
		buf_byte(&b->source, '\n');
		b->cell_line++;
	}
}

/* The raw bytes of `text`, beginning at raw: where they end. */
static size_t raw_after(const struct builder *b, const struct tree *t, size_t raw, size_t n)
{
	str bytes = str_slice(b->nb->bytes, 0, t->end - 1);
	size_t made;

	if ((t->flags & TREE_ESCAPED) == 0)
		return raw + n;
	for (size_t out = 0; out < n && raw < bytes.n; out += made)
		raw += step(bytes, raw, &made);
	return raw;
}

static void add_string(struct builder *b, const struct tree *t)
{
	size_t raw = t->start + 1;

	if (t->kind != TREE_STRING || t->end < t->start + 2)
		return;
	for (str rest = t->text; rest.n > 0;) {
		size_t nl = str_find_byte(rest, '\n');
		str line = str_slice(rest, 0, nl == STR_NONE ? rest.n : nl + 1);
		size_t raw_end = raw_after(b, t, raw, line.n);
		if (b->source.n + line.n + 8 > LIMIT_SOURCE_BYTES) {
			b->full = true;
			return;
		}
		add_line(b, line, raw, raw_end, (t->flags & TREE_ESCAPED) != 0);
		rest = str_slice(rest, line.n, rest.n);
		raw = raw_end;
	}
}

static void add_cell(struct builder *b, const struct tree *cell)
{
	const struct tree *type = tree_get(cell, S("cell_type"));

	b->cell++;
	b->nb->cells++;
	if (!tree_is(type, TREE_STRING) || !str_eq(type->text, S("code")))
		return;
	const struct tree *source = tree_get(cell, S("source"));
	if (source == NULL)
		source = tree_get(cell, S("input")); /* nbformat 3 */
	if (source == NULL)
		return;
	b->nb->code_cells++;
	b->cell_line = 1;
	b->indent = 0;
	b->kind = CELL_PYTHON;
	b->line_start = b->first_line = true;
	b->joined = false;
	if (source->kind == TREE_STRING)
		add_string(b, source);
	else if (source->kind == TREE_ARRAY)
		for (const struct tree *s = source->first; s != NULL && !b->full; s = s->next)
			add_string(b, s);
	buf_add(&b->source, S("\n\n"));
}

static void add_cells(struct builder *b, const struct tree *cells)
{
	if (tree_is(cells, TREE_ARRAY))
		for (const struct tree *c = cells->first; c != NULL && !b->full; c = c->next)
			if (c->kind == TREE_TABLE)
				add_cell(b, c);
}

/* ---- Reading ---- */

static bool is_python(str language)
{
	return language.n == 0 || str_find_nocase(language, S("python")) != STR_NONE ||
	       str_in(language, "sage sagemath xpython");
}

/* What the notebook says of its kernel; empty when it says nothing. */
static str language_of(const struct tree *root)
{
	static const char *const paths[] = {"metadata.language_info.name",
					    "metadata.kernelspec.language"};

	for (size_t i = 0; i < COUNTOF(paths); i++) {
		const struct tree *t = tree_path(root, paths[i]);
		if (tree_is(t, TREE_STRING) && t->text.n > 0)
			return t->text;
	}
	const struct tree *kernel = tree_path(root, "metadata.kernelspec.name");
	if (tree_is(kernel, TREE_STRING) &&
	    (str_in(kernel->text, "ir bash javascript") || str_starts(kernel->text, S("julia"))))
		return kernel->text;
	return (str){0};
}

static bool bad(struct diag *d, enum notebook_diag code, uint32_t offset, const char *msg)
{
	*d = (struct diag){.code = code, .offset = offset, .msg = msg};
	return false;
}

bool notebook_read(struct arena *a, str bytes, struct notebook *nb, struct diag *d)
{
	const struct tree *root = NULL;
	struct diag json = {0};

	*nb = (struct notebook){.bytes = bytes};
	struct builder b = {
		.nb = nb, .arena = a, .source = buf_in(a), .counter = {.line = 1, .column = 1}};
	if (!json_parse(a, bytes, &root, &json))
		return bad(d, NOTEBOOK_DIAG_JSON, json.offset, json.msg);
	const struct tree *cells = tree_get(root, S("cells")),
			  *sheets = tree_get(root, S("worksheets"));
	if (!tree_is(cells, TREE_ARRAY) && !tree_is(sheets, TREE_ARRAY))
		return bad(d, NOTEBOOK_DIAG_SHAPE, 0, "no list of cells (nbformat 3 or 4)");
	str language = language_of(root);
	if (!is_python(language)) {
		nb->language = language;
		return true;
	}
	if (str_starts(bytes, S("\xef\xbb\xbf")))
		b.counter.at = 3;
	add_cells(&b, cells);
	if (!tree_is(cells, TREE_ARRAY))
		for (const struct tree *s = sheets->first; s != NULL; s = s->next)
			add_cells(&b, tree_get(s, S("cells")));
	size_t n = b.source.n;
	memset(buf_room(&b.source, 64), 0, 64);
	nb->source = (str){b.source.p, n};
	if (b.full)
		return bad(d, NOTEBOOK_DIAG_SIZE, 0, "more code than is looked at");
	return true;
}
