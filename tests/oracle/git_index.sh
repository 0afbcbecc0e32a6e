#!/usr/bin/env bash
# assay's reader of git's index against `git ls-files --stage`, on indexes of every version and shape
# that the installed git can write.
set -uo pipefail
ASSAY=${ASSAY:-$PWD/build/release/assay}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null HOME=$dir
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com

compare() { # NAME REPO [OPTION]
	local name=$1 repo=$2 option=${3:-}
	git -C "$repo" ls-files --sparse --stage -z >"$dir/want" 2>/dev/null
	# shellcheck disable=SC2086
	"$ASSAY" debug index $option "${4:-$repo/.git/index}" >"$dir/got.all"
	# what begins with # is about TREE, which ls-files does not print
	python3 - "$dir/got.all" >"$dir/got" <<'PY'
import sys
data = open(sys.argv[1], "rb").read()
entries = data.split(b"\0")
sys.stdout.buffer.write(b"".join(e + b"\0" for e in entries[:-1]))
PY
	if cmp -s "$dir/want" "$dir/got" && [ -s "$dir/want" ]; then
		passed=$((passed + 1))
	else
		echo "FAIL git_index $name"
		diff <(tr '\0' '\n' <"$dir/want") <(tr '\0' '\n' <"$dir/got") | head -5
		failed=$((failed + 1))
	fi
}

checksum() { # NAME REPO: no complaint about the checksum
	if grep -q 'checksum does not fit' "$dir/got.all"; then
		echo "FAIL git_index $1: checksum"
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
}

make_repo() { # REPO [INIT OPTION...]
	local r=$1
	shift
	git init -q -b main "$@" "$r"
	mkdir -p "$r/a/b/c" "$r/d" "$r/e/f" "$r/x"
	for i in $(seq 1 60); do echo "$i" >"$r/a/b/c/file$i.py"; echo "$i" >"$r/d/data-$i.csv"; done
	echo x >"$r/e/f/g"
	echo x >"$r/$(printf 'new\nline')"
	echo x >"$r/$(printf 'tab\tand \xff')"
	printf x >"$r/x/$(printf 'l%.0s' $(seq 1 200))"
	ln -s d "$r/link"
	git -C "$r" add -A
	git -C "$r" commit -qm one
}

for v in 2 3 4; do
	r=$dir/v$v
	make_repo "$r"
	git -C "$r" config index.version "$v"
	git -C "$r" update-index --index-version "$v"
	[ "$v" = 3 ] && { echo n >"$r/n"; git -C "$r" add -N n; git -C "$r" update-index --skip-worktree d/data-1.csv; }
	compare "version $v" "$r"
	checksum "version $v"
	echo y >>"$r/e/f/g"
	git -C "$r" add e/f/g
	git -C "$r" rm -q --cached d/data-7.csv
	compare "version $v, staged" "$r"
done

r=$dir/long # names longer than the length field can say
make_repo "$r"
deep=$r
for i in $(seq 1 22); do deep=$deep/$(printf 'n%.0s' $(seq 1 190))$i; mkdir "$deep" 2>/dev/null || break; done
(cd "$r" && p=$(printf 'q%.0s' $(seq 1 200)) && for i in $(seq 1 24); do printf '100644 %s 0\t' "$(git hash-object -w d/data-1.csv)"; for j in $(seq 1 "$i"); do printf '%s/' "$p"; done; printf 'z\n'; done | git update-index --index-info)
compare "long names" "$r"

r=$dir/conflict
make_repo "$r"
git -C "$r" checkout -q -b side && echo side >"$r/e/f/g" && git -C "$r" commit -qam side
git -C "$r" checkout -q main && echo main >"$r/e/f/g" && git -C "$r" commit -qam main
git -C "$r" merge -q side >/dev/null 2>&1
compare conflict "$r"

r=$dir/sparse
make_repo "$r"
git -C "$r" sparse-checkout init --cone --sparse-index >/dev/null 2>&1
git -C "$r" sparse-checkout set d >/dev/null 2>&1
compare sparse "$r"

r=$dir/split
make_repo "$r"
git -C "$r" config splitIndex.maxPercentChange 100
git -C "$r" update-index --split-index
for step in 1 2 3 4; do
	case $step in
	2) echo more >>"$r/a/b/c/file3.py" && echo n >"$r/a/new" && git -C "$r" add -A ;;
	3) git -C "$r" rm -q --cached d/data-9.csv a/b/c/file60.py ;;
	4) echo again >>"$r/a/b/c/file3.py" && echo m >"$r/zz" && git -C "$r" add -A ;;
	esac
	shared=$(ls -t "$r"/.git/sharedindex.* | head -1)
	cat "$shared" "$r/.git/index" >"$dir/both"
	compare "split $step" "$r" "--split=$(stat -c %s "$shared")" "$dir/both"
done

r=$dir/extensions
make_repo "$r"
git -C "$r" config core.untrackedCache true
git -C "$r" config index.threads 4
git -C "$r" config core.fsmonitor false
git -C "$r" update-index --untracked-cache
git -C "$r" status >/dev/null
compare "untracked cache" "$r"
git -C "$r" config index.skipHash true
git -C "$r" update-index --force-write-index 2>/dev/null
compare "skipHash" "$r"
checksum skipHash

if git init -q --object-format=sha256 "$dir/probe" 2>/dev/null; then
	r=$dir/sha256
	make_repo "$r" --object-format=sha256
	compare sha256 "$r" --sha256
fi
r=$dir/many
git init -q "$r"
(cd "$r" && id=$(echo x | git hash-object -w --stdin) && for i in $(seq 1 20000); do printf '100644 %s 0\tdir%d/sub%d/file-%d.py\n' "$id" $((i % 50)) $((i % 7)) "$i"; done | git update-index --index-info)
compare "many" "$r"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
