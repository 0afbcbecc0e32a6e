#!/usr/bin/env bash
# Installs Debian packages by name, only those that are missing, as root or through sudo.
# Usage: deps.sh build | test | versions
set -euo pipefail

build="gcc libc6-dev binutils make libssl-dev libsqlite3-dev libgit2-dev libcurl4-openssl-dev libyaml-dev libexpat1-dev zlib1g-dev libbz2-dev liblzma-dev libzstd-dev liblz4-dev libpcre2-dev libvectorscan-dev libstdc++-12-dev"
test="$build g++ clang-14 clang-format-14 libclang-rt-14-dev llvm-14 python3 python3-jsonschema python3-numpy python3-sklearn procps git zstd openssl xz-utils"

installed() {
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing() {
	for p in "$@"; do installed "$p" || echo "$p"; done
}

case "${1:-}" in
build) list=$build ;;
test) list=$test ;;
versions)
	for p in $test; do
		printf '%-22s %s\n' "$p" "$(dpkg-query -W -f='${Version}' "$p" 2>/dev/null || echo missing)"
	done
	exit 0
	;;
*)
	echo "usage: deps.sh build|test|versions" >&2
	exit 2
	;;
esac
if ! command -v dpkg-query >/dev/null; then
	echo "deps.sh: no dpkg on this system; needed are: $list" >&2
	exit 0
fi
# shellcheck disable=SC2086
want=$(missing $list)
[ -n "$want" ] || exit 0
echo "installing:" $want >&2
sudo=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null || {
		echo "deps.sh: please install as root: apt-get install" $want >&2
		exit 1
	}
	sudo=sudo
fi
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
# shellcheck disable=SC2086
$sudo apt-get install -y -qq --no-install-recommends $want >/dev/null
