#include "rules/model/graph.h"

#include "base/limits.h"
#include "text/tree.h"

str graph_show(struct model *m, str s)
{
	struct buf b = buf_in(m->arena);
	size_t n = s.n < 100 ? s.n : 100;

	while (n < s.n && n > 0 && (s.p[n] & 0xc0) == 0x80)
		n--;
	tree_quote(&b, str_slice(s, 0, n));
	if (n < s.n)
		buf_add(&b, S("..."));
	return buf_str(&b);
}

static bool has_any(str s, const char *words)
{
	for (str rest = str_of(words); rest.p != NULL;)
		if (str_find_nocase(s, str_cut(&rest, ' ')) != STR_NONE)
			return true;
	return false;
}

bool graph_python_op(str op)
{
	return has_any(op, "pyfunc python pycustomop pycall pyeval") || str_eq(op, S("PyOp")) ||
	       str_eq(op, S("PyOpGrad"));
}

bool graph_telling_op(str op)
{
	return has_any(op, "shell exec system eval loadlib dlopen loadmodule readfile writefile "
			   "openfile deletefile filewrite fileread subprocess popen spawn command "
			   "script download upload http socket");
}

bool graph_first(struct map *seen, const char *id, str what)
{
	str key = arena_printf(seen->arena, "%s %.*s", id, STR_ARG(str_slice(what, 0, 512)));

	if (map_get(seen, key) != NULL || seen->count >= LIMIT_FILE_FINDINGS)
		return false;
	*map_put(seen, key) = 1;
	return true;
}

bool graph_lfs_pointer(struct model *m)
{
	str head = blob_get(m->blob, m->arena, 0, 64);

	if (!str_starts(head, S("version https://git-lfs.github.com/spec/")) || m->blob.size > 1024)
		return false;
	return true;
}

/* ---- Calls ---- */

struct graph_calls graph_calls_of(struct arena *a, uint32_t count)
{
	struct graph_calls g = {.arena = a, .functions = map_in(a)};

	if (count > LIMIT_GRAPH_FUNCTIONS) {
		count = LIMIT_GRAPH_FUNCTIONS;
		g.full = true;
	}
	g.nodes = NEW(a, uint64_t, (size_t)count + 1);
	return g;
}

bool graph_define(struct graph_calls *g, str name)
{
	if (map_get(&g->functions, name) != NULL)
		return false;
	if (g->count == LIMIT_GRAPH_FUNCTIONS) {
		g->full = true;
		return false;
	}
	*map_put(&g->functions, arena_dup(g->arena, name)) = g->count++;
	return true;
}

uint32_t graph_index(const struct graph_calls *g, str name)
{
	const uint64_t *i = map_get(&g->functions, name);

	return i != NULL ? (uint32_t)*i : graph_main(g);
}

static void add_call(struct graph_calls *g, uint32_t from, uint32_t to)
{
	if (g->call_count == g->call_room) {
		uint32_t room = g->call_room ? 2 * g->call_room : 64;
		struct graph_call *more;
		if (g->call_count >= LIMIT_GRAPH_CALLS) {
			g->full = true;
			return;
		}
		more = NEW(g->arena, struct graph_call, room);
		if (g->call_count > 0)
			memcpy(more, g->calls, g->call_count * sizeof(*more));
		g->calls = more;
		g->call_room = room;
	}
	g->calls[g->call_count++] = (struct graph_call){from, to};
}

bool graph_node(struct graph_calls *g, uint32_t from, str name)
{
	uint32_t to = graph_index(g, name);

	g->nodes[from]++;
	if (to == graph_main(g))
		return false;
	add_call(g, from, to);
	return true;
}

/* Calls by caller: those of function i are list[first[i] .. first[i + 1]). */
struct by_caller {
	uint32_t *first, *list;
};

static struct by_caller sort_calls(const struct graph_calls *g)
{
	struct by_caller s = {NEW(g->arena, uint32_t, (size_t)g->count + 3),
			      NEW(g->arena, uint32_t, (size_t)g->call_count + 1)};

	for (uint32_t i = 0; i < g->call_count; i++)
		s.first[g->calls[i].from + 2]++;
	for (uint32_t i = 0; i <= g->count; i++)
		s.first[i + 2] += s.first[i + 1];
	for (uint32_t i = 0; i < g->call_count; i++)
		s.list[s.first[g->calls[i].from + 1]++] = g->calls[i].to;
	return s;
}

static void add_saturating(uint64_t *to, uint64_t n)
{
	if (__builtin_add_overflow(*to, n, to))
		*to = UINT64_MAX;
}

/* Depth first from the graph itself and from every function, without recursion. */
uint64_t graph_expanded(const struct graph_calls *g, str *circle)
{
	enum { NEW_ONE, OPEN, DONE };
	struct by_caller calls = sort_calls(g);
	uint32_t *stack = NEW(g->arena, uint32_t, (size_t)g->count + 2);
	uint32_t *next = NEW(g->arena, uint32_t, (size_t)g->count + 1);
	uint64_t *total = NEW(g->arena, uint64_t, (size_t)g->count + 1);
	uint8_t *state = NEW(g->arena, uint8_t, (size_t)g->count + 1);
	uint32_t depth = 0;

	*circle = (str){NULL, 0};
	for (uint32_t root = 0; root <= g->count; root++) {
		if (state[root] == NEW_ONE)
			stack[depth++] = root;
		while (depth > 0) {
			uint32_t f = stack[depth - 1], to;
			if (state[f] == NEW_ONE) {
				state[f] = OPEN;
				total[f] = g->nodes[f];
				next[f] = calls.first[f];
			}
			if (next[f] == calls.first[f + 1]) {
				state[f] = DONE;
				depth--;
				if (depth > 0)
					add_saturating(&total[stack[depth - 1]], total[f]);
				continue;
			}
			to = calls.list[next[f]++];
			if (state[to] == DONE)
				add_saturating(&total[f], total[to]);
			else if (state[to] == NEW_ONE)
				stack[depth++] = to;
			else if (circle->p == NULL)
				*circle = g->functions.entries[to].key;
		}
	}
	return total[g->count];
}
