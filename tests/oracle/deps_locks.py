"""Packages of lock files, environments and bills of materials: assay against Python's own parsers.

    deps_locks.py ASSAY FILE_OR_FOLDER...

The reference is deliberately simple: tomllib, json, yaml (if installed) and email give the document,
and the names and versions that stand where each format keeps them are the packages. Files that the
reference cannot parse are listed with what assay read of them nevertheless.
"""

import email.parser
import json
import os
import re
import subprocess
import sys
import tomllib
import urllib.parse

try:
    import yaml
except ImportError:
    yaml = None


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def toml_packages(key):
    def read(text):
        doc = tomllib.loads(text.removeprefix("\ufeff"))
        for p in doc.get(key, []):
            if "name" in p:
                yield p["name"], p.get("version", "")

    return read


def pipfile(text):
    for section, packages in json.loads(text).items():
        if section != "_meta":
            for name, p in packages.items():
                if isinstance(p, dict):
                    yield name, p.get("version", "").lstrip("=")


def conda_lock(text):
    for p in yaml.safe_load(text)["package"]:
        yield p["name"], str(p["version"])


def metadata(text):
    m = email.parser.Parser().parsestr(text, headersonly=True)
    yield m["Name"], m["Version"]


def purl(text):
    m = re.match(r"pkg:/*(?:pypi|PyPI)/([^@?#]+)(?:@([^?#]*))?", text)
    if m:
        yield urllib.parse.unquote(m[1]), urllib.parse.unquote(m[2] or "")


def bom(text):
    doc = json.loads(text)

    def walk(c):
        for name, version in purl(c.get("purl", "")):
            yield name, version or c.get("version", "")
        for inner in c.get("components", None) or []:
            yield from walk(inner)

    for c in doc.get("components", None) or []:
        yield from walk(c)
    yield from walk(doc.get("metadata", {}).get("component", {}))
    for p in doc.get("packages", []):
        for r in p.get("externalRefs", []):
            for name, version in purl(r.get("referenceLocator", "")):
                yield name, version or p.get("versionInfo", "")


READERS = [
    (r"uv\.lock$", toml_packages("package")),
    (r"poetry\.lock$", toml_packages("package")),
    (r"pdm\.lock$", toml_packages("package")),
    (r"pylock(\..*)?\.toml$", toml_packages("packages")),
    (r"Pipfile\.lock$", pipfile),
    (r"conda-lock\.ya?ml$", conda_lock),
    (r"^(METADATA|PKG-INFO)$|\.egg-info$", metadata),
    (r"\.(cdx|spdx)\.json$|^bom\.json$", bom),
]


def files(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        for folder, _, names in os.walk(path):
            for name in names:
                yield os.path.join(folder, name)


def read_assay(assay, path):
    out = subprocess.run([assay, "debug", "deps", path], capture_output=True, text=True,
                         errors="replace").stdout
    packages, problems = set(), []
    for line in out.splitlines()[1:]:
        m = re.match(r"\d+:\d+ (\w+) (\S+)(?: ((?![+;(]|needs |index:|url:|vcs:|path:)\S+))?", line)
        if m and m[1] != "named":
            packages.add((m[2], m[3] or ""))
        if line.startswith("problem"):
            problems.append(line)
    return packages, problems


def compare(assay, path, reader):
    ours, problems = read_assay(assay, path)
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as f:
            theirs = {(normal(n), v) for n, v in reader(f.read()) if n}
    except Exception as e:
        print(f"{path}: reference fails ({str(e)[:60]}); {len(ours)} packages, {problems[:1]}")
        return bool(problems)
    conda = path.endswith((".yml", ".yaml"))
    missing, more = sorted(theirs - ours), sorted(ours - theirs)
    if conda:  # names that are called otherwise on PyPI, or are no Python packages
        names = {n for n, _ in theirs}
        more = [m for m in more if m[0] in names]
    if (missing and not conda) or more or (problems and not conda):
        print(f"{path}: {len(theirs)} packages, missing {missing[:5]}, more {more[:5]}, "
              f"problems {problems[:2]}")
        return False
    return True


def main():
    total = good = 0
    for path in files(sys.argv[2:]):
        for pattern, reader in READERS:
            if re.search(pattern, os.path.basename(path)) and (reader is not conda_lock or yaml):
                total += 1
                good += compare(sys.argv[1], path, reader)
                break
    print(f"{total} files, {good} agree")
    return good != total


sys.exit(main())
