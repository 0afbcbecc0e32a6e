#!/usr/bin/env bash
# The models layer on the open half of its judge (models-open.tar.zst of the shared test data): everything
# found, nothing invented, nothing written, the same bytes for any number of workers, bounded memory.
. "$(dirname "$0")/lib.sh"
archive=${ASSAY_SHARED:-$HERE/../../../shared}/models-open.tar.zst
if ! [ -f "$archive" ]; then
	[ -z "${CI:-}" ] || { bad models_open "$archive is missing"; finish; }
	echo "SKIP models.sh: $archive is missing: set ASSAY_SHARED"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
tar --zstd -xf "$archive" || { bad unpack "tar --zstd"; finish; }
data=models-open
tree() { # every name, size, time and digest
	(cd "$1" && find . -printf '%p %y %s %T@ %m\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum)
}
tree . >"$W/before"

# ---- Detection: at medium or above, of class `policy` at any level; of honest files info and nothing else
"$ASSAY" models --no-cache --format json --output "$W/whole.json" "$data"
code=$? # 3: of a bomb some was not looked at
expect whole test "$code" = 1 -o "$code" = 3
python3 - "$W/whole.json" "$data" >"$W/judged" <<'P'
import csv, json, os, sys
report, root = json.load(open(sys.argv[1], encoding="utf-8")), sys.argv[2]
levels = ["info", "low", "medium", "high", "critical"]
with open(root + "/labels.csv", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
worst, verdicts = {}, {}
for f in report["findings"]:
    worst[f["path"]] = max(worst.get(f["path"], -1), levels.index(f["severity"]))
for m in report["models"] + report["model_directories"]:
    verdicts[m["path"]] = m["verdict"]
words = ["clean", "information", "suspicious", "suspicious", "dangerous", "dangerous"]
found = honest = 0
for row in rows:
    path = root + "/" + row["file"]
    level = max([w for p, w in worst.items() if p == path or p.startswith(path + "/")], default=-1)
    if row["malicious"] == "1":
        least = 0 if row["class"] == "policy" else 2
        found += level >= least
        print("ok" if level >= least else "FAIL", "finds", row["file"], "at", levels[level] if level >= 0 else "nothing")
    else:
        honest += level <= 0
        print("ok" if level <= 0 else "FAIL", "honest", row["file"], "at", levels[level] if level >= 0 else "nothing")
for path, verdict in verdicts.items():
    if os.path.isfile(path) and verdict != words[worst.get(path, -1) + 1]:
        print("FAIL verdict of", path, verdict)
print(found, honest, len(rows))
P
grep ^FAIL "$W/judged"
read -r malicious honest all <<<"$(tail -1 "$W/judged")"
expect "all_malicious_found_$malicious" test "$malicious" = 216
expect "no_honest_above_info_$honest" test "$honest" = 108
expect all_judged test "$all" = 324
expect verdicts_agree bash -c "! grep -q '^FAIL verdict' '$W/judged'"

# ---- Exit codes one by one, as a hook would ask
misses=0 alarms=0 broken=0
while IFS=, read -r file bad _ class _; do
	[ "$file" = file ] && continue
	code=0
	timeout 60 "$ASSAY" models --no-cache --fail-on "$([ "$class" = policy ] && echo info || echo medium)" --quiet \
		"$data/$file" >/dev/null 2>&1 || code=$?
	case $bad$code in
	11 | 13 | 00) ;;
	10) misses=$((misses + 1)); echo "  exit 0: $file" ;;
	01 | 03) alarms=$((alarms + 1)); echo "  exit $code: $file" ;;
	*) broken=$((broken + 1)); echo "  exit $code: $file" ;;
	esac
done <"$data/labels.csv"
expect exits_of_malicious test "$misses" = 0
expect exits_of_honest test "$alarms" = 0
expect exits_known test "$broken" = 0

