#include <time.h>
#include "made.h"
#include "test.h"
#include "text/json.h"

static const char *const formats[] = {"text", "json", "sarif", "github", "bandit", "cyclonedx"};

static const struct tree *parsed(struct arena *a, str text)
{
	const struct tree *tree = NULL;
	struct diag d;

	CHECK(json_parse(a, test_guarded(text, 64), &tree, &d));
	return tree;
}

static const struct tree *item(const struct tree *list, unsigned n)
{
	const struct tree *t = list ? list->first : NULL;

	while (t != NULL && n-- > 0)
		t = t->next;
	return t;
}

static str text_of(const struct tree *t)
{
	return tree_is(t, TREE_STRING) ? t->text : (str){0};
}

#define CHECK_TEXT(tree, path, want) CHECK_STR(text_of(tree_path(tree, path)), S(want))

TEST(json_of_a_finding)
{
	struct report *r = made_report(a, NULL);
	struct finding *f = made_finding(r, &made_load, "sub/a.py", 12, 13, 29, "x");
	str text;
	size_t at;

	f->cell = 2;
	f->cell_line = 4;
	f = made_finding(r, &made_assert, "b.py", 0, 0, 0, "");
	f->suppressed = SUPPRESSED_NOSEC;
	f->reason = S("why");
	f->message = (str){0};
	text = made_write(a, r, "json", false);
	CHECK(made_is_json(a, text));
	at = str_find(text, S("    {\"rule\""));
	CHECK_STR(
		str_slice(text, at, str_find(text, S("\n  ],\n"))),
		S("    {\"rule\": \"B614\", \"name\": \"pytorch_load\", \"layer\": \"code\", "
		  "\"severity\": \"high\", \"confidence\": \"medium\", \"cwe\": [502, 94], "
		  "\"tags\": [\"OWASP-ML06\", \"ATLAS-AML.T0010\"], \"path\": \"sub/a.py\", "
		  "\"line\": 12, \"column\": 13, \"end_line\": 12, "
		  "\"end_column\": 29, \"cell\": 2, \"cell_line\": 4, "
		  "\"message\": \"torch.load runs code from the file\", "
		  "\"fix\": \"Load with weights_only=True.\", "
		  "\"fingerprint\": \"v1:00112233445566778899aabbccddeeff\", \"suppressed\": "
		  "null},\n"
		  "    {\"rule\": \"B101\", \"name\": \"assert_used\", \"layer\": \"code\", "
		  "\"severity\": \"low\", \"confidence\": \"high\", \"cwe\": [703], "
		  "\"tags\": [], \"path\": \"b.py\", \"line\": null, \"column\": null, "
		  "\"end_line\": null, "
		  "\"end_column\": null, \"message\": \"assert used for a check that must hold\", "
		  "\"fix\": \"Raise an exception.\", "
		  "\"fingerprint\": \"v1:00112233445566778899aabbccddeeff\", "
		  "\"suppressed\": {\"by\": \"nosec\", \"reason\": \"why\"}}"));
	CHECK(tree_get(parsed(a, text), S("run")) == NULL);
}

TEST(json_run_unless_reproducible)
{
	struct settings *s;
	struct report *r = made_report(a, &s);

	s->reproducible = false;
	CHECK(tree_path(parsed(a, made_write(a, r, "json", false)), "run.jobs") != NULL);
}

TEST(sarif_of_a_finding)
{
	struct settings *s;
	struct report *r = made_report(a, &s);
	struct edit edit = {.text = S("w"), .line = 2, .column = 3, .end_line = 2, .end_column = 4};
	struct finding *f = made_finding(r, &made_load, "../a b%25%FF.py", 12, 13, 29, "x");
	const struct tree *run, *first, *second;

	s->baseline = S("base.json");
	f->edits = &edit;
	f->edit_count = 1;
	f->line_hash = S("e9496ae3ebfced30:1");
	f = made_finding(r, &made_assert, "/elsewhere/b.py", 0, 0, 0, "");
	f->suppressed = SUPPRESSED_BASELINE;
	run = item(tree_get(parsed(a, made_write(a, r, "sarif", false)), S("runs")), 0);
	first = item(tree_get(run, S("results")), 0);
	second = item(tree_get(run, S("results")), 1);
	CHECK_TEXT(run, "columnKind", "unicodeCodePoints");
	CHECK_TEXT(first, "level", "error");
	CHECK_TEXT(first, "baselineState", "new");
	CHECK_TEXT(first, "partialFingerprints.primaryLocationLineHash", "e9496ae3ebfced30:1");
	first = tree_get(item(tree_get(first, S("locations")), 0), S("physicalLocation"));
	CHECK_TEXT(first, "artifactLocation.uri", "a%20b%25%FF.py");
	CHECK_TEXT(first, "artifactLocation.uriBaseId", "SRCROOT");
	CHECK(tree_path(first, "region.endColumn") != NULL);
	CHECK_TEXT(second, "baselineState", "unchanged");
	CHECK_TEXT(item(tree_get(second, S("suppressions")), 0), "kind", "external");
	second = tree_get(item(tree_get(second, S("locations")), 0), S("physicalLocation"));
	CHECK_TEXT(second, "artifactLocation.uri", "file:///elsewhere/b.py");
	CHECK(tree_path(second, "region") == NULL);
	CHECK(tree_path(second, "artifactLocation.uriBaseId") == NULL);
}

