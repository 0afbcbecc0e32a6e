#include "engine/rule.h"

static const struct rule *by_id(str id)
{
	size_t lo = 0, hi = rule_count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = str_cmp(str_of(rule_table[mid]->id), id);
		if (order == 0)
			return rule_table[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const struct rule *rule_find(str id_or_name)
{
	const struct rule *rule = by_id(id_or_name);

	for (size_t i = 0; rule == NULL && i < rule_count; i++)
		if (rule_table[i]->name && str_eq(str_of(rule_table[i]->name), id_or_name))
			rule = rule_table[i];
	return rule;
}
