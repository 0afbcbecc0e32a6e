"""Runs `assay debug toml --test` over toml-test's files for TOML 1.0.0 and compares what they mean.

Usage: toml_test.py ASSAY TESTS_FOLDER
"""
import json
import math
import pathlib
import re
import subprocess
import sys


def normal_time(text):
    """Fractions of seconds compare by value; a zero offset is Z."""
    text = re.sub(r"\.(\d+)", lambda m: ("." + m[1].rstrip("0")).rstrip("."), text.upper().replace(" ", "T"))
    return re.sub(r"[+-]00:00$", "Z", text)


def same_scalar(got, want):
    if got["type"] != want["type"]:
        return False
    a, b = got["value"], want["value"]
    if want["type"] == "float":
        x, y = float(a), float(b)
        return x == y or (math.isnan(x) and math.isnan(y))
    if want["type"] == "integer":
        return int(a) == int(b)
    if want["type"].startswith(("date", "time")):
        return normal_time(a) == normal_time(b)
    return a == b


def is_scalar(v):
    return isinstance(v, dict) and set(v) == {"type", "value"} and isinstance(v["type"], str)


def same(got, want):
    if is_scalar(want):
        return is_scalar(got) and same_scalar(got, want)
    if isinstance(want, dict):
        return isinstance(got, dict) and set(got) == set(want) and all(same(got[k], want[k]) for k in want)
    return isinstance(got, list) and len(got) == len(want) and all(map(same, got, want))


def run(assay, path):
    with open(path, "rb") as f:
        return subprocess.run([assay, "debug", "toml", "--test"], stdin=f, capture_output=True, timeout=30)


def main():
    assay, tests = sys.argv[1], pathlib.Path(sys.argv[2])
    passed = failed = 0
    for name in (tests / "files-toml-1.0.0").read_text().split():
        if not name.endswith(".toml"):
            continue
        done = run(assay, tests / name)
        if name.startswith("valid/"):
            want = json.loads((tests / name).with_suffix(".json").read_text(encoding="utf-8"))
            ok = done.returncode == 0 and same(json.loads(done.stdout), want)
        else:
            ok = done.returncode == 1
        passed += ok
        failed += not ok
        if not ok:
            print(f"FAIL {name} (exit {done.returncode}): {done.stdout[-300:].decode(errors='replace')}")
    print(f"toml-test: {passed} passed, {failed} failed")
    return 1 if failed or passed == 0 else 0


sys.exit(main())
