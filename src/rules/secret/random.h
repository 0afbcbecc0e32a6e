/* Made by a generator or by a person? What is left when nobody's format describes a value: the
 * judgement on which the generic rows, URLs and command lines stand. */
#ifndef RULES_SECRET_RANDOM_H
#define RULES_SECRET_RANDOM_H

#include "base/str.h"

struct secret_shape {
	unsigned lower, upper, digits, others; /* characters of each class */
	unsigned switches;		       /* neighbours of different classes */
	unsigned runs;			       /* of digits */
	unsigned pairs, common; /* neighbouring letters; those that words are made of */
	unsigned distinct;	/* different characters */
	bool hex;		/* hexadecimal digits of one case only, `-` aside */
	bool letters_run;	/* two capitals beside each other and small letters too */
};

struct secret_shape secret_shape_of(str s);

/* No words, no names, no numbers that somebody chose: a generator's output. */
PURE bool secret_is_random(str s);

/* What remains of a password when the words and numbers of examples are taken out of it
 * ("changeme", "test", "1234"), in characters. */
PURE size_t secret_weak_rest(str s);

/* A password that somebody could really have chosen: not of the words of examples, no name of a
 * variable, no sentence, no template. */
PURE bool secret_is_chosen(str s);

/* $X, ${X}, {{x}}, <x>, %X%, [x], %(x)s, x(), **** and their like: stands for something else. */
PURE bool secret_is_reference(str s);

#endif
