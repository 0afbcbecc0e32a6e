/* A bill of materials of the models, and of the packages (cyclonedx_packages.c): CycloneDX 1.6
 * (ECMA-424), JSON. One component of type machine-learning-model for each model: a file, or a
 * folder whose files are one model together and stand below it as components of type file. What
 * formats said of a model (licence, architecture, datasets, the model it was made from) goes
 * where 1.6 has a place for it, the rest to properties `assay:...`. Findings from low upwards are
 * vulnerabilities that affect their file; what was accepted (exception, baseline) stays, in triage.
 *
 * Serial number and time are left out with --reproducible: both are optional. References inside the
 * document are the paths as reached, a folder's with a slash at its end, so they are unique. */
#include "base/hash.h"
#include "base/map.h"
#include "base/version.h"
#include "report/cyclonedx.h"

struct bom {
	struct json_out j;
	struct packages packages;
	const struct report *r;
	struct arena *a;
};

/* A component's files: all of report.models in [first, end) that belong to the folder, or one. */
struct part {
	const struct report_model *models;
	size_t first, end;
	uint32_t directory; /* 1 + index; 0: a model of its own */
};

static bool is_part(const struct part *p, size_t i)
{
	return p->models[i].directory == p->directory;
}

/* The different values of a property, in order; an array in arena. */
static str *values_of(struct bom *b, const struct part *p, const char *key, size_t *n)
{
	struct map seen = map_in(b->a);
	str *list;

	for (size_t i = p->first; i < p->end; i++) {
		const struct report_model *m = &p->models[i];
		for (uint32_t k = 0; is_part(p, i) && k < m->property_count; k++) {
			if (str_eq(m->properties[k].key, str_of(key)) &&
			    m->properties[k].value.n > 0)
				*map_put(&seen, m->properties[k].value) = 1;
		}
	}
	*n = seen.count;
	list = NEW(b->a, str, seen.count + 1);
	for (size_t i = 0; i < seen.count; i++)
		list[i] = seen.entries[i].key;
	return list;
}

static str first_value(struct bom *b, const struct part *p, const char *key)
{
	size_t n;
	const str *values = values_of(b, p, key, &n);

	return n > 0 ? values[0] : (str){NULL, 0};
}

/* ---- Licences ---- */

/* The identifiers of the SPDX list that models carry; in the document any other is a name. */
static const char spdx[] =
	"0BSD AFL-3.0 AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-1.1 Apache-2.0 Artistic-2.0 "
	"BSD-2-Clause BSD-3-Clause BSD-3-Clause-Clear BSD-4-Clause BSL-1.0 C-UDA-1.0 CC-BY-2.0 "
	"CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-NC-2.0 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-ND-3.0 "
	"CC-BY-NC-ND-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-SA-3.0 "
	"CC-BY-SA-4.0 CC0-1.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0 ECL-2.0 "
	"EPL-1.0 "
	"EPL-2.0 EUPL-1.1 EUPL-1.2 GFDL-1.3 GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 "
	"GPL-3.0-only "
	"GPL-3.0-or-later ISC LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0 LGPL-3.0-only "
	"LGPL-3.0-or-later LPPL-1.3c MIT MIT-0 MPL-1.1 MPL-2.0 MS-PL NCSA ODC-By-1.0 ODbL-1.0 "
	"OFL-1.1 "
	"OSL-3.0 PDDL-1.0 PSF-2.0 PostgreSQL Unlicense WTFPL Zlib etalab-2.0";

static str spdx_id(str license)
{
	for (str rest = str_of(spdx); rest.p != NULL;) {
		str id = str_cut(&rest, ' ');
		if (str_eq_nocase(id, license))
			return id;
	}
	return (str){NULL, 0};
}

static void write_licenses(struct bom *b, const struct part *p)
{
	struct json_out *j = &b->j;
	size_t n;
	const str *values = values_of(b, p, "license", &n);

	if (n == 0)
		return;
	json_out_array(j, "licenses");
	for (size_t i = 0; i < n; i++) {
		str id = spdx_id(str_trim(values[i]));
		json_out_object(j, NULL);
		json_out_object(j, "license");
		json_out_str(j, id.n > 0 ? "id" : "name", id.n > 0 ? id : values[i]);
		json_out_end(j);
		json_out_end(j);
	}
	json_out_end(j);
}

