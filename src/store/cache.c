/* One table, one row for a file: where it was, what it looked like to stat, its digest, its record.
 * Rows belong to a scope (program, rules, settings and base folder), so a run reads its own rows in
 * order of path, side by side with the walk, in one SELECT.
 *
 * Durability is not wanted: a lost or torn write must only be noticed. So SQLite does not sync,
 * every row has a checksum over all of it, and a file that SQLite calls damaged is removed.
 *
 * Trap: cache_put while cache_next is under way would change what it walks over: callers read
 * first. */
#include "store/cache.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"

enum { SCHEMA = 1, KEEP_DAYS = 30, BUSY_MS = 200, SUM = 8 };

struct cache {
	sqlite3 *db;
	sqlite3_stmt *all, *one, *put;
	const char *file, *journal;
	uint8_t scope[16];
	bool writing, broken;
};

/* ---- Places ---- */

static str cache_folder(struct arena *a)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (xdg != NULL && xdg[0] == '/')
		return str_of(xdg);
	if (home == NULL || home[0] != '/')
		return (str){NULL, 0};
	return arena_printf(a, "%s/.cache", home);
}

/* A folder of ours that nobody else can write to; made if missing. */
static bool own_folder(const char *path)
{
	struct stat st;

	if (mkdir(path, 0700) < 0 && lstat(path, &st) < 0)
		return false;
	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() &&
	       (st.st_mode & 022) == 0;
}

static const char *cache_file(struct arena *a)
{
	str folder = cache_folder(a);
	const char *own;

	if (folder.n == 0)
		return NULL;
	(void)mkdir(arena_cstr(a, folder), 0700);
	own = (const char *)arena_printf(a, "%.*s/assay", STR_ARG(folder)).p;
	if (!own_folder(own))
		return NULL;
	return (const char *)arena_printf(a, "%s/cache-%d.db", own, SCHEMA).p;
}

/* ---- The program ---- */

static int take_build_id(struct dl_phdr_info *info, size_t size, void *ctx)
{
	struct hash_sha256_state *h = ctx;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];
		const uint8_t *p = (const uint8_t *)(uintptr_t)(info->dlpi_addr + ph->p_vaddr);
		const uint8_t *end = p + ph->p_memsz;
		if (ph->p_type != PT_NOTE)
			continue;
		while (end - p >= 12) {
			uint32_t note[3];
			memcpy(note, p, 12);
			p += 12 + ((note[0] + 3) & ~3u);
			if (note[2] == NT_GNU_BUILD_ID && note[1] >= 8 && note[1] <= 64) {
				hash_sha256_update(h, (str){p, note[1]});
				return 1;
			}
			p += (note[1] + 3) & ~3u;
		}
	}
	return -1; /* only the first object is the program */
}

void cache_program(uint8_t digest[32])
{
	struct hash_sha256_state h;
	uint8_t block[16384];
	ssize_t n;
	int fd;

	hash_sha256_init(&h);
	if (dl_iterate_phdr(take_build_id, &h) != 1) {
		fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
		while (fd >= 0 && (n = read(fd, block, sizeof(block))) > 0)
			hash_sha256_update(&h, (str){block, (size_t)n});
		if (fd >= 0)
			close(fd);
	}
	hash_sha256_final(&h, digest);
}

/* ---- The database ---- */

static void give_up(struct cache *c)
{
	c->broken = true;
}

/* After this code the cache is useless; if the file is damaged, it goes. */
static bool check(struct cache *c, int code)
{
	if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
		return true;
	if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB) {
		/* The journal first: left behind it would be played back into the next file. */
		(void)unlink(c->journal);
		(void)unlink(c->file);
	}
	give_up(c);
	return false;
}

static bool run_sql(struct cache *c, const char *sql)
{
	return check(c, sqlite3_exec(c->db, sql, NULL, NULL, NULL));
}

static bool prepare(struct cache *c, const char *sql, sqlite3_stmt **statement)
{
	return check(c, sqlite3_prepare_v2(c->db, sql, -1, statement, NULL));
}

