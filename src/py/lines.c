/* Lines and columns, computed only for what is reported. CPython's lines: \n, \r\n and \r end one,
 * form feeds do not. */
#include "base/fail.h"
#include "py/file.h"
#include "py/simd.h"

/* A column is found by counting from the start of the line, or of its block if lines are longer. */
#define PY_COLUMN_BLOCK 4096

static uint32_t count_continued(const uint8_t *p, const uint8_t *end)
{
	uint32_t n = 0;

	for (; p < end; p++)
		n += (*p & 0xc0) == 0x80;
	return n;
}

static void index_columns(struct py_file *f, struct arena *a)
{
	size_t blocks = f->source.n / PY_COLUMN_BLOCK;
	uint32_t count = 0;

	f->continued = NEW(a, uint32_t, blocks + 1);
	for (size_t i = 0; i < blocks; i++) {
		const uint8_t *p = f->source.p + i * PY_COLUMN_BLOCK;
		count += count_continued(p, p + PY_COLUMN_BLOCK);
		f->continued[i + 1] = count;
	}
}

static uint32_t continued_before(const struct py_file *f, uint32_t offset)
{
	uint32_t block = offset / PY_COLUMN_BLOCK;
	const uint8_t *p = f->source.p + (size_t)block * PY_COLUMN_BLOCK;

	return f->continued[block] + count_continued(p, f->source.p + offset);
}

/* A bit for each of the 16 bytes at p that ends a line: \r does where no \n follows. */
static ALWAYS_INLINE unsigned line_ends(const uint8_t *p)
{
	unsigned mask = byte_mask(p, '\n'), returns = byte_mask(p, '\r');

	for (; UNLIKELY(returns != 0); returns &= returns - 1) {
		unsigned i = (unsigned)__builtin_ctz(returns);
		if (p[i + 1] != '\n')
			mask |= 1u << i;
	}
	return mask;
}

void py_lines(struct py_file *f, struct arena *a)
{
	const uint8_t *s = f->source.p;
	uint32_t n = (uint32_t)f->source.n, count = 1, room = 64 + n / 32;

	if (f->line_starts != NULL)
		return;
	f->line_starts = arena_raw(a, room * sizeof(uint32_t), _Alignof(uint32_t));
	f->line_starts[0] = 0;
	for (uint32_t at = 0; at < n; at += 16) {
		unsigned mask = line_ends(s + at); /* behind the source are zeros */
		if (UNLIKELY(room - count < 16)) {
			uint32_t *more = arena_raw(a, room * 2 * sizeof(*more), _Alignof(uint32_t));
			memcpy(more, f->line_starts, room * sizeof(*more));
			f->line_starts = more;
			room *= 2;
		}
		for (; mask != 0; mask &= mask - 1)
			f->line_starts[count++] = at + (unsigned)__builtin_ctz(mask) + 1;
	}
	f->line_count = count;
	for (uint32_t i = 0; i < count && f->continued == NULL; i++) {
		uint32_t next = i + 1 < count ? f->line_starts[i + 1] : (uint32_t)f->source.n;
		if (next - f->line_starts[i] > 2 * PY_COLUMN_BLOCK)
			index_columns(f, a);
	}
}

uint32_t py_line_count(const struct py_file *f)
{
	const uint8_t *s = f->source.p;
	size_t blocks = (f->source.n + 15) / 16; /* the last one runs into the zeros */
	uint32_t lines = 1;

	if (f->line_starts != NULL)
		return f->line_count;
	if (str_find_byte(f->source, '\r') != STR_NONE) {
		for (size_t i = 0; i < blocks; i++)
			lines += (uint32_t)__builtin_popcount(line_ends(s + 16 * i));
		return lines;
	}
	for (size_t i = 0; i < blocks; i += 255)
		lines += count_byte(s + 16 * i, blocks - i < 255 ? blocks - i : 255, '\n');
	return lines;
}

uint32_t py_line(const struct py_file *f, uint32_t offset)
{
	uint32_t low = 0, high = f->line_count;

	ASSERT(f->line_starts != NULL);
	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;
		if (f->line_starts[mid] <= offset)
			low = mid;
		else
			high = mid;
	}
	return low + 1;
}

struct py_pos py_position(const struct py_file *f, uint32_t offset)
{
	uint32_t line, start, continued;

	if (offset > f->source.n)
		offset = (uint32_t)f->source.n;
	line = py_line(f, offset);
	start = f->line_starts[line - 1];
	if (f->continued != NULL && offset - start > PY_COLUMN_BLOCK)
		continued = continued_before(f, offset) - continued_before(f, start);
	else
		continued = count_continued(f->source.p + start, f->source.p + offset);
	return (struct py_pos){line, offset - start - continued + 1};
}

uint32_t py_line_offset(const struct py_file *f, uint32_t line)
{
	ASSERT(f->line_starts != NULL);
	if (line == 0)
		return 0;
	return line <= f->line_count ? f->line_starts[line - 1] : (uint32_t)f->source.n;
}
