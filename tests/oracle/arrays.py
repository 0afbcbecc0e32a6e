#!/usr/bin/env python3
"""NumPy arrays, safetensors and GGUF: files that the reference readers write must be clean (nothing above
information), and what a reference reader refuses among mutated files must be a finding of medium or above.

What is stricter here than the reference readers is listed in STRICTER with its reason.
Usage: arrays.py --assay PATH [--count N] [--seed N] [npy|safetensors|gguf ...]
"""
import argparse
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import warnings

# Findings of medium or above on a file that the reference reader takes: why that is meant.
STRICTER = {
    "npy": {
        "MD151": "NumPy evaluates any literal; this is one that it never writes",
        "MD153": "NumPy does not look behind the array",
        "MD154": "a product of sizes that wraps around to a small one",
    },
    "safetensors": {
        "MD183": "leading white space; keys beside tensors",
        "MD184": "the reference reader takes the last of two equal keys without a word",
    },
}


def assay(path, folder):
    out = subprocess.run([path, "models", "--no-cache", "--format", "json", folder], capture_output=True)
    worst = {}
    for f in json.loads(out.stdout)["findings"]:
        name = os.path.basename(f["path"])
        worst.setdefault(name, set()).add((f["severity"], f["rule"]))
    return worst


def mutate(rng, data, lo, hi):
    """A few bytes of data[lo:hi] changed, dropped, doubled or replaced by what is likely to matter."""
    likely = [b"0", b"1", b"-1", b"9" * 19, b"18446744073709551615", b"'", b'"', b"(", b")", b"[", b"]", b"{", b"}",
              b",", b":", b"|O", b"<f4", b"O", b"None", b"True", b" ", b"\n", b"\0", b"\xff", b"L", b"\\", b"e5", b"."]
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        at = rng.randrange(lo, max(lo + 1, min(hi, len(data))))
        kind = rng.randrange(5)
        if kind == 0 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 1:
            del data[at : at + rng.randrange(1, 6)]
        elif kind == 2:
            data[at:at] = rng.choice(likely)
        elif kind == 3:
            data[at : at + rng.randrange(1, 4)] = rng.choice(likely)
        else:
            data[at:at] = data[at : at + rng.randrange(1, 20)]
    return bytes(data)


# ---- NumPy


