/* Runs the readable suites, and the examples that every rule carries.
 *
 *	## heading              a test: every fence up to the next heading
 *	```python B ML compat   a Python file; only findings whose id starts with one of the capital
 *				words are compared (all when there is none); `compat` switches
 *Bandit's mode on; `name=x.py` gives the file another name x = eval(y)  #! B307    findings
 *expected on this line, ids separated by spaces
 *
 * Other languages: ```cell (a notebook's cell), ```notebook (an .ipynb), ```text
 *name=requirements.txt. For files without comments a line `expect: LINE ID...` before the fence
 *says what is expected on disk line LINE. Arguments: suites; --rules for the rules' own examples;
 *-k TEXT for headings that contain it. */
#include <stdio.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/fail.h"
#include "base/limits.h"
#include "engine/join.h"
#include "engine/rule.h"
#include "engine/scan.h"
#include "text/tree.h"

struct expectation {
	uint32_t line;
	str id;
	bool met;
	struct expectation *next;
};

struct runner {
	struct arena arena;	 /* of one test */
	struct arena file_arena; /* of one scan */
	struct settings settings, compat_settings, code_settings;
	struct scanner *scanner, *compat_scanner, *code_scanner;
	bool keep; /* results of earlier files in file_arena */
	str only;
	int passed, failed;
};

static void settings_plain(struct settings *s, struct arena *a, bool compat)
{
	*s = (struct settings){
		.layers = LAYER_ALL,
		.off = NEW(a, uint8_t, rule_count + 1),
		.fail_on = LOW,
		.min_severity = INFO,
		.min_confidence = LOW,
		.compat = compat,
		.jobs = 1,
		.nosec_level = LOW,
		.options = map_in(a),
	};
}

static str read_all(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b = buf_in(a);
	char part[4096];
	size_t n;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&b, (str){(const uint8_t *)part, n});
	fclose(f);
	return buf_str(&b);
}

/* Where a secret is found, Bandit's rules for passwords have nothing to add: what is not about
 * secrets is tested without that layer. */
static struct scanner *scanner_for(const struct runner *t, bool compat, str families)
{
	if (compat)
		return t->compat_scanner;
	return str_find(families, S("SE")) != STR_NONE ? t->scanner : t->code_scanner;
}

static bool scan(struct runner *t, struct scanner *scanner, str path, str text,
		 struct file_result *out)
{
	struct fail_point here;
	uint8_t *padded;
	volatile bool ok = false;

	if (!t->keep)
		arena_reset(&t->file_arena);
	memset(out, 0, sizeof(*out));
	if (FAIL_SET(&here) == FAIL_NONE) {
		padded = arena_alloc(&t->file_arena, text.n + 64, 1);
		if (text.n > 0)
			memcpy(padded, text.p, text.n);
		scan_file(scanner, &t->file_arena, path, (str){padded, text.n}, out);
		ok = true;
	} else {
		printf("  %s:%d: %s\n", here.file, here.line, here.what);
	}
	fail_clear(&here);
	return ok;
}

static struct expectation *expect(struct arena *a, struct expectation *list, uint32_t line, str ids)
{
	for (str rest = ids; rest.p != NULL;) {
		str id = str_trim(str_cut(&rest, ' '));
		if (id.n > 0) {
			struct expectation *e = NEW(a, struct expectation, 1);
			*e = (struct expectation){line, id, false, list};
			list = e;
		}
	}
	return list;
}

static struct expectation *expect_marks(struct arena *a, struct expectation *list, str text)
{
	uint32_t line = 0;

	for (str rest = text; rest.p != NULL;) {
		str part = str_cut(&rest, '\n');
		size_t at = str_find(part, S("#! "));
		line++;
		if (at != STR_NONE)
			list = expect(a, list, line, str_slice(part, at + 3, part.n));
	}
	return list;
}

static struct expectation *expect_line(struct arena *a, struct expectation *list, str line)
{
	str rest = str_trim(str_slice(line, S("expect:").n, line.n));
	uint64_t number = 0;

	if (str_to_u64(str_cut(&rest, ' '), &number) && rest.p != NULL)
		list = expect(a, list, (uint32_t)number, rest);
	return list;
}

