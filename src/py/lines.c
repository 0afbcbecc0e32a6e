/* Lines and columns, computed only for what is reported. CPython's lines: \n, \r\n and \r end one,
 * form feeds do not. */
#include "base/fail.h"
#include "py/file.h"
#include "py/simd.h"

void py_lines(struct py_file *f, struct arena *a)
{
	const uint8_t *s = f->source.p, *end = s + f->source.n;
	uint32_t count = 1, room = 64 + (uint32_t)(f->source.n / 32);

	if (f->line_starts != NULL)
		return;
	f->line_starts = arena_raw(a, room * sizeof(uint32_t), _Alignof(uint32_t));
	f->line_starts[0] = 0;
	for (;;) {
		s = find_line_end(s);
		if (s >= end)
			break;
		s += *s == '\r' && s[1] == '\n' ? 2 : 1;
		if (s[-1] == 0)
			continue;
		if (count == room) {
			uint32_t *more = arena_raw(a, room * 2 * sizeof(*more), _Alignof(uint32_t));
			memcpy(more, f->line_starts, room * sizeof(*more));
			f->line_starts = more;
			room *= 2;
		}
		f->line_starts[count++] = (uint32_t)(s - f->source.p);
	}
	f->line_count = count;
}

struct py_pos py_position(const struct py_file *f, uint32_t offset)
{
	uint32_t low = 0, high = f->line_count, column = 1;

	ASSERT(f->line_starts != NULL);
	if (offset > f->source.n)
		offset = (uint32_t)f->source.n;
	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;
		if (f->line_starts[mid] <= offset)
			low = mid;
		else
			high = mid;
	}
	for (uint32_t i = f->line_starts[low]; i < offset; i++)
		column += (f->source.p[i] & 0xc0) != 0x80;
	return (struct py_pos){low + 1, column};
}

uint32_t py_line_offset(const struct py_file *f, uint32_t line)
{
	ASSERT(f->line_starts != NULL);
	if (line == 0)
		return 0;
	return line <= f->line_count ? f->line_starts[line - 1] : (uint32_t)f->source.n;
}
