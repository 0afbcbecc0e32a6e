/* The wire format of protocol buffers (protobuf.dev, "Encoding"): a field is a tag (number << 3 |
 * wire type) and a value. Readers disagree on little: unknown fields, groups among them, are passed
 * over, a field with another wire type than the schema's is unknown, the last of several values of
 * a singular field counts and singular messages are merged. So whoever walks a schema with this
 * reader visits every occurrence.
 *
 * Traps: a negative int32 takes 10 bytes; the 10th byte of a varint holds one bit; a tag is 32 bits
 * and may be written longer than needed; a length is checked against the message it lies in, never
 * against the file alone. */
#include "model/protobuf.h"

#include "base/limits.h"

#define WINDOW ((size_t)32 * 1024)
#define WINDOW_FIRST                                                                               \
	((size_t)4096) /* after a jump: most jumps pass over one tensor after another */

struct pb pb_of(struct arena *a, struct blob b)
{
	struct pb p = {.blob = b, .arena = a, .fuel = LIMIT_PB_FIELDS};

	if (b.memory != NULL)
		p.window = (str){b.memory, (size_t)b.size};
	return p;
}

static bool bad(struct pb *p, enum pb_code code, uint64_t offset, const char *msg)
{
	if (p->diag.code == PB_DIAG_NONE)
		p->diag = (struct pb_diag){code, offset, msg};
	return false;
}

/* At least `want` bytes (at most 16) from `at` on, fewer at `end`. */
static str look(struct pb *p, uint64_t at, uint64_t end, size_t want)
{
	uint64_t in = at - p->window_at, left = end > at ? end - at : 0;
	size_t n, room;

	if (left < want)
		want = (size_t)left;
	if (at >= p->window_at && in <= p->window.n && p->window.n - in >= want)
		return str_slice(p->window, (size_t)in, (size_t)in + want);
	if (p->blob.memory != NULL) /* a head that is shorter than the message says */
		return str_slice(p->window, (size_t)at, (size_t)at + want);
	if (at > p->blob.size)
		return (str){NULL, 0};
	if (p->store == NULL)
		p->store = arena_raw(p->arena, WINDOW, 1);
	/* in order: as much as there is room for; after a jump: little */
	room = at >= p->window_at && in <= p->window.n ? WINDOW : WINDOW_FIRST;
	n = p->blob.size - at < room ? (size_t)(p->blob.size - at) : room;
	p->window = (str){p->store, n};
	p->window_at = at;
	if (!blob_copy(p->blob, at, p->store, n)) {
		p->window.n = 0;
		bad(p, PB_DIAG_READ, at, "these bytes cannot be read");
		return (str){NULL, 0};
	}
	return str_slice(p->window, 0, want);
}

bool pb_varint(struct pb *p, struct pb_range *in, uint64_t *value)
{
	str s = look(p, in->at, in->end, 10);
	uint64_t v = 0;

	for (size_t i = 0; i < s.n; i++) {
		v |= (uint64_t)(s.p[i] & 0x7f) << 7 * i;
		if (s.p[i] & 0x80)
			continue;
		if (i == 9 && s.p[i] > 1) /* readers drop these bits: go on as they do */
			bad(p, PB_DIAG_VARINT, in->at, "a varint of more than 64 bits");
		in->at += i + 1;
		*value = v;
		return true;
	}
	if (in->at >= in->end)
		return false;
	if (s.n < 10)
		bad(p, PB_DIAG_CUT, in->at, "the message ends inside a varint");
	else
		bad(p, PB_DIAG_VARINT, in->at, "a varint of more than 10 bytes");
	in->at = in->end;
	return false;
}

static bool read_fixed(struct pb *p, struct pb_range *in, size_t n, uint64_t *value)
{
	str s = look(p, in->at, in->end, n);

	if (s.n < n) {
		in->at = in->end;
		return bad(p, PB_DIAG_CUT, in->at, "the message ends inside a fixed-width number");
	}
	*value = 0;
	for (size_t i = 0; i < n; i++)
		*value |= (uint64_t)s.p[i] << 8 * i;
	in->at += n;
	return true;
}

static bool read_length(struct pb *p, struct pb_range *in, struct pb_field *f)
{
	uint64_t n;

	if (in->at >= in->end)
		return bad(p, PB_DIAG_CUT, f->at, "the message ends after a field's tag");
	if (!pb_varint(p, in, &n))
		return false;
	if (n > in->end - in->at) {
		in->at = in->end;
		return bad(p, PB_DIAG_LENGTH, f->at,
			   "a length that reaches beyond the message it is in");
	}
	f->body = (struct pb_range){in->at, in->at + n};
	in->at += n;
	return true;
}

static bool read_tag(struct pb *p, struct pb_range *in, struct pb_field *f)
{
	uint64_t tag;

	*f = (struct pb_field){.at = in->at};
	if (in->at >= in->end)
		return false;
	if (p->fuel == 0) {
		in->at = in->end;
		return bad(p, PB_DIAG_FUEL, f->at, "more fields than assay reads");
	}
	p->fuel--;
	if (!pb_varint(p, in, &tag))
		return false;
	f->number = (uint32_t)(tag >> 3);
	f->wire = (enum pb_wire)(tag & 7);
	if (tag > UINT32_MAX || f->number == 0) {
		in->at = in->end;
		return bad(p, PB_DIAG_NUMBER, f->at, "a field number outside 1 to 536870911");
	}
	return true;
}

