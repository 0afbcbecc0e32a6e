#!/usr/bin/env python3
"""ZIP archives as assay sees them against what others read in them: Python's zipfile itself, and the
rules of miniz, torch's reader (the last end record; the directory at its stated offset, in newer
versions where it ends; as many entries as stated). Archives are generated, then broken: fields of
headers changed, bytes cut, inserted, doubled, archives put behind and into each other.

What must hold: every member that one of them finds is one that assay names, with the same name,
place of the local header and sizes; the content that zipfile reads begins at the place assay says;
and where zipfile refuses an archive or a member, or finds another number of members, assay has
something to say.

Usage: zip_compare.py --assay build/release/assay [--count 4000] [--seed 1]"""
import argparse
import io
import os
import random
import re
import struct
import subprocess
import sys
import tempfile
import warnings
import zipfile

MEMBER = re.compile(rb'^member (\d+)\.\.(\d+) data (\d+) views ([0-9a-f]{2}) "(.*)"$')
HEADER = re.compile(rb"method (\d+) flags ([0-9a-f]+) crc ([0-9a-f]+) packed (\d+) size (\d+)")


class Unseekable(io.RawIOBase):
    """What makes zipfile write data descriptors."""

    def __init__(self):
        self.data = bytearray()

    def writable(self):
        return True

    def write(self, b):
        self.data += b
        return len(b)


def make(rng):
    """One honest archive."""
    out = Unseekable() if rng.random() < 0.3 else io.BytesIO()
    with zipfile.ZipFile(out, "w", allowZip64=True) as z:
        if rng.random() < 0.2:
            z.comment = bytes(rng.randrange(256) for _ in range(rng.randrange(40)))
        for i in range(rng.randrange(5)):
            name = rng.choice(["a/data.pkl", "a/version", "a/data/%d" % i, "x%d.txt" % i, "sub/", "\u00e4%d" % i])
            info = zipfile.ZipInfo(name)
            info.compress_type = rng.choice([0, 0, 8, 12, 14])
            if rng.random() < 0.2:
                info.extra = struct.pack("<HH", 0x4642, 5) + b"ZZZZZ"
            if rng.random() < 0.1:
                info.comment = b"about it"
            data = rng.choice([b"", b"one", bytes(rng.randrange(256) for _ in range(50)), b"text " * 40])
            with z.open(info, "w", force_zip64=rng.random() < 0.2) as f:
                f.write(data)
    data = bytes(out.data) if isinstance(out, Unseekable) else out.getvalue()
    return zip64_end(data) if rng.random() < 0.15 else data


def zip64_end(data):
    """The same with a 64-bit end record, as torch writes it."""
    at = data.rfind(b"PK\5\6")
    count, size, offset = struct.unpack("<HII", data[at + 10:at + 20])
    large = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, offset)
    return data[:at] + large + struct.pack("<IIQI", 0x07064B50, 0, at, 1) + data[at:]


def marks(data):
    return [m.start() for m in re.finditer(b"PK(?:\1\2|\3\4|\5\6|\6\6|\6\7|\7\10)", data)]


def change_field(rng, data):
    """A number in a header."""
    where = marks(data)
    if not where:
        return data
    at = rng.choice(where) + rng.randrange(4, 46)
    width = rng.choice([1, 2, 4])
    value = rng.choice([0, 1, 2, 8, 0xFF, 0xFFFF, 0xFFFFFFFF, rng.randrange(1 << 16), len(data), rng.choice(where)])
    value &= (1 << 8 * width) - 1
    return data[:at] + value.to_bytes(width, "little") + data[at + width:]


def mutate(rng, data):
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
        kind = rng.randrange(9)
        at = rng.randrange(len(data) + 1)
        if kind <= 3:
            data = change_field(rng, data)
        elif kind == 4:
            data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1:]
        elif kind == 5:
            data = data[:at]
        elif kind == 6:
            data = data[:at] + rng.choice([b"\0", b"junk", b"PK\5\6", make(rng)]) + data[at:]
        elif kind == 7:
            data = rng.choice([data + make(rng), make(rng) + data, data + b"tail", b"#!sh\n" + data])
        else:
            at, end = sorted((at, rng.randrange(len(data) + 1)))
            data = data[:end] + data[at:end] + data[end:]
    return data


def python_view(data):
    """(name, local header, packed, size), whether zipfile could read all, and the places of data."""
    try:
        z = zipfile.ZipFile(io.BytesIO(data))
    except Exception:
        return None, False
    fine = True
    members = []
    for i in z.infolist():
        start = None
        try:
            with z.open(i) as f:
                f.read()
            header = data[i.header_offset:i.header_offset + 30]
            start = i.header_offset + 30 + sum(struct.unpack("<HH", header[26:30]))
        except Exception:
            fine = False
        members.append((i.orig_filename, i.header_offset, i.compress_size, i.file_size, start))
    if len({m[0] for m in members}) != len(members):
        fine = False
    return members, fine


