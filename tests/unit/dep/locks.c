/* Readers of what resolvers and installers write: what they make of a file, as dep_print shows it.
 */
#include "test.h"

#include "dep/print.h"

static str read_file(struct arena *a, const char *path, const char *text)
{
	str bytes = test_guarded(str_of(text), 64);
	const struct dep_format *f = dep_format_of(str_of(path), bytes);
	struct buf b = buf_in(a);
	struct dep_file file;

	if (!CHECK(f != NULL))
		return S("");
	f->read(a, str_of(path), bytes, &file);
	dep_print(&b, &file);
	return buf_str(&b);
}

#define READS(path, text, want) CHECK_STR(read_file(a, path, text), S(want))

TEST(uv_lock_project_groups_and_forks)
{
	READS("uv.lock",
	      "version = 1\n"
	      "requires-python = \">=3.9\"\n"
	      "\n"
	      "[manifest]\n"
	      "members = [\"app\", \"lib\"]\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"app\"\n"
	      "version = \"0.1\"\n"
	      "source = { editable = \".\" }\n"
	      "dependencies = [{ name = \"numpy\", version = \"1.2\" }, { name = \"lib\" }]\n"
	      "\n"
	      "[package.optional-dependencies]\n"
	      "gpu = [{ name = \"torch\" }]\n"
	      "\n"
	      "[package.dev-dependencies]\n"
	      "dev = [{ name = \"pytest\" }, { name = \"numpy\", version = \"2.0\" }]\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"lib\"\n"
	      "source = { virtual = \"lib\" }\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"numpy\"\n"
	      "version = \"1.2\"\n"
	      "source = { registry = \"https://user:secret@r.example/simple\" }\n"
	      "resolution-markers = [\"python_version < '3.10'\", \"os_name == 'nt'\"]\n"
	      "sdist = { url = \"https://f.example/n.tar.gz\", hash = \"sha256:00\" }\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"numpy\"\n"
	      "version = \"2.0\"\n"
	      "source = { registry = \"https://r.example/simple\" }\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"Py_Test.x\"\n"
	      "version = \"8\"\n"
	      "source = { git = "
	      "\"https://g.example/p?rev=main#0123456789012345678901234567890123456789\" }\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"pytest\"\n"
	      "version = \"9\"\n"
	      "source = { git = \"https://g.example/p\" }\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"torch\"\n"
	      "version = \"2.6\"\n"
	      "source = { url = \"https://f.example/t.whl\" }\n"
	      "dependencies = [{ name = \"numpy\" }]\n",
	      "uv.lock lock python >=3.9\n"
	      "8:1 project app 0.1 +editable path:. needs numpy,lib,torch,pytest,numpy\n"
	      "20:1 project lib +direct path:lib\n"
	      "24:1 locked numpy 1.2 +direct +hashed +explicit-index "
	      "index:https://r.example/simple ; (python_version < '3.10') or (os_name == 'nt')\n"
	      "31:1 locked numpy 2.0 +direct +optional +explicit-index (dev) "
	      "index:https://r.example/simple\n"
	      "36:1 locked py-test-x 8 +optional "
	      "vcs:https://g.example/p?rev=main@0123456789012345678901234567890123456789\n"
	      "41:1 locked pytest 9 +direct +optional +mutable (dev) vcs:https://g.example/p\n"
	      "46:1 locked torch 2.6 +direct +optional +mutable (gpu) url:https://f.example/t.whl "
	      "needs numpy,numpy\n");
}

TEST(uv_lock_of_old)
{
	READS("uv.lock",
	      "version = 1\n"
	      "\n"
	      "[[distribution]]\n"
	      "name = \"a\"\n"
	      "version = \"1\"\n"
	      "source = \"registry+https://r.example/simple\"\n"
	      "\n"
	      "[[distribution]]\n"
	      "name = \"b\"\n"
	      "version = \"0\"\n"
	      "source = \"editable+.\"\n"
	      "dependencies = [{ name = \"a\" }]\n",
	      "uv.lock lock\n"
	      "4:1 locked a 1 +direct +explicit-index index:https://r.example/simple\n"
	      "9:1 project b 0 +editable path:. needs a\n");
}

