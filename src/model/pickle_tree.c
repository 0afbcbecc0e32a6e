/* Executes a pickle into a tree of values: what each opcode does to the stack (Modules/_pickle.c,
 * load_*), with calls as nodes. Lists and dicts grow in chunks, so that nothing is ever copied when
 * they do: what a pickler writes in batches of a thousand lies in chunks of a thousand. */
#include "model/pickle_tree.h"

#include "base/limits.h"
#include "model/pickle_int.h"

#define MEMO_PAGE 256
#define CHUNK_MOST 1024

struct memo_page {
	struct pickle_tree_value v[MEMO_PAGE];
};

struct pickle_tree {
	struct arena *arena, *scratch;
	size_t before; /* bytes that the arenas had already */
	struct blob blob;
	bool joblib;
	struct map globals; /* "module\nname" to struct pickle_tree_global */
};

/* One run; all but the tree lies in scratch. */
struct run {
	struct pickle_tree *t;
	struct stream *stream;
	struct pickle_lexer *lex;
	struct pickle_tree_value *stack;
	size_t depth, room;
	size_t *marks;
	size_t mark_count, mark_room;
	struct memo_page **memo;
	size_t memo_room;
	uint64_t memo_count;
	unsigned proto;
	bool joblib;
	enum pickle_error error;
	const char *why;
	struct pickle_tree_value value;
};

static struct pickle_tree_end run_at(struct pickle_tree *t, uint64_t at, bool joblib);

static bool stop(struct run *r, enum pickle_error e, const char *why)
{
	r->error = e;
	r->why = why ? why : pickle_error_text(e);
	return false;
}

static bool foreign(struct run *r, const char *why)
{
	return stop(r, PICKLE_TYPE, why);
}

static bool too_much(struct run *r)
{
	return stop(r, PICKLE_LIMIT, "more values than assay converts");
}

/* ---- Stack, marks, memo ---- */

static size_t fence(const struct run *r)
{
	return r->mark_count ? r->marks[r->mark_count - 1] : 0;
}

static bool grow_stack(struct run *r)
{
	size_t room = r->room ? r->room * 2 : 256;
	struct pickle_tree_value *larger;

	if (room > LIMIT_PICKLE_TREE_STACK)
		return too_much(r);
	larger = arena_raw(r->t->scratch, room * sizeof(*larger), 16);
	if (r->depth > 0)
		memcpy(larger, r->stack, r->depth * sizeof(*larger));
	r->stack = larger;
	r->room = room;
	return true;
}

static bool push(struct run *r, struct pickle_tree_value v)
{
	if (r->depth == r->room && !grow_stack(r))
		return false;
	r->stack[r->depth++] = v;
	return true;
}

static bool pop(struct run *r, struct pickle_tree_value *v)
{
	if (r->depth <= fence(r))
		return stop(r, PICKLE_UNDERFLOW, NULL);
	*v = r->stack[--r->depth];
	return true;
}

static bool top(struct run *r, struct pickle_tree_value **v)
{
	if (r->depth <= fence(r))
		return stop(r, PICKLE_UNDERFLOW, NULL);
	*v = &r->stack[r->depth - 1];
	return true;
}

static bool push_mark(struct run *r)
{
	if (r->mark_count == r->mark_room) {
		size_t room = r->mark_room ? r->mark_room * 2 : 64;
		size_t *larger = NEW(r->t->scratch, size_t, room);
		if (room > LIMIT_PICKLE_MARKS)
			return too_much(r);
		if (r->mark_count > 0)
			memcpy(larger, r->marks, r->mark_count * sizeof(*larger));
		r->marks = larger;
		r->mark_room = room;
	}
	r->marks[r->mark_count++] = r->depth;
	return true;
}

static bool pop_to_mark(struct run *r, size_t *from)
{
	if (r->mark_count == 0)
		return stop(r, PICKLE_NO_MARK, NULL);
	*from = r->marks[--r->mark_count];
	return true;
}

