# Copyright The assay authors. SPDX-License-Identifier: Apache-2.0
"""Models that `assay convert` wrote (NPZ + JSON, described in docs/convert.md), with NumPy only.

    model = assay_load.load("model.npz")
    model.predict(X); model.predict_proba(X); model.coef_; model.steps[0][1].mean_

load() gives the tree of objects: attributes by name, arrays as NumPy arrays, nothing executed. Objects of the
linear and the tree families, scalers and pipelines predict what scikit-learn predicts; others raise
ValueError with the name of their class. Python 3.8, NumPy 1.17 and later.
"""
import base64
import hashlib
import json
import os

import numpy as np

LINEAR_REGRESSORS = """LinearRegression Ridge RidgeCV Lasso LassoCV ElasticNet ElasticNetCV MultiTaskLasso
    MultiTaskLassoCV MultiTaskElasticNet MultiTaskElasticNetCV Lars LarsCV LassoLars LassoLarsCV LassoLarsIC
    OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV BayesianRidge ARDRegression HuberRegressor
    TheilSenRegressor QuantileRegressor SGDRegressor PassiveAggressiveRegressor LinearSVR TweedieRegressor
    PoissonRegressor GammaRegressor""".split()
LINEAR_CLASSIFIERS = """LogisticRegression LogisticRegressionCV SGDClassifier Perceptron LinearSVC
    PassiveAggressiveClassifier RidgeClassifier RidgeClassifierCV LinearDiscriminantAnalysis""".split()
TREES = "DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor".split()
FORESTS = "RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor".split()
SEARCHES = ["GridSearchCV", "RandomizedSearchCV"]


def load(path):
    """The root of the model in NPZ file `path`, whose JSON lies beside it."""
    path = os.fspath(path)
    with open((path[:-4] if path.endswith(".npz") else path) + "_config.json", encoding="utf-8") as file:
        config = json.load(file)
    if not isinstance(config, dict) or config.get("format") != "assay-model" or config.get("version") != 1:
        raise ValueError("expected the JSON of an assay-model of version 1")
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
        if digest.hexdigest() != config["arrays"]["sha256"]:
            raise ValueError(path + " is not the file that its JSON belongs to: another SHA-256")
        file.seek(0)
        release = (config.get("libraries") or {}).get("scikit-learn")
        with np.load(file, allow_pickle=False) as arrays:
            return _item(config["root"], (arrays, release))


def _item(v, source):
    if isinstance(v, list):
        return [_item(one, source) for one in v]
    if not isinstance(v, dict):
        return v
    form = next((key for key in v if key.startswith("$")), None)
    inner = v.get(form)
    if form is None:
        return {key: _item(one, source) for key, one in v.items()}
    if form == "$class":
        groups = [v.get(group, {}) for group in ("parameters", "fitted", "private")]
        attributes = {key: _item(one, source) for group in groups for key, one in group.items()}
        return Object(inner, attributes, source[1])
    if form == "$array":
        return source[0][inner]
    if form == "$scalar":
        return np.array(_item(v["value"], source)).astype(inner)[()]  # dates have a unit, which type() does not know
    plain = {
        "$tuple": lambda: tuple(_item(inner, source)),
        "$set": lambda: frozenset(_item(inner, source)),
        "$dict": lambda: {_item(key, source): _item(one, source) for key, one in inner},
        "$bytes": lambda: base64.b64decode(inner),
        "$float": lambda: float(inner),
        "$complex": lambda: complex(*_item(inner, source)),
        "$type": lambda: inner,
        "$dropped": lambda: None,
    }
    if form not in plain:
        raise ValueError("unknown form " + form)
    return plain[form]()