TEST(sarif_fixes)
{
	struct report *r = made_report(a, NULL);
	struct edit edit = {.text = S("w"), .line = 2, .column = 3, .end_line = 2, .end_column = 4};
	struct finding *f = made_finding(r, &made_load, "a.py", 2, 1, 9, "x");
	const struct tree *result, *fix;

	f->edits = &edit;
	f->edit_count = 1;
	result = tree_get(parsed(a, made_write(a, r, "sarif", false)), S("runs"));
	result = item(tree_get(item(result, 0), S("results")), 0);
	fix = item(tree_get(item(tree_get(result, S("fixes")), 0), S("artifactChanges")), 0);
	fix = item(tree_get(fix, S("replacements")), 0);
	CHECK_TEXT(fix, "insertedContent.text", "w");
	CHECK(tree_path(fix, "deletedRegion.startColumn") != NULL);
	edit.line = 0; /* its place is not known: no fix */
	result = tree_get(parsed(a, made_write(a, r, "sarif", false)), S("runs"));
	CHECK(tree_get(item(tree_get(item(result, 0), S("results")), 0), S("fixes")) == NULL);
}

TEST(sarif_rules)
{
	struct report *r = made_report(a, NULL);
	const struct tree *rules, *load, *tags;

	made_finding(r, &made_load, "a.py", 2, 1, 9, "x");
	made_finding(r, &made_load, "a.py", 3, 1, 9, "x");
	made_finding(r, &made_syntax, "a.py", 4, 1, 9, "x");
	rules = tree_get(parsed(a, made_write(a, r, "sarif", false)), S("runs"));
	rules = tree_path(item(rules, 0), "tool.driver.rules");
	load = item(rules, 0);
	CHECK(item(rules, 2) == NULL);
	CHECK_TEXT(load, "properties.security-severity", "8.0");
	CHECK_TEXT(load, "properties.precision", "medium");
	CHECK_TEXT(load, "helpUri", "https://example.org/load?a=1&b=2");
	CHECK(str_find(text_of(tree_path(load, "help.markdown")), S("torch.load(p)  # <-\n")) !=
	      STR_NONE);
	tags = tree_path(load, "properties.tags");
	CHECK_STR(text_of(item(tags, 2)), S("external/cwe/cwe-502"));
	CHECK_STR(text_of(item(tags, 3)), S("external/cwe/cwe-094"));
	CHECK_STR(text_of(item(tags, 4)), S("OWASP-ML06"));
	CHECK(tree_path(item(rules, 1), "properties.security-severity") == NULL);
}

TEST(github_escapes)
{
	struct report *r = made_report(a, NULL);
	struct finding *f = made_finding(r, &made_load, "a,b:c%25.py", 12, 13, 29, "x");

	f->message = S("50%\nnew: line, \xFF");
	f->fix = S("f");
	f = made_finding(r, &made_assert, "x.py", 3, 5, 2, "");
	f->end_line = 4;
	f->fix = S("g");
	r->exit_code = 1;
	CHECK_STR(made_write(a, r, "github", false),
		  S("::error file=sub/a%2Cb%3Ac%25.py,line=12,endLine=12,col=13,endColumn=28,"
		    "title=B614 pytorch_load (high)::50%25%0Anew: line, \xEF\xBF\xBD%0AFix: f\n"
		    "::notice file=sub/x.py,line=3,endLine=4,title=B101 assert_used (low)::"
		    "assert used for a check that must hold%0AFix: g\n"
		    "assay: 2 findings in 2 files, exit 1\n"));
}

