/* What all decompressors share: the window, members that follow each other, skippable frames, and
 * memory. A library sees one member at a time and is asked to begin anew for the next, so that the
 * end of each is known to the byte.
 *
 * Trap: whether another member follows is decided by its whole magic number, as trailing data may
 * begin with the same byte; what was read for that is held and fed first. */
#include "pack/codec_int.h"

#include "base/cur.h"
#include "base/fail.h"
#include "base/limits.h"

/* ---- Memory ------------------------------------------------------------------------------- */

struct heap_block {
	struct heap_block *next;
	size_t size;
	uint8_t data[] ALIGNED(16);
};

struct codec_heap {
	struct arena *arena;
	struct heap_block *unused;
};

void *codec_alloc(struct codec_heap *h, size_t size)
{
	struct heap_block *b;

	for (struct heap_block **at = &h->unused; (b = *at) != NULL; at = &b->next) {
		if (b->size >= size && b->size / 2 <= size) {
			*at = b->next;
			return b->data;
		}
	}
	if (size > SIZE_MAX - sizeof(*b))
		return NULL;
	b = arena_raw(h->arena, sizeof(*b) + size, 16);
	b->size = size;
	return b->data;
}

void codec_free(struct codec_heap *h, void *p)
{
	struct heap_block *b;

	if (p == NULL)
		return;
	b = (struct heap_block *)(void *)((uint8_t *)p - offsetof(struct heap_block, data));
	b->next = h->unused;
	h->unused = b;
}

/* ---- The stream --------------------------------------------------------------------------- */

enum codec_step codec_fail(struct codec *c, enum codec_end end, const char *why)
{
	c->end = end;
	c->out.error = why;
	return STEP_ERROR;
}

static const struct {
	const char *name;
	const struct codec_ops *ops;
	str magic; /* of a member that may follow; empty: none can */
} kinds[] = {
	[CODEC_NONE] = {"nothing", NULL, S_INIT("")},
	[CODEC_DEFLATE] = {"deflate", &codec_zlib, S_INIT("")},
	[CODEC_ZLIB] = {"zlib", &codec_zlib, S_INIT("")},
	[CODEC_GZIP] = {"gzip", &codec_zlib, S_INIT("\x1f\x8b")},
	[CODEC_BZIP2] = {"bzip2", &codec_bzip2, S_INIT("BZh")},
	[CODEC_XZ] = {"xz", &codec_lzma,
		      S_INIT("\xfd"
			     "7zXZ\0")},
	[CODEC_LZMA] = {"lzma", &codec_lzma, S_INIT("")},
	[CODEC_RAW] = {"raw lzma", &codec_lzma, S_INIT("")},
	[CODEC_ZSTD] = {"zstd", &codec_zstd, S_INIT("\x28\xb5\x2f\xfd")},
	[CODEC_LZ4] = {"lz4", &codec_lz4, S_INIT("\x04\x22\x4d\x18")},
};

const char *codec_name(enum codec_kind kind)
{
	return kinds[kind].name;
}

/* Offset in the input of the next byte that the decompressor has not seen. */
static uint64_t input_at(const struct codec *c)
{
	return stream_at(c->in) - (c->hold_count - c->hold_at);
}

/* Reads up to n bytes into the hold without consuming them; how many there are. */
static unsigned look(struct codec *c, unsigned n)
{
	unsigned left = c->hold_count - c->hold_at;
	int byte;

	memmove(c->hold, &c->hold[c->hold_at], left);
	c->hold_at = 0;
	c->hold_count = left;
	while (c->hold_count < n && (byte = stream_byte(c->in)) >= 0)
		c->hold[c->hold_count++] = (uint8_t)byte;
	return c->hold_count;
}

static bool has_skippable(enum codec_kind kind)
{
	return kind == CODEC_ZSTD || kind == CODEC_LZ4;
}

/* A skippable frame (magic 0x184D2A50..5F, u32 size) is passed over; false: there is none, or it is
 * cut short (c->end is set). */
static bool skip_frame(struct codec *c)
{
	struct cur head;
	uint64_t size, at;

	if (look(c, 8) < 8 || (c->hold[0] & 0xf0) != 0x50 || c->hold[1] != 0x2a ||
	    c->hold[2] != 0x4d || c->hold[3] != 0x18)
		return false;
	head = cur_of((str){c->hold, 8});
	cur_skip(&head, 4);
	size = cur_u32le(&head);
	c->hold_count = 0;
	at = input_at(c);
	if (c->skipped_count < CODEC_SKIPPED)
		c->skipped[c->skipped_count++] = (struct codec_range){at, size};
	c->pieces++;
	if (stream_skip(c->in, size) < size) {
		codec_fail(c, CODEC_CUT, "the data ends inside a skippable frame");
		return false;
	}
	c->taken = input_at(c) - c->start;
	return true;
}

