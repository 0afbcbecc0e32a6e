#!/usr/bin/env bash
# The dependency layer over real files (lockfiles/ and advisories/ of ASSAY_SHARED): every row that the reference has,
# nothing else, the same for any number of workers; the database that is missing or damaged; limits of size and time.
. "$(dirname "$0")/lib.sh"

printf 'numpy==1.26.4\n' >requirements.txt
export ASSAY_DB=$W/none.db
exits without_database 3 deps .
says how_to_get_one "assay db import"
exits check_goes_on 0 check .
says check_says_so AS024
printf '[deps]\nrequired = true\n' >assay.toml
exits check_requires_one 3 check .
rm assay.toml
printf 'no database' >"$W/bad.db"
exits damaged_database 3 deps --db "$W/bad.db" .
printf '%s\n' 'numpy==1.26.4' >pins.list
exits odd_name 3 deps pins.list
says odd_name_is_read "Checked 1 file"
printf 'A text.\n' >README.md
exits no_dependency_file 3 deps README.md
says no_dependency_file_says_so "no file was checked"
exits empty_reproducible 3 deps --reproducible --format json .
expect no_run_in_reproducible bash -c "! grep -q '\"run\"' '$W/out'"

FILES=${ASSAY_SHARED:-/nowhere}/lockfiles
if [ ! -d "$FILES" ]; then
	echo "ok deps_needs_ASSAY_SHARED"
	finish
fi
export ASSAY_DB=$W/advisories.db
exits import 0 db import "$ASSAY_SHARED/advisories/pypa-osv.jsonl.zst" "$ASSAY_SHARED/advisories/kev.csv"
# A copy, because what is asked for explicitly is read whatever it is called, and the expectations are no lock files.
cp -r "$FILES" files && chmod -R u+w files && rm -rf files/expected
cd files || exit 1
"$ASSAY" deps --isolated --no-cache --reproducible --jobs 1 --format json . >"$W/one.json" 2>>"$W/err"
"$ASSAY" deps --isolated --no-cache --reproducible --jobs 4 --format json . >"$W/four.json" 2>>"$W/err"
expect same_for_any_number_of_workers cmp "$W/one.json" "$W/four.json"
"$ASSAY" deps --isolated --reproducible --format json . >"$W/cold.json" 2>>"$W/err"
"$ASSAY" deps --isolated --reproducible --format json . >"$W/warm.json" 2>>"$W/err"
expect same_without_cache cmp "$W/one.json" "$W/cold.json"
expect same_with_cache cmp "$W/one.json" "$W/warm.json"
expect sarif bash -c "'$ASSAY' deps --isolated --format sarif . | python3 -m json.tool"
# What is not listed may be worse than what is.
mkdir "$W/flood" && yes 'flask==0.12' | head -3000 >"$W/flood/requirements.txt"
echo 'torch==1.11.0' >>"$W/flood/requirements.txt"
exits flood_hides_nothing 3 deps --isolated --fail-on critical "$W/flood"
# One line whose cost is the square of its length.
mkdir "$W/long" && seq -f '>0.%.0f' -s, 5000 | sed 's/^/flask/' >"$W/long/requirements.txt"
exits long_range 3 deps --isolated "$W/long"
says long_range_is_told AS004

python3 - "$W/one.json" "$FILES/expected" "$ASSAY" >"$W/compare" <<'PY'
import collections, csv, json, re, shutil, subprocess, sys
report, expected, assay = sys.argv[1:]

def normal(version): # of what occurs in these files: leading v and zeros
    return re.sub(r"(^|[.])0+(\d)", r"\1\2", version.removeprefix("v"))

# What a file includes is reported in its own file, and counts for those that include it.
includes = {"s23-edge-requirements/requirements.txt": ["s23-edge-requirements/sub/more.txt"],
            "s23-edge-requirements/sub/more.txt": ["s23-edge-requirements/requirements.txt"]}
