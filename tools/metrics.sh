#!/usr/bin/env bash
# Sizes of the code: lines by floor, and the length of functions (median, 90th percentile, longest).
set -euo pipefail
printf '%-10s %7s %7s\n' floor files lines
for d in src/*/; do
	n=$(find "$d" -name '*.[ch]' | wc -l)
	[ "$n" -gt 0 ] || continue
	printf '%-10s %7d %7d\n' "$(basename "$d")" "$n" "$(find "$d" -name '*.[ch]' -print0 | xargs -0 cat | wc -l)"
done
# A function's body is what lies between a `{` and the next `}`, both alone at the start of a line.
find src -name '*.c' -print0 | xargs -0 awk '
	FNR == 1 { open = 0 }
	/^\{$/ { open = FNR }
	/^\}$/ && open { n = FNR - open + 1; print n, FILENAME ":" open; open = 0 }' | sort -n >"${TMPDIR:-/tmp}/metrics.$$"
awk '{ n[NR] = $1; w[NR] = $2 } END {
	printf "functions %d: median %d, p90 %d lines; longest:\n", NR, n[int((NR + 1) / 2)], n[int(NR * .9)]
	for (i = NR; i > NR - 8 && i > 0; i--) printf "  %4d %s\n", n[i], w[i] }' "${TMPDIR:-/tmp}/metrics.$$"
rm -f "${TMPDIR:-/tmp}/metrics.$$"
