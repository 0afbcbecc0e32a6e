#include "base/program.h"

#include <limits.h>
#include <unistd.h>

const char *program_find(struct arena *a, const char *name)
{
	static const char *const places[] = {"", "../libexec/assay/"};
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self));
	str folder;

	if (n <= 0 || n == (ssize_t)sizeof(self))
		return NULL;
	folder = (str){(const uint8_t *)self, (size_t)n};
	folder = str_slice(folder, 0, str_rfind_byte(folder, '/'));
	for (size_t i = 0; i < COUNTOF(places); i++) {
		str path = arena_printf(a, "%.*s/%s%s", STR_ARG(folder), places[i], name);
		if (access((const char *)path.p, X_OK) == 0)
			return (const char *)path.p;
	}
	return NULL;
}
