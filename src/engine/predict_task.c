#include "engine/predict_task.h"

#include <errno.h>
#include <unistd.h>
#include "base/cur.h"
#include "base/input.h"
#include "base/limits.h"

/* ---- Inside ---- */

struct file_sink {
	struct predict_sink sink;
	int fd, error;
	struct task_page *page;
};

static bool write_file(struct predict_sink *s, str bytes)
{
	struct file_sink *f = (struct file_sink *)s;

	f->page->pulse++;
	f->page->done += bytes.n;
	if (output_all(f->fd, bytes))
		return true;
	f->error = errno;
	return false;
}

static void put_answer(struct buf *b, const struct predict_result *r, int error, bool memory)
{
	buf_u8(b, (uint8_t)r->end);
	buf_u32(b, (uint32_t)error);
	buf_u8(b, memory);
	buf_field(b, str_slice(r->where, 0, LIMIT_MESSAGE_BYTES));
	buf_field(b, str_slice(r->why, 0, LIMIT_MESSAGE_BYTES));
	buf_u64(b, r->rows);
}

static void predict_inside(struct task_inside *t)
{
	const struct predict_ask *ask = t->ctx;
	struct file_sink sink = {{write_file}, t->file[3], 0, t->page};
	struct predict_job j = {.sink = &sink.sink,
				.what = ask->what,
				.format = ask->format,
				.header = ask->header};
	struct predict_result r = {.end = PREDICT_UNREAD};
	struct blob_file npz, input;

	if (blob_file_open(&npz, t->file[0], &t->page->pulse) &&
	    blob_file_open(&input, t->file[2], &t->page->pulse) &&
	    input_read(t->arena, t->file[1], LIMIT_PREDICT_CONFIG, &j.config) == INPUT_OK) {
		j.npz = blob_file(&npz);
		j.input = blob_file(&input);
		t->page->all = j.input.size;
		r = predict_run(t->arena, &j);
	}
	put_answer(t->reply, &r, sink.error, false);
}

static void predict_failed(struct task_inside *t, bool memory, const char *what)
{
	struct predict_result r = {.end = PREDICT_MODEL, .why = str_of(what)};

	put_answer(t->reply, &r, 0, memory);
}

struct task_job predict_task(const struct predict_ask *ask)
{
	return (struct task_job){
		.ctx = ask,
		.work = predict_inside,
		.failed = predict_failed,
		.memory = LIMIT_TASK_MEMORY,
	};
}

/* ---- Outside ---- */

bool predict_answer_read(struct arena *a, str reply, struct predict_answer *out)
{
	struct cur c = cur_of(arena_dup(a, reply));
	uint8_t end = cur_u8(&c);

	*out = (struct predict_answer){.end = (enum predict_end)end};
	out->error = (int)(cur_u32le(&c) & 0xfff);
	out->memory = cur_u8(&c) != 0;
	out->where = cur_field(&c);
	out->why = cur_field(&c);
	out->rows = cur_u64le(&c);
	return end <= PREDICT_UNWRITTEN && !c.bad && cur_left(&c) == 0;
}
