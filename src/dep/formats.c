#include "dep/formats.h"

/* The first that knows a file reads it. */
static const struct dep_format *const formats[] = {
	&dep_uv_lock,	&dep_poetry_lock, &dep_pdm_lock, &dep_pylock, &dep_pipfile_lock,
	&dep_pyproject, &dep_pipfile,	  &dep_setupcfg, &dep_script, &dep_requirements,
};

const struct dep_format *dep_format_of(str path, str head)
{
	for (size_t i = 0; i < COUNTOF(formats); i++)
		if (formats[i]->knows(path, head))
			return formats[i];
	return NULL;
}
