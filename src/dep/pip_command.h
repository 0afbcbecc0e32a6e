/* What a command installs: `pip install ...` in all its forms (python -m pip, pip3.11, uv pip, uv
 * tool, pipx), with what may stand before it (sudo, env, assignments, `then`); `conda install`. */
#ifndef DEP_PIP_COMMAND_H
#define DEP_PIP_COMMAND_H

#include "dep/shell.h"

struct pip_command {
	struct reader *r;
	uint16_t flags; /* of the packages */
	str group;
	bool lost;     /* a package whose name only the shell knows makes the audit incomplete */
	bool includes; /* `-r` names files of this file system */
};

void pip_command_read(const struct pip_command *c, const struct shell_word *words, uint32_t count);

#endif