# ---- What is said
python3 - "$W/whole.json" >"$W/members" <<'P'
import json, sys
report = json.load(open(sys.argv[1], encoding="utf-8"))
inside = [f for f in report["findings"] if "member" in f]
assert inside and all(f["member"] for f in inside)
assert any("!" in f["member"] for f in inside), "none in a container in a container"
assert any("offset" in f for f in report["findings"])
assert all(f["tags"] for f in report["findings"] if f["rule"] in ("MD001", "MD002"))
assert report["summary"]["models"]["total"] == len(report["models"])
assert report["run"]["jail"].startswith("seccomp"), report["run"]["jail"]
P
expect members_offsets_tags_jail test "$?" = 0
"$ASSAY" models --no-cache --format cyclonedx "$data" >"$W/bom.json"
python3 - "$W/bom.json" <<'P'
import hashlib, json, os, sys
def each(components):
    for one in components:
        yield one
        yield from each(one.get("components", []))
bom = json.load(open(sys.argv[1], encoding="utf-8"))
files = [c for c in each(bom["components"]) if os.path.isfile(c["bom-ref"])]
assert len(files) > 250
for c in files:
    want = hashlib.sha256(open(c["bom-ref"], "rb").read()).hexdigest()
    assert c["hashes"] == [{"alg": "SHA-256", "content": want}], c["bom-ref"]
P
expect bom_hashes test "$?" = 0

# ---- The same bytes each time, nothing written
for format in json text sarif cyclonedx; do
	for jobs in 1 8; do
		"$ASSAY" models --no-cache --reproducible --format $format --jobs $jobs "$data" >"$W/$format.$jobs" 2>&1
	done
	expect "same_${format}_for_any_jobs" cmp "$W/$format.1" "$W/$format.8"
done
for run in filled cached; do "$ASSAY" models --reproducible --format json "$data" >"$W/json.$run" 2>&1; done
expect same_from_cache cmp "$W/json.1" "$W/json.cached"
tree . >"$W/after"
expect nothing_written cmp "$W/before" "$W/after"

# ---- Ignored files are looked at; a PATH named is never ignored; code beside a model is
evil=$(awk -F, '$2 == 1 && $4 == "exec" && $1 ~ /\.pkl$/ { print $1; exit }' "$data/labels.csv")
mkdir -p repo/.git repo/models/deep repo/secret
cp "$data/$evil" repo/models/deep/m.pkl
cp "$data/$evil" repo/secret/weights
printf '*\n' >repo/.gitignore
exits check_looks_into_ignored 1 check --format json repo
says check_finds_ignored '"path": "repo/models/deep/m.pkl"'
says check_finds_by_content '"path": "repo/secret/weights"'
exits named_folder_is_never_ignored 1 models repo/models
exits named_file_is_never_ignored 1 models repo/models/deep/m.pkl
"$ASSAY" models --format json --severity critical repo/models >"$W/out"
says severity_verdict '"verdict": "dangerous"'

# ---- Files larger than memory
if [ -z "${ASSAY_SANITIZED:-}" ]; then
	for kind in torch safetensors; do
		python3 "$HERE/../bench/models.py" --make $kind large.$kind 4300000000
		python3 - "$ASSAY" large.$kind >"$W/large" <<'P'
import os, sys
out = os.open(os.devnull, os.O_WRONLY)
pid = os.posix_spawn(sys.argv[1], [sys.argv[1], "models", "--no-cache", sys.argv[2]], os.environ,
                     file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)])
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), round(usage.ru_utime + usage.ru_stime, 3), usage.ru_maxrss // 1024)
P
		read -r code cpu mib <"$W/large"
		expect "large_${kind}_is_clean_$code" test "$code" = 0
		expect "large_${kind}_cpu_$cpu" python3 -c "import sys; sys.exit($cpu > 0.1)"
		expect "large_${kind}_memory_$mib" test "$mib" -le 64
	done
	python3 "$HERE/../bench/models.py" --make safetensors shards.safetensors 2000000100
	"$ASSAY" models --no-cache --hash=shards --format json --jobs 2 shards.safetensors >"$W/out"
	expect shards python3 - "$W/out" <<'P'
import hashlib, json, sys
model, = json.load(open(sys.argv[1]))["models"]
edges = [0, 1_000_000_000, 2_000_000_000, model["size"]]
with open("shards.safetensors", "rb") as file:
    for shard, start, end in zip(model["shards"], edges[:-1], edges[1:], strict=True):
        digest = hashlib.sha256()
        while file.tell() < end:
            digest.update(file.read(min(1 << 20, end - file.tell())))
        assert shard == {"start": start, "end": end, "sha256": digest.hexdigest()}
P
fi
finish
