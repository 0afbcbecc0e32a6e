/* An NPY file in C order of doubles is read right into the block. In Fortran order every column of
 * a block is a read of its own, so blocks are larger there. */
#include "predict/rows.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"
#include "text/number.h"

bool rows_refuse(struct rows *r, str where, const char *fmt, ...)
{
	char text[LIMIT_MESSAGE_BYTES];
	va_list args;

	if (r->result->end != PREDICT_DONE)
		return false;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	r->result->end = PREDICT_INPUT;
	r->result->where = where;
	r->result->why = arena_dup(r->arena, str_of(text));
	return false;
}

static bool unread(struct rows *r)
{
	if (r->result->end == PREDICT_DONE)
		r->result->end = PREDICT_UNREAD;
	return false;
}

/* " (age)", or nothing when the features have no names. */
static str shown_name(const struct rows *r, uint32_t feature)
{
	str quoted;

	if (r->model->names == NULL || feature >= r->model->features)
		return S("");
	quoted = layout_quoted(r->arena, r->model->names[feature]);
	return arena_printf(r->arena, " (%.*s)", STR_ARG(str_slice(quoted, 1, quoted.n - 1)));
}

static str where_cell(const struct rows *r, uint64_t line, uint32_t column)
{
	uint32_t feature = r->place != NULL ? r->place[column - 1] : column - 1;

	return arena_printf(r->arena, "line %llu, column %u%.*s", (unsigned long long)line, column,
			    STR_ARG(shown_name(r, feature)));
}

str rows_where(const struct rows *r, size_t row, uint32_t feature)
{
	uint32_t column = feature;

	if (!r->csv)
		return arena_printf(r->arena, "row %llu, column %u%.*s",
				    (unsigned long long)(r->first + row), feature,
				    STR_ARG(shown_name(r, feature)));
	for (uint32_t i = 0; r->place != NULL && i < r->model->features; i++)
		if (r->place[i] == feature)
			column = i;
	return where_cell(r, r->lines[row], column + 1);
}

/* ---- NPY ---- */

/* Rows of which neither the features nor what is made of them takes more than `bytes`. */
static size_t rows_in(const struct model *m, size_t bytes)
{
	size_t wide = m->width > model_decisions(m) ? m->width : model_decisions(m);
	size_t rows;

	if (wide < m->scores)
		wide = m->scores;
	rows = bytes / (wide * sizeof(double));
	return rows < 1 ? 1 : rows > 65536 ? 65536 : rows;
}

static bool open_npy(struct rows *r)
{
	struct buf room = buf_in(r->arena);
	const struct npy *n = &r->npy;
	uint32_t features = r->model->features;
	struct element element;

	if (!npy_read(&room, r->input, &r->npy) || n->issue_count > 0)
		return rows_refuse(r, arena_printf(r->arena, "byte %u", n->issues[0].offset),
				   "the NPY header: %s", n->issues[0].msg);
	if (!element_of(n, &element))
		return rows_refuse(r, S("dtype"), "expected numbers, found %.*s",
				   STR_ARG(layout_quoted(r->arena, n->descr)));
	if (n->dims != 2)
		return rows_refuse(r, S("shape"),
				   "expected two dimensions (rows, %u features), found %u",
				   features, n->dims);
	if (n->shape[1] != features)
		return rows_refuse(r, S("shape"),
				   "expected %u features, as the model has, found %llu", features,
				   (unsigned long long)n->shape[1]);
	if (r->input.size - n->data_at != n->bytes)
		return rows_refuse(r, S("size"),
				   "expected %llu bytes of data, as the shape says, "
				   "found %llu",
				   (unsigned long long)n->bytes,
				   (unsigned long long)(r->input.size - n->data_at));
	if (n->fortran && features > 1)
		r->block = rows_in(r->model, LIMIT_PREDICT_BLOCK_FORTRAN);
	r->array = (struct array_rows){.arena = r->arena,
				       .blob = r->input,
				       .at = n->data_at,
				       .element = element,
				       .rows = n->shape[0],
				       .columns = features,
				       .fortran = n->fortran,
				       .block = r->block};
	return true;
}

static bool next_npy(struct rows *r, double *to, size_t *got)
{
	uint64_t left = r->npy.shape[0] - r->first;
	size_t rows = left < r->block ? (size_t)left : r->block;

	*got = rows;
	if (rows == 0)
		return true;
	return array_rows_read(&r->array, r->first, rows, to) || unread(r);
}

/* ---- CSV ---- */

