/* Settings of web frameworks, however they are written: DEBUG = True in a settings module or a
 * class of a configuration module, app.config["DEBUG"] = True, app.config.update(DEBUG=True). */
#ifndef RULES_PY_SETTING_H
#define RULES_PY_SETTING_H

#include "engine/check.h"

struct setting {
	str name;
	const struct node *value;
	const struct node *at; /* where to report */
	bool module; /* a name of the module or of a class in it; otherwise app.config[...] */
	bool is_django, is_settings; /* the file uses Django; it looks like a settings module */
};

/* Calls `see` for every setting of the module. */
void setting_each(struct check *c, const struct node *module,
		  void (*see)(struct check *c, const struct setting *s));

/* Is the file for development or tests only, by its name? */
bool is_dev_file(const struct check *c);

#endif
