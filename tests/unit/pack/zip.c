/* ZIP archives: both views of each member, and what belongs to none. */
#include "zip_make.h"

#include "press.h"
#include "test.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct zip *read_guarded(struct arena *a, str bytes)
{
	return zip_read(a, blob_of(test_guarded(bytes, 0)));
}

static unsigned problems(const struct zip *z)
{
	unsigned all = 0;

	for (uint32_t i = 0; i < z->count; i++)
		all |= z->entries[i].problems;
	return all;
}

static bool noted(const struct zip *z, enum zip_note_code code)
{
	for (unsigned i = 0; i < z->note_count; i++)
		if (z->notes[i].code == code)
			return true;
	return false;
}

static bool is_clean(const struct zip *z)
{
	return problems(z) == 0 && z->note_count == 0 && z->gap_count == 0;
}

TEST(zip_honest)
{
	static const struct zip_part parts[] = {
		{.name = "a/data.pkl", .data = S_INIT("hello"), .descriptor = 1},
		{.name = "a/x", .data = S_INIT("more of it"), .bare = 1},
		{.name = "a/dir/"},
		{.name = "a/packed",
		 .data = S_INIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
		 .method = 8},
		{.name = "a/both",
		 .data = S_INIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
		 .method = 8,
		 .descriptor = 1},
		{.name = "a/pad", .data = S_INIT("x"), .local_extra = S_INIT("FB\3\0ZZZ")},
	};
	const struct zip *z = read_guarded(a, zip_make(a, parts, COUNT(parts), NULL));

	CHECK(is_clean(z));
	CHECK_INT(z->count, COUNT(parts));
	CHECK_INT(z->view_count, 1);
	CHECK_STR(z->entries[0].name, S("a/data.pkl"));
	CHECK_INT(z->entries[0].h.size, 5);
	CHECK_INT(z->entries[3].h.method, ZIP_DEFLATE);
	z = read_guarded(a, zip_make(a, parts, COUNT(parts), &(struct zip_tail){.zip64 = true}));
	CHECK(is_clean(z));
	CHECK(z->views[0].zip64);
	z = read_guarded(a, zip_make(a, NULL, 0, NULL));
	CHECK(is_clean(z));
	z = read_guarded(
		a, zip_make(a, parts, COUNT(parts), &(struct zip_tail){.comment = S("a comment")}));
	CHECK_INT(problems(z), 0);
	CHECK_INT(z->note_count, 0);
	CHECK_INT(z->gap_count, 1);
	CHECK_INT(z->gaps[0].kind, ZIP_GAP_COMMENT);
	CHECK_INT(z->gaps[0].size, 9);
}