static bool pop_any(struct run *r)
{
	struct pickle_tree_value v;

	if (r->mark_count > 0 && r->marks[r->mark_count - 1] == r->depth) {
		r->mark_count--;
		return true;
	}
	return pop(r, &v);
}

static bool memo_room(struct run *r, uint64_t page)
{
	size_t room = r->memo_room ? r->memo_room : 16;
	struct memo_page **larger;

	if (page < r->memo_room)
		return true;
	if (page >= LIMIT_PICKLE_TREE_MEMO / MEMO_PAGE)
		return too_much(r);
	while (room <= page)
		room *= 2;
	larger = NEW(r->t->scratch, struct memo_page *, room);
	if (r->memo_room > 0)
		memcpy(larger, r->memo, r->memo_room * sizeof(*larger));
	r->memo = larger;
	r->memo_room = room;
	return true;
}

static bool put(struct run *r, int64_t index)
{
	uint64_t page = (uint64_t)index / MEMO_PAGE;
	struct pickle_tree_value *v, *to;

	if (!top(r, &v))
		return false;
	if (index < 0)
		return stop(r, PICKLE_MEMO_KEY, NULL);
	if (!memo_room(r, page))
		return false;
	if (r->memo[page] == NULL)
		r->memo[page] = NEW(r->t->scratch, struct memo_page, 1);
	to = &r->memo[page]->v[(uint64_t)index % MEMO_PAGE];
	r->memo_count += to->kind == PT_ABSENT;
	*to = *v;
	return true;
}

static bool get(struct run *r, int64_t index)
{
	uint64_t page = (uint64_t)index / MEMO_PAGE;
	struct pickle_tree_value v = {0};

	if (index >= 0 && page < r->memo_room && r->memo[page] != NULL)
		v = r->memo[page]->v[(uint64_t)index % MEMO_PAGE];
	if (v.kind == PT_ABSENT)
		return stop(r, PICKLE_NO_MEMO, NULL);
	return push(r, v);
}

/* ---- Constants ---- */

static struct pickle_tree_value number_value(uint8_t kind, int64_t number)
{
	return (struct pickle_tree_value){.kind = kind, .number = number};
}

static struct pickle_tree_value here_value(uint8_t kind, uint8_t flags, str s)
{
	return (struct pickle_tree_value){
		.kind = kind, .flags = PT_HERE | flags, .count = (uint32_t)s.n, .p = s.p};
}

/* "-123L": a number as Python writes it, not in another base or with underscores. */
static bool is_decimal(str *digits)
{
	size_t from = digits->n > 0 && digits->p[0] == '-';

	if (digits->n > 0 && digits->p[digits->n - 1] == 'L')
		digits->n--;
	for (size_t i = from; i < digits->n; i++)
		if (digits->p[i] < '0' || digits->p[i] > '9')
			return false;
	return digits->n > from;
}

static bool push_big(struct run *r)
{
	const struct pickle_insn *i = &r->lex->insn;
	bool line = i->op == PK_INT || i->op == PK_LONG;
	str content = i->text;

	if (i->length > LIMIT_PICKLE_TREE_DIGITS || (line && !is_decimal(&content)))
		return stop(r, PICKLE_NUMBER,
			    "a number that is longer, or written otherwise, than "
			    "Python writes it");
	content = arena_dup(r->t->arena, content);
	return push(r, here_value(PT_BIG, line ? PT_DECIMAL : 0, content));
}

static bool push_number(struct run *r)
{
	const struct pickle_insn *i = &r->lex->insn;

	if (i->big)
		return push_big(r);
	return push(r, number_value(i->boolean ? PT_BOOL : PT_INT, i->number));
}

static bool push_float(struct run *r)
{
	const struct pickle_insn *i = &r->lex->insn;
	struct pickle_tree_value v = {.kind = PT_FLOAT};
	uint64_t bits = 0;

	if (i->op == PK_FLOAT) {
		if (i->length > PICKLE_KEEP)
			return stop(r, PICKLE_NUMBER, NULL);
		v.real = pickle_float_value(i->text);
	} else {
		for (size_t k = 0; k < 8; k++)
			bits = bits << 8 | i->text.p[k];
		memcpy(&v.real, &bits, 8);
	}
	return push(r, v);
}