/* Is there another member? Zero bytes between gzip members and multiples of four between xz streams
 * are padding; the check of the multiple is left out, since padding hides nothing. */
static bool another(struct codec *c)
{
	str magic = kinds[c->kind].magic;

	if (magic.n == 0)
		return false;
	if (c->kind == CODEC_GZIP || c->kind == CODEC_XZ) {
		while (look(c, 1) > 0 && c->hold[0] == 0)
			c->hold_at = 1;
	}
	return look(c, (unsigned)magic.n) >= magic.n &&
	       str_starts((str){c->hold, c->hold_count}, magic);
}

/* Begins the first or the next member; false at the end. */
static bool begin(struct codec *c)
{
	while (has_skippable(c->kind) && skip_frame(c))
		;
	if (c->end != CODEC_RUNNING)
		return false;
	if (c->pieces > 0 && !another(c)) {
		c->end = CODEC_DONE;
		return false;
	}
	c->pieces++;
	c->begun = true;
	return c->ops->begin(c);
}

/* The bytes that come next: held ones first. Empty at the end of the input. */
static str next_input(struct codec *c)
{
	if (c->hold_at < c->hold_count)
		return (str){&c->hold[c->hold_at], c->hold_count - c->hold_at};
	if (!stream_ready(c->in))
		return (str){NULL, 0};
	return (str){c->in->p, (size_t)(c->in->end - c->in->p)};
}

static void take(struct codec *c, size_t n)
{
	if (c->hold_at < c->hold_count)
		c->hold_at += (unsigned)n;
	else
		c->in->p += n;
}

/* One call of the library; the bytes made. */
static size_t advance(struct codec *c)
{
	str in = next_input(c);
	size_t used = 0, made = 0;

	switch (c->ops->step(c, in, &used, c->room, STREAM_WINDOW, &made)) {
	case STEP_ON:
		if (used == 0 && made == 0 && in.n == 0)
			codec_fail(c, CODEC_CUT,
				   c->in->error ? c->in->error
						: "the compressed data ends before its end");
		else if (used == 0 && made == 0)
			codec_fail(c, CODEC_BROKEN, "the decompressor makes no progress");
		break;
	case STEP_END:
		c->begun = false;
		break;
	case STEP_ERROR:
		break;
	}
	ASSERT(used <= in.n && made <= STREAM_WINDOW);
	take(c, used);
	if (!c->begun)
		c->taken = input_at(c) - c->start;
	return made;
}

static bool codec_more(struct stream *s)
{
	struct codec *c = (struct codec *)(void *)s;
	size_t made = 0;

	s->base = stream_at(s);
	s->start = s->p = s->end = c->room;
	while (made == 0 && c->end == CODEC_RUNNING)
		if (c->begun || begin(c))
			made = advance(c);
	c->made += made;
	s->end = c->room + made;
	return made > 0;
}

void codec_reopen(struct codec *c, struct stream *in)
{
	uint8_t *room = c->room;

	c->out = (struct stream){.start = room, .p = room, .end = room, .more = codec_more};
	c->in = in;
	c->end = CODEC_RUNNING;
	c->start = stream_at(in);
	c->taken = c->made = 0;
	c->pieces = c->skipped_count = c->hold_at = c->hold_count = 0;
	c->begun = false;
}

static struct codec *make(struct arena *a, enum codec_kind kind, const struct codec_raw *raw,
			  struct stream *in)
{
	struct codec *c = NEW(a, struct codec, 1);

	c->kind = kind;
	c->ops = kinds[kind].ops;
	c->arena = a;
	c->raw = raw;
	c->heap = NEW(a, struct codec_heap, 1);
	c->heap->arena = a;
	c->room = arena_raw(a, STREAM_WINDOW, 64);
	codec_reopen(c, in);
	return c;
}

struct codec *codec_open(struct arena *a, enum codec_kind kind, struct stream *in)
{
	ASSERT(kind != CODEC_NONE && kind != CODEC_RAW);
	return make(a, kind, NULL, in);
}

struct codec *codec_open_raw(struct arena *a, const struct codec_raw *raw, struct stream *in)
{
	return make(a, CODEC_RAW, raw, in);
}

/* ---- Recognition -------------------------------------------------------------------------- */

