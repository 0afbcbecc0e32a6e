/* A file that is written for a while and then appears whole, or never. Where the system has files
 * without a name (O_TMPFILE), nothing is left behind whatever happens; elsewhere it has a temporary
 * name in the same folder, and whoever may be ended by a signal meanwhile must discard it. */
#ifndef BASE_OUTFILE_H
#define BASE_OUTFILE_H

#include "base/arena.h"

struct outfile {
	int fd; /* to write to and read from; -1: none */
	int folder;
	const char *name;   /* in the folder; in arena */
	char temporary[32]; /* empty: it has no name yet */
	bool published;
};

/* Below the permissions that umask leaves. false and errno. */
MUST_CHECK bool outfile_open(struct outfile *f, struct arena *a, str path);
/* Onto the disk, before it is published. false and errno. */
MUST_CHECK bool outfile_sync(struct outfile *f);
/* Gives it its name: without `replace` only if nothing has that name (errno EEXIST). */
MUST_CHECK bool outfile_publish(struct outfile *f, bool replace);
/* The folder's entry onto the disk; best effort. */
void outfile_sync_folder(const struct outfile *f);
/* Removes what has the name now, when nothing is published under it. */
void outfile_remove_old(const struct outfile *f);
/* Takes the name away again, after outfile_publish without `replace`. */
void outfile_withdraw(struct outfile *f);
/* Ends it. What was not published is gone. */
void outfile_close(struct outfile *f);

#endif