static bool push_place(struct run *r, uint8_t kind, uint8_t flags, uint8_t form)
{
	const struct pickle_insn *i = &r->lex->insn;
	struct pickle_tree_place *place = NEW(r->t->arena, struct pickle_tree_place, 1);

	*place = (struct pickle_tree_place){i->content, i->length, form};
	return push(r, (struct pickle_tree_value){.kind = kind, .flags = flags, .place = place});
}

/* Text and bytes that stand in the file as they are. */
static bool push_plain(struct run *r, uint8_t kind, uint8_t flags)
{
	const struct pickle_insn *i = &r->lex->insn;
	const uint8_t *memory = r->t->blob.memory;

	if (memory != NULL && i->length <= UINT32_MAX)
		return push(r,
			    here_value(kind, flags, (str){memory + i->content, (size_t)i->length}));
	if (i->length <= PICKLE_TREE_SHORT)
		return push(r,
			    here_value(kind, flags,
				       arena_dup(r->t->arena, str_slice(i->text, 0, i->length))));
	return push_place(r, kind, flags, PT_FORM_PLAIN);
}

static bool push_unicode(struct run *r)
{
	struct buf b = buf_in(r->t->arena);

	if (r->lex->insn.length > PICKLE_KEEP)
		return push_place(r, PT_STR, 0, PT_FORM_RAW);
	pickle_text_raw_unicode(&b, r->lex->insn.text);
	return push(r, here_value(PT_STR, 0, buf_str(&b)));
}

static bool push_string(struct run *r)
{
	const struct pickle_insn *i = &r->lex->insn;
	uint8_t *to;
	size_t n;

	if (i->length > PICKLE_KEEP)
		return push_place(r, PT_STR, PT_PYTHON2, PT_FORM_STRING);
	to = arena_raw(r->t->arena, i->text.n, 1);
	n = pickle_escapes(str_slice(i->text, 1, i->text.n - 1), to);
	arena_trim(r->t->arena, to, i->text.n, n);
	return push(r, here_value(PT_STR, PT_PYTHON2, (str){to, n}));
}

/* ---- Containers ---- */

static struct pickle_tree_list *new_list(struct run *r)
{
	return NEW(r->t->arena, struct pickle_tree_list, 1);
}

static void add(struct run *r, struct pickle_tree_list *l, const struct pickle_tree_value *v,
		size_t n)
{
	while (n > 0) {
		struct pickle_tree_chunk *c = l->last;
		size_t room = c ? c->room - c->count : 0;
		if (room == 0) {
			room = n > 1 || c == NULL ? n : c->room * 2u;
			room = room > n && room > CHUNK_MOST ? CHUNK_MOST : room;
			c = arena_raw(r->t->arena, sizeof(*c) + room * sizeof(*v), 16);
			*c = (struct pickle_tree_chunk){.room = (uint32_t)room};
			*(l->last ? &l->last->next : &l->first) = c;
			l->last = c;
		}
		room = room < n ? room : n;
		memcpy(c->item + c->count, v, room * sizeof(*v));
		c->count += (uint32_t)room;
		l->count += (uint32_t)room;
		v += room;
		n -= room;
	}
}

static bool hashable(struct pickle_tree_value v)
{
	return v.kind != PT_LIST && v.kind != PT_DICT && v.kind != PT_SET && v.kind != PT_BYTEARRAY;
}

static bool keys(struct run *r, size_t from, size_t step)
{
	for (size_t i = from; i < r->depth; i += step)
		if (!hashable(r->stack[i]))
			return foreign(r, "a key or a set's member that cannot be hashed");
	return true;
}

