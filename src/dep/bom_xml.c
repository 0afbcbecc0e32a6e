/* CycloneDX in XML, 1.0 to 1.6 (https://cyclonedx.org/docs/1.6/xml): components may lie in
 * components; who needs whom is in `dependencies`. The line of a package is that of its
 * <component>. */
#include "base/limits.h"
#include "dep/bom.h"
#include "dep/formats.h"
#include "text/xml.h"

struct open { /* a component that has begun */
	struct bom_component c;
	unsigned depth; /* of its element */
};

struct xml {
	struct bom b;
	unsigned depth;
	struct open open[LIMIT_ROOM(LIMIT_TEXT_DEPTH)];
	unsigned count;
	unsigned metadata;  /* depth of <metadata>; 0: outside */
	struct buf text;    /* of the element that is open */
	bool wanted;	    /* it is one of a component's */
	str ref;	    /* of the outer <dependency> */
	unsigned ref_depth; /* of it; 0: none */
	uint64_t at;	    /* how far things were understood */
};

/* Without its prefix. */
static str local_name(str name)
{
	return str_after_last(name, ':');
}

static str attribute(struct xml *x, const struct xml_attribute *a, unsigned count, const char *name)
{
	for (unsigned i = 0; i < count; i++)
		if (str_eq(a[i].name, str_of(name)))
			return arena_dup(x->b.l.r.arena, a[i].value);
	return (str){NULL, 0};
}

static void begin_component(struct xml *x, const struct xml_attribute *a, unsigned count,
			    uint64_t at)
{
	str type = attribute(x, a, count, "type");

	if (x->count == COUNTOF(x->open))
		return;
	x->open[x->count++] =
		(struct open){.c = {.ref = attribute(x, a, count, "bom-ref"),
				    .at = (size_t)at,
				    .root = x->metadata > 0 && x->count == 0,
				    .plain = type.n > 0 && !str_eq(type, S("library"))},
			      .depth = x->depth};
}

static void begin_dependency(struct xml *x, str ref)
{
	if (x->ref_depth > 0) {
		bom_needs(&x->b, x->ref, ref);
		return;
	}
	x->ref = ref;
	x->ref_depth = x->depth;
}

static bool on_start(void *ctx, str name, const struct xml_attribute *a, unsigned count,
		     uint64_t at)
{
	struct xml *x = ctx;

	x->depth++;
	x->at = at;
	name = local_name(name);
	if (str_eq(name, S("component")))
		begin_component(x, a, count, at);
	else if (str_eq(name, S("dependency")))
		begin_dependency(x, attribute(x, a, count, "ref"));
	else if (str_eq(name, S("metadata")) && x->count == 0)
		x->metadata = x->depth;
	x->wanted = x->count > 0 && x->depth == x->open[x->count - 1].depth + 1 &&
		    str_in(name, "name version purl");
	x->text.n = 0;
	return true;
}

static void on_text(void *ctx, str text)
{
	struct xml *x = ctx;

	if (x->wanted && x->text.n < LIMIT_JSON_STRING)
		buf_add(&x->text, text);
}

static void end_component_text(struct xml *x, str name)
{
	struct bom_component *c = &x->open[x->count - 1].c;
	str text = arena_dup(x->b.l.r.arena, str_trim(buf_str(&x->text)));

	if (str_eq(name, S("name")))
		c->name = text;
	else if (str_eq(name, S("version")))
		c->version = text;
	else
		c->purl = text;
}

static void on_end(void *ctx, str name)
{
	struct xml *x = ctx;

	if (x->wanted)
		end_component_text(x, local_name(name));
	else if (x->count > 0 && x->open[x->count - 1].depth == x->depth)
		bom_component(&x->b, &x->open[--x->count].c);
	x->wanted = false;
	if (x->ref_depth == x->depth)
		x->ref_depth = 0;
	if (x->metadata == x->depth)
		x->metadata = 0;
	x->depth--;
}

static bool bom_xml_knows(str path, str head)
{
	return str_ends(path, S(".xml")) &&
	       str_find(head, S("cyclonedx.org/schema/bom")) != STR_NONE;
}

static void bom_xml_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct xml x = {.text = buf_in(a)};
	struct xml_handler h = {.ctx = &x, .start = on_start, .end = on_end, .text = on_text};
	struct xml_diag d = {0};

	bom_begin(&x.b, a, "cyclonedx", path, bytes, out);
	if (!xml_read(a, stream_of(a, blob_of(x.b.l.r.bytes)), &h, &d))
		reader_problem(&x.b.l.r, (size_t)d.offset, true, "expected XML: %s", d.msg);
	while (x.count > 0) /* cut short: what is known of them */
		bom_component(&x.b, &x.open[--x.count].c);
	bom_end(&x.b);
}

const struct dep_format dep_bom_xml = {
	.name = "sbom-xml", .knows = bom_xml_knows, .read = bom_xml_read};
