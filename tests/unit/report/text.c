#include "made.h"
#include "report/paint.h"
#include "test.h"

#define SUMMARY "Checked 2 files, 1,234 lines, 45.7 kB\n"

TEST(text_of_nothing)
{
	CHECK_STR(made_write(a, made_report(a, NULL), "text", false),
		  S("No problems found.\n" SUMMARY "Exit 0: clean\n"));
}

TEST(text_of_nothing_after_an_error)
{
	struct report *r = made_report(a, NULL);

	r->errors = (struct run_error[]){{S("there is no database"), S("make one")}};
	r->error_count = 1;
	CHECK(str_starts(made_write(a, r, "text", false),
			 S("No problems found in what was checked.\n")));
}

TEST(text_groups_by_file)
{
	struct report *r = made_report(a, NULL);
	struct finding *f;

	made_finding(r, &made_load, "a.py", 12, 13, 29, "    model = torch.load(path)");
	f = made_finding(r, &made_load, "a.py", 14, 1, 5, "x = torch.load(q)");
	f->end_line = 16;
	made_finding(r, &made_assert, "b.py", 0, 0, 0, "");
	f = made_finding(r, &made_assert, "b.py", 3, 1, 9, "assert x");
	f->suppressed = SUPPRESSED_BASELINE;
	r->exit_code = 1;
	CHECK_STR(made_write(a, r, "text", false),
		  S("a.py\n"
		    "  12:13 high B614 pytorch_load: torch.load runs code from the file\n"
		    "     12 |     model = torch.load(path)\n"
		    "        |             ^^^^^^^^^^^^^^^^\n"
		    "        = fix: Load with weights_only=True.\n"
		    "  14:1 high B614 pytorch_load: torch.load runs code from the file\n"
		    "     14 | x = torch.load(q)\n"
		    "        | ^^^^^^^^^^^^^^^^^ ... to line 16\n"
		    "\n"
		    "b.py\n"
		    "  low B101 assert_used: assert used for a check that must hold\n"
		    "        = fix: Raise an exception.\n"
		    "\n"
		    "Found 3 problems in 2 files: 2 high, 1 low\n"
		    "Suppressed: 1 (1 by baseline); `--suppressions` lists them\n" SUMMARY
		    "Exit 1: findings from low upwards (--fail-on). `assay explain B614` tells "
		    "more\n"));
}

/* A notebook's line is the cell's, and a place that several findings share is shown once. */
TEST(text_of_a_cell)
{
	struct settings *s;
	struct report *r = made_report(a, &s);

	s->quiet = true;
	for (int i = 0; i < 2; i++) {
		struct finding *f =
			made_finding(r, &made_load, "a.ipynb", 17, 46, 50, "x = load(p)");
		f->cell = 3;
		f->cell_line = 2;
		f->snippet_column = 42;
	}
	CHECK_STR(made_write(a, r, "text", false),
		  S("a.ipynb\n"
		    "  17:46 high B614 pytorch_load: torch.load runs code from the file "
		    "(cell 3, line 2)\n"
		    "      2 | x = load(p)\n"
		    "        |     ^^^^\n"
		    "        = fix: Load with weights_only=True.\n"
		    "  17:46 high B614 pytorch_load: torch.load runs code from the file "
		    "(cell 3, line 2)\n"));
}

TEST(text_carets_count_columns)
{
	struct settings *s;
	struct report *r = made_report(a, &s);

	s->quiet = true;
	made_finding(r, &made_load, "a.py", 1, 2, 3, "\tx\ty");
	made_finding(r, &made_load, "a.py", 2, 6, 7, "'\xE4\xB8\xAD\xE6\x96\x87' x"); /* wide */
	made_finding(r, &made_load, "a.py", 3, 4, 5, "e\xCC\x81 x"); /* combining */
	made_finding(r, &made_load, "a.py", 4, 900, 950, "short");
	CHECK_STR(made_write(a, r, "text", false),
		  S("a.py\n"
		    "  1:2 high B614 pytorch_load: torch.load runs code from the file\n"
		    "      1 |     x   y\n"
		    "        |     ^\n"
		    "        = fix: Load with weights_only=True.\n"
		    "  2:6 high B614 pytorch_load: torch.load runs code from the file\n"
		    "      2 | '\xE4\xB8\xAD\xE6\x96\x87' x\n"
		    "        |        ^\n"
		    "  3:4 high B614 pytorch_load: torch.load runs code from the file\n"
		    "      3 | e\xCC\x81 x\n"
		    "        |   ^\n"
		    "  4:900 high B614 pytorch_load: torch.load runs code from the file\n"
		    "      4 | short\n"
		    "        |      ^\n"));
}

