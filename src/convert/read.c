#include "convert/read.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"

bool read_refuse(struct reading *r, str where, const char *fmt, ...)
{
	char text[LIMIT_MESSAGE_BYTES];
	va_list args;
	int n;

	if (r->refusal.why.n > 0)
		return false;
	va_start(args, fmt);
	n = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (n < 0)
		n = 0;
	if ((size_t)n >= sizeof(text))
		n = sizeof(text) - 1;
	r->refusal.where = arena_dup(r->arena, where);
	r->refusal.why = arena_dup(r->arena, (str){(const uint8_t *)text, (size_t)n});
	return false;
}

struct item *read_item(struct reading *r, enum item_kind kind)
{
	struct item *it = NEW(r->arena, struct item, 1);

	it->kind = (uint8_t)kind;
	return it;
}
