/* Reading objects, and handing blobs to the parent. */
#include "repo/git/session.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/limits.h"

const char *git_said(void)
{
	const git_error *e = git_error_last();

	return e && e->message ? e->message : "no reason given";
}

static size_t object_bytes(struct session *s, const git_oid *id)
{
	git_object_t type;
	size_t bytes;

	return git_odb_read_header(&bytes, &type, s->odb, id) < 0 ? 0 : bytes;
}

/* An object may be stored as a difference to one that is too large by itself. */
static int read_within(struct session *s, const git_oid *id, git_odb_object **o)
{
	int error;

	memory_most(LIMIT_GIT_BLOB + 1); /* libgit2 puts a zero byte behind it */
	error = git_odb_read(o, s->odb, id);
	memory_most(SIZE_MAX);
	if (error < 0 && error != GIT_ENOTFOUND && s->large_ns < LIMIT_GIT_LARGE_NS &&
	    object_bytes(s, id) <= LIMIT_GIT_BLOB) {
		int64_t since = clock_now_ns();
		error = git_odb_read(o, s->odb, id);
		s->large_ns += clock_now_ns() - since;
	}
	return error;
}

git_odb_object *object_read(struct session *s, const git_oid *id, git_object_t type, bool *missing)
{
	git_odb_object *o;
	int error;

	*missing = false;
	error = read_within(s, id, &o);
	*missing = error == GIT_ENOTFOUND;
	if (error < 0)
		return NULL;
	if (git_odb_object_type(o) == type)
		return o;
	git_odb_object_free(o);
	git_error_set_str(GIT_ERROR_ODB, "it is an object of another type");
	return NULL;
}

/* "MODE NAME\0ID": Documentation/gitformat-pack and the format that git itself reads. */
bool tree_next(str *rest, struct tree_entry *e, bool *bad)
{
	size_t space, zero;

	*bad = false;
	if (rest->n == 0)
		return false;
	*bad = true;
	space = str_find_byte(str_slice(*rest, 0, 8), ' ');
	if (space == STR_NONE)
		return false;
	e->mode = 0;
	for (size_t i = 0; i < space; i++) {
		if (rest->p[i] < '0' || rest->p[i] > '7')
			return false;
		e->mode = e->mode * 8 + (rest->p[i] - '0');
	}
	*rest = str_slice(*rest, space + 1, rest->n);
	zero = str_find_byte(*rest, 0);
	if (zero == STR_NONE || zero == 0 || rest->n - zero <= GIT_OID_RAWSZ)
		return false;
	e->name = str_slice(*rest, 0, zero);
	e->id = (const git_oid *)(rest->p + zero + 1);
	*rest = str_slice(*rest, zero + 1 + GIT_OID_RAWSZ, rest->n);
	*bad = false;
	return true;
}

/* ---- Batches ---- */

void batch_init(struct batch *b, struct session *s)
{
	*b = (struct batch){.s = s};
	arena_init(&b->arena, LIMIT_GIT_MEMORY);
}

static void wait_for_slot(struct session *s)
{
	struct gitwire_message m;
	struct arena a;
	struct cur c;
	uint32_t slot;

	arena_init(&a, LIMIT_GIT_MESSAGE);
	if (!gitwire_receive(s->fd, &a, -1, &m))
		_exit(0);
	c = cur_of(m.body);
	slot = cur_u32le(&c);
	if (m.kind != GIT_ASK_NEXT || c.bad || slot >= GIT_SLOTS)
		_exit(1);
	s->slots[slot].busy = false;
	arena_free(&a);
}

static struct slot *free_slot(struct session *s)
{
	for (;;) {
		for (unsigned i = 0; i < GIT_SLOTS; i++) {
			struct slot *slot = &s->slots[i];
			if (slot->busy)
				continue;
			if (slot->grown > 0 && ftruncate(slot->fd, LIMIT_GIT_SLOT) < 0)
				_exit(1);
			slot->grown = 0;
			return slot;
		}
		wait_for_slot(s);
	}
}

static void open_slot(struct batch *b)
{
	if (b->slot != NULL)
		return;
	b->slot = free_slot(b->s);
	b->count = 0;
	b->used = 0;
	arena_reset(&b->arena);
	b->table = buf_in(&b->arena);
	b->list = buf_in(&b->arena);
	buf_u32(&b->table, 0);
	buf_u32(&b->list, 0);
	buf_u32(&b->list, 0);
}

