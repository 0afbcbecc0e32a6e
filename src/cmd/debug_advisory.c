#include "cmd/debug.h"
#include "dep/cvss.h"
#include "dep/osv.h"
#include "text/json.h"

/* A score for each line, "-" for what is no vector. */
static bool print_cvss(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	bool all = true;

	(void)a;
	(void)path;
	(void)option;
	for (str rest = bytes; rest.n > 0;) {
		str line = str_trim(str_cut(&rest, '\n'));
		uint8_t tenths;
		if (cvss_score(line, &tenths)) {
			buf_printf(out, "%u.%u %.*s\n", tenths / 10u, tenths % 10u, STR_ARG(line));
		} else {
			buf_printf(out, "- %.*s\n", STR_ARG(line));
			all = false;
		}
	}
	return all;
}

static void print_affected(struct buf *out, const struct osv_affected *a)
{
	static const char *const kinds[] = {"introduced", "fixed", "last_affected", "limit"};

	buf_printf(out, "affected %.*s\n", STR_ARG(a->package));
	for (uint32_t i = 0; i < a->affected.range_count; i++) {
		const struct affected_range *r = &a->affected.ranges[i];
		buf_add(out, S("  range"));
		for (uint32_t k = 0; k < r->event_count; k++)
			buf_printf(out, " %s=%.*s", kinds[r->events[k].kind],
				   STR_ARG(r->events[k].version));
		buf_byte(out, '\n');
	}
	for (uint32_t i = 0; i < a->affected.version_count; i++)
		buf_printf(out, "  version %.*s\n", STR_ARG(a->affected.versions[i]));
}

static bool print_osv(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	const struct tree *t;
	struct osv_record r;
	struct diag d;
	const char *why;
	uint32_t at;

	(void)path;
	(void)option;
	if (!json_parse(a, bytes, &t, &d)) {
		buf_printf(out, "offset %u: %s\n", d.offset, d.msg);
		return false;
	}
	switch (osv_read(a, t, &r, &why, &at)) {
	case OSV_NONE:
		buf_printf(out, "offset %u: %s\n", at, why);
		return false;
	case OSV_OTHER:
		buf_add(out, S("of other ecosystems\n"));
		return true;
	case OSV_RECORD:
		break;
	}
	buf_printf(out, "%.*s modified %.*s published %.*s%s%s\n", STR_ARG(r.id),
		   STR_ARG(r.modified), STR_ARG(r.published), r.withdrawn ? " withdrawn" : "",
		   r.malicious ? " malicious" : "");
	for (uint32_t i = 0; i < r.alias_count; i++)
		buf_printf(out, "alias %.*s\n", STR_ARG(r.aliases[i]));
	if (r.cvss != CVSS_UNKNOWN)
		buf_printf(out, "cvss %u.%u %.*s\n", r.cvss / 10u, r.cvss % 10u, STR_ARG(r.vector));
	buf_printf(out, "summary %.*s\n", STR_ARG(r.summary));
	for (uint32_t i = 0; i < r.affected_count; i++)
		print_affected(out, &r.affected[i]);
	return true;
}

const struct stage stages_advisory[] = {
	{
		.name = "cvss",
		.help = "the scores of CVSS vectors, one a line",
		.print = print_cvss,
	},
	{
		.name = "osv",
		.help = "an advisory in the OSV format, as it is imported",
		.print = print_osv,
	},
};
