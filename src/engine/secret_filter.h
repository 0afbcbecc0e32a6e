/* What looks like a secret and is none: named filters, each with its reason, so that `--explain`
 * can say why something stayed silent. Pure functions of a candidate; the order is that of the
 * table. */
#ifndef ENGINE_SECRET_FILTER_H
#define ENGINE_SECRET_FILTER_H

#include "engine/secret.h"
#include "engine/secret_text.h"

enum {
	FILTER_ALWAYS = 1 << 0, /* even for rows that know their tokens beyond doubt */
	FILTER_TOKEN = 1 << 1, /* for tokens with a fixed part of their own, and patterns in text */
	FILTER_VALUE = 1 << 2, /* for values that are found by the name they are given to */
	FILTER_GENERIC = 1 << 3, /* for rows that know neither issuer nor form */
};

struct secret_filter {
	const char *name;
	const char *reason; /* one sentence */
	unsigned applies;   /* FILTER_* */
	bool (*hits)(const struct secret_candidate *c);
};

extern const struct secret_filter secret_filters[];
extern const size_t secret_filter_count;

/* Of what a row's own verification does not accept. */
extern const struct secret_filter secret_unverified;

/* The first filter that holds the candidate back, or NULL. */
const struct secret_filter *secret_filtered(const struct secret_candidate *c);

#endif
