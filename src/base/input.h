/* Reading a file whole, when whoever made it may be changing it. */
#ifndef BASE_INPUT_H
#define BASE_INPUT_H

#include "base/arena.h"

enum input {
	INPUT_OK,
	INPUT_NOT_FILE,	  /* a folder, FIFO, socket or device: not read */
	INPUT_TOO_BIG,	  /* more bytes than `max`: not read */
	INPUT_UNREADABLE, /* the system says no */
	INPUT_CHANGED,	  /* it shrank or grew meanwhile; *out holds what was read */
};

/* The whole content behind a descriptor, from its beginning, in arena and followed by INPUT_PADDING
 * zero bytes. The descriptor stays open. */
#define INPUT_PADDING 64
MUST_CHECK enum input input_read(struct arena *a, int fd, size_t max, str *out);

/* Opens a path for reading and never waits, even if it is a FIFO. -1 and errno on failure. */
int input_open(const char *path);

/* Writes everything; false and errno on failure. */
MUST_CHECK bool output_all(int fd, str bytes);

/* Puts `bytes` where `path` says so that a reader sees the old content or the new, never a part:
 * temporary file beside it, fsync, rename. false and errno on failure, with nothing left behind. */
MUST_CHECK bool output_replace(struct arena *a, str path, str bytes);

#endif
