#!/usr/bin/env bash
# Notebooks: places on disk and in the cell, snippets of the cell, what is no notebook.
. "$(dirname "$0")/lib.sh"

python3 - <<'P'
import json
def book(name, cells, language="python", indent=1, **more):
    d = {"cells": [dict({"cell_type": k, "metadata": {}, "source": s}, **({"outputs": [], "execution_count": None}
         if k == "code" else {})) for k, s in cells],
         "metadata": {"kernelspec": {"name": "k", "language": language, "display_name": "k"}},
         "nbformat": 4, "nbformat_minor": 5}
    d.update(more)
    json.dump(d, open(name, "w", encoding="utf-8"), indent=indent, ensure_ascii=False)
two = [("markdown", ["# title\n", "exec(y)"]), ("code", ["x = 1\n", "exec(x)"]),
       ("code", ["%matplotlib inline\n", "!pip install torch\n", "s = \"é\\\"\\t\"; exec(y + \"\\n\")\n"])]
book("a.ipynb", two)
book("flat.ipynb", two, indent=None)
book("text.ipynb", [("code", "x = 1\nexec(x)\n")])
book("julia.ipynb", two, language="julia")
book("r.ipynb", two, language="R")
book("empty.ipynb", [])
book("nosec.ipynb", [("code", ["exec(x)  # nosec B102 - mine\n"])])
book("syntax.ipynb", [("code", ["def f(:\n"]), ("code", ["exec(x)\n"])])
open("none.ipynb", "w").write("[1, 2]")
open("broken.ipynb", "w").write('{"cells": [{"cell_type": "code", "source": ["exec(x)"')
open("nothing.ipynb", "w").write("")
open("deep.ipynb", "w").write("[" * 200000)
P

cells() { "$ASSAY" check --select B102 --format json "$1" 2>/dev/null | python3 -c 'import json,sys; print(" ".join("%s:%s" % (f["cell"], f["cell_line"]) for f in json.load(sys.stdin)["findings"]))'; }
expect places test "$(cells a.ipynb)" = "2:2 3:3"
expect places_flat test "$(cells flat.ipynb)" = "2:2 3:3"
expect places_of_a_string test "$(cells text.ipynb)" = "1:2"
on_disk() { # the line and column on disk are where the call stands
	"$ASSAY" check --select B102 --format json "$1" 2>/dev/null | python3 -c '
import json, sys
lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
for f in json.load(sys.stdin)["findings"]:
    assert lines[f["line"] - 1][f["column"] - 1:].startswith("exec("), f' "$1"
}
for f in a flat text; do expect "on_disk_$f" on_disk $f.ipynb; done
exits snippet 1 check --select B102 a.ipynb
expect snippet_of_the_cell grep -qx ' *2 | exec(x)' "$W/out"
expect snippet_carets grep -qx ' *| ^^^^^^^' "$W/out"
expect snippet_unescaped grep -qxF '      3 | s = "é\"\t"; exec(y + "\n")' "$W/out"
expect snippet_carets_behind grep -qx ' *|              ^\{14\}' "$W/out"
says_not snippet_not_cut '...'
found nosec "~B102:nosec.ipynb:7" check --select B102 nosec.ipynb
exits syntax_in_one_cell 1 check syntax.ipynb
says syntax_said AS001
says syntax_rest B102
exits empty 0 check empty.ipynb
exits languages 3 code julia.ipynb r.ipynb
says_not languages_not_judged B102
for f in none broken nothing deep; do
	code=0
	"$ASSAY" check $f.ipynb >"$W/out" 2>"$W/err" || code=$?
	expect "said_$f" test "$code" = 3 -o "$code" = 1
	says "said_${f}_as" AS0
done
exits sarif 1 check --format sarif a.ipynb
expect sarif_valid python3 -m json.tool "$W/out"
exits compat_has_no_notebooks 3 check --bandit-compat .
finish
