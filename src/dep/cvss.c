/* The formulas of CVSS 2.0 (section 3.2.1), 3.0 and 3.1 (section 8, "Metrics values" and
 * "Equations", in 3.1 with Appendix A's way to round). 4.0 is in cvss4.c, as it has a table instead
 * of formulas. */
#include "dep/cvss.h"

#include <math.h>
#include "dep/cvss_int.h"

/* ---- Vectors ---- */

static bool read_one(const struct cvss_metric *metrics, size_t count, str field, uint8_t *values)
{
	str value = field, name = str_cut(&value, ':');

	for (size_t i = 0; i < count; i++) {
		if (!str_eq(name, str_of(metrics[i].name)))
			continue;
		if (values[i] != 0 || value.n == 0 || !str_in(value, metrics[i].values))
			return false;
		values[i] = value.p[0];
		return true;
	}
	return false;
}

bool cvss_read(const struct cvss_metric *metrics, size_t count, str vector, uint8_t *values)
{
	memset(values, 0, count);
	for (str rest = vector; rest.p != NULL;)
		if (!read_one(metrics, count, str_cut(&rest, '/'), values))
			return false;
	for (size_t i = 0; i < count; i++)
		if (metrics[i].needed && values[i] == 0)
			return false;
	return true;
}

static str without_brackets(str v)
{
	v = str_trim(v);
	if (v.n > 2 && v.p[0] == '(' && v.p[v.n - 1] == ')')
		return str_slice(v, 1, v.n - 1);
	return v;
}

unsigned cvss_version(str vector)
{
	str v = without_brackets(vector);

	if (str_starts(v, S("CVSS:4.0/")))
		return 40;
	if (str_starts(v, S("CVSS:3.1/")))
		return 31;
	if (str_starts(v, S("CVSS:3.0/")))
		return 30;
	if (str_starts(v, S("AV:")) || str_starts(v, S("CVSS2#")))
		return 20;
	return 0;
}

/* ---- 3.0 and 3.1 ---- */

enum { AV, AC, PR, UI, SC, C, I, A };

static const struct cvss_metric metrics3[] = {
	{"AV", "N A L P", true},    {"AC", "L H", true},       {"PR", "N L H", true},
	{"UI", "N R", true},	    {"S", "U C", true},	       {"C", "H L N", true},
	{"I", "H L N", true},	    {"A", "H L N", true},      {"E", "X U P F H", false},
	{"RL", "X O T W U", false}, {"RC", "X U R C", false},  {"CR", "X L M H", false},
	{"IR", "X L M H", false},   {"AR", "X L M H", false},  {"MAV", "X N A L P", false},
	{"MAC", "X L H", false},    {"MPR", "X N L H", false}, {"MUI", "X N R", false},
	{"MS", "X U C", false},	    {"MC", "X H L N", false},  {"MI", "X H L N", false},
	{"MA", "X H L N", false},
};

/* The weight of a value: letters and weights in the same order. */
static double weight(uint8_t value, const char *letters, const double *weights)
{
	const char *at = strchr(letters, value);

	return at != NULL ? weights[at - letters] : 0;
}

/* Up to the next tenth; what a binary fraction is off by does not count. */
static double round_up(double x)
{
	return ceil(x * 10 - 1e-6);
}

static bool score3(str vector, uint8_t *tenths)
{
	static const double av[] = {0.85, 0.62, 0.55, 0.2}, ac[] = {0.77, 0.44};
	static const double pr[] = {0.85, 0.62, 0.27}, pr_changed[] = {0.85, 0.68, 0.5};
	static const double ui[] = {0.85, 0.62}, cia[] = {0.56, 0.22, 0};
	uint8_t v[COUNTOF(metrics3)];
	double iss, impact, exploitability, sum;
	bool changed;

	if (!cvss_read(metrics3, COUNTOF(metrics3), vector, v))
		return false;
	changed = v[SC] == 'C';
	iss = 1 - (1 - weight(v[C], "HLN", cia)) * (1 - weight(v[I], "HLN", cia)) *
			  (1 - weight(v[A], "HLN", cia));
	impact = changed ? 7.52 * (iss - 0.029) - 3.25 * pow(iss - 0.02, 15) : 6.42 * iss;
	exploitability = 8.22 * weight(v[AV], "NALP", av) * weight(v[AC], "LH", ac) *
			 weight(v[PR], "NLH", changed ? pr_changed : pr) * weight(v[UI], "NR", ui);
	sum = (impact + exploitability) * (changed ? 1.08 : 1);
	*tenths = impact <= 0 ? 0 : (uint8_t)round_up(sum < 10 ? sum : 10);
	return true;
}

/* ---- 2.0 ---- */

static const struct cvss_metric metrics2[] = {
	{"AV", "L A N", true},	      {"AC", "H M L", true},
	{"Au", "M S N", true},	      {"C", "N P C", true},
	{"I", "N P C", true},	      {"A", "N P C", true},
	{"E", "U POC F H ND", false}, {"RL", "OF TF W U ND", false},
	{"RC", "UC UR C ND", false},  {"CDP", "N L LM MH H ND", false},
	{"TD", "N L M H ND", false},  {"CR", "L M H ND", false},
	{"IR", "L M H ND", false},    {"AR", "L M H ND", false},
};

static bool score2(str vector, uint8_t *tenths)
{
	static const double av[] = {0.395, 0.646, 1}, ac[] = {0.35, 0.61, 0.71};
	static const double au[] = {0.45, 0.56, 0.704}, cia[] = {0, 0.275, 0.66};
	uint8_t v[COUNTOF(metrics2)];
	double impact, exploitability, sum;

	if (!cvss_read(metrics2, COUNTOF(metrics2), vector, v))
		return false;
	impact = 10.41 * (1 - (1 - weight(v[3], "NPC", cia)) * (1 - weight(v[4], "NPC", cia)) *
				      (1 - weight(v[5], "NPC", cia)));
	exploitability =
		20 * weight(v[0], "LAN", av) * weight(v[1], "HML", ac) * weight(v[2], "MSN", au);
	sum = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact > 0 ? 1.176 : 0);
	*tenths = (uint8_t)floor(sum * 10 + 0.5 + 1e-6);
	return true;
}

bool cvss_score(str vector, uint8_t *tenths)
{
	str v = without_brackets(vector);

	switch (cvss_version(v)) {
	case 40:
		return cvss4_score(str_slice(v, sizeof("CVSS:4.0/") - 1, v.n), tenths);
	case 31:
	case 30:
		return score3(str_slice(v, sizeof("CVSS:3.x/") - 1, v.n), tenths);
	case 20:
		if (str_starts(v, S("CVSS2#")))
			v = str_slice(v, sizeof("CVSS2#") - 1, v.n);
		return score2(v, tenths);
	default:
		return false;
	}
}
