/* Bills of materials in JSON: CycloneDX 1.2 to 1.6 (https://cyclonedx.org/docs/1.6/json) and SPDX
 * 2.2 and 2.3 (https://spdx.github.io/spdx-spec/v2.3). One reader for both: their members have no
 * name in common. The line of a package is that of its `name`. */
#include "dep/bom.h"
#include "dep/formats.h"
#include "dep/json_entries.h"

static str text_of(struct bom *b, const struct tree *t)
{
	return tree_is(t, TREE_STRING) ? arena_dup(b->l.r.arena, t->text) : (str){NULL, 0};
}

static str member(struct bom *b, const struct tree *t, const char *key)
{
	return text_of(b, tree_get(t, str_of(key)));
}

static size_t place(const struct tree *t, size_t base)
{
	const struct tree *name = tree_get(t, S("name"));

	return base + (name != NULL ? name->key_start : t->start);
}

/* ---- CycloneDX ---- */

static void read_component(struct bom *b, const struct tree *t, size_t base, bool root)
{
	const struct tree *inside = tree_get(t, S("components"));
	str type = member(b, t, "type");

	if (t->kind != TREE_TABLE) {
		reader_problem(&b->l.r, base + t->start, true, "expected a component, found %s",
			       tree_kind_name(t));
		return;
	}
	bom_component(b, &(struct bom_component){
				 .name = member(b, t, "name"),
				 .version = member(b, t, "version"),
				 .purl = member(b, t, "purl"),
				 .ref = member(b, t, "bom-ref"),
				 .at = place(t, base),
				 .root = root,
				 .plain = type.n > 0 && !str_eq(type, S("library")),
			 });
	if (tree_is(inside, TREE_ARRAY))
		for (const struct tree *c = inside->first; c != NULL; c = c->next)
			read_component(b, c, base, false);
}

static void read_dependency(struct bom *b, const struct tree *t)
{
	const struct tree *on = tree_get(t, S("dependsOn"));
	str from = member(b, t, "ref");

	if (from.n > 0 && tree_is(on, TREE_ARRAY))
		for (const struct tree *c = on->first; c != NULL; c = c->next)
			bom_needs(b, from, text_of(b, c));
}

/* ---- SPDX ---- */

static void read_spdx_package(struct bom *b, const struct tree *t, size_t base)
{
	const struct tree *refs = tree_get(t, S("externalRefs"));
	str purl = {NULL, 0}, purpose = member(b, t, "primaryPackagePurpose");

	if (tree_is(refs, TREE_ARRAY))
		for (const struct tree *r = refs->first; r != NULL && purl.n == 0; r = r->next)
			if (tree_is(tree_get(r, S("referenceType")), TREE_STRING) &&
			    str_ends(tree_get(r, S("referenceType"))->text, S("purl")))
				purl = member(b, r, "referenceLocator");
	bom_component(b, &(struct bom_component){
				 .name = member(b, t, "name"),
				 .version = member(b, t, "versionInfo"),
				 .purl = purl,
				 .ref = member(b, t, "SPDXID"),
				 .at = place(t, base),
				 .plain = purpose.n > 0 && !str_eq(purpose, S("LIBRARY")),
			 });
}

static void read_relationship(struct bom *b, const struct tree *t)
{
	str type = member(b, t, "relationshipType");
	str from = member(b, t, "spdxElementId"), to = member(b, t, "relatedSpdxElement");

	bom_spdx_relation(b, from, type, to);
}

/* ---- Both ---- */

static bool wants(UNUSED void *ctx, str section)
{
	return str_in(section, "metadata components dependencies packages relationships "
			       "spdxVersion specVersion bomFormat documentDescribes");
}

static void read_entry(void *ctx, const struct json_entry *e)
{
	struct bom *b = ctx;

	if (str_eq(e->section, S("components")))
		read_component(b, e->value, e->base, false);
	else if (str_eq(e->section, S("metadata")) && str_eq(e->key, S("component")))
		read_component(b, e->value, e->base, true);
	else if (str_eq(e->section, S("dependencies")))
		read_dependency(b, e->value);
	else if (str_eq(e->section, S("packages")))
		read_spdx_package(b, e->value, e->base);
	else if (str_eq(e->section, S("relationships")))
		read_relationship(b, e->value);
	else if (str_eq(e->section, S("documentDescribes")))
		bom_spdx_relation(b, S("SPDXRef-DOCUMENT"), S("DESCRIBES"), text_of(b, e->value));
	else if (str_eq(e->section, S("spdxVersion")))
		b->l.out->format = "spdx";
}

static bool bom_json_knows(str path, str head)
{
	str name = str_after_last(path, '/');

	if (!str_ends(name, S(".json")))
		return false;
	if (str_ends(name, S(".cdx.json")) || str_ends(name, S(".spdx.json")))
		return true;
	return (str_find(head, S("\"bomFormat\"")) != STR_NONE &&
		str_find(head, S("CycloneDX")) != STR_NONE) ||
	       str_find(head, S("\"spdxVersion\"")) != STR_NONE;
}

static void bom_json_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct bom b;
	struct json_reading reading = {.wants = wants, .read = read_entry, .ctx = &b};

	bom_begin(&b, a, "cyclonedx", path, bytes, out);
	json_entries(&b.l, &reading);
	bom_end(&b);
}

const struct dep_format dep_bom_json = {
	.name = "sbom-json", .knows = bom_json_knows, .read = bom_json_read};