/* The value after a tag, except of groups. */
static bool read_value(struct pb *p, struct pb_range *in, struct pb_field *f)
{
	switch (f->wire) {
	case PB_VARINT:
		if (in->at >= in->end)
			return bad(p, PB_DIAG_CUT, f->at, "the message ends after a field's tag");
		return pb_varint(p, in, &f->value);
	case PB_FIXED64:
		return read_fixed(p, in, 8, &f->value);
	case PB_FIXED32:
		return read_fixed(p, in, 4, &f->value);
	case PB_BYTES:
		return read_length(p, in, f);
	case PB_GROUP:
	case PB_GROUP_END:
		break;
	}
	in->at = in->end;
	return bad(p, PB_DIAG_WIRE, f->at, "a wire type that does not exist");
}

/* Passes over a group: everything up to the end tag that belongs to it. */
static bool skip_group(struct pb *p, struct pb_range *in, const struct pb_field *opened)
{
	uint32_t open[LIMIT_ROOM(LIMIT_PB_DEPTH)];
	unsigned depth = 1;
	struct pb_field f;

	open[0] = opened->number;
	while (depth > 0) {
		if (!read_tag(p, in, &f))
			return bad(p, PB_DIAG_GROUP, opened->at, "a group that does not end");
		if (f.wire == PB_GROUP_END) {
			if (f.number != open[--depth]) {
				in->at = in->end;
				return bad(p, PB_DIAG_GROUP, f.at,
					   "the end of a group that was not opened");
			}
		} else if (f.wire == PB_GROUP) {
			if (depth == LIMIT_PB_DEPTH) {
				in->at = in->end;
				return bad(p, PB_DIAG_DEPTH, f.at, "groups nested too deep");
			}
			open[depth++] = f.number;
		} else if (!read_value(p, in, &f)) {
			return false;
		}
	}
	return true;
}

bool pb_next(struct pb *p, struct pb_range *in, struct pb_field *f)
{
	if (!read_tag(p, in, f))
		return false;
	if (f->wire == PB_GROUP)
		return skip_group(p, in, f);
	if (f->wire == PB_GROUP_END) {
		in->at = in->end;
		return bad(p, PB_DIAG_GROUP, f->at, "the end of a group that was not opened");
	}
	return read_value(p, in, f);
}

str pb_bytes(struct pb *p, const struct pb_field *f, uint8_t *to, size_t most)
{
	uint64_t size = f->wire == PB_BYTES ? pb_size(f) : 0;
	size_t n = size < most ? (size_t)size : most;
	uint64_t in = f->body.at - p->window_at;

	if (n == 0)
		return (str){NULL, 0};
	if (p->blob.memory != NULL)
		return str_slice(p->window, (size_t)f->body.at, (size_t)f->body.at + n);
	if (f->body.at >= p->window_at && in <= p->window.n && p->window.n - in >= n) {
		memcpy(to, str_slice(p->window, (size_t)in, p->window.n).p, n);
		return (str){to, n};
	}
	if (!blob_copy(p->blob, f->body.at, to, n)) {
		bad(p, PB_DIAG_READ, f->body.at, "these bytes cannot be read");
		return (str){NULL, 0};
	}
	return (str){to, n};
}

str pb_keep(struct pb *p, const struct pb_field *f, size_t most)
{
	uint64_t size = f->wire == PB_BYTES ? pb_size(f) : 0;
	size_t n = size < most ? (size_t)size : most;

	if (n == 0)
		return (str){NULL, 0};
	return pb_bytes(p, f, p->blob.memory != NULL ? NULL : arena_raw(p->arena, n, 1), n);
}

struct blob pb_blob(const struct pb *p, const struct pb_field *f)
{
	return blob_slice(p->blob, f->body.at, f->body.end);
}

/* ---- Recognition ---- */

static bool is_known(const struct pb_known *known, const struct pb_field *f)
{
	for (; known->number != 0; known++)
		if (known->number == f->number && known->wire == f->wire)
			return true;
	return false;
}

/* A reader of a head that takes the message to be as long as it says. */
static struct pb pb_of_head(str head, uint64_t size, struct pb_range *in)
{
	struct pb p = {.window = head, .fuel = 4096};

	/* What is looked at ends with the head, what is passed over with the message. */
	p.blob = (struct blob){.memory = head.p, .size = head.n};
	*in = (struct pb_range){0, size};
	return p;
}

struct pb_look pb_look(str head, uint64_t size, const struct pb_known *known)
{
	struct pb_look l = {0};
	struct pb_range in;
	struct pb p = pb_of_head(head, size, &in);
	struct pb_field f;

	while (in.at < head.n && pb_next(&p, &in, &f)) {
		if (!is_known(known, &f))
			l.odd++;
		else
			l.known++;
		if (f.number < 64)
			l.seen |= (uint64_t)1 << f.number;
	}
	l.whole = p.diag.code == PB_DIAG_NONE && in.at == size;
	/* a field that the head cuts off is no error */
	l.bad = p.diag.code != PB_DIAG_NONE &&
		!(p.diag.code == PB_DIAG_CUT && p.diag.offset + 16 > head.n && size > head.n);
	return l;
}

str pb_look_into(str head, uint64_t size, uint32_t number, uint64_t *inner_size)
{
	return pb_look_nth(head, size, number, 0, inner_size);
}

str pb_look_nth(str head, uint64_t size, uint32_t number, unsigned n, uint64_t *inner_size)
{
	struct pb_range in;
	struct pb p = pb_of_head(head, size, &in);
	struct pb_field f;

	while (in.at < head.n && pb_next(&p, &in, &f)) {
		if (f.number != number || f.wire != PB_BYTES || n-- > 0)
			continue;
		if (f.body.at > head.n)
			break;
		*inner_size = pb_size(&f);
		return str_slice(head, (size_t)f.body.at,
				 f.body.end < head.n ? (size_t)f.body.end : head.n);
	}
	*inner_size = 0;
	return (str){NULL, 0};
}
