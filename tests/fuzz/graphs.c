/* Graphs and the rarer formats through the whole models layer: nothing found is
 * outside the file, and every damaged file is found or read. */
#include "fuzz.h"

#include "engine/rule.h"
#include "engine/scan.h"

static void scan_as(struct arena *a, const char *name, str input)
{
	struct settings *s = NEW(a, struct settings, 1);
	struct file_result *r = NEW(a, struct file_result, 1);
	struct scanner *sc;

	*s = (struct settings){.layers = LAYER_MODELS,
			       .off = NEW(a, uint8_t, rule_count + 1),
			       .min_severity = INFO,
			       .min_confidence = LOW,
			       .options = map_in(a)};
	sc = scanner_new(a, s);
	scan_file(sc, a, str_of(name), input, r);
	for (uint32_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		INVARIANT(f->message.n > 0 && f->severity != LEVEL_DEFAULT);
		INVARIANT(!f->has_offset || f->member.n > 0 || f->offset <= input.n);
	}
	scanner_free(sc);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	static const char *const names[] = {
		"m.tflite", "m.onnx", "saved_model.pb", "m",	      "m.prototxt", "m.ubj",
		"m.cbm",    "m.txt",  "m.mlmodel",	"m.pdmodel",  "m.pte",	    "m.caffemodel",
		"m.rds",    "m.xml",  "m.pmml",		"m.llamafile"};

	scan_as(a, names[size > 0 ? data[size - 1] % 16 : 0], fuzz_input(a, data, size, 64));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
