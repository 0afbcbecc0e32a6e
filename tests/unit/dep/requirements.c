/* Requirements files: what pip reads, and what it refuses. */
#include "dep_check.h"

TEST(requirements_plain)
{
	DEPS("requirements.txt",
	     "torch==2.4.1+cu121 ; python_version > '3'\n"
	     "NumPy[extra] >= 1.26, < 2  # why\n"
	     "baz ~= 1.4\n"
	     "plain\n"
	     "x==1.*\n"
	     "y===abc\n",
	     "requirements manifest\n"
	     "1:1 requirement torch 2.4.1+cu121 +direct ; python_version > '3'\n"
	     "2:1 requirement numpy >=1.26,<2 +direct\n"
	     "3:1 requirement baz ~=1.4 +direct\n"
	     "4:1 requirement plain +direct\n"
	     "5:1 requirement x ==1.* +direct\n"
	     "6:1 requirement y abc +direct\n");
}

TEST(requirements_comments)
{
	DEPS("requirements.txt",
	     "#a==1\n"
	     "  # b==1\n"
	     "c==1 #d==2\n"
	     "e==1#f\n"
	     "\tg==1\t# h\n",
	     "requirements manifest\n"
	     "3:1 requirement c 1 +direct\n"
	     "4:1 requirement e 1 +direct\n"
	     "5:2 requirement g 1 +direct\n"
	     "problem 4:2 lost expected a version specifier such as >=1.2 or ==1.4.*, found "
	     "`==1#f`\n");
}

TEST(requirements_joined_lines)
{
	DEPS("requirements.txt",
	     "Jinja2 \\\n"
	     "  == \\\n"
	     "  2.11.2\n"
	     "u==1.0 --hash=sha256:00 \\\n"
	     "    --hash=sha256:11\n"
	     "v==1 \\\n"
	     "# comment \\\n"
	     "w==2\n"
	     "last==3 \\",
	     "requirements manifest\n"
	     "1:1 requirement jinja2 2.11.2 +direct\n"
	     "4:1 requirement u 1.0 +direct +hashed\n"
	     "6:1 requirement v 1 +direct\n"
	     "8:1 requirement w 2 +direct\n"
	     "9:1 requirement last 3 +direct\n");
}

TEST(requirements_line_ends)
{
	DEPS("requirements.txt",
	     "a==1\r\n"
	     "b==2\r"
	     "c==3\f"
	     "d==4\342\200\250"
	     "e==5\302\205"
	     "f==6",
	     "requirements manifest\n"
	     "1:1 requirement a 1 +direct\n"
	     "2:1 requirement b 2 +direct\n"
	     "3:1 requirement c 3 +direct\n"
	     "3:6 requirement d 4 +direct\n"
	     "3:11 requirement e 5 +direct\n"
	     "3:16 requirement f 6 +direct\n");
}

TEST(requirements_options)
{
	DEPS("requirements.txt",
	     "-r sub/a.txt\n"
	     "-csub/c.txt\n"
	     "--requirement=b.txt\n"
	     "--req d.txt\n"
	     "-i https://u:p@h.example/s\n"
	     "--extra-index-url https://h.example/x\n"
	     "--no-binary :all: --pre\n"
	     "-r one.txt -r two.txt\n"
	     "-r 'with space.txt'\n",
	     "requirements manifest\n"
	     "include 1 sub/a.txt\n"
	     "include 2 -c sub/c.txt\n"
	     "include 3 b.txt\n"
	     "include 8 one.txt\n"
	     "include 9 with space.txt\n"
	     "index 5 https://h.example/s\n"
	     "index 6 extra https://h.example/x\n"
	     "problem 4:1 expected an option of pip with its value, found `--req`\n");
}

TEST(requirements_bad_options)
{
	DEPS("requirements.txt",
	     "--unknown\n"
	     "a==1 --bad\n"
	     "b==1 --hash=md5:00\n"
	     "-r\n"
	     "c==1 --global-option='x\n",
	     "requirements manifest\n"
	     "2:1 requirement a 1 +direct\n"
	     "3:1 requirement b 1 +direct\n"
	     "5:1 requirement c 1 +direct\n"
	     "problem 1:1 expected an option of pip with its value, found `--unknown`\n"
	     "problem 2:6 expected an option of pip with its value, found `--bad`\n"
	     "problem 3:13 expected sha256:, sha384: or sha512: and a digest, found `md5:00`\n"
	     "problem 4:1 lost expected an option of pip with its value, found `-r`\n"
	     "problem 5:6 expected the quote that ends `--global-option='x`\n");
}

