/* Decompressors: what comes out, where the compressed data ends, and how. */
#include "press.h"
#include "test.h"

static const enum codec_kind all[] = {CODEC_DEFLATE, CODEC_ZLIB, CODEC_GZIP, CODEC_BZIP2,
				      CODEC_XZ,	     CODEC_LZMA, CODEC_ZSTD, CODEC_LZ4};
#define ALL (sizeof(all) / sizeof(all[0]))

TEST(codec_gives_back_what_was_compressed)
{
	static const size_t sizes[] = {0, 1, 1000, 65536, 300000};
	struct codec *c;

	for (size_t k = 0; k < ALL; k++)
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			str text = press_text(a, sizes[i], (uint32_t)i);
			str packed = press(a, all[k], text);
			CHECK_STR(unpress(a, all[k], packed, &c), text);
			CHECK_INT(c->end, CODEC_DONE);
			CHECK_INT(c->taken, packed.n);
			CHECK(c->out.error == NULL);
			if (all[k] != CODEC_DEFLATE)
				CHECK_INT(codec_detect(str_slice(packed, 0, 4096)), all[k]);
		}
}

TEST(codec_leaves_what_follows)
{
	struct codec *c;
	str text = press_text(a, 5000, 1);

	for (size_t k = 0; k < ALL; k++) {
		str packed = press(a, all[k], text);
		str more = join_str(a, packed, S("\x1f(B\xfd and so on"));
		CHECK_STR(unpress(a, all[k], more, &c), text);
		CHECK_INT(c->end, CODEC_DONE);
		CHECK_INT(c->taken, packed.n);
	}
}

TEST(codec_reads_members_that_follow)
{
	static const enum codec_kind several[] = {CODEC_GZIP, CODEC_BZIP2, CODEC_XZ, CODEC_ZSTD,
						  CODEC_LZ4};
	str one = press_text(a, 3000, 1), two = press_text(a, 70000, 2);
	struct codec *c;

	for (size_t k = 0; k < sizeof(several) / sizeof(several[0]); k++) {
		str packed = join_str(a, press(a, several[k], one), press(a, several[k], two));
		CHECK_STR(unpress(a, several[k], packed, &c), join_str(a, one, two));
		CHECK_INT(c->end, CODEC_DONE);
		CHECK_INT(c->pieces, 2);
		CHECK_INT(c->taken, packed.n);
	}
}

TEST(codec_passes_over_padding_between_gzip_members)
{
	str one = press(a, CODEC_GZIP, S("one")), zeros = S("\0\0\0\0\0\0\0\0\0\0\0");
	str all_of = join_str(a, join_str(a, one, zeros), press(a, CODEC_GZIP, S("two")));
	struct codec *c;

	CHECK_STR(unpress(a, CODEC_GZIP, all_of, &c), S("onetwo"));
	CHECK_INT(c->taken, all_of.n);
	CHECK_STR(unpress(a, CODEC_GZIP, join_str(a, one, zeros), &c), S("one"));
	CHECK_INT(c->taken, one.n);
	CHECK_INT(c->end, CODEC_DONE);
}

TEST(codec_cut_short)
{
	str text = press_text(a, 20000, 3);
	struct codec *c;

	for (size_t k = 0; k < ALL; k++) {
		str packed = press(a, all[k], text);
		for (size_t n = 0; n < packed.n; n += n < 40 ? 1 : 997) {
			str got = unpress(a, all[k], str_slice(packed, 0, n), &c);
			CHECK_INT(c->end, CODEC_CUT);
			CHECK(c->out.error != NULL);
			CHECK(str_starts(text, got));
		}
	}
}

TEST(codec_broken)
{
	str text = press_text(a, 20000, 4);
	struct codec *c;

	for (size_t k = 0; k < ALL; k++) {
		str packed = press(a, all[k], text);
		for (size_t at = 0; at < packed.n; at += 101) {
			uint8_t *copy = arena_alloc(a, packed.n, 1);
			memcpy(copy, packed.p, packed.n);
			copy[at] ^= 0x55;
			(void)unpress(a, all[k], (str){copy, packed.n}, &c);
			CHECK(c->end == CODEC_DONE || c->out.error != NULL);
		}
	}
}

TEST(codec_skippable_frames_are_remembered)
{
	str skip = S("\x5a\x2a\x4d\x18\x05\0\0\0hello");
	enum codec_kind kinds[] = {CODEC_ZSTD, CODEC_LZ4};
	struct codec *c;

	for (size_t k = 0; k < 2; k++) {
		str one = press(a, kinds[k], S("one")), two = press(a, kinds[k], S("two"));
		str packed = join_str(a, join_str(a, skip, one), join_str(a, skip, two));
		packed = join_str(a, packed, skip);
		CHECK_STR(unpress(a, kinds[k], packed, &c), S("onetwo"));
		CHECK_INT(c->end, CODEC_DONE);
		CHECK_INT(c->taken, packed.n);
		CHECK_INT(c->skipped_count, 3);
		CHECK_INT(c->skipped[0].at, 8);
		CHECK_INT(c->skipped[1].at, 13 + one.n + 8);
		CHECK_INT(c->skipped[1].size, 5);
		CHECK_INT(codec_detect(packed), kinds[k]);
		unpress(a, kinds[k], str_slice(packed, 0, packed.n - 1), &c);
		CHECK_INT(c->end, CODEC_CUT);
	}
}

