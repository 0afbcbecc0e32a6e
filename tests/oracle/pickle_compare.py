#!/usr/bin/env python3
"""Does `assay debug pickle` see every global that CPython's C unpickler asks for, in order, and stop where it stops?

Makes COUNT pickles (a grammar over all opcodes, random Python objects in protocols 0 to 5, a corpus if one is given), mutates
most of them, and runs each through _pickle.Unpickler twice: from memory (as pickle.loads does) and from a file object without
peek(). find_class only records its arguments and returns an object that can be called, filled, indexed and hashed and does
nothing, so that no code runs. The children that do this have limits on memory and time.

What differs is printed with the pickle in hexadecimal; the exit status is 1 then. Where the machine says that an instruction
depends on an object that nobody knows (doubt), the unpickler may stop; nothing else may differ.
Usage: pickle_compare.py --assay PROGRAM [--count N] [--seed N] [--corpus DIR]
"""
import argparse
import glob
import io
import os
import pickle
import random
import resource
import signal
import struct
import subprocess
import sys
import tempfile

import _pickle
import copyreg

# ---- The unpickler that builds nothing ----


class Meta(type):
    def __call__(cls, *a, **k):
        return cls

    def __setitem__(cls, k, v):
        pass

    def __getitem__(cls, k):
        return cls


class Inert(metaclass=Meta):
    def __new__(cls, *a, **k):
        return cls

    @classmethod
    def nothing(cls, *a, **k):
        return None

    append = extend = add = __setstate__ = nothing
    __getinitargs__ = None


type.__delattr__(Inert, "__getinitargs__")


class Stop(Exception):
    pass


class Plain:
    """A file without peek() and readinto(), which tells how far it was read."""

    def __init__(self, data):
        f = io.BytesIO(data)
        self.read, self.readline, self.tell = f.read, f.readline, f.tell


def run(data, from_file):
    """The globals asked for, in order, and how it ended: ("ok",) or ("error", text)."""
    asked = []
    codes = set()

    class Recorder(_pickle.Unpickler):
        def find_class(self, module, name):
            if module == "\0ext":
                codes.add(name)
                asked.append(("X", name))
            else:
                asked.append(("G", module.encode("utf-8", "surrogatepass").hex(), name.encode("utf-8", "surrogatepass").hex()))
            return Inert

        def persistent_load(self, pid):
            return Inert

    copyreg._extension_cache.clear()
    # From memory the C unpickler is only reached through loads(), which takes no find_class: a file whose
    # first read gives everything is the same, as the whole is then in the buffer.
    f = Plain(data) if from_file else Whole(data)
    u = Recorder(f, encoding="latin1")
    try:
        u.load()
        return asked, ("ok", f.tell() if from_file else None)
    except RecursionError as e:
        return asked, ("skip", repr(e))
    except MemoryError as e:
        return asked, ("memory", repr(e))
    except Exception as e:
        return asked, ("error", type(e).__name__ + ": " + str(e)[:200])


