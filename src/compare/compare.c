#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"
#include "compare/compare_int.h"
#include "model/npy.h"

bool compare_refuse(struct comparing *c, int at, str where, const char *fmt, ...)
{
	char text[LIMIT_MESSAGE_BYTES];
	va_list args;

	if (c->result->unread || c->result->why.n > 0)
		return false;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	c->result->at = at;
	c->result->where = where;
	c->result->why = arena_dup(c->arena, str_of(text));
	return false;
}

bool compare_unread(struct comparing *c, int at)
{
	if (c->result->why.n == 0) {
		c->result->unread = true;
		c->result->at = at;
	}
	return false;
}

/* ---- Items ---- */

/* The list is full: what is within tolerance makes room. */
static void keep_the_rest(struct compare_result *r)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->item_count; i++)
		if (r->items[i].verdict == COMPARE_OUTSIDE ||
		    r->items[i].verdict == COMPARE_INCOMPARABLE)
			r->items[n++] = r->items[i];
	r->item_count = n;
}

void compare_add(struct comparing *c, const struct compare_item *it)
{
	struct compare_result *r = c->result;

	r->counts[it->verdict]++;
	if (r->item_count == LIMIT_COMPARE_ITEMS)
		keep_the_rest(r);
	if (r->item_count == LIMIT_COMPARE_ITEMS)
		return;
	r->items = GROW(c->arena, r->items, r->item_count, &c->room);
	r->items[r->item_count++] = *it;
}

/* ---- What the files are ---- */

struct kind {
	const char *name;
	bool (*compare)(struct comparing *c);
};

static const struct kind npy = {"npy", compare_npy};
static const struct kind npz = {"npz", compare_npz};
static const struct kind json = {"json", compare_json};
static const struct kind csv = {"csv", compare_csv};

static bool is_json(str head)
{
	if (str_starts(head, S("\xef\xbb\xbf")))
		head = str_slice(head, 3, head.n);
	head = str_trim(head);
	return head.n > 0 && (head.p[0] == '{' || head.p[0] == '[');
}

static bool is_binary(str head)
{
	return str_find_byte(head, 0) != STR_NONE;
}

static const struct kind *kind_of(str head)
{
	if (str_starts(head, S(NPY_MAGIC)))
		return &npy;
	if (str_starts(head, S("PK\x03\x04")) || str_starts(head, S("PK\x05\x06")))
		return &npz;
	if (is_binary(head))
		return NULL;
	return is_json(head) ? &json : &csv;
}

#define HEAD 4096

static bool find_kinds(struct comparing *c, const struct kind *kinds[2])
{
	struct compare_result *r = c->result;

	for (int i = 0; i < 2; i++) {
		struct blob b = r->side[i].blob;
		str head = blob_get(b, c->arena, 0, HEAD);
		if (head.n < b.size && head.n < HEAD)
			return compare_unread(c, i);
		if (b.size == 0)
			return compare_refuse(c, i, S(""), "it is empty");
		kinds[i] = kind_of(head);
		if (kinds[i] == NULL)
			return compare_refuse(c, i, S(""),
					      "no format that is compared: expected NPY, NPZ, CSV "
					      "or JSON");
		r->side[i].format = kinds[i]->name;
	}
	if (kinds[0] != kinds[1])
		return compare_refuse(c, -1, S(""), "%s cannot be compared with %s", kinds[0]->name,
				      kinds[1]->name);
	return true;
}

static enum compare_verdict verdict_of(const struct compare_result *r)
{
	uint64_t judged = r->counts[COMPARE_WITHIN] + r->counts[COMPARE_OUTSIDE];

	if (r->unread || r->why.n > 0 || r->counts[COMPARE_INCOMPARABLE] > 0 || judged == 0)
		return COMPARE_INCOMPARABLE;
	return r->counts[COMPARE_OUTSIDE] > 0 ? COMPARE_OUTSIDE : COMPARE_WITHIN;
}

void compare_run(struct arena *a, const struct compare_ask *ask, struct compare_result *r)
{
	struct comparing c = {.arena = a, .ask = ask, .result = r};
	const struct kind *kinds[2];

	r->at = -1;
	r->where = r->why = S("");
	if (find_kinds(&c, kinds) && kinds[0]->compare(&c) && r->item_count == 0 &&
	    r->counts[COMPARE_WITHIN] == 0)
		(void)compare_refuse(&c, -1, S(""), "there is nothing in them to compare");
	r->verdict = verdict_of(r);
	if (r->verdict == COMPARE_INCOMPARABLE && !r->unread && r->why.n == 0 &&
	    r->counts[COMPARE_INCOMPARABLE] == 0)
		r->why = S("nothing that is judged is in them");
}
