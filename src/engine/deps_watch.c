#include "dep/watchlist.h"
#include "engine/deps.h"

str deps_watch_reason(const struct settings *s, str normal)
{
	const uint64_t *own = map_get(&s->deps_watch, normal);
	const struct watched *w = watchlist_find(normal);

	if (own != NULL)
		return *(const str *)(uintptr_t)*own;
	return str_of(w != NULL ? w->reason : NULL);
}
