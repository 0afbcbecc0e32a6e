/* Header messages that describe data (IV.A.2): datatypes, dataspaces, layouts, filters, external
 * files, attributes; shared messages (III.F), and the sources of virtual datasets. */
#include "model/hdf5_int.h"

/* ---- Datatypes (IV.A.2.d) ---- */

bool hdf5_read_type(str message, struct hdf5_type *t)
{
	struct cur c = cur_of(message);
	unsigned class_version = cur_u8(&c), bits = cur_u8(&c), inner;

	*t = (struct hdf5_type){.class = class_version & 15};
	cur_skip(&c, 2);
	t->size = cur_u32le(&c);
	if (t->class == HDF5_VLEN || t->class == HDF5_ENUM) {
		t->vlen_string = t->class == HDF5_VLEN && (bits & 15) == 1;
		inner = cur_u8(&c);
		t->base = inner & 15;
		cur_skip(&c, 3);
		t->base_size = cur_u32le(&c);
	} else if (t->class == HDF5_ARRAY) {
		unsigned rank = cur_u8(&c);
		if (class_version >> 4 < 3)
			cur_skip(&c, 3 + 8 * rank);
		else
			cur_skip(&c, 4 * rank);
		inner = cur_u8(&c);
		t->base = inner & 15;
		cur_skip(&c, 3);
		t->base_size = cur_u32le(&c);
	}
	return !c.bad && class_version >> 4 >= 1 && class_version >> 4 <= 5;
}

bool hdf5_read_shared(const struct hdf5 *h, str data, struct hdf5_shared *s)
{
	struct cur c = cur_of(data);
	unsigned version = cur_u8(&c), type = cur_u8(&c);

	*s = (struct hdf5_shared){.address = HDF5_NOWHERE};
	if (version == 1)
		cur_skip(&c, 6);
	if (version == 3 && type == 1)
		s->id = cur_bytes(&c, 8);
	else
		s->address = hdf5_address(h, &c);
	return !c.bad && version >= 1 && version <= 3;
}

bool hdf5_read_shared_type(struct hdf5 *h, str data, struct hdf5_type *t)
{
	struct hdf5_shared s;

	/* (A datatype in the shared heap is only ever one of those that are also inline.) */
	return hdf5_read_shared(h, data, &s) && s.address != HDF5_NOWHERE &&
	       hdf5_committed(h, s.address, t);
}

/* The table of shared messages (III.F.1). */
void hdf5_read_shared_table(struct hdf5 *h, uint64_t at)
{
	struct block b;
	struct cur c;

	if (at == HDF5_NOWHERE || !hdf5_get_some(h, at, 4 + 8 * (16 + 2 * h->o), &b))
		return;
	c = cur_of(b.bytes);
	if (str_eq(cur_bytes(&c, 4), S("SMTB")))
		for (unsigned i = 0; i < 8 && !c.bad && cur_left(&c) > 4; i++) {
			unsigned types;
			uint64_t heap;
			cur_skip(&c, 2);
			types = cur_u16le(&c);
			cur_skip(&c, 4 + 2 + 2 + 2);
			(void)hdf5_address(h, &c);
			heap = hdf5_address(h, &c);
			if (!c.bad && (types & 1u << 0x0c) != 0 && heap < h->b.size)
				h->shared_attributes = heap;
		}
	hdf5_put(h, &b);
}

/* ---- Dataspaces (IV.A.2.b) ---- */

bool hdf5_read_space(const struct hdf5 *h, str message, uint64_t *count)
{
	struct cur c = cur_of(message);
	unsigned version = cur_u8(&c), rank = cur_u8(&c), type = 1;

	*count = 1;
	cur_skip(&c, 1);
	if (version == 1)
		cur_skip(&c, 5);
	else
		type = cur_u8(&c);
	for (unsigned i = 0; i < rank && !c.bad; i++) {
		uint64_t n = hdf5_length(h, &c);
		*count = n != 0 && *count > UINT64_MAX / n ? UINT64_MAX : *count * n;
	}
	if (version == 2 && type == 2)
		*count = 0;
	return !c.bad && (version == 1 || version == 2) && rank <= 32;
}

