#!/usr/bin/env python3
"""The secrets layer beside gitleaks, detect-secrets and ripsecrets, in one run.

    python3 tests/bench/secrets.py [--runs 3] [--only tree,history,staged]

Peers are installed once below build/peers: gitleaks with `go install`, detect-secrets with pip, ripsecrets
with cargo; one that cannot be installed is left out and named. The tree is Python's own library and what the
peers' environment holds, over and over up to 100 MB; the history is made by make_history.py (4,300 commits,
27,000 versions, 500 MB of them different), the staged case a repository of 100,000 files with one staged.
detect-secrets, which would need an hour, scans one copy of the library, and its time counts as often as the
tree has it. Times are CPU seconds (user + system, all processes), in turn, printed are medians; memory is the
peak of the largest process. Exit 1 when a goal is missed by more than 20 %."""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import sysconfig

from bench import ASSAY, PEERS, ROOT, newest_python, run

DATA = ROOT / "build" / "bench" / "secrets"
GITLEAKS = "github.com/zricethezav/gitleaks/v8@v8.30.1"
DETECT, RIPSECRETS = "detect-secrets==1.5.0", "ripsecrets"
TREE_BYTES = 100_000_000


def quietly(command, **more):
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more).returncode == 0
    except OSError:
        return False


def setup():
    """The peers that there are: name -> path."""
    venv, found = PEERS / "secrets" / "venv", {}
    gitleaks = PEERS / "bin" / "gitleaks"
    if not gitleaks.exists():
        print("setting up", GITLEAKS, "...", flush=True)
        quietly(["go", "install", GITLEAKS], env=dict(os.environ, GOBIN=str(PEERS / "bin")))
    detect = venv / "bin" / "detect-secrets"
    if not detect.exists():
        print("setting up", DETECT, "...", flush=True)
        quietly([newest_python(), "-m", "venv", str(venv)])
        quietly([venv / "bin" / "pip", "-q", "install", DETECT])
    rip = PEERS / "cargo" / "bin" / "ripsecrets"
    if not rip.exists():
        print("setting up", RIPSECRETS, "...", flush=True)
        quietly(["cargo", "install", "-q", RIPSECRETS, "--root", str(PEERS / "cargo")])
    for name, path in ("gitleaks", gitleaks), ("detect-secrets", detect), ("ripsecrets", rip):
        if path.exists():
            found[name] = path
        else:
            print(f"{name} could not be installed and is left out")
    return found


def assay(*words):
    return [ASSAY, "secrets", "--no-cache", "--isolated", "--exit-zero", "--quiet", *map(str, words)]


# ---- What is measured on ---------------------------------------------------------------------------


def tree():
    folder = DATA / "tree"
    if (folder / "done").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    library, size, copy = pathlib.Path(sysconfig.get_path("stdlib")), 0, 0
    while size < TREE_BYTES:
        for path in sorted(library.rglob("*.py")):
            if "site-packages" in path.parts or size >= TREE_BYTES:
                continue
            to = folder / str(copy) / path.relative_to(library)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
            size += path.stat().st_size
        copy += 1
    (folder / "done").touch()
    return folder


def history():
    folder = DATA / "history"
    if not folder.with_suffix(".labels.csv").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        print("making a history of 500 MB ...", flush=True)
        subprocess.run([sys.executable, ROOT / "tests" / "bench" / "make_history.py", folder], check=True)
    return folder


