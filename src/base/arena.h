/* Arenas: memory that is freed all at once. One arena holds everything a file needs; it is reset
 * when the file is done and keeps its blocks for the next one.
 *
 * Allocation never returns NULL: reaching the cap, or the end of the system's memory, is a
 * `fail(FAIL_MEMORY)`. Memory comes zeroed, except from arena_raw. In sanitizer builds a poisoned
 * gap follows every allocation, because a sanitizer sees nothing inside a block otherwise. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena_block;

struct arena {
	uint8_t *at, *end;	   /* free bytes of the current block */
	struct arena_block *block; /* owns; newest first */
	size_t held, cap;	   /* bytes in blocks, and how many there may be */
};

void arena_init(struct arena *a, size_t cap);
void arena_reset(struct arena *a); /* forgets all allocations, keeps one block for reuse */
void arena_free(struct arena *a);  /* gives everything back; `a` must be initialised again */
/* From now on this process keeps up to LIMIT_KEPT_PAGES of what arenas have freed. */
void arena_keep_pages(void);
size_t arena_used(const struct arena *a);

/* `size` bytes aligned to `align` (a power of two up to 64). */
void *arena_alloc(struct arena *a, size_t size, size_t align) ALLOCATES(2);

/* The same as arena_alloc, but holding anything: for bulk that is written at once (nodes, tokens).
 */
void *arena_raw(struct arena *a, size_t size, size_t align) ALLOCATES(2);
/* Gives the end of the newest allocation back: it keeps its first `used` of `size` bytes. Does
 * nothing when something was allocated since. */
void arena_trim(struct arena *a, void *p, size_t size, size_t used);

/* Where the arena stands, and back there: what was allocated since is given back. */
struct arena_mark {
	uint8_t *at;
	struct arena_block *block;
};

struct arena_mark arena_mark(const struct arena *a);
void arena_release(struct arena *a, struct arena_mark mark);

/* arena_alloc for an array; the product is checked. */
void *arena_array(struct arena *a, size_t count, size_t size, size_t align);

/* `count` zeroed objects of a type, in arena. */
#define NEW(a, type, count) ((type *)arena_array((a), (count), sizeof(type), _Alignof(type)))

/* An array of `count` elements that has room for one more: itself, or a copy twice as long (the old
 * one stays where it is). *room is what it has room for; 0 and NULL at first. */
void *arena_more(struct arena *a, void *array, uint32_t count, uint32_t *room, size_t size);
/* array = GROW(arena, array, count, &room); array[count++] = ...; */
#define GROW(a, array, count, room) arena_more((a), (array), (count), (room), sizeof(*(array)))

str arena_dup(struct arena *a, str s);		/* in arena */
str arena_lower(struct arena *a, str s);	/* ASCII letters small; in arena */
const char *arena_cstr(struct arena *a, str s); /* in arena, NUL-terminated */
str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3); /* in arena */

#endif
