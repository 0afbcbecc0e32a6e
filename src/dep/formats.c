#include "dep/formats.h"

/* The first that knows a file reads it: those that ask for more come first. */
static const struct dep_format *const formats[] = {
	/* One a line, so that two people can add theirs. */
	/* clang-format off */
	&dep_uv_lock,
	&dep_poetry_lock,
	&dep_pdm_lock,
	&dep_pylock,
	&dep_pipfile_lock,
	&dep_conda_lock,
	&dep_conda_environment,
	&dep_conda_explicit,
	&dep_metadata,
	&dep_archive,
	&dep_bom_json,
	&dep_bom_xml,
	&dep_bom_spdx,
	&dep_pyproject,
	&dep_pipfile,
	&dep_setupcfg,
	&dep_script,
	&dep_dockerfile,
	&dep_workflow,
	&dep_setup_py,
	&dep_notebook,
	&dep_dependabot,
	&dep_renovate,
	&dep_python_file,
	&dep_requirements,
	/* clang-format on */
};

const struct dep_format *dep_format_of(str path, str head)
{
	for (size_t i = 0; i < COUNTOF(formats); i++)
		if (formats[i]->knows(path, head))
			return formats[i];
	return NULL;
}
