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
	printf 'HF_TOKEN=%s%s\n' hf_ "$(printf 'exampleonly%.0s' 1 2 3)z"
	printf 'DATABASE_URL=postgres://churn:%s@db.internal/churn\n' 'S3cr3t'"-example"
} >"$out/.env"
# A protocol-0 pickle that would call os.system("true").
printf 'cos\nsystem\n(S%strue%s\ntR.' "'" "'" >"$out/models/churn.pkl"
