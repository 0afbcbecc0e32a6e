/* What pip understands, where it stands elsewhere than in a requirements file (dep/formats.h): on a
 * command line, in the `pip:` of an environment. Mistakes are problems. */
#ifndef DEP_REQUIREMENTS_H
#define DEP_REQUIREMENTS_H

#include "dep/reader.h"

/* One logical line, options included (`-r x`, `-e .`, `name==1 --hash=...`), without a comment. */
void requirements_line(struct reader *r, const struct reader_text *t);
/* One argument: a requirement, a URL, the path of a folder or archive. NULL: no package. */
struct dep_package *requirements_argument(struct reader *r, const struct reader_text *t);
/* A URL or path, as behind `-e`. */
struct dep_package *requirements_source(struct reader *r, const struct reader_text *t, str url);

#endif
