/* One record of a vulnerability database: Open Source Vulnerability format (schema 1.0 to 1.7) as
 * JSON or, in the PyPA's repository, YAML. What other ecosystems than PyPI are affected by is not
 * kept. In arena; texts borrow from the tree. */
#ifndef DEP_OSV_H
#define DEP_OSV_H

#include "base/cur.h"
#include "dep/advisory.h"
#include "text/tree.h"

struct osv_affected {
	str package; /* normal name */
	struct affected affected;
};

struct osv_record {
	str id;
	str modified; /* YYYY-MM-DDThh:mm:ss, as far as the record says; may be empty */
	bool withdrawn;
	const str *aliases; /* sorted, each once, without `id` */
	uint32_t alias_count;
	str summary, vector, published; /* as in struct advisory */
	uint8_t cvss;
	bool malicious;
	struct osv_affected *affected; /* of PyPI; empty when withdrawn */
	uint32_t affected_count;
	uint32_t unversioned; /* of these: that name no versions at all */
};

enum osv_read {
	OSV_RECORD,
	OSV_OTHER, /* a record, but of other ecosystems only */
	OSV_NONE,  /* no record: *why says what was expected */
};

/* `why` is a literal; *at the offset in the input that it is about. */
enum osv_read osv_read(struct arena *a, const struct tree *t, struct osv_record *out,
		       const char **why, uint32_t *at);

/* As bytes, between the process that parses and the one that stores, and in the database; read
 * strictly, because neither is trusted. */
void osv_put(struct buf *out, const struct osv_record *r);
/* Texts borrow. False: nonsense. */
MUST_CHECK bool osv_get(struct arena *a, struct cur *c, struct osv_record *out);

#endif
