/* Values and text: what Jinja's filters and Python's string methods do to constants. Whatever is
 * not worked out gives an unknown value that remembers what it was made of. */
#include <stdio.h>
#include "base/limits.h"
#include "model/jinja_int.h"

const struct jinja_value jinja_unknown = {.kind = JINJA_V_UNKNOWN};

static struct jinja_value *make(struct jinja_eval *e, enum jinja_value_kind kind)
{
	struct jinja_value *v = NEW(e->arena, struct jinja_value, 1);

	e->bytes += sizeof(*v);
	v->kind = (uint8_t)kind;
	return v;
}

/* Lists and dicts are shared by those who hold them, as in Python, and all of them were made here.
 */
struct jinja_value *jinja_writable(const struct jinja_value *v)
{
	union {
		const struct jinja_value *given;
		struct jinja_value *ours;
	} both = {.given = v};

	return both.ours;
}

const struct jinja_value *jinja_flagged(struct jinja_eval *e, unsigned flags)
{
	struct jinja_value *v;

	flags &= JINJA_V_DUNDER | JINJA_V_MADE | JINJA_V_PRINTED;
	if (flags == 0)
		return &jinja_unknown;
	v = make(e, JINJA_V_UNKNOWN);
	v->flags = (uint8_t)flags;
	return v;
}

const struct jinja_value *jinja_string(struct jinja_eval *e, str s, uint32_t offset)
{
	struct jinja_value *v = make(e, JINJA_V_STRING);
	str name = str_trim(s);

	v->s = s;
	if (jinja_is_internal(name, false))
		jinja_tell(e, JINJA_SPELLED, offset, name,
			   "a string that is the name of Python's internals");
	if (jinja_format_reads(s))
		jinja_tell(e, JINJA_FORMATS, offset, str_slice(s, 0, 100),
			   "a format string that reads attributes of what it is given");
	return v;
}

const struct jinja_value *jinja_int(struct jinja_eval *e, int64_t n)
{
	struct jinja_value *v = make(e, JINJA_V_INT);

	v->n = n;
	return v;
}

struct jinja_value *jinja_list(struct jinja_eval *e, uint32_t room)
{
	struct jinja_value *v = make(e, JINJA_V_LIST);

	v->room = room;
	e->bytes += room * sizeof(*v->items);
	if (room > 0)
		v->items = NEW(e->arena, const struct jinja_value *, room);
	return v;
}

void jinja_append(struct jinja_eval *e, struct jinja_value *list, const struct jinja_value *item)
{
	if (list->count == LIMIT_JINJA_ITEMS)
		return;
	if (list->count == list->room) {
		uint32_t room = list->room ? list->room * 2 : 8;
		const struct jinja_value **items = NEW(e->arena, const struct jinja_value *, room);
		for (uint32_t i = 0; i < list->count; i++)
			items[i] = list->items[i];
		e->bytes += room * sizeof(*items);
		list->items = items;
		list->room = room;
	}
	list->items[list->count++] = item;
}

const struct jinja_value *jinja_dict_get(const struct jinja_value *dict, str key)
{
	for (uint32_t i = dict->count; i >= 2; i -= 2) {
		const struct jinja_value *k = dict->items[i - 2];
		if (k->kind == JINJA_V_STRING && str_eq(k->s, key))
			return dict->items[i - 1];
	}
	return NULL;
}

void jinja_dict_set(struct jinja_eval *e, struct jinja_value *dict, const struct jinja_value *key,
		    const struct jinja_value *value)
{
	for (uint32_t i = 0; i + 1 < dict->count; i += 2)
		if (dict->items[i]->kind == JINJA_V_STRING && key->kind == JINJA_V_STRING &&
		    str_eq(dict->items[i]->s, key->s)) {
			dict->items[i + 1] = value;
			return;
		}
	if (dict->count + 2 > LIMIT_JINJA_ITEMS)
		return;
	jinja_append(e, dict, key);
	jinja_append(e, dict, value);
}

int jinja_truth(const struct jinja_value *v)
{
	switch ((enum jinja_value_kind)v->kind) {
	case JINJA_V_NONE:
		return 0;
	case JINJA_V_BOOL:
	case JINJA_V_INT:
		return v->n != 0;
	case JINJA_V_STRING:
		return v->s.n > 0;
	case JINJA_V_LIST:
	case JINJA_V_DICT:
		return v->count > 0;
	case JINJA_V_FUNCTION:
	case JINJA_V_MACRO:
	case JINJA_V_GENERATOR:
	case JINJA_V_METHOD:
		return 1;
	case JINJA_V_UNKNOWN:
		break;
	}
	return -1;
}