def staged():
    folder = DATA / "staged"
    if (folder / ".git" / "ready").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    git = ["git", "-C", str(folder)]
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    feed = subprocess.Popen(git + ["fast-import", "--quiet"], stdin=subprocess.PIPE)
    feed.stdin.write(b"commit refs/heads/main\ncommitter a <a@example.com> 1500000000 +0000\ndata 1\nx\n")
    for i in range(100_000):
        text = b"value_%d = %d\n" % (i, i * 7)
        feed.stdin.write(b"M 100644 inline pkg%d/mod%d/file_%d.py\ndata %d\n%s\n" % (i % 40, i % 23, i, len(text), text))
    feed.stdin.write(b"\n")
    feed.stdin.close()
    feed.wait()
    subprocess.run(git + ["read-tree", "main"], check=True)
    path = folder / "pkg3" / "mod3" / "file_3.py"
    path.parent.mkdir(parents=True)
    path.write_text("value_3 = 22\n")
    subprocess.run(git + ["add", "pkg3/mod3/file_3.py"], check=True)
    (folder / ".git" / "ready").touch()
    return folder


# ---- Measuring -------------------------------------------------------------------------------------


def compare(title, mine, peers, runs, goals, peer_runs=1, parts={}):
    """goals: peer -> how many times less CPU; parts: peer -> of how many parts it does one. Returns what mine takes."""
    run(mine)
    times, walls, memory = [], [], 0
    for _ in range(runs):
        cpu, wall, peak, code = run(mine)
        if code != 0:
            sys.exit(f"{' '.join(mine)}: exit {code}")
        times.append(cpu)
        walls.append(wall)
        memory = max(memory, peak)
    cpu = statistics.median(times)
    print(f"{title}: assay {cpu:.3f} s CPU, {statistics.median(walls):.3f} s, {memory:.0f} MiB")
    ok = True
    for name, command in peers.items():
        other = statistics.median(run(command)[0] for _ in range(peer_runs)) * parts.get(name, 1)
        goal = goals.get(name)
        print(f"  {name:<16} {other:9.2f} s CPU  {other / cpu:7.1f}x" + (f" (goal {goal}x)" if goal else ""))
        ok &= not goal or other / cpu >= 0.8 * goal
    return ok, cpu, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="tree,history,staged")
    options = parser.parse_args()
    only = options.only.split(",")
    peers, ok = setup(), True
    if "tree" in only:
        folder = tree()
        commands = {
            "gitleaks": ["gitleaks", "dir", "--no-banner", "--exit-code", "0", folder],
            "detect-secrets": ["detect-secrets", "scan", "--all-files", folder / "0"],
            "ripsecrets": ["ripsecrets", folder],
        }
        commands = {name: [peers[name], *command[1:]] for name, command in commands.items() if name in peers}
        first = sum(path.stat().st_size for path in (folder / "0").rglob("*.py"))
        parts = {"detect-secrets": TREE_BYTES / first}
        mine = assay("--jobs", 1, folder)
        fine, cpu, _ = compare("tree of 100 MB", mine, commands, options.runs, {"gitleaks": 40}, parts=parts)
        print(f"  {TREE_BYTES / 1e6 / cpu:.0f} MB/s a core (goal 200)")
        ok &= fine and TREE_BYTES / 1e6 / cpu >= 160
    if "history" in only:
        folder = history()
        commands = {"git log -p": ["git", "-C", folder, "log", "-p", "--all", "-U0"]}
        if "gitleaks" in peers:
            commands["gitleaks"] = [peers["gitleaks"], "git", "--no-banner", "--exit-code", "0", folder]
        fine, cpu, memory = compare("history of 500 MB", assay("--history", folder), commands, options.runs, {"gitleaks": 15})
        ok &= fine and memory <= 150 * 1.2
    if "staged" in only:
        folder = staged()
        commands = {"git diff": ["git", "-C", folder, "diff", "--cached", "--quiet"]}
        if "gitleaks" in peers:
            commands["gitleaks"] = [peers["gitleaks"], "git", "--pre-commit", "--staged", "--no-banner", "--exit-code", "0", folder]
        fine, cpu, _ = compare("one file staged of 100,000", assay("--staged", folder), commands, 9, {}, 9)
        print(f"  {cpu * 1000:.1f} ms (goal 20)")
        ok &= fine and cpu <= 0.024
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
