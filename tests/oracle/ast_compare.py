"""Compares assay's syntax trees with CPython's own `ast`, positions included.

    python ast_compare.py --assay build/release/assay [-j N] [-v] PATH...

PATH is a .py file or a folder. Runs under any CPython >= 3.8; the more of the language the running
CPython knows, the more is compared. Positions inside f-strings are compared from 3.12 on only (before,
CPython itself gets them wrong). A file that CPython rejects must give at least one error in assay; a
file that it accepts must give none and the same tree. Exit status 1 when something differs.
"""
import argparse
import ast
import os
import subprocess
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor

sys.setrecursionlimit(20000)
warnings.simplefilter("ignore")

POSITIONS = sys.version_info >= (3, 9)  # 3.8 takes closing parentheses for part of what they enclose
NEW_FSTRINGS = sys.version_info >= (3, 12)
EMPTY_TEXTS = sys.version_info < (3, 13)  # 3.12 keeps empty constants in format specs
ABSENT = ("ABSENT", None, "", [])
KINDS = {
    "Expr": "EXPR_STMT", "List": "LIST_EXPR", "AsyncFunctionDef": "FUNCTION_DEF",
    "AsyncFor": "FOR", "AsyncWith": "WITH", "TryStar": "TRY", "withitem": "WITH_ITEM",
    "comprehension": "COMPREHENSION", "arg": "ARG", "alias": "ALIAS", "keyword": "KEYWORD",
    "match_case": "MATCH_CASE", "Interpolation": "FORMATTED_VALUE",
}


def kind_of(node):
    name = type(node).__name__
    if name in KINDS:
        return KINDS[name]
    out = ""
    for i, c in enumerate(name):
        if c.isupper() and i and not name[i - 1].isupper():
            out += "_"
        out += c.upper()
    return out


def quoted(value):
    data = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return '"' + "".join(chr(b) if 0x20 <= b <= 0x7E and b not in (0x22, 0x5C) else "\\x%02x" % b
                         for b in data) + '"'


