#include "test.h"

#include <sys/mman.h>
#include <unistd.h>
#include "base/blob.h"
#include "base/input.h"
#include "base/stream.h"

/* Byte i of the content of test files. */
static uint8_t byte_at(uint64_t i)
{
	return (uint8_t)(i * 31 + (i >> 8) * 7);
}

static str content(struct arena *a, size_t n)
{
	uint8_t *p = arena_alloc(a, n, 1);

	for (size_t i = 0; i < n; i++)
		p[i] = byte_at(i);
	return (str){p, n};
}

static int file_of(str bytes)
{
	int fd = memfd_create("blob", MFD_CLOEXEC);

	CHECK(fd >= 0 && output_all(fd, bytes));
	return fd;
}

TEST(blob_slices_of_memory_and_of_a_file_are_the_same)
{
	str all = content(a, 300000);
	struct blob_file file;
	struct blob blobs[2] = {blob_of(all)};
	uint8_t got[16];

	CHECK(blob_file_open(&file, file_of(all), NULL));
	blobs[1] = blob_file(&file);
	for (unsigned i = 0; i < 2; i++) {
		struct blob part = blob_slice(blob_slice(blobs[i], 1000, 299000), 10, 290000);
		CHECK_INT(part.size, 289990);
		CHECK(blob_copy(part, 5, got, 16));
		CHECK_INT(got[0], byte_at(1015));
		CHECK(blob_copy(part, part.size - 16, got, 16));
		CHECK_INT(got[15], byte_at(1000 + 290000 - 1));
		CHECK(!blob_copy(part, part.size - 15, got, 16));
		CHECK(!blob_copy(part, UINT64_MAX, got, 1));
		CHECK(!blob_copy(part, UINT64_MAX - 3, got, 16));
		CHECK(blob_copy(part, part.size, got, 0));
		CHECK_INT(blob_get(part, a, part.size - 7, 100).n, 7);
		CHECK_INT(blob_get(part, a, part.size, 100).n, 0);
		CHECK_INT(blob_slice(part, 5, 3).size, 0);
		CHECK_INT(blob_slice(part, UINT64_MAX, UINT64_MAX).size, 0);
	}
	CHECK(!file.failed && !file.changed);
}

TEST(blob_of_a_file_that_shrank_says_so)
{
	int fd = file_of(content(a, 1000));
	struct blob_file file;
	uint8_t got[100];

	CHECK(blob_file_open(&file, fd, NULL));
	CHECK(ftruncate(fd, 950) == 0);
	CHECK(!blob_copy(blob_file(&file), 900, got, 100));
	CHECK(file.changed && !file.failed);
	CHECK(!blob_file_open(&file, -1, NULL));
}

/* Whatever was read in whatever order, the digest is that of the whole file. */
TEST(blob_digests_what_is_read_on_the_way)
{
	str all = content(a, 700000);
	static const uint64_t reads[][2] = {{0, 4096},	    {650000, 100}, {1000, 5000},
					    {6000, 200000}, {3, 10},	   {206000, 1}};
	uint8_t want[32], got[32], *scratch = arena_alloc(a, 200000, 1);
	volatile uint32_t pulse = 0;
	struct blob_file file;

	CHECK(blob_file_open(&file, file_of(all), &pulse));
	file.hash = true;
	for (size_t i = 0; i < COUNTOF(reads); i++)
		CHECK(blob_copy(blob_file(&file), reads[i][0], scratch, reads[i][1]));
	CHECK_INT(file.hashed, 206001);
	CHECK_INT(pulse, COUNTOF(reads));
	CHECK(blob_file_digest(&file, got));
	hash_sha256(all, want);
	CHECK(memcmp(want, got, 32) == 0);
}

TEST(stream_reads_and_skips_as_the_blob_lies)
{
	str all = content(a, 300000);
	struct blob_file file;

	CHECK(blob_file_open(&file, file_of(all), NULL));
	for (unsigned i = 0; i < 2; i++) {
		struct blob b = i ? blob_file(&file) : blob_of(all);
		struct stream *s = stream_of(a, b);
		uint8_t got[70000];
		CHECK_INT(stream_byte(s), byte_at(0));
		CHECK_INT(stream_read(s, got, sizeof(got)), sizeof(got));
		CHECK_INT(got[69999], byte_at(70000));
		CHECK_INT(stream_at(s), 70001);
		CHECK_INT(stream_skip(s, 10), 10);
		CHECK_INT(stream_byte(s), byte_at(70011));
		CHECK_INT(stream_skip(s, 200000), 200000);
		CHECK_INT(stream_at(s), 270012);
		CHECK_INT(stream_byte(s), byte_at(270012));
		CHECK_INT(stream_skip(s, 1000000), 300000 - 270013);
		CHECK_INT(stream_byte(s), -1);
		CHECK_INT(stream_at(s), 300000);
		CHECK_INT(stream_read(s, got, 1), 0);
		CHECK(s->error == NULL);
	}
}

TEST(stream_of_nothing)
{
	CHECK_INT(stream_byte(stream_of(a, blob_of(S("")))), -1);
	CHECK_INT(stream_skip(stream_of(a, blob_of((str){NULL, 0})), 5), 0);
}
