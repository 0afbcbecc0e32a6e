#!/usr/bin/env bash
# Every format on every kind of run; what is written is whole, the same each time, and quiet when it should.
. "$(dirname "$0")/lib.sh"

cat >a.py <<'P'
import pickle
assert x
exec(y)
m = pickle.load(f)  # nosec B301 - ours
P
echo 'x = 1' >clean.py
printf 'def f(:\n    pass\nassert 1\n' >broken.py
formats='text json sarif github bandit cyclonedx'
mkdir nothing

shape() { # FORMAT: what the report in $W/out must be
	case $1 in
	text) true ;;
	github) ! grep -vE '^::(error|warning|notice) ' "$W/out" | grep -qv '^assay: ' ;;
	*) python3 - "$1" "$W/out" <<'P' ;;
import json, sys
kind, d = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
if kind == "json":
    assert set("schema_version tool findings errors summary".split()) <= set(d)
    for f in d["findings"]:
        assert set("rule name layer severity confidence cwe path line column end_line end_column message fix "
                   "fingerprint suppressed".split()) <= set(f), f
elif kind == "sarif":
    assert d["version"] == "2.1.0" and "$schema" in d
    for run in d["runs"]:
        rules = run["tool"]["driver"]["rules"]
        assert run["columnKind"] == "unicodeCodePoints"
        for r in run.get("results", []):
            assert rules[r["ruleIndex"]]["id"] == r["ruleId"]
            assert r["message"]["text"] and r["level"] in ("error", "warning", "note", "none")
            assert r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert r["partialFingerprints"]
elif kind == "cyclonedx":
    assert d["bomFormat"] == "CycloneDX" and d["specVersion"] == "1.6" and "components" in d
else:
    assert set("results errors metrics generated_at".split()) <= set(d)
    for r in d["results"]:
        assert r["test_id"] and r["line_number"] and r["issue_severity"] in ("LOW", "MEDIUM", "HIGH")
P
	esac
}
for f in $formats; do
	for what in a.py clean.py broken.py .; do
		"$ASSAY" check --format "$f" "$what" >"$W/out" 2>"$W/err"
		expect "${f}_of_$what" shape "$f"
		expect "${f}_of_${what}_says_no_more" test ! -s "$W/err"
	done
	"$ASSAY" check --format "$f" nothing >"$W/out" 2>"$W/err"
	expect "${f}_of_nothing" shape "$f"
	"$ASSAY" check --format "$f" --statistics --suppressions --quiet . >"$W/out" 2>"$W/err"
	expect "${f}_with_switches" shape "$f"
	exits "${f}_to_file" 1 check --format "$f" --output "$W/file" .
	expect "${f}_nothing_printed" test ! -s "$W/out"
	exits "${f}_without_findings" 0 check --format "$f" clean.py
done

# ---- The text report
exits text 1 check a.py
says text_place 'a.py'
says text_rule 'B102'
says text_fix 'fix:'
expect text_plain_when_piped bash -c "! grep -q \$'\\033' '$W/out'"
exits quiet 1 check --quiet a.py
says_not quiet_no_summary 'Checked 1 file'
says quiet_findings B102
exits quiet_clean 0 check --quiet clean.py
expect quiet_clean_is_silent test ! -s "$W/out" -a ! -s "$W/err"
exits statistics 1 check --statistics a.py
says statistics_counts B102
terminal() { # ARG...: on a terminal, with the environment in front
	script -qec "$*" /dev/null >"$W/out" 2>&1 </dev/null
}
if command -v script >/dev/null; then
	terminal env -u NO_COLOR TERM=xterm "$ASSAY" check a.py
	expect colour_on_terminal grep -q $'\033\[' "$W/out"
	terminal env NO_COLOR=1 TERM=xterm "$ASSAY" check a.py
	expect no_color bash -c "! grep -q \$'\\033\\[[0-9;]*m' '$W/out'"
	terminal env -u NO_COLOR TERM=dumb "$ASSAY" check a.py
	expect no_colour_on_dumb bash -c "! grep -q \$'\\033\\[[0-9;]*m' '$W/out'"
