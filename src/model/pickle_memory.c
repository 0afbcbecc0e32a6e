/* What the pickle machine remembers: stack, marks, memo, containers, globals. All of it is bounded
 * (base/limits.h) and grows from nothing, since most pickles are small and there may be thousands
 * of them. What is forgotten is data: a value that can be called is either kept or ends the run. */
#include "base/limits.h"
#include "model/pickle_int.h"

bool pickle_stop(struct pickle *p, enum pickle_error e)
{
	if (p->end.error == PICKLE_OK)
		p->end.error = e;
	return false;
}

/* ---- Pages ---- */

static struct pickle_page *new_page(struct pickle *p, struct pickle_pages *set, uint64_t index)
{
	struct pickle_page *page = p->free;

	if (page != NULL)
		p->free = page->next;
	else
		page = arena_raw(p->arena, sizeof(*page), 8);
	memset(page->v, 0, sizeof(page->v));
	page->index = (uint32_t)index;
	set->page[index] = page;
	set->held++;
	return page;
}

static void drop_page(struct pickle *p, struct pickle_pages *set, uint64_t index)
{
	struct pickle_page *page = set->page[index];

	set->page[index] = NULL;
	set->held--;
	page->next = p->free;
	p->free = page;
}

static void make_room(struct pickle *p, struct pickle_pages *set, uint64_t index)
{
	size_t room = set->room ? set->room : 8;
	struct pickle_page **larger;

	if (index < set->room)
		return;
	while (room <= index)
		room *= 2;
	larger = NEW(p->arena, struct pickle_page *, room);
	if (set->room > 0)
		memcpy(larger, set->page, set->room * sizeof(struct pickle_page *));
	set->page = larger;
	set->room = room;
}

/* ---- Numbers to numbers ---- */

static size_t sparse_slot(const struct pickle_sparse *s, uint64_t key)
{
	size_t mask = s->room - 1, i = (key * 0x9e3779b97f4a7c15u >> 20) & mask;

	while (s->keys[i] != 0 && s->keys[i] != key + 1)
		i = (i + 1) & mask;
	return i;
}

static uint64_t sparse_get(const struct pickle_sparse *s, uint64_t key)
{
	return s->count ? s->values[sparse_slot(s, key)] : 0;
}

static void sparse_grow(struct pickle *p, struct pickle_sparse *s)
{
	struct pickle_sparse old = *s;

	s->room = old.room ? old.room * 2 : 64;
	s->keys = NEW(p->arena, uint64_t, s->room);
	s->values = NEW(p->arena, uint64_t, s->room);
	for (size_t i = 0; i < old.room; i++) {
		if (old.keys[i] != 0) {
			size_t to = sparse_slot(s, old.keys[i] - 1);
			s->keys[to] = old.keys[i];
			s->values[to] = old.values[i];
		}
	}
}

static void sparse_put(struct pickle *p, struct pickle_sparse *s, uint64_t key, uint64_t value)
{
	size_t i;

	if (s->count * 2 >= s->room)
		sparse_grow(p, s);
	i = sparse_slot(s, key);
	s->count += s->keys[i] == 0;
	s->keys[i] = key + 1;
	s->values[i] = value;
}

static void sparse_clear(struct pickle_sparse *s)
{
	if (s->count > 0)
		memset(s->keys, 0, s->room * sizeof(*s->keys));
	if (s->count > 0)
		memset(s->values, 0, s->room * sizeof(*s->values));
	s->count = 0;
}

/* ---- Stack and marks ---- */

static bool callable(struct pickle_value v)
{
	switch (pv_kind(v)) {
	case PV_GLOBAL:
	case PV_UNKNOWN:
		return true;
	case PV_CALL:
		return (pv_flags(v) & PV_DATA) == 0;
	default:
		return false;
	}
}

/* Pages above the stack's top are kept for the next time, until they are needed below. */
static bool release_above(struct pickle *p)
{
	uint32_t held = p->stack.held;

	for (uint64_t i = p->depth / PICKLE_PAGE + 1; i < p->stack.room; i++)
		if (p->stack.page[i] != NULL)
			drop_page(p, &p->stack, i);
	return p->stack.held < held;
}

