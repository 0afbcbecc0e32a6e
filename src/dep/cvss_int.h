/* Between cvss.c and cvss4.c. */
#ifndef DEP_CVSS_INT_H
#define DEP_CVSS_INT_H

#include "base/str.h"

struct cvss_metric {
	const char *name;
	const char *values; /* words */
	bool needed;
};

/* Takes "AV:N/AC:L" apart: the first letter of each metric's value, 0 where there is none. False:
 * one is unknown, missing or there twice. */
MUST_CHECK bool cvss_read(const struct cvss_metric *metrics, size_t count, str vector,
			  uint8_t *values);
MUST_CHECK bool cvss4_score(str vector, uint8_t *tenths);

#endif
