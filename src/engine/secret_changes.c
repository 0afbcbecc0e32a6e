/* What a version of a file can have that the version before it had not.
 *
 * The new text is covered with runs of bytes that stand in the old one too: the beginning and the
 * end that both share, and between them runs that begin with a line of the old text. What a keyword
 * in the middle of such a run leads to was found in the old text already, for all that it depends
 * on is in the run. So keywords are looked for between the runs and in the lines that these begin
 * and end with, with BEHIND bytes more behind. The others are remembered from version to version,
 * each with the last byte that was read for it: those are looked at again whose last byte lies
 * behind their run. */
#include "engine/secret_int.h"
#include "text/utf.h"

enum {
	BEHIND = 512,	/* brackets, escapes, quotes and names in front of a value */
	SHORTEST = 512, /* a run that saves more than it costs to find */
	KNOWN = 32,	/* bytes from a line's beginning by which it is known again */
};

struct changes {
	struct secret_job *job;
	str old, now;
	int64_t lines;	/* that `now` has more than `old` */
	uint32_t shift; /* what a place in the run at hand has to be moved by in `old` */
	uint32_t done;	/* up to here it was looked at */
	uint32_t *line; /* a table of lines of `old`: 1 + offset, by hash */
	uint32_t mask;
};

/* ---- Bytes that are the same ---- */

static size_t same_start(str x, str y)
{
	size_t n = x.n < y.n ? x.n : y.n, i = 0;
	uint64_t a, b;

	for (; i + 8 <= n; i += 8) {
		memcpy(&a, x.p + i, 8);
		memcpy(&b, y.p + i, 8);
		if (a != b)
			break;
	}
	while (i < n && x.p[i] == y.p[i])
		i++;
	return i;
}

static size_t same_end(str x, str y)
{
	size_t n = x.n < y.n ? x.n : y.n, i = 0;
	uint64_t a, b;

	for (; i + 8 <= n; i += 8) {
		memcpy(&a, x.p + x.n - i - 8, 8);
		memcpy(&b, y.p + y.n - i - 8, 8);
		if (a != b)
			break;
	}
	while (i < n && x.p[x.n - 1 - i] == y.p[y.n - 1 - i])
		i++;
	return i;
}

/* ---- Keywords ---- */

void secret_hit_add(struct secret_engine *e, const struct secret_hit *h)
{
	struct secret_hits *r = &e->now;

	if (r->list == NULL)
		r->list = NEW(e->arena, struct secret_hit, LIMIT_SECRET_KEYWORDS);
	r->full |= r->count == LIMIT_SECRET_KEYWORDS;
	if (!r->full)
		r->list[r->count++] = *h;
}

void secret_hits_begin(struct secret_engine *e)
{
	struct secret_hits last = e->last;

	e->last = e->now;
	e->now = last;
	e->now.count = 0;
	e->now.full = false;
}

/* ---- What was changed ---- */

static uint32_t line_start(str s, uint32_t at)
{
	const uint8_t *end = at > 0 ? memrchr(s.p, '\n', at) : NULL;

	return end ? (uint32_t)(end - s.p) + 1 : 0;
}

static uint32_t line_end(str s, uint32_t at)
{
	const uint8_t *end = at < s.n ? memchr(s.p + at, '\n', s.n - at) : NULL;

	return end ? (uint32_t)(end - s.p) : (uint32_t)s.n;
}

/* Names head columns at the beginning of a text alone. */
static bool comes_first(const struct secret_hit *old, const struct secret_hit *now)
{
	return old->hit.end > SECRET_FIRST_LINE && now->hit.end < SECRET_FIRST_LINE + 256;
}

/* What the last version had in the run that ends here, as far as it was not looked at. */
static void carry(struct changes *c, uint32_t end, uint32_t to)
{
	struct secret_engine *e = c->job->engine;

	for (uint32_t i = 0; i < e->last.count; i++) {
		struct secret_hit r = e->last.list[i];
		r.hit.end -= c->shift;
		r.reach -= c->shift;
		if (r.hit.end <= c->done || r.hit.end > to)
			continue;
		if (r.reach >= end || comes_first(&e->last.list[i], &r))
			secret_look_hit(c->job, c->job->root, r.index, &r.hit);
		else
			secret_hit_add(e, &r);
	}
}

