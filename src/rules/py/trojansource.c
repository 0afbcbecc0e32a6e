/* B613: characters that reorder the text on screen. Bandit also counts U+200F, a mark that every
 * text in Hebrew or Arabic may hold and that reorders nothing of its own; it reports the first
 * character only, and numbers lines as str.splitlines does (form feed, U+2028 and others end a
 * line). */
#include "rules/py/bandit.h"

/* In the order in which Bandit looks for them; all are E2 xx xx in UTF-8. */
static const str bidi[] = {S_INIT("\xE2\x80\xAA"), S_INIT("\xE2\x80\xAB"), S_INIT("\xE2\x80\xAC"),
			   S_INIT("\xE2\x80\xAD"), S_INIT("\xE2\x80\xAE"), S_INIT("\xE2\x81\xA6"),
			   S_INIT("\xE2\x81\xA7"), S_INIT("\xE2\x81\xA8"), S_INIT("\xE2\x81\xA9"),
			   S_INIT("\xE2\x80\x8F")};
enum { RIGHT_TO_LEFT_MARK = COUNTOF(bidi) - 1 };

static size_t bidi_at(str s, size_t at, bool marks)
{
	for (size_t i = 0; i < (marks ? COUNTOF(bidi) : RIGHT_TO_LEFT_MARK); i++)
		if (str_starts(str_slice(s, at, s.n), bidi[i]))
			return i;
	return STR_NONE;
}

/* Offset of the first such character from `from` on. */
static size_t next_bidi(str s, size_t from, bool marks)
{
	while (from < s.n) {
		size_t at = str_find_byte(str_slice(s, from, s.n), 0xE2);

		if (at == STR_NONE)
			break;
		from += at;
		if (bidi_at(s, from, marks) != STR_NONE)
			return from;
		from++;
	}
	return STR_NONE;
}

/* Bytes of the line end at `at` as str.splitlines sees it, 0 if there is none. */
static size_t line_end(str s, size_t at)
{
	str rest = str_slice(s, at, s.n);
	uint8_t b = s.p[at];

	if (b == '\r')
		return str_starts(rest, S("\r\n")) ? 2 : 1;
	if (b == '\n' || b == '\v' || b == '\f' || (b >= 0x1c && b <= 0x1e))
		return 1;
	if (str_starts(rest, S("\xC2\x85")))
		return 2;
	return str_starts(rest, S("\xE2\x80\xA8")) || str_starts(rest, S("\xE2\x80\xA9")) ? 3 : 0;
}

static void as_bandit(struct check *c, str s, size_t at)
{
	uint32_t line = 1;
	uint32_t offset;

	for (size_t i = 0; i < at;) {
		size_t end = line_end(s, i);

		line += end > 0;
		i += end > 0 ? end : 1;
	}
	py_lines(c->file, c->arena);
	if (line > c->file->line_count)
		line = c->file->line_count;
	offset = py_line_offset(c->file, line);
	finding_at(c, offset, offset, "the source holds characters that reorder it on screen");
}

static void trojan_source(struct check *c, const struct node *module)
{
	str s = c->file->source;
	size_t at = next_bidi(s, 0, c->compat);

	(void)module;
	if (at == STR_NONE)
		return;
	if (c->compat) {
		as_bandit(c, s, at);
		return;
	}
	while (at != STR_NONE) {
		size_t end;

		finding_at(c, (uint32_t)at, (uint32_t)at + 3,
			   "the source holds characters that reorder it on screen");
		end = str_find_byte(str_slice(s, at, s.n), '\n');
		at = end == STR_NONE ? STR_NONE : next_bidi(s, at + end, false);
	}
}

const struct rule rule_trojansource = {
	.id = "B613",
	.name = "trojansource",
	.severity = HIGH,
	.confidence = MEDIUM,
	.cwe = {838},
	.title = "Characters that make code read otherwise than it runs",
	.why = "Override and isolate characters change the order on screen but not for Python, so "
	       "a "
	       "reviewer sees a comment where there is code (CVE-2021-42574).",
	.fix = "Remove them, or write them as \\u202e in a string.",
	.bad = "x = 1  # \xE2\x80\xAE tset  #! B613\n",
	.good = "x = '\\u202e'\ny = '\xE2\x80\x8F'\n",
	.on = {NODE_MODULE},
	.py = trojan_source,
};
