#include "scan_model.h"

#include "base/fail.h"
#include "engine/rule.h"

static struct file_result *scan_bytes(struct arena *a, const char *name, str bytes, bool weights)
{
	struct settings *s = NEW(a, struct settings, 1);
	struct file_result *r = NEW(a, struct file_result, 1);
	struct fail_point here;
	struct scanner *sc;

	*s = (struct settings){
		.layers = LAYER_MODELS | LAYER_CODE,
		.off = NEW(a, uint8_t, rule_count + 1),
		.weights = weights,
		.fail_on = LOW,
		.min_severity = INFO,
		.min_confidence = LOW,
		.options = map_in(a),
	};
	sc = scanner_new(a, s);
	if (FAIL_SET(&here) == FAIL_NONE)
		scan_file(sc, a, str_of(name), test_guarded(bytes, 64), r);
	else
		test_check(false, here.what, here.file, here.line);
	fail_clear(&here);
	scanner_free(sc);
	return r;
}

struct file_result *test_scan_model(struct arena *a, const char *name, str bytes)
{
	return scan_bytes(a, name, bytes, false);
}

struct file_result *test_scan_weights(struct arena *a, const char *name, str bytes)
{
	return scan_bytes(a, name, bytes, true);
}

const struct finding *test_found(const struct file_result *r, const char *id, const char *member)
{
	for (uint32_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		if (strcmp(f->rule->id, id) == 0 &&
		    (member == NULL || str_eq(f->member, str_of(member))))
			return f;
	}
	return NULL;
}

unsigned test_worst(const struct file_result *r)
{
	unsigned worst = 0;

	for (uint32_t i = 0; i < r->finding_count; i++)
		if (r->findings[i].severity > worst)
			worst = r->findings[i].severity;
	return worst;
}
