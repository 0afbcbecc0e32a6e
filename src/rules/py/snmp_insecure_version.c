#include "rules/py/bandit.h"

static void insecure_version(struct check *c, const struct node *call)
{
	struct lit model = lit_keyword(c, call, "mpModel");
	struct value v;

	if (!c->compat) {
		v = value_of(c, arg_node(c, call, 2, "mpModel"));
		model = (struct lit){.kind = v.kind == VALUE_INT ? LIT_INT : LIT_NOTHING,
				     .d = (double)v.i};
	}
	if ((model.kind == LIT_INT || model.kind == LIT_FLOAT) && model.d >= 0 && model.d <= 1 &&
	    (model.d <= 0 || model.d >= 1))
		finding(c, bandit_place(c, call, "CommunityData"),
			"SNMP v1 and v2c send the community name and all values in the clear");
}

const struct rule rule_snmp_insecure_version = {
	.id = "B508",
	.name = "snmp_insecure_version",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {319},
	.title = "SNMP version 1 or 2",
	.why = "Everyone on the network reads the community name, which is the password.",
	.fix = "Use SNMPv3: UsmUserData with authentication and privacy keys.",
	.bad = "from pysnmp.hlapi import CommunityData\na = CommunityData('public', mpModel=0)  #! "
	       "B508\n",
	.good = "from pysnmp.hlapi import UsmUserData\na = UsmUserData('u', 'authkey', "
		"'privkey')\n",
	.calls = "pysnmp.hlapi.CommunityData",
	.py = insecure_version,
};
