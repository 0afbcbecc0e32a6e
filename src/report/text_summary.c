/* What stands below the findings: how many, what was looked at, what was not and why, and what the
 * exit code means. */
#include "report/paint.h"
#include "report/text.h"

void text_number(struct buf *out, uint64_t n)
{
	uint8_t text[27];
	size_t at = sizeof(text), digits = 0;

	do {
		if (digits > 0 && digits % 3 == 0)
			text[--at] = ',';
		text[--at] = (uint8_t)('0' + n % 10);
		n /= 10;
		digits++;
	} while (n > 0);
	buf_add(out, (str){text + at, sizeof(text) - at});
}

static void counted(struct buf *out, uint64_t n, const char *noun)
{
	text_number(out, n);
	buf_printf(out, " %s%s", noun, n == 1 ? "" : "s");
}

void text_statistics(struct buf *out, const struct report_counts *c, bool colour)
{
	for (size_t i = 0; i < c->rule_count; i++) {
		const struct rule_count *rule = &c->rules[i];
		if (rule->findings == 0)
			continue;
		buf_printf(out, "%7llu  ", (unsigned long long)rule->findings);
		paint(out, colour, paint_of_level(rule->severity));
		buf_printf(out, "%-8s", report_level(rule->severity));
		paint_end(out, colour);
		buf_printf(out, "  %-6s %s", rule->rule->id, rule->rule->name);
		if (rule->suppressed > 0)
			buf_printf(out, " (and %llu suppressed)",
				   (unsigned long long)rule->suppressed);
		buf_byte(out, '\n');
	}
	if (c->findings > 0)
		buf_byte(out, '\n');
}

static void write_found(struct buf *out, const struct report *r, const struct report_counts *c,
			bool colour)
{
	const char *separator = "";

	paint(out, colour, PAINT_BOLD);
	if (c->findings == 0) {
		buf_add(out, r->error_count == 0 ? S("No problems found.")
						 : S("No problems found in what was checked."));
		paint_end(out, colour);
		buf_byte(out, '\n');
		return;
	}
	buf_add(out, S("Found "));
	counted(out, c->findings, "problem");
	buf_add(out, S(" in "));
	counted(out, c->files, "file");
	paint_end(out, colour);
	buf_add(out, S(": "));
	for (unsigned level = CRITICAL; level >= INFO; level--) {
		if (c->by_level[level] == 0)
			continue;
		buf_add(out, str_of(separator));
		paint(out, colour, paint_of_level(level));
		text_number(out, c->by_level[level]);
		buf_printf(out, " %s", report_level(level));
		paint_end(out, colour);
		separator = ", ";
	}
	buf_byte(out, '\n');
}

static void write_suppressed(struct buf *out, const struct report_counts *c)
{
	const char *separator = " (";

	if (c->suppressed[0] == 0)
		return;
	buf_add(out, S("Suppressed: "));
	text_number(out, c->suppressed[0]);
	for (unsigned by = SUPPRESSED_NOSEC; by <= SUPPRESSED_FILTER; by++) {
		if (c->suppressed[by] == 0)
			continue;
		buf_add(out, str_of(separator));
		text_number(out, c->suppressed[by]);
		buf_printf(out, " by %s", report_suppressed_by(by));
		separator = ", ";
	}
	buf_add(out, S("); `--suppressions` lists them\n"));
}

static unsigned paint_of_verdict(unsigned worst)
{
	return worst == 0 ? PAINT_GOOD : paint_of_level(worst);
}

static void write_verdict(struct buf *out, unsigned worst, bool colour)
{
	paint(out, colour, paint_of_verdict(worst));
	buf_add(out, str_of(report_verdict(worst)));
	paint_end(out, colour);
}

/* One line a folder: all that are not clean, and the clean ones as long as there are few. */
static void write_directories(struct buf *out, const struct report *r, bool colour)
{
	enum { FEW = 20 };
	size_t unlisted = 0;

	for (size_t i = 0; i < r->model_directory_count; i++) {
		const struct report_directory *d = &r->model_directories[i];
		if (d->worst == 0 && r->model_directory_count > FEW) {
			unlisted++;
			continue;
		}
		buf_add(out, S("Model directory "));
		paint_text(out, d->path);
		buf_printf(out, " (%s, ", d->kind);
		counted(out, d->count, "file");
		buf_add(out, S("): "));
		write_verdict(out, d->worst, colour);
		buf_byte(out, '\n');
	}
	if (unlisted > 0) {
		text_number(out, unlisted);
		buf_add(out, S(" other model directories: clean\n"));
	}
}

static void write_models(struct buf *out, const struct report *r, bool colour)
{
	static const unsigned worst[REPORT_VERDICTS] = {0, INFO, MEDIUM, HIGH};
	uint64_t count[REPORT_VERDICTS] = {0};
	const char *separator = ": ";

	if (r->model_count == 0)
		return;
	write_directories(out, r, colour);
	for (size_t i = 0; i < r->model_count; i++)
		count[report_verdict_of(r->models[i].worst)]++;
	buf_add(out, S("Models: "));
	counted(out, r->model_count, "file");
	for (unsigned v = REPORT_VERDICTS; v-- > 0;) {
		if (count[v] == 0)
			continue;
		buf_add(out, str_of(separator));
		text_number(out, count[v]);
		buf_byte(out, ' ');
		write_verdict(out, worst[v], colour);
		separator = ", ";
	}
	buf_byte(out, '\n');
}

