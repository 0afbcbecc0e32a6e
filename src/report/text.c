/* The report for people. Findings stand below the name of their file; terminals and editors make
 * links of `LINE:COLUMN` below a path. How to fix a rule's findings in general is said once a file,
 * what is particular to one finding always. Everything that comes from a file goes through
 * paint_text: no byte of a checked file reaches the terminal as a control. */
#include "report/paint.h"
#include "report/text.h"

struct text {
	struct buf *out;
	bool colour;
	struct map told; /* rule id -> 1 + number of the file in which its fix was said last */
	uint64_t files;
	str path;
	const struct finding *before; /* in the same file; NULL: none */
};

static void write_path(struct text *t, str path)
{
	if (t->files++ > 0)
		buf_byte(t->out, '\n');
	t->path = path;
	t->before = NULL;
	paint(t->out, t->colour, PAINT_BOLD);
	paint_text(t->out, path);
	paint_end(t->out, t->colour);
	buf_byte(t->out, '\n');
}

static bool fix_is_new(struct text *t, const struct finding *f)
{
	uint64_t *told;

	if (f->fix.n > 0 && f->rule->secret == NULL)
		return true; /* where a type of secret is revoked is the same for all of them */
	told = map_put(&t->told, str_of(f->rule->id));
	if (*told == t->files)
		return false;
	*told = t->files;
	return true;
}

static bool is_same_place(const struct finding *a, const struct finding *b)
{
	return a != NULL && a->line == b->line && a->column == b->column &&
	       a->end_line == b->end_line && a->end_column == b->end_column &&
	       str_eq(a->snippet, b->snippet);
}

static void write_finding(struct text *t, const struct finding *f)
{
	struct buf *out = t->out;
	str fix = report_fix(f);

	buf_add(out, S("  "));
	if (f->line > 0)
		buf_printf(out, "%u:%u ", f->line, f->column);
	paint(out, t->colour, paint_of_level(f->severity));
	buf_add(out, str_of(report_level(f->severity)));
	paint_end(out, t->colour);
	buf_byte(out, ' ');
	paint(out, t->colour, PAINT_BOLD);
	buf_add(out, str_of(f->rule->id));
	paint_end(out, t->colour);
	buf_printf(out, " %s: ", f->rule->name);
	paint_text(out, report_message(f));
	paint_text(out, report_inside(out->arena, f));
	if (f->suppressed == SUPPRESSED_FILTER) {
		buf_add(out, S(": filtered, "));
		paint_text(out, f->reason);
		buf_byte(out, '\n');
		return;
	}
	if (f->cell > 0)
		buf_printf(out, " (cell %u, line %u)", f->cell, f->cell_line);
	buf_byte(out, '\n');
	if (!is_same_place(t->before, f))
		text_snippet(out, f, t->colour);
	t->before = f;
	if (fix.n == 0 || !fix_is_new(t, f))
		return;
	text_bar(out, "= ", t->colour);
	paint(out, t->colour, PAINT_GOOD);
	buf_add(out, S("fix: "));
	paint_end(out, t->colour);
	paint_text(out, fix);
	buf_byte(out, '\n');
}

/* Of what is merely worth knowing about one requirement the ids are enough: a lower bound of some
 * years ago has dozens of them. */
static bool is_folded(const struct finding *first, const struct finding *f)
{
	return f->severity == INFO && first->severity == INFO && f->rule == first->rule &&
	       f->dep != NULL && first->dep != NULL && f->dep->advisory.n > 0 &&
	       f->line == first->line && f->suppressed == SUPPRESSED_NOT &&
	       str_eq(f->path, first->path) && str_eq(f->dep->package, first->dep->package) &&
	       str_eq(f->dep->version, first->dep->version);
}

/* How many findings behind the first go with it: their ids follow. */
static size_t write_folded(struct text *t, const struct finding *first, size_t left)
{
	size_t n = 0;

	while (n + 1 < left && is_folded(first, first + n + 1))
		n++;
	if (n == 0)
		return 0;
	text_bar(t->out, "= ", t->colour);
	buf_printf(t->out, "and %zu more:", n);
	for (size_t i = 1; i <= n; i++) {
		buf_byte(t->out, ' ');
		paint_text(t->out, first[i].dep->advisory);
	}
	buf_byte(t->out, '\n');
	return n;
}

static void write_text(struct buf *out, const struct report *r, bool colour)
{
	struct text t = {.out = out, .colour = colour, .told = map_in(out->arena)};
	struct report_counts c;

	report_reserve(out, r, 400);
	for (size_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		if (f->suppressed != SUPPRESSED_NOT && f->suppressed != SUPPRESSED_FILTER)
			continue;
		if (t.files == 0 || !str_eq(t.path, f->path))
			write_path(&t, f->path);
		write_finding(&t, f);
		i += write_folded(&t, f, r->finding_count - i);
	}
	report_count(out->arena, r, &c);
	if (t.files > 0 && (!r->settings->quiet || r->settings->statistics))
		buf_byte(out, '\n');
	if (r->settings->statistics)
		text_statistics(out, &c, colour);
	if (!r->settings->quiet)
		text_summary(out, r, &c, colour);
}

const struct reporter reporter_text = {
	.name = "text",
	.help = "for people",
	.write = write_text,
};
