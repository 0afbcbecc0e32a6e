#!/usr/bin/env python3
"""Validates CycloneDX 1.6 documents with the official JSON schema, as cyclonedx-python-lib ships it, and
what the schema cannot say: references are unique, and what a vulnerability affects exists.

Usage: bom.py FILE...    Exit 0: all valid; 1: some are not.
"""
import json
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def components(document):
    todo = list(document.get("components", []))
    while todo:
        one = todo.pop()
        yield one
        todo += one.get("components", [])


def problems(text):
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error:
        yield str(error)[:600]
    document = json.loads(text)
    refs = [one["bom-ref"] for one in components(document)]
    if len(refs) != len(set(refs)):
        yield "a bom-ref occurs twice"
    for one in document.get("vulnerabilities", []):
        for affected in one["affects"]:
            if affected["ref"] not in refs:
                yield "affects what is not there: " + affected["ref"]


def main(paths):
    bad = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            found = list(problems(file.read()))
        for problem in found:
            print(f"{path}: {problem}")
        bad += bool(found)
    print(f"bom: {len(paths) - bad} of {len(paths)} valid")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
