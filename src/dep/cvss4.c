/* CVSS 4.0 (specification, section 8, "Scoring"): a vector belongs to a class of equally severe
 * ones, its macro vector, whose worst has a score that experts agreed on; a vector that is less
 * severe than that lies between it and the next lower classes, by how many steps it is away.
 *
 * Five numbers name a class: EQ1 (how it is reached), EQ2 (complexity), EQ3 and EQ6 together
 * (consequences for the system and what it needs), EQ4 (for others), EQ5 (threat). */
#include "dep/cvss_int.h"

#include <math.h>

enum { AV, AC, AT, PR, UI, VC, VI, VA, SC, SI, SA, E, CR, IR, AR, MODIFIED };

static const struct cvss_metric metrics[] = {
	{"AV", "N A L P", true},
	{"AC", "L H", true},
	{"AT", "N P", true},
	{"PR", "N L H", true},
	{"UI", "N P A", true},
	{"VC", "H L N", true},
	{"VI", "H L N", true},
	{"VA", "H L N", true},
	{"SC", "H L N", true},
	{"SI", "H L N", true},
	{"SA", "H L N", true},
	{"E", "X A P U", false},
	{"CR", "X H M L", false},
	{"IR", "X H M L", false},
	{"AR", "X H M L", false},
	{"MAV", "X N A L P", false}, /* MODIFIED: in the order of those above */
	{"MAC", "X L H", false},
	{"MAT", "X N P", false},
	{"MPR", "X N L H", false},
	{"MUI", "X N P A", false},
	{"MVC", "X H L N", false},
	{"MVI", "X H L N", false},
	{"MVA", "X H L N", false},
	{"MSC", "X H L N", false},
	{"MSI", "X S H L N", false},
	{"MSA", "X S H L N", false},
	{"S", "X N P", false}, /* these count for nothing */
	{"AU", "X N Y", false},
	{"R", "X A U I", false},
	{"V", "X D C", false},
	{"RE", "X L M H", false},
	{"U", "X Clear Green Amber Red", false},
};

/* Steps from the worst value of a metric to each other. */
static const char *const steps[MODIFIED] = {
	[AV] = "NALP", [AC] = "LH",  [AT] = "NP",  [PR] = "NLH",  [UI] = "NPA",
	[VC] = "HLN",  [VI] = "HLN", [VA] = "HLN", [SC] = "SHLN", [SI] = "SHLN",
	[SA] = "SHLN", [E] = "APU",  [CR] = "HML", [IR] = "HML",  [AR] = "HML",
};

/* The worst vectors of each class, their values in the order of the metrics named. */
static const char *const worst1[3][4] = {{"NNN"}, {"ANN", "NLN", "NNP"}, {"PNN", "ALP"}};
static const char *const worst2[2][3] = {{"LN"}, {"HN", "LP"}};
static const char *const worst36[5][6] = {
	{"HHHHHH"},	      {"HHLMMH", "HHHMMM"},
	{"LHHHHH", "HLHHHH"}, {"LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"},
	{"LLLHHH"},
};
static const char *const worst4[3][2] = {{"HSS"}, {"HHH"}, {"LLL"}};

/* How many steps a class is deep, and one more. */
static const uint8_t depth1[] = {1, 4, 5}, depth2[] = {1, 2}, depth36[] = {7, 6, 8, 8, 10},
		     depth4[] = {6, 5, 4};

/* In tenths: [EQ1][EQ2][EQ3 and EQ6: 00 01 10 11 21][EQ4][EQ5]. */
static const uint8_t scores[3][2][5][3][3] = {
	{
		{
			{{100, 98, 95}, {100, 93, 91}, {93, 89, 81}},
			{{99, 95, 92}, {96, 87, 81}, {90, 80, 68}},
			{{98, 95, 90}, {93, 89, 81}, {88, 78, 69}},
			{{95, 92, 84}, {92, 81, 65}, {80, 70, 48}},
			{{92, 82, 72}, {79, 69, 50}, {69, 55, 27}},
		},
		{
			{{99, 95, 92}, {95, 90, 84}, {92, 82, 72}},
			{{97, 92, 85}, {91, 83, 71}, {81, 71, 53}},
			{{95, 92, 85}, {92, 80, 70}, {84, 71, 50}},
			{{93, 85, 73}, {82, 72, 59}, {70, 52, 30}},
			{{86, 75, 52}, {71, 52, 29}, {63, 29, 17}},
		},
	},
	{
		{
			{{98, 94, 91}, {94, 86, 77}, {87, 74, 63}},
			{{95, 87, 81}, {89, 74, 64}, {75, 63, 49}},
			{{94, 88, 76}, {86, 74, 59}, {72, 57, 52}},
			{{89, 77, 67}, {76, 58, 50}, {57, 52, 25}},
			{{83, 70, 54}, {65, 58, 26}, {53, 21, 13}},
		},
		{
			{{95, 88, 76}, {90, 75, 61}, {77, 68, 52}},
			{{90, 76, 70}, {77, 62, 53}, {66, 59, 30}},
			{{89, 76, 62}, {74, 57, 47}, {61, 57, 24}},
			{{78, 67, 58}, {59, 57, 23}, {52, 29, 16}},
			{{71, 59, 30}, {58, 26, 15}, {23, 13, 6}},
		},
	},
	{
		{
			{{93, 86, 75}, {86, 74, 56}, {70, 52, 40}},
			{{87, 72, 58}, {74, 61, 34}, {54, 40, 22}},
			{{85, 74, 62}, {72, 55, 46}, {53, 34, 19}},
			{{75, 55, 51}, {57, 41, 19}, {36, 19, 8}},
			{{64, 51, 20}, {47, 21, 11}, {24, 9, 4}},
		},
		{
			{{88, 73, 60}, {73, 59, 41}, {54, 45, 20}},
			{{75, 53, 50}, {55, 40, 20}, {43, 22, 11}},
			{{75, 58, 40}, {61, 48, 20}, {46, 17, 8}},
			{{55, 45, 21}, {51, 18, 9}, {18, 7, 2}},
			{{53, 24, 14}, {24, 12, 5}, {10, 3, 1}},
		},
	},
};