static bool push_tuple(struct run *r, size_t from)
{
	size_t n = r->depth - from;
	struct pickle_tree_value *item = arena_raw(r->t->arena, n * sizeof(*item), 16);

	if (n > 0)
		memcpy(item, r->stack + from, n * sizeof(*item));
	r->depth = from;
	return push(r, (struct pickle_tree_value){
			       .kind = PT_TUPLE, .count = (uint32_t)n, .item = item});
}

static bool tuple_of(struct run *r, size_t n)
{
	if (r->depth < n || r->depth - n < fence(r))
		return stop(r, PICKLE_UNDERFLOW, NULL);
	return push_tuple(r, r->depth - n);
}

static bool push_list(struct run *r, uint8_t kind, size_t from)
{
	struct pickle_tree_value v = {.kind = kind, .list = new_list(r)};

	if (kind == PT_DICT && (r->depth - from) % 2 != 0)
		return stop(r, PICKLE_ODD, NULL);
	if ((kind == PT_DICT && !keys(r, from, 2)) || (kind == PT_FROZENSET && !keys(r, from, 1)))
		return false;
	if (r->depth > from)
		add(r, v.list, r->stack + from, r->depth - from);
	r->depth = from;
	return push(r, v);
}

static bool marked(struct run *r, uint8_t kind)
{
	size_t from;

	if (!pop_to_mark(r, &from))
		return false;
	return kind == PT_TUPLE ? push_tuple(r, from) : push_list(r, kind, from);
}

static struct pickle_tree_more *more_of(struct run *r, struct pickle_tree_call *c)
{
	if (c->more == NULL)
		c->more = NEW(r->t->arena, struct pickle_tree_more, 1);
	return c->more;
}

/* The list that takes what is added to `to`; NULL: it takes nothing. */
static struct pickle_tree_list *receiver(struct run *r, struct pickle_tree_value to, uint8_t kind)
{
	struct pickle_tree_value *v;

	if (to.kind == kind)
		return to.list;
	if (to.kind != PT_CALL)
		return NULL;
	v = kind == PT_DICT ? &more_of(r, to.call)->items : &more_of(r, to.call)->appended;
	if (v->kind == PT_ABSENT)
		*v = (struct pickle_tree_value){.kind = kind == PT_DICT ? PT_DICT : PT_LIST,
						.list = new_list(r)};
	return v->list;
}

/* APPEND(S), SETITEM(S), ADDITEMS: what lies from `from` on goes to the object below. */
static bool add_from(struct run *r, size_t from, uint8_t kind)
{
	struct pickle_tree_list *list;

	if (from > r->depth || from <= fence(r))
		return stop(r, PICKLE_UNDERFLOW, NULL);
	if (from == r->depth)
		return true;
	if (kind == PT_DICT && (r->depth - from) % 2 != 0)
		return stop(r, PICKLE_ODD, NULL);
	if (kind != PT_LIST && !keys(r, from, kind == PT_DICT ? 2 : 1))
		return false;
	list = receiver(r, r->stack[from - 1], kind);
	if (list == NULL)
		return foreign(r, "elements are added to what is no container");
	if (list->frozen)
		return foreign(r, "a container is changed after it was used as an argument or as "
				  "state, which no pickler writes");
	add(r, list, r->stack + from, r->depth - from);
	r->depth = from;
	return true;
}

static bool add_top(struct run *r, size_t n, uint8_t kind)
{
	return add_from(r, r->depth < n ? 0 : r->depth - n, kind);
}

static bool add_marked(struct run *r, uint8_t kind)
{
	size_t from;

	return pop_to_mark(r, &from) && add_from(r, from, kind);
}

/* ---- Globals ---- */

