/* Which versions a requirement allows: PEP 440, "Version specifiers", as `packaging` reads and
 * applies them. */
#ifndef DEP_SPECIFIER_H
#define DEP_SPECIFIER_H

#include "dep/version.h"

enum specifier_op {
	SPECIFIER_COMPATIBLE, /* ~= */
	SPECIFIER_EQUAL,      /* == */
	SPECIFIER_NOT_EQUAL,  /* != */
	SPECIFIER_AT_MOST,    /* <= */
	SPECIFIER_AT_LEAST,   /* >= */
	SPECIFIER_BELOW,      /* < */
	SPECIFIER_ABOVE,      /* > */
	SPECIFIER_IDENTICAL,  /* === */
};

struct specifier {
	enum specifier_op op;
	bool prefix;	  /* == and != with .* */
	struct version v; /* of all but === */
	str text;	  /* the version as written, without .* */
};

struct specifiers {
	struct specifier *item; /* in arena; texts are borrowed from what was parsed */
	size_t count;		/* 0: everything is allowed */
};

/* "~=1.4, !=1.4.2": commas between, also none at all. False: *bad is the part that is none. */
MUST_CHECK bool specifiers_parse(struct arena *a, str text, struct specifiers *out, str *bad);

/* Is the version allowed by all of them? `v` is the parsed `text`, NULL when it is no version by
 * PEP 440 (then only === can say yes). Pre-releases are versions like any other when `prereleases`
 * says so: who chooses among several takes the final ones first. */
PURE bool specifiers_allow(const struct specifiers *s, str text, const struct version *v,
			   bool prereleases);

/* The one version that is allowed, of "==1.2" and "===1.2" (no .*): NULL if it is not as simple. */
PURE const struct specifier *specifiers_pin(const struct specifiers *s);

/* "~=1.4,!=1.4.2": in the order of the source, versions as written. */
void specifiers_print(struct buf *out, const struct specifiers *s);

#endif
