#include "cmd/words.h"

#include <limits.h>
#include <stdio.h>

struct words {
	const struct word_option *options;
	size_t count;
};

static const struct word_option *find(const struct words *w, str name, char letter)
{
	for (size_t i = 0; i < w->count; i++) {
		if (letter != 0 ? w->options[i].letter == letter
				: str_eq(str_of(w->options[i].name), name))
			return &w->options[i];
	}
	return NULL;
}

static bool unknown(const struct words *w, str word, str name)
{
	const char *near = NULL;
	unsigned best = UINT_MAX;

	for (size_t i = 0; i < w->count; i++) {
		if (str_near(name, str_of(w->options[i].name), &best))
			near = w->options[i].name;
	}
	fprintf(stderr, "assay: there is no option '%.*s'", STR_ARG(word));
	if (near != NULL)
		fprintf(stderr, "; did you mean '--%s'?", near);
	fputc('\n', stderr);
	return false;
}

/* One option at argv[*i], with its value in the same word, behind `=`, or in the next word. */
static bool read_option(const struct words *w, int argc, char **argv, int *i)
{
	str word = str_of(argv[*i]), name = word, value = {NULL, 0};
	const struct word_option *o;

	if (str_starts(word, S("--"))) {
		size_t equals = str_find_byte(word, '=');
		name = str_slice(word, 2, equals);
		if (equals != STR_NONE)
			value = str_slice(word, equals + 1, word.n);
		o = find(w, name, 0);
	} else {
		o = find(w, name, (char)word.p[1]);
		if (word.n > 2)
			value = str_slice(word, 2, word.n);
	}
	if (o == NULL || (o->flag != NULL && value.p != NULL))
		return unknown(w, word, name);
	if (o->flag != NULL) {
		*o->flag = true;
		return true;
	}
	if (value.p == NULL && *i + 1 < argc)
		value = str_of(argv[++*i]);
	if (value.n == 0) {
		fprintf(stderr, "assay: --%s wants %s\n", o->name, o->what);
		return false;
	}
	*o->value = value;
	return true;
}

bool words_read(struct arena *a, int argc, char **argv, const struct word_option *options,
		size_t count, const char ***files, size_t *file_count)
{
	struct words w = {options, count};
	bool only_files = false;

	*files = NEW(a, const char *, (size_t)argc + 1);
	*file_count = 0;
	for (int i = 1; i < argc; i++) {
		str word = str_of(argv[i]);
		if (!only_files && str_eq(word, S("--")))
			only_files = true;
		else if (only_files || word.n < 2 || word.p[0] != '-')
			(*files)[(*file_count)++] = argv[i];
		else if (!read_option(&w, argc, argv, &i))
			return false;
	}
	return true;
}
