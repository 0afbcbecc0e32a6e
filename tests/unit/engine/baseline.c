#include "test.h"

#include "engine/baseline.h"
#include "engine/exception.h"
#include "engine/rule.h"

static struct finding make(const char *print, const char *path)
{
	return (struct finding){.rule = rule_find(S("B101")),
				.severity = LOW,
				.confidence = HIGH,
				.path = str_of(path),
				.fingerprint = str_of(print)};
}

static bool load(struct arena *a, str bytes, struct baseline *b, str *error)
{
	struct buf record = buf_in(a);

	baseline_parse(a, test_guarded(bytes, 0), &record);
	return baseline_read(a, buf_str(&record), b, error);
}

TEST(baseline_counts_copies)
{
	struct finding old[] = {make("v1:b", "y.py"), make("v1:a", "x.py"), make("v1:b", "y.py")};
	struct finding now[] = {make("v1:b", "z.py"), make("v1:b", "z.py"), make("v1:b", "z.py"),
				make("v1:a", "x.py"), make("v1:c", "x.py")};
	struct buf out = buf_in(a);
	struct baseline b, again;
	str error;

	CHECK(baseline_new(a, &b));
	old[1].suppressed = SUPPRESSED_BASELINE;
	baseline_print(a, &out, &b, old, 3);
	CHECK(str_find(buf_str(&out), S("{\"fingerprint\": \"v1:a\", \"count\": 1, \"rule\": "
					"\"B101\", \"path\": \"x.py\"},\n"
					"{\"fingerprint\": \"v1:b\", \"count\": 2, \"rule\": "
					"\"B101\", \"path\": \"y.py\"}")) != STR_NONE);
	CHECK(load(a, buf_str(&out), &again, &error));
	CHECK(memcmp(b.salt, again.salt, BASELINE_SALT) == 0);
	CHECK_INT(baseline_apply(a, &again, now, 5), 3);
	CHECK_INT(now[1].suppressed, SUPPRESSED_BASELINE);
	CHECK_INT(now[2].suppressed, SUPPRESSED_NOT);
	CHECK_INT(now[3].suppressed, SUPPRESSED_BASELINE);
	CHECK_INT(now[4].suppressed, SUPPRESSED_NOT);
}

TEST(baseline_of_bandit)
{
	struct finding now[] = {make("v1:1", "./a.py"), make("v1:2", "a.py"), make("v1:3", "b.py")};
	struct baseline b;
	str error;

	CHECK(load(a, S("{\"results\": [{\"filename\": \"./a.py\", \"test_id\": \"B101\"}]}"), &b,
		   &error));
	CHECK_INT(baseline_apply(a, &b, now, 3), 1);
	CHECK_INT(now[0].suppressed, SUPPRESSED_BASELINE);
}

TEST(baseline_errors)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{"{", "line 1: no JSON: a key in quotes is expected here (RFC 8259, 4)"},
		{"[]", "line 1: JSON, but no object and so no baseline"},
		{"{\"runs\": []}", "line 1: a SARIF report, which is no baseline"},
		{"{\"assay_baseline\": 2}", "line 1: a baseline of a newer assay"},
		{"{\"assay_baseline\": 1,\n\"salt\": \"x\"}",
		 "line 2: `salt` must be 32 hex digits"},
		{"{\"assay_baseline\": 1, \"salt\": "
		 "\"00112233445566778899aabbccddeeff\",\n\"findings\": [\n{}]}",
		 "line 3: a finding needs `fingerprint` and a positive `count`"},
		{"{\"results\": [\n{}]}", "line 2: a result needs `filename` and `test_id`"},
	};

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		struct baseline b;
		str error;
		CHECK(!load(a, str_of(rows[i].text), &b, &error));
		if (i > 0)
			CHECK_STR(error, str_of(rows[i].want));
	}
}

TEST(baseline_records_are_hostile)
{
	struct buf record = buf_in(a);
	struct baseline b;
	str error;

	baseline_parse(a, S("{\"results\": [{\"filename\": \"a.py\", \"test_id\": \"B101\"}]}"),
		       &record);
	for (size_t n = 0; n < record.n; n++)
		CHECK(!baseline_read(a, test_guarded(str_slice(buf_str(&record), 0, n), 0), &b,
				     &error));
	CHECK(baseline_read(a, buf_str(&record), &b, &error));
	record.p[0] = 9;
	CHECK(!baseline_read(a, buf_str(&record), &b, &error));
}

static str place(void *ctx, const struct finding *f)
{
	(void)ctx;
	return f->path;
}

TEST(exceptions_match_expire_and_rust)
{
	struct exception unused = {.id = S("B101"),
				   .path = S("nowhere/**"),
				   .reason = S("r"),
				   .expiry = S("2026-06-01"),
				   .where = S("assay.toml:9")};
	struct exception old = {.fingerprint = S("v1:b"),
				.reason = S("r"),
				.expiry = S("2025-12-31"),
				.where = S("assay.toml:5"),
				.next = &unused};
	struct exception good = {.id = S("B101"),
				 .path = S("src/*.py"),
				 .reason = S("why"),
				 .owner = S("me"),
				 .expiry = S("2026-01-01"),
				 .where = S("assay.toml:1"),
				 .next = &old};
	struct settings s = {
		.exceptions = &good, .layers = LAYER_ALL, .off = NEW(a, uint8_t, rule_count + 1)};
	struct exception_run r = {
		.settings = &s, .today = S("2026-01-01"), .whole = true, .place = place};
	struct finding f[] = {make("v1:a", "src/a.py"), make("v1:b", "lib/b.py")}, *extra;

	CHECK_INT(exceptions_apply(&r, a, f, 2, &extra), 2);
	CHECK_INT(f[0].suppressed, SUPPRESSED_EXCEPTION);
	CHECK_STR(f[0].reason, S("why (me)"));
	CHECK_INT(f[1].suppressed, SUPPRESSED_NOT);
	CHECK_STR(str_of(extra[0].rule->id), S("AS016"));
	CHECK_STR(extra[0].path, S("assay.toml"));
	CHECK_INT(extra[0].line, 5);
	CHECK_STR(extra[0].message, S("the exception for v1:b expired on 2025-12-31"));
	CHECK_STR(str_of(extra[1].rule->id), S("AS018"));
	CHECK_STR(extra[1].message, S("the exception for B101 in nowhere/** matches nothing"));
	s.layers = LAYER_SECRETS | LAYER_CODE;
	s.secrets_only = true;
	CHECK_INT(exceptions_apply(&r, a, f, 2, &extra), 1);
	s.secrets_only = false;
	CHECK_INT(exceptions_apply(&r, a, f, 2, &extra), 2);
	for (size_t i = 0; i < rule_count; i++)
		s.off[i] = 1;
	CHECK_INT(exceptions_apply(&r, a, f, 2, &extra), 1);
	memset(s.off, 0, rule_count);
	r.whole = false;
	CHECK_INT(exceptions_apply(&r, a, f, 2, &extra), 1);
}