/* pip reads neither: whoever wrote them believes that they are installed. */
TEST(requirements_behind_options)
{
	DEPS("requirements.txt",
	     "--pre a==1\n"
	     "-r one.txt two.txt three.txt\n"
	     "b==1 --hash=sha256:00 c==1\n",
	     "requirements manifest\n"
	     "3:1 requirement b 1 +direct +hashed\n"
	     "include 2 one.txt\n"
	     "problem 1:7 pip ignores what stands behind an option: `a==1`\n"
	     "problem 2:12 pip ignores what stands behind an option: `two.txt`\n"
	     "problem 3:23 pip ignores what stands behind an option: `c==1`\n");
}

TEST(requirements_with_zero_bytes)
{
	static const char text[] = "a\0==1\nb==1\n";

	check_deps(a, "requirements.txt", (str){(const uint8_t *)text, sizeof(text) - 1},
		   "requirements manifest\n"
		   "1:1 named a +direct\n"
		   "2:1 requirement b 1 +direct\n"
		   "problem 1:2 lost expected a version specifier such as >=1.2 or ==1.4.*, found "
		   "`\357\277\275==1`\n");
}

/* What pip reads, and a comment does not hide: no UTF-16 because of one zero. */
TEST(requirements_hidden)
{
	static const char text[] = "#\0\nb==1\n";

	check_deps(a, "requirements.txt", (str){(const uint8_t *)text, sizeof(text) - 1},
		   "requirements manifest\n"
		   "2:1 requirement b 1 +direct\n");
	DEPS("requirements.txt", "#\n# -*- encoding: unicode_escape -*-\n# x\\nb==1\n",
	     "requirements manifest\n"
	     "problem 2:1 lost expected UTF-8, found that pip reads the file as `unicode_escape "
	     "-*-`\n");
	DEPS("requirements.txt", "# coding=Latin-1\n", "requirements manifest\n");
}

TEST(requirements_without_a_line_end)
{
	DEPS("requirements.txt", "a==1;b==2\nc==3;python_version==3.8\n",
	     "requirements manifest\n"
	     "1:1 requirement a 1 +direct ; b==2\n"
	     "2:1 requirement c 3 +direct ; python_version==3.8\n"
	     "problem 1:6 lost expected a variable such as python_version, or a quoted text in "
	     "the marker, found `b==2`\n"
	     "problem 2:22 expected a variable such as python_version, or a quoted text in the "
	     "marker, found `3.8`\n");
	DEPS("pyproject.toml", "[project]\nname = \"x\"\ndependencies = [\"a==1;b==2\"]\n",
	     "pyproject manifest\n"
	     "3:18 requirement a 1 +direct\n"
	     "problem 3:23 lost expected a variable such as python_version, or a quoted text, "
	     "found `b==2`\n");
}

TEST(requirements_sources)
{
	DEPS("requirements.txt",
	     "tornado @ "
	     "https://h.example/t/tornado-6.1.tar.gz#sha256=00000000000000000000000000000000\n"
	     "t @ git+https://u:p@h.example/t.git@v4 ; os_name == 'nt'\n"
	     "-e "
	     "git+https://h.example/"
	     "w.git@0123456789012345678901234567890123456789#egg=W[x]&subdirectory=s\n"
	     "-e ./local[dev]\n"
	     "-e file:.\n"
	     "./w/ujson-5.1.0-cp310-cp310-linux_x86_64.whl\n"
	     "https://h.example/torch-2.0.0%2Bcu118-cp39-cp39-linux_x86_64.whl ; python_version < "
	     "'4'\n"
	     "pkg-1.0.tar.gz\n"
	     "https://h.example/x;y.zip#egg=z\n"
	     "git+ssh://git@h.example/q\n",
	     "requirements manifest\n"
	     "1:1 requirement tornado 6.1 +direct +hashed "
	     "url:https://h.example/t/tornado-6.1.tar.gz\n"
	     "2:1 requirement t +direct +mutable vcs:git+https://h.example/t.git@v4 ; os_name == "
	     "'nt'\n"
	     "3:1 requirement w +direct +editable "
	     "vcs:git+https://h.example/w.git@0123456789012345678901234567890123456789\n"
	     "4:1 project - +direct +editable path:./local\n"
	     "5:1 project - +direct +editable path:file:.\n"
	     "6:1 requirement ujson 5.1.0 +direct "
	     "path:./w/ujson-5.1.0-cp310-cp310-linux_x86_64.whl\n"
	     "7:1 requirement torch 2.0.0+cu118 +direct +mutable "
	     "url:https://h.example/torch-2.0.0%2Bcu118-cp39-cp39-linux_x86_64.whl ; "
	     "python_version < '4'\n"
	     "8:1 requirement pkg 1.0 +direct path:pkg-1.0.tar.gz\n"
	     "9:1 requirement z +direct +mutable url:https://h.example/x;y.zip\n"
	     "10:1 requirement - +direct +mutable vcs:git+ssh://h.example/q\n");
}

