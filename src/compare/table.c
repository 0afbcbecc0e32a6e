/* CSV files of two versions, record by record. A column is a key (which must not change), a part of
 * the row's vector (an embedding, scores of classes: columns that share a name but for a number or
 * a last word, or all numbers when there is no header), or stands for itself (a prediction). */
#include <math.h>
#include "base/limits.h"
#include "compare/compare_int.h"
#include "compare/tally.h"
#include "predict/csv.h"

enum role { ROLE_KEY, ROLE_VECTOR, ROLE_OWN };

struct column {
	str name; /* empty without a header */
	enum role role;
	bool text; /* some cell is no number */
	bool real; /* some number is no integer */
	struct tally tally;
	struct compare_numbers n;
};

struct table {
	struct comparing *c;
	struct csv csv[2];
	bool header;
	uint32_t columns, wide;	 /* wide: of them in the vector */
	struct csv_record first; /* what names the columns: of BEFORE */
	struct column *column;
	struct tally vector;
	struct compare_numbers n;
	double *row[2];
	uint32_t filled;
	uint64_t rows;
};

/* ---- Problems ---- */

static bool csv_wrong(struct table *t, int at)
{
	const struct csv *x = &t->csv[at];

	if (x->s->error != NULL)
		return compare_unread(t->c, at);
	return compare_refuse(t->c, at,
			      arena_printf(t->c->arena, "line %llu, column %u",
					   (unsigned long long)x->cell_line, x->column),
			      "%s", x->error != NULL ? x->error : "it ends too early");
}

static str cell_place(const struct table *t, uint32_t column)
{
	return arena_printf(t->c->arena, "line %llu, column %u",
			    (unsigned long long)t->csv[0].cell_line, column + 1);
}

/* ---- Opening ---- */

static bool is_number(str cell)
{
	double v;

	return compare_number(cell, &v);
}

/* An empty cell is a number that is missing. */
static bool cell_number(str cell, double *out)
{
	*out = (double)NAN;
	return str_trim(cell).n == 0 || compare_number(cell, out);
}

/* Names of columns are no numbers, unless they count from 0 on, as pandas names what has no names:
 * behind an index without a name, or three at least. In doubt it is a row of data: one that both
 * files have changes nothing, one that is left out might. */
static bool is_header(const struct csv_record *r)
{
	bool index = str_trim(r->cells[0]).n == 0;
	uint32_t numbers = 0;
	uint64_t v;

	for (uint32_t i = 0; i < r->count; i++) {
		if (!is_number(r->cells[i]))
			continue;
		if (!str_to_u64(r->cells[i], &v) || v != numbers)
			return false;
		numbers++;
	}
	return numbers == 0 || (numbers == r->count - index && (index || numbers > 2));
}

static bool same_names(struct table *t, const struct csv_record *a, const struct csv_record *b)
{
	struct arena *arena = t->c->arena;

	if (a->count != b->count)
		return compare_refuse(t->c, -1, S("line 1"), "there were %u columns and are %u",
				      a->count, b->count);
	for (uint32_t i = 0; t->header && i < a->count; i++)
		if (!str_eq(str_trim(a->cells[i]), str_trim(b->cells[i])))
			return compare_refuse(t->c, -1,
					      arena_printf(arena, "line 1, column %u", i + 1),
					      "it was named \"%.*s\" and is named \"%.*s\"",
					      STR_ARG(compare_quoted(arena, a->cells[i])),
					      STR_ARG(compare_quoted(arena, b->cells[i])));
	return true;
}

static bool read_first(struct table *t, struct csv_record r[2])
{
	for (int i = 0; i < 2; i++) {
		csv_open(&t->csv[i], t->c->arena,
			 stream_of(t->c->arena, t->c->result->side[i].blob));
		if (!csv_record(&t->csv[i], &r[i], LIMIT_COMPARE_COLUMNS))
			return csv_wrong(t, i);
	}
	return true;
}

/* ---- What the columns are ---- */

static bool is_key(str name)
{
	return name.n == 0 ||
	       str_in(name, "id ID Id index key uid uuid epoch step fold name file "
			    "filename path") ||
	       str_ends(name, S("_id")) || str_starts(name, S("Unnamed: "));
}