class Dump:
    """Turns CPython's tree into assay's shape: (kind, position, attributes, children)."""

    def __init__(self):
        self.in_fstring = 0

    def pos(self, node):
        if not POSITIONS or (self.in_fstring and not NEW_FSTRINGS):
            return None
        if getattr(node, "end_lineno", None) is None:
            return None
        return "%d:%d-%d:%d" % (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)

    def maybe(self, node):
        return ABSENT if node is None else self.node(node)

    def list(self, nodes):
        return ("LIST", None, "", [self.node(n) for n in nodes])

    def tail(self, *nodes):
        return [self.node(n) for n in nodes if n is not None]

    def node(self, node):
        method = getattr(self, "on_" + type(node).__name__, None)
        if method is None:
            attrs, children = self.plain(node)
        else:
            attrs, children = method(node)
        return (kind_of(node), self.pos(node), attrs, children)

    def plain(self, node):
        """Fields in the order of the class, which is ours for most kinds."""
        children = []
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                children += [self.node(v) for v in value if isinstance(v, ast.AST)]
            elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
                children.append(self.node(value))
        attrs = " " + type(node.ctx).__name__ if hasattr(node, "ctx") else ""
        return attrs, children

    def on_Module(self, n):
        return "", [self.node(s) for s in n.body]

    def on_FunctionDef(self, n, extra=""):
        return " " + quoted(n.name) + extra, [
            self.arguments(n.args), self.maybe(n.returns), self.list(n.decorator_list),
            self.list(getattr(n, "type_params", [])), self.list(n.body)]

    def on_AsyncFunctionDef(self, n):
        return self.on_FunctionDef(n, " async")

    def arguments(self, a):
        out = []

        def one(arg, kind, default):
            out.append(("ARG", self.pos(arg), " %s %s" % (kind, quoted(arg.arg)),
                        [self.maybe(arg.annotation)] + self.tail(default)))

        positional = a.posonlyargs + a.args
        defaults = [None] * (len(positional) - len(a.defaults)) + a.defaults
        for i, arg in enumerate(positional):
            one(arg, "posonly" if i < len(a.posonlyargs) else "plain", defaults[i])
        if a.vararg:
            one(a.vararg, "var", None)
        for arg, default in zip(a.kwonlyargs, a.kw_defaults):
            one(arg, "kwonly", default)
        if a.kwarg:
            one(a.kwarg, "kw", None)
        return ("ARGUMENTS", None, "", out)

    def arg_list(self, args, keywords):
        def place(n):
            if hasattr(n, "lineno"):
                return n.lineno, n.col_offset
            return n.value.lineno, n.value.col_offset  # keywords before 3.9
        return [self.node(n) for n in sorted(args + keywords, key=place)]

    def on_ClassDef(self, n):
        bases = ("LIST", None, "", self.arg_list(n.bases, n.keywords))
        return " " + quoted(n.name), [bases, self.list(n.decorator_list),
                                      self.list(getattr(n, "type_params", [])), self.list(n.body)]

    def on_Call(self, n):
        return "", [self.node(n.func)] + self.arg_list(n.args, n.keywords)

    def on_keyword(self, n):
        return " " + quoted(n.arg) if n.arg else "", [self.node(n.value)]

    def on_Assign(self, n):
        return "", [self.node(n.value)] + [self.node(t) for t in n.targets]

    def on_AugAssign(self, n):
        return " " + type(n.op).__name__, [self.node(n.target), self.node(n.value)]

    def on_AnnAssign(self, n):
        return " simple" if n.simple else "", [self.node(n.target), self.node(n.annotation)] + \
            self.tail(n.value)

    def on_TypeAlias(self, n):
        return "", [self.node(n.name), self.list(n.type_params), self.node(n.value)]

    def on_For(self, n, extra=""):
        return extra, [self.node(n.target), self.node(n.iter), self.list(n.body),
                       self.list(n.orelse)]

    def on_AsyncFor(self, n):
        return self.on_For(n, " async")

    def on_While(self, n):
        return "", [self.node(n.test), self.list(n.body), self.list(n.orelse)]

    on_If = on_While

    def on_With(self, n, extra=""):
        return extra, [self.list(n.items), self.list(n.body)]

    def on_AsyncWith(self, n):
        return self.on_With(n, " async")

    def on_Try(self, n, extra=""):
        return extra, [self.list(n.body), self.list(n.handlers), self.list(n.orelse),
                       self.list(n.finalbody)]

    def on_TryStar(self, n):
        return self.on_Try(n, " star")

    def on_ExceptHandler(self, n):
        return " " + quoted(n.name) if n.name else "", [self.maybe(n.type), self.list(n.body)]

    def on_ImportFrom(self, n):
        return " level=%d" % n.level + (" " + quoted(n.module) if n.module else ""), \
            [self.node(a) for a in n.names]

    def on_alias(self, n):
        name = [("NAME", None, " Store " + quoted(n.asname), [])] if n.asname else []
        return " " + quoted(n.name), name

    def on_Global(self, n):
        return "", [("NAME", None, " Load " + quoted(name), []) for name in n.names]

    on_Nonlocal = on_Global

    def on_BoolOp(self, n):
        return " " + type(n.op).__name__, [self.node(v) for v in n.values]

    def on_BinOp(self, n):
        return " " + type(n.op).__name__, [self.node(n.left), self.node(n.right)]

    def on_UnaryOp(self, n):
        return " " + type(n.op).__name__, [self.node(n.operand)]

    def on_Compare(self, n):
        out = [self.node(n.left)]
        for op, right in zip(n.ops, n.comparators):
            kind, pos, attrs, children = self.node(right)
            out.append((kind, pos, attrs + " cmp=" + type(op).__name__, children))
        return "", out

    def on_Lambda(self, n):
        return "", [self.arguments(n.args), self.node(n.body)]

    def on_Dict(self, n):
        out = []
        for key, value in zip(n.keys, n.values):
            out += [self.maybe(key), self.node(value)]
        return "", out

    def on_comprehension(self, n):
        return " async" if n.is_async else "", [self.node(n.target), self.node(n.iter)] + \
            [self.node(i) for i in n.ifs]

    def on_JoinedStr(self, n):
        self.in_fstring += 1
        values = n.values
        if EMPTY_TEXTS:
            values = [v for v in values if not (isinstance(v, ast.Constant) and v.value == "")]
        out = [self.node(v) for v in values]
        self.in_fstring -= 1
        return "", out

    on_TemplateStr = on_JoinedStr

    def on_FormattedValue(self, n):
        return " !" + chr(n.conversion) if n.conversion >= 0 else "", \
            [self.node(n.value)] + self.tail(n.format_spec)

    on_Interpolation = on_FormattedValue

    def on_Constant(self, n):
        v = n.value
        if v is None or v is True or v is False:
            return " " + str(v), []
        if v is Ellipsis:
            return " Ellipsis", []
        if isinstance(v, int):
            return " int" + (" %d" % v if v < 2 ** 63 else ""), []
        if isinstance(v, float):
            return " float " + "%.17g" % v, []
        if isinstance(v, complex):
            return " complex", []
        return " %s %s" % (type(v).__name__, quoted(v)) + (" u" if n.kind else ""), []

    def on_Name(self, n):
        return " %s %s" % (type(n.ctx).__name__, quoted(n.id)), []

    def on_Attribute(self, n):
        return " %s %s" % (type(n.ctx).__name__, quoted(n.attr)), [self.node(n.value)]

    def on_Subscript(self, n):
        return " " + type(n.ctx).__name__, [self.node(n.value), self.slice(n.slice)]

    def slice(self, n):  # 3.8 wraps them
        if type(n).__name__ == "Index":
            return self.node(n.value)
        if type(n).__name__ == "ExtSlice":
            return ("TUPLE", None, " Load", [self.slice(d) for d in n.dims])
        return self.node(n)

    def on_Slice(self, n):
        return "", [self.maybe(n.lower), self.maybe(n.upper), self.maybe(n.step)]

    def on_Match(self, n):
        return "", [self.node(n.subject)] + [self.node(c) for c in n.cases]

    def on_match_case(self, n):
        return "", [self.node(n.pattern), self.maybe(n.guard), self.list(n.body)]

    def on_MatchSingleton(self, n):
        return " " + str(n.value), []

    def on_MatchMapping(self, n):
        out = []
        for key, pattern in zip(n.keys, n.patterns):
            out += [self.node(key), self.node(pattern)]
        return " " + quoted(n.rest) if n.rest else "", out

    def on_MatchClass(self, n):
        keywords = [("KEYWORD", None, " " + quoted(a), [self.node(p)])
                    for a, p in zip(n.kwd_attrs, n.kwd_patterns)]
        return "", [self.node(n.cls)] + [self.node(p) for p in n.patterns] + keywords

    def on_MatchStar(self, n):
        return " " + quoted(n.name) if n.name else "", []

    def on_MatchAs(self, n):
        return " " + quoted(n.name) if n.name else "", self.tail(n.pattern)

    def on_TypeVar(self, n):
        return " " + quoted(n.name), [self.maybe(n.bound)] + \
            self.tail(getattr(n, "default_value", None))

    def on_ParamSpec(self, n):
        return " " + quoted(n.name), self.tail(getattr(n, "default_value", None))

    on_TypeVarTuple = on_ParamSpec