/* ---- Values ---- */

static uint64_t size_of(const struct hdf5_item *i)
{
	return i->type.size != 0 && i->count > UINT64_MAX / i->type.size ? UINT64_MAX
									 : i->count * i->type.size;
}

bool hdf5_element(struct hdf5 *h, const struct hdf5_item *item, uint64_t i, struct blob *out)
{
	struct blob value;
	uint8_t raw[16];
	struct cur c = cur_of((str){raw, 4 + h->o + 4});
	uint64_t at, from, size;
	uint32_t length, index;

	if (i >= item->count || item->type.size == 0 || i > item->value.size / item->type.size)
		return false;
	value = blob_slice(item->value, i * item->type.size, (i + 1) * item->type.size);
	if (value.size != item->type.size)
		return false;
	*out = value;
	if (item->type.class != HDF5_VLEN)
		return true;
	if (value.size < 8 + h->o || !blob_copy(value, 0, raw, 8 + h->o))
		return false;
	length = cur_u32le(&c);
	at = hdf5_address(h, &c);
	index = cur_u32le(&c);
	if (at == 0 || at == HDF5_NOWHERE || length == 0) {
		*out = blob_of((str){NULL, 0});
		return at == 0 || length == 0;
	}
	return hdf5_global(h, at, index, &from, &size) &&
	       (*out = blob_slice(h->b, from, from + size), true);
}

/* ---- Attributes (IV.A.2.m) ---- */

static str padded(struct cur *c, size_t n, bool pad)
{
	str s = cur_bytes(c, n);

	if (pad && n % 8 != 0)
		cur_skip(c, 8 - n % 8);
	return s;
}

void hdf5_read_attribute(struct hdf5 *h, UNUSED void *ctx, str message, uint64_t at)
{
	struct cur c = cur_of(message);
	unsigned version = cur_u8(&c), flags = cur_u8(&c);
	unsigned name_n = cur_u16le(&c), type_n = cur_u16le(&c), space_n = cur_u16le(&c);
	struct hdf5_item i = {.event = HDF5_ATTRIBUTE, .layout = HDF5_NO_LAYOUT, .stored = true};
	bool pad = version == 1, ok;
	str type, space, rest;

	if (version == 3)
		cur_skip(&c, 1);
	rest = padded(&c, name_n, pad);
	i.name = str_cut(&rest, 0);
	type = padded(&c, type_n, pad);
	space = padded(&c, space_n, pad);
	if (c.bad || version < 1 || version > 3) {
		hdf5_problem(h, at, "an attribute that is cut short or of an unknown version");
		return;
	}
	ok = flags & 1 && version > 1 ? hdf5_read_shared_type(h, type, &i.type)
				      : hdf5_read_type(type, &i.type);
	if (!ok || (flags & 2 && version > 1) || !hdf5_read_space(h, space, &i.count)) {
		i.count = 0;
		i.type = (struct hdf5_type){.class = HDF5_OPAQUE};
	}
	i.value = blob_of(cur_bytes(&c, cur_left(&c)));
	if (size_of(&i) > i.value.size) {
		hdf5_problem(h, at, "an attribute whose value is cut short");
		return;
	}
	hdf5_say(h, &i, at);
}

/* ---- Layouts (IV.A.2.i) ---- */

static void layout_3(struct hdf5 *h, struct hdf5_item *d, struct cur *c, uint64_t at)
{
	uint64_t from, size;

	switch (d->layout) {
	case HDF5_COMPACT:
		d->value = blob_of(cur_bytes(c, cur_u16le(c)));
		d->stored = true;
		break;
	case HDF5_CONTIGUOUS:
		from = hdf5_address(h, c);
		size = hdf5_length(h, c);
		d->stored = from != HDF5_NOWHERE;
		if (!d->stored || c->bad)
			break;
		if (from > h->b.size || size > h->b.size - from)
			hdf5_problem(h, at, "a dataset whose data lie outside the file");
		else
			d->value = blob_slice(h->b, from, from + size);
		break;
	case HDF5_VIRTUAL:
		from = hdf5_address(h, c);
		hdf5_read_virtual(h, from, cur_u32le(c));
		d->stored = true;
		break;
	default:
		d->stored = true;
		break;
	}
}

