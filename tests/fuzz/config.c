/* Configuration of every kind: a parser's record is always one that the parent reads, and settings
 * made of it are whole. The first byte chooses the kind, or a record from a hostile worker. */
#include "fuzz.h"

#include "engine/config.h"
#include "engine/rule.h"

static void make(struct arena *a, const struct config *c)
{
	struct config_sources from = {.today = S("2026-01-01")};
	struct config_errors errors = {0};
	struct settings *s = NEW(a, struct settings, 1);
	bool ok;

	if (c->kind == CONFIG_POLICY)
		from.policy = c;
	else
		from.project[0] = c;
	from.compat = c->kind == CONFIG_BANDIT_TOML;
	ok = settings_make(a, s, &from, &errors);
	INVARIANT(ok == (errors.count == 0) && ok == !config_has(c, CONFIG_ERROR));
	INVARIANT(s->min_severity >= INFO && s->min_severity <= CRITICAL);
	INVARIANT(s->fail_on >= INFO && s->fail_on <= CRITICAL);
	INVARIANT(s->min_confidence >= LOW && s->min_confidence <= HIGH);
	for (const struct weakening *w = s->weakenings; w != NULL; w = w->next)
		INVARIANT(w->what.n > 0);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct config c = {.where = S("fuzz")};
	struct buf record = buf_in(a);

	if (size == 0)
		return;
	c.kind = data[0] % (CONFIG_OPENVEX + 1);
	if (c.kind == CONFIG_COMMAND_LINE) {
		c.kind = CONFIG_ASSAY_TOML;
		if (config_read(a, fuzz_input(a, data + 1, size - 1, 0), &c))
			make(a, &c);
		return;
	}
	config_parse(a, c.kind, fuzz_input(a, data + 1, size - 1, 64), &record);
	INVARIANT(config_read(a, buf_str(&record), &c));
	make(a, &c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
