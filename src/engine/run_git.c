#include "engine/run_git.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "base/limits.h"
#include "engine/problem.h"

void run_git_init(struct run_git *g, struct arena *a, const struct walk *w,
		  const struct settings *s)
{
	*g = (struct run_git){.arena = a,
			      .walk = w,
			      .changed = map_in(a),
			      .tracked = map_in(a),
			      .git = {.fd = -1}};
	g->data = NEW(a, struct glob, s->data_path_count + 1);
	for (size_t i = 0; i < s->data_path_count; i++)
		g->data_count +=
			glob_compile(&g->data[g->data_count], a, s->data_paths[i], GLOB_PATH);
}

void run_git_stop(struct run_git *g)
{
	if (g->running)
		git_stop(&g->git);
	g->running = false;
}

static str folder_of(const struct run_git *g, int fd)
{
	char link[64], path[PATH_MAX];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	return n > 0 ? arena_dup(g->arena, (str){(const uint8_t *)path, (size_t)n})
		     : (str){NULL, 0};
}

/* Where each root lies in the repository; p is NULL for one that is not in it. */
static void find_prefixes(struct run_git *g)
{
	str work = g->git.work;

	g->prefixes = NEW(g->arena, str, g->walk->root_count + 1);
	for (uint32_t i = 0; i < g->walk->root_count; i++) {
		str at = folder_of(g, g->walk->roots[i].fd);
		if (str_eq(at, work))
			g->prefixes[i] = S("");
		else if (str_starts(at, work) && at.p[work.n] == '/')
			g->prefixes[i] = str_slice(at, work.n + 1, at.n);
	}
}

static bool start(struct run_git *g)
{
	str folder;

	if (g->tried)
		return g->running;
	g->tried = true;
	g->why = "there is no folder to ask about";
	if (g->walk->root_count == 0)
		return false;
	folder = folder_of(g, g->walk->roots[0].fd);
	g->running = git_start(&g->git, g->arena, arena_cstr(g->arena, folder), &g->why);
	if (g->running && g->git.work.n == 0) {
		run_git_stop(g);
		g->why = "the repository is a bare one";
	}
	if (g->running) {
		g->why = NULL;
		find_prefixes(g);
	}
	return g->running;
}

/* The file's path as git has it; p is NULL when it is in no such place. */
static str place_of(const struct run_git *g, const struct walk_file *f)
{
	str prefix = g->prefixes[f->root], rel = str_of(f->rel);

	if (prefix.p == NULL || prefix.n == 0)
		return prefix.p ? rel : prefix;
	return arena_printf(g->arena, "%.*s/%.*s", STR_ARG(prefix), STR_ARG(rel));
}

/* ---- --diff ---- */

bool run_git_diff(struct run_git *g, str revision, const char **usage)
{
	size_t count;

	if (!start(g)) {
		*usage = (const char *)arena_printf(g->arena, "--diff: %s", g->why).p;
		return false;
	}
	if (!git_diff(&g->git, g->arena, revision, &g->changes, &count))
		g->broken = g->git.lost ? g->git.lost : "what differs could not be found out";
	if (g->git.refused != NULL) {
		*usage = g->git.refused;
		return false;
	}
	for (size_t i = 0; i < g->git.problem_count; i++)
		if (g->git.problems[i].what != GIT_NOTE)
			g->broken = arena_cstr(g->arena, g->git.problems[i].message);
	if (g->broken != NULL)
		return true;
	for (size_t i = 0; i < count; i++)
		*map_put(&g->changed, g->changes[i].path) = i + 1;
	g->diff = true;
	return true;
}

bool run_git_brought(struct run_git *g, const struct walk_file *file, const struct finding *f)
{
	const struct git_changed *c;
	uint32_t last = f->end_line > f->line ? f->end_line : f->line;
	const uint64_t *at;
	str place;

	if (!g->diff)
		return true;
	place = place_of(g, file);
	at = place.p ? map_get(&g->changed, place) : NULL;
	if (at == NULL)
		return false;
	c = &g->changes[*at - 1];
	if (c->line_count == 0 || f->line == 0)
		return true;
	for (uint32_t i = 0; i < c->line_count; i++)
		if (f->line < c->lines[i].end && last >= c->lines[i].first)
			return true;
	return false;
}

/* ---- Tracked files ---- */

static bool is_named_data(const struct run_git *g, const struct walk_file *f)
{
	str place = g->data_count > 0 ? walk_place(g->walk, f) : (str){NULL, 0};

	for (size_t i = 0; i < g->data_count; i++)
		if (glob_covers(&g->data[i], place))
			return true;
	return false;
}

static bool is_data(str place)
{
	str name = str_after_last(place, '/'), dot = str_after_last(name, '.'), rest = place;

	if (dot.n == name.n ||
	    !str_in(dot, "csv tsv parquet feather arrow jsonl xlsx sqlite db avro"))
		return false;
	while (rest.p != NULL) {
		str part = str_cut(&rest, '/');
		if (str_in(part, "test tests testdata fixtures examples"))
			return false;
		if (rest.p != NULL && str_in(part, "data dataset datasets"))
			return true;
	}
	return false;
}

static int by_path(const void *key, const void *element)
{
	return str_cmp(*(const str *)key, ((const struct walk_file *)element)->path);
}

static const struct walk_file *file_of(const struct run_git *g, str path)
{
	return g->walk->count == 0 ? NULL
				   : bsearch(&path, g->walk->files, g->walk->count,
					     sizeof(*g->walk->files), by_path);
}

struct asked {
	const struct walk_file *file;
	bool model, data;
};

struct question {
	struct run_git *g;
	str *places;
	struct asked *asked;
	uint32_t count, room;
	uint64_t bytes; /* of the message */
};

