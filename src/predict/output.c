#include "predict/output.h"

#include <math.h>
#include "base/limits.h"
#include "convert/write.h"
#include "text/number.h"

#define OUTPUT_HOLD (64 * KiB)

/* ---- Labels ---- */

static bool has_any(str s, const char *bytes)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || strchr(bytes, s.p[i]) != NULL)
			return true;
	return false;
}

static void csv_text(struct buf *b, str s)
{
	if (!has_any(s, ",\"") && s.n > 0 && s.p[0] != ' ' && s.p[s.n - 1] != ' ') {
		buf_add(b, s);
		return;
	}
	buf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, s.p[i]);
	}
	buf_byte(b, '"');
}

static void number(struct buf *b, enum predict_format format, double v)
{
	if (format == PREDICT_JSONL && !isfinite(v))
		buf_add(b, S("null")); /* JSON has no others */
	else
		number_print(b, v);
}

static void text_label(struct buf *b, enum predict_format format, str s)
{
	if (format == PREDICT_JSONL || (format == PREDICT_TEXT && has_any(s, "")))
		tree_quote(b, s); /* one label, one line */
	else if (format == PREDICT_CSV)
		csv_text(b, s);
	else
		buf_add(b, s);
}

static void print_label(struct buf *b, enum predict_format format, const struct labels *l,
			uint32_t i)
{
	switch (l->kind) {
	case LABELS_INT:
		buf_printf(b, "%lld", (long long)l->v[i].number);
		break;
	case LABELS_UINT:
		buf_printf(b, "%llu", (unsigned long long)l->v[i].large);
		break;
	case LABELS_FLOAT:
		number(b, format, l->v[i].real);
		break;
	case LABELS_BOOL:
		if (format == PREDICT_JSONL)
			buf_add(b, l->v[i].number ? S("true") : S("false"));
		else
			buf_add(b, l->v[i].number ? S("True") : S("False"));
		break;
	case LABELS_TEXT:
		text_label(b, format, l->v[i].text);
		break;
	}
}

/* ---- NPY ---- */

/* One character of UTF-8 (a writer gave surrogates three bytes too). */
static uint32_t take_char(str *s)
{
	unsigned n = s->p[0] < 0x80 ? 1 : s->p[0] < 0xe0 ? 2 : s->p[0] < 0xf0 ? 3 : 4;
	uint32_t c = n == 1 ? s->p[0] : s->p[0] & (0x7fU >> n);

	for (unsigned i = 1; i < n && i < s->n; i++)
		c = c << 6 | (s->p[i] & 0x3f);
	*s = str_slice(*s, n, s->n);
	return c;
}

static uint32_t characters(const struct labels *l)
{
	uint32_t most = 1;

	for (uint32_t i = 0; i < l->count; i++) {
		uint32_t n = 0;
		for (str s = l->v[i].text; s.n > 0; n++)
			(void)take_char(&s);
		most = n > most ? n : most;
	}
	return most;
}

static uint64_t half_bits(double v)
{
	float f = (float)v;
	uint32_t bits, sign, m;
	int e;

	memcpy(&bits, &f, 4);
	sign = bits >> 16 & 0x8000;
	e = (int)(bits >> 23 & 255) - 112;
	m = bits >> 13 & 1023;
	if (e >= 31 || e <= -10) /* (a label that came from a half is exact) */
		return sign | (e >= 31 ? 0x7c00 : 0);
	if (e <= 0)
		return sign | (m | 1024) >> (1 - e);
	return sign | (uint32_t)e << 10 | m;
}

/* A class as the bytes of an element, little-endian. */
static void pack_label(struct buf *b, const struct labels *l, uint32_t width, uint32_t i)
{
	uint64_t bits = l->v[i].large;
	float f = 0;
	uint32_t bits4, n = 0;

	if (l->kind == LABELS_TEXT) {
		for (str s = l->v[i].text; s.n > 0; n++)
			buf_u32(b, take_char(&s));
		for (; n < width; n++)
			buf_u32(b, 0);
		return;
	}
	if (l->kind == LABELS_FLOAT && l->item == 4) {
		f = (float)l->v[i].real;
		memcpy(&bits4, &f, 4);
		bits = bits4;
	} else if (l->kind == LABELS_FLOAT && l->item == 2) {
		bits = half_bits(l->v[i].real);
	}
	for (n = 0; n < l->item; n++)
		buf_u8(b, (uint8_t)(bits >> 8 * n));
}

static void add_header(struct output *o, struct arena *a, uint64_t rows, uint8_t dtype, str descr,
		       bool flat)
{
	uint64_t shape[2] = {rows, o->width};
	struct tensor t = {.dtype = dtype, .dims = flat ? 1 : 2, .shape = shape, .descr = descr};

	t.item = dtype == TENSOR_F64 ? 8 : 1;
	if (dtype == TENSOR_OTHER) /* any: only the text is written */
		t.item = 4;
	if (!tensor_dense(a, &t, false))
		return;
	buf_add(&o->out, npy_header(a, &t));
}

static void begin_npy(struct output *o, struct arena *a, uint64_t rows)
{
	static const char kinds[] = "iufb";
	const struct labels *l = &o->model->labels;
	bool flat = o->width == 1 && (o->model->flat || l->count > 0);
	uint32_t wide = l->kind == LABELS_TEXT && l->count > 0 ? characters(l) : 0;
	str descr;

	if (o->what != PREDICT_LABELS || l->count == 0) {
		add_header(o, a, rows, TENSOR_F64, S(""), flat);
		return;
	}
	descr = wide > 0 ? arena_printf(a, "'<U%u'", wide)
			 : arena_printf(a, "'%c%c%u'", l->item == 1 ? '|' : '<', kinds[l->kind],
					l->item);
	add_header(o, a, rows, TENSOR_OTHER, descr, true);
	for (uint32_t i = 0; i < l->count; i++) {
		struct buf b = buf_in(a);
		pack_label(&b, l, wide, i);
		o->labels[i] = buf_str(&b);
	}
}