class Object:
    """An object of the source, by its class's name; nothing of that class is here."""

    def __init__(self, class_name, attributes, release):
        self.__dict__.update(attributes)
        self.release = release or "0.20"
        self.class_name = class_name
        self.kind = class_name.rsplit(".", 1)[-1] if class_name.startswith("sklearn.") else class_name

    def __repr__(self):
        return "<%s>" % self.class_name

    def get(self, name, otherwise=None):
        return self.__dict__.get(name, otherwise)

    def since(self, *version):
        """Was it saved by this release of scikit-learn or a later one?"""
        numbers = str(self.release).split(".")[:2]
        return tuple(int("".join(c for c in n if c.isdigit()) or 0) for n in numbers) >= version

    def refuse(self, why="is no model that assay_load knows"):
        raise ValueError("%s %s" % (self.class_name, why))

    def predict(self, X):
        return _predict(self, _rows(self, X))

    def predict_proba(self, X):
        return _predict_proba(self, _rows(self, X))

    def decision_function(self, X):
        return _decision(self, _rows(self, X))

    def transform(self, X):
        return _transform(self, _rows(self, X))


def _rows(model, X):
    X = np.asarray(X)
    X = X if X.dtype.kind == "f" else X.astype(np.float64)
    if X.ndim != 2:
        raise ValueError("expected rows of features, found %d dimensions" % X.ndim)
    if X.shape[1] != model.get("n_features_in_", X.shape[1]):
        raise ValueError("expected %d features, found %d" % (model.n_features_in_, X.shape[1]))
    if np.isinf(X).any():
        raise ValueError("an infinity in the input")
    return X


def _finite(X):
    if not np.isfinite(X).all():
        raise ValueError("NaN or infinity in what the model gets: it imputes none")
    return X


def _through(model, X):
    """A pipeline's last step, and what the others make of X."""
    steps = [step for _, step in model.steps]
    for step in steps[:-1]:
        if step is not None and step != "passthrough":
            X = _transform(step, X)
    return steps[-1], X


def _predict(m, X):
    if m.kind == "Pipeline":
        return _predict(*_through(m, X))
    if m.kind in SEARCHES:
        return _predict(m.best_estimator_, X)
    if m.kind in LINEAR_REGRESSORS:
        y = _scores(m, X)
        power = m.get("power", 1.5) if m.kind == "TweedieRegressor" else 1.5
        log = m.get("link") == "log" or m.get("link", "auto") == "auto" and power > 0
        return np.exp(y) if log and m.kind in ("TweedieRegressor", "PoissonRegressor", "GammaRegressor") else y
    if m.kind in ("SVR", "NuSVR"):
        return _decision(m, X)
    if m.kind in ("SVC", "NuSVC"):
        return np.asarray(m.classes_)[_svc_classes(m, X)]
    if m.kind == "DummyRegressor":
        return np.full(len(X), np.ravel(m.constant_)[0])
    if m.kind.endswith("Regressor") and m.kind in TREES + FORESTS + ["GradientBoostingRegressor"]:
        return _values(m, X)
    if m.kind == "HistGradientBoostingRegressor":
        raw = _values(m, X)
        return np.exp(raw) if m.loss in ("poisson", "gamma") else raw
    if m.kind in LINEAR_CLASSIFIERS or m.kind.endswith("GradientBoostingClassifier"):
        scores = _decision(m, X)
        if scores.ndim == 1:
            tie = m.kind == "GradientBoostingClassifier" and m.since(1, 4)
            return _classes(m)[(scores >= 0 if tie else scores > 0).astype(int)]
        return _classes(m)[scores.argmax(axis=1)]
    if m.kind in TREES + FORESTS:
        return _classes(m)[_predict_proba(m, X).argmax(axis=1)]
    return m.refuse()


