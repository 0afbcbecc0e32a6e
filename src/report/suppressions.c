/* The inventory of --suppressions: every nosec comment with its ids and reason, used or not, then
 * what a baseline or an exception accepts. */
#include "report/paint.h"
#include "report/report.h"

static void write_reason(struct buf *out, str reason, bool colour)
{
	if (reason.n > 0) {
		buf_add(out, S(": "));
		paint_text(out, reason);
	} else {
		paint(out, colour, PAINT_MEDIUM);
		buf_add(out, S(" (no reason given)"));
		paint_end(out, colour);
	}
	buf_byte(out, '\n');
}

static void write_place(struct buf *out, str path, uint32_t line, bool colour)
{
	paint(out, colour, PAINT_BOLD);
	paint_text(out, path);
	if (line > 0)
		buf_printf(out, ":%u", line);
	paint_end(out, colour);
	buf_byte(out, ' ');
}

static void write_comment(struct buf *out, const struct suppression *s, bool colour)
{
	write_place(out, s->path, s->line, colour);
	buf_add(out, S("nosec "));
	paint_text(out, s->ids.n > 0 ? s->ids : S("(all rules)"));
	if (s->used == 0) {
		paint(out, colour, PAINT_MEDIUM);
		buf_add(out, S(" suppresses nothing"));
		paint_end(out, colour);
	} else if (s->used > 1) {
		buf_printf(out, " (%u findings)", s->used);
	}
	if (s->author.n > 0) {
		buf_add(out, S(" (by "));
		paint_text(out, str_trim(str_slice(s->author, 0, str_find_byte(s->author, '<'))));
		buf_printf(out, ", %.*s)", STR_ARG(s->date));
	}
	write_reason(out, s->reason, colour);
}

static void write_accepted(struct buf *out, const struct finding *f, bool colour)
{
	write_place(out, f->path, f->line, colour);
	buf_printf(out, "%s %s", report_suppressed_by(f->suppressed), f->rule->id);
	write_reason(out, f->reason, colour);
}

void report_write_suppressions(struct buf *out, const struct report *r, bool colour)
{
	uint64_t comments = r->suppression_count, unused = 0, bare = 0, accepted = 0;

	for (size_t i = 0; i < r->suppression_count; i++) {
		const struct suppression *s = &r->suppressions[i];
		write_comment(out, s, colour);
		unused += s->used == 0;
		bare += s->reason.n == 0;
	}
	for (size_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		if (f->suppressed != SUPPRESSED_BASELINE && f->suppressed != SUPPRESSED_EXCEPTION)
			continue;
		write_accepted(out, f, colour);
		accepted++;
	}
	if (r->settings->quiet)
		return;
	buf_printf(out,
		   "%s%llu nosec, %llu of them without a reason, %llu that suppress nothing; "
		   "%llu findings accepted by baseline or exception\n",
		   out->n > 0 ? "\n" : "", (unsigned long long)comments, (unsigned long long)bare,
		   (unsigned long long)unused, (unsigned long long)accepted);
}