/* ---- What is known of a model ---- */

/* One key for each value: names of the people, of the models it was made from. */
static void write_named(struct bom *b, const struct part *p, const char *property, const char *key,
			const char *type)
{
	struct json_out *j = &b->j;
	size_t n;
	const str *values = values_of(b, p, property, &n);

	if (n == 0)
		return;
	json_out_array(j, key);
	for (size_t i = 0; i < n; i++) {
		json_out_object(j, NULL);
		if (type != NULL)
			json_out_text(j, "type", type);
		json_out_str(j, "name", values[i]);
		json_out_end(j);
	}
	json_out_end(j);
}

static void write_pedigree(struct bom *b, const struct part *p)
{
	if (first_value(b, p, "base_model").n == 0)
		return;
	json_out_object(&b->j, "pedigree");
	write_named(b, p, "base_model", "ancestors", "machine-learning-model");
	json_out_end(&b->j);
}

static void write_card(struct bom *b, const struct part *p)
{
	size_t families;
	const str *family = values_of(b, p, "architecture", &families);
	str task = first_value(b, p, "task");
	bool datasets = first_value(b, p, "dataset").n > 0;

	if (families == 0 && task.n == 0 && !datasets)
		return;
	json_out_object(&b->j, "modelCard");
	json_out_object(&b->j, "modelParameters");
	if (task.n > 0)
		json_out_str(&b->j, "task", task);
	if (families > 0)
		json_out_str(&b->j, "architectureFamily", family[0]);
	if (families > 1)
		json_out_str(&b->j, "modelArchitecture", family[1]);
	write_named(b, p, "dataset", "datasets", "dataset");
	json_out_end(&b->j);
	json_out_end(&b->j);
}

/* Is it a URL of the web with nothing in it that a URL cannot have (RFC 3986)? */
static bool is_url(str s)
{
	static const char others[] = "-._~:/?#[]@!$&'()*+,;=%";

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		if (!letter && !(c >= '0' && c <= '9') && (c == 0 || strchr(others, c) == NULL))
			return false;
	}
	return str_starts(s, S("https://")) || str_starts(s, S("http://"));
}

static void write_references(struct bom *b, const struct part *p)
{
	struct json_out *j = &b->j;
	bool open = false;
	size_t n;
	const str *values = values_of(b, p, "source", &n);

	for (size_t i = 0; i < n; i++) {
		if (!is_url(values[i]))
			continue;
		if (!open)
			json_out_array(j, "externalReferences");
		open = true;
		json_out_object(j, NULL);
		json_out_str(j, "url", values[i]);
		json_out_text(j, "type", "distribution");
		json_out_end(j);
	}
	if (open)
		json_out_end(j);
}

void cyclonedx_property(struct json_out *j, str name, str value)
{
	json_out_object(j, NULL);
	json_out_str(j, "name", name);
	json_out_str(j, "value", value);
	json_out_end(j);
}

/* What the file says that has no place of its own in the document; in a folder's files all of it,
 * as the folder's component only says it of the model as a whole. */
static void write_said(struct bom *b, const struct report_model *m)
{
	static const char placed[] = "license author dataset base_model name version task";
	bool alone = m->directory == 0;

	for (uint32_t i = 0; i < m->property_count; i++) {
		const struct property *one = &m->properties[i];
		if (alone && (str_in(one->key, placed) ||
			      (str_eq(one->key, S("source")) && is_url(one->value))))
			continue;
		cyclonedx_property(&b->j, arena_printf(b->a, "assay:%.*s", STR_ARG(one->key)),
				   one->value);
	}
}

/* Of a folder: the numbers of its files together, and each framework once. */
static void write_sum(struct bom *b, const struct part *p, const char *key)
{
	uint64_t sum = 0, value;
	bool any = false;

	for (size_t i = p->first; i < p->end; i++) {
		if (!is_part(p, i) || !str_to_u64(report_property(&p->models[i], key), &value))
			continue;
		sum = value > UINT64_MAX - sum ? UINT64_MAX : sum + value;
		any = true;
	}
	if (any)
		cyclonedx_property(&b->j, arena_printf(b->a, "assay:%s", key),
				   arena_printf(b->a, "%llu", (unsigned long long)sum));
}

