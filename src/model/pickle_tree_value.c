/* What a walker asks of the values of a pickle's tree: elements, names, arguments, text, numbers.
 */
#include <stdio.h>
#include "base/limits.h"
#include "model/pickle_int.h"
#include "model/pickle_tree.h"

/* ---- Containers ---- */

static bool is_list(struct pickle_tree_value v)
{
	return pickle_tree_is_container(v) && v.kind != PT_TUPLE;
}

uint32_t pickle_tree_count(struct pickle_tree_value v)
{
	if (v.kind == PT_TUPLE || v.kind == PT_PERSID)
		return v.count;
	return is_list(v) ? v.list->count : 0;
}

struct pickle_tree_walk pickle_tree_walk(struct pickle_tree_value v)
{
	struct pickle_tree_walk w = {0};

	if (pickle_tree_count(v) == 0)
		return w;
	if (v.kind == PT_TUPLE || v.kind == PT_PERSID) {
		w.at = v.item;
		w.end = v.item + v.count;
	} else if (is_list(v)) {
		w.next = v.list->first;
	}
	return w;
}

bool pickle_tree_next(struct pickle_tree_walk *w, struct pickle_tree_value *item)
{
	while (w->at == w->end) {
		if (w->next == NULL)
			return false;
		w->at = w->next->item;
		w->end = w->next->item + w->next->count;
		w->next = w->next->next;
	}
	*item = *w->at++;
	return true;
}

struct pickle_tree_value pickle_tree_item(struct pickle_tree_value v, uint32_t i)
{
	const struct pickle_tree_chunk *c;

	if (v.kind == PT_TUPLE || v.kind == PT_PERSID)
		return i < v.count ? v.item[i] : (struct pickle_tree_value){0};
	c = is_list(v) ? v.list->first : NULL;
	for (; c != NULL && i >= c->count; c = c->next)
		i -= c->count;
	return c != NULL ? c->item[i] : (struct pickle_tree_value){0};
}

struct pickle_tree_value pickle_tree_get(struct pickle_tree_value dict, str key)
{
	struct pickle_tree_walk w = pickle_tree_walk(dict);
	struct pickle_tree_value k, v, found = {0};

	if (dict.kind != PT_DICT)
		return found;
	while (pickle_tree_next(&w, &k) && pickle_tree_next(&w, &v))
		if (pickle_tree_is(k, key))
			found = v;
	return found;
}

/* ---- Names and calls ---- */

bool pickle_tree_is_global(struct pickle_tree_value v, str module, str name)
{
	return v.kind == PT_GLOBAL && str_eq(v.global->module, module) &&
	       str_eq(v.global->name, name);
}

const struct pickle_tree_global *pickle_tree_callee(struct pickle_tree_value v)
{
	return v.kind == PT_CALL && v.call->callee.kind == PT_GLOBAL ? v.call->callee.global : NULL;
}

struct pickle_tree_value pickle_tree_arg(struct pickle_tree_value v, uint32_t i)
{
	return v.kind == PT_CALL ? pickle_tree_item(v.call->args, i)
				 : (struct pickle_tree_value){0};
}

uint32_t pickle_tree_args(struct pickle_tree_value v)
{
	return v.kind == PT_CALL ? v.call->args.count : 0;
}

struct pickle_tree_value pickle_tree_state(struct pickle_tree_value v)
{
	return v.kind == PT_CALL && v.call->more != NULL ? v.call->more->state
							 : (struct pickle_tree_value){0};
}

/* ---- Text ---- */

bool pickle_tree_is(struct pickle_tree_value v, str text)
{
	return v.kind == PT_STR && (v.flags & PT_HERE) && str_eq((str){v.p, v.count}, text);
}

static bool is_ascii(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 0x80)
			return false;
	return true;
}

static str latin1(struct arena *a, str bytes)
{
	struct buf b = buf_in(a);

	if (is_ascii(bytes))
		return bytes;
	pickle_text_latin1(&b, bytes);
	return buf_str(&b);
}

