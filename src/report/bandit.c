/* Bandit's JSON (formatters/json.py of 1.9.4: sorted keys, indent of 2), for programs that read it.
 * Bandit knows three severities: critical is HIGH, info is LOW. What could not be checked goes to
 * `errors`, as there. Of the source only the finding's own line is at hand, so `code` has one line.
 */
#include "report/json_out.h"
#include "report/report.h"

#define DOCS "https://bandit.readthedocs.io/en/1.9.4/"
#define RANGE_MAX 1000 /* lines that line_range lists; a statement of more is generated */

static const char *const words[] = {"UNDEFINED", "LOW", "LOW", "MEDIUM", "HIGH", "HIGH"};

static const char *word(unsigned level)
{
	return words[level <= CRITICAL ? level : CRITICAL];
}

/* AS findings that say a file, or a part of it, was not checked. */
static bool is_error(const struct finding *f)
{
	str id = str_of(f->rule->id);

	return str_starts(id, S("AS")) && !str_in(id, "AS008 AS009 AS010");
}

static bool is_result(const struct finding *f)
{
	return f->suppressed == SUPPRESSED_NOT && !is_error(f);
}

struct metrics {
	uint64_t loc, nosec;
	uint64_t severity[CRITICAL + 1], confidence[CRITICAL + 1];
};

/* The sum of the levels that are called `name`. */
static int64_t called(const uint64_t *by_level, const char *name)
{
	uint64_t n = 0;

	for (unsigned level = 0; level <= CRITICAL; level++)
		n += strcmp(words[level], name) == 0 ? by_level[level] : 0;
	return (int64_t)n;
}

static void write_metrics_of(struct json_out *j, str name, const struct metrics *m)
{
	json_out_key_object(j, name);
	json_out_int(j, "CONFIDENCE.HIGH", called(m->confidence, "HIGH"));
	json_out_int(j, "CONFIDENCE.LOW", called(m->confidence, "LOW"));
	json_out_int(j, "CONFIDENCE.MEDIUM", called(m->confidence, "MEDIUM"));
	json_out_int(j, "CONFIDENCE.UNDEFINED", called(m->confidence, "UNDEFINED"));
	json_out_int(j, "SEVERITY.HIGH", called(m->severity, "HIGH"));
	json_out_int(j, "SEVERITY.LOW", called(m->severity, "LOW"));
	json_out_int(j, "SEVERITY.MEDIUM", called(m->severity, "MEDIUM"));
	json_out_int(j, "SEVERITY.UNDEFINED", called(m->severity, "UNDEFINED"));
	json_out_int(j, "loc", (int64_t)m->loc);
	json_out_int(j, "nosec", (int64_t)m->nosec);
	json_out_int(j, "skipped_tests", 0);
	json_out_end(j);
}

static void measure(struct metrics *m, const struct finding *f)
{
	m->nosec += f->suppressed == SUPPRESSED_NOSEC;
	if (!is_result(f))
		return;
	m->severity[f->severity <= CRITICAL ? f->severity : CRITICAL]++;
	m->confidence[f->confidence <= CRITICAL ? f->confidence : CRITICAL]++;
}

/* Both lists are sorted by path. */
static void write_metrics(struct json_out *j, const struct report *r)
{
	struct metrics total = {.loc = r->lines};
	size_t i = 0, k = 0;

	json_out_object(j, "metrics");
	for (i = 0; i < r->finding_count; i++)
		measure(&total, &r->findings[i]);
	write_metrics_of(j, S("_totals"), &total);
	i = 0;
	while (i < r->finding_count || k < r->per_file_count) {
		struct metrics m = {0};
		int order = i == r->finding_count ? 1
			    : k == r->per_file_count
				    ? -1
				    : str_cmp(r->findings[i].path, r->per_file[k].path);
		str path = order <= 0 ? r->findings[i].path : r->per_file[k].path;
		if (order >= 0)
			m.loc = r->per_file[k++].lines;
		while (i < r->finding_count && str_eq(r->findings[i].path, path))
			measure(&m, &r->findings[i++]);
		write_metrics_of(j, path, &m);
	}
	json_out_end(j);
}

static bool is_blacklist(const char *id)
{
	return id[0] == 'B' && ((id[1] == '3' && strcmp(id, "B324") != 0) || id[1] == '4');
}