void hdf5_read_layout(struct hdf5 *h, struct hdf5_item *d, str message, uint64_t at)
{
	struct cur c = cur_of(message);
	unsigned version = cur_u8(&c), rank;

	if (version == 1 || version == 2) {
		rank = cur_u8(&c);
		d->layout = cur_u8(&c);
		cur_skip(&c, 5);
		d->stored = true;
		if (d->layout == HDF5_CONTIGUOUS) {
			uint64_t from = hdf5_address(h, &c);
			d->stored = from != HDF5_NOWHERE;
			if (d->stored && from > h->b.size)
				hdf5_problem(h, at, "a dataset whose data lie outside the file");
			else if (d->stored)
				d->value = blob_slice(h->b, from, h->b.size);
		} else if (d->layout == HDF5_COMPACT) {
			cur_skip(&c, 4 * rank);
			d->value = blob_of(cur_bytes(&c, cur_u32le(&c)));
		}
	} else if (version <= 5) {
		d->layout = cur_u8(&c);
		layout_3(h, d, &c, at);
	}
	if (c.bad || version < 1 || version > 5 || d->layout > HDF5_VIRTUAL) {
		hdf5_problem(h, at,
			     "a dataset's layout that is cut short or of an unknown version");
		d->layout = HDF5_CHUNKED;
		d->value = blob_of((str){NULL, 0});
	}
}

/* ---- Filters (IV.A.2.l) ---- */

void hdf5_read_filters(struct hdf5 *h, str message, uint64_t at)
{
	struct cur c = cur_of(message);
	unsigned version = cur_u8(&c), n = cur_u8(&c);

	if (version == 1)
		cur_skip(&c, 6);
	for (unsigned i = 0; i < n && !c.bad; i++) {
		struct hdf5_item item = {.event = HDF5_FILTER};
		unsigned name_n = 0, values;
		str rest;
		item.id = cur_u16le(&c);
		if (version == 1 || item.id >= 256)
			name_n = cur_u16le(&c);
		cur_skip(&c, 2);
		values = cur_u16le(&c);
		rest = cur_bytes(&c, name_n);
		item.name = rest.n > 0 ? str_cut(&rest, 0) : rest;
		cur_skip(&c, 4 * (size_t)values);
		if (version == 1 && values % 2 != 0)
			cur_skip(&c, 4);
		if (!c.bad)
			hdf5_say(h, &item, at);
	}
	if (c.bad || version < 1 || version > 2)
		hdf5_problem(h, at, "a filter pipeline that is cut short or of an unknown version");
}

/* ---- External raw storage (IV.A.2.h) ---- */

void hdf5_read_external(struct hdf5 *h, str message, uint64_t at)
{
	struct cur c = cur_of(message);
	unsigned version = cur_u8(&c), n;
	uint64_t heap;

	cur_skip(&c, 5);
	n = cur_u16le(&c);
	heap = hdf5_address(h, &c);
	if (c.bad || version != 1) {
		hdf5_problem(h, at, "a list of external files of an unknown version");
		return;
	}
	for (unsigned i = 0; i < n && !h->stopped; i++) {
		struct hdf5_item item = {.event = HDF5_EXTERNAL_FILE};
		uint64_t name = hdf5_length(h, &c), offset = hdf5_length(h, &c);
		struct block b;
		(void)hdf5_length(h, &c);
		if (c.bad) {
			hdf5_problem(h, at, "a list of external files that is cut short");
			return;
		}
		item.id = offset > UINT32_MAX ? UINT32_MAX : (uint32_t)offset;
		if (!hdf5_local(h, heap, name, &b, &item.file))
			continue;
		hdf5_say(h, &item, at);
		hdf5_put(h, &b);
	}
}