/* Without a magic number: do the bytes at hand decompress without an error? */
static bool decompresses(str head, enum codec_kind kind)
{
	struct arena a;
	volatile bool ok = false;
	struct fail_point here;

	arena_init(&a, 2 * LIMIT_CODEC_WINDOW);
	if (FAIL_SET(&here) == FAIL_NONE) {
		struct stream *in = stream_of(&a, blob_of(head));
		struct codec *c = codec_open(&a, kind, in);
		uint64_t most = 4 * STREAM_WINDOW;
		(void)stream_skip(&c->out, most);
		ok = c->end == CODEC_RUNNING || c->end == CODEC_DONE ||
		     (c->end == CODEC_CUT && c->made > 0);
	}
	fail_clear(&here);
	arena_free(&a);
	return ok;
}

/* .lzma: properties lc/lp/pb in one byte, a dictionary of 2^n or 2^n + 2^(n-1) bytes, the size or
 * -1, and the range coder's first byte, which is zero. */
static bool is_lzma(str head)
{
	struct cur c = cur_of(head);
	uint8_t properties = cur_u8(&c);
	uint32_t dictionary = cur_u32le(&c), high;
	uint64_t size = cur_u64le(&c);
	uint8_t first = cur_u8(&c);

	if (c.bad || properties >= 225 || first != 0 || dictionary < 4096)
		return false;
	high = dictionary & (dictionary - 1);
	if (high != 0 && (high & (high - 1)) != 0)
		return false;
	if (dictionary != UINT32_MAX && high != 0 && dictionary / 3 * 2 != high &&
	    (dictionary & -dictionary) != high >> 1)
		return false;
	/* (Nothing comes out of a size of zero, and the weights of Core ML begin so.) */
	if (size == 0 || (size != UINT64_MAX && size >> 38 != 0))
		return false;
	return decompresses(head, CODEC_LZMA);
}

static bool is_zlib(str head)
{
	if (head.n < 6 || (head.p[0] & 0x0f) != 8 || head.p[0] >> 4 > 7 ||
	    (head.p[0] << 8 | head.p[1]) % 31 != 0 || (head.p[1] & 0x20) != 0)
		return false;
	return decompresses(head, CODEC_ZLIB);
}

enum codec_kind codec_detect(str head)
{
	static const enum codec_kind by_magic[] = {CODEC_XZ, CODEC_ZSTD, CODEC_LZ4};
	static const uint8_t block[] = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};
	static const uint8_t empty[] = {0x17, 0x72, 0x45, 0x38, 0x50, 0x90};
	str at4 = str_slice(head, 4, 10);

	for (size_t i = 0; i < sizeof(by_magic) / sizeof(by_magic[0]); i++)
		if (str_starts(head, kinds[by_magic[i]].magic))
			return by_magic[i];
	if (str_starts(head, S("\x1f\x8b\x08")) && head.n >= 4 && (head.p[3] & 0xe0) == 0)
		return CODEC_GZIP;
	if (str_starts(head, S("BZh")) && head.n >= 10 && head.p[3] >= '1' && head.p[3] <= '9' &&
	    (memcmp(at4.p, block, 6) == 0 || memcmp(at4.p, empty, 6) == 0))
		return CODEC_BZIP2;
	if (head.n >= 8 && (head.p[0] & 0xf0) == 0x50 && head.p[1] == 0x2a && head.p[2] == 0x4d &&
	    head.p[3] == 0x18) {
		struct cur c = cur_of(head);
		cur_skip(&c, 4);
		cur_skip(&c, cur_u32le(&c));
		return !c.bad && str_starts(str_slice(head, c.at, head.n), kinds[CODEC_LZ4].magic)
			       ? CODEC_LZ4
			       : CODEC_ZSTD;
	}
	if (is_zlib(head))
		return CODEC_ZLIB;
	return is_lzma(head) ? CODEC_LZMA : CODEC_NONE;
}

size_t codec_zfile(str head, uint64_t *length)
{
	size_t at = 2;
	uint64_t n = 0;

	/* "ZF", the length as Python's hex() filled with spaces to 19 bytes (joblib/numpy_pickle_
	 * compat.py); Python 2 wrote one space more. */
	if (!str_starts(head, S("ZF0x")) || head.n < 24)
		return 0;
	for (at = 4; at < 21; at++) {
		uint8_t b = head.p[at], low = b | 0x20;
		if (b >= '0' && b <= '9')
			n = n << 4 | (uint64_t)(b - '0');
		else if (low >= 'a' && low <= 'f')
			n = n << 4 | (uint64_t)(low - 'a' + 10);
		else
			break;
	}
	for (; at < 21; at++)
		if (head.p[at] != ' ' && head.p[at] != 'L')
			return 0;
	*length = n;
	return head.p[21] == ' ' ? 22 : 21;
}
