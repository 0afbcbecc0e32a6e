/* Which of several claims to the same bytes stands: the most specific one. */
#include "engine/secret_int.h"

#include <stdlib.h>

static int by_place(const void *x, const void *y)
{
	const struct secret_claim *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to > b->to ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank > b->rank ? -1 : 1;
	if (a->keyword != b->keyword)
		return a->keyword > b->keyword ? -1 : 1;
	return strcmp(a->row->rule->id, b->row->rule->id);
}

/* Of two claims to the same bytes, does a win? */
static bool beats(const struct secret_claim *a, const struct secret_claim *b)
{
	if (a->rank != b->rank)
		return a->rank > b->rank;
	if (a->keyword != b->keyword)
		return a->keyword > b->keyword;
	if (a->value.n != b->value.n)
		return a->value.n > b->value.n;
	return by_place(a, b) < 0;
}

static bool is_generic(const struct secret_claim *c)
{
	return (c->row->secret->flags & SECRET_GENERIC) != 0;
}

/* Is every byte of it one of the input? */
static bool is_exact(const struct secret_view *v)
{
	while (v->outer != NULL && v->piece_count > 0)
		v = v->outer;
	return v->outer == NULL;
}

/* They claim the same secret. What was decoded from one place may hold several. */
static bool same_secret(const struct secret_claim *a, const struct secret_claim *b)
{
	if (a->view == b->view)
		return a->start < b->end && b->start < a->end;
	if (a->from >= b->to || b->from >= a->to)
		return false;
	if (is_exact(a->view) && is_exact(b->view))
		return true;
	return is_generic(a) != is_generic(b) || str_find(a->value, b->value) != STR_NONE ||
	       str_find(b->value, a->value) != STR_NONE;
}

/* What looks like a token and cannot be one (a checksum does not fit) is nobody else's guess
 * either; who knows more than to guess stands. */
static void settle_rejected(struct secret_claim *rejected, struct secret_claim *other)
{
	if (is_generic(other) && rejected->row->secret->place == SECRET_TOKEN &&
	    !is_generic(rejected))
		other->lost = true;
	else
		rejected->lost = true;
}

#define NEIGHBOURS 64

void secret_settle(struct secret_job *j)
{
	if (j->count > 1)
		qsort(j->claims, j->count, sizeof(*j->claims), by_place);
	for (size_t i = 0; i < j->count; i++) {
		struct secret_claim *a = &j->claims[i];
		size_t most = i > NEIGHBOURS ? i - NEIGHBOURS : 0;
		for (size_t k = i; k-- > most && !a->lost;) {
			struct secret_claim *b = &j->claims[k];
			if (b->lost || !same_secret(a, b))
				continue;
			if (a->rejected != b->rejected) {
				settle_rejected(a->rejected ? a : b, a->rejected ? b : a);
			} else if (beats(a, b)) {
				b->lost = true;
			} else {
				a->lost = true;
			}
		}
	}
}
