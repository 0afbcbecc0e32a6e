#!/usr/bin/env python3
"""Makes a git repository with a long history, the same one each time: the bench of `assay secrets
--history` and of the tools beside it.

    make_history.py DIR [--commits 4300] [--blobs 27000] [--bytes 537000000] [--secrets 40]

Python sources, configurations, notebooks and data tables that grow line by line over the commits,
on a main branch with side branches that are merged. Made-up secrets are planted; DIR.labels.csv says
which, where they came in first, and whether they still stand at HEAD. Needs only git and Python."""

import argparse
import csv
import json
import os
import random
import subprocess

WORDS = """model batch loss train layer weight epoch tensor shape index value config param state input
output cache score query field table frame label split merge track queue worker event buffer
metric window kernel stride filter sample scale offset length header schema record stream handle""".split()

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def crc32_base62(body):
    import zlib

    n, out = zlib.crc32(body.encode()), ""
    while n:
        n, d = divmod(n, 62)
        out = BASE62[d] + out
    return out.rjust(6, "0")


def token(rng):
    """A made-up secret of some type, with whatever checksum its type has."""
    kind = rng.randrange(4)
    if kind == 0:
        body = "".join(rng.choice(BASE62) for _ in range(30))
        return "github", "gh" + "p_" + body + crc32_base62(body)
    if kind == 1:
        return "aws", "AK" + "IA" + "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(16))
    if kind == 2:
        return "slack", "xox" + "b-%d-%d-" % (rng.randrange(10**11, 10**12), rng.randrange(10**11, 10**12)) + "".join(
            rng.choice(BASE62) for _ in range(24))
    return "huggingface", "h" + "f_" + "".join(rng.choice(BASE62[10:]) for _ in range(34))


def line_of(rng, kind):
    a, b, c = rng.choice(WORDS), rng.choice(WORDS), rng.choice(WORDS)
    n = rng.randrange(100000)
    if kind == "py":
        form = rng.randrange(8) if rng.randrange(10) else 8 + rng.randrange(4) # words that secrets go with
        return (f"def {a}_{b}_{n}({c}, {b}=None):\n    return {c}.{b}({n}, axis={n % 4})",
                f"{a}_{b} = {c}.{b}({n}, axis={n % 4})", f"if {a}_{c} is not None and {b} > {n}:\n    {a} = {{'{a}': {b}, '{c}': {n}}}",
                f"{a}['{c}'] = {{'{a}': {b}, '{c}': {n}}}", f"# {a} the {b} of each {c}, as {a} {n} says",
                f'{a} = "{b} {c} {n}"', f"{a}[{n}:{n + 7}] = [{b} for {b} in {c}]",
                f"assert {a} < {n}, f'{a} {{{b}}} {n}'",
                f"for key, value in {a}.items():\n    {b}[key] = value + {n}",
                f"{a} = tokenizer({b}, max_tokens={n}, author={c}.author)",
                f"api.{a}.access({b}.key, secret=None, password=getenv('{c.upper()}_PASSWORD'))",
                f"credentials_{a} = load_credentials(token={b}.token, {c}={n})")[form]
    if kind == "json":
        return f'  "{a}_{b}_{n}": {{"{c}": {n}, "{a}": "{b}-{n:x}"}},'
    if kind == "yaml":
        return f"{a}_{b}_{n}:\n  {c}: {n}\n  {a}: {b}/{c}"
    return f"{n},{a},{b},{n * 7919 % 100003 / 1000:.3f},{c}-{n:06d}"


