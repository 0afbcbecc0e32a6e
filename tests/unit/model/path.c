#include "test.h"

#include "model/path.h"

TEST(path_leaves)
{
	static const char *const inside[] = {"w.bin", "a/b.bin", "./w.bin", "a..b/c",  "..w",
					     "w..",   "a\\b",	 ".hidden", "con:x/y", ""};
	static const char *const outside[] = {
		"/etc/passwd",	"../w",	    "a/../../w", "a/..", "..",		 "..\\w",
		"a\\..\\..\\w", "\\\\h\\s", "C:w",	 "c:/w", "http://h/w",	 "file:w",
		"~/w",		"~",	    "a/.. /w",	 "...",	 "s3://bucket/w"};

	for (size_t i = 0; i < COUNTOF(inside); i++)
		if (!CHECK(path_leaves(str_of(inside[i])) == NULL))
			test_check_str(str_of(inside[i]), S(""), "inside", __FILE__, __LINE__);
	for (size_t i = 0; i < COUNTOF(outside); i++)
		if (!CHECK(path_leaves(str_of(outside[i])) != NULL))
			test_check_str(str_of(outside[i]), S(""), "outside", __FILE__, __LINE__);
	CHECK(path_leaves(S("a\0b")) != NULL);
	CHECK(path_is_telling(S("/etc/passwd")) && path_is_telling(S("/home/me/.ssh/id_rsa")));
	CHECK(path_is_telling(S("s3://bucket/x")) && !path_is_telling(S("/tmp/vocab.txt")));
}