static bool open_database(struct cache *c)
{
	mode_t mask = umask(077);
	int code = sqlite3_open_v2(c->file, &c->db,
				   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
					   SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW,
				   NULL);

	umask(mask);
	if (!check(c, code))
		return false;
	sqlite3_busy_timeout(c->db, BUSY_MS);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return run_sql(c,
		       "PRAGMA synchronous=OFF; PRAGMA trusted_schema=OFF; PRAGMA cache_size=-4000;"
		       "CREATE TABLE IF NOT EXISTS file(scope BLOB, path BLOB, dev INTEGER,"
		       " ino INTEGER, size INTEGER, mtime INTEGER, ctime INTEGER, content BLOB,"
		       " record BLOB, sum BLOB, PRIMARY KEY(scope, path)) WITHOUT ROWID;"
		       "CREATE TABLE IF NOT EXISTS scope(id BLOB PRIMARY KEY, day INTEGER)"
		       " WITHOUT ROWID;") &&
	       prepare(c,
		       "SELECT path, dev, ino, size, mtime, ctime, content, record, sum FROM file"
		       " WHERE scope = ?1 ORDER BY path",
		       &c->all) &&
	       prepare(c,
		       "SELECT path, dev, ino, size, mtime, ctime, content, record, sum FROM file"
		       " WHERE scope = ?1 AND path = ?2",
		       &c->one) &&
	       prepare(c, "INSERT OR REPLACE INTO file VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)",
		       &c->put);
}

static void finalise(struct cache *c)
{
	sqlite3_finalize(c->all);
	sqlite3_finalize(c->one);
	sqlite3_finalize(c->put);
	sqlite3_close(c->db);
	c->all = c->one = c->put = NULL;
	c->db = NULL;
}

static bool start(struct cache *c)
{
	*c = (struct cache){.file = c->file, .journal = c->journal};
	if (open_database(c))
		return true;
	finalise(c);
	return false;
}

struct cache *cache_open(struct arena *a, const uint8_t digest[32], str base)
{
	struct cache *c = NEW(a, struct cache, 1);
	struct hash_sha256_state h;
	uint8_t program[32], scope[32];

	c->file = cache_file(a);
	if (c->file == NULL)
		return NULL;
	c->journal = (const char *)arena_printf(a, "%s-journal", c->file).p;
	/* A second try after a damaged file was removed. */
	if (!start(c) && (access(c->file, F_OK) == 0 || !start(c)))
		return NULL;
	cache_program(program);
	hash_sha256_init(&h);
	hash_sha256_update(&h, (str){program, sizeof(program)});
	hash_sha256_update(&h, (str){digest, 32});
	hash_sha256_update(&h, base);
	hash_sha256_final(&h, scope);
	memcpy(c->scope, scope, sizeof(c->scope));
	sqlite3_bind_blob(c->all, 1, c->scope, sizeof(c->scope), SQLITE_STATIC);
	sqlite3_bind_blob(c->one, 1, c->scope, sizeof(c->scope), SQLITE_STATIC);
	return c;
}

/* ---- Rows ---- */

static void checksum(const struct cache *c, const struct cache_row *row, uint8_t out[SUM])
{
	const int64_t numbers[] = {row->dev,	  row->ino,	 row->size,
				   row->mtime_ns, row->ctime_ns, (int64_t)row->path.n};
	struct hash_sha256_state h;
	uint8_t digest[32];

	hash_sha256_init(&h);
	hash_sha256_update(&h, (str){c->scope, sizeof(c->scope)});
	hash_sha256_update(&h, (str){(const uint8_t *)numbers, sizeof(numbers)});
	hash_sha256_update(&h, row->path);
	hash_sha256_update(&h, (str){row->content, sizeof(row->content)});
	hash_sha256_update(&h, row->record);
	hash_sha256_final(&h, digest);
	memcpy(out, digest, SUM);
}

static str column(sqlite3_stmt *s, int i)
{
	const void *p = sqlite3_column_blob(s, i);

	return (str){p, (size_t)sqlite3_column_bytes(s, i)};
}