class Whole:
    """peek() gives the whole file: everything is in the unpickler's buffer, as with loads()."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def peek(self, n):
        return self.data[self.at:]

    def read(self, n=-1):
        end = len(self.data) if n < 0 else min(len(self.data), self.at + n)
        out = self.data[self.at:end]
        self.at = end
        return out

    def readline(self):
        i = self.data.find(b"\n", self.at)
        end = len(self.data) if i < 0 else i + 1
        out = self.data[self.at:end]
        self.at = end
        return out

    def readinto(self, b):
        d = self.read(len(b))
        b[:len(d)] = d
        return len(d)


# ---- Making pickles ----

NAMES = ["os", "system", "builtins", "eval", "collections", "OrderedDict", "numpy", "a.b.c", "__builtin__", "x", "copy_reg", "é"]


def text(r):
    return r.choice(NAMES) if r.random() < .7 else "".join(chr(r.choice([65, 97, 233, 0x20ac, 0x1f600, 10, 92, 39, 0])) for _ in range(r.randrange(5)))


def number(r):
    return r.choice([0, 1, 2, 7, 255, 256, 65535, -1, -129, 2**31 - 1, -2**31, 2**31, 2**63 - 1, 2**63, -2**63 - 1, 10**30])


def int_line(r):
    n = number(r)
    return r.choice([str(n), "%#x" % n, "0" + str(abs(n)), "0o17", "0b11", " %d" % n, "%d " % n, "+5", "1_0", "00", "01", "0_0", "0x", "\t7", "7\0x", "", "-", "\0", "1e5", "08", "٣"]).encode()


def float_line(r):
    return r.choice(["1.5", "-0.0", "1e5", "1e999", "inf", "-nan", "infinity", "1.", ".5", ".", "1e", "1e+", " 1", "1 ", "0x1p3", "1_0", "1e-400", "1.5\0z", "", "nan(1)", "1" * 400]).encode()


def string_line(r):
    q = r.choice(["'", '"'])
    body = r.choice(["os", "system", "\\x6fs", "\\157s", "a\\", "\\x4", "\\u0041", "\\q", "é", "\\'", "a'b", "\\\\", "\\x", "\\0", ""])
    return (q + body + (q if r.random() < .9 else "")).encode("latin1")


def unicode_line(r):
    return r.choice(["os", "system", "\\u006fs", "\\U0000006f", "\\U00110000", "\\u12", "\\\\u0041", "a\\", "\\u", "\\U0010ffff", "\xe9", "\\ud800", "\\x41", ""]).encode("latin1")


def counted(r, op, size, data):
    n = len(data)
    if r.random() < .03:
        n = r.choice([0, n + 1, n + 100, 255, 2**32 - 1, 2**63 - 1, 2**63, 2**64 - 1])
    n &= 256**size - 1
    return op + n.to_bytes(size, "little") + data


def insn(r):
    """One instruction; most are such that the pickle goes on."""
    t = text(r).encode("utf-8", "surrogatepass")
    b = bytes(r.randrange(256) for _ in range(r.randrange(6)))
    k = r.randrange(88)
    simple = b"(02NRQbaed}hlo])tsu1\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94\x98"
    idx = r.choice([0, 0, 1, 1, 2, 3, 4, 5, 30, 31, 32, 255])
    if k < 40:
        return bytes([simple[k % len(simple)]]) if simple[k % len(simple)] != 0x68 else b"h" + bytes([idx])
    table = {
        40: lambda: b"I" + int_line(r) + b"\n",
        41: lambda: b"L" + int_line(r) + r.choice([b"L", b"", b"LL"]) + b"\n",
        42: lambda: b"F" + float_line(r) + b"\n",
        43: lambda: b"S" + string_line(r) + b"\n",
        44: lambda: b"V" + unicode_line(r) + b"\n",
        45: lambda: b"J" + struct.pack("<I", number(r) & 0xffffffff),
        46: lambda: b"K" + bytes([r.randrange(256)]),
        47: lambda: b"M" + struct.pack("<H", r.randrange(65536)),
        48: lambda: b"G" + os.urandom(0) + bytes(r.randrange(256) for _ in range(8)),
        49: lambda: counted(r, b"\x8a", 1, b),
        50: lambda: counted(r, b"\x8b", 4, b),
        51: lambda: counted(r, b"T", 4, t),
        52: lambda: counted(r, b"U", 1, t),
        53: lambda: counted(r, b"X", 4, t if r.random() < .9 else b),
        54: lambda: counted(r, b"\x8c", 1, t if r.random() < .9 else b),
        55: lambda: counted(r, b"\x8d", 8, t),
        56: lambda: counted(r, b"B", 4, b),
        57: lambda: counted(r, b"C", 1, b),
        58: lambda: counted(r, b"\x8e", 8, b),
        59: lambda: counted(r, b"\x96", 8, b),
        60: lambda: b"c" + t.replace(b"\n", b"") + b"\n" + text(r).replace("\n", "").encode("utf-8", "surrogatepass") + b"\n",
        61: lambda: b"cos\nsystem\n",
        62: lambda: b"(i" + r.choice([b"os", b"", b"\xc3\xa9", b"a b"]) + b"\nsystem\n",
        63: lambda: b"P" + t.replace(b"\n", b"") + b"\n",
        64: lambda: b"g" + r.choice([b"0", b"1", b"-1", b" 2", b"0_1", b"x", b"", b"01", b"99999999999999999999", b"3\0"]) + b"\n",
        65: lambda: b"p" + r.choice([b"0", b"1", b"-1", b" 2", b"0_1", b"x", b"", b"01", b"5", b"3\0"]) + b"\n",
        66: lambda: b"q" + bytes([idx]),
        67: lambda: b"q" + bytes([idx]),
        68: lambda: b"r" + struct.pack("<I", r.choice([0, 1, 5, 31, 32, 33, 1000, 100000])),
        69: lambda: b"j" + struct.pack("<I", idx),
        70: lambda: b"\x80" + bytes([r.choice([0, 1, 2, 3, 4, 5, 5, 5, 6, 255])]),
        71: lambda: frame(r),
        72: lambda: b"\x82" + bytes([r.randrange(8)]),
        73: lambda: b"\x83" + struct.pack("<H", r.randrange(8)),
        74: lambda: b"\x84" + struct.pack("<i", r.choice([-1, 0, 1, 2, 3, 100])),
        75: lambda: b"\x97" if r.random() < .1 else b"N",
        76: lambda: b"(" + b"".join(insn(r) for _ in range(r.randrange(5))) + r.choice([b"t", b"l", b"d", b"1", b"\x91", b"o"]),
        77: lambda: b"]" + r.choice([b"", b"q\0"]) + b"(" + b"".join(insn(r) for _ in range(r.randrange(4))) + b"e",
        78: lambda: b"}" + r.choice([b"", b"q\1"]) + b"(" + b"".join(const(r) + insn(r) for _ in range(r.randrange(3))) + b"u",
        79: lambda: b"\x8f(" + b"".join(const(r) for _ in range(r.randrange(4))) + b"\x90",
        80: lambda: b"cos\nsystem\n(" + insn(r) + b"tR",
        81: lambda: const(r) + const(r) + b"\x93",
        82: lambda: b"\x8c\x02os\x8c\x06system\x93" + insn(r) + b"\x85R",
        83: lambda: b"ccollections\nOrderedDict\n)R" + insn(r) + b"b",
        84: lambda: b"cx\nC\n)\x81}" + const(r) + insn(r) + b"sb",
        85: lambda: b"cx\nC\n)}\x92",
        86: lambda: b"(cx\nC\n" + insn(r) + b"o",
        87: lambda: b"].." if r.random() < .05 else const(r),
    }
    return table[k]()


def const(r):
    return r.choice([b"N", b"K\5", b"X\1\0\0\0a", b"\x8c\2os", b"U\6system", b"S'os'\n", b"Vos\n", b"C\1x", b")", b"]", b"}", b"\x88", b"I01\n", b"F1.5\n", b"\x8f", b"cos\npath\n", b"h\0", b"N\x85"])


def frame(r):
    body = b"".join(insn(r) for _ in range(r.randrange(1, 4))) if r.random() < .8 else b""
    n = len(body)
    if r.random() < .4:
        n = max(0, n + r.choice([-3, -2, -1, 1, 2, 3, 10, 1000]))
    return b"\x95" + struct.pack("<Q", n if r.random() < .97 else 2**63) + body


def obj(r, depth=0):
    k = r.randrange(16 if depth < 4 else 9)
    if k < 9:
        return r.choice([None, True, False, number(r), text(r), text(r).encode("utf-8", "surrogatepass"), r.random(), 1j, bytearray(b"ab")])
    items = [obj(r, depth + 1) for _ in range(r.randrange(4))]
    if k == 9:
        return items
    if k == 10:
        return tuple(items)
    if k == 11:
        return {i: v for i, v in enumerate(items)}
    if k == 12:
        return {text(r): v for v in items}
    if k == 13:
        return set(range(len(items)))
    if k == 14:
        return frozenset("ab")
    return r.choice([os.path.join, len, dict, ValueError("x"), range(3), slice(1, 2), struct.Struct, io.StringIO])


def mutate(r, d):
    d = bytearray(d)
    for _ in range(r.choice([0, 1, 1, 1, 2, 4])):
        at = r.randrange(len(d) + 1)
        k = r.randrange(6)
        if k == 0 and at < len(d):
            d[at] = r.randrange(256)
        elif k == 1 and at < len(d):
            d[at] ^= 1 << r.randrange(8)
        elif k == 2:
            d[at:at] = insn(r)
        elif k == 3:
            del d[at:at + r.choice([1, 1, 2, 8])]
        elif k == 4:
            d[at:at] = d[at:at + r.randrange(1, 20)]
        else:
            d = d[:at] if r.random() < .3 else d
    return bytes(d)


def one(r, corpus):
    k = r.random()
    if corpus and k < .15:
        return mutate(r, r.choice(corpus))
    if k < .4:
        proto = r.randrange(6)
        try:
            d = pickle.dumps(obj(r), proto)
        except Exception:
            d = b"N."
        return mutate(r, d)
    if k < .5:
        out = io.BytesIO()
        p = pickle._Pickler(out, r.randrange(6))
        try:
            p.dump(obj(r))
        except Exception:
            return b"N."
        return mutate(r, out.getvalue())
    body = b"".join(insn(r) for _ in range(r.randrange(1, 14)))
    head = r.choice([b"", b"\x80\x02", b"\x80\x04", b"\x80\x05", b"]", b"N"])
    d = head + body + b"."
    return mutate(r, d) if r.random() < .3 else d


# ---- Comparing ----

def child(pickles, out):
    """Runs the pickles and writes the answers; in a process of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    for code in range(1, 8):
        copyreg.add_extension("\0ext", str(code), code)
    import warnings
    warnings.simplefilter("ignore")
    for i, d in enumerate(pickles):
        signal.alarm(20)
        pickle.dump((i, run(d, False), run(d, True)), out)
        out.flush()
    signal.alarm(0)


