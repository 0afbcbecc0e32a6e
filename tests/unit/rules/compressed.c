/* Compressed files: what is inside, behind and beside, and bombs. */
#include "../pack/press.h"
#include "base/limits.h"
#include "scan_model.h"

static str zeros_after(struct arena *a, str head, size_t n)
{
	uint8_t *p = arena_alloc(a, head.n + n, 1);

	memcpy(p, head.p, head.n);
	return (str){p, head.n + n};
}

TEST(compressed_bomb)
{
	static const enum codec_kind kinds[] = {CODEC_GZIP, CODEC_ZSTD};
	str zeros = zeros_after(a, S("x"), 66 * MiB);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		str packed = press(a, kinds[i], zeros);
		struct file_result *r = test_scan_model(a, "m.pkl.gz", packed);
		CHECK(test_found(r, "MD101", NULL) != NULL);
		CHECK_INT(test_worst(r), MEDIUM);
		if (i == 0) {
			r = test_scan_model(a, "m.pkl.gz.gz", press(a, CODEC_GZIP, packed));
			CHECK(test_found(r, "MD101", "m.pkl.gz") != NULL);
		}
	}
}

TEST(compressed_zeros_with_a_header_are_honest)
{
	/* 72,000,000 bytes of float64 zeros, as numpy.save writes them */
	str npy = arena_printf(a, "\x93NUMPY\x01%c\x76%c%-117s\n", 0, 0,
			       "{'descr': '<f8', 'fortran_order': False, 'shape': (3000, 3000), }");
	str st = arena_printf(a, "\x40%c%c%c%c%c%c%c%-64s", 0, 0, 0, 0, 0, 0, 0,
			      "{\"w\":{\"dtype\":\"U8\",\"data_offsets\":[0,70000000]}}");
	struct file_result *r;

	r = test_scan_model(a, "z.npy.gz", press(a, CODEC_GZIP, zeros_after(a, npy, 72000000)));
	CHECK(test_found(r, "MD101", NULL) == NULL);
	r = test_scan_model(a, "z.npy.gz", press(a, CODEC_GZIP, zeros_after(a, npy, 172000000)));
	CHECK(test_found(r, "MD101", NULL) != NULL);
	r = test_scan_model(a, "z.zst", press(a, CODEC_ZSTD, zeros_after(a, st, 70000000)));
	CHECK(test_found(r, "MD101", NULL) == NULL);
}

TEST(compressed_behind_and_beside)
{
	str gz = press(a, CODEC_GZIP, S("hello")), zs = press(a, CODEC_ZSTD, S("hello"));
	struct file_result *r = test_scan_model(a, "a.gz", join_str(a, gz, S("more")));
	const struct finding *f = test_found(r, "MD102", "");
	str skip;

	CHECK(f != NULL && f->offset == gz.n);
	r = test_scan_model(a, "a.gz", join_str(a, gz, S("\0\0\0\0\0")));
	CHECK_INT(test_worst(r), 0);
	r = test_scan_model(a, "a.zst", join_str(a, S("\x50\x2a\x4d\x18\x03\0\0\0abc"), zs));
	CHECK_INT(test_worst(r), 0);
	skip = (str){(const uint8_t[]){0x50, 0x2a, 0x4d, 0x18, (uint8_t)gz.n, 0, 0, 0}, 8};
	skip = join_str(a, skip, gz);
	r = test_scan_model(a, "a.zst", join_str(a, skip, zs));
	CHECK(test_found(r, "MD102", "") != NULL);
	CHECK_INT(test_worst(test_scan_model(a, "a.zst", zs)), 0);
}

TEST(compressed_cut_and_broken)
{
	str text = press_text(a, 50000, 7);
	enum codec_kind kinds[] = {CODEC_GZIP, CODEC_BZIP2, CODEC_XZ, CODEC_ZSTD, CODEC_LZ4};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		str packed = press(a, kinds[i], text);
		uint8_t *copy = arena_alloc(a, packed.n, 1);
		struct file_result *r =
			test_scan_model(a, "a.bin", str_slice(packed, 0, packed.n - 100));
		CHECK(test_found(r, "MD100", "") != NULL);
		memcpy(copy, packed.p, packed.n);
		copy[packed.n / 2] ^= 1;
		r = test_scan_model(a, "a.bin", (str){copy, packed.n});
		if (i < 3) /* the other two have no checksum here */
			CHECK(test_worst(r) >= MEDIUM);
		CHECK_INT(test_worst(test_scan_model(a, "a.bin", packed)), 0);
	}
}

TEST(compressed_old_joblib)
{
	str z = press(a, CODEC_ZLIB, S("hello")), head = S("ZF0x5                ");
	struct file_result *r = test_scan_model(a, "a.z", join_str(a, head, z));

	CHECK_INT(test_worst(r), 0);
	r = test_scan_model(a, "a.z", join_str(a, S("ZF0x6                "), z));
	CHECK(test_found(r, "MD100", "") != NULL);
}