struct class
{ /* indices of `scores` */
	unsigned eq1, eq2, eq36, eq4, eq5;
};

static unsigned step(unsigned metric, uint8_t value)
{
	const char *at = strchr(steps[metric], value);

	return at != NULL ? (unsigned)(at - steps[metric]) : 0;
}

/* What counts: a modified metric instead of its base metric, the worst where nothing is known. */
static void settle(uint8_t *v)
{
	for (unsigned i = 0; i <= SA; i++)
		if (v[MODIFIED + i] != 0 && v[MODIFIED + i] != 'X')
			v[i] = v[MODIFIED + i];
	for (unsigned i = E; i <= AR; i++)
		if (v[i] == 0 || v[i] == 'X')
			v[i] = (uint8_t)steps[i][0];
}

static struct class classify(const uint8_t *v)
{
	bool network = v[AV] == 'N', nobody = v[PR] == 'N', alone = v[UI] == 'N';
	bool c = v[VC] == 'H', i = v[VI] == 'H', a = v[VA] == 'H';
	bool needed = (c && v[CR] == 'H') || (i && v[IR] == 'H') || (a && v[AR] == 'H');
	struct class k = {0};

	k.eq1 = network && nobody && alone		       ? 0
		: v[AV] != 'P' && (network || nobody || alone) ? 1
							       : 2;
	k.eq2 = v[AC] != 'L' || v[AT] != 'N';
	k.eq36 = c && i ? !needed : c || i || a ? 2 + !needed : 4;
	k.eq4 = v[SI] == 'S' || v[SA] == 'S'		       ? 0
		: v[SC] == 'H' || v[SI] == 'H' || v[SA] == 'H' ? 1
							       : 2;
	k.eq5 = step(E, v[E]);
	return k;
}

static int score_of(struct class k)
{
	return scores[k.eq1][k.eq2][k.eq36][k.eq4][k.eq5];
}

/* Steps from the first of these vectors that is nowhere less severe. */
static unsigned distance(const uint8_t *v, const char *const *worst, const uint8_t *order, size_t n)
{
	for (; *worst != NULL; worst++) {
		unsigned sum = 0;
		size_t i;
		for (i = 0; i < n; i++) {
			unsigned mine = step(order[i], v[order[i]]);
			unsigned theirs = step(order[i], (uint8_t)(*worst)[i]);
			if (mine < theirs)
				break;
			sum += mine - theirs;
		}
		if (i == n)
			return sum;
	}
	return 0;
}

struct between {
	double sum;
	unsigned count;
};

/* Goes towards a lower class by as much as `steps` of `depth` say. */
static void towards(struct between *b, struct class from, struct class to, unsigned away,
		    unsigned depth)
{
	b->sum += (double)(score_of(from) - score_of(to)) * away / depth;
	b->count++;
}

/* The lower classes of consequences: of two the worse. */
static void towards36(struct between *b, struct class k, unsigned away)
{
	struct class to = k, other = k;

	if (k.eq36 == 4)
		return;
	to.eq36 = k.eq36 == 0 ? 1 : k.eq36 == 3 ? 4 : 3;
	other.eq36 = 2;
	if (k.eq36 == 0 && score_of(other) > score_of(to))
		to = other;
	towards(b, k, to, away, depth36[k.eq36]);
}

static double lower(const uint8_t *v, struct class k)
{
	static const uint8_t order1[] = {AV, PR, UI}, order2[] = {AC, AT};
	static const uint8_t order36[] = {VC, VI, VA, CR, IR, AR}, order4[] = {SC, SI, SA};
	struct class to1 = k, to2 = k, to4 = k, to5 = k;
	struct between b = {0};

	to1.eq1++;
	to2.eq2++;
	to4.eq4++;
	to5.eq5++;
	if (k.eq1 < 2)
		towards(&b, k, to1, distance(v, worst1[k.eq1], order1, 3), depth1[k.eq1]);
	if (k.eq2 < 1)
		towards(&b, k, to2, distance(v, worst2[k.eq2], order2, 2), depth2[k.eq2]);
	towards36(&b, k, distance(v, worst36[k.eq36], order36, 6));
	if (k.eq4 < 2)
		towards(&b, k, to4, distance(v, worst4[k.eq4], order4, 3), depth4[k.eq4]);
	if (k.eq5 < 2)
		towards(&b, k, to5, 0, 1);
	return b.count > 0 ? b.sum / b.count : 0;
}

bool cvss4_score(str vector, uint8_t *tenths)
{
	uint8_t v[COUNTOF(metrics)];
	struct class k;
	bool harmless = true;

	if (!cvss_read(metrics, COUNTOF(metrics), vector, v))
		return false;
	settle(v);
	for (unsigned i = VC; i <= SA; i++)
		harmless &= v[i] == 'N';
	k = classify(v);
	*tenths = harmless ? 0 : (uint8_t)floor(score_of(k) - lower(v, k) + 0.5 + 1e-5);
	return true;
}
