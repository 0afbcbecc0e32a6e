#include "pack/path.h"
#include "test.h"

TEST(path_of_members)
{
	static const struct {
		str name;
		enum path_problem want;
	} cases[] = {
		{S_INIT("a/b.pkl"), PATH_FINE},
		{S_INIT("a/../b"), PATH_DOTS},
		{S_INIT("./a"), PATH_FINE},
		{S_INIT("w:0.npy"), PATH_FINE},
		{S_INIT("a..b/..c"), PATH_FINE},
		{S_INIT(""), PATH_FINE},
		{S_INIT("../a"), PATH_PARENT},
		{S_INIT("a/../../b"), PATH_PARENT},
		{S_INIT("a\\..\\..\\b"), PATH_PARENT},
		{S_INIT(".."), PATH_PARENT},
		{S_INIT("/etc/x"), PATH_ABSOLUTE},
		{S_INIT("\\\\host\\x"), PATH_ABSOLUTE},
		{S_INIT("C:\\x"), PATH_DRIVE},
		{S_INIT("c:/x"), PATH_DRIVE},
		{S_INIT("a\0b"), PATH_NUL},
		{S_INIT("a/.."), PATH_DOTS},
		{S_INIT("~/.bashrc"), PATH_HOME},
		{S_INIT("~$doc"), PATH_FINE},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (!CHECK_INT(path_check(cases[i].name), cases[i].want))
			test_check_str(cases[i].name, S(""), "name", __FILE__, __LINE__);
}

TEST(path_of_links)
{
	CHECK_INT(path_check_link(S("a/b"), S("c")), PATH_FINE);
	CHECK_INT(path_check_link(S("a/b"), S("../c")), PATH_FINE);
	CHECK_INT(path_check_link(S("a/b"), S("../../c")), PATH_PARENT);
	CHECK_INT(path_check_link(S("b"), S("../c")), PATH_PARENT);
	CHECK_INT(path_check_link(S("b"), S("/etc/passwd")), PATH_ABSOLUTE);
}
