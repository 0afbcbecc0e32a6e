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
	if (format->read_blob == NULL)
		format->read(a, path, bytes, &file);
	else if (!format->read_blob(a, path, blob_of(bytes), &file))
		buf_add(out, S("no dependency file\n"));
	if (file.format != NULL)
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
