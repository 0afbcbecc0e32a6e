#!/usr/bin/env bash
# assay convert: what is refused and how, that outputs appear whole or not at all, and that NumPy and
# scikit-learn (Debian's) read back what they wrote, bit for bit.
. "$(dirname "$0")/lib.sh"

PY=python3
for p in python3 /usr/bin/python3; do
	"$p" -c 'import numpy' 2>/dev/null && PY=$p && break
done
have() { "$PY" -c "import $1" 2>/dev/null; }
if ! have numpy; then
	[ -z "${CI:-}" ] || { bad numpy "python3-numpy is missing"; finish; }
	echo "SKIP convert.sh: python3-numpy is missing: tools/deps.sh test"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
# only NAME...: the folder `o` holds exactly these
only() {
	local name=$1 got
	shift
	got=$(ls -A o | sort | tr '\n' ' ')
	if [ "$got" = "$(printf '%s\n' "$@" | grep . | sort | tr '\n' ' ')" ]; then ok "$name"; else bad "$name" "left: $got"; fi
}
fresh() {
	rm -rf o
	mkdir o
}

"$PY" - <<'P'
import pickle, numpy as np
a = np.arange(12, dtype="<f8").reshape(3, 4)
np.save("a.npy", a)
np.savez("a.npz", x=a, y=np.array([1, 2, 3], ">i2"))
pickle.dump({"w": a, "n": 3, "t": (1, 2.5, None), "s": "text", "b": b"\0\xff", 7: float("inf")}, open("dict.pkl", "wb"), 2)
pickle.dump({"layer.w": a, "layer.b": a[0]}, open("flat.pkl", "wb"), 4)
open("evil.pkl", "wb").write(b"cos\nsystem\n(S'true'\ntR.")
open("cut.pkl", "wb").write(pickle.dumps([1, 2, a], 4)[:-20])
P

# ---- The command line
fresh
exits no_arguments 2 convert
says no_arguments_says 'needs IN and OUT'
exits one_argument 2 convert a.npy
exits three_arguments 2 convert a.npy o/x.npz o/y.npz
exits unknown_option 2 convert --forse a.npy o/x.npz
says unknown_option_says "did you mean '--force'"
exits help 0 convert --help
says help_examples 'assay convert model.pkl model.npz'
exits wrong_suffix 2 convert a.npy o/x.pkl
says wrong_suffix_says '.safetensors, .npz or .npy'
exits only_a_suffix 2 convert a.npy o/.npz
exits in_missing 2 convert none.pkl o/x.npz
exits in_is_folder 2 convert o o/x.npz
mkfifo pipe
exits in_is_pipe 3 convert pipe o/x.npz
exits wrong_format 2 convert --format yaml a.npy o/x.npz
exits folder_missing 3 convert a.npy o/none/x.npz
says folder_missing_says 'No such file or directory'
exits in_is_out 2 convert --force a.npz a.npz
says in_is_out_says 'overwritten by its own conversion'
ln a.npz o/hard.npz
exits in_is_out_by_link 2 convert --force a.npz o/hard.npz
rm o/hard.npz
only usage_leaves_nothing
if [ "$(id -u)" != 0 ]; then
	chmod 555 o
	exits folder_unwritable 3 convert a.npy o/x.npz
	chmod 755 o
	cp a.npy secret.npy && chmod 000 secret.npy
	exits in_unreadable 3 convert secret.npy o/x.npz
	only unwritable_leaves_nothing
fi

