#!/usr/bin/env bash
# What assay writes against what others read: SARIF against the official schema (as Microsoft's
# @microsoft/jest-sarif ships it), CycloneDX against its own (as cyclonedx-python-lib ships it), SPDX as
# spdx-tools validates it, assay's JSON against docs/report-schema.json. Needs npm and pip, and works in a
# throw-away folder. SARIF_SCHEMA=FILE and PYTHON=(one with these packages) save the downloads.
# Usage: reports.sh [ASSAY] [PATH...]		(default: the example project and assay's own tests)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
assay=$(realpath "${1:-$root/build/release/assay}")
shift $(($# > 0))
[ $# -gt 0 ] || set -- "$root/examples" "$root/tests"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

schema=${SARIF_SCHEMA:-}
if [ -z "$schema" ]; then
	(cd "$work" && npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 > /dev/null && tar xzf ./*.tgz)
	schema=$work/package/lib/schemas/sarif-2.1.0-rtm.5.json
fi
python=${PYTHON:-}
if [ -z "$python" ]; then
	python3 -m venv "$work/venv"
	python=$work/venv/bin/python
fi
"$python" -c 'import jsonschema, cyclonedx.validation.json, spdx_tools.spdx' 2>/dev/null ||
	"$python" -m pip install -q jsonschema==4.26.0 'cyclonedx-python-lib[json-validation]==11.12.0' spdx-tools==0.8.5

# Names and source lines with every kind of byte, beside what was asked for.
mkdir "$work/odd"
printf 'import pickle\nassert "\xe4\xb8\xad\t\\x07", eval(x)  # \xe2\x80\xae nosec\n' > "$work/odd/a %b\"'<中>.py"
printf 'assert 1\n' > "$work/odd/$(printf 'not\377utf8\n.py')"
printf '\377\376\0binary' > "$work/odd/b.py"
printf 'eval(x)  # nosec B999 - \001\033[31m\n' > "$work/odd/c.py"
printf '\xef\xbb\xbfassert 1\r\nassert 2\rassert 3\n' > "$work/odd/d.py"
# Models, alone and as folders, whose names and metadata hold every kind of byte.
python3 - "$work/models" <<'P'
import json, os, pathlib, pickle, struct, sys, zipfile

root = pathlib.Path(sys.argv[1])

class Run:
    def __reduce__(self):
        return os.system, ("true",)

def safetensors(path, metadata):
    path.parent.mkdir(parents=True, exist_ok=True)
    header = json.dumps({"__metadata__": metadata, "w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))

every = "".join(map(chr, range(1, 256))) + "\u202e\U0001f600"
safetensors(root / "plain.safetensors", {"format": "pt", "license": "apache-2.0"})
safetensors(root / f"odd %\u4e2d'\".safetensors", {"license": every, "author": every, every: every})
for folder in ("bert", "bert/again"):
    safetensors(root / folder / "model.safetensors", {"license": "llama2", "dataset": "a b"})
    (root / folder / "config.json").write_text('{"architectures": ["Bert"], "model_type": "bert"}')
(root / "ml").mkdir()
(root / "ml/MLmodel").write_text("flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n")
for n in (2, 4):
    (root / f"ml/evil{n}.pkl").write_bytes(pickle.dumps(Run(), n))
with zipfile.ZipFile(root / "pack\n.zip", "w") as z:
    z.writestr("in\tner/evil.pkl", pickle.dumps(Run()))
    z.writestr("a.py", "exec(x)\n")
P

# Packages with odd names and versions; those of ASSAY_SHARED with their advisories.
mkdir "$work/packages"
printf '[[package]]\nname = "a"\nversion = "1+\\u4e2d \\u0001/@?#"\n[package.dependencies]\nb = "*"\n[[package]]\nname = "B"\nversion = "0"\n[metadata]\n' > "$work/packages/poetry.lock"
printf 'a\nc>=1\nd @ https://u:p@files.example/d-1.zip\n' > "$work/packages/requirements.txt"
if [ -n "${ASSAY_SHARED:-}" ]; then
	cp -r "$ASSAY_SHARED/lockfiles/s19-spam-poetry" "$ASSAY_SHARED/lockfiles/s17-vocalizr-uv" "$work/packages"
	export ASSAY_DB=$work/advisories.db
	"$assay" db import --quiet "$ASSAY_SHARED/advisories/pypa-osv.jsonl.zst"
fi

write() { # FORMAT OUTPUT PATH...
	local format=$1 output=$2 code=0
	shift 2
	"$assay" check --no-cache --format "$format" --output "$output" "$@" || code=$?
	[ "$code" -le 3 ] && [ "$code" -ne 2 ]
}
: > "$work/empty.py"
n=0
for set in "$*" "$work/odd" "$work/empty.py" "$work/models"; do
	n=$((n + 1))
	for format in json sarif bandit cyclonedx; do
		# shellcheck disable=SC2086
		write "$format" "$work/$n.$format" $set
	done
	# shellcheck disable=SC2086
	write json "$work/$n.more.json" --reproducible --suppressions --statistics $set
done
for format in json sarif cyclonedx spdx pip-audit; do
	write "$format" "$work/p.$format" "$work/packages"
done
mv "$work/p.json" "$work/p.more.json"
mv "$work/p.spdx" "$work/p.spdx.out"
"$python" - "$work/p.spdx.out" <<'P'
import json, sys
from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
document = JsonLikeDictParser().parse(json.load(open(sys.argv[1], encoding="utf-8")))
wrong = [m.validation_message for m in validate_full_spdx_document(document)]
assert not wrong, wrong[:5]
P
"$python" -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' "$work/p.pip-audit"
"$python" "$here/validate_json.py" --strict "$root/docs/report-schema.json" "$work"/*.json
"$python" "$here/validate_json.py" "$schema" "$work"/*.sarif
"$python" "$here/bom.py" "$work"/*.cyclonedx
for file in "$work"/*.bandit; do
	"$python" -c 'import json, sys; json.loads(open(sys.argv[1], "rb").read().decode("utf-8"))' "$file"
done
echo "reports.sh: all valid"