static void write_looked_at(struct buf *out, const struct report *r)
{
	double size = (double)r->bytes;
	const char *unit = "bytes";

	if (size >= 1e6) {
		size /= 1e6;
		unit = "MB";
	} else if (size >= 1e3) {
		size /= 1e3;
		unit = "kB";
	}
	buf_add(out, S("Checked "));
	counted(out, r->files, "file");
	buf_add(out, S(", "));
	counted(out, r->lines, "line");
	buf_printf(out, ", %.*f %s", r->bytes >= 1000 && size < 100 ? 1 : 0, size, unit);
	if (!r->settings->reproducible) {
		buf_printf(out, " in %.2f s", (double)r->wall_ns / 1e9);
		if (r->cache_hits > 0) {
			buf_add(out, S(" ("));
			text_number(out, r->cache_hits);
			buf_add(out, S(" from the cache)"));
		}
	}
	buf_byte(out, '\n');
}

/* How old the knowledge is belongs to every report, but not to a reproducible one. */
static void write_advisories(struct buf *out, const struct report *r)
{
	const struct report_advisories *v = &r->advisories;

	if (!v->used)
		return;
	buf_add(out, S("Compared with "));
	counted(out, v->count, "advisory record");
	buf_add(out, S(", the newest of "));
	paint_text(out, v->newest);
	if (!r->settings->reproducible)
		buf_printf(out, " (%lld days ago)", (long long)v->age_days);
	buf_byte(out, '\n');
}

static void write_skipped(struct buf *out, const struct report *r)
{
	for (size_t i = 0; i < r->skip_count; i++) {
		buf_add(out, i == 0 ? S("Skipped ") : S(", "));
		text_number(out, r->skips[i].files);
		buf_byte(out, ' ');
		paint_text(out, r->skips[i].reason);
	}
	if (r->skip_count > 0)
		buf_byte(out, '\n');
	if (r->cut_short > 0) {
		buf_add(out, S("Not listed: "));
		counted(out, r->cut_short, "finding");
		buf_add(out, S(" over the limit of a file\n"));
	}
}

static void write_weakened(struct buf *out, const struct report *r, bool colour)
{
	for (const struct weakening *w = r->settings->weakenings; w != NULL; w = w->next) {
		paint(out, colour, PAINT_MEDIUM);
		buf_add(out, S("Weakened: "));
		paint_end(out, colour);
		paint_text(out, w->what);
		buf_add(out, S(" ("));
		paint_text(out, w->where);
		buf_add(out, S(")\n"));
	}
}

static void write_errors(struct buf *out, const struct report *r, bool colour)
{
	for (size_t i = 0; i < r->error_count; i++) {
		paint(out, colour, PAINT_HIGH);
		buf_add(out, S("Error: "));
		paint_end(out, colour);
		paint_text(out, r->errors[i].what);
		if (r->errors[i].fix.n > 0) {
			buf_add(out, S("; "));
			paint_text(out, r->errors[i].fix);
		}
		buf_byte(out, '\n');
	}
}

/* The gravest rule that was hit, the most frequent of several. */
static const char *gravest(const struct report_counts *c)
{
	const struct rule_count *worst = NULL;

	for (size_t i = 0; i < c->rule_count; i++) {
		if (c->rules[i].findings > 0 && (!worst || c->rules[i].severity > worst->severity))
			worst = &c->rules[i];
	}
	return worst ? worst->rule->id : "ID";
}

static void write_exit(struct buf *out, const struct report *r, const struct report_counts *c,
		       bool colour)
{
	const char *from = report_level(r->settings->fail_on);

	paint(out, colour, PAINT_BOLD);
	buf_printf(out, "Exit %d", r->exit_code);
	paint_end(out, colour);
	switch (r->exit_code) {
	case 0:
		if (c->findings == 0)
			buf_add(out, S(": clean\n"));
		else if (r->settings->exit_zero)
			buf_add(out, S(": findings do not count (--exit-zero)\n"));
		else
			buf_printf(out, ": nothing from %s upwards (--fail-on)\n", from);
		break;
	case 1:
		buf_printf(
			out,
			": findings from %s upwards (--fail-on). `assay explain %s` tells more\n",
			from, gravest(c));
		break;
	case 3:
		buf_add(out, S(": something that should have been checked was not: the AS findings "
			       "and errors say what\n"));
		break;
	default:
		buf_byte(out, '\n');
	}
}

void text_summary(struct buf *out, const struct report *r, const struct report_counts *c,
		  bool colour)
{
	write_found(out, r, c, colour);
	write_suppressed(out, c);
	write_models(out, r, colour);
	write_looked_at(out, r);
	write_advisories(out, r);
	write_skipped(out, r);
	write_weakened(out, r, colour);
	write_errors(out, r, colour);
	write_exit(out, r, c, colour);
}