static bool push_global(struct run *r, str module, str name)
{
	struct pickle_tree *t = r->t;
	struct pickle_tree_global *g;
	struct buf key = buf_in(t->scratch);
	uint64_t *known;

	if (r->proto < 3)
		pickle_modern(&module, &name);
	buf_add(&key, module);
	buf_byte(&key, '\n');
	buf_add(&key, name);
	known = map_get(&t->globals, buf_str(&key));
	if (known == NULL) {
		str both = arena_dup(t->arena, buf_str(&key));
		if (t->globals.count >= LIMIT_PICKLE_GLOBALS)
			return too_much(r);
		g = NEW(t->arena, struct pickle_tree_global, 1);
		g->module = str_slice(both, 0, module.n);
		g->name = str_slice(both, module.n + 1, both.n);
		known = map_put(&t->globals, both);
		*known = (uint64_t)(uintptr_t)g;
	}
	g = (struct pickle_tree_global *)(uintptr_t)*known;
	return push(r, (struct pickle_tree_value){.kind = PT_GLOBAL, .global = g});
}

static bool named_global(struct run *r)
{
	const struct pickle_insn *i = &r->lex->insn;

	if (i->length > PICKLE_TREE_SHORT)
		return stop(r, PICKLE_LIMIT, "a name that is longer than any module has");
	return push_global(r, i->text, i->name);
}

static bool stack_global(struct run *r)
{
	struct pickle_tree_value name, module;

	if (!pop(r, &name) || !pop(r, &module))
		return false;
	if (name.kind != PT_STR || module.kind != PT_STR || !(name.flags & PT_HERE) ||
	    !(module.flags & PT_HERE) || name.count > PICKLE_TREE_SHORT ||
	    module.count > PICKLE_TREE_SHORT)
		return foreign(r, "a name that is made while loading");
	return push_global(r, (str){module.p, module.count}, (str){name.p, name.count});
}

static bool persistent(struct run *r, struct pickle_tree_value pid)
{
	struct pickle_tree_value *item = NEW(r->t->arena, struct pickle_tree_value, 1);

	*item = pid;
	return push(r, (struct pickle_tree_value){.kind = PT_PERSID, .count = 1, .item = item});
}

/* ---- Calls ---- */

static void freeze_one(struct pickle_tree_value v)
{
	if (pickle_tree_is_container(v) && v.kind != PT_TUPLE)
		v.list->frozen = true;
}

static void freeze(struct pickle_tree_value v)
{
	freeze_one(v);
	for (uint32_t i = 0; v.kind == PT_TUPLE && i < v.count; i++)
		freeze_one(v.item[i]);
}

static bool push_call(struct run *r, struct pickle_tree_value callee, struct pickle_tree_value args,
		      struct pickle_tree_value kwargs)
{
	struct pickle_tree_call *c;

	if (callee.kind != PT_GLOBAL && callee.kind != PT_CALL)
		return foreign(r, "a call of what cannot be called");
	if (args.kind != PT_TUPLE)
		return foreign(r, "a call whose arguments are no tuple");
	c = NEW(r->t->arena, struct pickle_tree_call, 1);
	c->callee = callee;
	c->args = args;
	c->op = r->lex->insn.op;
	freeze(args);
	if (kwargs.kind != PT_ABSENT) {
		more_of(r, c)->kwargs = kwargs;
		freeze(kwargs);
	}
	return push(r, (struct pickle_tree_value){.kind = PT_CALL, .call = c});
}

static bool reduce(struct run *r, bool with_kwargs)
{
	struct pickle_tree_value args, callee, kwargs = {0};

	if (with_kwargs && !pop(r, &kwargs))
		return false;
	if (with_kwargs && kwargs.kind != PT_DICT)
		return foreign(r, "keyword arguments that are no dict");
	return pop(r, &args) && pop(r, &callee) && push_call(r, callee, args, kwargs);
}

static bool instantiate(struct run *r, struct pickle_tree_value class, size_t from, size_t base)
{
	struct pickle_tree_value args;

	if (!push_tuple(r, from) || !pop(r, &args))
		return false;
	r->depth = base;
	return push_call(r, class, args, (struct pickle_tree_value){0});
}

