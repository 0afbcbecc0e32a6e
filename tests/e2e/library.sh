#!/usr/bin/env bash
# libassay from outside: compiled with the public header only. CC and LIBASSAY as the build says.
. "$(dirname "$0")/lib.sh"

lib=${LIBASSAY:-$(dirname "$ASSAY")/libassay.a}
[ -f "$lib" ] || { bad library_built "$lib"; finish; }
case "$ASSAY" in */debug/*) extra=-fsanitize=address,undefined ;; */release/*) extra=-flto=auto ;; *) extra= ;; esac
if ${CC:-gcc} -std=c11 -Wall -Wextra -Werror -O1 $extra -I"$HERE/../../include" -o "$W/client" "$HERE/client.c" \
	"$lib" $(make -s -C "$HERE/../.." print-libs) 2>"$W/err"; then
	ok library_links
else
	bad library_links "$(head -c 600 "$W/err")"
	finish
fi
printf 'import pickle\npickle.load(f)\n' >p.py
"$W/client" "$ASSAY" "$W/t/p.py" || failed=1
printf '#include <assay.h>\nint main() { return assay_version()[0] == 0; }\n' >"$W/c.cc"
expect header_is_cplusplus g++ -fsyntax-only -I"$HERE/../../include" "$W/c.cc"
finish
