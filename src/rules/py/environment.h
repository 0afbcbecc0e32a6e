/* Reads of environment variables in Python, in every way that projects read them. */
#ifndef RULES_PY_ENVIRONMENT_H
#define RULES_PY_ENVIRONMENT_H

#include "engine/check.h"

struct env_read {
	str name;		 /* empty: not known here */
	const struct node *key;	 /* the expression of the name */
	const struct node *dflt; /* what stands in when it is not set; NULL: none */
	bool fails;		 /* without the variable (and a default) it raises */
};

/* Is the expression such a read: os.environ["X"], os.getenv("X", d), os.environ.get("X"),
 * dotenv_values()["X"], and of environs, django-environ, decouple and starlette config("X")? */
bool env_read(struct check *c, const struct node *n, struct env_read *out);

/* Is the class one of pydantic's settings, whose fields are read from the environment? */
bool env_settings_class(struct check *c, const struct node *cls);

#endif
