/* See reuse.h. The parent digests what it opens itself: a worker's word for what it has read would
 * let a hostile file choose whose result it replaces. A file that changes between digest and scan
 * is found out by a second stat and not kept; one that changed so shortly before the run that its
 * times could stay the same is kept without them. Models are not read whole to be checked, so they
 * are not read whole to be remembered either: of a large one only the times count. */
#include "engine/reuse.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/hash.h"
#include "base/limits.h"

enum {
	WORTH_A_CACHE = 256 * 1024, /* bytes: a smaller run is over before SQLite has started */
	FEW_FILES = 64,		    /* below, rows are asked for one by one */
	RACY_NS = 20 * 1000 * 1000,
	BLOCK = 64 * 1024,
};

struct reuse_file {
	str record;	     /* of the row, if there is one */
	uint8_t content[32]; /* the row's, later the file's own */
	bool same_stat, row, digested;
};

static bool same_stat(const struct cache_row *row, const struct walk_file *f)
{
	return row->dev == (int64_t)f->dev && row->ino == (int64_t)f->ino &&
	       row->size == (int64_t)f->size && row->mtime_ns == f->mtime_ns &&
	       row->ctime_ns == f->ctime_ns;
}

static void take_row(struct reuse *u, uint32_t id, const struct cache_row *row)
{
	const struct walk_file *f = &u->walk->files[id];
	struct reuse_file *file = &u->files[id];

	if (row->size != (int64_t)f->size)
		return;
	file->row = true;
	file->same_stat = same_stat(row, f);
	file->record = arena_dup(u->arena, row->record);
	memcpy(file->content, row->content, sizeof(file->content));
}

static void read_rows(struct reuse *u)
{
	struct cache_row row;
	uint32_t id = 0;

	if (u->walk->count < FEW_FILES) {
		for (; id < u->walk->count; id++) {
			if (cache_find(u->cache, u->walk->files[id].path, &row))
				take_row(u, id, &row);
		}
		return;
	}
	while (cache_next(u->cache, &row)) {
		int order = 1;
		while (id < u->walk->count &&
		       (order = str_cmp(u->walk->files[id].path, row.path)) < 0)
			id++;
		if (order == 0 && id < u->walk->count)
			take_row(u, id++, &row);
	}
}

void reuse_begin(struct reuse *u, struct arena *a, const struct settings *s, const struct walk *w,
		 str base)
{
	struct timespec now;
	uint64_t bytes = 0;

	*u = (struct reuse){.arena = a, .walk = w};
	for (uint32_t i = 0; i < w->count; i++)
		bytes += w->files[i].size;
	if (s->no_cache || s->reveal || bytes < WORTH_A_CACHE || base.n == 0)
		return;
	u->cache = cache_open(a, s->digest, base);
	if (u->cache == NULL)
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	u->started_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	u->files = NEW(a, struct reuse_file, w->count + 1);
	read_rows(u);
}

str reuse_known(const struct reuse *u, uint32_t id)
{
	if (u->cache == NULL || !u->files[id].same_stat)
		return (str){NULL, 0};
	return u->files[id].record;
}

static bool digest_file(int fd, uint64_t size, uint8_t out[32])
{
	struct hash_sha256_state h;
	uint8_t block[BLOCK];
	uint64_t at = 0;
	ssize_t n;

	hash_sha256_init(&h);
	while ((n = pread(fd, block, sizeof(block), (off_t)at)) > 0) {
		hash_sha256_update(&h, (str){block, (size_t)n});
		at += (uint64_t)n;
		if (at > size)
			return false;
	}
	hash_sha256_final(&h, out);
	return n == 0 && at == size;
}

static void put(struct reuse *u, uint32_t id, str record)
{
	const struct walk_file *f = &u->walk->files[id];
	struct cache_row row = {
		.path = f->path,
		.dev = (int64_t)f->dev,
		.ino = (int64_t)f->ino,
		.size = (int64_t)f->size,
		.mtime_ns = f->mtime_ns,
		.ctime_ns = f->ctime_ns < u->started_ns - RACY_NS ? f->ctime_ns : -1,
		.record = record,
	};

	memcpy(row.content, u->files[id].content, sizeof(row.content));
	cache_put(u->cache, &row);
}

str reuse_opened(struct reuse *u, uint32_t id, int fd)
{
	struct reuse_file *file;
	uint8_t content[32];
	bool same;

	if (u->cache == NULL)
		return (str){NULL, 0};
	file = &u->files[id];
	if (u->walk->files[id].size > LIMIT_READ_WHOLE) { /* known by its times alone */
		memset(file->content, 0, sizeof(file->content));
		file->digested = true;
		return (str){NULL, 0};
	}
	if (!digest_file(fd, u->walk->files[id].size, content))
		return (str){NULL, 0};
	file->digested = true;
	same = file->row && memcmp(content, file->content, sizeof(content)) == 0;
	memcpy(file->content, content, sizeof(content));
	if (!same)
		return (str){NULL, 0};
	put(u, id, file->record);
	return file->record;
}

void reuse_keep(struct reuse *u, uint32_t id, str record)
{
	if (u->cache != NULL && u->files[id].digested &&
	    walk_unchanged(u->walk, &u->walk->files[id]))
		put(u, id, record);
}

void reuse_end(struct reuse *u)
{
	cache_close(u->cache);
	u->cache = NULL;
}
