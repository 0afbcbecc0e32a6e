/* A table begins with a signed offset back to its vtable: u16 size of the vtable, u16 size of the
 * table, then the offsets of the fields in the table (0: absent). Strings and vectors are a u32
 * count and the elements; references are u32 offsets from where they stand.
 *
 * Trap: the distance to the vtable is subtracted, and both directions occur in honest files. */
#include "model/flatbuffer.h"

#include "base/limits.h"

#define WINDOW ((size_t)4096)

struct fb fb_of(struct arena *a, struct blob b)
{
	struct fb f = {.blob = b, .arena = a, .fuel = LIMIT_FB_READS};

	if (b.memory != NULL)
		f.window = (str){b.memory, (size_t)b.size};
	return f;
}

static void bad(struct fb *f, enum fb_code code, uint64_t offset, const char *msg)
{
	if (f->diag.code == FB_DIAG_NONE)
		f->diag = (struct fb_diag){code, offset, msg};
}

/* n <= 8 bytes at `at`; fewer when they are not there. */
static str look(struct fb *f, uint64_t at, size_t n)
{
	uint64_t in = at - f->window_at;
	size_t room;

	if (at >= f->window_at && in <= f->window.n && f->window.n - in >= n)
		return str_slice(f->window, (size_t)in, (size_t)in + n);
	if (f->blob.memory != NULL || at > f->blob.size || f->blob.size - at < n)
		return (str){NULL, 0};
	if (f->store == NULL)
		f->store = arena_raw(f->arena, WINDOW, 8);
	room = f->blob.size - at < WINDOW ? (size_t)(f->blob.size - at) : WINDOW;
	f->window = (str){f->store, room};
	f->window_at = at;
	if (!blob_copy(f->blob, at, f->store, room)) {
		f->window.n = 0;
		bad(f, FB_DIAG_READ, at, "these bytes cannot be read");
	}
	return str_slice(f->window, 0, n);
}

/* False: not inside the file, or out of fuel. */
static bool number_at(struct fb *f, uint64_t at, unsigned width, uint64_t *v)
{
	str s;

	*v = 0;
	if (f->fuel == 0) {
		bad(f, FB_DIAG_FUEL, at, "more references than assay follows");
		return false;
	}
	f->fuel--;
	s = look(f, at, width);
	if (s.n < width) {
		bad(f, FB_DIAG_OFFSET, at, "an offset that leads out of the file");
		return false;
	}
	for (size_t i = 0; i < width; i++)
		*v |= (uint64_t)s.p[i] << 8 * i;
	return true;
}

static struct fb_table table_at(struct fb *f, uint64_t at)
{
	struct fb_table none = {0}, t = {.at = at};
	uint64_t back, v;

	if (!number_at(f, at, 4, &back))
		return none;
	t.vtable = at - (uint64_t)(int64_t)(int32_t)(uint32_t)back;
	if (t.vtable > f->blob.size || f->blob.size - t.vtable < 4) {
		bad(f, FB_DIAG_VTABLE, at, "a table whose vtable is outside the file");
		return none;
	}
	if (!number_at(f, t.vtable, 2, &v))
		return none;
	t.vtable_size = (uint16_t)v;
	if (!number_at(f, t.vtable + 2, 2, &v))
		return none;
	t.size = (uint16_t)v;
	if (t.vtable_size < 4 || t.vtable_size % 2 != 0 ||
	    f->blob.size - t.vtable < t.vtable_size || t.size < 4 || f->blob.size - at < t.size) {
		bad(f, FB_DIAG_VTABLE, t.vtable, "a table's vtable does not fit into the file");
		return none;
	}
	return t;
}

struct fb_table fb_root(struct fb *f)
{
	struct fb_table none = {0};
	uint64_t at;

	if (f->blob.size < 8 || !number_at(f, 0, 4, &at) || at < 4 || at >= f->blob.size) {
		bad(f, FB_DIAG_ROOT, 0, "the offset of the root table leads out of the file");
		return none;
	}
	return table_at(f, at);
}

/* Where a field is; 0: it is absent. */
static uint64_t field(struct fb *f, struct fb_table t, unsigned index, unsigned width)
{
	uint64_t slot = 4 + 2 * (uint64_t)index, offset;

	if (t.at == 0 || slot + 2 > t.vtable_size || !number_at(f, t.vtable + slot, 2, &offset) ||
	    offset == 0)
		return 0;
	if (offset < 4 || offset + width > t.size) {
		bad(f, FB_DIAG_FIELD, t.vtable + slot, "a field that lies outside its table");
		return 0;
	}
	return t.at + offset;
}

uint64_t fb_number(struct fb *f, struct fb_table t, unsigned index, unsigned width, uint64_t dflt)
{
	uint64_t at = field(f, t, index, width), v;

	return at != 0 && number_at(f, at, width, &v) ? v : dflt;
}

/* Follows the reference at `at`; 0 when there is none. */
static uint64_t follow(struct fb *f, uint64_t at)
{
	uint64_t offset;

	if (at == 0 || !number_at(f, at, 4, &offset))
		return 0;
	if (offset == 0 || f->blob.size - at <= offset) {
		bad(f, FB_DIAG_OFFSET, at, "an offset that leads out of the file");
		return 0;
	}
	return at + offset;
}

struct fb_table fb_child(struct fb *f, struct fb_table t, unsigned index)
{
	uint64_t at = follow(f, field(f, t, index, 4));

	return at != 0 ? table_at(f, at) : (struct fb_table){0};
}

static struct fb_vector vector_at(struct fb *f, uint64_t at, unsigned width)
{
	struct fb_vector v = {.width = width};
	uint64_t count;

	if (at == 0 || !number_at(f, at, 4, &count))
		return v;
	if (count > (f->blob.size - at - 4) / width) {
		bad(f, FB_DIAG_VECTOR, at, "a vector that is longer than the file");
		return v;
	}
	v.at = at + 4;
	v.count = (uint32_t)count;
	return v;
}

struct fb_vector fb_list(struct fb *f, struct fb_table t, unsigned index, unsigned width)
{
	return vector_at(f, follow(f, field(f, t, index, 4)), width);
}

str fb_text(struct fb *f, struct fb_table t, unsigned index, uint8_t *to, size_t most)
{
	struct fb_vector v = fb_list(f, t, index, 1);
	size_t n = v.count < most ? v.count : most;

	if (v.at == 0)
		return (str){NULL, 0};
	if (f->blob.memory != NULL)
		return str_slice(f->window, (size_t)v.at, (size_t)v.at + n);
	if (n > 0 && !blob_copy(f->blob, v.at, to, n)) {
		bad(f, FB_DIAG_READ, v.at, "these bytes cannot be read");
		n = 0;
	}
	return (str){to, n};
}

struct fb_table fb_item(struct fb *f, struct fb_vector v, uint32_t i)
{
	uint64_t at = v.width == 4 && i < v.count ? follow(f, v.at + 4 * (uint64_t)i) : 0;

	return at != 0 ? table_at(f, at) : (struct fb_table){0};
}

uint64_t fb_item_number(struct fb *f, struct fb_vector v, uint32_t i)
{
	uint64_t n = 0;

	if (i < v.count && v.width <= 8)
		(void)number_at(f, v.at + (uint64_t)i * v.width, v.width, &n);
	return n;
}

struct blob fb_blob(const struct fb *f, struct fb_vector v)
{
	return blob_slice(f->blob, v.at, v.at + (uint64_t)v.count * v.width);
}