TEST(zip_headers_that_differ)
{
	static const struct {
		struct zip_part part;
		unsigned problem;
	} cases[] = {
		{{.name = "a.txt", .local_name = "a.pkl"}, ZIP_NAME},
		{{.name = "a.txt", .local_name = "a.txt.pkl"}, ZIP_NAME},
		{{.name = "a", .central_method = 9}, ZIP_METHOD},
		{{.name = "a", .flags = 1}, ZIP_FLAGS},
		{{.name = "a", .local_flags = 1}, ZIP_FLAGS},
		{{.name = "a", .flags = 0x2000}, ZIP_FLAGS | ZIP_VERSION},
		{{.name = "a", .crc = 8}, ZIP_CRC},
		{{.name = "a", .local_crc = 1}, ZIP_CRC},
		{{.name = "a", .size = 3}, ZIP_SIZE | ZIP_STORED_SIZE},
		{{.name = "a", .packed = 3}, ZIP_SIZE | ZIP_STORED_SIZE},
		{{.name = "a", .local_packed = 3}, ZIP_SIZE},
		{{.name = "a", .version = 255}, ZIP_VERSION},
		{{.name = "a", .flags = 0x20, .local_flags = 0x20}, ZIP_VERSION},
		{{.name = "a", .descriptor = 1, .crc = 5}, ZIP_DESCRIPTOR},
		{{.name = "a", .at = 2}, ZIP_NO_LOCAL | ZIP_LOCAL_ONLY},
		{{.name = "a", .packed = 100000},
		 ZIP_SIZE | ZIP_OUTSIDE | ZIP_STORED_SIZE | ZIP_OVERLAP},
		{{.name = "a", .hidden = 1}, ZIP_LOCAL_ONLY},
		{{.name = "a", .hidden = 1, .descriptor = 1}, ZIP_LOCAL_ONLY},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct zip_part parts[2] = {cases[i].part, {.name = "z", .data = S("tail")}};
		const struct zip *z;
		parts[0].data = S("some content");
		z = read_guarded(a, zip_make(a, parts, 2, NULL));
		if (!CHECK_INT(problems(z), cases[i].problem))
			test_check(false, cases[i].part.name, __FILE__, (int)i);
		if (cases[i].problem == ZIP_LOCAL_ONLY) {
			CHECK_INT(z->count, 2);
			CHECK_STR(z->entries[0].name, S("a"));
			CHECK_INT(z->entries[0].h.packed, 12);
			CHECK_INT(z->gap_count, 0);
		}
	}
}

TEST(zip_duplicates)
{
	struct zip_part parts[] = {{.name = "a", .data = S("1")},
				   {.name = "a", .data = S("2")},
				   {.name = "b", .no_local = 1, .at = 1, .data = S("1")}};
	const struct zip *z = read_guarded(a, zip_make(a, parts, 2, NULL));

	CHECK_INT(z->entries[0].problems, 0);
	CHECK_INT(z->entries[1].problems, ZIP_DUPLICATE);
	z = read_guarded(a, zip_make(a, parts, 3, NULL));
	CHECK_INT(z->entries[1].problems, ZIP_TWICE | ZIP_NAME);
}

TEST(zip_gaps)
{
	struct zip_part parts[] = {{.name = "a", .data = S("1"), .gap = S("between")},
				   {.name = "b", .data = S("2"), .gap = S("\0\0\0")},
				   {.name = "c", .data = S("3")}};
	struct zip_tail t = {.prefix = S("#!python\n"), .before = S("before"), .behind = S("tail")};
	const struct zip *z = read_guarded(a, zip_make(a, parts, 3, &t));

	CHECK_INT(problems(z), 0);
	CHECK_INT(z->gap_count, 4);
	CHECK_INT(z->gaps[0].kind, ZIP_GAP_PREFIX);
	CHECK_INT(z->gaps[0].size, 9);
	CHECK_INT(z->gaps[1].kind, ZIP_GAP_BETWEEN);
	CHECK_INT(z->gaps[1].size, 7);
	CHECK_INT(z->gaps[2].kind, ZIP_GAP_DIRECTORY);
	CHECK_INT(z->gaps[3].kind, ZIP_GAP_TRAILING);
	CHECK_INT(z->views[0].shift, 9);
	t.count_prefix = true;
	z = read_guarded(a, zip_make(a, parts, 3, &t));
	CHECK_INT(problems(z), 0);
	CHECK_INT(z->gap_count, 4);
	CHECK_INT(z->views[0].shift, 0);
}

