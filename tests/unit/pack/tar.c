/* tar: every kind of header, hidden members, headers that lie. */
#include "tar_make.h"

#include "press.h"
#include "test.h"

static struct tar *open_guarded(struct arena *a, const struct buf *b)
{
	return tar_open(a, blob_of(test_guarded(buf_str(b), 0)));
}

TEST(tar_honest)
{
	struct buf b = buf_in(a);
	struct tar_member m;
	struct tar *t;

	tar_add(&b, &(struct tar_part){.name = "a/", .type = '5', .mode = 0755});
	tar_add(&b, &(struct tar_part){.name = "a/x", .data = S("hello")});
	tar_add(&b, &(struct tar_part){.name = "a/l", .type = '2', .link = "x"});
	tar_add(&b, &(struct tar_part){.name = "a/h", .type = '1', .link = "a/x", .size = 6});
	tar_add(&b, &(struct tar_part){.name = "old", .v7 = 1, .data = S("v7")});
	tar_add(&b, &(struct tar_part){.name = "large", .base256 = 1, .data = S("256")});
	tar_end(&b);
	t = open_guarded(a, &b);
	CHECK(tar_next(t, &m) && m.type == TAR_FOLDER && m.size == 0);
	CHECK(tar_next(t, &m));
	CHECK_STR(m.name, S("a/x"));
	CHECK_INT(m.data, 1024);
	CHECK_INT(m.size, 5);
	CHECK(tar_next(t, &m) && m.type == TAR_SYMLINK);
	CHECK_STR(m.link, S("x"));
	CHECK(tar_next(t, &m) && m.type == TAR_HARD_LINK && m.size == 0 && m.problems == 0);
	CHECK(tar_next(t, &m));
	CHECK_STR(m.name, S("old"));
	CHECK(tar_next(t, &m) && m.size == 3);
	CHECK(!tar_next(t, &m));
	CHECK(t->ended && !t->broken && !t->cut && t->junk_end == 0);
}

TEST(tar_long_names_and_pax)
{
	struct buf b = buf_in(a);
	struct tar_member m;
	struct tar *t;
	str name = press_text(a, 300, 1);

	tar_add(&b,
		&(struct tar_part){.name = "././@LongLink", .type = 'L', .data = S("long/name\0")});
	tar_add(&b, &(struct tar_part){.name = "././@LongLink", .type = 'K', .data = S("../up\0")});
	tar_add(&b, &(struct tar_part){.name = "short", .type = '2', .link = "cut"});
	tar_add_pax(&b, 'x',
		    join_str(a, tar_record(a, "path", "pax/name"), tar_record(a, "mtime", "1.5")));
	tar_add(&b, &(struct tar_part){.name = "short", .data = S("1")});
	tar_add_pax(&b, 'g', tar_record(a, "path", "for/all"));
	tar_add(&b, &(struct tar_part){.name = "x", .data = S("1")});
	tar_add(&b, &(struct tar_part){.name = "y", .data = S("1")});
	(void)name;
	tar_end(&b);
	t = open_guarded(a, &b);
	CHECK(tar_next(t, &m));
	CHECK_STR(m.name, S("long/name"));
	CHECK_STR(m.link, S("../up"));
	CHECK_INT(m.at, 0);
	CHECK(tar_next(t, &m));
	CHECK_STR(m.name, S("pax/name"));
	CHECK_STR(m.header_name, S("short"));
	CHECK_INT(m.problems, 0);
	CHECK(tar_next(t, &m));
	CHECK_STR(m.name, S("for/all"));
	CHECK(tar_next(t, &m));
	CHECK_STR(m.name, S("for/all"));
	CHECK_STR(m.header_name, S("y"));
	CHECK(!tar_next(t, &m));
}

TEST(tar_sizes_that_differ)
{
	struct buf b = buf_in(a);
	struct tar_member m;
	struct tar *t;

	tar_add_pax(&b, 'x', tar_record(a, "size", "1024"));
	tar_add(&b, &(struct tar_part){.name = "a", .size = 1, .no_data = 1});
	tar_add(&b, &(struct tar_part){.name = "hidden", .data = S("inner")});
	tar_add(&b, &(struct tar_part){.name = "b", .data = S("1")});
	tar_add(&b, &(struct tar_part){.name = "d", .type = '5', .data = S("data of a folder")});
	tar_end(&b);
	t = open_guarded(a, &b);
	CHECK(tar_next(t, &m));
	CHECK_INT(m.problems, TAR_SIZES);
	CHECK_INT(m.size, 1024);
	CHECK_INT(m.other_size, 0);
	CHECK(tar_next(t, &m));
	CHECK_STR(m.name, S("b"));
	CHECK(tar_next(t, &m));
	CHECK_INT(m.problems, TAR_DATA);
	CHECK(!tar_next(t, &m));
	CHECK(t->ended);
}