fi

# ---- Exit codes, when several hold: 2, 3, 1, 0
exits exit_findings_and_incomplete 3 check a.py "$(mkfifo pipe.py && echo .)"
exits exit_usage_first 2 check --select nothing a.py pipe.py
exits exit_incomplete_not_zeroed 3 check --exit-zero .
rm pipe.py
exits exit_zero 0 check --exit-zero .
exits exit_zero_and_usage 2 check --exit-zero --format nothing .
exits syntax_error_is_a_finding 1 check broken.py
says syntax_error_medium 'medium AS001'
found rest_of_broken_file "AS001:broken.py:1 B101:broken.py:3" check broken.py
exits fail_on_high 0 check --fail-on high a.py
exits fail_on_medium 1 check --fail-on medium a.py
exits confidence_drops 0 check --confidence high --select B102 --fail-on critical a.py
printf 'incomplete = "warn"\n' >warn.toml
exits nothing_checked_warned 0 check --config warn.toml nothing
exits bad_level 2 check --severity huge a.py
exits bad_confidence 2 check --confidence critical a.py
exits zero_jobs 2 check --jobs 0 a.py
exits no_value 2 check --format
exits flag_with_value 2 check --quiet=yes a.py

# ---- --output
exits output 1 check --format json --output r.json a.py
cp r.json before.json
exits output_over_old 0 check --format json --output r.json clean.py
expect output_replaced bash -c '! cmp -s r.json before.json'
exits output_full_disk 3 check --output /dev/full a.py
says output_full_disk_said '/dev/full'
exits output_in_missing_folder 3 check --output missing/r.json a.py
exits output_folder 3 check --output nothing a.py
expect output_leaves_nothing test -z "$(find . -name 'r.json.*')"
exits output_stdout 1 check --format json --output - a.py
expect output_stdout_is_json python3 -m json.tool "$W/out"
ln -s r.json link.json
exits output_link 0 check --format json --output link.json clean.py
umask 077
exits output_private 0 check --format json --output private.json clean.py
expect output_umask test "$(stat -c %a private.json)" = 600
umask 022
(ulimit -f 1; "$ASSAY" check --no-cache --format sarif --output r.json a.py >"$W/out" 2>"$W/err"; echo $? >"$W/code")
expect output_cut_is_an_error test "$(cat "$W/code")" = 3
expect output_cut_leaves_nothing test -z "$(find . -name 'r.json.*')"
expect output_cut_keeps_the_old python3 -m json.tool r.json
if [ -e /dev/full ]; then
	code=0
	"$ASSAY" check a.py >/dev/full 2>"$W/err" || code=$?
	expect stdout_full test "$code" = 3
	expect stdout_full_said test -s "$W/err"
	code=0
	"$ASSAY" rules >/dev/full 2>"$W/err" || code=$?
	expect rules_full test "$code" = 3
fi

# ---- The same bytes each time
mkdir many
for n in $(seq 1 60); do { cat a.py; yes "z = 'text that makes the file long enough to matter'" | head -n 150; } >many/f$n.py; done
for f in $formats; do
	for j in 1 2 7; do
		"$ASSAY" check --no-cache --reproducible --format "$f" --jobs $j many >"$W/$f.$j" 2>/dev/null
	done
	"$ASSAY" check --reproducible --format "$f" --jobs 2 many >"$W/$f.filled" 2>/dev/null
	"$ASSAY" check --reproducible --format "$f" --jobs 2 many >"$W/$f.cached" 2>/dev/null
	for other in 2 7 filled cached; do expect "${f}_same_$other" cmp "$W/$f.1" "$W/$f.$other"; done
done
says_not reproducible_without_run '"run"'

