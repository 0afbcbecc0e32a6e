/* The report of `assay compare`: the evidence that numbers are what they were. Names and texts come
 * out of the files and are hostile. */
#include "cmd/compare.h"

#include <math.h>
#include <stdio.h>
#include "base/version.h"
#include "report/json_out.h"
#include "report/paint.h"
#include "report/text.h"

static const char *const verdicts[COMPARE_VERDICTS] = {"within tolerance", "outside tolerance",
						       "not comparable", "not judged"};
static const char *const kinds[COMPARE_KINDS] = {"rows", "values", "labels", "metric"};
static const char *const side_names[2] = {"before", "after"};

/* ---- In words ---- */

static void count(struct buf *b, uint64_t n, const char *one, const char *many)
{
	text_number(b, n);
	buf_printf(b, " %s", n == 1 ? one : many);
}

static void place(struct buf *b, const struct compare_numbers *n, uint64_t at)
{
	if (n->columns > 1)
		buf_printf(b, "row %llu, column %llu", (unsigned long long)(at / n->columns),
			   (unsigned long long)(at % n->columns));
	else
		buf_printf(b, "value %llu", (unsigned long long)at);
}

static void say_side(struct buf *b, const struct comparison *c, unsigned i)
{
	const struct compare_answer *r = &c->answer;

	buf_printf(b, "%-7s ", side_names[i]);
	paint_text(b, c->path[i]);
	if (r->result.side[i].format != NULL)
		buf_printf(b, " (%s, ", r->result.side[i].format);
	else
		buf_add(b, S(" ("));
	count(b, r->bytes[i], "byte", "bytes");
	buf_add(b, S(")\n"));
	if (r->sha256[i].n == HASH_SHA256_BYTES)
		buf_printf(b, "        sha256 %.*s\n",
			   STR_ARG(hash_hex_in(c->a, r->sha256[i].p, HASH_SHA256_BYTES)));
}

static void say_what(struct buf *b, const struct compare_item *it)
{
	static const char *const parts[2] = {"", " -> "};
	bool same = str_eq(it->dtype[0], it->dtype[1]) && str_eq(it->shape[0], it->shape[1]);

	if (it->name.n > 0)
		paint_text(b, it->name);
	if (it->dtype[0].n == 0)
		return;
	if (it->name.n > 0)
		buf_add(b, S(": "));
	for (unsigned i = 0; i < (same ? 1 : 2); i++) {
		buf_printf(b, "%s", parts[i]);
		paint_text(b, it->dtype[i]);
		buf_byte(b, ' ');
		paint_text(b, it->shape[i]);
	}
}

static void say_differences(struct buf *b, const struct compare_numbers *n)
{
	buf_printf(b, "    difference: at most %.6g", n->max_absolute);
	if (n->max_absolute > 0) {
		buf_add(b, S(" at "));
		place(b, n, n->max_absolute_at);
		buf_printf(b, " (%.6g -> %.6g)", n->worst[0], n->worst[1]);
	}
	buf_printf(b, "; relative at most %.6g", n->max_relative);
	if (n->max_relative > 0) {
		buf_add(b, S(" at "));
		place(b, n, n->max_relative_at);
	}
	if (n->from_zero > 0) {
		buf_add(b, S("; "));
		count(b, n->from_zero, "value was 0 and is not", "values were 0 and are not");
	}
	buf_byte(b, '\n');
}

static void say_not_finite(struct buf *b, const struct compare_numbers *n)
{
	buf_add(b, S("    NaN: "));
	text_number(b, n->nan[0]);
	buf_add(b, S(" -> "));
	text_number(b, n->nan[1]);
	buf_add(b, S("; infinite: "));
	text_number(b, n->infinite[0]);
	buf_add(b, S(" -> "));
	text_number(b, n->infinite[1]);
	buf_byte(b, '\n');
}

static void say_rows(struct buf *b, const struct compare_numbers *n)
{
	if (n->has_cosine) {
		buf_printf(b, "    cosine similarity of rows: min %.9g at row %llu", n->cosine_min,
			   (unsigned long long)n->cosine_min_at);
		if (n->ranked)
			buf_printf(b, ", p1 %.9g, median %.9g", n->cosine_p1, n->cosine_median);
		buf_printf(b, "; length %.6g to %.6g times what it was\n", n->length_low,
			   n->length_high);
	}
	if (n->has_cosine && !n->ranked)
		buf_add(b, S("    (no percentiles: more rows than are kept)\n"));
	buf_printf(b, "    largest value in another column%s: ",
		   n->probabilities ? " (rows are probabilities)" : "");
	text_number(b, n->changed);
	buf_add(b, S(" of "));
	count(b, n->rows, "row", "rows");
	buf_byte(b, '\n');
}

