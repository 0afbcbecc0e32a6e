#include "report/paint.h"

#include <stdlib.h>
#include <unistd.h>
#include "engine/finding.h"

void paint(struct buf *out, bool colour, enum paint what)
{
	static const char *const codes[] = {
		[PAINT_BOLD] = "\033[1m",	    [PAINT_DIM] = "\033[2m",
		[PAINT_GOOD] = "\033[32m",	    [PAINT_GUTTER] = "\033[1;34m",
		[PAINT_INFO] = "\033[34m",	    [PAINT_LOW] = "\033[36m",
		[PAINT_MEDIUM] = "\033[33m",	    [PAINT_HIGH] = "\033[1;31m",
		[PAINT_CRITICAL] = "\033[1;37;41m",
	};

	if (colour)
		buf_add(out, str_of(codes[what]));
}

void paint_end(struct buf *out, bool colour)
{
	if (colour)
		buf_add(out, S("\033[0m"));
}

enum paint paint_of_level(unsigned level)
{
	if (level < INFO)
		level = INFO;
	if (level > CRITICAL)
		level = CRITICAL;
	return (enum paint)(PAINT_INFO + (level - INFO));
}

bool paint_wanted(int fd)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return (no == NULL || no[0] == '\0') && term != NULL && strcmp(term, "dumb") != 0 &&
	       isatty(fd);
}
