#include "test.h"

#include "base/buf.h"
#include "dep/imports.h"
#include "dep/modules.h"

/* "need module:line, ..." */
static str imports_of(struct arena *a, const char *source)
{
	static const char needs[] = "ALOTN";
	const struct dep_import *list;
	struct buf b = buf_in(a);
	struct py_file f;
	uint32_t n;

	py_parse(&f, a, test_guarded(str_of(source), 64), PY_PARSE_DEFAULT);
	imports_read(a, &f, &list, &n);
	for (uint32_t i = 0; i < n; i++)
		buf_printf(&b, "%s%c %.*s:%u", i > 0 ? ", " : "", needs[list[i].need],
			   STR_ARG(list[i].module), list[i].line);
	return buf_str(&b);
}

TEST(imports)
{
	static const struct {
		const char *source, *want;
	} cases[] = {
		{"import os, numpy.linalg as n\nfrom torch.nn import Linear\n",
		 "A os:1, A numpy:1, A torch:2"},
		{"from . import x\nfrom .y import z\n", ""},
		{"def f():\n    import a\nimport a\n", "A a:3"},
		{"try:\n    import a\nexcept ImportError:\n    import b\n", "O a:2, O b:4"},
		{"try:\n    import a\nexcept KeyError:\n    pass\n", "A a:2"},
		{"try:\n    import a\nfinally:\n    import b\n", "A a:2, A b:4"},
		{"with suppress(ImportError):\n    import a\n", "O a:2"},
		{"if TYPE_CHECKING:\n    import a\n", "T a:2"},
		{"if sys.platform == 'win32':\n    import a\nelse:\n    import b\n",
		 "O a:2, O b:4"},
		{"if x:\n    import a\nclass C:\n    import b\n", "A a:2, A b:4"},
		{"from google.cloud import storage, bigquery\nimport google.auth.transport\n",
		 "A google.cloud.storage:1, A google.cloud.bigquery:1, A google.auth.transport:2"},
		{"importlib.import_module('a.b')\npytest.importorskip('c')\n", "N a:1, N c:2"},
		{"x = 'a.b.C'\ny = 'no module. at all'\nz = 'word'\n", "N a:1"},
		{"import a b\nimport c\n", "A c:2"},
		{"", ""},
	};

	for (size_t i = 0; i < COUNTOF(cases); i++)
		CHECK_STR(imports_of(a, cases[i].source), str_of(cases[i].want));
}

static bool has_name(struct arena *a, const char *distribution, const char *module)
{
	str names[MODULES_NAMES], want = modules_squeezed(a, str_of(module));
	uint32_t n = modules_names(a, str_of(distribution), names);

	for (uint32_t i = 0; i < n; i++)
		if (str_eq(names[i], want))
			return true;
	return false;
}

TEST(modules)
{
	CHECK_STR(str_of(modules_distributions(S("yaml"))), S("pyyaml"));
	CHECK_STR(str_of(modules_distributions(S("google.cloud.storage.blob"))),
		  S("google-cloud-storage"));
	CHECK(modules_distributions(S("nothing_of_the_kind")) == NULL);
	CHECK(modules_distributions(S("")) == NULL);
	CHECK_STR(str_of(modules_distributions(S("ax"))), S("ax-platform"));
	CHECK_STR(str_of(modules_distributions(S("fla"))), S("flash-linear-attention"));
	CHECK(has_name(a, "foo-bar", "foo_bar") && has_name(a, "python-foo", "foo"));
	CHECK(has_name(a, "pyfoo", "Foo") && has_name(a, "foo2", "foo"));
	CHECK(!has_name(a, "foo", "bar"));
	CHECK(modules_is_standard(S("os")) && modules_is_standard(S("tomllib")));
	CHECK(!modules_is_standard(S("numpy")) && modules_is_namespace(S("google")));
	CHECK(modules_is_tool(S("pytest-xdist")) && modules_is_tool(S("gunicorn")));
	CHECK(!modules_is_tool(S("numpy")));
}
