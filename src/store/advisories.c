/* Reading. The file is hostile: it is a regular file, opened as one that nobody changes (imports
 * put a new one in its place), without its journal, with exactly our schema and no trusted
 * functions; what is in it is read through the cursor.
 *
 * Records of one package that name each other's ids are the same flaw: they are merged when they
 * are found, which costs less than keeping them merged when the next import brings another alias.
 */
#include "store/advisories.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/hash.h"
#include "base/limits.h"
#include "base/map.h"
#include "store/advisories_int.h"

struct advisories {
	sqlite3 *db;
	sqlite3_stmt *part;
	struct advisories_head head;
};

str advisories_place(struct arena *a, str given)
{
	const char *db = getenv("ASSAY_DB"), *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	if (given.n > 0)
		return given;
	if (db != NULL && db[0] != 0)
		return str_of(db);
	if (xdg != NULL && xdg[0] == '/')
		return arena_printf(a, "%s/assay/advisories.db", xdg);
	if (home == NULL || home[0] != '/')
		return (str){NULL, 0};
	return arena_printf(a, "%s/.local/share/assay/advisories.db", home);
}

/* ---- Parts ---- */

uint32_t advisories_bucket(str package, uint32_t buckets)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < package.n; i++)
		h = (h ^ package.p[i]) * 16777619u;
	return (h ^ h >> 16) & (buckets - 1);
}

void advisories_check(int64_t part, str body, uint8_t check[ADVISORIES_CHECK])
{
	struct hash_sha256_state h;
	uint8_t digest[HASH_SHA256_BYTES], number[8];

	for (unsigned i = 0; i < 8; i++)
		number[i] = (uint8_t)((uint64_t)part >> 8 * i);
	hash_sha256_init(&h);
	hash_sha256_update(&h, (str){number, sizeof(number)});
	hash_sha256_update(&h, body);
	hash_sha256_final(&h, digest);
	memcpy(check, digest, ADVISORIES_CHECK);
}

bool advisories_part(struct advisories *db, struct arena *a, int64_t part, str *body)
{
	uint8_t check[ADVISORIES_CHECK];
	str all = {NULL, 0};

	sqlite3_reset(db->part);
	sqlite3_bind_int64(db->part, 1, part);
	if (sqlite3_step(db->part) == SQLITE_ROW) {
		const void *p = sqlite3_column_blob(db->part, 0);
		all = arena_dup(a, (str){p, (size_t)sqlite3_column_bytes(db->part, 0)});
	}
	sqlite3_reset(db->part);
	if (all.n < ADVISORIES_CHECK)
		return false;
	*body = str_slice(all, ADVISORIES_CHECK, all.n);
	advisories_check(part, *body, check);
	return memcmp(check, all.p, ADVISORIES_CHECK) == 0;
}

const struct advisories_head *advisories_head_of(const struct advisories *db)
{
	return &db->head;
}

void advisories_put_head(struct buf *out, const struct advisories_head *h)
{
	buf_u32(out, h->buckets);
	buf_u32(out, h->info.advisories);
	buf_u32(out, h->info.withdrawn);
	buf_u32(out, h->info.packages);
	buf_u32(out, h->info.kev);
	buf_u32(out, h->info.epss);
	buf_field(out, h->info.newest);
	buf_field(out, h->info.imported);
	buf_field(out, h->info.sources);
	buf_field(out, h->info.digest);
}

static bool get_head(str body, struct advisories_head *h)
{
	struct cur c = cur_of(body);

	h->buckets = cur_u32le(&c);
	h->info.advisories = cur_u32le(&c);
	h->info.withdrawn = cur_u32le(&c);
	h->info.packages = cur_u32le(&c);
	h->info.kev = cur_u32le(&c);
	h->info.epss = cur_u32le(&c);
	h->info.newest = cur_field(&c);
	h->info.imported = cur_field(&c);
	h->info.sources = cur_field(&c);
	h->info.digest = cur_field(&c);
	return !c.bad && cur_left(&c) == 0 && h->buckets > 0 && h->buckets <= ADVISORIES_BUCKETS &&
	       (h->buckets & (h->buckets - 1)) == 0;
}

