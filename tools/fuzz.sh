#!/usr/bin/env bash
# Runs every fuzz target for SECONDS (argument 1), from its kept inputs (tests/fuzz/regress/TARGET), the
# seeds that its kind of file gives, and what earlier runs found interesting (build/fuzz/corpus).
# Usage: fuzz.sh SECONDS [TARGET...]
set -uo pipefail
seconds=${1:-60}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=($(ls tests/fuzz/*.c | xargs -n1 basename | sed 's/\.c$//'))
make -s -j"$(nproc)" MODE=fuzz $(printf 'build/fuzz/%s ' "${targets[@]}") || exit 1
passed=0 failed=0
for t in "${targets[@]}"; do
	corpus=build/fuzz/corpus/$t
	mkdir -p "$corpus" build/fuzz/crash
	regress=tests/fuzz/regress/$t
	[ -d "$regress" ] || regress=
	seeds=
	[ -d "tests/fuzz/seeds/$t" ] && seeds=tests/fuzz/seeds/$t
	dict=
	[ -f "tests/fuzz/$t.dict" ] && dict=-dict=tests/fuzz/$t.dict
	# shellcheck disable=SC2086
	if "build/fuzz/$t" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=20000 -print_final_stats=1 \
		-artifact_prefix="build/fuzz/crash/$t-" $dict "$corpus" $seeds $regress >"build/fuzz/$t.log" 2>&1; then
		passed=$((passed + 1))
		printf '%s: %s runs\n' "$t" "$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$t.log")"
	else
		failed=$((failed + 1))
		printf 'FAIL fuzz %s: input in build/fuzz/crash, log in build/fuzz/%s.log\n' "$t" "$t"
		tail -25 "build/fuzz/$t.log" | sed 's/^/  /'
	fi
done
printf 'fuzz: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