static void write_frameworks(struct bom *b, const struct part *p)
{
	size_t n;
	const str *values = values_of(b, p, "framework", &n);

	for (size_t i = 0; i < n; i++)
		cyclonedx_property(&b->j, S("assay:framework"), values[i]);
}

/* ---- Components ---- */

static void write_hashes(struct bom *b, const struct report_model *m)
{
	struct json_out *j = &b->j;

	if (!m->hashed)
		return;
	json_out_array(j, "hashes");
	json_out_object(j, NULL);
	json_out_text(j, "alg", "SHA-256");
	json_out_str(j, "content", hash_hex_in(b->a, m->sha256, sizeof(m->sha256)));
	json_out_end(j);
	json_out_end(j);
}

static void begin_component(struct bom *b, const char *type, str ref, str name)
{
	json_out_object(&b->j, NULL);
	json_out_text(&b->j, "type", type);
	json_out_str(&b->j, "bom-ref", ref);
	json_out_str(&b->j, "name", name);
}

static void begin_properties(struct bom *b, str path, unsigned worst)
{
	json_out_array(&b->j, "properties");
	cyclonedx_property(&b->j, S("assay:path"), path);
	cyclonedx_property(&b->j, S("assay:verdict"), str_of(report_verdict(worst)));
}

static void write_facts(struct bom *b, const struct report_model *m)
{
	begin_properties(b, m->path, m->worst);
	cyclonedx_property(&b->j, S("assay:size"),
			   arena_printf(b->a, "%llu", (unsigned long long)m->size));
	cyclonedx_property(&b->j, S("assay:runs-code"), m->unsafe ? S("true") : S("false"));
	for (size_t i = 0; i < m->shard_count; i++)
		cyclonedx_property(
			&b->j, S("assay:shard"),
			arena_printf(b->a, "%llu-%llu sha256:%.*s",
				     (unsigned long long)m->shards[i].start,
				     (unsigned long long)m->shards[i].end,
				     STR_ARG(hash_hex_in(b->a, m->shards[i].sha256, 32))));
}

static str or_else(str s, str other)
{
	return s.n > 0 ? s : other;
}

static void write_card_of(struct bom *b, const struct part *p)
{
	str version = first_value(b, p, "version");

	if (version.n > 0)
		json_out_str(&b->j, "version", version);
	write_named(b, p, "author", "authors", NULL);
	write_licenses(b, p);
	write_pedigree(b, p);
	write_references(b, p);
	write_card(b, p);
}

static void write_file(struct bom *b, size_t i)
{
	const struct report_model *m = &b->r->models[i];
	const struct part p = {b->r->models, i, i + 1, m->directory};
	str name = str_after_last(m->path, '/');
	bool alone = m->directory == 0;

	if (alone)
		name = or_else(first_value(b, &p, "name"), name);
	begin_component(b, alone ? "machine-learning-model" : "file", m->path, name);
	write_hashes(b, m);
	if (alone)
		write_card_of(b, &p);
	write_facts(b, m);
	write_said(b, m);
	json_out_end(&b->j);
	json_out_end(&b->j);
}

/* That of the current folder depends on the machine. */
static str folder_name(const struct bom *b, str path)
{
	bool here = str_eq(path, S(".")) && !b->r->settings->reproducible && b->r->cwd.n > 1;

	return str_after_last(here ? b->r->cwd : path, '/');
}