static bool id_wanted(str id, str families)
{
	bool any = false;

	for (str rest = families; rest.p != NULL;) {
		str f = str_cut(&rest, ' ');
		if (f.n == 0 || f.p[0] < 'A' || f.p[0] > 'Z')
			continue;
		any = true;
		if (str_starts(id, f))
			return true;
	}
	return !any;
}

static bool meet(struct expectation *list, uint32_t line, str id)
{
	for (; list != NULL; list = list->next) {
		if (!list->met && list->line == line && str_eq(list->id, id)) {
			list->met = true;
			return true;
		}
	}
	return false;
}

/* Several findings of one rule on a line count once. */
static bool seen_before(const struct file_result *r, uint32_t i)
{
	for (uint32_t j = 0; j < i; j++) {
		const struct finding *f = &r->findings[j];
		if (f->rule == r->findings[i].rule && f->line == r->findings[i].line &&
		    !f->suppressed)
			return true;
	}
	return false;
}

static bool compare(const struct file_result *r, struct expectation *want, str families)
{
	bool ok = true;

	for (uint32_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		str id = str_of(f->rule->id);
		if (f->suppressed || !id_wanted(id, families) || seen_before(r, i))
			continue;
		if (!meet(want, f->line, id)) {
			printf("  line %u: unexpected %s: %.*s\n", f->line, f->rule->id,
			       STR_ARG(f->message));
			ok = false;
		}
	}
	for (; want != NULL; want = want->next) {
		if (!want->met) {
			printf("  line %u: %.*s was not found\n", want->line, STR_ARG(want->id));
			ok = false;
		}
	}
	return ok;
}

static str path_of(str lang)
{
	for (str rest = lang; rest.p != NULL;) {
		str word = str_cut(&rest, ' ');
		if (str_starts(word, S("name=")))
			return str_slice(word, 5, word.n);
	}
	return str_starts(lang, S("notebook")) || str_starts(lang, S("cell")) ? S("example.ipynb")
									      : S("example.py");
}

/* A notebook of one cell, a line of it on each line of the JSON text. */
static str cell_to_notebook(struct arena *a, str text)
{
	struct buf b = buf_in(a);

	buf_add(&b, S("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": ["));
	for (str rest = text; rest.p != NULL;) {
		str line = str_cut(&rest, '\n');
		if (rest.p != NULL) {
			str whole = arena_printf(a, "%.*s\n", STR_ARG(line));
			tree_quote(&b, whole);
			buf_add(&b, S(",\n"));
		} else {
			tree_quote(&b, line);
		}
	}
	buf_add(&b, S("]}]}"));
	return buf_str(&b);
}

static bool run_text(struct runner *t, str lang, str text, struct expectation *want, str families)
{
	bool compat = str_find(lang, S(" compat")) != STR_NONE;
	struct file_result r;

	want = expect_marks(&t->arena, want, text);
	if (str_starts(lang, S("cell")))
		text = cell_to_notebook(&t->arena, text);
	return scan(t, scanner_for(t, compat, families), path_of(lang), text, &r) &&
	       compare(&r, want, families);
}

static void count(struct runner *t, bool ok, const char *kind, str name)
{
	if (ok) {
		t->passed++;
		return;
	}
	t->failed++;
	printf("FAIL %s: %.*s\n", kind, STR_ARG(name));
}

static uint8_t hex_digit(uint8_t c)
{
	return (uint8_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
}

/* Text with \\xNN, \\n and \\\\ as bytes. */
static str decode_bytes(struct arena *a, str text)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] != '\\' || i + 1 == text.n) {
			buf_byte(&b, text.p[i]);
		} else if (text.p[i + 1] == 'x' && i + 3 < text.n) {
			buf_byte(&b, (uint8_t)(hex_digit(text.p[i + 2]) << 4 |
					       hex_digit(text.p[i + 3])));
			i += 3;
		} else {
			i++;
			buf_byte(&b, text.p[i] == 'n' ? '\n' : text.p[i]);
		}
	}
	return buf_str(&b);
}

