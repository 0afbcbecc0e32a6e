#!/usr/bin/env bash
# The advisory database: every kind of source, merging, and what is broken leaves it as it was.
. "$(dirname "$0")/lib.sh"

db() { local verb=$1; shift; "$ASSAY" db "$verb" --db "$W/a.db" "$@" >"$W/out" 2>"$W/err"; }
count() { "$ASSAY" db info --db "$W/a.db" --format json 2>/dev/null | python3 -c 'import json,sys; print(json.load(sys.stdin)["'"$1"'"])'; }
same() { cmp -s "$W/a.db" "$W/kept.db"; }

record() { # ID ALIAS PACKAGE FIXED
	printf '{"id":"%s","modified":"2024-01-02T03:04:05Z","aliases":["%s"],"affected":[{"package":{"ecosystem":"PyPI","name":"%s"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"%s"}]}]}]}\n' "$@"
}

exits none 3 db info --db "$W/a.db"
says none_command "assay db import"
exits no_verb 2 db
exits no_source 2 db import --db "$W/a.db"
exits absent_source 2 db import --db "$W/a.db" nowhere.json
expect nothing_made test ! -e "$W/a.db"

# Every form gives the same database.
record PYSEC-1 CVE-2024-1111 one 1.0 >one.json
record PYSEC-2 CVE-2024-2222 Two_x 2.0 >two.json
cat one.json two.json >both.jsonl
{ echo '['; cat one.json; echo ','; cat two.json; echo ']'; } >array.json
printf '\xef\xbb\xbf' | cat - both.jsonl >bom.jsonl
python3 - <<'PY'
import json, zipfile
for name in ("one", "two"):
    r = json.load(open(name + ".json"))
    a = r["affected"][0]
    events = "".join("    - %s: '%s'\n" % kv for e in a["ranges"][0]["events"] for kv in e.items())
    import os
    os.makedirs("clone/vulns/" + name, exist_ok=True)
    with open(f"clone/vulns/{name}/{r['id']}.yaml", "w") as f:
        f.write(f"id: {r['id']}\nmodified: {r['modified']}\naliases:\n- {r['aliases'][0]}\naffected:\n- package:\n"
                f"    name: {a['package']['name']}\n    ecosystem: PyPI\n  ranges:\n  - type: ECOSYSTEM\n    events:\n{events}")
    os.makedirs("tree/a/b", exist_ok=True)
    json.dump(r, open(f"tree/a/b/{name}.json", "w"), indent=1)
