/* The whole value of a pickle, and the items that are made of it: memory and a window read the
 * same, tensors lie where they say or are refused, what is refused says where and why, and nothing
 * is walked deeper than its limit. */
#include "fuzz.h"

#include "convert/item_print.h"
#include "convert/pickle.h"

struct memory {
	struct blob_source source;
	str bytes;
};

static bool read_memory(struct blob_source *s, uint64_t at, uint8_t *to, size_t n)
{
	memcpy(to, ((struct memory *)s)->bytes.p + at, n);
	return true;
}

/* Numbers that every hook sees once for each call. */
static enum unpickle_answer pass(struct unpickle *u, struct pickle_tree_value call,
				 struct item **out)
{
	unsigned *calls = u->ctx;

	(void)out;
	INVARIANT(call.kind == PT_CALL && pickle_tree_callee(call) != NULL);
	++*calls;
	return UNPICKLE_PASS;
}

static bool pid(struct unpickle *u, struct pickle_tree_value v, struct item **out)
{
	struct item *ignored;

	if (!unpickle_part(u, S("(id)"), v, &ignored))
		return false;
	*out = unpickle_text(u, S("persistent"));
	return true;
}

/* What comes of it, as text: of items, or the reason why there are none. */
static str outcome(struct arena *a, struct blob b, struct pickle_tree_end *end)
{
	struct arena scratch;
	unsigned calls = 0;
	struct unpickle u = {
		.arena = a, .scratch = &scratch, .ctx = &calls, .call = pass, .persid = pid};
	struct buf out = buf_in(a);
	struct item *item;

	arena_init(&scratch, FUZZ_MEMORY);
	u.tree = pickle_tree_new(a, &scratch, b, true);
	*end = pickle_tree_run(u.tree, 0);
	INVARIANT(arena_used(&scratch) == 0);
	if (end->error != PICKLE_OK) {
		INVARIANT(end->why != NULL && end->at <= b.size);
		buf_printf(&out, "%d %s", (int)end->at, end->why);
	} else if (!unpickle_item(&u, end->value, &item)) {
		INVARIANT(u.refusal.why.n > 0 && u.refusal.where.n > 0 && u.depth == 0);
		INVARIANT(u.path == NULL);
		buf_printf(&out, "%.*s: %.*s", STR_ARG(u.refusal.where), STR_ARG(u.refusal.why));
	} else {
		INVARIANT(end->end <= b.size && u.path == NULL && u.refusal.why.n == 0);
		if (arena_used(a) < 4 * MiB) /* shared items are printed each time */
			item_print(&out, item);
	}
	arena_free(&scratch);
	return buf_str(&out);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	str input = fuzz_input(a, data, size, 0), here, there;
	struct memory m = {.source.read = read_memory, .bytes = input};
	struct pickle_tree_end end, far;

	here = outcome(a, blob_of(input), &end);
	there = outcome(a, blob_from(&m.source, size), &far);
	INVARIANT(end.error == far.error && end.at == far.at && end.end == far.end);
	INVARIANT(str_eq(here, there));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
