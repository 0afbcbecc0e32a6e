/* See unpack.h. A bomb is what decompresses to UNPACK_BOMB_BYTES or more at a ratio of
 * UNPACK_BOMB_RATIO or more. Weights that are all zero do so as well, and are honest: what begins
 * as an array or as tensors may become as large as its header says. */
#include "rules/model/unpack.h"

#include "base/cur.h"
#include "base/limits.h"
#include "pack/path.h"
#include "repo/walk.h"

#define UNPACK_BOMB_BYTES ((uint64_t)64 * MiB)
#define UNPACK_BOMB_RATIO 100

/* ---- What a header says ------------------------------------------------------------------- */

static bool read_number(str s, size_t *at, uint64_t *out)
{
	uint64_t v = 0;
	size_t i = *at;

	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v))
			return false;
	if (i == *at)
		return false;
	*at = i;
	*out = v;
	return true;
}

/* 'descr': '<f8': the digits after the kind; U counts in 4 bytes. */
static uint64_t item_size(str header)
{
	size_t at = str_find(header, S("'descr':"));
	uint64_t n = 0;
	uint8_t kind;

	if (at == STR_NONE)
		return 0;
	at += 8;
	while (at < header.n && header.p[at] == ' ')
		at++;
	if (at + 4 > header.n || header.p[at] != '\'')
		return 0;
	at++;
	if (header.p[at] == '<' || header.p[at] == '>' || header.p[at] == '|' ||
	    header.p[at] == '=')
		at++;
	kind = header.p[at++];
	if (!read_number(header, &at, &n) || n > 1 << 20)
		return 0;
	return kind == 'O' ? 0 : kind == 'U' ? 4 * n : n;
}

static uint64_t declared_npy(str head)
{
	struct cur c = cur_of(head);
	uint64_t total, n;
	uint8_t major;
	size_t at;
	str header;

	cur_skip(&c, 6);
	major = cur_u8(&c);
	cur_skip(&c, 1);
	header = cur_bytes(&c, major == 1 ? cur_u16le(&c) : cur_u32le(&c));
	at = str_find(header, S("'shape':"));
	total = item_size(header);
	if (c.bad || at == STR_NONE || total == 0)
		return 0;
	at += 8;
	while (at < header.n && (header.p[at] == ' ' || header.p[at] == '('))
		at++;
	while (read_number(header, &at, &n)) {
		if (__builtin_mul_overflow(total, n, &total))
			return 0;
		while (at < header.n &&
		       (header.p[at] == 'L' || header.p[at] == ',' || header.p[at] == ' '))
			at++;
	}
	return __builtin_add_overflow(total, c.at, &total) ? 0 : total;
}

/* The largest end of "data_offsets":[begin,end]. */
static uint64_t declared_safetensors(str head)
{
	struct cur c = cur_of(head);
	uint64_t n = cur_u64le(&c), most = 0, begin, end;
	str header;

	if (c.bad || n > cur_left(&c))
		return 0;
	header = cur_bytes(&c, (size_t)n);
	if (!str_starts(header, S("{")))
		return 0;
	for (size_t at = 0, found; at < header.n; at = found) {
		found = str_find(str_slice(header, at, header.n), S("\"data_offsets\":["));
		if (found == STR_NONE)
			break;
		found += at + 16;
		if (!read_number(header, &found, &begin) || found >= header.n ||
		    header.p[found] != ',')
			return 0;
		found++;
		if (!read_number(header, &found, &end))
			return 0;
		if (end > most)
			most = end;
	}
	return most == 0 || __builtin_add_overflow(most, c.at, &most) ? 0 : most;
}

uint64_t unpack_declared(str head)
{
	if (str_starts(head, S("\x93NUMPY")) && head.n > 10)
		return declared_npy(head);
	return declared_safetensors(head);
}

/* ---- The stream --------------------------------------------------------------------------- */

struct guard {
	struct stream out;
	struct codec *codec;
	struct unpack *u;
	uint64_t declared;
	bool first; /* reading: the one that is remembered */
};

static bool is_bomb(struct guard *g)
{
	struct unpack *u = g->u;
	uint64_t taken = stream_at(g->codec->in) + 1, made = g->codec->made;
	struct unpack_total before = u->total ? *u->total : (struct unpack_total){0, 0};

	if (made <= g->declared || made / UNPACK_BOMB_RATIO < taken)
		return false;
	return made + before.made >= UNPACK_BOMB_BYTES;
}

static void remember(struct guard *g)
{
	const struct codec *c = g->codec;
	struct unpack *u = g->u;

	u->end = c->end;
	u->error = g->out.error;
	u->taken = c->taken;
	u->made = c->made;
	u->skipped_count = c->skipped_count;
	memcpy(u->skipped, c->skipped, sizeof(u->skipped));
}

