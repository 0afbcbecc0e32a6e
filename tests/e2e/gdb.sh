#!/usr/bin/env bash
# tools/gdb.py prints our types. Needs gdb, which nothing else does: without it, or where nothing may be traced, it is
# skipped and says so.
. "$(dirname "$0")/lib.sh"

skip() {
	echo "SKIP gdb.sh: $1"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
}
[ -n "${ASSAY_SANITIZED:-}" ] || finish # only that build has what a debugger reads
command -v gdb >/dev/null || skip "there is no gdb here"
gdb -q -nx -batch -ex run --args true >"$W/out" 2>&1 || true
grep -q 'exited normally' "$W/out" || skip "gdb may not trace: $(tail -1 "$W/out")"

echo 'x = f("a", b=1)' >a.py
ASAN_OPTIONS=detect_leaks=0 timeout 120 gdb -q -nx -batch -x "$HERE/../../tools/gdb.py" -ex 'break py_bind' -ex run \
	-ex 'print f->source' -ex 'print *f->module' -ex 'assay-tree f->module 3' --args "$ASSAY" debug scope a.py \
	>"$W/out" 2>"$W/err"
says text '"x = f(\"a\", b=1)'
says node 'NODE_MODULE 0-'
says tree '    NODE_CALL 4-15'
printf 'assert x\n' >b.py
ASAN_OPTIONS=detect_leaks=0 timeout 120 gdb -q -nx -batch -x "$HERE/../../tools/gdb.py" -ex 'break report_count' -ex run \
	-ex 'print r->findings[0]' -ex 'print r->findings[0].path' -ex 'up' -ex 'print *out' -ex 'print r->settings->options' \
	--args "$ASSAY" code --no-cache b.py >"$W/out" 2>"$W/err"
says finding 'B101 low b.py:1:1 '
says path '"b.py"'
says map 'map of 0'
finish