TEST(tar_hidden_members)
{
	struct buf b = buf_in(a);
	struct tar_member m;
	struct tar *t;

	tar_add(&b, &(struct tar_part){.name = "a", .data = S("1")});
	tar_end(&b);
	tar_add(&b, &(struct tar_part){.name = "second", .data = S("2")});
	tar_end(&b);
	buf_add(&b, S("tail"));
	t = open_guarded(a, &b);
	CHECK(tar_next(t, &m) && m.problems == 0);
	CHECK(tar_next(t, &m));
	CHECK_STR(m.name, S("second"));
	CHECK_INT(m.problems, TAR_HIDDEN);
	CHECK(!tar_next(t, &m));
	CHECK_INT(t->junk_end - t->junk, 4);
	b.n = 0;
	tar_add(&b, &(struct tar_part){.name = "a", .data = S("1")});
	tar_add(&b, &(struct tar_part){.name = "broken", .data = S("x"), .bad_sum = 1});
	tar_add(&b, &(struct tar_part){.name = "behind", .data = S("2")});
	tar_end(&b);
	t = open_guarded(a, &b);
	CHECK(tar_next(t, &m) && m.problems == 0);
	CHECK(tar_next(t, &m));
	CHECK_STR(m.name, S("behind"));
	CHECK_INT(m.problems, TAR_HIDDEN);
	CHECK_INT(t->junk, 1024);
	CHECK_INT(t->junk_end, 2048);
	CHECK(t->broken && t->broken_at == 1024);
}

TEST(tar_sparse)
{
	struct buf b = buf_in(a);
	struct tar_member m;
	struct tar *t;
	struct blob s;
	uint8_t got[12];

	tar_add_pax(&b, 'x',
		    join_str(a, tar_record(a, "GNU.sparse.map", "2,3,8,2"),
			     tar_record(a, "GNU.sparse.size", "12")));
	tar_add(&b, &(struct tar_part){.name = "s", .data = S("abcde")});
	tar_end(&b);
	t = open_guarded(a, &b);
	CHECK(tar_next(t, &m));
	CHECK_INT(m.piece_count, 2);
	CHECK_INT(m.real_size, 12);
	s = tar_sparse(a, t, &m);
	CHECK_INT(s.size, 12);
	CHECK(blob_copy(s, 0, got, 12));
	CHECK_STR(((str){got, 12}), S("\0\0abc\0\0\0de\0\0"));
	CHECK(blob_copy(s, 3, got, 6));
	CHECK_STR(((str){got, 6}), S("bc\0\0\0d"));
}

TEST(tar_cut_and_flipped)
{
	struct buf b = buf_in(a);
	struct tar_member m;
	str whole;
	uint8_t *copy;

	tar_add_pax(&b, 'x', tar_record(a, "path", "name"));
	tar_add(&b, &(struct tar_part){.name = "a", .data = S("content")});
	tar_add(&b, &(struct tar_part){.name = "b", .data = S("content")});
	tar_end(&b);
	whole = buf_str(&b);
	for (size_t n = 1; n < whole.n; n += 37) {
		struct tar *t = tar_open(a, blob_of(test_guarded(str_slice(whole, 0, n), 0)));
		while (tar_next(t, &m))
			CHECK(m.data + m.size <= n);
		/* behind the last member the zero blocks may be missing */
		CHECK(t->ended || t->cut || t->broken || n > 1024 + 519);
	}
	copy = arena_alloc(a, whole.n, 1);
	for (size_t i = 0; i < whole.n - 1024; i += 3) {
		struct tar *t;
		memcpy(copy, whole.p, whole.n);
		copy[i] ^= 0x41;
		t = tar_open(a, blob_of(test_guarded((str){copy, whole.n}, 0)));
		while (tar_next(t, &m))
			CHECK(m.data + m.size <= whole.n);
	}
}
