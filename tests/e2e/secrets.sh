#!/usr/bin/env bash
# The secrets layer from end to end: what is found, what no report shows, baselines, comments, rules of a
# project, what is piped in. Sample secrets are made up and put together here.
. "$(dirname "$0")/lib.sh"

body=bb1962d5996d138d1d8da85f76e1b2b3e97c0472b7cef0c5639f7ada69bd42ae
do="dop_v1_$body"
other="dop_v1_$(echo $body | rev)"

if [ -n "${ASSAY_SHARED:-}" ] || [ -d "$HERE/../../../shared" ]; then
	data=$(ls "${ASSAY_SHARED:-$HERE/../../../shared}"/*/secrets-open.tar.zst "${ASSAY_SHARED:-$HERE/../../../shared}"/secrets-open.tar.zst 2>/dev/null | head -1)
fi
if [ -n "${data:-}" ]; then
	if python3 "$HERE/../oracle/secrets_score.py" --min-precision .99 --min-recall .97 "$ASSAY" "$data" >"$W/score"; then
		ok "labelled files: $(tail -1 "$W/score")"
	else
		bad "labelled files" "$(tail -40 "$W/score")"
	fi
else
	echo "SKIP labelled files: secrets-open.tar.zst is not there"
fi

mkdir a && cd a || exit 1
git init -q . 2>/dev/null || mkdir .git
printf 'import os\nkey = "%s"\n' "$do" >a.py
exits found_one 1 secrets a.py
says place "2:8"
says_not never_whole "$body"
says prefix 'dop_****'
for format in json sarif github bandit; do
	exits "format_$format" 1 secrets -f $format a.py
	says_not "never_whole_$format" "$body"
done
exits check_has_them 1 check -f json a.py
says_not never_whole_in_check "$body"
exits reveal 1 secrets --reveal a.py
says reveal_shows "$do"
exits reveal_does_not_stay 1 secrets a.py
says_not cache_forgets "$body"

# Bandit's rule and the secret's on one line are one finding; a comment that was meant for it counts.
printf 'password = "%s"\n' "$do" >b.py
exits joined 1 check --isolated -f json b.py
says_not one_finding '"B105"'
rule=$(grep -o '"rule": "SE[0-9]*"' "$W/out" | head -1 | grep -o 'SE[0-9]*')
printf 'password = "%s"  # nosec B105 - a test account\n' "$do" >b.py
exits nosec_of_bandit 0 check --isolated b.py
printf 'password = "%s"  # nosec %s - a test account\n' "$do" "$rule" >b.py
exits nosec_of_secret 0 check --isolated b.py
exits nosec_of_secret_alone 0 secrets --isolated b.py
printf 'password = "%s"  # gitleaks:allow - test\n' "$do" >b.py
exits gitleaks_allow 0 secrets --isolated b.py
printf 'password: %s  # pragma: allowlist secret\n' "$do" >b.yml
found allowlist_without_reason "AS008:b.yml:1 ~$rule:b.yml:1" secrets --isolated b.yml

# Where nobody looks: split, encoded, in notebooks, in UTF-16.
printf 'P = "dop_v1_"\nk = P + "%s"\n' "$body" >c.py
found split "$rule:c.py:2" secrets --isolated c.py
says_not split_is_redacted "${body:0:20}"

# Every way in which Python puts a text together, and every place where one is filled in.
python3 - "$do" <<'END'
import os, sys
first, rest, token = sys.argv[1][:11], sys.argv[1][11:], "Yk3vTq8ZrW2m" + "Xc7Bn5Hd9Lf4Gs6Jp1Ka"
forms = {
    "plus": f'k = "{first}" + "{rest}"',
    "plus_below": f'k = ("{first}"\n     + "{rest}")',
    "parentheses": f'use(("{first}") + ("{rest}"))',
    "name": f'P = "{first}"\n\nuse(P + "{rest}")',
    "comment": f'P = "{first}"  # it begins so\nuse(P + "{rest}")',
    "annotated": f'P: str = "{first}"\nuse(P + "{rest}")',
    "class": f'class A:\n    P = "{first}"\n    k = P + "{rest}"',
    "f_string": f'R = "{rest}"\nuse(f"{first}{{R}}")',
    "format": f'R = "{rest}"\nuse("{first}{{}}".format(R))',
    "format_both": f'use("{{}}{{}}".format(\n    "{first}",\n    "{rest}"))',
    "percent": f'R = "{rest}"\nuse("{first}%s" % R)',
    "percent_both": f'use("%s%s" % ("{first}", "{rest}"))',
    "join": f'use("".join(["{first}", "{rest}"]))',
    "join_lines": f'use("".join([\n    "{first}",\n    "{rest}",\n]))',
    "join_name": f'parts = ("{first}", "{rest}")\nuse("".join(parts))',
    "grows": f'k = "{first}"\nother = 1\nk += "{rest}"',
    "black": f'P = (\n    "{first}"\n)\nuse(P + "{rest}")',
    "backslash": f'P = \\\n    "{first}"\nuse(P + "{rest}")',
    "comment_then_plus": f'use(\n    "{first}"  # it begins so\n    + "{rest}"\n)',
    "unpacked": f'A, B = "{first}", "{rest}"\nuse(A + B)',
    "next_is_f": f'R = "{rest}"\nuse("{first}" f"{{R}}")',
    "or": f'P = "{first}" or "x"\nuse(P + "{rest}")',
    "walrus": f'use((p := "{first}") + "{rest}")',
    "return": f'def f():\n    return("{first}")+"{rest}"',
    "hole": f"R = '{rest}'\nuse(f\"{{'{first}'}}{{R}}\")",
    "many": 'use("".join([\n' + '    "",\n' * 60 + f'    "{first}",\n    "{rest}",\n]))',
    "bearer_f": f't = "{token}"\nuse({{"Authorization": f"Bearer {{t}}"}})',
    "bearer_plus": f't = "{token}"\nuse({{"Authorization": "Bearer " + t}})',
    "bearer_percent": f't = "{token}"\nuse({{"Authorization": "Bearer %s" % t}})',
    "bearer_format": f't = "{token}"\nuse({{"Authorization": "Bearer {{}}".format(t)}})',
    "url_f": f't = "{token}"\nuse(f"postgres://app:{{t}}@db.corp.internal/x")',
    "url_plus": f't = "{token}"\nuse("postgres://app:" + t + "@db.corp.internal/x")',
    "url_dash": f't = "{token}"\nuse(f"postgres://my-app:{{t}}@db.corp.internal/x")',
    "url_user": f't = "{token}"\nu = "app"\nuse("postgres://" + u + ":" + t + "@db.corp.internal/x")',
    "url_format": f't = "{token}"\nuse("postgres://{{}}:{{}}@db.corp.internal/x".format("app", t))',
}
os.mkdir("split")
for name, text in forms.items():
    open(f"split/{name}.py", "w").write(text + "\n")
END
exits split_forms 1 secrets --isolated -f json split
for file in split/*.py; do
	says "split_$(basename "$file" .py)" "\"$file\""
done
rm -r split
printf 'data:\n  x: %s\n' "$(printf %s "$do" | base64 -w0)" >c.yml
found base64 "$rule:c.yml:2" secrets --isolated c.yml
printf '{"cells": [{"source": ["x = 1\\n",\n"k = \\"%s\\"\\n"]}]}' "$do" >c.ipynb
exits notebook 1 secrets --isolated -f json c.ipynb
says cell '"cell": 1, "cell_line": 2'
printf 'k=%s\n' "$do" | iconv -f ASCII -t UTF-16 >c.txt
found utf_16 "$rule:c.txt:1" secrets --isolated c.txt
{ head -c 5000000 /dev/zero | tr '\0' 'x' | fold -w 79; echo; printf 'k=%s\n' "$do"; } >large.txt
exits large 1 secrets --isolated -f json large.txt
says large_place '"column": 3'
printf 'k=%s\n' "$do" >.hidden
printf '.hidden\n' >.gitignore
exits ignored_by_git 1 secrets .hidden

# Comments that accept a secret where there is none.
cat >allow.yml <<J
a: "$do" # gitleaks:allow - of a test
b: 5 # gitleaks:allow
# pragma: allowlist nextline secret - of a test
c: "$do"
# pragma: allowlist nextline secret
d: 4
e: 5 # Pragma: AllowList Secret
password: "changeme" # gitleaks:allow, which filters hold back
password: "changeme" # gitleaks:allow
say: "# gitleaks:allow"
#pragma: once
J
found unused_comments "~$rule:allow.yml:1 AS010:allow.yml:2 ~$rule:allow.yml:4 AS010:allow.yml:5 AS010:allow.yml:7" secrets --isolated allow.yml
found unused_comments_of_rules_that_are_off '' secrets --isolated --select SE600 allow.yml
printf 'x = 1  # gitleaks:allow\ns = "# gitleaks:allow"\n' >allow.py
printf '[per-path]\n"allow.*" = ["SE"]\n' >off.toml
found unused_comments_where_secrets_are_off '' secrets --config off.toml allow.yml
rm off.toml
found unused_comment_in_python 'AS010:allow.py:1' check --isolated --select SE allow.py
cp allow.yml allow.md
found documents_show_them "~$rule:allow.md:1 ~$rule:allow.md:4" secrets --isolated allow.md

# Baselines: lines move, a new secret on a known line is new, the file holds no trace of its value.
cd "$W/t" && rm -rf a && mkdir b && cd b || exit 1
printf 'key: %s\n' "$do" >a.yml
exits baseline 0 secrets --isolated --write-baseline known.json a.yml
exits baseline_knows 0 secrets --isolated --baseline known.json a.yml
printf '# more\n\nkey: %s\n' "$do" >a.yml
exits moved 0 secrets --isolated --baseline known.json a.yml
cp a.yml renamed.yml
exits renamed_copy_is_new 1 secrets --isolated --baseline known.json a.yml renamed.yml
rm renamed.yml
printf '# more\n\nkey: %s\n' "$other" >a.yml
exits new_on_known_line 1 secrets --isolated --baseline known.json a.yml
printf '# more\n\nkey: %s\n' "$do" >a.yml
exits second_baseline 0 secrets --isolated --write-baseline known2.json a.yml
expect other_key bash -c '! diff <(grep fingerprint known.json) <(grep fingerprint known2.json)'

# Rules of the project.
mkdir -p .git
cat >assay.toml <<'T'
[[secrets.rule]]
id = "acme"
description = "Acme token"
pattern = "acme_[a-z0-9]{20}"
keywords = ["acme_"]
entropy = 3.0
allow = ["0000$"]
hits = ["acme_q8w7e6r5t4y3u2i1o0p9"]
misses = ["acme_aaaaaaaaaaaaaaaaaaaa"]
T
printf 'x acme_q8w7e6r5t4y3u2i1o0p9 y\nx acme_q8w7e6r5t4y3u2i10000 y\n' >own.txt
found own_rule "SE499:own.txt:1" secrets own.txt
says own_words "Acme token"
printf '[secrets]\ngitleaks = "gl.toml"\n' >assay.toml
printf "[[rules]]\nid = 'inhouse'\nregex = '''inhouse-([a-z0-9]{12})'''\nkeywords = ['inhouse']\n" >gl.toml
printf 'a inhouse-k3j2h1g4f5d6\n' >own.txt
found gitleaks_rule "SE499:own.txt:1" secrets own.txt
echo 'own.txt:inhouse:1' >.gitleaksignore
found gitleaksignore "~SE499:own.txt:1" secrets own.txt
rm .gitleaksignore
cat >.secrets.baseline <<J
{"version": "1.5.0", "results": {"own.txt": [{"type": "x", "hashed_secret": "$(printf k3j2h1g4f5d6 | sha1sum | cut -d' ' -f1)", "line_number": 9}]}}
J
found detect_secrets "~SE499:own.txt:1" secrets own.txt
rm .secrets.baseline
printf '[[secrets.rule]]\nid = "x"\npattern = "(a+)+$"\nkeywords = ["aa"]\n' >assay.toml
exits endless 2 secrets own.txt
says endless_says "steps"
printf '[[secrets.rule]]\nid = "x"\npattern = "a(b"\nkeywords = ["aa"]\n' >assay.toml
exits broken 2 secrets own.txt
says broken_says "missing closing parenthesis"
printf '[[secrets.rule]]\nid = "x"\npattern = "abc"\nkeywords = ["ab"]\nhits = ["xyz"]\n' >assay.toml
exits example_fails 2 secrets own.txt
says example_says "does not find"
rm assay.toml

# A path's pattern that gives up keeps no rule from a file.
printf '[[rules]]\nid = "inhouse"\nregex = "inhouse-([a-z0-9]{12})"\nkeywords = ["inhouse"]\npath = "^(a+)+$"\n' >gl.toml
printf '[secrets]\ngitleaks = "gl.toml"\n' >assay.toml
long=$(printf 'a%.0s' $(seq 60))!.txt
printf 'a inhouse-k3j2h1g4f5d6\n' >"$long"
found path_gives_up "SE499:$long:1" secrets "$long"
rm assay.toml "$long"

# The last letter of what was decoded.
python3 -c 'import sys; print("{\"a\": \"" + "".join("\\\\u%04x" % ord(c) for c in sys.argv[1]).replace("\\\\", "\\") + "\"}")' "$do" >u.json
exits escaped 1 secrets --isolated u.json
says_not escaped_whole "u00$(printf '%x' "'${do: -1}")"
rm u.json

# Nor in the reason of a comment.
printf 'x = eval(y)  # nosec B307 - %s\nkey = "%s"  # nosec - was %s\n' "$do" "$other" "$do" >r.py
for format in json sarif text; do
	exits "reason_$format" 1 check --isolated --suppressions -f $format r.py
	says_not "reason_is_redacted_$format" "$body"
done
printf 'x = eval(y)  # nosec B307 %s\nkey = "%s"  # nosec SE090\n' "$other" "$other" >r.py
exits ids_of_nosec 1 check --isolated --suppressions r.py
says_not ids_of_nosec_are_redacted "$other"
rm r.py

# A key that is made for tests is worth a look, in whatever form; the password of RFC 6749 is none.
mkdir tests
printf '{"kty":"EC","crv":"P-256","d":"KaS57NW8CqV%s"}\n' nR176ERz8l4IJeo2N1X2imPINegm_ZIx | tee k.json >tests/k.json
printf 'grant_type=password&username=johndoe&password=%s\n' A3ddj3w >body.txt
"$ASSAY" secrets --isolated -f json k.json tests body.txt >"$W/out" 2>"$W/err"
expect keys_of_tests_are_low test "$(python3 -c 'import json,sys; print(sorted((f["path"], f["severity"]) for f in json.load(open(sys.argv[1]))["findings"]))' "$W/out")" = "[('k.json', 'critical'), ('tests/k.json', 'low')]"
rm -r tests k.json body.txt

# What is piped in, and why something stayed silent.
printf 'key: %s\n' "$do" | timeout 60 "$ASSAY" secrets --stdin --name x.yml -f json >"$W/out" 2>"$W/err"
says stdin_name '"path": "x.yml"'
printf 'API_KEY=your-api-key-goes-here\npassword = "changeme"\n' >f.yml
exits filtered 0 secrets --isolated f.yml
exits filtered_shown 0 secrets --isolated --show-filtered f.yml
says filter_name "filtered, "

# Ten thousand secrets in one line cost as much as in ten thousand lines, or some times that: what
# is shown of them is longer. Counting the columns of each from the line's beginning took 57 times.
expect many_in_one_line python3 - "$ASSAY" <<'PY'
import random, resource, subprocess, sys
random.seed(7)
digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
tokens = ["\"" + "gl" + "pat-" + "".join(random.choices(digits, k=20)) + "\"" for _ in range(10000)]
def seconds(end):
    with open("many.txt", "w") as f:
        f.write(end.join(tokens))
    a = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.argv[1], "secrets", "--isolated", "--no-cache", "many.txt"], stdout=subprocess.DEVNULL)
    b = resource.getrusage(resource.RUSAGE_CHILDREN)
    return b.ru_utime - a.ru_utime
lines, line = min(seconds(",\n") for _ in range(3)), min(seconds(", ") for _ in range(3))
print(lines, line)
sys.exit(line > 30 * lines)
PY
finish
