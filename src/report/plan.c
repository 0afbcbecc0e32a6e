/* The upgrade plan (engine/plan.h) as text, and as an array of a JSON report. */
#include "engine/plan.h"
#include "report/paint.h"
#include "report/plan.h"
#include "report/report.h"

/* ---- Text ---- */

static void write_ids(struct buf *out, const char *before, const str *ids, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		buf_printf(out, "%s%.*s", i > 0 ? ", " : before, STR_ARG(ids[i]));
}

static void write_heading(struct buf *out, const struct plan_step *s, bool colour)
{
	paint(out, colour, PAINT_BOLD);
	buf_printf(out, "%.*s", STR_ARG(s->package));
	if (s->version.n > 0)
		buf_printf(out, " %.*s", STR_ARG(s->version));
	if (s->malicious)
		buf_add(out, S(": remove it, it is malicious"));
	else if (s->target.version.n > 0)
		buf_printf(out, " -> %.*s", STR_ARG(s->target.version));
	else
		buf_add(out, S(": no way out is named"));
	paint_end(out, colour);
	if (s->target.version.n > 0 && !s->malicious) {
		paint(out, colour, s->risk.n > 0 ? PAINT_HIGH : PAINT_DIM);
		buf_printf(out, "  %s risk", s->risk.n > 0 ? "high" : "low");
		paint_end(out, colour);
	}
	if (s->risk.n > 0) {
		buf_add(out, S(": "));
		paint_text(out, s->risk);
	}
	buf_byte(out, '\n');
	write_ids(out, "  affected by ", s->target.affected, s->target.affected_count);
	if (s->target.affected_count > 0)
		buf_byte(out, '\n');
	if (s->target.remaining_count > 0) {
		buf_printf(out, "  %.*s is still affected by ", STR_ARG(s->target.version));
		write_ids(out, "", s->target.remaining, s->target.remaining_count);
		buf_add(out, S(": no named version is outside of every range\n"));
	}
}

static void write_place(struct buf *out, const struct plan_place *p)
{
	buf_add(out, S("  "));
	paint_text(out, p->path);
	if (p->line > 0)
		buf_printf(out, ":%u", p->line);
	if (p->via_count == 0) {
		buf_add(out, S(" direct"));
	} else {
		buf_add(out, S(" through "));
		for (uint32_t i = 0; i < p->via_count; i++) {
			buf_add(out, i > 0 ? S(" > ") : S(""));
			paint_text(out, p->via[i]);
		}
	}
	buf_add(out, S(": "));
	paint_text(out, p->advice);
	buf_byte(out, '\n');
}

void report_write_plan(struct buf *out, const struct report *r, bool colour)
{
	uint32_t high = 0;

	for (uint32_t i = 0; i < r->plan->count; i++) {
		const struct plan_step *s = &r->plan->steps[i];
		high += s->risk.n > 0 && s->target.version.n > 0 && !s->malicious;
		write_heading(out, s, colour);
		for (uint32_t k = 0; k < s->count; k++)
			write_place(out, &s->places[k]);
		buf_byte(out, '\n');
	}
	if (high > 0) {
		buf_add(out, S("For each of the high-risk upgrades\n"));
		for (size_t i = 0; i < plan_checklist_count; i++)
			buf_printf(out, "  [ ] %s\n", plan_checklist[i]);
		buf_byte(out, '\n');
	}
	buf_printf(out, "%u upgrade%s planned, %u high-risk.\n", r->plan->count,
		   r->plan->count == 1 ? "" : "s", high);
}

/* ---- JSON ---- */

static void json_texts(struct json_out *j, const char *key, const str *texts, uint32_t count)
{
	json_out_array(j, key);
	for (uint32_t i = 0; i < count; i++)
		json_out_str(j, NULL, texts[i]);
	json_out_end(j);
}

static void json_place(struct json_out *j, const struct plan_place *p)
{
	static const char *const edits[] = {"none", "possible", "refused: digests"};
	static const char *const parents[] = {"none", "unknown", "yes", "newer ones", "no"};

	json_out_object(j, NULL);
	json_out_str(j, "path", p->path);
	if (p->line > 0)
		json_out_int(j, "line", p->line);
	else
		json_out_null(j, "line");
	json_out_bool(j, "direct", p->via_count == 0);
	json_texts(j, "via", p->via, p->via_count);
	json_out_text(j, "edit", edits[p->edit]);
	json_out_text(j, "allowed_by_parents", parents[p->parent]);
	if (p->parents.n > 0)
		json_out_str(j, "parents", p->parents);
	json_out_str(j, "advice", p->advice);
	json_out_end(j);
}

void report_json_plan(struct json_out *j, const struct plan *plan)
{
	if (plan == NULL)
		return;
	json_out_array(j, "plan");
	for (uint32_t i = 0; i < plan->count; i++) {
		const struct plan_step *s = &plan->steps[i];
		json_out_object(j, NULL);
		json_out_str(j, "package", s->package);
		json_out_str(j, "version", s->version);
		if (s->target.version.n > 0 && !s->malicious)
			json_out_str(j, "upgrade_to", s->target.version);
		else
			json_out_null(j, "upgrade_to");
		json_texts(j, "advisories", s->target.affected, s->target.affected_count);
		json_texts(j, "remaining", s->target.remaining, s->target.remaining_count);
		json_out_bool(j, "malicious", s->malicious);
		json_out_text(j, "risk", s->risk.n > 0 ? "high" : "low");
		if (s->risk.n > 0) {
			json_out_str(j, "reason", s->risk);
			json_out_array(j, "checklist");
			for (size_t k = 0; k < plan_checklist_count; k++)
				json_out_text(j, NULL, plan_checklist[k]);
			json_out_end(j);
		}
		json_out_array(j, "places");
		for (uint32_t k = 0; k < s->count; k++)
			json_place(j, &s->places[k]);
		json_out_end(j);
		json_out_end(j);
	}
	json_out_end(j);
}
