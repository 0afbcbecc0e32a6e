#include "text/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "base/fail.h"
#include "base/limits.h"

struct regex {
	pcre2_code *code;
};

struct regex_room {
	pcre2_match_data *data;
	pcre2_match_context *context;
};

static void *from_arena(size_t n, void *a)
{
	return arena_raw(a, n, 16);
}

static void to_arena(void *p, void *a)
{
	(void)p;
	(void)a;
}

struct regex_room *regex_room_new(struct arena *a)
{
	struct regex_room *room = NEW(a, struct regex_room, 1);
	pcre2_general_context *general = pcre2_general_context_create(from_arena, to_arena, a);

	room->data = pcre2_match_data_create(8, general);
	room->context = pcre2_match_context_create(general);
	pcre2_set_match_limit(room->context, LIMIT_REGEX_STEPS);
	pcre2_set_depth_limit(room->context, LIMIT_REGEX_DEPTH);
	pcre2_set_heap_limit(room->context, LIMIT_REGEX_KIB);
	return room;
}

struct regex *regex_compile(struct arena *a, str pattern, str *error, size_t *offset)
{
	pcre2_general_context *general = pcre2_general_context_create(from_arena, to_arena, a);
	pcre2_compile_context *context = pcre2_compile_context_create(general);
	struct regex *r = NEW(a, struct regex, 1);
	PCRE2_UCHAR text[200] = "";
	PCRE2_SIZE at = 0;
	int code = 0;

	pcre2_set_max_pattern_length(context, LIMIT_REGEX_PATTERN);
	pcre2_set_parens_nest_limit(context, LIMIT_REGEX_NESTING);
	pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
	r->code = pcre2_compile(pattern.p ? pattern.p : (const uint8_t *)"", pattern.n,
				PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UTF |
					PCRE2_NEVER_UCP | PCRE2_USE_OFFSET_LIMIT,
				&code, &at, context);
	if (r->code != NULL)
		return r;
	(void)pcre2_get_error_message(code, text, sizeof(text));
	*error = arena_dup(a, str_of((const char *)text));
	*offset = at;
	return NULL;
}

static enum regex_result match(struct regex_room *room, const struct regex *r, str text,
			       size_t from, uint32_t options, struct regex_match *m)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(room->data);
	int n;

	ASSERT(from <= text.n);
	n = pcre2_match(r->code, text.p ? text.p : (const uint8_t *)"", text.n, from, options,
			room->data, room->context);
	if (n == PCRE2_ERROR_NOMATCH)
		return REGEX_NONE;
	if (n < 0)
		return REGEX_LIMIT;
	if (at[0] > at[1]) /* \K in a lookahead */
		return REGEX_NONE;
	*m = (struct regex_match){at[0], at[1], at[0], at[1]};
	if ((n > 1 || n == 0) && at[2] != PCRE2_UNSET) {
		m->group_start = at[2];
		m->group_end = at[3];
	}
	return REGEX_MATCH;
}

enum regex_result regex_match(struct regex_room *room, const struct regex *r, str text, size_t from,
			      unsigned how, struct regex_match *m)
{
	uint32_t options = (how & REGEX_HERE ? PCRE2_ANCHORED : 0) |
			   (how & REGEX_WHOLE ? PCRE2_ANCHORED | PCRE2_ENDANCHORED : 0);

	return match(room, r, text, from, options, m);
}

enum regex_result regex_match_until(struct regex_room *room, const struct regex *r, str text,
				    size_t from, size_t last, struct regex_match *m)
{
	enum regex_result result;

	pcre2_set_offset_limit(room->context, last);
	result = match(room, r, text, from, 0, m);
	pcre2_set_offset_limit(room->context, PCRE2_UNSET);
	return result;
}
