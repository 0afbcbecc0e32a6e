/* Between the parts of compare/. */
#ifndef COMPARE_COMPARE_INT_H
#define COMPARE_COMPARE_INT_H

#include "base/map.h"
#include "compare/compare.h"

struct comparing {
	struct arena *arena;
	const struct compare_ask *ask;
	struct compare_result *result;
	uint32_t room; /* of result->items */
};

/* Nothing can be compared; `at`: the side, or -1. Always false. The first refusal stays. */
bool compare_refuse(struct comparing *c, int at, str where, const char *fmt, ...) PRINTF_LIKE(4, 5);
bool compare_unread(struct comparing *c, int at); /* always false */

/* One line, cut and quoted, of a hostile text; in arena. */
str compare_quoted(struct arena *a, str s);
str compare_why(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Adds an item that was judged; within tolerance it is only counted once the list is full. */
void compare_add(struct comparing *c, const struct compare_item *it);

/* Sets verdict and why from what was measured. */
void compare_judge(struct arena *a, const struct compare_ask *ask, struct compare_item *it);

/* False: refused, or unreadable. */
bool compare_npy(struct comparing *c);
bool compare_npz(struct comparing *c);
bool compare_csv(struct comparing *c);
bool compare_json(struct comparing *c);

/* ---- Metrics ---- */

struct metrics {	   /* of one side; names in arena */
	struct map *names; /* to index in `values`, plus one */
	double *values;
	uint32_t count, room;
};

void metrics_init(struct metrics *m, struct arena *a);
/* False: there is one of this name. */
MUST_CHECK bool metrics_put(struct metrics *m, struct arena *a, str name, double value);
bool metrics_compare(struct comparing *c, const struct metrics side[2]);

/* "nan", "inf", "-Infinity", as writers of CSV and JSON spell them, or a number. */
MUST_CHECK bool compare_number(str s, double *out);

#endif
