#!/usr/bin/env python3
"""The models layer beside picklescan, modelscan, fickling and modelaudit, in one run.

    python3 tests/bench/models.py [--runs 5] [--only detect,start,small,torch,safetensors,hash]
    python3 tests/bench/models.py --make torch|safetensors PATH BYTES	(sparse: takes no room on disk)

Peers are installed once below build/peers with pip. Detection is measured on models-open.tar.zst of the
shared test data ($ASSAY_SHARED, by default ../shared), by what each tool says of each file: assay from medium
upwards (of class `policy` at any level), the peers by their exit code, modelaudit by its issues. Times are CPU
seconds (user + system, the workers' included), pair by pair in turn, printed are medians; memory is the peak
of the largest process. Exit 1 when a goal is missed by more than 20 %.
"""
import argparse
import csv
import json
import os
import pathlib
import pickle
import statistics
import struct
import subprocess
import sys
import tempfile
import zlib

from bench import ASSAY, PEERS, ROOT, newest_python, run, shutil

VENV = PEERS / "models" / "venv"
DATA = ROOT / "build" / "bench" / "models"
PINNED = ["picklescan==1.0.5", "modelscan==0.8.8", "fickling==0.1.12", "modelaudit==0.2.54"]
TORCH_BYTES, SAFETENSORS_BYTES, HASH_BYTES = 4_200_000_000, 4_300_000_000, 4_290_000_000
LEVELS = ["info", "low", "medium", "high", "critical"]
# Peers that report home are told not to, and find nobody there if they do.
QUIET = dict(os.environ, PROMPTFOO_DISABLE_TELEMETRY="1", NO_ANALYTICS="1", PROMPTFOO_POSTHOG_HOST="http://127.0.0.1:9")


def setup():
    if all((VENV / "bin" / one.split("==")[0]).exists() for one in PINNED):
        return
    print("setting up", *PINNED, "...", flush=True)
    interpreter = shutil.which("python3.12") or newest_python()
    subprocess.run([interpreter, "-m", "venv", str(VENV)], check=True)
    subprocess.run([VENV / "bin" / "pip", "-q", "install", *PINNED], check=True)


def assay(*words):
    return [ASSAY, "models", "--no-cache", "--isolated", "--exit-zero", "--jobs", "1", *words]


PEER = {
    "picklescan": lambda path: [VENV / "bin" / "picklescan", "-p", path],
    "modelscan": lambda path: [VENV / "bin" / "modelscan", "-p", path],
    "fickling": lambda path: [VENV / "bin" / "fickling", "--check-safety", "--json-output", os.devnull, path],
    "modelaudit": lambda path: [VENV / "bin" / "modelaudit", "scan", "--no-cache", "-f", "json", path],
}


# ---- What is measured on ---------------------------------------------------------------------------


