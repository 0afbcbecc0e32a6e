/* Scores of the Common Vulnerability Scoring System, from vectors: 2.0, 3.0, 3.1 and 4.0 (FIRST's
 * specifications). Of 2.0 and 3.x the base score, as advisories publish it: temporal and
 * environmental metrics may be there and do not count. 4.0 has one score only, in which all metrics
 * count. */
#ifndef DEP_CVSS_H
#define DEP_CVSS_H

#include "base/str.h"

/* The score in tenths, 0 to 100. False: no vector of these, or one that its specification does not
 * allow (a metric is missing, unknown or there twice). */
MUST_CHECK bool cvss_score(str vector, uint8_t *tenths);
/* 20, 30, 31, 40; 0: none of these. */
PURE unsigned cvss_version(str vector);

#endif
