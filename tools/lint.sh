#!/usr/bin/env bash
# The house rules that a machine can check. Prints each breach; exit 1 if there is one.
set -uo pipefail
bad=0
say() {
	printf '%s\n' "$*"
	bad=1
}

# A file includes only from its own floor or below.
floors="base pack text model data convert predict compare py dep flow repo store engine rules sign report gateway cmd"
floor_of() {
	local i=0 f
	for f in $floors; do
		i=$((i + 1))
		case " model data " in *" $f "*) [ "$f" = model ] || i=$((i - 1)) ;; esac
		[ "$f" = "$1" ] && { echo "$i"; return; }
	done
	echo 0
}
declare -A level
for f in $floors; do level[$f]=$(floor_of "$f"); done
while IFS=: read -r file _ line; do
	from=$(cut -d/ -f2 <<<"$file")
	to=$(sed -n 's/.*"\([a-z]*\)\/.*/\1/p' <<<"$line")
	[ -n "${level[$from]:-}" ] && [ -n "${level[$to]:-}" ] || continue
	[ "${level[$to]}" -le "${level[$from]}" ] || say "$file includes from a floor above: $line"
done < <(grep -nE '^#include "[a-z]+/' -r src --include='*.[ch]' | grep -v '^src/main.c')

# Functions that are banned, and memory from elsewhere than base/.
grep -nE '\b(strcpy|strcat|sprintf|strtok|atoi|strncpy|gets|alloca|rand|system|popen) ?\(' -r src --include='*.[ch]' |
	grep -vE '^\S+:\s*(\*|/\*|//)|"[^"]*\b(strcpy|strcat|sprintf|strtok|atoi|strncpy|gets|alloca|rand|system|popen)\b' |
	while read -r l; do echo "banned function: $l"; done | grep . && bad=1
grep -nE '\b(malloc|calloc|realloc|free) ?\(' -r src --include='*.c' | grep -vE '^src/(base/|repo/git/memory.c)' | grep -vE '"[^"]*(malloc|free)' |
	while read -r l; do echo "memory outside base/: $l"; done | grep . && bad=1
grep -nE '\bgoto\b' -r src --include='*.c' | grep -vE 'goto (out|\*)' | grep -v '^src/py/lex.c' |
	while read -r l; do echo "goto other than out: $l"; done | grep . && bad=1

# One library, one folder.
one_place() { # HEADER-REGEX ALLOWED-REGEX
	grep -nE "#include <$1" -r src --include='*.[ch]' | grep -vE "^src/$2" | while read -r l; do echo "library seen elsewhere: $l"; done | grep . && bad=1
}
one_place 'openssl/' 'base/hash|sign/'
one_place 'sqlite3' 'store/'
one_place 'git2' 'repo/git/'
one_place 'curl/' 'store/net/'
one_place 'yaml' 'text/yaml'
one_place 'expat' 'text/xml'
one_place 'hs/' 'text/scan'
one_place 'pcre2' 'text/regex'
one_place '(zlib|bzlib|lzma|lz4|lz4frame|zstd|archive)\b' 'pack/'

# Sizes.
while read -r n f; do
	[ "$f" = total ] || [ "$n" -le 1200 ] || say "$f has $n lines: find the seam"
done < <(find src -name '*.[ch]' -print0 | xargs -0 wc -l)

# Words that do not belong here.
words='/w''ork/|/t''mp/wt|py''pi\.org|python''hosted|npm''js\.org|cra''tes\.io|proxy\.go''lang|deb\.deb''ian\.org'
git grep -nEI "$words" -- . ':!tools/lint.sh' | while read -r l; do echo "registry host or path of a machine: $l"; done | grep . && bad=1
git grep -nEI 'TO''DO|FIX''ME|XX''X:' -- src include | while read -r l; do echo "unfinished: $l"; done | grep . && bad=1

# Format.
if command -v clang-format-14 >/dev/null; then
	find src include tests -name '*.[ch]' -print0 | xargs -0 clang-format-14 --dry-run 2>&1 |
		grep -oE '^[^:]+:[0-9]+:[0-9]+: warning' | cut -d: -f1 | sort | uniq -c |
		while read -r n f; do echo "format: $f differs in $n places (make format)"; done | grep . && bad=1
fi
exit $bad