def npy_honest(rng):
    import numpy as np

    scalar = ["f2", "f4", "f8", "g", "F", "D", "G", "i1", "i2", "i4", "i8", "u1", "u4", "u8", "?", "U5", "S3", "V7",
              "M8[ns]", "M8[D]", "m8[25s]", "M8", ">f4", ">i8", ">U3", ">c16"]

    def dtype(depth=0):
        kind = rng.randrange(6)
        if depth > 2 or kind < 3:
            return np.dtype(rng.choice(scalar))
        if kind == 3:
            return np.dtype((dtype(depth + 1), tuple(rng.randrange(1, 3) for _ in range(rng.randrange(1, 3)))))
        fields = []
        for i in range(rng.randrange(1, 5)):
            name = rng.choice(("a", "b'", 'c"', "d\\", "\u00e9", "name with spaces", "x" * 20)) + str(i)
            fields.append(((f"title {i}", name) if rng.random() < 0.2 else name, dtype(depth + 1)))
        return np.dtype(fields, align=rng.random() < 0.3)

    t = dtype()
    a = np.zeros(tuple(rng.randrange(0, 4) for _ in range(rng.randrange(0, 4))), t)
    if rng.random() < 0.3:
        a = np.asfortranarray(a)
    if rng.random() < 0.1:
        a = np.array([[], [1], None][: rng.randrange(4)], dtype=object)
    out = io.BytesIO()
    version = rng.choice((None, None, (1, 0), (2, 0), (3, 0)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            np.lib.format.write_array(out, a, version=version)
        except (ValueError, UnicodeEncodeError):
            return npy_honest(rng)
    return out.getvalue()


def npy_reads(data):
    import numpy as np

    f = io.BytesIO(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            np.lib.format.read_array(f, allow_pickle=False, max_header_size=10**9)
    except ValueError as e:
        return "object" if "Object arrays cannot" in str(e) else "refused"
    except Exception:
        return "refused"
    return "read"


def npy_header(data):
    return 10, 12 + int.from_bytes(data[8:10], "little")


def npy_fixed(data, more):
    width = 2 if data[6:7] == b"\1" else 4
    n = int.from_bytes(data[8 : 8 + width], "little") + more
    return data[:8] + max(n, 0).to_bytes(8, "little")[:width] + data[8 + width :]


# ---- Safetensors


def safetensors_honest(rng):
    import numpy as np
    import safetensors.numpy

    tensors = {}
    for i in range(rng.randrange(0, 6)):
        t = rng.choice(("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "?", "c8"))
        shape = tuple(rng.randrange(0, 4) for _ in range(rng.randrange(0, 4)))
        tensors[rng.choice(("a", "layer.0.w", "\u00e9", 'q"', "x\\y", "\n")) + str(i)] = np.zeros(shape, t)
    meta = {"format": "pt", "k\u00e9": "v\n"} if rng.random() < 0.5 else None
    return safetensors.numpy.save(tensors, metadata=meta)


def safetensors_reads(data):
    import safetensors

    try:
        safetensors.deserialize(data)
    except Exception:
        return "refused"
    return "read"


def safetensors_header(data):
    return 8, 8 + int.from_bytes(data[:8], "little")


def safetensors_fixed(data, more):
    return max(int.from_bytes(data[:8], "little") + more, 0).to_bytes(9, "little")[:8] + data[8:]


# ---- GGUF


def gguf_honest(rng, path):
    import gguf
    import numpy as np

    w = gguf.GGUFWriter(path, "llama", endianess=rng.choice((gguf.GGUFEndian.LITTLE, gguf.GGUFEndian.BIG)))
    w.add_name("model")
    w.add_array("some.list", [1, 2, 3])
    w.add_array("some.strings", ["a", "b" * rng.randrange(1, 100)])
    w.add_float32("some.float", 1.5)
    w.add_bool("some.bool", True)
    if rng.random() < 0.3:
        w.add_custom_alignment(rng.choice((8, 32, 64, 128)))
    for i in range(rng.randrange(0, 5)):
        t = rng.choice((np.float32, np.float16, np.int8, np.int32))
        w.add_tensor(f"blk.{i}.w", np.ones(tuple(rng.randrange(1, 9) for _ in range(rng.randrange(1, 4))), t))
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def gguf_reads(data, path):
    import gguf

    with open(path, "wb") as f:
        f.write(data)

    def too_long(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, 1)  # it goes through counts that the file cannot hold
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            gguf.GGUFReader(path)
    except Exception:
        return "refused"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return "read"


# ---- The comparison


def run(kind, args, rng):
    bad = 0
    stricter = {}
    counts = {}
    left = args.count
    while left > 0:
        batch = min(left, 2000)
        left -= batch
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as scratch:
            expected = {}
            for i in range(batch):
                name = f"{i:05}.{kind}"
                if kind == "gguf":
                    gguf_honest(rng, os.path.join(scratch, "x"))
                    with open(os.path.join(scratch, "x"), "rb") as f:
                        data = f.read()
                    lo, hi = 4, min(len(data), 600)
                else:
                    data = globals()[kind + "_honest"](rng)
                    lo, hi = globals()[kind + "_header"](data)
                honest = i % 4 == 0
                if not honest:
                    size = len(data)
                    data = mutate(rng, data, lo, hi)
                    if kind != "gguf" and rng.random() < 0.7:  # a mutated header of the right length
                        data = globals()[kind + "_fixed"](data, len(data) - size)
                    if rng.random() < 0.1:
                        data = data[: rng.randrange(len(data) + 1)]
                    elif rng.random() < 0.05:
                        data += bytes(rng.randrange(1, 99))
                if honest:
                    expected[name] = "honest"
                elif kind == "gguf":
                    expected[name] = gguf_reads(data, os.path.join(scratch, "x"))
                else:
                    expected[name] = globals()[kind + "_reads"](data)
                with open(os.path.join(folder, name), "wb") as f:
                    f.write(data)
            found = assay(args.assay, folder)
            for name, want in expected.items():
                counts[want] = counts.get(want, 0) + 1
                rules = {r for s, r in found.get(name, ()) if s in ("medium", "high", "critical")}
                low = {r for s, r in found.get(name, ()) if s != "info"}
                fail = (
                    (want == "honest" and low)
                    or (want == "refused" and not rules)
                    or (want == "object" and not rules and ("info", "MD150") not in found.get(name, ()))
                )
                if want == "read" and rules:
                    for r in rules:
                        stricter[r] = stricter.get(r, 0) + 1
                    fail = fail or (kind != "gguf" and not rules & set(STRICTER[kind]))
                if fail:
                    bad += 1
                    if bad <= 10:
                        with open(os.path.join(folder, name), "rb") as f:
                            print(kind, want, sorted(found.get(name, ())), f.read()[:300])
    print(f"{kind}: {counts}, stricter than the reference: {stricter}, {bad} disagreements")
    return bad


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--assay", required=True)
    p.add_argument("--count", type=int, default=4000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("kinds", nargs="*")
    args = p.parse_args()
    rng = random.Random(args.seed)
    sys.exit(any([run(k, args, rng) for k in args.kinds or ("npy", "safetensors", "gguf")]))


if __name__ == "__main__":
    main()
