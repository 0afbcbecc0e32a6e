#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/input.h"
#include "store/advisories.h"

static const char *place(struct arena *a)
{
	const char *folder = getenv("TMPDIR");

	return (const char *)arena_printf(a, "%s/assay-test-%d.db", folder ? folder : "/tmp",
					  (int)getpid())
		.p;
}

struct made {
	struct osv_record record;
	struct osv_affected affected;
	struct affected_range range;
	struct affected_event events[2];
	str aliases[2];
};

/* A record: affected below `fixed`. */
static const struct osv_record *make(struct arena *a, const char *id, const char *alias,
				     const char *package, const char *fixed, const char *modified)
{
	struct made *m = NEW(a, struct made, 1);

	m->events[0] = (struct affected_event){EVENT_INTRODUCED, S("0")};
	m->events[1] = (struct affected_event){EVENT_FIXED, str_of(fixed)};
	m->range = (struct affected_range){m->events, 2};
	m->affected.package = str_of(package);
	m->affected.affected = (struct affected){.ranges = &m->range, .range_count = 1};
	m->aliases[0] = str_of(alias);
	m->record = (struct osv_record){.id = str_of(id),
					.modified = str_of(modified),
					.aliases = m->aliases,
					.alias_count = alias[0] != 0,
					.cvss = CVSS_UNKNOWN,
					.affected = &m->affected,
					.affected_count = 1};
	return &m->record;
}

static bool commit(struct arena *a, struct advisories_import *m)
{
	str error = S("");

	return m != NULL &&
	       CHECK(advisories_import_commit(m, place(a), S("2026-01-01T00:00:00Z"), &error));
}

static uint32_t find(struct arena *a, str package, const struct advisory **list)
{
	struct advisories *db;
	uint32_t count = 0;
	str error;

	*list = NULL;
	if (!CHECK_INT(advisories_open(a, place(a), &db, &error), ADVISORIES_OPEN))
		return 0;
	CHECK(advisories_find(db, a, package, list, &count));
	advisories_close(db);
	return count;
}

TEST(advisories_merge_by_alias_within_a_package)
{
	struct advisories_import *m = advisories_import_begin(a, place(a), true, &(str){0});
	const struct advisory *list;

	/* One flaw under two ids, one that shares its alias in another package. */
	advisories_import_record(m, make(a, "GHSA-1", "CVE-2020-1111", "x", "2.0", "2024"));
	advisories_import_record(m, make(a, "PYSEC-1", "CVE-2020-1111", "x", "1.0", "2024"));
	advisories_import_record(m, make(a, "PYSEC-2", "CVE-2020-1111", "y", "1.0", "2024"));
	advisories_import_record(m, make(a, "PYSEC-3", "", "x", "1.0", "2024"));
	CHECK(advisories_import_kev(m, S("CVE-2020-1111"), S("2021-01-01")));
	CHECK(advisories_import_epss(m, S("CVE-2020-1111"), 123));
	CHECK(!advisories_import_epss(m, S("CVE-2020-1111"), 100001));
	commit(a, m);
	CHECK_INT(find(a, S("x"), &list), 2);
	CHECK_STR(list[0].id, S("PYSEC-1"));
	CHECK_INT(list[0].alias_count, 2);
	CHECK_STR(list[0].aliases[1], S("GHSA-1"));
	CHECK(list[0].kev && list[0].epss == 123 && !list[1].kev && list[1].epss == -1);
	CHECK_STR(list[0].kev_due, S("2021-01-01"));
	CHECK(affected_version(&list[0].affected, S("1.5")));
	CHECK(!affected_version(&list[0].affected, S("2.0")));
	CHECK_INT(find(a, S("y"), &list), 1);
	CHECK_INT(find(a, S("z"), &list), 0);
	unlink(place(a));
}

