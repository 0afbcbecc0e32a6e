#!/usr/bin/env python3
"""Times assay beside ruff and bandit on the same corpus, in one run, as ratios of CPU seconds.

    python3 tests/bench/bench.py [--runs 5] [--bandit] [--only parse,rules,small,cache,hostile]

Peers and corpus are set up once below build/peers with pip. Every pair runs in turn, A B A B ..., and
the ratio is taken pair by pair; printed are medians. Peak memory is ru_maxrss of the largest process.
Exit 1 when a goal is missed by more than 20 %.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "build" / "peers"
ASSAY = os.environ.get("ASSAY", str(ROOT / "build" / "release" / "assay"))
WHEELS = [
    "django==6.1.3",
    "transformers==5.23.0",
    "scikit_learn==1.9.1",
    "sqlalchemy==2.1.9",
    "apache_airflow_core==3.3.2",
    "langchain_community==0.4.2",
    "mlflow==3.18.0",
]
PLATFORMS = ["manylinux2014_x86_64", "manylinux_2_28_x86_64", "any"]


def setup():
    """Installs the peers and unpacks the corpus, unless an earlier run did; returns both paths."""
    venv = PEERS / "venv"
    if not (venv / "bin" / "bandit").exists():
        print("setting up ruff and bandit ...", flush=True)
        interpreter = shutil.which("python3.13") or newest_python()
        subprocess.run([interpreter, "-m", "venv", str(venv)], check=True)
        subprocess.run([venv / "bin" / "pip", "-q", "install", "ruff", "bandit==1.9.4", "jsonschema"], check=True)
    corpus = PEERS / "corpus"
    for wheel in WHEELS:
        target = corpus / wheel.split("==")[0]
        if target.exists():
            continue
        print("downloading", wheel, "...", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            command = [venv / "bin" / "pip", "-q", "download", "--no-deps", "--only-binary", ":all:"]
            command += ["--python-version", "3.12", "--implementation", "cp", "-d", folder, wheel]
            for platform in PLATFORMS:
                command += ["--platform", platform]
            subprocess.run(command, check=True)
            unpack(next(pathlib.Path(folder).glob("*.whl")), target)
    return venv, corpus


def newest_python():
    found = sorted(pathlib.Path.home().glob(".pyenv/versions/3.*/bin/python"), key=version_key)
    return str(found[-1]) if found else sys.executable


def version_key(path):
    return [int(part) for part in path.parts[-3].split(".") if part.isdigit()]


def unpack(wheel, target):
    temporary = target.with_suffix(".part")
    shutil.rmtree(temporary, ignore_errors=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".py"):
                archive.extract(name, temporary)
    temporary.rename(target)


def run(command, env=None):
    """CPU seconds, wall seconds, peak MiB and exit code of one run, output thrown away."""
    start = time.monotonic()
    with open(os.devnull, "wb") as null:
        process = subprocess.Popen(command, stdout=null, stderr=null, env=env)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, process.returncode


def pair(title, a, b, runs, goal, env_b=None):
    """Runs two commands in turn; prints how many times less CPU the first one takes."""
    ratios, times_a, times_b, memory = [], [], [], 0
    run(a), run(b, env_b)
    for _ in range(runs):
        cpu_a, _, peak, code = run(a)
        if code not in (0, 1):
            sys.exit(f"{' '.join(map(str, a))}: exit {code}")
        cpu_b = run(b, env_b)[0]
        ratios.append(cpu_b / cpu_a)
        times_a.append(cpu_a)
        times_b.append(cpu_b)
        memory = max(memory, peak)
    ratio = statistics.median(ratios)
    print(
        f"{title:<44} {statistics.median(times_a):8.3f} s {statistics.median(times_b):8.3f} s "
        f"{ratio:6.2f}x (goal {goal}x)  {memory:5.0f} MiB"
    )
    return ratio >= goal * 0.8


def single(title, command, limit, runs, what="s CPU"):
    values = [run(command) for _ in range(runs + 1)][1:]
    cpu = statistics.median(v[0] for v in values)
    peak = max(v[2] for v in values)
    codes = {v[3] for v in values}
    print(f"{title:<44} {cpu:8.4f} {what} (goal {limit})  {peak:5.0f} MiB  exit {sorted(codes)}")
    return cpu <= limit * 1.2 and codes <= {0, 1, 3}


def hostile_files(folder):
    """Makes the hostile set in a process of its own: what is run from a large process would count that
    one's memory as its own (ru_maxrss survives exec)."""
    subprocess.run([sys.executable, __file__, "--make-hostile", folder], check=True)
    return sorted(folder.iterdir())


