/* 7z: the header with its checksums set right. What is told lies in the file. */
#include "pieces.h"

#include "pack/sevenzip.h"

static void check(const struct sevenzip *z, uint64_t size)
{
	INVARIANT(z->diag == SEVENZIP_FINE || z->msg != NULL);
	for (uint32_t i = 0; i < z->file_count; i++) {
		const struct sevenzip_file *f = &z->files[i];
		if (f->folder == UINT32_MAX)
			continue;
		INVARIANT(f->folder < z->folder_count);
		INVARIANT(f->at <= z->folders[f->folder].size &&
			  f->size <= z->folders[f->folder].size - f->at);
	}
	for (uint32_t i = 0; i < z->folder_count; i++) {
		const struct sevenzip_folder *f = &z->folders[i];
		INVARIANT(f->raw.count <= CODEC_FILTERS);
		INVARIANT(z->diag != SEVENZIP_FINE || (f->at <= size && f->packed <= size - f->at));
	}
}

/* The input is what lies between: 20 bytes of packed data, then the header. */
static void work(struct arena *a, const uint8_t *data, size_t size)
{
	struct buf b = buf_in(a), start = buf_in(a), whole = buf_in(a), parts = buf_in(a);
	size_t packed = size < 20 ? size : 20;
	str header = {data + packed, size - packed}, input;
	struct pieces p;
	const struct sevenzip *z;

	buf_u64(&start, packed);
	buf_u64(&start, header.n);
	buf_u32(&start, codec_crc32(0, header));
	buf_add(&b, S("7z\xbc\xaf\x27\x1c\0\4"));
	buf_u32(&b, codec_crc32(0, buf_str(&start)));
	buf_add(&b, buf_str(&start));
	buf_add(&b, (str){data, size});
	input = fuzz_input(a, b.p, b.n, 0);
	z = sevenzip_read(a, blob_of(input), 0);
	check(z, input.n);
	sevenzip_print(&whole, z);
	z = sevenzip_read(a, pieces_of(&p, input), 0);
	check(z, input.n);
	sevenzip_print(&parts, z);
	INVARIANT(str_eq(buf_str(&whole), buf_str(&parts)));
	INVARIANT(sevenzip_find(input) == 0);
	z = sevenzip_read(a, blob_of((str){data, size}), 0);
	check(z, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
