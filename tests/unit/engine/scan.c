/* Suppressions and the identity of findings, through the whole way of a file. */
#include "test.h"

#include "engine/rule.h"
#include "engine/scan.h"

static struct file_result check(struct arena *a, const char *path, const char *text, bool compat)
{
	struct settings *s = NEW(a, struct settings, 1);
	struct file_result out = {0};

	*s = (struct settings){
		.layers = LAYER_ALL,
		.min_severity = INFO,
		.min_confidence = LOW,
		.compat = compat,
		.options = map_in(a),
		.nosec_level = LOW,
	};
	scan_file(scanner_new(a, s), a, str_of(path), test_guarded(str_of(text), 64), &out);
	return out;
}

/* The findings as "ID:LINE" words, suppressed ones in parentheses; rules that are not named in
 * `ids` are left out. */
static str found(struct arena *a, const char *text, const char *ids, bool compat)
{
	struct file_result r = check(a, "x.py", text, compat);
	str out = S("");

	for (uint32_t i = 0; i < r.finding_count; i++) {
		const struct finding *f = &r.findings[i];
		if (!str_in(str_of(f->rule->id), ids))
			continue;
		out = arena_printf(a, "%.*s%s%s%s:%u%s", STR_ARG(out), out.n ? " " : "",
				   f->suppressed ? "(" : "", f->rule->id, f->line,
				   f->suppressed ? ")" : "");
	}
	return out;
}

#define OURS "B101 AS008 AS009 AS010"

TEST(suppress_by_id)
{
	CHECK_STR(found(a, "assert x\n", OURS, false), S("B101:1"));
	CHECK_STR(found(a, "assert x  # nosec B101 - why\n", OURS, false), S("(B101:1)"));
	CHECK_STR(found(a, "assert x  # nosec: B101 (why)\n", OURS, false), S("(B101:1)"));
	CHECK_STR(found(a, "assert x  # nosec assert_used: why\n", OURS, false), S("(B101:1)"));
	CHECK_STR(found(a, "assert x  # nosec AS008, B101 # why\n", OURS, false), S("(B101:1)"));
	CHECK_STR(found(a, "assert x  # noqa # nosec - why\n", OURS, false), S("(B101:1)"));
	CHECK_STR(found(a, "assert x  # nosecurity\n", OURS, false), S("B101:1"));
}

TEST(suppress_on_lines)
{
	CHECK_STR(found(a, "assert (x and\n  y)  # nosec B101 - why\n", OURS, false),
		  S("(B101:1)"));
	CHECK_STR(found(a, "# nosec B101 - why\nassert x\n", OURS, false), S("(B101:2)"));
	CHECK_STR(found(a, "y = 1  # nosec B101 - why\nassert x\n", "B101", false), S("B101:2"));
	CHECK_STR(found(a, "# nosec B101 - why\n\nassert x\n", "B101", false), S("B101:3"));
	CHECK_STR(found(a, "assert x\n# nosec B101 - why\n", "B101", false), S("B101:1"));
}

TEST(suppress_without_reason)
{
	CHECK_STR(found(a, "assert x  # nosec\n", OURS, false), S("(B101:1) AS008:1"));
	CHECK_STR(found(a, "assert x  # nosec B101\n", OURS, false), S("(B101:1) AS008:1"));
	CHECK_STR(found(a, "assert x  # nosec B9999 - why\n", OURS, false), S("B101:1 AS009:1"));
	CHECK_STR(found(a, "x = 1  # nosec B101 - why\n", OURS, false), S("AS010:1"));
}

TEST(suppress_as_bandit)
{
	CHECK_STR(found(a, "assert x  # nosec B101\n", OURS, true), S("(B101:1)"));
	CHECK_STR(found(a, "assert x  # nosecurity\n", OURS, true), S("(B101:1)"));
	CHECK_STR(found(a, "assert x  # nosec nobody\n", OURS, true), S("(B101:1)"));
	CHECK_STR(found(a, "assert x  # nosec AS008 B101\n", OURS, true), S("(B101:1)"));
	CHECK_STR(found(a, "# nosec\nassert x\n", OURS, true), S("B101:2"));
}

static str only_fingerprint(struct arena *a, const char *path, const char *text)
{
	struct file_result r = check(a, path, text, false);

	for (uint32_t i = r.finding_count; i-- > 0;)
		if (str_eq(str_of(r.findings[i].rule->id), S("B101")))
			return r.findings[i].fingerprint;
	return (str){0};
}

TEST(fingerprint_survives_moves)
{
	str here = only_fingerprint(a, "x.py", "def f():\n    assert x == 1\n");

	CHECK_INT(here.n, 35);
	CHECK(str_starts(here, S("v1:")));
	CHECK_STR(only_fingerprint(a, "y.py", "def f():\n    assert x == 1\n"), here);
	CHECK_STR(only_fingerprint(a, "x.py",
				   "import os\n\n\ndef f():\n    y()\n    assert x==1 # c\n"),
		  here);
	CHECK(!str_eq(only_fingerprint(a, "x.py", "def f():\n    assert x == 2\n"), here));
	CHECK(!str_eq(only_fingerprint(a, "x.py", "def g():\n    assert x == 1\n"), here));
}

TEST(fingerprint_counts_equals)
{
	str one = only_fingerprint(a, "x.py", "assert x\n");
	str two = only_fingerprint(a, "x.py", "assert x\nassert x\n");

	CHECK(!str_eq(one, two));
}

TEST(scan_says_what_it_cannot_read)
{
	struct file_result r = check(a, "x.txt", "import os\n", false);

	CHECK_INT(r.layers, LAYER_SECRETS); /* it is text */
	r = check(a, "tool", "#!/usr/bin/env python3\nassert x\n", false);
	CHECK_INT(r.layers, LAYER_CODE | LAYER_SECRETS);
	CHECK_STR(found(a, "x = (\n", "AS001", false), S("AS001:1"));
}

TEST(scan_counts_lines)
{
	CHECK_INT(check(a, "x.py", "a\r\nb\rc\n\n", false).lines, 4);
	CHECK_INT(check(a, "x.py", "a = 1234567890\nb\nassert x\r\rc", false).lines, 5);
	CHECK_INT(check(a, "x.py", "", false).lines, 0);
}
