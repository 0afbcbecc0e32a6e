#include "cmd/debug.h"
#include "dep/print.h"

static bool print_deps(struct arena *a, str path, str bytes, str option, struct buf *out)
{
	const struct dep_format *format = dep_format_of(path, str_slice(bytes, 0, 4096));
	struct dep_file file = {0};

	(void)option;
	if (format == NULL) {
		buf_add(out, S("no dependency file\n"));
		return false;
	}
	format->read(a, path, bytes, &file);
	dep_print(out, &file);
	return file.problem_count == 0;
}

const struct stage stages_deps[] = {
	{
		.name = "deps",
		.help = "a dependency file's packages, includes, indexes and problems",
		.print = print_deps,
	},
};
