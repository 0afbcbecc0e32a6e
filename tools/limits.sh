#!/usr/bin/env bash
# base/limits.h for builds with sanitizers, in which any one limit can be made 1 (tests/fault): every
# LIMIT_NAME becomes an expression that asks `limit_one`. LIMIT_ROOM(LIMIT_NAME), which sizes arrays, stays
# what it is. Usage: limits.sh header|source LIMITS.H
set -euo pipefail
# What is more than 1 at least: as many keywords as can end at the same byte; what holds one text.
least='SECRET_HITS=4096 OUTLINE_BYTES=1048576'
# Their value is the size of something that is not only bounded by them, or that another program shares.
fixed='MESSAGE_BYTES PATH_BYTES BATCH_FILES BATCH_BYTES GIT_SLOT'
case $1 in
header)
	awk -v fixed="$fixed" -v least="$least" '
	BEGIN {
		split(fixed, f, " "); for (i in f) skip["LIMIT_" f[i]] = 1
		split(least, l, " "); for (i in l) { split(l[i], pair, "="); one["LIMIT_" pair[1]] = pair[2] }
		n = 0
	}
	/^#define BASE_LIMITS_H/ { print; print "#pragma GCC system_header"; print "extern int limit_one;"; next }
	/^#define LIMIT_ROOM\(/ { print "#define LIMIT_ROOM(limit) limit##_ROOM"; next }
	/^#define LIMIT_[A-Z0-9_]+ / && !($2 in skip) {
		value = $0
		sub(/^#define +[A-Z0-9_]+ +/, "", value)
		comment = ""
		if (i = index(value, "/*")) { comment = substr(value, i); value = substr(value, 1, i - 1) }
		room = value
		while (match(room, /LIMIT_[A-Z0-9_]+/)) {
			name = substr(room, RSTART, RLENGTH)
			room = substr(room, 1, RSTART - 1) "@" substr(name, 7) (name in skip ? "" : "_ROOM") substr(room, RSTART + RLENGTH)
		}
		gsub(/@/, "LIMIT_", room)
		printf "#define %s_ROOM (%s) %s\n", $2, room, comment
		printf "#define %s (limit_one == %d ? (__typeof__(%s_ROOM))%s : %s_ROOM)\n", $2, n++, $2, $2 in one ? one[$2] : 1, $2
		next
	}
	{ print }' "$2"
	;;
source)
	echo 'extern int limit_one;'
	echo 'extern const char *const limit_names[];'
	echo 'int limit_one = -1;'
	echo 'const char *const limit_names[] = {'
	sed -n 's/^#define \(LIMIT_[A-Z0-9_]*\) .*/\1/p' "$2" | while read -r name; do
		case " $fixed " in *" ${name#LIMIT_} "*) ;; *) echo "	\"$name\"," ;; esac
	done
	echo '	(const char *)0,'
	echo '};'
	;;
esac
