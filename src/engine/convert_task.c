#include "engine/convert_task.h"

#include <errno.h>
#include <unistd.h>
#include "base/cur.h"
#include "base/limits.h"
#include "convert/checksum.h"

#define DIGEST_BLOCK ((size_t)256 * 1024)

/* ---- Inside ---- */

struct file_sink {
	struct sink sink;
	int fd, error;
	struct task_page *page;
};

static bool write_file(struct sink *s, uint64_t at, str bytes)
{
	struct file_sink *f = (struct file_sink *)s;

	while (bytes.n > 0) {
		ssize_t n = pwrite(f->fd, bytes.p, bytes.n, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			f->error = n < 0 ? errno : ENOSPC;
			return false;
		}
		f->page->pulse++;
		f->page->done += (uint64_t)n;
		at += (uint64_t)n;
		bytes = str_slice(bytes, (size_t)n, bytes.n);
	}
	return true;
}

struct inside {
	struct task_inside *t;
	struct arena scratch, unpack;
	struct file_sink arrays, config;
	struct blob_file in, out;
};

static bool source_digest(void *ctx, uint8_t digest[32])
{
	struct inside *i = ctx;

	return task_hear(i->t, digest, HASH_SHA256_BYTES);
}

static bool written(void *ctx, struct blob *out)
{
	struct inside *i = ctx;

	if (!blob_file_open(&i->out, i->t->file[1], &i->t->page->pulse))
		return false;
	*out = blob_file(&i->out);
	return true;
}

static void put_answer(struct buf *b, const struct convert_result *r, int error, bool memory)
{
	uint32_t n = r->drop_count < CONVERT_ANSWER_DROPS ? r->drop_count : CONVERT_ANSWER_DROPS;

	buf_u8(b, (uint8_t)r->end);
	buf_u32(b, (uint32_t)error);
	buf_u8(b, memory);
	buf_field(b, str_slice(r->refusal.where, 0, LIMIT_MESSAGE_BYTES));
	buf_field(b, str_slice(r->refusal.why, 0, LIMIT_MESSAGE_BYTES));
	buf_field(b, r->format);
	buf_field(b, str_slice(r->root_class, 0, LIMIT_MESSAGE_BYTES));
	buf_u32(b, r->arrays);
	buf_u32(b, r->tied);
	buf_u64(b, r->array_bytes);
	buf_u64(b, r->bytes);
	buf_u64(b, r->config_bytes);
	buf_u64(b, r->dropped);
	buf_u32(b, n);
	for (uint32_t i = 0; i < n; i++) {
		buf_field(b, str_slice(r->drops[i].where, 0, LIMIT_MESSAGE_BYTES));
		buf_field(b, str_slice(r->drops[i].class, 0, LIMIT_MESSAGE_BYTES));
	}
}

static void sink_to(struct file_sink *f, struct task_inside *t, int fd)
{
	*f = (struct file_sink){.sink = {.write = write_file}, .fd = fd, .page = t->page};
	sink_begin(&f->sink, t->arena);
}

static void convert_inside(struct task_inside *t)
{
	const struct convert_ask *ask = t->ctx;
	struct inside *i = NEW(t->arena, struct inside, 1);
	struct convert_job j = {
		.arena = t->arena,
		.scratch = &i->scratch,
		.unpack = &i->unpack,
		.to = ask->to,
		.source = ask->source,
		.policy = ask->policy,
		.out = ask->out,
		.arrays = &i->arrays.sink,
		.config = &i->config.sink,
		.source_digest = source_digest,
		.written = written,
		.ctx = i,
	};
	struct convert_result r = {.end = CONVERT_UNREAD};

	i->t = t;
	arena_init(&i->scratch, LIMIT_TASK_MEMORY);
	arena_init(&i->unpack, LIMIT_STREAM_MEMORY);
	sink_to(&i->arrays, t, t->file[1]);
	sink_to(&i->config, t, t->file[2]);
	if (blob_file_open(&i->in, t->file[0], &t->page->pulse)) {
		j.in = blob_file(&i->in);
		t->page->all = j.in.size;
		convert_run(&j, &r);
	}
	if (i->in.failed || i->in.changed)
		r.end = CONVERT_UNREAD;
	put_answer(t->reply, &r, i->arrays.error ? i->arrays.error : i->config.error, false);
}

