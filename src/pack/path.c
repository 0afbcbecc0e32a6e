/* Both separators count everywhere: who extracts on Windows follows backslashes. A single letter
 * and a colon is a drive only before a separator ("w:0.npy" is a variable of TensorFlow). */
#include "pack/path.h"

static bool is_separator(uint8_t b)
{
	return b == '/' || b == '\\';
}

/* Depth below the start after walking `path` from `depth`; -1 when it was ever left. */
static int walk(str path, int depth, bool *dots)
{
	for (size_t i = 0; i < path.n;) {
		size_t start = i;
		str part;
		while (i < path.n && !is_separator(path.p[i]))
			i++;
		part = str_slice(path, start, i++);
		*dots |= str_eq(part, S(".."));
		if (str_eq(part, S("..")))
			depth--;
		else if (part.n > 0 && !str_eq(part, S(".")))
			depth++;
		if (depth < 0)
			return -1;
	}
	return depth;
}

static enum path_problem check_start(str name)
{
	if (str_find_byte(name, 0) != STR_NONE)
		return PATH_NUL;
	if (name.n > 0 && is_separator(name.p[0]))
		return PATH_ABSOLUTE;
	if (name.n > 2 && name.p[1] == ':' && is_separator(name.p[2]) &&
	    (name.p[0] | 0x20) >= 'a' && (name.p[0] | 0x20) <= 'z')
		return PATH_DRIVE;
	return PATH_FINE;
}

enum path_problem path_check(str name)
{
	enum path_problem p = check_start(name);
	bool dots = false;

	if (p != PATH_FINE)
		return p;
	if (walk(name, 0, &dots) < 0)
		return PATH_PARENT;
	if (str_starts(name, S("~/")))
		return PATH_HOME;
	return dots ? PATH_DOTS : PATH_FINE;
}

enum path_problem path_check_link(str name, str target)
{
	enum path_problem p = check_start(target);
	bool dots = false;
	int depth = walk(name, 0, &dots);

	if (p != PATH_FINE)
		return p;
	/* The link lies one level above what it is called. */
	return walk(target, depth > 0 ? depth - 1 : 0, &dots) < 0 ? PATH_PARENT : PATH_FINE;
}

const char *path_says(enum path_problem p)
{
	switch (p) {
	case PATH_FINE:
		break;
	case PATH_ABSOLUTE:
		return "is absolute";
	case PATH_DRIVE:
		return "names a drive";
	case PATH_PARENT:
		return "leaves the folder through \"..\"";
	case PATH_NUL:
		return "holds a NUL byte, behind which not everybody reads";
	case PATH_DOTS:
		return "holds \"..\", which no archiver writes";
	case PATH_HOME:
		return "begins with a home folder (\"~/\")";
	}
	return "is fine";
}
