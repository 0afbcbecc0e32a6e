#include "engine/secret_assign.h"

#include <stdio.h>
#include "test.h"

/* The keyword is "KEY"; `want` is the likeliest value, NULL: nothing is given to the name. */
struct given {
	const char *path, *text, *want;
};

static const struct given table[] = {
	{".env", "MY_KEY=abc def\n", "abc def"},
	{".env", "export MY_KEY=\"abc\" # why\n", "abc"},
	{"a.ini", "my_KEY = a;b ; comment\n", "a;b"},
	{"a.toml", "KEY = 'abc'\n", "abc"},
	{"a.yml", "  KEY: abc # why\n", "abc"},
	{"a.yml", "  KEY: *4nl#5 %=\n", "*4nl#5 %="},
	{"a.yml", "KEY: |\n  line one\n  line two\nother: 1\n", "line one\nline two"},
	{"a.yml", "- --my-KEY=abc\n", "abc"},
	{"a.yml", "env:\n  - name: THE_KEY\n    value: \"abc\"\n", "abc"},
	{"a.yml", "  - name: THE_KEY\n    valueFrom:\n      secretKeyRef: x\n", NULL},
	{"a.yml", "KEY: !!str abc\n", "abc"},
	{"a.yml", "KEY: !ENV ${NAME:abc}\n", "abc"},
	{"a.json", "{\"my_KEY\": \"abc\", \"b\": 1}", "abc"},
	{"a.json", "\"x\": \"{\\\"KEY\\\": \\\"abc\\\"}\"", "abc"},
	{"a.json", "{\"name\": \"KEY\", \"value\": \"abc\"}", "abc"},
	{"a.xml", "<add key=\"KEY\" value=\"abc\"/>", "abc"},
	{"a.xml", "<KEY>abc</KEY>", "abc"},
	{"a.properties", "db.KEY=abc\n", "abc"},
	{"a.py", "KEY = \"abc\"\n", "abc"},
	{"a.py", "KEY: str = \"abc\"\n", "abc"},
	{"a.py", "KEY: Optional[str] = 'abc'\n", "abc"},
	{"a.py", "KEY = (\"ab\"\n  \"cd\")\n", "abcd"},
	{"a.py", "KEY = \"ab\" + \"cd\"\n", "abcd"},
	{"a.py", "f(x, KEY=\"abc\")\n", "abc"},
	{"a.py", "os.environ[\"KEY\"] = \"abc\"\n", "abc"},
	{"a.py", "os.getenv(\"KEY\", \"abc\")\n", "abc"},
	{"a.py", "KEY = os.getenv(\"NAME\", \"abc\")\n", "abc"},
	{"a.py", "KEY = os.environ.get(\"NAME\")\n", NULL},
	{"a.py", "KEY = SecretStr(\"abc\")\n", "abc"},
	{"a.py", "KEY = x or \"abc\"\n", "abc"},
	{"a.py", "os.environ.get('KEY') or 'abc'\n", "abc"},
	{"a.py", "d = {'KEY': 'abc'}\n", "abc"},
	{"a.py", "if KEY == 'abc':\n", "abc"},
	{"a.py", "names = [\"KEY\", \"abc\"]\n", NULL},
	{"a.js", "const KEY = `abc`;\n", "abc"},
	{"a.js", "process.env.KEY || 'abc'\n", "abc"},
	{"a.ts", "KEY: string = 'abc'\n", "abc"},
	{"a.go", "KEY := \"abc\"\n", "abc"},
	{"a.rb", ":KEY => 'abc'\n", "abc"},
	{"a.java", "builder.setMyKEY(\"abc\");\n", "abc"},
	{"a.rs", "Client::new().with_KEY(\"abc\")\n", "abc"},
	{"a.kt", "client.apiKEY(\"abc\").build()\n", "abc"},
	{"a.go", "ConnectionKEY.String(\"abc\")\n", NULL},
	{"a.py", "config.getKEY(\"abc\")\n", NULL},
	{"a.py", "x.KEY(\"abc\", \"d\")\n", NULL},
	{"a.txt", "The KEY secret key is abc\n", "abc"},
	{"a.txt", "KEY API Token: abc\n", "abc"},
	{"a.txt", "the KEY opens a door\n", NULL},
	{"a.csh", "setenv KEY abc\n", "abc"},
	{"a.fish", "set -gx KEY abc\n", "abc"},
	{"a.java", "System.setProperty(\"KEY\", \"abc\");\n", "abc"},
	{"a.tf", "variable \"KEY\" {\n  default = \"abc\"\n}\nvalue = \"d\"\n", "abc"},
	{"a.tf", "variable \"KEY\" {\n}\nvalue = \"d\"\n", NULL},
	{"a.tf", "variable \"KEY\" {\n  default = \"abc\"\n}\n", "abc"},
	{"a.sh", "KEY=abc python x.py\n", "abc python x.py"},
	{"a.sh", "run -e KEY=abc image\n", "abc"},
	{"a.sh", "run --my-KEY abc image\n", "abc"},
	{"a.sh", "KEY=${KEY:-abc}\n", "abc"},
	{"Dockerfile", "ENV KEY abc\n", "abc"},
	{"Dockerfile", "ARG KEY=abc\n", "abc"},
	{"a.md", "Set `KEY` to `abc` first.\n", "abc"},
	{"a.md", "| KEY | abc |\n", "abc"},
	{"a.csv", "KEY,abc,2\n", "abc"},
	{"a.log", "INFO loaded KEY=abc ok\n", "abc"},
	{"a.c", "#define KEY \"abc\"\n", "abc"},
	{"a.yml", "KEY: YWJjZGVmZ2hpag==\n", "abcdefghij"},
	{"a.py", "KEY = 'Xk9mP2vLq8Rt'\n", "Xk9mP2vLq8Rt"}, /* no base64 of a text */
	{"a.py", "the KEY is here\n", "here"},
	{"a.cc", "KEY::abc\n", NULL},
	{"a.txt", "KEY", NULL},
	{"a.txt", "KEY=", NULL},
	{"a.txt", "KEY = \"abc", NULL},
};

TEST(secret_assign_knows_the_ways)
{
	for (size_t i = 0; i < COUNTOF(table); i++) {
		const struct given *g = &table[i];
		struct secret_view v = {.text = test_guarded(str_of(g->text), 0)};
		size_t at = str_find(v.text, S("KEY"));
		struct secret_assign s;
		bool ok =
			secret_assigned(a, &v, (uint32_t)at, (uint32_t)at + 3, str_of(g->path), &s);
		str got = ok ? secret_value_text(&s.values[0]) : (str){NULL, 0};
		bool right = ok == (g->want != NULL) && (!ok || str_eq(got, str_of(g->want)));
		if (!right)
			printf("  %s: `%s` gives `%.*s`\n", g->path, g->text, STR_ARG(got));
		CHECK(right);
	}
}

TEST(secret_assign_name_and_place)
{
	struct secret_view v = {.text = S("x.my_KEY_2 = 'abc'")};
	struct secret_assign s;

	CHECK(secret_assigned(a, &v, 5, 8, S("a.py"), &s));
	CHECK_STR(s.name, S("x.my_KEY_2"));
	CHECK_INT(s.values[0].start, 14);
	CHECK_INT(s.values[0].end, 17);
	CHECK(s.values[0].quoted);
}
