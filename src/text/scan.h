/* Many words in one pass over the bytes. The only file that sees Vectorscan, of which assay links
 * the matcher alone: the words of all built-in rules are compiled when assay is built
 * (tools/keywords_compile.c) and lie in the program. Words that are known only at run time (rules
 * of a project), and processors without SSE4.2, are served by a small matcher of our own: a bit for
 * every pair of bytes that begins a word. */
#ifndef TEXT_SCAN_H
#define TEXT_SCAN_H

#include "base/arena.h"

struct scan_word {
	str text;
	bool any_case; /* ASCII letters match both cases */
};

struct scan_hit {
	uint32_t end; /* behind the word, in the text */
	uint32_t word;
};

struct scan_words; /* in arena; one thread at a time */

/* The words that were compiled into the program; *list borrows from it or is in arena. */
struct scan_words *scan_words_builtin(struct arena *a, const struct scan_word **list,
				      size_t *count);
/* Of words given now; empty ones and those over 255 bytes are left out. Borrows their texts. */
struct scan_words *scan_words_new(struct arena *a, const struct scan_word *list, size_t count);

/* All places where words end, in that order; several at one place in any order. Stops when there
 * is no room: *done is how far the text was looked at (all of it, or the end of the last hit). */
size_t scan_words_find(struct scan_words *w, str text, struct scan_hit *hits, size_t room,
		       size_t *done);

#endif
