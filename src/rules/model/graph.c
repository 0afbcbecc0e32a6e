#include "rules/model/graph.h"

#include "base/limits.h"
#include "text/tree.h"

#define FIRSTS 1000 /* findings of one file, unless they are the first of a rule */

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
	uint8_t room[512 + 16];
	size_t n = strnlen(id, 16), more = what.n < 512 ? what.n : 512;
	str key = {room, n + more};

	memcpy(room, id, n);
	if (more > 0)
		memcpy(&room[n], what.p, more);
	if (map_get(seen, key) != NULL)
		return false;
	if (seen->count >= FIRSTS) { /* one more of each rule, so that none drowns in others */
		key = (str){room, n};
		if (map_get(seen, key) != NULL)
			return false;
	}
	*map_put(seen, arena_dup(seen->arena, key)) = 1;
	return true;
}

bool graph_lfs_pointer(struct model *m)
{
	str head = blob_get(m->blob, m->arena, 0, 64);

	if (!str_starts(head, S("version https://git-lfs.github.com/spec/")) || m->blob.size > 1024)
		return false;
	return true;
}

void graph_hidden(struct model *m, str member, struct blob data)
{
	static const str magics[] = {
		S_INIT("\x7f\x45LF"), S_INIT("PK\3\4"),	  S_INIT("\x80\4\x95"),
		S_INIT("7z\xbc\xaf"), S_INIT("#!/"),	  S_INIT("\xcf\xfa\xed\xfe"),
		S_INIT("MZ\x90"),     S_INIT("\x80\2}q"), S_INIT("\x80\2c"),
	};
	uint8_t bytes[8];
	str head = {bytes, sizeof(bytes)};

	if (!blob_copy(data, 0, bytes, sizeof(bytes)))
		return;
	for (size_t i = 0; i < COUNTOF(magics); i++)
		if (str_starts(head, magics[i])) {
			model_inside_quiet(m, member, data);
			return;
		}
}

/* ---- Calls ---- */

struct graph_calls graph_calls_of(struct arena *a, uint32_t room)
{
	struct graph_calls g = {.arena = a, .functions = map_in(a), .room = room};

	if (room > LIMIT_GRAPH_FUNCTIONS)
		g.room = LIMIT_GRAPH_FUNCTIONS;
	g.nodes = NEW(a, uint64_t, (size_t)g.room + 1);
	return g;
}

bool graph_define(struct graph_calls *g, str name)
{
	if (map_get(&g->functions, name) != NULL)
		return false;
	if (g->count == g->room) {
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

bool graph_call(struct graph_calls *g, uint32_t from, str name)
{
	uint32_t to = graph_index(g, name);

	if (to == graph_main(g))
		return false;
	add_call(g, from, to);
	return true;
}

bool graph_node(struct graph_calls *g, uint32_t from, str name)
{
	g->nodes[from]++;
	return graph_call(g, from, name);
}

/* Calls by caller: those of function i are list[first[i] .. first[i + 1]). */
struct by_caller {
	uint32_t *first, *list;
};

static struct by_caller sort_calls(const struct graph_calls *g)
{
	struct by_caller s = {NEW(g->arena, uint32_t, (size_t)g->room + 3),
			      NEW(g->arena, uint32_t, (size_t)g->call_count + 1)};

	for (uint32_t i = 0; i < g->call_count; i++)
		s.first[g->calls[i].from + 2]++;
	for (uint32_t i = 0; i <= g->room; i++)
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

/* A walk over the calls, depth first, without recursion. */
struct expansion {
	const struct graph_calls *g;
	struct by_caller calls;
	uint32_t *stack, *next;
	uint64_t *total;
	uint8_t *state;
	str circle;
};

enum { UNSEEN, OPEN, DONE };

static void expand(struct expansion *e, uint32_t root)
{
	uint32_t depth = 0;

	if (e->state[root] == UNSEEN)
		e->stack[depth++] = root;
	while (depth > 0) {
		uint32_t f = e->stack[depth - 1], to;
		if (e->state[f] == UNSEEN) {
			e->state[f] = OPEN;
			e->total[f] = e->g->nodes[f];
			e->next[f] = e->calls.first[f];
		}
		if (e->next[f] == e->calls.first[f + 1]) {
			e->state[f] = DONE;
			if (--depth > 0)
				add_saturating(&e->total[e->stack[depth - 1]], e->total[f]);
			continue;
		}
		to = e->calls.list[e->next[f]++];
		if (e->state[to] == DONE)
			add_saturating(&e->total[f], e->total[to]);
		else if (e->state[to] == UNSEEN)
			e->stack[depth++] = to;
		else if (e->circle.p == NULL)
			e->circle = e->g->functions.entries[to].key;
	}
}

uint64_t graph_expanded(const struct graph_calls *g, str *circle)
{
	struct expansion e = {.g = g};

	*circle = (str){NULL, 0};
	if (g->call_count == 0)
		return g->nodes[g->room];
	e.calls = sort_calls(g);
	e.stack = NEW(g->arena, uint32_t, (size_t)g->count + 2);
	e.next = NEW(g->arena, uint32_t, (size_t)g->room + 1);
	e.total = NEW(g->arena, uint64_t, (size_t)g->room + 1);
	e.state = NEW(g->arena, uint8_t, (size_t)g->room + 1);
	expand(&e, g->room);
	for (uint32_t f = 0; f < g->count; f++)
		expand(&e, f);
	*circle = e.circle;
	return e.total[g->room];
}