/* ---- Virtual datasets (VII.D) and serialized selections (VII.E) ---- */

/* Passes over the numbers of `each` bytes; the product is checked by the cursor's size. */
static void skip_numbers(struct cur *c, uint64_t count, unsigned each)
{
	if (each != 0 && count > cur_left(c) / each)
		c->bad = true;
	else
		cur_skip(c, (size_t)(count * each));
}

static void skip_hyperslab(struct cur *c, unsigned version)
{
	unsigned flags = 0, each = 4, rank;

	if (version == 1) {
		cur_skip(c, 8);
		rank = cur_u32le(c);
		skip_numbers(c, (uint64_t)cur_u32le(c) * 2 * rank, 4);
		return;
	}
	flags = cur_u8(c);
	if (version == 2) {
		cur_skip(c, 4);
		each = 8;
	} else {
		each = cur_u8(c);
	}
	rank = cur_u32le(c);
	if (version == 2 || (flags & 1))
		skip_numbers(c, 4 * (uint64_t)rank, each);
	else
		skip_numbers(c, hdf5_uint(c, each) * 2 * rank, each);
}

static void skip_points(struct cur *c, unsigned version)
{
	unsigned each = 4, rank;

	if (version == 1)
		cur_skip(c, 8);
	else
		each = cur_u8(c);
	rank = cur_u32le(c);
	if (each > 8)
		c->bad = true;
	skip_numbers(c, hdf5_uint(c, each) * rank, each);
}

static void skip_selection(struct cur *c)
{
	uint32_t type = cur_u32le(c), version = cur_u32le(c);

	if (version < 1 || version > 3 || type > 3)
		c->bad = true;
	else if (type == 1)
		skip_points(c, version);
	else if (type == 2)
		skip_hyperslab(c, version);
	else
		cur_skip(c, 8);
}

static str text_of(struct cur *c)
{
	str rest = str_slice(c->data, c->at, c->data.n);
	size_t end = str_find_byte(rest, 0);

	if (end == STR_NONE) {
		c->bad = true;
		return (str){NULL, 0};
	}
	rest = cur_bytes(c, end);
	cur_skip(c, 1);
	return rest;
}

void hdf5_read_virtual(struct hdf5 *h, uint64_t heap, uint32_t index)
{
	struct block b;
	struct cur c;
	unsigned version;
	uint64_t n, from, size;

	if (heap == HDF5_NOWHERE || !hdf5_global(h, heap, index, &from, &size) ||
	    !hdf5_get(h, from, size, "a virtual dataset's list outside the file", &b))
		return;
	c = cur_of(b.bytes);
	version = cur_u8(&c);
	n = hdf5_length(h, &c);
	if (version > 1 || (version == 0 && !hdf5_checked(b.bytes)))
		hdf5_problem(h, heap,
			     "a virtual dataset's list of an unknown version, or with a "
			     "wrong checksum");
	for (uint64_t i = 0; i < n && !c.bad && !h->stopped; i++) {
		struct hdf5_item item = {.event = HDF5_VIRTUAL_FILE};
		unsigned flags = version == 1 ? cur_u8(&c) : 0;
		if (flags & 1) /* the name of an earlier entry, or of this file */
			item.file = S(".");
		else if (flags & 2)
			skip_numbers(&c, 1, h->l);
		else
			item.file = text_of(&c);
		if (flags & 4)
			skip_numbers(&c, 1, h->l);
		else
			item.target = text_of(&c);
		skip_selection(&c);
		skip_selection(&c);
		if (item.file.n > 0)
			hdf5_say(h, &item, heap);
	}
	if (c.bad)
		hdf5_problem(h, heap, "a virtual dataset's list that is cut short");
	hdf5_put(h, &b);
}
