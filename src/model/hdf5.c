/* The superblock (II), groups and object headers (IV): the walk. Depth first, so that memory is
 * that of one path; objects are remembered by the address of their header, because hard links may
 * form cycles in honest files too.
 *
 * Traps: addresses count from the superblock, whatever the base address says (the library adjusts
 * it); in version 1 headers messages are multiples of 8 bytes and the first block begins at byte
 * 16; in version 2 blocks end with a gap shorter than a message, and a checksum. */
#include "model/hdf5.h"

#include "model/hdf5_int.h"

/* ---- Telling ---- */

void hdf5_say(struct hdf5 *h, struct hdf5_item *i, uint64_t at)
{
	i->object = buf_str(&h->path);
	if (i->object.n == 0)
		i->object = S("/");
	i->at = at > h->b.size ? UINT64_MAX : h->base + at;
	h->fn(h->ctx, h, i);
}

void hdf5_problem(struct hdf5 *h, uint64_t at, const char *what)
{
	struct hdf5_item i = {.event = HDF5_PROBLEM, .what = what};

	hdf5_say(h, &i, at);
}

void hdf5_stop(struct hdf5 *h, const char *what)
{
	struct hdf5_item i = {.event = HDF5_LIMIT, .what = what};

	if (!h->stopped)
		hdf5_say(h, &i, HDF5_NOWHERE);
	h->stopped = true;
}

/* ---- Blocks ---- */

static unsigned pool_of(uint64_t n)
{
	unsigned i = 8;

	while (i < HDF5_POOLS && ((uint64_t)1 << i) < n)
		i++;
	return i;
}

bool hdf5_get(struct hdf5 *h, uint64_t at, uint64_t n, const char *what, struct block *out)
{
	unsigned pool = pool_of(n);

	*out = (struct block){{NULL, 0}, NULL, pool};
	if (h->stopped)
		return false;
	if (at >= h->b.size || n > h->b.size - at) {
		hdf5_problem(h, at < h->b.size ? at : HDF5_NOWHERE, what);
		return false;
	}
	if (pool >= HDF5_POOLS) {
		hdf5_stop(h, "a block of metadata that is larger than assay reads");
		return false;
	}
	if (n > h->fuel) {
		hdf5_stop(h, "structures that are read more often than the file is long");
		return false;
	}
	h->fuel -= n;
	if (h->b.memory != NULL) {
		out->bytes = blob_get(h->b, h->arena, at, (size_t)n);
		return true;
	}
	out->p = h->pool[pool];
	if (out->p != NULL)
		memcpy(&h->pool[pool], out->p, sizeof(void *));
	else
		out->p = arena_raw(h->arena, (size_t)1 << pool, 8);
	out->bytes = (str){out->p, (size_t)n};
	if (blob_copy(h->b, at, out->p, (size_t)n))
		return true;
	hdf5_put(h, out);
	hdf5_stop(h, "bytes that cannot be read");
	return false;
}

bool hdf5_get_some(struct hdf5 *h, uint64_t at, size_t n, struct block *out)
{
	*out = (struct block){0};
	if (at >= h->b.size)
		return false;
	if (n > h->b.size - at)
		n = (size_t)(h->b.size - at);
	return hdf5_get(h, at, n, "", out);
}

void hdf5_put(struct hdf5 *h, struct block *b)
{
	if (b->p == NULL)
		return;
	memcpy(b->p, &h->pool[b->pool], sizeof(void *));
	h->pool[b->pool] = b->p;
	*b = (struct block){0};
}

uint64_t hdf5_uint(struct cur *c, unsigned bytes)
{
	str s = cur_bytes(c, bytes);
	uint64_t v = 0;

	for (size_t i = 0; i < s.n && i < 8; i++)
		v |= (uint64_t)s.p[i] << 8 * i;
	return v;
}

uint64_t hdf5_address(const struct hdf5 *h, struct cur *c)
{
	uint64_t v = hdf5_uint(c, h->o);

	return v == UINT64_MAX >> (64 - 8 * h->o) ? HDF5_NOWHERE : v;
}

