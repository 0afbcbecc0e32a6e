/* Notebooks: the lines of a cell are put together and their escapes decoded, so that what spans
 * lines (keys, literals beside each other) is seen as it is meant; outputs that are text likewise.
 * The JSON text itself is looked at as well, which finds what lies elsewhere in it.
 *
 * Two shapes: {"cells": [...]} (nbformat 4) and {"worksheets": [{"cells": [...]}]} (3). */
#include "engine/secret_int.h"

#include "base/limits.h"
#include "text/json_pull.h"

struct notebook {
	struct secret_job *job;
	struct secret_view *root;
	struct json_pull pull;
	struct secret_group **end;
	uint32_t cell;
};

struct group_maker {
	struct secret_maker text;
	uint32_t from, to;
};

static void add_string(struct notebook *n, struct group_maker *g)
{
	uint32_t start = (uint32_t)n->pull.start + 1, end = (uint32_t)n->pull.end - 1;

	if (g->to == 0)
		g->from = start;
	g->to = end;
	secret_unescape_into(&g->text, n->root->text, start, end);
}

/* The text that follows: a string, or an array of strings. False: the JSON is broken. */
static bool take_text(struct notebook *n)
{
	struct group_maker g = {.text = secret_maker_in(n->job->arena)};
	enum json_event e = json_pull_next(&n->pull);
	struct secret_group *made;

	if (e == JSON_STRING) {
		add_string(n, &g);
	} else if (e == JSON_ARRAY) {
		while ((e = json_pull_next(&n->pull)) == JSON_STRING)
			add_string(n, &g);
		while (e != JSON_ARRAY_END) { /* an array of something else */
			if (e == JSON_ERROR || e == JSON_END || !json_pull_skip(&n->pull))
				return false;
			e = json_pull_next(&n->pull);
		}
	} else if (e == JSON_ERROR || !json_pull_skip(&n->pull)) {
		return false;
	}
	if (g.text.text.n == 0)
		return true;
	made = NEW(n->job->arena, struct secret_group, 1);
	*made = (struct secret_group){
		.cell = n->cell,
		.from = g.from,
		.to = g.to,
		.view = secret_maker_view(&g.text, n->root, g.from, g.to),
	};
	*n->end = made;
	n->end = &made->next;
	return true;
}

/* Outputs hold text under these keys, and under the types of what they show. */
static bool is_text_key(str key)
{
	return str_in(key, "source input text traceback evalue html latex javascript svg") ||
	       str_starts(key, S("text/")) || str_eq(key, S("image/svg+xml")) ||
	       str_eq(key, S("application/javascript"));
}

/* Everything of a cell. */
static bool take_cell(struct notebook *n)
{
	unsigned depth = n->pull.depth;
	enum json_event e;

	for (;;) {
		e = json_pull_next(&n->pull);
		if (e == JSON_ERROR || e == JSON_END)
			return false;
		if (e == JSON_OBJECT_END && n->pull.depth < depth)
			return true;
		if (e == JSON_KEY && is_text_key(n->pull.text) && !take_text(n))
			return false;
	}
}

static void take_cells(struct notebook *n)
{
	bool inside = false;
	unsigned depth = 0;

	for (;;) {
		enum json_event e = json_pull_next(&n->pull);
		if (e == JSON_ERROR || e == JSON_END)
			return;
		if (!inside && e == JSON_KEY && str_eq(n->pull.text, S("cells"))) {
			if (json_pull_next(&n->pull) != JSON_ARRAY)
				return;
			inside = true;
			depth = n->pull.depth;
		} else if (inside && e == JSON_OBJECT) {
			n->cell++;
			if (!take_cell(n))
				return;
		} else if (inside && e == JSON_ARRAY_END && n->pull.depth < depth) {
			inside = false;
		}
	}
}

void secret_look_notebook(struct secret_job *j, struct secret_view *root)
{
	struct notebook n = {.job = j, .root = root, .end = &j->groups};
	struct stream *s = stream_of(j->arena, blob_of(root->text));

	json_pull_init(&n.pull, j->arena, s);
	n.pull.lenient = true;
	n.pull.most = 64;
	take_cells(&n);
	for (struct secret_group *g = j->groups; g != NULL; g = g->next)
		secret_look(j, g->view);
}

/* The line of its text on which a byte of the notebook stands. */
static uint32_t line_in(const struct secret_view *v, uint32_t at)
{
	uint32_t lo = 0, hi = v->piece_count, line = 1, to;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (v->pieces[mid].outer <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	to = lo > 0 ? v->pieces[lo - 1].at + (at - v->pieces[lo - 1].outer) : 0;
	for (uint32_t i = 0; i < to && i < v->text.n; i++)
		line += v->text.p[i] == '\n';
	return line;
}

void secret_cell_of(const struct secret_job *j, uint32_t at, uint32_t *cell, uint32_t *line)
{
	*cell = *line = 0;
	for (const struct secret_group *g = j->groups; g != NULL; g = g->next) {
		if (at < g->from || at >= g->to)
			continue;
		*cell = g->cell;
		*line = line_in(g->view, at);
		return;
	}
}
