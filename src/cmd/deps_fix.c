#include "cmd/deps_fix.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/input.h"
#include "base/limits.h"
#include "engine/plan.h"
#include "repo/walk.h"

/* What was changed in a file so far: later places have moved. */
struct moved {
	str path;
	uint32_t at;
	int64_t by;
};

struct fix {
	struct arena *arena;
	struct buf *out;
	struct moved *moved;
	uint32_t count, room;
	uint32_t made, left;
	bool failed;
};

static void note(struct fix *x, str path, uint32_t at, int64_t by)
{
	x->moved = GROW(x->arena, x->moved, x->count, &x->room);
	x->moved[x->count++] = (struct moved){path, at, by};
}

static size_t now_at(const struct fix *x, const struct plan_place *p)
{
	int64_t at = p->start;

	for (uint32_t i = 0; i < x->count; i++)
		if (x->moved[i].at < p->start && str_eq(x->moved[i].path, p->path))
			at += x->moved[i].by;
	return (size_t)at;
}

static bool is_done(const struct fix *x, const struct plan_place *p)
{
	for (uint32_t i = 0; i < x->count; i++)
		if (x->moved[i].at == p->start && str_eq(x->moved[i].path, p->path))
			return true;
	return false;
}

/* The file's bytes must still be those that the plan was made of. */
static const char *edit(struct fix *x, const struct plan_place *p)
{
	struct buf b = buf_in(x->arena);
	size_t at = now_at(x, p), end = at + (p->end - p->start);
	const char *path = walk_system_path(x->arena, p->path);
	int fd = input_open(path);
	struct stat st;
	str bytes;
	bool whole;

	if (fd < 0)
		return strerror(errno);
	whole = fstat(fd, &st) == 0 &&
		input_read(x->arena, fd, LIMIT_SOURCE_BYTES, &bytes) == INPUT_OK;
	close(fd);
	if (!whole)
		return "it cannot be read whole";
	if (end > bytes.n || str_find(str_slice(bytes, at, end), p->before) == STR_NONE ||
	    str_find_byte(str_slice(bytes, at, end), '\n') != STR_NONE)
		return "the version is not where it was";
	buf_add(&b, str_slice(bytes, 0, at));
	buf_add(&b, p->after);
	buf_add(&b, str_slice(bytes, end, bytes.n));
	if (!output_replace(x->arena, str_of(path), buf_str(&b)) ||
	    chmod(path, st.st_mode & 07777) < 0)
		return strerror(errno);
	note(x, p->path, p->start, (int64_t)p->after.n - (int64_t)(p->end - p->start));
	return NULL;
}

static void say(struct fix *x, const struct plan_step *s, const struct plan_place *p)
{
	buf_printf(x->out, "%.*s:%u: %.*s %.*s -> %.*s", STR_ARG(p->path), p->line,
		   STR_ARG(s->package), STR_ARG(p->before), STR_ARG(p->after));
}

static void fix_place(struct fix *x, const struct plan_step *s, const struct plan_place *p,
		      bool wanted)
{
	const char *why = NULL;

	if (is_done(x, p))
		return;
	if (p->edit == PLAN_EDIT_HASHED)
		why = "not edited: the digests of the new version are not known here";
	else if (!wanted)
		why = "not edited: a high-risk upgrade is made alone, with --package";
	say(x, s, p);
	if (why == NULL) {
		why = edit(x, p);
		x->failed |= why != NULL;
		x->made += why == NULL;
	}
	x->left += why != NULL;
	buf_printf(x->out, "%s%s\n", why != NULL ? ": " : "", why != NULL ? why : "");
}

bool deps_fix(struct arena *a, const struct plan *plan, str only, struct buf *out)
{
	struct fix x = {.arena = a, .out = out};
	str wanted = only.n > 0 ? package_normal_name(a, only) : only;

	for (uint32_t i = 0; i < plan->count; i++) {
		const struct plan_step *s = &plan->steps[i];
		if (wanted.n > 0 && !str_eq(s->package, wanted))
			continue;
		for (uint32_t k = 0; k < s->count; k++)
			if (s->places[k].edit != PLAN_EDIT_NONE)
				fix_place(&x, s, &s->places[k], s->risk.n == 0 || wanted.n > 0);
	}
	buf_printf(out,
		   "%u edit%s made, %u left to do by hand. Lock files are made anew by their "
		   "own tools: see --plan.\n",
		   x.made, x.made == 1 ? "" : "s", x.left);
	return !x.failed;
}
