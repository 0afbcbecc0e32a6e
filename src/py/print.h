/* Tokens and trees as text: for `assay debug`, for tests, and for the comparison with CPython. */
#ifndef PY_PRINT_H
#define PY_PRINT_H

#include "base/buf.h"
#include "py/file.h"

void py_print_tokens(struct buf *out, const struct py_file *f);

enum py_print {
	PY_PRINT_ALL,
	PY_PRINT_ORACLE, /* only what CPython's ast knows, too: tests/oracle/ast_compare.py reads it
			  */
};

/* One line a node, indented by its depth: KIND line:column-line:column and its attributes. Lines
 * are 1-based, columns bytes from 0, as CPython's. Needs py_lines. */
void py_print_tree(struct buf *out, const struct py_file *f, enum py_print how);

/* `! line:column code message` for each error. */
void py_print_errors(struct buf *out, const struct py_file *f);

#endif
