/* Writing. An import reads all that the database holds, adds what is new, and writes another file,
 * which takes the old one's place when it is whole: readers never see half of it, and nothing needs
 * a journal. (All of PyPI's advisories are some 10 MB.) The same content gives the same bytes. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/hash.h"
#include "base/input.h"
#include "base/limits.h"
#include "base/map.h"
#include "store/advisories_int.h"

struct entry {			  /* a record's statement about one package */
	struct osv_record record; /* with this one element of `affected` */
	uint32_t known;		  /* index of its id, and which of its versions: */
	uint32_t turn;
};

struct known { /* an id */
	str id, modified;
	uint32_t turn; /* of the version that counts */
	bool withdrawn;
};

struct scored { /* an entry of a list */
	str cve, due;
	uint32_t score;
};

struct scored_list {
	struct map index; /* CVE to place + 1 */
	struct scored *rows;
	uint32_t count, room;
	bool fresh; /* this import has begun it anew */
};

struct advisories_import {
	struct arena *arena;
	struct map index; /* id to place in `known` + 1 */
	struct known *known;
	uint32_t known_count, known_room;
	struct entry *entries;
	uint32_t count, room;
	struct scored_list kev, epss;
	int lock; /* of the database's folder; -1: none */
};

/* ---- What is there ---- */

static uint32_t know(struct advisories_import *m, str id)
{
	uint64_t *at = map_put(&m->index, id);

	if (*at == 0) {
		m->known = GROW(m->arena, m->known, m->known_count, &m->known_room);
		m->known[m->known_count++] = (struct known){.id = id};
		*at = m->known_count;
	}
	return (uint32_t)(*at - 1);
}

static void add_entry(struct advisories_import *m, const struct osv_record *r, uint32_t affected,
		      uint32_t known)
{
	struct entry *e;

	m->entries = GROW(m->arena, m->entries, m->count, &m->room);
	e = &m->entries[m->count++];
	*e = (struct entry){.record = *r, .known = known, .turn = m->known[known].turn};
	e->record.affected = &r->affected[affected];
	e->record.affected_count = 1;
}

void advisories_import_record(struct advisories_import *m, const struct osv_record *r)
{
	uint32_t k = know(m, r->id);
	struct known *known = &m->known[k];

	if (known->turn > 0 && str_cmp(r->modified, known->modified) < 0)
		return;
	known->turn++;
	known->modified = r->modified;
	known->withdrawn = r->withdrawn;
	for (uint32_t i = 0; i < r->affected_count && !r->withdrawn; i++)
		add_entry(m, r, i, k);
}

void advisories_import_elsewhere(struct advisories_import *m, str id, str modified)
{
	const uint64_t *at = map_get(&m->index, id);
	struct known *known = at != NULL ? &m->known[*at - 1] : NULL;

	if (known == NULL || str_cmp(modified, known->modified) <= 0)
		return;
	known->turn++;
	known->modified = modified;
	known->withdrawn = true;
}

static bool add_scored(struct advisories_import *m, struct scored_list *l, struct scored row)
{
	uint64_t *at;

	if (row.cve.n == 0 || row.cve.n > LIMIT_ADVISORY_ID || row.due.n > LIMIT_ADVISORY_ID)
		return false;
	if (l->index.arena == NULL)
		l->index = map_in(m->arena);
	at = map_put(&l->index, row.cve);
	if (*at == 0) {
		l->rows = GROW(m->arena, l->rows, l->count, &l->room);
		*at = ++l->count;
	}
	l->rows[*at - 1] = row;
	return true;
}

static bool add_fresh(struct advisories_import *m, struct scored_list *l, struct scored row)
{
	if (!l->fresh)
		*l = (struct scored_list){.fresh = true};
	return add_scored(m, l, row);
}

bool advisories_import_kev(struct advisories_import *m, str cve, str due)
{
	return add_fresh(m, &m->kev, (struct scored){.cve = cve, .due = due});
}