static void put_u32(uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

/* The table goes to the very end of what the slot's file is. */
static void close_table(struct batch *b)
{
	size_t n;

	put_u32(b->table.p, b->count);
	n = b->table.n;
	buf_u64(&b->table, n);
	if (b->slot->grown == 0)
		memcpy(b->slot->map + LIMIT_GIT_SLOT - b->table.n, b->table.p, b->table.n);
	else if (pwrite(b->slot->fd, b->table.p, b->table.n,
			(off_t)(b->slot->grown - b->table.n)) != (ssize_t)b->table.n)
		_exit(1);
}

void batch_end(struct batch *b)
{
	if (b->slot != NULL && b->count > 0) {
		close_table(b);
		put_u32(b->list.p, (uint32_t)(b->slot - b->s->slots));
		put_u32(b->list.p + 4, b->count);
		b->slot->busy = true;
		say(b->s, GIT_SAY_BATCH, &b->list);
	}
	b->slot = NULL;
	arena_reset(&b->arena);
}

static void list_one(struct batch *b, const struct sending *one, const struct new_lines *lines,
		     size_t offset, size_t bytes)
{
	b->count++;
	buf_field(&b->table, one->path);
	buf_u64(&b->table, offset);
	buf_u64(&b->table, bytes);
	buf_u32(&b->list, one->commit);
	buf_u8(&b->list, one->flags);
	buf_add(&b->list, (str){one->id->id, GIT_OID_RAWSZ});
	buf_u64(&b->list, bytes);
	buf_field(&b->list, one->path);
	buf_u32(&b->list, lines->count);
	for (uint32_t i = 0; i < lines->count; i++) {
		buf_u32(&b->list, lines->lines[i].first);
		buf_u32(&b->list, lines->lines[i].end);
	}
}

static size_t aligned(size_t n)
{
	return (n + GIT_SLOT_ALIGN - 1) & ~(size_t)(GIT_SLOT_ALIGN - 1);
}

/* A blob that no slot is large enough for has one of its own, grown for it. */
static void add_large(struct batch *b, const struct sending *one, const struct new_lines *lines,
		      str bytes)
{
	batch_end(b);
	open_slot(b);
	b->slot->grown = aligned(bytes.n + GIT_SLOT_PADDING) + one->path.n + 64;
	if (ftruncate(b->slot->fd, (off_t)b->slot->grown) < 0)
		_exit(1);
	for (size_t at = 0; at < bytes.n;) {
		ssize_t n = pwrite(b->slot->fd, bytes.p + at, bytes.n - at, (off_t)at);
		if (n <= 0)
			_exit(1);
		at += (size_t)n;
	}
	/* What a smaller content left behind in the first part. */
	if (bytes.n < LIMIT_GIT_SLOT)
		memset(b->slot->map + bytes.n, 0, LIMIT_GIT_SLOT - bytes.n);
	list_one(b, one, lines, 0, bytes.n);
	batch_end(b);
}

static void add_bytes(struct batch *b, const struct sending *one, const struct new_lines *lines,
		      str bytes)
{
	size_t need = aligned(bytes.n + GIT_SLOT_PADDING), row = one->path.n + 32;

	if (need + row + 64 > LIMIT_GIT_SLOT) {
		add_large(b, one, lines, bytes);
		return;
	}
	if (b->slot != NULL && (b->used + need + b->table.n + row > LIMIT_GIT_SLOT ||
				b->list.n + 8 * (size_t)lines->count > LIMIT_GIT_MESSAGE / 2))
		batch_end(b);
	open_slot(b);
	if (bytes.n > 0)
		memcpy(b->slot->map + b->used, bytes.p, bytes.n);
	memset(b->slot->map + b->used + bytes.n, 0, GIT_SLOT_PADDING);
	list_one(b, one, lines, b->used, bytes.n);
	b->used += need;
}

static git_odb_object *read_blob(struct session *s, const git_oid *id, str path)
{
	char hex[GIT_OID_HEXSZ + 1] = "";
	bool missing;
	git_odb_object *o = object_read(s, id, GIT_OBJECT_BLOB, &missing);
	size_t bytes;

	if (o != NULL)
		return o;
	bytes = missing ? 0 : object_bytes(s, id);
	git_oid_nfmt(hex, GIT_OID_HEXSZ, id);
	if (bytes > LIMIT_GIT_BLOB)
		say_problem(s, GIT_TOO_LARGE, path,
			    "a version of it has %zu bytes: more than %zu are not looked at", bytes,
			    LIMIT_GIT_BLOB);
	else
		say_problem(s, GIT_NOT_CHECKED, path,
			    missing ? "git object %s is missing: this version was not checked"
				    : "git object %s cannot be read: this version was not checked",
			    hex);
	return NULL;
}

/* False: nothing in it is new. An old version that cannot be read has nothing. */
static bool find_new(struct batch *b, const struct sending *one, str bytes, struct new_lines *lines)
{
	for (unsigned i = 0; i < COUNTOF(one->old) && one->old[i] != NULL; i++) {
		bool missing;
		git_odb_object *o = object_read(b->s, one->old[i], GIT_OBJECT_BLOB, &missing);
		struct new_lines added;
		if (o == NULL)
			continue;
		added = lines_added(&b->s->scratch,
				    (str){git_odb_object_data(o), git_odb_object_size(o)}, bytes);
		git_odb_object_free(o);
		*lines = lines->lines == NULL ? added : lines_common(&b->s->scratch, *lines, added);
		if (lines->lines != NULL && lines->count == 0)
			return false;
	}
	return true;
}

bool batch_add(struct batch *b, const struct sending *one)
{
	struct session *s = b->s;
	struct new_lines lines = {0};
	git_odb_object *o;
	str bytes;

	o = read_blob(s, one->id, one->path);
	if (o == NULL)
		return false;
	bytes = (str){git_odb_object_data(o), git_odb_object_size(o)};
	s->counts.reads++;
	s->counts.bytes += bytes.n;
	if (one->old[0] == NULL || find_new(b, one, bytes, &lines))
		add_bytes(b, one, &lines, bytes);
	git_odb_object_free(o);
	return true;
}

void batch_add_bytes(struct batch *b, const struct sending *one, str bytes)
{
	static const struct new_lines all;

	b->s->counts.messages++;
	add_bytes(b, one, &all, bytes);
}
