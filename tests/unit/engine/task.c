#include "engine/task.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/fail.h"
#include "base/input.h"
#include "base/limits.h"
#include "test.h"

static enum task_state finish(struct task *t)
{
	struct task *const all[] = {t};

	while (t->state == TASK_RUNNING)
		task_wait(all, 1, -1, 1000);
	return t->state;
}

static enum task_state run_task(struct arena *a, struct task *t, void (*work)(struct task_inside *),
				const int *files, unsigned count)
{
	const struct task_job job = {.work = work, .memory = 4 * MiB, .writes = true};

	if (!task_start(t, a, &job, files, count))
		return TASK_LOST;
	return finish(t);
}

static void copy(struct task_inside *t)
{
	uint8_t bytes[64];
	ssize_t n = pread(t->file[0], bytes, sizeof(bytes), 0);

	CHECK(n == 5);
	if (pwrite(t->file[2], bytes, (size_t)n, 3) == n)
		buf_add(t->reply, S("copied"));
	if (t->file[1] < 0 && t->file[3] < 0)
		buf_add(t->reply, S(" all"));
}

TEST(task_copies_between_descriptors)
{
	int in = memfd_create("in", 0), out = memfd_create("out", 0);
	int files[] = {in, -1, out};
	uint8_t got[8];
	struct task t;

	CHECK(output_all(in, S("hello")));
	CHECK_INT(run_task(a, &t, copy, files, 3), TASK_ANSWERED);
	CHECK_STR(t.reply, S("copied all"));
	CHECK_INT(pread(out, got, 8, 0), 8);
	CHECK_STR(((str){got + 3, 5}), S("hello"));
	task_stop(&t);
	task_stop(&t);
	CHECK_STR(t.reply, S("copied all"));
}

/* Descriptors that are below their new numbers, above them, and the same. */
TEST(task_descriptors_in_any_order)
{
	int files[3];
	uint8_t got[8];
	struct task t;

	close(3);
	close(4);
	close(5);
	files[2] = memfd_create("out", 0);
	files[0] = memfd_create("in", 0);
	files[1] = -1;
	CHECK(output_all(files[0], S("order")));
	CHECK_INT(run_task(a, &t, copy, files, 3), TASK_ANSWERED);
	CHECK_INT(pread(files[2], got, 8, 0), 8);
	CHECK_STR(((str){got + 3, 5}), S("order"));
	task_stop(&t);
}

static void be_told(struct task_inside *t)
{
	uint8_t word[4];

	if (task_hear(t, word, sizeof(word)))
		buf_add(t->reply, (str){word, 4});
}

TEST(task_is_told)
{
	const struct task_job job = {.work = be_told, .memory = MiB};
	struct task t;

	CHECK(task_start(&t, a, &job, NULL, 0));
	CHECK(task_tell(&t, S("word")));
	CHECK_INT(finish(&t), TASK_ANSWERED);
	CHECK_STR(t.reply, S("word"));
	task_stop(&t);
	CHECK(!task_tell(&t, S("word")));
}

static void open_something(struct task_inside *t)
{
	buf_printf(t->reply, "%d", getppid());
}

TEST(task_is_in_a_jail)
{
	struct task t;

	CHECK_INT(run_task(a, &t, open_something, NULL, 0), TASK_LOST);
	task_stop(&t);
	CHECK(task_problem(t.state)[0] != 0);
}

static void write_at(struct task_inside *t)
{
	if (pwrite(t->file[0], "x", 1, 7) == 1)
		buf_add(t->reply, S("written"));
}

TEST(task_writes_only_if_it_may)
{
	const struct task_job job = {.work = write_at, .memory = MiB};
	int out = memfd_create("out", 0);
	struct task t;

	CHECK(task_start(&t, a, &job, &out, 1));
	CHECK_INT(finish(&t), TASK_LOST);
	CHECK_INT(lseek(out, 0, SEEK_END), 0);
	task_stop(&t);
	CHECK_INT(run_task(a, &t, write_at, &out, 1), TASK_ANSWERED);
	CHECK_INT(lseek(out, 0, SEEK_END), 8);
	task_stop(&t);
}

