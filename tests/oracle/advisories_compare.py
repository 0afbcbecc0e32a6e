#!/usr/bin/env python3
"""Matching against a second implementation of the OSV algorithm, on the versions of `packaging`.

1. The recorded comparison (lockfiles/expected): every (package, version) that some tool saw has exactly
   the advisories of the reference.
2. Every record of the snapshot at the borders of its ranges and lists, and right beside them.
3. What a requirement allows, against the releases that the records name: "all" means all of them,
   nothing means none.

Usage: advisories_compare.py --assay PATH --shared DIR [--sample N]"""
import argparse
import collections
import csv
import functools
import json
import os
import random
import re
import subprocess
import sys
import tempfile

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

PREFIX = re.compile(r"\s*v?(\d+!)?\d+(\.\d+)*")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@functools.lru_cache(maxsize=None)
def parse(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None


def event_version(text):
    """The version of an event, or its longest release prefix."""
    v = parse(text)
    if v is None and (m := PREFIX.match(text)):
        v = parse(m.group(0))
    return v


def order(v, named):
    """A local version has the flaws of its public one, unless the advisory names a local one."""
    if named.local is None:
        v = Version(v.public)
    return (v > named) - (v < named)


def in_range(v, events):
    if not isinstance(v, Version):
        return False
    rows = []
    for event in events:
        for kind, text in event.items():
            zero = kind == "introduced" and text == "0"
            rows.append((kind, None if zero else event_version(text)))
    rows.sort(key=lambda r: (r[1] is not None, r[1] or Version("0"), r[0] == "last_affected"))
    affected = False
    for kind, at in rows:
        if kind == "introduced" and (at is None or order(v, at) >= 0):
            affected = True
        elif kind == "fixed" and at is not None and order(v, at) >= 0:
            affected = False
        elif kind == "last_affected" and at is not None and order(v, at) > 0:
            affected = False
    return affected


def is_affected(affected, text):
    v = parse(text)
    for listed in affected.get("versions", []):
        if listed == text:
            return True
        w = parse(listed)
        if v is not None and w is not None and order(v, w) == 0:
            return True
    return v is not None and any(in_range(v, r["events"]) for r in affected.get("ranges", []) if r["type"] != "GIT")


class Snapshot:
    def __init__(self, path, whole=False):
        raw = subprocess.run(["zstd", "-dcq", path], stdout=subprocess.PIPE, check=True).stdout
        self.by_name = collections.defaultdict(list)
        for line in raw.splitlines():
            record = json.loads(line)
            if "withdrawn" in record:
                continue
            for affected in record["affected"]:
                self.by_name[normal(affected["package"]["name"])].append((record if whole else record["id"], affected))

    def ids(self, name, version):
        return {i for i, a in self.by_name.get(normal(name), ()) if is_affected(a, version)}


def ask(args, requirements):
    """{requirement: {id: how}}"""
    out = subprocess.run([args.assay, "db", "find", "--db", args.db, "--format", "json", "-"],
                         input="\n".join(requirements), text=True, stdout=subprocess.PIPE, check=False)
    if out.returncode > 1:
        sys.exit("assay db find failed")
    return {r["requirement"]: {a["id"]: a["affected"] for a in r["advisories"]} for r in json.loads(out.stdout)}


class Tally:
    def __init__(self):
        self.checked = self.wrong = 0

    def check(self, what, got, want):
        self.checked += 1
        if got == want:
            return
        self.wrong += 1
        if self.wrong <= 20:
            print(f"{what}: only assay {sorted(got - want)}, only reference {sorted(want - got)}")


def compare_pairs(args, tally, wanted):
    answers = {}
    names = list(wanted)
    for at in range(0, len(names), 5000):
        answers.update(ask(args, names[at:at + 5000]))
    for requirement, want in wanted.items():
        tally.check(requirement, set(answers[requirement]), want)


def recorded(args, tally):
    folder = os.path.join(args.shared, "lockfiles", "expected")
    wanted = {}
    for row in csv.DictReader(open(os.path.join(folder, "packages.csv"))):
        if parse(row["version"]) is not None:
            wanted.setdefault(f"{row['package']}=={row['version']}", set())
    rows = 0
    for row in csv.DictReader(open(os.path.join(folder, "vulnerabilities.csv"))):
        if row["reference"] == "1":
            wanted.setdefault(f"{row['package']}=={row['version']}", set()).add(row["advisory"])
            rows += 1
    compare_pairs(args, tally, wanted)
    return rows


def borders(snapshot, rng, sample):
    for name, entries in snapshot.by_name.items():
        texts = set()
        for _, affected in entries:
            for r in affected.get("ranges", []):
                if r["type"] != "GIT":
                    texts.update(t for e in r["events"] for t in e.values())
            listed = affected.get("versions", [])
            texts.update(rng.sample(listed, min(len(listed), 3)))
        texts = sorted(texts)
        for text in rng.sample(texts, min(len(texts), sample)):
            v = event_version(text)
            if v is None:
                continue
            for other in (f"{v}", f"{v.base_version}.1", f"{v.base_version}.dev1", f"{v.base_version}rc1",
                          f"{v.base_version}.post1", f"{v.public}+cu118", f"v{v.base_version}.0", f"1!{v.base_version}"):
                if parse(other) is not None:
                    yield name, other


def allowed(args, snapshot, tally, rng):
    wanted = {}
    names = sorted(snapshot.by_name)
    for name in rng.sample(names, len(names) // 4):
        entries = snapshot.by_name[name]
        releases = sorted({v for _, a in entries for t in a.get("versions", []) if (v := parse(t)) is not None
                           and not v.is_prerelease and v.local is None and v.post is None})
        if len(releases) < 3:
            continue
        low, high = sorted(rng.sample(releases, 2))
        for text in (f">={low},<{high}", f"<={high}", f"~={low}.0", f"=={low}.*", f">{low},!={high}"):
            spec = SpecifierSet(text)
            wanted[f"{name}{text}"] = (name, [r for r in releases if r in spec][-40:])
    answers = ask(args, list(wanted))
    for requirement, (name, releases) in wanted.items():
        if not releases:
            continue
        for identifier in {i for i, _ in snapshot.by_name[name]}:
            parts = [a for i, a in snapshot.by_name[name] if i == identifier]
            hits = [any(is_affected(a, str(r)) for a in parts) for r in releases]
            how = answers[requirement].get(identifier, "none")
            tally.checked += 1
            if (how == "all" and not all(hits)) or (how == "none" and any(hits)):
                tally.wrong += 1
                print(f"{requirement} {identifier}: assay says {how}, of {len(hits)} releases {sum(hits)} are affected")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--assay", required=True)
    p.add_argument("--shared", required=True)
    p.add_argument("--sample", type=int, default=6)
    args = p.parse_args()
    rng = random.Random(1)
    source = os.path.join(args.shared, "advisories", "pypa-osv.jsonl.zst")
    snapshot = Snapshot(source)
    with tempfile.TemporaryDirectory() as folder:
        args.db = os.path.join(folder, "advisories.db")
        subprocess.run([args.assay, "db", "import", "-q", "--db", args.db, source], check=True)
        total = 0
        for what in ("recorded", "borders", "allowed"):
            tally = Tally()
            if what == "recorded":
                rows = recorded(args, tally)
                print(f"{rows} recorded rows")
            elif what == "borders":
                compare_pairs(args, tally, {f"{n}=={v}": snapshot.ids(n, v)
                                            for n, v in borders(snapshot, rng, args.sample)})
            else:
                allowed(args, snapshot, tally, rng)
            print(f"{what}: {tally.checked} compared, {tally.wrong} differ")
            total += tally.wrong
    return total > 0


if __name__ == "__main__":
    sys.exit(main())
