/* setup.py, read and not run. */
#include "dep_check.h"

TEST(setup_py_lists)
{
	DEPS("setup.py",
	     "from setuptools import setup\n"
	     "V = \"1.0\"\n"
	     "base = [\"torch==2.0\"]\n"
	     "base += [\"a==\" + V, \"b==%s\" % V, f\"c=={V}\", \"d=={}\".format(V), "
	     "\"e=={x}\".format(x=V)]\n"
	     "base.append(\"f==1\")\n"
	     "if V:\n"
	     "    base.extend([\"g==1\"])\n"
	     "extras = {\"dev\": [\"pytest\"], **{\"q\": [\"r\"]}}\n"
	     "extras[\"more\"] = [\"m==1\"]\n"
	     "extras[\"old:python_version<'3'\"] = [\"n\", \"o ; os_name=='nt'\"]\n"
	     "extras[\"all\"] = sum(extras.values(), [])\n"
	     "setup(install_requires=base + \"\"\"h==2\n"
	     "i==3\n"
	     "\"\"\".split(\"\\n\"),\n"
	     "  extras_require=extras, python_requires=\">=3.8\", setup_requires=[\"wheel\"] if V "
	     "else [])\n",
	     "setup.py manifest python >=3.8\n"
	     "3:10 requirement torch 2.0 +direct\n"
	     "4:10 requirement a 1.0 +direct\n"
	     "4:21 requirement b 1.0 +direct\n"
	     "4:34 requirement c 1.0 +direct\n"
	     "4:45 requirement d 1.0 +direct\n"
	     "4:64 requirement e 1.0 +direct\n"
	     "5:14 requirement f 1 +direct\n"
	     "7:19 requirement g 1 +direct\n"
	     "12:34 requirement h 2 +direct\n"
	     "13:1 requirement i 3 +direct\n"
	     "8:20 requirement pytest +direct +optional (dev)\n"
	     "8:40 requirement r +direct +optional (q)\n"
	     "9:20 requirement m 1 +direct +optional (more)\n"
	     "10:38 requirement n +direct +optional (old) ; python_version<'3'\n"
	     "10:43 requirement o +direct +optional (old) ; os_name=='nt'\n"
	     "15:68 requirement wheel +direct +build\n");
}

TEST(setup_py_files)
{
	DEPS("setup.py",
	     "import os, setuptools\n"
	     "here = os.path.dirname(__file__)\n"
	     "def read(n):\n"
	     "    return open(os.path.join(here, n)).read()\n"
	     "def reqs():\n"
	     "    with open(\"requirements/dev.txt\") as f:\n"
	     "        return f.read().splitlines()\n"
	     "setuptools.setup(install_requires=read(\"requirements.txt\").splitlines(), "
	     "tests_require=reqs(),\n"
	     "  setup_requires=[l.strip() for l in open(here + \"/build.in\")], "
	     "extras_require={\"x\": read(os.path.join(\"a\", \"x.txt\")), \"y\": read(here + kind "
	     "+ \".txt\")})\n",
	     "setup.py manifest\n"
	     "include 8 requirements.txt\n"
	     "include 6 requirements/dev.txt\n"
	     "include 9 build.in\n"
	     "include 9 a/x.txt\n"
	     "problem 9:125 lost expected a list of texts; what `read(here + kind + \".txt...` "
	     "gives is known only when the file runs\n");
}

TEST(setup_py_files_of_a_folder)
{
	DEPS("setup.py",
	     "def reqs(file, folder=\"requirements\"):\n"
	     "    return open(os.path.join(folder, file)).readlines()\n"
	     "setup(install_requires=reqs(\"a.txt\"), setup_requires=reqs([\"b.txt\", "
	     "\"c.txt\"]),\n"
	     "  tests_require=reqs(\"a.txt\", folder=\"tools\"))\n",
	     "setup.py manifest\n"
	     "include 3 requirements/a.txt\n"
	     "include 3 requirements/b.txt\n"
	     "include 3 requirements/c.txt\n"
	     "include 4 tools/a.txt\n");
}

TEST(setup_py_lookups)
{
	DEPS("setup.py",
	     "import re\n"
	     "_deps = [\"torch>=1.9\", \"numpy\", \"tokenizers==0.13\"]\n"
	     "deps = {b: a for a, b in (re.findall(\"x\", x)[0] for x in _deps)}\n"
	     "def deps_list(*pkgs):\n"
	     "    return [deps[p] for p in pkgs]\n"
	     "extras = {}\n"
	     "extras[\"t\"] = deps_list(\"torch\", \"tokenizers\")\n"
	     "setup(install_requires=[deps[\"numpy\"]], extras_require=extras)\n",
	     "setup.py manifest\n"
	     "2:25 requirement numpy +direct\n"
	     "2:11 requirement torch >=1.9 +direct +optional (t)\n"
	     "2:34 requirement tokenizers 0.13 +direct +optional (t)\n");
}

TEST(setup_py_unknown)
{
	DEPS("setup.py",
	     "from x import deps\n"
	     "kw = dict(install_requires=deps, setup_requires=[\"a\"])\n"
	     "setup(**kw)\n",
	     "setup.py manifest\n"
	     "2:51 requirement a +direct +build\n"
	     "problem 2:28 lost expected a list of texts; what `deps` gives is known only when the "
	     "file runs\n");
}

TEST(setup_py_itself)
{
	DEPS("setup.py",
	     "a = [\"x\"]\n"
	     "b = a + [\"y\"]\n"
	     "a += b\n"
	     "setup(name=\"Y\", install_requires=a)\n",
	     "setup.py manifest\n"
	     "1:7 requirement x +direct\n"
	     "2:11 project y +direct\n");
}

TEST(setup_py_syntax)
{
	DEPS("setup.py",
	     "x = (\n"
	     "setup(install_requires=[\"a\"])\n",
	     "setup.py manifest\n"
	     "2:26 requirement a +direct\n"
	     "problem 1:5 lost expected Python: this bracket is not closed\n");
}
