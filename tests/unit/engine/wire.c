/* A worker's record: what is written is read back, and nothing else is accepted. */
#include "engine/wire.h"

#include "engine/rule.h"
#include "test.h"

static str sample(struct arena *a)
{
	static const struct edit edit = {.start = 3, .end = 5, .line = 1, .text = S_INIT("x")};
	struct finding *f = NEW(a, struct finding, 1);
	str *fact = NEW(a, str, 1);
	struct suppression *s = NEW(a, struct suppression, 1);
	struct buf b = buf_in(a);

	*f = (struct finding){
		.rule = rule_find(S("B101")),
		.severity = LOW,
		.confidence = HIGH,
		.line = 7,
		.message = S("message"),
		.fingerprint = S("v1:0123456789abcdef0123456789abcdef"),
		.edits = &edit,
		.edit_count = 1,
	};
	*fact = S("version:torch=2.4");
	*s = (struct suppression){.line = 3, .ids = S("B101"), .used = 1};
	file_result_write(&b, &(struct file_result){.findings = f,
						    .finding_count = 1,
						    .facts = fact,
						    .fact_count = 1,
						    .suppressions = s,
						    .suppression_count = 1,
						    .lines = 9,
						    .layers = 1});
	return buf_str(&b);
}

static bool reads(struct arena *a, str record, struct file_result *r)
{
	struct cur c = cur_of(test_guarded(record, 0));

	return file_result_read(&c, a, r) && cur_left(&c) == 0;
}

TEST(wire_round_trip)
{
	struct file_result r;

	CHECK(reads(a, sample(a), &r));
	CHECK_INT(r.lines, 9);
	CHECK_INT(r.finding_count, 1);
	CHECK(r.findings[0].rule == rule_find(S("B101")));
	CHECK_INT(r.findings[0].line, 7);
	CHECK_STR(r.findings[0].message, S("message"));
	CHECK_STR(r.findings[0].edits[0].text, S("x"));
	CHECK_STR(r.facts[0], S("version:torch=2.4"));
	CHECK_INT(r.suppressions[0].line, 3);
}

TEST(wire_refuses_every_cut)
{
	str whole = sample(a);
	struct file_result r;

	for (size_t n = 0; n < whole.n; n++)
		CHECK(!reads(a, str_slice(whole, 0, n), &r));
}

/* Every byte changed to the extremes: read or refused, never beyond the end. */
TEST(wire_survives_every_byte)
{
	static const uint8_t values[] = {0, 1, 0x7f, 0x80, 0xff};
	str whole = sample(a);
	struct file_result r;

	for (size_t i = 0; i < whole.n; i++) {
		for (size_t v = 0; v < COUNTOF(values); v++) {
			str copy = arena_dup(a, whole);
			((uint8_t *)(uintptr_t)copy.p)[i] = values[v];
			(void)reads(a, copy, &r);
		}
	}
}
