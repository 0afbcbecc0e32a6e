#!/usr/bin/env python3
"""Compares assay with Bandit 1.9.4 (run by CPython 3.13) on folders of Python code.

    bandit_compare.py [--default] [--cache DIR] [--show N] --assay BIN --bandit BIN PATH...

With --bandit-compat (what is compared unless --default is given) both must report the same set of
(file, line, id), with the same severity and confidence. Findings that a nosec comment suppresses are
left out on both sides, each by its own reading of the comment, so those readings are compared too.

With --default assay runs as users run it. Every difference must be of a kind that
tests/oracle/bandit_accepted.txt lists and docs/bandit-differences.md explains. Comments are out of play:
Bandit runs with --ignore-nosec, and assay's suppressed findings count.

Bandit needs minutes of CPU for a large folder: --cache keeps what it said. Exit code 0: no difference
that is not accepted; 1: there are some; 3: a tool did not run.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def bandit_report(args, path):
    flags = ["--ignore-nosec"] if args.default else []
    name = hashlib.sha256("\0".join([str(path.resolve()), *flags]).encode()).hexdigest()[:16]
    kept = args.cache / f"{path.name}-{name}.json" if args.cache else None
    if kept and kept.exists():
        return json.loads(kept.read_text())
    command = [args.bandit, "-q", "-r", *flags, "-f", "json", "--exit-zero", path.name]
    done = subprocess.run(command, cwd=path.parent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"bandit: exit {done.returncode} on {path}")
    if kept:
        args.cache.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(done.stdout)
    return json.loads(done.stdout)


def assay_report(args, path):
    mode = ["--isolated"] if args.default else ["--bandit-compat"]
    command = [args.assay, "code", *mode, "--no-cache", "--format", "json", path.name]
    done = subprocess.run(command, cwd=path.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode not in (0, 1, 3) or not done.stdout:
        sys.exit(f"assay: exit {done.returncode} on {path}: {done.stderr.decode()[-300:]}")
    return json.loads(done.stdout)


def of_bandit(report):
    found, skipped = {}, set()
    for r in report["results"]:
        key = (r["filename"].removeprefix("./"), r["line_number"], r["test_id"])
        found.setdefault(key, set()).add((r["issue_severity"].lower(), r["issue_confidence"].lower()))
    for e in report["errors"]:
        skipped.add(e["filename"].removeprefix("./"))
    return found, skipped


def of_assay(report, with_suppressed, skipped):
    found = {}
    for r in report["findings"]:
        if r["suppressed"] and not with_suppressed:
            continue
        path = r["path"].removeprefix("./")
        if not r["rule"].startswith("B") or (with_suppressed and path in skipped):
            continue  # Bandit says nothing about a file with a syntax error
        found.setdefault((path, r["line"], r["rule"]), set()).add((r["severity"], r["confidence"]))
    return found


def accepted_kinds():
    kinds = set()
    for line in (HERE / "bandit_accepted.txt").read_text().splitlines():
        words = line.split("#")[0].split()
        if words:
            kinds.add((words[0], words[1]))
    return kinds


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--assay", required=True)
    p.add_argument("--bandit", required=True)
    p.add_argument("--default", action="store_true")
    p.add_argument("--cache", type=pathlib.Path)
    p.add_argument("--show", type=int, default=20, help="differences to print of each folder")
    p.add_argument("paths", nargs="+", type=pathlib.Path)
    args = p.parse_args()
    args.assay = str(pathlib.Path(args.assay).resolve())
    accepted = accepted_kinds() if args.default else set()
    bad = total = 0
    kinds = collections.Counter()
    for path in args.paths:
        theirs, skipped = of_bandit(bandit_report(args, path))
        ours = of_assay(assay_report(args, path), args.default, skipped)
        differences = [(k, "missing") for k in theirs if k not in ours]
        differences += [(k, "extra") for k in ours if k not in theirs]
        differences += [(k, "grade") for k in theirs if k in ours and theirs[k] != ours[k]]
        shown = 0
        for key, kind in sorted(differences):
            kinds[key[2], kind] += 1
            if (key[2], kind) in accepted:
                continue
            bad += 1
            shown += 1
            if shown <= args.show:
                print(f"  {kind} {key[2]} {key[0]}:{key[1]}")
        missing = sum(kind == "missing" for _, kind in differences)
        extra = sum(kind == "extra" for _, kind in differences)
        total += len(theirs)
        print(f"{path.name}: bandit {len(theirs)}, matched {len(theirs) - missing}, "
              f"missing {missing}, extra {extra}, not accepted {shown}")
    for (rule, kind), n in sorted(kinds.items()):
        if args.default:
            print(f"  {rule} {kind} {n}{'' if (rule, kind) in accepted else '  NOT ACCEPTED'}")
    print(f"{total} findings of bandit, {bad} differences that are not accepted")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
