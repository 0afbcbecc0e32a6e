# Shared by the end-to-end tests: each is a script that prints `ok NAME` or `FAIL NAME` lines and fails if
# there is a FAIL. ASSAY names the program.
set -u
ASSAY=$(realpath "${ASSAY:?ASSAY must name the assay program}")
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
W=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$W" 2>/dev/null; rm -rf "$W"' EXIT
export XDG_CACHE_HOME=$W/cache-home
mkdir -p "$XDG_CACHE_HOME" "$W/t"
cd "$W/t" || exit 1
passed=0
failed=0

ok() {
	echo "ok $1"
	passed=$((passed + 1))
}
bad() {
	echo "FAIL $1${2:+: $2}"
	failed=$((failed + 1))
}
# expect NAME CONDITION...: the rest is a command that must succeed
expect() {
	local name=$1
	shift
	if "$@" >/dev/null 2>&1; then ok "$name"; else bad "$name" "$*"; fi
}
# exits NAME CODE ARG...: assay ends with this code
exits() {
	local name=$1 want=$2 got=0
	shift 2
	timeout 60 "$ASSAY" "$@" >"$W/out" 2>"$W/err" || got=$?
	if [ "$got" = "$want" ]; then ok "$name"; else bad "$name" "exit $got, not $want: $(head -c 300 "$W/err")"; fi
}
# says NAME TEXT: the last run printed it
says() {
	if grep -qF -- "$2" "$W/out" "$W/err"; then ok "$1"; else bad "$1" "no '$2' in $(head -c 400 "$W/out" "$W/err")"; fi
}
says_not() {
	if grep -qF -- "$2" "$W/out" "$W/err"; then bad "$1" "'$2' was printed"; else ok "$1"; fi
}
# found NAME WANT ARG...: assay reports exactly these, as "RULE:path:line" words in order, those that are
# accepted (nosec, baseline, exception) with a ~ in front
found() {
	local name=$1 want=$2 got
	shift 2
	timeout 60 "$ASSAY" "$@" --format json >"$W/out" 2>"$W/err"
	got=$(python3 -c '
import json, sys
out = []
for f in json.load(sys.stdin)["findings"]:
    out.append("%s%s:%s:%s" % ("~" if f["suppressed"] else "", f["rule"], f["path"], f["line"]))
print(" ".join(out))' <"$W/out" 2>>"$W/err")
	if [ "$got" = "$want" ]; then ok "$name"; else bad "$name" "got '$got', not '$want' $(head -c 300 "$W/err")"; fi
}
finish() {
	echo "$passed passed, $failed failed"
	exit $((failed > 0))
}