static struct asked *about(struct question *q, const struct walk_file *f)
{
	struct run_git *g = q->g;
	uint64_t *known;
	str place;

	if (f == NULL || !start(g))
		return NULL;
	place = place_of(g, f);
	if (place.p == NULL || q->bytes + place.n > LIMIT_GIT_MESSAGE / 2)
		return NULL;
	known = map_put(&g->tracked, place);
	if (*known != 0)
		return &q->asked[*known - 1];
	if (q->count == q->room) {
		uint32_t room = q->room ? 2 * q->room : 64;
		str *places = NEW(g->arena, str, room);
		struct asked *asked = NEW(g->arena, struct asked, room);
		if (q->count > 0) {
			memcpy(places, q->places, q->count * sizeof(*places));
			memcpy(asked, q->asked, q->count * sizeof(*asked));
		}
		q->places = places;
		q->asked = asked;
		q->room = room;
	}
	q->bytes += place.n + 4;
	q->places[q->count] = place;
	q->asked[q->count] = (struct asked){.file = f};
	*known = ++q->count;
	return &q->asked[q->count - 1];
}

static void collect(struct question *q, const struct finding *findings, size_t count,
		    const struct report_model *models, size_t model_count, bool project)
{
	const struct walk *w = q->g->walk;
	struct asked *a;

	for (size_t i = 0; i < count; i++)
		if (str_find(findings[i].when, S("tracked")) != STR_NONE)
			(void)about(q, file_of(q->g, findings[i].path));
	for (size_t i = 0; project && i < model_count; i++)
		if (!models[i].companion && (a = about(q, &w->files[models[i].file])) != NULL)
			a->model = true;
	for (uint32_t i = 0; project && i < w->count; i++)
		if ((is_data(str_of(w->files[i].rel)) || is_named_data(q->g, &w->files[i])) &&
		    w->files[i].size > 0 && (a = about(q, &w->files[i])) != NULL)
			a->data = !a->model;
}

size_t run_git_tracked(struct run_git *g, const struct finding *findings, size_t count,
		       const struct report_model *models, size_t model_count, bool project,
		       struct finding **out)
{
	struct question q = {.g = g};
	uint64_t *bytes;
	uint8_t *tracked;
	size_t n = 0;

	*out = NULL;
	if (!g->walk->repository)
		return 0;
	collect(&q, findings, count, models, model_count, project);
	if (q.count == 0)
		return 0;
	tracked = NEW(g->arena, uint8_t, q.count);
	bytes = NEW(g->arena, uint64_t, q.count);
	if (!git_is_tracked(&g->git, q.places, q.count, tracked, bytes))
		return 0;
	*out = NEW(g->arena, struct finding, q.count);
	for (uint32_t i = 0; i < q.count; i++) {
		*map_put(&g->tracked, q.places[i]) = tracked[i];
		if (tracked[i] != GIT_TRACKED || !(q.asked[i].model || q.asked[i].data))
			continue;
		(*out)[n] = problem(g->arena, q.asked[i].model ? "PR002" : "PR001",
				    q.asked[i].file->path, "%s of %llu bytes is tracked in git",
				    q.asked[i].model ? "a model" : "data",
				    (unsigned long long)bytes[i]);
		n += run_git_brought(g, q.asked[i].file, &(*out)[n]);
	}
	return n;
}

bool run_git_is_tracked(const struct run_git *g, const struct walk_file *file)
{
	const uint64_t *known;

	if (!g->running)
		return false;
	known = map_get(&g->tracked, place_of(g, file));
	return known != NULL && (*known == GIT_TRACKED || *known == GIT_TRACKED_POINTER);
}

bool run_git_is_untracked(const struct run_git *g, const struct walk_file *file)
{
	const uint64_t *known = g->running ? map_get(&g->tracked, place_of(g, file)) : NULL;

	return known != NULL && *known == 0;
}

/* ---- Who wrote it ---- */

static str date_of(struct arena *a, int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm tm;

	if (seconds < 0 || seconds > 253402300799 || gmtime_r(&when, &tm) == NULL)
		return (str){NULL, 0};
	return arena_printf(a, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

/* Of one file: `all` are in it. */
static void authors_of_file(struct run_git *g, str place, struct suppression **all, uint32_t count)
{
	uint32_t *lines = NEW(g->arena, uint32_t, count);
	struct git_commit *commits = NEW(g->arena, struct git_commit, count);
	size_t got;

	for (uint32_t i = 0; i < count; i++)
		lines[i] = all[i]->line;
	got = git_blame(&g->git, g->arena, place, lines, count, commits);
	for (size_t k = 0; k < got; k++) {
		for (uint32_t i = 0; i < count; i++) {
			if (all[i]->line != commits[k].number)
				continue;
			all[i]->author = commits[k].author;
			all[i]->date = date_of(g->arena, commits[k].seconds);
		}
	}
}

void run_git_authors(struct run_git *g, struct suppression *all, size_t count)
{
	struct suppression **same;
	struct map done = map_in(g->arena);

	if (count == 0 || !g->walk->repository || !start(g))
		return;
	same = NEW(g->arena, struct suppression *, count);
	for (size_t i = 0; i < count; i++) {
		const struct walk_file *f = file_of(g, all[i].path);
		uint32_t n = 0;
		str place = f ? place_of(g, f) : (str){NULL, 0};
		if ((*map_put(&done, all[i].path))++ > 0 || place.p == NULL)
			continue;
		for (size_t k = i; k < count; k++)
			if (all[k].path.p == all[i].path.p)
				same[n++] = &all[k];
		authors_of_file(g, place, same, n);
	}
}
