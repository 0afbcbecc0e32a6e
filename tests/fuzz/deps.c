/* Every reader of dependency files: the first byte (A: the first) chooses the name that the file
 * has. Positions lie in the file, edges lead to packages, and what is printed of a file does not
 * depend on the run. */
#include "fuzz.h"

#include "dep/print.h"

static const char *const names[] = {
	"requirements.txt",
	"pyproject.toml",
	"setup.cfg",
	"Pipfile",
	"x.py",
	"uv.lock",
	"poetry.lock",
	"pdm.lock",
	"pylock.toml",
	"Pipfile.lock",
	"environment.yml",
	"conda-lock.yml",
	"explicit.txt",
	"site-packages/a-1.dist-info/METADATA",
	"a.egg-info/PKG-INFO",
	"x.cdx.json",
	"x.spdx.json",
	"bom.xml",
	"x.spdx",
	"a-1-py3-none-any.whl",
	"a-1.tar.gz",
};

static void check_package(const struct dep_file *f, const struct dep_package *p, size_t size)
{
	INVARIANT(p->kind <= DEP_NAMED && p->origin <= DEP_PATH);
	INVARIANT(p->start <= p->end && p->version_start <= p->version_end);
	INVARIANT(f->recoded || (p->end <= size && p->version_end <= size));
	INVARIANT(p->line <= size + 1 && p->column <= size + 1);
	for (uint32_t i = 0; i < p->need_count; i++)
		INVARIANT(p->needs[i] < f->package_count);
}

static void work(struct arena *a, const uint8_t *data, size_t size)
{
	const struct dep_format *format;
	struct dep_file f = {0};
	struct buf out = buf_in(a);
	str input, path;

	if (size == 0)
		return;
	path = str_of(names[(uint8_t)(data[0] - 'A') % COUNTOF(names)]);
	input = fuzz_input(a, data + 1, size - 1, 64);
	format = dep_format_of(path, str_slice(input, 0, 4096));
	if (format == NULL)
		return;
	if (format->read_blob == NULL)
		format->read(a, path, input, &f);
	else if (!format->read_blob(a, path, blob_of(input), &f))
		return;
	for (uint32_t i = 0; i < f.package_count; i++)
		check_package(&f, &f.packages[i], input.n);
	for (uint32_t i = 0; i < f.problem_count; i++)
		INVARIANT(f.problems[i].line <= input.n + 1 && f.problems[i].what.n > 0);
	dep_print(&out, &f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_run(data, size, work);
	return 0;
}