TEST(lock_in_one_array)
{
	READS("pylock.toml",
	      "lock-version = \"1.0\"\n"
	      "packages = [{ name = \"a\", version = \"1\" }, { name = \"b\", directory = { path = "
	      "\".\" } }]\n",
	      "pylock.toml lock\n"
	      "2:15 locked a 1\n"
	      "2:46 project b path:.\n");
}

/* What is no table of packages is no reason to say nothing. */
TEST(lock_of_another_shape)
{
	READS("uv.lock", "version = 1\npackage = \"x\"\n",
	      "uv.lock lock\n"
	      "problem 2:11 lost expected [[package]] tables, found a string\n");
	READS("pdm.lock", "package = [3]\n",
	      "pdm.lock lock\n"
	      "problem 1:12 lost expected [[package]] tables, found an integer\n");
	READS("uv.lock", "\n",
	      "uv.lock lock\n"
	      "problem 1:1 lost expected a lock file with [[package]] tables, found nothing\n");
	READS("Pipfile.lock", "[]",
	      "Pipfile.lock lock\n"
	      "problem 1:1 lost expected a JSON object that holds everything else\n");
	READS("Pipfile.lock", "{\"default\": null}",
	      "Pipfile.lock lock\n"
	      "problem 1:13 lost expected an object with packages in `default`, found null\n");
	READS("conda-lock.yml", "version: 1\npackage: x\n",
	      "conda-lock lock\n"
	      "problem 1:1 lost expected a list `package:`, found none\n");
}

TEST(lock_with_a_broken_entry)
{
	READS("uv.lock",
	      "version = 1\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"a\"\n"
	      "version = \"1\"\n"
	      "source = { registry = \"https://r.example/simple\n"
	      "dependencies = [{ name = \"b\" }]\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"b\"\n"
	      "version =\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"c\"\n"
	      "version = \"3\"\n",
	      "uv.lock lock\n"
	      "4:1 locked a 1 needs b\n"
	      "10:1 locked b\n"
	      "14:1 locked c 3\n"
	      "problem 6:23 expected TOML: the string does not end (TOML 1.0, String)\n"
	      "problem 11:10 lost expected TOML: a value is expected here (TOML 1.0, Key/Value "
	      "Pair)\n"
	      "problem 10:8 lost expected `version = \"...\"` for b, found nothing\n");
}

TEST(lock_with_names_that_are_none)
{
	READS("poetry.lock",
	      "[[package]]\n"
	      "name = \"../../x\"\n"
	      "version = \"1\"\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"b\"\n"
	      "version = \"2\"\n"
	      "version = \"3\"\n"
	      "\n"
	      "[metadata]\n"
	      "content-hash = \"00\"\n",
	      "poetry.lock lock hash 00\n"
	      "6:1 locked b 2\n"
	      "6:1 locked b 3\n"
	      "problem 2:1 lost expected the name of a package, found `../../x`\n"
	      "problem 8:1 expected TOML: defined before (TOML 1.0, Keys)\n");
}

TEST(lock_with_a_merge_conflict)
{
	READS("poetry.lock",
	      "[[package]]\n"
	      "name = \"a\"\n"
	      "<<<<<<< HEAD\n"
	      "version = \"1\"\n"
	      "=======\n"
	      "version = \"2\"\n"
	      ">>>>>>> other\n"
	      "optional = false\n"
	      "\n"
	      "[metadata]\n"
	      "content-hash = \"00\"\n",
	      "poetry.lock lock hash 00\n"
	      "2:1 locked a 1\n"
	      "2:1 locked a 2\n"
	      "problem 3:1 expected one version of the file, found the mark of an unfinished "
	      "merge: both sides are read\n"
	      "problem 6:1 expected TOML: defined before (TOML 1.0, Keys)\n");
}

