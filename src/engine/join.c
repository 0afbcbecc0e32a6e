#include "engine/join.h"

#include "base/buf.h"
#include "dep/version.h"

struct fact {
	str value;  /* of exact facts and of lower bounds */
	bool least; /* `>=` */
	struct fact *next;
};

struct facts facts_in(struct arena *a)
{
	return (struct facts){
		.keys = map_in(a), .decided = map_in(a), .once = map_in(a), .arena = a};
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
	if (f->decided.count > 0)
		f->decided = map_in(f->arena);
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

/* Can a version that is `v` (or anything from `v` up, if `least`) satisfy `op want`? As everywhere
 * in PEP 440 a local part counts only where `want` has one; what is no version could be any. */
static bool satisfies(str v, bool least, str op, const struct version *want)
{
	struct version known;
	int order;

	if (!version_parse(v, &known))
		return true;
	if (want->local.n == 0)
		known.local = want->local;
	order = version_compare(&known, want);
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
	struct version want;
	str op;

	while (at < condition.n && memchr("<>=!", condition.p[at], 4) == NULL)
		at++;
	op = str_slice(condition, at, at + 1);
	if (at + 1 < condition.n && condition.p[at + 1] == '=')
		op.n = 2;
	one = find(f, str_slice(condition, 0, at));
	if (one == NULL || !version_parse(str_slice(condition, at + op.n, condition.n), &want))
		return true;
	for (const struct fact *x = one; x != NULL; x = x->next)
		locked = locked || !x->least;
	for (; one != NULL; one = one->next) {
		if (!(locked && one->least) && satisfies(one->value, one->least, op, &want))
			return true;
	}
	return false;
}

/* Each is decided once: thousands of findings may share one, and a lock file may hold hundreds of
 * thousands of facts that it asks about. */
static bool version_decided(struct facts *f, str condition)
{
	uint64_t *known = map_put(&f->decided, condition);

	if (*known == 0)
		*known = version_holds(f, condition) ? 1 : 2;
	return *known == 1;
}

/* A path in a fact ends where its value or its place would begin. */
static str as_key(str path)
{
	size_t at = 0;

	while (at < path.n && path.p[at] != '=' && path.p[at] != '@')
		at++;
	return str_slice(path, 0, at);
}

/* KIND:FOLDER, for the folder of `path` and all above it. */
static bool near_holds(const struct facts *f, str kind, str path)
{
	struct buf key = buf_in(f->arena);
	bool top = false;

	while (!top) {
		size_t slash = str_rfind_byte(path, '/');
		path = slash == STR_NONE ? S(".") : str_slice(path, 0, slash ? slash : 1);
		top = slash == STR_NONE || slash == 0;
		key.n = 0;
		buf_printf(&key, "%.*s:%.*s", STR_ARG(kind), STR_ARG(path));
		if (find(f, as_key(buf_str(&key))) != NULL)
			return true;
	}
	return false;
}

static bool git_holds(const struct facts *f, str question, str path)
{
	return f->git != NULL && f->git(f->ctx, question, path);
}

static bool once_holds(struct facts *f, str key)
{
	uint64_t *seen = map_put(&f->once, key);

	return (*seen)++ == 0;
}

static bool one_holds(struct facts *f, str condition, str path)
{
	str key;

	if (str_starts(condition, S("near:")))
		return near_holds(f, str_slice(condition, 5, condition.n), path);
	if (str_starts(condition, S("!near:")))
		return !near_holds(f, str_slice(condition, 6, condition.n), path);
	if (str_starts(condition, S("git:")))
		return git_holds(f, str_slice(condition, 4, condition.n), path);
	if (str_starts(condition, S("!git:")))
		return !git_holds(f, str_slice(condition, 5, condition.n), path);
	if (str_starts(condition, S("once:")))
		return once_holds(f, condition);
	if (str_starts(condition, S("version:")))
		return version_decided(f, condition);
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

bool facts_hold(struct facts *f, str condition, str path)
{
	for (size_t at; (at = str_find(condition, S(" & "))) != STR_NONE;) {
		if (!one_holds(f, str_slice(condition, 0, at), path))
			return false;
		condition = str_slice(condition, at + 3, condition.n);
	}
	return one_holds(f, condition, path);
}
