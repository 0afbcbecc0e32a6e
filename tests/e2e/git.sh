#!/usr/bin/env bash
# What git holds: every reference, the first commit, each version read once; what is staged; what
# changed; repositories of every shape; damage; and that nothing a repository names is ever run.
. "$(dirname "$0")/lib.sh"

command -v git >/dev/null || { echo "0 passed, 0 failed, 1 skipped"; exit 0; }
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null HOME=$W
export GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.com

# secret NAME: a made-up GitHub token with its checksum, always the same for the same name
secret() {
	python3 -c '
import hashlib, sys, zlib
a = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
n = int(hashlib.sha512(sys.argv[1].encode()).hexdigest(), 16)
body = ""
while len(body) < 30:
    n, d = divmod(n, 62)
    body += a[d]
c, tail = zlib.crc32(body.encode()), ""
while c:
    c, d = divmod(c, 62)
    tail = a[d] + tail
print("gh" + "p_" + body + tail.rjust(6, "0"))' "$1"
}
clock=1600000000
# commit MESSAGE [OPTION...]: as an author of the same name, a minute later
commit() {
	local message=$1
	shift
	clock=$((clock + 60))
	GIT_AUTHOR_NAME="by-$message" GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000" git commit -q -m "$message" "$@"
}
plant() { # FILE NAME
	mkdir -p "$(dirname "$1")"
	printf 'x = 1\ntoken = "%s"\n' "$(secret "$2")" >>"$1"
}
# history NAME WANT ARG...: what is found, as "path@subject" words, + for what stands at HEAD, sorted
history() {
	local name=$1 want=$2 got
	shift 2
	timeout 60 "$ASSAY" secrets "$@" --format json >"$W/out" 2>"$W/err"
	code=$?
	got=$(python3 -c '
import json, subprocess, sys
report = json.load(open(sys.argv[1]))
out = []
for f in report["findings"]:
    if f["rule"].startswith("AS"):
        continue
    subject = "?"
    if "author" in f:
        subject = f["author"].split(" <")[0].replace("by-", "") + ("+" if f["head"] else "")
    out.append("%s@%s" % (f["path"], subject))
print(" ".join(sorted(out)))' "$W/out" 2>>"$W/err")
	if [ "$got" = "$want" ]; then ok "$name"; else bad "$name" "got '$got', not '$want' $(head -c 300 "$W/err")"; fi
}
field() { # PYTHON-EXPRESSION on the last report, `r`
	python3 -c 'import json,sys; r=json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$W/out" "$1"
}

# ---- All references ----

git init -q -b main all && cd all || exit 1
echo 'x = 1' >plain.py && git add -A && commit first
plant a.py one && git add -A && commit plants-one
for i in 1 2 3; do echo "y = $i" >>a.py && git add -A && commit "edits-$i"; done
git mv a.py renamed.py && commit renames
plant gone.py two && git add -A && commit plants-two
git rm -q gone.py && commit removes-two
git checkout -q -b side HEAD~3 && plant side.py three && git add -A && commit side-plants-three
git checkout -q main
git merge -q --no-commit side >/dev/null 2>&1
plant evil.py four && git add -A && commit merge-plants-four
git checkout -q -b deleted && plant del.py five && git add -A && commit deleted-plants-five
git tag only-a-tag && git checkout -q main && git branch -q -D deleted
git checkout -q -b lost && plant lost.py six && git add -A && commit lost-plants-six
git checkout -q main && git branch -q -D lost
plant amended.py seven && git add -A && commit amended-plants-seven
echo 'z = 1' >amended.py && git add -A && commit amended-for-good --amend
plant kept.py thirteen && git add -A && commit kept-before && commit kept-plants-thirteen --amend --reset-author
plant stash1.py eight && git add -A && GIT_AUTHOR_NAME=by-stash GIT_COMMITTER_NAME=by-stash git stash -q
plant stash2.py nine && git add -A && GIT_AUTHOR_NAME=by-stash GIT_COMMITTER_NAME=by-stash git stash -q
GIT_AUTHOR_NAME=by-note GIT_COMMITTER_NAME=by-note git notes add -m "token = \"$(secret ten)\"" HEAD
GIT_COMMITTER_NAME=by-tag git tag -a annotated -m message HEAD~1
odd=$(printf 'new\nline \xff.py')
plant "$odd" eleven && git add -A && commit odd-plants-eleven
note=$(git ls-tree -r --name-only refs/notes/commits)
history all_references "$(printf '%s\n' a.py@plants-one+ gone.py@plants-two side.py@side-plants-three+ evil.py@merge-plants-four+ del.py@deleted-plants-five lost.py@lost-plants-six amended.py@amended-plants-seven kept.py@kept-plants-thirteen+ stash1.py@stash stash2.py@stash "$note@note" 'new
line %FF.py@odd-plants-eleven+' | python3 -c '
import sys
print(" ".join(sorted(sys.stdin.read().replace("new\nline", "new line").split("\n")[:-1])).replace("new line", "new\nline"))')" --history .
says reflog_said 'known to the reflog alone'
all=$(git cat-file --batch-check='%(objectname) %(objecttype)' --batch-all-objects | grep -c ' blob$')
unreachable=$(git fsck --unreachable 2>/dev/null | grep -c ' blob ')
expect every_blob_is_read test "$(field "r['summary']['git']['blobs']")" = $((all - unreachable))
expect each_blob_once test "$(field "r['run']['blob_reads']")" = "$(field "r['summary']['git']['blobs']")"
git gc -q --prune=never 2>/dev/null
"$ASSAY" secrets --history --format json --reproducible . >"$W/packed" 2>/dev/null
"$ASSAY" secrets --history --format json --reproducible -j1 . >"$W/packed1" 2>/dev/null
expect packed_and_any_jobs cmp "$W/packed" "$W/packed1"
python3 - "$W/out" "$W/packed" <<'PY' && ok packed_as_loose || bad packed_as_loose
import json, sys
a, b = (json.load(open(p)) for p in sys.argv[1:3])
# gc has let the reflog expire, whose commits are from 2020
sys.exit([f for f in a["findings"] if f["rule"] != "AS021" and f["path"] != "amended.py"] != [f for f in b["findings"] if f["rule"] != "AS021"])
PY
expect text_names_the_commit grep -q 'since commit [0-9a-f]\{12\} of 2020-' <("$ASSAY" secrets --history . 2>/dev/null)
expect no_whole_secret sh -c "! grep -rqF '$(secret one)' '$W/out'"
"$ASSAY" secrets --history --format sarif . >"$W/sarif" 2>/dev/null
expect sarif_has_the_commit python3 -c 'import json,sys; r=json.load(open(sys.argv[1]))["runs"][0]["results"]; assert all("commit" in x["properties"] for x in r if x["ruleId"].startswith("SE"))' "$W/sarif"

history excluded "$(field "' '.join(sorted('%s@%s' % (f['path'], f['author'].split(' <')[0].replace('by-', '') + ('+' if f['head'] else '')) for f in r['findings'] if f['rule'][:2] != 'AS' and f['path'] not in ('a.py', 'side.py', 'amended.py')))" )" --history --exclude '/a.py,side.*' .
mkdir -p other && plant other/o.py twelve && git add -A && commit other-plants-twelve
history one_folder 'other/o.py@other-plants-twelve+' --history other

# A rebase or squash makes other commits of the same content: the same findings.
git clone -q . ../squashed 2>/dev/null
git -C ../squashed checkout -q --orphan one 2>/dev/null && (cd ../squashed && commit squashed && git branch -q -D main && git remote remove origin && git tag | xargs -r git tag -d >/dev/null)
fp() { "$ASSAY" secrets "$@" --format json 2>/dev/null | python3 -c 'import json,sys; print(*sorted(f["fingerprint"] for f in json.load(sys.stdin)["findings"] if f.get("head")))'; }
expect fingerprints_survive_squashing test "$(fp --history .)" = "$(fp --history ../squashed)"

# ---- Since a revision ----

history since "evil.py@merge-plants-four+ kept.py@kept-plants-thirteen+ new
line %FF.py@odd-plants-eleven+ other/o.py@other-plants-twelve+ side.py@side-plants-three+" --since "$(git log --format=%H --grep '^removes-two' main)" .
history since_head '' --since HEAD .
exits since_nonsense 2 secrets --since nonsense .
says since_nonsense_said nonsense
mkdir moved && git mv renamed.py moved/ && sed -i 's/y = 2/y = 22/' moved/renamed.py && git add -A && commit moves
echo 'q = 1' >>moved/renamed.py && git add -A && commit edits-beside
history since_counts_lines '' --since HEAD~1 .
cd ..

# ---- Messages ----

git init -q -b main said && cd said || exit 1
# tag NAME TARGET MESSAGE
tag() { GIT_COMMITTER_NAME="by-tagger-$1" GIT_COMMITTER_DATE="$((clock + 30)) +0000" git -c advice.nestedTag=false tag -a -m "$3" "$1" "$2"; }
# says_it MESSAGE NAME [OPTION...]: a commit whose message has a secret in its third line
says_it() {
	local subject=$1 name=$2
	shift 2
	commit "$subject" -m "token = \"$(secret "$name")\"" "$@"
}
echo 'x = 1' >a.py && git add -A && says_it root one
echo 'x = 2' >a.py && git add -A && commit plain
git checkout -q -b side && echo 's = 1' >s.py && git add -A && commit side
git checkout -q main && echo 'x = 3' >a.py && git add -A && commit mains
git merge -q --no-commit side >/dev/null 2>&1 && says_it merge two
echo 'x = 4' >a.py && git add -A && says_it tagged three && git tag light
echo 'x = 5' >a.py && git add -A && commit amended --amend
echo 'x = 6' >a.py && git add -A && says_it gone four
git reset -q --hard HEAD~1
tag v1 HEAD "$(printf 'release\n\ntoken = "%s"' "$(secret five)")"
tag v2 v1 "token = \"$(secret six)\""
tag of-a-blob "$(echo y | git hash-object -w --stdin)" "token = \"$(secret seven)\""
tag of-a-tree 'HEAD^{tree}' 'nothing here'
git tag -d v1 >/dev/null 2>&1 # v2 still has it
plant both.py eight && git add -A && says_it both eight
echo 'x = 7' >a.py && git add -A && says_it again one
tag nine HEAD "token = \"$(secret eight)\""
rm -rf .git/logs .git/ORIG_HEAD
history messages '.git/COMMIT_MESSAGE@merge .git/COMMIT_MESSAGE@root .git/COMMIT_MESSAGE@tagged .git/refs/tags/of-a-blob@tagger-of-a-blob .git/refs/tags/v1@tagger-v1 .git/refs/tags/v2@tagger-v2 both.py@both+' --history .
expect messages_have_lines test "$(field "sorted((f['path'][5:], f['line']) for f in r['findings'] if f['rule'][:2] != 'AS')")" = "[('COMMIT_MESSAGE', 3), ('COMMIT_MESSAGE', 3), ('COMMIT_MESSAGE', 3), ('py', 2), ('refs/tags/of-a-blob', 1), ('refs/tags/v1', 3), ('refs/tags/v2', 1)]"
expect messages_say_what_they_are test "$(field "sorted(f.get('message_of', '') for f in r['findings'] if f['rule'][:2] != 'AS')")" = "['', 'commit', 'commit', 'commit', 'tag', 'tag', 'tag']"
expect each_message_once test "$(field "r['summary']['git']['messages']")" = $(($(git rev-list --all --count) + $(git cat-file --batch-check='%(objecttype)' --batch-all-objects | grep -c tag)))
expect messages_are_no_blobs test "$(field "(r['run']['blob_reads'], r['summary']['git']['blobs'])")" = "($(git rev-list --all --objects | cut -d' ' -f1 | git cat-file --batch-check='%(objecttype)' | grep -c blob), $(git rev-list --all --objects | cut -d' ' -f1 | git cat-file --batch-check='%(objecttype)' | grep -c blob))"
expect tag_has_its_commit test "$(field "[f.get('commit') for f in r['findings'] if f['path'].endswith('tags/v2')]")" = "['$(git rev-parse 'v2^{commit}')']"
expect tag_of_a_blob_has_none test "$(field "['commit' in f for f in r['findings'] if f['path'].endswith('of-a-blob')]")" = '[False]'
expect tag_has_its_date test "$(field "[f['date'] for f in r['findings'] if f['path'].endswith('tags/v2')]")" = "['$(TZ=UTC git for-each-ref --format='%(taggerdate:format-local:%Y-%m-%dT%H:%M:%SZ)' refs/tags/v2)']"
"$ASSAY" secrets --history . >"$W/out" 2>/dev/null
says message_in_text 'in the message of commit'
says tag_in_text 'in the message of a tag of 2020-'
"$ASSAY" secrets --history --format sarif . >"$W/out" 2>/dev/null
expect message_in_sarif grep -q '"messageOf": *"tag"' "$W/out"
of_commits() { "$ASSAY" secrets --history --format json "$1" 2>/dev/null | python3 -c 'import json,sys; print(*sorted(f["fingerprint"] for f in json.load(sys.stdin)["findings"] if f.get("message_of") == "commit"))'; }
prints=$(of_commits .)
git clone -q . ../rebased 2>/dev/null
(cd ../rebased && git remote remove origin && git tag | xargs -r git tag -d >/dev/null && git -c user.name=x -c user.email=x@example.com rebase -q --root --rebase-merges --force-rebase >/dev/null 2>&1)
rebased=$(of_commits ../rebased)
expect fingerprints_of_messages_survive_a_rebase python3 -c 'import sys; a, b = (set(x.split()) for x in sys.argv[1:3]); sys.exit(not b or not b < a or len(a - b) != 1)' "$prints" "$rebased" # but of the amended one
history messages_since '.git/COMMIT_MESSAGE@again .git/refs/tags/nine@tagger-nine' --since HEAD~1 .
history messages_since_more '.git/COMMIT_MESSAGE@again .git/refs/tags/v1@tagger-v1 .git/refs/tags/v2@tagger-v2 both.py@both+' --since "$(git log --format=%H --grep '^merge')" .
history messages_excluded 'both.py@both+' --history --exclude '.git/**' .
mkdir src && plant src/x.py ten && git add -A && commit beside
history no_messages_in_a_folder 'src/x.py@beside+' --history src
says messages_in_a_folder_said 'AS021'
printf 'subject\n\ntoken = "%s"\n' "$(secret eleven)" >.git/COMMIT_EDITMSG
found commit_msg_hook 'SE090:.git/COMMIT_EDITMSG:3' secrets .git/COMMIT_EDITMSG
git gc -q --prune=now 2>/dev/null
git init -q -b main ../above && cd ../above || exit 1
git -c protocol.file.allow=always submodule add -q ../said inside 2>/dev/null && commit adds-inside
history messages_of_a_submodule 'inside/.git/COMMIT_MESSAGE@merge inside/.git/COMMIT_MESSAGE@root inside/.git/COMMIT_MESSAGE@tagged inside/.git/refs/tags/of-a-blob@tagger-of-a-blob inside/.git/refs/tags/v1@tagger-v1 inside/.git/refs/tags/v2@tagger-v2 inside/both.py@both+ inside/src/x.py@beside+' --history .
cd ..

# ---- What other tools were told ----

git init -q -b main lists && cd lists || exit 1
plant a.py one && git add -A && commit first && c1=$(git rev-parse HEAD)
sed -i '1i y = 2' a.py && git add -A && commit second && c2=$(git rev-parse HEAD)
printf '%s\n' a.py:github-pat:3 a.py:github-pat:9 "$c1:a.py:github-pat:2" "$c2:a.py:github-pat:3" "$c1:a.py:github-pat:8" >.gitleaksignore
found known_line 'AS018:.gitleaksignore:2 ~SE090:a.py:3' secrets .
found known_line_of_one_file '~SE090:a.py:3' secrets a.py
found known_line_of_another_layer 'B105:a.py:3' code .
found known_line_and_severity '~SE090:a.py:3' secrets --severity low .
found known_line_and_diff '' secrets --diff HEAD .
found known_line_in_a_history 'AS018:.gitleaksignore:5 ~SE090:a.py:2' secrets --history .
found known_line_since '' secrets --since HEAD .
found known_line_staged '' secrets --staged .
cp a.py new.py && git add new.py
found known_line_staged_elsewhere 'SE090:new.py:3' secrets --staged .
git rm -qf new.py
cd ..
found known_line_from_above 'AS018:.gitleaksignore:5 ~SE090:lists/a.py:2' secrets --history lists
cd lists || exit 1
echo "$c2:a.py:github-pat:2" >.gitleaksignore
found known_line_of_another_commit 'SE090:a.py:2' secrets --history .
for i in $(seq 30); do echo "gone$i.py:github-pat:$i"; done >.gitleaksignore
"$ASSAY" secrets --format json . >"$W/out" 2>/dev/null
expect known_lines_are_told_up_to_a_limit test "$(field "[f['line'] for f in r['findings'] if f['rule'] == 'AS018']")" = "[None, $(seq -s ', ' 20)]"
says known_lines_more '10 more entries'
rm .gitleaksignore
python3 - "$(secret one)" >.secrets.baseline <<'PY'
import hashlib, json, sys
entry = lambda secret, line: {"type": "GitHub Token", "hashed_secret": hashlib.sha1(secret.encode()).hexdigest(), "line_number": line}
print(json.dumps({"version": "1.5.0", "results": {"a.py": [entry(sys.argv[1], 3), entry(sys.argv[1], 30)], "b.py": [entry("gone", 1)]}}, indent=1))
PY
found known_hash "AS018:.secrets.baseline:$(($(grep -n '"b.py"' .secrets.baseline | cut -d: -f1) + 1)) ~SE090:a.py:3" secrets .
found known_hash_of_one_file '~SE090:a.py:3' secrets a.py
found known_hash_in_a_history '~SE090:a.py:2' secrets --history .
cat >assay.toml <<'T'
[[exception]]
id = "B301"
reason = "of another layer"
expiry = 2999-01-01
T
rm .secrets.baseline
found exception_of_another_layer 'SE090:a.py:3' secrets .
found exception_of_this_layer 'B105:a.py:3 AS018:assay.toml:1' code .
cd ..

# ---- Staged ----

git init -q -b main staged && cd staged || exit 1
plant old.py one && mkdir -p d/e && echo 'x = 1' >d/e/f.py
history staged_before_any_commit '' --staged .
git add -A
history staged_first 'old.py@?' --staged .
commit first
history staged_nothing '' --staged .
plant d/e/f.py two && echo 'w = 2' >>old.py && git add -A
history staged_only_added_lines 'd/e/f.py@?' --staged .
expect staged_exit_code test "$code" = 1
git reset -q --hard && git mv old.py new.py
history staged_rename '' --staged .
git reset -q --hard && plant d/e/f.py two
history staged_not_the_work_tree '' --staged .
git add -N d/e/f.py && git reset -q --hard
plant intent.py three && git add -N intent.py
history staged_intent_to_add '' --staged .
git rm -q --cached intent.py && rm intent.py
for v in 2 4; do
	git update-index --index-version $v && plant "v$v.py" "v$v" && git add -A
	history "staged_index_v$v" "v$v.py@?" --staged .
	git reset -q --hard
done
git config splitIndex.maxPercentChange 100 && git update-index --split-index && plant split.py four && git add -A
history staged_split_index 'split.py@?' --staged .
git reset -q --hard && git update-index --no-split-index
git sparse-checkout init --cone --sparse-index 2>/dev/null && git sparse-checkout set nothing 2>/dev/null
plant top.py five && git add --sparse top.py
history staged_sparse_index 'top.py@?' --staged .
git sparse-checkout disable 2>/dev/null && git reset -q --hard
git worktree add -q ../staged-tree 2>/dev/null && plant ../staged-tree/w.py six && git -C ../staged-tree add -A
history staged_in_a_worktree '../staged-tree/w.py@?' --staged ../staged-tree
cat >.git/hooks/pre-commit <<HOOK
#!/bin/sh
$ASSAY secrets --staged -q . >$W/hook 2>&1
HOOK
chmod +x .git/hooks/pre-commit
plant old.py seven
expect hook_stops_commit_of_all sh -c '! git commit -qam all'
expect hook_names_it grep -q 'old.py' "$W/hook"
expect hook_stops_commit_of_one sh -c '! git commit -qm one old.py'
echo 'v = 1' >>d/e/f.py
expect hook_lets_others_pass sh -c 'git -c user.name=x commit -qm one d/e/f.py'
git reset -q --hard && rm .git/hooks/pre-commit
cp .git/index "$W/index" && head -c 60 "$W/index" >.git/index
exits staged_damaged_index 3 secrets --staged .
says staged_damaged_said AS020
cp "$W/index" .git/index && echo 'v = 2' >0.py && git add 0.py
printf '\000\000\060\000' | dd of=.git/index bs=1 seek=36 conv=notrunc 2>/dev/null
exits staged_mode_of_nothing 3 secrets --staged .
says staged_mode_said "mode 30000"
cp "$W/index" .git/index
cd ..

# ---- What the change brought ----

git init -q -b main diff && cd diff || exit 1
printf 'import pickle\n\n\ndef f(p):\n    return pickle.load(p)\n' >a.py
git add -A && commit first
printf 'exec(input())\n' >>a.py && printf 'eval(input())\n' >new.py
found diff_of_work_tree 'B102:a.py:6 B307:new.py:1' check --no-cache --select B1,B3 --diff HEAD .
mkdir sub && mv new.py sub/
found diff_below_a_folder 'B307:sub/new.py:1' check --no-cache --select B1,B3 --diff HEAD sub
git add -A && commit second
found diff_nothing '' check --no-cache --select B1,B3 --diff HEAD .
found diff_since_first 'B102:a.py:6 B307:sub/new.py:1' check --no-cache --select B1,B3 --diff HEAD~1 .
exits diff_nonsense 2 check --diff nonsense .
mkdir -p data && echo 'a,b' >data/t.csv && echo 'a,b' >data/u.csv && git add data/t.csv
"$ASSAY" check --no-cache --format json . >"$W/out" 2>/dev/null
expect tracked_data test "$(field "[f['path'] for f in r['findings'] if f['rule'] == 'PR001']")" = "['data/t.csv']"
mkdir -p big/deep tests && echo 1 >big/deep/w.bin && echo 2 >big/notes.txt && echo 3 >tests/t.rows && echo 4 >tests/u.rows && : >tests/empty.rows && git add big tests && git reset -q tests/u.rows
printf '[data]\npaths = ["big", "*.rows"]\n' >assay.toml
found data_that_is_named 'PR001:big/deep/w.bin:None PR001:big/notes.txt:None PR001:data/t.csv:None PR001:tests/t.rows:None' check --no-cache --select PR001 .
found data_that_is_named_and_new 'PR001:big/deep/w.bin:None PR001:big/notes.txt:None PR001:data/t.csv:None PR001:tests/t.rows:None' check --no-cache --select PR001 --diff HEAD .
exits data_in_the_configuration 0 config .
says data_in_the_configuration_said 'paths = ["big", "*.rows"]'
printf '[data]\npath = ["big"]\n' >assay.toml
exits data_unknown_key 2 check .
says data_unknown_key_said 'paths'
printf '[data]\npaths = "big"\n' >assay.toml
exits data_wrong_type 2 check .
says data_wrong_type_said 'a list of patterns'
printf '[data]\npaths = [""]\n' >assay.toml
exits data_empty_glob 2 check .
rm -r assay.toml big tests
printf 'x = eval(input())  # nosec B307 - why\n' >s.py && git add -A && commit suppresses
"$ASSAY" check --no-cache --suppressions . >"$W/out" 2>/dev/null
says suppression_has_its_author 'by by-suppresses, 2020-'
cd ..

# ---- Shapes ----

history bare "$(printf '%s' "$(cd all && "$ASSAY" secrets --history --format json . 2>/dev/null | python3 -c '
import json, sys
print(" ".join(sorted("../all.git/%s@%s" % (f["path"], f["author"].split(" <")[0].replace("by-", "") + ("+" if f["head"] else "")) for f in json.load(sys.stdin)["findings"] if f["rule"] != "AS021" and f["path"] not in ("stash1.py", "lost.py"))))')" | sed 's#\.\./all\.git#all.git#g')" --history "$(git clone -q --mirror all all.git 2>/dev/null; echo all.git)"
git clone -q --shared staged shared 2>/dev/null
history alternates 'shared/old.py@first+' --history shared
git -C all worktree add -q ../all-tree side 2>/dev/null
history worktree_of_all "$(cd all && "$ASSAY" secrets --history --format json . 2>/dev/null | python3 -c '
import json, sys
heads = {"side.py", "a.py"}
print(" ".join(sorted("all-tree/%s@%s" % (f["path"], f["author"].split(" <")[0].replace("by-", "") + ("+" if f["path"] in heads else "")) for f in json.load(sys.stdin)["findings"] if f["rule"] != "AS021")))')" --history all-tree
git init -q -b main super && cd super || exit 1
git -c protocol.file.allow=always submodule add -q ../staged inside 2>/dev/null && commit adds-inside
git -c protocol.file.allow=always submodule add -q ../diff absent 2>/dev/null && commit adds-absent
rm -rf .git/modules/absent absent && mkdir absent
history submodule 'inside/old.py@first+' --history .
says submodule_that_is_absent AS021
cd ..
# Named otherwise than its path, moved, and no longer checked out; one below that; each once.
git init -q -b main below && (cd below && plant b.py fourteen && git add -A && commit below-plants)
git init -q -b main named && cd named || exit 1
plant n.py fifteen && git add -A && commit named-plants
git -c protocol.file.allow=always submodule add -q ../below deep 2>/dev/null && commit named-adds-deep
cd .. && git init -q -b main around && cd around || exit 1
git -c protocol.file.allow=always submodule add -q --name other ../named at/first 2>/dev/null && commit adds-named
git -c protocol.file.allow=always submodule update -q --init --recursive 2>/dev/null
git mv at/first second && commit moves-named
history submodule_moved 'at/first/deep/b.py@below-plants+ at/first/n.py@named-plants+' --history .
expect submodule_read_once test "$(field "r['run']['blob_reads']")" = 5
git submodule deinit -q -f second && rm -rf second
history submodule_not_checked_out 'at/first/deep/b.py@below-plants+ at/first/n.py@named-plants+' --history .
says_not submodule_is_here AS021
git rm -q -f second .gitmodules && commit removes && git checkout -q --orphan fresh && git commit -q --allow-empty -m fresh && git branch -q -D main && rm -rf .git/logs
history submodule_of_no_version 'other/deep/b.py@below-plants+ other/n.py@named-plants+' --history .
cd ..
o=$(git -C below rev-parse HEAD:b.py | sed 's#..#&/#')
for m in around/.git/modules/other/modules/deep; do
	for p in $m/objects/pack/*.pack; do [ -e "$p" ] && mv "$p" p && git -C $m unpack-objects -q <p && rm -f p "${p%.pack}".*; done
	chmod u+w "$m/objects/$o" && truncate -s 9 "$m/objects/$o"
done
exits submodule_cut_off 3 secrets --history around
says submodule_cut_off_said 'cannot be read'

# Heads of other work trees: of the main one when asked in a linked one, too.
git init -q -b main heads && cd heads || exit 1
echo 'x = 1' >plain.py && git add -A && commit first
git worktree add -q ../heads-linked -b linked 2>/dev/null
git checkout -q --detach && plant main.py sixteen && git add -A && commit main-plants
(cd ../heads-linked && git checkout -q --detach && plant linked.py seventeen && git add -A && commit linked-plants)
rm -rf .git/logs .git/worktrees/*/logs
history heads_of_worktrees 'linked.py@linked-plants main.py@main-plants+' --history .
cd ../heads-linked || exit 1
history head_of_the_main_worktree 'linked.py@linked-plants+ main.py@main-plants' --history .
cd ..

# A blob and a tree that have a tag of their own: the first commit that had them; without any, none.
git init -q -b main tagged && cd tagged || exit 1
echo 'x = 1' >plain.py && git add -A && commit first
plant a.py one && plant b/b.py two && git add -A && commit plants
git tag blob HEAD:a.py && git tag tree HEAD:b
plant c.py three && git tag -a -m m alone "$(git hash-object -w c.py)" && rm c.py
history tags_of_no_commit '(a blob with a tag)@? a.py@plants+ b/b.py@plants+' --history .
cd ..
git clone -q --depth 1 "file://$PWD/staged" shallow 2>/dev/null && (cd staged && commit more --allow-empty) && rm -rf shallow && git clone -q --depth 1 "file://$PWD/staged" shallow
history shallow 'shallow/old.py@more+' --history shallow
expect shallow_is_incomplete test "$code" = 3
says shallow_said 'shallow clone'
git -C all config uploadpack.allowFilter true
git clone -q --filter=blob:none --no-checkout "file://$PWD/all" partial 2>/dev/null
exits partial 3 secrets --history partial
says partial_said 'is missing'
if git init -q --object-format=sha256 sha256 2>/dev/null; then
	(cd sha256 && plant a.py one && git add -A && commit first)
	exits sha256 3 secrets --history sha256
	says sha256_said SHA-256
fi
git init -q reftable && git -C reftable config core.repositoryformatversion 1 && git -C reftable config extensions.refstorage reftable
exits reftable 3 secrets --history reftable
says reftable_said reftable
mkdir none
exits no_repository 3 secrets --history none
says no_repository_said 'no git repository'
git init -q empty
exits empty_repository 0 secrets --history empty

# ---- Damage ----

git clone -q all damaged 2>/dev/null && git -C damaged repack -q -a -d && chmod u+w damaged/.git/objects/pack/*.pack
python3 - damaged/.git/objects/pack/*.pack <<'PY'
import sys
d = bytearray(open(sys.argv[1], "rb").read())
for i in range(len(d) // 2, len(d) // 2 + 40):
    d[i] ^= 0x5A
open(sys.argv[1], "wb").write(d)
PY
exits corrupt_pack 3 secrets --history damaged
says corrupt_pack_said AS020
git clone -q all cut 2>/dev/null && git -C cut repack -q -a -d && chmod u+w cut/.git/objects/pack/*.pack
truncate -s -200 cut/.git/objects/pack/*.pack
exits cut_pack 3 secrets --history cut
git clone -q staged holes 2>/dev/null && (cd holes && for p in .git/objects/pack/*.pack; do [ -e "$p" ] && mv "$p" p && git unpack-objects -q <p && rm -f p "${p%.pack}".*; done; rm -f ".git/objects/$(git rev-parse HEAD:old.py | sed 's#..#&/#')")
exits missing_blob 3 secrets --history holes
says missing_blob_said 'is missing'

git clone -q staged short 2>/dev/null && (cd short && echo s >s.py && git add -A && commit short && o=.git/objects/$(git rev-parse HEAD:s.py | sed 's#..#&/#') && chmod u+w "$o" && truncate -s 5 "$o")
exits loose_object_cut_off 3 secrets --history short
says loose_object_cut_off_said 'cannot be read'
# libgit2 looks it up by itself, and would not come back
echo t >>short/s.py
exits diff_with_loose_object_cut_off 3 secrets --diff HEAD short
says diff_with_loose_object_cut_off_said 'cut off or damaged'
git clone -q staged shorter 2>/dev/null && (cd shorter && commit short --allow-empty && o=.git/objects/$(git rev-parse HEAD | sed 's#..#&/#') && chmod u+w "$o" && truncate -s 5 "$o")
exits since_commit_cut_off 2 secrets --since HEAD shorter
says since_commit_cut_off_said 'cut off or damaged'
exits since_commit_cut_off_abbreviated 2 secrets --since "$(git -C shorter rev-parse --short HEAD)" shorter
exits diff_commit_cut_off_abbreviated 2 secrets --diff "$(git -C shorter rev-parse HEAD | cut -c1-8)" shorter
says diff_commit_cut_off_abbreviated_said 'cut off or damaged'
# An abbreviated name of a whole one, loose and in a pack.
git clone -q staged brief 2>/dev/null && (cd brief && echo 1 >one.py && git add -A && commit one && git repack -q -a -d && plant two.py brief && git add -A && commit two && echo 3 >three.py && git add -A && commit three)
history since_abbreviated_loose "" --since "$(git -C brief rev-parse HEAD~1 | cut -c1-9)" brief
history since_abbreviated_packed "brief/two.py@two+" --since "$(git -C brief rev-parse HEAD~2 | cut -c1-9)" brief
# What is damaged as a loose object is read from a pack, and the other way.
git clone -q --no-local all twice 2>/dev/null && (cd twice && git rev-list --all --objects | cut -d' ' -f1 | sed 's#..#&/#' | while read -r o; do
	mkdir -p ".git/objects/${o%/*}" && printf 'x\234+)JM' >".git/objects/$o"
done)
exits loose_damaged_pack_whole 1 secrets --history twice
git clone -q --no-local all again 2>/dev/null && (cd again && mv .git/objects/pack/*.pack p && git unpack-objects -q <p && rm -f .git/objects/pack/* && git repack -q -a -k && chmod u+w .git/objects/pack/*.pack)
python3 - again/.git/objects/pack/*.pack <<'PY'
import sys
b = bytearray(open(sys.argv[1], "rb").read())
for i in range(14, len(b) - 20):
    b[i] ^= 0x55
open(sys.argv[1], "wb").write(b)
PY
exits pack_damaged_loose_whole 1 secrets --history again
# A version of which only the changed lines are looked at may put a secret together all the same.
git init -q -b main parts
(cd parts && seq -f 'x%g = 0' 30 >a.py && printf 'PW = "%s"\nU = "postgres://{}:{}{}".format(\n    "app",\n    PW,\n    "#db.corp.internal/app")\n' q9n615"FdOawwXs" >b.py &&
	git add . && commit one && {
	whole=$(secret parts)
	printf 'P = "%s"\nT = P + "%s"\n' "${whole:0:4}" "${whole:4}" >>a.py
	sed -i 's/"#db/"@db/' b.py
	git add . && commit two && git rm -q a.py b.py && commit three
})
history parts_of_changed_lines "parts/a.py@two parts/b.py@two" --history parts
# A pipe in place of a file that libgit2 reads: nobody waits for who would write to it.
for place in config packed-refs index; do
	git clone -q --no-local all "pipe-$place" 2>/dev/null
	rm -f "pipe-$place/.git/$place" && mkfifo "pipe-$place/.git/$place"
	exits "pipe_as_$place" 3 secrets --history "pipe-$place"
	says "pipe_as_${place}_named" "/$place is a pipe"
done
# Cut off in an alternate.
git clone -q --bare --no-local staged lender 2>/dev/null && (cd lender && mv objects/pack/*.pack p && git unpack-objects -q <p && rm -f p objects/pack/*)
git clone -q --shared lender borrower 2>/dev/null
(cd lender && o=objects/$(git rev-parse HEAD | sed 's#..#&/#') && chmod u+w "$o" && truncate -s 9 "$o")
exits alternate_cut_off 3 secrets --history borrower
says alternate_cut_off_said 'cannot be read'
exits alternate_cut_off_abbreviated 2 secrets --since "$(git -C lender rev-parse HEAD | cut -c1-7)" borrower

# Names that do not belong to what they name, and what leads back to itself.
git init -q -b main circle && cd circle || exit 1
plant a.py one && git add -A && commit first
python3 - "$(git rev-parse 'HEAD^{tree}')" <<'PY'
import os, sys, zlib
for own, other in ("a" * 40, "b" * 40), ("b" * 40, "a" * 40):
    body = ("tree %s\nparent %s\nauthor x <x> 1 +0000\ncommitter x <x> 1 +0000\n\nm\n" % (sys.argv[1], other)).encode()
    os.makedirs(".git/objects/" + own[:2])
    with open(".git/objects/%s/%s" % (own[:2], own[2:]), "wb") as f:
        f.write(zlib.compress(b"commit %d\0" % len(body) + body))
with open(".git/refs/heads/main", "w") as f:
    f.write("a" * 40 + "\n")
PY
rm -rf .git/logs
history circle_of_commits 'a.py@x+' --history .
expect circle_is_incomplete test "$code" = 3
cd ..
git init -q -b main bomb && cd bomb || exit 1
tree=$(printf '100644 blob %s\tf\n' "$(echo x | git hash-object -w --stdin)" | git mktree)
for _ in $(seq 12); do
	tree=$(for name in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\td%s\n' "$tree" $name; done | git mktree)
done
git update-ref refs/heads/main "$(git commit-tree "$tree" -m bomb </dev/null)"
plant a.py one && git add a.py
history folders_in_folders 'a.py@?' --staged .
cd ..
# A version over the limit, and one that is stored as a difference to it.
git init -q -b main large && cd large || exit 1
python3 -c '
line = b"".join(b"row %07d of a table that is longer than anybody reads\n" % i for i in range(40000))
open("t.txt", "wb").write(line * ((128 << 20) // len(line) + 1))'
git add -A && commit first
truncate -s 6M t.txt && plant t.txt one && git add -A && commit second
git repack -q -a -d
history difference_to_a_version_that_is_too_large 't.txt@second+' --history .
expect version_that_is_too_large test "$code" = 3
says version_that_is_too_large_said 'more than 134217728 are not looked at'
cd ..
# Every other line is new: more ranges than a message has room for.
git init -q -b main ranges && cd ranges || exit 1
seq 3000000 >n.txt && git add -A && commit first
seq 3000000 | sed 's/[02468]$/&x/' >n.txt && plant n.txt one && git add -A && commit second
history every_other_line_is_new 'n.txt@second+' --since HEAD~1 .
expect every_other_line_is_new_and_all_is_read test "$code" = 1
cd ..
git init -q -b main own && cd own || exit 1
plant a.py one && git add -A && commit first
mkdir -p .git/objects/info
yes ../objects | head -n 5000 >.git/objects/info/alternates
history alternate_of_itself 'a.py@first+' --history .
expect alternate_of_itself_is_fine test "$code" = 1
cd ..

# Short secrets have no identity of their own: those of different files are different ones.
git init -q -b main weak && cd weak || exit 1
echo 'db_password = "kj3K9sd8"' >a.py && git add -A && commit first
echo 'db_password = "Qp7xZ2mv"' >b.py && git add -A && commit second
history short_secrets 'a.py@first+ b.py@second+' --history .
prints=$(field 'sorted(f["fingerprint"] for f in r["findings"])')
timeout 60 "$ASSAY" secrets --format json . >"$W/out" 2>/dev/null
expect short_secrets_as_in_the_tree test "$(field 'sorted(f["fingerprint"] for f in r["findings"])')" = "$prints"
cd ..

# What is not listed because its first path was not asked for is said; files are where they are.
git init -q -b main moved && cd moved || exit 1
plant old/a.py one && git add -A && commit first
mkdir src && git mv old/a.py src/a.py && commit moves
history first_path_not_asked_for '' --history src
says first_path_not_asked_for_said 'AS021'
plant src/b.py two && mkdir empty && git config core.worktree "$PWD/empty"
history files_are_where_they_are 'src/b.py@?' --diff HEAD .
cd ..

# ---- Nothing is run ----

git init -q -b main hostile && cd hostile || exit 1
run="touch $W/ran"
plant a.py one && echo '*.py filter=x diff=x' >.gitattributes && git add -A && commit first
printf '#!/bin/sh\n%s\n' "$run" | tee .git/hooks/post-checkout .git/hooks/pre-commit .git/hooks/post-index-change .git/hooks/reference-transaction >.git/hooks/fsmonitor
chmod +x .git/hooks/*
git config core.fsmonitor "$run"
git config core.sshCommand "$run"
git config core.pager "$run"
git config core.hooksPath .git/hooks
git config filter.x.clean "$run"
git config filter.x.smudge "$run"
git config filter.x.process "$run"
git config diff.x.textconv "$run"
git config diff.x.command "$run"
git config diff.external "$run"
git config credential.helper "!$run"
git config alias.status "!$run"
git config remote.origin.url "ext::$run"
git config uploadpack.packObjectsHook "$run"
git config gpg.program "$run"
echo 'y = 2' >>a.py
cp a.py b.py
rm -f "$W/ran"
for how in --history --staged '--since HEAD' '--diff HEAD'; do
	# shellcheck disable=SC2086
	timeout 60 "$ASSAY" secrets $how . >/dev/null 2>&1
done
timeout 60 "$ASSAY" check --suppressions . >/dev/null 2>&1
expect nothing_was_run test ! -e "$W/ran"
cd ..

# Alternates and a .git file that lead to folders of others are not followed; one can only look where
# files may be given away.
if [ "$(id -u)" = 0 ]; then
	git clone -q --shared staged lent 2>/dev/null
	cp -r staged foreign && chown -R 12345 foreign/.git/objects
	echo "$PWD/foreign/.git/objects" >lent/.git/objects/info/alternates
	exits foreign_alternates 3 secrets --history lent
	says foreign_alternates_said 'another user'
fi

# ---- The hook ----

# Wall time says little on a busy machine: processor time of assay and all it starts, the least of
# several.
if [ -z "${ASSAY_SANITIZED:-}" ]; then
	python3 - <<'PY'
import subprocess
subprocess.run(["git", "init", "-q", "-b", "main", "hook"], check=True)
p = subprocess.Popen(["git", "-C", "hook", "fast-import", "--quiet"], stdin=subprocess.PIPE)
w = p.stdin.write
w(b"commit refs/heads/main\ncommitter a <a@example.com> 1500000000 +0000\ndata 1\nx\n")
for i in range(100000):
    t = b"value_%d = %d\n" % (i, i * 7)
    w(b"M 100644 inline pkg%d/mod%d/file_%d.py\ndata %d\n%s\n" % (i % 40, i % 23, i, len(t), t))
w(b"\n")
p.stdin.close()
p.wait()
subprocess.run(["git", "-C", "hook", "read-tree", "main"], check=True)
PY
	cd hook || exit 1
	plant pkg3/mod3/file_3.py one && git add pkg3/mod3/file_3.py
	history hook_finds 'pkg3/mod3/file_3.py@?' --staged .
	took=$(python3 - "$ASSAY" <<'PY'
import os, resource, subprocess, sys
best = 1e9
for _ in range(7):
    a = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.argv[1], "secrets", "--staged", "-q", "."], stdout=subprocess.DEVNULL)
    b = resource.getrusage(resource.RUSAGE_CHILDREN)
    best = min(best, b.ru_utime - a.ru_utime + b.ru_stime - a.ru_stime)
print(int(best * 1000))
PY
)
	expect "hook_in_20_ms_of_processor_time" test "$took" -le 20
	cd ..
fi
ASSAY=$ASSAY bash "$HERE/../oracle/git_index.sh" >"$W/out" 2>&1
expect index_as_git_ls_files test "$(grep -c FAIL "$W/out")" = 0
finish
