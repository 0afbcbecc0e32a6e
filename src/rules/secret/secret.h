/* What the tables of secrets share: a row is its names, its grades, what it looks like and two
 * examples. The samples are made up (checksums included, where a format has them) and split, so
 * that nobody's scanner, ours included, takes a table for what it describes. */
#ifndef RULES_SECRET_SECRET_H
#define RULES_SECRET_SECRET_H

#include "engine/secret.h"
#include "rules/secret/verify.h"

#define SECRET_WHY                                                                                 \
	"Whoever reads this file, or any clone, image, package or backup that has it, can use "    \
	"the secret until it is revoked. Deleting the line leaves it in git's history."
#define SECRET_FIX                                                                                 \
	"Revoke it where it was issued, then make a new one and read it from the environment or "  \
	"a secret manager."

/* Severity, confidence, CWE, and the file in which the examples stand. */
#define ROW(how_bad, how_sure, weakness, file)                                                     \
	.severity = (how_bad), .confidence = (how_sure), .cwe = {weakness}, .why = SECRET_WHY,     \
	.fix = SECRET_FIX, .lang = "file:" file

/* How it looks: keywords, pattern, flags, entropy, verifier or NULL, where it is revoked. */
#define LOOKS(where, words, regex, bits, least, check, advice)                                     \
	.secret = &(const struct secret)                                                           \
	{                                                                                          \
		.keywords = (words), .pattern = (regex), .place = (where), .flags = (bits),        \
		.entropy = (least), .verify = (check), .revoke = (advice)                          \
	}
#define TOKEN(...) LOOKS(SECRET_TOKEN, __VA_ARGS__)
#define VALUE(...) LOOKS(SECRET_VALUE, __VA_ARGS__)
#define TEXT(...) LOOKS(SECRET_TEXT, __VA_ARGS__)

#endif