static bool obj(struct run *r)
{
	size_t from;

	if (!pop_to_mark(r, &from))
		return false;
	if (r->depth <= from)
		return stop(r, PICKLE_UNDERFLOW, NULL);
	return instantiate(r, r->stack[from], from + 1, from);
}

static bool inst(struct run *r)
{
	struct pickle_tree_value class;
	size_t from;

	return pop_to_mark(r, &from) && named_global(r) && pop(r, &class) &&
	       instantiate(r, class, from, from);
}

/* ---- joblib's arrays ---- */

static bool is_wrapper(struct pickle_tree_value v)
{
	const struct pickle_tree_global *g = pickle_tree_callee(v);

	return g != NULL && str_eq(g->name, S("NumpyArrayWrapper")) &&
	       str_ends(g->module, S("joblib.numpy_pickle"));
}

/* Bytes of an element of what numpy.dtype() gives; 0: unknown. */
static uint64_t element_bytes(struct run *r, struct pickle_tree_value dtype, bool *objects)
{
	struct pickle_tree_value flags = pickle_tree_item(pickle_tree_state(dtype), 7);
	str type;

	*objects = flags.kind == PT_INT && (flags.number & 1);
	if (!pickle_tree_text(r->t, r->t->scratch, pickle_tree_arg(dtype, 0), 64, &type))
		return 0;
	return pickle_type_size(type, objects);
}

static bool multiply(struct pickle_tree_value shape, uint64_t *bytes)
{
	struct pickle_tree_value n;

	if (shape.kind != PT_TUPLE)
		return false;
	for (struct pickle_tree_walk w = pickle_tree_walk(shape); pickle_tree_next(&w, &n);)
		if (n.kind != PT_INT || n.number < 0 ||
		    __builtin_mul_overflow(*bytes, (uint64_t)n.number, bytes))
			return false;
	return *bytes <= INT64_MAX;
}

/* Goes on reading at `at`. */
static void seek(struct run *r, uint64_t at)
{
	if (stream_at(r->stream) > at && r->t->blob.memory == NULL)
		r->stream = stream_of(r->t->scratch, r->t->blob);
	if (r->t->blob.memory != NULL)
		r->stream->p = r->stream->start;
	stream_skip(r->stream, at - stream_at(r->stream));
	pickle_lex_init(r->lex, r->stream, r->t->blob.size, PICKLE_FROM_BYTES);
}

/* The elements are objects: a pickle of their own, which pickle.load() reads. */
static bool objects_behind(struct run *r, struct pickle_tree_more *m)
{
	struct pickle_tree_end end = run_at(r->t, r->lex->insn.end, false);

	if (end.error != PICKLE_OK)
		return stop(r, end.error, end.why);
	m->array_objects = end.value;
	m->array_at = r->lex->insn.end;
	m->array_bytes = end.end - m->array_at;
	seek(r, end.end);
	return true;
}

static bool array_behind(struct run *r, struct pickle_tree_call *c)
{
	struct pickle_tree_more *m = more_of(r, c);
	struct pickle_tree_value align;
	uint64_t at = r->lex->insn.end, bytes, size = r->t->blob.size;
	uint8_t padding = 0;
	bool objects;

	m->array = true;
	bytes = element_bytes(r, pickle_tree_get(m->state, S("dtype")), &objects);
	if (objects)
		return objects_behind(r, m);
	if (bytes == 0 || !multiply(pickle_tree_get(m->state, S("shape")), &bytes))
		return foreign(r, "an array of joblib whose size cannot be told");
	align = pickle_tree_get(m->state, S("numpy_array_alignment_bytes"));
	if (align.kind != PT_ABSENT && align.kind != PT_NONE &&
	    !blob_copy(r->t->blob, at++, &padding, 1))
		return stop(r, PICKLE_CUT, NULL);
	if (bytes > size - at || padding > size - at - bytes)
		return stop(r, PICKLE_CUT,
			    "an array of joblib with fewer bytes than its shape says");
	m->array_at = at + padding;
	m->array_bytes = bytes;
	seek(r, m->array_at + bytes);
	return true;
}

