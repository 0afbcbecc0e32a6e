#include "engine/secret_table.h"

#define LONGEST 4096 /* bytes of a line */

static uint32_t line_end(str s, uint32_t i)
{
	uint32_t most = i >= s.n || s.n - i < LONGEST ? (uint32_t)s.n : i + LONGEST;
	const uint8_t *end = i < most ? memchr(s.p + i, '\n', most - i) : NULL;

	return end ? (uint32_t)(end - s.p) : most;
}

static uint32_t line_start(str s, uint32_t i)
{
	uint32_t from = i;

	while (i > 0 && from - i < LONGEST && s.p[i - 1] != '\n')
		i--;
	return i;
}

/* The cell that begins at i: [*start, *end) is its content; returns where the next one begins, or
 * the line's end. */
static uint32_t cell(const struct secret_table *t, uint32_t i, uint32_t most, uint32_t *start,
		     uint32_t *end)
{
	str s = t->s;

	while (i < most && (s.p[i] == ' ' || (s.p[i] == '\t' && t->separator != '\t')))
		i++;
	if (i < most && s.p[i] == '"') {
		*start = ++i;
		while (i < most && (s.p[i] != '"' || (i + 1 < most && s.p[i + 1] == '"')))
			i += 1 + (s.p[i] == '"');
		*end = i < most ? i : most;
		while (i < most && s.p[i] != t->separator)
			i++;
		return i < most ? i + 1 : most;
	}
	*start = i;
	while (i < most && s.p[i] != t->separator)
		i++;
	*end = i;
	while (*end > *start &&
	       (s.p[*end - 1] == ' ' || s.p[*end - 1] == '\r' || s.p[*end - 1] == '`'))
		--*end;
	while (*start < *end && s.p[*start] == '`')
		++*start;
	return i < most ? i + 1 : most;
}

static uint8_t separator_of(str line, str path)
{
	static const uint8_t known[] = {',', ';', '\t', '|'};

	if (str_starts(str_trim(line), S("|")))
		return '|';
	if (str_ends(path, S(".tsv")))
		return '\t';
	for (size_t i = 0; i < sizeof(known) && str_ends(path, S(".csv")); i++)
		if (str_find_byte(line, known[i]) != STR_NONE)
			return known[i];
	return 0;
}

bool secret_table_begin(struct secret_table *t, str s, uint32_t from, uint32_t to, str path)
{
	uint32_t start = line_start(s, from), end = line_end(s, from), next, i, a, b;
	str line = str_slice(s, start, end);

	*t = (struct secret_table){.s = s, .separator = separator_of(line, path)};
	if (t->separator == '|' && start > 1 && s.p[line_start(s, start - 1)] == '|')
		return false; /* in the middle of one */
	if (t->separator == 0 || (start > 0 && t->separator != '|') || end - start >= LONGEST)
		return false;
	for (i = start; i < end; t->column++) {
		next = cell(t, i, end, &a, &b);
		if (from >= a && to <= b)
			break;
		i = next;
	}
	if (i >= end)
		return false;
	t->name = str_slice(s, a, b);
	t->at = end + 1;
	if (t->separator != '|')
		return true;
	line = str_trim(str_slice(s, t->at, line_end(s, t->at))); /* |---|---| */
	for (size_t k = 0; k < line.n; k++)
		if (strchr("|-: ", line.p[k]) == NULL)
			return false;
	t->at = line_end(s, t->at) + 1;
	return line.n > 2 && t->at < s.n;
}

bool secret_table_next(struct secret_table *t, uint32_t *start, uint32_t *end)
{
	uint32_t i = t->at, most = line_end(t->s, t->at);

	if (i >= t->s.n || (t->separator == '|' && t->s.p[i] != '|'))
		return false;
	for (unsigned k = 0; k <= t->column; k++) {
		*start = *end = i;
		if (i >= most)
			break;
		i = cell(t, i, most, start, end);
	}
	t->at = most + 1;
	return true;
}