bool advisories_import_epss(struct advisories_import *m, str cve, uint32_t score)
{
	return score <= 100000 &&
	       add_fresh(m, &m->epss, (struct scored){.cve = cve, .score = score});
}

/* ---- Reading what the database holds ---- */

static bool load_package(struct advisories_import *m, str name, str bytes)
{
	struct cur c = cur_of(bytes);
	uint32_t n = cur_u32le(&c);

	for (uint32_t i = 0; i < n; i++) {
		struct stored *s = NEW(m->arena, struct stored, 1);
		uint32_t k;
		if (!advisories_get_stored(m->arena, &c, s))
			return false;
		s->record.affected[0].package = name;
		k = know(m, s->record.id);
		m->known[k].turn = 1;
		m->known[k].modified = s->record.modified;
		add_entry(m, &s->record, 0, k);
	}
	return !c.bad && cur_left(&c) == 0;
}

static bool load_bucket(struct advisories_import *m, str body)
{
	struct cur c = cur_of(body);
	uint32_t n = cur_u32le(&c);

	for (uint32_t i = 0; i < n && !c.bad; i++) {
		str name = cur_field(&c), records = cur_field(&c);
		if (c.bad || !load_package(m, name, records))
			return false;
	}
	return !c.bad && cur_left(&c) == 0;
}

static bool load_scored(struct advisories_import *m, struct scored_list *l, str body)
{
	struct cur c = cur_of(body);
	uint32_t n = cur_u32le(&c);

	for (uint32_t i = 0; i < n && !c.bad; i++) {
		struct scored row = {.cve = cur_field(&c), .due = cur_field(&c)};
		row.score = cur_u32le(&c);
		if (c.bad || !add_scored(m, l, row))
			return false;
	}
	return !c.bad && cur_left(&c) == 0;
}

static bool load_withdrawn(struct advisories_import *m, str body)
{
	struct cur c = cur_of(body);
	uint32_t n = cur_u32le(&c);

	for (uint32_t i = 0; i < n && !c.bad; i++) {
		str id = cur_field(&c), modified = cur_field(&c);
		uint32_t k;
		if (c.bad)
			return false;
		k = know(m, id);
		m->known[k] = (struct known){
			.id = id, .modified = modified, .turn = 1, .withdrawn = true};
	}
	return !c.bad && cur_left(&c) == 0;
}

static bool load(struct advisories_import *m, struct advisories *db)
{
	const struct advisories_head *h = advisories_head_of(db);
	str body;

	for (int64_t i = 1; i <= h->buckets; i++)
		if (!advisories_part(db, m->arena, i, &body) || !load_bucket(m, body))
			return false;
	return advisories_part(db, m->arena, PART_KEV, &body) && load_scored(m, &m->kev, body) &&
	       advisories_part(db, m->arena, PART_EPSS, &body) && load_scored(m, &m->epss, body) &&
	       advisories_part(db, m->arena, PART_WITHDRAWN, &body) && load_withdrawn(m, body);
}

/* ---- One import after the other ---- */

/* The folders above it may not be there yet. */
static void make_folders(struct arena *a, const char *path)
{
	str whole = str_of(path);

	for (size_t i = 1; i < whole.n; i++)
		if (whole.p[i] == '/')
			(void)mkdir(arena_cstr(a, str_slice(whole, 0, i)), 0700);
}

/* Held from reading the old database to putting the new one in its place: without it, of two
 * imports at the same time one would be lost. The folder is locked, as the file is another one each
 * time; where there are no locks, there is none. */
