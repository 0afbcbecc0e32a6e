/* One source line and the carets below it. Positions count code points, carets count columns: a tab
 * goes to the next multiple of four, wide characters take two, combining marks none. A line that is
 * too wide shows the part around the finding, with `...` where something was cut. */
#include "report/paint.h"
#include "report/text.h"

#define TAB 4
#define WIDTH 100 /* of the part shown */
#define LEAD 24	  /* of it before the finding, when the start is cut */
#define CELLS 512 /* code points of a snippet that are looked at */

struct cells {
	uint32_t code[CELLS];
	uint16_t at[CELLS + 1]; /* first column */
	uint32_t count;
};

static uint16_t width_of(uint32_t c, uint32_t column)
{
	uint8_t hidden[32];
	struct buf none = {.p = hidden, .cap = sizeof(hidden)};

	return c == '\t' ? (uint16_t)(TAB - column % TAB) : (uint16_t)paint_char(&none, c);
}

static void measure(struct cells *cells, str line)
{
	uint32_t column = 0;

	cells->count = 0;
	for (size_t i = 0; i < line.n && cells->count < CELLS;) {
		uint32_t c;
		i += paint_decode(str_slice(line, i, line.n), &c);
		cells->code[cells->count] = c;
		cells->at[cells->count++] = (uint16_t)column;
		column += width_of(c, column);
	}
	cells->at[cells->count] = (uint16_t)column;
}

/* Cells [first, last) that are shown: all, or WIDTH columns around the mark. */
static void window(const struct cells *cells, uint32_t mark, uint32_t *first, uint32_t *last)
{
	uint32_t from = 0, to = cells->count;

	if (cells->at[to] > WIDTH) {
		while (cells->at[from] + LEAD < cells->at[mark] &&
		       cells->at[cells->count] - cells->at[from] > WIDTH)
			from++;
		while (cells->at[to] - cells->at[from] > WIDTH)
			to--;
	}
	*first = from;
	*last = to;
}

static void spaces(struct buf *out, size_t n)
{
	memset(buf_room(out, n), ' ', n);
}

static void write_line(struct buf *out, const struct cells *cells, uint32_t first, uint32_t last,
		       bool cut)
{
	if (cut)
		buf_add(out, S("..."));
	for (uint32_t i = first; i < last; i++) {
		if (cells->code[i] == '\t')
			spaces(out, cells->at[i + 1] - cells->at[i]);
		else
			paint_char(out, cells->code[i]);
	}
	if (last < cells->count)
		buf_add(out, S("..."));
	while (out->n > 0 && out->p[out->n - 1] == ' ')
		out->n--;
	buf_byte(out, '\n');
}

void text_bar(struct buf *out, const char *bar, bool colour)
{
	spaces(out, TEXT_GUTTER);
	paint(out, colour, PAINT_GUTTER);
	buf_printf(out, " %s", bar);
	paint_end(out, colour);
}

static void write_carets(struct buf *out, const struct finding *f, const struct cells *cells,
			 uint32_t first, uint32_t from, uint32_t to, bool colour)
{
	spaces(out, (size_t)(cells->at[from] - cells->at[first]));
	paint(out, colour, paint_of_level(f->severity));
	for (uint32_t column = cells->at[from]; column < cells->at[to] || column == cells->at[from];
	     column++)
		buf_byte(out, '^');
	if (f->end_line > f->line)
		buf_printf(out, " ... to line %u", f->end_line);
	paint_end(out, colour);
	buf_byte(out, '\n');
}

/* Where a finding in a cell ends: its columns are those of the JSON text, which has two for what it
 * must escape. */
static uint32_t cell_end(const struct cells *cells, uint32_t from, uint32_t columns)
{
	while (columns > 0 && from < cells->count) {
		uint32_t c = cells->code[from++], wide = c == '"' || c == '\\' || c == '\t' ? 2 : 1;
		columns -= wide < columns ? wide : columns;
	}
	return from;
}

void text_snippet(struct buf *out, const struct finding *f, bool colour)
{
	uint32_t begin = f->snippet_column > 0 ? f->snippet_column : 1, from, to, first, last;
	struct cells cells;
	bool cut;

	if (f->line == 0 || f->snippet.n == 0)
		return;
	measure(&cells, f->snippet);
	from = f->column > begin ? f->column - begin : 0;
	to = f->end_line > f->line   ? cells.count
	     : f->end_column > begin ? f->end_column - begin
				     : 0;
	if (from > cells.count)
		from = cells.count;
	if (to > cells.count)
		to = cells.count;
	if (to < from)
		to = from;
	if (f->cell > 0 && f->end_line == f->line)
		to = cell_end(&cells, from,
			      f->end_column > f->column ? f->end_column - f->column : 0);
	while (to > from + 1 && (cells.code[to - 1] == ' ' || cells.code[to - 1] == '\t'))
		to--;
	window(&cells, from, &first, &last);
	if (to > last)
		to = last > from ? last : from;
	paint(out, colour, PAINT_GUTTER);
	buf_printf(out, "%*u | ", TEXT_GUTTER, f->cell > 0 ? f->cell_line : f->line);
	paint_end(out, colour);
	cut = first > 0 ||
	      (begin > 1 && f->cell == 0); /* a cell's lines begin anywhere in the file */
	write_line(out, &cells, first, last, cut);
	if (f->column == 0 || f->column < begin)
		return;
	text_bar(out, cut ? "|    " : "| ", colour);
	write_carets(out, f, &cells, first, from, to, colour);
}
