/* Inside of the CycloneDX writer: between models (cyclonedx.c) and packages. */
#ifndef REPORT_CYCLONEDX_H
#define REPORT_CYCLONEDX_H

#include "report/json_out.h"
#include "report/packages.h"

void cyclonedx_property(struct json_out *j, str name, str value); /* of an array of properties */
/* The severity that assay gives, as one element of ratings. */
void cyclonedx_rating(struct json_out *j, const struct finding *f);
/* The state of what was accepted (VEX); nothing for what stands. */
void cyclonedx_analysis(struct json_out *j, struct arena *a, const struct finding *f);

/* Elements of `components`, `vulnerabilities` and `dependencies`. */
void cyclonedx_packages(struct json_out *j, struct arena *a, const struct packages *p);
void cyclonedx_advisories(struct json_out *j, struct arena *a, const struct packages *p);
void cyclonedx_needs(struct json_out *j, const struct packages *p);

#endif
