/* What a Python file imports: modules, where, and how much it needs them. */
#ifndef DEP_IMPORTS_H
#define DEP_IMPORTS_H

#include "py/file.h"

/* How much a file needs a module; the least of several is what counts. */
enum import_need {
	IMPORT_ALWAYS,	 /* at the top of the file or of a class */
	IMPORT_LATER,	 /* inside a function */
	IMPORT_OPTIONAL, /* it is caught when it fails, or only some systems do it */
	IMPORT_TYPING,	 /* only for type checkers */
	IMPORT_NAMED,	 /* a text that names something in it ("package.module.Class") */
	IMPORT_NEEDS,
};

struct dep_import {
	str module;	   /* its first part; up to three parts of namespace packages; in arena */
	uint32_t line, at; /* `at`: the byte in the source */
	uint8_t need;	   /* enum import_need */
};

/* Absolute imports, each module once, in order of its first place. In arena. */
void imports_read(struct arena *a, struct py_file *f, const struct dep_import **list,
		  uint32_t *count);

#endif
