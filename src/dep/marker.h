/* Environment markers (PEP 508, "Environment Markers"; PEP 685 and 751 for extra and the names of
 * lock files): when does a requirement hold? Read into a small tree; judged with what is known of
 * the environment, in three values: what depends on something unknown is unknown. */
#ifndef DEP_MARKER_H
#define DEP_MARKER_H

#include "dep/specifier.h"

enum marker_kind { MARKER_COMPARE, MARKER_AND, MARKER_OR };

enum marker_op {
	MARKER_IS, /* operators of PEP 440 and of Python's strings alike: ==, !=, <=, >=, <, > */
	MARKER_IS_NOT,
	MARKER_AT_MOST,
	MARKER_AT_LEAST,
	MARKER_BELOW,
	MARKER_ABOVE,
	MARKER_COMPATIBLE, /* ~= */
	MARKER_IDENTICAL,  /* === */
	MARKER_IN,
	MARKER_NOT_IN,
};

struct marker {
	enum marker_kind kind;
	const struct marker *left, *right; /* AND, OR */
	enum marker_op op;		   /* COMPARE */
	bool reversed;			   /* the literal stands on the left */
	str name;			   /* of the variable; empty: both sides are literals */
	str text;			   /* the literal, without quotes; borrowed */
	str other;			   /* the left literal, when both are */
};

struct marker_error {
	size_t offset; /* in the text */
	const char *expected;
};

/* A whole marker; NULL: it is none, or deeper than LIMIT_MARKER_DEPTH. In arena. */
const struct marker *marker_parse(struct arena *a, str text, struct marker_error *error);

enum truth { TRUTH_NO, TRUTH_UNKNOWN, TRUTH_YES };

/* What a variable is: empty (p == NULL) for unknown. */
typedef str marker_lookup(void *ctx, str name);

enum truth marker_holds(struct arena *scratch, const struct marker *m, marker_lookup *lookup,
			void *ctx);

/* Can it hold for any CPython that `requires_python` (NULL: any) allows, whatever else the
 * environment is? False only when it never can. */
bool marker_possible(struct arena *scratch, const struct marker *m,
		     const struct specifiers *requires_python);

#endif
