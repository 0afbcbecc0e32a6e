#include "test.h"

#include "base/limits.h"
#include "dep/osv.h"
#include "text/json.h"
#include "text/yaml.h"

static enum osv_read read_json(struct arena *a, const char *text, struct osv_record *r,
			       const char **why)
{
	const struct tree *t;
	struct diag d;
	uint32_t at;

	*why = "";
	if (!CHECK(json_parse(a, test_guarded(str_of(text), 0), &t, &d)))
		return OSV_NONE;
	return osv_read(a, t, r, why, &at);
}

#define PACKAGE "\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"A.b_C\"}"

TEST(osv_record_is_read)
{
	struct osv_record r;
	const char *why;

	CHECK_INT(
		read_json(
			a,
			"{\"id\":\" PYSEC-1 \",\"modified\":\"2024-01-02T03:04:05.678Z\","
			"\"published\":\"2023-01-01\",\"aliases\":[\"GHSA-x\",\"CVE-1\",\"GHSA-x\","
			"\"PYSEC-1\"],\"details\":\"First. Second.\\nThird\",\"severity\":["
			"{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/"
			"I:H/A:H\"},{\"type\":\"Ubuntu\",\"score\":\"medium\"}],\"affected\":"
			"[{" PACKAGE ",\"ranges\":[{\"type\":\"GIT\",\"repo\":\"x\",\"events\":["
			"{\"introduced\":\"0\"},{\"fixed\":\"abcdef\"}]},{\"type\":\"ECOSYSTEM\","
			"\"events\":[{\"fixed\":\"1.2\"},{\"introduced\":\"0\"}]}],"
			"\"versions\":[\"1.0\",\"1.1\",\"1.2.post1\",\"strange\"]},"
			"{\"package\":{\"ecosystem\":\"npm\",\"name\":\"x\"}}]}",
			&r, &why),
		OSV_RECORD);
	CHECK_STR(r.id, S("PYSEC-1"));
	CHECK_STR(r.modified, S("2024-01-02T03:04:05"));
	CHECK_STR(r.published, S("2023-01-01"));
	CHECK_STR(r.summary, S("First."));
	CHECK_INT(r.cvss, 98);
	CHECK_INT(r.alias_count, 2);
	CHECK_STR(r.aliases[0], S("CVE-1"));
	CHECK_INT(r.affected_count, 1);
	CHECK_STR(r.affected[0].package, S("a-b-c"));
	CHECK_INT(r.affected[0].affected.range_count, 1);
	CHECK_INT(r.affected[0].affected.ranges[0].events[0].kind, EVENT_INTRODUCED);
	/* What the range holds is not kept twice. */
	CHECK_INT(r.affected[0].affected.version_count, 2);
	CHECK_STR(r.affected[0].affected.versions[0], S("1.2.post1"));
	CHECK(!r.malicious && !r.withdrawn && r.unversioned == 0);
}

/* 2.6.0+cu126 is above the last event and yet a rebuild of 2.6.0, which the list names. */
TEST(osv_versions_beside_local_events_are_kept)
{
	struct osv_record r;
	const char *why;

	CHECK_INT(read_json(a,
			    "{\"id\":\"X-1\",\"affected\":[{" PACKAGE ",\"ranges\":[{\"type\":"
			    "\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"last_affected\":"
			    "\"2.6.0+cu124\"}]}],\"versions\":[\"2.5.0\",\"2.6.0\"]}]}",
			    &r, &why),
		  OSV_RECORD);
	CHECK(affected_version(&r.affected[0].affected, S("2.6.0+cu126")));
	CHECK(affected_version(&r.affected[0].affected, S("2.6.0")));
	CHECK(!affected_version(&r.affected[0].affected, S("2.6.1+cu124")));
}

TEST(osv_quirks_are_borne)
{
	struct osv_record r;
	const char *why;

	CHECK_INT(read_json(a,
			    "{\"id\":\"MAL-1\",\"aliases\":null,\"affected\":[{\"package\":{"
			    "\"ecosystem\":\"pypi:https://x\",\"name\":\"n\"},\"ranges\":null}]}",
			    &r, &why),
		  OSV_RECORD);
	CHECK(r.malicious && r.cvss == CVSS_UNKNOWN);
	CHECK_INT(r.unversioned, 1);
	CHECK_INT(read_json(a,
			    "{\"id\":\"X-1\",\"withdrawn\":\"2024-01-01T00:00:00Z\",\"affected\":"
			    "[{" PACKAGE ",\"versions\":[\"1\"]}]}",
			    &r, &why),
		  OSV_RECORD);
	CHECK(r.withdrawn && r.affected_count == 0);
	CHECK_INT(read_json(a,
			    "{\"id\":\"X-2\",\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\","
			    "\"name\":\"not a name\"}},{\"package\":{\"ecosystem\":\"Go\","
			    "\"name\":\"y\"}}]}",
			    &r, &why),
		  OSV_OTHER);
	CHECK_INT(read_json(a,
			    "{\"id\":\"X-3\",\"summary\":\"a\\u0000b\\u001b[1m\\ud800c\\n d\","
			    "\"affected\":[{" PACKAGE ",\"ranges\":[{\"type\":\"SEMVER\","
			    "\"events\":[{\"introduced\":0,\"fixed\":1.10}]}]}]}",
			    &r, &why),
		  OSV_RECORD);
	CHECK_STR(r.summary, S("a b [1m c d"));
	CHECK_STR(r.affected[0].affected.ranges[0].events[1].version, S("1.10"));
}