def ask_unpickler(pickles):
    answers = {}
    start = 0
    while start < len(pickles):
        with tempfile.TemporaryFile() as f:
            pid = os.fork()
            if pid == 0:
                try:
                    child(pickles[start:], f)
                finally:
                    os._exit(0)
            os.waitpid(pid, 0)
            f.seek(0)
            n = 0
            while True:
                try:
                    i, a, b = pickle.load(f)
                except (EOFError, pickle.UnpicklingError):
                    break
                answers[start + i] = (a, b)
                n += 1
        if n + start < len(pickles):
            answers[start + n] = None  # the child died at this one
            n += 1
        start += n
    return answers


def ask_assay(program, pickles):
    with tempfile.NamedTemporaryFile() as f:
        for d in pickles:
            f.write(struct.pack("<I", len(d)) + d)
        f.flush()
        r = subprocess.run([program, "debug", "pickle", "--trace", f.name], capture_output=True, text=True)
        if r.returncode not in (0, 1):
            sys.exit("assay: " + r.stderr)
    out = []
    for line in r.stdout.splitlines():
        w = line.split(" ")
        if w[0] == "R":
            out.append([[], []])
            which = 0
        else:
            out[-1][which].append(w)
            if w[0] == "E":
                which = 1
    return out


def compare(trace, answer):
    """None, or what differs."""
    asked, ended = answer
    if ended[0] in ("skip", "memory"):
        return None
    i = 0
    seen = set()
    for w in trace:
        if w[0] == "X" and int(w[1]) < 8 and w[1] in seen:
            continue
        if w[0] == "X":
            seen.add(w[1])
        if w[0] in "GX" and (w[0] == "G" or int(w[1]) < 8):
            got = ("G", w[2], w[3]) if w[0] == "G" else ("X", w[1])
            if i == len(asked):
                return None if doubted(trace, w) else "assay sees %r, which is not asked for (%r)" % (got, ended)
            if asked[i] != got:
                return "asked for %r, assay sees %r" % (asked[i], got)
            i += 1
    if i < len(asked):
        return "%r is asked for, assay misses it: %r" % (asked[i], trace[-1])
    code = int(trace[-1][1])
    if ended[0] == "ok" and code != 0:
        return "loads, but assay stops: %r" % trace[-1]
    if ended[0] == "ok" and ended[1] is not None and ended[1] != int(trace[-1][3]):
        return "ends at %d, for assay at %s" % (ended[1], trace[-1][3])
    if ended[0] == "error" and code == 0 and not doubted(trace, None):
        return "fails (%s), but assay goes on" % ended[1]
    return None


