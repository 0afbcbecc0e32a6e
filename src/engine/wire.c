/* The record of one file's result. Writing trusts its argument; reading trusts nothing: every
 * number that selects something is checked against what exists, every count against the bytes that
 * are left, so a lying worker can make the findings of the files it is given wrong and nothing
 * else. Paths are not in the record: the parent knows which file it asked for. */
#include "engine/wire.h"

#include "base/fail.h"
#include "base/limits.h"
#include "engine/rule.h"

enum {
	WIRE_VERSION = 8,
	FINDING_LEAST = 79, /* bytes of a finding whose strings are empty; at most what they are */
	EDIT_LEAST = 28,
	SUPPRESSION_LEAST = 16,
	PROPERTY_LEAST = 8,
	IMPORT_LEAST = 9,
};

static uint16_t rule_index(const struct rule *rule)
{
	size_t from = 0, to = rule_count;

	while (from < to) {
		size_t at = from + (to - from) / 2;
		int order = strcmp(rule->id, rule_table[at]->id);
		if (order == 0)
			return (uint16_t)at;
		if (order < 0)
			to = at;
		else
			from = at + 1;
	}
	fail(FAIL_ASSERT, "a finding's rule is in rule_table", __FILE__, __LINE__);
}

static void write_finding(struct buf *b, const struct finding *f)
{
	const uint32_t place[] = {f->line, f->column,	 f->end_line,	    f->end_column,
				  f->cell, f->cell_line, f->snippet_column, f->known};

	buf_u16(b, rule_index(f->rule));
	buf_u8(b, f->severity);
	buf_u8(b, f->confidence);
	buf_u8(b, f->suppressed);
	buf_u8(b, f->by_place);
	for (size_t i = 0; i < COUNTOF(place); i++)
		buf_u32(b, place[i]);
	buf_u8(b, f->has_offset);
	buf_u64(b, f->offset);
	buf_field(b, f->member);
	buf_field(b, f->message);
	buf_field(b, f->fix);
	buf_field(b, f->snippet);
	buf_field(b, f->reason);
	buf_field(b, f->fingerprint);
	buf_field(b, f->line_hash);
	buf_field(b, f->when);
	buf_u32(b, f->edit_count);
	for (uint32_t i = 0; i < f->edit_count; i++) {
		const struct edit *e = &f->edits[i];
		buf_u32(b, e->start);
		buf_u32(b, e->end);
		buf_u32(b, e->line);
		buf_u32(b, e->column);
		buf_u32(b, e->end_line);
		buf_u32(b, e->end_column);
		buf_field(b, e->text);
	}
}

void file_result_write(struct buf *b, const struct file_result *r)
{
	buf_u8(b, WIRE_VERSION);
	buf_u8(b, r->layers);
	buf_u8(b, r->unread);
	buf_u8(b, r->skipped);
	buf_u32(b, r->lines);
	buf_u64(b, r->bytes);
	buf_u32(b, r->cut_short);
	buf_field(b, r->charset);
	buf_u32(b, r->fact_count);
	for (uint32_t i = 0; i < r->fact_count; i++)
		buf_field(b, r->facts[i]);
	buf_u32(b, r->property_count);
	for (uint32_t i = 0; i < r->property_count; i++) {
		buf_field(b, r->properties[i].key);
		buf_field(b, r->properties[i].value);
	}
	buf_u8(b, r->unsafe);
	buf_u8(b, r->hashed);
	if (r->hashed)
		buf_add(b, (str){r->sha256, sizeof(r->sha256)});
	buf_u8(b, r->deps != NULL);
	if (r->deps != NULL)
		dep_file_write(b, r->deps);
	buf_u32(b, r->import_count);
	for (uint32_t i = 0; i < r->import_count; i++) {
		buf_field(b, r->imports[i].module);
		buf_u32(b, r->imports[i].line);
		buf_u8(b, r->imports[i].need);
	}
	buf_u32(b, r->suppression_count);
	for (uint32_t i = 0; i < r->suppression_count; i++) {
		buf_u32(b, r->suppressions[i].line);
		buf_u32(b, r->suppressions[i].used);
		buf_field(b, r->suppressions[i].ids);
		buf_field(b, r->suppressions[i].reason);
	}
	buf_u32(b, r->finding_count);
	for (uint32_t i = 0; i < r->finding_count; i++)
		write_finding(b, &r->findings[i]);
}

static bool fingerprint_ok(str s)
{
	if (s.n == 0)
		return true;
	if (s.n != 35 || !str_starts(s, S("v1:")))
		return false;
	for (size_t i = 3; i < s.n; i++) {
		if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return false;
	}
	return true;
}

static void read_edits(struct cur *c, struct arena *a, struct finding *f)
{
	struct edit *edits;

	f->edit_count = cur_count(c, EDIT_LEAST);
	if (f->edit_count == 0)
		return;
	edits = NEW(a, struct edit, f->edit_count);
	for (uint32_t i = 0; i < f->edit_count; i++) {
		edits[i].start = cur_u32le(c);
		edits[i].end = cur_u32le(c);
		edits[i].line = cur_u32le(c);
		edits[i].column = cur_u32le(c);
		edits[i].end_line = cur_u32le(c);
		edits[i].end_column = cur_u32le(c);
		edits[i].text = cur_field(c);
		c->bad |= edits[i].start > edits[i].end;
	}
	f->edits = edits;
}