static bool guard_more(struct stream *s)
{
	struct guard *g = (struct guard *)(void *)s;
	struct stream *from = &g->codec->out;
	bool more = false;

	s->base = stream_at(s);
	s->start = s->p = s->end = from->end;
	from->p = from->end;
	if (s->error == NULL && s->base < g->u->most)
		more = stream_ready(from);
	if (more) {
		uint64_t left = g->u->most - s->base;
		s->start = s->p = from->p;
		s->end = from->end;
		if ((uint64_t)(s->end - s->p) > left)
			s->end = s->p + left;
		if (s->base == 0)
			g->declared = unpack_declared((str){s->p, (size_t)(s->end - s->p)});
		if (is_bomb(g)) {
			s->error = "it grows beyond measure";
			s->end = s->p;
			g->u->bomb = true;
			more = false;
		}
	} else if (s->error == NULL) {
		s->error = from->error;
	}
	if (g->first) {
		g->u->crc = codec_crc32(g->u->crc, (str){s->p, (size_t)(s->end - s->p)});
		remember(g);
	}
	return more;
}

static struct stream *open_guarded(struct arena *a, void *ctx)
{
	struct unpack *u = ctx;
	struct guard *g = NEW(a, struct guard, 1);
	struct stream *in = stream_of(a, u->from);

	g->codec =
		u->kind == CODEC_RAW ? codec_open_raw(a, u->raw, in) : codec_open(a, u->kind, in);
	g->u = u;
	g->first = u->opened++ == 0;
	g->out.more = guard_more;
	return &g->out;
}

static void report(struct model *m, str member, struct unpack *u)
{
	str shown = walk_escape(m->arena, str_slice(member, 0, 200));

	if (u->total != NULL && u->made / UNPACK_BOMB_RATIO >= u->taken) {
		u->total->made += u->made;
		u->total->taken += u->taken;
	}
	if (u->bomb)
		model_finding(m, "MD101", MODEL_NOWHERE, member,
			      "%.*s: %s data of %llu bytes or less becomes more than %llu bytes, "
			      "and no header of an array says so",
			      STR_ARG(shown), codec_name(u->kind), (unsigned long long)u->from.size,
			      (unsigned long long)u->made);
	else if (u->end == CODEC_TOO_BIG)
		model_finding(m, "AS004", MODEL_NOWHERE, member, "%.*s: %s", STR_ARG(shown),
			      u->error);
}

static void forget(struct model *m, struct unpack *u)
{
	if (u->most == 0)
		u->most = UINT64_MAX;
	u->m = m;
	u->opened = 0;
	u->bomb = false;
	u->end = CODEC_RUNNING;
	u->error = NULL;
	u->taken = u->made = 0;
	u->crc = 0;
}

void unpack_inside(struct model *m, str member, struct unpack *u)
{
	uint64_t size;
	const char *error;

	forget(m, u);
	error = model_inside_stream(m, member, open_guarded, u, &size);
	if (u->error == NULL)
		u->error = error;
	report(m, member, u);
}

bool unpack_blob(struct model *m, str member, struct unpack *u, struct blob *out)
{
	const char *error;
	bool ok;

	forget(m, u);
	ok = model_unpacked(m, open_guarded, u, out, &error);
	if (u->error == NULL)
		u->error = error;
	report(m, member, u);
	return ok;
}

struct finding *unpack_check_name(struct model *m, str name, uint64_t at, bool *absolute)
{
	enum path_problem p = path_check(name);
	struct finding *f;

	*absolute = p == PATH_ABSOLUTE;
	if (p == PATH_FINE)
		return NULL;
	f = model_finding(m, "MD121", at, name, "%.*s: the name of the member %s",
			  STR_ARG(walk_escape(m->scan->arena, str_slice(name, 0, 200))),
			  path_says(p));
	if (p == PATH_NUL || p == PATH_DOTS)
		f->severity = MEDIUM;
	else if (p == PATH_HOME)
		f->severity = LOW;
	return f;
}

bool unpack_all_zero(struct model *m, struct blob b)
{
	uint8_t block[4096];

	for (uint64_t at = 0; at < b.size;) {
		size_t n = b.size - at < sizeof(block) ? (size_t)(b.size - at) : sizeof(block);
		if (!model_spend(m, n) || !blob_copy(b, at, block, n))
			return false;
		for (size_t i = 0; i < n; i++)
			if (block[i] != 0)
				return false;
		at += n;
	}
	return true;
}