static void write_directory(struct bom *b, size_t i)
{
	const struct report_directory *d = &b->r->model_directories[i];
	const struct part p = {b->r->models, d->first, d->end, (uint32_t)i + 1};

	begin_component(b, "machine-learning-model", arena_printf(b->a, "%.*s/", STR_ARG(d->path)),
			or_else(first_value(b, &p, "name"), folder_name(b, d->path)));
	write_card_of(b, &p);
	begin_properties(b, d->path, d->worst);
	cyclonedx_property(&b->j, S("assay:format"), str_of(d->kind));
	write_frameworks(b, &p);
	write_sum(b, &p, "tensors");
	write_sum(b, &p, "parameters");
	json_out_end(&b->j);
	json_out_array(&b->j, "components");
	for (size_t k = p.first; k < p.end; k++) {
		if (is_part(&p, k))
			write_file(b, k);
	}
	json_out_end(&b->j);
	json_out_end(&b->j);
}

/* ---- Vulnerabilities ---- */

void cyclonedx_rating(struct json_out *j, const struct finding *f)
{
	json_out_object(j, NULL);
	json_out_object(j, "source");
	json_out_text(j, "name", "assay");
	json_out_end(j);
	json_out_text(j, "severity", report_level(f->severity));
	json_out_text(j, "method", "other");
	json_out_end(j);
}

/* What an OpenVEX statement says, in CycloneDX's words. */
static const char *const justifications[][2] = {
	{"component_not_present", "code_not_present"},
	{"vulnerable_code_not_present", "code_not_present"},
	{"vulnerable_code_not_in_execute_path", "code_not_reachable"},
	{"vulnerable_code_cannot_be_controlled_by_adversary", "requires_environment"},
	{"inline_mitigations_already_exist", "protected_by_mitigating_control"},
};

static const char *state_of(const struct finding *f)
{
	if (str_starts(f->reason, S("VEX: not_affected")))
		return "not_affected";
	return str_starts(f->reason, S("VEX: fixed")) ? "resolved" : "in_triage";
}

void cyclonedx_analysis(struct json_out *j, struct arena *a, const struct finding *f)
{
	if (f->suppressed == SUPPRESSED_NOT)
		return;
	json_out_object(j, "analysis");
	json_out_text(j, "state", state_of(f));
	for (size_t i = 0; i < COUNTOF(justifications); i++)
		if (str_starts(f->reason, S("VEX: ")) &&
		    str_ends(f->reason, str_of(justifications[i][0]))) {
			json_out_text(j, "justification", justifications[i][1]);
			break;
		}
	json_out_str(j, "detail",
		     arena_printf(a, "accepted by %s%s%.*s", report_suppressed_by(f->suppressed),
				  f->reason.n > 0 ? ": " : "", STR_ARG(f->reason)));
	json_out_end(j);
}

static void write_vulnerability(struct bom *b, const struct finding *f)
{
	struct json_out *j = &b->j;
	str message = report_message(f), inside = report_inside(b->a, f);

	json_out_object(j, NULL);
	json_out_text(j, "id", f->rule->id);
	json_out_object(j, "source");
	json_out_text(j, "name", "assay");
	json_out_end(j);
	json_out_array(j, "ratings");
	cyclonedx_rating(j, f);
	json_out_end(j);
	json_out_array(j, "cwes");
	for (size_t i = 0; i < COUNTOF(f->rule->cwe) && f->rule->cwe[i] != 0; i++)
		json_out_int(j, NULL, f->rule->cwe[i]);
	json_out_end(j);
	json_out_str(j, "description",
		     arena_printf(b->a, "%.*s%.*s", STR_ARG(message), STR_ARG(inside)));
	json_out_str(j, "detail", str_of(f->rule->why ? f->rule->why : f->rule->title));
	json_out_str(j, "recommendation", report_fix(f));
	cyclonedx_analysis(j, b->a, f);
	json_out_array(j, "affects");
	json_out_object(j, NULL);
	json_out_str(j, "ref", f->path);
	json_out_end(j);
	json_out_end(j);
	json_out_array(j, "properties");
	cyclonedx_property(j, S("assay:rule"), str_of(f->rule->name));
	cyclonedx_property(j, S("assay:confidence"), str_of(report_level(f->confidence)));
	cyclonedx_property(j, S("assay:fingerprint"), f->fingerprint);
	json_out_end(j);
	json_out_end(j);
}

