#include "model/hdf5.h"

#include "hdf5_make.h"
#include "test.h"

/* Events as text, a line each. */
struct log {
	struct buf out;
	struct arena *arena;
};

static void on_item(void *ctx, struct hdf5 *h, const struct hdf5_item *i)
{
	struct log *l = ctx;
	struct blob b;

	buf_printf(&l->out, "%d %.*s", (int)i->event, STR_ARG(i->object));
	if (i->name.n > 0)
		buf_printf(&l->out, " name=%.*s", STR_ARG(i->name));
	if (i->file.n > 0)
		buf_printf(&l->out, " file=%.*s", STR_ARG(i->file));
	if (i->target.n > 0)
		buf_printf(&l->out, " target=%.*s", STR_ARG(i->target));
	if (i->event == HDF5_ATTRIBUTE && hdf5_element(h, i, 0, &b))
		buf_printf(&l->out, " = %.*s", STR_ARG(blob_get(b, l->arena, 0, 100)));
	if (i->event == HDF5_DATASET)
		buf_printf(&l->out, " %llu of %u, %llu bytes", (unsigned long long)i->count,
			   i->type.size, (unsigned long long)i->value.size);
	if (i->what != NULL)
		buf_printf(&l->out, " %s", i->what);
	buf_byte(&l->out, '\n');
}

static str read(struct arena *a, str bytes)
{
	struct log l = {buf_in(a), a};
	uint64_t at;

	if (!hdf5_find(blob_of(bytes), &at))
		return S("none");
	hdf5_read(blob_of(bytes), at, a, on_item, &l);
	return buf_str(&l.out);
}

static bool says(struct arena *a, str bytes, const char *what)
{
	return test_check(str_find(read(a, test_guarded(bytes, 0)), str_of(what)) != STR_NONE, what,
			  __FILE__, __LINE__);
}

TEST(hdf5_old)
{
	str want = S("9 /\n"
		     "0 / name=model_config = {\"a\": 1}\n"
		     "1 /d 16 of 1, 16 bytes\n"
		     "2 / name=s target=/d\n"
		     "5 /x file=/etc/hostname\n"
		     "1 /x 16 of 1, 0 bytes\n");

	CHECK_STR(read(a, test_guarded(h5_make_old(a, S("{\"a\": 1}"), "/etc/hostname", 0), 0)),
		  want);
	CHECK_STR(read(a, test_guarded(h5_make_old(a, S("{\"a\": 1}"), "/etc/hostname", 512), 0)),
		  want);
	CHECK_STR(read(a, test_guarded(h5_make_old(a, S("{\"a\": 1}"), "/etc/hostname", 4096), 0)),
		  want);
}

TEST(hdf5_new)
{
	CHECK_STR(read(a, test_guarded(h5_make_new(a, S("{\"a\": 1}"), "../x.h5"), 0)),
		  S("9 /\n"
		    "1 /d 16 of 1, 16 bytes\n"
		    "0 / name=model_config = {\"a\": 1}\n"
		    "3 / name=e file=../x.h5 target=/t\n"));
}

TEST(hdf5_checksum)
{
	/* lookup3's own examples: hashlittle("", 0), hashlittle of a sentence */
	CHECK_INT(hdf5_checksum(S(""), SIZE_MAX / 2), 0xdeadbeef);
	CHECK_INT(hdf5_checksum(S("Four score and seven years ago"), SIZE_MAX / 2), 0x17770551);
}

/* Every way of cutting the file short is noticed. */
TEST(hdf5_cut)
{
	str files[] = {h5_make_old(a, S("{}"), "f", 0), h5_make_new(a, S("{}"), "f")};

	for (size_t k = 0; k < COUNTOF(files); k++)
		for (size_t n = 8; n < files[k].n; n++) {
			str out = read(a, test_guarded(str_slice(files[k], 0, n), 0));
			if (str_find(out, S("10 ")) == STR_NONE)
				test_check_int((int64_t)n, -1, "cut without a problem", __FILE__,
					       __LINE__);
		}
}

static str patched(struct arena *a, str file, str find, size_t plus, uint8_t value)
{
	uint8_t *p = arena_raw(a, file.n, 1);

	memcpy(p, file.p, file.n);
	p[str_find(file, find) + plus] = value;
	return (str){p, file.n};
}

TEST(hdf5_problems)
{
	str old = h5_make_old(a, S("{}"), "f", 0), new = h5_make_new(a, S("{}"), "f");

	says(a, patched(a, old, S("\x89HDF"), 8, 9), "unknown version");
	says(a, patched(a, old, S("\x89HDF"), 13, 3), "impossible sizes");
	says(a, patched(a, old, S("\x89HDF"), 44, 9), "shorter than its superblock");
	says(a, patched(a, old, S("\x89HDF"), 68, 9), "root group outside");
	says(a, patched(a, old, S("TREE"), 0, 'x'), "no node of a group's tree");
	says(a, patched(a, old, S("SNOD"), 0, 'x'), "no symbol table");
	says(a, patched(a, old, S("SNOD"), 6, 200), "a symbol table outside the file");
	says(a, patched(a, old, S("HEAP"), 8, 1), "not in its local heap");
	says(a, patched(a, new, S("OHDR"), 20, 77), "wrong checksum");
	says(a, patched(a, new, S("FRHP"), 20, 77), "wrong checksum");
	says(a, patched(a, new, S("BTHD"), 18, 77), "wrong checksum");
	says(a, patched(a, new, S("BTLF"), 10, 77), "checksum");
	says(a, patched(a, new, S("FHDB"), 30, 77), "checksum");
	says(a, patched(a, new, S("\x89HDF"), 20, 77), "a superblock with a wrong checksum");
}

TEST(hdf5_cycle)
{
	/* a link back to the root is honest, and ends */
	str new = h5_make_new(a, S("{}"), "f");

	CHECK(str_find(read(a, new), S("10 ")) == STR_NONE);
	CHECK_STR(read(a, S("\x89HDF")), S("none"));
}