/* An object whose printed form is an address and a name. */
static bool is_object(const struct jinja_value *v)
{
	return v->kind == JINJA_V_FUNCTION || v->kind == JINJA_V_MACRO ||
	       v->kind == JINJA_V_GENERATOR || v->kind == JINJA_V_METHOD;
}

bool jinja_text(struct jinja_eval *e, const struct jinja_value *v, str *out)
{
	*out = (str){NULL, 0};
	switch ((enum jinja_value_kind)v->kind) {
	case JINJA_V_STRING:
		*out = v->s;
		return true;
	case JINJA_V_INT:
		*out = arena_printf(e->arena, "%lld", (long long)v->n);
		return true;
	case JINJA_V_BOOL:
		*out = v->n ? S("True") : S("False");
		return true;
	case JINJA_V_NONE:
		*out = S("None");
		return true;
	case JINJA_V_UNKNOWN:
	case JINJA_V_LIST:
	case JINJA_V_DICT:
	case JINJA_V_FUNCTION:
	case JINJA_V_MACRO:
	case JINJA_V_GENERATOR:
	case JINJA_V_METHOD:
		break;
	}
	return false;
}

unsigned jinja_printed_flags(const struct jinja_value *v)
{
	return jinja_flags(v) | (is_object(v) ? JINJA_V_PRINTED : 0);
}

unsigned jinja_flags(const struct jinja_value *v)
{
	unsigned flags = v->flags & (JINJA_V_DUNDER | JINJA_V_MADE | JINJA_V_PRINTED);

	if (v->kind == JINJA_V_STRING && str_find(v->s, S("__")) != STR_NONE)
		flags |= JINJA_V_DUNDER;
	for (uint32_t i = 0; (v->kind == JINJA_V_LIST || v->kind == JINJA_V_DICT) && i < v->count;
	     i++)
		if (v->items[i]->kind == JINJA_V_STRING &&
		    str_find(v->items[i]->s, S("__")) != STR_NONE)
			flags |= JINJA_V_DUNDER;
	return flags;
}

/* Is everything in it known? Then what is made of it in a way that is not followed is made of
 * constants. */
static bool is_constant(const struct jinja_value *v)
{
	return v->kind == JINJA_V_STRING || v->kind == JINJA_V_INT || v->kind == JINJA_V_LIST ||
	       v->kind == JINJA_V_DICT;
}

static const struct jinja_value *not_followed(struct jinja_eval *e, const struct jinja_value *v)
{
	return jinja_flagged(e, jinja_flags(v) | (is_constant(v) ? JINJA_V_MADE : 0));
}

const struct jinja_value *jinja_concat(struct jinja_eval *e, const struct jinja_value *const *v,
				       uint32_t n, str between, uint32_t offset)
{
	struct buf b = buf_in(e->arena);
	unsigned flags = 0;
	bool known = true;

	for (uint32_t i = 0; i < n; i++) {
		str s;
		flags |= jinja_printed_flags(v[i]);
		if (!jinja_text(e, v[i], &s)) {
			known = false;
			continue;
		}
		if (!jinja_spend(e, offset, s.n + between.n))
			return jinja_flagged(e, flags | JINJA_V_MADE);
		if (i > 0)
			buf_add(&b, between);
		buf_add(&b, s);
	}
	/* What is known of it may already spell the name: '__cl' ~ x ~ 'ass__'. */
	if (!known && str_find(buf_str(&b), S("__")) != STR_NONE)
		flags |= JINJA_V_DUNDER;
	return known ? jinja_string(e, buf_str(&b), offset) : jinja_flagged(e, flags);
}

/* ---- Characters -------------------------------------------------------------------------------
 */

static size_t char_len(str s, size_t at)
{
	unsigned n = str_utf8_len(str_slice(s, at, s.n));

	return n ? n : 1;
}

static int64_t char_count(str s)
{
	int64_t n = 0;

	for (size_t at = 0; at < s.n; at += char_len(s, at))
		n++;
	return n;
}