/* Gives the lowest page back that holds nothing but data. False: there is none. */
static bool forget_page(struct pickle *p)
{
	for (uint64_t top = p->depth / PICKLE_PAGE; p->fold < top; p->fold++) {
		struct pickle_page *page = p->stack.page[p->fold];
		bool data = page != NULL;
		for (size_t i = 0; i < PICKLE_PAGE && data; i++)
			data = !callable(page->v[i]);
		if (data) {
			drop_page(p, &p->stack, p->fold++);
			return true;
		}
	}
	return false;
}

static struct pickle_page *push_page(struct pickle *p, uint64_t index)
{
	struct pickle_page *page;

	make_room(p, &p->stack, index);
	if (p->stack.page[index] != NULL)
		return p->stack.page[index];
	if (p->depth >= LIMIT_PICKLE_DEPTH || (p->stack.held >= LIMIT_PICKLE_STACK / PICKLE_PAGE &&
					       !release_above(p) && !forget_page(p))) {
		pickle_stop(p, PICKLE_LIMIT);
		return NULL;
	}
	page = new_page(p, &p->stack, index);
	for (uint64_t i = 0; i < p->depth % PICKLE_PAGE; i++)
		page->v[i] = pv_make(PV_LOST, 0, 0);
	if (p->fold > index)
		p->fold = index;
	return page;
}

bool pickle_push(struct pickle *p, struct pickle_value v)
{
	uint64_t index = p->depth / PICKLE_PAGE;
	struct pickle_page *page = index < p->stack.room ? p->stack.page[index] : NULL;

	if (page == NULL)
		page = push_page(p, index);
	if (page == NULL)
		return false;
	page->v[p->depth++ % PICKLE_PAGE] = v;
	return true;
}

struct pickle_value pickle_at(struct pickle *p, uint64_t place)
{
	const struct pickle_page *page = p->stack.page[place / PICKLE_PAGE];

	return page != NULL ? page->v[place % PICKLE_PAGE] : pv_make(PV_LOST, 0, 0);
}

void pickle_set(struct pickle *p, uint64_t place, struct pickle_value v)
{
	struct pickle_page *page = p->stack.page[place / PICKLE_PAGE];

	if (page != NULL)
		page->v[place % PICKLE_PAGE] = v;
}

uint64_t pickle_fence(const struct pickle *p)
{
	return p->mark_count ? p->marks[p->mark_count - 1] : 0;
}

bool pickle_pop(struct pickle *p, struct pickle_value *v)
{
	if (p->depth <= pickle_fence(p))
		return pickle_stop(p, PICKLE_UNDERFLOW);
	*v = pickle_at(p, --p->depth);
	return true;
}

bool pickle_mark(struct pickle *p)
{
	uint64_t *larger;

	if (p->mark_count == LIMIT_PICKLE_MARKS)
		return pickle_stop(p, PICKLE_LIMIT);
	if (p->mark_count == p->mark_room) {
		p->mark_room = p->mark_room ? p->mark_room * 2 : 32;
		larger = arena_array(p->arena, p->mark_room, sizeof(*larger), 8);
		if (p->mark_count > 0)
			memcpy(larger, p->marks, p->mark_count * sizeof(*larger));
		p->marks = larger;
	}
	p->marks[p->mark_count++] = p->depth;
	return true;
}

bool pickle_marker(struct pickle *p, uint64_t *place)
{
	if (p->mark_count == 0)
		return pickle_stop(p, PICKLE_NO_MARK);
	*place = p->marks[--p->mark_count];
	return true;
}

/* ---- Memo ---- */

void pickle_clear(struct pickle *p)
{
	for (uint64_t i = 0; p->stack.held > 1 && i < p->stack.room; i++)
		if (p->stack.page[i] != NULL && i > 0)
			drop_page(p, &p->stack, i);
	p->depth = p->fold = p->pinned_next = 0;
	p->mark_count = 0;
	while (p->memo.used != NULL) {
		struct pickle_page *page = p->memo.used;
		p->memo.used = page->next;
		drop_page(p, &p->memo, page->index);
	}
	sparse_clear(&p->sparse);
	p->memo_count = p->memo_top = p->lost_from = p->lost_to = 0;
}

static struct pickle_page *memo_page(struct pickle *p, uint64_t index)
{
	struct pickle_page *page;

	index /= PICKLE_PAGE;
	if (index < p->memo.room && p->memo.page[index] != NULL)
		return p->memo.page[index];
	make_room(p, &p->memo, index);
	page = new_page(p, &p->memo, index);
	page->next = p->memo.used;
	p->memo.used = page;
	return page;
}

