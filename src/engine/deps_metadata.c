/* What newer versions of a parent ask for, from the metadata that `--metadata DIR` has: METADATA
 * files (of any folder in it) and wheels, read by workers as any other file and not judged. */
#include "engine/deps_plan.h"

/* What a package asks for of another one: allowed, forbidden, or it does not ask. */
static bool takes(const struct deps_file *f, const struct dep_package *p, str package, str version,
		  const struct version *v)
{
	for (uint32_t i = 0; i < p->need_count; i++) {
		const struct dep_package *need = &f->dep->packages[p->needs[i]];
		if (str_eq(need->normal, package) && (need->flags & DEP_OPTIONAL) == 0 &&
		    !specifiers_allow(&need->specifiers, version, v, true))
			return false;
	}
	return true;
}

/* The version of `parent` that the project has now: any file may say it. */
static bool current(struct deps *d, str parent, struct version *out)
{
	for (uint32_t i = 0; i < d->count; i++) {
		uint32_t at = 0;
		const struct dep_package *p = deps_package(&d->check, &d->files[i], parent, &at);
		if (p != NULL && version_parse(deps_version(p), out))
			return true;
	}
	return false;
}

enum plan_parent deps_metadata_allows(struct deps *d, str parent, str package, str version,
				      str *from)
{
	struct version to, now, v, best = {0};
	bool known = false, has_now = current(d, parent, &now);

	if (!version_parse(version, &to))
		return PLAN_PARENT_UNKNOWN;
	for (uint32_t i = 0; i < d->metadata_count; i++) {
		const struct deps_file *f = &d->metadata[i];
		for (uint32_t k = 0; k < f->dep->package_count; k++) {
			const struct dep_package *p = &f->dep->packages[k];
			if (p->kind == DEP_NAMED || !str_eq(p->normal, parent) ||
			    !version_parse(p->version, &v) ||
			    (has_now && version_compare(&v, &now) < 0))
				continue;
			known = true;
			if (!takes(f, p, package, version, &to) ||
			    (from->n > 0 && version_compare(&v, &best) >= 0))
				continue;
			best = v;
			*from = p->version;
		}
	}
	if (from->n == 0)
		return known ? PLAN_PARENT_FORBIDS : PLAN_PARENT_UNKNOWN;
	return has_now && version_compare(&best, &now) == 0 ? PLAN_PARENT_ALLOWS
							    : PLAN_PARENT_NEWER;
}

void deps_add_metadata(struct deps *d, const struct walk_file *file, const struct dep_file *dep)
{
	d->metadata = GROW(d->arena, d->metadata, d->metadata_count, &d->metadata_room);
	d->metadata[d->metadata_count++] =
		(struct deps_file){.path = file->path, .file = file, .dep = dep};
}
