#!/usr/bin/env bash
# Runs every fuzz target for SECONDS (argument 1), one on each processor, from its kept inputs
# (tests/fuzz/regress/TARGET), the seeds that its kind of file gives, and what earlier runs found
# interesting (build/fuzz/corpus).
# Usage: fuzz.sh SECONDS [TARGET...]
set -uo pipefail
seconds=${1:-60}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls tests/fuzz/*.c | xargs -n1 basename | sed 's/\.c$//')
make -s -j"$(nproc)" MODE=fuzz $(printf 'build/fuzz/%s ' "${targets[@]}") || exit 1

fuzz_one() { # TARGET: leaves build/fuzz/TARGET.log and .status
	local t=$1 more=()
	[ "$seconds" -ge 60 ] || more+=(-seed=1) # the short pass of the tests is the same each time
	mkdir -p "build/fuzz/corpus/$t" build/fuzz/crash
	[ -f "tests/fuzz/$t.dict" ] && more+=("-dict=tests/fuzz/$t.dict")
	more+=("build/fuzz/corpus/$t")
	[ -d "tests/fuzz/seeds/$t" ] && more+=("tests/fuzz/seeds/$t")
	[ -d "tests/fuzz/regress/$t" ] && more+=("tests/fuzz/regress/$t")
	"build/fuzz/$t" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=20000 \
		-print_final_stats=1 -artifact_prefix="build/fuzz/crash/$t-" "${more[@]}" >"build/fuzz/$t.log" 2>&1
	echo $? >"build/fuzz/$t.status"
}

running=0
for t in "${targets[@]}"; do
	rm -f "build/fuzz/$t.status"
	fuzz_one "$t" &
	running=$((running + 1))
	[ "$running" -lt "$(nproc)" ] || { wait -n && true; running=$((running - 1)); }
done
wait

passed=0 failed=0
for t in "${targets[@]}"; do
	if [ "$(cat "build/fuzz/$t.status" 2>/dev/null)" = 0 ]; then
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
