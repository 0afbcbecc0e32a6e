/* The form of the advisory database, between advisories.c (reads) and advisories_write.c. One table
 * of parts: part 0 says what there is, parts 1 to `buckets` hold the packages whose names' hash
 * falls there, negative ones what only the next import needs. Every part begins with a checksum
 * over its number and bytes, so that no damage hides an advisory: a part that is missing or wrong
 * is noticed by whoever asks for it. */
#ifndef STORE_ADVISORIES_INT_H
#define STORE_ADVISORIES_INT_H

#include "base/cur.h"
#include "store/advisories.h"

#define ADVISORIES_SCHEMA "CREATE TABLE part(id INTEGER PRIMARY KEY, body BLOB NOT NULL)"

enum {
	ADVISORIES_APPLICATION = 0x61737379, /* "assy" */
	ADVISORIES_FORMAT = 1,
	ADVISORIES_CHECK = 16, /* bytes of a part's checksum */
	ADVISORIES_BUCKETS = 1 << 16,
};

enum { PART_HEAD = 0, PART_KEV = -1, PART_EPSS = -2, PART_WITHDRAWN = -3 };

struct advisories_head {
	uint32_t buckets;
	struct advisories_info info;
};

struct stored { /* a record in its package's bucket: one element of `affected` */
	struct osv_record record;
	bool kev;
	str kev_due;
	int32_t epss;
};

PURE uint32_t advisories_bucket(str package, uint32_t buckets);
void advisories_check(int64_t part, str body, uint8_t check[ADVISORIES_CHECK]);

/* The bytes of a part, in arena. False: missing or damaged. */
MUST_CHECK bool advisories_part(struct advisories *db, struct arena *a, int64_t part, str *body);
const struct advisories_head *advisories_head_of(const struct advisories *db);

void advisories_put_head(struct buf *out, const struct advisories_head *h);
void advisories_put_stored(struct buf *out, const struct stored *s);
MUST_CHECK bool advisories_get_stored(struct arena *a, struct cur *c, struct stored *out);

#endif
