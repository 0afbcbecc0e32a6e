/* What is said about 7z archives. */
#include "../pack/sevenzip_make.h"
#include "../pack/press.h"
#include "scan_model.h"

static struct file_result *scan_one(struct arena *a, const char *name, str data,
				    const struct sevenzip_how *how)
{
	struct sevenzip_part parts[] = {{name, data}, {"second.txt", S("text")}};

	return test_scan_model(a, "m.pt", sevenzip_make(a, parts, 2, how));
}

TEST(sevenzip_rules)
{
	static const struct {
		const char *rule, *name;
		struct sevenzip_how how;
		unsigned severity;
	} cases[] = {
		{"MD121", "../x", {.kind = CODEC_LZMA}, HIGH},
		{"MD117", "x", {.kind = CODEC_LZMA, .wrong_crc = true}, MEDIUM},
		{"MD120", "x", {.id = "030401"}, MEDIUM},
		{"MD122", "x", {.kind = CODEC_LZMA, .attributes = 0xa1ff8000}, HIGH},
		{"MD129", "x", {.kind = CODEC_NONE, .behind = S_INIT("more")}, MEDIUM},
		{"MD129", "x", {.kind = CODEC_NONE, .gap = S_INIT("more")}, MEDIUM},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct file_result *r;
		const struct finding *f;
		r = scan_one(a, cases[i].name, S("../../etc/passwd"), &cases[i].how);
		f = test_found(r, cases[i].rule, NULL);
		if (!CHECK(f != NULL && f->severity == cases[i].severity))
			test_check(false, cases[i].rule, __FILE__, (int)i);
	}
}

TEST(sevenzip_rules_are_silent_about_honest_archives)
{
	static const enum codec_kind kinds[] = {CODEC_NONE, CODEC_LZMA, CODEC_DEFLATE, CODEC_BZIP2};

	for (size_t i = 0; i < 4; i++) {
		struct sevenzip_how how = {.kind = kinds[i], .packed_header = i % 2 == 0};
		CHECK_INT(test_worst(scan_one(a, "a/x.txt", S("hello"), &how)), 0);
	}
}

TEST(sevenzip_contents_are_recognised)
{
	struct sevenzip_how how = {.kind = CODEC_LZMA};
	struct sevenzip_part evil = {"../x", S("1")};
	str inner = sevenzip_make(a, &evil, 1, &how);
	struct sevenzip_part parts[] = {{"large", press_text(a, 6000000, 1)}, {"in.bin", inner}};
	struct file_result *r;

	CHECK(test_found(scan_one(a, "in", inner, &how), "MD121", "in") != NULL);
	r = test_scan_model(a, "m.bin", sevenzip_make(a, parts, 2, &how));
	CHECK(test_found(r, "MD121", "in.bin") != NULL);
}
