/* From the bytes of one file to its result: recognise, parse, check, suppress. Pure: no I/O, no
 * globals, the same in a worker, in the library, in tests and in fuzzers. */
#ifndef ENGINE_SCAN_H
#define ENGINE_SCAN_H

#include "base/blob.h"
#include "engine/settings.h"
#include "engine/wire.h"

/* What a worker prepares once and uses for every file: rules by node kind and by callee name. */
struct scanner; /* in arena */

struct scanner *scanner_new(struct arena *a, const struct settings *s);
/* Python files whose coding line names what this converts to UTF-8 are decoded with it. */
void scanner_convert(struct scanner *s, void *iconv);

/* Gives back the memory that models take while they are scanned, which is not in the arena. */
void scanner_free(struct scanner *s);
/* That memory stays between files: for a process that scans many and owns nothing else. */
void scanner_keep(struct scanner *s);

#define SCAN_NAMED 0x40u  /* somebody named it as a file of dependencies, whatever it is called */
#define SCAN_DIGEST 0x80u /* the file's SHA-256 is wanted whatever it holds */

struct scan_input {
	str path; /* what reports call it */
	struct blob blob;
	struct blob_file *file; /* behind the blob; NULL when it is memory */
	bool padded;		/* the blob is memory and followed by 64 readable bytes */
	unsigned layers; /* enum layer: only these of the settings' look at it; 0 = all; may have
			    SCAN_DIGEST too */
};

/* Everything found in one file, in its arena. A fail point must be set (base/fail.h). */
void scan_blob(const struct scanner *s, struct arena *a, const struct scan_input *in,
	       struct file_result *out);
/* The same for bytes in memory, which must be followed by 64 readable bytes. */
void scan_file(const struct scanner *s, struct arena *a, str path, str bytes,
	       struct file_result *out);
/* The file scanned last was `old`, of this path and with so many lines, and nothing was found in
 * it. True: nothing is in `now`, which has *lines; much less was looked at than a scan does. False:
 * it has to be scanned. */
MUST_CHECK bool scan_next_version(const struct scanner *s, str path, str old, str now,
				  uint32_t *lines);
/* The same, and one line in `trace` for every rule that looked at a node (`assay debug rules`). */
struct buf;
void scan_traced(const struct scanner *s, struct arena *a, str path, str bytes,
		 struct file_result *out, struct buf *trace);

#endif