static void read_finding(struct cur *c, struct arena *a, struct finding *f)
{
	uint16_t rule = cur_u16le(c);
	uint32_t *const place[] = {&f->line, &f->column,    &f->end_line,	&f->end_column,
				   &f->cell, &f->cell_line, &f->snippet_column, &f->known};

	f->severity = cur_u8(c);
	f->confidence = cur_u8(c);
	f->suppressed = cur_u8(c);
	f->by_place = cur_u8(c) != 0;
	if (rule >= rule_count || f->severity < INFO || f->severity > CRITICAL ||
	    f->confidence < LOW || f->confidence > HIGH ||
	    (f->suppressed > SUPPRESSED_FILTER || f->suppressed == SUPPRESSED_BASELINE)) {
		c->bad = true;
		return;
	}
	f->rule = rule_table[rule];
	for (size_t i = 0; i < COUNTOF(place); i++)
		*place[i] = cur_u32le(c);
	f->has_offset = cur_u8(c) != 0;
	f->offset = cur_u64le(c);
	f->member = cur_field(c);
	f->message = cur_field(c);
	f->fix = cur_field(c);
	f->snippet = cur_field(c);
	f->reason = cur_field(c);
	f->fingerprint = cur_field(c);
	f->line_hash = cur_field(c);
	f->when = cur_field(c);
	c->bad |= !fingerprint_ok(f->fingerprint);
	read_edits(c, a, f);
}

static void read_suppressions(struct cur *c, struct arena *a, struct file_result *r)
{
	r->suppression_count = cur_count(c, SUPPRESSION_LEAST);
	if (r->suppression_count == 0)
		return;
	r->suppressions = NEW(a, struct suppression, r->suppression_count);
	for (uint32_t i = 0; i < r->suppression_count; i++) {
		r->suppressions[i].line = cur_u32le(c);
		r->suppressions[i].used = cur_u32le(c);
		r->suppressions[i].ids = cur_field(c);
		r->suppressions[i].reason = cur_field(c);
	}
}

static void read_model(struct cur *c, struct arena *a, struct file_result *r)
{
	str digest;

	r->property_count = cur_count(c, PROPERTY_LEAST);
	if (r->property_count > 0)
		r->properties = NEW(a, struct property, r->property_count);
	for (uint32_t i = 0; i < r->property_count; i++) {
		r->properties[i].key = cur_field(c);
		r->properties[i].value = cur_field(c);
	}
	r->unsafe = cur_u8(c);
	r->hashed = cur_u8(c);
	c->bad |= r->unsafe > 1 || r->hashed > 1;
	if (!r->hashed)
		return;
	digest = cur_bytes(c, sizeof(r->sha256));
	if (digest.n > 0)
		memcpy(r->sha256, digest.p, digest.n);
}

static void read_deps(struct cur *c, struct arena *a, struct file_result *r)
{
	uint8_t some = cur_u8(c);
	struct dep_file *deps;

	c->bad |= some > 1;
	if (some == 0 || c->bad)
		return;
	deps = NEW(a, struct dep_file, 1);
	c->bad |= !dep_file_read(c, a, deps);
	r->deps = deps;
}

static void read_imports(struct cur *c, struct arena *a, struct file_result *r)
{
	struct dep_import *imports;

	r->import_count = cur_count(c, IMPORT_LEAST);
	if (r->import_count == 0)
		return;
	imports = NEW(a, struct dep_import, r->import_count);
	for (uint32_t i = 0; i < r->import_count; i++) {
		imports[i].module = cur_field(c);
		imports[i].line = cur_u32le(c);
		imports[i].need = cur_u8(c);
		c->bad |= imports[i].need >= IMPORT_NEEDS || imports[i].module.n == 0;
	}
	r->imports = imports;
}

bool file_result_read(struct cur *c, struct arena *a, struct file_result *r)
{
	*r = (struct file_result){0};
	c->bad |= cur_u8(c) != WIRE_VERSION;
	r->layers = cur_u8(c);
	r->unread = cur_u8(c);
	r->skipped = cur_u8(c);
	r->lines = cur_u32le(c);
	r->bytes = cur_u64le(c);
	r->cut_short = cur_u32le(c);
	r->charset = cur_field(c);
	c->bad |= r->unread > 1 || r->skipped > SKIPPED_NOTHING;
	r->fact_count = cur_count(c, 4);
	if (r->fact_count > 0)
		r->facts = NEW(a, str, r->fact_count);
	for (uint32_t i = 0; i < r->fact_count; i++)
		r->facts[i] = cur_field(c);
	read_model(c, a, r);
	read_deps(c, a, r);
	read_imports(c, a, r);
	read_suppressions(c, a, r);
	r->finding_count = cur_count(c, FINDING_LEAST);
	c->bad |= r->finding_count > 2 * LIMIT_FILE_FINDINGS;
	if (c->bad)
		return false;
	if (r->finding_count > 0)
		r->findings = NEW(a, struct finding, r->finding_count);
	for (uint32_t i = 0; i < r->finding_count && !c->bad; i++)
		read_finding(c, a, &r->findings[i]);
	return !c->bad;
}