static bool csv_failed(struct rows *r)
{
	if (r->text.s->error != NULL)
		return unread(r);
	return rows_refuse(r,
			   arena_printf(r->arena, "line %llu, column %u",
					(unsigned long long)r->text.cell_line, r->text.column),
			   "%s", r->text.error);
}

/* Was the record that ended with this cell an empty line? */
static bool is_empty_line(const struct csv *c, str cell)
{
	return c->column == 1 && cell.n == 0 && !c->quoted;
}

/* Puts columns in the order of the model by the names in the header. */
static bool match_names(struct rows *r, const struct csv_record *header)
{
	const struct model *m = r->model;
	struct map names = map_in(r->arena);
	bool *seen = NEW(r->arena, bool, m->features);
	uint64_t *index;

	r->place = NEW(r->arena, uint32_t, header->count);
	for (uint32_t i = 0; i < m->features; i++)
		*map_put(&names, m->names[i]) = i + 1;
	for (uint32_t i = 0; i < header->count; i++) {
		str where = arena_printf(r->arena, "line %llu, column %u",
					 (unsigned long long)header->line, i + 1);
		str shown = layout_quoted(r->arena, header->cells[i]);
		index = map_get(&names, header->cells[i]);
		if (index == NULL)
			return rows_refuse(r, where, "expected a feature of the model, found %.*s",
					   STR_ARG(shown));
		if (seen[*index - 1])
			return rows_refuse(r, where, "%.*s for the second time", STR_ARG(shown));
		seen[*index - 1] = true;
		r->place[i] = (uint32_t)(*index - 1);
	}
	for (uint32_t i = 0; i < m->features; i++)
		if (!seen[i])
			return rows_refuse(r, S("line 1"),
					   "expected a column %.*s, which is missing",
					   STR_ARG(layout_quoted(r->arena, m->names[i])));
	return true;
}

/* Does the record name features of the model? One name is enough: the rest is then an error. */
static bool names_features(const struct rows *r, const struct csv_record *first)
{
	struct map names = map_in(r->arena);
	double v;

	for (uint32_t i = 0; i < r->model->features; i++)
		*map_put(&names, r->model->names[i]) = 1;
	for (uint32_t i = 0; i < first->count; i++)
		if (map_get(&names, first->cells[i]) != NULL && !number_parse(first->cells[i], &v))
			return true;
	return false;
}

static bool open_csv(struct rows *r, const struct predict_job *job)
{
	struct csv_record *first = &r->record;
	bool header = job->header == PREDICT_HEADER_YES;
	uint32_t features = r->model->features;

	csv_open(&r->text, r->arena, stream_of(r->arena, r->input));
	r->csv = true;
	r->lines = NEW(r->arena, uint64_t, r->block);
	if (!csv_record(&r->text, first, (uint32_t)LIMIT_PREDICT_FEATURES))
		return r->text.error == NULL && r->text.s->error == NULL
			       ? rows_refuse(r, S("line 1"), "expected rows, found an empty file")
			       : csv_failed(r);
	if (first->count == 1 && is_empty_line(&r->text, first->cells[0]))
		return rows_refuse(r, S("line 1"), "expected rows, found an empty line");
	if (r->model->names != NULL && job->header == PREDICT_HEADER_AUTO)
		header = names_features(r, first);
	if (header && r->model->names != NULL)
		return match_names(r, first);
	if (header && first->count != features)
		return rows_refuse(r, S("line 1"),
				   "expected %u columns, as the model has features, "
				   "found %u",
				   features, first->count);
	r->pending = !header;
	return true;
}

/* A cell as a number. */
static bool parse_cell(struct rows *r, str cell, uint64_t line, uint32_t column, double *out)
{
	if (number_parse(cell, out) && isfinite(*out))
		return true;
	*out = 0;
	cell = str_trim(cell);
	if (cell.n == 0 || str_eq_nocase(cell, S("nan"))) {
		*out = (double)NAN;
		if (r->model->takes_nan)
			return true;
		return rows_refuse(
			r, where_cell(r, line, column),
			"expected a number, found a missing value; the model imputes none");
	}
	if (number_parse(cell, out) && isfinite(*out))
		return true;
	return rows_refuse(r, where_cell(r, line, column), "expected a %snumber, found %.*s%s",
			   isinf(*out) ? "finite " : "", STR_ARG(layout_quoted(r->arena, cell)),
			   line == 1 ? "; when the first line is a header, say --header" : "");
}

