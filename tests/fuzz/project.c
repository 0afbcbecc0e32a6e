/* The files of a project that are checked for what they are: the first byte chooses the name.
 * Findings stand on lines that exist; facts are one line each. */
#include "fuzz.h"

#include "engine/join.h"
#include "engine/rule.h"
#include "engine/scan.h"
#include "text/tree.h"

static const char *const names[] = {
	".env",
	".env.example",
	"Dockerfile",
	"docker-compose.yml",
	".github/workflows/a.yml",
	".gitlab-ci.yml",
	".dockerignore",
	"README.md",
	"a.ipynb",
	".netrc",
	".pgpass",
	"server.key",
	"credentials.json",
	"run.sh",
	"settings.py",
	".docker/config.json",
};

/* To Python a carriage return alone ends a line too. */
static uint32_t lines_of(str path, str input)
{
	uint32_t lines = text_line(input, input.n);

	for (size_t i = 0; i < input.n && str_ends(path, S(".py")); i++)
		lines += input.p[i] == '\r';
	return lines;
}

static void check_result(struct arena *a, const struct file_result *r, str path, str input)
{
	uint32_t lines = lines_of(path, input);
	struct facts facts = facts_in(a);

	for (uint32_t i = 0; i < r->fact_count; i++) {
		INVARIANT(str_find_byte(r->facts[i], ':') != STR_NONE);
		facts_add(&facts, r->facts[i]);
	}
	for (uint32_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		INVARIANT(f->message.n > 0 && f->fingerprint.n > 0);
		if (str_starts(str_of(f->rule->id), S("SE5")))
			INVARIANT(f->line <= lines + 1 && f->end_line >= f->line);
		if (f->when.n > 0)
			(void)facts_hold(&facts, f->when, f->path);
	}
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct settings s = {
		.layers = LAYER_SECRETS | LAYER_CODE,
		.secrets_only = true,
		.off = NEW(a, uint8_t, rule_count + 1),
		.fail_on = LOW,
		.min_severity = INFO,
		.min_confidence = LOW,
		.nosec_level = LOW,
		.suppressions = true,
		.options = map_in(a),
	};
	struct file_result out = {0};
	str path, input;

	if (size == 0)
		return;
	for (size_t i = 0; i < rule_count; i++)
		s.off[i] = rule_table[i]->secret != NULL; /* those have targets of their own */
	s.staged = (data[0] & 0x80) != 0;
	input = fuzz_input(a, data + 1, size - 1, 64);
	path = str_of(names[(data[0] & 0x7F) % COUNTOF(names)]);
	scan_file(scanner_new(a, &s), a, path, input, &out);
	check_result(a, &out, path, input);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
