/* Requirements files that include each other in a circle: pip gives up on them. */
#include "engine/deps.h"
#include "engine/rule.h"

enum { UNSEEN, OPEN, DONE };

struct visit {
	struct dep_check *c;
	uint8_t *state;
};

static void visit(struct visit *v, uint32_t at, unsigned depth)
{
	struct deps_file *f = &v->c->files[at];

	v->state[at] = OPEN;
	for (uint32_t i = 0; i < f->dep->include_count && depth < 200; i++) {
		const struct dep_include *include = &f->dep->includes[i];
		struct deps_file *next = deps_included(v->c, f, include);
		uint32_t to;
		if (next == NULL)
			continue;
		to = (uint32_t)(next - v->c->files);
		if (v->state[to] == OPEN)
			dep_finding_at(v->c, f, include->line, include->path,
				       "%.*s includes this file again: pip does not read circles",
				       STR_ARG(include->path));
		else if (v->state[to] == UNSEEN)
			visit(v, to, depth + 1);
	}
	v->state[at] = DONE;
}

static void include_cycle(struct dep_check *c)
{
	struct visit v = {c, NEW(c->arena, uint8_t, c->count + 1)};

	for (uint32_t i = 0; i < c->count; i++)
		if (v.state[i] == UNSEEN)
			visit(&v, i, 0);
}

const struct rule rules_include[] = {
	{
		.id = "DP019",
		.name = "include_cycle",
		.severity = LOW,
		.confidence = HIGH,
		.title = "Requirements files include each other in a circle",
		.why = "pip refuses them; assay reads each once.",
		.fix = "Move what both need into a file of its own.",
		.deps = include_cycle,
	},
	{0},
};
