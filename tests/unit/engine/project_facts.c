/* What files that pin versions and models tell the joining step. */
#include "test.h"

#include "engine/scan.h"

/* Without their places, which tests/unit/dep/facts.c looks at. */
static str facts_of(struct arena *a, const char *path, str bytes)
{
	struct settings s = {.layers = LAYER_CODE, .min_severity = INFO, .min_confidence = LOW};
	struct file_result r;
	struct buf b = buf_in(a);

	s.options = map_in(a);
	scan_file(scanner_new(a, &s), a, str_of(path), test_guarded(bytes, 64), &r);
	for (uint32_t i = 0; i < r.fact_count; i++)
		buf_printf(&b, "%.*s\n",
			   STR_ARG(str_slice(r.facts[i], 0, str_find_byte(r.facts[i], '@'))));
	CHECK_INT(r.finding_count, 0);
	return buf_str(&b);
}

TEST(facts_of_requirements)
{
	CHECK_STR(
		facts_of(
			a, "x/requirements-dev.txt",
			S("# torch==1.0\n-r other.txt\nTorch [a] == 2.6.0 ; python_version > '3'\n"
			  "a_b.c>=1,<2  # why\nnumpy\nd==1.* --hash=sha256:ab\n==1\nx==\n\xff==1")),
		S("version:torch=2.6.0\n"
		  "version:a-b-c>=1\n"
		  "version:d>=1\n"));
}

TEST(facts_of_locks)
{
	CHECK_STR(facts_of(a, "uv.lock",
			   S("[[package]]\nname = \"torch\"\nversion = \"2.7.1\"\n"
			     "[[package]]\nname = 3\nversion = \"1\"\n")),
		  S("version:torch=2.7.1\n"));
	CHECK_STR(facts_of(a, "Pipfile.lock",
			   S("{\"default\": {\"torch\": {\"version\": \"==2.1\"}, \"b\": 3}}")),
		  S("version:torch=2.1\n"));
	CHECK_STR(facts_of(a, "pyproject.toml",
			   S("[project]\ndependencies = [\"torch>=2.6\", 3]\n"
			     "[tool.poetry.dependencies]\npython = \"^3.9\"\nx = {version = "
			     "\"~1.2\"}\n")),
		  S("version:torch>=2.6\nversion:python>=3.9\n"
		    "version:x>=1.2\n"));
	CHECK_STR(facts_of(a, "environment.yml",
			   S("dependencies:\n  - pytorch=2.1=py3\n  - numpy>=1.2\n  - pip:\n"
			     "    - torch==2.0\n")),
		  S("version:torch=2.1\nversion:numpy>=1.2\n"
		    "version:torch=2.0\n"));
}

TEST(facts_of_the_model_registry)
{
	CHECK_STR(facts_of(a, "configs/model_revisions.yaml",
			   S("models:\n  o/a:\n    revision: "
			     "0123456789abcdef0123456789abcdef01234567\n"
			     "    trust_remote_code: false\n"
			     "  - no\n")), /* broken: what stands before counts */
		  S("pin:o/a=0123456789abcdef0123456789abcdef01234567\n"
		    "codeless:o/a=true\n"));
	CHECK_STR(facts_of(a, "p/configs/model_revisions.yaml",
			   S("o/a:\n  revision: 0123456789abcdef0123456789abcdef01234567\n"
			     "  trust_remote_code: false\n"
			     "o/b: 0123456789abcdef0123456789abcdef01234567\no/c: main\n"
			     "list:\n  - name: o/d\n"
			     "    commit: 0123456789abcdef0123456789abcdef01234567\n")),
		  S("pin:o/a=0123456789abcdef0123456789abcdef01234567\n"
		    "codeless:o/a=true\n"
		    "pin:o/b=0123456789abcdef0123456789abcdef01234567\n"
		    "pin:o/d=0123456789abcdef0123456789abcdef01234567\n"));
}