def _predict_proba(m, X):
    if m.kind == "Pipeline":
        return _predict_proba(*_through(m, X))
    if m.kind in SEARCHES:
        return _predict_proba(m.best_estimator_, X)
    if m.kind == "DummyClassifier" and m.strategy == "prior":
        return np.tile(m.class_prior_, (len(X), 1))
    if m.kind in TREES + FORESTS and m.kind.endswith("Classifier"):
        return _values(m, X)
    loss = m.get("loss") if m.kind == "SGDClassifier" else None
    if m.kind.endswith("GradientBoostingClassifier"):
        scores = _decision(m, X)
        scores = scores * 2 if m.loss == "exponential" else scores
        return _two(_sigmoid(scores)) if scores.ndim == 1 else _softmax(scores)
    if m.kind in ("LogisticRegression", "LogisticRegressionCV"):
        scores = _decision(m, X)
        multi = m.get("multi_class") or "auto"
        automatic = len(m.classes_) <= 2 or m.get("solver") == "liblinear"
        if multi not in ("ovr", "warn") and not (multi in ("auto", "deprecated") and automatic):
            return _softmax(scores if scores.ndim == 2 else np.c_[-scores, scores])
    elif m.kind == "LinearDiscriminantAnalysis":
        scores = _decision(m, X)
        if scores.ndim == 2:
            return _softmax(scores)
    elif loss in ("log", "log_loss", "modified_huber"):
        scores = _decision(m, X)
    else:
        return m.refuse("has no probabilities that assay_load knows")
    each = (np.clip(scores, -1, 1) + 1) / 2 if loss == "modified_huber" else _sigmoid(scores)
    if each.ndim == 1:
        return _two(each)
    total = each.sum(axis=1, keepdims=True)
    return np.where(total == 0, 1 / each.shape[1], each / np.where(total == 0, 1, total))


def _classes(m):
    if "_label_binarizer" in m.__dict__ and "classes_" not in m.__dict__:
        if m._label_binarizer.y_type_ not in ("binary", "multiclass"):
            m.refuse("with several labels for a row is not predicted")
        return np.asarray(m._label_binarizer.classes_)
    classes = np.asarray(m.classes_)
    return classes if classes.ndim == 1 else m.refuse("with several outputs is not predicted")


def _sigmoid(v):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-v))


def _softmax(v):
    v = np.exp(v - v.max(axis=1, keepdims=True))
    return v / v.sum(axis=1, keepdims=True)


def _two(second):
    return np.c_[1 - second, second]


# ---- Linear models ----


def _scores(m, X):
    if not isinstance(m.coef_, np.ndarray):
        m.refuse("with sparse coefficients is not predicted")
    return _finite(X) @ m.coef_.T + m.get("intercept_", 0.0)


def _decision(m, X):
    if m.kind == "Pipeline":
        return _decision(*_through(m, X))
    if m.kind in SEARCHES:
        return _decision(m.best_estimator_, X)
    if m.kind in LINEAR_CLASSIFIERS:
        scores = _scores(m, X)
    elif m.kind in ("SVC", "NuSVC", "SVR", "NuSVR"):
        scores = _svm(m, X)
    elif m.kind.endswith("GradientBoostingClassifier"):
        scores = _values(m, X)
    else:
        return m.refuse("has no decision values that assay_load knows")
    return scores.ravel() if scores.ndim == 2 and scores.shape[1] == 1 else scores


def _svm(m, X):
    """The functions of support vectors: one for two classes, else one for each pair."""
    if m.kernel != "linear" or m.get("_sparse"):
        m.refuse("is predicted with dense vectors and kernel='linear' only")
    products = _finite(X) @ m.support_vectors_.T
    if m.kind in ("SVR", "NuSVR") or len(m.classes_) == 2:
        return products @ m.dual_coef_[0] + m.intercept_
    ends = np.cumsum(np.r_[0, m.get("_n_support", m.get("n_support_"))])
    parts = [slice(a, b) for a, b in zip(ends, ends[1:])]
    pairs = [(i, j) for i in range(len(parts)) for j in range(i + 1, len(parts))]
    one = [products[:, parts[i]] @ m.dual_coef_[j - 1, parts[i]] for i, j in pairs]
    other = [products[:, parts[j]] @ m.dual_coef_[i, parts[j]] for i, j in pairs]
    scores = np.stack(one, axis=1) + np.stack(other, axis=1) + m.intercept_
    return _confident(m, scores, pairs) if m.get("decision_function_shape") == "ovr" else scores


