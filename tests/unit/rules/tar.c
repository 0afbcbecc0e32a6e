/* What is said about tar archives. */
#include "../pack/press.h"
#include "../pack/tar_make.h"
#include "scan_model.h"

static str one(struct arena *a, const struct tar_part *p)
{
	struct buf b = buf_in(a);

	tar_add(&b, &(struct tar_part){.name = "first", .data = S("text")});
	tar_add(&b, p);
	tar_end(&b);
	return buf_str(&b);
}

TEST(tar_rules)
{
	static const struct {
		const char *rule;
		struct tar_part part;
		unsigned severity;
	} cases[] = {
		{"MD121", {.name = "../x"}, HIGH},
		{"MD121", {.name = "/etc/x"}, HIGH},
		{"MD122", {.name = "x", .type = '2', .link = "/etc/passwd"}, HIGH},
		{"MD122", {.name = "a/x", .type = '2', .link = "../../b"}, HIGH},
		{"MD122", {.name = "a/x", .type = '1', .link = "../b"}, HIGH},
		{"MD123", {.name = "sda", .type = '4'}, MEDIUM},
		{"MD123", {.name = "p", .type = '6'}, MEDIUM},
		{"MD123", {.name = "su", .mode = 04755}, INFO},
		{"MD125", {.name = "x", .size = 5000}, MEDIUM},
		{"MD125", {.name = "x", .bad_sum = 1}, MEDIUM},
		{"MD126", {.name = "x", .type = '5', .data = S_INIT("data")}, MEDIUM},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct file_result *r = test_scan_model(a, "m.bin", one(a, &cases[i].part));
		const struct finding *f = test_found(r, cases[i].rule, NULL);
		if (!CHECK(f != NULL && f->severity == cases[i].severity))
			test_check(false, cases[i].rule, __FILE__, (int)i);
	}
}

TEST(tar_rules_are_silent_about_honest_archives)
{
	static const struct tar_part cases[] = {
		{.name = "a/b", .data = S_INIT("text")},
		{.name = "a/l", .type = '2', .link = "../b"},
		{.name = "a/h", .type = '1', .link = "first"},
		{.name = "a/", .type = '5', .mode = 0755},
		{.name = "old", .v7 = 1, .data = S_INIT("text")},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str bytes = one(a, &cases[i]);
		CHECK_INT(test_worst(test_scan_model(a, "m.tar", bytes)), 0);
		CHECK_INT(test_worst(test_scan_model(a, "m.tgz", press(a, CODEC_GZIP, bytes))), 0);
	}
}

TEST(tar_contents_are_recognised)
{
	struct tar_part evil = {.name = "../x", .data = S("1")};
	str inner = one(a, &evil);
	struct buf b = buf_in(a);
	struct file_result *r;

	tar_add(&b, &(struct tar_part){.name = "in.bin", .data = inner});
	tar_add(&b, &(struct tar_part){.name = "in.gz", .data = press(a, CODEC_GZIP, inner)});
	tar_end(&b);
	tar_add(&b, &(struct tar_part){.name = "second", .data = inner});
	tar_end(&b);
	r = test_scan_model(a, "m.nemo", buf_str(&b));
	CHECK(test_found(r, "MD121", "in.bin") != NULL);
	CHECK(test_found(r, "MD121", "in.gz!in") != NULL);
	CHECK(test_found(r, "MD121", "second") != NULL);
	CHECK(test_found(r, "MD127", "") != NULL);
	r = test_scan_model(a, "m.nemo", press(a, CODEC_ZSTD, buf_str(&b)));
	CHECK(test_found(r, "MD121", "m.nemo!in.bin") != NULL);
}

/* More than is decompressed into memory: read once, in order. */
TEST(tar_large_members_of_compressed_archives)
{
	struct tar_part evil = {.name = "../x", .data = S("1")};
	struct buf b = buf_in(a);
	struct file_result *r;

	for (unsigned i = 0; i < 3; i++) {
		tar_add(&b,
			&(struct tar_part){.name = "weights", .data = press_text(a, 6000000, i)});
		tar_add(&b, &(struct tar_part){.name = "in.bin", .data = one(a, &evil)});
	}
	tar_end(&b);
	r = test_scan_model(a, "m.tar.lz4", press(a, CODEC_LZ4, buf_str(&b)));
	CHECK(test_found(r, "MD121", "m.tar!in.bin") != NULL);
	CHECK_INT(r->finding_count, 3);
}
