/* A pattern and a text, both hostile: a match lies in the text, group 1 too, a whole match is one
 * at the beginning, and everything ends soon. */
#include "fuzz.h"

#include "text/regex.h"

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	size_t n = size > 0 ? data[0] % 64 : 0, offset;
	struct regex_match m, w;
	struct regex_room *room;
	struct regex *r;
	str pattern, text, error;

	if (size < 1 + n)
		return;
	pattern = fuzz_input(a, data + 1, n, 0);
	text = fuzz_input(a, data + 1 + n, size - 1 - n, 0);
	r = regex_compile(a, pattern, &error, &offset);
	if (r == NULL) {
		INVARIANT(offset <= pattern.n && error.n > 0);
		return;
	}
	room = regex_room_new(a);
	if (regex_match(room, r, text, 0, REGEX_SEARCH, &m) == REGEX_MATCH) {
		INVARIANT(m.start <= m.end && m.end <= text.n);
		INVARIANT(m.group_start <= m.group_end && m.group_end <= text.n);
	}
	if (regex_match(room, r, text, 0, REGEX_WHOLE, &w) == REGEX_MATCH)
		INVARIANT(w.start == 0 && w.end == text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
