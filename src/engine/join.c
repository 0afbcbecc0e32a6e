#include "engine/join.h"

struct fact {
	str value;  /* of exact facts and of lower bounds */
	bool least; /* `>=` */
	struct fact *next;
};

struct facts facts_in(struct arena *a)
{
	return (struct facts){.keys = map_in(a), .arena = a};
}

void facts_add(struct facts *f, str fact)
{
	size_t where = str_find_byte(fact, '@'), equals;
	struct fact *one = NEW(f->arena, struct fact, 1);
	uint64_t *place;
	str key;

	if (where != STR_NONE && where > 0)
		fact = str_slice(fact, 0, where);
	if (fact.n == 0)
		return;
	equals = str_find_byte(fact, '=');
	key = str_slice(fact, 0, equals);
	if (equals != STR_NONE) {
		one->value = str_slice(fact, equals + 1, fact.n);
		one->least = str_ends(key, S(">"));
		key.n -= one->least;
	}
	place = map_put(&f->keys, key);
	one->next = (struct fact *)(uintptr_t)*place;
	*place = (uint64_t)(uintptr_t)one;
}

static const struct fact *find(const struct facts *f, str key)
{
	const uint64_t *place = map_get(&f->keys, key);

	return place ? (const struct fact *)(uintptr_t)*place : NULL;
}

static bool is_digit(uint8_t b)
{
	return b >= '0' && b <= '9';
}

static uint64_t number(str *s)
{
	uint64_t v = 0;

	while (s->n > 0 && is_digit(s->p[0])) {
		v = v > UINT64_MAX / 100 ? v : v * 10 + (uint64_t)(s->p[0] - '0');
		*s = str_slice(*s, 1, s->n);
	}
	return v;
}

static uint64_t epoch(str *s)
{
	size_t bang = str_find_byte(*s, '!');
	uint64_t v = 0;

	if (s->n > 0 && (s->p[0] | 0x20) == 'v')
		*s = str_slice(*s, 1, s->n);
	if (bang == STR_NONE)
		return 0;
	v = number(s);
	*s = str_slice(*s, str_find_byte(*s, '!') + 1, s->n);
	return v;
}

static uint64_t release_part(str *s)
{
	uint64_t v;

	if (s->n == 0 || !is_digit(s->p[0]))
		return 0;
	v = number(s);
	if (s->n > 1 && s->p[0] == '.' && is_digit(s->p[1]))
		*s = str_slice(*s, 1, s->n);
	return v;
}

/* What follows the release as one number: the kind decides, then its own number. */
static uint64_t suffix(str s)
{
	static const struct {
		const char *word;
		uint64_t rank;
	} kinds[] = {{"dev", 1}, {"alpha", 2}, {"a", 2},    {"beta", 3}, {"b", 3}, {"c", 4},
		     {"rc", 4},	 {"pre", 4},   {"post", 6}, {"rev", 6},	 {"r", 6}};

	s = str_slice(s, 0, str_find_byte(s, '+'));
	while (s.n > 0 && (s.p[0] == '.' || s.p[0] == '-' || s.p[0] == '_'))
		s = str_slice(s, 1, s.n);
	for (size_t i = 0; i < COUNTOF(kinds); i++) {
		str word = str_of(kinds[i].word), rest = str_slice(s, word.n, s.n);
		if (str_eq_nocase(str_slice(s, 0, word.n), word) &&
		    (rest.n == 0 || !(((rest.p[0] | 0x20) >= 'a') && ((rest.p[0] | 0x20) <= 'z'))))
			return kinds[i].rank << 32 | (uint32_t)number(&rest);
	}
	return (uint64_t)5 << 32;
}

int version_order(str a, str b)
{
	uint64_t x = epoch(&a), y = epoch(&b);

	if (x != y)
		return x < y ? -1 : 1;
	while ((a.n > 0 && is_digit(a.p[0])) || (b.n > 0 && is_digit(b.p[0]))) {
		x = release_part(&a);
		y = release_part(&b);
		if (x != y)
			return x < y ? -1 : 1;
	}
	x = suffix(a);
	y = suffix(b);
	return (x > y) - (x < y);
}

/* Can a version that is `v` (or anything from `v` up, if `least`) satisfy `op want`? */
static bool satisfies(str v, bool least, str op, str want)
{
	int order = version_order(v, want);

	if (str_eq(op, S("<")))
		return order < 0;
	if (str_eq(op, S("<=")))
		return order <= 0;
	if (least)
		return str_eq(op, S("==")) ? order <= 0 : true;
	if (str_eq(op, S(">")))
		return order > 0;
	if (str_eq(op, S(">=")))
		return order >= 0;
	return (order == 0) == str_eq(op, S("=="));
}

static bool version_holds(const struct facts *f, str condition)
{
	size_t at = 0;
	const struct fact *one;
	bool locked = false; /* what is locked is what runs: ranges elsewhere say nothing more */
	str op, want;

	while (at < condition.n && memchr("<>=!", condition.p[at], 4) == NULL)
		at++;
	op = str_slice(condition, at, at + 1);
	if (at + 1 < condition.n && condition.p[at + 1] == '=')
		op.n = 2;
	want = str_slice(condition, at + op.n, condition.n);
	one = find(f, str_slice(condition, 0, at));
	if (one == NULL || want.n == 0)
		return true;
	for (const struct fact *x = one; x != NULL; x = x->next)
		locked = locked || !x->least;
	for (; one != NULL; one = one->next) {
		if (!(locked && one->least) && satisfies(one->value, one->least, op, want))
			return true;
	}
	return false;
}

bool facts_hold(const struct facts *f, str condition)
{
	str key;

	if (str_starts(condition, S("version:")))
		return version_holds(f, condition);
	if (str_starts(condition, S("unpinned:"))) {
		key = arena_printf(f->arena, "pin:%.*s",
				   STR_ARG(str_slice(condition, 9, condition.n)));
		return find(f, key) == NULL;
	}
	if (str_starts(condition, S("!")))
		return find(f, str_slice(condition, 1, condition.n)) == NULL;
	if (str_find_byte(condition, ':') == STR_NONE)
		return true;
	return find(f, condition) != NULL;
}