static uint32_t rot(uint32_t v, unsigned by)
{
	return v << by | v >> (32 - by);
}

/* The four bytes at `hole` count as zeros: the checksum's own place. */
static uint32_t byte_at(str s, size_t i, size_t hole)
{
	return i - hole < 4 ? 0 : s.p[i];
}

/* lookup3's hashlittle, a byte at a time. */
uint32_t hdf5_checksum(str s, size_t hole)
{
	uint32_t v[3];
	size_t i = 0;

	v[0] = v[1] = v[2] = 0xdeadbeef + (uint32_t)s.n;
	for (; s.n - i > 12; i += 12) {
		for (unsigned k = 0; k < 12; k++)
			v[k / 4] += byte_at(s, i + k, hole) << 8 * (k % 4);
		v[0] -= v[2], v[0] ^= rot(v[2], 4), v[2] += v[1];
		v[1] -= v[0], v[1] ^= rot(v[0], 6), v[0] += v[2];
		v[2] -= v[1], v[2] ^= rot(v[1], 8), v[1] += v[0];
		v[0] -= v[2], v[0] ^= rot(v[2], 16), v[2] += v[1];
		v[1] -= v[0], v[1] ^= rot(v[0], 19), v[0] += v[2];
		v[2] -= v[1], v[2] ^= rot(v[1], 4), v[1] += v[0];
	}
	if (s.n == i)
		return v[2];
	for (unsigned k = 0; i + k < s.n; k++)
		v[k / 4] += byte_at(s, i + k, hole) << 8 * (k % 4);
	v[2] ^= v[1], v[2] -= rot(v[1], 14);
	v[0] ^= v[2], v[0] -= rot(v[2], 11);
	v[1] ^= v[0], v[1] -= rot(v[0], 25);
	v[2] ^= v[1], v[2] -= rot(v[1], 16);
	v[0] ^= v[2], v[0] -= rot(v[2], 4);
	v[1] ^= v[0], v[1] -= rot(v[0], 14);
	v[2] ^= v[1], v[2] -= rot(v[1], 24);
	return v[2];
}

bool hdf5_checked(str s)
{
	struct cur c;

	if (s.n < 4)
		return false;
	c = cur_of(str_slice(s, s.n - 4, s.n));
	return cur_u32le(&c) == hdf5_checksum(str_slice(s, 0, s.n - 4), SIZE_MAX / 2);
}

unsigned hdf5_bytes_for(uint64_t limit)
{
	unsigned n = 1;

	while (limit > 255) {
		limit >>= 8;
		n++;
	}
	return n;
}

/* ---- Objects that were visited ---- */

static bool visit(struct hdf5 *h, uint64_t at);

static void grow_seen(struct hdf5 *h)
{
	uint64_t *old = h->seen;
	size_t room = h->seen_room;

	h->seen_room = room ? room * 4 : 1024;
	h->seen = NEW(h->arena, uint64_t, h->seen_room);
	h->seen_count = 0;
	for (size_t i = 0; i < room; i++)
		if (old[i] != 0)
			(void)visit(h, old[i] - 1);
}

/* Is it the first time that the object at `at` comes? */
static bool visit(struct hdf5 *h, uint64_t at)
{
	size_t i;

	if (h->seen_count * 2 >= h->seen_room)
		grow_seen(h);
	i = (size_t)(at * 0x9e3779b97f4a7c15u >> 20) & (h->seen_room - 1);
	for (; h->seen[i] != 0; i = (i + 1) & (h->seen_room - 1))
		if (h->seen[i] == at + 1)
			return false;
	h->seen[i] = at + 1;
	h->seen_count++;
	return true;
}

/* ---- Object headers (IV.A) ---- */

