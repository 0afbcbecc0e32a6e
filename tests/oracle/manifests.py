"""`assay debug deps` against others' readers of manifests: pyproject.toml against tomllib and packaging,
setup.cfg against setuptools, Poetry's constraints against poetry-core (which versions they allow).

Usage: manifests.py --assay ASSAY [--count N] [FOLDER...]     (packaging, setuptools and poetry-core installed)
"""
import argparse
import contextlib
import io
import pathlib
import random
import re
import subprocess
import tempfile
import tomllib

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

LINE = re.compile(r"\d+:\d+ (?:requirement|project|constraint|named) (\S+)(?: ([^+(; ]\S*))?")


def packages(assay, path):
    """[(name, versions)] and whether there were problems."""
    out = subprocess.run([assay, "debug", "deps", str(path)], capture_output=True, timeout=60).stdout.decode("utf-8", "replace")
    found = []
    for m in map(LINE.match, out.split("\n")):
        if m:
            versions = m[2] or ""
            if versions and versions[0].isalnum():
                versions = "==" + versions
            found.append((m[1], versions))
    return found, "\nproblem " in out


def same(a, b):
    a, b = a.replace("===", "=="), str(b).replace("===", "==")
    try:
        return a == b or SpecifierSet(a) == SpecifierSet(b)
    except Exception:
        return False


def requirement(text):
    try:
        r = Requirement(text)
    except InvalidRequirement:
        return None
    return canonicalize_name(r.name), "" if r.url else str(r.specifier)


def strings(value):
    return [x for x in value if isinstance(x, str)] if isinstance(value, list) else []


def wanted_of_pyproject(data):
    project, tool = data.get("project", {}), data.get("tool", {})
    texts = strings(project.get("dependencies")) + strings(data.get("build-system", {}).get("requires"))
    for groups in (project.get("optional-dependencies", {}), data.get("dependency-groups", {}), tool.get("pdm", {}).get("dev-dependencies", {})):
        for group in groups.values():
            texts += strings(group)
    texts += strings(tool.get("uv", {}).get("dev-dependencies"))
    return texts


def check_file(assay, path, texts):
    found, problems = packages(assay, path)
    bad = 0
    for text in texts:
        want = requirement(text)
        if want is None:
            bad += not problems
            if not problems:
                print(f"{path}: packaging refuses {text!r}, assay has nothing against it")
        elif not any(n == want[0] and (same(v, want[1]) or want[1] == "") for n, v in found):
            bad += 1
            print(f"{path}: {text!r}: {want} is not among {[f for f in found if f[0] == want[0]]}")
    return bad


def setupcfg_texts(path):
    from setuptools.config.setupcfg import read_configuration
    from setuptools.errors import BaseError  # noqa: F401  (their errors are of many kinds)

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        options = read_configuration(str(path), ignore_option_errors=True).get("options", {})
    texts = list(options.get("install_requires", [])) + list(options.get("setup_requires", []))
    for extra in options.get("extras_require", {}).values():
        texts += list(extra)
    return texts


VERSIONS = ["0", "0.0.1", "0.0.3", "0.0.4", "0.1", "0.2", "0.2.3", "0.2.9", "0.3", "0.9", "1", "1.0", "1.0.0", "1.0.1", "1.1", "1.2", "1.2.0", "1.2.3",
            "1.2.4", "1.2.9", "1.3", "1.9", "1.9.9", "1.10", "2", "2.0", "2.0.0", "2.1", "2.9", "3", "3.0", "9.9", "10", "10.1", "1.2.post1", "1.2.3.post2"]
OPERATORS = ["", "^", "~", ">=", "<=", ">", "<", "==", "!=", "~=", "=", "^ ", ">= "]


def constraint(rng):
    def one():
        version = rng.choice(VERSIONS[:33])
        if rng.random() < 0.15:
            return rng.choice(["", "==", "!=", ""]) + rng.choice(["1.*", "1.2.*", "0.*", "2.0.*", "*"]).replace("!=*", "*")
        operator = rng.choice(OPERATORS)
        return operator + (version if operator != "~=" or "." in version else version + ".0")

    text = one()
    for _ in range(rng.choice([0, 0, 0, 1, 2])):
        text += rng.choice([",", ", ", " "]) + one()
    return text.replace("!=*", "*")


def check_poetry(assay, count):
    from poetry.core.constraints.version import Version as PoetryVersion
    from poetry.core.constraints.version import parse_constraint

    rng = random.Random(1)
    cases = [constraint(rng) for _ in range(count)]
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "pyproject.toml")
        path.write_text("[tool.poetry.dependencies]\n" + "".join(f'p{i} = "{c}"\n' for i, c in enumerate(cases)))
        ours = dict(packages(assay, path)[0])
    for i, case in enumerate(cases):
        try:
            theirs = parse_constraint(case)
        except Exception:
            continue
        allowed = {v for v in VERSIONS if theirs.allows(PoetryVersion.parse(v))}
        spec = SpecifierSet(ours.get(f"p{i}", "==0.nothing") or "")
        got = {v for v in VERSIONS if spec.contains(Version(v), prereleases=True)}
        # Poetry takes a post-release of the very version for `<=V` and `>V` otherwise than PEP 440.
        if {v for v in allowed ^ got if "post" not in v}:
            bad += 1
            print(f"Poetry's {case!r} is {spec} here: {sorted(allowed ^ got)}")
    return bad


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("folders", nargs="*")
    options = parser.parse_args()
    bad = files = 0
    for folder in map(pathlib.Path, options.folders):
        for path in sorted([folder] if folder.is_file() else folder.rglob("*")):
            try:
                if path.name == "pyproject.toml":
                    texts = wanted_of_pyproject(tomllib.loads(path.read_text("utf-8-sig")))
                elif path.name == "setup.cfg":
                    texts = setupcfg_texts(path)
                else:
                    continue
            except Exception as e:  # the reference cannot read the file
                print(f"{path}: {type(e).__name__}")
                continue
            files += 1
            bad += check_file(options.assay, path, texts)
    bad += check_poetry(options.assay, options.count)
    print(f"{files} files and {options.count} constraints: {bad} differences")
    return bad > 0


if __name__ == "__main__":
    raise SystemExit(main())
