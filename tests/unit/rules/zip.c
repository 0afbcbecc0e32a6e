/* What is said about ZIP archives, and that nothing is said about honest ones. */
#include "../pack/press.h"
#include "../pack/zip_make.h"
#include "base/limits.h"
#include "scan_model.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct file_result *scan_zip(struct arena *a, const char *name, const struct zip_part *parts,
				    size_t n, const struct zip_tail *t)
{
	return test_scan_model(a, name, zip_make(a, parts, n, t));
}

TEST(zip_rules_are_silent_about_honest_archives)
{
	static const struct zip_part parts[] = {
		{.name = "m/note.txt", .data = S_INIT("hello"), .descriptor = 1},
		{.name = "m/link", .data = S_INIT("note.txt"), .attributes = 0120777u << 16},
		{.name = "m/packed.txt", .data = S_INIT("aaaaaaaaaaaaaaaaaaaaaaaa"), .method = 8},
		{.name = "m/same.txt", .data = S_INIT("same")},
		{.name = "m/same.txt", .data = S_INIT("same")},
		{.name = "w:0.txt", .data = S_INIT("x"), .gap = S_INIT("\0\0\0\0")},
	};
	static const struct zip_part pandas = {.name = "/tmp/x/df.csv.zip", .data = S_INIT("a,b")};
	struct zip_tail comment = {.comment = S("made by hand")};

	CHECK_INT(test_worst(scan_zip(a, "m.zip", parts, COUNT(parts), NULL)), 0);
	CHECK_INT(test_worst(scan_zip(a, "m.bin", parts, COUNT(parts), &comment)), 0);
	CHECK_INT(test_worst(scan_zip(a, "m.zip", parts, COUNT(parts),
				      &(struct zip_tail){.zip64 = true})),
		  0);
	CHECK_INT(test_worst(scan_zip(a, "df.csv.zip", &pandas, 1, NULL)), INFO);
	CHECK_INT(test_worst(scan_zip(a, "app.pyz", parts, COUNT(parts),
				      &(struct zip_tail){.prefix = S("#!/usr/bin/python3\n")})),
		  INFO);
}

TEST(zip_rules)
{
	static const struct {
		const char *rule;
		struct zip_part part;
		struct zip_tail tail;
		unsigned severity;
	} cases[] = {
		{"MD110", {.name = "a"}, {.count = 5}, MEDIUM},
		{"MD110", {.name = "a"}, {.no_end = true}, MEDIUM},
		{"MD112", {.name = "a", .local_name = "b"}, {.count = 0}, MEDIUM},
		{"MD112", {.name = "a", .flags = 1}, {.count = 0}, MEDIUM},
		{"MD112", {.name = "a", .version = 99}, {.count = 0}, MEDIUM},
		{"MD112", {.name = "a", .method = 8, .size = 5}, {.count = 0}, MEDIUM},
		{"MD113", {.name = "a", .hidden = 1}, {.count = 0}, MEDIUM},
		{"MD114", {.name = "a", .no_local = 1}, {.count = 0}, MEDIUM},
		{"MD115", {.name = "a", .packed = 60, .local_packed = 60}, {.count = 0}, MEDIUM},
		{"MD117", {.name = "a", .crc = 5, .local_crc = 5}, {.count = 0}, MEDIUM},
		{"MD117",
		 {.name = "a", .method = 8, .crc = 5, .local_crc = 5},
		 {.count = 0},
		 MEDIUM},
		{"MD118", {.name = "a"}, {.prefix = S_INIT("#!sh\n")}, MEDIUM},
		{"MD118", {.name = "a", .gap = S_INIT("hidden")}, {.count = 0}, MEDIUM},
		{"MD118", {.name = "a"}, {.behind = S_INIT("hidden")}, MEDIUM},
		{"MD119", {.name = "a", .flags = 1, .local_flags = 1}, {.count = 0}, MEDIUM},
		{"MD120", {.name = "a", .method = 9}, {.count = 0}, MEDIUM},
		{"MD121", {.name = "../a"}, {.count = 0}, HIGH},
		{"MD121", {.name = "/etc/a"}, {.count = 0}, HIGH},
		{"MD121", {.name = "b", .local_name = "..\\b"}, {.count = 0}, HIGH},
		{"MD121",
		 {.name = "a", .extra = S_INIT("\x75\x70\x09\0\1\0\0\0\0../x")},
		 {.count = 0},
		 HIGH},
		{"MD121", {.name = "a/.."}, {.count = 0}, MEDIUM},
		{"MD121", {.name = "~/.bashrc"}, {.count = 0}, LOW},
		{"MD123", {.name = "a", .attributes = 0020666u << 16}, {.count = 0}, MEDIUM},
		{"MD100", {.name = "a", .method = 12}, {.count = 0}, MEDIUM},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct zip_part parts[2] = {{.name = "first", .data = S("one")}, cases[i].part};
		struct file_result *r;
		const struct finding *f;
		parts[1].data = S("some content of some length");
		r = scan_zip(a, "m.pt", parts, 2, &cases[i].tail);
		f = test_found(r, cases[i].rule, NULL);
		if (!CHECK(f != NULL && f->severity == cases[i].severity))
			test_check(false, cases[i].rule, __FILE__, (int)i);
	}
}

