#!/usr/bin/env bash
# Packages in reports: CycloneDX, SPDX and pip-audit's JSON, with the states of advisories; what they say is read back.
. "$(dirname "$0")/lib.sh"

export ASSAY_DB=$W/advisories.db
mkdir osv p
for n in 1 2 3; do
	printf '{"id": "PYSEC-2020-%s", "modified": "2020-01-0%sT00:00:00Z", "aliases": ["CVE-2020-000%s"], "summary": "Flaw %s", "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}], "affected": [{"package": {"ecosystem": "PyPI", "name": "b"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.%s"}]}]}]}\n' $n $n $n $n $n >osv/$n.json
done
exits import 0 db import osv
cd p || exit 1
cat >uv.lock <<'E'
version = 1

[[package]]
name = "app"
version = "0.1"
source = { editable = "." }
dependencies = [{ name = "a" }]

[[package]]
name = "a"
version = "2"
source = { registry = "https://registry.example/simple" }
dependencies = [{ name = "b" }]
sdist = { url = "https://files.example/a.tar.gz", hash = "sha256:00" }

[[package]]
name = "b"
version = "1.0"
source = { registry = "https://registry.example/simple" }
sdist = { url = "https://files.example/b.tar.gz", hash = "sha256:00" }
E
printf '[project]\nname = "app"\nversion = "0.1"\ndependencies = ["a", "wish>=1"]\n' >pyproject.toml
cat >assay.toml <<'E'
[[exception]]
id = "PYSEC-2020-2"
reason = "not used"
expiry = 2099-01-01
E
printf '{"@context": "https://openvex.dev/ns/v0.2.0", "statements": [{"vulnerability": {"name": "CVE-2020-0003"}, "products": [{"@id": "pkg:pypi/b@1.0"}], "status": "not_affected", "justification": "vulnerable_code_not_present"}]}' >app.openvex.json

exits cyclonedx 1 deps --select DP001 --format cyclonedx --reproducible .
cp "$W/out" "$W/app.cdx.json"
exits spdx 1 deps --select DP001 --format spdx --reproducible .
cp "$W/out" "$W/app.spdx.json"
exits spdx_again 1 deps --select DP001 --format spdx --reproducible .
expect spdx_same cmp "$W/out" "$W/app.spdx.json"
exits pip_audit 1 deps --select DP001 --format pip-audit .
cp "$W/out" "$W/pip-audit.json"
python3 - "$W" >"$W/compare" <<'P'
import json, sys
def load(name):
    return json.load(open(sys.argv[1] + "/" + name))
c = load("app.cdx.json")
print("components", [(x["type"], x["bom-ref"], x.get("version")) for x in c["components"]] == [
    ("application", "project/pkg:pypi/app@0.1", "0.1"), ("library", "pkg:pypi/a@2", "2"),
    ("library", "pkg:pypi/b@1.0", "1.0"), ("library", "pkg:pypi/wish", None)])
print("needs", {d["ref"]: d.get("dependsOn", []) for d in c["dependencies"]} == {
    "project/pkg:pypi/app@0.1": ["pkg:pypi/a@2"], "pkg:pypi/a@2": ["pkg:pypi/b@1.0"], "pkg:pypi/b@1.0": [], "pkg:pypi/wish": []})
v = {x["id"]: x for x in c["vulnerabilities"]}
print("ids", sorted(v) == ["PYSEC-2020-1", "PYSEC-2020-2", "PYSEC-2020-3"])
print("stands", "analysis" not in v["PYSEC-2020-1"] and v["PYSEC-2020-1"]["affects"][0]["ref"] == "pkg:pypi/b@1.0")
print("alias", v["PYSEC-2020-1"]["references"] == [{"id": "CVE-2020-0001", "source": {"name": "NVD"}}])
print("score", [r.get("score") for r in v["PYSEC-2020-1"]["ratings"]] == [None, 9.8])
print("accepted", v["PYSEC-2020-2"]["analysis"]["state"] == "in_triage" and "not used" in v["PYSEC-2020-2"]["analysis"]["detail"])
print("vex", v["PYSEC-2020-3"]["analysis"]["state"] == "not_affected" and v["PYSEC-2020-3"]["analysis"]["justification"] == "code_not_present")
s = load("app.spdx.json")
purls = [r["referenceLocator"] for p in s["packages"] for r in p["externalRefs"] if r["referenceType"] == "purl"]
print("spdx_packages", purls == ["pkg:pypi/app@0.1", "pkg:pypi/a@2", "pkg:pypi/b@1.0", "pkg:pypi/wish"])
print("spdx_needs", [(r["spdxElementId"][-1], r["relatedSpdxElement"][-1]) for r in s["relationships"] if r["relationshipType"] == "DEPENDS_ON"] == [("1", "2"), ("2", "3")])
print("spdx_states", len(s["packages"][2]["annotations"]) == 3)
a = load("pip-audit.json")
d = {x["name"]: x for x in a["dependencies"]}
print("pip_audit_vulns", [(x["id"], x["fix_versions"], x["aliases"], x["description"]) for x in d["b"]["vulns"]] == [("PYSEC-2020-1", ["1.1"], ["CVE-2020-0001"], "Flaw 1")])
print("pip_audit_clean", d["a"] == {"name": "a", "version": "2", "vulns": []} and a["fixes"] == [])
print("pip_audit_skipped", set(d["wish"]) == {"name", "skip_reason"} and set(d["app"]) == {"name", "skip_reason"})
P
while read -r name right; do
	if [ "$right" = True ]; then ok "$name"; else bad "$name"; fi
done <"$W/compare"
expect compared test "$(wc -l <"$W/compare")" = 14

mkdir ../back && cd ../back || exit 1
cp "$W/app.cdx.json" "$W/app.spdx.json" .
found read_back "DP001:app.cdx.json:58 DP001:app.cdx.json:58 DP001:app.cdx.json:58 AS023:app.cdx.json:74 DP001:app.spdx.json:45 DP001:app.spdx.json:45 DP001:app.spdx.json:45 AS023:app.spdx.json:68" deps --select DP001 .

mkdir -p ../env/lib/python3.12/site-packages/b-1.0.dist-info && cd ../env || exit 1
printf 'Metadata-Version: 2.1\nName: b\nVersion: 1.2\nRequires-Dist: a\n\nText\n' >lib/python3.12/site-packages/b-1.0.dist-info/METADATA
found installed "DP001:lib/python3.12/site-packages/b-1.0.dist-info/METADATA:2" deps --select DP001 .

mkdir ../archives && cd ../archives || exit 1
python3 - <<'P'
import io, tarfile, zipfile
metadata = "Metadata-Version: 2.1\nName: b\nVersion: %s\n"
with zipfile.ZipFile("b-1.0-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("b/__init__.py", "")
    z.writestr("b-1.0.dist-info/METADATA", metadata % "1.0")
def tar(name, members):
    with tarfile.open(name, "w:gz") as t:
        for path, text in members.items():
            one = tarfile.TarInfo(path)
            one.size = len(text)
            t.addfile(one, io.BytesIO(text.encode()))
tar("b-1.2.tar.gz", {"b-1.2/setup.py": "", "b-1.2/PKG-INFO": metadata % "1.2"})
tar("b-1.1.tar.gz", {"b-1.1/data.txt": "no package"})
P
found archives "DP001:b-1.0-py3-none-any.whl:None DP001:b-1.0-py3-none-any.whl:None DP001:b-1.0-py3-none-any.whl:None DP001:b-1.2.tar.gz:None" deps --select DP001 .
finish
