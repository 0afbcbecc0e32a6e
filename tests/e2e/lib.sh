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
failed=0

ok() { echo "ok $1"; }
bad() {
	echo "FAIL $1${2:+: $2}"
	failed=1
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
finish() { exit "$failed"; }
