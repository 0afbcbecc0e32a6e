/* FlatBuffers (flatbuffers.dev, "Internals") with every offset checked, over files of any size.
 * Tables may share what they refer to, so whoever walks a schema is bounded by fuel, not by the
 * file's size. */
#ifndef MODEL_FLATBUFFER_H
#define MODEL_FLATBUFFER_H

#include "base/blob.h"

enum fb_code {
	FB_DIAG_NONE,
	FB_DIAG_ROOT,	/* no root table */
	FB_DIAG_OFFSET, /* an offset leads out of the file */
	FB_DIAG_VTABLE, /* a table's vtable is no vtable, or lies outside */
	FB_DIAG_FIELD,	/* a field lies outside its table */
	FB_DIAG_VECTOR, /* a vector or string is longer than the file */
	FB_DIAG_FUEL,	/* more than LIMIT_FB_READS */
	FB_DIAG_READ,	/* the bytes cannot be had */
};

struct fb_diag {
	enum fb_code code;
	uint64_t offset;
	const char *msg;
};

struct fb {
	struct blob blob;
	struct arena *arena;
	uint8_t *store; /* in arena */
	str window;
	uint64_t window_at;
	uint64_t fuel;
	struct fb_diag diag; /* the first one */
};

struct fb_table { /* at == 0: there is none */
	uint64_t at, vtable;
	uint16_t vtable_size, size;
};

struct fb_vector { /* at: of its first element */
	uint64_t at;
	uint32_t count;
	unsigned width;
};

/* borrows the blob */
struct fb fb_of(struct arena *a, struct blob b);
struct fb_table fb_root(struct fb *f);

/* Field `index` of a table, or what it is when it is absent. */
uint64_t fb_number(struct fb *f, struct fb_table t, unsigned index, unsigned width, uint64_t dflt);
struct fb_table fb_child(struct fb *f, struct fb_table t, unsigned index);
/* Elements of `width` bytes; of tables and strings: 4. */
struct fb_vector fb_list(struct fb *f, struct fb_table t, unsigned index, unsigned width);
/* The first bytes of a string or byte vector, at most `most`: borrowed, or copied to `to`. p ==
 * NULL when the field is absent. */
str fb_text(struct fb *f, struct fb_table t, unsigned index, uint8_t *to, size_t most);
/* Element i of a vector of tables (i < v.count) or numbers. */
struct fb_table fb_item(struct fb *f, struct fb_vector v, uint32_t i);
uint64_t fb_item_number(struct fb *f, struct fb_vector v, uint32_t i);
/* Bytes of a vector as a blob. */
struct blob fb_blob(const struct fb *f, struct fb_vector v);

#endif
