/* What the clocks say, in nanoseconds. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

int64_t clock_now_ns(void); /* since some moment: for intervals */
int64_t clock_unix_seconds(void);
int64_t clock_cpu_ns(void); /* that this process and those it has waited for used */

#endif
