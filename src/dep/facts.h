/* Facts about versions and model revisions, from the files that pin them: for the rules that ask
 * "which torch?". They judge nothing.
 *
 *	version:NAME=V@path:line    the file pins the package (NAME normalised by PEP 503)
 *	version:NAME>=V@path:line   at least V
 *	pin:MODEL=REV@path:line     the registry of model revisions pins the model
 *	remote_code:MODEL=true      ... and says that it runs code of its own
 *	codeless:MODEL=true         ... or that it needs none */
#ifndef DEP_FACTS_H
#define DEP_FACTS_H

#include "dep/package.h"

/* The format of a file that says what the project runs, by its name: the common manifests and lock
 * files, which are nothing else to anybody. NULL: none of them. */
const struct dep_format *dep_facts_format(str path, str head);
/* Facts in arena, in order of the file; returns how many. */
size_t dep_facts(struct arena *a, str path, const struct dep_file *file, str **facts);

/* configs/model_revisions.yaml. */
bool dep_revisions_known(str path);
size_t dep_revisions(struct arena *a, str path, str bytes, str **facts);

#endif