def _votes(scores, pairs, n):
    votes = np.zeros((len(scores), n))
    for k, (i, j) in enumerate(pairs):
        votes[:, i] += scores[:, k]
        votes[:, j] += 1 - scores[:, k]
    return votes


def _confident(m, scores, pairs):
    sums = np.zeros((len(scores), len(m.classes_)))
    for k, (i, j) in enumerate(pairs):
        sums[:, i] += scores[:, k]
        sums[:, j] -= scores[:, k]
    return _votes(scores >= 0, pairs, len(m.classes_)) + sums / (3 * (np.abs(sums) + 1))


def _svc_classes(m, X):
    scores = _decision(m, X)
    if scores.ndim == 1:
        return (scores >= 0).astype(int)
    if m.get("decision_function_shape") != "ovr":
        n = len(m.classes_)
        pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
        return _votes(scores > 0, pairs, n).argmax(axis=1)
    # Without break_ties the votes alone decide, the first of equals wins.
    return (scores if m.get("break_ties") else np.rint(scores)).argmax(axis=1)


# ---- Trees ----


def _values(m, X):
    """Values of a tree's leaves, or of all trees together: probabilities of a classifier's."""
    if m.kind in FORESTS:
        total = sum(_values(tree, X) for tree in m.estimators_) / len(m.estimators_)
        return total
    if m.kind.startswith("GradientBoosting"):
        raw = _initial(m, X)
        for stage in m.estimators_:
            for k, tree in enumerate(stage):
                raw[:, k] += m.learning_rate * tree.tree_.values[_leaves(tree, X), 0, 0]
        return raw if m.kind.endswith("Classifier") else raw.ravel()
    if m.kind.startswith("HistGradientBoosting"):
        raw = np.zeros((len(X), len(m._predictors[0]))) + np.reshape(m._baseline_prediction, (1, -1))
        for stage in m._predictors:
            for k, tree in enumerate(stage):
                raw[:, k] += tree.nodes["value"][_hist_leaves(m, tree.nodes, X)]
        return raw if m.kind.endswith("Classifier") else raw.ravel()
    value = m.tree_.values[_leaves(m, X)]
    if m.kind.endswith("Regressor"):
        return value[:, 0, 0] if value.shape[1] == 1 else value[:, :, 0]
    _classes(m)
    value = value[:, 0]
    if m.since(1, 3):
        return value
    total = value.sum(axis=1, keepdims=True)
    return value / np.where(total == 0, 1, total)


def _initial(m, X):
    n = len(m.estimators_[0])
    if m.init_ == "zero":
        return np.zeros((len(X), n))
    if m.kind.endswith("Regressor"):
        return np.array(_predict(m.init_, X), dtype=float).reshape(-1, 1)
    eps = np.finfo(np.float32).eps
    p = np.clip(_predict_proba(m.init_, X), eps, 1 - eps)
    if n > 1:
        p = np.log(p)
        return p - p.mean(axis=1, keepdims=True) if m.since(1, 4) else p
    raw = np.log(p[:, 1:] / (1 - p[:, 1:]))
    return raw / 2 if m.loss == "exponential" else raw


def _walk(X, left, right, feature, leaf, goes_left):
    at, going = np.zeros(len(X), dtype=np.intp), np.arange(len(X))
    for _ in range(len(left)):
        going = going[~leaf[at[going]]]
        if len(going) == 0:
            return at
        node = at[going]
        x = X[going, feature[node]]
        at[going] = np.where(goes_left(x, node), left[node], right[node])
    raise ValueError("a tree whose branches lead back to it")


