/* Tables whose first line names their columns: CSV files and tables of Markdown. */
#ifndef ENGINE_SECRET_TABLE_H
#define ENGINE_SECRET_TABLE_H

#include "base/str.h"

struct secret_table {
	str s;
	str name;	   /* of the column */
	uint8_t separator; /* `,`, `;`, a tab, `|` */
	unsigned column;   /* of the name, from 0 */
	uint32_t at;	   /* start of the next line */
};

/* Does the name [from, to) head a column? */
bool secret_table_begin(struct secret_table *t, str s, uint32_t from, uint32_t to, str path);
/* The column's next cell, without quotes and blanks around it. False: there is no further line. */
bool secret_table_next(struct secret_table *t, uint32_t *start, uint32_t *end);

#endif
