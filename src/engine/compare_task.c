#include "engine/compare_task.h"

#include "base/cur.h"
#include "base/limits.h"

/* ---- Records ---- */

static void put_double(struct buf *b, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, 8);
	buf_u64(b, bits);
}

static double cur_double(struct cur *c)
{
	uint64_t bits = cur_u64le(c);
	double v;

	memcpy(&v, &bits, 8);
	return v;
}

/* One walk over the fields for both directions, so that they cannot differ. */
struct walk {
	struct buf *put; /* NULL: reading */
	struct cur *get;
};

static void walk_u64(struct walk *w, uint64_t *v)
{
	if (w->put != NULL)
		buf_u64(w->put, *v);
	else
		*v = cur_u64le(w->get);
}

static void walk_double(struct walk *w, double *v)
{
	if (w->put != NULL)
		put_double(w->put, *v);
	else
		*v = cur_double(w->get);
}

static void walk_bool(struct walk *w, bool *v)
{
	if (w->put != NULL)
		buf_u8(w->put, *v);
	else
		*v = cur_u8(w->get) != 0;
}

static void walk_str(struct walk *w, str *v)
{
	if (w->put != NULL)
		buf_field(w->put, str_slice(*v, 0, LIMIT_MESSAGE_BYTES));
	else
		*v = cur_field(w->get);
}

static void walk_numbers(struct walk *w, struct compare_numbers *n)
{
	uint64_t *const counts[] = {
		&n->values,	     &n->rows,	      &n->columns,	 &n->max_absolute_at,
		&n->max_relative_at, &n->from_zero,   &n->nan[0],	 &n->nan[1],
		&n->infinite[0],     &n->infinite[1], &n->moved,	 &n->moved_at,
		&n->cosine_min_at,   &n->no_cosine,   &n->length_low_at, &n->length_high_at,
		&n->changed,	     &n->changed_at,  &n->far_at,
	};
	double *const reals[] = {
		&n->max_absolute, &n->max_relative, &n->worst[0],      &n->worst[1],
		&n->cosine_min,	  &n->cosine_p1,    &n->cosine_median, &n->length_low,
		&n->length_high,  &n->far_off,	    &n->far_values[0], &n->far_values[1],
		&n->magnitude,
	};

	for (size_t i = 0; i < COUNTOF(counts); i++)
		walk_u64(w, counts[i]);
	for (size_t i = 0; i < COUNTOF(reals); i++)
		walk_double(w, reals[i]);
	walk_bool(w, &n->has_cosine);
	walk_bool(w, &n->ranked);
	walk_bool(w, &n->probabilities);
}

static void walk_item(struct walk *w, struct compare_item *it, uint64_t *kind, uint64_t *verdict)
{
	walk_u64(w, kind);
	walk_u64(w, verdict);
	walk_str(w, &it->name);
	walk_str(w, &it->why);
	for (unsigned i = 0; i < 2; i++) {
		walk_str(w, &it->dtype[i]);
		walk_str(w, &it->shape[i]);
		walk_double(w, &it->value[i]);
	}
	if (*kind != COMPARE_METRIC)
		walk_numbers(w, &it->n);
}

/* ---- Inside ---- */

static void put_result(struct buf *b, struct compare_result *r)
{
	struct walk w = {.put = b};

	buf_u8(b, (uint8_t)r->verdict);
	buf_u8(b, r->unread);
	buf_u8(b, (uint8_t)(r->at + 1));
	walk_str(&w, &r->where);
	walk_str(&w, &r->why);
	for (unsigned i = 0; i < 2; i++)
		buf_field(b, str_of(r->side[i].format));
	for (unsigned i = 0; i < COMPARE_VERDICTS; i++)
		buf_u64(b, r->counts[i]);
	buf_u64(b, r->only_after);
	buf_u32(b, r->item_count);
	for (uint32_t i = 0; i < r->item_count; i++) {
		uint64_t kind = r->items[i].kind, verdict = r->items[i].verdict;
		walk_item(&w, &r->items[i], &kind, &verdict);
	}
}

