/* Between the files of the pickle format. */
#ifndef RULES_MODEL_PICKLE_SCAN_H
#define RULES_MODEL_PICKLE_SCAN_H

#include "engine/model.h"
#include "engine/rule.h"
#include "model/pickle.h"

/* PyTorch's format before 1.6: five pickles, then the storages' bytes. */
struct torch_legacy {
	bool is;      /* the first pickle is its magic number */
	bool unsized; /* a storage whose size cannot be told */
	unsigned pickles;
	struct map storages; /* by key */
	uint64_t bytes;	     /* of all of them in the file */
};

struct pickle_scan {
	struct model *m;
	struct blob blob; /* m's, in memory when it is small */
	struct pickle *p;
	/* More machines, NULL until they are needed: */
	struct pickle *trial;	/* reports nothing */
	struct pickle *objects; /* for arrays of objects in joblib's files */
	struct pickle *file;	/* reads from a file */
	uint64_t start;		/* of the pickle at hand */
	bool plain_read;	/* its first array was read as pickle.load() does */
	bool called;		/* by the trial */
	struct pickle_watch watch;
	struct torch_legacy torch;
	bool reported;	  /* something at medium or above */
	bool given_up;	  /* what an array's bytes are cannot be told; that is reported */
	uint64_t decoded; /* bytes of base64, and of bytes written as text */
	unsigned texts;	  /* the latter */
	unsigned tar_parts;
};

struct finding *pickle_finding(struct pickle_scan *s, const char *id, uint64_t at, str what,
			       const char *fmt, ...) PRINTF_LIKE(5, 6);
/* Would a plain unpickler, reading on at `at`, execute what another reader takes for data? */
void pickle_other_reading(struct pickle_scan *s, uint64_t at, const char *reader);
/* What follows the last pickle. */
void pickle_trailing(struct pickle_scan *s, uint64_t at);

/* After each pickle of a file; true: the storages begin, and *at is moved behind them. */
bool torch_legacy_after(struct pickle_scan *s, const struct pickle_end *end, uint64_t *at);
/* The same for the members of PyTorch's first format, a tar archive: after each pickle *at is moved
 * over the bytes that belong to it. True: they cannot be told. */
bool torch_tar_after(struct pickle_scan *s, const struct pickle_end *end, uint64_t *at);
void torch_legacy_storage(struct pickle_scan *s, struct pickle *p, struct pickle_value pid);

#endif
