#!/usr/bin/env bash
# Project checks of the secrets layer against git itself: what is ignored, tracked, staged, in the history.
. "$(dirname "$0")/lib.sh"
command -v git >/dev/null || { echo "ok secrets_project_needs_git"; exit 0; }
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
OURS=(--no-cache --select SE50,SE51,SE52,SE53,SE54)
value="q8Zr4TnX0pLw""7KvB2mYc" # made up

printf 'API_TOKEN=%s\n' "$value" >.env
found no_repository_no_ignore_file "SE500:.env:1" secrets "${OURS[@]}" .
printf '.env\n' >.gitignore
found ignored_without_repository "" secrets "${OURS[@]}" .
git init -q .
found ignored "" secrets "${OURS[@]}" .
found ignored_in_check "" check "${OURS[@]}" .
found ignored_named_itself "" secrets "${OURS[@]}" .env
mkdir -p a/b c
cp .env a/b/.env.prod
cp .env c/x.env
found other_names "SE500:a/b/.env.prod:1 SE500:c/x.env:1" secrets "${OURS[@]}" .
found from_a_folder "SE500:a/b/.env.prod:1" secrets "${OURS[@]}" a/b
printf '.env.*\n' >a/.gitignore
printf 'c/\n' >.git/info/exclude
found nested_and_excluded "" secrets "${OURS[@]}" .
found below_an_ignored_folder "" secrets "${OURS[@]}" c
found named_below_an_ignored_folder "" secrets "${OURS[@]}" c/x.env
printf '.env.*\n!.env.prod\n' >a/.gitignore
found taken_back "SE500:a/b/.env.prod:1" secrets "${OURS[@]}" .
printf '.env.prod\n' >a/.ignore
printf '' >a/.gitignore
found dot_ignore_is_not_gits "SE500:a/b/.env.prod:1" secrets "${OURS[@]}" .
rm -r a c

git add -f .env .gitignore
found staged "SE501:.env:1" secrets "${OURS[@]}" --staged
git commit -qm one
found tracked_although_ignored "SE501:.env:1" secrets "${OURS[@]}" .
git rm -q --cached .env
git commit -qm two
found ignored_again "" secrets "${OURS[@]}" .
found in_the_history "SE502:.env:1" secrets "${OURS[@]}" --history
says first_commit '"head": false'

# Variables: over folders, over the files of a run, with the example above the PATH.
mkdir -p app
printf 'import os\nfrom dotenv import load_dotenv\nload_dotenv()\nk = os.environ["SERVICE_KEY"]\n' >app/a.py
found no_example "SE505:app/a.py:3" check "${OURS[@]}" .
found no_example_secrets "SE505:app/a.py:3" secrets "${OURS[@]}" .
printf 'OTHER=\n' >.env.example
found not_listed "SE507:.env.example:1 SE506:app/a.py:4" secrets "${OURS[@]}" .
found not_listed_jobs "SE507:.env.example:1 SE506:app/a.py:4" check "${OURS[@]}" --jobs 3 .
found example_above_is_not_read "" check "${OURS[@]}" app
found one_file "" check "${OURS[@]}" app/a.py
printf 'SERVICE_KEY=\n' >.env.example
found listed "" check "${OURS[@]}" .
printf '\xff\xfe=\x00\n=\n"' >.env.example
found nonsense "SE506:app/a.py:4" check "${OURS[@]}" .
rm .env.example

# The cache holds what is open; what decides it may change.
export XDG_CACHE_HOME=$W/cache2
head -c 300000 /dev/zero | tr '\0' '#' >app/big.py
found cached_first "SE505:app/a.py:3" check --select SE505,SE506 .
printf 'OTHER=\n' >.env.example
found cached_second "SE506:app/a.py:4" check --select SE505,SE506 .

# Hostile: long, deep, many.
python3 - <<'PY'
open("Dockerfile", "w").write("FROM a\n" + "ARG X_TOKEN\n" * 3 + "RUN a \\\n" * 20000 + "ENV " + "A=" * 100000 + "\n" + "RUN <<E\n" * 2000)
open("docker-compose.yml", "w").write("a: &a [" + "x," * 1000 + "]\nservices:\n  s:\n    environment: [" + "*a," * 1000 + "]\n")
import os
os.makedirs(".github/workflows", exist_ok=True)
open(".github/workflows/x.yml", "w").write("env:\n" + "".join("  A%d: ${{ secrets.X }}\n" % i for i in range(20000)) + "jobs:\n  a:\n    steps:\n    - run: |\n" + "        echo $A1 $A19999 $B\n" * 15000)
open("app/many.py", "w").write("import os\n" + "".join("K%d = os.getenv('K%d_API_KEY')\nuse(K%d)\n" % (i, i, i) for i in range(3000)))
open(".env.sample", "w").write("A='" * 100000 + "\nB=\"\n" * 50000)
open("x.ipynb", "w").write('{"cells": [{"outputs": [{"text": "HOME PATH ' + "a=" * 100000 + '"}]}], "nbformat": 4}')
PY
start=$(date +%s%N)
exits hostile_ends 1 check "${OURS[@]}" .
[ $((($(date +%s%N) - start) / 1000000)) -lt 15000 ] && ok hostile_in_time || bad hostile_in_time
says_not hostile_no_worker_lost AS006
finish