/* ---- BUILD ---- */

static bool build(struct run *r)
{
	struct pickle_tree_value state, *object;
	struct pickle_tree_more *m;

	if (r->depth < fence(r) + 2)
		return stop(r, PICKLE_UNDERFLOW, NULL);
	if (!pop(r, &state) || !top(r, &object))
		return false;
	if (object->kind != PT_CALL)
		return state.kind == PT_NONE || foreign(r, "state is given to what has none");
	m = more_of(r, object->call);
	freeze(state);
	if (m->state.kind != PT_ABSENT)
		return foreign(r, "an object is given state twice, which no pickler writes");
	m->state = state;
	return !r->joblib || !is_wrapper(*object) || array_behind(r, object->call);
}

/* ---- The loop ---- */

static bool readonly_buffer(struct run *r)
{
	struct pickle_tree_value *v;

	if (!top(r, &v))
		return false;
	if (v->kind == PT_BUFFER)
		v->flags |= PT_READONLY;
	else if (v->kind == PT_BYTEARRAY)
		v->kind = PT_BYTES;
	else if (v->kind != PT_BYTES)
		return foreign(r, "a read-only view of what is no buffer");
	return true;
}

static bool step(struct run *r)
{
	const struct pickle_insn *i = &r->lex->insn;
	struct pickle_tree_value v, *object;

	switch (i->op) {
	case PK_NONE:
		return push(r, number_value(PT_NONE, 0));
	case PK_NEWTRUE:
	case PK_NEWFALSE:
		return push(r, number_value(PT_BOOL, i->op == PK_NEWTRUE));
	case PK_INT:
	case PK_LONG:
	case PK_LONG1:
	case PK_LONG4:
	case PK_BININT:
	case PK_BININT1:
	case PK_BININT2:
		return push_number(r);
	case PK_FLOAT:
	case PK_BINFLOAT:
		return push_float(r);
	case PK_STRING:
		return push_string(r);
	case PK_BINSTRING:
	case PK_SHORT_BINSTRING:
		return push_plain(r, PT_STR, PT_PYTHON2);
	case PK_UNICODE:
		return push_unicode(r);
	case PK_SHORT_BINUNICODE:
	case PK_BINUNICODE:
	case PK_BINUNICODE8:
		return push_plain(r, PT_STR, 0);
	case PK_SHORT_BINBYTES:
	case PK_BINBYTES:
	case PK_BINBYTES8:
		return push_plain(r, PT_BYTES, 0);
	case PK_BYTEARRAY8:
		return push_plain(r, PT_BYTEARRAY, 0);
	case PK_NEXT_BUFFER:
		return push(r, number_value(PT_BUFFER, 0));
	case PK_READONLY_BUFFER:
		return readonly_buffer(r);
	case PK_EMPTY_TUPLE:
		return tuple_of(r, 0);
	case PK_TUPLE1:
		return tuple_of(r, 1);
	case PK_TUPLE2:
		return tuple_of(r, 2);
	case PK_TUPLE3:
		return tuple_of(r, 3);
	case PK_TUPLE:
		return marked(r, PT_TUPLE);
	case PK_EMPTY_LIST:
		return push_list(r, PT_LIST, r->depth);
	case PK_EMPTY_DICT:
		return push_list(r, PT_DICT, r->depth);
	case PK_EMPTY_SET:
		return push_list(r, PT_SET, r->depth);
	case PK_LIST:
		return marked(r, PT_LIST);
	case PK_DICT:
		return marked(r, PT_DICT);
	case PK_FROZENSET:
		return marked(r, PT_FROZENSET);
	case PK_APPEND:
		return add_top(r, 1, PT_LIST);
	case PK_APPENDS:
		return add_marked(r, PT_LIST);
	case PK_SETITEM:
		return add_top(r, 2, PT_DICT);
	case PK_SETITEMS:
		return add_marked(r, PT_DICT);
	case PK_ADDITEMS:
		return add_marked(r, PT_SET);
	case PK_GLOBAL:
		return named_global(r);
	case PK_STACK_GLOBAL:
		return stack_global(r);
	case PK_EXT1:
	case PK_EXT2:
	case PK_EXT4:
		return push(r, number_value(PT_EXTENSION, i->number));
	case PK_PERSID:
		return push_plain(r, PT_STR, 0) && pop(r, &v) && persistent(r, v);
	case PK_BINPERSID:
		return pop(r, &v) && persistent(r, v);
	case PK_REDUCE:
	case PK_NEWOBJ:
		return reduce(r, false);
	case PK_NEWOBJ_EX:
		return reduce(r, true);
	case PK_OBJ:
		return obj(r);
	case PK_INST:
		return inst(r);
	case PK_BUILD:
		return build(r);
	case PK_MARK:
		return push_mark(r);
	case PK_POP:
		return pop_any(r);
	case PK_POP_MARK:
		return pop_to_mark(r, &r->depth);
	case PK_DUP:
		return top(r, &object) && push(r, *object);
	case PK_PUT:
	case PK_BINPUT:
	case PK_LONG_BINPUT:
		return put(r, i->number);
	case PK_MEMOIZE:
		return put(r, (int64_t)r->memo_count);
	case PK_GET:
	case PK_BINGET:
	case PK_LONG_BINGET:
		return get(r, i->number);
	case PK_PROTO:
		r->proto = (unsigned)i->number;
		return true;
	case PK_FRAME:
		return true;
	case PK_STOP:
		return pop(r, &r->value);
	default:
		return stop(r, PICKLE_OPCODE, NULL);
	}
}