/* What an object's messages say. */
struct object {
	struct hdf5_item dataset;
	bool has_type, has_space;
	uint64_t links_heap, links_tree, attributes_heap, attributes_tree; /* dense storage */
	uint64_t symbols_tree, symbols_heap;				   /* an old group */
	unsigned version;
	bool only_type; /* nothing but its datatype is asked for */
	bool order;	/* version 2: messages have a creation order */
	uint64_t chunk_at[LIMIT_ROOM(LIMIT_HDF5_CHUNKS)];
	uint64_t chunk_size[LIMIT_ROOM(LIMIT_HDF5_CHUNKS)];
	unsigned chunks;
};

static void read_object(struct hdf5 *h, uint64_t at);

static size_t push(struct hdf5 *h, str name)
{
	size_t before = h->path.n;

	buf_byte(&h->path, '/');
	buf_add(&h->path, str_slice(name, 0, 1024));
	return before;
}

static void descend(struct hdf5 *h, str name, uint64_t to)
{
	size_t before;

	if (to == HDF5_NOWHERE || h->stopped)
		return;
	if (to >= h->b.size) {
		hdf5_problem(h, HDF5_NOWHERE, "a link to an object outside the file");
		return;
	}
	if (!visit(h, to))
		return;
	if (h->depth >= LIMIT_HDF5_DEPTH) {
		hdf5_stop(h, "groups that lie deeper than assay looks");
		return;
	}
	if (h->seen_count > LIMIT_HDF5_OBJECTS) {
		hdf5_stop(h, "more objects than assay looks at");
		return;
	}
	before = push(h, name);
	h->depth++;
	read_object(h, to);
	h->depth--;
	h->path.n = before;
}

/* An external link's value: version and flags, file, path (IV.A.2.g). */
static void external_link(struct hdf5 *h, struct hdf5_item *i, str value, uint64_t at)
{
	str rest = str_slice(value, 1, value.n);

	i->event = HDF5_EXTERNAL_LINK;
	i->file = str_cut(&rest, 0);
	i->target = rest.p == NULL ? S("") : str_cut(&rest, 0);
	hdf5_say(h, i, at);
}

/* A link message (IV.A.2.g). */
static void read_link(struct hdf5 *h, UNUSED void *ctx, str message, uint64_t at)
{
	struct cur c = cur_of(message);
	unsigned version = cur_u8(&c), flags = cur_u8(&c), type = 0;
	struct hdf5_item i = {.event = HDF5_SOFT_LINK};
	uint64_t n;

	if (flags & 8)
		type = cur_u8(&c);
	if (flags & 4)
		cur_skip(&c, 8);
	if (flags & 16)
		cur_skip(&c, 1);
	n = hdf5_uint(&c, 1u << (flags & 3));
	i.name = n <= cur_left(&c) ? cur_bytes(&c, (size_t)n) : (str){NULL, 0};
	if (c.bad || version != 1 || i.name.n != n) {
		hdf5_problem(h, at, "a link message that is cut short or of an unknown version");
		return;
	}
	if (type == 0) {
		uint64_t to = hdf5_address(h, &c);
		if (c.bad)
			hdf5_problem(h, at, "a hard link without an address");
		else
			descend(h, i.name, to);
		return;
	}
	i.id = type;
	i.target = cur_bytes(&c, cur_u16le(&c));
	if (c.bad) {
		hdf5_problem(h, at, "a link whose value is cut short");
	} else if (type == 64) {
		external_link(h, &i, i.target, at);
	} else {
		if (type != 1)
			i.event = HDF5_USER_LINK;
		hdf5_say(h, &i, at);
	}
}

/* A symbol of an old group (III.C): name offset, header, cache type, scratch. */
static void read_symbol(struct hdf5 *h, void *ctx, str entry, uint64_t at)
{
	const struct object *group = ctx;
	struct cur c = cur_of(entry);
	uint64_t name_at = hdf5_uint(&c, h->o), to = hdf5_address(h, &c);
	uint32_t cache = cur_u32le(&c), value_at;
	struct block name, value;
	struct hdf5_item i = {.event = HDF5_SOFT_LINK};

	cur_skip(&c, 4);
	value_at = cur_u32le(&c);
	if (!hdf5_local(h, group->symbols_heap, name_at, &name, &i.name))
		return;
	if (cache == 2) {
		if (hdf5_local(h, group->symbols_heap, value_at, &value, &i.target)) {
			hdf5_say(h, &i, at);
			hdf5_put(h, &value);
		}
	} else {
		descend(h, i.name, to);
	}
	hdf5_put(h, &name);
}

