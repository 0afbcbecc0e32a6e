/* SPDX 2.2 and 2.3 as tags and values (specification, clause 6 and annex B): `Tag: value`, values
 * of several lines between <text> and </text>. A package begins at its PackageName, which is its
 * line.
 */
#include "dep/bom.h"
#include "dep/formats.h"

void bom_spdx_relation(struct bom *b, str from, str type, str to)
{
	if (str_eq(type, S("DESCRIBES")))
		b->root = from;
	if (str_in(type, "DEPENDS_ON CONTAINS DESCRIBES DYNAMIC_LINK STATIC_LINK"))
		bom_needs(b, from, to);
	else if (str_ends(type, S("DEPENDENCY_OF")) || str_eq(type, S("CONTAINED_BY")))
		bom_needs(b, to, from);
}

struct spdx {
	struct bom b;
	struct bom_component c; /* the package that is open */
	bool open;
};

static void close_package(struct spdx *s)
{
	if (s->open)
		bom_component(&s->b, &s->c);
	s->open = false;
}

/* `PACKAGE-MANAGER purl pkg:pypi/x@1` */
static void read_external(struct spdx *s, str value)
{
	str rest = value, category = str_cut(&rest, ' '), type;

	rest = str_trim(rest);
	type = str_cut(&rest, ' ');
	(void)category;
	if (str_ends(type, S("purl")) && s->c.purl.n == 0)
		s->c.purl = str_trim(rest);
}

static void read_relation(struct spdx *s, str value)
{
	str rest = value, from = str_cut(&rest, ' '), type = str_cut(&rest, ' ');

	bom_spdx_relation(&s->b, from, type, str_trim(rest));
}

static void read_tag(struct spdx *s, str tag, str value, size_t at)
{
	if (str_eq(tag, S("PackageName"))) {
		close_package(s);
		s->open = true;
		s->c = (struct bom_component){.name = value, .at = at};
	} else if (str_in(tag, "FileName SnippetSPDXID LicenseID")) {
		close_package(s);
	} else if (str_eq(tag, S("Relationship"))) {
		read_relation(s, value);
	} else if (s->open && str_eq(tag, S("SPDXID"))) {
		s->c.ref = value;
	} else if (s->open && str_eq(tag, S("PackageVersion"))) {
		s->c.version = value;
	} else if (s->open && str_eq(tag, S("ExternalRef"))) {
		read_external(s, value);
	}
}

static void read_lines(struct spdx *s)
{
	size_t at = 0;
	bool text = false; /* inside <text> */

	for (str rest = s->b.l.r.bytes; rest.p != NULL;) {
		str line = str_cut(&rest, '\n'), value = line, tag;
		size_t from = at;
		at += line.n + 1;
		if (text) {
			text = str_find(line, S("</text>")) == STR_NONE;
			continue;
		}
		tag = str_trim(str_cut(&value, ':'));
		if (value.p == NULL || tag.n == 0 || tag.p[0] == '#')
			continue;
		value = str_trim(value);
		if (str_starts(value, S("<text>")) && str_find(value, S("</text>")) == STR_NONE)
			text = true;
		else
			read_tag(s, tag, value, from);
	}
	close_package(s);
}

static bool bom_spdx_knows(str path, str head)
{
	str name = str_after_last(path, '/');

	return (str_ends(name, S(".spdx")) || str_ends(name, S(".tag")) ||
		str_ends(name, S(".txt"))) &&
	       str_find(head, S("SPDXVersion:")) != STR_NONE;
}

static void bom_spdx_read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct spdx s = {.open = false};

	bom_begin(&s.b, a, "spdx", path, bytes, out);
	read_lines(&s);
	bom_end(&s.b);
}

const struct dep_format dep_bom_spdx = {
	.name = "sbom-spdx", .knows = bom_spdx_knows, .read = bom_spdx_read};
