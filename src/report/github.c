/* Workflow commands of GitHub Actions: one annotation a finding. In a property `%`, CR, LF, `:` and
 * `,` are written as %XX, in the message only `%`, CR and LF. End positions are inclusive there.
 * GitHub shows ten annotations of each level for a step; the rest stands in the log. */
#include "report/report.h"

static void escaped(struct buf *out, str s, bool property)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n;) {
		uint8_t c = s.p[i];
		unsigned len = str_utf8_len(str_slice(s, i, s.n));
		if (len == 0) {
			buf_add(out, S("\xEF\xBF\xBD"));
			i++;
		} else if (c == '%' || c < 0x20 || (property && (c == ':' || c == ','))) {
			buf_byte(out, '%');
			buf_byte(out, (uint8_t)digits[c >> 4]);
			buf_byte(out, (uint8_t)digits[c & 15]);
			i++;
		} else {
			buf_add(out, str_slice(s, i, i + len));
			i += len;
		}
	}
}

static const char *command(unsigned severity)
{
	return severity >= HIGH ? "error" : severity == MEDIUM ? "warning" : "notice";
}

static void write_region(struct buf *out, const struct finding *f)
{
	bool one_line = f->end_line <= f->line;

	if (f->line == 0)
		return;
	buf_printf(out, ",line=%u,endLine=%u", f->line, one_line ? f->line : f->end_line);
	if (!one_line || f->column == 0)
		return;
	buf_printf(out, ",col=%u,endColumn=%u", f->column,
		   f->end_column > f->column ? f->end_column - 1 : f->column);
}

static void write_finding(struct buf *out, const struct report *r, const struct finding *f,
			  str place)
{
	str fix = report_fix(f);

	(void)r;
	buf_printf(out, "::%s file=", command(f->severity));
	escaped(out, place, true);
	write_region(out, f);
	buf_printf(out, ",title=%s %s (%s)::", f->rule->id, f->rule->name,
		   report_level(f->severity));
	escaped(out, report_message(f), false);
	escaped(out, report_inside(out->arena, f), false);
	if (fix.n > 0) {
		buf_add(out, S("%0AFix: "));
		escaped(out, fix, false);
	}
	buf_byte(out, '\n');
}

static void write_github(struct buf *out, const struct report *r, bool colour)
{
	str last = {0}, place = {0};
	uint64_t shown = 0;
	bool outside;

	(void)colour;
	report_reserve(out, r, 320);
	for (size_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		if (f->suppressed != SUPPRESSED_NOT)
			continue;
		if (last.p == NULL || !str_eq(last, f->path))
			place = report_place(out->arena, r, f->path, &outside);
		last = f->path;
		write_finding(out, r, f, place);
		shown++;
	}
	for (size_t i = 0; i < r->error_count; i++) {
		buf_add(out, S("::error title=assay::"));
		escaped(out, r->errors[i].what, false);
		buf_add(out, S("%0A"));
		escaped(out, r->errors[i].fix, false);
		buf_byte(out, '\n');
	}
	for (const struct weakening *w = r->settings->weakenings; w != NULL; w = w->next) {
		buf_add(out, S("::notice title=assay::weakened: "));
		escaped(out, w->what, false);
		buf_add(out, S(" ("));
		escaped(out, w->where, false);
		buf_add(out, S(")\n"));
	}
	buf_printf(out, "assay: %llu findings in %llu files, exit %d\n", (unsigned long long)shown,
		   (unsigned long long)r->files, r->exit_code);
}

const struct reporter reporter_github = {
	.name = "github",
	.help = "annotations of GitHub Actions",
	.write = write_github,
};
