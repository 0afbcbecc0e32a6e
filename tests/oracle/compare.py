#!/usr/bin/env python3
"""`assay compare` against NumPy: every number that it reports, recomputed.

    python tests/oracle/compare.py --assay build/release/assay [--count N] [--seed N]

Arrays of all dtypes, orders, byte orders and shapes, alone and in archives, with NaN, infinities, zero rows
and noise of all sizes. Counts, places and maxima must be equal; cosines within 1e-12; percentiles, which are
of the cosines that assay computed, are compared with numpy.quantile of NumPy's cosines within 1e-12 too.
"""
import argparse
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

np.seterr(all="ignore")
FLOATS = ["<f8", "<f4", ">f8", ">f4", "<f2", "<c8", "<c16"]
INTEGERS = ["<i8", "<i4", ">i2", "|i1", "|u1", "<u8", "|b1"]


def numbers(rng, shape, dtype):
    kind = np.dtype(dtype).kind
    if kind == "b":
        return rng.random(shape) < 0.5
    if kind in "iu":
        return rng.integers(0, 100, shape).astype(dtype)
    x = rng.standard_normal(shape) * 10.0 ** rng.integers(-3, 3)
    if kind == "c":
        x = x + 1j * rng.standard_normal(shape)
    return x.astype(dtype)


def spoil(rng, x, dtype):
    """A second version: noise, a few other values, and what is not finite."""
    kind = np.dtype(dtype).kind
    y = x.copy()
    if y.size == 0:
        return y
    flat = y.reshape(-1)
    if kind == "b":
        pick = rng.random(y.size) < rng.choice([0, 0.02, 0.5])
        flat[pick] = ~flat[pick]
    elif kind in "iu":
        pick = rng.random(y.size) < rng.choice([0, 0.005, 0.1])
        flat[pick] += np.array(1, dtype=flat.dtype)
    else:
        flat *= (1 + rng.choice([0, 1e-7, 1e-3, 0.5]) * rng.standard_normal(y.size)).astype(flat.dtype)
    return y


def not_finite(rng, x, y):
    if x.size == 0 or x.dtype.kind != "f":
        return
    for _ in range(rng.integers(0, 4)):
        at = int(rng.integers(0, x.size))
        v = rng.choice([np.nan, np.inf, -np.inf, 0])
        x.reshape(-1)[at] = v
        if rng.random() < 0.7:
            y.reshape(-1)[at] = v


def probabilities(rng, rows, columns):
    x = rng.random((rows, columns)) + 1e-3
    return x / x.sum(1, keepdims=True)


def pairs_as_real(x):
    x = np.ascontiguousarray(x)
    if x.dtype.kind != "c":
        return x.astype(np.float64)
    return x.astype(np.complex128).view(np.float64).reshape(x.shape + (2,)).reshape(x.shape[:-1] + (-1,))


def first(mask):
    where = np.flatnonzero(mask)
    return int(where[0]) if len(where) else 0


def expect(a, b):
    """What the documentation says is measured."""
    integers = a.dtype.kind in "iub" and b.dtype.kind in "iub"
    columns = (a.shape[-1] if a.ndim > 1 else 1) * (2 if a.dtype.kind == "c" else 1)
    x, y = pairs_as_real(a).reshape(-1), pairs_as_real(b).reshape(-1)
    out = {"values": x.size}
    finite = np.isfinite(x) & np.isfinite(y)
    d = np.where(finite, np.abs(x - y), 0)
    rel = np.where((x != 0) & finite, d / np.abs(np.where(x == 0, 1, x)), 0)
    out["max_absolute_difference"] = d.max() if x.size else 0
    out["max_relative_difference"] = rel.max() if x.size else 0
    out["from_zero"] = int(((x == 0) & (d > 0)).sum())
    if columns <= 1 and integers:
        out["kind"] = "labels"
        out["changed"] = int((x != y).sum())
        return out
    out["max_absolute_at"] = int(d.argmax()) if d.max(initial=0) > 0 else 0
    same = (x == y) | (np.isnan(x) & np.isnan(y))
    out["nan"] = [int(np.isnan(x).sum()), int(np.isnan(y).sum())]
    out["infinite"] = [int(np.isinf(x).sum()), int(np.isinf(y).sum())]
    out["not_finite_moved"] = int((~finite & ~same).sum())
    out["kind"] = "rows" if columns > 1 else "values"
    if columns <= 1:
        return out
    rows = x.size // columns
    x, y, finite, same = (v.reshape(rows, columns) for v in (x, y, finite, same))
    moved = (~finite & ~same).any(1)
    p, q = np.where(finite, x, 0), np.where(finite, y, 0)
    dot, aa, bb = (p * q).sum(1), (p * p).sum(1), (q * q).sum(1)
    cosine = np.where((p == q).all(1), 1, np.where((aa > 0) & (bb > 0), dot / np.sqrt(aa) / np.sqrt(bb), 0))
    cosine = np.clip(cosine, -1, 1)[~moved]
    out["rows_without"] = int(moved.sum())
    if len(cosine):
        out["cosine"] = (cosine.min(), np.quantile(cosine, 0.01), np.quantile(cosine, 0.5))
    keep = ~(np.isnan(x) | np.isnan(y)).any(1)
    out["argmax_changed"] = int((x.argmax(1) != y.argmax(1))[keep].sum())
    out["probabilities"] = bool(((x >= 0).all() and (np.abs(x.sum(1) - 1) <= 2e-3).all()) if rows else False)
    return out


