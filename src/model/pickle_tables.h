/* The policy's data, and how its tables are laid out. A row holds names of one module that share a
 * verdict; a table's rows are sorted by module, so that a global is found by two binary searches:
 * for its module's rows, then for its name among the words of each.
 *
 * What makes a row of the allow-list: honest files of released libraries contain it, and to name
 * it, to call it as its verdict permits and to give its result state can do nothing but build data:
 * no code runs that the file chose, no file, process, socket or native library is touched, and
 * nothing is called, read by name or unpickled that came as an argument, unless the row's argument
 * rule looks at just that. A class of a known library that meets this is not listed for its own
 * sake: pickle_policy.c recognises those by their form. */
#ifndef MODEL_PICKLE_TABLES_H
#define MODEL_PICKLE_TABLES_H

#include "model/pickle_policy.h"

struct pickle_row {
	str module;
	str names; /* sorted words; "*": every name of the module and of those below it */
	struct pickle_verdict verdict;
};

struct pickle_table {
	const struct pickle_row *rows;
	size_t count;
};

/* A package at the top of module names, and what is allowed of it. */
struct pickle_library {
	str top;
	const struct pickle_table *allow;
	const char
		*known; /* "a class of NumPy": its classes may be made and given state; or NULL */
};

#define PICKLE_ROW(module, names, class, args, grade, why)                                         \
	{                                                                                          \
		S_INIT(module), S_INIT(names),                                                     \
		{                                                                                  \
			class, args, grade, why                                                    \
		}                                                                                  \
	}
/* May be called with anything. */
#define PICKLE_ALLOW(module, names, why) PICKLE_ROW(module, names, PICKLE_SAFE, 0, 0, why)
/* May be called with arguments that the rule accepts. */
#define PICKLE_ALLOW_IF(rule, module, names, why)                                                  \
	PICKLE_ROW(module, names, PICKLE_ARGS, PICKLE_ARGS_##rule, 0, why)
/* May be named, or made without arguments and given state: worth an information. A call is not. */
#define PICKLE_NAMED(module, names, why)                                                           \
	PICKLE_ROW(module, names, PICKLE_KNOWN, 0, PICKLE_GRADE_HIGH, why)
#define PICKLE_ATTACK(grade, module, names, why)                                                   \
	PICKLE_ROW(module, names, PICKLE_DANGEROUS, 0, PICKLE_GRADE_##grade, why)
#define PICKLE_TABLE(name) const struct pickle_table name = {rows, sizeof(rows) / sizeof(rows[0])}

extern const struct pickle_table pickle_allow_stdlib;
extern const struct pickle_table pickle_allow_numpy;
extern const struct pickle_table pickle_allow_scipy;
extern const struct pickle_table pickle_allow_sklearn;
extern const struct pickle_table pickle_allow_pandas;
extern const struct pickle_table pickle_allow_torch;
extern const struct pickle_table pickle_allow_other;
extern const struct pickle_table pickle_danger;
extern const struct pickle_table pickle_danger_other;

extern const struct pickle_library pickle_libraries[];
extern const size_t pickle_libraries_count;

/* The row of a table that lists the global itself, or NULL; not what a "*" of a package above
 * says (pickle_row_above does). */
const struct pickle_row *pickle_row_of(const struct pickle_table *t, str module, str name);
const struct pickle_row *pickle_row_above(const struct pickle_table *t, str module);

#endif
