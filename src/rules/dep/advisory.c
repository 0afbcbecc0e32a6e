/* What the advisory database says of the dependencies. Found by the parent, which compares every
 * package with the advisories of its name (engine/deps_advisory.c); only the age of the database is
 * judged here. */
#include "engine/config.h"
#include "engine/deps.h"
#include "engine/rule.h"
#include "store/advisories.h"

static void too_old(struct dep_check *c)
{
	int64_t age;
	struct deps_file at = {.path = c->walk->roots[0].arg.n > 0 ? c->walk->roots[0].arg
								   : c->files[0].path};

	if (c->info == NULL || c->info->newest.n == 0)
		return;
	age = config_day_number(c->today) - config_day_number(c->info->newest);
	if (age <= (int64_t)c->settings->deps_max_age)
		return;
	dep_finding(c, &at, NULL,
		    "the newest advisory in the database is of %.*s: what was found in the last "
		    "%lld days is not known",
		    STR_ARG(c->info->newest), (long long)age);
}

const struct rule rules_advisory[] = {
	{
		.id = "DP001",
		.name = "vulnerable_version",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {1395},
		.title = "A dependency's version has a known vulnerability",
		.why = "An advisory names this version: how to attack it is public. Severity is "
		       "that of the advisory (CVSS), higher when it is exploited in the wild.",
		.fix = "Upgrade to a fixed version; `assay deps --plan` says to which.",
		.tags = "OWASP-A06 OWASP-ML06 ATLAS-AML.T0010",
	},
	{
		.id = "DP002",
		.name = "vulnerable_range",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {1395},
		.title = "Every version that a requirement allows has a known vulnerability",
		.why = "Whatever is installed for it is affected.",
		.fix = "Raise the upper bound, or replace the dependency.",
		.tags = "OWASP-A06 OWASP-ML06 ATLAS-AML.T0010",
	},
	{
		.id = "DP003",
		.name = "vulnerable_newest",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {1395},
		.title = "The newest version that a requirement allows has a known vulnerability",
		.why = "The newest is what is installed when nothing else holds it back.",
		.fix = "Raise the upper bound past a fixed version.",
		.tags = "OWASP-A06 OWASP-ML06 ATLAS-AML.T0010",
	},
	{
		.id = "DP004",
		.name = "vulnerable_allowed",
		.severity = INFO,
		.confidence = LOW,
		.cwe = {1395},
		.title = "A requirement allows versions with known vulnerabilities",
		.why = "A new installation takes the newest version, which is not affected; one "
		       "that "
		       "is there already, or a resolver that is held back by another package, may "
		       "keep an old one.",
		.fix = "Raise the lower bound, or lock the versions.",
	},
	{
		.id = "DP005",
		.name = "malicious_package",
		.severity = CRITICAL,
		.confidence = HIGH,
		.cwe = {506},
		.title = "A dependency is known to be malicious",
		.why = "The package was made or taken over to attack whoever installs it; "
		       "installing "
		       "it ran its code.",
		.fix = "Remove it, and treat what could be read where it was installed as known to "
		       "the attacker: replace keys and tokens.",
		.tags = "OWASP-A08 OWASP-ML06 ATLAS-AML.T0010",
	},
	{
		.id = "DP006",
		.name = "advisories_too_old",
		.severity = LOW,
		.confidence = HIGH,
		.cwe = {1395},
		.title = "The advisory database is too old",
		.why = "What was found since then is not known to it: `no findings` says less "
		       "every "
		       "day.",
		.fix = "Import a newer one: `assay db update`, or `assay db import FILE...` from a "
		       "machine that has one. `[deps] max-age-days` says what is too old.",
		.deps = too_old,
	},
	{0},
};
