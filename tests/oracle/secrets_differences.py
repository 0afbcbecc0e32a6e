#!/usr/bin/env python3
"""What gitleaks and detect-secrets report in a folder and assay does not, with the label of the line where there is one.

Usage: secrets_differences.py --assay PROGRAM [--gitleaks PROGRAM] [--detect-secrets PROGRAM] [--labels CSV] FOLDER

CSV: file,line,end_line,type,is_secret,... with paths as they are below the folder's parent. docs/secrets-differences.md
explains what it prints. Exit code 1: a line that is labelled as a secret was reported by a peer and not by assay.
"""
import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile


def plain(path):
    return path[2:] if path.startswith("./") else path


def run(command, folder):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def of_assay(program, folder):
    report = json.loads(run([program, "secrets", "--format", "json", "--no-cache", "--exit-zero", "."], folder))
    lines = set()
    for f in report["findings"]:
        if f["line"]:
            # A literal that is put together from several lines is reported where it begins.
            lines.update((plain(f["path"]), n) for n in range(f["line"], (f["end_line"] or f["line"]) + 2))
    return lines


def of_gitleaks(program, folder):
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        run([program, "dir", ".", "--report-format", "json", "--report-path", out.name, "--exit-code", "0"], folder)
        for f in json.load(open(out.name, encoding="utf-8")):
            yield f["RuleID"], plain(f["File"]), f["StartLine"]


def of_detect_secrets(program, folder):
    for path, found in json.loads(run([program, "scan", "--all-files", "."], folder))["results"].items():
        for f in found:
            yield f["type"], plain(path), f["line_number"]


def read_labels(path, folder):
    labels = {}
    for row in csv.DictReader(open(path, encoding="utf-8")) if path else []:
        file = plain(row["file"])
        file = file[len(folder.name) + 1:] if file.startswith(folder.name + "/") else file
        for line in range(int(row["line"]), int(row["end_line"] or row["line"]) + 1):
            labels[file, line] = row["type"], row["is_secret"] == "1"
    return labels


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", required=True)
    parser.add_argument("--gitleaks")
    parser.add_argument("--detect-secrets")
    parser.add_argument("--labels")
    parser.add_argument("folder", type=pathlib.Path)
    o = parser.parse_args()
    folder = o.folder.resolve()
    ours, labels, lost = of_assay(str(pathlib.Path(o.assay).resolve()), folder), read_labels(o.labels, folder), 0
    peers = [("gitleaks", o.gitleaks, of_gitleaks), ("detect-secrets", o.detect_secrets, of_detect_secrets)]
    for name, program, find in peers:
        if not program:
            continue
        all_of_them, only = 0, collections.Counter()
        for kind, path, line in find(str(pathlib.Path(program).resolve()), folder):
            all_of_them += 1
            if (path, line) in ours:
                continue
            label, is_secret = labels.get((path, line), ("no label", False))
            only[kind, label] += 1
            if is_secret:
                lost += 1
                print(f"LOST {name} {kind}: {path}:{line} is a {label}")
        print(f"{name}: {all_of_them} findings, {sum(only.values())} of them not assay's")
        for (kind, label), n in sorted(only.items(), key=lambda x: -x[1]):
            print(f"  {n:4} {kind}: {label}")
    print(f"{lost} secrets that a peer found and assay did not")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
