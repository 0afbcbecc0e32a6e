#!/usr/bin/env python3
"""CVSS scores against the `cvss` package (FIRST's and Red Hat's reference): every base vector of 2.0, 3.0
and 3.1, every base vector of 4.0, random ones with all other metrics, and broken ones.

Usage: cvss_compare.py --assay PATH [--count N] [--vectors FILE.jsonl]"""
import argparse
import itertools
import json
import random
import subprocess
import sys

from cvss import CVSS2, CVSS3, CVSS4
from cvss.constants4 import METRICS_MANDATORY, METRICS_VALUE_NAMES
from cvss.exceptions import CVSSError

BASE = {
    "": ("AV:LAN", "AC:HML", "Au:MSN", "C:NPC", "I:NPC", "A:NPC"),
    "CVSS:3.0/": ("AV:NALP", "AC:LH", "PR:NLH", "UI:NR", "S:UC", "C:HLN", "I:HLN", "A:HLN"),
    "CVSS:3.1/": ("AV:NALP", "AC:LH", "PR:NLH", "UI:NR", "S:UC", "C:HLN", "I:HLN", "A:HLN"),
    "CVSS:4.0/": ("AV:NALP", "AC:LH", "AT:NP", "PR:NLH", "UI:NPA", "VC:HLN", "VI:HLN", "VA:HLN",
                  "SC:HLN", "SI:HLN", "SA:HLN"),
}


def base_vectors():
    for prefix, metrics in BASE.items():
        names = [m.split(":") for m in metrics]
        for values in itertools.product(*(n[1] for n in names)):
            yield prefix + "/".join(f"{n[0]}:{v}" for n, v in zip(names, values))


def random_vectors(count, rng):
    optional = [m for m in METRICS_VALUE_NAMES if m not in METRICS_MANDATORY]
    for _ in range(count):
        fields = [f"{m}:{rng.choice(list(METRICS_VALUE_NAMES[m]))}" for m in METRICS_MANDATORY]
        for m in rng.sample(optional, rng.randrange(len(optional))):
            fields.append(f"{m}:{rng.choice(list(METRICS_VALUE_NAMES[m]))}")
        rng.shuffle(fields)
        yield "CVSS:4.0/" + "/".join(fields)


def broken_vectors(good, count, rng):
    for _ in range(count):
        v = rng.choice(good)
        i = rng.randrange(len(v))
        yield rng.choice((v[:i] + v[i + 1:], v[:i] + rng.choice("NLHX:/. Z") + v[i + 1:], v[:i], v + "/" + v[-4:]))


def reference(vector):
    try:
        if vector.startswith("CVSS:4.0/"):
            return f"{CVSS4(vector).base_score:.1f}"
        if vector.startswith("CVSS:3"):
            return f"{CVSS3(vector).base_score:.1f}"
        if vector.startswith("AV:"):
            return f"{CVSS2(vector).base_score:.1f}"
    except (CVSSError, ValueError):
        pass
    return "-"


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--assay", required=True)
    p.add_argument("--count", type=int, default=20000)
    p.add_argument("--vectors")
    args = p.parse_args()
    rng = random.Random(1)
    vectors = list(base_vectors())
    vectors += random_vectors(args.count, rng)
    vectors += [v.strip() for v in broken_vectors(vectors, args.count, rng)]
    if args.vectors:
        for line in open(args.vectors):
            vectors += [s["score"] for s in json.loads(line).get("severity", [])]
    vectors = [v for v in vectors if v]
    out = subprocess.run([args.assay, "debug", "cvss", "-"], input="\n".join(vectors), text=True,
                         stdout=subprocess.PIPE, check=False).stdout.split("\n")
    differ = 0
    for line, vector in zip(out, vectors, strict=False):
        got, said = line.split(" ", 1)
        assert said == vector, (said, vector)
        want = reference(vector)
        if got != want:
            differ += 1
            if differ <= 20:
                print(f"assay {got}, cvss {want}: {vector}")
    print(f"{len(vectors)} vectors, {differ} differ")
    return differ > 0 or len(out) < len(vectors)


if __name__ == "__main__":
    sys.exit(main())