def _leaves(m, X):
    nodes = m.tree_.nodes
    missing = "missing_go_to_left" in nodes.dtype.names
    X = (X if missing else _finite(X)).astype(np.float32)
    _rows(m, X)

    def goes_left(x, node):
        left = x <= nodes["threshold"][node]
        return np.where(np.isnan(x), nodes["missing_go_to_left"][node] != 0, left) if missing else left

    return _walk(X, nodes["left_child"], nodes["right_child"], nodes["feature"], nodes["left_child"] < 0, goes_left)


def _hist_leaves(m, nodes, X):
    names = nodes.dtype.names
    if m.get("_preprocessor") is not None or "is_categorical" in names and nodes["is_categorical"].any():
        m.refuse("with categories is not predicted")
    threshold = nodes["num_threshold" if "num_threshold" in names else "threshold"]

    def goes_left(x, node):
        return np.where(np.isnan(x), nodes["missing_go_to_left"][node] != 0, x <= threshold[node])

    return _walk(X, nodes["left"], nodes["right"], nodes["feature_idx"], nodes["is_leaf"] != 0, goes_left)


# ---- Transformers ----


def _transform(m, X):
    if m.kind == "Pipeline":
        last, X = _through(m, X)
        return X if last is None or last == "passthrough" else _transform(last, X)
    if m.kind in ("StandardScaler", "RobustScaler"):
        mean, spread = (m.get("mean_"), m.scale_) if m.kind == "StandardScaler" else (m.center_, m.scale_)
        X = X if mean is None or not m.get("with_mean", m.get("with_centering", True)) else X - mean
        return X if spread is None or not m.get("with_std", m.get("with_scaling", True)) else X / spread
    if m.kind == "MinMaxScaler":
        X = X * m.scale_ + m.min_
        return np.clip(X, *m.feature_range) if m.get("clip") else X
    if m.kind == "MaxAbsScaler":
        return np.clip(X / m.scale_, -1, 1) if m.get("clip") else X / m.scale_
    if m.kind == "Normalizer":
        size = np.abs(_finite(X))
        norm = size.max(axis=1) if m.norm == "max" else size.sum(axis=1) if m.norm == "l1" else np.sqrt((X * X).sum(axis=1))
        return X / np.where(norm < 10 * np.finfo(float).eps, 1, norm)[:, None]
    if m.kind == "Binarizer":
        return (_finite(X) > m.threshold).astype(float)
    if m.kind in ("PCA", "TruncatedSVD"):
        X = _finite(X) if m.get("mean_") is None else _finite(X) - m.mean_
        X = X @ m.components_.T
        return X / np.maximum(np.sqrt(m.explained_variance_), np.finfo(float).eps) if m.get("whiten") else X
    if m.kind == "SimpleImputer":
        values = np.array(m.statistics_, dtype=float)
        if not np.isnan(m.get("missing_values", np.nan)) or m.get("add_indicator"):
            m.refuse("imputes NaN only, without indicator")
        kept = ~np.isnan(values) | bool(m.get("keep_empty_features"))
        return np.where(np.isnan(X), np.nan_to_num(values), X)[:, kept]
    if m.kind in ("VarianceThreshold", "SelectKBest", "SelectPercentile"):
        return X[:, _selected(m)]
    return m.refuse("is no transformer that assay_load knows")


def _selected(m):
    if m.kind == "VarianceThreshold":
        return m.variances_ > m.threshold
    scores = np.where(np.isnan(m.scores_), np.finfo(float).min, m.scores_)
    n = len(scores)
    mask = np.zeros(n, dtype=bool)
    if m.kind == "SelectKBest":
        count = n if m.k == "all" else m.k
        mask[np.argsort(scores, kind="mergesort")[n - count :] if count else []] = True
        return mask
    if m.percentile in (0, 100):
        return mask | (m.percentile == 100)
    least = np.percentile(scores, 100 - m.percentile)
    mask = scores > least
    mask[np.where(scores == least)[0][: int(n * m.percentile / 100) - mask.sum()]] = True
    return mask
