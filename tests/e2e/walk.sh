#!/usr/bin/env bash
# What a run looks at and what it says about what it could not look at.
. "$(dirname "$0")/lib.sh"

mkdir -p a/b node_modules venv sub/deep .tox
printf 'assert 1\n' | tee a/m.py a/b/n.py node_modules/q.py venv/x.py .tox/t.py >/dev/null
touch venv/pyvenv.cfg
ln -s ../a/m.py sub/link.py
ln -s ../../a sub/deep/up
ln -s nothing sub/dangling.py
exits walk_finds 1 check --no-cache .
says walk_file a/m.py
says walk_nested a/b/n.py
says_not walk_node_modules node_modules/
says_not walk_venv venv/
says_not walk_tool_cache .tox
says_not walk_link_twice sub/link.py
says walk_counts_skips 'virtual environment'
exits walk_explicit_is_never_skipped 1 check --no-cache node_modules/q.py
says walk_explicit_file node_modules/q.py

exits compat_has_its_own_exclusions 1 check --no-cache --bandit-compat .
says compat_node_modules node_modules/q.py
says compat_venv venv/x.py
says compat_tox_of_the_current_folder .tox/t.py # as Bandit: its -x means `.tox/*` then
mkdir elsewhere && cd elsewhere
exits compat_from_elsewhere 1 check --no-cache --bandit-compat ..
says_not compat_tox .tox/t.py
cd .. && rmdir elsewhere

mkdir links && cd links || exit 1
ln -s loop loop
ln -s /etc out
ln -s /etc/hostname out.py
ln -s "$W" up
echo 'x = 1' >fine.py
exits links_out_and_loops 1 check --no-cache .
says link_loop 'loop'
says link_out_folder 'the link leads out of what is checked'
[ "$(grep -c 'medium AS011' "$W/out")" = 4 ] && ok links_all || bad links_all "$(cat "$W/out")"
cd ..

mkdir odd && cd odd || exit 1
echo 'x = 1' >fine.py
mkfifo pipe.py
exits fifo_does_not_hang 3 check --no-cache .
says fifo_said pipe.py
rm pipe.py
mkdir dir.py
exits folder_named_as_file 0 check --no-cache .
printf 'assert 1\n' >"$(printf 'bad\377\001%%.py')"
exits odd_names 1 check --no-cache .
says odd_name_escaped 'bad%FF'
cd ..

mkdir deep && cd deep || exit 1
echo 'x = 1' >fine.py
python3 - <<'P'
import os
for i in range(10000):
    os.mkdir("d")
    os.chdir("d")
open("bottom.py", "w").write("assert 1\n")
P
exits deep_folders 3 check --no-cache .
says deep_said AS004
cd ..
# (rm -r of so deep a tree is slow with some versions: take it apart from the top)
python3 - <<'P'
import os
os.chdir("deep")
n = 0
while os.path.isdir("d"):
    os.rename("d", "../next")
    os.chdir("..")
    n += 1
    import shutil
    shutil.rmtree("deep", ignore_errors=True) if n == 1 else None
    os.rename("next", "deep%d" % n)
    if n > 1:
        for f in os.listdir("deep%d" % (n - 1)):
            os.remove(os.path.join("deep%d" % (n - 1), f))
        os.rmdir("deep%d" % (n - 1))
    os.chdir("deep%d" % n)
P

if [ "$(id -u)" != 0 ]; then
	mkdir locked && echo 'x = 1' >locked/x.py && echo 'x = 1' >closed.py
	chmod 0 locked closed.py
	exits unreadable 3 check --no-cache locked closed.py
	says unreadable_said AS003
	chmod 700 locked closed.py
fi
finish
