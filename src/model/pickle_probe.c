/* Pickles where none is expected: in the bytes behind another format's end, in gaps, in what joblib
 * passes over. A place counts when the machine, started there, comes to a call or an import that
 * the policy does not allow under a name that can be one; random bytes do not get that far.
 *
 * The search is linear: every place is looked at once, and the instructions that are run from
 * candidates are paid for from a budget that grows with the bytes passed. */
#include "model/pickle_int.h"

#define BLOCK (256 * KiB)
#define OVERLAP (16 * KiB) /* of blocks: what a pickle may need to show what it does */
/* Bytes that may be run from candidates, for each byte that is passed. */
#define BUDGET 32
#define FIRST_INSNS 24 /* of a candidate; more only when it names a global by then */
#define MORE_INSNS 4096

struct pickle_prober {
	struct arena *arena;
	struct blob blob;
	struct pickle *p; /* over `window` */
	struct blob window;
	uint64_t base; /* of the window */
	uint8_t *block;
	struct pickle_hit hit;
	uint64_t work;
	uint64_t covered; /* up to here a pickle was read that is harmless */
};

/* ---- One place ---- */

bool pickle_plausible(str name)
{
	bool first = true;

	for (size_t i = 0; i < name.n; i++) {
		uint8_t b = name.p[i];
		bool letter = (b | 32) >= 'a' && (b | 32) <= 'z';
		if (b == '.' && !first) {
			first = true;
			continue;
		}
		if (!letter && b != '_' && (first || b < '0' || b > '9'))
			return false;
		first = false;
	}
	return name.n > 0 && name.n < 200 && !first;
}

bool pickle_op_calls(unsigned op)
{
	return op == PK_REDUCE || op == PK_BUILD || op == PK_NEWOBJ || op == PK_NEWOBJ_EX ||
	       op == PK_OBJ || op == PK_INST;
}

static void see_global(void *ctx, struct pickle *p, uint64_t at, str module, str name, bool known)
{
	struct pickle_prober *r = ctx;

	(void)p;
	(void)at;
	r->hit.global |= known && pickle_plausible(module) && pickle_plausible(name);
}

static void see_issue(void *ctx, struct pickle *p, const struct pickle_issue *i)
{
	struct pickle_prober *r = ctx;

	(void)p;
	if (i->kind == PICKLE_ISSUE_KNOWN_CLASS || i->grade <= r->hit.worst)
		return;
	r->hit.worst = i->grade;
	r->hit.kind = i->kind;
	r->hit.text = i->text;
}

static void see_step(void *ctx, struct pickle *p, const struct pickle_insn *i)
{
	struct pickle_prober *r = ctx;

	(void)p;
	r->hit.calls |= pickle_op_calls(i->op);
}

static void new_machine(struct pickle_prober *r, struct blob window)
{
	struct pickle_watch w = {
		.ctx = r, .global = see_global, .issue = see_issue, .step = see_step};

	r->window = window;
	r->p = pickle_new(r->arena, window, &w);
}

struct pickle_prober *pickle_prober_new(struct arena *a, struct blob b)
{
	struct pickle_prober *r = NEW(a, struct pickle_prober, 1);

	r->arena = a;
	r->blob = b;
	if (b.memory != NULL)
		new_machine(r, b);
	return r;
}

static struct pickle_hit run(struct pickle_prober *r, uint64_t at, uint64_t most, bool mute)
{
	struct pickle_end end;

	r->hit = (struct pickle_hit){.at = r->base + at};
	pickle_reuse(r->p, r->window);
	pickle_limit(r->p, most);
	pickle_mute(r->p, mute);
	end = pickle_run(r->p, at, PICKLE_FROM_BYTES, false);
	pickle_imports(r->p);
	r->hit.stop = end.error == PICKLE_OK;
	r->hit.end = r->base + end.end;
	r->hit.insns = end.insns;
	return r->hit;
}

/* The block that begins at `at`, read into memory. */
static bool load(struct pickle_prober *r, uint64_t at)
{
	uint64_t left = at < r->blob.size ? r->blob.size - at : 0;
	size_t n = left < BLOCK + OVERLAP ? (size_t)left : BLOCK + OVERLAP;

	if (r->blob.memory != NULL)
		return left > 0;
	if (r->block == NULL)
		r->block = arena_raw(r->arena, BLOCK + OVERLAP, 64);
	if (n == 0 || !blob_copy(r->blob, at, r->block, n))
		return false;
	r->base = at;
	r->window = blob_of((str){r->block, n});
	if (r->p == NULL)
		new_machine(r, r->window);
	r->p->stream = NULL;
	return true;
}

struct pickle_hit pickle_probe_at(struct pickle_prober *r, uint64_t at, uint64_t most)
{
	struct pickle_hit none = {.at = at, .end = at};

	if (!load(r, at))
		return none;
	return run(r, at - r->base, most, false);
}

