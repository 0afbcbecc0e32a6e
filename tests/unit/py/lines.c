/* Lines counted without a table and with one. */
#include "test.h"

#include "py/file.h"

TEST(line_ends_of_all_kinds)
{
	static const char ends[] = "\n\r\n\rxx\n\n\r\r\n";
	char text[600];

	for (size_t n = 0; n < sizeof(text); n += n < 80 ? 1 : 37)
		for (size_t k = 0; k < 40; k += 3) {
			struct py_file f = {0};
			uint32_t lines = 1;
			memset(text, 'x', sizeof(text));
			for (size_t i = k; i < n; i++)
				text[i] = ends[(i - k) % (sizeof(ends) - 1)];
			for (size_t i = 0; i < n; i++)
				lines += text[i] == '\n' ||
					 (text[i] == '\r' && !(i + 1 < n && text[i + 1] == '\n'));
			f.source = test_guarded((str){(const uint8_t *)text, n}, 64);
			CHECK_INT(py_line_count(&f), lines);
			py_lines(&f, a);
			CHECK_INT(f.line_count, lines);
			CHECK_INT(py_position(&f, (uint32_t)n).line, lines);
		}
}
