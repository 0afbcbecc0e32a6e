#include "test.h"

#include "base/buf.h"
#include "base/hash.h"
#include "repo/index.h"

/* ---- Making one ---- */

static void be32(struct buf *b, uint32_t v)
{
	for (int i = 24; i >= 0; i -= 8)
		buf_byte(b, (uint8_t)(v >> i));
}

static void header(struct buf *b, uint32_t version, uint32_t count)
{
	buf_add(b, S("DIRC"));
	be32(b, version);
	be32(b, count);
}

/* Version 2 or 3; id is 20 times `fill`. */
static void entry(struct buf *b, const char *path, uint8_t fill, unsigned flags)
{
	size_t start = b->n, n = strlen(path);

	for (int i = 0; i < 6; i++)
		be32(b, 0);
	be32(b, 0100644);
	for (int i = 0; i < 3; i++)
		be32(b, 7);
	for (int i = 0; i < 20; i++)
		buf_byte(b, fill);
	flags |= n < 0xFFF ? (unsigned)n : 0xFFF;
	buf_byte(b, (uint8_t)(flags >> 8));
	buf_byte(b, (uint8_t)flags);
	buf_add(b, str_of(path));
	do
		buf_byte(b, 0);
	while ((b->n - start) % 8 != 0);
}

static void extension(struct buf *b, const char *name, str bytes)
{
	buf_add(b, str_of(name));
	be32(b, (uint32_t)bytes.n);
	buf_add(b, bytes);
}

static str ended(struct buf *b)
{
	uint8_t digest[20];

	hash_sha1(buf_str(b), digest);
	buf_add(b, (str){digest, 20});
	return test_guarded(buf_str(b), 0);
}

static void fails(struct arena *a, str bytes, enum index_diag code, uint32_t offset)
{
	struct index ix;
	struct diag d;

	CHECK(!index_read(&ix, a, test_guarded(bytes, 0), 20, &d));
	CHECK_INT(d.code, code);
	CHECK_INT(d.offset, offset);
}

static str names(struct arena *a, const struct index *ix)
{
	struct index_walk w = index_begin(ix, a);
	struct index_entry e;
	struct buf b = buf_in(a);

	while (index_next(&w, &e))
		buf_printf(&b, "%.*s:%u:%u ", STR_ARG(e.path), e.id[0], e.stage);
	return buf_str(&b);
}

/* ---- What is read ---- */

TEST(index_reads_version_2)
{
	struct buf b = buf_in(a);
	struct index ix;
	struct diag d;

	header(&b, 2, 3);
	entry(&b, "a", 1, 0);
	entry(&b, "b/c", 2, 0x1000);
	entry(&b, "b/c", 3, 0xA000);
	CHECK(index_read(&ix, a, ended(&b), 20, &d));
	CHECK_STR(names(a, &ix), S("a:1:0 b/c:2:1 b/c:3:2 "));
	CHECK(index_sound(&ix));
	CHECK(ix.tree == NULL && ix.link == NULL && !ix.sparse);
}

TEST(index_reads_version_4)
{
	static const uint8_t second[] = {1, 'd', 0}, third[] = {3, 'x', 0};
	struct buf b = buf_in(a);
	struct index ix;
	struct diag d;

	header(&b, 4, 3);
	for (int i = 0; i < 3; i++) {
		for (int k = 0; k < 10; k++)
			be32(&b, 0);
		for (int k = 0; k < 20; k++)
			buf_byte(&b, (uint8_t)(i + 1));
		buf_add(&b, S("\0\1"));
		if (i == 0)
			buf_add(&b, S("\0b/c\0"));
		else
			buf_add(&b, i == 1 ? (str){second, 3} : (str){third, 3});
	}
	CHECK(index_read(&ix, a, ended(&b), 20, &d));
	CHECK_STR(names(a, &ix), S("b/c:1:0 b/d:2:0 x:3:0 "));
}

TEST(index_reads_extensions)
{
	struct buf b = buf_in(a), tree = buf_in(a);
	struct index ix;
	struct diag d;

	header(&b, 2, 1);
	entry(&b, "a/b/c", 1, 0);
	buf_add(&tree, S("\0"
			 "-1 1\n"
			 "a\0"
			 "1 1\n"));
	for (int i = 0; i < 20; i++)
		buf_byte(&tree, 5);
	buf_add(&tree, S("b\0"
			 "1 0\n"));
	for (int i = 0; i < 20; i++)
		buf_byte(&tree, 6);
	extension(&b, "ZZZZ", S("what may be passed over"));
	extension(&b, "TREE", buf_str(&tree));
	extension(&b, "sdir", S(""));
	CHECK(index_read(&ix, a, ended(&b), 20, &d));
	CHECK(ix.sparse && ix.tree != NULL && ix.tree->id == NULL);
	CHECK_STR(ix.tree->child->name, S("a"));
	CHECK_INT(ix.tree->child->id[0], 5);
	CHECK_INT(ix.tree->child->entries, 1);
	CHECK_STR(ix.tree->child->child->name, S("b"));
	CHECK(ix.tree->child->next == NULL);
}

