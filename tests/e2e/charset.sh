#!/usr/bin/env bash
# Encodings: PEP 263 as CPython reads it, positions in code points, what is no text is said.
. "$(dirname "$0")/lib.sh"

python3 - <<'P'
def put(name, cookie, codec, text="é"):
    line = ("# -*- coding: %s -*-\n" % cookie if cookie else "")
    open(name, "wb").write((line + "s = '%s'; exec(y)\n" % text).encode(codec))
put("latin1.py", "latin-1", "latin-1")
put("iso15.py", "iso-8859-15", "iso-8859-15", "€")
put("cp1252.py", "cp1252", "cp1252", "€“”")
put("sjis.py", "shift_jis", "shift_jis", "日本語")
put("eucjp.py", "euc-jp", "euc-jp", "日本語")
put("koi8.py", "koi8-r", "koi8-r", "привет")
put("gbk.py", "gbk", "gbk", "汉字")
put("big5.py", "big5", "big5", "漢字")
put("utf8.py", None, "utf-8", "日本語")
put("utf8named.py", "utf-8", "utf-8", "日本語")
put("bom.py", None, "utf-8-sig", "日本語")
put("bomnamed.py", "utf-8-sig", "utf-8", "日本語")
put("ascii.py", "ascii", "ascii", "abc")
put("cyr.py", "windows-1251", "cp1251", "привет")
open("second.py", "wb").write("#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\ns = 'é'; exec(y)\n".encode("latin-1"))
open("third.py", "wb").write("\n\n# coding: latin-1\ns = 'é'; exec(y)\n".encode("latin-1"))
open("unknown.py", "wb").write(b"# coding: no-such-charset\nexec(y)\n")
open("hostile.py", "wb").write(b"# coding: ../../../../tmp/x\nexec(y)\n")
open("wrong.py", "wb").write(b"s = '\xff\xfe'; exec(y)\n")
open("bomlatin.py", "wb").write(b"\xef\xbb\xbf# coding: latin-1\nexec(y)\n")
for n in ("16", "16-le", "16-be", "32"):
    open("utf%s.py" % n, "wb").write("exec(y)\n".encode("utf-" + n))
open("nul.py", "wb").write(b"x = 1\n\0\nexec(y)\n")
open("badsjis.py", "wb").write(b"# coding: shift_jis\ns = '\x81'; exec(y)\n")
open("crlf.py", "wb").write(b"x = 1\r\nexec(y)\r\n")
open("cr.py", "wb").write(b"x = 1\rexec(y)\r")
P

for f in latin1 iso15 cp1252 sjis eucjp koi8 gbk big5 utf8named ascii cyr bomnamed; do
	found "charset_$f" "B102:$f.py:2" check "$f.py"
done
for f in utf8 bom; do found "charset_$f" "B102:$f.py:1" check "$f.py"; done
found charset_second_line "B102:second.py:3" check second.py
found crlf "B102:crlf.py:2" check crlf.py
found cr "B102:cr.py:2" check cr.py

column() { "$ASSAY" check --select B102 --format json "$1" 2>/dev/null | python3 -c 'import json,sys; print(json.load(sys.stdin)["findings"][0]["column"])'; }
for pair in sjis:12 eucjp:12 utf8:12 bom:12 cp1252:12 latin1:10 koi8:15; do
	expect "column_${pair%:*}" test "$(column "${pair%:*}.py")" = "${pair#*:}"
done
exits snippet 1 check --select B102 sjis.py
says snippet_is_converted 日本語

for f in third unknown wrong bomlatin badsjis hostile; do
	exits "said_$f" 1 check "$f.py"
	says "said_${f}_as" AS002
done
says_not hostile_name_not_opened 'No such file'
for f in utf16 utf16-le utf16-be utf32 nul; do
	"$ASSAY" check "$f.py" >"$W/out" 2>"$W/err"
	code=$?
	expect "said_$f" test "$code" -ge 1
	says "said_${f}_as" "AS0"
done
"$ASSAY" check --jobs 1 --no-cache --reproducible --format json . >"$W/one" 2>/dev/null
"$ASSAY" check --jobs 4 --no-cache --reproducible --format json . >"$W/four" 2>/dev/null
expect same_for_any_jobs cmp "$W/one" "$W/four"
finish