static void add_chunk(struct hdf5 *h, struct object *o, uint64_t from, uint64_t size)
{
	for (unsigned i = 0; i < o->chunks; i++)
		if (o->chunk_at[i] == from) {
			hdf5_problem(h, from, "an object header that continues in itself");
			return;
		}
	if (o->chunks == LIMIT_HDF5_CHUNKS) {
		hdf5_stop(h, "an object header of more blocks than assay looks at");
		return;
	}
	o->chunk_at[o->chunks] = from;
	o->chunk_size[o->chunks++] = size;
}

/* Link info and attribute info: flags, then [a counter,] heap and tree (IV.A.2.c, v). */
static void read_dense(struct hdf5 *h, str data, unsigned counter, uint64_t *heap, uint64_t *tree)
{
	struct cur c = cur_of(data);
	unsigned flags;

	cur_skip(&c, 1);
	flags = cur_u8(&c);
	if (flags & 1)
		cur_skip(&c, counter);
	*heap = hdf5_address(h, &c);
	*tree = hdf5_address(h, &c);
	if (c.bad)
		*heap = *tree = HDF5_NOWHERE;
}

static void on_message(struct hdf5 *h, struct object *o, unsigned type, str data, uint64_t at)
{
	struct cur c = cur_of(data);
	uint64_t from, size;

	if (o->only_type && type != 0x03 && type != 0x10)
		return;
	switch (type) {
	case 0x01:
		o->has_space = hdf5_read_space(h, data, &o->dataset.count);
		break;
	case 0x02:
		read_dense(h, data, 8, &o->links_heap, &o->links_tree);
		break;
	case 0x03:
		o->has_type = hdf5_read_type(data, &o->dataset.type);
		break;
	case 0x06:
		read_link(h, o, data, at);
		break;
	case 0x07:
		hdf5_read_external(h, data, at);
		break;
	case 0x08:
		hdf5_read_layout(h, &o->dataset, data, at);
		break;
	case 0x0b:
		hdf5_read_filters(h, data, at);
		o->dataset.id = 1;
		break;
	case 0x0c:
		hdf5_read_attribute(h, NULL, data, at);
		break;
	case 0x0f:
		cur_skip(&c, 1);
		hdf5_read_shared_table(h, hdf5_address(h, &c));
		break;
	case 0x10:
		from = hdf5_address(h, &c);
		size = hdf5_length(h, &c);
		if (c.bad || from == HDF5_NOWHERE)
			hdf5_problem(h, at, "a continuation without an address");
		else
			add_chunk(h, o, from, size);
		break;
	case 0x11:
		o->symbols_tree = hdf5_address(h, &c);
		o->symbols_heap = hdf5_address(h, &c);
		break;
	case 0x15:
		read_dense(h, data, 2, &o->attributes_heap, &o->attributes_tree);
		break;
	default:
		break;
	}
}

/* A message that is not in this header (IV.A.2, "shared message"): in another object's (a committed
 * datatype), or in the heap of shared messages. */
static void on_shared(struct hdf5 *h, struct object *o, unsigned type, str data, uint64_t at)
{
	struct hdf5_shared s;

	if (type == 0x03 && !o->only_type) {
		o->has_type = hdf5_read_shared_type(h, data, &o->dataset.type);
		return;
	}
	if (!hdf5_read_shared(h, data, &s) || s.address != HDF5_NOWHERE || type != 0x0c ||
	    o->only_type)
		return;
	if (h->shared_attributes == HDF5_NOWHERE)
		hdf5_problem(h, at, "a shared attribute in a file without shared messages");
	else
		hdf5_heap_object(h, h->shared_attributes, s.id, hdf5_read_attribute, NULL);
}

