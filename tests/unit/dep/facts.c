#include "test.h"

#include "base/buf.h"
#include "dep/facts.h"

static size_t read_facts(struct arena *a, str path, str bytes, str **facts)
{
	const struct dep_format *format = dep_facts_format(path, str_slice(bytes, 0, 4096));
	struct dep_file file = {0};

	if (format == NULL)
		return dep_revisions(a, path, bytes, facts);
	format->read(a, path, bytes, &file);
	return dep_facts(a, path, &file, facts);
}

/* The facts of a file, one a line. */
static void check(struct arena *a, const char *path, const char *bytes, const char *want)
{
	struct buf b = buf_in(a);
	str *facts;
	size_t n = read_facts(a, str_of(path), test_guarded(str_of(bytes), 0), &facts);

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%.*s\n", STR_ARG(facts[i]));
	CHECK_STR(buf_str(&b), str_of(want));
}

TEST(pins_of_requirements)
{
	check(a, "x/requirements-dev.txt",
	      "# c\ntorch==2.4.1+cu121 ; python_version > '3'\nNumPy[extra] >= 1.26, < 2  # "
	      "why\n-r other.txt\n"
	      "foo @ https://e/x\nbar==1.2.* \\\n    --hash=sha256:00\nbaz ~= 1.4\nplain\nup<3\n",
	      "version:torch=2.4.1+cu121@x/requirements-dev.txt:2\n"
	      "version:numpy>=1.26@x/requirements-dev.txt:3\n"
	      "version:bar>=1.2@x/requirements-dev.txt:6\n"
	      "version:baz>=1.4@x/requirements-dev.txt:8\n");
}

TEST(pins_of_locks)
{
	check(a, "uv.lock",
	      "version = 1\n[[package]]\nname = \"Torch\"\nversion = \"2.6.0\"\n[[package]]\nname "
	      "= \"x\"\n",
	      "version:torch=2.6.0@uv.lock:3\n");
	check(a, "poetry.lock", "[[package]]\nname = 'a_b'\nversion = '1.0RC1'\n",
	      "version:a-b=1.0rc1@poetry.lock:2\n");
	check(a, "pylock.toml", "[[packages]]\nname = 'a'\nversion = '1'\n",
	      "version:a=1@pylock.toml:2\n");
	check(a, "Pipfile.lock",
	      "{\"default\": {\n\"a\": {\"version\": \"==1.0\"}}, \"develop\": {\"b\": {}}}",
	      "version:a=1.0@Pipfile.lock:2\n");
}

TEST(pins_of_pyproject)
{
	check(a, "pyproject.toml",
	      "[project]\ndependencies = ['torch>=2.1', "
	      "'x==1.0']\n[project.optional-dependencies]\nd = ['y>=3']\n"
	      "[dependency-groups]\ng = ['z==4', {include-group = "
	      "'d'}]\n[tool.poetry.dependencies]\npython = '^3.9'\n"
	      "p = '^1.2'\nq = {version = '2.0'}\nr = '*'\n[tool.poetry.group.dev.dependencies]\ns "
	      "= '~5.1'\n",
	      "version:torch>=2.1@pyproject.toml:2\nversion:x=1.0@pyproject.toml:2\nversion:y>=3@"
	      "pyproject.toml:4\n"
	      "version:z=4@pyproject.toml:6\nversion:python>=3.9@pyproject.toml:8\nversion:p>=1.2@"
	      "pyproject.toml:9\nversion:q=2.0@"
	      "pyproject.toml:10\n"
	      "version:s>=5.1@pyproject.toml:13\n");
}

TEST(pins_of_conda)
{
	check(a, "environment.yml",
	      "dependencies:\n  - conda-forge::pytorch=2.4\n  - numpy=1.26.4=py311_0\n  - x>=2\n  "
	      "- y==3.1\n  - python\n"
	      "  - pip:\n    - torch==2.5.0\n",
	      "version:torch>=2.4@environment.yml:2\nversion:numpy=1.26.4@environment.yml:3\n"
	      "version:x>=2@environment.yml:4\nversion:y=3.1@environment.yml:5\nversion:torch=2.5."
	      "0@environment.yml:8\n");
}

TEST(pins_of_model_revisions)
{
	check(a, "configs/model_revisions.yaml",
	      "bert-base-uncased: 86b5e0934494bd15c9632b12f734a8a67f723594\norg/m: main\norg/n:\n  "
	      "revision: 0123456789012345678901234567890123456789\n"
	      "  trust_remote_code: false\n",
	      "pin:bert-base-uncased=86b5e0934494bd15c9632b12f734a8a67f723594@configs/"
	      "model_revisions.yaml:1\n"
	      "pin:org/n=0123456789012345678901234567890123456789@configs/"
	      "model_revisions.yaml:3\ncodeless:org/n=true@configs/"
	      "model_revisions.yaml:3\n");
	check(a, "model_revisions.yaml",
	      "models:\n- {name: o/m, revision: 0000000000000000000000000000000000000000, "
	      "trust_remote_code: true}\n",
	      "pin:o/"
	      "m=0000000000000000000000000000000000000000@model_revisions.yaml:2\nremote_code:o/"
	      "m=true@model_revisions.yaml:2\n");
}

TEST(facts_of_broken_files)
{
	str *facts;

	CHECK_INT(read_facts(a, S("uv.lock"), S("[[package]]\nname='a'\nversion='1'\n[[package"),
			     &facts),
		  1);
	CHECK_INT(read_facts(a, S("Pipfile.lock"), S(""), &facts), 0);
	CHECK_INT(read_facts(a, S("environment.yml"), S("[1"), &facts), 0);
	CHECK(dep_facts_format(S("a/requirements.txt"), S("")) != NULL);
	CHECK(dep_facts_format(S("a/setup.py"), S("")) == NULL);
}

TEST(facts_highest_of_several_bounds)
{
	str *facts;

	CHECK_INT(read_facts(a, S("requirements.txt"), S("torch>2,>=2.6,>=2.1,<3\n"), &facts), 1);
	CHECK_STR(facts[0], S("version:torch>=2.6@requirements.txt:1"));
}