static bool read_row(const struct cache *c, sqlite3_stmt *s, struct cache_row *row)
{
	str content = column(s, 6), sum = column(s, 8);
	uint8_t expected[SUM];

	*row = (struct cache_row){
		.path = column(s, 0),
		.dev = sqlite3_column_int64(s, 1),
		.ino = sqlite3_column_int64(s, 2),
		.size = sqlite3_column_int64(s, 3),
		.mtime_ns = sqlite3_column_int64(s, 4),
		.ctime_ns = sqlite3_column_int64(s, 5),
		.record = column(s, 7),
	};
	if (content.n != sizeof(row->content) || sum.n != SUM)
		return false;
	memcpy(row->content, content.p, sizeof(row->content));
	checksum(c, row, expected);
	return memcmp(expected, sum.p, SUM) == 0;
}

bool cache_next(struct cache *c, struct cache_row *row)
{
	int code = SQLITE_DONE;

	while (!c->broken && (code = sqlite3_step(c->all)) == SQLITE_ROW) {
		if (read_row(c, c->all, row))
			return true;
	}
	(void)check(c, code);
	sqlite3_reset(c->all);
	return false;
}

bool cache_find(struct cache *c, str path, struct cache_row *row)
{
	if (c->broken || path.n > LIMIT_PATH_BYTES * 3)
		return false;
	sqlite3_reset(c->one);
	sqlite3_bind_blob(c->one, 2, path.p, (int)path.n, SQLITE_TRANSIENT);
	return sqlite3_step(c->one) == SQLITE_ROW && read_row(c, c->one, row);
}

void cache_put(struct cache *c, const struct cache_row *row)
{
	const int64_t numbers[] = {row->dev, row->ino, row->size, row->mtime_ns, row->ctime_ns};
	uint8_t sum[SUM];

	if (c->broken || row->record.n > LIMIT_REPLY_BYTES)
		return;
	if (!c->writing) {
		sqlite3_reset(c->one);
		if (!run_sql(c, "BEGIN IMMEDIATE"))
			return;
		c->writing = true;
	}
	checksum(c, row, sum);
	sqlite3_bind_blob(c->put, 1, c->scope, sizeof(c->scope), SQLITE_STATIC);
	sqlite3_bind_blob(c->put, 2, row->path.p, (int)row->path.n, SQLITE_STATIC);
	for (int i = 0; i < 5; i++)
		sqlite3_bind_int64(c->put, 3 + i, numbers[i]);
	sqlite3_bind_blob(c->put, 8, row->content, sizeof(row->content), SQLITE_STATIC);
	sqlite3_bind_blob(c->put, 9, row->record.p, (int)row->record.n, SQLITE_STATIC);
	sqlite3_bind_blob(c->put, 10, sum, SUM, SQLITE_STATIC);
	(void)check(c, sqlite3_step(c->put));
	sqlite3_reset(c->put);
}

/* Scopes that nobody asked for in a month go: old versions, old settings, removed projects. */
static void tidy(struct cache *c)
{
	sqlite3_stmt *s = NULL;
	int64_t today = (int64_t)time(NULL) / 86400;

	if (prepare(c, "INSERT OR REPLACE INTO scope VALUES(?1, ?2)", &s)) {
		sqlite3_bind_blob(s, 1, c->scope, sizeof(c->scope), SQLITE_STATIC);
		sqlite3_bind_int64(s, 2, today);
		(void)check(c, sqlite3_step(s));
	}
	sqlite3_finalize(s);
	s = NULL;
	if (!c->broken && prepare(c, "SELECT id FROM scope WHERE day < ?1 LIMIT 1", &s)) {
		sqlite3_bind_int64(s, 1, today - KEEP_DAYS);
		if (sqlite3_step(s) == SQLITE_ROW)
			(void)run_sql(c,
				      "DELETE FROM file WHERE scope IN (SELECT id FROM scope WHERE"
				      " day < unixepoch() / 86400 - 30);"
				      "DELETE FROM scope WHERE day < unixepoch() / 86400 - 30;");
	}
	sqlite3_finalize(s);
}

void cache_close(struct cache *c)
{
	if (c == NULL)
		return;
	if (c->writing && !c->broken) {
		tidy(c);
		(void)run_sql(c, "COMMIT");
	}
	finalise(c);
}