TEST(lock_cut_short)
{
	READS("poetry.lock",
	      "[[package]]\n"
	      "name = \"a\"\n"
	      "version = \"1\"\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"b\"\n"
	      "vers",
	      "poetry.lock lock\n"
	      "2:1 locked a 1\n"
	      "6:1 locked b\n"
	      "problem 7:5 lost expected TOML: `=` is expected here (TOML 1.0, Key/Value Pair)\n"
	      "problem 6:8 lost expected `version = \"...\"` for b, found nothing\n"
	      "problem 7:5 lost expected the table [metadata], without which Poetry refuses the "
	      "file, found the end: it may be cut short\n");
}

TEST(lock_with_headers_in_strings)
{
	READS("pdm.lock",
	      "[[package]]\n"
	      "name = \"a\"\n"
	      "version = \"1\"\n"
	      "summary = \"\"\"\n"
	      "[[package]]\n"
	      "name = \"no\"\n"
	      "\"\"\"\n"
	      "\n"
	      "[[package]] # a comment\n"
	      "name = \"b\"\n"
	      "version = \"2\"\n",
	      "pdm.lock lock\n"
	      "2:1 locked a 1\n"
	      "10:1 locked b 2\n");
}

TEST(poetry_lock_1)
{
	READS("poetry.lock",
	      "[[package]]\n"
	      "name = \"A.b\"\n"
	      "version = \"1\"\n"
	      "category = \"dev\"\n"
	      "optional = false\n"
	      "python-versions = \"*\"\n"
	      "\n"
	      "[package.dependencies]\n"
	      "c = [{version = \">=1,<2\", markers = \"python_version < '3'\"}, {version = "
	      "\">=2\"}]\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"c\"\n"
	      "version = \"1.5\"\n"
	      "category = \"main\"\n"
	      "optional = true\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"c\"\n"
	      "version = \"2.5\"\n"
	      "category = \"main\"\n"
	      "marker = \"python_version >= '3'\"\n"
	      "\n"
	      "[package.source]\n"
	      "type = \"legacy\"\n"
	      "url = \"https://r.example/simple\"\n"
	      "reference = \"x\"\n"
	      "\n"
	      "[metadata]\n"
	      "content-hash = \"0a\"\n"
	      "python-versions = \"^3.8\"\n"
	      "\n"
	      "[metadata.files]\n"
	      "\"a-b\" = [{file = \"a.whl\", hash = \"sha256:00\"}]\n"
	      "c = []\n",
	      "poetry.lock lock python >=3.8,<4 hash 0a\n"
	      "2:1 locked a-b 1 +direct +hashed +optional (dev) needs c,c\n"
	      "12:1 locked c 1.5 +optional\n"
	      "18:1 locked c 2.5 +explicit-index index:https://r.example/simple ; python_version "
	      ">= '3'\n");
}

TEST(poetry_lock_2)
{
	READS("poetry.lock",
	      "[[package]]\n"
	      "name = \"a\"\n"
	      "version = \"1\"\n"
	      "optional = false\n"
	      "groups = [\"main\", \"dev\"]\n"
	      "files = [{file = \"a.whl\", hash = \"sha256:00\"}]\n"
	      "markers = \"sys_platform == \\\"win32\\\"\"\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"b\"\n"
	      "version = \"1\"\n"
	      "groups = [\"docs\"]\n"
	      "files = []\n"
	      "develop = true\n"
	      "\n"
	      "[package.source]\n"
	      "type = \"directory\"\n"
	      "url = \"../b\"\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"d\"\n"
	      "version = \"1\"\n"
	      "groups = [\"main\"]\n"
	      "\n"
	      "[package.source]\n"
	      "type = \"git\"\n"
	      "url = \"https://g.example/d.git\"\n"
	      "reference = \"HEAD\"\n"
	      "resolved_reference = \"0123456789012345678901234567890123456789\"\n"
	      "\n"
	      "[metadata]\n"
	      "lock-version = \"2.1\"\n"
	      "content-hash = \"0b\"\n",
	      "poetry.lock lock hash 0b\n"
	      "2:1 locked a 1 +hashed ; sys_platform == \"win32\"\n"
	      "10:1 locked b 1 +editable +optional (docs) path:../b\n"
	      "21:1 locked d 1 "
	      "vcs:https://g.example/d.git@0123456789012345678901234567890123456789\n");
}

