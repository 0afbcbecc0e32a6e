#!/usr/bin/env bash
# Prints the C source of the tables that list what registers itself by being defined:
#	const struct rule rule_x = {      one         const struct rule rules_x[] = {      several, each with .id
# and likewise `format`, `command`, `reporter` and `stage` (their key is .name). A definition starts its line and ends with
# `};` at the start of a line. Sorted by key; a key that occurs twice is an error.
# Usage: tables.sh FILE.c...
set -euo pipefail

entries() { # KIND KEYFIELD FILE...: lines "key expression"
	local kind=$1 field=$2
	shift 2
	awk -v kind="$kind" -v field="$field" '
		match($0, "^const struct " kind " " kind "s?_[a-z0-9_]+(\\[\\])? = \\{") {
			name = $4; array = sub(/\[\]$/, "", name); row = 0; inside = 1
		}
		inside && match($0, "\\." field " = \"[^\"]+\"") {
			key = substr($0, RSTART, RLENGTH); sub(/^[^"]*"/, "", key); sub(/"$/, "", key)
			if (array) print key, "&" name "[" row++ "]", name "[]"
			else if (row++ == 0) print key, "&" name, name
		}
		/^};/ { inside = 0 }' "$@" | LC_ALL=C sort
}

# A static library hides that a name is defined twice: the linker takes one and leaves the other out.
twice=$({ grep -hoE '^const struct [a-z]+ [a-z0-9_]+(\[\])? = \{' "$@" || true; } | awk '{ print $4 }' | sort | uniq -d)
if [ -n "$twice" ]; then
	echo "tables.sh: defined twice: $twice" >&2
	exit 1
fi
echo '/* Made by tools/tables.sh. */'
echo '#include "engine/rule.h"'
echo '#include "cmd/command.h"'
echo '#include "cmd/debug.h"'
echo '#include "report/report.h"'
echo '#include "engine/format.h"'
for kind in rule:id format:name command:name reporter:name stage:name; do
	field=${kind#*:}
	kind=${kind%:*}
	list=$(entries "$kind" "$field" "$@")
	twice=$(awk 'NF { print $1 }' <<<"$list" | uniq -d)
	if [ -n "$twice" ]; then
		echo "tables.sh: $kind defined twice: $twice" >&2
		exit 1
	fi
	awk -v kind="$kind" 'NF { print "extern const struct " kind " " $3 ";" }' <<<"$list" | LC_ALL=C sort -u
	echo "const struct $kind *const ${kind}_table[] = {"
	awk 'NF { print "\t" $2 "," }' <<<"$list"
	echo "	NULL,"
	echo "};"
	echo "const size_t ${kind}_count = sizeof(${kind}_table) / sizeof(${kind}_table[0]) - 1;"
done
