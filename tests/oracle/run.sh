#!/usr/bin/env bash
# `make oracle`: assay against what others wrote. Sets up its peers below build/peers once (pip, go, npm),
# runs every comparison, and ends with "N passed, N failed". Takes about ten minutes the first time:
# Bandit reads the corpus once, and what it said is kept in build/peers/bandit.
# Usage: run.sh [ast|bandit|pickle|zip|models|hdf5|arrays|convert|compare|toml|pep440|reports ...]
set -uo pipefail
cd "$(dirname "$0")/../.."
assay=$PWD/build/release/assay
peers=$PWD/build/peers
want=" ${*:-ast bandit pickle zip models hdf5 arrays convert compare toml pep440 locks reports deps} "
python3 tests/bench/bench.py --setup || exit 3
export PATH=$peers/venv/bin:$PATH
passed=0 failed=0

part() { # NAME COMMAND...
	local name=$1
	shift
	printf '== %s\n' "$name"
	if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); printf 'FAIL %s\n' "$name"; fi
}

wanted() {
	case "$want" in *" $1 "*) return 0 ;; esac
	return 1
}

# The newest CPython at hand decides what the language is; older ones show what they read otherwise.
interpreters() {
	ls -d "$HOME"/.pyenv/versions/3.*/bin/python /usr/bin/python3.[0-9]* 2>/dev/null | grep -vE 'config|m$' |
		while read -r p; do
			v=$("$p" -c 'import sys; print("%d.%03d" % sys.version_info[:2])' 2>/dev/null) || continue
			[[ $v < 3.008 ]] || echo "$v $p"
		done | sort -ur -k1,1 | cut -d' ' -f2
}

if wanted ast; then
	for python in $(interpreters); do
		library=$("$python" -c 'import os; print(os.path.dirname(os.__file__))')
		part "trees of $($python --version), standard library" "$python" tests/oracle/ast_compare.py --assay "$assay" "$library"
	done
	part "trees of the corpus" "$(interpreters | head -1)" tests/oracle/ast_compare.py --assay "$assay" "$peers/corpus"
fi
if wanted bandit; then
	if ! [ -d "$peers/bandit-source" ]; then
		mkdir -p "$peers/bandit-source"
		pip -q download --no-deps --no-binary :all: bandit==1.9.4 -d "$peers/bandit-source" &&
			tar xf "$peers"/bandit-source/*.tar.gz -C "$peers/bandit-source" --strip-components=1
	fi
	for where in bandit-source/examples corpus; do
		for mode in "" --default; do
			# shellcheck disable=SC2086
			part "bandit, $where ${mode:-compat}" python tests/oracle/bandit_compare.py $mode --cache "$peers/bandit" \
				--assay "$assay" --bandit "$peers/venv/bin/bandit" "$peers/$where"
		done
	done
fi
if wanted pickle; then
	for python in $(interpreters); do
		part "pickles of $($python --version)" "$python" tests/oracle/pickle_compare.py --assay "$assay" --count 50000
	done
fi
wanted zip && part "ZIP archives" "$(interpreters | head -1)" tests/oracle/zip_compare.py --assay "$assay" --count 6000
wanted models && part "honest models" bash tests/oracle/models_benign.sh "$assay" "$peers/honest"
if wanted hdf5; then
	"$peers/venv/bin/python" -c 'import h5py' 2>/dev/null || "$peers/venv/bin/pip" -q install h5py numpy
	part "HDF5 files of h5py" "$peers/venv/bin/python" -W ignore tests/oracle/hdf5.py "$assay"
fi
if wanted arrays; then
	"$peers/venv/bin/python" -c 'import numpy, safetensors, gguf' 2>/dev/null ||
		"$peers/venv/bin/pip" -q install numpy safetensors gguf
	part "arrays, safetensors, GGUF" "$peers/venv/bin/python" tests/oracle/arrays.py --assay "$assay"
fi
wanted convert && part "convert and predict" bash tests/oracle/convert.sh "$assay" "$peers/convert"
# Debian's python3-torch joins in where it is installed.
wanted convert && for python in "$peers/venv/bin/python" /usr/bin/python3; do
	"$python" -c 'import numpy' 2>/dev/null &&
		part "tensors, $python" "$python" tests/oracle/convert_tensors.py --assay "$assay"
done
if wanted compare; then
	"$peers/venv/bin/python" -c 'import numpy' 2>/dev/null || "$peers/venv/bin/pip" -q install numpy
	part "compare" "$peers/venv/bin/python" tests/oracle/compare.py --assay "$assay"
fi
wanted index && part "git's index" env ASSAY="$assay" bash tests/oracle/git_index.sh
wanted toml && part "toml-test" bash tests/oracle/toml_test.sh "$assay"
if wanted locks && [ -n "${ASSAY_SHARED:-}" ]; then
	"$peers/venv/bin/python" -c 'import yaml' 2>/dev/null || "$peers/venv/bin/pip" -q install pyyaml
	part "packages of lock files" "$peers/venv/bin/python" tests/oracle/deps_locks.py "$assay" "$ASSAY_SHARED/lockfiles"
fi
if wanted pep440; then
	if ! [ -d "$peers/packaging" ]; then
		mkdir -p "$peers/packaging"
		pip -q download --no-deps --no-binary :all: packaging==25.0 -d "$peers/packaging" &&
			tar xf "$peers"/packaging/*.tar.gz -C "$peers/packaging" --strip-components=1
	fi
	"$peers/venv/bin/python" -c 'import pytest, pretend' 2>/dev/null || "$peers/venv/bin/pip" -q install pytest pretend
	part "packaging's test suite" "$peers/venv/bin/python" tests/oracle/packaging_suite.py --assay "$assay" "$peers/packaging"
fi
wanted reports && part "report schemas" env PYTHON="$peers/venv/bin/python" bash tests/oracle/reports.sh "$assay"
if wanted deps; then
	shared=$(realpath "${ASSAY_SHARED:-../shared}" 2>/dev/null || true)
	"$peers/venv/bin/python" -c 'import packaging, cvss' 2>/dev/null || "$peers/venv/bin/pip" -q install packaging cvss
	"$peers/venv/bin/python" -c 'import poetry.core, setuptools' 2>/dev/null || "$peers/venv/bin/pip" -q install poetry-core setuptools
	part "requirements, pip" env -i "$peers/venv/bin/python" tests/oracle/requirements.py --assay "$assay" "$shared/lockfiles"
	part "manifests" "$peers/venv/bin/python" tests/oracle/manifests.py --assay "$assay" "$shared/lockfiles"
	part "CVSS scores" "$peers/venv/bin/python" tests/oracle/cvss_compare.py --assay "$assay"
	if [ -e "$shared/advisories/pypa-osv.jsonl.zst" ]; then
		part "advisories, OSV's algorithm" "$peers/venv/bin/python" tests/oracle/advisories_compare.py --assay "$assay" --shared "$shared"
		part "osv-scanner and pip-audit" "$peers/venv/bin/python" tests/oracle/deps_differences.py --assay "$assay" --shared "$shared"
	fi
fi
printf 'oracle: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
