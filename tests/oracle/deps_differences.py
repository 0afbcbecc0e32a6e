#!/usr/bin/env python3
"""assay deps beside osv-scanner and pip-audit on the shared lock files, from the same snapshot: every
difference is put under the rule that decides it (docs/deps-differences.md), and one that falls under none
fails. What a peer reports and assay does not must be told by assay in another way; what assay alone reports must
be affected by the second implementation of the OSV algorithm (advisories_compare.py).

Usage: deps_differences.py --assay PATH --shared DIR [--table]"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))

from advisories_compare import Snapshot, is_affected, normal, parse  # noqa: E402
from packaging.version import Version  # noqa: E402


class Hit:
    def __init__(self, path, package, version, ids):
        self.path, self.package, self.version, self.ids = path, normal(package), version, frozenset(ids)

    def same(self, other):
        """The same version, however it is written."""
        v, w = parse(self.version or ""), parse(other.version or "")
        return self.version == other.version or (v is not None and v == w)


def run_assay(args, folder):
    out = subprocess.run([args.assay, "deps", "--db", args.db, "--format", "json", "--isolated", "--no-cache", folder],
                         stdout=subprocess.PIPE, check=False)
    if out.returncode not in (0, 1, 3):
        sys.exit("assay deps failed")
    pinned, ranges = [], []
    for f in json.loads(out.stdout)["findings"]:
        if f["rule"] in ("DP001", "DP005"):
            pinned.append(Hit(os.path.relpath(f["path"], folder), f["package"], f["version"], [f["advisory"], *f["aliases"]]))
        elif f["rule"] in ("DP002", "DP003", "DP004"):
            ranges.append(Hit(os.path.relpath(f["path"], folder), f["package"], f["version"],
                              [f["advisory"] or "", *f["aliases"]]))
    return pinned, ranges


def run_scanner(args, folder, peer):
    from deps import scanner
    out = subprocess.run([*map(str, scanner(peer, folder, recursive=True)), "--all-packages"], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=False)
    hits, seen = [], set()
    for result in json.loads(out.stdout)["results"]:
        path = os.path.relpath(result["source"]["path"], folder)
        for entry in result["packages"]:
            package = entry["package"]
            if package.get("ecosystem", "PyPI") != "PyPI":
                continue
            seen.add((path, normal(package["name"])))
            for v in entry.get("vulnerabilities", ()):
                hits.append(Hit(path, package["name"], package.get("version", ""), [v["id"], *v.get("aliases", ())]))
    return hits, seen


def run_audit(args, folder, peer):
    from deps import audits, pinned_files
    from osv_server import Server
    hits, seen = [], set()
    with Server(os.path.join(args.shared, "advisories", "pypa-osv.jsonl.zst")) as server:
        files = pinned_files()
        for path, command in zip(files, audits(peer, server.url, files)):
            out = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
            name = os.path.relpath(path, folder)
            for d in json.loads(out.stdout or b'{"dependencies": []}')["dependencies"]:
                seen.add((name, normal(d["name"])))
                for v in d.get("vulns", ()):
                    hits.append(Hit(name, d["name"], d["version"], [v["id"], *v["aliases"]]))
    return hits, seen


def decided_by(snapshot, hit):
    """The rule by which assay alone reports it; None: the second implementation does not."""
    records = [a for i, a in snapshot.by_name.get(hit.package, ()) if i in hit.ids and is_affected(a, hit.version)]
    if not records:
        return None
    events = [t for a in records for r in a.get("ranges", ()) if r["type"] != "GIT" for e in r["events"] for t in e.values()]
    if any(parse(t) is None for t in events):
        return "event that is no version"
    v = parse(hit.version)
    if v is not None and v.local is not None:
        return "local version"
    if v is not None and str(v) != hit.version:
        return "version not in its normal form"
    if v is not None and (v.is_prerelease or v.is_postrelease or v.epoch):
        return "pre-release, post-release or epoch"
    if not any(Version(t) == v for a in records for t in a.get("versions", ()) if parse(t) is not None):
        return "in a range, not in the list"
    return "listed"


def compare(snapshot, mine, ranges, theirs, seen, folder):
    """{(whose, rule): [hit]}"""
    table = collections.defaultdict(list)
    by_place, anywhere, by_range = collections.defaultdict(list), collections.defaultdict(list), collections.defaultdict(set)
    for hit in mine:
        by_place[hit.path, hit.package].append(hit)
        anywhere[hit.package].append(hit)
    for hit in ranges:
        by_range[hit.path, hit.package].update(hit.ids)
    matched = set()
    for hit in theirs:
        own = [h for h in by_place[hit.path, hit.package] if h.ids & hit.ids and h.same(hit)]
        matched.update(id(h) for h in own)
        if own:
            table["both", "the same"].append(hit)
        elif hit.ids & by_range[hit.path, hit.package]:
            table["peer", "a range is no version"].append(hit)
        elif any(h.ids & hit.ids and h.same(hit) for h in anywhere[hit.package]) or any(
                hit.ids & ids for (_, package), ids in by_range.items() if package == hit.package):
            table["peer", "told in the file that says it"].append(hit)
        else:
            table["peer", "unexplained"].append(hit)
    for hit in mine:
        if id(hit) in matched:
            continue
        if (hit.path, hit.package) not in seen:
            whole = any(path == hit.path for path, _ in seen)
            rule = "package not read" if whole else "file not read"
            table["assay", rule if decided_by(snapshot, hit) else "unexplained"].append(hit)
        else:
            table["assay", decided_by(snapshot, hit) or "unexplained"].append(hit)
    return table


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--assay", required=True)
    p.add_argument("--shared", required=True)
    p.add_argument("--table", action="store_true")
    args = p.parse_args()
    os.environ["ASSAY_SHARED"], os.environ["ASSAY"] = args.shared, args.assay
    from deps import setup
    peers = setup()
    source = os.path.join(args.shared, "advisories", "pypa-osv.jsonl.zst")
    snapshot, wrong = Snapshot(source), 0
    with tempfile.TemporaryDirectory() as temporary:
        args.db = os.path.join(temporary, "advisories.db")
        subprocess.run([args.assay, "db", "import", "-q", "--db", args.db, source], check=True)
        folder = os.path.join(args.shared, "lockfiles")
        mine, ranges = run_assay(args, folder)
        for name, ask in ("osv-scanner", run_scanner), ("pip-audit", run_audit):
            if name not in peers:
                continue
            theirs, seen = ask(args, folder, peers[name])
            own = mine
            if name == "pip-audit":  # it is given one file at a time
                files = {path for path, _ in seen}
                own = [h for h in mine if h.path in files]
            table = compare(snapshot, own, ranges, theirs, seen, folder)
            print(f"{name}: {len(theirs)} reported, assay {len(own)}")
            for (whose, rule), hits in sorted(table.items()):
                print(f"  {whose:<6} {rule:<40} {len(hits):6}")
                if rule == "unexplained":
                    wrong += len(hits)
                for hit in hits[:8 if rule == "unexplained" else 3 if args.table else 0]:
                    print(f"           {hit.path} {hit.package} {hit.version} {' '.join(sorted(hit.ids))}")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
