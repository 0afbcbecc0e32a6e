#!/usr/bin/env bash
# The approval policy: the list is written, kept, refused and enforced.
. "$(dirname "$0")/lib.sh"

model() { # FILE WORD: an array of objects, which is a pickle: honest, but able to run code
	python3 - "$1" "$2" <<'P'
import pickle, struct, sys
head = b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"
head += b" " * ((64 - (len(head) + 11) % 64) % 64) + b"\n"
body = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + pickle.dumps([sys.argv[2]], 2)
open(sys.argv[1], "wb").write(body)
P
}
rules() { # ARG...: "RULE:path" of what is found from low upwards
	"$ASSAY" "$@" --format json --severity low >"$W/out" 2>"$W/err"
	python3 -c 'import json, sys; print(*("%s:%s" % (f["rule"], f["path"]) for f in json.load(sys.stdin)["findings"]))' <"$W/out"
}
is() { # NAME WANT ARG...
	local name=$1 want=$2 got
	shift 2
	got=$(rules "$@")
	if [ "$got" = "$want" ]; then ok "$name"; else bad "$name" "got '$got', not '$want' $(head -c 300 "$W/err")"; fi
}
project() {
	rm -rf p
	mkdir -p p/.git p/m/deep
	model p/m/a.npy a
	model p/m/deep/b.npy b
	cp p/m/a.npy p/other.npy
}

project
is no_list_no_finding "" models p

# ---- Writing
exits purpose_needed 2 models --approve p/m
says purpose_needed_says --purpose
exits purpose_without_text 2 models --approve p/m --purpose
exits path_needed 2 models --approve --purpose x
exits not_isolated 2 models --approve p/m --purpose x --isolated
exits nothing_there 2 models --approve p/none --purpose x
expect refused_wrote_nothing test ! -e p/assay.toml
exits file 0 models --approve p/m/a.npy --purpose 'the "old" ranking'
expect file_written grep -qx 'path = "m/a.npy"' p/assay.toml
expect file_digest grep -q "$(sha256sum p/m/a.npy | cut -d' ' -f1)" p/assay.toml
expect file_purpose grep -qxF 'purpose = "the \"old\" ranking"' p/assay.toml
is others_are_findings "MD490:p/m/deep/b.npy MD490:p/other.npy" models p
exits others_fail 1 models p
is check_does_the_same "MD490:p/m/deep/b.npy MD490:p/other.npy" check p
cp p/assay.toml before
exits again 0 models --approve p/m/a.npy --purpose other
expect again_changes_nothing cmp p/assay.toml before
exits folder 0 models --approve --by me --purpose=all p
expect folder_one_entry_each test "$(grep -c '^\[\[models.approved\]\]' p/assay.toml)" = 3
is all_approved "" models p
is from_below "" models p/m/deep
is named "" models p/m/deep/b.npy

# ---- What changes afterwards
model p/m/a.npy b
is changed "MD491:p/m/a.npy" models p
is changed_though_it_is_another_approved_one "MD491:p/m/a.npy" models p/m/a.npy
printf 'no model at all' >p/m/a.npy
is replaced_by_something_else "MD157:p/m/a.npy MD491:p/m/a.npy" models p
mv p/m/deep/b.npy p/m/moved.npy
model p/m/a.npy a
is moved "MD490:p/m/moved.npy" models p
exits unused 1 models p
says unused_says 'the approval of m/deep/b.npy matches no file'
exits unused_only_where_looked 0 models p/m/a.npy
says_not unused_not_said MD492
model p/m/a.npy c
exits anew 0 models --approve p/m/a.npy --purpose 'ported'
expect anew_no_second_entry test "$(grep -c 'path = "m/a.npy"' p/assay.toml)" = 1
expect anew_digest grep -q "$(sha256sum p/m/a.npy | cut -d' ' -f1)" p/assay.toml
expect anew_purpose grep -qx 'purpose = "ported"' p/assay.toml

# ---- The cache knows digests only of those it was asked for
project
for n in $(seq 1 40); do cp p/m/a.npy p/m/deep/$n.npy; done
"$ASSAY" models p >/dev/null
"$ASSAY" models p >/dev/null
exits cached_then_approved 0 models --approve p --purpose all
is cached_then_checked "" models p
model p/m/deep/7.npy x
is cached_and_changed "MD491:p/m/deep/7.npy" models p
is the_same_for_any_jobs "MD491:p/m/deep/7.npy" models --no-cache -j 3 p

