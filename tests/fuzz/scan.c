/* The whole way of one file: recognise, parse, all rules, suppressions, fingerprints; the result
 * survives its own wire format. The first byte chooses the name and the mode. */
#include "fuzz.h"

#include "engine/rule.h"
#include "engine/scan.h"

static const char *const names[] = {
	"a.py",		"b.ipynb",	   "requirements.txt",
	"poetry.lock",	"pyproject.toml",  "configs/model_revisions.yaml",
	"Pipfile.lock", "environment.yml",
};

static void check_result(const struct file_result *r)
{
	for (uint32_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		INVARIANT(f->rule != NULL && rule_find(str_of(f->rule->id)) == f->rule);
		INVARIANT(f->severity >= INFO && f->severity <= CRITICAL);
		INVARIANT(f->confidence >= LOW && f->confidence <= HIGH);
		INVARIANT(f->message.n > 0 && f->message.n <= LIMIT_MESSAGE_BYTES);
		INVARIANT(f->snippet.n <= LIMIT_SNIPPET_BYTES);
		INVARIANT(f->end_line >= f->line);
	}
	INVARIANT(r->finding_count <= LIMIT_FILE_FINDINGS);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct settings s = {
		.layers = LAYER_ALL,
		.off = NEW(a, uint8_t, rule_count + 1),
		.fail_on = LOW,
		.min_severity = INFO,
		.min_confidence = LOW,
		.nosec_level = LOW,
		.line_hashes = true,
		.options = map_in(a),
	};
	struct file_result out = {0}, again = {0};
	struct buf b = buf_in(a);
	struct cur c;

	if (size == 0)
		return;
	s.compat = data[0] & 0x80;
	scan_file(scanner_new(a, &s), a, str_of(names[data[0] % COUNTOF(names)]),
		  fuzz_input(a, data + 1, size - 1, 64), &out);
	check_result(&out);
	file_result_write(&b, &out);
	c = cur_of(buf_str(&b));
	INVARIANT(file_result_read(&c, a, &again));
	INVARIANT(cur_left(&c) == 0 && again.finding_count == out.finding_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