def doubted(trace, until):
    """Was there an instruction before that may fail?"""
    for w in trace:
        if w is until:
            return False
        if w[0] == "D" or (w[0] == "X" and int(w[1]) > 7):
            return True
    return False


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--assay", required=True)
    p.add_argument("--count", type=int, default=50000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--corpus")
    a = p.parse_args()
    r = random.Random(a.seed)
    corpus = []
    for path in sorted(glob.glob(os.path.join(a.corpus, "**", "*"), recursive=True)) if a.corpus else []:
        if os.path.isfile(path) and os.path.getsize(path) < 20000:
            with open(path, "rb") as f:
                d = f.read()
            if d[:1] == b"\x80" or path.endswith((".pkl", ".pickle", ".pt")):
                corpus.append(d)
    bad = asked = died = stopped = 0
    done = 0
    while done < a.count:
        batch = [one(r, corpus) for _ in range(min(5000, a.count - done))]
        answers = ask_unpickler(batch)
        traces = ask_assay(a.assay, batch)
        assert len(traces) == len(batch)
        for i, d in enumerate(batch):
            if answers[i] is None:
                died += 1
                continue
            for which, name in ((0, "memory"), (1, "file")):
                asked += len(answers[i][which][0])
                stopped += answers[i][which][1][0] == "ok"
                wrong = compare(traces[i][which], answers[i][which])
                if wrong:
                    bad += 1
                    if bad <= 20:
                        print("%s: %s\n    %s" % (name, wrong, d.hex() if len(d) < 2000 else d[:2000].hex() + "..."))
        done += len(batch)
    print("%s: %d pickles, each read twice: %d loaded, %d globals asked for; %d killed by their limits; %d differences" %
          (sys.version.split()[0], done, stopped, asked, died, bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
