/* 7z: headers, packed and not, and what is wrong with them. */
#include "sevenzip_make.h"

#include "base/cur.h"

#include "press.h"
#include "test.h"

static const struct sevenzip_part files[] = {{"a/data.pkl", S_INIT("hello")},
					     {"b.txt", S_INIT("hello again")}};

static const struct sevenzip *read_guarded(struct arena *a, str bytes)
{
	return sevenzip_read(a, blob_of(test_guarded(bytes, 0)), 0);
}

TEST(sevenzip_headers)
{
	static const struct sevenzip_how hows[] = {
		{.kind = CODEC_NONE},
		{.kind = CODEC_LZMA},
		{.kind = CODEC_DEFLATE},
		{.kind = CODEC_BZIP2, .packed_header = true},
	};

	for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++) {
		str bytes = sevenzip_make(a, files, 2, &hows[i]);
		const struct sevenzip *z = read_guarded(a, bytes);
		CHECK_INT(z->diag, SEVENZIP_FINE);
		CHECK_INT(z->folder_count, 1);
		CHECK_INT(z->file_count, 2);
		CHECK(z->folders[0].method == NULL && !z->folders[0].encrypted);
		CHECK_INT(z->folders[0].size, 16);
		CHECK_INT(z->folders[0].files, 2);
		CHECK_STR(z->files[0].name, S("a/data.pkl"));
		CHECK_INT(z->files[1].at, 5);
		CHECK_INT(z->files[1].size, 11);
		CHECK_INT(z->files[1].crc, codec_crc32(0, S("hello again")));
		CHECK_INT(z->end, bytes.n);
		CHECK_INT(z->packed_end, z->header);
		CHECK_INT(sevenzip_find(bytes), 0);
		CHECK_INT(sevenzip_find(join_str(a, S("a program"), bytes)), 9);
	}
}

TEST(sevenzip_methods_that_are_not_known)
{
	const struct sevenzip *z =
		read_guarded(a, sevenzip_make(a, files, 2, &(struct sevenzip_how){.id = "030401"}));

	CHECK_STR(str_of(z->folders[0].method), S("PPMd"));
	z = read_guarded(a, sevenzip_make(a, files, 2, &(struct sevenzip_how){.id = "990000"}));
	CHECK(z->folders[0].method != NULL);
	z = read_guarded(a, sevenzip_make(a, files, 2, &(struct sevenzip_how){.id = "04"}));
	CHECK(z->folders[0].method != NULL);
}

TEST(sevenzip_every_cut_and_flip)
{
	str whole = sevenzip_make(
		a, files, 2, &(struct sevenzip_how){.kind = CODEC_LZMA, .packed_header = true});
	str plain = sevenzip_make(a, files, 2, &(struct sevenzip_how){.kind = CODEC_LZMA});
	uint8_t *copy = arena_alloc(a, plain.n, 1);

	for (size_t n = 0; n < whole.n; n++)
		CHECK(read_guarded(a, str_slice(whole, 0, n))->diag != SEVENZIP_FINE);
	/* The checksums set right, so that what they cover is what is broken. */
	for (size_t i = 12; i < plain.n; i++) {
		struct cur c;
		uint64_t at, size;
		uint32_t crc;
		memcpy(copy, plain.p, plain.n);
		copy[i] ^= 0x21;
		c = cur_of((str){copy, plain.n});
		cur_seek(&c, 12);
		at = 32 + cur_u64le(&c);
		size = cur_u64le(&c);
		if (at <= plain.n && size <= plain.n - at) {
			crc = codec_crc32(0, (str){copy + at, (size_t)size});
			memcpy(copy + 28, &crc, 4);
		}
		crc = codec_crc32(0, (str){copy + 12, 20});
		memcpy(copy + 8, &crc, 4);
		(void)read_guarded(a, (str){copy, plain.n});
	}
}