static void loop(struct run *r)
{
	const struct pickle_insn *i = &r->lex->insn;

	for (unsigned n = 1;; n++) {
		if (!pickle_lex(r->lex)) {
			stop(r, r->lex->error, NULL);
			return;
		}
		if (i->crossed) {
			foreign(r, "an argument runs over the end of its frame, which no pickler "
				   "writes");
			return;
		}
		if (!step(r) || i->op == PK_STOP)
			return;
		if (n % 256 == 0 && pickle_tree_memory(r->t) > LIMIT_PICKLE_TREE) {
			too_much(r);
			return;
		}
	}
}

static struct pickle_tree_end run_at(struct pickle_tree *t, uint64_t at, bool joblib)
{
	struct run r = {.t = t, .joblib = joblib};
	struct pickle_tree_end end;

	r.lex = arena_raw(t->scratch, sizeof(*r.lex), 64);
	r.stream = stream_of(t->scratch, t->blob);
	seek(&r, at);
	if (grow_stack(&r))
		loop(&r);
	end = (struct pickle_tree_end){.error = r.error,
				       .why = r.why,
				       .at = r.lex->insn.at,
				       .end = r.lex->insn.end,
				       .proto = r.proto,
				       .value = r.value};
	return end;
}

/* ---- Outside ---- */

struct pickle_tree *pickle_tree_new(struct arena *a, struct arena *scratch, struct blob blob,
				    bool joblib)
{
	struct pickle_tree *t = NEW(a, struct pickle_tree, 1);

	t->arena = a;
	t->scratch = scratch;
	t->blob = blob;
	t->joblib = joblib;
	t->globals = map_in(a);
	t->before = arena_used(a) + arena_used(scratch);
	return t;
}

struct pickle_tree_end pickle_tree_run(struct pickle_tree *t, uint64_t at)
{
	struct arena_mark mark = arena_mark(t->scratch);
	struct pickle_tree_end end = run_at(t, at, t->joblib);

	if (t->scratch != t->arena)
		arena_release(t->scratch, mark);
	return end;
}

size_t pickle_tree_memory(const struct pickle_tree *t)
{
	size_t now = arena_used(t->arena) + arena_used(t->scratch);

	return now > t->before ? now - t->before : 0;
}

struct blob pickle_tree_source(const struct pickle_tree *t)
{
	return t->blob;
}
