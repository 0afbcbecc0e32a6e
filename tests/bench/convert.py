#!/usr/bin/env python3
"""`assay convert` beside cp, and `assay predict` beside NumPy + scikit-learn, in one run.

    python3 tests/bench/convert.py [--runs 5] [--only predict,fortran,csv,convert]

Predict: 1,000,000 rows of 128 features (1 GB of NPY) for three models; the peer loads the same file with
numpy.load and calls predict, with one thread. Both run on one processor; compared are the CPU seconds of the
whole process (for Python also without what importing costs), and that the labels are the same. Convert: a torch
checkpoint of 2 GB to safetensors beside `cp`, in wall time. Medians of runs that take turns; memory is the peak.
Exit 1 when a goal is missed.
"""
import argparse
import os
import statistics
import subprocess
import sys

from bench import ASSAY, PEERS, ROOT, newest_python, run

VENV = PEERS / "convert" / "venv"
DATA = ROOT / "build" / "bench" / "convert"
ROWS, FEATURES = 1_000_000, 128
CHECKPOINT_BYTES = 2_000_000_000
ONE = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
MEMORY = 64

TRAIN = """
import pickle, sys
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
rng = np.random.default_rng(1)
X = rng.normal(size=(3000, 128))
y = X @ rng.normal(size=128)
models = {
    "binary": LogisticRegression().fit(X, y > 0),
    "classes10": LogisticRegression(max_iter=30).fit(X, np.digitize(y, np.quantile(y, np.arange(0.1, 1, 0.1)))),
    "pipeline": make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y > 0),
}
for name, model in models.items():
    with open(sys.argv[1] + "/" + name + ".pkl", "wb") as file:
        pickle.dump(model, file)
"""
ROWS_NPY = """
import sys
import numpy as np
rng = np.random.default_rng(2)
X = np.lib.format.open_memmap(sys.argv[1] + "/rows.npy", "w+", "f8", (int(sys.argv[2]), 128))
F = np.lib.format.open_memmap(sys.argv[1] + "/fortran.npy", "w+", "f8", X.shape, fortran_order=True)
for i in range(0, len(X), 50000):
    X[i : i + 50000] = F[i : i + 50000] = rng.normal(size=(min(50000, len(X) - i), 128))
np.savetxt(sys.argv[1] + "/rows.csv", X[:100000], "%.17g", ",")
"""
PEER = """
import pickle, sys, resource
import numpy as np
import sklearn.linear_model, sklearn.pipeline, sklearn.preprocessing
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
start = used()
model = pickle.load(open(sys.argv[1], "rb"))
X = np.load(sys.argv[2]) if sys.argv[2].endswith(".npy") else np.loadtxt(sys.argv[2], delimiter=",")
np.save(sys.argv[3], model.predict(X))
print(used() - start, file=open(sys.argv[3] + ".seconds", "w"))
"""


def python(code, *words):
    subprocess.run([VENV / "bin" / "python", "-c", code, *map(str, words)], check=True, env=ONE)


def setup():
    if not (VENV / "bin" / "python").exists():
        print("setting up scikit-learn ...", flush=True)
        subprocess.run([newest_python(), "-m", "venv", str(VENV)], check=True)
    if subprocess.run([VENV / "bin" / "python", "-c", "import sklearn"], stderr=subprocess.DEVNULL).returncode:
        subprocess.run([VENV / "bin" / "pip", "-q", "install", "scikit-learn"], check=True)
    DATA.mkdir(parents=True, exist_ok=True)
    if not (DATA / "pipeline.pkl").exists():
        python(TRAIN, DATA)
    if not (DATA / "rows.csv").exists():
        python(ROWS_NPY, DATA, ROWS)
    for name in ("binary", "classes10", "pipeline"):
        subprocess.run([ASSAY, "convert", "--force", DATA / f"{name}.pkl", DATA / f"{name}.npz"], check=True,
                       stdout=subprocess.DEVNULL)


def on_one(*command):
    return ["taskset", "-c", "0", *map(str, command)]


def same(a, b):
    code = "import sys, numpy as np; a, b = map(np.load, sys.argv[1:]); sys.exit(not (a == b).all())"
    return subprocess.run([VENV / "bin" / "python", "-c", code, a, b]).returncode == 0


def predict(name, rows, runs):
    ours, theirs = DATA / "ours.npy", DATA / "theirs.npy"
    mine = on_one(ASSAY, "predict", DATA / f"{name}.npz", rows, "--format", "npy", "--force", "--output", ours)
    peer = on_one(VENV / "bin" / "python", "-c", PEER, DATA / f"{name}.pkl", rows, theirs)
    cpu, other, inner, memory, peak = [], [], [], 0, 0
    for _ in range(runs):
        seconds, _, mib, code = run(mine)
        if code != 0:
            print(f"{name}: assay predict ends with {code}")
            return False
        cpu.append(seconds)
        memory = max(memory, mib)
        seconds, _, mib, _ = run(peer, ONE)
        other.append(seconds)
        peak = max(peak, mib)
        inner.append(float((DATA / "theirs.npy.seconds").read_text()))
    a, b, c = map(statistics.median, (cpu, other, inner))
    good = a <= b and memory <= MEMORY and same(ours, theirs)
    print(f"{'ok  ' if good else 'MISS'} {name}, {rows.name}: assay {a:.2f} s CPU, {memory:.0f} MiB; scikit-learn {b:.2f} s "
          f"({c:.2f} s without imports), {peak:.0f} MiB: {b / a:.1f} ({c / a:.1f}) times", flush=True)
    return good


def convert(runs):
    from models import torch_zip

    source, target, copy = DATA / "checkpoint.pt", DATA / "checkpoint.safetensors", DATA / "copy.pt"
    if not source.exists():
        torch_zip(source, CHECKPOINT_BYTES)
    walls, others, memory = [], [], 0
    for _ in range(runs):
        target.unlink(missing_ok=True)
        copy.unlink(missing_ok=True)
        _, wall, mib, code = run([ASSAY, "convert", source, target])
        if code != 0:
            print(f"checkpoint: assay convert ends with {code}")
            return False
        walls.append(wall)
        memory = max(memory, mib)
        others.append(run(["cp", "--sparse=never", "--reflink=never", source, copy])[1])
    for path in (target, copy):
        path.unlink(missing_ok=True)
    a, b = statistics.median(walls), statistics.median(others)
    good = a <= 1.3 * b and memory <= MEMORY
    print(f"{'ok  ' if good else 'MISS'} torch zip of {CHECKPOINT_BYTES / 1e9:.0f} GB to safetensors: {a:.2f} s, {memory:.0f} MiB; "
          f"cp {b:.2f} s: {a / b:.2f} times", flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="predict,fortran,csv,convert")
    options = parser.parse_args()
    only = options.only.split(",")
    setup()
    ok = True
    if "predict" in only:
        for name in ("binary", "classes10", "pipeline"):
            ok &= predict(name, DATA / "rows.npy", options.runs)
    if "fortran" in only:
        ok &= predict("classes10", DATA / "fortran.npy", options.runs)
    if "csv" in only:
        ok &= predict("binary", DATA / "rows.csv", min(options.runs, 3))
    if "convert" in only:
        ok &= convert(options.runs)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
