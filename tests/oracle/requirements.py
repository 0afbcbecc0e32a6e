"""`assay debug deps` against pip's own reader of requirements files, line by line: the files below
the given folders, and files of lines put together at random.

A line that pip refuses must be a problem here; of one that pip takes, name, versions, marker, kind of
source and line must agree. Differences that are meant are listed in `accepted`.

Usage: requirements.py --assay ASSAY [--count N] [FOLDER...]      (with the Python whose pip is compared)
"""
import argparse
import bisect
import os
import pathlib
import random
import re
import subprocess
import tempfile

from pip._internal.req import constructors, req_file
from pip._vendor.packaging.markers import Marker
from pip._vendor.packaging.specifiers import SpecifierSet
from pip._vendor.packaging.utils import canonicalize_name

try:
    from pip._internal.utils.encoding import auto_decode
except ImportError:

    def auto_decode(data):
        return req_file._decode_req_file(data, "x")


def marker_text(marker):
    return str(marker) if marker is not None else ""


def read_line(text):
    """("package", name, specifiers, marker, source) | ("include", path) | ("option",) | ("bad", why)"""
    try:
        args, opts = req_file.get_line_parser(None)(text)
        if not args and not opts.editables:
            if opts.requirements:
                return ("include", opts.requirements[0])
            if opts.constraints:
                return ("include", "-c " + opts.constraints[0])
            return ("option",)
        if args:
            r = constructors.install_req_from_line(args)
        else:
            r = constructors.install_req_from_editable(opts.editables[0])
    except (Exception, SystemExit) as e:  # whatever pip raises: the line is refused
        return ("bad", str(e).replace("\n", " ")[:150])
    name = canonicalize_name(r.req.name) if r.req is not None else "-"
    specifiers = r.req.specifier if r.req is not None else SpecifierSet()
    source = "index"
    if r.link is not None:
        source = "vcs" if r.link.is_vcs else "path" if r.link.scheme == "file" else "url"
    return ("package", name, specifiers, marker_text(r.markers), source)


def pip_lines(data):
    """Lines are counted as editors do: Python ends some at form feeds and the like as well."""
    content = auto_decode(data)
    line_of, line = [], 1
    for part in content.splitlines(keepends=True):
        line_of.append(line)
        line += part.endswith(("\n", "\r"))
    for number, text in req_file.preprocess(content):
        yield line_of[number - 1], text, read_line(text)


PACKAGE = re.compile(
    r"(\d+):\d+ (requirement|locked|constraint|project|named) (\S+)(?: ([^+(; ][^;]*?))?((?: \+[a-z-]+)*)"
    r"(?: \((.*?)\))?(?: (index|url|vcs|path):(.*?))?(?: ; (.*?))?(?: needs \S+)?$")


def assay_lines(assay, path):
    out = subprocess.run([assay, "debug", "deps", str(path)], capture_output=True, timeout=60).stdout
    result = {}
    for text in out.decode("utf-8", "replace").split("\n")[1:]:
        if m := re.match(r"include (\d+) (.*)", text):
            result.setdefault(int(m[1]), []).append(("include", m[2]))
        elif m := re.match(r"index (\d+) ", text):
            result.setdefault(int(m[1]), []).append(("option",))
        elif m := re.match(r"problem (\d+):\d+( lost)? (.*)", text):
            result.setdefault(int(m[1]), []).append(("bad", m[3]))
        elif m := PACKAGE.match(text):
            versions = m[4] or ""
            if versions and versions[0] not in "=<>!~":
                versions = "==" + versions
            result.setdefault(int(m[1]), []).append(("package", m[3], versions, m[9] or "", m[7] or "index"))
        elif text:
            result.setdefault(0, []).append(("unreadable", text))
    return result


def same_marker(a, b):
    try:
        return a == b or str(Marker(a)) == str(Marker(b))
    except Exception:
        return False


def same_package(got, want):
    if want[1] != "-" and got[1] != want[1] or got[4] != want[4] or not same_marker(got[3], want[3]):
        return False
    if want[4] != "index":
        return True  # a version of the archive's name is more than pip knows
    if got[2] == str(want[2]):
        return True
    try:
        return got[2].lstrip("=") == str(want[2])[3:] or SpecifierSet(got[2]) == want[2]
    except Exception:
        return False


def accepted(text, want, got):
    if text.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return "merge marks are told once"
    if "${" in text and want[0] == "package":
        return "pip would put in the variable's value"
    if want[0] == "bad" and re.search(r"No such file|not installable|valid editable requirement|Could not detect", want[1]):
        return "the file is not there, or pip wants a name that is not needed here"
    if want[0] == "bad" and "should either be a path" in want[1]:
        return "the folder is not there"
    if want[0] == "bad" and re.match(r"[^@;]*[/\\\\]|\.|[^@;]*\.(whl|gz|zip)\\b", text):
        return "a path that is not there"
    if want[0] == "bad" and re.search(r"option: --global-option|nvalidEgg|IPv6|KEY=VAL", want[1]):
        return "older versions of pip took it, or it is none of assay's business"
    if want[0] == "package" and want[4] == "url" and not re.search(r"@\s*(git|hg)?\+?(https?|file):", text):
        return "`name @` something without a scheme that pip knows"
    if any(x in text for x in ("\\--", "1) ./", "-#ny")):
        return "a path with what no path has, or a problem that is told on the next physical line"
    if text.startswith("--i "):
        return "short for --index-url since --install-option is gone"
    if want[0] == "package" and re.match(r"x_", text):
        return "packaging takes names that end in `_`, which PEP 508 does not"
    return None


