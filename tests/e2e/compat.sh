#!/usr/bin/env bash
# --bandit-compat and Bandit's own configuration. BANDIT names a Bandit 1.9.4 to compare with, if there is one.
. "$(dirname "$0")/lib.sh"

mkdir -p p/sub/tests
printf 'import pickle\nassert x\nexec(y)\npickle.load(f)\n' | tee p/a.py >p/sub/tests/t.py
everything() { local f; for f in "$@"; do printf 'B403:%s:1 B101:%s:2 B102:%s:3 B301:%s:4 ' "$f" "$f" "$f" "$f"; done; }
all=$(everything ./p/a.py ./p/sub/tests/t.py); all=${all% }
bandit=${BANDIT:-}
# compat NAME ARG...: the same as Bandit itself says; without one, only that it runs
compat() {
	local name=$1 want got
	shift
	got=$("$ASSAY" check --bandit-compat --format json "$@" 2>"$W/err" | python3 -c '
import json, os, sys
print(sorted((os.path.normpath(f["path"]), f["line"], f["rule"]) for f in json.load(sys.stdin)["findings"]
             if not f["suppressed"] and f["rule"][0] == "B"))')
	if [ -z "$bandit" ]; then expect "$name" test -n "$got"; return; fi
	want=$("$bandit" -q -r -f json "$@" 2>"$W/bandit-err" | python3 -c '
import json, os, sys
print(sorted((os.path.normpath(r["filename"]), r["line_number"], r["test_id"]) for r in json.load(sys.stdin)["results"]))')
	if [ "$got" = "$want" ]; then ok "$name"; else bad "$name" "$got is not $want $(head -c 300 "$W/err" "$W/bandit-err")"; fi
}

compat plain p
printf '[tool.bandit]\nskips = ["B101"]\nexclude_dirs = ["tests"]\n' >p/pyproject.toml
compat pyproject_only_with_c p
compat pyproject_named -c p/pyproject.toml p
found pyproject_otherwise "B403:p/a.py:1 B102:p/a.py:3 B301:p/a.py:4" check --ignore ML --config p/pyproject.toml p
cat >b.yaml <<'P'
tests: [B101, B301]
skips: [B403]
profiles:
  calls: {include: [B102, B301]}
  few: {exclude: [B101, B403]}
P
compat yaml -c b.yaml p
compat profile -c b.yaml -p calls p
compat profile_excludes -c b.yaml -p few p
exits profile_unknown 2 check --bandit-compat -c b.yaml -p cals p
says profile_suggested "'calls'"
printf '[bandit]\nskips = B101,B403\nexclude = sub/\n' >p/.bandit
compat ini p
printf 'tests: [B102]\nexclude_dirs: [nowhere]\n' >c.yaml
compat ini_and_yaml -c c.yaml p
found ini_found_by_assay "B102:p/a.py:3 B301:p/a.py:4" check --ignore ML --config p/.bandit p/a.py
rm p/pyproject.toml
found ini_in_force "B102:p/a.py:3 B301:p/a.py:4" check --ignore ML p
exits ini_weakens 1 check p
says ini_weakens_said '(.bandit:2)'
rm p/.bandit
mkdir -p p/.tox p/x.egg p/test_data/deep && cp p/a.py p/.tox/ && cp p/a.py p/x.egg/ && cp p/a.py p/test_data/deep/
mkdir .hg && cp p/a.py .hg/
compat exclude_defaults p
compat exclude_defaults_here .
compat exclude_option -x tests p
compat exclude_folder -x p/sub p
compat exclude_folder_slash -x p/sub/ p
compat exclude_pattern -x '*/test*' p
compat exclude_two -x p/sub,test_data p
compat exclude_dot_slash -x ./p/sub ./p
compat exclude_of_file -x p/a p/a.py
printf 'exclude_dirs: [sub, "*/test_data/*"]\n' >x.yaml
compat exclude_dirs -c x.yaml p
compat exclude_dirs_and_option -c x.yaml -x .tox p
printf '[bandit]\nexclude = p/sub,x.egg\n' >p/.bandit
compat exclude_ini p
compat exclude_ini_and_option -x nothing p
rm -r p/.tox p/x.egg p/test_data .hg
printf '[bandit]\ntests = B001\n' >p/.bandit
compat all_lists p
printf '[bandit]\ntests = B001,B301\n' >p/.bandit
compat all_lists_but_one p
printf '[bandit]\nignore-nosec = true\n' >p/.bandit
printf 'exec(y)  # nosec\n' >p/n.py
compat ignore_nosec p
rm p/n.py
printf '[bandit]\nprofile = calls\nconfigfile = b.yaml\n' >p/.bandit
cp b.yaml p/
found configfile "B102:./p/a.py:3 B301:./p/a.py:4 B102:./p/sub/tests/t.py:3 B301:./p/sub/tests/t.py:4" check --bandit-compat p/a.py p/sub/tests/t.py
printf '[bandit]\nconfigfile = ../b.yaml\n' >p/.bandit
exits configfile_outside 2 check p
printf '[bandit]\nconfigfile = missing.yaml\n' >p/.bandit
exits configfile_missing 2 check p
rm p/b.yaml && ln -s /etc/hostname p/b.yaml && printf '[bandit]\nconfigfile = b.yaml\n' >p/.bandit
exits configfile_link 2 check p
rm p/b.yaml
printf '[bandit]\ntargets = sub\n' >p/.bandit
cd p || exit 1
found targets_without_path "B403:sub/tests/t.py:1 B101:sub/tests/t.py:2 B301:sub/tests/t.py:4" check --ignore B102,ML
exits targets_and_path 1 check a.py
says targets_path_wins a.py
cd ..
printf '[bandit]\ntargets = /etc\n' >p/.bandit
exits targets_outside 2 check p
rm p/.bandit

cat >n.py <<'P'
exec(a)  # nosec
exec(b)  # nosec: B102
exec(c)  # nosec B101
exec(d)  # nosec: exec_used
exec(e)  # nosec B999
exec(f)  # nosec B101,B102
exec(g)  # nosec: B101, B102
exec(
    h,  # nosec
)
exec(i)  #nosec
exec(j)  # nosecurity
P
compat nosec n.py
printf '# -*- coding: latin-1 -*-\nexec("\351")\n' >l.py
compat latin l.py
printf 'exec(x\n' >s.py
exits syntax 3 check --bandit-compat s.py
finish
