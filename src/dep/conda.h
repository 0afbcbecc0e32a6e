/* What conda writes and its readers share: names and match specifications. */
#ifndef DEP_CONDA_H
#define DEP_CONDA_H

#include "dep/lock.h"

/* What PyPI calls a conda package (lower case); empty: it is no Python package. A table of the date
 * below. */
PURE str conda_pypi_name(str name);
extern const char conda_names_date[];

/* Does the build string say that it is a Python package? */
PURE bool conda_build_is_python(str build);

/* A match specification ("conda-forge::numpy>=1.2,<2=py_0", conda's documentation, "Package match
 * specifications"), as packages: one for each alternative of `|`, none for what is no Python
 * package. Python itself becomes requires_python. `at` is where the text begins in the file. */
void conda_spec(struct lock *l, str text, size_t at);

/* A conda package of exactly this version, unless it is no Python package (NULL). */
struct dep_package *conda_package(struct lock *l, enum dep_kind kind, str name, str version,
				  size_t at);

#endif
