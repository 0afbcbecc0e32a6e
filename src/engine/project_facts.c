/* Files that say nothing wrong by themselves and decide findings in others: which version of a
 * package the project runs and which revision of a model it has pinned. dep/pins.h reads them; here
 * they become facts for joining (engine/join.h). A broken file gives fewer facts, and a finding
 * whose fact is missing stands. */
#include "dep/pins.h"
#include "engine/engine_int.h"

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	return !s->compat && pins_known(p->path) ? 100 : 0;
}

static void scan_facts(struct scan *s)
{
	str *facts;
	bool whole;
	size_t n = pins_read(s->arena, s->path, s->bytes, &facts, &whole);

	s->out->facts = facts;
	s->out->fact_count = (uint32_t)n;
}

const struct format format_project_facts = {
	.name = "project-facts",
	.layer = LAYER_CODE,
	.recognise = recognise,
	.scan = scan_facts,
};
