#include "engine/accept.h"

#include "engine/rule.h"
#include "text/glob.h"

struct path_filter *path_filters(const struct settings *s, struct arena *a)
{
	struct path_filter *first = NULL, **last = &first;

	for (const struct path_rules *p = s->per_path; p != NULL; p = p->next) {
		struct path_filter *one = NEW(a, struct path_filter, 1);
		one->off = p->off;
		if (!glob_compile(&one->glob, a, p->glob, GLOB_PATH))
			continue;
		*last = one;
		last = &one->next;
	}
	return first;
}

static size_t rule_index(const struct rule *rule)
{
	size_t i = 0;

	while (i < rule_count && rule_table[i] != rule)
		i++;
	return i;
}

bool accept_is_on(const struct settings *s, const struct rule *rule)
{
	size_t i = rule_index(rule);

	return i < rule_count && !s->off[i];
}

/* A comment that accepts secrets is not idle where no secret is looked for. */
static bool is_moot(const uint8_t *off, const struct finding *f)
{
	if (!str_eq(str_of(f->rule->id), S("AS010")) || str_starts(f->message, S("nosec")))
		return false;
	for (size_t i = 0; i < rule_count; i++)
		if (rule_table[i]->secret != NULL && off[i])
			return true;
	return false;
}

bool accept_is_off(const struct path_filter *filters, str place, const struct finding *f)
{
	for (; filters != NULL; filters = filters->next) {
		if ((filters->off[rule_index(f->rule)] || is_moot(filters->off, f)) &&
		    glob_covers(&filters->glob, place))
			return true;
	}
	return false;
}

bool accept_wanted(const struct settings *s, const struct path_filter *filters, str place,
		   const struct finding *f)
{
	return f->severity >= s->min_severity && f->confidence >= s->min_confidence &&
	       !accept_is_off(filters, place, f);
}
