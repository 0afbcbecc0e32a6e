#include "test.h"
#include "base/buf.h"
#include "base/limits.h"
#include "model/rds.h"

/* What a visitor saw, a word each. */
static void on_promise(void *ctx, const struct rds_where *w, bool unevaluated)
{
	buf_printf(ctx, "promise%s%s ", unevaluated ? "!" : "", w->environments ? "/env" : "");
}

static void on_call(void *ctx, const struct rds_where *w, str function)
{
	buf_printf(ctx, "%s%.*s() ",
		   w->promises	 ? "p:"
		   : w->closures ? "f:"
				 : "",
		   STR_ARG(function));
}

static void on_text(void *ctx, UNUSED const struct rds_where *w, str s)
{
	buf_printf(ctx, "'%.*s' ", STR_ARG(s));
}

static void on_altrep(void *ctx, UNUSED uint64_t at, str class, str package)
{
	buf_printf(ctx, "%.*s::%.*s ", STR_ARG(package), STR_ARG(class));
}

static void on_variable(void *ctx, UNUSED uint64_t at, str name, unsigned type)
{
	buf_printf(ctx, "%.*s=%u ", STR_ARG(name), type);
}

static str seen(struct arena *a, str bytes, struct rds_diag *d)
{
	struct buf b = buf_in(a);
	struct rds_visitor v = {&b, on_promise, on_call, on_text, on_altrep, on_variable};
	uint64_t end;

	if (rds_read(a, stream_of(a, blob_of(test_guarded(bytes, 0))), &v, &end, d))
		CHECK_INT(end, bytes.n);
	return buf_str(&b);
}

#define HEAD "X\n\0\0\0\2\0\4\3\0\0\2\3\0"
#define FLAGS(f, type) "\0\0" f type
#define SYM(n, name) "\0\0\0\1\0\4\0\x09\0\0\0" n name
#define NIL "\0\0\0\xfe"
#define TEXT(n, s) "\0\0\0\x10\0\0\0\1\0\4\0\x09\0\0\0" n s

static void check(struct arena *a, str bytes, const char *want)
{
	struct rds_diag d;

	CHECK_STR(seen(a, bytes, &d), str_of(want));
	CHECK_INT(d.code, RDS_DIAG_NONE);
}

TEST(rds_items)
{
	check(a, S(HEAD NIL), "");
	check(a, S(HEAD "\0\0\0\x0d\0\0\0\2\0\0\0\1\0\0\0\2"), "");
	check(a, S(HEAD "\0\0\0\x0d\xff\xff\xff\xff\0\0\0\0\0\0\0\1\0\0\0\7"), "");
	check(a, S(HEAD "\0\0\0\x18\0\0\0\3abc"), "");
	/* f(x = "a"), then a reference to f */
	check(a, S(HEAD "\0\0\0\6" SYM("\1", "f") "\0\0\4\2" SYM("\1", "x") TEXT("\1", "a") NIL),
	      "f() 'a' ");
	check(a,
	      S(HEAD "\0\0\0\6\0\0\0\6" SYM("\2", "::") "\0\0\0\2" SYM("\4", "base") "\0\0\0\2" SYM(
		      "\6", "system") NIL NIL),
	      "::() system() ");
	check(a, S(HEAD "\0\0\0\x13\0\0\0\2\0\0\0\6" SYM("\1", "f") NIL "\0\0\0\6\0\0\1\xff" NIL),
	      "f() f() ");
	/* a closure in the global environment whose body is q() */
	check(a, S(HEAD "\0\0\4\3\0\0\0\xfd" NIL "\0\0\0\6" SYM("\1", "q") NIL), "f:q() ");
	/* promises: not evaluated; evaluated; in the frame of an environment */
	check(a, S(HEAD "\0\0\0\5\0\0\0\xfc\0\0\0\6" SYM("\1", "q") NIL), "p:q() promise! ");
	check(a, S(HEAD "\0\0\0\5" NIL "\0\0\0\6" SYM("\1", "q") NIL), "q() promise ");
	check(a,
	      S(HEAD "\0\0\0\4\0\0\0\0\0\0\0\xf2\0\0\4\2" SYM("\1", "v") "\0\0\4\5\0\0\0\xfd"
									 "\0\0\0\xfc" SYM("\1", "e")
										 NIL NIL NIL),
	      "promise!/env ");
	check(a,
	      S(HEAD "\0\0\0\xee\0\0\0\2" SYM("\4", "mmap") "\0\0\0\2" SYM("\1", "p") NIL NIL NIL),
	      "p::mmap ");
}

