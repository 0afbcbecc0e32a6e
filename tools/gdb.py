"""Prints assay's types in gdb:  gdb -x tools/gdb.py build/debug/assay

str, struct buf, struct map, struct finding and struct node (py/ast.h); `assay-tree NODE [DEPTH]` prints a tree of
nodes.
"""
import gdb
import gdb.printing

SHOWN = 200  # bytes of a text


def text_of(p, n):
    n = int(n)
    if n == 0 or int(p) == 0:
        return ""
    try:
        data = bytes(gdb.selected_inferior().read_memory(int(p), min(n, SHOWN)))
    except gdb.MemoryError:
        return "<cannot be read>"
    return data.decode("utf-8", "backslashreplace") + ("..." if n > SHOWN else "")


class Text:  # str and struct buf
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return text_of(self.value["p"], self.value["n"])

    def display_hint(self):
        return "string"


class Map:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return "map of %d" % int(self.value["count"])

    def children(self):
        for i in range(min(int(self.value["count"]), SHOWN)):
            entry = self.value["entries"][i]
            yield "key%d" % i, entry["key"]
            yield "value%d" % i, entry["value"]

    def display_hint(self):
        return "map"


def word(enum, number):
    for f in gdb.lookup_type("enum " + enum).fields():
        if f.enumval == number:
            return f.name
    return str(number)


class Finding:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        v = self.value
        rule = v["rule"]["id"].string() if int(v["rule"]) != 0 else "no rule"
        return "%s %s %s:%d:%d %s" % (rule, word("level", int(v["severity"])).lower(), Text(v["path"]).to_string(),
                                      int(v["line"]), int(v["column"]), Text(v["message"]).to_string())


def node_line(v):
    out = "%s %d-%d" % (word("node_kind", int(v["kind"])), int(v["start"]), int(v["end"]))
    for field in ("op", "flags", "atom"):
        if int(v[field]) != 0:
            out += " %s=%d" % (field, int(v[field]))
    return out


class Node:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return node_line(self.value)


class Tree(gdb.Command):
    """assay-tree NODE [DEPTH]: a node of a Python tree and what is below it."""

    def __init__(self):
        super().__init__("assay-tree", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        words = gdb.string_to_argv(argument)
        if not words:
            raise gdb.GdbError("assay-tree NODE [DEPTH]")
        self.show(gdb.parse_and_eval(words[0]), 0, int(words[1]) if len(words) > 1 else 20)

    def show(self, node, depth, most):
        if node.type.strip_typedefs().code != gdb.TYPE_CODE_PTR:
            node = node.address
        print("  " * depth + node_line(node.dereference()))
        child = node["child"]
        while depth < most and int(child) != 0:
            self.show(child, depth + 1, most)
            child = child["next"]


def printers():
    found = gdb.printing.RegexpCollectionPrettyPrinter("assay")
    for name, printer in (("str", Text), ("buf", Text), ("map", Map), ("finding", Finding), ("node", Node)):
        found.add_printer(name, "^%s$" % name, printer)
    return found


gdb.printing.register_pretty_printer(None, printers(), replace=True)
Tree()
