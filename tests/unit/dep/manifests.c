/* Pipfile, setup.cfg, scripts with metadata. */
#include "dep_check.h"

TEST(pipfile_categories)
{
	DEPS("Pipfile",
	     "[[source]]\n"
	     "url = \"https://h.example/simple\"\n"
	     "[packages]\n"
	     "a = \"*\"\n"
	     "b = {version = \"==1.0\", index = \"o\"}\n"
	     "c = {git = \"https://h.example/c.git\", ref = \"main\"}\n"
	     "d = {path = \".\"}\n"
	     "[dev-packages]\n"
	     "e = \"~=7.0\"\n"
	     "[docs]\n"
	     "f = \">=1\"\n"
	     "[requires]\n"
	     "python_version = \"3.8\"\n",
	     "Pipfile manifest python ==3.8.*\n"
	     "4:1 requirement a +direct\n"
	     "5:1 requirement b 1.0 +direct +explicit-index index:o\n"
	     "6:1 requirement c +direct +mutable vcs:https://h.example/c.git@main\n"
	     "7:1 project d +direct path:.\n"
	     "9:1 requirement e ~=7.0 +direct +optional (dev)\n"
	     "11:1 requirement f >=1 +direct +optional (docs)\n"
	     "index 2 extra https://h.example/simple\n");
}

TEST(setupcfg_lists)
{
	DEPS("setup.cfg",
	     "[options]\n"
	     "python_requires = >=3.8\n"
	     "install_requires =\n"
	     "    # a comment\n"
	     "    torch==1.0\n"
	     "    numpy>=1.2; python_version < \"3.11\"  # why\n"
	     "    bad=1\n"
	     "setup_requires = setuptools>=30; wheel\n"
	     "[options.extras_require]\n"
	     "dev = pytest; tox==3.0\n"
	     "docs =\n"
	     "    sphinx~=4.0\n"
	     "more = file: a.txt, b.txt\n"
	     "all =\n"
	     "    %(docs)s\n"
	     "    %(nothing)s\n",
	     "setup.cfg manifest python >=3.8\n"
	     "5:5 requirement torch 1.0 +direct\n"
	     "6:5 requirement numpy >=1.2 +direct ; python_version < \"3.11\"\n"
	     "7:5 named bad +direct\n"
	     "8:18 requirement setuptools >=30 +direct +build\n"
	     "8:34 requirement wheel +direct +build\n"
	     "10:7 requirement pytest +direct +optional (dev)\n"
	     "10:15 requirement tox 3.0 +direct +optional (dev)\n"
	     "12:5 requirement sphinx ~=4.0 +direct +optional (docs)\n"
	     "include 13 a.txt\n"
	     "include 13 b.txt\n"
	     "problem 7:8 lost expected a version specifier such as >=1.2 or ==1.4.*, found `=1`\n"
	     "problem 16:5 lost expected the name of a package, found `%(nothing)s`\n");
}

TEST(setupcfg_broken)
{
	DEPS("setup.cfg",
	     "[options]\n"
	     "install_requires = a==1\n"
	     "nonsense\n",
	     "setup.cfg manifest\n"
	     "2:20 requirement a 1 +direct\n"
	     "problem 3:1 lost expected `key = value` or [section]: `key = value` is expected "
	     "here\n");
}

TEST(script_metadata)
{
	DEPS("x.py",
	     "#!/usr/bin/env python\n"
	     "# /// script\n"
	     "# requires-python = \">=3.11\"\n"
	     "# dependencies = [\n"
	     "#   \"requests<3\",\n"
	     "#   \"bad=1\",\n"
	     "# ]\n"
	     "#\n"
	     "# [tool.uv]\n"
	     "# ///\n"
	     "import requests\n",
	     "script manifest python >=3.11\n"
	     "5:6 requirement requests <3 +direct\n"
	     "6:6 named bad +direct\n"
	     "problem 6:9 lost expected a version specifier such as >=1.2 or ==1.4.*, found "
	     "`=1`\n");
}

TEST(script_without_end)
{
	DEPS("x.py",
	     "# /// script\n"
	     "# dependencies = [\"a\"]\n"
	     "x = 1\n",
	     "script manifest\n"
	     "problem 2:1 lost expected `# ///` at the end of the script's metadata\n");
}

TEST(script_twice)
{
	DEPS("x.py",
	     "# /// script\n"
	     "# dependencies = [\"a\"]\n"
	     "# ///\n"
	     "x = 1\n"
	     "# /// script\n"
	     "# dependencies = [\"b\"]\n"
	     "# ///\n",
	     "script manifest\n"
	     "2:20 requirement a +direct\n"
	     "problem 6:1 lost expected one block of script metadata, found a second one\n");
}