TEST(pdm_lock)
{
	READS("pdm.lock",
	      "[metadata]\n"
	      "groups = [\"default\", \"dev\"]\n"
	      "content_hash = \"sha256:0c\"\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"a\"\n"
	      "version = \"1\"\n"
	      "groups = [\"default\"]\n"
	      "dependencies = [\"b[x]>=1\", \"c; python_version < '3'\"]\n"
	      "files = [{file = \"a.whl\", hash = \"sha256:00\"}]\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"b\"\n"
	      "version = \"1\"\n"
	      "groups = [\"default\"]\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"b\"\n"
	      "version = \"1\"\n"
	      "extras = [\"x\"]\n"
	      "dependencies = [\"b==1\", \"c\"]\n"
	      "\n"
	      "[[package]]\n"
	      "name = \"c\"\n"
	      "version = \"2\"\n"
	      "groups = [\"dev\"]\n"
	      "marker = \"python_version < '3'\"\n"
	      "git = \"https://g.example/c\"\n"
	      "ref = \"main\"\n"
	      "\n"
	      "[metadata.files]\n"
	      "\"b 1\" = [{file = \"b.whl\", hash = \"sha256:00\"}]\n",
	      "pdm.lock lock hash sha256:0c\n"
	      "6:1 locked a 1 +direct +hashed needs b,c\n"
	      "13:1 locked b 1 +hashed needs c\n"
	      "24:1 locked c 2 +optional +mutable (dev) vcs:https://g.example/c@main ; "
	      "python_version < '3'\n");
}

TEST(pylock_sources)
{
	READS("pylock.dev.toml",
	      "lock-version = \"1.0\"\n"
	      "requires-python = \">=3.10\"\n"
	      "\n"
	      "[[packages]]\n"
	      "name = \"a\"\n"
	      "version = \"1\"\n"
	      "index = \"https://r.example/simple\"\n"
	      "marker = \"python_version < '3'\"\n"
	      "wheels = [{ url = \"https://f.example/a.whl\", hashes = { sha256 = \"00\" } }]\n"
	      "dependencies = [{ name = \"b\" }]\n"
	      "\n"
	      "[[packages]]\n"
	      "name = \"b\"\n"
	      "\n"
	      "[packages.vcs]\n"
	      "type = \"git\"\n"
	      "url = \"https://g.example/b\"\n"
	      "commit-id = \"0123456789012345678901234567890123456789\"\n"
	      "\n"
	      "[[packages]]\n"
	      "name = \"c\"\n"
	      "archive = { url = \"https://u:p@f.example/c-1.5.tar.gz\", hashes = { sha256 = "
	      "\"00\" } }\n"
	      "\n"
	      "[[packages]]\n"
	      "name = \"d\"\n"
	      "directory = { path = \"./vendor/d\", editable = true }\n",
	      "pylock.toml lock python >=3.10\n"
	      "5:1 locked a 1 +direct +hashed +explicit-index index:https://r.example/simple ; "
	      "python_version < '3' needs b\n"
	      "13:1 locked b vcs:https://g.example/b@0123456789012345678901234567890123456789\n"
	      "21:1 locked c 1.5 +direct +hashed url:https://f.example/c-1.5.tar.gz\n"
	      "25:1 locked d +direct +editable path:./vendor/d\n");
}

TEST(pylock_of_another_version)
{
	READS("pylock.toml",
	      "lock-version = \"2.0\"\n"
	      "[[packages]]\n"
	      "name = \"a\"\n"
	      "version = \"1\"\n",
	      "pylock.toml lock\n"
	      "3:1 locked a 1\n"
	      "problem 1:16 lost expected lock-version 1 (PEP 751), found `2.0`\n");
}