# ---- Odd names
mkdir odd
python3 - <<'P'
import os
for name in [b"bad\xff.py", b"new\nline.py", b"tab\t.py", b"esc\x1b[31m.py", b"quote'\".py", b"per%cent.py", b"-dash.py",
             b"\xe2\x80\xae.py", b"back\\slash.py", b"<&>.py", b"::error.py", b" space .py", b"a" * 250 + b".py"]:
    open(b"odd/" + name, "wb").write(b"exec(y)\n")
P
for f in $formats; do
	exits "odd_$f" 1 check --format "$f" odd
	expect "odd_${f}_valid" shape "$f"
	expect "odd_${f}_utf8" python3 -c "open('$W/out', encoding='utf-8').read()"
	expect "odd_${f}_no_controls" python3 -c "import sys; t = open('$W/out', encoding='utf-8').read(); sys.exit(any(ord(c) < 32 and c != '\n' or ord(c) == 127 for c in t))"
	[ "$f" = cyclonedx ] || expect "odd_${f}_all" test "$(grep -o 'B102' "$W/out" | wc -l)" -ge 13
done
exits odd_dash 1 check --format json -- "odd/-dash.py"
cd odd && exits odd_dash_argument 1 check -- -dash.py && cd ..

# ---- Streams
code=0; "$ASSAY" check a.py <&- >"$W/out" 2>"$W/err" || code=$?
expect stdin_closed test "$code" = 1
code=0; "$ASSAY" check a.py >&- 2>"$W/err" || code=$?
expect stdout_closed test "$code" = 3
code=0; "$ASSAY" check a.py >"$W/out" 2>&- || code=$?
expect stderr_closed test "$code" = 1
code=0; "$ASSAY" check a.py <&- >&- 2>&- || code=$?
expect all_closed test "$code" = 3
"$ASSAY" check many 2>"$W/err" | head -1 >"$W/out"
expect sigpipe_quiet test ! -s "$W/err"
expect sigpipe_line test "$(wc -l <"$W/out")" = 1
(trap '' PIPE; "$ASSAY" check --format json many 2>"$W/err" | head -1 >"$W/out")
expect sigpipe_ignored_ends true
"$ASSAY" rules 2>"$W/err" | head -1 >"$W/out"
expect rules_sigpipe_quiet test ! -s "$W/err"

# ---- A timeline
timeline() { # NAME COMMAND...: trace events, each file with what it is made of, inside the run
	local name=$1
	shift
	rm -f t.json
	"$ASSAY" "$@" --no-cache --trace t.json >"$W/out" 2>"$W/err"
	expect "$name" python3 - <<'P'
import json
d = json.load(open("t.json", encoding="utf-8"))
spans = [e for e in d["traceEvents"] if e["ph"] == "X"]
assert d["otherData"]["dropped"] == 0
assert {"run", "walk", "scan", "join", "settle", "report", "prepare", "file", "read"} <= {e["name"] for e in spans}
parent, = {e["tid"] for e in spans if e["name"] == "run"}
assert all(e["dur"] >= 0 and e["ts"] >= 0 for e in spans)
files = [e for e in spans if e["name"] == "file"]
assert {e["args"]["path"] for e in files} >= {"a.py", "clean.py", "broken.py"}
assert parent not in {e["tid"] for e in files}
for e in spans:
    if e["tid"] == parent or e["name"] == "prepare":
        continue
    assert any(f["tid"] == e["tid"] and f["ts"] <= e["ts"] and e["ts"] + e["dur"] <= f["ts"] + f["dur"] + 0.002
               and f["args"] == e["args"] for f in files), e
P
}
timeline trace_check check a.py clean.py broken.py
timeline trace_code code -j 2 a.py clean.py broken.py
timeline trace_secrets secrets a.py clean.py broken.py
"$ASSAY" code --no-cache --reproducible -f json a.py >plain.json
"$ASSAY" code --no-cache --reproducible -f json --trace t.json a.py >traced.json
expect trace_changes_nothing cmp plain.json traced.json
exits trace_nowhere 3 code --trace nowhere/t.json clean.py
finish
