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

#define ENV_GETTERS "os.getenv os.getenvb os.environ.get os.environ.pop dotenv.dotenv_values().get"
/* What the libraries call their readers: `env = Env()`, `config = Config(".env")`. */
#define ENV_READERS                                                                                \
	"environs.Env() environs.EnvReader() environ.Env() environ.FileAwareEnv() "                \
	"decouple.config decouple.AutoConfig() decouple.Config() starlette.config.Config() "       \
	"environs.env prettyconf.config"
/* The calls among them, for a rule's .calls; a typed reader is known by its method. */
#define ENV_READ_CALLS                                                                             \
	ENV_GETTERS                                                                                \
	" " ENV_READERS " "                                                                        \
	"*.str *.int *.bool *.float *.list *.tuple *.dict *.json *.datetime *.date *.time "        \
	"*.timedelta *.path *.log_level *.uuid *.url *.enum *.decimal *.bytes *.unicode *.db_url " \
	"*.cache_url *.email_url *.search_url *.dj_db_url *.dj_email_url *.dj_cache_url "          \
	"*.get_value *.db *.cache *.email"

/* Is the class one of pydantic's settings, whose fields are read from the environment? */
bool env_settings_class(struct check *c, const struct node *cls);

#endif