/* The shared index has a, b, c: b goes, c is replaced, d comes. */
TEST(index_joins_split_files)
{
	struct buf b = buf_in(a), link = buf_in(a);
	struct index ix, shared;
	struct diag d;

	header(&b, 2, 3);
	entry(&b, "a", 1, 0);
	entry(&b, "b", 2, 0);
	entry(&b, "c", 3, 0);
	CHECK(index_read(&shared, a, ended(&b), 20, &d));
	for (int i = 0; i < 20; i++)
		buf_byte(&link, 9);
	for (uint64_t bits = 2; bits <= 4; bits += 2) { /* gone: bit 1; replaced: bit 2 */
		be32(&link, 3);
		be32(&link, 2);
		be32(&link, 2); /* one literal word: 1 << 33 */
		be32(&link, 0);
		be32(&link, 0);
		be32(&link, (uint32_t)bits);
		be32(&link, 0);
	}
	b = buf_in(a);
	header(&b, 2, 2);
	entry(&b, "", 7, 0);
	entry(&b, "aa", 8, 0);
	extension(&b, "link", buf_str(&link));
	CHECK(index_read(&ix, a, ended(&b), 20, &d));
	CHECK(ix.link != NULL && ix.link[0] == 9);
	CHECK(index_join(&ix, &shared, &d));
	CHECK_STR(names(a, &ix), S("a:1:0 aa:8:0 c:7:0 "));
}

TEST(index_skips_like_it_walks)
{
	struct buf b = buf_in(a);
	struct index_walk w;
	struct index_entry e;
	struct index ix;
	struct diag d;
	char name[] = "a0";

	header(&b, 2, 9);
	for (int i = 0; i < 9; i++, name[1]++)
		entry(&b, name, (uint8_t)i, 0);
	CHECK(index_read(&ix, a, ended(&b), 20, &d));
	w = index_begin(&ix, a);
	CHECK(index_next(&w, &e) && index_skip(&w, 3, &e));
	CHECK_STR(e.path, S("a3"));
	CHECK(index_next(&w, &e));
	CHECK_STR(e.path, S("a4"));
	CHECK(index_skip(&w, 4, &e));
	CHECK_STR(e.path, S("a8"));
	CHECK(!index_skip(&w, 1, &e));
}

TEST(index_checksum)
{
	struct buf b = buf_in(a);
	struct index ix;
	struct diag d;

	header(&b, 2, 1);
	entry(&b, "a", 1, 0);
	for (int i = 0; i < 20; i++)
		buf_byte(&b, 0);
	CHECK(index_read(&ix, a, buf_str(&b), 20, &d));
	CHECK(index_sound(&ix)); /* index.skipHash */
	b.p[b.n - 1] = 1;
	CHECK(index_read(&ix, a, buf_str(&b), 20, &d));
	CHECK(!index_sound(&ix));
}

/* ---- What is wrong ---- */

TEST(index_errors_at_their_offsets)
{
	struct buf b = buf_in(a);
	uint32_t at;

	fails(a, S("DIRX\0\0\0\2\0\0\0\0"), INDEX_NO_INDEX, 0);
	fails(a, S("DIRC\0\0\0\2"), INDEX_NO_INDEX, 0);
	fails(a, S("DIRC\0\0\0\5\0\0\0\0"), INDEX_VERSION, 4);
	fails(a, S("DIRC\0\0\0\2\0\0\0\1"), INDEX_CUT, 8);
	header(&b, 2, 2);
	entry(&b, "b", 1, 0);
	entry(&b, "a", 1, 0);
	fails(a, ended(&b), INDEX_ORDER, 12 + 64);
	b = buf_in(a);
	header(&b, 2, 1);
	entry(&b, "a-name-that-is-long-enough", 1, 0);
	fails(a, str_slice(buf_str(&b), 0, b.n - 12), INDEX_CUT, 12);
	fails(a, buf_str(&b), INDEX_CUT, (uint32_t)b.n);
	at = (uint32_t)b.n;
	extension(&b, "link", S("short"));
	fails(a, ended(&b), INDEX_LINK, at);
	b = buf_in(a);
	header(&b, 2, 0);
	extension(&b, "TREE", S("\0x 1\n"));
	fails(a, ended(&b), INDEX_TREE, 12);
	b = buf_in(a);
	header(&b, 2, 0);
	extension(&b, "abcd", S("must be understood"));
	fails(a, ended(&b), INDEX_EXTENSION, 12);
	b = buf_in(a);
	header(&b, 4, 1);
	for (int i = 0; i < 60; i++)
		buf_byte(&b, 0);
	buf_add(&b, S("\0\1\1x\0")); /* one byte of nothing is to go */
	fails(a, ended(&b), INDEX_NAME, 12);
}
