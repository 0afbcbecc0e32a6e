/* What other tools were told to ignore becomes exceptions; no cut of their files does harm. */
#include "engine/config.h"
#include "engine/config_schema.h"
#include "test.h"

static const char vex[] =
	"{\"statements\": ["
	"{\"vulnerability\": {\"name\": \"CVE-2024-1\"}, \"status\": \"not_affected\","
	" \"justification\": \"component_not_present\","
	" \"products\": [{\"@id\": \"pkg:oci/app\", \"subcomponents\": [{\"@id\": "
	"\"pkg:pypi/Py_YAML@5.3.1?x=y\"}, {\"@id\": \"pkg:deb/x\"}]}, \"pkg:pypi/torch\"]},"
	"{\"vulnerability\": \"CVE-2024-2\", \"status\": \"fixed\"},"
	"{\"vulnerability\": \"CVE-2024-3\", \"status\": \"affected\"},"
	"{\"vulnerability\": \"CVE-2024-4\", \"status\": \"fixed\"},"
	"{\"vulnerability\": \"CVE-2024-4\", \"status\": \"under_investigation\"}]}";
static const char osv[] =
	"[[IgnoredVulns]]\nid = \"GHSA-x\"\nignoreUntil = 2027-01-31T00:00:00Z\n"
	"reason = \"why\"\n"
	"[[PackageOverrides]]\nname = \"A.b\"\nversion = \"1\"\necosystem = \"PyPI\"\n"
	"ignore = true\n"
	"[[PackageOverrides]]\nname = \"c\"\necosystem = \"npm\"\nignore = true\n"
	"[[PackageOverrides]]\nname = \"d\"\nlicense.ignore = true\n";
static const char uv[] = "[tool.uv.audit]\nignore = [\"CVE-2024-5\"]\n"
			 "ignore-until-fixed = [\"CVE-2024-6\"]\n"
			 "[tool.pip-audit]\nignore-vuln = [\"PYSEC-2024-7\", 8]\n";

static struct config *read_kind(struct arena *a, enum config_kind kind, str text)
{
	struct config *c = NEW(a, struct config, 1);
	struct buf b = buf_in(a);

	c->kind = kind;
	c->where = S("f");
	config_parse(a, kind, test_guarded(text, 0), &b);
	CHECK(config_read(a, buf_str(&b), c));
	return c;
}

/* "id package version reason until expiry", one entry a line. */
static str entries(struct arena *a, const struct config *c)
{
	struct buf b = buf_in(a);

	for (const struct config_entry *e = c->first; e != NULL; e = e->next) {
		CHECK_INT(e->tag, CONFIG_ADVISORY);
		for (unsigned i = 0; i < CONFIG_TEXTS; i++)
			buf_printf(&b, "%s%.*s", i ? "|" : "", STR_ARG(e->text[i]));
		buf_byte(&b, '\n');
	}
	return buf_str(&b);
}

TEST(config_deps_openvex)
{
	CHECK_STR(entries(a, read_kind(a, CONFIG_OPENVEX, str_of(vex))),
		  S("CVE-2024-1|py-yaml|5.3.1|VEX: not_affected, component_not_present||\n"
		    "CVE-2024-1|torch||VEX: not_affected, component_not_present||\n"
		    "CVE-2024-2|||VEX: fixed||\n"));
}

TEST(config_deps_osv_scanner)
{
	CHECK_STR(entries(a, read_kind(a, CONFIG_OSV_SCANNER, str_of(osv))),
		  S("GHSA-x|||why||2027-01-31\n"
		    "|a-b|1|||\n"));
}

TEST(config_deps_audit_tools)
{
	CHECK_STR(entries(a, read_kind(a, CONFIG_AUDIT_TOOLS, str_of(uv))),
		  S("CVE-2024-5|||ignored by [tool.uv.audit]||\n"
		    "CVE-2024-6|||ignored by [tool.uv.audit] until there is a fix|fixed|\n"
		    "PYSEC-2024-7|||ignored by [tool.pip-audit]||\n"));
}

TEST(config_deps_every_cut)
{
	for (size_t n = 0; n < sizeof(vex); n++)
		read_kind(a, CONFIG_OPENVEX, (str){(const uint8_t *)vex, n});
	for (size_t n = 0; n < sizeof(osv); n++)
		read_kind(a, CONFIG_OSV_SCANNER, (str){(const uint8_t *)osv, n});
	for (size_t n = 0; n < sizeof(uv); n++)
		read_kind(a, CONFIG_AUDIT_TOOLS, (str){(const uint8_t *)uv, n});
}

TEST(config_deps_ids)
{
	CHECK(config_is_advisory(S("CVE-2024-1234")));
	CHECK(config_is_advisory(S("GHSA-aaaa-bbbb-cccc")));
	CHECK(config_is_advisory(S("PYSEC-2024-1")));
	CHECK(config_is_advisory(S("MAL-2024-1")));
	CHECK(!config_is_advisory(S("B301")));
	CHECK(!config_is_advisory(S("pytorch-load")));
	CHECK(!config_is_advisory(S("CVE 2024-1")));
}