TEST(pipfile_lock)
{
	READS("Pipfile.lock",
	      "{\n"
	      "    \"_meta\": {\n"
	      "        \"hash\": {\"sha256\": \"0d\"},\n"
	      "        \"requires\": {\"python_version\": \"3.8\"},\n"
	      "        \"sources\": [{\"name\": \"pypi\", \"url\": "
	      "\"https://u:p@r.example/simple\"}]\n"
	      "    },\n"
	      "    \"default\": {\n"
	      "        \"A_b\": {\"hashes\": [\"sha256:00\"], \"index\": \"pypi\", \"version\": "
	      "\"==1.0\", \"markers\": \"python_version < '3'\"},\n"
	      "        \"c\": {\"git\": \"https://g.example/c\", \"ref\": \"main\"},\n"
	      "        \"d\": {\"version\": \"*\"},\n"
	      "        \"e\": {\"path\": \"./e\", \"editable\": true}\n"
	      "    },\n"
	      "    \"develop\": {\n"
	      "        \"f\": {\"version\": \"==2\"},\n"
	      "        \"g\": {\"file\": \"https://f.example/g-3.zip\", \"hashes\": "
	      "[\"sha256:00\"]}\n"
	      "    }\n"
	      "}\n",
	      "Pipfile.lock lock python ==3.8.* hash 0d\n"
	      "8:9 locked a-b 1.0 +hashed +explicit-index index:https://r.example/simple ; "
	      "python_version < '3'\n"
	      "9:9 locked c +mutable vcs:https://g.example/c@main\n"
	      "10:9 requirement d\n"
	      "11:9 locked e +editable path:./e\n"
	      "14:9 locked f 2 +optional (develop)\n"
	      "15:9 locked g +hashed +optional (develop) url:https://f.example/g-3.zip\n"
	      "index 5 https://r.example/simple\n");
}

TEST(pipfile_lock_broken)
{
	READS("Pipfile.lock",
	      "{\n"
	      "    \"default\": {\n"
	      "        \"a\": {\n"
	      "            \"version\": \"==1\"\n"
	      "        },\n"
	      "        \"b\": {\n"
	      "            \"version\": \"==2\",,\n"
	      "        },\n"
	      "        \"c\": {\n"
	      "            \"version\": \"==3\"\n"
	      "        }\n"
	      "    },\n"
	      "    \"develop\": {\n"
	      "        \"d\": {\n"
	      "            \"version\": \"==4\"\n"
	      "        },\n"
	      "        \"e\": 5\n"
	      "    }\n"
	      "}\n",
	      "Pipfile.lock lock\n"
	      "3:9 locked a 1\n"
	      "6:9 locked b 2\n"
	      "9:9 locked c 3\n"
	      "14:9 locked d 4 +optional (develop)\n"
	      "problem 7:30 lost expected JSON: a key in quotes is expected here (RFC 8259, 4)\n"
	      "problem 17:14 lost expected an object for `e`, found an integer\n");
}

TEST(pipfile_lock_with_a_key_twice)
{
	READS("Pipfile.lock",
	      "{\"default\": {\"a\": {\"version\": \"==1\", \"version\": \"==2\"}},\n"
	      " \"default\": {\"a\": {\"version\": \"==3\"}}}\n",
	      "Pipfile.lock lock\n"
	      "1:14 locked a 1\n"
	      "1:14 locked a 2\n"
	      "2:14 locked a 3\n"
	      "problem 1:38 expected every key once, found `version` again: all that it says is "
	      "read\n"
	      "problem 2:14 expected every key once, found `a` again: all that it says is read\n");
}

/* The name that uv gave the array at first hides none of today's. */
TEST(uv_lock_of_two_times)
{
	READS("uv.lock",
	      "version = 1\n"
	      "[[distribution]]\n"
	      "name = \"a\"\n"
	      "[[package]]\n"
	      "name = \"b\"\n"
	      "version = \"1\"\n",
	      "uv.lock lock\n"
	      "5:1 locked b 1\n");
}

