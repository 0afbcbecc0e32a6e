/* What commands install: Dockerfiles, workflows, notebooks. */
#include "dep_check.h"

TEST(dockerfile_installs)
{
	DEPS("Dockerfile",
	     "ARG TORCH=2.1.0\n"
	     "FROM python:3.11\n"
	     "ENV V=\"1.0\"\n"
	     "RUN apt-get install -y python3-pip \\\n"
	     "    && pip install --no-cache-dir -U \"torch==${TORCH}\" \\\n"
	     "       # comment\n"
	     "       'scipy>=1,<2' pandas>=1 foo[bar]==$V -r r.txt \\\n"
	     "    && python3 -m pip install -i https://u:p@h.example/s -q x==$W .[dev] "
	     "git+https://h.example/q.git@main#egg=q\n"
	     "RUN [\"python\", \"-mpip\", \"install\", \"a==1\", \"b\"]\n"
	     "RUN <<EOT\n"
	     "pip3.11 install c==1\n"
	     "uv pip install --system d==2 && uv tool install e==3\n"
	     "sudo -H PIP_X=1 pip install -qrr.txt f==1; echo pip install no==1\n"
	     "pip install dist/*.whl $ALL ${Z:-g==2}\n"
	     "pip uninstall h; pipx install --python 3.11 i==4 2>/dev/null >k\n"
	     "EOT\n"
	     "RUN bash -c \"pip install nested==1\" && conda install -y -c conda-forge pytorch=2.1 "
	     "\"numpy>=1.20\" --name x scipy=1.9.1=py_0\n",
	     "Dockerfile\n"
	     "5:38 requirement torch 2.1.0 +direct\n"
	     "7:9 requirement scipy >=1,<2 +direct\n"
	     "7:22 requirement pandas +direct\n"
	     "7:32 requirement foo 1.0 +direct\n"
	     "8:61 named x +direct\n"
	     "8:74 requirement q +direct +mutable vcs:git+https://h.example/q.git@main\n"
	     "9:37 requirement a 1 +direct\n"
	     "9:45 requirement b +direct\n"
	     "11:17 requirement c 1 +direct\n"
	     "12:25 requirement d 2 +direct\n"
	     "12:49 requirement e 3 +direct\n"
	     "13:38 requirement f 1 +direct\n"
	     "14:29 requirement g 2 +direct\n"
	     "15:45 requirement i 4 +direct\n"
	     "17:26 requirement nested 1 +direct\n"
	     "17:72 requirement torch ==2.1.* +direct +conda\n"
	     "17:85 requirement numpy >=1.20 +direct +conda\n"
	     "17:107 requirement scipy 1.9.1 +direct +conda\n"
	     "runs on 2 3.11\n"
	     "index 8 https://h.example/s\n"
	     "problem 8:61 lost the value of a variable decides here: `x==$W`\n"
	     "problem 14:24 lost the value of a variable decides here: `$ALL`\n");
}

TEST(workflow_installs)
{
	DEPS(".github/workflows/w.yml",
	     "jobs:\n"
	     "  a:\n"
	     "    steps:\n"
	     "    - run: pip install \"x==1\" y\n"
	     "    - run: |\n"
	     "        if true; then pip install z==2 \\\n"
	     "          w; fi\n"
	     "    - run: >-\n"
	     "        python -m pip install\n"
	     "        q==1\n"
	     "    - run: \"pip install \\\"e==1\\\"\"\n"
	     "    - run: pip install torch==${{ matrix.torch }} "
	     "--extra-index-url=https://h.example/x\n",
	     "workflow\n"
	     "4:25 requirement x 1 +direct +build (ci)\n"
	     "4:31 requirement y +direct +build (ci)\n"
	     "6:35 requirement z 2 +direct +build (ci)\n"
	     "7:11 requirement w +direct +build (ci)\n"
	     "10:9 requirement q 1 +direct +build (ci)\n"
	     "11:27 requirement e 1 +direct +build (ci)\n"
	     "12:24 named torch +direct +build (ci)\n"
	     "index 12 extra https://h.example/x\n"
	     "problem 12:24 the value of a variable decides here: `torch==${{ matrix.torch ...`\n");
}

TEST(gitlab_installs)
{
	DEPS(".gitlab-ci.yml",
	     "test:\n"
	     "  before_script:\n"
	     "    - pip install -U pip tox==3\n"
	     "  script: [pytest, \"pip install a\"]\n",
	     "workflow\n"
	     "3:22 requirement pip +direct +build (ci)\n"
	     "3:26 requirement tox 3 +direct +build (ci)\n"
	     "4:33 requirement a +direct +build (ci)\n");
}

TEST(notebook_lines_go_on)
{
	DEPS("n.ipynb",
	     "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"!pip install -q \\\\\\n\",\n"
	     "\"  a==1 \\\\\\n\",\n"
	     "\"  \\\"b>=2\\\"\\n\",\n"
	     "\"x = 1\\n\", \"!pip install c \\\\\"]}], "
	     "\"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}\n",
	     "notebook\n"
	     "2:4 requirement a 1 +direct\n"
	     "3:5 requirement b >=2 +direct\n"
	     "4:26 requirement c +direct\n");
}

TEST(notebook_installs)
{
	DEPS("n.ipynb",
	     "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"!pip install a==1\\n\", \"%pip "
	     "install -q \\\"b==2\\\" c\\n\", \"x = 1\\n\"]},\n"
	     " {\"cell_type\": \"markdown\", \"source\": [\"!pip install no\"]}], \"metadata\": "
	     "{}, \"nbformat\": 4, \"nbformat_minor\": 5}\n",
	     "notebook\n"
	     "1:59 requirement a 1 +direct\n"
	     "1:86 requirement b 2 +direct\n"
	     "1:92 requirement c +direct\n");
}
