/* The bytes of a stored record, as who can write to the database's file may choose them (checksums
 * and all): refused, or records that are written back to the same bytes. The file itself is
 * changed byte by byte in tests/unit/store/advisories.c. */
#include "fuzz.h"

#include "store/advisories_int.h"

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct cur c = cur_of(fuzz_input(a, data, size, 0));
	struct stored s, again;
	struct buf b = buf_in(a);

	if (!advisories_get_stored(a, &c, &s))
		return;
	(void)affected_version(&s.record.affected[0].affected, s.record.id);
	advisories_put_stored(&b, &s);
	c = cur_of(buf_str(&b));
	INVARIANT(advisories_get_stored(a, &c, &again));
	INVARIANT(again.record.alias_count == s.record.alias_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