TEST(conda_environment)
{
	READS("environment.yml",
	      "name: x\n"
	      "channels: [conda-forge]\n"
	      "dependencies:\n"
	      "  - python=3.9\n"
	      "  - numpy=1.21\n"
	      "  - conda-forge::scipy=1.7.3=py39_0\n"
	      "  - pandas==1.3\n"
	      "  - pytorch>=1.10,<2\n"
	      "  - Pillow 8.1.0\n"
	      "  - \"jinja2 >= 2.10, <3\"\n"
	      "  - requests[version='>=2.2',build=py*]\n"
	      "  - h5py=*=mpi*\n"
	      "  - pyyaml=5.3|5.4.1\n"
	      "  - cudatoolkit=11.3\n"
	      "  - graphviz\n"
	      "  - pip:\n"
	      "    - torchvision==0.11.1\n"
	      "    - -r requirements.txt\n",
	      "environment.yml manifest python ==3.9.*\n"
	      "5:5 requirement numpy ==1.21.* +direct +conda\n"
	      "6:5 requirement scipy 1.7.3 +direct +conda\n"
	      "7:5 requirement pandas 1.3 +direct +conda\n"
	      "8:5 requirement torch >=1.10,<2 +direct +conda\n"
	      "9:5 requirement pillow 8.1.0 +direct +conda\n"
	      "10:6 requirement jinja2 >=2.10,<3 +direct +conda\n"
	      "11:5 requirement requests >=2.2 +direct +conda\n"
	      "12:5 requirement h5py +direct +conda\n"
	      "13:5 requirement pyyaml ==5.3.* +direct +conda\n"
	      "13:5 requirement pyyaml 5.4.1 +direct +conda\n"
	      "17:7 requirement torchvision 0.11.1\n"
	      "include 18 requirements.txt\n");
}

TEST(conda_environment_broken)
{
	READS("environment.yml",
	      "dependencies:\n"
	      "  - numpy=1.21.0\n"
	      "  - [x\n"
	      "  - scipy=1.7.0\n"
	      "  - pip:\n"
	      "      - flask==1.0\n"
	      "  - \"torch==1.9\"\n",
	      "environment.yml manifest\n"
	      "2:5 requirement numpy 1.21.0 +direct +conda\n"
	      "4:5 requirement scipy 1.7.0 +direct +conda\n"
	      "6:9 requirement flask 1.0\n"
	      "7:6 requirement torch 1.9 +direct +conda\n"
	      "problem 5:8 lost expected YAML: not well formed (YAML 1.1)\n"
	      "problem 3:5 lost expected a conda package, found `[x`\n");
}

TEST(conda_explicit)
{
	READS("spec.txt",
	      "# platform: linux-64\n"
	      "@EXPLICIT\n"
	      "https://c.example/linux-64/"
	      "ca-certificates-2021.5.30-ha878542_0.tar.bz2#0123456789abcdef0123456789abcdef\n"
	      "https://c.example/linux-64/"
	      "pytorch-1.9.0-py3.9_cuda10.2_0.tar.bz2#0123456789abcdef0123456789abcdef\n"
	      "junk\n",
	      "conda-explicit lock\n"
	      "4:1 locked torch 1.9.0 +hashed +conda index:https://c.example/linux-64/\n"
	      "problem 5:1 lost expected a conda package, found `junk`\n");
}

TEST(conda_export)
{
	READS("env.txt",
	      "# This file may be used to create an environment using:\n"
	      "# $ conda create --name <env> --file <this file>\n"
	      "numpy=1.21.0=py39_0\n"
	      "openssl=1.1.1k=h27cfd23_0\n"
	      "flask=1.0=pypi_0\n",
	      "conda-explicit lock\n"
	      "3:1 locked numpy 1.21.0 +conda\n"
	      "5:1 locked flask 1.0\n");
}

