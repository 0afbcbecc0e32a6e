#!/usr/bin/env bash
# Baselines: identity survives moves, copies count, files are written whole or not at all.
. "$(dirname "$0")/lib.sh"

cat >a.py <<'P'
def f(y):
    exec(y)


def g(y):
    assert y
P
exits written 0 check --write-baseline known.json a.py
expect written_is_json python3 -m json.tool known.json
exits known 0 check --baseline known.json a.py
found known_are_marked "~B102:a.py:2 ~B101:a.py:6" check --baseline known.json a.py
{ printf '# more\n# lines\n\n'; cat a.py; } >b.py
found moved_lines "~B102:b.py:5 ~B101:b.py:9" check --baseline known.json b.py
mkdir -p sub/x && mv b.py sub/x/renamed.py
found renamed "~B102:sub/x/renamed.py:5 ~B101:sub/x/renamed.py:9" check --baseline known.json sub
cp a.py copy.py
found copy_is_new "~B102:a.py:2 ~B101:a.py:6 B102:copy.py:2 B101:copy.py:6" check --baseline known.json a.py copy.py
rm copy.py
sed 's/exec(y)/exec(y)\n    exec(y)/' a.py >twice.py
found copy_in_function "~B102:twice.py:2 B102:twice.py:3 ~B101:twice.py:7" check --baseline known.json twice.py
sed 's/exec(y)/exec(y + y)/' a.py >changed.py
found changed_code "B102:changed.py:2 ~B101:changed.py:6" check --baseline known.json changed.py
sed 's/    exec(y)/    exec( y )  # a comment/' a.py >spaced.py
found spaces_do_not_count "~B102:spaced.py:2 ~B101:spaced.py:6" check --baseline known.json spaced.py
sed 's/def f/def other/' a.py >other.py
found other_function "B102:other.py:2 ~B101:other.py:6" check --baseline known.json other.py

# Written again from a run that knows: nothing is lost.
exits again 0 check --baseline known.json --write-baseline known2.json a.py
expect again_same diff <(grep -v salt known.json) <(grep -v salt known2.json)
salt() { grep salt "$1"; }
before=$(salt known.json)
exits update 0 check --write-baseline known.json a.py twice.py
expect salt_stays test "$before" = "$(salt known.json)"
exits update_counts 0 check --baseline known.json a.py twice.py
expect one_line_each test "$(grep -c fingerprint known.json)" = "$(python3 -c 'import json; print(len(json.load(open("known.json"))["findings"]))')"

# Suppressed findings are not recorded twice over.
printf 'assert x  # nosec B101 - fine\n' >s.py
exits nosec_not_recorded 0 check --write-baseline s.json s.py
expect nosec_not_in_it test "$(grep -c fingerprint s.json)" = 0

# What is not a baseline
exits report_is_none 2 check --format json --baseline "$W/none" a.py
says none_is_said 'No such file'
"$ASSAY" check --format json a.py >report.json
exits report_is_no_baseline 2 check --baseline report.json a.py
says report_is_said 'JSON report of assay'
says how_to_make_one '--write-baseline'
"$ASSAY" check --format sarif a.py >report.sarif
exits sarif_is_no_baseline 2 check --baseline report.sarif a.py
: >empty.json
exits empty_is_no_baseline 2 check --baseline empty.json a.py
says empty_is_said 'empty'
exits folder_is_no_baseline 2 check --baseline sub a.py
exits device_is_no_baseline 2 check --baseline /dev/null a.py
python3 -c 'print("["*1000000)' >deep.json
exits deep_is_no_baseline 2 check --baseline deep.json a.py
printf '\0\0\0' >nul.json
exits nul_is_no_baseline 2 check --baseline nul.json a.py
sed 's/"assay_baseline": 1/"assay_baseline": 9/' known2.json >newer.json
exits newer_baseline 2 check --baseline newer.json a.py
says newer_is_said newer
exits not_overwritten 2 check --write-baseline a.py a.py
expect not_touched grep -q 'def g' a.py
exits empty_is_overwritten 0 check --write-baseline empty.json a.py
expect empty_now_json python3 -m json.tool empty.json

# Whole or not at all
exits nowhere 3 check --write-baseline missing/known.json a.py
exits full_disk 3 check --write-baseline /dev/full a.py
expect leaves_nothing test -z "$(find . -name '*.json.*')"
if [ "$(id -u)" != 0 ]; then
	mkdir ro && chmod 500 ro
	exits read_only 3 check --write-baseline ro/known.json a.py
fi
exits incomplete_stays_incomplete 3 check --write-baseline i.json "$(mkdir -p none && echo none)"

# Bandit's own reports
cat >bandit.json <<'P'
{"results": [{"filename": "./a.py", "test_id": "B102", "line_number": 2}]}
P
found bandit_report "~B102:a.py:2 B101:a.py:6" check --baseline bandit.json a.py
finish