static bool put_cell(struct rows *r, str cell, uint64_t line, uint32_t i, double *row)
{
	if (i >= r->model->features)
		return rows_refuse(r, arena_printf(r->arena, "line %llu", (unsigned long long)line),
				   "expected %u columns, as the model has features, found more",
				   r->model->features);
	return parse_cell(r, cell, line, i + 1, &row[r->place != NULL ? r->place[i] : i]);
}

/* Empty lines are no rows at the end of a file; anywhere else they would shift predictions. */
static bool only_empty_lines(struct rows *r, uint64_t line)
{
	str cell;

	for (;;) {
		r->text.column = 0;
		switch (csv_next(&r->text, &cell)) {
		case CSV_FILE:
			return true;
		case CSV_ERROR:
			return csv_failed(r);
		case CSV_RECORD:
			if (is_empty_line(&r->text, cell))
				continue;
			FALLTHROUGH;
		case CSV_CELL:
			return rows_refuse(
				r, arena_printf(r->arena, "line %llu", (unsigned long long)line),
				"expected %u column%s, found an empty line", r->model->features,
				r->model->features == 1 ? "" : "s");
		}
	}
}

/* The next record as a row; *end at the end of the file. */
static bool next_record(struct rows *r, double *row, uint64_t *line, bool *end)
{
	uint32_t i = 0, features = r->model->features;
	enum csv_end e;
	str cell;

	*line = r->text.line;
	r->text.column = 0;
	do {
		e = csv_next(&r->text, &cell);
		if (e == CSV_ERROR)
			return csv_failed(r);
		*end = e == CSV_FILE;
		if (*end)
			return true;
		if (e == CSV_RECORD && is_empty_line(&r->text, cell)) {
			*end = true;
			return only_empty_lines(r, *line);
		}
		if (!put_cell(r, cell, r->text.cell_line, i++, row))
			return false;
	} while (e == CSV_CELL);
	if (i != features)
		return rows_refuse(
			r, arena_printf(r->arena, "line %llu", (unsigned long long)*line),
			"expected %u columns, as the model has features, found %u", features, i);
	return true;
}

static bool take_pending(struct rows *r, double *row)
{
	const struct csv_record *first = &r->record;

	r->pending = false;
	r->lines[0] = first->line;
	for (uint32_t i = 0; i < first->count; i++)
		if (!put_cell(r, first->cells[i], first->line, i, row))
			return false;
	if (first->count != r->model->features)
		return rows_refuse(r, S("line 1"),
				   "expected %u columns, as the model has features, "
				   "found %u",
				   r->model->features, first->count);
	return true;
}

static bool next_csv(struct rows *r, double *to, size_t *got)
{
	bool end = false;

	*got = 0;
	if (r->pending) {
		if (!take_pending(r, to))
			return false;
		*got = 1;
	}
	for (; *got < r->block; ++*got) {
		if (!next_record(r, to + *got * r->model->features, &r->lines[*got], &end))
			return false;
		if (end)
			break;
	}
	return true;
}

/* ---- Both ---- */

bool rows_open(struct rows *r, struct arena *a, const struct predict_job *job,
	       const struct model *m, struct predict_result *result)
{
	uint8_t magic[6] = {0};

	*r = (struct rows){.arena = a, .result = result, .model = m, .input = job->input};
	r->block = rows_in(m, LIMIT_PREDICT_BLOCK);
	if (job->input.size >= sizeof(magic) && !blob_copy(job->input, 0, magic, sizeof(magic)))
		return unread(r);
	return memcmp(magic, NPY_MAGIC, sizeof(magic)) == 0 ? open_npy(r) : open_csv(r, job);
}

bool rows_next(struct rows *r, double *to, size_t *got)
{
	return r->csv ? next_csv(r, to, got) : next_npy(r, to, got);
}

bool rows_count(struct rows *r, const struct predict_job *job, uint64_t *out)
{
	struct rows other;
	enum csv_end e = CSV_RECORD;
	str cell;

	*out = r->pending;
	if (!r->csv) {
		*out = r->npy.shape[0];
		return true;
	}
	if (!rows_open(&other, r->arena, job, r->model, r->result))
		return false;
	while (e != CSV_FILE) { /* cells are looked at when their row is computed */
		other.text.column = 0;
		do {
			e = csv_next(&other.text, &cell);
			if (e == CSV_ERROR)
				return csv_failed(&other);
		} while (e == CSV_CELL);
		*out += e == CSV_RECORD && !is_empty_line(&other.text, cell);
	}
	return true;
}