/* "bytes:NAME" and "file:NAME": of other files than source only whether the rule is hit counts. */
static bool run_other(struct runner *t, const struct rule *rule, const char *text, bool bad)
{
	str lang = str_of(rule->lang), body = str_of(text);
	struct file_result r;
	bool hit = false;

	if (str_starts(lang, S("bytes:")))
		body = decode_bytes(&t->arena, body);
	str_cut(&lang, ':');
	if (!scan(t, scanner_for(t, false, str_of(rule->id)), lang, body, &r))
		return false;
	for (uint32_t i = 0; i < r.finding_count; i++)
		hit |= r.findings[i].rule == rule;
	if (hit != bad)
		printf("  the example is %sfound\n", hit ? "" : "not ");
	return hit == bad;
}

static bool run_example(struct runner *t, const struct rule *rule, const char *text, bool bad)
{
	str lang = rule->lang ? str_of(rule->lang) : S("python");

	if (text == NULL) {
		printf("  the rule has no %s example\n", bad ? ".bad" : ".good");
		return false;
	}
	if (str_starts(lang, S("bytes:")) || str_starts(lang, S("file:")))
		return run_other(t, rule, text, bad);
	if (bad && strstr(text, "#! ") == NULL) {
		printf("  .bad marks no line with #!\n");
		return false;
	}
	if (rule->flags & RULE_BANDIT_COMPAT_ONLY)
		lang = S("python compat");
	return run_text(t, lang, str_of(text), NULL, str_of(rule->id));
}

static void run_rules(struct runner *t)
{
	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *r = rule_table[i];
		bool emitted_by_engine = r->py == NULL && r->bad == NULL;
		if ((t->only.n > 0 && !str_starts(str_of(r->id), t->only)) || emitted_by_engine)
			continue;
		arena_reset(&t->arena);
		count(t, run_example(t, r, r->bad, true), "bad example", str_of(r->id));
		count(t, run_example(t, r, r->good, false), "good example", str_of(r->id));
	}
}

/* ---- Projects: several files whose facts are joined ---- */

struct project_file {
	str path, text, lang;
	struct expectation *want;
	struct file_result result;
	struct project_file *next;
};

static bool has_word(str lang, const char *word)
{
	for (str rest = lang; rest.p != NULL;)
		if (str_eq(str_cut(&rest, ' '), str_of(word)))
			return true;
	return false;
}

static bool project_git(const void *ctx, str question, str path)
{
	if (str_in(question, "repository worktree"))
		return true;
	for (const struct project_file *f = ctx; f != NULL; f = f->next)
		if (str_eq(f->path, path))
			return str_eq(question, S("ignored")) ? has_word(f->lang, "ignored")
							      : has_word(f->lang, "tracked");
	return false;
}

static bool scan_project_file(struct runner *t, struct project_file *f)
{
	struct file_result r;

	if (!scan(t, t->scanner, f->path, f->text, &r))
		return false;
	f->result = r;
	return true;
}

/* What conditions do not let stand goes. */
static void decide(struct facts *facts, struct project_file *f)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < f->result.finding_count; i++) {
		const struct finding *one = &f->result.findings[i];
		if (one->when.n == 0 || facts_hold(facts, one->when, f->path))
			f->result.findings[kept++] = *one;
	}
	f->result.finding_count = kept;
}

static bool run_project(struct runner *t, struct project_file *files)
{
	struct facts facts = facts_in(&t->arena);
	bool ok = true;

	arena_reset(&t->file_arena);
	t->keep = true;
	facts.git = project_git;
	facts.ctx = files;
	for (struct project_file *f = files; f != NULL; f = f->next)
		ok &= scan_project_file(t, f);
	t->keep = false;
	for (struct project_file *f = files; f != NULL; f = f->next)
		for (uint32_t i = 0; i < f->result.fact_count; i++)
			facts_add(&facts, f->result.facts[i]);
	for (struct project_file *f = files; f != NULL && ok; f = f->next) {
		decide(&facts, f);
		if (!compare(&f->result, f->want, f->lang)) {
			printf("  in %.*s\n", STR_ARG(f->path));
			ok = false;
		}
	}
	return ok;
}