def make_hostile(folder):
    """Inputs that make careless tools quadratic or overflow their stack."""
    folder.mkdir(parents=True, exist_ok=True)
    line = "    'some text that is a literal of a data file', 'and another one of them',\n"
    makers = {
        "literals_50MB.py": lambda: "DATA = [\n" + line * (50_000_000 // len(line)) + "]\n",
        "parens_100k.py": lambda: "x = " + "(" * 100_000 + "1" + ")" * 100_000 + "\n",
        "line_10MB.py": lambda: "x = [" + "1, " * 3_300_000 + "]\n",
        "assignments_1M.py": lambda: "".join(f"a{i} = {i}\n" for i in range(1_000_000)),
        "plus_1M.py": lambda: "x = " + "a + " * 1_000_000 + "a\n",
        "attributes_1M.py": lambda: "x = a" + ".b" * 1_000_000 + "\n",
        "calls_100k.py": lambda: "x = f" + "()" * 100_000 + "\n",
        "unclosed_1M.py": lambda: "(" * 1_000_000,
        "errors_1M.py": lambda: "x = = 1\n" * 1_000_000,
        "same_name_1M.py": lambda: "a = 1\n" * 1_000_000,
        "elif_100k.py": lambda: "if a: pass\n" + "elif a: pass\n" * 100_000,
        "not_1M.py": lambda: "x = " + "not " * 1_000_000 + "a\n",
        "fstrings_1M.py": lambda: "x = f'{a}{b!r:>{c}}'\n" * 300_000,
        "decorators_1M.py": lambda: "@a\n" * 1_000_000 + "def f(): pass\n",
        "nosec_1M.py": lambda: "assert x  # nosec B101 - told\n" * 300_000,
        "names_1M.py": lambda: "x = [" + ",".join(f"n{i}" for i in range(1_000_000)) + "]\n",
    }
    for name, make in makers.items():
        path = folder / name
        if not path.exists():
            path.write_text(make())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--bandit", action="store_true", help="time bandit too (minutes)")
    parser.add_argument("--only", default="parse,rules,small,cache,hostile")
    parser.add_argument("--setup", action="store_true", help="only set up the peers and the corpus")
    parser.add_argument("--make-hostile", type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make_hostile:
        return make_hostile(options.make_hostile)
    only = options.only.split(",")
    venv, corpus = setup()
    if options.setup:
        return 0
    ruff = [venv / "bin" / "ruff", "check", "--no-cache", "--isolated", "--exit-zero"]
    one_thread = dict(os.environ, RAYON_NUM_THREADS="1")
    ok = True
    scan = [ASSAY, "code", "--jobs", "1", "--no-cache", "--isolated", "--exit-zero"]
    print(f"{'':<44} {'assay':>10} {'peer':>10}")
    if "parse" in only:
        ok &= pair(
            "parse alone / ruff --select E902",
            [*scan, "--select", "AS001", corpus],
            [*ruff, "--select", "E902", corpus],
            options.runs,
            4,
            one_thread,
        )
    if "rules" in only:
        ok &= pair(
            "all rules, json / ruff --select S, json",
            [*scan, "--format", "json", corpus],
            [*ruff, "--select", "S", "--output-format", "json", corpus],
            options.runs,
            3,
            one_thread,
        )
        if options.bandit:
            bandit = [venv / "bin" / "bandit", "-q", "-r", "-f", "json"]
            ok &= pair("all rules / bandit -r (django)", [*scan, corpus / "django"], [*bandit, corpus / "django"], 1, 50)
    if "small" in only:
        small = ROOT / "examples" / "vulnerable-ml" / "src" / "churn" / "train.py"
        ok &= single("one small file, start-up included", [*scan, small], 0.005, 20)
    if "cache" in only:
        with tempfile.TemporaryDirectory() as cache:
            os.environ["XDG_CACHE_HOME"] = cache
            command = [ASSAY, "code", "--jobs", "1", "--isolated", "--exit-zero", corpus]
            run(command)
            ok &= single("cached run of the corpus", command, 0.3, options.runs)
            del os.environ["XDG_CACHE_HOME"]
    if "hostile" in only:
        for path in hostile_files(ROOT / "build" / "bench" / "hostile"):
            megabytes = path.stat().st_size / 1e6
            ok &= single(f"{path.name} ({megabytes:.1f} MB)", [*scan, path], max(0.05 * megabytes, 0.1), 1)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