TEST(conda_lock)
{
	READS("conda-lock.yml",
	      "version: 1\n"
	      "metadata:\n"
	      "  channels: []\n"
	      "package:\n"
	      "- name: numpy\n"
	      "  version: 1.26.0\n"
	      "  manager: conda\n"
	      "  platform: linux-64\n"
	      "  dependencies:\n"
	      "    python: '>=3.9'\n"
	      "  url: https://c.example/linux-64/numpy-1.26.0-py39h_0.conda\n"
	      "  hash: {sha256: '00'}\n"
	      "  category: main\n"
	      "- name: numpy\n"
	      "  version: 1.26.0\n"
	      "  manager: conda\n"
	      "  platform: osx-64\n"
	      "  dependencies: {python: '>=3.9'}\n"
	      "  url: https://c.example/osx-64/numpy-1.26.0-py39h_0.conda\n"
	      "- name: zlib\n"
	      "  version: '1.3'\n"
	      "  manager: conda\n"
	      "  dependencies: {}\n"
	      "  url: https://c.example/linux-64/zlib-1.3-hd590300_5.conda\n"
	      "- name: [broken\n"
	      "- name: flask\n"
	      "  version: '2.0'\n"
	      "  manager: pip\n"
	      "  dependencies: {numpy: '*'}\n"
	      "  category: dev\n",
	      "conda-lock lock\n"
	      "5:9 locked numpy 1.26.0 +hashed +conda "
	      "index:https://c.example/linux-64/numpy-1.26.0-py39h_0.conda\n"
	      "26:9 locked flask 2.0 +direct +optional (dev) needs numpy\n"
	      "problem 26:1 lost expected YAML: not well formed (YAML 1.1)\n"
	      "problem 25:1 lost expected `name:` and `version:` in this entry\n");
}

TEST(metadata_installed)
{
	READS("site-packages/a-1.dist-info/METADATA",
	      "Metadata-Version: 2.1\n"
	      "Name: A\n"
	      "Version: 1.0\n"
	      "Requires-Dist: b (>=1) ; python_version < '3'\n"
	      "Requires-Dist: c ; extra == 'x'\n"
	      "Requires-Dist: ,\n"
	      "\n"
	      "Name: no\n",
	      "metadata\n"
	      "2:7 installed a 1.0 needs b,c\n"
	      "4:16 named b >=1 ; python_version < '3'\n"
	      "5:16 named c +optional ; extra == 'x'\n"
	      "problem 6:16 expected the name of a package, found `,`\n");
}

TEST(metadata_own)
{
	READS("src/a.egg-info/PKG-INFO",
	      "Metadata-Version: 1.0\n"
	      "Name: a\n"
	      "Version: 0\n"
	      "Requires-Python: >=3.8\n",
	      "metadata python >=3.8\n"
	      "2:7 project a 0\n");
}

TEST(bom_cyclonedx)
{
	READS("bom.json",
	      "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\",\n"
	      " \"metadata\": {\"component\": {\"type\": \"application\", \"name\": \"app\", "
	      "\"bom-ref\": \"r\"}},\n"
	      " \"components\": [\n"
	      "  {\"type\": \"library\", \"name\": \"a\", \"bom-ref\": \"1\", \"purl\": "
	      "\"pkg:pypi/A@1.0?x=y\",\n"
	      "   \"components\": [{\"type\": \"library\", \"name\": \"b\", \"bom-ref\": \"2\", "
	      "\"purl\": \"pkg:pypi/b@1%2Bcpu\"}]},\n"
	      "  {\"type\": \"library\", \"name\": \"n\", \"bom-ref\": \"3\", \"purl\": "
	      "\"pkg:npm/n@1\"},\n"
	      "  {\"type\": \"library\", \"name\": \"u\"},\n"
	      "  {\"type\": \"library\", \"name\": \"c\", \"purl\": \"pkg:conda/pytorch@2.0\"},\n"
	      "  {\"type\": \"file\", \"name\": \"f\"}],\n"
	      " \"dependencies\": [{\"ref\": \"r\", \"dependsOn\": [\"1\", \"3\"]}, {\"ref\": "
	      "\"1\", \"dependsOn\": [\"2\"]}]}\n",
	      "cyclonedx\n"
	      "4:23 installed a 1.0 +direct needs b\n"
	      "5:39 installed b 1+cpu\n"
	      "8:23 installed torch 2.0 +conda\n");
}

