/* Baselines: what the worker makes of a file is always a record that the parent understands; what
 * the parent is told by a hostile worker is refused or harmless. */
#include "fuzz.h"

#include "engine/baseline.h"
#include "engine/rule.h"

static void use(struct arena *a, struct baseline *b)
{
	struct finding f = {.rule = rule_table[0],
			    .path = S("a.py"),
			    .fingerprint = S("v1:00000000000000000000000000000000")};
	struct buf out = buf_in(a), record = buf_in(a);
	struct baseline again;
	str error;

	INVARIANT(baseline_apply(a, b, &f, 1) <= 1);
	f.suppressed = SUPPRESSED_NOT;
	baseline_print(a, &out, b, &f, 1);
	memset(buf_room(&out, 64), 0, 64);
	out.n -= 64;
	baseline_parse(a, buf_str(&out), &record);
	INVARIANT(baseline_read(a, buf_str(&record), &again, &error));
	INVARIANT(memcmp(again.salt, b->salt, BASELINE_SALT) == 0 && again.known.count == 1);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct buf record = buf_in(a);
	struct baseline b;
	str error = {NULL, 0};

	if (size == 0)
		return;
	if (data[0] == 'r') {
		if (baseline_read(a, fuzz_input(a, data + 1, size - 1, 0), &b, &error))
			use(a, &b);
		return;
	}
	baseline_parse(a, fuzz_input(a, data + 1, size - 1, 64), &record);
	if (baseline_read(a, buf_str(&record), &b, &error))
		use(a, &b);
	else
		INVARIANT(error.n > 0 && !str_starts(error, S("the process")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
