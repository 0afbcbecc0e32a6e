/* Known findings: `--write-baseline FILE` records those of a run, `--baseline FILE` marks them in
 * later runs. Copies count: where one copy of a problem was known, the second is new. A baseline
 * lies in the project and is hostile: baseline_parse runs in a worker, baseline_read reads its
 * record. Bandit's JSON report is accepted too; it identifies a finding by file, test and number of
 * copies. */
#ifndef ENGINE_BASELINE_H
#define ENGINE_BASELINE_H

#include "base/buf.h"
#include "base/map.h"
#include "engine/finding.h"

#define BASELINE_SALT 16

struct baseline {
	struct map known;	     /* fingerprint, or "bandit:ID:file" -> copies not yet seen */
	uint8_t salt[BASELINE_SALT]; /* key of hashes of secrets (HMAC); of a new baseline: random
				      */
	bool from_bandit;
};

/* In the worker; pure. */
void baseline_parse(struct arena *a, str bytes, struct buf *out);

/* In the parent, in arena; false: the record is none, or *error says what is wrong with the file.
 */
MUST_CHECK bool baseline_read(struct arena *a, str record, struct baseline *b, str *error);
/* An empty one with a fresh salt; false when the system gives no random bytes. */
MUST_CHECK bool baseline_new(struct arena *a, struct baseline *b);

/* Marks what is known. Findings must be in the order of the report, so that it is always the same
 * copy that is new. Those suppressed otherwise are left alone and use up no copy. Returns how many
 * it marked. */
size_t baseline_apply(struct arena *a, struct baseline *b, struct finding *findings, size_t count);

/* The file for these findings: sorted JSON. Suppressed by comment or exception: not recorded. */
void baseline_print(struct arena *a, struct buf *out, const struct baseline *b,
		    const struct finding *findings, size_t count);

#endif
