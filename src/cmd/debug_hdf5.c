/* `assay debug hdf5 FILE`: what the reader sees, a line an event; tests/oracle/hdf5.py compares it
 * with h5py. */
#include "cmd/debug.h"
#include "model/hdf5.h"
#include "text/tree.h"

#define SHOWN_BYTES 200
#define SHOWN_ELEMENTS 1000

struct printer {
	struct buf *out;
	struct arena *arena;
	bool bad;
};

static void quoted(struct buf *out, const char *label, str s)
{
	buf_printf(out, " %s=", label);
	tree_quote(out, str_slice(s, 0, SHOWN_BYTES));
}

/* The texts of an attribute. */
static void print_values(struct printer *p, struct hdf5 *h, const struct hdf5_item *i)
{
	struct blob b;

	if (i->type.class != HDF5_STRING && !i->type.vlen_string)
		return;
	buf_add(p->out, S(" ="));
	for (uint64_t k = 0; k < i->count && k < SHOWN_ELEMENTS; k++) {
		str s;
		if (!hdf5_element(h, i, k, &b)) {
			buf_add(p->out, S(" ?"));
			continue;
		}
		s = blob_get(b, p->arena, 0, SHOWN_BYTES);
		while (s.n > 0 && s.p[s.n - 1] == 0)
			s.n--;
		buf_byte(p->out, ' ');
		tree_quote(p->out, s);
	}
}

static void print_typed(struct printer *p, struct hdf5 *h, const struct hdf5_item *i)
{
	buf_printf(p->out, " %s %u x %llu", hdf5_class_name(i->type.class), i->type.size,
		   (unsigned long long)i->count);
	if (i->event == HDF5_DATASET)
		buf_printf(p->out, " %s%s", hdf5_layout_name(i->layout),
			   i->stored ? "" : " unstored");
	else
		print_values(p, h, i);
}

static void print_item(void *ctx, struct hdf5 *h, const struct hdf5_item *i)
{
	static const char *const names[] = {
		"attribute",	"dataset", "soft",   "external", "user",    "external-file",
		"virtual-file", "filter",  "driver", "end",	 "problem", "limit",
	};
	struct printer *p = ctx;

	buf_printf(p->out, "%s ", names[i->event]);
	tree_quote(p->out, str_slice(i->object, 0, 4096));
	if (i->name.p != NULL)
		quoted(p->out, "name", i->name);
	if (i->file.p != NULL)
		quoted(p->out, "file", i->file);
	if (i->target.p != NULL)
		quoted(p->out, "target", i->target);
	if (i->event == HDF5_ATTRIBUTE || i->event == HDF5_DATASET)
		print_typed(p, h, i);
	if (i->event == HDF5_USER_LINK || i->event == HDF5_FILTER)
		buf_printf(p->out, " id=%u", i->id);
	if (i->what != NULL)
		buf_printf(p->out, " %s at %lld", i->what, (long long)i->at);
	buf_byte(p->out, '\n');
	p->bad |= i->event == HDF5_PROBLEM || i->event == HDF5_LIMIT;
}

static bool print_hdf5(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	struct printer p = {.out = out, .arena = a};
	uint64_t at;

	(void)path;
	(void)option;
	if (!hdf5_find(blob_of(bytes), &at)) {
		buf_add(out, S("no signature\n"));
		return false;
	}
	hdf5_read(blob_of(bytes), at, a, print_item, &p);
	return !p.bad;
}

const struct stage stage_hdf5 = {
	.name = "hdf5",
	.help = "objects, attributes and links of an HDF5 file",
	.print = print_hdf5,
};