static void eat(struct task_inside *t)
{
	buf_add(t->reply, S("begun"));
	for (;;)
		(void)NEW(t->arena, uint64_t, 1000);
}

static void say_why(struct task_inside *t, bool memory, const char *what)
{
	buf_printf(t->reply, "%s: %s", memory ? "memory" : "assert", what);
}

TEST(task_out_of_memory_answers)
{
	const struct task_job job = {.work = eat, .failed = say_why, .memory = 4 * MiB};
	struct task t;

	CHECK(task_start(&t, a, &job, NULL, 0));
	CHECK_INT(finish(&t), TASK_ANSWERED);
	CHECK(str_starts(t.reply, S("memory: ")));
	task_stop(&t);
}

static void break_word(struct task_inside *t)
{
	ASSERT(t == NULL);
}

TEST(task_broken_invariant_answers)
{
	const struct task_job job = {.work = break_word, .failed = say_why, .memory = MiB};
	struct task t;

	CHECK(task_start(&t, a, &job, NULL, 0));
	CHECK_INT(finish(&t), TASK_ANSWERED);
	CHECK_STR(t.reply, S("assert: t == NULL"));
	task_stop(&t);
}

static void answer_too_much(struct task_inside *t)
{
	(void)buf_room(t->reply, LIMIT_TASK_REPLY + 1);
}

TEST(task_answers_within_limits)
{
	struct task t;

	CHECK_INT(run_task(a, &t, answer_too_much, NULL, 0), TASK_LOST);
	task_stop(&t);
}

static void nonsense(struct task_inside *t)
{
	static const char words[] = "\x02\0\0\0\x01\0\0\0xy";

	(void)!send(t->fd, words, sizeof(words) - 1, 0);
}

TEST(task_bytes_behind_the_reply)
{
	struct task t;

	CHECK_INT(run_task(a, &t, nonsense, NULL, 0), TASK_LOST);
	task_stop(&t);
}

static void claim(struct task_inside *t)
{
	(void)!send(t->fd, "\x02\0\0\0\xff\xff\xff\x7f", 8, 0);
	for (;;)
		(void)!task_hear(t, (char[1]){0}, 1);
}

TEST(task_reply_longer_than_any)
{
	struct task t;

	CHECK_INT(run_task(a, &t, claim, NULL, 0), TASK_LOST);
	task_stop(&t);
}

static void wait_for_ever(struct task_inside *t)
{
	while (task_hear(t, (char[1]){0}, 1))
		;
}

TEST(task_killed_is_lost)
{
	const struct task_job job = {.work = wait_for_ever, .memory = MiB};
	struct task *const all[1] = {&(struct task){0}};
	int pipes[2];

	CHECK(pipe(pipes) == 0);
	CHECK(task_start(all[0], a, &job, NULL, 0));
	CHECK(write(pipes[1], "x", 1) == 1);
	task_wait(all, 1, pipes[0], 60000);
	CHECK_INT(all[0]->state, TASK_RUNNING);
	while (!all[0]->in_jail)
		task_wait(all, 1, -1, 100);
	kill(all[0]->pid, SIGKILL);
	CHECK_INT(finish(all[0]), TASK_LOST);
	task_stop(all[0]);
}

/* A clock that has moved on stands for the minute of silence. */
TEST(task_silent_is_hung)
{
	const struct task_job job = {.work = wait_for_ever, .memory = MiB};
	struct task *const all[1] = {&(struct task){0}};

	CHECK(task_start(all[0], a, &job, NULL, 0));
	while (!all[0]->in_jail)
		task_wait(all, 1, -1, 100);
	all[0]->heard_ns -= (int64_t)(LIMIT_WORKER_SECONDS + 1) * 1000000000;
	all[0]->page->pulse++;
	task_wait(all, 1, -1, 1);
	CHECK_INT(all[0]->state, TASK_RUNNING);
	all[0]->heard_ns -= (int64_t)(LIMIT_WORKER_SECONDS + 1) * 1000000000;
	task_wait(all, 1, -1, 1);
	CHECK_INT(all[0]->state, TASK_HUNG);
	task_stop(all[0]);
	CHECK_INT(all[0]->state, TASK_HUNG);
}
