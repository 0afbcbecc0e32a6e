#include "base/blob.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct blob blob_of(str bytes)
{
	return (struct blob){.memory = bytes.p ? bytes.p : (const uint8_t *)"", .size = bytes.n};
}

struct blob blob_from(struct blob_source *s, uint64_t size)
{
	return (struct blob){.source = s, .size = size};
}

struct blob blob_slice(struct blob b, uint64_t from, uint64_t to)
{
	if (to > b.size)
		to = b.size;
	if (from > to)
		from = to;
	if (b.memory != NULL)
		b.memory += from;
	else
		b.base += from;
	b.size = to - from;
	return b;
}

bool blob_copy(struct blob b, uint64_t at, void *to, size_t n)
{
	if (at > b.size || n > b.size - at)
		return false;
	if (n == 0)
		return true;
	if (b.memory == NULL)
		return b.source->read(b.source, b.base + at, to, n);
	memcpy(to, b.memory + at, n);
	return true;
}

str blob_get(struct blob b, struct arena *a, uint64_t at, size_t n)
{
	uint8_t *copy;

	if (at >= b.size)
		return (str){NULL, 0};
	if (n > b.size - at)
		n = (size_t)(b.size - at);
	if (b.memory != NULL)
		return (str){b.memory + at, n};
	copy = arena_raw(a, n, 8);
	if (!blob_copy(b, at, copy, n))
		return (str){NULL, 0};
	return (str){copy, n};
}

/* ---- Files ---- */

static bool read_fd(struct blob_file *f, uint64_t at, uint8_t *to, size_t n)
{
	while (n > 0) {
		ssize_t got = pread(f->fd, to, n, (off_t)at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			f->failed |= got < 0;
			f->changed |= got == 0;
			return false;
		}
		if (f->pulse != NULL)
			++*f->pulse;
		to += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	return true;
}

static bool read_file(struct blob_source *s, uint64_t at, uint8_t *to, size_t n)
{
	struct blob_file *f = (struct blob_file *)s;

	if (!read_fd(f, at, to, n))
		return false;
	if (f->hash && at <= f->hashed && at + n > f->hashed) {
		size_t known = (size_t)(f->hashed - at);
		hash_sha256_update(&f->state, (str){to + known, n - known});
		f->hashed = at + n;
	}
	return true;
}

bool blob_file_open(struct blob_file *f, int fd, volatile uint32_t *pulse)
{
	struct stat st;

	*f = (struct blob_file){.source = {read_file}, .fd = fd, .pulse = pulse};
	hash_sha256_init(&f->state);
	/* Not fstat(): glibc asks newfstatat, which the jail does not allow as it takes paths. */
	if (syscall(SYS_fstat, fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size < 0)
		return false;
	f->size = (uint64_t)st.st_size;
	return true;
}

struct blob blob_file(struct blob_file *f)
{
	return blob_from(&f->source, f->size);
}

bool blob_file_digest(struct blob_file *f, uint8_t out[HASH_SHA256_BYTES])
{
	uint8_t block[256 * 1024];

	while (f->hashed < f->size) {
		uint64_t left = f->size - f->hashed;
		size_t n = left < sizeof(block) ? (size_t)left : sizeof(block);
		if (!read_fd(f, f->hashed, block, n))
			return false;
		hash_sha256_update(&f->state, (str){block, n});
		f->hashed += n;
	}
	hash_sha256_final(&f->state, out);
	return true;
}