static bool is_label(str name)
{
	return str_in(name, "prediction predictions pred label labels class target y y_pred y_true "
			    "y_hat predicted");
}

/* The name without its number, or its last word. */
static str stem_of(str name)
{
	size_t n = name.n, at;

	while (n > 0 && name.p[n - 1] >= '0' && name.p[n - 1] <= '9')
		n--;
	if (n < name.n)
		return str_slice(name, 0, n);
	at = str_rfind_byte(name, '_');
	return at == STR_NONE ? name : str_slice(name, 0, at + 1);
}

/* Which of the numbers of the first row of data make a vector. */
static void find_roles(struct table *t, const struct csv_record data[2])
{
	struct map stems = map_in(t->c->arena);
	uint32_t wide = 0;

	for (uint32_t i = 0; i < t->columns; i++)
		++*map_put(&stems, stem_of(t->column[i].name));
	for (uint32_t i = 0; i < t->columns; i++) {
		struct column *x = &t->column[i];
		double v;
		bool numbers =
			cell_number(data[0].cells[i], &v) && cell_number(data[1].cells[i], &v);
		x->role = ROLE_OWN;
		if (t->header && is_key(x->name))
			x->role = ROLE_KEY;
		else if (numbers && !is_label(x->name) &&
			 (!t->header || *map_get(&stems, stem_of(x->name)) > 1))
			x->role = ROLE_VECTOR;
		wide += x->role == ROLE_VECTOR;
	}
	for (uint32_t i = 0; i < t->columns && wide == 1; i++)
		if (t->column[i].role == ROLE_VECTOR)
			t->column[i].role = ROLE_OWN;
	t->wide = wide > 1 ? wide : 0;
}

static void begin_columns(struct table *t)
{
	struct arena *a = t->c->arena;

	for (uint32_t i = 0; i < t->columns; i++)
		tally_begin(&t->column[i].tally, a, t->c->ask, &t->column[i].n, 1, 0);
	tally_begin(&t->vector, a, t->c->ask, &t->n, t->wide, 0);
	t->row[0] = NEW(a, double, t->wide + 1);
	t->row[1] = NEW(a, double, t->wide + 1);
}

/* ---- Cells ---- */

static bool is_integer(str cell)
{
	cell = str_trim(cell);
	if (cell.n > 1 && (cell.p[0] == '-' || cell.p[0] == '+'))
		cell = str_slice(cell, 1, cell.n);
	for (size_t i = 0; i < cell.n; i++)
		if (cell.p[i] < '0' || cell.p[i] > '9')
			return false;
	return cell.n > 0;
}

static void own_cell(struct table *t, struct column *x, str a, str b)
{
	double v[2];
	bool equal = str_eq(str_trim(a), str_trim(b));

	if (!equal && x->n.changed++ == 0)
		x->n.changed_at = t->rows;
	x->real |= !is_integer(a) || !is_integer(b);
	if (!cell_number(a, &v[0]) || !cell_number(b, &v[1])) {
		x->text = true;
		v[0] = v[1] = 0; /* (counts the value) */
	}
	tally_add(&x->tally, &v[0], &v[1], 1);
}

static bool one_cell(struct table *t, uint32_t i, str a, str b)
{
	struct arena *arena = t->c->arena;
	struct column *x = &t->column[i];

	switch (x->role) {
	case ROLE_OWN:
		own_cell(t, x, a, b);
		return true;
	case ROLE_KEY:
		return str_eq(str_trim(a), str_trim(b)) ||
		       compare_refuse(t->c, -1, cell_place(t, i),
				      "the row was of \"%.*s\" and is of \"%.*s\": put the rows in "
				      "the same order",
				      STR_ARG(compare_quoted(arena, a)),
				      STR_ARG(compare_quoted(arena, b)));
	case ROLE_VECTOR:
		break;
	}
	if (!cell_number(a, &t->row[0][t->filled]) || !cell_number(b, &t->row[1][t->filled])) {
		int at = is_number(a) || str_trim(a).n == 0;
		return compare_refuse(t->c, at, cell_place(t, i),
				      "expected a number, found \"%.*s\"",
				      STR_ARG(compare_quoted(arena, at ? b : a)));
	}
	t->filled++;
	return true;
}