/* An entry beyond the pages. Data in the order in which picklers number it needs no memory. */
static bool put_far(struct pickle *p, uint64_t index, struct pickle_value v)
{
	bool there = sparse_get(&p->sparse, index) != 0;
	bool lost = index >= p->lost_from && index < p->lost_to;

	p->memo_count += !there && !lost;
	if (!there && !callable(v) && (lost || index == p->lost_to || p->lost_to == 0)) {
		if (p->lost_to == 0)
			p->lost_from = p->lost_to = index;
		p->lost_to += index == p->lost_to;
		return true;
	}
	if (!there && p->sparse.count >= LIMIT_PICKLE_SPARSE)
		return pickle_stop(p, PICKLE_LIMIT);
	sparse_put(p, &p->sparse, index, v.bits);
	if (index == p->lost_to && p->lost_to != 0)
		p->lost_to++;
	return true;
}

bool pickle_memo_put(struct pickle *p, uint64_t index, struct pickle_value v)
{
	struct pickle_value *place;

	if (index >= p->memo_top)
		p->memo_top = index + 1;
	if (index >= LIMIT_PICKLE_MEMO)
		return put_far(p, index, v);
	place = &memo_page(p, index)->v[index % PICKLE_PAGE];
	p->memo_count += place->bits == 0;
	*place = v;
	return true;
}

bool pickle_memo_get(struct pickle *p, uint64_t index, struct pickle_value *v)
{
	uint64_t page = index / PICKLE_PAGE;

	*v = (struct pickle_value){0};
	if (index >= LIMIT_PICKLE_MEMO) {
		v->bits = sparse_get(&p->sparse, index);
		if (v->bits == 0 && index >= p->lost_from && index < p->lost_to)
			*v = pv_make(PV_LOST, 0, 0);
	} else if (page < p->memo.room && p->memo.page[page] != NULL) {
		*v = p->memo.page[page]->v[index % PICKLE_PAGE];
	}
	return v->bits != 0 || pickle_stop(p, PICKLE_NO_MEMO);
}

/* ---- Nodes ---- */

static struct pickle_node *node_place(struct pickle *p, uint64_t number)
{
	uint64_t i = number % LIMIT_PICKLE_NODES;
	struct pickle_node **page = &p->nodes[i / PICKLE_NODE_PAGE];

	if (*page == NULL)
		*page = arena_raw(p->arena, PICKLE_NODE_PAGE * sizeof(**page), 8);
	return &(*page)[i % PICKLE_NODE_PAGE];
}

static void node_begin(const struct pickle *p, struct pickle_node *n)
{
	memset(n, 0, offsetof(struct pickle_node, item));
	n->at = p->lex.insn.at;
	n->op = p->lex.insn.op;
	n->weight = 1;
}

struct pickle_node *pickle_node_new(struct pickle *p, enum pickle_kind kind, struct pickle_value *v)
{
	struct pickle_node *n = node_place(p, p->node_next);

	node_begin(p, n);
	*v = pv_make(kind, 0, p->node_next++);
	return n;
}

/* A node that is never forgotten, while there is room for it: objects that a file goes on using
 * (numpy's data types), or calls later. */
struct pickle_node *pickle_node_pinned(struct pickle *p, enum pickle_kind kind,
				       struct pickle_value *v)
{
	uint64_t i = p->pinned_next;
	struct pickle_node **page = &p->pinned[i / PICKLE_NODE_PAGE % COUNTOF(p->pinned)];
	struct pickle_node *n;

	if (i >= COUNTOF(p->pinned) * PICKLE_NODE_PAGE)
		return pickle_node_new(p, kind, v);
	if (*page == NULL)
		*page = arena_raw(p->arena, PICKLE_NODE_PAGE * sizeof(**page), 8);
	n = &(*page)[i % PICKLE_NODE_PAGE];
	node_begin(p, n);
	*v = pv_make(kind, 0, PICKLE_PINNED | p->pinned_next++);
	return n;
}

static bool has_node(enum pickle_kind k)
{
	return (k >= PV_TUPLE && k <= PV_FROZENSET) || k == PV_CALL || k == PV_PERSID;
}

struct pickle_node *pickle_node_of(struct pickle *p, struct pickle_value v)
{
	uint64_t number = pv_payload(v), i = number & ~PICKLE_PINNED;

