/* What a dependency file says, as dep/print.h prints it. */
#ifndef TEST_DEP_CHECK_H
#define TEST_DEP_CHECK_H

#include "test.h"

#include "dep/print.h"

static inline void check_deps(struct arena *a, const char *path, str bytes, const char *want)
{
	str input = test_guarded(bytes, 64);
	const struct dep_format *format = dep_format_of(str_of(path), str_slice(input, 0, 4096));
	struct dep_file file = {0};
	struct buf b = buf_in(a);

	if (!CHECK(format != NULL))
		return;
	format->read(a, str_of(path), input, &file);
	dep_print(&b, &file);
	CHECK_STR(buf_str(&b), str_of(want));
}

#define DEPS(path, text, want) check_deps(a, path, str_of(text), want)

#endif
