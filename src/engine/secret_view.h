/* A text that is looked at for secrets, and the way back to the bytes it came from: the file
 * itself, or something decoded out of another view (an escaped string, base64, literals put
 * together). */
#ifndef ENGINE_SECRET_VIEW_H
#define ENGINE_SECRET_VIEW_H

#include "base/buf.h"

struct secret_piece { /* from `at` in this text on, bytes correspond to those from `outer` on */
	uint32_t at, outer;
};

struct secret_view {
	str text;
	const struct secret_view *outer; /* NULL: the input itself */
	unsigned depth;
	/* The bytes of `outer` that this was made of. */
	uint32_t from, to;
	const struct secret_piece *pieces; /* by `at`; none: the whole corresponds to [from, to) */
	uint32_t piece_count;
	/* Up to where literals were put together, strings and percent signs decoded. */
	uint32_t folded, unescaped, percent;
	/* Up to where lines of base64 are no text together. */
	uint32_t wrapped;
	uint32_t bare; /* on the line of this place no quote stands to the left of it */
	/* The last byte that was read for the keyword at hand where its line may have ended. */
	uint32_t reach;
};

static inline void secret_view_saw(struct secret_view *v, uint32_t at)
{
	if (at > v->reach)
		v->reach = at;
}

/* Where an offset lies in the input. `end`: it is the end of something. */
uint32_t secret_view_place(const struct secret_view *v, uint32_t at, bool end);

/* A view under construction. */
struct secret_maker {
	struct buf text;
	struct secret_piece *pieces;
	uint32_t count, room;
	struct arena *arena;
};

struct secret_maker secret_maker_in(struct arena *a);
/* The bytes [from, to) of the outer text, as they are. */
void secret_maker_copy(struct secret_maker *m, str outer, uint32_t from, uint32_t to);
/* One byte that stands for what begins at `from`. */
void secret_maker_byte(struct secret_maker *m, uint8_t c, uint32_t from);
struct secret_view *secret_maker_view(struct secret_maker *m, const struct secret_view *outer,
				      uint32_t from, uint32_t to);

/* The string that holds `at`, with its escapes decoded: from quote to quote in the line. NULL: it
 * is in no string, or has no escapes. */
struct secret_view *secret_unescape(struct arena *a, struct secret_view *v, uint32_t at);
/* The same of bytes that are known to be one. */
struct secret_view *secret_unescape_range(struct arena *a, struct secret_view *v, uint32_t from,
					  uint32_t to);
/* The same, added to a view under construction. */
void secret_unescape_into(struct secret_maker *m, str s, uint32_t from, uint32_t to);
/* String literals beside each other, put together: the literal that holds `at` and those that
 * follow, with nothing but white space, `+`, `.`, `\` between. NULL: there is only one. */
struct secret_view *secret_fold(struct arena *a, struct secret_view *v, uint32_t at);
/* The same, where the first one's content is known: [from, to), quotes around it. */
struct secret_view *secret_fold_from(struct arena *a, struct secret_view *v, uint32_t from,
				     uint32_t to);
/* Base64 (both alphabets), hexadecimal digits, percent signs: NULL when what comes out is no text.
 */
struct secret_view *secret_decode_base64(struct arena *a, struct secret_view *v, uint32_t from,
					 uint32_t to);
struct secret_view *secret_decode_hex(struct arena *a, struct secret_view *v, uint32_t from,
				      uint32_t to);
struct secret_view *secret_decode_percent(struct arena *a, struct secret_view *v, uint32_t from,
					  uint32_t to);

#endif
