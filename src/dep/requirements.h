/* Lines of requirements files that stand elsewhere: in the `pip:` of an environment. */
#ifndef DEP_REQUIREMENTS_H
#define DEP_REQUIREMENTS_H

#include "dep/reader.h"

/* One logical line, options included (`-r x`, `-e .`, `name==1 --hash=...`), without a comment. */
void requirements_line(struct reader *r, const struct reader_text *t);

#endif