static void compare_inside(struct task_inside *t)
{
	const struct compare_ask *ask = t->ctx;
	struct compare_result r = {.at = -1, .verdict = COMPARE_INCOMPARABLE, .unread = true};
	struct blob_file file[2];
	uint8_t digest[2][HASH_SHA256_BYTES] = {{0}};
	bool open = blob_file_open(&file[0], t->file[0], &t->page->pulse) &&
		    blob_file_open(&file[1], t->file[1], &t->page->pulse);

	if (open) {
		r = (struct compare_result){.at = -1};
		for (unsigned i = 0; i < 2; i++) {
			file[i].hash = true;
			r.side[i].blob = blob_file(&file[i]);
			t->page->all += file[i].size;
		}
		compare_run(t->arena, ask, &r);
	}
	buf_u8(t->reply, false);
	buf_u8(t->reply, !open || !blob_file_digest(&file[0], digest[0]) ||
				 !blob_file_digest(&file[1], digest[1]) || file[0].failed ||
				 file[0].changed || file[1].failed || file[1].changed);
	for (unsigned i = 0; i < 2; i++) {
		buf_u64(t->reply, open ? file[i].size : 0);
		buf_field(t->reply, (str){digest[i], HASH_SHA256_BYTES});
	}
	put_result(t->reply, &r);
}

static void compare_failed(struct task_inside *t, bool memory, const char *what)
{
	struct compare_result r = {.at = -1, .verdict = COMPARE_INCOMPARABLE, .why = str_of(what)};

	t->reply->n = 0;
	buf_u8(t->reply, memory);
	buf_u8(t->reply, false);
	for (unsigned i = 0; i < 2; i++) {
		buf_u64(t->reply, 0);
		buf_field(t->reply, S(""));
	}
	put_result(t->reply, &r);
}

struct task_job compare_task(const struct compare_ask *ask)
{
	return (struct task_job){
		.ctx = ask,
		.work = compare_inside,
		.failed = compare_failed,
		.memory = LIMIT_TASK_MEMORY,
	};
}

/* ---- Outside ---- */

static const char *known_format(str name)
{
	static const char *const names[] = {"npy", "npz", "json", "csv"};

	for (size_t i = 0; i < COUNTOF(names); i++)
		if (str_eq(name, str_of(names[i])))
			return names[i];
	return NULL;
}

static bool read_items(struct arena *a, struct cur *c, struct compare_result *r)
{
	struct walk w = {.get = c};

	r->item_count = cur_u32le(c);
	if (r->item_count > LIMIT_COMPARE_ITEMS)
		return false;
	r->items = NEW(a, struct compare_item, r->item_count);
	for (uint32_t i = 0; i < r->item_count; i++) {
		uint64_t kind, verdict;
		walk_item(&w, &r->items[i], &kind, &verdict);
		if (kind >= COMPARE_KINDS || verdict >= COMPARE_VERDICTS)
			return false;
		r->items[i].kind = (enum compare_kind)kind;
		r->items[i].verdict = (enum compare_verdict)verdict;
	}
	return true;
}

bool compare_answer_read(struct arena *a, str reply, struct compare_answer *out)
{
	struct cur c = cur_of(arena_dup(a, reply));
	struct compare_result *r = &out->result;
	uint8_t verdict, at;

	*out = (struct compare_answer){.memory = cur_u8(&c) != 0};
	out->changed = cur_u8(&c) != 0;
	for (unsigned i = 0; i < 2; i++) {
		out->bytes[i] = cur_u64le(&c);
		out->sha256[i] = cur_field(&c);
	}
	verdict = cur_u8(&c);
	r->verdict = (enum compare_verdict)verdict;
	r->unread = cur_u8(&c) != 0;
	at = cur_u8(&c);
	r->at = (int)at - 1;
	r->where = cur_field(&c);
	r->why = cur_field(&c);
	for (unsigned i = 0; i < 2; i++)
		r->side[i].format = known_format(cur_field(&c));
	for (unsigned i = 0; i < COMPARE_VERDICTS; i++)
		r->counts[i] = cur_u64le(&c);
	r->only_after = cur_u64le(&c);
	return read_items(a, &c, r) && verdict < COMPARE_SKIPPED && at <= 2 && !c.bad &&
	       cur_left(&c) == 0;
}
