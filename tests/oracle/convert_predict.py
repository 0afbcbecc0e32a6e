#!/usr/bin/env python3
"""Predictions of converted models against scikit-learn's own.

    python tests/oracle/convert_predict.py --assay build/release/assay [--only NAME] [--keep DIR]

Runs in an environment with scikit-learn (any release from 0.22 on). Trains every family that docs/convert.md
names, writes each model twice: with `assay convert` from its pickle, and with the small writer below, which
was made from docs/convert.md alone; then predicts with `assay predict` (NPY and CSV) and with
python/assay_load.py, and compares: labels and trees exactly, other numbers within 1e-12 of the largest.
"""
import argparse
import base64
import hashlib
import json
import math
import os
import pathlib
import pickle
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import sklearn

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python"))
import assay_load  # noqa: E402

warnings.filterwarnings("ignore")
VERSION = tuple(int(n) for n in sklearn.__version__.split(".")[:2])

# ---- The layout, written from its description -------------------------------------------------------


class Writer:
    def __init__(self):
        self.arrays = {}

    def array(self, value, path):
        name = ".".join(path) or "arr_0"
        unique, n = name, 2
        while unique in self.arrays:
            unique, n = f"{name}~{n}", n + 1
        self.arrays[unique] = value
        return {"$array": unique}

    def number(self, value):
        if isinstance(value, float) and not math.isfinite(value):
            return {"$float": "nan" if value != value else "inf" if value > 0 else "-inf"}
        return value

    def item(self, v, path):
        if v is None or type(v) in (bool, int, str):
            return v
        if type(v) is float:
            return self.number(v)
        if isinstance(v, np.ndarray) and v.dtype == object:
            return self.item(v.tolist(), path)
        if isinstance(v, np.ndarray):
            return self.array(v, path)
        if isinstance(v, np.generic):
            return {"$scalar": v.dtype.name, "value": self.number(v.item())}
        if isinstance(v, bytes):
            return {"$bytes": base64.b64encode(v).decode()}
        if isinstance(v, (list, tuple)):
            out = [self.item(one, path + [str(i)]) for i, one in enumerate(v)]
            return out if isinstance(v, list) else {"$tuple": out}
        if isinstance(v, (set, frozenset)):
            return {"$set": [self.item(one, path) for one in sorted(v)]}
        if isinstance(v, dict):
            if all(isinstance(k, str) and not k.startswith("$") for k in v):
                return {k: self.item(one, path + [k]) for k, one in v.items()}
            return {"$dict": [[self.item(k, path), self.item(one, path)] for k, one in v.items()]}
        if isinstance(v, type) or callable(v) and hasattr(v, "__qualname__"):
            return {"$type": f"{v.__module__}.{v.__qualname__}"}
        return self.object(v, path)

    def object(self, v, path):
        name = f"{type(v).__module__}.{type(v).__qualname__}"
        if isinstance(v, np.random.RandomState) or not name.startswith("sklearn."):
            return {"$dropped": name, "why": "not needed to predict"}
        reduced = v.__reduce_ex__(4)
        state = dict(reduced[2] or {}) if len(reduced) > 2 and isinstance(reduced[2], dict) else {}
        if type(v).__name__ == "Tree":
            state.update(zip(("n_features", "n_classes", "n_outputs"), reduced[1]))
        out = {"$class": name}
        state.pop("_sklearn_version", None)  # "libraries" says it
        for key, value in state.items():
            group = "private" if key.startswith("_") else "fitted" if key.endswith("_") else "parameters"
            out.setdefault(group, {})[key] = self.item(value, path + [key])
        return out