static int lock_folder(struct arena *a, const char *path)
{
	size_t slash = str_rfind_byte(str_of(path), '/');
	str folder = slash == STR_NONE ? S(".") : str_slice(str_of(path), 0, slash + 1);
	int fd = open(arena_cstr(a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	while (fd >= 0 && flock(fd, LOCK_EX) < 0 && errno == EINTR)
		;
	return fd;
}

void advisories_import_end(struct advisories_import *m)
{
	if (m->lock >= 0)
		close(m->lock);
	m->lock = -1;
}

struct advisories_import *advisories_import_begin(struct arena *a, const char *path, bool fresh,
						  str *error)
{
	struct advisories_import *m = NEW(a, struct advisories_import, 1);
	enum advisories_state state;
	struct advisories *db;
	bool whole;

	m->arena = a;
	m->index = map_in(a);
	make_folders(a, path);
	m->lock = lock_folder(a, path);
	if (fresh)
		return m;
	state = advisories_open(a, path, &db, error);
	if (state == ADVISORIES_ABSENT)
		return m;
	whole = state == ADVISORIES_OPEN && load(m, db);
	advisories_close(db);
	if (whole)
		return m;
	advisories_import_end(m);
	if (state == ADVISORIES_CORRUPT)
		return NULL;
	*error = arena_printf(
		a, "%s is damaged; make a new one: assay db import --replace SOURCE...", path);
	return NULL;
}

/* ---- Writing parts ---- */

struct writing {
	struct advisories_import *m;
	sqlite3 *db;
	sqlite3_stmt *insert;
	struct hash_sha256_state digest; /* of all checksums */
	struct advisories_head head;
	struct entry **sorted; /* those that count, by package and id */
	size_t count;
	str error;
};

static bool put_part(struct writing *w, int64_t part, str body)
{
	uint8_t check[ADVISORIES_CHECK];
	struct buf all = buf_in(w->m->arena);
	bool ok;

	if (body.n > LIMIT_ADVISORY_PART - ADVISORIES_CHECK) {
		w->error = S("one package has more advisories than the database takes");
		return false;
	}
	advisories_check(part, body, check);
	hash_sha256_update(&w->digest, (str){check, sizeof(check)});
	buf_add(&all, (str){check, sizeof(check)});
	buf_add(&all, body);
	sqlite3_reset(w->insert);
	sqlite3_bind_int64(w->insert, 1, part);
	sqlite3_bind_blob(w->insert, 2, all.p, (int)all.n, SQLITE_STATIC);
	ok = sqlite3_step(w->insert) == SQLITE_DONE;
	sqlite3_reset(w->insert);
	return ok;
}

/* qsort: pointers to entries. */
static int by_package(const void *x, const void *y)
{
	const struct entry *const *a = x, *const *b = y;
	int d = str_cmp((*a)->record.affected->package, (*b)->record.affected->package);

	if (d == 0)
		d = str_cmp((*a)->record.id, (*b)->record.id);
	return d != 0 ? d : (*a < *b ? -1 : *a > *b);
}

static void sort_entries(struct writing *w)
{
	struct advisories_import *m = w->m;

	w->sorted = NEW(m->arena, struct entry *, m->count);
	for (size_t i = 0; i < m->count; i++) {
		const struct known *k = &m->known[m->entries[i].known];
		if (m->entries[i].turn == k->turn && !k->withdrawn)
			w->sorted[w->count++] = &m->entries[i];
	}
	qsort(w->sorted, w->count, sizeof(*w->sorted), by_package);
}

static const struct scored *find_scored(const struct scored_list *l, str cve)
{
	const uint64_t *at = l->index.arena != NULL ? map_get(&l->index, cve) : NULL;

	return at != NULL ? &l->rows[*at - 1] : NULL;
}

static void rate(const struct advisories_import *m, str id, struct stored *s)
{
	const struct scored *kev = find_scored(&m->kev, id), *epss = find_scored(&m->epss, id);

	if (kev != NULL) {
		s->kev = true;
		s->kev_due = kev->due;
	}
	if (epss != NULL && (int32_t)epss->score > s->epss)
		s->epss = (int32_t)epss->score;
}

static void put_record(const struct writing *w, struct buf *out, const struct entry *e)
{
	struct osv_affected affected = e->record.affected[0];
	struct stored s = {.record = e->record, .epss = -1};

	affected.package = (str){NULL, 0}; /* the bucket says it */
	s.record.affected = &affected;
	rate(w->m, s.record.id, &s);
	for (uint32_t i = 0; i < s.record.alias_count; i++)
		rate(w->m, s.record.aliases[i], &s);
	advisories_put_stored(out, &s);
}

static size_t package_end(const struct writing *w, size_t from)
{
	size_t end = from + 1;

	while (end < w->count && str_eq(w->sorted[end]->record.affected->package,
					w->sorted[from]->record.affected->package))
		end++;
	return end;
}

struct bucket {
	struct buf body;
	uint32_t packages;
};

static bool put_buckets(struct writing *w, struct bucket *buckets)
{
	for (uint32_t i = 0; i < w->head.buckets; i++) {
		struct buf body = buf_in(w->m->arena);
		buf_u32(&body, buckets[i].packages);
		buf_add(&body, buf_str(&buckets[i].body));
		if (!put_part(w, 1 + (int64_t)i, buf_str(&body)))
			return false;
	}
	return true;
}

/* About two packages a bucket: a look-up reads little, and a bucket is never of one byte. */
static bool put_packages(struct writing *w)
{
	struct bucket *buckets;
	struct buf records = buf_in(w->m->arena);

	for (size_t i = 0; i < w->count; i = package_end(w, i))
		w->head.info.packages++;
	w->head.buckets = 16;
	while (w->head.buckets < w->head.info.packages / 2 && w->head.buckets < ADVISORIES_BUCKETS)
		w->head.buckets *= 2;
	buckets = NEW(w->m->arena, struct bucket, w->head.buckets);
	for (size_t i = 0, end; i < w->count; i = end) {
		str package = w->sorted[i]->record.affected->package;
		struct bucket *b = &buckets[advisories_bucket(package, w->head.buckets)];
		end = package_end(w, i);
		records.n = 0;
		buf_u32(&records, (uint32_t)(end - i));
		for (size_t k = i; k < end; k++)
			put_record(w, &records, w->sorted[k]);
		if (b->body.arena == NULL)
			b->body = buf_in(w->m->arena);
		buf_field(&b->body, package);
		buf_field(&b->body, buf_str(&records));
		b->packages++;
	}
	return put_buckets(w, buckets);
}

static bool put_scored(struct writing *w, int64_t part, const struct scored_list *l)
{
	struct buf b = buf_in(w->m->arena);

	buf_u32(&b, l->count);
	for (size_t i = 0; i < l->count; i++) {
		buf_field(&b, l->rows[i].cve);
		buf_field(&b, l->rows[i].due);
		buf_u32(&b, l->rows[i].score);
	}
	return put_part(w, part, buf_str(&b));
}

static bool put_withdrawn(struct writing *w)
{
	struct buf b = buf_in(w->m->arena), all = buf_in(w->m->arena);

	for (size_t i = 0; i < w->m->known_count; i++) {
		const struct known *k = &w->m->known[i];
		if (k->withdrawn) {
			buf_field(&b, k->id);
			buf_field(&b, k->modified);
			w->head.info.withdrawn++;
		}
	}
	buf_u32(&all, w->head.info.withdrawn);
	buf_add(&all, buf_str(&b));
	return put_part(w, PART_WITHDRAWN, buf_str(&all));
}

/* ---- What there is ---- */

static const struct {
	const char *prefix; /* of ids; NULL: all others */
	const char *name, *licence;
} collections[] = {
	{"PYSEC-", "PyPA advisory database",
	 "CC BY 4.0, Python Packaging Authority and contributors"},
	{"GHSA-", "GitHub advisory database", "CC BY 4.0, GitHub and contributors"},
	{"MAL-", "OpenSSF malicious packages", "Apache 2.0, OpenSSF and contributors"},
	{NULL, "other advisories", "see their source"},
};

static unsigned collection_of(str id)
{
	unsigned i = 0;

	while (collections[i].prefix != NULL && !str_starts(id, str_of(collections[i].prefix)))
		i++;
	return i;
}

static void count_records(struct writing *w)
{
	const struct advisories_import *m = w->m;
	uint32_t counts[COUNTOF(collections)] = {0};
	struct buf b = buf_in(m->arena);
	str newest = {NULL, 0};

	for (size_t i = 0; i < m->known_count; i++) {
		const struct known *k = &m->known[i];
		counts[collection_of(k->id)]++;
		w->head.info.advisories += !k->withdrawn;
		/* A date in the future would make the database younger than it is. */
		if (str_cmp(k->modified, newest) > 0 &&
		    str_cmp(k->modified, w->head.info.imported) < 0)
			newest = k->modified;
	}
	for (unsigned i = 0; i < COUNTOF(collections); i++)
		if (counts[i] > 0)
			buf_printf(&b, "%s, %u records, %s\n", collections[i].name, counts[i],
				   collections[i].licence);
	if (m->kev.count > 0)
		buf_printf(&b, "CISA known exploited vulnerabilities, %u records, CC0 1.0\n",
			   m->kev.count);
	if (m->epss.count > 0)
		buf_printf(&b, "EPSS scores, %u records, FIRST.org\n", m->epss.count);
	w->head.info.newest = str_slice(newest, 0, 10);
	w->head.info.sources = buf_str(&b);
	w->head.info.kev = m->kev.count;
	w->head.info.epss = m->epss.count;
}

static bool put_head(struct writing *w)
{
	struct buf b = buf_in(w->m->arena);
	uint8_t digest[HASH_SHA256_BYTES];

	hash_sha256_final(&w->digest, digest);
	w->head.info.digest = hash_hex_in(w->m->arena, digest, sizeof(digest));
	hash_sha256_init(&w->digest);
	advisories_put_head(&b, &w->head);
	return put_part(w, PART_HEAD, buf_str(&b));
}

/* ---- The file ---- */

static bool run_sql(struct writing *w, const char *sql)
{
	return sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool build(struct writing *w)
{
	struct advisories_import *m = w->m;
	str pragmas = arena_printf(m->arena,
				   "PRAGMA page_size=4096; PRAGMA application_id=%d; PRAGMA "
				   "user_version=%d; BEGIN",
				   ADVISORIES_APPLICATION, ADVISORIES_FORMAT);

	hash_sha256_init(&w->digest);
	sort_entries(w);
	count_records(w);
	return sqlite3_open(":memory:", &w->db) == SQLITE_OK &&
	       run_sql(w, arena_cstr(m->arena, pragmas)) && run_sql(w, ADVISORIES_SCHEMA) &&
	       sqlite3_prepare_v2(w->db, "INSERT INTO part VALUES(?1, ?2)", -1, &w->insert, NULL) ==
		       SQLITE_OK &&
	       put_scored(w, PART_KEV, &m->kev) && put_scored(w, PART_EPSS, &m->epss) &&
	       put_withdrawn(w) && put_packages(w) && put_head(w) && run_sql(w, "COMMIT");
}

static bool publish(struct writing *w, const char *path)
{
	sqlite3_int64 size = 0;
	unsigned char *bytes = sqlite3_serialize(w->db, "main", &size, 0);
	bool ok;

	if (bytes == NULL)
		return false;
	ok = output_replace(w->m->arena, str_of(path), (str){bytes, (size_t)size});
	if (!ok)
		w->error = arena_printf(w->m->arena, "it cannot be written: %s", strerror(errno));
	sqlite3_free(bytes);
	return ok;
}

bool advisories_import_commit(struct advisories_import *m, const char *path, str now, str *error)
{
	struct writing w = {.m = m, .error = S("SQLite could not build it")};
	bool ok;

	w.head.info.imported = now;
	ok = build(&w);
	sqlite3_finalize(w.insert);
	ok = ok && publish(&w, path);
	sqlite3_close(w.db);
	advisories_import_end(m);
	*error = w.error;
	return ok;
}
