#!/usr/bin/env bash
# Suppressions in every form that is documented, their inventory, and what a policy makes of them.
. "$(dirname "$0")/lib.sh"

line() { # NAME WANT COMMENT: `exec(y)` with that comment behind it
	printf 'exec(y)  %s\n' "$3" >a.py
	found "$1" "$2" check a.py
}
line plain "~B102:a.py:1 AS008:a.py:1" '# nosec'
line colon "~B102:a.py:1 AS008:a.py:1" '# nosec: B102'
line id_reason_dash "~B102:a.py:1" '# nosec B102 - why'
line id_reason_colon "~B102:a.py:1" '# nosec B102: why'
line id_reason_hash "~B102:a.py:1" '# nosec B102 # why'
line id_reason_parentheses "~B102:a.py:1" '# nosec B102 (why)'
line colon_and_reason "~B102:a.py:1" '# nosec: B102 - why'
line no_space "~B102:a.py:1" '#nosec B102 - why'
line name "~B102:a.py:1" '# nosec exec_used - why'
line commas "~B102:a.py:1" '# nosec B101,B102 - why'
line commas_and_spaces "~B102:a.py:1" '# nosec B101, B102 - why'
line spaces "~B102:a.py:1" '# nosec B101 B102 - why'
line other_id "B102:a.py:1 AS010:a.py:1" '# nosec B101 - why'
line unknown "B102:a.py:1 AS009:a.py:1" '# nosec B999 - why'
line behind_other_comment "~B102:a.py:1" '# type: ignore # nosec B102 - why'
line word_only "B102:a.py:1" '# nosecurity here'
line lower_case "~B102:a.py:1" '# nosec b102 - why'

printf 'exec(\n    y,\n    z,  # nosec B102 - any line\n)\n' >a.py
found inside_statement "~B102:a.py:1" check a.py
printf '# nosec B102 - above\nexec(y)\n' >a.py
found line_above "~B102:a.py:2" check a.py
printf '# nosec B102 - above\n\nexec(y)\n' >a.py
found not_two_above "AS010:a.py:1 B102:a.py:3" check a.py
printf 'x = 1  # nosec B102 - of x\nexec(y)\n' >a.py
found not_of_line_before "AS010:a.py:1 B102:a.py:2" check a.py
printf 's = "# nosec B102 - text"; exec(y)\n' >a.py
found not_in_a_string "B102:a.py:1" check a.py
printf 'if x:  # nosec B102 - of the header only\n    exec(y)\n' >a.py
found not_of_the_block "AS010:a.py:1 B102:a.py:2" check a.py
printf 'exec(y)  # nosec B102 - why\nexec(z)\n' >a.py
found only_its_statement "~B102:a.py:1 B102:a.py:2" check a.py
exits counts_the_rest 1 check a.py
printf 'exec(y)  # nosec B102 - why\n' >a.py
exits suppressed_is_clean 0 check a.py

exits inventory 0 check --suppressions a.py
says inventory_line 'a.py:1'
says inventory_ids B102
says inventory_reason why
exits inventory_json 0 check --suppressions --format json a.py
expect inventory_is_json python3 -m json.tool "$W/out"

printf 'exec(y)  # nosec\n' >a.py
exits without_reason_is_a_finding 1 check a.py
says without_reason_low 'low AS008'
printf '[tool.bandit]\nskips = ["B101"]\n' >pyproject.toml
exits without_reason_beside_bandit 1 check --fail-on info a.py
says without_reason_info 'info AS008'
exits info_does_not_fail 0 check a.py
printf 'nosec-reason = "medium"\n' >policy.toml
exits policy_raises_it 1 check --policy policy.toml a.py
says policy_medium 'medium AS008'
rm pyproject.toml
printf '[policy]\nallow-suppressions = false\n' >policy.toml
found policy_refuses "B102:a.py:1" check --policy policy.toml a.py
printf 'nosec-reason = "off"\n' >assay.toml
found reason_off "~B102:a.py:1" check a.py
exits reason_off_listed 0 check a.py
says reason_off_is_said 'nosec-reason'
finish
