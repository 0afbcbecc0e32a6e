#!/usr/bin/env bash
# assay deps --plan and --fix: the smallest way out, who stands in the way, edits that change nothing else.
. "$(dirname "$0")/lib.sh"

advisory() { # ID PACKAGE FIXED [INTRODUCED]
	printf '{"id":"%s","modified":"2026-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"PyPI","name":"%s"},' "$1" "$2"
	printf '"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"%s"},{"fixed":"%s"}]}]}]}\n' "${4:-0}" "$3"
}
{
	advisory PYSEC-1 alpha 1.5
	advisory PYSEC-2 alpha 2.0 1.4
	advisory PYSEC-3 torch 2.6.0
	advisory PYSEC-4 beta 3.0
} >advisories.jsonl
export ASSAY_DB=$W/advisories.db
exits import 0 db import advisories.jsonl

mkdir p meta
cat >p/requirements.txt <<'END'
# the pins
Alpha == 1.0 ; python_version >= "3"  # stays
torch==2.0.0
beta==2.0 --hash=sha256:0000000000000000000000000000000000000000000000000000000000000000
END
printf '[project]\nname = "x"\ndependencies = ["alpha>=1.0", "gamma==1"] # too\n' >p/pyproject.toml
printf '[[package]]\nname = "parent"\nversion = "1.0"\nsource = {registry = "https://registry.example/simple"}\ndependencies = [{name = "alpha"}]\n[[package]]\nname = "alpha"\nversion = "1.0"\nsource = {registry = "https://registry.example/simple"}\n' >p/uv.lock
chmod 700 p/requirements.txt
exits plan 1 deps --plan p
says smallest_outside_of_all "alpha 1.0 -> 2.0"
says high_risk "torch 2.0.0 -> 2.6.0  high risk"
says checklist "MPS"
says digests_refused "none are invented"
says parent_unknown "unknown: parent"
exits plan_json 1 deps --plan --format json p
says plan_in_json '"upgrade_to": "2.0"'
printf 'Metadata-Version: 2.1\nName: parent\nVersion: 1.2\nRequires-Dist: alpha<3\n' >meta/parent.metadata
exits plan_metadata 1 deps --plan --metadata meta p
says parent_newer "allows it: parent 1.2"

exits fix 1 deps --fix p
says left_alone "high-risk upgrade is made alone"
cat >want <<'END'
# the pins
Alpha == 2.0 ; python_version >= "3"  # stays
torch==2.0.0
beta==2.0 --hash=sha256:0000000000000000000000000000000000000000000000000000000000000000
END
expect only_the_version_changed cmp want p/requirements.txt
expect permissions_stay test "$(stat -c %a p/requirements.txt)" = 700
exits fix_named 1 deps --fix --package Torch p
expect named_one_is_edited grep -q '^torch==2.6.0$' p/requirements.txt
finish
