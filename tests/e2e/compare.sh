#!/usr/bin/env bash
# assay compare: what it prints, how it ends, and the example of docs/compare.md.
. "$(dirname "$0")/lib.sh"

printf '{"eval": {"f1": 0.90, "loss": 0.2}, "train_runtime": 10}' >m1.json
printf '{"eval": {"f1": 0.905, "loss": 0.2}, "train_runtime": 20, "new": 1}' >m2.json
printf '{"eval": {"f1": 0.80, "loss": 0.2}, "train_runtime": 10}' >m3.json
printf 'id,e1,e2\na,1,2\nb,3,4\n' >e1.csv
printf 'id,e1,e2\na,1,2\nb,3,4.0001\n' >e2.csv

exits metrics_within 0 compare m1.json m2.json
says metrics_say 'eval.f1: 0.9 -> 0.905  within tolerance'
says time_is_not_judged 'train_runtime: 10 -> 20  not judged'
says new_is_told '1 is new'
exits metrics_outside 1 compare m1.json m3.json
says how_far '(-11.1 %)'
exits wider 0 compare --tolerance 20% m1.json m3.json
exits fraction 0 compare --tolerance 0.2 m1.json m3.json
exits narrower 1 compare -t 0.1% m1.json m2.json
exits chosen 0 compare --metrics eval.loss m1.json m3.json
exits chosen_time 1 compare --metrics '*time' m1.json m2.json
exits embeddings 0 compare e1.csv e2.csv
says cosine_is_said 'cosine similarity of rows: min'
says digest_is_said "$(sha256sum e1.csv | cut -d' ' -f1)"
exits quiet 0 compare -q e1.csv e2.csv
expect quiet_is_quiet test ! -s "$W/out"
exits strict_cosine 1 compare --min-cosine 1 e1.csv e2.csv

exits json_within 0 compare --format json e1.csv e2.csv
expect json_is_json python3 -c '
import json, sys
r = json.load(open(sys.argv[1]))
assert r["verdict"] == "within tolerance" and r["summary"]["within"] == 1
assert len(r["before"]["sha256"]) == 64 and r["items"][0]["kind"] == "rows"
assert abs(r["items"][0]["max_absolute_difference"] - 1e-4) < 1e-12' "$W/out"

exits no_files 2 compare
exits one_file 2 compare m1.json
exits missing 2 compare m1.json nothing.json
exits bad_option 2 compare --tolerence 1% m1.json m2.json
says bad_option_hint "did you mean '--tolerance'"
exits bad_share 2 compare --tolerance x m1.json m2.json
exits unclear_share 2 compare --tolerance 2 m1.json m2.json
says unclear_share_is_told '2%'
exits folder 2 compare m1.json .
exits other_kind 3 compare m1.json e1.csv
says other_kind_is_told 'json cannot be compared with csv'
printf '\x93NUMPY\1\0' >cut.npy
exits cut_short 3 compare cut.npy cut.npy
: >empty
exits empty_file 3 compare empty empty
head -c 5000 /dev/urandom >noise
exits noise 3 compare noise noise

# The example of the page, with NumPy where it is at hand.
DOC=$HERE/../../docs/compare.md
for p in python3 /usr/bin/python3 "$HERE/../../build/peers/venv/bin/python"; do
	"$p" -c 'import numpy' 2>/dev/null && PY=$p && break
done
if [ -n "${PY:-}" ]; then
	mkdir "$W/bin"
	ln -s "$ASSAY" "$W/bin/assay"
	printf '#!/bin/sh\nexec %s "$@"\n' "$(command -v "$PY")" >"$W/bin/python3"
	chmod +x "$W/bin/python3"
	sed -n '/<!-- example: begin -->/,/<!-- example: end -->/p' "$DOC" | sed '/^<!--/d;/^```/d' >example.sh
	expect example_is_there grep -q '^assay compare' example.sh
	if PATH=$W/bin:$PATH bash -euo pipefail example.sh >"$W/out" 2>"$W/err"; then
		ok example_runs
	else
		bad example_runs "exit $?: $(tail -c 600 "$W/out" "$W/err")"
	fi
	says example_says 'within tolerance'
fi
finish