/* The messages of one block of a header. */
static void read_messages(struct hdf5 *h, struct object *o, str block, uint64_t at)
{
	struct cur c = cur_of(block);
	unsigned head = o->version == 1 ? 8 : o->order ? 6 : 4;

	while (cur_left(&c) >= head && !h->stopped) {
		unsigned type = o->version == 1 ? cur_u16le(&c) : cur_u8(&c), size = cur_u16le(&c);
		unsigned flags = cur_u8(&c);
		uint64_t where;
		str data;
		cur_skip(&c, head - (o->version == 1 ? 5 : 4));
		where = at + c.at;
		data = cur_bytes(&c, size);
		if (c.bad) {
			hdf5_problem(h, where, "a header message that is longer than its block");
			return;
		}
		if (flags & 2)
			on_shared(h, o, type, data, where);
		else
			on_message(h, o, type, data, where);
	}
}

static void read_chunks(struct hdf5 *h, struct object *o)
{
	for (unsigned i = 0; i < o->chunks && !h->stopped; i++) {
		struct block b;
		str body;
		uint64_t at = o->chunk_at[i];
		if (!hdf5_get(h, at, o->chunk_size[i], "an object header's block outside the file",
			      &b))
			continue;
		body = b.bytes;
		if (o->version == 2 && i > 0) {
			if (!str_starts(body, S("OCHK")) || !hdf5_checked(body)) {
				hdf5_problem(h, at,
					     "an object header's block without its "
					     "signature or checksum");
			}
			body = str_slice(body, 4, body.n < 8 ? 4 : body.n - 4);
			at += 4;
		}
		read_messages(h, o, body, at);
		hdf5_put(h, &b);
	}
}

/* Version 1: version, reserved, messages, references, size of the first block. */
static bool header_1(struct hdf5 *h, struct object *o, uint64_t at, str head)
{
	struct cur c = cur_of(head);

	cur_skip(&c, 8);
	o->version = 1;
	add_chunk(h, o, at + 16, cur_u32le(&c));
	return !c.bad;
}

static bool header_2(struct hdf5 *h, struct object *o, uint64_t at, str head)
{
	struct cur c = cur_of(head);
	unsigned flags, version;
	uint64_t size;
	struct block whole;
	bool ok;

	cur_skip(&c, 4);
	version = cur_u8(&c);
	flags = cur_u8(&c);
	o->version = 2;
	o->order = (flags & 4) != 0;
	if (flags & 0x20)
		cur_skip(&c, 16);
	if (flags & 0x10)
		cur_skip(&c, 4);
	size = hdf5_uint(&c, 1u << (flags & 3));
	if (c.bad || version != 2 || size > h->b.size ||
	    !hdf5_get(h, at, c.at + size + 4, "an object header outside the file", &whole))
		return false;
	ok = hdf5_checked(whole.bytes);
	hdf5_put(h, &whole);
	if (!ok)
		hdf5_problem(h, at, "an object header with a wrong checksum");
	add_chunk(h, o, at + c.at, size);
	return true;
}

static void tell_dataset(struct hdf5 *h, struct object *o, uint64_t at)
{
	bool filtered = o->dataset.id != 0;

	if (o->dataset.layout == HDF5_NO_LAYOUT)
		return;
	o->dataset.event = HDF5_DATASET;
	o->dataset.id = 0;
	if (filtered || !o->has_type)
		o->dataset.value = blob_of((str){NULL, 0});
	if (!o->has_type)
		o->dataset.type = (struct hdf5_type){.class = HDF5_INTEGER};
	hdf5_say(h, &o->dataset, at);
}

/* An object, too large for the stack of a deep walk. */
static struct object *new_object(struct hdf5 *h, struct block *b)
{
	struct object *o;

