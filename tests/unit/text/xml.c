#include "test.h"
#include "base/buf.h"
#include "base/limits.h"
#include "text/xml.h"

static bool on_start(void *ctx, str name, const struct xml_attribute *list, unsigned n,
		     UNUSED uint64_t at)
{
	buf_printf(ctx, "<%.*s", STR_ARG(name));
	for (unsigned i = 0; i < n; i++)
		buf_printf(ctx, " %.*s=%.*s", STR_ARG(list[i].name), STR_ARG(list[i].value));
	buf_add(ctx, S(">"));
	return !str_eq(name, S("stop"));
}

static void on_end(void *ctx, str name)
{
	buf_printf(ctx, "</%.*s>", STR_ARG(name));
}

static void on_text(void *ctx, str text)
{
	buf_add(ctx, text);
}

static void on_doctype(void *ctx, str system_id, UNUSED uint64_t at)
{
	buf_printf(ctx, "[%.*s]", STR_ARG(system_id));
}

static void on_entity(void *ctx, str name, str value, str system_id, UNUSED uint64_t at)
{
	buf_printf(ctx, "{%.*s=%.*s%.*s}", STR_ARG(name), STR_ARG(value), STR_ARG(system_id));
}

static void on_instruction(void *ctx, str target, UNUSED uint64_t at)
{
	buf_printf(ctx, "?%.*s", STR_ARG(target));
}

static bool read(struct arena *a, str bytes, struct buf *b, struct xml_diag *d)
{
	struct xml_handler h = {b,	    on_start,  on_end,	      on_text,
				on_doctype, on_entity, on_instruction};

	*b = buf_in(a);
	return xml_read(a, stream_of(a, blob_of(test_guarded(bytes, 0))), &h, d);
}

static void check(struct arena *a, const char *text, const char *want)
{
	struct xml_diag d;
	struct buf b;

	CHECK(read(a, str_of(text), &b, &d));
	CHECK_STR(buf_str(&b), str_of(want));
}

static void check_diag(struct arena *a, str text, enum xml_code code, uint64_t offset)
{
	struct xml_diag d;
	struct buf b;

	CHECK(!read(a, text, &b, &d));
	CHECK_INT(d.code, code);
	CHECK_INT(d.offset, offset);
	CHECK(d.msg != NULL);
}

TEST(xml_events)
{
	check(a, "<a x='1' y=\"2\">t&lt;<b/></a>", "<a x=1 y=2>t<<b></b></a>");
	check(a, "<?xml version='1.0'?><?p q?><n:a/>", "?p<n:a></n:a>");
	check(a, "<a><stop><b/></stop>", "<a><stop>"); /* and no error */
}

/* Entities are told and not followed, except in attributes. */
TEST(xml_entities)
{
	check(a, "<!DOCTYPE a SYSTEM 'x.dtd'><a/>", "[x.dtd]<a></a>");
	check(a, "<!DOCTYPE a [<!ENTITY e 'v'>]><a x='&e;'>&e;</a>", "[]{e=v}<a x=v></a>");
	check(a, "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
	      "[]{e=file:///etc/passwd}<a></a>");
	check(a, "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://h/d'>%p;]><a/>",
	      "[]{p=http://h/d}<a></a>");
}

TEST(xml_diags)
{
	struct buf deep = buf_in(a), laughs = buf_in(a);

	check_diag(a, S("<a></b>"), XML_DIAG_SYNTAX, 5);
	check_diag(a, S("<a>"), XML_DIAG_SYNTAX, 3);
	check_diag(a, S(""), XML_DIAG_SYNTAX, 0);
	check_diag(a, S("<a>&x;</a>"), XML_DIAG_ENTITY, 3);
	check_diag(a, S("<!DOCTYPE a [<!ENTITY e SYSTEM 'f'>]><a x='&e;'/>"), XML_DIAG_ENTITY, 43);
	check_diag(a, S("<?xml version='1.0' encoding='x-none'?><a/>"), XML_DIAG_ENCODING, 30);
	for (unsigned i = 0; i <= LIMIT_XML_DEPTH; i++)
		buf_add(&deep, S("<a>"));
	check_diag(a, buf_str(&deep), XML_DIAG_DEPTH, 3 * LIMIT_XML_DEPTH);
	buf_add(&laughs, S("<!DOCTYPE a [<!ENTITY e0 '0123456789'>"));
	for (unsigned i = 0; i < 8; i++)
		buf_printf(&laughs, "<!ENTITY e%u '&e%u;&e%u;&e%u;&e%u;&e%u;&e%u;&e%u;&e%u;'>",
			   i + 1, i, i, i, i, i, i, i, i);
	buf_add(&laughs, S("]><a x='&e8;'/>"));
	check_diag(a, buf_str(&laughs), XML_DIAG_LAUGHS, laughs.n - 13);
}

TEST(xml_root_name)
{
	CHECK_STR(xml_root_name(S("<a/>")), S("a"));
	CHECK_STR(xml_root_name(S("\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <b> --> <n:a x='1'>")),
		  S("n:a"));
	CHECK_STR(xml_root_name(S("<!DOCTYPE a [<!ENTITY b '>'> ]> <net >")), S("net"));
	CHECK_INT(xml_root_name(S("{}")).n, 0);
	CHECK_INT(xml_root_name(S("<abc")).n, 0);
	CHECK_INT(xml_root_name(S("<!-- ")).n, 0);
}
