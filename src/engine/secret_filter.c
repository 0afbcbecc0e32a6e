#include "engine/secret_filter.h"

#include <math.h>

double secret_entropy(str s)
{
	uint32_t count[256] = {0};
	double sum = 0;

	for (size_t i = 0; i < s.n; i++)
		count[s.p[i]]++;
	for (unsigned c = 0; c < 256; c++) {
		if (count[c] > 0) {
			double p = (double)count[c] / (double)s.n;
			sum -= p * log2(p);
		}
	}
	return sum;
}

double secret_bits(str s)
{
	return secret_entropy(s) * (double)s.n;
}

static bool placeholder(const struct secret_candidate *c)
{
	(void)c;
	return false;
}

const struct secret_filter secret_filters[] = {
	{"placeholder", "It stands for a secret that somebody is to put there.", FILTER_ALWAYS,
	 placeholder},
};
const size_t secret_filter_count = COUNTOF(secret_filters);

static unsigned kind_of(const struct secret *s)
{
	if ((s->flags & SECRET_ANYWHERE) != 0)
		return FILTER_ALWAYS;
	if ((s->flags & SECRET_GENERIC) != 0)
		return FILTER_ALWAYS | FILTER_TOKEN | FILTER_VALUE | FILTER_GENERIC;
	return s->place == SECRET_VALUE ? FILTER_ALWAYS | FILTER_TOKEN | FILTER_VALUE
					: FILTER_ALWAYS | FILTER_TOKEN;
}

const struct secret_filter *secret_filtered(const struct secret_candidate *c)
{
	unsigned kind = kind_of(c->rule->secret);

	for (size_t i = 0; i < secret_filter_count; i++) {
		if ((secret_filters[i].applies & kind) != 0 && secret_filters[i].hits(c))
			return &secret_filters[i];
	}
	return NULL;
}