/* The part around the finding, of a line that is too wide and of one whose start was cut before. */
TEST(text_cuts_long_lines)
{
	struct settings *s;
	struct report *r = made_report(a, &s);
	struct buf line = buf_in(a);
	struct finding *f;
	str got;

	s->quiet = true;
	for (int i = 0; i < 150; i++)
		buf_byte(&line, (uint8_t)('a' + i % 26));
	buf_add(&line, S("HERE"));
	for (int i = 0; i < 60; i++)
		buf_byte(&line, 'z');
	f = made_finding(r, &made_load, "a.py", 1, 151, 155, arena_cstr(a, buf_str(&line)));
	got = made_write(a, r, "text", false);
	CHECK(str_find(got, S("      1 | ...")) != STR_NONE);
	CHECK(str_find(got, S("HEREzzz")) != STR_NONE);
	CHECK(str_find(got, S("^^^^\n")) != STR_NONE);
	CHECK_INT(str_find(got, S("^^^^\n")) -
			  str_rfind_byte(str_slice(got, 0, str_find(got, S("^^^^"))), '\n'),
		  str_find(got, S("HERE")) -
			  str_rfind_byte(str_slice(got, 0, str_find(got, S("HERE"))), '\n'));

	f->snippet = S("load(HERE)");
	f->snippet_column = 100001;
	f->column = 100006;
	f->end_column = 100010;
	got = made_write(a, r, "text", false);
	CHECK(str_find(got, S("      1 | ...load(HERE)\n        |         ^^^^\n")) != STR_NONE);
}

/* Nothing that a checked file says steers the terminal. */
TEST(text_is_safe_for_terminals)
{
	struct report *r = made_report(a, NULL);
	struct finding *f = made_finding(r, &made_load, "a\033[2J.py", 1, 1, 3,
					 "x\033]0;t\007 \xE2\x80\xAE\xFF");
	str got;

	f->message = S("one\ntwo\r\033[31m \xC2\x9B");
	f->fix = S("\x1b[0m");
	got = made_write(a, r, "text", false);
	for (size_t i = 0; i < got.n; i++)
		CHECK(got.p[i] >= 0x20 || got.p[i] == '\n');
	CHECK(str_find(got, S("<U+202E>")) != STR_NONE);
	CHECK(str_find(got, S("one two")) != STR_NONE);
	CHECK(str_find(got, S("<U+009B>")) != STR_NONE);
}

TEST(text_colours_when_asked)
{
	struct report *r = made_report(a, NULL);

	made_finding(r, &made_load, "a.py", 1, 1, 3, "xy");
	CHECK(str_find(made_write(a, r, "text", true), S("\033[1;31mhigh\033[0m")) != STR_NONE);
	CHECK(str_find(made_write(a, r, "text", false), S("\033")) == STR_NONE);
}

TEST(text_says_what_was_not_done)
{
	struct settings *s;
	struct report *r = made_report(a, &s);
	struct weakening weak = {S("rule B101 is off"), S("assay.toml:12"), NULL};
	str got;

	s->weakenings = &weak;
	s->statistics = true;
	r->skips = (struct skip_count[]){{S("ignored by .gitignore"), 1203},
					 {S("virtual environment"), 1}};
	r->skip_count = 2;
	r->errors =
		(struct run_error[]){{S("a worker could not be started"), S("free some memory")}};
	r->error_count = 1;
	r->cut_short = 7;
	r->exit_code = 3;
	made_finding(r, &made_load, "a.py", 0, 0, 0, "")->cell = 0;
	made_finding(r, &made_assert, "a.py", 0, 0, 0, "");
	made_finding(r, &made_assert, "b.py", 0, 0, 0, "");
	got = made_write(a, r, "text", false);
	CHECK_STR(str_slice(got, str_find(got, S("      2  low")), got.n),
		  S("      2  low       B101   assert_used\n"
		    "      1  high      B614   pytorch_load\n"
		    "\n"
		    "Found 3 problems in 2 files: 1 high, 2 low\n" SUMMARY
		    "Skipped 1,203 ignored by .gitignore, 1 virtual environment\n"
		    "Not listed: 7 findings over the limit of a file\n"
		    "Weakened: rule B101 is off (assay.toml:12)\n"
		    "Error: a worker could not be started; free some memory\n"
		    "Exit 3: something that should have been checked was not: the AS findings and "
		    "errors "
		    "say what\n"));
}

TEST(text_inventory_of_suppressions)
{
	struct report *r = made_report(a, NULL);
	struct finding *f = made_finding(r, &made_assert, "c.py", 5, 1, 2, "");
	struct buf out = buf_in(a);

	f->suppressed = SUPPRESSED_EXCEPTION;
	f->reason = S("until 0.3 (J. Doe)");
	r->suppressions = (struct suppression[]){
		{S("a.py"), 3, S("B101 B614"), S("checked above"), 2, {0}, {0}},
		{S("a.py"), 9, {0}, {0}, 0, {0}, {0}},
	};
	r->suppression_count = 2;
	report_write_suppressions(&out, r, false);
	CHECK_STR(buf_str(&out), S("a.py:3 nosec B101 B614 (2 findings): checked above\n"
				   "a.py:9 nosec (all rules) suppresses nothing (no reason given)\n"
				   "c.py:5 exception B101: until 0.3 (J. Doe)\n"
				   "\n"
				   "2 nosec, 1 of them without a reason, 1 that suppress nothing; "
				   "1 findings accepted by baseline or exception\n"));
}
