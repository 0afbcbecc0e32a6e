/* See pool.h. What a worker says is believed for the file it was asked about and nothing else:
 * answers must come in the order of the requests, one for each. When a worker is lost, which of the
 * files it held was to blame is found out by handing those out again one at a time: its own word
 * would allow a hostile file to blame another. Only for a worker that hangs its word (a shared
 * page) is taken, or finding out would take the time limit again; a liar then costs a file that is
 * reported as not checked. Every loss either settles a file or splits a batch for good, so it ends.
 */
#include "engine/pool.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/limits.h"

enum {
	UNDER_WAY = 2 * LIMIT_BATCH_FILES,
	BATCH_LEAST = 16,
	WORKERS_MOST = 256,
	READ_BYTES = 64 * 1024,
	REFUSALS_MOST = 100, /* requests in a row that no worker would take */
};

struct slot {
	struct worker worker;
	bool in_jail;
	bool retired;	  /* no process could be had for it, and others do without */
	bool alone;	  /* holds one file of `again`, or a heavy one: gets no other until it has
			     answered */
	int64_t heard_ns; /* last answer, sign of life, or last request to an idle worker */
	int64_t began_ns; /* last answer or request: how long signs of life have stretched it */
	uint32_t pulse;	  /* the last sign of life */
	uint32_t waiting[UNDER_WAY]; /* ring of ids asked for and not answered, oldest first */
	unsigned first, held;
	struct arena arena; /* of `in` only */
	struct buf in;	    /* bytes received and not yet consumed */
	size_t used;	    /* of `in`, already consumed */
};

struct run {
	const struct pool *p;
	struct slot *slots;
	unsigned jobs;
	uint32_t next;	 /* in p->order */
	uint32_t *again; /* stack of ids whose worker was lost */
	uint32_t again_count;
	uint32_t finished;
	unsigned refusals;
	const char *why;
};

const char pool_no_jail[] = "a worker could not enter its jail (seccomp)";

static uint32_t left(const struct run *r)
{
	return r->again_count + (r->p->count - r->next);
}

static void give_up(struct run *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
}

static bool any_worker(const struct run *r)
{
	for (unsigned i = 0; i < r->jobs; i++) {
		if (r->slots[i].worker.fd >= 0)
			return true;
	}
	return false;
}

/* When the system gives no more processes, those there are do the work. */
static void start(struct run *r, struct slot *s)
{
	s->in_jail = s->alone = false;
	s->first = s->held = 0;
	s->used = 0;
	arena_reset(&s->arena);
	s->in = buf_in(&s->arena);
	s->heard_ns = s->began_ns = clock_now_ns();
	s->retired = !worker_start(&s->worker, r->p->job);
	if (s->retired && !any_worker(r))
		give_up(r, "no worker process could be started");
}

static void finish(struct run *r, uint32_t id, enum pool_end end)
{
	(void)r->p->done(r->p->ctx, id, end, (str){NULL, 0});
	r->finished++;
}

/* The one of the files held that is to blame, or `held` if that must be found out. */
static unsigned guilty(const struct slot *s, enum pool_end end)
{
	if (s->held == 1)
		return 0;
	for (unsigned i = 0; i < s->held && end == POOL_HUNG; i++) {
		if (s->waiting[(s->first + i) % UNDER_WAY] == *s->worker.file_at)
			return i;
	}
	return s->held;
}

/* Takes the worker away; the file that is to blame is lost, the others it held are handed out
 * again. */
static void lose(struct run *r, struct slot *s, enum pool_end end)
{
	unsigned blamed = guilty(s, end);

	worker_stop(&s->worker);
	if (!s->in_jail) {
		give_up(r, pool_no_jail);
		return;
	}
	for (unsigned i = s->held; i-- > 0;) {
		uint32_t id = s->waiting[(s->first + i) % UNDER_WAY];
		if (i == blamed)
			finish(r, id, end);
		else
			r->again[r->again_count++] = id;
	}
	s->held = 0;
	if (left(r) > 0)
		start(r, s);
}

static bool take(struct run *r, bool alone, uint32_t *id)
{
	if (alone && r->again_count == 0)
		return false; /* the one that was taken could not be opened again */
	if (alone)
		*id = r->again[--r->again_count];
	else if (r->next < r->p->count)
		*id = r->p->order[r->next++];
	else
		return false;
	return true;
}

