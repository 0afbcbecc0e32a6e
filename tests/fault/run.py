#!/usr/bin/env python3
"""Runs assay with the n-th allocation, read, write or opening failing, and with each limit set to 1.

Usage: run.py PROGRAM [--all] [-k CASE] [--fault KIND[-HOW]:N[+]] [--limit NAME]

PROGRAM is build/debug/assay-fault (see inject.c). Without --all each place in the source fails a few times,
with it every call does. --fault and --limit run one of them and print what it did.

What holds whatever fails:
  - no signal, no report of a sanitizer, no hang; the exit code is one that the command has;
  - who ends with 2 or 3 says why;
  - what is missing in the report is told: by exit code 3, or by a finding of assay itself (AS...) in its file,
    and then the exit code is not 0;
  - nothing is found that is not there;
  - an output is what it was, or whole; nothing else is left behind;
  - where a call only moves fewer bytes, or is interrupted, everything is as if nothing had happened.
"""
import argparse
import concurrent.futures
import json
import mmap
import os
import pickle
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import bz2
import gzip
import io
import lzma

KINDS = ["alloc", "read", "write", "open"]
SITES = 65536  # callers that inject.c notes of each kind
COUNTS = 4096 + len(KINDS) * SITES * 4
HERE = os.path.dirname(os.path.abspath(__file__))


# ---- What is worked on ---------------------------------------------------------------------------

def npy(values):
    head = b"{'descr': '<f4', 'fortran_order': False, 'shape': (%d,), }" % len(values)
    head += b" " * (117 - len(head)) + b"\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(head)) + head + struct.pack("<%df" % len(values), *values)


def safetensors(values):
    head = json.dumps({"w": {"dtype": "F32", "shape": [len(values)], "data_offsets": [0, 4 * len(values)]}}).encode()
    return struct.pack("<Q", len(head)) + head + struct.pack("<%df" % len(values), *values)


def gguf():
    def text(s):
        return struct.pack("<Q", len(s)) + s
    template = b"{% for m in messages %}{{ m['content'] }}{% endfor %}"
    return (b"GGUF" + struct.pack("<IQQ", 3, 0, 2) + text(b"general.architecture") + struct.pack("<I", 8) + text(b"llama")
            + text(b"tokenizer.chat_template") + struct.pack("<I", 8) + text(template))


EVIL = b"cos\nsystem\n(S'true'\ntR."


def archive(make):
    out = io.BytesIO()
    make(out)
    return out.getvalue()


def zipped(members, how=zipfile.ZIP_DEFLATED):
    def make(out):
        with zipfile.ZipFile(out, "w", how) as z:
            for name, data in members:
                z.writestr(name, data)
    return archive(make)


def tarred(members):
    def make(out):
        with tarfile.open(fileobj=out, mode="w:gz") as t:
            for name, data in members:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                t.addfile(info, io.BytesIO(data))
    return archive(make)


def put(folder, files):
    for name, data in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())


