/* SPDX 2.3 in JSON (https://spdx.github.io/spdx-spec/v2.3): the packages of a run and who asks for
 * whom. Advisories are external references of category SECURITY where they have a URL, and
 * annotations of the package otherwise too: SPDX 2.3 has no other place for the state of a
 * vulnerability (its annex G.1.9 points to VEX documents).
 *
 * The document needs a time and a name of its own in the world: with --reproducible they are those
 * of the epoch and of the content. */
#include "base/hash.h"
#include "base/version.h"
#include "report/json_out.h"
#include "report/packages.h"

struct spdx {
	struct json_out j;
	struct arena *a;
	const struct report *r;
	struct packages p;
	str when;
};

static str id_of(struct spdx *s, uint32_t index)
{
	return arena_printf(s->a, "SPDXRef-Package-%u", index + 1);
}

/* ---- The document ---- */

static void write_namespace(struct spdx *s)
{
	struct hash_sha256_state h;
	uint8_t id[32];
	int64_t when[2] = {s->r->started_unix, s->r->wall_ns};

	hash_sha256_init(&h);
	if (!s->r->settings->reproducible)
		hash_sha256_update(&h, (str){(const uint8_t *)when, sizeof(when)});
	hash_sha256_update(&h, s->r->args);
	for (uint32_t i = 0; i < s->p.count; i++)
		hash_sha256_update(&h, s->p.list[i].ref);
	hash_sha256_final(&h, id);
	json_out_str(&s->j, "documentNamespace",
		     arena_printf(s->a, "urn:assay:sbom:%.*s", STR_ARG(hash_hex_in(s->a, id, 16))));
}

static void write_creation(struct spdx *s)
{
	struct json_out *j = &s->j;

	json_out_object(j, "creationInfo");
	json_out_str(j, "created", s->when);
	json_out_array(j, "creators");
	json_out_text(j, NULL, "Tool: assay-" ASSAY_VERSION);
	json_out_end(j);
	json_out_end(j);
}

/* ---- Packages ---- */

static void write_reference(struct json_out *j, const char *category, const char *type, str where,
			    str comment)
{
	json_out_object(j, NULL);
	json_out_text(j, "referenceCategory", category);
	json_out_text(j, "referenceType", type);
	json_out_str(j, "referenceLocator", where);
	if (comment.n > 0)
		json_out_str(j, "comment", comment);
	json_out_end(j);
}

static void write_references(struct spdx *s, const struct package *p)
{
	json_out_array(&s->j, "externalRefs");
	write_reference(&s->j, "PACKAGE-MANAGER", "purl", p->purl, (str){NULL, 0});
	for (uint32_t i = 0; i < p->advisory_count; i++) {
		const struct finding_package *d = p->advisories[i]->dep;
		if (d->url.n > 0)
			write_reference(&s->j, "SECURITY", "advisory", d->url, d->advisory);
	}
	json_out_end(&s->j);
}

static str state_of(struct spdx *s, const struct finding *f)
{
	if (f->suppressed == SUPPRESSED_NOT)
		return S("under_investigation");
	return arena_printf(s->a, "accepted by %s%s%.*s", report_suppressed_by(f->suppressed),
			    f->reason.n > 0 ? ": " : "", STR_ARG(f->reason));
}

static void write_annotations(struct spdx *s, const struct package *p)
{
	struct json_out *j = &s->j;

	if (p->advisory_count == 0)
		return;
	json_out_array(j, "annotations");
	for (uint32_t i = 0; i < p->advisory_count; i++) {
		const struct finding *f = p->advisories[i];
		str message = report_message(f), state = state_of(s, f);
		json_out_object(j, NULL);
		json_out_text(j, "annotationType", "REVIEW");
		json_out_text(j, "annotator", "Tool: assay-" ASSAY_VERSION);
		json_out_str(j, "annotationDate", s->when);
		json_out_str(j, "comment",
			     arena_printf(s->a, "%.*s: %.*s (%.*s)", STR_ARG(f->dep->advisory),
					  STR_ARG(message), STR_ARG(state)));
		json_out_end(j);
	}
	json_out_end(j);
}