TEST(advisories_newer_records_replace_older_ones)
{
	struct advisories_import *m = advisories_import_begin(a, place(a), true, &(str){0});
	struct osv_record gone = {.id = S("B"), .modified = S("2025"), .withdrawn = true};
	const struct advisory *list;
	struct advisories_info info;
	struct advisories *db;
	str error;

	advisories_import_record(m, make(a, "A", "", "x", "2.0", "2025"));
	advisories_import_record(m, make(a, "B", "", "x", "2.0", "2024"));
	commit(a, m);
	m = advisories_import_begin(a, place(a), false, &error);
	advisories_import_record(m, make(a, "A", "", "x", "1.0", "2024"));
	advisories_import_record(m, &gone);
	advisories_import_record(m, make(a, "C", "", "x", "1.0", "2024"));
	advisories_import_record(m, make(a, "C", "", "y", "1.0", "2026"));
	commit(a, m);
	CHECK_INT(find(a, S("x"), &list), 1);
	CHECK(affected_version(&list[0].affected, S("1.5")));
	CHECK_INT(find(a, S("y"), &list), 1);
	/* What was withdrawn stays so, whatever older source comes after it. */
	m = advisories_import_begin(a, place(a), false, &error);
	advisories_import_record(m, make(a, "B", "", "x", "2.0", "2024"));
	commit(a, m);
	CHECK_INT(find(a, S("x"), &list), 1);
	CHECK(advisories_open(a, place(a), &db, &error) == ADVISORIES_OPEN);
	CHECK(advisories_info(db, a, &info));
	CHECK_INT(info.advisories, 2);
	CHECK_INT(info.withdrawn, 1);
	CHECK_INT(info.packages, 2);
	CHECK_STR(info.newest, S("2026"));
	advisories_close(db);
	unlink(place(a));
}

TEST(advisories_that_moved_to_another_ecosystem_are_withdrawn)
{
	struct advisories_import *m = advisories_import_begin(a, place(a), true, &(str){0});
	const struct advisory *list;

	advisories_import_record(m, make(a, "A", "", "x", "2.0", "2024"));
	advisories_import_record(m, make(a, "B", "", "x", "2.0", "2024"));
	advisories_import_elsewhere(m, S("A"), S("2024"));
	advisories_import_elsewhere(m, S("B"), S("2025"));
	advisories_import_elsewhere(m, S("C"), S("2025"));
	commit(a, m);
	CHECK_INT(find(a, S("x"), &list), 1);
	CHECK_STR(list[0].id, S("A"));
	unlink(place(a));
}

/* Every byte of the file changed: either the answer is the same, or it is an error; never another
 * answer, and never a crash. */
TEST(advisories_damage_hides_nothing)
{
	struct advisories_import *m = advisories_import_begin(a, place(a), true, &(str){0});
	const struct advisory *list;
	struct advisories *db;
	struct arena scratch;
	uint32_t count;
	uint8_t byte;
	str bytes, error;
	int fd;

	advisories_import_record(m, make(a, "PYSEC-1", "CVE-1", "x", "2.0", "2024"));
	commit(a, m);
	fd = open(place(a), O_RDWR | O_CLOEXEC);
	CHECK(input_read(a, fd, 1 << 20, &bytes) == INPUT_OK);
	arena_init(&scratch, 1 << 24);
	for (size_t i = 0; i<bytes.n; i += bytes.n> 40000 ? 7 : 3) {
		byte = bytes.p[i] ^ (uint8_t)(1u << i % 8);
		CHECK(pwrite(fd, &byte, 1, (off_t)i) == 1);
		if (advisories_open(&scratch, place(a), &db, &error) == ADVISORIES_OPEN) {
			if (advisories_find(db, &scratch, S("x"), &list, &count))
				CHECK(count == 1 && str_eq(list[0].id, S("PYSEC-1")) &&
				      affected_version(&list[0].affected, S("1.5")));
			advisories_close(db);
		}
		CHECK(pwrite(fd, &bytes.p[i], 1, (off_t)i) == 1);
		arena_reset(&scratch);
	}
	for (size_t n = 0; n < bytes.n; n += 512) {
		CHECK(ftruncate(fd, (off_t)n) == 0);
		if (advisories_open(&scratch, place(a), &db, &error) == ADVISORIES_OPEN) {
			CHECK(!advisories_find(db, &scratch, S("x"), &list, &count) || count == 1);
			advisories_close(db);
		}
		CHECK(pwrite(fd, bytes.p, bytes.n, 0) == (ssize_t)bytes.n);
	}
	arena_free(&scratch);
	close(fd);
	unlink(place(a));
}

TEST(advisories_of_others)
{
	struct advisories *db;
	str error;

	CHECK_INT(advisories_open(a, "/nowhere/advisories.db", &db, &error), ADVISORIES_ABSENT);
	CHECK_INT(advisories_open(a, "/", &db, &error), ADVISORIES_CORRUPT);
	CHECK_INT(advisories_open(a, "/dev/null", &db, &error), ADVISORIES_CORRUPT);
}
