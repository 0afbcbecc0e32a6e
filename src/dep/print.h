/* A dep_file for humans and tests, a line an entry:
 *	line:column kind name[version|specifiers] flags source... ; marker
 *	include / index / problem line:column ... */
#ifndef DEP_PRINT_H
#define DEP_PRINT_H

#include "dep/package.h"

void dep_print(struct buf *out, const struct dep_file *f);

#endif