/* Few at the end, so that no worker sits on a heap while the others are done. */
static unsigned batch_size(const struct run *r)
{
	uint32_t share = left(r) / (r->jobs * 4);

	if (r->jobs == 1 || share > LIMIT_BATCH_FILES)
		return LIMIT_BATCH_FILES;
	return share < BATCH_LEAST ? BATCH_LEAST : share;
}

struct batch {
	struct worker_file files[LIMIT_BATCH_FILES];
	unsigned n;
};

/* A batch is shorter when the process may open no more: its descriptors are free again once they
 * are sent. A file for which there is none even so has had its chance. */
static void open_batch(struct run *r, struct batch *b, bool alone)
{
	bool again = alone && r->again_count > 0;
	unsigned most = alone ? 1 : batch_size(r);
	size_t bytes = 0;
	uint32_t id;

	b->n = 0;
	while (b->n < most && bytes < LIMIT_BATCH_BYTES - 2 * LIMIT_PATH_BYTES &&
	       take(r, again, &id)) {
		struct worker_file *file = &b->files[b->n];
		*file = (struct worker_file){.id = id};
		file->fd = r->p->open(r->p->ctx, id, file);
		if (file->fd == POOL_NO_DESCRIPTOR && b->n > 0) {
			r->next--; /* `alone` has but one */
			break;
		}
		if (file->fd == POOL_NO_DESCRIPTOR)
			finish(r, id, POOL_UNOPENED);
		else if (file->fd < 0)
			r->finished++;
		if (file->fd < 0)
			continue;
		bytes += 9 + file->path.n;
		b->n++;
	}
}

/* Nobody has seen these files: they are handed out again. A worker that is gone is noticed by
 * hear(), which also learns whether it had got into its jail. */
static void not_sent(struct run *r, struct slot *s, const struct batch *b, int error)
{
	for (unsigned i = b->n; i-- > 0;)
		r->again[r->again_count++] = b->files[i].id;
	if (++r->refusals > REFUSALS_MOST)
		give_up(r, "workers take no requests");
	else if (error != ETOOMANYREFS && error != EPIPE && error != ECONNRESET)
		lose(r, s, POOL_LOST);
}

/* Opens files for one batch and sends it. */
static void hand_out(struct run *r, struct slot *s)
{
	bool heavy = r->next < r->p->heavy, sent;
	bool alone = s->held == 0 && (r->again_count > 0 || heavy);
	struct batch b;
	int error;

	if (heavy && !alone)
		return;
	open_batch(r, &b, alone);
	if (b.n == 0)
		return;
	s->alone = alone;
	sent = worker_send(&s->worker, WORKER_SCAN, b.files, b.n);
	error = errno;
	if (s->held == 0)
		s->heard_ns = s->began_ns = clock_now_ns();
	for (unsigned i = 0; i < b.n; i++) {
		close(b.files[i].fd);
		if (sent)
			s->waiting[(s->first + s->held++) % UNDER_WAY] = b.files[i].id;
	}
	if (sent)
		r->refusals = 0;
	else
		not_sent(r, s, &b, error);
}

static void feed(struct run *r)
{
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned i = 0; i < r->jobs; i++) {
			struct slot *s = &r->slots[i];
			if (r->why != NULL || left(r) == 0)
				return;
			if (s->worker.fd < 0 && (!s->retired || !any_worker(r)))
				start(r, s);
			if (s->alone && s->held > 0)
				continue;
			if (s->worker.fd >= 0 && s->held <= UNDER_WAY - LIMIT_BATCH_FILES &&
			    s->held <= round * LIMIT_BATCH_FILES)
				hand_out(r, s);
		}
	}
}

/* One whole reply from what was received. */
static bool reply_next(struct slot *s, uint32_t *id, str *record, bool *bad)
{
	struct cur c = cur_of(str_slice(buf_str(&s->in), s->used, s->in.n));
	uint32_t n;

	*id = cur_u32le(&c);
	n = cur_u32le(&c);
	*bad = !c.bad && n > LIMIT_REPLY_BYTES;
	*record = cur_bytes(&c, n);
	if (c.bad || *bad)
		return false;
	s->used += c.at;
	return true;
}