class File:
    def __init__(self, rng, path, kind, size):
        self.path, self.kind = path, kind
        self.lines = []
        while size > 0:
            line = line_of(rng, kind)
            self.lines.append(line)
            size -= len(line) + 1

    def edit(self, rng):
        """What a commit does to a file: most change a few lines, some rewrite a good part of it."""
        for _ in range(min(6, 1 + int(rng.expovariate(0.6)))):
            at, n = rng.randrange(len(self.lines)), min(len(self.lines) // 3 + 1, 1 + int(rng.lognormvariate(1.6, 1.1)))
            fresh = [line_of(rng, self.kind) for _ in range(n)]
            if rng.randrange(3):
                self.lines[at : at + n] = fresh
            else:
                self.lines[at:at] = fresh[: n // 2 + 1]

    def text(self):
        return ("\n".join(self.lines) + "\n").encode()


class History:
    def __init__(self, out, rng, files):
        self.out, self.rng, self.files = out, rng, files
        self.mark, self.blobs, self.bytes, self.time = 0, 0, 0, 1500000000

    def commit(self, branch, message, changed, parent=None, merge=None):
        self.mark += 1
        self.time += self.rng.randrange(600, 40000)
        who = f"dev{self.rng.randrange(12)}"
        w = self.out.write
        w(f"commit {branch}\nmark :{self.mark}\n".encode())
        for role in ("author", "committer"):
            w(f"{role} {who} <{who}@example.com> {self.time} +0000\n".encode())
        w(b"data %d\n%s\n" % (len(message), message.encode()))
        if parent:
            w(f"from :{parent}\n".encode())
        if merge:
            w(f"merge :{merge}\n".encode())
        for f in changed:
            text = f.text()
            w(f"M 100644 inline {f.path}\ndata {len(text)}\n".encode())
            w(text + b"\n")
            self.blobs += 1
            self.bytes += len(text)
        return self.mark, who


def main():
    p = argparse.ArgumentParser()
    p.add_argument("dir")
    p.add_argument("--commits", type=int, default=4300)
    p.add_argument("--blobs", type=int, default=27000)
    p.add_argument("--bytes", type=int, default=537000000)
    p.add_argument("--secrets", type=int, default=40)
    p.add_argument("--seed", type=int, default=7)
    a = p.parse_args()
    rng = random.Random(a.seed)
    each = a.bytes // a.blobs
    files = []
    for i in range(max(20, a.blobs // 30)):
        kind = rng.choice(["py", "py", "py", "py", "json", "yaml", "csv"])
        name = f"{rng.choice(WORDS)}/{rng.choice(WORDS)}/{rng.choice(WORDS)}_{i}.{kind}"
        size = min(int(rng.lognormvariate(0, 0.9) * each * 0.62) + 200, each * 12)
        files.append(File(rng, name, kind, size))
    subprocess.run(["git", "init", "-q", "-b", "main", a.dir], check=True)
    proc = subprocess.Popen(["git", "-C", a.dir, "fast-import", "--quiet", "--done", "--depth=50"],
                            stdin=subprocess.PIPE)
    h = History(proc.stdin, rng, files)
    tip, _ = h.commit("refs/heads/main", "begin", files)
    planted, side = [], None
    when = sorted(rng.sample(range(2, a.commits), min(a.secrets, a.commits - 2)))
    removals = {}
    n = 1
    while n < a.commits:
        n += 1
        per = (a.blobs - h.blobs) / max(1, a.commits - n + 1)
        changed = rng.sample(files, max(1, min(len(files), int(per + rng.random()))))
        for f in changed:
            f.edit(rng)
        label = None
        if n in when:
            kind, secret = token(rng)
            f = changed[0]
            quoted = f'"{secret}"'
            f.lines.insert(rng.randrange(len(f.lines)), f"{rng.choice(WORDS)}_token = {quoted}")
            label = (kind, secret, f)
            if rng.randrange(2):
                removals.setdefault(n + rng.randrange(1, 400), []).append(label)
        for kind, secret, f in removals.pop(n, []):
            f.lines = [x for x in f.lines if secret not in x]
            if f not in changed:
                changed.append(f)
        if n % 40 == 17:
            side, _ = h.commit(f"refs/heads/side{n}", f"side {n}", changed, parent=tip)
            who = _
            side_changed = changed
        elif side is not None and n % 40 > 25:
            tip, who = h.commit("refs/heads/main", f"merge {n}", changed + side_changed, parent=tip, merge=side)
            side = None
        else:
            tip, who = h.commit("refs/heads/main", f"change {n}", changed, parent=tip)
        if label:
            planted.append((label, n, who, h.time))
    h.out.write(b"done\n")
    h.out.close()
    assert proc.wait() == 0
    subprocess.run(["git", "-C", a.dir, "-c", "pack.threads=2", "repack", "-q", "-a", "-d", "-f", "--depth=50",
                    "--window=10"], check=True)
    subprocess.run(["git", "-C", a.dir, "reset", "-q", "--hard", "main"], check=True)
    with open(a.dir.rstrip("/") + ".labels.csv", "w", newline="") as out:
        w = csv.writer(out)
        w.writerow(["type", "secret", "path", "message", "author", "date", "at_head"])
        for (kind, secret, f), n, who, time in planted:
            at_head = any(secret in line for line in f.lines)
            w.writerow([kind, secret, f.path, n, who, time, int(at_head)])
    print(json.dumps({"commits": h.mark, "blobs": h.blobs, "bytes": h.bytes,
                      "pack": sum(os.path.getsize(os.path.join(d, f))
                                  for d, _, fs in os.walk(os.path.join(a.dir, ".git", "objects")) for f in fs)}))


if __name__ == "__main__":
    main()
