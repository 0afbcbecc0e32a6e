/* Packages in a bill of materials: a component of type library for each version of each package
 * (application for the project itself), known by its package URL; where it stands is its evidence.
 * An advisory about it is a vulnerability with the advisory's own id, aliases and score. */
#include "report/cyclonedx.h"

/* ---- Components ---- */

static void write_occurrences(struct json_out *j, struct arena *a, const struct package *p)
{
	json_out_object(j, "evidence");
	json_out_array(j, "occurrences");
	for (uint32_t i = 0; i < p->place_count; i++) {
		json_out_object(j, NULL);
		json_out_str(j, "bom-ref", arena_printf(a, "%.*s#%u", STR_ARG(p->ref), i + 1));
		json_out_str(j, "location", p->places[i].path);
		if (p->places[i].line > 0)
			json_out_int(j, "line", p->places[i].line);
		json_out_end(j);
	}
	json_out_end(j);
	json_out_end(j);
}

static void write_properties(struct json_out *j, struct arena *a, const struct package *p)
{
	static const char *const kinds[] = {"requirement", "locked",  "installed",
					    "constraint",  "project", "named"};
	struct buf wanted = buf_in(a);

	json_out_array(j, "properties");
	cyclonedx_property(j, S("assay:kind"), str_of(kinds[p->said->kind]));
	cyclonedx_property(j, S("assay:direct"), p->direct ? S("true") : S("false"));
	if (p->version.n == 0 && !p->project) {
		specifiers_print(&wanted, &p->said->specifiers);
		cyclonedx_property(j, S("assay:wanted"),
				   wanted.n > 0 ? buf_str(&wanted) : S("any version"));
	}
	if (p->said->source.n > 0)
		cyclonedx_property(j, S("assay:source"), p->said->source);
	if (p->said->revision.n > 0)
		cyclonedx_property(j, S("assay:revision"), p->said->revision);
	json_out_end(j);
}

void cyclonedx_packages(struct json_out *j, struct arena *a, const struct packages *p)
{
	for (uint32_t i = 0; i < p->count; i++) {
		const struct package *one = &p->list[i];
		json_out_object(j, NULL);
		json_out_text(j, "type", one->project ? "application" : "library");
		json_out_str(j, "bom-ref", one->ref);
		json_out_str(j, "name", one->normal);
		if (one->version.n > 0)
			json_out_str(j, "version", one->version);
		if (!one->project)
			json_out_text(j, "scope", one->optional ? "optional" : "required");
		json_out_str(j, "purl", one->purl);
		write_properties(j, a, one);
		write_occurrences(j, a, one);
		json_out_end(j);
	}
}

void cyclonedx_needs(struct json_out *j, const struct packages *p)
{
	for (uint32_t i = 0; i < p->count; i++) {
		const struct package *one = &p->list[i];
		json_out_object(j, NULL);
		json_out_str(j, "ref", one->ref);
		if (one->need_count > 0) {
			json_out_array(j, "dependsOn");
			for (uint32_t k = 0; k < one->need_count; k++)
				json_out_str(j, NULL, p->list[one->needs[k]].ref);
			json_out_end(j);
		}
		json_out_end(j);
	}
}

/* ---- Vulnerabilities ---- */

static const char *publisher_of(str id)
{
	if (str_starts(id, S("CVE-")))
		return "NVD";
	if (str_starts(id, S("GHSA-")))
		return "GitHub";
	if (str_starts(id, S("PYSEC-")))
		return "PyPA";
	return "OSV";
}

static void write_source(struct json_out *j, str id, str url)
{
	json_out_object(j, "source");
	json_out_text(j, "name", publisher_of(id));
	if (url.n > 0)
		json_out_str(j, "url", url);
	json_out_end(j);
}

static void write_aliases(struct json_out *j, const struct finding_package *d)
{
	if (d->alias_count == 0)
		return;
	json_out_array(j, "references");
	for (uint32_t i = 0; i < d->alias_count; i++) {
		json_out_object(j, NULL);
		json_out_str(j, "id", d->aliases[i]);
		write_source(j, d->aliases[i], (str){NULL, 0});
		json_out_end(j);
	}
	json_out_end(j);
}

static const char *method_of(str vector)
{
	if (str_starts(vector, S("CVSS:4.0/")))
		return "CVSSv4";
	if (str_starts(vector, S("CVSS:3.1/")))
		return "CVSSv31";
	if (str_starts(vector, S("CVSS:3.0/")))
		return "CVSSv3";
	return str_starts(vector, S("AV:")) ? "CVSSv2" : "other";
}

static void write_ratings(struct json_out *j, const struct finding *f)
{
	const struct finding_package *d = f->dep;

	json_out_array(j, "ratings");
	cyclonedx_rating(j, f);
	if (d->vector.n > 0 && d->cvss <= 100) {
		json_out_object(j, NULL);
		json_out_double(j, "score", d->cvss / 10.0);
		json_out_text(j, "method", method_of(d->vector));
		json_out_str(j, "vector", d->vector);
		json_out_end(j);
	}
	json_out_end(j);
}

static void write_affected(struct json_out *j, const struct package *p)
{
	json_out_array(j, "affects");
	json_out_object(j, NULL);
	json_out_str(j, "ref", p->ref);
	if (p->version.n > 0) {
		json_out_array(j, "versions");
		json_out_object(j, NULL);
		json_out_str(j, "version", p->version);
		json_out_text(j, "status", "affected");
		json_out_end(j);
		json_out_end(j);
	}
	json_out_end(j);
	json_out_end(j);
}

static void write_advisory(struct json_out *j, struct arena *a, const struct package *p,
			   const struct finding *f)
{
	const struct finding_package *d = f->dep;

	json_out_object(j, NULL);
	json_out_str(j, "bom-ref",
		     arena_printf(a, "%.*s#%.*s", STR_ARG(p->purl), STR_ARG(d->advisory)));
	json_out_str(j, "id", d->advisory);
	write_source(j, d->advisory, d->url);
	write_aliases(j, d);
	write_ratings(j, f);
	json_out_array(j, "cwes");
	for (size_t i = 0; i < COUNTOF(f->rule->cwe) && f->rule->cwe[i] != 0; i++)
		json_out_int(j, NULL, f->rule->cwe[i]);
	json_out_end(j);
	json_out_str(j, "description", d->summary.n > 0 ? d->summary : report_message(f));
	json_out_str(j, "recommendation", report_fix(f));
	cyclonedx_analysis(j, a, f);
	write_affected(j, p);
	json_out_array(j, "properties");
	cyclonedx_property(j, S("assay:rule"), str_of(f->rule->id));
	cyclonedx_property(j, S("assay:fingerprint"), f->fingerprint);
	json_out_end(j);
	json_out_end(j);
}

void cyclonedx_advisories(struct json_out *j, struct arena *a, const struct packages *p)
{
	for (uint32_t i = 0; i < p->count; i++)
		for (uint32_t k = 0; k < p->list[i].advisory_count; k++)
			write_advisory(j, a, &p->list[i], p->list[i].advisories[k]);
}