# ---- What is written, and what is not overwritten
exits npy 0 convert a.npy o/x.npz
says npy_summary '1 array'
only npy_files x.npz x_config.json
cp o/x.npz first.npz && cp o/x_config.json first.json
exits exists 2 convert a.npz o/x.npz
says exists_says '--force'
expect exists_kept cmp o/x.npz first.npz
exits forced 0 convert --force a.npy o/x.npz
expect same_input_same_bytes cmp o/x.npz first.npz
expect same_input_same_json cmp o/x_config.json first.json
rm o/x.npz
exits json_exists 2 convert a.npy o/x.npz
says json_exists_says 'x_config.json exists'
only json_exists_nothing_new x_config.json
rm o/*
exits json_first 0 convert dict.pkl o/z.safetensors
only json_first_files z.safetensors z_config.json
exits json_replaced 0 convert --force flat.pkl o/z.safetensors
only json_of_other_arrays_is_gone z.safetensors
rm o/*
ln -s elsewhere.npz o/x.npz
exits out_is_link 2 convert --force a.npy o/x.npz
expect out_is_link_kept test -L o/x.npz
rm o/x.npz
mkdir o/x.npz
exits out_is_folder 2 convert --force a.npy o/x.npz
rmdir o/x.npz
exits quiet 0 convert --quiet a.npy o/x.npz
expect quiet_is_quiet test ! -s "$W/out" -a ! -s "$W/err"
exits to_npy 0 convert a.npy o/y.npy
expect to_npy_same cmp a.npy o/y.npy
exits npy_holds_one 1 convert a.npz o/z.npy
says npy_holds_one_says 'write NPZ'
exits safetensors 0 convert a.npz o/s.safetensors
exits there_and_back 0 convert o/s.safetensors o/s.npz
exits flat_pickle 0 convert flat.pkl o/flat.safetensors
exits dict_pickle 0 convert dict.pkl o/dict.npz
exits dict_safetensors 0 convert dict.pkl o/dict2.safetensors
only written x.npz x_config.json y.npy s.safetensors s.npz s_config.json flat.safetensors dict.npz dict_config.json dict2.safetensors dict2_config.json
expect modes test "$(stat -c %a o/x.npz o/x_config.json | sort -u)" = "$(printf '%o' $((0666 & ~$(umask))))"
"$PY" - >"$W/judged" <<'P'
import hashlib, json, struct, numpy as np
def check(name, ok):
    print("ok" if ok else "FAIL", name)
def sha(path):
    return hashlib.sha256(open(path, "rb").read()).hexdigest()
def tensors(path):
    raw = open(path, "rb").read()
    n = struct.unpack("<Q", raw[:8])[0]
    head = json.loads(raw[8:8 + n])
    meta = head.pop("__metadata__")
    return meta, {k: (v["dtype"], v["shape"], raw[8 + n + v["data_offsets"][0]:8 + n + v["data_offsets"][1]]) for k, v in head.items()}
a = np.load("a.npy", allow_pickle=False)
c = json.load(open("o/dict_config.json", encoding="utf-8"))
z = np.load("o/dict.npz", allow_pickle=False)
check("json_head", c["format"] == "assay-model" and c["version"] == 1 and c["tool"]["name"] == "assay")
check("json_source", c["source"] == {"name": "dict.pkl", "sha256": sha("dict.pkl"), "bytes": len(open("dict.pkl", "rb").read()), "format": "pickle"})
check("json_arrays", c["arrays"] == {"file": "dict.npz", "sha256": sha("o/dict.npz")})
d = dict((k, v) for k, v in [(p[0], p[1]) for p in c["root"]["$dict"]])
check("json_values", d == {"w": {"$array": "w"}, "n": 3, "t": {"$tuple": [1, 2.5, None]}, "s": "text", "b": {"$bytes": "AP8="}, 7: {"$float": "inf"}})
check("npz_array", z.files == ["w"] and z["w"].dtype == a.dtype and (z["w"] == a).all())
meta, t = tensors("o/s.safetensors")
check("metadata", meta["format"] == "pt" and meta["assay.source.sha256"] == sha("a.npz") and meta["assay.source.format"] == "npz" and meta["assay.source.name"] == "a.npz")
check("tensors", t == {"x": ("F64", [3, 4], a.tobytes()), "y": ("I16", [3], np.array([1, 2, 3], "<i2").tobytes())})
meta, t = tensors("o/flat.safetensors")
check("flat", sorted(t) == ["layer.b", "layer.w"])
c = json.load(open("o/dict2_config.json", encoding="utf-8"))
check("json_beside_safetensors", c["arrays"] == {"file": "dict2.safetensors", "sha256": sha("o/dict2.safetensors")})
z = np.load("o/s.npz", allow_pickle=False)
check("there_and_back_same", (z["x"] == a).all() and list(z["y"]) == [1, 2, 3])
P
while read -r word name; do if [ "$word" = ok ]; then ok "$name"; else bad "$name"; fi; done <"$W/judged"
expect all_judged test "$(wc -l <"$W/judged")" = 10

# ---- As JSON
exits json_summary 0 convert --force --format json dict.pkl o/dict.npz
expect json_summary_reads "$PY" -c 'import json, sys; d = json.load(open(sys.argv[1])); assert d["result"] == "converted" and d["arrays"] == 1 and d["config"] == "o/dict_config.json"' "$W/out"
exits json_refusal 1 convert --format json evil.pkl o/evil.npz
expect json_refusal_reads "$PY" -c 'import json, sys; d = json.load(open(sys.argv[1])); assert d["result"] == "refused" and d["verdict"] == "not clean" and d["findings"]' "$W/out"

# ---- The verdict
fresh
exits evil 1 convert evil.pkl o/x.npz
says evil_says 'is not clean'
says evil_names_it 'os.system'
cp evil.pkl evil.py
exits evil_by_another_name 1 convert evil.py o/x.npz
printf 'ignore = ["ALL"]\n' >off.toml
exits evil_with_rules_off 1 convert --config off.toml evil.pkl o/x.npz
mkdir -p approved/.git && cp evil.pkl approved/
(cd approved && "$ASSAY" models --approve --purpose x --force evil.pkl >/dev/null)
exits evil_approved 1 convert approved/evil.pkl o/x.npz
exits cut_short 1 convert cut.pkl o/x.npz
"$PY" - <<'END'
import numpy
numpy.savez("large.npz", a=numpy.arange(400000.0), b=numpy.ones(3))
data = bytearray(open("large.npz", "rb").read())
open("whole.npz", "wb").write(data)
data[2000000] ^= 1
open("large.npz", "wb").write(data)
END
exits damaged 1 convert large.npz o/x.npz
says damaged_says 'the file is damaged'
exits not_damaged 0 convert whole.npz o/x.npz
rm o/*
printf 'print(1)\n' >code.py
exits no_model 1 convert code.py o/x.npz
: >empty.pkl
exits empty 1 convert empty.pkl o/x.npz
only refused_leaves_nothing
printf '[models]\napproved = []\n' >policy.toml
exits policy 0 convert --policy policy.toml a.npy o/x.npz
expect policy_recorded grep -qF "\"policy\": \"policy.toml sha256:$(sha256sum policy.toml | cut -d' ' -f1)\"" o/x_config.json
exits policy_broken 2 convert --policy none.toml a.npy o/y.npz
exits project_policy 0 convert --isolated approved/../a.npy o/z.npz
expect no_policy grep -qF '"policy": null' o/z_config.json

# ---- Names
fresh
"$PY" - <<'P'
import os, shutil
for name in [b"bad\xff.npy", b"new\nline.npy", b"esc\x1b[31m.npy", "\u4e2d\"'.npy".encode(), b"-dash.npy"]:
    shutil.copy("a.npy", name)
P
n=0
for f in bad* new* esc* ?\"\'.npy ./-dash.npy; do
	n=$((n + 1))
	exits "name_$n" 0 convert -- "$f" "o/${f##*/}.npz"
	expect "name_${n}_no_controls" bash -c "! grep -q \$'\\033' '$W/out'"
