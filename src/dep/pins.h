/* Facts about versions and model revisions, from the files that pin them. A small extractor for the
 * rules that ask "which torch?"; it judges nothing.
 *
 *	version:NAME=V@path:line    the file pins the package (NAME normalised by PEP 503)
 *	version:NAME>=V@path:line   at least V
 *	pin:MODEL=REV@path:line     the registry of model revisions pins the model
 *	remote_code:MODEL=true      ... and says that it runs code of its own
 *	codeless:MODEL=true         ... or that it needs none */
#ifndef DEP_PINS_H
#define DEP_PINS_H

#include "base/arena.h"

/* By the file's name: requirements*.txt, uv.lock, poetry.lock, pdm.lock, pylock.toml, Pipfile.lock,
 * pyproject.toml, environment.yml, model_revisions.yaml. */
bool pins_known(str path);

/* The facts in arena, in order of the file; returns how many. False in *ok: the file could not be
 * read to its end (what was read before counts). */
size_t pins_read(struct arena *a, str path, str bytes, str **facts, bool *ok);

#endif
