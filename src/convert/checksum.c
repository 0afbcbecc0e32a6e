#include "convert/checksum.h"

#include "base/limits.h"
#include "pack/crc32.h"

#define TAIL ((size_t)65536 + 22 + 20 + 56) /* the longest comment, and what stands before it */

static bool is_compared(const struct zip_entry *e, uint64_t from)
{
	return e->h.method == ZIP_STORED && e->problems == 0 && e->h.crc != 0 && e->h.packed > 0 &&
	       (e->h.flags & ZIP_FLAG_ENCRYPTED) == 0 && e->data >= from;
}

static void next_member(struct checksums *c)
{
	while (c->entry < c->zip->count && !is_compared(&c->zip->entries[c->entry], c->done))
		c->entry++;
	c->crc = 0;
}

void checksums_begin(struct checksums *c, struct arena *a, struct blob b)
{
	uint64_t from = b.size > TAIL ? b.size - TAIL : 0;

	*c = (struct checksums){.zip = NULL};
	if (zip_ends(blob_get(b, a, from, TAIL), b.size) == 0)
		return;
	c->zip = zip_read(a, b);
	next_member(c);
}

void checksums_feed(struct checksums *c, str bytes)
{
	while (c->zip != NULL && c->entry < c->zip->count && bytes.n > 0) {
		const struct zip_entry *e = &c->zip->entries[c->entry];
		uint64_t end = e->data + e->h.packed;
		uint64_t to = c->done < e->data ? e->data : end; /* the next border */
		size_t n = to - c->done < bytes.n ? (size_t)(to - c->done) : bytes.n;

		if (c->done >= e->data)
			c->crc = crc32_of(c->crc, str_slice(bytes, 0, n));
		c->done += n;
		bytes = str_slice(bytes, n, bytes.n);
		if (c->done < end)
			continue;
		if (c->crc != e->h.crc && c->wrong.p == NULL) {
			c->wrong = e->name;
			c->stated = e->h.crc;
			c->found = c->crc;
		}
		next_member(c);
	}
	c->done += bytes.n;
}