done
expect names_all_there test "$n" = 5 -a "$(find o -name '*_config.json' -printf x)" = xxxxx
expect names_json_is_json "$PY" -c 'import glob, json; [json.load(open(p, encoding="utf-8")) for p in glob.glob(b"o/*.json")]'
ln -s a.npy link.npy
fresh
exits in_is_link 0 convert link.npy o/x.npz

# ---- Nothing half-written. A sparse file is large at once.
fresh
"$PY" - <<'P'
import numpy as np
np.lib.format.open_memmap("big.npy", "w+", "<f4", (400 << 20,)).flush()
P
(ulimit -f 1000 && exec "$ASSAY" convert a.npy o/small.npz) >"$W/out" 2>"$W/err"
expect small_limit_small_file test -s o/small.npz
fresh
(ulimit -f 1000 && exec "$ASSAY" convert big.npy o/x.npz) >"$W/out" 2>"$W/err"
expect disk_full test $? = 3
says disk_full_says 'cannot be written'
only disk_full_leaves_nothing
if [ "$(id -u)" = 0 ] && mkdir -p tiny && mount -t tmpfs -o size=1m tmpfs tiny 2>/dev/null; then
	exits tmpfs_full 3 convert big.npy tiny/x.npz
	says tmpfs_full_says 'No space left on device'
	expect tmpfs_full_leaves_nothing test -z "$(ls -A tiny)"
	umount tiny