TEST(bom_spdx_json)
{
	READS("x.spdx.json",
	      "{\"spdxVersion\": \"SPDX-2.3\", \"packages\": [\n"
	      "  {\"name\": \"a\", \"SPDXID\": \"SPDXRef-a\", \"versionInfo\": \"1\", "
	      "\"externalRefs\": [\n"
	      "    {\"referenceCategory\": \"PACKAGE-MANAGER\", \"referenceType\": \"purl\", "
	      "\"referenceLocator\": \"pkg:pypi/a\"}]},\n"
	      "  {\"name\": \"b\", \"SPDXID\": \"SPDXRef-b\", \"externalRefs\": [\n"
	      "    {\"referenceType\": \"purl\", \"referenceLocator\": \"pkg:pypi/b@2\"}]}],\n"
	      " \"relationships\": [\n"
	      "  {\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relationshipType\": \"DESCRIBES\", "
	      "\"relatedSpdxElement\": \"SPDXRef-a\"},\n"
	      "  {\"spdxElementId\": \"SPDXRef-b\", \"relationshipType\": \"DEPENDENCY_OF\", "
	      "\"relatedSpdxElement\": \"SPDXRef-a\"}]}\n",
	      "spdx\n"
	      "2:4 installed a 1 +direct needs b\n"
	      "4:4 installed b 2\n");
}

TEST(bom_spdx_tags)
{
	READS("x.spdx",
	      "SPDXVersion: SPDX-2.2\n"
	      "PackageName: a\n"
	      "SPDXID: SPDXRef-a\n"
	      "PackageVersion: 1\n"
	      "PackageComment: <text>\n"
	      "PackageName: no\n"
	      "</text>\n"
	      "ExternalRef: PACKAGE-MANAGER purl pkg:pypi/a@1\n"
	      "\n"
	      "PackageName: b\n"
	      "SPDXID: SPDXRef-b\n"
	      "ExternalRef: PACKAGE_MANAGER purl pkg:deb/b@1\n"
	      "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a\n",
	      "spdx\n"
	      "2:1 installed a 1 +direct\n");
}

TEST(bom_cyclonedx_xml)
{
	READS("bom.xml",
	      "<?xml version=\"1.0\"?>\n"
	      "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\">\n"
	      " <metadata><component type=\"application\" "
	      "bom-ref=\"r\"><name>app</name></component></metadata>\n"
	      " <components>\n"
	      "  <component type=\"library\" "
	      "bom-ref=\"1\"><name>a</name><version>1</version><purl>pkg:pypi/a@1</purl>\n"
	      "   <components><component type=\"library\" "
	      "bom-ref=\"2\"><name>b</name><purl>pkg:pypi/b@2</purl></component></components>\n"
	      "  </component>\n"
	      " </components>\n"
	      " <dependencies><dependency ref=\"r\"><dependency "
	      "ref=\"1\"/></dependency><dependency ref=\"1\"><dependency "
	      "ref=\"2\"/></dependency></dependencies>\n"
	      "</bom>\n",
	      "cyclonedx\n"
	      "6:16 installed b 2\n"
	      "5:3 installed a 1 +direct needs b\n");
}

TEST(conda_environment_pip_of_tables)
{
	READS("environment.yml", "dependencies:\n  - pip:\n      - flip:\n      - flask==1.0\n",
	      "environment.yml manifest\n"
	      "4:9 requirement flask 1.0\n"
	      "problem 3:9 lost expected a requirement, found a table\n");
}
