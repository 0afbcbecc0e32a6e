/* A worker: a forked process in its jail (base/sandbox.h) that answers requests about files whose
 * descriptors it is handed. The parent's side is engine/pool.c (many files) and worker_call (one).
 *
 * Request:  u32 bytes of the body, u16 files, u8 kind, u8 zero; the descriptors ride on these eight
 *           bytes (SCM_RIGHTS). Body, per file: u32 id, u8 layers,
 *           field path.
 * Reply:    u32 id, u32 bytes, bytes; in the order of the request. The first reply of all has
 *           WORKER_HELLO for an id and no bytes: the worker is in its jail. */
#ifndef ENGINE_WORKER_H
#define ENGINE_WORKER_H

#include <sys/types.h>
#include "engine/scan.h"

enum worker_kind {
	WORKER_SCAN,   /* reply: file_result_write */
	WORKER_IGNORE, /* this and the following: what job.call makes of the bytes */
	WORKER_BASELINE,
	WORKER_CONFIG, /* + enum config_kind */
	WORKER_KINDS = WORKER_CONFIG + 16,
};

#define WORKER_HELLO UINT32_MAX

/* What a worker does. Everything here runs inside the jail, except `before`. */
struct worker_job {
	const void *ctx; /* of the parent, inherited by fork */
	/* Outside the jail, before anything hostile is read; may be NULL. */
	bool (*before)(const void *ctx);
	/* Once; in an arena that lives as long as the worker. May be NULL. */
	void *(*prepare)(struct arena *a, const void *ctx);
	void (*scan)(void *prepared, struct arena *a, const struct scan_input *in,
		     struct file_result *out);
	/* Files are not read: `scan` has what is in them from elsewhere, or reads them by in->file.
	 */
	bool unread;
	struct trace *trace; /* where spans of time go; NULL: nowhere */
	bool hash;	     /* digests are wanted: large files are digested while they are read */
	void (*call)(unsigned kind, struct arena *a, str bytes, struct buf *out);
};

struct worker {
	pid_t pid;
	int fd; /* the parent's end; -1 = no worker */
	/* Shared page: id of the file the worker is at, and a count that goes up with every read
	 * of a large file: a sign of life. Hints only. */
	volatile uint32_t *file_at;
};

/* false and errno when there can be no worker. */
MUST_CHECK bool worker_start(struct worker *w, const struct worker_job *job);
void worker_stop(struct worker *w); /* at once, whatever it is doing */

struct worker_file {
	uint32_t id;
	uint8_t layers; /* which may look at it; 0 = all */
	str path;
	int fd;
};

/* Sends one request; closes no descriptor. false: the worker is lost, or (errno ETOOMANYREFS) the
 * kernel wants fewer descriptors under way. */
MUST_CHECK bool worker_send(struct worker *w, unsigned kind, const struct worker_file *files,
			    unsigned count);

/* One question, one answer, in arena; waits. false: the worker is lost or not in its jail. */
MUST_CHECK bool worker_call(struct worker *w, struct arena *a, unsigned kind, str path, int fd,
			    str *out);

#endif