/* ---- Beginning ---- */

static void csv_header(struct output *o, struct arena *a)
{
	const struct model *m = o->model;
	const char *what = o->what == PREDICT_PROBA ? "proba" : "decision";
	struct buf name = buf_in(a);

	buf_add(&o->out, S("prediction"));
	for (uint32_t i = 0; i < o->width && (m->labels.count == 0 || o->what != PREDICT_LABELS);
	     i++) {
		name.n = 0;
		if (m->labels.count == 0) {
			if (o->width > 1)
				buf_printf(&o->out, "%s_%u", i > 0 ? ",prediction" : "", i);
			continue;
		}
		buf_printf(&name, "%s_", what);
		if (o->width == m->labels.count)
			print_label(&name, PREDICT_NPY, &m->labels, i);
		else
			buf_printf(&name, "%u", i);
		buf_byte(&o->out, ',');
		csv_text(&o->out, buf_str(&name));
	}
	buf_byte(&o->out, '\n');
}

static bool flush(struct output *o)
{
	bool ok = o->out.n == 0 || o->sink->write(o->sink, buf_str(&o->out));

	o->out.n = 0;
	return ok;
}

bool output_begin(struct output *o, struct arena *a, const struct predict_job *job,
		  const struct model *m, uint64_t rows)
{
	*o = (struct output){job->sink, buf_in(a), m, job->format, job->what, .quoted = buf_in(a)};
	(void)buf_room(&o->out, OUTPUT_HOLD);
	o->out.n = 0;
	o->width = m->labels.count == 0		   ? m->scores
		   : job->what == PREDICT_PROBA	   ? m->labels.count
		   : job->what == PREDICT_DECISION ? model_decisions(m)
						   : 1;
	o->values = NEW(a, double, o->width);
	o->labels = NEW(a, str, m->labels.count);
	for (uint32_t i = 0; i < m->labels.count && job->format != PREDICT_NPY; i++) {
		struct buf b = buf_in(a);
		print_label(&b, job->format, &m->labels, i);
		o->labels[i] = buf_str(&b);
	}
	if (job->format == PREDICT_NPY)
		begin_npy(o, a, rows);
	else if (job->format == PREDICT_CSV)
		csv_header(o, a);
	return true;
}

/* ---- Rows ---- */

static void list(struct output *o, const double *v, uint32_t n)
{
	str comma = o->format == PREDICT_JSONL ? S(", ")
		    : o->format == PREDICT_CSV ? S(",")
					       : S("\t");

	for (uint32_t i = 0; i < n; i++) {
		if (i > 0)
			buf_add(&o->out, comma);
		number(&o->out, o->format, v[i]);
	}
}

/* Probabilities or decisions of a row, when they are asked for. */
static const double *values_of(struct output *o, struct compute *c, const double *scores)
{
	if (o->model->labels.count == 0)
		return scores;
	if (o->what == PREDICT_PROBA)
		compute_proba(c, scores, o->values);
	else if (o->what == PREDICT_DECISION)
		compute_decisions(c, scores, o->values);
	return o->values;
}

static void npy_row(struct output *o, struct compute *c, const double *scores)
{
	const double *v;

	if (o->model->labels.count > 0 && o->what == PREDICT_LABELS) {
		buf_add(&o->out, o->labels[compute_label(c, scores)]);
		return;
	}
	v = values_of(o, c, scores);
	for (uint32_t i = 0; i < o->width; i++) {
		uint64_t bits;
		memcpy(&bits, &v[i], 8);
		buf_u64(&o->out, bits);
	}
}

static void json_row(struct output *o, struct compute *c, const double *scores)
{
	const struct model *m = o->model;
	bool many = m->labels.count == 0 && !m->flat;

	buf_add(&o->out, many ? S("{\"prediction\": [") : S("{\"prediction\": "));
	if (m->labels.count == 0) {
		list(o, scores, o->width);
		buf_add(&o->out, many ? S("]}\n") : S("}\n"));
		return;
	}
	buf_add(&o->out, o->labels[compute_label(c, scores)]);
	if (o->what != PREDICT_LABELS) {
		buf_add(&o->out,
			o->what == PREDICT_PROBA ? S(", \"proba\": [") : S(", \"decision\": ["));
		list(o, values_of(o, c, scores), o->width);
		buf_byte(&o->out, ']');
	}
	buf_add(&o->out, S("}\n"));
}

static void text_row(struct output *o, struct compute *c, const double *scores)
{
	if (o->model->labels.count == 0) {
		list(o, scores, o->width);
	} else {
		buf_add(&o->out, o->labels[compute_label(c, scores)]);
		if (o->what != PREDICT_LABELS) {
			buf_byte(&o->out, o->format == PREDICT_CSV ? ',' : '\t');
			list(o, values_of(o, c, scores), o->width);
		}
	}
	buf_byte(&o->out, '\n');
}

bool output_rows(struct output *o, struct compute *c, size_t rows)
{
	const double *scores = c->scores;

	for (size_t r = 0; r < rows; r++, scores += o->model->scores) {
		if (o->format == PREDICT_NPY)
			npy_row(o, c, scores);
		else if (o->format == PREDICT_JSONL)
			json_row(o, c, scores);
		else
			text_row(o, c, scores);
		if (o->out.n >= OUTPUT_HOLD && !flush(o))
			return false;
	}
	return true;
}

bool output_end(struct output *o)
{
	return flush(o);
}