def safetensors(path, size):
    """One tensor of zeros, most of it a hole in the file."""
    size -= size % 4
    header = json.dumps({"w": {"dtype": "F32", "shape": [size // 4], "data_offsets": [0, size]}}).encode()
    header += b" " * (-len(header) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        file.truncate(8 + len(header) + size)


def crc_of_zeros(size):
    block, crc = bytes(1 << 26), 0
    while size > 0:
        crc = zlib.crc32(block[:size], crc)
        size -= len(block)
    return crc


def torch_zip(path, size):
    """What torch.save writes for {"w": torch.zeros(size // 4)}: a zip, the tensor a hole in the file."""
    size -= size % 4
    count = struct.pack("<i", size // 4)
    state = (
        b"\x80\x02}q\x00X\x01\x00\x00\x00wq\x01ctorch._utils\n_rebuild_tensor_v2\nq\x02"
        b"((X\x07\x00\x00\x00storageq\x03ctorch\nFloatStorage\nq\x04X\x01\x00\x00\x000q\x05X\x03\x00\x00\x00cpuq\x06"
        b"J" + count + b"tq\x07QK\x00J" + count + b"\x85q\x08K\x01\x85q\x09\x89ccollections\nOrderedDict\nq\n)Rq\x0b"
        b"tq\x0cRq\x0ds."
    )
    members = [("data.pkl", state), ("byteorder", b"little"), ("data/0", None), ("version", b"3\n")]
    central = b""
    with open(path, "wb") as file:
        for name, body in members:
            at = file.tell()
            name = b"archive/" + name.encode()
            crc = zlib.crc32(body) if body is not None else crc_of_zeros(size)
            length = len(body) if body is not None else size
            large = length > 0xFFFFFFFE
            extra = struct.pack("<HHQQ", 1, 16, length, length) if large else b""
            short = 0xFFFFFFFF if large else length
            fields = struct.pack("<HHHHHIII", 45 if large else 20, 0x800, 0, 0, 0x21, crc, short, short)
            file.write(b"PK\x03\x04" + fields + struct.pack("<HH", len(name), len(extra)) + name + extra)
            if body is not None:
                file.write(body)
            else:
                file.truncate(file.tell() + size)
                file.seek(0, os.SEEK_END)
            far = at > 0xFFFFFFFE
            extra = extra[4:] + (struct.pack("<Q", at) if far else b"")
            extra = struct.pack("<HH", 1, len(extra)) + extra if extra else b""
            central += b"PK\x01\x02" + struct.pack("<H", 45) + fields + struct.pack("<HHH", len(name), len(extra), 0)
            central += struct.pack("<HHII", 0, 0, 0, 0xFFFFFFFF if far else at) + name + extra
        at = file.tell()
        file.write(central)
        if at > 0xFFFFFFFE:
            end = file.tell()
            number = len(members)
            file.write(b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, number, number, len(central), at))
            file.write(b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1))
        file.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(central),
                                               min(at, 0xFFFFFFFF), 0))


MAKERS = {"torch": torch_zip, "safetensors": safetensors}


def made(kind, size):
    DATA.mkdir(parents=True, exist_ok=True)
    path = DATA / f"{size}.{'pt' if kind == 'torch' else kind}"
    if not path.exists():
        # In a process of its own: what is run from a large process would count that one's memory.
        subprocess.run([sys.executable, __file__, "--make", kind, path, str(size)], check=True)
    return path


def small_pickles():
    folder = DATA / "small"
    if not folder.exists():
        part = folder.with_suffix(".part")
        part.mkdir(parents=True, exist_ok=True)
        for i in range(2000):
            body = {"name": f"model {i}", "weights": [i * 0.5, i, -i], "labels": {"a": i, "b": (1, 2, 3)}, "raw": bytes(64)}
            (part / f"{i:04}.pkl").write_bytes(pickle.dumps(body, 2 + i % 4))
        part.rename(folder)
    return folder


def models_open():
    archive = pathlib.Path(os.environ.get("ASSAY_SHARED", ROOT.parent / "shared")) / "models-open.tar.zst"
    if not archive.exists():
        return None
    folder = tempfile.TemporaryDirectory()
    subprocess.run(["tar", "--zstd", "-xf", archive, "-C", folder.name], check=True)
    return folder


# ---- Detection -------------------------------------------------------------------------------------


def below(path, file):
    return path == file or path.startswith(file + "/")


def worst_of_assay(root, rows):
    command = [ASSAY, "models", "--no-cache", "--isolated", "--format", "json", root]
    report = json.loads(subprocess.run(command, stdout=subprocess.PIPE).stdout)
    worst = {row["file"]: -1 for row in rows}
    for finding in report["findings"]:
        path = os.path.relpath(finding["path"], root)
        for file in worst:
            if below(path, file):
                worst[file] = max(worst[file], LEVELS.index(finding["severity"]))
    return worst


def issues_of_modelaudit(root):
    """In one run over all files (minutes): its start-up alone would take longer than that file by file."""
    command = PEER["modelaudit"](root)
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=QUIET).stdout)["issues"]


def flagged_by_modelaudit(root, rows, issues, severities):
    places = [i.get("location") or "" for i in issues if i["severity"] in severities]
    return {row["file"] for row in rows if any(mentions(place, f"{root}/{row['file']}") for place in places)}


def mentions(place, path):
    return place == path or any(place.startswith(path + end) for end in "/: (")


