#!/usr/bin/env bash
# Everything that `make test` proves, in order of what fails fastest. Each part prints its own lines and
# ends with "N passed, N failed[, N skipped]"; the sum stands in the last line.
set -uo pipefail
jobs=$(nproc)
logs=build/test-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0

part() { # NAME COMMAND...: counts by the command's own closing line, or as one test by its exit code
	local name=$1 log=$logs/$1.log status line
	shift
	printf '== %s\n' "$name"
	"$@" >"$log" 2>&1
	status=$?
	grep -E '^(FAIL|SKIP|  )' "$log" | head -60
	line=$(grep -oE '[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$log" | tail -1)
	if [ -n "$line" ]; then
		local n
		read -r -a n <<<"$(tr -cd '0-9 ' <<<"$line")"
		passed=$((passed + n[0])) failed=$((failed + n[1])) skipped=$((skipped + ${n[2]:-0}))
		printf '   %s\n' "$line"
		if [ "$status" != 0 ] && [ "${n[1]}" = 0 ]; then
			failed=$((failed + 1))
			printf 'FAIL %s: exit %d\n' "$name" "$status"
			tail -20 "$log"
		fi
	elif [ "$status" = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL %s: exit %d\n' "$name" "$status"
		tail -40 "$log"
	fi
}

part lint make -s lint
part build-gcc make -s -j"$jobs" WERROR=1 MODE=release all
part build-clang make -s -j"$jobs" WERROR=1 MODE=clang all
part build-sanitized make -s -j"$jobs" WERROR=1 MODE=debug all build/debug/unit build/debug/spec build/debug/assay-fault
part unit build/debug/unit
# shellcheck disable=SC2046
part spec build/debug/spec --rules $(ls tests/spec/*.md) docs/bandit-differences.md
for f in tests/e2e/*.sh; do
	[ -e "$f" ] && [ "$f" != tests/e2e/lib.sh ] || continue
	n=$(basename "$f" .sh)
	part "e2e-$n" env ASSAY="$PWD/build/release/assay" bash "$f"
	part "e2e-$n-sanitized" env ASSAY="$PWD/build/debug/assay" ASSAY_SANITIZED=1 bash "$f"
done
part fault python3 tests/fault/run.py build/debug/assay-fault
part fuzz bash tools/fuzz.sh 12
printf '%d passed, %d failed%s\n' "$passed" "$failed" "$([ "$skipped" = 0 ] || echo ", $skipped skipped")"
[ "$failed" = 0 ]
