/* clang-format off */
/* Joining: what only the whole project knows decides findings that one file left open.
 *
 * A fact is a string that a file contributes:
 *	version:NAME=V     a lock or requirement file pins the package (NAME normalised by PEP 503)
 *	version:NAME>=V    it is at least this version
 *	pin:MODEL=REV      a registry pins the model, data set or repository
 *	guard:X            something protects X
 *	custom-code:FOLDER a model's configuration loads Python files beside it
 *	model-config:FOLDER a model's configuration lies there
 * each optionally followed by @where ("@requirements.txt:3"). Kinds not listed here are facts as well.
 *
 * A condition is a string on a finding, which stands if it holds:
 *	version:NAME<V     also <= > >= == !=. Holds if some file's version satisfies it, so one old
 *	                   lock file is enough; exact versions are what runs, so lower bounds count
 *	                   only where there is none. Holds too if no version is known, because then
 *	                   nobody can say that the project is safe
 *	unpinned:MODEL     no pin:MODEL is known
 *	!KEY               no fact KEY is known ("!guard:router")
 *	KEY                some fact KEY is known
 * A condition that is none of these holds: what cannot be decided is reported. */
/* clang-format on */
#ifndef ENGINE_JOIN_H
#define ENGINE_JOIN_H

#include "base/map.h"
#include "engine/finding.h"

struct facts {
	struct map keys; /* "version:torch" -> struct fact *, newest first */
	struct arena *arena;
};

struct facts facts_in(struct arena *a);
void facts_add(struct facts *f, str fact); /* borrows; malformed facts are dropped */
bool facts_hold(const struct facts *f, str condition);

#endif
