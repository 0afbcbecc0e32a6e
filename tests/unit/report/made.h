/* Reports made by hand. */
#ifndef TEST_MADE_H
#define TEST_MADE_H

#include "report/report.h"

extern const struct rule made_load, made_assert, made_syntax;

/* A report of no findings, of two files below /repo/sub, --reproducible. */
struct report *made_report(struct arena *a, struct settings **settings);
/* Adds a finding; the caller fills in the rest. */
struct finding *made_finding(struct report *r, const struct rule *rule, const char *path,
			     uint32_t line, uint32_t column, uint32_t end_column,
			     const char *snippet);
/* Adds a model; in order of path. */
struct report_model *made_model(struct arena *a, struct report *r, const char *path,
				const struct property *properties, uint32_t count);
str made_write(struct arena *a, const struct report *r, const char *format, bool colour);
/* `count` findings in files of 20, with every field used. */
struct report *made_many(struct arena *a, size_t count);
/* Is it well-formed UTF-8 and a JSON value by our own parser? */
bool made_is_json(struct arena *a, str text);

#endif