/* Answers to everything received; false when the worker talks nonsense. */
static bool consume(struct run *r, struct slot *s)
{
	uint32_t id;
	str record;
	bool bad;

	while (reply_next(s, &id, &record, &bad)) {
		s->heard_ns = s->began_ns = clock_now_ns();
		if (!s->in_jail) {
			if (id != WORKER_HELLO || record.n != 0)
				return false;
			s->in_jail = true;
			continue;
		}
		if (s->held == 0 || id != s->waiting[s->first] ||
		    !r->p->done(r->p->ctx, id, POOL_ANSWERED, record))
			return false;
		s->first = (s->first + 1) % UNDER_WAY;
		s->held--;
		r->finished++;
	}
	if (s->used == s->in.n && s->in.cap > 4 * READ_BYTES) {
		arena_reset(&s->arena);
		s->in = buf_in(&s->arena);
		s->used = 0;
	} else if (s->used > 0) {
		memmove(s->in.p, s->in.p + s->used, s->in.n - s->used);
		s->in.n -= s->used;
		s->used = 0;
	}
	return !bad;
}

static void hear(struct run *r, struct slot *s)
{
	uint8_t *p = buf_room(&s->in, READ_BYTES);
	ssize_t n = recv(s->worker.fd, p, READ_BYTES, MSG_DONTWAIT);

	s->in.n -= READ_BYTES;
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0)
		s->in.n += (size_t)n;
	if (n <= 0 || !consume(r, s))
		lose(r, s, POOL_LOST);
}

/* Reading a large file is no hanging; but a liar does not get for ever. */
static void feel_pulse(struct slot *s, int64_t now)
{
	uint32_t pulse = s->worker.file_at[1];

	if (pulse != s->pulse && now - s->began_ns < (int64_t)LIMIT_WORKER_LONGEST * 1000000000)
		s->heard_ns = now;
	s->pulse = pulse;
}

static void wait_for_workers(struct run *r)
{
	struct pollfd fds[WORKERS_MOST];
	unsigned seconds = r->p->seconds ? r->p->seconds : LIMIT_WORKER_SECONDS;
	int64_t limit = (int64_t)seconds * 1000000000, now = clock_now_ns(), wait = limit;
	int n;

	for (unsigned i = 0; i < r->jobs; i++) {
		struct slot *s = &r->slots[i];
		int64_t rest = s->heard_ns + limit - now;
		fds[i] = (struct pollfd){.fd = s->worker.fd, .events = POLLIN};
		if (s->worker.fd >= 0 && s->held > 0 && rest < wait)
			wait = rest > 0 ? rest : 0;
	}
	n = poll(fds, r->jobs, (int)(wait / 1000000) + 1);
	now = clock_now_ns();
	for (unsigned i = 0; i < r->jobs && r->why == NULL; i++) {
		struct slot *s = &r->slots[i];
		if (fds[i].fd < 0)
			continue;
		if (n > 0 && fds[i].revents != 0)
			hear(r, s);
		else if (s->held > 0 && now - s->heard_ns > limit) {
			feel_pulse(s, now);
			if (now - s->heard_ns > limit)
				lose(r, s, POOL_HUNG);
		}
	}
}

static bool busy(const struct run *r)
{
	for (unsigned i = 0; i < r->jobs; i++) {
		if (r->slots[i].held > 0)
			return true;
	}
	return left(r) > 0;
}

bool pool_run(const struct pool *p, struct arena *scratch, const char **why)
{
	struct run r = {.p = p, .jobs = p->jobs};

	if (r.jobs > WORKERS_MOST)
		r.jobs = WORKERS_MOST;
	if (r.jobs > p->heavy + (p->count - p->heavy) / BATCH_LEAST + 1)
		r.jobs = p->heavy + (p->count - p->heavy) / BATCH_LEAST + 1;
	if (r.jobs == 0)
		r.jobs = 1;
	r.slots = NEW(scratch, struct slot, r.jobs);
	r.again = NEW(scratch, uint32_t, p->count + 1);
	for (unsigned i = 0; i < r.jobs; i++) {
		arena_init(&r.slots[i].arena, 8 * LIMIT_REPLY_BYTES);
		r.slots[i].worker.fd = -1;
	}
	while (r.why == NULL && busy(&r)) {
		feed(&r);
		if (r.why == NULL && busy(&r))
			wait_for_workers(&r);
		if (p->tick != NULL)
			p->tick(p->ctx, r.finished);
	}
	for (unsigned i = 0; i < r.jobs; i++) {
		worker_stop(&r.slots[i].worker);
		arena_free(&r.slots[i].arena);
	}
	*why = r.why;
	return r.why == NULL;
}
