/* A rule explained: for people on a terminal, and as Markdown for docs/rules/ and SARIF. */
#ifndef REPORT_RULE_PAGE_H
#define REPORT_RULE_PAGE_H

#include "base/buf.h"
#include "engine/rule.h"

/* The whole page for a terminal. */
void rule_page_text(struct buf *out, const struct rule *rule, bool colour);
/* The whole Markdown page, with its heading. */
void rule_page_markdown(struct buf *out, const struct rule *rule);
/* The Markdown below the heading. */
void rule_page_body(struct buf *out, const struct rule *rule);

#endif