/* ---- Searching ---- */

static size_t identifier_line(str s, size_t at)
{
	size_t end = str_find_byte(str_slice(s, at, at + 200), '\n');

	if (end == STR_NONE || !pickle_plausible(str_slice(s, at, at + end)))
		return 0;
	return at + end + 1;
}

static bool candidate(str s, size_t i)
{
	size_t next;

	if (s.p[i] == PK_PROTO)
		return i + 2 < s.n && s.p[i + 1] >= 1 && s.p[i + 1] <= PICKLE_HIGHEST_PROTOCOL &&
		       pickle_op_name(s.p[i + 2]) != NULL;
	if (s.p[i] != PK_GLOBAL)
		return false;
	next = identifier_line(s, i + 1);
	return next > 0 && identifier_line(s, next) > 0;
}

/* Without a PROTO a place is only two lines that could be names, of which texts (certificates,
 * scripts) have many: then it must be a known attack, or come to its end; inside a harmless pickle,
 * whose names are such lines with any letter before them, nothing less than the attack. */
static bool telling(const struct pickle_hit *h, bool proto, bool covered)
{
	if (!h->global || h->worst < PICKLE_GRADE_MEDIUM)
		return false;
	if (proto)
		return h->calls || h->stop;
	return h->calls && ((h->stop && !covered) || h->kind == PICKLE_ISSUE_DANGEROUS_CALL);
}

static bool try_candidate(struct pickle_prober *r, str s, size_t i, struct pickle_hit *hit)
{
	bool proto = s.p[i] == PK_PROTO, covered = r->base + i < r->covered;
	struct pickle_hit h = run(r, i, FIRST_INSNS, true);

	r->work += h.end - h.at;
	if (!telling(&h, proto, covered) && h.insns == FIRST_INSNS && (h.global || proto)) {
		h = run(r, i, MORE_INSNS, true);
		r->work += h.end - h.at;
	}
	if (!telling(&h, proto, covered)) {
		if (proto && h.insns > 2 && (h.stop || h.insns == MORE_INSNS) && h.end > r->covered)
			r->covered = h.end;
		return false;
	}
	*hit = run(r, i, h.insns, false);
	hit->stop |= h.stop;
	return true;
}

/* Candidates of the window from `from` to `to`. */
static bool search_window(struct pickle_prober *r, size_t from, size_t to, uint64_t allowed,
			  struct pickle_hit *hit)
{
	str s = {r->window.memory, (size_t)r->window.size};

	for (size_t i = from; i < to; i++) {
		if (s.p[i] != PK_PROTO && s.p[i] != PK_GLOBAL)
			continue;
		if (candidate(s, i) && r->work < allowed && try_candidate(r, s, i, hit))
			return true;
	}
	return false;
}

bool pickle_probe_next(struct pickle_prober *r, uint64_t from, struct pickle_hit *hit)
{
	uint64_t allowed = r->work + (r->blob.size - from) * BUDGET + MiB;

	if (r->blob.memory != NULL)
		return from < r->blob.size &&
		       search_window(r, (size_t)from, (size_t)r->blob.size, allowed, hit);
	for (; load(r, from); from += BLOCK) {
		size_t n = r->window.size < BLOCK ? (size_t)r->window.size : BLOCK;
		if (search_window(r, 0, n, allowed, hit))
			return true;
	}
	return false;
}

uint64_t pickle_prober_work(const struct pickle_prober *r)
{
	return r->work;
}

/* ---- Recognition ---- */

/* The stack's depth, as far as opcodes alone tell it. */
struct sight {
	uint64_t depth, marks[32], mark_count;
	unsigned insns, texts; /* texts: plausible names in a row, for STACK_GLOBAL */
	bool global, call, put, bad;
};

static void sight_pop(struct sight *s, uint64_t n)
{
	s->bad |= s->depth < n;
	s->depth -= s->depth < n ? s->depth : n;
}

static void sight_mark(struct sight *s, uint64_t pops)
{
	if (s->mark_count == 0 || s->mark_count > COUNTOF(s->marks)) {
		s->bad |= s->mark_count == 0;
		s->mark_count -= s->mark_count > 0;
		return;
	}
	s->depth = s->marks[--s->mark_count];
	sight_pop(s, pops);
}

static void sight_names(struct sight *s, const struct pickle_insn *i)
{
	bool text = i->op == PK_SHORT_BINUNICODE || i->op == PK_BINUNICODE || i->op == PK_UNICODE;

	if (i->op == PK_GLOBAL || i->op == PK_INST)
		s->global |= pickle_plausible(i->text) && pickle_plausible(i->name);
	if (i->op == PK_STACK_GLOBAL)
		s->global |= s->texts >= 2;
	if (i->op == PK_MEMOIZE || i->op == PK_BINPUT || i->op == PK_PUT)
		return;
	s->texts = text && pickle_plausible(i->text) ? s->texts + 1 : 0;
}