def check(item, want, where):
    wrong = []
    cosine = want.pop("cosine", None)
    without = want.pop("rows_without", None)
    for key, value in want.items():
        got = item.get(key)
        if isinstance(value, float):
            ok = got is not None and abs(got - value) <= 1e-15 * abs(value)
        else:
            ok = got == value
        if not ok:
            wrong.append(f"{key}: {got} instead of {value}")
    if without is not None and item["cosine"]["rows_without"] != without:
        wrong.append(f"rows without a cosine: {item['cosine']} instead of {without}")
    if cosine is not None:
        for key, value in zip(("min", "p1", "median"), cosine):
            if abs(item["cosine"][key] - value) > 1e-12:
                wrong.append(f"cosine {key}: {item['cosine'][key]} instead of {value}")
    for text in wrong:
        print(f"{where}: {text}")
    return not wrong


def run(assay, before, after, *options):
    r = subprocess.run([assay, "compare", "--format", "json", *options, before, after], capture_output=True)
    return r.returncode, json.loads(r.stdout) if r.stdout else None, r.stderr.decode()


def one_shape(rng):
    kind = rng.integers(0, 6)
    if kind == 0:
        return (int(rng.integers(0, 3)),)
    if kind == 1:
        return (int(rng.integers(1, 200)),)
    if kind == 2:
        return (int(rng.integers(1, 50)), int(rng.integers(1, 40)))
    if kind == 3:
        return (int(rng.integers(1, 6)), int(rng.integers(1, 6)), int(rng.integers(1, 40)))
    if kind == 4:
        return (int(rng.integers(1, 4)), int(rng.integers(20000, 70000)))
    return (int(rng.integers(3000, 9000)), int(rng.integers(2, 20)))


def arrays(assay, rng, folder, number):
    names, wants = {}, {}
    for i in range(int(rng.integers(1, 4))):
        dtype = str(rng.choice(FLOATS + INTEGERS))
        if rng.random() < 0.15:
            a = probabilities(rng, int(rng.integers(1, 300)), int(rng.integers(2, 12))).astype(rng.choice(FLOATS[:4]))
            dtype = a.dtype.str
        else:
            a = numbers(rng, one_shape(rng), dtype)
        b = spoil(rng, a, dtype)
        not_finite(rng, a, b)
        if rng.random() < 0.1 and a.ndim == 2:
            a[0] = 0
        if rng.random() < 0.3 and a.dtype.kind == "f":
            b = b.astype(rng.choice(FLOATS[:4]))
        orders = [np.asfortranarray if a.ndim == 2 and a.dtype.kind != "c" and rng.random() < 0.3 else
                  np.ascontiguousarray for _ in "ab"]
        names[f"x{i}"] = (orders[0](a), orders[1](b))
        wants[f"x{i}"] = expect(a, b)
    alone = len(names) == 1
    paths = [str(folder / f"{side}.np{'y' if alone else 'z'}") for side in ("before", "after")]
    for k, path in enumerate(paths):
        if alone:
            np.save(path, names["x0"][k])
        else:
            np.savez(path, **{n: v[k] for n, v in names.items()})
    code, report, err = run(assay, *paths)
    ok = report is not None and len(report["items"]) == len(names)
    if not ok:
        print(f"{number}: exit {code}: {err or report}")
        return False
    for k, side in enumerate(("before", "after")):
        digest = hashlib.sha256(pathlib.Path(paths[k]).read_bytes()).hexdigest()
        if report[side]["sha256"] != digest:
            print(f"{number}: SHA-256 of {side} is {digest}")
            ok = False
    for item in report["items"]:
        name = item["name"] or "x0"
        if wants[name]["values"] == 0:
            ok &= item["verdict"] == "not comparable"
        else:
            ok &= check(item, wants[name], f"{number}, {name}, {[v.dtype.str for v in names[name]]} "
                        f"{names[name][0].shape}")
    worst = {"within tolerance": 0, "outside tolerance": 1, "not comparable": 3}
    if code != worst[report["verdict"]]:
        print(f"{number}: exit {code} and {report['verdict']}")
        ok = False
    return ok


def csv_table(assay, rng, folder, number):
    """An embedding as text: the same numbers as from NPY."""
    a = numbers(rng, (int(rng.integers(1, 60)), int(rng.integers(2, 20))), "<f8")
    b = spoil(rng, a, "<f8")
    not_finite(rng, a, b)
    paths = [folder / "before.csv", folder / "after.csv"]
    key = rng.random() < 0.5
    for path, x in zip(paths, (a, b)):
        with open(path, "w", encoding="utf-8", newline=rng.choice(["", "\r\n"])) as f:
            f.write(("id," if key else "") + ",".join(f"dim_{i}" for i in range(a.shape[1])) + "\n")
            for n, row in enumerate(x):
                f.write((f"text {n}," if key else "") +
                        ",".join("" if v != v else repr(float(v)) for v in row) + "\n")
    code, report, err = run(assay, *map(str, paths), "--as", "table")
    if report is None or len(report["items"]) != 1:
        print(f"{number}: csv: exit {code}: {err or report}")
        return False
    return check(report["items"][0], expect(a, b), f"{number}, csv {a.shape}")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--assay", required=True)
    p.add_argument("--count", type=int, default=1500)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    good = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(o.count):
            rng = np.random.default_rng([o.seed, number])
            test = csv_table if number % 4 == 3 else arrays
            good += test(o.assay, rng, pathlib.Path(folder), number)
    print(f"{good} of {o.count} comparisons agree with NumPy {np.__version__}")
    return good != o.count


if __name__ == "__main__":
    sys.exit(main())
