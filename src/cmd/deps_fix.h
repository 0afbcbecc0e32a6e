/* `assay deps --fix`: the edits of an upgrade plan, made. */
#ifndef CMD_DEPS_FIX_H
#define CMD_DEPS_FIX_H

#include "engine/report.h"

/* Edits pins in place, a package at a time, each file whole or not at all, and says on `out` what
 * was done and what was not, and why. Without `only` high-risk upgrades are left alone. False: an
 * edit failed. */
MUST_CHECK bool deps_fix(struct arena *a, const struct plan *plan, str only, struct buf *out);

#endif