static void sight_effect(struct sight *s, const struct pickle_insn *i)
{
	switch (i->op) {
	case PK_MARK:
		if (s->mark_count < COUNTOF(s->marks))
			s->marks[s->mark_count] = s->depth;
		s->mark_count++;
		return;
	case PK_TUPLE:
	case PK_LIST:
	case PK_DICT:
	case PK_FROZENSET:
	case PK_INST:
	case PK_OBJ:
		sight_mark(s, 0);
		s->depth++;
		break;
	case PK_APPENDS:
	case PK_SETITEMS:
	case PK_ADDITEMS:
	case PK_POP_MARK:
		sight_mark(s, 0);
		break;
	case PK_TUPLE1:
	case PK_TUPLE2:
	case PK_TUPLE3:
		sight_pop(s, i->op - PK_TUPLE1 + 1u);
		s->depth++;
		break;
	case PK_REDUCE:
	case PK_NEWOBJ:
	case PK_STACK_GLOBAL:
	case PK_APPEND:
	case PK_BUILD:
		sight_pop(s, 2);
		s->depth++;
		break;
	case PK_NEWOBJ_EX:
	case PK_SETITEM:
		sight_pop(s, 3);
		s->depth++;
		break;
	case PK_POP:
		if (s->mark_count > 0 && s->mark_count <= COUNTOF(s->marks) &&
		    s->marks[s->mark_count - 1] == s->depth)
			s->mark_count--;
		else
			sight_pop(s, 1);
		break;
	case PK_PUT:
	case PK_BINPUT:
	case PK_LONG_BINPUT:
	case PK_MEMOIZE:
	case PK_READONLY_BUFFER:
	case PK_BINPERSID:
		s->bad |= s->depth == 0;
		break;
	case PK_DUP:
		s->bad |= s->depth++ == 0;
		break;
	case PK_GET:
	case PK_BINGET:
	case PK_LONG_BINGET:
		s->bad |= !s->put;
		s->depth++;
		break;
	case PK_PROTO:
	case PK_FRAME:
	case PK_STOP:
		break;
	default:
		s->depth++;
		break;
	}
	s->put |= i->op == PK_PUT || i->op == PK_BINPUT || i->op == PK_LONG_BINPUT ||
		  i->op == PK_MEMOIZE;
	if (s->bad)
		return;
	s->call |= pickle_op_calls(i->op);
}

#define SIGHT_INSNS 500
#define ENOUGH_INSNS 16 /* behind a PROTO */

static bool no_more(struct stream *s)
{
	(void)s;
	return false;
}

/* `stops`: pickles that came to their end with one object; `e`: why the last one did not. */
static unsigned verdict(const struct sight *s, unsigned stops, enum pickle_error e, bool proto,
			bool whole, bool strict)
{
	bool open = e == PICKLE_LIMIT || (!whole && (e == PICKLE_CUT || e == PICKLE_END));

	if (s->global && s->call)
		return 80;
	if (stops > 0 && (proto || (whole && e == PICKLE_END && s->insns >= 2)))
		return 75;
	if (strict || s->bad || stops > 0)
		return 0;
	if (open && s->insns >= (proto ? 3 : 50))
		return 70;
	if (open && s->global)
		return 60;
	if (proto && s->insns >= 5)
		return 60;
	return open ? 2 : 0;
}

unsigned pickle_sure(str head, uint64_t size, bool strict)
{
	struct stream in = {.start = head.p, .p = head.p, .end = head.p, .more = no_more};
	bool proto = head.n > 1 && head.p[0] == PK_PROTO;
	enum pickle_error e = PICKLE_LIMIT;
	struct sight s = {0};
	struct pickle_lexer l;
	unsigned stops = 0;

	if (head.n == 0 || (proto && head.p[1] > PICKLE_HIGHEST_PROTOCOL))
		return 0;
	if (proto && head.n > 2 && head.p[1] >= 4 && head.p[2] == PK_FRAME && !strict)
		return 90;
	in.end += head.n;
	pickle_lex_init(&l, &in, size, PICKLE_FROM_BYTES);
	while (s.insns < SIGHT_INSNS && !s.bad) {
		e = pickle_lex(&l) ? PICKLE_LIMIT : l.error;
		if (e != PICKLE_LIMIT || (s.global && s.call))
			break;
		if (proto && !strict && s.insns >= ENOUGH_INSNS)
			break;
		s.insns++;
		sight_names(&s, &l.insn);
		sight_effect(&s, &l.insn);
		if (l.insn.op != PK_STOP)
			continue;
		if (s.depth != 1 || s.mark_count != 0)
			break;
		stops++;
		s.depth = 0;
	}
	return verdict(&s, stops, e, proto, size <= head.n, strict);
}
