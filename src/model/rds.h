/* Serialized R objects (.rds, .rda, .RData once decompressed): R Internals, "Serialization
 * Formats", and src/main/serialize.c of R, versions 2 and 3, in XDR, native and ASCII form. Read in
 * order and once; nothing is held but the names of symbols, to which later parts refer. */
#ifndef MODEL_RDS_H
#define MODEL_RDS_H

#include "base/stream.h"

enum rds_code {
	RDS_DIAG_NONE,
	RDS_DIAG_FORMAT,    /* no serialized R object */
	RDS_DIAG_VERSION,   /* another version than 2 or 3 */
	RDS_DIAG_CUT,	    /* ends inside an object */
	RDS_DIAG_TYPE,	    /* a type that R does not have */
	RDS_DIAG_LENGTH,    /* a negative length, or one beyond the file */
	RDS_DIAG_REFERENCE, /* a reference to what was not there */
	RDS_DIAG_NUMBER,    /* ASCII form: no number */
	RDS_DIAG_DEPTH,	    /* objects nested beyond LIMIT_RDS_DEPTH */
	RDS_DIAG_SYMBOLS,   /* more than LIMIT_RDS_REFERENCES */
};

struct rds_diag {
	enum rds_code code;
	uint64_t offset;
	const char *msg;
};

/* R's types that a visitor may ask about. */
enum { RDS_CLOSURE = 3, RDS_ENVIRONMENT = 4, RDS_PROMISE = 5, RDS_CALL = 6, RDS_BYTECODE = 21 };

struct rds_where {
	uint64_t at;
	unsigned promises;     /* unevaluated expressions around it */
	unsigned environments; /* environments around it */
	unsigned closures;     /* functions around it */
	unsigned calls;
};

struct rds_visitor {
	void *ctx;
	/* After its expression. `unevaluated`: it has no value yet, and reading the variable runs
	 * the expression. */
	void (*promise)(void *ctx, const struct rds_where *w, bool unevaluated);
	/* A function that is called by its name (of a::b: b). */
	void (*call)(void *ctx, const struct rds_where *w, str function);
	/* A string of at most RDS_TEXT bytes inside a call. */
	void (*text)(void *ctx, const struct rds_where *w, str s);
	/* An object that the code of a package brings back. */
	void (*altrep)(void *ctx, uint64_t at, str class, str package);
	/* A variable of a workspace (.RData). */
	void (*variable)(void *ctx, uint64_t at, str name, unsigned type);
};

#define RDS_TEXT ((size_t)64)

enum rds_format { RDS_NONE, RDS_OBJECT, RDS_WORKSPACE };

/* By the first bytes. */
enum rds_format rds_looks_like(str head);
/* Reads one object; *end is where it ended. False: d says why. */
bool rds_read(struct arena *a, struct stream *s, const struct rds_visitor *v, uint64_t *end,
	      struct rds_diag *d);

#endif
