#!/usr/bin/env python3
"""The dependency layer beside osv-scanner and pip-audit, in one run.

    ASSAY_SHARED=DIR python3 tests/bench/deps.py [--runs 3] [--only files,small,import,monorepo,find]

Peers are installed once below build/peers: osv-scanner with `go install`, pip-audit with pip; one that cannot
be installed is left out and named. osv-scanner reads an offline database made of the same snapshot; pip-audit
knows none, so it asks a server of ours on 127.0.0.1, whose time is not counted, and is given only the files
that it can read (a requirements file in which everything is pinned). The monorepo is made: 2,000 lock files
with 250 pins each. Times are CPU seconds (user + system, all processes), in turn, printed are medians. Exit 1
when a goal is missed by more than 20 %."""
import argparse
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "oracle"))

from bench import ASSAY, PEERS, ROOT, newest_python, run  # noqa: E402

DATA = ROOT / "build" / "bench" / "deps"
SHARED = pathlib.Path(os.environ.get("ASSAY_SHARED", ROOT.parent / "shared"))
SNAPSHOT = SHARED / "advisories" / "pypa-osv.jsonl.zst"
OSV_SCANNER = "github.com/google/osv-scanner/v2/cmd/osv-scanner@v2.5.0"
PIP_AUDIT = "pip-audit==2.10.1"


def quietly(command, **more):
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more).returncode == 0
    except OSError:
        return False


def setup():
    """The peers that there are: name -> path."""
    scanner, venv = PEERS / "bin" / "osv-scanner", PEERS / "deps" / "venv"
    if not scanner.exists():
        print("setting up", OSV_SCANNER, "...", flush=True)
        quietly(["go", "install", OSV_SCANNER], env=dict(os.environ, GOBIN=str(PEERS / "bin")))
    audit = venv / "bin" / "pip-audit"
    if not audit.exists():
        print("setting up", PIP_AUDIT, "...", flush=True)
        quietly([newest_python(), "-m", "venv", str(venv)])
        quietly([venv / "bin" / "pip", "-q", "install", PIP_AUDIT])
    found = {}
    for name, path in ("osv-scanner", scanner), ("pip-audit", audit):
        if path.exists():
            found[name] = path
        else:
            print(f"{name} could not be installed and is left out")
    return found


def database():
    DATA.mkdir(parents=True, exist_ok=True)
    path = DATA / "advisories.db"
    subprocess.run([ASSAY, "db", "import", "-q", "--replace", "--db", path, SNAPSHOT], check=True)
    return path


def offline_database():
    """osv-scanner's: one JSON a record, in a ZIP archive of the ecosystem."""
    folder = DATA / "osv"
    archive = folder / "osv-scalibr" / "PyPI" / "all.zip"
    if not archive.exists():
        archive.parent.mkdir(parents=True, exist_ok=True)
        raw = subprocess.run(["zstd", "-dcq", SNAPSHOT], stdout=subprocess.PIPE, check=True).stdout
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
            for line in raw.splitlines():
                name = line[line.index(b'"id":"') + 6:]
                z.writestr(name[:name.index(b'"')].decode() + ".json", line)
    return folder


def assay(db, *paths):
    return [ASSAY, "deps", "--db", db, "--no-cache", "--isolated", "--exit-zero", "--format", "json", *paths]


def scanner(peer, *paths, recursive=False):
    command = [peer, "scan", "source", "--offline", "--local-db-path", offline_database(), "--format", "json",
               "--no-resolve"]
    if recursive:
        return [*command, "--recursive", *paths]
    for path in paths:
        command += ["-L", path]
    return command


def audits(peer, url, files):
    return [[peer, "-s", "osv", "--osv-url", url, "--disable-pip", "--no-deps", "--progress-spinner", "off", "-f",
             "json", "-r", f] for f in files]


def pinned_files():
    """Requirements files that pip-audit reads to their end."""
    out = []
    for path in sorted((SHARED / "lockfiles").rglob("requirements*.txt")):
        lines = [line.split("#")[0].strip() for line in path.read_text(errors="replace").splitlines()]
        if path.parent.name.startswith("s23"):
            continue
        if all("==" in line for line in lines if line and not line.startswith("-")) and any("==" in x for x in lines):
            out.append(path)
    return out