def miniz_view(data, shifted):
    """The members that torch's reader would list, or None. Written from the description above."""
    at = data.rfind(b"PK\5\6")
    if at < 0 or at < len(data) - 65535 - 22 or at + 22 > len(data):
        return None
    disk, first, here, total, size, offset = struct.unpack("<HHHHII", data[at + 4:at + 20])
    end = at
    if at >= 20 + 56 and data[at - 20:at - 16] == b"PK\6\7":
        large = struct.unpack("<Q", data[at - 12:at - 4])[0]
        if large + 56 <= len(data) and data[large:large + 4] == b"PK\6\6":
            here, total, size, offset = struct.unpack("<QQQQ", data[large + 24:large + 56])
            end = large
    if here != total or size < 46 * total or offset + size > len(data):
        return None
    shift = end - (offset + size) if shifted else 0
    if shift < 0:
        shift = 0
    members = []
    p = offset + shift
    for _ in range(total):
        head = data[p:p + 46]
        if len(head) < 46 or head[:4] != b"PK\1\2":
            return None
        packed, size_, n, m, k = struct.unpack("<IIHHH", head[20:34])
        if p + 46 + n + m + k > offset + shift + size:
            return None
        local = struct.unpack("<I", head[42:46])[0]
        name, extra = data[p + 46:p + 46 + n], data[p + 46 + n:p + 46 + n + m]
        size_, packed, local = extra64(extra, size_, packed, local)
        members.append((name, local + shift, packed, size_))
        p += 46 + n + m + k
    return members


def extra64(extra, size, packed, local):
    values = [size, packed, local]
    while len(extra) >= 4:
        kind, n = struct.unpack("<HH", extra[:4])
        body = extra[4:4 + n]
        if kind == 1:
            for i, v in enumerate(values):
                if v == 0xFFFFFFFF and len(body) >= 8:
                    values[i] = struct.unpack("<Q", body[:8])[0]
                    body = body[8:]
            break
        extra = extra[4 + n:]
    return values


def unescape(name):
    return re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes([int(m.group(1), 16)]), name)


def assay_view(assay, path):
    p = subprocess.run([assay, "debug", "zip", path], capture_output=True)
    if p.returncode not in (0, 1):
        sys.exit("assay died: %r on %s" % (p, path))
    members, said, current = {}, False, None
    for line in p.stdout.splitlines():
        m = MEMBER.match(line)
        if m:
            current = (unescape(m.group(5)), int(m.group(1)))
            place = int(m.group(3))
        elif line.startswith(b"\tdirectory:"):
            h = HEADER.search(line)
            members.setdefault(current, []).append((int(h.group(4)), int(h.group(5)), place))
        elif line.startswith(b"gap") and not line.endswith(b"comment") and not line.endswith(b"comment of a member"):
            said = True
        elif line.startswith(b"!") or line.startswith(b"\t!"):
            said = True
    return members, said


def encoded(name):
    try:
        return [name.encode("cp437")]
    except UnicodeEncodeError:
        return [name.encode("utf-8")]


def names(name):
    if isinstance(name, bytes):
        return [name]
    return encoded(name) + [name.encode("utf-8")]


def check(view, members, what):
    bad = []
    for name, at, packed, size, *start in view:
        found = [f for n in names(name) for f in members.get((n, at % 2**64), [])]
        if (packed, size) not in [f[:2] for f in found]:
            bad.append("%s finds %r at %d (%d, %d bytes)" % (what, name, at, packed, size))
        elif start and start[0] is not None and start[0] not in [f[2] for f in found]:
            bad.append("%s reads %r from %d" % (what, name, start[0]))
    return bad


def main():
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="folder for archives that differ")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    failed = refused = honest = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.zip")
        for i in range(options.count):
            original = make(rng)
            data = mutate(rng, original)
            with open(path, "wb") as f:
                f.write(data)
            members, said = assay_view(options.assay, path)
            bad = []
            view, fine = python_view(data)
            if view is not None:
                bad += check(view, members, "zipfile")
            for shifted in (False, True):
                torch = miniz_view(data, shifted)
                if torch is not None:
                    bad += check(torch, members, "miniz")
                if torch is not None and view is not None and len(torch) != len(view) and not said:
                    bad.append("zipfile finds %d members, miniz %d, and nothing is said" % (len(view), len(torch)))
            if view is None and not said:
                bad.append("zipfile refuses it, and nothing is said")
            refused += not fine
            if data == original:
                honest += 1
                twice = view is not None and len({m[0] for m in view}) != len(view)
                if said and not twice:
                    bad.append("something is said about an honest archive")
            for b in bad[:3]:
                print("archive %d of seed %d: %s" % (i, options.seed, b))
            failed += bool(bad)
            if bad and options.keep:
                with open(os.path.join(options.keep, "%d.zip" % i), "wb") as f:
                    f.write(data)
    print("%d archives (%d honest, %d that zipfile refuses in part): %d differ"
          % (options.count, honest, refused, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