os.makedirs("clone/.github", exist_ok=True)
open("clone/.github/x.yml", "w").write("broken: [")
open("clone/README.md", "w").write("# no")
json.dump({"name": "a package"}, open("tree/package.json", "w"))
with zipfile.ZipFile("all.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.write("one.json", "PYSEC-1.json")
    z.write("two.json", "PYSEC-2.json")
    z.writestr("README.md", "no")
PY
gzip -k both.jsonl; zstd -q both.jsonl; xz -k both.jsonl
db import both.jsonl; cp "$W/a.db" "$W/both.db"
for form in both.jsonl.gz both.jsonl.zst both.jsonl.xz array.json bom.jsonl all.zip clone tree; do
	rm -f "$W/a.db"
	exits "import_$form" 0 db import --db "$W/a.db" "$form"
	expect "count_$form" test "$(count advisories)" = 2
	expect "digest_$form" test "$(count digest)" = "$("$ASSAY" db info --db "$W/both.db" -f json | python3 -c 'import json,sys; print(json.load(sys.stdin)["digest"])')"
done

# What is broken, and the database stays.
cp "$W/a.db" "$W/kept.db"
breaks() { # NAME TEXT FILE
	exits "$1" 3 db import --db "$W/a.db" one.json "$3"
	says "$1_says" "$2"
	expect "$1_kept" same
}
head -c 300 both.jsonl >cut.jsonl; breaks cut "cut.jsonl: line 2: a JSON value is cut short" cut.jsonl
for form in gz zst xz; do
	cat "both.jsonl.$form" one.json >"more.jsonl.$form"
	breaks "more_$form" "stands something else" "more.jsonl.$form"
done
head -c 60 both.jsonl.gz >cut.gz; breaks cut_gz "cut short" cut.gz
{ cat one.json; echo '{"id": 3, "id": }'; } >bad.jsonl; breaks bad_json "bad.jsonl: line 2" bad.jsonl
printf '{"id":"X","affected":[{"package":{"ecosystem":"PyPI","name":"x"},"ranges":[{"type":"ECOSYSTEM","events":[{"fixed":null}]}]}]}' >event.json
breaks bad_event "event.json: line 1: an event has no version" event.json
echo hello >text.txt; breaks text "neither advisories" text.txt
head -c 100 all.zip >cut.zip; breaks cut_zip "cut.zip" cut.zip
mkdir -p dir/x; cp one.json dir/x; echo '{"id":' >dir/x/z.json; breaks broken_in_folder "z.json: line 1" dir
mkdir empty; breaks empty_folder "no advisory of any kind" empty
python3 -c 'print("[" * 100000)' >deep.json; breaks deep "deep.json" deep.json
python3 -c 'print("{\"id\":\"" + "x" * 1000000 + "\"}")' >long.json; breaks long_id "has an \`id\`" long.json
mkfifo fifo; breaks fifo "neither a file nor a folder" fifo
printf 'id: [\n' >bad.yaml; breaks bad_yaml "bad.yaml: line" bad.yaml

# Lists.
printf 'cve,date_added,due_date,ransomware,vendor,product\nCVE-2024-1111,2024-01-01,2024-02-01,Known,a,"b, c"\n' >kev1.csv
printf 'cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes\r\nCVE-2024-1111,a,b,"c ""d""\nline",2024-01-01,e,f,2024-02-02,Unknown,,CWE-1\r\n' >kev2.csv
printf '{"title":"CISA Catalog","catalogVersion":"1","vulnerabilities":[{"cveID":"CVE-2024-1111","dueDate":"2024-02-03"}]}' >kev3.json
printf '#model_version:v2025.03.14,score_date:2026-01-01T12:55:00Z\ncve,epss,percentile\nCVE-2024-1111,0.97312,0.999\nCVE-2024-9999,0.00043,0.1\n' >epss.csv
gzip -k epss.csv
for list in kev1.csv:2024-02-01 kev2.csv:2024-02-02 kev3.json:2024-02-03; do
	exits "${list%:*}" 0 db import --db "$W/a.db" "${list%:*}"
	"$ASSAY" db find --db "$W/a.db" -f json one >"$W/out"
	says "due_${list%:*}" "\"kev_due\": \"${list#*:}\""
done
exits epss 0 db import --db "$W/a.db" epss.csv.gz
expect epss_count test "$(count epss)" = 2
"$ASSAY" db find --db "$W/a.db" -f json one==0.5 >"$W/out"
says epss_score '"epss_millionths": 973120'
printf 'cve,epss,percentile\nCVE-2024-1111,high,0.999\n' >epss2.csv
cp "$W/a.db" "$W/kept.db"; breaks bad_epss "epss2.csv: line 2" epss2.csv

# A flaw under two names; withdrawn ones; other ecosystems.
record GHSA-1 CVE-2024-1111 one 1.5 >ghsa.json
db import ghsa.json
exits merged 1 db find --db "$W/a.db" one==1.2
says merged_id "PYSEC-1 CVE-2024-1111 GHSA-1 (affected"
exits not_affected 0 db find --db "$W/a.db" one==1.5
exits range 1 db find --db "$W/a.db" "one<1.5"
says range_all "(all,"
sed 's/"modified":"2024/"withdrawn":"2025-01-01T00:00:00Z","modified":"2025/' two.json >two_gone.json
db import two_gone.json
exits withdrawn 0 db find --db "$W/a.db" two-x==1.0
sed 's/PyPI/npm/' one.json >npm.json
exits others 0 db import --db "$W/a.db" npm.json
says others_said "1 records of other ecosystems skipped"
expect still_there test "$(count advisories)" = 2

# A database that is none.
echo hello >"$W/bad.db"
exits not_sqlite 3 db info --db "$W/bad.db"
says not_sqlite_says "cannot be used"
exits not_sqlite_import 3 db import --db "$W/bad.db" one.json
exits replaced 0 db import --replace --db "$W/bad.db" one.json
python3 - "$W/view.db" <<'PY'
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.execute("PRAGMA application_id=%d" % 0x61737379)
c.execute("PRAGMA user_version=1")
c.execute("CREATE VIEW part AS WITH RECURSIVE r(id, body) AS (SELECT 1, x'00' UNION ALL SELECT id + 1, body FROM r) SELECT * FROM r")
c.commit()
PY
exits view 3 db info --db "$W/view.db"
says view_says "another form"
size=$(stat -c %s "$W/a.db")
bad=0
for i in $(seq 1 60); do
	cp "$W/a.db" "$W/mutant.db"
	printf '\377\000\377' | dd of="$W/mutant.db" bs=1 seek=$((i * size / 61)) conv=notrunc 2>/dev/null
	timeout 10 "$ASSAY" db find --db "$W/mutant.db" one==1.2 >"$W/out" 2>"$W/err"
	case $? in
	1) grep -q PYSEC-1 "$W/out" || bad=1 ;;
	3) ;;
	*) bad=1; cat "$W/err" ;;
	esac
done
expect mutants test "$bad" = 0
# Two imports at once: the second waits, and both are there.
for i in $(seq 1 3000); do record "A-$i" "CVE-2020-$i" "a$i" 1.0; done >a.jsonl
for i in $(seq 1 3000); do record "B-$i" "CVE-2021-$i" "b$i" 1.0; done >b.jsonl
rm -f "$W/a.db"
"$ASSAY" db import -q --db "$W/a.db" a.jsonl & "$ASSAY" db import -q --db "$W/a.db" b.jsonl; wait
expect both_imports test "$(count advisories)" = 6000

# A record that is of another ecosystem from now on.
sed 's/PyPI/npm/; s/2024-01/2025-01/' one.json >moved.json
db import --replace one.json two.json
exits moved 0 db import --db "$W/a.db" moved.json
expect moved_is_gone test "$(count advisories) $(count withdrawn)" = "1 1"

# What steers a terminal is shown.
record PYSEC-3 CVE-2024-3333 three '2.0\u001b[31m' >three.json
db import three.json
db find three==1.0
expect painted grep -q 'fixed in 2.0␛' "$W/out"
finish
