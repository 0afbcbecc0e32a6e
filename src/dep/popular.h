/* Names of packages that many projects depend on, most of all for machine learning and what comes
 * with it: what a name that only looks like one of them is meant to be mistaken for. Written from
 * general knowledge; a name that is missing is never imitated in a finding, a name that is there
 * is never taken for an imitation. */
#ifndef DEP_POPULAR_H
#define DEP_POPULAR_H

#include "base/str.h"

#define POPULAR_VERSION "1"
#define POPULAR_DATE "2026-11-26"

/* Words separated by spaces, PEP 503 form. */
extern const char popular_crown[]; /* those that are imitated first of all */
extern const char popular_names[]; /* others that are widely used */
extern const char popular_known[]; /* real packages that only look like one of these */

#endif
