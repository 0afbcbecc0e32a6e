/* See scan.h. What the build embeds (keywords.bin): u32 words, for each u8 any_case and a field;
 * u32 databases, for each a field with a serialised database, the fastest first. The library says
 * of each whether it fits the processor. */
#include "text/scan.h"

#include <hs/hs_runtime.h>
#include "base/cur.h"
#include "base/fail.h"

extern const uint8_t scan_builtin_start[], scan_builtin_end[];

#define LONGEST 255

struct scan_words {
	struct hs_database *db; /* NULL: ours */
	struct hs_scratch *scratch;
	const struct scan_word *list;
	uint32_t *first; /* by hash of a word's first two bytes: index + 1 of the first such word */
	uint32_t *next;	 /* the next one; 0 ends */
	uint8_t pairs[65536 / 8];
	bool single; /* there are words of one byte, by `one` */
	uint8_t one[256];
};

/* ---- Vectorscan ---- */

/* The library wants to allocate without a context: what it asks for while a matcher is made comes
 * from this arena, and is never given back on its own. */
static _Thread_local struct arena *memory;

static void *from_arena(size_t n)
{
	return arena_raw(memory, n, 64);
}

static void to_arena(void *p)
{
	(void)p;
}

static bool open_database(struct scan_words *w, struct arena *a, str serialised)
{
	const char *bytes = (const char *)serialised.p;
	size_t size;

	if (hs_serialized_database_size(bytes, serialised.n, &size) != HS_SUCCESS)
		return false;
	w->db = arena_raw(a, size, 64);
	if (hs_deserialize_database_at(bytes, serialised.n, w->db) != HS_SUCCESS) {
		w->db = NULL;
		return false;
	}
	memory = a;
	hs_set_scratch_allocator(from_arena, to_arena);
	ASSERT(hs_alloc_scratch(w->db, &w->scratch) == HS_SUCCESS);
	memory = NULL;
	return true;
}

struct collector {
	struct scan_hit *hits;
	size_t count, room;
};

static int collect(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
		   void *ctx)
{
	struct collector *c = ctx;

	(void)from;
	(void)flags;
	c->hits[c->count++] = (struct scan_hit){(uint32_t)to, id};
	return c->count == c->room;
}

static size_t find_fast(struct scan_words *w, str text, struct scan_hit *hits, size_t room,
			size_t *done)
{
	struct collector c = {hits, 0, room};
	hs_error_t status =
		hs_scan(w->db, (const char *)text.p, (unsigned)text.n, 0, w->scratch, collect, &c);

	ASSERT(status == HS_SUCCESS || status == HS_SCAN_TERMINATED);
	*done = status == HS_SUCCESS ? text.n : hits[c.count - 1].end;
	return c.count;
}

/* ---- Ours ---- */

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 32) : c;
}

static unsigned pair(const uint8_t *p)
{
	return lower(p[0]) | (unsigned)lower(p[1]) << 8;
}

static bool is_word_at(const struct scan_word *w, str text, size_t at)
{
	if (text.n - at < w->text.n)
		return false;
	for (size_t i = 0; i < w->text.n; i++) {
		uint8_t c = text.p[at + i], want = w->text.p[i];
		if (c != want && (!w->any_case || lower(c) != lower(want)))
			return false;
	}
	return true;
}

#define BUCKETS 4096

static size_t bucket(unsigned pair)
{
	return (pair * 2654435761u) >> 20 & (BUCKETS - 1);
}

struct scan_words *scan_words_new(struct arena *a, const struct scan_word *list, size_t count)
{
	struct scan_words *w = NEW(a, struct scan_words, 1);

	w->list = list;
	w->first = NEW(a, uint32_t, BUCKETS);
	w->next = NEW(a, uint32_t, count + 1);
	for (size_t i = count; i-- > 0;) {
		str text = list[i].text;
		size_t b;
		unsigned key;
		if (text.n == 0 || text.n > LONGEST)
			continue;
		if (text.n == 1) {
			w->single = true;
			w->one[text.p[0]] = 1;
			if (list[i].any_case)
				w->one[lower(text.p[0])] = w->one[text.p[0] & 0xDF] = 1;
			continue;
		}
		key = pair(text.p);
		b = bucket(key);
		w->pairs[key / 8] |= (uint8_t)(1 << key % 8);
		w->next[i] = w->first[b];
		w->first[b] = (uint32_t)i + 1;
	}
	return w;
}

/* In order of where they begin: the ends are sorted afterwards, among hits that overlap. */
static void settle_order(struct scan_hit *hits, size_t n)
{
	for (size_t i = n - 1; i > 0 && hits[i - 1].end > hits[i].end; i--) {
		struct scan_hit h = hits[i];
		hits[i] = hits[i - 1];
		hits[i - 1] = h;
	}
}

static size_t find_plain(struct scan_words *w, str text, struct scan_hit *hits, size_t room,
			 size_t *done)
{
	size_t n = 0;

	ASSERT(!w->single); /* nobody asks for single bytes */
	for (size_t i = 0; i + 1 < text.n; i++) {
		unsigned key = pair(text.p + i);
		if ((w->pairs[key / 8] >> key % 8 & 1) == 0)
			continue;
		for (uint32_t k = w->first[bucket(key)]; k != 0; k = w->next[k - 1]) {
			if (!is_word_at(&w->list[k - 1], text, i))
				continue;
			hits[n++] = (struct scan_hit){(uint32_t)(i + w->list[k - 1].text.n), k - 1};
			settle_order(hits, n);
			if (n == room) {
				*done = hits[n - 1].end;
				return n;
			}
		}
	}
	*done = text.n;
	return n;
}

size_t scan_words_find(struct scan_words *w, str text, struct scan_hit *hits, size_t room,
		       size_t *done)
{
	ASSERT(text.n < UINT32_MAX && room > 0);
	if (text.n == 0) {
		*done = 0;
		return 0;
	}
	return w->db != NULL ? find_fast(w, text, hits, room, done)
			     : find_plain(w, text, hits, room, done);
}

struct scan_words *scan_words_builtin(struct arena *a, const struct scan_word **list, size_t *count)
{
	str all = {scan_builtin_start, (size_t)(scan_builtin_end - scan_builtin_start)};
	struct cur c = cur_of(all);
	uint32_t n = cur_u32le(&c), databases;
	struct scan_word *words = NEW(a, struct scan_word, n + 1);
	struct scan_words *w;

	for (uint32_t i = 0; i < n; i++) {
		words[i].any_case = cur_u8(&c) != 0;
		words[i].text = cur_field(&c);
	}
	*list = words;
	*count = n;
	w = NEW(a, struct scan_words, 1);
	w->list = words;
	databases = cur_u32le(&c);
	for (uint32_t i = 0; i < databases && w->db == NULL; i++)
		(void)open_database(w, a, cur_field(&c));
	ASSERT(!c.bad);
	return w->db != NULL ? w : scan_words_new(a, words, n);
}