/* A string as the list of its characters. */
static const struct jinja_value *chars(struct jinja_eval *e, str s, uint32_t offset)
{
	struct jinja_value *list;

	if (s.n > LIMIT_JINJA_ITEMS || !jinja_spend(e, offset, s.n))
		return jinja_flagged(e, JINJA_V_MADE);
	list = jinja_list(e, (uint32_t)s.n);
	for (size_t at = 0, n; at < s.n; at += n) {
		n = char_len(s, at);
		jinja_append(e, list, jinja_string(e, str_slice(s, at, at + n), offset));
	}
	return list;
}

static const struct jinja_value *reversed(struct jinja_eval *e, const struct jinja_value *v,
					  uint32_t offset)
{
	struct buf b = buf_in(e->arena);
	struct jinja_value *list;

	if (v->kind == JINJA_V_LIST) {
		list = jinja_list(e, v->count);
		for (uint32_t i = v->count; i > 0; i--)
			jinja_append(e, list, v->items[i - 1]);
		return list;
	}
	if (v->kind != JINJA_V_STRING || !jinja_spend(e, offset, v->s.n))
		return not_followed(e, v);
	for (size_t at = v->s.n; at > 0;) {
		size_t from = at - 1;
		while (from > 0 && (v->s.p[from] & 0xc0) == 0x80)
			from--;
		buf_add(&b, str_slice(v->s, from, at));
		at = from;
	}
	return jinja_string(e, buf_str(&b), offset);
}

static uint8_t lower_byte(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? c | 32 : c;
}

static uint8_t upper_byte(uint8_t c)
{
	return c >= 'a' && c <= 'z' ? c & 0xdf : c;
}

/* lower upper title capitalize swapcase */
static const struct jinja_value *cased(struct jinja_eval *e, str s, str how, uint32_t offset)
{
	uint8_t *p = arena_raw(e->arena, s.n + 1, 1);
	bool first = true;

	if (!jinja_spend(e, offset, s.n))
		return jinja_flagged(e, JINJA_V_MADE);
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i], low = lower_byte(c);
		bool letter = low >= 'a' && low <= 'z';
		if (str_eq(how, S("swapcase")))
			p[i] = c == low ? upper_byte(c) : low;
		else
			p[i] = str_eq(how, S("upper")) || (first && !str_eq(how, S("lower")))
				       ? upper_byte(c)
				       : low;
		first = str_eq(how, S("title")) && !letter;
	}
	return jinja_string(e, (str){p, s.n}, offset);
}

static const struct jinja_value *replaced(struct jinja_eval *e, str s, str from, str to,
					  int64_t most, uint32_t offset)
{
	struct buf b = buf_in(e->arena);
	size_t at = 0, hit;

	if (from.n == 0)
		return jinja_flagged(e, JINJA_V_MADE);
	while (most-- != 0 && (hit = str_find(str_slice(s, at, s.n), from)) != STR_NONE) {
		if (!jinja_spend(e, offset, hit + to.n))
			return jinja_flagged(e, JINJA_V_MADE);
		buf_add(&b, str_slice(s, at, at + hit));
		buf_add(&b, to);
		at += hit + from.n;
	}
	buf_add(&b, str_slice(s, at, s.n));
	return jinja_string(e, buf_str(&b), offset);
}

static bool in_set(uint8_t c, str set)
{
	return set.p == NULL ? c == ' ' || (c >= '\t' && c <= '\r')
			     : str_find_byte(set, c) != STR_NONE;
}

/* Sides: 1 left, 2 right, 3 both. */
static str stripped(str s, str set, unsigned sides)
{
	size_t from = 0, to = s.n;

	while ((sides & 1) && from < to && in_set(s.p[from], set))
		from++;
	while ((sides & 2) && to > from && in_set(s.p[to - 1], set))
		to--;
	return str_slice(s, from, to);
}

static const struct jinja_value *split(struct jinja_eval *e, str s, str by, uint32_t offset)
{
	struct jinja_value *list = jinja_list(e, 4);
	size_t hit;

	if (!jinja_spend(e, offset, s.n))
		return jinja_flagged(e, JINJA_V_MADE);
	if (by.n == 0) { /* at white space */
		while ((s = stripped(s, (str){NULL, 0}, 1)).n > 0) {
			for (hit = 0; hit < s.n && !in_set(s.p[hit], (str){NULL, 0});)
				hit++;
			jinja_append(e, list, jinja_string(e, str_slice(s, 0, hit), offset));
			s = str_slice(s, hit, s.n);
		}
		return list;
	}
	while ((hit = str_find(s, by)) != STR_NONE) {
		jinja_append(e, list, jinja_string(e, str_slice(s, 0, hit), offset));
		s = str_slice(s, hit + by.n, s.n);
	}
	jinja_append(e, list, jinja_string(e, s, offset));
	return list;
}