def write(model, path):
    writer = Writer()
    root = writer.item(model, [])
    np.savez(path, **writer.arrays)
    config = {
        "format": "assay-model",
        "version": 1,
        "source": {"name": "model.pkl", "sha256": "0" * 64, "bytes": 0, "format": "pickle"},
        "tool": {"name": "assay", "version": "0", "rules_version": "0"},
        "policy": "",
        "arrays": {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
        "libraries": {"scikit-learn": sklearn.__version__},
        "dropped": [],
        "root": root,
    }
    path.with_name(path.stem + "_config.json").write_text(json.dumps(config, allow_nan=False))


# ---- Models -----------------------------------------------------------------------------------------

RNG = np.random.RandomState(7)
X = RNG.normal(size=(240, 7)) * [1, 10, 100, 0.1, 3, 7, 1] + [0, 5, 50, -1, 2, 0, 0.5]
SIGNAL = X @ [1, 0.2, -0.01, 4, 0.3, 0.1, -1] + RNG.normal(size=240)
BINARY = (SIGNAL > 0).astype(int)
MULTI = np.digitize(SIGNAL, [-1.5, 0.5, 2.5])
NEW = RNG.normal(size=(333, 7)) * [1, 10, 100, 0.1, 3, 7, 1] + [0, 5, 50, -1, 2, 0, 0.5]
HOLES = NEW.copy()
HOLES[RNG.rand(*HOLES.shape) < 0.1] = np.nan
LABELS = {
    "int": MULTI * 10 - 5,
    "int32": MULTI.astype(np.int32),
    "uint8": MULTI.astype(np.uint8),
    "float": MULTI * 2.0,
    "text": np.array(["red", "gr\u00fcn", 'b,l"ue', "x\ny"])[MULTI],
    "object": np.array(["red", "green", "blue", "dark"], dtype=object)[MULTI],
    "bool": BINARY.astype(bool),
    "two": np.array(["no", "yes"])[BINARY],
}


def regressors():
    from sklearn import linear_model as lm, svm

    names = """LinearRegression Ridge RidgeCV Lasso LassoCV ElasticNet ElasticNetCV Lars LarsCV LassoLars
        LassoLarsCV LassoLarsIC OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV BayesianRidge ARDRegression
        HuberRegressor TheilSenRegressor SGDRegressor PassiveAggressiveRegressor""".split()
    for name in names:
        if hasattr(lm, name):
            yield name, getattr(lm, name)().fit(X / 10, SIGNAL)
    yield "Ridge no intercept", lm.Ridge(fit_intercept=False).fit(X, SIGNAL)
    several = np.c_[SIGNAL, -SIGNAL * 2 + 1, X[:, 0]]
    for name in "LinearRegression Ridge Lasso MultiTaskLasso MultiTaskElasticNet MultiTaskLassoCV".split():
        yield f"{name}, 3 outputs", getattr(lm, name)().fit(X, several)
    yield "LinearRegression, column", lm.LinearRegression().fit(X, SIGNAL[:, None])
    for name in "TweedieRegressor PoissonRegressor GammaRegressor".split():
        if hasattr(lm, name):
            yield name, getattr(lm, name)().fit(X / 100, np.abs(SIGNAL) + 0.1)
    if hasattr(lm, "TweedieRegressor"):
        yield "Tweedie log", lm.TweedieRegressor(power=1.5).fit(X / 100, np.abs(SIGNAL) + 0.1)
    if hasattr(lm, "QuantileRegressor"):
        yield "QuantileRegressor", lm.QuantileRegressor(solver="highs").fit(X / 10, SIGNAL)
    yield "LinearSVR", svm.LinearSVR().fit(X / 10, SIGNAL)
    yield "SVR", svm.SVR(kernel="linear").fit(X / 100, SIGNAL)
    yield "NuSVR", svm.NuSVR(kernel="linear").fit(X / 100, SIGNAL)
    yield "float32", lm.Ridge().fit(X.astype("f4"), SIGNAL.astype("f4"))


def classifiers():
    from sklearn import linear_model as lm, svm
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    def logistic(**more):
        return lm.LogisticRegression(max_iter=200, **more)

    kinds = [("two", "binary"), ("int", "multi")]
    for labels, what in kinds:
        y = LABELS[labels]
        yield f"LogisticRegression {what}", logistic().fit(X / 10, y)
        yield f"LogisticRegressionCV {what}", lm.LogisticRegressionCV(max_iter=200, cv=2).fit(X / 10, y)
        for multi_class in ["ovr", "multinomial"] if VERSION < (1, 7) else []:
            model = logistic(multi_class=multi_class)
            yield f"LogisticRegression {what} {multi_class}", model.fit(X / 10, y)
        if VERSION < (1, 7) or what == "binary":
            yield f"LogisticRegression {what} liblinear", logistic(solver="liblinear").fit(X / 10, y)
        for loss in ["hinge", "log_loss" if VERSION >= (1, 1) else "log", "modified_huber"]:
            yield f"SGDClassifier {what} {loss}", lm.SGDClassifier(loss=loss, random_state=1).fit(X / 10, y)
        for name in "Perceptron PassiveAggressiveClassifier RidgeClassifier RidgeClassifierCV".split():
            yield f"{name} {what}", getattr(lm, name)().fit(X / 10, y)
        yield f"LinearSVC {what}", svm.LinearSVC().fit(X / 10, y)
        for solver in ["svd", "lsqr"]:
            yield f"LDA {what} {solver}", LinearDiscriminantAnalysis(solver=solver).fit(X, y)
        more = {} if VERSION >= (1, 8) else {"probability": True}
        yield f"SVC {what}", svm.SVC(kernel="linear", **more).fit(X / 100, y)
        yield f"SVC {what} ovo", svm.SVC(kernel="linear", decision_function_shape="ovo").fit(X / 100, y)
        yield f"NuSVC {what}", svm.NuSVC(kernel="linear", nu=0.05).fit(X / 100, y)
        if VERSION >= (0, 22):
            yield f"SVC {what} ties", svm.SVC(kernel="linear", break_ties=True).fit(X / 100, y)
    for labels, y in LABELS.items():
        yield f"labels {labels}", logistic().fit(X / 10, y)
        yield f"labels {labels} ridge", lm.RidgeClassifier().fit(X / 10, y)
        yield f"labels {labels} svc", svm.SVC(kernel="linear").fit(X / 100, y)


def pipelines():
    from sklearn import feature_selection as fs, linear_model as lm, preprocessing as pp
    from sklearn.decomposition import PCA, TruncatedSVD
    from sklearn.impute import SimpleImputer
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import Pipeline, make_pipeline

    def pipe(*steps):
        return make_pipeline(*steps, lm.LogisticRegression(max_iter=300)).fit(X, MULTI)

    yield "StandardScaler", pipe(pp.StandardScaler())
    yield "StandardScaler no mean", pipe(pp.StandardScaler(with_mean=False))
    yield "StandardScaler no std", pipe(pp.StandardScaler(with_std=False))
    yield "StandardScaler neither", pipe(pp.StandardScaler(with_std=False, with_mean=False))
    yield "MinMaxScaler", pipe(pp.MinMaxScaler((-2, 3)))
    if VERSION >= (0, 24):
        yield "MinMaxScaler clip", pipe(pp.MinMaxScaler(clip=True))
    yield "MaxAbsScaler", pipe(pp.MaxAbsScaler())
    yield "RobustScaler", pipe(pp.RobustScaler())
    for norm in ["l1", "l2", "max"]:
        yield f"Normalizer {norm}", pipe(pp.Normalizer(norm))
    yield "Binarizer", pipe(pp.Binarizer(threshold=0.5))
    yield "PCA", pipe(PCA(3))
    yield "PCA whiten", pipe(pp.StandardScaler(), PCA(5, whiten=True))
    yield "TruncatedSVD", pipe(TruncatedSVD(4))
    yield "VarianceThreshold", pipe(fs.VarianceThreshold(0.5))
    yield "SelectKBest", pipe(pp.StandardScaler(), fs.SelectKBest(k=3))
    yield "SelectKBest all", pipe(fs.SelectKBest(k="all"))
    for percentile in [30, 50, 100]:
        yield f"SelectPercentile {percentile}", pipe(fs.SelectPercentile(percentile=percentile))
    for strategy in ["mean", "median", "most_frequent", "constant"]:
        yield f"SimpleImputer {strategy}", pipe(SimpleImputer(strategy=strategy), pp.StandardScaler())
    yield "scaler before imputer", pipe(pp.StandardScaler(), SimpleImputer())
    yield "passthrough", Pipeline([("a", "passthrough"), ("b", pp.StandardScaler()), ("c", lm.Ridge())]).fit(X, SIGNAL)
    nested = make_pipeline(make_pipeline(pp.StandardScaler(), PCA(4)), lm.Ridge())
    yield "nested", nested.fit(X, SIGNAL)
    yield "nested at the end", make_pipeline(pp.StandardScaler(), make_pipeline(PCA(4), lm.Ridge())).fit(X, SIGNAL)
    search = GridSearchCV(make_pipeline(pp.StandardScaler(), lm.Ridge()), {"ridge__alpha": [0.1, 1]}, cv=2)
    yield "GridSearchCV", search.fit(X, SIGNAL)
    empty = X.copy()
    empty[:, 2] = np.nan
    yield "imputer drops a column", make_pipeline(SimpleImputer(), lm.Ridge()).fit(empty, SIGNAL)


def trees():
    from sklearn import ensemble as en, preprocessing as pp, tree
    from sklearn.experimental import enable_hist_gradient_boosting  # noqa: F401
    from sklearn.pipeline import make_pipeline

    for labels in ["two", "int", "text", "object"]:
        y = LABELS[labels]
        yield f"DecisionTreeClassifier {labels}", tree.DecisionTreeClassifier(max_depth=5).fit(X, y)
        yield f"ExtraTreeClassifier {labels}", tree.ExtraTreeClassifier().fit(X, y)
        yield f"RandomForestClassifier {labels}", en.RandomForestClassifier(20, max_depth=6).fit(X, y)
        yield f"ExtraTreesClassifier {labels}", en.ExtraTreesClassifier(20).fit(X, y)
        yield f"GradientBoostingClassifier {labels}", en.GradientBoostingClassifier(n_estimators=15).fit(X, y)
        yield f"HistGradientBoostingClassifier {labels}", en.HistGradientBoostingClassifier(max_iter=9).fit(X, y)
    yield "GB exponential", en.GradientBoostingClassifier(n_estimators=9, loss="exponential").fit(X, LABELS["two"])
    yield "GB zero", en.GradientBoostingClassifier(n_estimators=9, init="zero").fit(X, LABELS["int"])
    yield "DecisionTreeRegressor", tree.DecisionTreeRegressor(max_depth=6).fit(X, SIGNAL)
    yield "DecisionTreeRegressor, 2 outputs", tree.DecisionTreeRegressor(max_depth=6).fit(X, np.c_[SIGNAL, X[:, 0]])
    yield "ExtraTreeRegressor", tree.ExtraTreeRegressor().fit(X, SIGNAL)
    yield "RandomForestRegressor", en.RandomForestRegressor(20).fit(X, SIGNAL)
    yield "RandomForestRegressor, 2 outputs", en.RandomForestRegressor(20).fit(X, np.c_[SIGNAL, X[:, 0]])
    yield "ExtraTreesRegressor", en.ExtraTreesRegressor(20).fit(X, SIGNAL)
    for loss in ["huber", "quantile"]:
        yield f"GradientBoostingRegressor {loss}", en.GradientBoostingRegressor(n_estimators=15, loss=loss).fit(X, SIGNAL)
    yield "GradientBoostingRegressor", en.GradientBoostingRegressor(n_estimators=15).fit(X, SIGNAL)
    yield "HistGradientBoostingRegressor", en.HistGradientBoostingRegressor(max_iter=9).fit(X, SIGNAL)
    yield "HistGB poisson", en.HistGradientBoostingRegressor(loss="poisson", max_iter=9).fit(X, np.abs(SIGNAL))
    yield "scaler and forest", make_pipeline(pp.StandardScaler(), en.RandomForestClassifier(9)).fit(X, MULTI)


# ---- Comparing --------------------------------------------------------------------------------------


class Differs(Exception):
    pass


def equal(got, want, what, exact, scale=0.0):
    """Numbers within 1e-12 of the largest one, or of `scale`: the size of what was added up."""
    got, want = np.asarray(got), np.asarray(want)
    if got.shape != want.shape:
        raise Differs(f"{what}: shape {got.shape}, not {want.shape}")
    if want.dtype.kind in "fc" and not exact:
        most = np.abs(got - want).max() / max(np.abs(want).max(), scale, 1e-300)
        if not most <= 1e-12:
            raise Differs(f"{what}: differs by {most:.3g}")
        return
    if not (got == want).all():
        raise Differs(f"{what}: {int((got != want).sum())} of {want.size} differ, {got[got != want][:3]}")


class Assay:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def run(self, *words):
        done = subprocess.run([self.program, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()

    def predict(self, npz, rows, *more):
        code, out, err = self.run("predict", npz, rows, *more)
        if code != 0:
            raise Differs(f"assay predict {' '.join(map(str, more))}: exit {code}: {err}")
        return out

    def array(self, npz, rows, *more):
        out = self.folder / "out.npy"
        self.predict(npz, rows, "--format", "npy", "--force", "--output", out, *more)
        return np.load(out, allow_pickle=False)


def inputs(folder, rows):
    """The same rows in files of every kind."""
    np.save(folder / "c.npy", rows)
    np.save(folder / "f.npy", np.asfortranarray(rows))
    np.save(folder / "big.npy", rows.astype(">f8"))
    with open(folder / "rows.csv", "w") as file:
        for row in rows.tolist():
            file.write(",".join("" if v != v else repr(v) for v in row) + "\n")
    return [folder / name for name in ("c.npy", "f.npy", "big.npy", "rows.csv")]


def has(model, name):
    try:
        return hasattr(model, name)
    except Exception:
        return False


def terms(model, rows):
    """Support vectors cancel: how large the terms are that a decision value of SVC is a sum of."""
    if not has(model, "support_vectors_"):
        return 0.0
    return float(np.abs(model.dual_coef_).sum(axis=1).max() * np.abs(rows @ model.support_vectors_.T).max())


def check_c(assay, npz, model, rows, files):
    labels = model.predict(rows)
    classifier = has(model, "classes_")
    for file in files:
        equal(assay.array(npz, file), labels, f"labels of {file.name}", classifier)
    proba = has(model, "predict_proba")
    if proba:
        equal(assay.array(npz, files[0], "--proba"), model.predict_proba(rows), "probabilities", False, terms(model, rows))
    if classifier:
        equal(assay.array(npz, files[0], "--decision"), model.decision_function(rows), "decisions", False, terms(model, rows))
    text = assay.predict(npz, files[0], "--format", "jsonl", *(["--proba"] if proba else []))
    lines = [json.loads(line) for line in text.decode().splitlines()]
    equal([line["prediction"] for line in lines], labels, "labels of JSON lines", classifier)
    if proba:
        equal([line["proba"] for line in lines], model.predict_proba(rows), "probabilities of JSON lines", False, terms(model, rows))
    assay.predict(npz, files[0], "--format", "csv")
    assay.predict(npz, files[0])


def check_numpy(npz, model, rows, exact):
    loaded = assay_load.load(npz)
    equal(loaded.predict(rows), model.predict(rows), "labels of assay_load", exact or has(model, "classes_"))
    if has(model, "predict_proba") and "SVC" not in repr(model):
        equal(loaded.predict_proba(rows), model.predict_proba(rows), "probabilities of assay_load", exact)


def check(assay, folder, model, tree, convert):
    rows = HOLES if any(w in repr(model) for w in ("SimpleImputer", "HistGradient")) else NEW
    files = inputs(folder, rows)
    made = folder / "made.npz"
    write(model, made)
    both = [made]
    if convert:
        (folder / "model.pkl").write_bytes(pickle.dumps(model))
        code, _, err = assay.run("convert", "--force", folder / "model.pkl", folder / "model.npz")
        if code != 0:
            raise Differs(f"assay convert: exit {code}: {err}")
        both.append(folder / "model.npz")
    for npz in both:
        # Boosted classifiers go through log and exp, which SciPy computes in its own way.
        check_numpy(npz, model, rows, tree and "GradientBoostingClassifier" not in repr(model) and "poisson" not in repr(model))
        if not tree:
            check_c(assay, npz, model, rows, files)
    if tree:
        code, _, err = assay.run("predict", made, files[0])
        if code != 1 or type(model).__name__ not in err and "Pipeline" not in repr(model):
            raise Differs(f"a tree is not refused by name: exit {code}: {err}")


def check_refusals():
    """Classes that assay_load does not know are named."""
    from sklearn.neighbors import KNeighborsClassifier

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "knn.npz"
        write(KNeighborsClassifier(), path)
        try:
            assay_load.load(path).predict(NEW)
        except ValueError as error:
            if "KNeighborsClassifier" in str(error):
                return
            raise Differs(f"refused without its name: {error}")
        raise Differs("a neighbours classifier was not refused")


def check_values(assay, folder):
    """NumPy's scalars come back as what they were."""
    values = [np.datetime64("2020-01-01", "ns"), np.timedelta64(5, "s"), np.datetime64("NaT", "D"), np.str_("x")]
    values += [np.bytes_(b"q"), np.uint64(2**64 - 1), np.complex64(1 + 2j), np.float16(0.1), np.bool_(True), np.int8(-3)]
    (folder / "values.pkl").write_bytes(pickle.dumps(values))
    code, _, err = assay.run("convert", "--force", folder / "values.pkl", folder / "values.npz")
    if code != 0:
        raise Differs(f"assay convert: exit {code}: {err}")
    for value, got in zip(values, assay_load.load(folder / "values.npz")):
        if type(got) is not type(value) or got.dtype != value.dtype or got.tobytes() != value.tobytes():
            raise Differs(f"{value!r} became {got!r}")


def check_circle():
    """A tree that leads back to itself is refused: nobody waits for it."""
    nothing = np.zeros(1, dtype=int)
    try:
        assay_load._walk(NEW, nothing, nothing, nothing, np.zeros(1, dtype=bool), lambda x, node: x > 0)
    except ValueError:
        return
    raise Differs("a tree that leads back to itself was not refused")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assay", default=ROOT / "build" / "release" / "assay")
    parser.add_argument("--only", default="")
    parser.add_argument("--no-convert", action="store_true", help="only what the writer here makes")
    args = parser.parse_args()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        assay = Assay(os.path.abspath(args.assay), folder)
        for family, tree in [(regressors, 0), (classifiers, 0), (pipelines, 0), (trees, 1)]:
            for title, model in family():
                if args.only not in title:
                    continue
                try:
                    check(assay, folder, model, tree, not args.no_convert)
                    passed += 1
                except (Differs, ValueError, KeyError, OSError) as error:
                    failed += 1
                    print(f"FAIL {family.__name__}: {title}: {type(error).__name__} {error}", flush=True)
        for title, one in [("refusals", check_refusals), ("circle", check_circle), ("values", lambda: check_values(assay, folder))]:
            try:
                one()
                passed += 1
            except (Differs, ValueError, TypeError) as error:
                failed += 1
                print(f"FAIL {title}: {error}")
    print(f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}: {passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