TEST(requirements_problems)
{
	DEPS("requirements.txt",
	     "a==1\n"
	     "b=1.0\n"
	     "\303\251==1\n"
	     "c==1 ; nonsense\n"
	     "d==1 e==2\n"
	     "${NAME}==1\n"
	     "f==${V}\n"
	     "bad.whl\n"
	     "g==1 \\ \n"
	     "h>=1.*\n"
	     "<<<<<<< HEAD\n"
	     "i==1\n"
	     "=======\n"
	     "i==2\n"
	     ">>>>>>> other\n"
	     "j==1;\n"
	     "k==\n",
	     "requirements manifest\n"
	     "1:1 requirement a 1 +direct\n"
	     "2:1 named b +direct\n"
	     "4:1 requirement c 1 +direct ; nonsense\n"
	     "5:1 requirement d 1 +direct\n"
	     "7:1 named f +direct\n"
	     "8:1 project - +direct path:bad.whl\n"
	     "9:1 requirement g 1 +direct\n"
	     "10:1 named h +direct\n"
	     "12:1 requirement i 1 +direct\n"
	     "14:1 requirement i 2 +direct\n"
	     "16:1 requirement j 1 +direct\n"
	     "17:1 named k +direct\n"
	     "problem 2:2 lost expected a version specifier such as >=1.2 or ==1.4.*, found "
	     "`=1.0`\n"
	     "problem 3:1 lost expected the name of a package, found `\303\251==1`\n"
	     "problem 4:8 expected a variable such as python_version, or a quoted text in the "
	     "marker, found `nonsense`\n"
	     "problem 5:2 lost expected a version specifier such as >=1.2 or ==1.4.*, found `==1 "
	     "e==2`\n"
	     "problem 6:1 lost the value of an environment variable decides here: `${NAME}==1`\n"
	     "problem 7:4 lost the value of an environment variable decides here: `${V}`\n"
	     "problem 8:1 lost expected name-version-python-abi-platform.whl, found `bad.whl`\n"
	     "problem 9:2 expected a version specifier such as >=1.2 or ==1.4.*, found `==1 \\`\n"
	     "problem 10:2 lost expected a version specifier such as >=1.2 or ==1.4.*, found "
	     "`>=1.*`\n"
	     "problem 11:1 expected a requirement, found the mark of an unfinished merge\n"
	     "problem 17:2 lost expected a version specifier such as >=1.2 or ==1.4.*, found "
	     "`==`\n");
}

TEST(requirements_via)
{
	DEPS("requirements.txt",
	     "# This file is autogenerated by pip-compile\n"
	     "a==1\n"
	     "    # via b\n"
	     "b==2\n"
	     "    # via\n"
	     "    #   -r requirements.in\n"
	     "    #   c\n"
	     "c==3  # via -r requirements.in, d (extra)\n"
	     "d==4\n"
	     "    # via -c constraints.txt\n"
	     "    # via a\n",
	     "requirements lock\n"
	     "2:1 locked a 1 needs d\n"
	     "4:1 locked b 2 +direct needs a\n"
	     "8:1 locked c 3 +direct needs b\n"
	     "9:1 locked d 4\n");
}

TEST(requirements_rye)
{
	DEPS("requirements.lock",
	     "# generated by rye\n"
	     "-e file:.\n"
	     "a==1\n"
	     "    # via project\n"
	     "b==2\n"
	     "    # via a\n"
	     "c==3\n",
	     "requirements lock\n"
	     "2:1 project - +direct +editable path:file:.\n"
	     "3:1 locked a 1 +direct needs b\n"
	     "5:1 locked b 2\n"
	     "7:1 locked c 3 +direct\n");
}

TEST(requirements_constraints)
{
	DEPS("sub/constraints.txt", "idna==2.10\n",
	     "requirements manifest\n"
	     "1:1 constraint idna 2.10 +direct\n");
}

TEST(requirements_latin1)
{
	DEPS("requirements.txt",
	     "# -*- coding: latin-1 -*-\n"
	     "a==1 # x\n"
	     "b==2\n",
	     "requirements manifest\n"
	     "2:1 requirement a 1 +direct\n"
	     "3:1 requirement b 2 +direct\n");
}

TEST(requirements_below_their_folder)
{
	DEPS("a/requirements/cpu/base.txt", "b==1\n",
	     "requirements manifest\n"
	     "1:1 requirement b 1 +direct\n");
	CHECK(dep_format_of(S("my-requirements/notes/base.txt"), S("")) == NULL);
}
