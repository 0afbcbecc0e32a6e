#include "test.h"

#include "dep/cvss.h"

/* The rest is compared with FIRST's reference in tests/oracle/cvss_compare.py: every base vector.
 */

static void score(const char *vector, int want)
{
	uint8_t tenths = 0;
	bool ok = cvss_score(test_guarded(str_of(vector), 0), &tenths);

	if (!CHECK_INT(ok ? tenths : -1, want))
		CHECK_STR(str_of(vector), S(""));
}

TEST(cvss_examples_of_the_specifications)
{
	score("AV:N/AC:L/Au:N/C:N/I:N/A:C", 78);  /* CVE-2002-0392 */
	score("AV:N/AC:L/Au:N/C:C/I:C/A:C", 100); /* CVE-2003-0818 */
	score("AV:L/AC:H/Au:N/C:C/I:C/A:C", 62);  /* CVE-2003-0062 */
	score("(AV:N/AC:L/Au:N/C:P/I:N/A:N)", 50);
	score("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61); /* CVE-2013-1937 */
	score("CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 64);
	score("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 31); /* CVE-2014-3566 */
	score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100);
	score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0);
	score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 100);
	score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 93);
	score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0);
	score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/E:U", 68);
}

TEST(cvss_temporal_metrics_do_not_count)
{
	score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O", 98);
	score("AV:N/AC:L/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C", 100);
}

TEST(cvss_what_is_no_vector)
{
	static const char *const wrong[] = {
		"",
		"7.5",
		"HIGH",
		"CVSS:3.1/",
		"CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/A:H",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:X",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/ZZ:N",
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:",
		"AV:N/AC:L/Au:N/C:P/I:N/A:N N",
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:S/SI:N/SA:N",
	};

	for (size_t i = 0; i < COUNTOF(wrong); i++)
		score(wrong[i], -1);
	CHECK_INT(cvss_version(S("CVSS:4.0/AV:N")), 40);
	CHECK_INT(cvss_version(S("CVSS:5.0/AV:N")), 0);
}