static void convert_failed(struct task_inside *t, bool memory, const char *what)
{
	struct convert_result r = {.end = CONVERT_REFUSED, .refusal = {.why = str_of(what)}};

	put_answer(t->reply, &r, 0, memory);
}

struct task_job convert_task(const struct convert_ask *ask)
{
	return (struct task_job){
		.ctx = ask,
		.work = convert_inside,
		.failed = convert_failed,
		.memory = LIMIT_TASK_MEMORY,
		.writes = true,
	};
}

/* False: it cannot be read to its end. */
static bool digest_file(struct blob_file *f, struct arena *a, struct checksums *c, uint8_t *digest)
{
	struct blob in = blob_file(f);
	uint8_t *block = arena_raw(a, DIGEST_BLOCK, 64);
	struct hash_sha256_state state;

	checksums_begin(c, a, in);
	hash_sha256_init(&state);
	for (uint64_t at = 0; at < in.size;) {
		str bytes = {block,
			     in.size - at < DIGEST_BLOCK ? (size_t)(in.size - at) : DIGEST_BLOCK};
		if (!blob_copy(in, at, block, bytes.n))
			return false;
		hash_sha256_update(&state, bytes);
		checksums_feed(c, bytes);
		at += bytes.n;
	}
	hash_sha256_final(&state, digest);
	return true;
}

static void digest_inside(struct task_inside *t)
{
	struct blob_file f;
	struct checksums c;
	uint8_t digest[HASH_SHA256_BYTES];

	if (!blob_file_open(&f, t->file[0], &t->page->pulse) ||
	    !digest_file(&f, t->arena, &c, digest))
		return;
	buf_add(t->reply, (str){digest, sizeof(digest)});
	buf_u8(t->reply, c.wrong.p != NULL);
	buf_field(t->reply, str_slice(c.wrong, 0, LIMIT_MESSAGE_BYTES));
	buf_u32(t->reply, c.stated);
	buf_u32(t->reply, c.found);
}

struct task_job digest_task(void)
{
	return (struct task_job){.work = digest_inside, .memory = LIMIT_TASK_MEMORY};
}

/* ---- Outside ---- */

bool digest_answer_read(struct arena *a, str reply, struct digest_answer *out)
{
	struct cur c = cur_of(arena_dup(a, reply));

	out->sha256 = cur_bytes(&c, HASH_SHA256_BYTES);
	out->damaged = cur_u8(&c) != 0;
	out->member = cur_field(&c);
	out->stated = cur_u32le(&c);
	out->found = cur_u32le(&c);
	return !c.bad && cur_left(&c) == 0;
}

bool convert_answer_read(struct arena *a, str reply, struct convert_answer *out)
{
	struct cur c = cur_of(arena_dup(a, reply));
	uint8_t end = cur_u8(&c);

	*out = (struct convert_answer){.end = (enum convert_end)end};
	out->error = (int)(cur_u32le(&c) & 0xfff);
	out->memory = cur_u8(&c) != 0;
	out->refusal.where = cur_field(&c);
	out->refusal.why = cur_field(&c);
	out->format = cur_field(&c);
	out->root_class = cur_field(&c);
	out->arrays = cur_u32le(&c);
	out->tied = cur_u32le(&c);
	out->array_bytes = cur_u64le(&c);
	out->bytes = cur_u64le(&c);
	out->config_bytes = cur_u64le(&c);
	out->dropped = cur_u64le(&c);
	out->drop_count = cur_u32le(&c);
	if (end >= CONVERT_ENDS || out->drop_count > CONVERT_ANSWER_DROPS)
		return false;
	for (uint32_t i = 0; i < out->drop_count; i++) {
		out->drops[i].where = cur_field(&c);
		out->drops[i].class = cur_field(&c);
		out->drops[i].why = "";
	}
	return !c.bad && cur_left(&c) == 0;
}