	b->pool = pool_of(sizeof(struct object));
	b->p = h->pool[b->pool];
	if (b->p != NULL)
		memcpy(&h->pool[b->pool], b->p, sizeof(void *));
	else
		b->p = arena_raw(h->arena, (size_t)1 << b->pool, 16);
	memset(b->p, 0, sizeof(struct object));
	o = (struct object *)(void *)b->p;
	o->links_heap = o->links_tree = o->attributes_heap = o->attributes_tree = HDF5_NOWHERE;
	o->symbols_heap = o->symbols_tree = HDF5_NOWHERE;
	o->dataset.layout = HDF5_NO_LAYOUT;
	return o;
}

static bool read_header(struct hdf5 *h, struct object *o, uint64_t at)
{
	struct block head;
	bool ok = false;

	if (!hdf5_get_some(h, at, 64, &head))
		return false;
	if (str_starts(head.bytes, S("OHDR")))
		ok = header_2(h, o, at, head.bytes);
	else if (head.bytes.n >= 16 && head.bytes.p[0] == 1)
		ok = header_1(h, o, at, head.bytes);
	if (!ok)
		hdf5_problem(h, at, "no object header where a link or the superblock says");
	hdf5_put(h, &head);
	return ok;
}

/* Everything of the object whose header lies at `at`. */
static void read_object(struct hdf5 *h, uint64_t at)
{
	struct block b;
	struct object *o = new_object(h, &b);

	if (read_header(h, o, at)) {
		read_chunks(h, o);
		tell_dataset(h, o, at);
		if (o->attributes_heap != HDF5_NOWHERE)
			hdf5_dense(h, o->attributes_heap, o->attributes_tree, hdf5_read_attribute,
				   NULL);
		if (o->links_heap != HDF5_NOWHERE)
			hdf5_dense(h, o->links_heap, o->links_tree, read_link, NULL);
		if (o->symbols_tree != HDF5_NOWHERE)
			hdf5_symbols(h, o->symbols_tree, read_symbol, o);
	}
	hdf5_put(h, &b);
}

bool hdf5_committed(struct hdf5 *h, uint64_t at, struct hdf5_type *t)
{
	struct block b;
	struct object *o = new_object(h, &b);
	bool ok = false;

	o->only_type = true;
	if (read_header(h, o, at)) {
		read_chunks(h, o);
		*t = o->dataset.type;
		ok = o->has_type;
	}
	hdf5_put(h, &b);
	return ok;
}

/* ---- The superblock (II.A, II.B) ---- */

static const uint8_t signature[8] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

bool hdf5_find(struct blob b, uint64_t *at)
{
	uint8_t s[8];

	for (uint64_t i = 0; i < b.size; i = i ? i * 2 : 512)
		if (blob_copy(b, i, s, 8) && memcmp(s, signature, 8) == 0) {
			*at = i;
			return true;
		}
	return false;
}

static bool sizes_ok(struct hdf5 *h)
{
	if ((h->o == 2 || h->o == 4 || h->o == 8) && (h->l == 2 || h->l == 4 || h->l == 8))
		return true;
	hdf5_problem(h, 13, "a superblock with impossible sizes of offsets and lengths");
	return false;
}

/* The driver of a file that is spread over several (II.B). */
static void read_driver(struct hdf5 *h, uint64_t at)
{
	struct hdf5_item i = {.event = HDF5_DRIVER};
	struct block b;

	if (at == HDF5_NOWHERE || !hdf5_get(h, at, 16, "a driver block outside the file", &b))
		return;
	i.name = str_slice(b.bytes, 8, 16);
	hdf5_say(h, &i, at);
	hdf5_put(h, &b);
}

/* The end of file address, behind `skip` bytes: unlike all others it counts from the file's first
 * byte, as the base address does. */
static void read_end(struct hdf5 *h, struct cur *c, uint64_t base, unsigned skip)
{
	uint64_t end;

	cur_skip(c, skip);
	end = hdf5_address(h, c);
	h->end = end == HDF5_NOWHERE || end < base ? HDF5_NOWHERE : end - base;
}