	if (has_node(pv_kind(v)) && i != number)
		return &p->pinned[i / PICKLE_NODE_PAGE][i % PICKLE_NODE_PAGE];
	if (!has_node(pv_kind(v)) || number == 0 || number + LIMIT_PICKLE_NODES <= p->node_next)
		return NULL;
	return node_place(p, number);
}

/* ---- Globals ---- */

static void more_globals(struct pickle *p)
{
	size_t room = p->global_room ? p->global_room * 2 : 16;
	struct pickle_global *larger = NEW(p->arena, struct pickle_global, room);

	if (p->global_count > 0)
		memcpy(larger, p->globals, p->global_count * sizeof(*larger));
	p->globals = larger;
	p->global_room = room;
}

static struct pickle_global *add_global(struct pickle *p, str key, size_t module_n, uint64_t at)
{
	struct pickle_global *g;

	if (p->global_count == p->global_room)
		more_globals(p);
	g = &p->globals[p->global_count++];
	*g = (struct pickle_global){
		.module = str_slice(key, 0, module_n),
		.name = str_slice(key, module_n + 1, key.n),
		.at = at,
	};
	g->verdict = pickle_judge(g->module, g->name);
	return g;
}

/* A name's bytes, in blocks that are used again by pickle_reuse. */
static bool keep_name(struct pickle *p, str key, str *kept)
{
	size_t room = PICKLE_NAMES - p->name_used;

	if (p->names[p->name_block] != NULL && key.n > room &&
	    p->name_block + 1 < COUNTOF(p->names)) {
		p->name_block++;
		p->name_used = 0;
		room = PICKLE_NAMES;
	}
	if (key.n > room)
		return false;
	if (p->names[p->name_block] == NULL)
		p->names[p->name_block] = arena_raw(p->arena, PICKLE_NAMES, 1);
	memcpy(p->names[p->name_block] + p->name_used, key.p, key.n);
	*kept = (str){p->names[p->name_block] + p->name_used, key.n};
	p->name_used += key.n;
	return true;
}

struct pickle_value pickle_global_of(struct pickle *p, str module, str name, uint64_t at)
{
	struct buf *key = &p->scratch[2];
	uint64_t *index;
	str kept;

	key->n = 0;
	buf_add(key, module);
	buf_byte(key, 0);
	buf_add(key, name);
	index = map_get(&p->by_name, buf_str(key));
	if (index != NULL)
		return pv_make(PV_GLOBAL, 0, *index);
	if (p->global_count == LIMIT_PICKLE_GLOBALS || !keep_name(p, buf_str(key), &kept)) {
		pickle_stop(p, PICKLE_LIMIT);
		return (struct pickle_value){0};
	}
	*map_put(&p->by_name, kept) = p->global_count;
	add_global(p, kept, module.n, at);
	return pv_make(PV_GLOBAL, 0, p->global_count - 1);
}

struct pickle_global *pickle_global_at(struct pickle *p, struct pickle_value v)
{
	return pv_kind(v) == PV_GLOBAL ? &p->globals[pv_payload(v)] : NULL;
}

/* ---- Text ---- */

void pickle_keep_text(struct pickle *p, struct pickle_value v, str text)
{
	uint64_t offset = pv_payload(v);

	if (p->text_bytes + text.n > LIMIT_PICKLE_TEXTS || sparse_get(&p->kept, offset) != 0)
		return;
	if (p->text_count == p->text_room) {
		size_t room = p->text_room ? p->text_room * 2 : 64;
		str *larger = NEW(p->arena, str, room);
		if (p->text_count > 0)
			memcpy(larger, p->texts, p->text_count * sizeof(str));
		p->texts = larger;
		p->text_room = room;
	}
	p->texts[p->text_count++] = arena_dup(p->arena, text);
	p->text_bytes += text.n + sizeof(str);
	sparse_put(p, &p->kept, offset, p->text_count);
}

/* `n` bytes at an offset, fewer at the end: from the window where they are still there. */
static str raw_at(struct pickle *p, uint64_t at, size_t n)
{
	const struct stream *s = p->stream;
	size_t have = (size_t)(s->end - s->start);
	struct buf *b = &p->scratch[2];

	if (at >= p->blob.size)
		return (str){NULL, 0};
	if (n > p->blob.size - at)
		n = (size_t)(p->blob.size - at);
	if (p->blob.memory != NULL)
		return (str){p->blob.memory + at, n};
	if (at >= s->base && at - s->base <= have && n <= have - (size_t)(at - s->base))
		return (str){s->start + (size_t)(at - s->base), n};
	b->n = 0;
	return blob_copy(p->blob, at, buf_room(b, n), n) ? buf_str(b) : (str){NULL, 0};
}

