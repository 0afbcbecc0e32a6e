#include "base/arena.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/fail.h"
#include "base/limits.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_GAPS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_GAPS 1
#endif
#endif

#ifdef ARENA_GAPS
#include <sanitizer/asan_interface.h>
#define GAP 16
#define poison(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define unpoison(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define GAP 0
#define poison(p, n) ((void)(p), (void)(n))
#define unpoison(p, n) ((void)(p), (void)(n))
#endif

struct arena_block {
	struct arena_block *older;
	size_t size;		    /* of data */
	uint8_t data[] ALIGNED(16); /* what malloc promises; arena_raw aligns further */
};

void arena_init(struct arena *a, size_t cap)
{
	*a = (struct arena){.cap = cap};
}

size_t arena_used(const struct arena *a)
{
	return a->held - (size_t)(a->end - a->at);
}

void arena_free(struct arena *a)
{
	while (a->block != NULL) {
		struct arena_block *older = a->block->older;
		unpoison(a->block->data, a->block->size);
		free(a->block);
		a->block = older;
	}
	arena_init(a, a->cap);
}

/* Keeps the oldest block if it has the standard size: files that need more are rare, and giving
 * their blocks back bounds the memory of a worker between files. */
void arena_reset(struct arena *a)
{
	struct arena_block *b = a->block;

	while (b != NULL && b->older != NULL) {
		struct arena_block *older = b->older;
		unpoison(b->data, b->size);
		free(b);
		b = older;
	}
	a->block = b;
	if (b == NULL)
		return;
	poison(b->data, b->size);
	a->at = b->data;
	a->end = b->data + b->size;
	a->held = b->size;
}

void arena_keep_pages(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, LIMIT_KEPT_PAGES / 2);
	mallopt(M_TRIM_THRESHOLD, LIMIT_KEPT_PAGES);
#endif
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->at, a->block};
}

void arena_release(struct arena *a, struct arena_mark mark)
{
	while (a->block != mark.block) {
		struct arena_block *older = a->block->older;
		unpoison(a->block->data, a->block->size);
		a->held -= a->block->size;
		free(a->block);
		a->block = older;
	}
	a->at = mark.at;
	a->end = mark.block ? mark.block->data + mark.block->size : NULL;
	if (mark.block != NULL)
		poison(a->at, (size_t)(a->end - a->at));
}

static NOINLINE void arena_grow(struct arena *a, size_t need)
{
	size_t size = LIMIT_ARENA_BLOCK;
	struct arena_block *b;

	if (need > size)
		size = (need + 4095) & ~(size_t)4095;
	else if (a->held > size)
		size = a->held < LIMIT_ARENA_BLOCK_MAX ? a->held : LIMIT_ARENA_BLOCK_MAX;
	if (size < need)
		size = need;
	if (need > a->cap || size > a->cap - (a->held < a->cap ? a->held : a->cap)) {
		size = need;
		if (need > a->cap || a->held > a->cap - need)
			fail(FAIL_MEMORY, "memory limit of one file reached", __FILE__, __LINE__);
	}
	b = malloc(sizeof(*b) + size);
	if (b == NULL)
		fail(FAIL_MEMORY, "the system has no memory left", __FILE__, __LINE__);
	b->older = a->block;
	b->size = size;
	poison(b->data, size);
	a->block = b;
	a->held += size;
	a->at = b->data;
	a->end = b->data + size;
}

void *arena_raw(struct arena *a, size_t size, size_t align)
{
	size_t pad = -(uintptr_t)a->at & (align - 1);
	uint8_t *p;

	if (UNLIKELY(size > (size_t)-1 - 128) ||
	    UNLIKELY((size_t)(a->end - a->at) < pad + size + GAP)) {
		ASSERT(align <= 64 && (align & (align - 1)) == 0);
		if (size > a->cap)
			fail(FAIL_MEMORY, "memory limit of one file reached", __FILE__, __LINE__);
		arena_grow(a, size + align + GAP);
		pad = -(uintptr_t)a->at & (align - 1);
	}
	p = a->at + pad;
	a->at = p + size + GAP;
	unpoison(p, size);
	return p;
}

void *arena_alloc(struct arena *a, size_t size, size_t align)
{
	void *p = arena_raw(a, size, align);

	return size > 0 ? memset(p, 0, size) : p;
}

void arena_trim(struct arena *a, void *p, size_t size, size_t used)
{
	uint8_t *start = p;

	if (a->at != start + size + GAP)
		return;
	poison(start + used, size - used);
	a->at = start + used + GAP;
}

void *arena_more(struct arena *a, void *array, uint32_t count, uint32_t *room, size_t size)
{
	uint32_t more = *room > 0 ? *room : 8;
	void *grown;

	if (count < *room)
		return array;
	if (__builtin_add_overflow(more, *room, &more))
		fail(FAIL_MEMORY, "memory limit of one file reached", __FILE__, __LINE__);
	grown = arena_array(a, more, size, _Alignof(max_align_t));
	if (count > 0)
		memcpy(grown, array, count * size);
	*room = more;
	return grown;
}

void *arena_array(struct arena *a, size_t count, size_t size, size_t align)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		fail(FAIL_MEMORY, "memory limit of one file reached", __FILE__, __LINE__);
	return arena_alloc(a, total, align);
}

str arena_dup(struct arena *a, str s)
{
	uint8_t *p = arena_alloc(a, s.n, 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (str){p, s.n};
}

str arena_lower(struct arena *a, str s)
{
	uint8_t *p = arena_raw(a, s.n, 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] | 0x20 : s.p[i];
	return (str){p, s.n};
}

const char *arena_cstr(struct arena *a, str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return p;
}

str arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args, again;
	int n;
	char *p;

	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	ASSERT(n >= 0);
	p = arena_alloc(a, (size_t)n + 1, 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (str){(const uint8_t *)p, (size_t)n};
}
