#!/usr/bin/env bash
# assay convert and predict against the libraries that made the files: three generations of NumPy and
# scikit-learn (pickles, joblib, predictions), NumPy, safetensors and torch (tensors).
# Usage: convert.sh ASSAY WORK      (WORK keeps the environments)
set -uo pipefail
assay=$(realpath "$1") work=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work"
bad=0

python_of() { # VERSION: an interpreter of it
	ls -d "$HOME"/.pyenv/versions/"$1".*/bin/python /usr/bin/python"$1" 2>/dev/null | head -1
}

# Each line: name, Python, packages.
environments() {
	cat <<-'LIST'
		old 3.8 numpy==1.19.5 scipy==1.5.4 scikit-learn==0.24.2 joblib==1.0.1
		middle 3.11 numpy==1.26.4 scipy==1.11.4 scikit-learn==1.3.2 joblib==1.3.2
		new 3.13 numpy scipy scikit-learn joblib
	LIST
}

prepare() { # NAME PYTHON PACKAGE...
	local name=$1 python=$2
	shift 2
	[ ! -e "$work/$name.ready" ] || return 0
	"$python" -m venv "$work/$name" && "$work/$name/bin/pip" -q install --prefer-binary "$@" && touch "$work/$name.ready"
}

run() { # NAME COMMAND...
	local name=$1
	shift
	if "$@"; then echo "ok $name"; else echo "FAIL $name"; bad=1; fi
}

while read -r name version packages; do
	python=$(python_of "$version")
	[ -n "$python" ] || { echo "no Python $version: $name is left out"; continue; }
	# shellcheck disable=SC2086
	prepare "$name" "$python" $packages || { echo "FAIL environment $name"; bad=1; continue; }
	python=$work/$name/bin/python
	rm -rf "$work/made-$name"
	run "pickles made, $name" "$python" -W ignore "$here/convert_pickle.py" make "$work/made-$name"
	run "pickles, $name" "$python" -W ignore "$here/convert_pickle.py" compare "$assay" "$work/made-$name"
	run "predictions, $name" "$python" -W ignore "$here/convert_predict.py" --assay "$assay"
done < <(environments)

# torch without its gigabytes for graphics cards: Debian's, which must not meet another NumPy.
python=$(python_of 3.11)
if [ -n "$python" ] && prepare tensors "$python" numpy safetensors; then
	run "tensors" "$work/tensors/bin/python" -W ignore "$here/convert_tensors.py" --assay "$assay"
fi
if /usr/bin/python3 -c 'import torch, numpy' 2>/dev/null; then
	run "tensors of torch" /usr/bin/python3 -W ignore "$here/convert_tensors.py" --assay "$assay"
else
	echo "no python3-torch: files of torch are left out (apt-get install python3-torch)"
fi
exit $bad
