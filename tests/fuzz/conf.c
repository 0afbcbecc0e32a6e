/* Configurations of models, JSON and YAML, through the whole models layer. The first byte chooses
 * the name. */
#include "fuzz.h"

#include "engine/rule.h"
#include "engine/scan.h"

static const char *const names[] = {
	"config.json", "m.yaml",       "MLmodel",    "x-symbol.json",
	"schema.json", "modules.json", "conda.yaml", "model_index.json",
};

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct settings s = {
		.layers = LAYER_MODELS,
		.off = NEW(a, uint8_t, rule_count + 1),
		.fail_on = LOW,
		.min_severity = INFO,
		.min_confidence = LOW,
		.options = map_in(a),
	};
	struct file_result out = {0};
	struct scanner *sc;

	if (size == 0)
		return;
	sc = scanner_new(a, &s);
	scan_file(sc, a, str_of(names[data[0] % COUNTOF(names)]),
		  fuzz_input(a, data + 1, size - 1, 64), &out);
	scanner_free(sc);
	for (uint32_t i = 0; i < out.finding_count; i++) {
		const struct finding *f = &out.findings[i];
		INVARIANT(f->severity >= INFO && f->severity <= CRITICAL);
		INVARIANT(f->message.n > 0 && f->message.n <= LIMIT_MESSAGE_BYTES);
		/* Of a text in UTF-16 or UTF-32 the offset is in its UTF-8 form; of a member in its
		 * own. */
		INVARIANT(!f->has_offset || f->member.n > 0 || f->offset <= 2 * size + 4);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
