/* Rules of a project's own configuration: all of them report under this id, with their own words.
 */
#include "engine/secret.h"

static const struct secret custom = {
	.pattern = "(?!)", /* each brings its own */
	.place = SECRET_TEXT,
	.flags = SECRET_ANYWHERE, /* the project knows what it means */
	.revoke = "the system that issues it",
};

const struct rule rule_custom_secret = {
	.id = "SE499",
	.name = "custom_secret",
	.severity = HIGH,
	.confidence = HIGH,
	.cwe = {798},
	.title = "A secret that the project's configuration describes",
	.why = "[[secrets.rule]] in assay.toml, or a rule of the gitleaks configuration that it "
	       "names, "
	       "describes this secret.",
	.fix = "Revoke it where it was issued, then read the new one from the environment or a "
	       "secret "
	       "manager.",
	.secret = &custom,
};