static void end_of_row(struct table *t)
{
	if (t->wide > 0)
		tally_add(&t->vector, t->row[0], t->row[1], t->wide);
	t->filled = 0;
	t->rows++;
}

/* ---- Records ---- */

/* The first cell of the next record that is no empty line. */
static enum csv_end first_cell(struct csv *x, str *cell)
{
	enum csv_end end;

	do {
		x->column = 0;
		end = csv_next(x, cell);
	} while (end == CSV_RECORD && cell->n == 0 && !x->quoted);
	return end;
}

/* The next record of both. *done: there is none. */
static bool next_row(struct table *t, bool *done)
{
	enum csv_end end[2];
	str cell[2];

	for (uint32_t i = 0;; i++) {
		for (int k = 0; k < 2; k++) {
			end[k] = i == 0 ? first_cell(&t->csv[k], &cell[k])
					: csv_next(&t->csv[k], &cell[k]);
			if (end[k] == CSV_ERROR)
				return csv_wrong(t, k);
		}
		*done = end[0] == CSV_FILE && end[1] == CSV_FILE;
		if (*done)
			return true;
		if (end[0] == CSV_FILE || end[1] == CSV_FILE)
			return compare_refuse(t->c, -1, S(""), "there were %s rows than there are",
					      end[0] == CSV_FILE ? "fewer" : "more");
		for (int k = 0; k < 2; k++)
			if (i >= t->columns || (i + 1 == t->columns) != (end[k] == CSV_RECORD))
				return compare_refuse(t->c, k, cell_place(t, i),
						      "expected %u cells, as in the first line",
						      t->columns);
		if (!one_cell(t, i, cell[0], cell[1]))
			return false;
		if (i + 1 == t->columns)
			break;
	}
	end_of_row(t);
	return true;
}

/* ---- Results ---- */

static str column_name(const struct table *t, uint32_t i)
{
	if (t->column[i].name.n > 0)
		return compare_quoted(t->c->arena, t->column[i].name);
	return arena_printf(t->c->arena, "column %u", i + 1);
}

static str vector_name(const struct table *t)
{
	uint32_t first = t->columns, last = 0;

	for (uint32_t i = 0; i < t->columns; i++)
		if (t->column[i].role == ROLE_VECTOR) {
			first = first < i ? first : i;
			last = i;
		}
	return arena_printf(t->c->arena, "%.*s ... %.*s", STR_ARG(column_name(t, first)),
			    STR_ARG(column_name(t, last)));
}

static void add_item(struct table *t, enum compare_kind kind, str name,
		     const struct compare_numbers *n)
{
	struct arena *a = t->c->arena;
	struct compare_item it = {.kind = kind, .name = name, .n = *n};

	it.dtype[0] = it.dtype[1] = kind == COMPARE_LABELS ? S("label") : S("number");
	it.shape[0] = it.shape[1] =
		kind == COMPARE_ROWS
			? arena_printf(a, "(%llu, %u)", (unsigned long long)n->rows, t->wide)
			: arena_printf(a, "(%llu,)", (unsigned long long)n->values);
	compare_judge(a, t->c->ask, &it);
	compare_add(t->c, &it);
}

static void add_items(struct table *t)
{
	if (t->wide > 0) {
		tally_end(&t->vector);
		add_item(t, COMPARE_ROWS, vector_name(t), &t->n);
	}
	for (uint32_t i = 0; i < t->columns; i++) {
		struct column *x = &t->column[i];
		if (x->role != ROLE_OWN)
			continue;
		tally_end(&x->tally);
		x->n.moved = x->text ? 0 : x->n.moved;
		add_item(t, x->text || !x->real ? COMPARE_LABELS : COMPARE_VALUES,
			 column_name(t, i), &x->n);
	}
}

static bool compare_table(struct table *t, struct csv_record r[2], struct csv_record data[2])
{
	bool done = false;

	t->first = r[0];
	t->columns = r[0].count;
	t->column = NEW(t->c->arena, struct column, t->columns);
	for (uint32_t i = 0; t->header && i < t->columns; i++)
		t->column[i].name = str_trim(r[0].cells[i]);
	find_roles(t, data);
	begin_columns(t);
	for (uint32_t i = 0; i < t->columns; i++)
		if (!one_cell(t, i, data[0].cells[i], data[1].cells[i]))
			return false;
	end_of_row(t);
	while (!done)
		if (!next_row(t, &done))
			return false;
	add_items(t);
	return true;
}

