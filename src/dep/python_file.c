/* Files that name the Python a project runs on: .python-version (pyenv, uv, hosting services) and
 * runtime.txt (Heroku and others alike). A word a line; the rest of the line and what follows `#`
 * says nothing. */
#include "dep/formats.h"
#include "dep/reader.h"

static bool knows(str path, str head)
{
	str name = str_after_last(path, '/');

	return str_eq(name, S(".python-version")) ||
	       (str_eq(name, S("runtime.txt")) && str_starts(str_trim(head), S("python-")));
}

static void read(struct arena *a, str path, str bytes, struct dep_file *out)
{
	struct reader r = reader_of(a, path, bytes, out);
	size_t at = 0;

	out->format = "python-version";
	for (str rest = r.bytes, line; rest.p != NULL; at += line.n + 1) {
		line = str_cut(&rest, '\n');
		for (str words = str_slice(line, 0, str_find_byte(line, '#')), word;
		     words.p != NULL;) {
			word = str_trim(str_cut(&words, ' '));
			if (word.n > 0)
				reader_runs_on(&r, word, at);
		}
	}
}

const struct dep_format dep_python_file = {.name = "python-version", .knows = knows, .read = read};
