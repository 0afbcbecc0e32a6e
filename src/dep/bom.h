/* Bills of materials, whatever their format: components with a package URL, and who needs whom by
 * reference. Only Python's packages are kept; the others are counted. */
#ifndef DEP_BOM_H
#define DEP_BOM_H

#include "dep/lock.h"

struct bom {
	struct lock l;
	struct map
		refs; /* reference -> index of its package + 1; 0: known, but no Python package */
	struct map known; /* "kind name version" -> the same */
	struct bom_link *links;
	uint32_t link_count, link_room;
	uint32_t unnamed;  /* components without a package URL */
	size_t unnamed_at; /* the first of them */
	str root;	   /* reference of what the document is about */
};

void bom_begin(struct bom *b, struct arena *a, const char *format, str path, str bytes,
	       struct dep_file *out);

struct bom_component {
	str name, version, purl, ref; /* may be empty; must stay where they are */
	size_t at;		      /* of the name */
	bool root;		      /* what the document is about */
	bool plain; /* no package (a file, an operating system): no package URL is expected */
};

void bom_component(struct bom *b, const struct bom_component *c);
void bom_needs(struct bom *b, str from, str to);
/* The same as SPDX says it: A DEPENDS_ON B, B DEPENDENCY_OF A, ... */
void bom_spdx_relation(struct bom *b, str from, str type, str to);
void bom_end(struct bom *b);

#endif
