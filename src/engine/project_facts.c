/* Files that decide findings in others: which version of a package the project runs and which
 * revision of a model it has pinned. dep/facts.h knows them; here they become facts for joining
 * (engine/join.h). A broken file gives fewer facts, and a finding whose fact is missing stands. */
#include "dep/facts.h"
#include "engine/engine_int.h"

static unsigned recognise(const struct settings *s, const struct peek *p)
{
	return !s->compat && (dep_facts_format(p->path, p->head) || dep_revisions_known(p->path))
		       ? 100
		       : 0;
}

static void scan_facts(struct scan *s)
{
	const struct dep_format *format;
	struct dep_file *deps;
	str *facts;
	size_t n;

	format = dep_facts_format(s->path, str_slice(s->bytes, 0, PEEK_HEAD));
	if (format != NULL) {
		deps = NEW(s->arena, struct dep_file, 1);
		format->read(s->arena, s->path, s->bytes, deps);
		s->deps = deps; /* the dependency layer need not read it again */
		n = dep_facts(s->arena, s->path, deps, &facts);
	} else {
		n = dep_revisions(s->arena, s->path, s->bytes, &facts);
	}
	s->out->facts = facts;
	s->out->fact_count = (uint32_t)n;
}

const struct format format_project_facts = {
	.name = "project-facts",
	.layer = LAYER_CODE,
	.recognise = recognise,
	.scan = scan_facts,
};
