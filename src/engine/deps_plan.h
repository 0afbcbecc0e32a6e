/* The upgrade plan while it is being made (engine/plan.h has its form). */
#ifndef ENGINE_DEPS_PLAN_H
#define ENGINE_DEPS_PLAN_H

#include "engine/deps_int.h"
#include "engine/plan.h"
#include "store/advisories.h"

/* A package that advisories affect; `list` has all of its name. */
void deps_plan_take(struct deps *d, struct arena *scratch, struct deps_file *f,
		    const struct dep_package *p, const struct advisory *list, uint32_t count);

void deps_add_metadata(struct deps *d, const struct walk_file *file, const struct dep_file *dep);
/* Does `parent` take this version of `package`, as it is or in a newer version (*from), by the
 * metadata that --metadata names? */
enum plan_parent deps_metadata_allows(struct deps *d, str parent, str package, str version,
				      str *from);

#endif