static str more_info(struct arena *a, const struct rule *rule)
{
	struct buf b = buf_in(a);
	str id = str_of(rule->id);

	if (rule->id[0] != 'B')
		return str_of(rule->reference ? rule->reference : "");
	if (!is_blacklist(rule->id))
		return arena_printf(a, DOCS "plugins/b%s_%s.html", rule->id + 1, rule->name);
	buf_printf(&b, DOCS "blacklists/blacklist_%s.html#",
		   rule->id[1] == '3' ? "calls" : "imports");
	if (str_in(id, "B304 B305")) {
		buf_add(&b, S("b304-b305-ciphers-and-modes"));
		return buf_str(&b);
	}
	if (str_in(id, "B313 B314 B315 B316 B317 B318 B319 B320"))
		buf_add(&b, S("b313-b320-"));
	else
		buf_printf(&b, "b%s-", rule->id + 1);
	for (const char *c = rule->name; *c != '\0'; c++)
		buf_byte(&b, (uint8_t)(*c == '_' ? '-' : *c));
	return buf_str(&b);
}

static void write_range(struct json_out *j, const struct finding *f)
{
	json_out_array(j, "line_range");
	json_out_int(j, NULL, f->line);
	for (uint32_t i = 1; i < RANGE_MAX && f->end_line > f->line && i <= f->end_line - f->line;
	     i++)
		json_out_int(j, NULL, (int64_t)f->line + i);
	json_out_end(j);
}

static void write_cwe(struct json_out *j, int cwe)
{
	json_out_object(j, "issue_cwe");
	if (cwe > 0) {
		json_out_int(j, "id", cwe);
		json_out_str(j, "link",
			     arena_printf(j->out->arena,
					  "https://cwe.mitre.org/data/definitions/%d.html", cwe));
	}
	json_out_end(j);
}

/* Bandit knows no places inside a file but lines. */
static str whole_message(struct arena *a, const struct finding *f)
{
	str inside = report_inside(a, f);

	if (inside.n == 0)
		return report_message(f);
	return arena_printf(a, "%.*s%.*s", STR_ARG(report_message(f)), STR_ARG(inside));
}

static void write_result(struct json_out *j, const struct finding *f)
{
	struct arena *a = j->out->arena;
	uint32_t column = f->column > 0 ? f->column - 1 : 0;
	uint32_t end = f->end_column > 0 ? f->end_column - 1 : 0;
	str code =
		f->snippet.n ? arena_printf(a, "%u %.*s\n", f->line, STR_ARG(f->snippet)) : S("");

	json_out_object(j, NULL);
	json_out_str(j, "code", code);
	json_out_int(j, "col_offset", column);
	json_out_int(j, "end_col_offset", end);
	json_out_str(j, "filename", f->path);
	json_out_text(j, "issue_confidence", word(f->confidence));
	write_cwe(j, f->rule->cwe[0]);
	json_out_text(j, "issue_severity", word(f->severity));
	json_out_str(j, "issue_text", whole_message(a, f));
	json_out_int(j, "line_number", f->line);
	write_range(j, f);
	json_out_str(j, "more_info", more_info(a, f->rule));
	json_out_text(j, "test_id", f->rule->id);
	json_out_text(j, "test_name", is_blacklist(f->rule->id) ? "blacklist" : f->rule->name);
	json_out_end(j);
}

static void write_error(struct json_out *j, str name, str reason)
{
	json_out_object(j, NULL);
	json_out_str(j, "filename", name);
	json_out_str(j, "reason", reason);
	json_out_end(j);
}

static void write_errors(struct json_out *j, const struct report *r)
{
	json_out_array(j, "errors");
	for (size_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		if (f->suppressed == SUPPRESSED_NOT && is_error(f))
			write_error(j, f->path, whole_message(j->out->arena, f));
	}
	for (size_t i = 0; i < r->error_count; i++)
		write_error(j, S(""), r->errors[i].what);
	json_out_end(j);
}

static void write_time(struct json_out *j, const struct report *r)
{
	str text = report_utc(j->out->arena, r->started_unix);

	if (!r->settings->reproducible && text.n > 0)
		json_out_str(j, "generated_at", text);
}

static void write_bandit(struct buf *out, const struct report *r, bool colour)
{
	struct json_out j = json_out_to(out, JSON_OUT_DEPTH);

	(void)colour;
	report_reserve(out, r, 900);
	json_out_object(&j, NULL);
	write_errors(&j, r);
	write_time(&j, r);
	write_metrics(&j, r);
	json_out_array(&j, "results");
	for (size_t i = 0; i < r->finding_count; i++) {
		if (is_result(&r->findings[i]))
			write_result(&j, &r->findings[i]);
	}
	json_out_end(&j);
	json_out_end(&j);
}

const struct reporter reporter_bandit = {
	.name = "bandit",
	.help = "the JSON that Bandit writes",
	.write = write_bandit,
};
