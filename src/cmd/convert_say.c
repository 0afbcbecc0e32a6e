/* What `assay convert` prints at its end: what was refused and why, or what was written and what to
 * do with it. Names and texts of the file are hostile. */
#include <stdio.h>
#include <string.h>
#include "cmd/command.h"
#include "cmd/convert.h"
#include "report/json_out.h"
#include "report/paint.h"
#include "report/report.h"
#include "report/text.h"

enum { TOLD = 10 };

str convert_shown(struct arena *a, str text)
{
	struct buf b = buf_in(a);

	paint_text(&b, text);
	return buf_str(&b);
}

static void add_number(struct buf *b, uint64_t n, const char *one, const char *many)
{
	text_number(b, n);
	buf_printf(b, " %s", n == 1 ? one : many);
}

/* ---- In words ---- */

static void say_findings(const struct conversion *c, struct buf *b)
{
	const struct judgement *v = &c->verdict;
	size_t left = v->count;

	for (size_t i = 0; i < v->count && i < TOLD; i++) {
		const struct finding *f = &v->findings[i];
		buf_printf(b, "  %s %s: ", report_level(f->severity), f->rule->id);
		paint_text(b, report_message(f));
		paint_text(b, report_inside(c->a, f));
		buf_byte(b, '\n');
		left--;
	}
	if (left > 0) {
		buf_add(b, S("  and "));
		add_number(b, left, "more", "more");
		buf_byte(b, '\n');
	}
}

static void say_verdict(const struct conversion *c, struct buf *b)
{
	switch (c->verdict.end) {
	case JUDGED_CLEAN:
		break;
	case JUDGED_FINDINGS:
		buf_add(b, S(" is not converted, because it is not clean:\n"));
		say_findings(c, b);
		buf_add(b, S("Nothing was written. `assay models` with the same path says more; "
			     "get the model again from whoever made it, or do without it.\n"));
		break;
	case JUDGED_INCOMPLETE:
		buf_add(b, S(" is not converted, because it could not be checked:\n"));
		say_findings(c, b);
		if (c->verdict.why != NULL)
			buf_printf(b, "  %s\n", c->verdict.why);
		buf_add(b, S("Nothing was written.\n"));
		break;
	case JUDGED_NOTHING:
		buf_add(b, S(" is not converted: it is no model in a format that assay knows. "
			     "Nothing was written.\n"));
		break;
	}
}

static void say_refusal(const struct conversion *c, struct buf *b)
{
	const struct convert_answer *r = &c->answer;

	buf_add(b, S(" cannot be converted:\n  "));
	if (r->refusal.where.n > 0) {
		paint_text(b, r->refusal.where);
		buf_add(b, S(": "));
	}
	paint_text(b, r->refusal.why);
	buf_add(b, S("\nNothing was written.\n"));
}

static void say_problem(const struct conversion *c, struct buf *b)
{
	buf_printf(b, ": %s", c->problem);
	if (c->error != 0)
		buf_printf(b, ": %s", strerror(c->error));
	buf_add(b, S(". Nothing was written.\n"));
}

static void say_next(const struct conversion *c, struct buf *b)
{
	str out = convert_shown(c->a, c->out);

	switch (c->to) {
	case CONVERT_NPY:
		buf_printf(b, "Load it: numpy.load(\"%.*s\", allow_pickle=False)\n", STR_ARG(out));
		break;
	case CONVERT_SAFETENSORS:
		buf_printf(b, "Load it: safetensors.torch.load_file(\"%.*s\")\n", STR_ARG(out));
		break;
	case CONVERT_NPZ:
		if (c->answer.root_class.n > 0)
			buf_printf(b,
				   "Predict: assay predict %.*s INPUT.npy, or in Python "
				   "assay_load.load(\"%.*s\")\n",
				   STR_ARG(out), STR_ARG(out));
		else
			buf_printf(b, "Load it: numpy.load(\"%.*s\", allow_pickle=False)\n",
				   STR_ARG(out));
		break;
	}
}