/* ---- Opening ---- */

/* "file:/a%20b?immutable=1": nothing of a path is special. */
static const char *uri(struct arena *a, const char *path)
{
	struct buf b = buf_in(a);

	buf_add(&b, S("file:"));
	if (path[0] != '/')
		buf_add(&b, S("./"));
	for (str s = str_of(path); s.n > 0; s = str_slice(s, 1, s.n)) {
		uint8_t c = s.p[0];
		bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
			     c == '/' || c == '.' || c == '-' || c == '_';
		if (plain)
			buf_byte(&b, c);
		else
			buf_printf(&b, "%%%02x", c);
	}
	buf_printf(&b, "?immutable=1");
	buf_byte(&b, 0);
	return (const char *)b.p;
}

static int64_t number_of(sqlite3 *db, const char *pragma)
{
	sqlite3_stmt *s = NULL;
	int64_t n = -1;

	if (sqlite3_prepare_v2(db, pragma, -1, &s, NULL) == SQLITE_OK &&
	    sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

/* One table, ours, and nothing beside it: a view or trigger could be anything. */
static bool is_our_schema(sqlite3 *db)
{
	sqlite3_stmt *s = NULL;
	unsigned rows = 0;
	bool ours = false;

	if (sqlite3_prepare_v2(db, "SELECT type, name, sql FROM sqlite_schema", -1, &s, NULL) ==
	    SQLITE_OK) {
		while (sqlite3_step(s) == SQLITE_ROW && rows++ < 2) {
			const char *sql = (const char *)sqlite3_column_text(s, 2);
			ours = sql != NULL && strcmp(sql, ADVISORIES_SCHEMA) == 0;
		}
	}
	sqlite3_finalize(s);
	return ours && rows == 1;
}

static const char *open_file(struct advisories *db, struct arena *a, const char *path)
{
	str head;

	if (sqlite3_open_v2(uri(a, path), &db->db,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
			    NULL) != SQLITE_OK)
		return "it cannot be opened";
	sqlite3_db_config(db->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_limit(db->db, SQLITE_LIMIT_LENGTH, (int)LIMIT_ADVISORY_PART);
	if (number_of(db->db, "PRAGMA application_id") != ADVISORIES_APPLICATION)
		return "it is no database of advisories";
	if (number_of(db->db, "PRAGMA user_version") != ADVISORIES_FORMAT)
		return "it was made by another version of assay";
	if (!is_our_schema(db->db) ||
	    sqlite3_prepare_v2(db->db, "SELECT body FROM part WHERE id = ?1", -1, &db->part,
			       NULL) != SQLITE_OK)
		return "it has another form than ours";
	if (!advisories_part(db, a, PART_HEAD, &head) || !get_head(head, &db->head))
		return "it is damaged";
	return NULL;
}

enum advisories_state advisories_open(struct arena *a, const char *path, struct advisories **out,
				      str *error)
{
	struct advisories *db = NEW(a, struct advisories, 1);
	const char *why = NULL;
	struct stat st;

	*out = NULL;
	if (stat(path, &st) < 0) {
		*error = arena_printf(a,
				      "there is no advisory database at %s (%s); make one: assay "
				      "db import SOURCE...",
				      path, strerror(errno));
		return errno == ENOENT || errno == ENOTDIR ? ADVISORIES_ABSENT : ADVISORIES_CORRUPT;
	}
	why = S_ISREG(st.st_mode) ? open_file(db, a, path) : "it is no file";
	if (why == NULL) {
		*out = db;
		return ADVISORIES_OPEN;
	}
	advisories_close(db);
	*error = arena_printf(a,
			      "the advisory database %s cannot be used: %s; make a new one: assay "
			      "db import --replace SOURCE...",
			      path, why);
	return ADVISORIES_CORRUPT;
}

void advisories_close(struct advisories *db)
{
	if (db == NULL)
		return;
	sqlite3_finalize(db->part);
	sqlite3_close(db->db);
	db->part = NULL;
	db->db = NULL;
}

bool advisories_info(struct advisories *db, struct arena *a, struct advisories_info *out)
{
	(void)a;
	*out = db->head.info;
	return true;
}

/* ---- Records ---- */

void advisories_put_stored(struct buf *out, const struct stored *s)
{
	osv_put(out, &s->record);
	buf_u8(out, s->kev);
	buf_field(out, s->kev_due);
	buf_u32(out, (uint32_t)s->epss);
}

bool advisories_get_stored(struct arena *a, struct cur *c, struct stored *out)
{
	if (!osv_get(a, c, &out->record) || out->record.affected_count != 1)
		return false;
	out->kev = cur_u8(c) != 0;
	out->kev_due = cur_field(c);
	out->epss = (int32_t)cur_u32le(c);
	return !c->bad && out->epss >= -1 && out->epss <= 100000;
}

/* ---- Merging ---- */

struct group { /* records of one flaw */
	struct stored *records;
	uint32_t *parent; /* union-find */
	uint32_t count;
};

static uint32_t root(uint32_t *parent, uint32_t i)
{
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

static void join(struct map *seen, uint32_t *parent, uint32_t i, str id)
{
	uint64_t *at = map_put(seen, id);

	if (*at == 0)
		*at = i + 1;
	parent[root(parent, i)] = root(parent, (uint32_t)(*at - 1));
}

static void find_groups(struct arena *a, struct group *g)
{
	struct map seen = map_in(a);

	g->parent = NEW(a, uint32_t, g->count);
	for (uint32_t i = 0; i < g->count; i++)
		g->parent[i] = i;
	for (uint32_t i = 0; i < g->count; i++) {
		const struct osv_record *r = &g->records[i].record;
		join(&seen, g->parent, i, r->id);
		for (uint32_t k = 0; k < r->alias_count; k++)
			join(&seen, g->parent, i, r->aliases[k]);
	}
}

static unsigned id_rank(str id)
{
	return str_starts(id, S("PYSEC-")) ? 0 : str_starts(id, S("GHSA-")) ? 1 : 2;
}

static int id_order(str a, str b)
{
	int d = (int)id_rank(a) - (int)id_rank(b);

	return d != 0 ? d : str_cmp(a, b);
}

/* qsort: records by how good a name their id is. */
static int by_id(const void *x, const void *y)
{
	const struct stored *const *a = x, *const *b = y;

	return id_order((*a)->record.id, (*b)->record.id);
}

static int by_bytes(const void *x, const void *y)
{
	return str_cmp(*(const str *)x, *(const str *)y);
}

static void merge_aliases(struct arena *a, const struct stored *const *records, uint32_t n,
			  struct advisory *out)
{
	uint32_t room = n, count = 0;
	str *all;

	for (uint32_t i = 0; i < n; i++)
		room += records[i]->record.alias_count;
	all = NEW(a, str, room);
	for (uint32_t i = 0; i < n; i++) {
		all[count++] = records[i]->record.id;
		for (uint32_t k = 0; k < records[i]->record.alias_count; k++)
			all[count++] = records[i]->record.aliases[k];
	}
	qsort(all, count, sizeof(*all), by_bytes);
	for (uint32_t i = 0; i < count; i++)
		if (!str_eq(all[i], out->id) &&
		    (out->alias_count == 0 || !str_eq(all[out->alias_count - 1], all[i])))
			all[out->alias_count++] = all[i];
	out->aliases = all;
}

/* A version is affected when one of them says so. */
static void merge_affected(struct arena *a, const struct stored *const *records, uint32_t n,
			   struct affected *out)
{
	uint32_t range_count = 0, version_count = 0;
	struct affected_range *ranges;
	str *versions;

	if (n == 1) {
		*out = records[0]->record.affected[0].affected;
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		range_count += records[i]->record.affected[0].affected.range_count;
		version_count += records[i]->record.affected[0].affected.version_count;
	}
	ranges = NEW(a, struct affected_range, range_count);
	versions = NEW(a, str, version_count);
	*out = (struct affected){.ranges = ranges, .versions = versions};
	for (uint32_t i = 0; i < n; i++) {
		const struct affected *one = &records[i]->record.affected[0].affected;
		for (uint32_t k = 0; k < one->range_count; k++)
			ranges[out->range_count++] = one->ranges[k];
		for (uint32_t k = 0; k < one->version_count; k++)
			versions[out->version_count++] = one->versions[k];
	}
}

/* Where a person reads it: what osv.dev collects has a page there. */
static str page_of(struct arena *a, str id)
{
	static const char *const known[] = {"PYSEC-", "GHSA-", "MAL-", "CVE-", "OSV-"};

	for (size_t i = 0; i < COUNTOF(known); i++)
		if (str_starts(id, str_of(known[i])))
			return arena_printf(a, "https://osv.dev/vulnerability/%.*s", STR_ARG(id));
	return (str){NULL, 0};
}

static void merge(struct arena *a, const struct stored **records, uint32_t n, struct advisory *out)
{
	qsort(records, n, sizeof(*records), by_id);
	*out = (struct advisory){.id = records[0]->record.id, .cvss = CVSS_UNKNOWN, .epss = -1};
	out->published = records[0]->record.published;
	out->url = page_of(a, out->id);
	for (uint32_t i = 0; i < n; i++) {
		const struct stored *s = records[i];
		if (out->summary.n == 0)
			out->summary = s->record.summary;
		if (out->cvss == CVSS_UNKNOWN) {
			out->cvss = s->record.cvss;
			out->vector = s->record.vector;
		}
		out->malicious |= s->record.malicious;
		if (s->kev && !out->kev)
			out->kev_due = s->kev_due;
		out->kev |= s->kev;
		if (s->epss > out->epss)
			out->epss = s->epss;
	}
	merge_aliases(a, records, n, out);
	merge_affected(a, records, n, &out->affected);
}

static int by_advisory(const void *x, const void *y)
{
	const struct advisory *a = x, *b = y;

	return id_order(a->id, b->id);
}

static const struct advisory *merge_all(struct arena *a, struct stored *records, uint32_t n,
					uint32_t *count)
{
	struct group g = {.records = records, .count = n};
	const struct stored **members = NEW(a, const struct stored *, n);
	struct advisory *list = NEW(a, struct advisory, n);
	uint32_t *next = NEW(a, uint32_t, n), *first = NEW(a, uint32_t, n);

	*count = 0;
	find_groups(a, &g);
	for (uint32_t i = n; i-- > 0;) { /* chains of each root's members, 0 = the end */
		uint32_t r = root(g.parent, i);
		next[i] = first[r];
		first[r] = i + 1;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t m = 0;
		if (g.parent[i] != i)
			continue;
		for (uint32_t k = first[i]; k != 0; k = next[k - 1])
			members[m++] = &records[k - 1];
		merge(a, members, m, &list[(*count)++]);
	}
	qsort(list, *count, sizeof(*list), by_advisory);
	return list;
}

/* ---- Finding ---- */

static bool read_package(struct arena *a, str bytes, const struct advisory **list, uint32_t *count)
{
	struct cur c = cur_of(bytes);
	uint32_t n = cur_u32le(&c);
	struct stored *records;

	if (c.bad || n > cur_left(&c))
		return false;
	records = NEW(a, struct stored, n);
	for (uint32_t i = 0; i < n; i++)
		if (!advisories_get_stored(a, &c, &records[i]))
			return false;
	if (cur_left(&c) != 0)
		return false;
	*list = merge_all(a, records, n, count);
	return true;
}

bool advisories_find(struct advisories *db, struct arena *a, str normal,
		     const struct advisory **list, uint32_t *count)
{
	int64_t part = 1 + (int64_t)advisories_bucket(normal, db->head.buckets);
	struct cur c;
	uint32_t packages;
	str bucket;

	*list = NULL;
	*count = 0;
	if (!advisories_part(db, a, part, &bucket))
		return false;
	c = cur_of(bucket);
	packages = cur_u32le(&c);
	for (uint32_t i = 0; i < packages && !c.bad; i++) {
		str name = cur_field(&c), records = cur_field(&c);
		if (!c.bad && str_eq(name, normal))
			return read_package(a, records, list, count);
	}
	return !c.bad && cur_left(&c) == 0;
}
