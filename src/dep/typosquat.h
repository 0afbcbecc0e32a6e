/* Names that are made to be mistaken for popular ones (dep/popular.h): typing mistakes, letters
 * that look alike, separators left out or added, words hung on. A name that is itself popular, or
 * known to be real, is none. */
#ifndef DEP_TYPOSQUAT_H
#define DEP_TYPOSQUAT_H

#include "base/map.h"

enum squat_kind {
	SQUAT_NONE,
	SQUAT_CONFUSABLE, /* the same but for letters that look alike: 0 o, 1 l i, rn m */
	SQUAT_TYPO,	  /* a letter changed, dropped, added, or two swapped */
	SQUAT_FAR,	  /* two of these in a long name */
	SQUAT_SEPARATOR,  /* the same without its hyphens */
	SQUAT_AFFIX,	  /* a name that is often imitated, with a word hung on: "-official" */
};

struct squat {
	enum squat_kind kind;
	str of;	    /* the popular name */
	bool crown; /* one of those that are imitated first of all */
};

struct squats {
	struct map names;     /* of all lists; value: 1 + index in `targets`, 0: only known */
	struct map skeletons; /* to 1 + index */
	str *targets;
	uint32_t count, crown; /* the first `crown` are imitated first of all */
	/* Chains of targets by their first letter and by their last two: 1 + index, 0 ends. */
	uint16_t first[128], *next_first, last[1024], *next_last;
};

void squats_load(struct squats *s, struct arena *a);
/* Of a name in PEP 503 form; linear in it, some microseconds. `scratch` is not kept. */
struct squat squats_find(const struct squats *s, struct arena *scratch, str normal);

#endif