TEST(codec_window_too_large)
{
	/* zstd: a window descriptor of 2^31; xz and .lzma: a dictionary of 4 GiB */
	struct codec *c;

	unpress(a, CODEC_ZSTD, S("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00"), &c);
	CHECK_INT(c->end, CODEC_TOO_BIG);
	unpress(a, CODEC_LZMA, S("\x5d\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0"),
		&c);
	CHECK_INT(c->end, CODEC_TOO_BIG);
}

TEST(codec_old_zstd)
{
	/* Magic numbers of v0.5 to v0.7, alone and behind a frame of today, which they do not
	 * follow. */
	str one = press(a, CODEC_ZSTD, S("one"));
	struct codec *c;

	for (uint8_t magic = 0x25; magic < 0x28; magic++) {
		uint8_t old[] = {magic, 0xb5, 0x2f, 0xfd, 0x05, 0xf8, 0xff, 0x00, 0xff};
		unpress(a, CODEC_ZSTD, (str){old, sizeof(old)}, &c);
		CHECK_INT(c->end, CODEC_BROKEN);
		CHECK_STR(unpress(a, CODEC_ZSTD, join_str(a, one, (str){old, sizeof(old)}), &c),
			  S("one"));
		CHECK_INT(c->taken, one.n);
	}
}

TEST(codec_reopens)
{
	str text = press_text(a, 9000, 5);

	for (size_t k = 0; k < ALL; k++) {
		str packed = press(a, all[k], text);
		struct codec *c;
		unpress(a, all[k], packed, &c);
		for (unsigned i = 0; i < 3; i++) {
			codec_reopen(c, stream_of(a, blob_of(packed)));
			CHECK_INT(stream_skip(&c->out, 100000), text.n);
			CHECK_INT(c->end, CODEC_DONE);
			CHECK_INT(c->taken, packed.n);
		}
	}
}

TEST(codec_raw_lzma)
{
	/* .lzma without its header is raw LZMA1 with properties in front */
	str text = press_text(a, 9000, 6), packed = press(a, CODEC_LZMA, text);
	struct codec_raw raw = {.count = 1, .size = UINT64_MAX};
	struct codec *c;
	struct stream *s;

	raw.filter[0].id = FILTER_LZMA1;
	raw.filter[0].properties = str_slice(packed, 0, 5);
	c = codec_open_raw(a, &raw, stream_of(a, blob_of(str_slice(packed, 13, packed.n))));
	s = &c->out;
	CHECK_INT(stream_skip(s, 100000), text.n);
	CHECK_INT(c->end, CODEC_DONE);
	raw.size = 5000;
	c = codec_open_raw(a, &raw, stream_of(a, blob_of(str_slice(packed, 13, packed.n))));
	CHECK_INT(stream_skip(&c->out, 100000), 5000);
	raw.filter[0].properties = S("\xff\0\0\0\0");
	c = codec_open_raw(a, &raw, stream_of(a, blob_of(str_slice(packed, 13, packed.n))));
	CHECK_INT(stream_skip(&c->out, 100000), 0);
	CHECK_INT(c->end, CODEC_BROKEN);
}

TEST(codec_detects_only_what_decompresses)
{
	CHECK_INT(codec_detect(S("x^2 + y^2 = z^2 and more of a text")), CODEC_NONE);
	CHECK_INT(codec_detect(S("")), CODEC_NONE);
	CHECK_INT(codec_detect(S("\x1f\x8b")), CODEC_NONE);
	CHECK_INT(codec_detect(S("BZh9 is a name")), CODEC_NONE);
	CHECK_INT(codec_detect(S("]\0\0\x80\0 text that is none")), CODEC_NONE);
	CHECK_INT(codec_detect(S("\x80\x04\x95 pickle")), CODEC_NONE);
}

TEST(codec_zfile_header)
{
	uint64_t n = 0;
	str py3 = S("ZF0x1f4              x\x9c..");
	str py2 = S("ZF0x1f4               x\x9c");

	CHECK_INT(codec_zfile(py3, &n), 21);
	CHECK_INT(n, 500);
	CHECK_INT(codec_zfile(py2, &n), 22);
	CHECK_INT(codec_zfile(S("ZF0x"), &n), 0);
	CHECK_INT(codec_zfile(S("ZF0x1f4  no             x\x9c.."), &n), 0);
}