TEST(zip_several_archives)
{
	struct zip_part one = {.name = "a", .data = S("1")}, two = {.name = "b", .data = S("22")};
	str first = zip_make(a, &one, 1, NULL), second = zip_make(a, &two, 1, NULL);
	const struct zip *z = read_guarded(a, join_str(a, first, second));
	struct zip_tail t = {.comment = second};
	struct zip_part outer;

	CHECK(noted(z, ZIP_SEVERAL));
	CHECK_INT(z->view_count, 2);
	CHECK_INT(z->count, 2);
	CHECK_INT(problems(z), 0);
	CHECK_INT(z->gap_count, 0);
	z = read_guarded(a, zip_make(a, &one, 1, &t));
	CHECK(noted(z, ZIP_SEVERAL));
	CHECK_INT(z->count, 2);
	/* one that is stored in another is none of this */
	outer = (struct zip_part){.name = "in.zip", .data = second};
	CHECK(is_clean(read_guarded(a, zip_make(a, &outer, 1, NULL))));
	/* far from the end: by its local headers */
	z = read_guarded(a, join_str(a, first,
				     zip_make(a,
					      &(struct zip_part){.name = "big",
								 .data = press_text(a, 70000, 1)},
					      1, NULL)));
	CHECK(noted(z, ZIP_SEVERAL));
	CHECK_INT(problems(z), ZIP_LOCAL_ONLY);
}

TEST(zip_end_records)
{
	struct zip_part one = {.name = "a", .data = S("1")};
	const struct zip *z;

	z = read_guarded(a, zip_make(a, &one, 1, &(struct zip_tail){.count = 3}));
	CHECK(noted(z, ZIP_COUNT));
	z = read_guarded(a, zip_make(a, &one, 1, &(struct zip_tail){.size = 3}));
	CHECK(noted(z, ZIP_COUNT));
	CHECK_INT(z->count, 1);
	z = read_guarded(a, zip_make(a, &one, 1, &(struct zip_tail){.offset = 3}));
	CHECK_INT(z->count, 2); /* the one that the directory names two bytes off, and the hidden */
	CHECK_INT(problems(z), ZIP_NO_LOCAL | ZIP_LOCAL_ONLY);
	z = read_guarded(a, zip_make(a, &one, 1, &(struct zip_tail){.no_end = true}));
	CHECK(noted(z, ZIP_NO_END));
	CHECK_INT(z->entries[0].problems, ZIP_LOCAL_ONLY);
	z = read_guarded(a, zip_make(a, &one, 1, &(struct zip_tail){.zip64 = true, .count = 3}));
	CHECK(noted(z, ZIP_ZIP64));
	z = read_guarded(a, zip_make(a, &one, 1, &(struct zip_tail){.zip64 = true, .offset64 = 9}));
	CHECK(noted(z, ZIP_ZIP64));
	z = read_guarded(a,
			 zip_make(a, &one, 1, &(struct zip_tail){.behind = S("PK\5\6 not one")}));
	CHECK_INT(z->count, 1);
	CHECK_INT(z->gap_count, 1);
}

TEST(zip_every_cut_and_every_flip_is_noticed)
{
	static const struct zip_part parts[] = {
		{.name = "a/data.pkl", .data = S_INIT("hello"), .descriptor = 1},
		{.name = "a/packed",
		 .data = S_INIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
		 .method = 8},
	};
	str whole = zip_make(a, parts, 2, NULL);
	uint8_t *copy = arena_alloc(a, whole.n, 1);

	for (size_t n = 1; n < whole.n; n++)
		CHECK(!is_clean(read_guarded(a, str_slice(whole, 0, n))));
	for (size_t i = 0; i < whole.n; i++) {
		memcpy(copy, whole.p, whole.n);
		copy[i] ^= 0x10;
		(void)read_guarded(a, (str){copy, whole.n});
	}
}

TEST(zip_ends_in_sight)
{
	struct zip_part one = {.name = "a", .data = S("1")};
	str z = zip_make(a, &one, 1, NULL), junk = join_str(a, z, S("tail"));

	CHECK_INT(zip_ends(z, z.n), 2);
	CHECK_INT(zip_ends(junk, junk.n), 1);
	CHECK_INT(zip_ends(S("PK\5\6 is a text"), 15), 0);
	CHECK_INT(zip_ends(S(""), 0), 0);
	CHECK_INT(zip_ends(str_slice(z, z.n - 22, z.n), z.n), 2);
}
