#include "rules/py/bandit.h"

static void weak_cryptography(struct check *c, const struct node *call)
{
	if (positional_count(call) >= 3)
		return;
	if (!c->compat && arg_at(c, call, 2, "privKey").state != ARG_STATE_ABSENT)
		return;
	finding(c, bandit_place(c, call, "UsmUserData"),
		"SNMPv3 without a privacy key sends all values in the clear");
}

const struct rule rule_snmp_weak_cryptography = {
	.id = "B509",
	.name = "snmp_weak_cryptography",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {319},
	.title = "SNMPv3 without encryption",
	.why = "Everyone on the network reads what the devices report, and without an "
	       "authentication key "
	       "writes to them too.",
	.fix = "Give UsmUserData an authentication key and a privacy key.",
	.bad = "from pysnmp.hlapi import UsmUserData\na = UsmUserData('user')  #! B509\n",
	.good = "from pysnmp.hlapi import UsmUserData\na = UsmUserData('user', 'authkey', "
		"'privkey')\n",
	.calls = "pysnmp.hlapi.UsmUserData",
	.py = weak_cryptography,
};
