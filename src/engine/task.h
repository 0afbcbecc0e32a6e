/* A task: a forked process in its jail (base/sandbox.h) that does one job on descriptors it is
 * handed: reads some, writes others. Unlike a worker it knows one job only, may take as long as it
 * shows that it goes on, and is spoken to only with a word of a few bytes.
 *
 * To the task:   up to TASK_WORD bytes at a time (task_tell).
 * From the task: u32 kind, field bytes. The first of all is TASK_HELLO without bytes: it is in its
 *                jail. The last is TASK_REPLY; the task is over. */
#ifndef ENGINE_TASK_H
#define ENGINE_TASK_H

#include <sys/types.h>
#include "base/buf.h"

#define TASK_FILES 4  /* descriptors that a task may have */
#define TASK_WORD 256 /* bytes it may be told at once */

/* Of both sides, a shared page. What the task says in it is a hint and nothing else. */
struct task_page {
	volatile uint32_t pulse;     /* counted up: a sign of life */
	volatile uint64_t done, all; /* of whatever the job counts */
};

/* What a job sees. */
struct task_inside {
	struct arena *arena;
	const void *ctx;
	int file[TASK_FILES]; /* the descriptors, in the order in which they were given; -1: none */
	struct task_page *page;
	struct buf *reply; /* what is answered at the end */
	int fd;		   /* of the implementation */
};

struct task_job {
	const void *ctx;		     /* of the parent, inherited by fork */
	void (*work)(struct task_inside *t); /* in the jail, with a fail point set */
	/* What is answered when it failed: a limit (memory) or a broken invariant of ours. */
	void (*failed)(struct task_inside *t, bool memory, const char *what);
	size_t memory; /* cap of the arena */
	bool writes;   /* the jail lets it write to its descriptors at any place */
};

/* In the task: exactly n bytes from the parent; false: the parent is gone. */
MUST_CHECK bool task_hear(struct task_inside *t, void *to, size_t n);

enum task_state {
	TASK_RUNNING,
	TASK_ANSWERED, /* `reply` is there, whole; hostile */
	TASK_LOST,     /* it died, or talked nonsense */
	TASK_HUNG,     /* no sign of life for too long */
	TASK_NO_JAIL,  /* it could not enter its jail: nothing was read */
};

struct task {
	pid_t pid;
	int fd; /* the parent's end; -1 = no task */
	struct task_page *page;
	enum task_state state;
	struct arena *arena;
	struct buf in;
	str reply;
	bool in_jail;
	uint32_t pulse;
	int64_t began_ns, heard_ns;
};

/* false and errno when there can be no task. The descriptors stay the caller's. What is answered
 * will be in `a`. */
MUST_CHECK bool task_start(struct task *t, struct arena *a, const struct task_job *job,
			   const int *files, unsigned count);
void task_stop(struct task *t); /* at once, whatever it is doing; nothing when there is none */
/* False: it cannot be told any more. */
bool task_tell(struct task *t, str word);

/* Waits until one of the tasks is no longer running, `ms` have passed or `also` (-1: none) can be
 * read. Tasks that are not running are passed over. */
void task_wait(struct task *const *tasks, unsigned count, int also, int ms);
/* What is to be said when it ended without an answer; a literal. */
const char *task_problem(enum task_state state);

#endif
