#include "rules/model/template.h"

void template_check(struct model *m, str text, uint64_t offset, str where)
{
	(void)m;
	(void)text;
	(void)offset;
	(void)where;
}