# Archives whose names say a version: no peer reads them.
archives = {("s23-edge-requirements/requirements.txt", n) for n in ("tornado", "ujson", "paramiko")}
got, detail = collections.defaultdict(set), {}
for f in json.load(open(report))["findings"]:
    if f.get("advisory") and f["version"]:
        row = (f["package"], normal(f["version"]), f["advisory"])
        got[f["path"]].add(row)
        detail[row] = (sorted(f["aliases"]), sorted(f["fixed_versions"]))
want, files = collections.defaultdict(set), {}
wrong = []
for r in csv.DictReader(open(expected + "/vulnerabilities.csv")):
    row = (r["package"], normal(r["version"]), r["advisory"])
    want[r["lockfile"]].add(row)
    if row in detail and detail[row] != (sorted(r["aliases"].split()), sorted(r["fixed_versions"].split())):
        wrong.append(row)
all_of = {path: got[path].union(*(got[i] for i in includes.get(path, []))) for path in set(want) | set(got)}
missing = [(p, *row) for p in want for row in want[p] - all_of[p]]
extra = [(p, *row) for p in all_of for row in all_of[p] - want[p]
         if (p, row[0]) not in archives and not p.endswith("pyproject.toml")
         and not any((i, row[0]) in archives for i in includes.get(p, []))]

# Every package that a peer extracted: from the file itself, or from one that it includes.
def packages(path):
    names = set()
    if path.endswith("more.txt"): # its name says nothing: it is read because others include it
        shutil.copy(path, "requirements-more.txt")
        path = "requirements-more.txt"
    for line in subprocess.run([assay, "debug", "deps", path], capture_output=True, text=True).stdout.splitlines():
        if m := re.match(r"\d+:\d+ (?:requirement|locked|installed|constraint|project) (\S+)", line):
            names.add(m.group(1))
    return names
read, unread = {}, []
for r in csv.DictReader(open(expected + "/packages.csv")):
    path = r["lockfile"]
    for p in [path, *includes.get(path, [])]:
        read.setdefault(p, packages(p))
    if not any(r["package"] in read[p] for p in [path, *includes.get(path, [])]):
        unread.append((path, r["package"]))
print("packages", len(unread) == 0, unread[:5])
print("rows", len(missing) == 0, sorted(missing)[:5])
print("nothing_else", len(extra) == 0, sorted(extra)[:5])
print("aliases_and_fixes", len(wrong) == 0, wrong[:5])
PY
while read -r name right rest; do
	if [ "$right" = True ]; then ok "$name"; else bad "$name" "$rest"; fi
done <"$W/compare"
expect compared test -s "$W/compare"

# What is named is answered for as a whole: the same rows, file by file.
find . -type f | sed 's,^\./,,' | sort | xargs -d '\n' "$ASSAY" deps --isolated --no-cache --format json >"$W/named.json" 2>>"$W/err"
python3 - "$W/named.json" "$FILES/expected" >"$W/compare" <<'PY'
import csv, json, re, sys

def normal(version):
    return re.sub(r"(^|[.])0+(\d)", r"\1\2", version.removeprefix("v"))

got = {(f["path"], f["package"], normal(f["version"]), f["advisory"])
       for f in json.load(open(sys.argv[1]))["findings"] if f.get("advisory") and f["version"]}
want = {(r["lockfile"], r["package"], normal(r["version"]), r["advisory"])
        for r in csv.DictReader(open(sys.argv[2] + "/vulnerabilities.csv"))}
print("rows_of_each_named_file", want <= got, sorted(want - got)[:5])
PY
while read -r name right rest; do
	if [ "$right" = True ]; then ok "$name"; else bad "$name" "$rest"; fi
done <"$W/compare"

# Memory and time: measured generously, because the machine is shared.
/usr/bin/time -o "$W/time" -f %M "$ASSAY" deps --isolated --no-cache --format json . >/dev/null 2>&1
rss=$(tail -1 "$W/time")
if [ "$rss" -le 32768 ] || [ "$(nm "$ASSAY" 2>/dev/null | grep -c __asan)" -gt 0 ]; then ok memory; else bad memory "$rss KiB"; fi
finish