def measure(commands, runs, env=None):
    """Median CPU seconds and peak MiB of a list of commands, one after the other."""
    times, peak = [], 0
    for _ in range(runs):
        cpu = 0
        for command in commands:
            seconds, _, memory, _ = run([str(c) for c in command], env)
            cpu += seconds
            peak = max(peak, memory)
        times.append(cpu)
    return statistics.median(times), peak


def line(title, mine, peak, theirs=None, goal=None):
    text = f"{title:<46} {mine * 1000:9.1f} ms {peak:6.1f} MiB"
    if theirs is not None:
        text += f"   {theirs:8.3f} s  {theirs / mine:8.1f}x (goal {goal}x)"
    print(text, flush=True)
    return theirs is None or theirs / mine >= 0.8 * goal


def monorepo(files, pins):
    folder = DATA / f"monorepo-{files}"
    if (folder / "done").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    rng = random.Random(1)
    names = sorted({row.split(",")[1] for row in open(SHARED / "lockfiles" / "expected" / "packages.csv").read().splitlines()[1:]})
    names += [f"internal-package-{i}" for i in range(2000)]
    for i in range(files):
        place = folder / f"team{i // 50}" / f"service{i}"
        place.mkdir(parents=True)
        chosen = sorted(rng.sample(names, pins))
        versions = [f"{rng.randrange(9)}.{rng.randrange(30)}.{rng.randrange(9)}" for _ in chosen]
        if i % 2:
            text = "version = 1\nrevision = 2\nrequires-python = \">=3.10\"\n\n" + "".join(
                f'[[package]]\nname = "{n}"\nversion = "{v}"\nsource = {{ registry = "https://registry.example/simple" }}\n\n'
                for n, v in zip(chosen, versions))
            (place / "uv.lock").write_text(text)
        else:
            (place / "requirements.txt").write_text("".join(f"{n}=={v}\n" for n, v in zip(chosen, versions)))
    (folder / "done").touch()
    return folder


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--runs", type=int, default=3)
    p.add_argument("--only", default="files,small,import,find,monorepo")
    args = p.parse_args()
    only, peers, ok = args.only.split(","), setup(), True
    db = database()
    if "import" in only:
        with tempfile.TemporaryDirectory() as folder:
            cpu, peak = measure([[ASSAY, "db", "import", "-q", "--replace", "--db", f"{folder}/x.db", SNAPSHOT]], args.runs)
        line("import of 7,080 advisories (goal 2 s)", cpu, peak)
        ok &= cpu <= 2.4
    if "find" in only:
        cpu, peak = measure([[ASSAY, "db", "find", "--db", db, "torch==2.3.0"]], 9)
        line("one package, from the start of the program", cpu, peak)
    if "small" in only:
        small = SHARED / "lockfiles" / "s13-deeppavlov" / "requirements.txt"
        cpu, peak = measure([assay(db, small)], 21)
        ok &= line("one small file (goal 5 ms)", cpu, peak) and cpu <= 0.006
    if "files" in only:
        folder = SHARED / "lockfiles"
        cpu, peak = measure([assay(db, folder)], max(args.runs, 5))
        line("45 files in one call (goal 32 MiB)", cpu, peak)
        ok &= peak <= 32 * 1.2
        if "osv-scanner" in peers:
            theirs, _ = measure([scanner(peers["osv-scanner"], folder, recursive=True)], args.runs)
            ok &= line("  osv-scanner, offline", cpu, peak, theirs, 20)
        if "pip-audit" in peers:
            from osv_server import Server
            files = pinned_files()
            with Server(SNAPSHOT) as server:
                theirs, _ = measure(audits(peers["pip-audit"], server.url, files), 1)
            mine, _ = measure([assay(db, *files)], max(args.runs, 5))
            ok &= line(f"  pip-audit, {len(files)} pinned requirements files", mine, peak, theirs, 200)
    if "monorepo" in only:
        spent = {}
        for files in 500, 1000, 2000:
            folder = monorepo(files, 250)
            spent[files], peak = measure([assay(db, folder)], 1)
            line(f"monorepo of {files} lock files, {files * 250:,} pins", spent[files], peak)
        growth = spent[2000] / spent[500]
        print(f"  four times the files take {growth:.2f} times as long (linear: 4)")
        ok &= growth <= 4.8
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