struct suite { /* reading one file */
	str heading, lang;
	const uint8_t *fence; /* start of the open fence's text, or NULL */
	struct expectation *want;
	struct project_file *files, **last; /* of the heading, in order */
	struct arena *whole;		    /* as long as the suite */
};

static void finish_project(struct runner *t, struct suite *s, const char *path)
{
	if (s->files != NULL && (t->only.n == 0 || str_find(s->heading, t->only) != STR_NONE))
		count(t, run_project(t, s->files), path, s->heading);
	s->files = NULL;
	s->last = &s->files;
}

static void add_to_project(struct suite *s, str body)
{
	struct project_file *f = NEW(s->whole, struct project_file, 1);

	f->path = path_of(s->lang);
	f->text = body;
	f->lang = s->lang;
	f->want = expect_marks(s->whole, NULL, body);
	for (struct expectation *e = s->want, *next; e != NULL; e = next) {
		struct expectation *copy = NEW(s->whole, struct expectation, 1);
		next = e->next;
		*copy = *e;
		copy->next = f->want;
		f->want = copy;
	}
	*s->last = f;
	s->last = &f->next;
}

static void suite_line(struct runner *t, struct suite *s, const char *path, str line, str rest)
{
	bool ticks = str_starts(line, S("```"));

	if (s->fence != NULL && ticks) {
		str body = {s->fence, (size_t)(line.p - s->fence)};
		if (has_word(s->lang, "project"))
			add_to_project(s, body);
		else if (t->only.n == 0 || str_find(s->heading, t->only) != STR_NONE)
			count(t, run_text(t, s->lang, body, s->want, s->lang), path, s->heading);
		s->fence = NULL;
		s->want = NULL;
		arena_reset(&t->arena);
	} else if (s->fence == NULL && ticks) {
		s->lang = str_slice(line, 3, line.n);
		s->fence = rest.p;
	} else if (s->fence == NULL && str_starts(line, S("## "))) {
		finish_project(t, s, path);
		s->heading = str_slice(line, 3, line.n);
	} else if (s->fence == NULL && str_starts(line, S("expect:"))) {
		s->want = expect_line(&t->arena, s->want, line);
	}
}

static void run_suite(struct runner *t, const char *path)
{
	struct arena whole;
	struct suite s = {0};

	arena_init(&whole, LIMIT_FILE_MEMORY);
	s.whole = &whole;
	s.last = &s.files;
	for (str rest = read_all(&whole, path); rest.p != NULL;) {
		str line = str_cut(&rest, '\n');
		suite_line(t, &s, path, line, rest);
	}
	finish_project(t, &s, path);
	if (s.fence != NULL)
		count(t, false, path, S("(a fence is not closed)"));
	arena_free(&whole);
}

int main(int argc, char **argv)
{
	struct runner t = {0};
	struct arena fixed;

	setvbuf(stdout, NULL, _IOLBF, 0);
	arena_init(&fixed, LIMIT_FILE_MEMORY);
	arena_init(&t.arena, LIMIT_FILE_MEMORY);
	arena_init(&t.file_arena, LIMIT_FILE_MEMORY);
	settings_plain(&t.settings, &fixed, false);
	settings_plain(&t.compat_settings, &fixed, true);
	t.code_settings = t.settings;
	t.code_settings.layers = LAYER_ALL & ~LAYER_SECRETS;
	t.code_scanner = scanner_new(&fixed, &t.code_settings);
	t.scanner = scanner_new(&fixed, &t.settings);
	t.compat_scanner = scanner_new(&fixed, &t.compat_settings);
	for (int i = 1; i + 1 < argc; i++) {
		if (strcmp(argv[i], "-k") == 0)
			t.only = str_of(argv[i + 1]);
	}
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-k") == 0)
			i++;
		else if (strcmp(argv[i], "--rules") == 0)
			run_rules(&t);
		else
			run_suite(&t, argv[i]);
	}
	printf("spec: %d passed, %d failed\n", t.passed, t.failed);
	arena_free(&t.file_arena);
	arena_free(&t.arena);
	arena_free(&fixed);
	return t.failed ? 1 : 0;
}
