#!/usr/bin/env bash
# Configuration: where it is searched, what decides, what a policy refuses, what hostile files do.
. "$(dirname "$0")/lib.sh"

three='assert x\nexec(y)\nimport pickle\n' # B101, B102, B403
project() { # a fresh one in ./p with a repository's root
	rm -rf p
	mkdir -p p/.git p/src/deep
	printf "$three" >p/src/deep/a.py
}

# ---- Search
project
echo 'ignore = ["B101"]' >assay.toml # that of the current directory, outside of the repository
found config_never_from_cwd "B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3" check p
rm assay.toml
echo 'ignore = ["B102"]' >p/assay.toml
found config_upwards "B101:p/src/deep/a.py:1 B403:p/src/deep/a.py:3" check p/src/deep/a.py
printf '[tool.assay]\nignore = ["B403"]\n' >p/src/pyproject.toml
found config_nearest "B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2" check p/src/deep
printf '[project]\nname = "x"\n' >p/src/pyproject.toml
found config_pyproject_of_others "B101:p/src/deep/a.py:1 B403:p/src/deep/a.py:3" check p/src/deep
printf '[tool.assay]\nignore = ["B403"]\n' >p/pyproject.toml
found config_assay_toml_first "B101:p/src/deep/a.py:1 B403:p/src/deep/a.py:3" check p
found config_isolated "B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3" check --isolated p
echo 'ignore = ["B101", "B102"]' >other.toml
found config_named "B403:p/src/deep/a.py:3" check --config other.toml p
exits config_named_missing 2 check --config nothing.toml p
says config_named_missing_says nothing.toml
mkdir -p up && printf 'ignore = ["B101"]\n' >up/assay.toml
rm -rf up/p && cp -r p up/p && rm up/p/assay.toml up/p/pyproject.toml
found config_stops_at_root "B101:up/p/src/deep/a.py:1 B102:up/p/src/deep/a.py:2 B403:up/p/src/deep/a.py:3" check up/p
exits config_prints_where 0 config p
says config_prints_file 'assay.toml'

# ---- Precedence
project
printf 'fail-on = "high"\nseverity = "medium"\nselect = ["B102", "B101"]\n' >p/assay.toml
found config_severity "B102:p/src/deep/a.py:2" check p
found command_line_over_file "B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2" check --severity low p
exits config_fail_on 0 check p
exits command_line_fail_on 1 check --fail-on medium p
found command_line_select "B403:p/src/deep/a.py:3" check --severity info --select B403 p
found command_line_ignore "B101:p/src/deep/a.py:1" check --severity info --ignore B102 p
found prefix_select "B403:p/src/deep/a.py:3" check --isolated --select B4 p
found name_select "B101:p/src/deep/a.py:1" check --isolated --select assert_used p
found confidence "B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3" check --isolated --confidence high p
exits weakening_listed 0 check p
says weakening_where 'assay.toml:1'
says weakening_what 'fail-on = high'

# ---- Mistakes
project
printf '# one\n\nselct = ["B"]\n' >p/assay.toml
exits unknown_key 2 check p
says unknown_key_line 'assay.toml:3'
says unknown_key_suggestion '`select`'
printf '[tool.assay]\nselect = "B"\n' >p/assay.toml
rm p/assay.toml
printf '[project]\nname = "x"\n[tool.assay]\nfail-on = 3\n' >p/pyproject.toml
exits wrong_type 2 check p
says wrong_type_line 'pyproject.toml:4'
printf '[tool.assay]\nignore = ["assert_usd"]\n' >p/pyproject.toml
exits unknown_rule 2 check p
says unknown_rule_suggestion 'assert_used'
printf '[project\nname = "x"\n[tool.assay]\nignore = ["B101"]\n' >p/pyproject.toml
exits broken_toml 2 check p
says broken_toml_line 'pyproject.toml:1'
exits broken_isolated 1 check --isolated p

# ---- per-path, exceptions
project
mkdir p/tests && printf "$three" >p/tests/t.py
printf '[per-path]\n"tests/**" = ["B101", "exec_used"]\n' >p/assay.toml
found per_path "B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3 B403:p/tests/t.py:3" check p
found per_path_from_below "B403:p/tests/t.py:3" check p/tests/t.py
cd p/tests || exit 1
found per_path_from_inside "B403:t.py:3" check .
cd ../.. || exit 1
rm -rf p/tests
exception() { printf '[[exception]]\nid = "%s"\nreason = "known"\nexpiry = %s\n%s\n' "$1" "$2" "${3-}"; }
exception B102 2999-01-01 >p/assay.toml
found exception_holds "B101:p/src/deep/a.py:1 ~B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3" check p
exception B102 2020-01-01 >p/assay.toml
found exception_expired "AS016:assay.toml:1 B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3" check p
exception B301 2999-01-01 >p/assay.toml
found exception_unused "AS018:assay.toml:1 B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3" check p
found exception_unused_only_for_whole "B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3" check p/src
exception B102 2999-01-01 'path = "other/**"' >p/assay.toml
found exception_of_other_path "B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3" check p/src
rm p/assay.toml
print=$("$ASSAY" check --format json p | python3 -c 'import json,sys; print([f["fingerprint"] for f in json.load(sys.stdin)["findings"] if f["rule"]=="B102"][0])')
printf '[[exception]]\nfingerprint = "%s"\nreason = "r"\nowner = "me"\nexpiry = 2999-01-01\n' "$print" >p/assay.toml
found exception_by_fingerprint "B101:p/src/deep/a.py:1 ~B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3" check p
printf '[[exception]]\nid = "B102"\nexpiry = 2999-01-01\n' >p/assay.toml
exits exception_without_reason 2 check p
printf '[[exception]]\nid = "B102"\nreason = "r"\nexpiry = 2999-02-30\n' >p/assay.toml
exits exception_without_date 2 check p

