#include "test.h"

#include "base/buf.h"
#include "text/dockerfile.h"

/* A line an instruction: NAME@start stage [flags] words... <heredocs> */
static str shown(struct arena *a, const char *text)
{
	const struct docker_line *list;
	size_t n = docker_read(a, test_guarded(str_of(text), 0), &list);
	struct buf b = buf_in(a);

	for (size_t i = 0; i < n; i++) {
		const struct docker_line *l = &list[i];
		buf_printf(&b, "%s%.*s@%u-%u %u%s", l->onbuild ? "+" : "", STR_ARG(l->name),
			   l->start, l->end, l->stage, l->json ? " json" : "");
		for (uint32_t k = 0; k < l->flag_count; k++)
			buf_printf(&b, " [%.*s]", STR_ARG(l->flags[k].text));
		for (uint32_t k = 0; k < l->word_count; k++)
			buf_printf(&b, " (%.*s)%u-%u", STR_ARG(l->words[k].text), l->words[k].start,
				   l->words[k].end);
		for (uint32_t k = 0; k < l->heredoc_count; k++)
			buf_printf(&b, " <%.*s%s:%.*s>", STR_ARG(l->heredocs[k].name),
				   l->heredocs[k].verbatim ? "!" : "",
				   STR_ARG(l->heredocs[k].body));
		buf_byte(&b, '\n');
	}
	return buf_str(&b);
}

TEST(docker_lines_and_comments)
{
	CHECK_STR(shown(a, ""), S(""));
	CHECK_STR(shown(a, "# a comment\n\n  from x as y\n"),
		  S("FROM@15-27 1 (x)20-21 (as)22-24 (y)25-26\n"));
	CHECK_STR(shown(a, "RUN a \\\n  # no\n\n  b\\\nc\n"), S("RUN@0-23 0 (a)4-5 (bc)18-22\n"));
	CHECK_STR(shown(a, "RUN a \\  \r\n b\r\nRUN c"),
		  S("RUN@0-15 0 (a)4-5 (b)12-13\nRUN@15-20 0 (c)19-20\n"));
	CHECK_STR(shown(a, "RUN a \\"), S("RUN@0-7 0 (a)4-5\n"));
	CHECK_STR(shown(a, "\xEF\xBB\xBF"
			   "FROM x"),
		  S("FROM@3-9 1 (x)8-9\n"));
}

TEST(docker_directives)
{
	CHECK_STR(shown(a, "# syntax=docker/dockerfile:1\n# escape=`\nRUN a `\n b\\\nRUN c\n"),
		  S("RUN@40-52 0 (a)44-45 (b\\)49-51\nRUN@52-58 0 (c)56-57\n"));
	/* Below a comment or an instruction it is one no more. */
	CHECK_STR(shown(a, "# no directive\n# escape=`\nRUN a `\n"),
		  S("RUN@26-34 0 (a)30-31 (`)32-33\n"));
}

TEST(docker_words_and_flags)
{
	CHECK_STR(shown(a, "COPY --from=b --chown=1:2 \"a b\" 'c' d\\ e /x"),
		  S("COPY@0-43 0 [--from=b] [--chown=1:2] (a b)26-31 (c)32-35 (d e)36-40 "
		    "(/x)41-43\n"));
	CHECK_STR(shown(a, "CMD [\"a\", \"b \\u0041\"]"), S("CMD@0-21 0 json (a)5-8 (b A)10-20\n"));
	CHECK_STR(shown(a, "CMD [\"a\", 1]"), S("CMD@0-12 0 ([a,)4-9 (1])10-12\n"));
	CHECK_STR(shown(a, "ONBUILD RUN x"), S("+RUN@0-13 0 (x)12-13\n"));
	CHECK_STR(shown(a, "RUN"), S("RUN@0-3 0\n"));
}

TEST(docker_here_documents)
{
	CHECK_STR(shown(a, "RUN <<EOF sh\nx $Y\nEOF\nRUN z\n"),
		  S("RUN@0-22 0 (<<EOF)4-9 (sh)10-12 <EOF:x $Y\n>\nRUN@22-28 0 (z)26-27\n"));
	CHECK_STR(shown(a, "COPY <<-'A' <<B /x\n\t1\n\tA\n2\nB\n"),
		  S("COPY@0-29 0 (<<-A)5-11 (<<B)12-15 (/x)16-18 <A!:\t1\n> <B:2\n>\n"));
	CHECK_STR(shown(a, "RUN <<EOF\nno end"), S("RUN@0-16 0 (<<EOF)4-9 <EOF:no end>\n"));
	CHECK_STR(shown(a, "RUN cat <<<x\nRUN y\n"),
		  S("RUN@0-13 0 (cat)4-7 (<<<x)8-12\nRUN@13-19 0 (y)17-18\n"));
}

static str pairs(struct arena *a, const char *text)
{
	const struct docker_line *list;
	const struct docker_pair *p;
	struct buf b = buf_in(a);
	size_t n;

	(void)docker_read(a, test_guarded(str_of(text), 0), &list);
	n = docker_pairs(a, &list[0], &p);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%.*s%s%.*s;", STR_ARG(p[i].name), p[i].value.p ? "=" : "",
			   STR_ARG(p[i].value));
	return buf_str(&b);
}

TEST(docker_pairs_of_env_and_arg)
{
	CHECK_STR(pairs(a, "ENV A=1 B=\"x y\" \\\n C='z'"), S("A=1;B=x y;C=z;"));
	CHECK_STR(pairs(a, "ENV OLD a value = b"), S("OLD=a value = b;"));
	CHECK_STR(pairs(a, "ARG A B=2 C="), S("A;B=2;C=;"));
	CHECK_STR(pairs(a, "ENV"), S(""));
}

TEST(docker_offsets_lead_back)
{
	const struct docker_line *list;
	str text = S("RUN --mount=type=secret,id=x a \\\n # c\n b \\\n c");

	CHECK_INT(docker_read(a, test_guarded(text, 0), &list), 1);
	CHECK_STR(docker_flag(&list[0], "mount"), S("type=secret,id=x"));
	CHECK(docker_flag(&list[0], "from").p == NULL);
	for (size_t i = 0; i < list[0].text.n; i++)
		CHECK_INT(text.p[docker_offset(&list[0], i)], list[0].text.p[i]);
}
