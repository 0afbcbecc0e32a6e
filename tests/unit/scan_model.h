/* Scanning bytes as the models layer does, for tests of formats. */
#ifndef SCAN_MODEL_H
#define SCAN_MODEL_H

#include "engine/scan.h"
#include "test.h"

/* Everything found in `bytes` under the file name `name`, in arena. */
struct file_result *test_scan_model(struct arena *a, const char *name, str bytes);
/* The same with --weights. */
struct file_result *test_scan_weights(struct arena *a, const char *name, str bytes);
/* The first finding of a rule, or NULL. `member` NULL: anywhere. */
const struct finding *test_found(const struct file_result *r, const char *id, const char *member);
/* The highest severity found; 0 when nothing was. */
unsigned test_worst(const struct file_result *r);

#endif
