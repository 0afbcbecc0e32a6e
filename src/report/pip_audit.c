/* What `pip-audit --format json` prints, for programs that read it (pip_audit/_format/json.py):
 * each package with what is known of its version, and those without a version as skipped.
 * Advisories that an exception or a baseline accepts are left out, as pip-audit's --ignore-vuln
 * does. */
#include "report/json_out.h"
#include "report/packages.h"

static void write_texts(struct json_out *j, const char *key, const str *texts, uint32_t count)
{
	json_out_array(j, key);
	for (uint32_t i = 0; i < count; i++)
		json_out_str(j, NULL, texts[i]);
	json_out_end(j);
}

static void write_advisory(struct json_out *j, const struct finding *f)
{
	const struct finding_package *d = f->dep;

	json_out_object(j, NULL);
	json_out_str(j, "id", d->advisory);
	write_texts(j, "fix_versions", d->fixed_versions, d->fixed_count);
	write_texts(j, "aliases", d->aliases, d->alias_count);
	json_out_str(j, "description", d->summary.n > 0 ? d->summary : report_message(f));
	json_out_end(j);
}

static void write_package(struct json_out *j, struct arena *a, const struct package *p)
{
	json_out_object(j, NULL);
	json_out_str(j, "name", p->normal);
	if (p->version.n == 0 || p->project) {
		json_out_str(j, "skip_reason", report_unversioned(a, p));
		json_out_end(j);
		return;
	}
	json_out_str(j, "version", p->version);
	json_out_array(j, "vulns");
	for (uint32_t i = 0; i < p->advisory_count; i++)
		if (p->advisories[i]->suppressed == SUPPRESSED_NOT)
			write_advisory(j, p->advisories[i]);
	json_out_end(j);
	json_out_end(j);
}

static void write_pip_audit(struct buf *out, const struct report *r, UNUSED bool colour)
{
	struct json_out j = json_out_to(out, 0);
	struct packages p = report_packages(out->arena, r);

	json_out_object(&j, NULL);
	json_out_array(&j, "dependencies");
	for (uint32_t i = 0; i < p.count; i++)
		write_package(&j, out->arena, &p.list[i]);
	json_out_end(&j);
	json_out_array(&j, "fixes");
	json_out_end(&j);
	json_out_end(&j);
}

const struct reporter reporter_pip_audit = {
	.name = "pip-audit",
	.help = "the dependencies as pip-audit prints them in JSON",
	.write = write_pip_audit,
};
