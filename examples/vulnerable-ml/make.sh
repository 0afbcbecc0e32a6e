#!/usr/bin/env bash
# Copies the example project to a folder and adds the planted secrets and models.
# Usage: make.sh DIR
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: make.sh DIR}
if [ -e "$out" ] && ! grep -qs '^# vulnerable-ml' "$out/README.md"; then
	echo "make.sh: $out exists and is not an earlier copy; choose another folder" >&2
	exit 2
fi
rm -rf "$out"
mkdir -p "$out/models"
(cd "$here" && tar cf - --exclude=make.sh .) | tar xf - -C "$out"
# Made-up tokens, joined from pieces so that none stands in this file.
{
	printf 'HF_TOKEN=%s%s%s\n' hf_ QzRkWmTnLpXvBsGdYhJ cFaEuKoIrNwVtMe
	printf 'DATABASE_URL=postgres://churn:%s%s@db.internal/churn\n' q8Zr4Tn X0pLw
} >"$out/.env"
# Made up likewise: a value that was left in the list of variables, a key, the output of `!env` in a notebook.
printf 'SIGNING_SECRET=%s%s\n' q8Zr4TnX0p Lw7KvB2mYc >>"$out/.env.example"
mkdir -p "$out/deploy"
{
	printf -- '-----BEGIN %s KEY-----\n' PRIVATE
	printf 'exampleonly%.0s' 1 2 3 4 5 6
	printf '\n-----END %s KEY-----\n' PRIVATE
} >"$out/deploy/deploy.key"
printf '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "execution_count": 1,
 "metadata": {}, "id": "c", "source": ["!env"], "outputs": [{"output_type": "stream", "name": "stdout", "text": [
  "HOME=/home/ada\\n", "PATH=/usr/bin\\n", "SHELL=/bin/bash\\n", "TRACKING_TOKEN=%s%s\\n"]}]}]}
' q8Zr4TnX0p Lw7KvB2mYd >"$out/notebooks/environment.ipynb"
# A protocol-0 pickle that would call os.system("true").
printf 'cos\nsystem\n(S%strue%s\ntR.' "'" "'" >"$out/models/churn.pkl"
# A repository of its own, so that what git ignores and remembers can be asked: the .env was committed once.
command -v git >/dev/null || exit 0
cd "$out"
export GIT_AUTHOR_NAME=ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=ada GIT_COMMITTER_EMAIL=ada@example.com
export GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'
git -c init.defaultBranch=main init -q .
git add .env README.md
git -c commit.gpgsign=false commit -qm 'First version'
git rm -q --cached .env
git add src docker-compose.yml Dockerfile
git -c commit.gpgsign=false commit -qm 'Service'