/* How many bytes of length an opcode has; 0: its argument is a line (or none). */
static size_t length_bytes(uint8_t op)
{
	switch (op) {
	case PK_SHORT_BINUNICODE:
	case PK_SHORT_BINBYTES:
	case PK_SHORT_BINSTRING:
	case PK_LONG1:
		return 1;
	case PK_BINUNICODE:
	case PK_BINBYTES:
	case PK_BINSTRING:
	case PK_LONG4:
		return 4;
	case PK_BINUNICODE8:
	case PK_BINBYTES8:
	case PK_BYTEARRAY8:
		return 8;
	default:
		return 0;
	}
}

static bool is_constant(struct pickle_value v)
{
	return pv_kind(v) >= PV_BIG && pv_kind(v) <= PV_BYTEARRAY;
}

static bool counted(struct pickle *p, struct pickle_value v, uint8_t *op, uint64_t *at,
		    uint64_t *length)
{
	str head = raw_at(p, pv_payload(v), 9);
	size_t n = head.n ? length_bytes(head.p[0]) : 0;

	*length = 0;
	if (head.n == 0)
		return false;
	*op = head.p[0];
	*at = pv_payload(v) + 1 + n;
	for (size_t i = 0; i < n && i + 1 < head.n; i++)
		*length |= (uint64_t)head.p[i + 1] << (8 * i);
	return n > 0;
}

bool pickle_content(struct pickle *p, struct pickle_value v, uint64_t *at, uint64_t *length)
{
	uint8_t op;

	return is_constant(v) && sparse_get(&p->kept, pv_payload(v)) == 0 &&
	       counted(p, v, &op, at, length) && *at <= p->blob.size &&
	       *length <= p->blob.size - *at;
}

/* A constant's content as it stands in the file. */
static str raw_content(struct pickle *p, struct pickle_value v, size_t most, uint8_t *op)
{
	uint64_t at, length;
	str raw;

	if (counted(p, v, op, &at, &length))
		return raw_at(p, at, length < most ? (size_t)length : most);
	raw = raw_at(p, pv_payload(v) + 1, most + 2);
	raw = str_slice(raw, 0, str_find_byte(raw, '\n'));
	if (*op == PK_STRING)
		return str_slice(raw, 1, raw.n <= most + 1 && raw.n > 1 ? raw.n - 1 : raw.n);
	return str_slice(raw, 0, most);
}

/* Decodes into `out` what is not UTF-8 or plain bytes already. */
static str decoded(struct buf *out, uint8_t op, str raw)
{
	out->n = 0;
	if (op == PK_UNICODE)
		pickle_text_raw_unicode(out, raw);
	else if (op == PK_STRING)
		pickle_text_string(out, raw);
	else if (op == PK_BINSTRING || op == PK_SHORT_BINSTRING)
		pickle_text_latin1(out, raw);
	else
		buf_add(out, raw);
	return buf_str(out);
}

static str text_into(struct pickle *p, struct buf *out, struct pickle_value v, size_t most)
{
	uint64_t kept;
	uint8_t op = 0;
	str raw;

	if (!is_constant(v))
		return (str){NULL, 0};
	kept = sparse_get(&p->kept, pv_payload(v));
	if (kept != 0)
		return str_slice(p->texts[kept - 1], 0, most);
	raw = raw_content(p, v, most, &op);
	return raw.p == NULL ? raw : decoded(out, op, raw);
}

str pickle_name_text(struct pickle *p, struct pickle_value v, unsigned slot)
{
	return text_into(p, &p->scratch[slot], v, PICKLE_KEEP);
}

str pickle_text(struct pickle *p, struct pickle_value v, size_t most)
{
	struct buf out = buf_in(p->arena);

	return text_into(p, &out, v, most);
}

bool pickle_within(struct pickle *p, struct pickle_value v, size_t most)
{
	uint64_t at, length;
	uint8_t op;
	str raw;

	if (!is_constant(v))
		return false;
	if (counted(p, v, &op, &at, &length))
		return length <= most;
	raw = raw_at(p, pv_payload(v) + 1, most + 1);
	return str_find_byte(raw, '\n') != STR_NONE;
}