fi
# during NAME COMMAND...: runs it while big.npy is being converted; leaves the exit code in $code
during() {
	local name=$1 pid
	shift
	# a shell ignores SIGINT for what it starts in the background
	"$PY" -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$ASSAY" convert big.npy o/x.npz >"$W/out" 2>"$W/err" &
	pid=$!
	for _ in $(seq 1 200); do
		[ "$(pgrep -c -P $pid)" -ge 2 ] 2>/dev/null && break
		sleep 0.01
	done
	"$@" $pid
	wait $pid 2>/dev/null
	code=$?
}
if command -v pgrep >/dev/null; then
	for s in INT TERM HUP; do
		fresh
		during "$s" kill -"$s"
		expect "interrupted_by_$s" test "$code" = $((128 + $(kill -l $s)))
		only "interrupted_by_${s}_leaves_nothing"
	done
	kill_task() { kill -KILL "$(pgrep -P "$1" | head -1)"; }
	fresh
	during task_killed kill_task
	expect task_killed test "$code" = 3
	says task_killed_says 'died'
	only task_killed_leaves_nothing
	touch_it() { touch big.npy; }
	fresh
	during changed touch_it
	expect changed test "$code" = 3
	says changed_says 'it changed while it was converted'
	only changed_leaves_nothing
	appears() { echo mine >o/x.npz; }
	fresh
	during appears appears
	expect out_appeared test "$code" = 2
	expect out_appeared_kept grep -q mine o/x.npz
	only out_appeared_nothing_else x.npz
fi
fresh
"$PY" - "$ASSAY" >"$W/out" <<'P'
import resource, subprocess, sys
code = subprocess.call([sys.argv[1], "convert", "-q", "big.npy", "o/x.npz"])
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
P
read -r code megabytes <"$W/out"
expect large_file test "$code" = 0
[ -n "${ASSAY_SANITIZED:-}" ] || expect "large_file_memory_$megabytes" test "$megabytes" -le 64
rm -f big.npy
fresh

# ---- NumPy: every dtype, order and way of keeping it, bit for bit
"$PY" - >"$W/list" <<'P'
import pickle, sys, numpy as np
rng = np.random.default_rng(0)
np.seterr(all="ignore")
arrays = {}
for code in "?bBhHiIlLqQefdFDgG":
    for order in "<>":
        dt = np.dtype(code)
        dt = dt.newbyteorder(order) if dt.itemsize > 1 else dt
        raw = rng.integers(0, 2 if code == "?" else 256, 24 * dt.itemsize, dtype=np.uint8)
        if code in "gG":
            raw[:] = 0
        arrays[f"{code}{'l' if order == '<' else 'b'}"] = np.frombuffer(raw.tobytes(), dt).reshape(2, 3, 4)
