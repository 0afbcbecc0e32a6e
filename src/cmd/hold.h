/* Signals that would end the process wait while there is something to be tidied up, and are looked
 * at between the steps. Those that are ignored stay ignored. */
#ifndef CMD_HOLD_H
#define CMD_HOLD_H

#include <signal.h>
#include "base/compiler.h"

struct hold {
	int fd; /* readable when one has arrived */
	int caught;
	sigset_t before;
};

void hold_begin(struct hold *h);
/* Has one arrived? */
bool hold_caught(struct hold *h);
/* Lets them through again: the process ends here if one has arrived. */
void hold_end(struct hold *h);

#endif
