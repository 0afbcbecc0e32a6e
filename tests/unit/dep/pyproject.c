/* pyproject.toml. */
#include "dep_check.h"

TEST(pyproject_standard)
{
	DEPS("pyproject.toml",
	     "[project]\n"
	     "name = \"x\"\n"
	     "requires-python = \">=3.9\"\n"
	     "dependencies = [\n"
	     "  \"torch==2.0.0\",\n"
	     "  'numpy >=1.2 ; python_version < \"3.11\"',\n"
	     "  \"bad=1.0\", 3,\n"
	     "]\n"
	     "[project.optional-dependencies]\n"
	     "gpu = [\"cuda-python==12.1\", \"X[y]\", \"\"\"z\\\n"
	     "==1\"\"\"]\n"
	     "[dependency-groups]\n"
	     "dev = [\"pytest\", {include-group = \"gpu\"}]\n"
	     "[build-system]\n"
	     "requires = [\"setuptools>=61\"]\n",
	     "pyproject manifest python >=3.9\n"
	     "5:4 requirement torch 2.0.0 +direct\n"
	     "6:4 requirement numpy >=1.2 +direct ; python_version < \"3.11\"\n"
	     "7:4 named bad +direct\n"
	     "10:9 requirement cuda-python 12.1 +direct +optional (gpu)\n"
	     "10:30 project x +direct +optional (gpu)\n"
	     "10:37 requirement z 1 +direct +optional (gpu)\n"
	     "13:9 requirement pytest +direct +optional (dev)\n"
	     "15:14 requirement setuptools >=61 +direct +build\n"
	     "problem 7:7 lost expected a version specifier such as >=1.2 or ==1.4.*, found "
	     "`=1.0`\n"
	     "problem 7:14 lost expected a requirement as a string, found an integer\n");
}

TEST(pyproject_poetry)
{
	DEPS("pyproject.toml",
	     "[tool.poetry.dependencies]\n"
	     "python = \"^3.9\"\n"
	     "a = \"^1.2.3\"\n"
	     "b = \"~1.2\"\n"
	     "c = \"*\"\n"
	     "d = \"1.0 || ^2\"\n"
	     "e = {version = \"2.0\", markers = \"os_name == 'nt'\", optional = true}\n"
	     "f = [{version = \"1.0\", python = \"~3.7 \"}, {version = \"2.*\", python = "
	     "\">=3.8,!=3.9.*\"}]\n"
	     "g = {git = \"https://u:p@h.example/g.git\", tag = \"v1\"}\n"
	     "h = {path = \"../h\"}\n"
	     "i = {url = \"https://h.example/i-1.0-py3-none-any.whl\"}\n"
	     "j = {version = \"1\", source = \"s\"}\n"
	     "k = 3\n"
	     "[tool.poetry.group.dev.dependencies]\n"
	     "pytest = \">=7,<8\"\n"
	     "[[tool.poetry.source]]\n"
	     "name = \"s\"\n"
	     "url = \"https://h.example/simple\"\n"
	     "priority = \"explicit\"\n"
	     "[[tool.poetry.source]]\n"
	     "name = \"t\"\n"
	     "url = \"https://u:p@h.example/t\"\n",
	     "pyproject manifest python >=3.9,<4\n"
	     "3:1 requirement a >=1.2.3,<2 +direct\n"
	     "4:1 requirement b >=1.2,<1.3 +direct\n"
	     "5:1 requirement c +direct\n"
	     "6:1 requirement d 1.0 +direct\n"
	     "6:1 requirement d >=2,<3 +direct\n"
	     "7:1 requirement e 2.0 +direct +optional ; os_name == 'nt'\n"
	     "8:6 requirement f 1.0 +direct ; python_full_version >= '3.7' and python_full_version "
	     "< '3.8'\n"
	     "8:43 requirement f ==2.* +direct ; python_full_version >= '3.8' and "
	     "python_full_version != '3.9.*'\n"
	     "9:1 requirement g +direct +mutable vcs:https://h.example/g.git@v1\n"
	     "10:1 project h +direct path:../h\n"
	     "11:1 requirement i 1.0 +direct +mutable "
	     "url:https://h.example/i-1.0-py3-none-any.whl\n"
	     "12:1 requirement j 1 +direct +explicit-index index:s\n"
	     "15:1 requirement pytest >=7,<8 +direct +optional (dev)\n"
	     "index 22 extra https://h.example/t\n"
	     "problem 13:5 lost expected a version or a table, found an integer\n");
}

