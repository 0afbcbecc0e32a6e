/* Items as text for people and for tests: one value a line, indented, arrays with dtype, shape,
 * order and the digest of their bytes. */
#ifndef CONVERT_ITEM_PRINT_H
#define CONVERT_ITEM_PRINT_H

#include "convert/item.h"

void item_print(struct buf *out, const struct item *root);

#endif
