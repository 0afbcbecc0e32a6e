#!/usr/bin/env bash
# The cache: never wrong, never in the way, never in the tree.
. "$(dirname "$0")/lib.sh"

# Large enough to be worth a cache.
for n in $(seq 1 40); do
	{ echo "assert $n"; yes "x = 'some text to make the file long enough'" | head -n 200; } >"f$n.py"
done
run() { "$ASSAY" check --reproducible --format json "$@" . >"$W/out" 2>"$W/err"; }
hits() { "$ASSAY" check --format json . 2>/dev/null | python3 -c 'import json,sys; print(json.load(sys.stdin)["run"].get("cache_hits"))'; }

sleep 0.1
run --no-cache; cp "$W/out" "$W/want"
run; expect first cmp "$W/out" "$W/want"
run; expect second cmp "$W/out" "$W/want"
expect all_hits test "$(hits)" = 40
expect not_in_tree test "$(find . -newer f40.py ! -name '*.py' ! -name . | wc -l)" = 0
expect private test "$(stat -c %a "$XDG_CACHE_HOME/assay")" = 700

# Same size, same mtime, other content.
touch -r f1.py "$W/stamp"
sed -i 's/assert 1$/exec(1)_/;s/exec(1)_/exec(1)/' f1.py
truncate -s "$(stat -c %s f2.py)" f1.py 2>/dev/null
touch -r "$W/stamp" f1.py
run --no-cache; cp "$W/out" "$W/want2"
run; expect changed_file cmp "$W/out" "$W/want2"

# Touched only: found by content.
touch f5.py
run; expect touched cmp "$W/out" "$W/want2"

# What is shown whole goes into no file.
mkdir "$W/shown"
XDG_CACHE_HOME=$W/shown "$ASSAY" check --reveal . >/dev/null 2>&1
expect revealed_is_not_kept test -z "$(find "$W/shown" -name '*.db')"

# Settings are part of the key.
run --ignore B101
if grep -q '"B101"' "$W/out"; then bad settings_in_key; else ok settings_in_key; fi

db=$(ls "$XDG_CACHE_HOME"/assay/*.db)
cp "$db" "$W/good.db"
head -c 3000 /dev/urandom >"$db"
run; expect garbage cmp "$W/out" "$W/want2"
run; expect rebuilt cmp "$W/out" "$W/want2"
expect hits_again test "$(hits)" = 40
for at in 5000 20000 60000 90000; do
	cp "$W/good.db" "$db"
	printf '\377\377\377\377\377\377\377\377' | dd of="$db" bs=1 seek=$at conv=notrunc 2>/dev/null
	run; expect "flipped_at_$at" cmp "$W/out" "$W/want2"
done
truncate -s 10000 "$db"
run; expect truncated cmp "$W/out" "$W/want2"
rm -rf "$XDG_CACHE_HOME/assay"; ln -s "$W" "$XDG_CACHE_HOME/assay"
run; expect link_instead cmp "$W/out" "$W/want2"
rm "$XDG_CACHE_HOME/assay"
XDG_CACHE_HOME=/proc/nowhere run; expect no_place cmp "$W/out" "$W/want2"
finish
