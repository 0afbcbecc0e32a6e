/* See shards.h. A file is opened anew, so it is looked at whether it still is the one that was
 * scanned; when one of its shards cannot be had none is reported. */
#include "engine/shards.h"

#include <errno.h>
#include <unistd.h>
#include "engine/pool.h"
#include "engine/problem.h"
#include "engine/run.h"

struct item {
	size_t model;
	struct report_shard *shard;
};

struct hashing {
	struct shards *t;
	struct item *items;
	uint8_t *failed; /* by model */
};

static size_t shards_of(uint64_t size)
{
	return (size_t)(size / SHARD_BYTES + (size % SHARD_BYTES != 0));
}

static void give_up(struct hashing *h, uint32_t id, const char *rule, const char *why)
{
	struct report_model *m = &h->t->models->models[h->items[id].model];
	struct finding f;

	m->shards = NULL;
	m->shard_count = 0;
	if (h->failed[h->items[id].model]++)
		return;
	f = problem(h->t->arena, rule, m->path, "its shards were not hashed: %s", why);
	h->t->problem(h->t->ctx, &f);
}

static bool failed(const struct hashing *h, uint32_t id)
{
	return h->failed[h->items[id].model] != 0;
}

static int open_shard(void *ctx, uint32_t id, struct worker_file *file)
{
	struct hashing *h = ctx;
	const struct walk *w = h->t->walk;
	const struct walk_file *f = &w->files[h->t->models->models[h->items[id].model].file];
	const struct report_shard *s = h->items[id].shard;
	int fd;

	if (failed(h, id))
		return -1;
	fd = walk_open(w, f);
	if (fd < 0 && (errno == EMFILE || errno == ENFILE))
		return POOL_NO_DESCRIPTOR;
	if (fd < 0) {
		give_up(h, id, errno == ENOENT ? "AS012" : "AS003", strerror(errno));
		return -1;
	}
	if (!walk_unchanged(w, f)) {
		close(fd);
		give_up(h, id, "AS012", "it changed after it was scanned");
		return -1;
	}
	file->path = arena_printf(h->t->arena, "%llu-%llu", (unsigned long long)s->start,
				  (unsigned long long)s->end);
	return fd;
}

static bool shard_done(void *ctx, uint32_t id, enum pool_end end, str record)
{
	struct hashing *h = ctx;
	struct cur c = cur_of(record);
	struct file_result r = {0};

	switch (end) {
	case POOL_LOST:
		give_up(h, id, "AS006", "the process that read it died");
		return true;
	case POOL_HUNG:
		give_up(h, id, "AS007", "reading it took too long");
		return true;
	case POOL_UNOPENED:
		give_up(h, id, "AS003", "the system allows no more open files");
		return true;
	case POOL_ANSWERED:
		break;
	}
	if (!file_result_read(&c, h->t->arena, &r) || cur_left(&c) != 0)
		return false;
	if (r.hashed)
		memcpy(h->items[id].shard->sha256, r.sha256, sizeof(r.sha256));
	else
		give_up(h, id, "AS012", "it changed or could not be read to its end");
	return true;
}

/* Of a file that is one shard the digest is known. */
static struct report_shard *lay_out(struct arena *a, struct report_model *m)
{
	size_t n = shards_of(m->size);
	struct report_shard *all = NEW(a, struct report_shard, n + 1);

	for (size_t i = 0; i < n; i++) {
		uint64_t start = i * SHARD_BYTES;
		uint64_t left = m->size - start;
		all[i].start = start;
		all[i].end = start + (left < SHARD_BYTES ? left : SHARD_BYTES);
	}
	if (n == 1)
		memcpy(all[0].sha256, m->sha256, sizeof(m->sha256));
	m->shards = all;
	m->shard_count = n;
	return all;
}

static uint32_t list_items(struct hashing *h)
{
	struct inventory *v = h->t->models;
	size_t most = 1;
	uint32_t n = 0;

	for (size_t i = 0; i < v->count; i++)
		most += shards_of(v->models[i].size);
	h->items = NEW(h->t->arena, struct item, most);
	for (size_t i = 0; i < v->count; i++) {
		struct report_model *m = &v->models[i];
		struct report_shard *all;
		if (m->size <= SHARD_BYTES && !m->hashed && m->size > 0)
			continue; /* why stands in its findings */
		all = lay_out(h->t->arena, m);
		for (size_t k = 0; k < m->shard_count && m->shard_count > 1; k++)
			h->items[n++] = (struct item){i, &all[k]};
	}
	return n;
}

bool shards_hash(struct shards *t, const char **why)
{
	struct hashing h = {.t = t, .failed = NEW(t->arena, uint8_t, t->models->count + 1)};
	uint32_t n = list_items(&h), *order = NEW(t->arena, uint32_t, n + 1);
	struct worker_job job = run_job_range();
	struct pool p = {.job = &job,
			 .order = order,
			 .count = n,
			 .heavy = n,
			 .jobs = t->jobs,
			 .ctx = &h,
			 .open = open_shard,
			 .done = shard_done};

	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	return n == 0 || pool_run(&p, t->arena, why);
}
