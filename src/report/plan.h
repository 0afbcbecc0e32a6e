/* The upgrade plan in reports. */
#ifndef REPORT_PLAN_H
#define REPORT_PLAN_H

#include "engine/report.h"
#include "report/json_out.h"

void report_write_plan(struct buf *out, const struct report *r, bool colour); /* with --plan */
void report_json_plan(struct json_out *j, const struct plan *plan);	      /* NULL: nothing */

#endif