static void say_done(const struct conversion *c, struct buf *b)
{
	const struct convert_answer *r = &c->answer;

	buf_printf(b, " (%.*s, ", STR_ARG(convert_shown(c->a, r->format)));
	add_number(b, c->size, "byte", "bytes");
	buf_add(b, S(", clean)"));
	if (r->root_class.n > 0) {
		buf_add(b, S(": "));
		paint_text(b, r->root_class);
	}
	buf_add(b, S("\n  "));
	paint_text(b, c->out);
	buf_add(b, S(": "));
	add_number(b, r->arrays, "array", "arrays");
	buf_add(b, S(", "));
	add_number(b, r->bytes, "byte", "bytes");
	if (r->tied > 0) {
		buf_add(b, S("; "));
		add_number(b, r->tied, "shares its storage with another and is written twice",
			   "share their storage with others and are written twice");
	}
	buf_byte(b, '\n');
	if (c->config_written) {
		buf_add(b, S("  "));
		paint_text(b, c->config);
		buf_add(b, S(": the rest, "));
		add_number(b, r->config_bytes, "byte", "bytes");
		buf_byte(b, '\n');
	}
	if (r->dropped > 0) {
		buf_add(b, S("  left out: "));
		for (uint32_t i = 0; i < r->drop_count && i < 3; i++) {
			buf_add(b, i > 0 ? S(", ") : S(""));
			paint_text(b, r->drops[i].where);
			buf_add(b, S(" ("));
			paint_text(b, r->drops[i].class);
			buf_byte(b, ')');
		}
		if (r->dropped > 3)
			buf_printf(b, " and %llu more", (unsigned long long)r->dropped - 3);
		buf_byte(b, '\n');
	}
	say_next(c, b);
}

static void say_text(const struct conversion *c)
{
	struct buf b = buf_in(c->a);
	bool done = c->code == EXIT_CLEAN;

	if (done && c->quiet)
		return;
	if (!done)
		buf_add(&b, S("assay: "));
	paint_text(&b, c->in);
	if (done)
		say_done(c, &b);
	else if (c->problem != NULL)
		say_problem(c, &b);
	else if (c->verdict.end != JUDGED_CLEAN)
		say_verdict(c, &b);
	else
		say_refusal(c, &b);
	fwrite(b.p, 1, b.n, done ? stdout : stderr);
}

/* ---- As JSON ---- */

static void json_findings(const struct conversion *c, struct json_out *j)
{
	json_out_array(j, "findings");
	for (size_t i = 0; i < c->verdict.count; i++) {
		const struct finding *f = &c->verdict.findings[i];
		json_out_object(j, NULL);
		json_out_text(j, "rule", f->rule->id);
		json_out_text(j, "severity", report_level(f->severity));
		json_out_str(j, "message", report_message(f));
		json_out_end(j);
	}
	json_out_end(j);
}

static void json_done(const struct conversion *c, struct json_out *j)
{
	const struct convert_answer *r = &c->answer;

	json_out_str(j, "source_format", r->format);
	json_out_str(j, "output", c->out);
	json_out_int(j, "output_bytes", (int64_t)r->bytes);
	if (c->config_written) {
		json_out_str(j, "config", c->config);
		json_out_int(j, "config_bytes", (int64_t)r->config_bytes);
	}
	json_out_int(j, "arrays", r->arrays);
	json_out_int(j, "array_bytes", (int64_t)r->array_bytes);
	json_out_int(j, "tied", r->tied);
	if (r->root_class.n > 0)
		json_out_str(j, "class", r->root_class);
	json_out_int(j, "dropped_count", (int64_t)r->dropped);
	json_out_array(j, "dropped");
	for (uint32_t i = 0; i < r->drop_count; i++) {
		json_out_object(j, NULL);
		json_out_str(j, "where", r->drops[i].where);
		json_out_str(j, "class", r->drops[i].class);
		json_out_end(j);
	}
	json_out_end(j);
}

static void json_why(const struct conversion *c, struct json_out *j)
{
	if (c->problem != NULL) {
		json_out_text(j, "problem", c->problem);
		if (c->error != 0)
			json_out_text(j, "system", strerror(c->error));
	} else if (c->verdict.end != JUDGED_CLEAN) {
		json_out_text(j, "verdict",
			      c->verdict.end == JUDGED_FINDINGS	    ? "not clean"
			      : c->verdict.end == JUDGED_INCOMPLETE ? "not checked"
								    : "no model");
	} else {
		json_out_str(j, "where", c->answer.refusal.where);
		json_out_str(j, "why", c->answer.refusal.why);
	}
}

static void say_json(const struct conversion *c)
{
	struct buf b = buf_in(c->a);
	struct json_out j = json_out_to(&b, 2);

	json_out_object(&j, NULL);
	json_out_text(&j, "result",
		      c->code == EXIT_CLEAN	 ? "converted"
		      : c->code == EXIT_FINDINGS ? "refused"
						 : "failed");
	json_out_str(&j, "input", c->in);
	json_out_int(&j, "input_bytes", (int64_t)c->size);
	if (c->code == EXIT_CLEAN)
		json_done(c, &j);
	else
		json_why(c, &j);
	json_findings(c, &j);
	json_out_end(&j);
	fwrite(b.p, 1, b.n, stdout);
}

void convert_say(const struct conversion *c)
{
	if (c->json)
		say_json(c);
	else
		say_text(c);
}
