/* The packages of a run, each once, for reports that list them: from all files of dependencies,
 * with where they stand, what they ask for and the advisories that concern them. */
#ifndef REPORT_PACKAGES_H
#define REPORT_PACKAGES_H

#include "dep/package.h"
#include "report/report.h"

struct package_place {
	str path;
	uint32_t line; /* 0: none */
};

struct package {
	str name, normal, version;	   /* no version: only a wish is known */
	const struct dep_package *said;	   /* by the first file that has it */
	struct package_place *places;	   /* a file each */
	const struct finding **advisories; /* one an advisory, those that stand before others */
	uint32_t *needs;		   /* indices of packages, ascending, each once */
	uint32_t place_count, advisory_count, need_count;
	uint32_t place_room, advisory_room, need_room;
	bool project, direct, optional; /* optional: to everybody */
	str purl;			/* package URL; pkg:pypi/name@version */
	str ref;			/* the same, but of no other component: for references */
};

struct packages {
	struct package *list; /* projects first, then by normal name and version */
	uint32_t count;
};

/* In arena. What is asked for without a version is left out where some file has one of the same
 * name, as is what only limits others (constraints). */
struct packages report_packages(struct arena *a, const struct report *r);

/* Why a package has no version, in words: for reports that tell what was skipped. */
str report_unversioned(struct arena *a, const struct package *p);

#endif
