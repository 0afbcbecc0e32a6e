#!/usr/bin/env bash
# Models that do not fit into memory, and contents that must be decompressed again to be read: found all
# the same, in 64 MiB.
. "$(dirname "$0")/lib.sh"

python3 - <<'PY'
import bz2, gzip, io, lzma, os, random, struct, tarfile, zipfile
evil = b"cos\nsystem\n(S'true'\ntR."
noise = random.Random(1).randbytes(1 << 20)

def zipped(parts, **kw):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", **kw) as z:
        for name, data in parts:
            z.writestr(name, data)
    return b.getvalue()

def tarred(parts):
    b = io.BytesIO()
    with tarfile.open(fileobj=b, mode="w") as t:
        for name, data in parts:
            i = tarfile.TarInfo(name)
            i.size = len(data)
            t.addfile(i, io.BytesIO(data))
    return b.getvalue()

big = zipped([("w%d.bin" % i, noise) for i in range(5)] + [("a/data.pkl", evil)])
open("last.zip.gz", "wb").write(gzip.compress(big, 1))
open("last.zip.bz2", "wb").write(bz2.compress(big, 1))
open("last.zip.xz", "wb").write(lzma.compress(big, preset=0))
open("deep.zip", "wb").write(zipped([("in.tar.gz", gzip.compress(tarred([("x/m.zip", big), ("y.txt", b"")]), 1))]))
open("deflated.zip", "wb").write(zipped([("m.pt", big)], compression=zipfile.ZIP_DEFLATED, compresslevel=1))
with open("hole.pt", "wb") as f:  # a stored ZIP member of 5 GB, mostly a hole; the pickle is behind it
    name, size = b"archive/data/0", 5 << 30
    extra = struct.pack("<HHQQ", 1, 16, size, size)
    f.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 0, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(name), len(extra)) + name + extra)
    f.seek(size, 1)
    at = f.tell()
    import zlib
    crc = zlib.crc32(evil)
    second = b"archive/data.pkl"
    f.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 33, crc, len(evil), len(evil), len(second), 0) + second + evil)
    cd = f.tell()
    extra = struct.pack("<HHQQ", 1, 16, size, size)
    f.write(struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, 0, 0, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(name), len(extra), 0, 0, 0, 0, 0) + name + extra)
    e2 = struct.pack("<HHQ", 1, 8, at)
    f.write(struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, 0, 0, 0, 33, crc, len(evil), len(evil), len(second), len(e2), 0, 0, 0, 0, 0xFFFFFFFF) + second + e2)
    end = f.tell()
    f.write(struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 2, 2, end - cd, cd))
    f.write(struct.pack("<IIQI", 0x07064B50, 0, end, 1))
    f.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 2, 2, 0xFFFFFFFF, 0xFFFFFFFF, 0))
PY

# seen NAME FILE MEMBER: os.system is found there
seen() {
	timeout 120 "$ASSAY" models --no-cache --format json --output "$W/report.json" "$2" 2>"$W/err"
	if python3 -c '
import json, sys
found = json.load(open(sys.argv[1]))["findings"]
sys.exit(not any(f.get("member") == sys.argv[2] and "os.system" in f["message"] for f in found))' \
		"$W/report.json" "$3"; then ok "$1"; else bad "$1" "$(head -c 800 "$W/report.json" "$W/err")"; fi
}
seen gzip_of_a_large_zip last.zip.gz 'last.zip!a/data.pkl'
seen bzip2_of_a_large_zip last.zip.bz2 'last.zip!a/data.pkl'
seen xz_of_a_large_zip last.zip.xz 'last.zip!a/data.pkl'
seen zip_in_tar_in_gzip_in_zip deep.zip 'in.tar.gz!in.tar!x/m.zip!a/data.pkl'
seen zip_in_deflated_zip deflated.zip 'm.pt!a/data.pkl'
seen torch_archive_of_5_gb hole.pt archive/data.pkl

if [ -z "${ASSAY_SANITIZED:-}" ]; then
	most=$(python3 - "$ASSAY" <<'PY'
import resource, subprocess, sys, glob
for f in sorted(glob.glob("*")):
    subprocess.run([sys.argv[1], "models", "--no-cache", "-j1", f], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
PY
	)
	if [ "$most" -le 65536 ]; then ok "memory"; else bad memory "$most KiB"; fi
fi
finish