TEST(rds_forms)
{
	check(a, S("B\n\2\0\0\0\0\3\4\0\0\3\2\0\6\0\0\0\1\0\0\0\x09\0\4\0\1\0\0\0f\xfe\0\0\0"),
	      "f() ");
	check(a, S("A\n2\n262912\n131840\n6\n1\n262153\n1\nf\n254\n"), "f() ");
	check(a, S("A\n2\n262912\n131840\n6\n1\n262153\n3\na\\040\\n\n254\n"), "a \n() ");
	check(a, S("X\n\0\0\0\3\0\4\3\0\0\3\5\0\0\0\0\5UTF-8" NIL), "");
	check(a,
	      S("RDX2\nX\n\0\0\0\2\0\4\3\0\0\2\3\0\0\0\4\2" SYM("\6", ".First") "\0\0\0\xfd" NIL),
	      ".First=253 ");
	CHECK_INT(rds_looks_like(S("X\n\0\0\0\3")), RDS_OBJECT);
	CHECK_INT(rds_looks_like(S("A\n3\n")), RDS_OBJECT);
	CHECK_INT(rds_looks_like(S("RDX3\nX\n")), RDS_WORKSPACE);
	CHECK_INT(rds_looks_like(S("X\nhello")), RDS_NONE);
	CHECK_INT(rds_looks_like(S("X")), RDS_NONE);
}

/* Byte code: a constant that is a call, defined once and referred to. */
TEST(rds_byte_code)
{
	check(a,
	      S(HEAD "\0\0\0\x15\0\0\0\1\0\0\0\x0d\0\0\0\1\0\0\0\x0c\0\0\0\3"
		     "\0\0\0\xf4\0\0\0\0\0\0\0\6" NIL
		     "\0\0\0\0" SYM("\1", "g") "\0\0\0\0" NIL "\0\0\0\xf3\0\0\0\0"
					       "\0\0\0\x0d\0\0\0\x0d\0\0\0\0"),
	      "g() ");
}

static void check_diag(struct arena *a, str bytes, enum rds_code code, uint64_t offset)
{
	struct rds_diag d;

	(void)seen(a, bytes, &d);
	CHECK_INT(d.code, code);
	CHECK_INT(d.offset, offset);
	CHECK(d.msg != NULL);
}

TEST(rds_diags)
{
	struct buf deep = buf_in(a), many = buf_in(a);

	check_diag(a, S("hello, world"), RDS_DIAG_FORMAT, 2);
	check_diag(a, S("X\n\0\0\0\7\0\4\3\0\0\2\3\0"), RDS_DIAG_VERSION, 14);
	check_diag(a, S(HEAD), RDS_DIAG_CUT, 14);
	check_diag(a, S(HEAD "\0\0\0\x0d\0\0\0\2\0\0\0\1"), RDS_DIAG_CUT, 26);
	check_diag(a, S(HEAD "\0\0\0\x63"), RDS_DIAG_TYPE, 18);
	check_diag(a, S(HEAD "\0\0\0\1" NIL), RDS_DIAG_TYPE, 22);
	check_diag(a, S(HEAD "\0\0\0\x0d\xff\xff\xff\xfe"), RDS_DIAG_LENGTH, 22);
	check_diag(a, S(HEAD "\0\0\1\xff"), RDS_DIAG_REFERENCE, 18);
	check_diag(a, S("A\n2\nx\n1\n254\n"), RDS_DIAG_NUMBER, 6);
	buf_add(&deep, S(HEAD));
	for (unsigned i = 0; i <= LIMIT_RDS_DEPTH; i++)
		buf_add(&deep, S("\0\0\0\x13\0\0\0\1"));
	check_diag(a, buf_str(&deep), RDS_DIAG_DEPTH, 14 + 8 * (LIMIT_RDS_DEPTH - 1) + 4);
	buf_add(&many, S(HEAD "\0\0\0\x13\0\xff\xff\xff"));
	for (unsigned i = 0; i <= LIMIT_RDS_REFERENCES; i++)
		buf_add(&many, S("\0\0\0\x17")); /* weak references */
	check_diag(a, buf_str(&many), RDS_DIAG_SYMBOLS, 22 + 4 * (LIMIT_RDS_REFERENCES + 1));
}
