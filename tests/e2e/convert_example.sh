#!/usr/bin/env bash
# The example in docs/convert.md: its commands are taken from the page and run as they stand there.
. "$(dirname "$0")/lib.sh"

DOC=$HERE/../../docs/convert.md
for p in python3 /usr/bin/python3 "$HERE/../../build/peers/convert/venv/bin/python"; do
	"$p" -c 'import sklearn' 2>/dev/null && PY=$p && break
done
if [ -z "${PY:-}" ]; then
	[ -z "${CI:-}" ] || { bad sklearn "python3-sklearn is missing"; finish; }
	echo "SKIP convert_example.sh: python3-sklearn is missing: tools/deps.sh test"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
mkdir "$W/bin"
ln -s "$ASSAY" "$W/bin/assay"
printf '#!/bin/sh\nexec %s "$@"\n' "$(command -v "$PY")" >"$W/bin/python3"
chmod +x "$W/bin/python3"

sed -n '/<!-- example: begin -->/,/<!-- example: end -->/p' "$DOC" | sed '/^<!--/d;/^```/d' >example.sh
expect example_is_there grep -q '^assay convert' example.sh
if PATH=$W/bin:$PATH PYTHONPATH=$(realpath "$HERE/../../python") OMP_NUM_THREADS=1 \
	bash -euo pipefail example.sh >"$W/out" 2>"$W/err"; then
	ok example_runs
else
	bad example_runs "exit $?: $(tail -c 600 "$W/out" "$W/err")"
fi

# What the example shows, beyond that every command ends well.
labels=$(tail -1 "$W/out" | tr ' ' '\n')
expect example_labels test "$(wc -l <<<"$labels")" = 5
exits labels_from_c 0 predict model.npz new.csv --header
expect labels_are_the_same test "$(cat "$W/out")" = "$labels"
exits labels_of_npy 0 predict model.npz new.npy
expect labels_of_npy_are_the_same test "$(cat "$W/out")" = "$labels"
exits header_is_data 1 predict model.npz new.csv
says header_is_told 'say --header'
exits json_lines 0 predict model.npz new.npy --proba --format jsonl
expect json_lines_are_json "$PY" -c '
import json, sys, numpy as np
rows = [json.loads(line) for line in open(sys.argv[1])]
assert np.allclose([r["proba"] for r in rows], np.load("expected.npy"), rtol=0, atol=1e-12)
assert [r["prediction"] for r in rows] == sys.argv[2].split()' "$W/out" "$labels"
sed '3s/,/,x/' new.csv >bad.csv
exits bad_cell 1 predict model.npz bad.csv --header
says bad_cell_where 'line 3, column 2'
expect no_half_output test ! -e bad.npy
exits bad_cell_to_file 1 predict model.npz bad.csv --header --output bad.npy
expect no_half_output_file test ! -e bad.npy
printf 'x' >>model.npz
exits another_npz 1 predict model.npz new.npy
says another_npz_is_told 'do not belong together'
finish
