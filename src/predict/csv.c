#include "predict/csv.h"

#include "base/limits.h"

void csv_open(struct csv *c, struct arena *a, struct stream *s)
{
	static const uint8_t mark[3] = {0xef, 0xbb, 0xbf};

	*c = (struct csv){.s = s, .arena = a, .line = 1, .cell = buf_in(a)};
	/* A window holds at least the first three bytes, or all there is. */
	if (stream_ready(s) && s->end - s->p >= 3 && memcmp(s->p, mark, 3) == 0)
		s->p += 3;
	else if (stream_ready(s) && s->end - s->p >= 2 &&
		 (memcmp(s->p, "\xff\xfe", 2) == 0 || memcmp(s->p, "\xfe\xff", 2) == 0))
		c->error = "UTF-16: save the file as UTF-8";
}

static enum csv_end wrong(struct csv *c, const char *why)
{
	if (c->error == NULL)
		c->error = c->s->error != NULL ? c->s->error : why;
	return CSV_ERROR;
}

/* What ends a cell has been found, or the end of the file (-1). */
static enum csv_end ended(struct csv *c, int byte)
{
	if (byte == ',')
		return CSV_CELL;
	if (byte == '\r' && stream_byte(c->s) != '\n')
		return wrong(c, "a carriage return without a line feed");
	if (byte < 0 && c->s->error != NULL)
		return wrong(c, NULL);
	if (byte != ',' && byte >= 0)
		c->line++;
	return CSV_RECORD;
}

/* From behind the opening quote on. */
static enum csv_end quoted(struct csv *c, str *cell)
{
	int byte;

	for (;;) {
		byte = stream_byte(c->s);
		if (byte < 0)
			return wrong(c, "a quote that is not closed");
		if (byte == '"') {
			byte = stream_byte(c->s);
			if (byte != '"')
				break;
		}
		if (byte == '\n')
			c->line++;
		if (c->cell.n == LIMIT_CSV_CELL)
			return wrong(c, "a cell larger than any number or name");
		buf_byte(&c->cell, (uint8_t)byte);
	}
	*cell = buf_str(&c->cell);
	if (byte >= 0 && byte != ',' && byte != '\n' && byte != '\r')
		return wrong(c, "something between a closing quote and the next comma");
	return ended(c, byte);
}

static bool ends_cell(uint8_t b)
{
	return b == ',' || b == '\n' || b == '\r' || b == '"';
}

enum csv_end csv_next(struct csv *c, str *cell)
{
	struct stream *s = c->s;
	const uint8_t *p;

	c->cell_line = c->line;
	c->column++;
	c->quoted = false;
	c->cell.n = 0;
	*cell = (str){(const uint8_t *)"", 0};
	if (c->error != NULL)
		return CSV_ERROR;
	if (!stream_ready(s))
		return s->error != NULL ? wrong(c, NULL) : c->column == 1 ? CSV_FILE : CSV_RECORD;
	if (*s->p == '"') {
		s->p++;
		c->quoted = true;
		return quoted(c, cell);
	}
	for (;;) {
		for (p = s->p; p < s->end && !ends_cell(*p);)
			p++;
		*cell = (str){s->p, (size_t)(p - s->p)};
		s->p = p;
		if (cell->n + c->cell.n > LIMIT_CSV_CELL)
			return wrong(c, "a cell larger than any number or name");
		if (p < s->end && c->cell.n == 0)
			break;
		buf_add(&c->cell, *cell); /* it goes on behind the window */
		*cell = buf_str(&c->cell);
		if (p < s->end || !stream_ready(s))
			break;
	}
	if (s->p < s->end && *s->p == '"')
		return wrong(c, "a quote inside a cell that does not begin with one");
	return ended(c, s->p < s->end ? *s->p++ : -1);
}

bool csv_record(struct csv *c, struct csv_record *r, uint32_t most)
{
	enum csv_end end;
	str cell;

	*r = (struct csv_record){.line = c->line};
	c->column = 0;
	do {
		end = csv_next(c, &cell);
		if (end == CSV_FILE || end == CSV_ERROR)
			return false;
		if (r->count == most) {
			c->error = "more cells than any model has features";
			return false;
		}
		r->cells = GROW(c->arena, r->cells, r->count, &r->room);
		r->cells[r->count++] = arena_dup(c->arena, cell);
	} while (end == CSV_CELL);
	return true;
}