TEST(pyproject_tools)
{
	DEPS("pyproject.toml",
	     "[project]\n"
	     "dependencies = [\"a\", \"b\", \"c\"]\n"
	     "[tool.uv]\n"
	     "dev-dependencies = [\"d==1\"]\n"
	     "constraint-dependencies = [\"e<2\"]\n"
	     "[tool.uv.sources]\n"
	     "a = {index = \"x\"}\n"
	     "b = {workspace = true}\n"
	     "C = [{git = \"https://h.example/c\", rev = \"main\", marker = \"os_name == 'nt'\"}]\n"
	     "[[tool.uv.index]]\n"
	     "url = \"https://h.example/x\"\n"
	     "default = true\n"
	     "[tool.pdm.dev-dependencies]\n"
	     "lint = [\"f\"]\n"
	     "[tool.hatch.envs.test]\n"
	     "dependencies = [\"g>=6\"]\n"
	     "[tool.setuptools.dynamic]\n"
	     "dependencies = {file = [\"requirements.txt\"]}\n"
	     "optional-dependencies = {x = {file = \"x.txt\"}}\n",
	     "pyproject manifest\n"
	     "2:18 requirement a +direct +explicit-index index:x\n"
	     "2:23 project b +direct path:\n"
	     "2:28 requirement c +direct +mutable vcs:https://h.example/c@main\n"
	     "14:10 requirement f +direct +optional (lint)\n"
	     "16:18 requirement g >=6 +direct +optional (test)\n"
	     "4:22 requirement d 1 +direct +optional (dev)\n"
	     "5:29 constraint e <2\n"
	     "include 18 requirements.txt\n"
	     "include 19 x.txt\n"
	     "index 11 https://h.example/x\n");
}

TEST(pyproject_broken_lines)
{
	DEPS("pyproject.toml",
	     "[project]\n"
	     "dependencies = [\"a==1\"]\n"
	     "x = \n"
	     "[dependency-groups]\n"
	     "d = [\"b==1\",\n"
	     "<<<<<<< HEAD\n"
	     "\"c==1\",\n"
	     "=======\n"
	     "\"c==2\",\n"
	     ">>>>>>> b\n"
	     "]\n"
	     "[build-system]\n"
	     "requires = [\"w",
	     "pyproject manifest\n"
	     "2:18 requirement a 1 +direct\n"
	     "5:7 requirement b 1 +direct +optional (d)\n"
	     "7:2 requirement c 1 +direct +optional (d)\n"
	     "9:2 requirement c 2 +direct +optional (d)\n"
	     "problem 6:1 expected one version of the file, found the mark of an unfinished merge: "
	     "both sides are read\n"
	     "problem 3:5 lost expected TOML: a value is expected here (TOML 1.0, Key/Value Pair)\n"
	     "problem 13:13 lost expected TOML: the string does not end (TOML 1.0, String)\n");
}

TEST(pyproject_wrong_forms)
{
	DEPS("pyproject.toml",
	     "[project]\n"
	     "dependencies = \"a\"\n"
	     "optional-dependencies = []\n"
	     "[tool.poetry.dependencies]\n"
	     "\"bad name\" = \"1\"\n"
	     "x = \"^^1\"\n",
	     "pyproject manifest\n"
	     "6:1 requirement x +direct\n"
	     "problem 2:16 lost expected an array of requirements, found a string\n"
	     "problem 3:25 lost expected a table of groups, found an array\n"
	     "problem 5:1 lost expected the name of a package, found `bad name`\n"
	     "problem 6:6 lost expected a constraint such as ^1.2, found `^^1`\n");
}
