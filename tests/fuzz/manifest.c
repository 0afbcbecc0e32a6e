/* Readers of what people write about dependencies, chosen by the first byte: places lie in the file
 * and in its entries, names are valid, edges point at packages. */
#include "fuzz.h"

#include "dep/package.h"

static const char *const paths[] = {
	"requirements.txt", "constraints.txt", "pyproject.toml",
	"Pipfile",	    "setup.cfg",       "setup.py",
	"script.py",	    "Dockerfile",      ".github/workflows/ci.yml",
	"notebook.ipynb",
};

static void check_package(const struct dep_file *f, const struct dep_package *p, size_t size)
{
	INVARIANT(p->line > 0 && p->column > 0);
	INVARIANT(p->start <= p->end);
	INVARIANT(p->version_start <= p->version_end);
	INVARIANT(p->normal.n == 0 || package_name_valid(p->normal));
	INVARIANT(p->kind <= DEP_NAMED && p->origin <= DEP_PATH);
	if (!f->recoded) {
		INVARIANT(p->end <= size && p->version_end <= size);
		INVARIANT(p->version_end == 0 ||
			  (p->start <= p->version_start && p->version_end <= p->end));
	}
	for (uint32_t i = 0; i < p->need_count; i++)
		INVARIANT(p->needs[i] < f->package_count);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	const char *path = paths[size > 0 ? data[0] % COUNTOF(paths) : 0];
	str input = fuzz_input(a, size > 0 ? data + 1 : data, size > 0 ? size - 1 : 0, 64);
	const struct dep_format *format = dep_format_of(str_of(path), str_slice(input, 0, 4096));
	struct dep_file file = {0};

	if (format == NULL)
		return;
	format->read(a, str_of(path), input, &file);
	INVARIANT(file.format != NULL);
	for (uint32_t i = 0; i < file.package_count; i++)
		check_package(&file, &file.packages[i], input.n);
	for (uint32_t i = 0; i < file.problem_count; i++)
		INVARIANT(file.problems[i].line > 0 && file.problems[i].what.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
