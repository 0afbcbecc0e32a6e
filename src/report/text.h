/* The parts of the text report. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "report/report.h"

#define TEXT_GUTTER 7 /* columns before the bar */

/* The finding's line with its place marked below; nothing when there is no line. */
void text_snippet(struct buf *out, const struct finding *f, bool colour);
void text_bar(struct buf *out, const char *bar, bool colour); /* an empty gutter and `bar` */
void text_statistics(struct buf *out, const struct report_counts *c, bool colour);
void text_summary(struct buf *out, const struct report *r, const struct report_counts *c,
		  bool colour);
void text_number(struct buf *out, uint64_t n); /* 1,234,567 */

#endif
