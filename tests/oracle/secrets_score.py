#!/usr/bin/env python3
"""Scores the secrets layer against labelled files: secrets-open.tar.zst (or a folder with labels.csv
and src/). A label is hit when a finding's lines meet its lines; a finding that meets no label of a
secret is a false alarm. Prints precision, recall and every miss.

usage: secrets_score.py [--min-precision P] [--min-recall R] [--quiet] ASSAY ARCHIVE_OR_FOLDER"""
import argparse
import collections
import csv
import json
import os
import subprocess
import sys
import tempfile


def unpack(path, into):
    if os.path.isdir(path):
        return path
    subprocess.run(["tar", "--zstd", "-xf", path, "-C", into], check=True)
    for folder, _, names in os.walk(into):
        if "labels.csv" in names:
            return folder
    sys.exit(f"{path}: no labels.csv in it")


def findings(assay, folder):
    out = subprocess.run([assay, "secrets", "--no-cache", "--isolated", "--format", "json", folder],
                         stdout=subprocess.PIPE, check=False)
    if out.returncode not in (0, 1):
        sys.exit(f"assay ended with {out.returncode}")
    report = json.loads(out.stdout)
    # SE500 to SE549 are checks of a project, not secrets.
    return [f for f in report["findings"] if f["rule"].startswith("SE") and f["suppressed"] is None
            and not 500 <= int(f["rule"][2:]) < 550]


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("assay")
    p.add_argument("data")
    p.add_argument("--min-precision", type=float, default=0)
    p.add_argument("--min-recall", type=float, default=0)
    p.add_argument("--quiet", action="store_true", help="no list of misses")
    o = p.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        root = unpack(o.data, tmp)
        with open(os.path.join(root, "labels.csv"), newline="") as f:
            labels = list(csv.DictReader(f))
        found = findings(os.path.abspath(o.assay), os.path.join(root, "src"))
        lines_of = {}

        def source(path, line):
            if path not in lines_of:
                with open(os.path.join(root, path), errors="replace") as f:
                    lines_of[path] = f.read().split("\n")
            return lines_of[path][line - 1].strip()[:160]

        by_file = collections.defaultdict(list)
        for f in found:
            path = os.path.relpath(f["path"], root)
            by_file[path].append(f)
        hit = missed = 0
        true_findings = set()
        report = []
        for label in labels:
            first, last = int(label["line"]), int(label["end_line"])
            meets = [f for f in by_file[label["file"]]
                     if f["line"] <= last and (f["end_line"] or f["line"]) >= first]
            if label["is_secret"] != "1":
                continue
            for f in meets:
                true_findings.add(id(f))
            if meets:
                hit += 1
            else:
                missed += 1
                report.append(f"missed  {label['type']:<24} {label['context']:<12} "
                              f"{label['file']}:{first}: {source(label['file'], first)}")
        false = [f for fs in by_file.values() for f in fs if id(f) not in true_findings]
        for f in false:
            path = os.path.relpath(f["path"], root)
            report.append(f"false   {f['rule']} {path}:{f['line']}: {source(path, f['line'])}")
        if not o.quiet:
            print("\n".join(sorted(report)))
        # A false alarm counts once a line, as a hit does.
        wrong = len({(f["path"], f["line"]) for f in false})
        precision = hit / (hit + wrong) if hit + wrong else 0.0
        recall = hit / (hit + missed) if hit + missed else 0.0
        print(f"precision {precision:.4f} recall {recall:.4f} "
              f"({hit} hit, {missed} missed, {wrong} false alarms)")
    return 0 if precision >= o.min_precision and recall >= o.min_recall else 1


if __name__ == "__main__":
    sys.exit(main())