static str places_of(struct spdx *s, const struct package *p)
{
	struct buf b = buf_in(s->a);

	for (uint32_t i = 0; i < p->place_count; i++) {
		buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(p->places[i].path));
		if (p->places[i].line > 0)
			buf_printf(&b, ":%u", p->places[i].line);
	}
	return buf_str(&b);
}

static void write_package(struct spdx *s, uint32_t index)
{
	const struct package *p = &s->p.list[index];
	struct json_out *j = &s->j;

	json_out_object(j, NULL);
	json_out_str(j, "name", p->normal);
	json_out_str(j, "SPDXID", id_of(s, index));
	if (p->version.n > 0)
		json_out_str(j, "versionInfo", p->version);
	json_out_text(j, "downloadLocation", "NOASSERTION");
	json_out_bool(j, "filesAnalyzed", false);
	json_out_text(j, "licenseConcluded", "NOASSERTION");
	json_out_text(j, "licenseDeclared", "NOASSERTION");
	json_out_text(j, "copyrightText", "NOASSERTION");
	json_out_text(j, "primaryPackagePurpose", p->project ? "APPLICATION" : "LIBRARY");
	json_out_str(j, "sourceInfo", places_of(s, p));
	write_references(s, p);
	write_annotations(s, p);
	json_out_end(j);
}

/* ---- Relationships ---- */

static void write_relation(struct spdx *s, str from, const char *type, str to)
{
	json_out_object(&s->j, NULL);
	json_out_str(&s->j, "spdxElementId", from);
	json_out_text(&s->j, "relationshipType", type);
	json_out_str(&s->j, "relatedSpdxElement", to);
	json_out_end(&s->j);
}

/* The document describes the projects, and whatever nobody else asks for. */
static void write_relations(struct spdx *s)
{
	bool *asked = NEW(s->a, bool, s->p.count + 1);

	for (uint32_t i = 0; i < s->p.count; i++)
		for (uint32_t k = 0; k < s->p.list[i].need_count; k++)
			asked[s->p.list[i].needs[k]] = true;
	json_out_array(&s->j, "relationships");
	for (uint32_t i = 0; i < s->p.count; i++)
		if (s->p.list[i].project || !asked[i])
			write_relation(s, S("SPDXRef-DOCUMENT"), "DESCRIBES", id_of(s, i));
	for (uint32_t i = 0; i < s->p.count; i++)
		for (uint32_t k = 0; k < s->p.list[i].need_count; k++)
			write_relation(s, id_of(s, i), "DEPENDS_ON",
				       id_of(s, s->p.list[i].needs[k]));
	json_out_end(&s->j);
}

static void write_spdx(struct buf *out, const struct report *r, UNUSED bool colour)
{
	struct spdx s = {.j = json_out_to(out, 4), .a = out->arena, .r = r};
	struct json_out *j = &s.j;

	s.p = report_packages(out->arena, r);
	s.when = report_utc(s.a, r->settings->reproducible ? 0 : r->started_unix);
	json_out_object(j, NULL);
	json_out_text(j, "spdxVersion", "SPDX-2.3");
	json_out_text(j, "dataLicense", "CC0-1.0");
	json_out_text(j, "SPDXID", "SPDXRef-DOCUMENT");
	json_out_str(j, "name", r->args.n > 0 ? r->args : S("."));
	write_namespace(&s);
	write_creation(&s);
	json_out_array(j, "packages");
	for (uint32_t i = 0; i < s.p.count; i++)
		write_package(&s, i);
	json_out_end(j);
	write_relations(&s);
	json_out_end(j);
}

const struct reporter reporter_spdx = {
	.name = "spdx",
	.help = "SPDX 2.3: packages as a bill of materials",
	.write = write_spdx,
};