def compare(assay, path, data, seen):
    bad = 0
    theirs = list(pip_lines(data))
    starts = [number for number, _, _ in theirs]
    ours = {}
    for number, got in sorted(assay_lines(assay, path).items()):  # of a line that is joined, any
        at = bisect.bisect_right(starts, number) - 1
        ours.setdefault(starts[at] if at >= 0 else number, []).extend(got)
    for number, text, want in theirs:
        got = ours.pop(number, [])
        seen[want[0]] = seen.get(want[0], 0) + 1
        problems = [g for g in got if g[0] == "bad"]
        if want[0] == "bad":
            ok = bool(problems)
        elif want[0] == "package":
            ok = not problems and any(g[0] == "package" and same_package(g, want) for g in got)
        elif want[0] == "include":
            ok = not problems and want in got
        else:
            ok = not problems and all(g[0] == "option" for g in got)
        if not ok and not accepted(text, want, got):
            bad += 1
            print(f"{path}:{number}: {text!r}\n    pip   {want}\n    assay {got}")
    for number, got in ours.items():
        if got != [("option",)]:
            bad += 1
            print(f"{path}:{number}: pip sees nothing here\n    assay {got}")
    return bad


NAMES = ["torch", "Django", "a", "zope.interface", "a--b", "ruamel.yaml-x", "3d", "_x", "x_", "é", "foo[bar]",
         "foo[a,b]", "foo [a]", "foo[]", "foo[,]", "foo[a b]", "${X}", ".", "./x", "x/y", "x.whl", "a-1-py3-none-any.whl",
         "./d/a_b-1.0-py3-none-any.whl", "a-1.0.tar.gz", "https://h/a-1.0-py3-none-any.whl", "https://h/x.zip#egg=Foo",
         "git+https://h/x.git@v1#egg=Foo", "git+ssh://git@h/x@main", "foo @ https://h/x.zip", "foo@git+https://h/x",
         "foo @ file:///x/y", "foo[b]@https://h/x", "http://h/x;y", "hg+http://h/x#egg=q[e]&subdirectory=z", "-e .",
         "-e git+https://h/x.git@1#egg=x", "-r x.txt", "-rx.txt", "--requirement=x", "--req x", "-c c.txt", "-i https://h/s",
         "--index-url=https://h", "--pre", "--no-index", "--extra-index-url", "-f .", "--unknown", "--no-binary :all:", ""]
VERSIONS = ["==1.0", "== 1.0", ">=1,<2", ">= 1.0 , < 2", "~=1.4", "~=1", "==1.*", ">=1.*", "===x.y", "=1.0", "1.0",
            "(>=1)", "( >=1,<2 )", "(>=1", "==1.0rc1", "==v1", "==1!2", "==1.0+cu118", ">=1.0+x", "<1,", ",<1", "!=1.*",
            "==1.0,", "", "", "==", "==1.0.post1", "==1.0-1", "==01.0", "==1.0.dev", "@ https://h/z.zip", "==1.0 ==2", "\\"]
TAILS = ["", "", "", " ; python_version < '3'", "; extra == 'x'", ";python_version>='3' and os_name=='nt'", ";", "; nonsense",
         " # c", "#c", "  #c", " --hash=sha256:" + "0" * 64, " --hash sha256:" + "1" * 64 + " --hash=sha256:" + "2" * 64,
         " \\\n --hash=sha256:" + "0" * 64, " \\\n    ; sys_platform == 'win32'", "\\\n", " \\", "\t# tab", "\u00a0", " -x",
         " --global-option='a b'", " --global-option=\"a", " ; (python_version < '3')", ";python_version<'3'#c",
         "; python_version in '2.7 3.0'", " \t", "\x0c", "; 'x' == sys_platform", " --config-settings a=b", " -- x", " -C a=b",
         "; platform_machine == \"x\" or (os_name != 'a' and implementation_name == 'b')", "; python_version", " [x]"]


def generate(count, rng):
    lines = []
    for _ in range(count):
        line = rng.choice(NAMES) + rng.choice(["", "", " ", "\t"]) + rng.choice(VERSIONS) + rng.choice(TAILS)
        if rng.random() < 0.1:
            line = rng.choice([" ", "\t", "\\", "#", "  # x "]) + line
        if rng.random() < 0.1 and line:
            at = rng.randrange(len(line))
            line = line[:at] + rng.choice("-@#;[](){}\\ \"'=,~$é") + line[at + rng.randrange(2):]
        lines.append(line)
    return "\n".join(lines) + rng.choice(["", "\n"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", required=True)
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folders", nargs="*")
    options = parser.parse_args()
    assay = os.path.abspath(options.assay)
    bad, files, seen = 0, 0, {}
    for folder in map(pathlib.Path, options.folders):
        for path in sorted([folder] if folder.is_file() else folder.rglob("*require*.txt")):
            out = subprocess.run([assay, "debug", "deps", str(path)], capture_output=True, timeout=60).stdout
            if path.is_file() and out.startswith(b"requirements"):
                files += 1
                bad += compare(assay, path, path.read_bytes(), seen)
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "requirements.txt")
        for _ in range(options.count // 200):
            data = generate(200, rng).encode()
            path.write_bytes(data)
            bad += compare(assay, path, data, seen)
    print(f"{files} files and {options.count} lines: {seen}; {bad} differences")
    return bad > 0


if __name__ == "__main__":
    raise SystemExit(main())
