#include "made.h"

#include "test.h"
#include "text/json.h"

const struct rule made_load = {
	.id = "B614",
	.name = "pytorch_load",
	.severity = HIGH,
	.confidence = MEDIUM,
	.cwe = {502, 94},
	.title = "torch.load runs code from the file",
	.why = "A pickle names functions, and loading calls them.",
	.fix = "Load with weights_only=True.",
	.bad = "torch.load(p)   #! B614\n",
	.good = "torch.load(p, weights_only=True)\n",
	.reference = "https://example.org/load?a=1&b=2",
	.tags = "OWASP-ML06 ATLAS-AML.T0010",
};

const struct rule made_assert = {
	.id = "B101",
	.name = "assert_used",
	.severity = LOW,
	.confidence = HIGH,
	.cwe = {703},
	.title = "assert used for a check that must hold",
	.why = "python -O drops it.",
	.fix = "Raise an exception.",
};

const struct rule made_syntax = {
	.id = "AS001",
	.name = "syntax_error",
	.severity = MEDIUM,
	.confidence = HIGH,
	.title = "The file is not valid Python here",
	.why = "Nothing inside the broken statement was checked.",
	.fix = "Mend the statement.",
};

#define ROOM 16

struct report *made_report(struct arena *a, struct settings **settings)
{
	struct settings *s = NEW(a, struct settings, 1);
	struct report *r = NEW(a, struct report, 1);

	s->format = S("text");
	s->layers = LAYER_ALL;
	s->fail_on = LOW;
	s->reproducible = true;
	*r = (struct report){
		.findings = NEW(a, struct finding, ROOM),
		.settings = s,
		.files = 2,
		.lines = 1234,
		.bytes = 45678,
		.root = S("/repo"),
		.cwd = S("/repo/sub"),
	};
	if (settings != NULL)
		*settings = s;
	return r;
}

struct finding *made_finding(struct report *r, const struct rule *rule, const char *path,
			     uint32_t line, uint32_t column, uint32_t end_column,
			     const char *snippet)
{
	struct finding *f = &r->findings[r->finding_count++];

	*f = (struct finding){
		.rule = rule,
		.severity = (uint8_t)rule->severity,
		.confidence = (uint8_t)rule->confidence,
		.path = str_of(path),
		.line = line,
		.column = column,
		.end_line = line,
		.end_column = end_column,
		.message = str_of(rule->title),
		.snippet = str_of(snippet),
		.fingerprint = S("v1:00112233445566778899aabbccddeeff"),
	};
	return f;
}

struct report_model *made_model(struct arena *a, struct report *r, const char *path,
				const struct property *properties, uint32_t count)
{
	struct report_model *m;

	if (r->models == NULL)
		r->models = NEW(a, struct report_model, ROOM);
	m = &r->models[r->model_count++];
	*m = (struct report_model){.path = str_of(path),
				   .size = 12,
				   .properties = properties,
				   .property_count = count};
	return m;
}

str made_write(struct arena *a, const struct report *r, const char *format, bool colour)
{
	struct buf out = buf_in(a);

	for (size_t i = 0; i < reporter_count; i++) {
		if (strcmp(reporter_table[i]->name, format) == 0)
			reporter_table[i]->write(&out, r, colour);
	}
	return buf_str(&out);
}

struct report *made_many(struct arena *a, size_t count)
{
	struct report *r = made_report(a, NULL);
	struct edit *edit = NEW(a, struct edit, 1);

	*edit = (struct edit){.text = S("weights_only=True"),
			      .line = 3,
			      .column = 8,
			      .end_line = 3,
			      .end_column = 9};
	r->findings = NEW(a, struct finding, count);
	for (size_t i = 0; i < count; i++) {
		const char *path = arena_cstr(a, arena_printf(a, "src/pack/file_%06zu.py", i / 20));
		struct finding *f = made_finding(
			r, i % 3 ? &made_load : &made_assert, path, (uint32_t)(i % 20 * 7 + 1), 13,
			30, "    model = torch.load(path, \"cpu\")  # caf\xC3\xA9");
		f->fix = i % 2 ? S("Pass weights_only=True.") : (str){0};
		f->line_hash = S("e9496ae3ebfced30:1");
		f->suppressed = i % 11 == 0 ? SUPPRESSED_NOSEC : SUPPRESSED_NOT;
		f->reason = i % 11 == 0 ? S("made by our own build") : (str){0};
		f->edits = edit;
		f->edit_count = i % 2;
	}
	return r;
}

bool made_is_json(struct arena *a, str text)
{
	const struct tree *tree;
	struct diag d;

	for (size_t i = 0; i < text.n;) {
		unsigned n = str_utf8_len(str_slice(text, i, text.n));
		if (n == 0)
			return false;
		i += n;
	}
	return json_parse(a, test_guarded(text, 64), &tree, &d);
}