def record(number, package, fixed):
    return json.dumps({
        "id": "PYSEC-%d" % number, "modified": "2024-01-02T03:04:05Z", "summary": "Made up",
        "aliases": ["CVE-2024-%d" % (1000 + number)],
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
        "affected": [{"package": {"ecosystem": "PyPI", "name": package},
                      "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}]}]})


def make_world(w, program):
    """The folders that all cases share. Nothing writes into them."""
    subprocess.run(["bash", os.path.join(HERE, "../../examples/vulnerable-ml/make.sh", ), w + "/example"], check=True,
                   stdout=subprocess.DEVNULL)
    numbers = [0.5 * i for i in range(64)]
    put(w + "/models", {
        "evil.pkl": EVIL, "dict.pkl": pickle.dumps({"a": [1, 2.5, "x"], "b": (None, True)}, 4),
        "evil.pkl.gz": gzip.compress(EVIL), "evil.pkl.bz2": bz2.compress(EVIL), "evil.pkl.xz": lzma.compress(EVIL),
        "torch.pt": zipped([("m/data.pkl", EVIL), ("m/data/0", b"\0" * 64), ("m/version", b"3\n")], zipfile.ZIP_STORED),
        "nested.tar.gz": tarred([("a/evil.pkl", EVIL), ("a/b.npz", zipped([("x.npy", npy(numbers))]))]),
        "a.npy": npy(numbers), "a.npz": zipped([("x.npy", npy(numbers))]), "a.safetensors": safetensors(numbers),
        "a.gguf": gguf(), "config.json": '{"model_type": "x", "auto_map": {"AutoModel": "m.M"}, "_name_or_path": "y"}',
        "big.pkl": b"\x80\x04]\x94" + b"X\x10\0\0\0" b"0123456789abcdefa" * 80000 + b"e.",
        "graph.yaml": "a: &a [1, 2]\nb: [*a, *a]\n", "pipeline.pbtxt": "model { ssd { num_classes: 3 } }\n",
    })
    put(w + "/deps", {
        "requirements.txt": "left==1.0 ; python_version > '3'\n-r more.txt\nright>=1,<2\n", "more.txt": "middle==2.0\n",
        "poetry.lock": '[[package]]\nname = "left"\nversion = "1.0"\noptional = false\npython-versions = "*"\nfiles = []\n\n'
                       '[metadata]\nlock-version = "2.0"\npython-versions = "*"\ncontent-hash = ""\n',
        "pyproject.toml": '[project]\nname = "x"\nversion = "1"\ndependencies = ["left<1.5"]\n',
        "environment.yml": "name: x\ndependencies:\n  - python=3.11\n  - pip:\n    - middle==2.0\n",
        "Pipfile.lock": '{"_meta": {}, "default": {"left": {"version": "==1.0"}}, "develop": {}}',
    })
    put(w + "/code", {
        "assay.toml": '[[exception]]\nid = "B101"\nreason = "tests"\nowner = "ada"\nexpiry = 2090-01-01\n',
        ".gitignore": "ignored/\n", "ignored/x.py": "eval(input())\n",
        "a.py": "import os, pickle\nassert os\npickle.loads(b'')  # nosec B301 - a constant\nos.system(f'ls {x!r:>{9}}')\n"
                "def f(a, b=(1, [2, {3: 4}])):\n    try:\n        return eval(a)\n    except Exception:\n        pass\n",
        "n.ipynb": json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
            {"cell_type": "code", "source": ["eval(x)\n"], "outputs": [], "metadata": {}, "execution_count": 1}]}),
        "latin.py": b"# coding: latin-1\nname = '\xe9'\nexec(name)\n", "broken.py": "def f(:\n  x = eval(y)\n",
        "app.env": "PASSWORD=%s%s\n" % ("hu7Gq2", "Lp9Zx4"), "long.py": "# %s\n" % ("x" * 98) * 11000 + "eval(y)\n",
    })
    put(w + "/advisories", {"a.jsonl": "".join(record(i, p, f) + "\n" for i, (p, f) in enumerate(
        [("left", "1.4"), ("middle", "2.5"), ("right", "1.9")])),
        "tree/one.json": record(7, "top", "3.0"), "b.zip": zipped([("x.json", record(8, "bottom", "3.0"))])})
    subprocess.run([program, "db", "import", "-q", "--db", w + "/advisories.db", w + "/advisories/a.jsonl"], check=True)


# ---- The cases -----------------------------------------------------------------------------------

class Case:
    def __init__(self, name, folder, arguments, report=None, outputs=(), before=None, codes=(0, 1, 2, 3), binary=False):
        self.name, self.folder, self.arguments = name, folder, arguments
        self.report = report  # None: standard output is text; "-": it is the JSON report; or the file that is
        self.outputs = outputs  # files in OUT that may appear
        self.before = before or {}  # files in OUT that are there before: copies of files in the world
        self.codes = codes
        self.binary = binary


def scan(*more):
    return [*more, "--jobs", "1", "--format", "json", "--reproducible"]


CASES = [
    Case("check", "example", scan("check", "--no-cache"), "-"),
    Case("all", ".", scan("check", "--no-cache", "--db", "W/advisories.db", "example", "code", "models", "deps"), "-"),
    Case("cache", "example", scan("check", "--db", "W/advisories.db", "--output", "OUT/r.json"), "r.json", ["r.json"]),
    Case("code", "code", scan("check", "--no-cache"), "-"),
    Case("models", "models", scan("models", "--no-cache", "--hash", "--weights"), "-"),
    Case("deps", "deps", scan("deps", "--no-cache", "--db", "W/advisories.db", "--plan"), "-"),
    Case("history", "example", scan("secrets", "--history", "--no-cache"), "-"),
    Case("baseline", "code", scan("check", "--no-cache", "--write-baseline", "OUT/b.json", "--output", "OUT/r.json"),
         "r.json", ["r.json", "b.json"], {"r.json": "models/config.json"}),
    Case("sarif", "code", ["check", "--no-cache", "--jobs", "1", "--reproducible", "--format", "sarif", "--output", "OUT/r.sarif", "a.py"],
         None, ["r.sarif"]),
    Case("import", "advisories", ["db", "import", "--db", "OUT/a.db", "a.jsonl", "tree", "b.zip"], None, ["a.db"],
         {"a.db": "advisories.db"}, (0, 2, 3)),
    Case("convert", "models", ["convert", "dict.pkl", "OUT/m.npz"], None, ["m.npz", "m_config.json"]),
    Case("convert-npz", "models", ["convert", "--force", "a.npz", "OUT/m.safetensors"], None, ["m.safetensors"],
         {"m.safetensors": "models/a.npy"}),
    Case("compare", "models", ["compare", "a.npy", "a.npz"], None),
    Case("fix", "deps", ["deps", "--fix", "--no-cache", "--jobs", "1", "--db", "W/advisories.db", "OUT/requirements.txt"],
         None, ["requirements.txt"], {"requirements.txt": "deps/more.txt"}),
    Case("rules", "code", ["rules"], None, codes=(0, 3)),
    Case("info", "code", ["db", "info", "--db", "W/advisories.db"], None, codes=(0, 3)),
]


# These do not cut short what is looked at; they say what is looked for: how long a secret, its name and the text
# around it may be.
DEFINES = ("LIMIT_SECRET_WINDOW", "LIMIT_SECRET_VALUE", "LIMIT_SECRET_NAME", "LIMIT_SECRET_WORD", "LIMIT_REGEX_PATTERN",
           "LIMIT_REGEX_NESTING", "LIMIT_IMPORT_NAME", "LIMIT_PROJECT_BYTES", "LIMIT_OUTLINE_TEXT")
DATED = ("a.db", "b.json")  # with the time, or random bytes, in them


# Of which cases the limits are, unless all are asked for.
LIMITED = {
    "all": "LIMIT_", "import": "LIMIT_(ADVISORY|IMPORT|JSON|ZIP|YAML|TASK|MODEL|READ|STREAM|FILE|ARENA)",
    "convert": "LIMIT_(CONVERT|PICKLE|TASK|ARENA|JSON|READ)", "convert-npz": "LIMIT_(CONVERT|NPY|ZIP|TENSOR|TASK)",
    "compare": "LIMIT_(COMPARE|NPY|ZIP|TASK|CSV)", "history": "LIMIT_(GIT|BATCH|READ|SOURCE|WORKER)",
}


class Run:
    pass


def snapshot(folder):
    out = {}
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(top, name)
            with open(path, "rb") as f:
                out[os.path.relpath(path, folder)] = f.read()
    return out


class Tester:
    def __init__(self, program, world):
        self.program, self.world = program, world

    def run(self, case, fault=None, limit=None, counts=False):
        r = Run()
        home = tempfile.mkdtemp(dir=self.world + "/homes")
        out = home + "/out"
        os.makedirs(out)
        os.makedirs(home + "/cache")
        for name, source in case.before.items():
            shutil.copyfile(os.path.join(self.world, source), os.path.join(out, name))
        r.old = snapshot(out)
        env = {k: v for k, v in os.environ.items() if not k.startswith(("FAULT", "ASSAY"))}
        env.update(XDG_CACHE_HOME=home + "/cache", XDG_DATA_HOME=home + "/data", HOME=home,
                   ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1:exitcode=97", UBSAN_OPTIONS="exitcode=97")
        counted = home + "/counts"
        with open(counted, "wb") as f:
            f.truncate(COUNTS)
        env["FAULT_COUNTS"] = counted
        if fault:
            env["FAULT"] = fault
        if limit:
            env["FAULT_LIMIT"] = limit
        arguments = [a.replace("OUT/", out + "/").replace("W/", self.world + "/") for a in case.arguments]
        try:
            p = subprocess.run([self.program, *arguments], cwd=os.path.join(self.world, case.folder), env=env,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=50)
            r.code, r.out, r.err = p.returncode, p.stdout, p.stderr.decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            r.code, r.out, r.err = "hang", b"", ""
        r.out = re.sub(rb"[0-9]{4}-[0-9-]{5}T[0-9:]{8}Z", b"TIME", r.out.replace(home.encode(), b"HOME"))
        r.new = snapshot(out)
        with open(counted, "rb") as f, mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as m:
            r.calls = struct.unpack_from("<4Q", m, 0)
            r.hits, r.caller = struct.unpack_from("<QQ", m, 32)
            r.function = m[48:80].split(b"\0")[0].decode()
            if counts:
                r.sites = {}
                for i, kind in enumerate(KINDS):
                    n = min(r.calls[i], SITES)
                    r.sites[kind] = list(struct.unpack_from("<%dI" % n, m, 4096 + i * SITES * 4))
        r.again = r.whole = None
        if case.name == "import":  # the old one or the new one, but a database
            r.whole = subprocess.run([self.program, "db", "info", "--db", out + "/a.db"], stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL).returncode == 0
        if case.name == "cache" and fault:  # what is kept for the next run is right
            env.pop("FAULT")
            p = subprocess.run([self.program, *arguments], cwd=os.path.join(self.world, case.folder), env=env,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=50)
            r.again = snapshot(out).get("r.json")
        shutil.rmtree(home, ignore_errors=True)
        text = r.out if case.report == "-" else r.new.get(case.report) if case.report else None
        r.report = None
        r.report_text = text
        if text and text != r.old.get(case.report):
            try:
                r.report = json.loads(text)
            except ValueError:
                pass
        return r


def key(f):
    return f["rule"], f["path"], f["line"], f["column"], f.get("member"), f.get("package"), f.get("version")


def visible(report):
    return [f for f in report["findings"] if not f["suppressed"]]


def problems(case, base, r, gentle, limit):
    """What is wrong with a run, one line each."""
    said = r.err.strip()
    if r.code == "hang":
        yield "it hangs"
        return
    if re.search(r"AddressSanitizer|runtime error:|LeakSanitizer|UndefinedBehavior", r.err):
        yield "sanitizer: " + next((l for l in r.err.splitlines() if "SUMMARY" in l or "runtime error" in l), said[:200])
    if r.code < 0 or r.code not in case.codes:
        yield "exit %s: %s" % (r.code, said[-200:])
        return
    for name in sorted(set(r.old) | set(r.new)):
        if name not in case.outputs:
            yield "%s is left behind" % name
        elif name not in r.new:
            yield "%s is gone" % name
    if gentle:
        if r.code != base.code:
            yield "exit %s, not %s: %s" % (r.code, base.code, said[-200:])
        elif r.out != base.out:
            yield "other output"
        elif {n: d for n, d in r.new.items() if n not in DATED} != {n: d for n, d in base.new.items() if n not in DATED}:
            yield "other files"
        return
    if case.report:
        if r.report is None:
            if r.code not in (2, 3):
                yield "exit %s without a report" % r.code
            elif not said:
                yield "exit %s, and nothing is said" % r.code
            if r.report_text and r.report_text != r.old.get(case.report) and (case.report != "-" or r.code not in (2, 3)):
                yield "half a report"
            return
        yield from judge_report(case, base, r, limit)
        if r.code in (2, 3) and not said and not r.report["errors"] and not any(
                f["rule"].startswith("AS") for f in visible(r.report)):
            yield "exit %s, and nothing is said" % r.code
    else:
        if r.code in (2, 3) and not said and not r.out and r.new == r.old:
            yield "exit %s, and nothing is said" % r.code
        for name in case.outputs:  # a text: the old one, or what it is without a fault
            now = r.new.get(name)
            if now != r.old.get(name) and now != base.new.get(name) and name.endswith((".npz", ".safetensors", ".txt")):
                yield "%s is neither old nor whole" % name
        if r.code == 0 and base.code == 0 and not limit:
            if r.out != base.out:
                yield "exit 0 with other output"
            elif {n: d for n, d in r.new.items() if n not in DATED} != {n: d for n, d in base.new.items() if n not in DATED}:
                yield "exit 0 with other files"
        if r.code == 0 and base.code == 1:
            yield "exit 0 instead of 1"
    if "b.json" in r.new:
        try:
            json.loads(r.new["b.json"])
        except ValueError:
            yield "half a baseline"
    if r.whole is False:
        yield "the database is broken"
    if r.again is not None and r.again != base.new[case.report]:
        yield "the next run, without a fault, says something else"


def judge_report(case, base, r, limit):
    have, want = [key(f) for f in visible(r.report)], [key(f) for f in visible(base.report)]
    missing = [k for k in want if k not in have]
    told = [f for f in visible(r.report) if (limit or f["rule"].startswith("AS")) and key(f) not in want]
    if r.report["summary"]["exit_code"] != r.code and not (case.name == "baseline" or r.code in (2, 3)):
        yield "the report says exit %s, the process %s" % (r.report["summary"]["exit_code"], r.code)
    # What comes of several files is missing where another of them is cut short.
    untold = [k for k in missing if not any(f["path"] == k[1] or k[0][:2] in ("DP", "SE") for f in told)]
    if limit in DEFINES:
        untold = []
    if missing and r.code not in (1, 2, 3):
        yield "exit %s with %d findings missing, as %s" % (r.code, len(missing), missing[0])
    elif untold and r.code == 1 and not r.report["errors"]:
        yield "%d findings missing without a word, as %s" % (len(untold), untold[0])
    new = [k for k in have if k not in want and not k[0].startswith("AS")]
    if new and not limit and not (told or r.report["errors"]):
        yield "%d findings of what is not so, as %s" % (len(new), new[0])


def pick(sites, all_of_them):
    """Which calls fail, and how: of each place the first and the last, and once of each place all from there on, one
    that is cut and one that is interrupted; of allocations, which nearly all come from one place, more."""
    if all_of_them:
        return [(n, how) for n in range(1, len(sites) + 1) for how in ("", "+", "-short", "-intr")]
    places = {}
    for i, s in enumerate(sites):
        places.setdefault(s, []).append(i + 1)
    chosen = set()
    for at in places.values():
        chosen.update([(at[0], ""), (at[-1], ""), (at[len(at) // 2], "+"), (at[0], "-short"), (at[-1], "-intr")])
        if len(at) > 30:
            chosen.update((n, "") for n in at[::len(at) // 8])
    return sorted(chosen)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("program")
    p.add_argument("--all", action="store_true")
    p.add_argument("-k", dest="case")
    p.add_argument("--fault")
    p.add_argument("--limit")
    p.add_argument("--only", choices=["faults", "limits"])
    p.add_argument("--jobs", type=int, default=os.cpu_count())
    o = p.parse_args()
    program = os.path.abspath(o.program)
    cases = [c for c in CASES if o.case in (None, c.name)]
    world = tempfile.mkdtemp()
    try:
        os.makedirs(world + "/homes")
        make_world(world, program)
        t = Tester(program, world)
        if o.fault or o.limit:
            for c in cases:
                base, r = t.run(c), t.run(c, o.fault, o.limit)
                gentle = bool(o.fault) and ("-short" in o.fault or "-intr" in o.fault)
                print("%s: exit %s (%s without), %s" % (c.name, r.code, base.code, where(program, r)))
                print(r.err, end="")
                print((r.report_text or r.out).decode("utf-8", "replace")[:3000] if not r.report else
                      json.dumps([f for f in r.report["findings"] if f["rule"].startswith("AS")], indent=1))
                for line in problems(c, base, r, gentle, o.limit):
                    print("FAIL", line)
            return 0
        return campaign(t, cases, o)
    finally:
        shutil.rmtree(world, ignore_errors=True)


def where(program, r):
    if not r.hits:
        return "not reached"
    line = subprocess.run(["addr2line", "-e", program, hex(r.caller - 1)], capture_output=True, text=True)
    return "%s at %s" % (r.function, line.stdout.strip())


def campaign(t, cases, o):
    passed, failed, kinds = 0, 0, {}
    with open(os.path.join(HERE, "../../src/base/limits.h")) as f:
        names = re.findall(r"^#define (LIMIT_[A-Z0-9_]+) ", f.read(), re.M)
    fixed = {"LIMIT_MESSAGE_BYTES", "LIMIT_PATH_BYTES", "LIMIT_BATCH_FILES", "LIMIT_BATCH_BYTES", "LIMIT_GIT_SLOT"}
    with concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        bases = dict(zip([c.name for c in cases], pool.map(lambda c: t.run(c, counts=True), cases)))
        cases_left = []
        for c in cases:
            base = bases[c.name]
            if base.code not in c.codes or (c.report and base.report is None):
                print("FAIL %s without a fault: exit %s %s" % (c.name, base.code, base.err[:500]))
                return 1
            if o.only != "limits":
                for kind in KINDS:
                    for n, how in pick(base.sites[kind], o.all) if c.name != "all" else []:
                        if how in ("", "+") if kind in ("alloc", "open") else True:
                            cases_left.append((c, kind + (how if how != "+" else "") + ":%d" % n + ("+" if how == "+" else ""), None))
            if o.only != "faults":
                cases_left += [(c, None, n) for n in names if n not in fixed and (o.all or re.match(LIMITED.get(c.name, "-"), n))]
        for (c, fault, limit), r in zip(cases_left, pool.map(lambda j: t.run(*j), cases_left)):
            gentle = bool(fault) and ("-short" in fault or "-intr" in fault)
            found = list(problems(c, bases[c.name], r, gentle, limit)) if limit or r.hits else []
            passed += not found
            failed += bool(found)
            for line in found:
                print("FAIL %s %s: %s (%s)" % (c.name, fault or limit + " = 1", line, where(t.program, r)), flush=True)
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
