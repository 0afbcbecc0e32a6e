/* Verifiers over any bytes: they read nothing but the candidate, and what they say is text. The
 * first byte chooses the rule, the second how the rest is cut into name, before, value, after. */
#include "fuzz.h"

#include "engine/secret.h"
#include "rules/secret/random.h"

static void one(struct arena *a, const struct rule *rule, str rest, uint8_t cut)
{
	size_t n = rest.n, name = n * (cut & 3) / 8, before = n * (cut >> 2 & 3) / 8,
	       after = n * (cut >> 4 & 3) / 8;
	struct secret_candidate c = {
		.rule = rule,
		.name = str_slice(rest, 0, name),
		.before = str_slice(rest, name, name + before),
		.value = str_slice(rest, name + before, n - after),
		.after = str_slice(rest, n - after, n),
		.path = S("tests/a.env"),
		.arena = a,
	};

	if (rule->secret == NULL || rule->secret->verify == NULL)
		return;
	(void)rule->secret->verify(&c);
	INVARIANT(c.severity <= CRITICAL && c.confidence <= HIGH);
	INVARIANT(c.note == NULL || strlen(c.note) < 1000);
	INVARIANT(secret_weak_rest(c.value) <= c.value.n);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0);
	uint8_t which, cut;

	if (input.n < 2)
		return;
	which = input.p[0];
	cut = input.p[1];
	input = str_slice(input, 2, input.n);
	for (size_t i = 0; i < rule_count; i++) {
		if ((i & 31) == (which & 31))
			one(a, rule_table[i], input, cut);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