/* Versions 0 and 1; returns the root's header. */
static uint64_t superblock_0(struct hdf5 *h, struct cur *c, unsigned version)
{
	uint64_t root, driver;

	cur_seek(c, 13);
	h->o = cur_u8(c);
	h->l = cur_u8(c);
	cur_seek(c, version == 1 ? 28 : 24);
	if (!sizes_ok(h))
		return HDF5_NOWHERE;
	read_end(h, c, hdf5_uint(c, h->o), h->o);
	driver = hdf5_address(h, c);
	cur_skip(c, h->o);
	root = hdf5_address(h, c);
	read_driver(h, driver);
	return c->bad ? HDF5_NOWHERE : root;
}

static uint64_t superblock_2(struct hdf5 *h, struct cur *c, str all)
{
	uint64_t root, extension, base;

	cur_seek(c, 9);
	h->o = cur_u8(c);
	h->l = cur_u8(c);
	cur_skip(c, 1);
	if (!sizes_ok(h))
		return HDF5_NOWHERE;
	base = hdf5_uint(c, h->o);
	extension = hdf5_address(h, c);
	read_end(h, c, base, 0);
	root = hdf5_address(h, c);
	if (c->bad)
		return HDF5_NOWHERE;
	if (!hdf5_checked(str_slice(all, 0, c->at + 4)))
		hdf5_problem(h, 0, "a superblock with a wrong checksum");
	if (extension != HDF5_NOWHERE && extension < h->b.size && visit(h, extension))
		read_object(h, extension);
	return root;
}

void hdf5_read(struct blob b, uint64_t at, struct arena *a, hdf5_fn *fn, void *ctx)
{
	struct hdf5 *h = NEW(a, struct hdf5, 1);
	uint8_t head[128];
	size_t n = b.size - at < sizeof(head) ? (size_t)(b.size - at) : sizeof(head);
	struct cur c = cur_of((str){head, n});
	uint64_t root = HDF5_NOWHERE;
	unsigned version;

	*h = (struct hdf5){
		.b = blob_slice(b, at, b.size),
		.base = at,
		.arena = a,
		.fn = fn,
		.ctx = ctx,
		.path = buf_in(a),

		.end = HDF5_NOWHERE,
		.fuel = (b.size > LIMIT_HDF5_FUEL ? LIMIT_HDF5_FUEL : b.size) * 4 + 64 * MiB,
		.shared_attributes = HDF5_NOWHERE,
	};
	if (!blob_copy(b, at, head, n)) {
		hdf5_stop(h, "bytes that cannot be read");
		return;
	}
	cur_seek(&c, 8);
	version = cur_u8(&c);
	if (version <= 1)
		root = superblock_0(h, &c, version);
	else if (version <= 3)
		root = superblock_2(h, &c, (str){head, n});
	if (c.bad || version > 3) {
		hdf5_problem(h, 8,
			     version > 3 ? "a superblock of an unknown version"
					 : "a superblock that is cut short");
		return;
	}
	if (h->end == HDF5_NOWHERE)
		hdf5_problem(h, 0, "a superblock without the file's end");
	else if (h->end > h->b.size)
		hdf5_problem(h, 0, "a file that is shorter than its superblock says");
	else
		hdf5_say(h, &(struct hdf5_item){.event = HDF5_END}, h->end);
	h->b = blob_slice(h->b, 0, h->end); /* what lies behind cannot be reached */
	if (root == HDF5_NOWHERE) {
		hdf5_problem(h, 0, "a superblock without a root group");
		return;
	}
	if (root < h->b.size && visit(h, root))
		read_object(h, root);
	else if (root >= h->b.size)
		hdf5_problem(h, 0, "a root group outside the file");
}

/* ---- Names ---- */

const char *hdf5_class_name(uint8_t class)
{
	static const char *const names[] = {
		"integer",  "float",	 "time", "string",	    "bit field", "opaque",
		"compound", "reference", "enum", "variable length", "array",	 "complex",
	};

	return class < COUNTOF(names) ? names[class] : "unknown";
}

const char *hdf5_layout_name(uint8_t layout)
{
	static const char *const names[] = {"compact", "contiguous", "chunked", "virtual", "none"};

	return layout < COUNTOF(names) ? names[layout] : "unknown";
}