def detection(root):
    with open(f"{root}/labels.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    bad = {row["file"]: row["class"] for row in rows if row["malicious"] == "1"}
    worst = worst_of_assay(root, rows)
    found = {"assay": {f for f, w in worst.items() if w >= (0 if bad.get(f) == "policy" else 1 if f not in bad else 2)}}
    for name in "picklescan", "modelscan", "fickling":
        found[name] = {row["file"] for row in rows if run(PEER[name](f"{root}/{row['file']}"), QUIET)[3] == 1}
    issues = issues_of_modelaudit(root)
    found["modelaudit"] = flagged_by_modelaudit(root, rows, issues, {"warning", "critical"})
    found["modelaudit, critical only"] = flagged_by_modelaudit(root, rows, issues, {"critical"})
    honest = len(rows) - len(bad)
    print(f"{'models-open':<44} {'detected':>16} {'false alarms':>18}")
    for name, files in found.items():
        hits, alarms = len(files & bad.keys()), len(files - bad.keys())
        print(f"  {name:<42} {hits:>4} of {len(bad)} {hits / len(bad):5.1%} {alarms:>6} of {honest} {alarms / honest:5.1%}")
    for file in sorted(bad.keys() - found["assay"]):
        print("  missed:", file)
    for file in sorted(found["assay"] - bad.keys()):
        print("  false alarm:", file)
    return bad.keys() == found["assay"]


# ---- Times -----------------------------------------------------------------------------------------


def compare(title, mine, peers, runs, goal=None, limit=None):
    """CPU seconds of assay and of each peer, in turn; `goal` is how many times less assay takes than the
    first peer, `limit` the most seconds it may take."""
    times = {name: [] for name in ["assay", *peers]}
    peaks = {}
    for i in range(runs + 1):
        for name, command in [("assay", mine), *peers.items()]:
            cpu, _, peak, code = run(command, QUIET)
            if code not in (0, 1) and name == "assay":
                sys.exit(f"{' '.join(map(str, command))}: exit {code}")
            peaks[name] = max(peaks.get(name, 0), peak)
            if i > 0:
                times[name].append(cpu)
    cpu = {name: statistics.median(values) for name, values in times.items()}
    print(f"{title:<44} {'CPU s':>9} {'ratio':>8} {'MiB':>6}")
    for name in times:
        note = f"  (goal at most {limit} s)" if limit and name == "assay" else ""
        if goal and list(peers)[:1] == [name]:
            note = f"  (goal {goal}x)"
        print(f"  {name:<42} {cpu[name]:9.4f} {cpu[name] / cpu['assay']:7.1f}x {peaks[name]:6.0f}{note}")
    ok = peaks["assay"] <= 64 and (limit is None or cpu["assay"] <= limit * 1.2)
    return ok and (goal is None or cpu[next(iter(peers))] / cpu["assay"] >= goal * 0.8)


def hashing(runs):
    """Against OpenSSL, which reads and digests and does nothing else; then shards over all processors."""
    path = made("safetensors", HASH_BYTES)
    peers = {"openssl dgst -sha256": ["openssl", "dgst", "-sha256", path]}
    ok = compare("scan and SHA-256 of 4.3 GB", assay("--hash", path), peers, runs, goal=0.95)
    walls = [[run([ASSAY, "models", "--no-cache", "--isolated", f"--jobs={jobs}", "--hash=shards", path])[1]
              for jobs in (1, os.cpu_count())] for _ in range(runs)]
    one, all_of_them = (statistics.median(column) for column in zip(*walls))
    print(f"  --hash=shards, wall: 1 worker {one:.2f} s, {os.cpu_count()} workers {all_of_them:.2f} s")
    return ok


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="detect,start,small,torch,safetensors,hash")
    parser.add_argument("--make", nargs=3, metavar=("KIND", "PATH", "BYTES"), help="write one sparse model")
    options = parser.parse_args()
    if options.make:
        return MAKERS[options.make[0]](options.make[1], int(options.make[2]))
    only = options.only.split(",")
    runs = options.runs
    setup()
    ok = True
    if "detect" in only:
        folder = models_open()
        if folder is None:
            print("SKIP detection: models-open.tar.zst is missing: set ASSAY_SHARED")
        else:
            with folder:
                ok &= detection(folder.name + "/models-open")
    all_peers = lambda path, *names: {name: PEER[name](path) for name in names}
    if "start" in only:
        one = small_pickles() / "0000.pkl"
        names = "fickling", "picklescan", "modelscan", "modelaudit"
        ok &= compare("start-up: one small pickle", assay(one), all_peers(one, *names), runs, limit=0.005)
    if "small" in only:
        folder = small_pickles()
        ok &= compare("2,000 small pickles", assay(folder), all_peers(folder, "picklescan", "modelscan", "modelaudit"), runs, goal=5)
    if "torch" in only:
        path = made("torch", TORCH_BYTES)
        ok &= compare("torch zip of 4.2 GB", assay(path), all_peers(path, "picklescan", "modelaudit"), min(runs, 3), limit=0.010)
    if "safetensors" in only:
        path = made("safetensors", SAFETENSORS_BYTES)
        ok &= compare("safetensors of 4.3 GB", assay(path), all_peers(path, "modelaudit"), min(runs, 1), limit=0.010)
    if "hash" in only:
        ok &= hashing(runs)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
