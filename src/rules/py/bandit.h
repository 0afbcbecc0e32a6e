/* What the rules with Bandit's ids share: how Bandit 1.9.4 reads arguments (its Context class),
 * which modules it takes for imported at a place, and which names and texts look like credentials.
 *
 * With --bandit-compat a rule must see a call as Bandit does, quirks included: keywords as written,
 * `a.b.C` as the text "C", a name as its own text, True as the text "True", anything computed as
 * nothing. Without it rules ask engine/check.h, which resolves names and folds constants. */
#ifndef RULES_PY_BANDIT_H
#define RULES_PY_BANDIT_H

#include "engine/check.h"

enum lit_kind {
	LIT_NOTHING, /* absent, or computed: Bandit sees None */
	LIT_TEXT,    /* str; also "True", "False", "None", a name, the last part of an attribute */
	LIT_INT,
	LIT_FLOAT,
	LIT_LIST,
	LIT_OTHER, /* bytes, tuple, dict, set, Ellipsis: a value, but equal to nothing we compare
		      with */
};

struct lit {
	enum lit_kind kind;
	str text;
	int64_t i;
	double d;
	const struct node *node;
};

struct lit lit_of(struct check *c, const struct node *argument);
/* Of keyword `name`, and of positional argument `i`, as Bandit sees them. */
struct lit lit_keyword(struct check *c, const struct node *call, const char *name);
struct lit lit_positional(struct check *c, const struct node *call, unsigned i);
bool lit_is(struct lit l, const char *text);

/* The expression given as keyword `name`, as written; NULL when there is none. */
const struct node *keyword_value(const struct check *c, const struct node *call, const char *name);
/* Where Bandit puts a finding about the whole call when it asks for the line of an argument called
 * `name`: that argument if there is one (which is never meant), otherwise the call. */
const struct node *bandit_place(const struct check *c, const struct node *call, const char *name);
/* The i-th positional argument as written (a STARRED is one), or NULL; and how many there are. */
const struct node *positional(const struct node *call, unsigned i);
unsigned positional_count(const struct node *call);

/* Last part of the callee's dotted name: Bandit's context.call_function_name; without
 * --bandit-compat the name as written when nothing better is known. */
str call_last(struct check *c, const struct node *call);
/* Is `part` one of the dot-separated parts? */
PURE bool name_has_part(str dotted, const char *part);
PURE str name_last(str dotted);

/* Has a module been imported? With --bandit-compat: so far in Bandit's order of visiting, as any
 * dotted name that contains `part`; otherwise anywhere in the file. */
bool seen_module_like(struct check *c, const char *part);
/* The same, for exactly this dotted name. */
bool seen_module(struct check *c, const char *module);

/* Is n, a child of the DICT at this level of ancestors, a key of it? Asked in order of the source,
 * each dict is gone through once. */
bool is_dict_key(struct check *c, uint32_t level, const struct node *n);
PURE bool is_text(const struct node *n); /* a string literal that is no f-string */
/* Folds to one known string (value_of). */
bool known_text(struct check *c, const struct node *n, str *out);
/* The expression that a name bound once by an assignment stands for, otherwise n itself. */
const struct node *behind_name(struct check *c, const struct node *n);
/* A list, tuple or string of which every part is known; sys.executable counts as known. */
bool is_constant_command(struct check *c, const struct node *n);

/* "requests" or "httpx" when the callee sends a request (or, of httpx, makes a client) by these
 * names: functions of the module and methods of its sessions and clients; otherwise empty. */
str http_library(str callee);

PURE bool text_contains(str s, const char *needle);
PURE bool text_has_word(str text, const char *word); /* bounded by non-identifier bytes */

/* Does Bandit take this identifier for that of a credential? */
PURE bool names_credential(str name);
/* Could this be a real credential, and not a placeholder, a field name, a message or a path? */
PURE bool could_be_credential(str value, str name);

/* Which versions of SSL and TLS are broken: B502 and B503 share the option and its list. */
extern const struct rule_option ssl_version_options[];

#endif
