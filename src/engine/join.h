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
 *	near:KIND          some fact KIND:X is known with X the finding's own folder or one above it
 *	                   ("." above all); !near:KIND: none is
 *	git:ignored        and git:tracked, git:untracked, git:repository: what the walk and git's index say of the
 *	                   finding's own file; git:worktree: the run is about files on disk
 *	once:KEY           true for the first finding that asks, in order of path and line; so of many
 *	                   reads of a variable one is reported. Asked last
 *	A & B              all of them
 * A condition that is none of these holds: what cannot be decided is reported. */
/* clang-format on */
#ifndef ENGINE_JOIN_H
#define ENGINE_JOIN_H

#include "base/map.h"
#include "engine/finding.h"

struct facts {
	struct map keys;    /* "version:torch" -> struct fact *, newest first */
	struct map decided; /* version: conditions: 1 holds, 2 does not */
	struct map once;    /* keys of once: that somebody has asked for */
	struct arena *arena;
	/* Answers git:QUESTION about a file; NULL: nothing is ignored, tracked or a repository. */
	bool (*git)(const void *ctx, str question, str path);
	const void *ctx;
};

struct facts facts_in(struct arena *a);
void facts_add(struct facts *f, str fact); /* borrows; malformed facts are dropped */
/* For a finding in the file `path`. */
bool facts_hold(struct facts *f, str condition, str path);

#endif
