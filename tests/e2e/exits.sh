#!/usr/bin/env bash
# The command line: exit codes, suggestions, --output, --baseline.
. "$(dirname "$0")/lib.sh"

echo 'x = 1' >clean.py
echo 'assert x' >found.py
exits clean 0 check clean.py
exits findings 1 check found.py
exits exit_zero 0 check --exit-zero found.py
exits fail_on_above 0 check --fail-on high found.py
exits fail_on_at 1 check --fail-on low found.py
exits severity_drops 0 check --severity medium found.py
says_not severity_drops_it B101
exits no_path 2 check missing.py
exits no_option 2 check --jbos 3 clean.py
says option_suggested -- "--jobs"
exits no_command 2 chekc
says command_suggested "'check'"
exits no_format 2 check --format jsn clean.py
says format_suggested "'json'"
exits no_rule 2 check --select B9999 clean.py
exits bad_number 2 check --jobs none clean.py
mkdir empty
exits nothing_to_check 3 check empty
exits ignored_rule 0 check --ignore B101 found.py
exits selected_rule 0 check --select B102 found.py
exits dashes_end_options 1 check -- found.py
exits version 0 --version
says version_number 'assay 0.1.0'
says version_jail jail
exits help 0 --help
exits help_of_command 0 check --help
says help_has_examples Examples
exits without_anything 2

exits output_file 1 check --format json --output report.json found.py
expect output_is_json python3 -m json.tool report.json
exits output_nowhere 3 check --output missing/report.json found.py
expect output_leaves_nothing test "$(ls | grep -c 'report.json.')" = 0

exits baseline_written 0 check --write-baseline known.json found.py
exits baseline_absorbs 0 check --baseline known.json found.py
printf 'assert x\nassert x\n' >found.py
exits baseline_counts_copies 1 check --baseline known.json found.py
echo '[' >broken.json
exits baseline_broken 2 check --baseline broken.json found.py

printf '[tool.assay]\nselct = ["B"]\n' >pyproject.toml
exits configuration_wrong 2 check clean.py
says configuration_suggests select
exits isolated_ignores_it 0 check --isolated clean.py
rm pyproject.toml

printf 'x = 1\n' >one.py
for n in 1 2 3 4 5 6 7 8; do cp found.py "copy$n.py"; done
"$ASSAY" check --no-cache --reproducible --format json -j 1 . >"$W/j1" 2>/dev/null
"$ASSAY" check --no-cache --reproducible --format json -j 7 . >"$W/j7" 2>/dev/null
expect same_for_any_jobs cmp "$W/j1" "$W/j7"
finish
