/* Lists about vulnerabilities that are advisories of nobody: which are exploited (CISA: JSON, CSV,
 * and CSV with short names of columns), and how likely that is (FIRST: CSV whose first line is a
 * comment with the model's version and date). */
#include "base/limits.h"
#include "engine/import_int.h"
#include "predict/csv.h"
#include "text/number.h"

enum { COLUMNS = 64 };

bool import_is_wanted(str name)
{
	static const char *const suffixes[] = {".json", ".jsonl", ".ndjson", ".yaml",
					       ".yml",	".csv",	  ".zip",    ".zst",
					       ".gz",	".xz",	  ".bz2"};
	size_t slash = str_rfind_byte(name, '/');
	str base = slash == STR_NONE ? name : str_slice(name, slash + 1, name.n);

	for (size_t i = 0; i < COUNTOF(suffixes) && !str_starts(base, S(".")); i++)
		if (str_ends(base, str_of(suffixes[i])))
			return true;
	return false;
}

bool import_is_list(str head)
{
	str line = str_slice(head, 0, str_find_byte(head, '\n'));

	return str_starts(head, S("#model_version")) ||
	       (str_find_nocase(line, S("cve")) != STR_NONE &&
		str_find_byte(line, ',') != STR_NONE);
}

static bool put_kev(struct importing *m, str cve, str due)
{
	struct buf b = buf_in(&m->scratch);

	buf_field(&b, cve);
	buf_field(&b, due);
	import_put(m, IMPORT_KEV, buf_str(&b));
	m->answer.counts.kev++;
	return true;
}

static bool is_cve(str s)
{
	return str_starts(s, S("CVE-")) && s.n >= 13 && s.n <= 24;
}

static bool is_date(str s)
{
	return s.n == 0 || (s.n == 10 && s.p[4] == '-' && s.p[7] == '-');
}

static str text_of(const struct tree *t)
{
	return tree_is(t, TREE_STRING) ? str_trim(t->text) : (str){NULL, 0};
}

bool import_kev_json(struct importing *m, const struct tree *vulnerabilities, str bytes)
{
	for (const struct tree *i = vulnerabilities->first; i != NULL; i = i->next) {
		str cve = text_of(tree_get(i, S("cveID")));
		str due = text_of(tree_get(i, S("dueDate")));
		if (!is_cve(cve) || !is_date(due))
			return import_broken(m, text_line(bytes, i->start),
					     "an entry of CISA's catalogue has a `cveID` and a "
					     "`dueDate` (YYYY-MM-DD)");
		(void)put_kev(m, cve, due);
	}
	return true;
}

/* ---- CSV ---- */

struct columns {
	uint32_t cve, due, epss; /* from 1 on; 0: none */
	bool kev;
};

static struct columns find_columns(const struct csv_record *r)
{
	struct columns c = {0};

	for (uint32_t i = 0; i < r->count; i++) {
		str name = str_trim(r->cells[i]);
		if (str_eq_nocase(name, S("cve")) || str_eq_nocase(name, S("cveID")))
			c.cve = i + 1;
		else if (str_eq_nocase(name, S("dueDate")) || str_eq_nocase(name, S("due_date")))
			c.due = i + 1;
		else if (str_eq_nocase(name, S("dateAdded")) ||
			 str_eq_nocase(name, S("date_added")))
			c.kev = true;
		else if (str_eq_nocase(name, S("epss")))
			c.epss = i + 1;
	}
	return c;
}

static str cell(const struct csv_record *r, uint32_t column)
{
	return column > 0 && column <= r->count ? str_trim(r->cells[column - 1]) : (str){NULL, 0};
}

static bool take_epss(struct importing *m, const struct csv_record *r, str cve, str score)
{
	struct buf b = buf_in(&m->scratch);
	double p;

	if (!number_parse(score, &p) || !(p >= 0 && p <= 1))
		return import_broken(m, r->line, "a score of EPSS is a number from 0 to 1");
	buf_field(&b, cve);
	buf_u32(&b, (uint32_t)(p * 100000 + 0.5));
	import_put(m, IMPORT_EPSS, buf_str(&b));
	m->answer.counts.epss++;
	return true;
}

static bool take_row(struct importing *m, const struct csv_record *r, const struct columns *c)
{
	str cve = cell(r, c->cve), due = cell(r, c->due);

	if (r->count == 1 && r->cells[0].n == 0)
		return true;
	if (!is_cve(cve))
		return import_broken(m, r->line, "a row without a CVE identifier");
	if (c->epss > 0)
		return take_epss(m, r, cve, cell(r, c->epss));
	if (!is_date(due))
		return import_broken(m, r->line, "a due date is not YYYY-MM-DD");
	return put_kev(m, cve, due);
}

bool import_list(struct importing *m, struct stream *s)
{
	struct csv *csv = NEW(&m->hold, struct csv, 1);
	struct columns columns = {0};
	struct arena_mark mark;
	struct csv_record r;
	uint64_t rows = 0;

	csv_open(csv, &m->hold, s);
	arena_reset(&m->scratch);
	csv->arena = &m->scratch; /* of a record's cells: given back after each */
	mark = arena_mark(&m->scratch);
	for (; csv_record(csv, &r, COLUMNS); arena_release(&m->scratch, mark)) {
		bool comment = columns.cve == 0 && str_starts(r.cells[0], S("#"));
		if (columns.cve == 0 && !comment) {
			columns = find_columns(&r);
			if (columns.cve == 0 || (columns.epss == 0 && !columns.kev))
				return import_broken(m, r.line,
						     "neither the columns of CISA's catalogue "
						     "(cveID, dateAdded) nor EPSS's (cve, epss)");
		} else if (!comment && !take_row(m, &r, &columns)) {
			return false;
		}
		if (++rows > LIMIT_IMPORT_ROWS)
			return import_broken(m, r.line, "more rows than there are CVEs");
		if (rows % 1024 == 0)
			m->task->page->pulse++;
	}
	if (csv->error != NULL)
		return import_broken(m, csv->cell_line, csv->error);
	return true;
}
