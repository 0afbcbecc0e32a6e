/* tar: members lie in the file, in order; read piece by piece it is the same archive. The checksum
 * of every block is set right first, as a fuzzer would never find it. */
#include "pieces.h"

#include "pack/tar.h"

static void set_checksums(uint8_t *p, size_t n)
{
	for (size_t at = 0; at + TAR_BLOCK <= n; at += TAR_BLOCK) {
		uint32_t sum = 0;
		/* every block that says so: an odd first byte of the field stays as it is */
		if (p[at + 148] != '0')
			continue;
		memset(p + at + 148, ' ', 8);
		for (size_t i = 0; i < TAR_BLOCK; i++)
			sum += p[at + i];
		for (size_t i = 0; i < 6; i++)
			p[at + 153 - i] = (uint8_t)('0' + (sum >> 3 * i & 7));
	}
}

static void check(struct arena *a, struct tar *t, struct buf *out)
{
	uint64_t size = t->blob.size, before = 0;
	struct tar_member m;
	uint8_t byte;

	while (tar_next(t, &m)) {
		INVARIANT(m.at >= before && t->at > before && t->at <= size);
		INVARIANT(m.data >= m.at && m.data <= size && m.size <= size - m.data);
		INVARIANT(m.piece_count <= TAR_PIECES);
		INVARIANT(t->junk_end == 0 || (t->junk < t->junk_end && t->junk_end <= size));
		before = t->at;
		buf_printf(out, "%llu %c %llu %llu %u %.*s\n", (unsigned long long)m.at, m.type,
			   (unsigned long long)m.data, (unsigned long long)m.size, m.problems,
			   STR_ARG(m.name));
		if (m.piece_count > 0) {
			struct blob b = tar_sparse(a, t, &m);
			if (b.size > 0)
				INVARIANT(blob_copy(b, b.size - 1, &byte, 1) &&
					  blob_copy(b, 0, &byte, 1));
		}
	}
	INVARIANT(t->at >= size || t->limit || t->cut || t->broken);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	uint8_t *p = arena_alloc(a, size, 1);
	struct buf whole = buf_in(a), parts = buf_in(a);
	struct pieces pieces;
	str input = {p, size};
	bool posix;

	memcpy(p, data, size);
	set_checksums(p, size);
	check(a, tar_open(a, blob_of(input)), &whole);
	check(a, tar_open(a, pieces_of(&pieces, input)), &parts);
	INVARIANT(str_eq(buf_str(&whole), buf_str(&parts)));
	(void)tar_begins(input, &posix);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0)
		fuzz_run(data, size, work);
	return 0;
}