/* A run ends at `end`, the next one begins at `next`, where the texts may end. */
static void look_between(struct changes *c, uint32_t end, uint32_t next)
{
	uint32_t n = (uint32_t)c->now.n, from = line_start(c->now, end);
	uint32_t to = line_end(c->now, n - next > BEHIND ? next + BEHIND : n);

	if (from > c->done)
		carry(c, end, from);
	else
		from = c->done;
	if (to > from)
		secret_look_range(c->job, c->job->root, from, to);
	c->done = to > c->done ? to : c->done;
}

/* ---- Runs in the middle ---- */

static uint32_t slot_of(const struct changes *c, const uint8_t *line)
{
	uint64_t v, sum = 0;

	for (unsigned i = 0; i < KNOWN; i += 8) {
		memcpy(&v, line + i, 8);
		sum = (sum ^ v) * 0x9E3779B97F4A7C15u;
		sum ^= sum >> 29;
	}
	return (uint32_t)(sum >> 32) & c->mask;
}

static void know_lines(struct changes *c, uint32_t from, uint32_t to)
{
	uint32_t lines = (to - from) / 32 + 1;

	for (c->mask = 255; c->mask < 2 * lines;)
		c->mask = 2 * c->mask + 1;
	c->line = NEW(c->job->arena, uint32_t, (size_t)c->mask + 1);
	for (uint32_t i = from; i + KNOWN <= to; i = line_end(c->old, i) + 1)
		c->line[slot_of(c, c->old.p + i)] = i + 1;
}

/* Of `now` [from, to), what `old` has between the bytes that both begin and end with. */
static void look_in_middle(struct changes *c, uint32_t from, uint32_t to, uint32_t old_to)
{
	uint32_t end = from; /* of the last run */

	know_lines(c, from, old_to);
	for (uint32_t i = from; i + KNOWN <= to;) {
		uint32_t known = c->line[slot_of(c, c->now.p + i)];
		size_t n = known == 0 ? 0
				      : same_start(str_slice(c->now, i, to),
						   str_slice(c->old, known - 1, old_to));
		if (n >= SHORTEST) {
			look_between(c, end, i);
			end = i + (uint32_t)n;
			c->shift = known - 1 - i;
		}
		i = line_end(c->now, i + (uint32_t)n) + 1;
	}
	look_between(c, end, to);
}

static void look(struct changes *c)
{
	uint32_t start = (uint32_t)same_start(c->old, c->now);
	uint32_t end = (uint32_t)same_end(str_slice(c->old, start, c->old.n),
					  str_slice(c->now, start, c->now.n));
	uint32_t to = (uint32_t)c->now.n - end, old_to = (uint32_t)c->old.n - end;

	c->lines = (int64_t)secret_line_ends(str_slice(c->now, start, to)) -
		   (int64_t)secret_line_ends(str_slice(c->old, start, old_to));
	if (to - start > SHORTEST && old_to - start > SHORTEST)
		look_in_middle(c, start, to, old_to);
	else
		look_between(c, start, to);
	c->shift = old_to - to;
	carry(c, UINT32_MAX, (uint32_t)c->now.n);
}

static bool is_plain(str s)
{
	return s.n > 0 && s.n < UINT32_MAX / 2 && utf_detect(str_slice(s, 0, 4)) == UTF_8;
}

/* The old one is text: it was scanned. */
static bool is_text_too(str old, str now)
{
	return str_eq(str_slice(old, 0, SECRET_HEAD), str_slice(now, 0, SECRET_HEAD)) ||
	       secret_is_text(now);
}

/* What a filter holds back is none here, and none in the whole. */
static bool is_clean(const struct secret_job *j)
{
	for (size_t i = 0; i < j->count; i++)
		if (j->claims[i].filter == NULL)
			return false;
	return j->stuck == NULL && !j->full && !j->table && !j->wants_python;
}

bool secret_scan_changes(struct secret_engine *e, struct arena *a, str path, str old, str now,
			 uint32_t *lines)
{
	struct secret_view root = {.text = now};
	struct secret_job j = {.engine = e,
			       .arena = a,
			       .path = path,
			       .root = &root,
			       .python = secret_is_python(path)};
	struct changes c = {.job = &j, .old = old, .now = now};

	if (!e->follows || !is_plain(old) || !is_plain(now) || !is_text_too(old, now) ||
	    e->everywhere != NULL || (old.p[0] == '|') != (now.p[0] == '|'))
		return false;
	e->input++;
	secret_hits_begin(e);
	look(&c);
	c.lines += (now.p[now.n - 1] != '\n') - (old.p[old.n - 1] != '\n');
	*lines = (uint32_t)(*lines + c.lines);
	return is_clean(&j) && !e->now.full;
}