arrays["text"] = np.array([["ab", "\u4e2d"], ["", "x"]])
arrays["bytes"] = np.array([b"ab", b"\xff\0c"])
arrays["dates"] = np.array(["2020-01-01", "NaT"], "M8[ns]")
arrays["record"] = np.array([(1, 2.5, "x"), (3, -0.0, "yz")], [("a", "<i4"), ("b", ">f8"), ("c", "U3")])
arrays["nested"] = np.zeros(2, [("p", [("x", "<f4"), ("y", "<f4", (2, 2))]), ("n", "u1")])
arrays["empty"] = np.zeros((0, 3))
arrays["scalar"] = np.array(1.5)
f = np.asfortranarray(rng.normal(size=(5, 7)))
arrays["fortran"] = f
np.savez("all.npz", **arrays)
np.savez_compressed("packed.npz", **arrays)
views = dict(arrays, cut=f[1:4, ::2], turned=f.T, back=f[::-1], cube=np.arange(24.0).reshape(2, 3, 4).transpose(1, 2, 0))
print("all.npz", "packed.npz")
for protocol in range(6):
    name = f"p{protocol}.pkl"
    pickle.dump(views, open(name, "wb"), protocol)
    print(name)
np.savez("views.npz", **views)
try:
    import joblib
    joblib.dump(views, "j.joblib")
    for c in ["zlib", "gzip", "bz2", "xz", "lzma"]:
        joblib.dump(views, f"j_{c}.joblib", compress=(c, 3))
        print(f"j_{c}.joblib")
    print("j.joblib")
except ImportError:
    pass
P
for f in $(cat "$W/list"); do
	exits "numpy_$f" 0 convert -q "$f" "o/$f.npz"
done
"$PY" - $(cat "$W/list") >"$W/judged" <<'P'
import sys, numpy as np
want = np.load("views.npz", allow_pickle=False)
for name in sys.argv[1:]:
    got = np.load(f"o/{name}.npz", allow_pickle=False)
    bad = []
    for key in got.files:
        a, b = want[key], got[key]
        if a.dtype != b.dtype or a.shape != b.shape or a.tobytes() != b.tobytes():
            bad.append(key)
    missing = set(np.load("all.npz", allow_pickle=False).files if name.endswith(".npz") else want.files) - set(got.files)
    print("FAIL" if bad or missing else "ok", f"bits_{name}", *bad, *missing)
P
while read -r word name rest; do if [ "$word" = ok ]; then ok "$name"; else bad "$name" "$rest"; fi; done <"$W/judged"
expect numpy_all_judged test "$(wc -l <"$W/judged")" = "$(wc -w <"$W/list")"
fresh

# ---- scikit-learn: trained here, converted, predicted in C
if have sklearn; then
	"$PY" -W ignore - >"$W/list" <<'P'
import pickle, numpy as np
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge, SGDClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeRegressor
rng = np.random.default_rng(3)
X = rng.normal(size=(200, 6)) * [1, 5, 10, 0.1, 3, 100]
y = X @ rng.normal(size=6) + rng.normal(size=200)
c = np.digitize(y, np.quantile(y, [0.3, 0.7]))
models = {
    "linear": LinearRegression().fit(X, y),
    "ridge": Ridge().fit(X, y),
    "lasso": make_pipeline(StandardScaler(), Lasso(0.1)).fit(X, y),
    "logistic": make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X, c),
    "binary": make_pipeline(MinMaxScaler(), PCA(3), LogisticRegression()).fit(X, c > 0),
    "svc": make_pipeline(StandardScaler(), LinearSVC()).fit(X, c),
    "sgd": make_pipeline(StandardScaler(), SGDClassifier()).fit(X, c),
    "rbf": SVC().fit(X, c),
    "tree": DecisionTreeRegressor(max_depth=4).fit(X, y),
    "forest": RandomForestClassifier(5).fit(X, c),
    "boosting": GradientBoostingClassifier(n_estimators=5).fit(X, c),
}
np.save("rows.npy", X)
for name, model in models.items():
    pickle.dump(model, open(f"sk_{name}.pkl", "wb"))
    np.save(f"want_{name}.npy", model.predict(X))
    print(name)