# ---- Policy
project
printf 'ignore = ["B101"]\nexclude = ["src"]\nfail-on = "critical"\nincomplete = "warn"\n[per-path]\n"**" = ["B102"]\n' >p/assay.toml
exception B403 2999-01-01 >>p/assay.toml
printf 'select = ["B"]\nfail-on = "low"\nincomplete = "fail"\n[policy]\nmax-exception-days = 30\nallow-exclude = false\nallow-suppressions = false\n' >policy.toml
printf "$three" | sed '1s/$/  # nosec B101 - reason/' >p/src/deep/a.py
found policy_is_a_ceiling "B101:p/src/deep/a.py:1 B102:p/src/deep/a.py:2 B403:p/src/deep/a.py:3" check --policy policy.toml p
exits policy_exit 1 check --policy policy.toml p
says policy_says_so 'refused by the policy'
exits policy_missing 2 check --policy missing.toml p
printf '[policy]\nallow-exlude = false\n' >policy.toml
exits policy_unknown_key 2 check --policy policy.toml p
says policy_suggestion allow-exclude
printf '[policy]\nallow-exclude = false\n' >p/assay.toml
exits policy_not_in_project 2 check p

# ---- Versions from locks and requirements
mkdir v && printf 'import torch\nm = torch.load("x")\n' >v/t.py
torch() { # NAME stands|silent: what the files in v make of torch < 2.6
	local want=
	[ "$2" = stands ] && want="B614:v/t.py:2"
	found "$1" "$want" check --no-cache --select B614 --ignore AS022,AS024 v
}
torch version_unknown stands
printf '[project]\nname = "x"\ndependencies = ["torch>=2.0"]\n' >v/pyproject.toml
torch version_low_bound stands
printf '[[package]]\nname = "torch"\nversion = "2.7.0"\n' >v/uv.lock
torch version_lock_over_bound silent
mkdir v/old && printf '[[package]]\nname = "torch"\nversion = "2.5.1+cu121"\n' >v/old/poetry.lock
torch version_one_old_lock stands
rm -r v/old v/uv.lock
echo 'torch==2.6.0' >v/requirements.txt
torch version_requirements silent
rm v/requirements.txt
printf '[project]\nname = "x"\ndependencies = ["torch>2,>=2.6,<3"]\n' >v/pyproject.toml
torch version_high_bound silent
echo 'torch==2.6.0rc1' >v/requirements.txt
torch version_before_the_release stands

# ---- Several PATHs
project
cp -r p q && echo 'ignore = ["B101"]' >q/assay.toml && echo 'ignore = ["B102"]' >p/assay.toml
found first_path_decides "B101:p/src/deep/a.py:1 B403:p/src/deep/a.py:3 B101:q/src/deep/a.py:1 B403:q/src/deep/a.py:3" check p q
says first_path_warns 'another project'
exits same_project 1 check p/src p/src/deep
says_not same_project_is_quiet 'another project'

# ---- Hostile
project
python3 - <<'P'
open("deep.toml", "w").write("a = " + "[" * 100000 + "]" * 100000)
open("deep2.toml", "w").write(".".join(["a"] * 100000) + " = 1\n")
open("big.toml", "w").write("# " + "x" * 10_000_000)
open("nul.toml", "wb").write(b'ignore = ["B101\0"]\n\0\0\0')
open("latin.toml", "wb").write(b'ignore = ["\xff\xfe"]\n')
open("many.toml", "w").write("".join("k%d = 1\n" % i for i in range(200000)))
open("globs.toml", "w").write("exclude = [\n" + "".join('"**/*%d*/**/*[a-z]**",\n' % i for i in range(5000)) + "]\n")
open("deep.yaml", "w").write("[" * 100000)
open("bomb.yaml", "w").write("a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    "%s: &%s [%s]\n" % (chr(98 + i), chr(98 + i), ",".join(["*" + chr(97 + i)] * 9)) for i in range(20)))
P
for f in deep.toml deep2.toml big.toml nul.toml latin.toml many.toml deep.yaml bomb.yaml; do
	cp "$f" p/x."${f##*.}"
	exits "hostile_$f" 2 check --config "$f" p
	expect "hostile_${f}_is_said" test -s "$W/err"
	expect "hostile_${f}_briefly" test "$(wc -c <"$W/err")" -lt 20000
done
cp globs.toml p/assay.toml
exits hostile_globs_end 1 check p
printf 'ignore = ["B101"]\n' >outside.toml
rm p/assay.toml && ln -s ../outside.toml p/assay.toml
exits link_is_no_configuration 2 check p
says link_is_said 'symbolic link'
rm p/assay.toml && mkfifo p/assay.toml
exits fifo_is_no_configuration 2 check p
rm p/assay.toml && mkdir p/assay.toml
exits folder_is_no_configuration 2 check p
finish
