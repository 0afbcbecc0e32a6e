/* What notebooks install: lines `!pip install ...` and `%pip install ...`, and cells that are shell
 * scripts. */
#include "py/notebook.h"

#include "dep/formats.h"
#include "dep/pip_command.h"

static void command(void *ctx, const struct shell_word *words, uint32_t count)
{
	pip_command_read(ctx, words, count);
}

/* The shell's part of a line: behind `!`, or behind `%` where a magic has the shell's name. */
static size_t shell_at(str line)
{
	size_t at = 0;

	while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t'))
		at++;
	if (at == line.n || (line.p[at] != '!' && line.p[at] != '%'))
		return STR_NONE;
	while (at < line.n && (line.p[at] == '!' || line.p[at] == '%'))
		at++;
	return at;
}

/* Where the line that begins at `at` ends, with those that it goes on in. */
static size_t line_end(str source, size_t at)
{
	for (;;) {
		size_t n = str_find_byte(str_slice(source, at, source.n), '\n');
		size_t end = n == STR_NONE ? source.n : at + n;
		if (end + 1 >= source.n || end == at || source.p[end - 1] != '\\')
			return end;
		at = end + 1;
	}
}

static bool knows(str path, UNUSED str head)
{
	return str_ends(path, S(".ipynb"));
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	struct pip_command pip = {.r = &r, .flags = DEP_DIRECT, .lost = true};
	struct shell shell = {a, NULL, command, &pip};
	struct reader_piece *pieces;
	struct reader_text all;
	struct notebook nb = {0};
	struct diag d;

	out->format = "notebook";
	if (str_find(r.bytes, S("pip")) == STR_NONE || str_find(r.bytes, S("install")) == STR_NONE)
		return;
	if (!notebook_read(a, r.bytes, &nb, &d)) {
		reader_problem(&r, d.offset, true, "expected a notebook: %s", d.msg);
		return;
	}
	pieces = NEW(a, struct reader_piece, (size_t)nb.run_count + 1);
	for (uint32_t i = 0; i < nb.run_count; i++)
		pieces[i] = (struct reader_piece){nb.runs[i].start, nb.runs[i].raw};
	all = (struct reader_text){
		.text = nb.source, .end = r.bytes.n, .piece_count = nb.run_count, .pieces = pieces};
	for (size_t at = 0; at < nb.source.n;) {
		size_t end = line_end(nb.source, at);
		size_t from = shell_at(str_slice(nb.source, at, end));
		if (from != STR_NONE) {
			struct reader_text script = reader_part(&all, at + from, end);
			shell_read(&shell, &script);
		}
		at = end + 1;
	}
}

const struct dep_format dep_notebook = {.name = "notebook", .knows = knows, .read = read};
