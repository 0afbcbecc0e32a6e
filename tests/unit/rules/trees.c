#include "scan_model.h"
#include "base/buf.h"
#include "flat.h"

static unsigned worst(struct arena *a, const char *name, str bytes)
{
	return test_worst(test_scan_model(a, name, bytes));
}

TEST(trees_xgboost)
{
	CHECK_INT(worst(a, "m.ubj", S("{U\7learner{U\1xi\0}}")), 0);
	CHECK_INT(worst(a, "m.ubj", S("{U\7learner{U\1xi\0}}trailing")), MEDIUM);
	CHECK_INT(worst(a, "m.model", S("{U\7learner{U\1x[$d#L\x0f\0\0\0\0\0\0\0}}")), MEDIUM);
}

#define TREE(features, children)                                                                   \
	"tree\nversion=v4\nnum_class=1\nmax_feature_idx=3\n\nTree=0\nnum_leaves=3\n"               \
	"split_feature=" features "\nleft_child=" children "\nright_child=-2 -3\n\n"               \
	"end of trees\n"

TEST(trees_lightgbm)
{
	CHECK_INT(worst(a, "m.txt", S(TREE("0 3", "1 -1"))), 0);
	CHECK_INT(worst(a, "m.txt", S(TREE("0 4", "1 -1"))), MEDIUM);
	CHECK_INT(worst(a, "m.txt", S(TREE("0 3", "2 -1"))), MEDIUM);
	CHECK_INT(worst(a, "m.txt", S(TREE("0 3", "1 -4"))), MEDIUM);
	CHECK_INT(worst(a, "m.txt", S(TREE("0", "1 -1"))), MEDIUM);
	CHECK_INT(worst(a, "m.txt", S("tree\nversion=v4\nnum_class=1\nTree=0\nnum_leaves=1\n")),
		  MEDIUM);
}

static str catboost(struct arena *a, uint32_t claimed, str more)
{
	struct buf core = buf_in(a), b = buf_in(a);
	size_t root;

	buf_u32(&core, 0);
	root = flat_child(&core, 0, 4);
	flat_string(&core, root, 0, S("FlabuffersModel_v1"));
	for (unsigned i = 1; i < 4; i++)
		flat_drop(&core, root, 4, i);
	buf_add(&b, S("CBM1"));
	buf_u32(&b, claimed ? claimed : (uint32_t)core.n);
	buf_add(&b, buf_str(&core));
	buf_add(&b, more);
	return buf_str(&b);
}

TEST(trees_catboost)
{
	CHECK_INT(worst(a, "m.cbm", catboost(a, 0, S(""))), 0);
	CHECK_INT(worst(a, "m.cbm", catboost(a, 4000, S(""))), MEDIUM);
	CHECK_INT(worst(a, "m.cbm", catboost(a, 9, S(""))), MEDIUM);
	CHECK_INT(worst(a, "m.cbm", catboost(a, 0, S("something behind it"))), MEDIUM);
	CHECK_INT(worst(a, "m.cbm", S("CBM1")), MEDIUM);
}