/* ---- Metrics ---- */

static bool twice(struct comparing *c, int at, str name)
{
	return compare_refuse(c, at, compare_quoted(c->arena, name),
			      "it is there twice, so that it is not clear which one counts");
}

/* A name and a number a line. */
static bool read_metrics(struct table *t, int at, struct metrics *m)
{
	struct csv *x = &t->csv[at];
	struct csv_record r;
	bool first = true;
	double v;

	csv_open(x, t->c->arena, stream_of(t->c->arena, t->c->result->side[at].blob));
	metrics_init(m, t->c->arena);
	while (csv_record(x, &r, LIMIT_COMPARE_COLUMNS)) {
		bool empty = r.count == 1 && r.cells[0].n == 0;
		bool number = r.count == 2 && cell_number(r.cells[1], &v);
		if (!number && !empty && !first)
			return compare_refuse(
				t->c, at,
				arena_printf(t->c->arena, "line %llu", (unsigned long long)r.line),
				"expected a name and a number");
		if (number && !metrics_put(m, t->c->arena, str_trim(r.cells[0]), v))
			return twice(t->c, at, r.cells[0]);
		if (m->count > LIMIT_COMPARE_NAMES)
			return compare_refuse(t->c, at, S(""), "more metrics than any file has");
		first = false;
	}
	return x->error == NULL || csv_wrong(t, at);
}

/* One row below its header. */
static bool row_metrics(struct table *t, int at, const struct csv_record *names,
			const struct csv_record *data, struct metrics *m)
{
	double v;

	metrics_init(m, t->c->arena);
	for (uint32_t i = 0; i < names->count; i++) {
		str name = str_trim(names->cells[i]);
		if (is_key(name) || !cell_number(data->cells[i], &v))
			continue;
		if (!metrics_put(m, t->c->arena, name, v))
			return twice(t->c, at, name);
	}
	return true;
}

static bool names_metrics(const struct csv_record *r, bool header)
{
	if (r->count != 2)
		return false;
	if (header)
		return str_in(r->cells[0], "metric metrics Metric measure score name");
	return !is_number(r->cells[0]) && is_number(r->cells[1]);
}

static bool choose_header(struct table *t, const struct csv_record r[2])
{
	enum compare_header asked = t->c->ask->header;

	if (asked != COMPARE_HEADER_AUTO)
		return asked == COMPARE_HEADER_YES;
	return is_header(&r[0]) && is_header(&r[1]);
}

static bool is_last(struct table *t)
{
	return !stream_ready(t->csv[0].s) && !stream_ready(t->csv[1].s);
}

bool compare_csv(struct comparing *c)
{
	struct table t = {.c = c};
	struct csv_record r[2], data[2];
	struct metrics m[2];
	enum compare_as as = c->ask->as;

	if (!read_first(&t, r))
		return false;
	t.header = choose_header(&t, r);
	if (as == COMPARE_AS_METRICS || (as == COMPARE_AS_AUTO && names_metrics(&r[0], t.header) &&
					 names_metrics(&r[1], t.header)))
		return read_metrics(&t, 0, &m[0]) && read_metrics(&t, 1, &m[1]) &&
		       metrics_compare(c, m);
	for (int i = 0; i < 2; i++) {
		data[i] = r[i];
		if (t.header && !csv_record(&t.csv[i], &data[i], LIMIT_COMPARE_COLUMNS))
			return t.csv[i].error == NULL && t.csv[i].s->error == NULL
				       ? compare_refuse(c, i, S(""), "there are no rows in it")
				       : csv_wrong(&t, i);
		if (data[i].count != r[i].count)
			return compare_refuse(c, i, S("line 2"),
					      "expected %u cells, as in the first line",
					      r[i].count);
	}
	if (as == COMPARE_AS_AUTO && t.header && is_last(&t))
		return row_metrics(&t, 0, &r[0], &data[0], &m[0]) &&
		       row_metrics(&t, 1, &r[1], &data[1], &m[1]) && metrics_compare(c, m);
	return same_names(&t, &r[0], &r[1]) && compare_table(&t, r, data);
}
