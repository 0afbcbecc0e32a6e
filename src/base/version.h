/* What this build is called. The rules version changes whenever a rule's result can change: it is
 * printed in reports and part of the cache's key. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define ASSAY_VERSION "0.1.0"
#define ASSAY_RULES_VERSION "2026.11.21"
#define ASSAY_SCHEMA "1.1"

#endif
