/* The stages of Python's front end. */
#include "cmd/debug.h"
#include "py/print.h"

/* --notebook: with IPython's lines; --oracle: only what CPython's ast knows, too. */
static struct py_file parse(struct arena *a, str bytes, str option, struct buf *out)
{
	struct py_file f;
	struct diag d;
	str source;

	if (!py_decode(a, bytes, &source, &d))
		buf_printf(out, "! byte %u: %s\n", d.offset, d.msg);
	py_parse(&f, a, source,
		 str_eq(option, S("--notebook")) ? PY_PARSE_NOTEBOOK : PY_PARSE_DEFAULT);
	py_lines(&f, a);
	return f;
}

static bool print_tokens(struct arena *a, UNUSED str path, str bytes, str option, struct buf *out)
{
	struct py_file f = parse(a, bytes, option, out);

	py_print_errors(out, &f);
	py_print_tokens(out, &f);
	return f.error_count == 0;
}

static bool print_tree(struct arena *a, UNUSED str path, str bytes, str option, struct buf *out)
{
	struct py_file f = parse(a, bytes, option, out);

	py_print_errors(out, &f);
	py_print_tree(out, &f, str_eq(option, S("--oracle")) ? PY_PRINT_ORACLE : PY_PRINT_ALL);
	return f.error_count == 0 && (out->n == 0 || out->p[0] != '!');
}

const struct stage stages_py[] = {
	{.name = "tokens", .help = "Python's tokens", .print = print_tokens},
	{.name = "ast",
	 .help = "Python's syntax tree (--oracle: as CPython sees it)",
	 .print = print_tree},
};
