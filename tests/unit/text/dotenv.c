#include "test.h"

#include "base/buf.h"
#include "text/dotenv.h"

static str shown(struct arena *a, const char *text)
{
	const struct dotenv_entry *list;
	size_t n = dotenv_read(a, test_guarded(str_of(text), 0), &list);
	struct buf b = buf_in(a);

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s@%u%s%.*s;", list[i].comment ? "#" : "",
			   STR_ARG(list[i].name), list[i].start, list[i].value.p ? "=" : "",
			   STR_ARG(list[i].value));
	return buf_str(&b);
}

TEST(dotenv_reads_like_python_dotenv)
{
	CHECK_STR(shown(a, "A=1\n\n  export B = two words # c\r\nC=\nD\n"),
		  S("A@0=1;B@14=two words;C@33=;D@36;"));
	CHECK_STR(shown(a, "A='x # y'\nB=\"a\\nb \\\"c\\\"\"\nC='it\\'s \\n'\n"),
		  S("A@0=x # y;B@10=a\nb \"c\";C@25=it's \\n;"));
	CHECK_STR(shown(a, "A=\"two\nlines\" # c\nB=x#y\n"), S("A@0=two\nlines;B@18=x#y;"));
	CHECK_STR(shown(a, "# A=1\n#B\n## just = words\n"), S("#A@2=1;#just@12=words;"));
	CHECK_STR(shown(a, "A=\"no end\nB='nor here\nC=3"),
		  S("A@0=\"no end;B@10='nor here;C@22=3;"));
	CHECK_STR(shown(a, "\xEF\xBB\xBF"
			   "A=1"),
		  S("A@3=1;"));
	CHECK_STR(shown(a, "a sentence\n-x\n=y\n1A=2\n"), S(""));
}