TEST(bandit_of_a_finding)
{
	struct report *r = made_report(a, NULL);
	struct finding *f = made_finding(r, &made_load, "a.py", 5, 1, 6, "torch.load(");
	const struct tree *all, *one;

	f->end_line = 7;
	f->severity = CRITICAL;
	made_finding(r, &made_syntax, "b.py", 1, 1, 1, "");
	r->per_file = (struct report_file[]){{S("a.py"), 100}, {S("b.py"), 20}, {S("c.py"), 3}};
	r->per_file_count = 3;
	all = parsed(a, made_write(a, r, "bandit", false));
	one = item(tree_get(all, S("results")), 0);
	CHECK_TEXT(one, "code", "5 torch.load(\n");
	CHECK_TEXT(one, "issue_severity", "HIGH");
	CHECK_TEXT(one, "test_name", "pytorch_load");
	CHECK_TEXT(one, "more_info",
		   "https://bandit.readthedocs.io/en/1.9.4/plugins/b614_pytorch_load.html");
	CHECK_TEXT(one, "issue_cwe.link", "https://cwe.mitre.org/data/definitions/502.html");
	CHECK(item(tree_get(one, S("line_range")), 2) != NULL);
	CHECK(item(tree_get(one, S("line_range")), 3) == NULL);
	CHECK_TEXT(item(tree_get(all, S("errors")), 0), "filename", "b.py");
	CHECK(item(tree_get(all, S("metrics")), 3) != NULL);
	CHECK(item(tree_get(all, S("metrics")), 4) == NULL);
}

static struct report *torture(struct arena *a)
{
	struct report *r = made_report(a, NULL);

	r->findings = NEW(a, struct finding, 256 * 4);
	for (unsigned i = 0; i < 256 * 4; i++) {
		uint32_t odd = i % 4 == 0 ? 0 : i % 4 == 1 ? UINT32_MAX : i * 7919;
		char text[8] = {'a', (char)i, (char)(i + 1), (char)(i * 3), 'z'};
		struct finding *f = made_finding(r, &made_load, "p", odd, i * 31 % 300, 5, "");
		f->message = f->snippet = f->fix = arena_dup(a, (str){(uint8_t *)text, 5});
		f->path = i % 16 == 0 ? f->message : S("p");
		f->end_line = i % 5 ? odd : i * 17;
		f->end_column = i % 3 ? 0 : UINT32_MAX - i;
		f->snippet_column = i % 7 ? 0 : UINT32_MAX;
		f->suppressed = (uint8_t)(i % 5 == 4 ? 1 + i % 3 : 0);
		f->severity = (uint8_t)(i % 9);
	}
	return r;
}

/* Whatever a worker may have answered: no crash, valid output, the same one every time. */
TEST(formats_take_anything)
{
	struct report *r = torture(a);

	for (size_t i = 0; i < COUNTOF(formats); i++) {
		str once = made_write(a, r, formats[i], true);
		CHECK_STR(made_write(a, r, formats[i], true), once);
		if (str_starts(once, S("{")))
			CHECK(made_is_json(a, once));
		for (size_t k = 0; k < once.n;) {
			unsigned n = str_utf8_len(str_slice(once, k, once.n));
			if (!CHECK(n != 0))
				break;
			k += n;
		}
	}
}

TEST(formats_of_an_empty_report)
{
	struct report *r = made_report(a, NULL);

	for (size_t i = 0; i < COUNTOF(formats); i++) {
		str once = made_write(a, r, formats[i], false);
		CHECK(once.n > 0);
		if (str_starts(once, S("{")))
			CHECK(made_is_json(a, once));
	}
}

static double seconds(struct arena *a, const struct report *r, const char *format)
{
	struct timespec from, to;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	made_write(a, r, format, true);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Five times the findings may take ten times as long, not twenty-five times. */
TEST(formats_take_linear_time)
{
	struct report *small = made_many(a, 20000), *large = made_many(a, 100000);

	for (size_t i = 0; i < COUNTOF(formats); i++) {
		double first = seconds(a, small, formats[i]);
		bool linear = false;
		for (int tries = 0; tries < 5 && !linear; tries++) /* the machine has other work */
			linear = seconds(a, large, formats[i]) < 10 * first + 0.05;
		CHECK(linear);
	}
}
