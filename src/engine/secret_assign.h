/* What a name is given, in whatever language or format the text is: the name that a keyword stands
 * in, and the values that could be meant (the rest of the line, a word, a literal, a default). */
#ifndef ENGINE_SECRET_ASSIGN_H
#define ENGINE_SECRET_ASSIGN_H

#include "engine/secret_view.h"

struct secret_value {
	struct secret_view *view; /* in which it stands */
	uint32_t start, end;
	bool quoted;
	bool loose; /* prose, a column, a word after white space: only for patterns that know what
		       they look for */
};

#define SECRET_VALUES 8

struct secret_assign {
	uint32_t start, end; /* of the name; end of one is enough to know it again */
	str name;
	struct secret_value values[SECRET_VALUES]; /* the likeliest first */
	unsigned count;
	uint32_t reach; /* the last byte that was read */
};

/* The name around the bytes [from, to) of a keyword, and its values. False: it is no name, or
 * nothing is given to it. `config`: a line of the file is one setting (.env, INI, YAML). */
bool secret_assigned(struct arena *a, struct secret_view *v, uint32_t from, uint32_t to, str path,
		     struct secret_assign *out);

static inline str secret_value_text(const struct secret_value *v)
{
	return str_slice(v->view->text, v->start, v->end);
}

#endif
