#!/usr/bin/env bash
# Ignore files against git itself: for every pattern and every path, what git ignores is skipped.
. "$(dirname "$0")/lib.sh"
command -v git >/dev/null || { echo "ok ignore_needs_git"; exit 0; }
git init -q .

paths=(a.py b.py build.py src/a.py src/b.py src/sub/a.py src/sub/deep/c.py docs/a.py docs/x/y/z.py
	'with space.py' '#hash.py' '!bang.py' 'x[1].py' x1.py 'back\slash.py' 'end .py' foo/bar/baz.py
	foo/x/bar/baz.py abc/def.py a/b.py AB.py build/gen.py tmp-1/a.py tmp-a/a.py)
for p in "${paths[@]}"; do
	mkdir -p "$(dirname "$p")" && echo 'assert 1' >"$p"
done
patterns=('a.py' '/a.py' '*.py' 'src/' 'src/*.py' '/src/**' '**/a.py' 'src/**/a.py' 'docs/**' 'foo/**/bar'
	'with\ space.py' '\#hash.py' '\!bang.py' 'x[1].py' 'x\[1\].py' '[a-b].py' '[!a].py' '[^a].py' '?.py'
	'abc/**/def.py' 'a**/b.py' '**' '*' '/*' 'build' 'build/' 'tmp-[[:digit:]]' 'tmp-[[:alpha:]]/'
	'back\\slash.py' 'sub' '/sub' 'src/sub/' '**/deep/**' 'end .py' 'end\ .py' '*.PY' '[A-Z]*.py' 'a.py   '
	$'*.py\n!a.py' $'src\n!src/a.py' $'/*\n!/src' $'*\n!*/\n!*.py' $'*.py\n!/docs/**' '[' '[a' 'a[' '\' 'a.py\'
	'*/a.py' '**/' '/**/a.py' '***/a.py' 'foo/*/bar' '!a.py' '# a.py' '' '/' '//' 'x[]-1].py' 'x[0-9].py'
	'[[:foo:]].py' 'd*s' 'd?cs/' 'src/*' $'src/*\n!src/sub' 'bu*ld*' '*.p[xyz]')
wrong=0
for pattern in "${patterns[@]}"; do
	printf '%s\n' "$pattern" >.gitignore
	want=$(for p in "${paths[@]}"; do git check-ignore -q --no-index -- "./$p" || printf '%s\n' "$p"; done | LC_ALL=C sort)
	got=$("$ASSAY" check --no-cache --format json --select B101 . 2>/dev/null |
		python3 -c 'import json,sys; print("\n".join(sorted({f["path"] for f in json.load(sys.stdin)["findings"] if f["rule"]=="B101"})))')
	if [ "$want" != "$got" ]; then
		wrong=$((wrong + 1))
		bad "ignore_pattern" "$(printf '%q' "$pattern"): $(diff <(echo "$want") <(echo "$got") | grep '^[<>]' | head -3 | tr '\n' ' ')"
	fi
done
[ "$wrong" = 0 ] && ok ignore_as_git

printf '*.py\n' >.gitignore
exits ignored_everything 3 code --no-cache .
exits explicit_is_never_ignored 1 check --no-cache a.py
exits isolated_reads_no_ignore_file 1 check --no-cache --isolated .
exits explicit_folder_below 3 code --no-cache src
# Only the code layer is told what to ignore.
mkdir -p weights && printf "cos\nsystem\n(S'true'\ntR." >weights/m.pkl
printf 'weights/\n*.py\n' >.gitignore
exits ignored_model_is_checked 1 check --no-cache .
says ignored_model_is_found weights/m.pkl
exits ignored_folder_is_no_code 0 code --no-cache --exit-zero a.py
rm -r weights
printf '' >.gitignore
echo 'a.py' >src/.ignore
exits dot_ignore 1 check --no-cache src
says_not dot_ignore_skips src/sub/a.py
rm src/.ignore
mkdir -p .git/info && echo '/docs' >>.git/info/exclude
exits info_exclude 1 check --no-cache .
says_not info_exclude_skips docs/a.py
exits exclude_option 1 check --no-cache --exclude 'src,foo/**' .
says_not exclude_skips src/a.py
says_not exclude_skips_globs foo/bar
says exclude_keeps abc/def.py
finish