static void say_numbers(struct buf *b, const struct compare_item *it)
{
	const struct compare_numbers *n = &it->n;

	if (n->values == 0)
		return;
	if (it->kind == COMPARE_LABELS) {
		buf_add(b, S("    changed: "));
		text_number(b, n->changed);
		buf_add(b, S(" of "));
		count(b, n->values, "value", "values");
		buf_byte(b, '\n');
	}
	if (it->kind != COMPARE_LABELS || n->max_absolute > 0)
		say_differences(b, n);
	if (it->kind == COMPARE_ROWS)
		say_rows(b, n);
	if (n->nan[0] + n->nan[1] + n->infinite[0] + n->infinite[1] > 0)
		say_not_finite(b, n);
}

static void say_verdict(struct buf *b, const struct compare_item *it)
{
	buf_printf(b, "    %s", verdicts[it->verdict]);
	if (it->why.n > 0) {
		buf_add(b, S(": "));
		paint_text(b, it->why);
	}
	buf_byte(b, '\n');
}

/* A metric takes one line; those within tolerance are listed too: they are the evidence. */
static void say_metric(struct buf *b, const struct compare_item *it)
{
	buf_add(b, S("  "));
	paint_text(b, it->name);
	buf_printf(b, ": %.9g", it->value[0]);
	if (it->verdict != COMPARE_INCOMPARABLE)
		buf_printf(b, " -> %.9g", it->value[1]);
	buf_printf(b, "  %s", verdicts[it->verdict]);
	if (it->why.n > 0) {
		buf_add(b, S(": "));
		paint_text(b, it->why);
	}
	buf_byte(b, '\n');
}

static void say_items(struct buf *b, const struct compare_result *r)
{
	for (uint32_t i = 0; i < r->item_count; i++) {
		const struct compare_item *it = &r->items[i];
		if (it->kind == COMPARE_METRIC) {
			say_metric(b, it);
			continue;
		}
		buf_add(b, S("  "));
		say_what(b, it);
		buf_byte(b, '\n');
		say_numbers(b, it);
		say_verdict(b, it);
	}
}

static void say_end(struct buf *b, const struct comparison *c)
{
	const struct compare_result *r = &c->answer.result;
	uint64_t all = 0;

	for (unsigned i = 0; i < COMPARE_VERDICTS; i++)
		all += r->counts[i];
	if (all > r->item_count) {
		buf_add(b, S("  and "));
		count(b, all - r->item_count, "more", "more");
		buf_byte(b, '\n');
	}
	if (r->only_after > 0) {
		buf_add(b, S("  "));
		count(b, r->only_after, "is new and was compared with nothing",
		      "are new and were compared with nothing");
		buf_byte(b, '\n');
	}
	buf_printf(b, "%s (tolerance %g %%, cosine at least %g, changed at most %g %%)\n",
		   verdicts[r->verdict], 100 * c->ask.tolerance, c->ask.min_cosine,
		   100 * c->ask.max_changed);
}

static void say_text(const struct comparison *c)
{
	const struct compare_result *r = &c->answer.result;
	struct buf b = buf_in(c->a);

	for (unsigned i = 0; i < 2; i++)
		say_side(&b, c, i);
	if (r->why.n > 0) {
		buf_add(&b, S("  "));
		if (r->at >= 0) {
			paint_text(&b, c->path[r->at]);
			buf_add(&b, S(": "));
		}
		if (r->where.n > 0) {
			paint_text(&b, r->where);
			buf_add(&b, S(": "));
		}
		paint_text(&b, r->why);
		buf_byte(&b, '\n');
	}
	say_items(&b, r);
	say_end(&b, c);
	fwrite(b.p, 1, b.n, stdout);
}

/* ---- As JSON ---- */

static void json_side(struct json_out *j, const struct comparison *c, unsigned i)
{
	const struct compare_answer *r = &c->answer;

	json_out_object(j, side_names[i]);
	json_out_str(j, "path", c->path[i]);
	if (r->result.side[i].format != NULL)
		json_out_text(j, "format", r->result.side[i].format);
	else
		json_out_null(j, "format");
	json_out_int(j, "bytes", (int64_t)r->bytes[i]);
	if (r->sha256[i].n == HASH_SHA256_BYTES)
		json_out_str(j, "sha256", hash_hex_in(c->a, r->sha256[i].p, HASH_SHA256_BYTES));
	json_out_end(j);
}

static void json_pair(struct json_out *j, const char *key, const uint64_t v[2])
{
	json_out_array(j, key);
	json_out_int(j, NULL, (int64_t)v[0]);
	json_out_int(j, NULL, (int64_t)v[1]);
	json_out_end(j);
}