P
	for m in $(cat "$W/list"); do exits "sklearn_$m" 0 convert -q "sk_$m.pkl" "o/$m.npz"; done
	for m in linear ridge lasso logistic binary svc sgd; do
		exits "predict_$m" 0 predict --output "o/$m.npy" "o/$m.npz" rows.npy
		expect "predict_${m}_agrees" "$PY" -c 'import sys, numpy as np
a, b = (np.load(f, allow_pickle=False) for f in sys.argv[1:])
assert a.shape == b.shape and (np.allclose(a, b, rtol=1e-12, atol=1e-12) if a.dtype.kind == "f" else (a == b).all())' "want_$m.npy" "o/$m.npy"
	done
	exits predict_forest_refused 1 predict o/forest.npz rows.npy
	exits predict_exists 2 predict --output o/linear.npy o/linear.npz rows.npy
	exits predict_forced 0 predict --force --output o/linear.npy o/linear.npz rows.npy
	cp o/ridge.npz o/other.npz && cp o/linear_config.json o/other_config.json
	exits predict_other_digest 1 predict o/other.npz rows.npy
	exits predict_no_config 2 predict a.npz rows.npy
	exits predict_proba_of_none 2 predict --proba o/linear.npz rows.npy
	(ulimit -f 1 && exec "$ASSAY" predict --output o/full.npy o/linear.npz rows.npy) >"$W/out" 2>"$W/err"
	expect predict_disk_full test $? = 3
	expect predict_disk_full_leaves_nothing test ! -e o/full.npy
fi
fresh

# ---- The open half of the models layer's judge
archive=${ASSAY_SHARED:-$HERE/../../../shared}/models-open.tar.zst
if [ -f "$archive" ] && tar --zstd -xf "$archive"; then
	"$PY" - models-open >"$W/rows" <<'P'
import csv, os, sys
for r in csv.DictReader(open(sys.argv[1] + "/labels.csv", encoding="utf-8")):
    path = sys.argv[1] + "/" + r["file"]
    files = [path]
    if os.path.isdir(path):
        files = [os.path.join(d, f) for d, _, fs in os.walk(path) for f in fs]
    for f in sorted(files):
        print(r["malicious"], f)
P
	: >"$W/table"
	unsafe=0 refused=0
	while read -r bad file; do
		got=0
		timeout 60 "$ASSAY" convert "$file" o/m.safetensors >"$W/out" 2>"$W/err" || got=$?
		[ "$got" != 1 ] || ! grep -q ' cannot be converted' "$W/err" || {
			got=0
			timeout 60 "$ASSAY" convert "$file" o/m.npz >"$W/out" 2>"$W/err" || got=$?
		}
		if [ "$bad" = 1 ]; then
			unsafe=$((unsafe + 1))
			[ "$got" = 1 ] && [ -z "$(ls -A o)" ] && refused=$((refused + 1)) || bad "malicious_$file" "exit $got"
		else
			printf '%s\t%s\n' "${file#models-open/}" "$([ "$got" = 0 ] && echo converted || sed -n 's/^  //p; s/.* is not converted: /not converted: /p' "$W/err" | head -1)" >>"$W/table"
		fi
		fresh
	done <"$W/rows"
	expect "malicious_refused_$refused" test "$refused" = "$unsafe" -a "$unsafe" -ge 216
	sort "$W/table" >"$W/sorted"
	[ -z "${BLESS:-}" ] || cp "$W/sorted" "$HERE/convert_benign.txt"
	if ! diff "$HERE/convert_benign.txt" "$W/sorted" >"$W/diff"; then bad benign "$(head -c 600 "$W/diff")"; else ok benign_as_expected; fi
elif [ -n "${CI:-}" ]; then
	bad models_open "$archive is missing"
fi
finish
