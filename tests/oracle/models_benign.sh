#!/usr/bin/env bash
# Honest models must pass: what the libraries' own wheels ship as test data, and what
# models_benign.py makes with old, middle and new releases of them. Nothing above information may be
# found in any of it, except in the few files that run code by design (listed at `accepted`).
# Usage: models_benign.sh ASSAY WORK      (WORK keeps what was downloaded and made)
set -uo pipefail
assay=$1 work=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work"

python_of() { # VERSION: an interpreter of it
	ls -d "$HOME"/.pyenv/versions/"$1".*/bin/python 2>/dev/null | head -1
}

# Each line: name, Python, packages.
environments() {
	cat <<-'LIST'
		old 3.8 numpy==1.19.5 scipy==1.5.4 scikit-learn==1.0.2 pandas==1.1.5 joblib==1.0.1 statsmodels==0.12.2 lightgbm==3.2.1 networkx dill cloudpickle lz4
		middle 3.11 numpy==1.26.4 scipy==1.11.4 scikit-learn==1.3.2 pandas==2.1.4 joblib==1.3.2 statsmodels==0.14.1 lightgbm==4.1.0 catboost==1.2.5 networkx nltk dill cloudpickle skops
		new 3.13 numpy scipy scikit-learn pandas joblib statsmodels lightgbm networkx nltk dill cloudpickle skops
	LIST
}

make_all() {
	local name version packages python
	while read -r name version packages; do
		python=$(python_of "$version")
		[ -n "$python" ] || { echo "no Python $version: $name is left out"; continue; }
		if ! [ -e "$work/$name.ready" ]; then
			# shellcheck disable=SC2086
			"$python" -m venv "$work/venv-$name" && "$work/venv-$name/bin/pip" -q install --prefer-binary $packages || return 1
			"$work/venv-$name/bin/pip" -q install --no-deps xgboost 2>/dev/null
			touch "$work/$name.ready"
		fi
		if ! [ -d "$work/made/$name" ]; then
			"$work/venv-$name/bin/python" -W ignore "$here/models_benign.py" "$work/made/$name.part" || return 1
			mv "$work/made/$name.part" "$work/made/$name"
		fi
	done < <(environments)
	if /usr/bin/python3 -c 'import torch' 2>/dev/null && ! [ -d "$work/made/torch" ]; then
		/usr/bin/python3 -W ignore "$here/models_benign.py" "$work/made/torch" torch
	fi
}

# The data files inside wheels.
unpack() {
	local p
	for p in scikit-learn joblib==1.2.0 numpy scipy pandas onnx h5py statsmodels nltk lightgbm gensim networkx; do
		[ -e "$work/wheels/$p.done" ] && continue
		mkdir -p "$work/wheels"
		pip -q download --no-deps --prefer-binary -d "$work/wheels" "$p" && touch "$work/wheels/$p.done"
	done
	python3 - "$work" <<-'PYTHON'
		import glob, os, sys, zipfile
		work = sys.argv[1]
		ends = ('.pkl', '.pickle', '.joblib', '.npy', '.npz', '.onnx', '.h5', '.hdf5', '.pt', '.pth', '.bin', '.gz',
		        '.bz2', '.xz', '.lzma', '.zlib', '.lz4', '.z', '.p', '.dat', '.model', '.pb', '.tst', '.cbm', '.ubj')
		for wheel in glob.glob(work + '/wheels/*.whl'):
		    out = os.path.join(work, 'shipped', os.path.basename(wheel).split('-')[0])
		    if os.path.isdir(out):
		        continue
		    for i in zipfile.ZipFile(wheel).infolist():
		        if i.filename.lower().endswith(ends) or '.pkl' in i.filename:
		            os.makedirs(out, exist_ok=True)
		            with open(os.path.join(out, i.filename.replace('/', '__')[-200:]), 'wb') as f:
		                f.write(zipfile.ZipFile(wheel).read(i))
	PYTHON
}

judge() {
	"$assay" models --format json --isolated --no-cache --exit-zero "$work/made" "$work/shipped" >"$work/report.json" || return 1
	python3 - "$work/report.json" <<-'PYTHON'
		import json, sys
		# what runs code by design, or is no model of the libraries that this is about
		accepted = ('numba', 'sympy', 'spacy', 'sphinx', 'umap')
		report = json.load(open(sys.argv[1]))
		wrong = [f for f in report['findings'] if f['severity'] != 'info'
		         and not any(a in f['path'] or a in f['message'] for a in accepted)]
		for f in wrong[:50]:
		    print(f['path'].rsplit('/', 2)[-2:], f['rule'], f['severity'], f['message'][:160])
		files = report['summary']['files']
		print('%s honest files, %d alarms' % (files, len({f['path'] for f in wrong})))
		sys.exit(bool(wrong) or int(files if isinstance(files, int) else 1) == 0)
	PYTHON
}

make_all && unpack && judge
