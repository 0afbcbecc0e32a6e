/* Profiles of Bandit's configuration (`profiles:` in YAML or [tool.bandit]): lists of tests under a
 * name, chosen with --profile or by `profile` in `.bandit`. The chosen one takes the place of the
 * `tests` and `skips` of the file it is in; those of `.bandit` are added to it, as Bandit does. */
#include "engine/config.h"

static bool is_profile(enum config_tag tag)
{
	return tag == CONFIG_PROFILE || tag == CONFIG_PROFILE_TESTS ||
	       tag == CONFIG_PROFILE_SKIPS || tag == CONFIG_LEGACY_DATA;
}

static bool has_profile(const struct config *c, str name)
{
	for (const struct config_entry *e = c->first; e != NULL; e = e->next)
		if (e->tag == CONFIG_PROFILE && str_eq(e->text[0], name))
			return true;
	return false;
}

/* false: the entry is not for this run. */
static bool turn(struct config_entry *e, str name, bool here)
{
	if (!is_profile(e->tag))
		return !here || (e->tag != CONFIG_BANDIT_TESTS && e->tag != CONFIG_IGNORE);
	if (e->tag == CONFIG_PROFILE || !here || !str_eq(e->text[1], name))
		return false;
	if (e->tag == CONFIG_PROFILE_TESTS)
		e->tag = CONFIG_BANDIT_TESTS;
	else if (e->tag == CONFIG_PROFILE_SKIPS)
		e->tag = CONFIG_IGNORE;
	return true;
}

static void turn_all(struct config *c, str name, bool here)
{
	struct config_entry *e = c->first, *next;

	c->first = c->last = NULL;
	for (; e != NULL; e = next) {
		next = e->next;
		if (!turn(e, name, here))
			continue;
		e->next = NULL;
		if (c->last == NULL)
			c->first = e;
		else
			c->last->next = e;
		c->last = e;
	}
}

bool config_use_profile(struct arena *a, struct config **sources, str name, const char **near)
{
	unsigned best = UINT32_MAX;
	bool found = false, here;

	*near = NULL;
	for (; *sources != NULL; sources++) {
		for (const struct config_entry *e = (*sources)->first; e != NULL; e = e->next)
			if (e->tag == CONFIG_PROFILE && str_near(name, e->text[0], &best))
				*near = arena_cstr(a, e->text[0]);
		here = name.n > 0 && has_profile(*sources, name);
		found |= here;
		turn_all(*sources, name, here);
	}
	return found || name.n == 0;
}