/* ---- Indices ----------------------------------------------------------------------------------
 */

const struct jinja_value *jinja_index(struct jinja_eval *e, const struct jinja_value *v,
				      const struct jinja_value *key)
{
	const struct jinja_value *found;
	int64_t n = v->kind == JINJA_V_STRING ? char_count(v->s) : v->count, at = key->n;

	if (v->kind == JINJA_V_DICT && key->kind == JINJA_V_STRING) {
		found = jinja_dict_get(v, key->s);
		return found ? found : &jinja_unknown;
	}
	if (key->kind != JINJA_V_INT || (v->kind != JINJA_V_LIST && v->kind != JINJA_V_STRING))
		return jinja_flagged(e, v->flags);
	if (at < 0)
		at += n;
	if (at < 0 || at >= n)
		return &jinja_unknown;
	if (v->kind == JINJA_V_LIST)
		return v->items[at];
	for (size_t i = 0;; i += char_len(v->s, i))
		if (at-- == 0)
			return jinja_string(e, str_slice(v->s, i, i + char_len(v->s, i)), 0);
}

/* Python's rules for the bounds of a slice. */
static int64_t bound(const struct jinja_value *part, int64_t n, int64_t missing, bool down)
{
	int64_t at = part->n, low = down ? -1 : 0, high = down ? n - 1 : n;

	if (part->kind == JINJA_V_NONE)
		return missing;
	if (at < 0)
		at += n;
	return at < low ? low : at > high ? high : at;
}

const struct jinja_value *jinja_sliced(struct jinja_eval *e, const struct jinja_value *v,
				       const struct jinja_value *const part[3], uint32_t offset)
{
	const struct jinja_value *from = v;
	struct jinja_value *list;
	int64_t n, step, begin, end;

	if (e->hurry)
		return jinja_flagged(e, jinja_flags(v) | JINJA_V_MADE);
	if (v->kind == JINJA_V_STRING)
		from = chars(e, v->s, offset);
	for (int i = 0; i < 3; i++)
		if (part[i]->kind != JINJA_V_INT && part[i]->kind != JINJA_V_NONE)
			return not_followed(e, v);
	step = part[2]->kind == JINJA_V_INT ? part[2]->n : 1;
	if (from->kind != JINJA_V_LIST || step == 0)
		return not_followed(e, v);
	n = from->count;
	begin = bound(part[0], n, step < 0 ? n - 1 : 0, step < 0);
	end = bound(part[1], n, step < 0 ? -1 : n, step < 0);
	step = step > n ? n + 1 : step < -n ? -n - 1 : step;
	list = jinja_list(e, 8);
	for (int64_t i = begin; step > 0 ? i < end : i > end; i += step)
		jinja_append(e, list, from->items[i]);
	if (v->kind != JINJA_V_STRING)
		return list;
	return jinja_concat(e, list->items, list->count, S(""), offset);
}

/* ---- Operators --------------------------------------------------------------------------------
 */

static const struct jinja_value *repeated(struct jinja_eval *e, const struct jinja_value *v,
					  int64_t n, uint32_t offset)
{
	uint64_t size = v->kind == JINJA_V_STRING ? v->s.n : v->count;
	struct buf b = buf_in(e->arena);
	struct jinja_value *list;

	if (n <= 0)
		n = 0;
	if (size > 0 && (uint64_t)n > (uint64_t)LIMIT_JINJA_MADE / size) {
		jinja_tell(e, JINJA_BOMB, offset, (str){NULL, 0},
			   "a text or list is repeated until memory ends");
		return jinja_flagged(e, JINJA_V_MADE);
	}
	if (!jinja_spend(e, offset, size * (uint64_t)n))
		return jinja_flagged(e, JINJA_V_MADE);
	if (v->kind == JINJA_V_STRING) {
		while (n-- > 0)
			buf_add(&b, v->s);
		return jinja_string(e, buf_str(&b), offset);
	}
	list = jinja_list(e, 8);
	while (n-- > 0 && list->count < LIMIT_JINJA_ITEMS)
		for (uint32_t i = 0; i < v->count; i++)
			jinja_append(e, list, v->items[i]);
	return list;
}

