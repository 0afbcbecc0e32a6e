/* The formats of dependency files that dep_format_of() chooses from, each defined in the file that
 * reads it. A file that another one includes is read in its format whatever it is called. */
#ifndef DEP_FORMATS_H
#define DEP_FORMATS_H

#include "dep/package.h"

extern const struct dep_format dep_requirements; /* also what `-r` and `-c` name */
extern const struct dep_format dep_pyproject, dep_pipfile, dep_setupcfg, dep_script;
extern const struct dep_format dep_dockerfile, dep_workflow, dep_setup_py, dep_notebook;
extern const struct dep_format dep_uv_lock, dep_poetry_lock, dep_pdm_lock, dep_pylock,
	dep_pipfile_lock;
extern const struct dep_format dep_conda_environment, dep_conda_lock, dep_conda_explicit;
extern const struct dep_format dep_archive, dep_metadata, dep_bom_json, dep_bom_xml, dep_bom_spdx;
extern const struct dep_format dep_python_file;		     /* .python-version, runtime.txt */
extern const struct dep_format dep_dependabot, dep_renovate; /* what keeps them up to date */

#endif