/* Text whose place is the blob. */
static bool far_text(struct pickle_tree *t, struct arena *a, struct pickle_tree_value v,
		     size_t most, str *out)
{
	const struct pickle_tree_place *place = v.place;
	struct buf b = buf_in(a);
	uint8_t *bytes;
	str raw;

	if (place->length > most)
		return false;
	raw = blob_get(pickle_tree_source(t), a, place->at, (size_t)place->length);
	if (raw.n != place->length)
		return false;
	if (place->form == PT_FORM_RAW) {
		pickle_text_raw_unicode(&b, raw);
		raw = buf_str(&b);
	} else if (place->form == PT_FORM_STRING) {
		bytes = arena_raw(a, raw.n, 1);
		raw = (str){bytes, pickle_escapes(str_slice(raw, 1, raw.n - 1), bytes)};
	}
	*out = v.flags & PT_PYTHON2 ? latin1(a, raw) : raw;
	return true;
}

bool pickle_tree_text(struct pickle_tree *t, struct arena *a, struct pickle_tree_value v,
		      size_t most, str *out)
{
	str s = {v.p, v.count};

	if (v.kind != PT_STR)
		return false;
	if (!(v.flags & PT_HERE))
		return far_text(t, a, v, most, out);
	if (s.n > most)
		return false;
	*out = v.flags & PT_PYTHON2 ? latin1(a, s) : s;
	return true;
}

/* ---- Numbers ---- */

static str trim_zeros(struct arena *a, str digits)
{
	bool minus = digits.n > 0 && digits.p[0] == '-';

	digits = str_slice(digits, minus, digits.n);
	while (digits.n > 1 && digits.p[0] == '0')
		digits = str_slice(digits, 1, digits.n);
	return arena_printf(a, "%s%.*s", minus ? "-" : "", STR_ARG(digits));
}

#define WORDS (LIMIT_ROOM(LIMIT_PICKLE_TREE_DIGITS) / 4 + 1)
#define BILLION 1000000000u

/* Two's complement, little-endian, at most LIMIT_PICKLE_TREE_DIGITS bytes. */
static str binary_digits(struct arena *a, str s)
{
	uint32_t word[WORDS] = {0}, part[WORDS * 2];
	bool minus = s.n > 0 && s.p[s.n - 1] >= 0x80;
	size_t words = (s.n + 3) / 4, parts = 0;
	struct buf b = buf_in(a);
	uint64_t carry = minus;

	for (size_t i = 0; i < words * 4; i++) {
		uint8_t byte = i < s.n ? s.p[i] : minus ? 0xff : 0;
		word[i / 4] |= (uint32_t)(minus ? (uint8_t)~byte : byte) << (8 * (i % 4));
	}
	for (size_t i = 0; i < words; i++, carry >>= 32) {
		carry += word[i];
		word[i] = (uint32_t)carry;
	}
	while (words > 0) {
		uint64_t rest = 0;
		for (size_t i = words; i-- > 0; rest %= BILLION) {
			rest = rest << 32 | word[i];
			word[i] = (uint32_t)(rest / BILLION);
		}
		part[parts++] = (uint32_t)rest;
		while (words > 0 && word[words - 1] == 0)
			words--;
	}
	buf_printf(&b, "%s%u", minus ? "-" : "", parts ? part[parts - 1] : 0);
	for (size_t i = parts ? parts - 1 : 0; i-- > 0;)
		buf_printf(&b, "%09u", part[i]);
	return buf_str(&b);
}

str pickle_tree_digits(struct arena *a, struct pickle_tree_value v)
{
	if (v.kind == PT_INT || v.kind == PT_BOOL)
		return arena_printf(a, "%lld", (long long)v.number);
	if (v.kind != PT_BIG)
		return (str){NULL, 0};
	if (v.flags & PT_DECIMAL)
		return trim_zeros(a, (str){v.p, v.count});
	return binary_digits(a, (str){v.p, v.count});
}