static void json_texts(struct json_out *j, const char *key, const str v[2])
{
	json_out_array(j, key);
	json_out_str(j, NULL, v[0]);
	json_out_str(j, NULL, v[1]);
	json_out_end(j);
}

static void json_rows(struct json_out *j, const struct compare_numbers *n)
{
	json_out_int(j, "columns", (int64_t)n->columns);
	json_out_object(j, "cosine");
	if (n->has_cosine) {
		json_out_double(j, "min", n->cosine_min);
		json_out_int(j, "min_row", (int64_t)n->cosine_min_at);
	}
	if (n->ranked) {
		json_out_double(j, "p1", n->cosine_p1);
		json_out_double(j, "median", n->cosine_median);
	}
	json_out_int(j, "rows_without", (int64_t)n->no_cosine);
	json_out_end(j);
	json_out_double(j, "length_ratio_min", n->length_low);
	json_out_double(j, "length_ratio_max", n->length_high);
	json_out_bool(j, "probabilities", n->probabilities);
	json_out_int(j, "argmax_changed", (int64_t)n->changed);
}

static void json_numbers(struct json_out *j, const struct compare_item *it)
{
	const struct compare_numbers *n = &it->n;

	json_texts(j, "dtype", it->dtype);
	json_texts(j, "shape", it->shape);
	json_out_int(j, "values", (int64_t)n->values);
	if (n->values == 0)
		return;
	json_out_int(j, "rows", (int64_t)n->rows);
	json_out_double(j, "max_absolute_difference", n->max_absolute);
	json_out_int(j, "max_absolute_at", (int64_t)n->max_absolute_at);
	json_out_double(j, "max_relative_difference", n->max_relative);
	json_out_int(j, "max_relative_at", (int64_t)n->max_relative_at);
	json_out_int(j, "from_zero", (int64_t)n->from_zero);
	json_pair(j, "nan", n->nan);
	json_pair(j, "infinite", n->infinite);
	json_out_int(j, "not_finite_moved", (int64_t)n->moved);
	if (it->kind == COMPARE_ROWS)
		json_rows(j, n);
	if (it->kind == COMPARE_LABELS)
		json_out_int(j, "changed", (int64_t)n->changed);
}

static void json_item(struct json_out *j, const struct compare_item *it)
{
	json_out_object(j, NULL);
	json_out_str(j, "name", it->name);
	json_out_text(j, "kind", kinds[it->kind]);
	json_out_text(j, "verdict", verdicts[it->verdict]);
	if (it->why.n > 0)
		json_out_str(j, "why", it->why);
	if (it->kind == COMPARE_METRIC) {
		json_out_double(j, "before", it->value[0]);
		json_out_double(j, "after", it->value[1]);
	} else {
		json_numbers(j, it);
	}
	json_out_end(j);
}

static void say_json(const struct comparison *c)
{
	const struct compare_result *r = &c->answer.result;
	struct buf b = buf_in(c->a);
	struct json_out j = json_out_to(&b, 2);

	json_out_object(&j, NULL);
	json_out_text(&j, "schema_version", ASSAY_SCHEMA);
	json_out_object(&j, "tool");
	json_out_text(&j, "name", "assay");
	json_out_text(&j, "version", ASSAY_VERSION);
	json_out_end(&j);
	json_out_text(&j, "verdict", verdicts[r->verdict]);
	json_out_str(&j, "where", r->where);
	json_out_str(&j, "why", r->why);
	json_side(&j, c, 0);
	json_side(&j, c, 1);
	json_out_object(&j, "tolerance");
	json_out_double(&j, "relative", c->ask.tolerance);
	json_out_double(&j, "absolute", c->ask.absolute);
	json_out_double(&j, "min_cosine", c->ask.min_cosine);
	json_out_double(&j, "max_changed", c->ask.max_changed);
	json_out_end(&j);
	json_out_object(&j, "summary");
	json_out_int(&j, "within", (int64_t)r->counts[COMPARE_WITHIN]);
	json_out_int(&j, "outside", (int64_t)r->counts[COMPARE_OUTSIDE]);
	json_out_int(&j, "not_comparable", (int64_t)r->counts[COMPARE_INCOMPARABLE]);
	json_out_int(&j, "not_judged", (int64_t)r->counts[COMPARE_SKIPPED]);
	json_out_int(&j, "only_after", (int64_t)r->only_after);
	json_out_end(&j);
	json_out_array(&j, "items");
	for (uint32_t i = 0; i < r->item_count; i++)
		json_item(&j, &r->items[i]);
	json_out_end(&j);
	json_out_end(&j);
	fwrite(b.p, 1, b.n, stdout);
}

void compare_say(const struct comparison *c)
{
	if (c->json)
		say_json(c);
	else if (!c->quiet || c->answer.result.verdict != COMPARE_WITHIN)
		say_text(c);
}
