/* What came after a revision. Everything that the commits just before have is marked as seen; then
 * the others are visited as in any history. */
#include "repo/git/history.h"

/* All that is reachable from `from`. */
static void spread(struct history *h, uint32_t from, unsigned state)
{
	uint32_t *stack = NULL, count = 0, room = 0;

	h->commits[from].state |= (uint8_t)state;
	stack = grown_to(&h->s->arena, stack, count, &room, sizeof(*stack));
	stack[count++] = from;
	while (count > 0) {
		const struct commit *c = &h->commits[stack[--count]];
		for (uint32_t i = 0; i < c->count; i++) {
			uint32_t parent = h->parents[c->first + i];
			if ((h->commits[parent].state & state) != 0)
				continue;
			h->commits[parent].state |= (uint8_t)state;
			stack = grown_to(&h->s->arena, stack, count, &room, sizeof(*stack));
			stack[count++] = parent;
		}
	}
}

static bool is_visible(const struct commit *c)
{
	return (c->state & (COMMIT_WANTED | COMMIT_HIDDEN | COMMIT_MISSING)) == COMMIT_WANTED;
}

/* The commits just before those that are asked for: what they have is not new. */
static void hide_border(struct history *h)
{
	h->hiding = true;
	for (uint32_t n = 0; n < h->commit_ids.count; n++) {
		const struct commit *c = &h->commits[n];
		for (uint32_t i = 0; i < c->count && is_visible(c); i++) {
			uint32_t parent = h->parents[c->first + i];
			bool fresh;
			git_oid tree = h->commits[parent].tree;
			if ((h->commits[parent].state & COMMIT_MISSING) != 0)
				say_problem(h->s, GIT_NOT_CHECKED, (str){NULL, 0},
					    "a parent of a commit that was asked for is missing (a "
					    "shallow clone?): all of it counts as new");
			else if (!is_visible(&h->commits[parent]) &&
				 (oids_add(&h->trees, &tree, &fresh), fresh))
				history_visit_tree(h, &tree, 0);
		}
	}
	h->hiding = false;
}

static void hide_others(struct history *h)
{
	for (uint32_t n = 0; n < h->commit_ids.count; n++)
		if (!is_visible(&h->commits[n]))
			h->commits[n].state |= COMMIT_PASSED;
}

/* False: there is no such revision, and the parent was told. */
bool history_after(struct history *h, str revision)
{
	git_oid from, head;
	uint32_t hidden, wanted;

	h->since = true;
	if (!revision_find(h->s, revision, &from))
		return false;
	if (git_reference_name_to_id(&head, h->s->repo, "HEAD") < 0)
		return true;
	wanted = history_commit(h, &head, 0);
	hidden = history_commit(h, &from, 0);
	history_read(h, 0);
	spread(h, wanted, COMMIT_WANTED);
	spread(h, hidden, COMMIT_HIDDEN);
	hide_border(h);
	hide_others(h);
	history_visit(h);
	tags_since(h);
	history_mark_head(h);
	history_send(h);
	return true;
}
