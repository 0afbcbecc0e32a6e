#!/usr/bin/env python3
"""Every question that the test suite of `packaging` asks of versions, specifiers, markers, requirements and
names, put to assay as well. The suite (tests/ of packaging's source archive, fetched with pip) runs under
pytest with its classes watched: each text that is parsed, each comparison, each `contains` and `evaluate` is
noted with what packaging said, and then asked of `assay debug pep440`. explained() lists the differences that are
none; any other fails.

usage: packaging_suite.py --assay ASSAY SOURCE    (SOURCE: the unpacked archive; needs pytest and pretend)"""
import argparse
import json
import os
import subprocess
import sys

QUESTIONS = {}


def note(question, said):
    if all(isinstance(w, str) for w in question):
        QUESTIONS.setdefault(json.dumps(question), said)


def watch():
    """Wraps what the suite calls."""
    from packaging import markers, requirements, specifiers, utils, version

    def parsed(kind, cls, said):
        init = cls.__init__

        def wrapped(self, text="", *more, **named):
            ok = False
            try:
                init(self, text, *more, **named)
                ok = True
            finally:
                if type(self) is cls:
                    note([kind, text], said(self) if ok else "none")

        cls.__init__ = wrapped

    def requirement(r):
        extras = ",".join(sorted(utils.canonicalize_name(e) for e in r.extras))
        return [r.name, extras, sorted(map(str, r.specifier)), r.url or "", "marker" if r.marker else ""]

    parsed("version", version.Version, str)
    parsed("specifiers", specifiers.Specifier, lambda s: "ok")
    parsed("specifiers", specifiers.SpecifierSet, lambda s: "ok")
    parsed("marker", markers.Marker, lambda m: "marker")
    parsed("requirement", requirements.Requirement, requirement)

    for name in "__lt__", "__le__", "__eq__", "__gt__", "__ge__", "__ne__":
        def compare(self, other, method=getattr(version.Version, name)):
            if isinstance(other, version.Version):
                order = "<" if self._key < other._key else ">" if self._key > other._key else "="
                note(["order", str(self), str(other)], order)
            return method(self, other)
        setattr(version.Version, name, compare)
    version.Version.__hash__ = lambda self: hash(self._key)

    for cls in specifiers.Specifier, specifiers.SpecifierSet:
        def contains(self, item, prereleases=None, *more, method=cls.contains, **named):
            said = method(self, item, prereleases, *more, **named)
            wanted = self.prereleases if prereleases is None else prereleases
            if not more and not named:
                note(["specifiers", str(self), str(item), "yes" if wanted else "no"], "yes" if said else "no")
            return said
        cls.contains = contains

    evaluate = markers.Marker.evaluate

    def evaluated(self, environment=None, *more, **named):
        known = dict(markers.default_environment(), extra="")
        known.update(environment or {})
        if "context" in named or more:
            known.update({"extras": "", "dependency_groups": ""})
        known.update({k: " ".join(sorted(v or ())) for k, v in known.items() if not isinstance(v, str)})
        words = [w for pair in sorted(known.items()) for w in pair]
        try:
            said = "yes" if evaluate(self, environment, *more, **named) else "no"
        except Exception:
            note(["marker", str(self)] + words, "error")
            raise
        note(["marker", str(self)] + words, said)
        return said == "yes"

    markers.Marker.evaluate = evaluated

    canonical = utils.canonicalize_name

    def canonicalized(name, *more, **named):
        said = canonical(name, *more, **named)
        note(["name", name], said)
        return said

    utils.canonicalize_name = canonicalized


def explained(question, theirs, ours):
    """Why assay rightly says something else."""
    if theirs == "error" and ours in ("no", "unknown"):
        return "packaging raises, because no comparison of the kind is defined"
    return None


def same(question, theirs, ours):
    if question[0] == "requirement" and isinstance(theirs, list):
        parts = ours.split("\t")
        if len(parts) != 5:
            return False
        name, extras, specifiers, url, marker = parts
        found = [name, ",".join(sorted(filter(None, extras.split(",")))), len(list(filter(None, specifiers.split(",")))), url, marker]
        return found == theirs[:2] + [len(theirs[2])] + theirs[3:]
    if ours.startswith("none"):
        ours = "none"
    if question[0] == "specifiers" and len(question) == 2:
        return (ours == "none") == (theirs == "none")
    return theirs == ours


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--assay", required=True)
    p.add_argument("source")
    o = p.parse_args()
    tests = os.path.join(o.source, "tests")
    sys.path.insert(0, os.path.join(o.source, "src"))
    import pytest
    watch()
    os.chdir(o.source)
    names = ("test_version", "test_specifiers", "test_markers", "test_requirements", "test_utils")
    pytest.main(["-q", "-x", "--no-header", "-p", "no:cacheprovider", "--disable-warnings"] +
                [os.path.join(tests, n + ".py") for n in names])
    asked = list(QUESTIONS)
    answers = subprocess.run([o.assay, "debug", "pep440", "-"], input="\n".join(asked) + "\n", text=True,
                             stdout=subprocess.PIPE, check=False).stdout.split("\n")
    passed, failed, reasons = 0, 0, {}
    for line, ours in zip(asked, answers):
        question, theirs = json.loads(line), QUESTIONS[line]
        if same(question, theirs, ours):
            passed += 1
            continue
        why = explained(question, theirs, ours)
        if why:
            reasons[why] = reasons.get(why, 0) + 1
            continue
        failed += 1
        if failed <= 40:
            print(f"differs: {line[:300]}\n  packaging: {theirs}\n  assay:     {ours}")
    for why, count in sorted(reasons.items()):
        print(f"explained, {count}: {why}")
    print(f"packaging's suite: {passed} questions alike, {failed} differ")
    return 1 if failed or passed < 10000 else 0


if __name__ == "__main__":
    sys.exit(main())