TEST(osv_what_is_broken)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{"[]", "a record of the OSV format is an object"},
		{"{}", "a record of the OSV format has an `id`"},
		{"{\"id\":\"a b\"}", "a record of the OSV format has an `id`"},
		{"{\"id\":\"a\\u0000\"}", "a record of the OSV format has an `id`"},
		{"{\"id\":\"a\",\"aliases\":\"b\"}", "`aliases` is no list"},
		{"{\"id\":\"a\",\"aliases\":[[]]}", "an alias is no identifier"},
		{"{\"id\":\"a\",\"affected\":{}}", "`affected` is no list"},
		{"{\"id\":\"a\",\"affected\":[1]}", "an element of `affected` is no object"},
		{"{\"id\":\"a\",\"affected\":[{" PACKAGE ",\"ranges\":{}}]}",
		 "`ranges` is no list"},
		{"{\"id\":\"a\",\"affected\":[{" PACKAGE ",\"ranges\":[{\"events\":[]}]}]}",
		 "a range has no type"},
		{"{\"id\":\"a\",\"affected\":[{" PACKAGE
		 ",\"ranges\":[{\"type\":\"ECOSYSTEM\"}]}]}",
		 "a range has no list of events"},
		{"{\"id\":\"a\",\"affected\":[{" PACKAGE
		 ",\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[\"0\"]}]}]}",
		 "an event is no object"},
		{"{\"id\":\"a\",\"affected\":[{" PACKAGE
		 ",\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"fixed\":null}]}]}]}",
		 "an event has no version"},
		{"{\"id\":\"a\",\"affected\":[{" PACKAGE ",\"versions\":\"1\"}]}",
		 "`versions` is no list"},
		{"{\"id\":\"a\",\"affected\":[{" PACKAGE ",\"versions\":[{}]}]}",
		 "a version is no text"},
	};
	struct osv_record r;
	const char *why;

	for (size_t i = 0; i < COUNTOF(rows); i++) {
		CHECK_INT(read_json(a, rows[i].text, &r, &why), OSV_NONE);
		CHECK_STR(str_of(why), str_of(rows[i].why));
	}
}

TEST(osv_record_from_yaml)
{
	const struct tree *t;
	struct osv_record r;
	struct diag d;
	const char *why;
	uint32_t at;

	CHECK(yaml_parse(a,
			 S("id: PYSEC-2\nmodified: 2024-01-02 03:04:05Z\naffected:\n"
			   "- package:\n    name: x\n    ecosystem: PyPI\n  ranges:\n"
			   "  - type: ECOSYSTEM\n    events:\n    - introduced: '0'\n"
			   "    - fixed: 1.10\n  versions:\n  - 0.1\n  - '2.0'\n"),
			 &t, &d));
	CHECK_INT(osv_read(a, yaml_document(t), &r, &why, &at), OSV_RECORD);
	CHECK_STR(r.affected[0].affected.ranges[0].events[1].version, S("1.10"));
	CHECK_STR(str_slice(r.modified, 0, 10), S("2024-01-02"));
	CHECK_INT(r.affected[0].affected.version_count, 1);
}

TEST(osv_record_as_bytes)
{
	struct osv_record r, again;
	struct buf b = buf_in(a);
	struct cur c;
	const char *why;

	CHECK_INT(read_json(a,
			    "{\"id\":\"X\",\"aliases\":[\"Y\"],\"affected\":[{" PACKAGE
			    ",\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":"
			    "\"1\"},{\"last_affected\":\"2\"}]}],\"versions\":[\"5\"]}]}",
			    &r, &why),
		  OSV_RECORD);
	osv_put(&b, &r);
	c = cur_of(test_guarded(buf_str(&b), 0));
	CHECK(osv_get(a, &c, &again) && cur_left(&c) == 0);
	CHECK_STR(again.affected[0].affected.versions[0], S("5"));
	CHECK_STR(again.aliases[0], S("Y"));
	for (size_t n = 0; n < b.n; n++) {
		c = cur_of(test_guarded(str_slice(buf_str(&b), 0, n), 0));
		CHECK(!osv_get(a, &c, &again));
	}
}