static const struct jinja_value *power(struct jinja_eval *e, int64_t a, int64_t b, uint32_t offset)
{
	int64_t v = 1;
	unsigned bits = 0;

	if (b < 0)
		return &jinja_unknown;
	while (bits < 63 && (a < 0 ? -(a + 1) : a) >> bits != 0)
		bits++;
	if (bits > 1 && b > LIMIT_JINJA_BITS / bits) {
		jinja_tell(e, JINJA_BOMB, offset, (str){NULL, 0},
			   "a power of millions of digits is computed");
		return &jinja_unknown;
	}
	if (bits <= 1)
		return jinja_int(e, a == 1 || b == 0 ? 1 : a == 0 ? 0 : b % 2 ? -1 : 1);
	while (b-- > 0)
		if (__builtin_mul_overflow(v, a, &v)) /* large, and still exact to Python */
			return jinja_int(e, INT64_MAX);
	return jinja_int(e, v);
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static const struct jinja_value *arithmetic(struct jinja_eval *e, enum jinja_op op, int64_t a,
					    int64_t b, uint32_t offset)
{
	int64_t v = 0;
	bool big = false;

	if (op == JINJA_OP_POW)
		return power(e, a, b, offset);
	if (op == JINJA_OP_ADD)
		big = __builtin_add_overflow(a, b, &v);
	else if (op == JINJA_OP_SUB)
		big = __builtin_sub_overflow(a, b, &v);
	else if (op == JINJA_OP_MUL)
		big = __builtin_mul_overflow(a, b, &v);
	else if ((op == JINJA_OP_FLOOR || op == JINJA_OP_MOD) && b != 0 &&
		 (b != -1 || a > INT64_MIN))
		v = op == JINJA_OP_FLOOR ? floor_div(a, b) : a - b * floor_div(a, b);
	else
		return &jinja_unknown;
	return jinja_int(e, big ? INT64_MAX : v);
}

const struct jinja_value *jinja_binary(struct jinja_eval *e, enum jinja_op op,
				       const struct jinja_value *a, const struct jinja_value *b,
				       uint32_t offset)
{
	const struct jinja_value *both[2] = {a, b};
	struct jinja_value *list;
	bool sa = a->kind == JINJA_V_STRING, sb = b->kind == JINJA_V_STRING;

	if (e->hurry)
		return jinja_flagged(e, jinja_flags(a) | jinja_flags(b));
	if (a->kind == JINJA_V_INT && b->kind == JINJA_V_INT)
		return arithmetic(e, op, a->n, b->n, offset);
	if (op == JINJA_OP_ADD && (sa || sb))
		return jinja_concat(e, both, 2, S(""), offset);
	if (op == JINJA_OP_MUL && (sa || a->kind == JINJA_V_LIST) && b->kind == JINJA_V_INT)
		return repeated(e, a, b->n, offset);
	if (op == JINJA_OP_MUL && (sb || b->kind == JINJA_V_LIST) && a->kind == JINJA_V_INT)
		return repeated(e, b, a->n, offset);
	if (op == JINJA_OP_MOD && sa) {
		list = jinja_list(e, 1);
		jinja_append(e, list, b);
		return jinja_percent(e, a->s, b->kind == JINJA_V_LIST ? b : list, offset);
	}
	if (op == JINJA_OP_ADD && a->kind == JINJA_V_LIST && b->kind == JINJA_V_LIST) {
		list = jinja_list(e, a->count + b->count);
		for (uint32_t i = 0; i < a->count; i++)
			jinja_append(e, list, a->items[i]);
		for (uint32_t i = 0; i < b->count; i++)
			jinja_append(e, list, b->items[i]);
		return jinja_spend(e, offset, list->count) ? list : &jinja_unknown;
	}
	if (op == JINJA_OP_COMPARE || op == JINJA_OP_AND || op == JINJA_OP_OR)
		return &jinja_unknown;
	return jinja_flagged(e, jinja_flags(a) | jinja_flags(b));
}

/* ---- Filters and methods ----------------------------------------------------------------------
 */

static const struct jinja_value *argument(const struct jinja_value *args,
					  const struct jinja_value *named, uint32_t i, str name)
{
	const struct jinja_value *v = named ? jinja_dict_get(named, name) : NULL;

	return v ? v : i < args->count ? args->items[i] : NULL;
}

/* A string argument; `missing` when there is none. False: it is not known. */
static bool text_argument(struct jinja_eval *e, const struct jinja_value *v, str missing, str *out)
{
	*out = missing;
	return v == NULL || v->kind == JINJA_V_NONE || jinja_text(e, v, out);
}

/* Padding to a width. */
static const struct jinja_value *padded(struct jinja_eval *e, const struct jinja_value *v,
					const struct jinja_value *width, uint32_t offset)
{
	if (width != NULL && width->kind == JINJA_V_INT && width->n > LIMIT_JINJA_MADE)
		jinja_tell(e, JINJA_BOMB, offset, (str){NULL, 0},
			   "a text is padded until memory ends");
	return not_followed(e, v);
}

static const struct jinja_value *elements(struct jinja_eval *e, const struct jinja_value *v,
					  uint32_t offset)
{
	struct jinja_value *keys;

	if (v->kind == JINJA_V_STRING)
		return chars(e, v->s, offset);
	if (v->kind != JINJA_V_DICT)
		return v;
	keys = jinja_list(e, v->count / 2 + 1);
	for (uint32_t i = 0; i + 1 < v->count; i += 2)
		jinja_append(e, keys, v->items[i]);
	return keys;
}

static const struct jinja_value *pairs(struct jinja_eval *e, const struct jinja_value *dict)
{
	struct jinja_value *list = jinja_list(e, dict->count / 2 + 1), *pair;

	for (uint32_t i = 0; i + 1 < dict->count; i += 2) {
		pair = jinja_list(e, 2);
		jinja_append(e, pair, dict->items[i]);
		jinja_append(e, pair, dict->items[i + 1]);
		jinja_append(e, list, pair);
	}
	return list;
}

static const struct jinja_value *sorted(struct jinja_eval *e, const struct jinja_value *v)
{
	struct jinja_value *list = jinja_list(e, v->count + 1);

	if (v->count > 64)
		return not_followed(e, v);
	for (uint32_t i = 0; i < v->count; i++) {
		uint32_t at = list->count;
		if (v->items[i]->kind != JINJA_V_STRING)
			return not_followed(e, v);
		jinja_append(e, list, v->items[i]);
		for (; at > 0 && str_cmp(list->items[at - 1]->s, v->items[i]->s) > 0; at--) {
			list->items[at] = list->items[at - 1];
			list->items[at - 1] = v->items[i];
		}
	}
	return list;
}

/* Filters of strings; NULL: it is none. */
static const struct jinja_value *string_filter(struct jinja_eval *e, str name,
					       const struct jinja_value *v,
					       const struct jinja_value *args,
					       const struct jinja_value *named, uint32_t offset)
{
	str a, b;

	if (str_in(name, "lower upper title capitalize"))
		return cased(e, v->s, name, offset);
	if (str_eq(name, S("replace"))) {
		const struct jinja_value *n = argument(args, named, 2, S("count"));
		if (!text_argument(e, argument(args, named, 0, S("old")), S(""), &a) ||
		    !text_argument(e, argument(args, named, 1, S("new")), S(""), &b))
			return not_followed(e, v);
		return replaced(e, v->s, a, b, n && n->kind == JINJA_V_INT ? n->n : -1, offset);
	}
	if (str_eq(name, S("trim"))) {
		if (!text_argument(e, argument(args, named, 0, S("chars")), (str){NULL, 0}, &a))
			return not_followed(e, v);
		return jinja_string(e, stripped(v->s, a, 3), offset);
	}
	if (str_eq(name, S("format")))
		return named->count > 0 ? not_followed(e, v) : jinja_percent(e, v->s, args, offset);
	if (str_in(name, "string safe escape e forceescape striptags urlize"))
		return v;
	if (str_eq(name, S("int"))) {
		bool minus = v->s.n > 0 && v->s.p[0] == '-';
		uint64_t n;
		if (!str_to_u64(str_slice(v->s, minus, v->s.n), &n) || n > INT64_MAX)
			return &jinja_unknown;
		return jinja_int(e, minus ? -(int64_t)n : (int64_t)n);
	}
	if (str_eq(name, S("wordcount")))
		return jinja_int(e, split(e, v->s, S(""), offset)->count);
	return NULL;
}

static const struct jinja_value *join(struct jinja_eval *e, const struct jinja_value *v,
				      const struct jinja_value *args,
				      const struct jinja_value *named, uint32_t offset)
{
	const struct jinja_value *list = elements(e, v, offset);
	str by;

	if (list->kind != JINJA_V_LIST ||
	    !text_argument(e, argument(args, named, 0, S("d")), S(""), &by) ||
	    argument(args, named, 1, S("attribute")) != NULL)
		return not_followed(e, v);
	return jinja_concat(e, list->items, list->count, by, offset);
}

/* map('lower') and the like: a filter for every element. */
static const struct jinja_value *mapped(struct jinja_eval *e, const struct jinja_value *v,
					const struct jinja_value *args,
					const struct jinja_value *named, uint32_t offset)
{
	const struct jinja_value *from = elements(e, v, offset);
	struct jinja_value *list, *rest = jinja_list(e, args->count);

	if (from->kind != JINJA_V_LIST || args->count == 0 ||
	    args->items[0]->kind != JINJA_V_STRING || from->count > 256 || e->hurry)
		return NULL;
	for (uint32_t i = 1; i < args->count; i++)
		jinja_append(e, rest, args->items[i]);
	list = jinja_list(e, from->count);
	for (uint32_t i = 0; i < from->count; i++)
		jinja_append(
			e, list,
			jinja_filter(e, args->items[0]->s, from->items[i], rest, named, offset));
	return list;
}

static const struct jinja_value *sequence_filter(struct jinja_eval *e, str name,
						 const struct jinja_value *v, uint32_t offset)
{
	const struct jinja_value *list = elements(e, v, offset);
	uint32_t n = list->count;

	if (str_in(name, "length count"))
		return jinja_int(e, v->kind == JINJA_V_STRING ? char_count(v->s) : n);
	if (list->kind != JINJA_V_LIST)
		return NULL;
	if (str_eq(name, S("list")))
		return list;
	if (str_in(name, "first last"))
		return n ? list->items[str_eq(name, S("first")) ? 0 : n - 1] : &jinja_unknown;
	if (str_in(name, "min max") && n > 0) {
		const struct jinja_value *by = sorted(e, list);
		return by->kind == JINJA_V_LIST ? by->items[str_eq(name, S("min")) ? 0 : n - 1]
						: by;
	}
	if (str_in(name, "sort dictsort"))
		return sorted(e, list);
	if (str_eq(name, S("reverse")))
		return reversed(e, v->kind == JINJA_V_STRING ? v : list, offset);
	if (str_eq(name, S("items")) && v->kind == JINJA_V_DICT)
		return pairs(e, v);
	if (str_eq(name, S("random")) && n == 1)
		return list->items[0];
	return NULL;
}

const struct jinja_value *jinja_filter(struct jinja_eval *e, str name, const struct jinja_value *v,
				       const struct jinja_value *args,
				       const struct jinja_value *named, uint32_t offset)
{
	const struct jinja_value *made = NULL;

	if (e->hurry)
		return jinja_flagged(e, jinja_flags(v) | JINJA_V_MADE);
	if (str_in(name, "default d")) {
		if (v->kind == JINJA_V_UNKNOWN && args->count > 0 && (v->flags & JINJA_V_OUTSIDE))
			return args->items[0]; /* what it is when nothing is given */
		return v;
	}
	if (str_in(name, "center indent wordwrap truncate batch slice"))
		return padded(e, v, argument(args, named, 0, S("width")), offset);
	if (str_eq(name, S("string")) && is_object(v))
		return jinja_flagged(e, JINJA_V_PRINTED);
	if (str_eq(name, S("map")))
		made = mapped(e, v, args, named, offset);
	else if (str_eq(name, S("join")))
		made = join(e, v, args, named, offset);
	else if (v->kind == JINJA_V_STRING)
		made = string_filter(e, name, v, args, named, offset);
	else if (v->kind == JINJA_V_INT && str_in(name, "int abs round"))
		return jinja_int(e,
				 v->n < 0 && v->n > INT64_MIN && name.p[0] == 'a' ? -v->n : v->n);
	else if (v->kind == JINJA_V_INT && str_eq(name, S("string")))
		return jinja_concat(e, &v, 1, S(""), offset);
	if (made == NULL && (is_constant(v) && v->kind != JINJA_V_INT))
		made = sequence_filter(e, name, v, offset);
	if (made == NULL && str_in(name, "select reject map selectattr rejectattr unique")) {
		struct jinja_value *g = make(e, JINJA_V_GENERATOR);
		g->flags = (uint8_t)jinja_flags(v);
		return g;
	}
	if ((v->flags & JINJA_V_PRINTED) &&
	    str_in(name, "list first last join replace slice batch reverse random"))
		jinja_tell(e, JINJA_PRINTED, offset, name,
			   "characters are taken from what an object looks like when printed");
	return made ? made : not_followed(e, v);
}

/* Methods of strings. */
static const struct jinja_value *string_method(struct jinja_eval *e, const struct jinja_value *r,
					       str name, const struct jinja_value *args,
					       const struct jinja_value *named, uint32_t offset)
{
	const struct jinja_value *first = args->count ? args->items[0] : NULL;
	str a, b;

	if (str_in(name, "lower upper title capitalize swapcase casefold"))
		return cased(e, r->s, str_eq(name, S("casefold")) ? S("lower") : name, offset);
	if (str_eq(name, S("replace")) && args->count >= 2 && jinja_text(e, first, &a) &&
	    jinja_text(e, args->items[1], &b))
		return replaced(e, r->s, a, b, -1, offset);
	if (str_in(name, "strip lstrip rstrip") && text_argument(e, first, (str){NULL, 0}, &a))
		return jinja_string(e,
				    stripped(r->s, a,
					     name.p[0] == 's'	? 3
					     : name.p[0] == 'l' ? 1
								: 2),
				    offset);
	if (str_in(name, "split rsplit") && text_argument(e, first, S(""), &a))
		return split(e, r->s, a, offset);
	if (str_eq(name, S("join")) && first != NULL) {
		const struct jinja_value *list = elements(e, first, offset);
		if (list->kind == JINJA_V_LIST)
			return jinja_concat(e, list->items, list->count, r->s, offset);
		return jinja_flagged(e, jinja_flags(r) | jinja_flags(first));
	}
	if (str_in(name, "format format_map"))
		return jinja_format(e, r->s, args,
				    str_eq(name, S("format_map")) && first &&
						    first->kind == JINJA_V_DICT
					    ? first
					    : named,
				    offset);
	if (str_in(name, "center ljust rjust zfill expandtabs"))
		return padded(e, r, first, offset);
	if (str_in(name, "removeprefix removesuffix") && first && first->kind == JINJA_V_STRING) {
		bool front = str_eq(name, S("removeprefix"));
		if (front ? str_starts(r->s, first->s) : str_ends(r->s, first->s))
			return jinja_string(e,
					    front ? str_slice(r->s, first->s.n, r->s.n)
						  : str_slice(r->s, 0, r->s.n - first->s.n),
					    offset);
		return r;
	}
	if (str_in(name, "startswith endswith isdigit isalpha isspace isupper islower isalnum"))
		return &jinja_unknown;
	if (str_eq(name, S("__add__")) && first != NULL) {
		const struct jinja_value *both[2] = {r, first};
		return jinja_concat(e, both, 2, S(""), offset);
	}
	return not_followed(e, r);
}

const struct jinja_value *jinja_method(struct jinja_eval *e, const struct jinja_value *r, str name,
				       const struct jinja_value *args,
				       const struct jinja_value *named, uint32_t offset)
{
	const struct jinja_value *found;

	if (e->hurry)
		return jinja_flagged(e, jinja_flags(r) | JINJA_V_MADE);
	if (r->kind == JINJA_V_STRING)
		return string_method(e, r, name, args, named, offset);
	if (r->kind == JINJA_V_DICT) {
		if (str_eq(name, S("get")) && args->count > 0 &&
		    args->items[0]->kind == JINJA_V_STRING) {
			found = jinja_dict_get(r, args->items[0]->s);
			return found ? found : args->count > 1 ? args->items[1] : &jinja_unknown;
		}
		if (str_eq(name, S("items")))
			return pairs(e, r);
		if (str_eq(name, S("keys")))
			return elements(e, r, offset);
	}
	if (r->kind == JINJA_V_LIST && str_in(name, "append insert extend") && args->count > 0) {
		struct jinja_value *self = jinja_writable(r);
		found = args->items[args->count - 1];
		if (str_eq(name, S("extend")) && found->kind == JINJA_V_LIST) {
			for (uint32_t i = 0, n = found->count; i < n; i++)
				jinja_append(e, self, found->items[i]);
		} else if (!str_eq(name, S("extend"))) {
			jinja_append(e, self, found);
		}
		return &jinja_unknown;
	}
	if (r->kind == JINJA_V_LIST && str_eq(name, S("pop")) && r->count > 0)
		return args->count > 0 ? jinja_index(e, r, args->items[0]) : r->items[r->count - 1];
	if (r->flags & JINJA_V_PRINTED)
		return jinja_flagged(e, JINJA_V_PRINTED);
	return not_followed(e, r);
}
