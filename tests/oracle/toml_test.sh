#!/usr/bin/env bash
# TOML against the official suite, github.com/toml-lang/toml-test, through the Go module proxy into a
# throw-away folder. Every valid file must mean what the suite says, every invalid one must be refused.
# Usage: toml_test.sh [ASSAY]
set -euo pipefail
assay=$(realpath "${1:-build/release/assay}")
version=v1.6.0
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
if [ -n "${TOML_TEST_DIR:-}" ]; then
	suite=$TOML_TEST_DIR
elif command -v go > /dev/null; then
	(cd "$work" && GOPATH=$work/go GOFLAGS=-modcacherw go mod download "github.com/toml-lang/toml-test@$version")
	suite=$work/go/pkg/mod/github.com/toml-lang/toml-test@$version
else
	echo "toml_test.sh: needs go, or TOML_TEST_DIR=a checkout of toml-test" >&2
	exit 3
fi
python3 "$(dirname "$0")/toml_test.py" "$assay" "$suite/tests"