/* Findings and models are in order of path. */
static void write_vulnerabilities(struct bom *b)
{
	const struct report *r = b->r;
	size_t m = 0;

	json_out_array(&b->j, "vulnerabilities");
	for (size_t i = 0; i < r->finding_count; i++) {
		const struct finding *f = &r->findings[i];
		while (m < r->model_count && str_cmp(r->models[m].path, f->path) < 0)
			m++;
		if (m < r->model_count && str_eq(r->models[m].path, f->path) && f->severity >= LOW)
			write_vulnerability(b, f);
	}
	cyclonedx_advisories(&b->j, b->a, &b->packages);
	json_out_end(&b->j);
}

/* ---- The document ---- */

/* RFC 9562, version 8: of what the document says and when. */
static void write_serial(struct bom *b)
{
	const struct report *r = b->r;
	struct hash_sha256_state h;
	uint8_t id[32];
	int64_t when[2] = {r->started_unix, r->wall_ns};
	str hex;

	hash_sha256_init(&h);
	hash_sha256_update(&h, (str){(const uint8_t *)when, sizeof(when)});
	hash_sha256_update(&h, r->cwd);
	hash_sha256_update(&h, r->args);
	for (size_t i = 0; i < r->model_count; i++) {
		hash_sha256_update(&h, r->models[i].path);
		hash_sha256_update(&h, (str){r->models[i].sha256, 32});
	}
	hash_sha256_final(&h, id);
	id[6] = (uint8_t)((id[6] & 0x0F) | 0x80);
	id[8] = (uint8_t)((id[8] & 0x3F) | 0x80);
	hex = hash_hex_in(b->a, id, 16);
	json_out_str(&b->j, "serialNumber",
		     arena_printf(b->a, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", (const char *)hex.p,
				  (const char *)hex.p + 8, (const char *)hex.p + 12,
				  (const char *)hex.p + 16, (const char *)hex.p + 20));
}

static void write_metadata(struct bom *b)
{
	struct json_out *j = &b->j;

	json_out_object(j, "metadata");
	if (!b->r->settings->reproducible)
		json_out_str(j, "timestamp", report_utc(b->a, b->r->started_unix));
	json_out_object(j, "tools");
	json_out_array(j, "components");
	json_out_object(j, NULL);
	json_out_text(j, "type", "application");
	json_out_text(j, "name", "assay");
	json_out_text(j, "version", ASSAY_VERSION);
	json_out_end(j);
	json_out_end(j);
	json_out_end(j);
	json_out_array(j, "properties");
	cyclonedx_property(j, S("assay:rules-version"), S(ASSAY_RULES_VERSION));
	cyclonedx_property(j, S("assay:exit-code"), arena_printf(b->a, "%d", b->r->exit_code));
	json_out_end(j);
	json_out_end(j);
}

static void write_components(struct bom *b)
{
	const struct report *r = b->r;

	json_out_array(&b->j, "components");
	for (size_t i = 0; i < r->model_count; i++) {
		if (r->models[i].directory == 0)
			write_file(b, i);
	}
	for (size_t i = 0; i < r->model_directory_count; i++)
		write_directory(b, i);
	cyclonedx_packages(&b->j, b->a, &b->packages);
	json_out_end(&b->j);
}

static void write_cyclonedx(struct buf *out, const struct report *r, bool colour)
{
	struct bom b = {.j = json_out_to(out, 4), .r = r, .a = out->arena};

	(void)colour;
	b.packages = report_packages(out->arena, r);
	json_out_object(&b.j, NULL);
	json_out_text(&b.j, "$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
	json_out_text(&b.j, "bomFormat", "CycloneDX");
	json_out_text(&b.j, "specVersion", "1.6");
	if (!r->settings->reproducible)
		write_serial(&b);
	json_out_int(&b.j, "version", 1);
	write_metadata(&b);
	write_components(&b);
	if (b.packages.count > 0) {
		json_out_array(&b.j, "dependencies");
		cyclonedx_needs(&b.j, &b.packages);
		json_out_end(&b.j);
	}
	write_vulnerabilities(&b);
	json_out_end(&b.j);
}

const struct reporter reporter_cyclonedx = {
	.name = "cyclonedx",
	.help = "CycloneDX 1.6: models and packages as a bill of materials",
	.write = write_cyclonedx,
};
