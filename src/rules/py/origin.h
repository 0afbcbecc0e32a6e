/* Where a value comes from, as far as one function shows it. */
#ifndef RULES_PY_ORIGIN_H
#define RULES_PY_ORIGIN_H

#include "engine/check.h"

enum {
	ORIGIN_NETWORK = 1 << 0,  /* bytes or text of a response or socket */
	ORIGIN_DOWNLOAD = 1 << 1, /* the path of a file that was just downloaded */
	ORIGIN_USER = 1 << 2,	  /* what a user sent or typed */
	ORIGIN_MODEL = 1 << 3,	  /* text that a language model wrote */
	ORIGIN_CONFIG = 1 << 4,	  /* what was read out of JSON, YAML or TOML */
	ORIGIN_STORE = 1 << 5,	  /* bytes of a cache, queue or database that others write too */
};

/* The ORIGIN_* that an expression carries. Follows names that have one binding (or several that
 * agree), attributes, subscripts, methods of the value, conversions and string building. Knows
 * nothing about other functions. */
unsigned origin_of(struct check *c, const struct node *expr);

/* The same for an expression that stands in another scope than the node at hand. */
unsigned origin_in(struct check *c, const struct scope *scope, const struct node *expr);

/* Is the function a route handler (decorated with .get, .post, .route, ... of something)? */
bool function_is_route(const struct check *c, const struct node *function);

/* Is it os.environ[...] or os.getenv(...) of a variable whose name tells a secret? */
bool reads_secret_variable(struct check *c, const struct node *n);

/* The value of a constant key in a dict display, also behind a name; NULL when unknown or absent.
 */
const struct node *dict_item(struct check *c, const struct node *dict, const char *key);

/* Is the file test code, by its name or folder? A pickle that a test wrote itself is no news. */
bool is_test_code(const struct check *c);
/* LOW in test code, otherwise the rule's own severity; with --bandit-compat always that. */
enum level level_in_tests(const struct check *c);

/* What `ask` says about a function. Remembered, so that a function with many calls is read once;
 * `key` is the address of anything static. */
bool function_says(struct check *c, const void *key, const struct node *function,
		   bool (*ask)(struct check *c, const struct node *function));

/* Does the function around refuse unless its caller says that the data is trusted
 * (`if not allow_dangerous_deserialization: raise ...`)? */
bool caller_consents(struct check *c);

/* The innermost enclosing `def`, looking through lambdas; NULL at module level. */
const struct node *enclosing_def(const struct check *c);

#endif
