#!/usr/bin/env bash
# Runs the readable suites of the dependency layer, tests/spec/deps/*.md. Their rules see all files of a project and
# the advisory database at once, so each test is a folder:
#
#	## heading             a test: every fence up to the next heading is a file
#	```text name=a/b.txt   with `#! DP001 DP002` behind a line for the findings that are expected there
#	expect: a.json:3 DP001 the same for files without comments (line 0: the file as a whole)
#	run: deps --flag .     instead of `deps .`
#	exit: 3                the exit code matters, too
#	git: add .             the folder is a repository, and this is run in it
#
# A fence before the first heading called db.jsonl is the database (OSV records, one a line). Every finding is compared
# but DP006, which depends on the day.
. "$(dirname "$0")/lib.sh"
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com

python3 - "$ASSAY" "$HERE/../spec/deps" "$W/t" <<'PY'
import json, os, re, shlex, subprocess, sys
assay, suites, work = sys.argv[1:]

def tests(path):
    head, test, fence, name = [], None, None, None
    for line in open(path, encoding="utf-8"):
        if fence is not None:
            if line.rstrip() == "```":
                (test["files"] if test else head).append((name, "".join(fence)))
                fence = None
            else:
                fence.append(line)
        elif line.startswith("```"):
            name, fence = re.search(r"name=(\S+)", line).group(1), []
        elif line.startswith("## "):
            if test:
                yield head, test
            test = {"name": line[3:].strip(), "files": [], "expect": [], "run": "deps .", "exit": None, "git": []}
        elif test and (m := re.match(r"(expect|run|exit|git): (.*)", line)):
            key, value = m.group(1), m.group(2).strip()
            if isinstance(test[key], list):
                test[key].append(value)
            else:
                test[key] = value
    if test:
        yield head, test

def write(folder, files, expected):
    for name, text in files:
        lines = []
        for number, line in enumerate(text.splitlines(), 1):
            if m := re.search(r"\s*#! ([A-Z0-9 ]+)$", line):
                expected += [f"{name}:{number} {rule}" for rule in m.group(1).split()]
                line = line[:m.start()]
            lines.append(line + "\n")
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "w", encoding="utf-8").write("".join(lines))

def run(number, suite, head, test):
    folder = os.path.join(work, f"{number}")
    os.makedirs(folder)
    db, expected = os.path.join(work, f"{number}.db"), []
    write(work, [("db.jsonl", t) for n, t in head if n == "db.jsonl"], [])
    if any(n == "db.jsonl" for n, _ in head):
        subprocess.run([assay, "db", "import", "-q", "--db", db, os.path.join(work, "db.jsonl")], check=True)
    write(folder, test["files"], expected)
    for line in test["expect"]:
        place, rules = line.split(" ", 1)
        expected += [f"{place} {rule}" for rule in rules.split()]
    if test["git"]:
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    for line in test["git"]:
        subprocess.run(["git"] + shlex.split(line), cwd=folder, check=True, capture_output=True)
    args = shlex.split(test["run"]) + ["--ignore", "DP006", "--no-cache", "--format", "json", "--db", db]
    r = subprocess.run([assay] + args, cwd=folder, capture_output=True)
    got = [f"{f['path']}:{f['line'] or 0} {f['rule']}" for f in json.loads(r.stdout)["findings"] if not f["suppressed"]]
    name = f"{os.path.basename(suite)[:-3]}: {test['name']}"
    why = None
    if sorted(got) != sorted(expected):
        why = f"missing {sorted(set(expected) - set(got))}, too many {sorted(set(got) - set(expected))}"
    elif test["exit"] is not None and r.returncode != int(test["exit"]):
        why = f"exit {r.returncode}, not {test['exit']}"
    print(f"FAIL {name}: {why}" if why else f"ok {name}")
    return why is None

number = failed = 0
for suite in sorted(os.listdir(suites)):
    for head, test in tests(os.path.join(suites, suite)):
        number += 1
        failed += not run(number, suite, head, test)
print(f"{number - failed} passed, {failed} failed")
sys.exit(failed > 0)
PY