# ---- Where it is written
project
printf '[project]\nname = "x"\n\n[tool.assay]\nfail-on = "medium" # ours\n' >p/pyproject.toml
exits pyproject 0 models --approve p/m --purpose x
expect pyproject_written grep -q '^\[\[tool.assay.models.approved\]\]' p/pyproject.toml
expect pyproject_keeps grep -q 'fail-on = "medium" # ours' p/pyproject.toml
expect pyproject_no_other test ! -e p/assay.toml
is pyproject_in_force "MD490:p/other.npy" models p
exits pyproject_again 0 models --approve p/other.npy --purpose x
is pyproject_all "" models p
project
printf '[models]\napproved = [\n  {path = "m/a.npy", purpose = "x", sha256 = "%064d"},\n]\n' 0 >p/assay.toml
is inline_changed "MD491:p/m/a.npy MD490:p/m/deep/b.npy MD490:p/other.npy" models p
exits inline_update 0 models --approve p/m/a.npy --purpose y
is inline_updated "MD490:p/m/deep/b.npy MD490:p/other.npy" models p
cp p/assay.toml before
exits inline_cannot_be_added_to 2 models --approve p/other.npy --purpose y
expect inline_kept cmp p/assay.toml before
project
printf '[[models.approved]]\npath = "m/"\npurpose = "x"\n[models.approved.files]\n"a.npy" = "%s"\n"deep/b.npy" = "%064d"\n' \
	"$(sha256sum p/m/a.npy | cut -d' ' -f1)" 0 >p/assay.toml
is folder_entry "MD491:p/m/deep/b.npy MD490:p/other.npy" models p
exits folder_entry_update 0 models --approve p/m --purpose x
is folder_entry_updated "MD490:p/other.npy" models p
project
printf '[bandit]\nskips = B101\n' >p/.bandit
exits beside_bandit 0 models --approve p/m --purpose x
says beside_bandit_says 'no longer Bandit'

# ---- Policies stand above the project
project
printf '[models]\napproved = []\n' >policy.toml
exits policy_refuses_writing 2 models --approve p/m/a.npy --purpose x --policy policy.toml
"$ASSAY" models --approve p --purpose x >/dev/null
is policy_list_counts_alone "MD490:p/m/a.npy MD490:p/m/deep/b.npy MD490:p/other.npy" models --policy policy.toml p
"$ASSAY" models --policy policy.toml p >"$W/out"
says policy_refusal_is_listed 'refused by the policy: approval of m/a.npy'
printf '[[models.approved]]\npath = "m/a.npy"\npurpose = "x"\nsha256 = "%s"\n' "$(sha256sum p/m/a.npy | cut -d' ' -f1)" >policy.toml
is policy_list "MD490:p/m/deep/b.npy MD490:p/other.npy" models --policy policy.toml p

# ---- Odd names, and files that are not the project's
project
python3 - <<'P'
import os, shutil
for name in [b"bad\xff.npy", b"per%cent.npy", b"new\nline.npy", b"esc\x1b[31m.npy", "\u4e2d\"'.npy".encode()]:
    shutil.copy("p/other.npy", b"p/" + name)
P
exits odd 0 models --approve p --purpose x
expect odd_no_controls bash -c "! grep -q \$'\\033' '$W/out'"
is odd_approved "" models p
mkdir -p elsewhere && model elsewhere/e.npy e
exits outside 2 models --approve p elsewhere/e.npy --purpose x
says outside_says 'outside of the project'

# ---- What speaks against it
project
printf 'cos\nsystem\n(S"true"\ntR.' >p/m/evil.pkl
if [ -n "$(rules models p/m/evil.pkl)" ]; then
	exits dangerous 1 models --approve p/m --purpose x
	says dangerous_says 'm/evil.pkl is not approved'
	expect dangerous_nothing_written test ! -e p/assay.toml
	exits dangerous_forced 0 models --approve p --purpose x --force
	exits dangerous_stays_dangerous 1 models p
	says_not dangerous_but_approved MD49
fi
chmod 000 p/m/a.npy
if [ "$(id -u)" != 0 ]; then
	exits unreadable 3 models --approve p/m/a.npy p/other.npy --purpose x
fi
chmod 644 p/m/a.npy
if [ "$(id -u)" != 0 ]; then
	rm -f p/assay.toml && chmod 555 p
	exits cannot_be_written 3 models --approve p/other.npy --purpose x
	chmod 755 p
fi
finish
