/* Which lines of a text are new. */
#include "repo/git/session.h"

#include "base/limits.h"

struct collected {
	struct arena *arena;
	struct new_lines found;
};

static void add(struct collected *c, uint32_t first, uint32_t end)
{
	struct new_lines *f = &c->found;

	f->lines = grown_to(c->arena, f->lines, f->count, &f->room, sizeof(*f->lines));
	f->lines[f->count++] = (struct lines){first, end};
}

static int on_hunk(const git_diff_delta *delta, const git_diff_hunk *hunk, void *ctx)
{
	(void)delta;
	if (hunk->new_lines > 0)
		add(ctx, (uint32_t)hunk->new_start, (uint32_t)(hunk->new_start + hunk->new_lines));
	return 0;
}

/* Of too many ranges each two are one with what is between them. */
static struct new_lines bounded(struct new_lines f)
{
	while (f.count > LIMIT_GIT_RANGES) {
		uint32_t n = 0;
		for (uint32_t i = 0; i < f.count; i += 2) {
			uint32_t last = i + 1 < f.count ? i + 1 : i;
			f.lines[n++] = (struct lines){f.lines[i].first, f.lines[last].end};
		}
		f.count = n;
	}
	return f;
}

/* Lines that end in a carriage return alone are lines for who shows findings, and none for git. */
static bool has_lone_return(str s)
{
	for (size_t at; (at = str_find_byte(s, '\r')) != STR_NONE; s = str_slice(s, at + 1, s.n))
		if (at + 1 == s.n || s.p[at + 1] != '\n')
			return true;
	return false;
}

struct new_lines lines_added(struct arena *a, str old, str now)
{
	struct collected c = {.arena = a};
	git_diff_options options;

	(void)git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.context_lines = 0;
	options.flags = GIT_DIFF_FORCE_TEXT;
	if (has_lone_return(now) || git_diff_buffers(old.p, old.n, NULL, now.p, now.n, NULL,
						     &options, NULL, NULL, on_hunk, NULL, &c) < 0)
		return (struct new_lines){0};
	if (c.found.lines == NULL)
		c.found.lines = NEW(a, struct lines, 1);
	return bounded(c.found);
}

struct new_lines lines_common(struct arena *a, struct new_lines x, struct new_lines y)
{
	struct collected c = {.arena = a};

	if (x.lines == NULL || y.lines == NULL)
		return x.lines ? x : y;
	c.found.lines = NEW(a, struct lines, 1);
	c.found.room = 1;
	for (uint32_t i = 0, k = 0; i < x.count && k < y.count;) {
		struct lines p = x.lines[i], q = y.lines[k];
		uint32_t first = p.first > q.first ? p.first : q.first;
		uint32_t end = p.end < q.end ? p.end : q.end;
		if (first < end)
			add(&c, first, end);
		if (p.end < q.end)
			i++;
		else
			k++;
	}
	return bounded(c.found);
}
