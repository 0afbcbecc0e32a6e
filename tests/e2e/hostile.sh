#!/usr/bin/env bash
# What the surroundings and a hostile tree do to the process itself: descriptors, signals, time.
. "$(dirname "$0")/lib.sh"

mkdir few && cd few || exit 1
for i in $(seq 200); do echo 'x = 1' >"f$i.py"; done
got=0
(ulimit -n 24 && timeout 60 "$ASSAY" check --no-cache --jobs 2 . >"$W/out" 2>"$W/err") || got=$?
[ "$got" = 0 ] && ok few_descriptors || bad few_descriptors "exit $got: $(tail -2 "$W/out")"
says few_descriptors_all 'Checked 200 files'
cd ..

mkdir closed && cd closed || exit 1
echo 'jobs = 1' >assay.toml
printf 'assert 1\n' >a.py
for how in '>&-' '>&- 2>&-' '<&- >&- 2>&-' '>/dev/full'; do
	got=0
	eval "timeout 60 '$ASSAY' check --no-cache . $how" 2>/dev/null || got=$?
	[ "$got" = 3 ] && ok "unwritable_report $how" || bad "unwritable_report $how" "exit $got"
done
exits closed_input 1 check --no-cache . <&-
[ "$(cat a.py)" = 'assert 1' ] && ok closed_writes_nowhere || bad closed_writes_nowhere
cd ..

# A set of 3.9 MB in an ignore file is read for every place that it is tried at.
mkdir -p sets/d && cd sets || exit 1
git init -q . 2>/dev/null || mkdir .git
{ printf '*[' && head -c 3900000 /dev/zero | tr '\0' b && echo ']c'; } >.gitignore
{ printf '[[:' && yes '[:' | head -n 600000 | tr -d '\n' && echo 'x]'; } >d/.gitignore
long=$(printf 'a%.0s' $(seq 200))
for i in $(seq 100); do echo 'x = 1' | tee "d/$long$i.py" >"$long$i.py"; done
got=0
timeout 30 "$ASSAY" code --no-cache . >"$W/out" 2>"$W/err" || got=$?
[ "$got" = 0 ] || [ "$got" = 3 ] && ok long_sets || bad long_sets "exit $got"
says long_sets_ignore_nothing 'Checked 200 files'
cd ..

# Signals: no worker outlives the run, nothing is left beside the report.
mkdir signal && cd signal || exit 1
python3 -c 'print("\n".join("x%d = f(a.b[%d], k=lambda q: q + 1)" % (i, i) for i in range(150000)))' >a.py
for i in $(seq 12); do cp a.py "a$i.py"; done
"$ASSAY" check --no-cache -j 2 --format json --output report.json . >/dev/null 2>&1 &
run=$!
sleep 0.3
workers=$(ps -o pid= --ppid "$run")
kill -TERM "$run"
wait "$run"
sleep 0.3
left=0
for p in $workers; do
	case $(ps -o stat= -p "$p") in '' | Z*) ;; *) left=1 ;; esac
done
[ "$left" = 0 ] && ok signal_no_worker_left || bad signal_no_worker_left
[ "$(find . -name 'report*' | wc -l)" = 0 ] && ok signal_nothing_left || bad signal_nothing_left "$(ls)"
cd ..

# What the report shows must not depend on what an earlier run asked for.
mkdir inventory && cd inventory || exit 1
python3 -c 'print("assert 1  # nosec B101 - fine\n" + "x = 1\n" * 60000)' >a.py
exits inventory_first 0 check .
exits inventory_cached 0 check --suppressions .
says inventory_is_listed 'fine'
cd ..

# Thousands of findings below one statement, and of one condition against many facts.
mkdir many && cd many || exit 1
python3 - <<'P'
print("for i in x:\n" + "    try:\n        f()\n    except Exception:\n        pass\n" * 20000, file=open("tries.py", "w"))
print("import torch\n" + "torch.load(f)\n" * 5000, file=open("loads.py", "w"))
print("".join("torch>=1.%d\n" % i for i in range(100000)), file=open("requirements.txt", "w"))
P
exits many 1 check --no-cache .
cd ..
finish