def flat(tree, depth=0):
    kind, pos, attrs, children = tree
    yield " " * depth + kind, pos, attrs
    for child in children:
        yield from flat(child, depth + 1)


def same(ours, theirs):
    kind, pos, attrs = theirs
    if ours == kind + (" " + pos if pos else "") + attrs:
        return True
    indent = len(ours) - len(ours.lstrip(" "))
    words = ours[indent:].split(" ")
    if pos is None and len(words) > 1 and words[1][:1].isdigit():
        del words[1]
        ours = ours[:indent] + " ".join(words)
        pos = ""
    want = kind + (" " + pos if pos else "") + attrs
    if ours == want:
        return True
    # Named escapes are U+FFFD in assay: each stands for one character.
    parts = ours.split("\\xef\\xbf\\xbd")
    if len(parts) == 1:
        return False
    at = 0
    for i, part in enumerate(parts):
        found = want.find(part, at)
        if found < 0 or (i == 0 and found != 0):
            return False
        at = found + len(part)
    return True


def compare(job):
    """Returns (state, text): same, differs, rejected (rightly), missed, false, skipped."""
    path, assay = job
    with open(path, "rb") as f:
        data = f.read()
    run = subprocess.run([assay, "debug", "ast", "--oracle", path], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    lines = run.stdout.decode("utf-8", "replace").split("\n")[:-1]
    errors = [line for line in lines if line.startswith("!")]
    lines = lines[len(errors):]
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError) as e:
        if isinstance(e, SyntaxError) and "Exceeds the limit" in str(e):
            return "skipped", "%s: %s" % (path, e)
        if errors:
            return "rejected", ""
        return "missed", "%s: CPython: %s" % (path, e)
    except (RecursionError, MemoryError) as e:
        return "skipped", "%s: %r" % (path, e)
    if errors:
        if "charset" in errors[0]:
            return "skipped", "%s: %s" % (path, errors[0])
        return "false", "%s: %s" % (path, "; ".join(errors[:3]))
    theirs = list(flat(Dump().node(tree)))
    theirs[0] = ("MODULE", None, "")
    for i in range(max(len(lines), len(theirs))):
        ours = lines[i] if i < len(lines) else "(nothing)"
        other = theirs[i] if i < len(theirs) else ("(nothing)", None, "")
        if not same(ours, other):
            return "differs", "%s: node %d\n  assay:   %s\n  CPython: %s %s%s" % (
                path, i, ours, other[0], other[1], other[2])
    return "same", ""


def find(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        for folder, _, names in sorted(os.walk(path)):
            for name in sorted(names):
                if name.endswith(".py") and os.path.isfile(os.path.join(folder, name)):
                    yield os.path.join(folder, name)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--assay", default="build/release/assay")
    parser.add_argument("-j", type=int, default=2)
    parser.add_argument("-v", action="store_true", help="print what was skipped, too")
    parser.add_argument("path", nargs="+")
    args = parser.parse_args()
    counts = {}
    jobs = [(path, args.assay) for path in find(args.path)]
    with ProcessPoolExecutor(args.j) as pool:
        for state, text in pool.map(compare, jobs, chunksize=16):
            counts[state] = counts.get(state, 0) + 1
            if text and (state != "skipped" or args.v):
                print(state + ": " + text)
    print("CPython %d.%d.%d:" % sys.version_info[:3],
          ", ".join("%s %d" % item for item in sorted(counts.items())))
    bad = sum(counts.get(state, 0) for state in ("differs", "missed", "false"))
    sys.exit(1 if bad or not jobs else 0)


if __name__ == "__main__":
    main()