TEST(zip_links_that_leave)
{
	struct zip_part part = {.name = "w", .data = S("/etc/passwd")};
	struct file_result *r;

	part.attributes = 0120777u << 16;
	r = scan_zip(a, "m.zip", &part, 1, NULL);
	CHECK(test_found(r, "MD122", NULL) != NULL);
	part.method = ZIP_DEFLATE;
	r = scan_zip(a, "m.zip", &part, 1, NULL);
	CHECK(test_found(r, "MD122", NULL) != NULL);
}

TEST(zip_bombs)
{
	struct zip_part parts[40];
	str zeros = {arena_alloc(a, 70 * MiB, 1), 70 * MiB};
	struct file_result *r;

	for (size_t i = 0; i < COUNT(parts); i++)
		parts[i] = (struct zip_part){.name = "z", .method = 8, .data = {zeros.p, 4 * MiB}};
	r = scan_zip(a, "m.zip", &(struct zip_part){.name = "z", .method = 8, .data = zeros}, 1,
		     NULL);
	CHECK(test_found(r, "MD101", NULL) != NULL);
	/* many small ones are one */
	r = scan_zip(a, "m.zip", parts, COUNT(parts), NULL);
	CHECK(test_found(r, "MD101", NULL) != NULL);
	r = scan_zip(a, "m.zip", parts, 4, NULL);
	CHECK(test_found(r, "MD101", NULL) == NULL);
}

TEST(zip_contents_are_recognised)
{
	str inner = zip_make(a, &(struct zip_part){.name = "../x", .data = S("1")}, 1, NULL);
	str gz = press(a, CODEC_GZIP, inner);
	struct zip_part parts[] = {{.name = "in.bin", .data = inner},
				   {.name = "packed", .method = 8, .data = inner},
				   {.name = "in.gz", .data = gz},
				   {.name = "xz", .method = 95, .data = press(a, CODEC_XZ, inner)},
				   {.name = "hidden", .hidden = 1, .data = inner},
				   {.name = "z", .data = S("z"), .gap = gz}};
	struct file_result *r = scan_zip(a, "m.zip", parts, COUNT(parts),
					 &(struct zip_tail){.behind = inner, .prefix = gz});

	CHECK(test_found(r, "MD121", "in.bin") != NULL);
	CHECK(test_found(r, "MD121", "packed") != NULL);
	CHECK(test_found(r, "MD121", "in.gz!in") != NULL);
	CHECK(test_found(r, "MD121", "xz") != NULL);
	CHECK(test_found(r, "MD121", "hidden") != NULL);
	CHECK(test_found(r, "MD121", "(beside the directory)!(beside the directory)") != NULL);
	CHECK(test_found(r, "MD121", "m.zip") != NULL); /* what gzip makes of the prefix */
	CHECK(test_found(r, "MD111", "") != NULL);
	CHECK(test_found(r, "MD121", "") != NULL); /* the second archive is a view of its own */
}

TEST(zip_cut_anywhere_is_found)
{
	struct zip_part parts[] = {{.name = "a", .data = S("hello")},
				   {.name = "b", .method = 8, .data = S("hello hello hello")}};
	str whole = zip_make(a, parts, 2, NULL);

	for (size_t n = 4; n < whole.n; n++)
		CHECK(test_worst(test_scan_model(a, "m.zip", str_slice(whole, 0, n))) >= MEDIUM);
}

TEST(zip_sequences_of_torch)
{
	struct zip_part part = {.name = "archive/note.txt", .data = S("one"), .descriptor = 1};
	struct zip_tail t = {.zip64 = true};
	str one = zip_make(a, &part, 1, NULL), two = zip_make(a, &part, 1, &t), all;
	struct file_result *r;

	all = join_str(a, join_str(a, one, two), one);
	CHECK_INT(test_worst(test_scan_model(a, "__0_0.distcp", all)), 0);
	CHECK(test_worst(test_scan_model(a, "m.pt", all)) >= MEDIUM);
	part.name = "../x";
	r = test_scan_model(a, "__0_0.distcp", join_str(a, all, zip_make(a, &part, 1, NULL)));
	CHECK(test_found(r, "MD121", "(archive 4)") != NULL);
	r = test_scan_model(a, "__0_0.distcp", join_str(a, S("junk"), all));
	CHECK(test_worst(r) >= MEDIUM);
}

TEST(zip_extra_fields)
{
	str gz = press(a, CODEC_GZIP, S("hello")), head = {(const uint8_t[]){0x34, 0x12, 0, 0}, 4};
	struct zip_part part = {.name = "a", .data = S("text")};
	uint8_t *n = arena_alloc(a, 4, 1);

	memcpy(n, head.p, 4);
	n[2] = (uint8_t)gz.n;
	part.local_extra = join_str(a, (str){n, 4}, gz);
	CHECK(test_found(scan_zip(a, "m.pt", &part, 1, NULL), "MD118", NULL) != NULL);
	part.local_extra = S("\x34\x12\x0a\0just bytes");
	CHECK_INT(test_worst(scan_zip(a, "m.pt", &part, 1, NULL)), 0);
}
