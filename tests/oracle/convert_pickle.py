#!/usr/bin/env python3
"""What assay reads of pickles against what Python has in memory.

    convert_pickle.py make DIR          objects of the NumPy and scikit-learn at hand, pickled in all
                                        protocols and by joblib, each with the text that
                                        `assay debug tree` is to print (works with Python 2.7 too)
    convert_pickle.py compare ASSAY DIR  prints what differs; status 1 if anything does

The text is made from the objects through __reduce_ex__, not from the bytes of the pickle.
Differences that are meant: an array of objects is a list; random generators, search trees and
distributions are dropped; _sklearn_version is told once; arrays with gaps may be written in any
order.
"""
from __future__ import print_function

import hashlib
import io
import os
import pickle
import subprocess
import sys
import warnings

PY2 = sys.version_info[0] == 2
TEXT = type(u"")

# ---- The text that is wanted -----------------------------------------------------------------


def quote(s):
    if isinstance(s, bytes):
        s = s.decode("latin-1")
    out = u'"'
    for c in s:
        if c in u'"\\':
            out += u"\\" + c
        elif ord(c) < 0x20 or ord(c) == 0x7F:
            out += u"\\u%04x" % ord(c)
        else:
            out += c
    return out + u'"'


def number(x):
    return u"nan" if x != x else TEXT(repr(float(x)))


class Printer(object):
    def __init__(self, np):
        self.np = np
        self.version = None
        self.names = []  # the way to the value

    def block(self, before, pairs, ends, depth):
        if not pairs:
            return before + ends
        pad = u"\n" + u"  " * (depth + 1)
        return before + ends[0] + pad + pad.join(pairs) + u"\n" + u"  " * depth + ends[1]

    def many(self, values, ends, depth, before=u""):
        lines = [self.value(v, depth + 1) for v in values]
        if before:
            lines.sort()
        return self.block(before, lines, ends, depth)

    def pairs(self, items, depth, before=u""):
        lines = []
        for k, v in items:
            self.names.append(k)
            lines.append(self.value(k, depth + 1) + u": " + self.value(v, depth + 1))
            self.names.pop()
        return self.block(before, lines, u"{}", depth)

    def descr(self, dtype):
        d = self.np.lib.format.dtype_to_descr(dtype)
        text = repr(d) if not isinstance(d, TEXT) else u"'" + d + u"'"
        return TEXT(text.replace("u'", "'") if PY2 else text)

    def array(self, a, depth):
        np = self.np
        if a.dtype.hasobject:
            if a.ndim == 0:
                return self.value(a.item(), depth)
            return self.many(list(a), u"[]", depth)
        kind = a.dtype.kind
        if kind in "biufc" and a.dtype.name in (
                "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 "
                "complex64 complex128").split():
            big = a.dtype.byteorder == ">" and a.dtype.itemsize > 1
            name = (u">" if big else u"") + TEXT(a.dtype.name)
        else:
            name = self.descr(a.dtype)
        c, f = a.flags.c_contiguous or a.size == 0, a.flags.f_contiguous
        text = u"array %s (%s) %s " % (name, u", ".join(TEXT(int(n)) for n in a.shape),
                                       u"C" if c else u"F" if f else u"strided")
        return text + TEXT(hashlib.sha256(np.asarray(a).tobytes("C")).hexdigest())

    def scalar(self, s, depth):
        np = self.np
        names = {"U": u"str_", "S": u"bytes_"}
        name = names.get(s.dtype.kind, TEXT(s.dtype.name))
        if s.dtype.kind in "Mm":
            return name + u" " + TEXT(s.view("i8").item() if s.dtype.kind else 0)
        if s.dtype.kind == "S":
            return name + u" bytes " + TEXT("".join("%02x" % b for b in bytearray(s.tobytes())))
        if s.dtype.kind == "c":
            return name + u" complex %s %s" % (number(s.real), number(s.imag))
        return name + u" " + self.value(s.item(), depth)

    def object(self, o, depth):
        np = self.np
        module = type(o).__module__
        name = TEXT(module + "." + type(o).__name__)
        if module.startswith(("numpy.random", "mtrand", "scipy.stats")):
            return u"dropped"
        if type(o).__name__ == "Memory" or self.names[-1:] == ["_tree"]:
            return u"dropped"
        if isinstance(o, dict):
            return self.pairs(list(o.items()), depth)
        if isinstance(o, tuple):
            return self.many(o, u"()", depth)
        r = o.__reduce_ex__(2)
        if not isinstance(r, tuple):
            return u"type " + TEXT(r)
        f, args = r[:2]
        state = r[2] if len(r) > 2 else None
        items = []
        if f.__name__ in ("__newobj__",):
            args = args[1:]
            name = TEXT(r[1][0].__module__ + "." + r[1][0].__name__)
        elif f.__name__.startswith("__pyx_unpickle_"):
            if state is None and len(args) > 2:
                state = args[2]
            args = ()
        elif f.__name__ in ("newObj", "__newObj"):
            args = ()
        if type(o).__name__ == "Tree" and len(args) == 3:
            items += list(zip(("n_features", "n_classes", "n_outputs"), args))
        elif args:
            items.append(("args", args))
        if isinstance(state, dict):
            items += state.items()
        elif isinstance(state, tuple) and len(state) == 2 and all(
                s is None or isinstance(s, dict) for s in state):
            items += list((state[0] or {}).items()) + list((state[1] or {}).items())
        elif state is not None:
            items.append(("state", state))
        kept = []
        for k, v in items:
            if k == "_sklearn_version" and self.version in (None, v):
                self.version = v
                continue
            kept.append((k, v))
        return self.pairs(kept, depth, u"object " + name + u" ")

    def value(self, o, depth=0):
        np = self.np
        if o is None:
            return u"null"
        if isinstance(o, np.ma.MaskedArray):
            return self.pairs([("data", o.data), ("mask", np.ma.getmaskarray(o)),
                               ("fill_value", o._fill_value)], depth,
                              u"object numpy.ma.MaskedArray ")
        if isinstance(o, np.ndarray):
            return self.array(o, depth)
        if isinstance(o, np.generic):
            return self.scalar(o, depth)
        if isinstance(o, np.dtype):
            d = self.descr(o) if not o.hasobject else u"'|O'"
            return u"type numpy.dtype:" + (d[1:-1] if d[0] == u"'" else d)
        if isinstance(o, type) or type(o).__name__ in (
                "function", "builtin_function_or_method", "ufunc", "_ArrayFunctionDispatcher",
                "cython_function_or_method", "classobj"):
            return u"type " + TEXT(o.__name__)
        if type(o) is bool:
            return u"true" if o else u"false"
        if type(o) is int or (PY2 and type(o) is long):  # noqa: F821
            return TEXT(int(o)) if not PY2 else TEXT(str(o))
        if type(o) is float:
            return number(o)
        if type(o) is complex:
            return u"complex %s %s" % (number(o.real), number(o.imag))
        if type(o) is TEXT or (PY2 and type(o) is str):
            return quote(o)
        if type(o) in (bytes, bytearray):
            return u"bytes " + TEXT("".join("%02x" % b for b in bytearray(o)))
        if type(o) is tuple:
            return self.many(o, u"()", depth)
        if type(o) in (list, range) or type(o).__name__ == "deque":
            return self.many(list(o), u"[]", depth)
        if type(o) in (set, frozenset):
            return self.many(o, u"[]", depth, u"set ")
        if type(o) is slice:
            return self.pairs([("start", o.start), ("stop", o.stop), ("step", o.step)], depth,
                              u"object builtins.slice ")
        if type(o) is dict:
            return self.pairs(list(o.items()), depth)
        return self.object(o, depth)


# ---- The objects -----------------------------------------------------------------------------


def arrays(np):
    """NumPy's dtypes, orders and shapes, and what else is data."""
    import collections

    rng = np.random.RandomState(0)
    out = {}
    for code in "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 g G U7 S5 V3 M8[ns] M8[D] m8[25us] m8".split():
        for order in "<>":
            dt = np.dtype(code).newbyteorder(order)
            a = np.frombuffer(rng.bytes(12 * dt.itemsize), "u1")
            if code == "b1":
                a = a & 1
            if code[0] == "U":
                a = np.array([u"a\u00e9\U0001f600", u"", u"xyz"] * 4, dt).view("u1")
            a = a.view(dt)
            key = code + order
            out[key] = {
                "c": a.reshape(3, 4).copy(), "f": np.asfortranarray(a.reshape(3, 4)),
                "t": a.reshape(2, 3, 2).transpose(1, 0, 2), "s": a[::2], "one": a[:1].reshape(()),
                "none": a[:0], "nil": a[:0].reshape(0, 3), "d4": a.reshape(1, 2, 3, 2).copy(),
            }
            if code not in ("g", "G", "V3", "U7"):
                out[key]["scalar"] = a[3]
    rec = np.dtype([("a", "<i4"), ("b", ">f8"), ("c", "S3"), ("d", "<f4", (2, 3)),
                    ("e", [("x", "u1"), ("y", "<u2")])])
    out["records"] = np.frombuffer(rng.bytes(5 * rec.itemsize), "u1").copy().view(rec)
    out["aligned"] = np.zeros(4, np.dtype([("a", "i1"), ("b", "f8"), ("c", "i1")], align=True))
    out["objects"] = np.array(["a", None, 1, 2.5], dtype=object)
    out["objects2"] = np.array([["a", "b", "c"], ["d", "e", "f"]], dtype=object)
    out["objectsf"] = np.asfortranarray(out["objects2"])
    out["masked"] = np.ma.masked_array(np.arange(6.0).reshape(2, 3), [[0, 1, 0], [1, 0, 0]])
    out["matrix"] = np.matrix([[1, 2], [3, 4]])
    out["dtypes"] = [np.dtype(c) for c in ("f8", ">i2", "U3", "S2", "O", "M8[s]", "b1")] + [rec]
    out["types"] = [np.float64, np.int8, int, np.ndarray]
    out["shared"] = [out["aligned"], out["aligned"]]
    out["long"] = rng.rand(300, 100)  # longer than what is decoded at once
    out["bytes"] = np.arange(256, dtype="u1")
    out["plain"] = [None, True, False, 0, 255, 256, -1, 2 ** 31, -2 ** 63, 2 ** 63, 2 ** 200,
                    -2 ** 100, 0.1, -0.0, 1e300, float("inf"), float("-inf"), float("nan"), 1.5 + 2j,
                    u"text", u"\u00e9\u4e2d\U0001f600 \\ \n ' \" \x7f\t", b"bytes\x00\xff",
                    bytearray(b"array"), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], {}, set(),
                    {1, 2, 3}, frozenset([u"a"]), {1: 2, (1, u"a"): 3, u"k": [1]}]
    out["many"] = list(range(2500))
    out["words"] = dict((u"w%d" % i, i) for i in range(2100))
    out["ordered"] = collections.OrderedDict([(u"b", 1), (u"a", 2)])
    out["default"] = collections.defaultdict(list, {u"a": [1]})
    out["counter"] = collections.Counter(u"hello")
    out["deque"] = collections.deque([1, 2, 3], 5)
    out["random"] = [np.random.RandomState(1)]
    if hasattr(np.random, "default_rng"):
        out["random"].append(np.random.default_rng(1))
    return out


# One expression each: what a version does not have is skipped.
CLASSIFIERS = """
LogisticRegression(); SGDClassifier(loss="log_loss"); SGDClassifier(loss="log"); Perceptron();
PassiveAggressiveClassifier(); RidgeClassifier(); RidgeClassifierCV(); LogisticRegressionCV(Cs=2);
LinearDiscriminantAnalysis(); QuadraticDiscriminantAnalysis(); SVC(kernel="linear"); SVC(probability=True);
NuSVC(nu=0.1); LinearSVC(); DecisionTreeClassifier(); ExtraTreeClassifier(); RandomForestClassifier(n_estimators=4);
RandomForestClassifier(n_estimators=3, random_state=np.random.RandomState(0)); ExtraTreesClassifier(n_estimators=3);
GradientBoostingClassifier(n_estimators=3); HistGradientBoostingClassifier(max_iter=3);
AdaBoostClassifier(n_estimators=3); BaggingClassifier(n_estimators=2); CalibratedClassifierCV(LinearSVC());
CalibratedClassifierCV(GaussianNB(), method="isotonic"); VotingClassifier([("a", LogisticRegression()), ("b", GaussianNB())]);
StackingClassifier([("a", LogisticRegression()), ("b", DecisionTreeClassifier())]); OneVsRestClassifier(LogisticRegression());
OneVsOneClassifier(LinearSVC()); OutputCodeClassifier(LinearSVC()); KNeighborsClassifier();
KNeighborsClassifier(algorithm="ball_tree"); RadiusNeighborsClassifier(radius=10); NearestCentroid(); GaussianNB();
BernoulliNB(); DummyClassifier(); GaussianProcessClassifier(); MLPClassifier(max_iter=5); MLPClassifier(solver="sgd", max_iter=5);
GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}); RandomizedSearchCV(LogisticRegression(), {"C": uniform(0, 1)}, n_iter=2);
make_pipeline(StandardScaler(), PCA(n_components=2), LogisticRegression()); SelectKBest(k=2); SelectPercentile(); SelectFpr();
SelectFromModel(LogisticRegression()); RFE(LogisticRegression()); RFECV(LogisticRegression());
TunedThresholdClassifierCV(LogisticRegression()); LabelSpreading(); NeighborhoodComponentsAnalysis()
"""
REGRESSORS = """
LinearRegression(); Ridge(); RidgeCV(); Lasso(); LassoCV(n_alphas=5); ElasticNet(); Lars(); LassoLarsIC(); BayesianRidge();
ARDRegression(); HuberRegressor(); TheilSenRegressor(max_subpopulation=50); RANSACRegressor(); SGDRegressor(); PoissonRegressor();
TweedieRegressor(power=0); QuantileRegressor(solver="highs"); OrthogonalMatchingPursuit(); SVR(); SVR(kernel="linear"); NuSVR(); LinearSVR();
DecisionTreeRegressor(); DecisionTreeRegressor(max_leaf_nodes=5); RandomForestRegressor(n_estimators=3); ExtraTreesRegressor(n_estimators=3);
GradientBoostingRegressor(n_estimators=3); GradientBoostingRegressor(n_estimators=2, loss="huber", init=LinearRegression());
HistGradientBoostingRegressor(max_iter=3); HistGradientBoostingRegressor(max_iter=2, loss="poisson"); AdaBoostRegressor(n_estimators=2);
BaggingRegressor(n_estimators=2); KNeighborsRegressor(); GaussianProcessRegressor(kernel=RBF() + WhiteKernel()); MLPRegressor(max_iter=5);
StackingRegressor([("a", Ridge())]); VotingRegressor([("a", Ridge())]); PLSRegression(); DummyRegressor();
TransformedTargetRegressor(Ridge(), transformer=StandardScaler()); TransformedTargetRegressor(Ridge(), func=np.log1p, inverse_func=np.expm1)
"""
TRANSFORMERS = """
StandardScaler(); MinMaxScaler(); MaxAbsScaler(); RobustScaler(); Normalizer(); Binarizer(); QuantileTransformer(n_quantiles=20);
PowerTransformer(); KBinsDiscretizer(); PolynomialFeatures(); SplineTransformer(); KernelCenterer(); PCA(n_components=3); TruncatedSVD(n_components=2);
IncrementalPCA(n_components=2); KernelPCA(n_components=2); FastICA(n_components=2); FactorAnalysis(n_components=2); SparsePCA(n_components=2);
NMF(n_components=2); LatentDirichletAllocation(n_components=2); KMeans(n_clusters=3, n_init=2); MiniBatchKMeans(n_clusters=3, n_init=2);
DBSCAN(); OPTICS(); AgglomerativeClustering(n_clusters=3); MeanShift(); AffinityPropagation(); GaussianMixture(n_components=2);
BayesianGaussianMixture(n_components=2); SimpleImputer(); KNNImputer(); MissingIndicator(); IterativeImputer(max_iter=2); Imputer(); VarianceThreshold();
IsolationForest(n_estimators=3); OneClassSVM(); EllipticEnvelope(); LocalOutlierFactor(novelty=True); NearestNeighbors(); NearestNeighbors(algorithm="ball_tree");
Nystroem(n_components=5); RBFSampler(n_components=5); GaussianRandomProjection(n_components=3); SparseRandomProjection(n_components=3);
Isomap(); FunctionTransformer(np.log1p); FunctionTransformer(); LedoitWolf(); RandomTreesEmbedding(n_estimators=2); make_union(StandardScaler(), PCA(n_components=2));
ColumnTransformer([("n", StandardScaler(), [0, 1]), ("p", "passthrough", [2]), ("s", MinMaxScaler(), slice(3, 5)), ("d", "drop", [5])]);
ColumnTransformer([("n", StandardScaler(), [0, 1])], remainder=MinMaxScaler())
"""
TEXTS = """CountVectorizer(); TfidfVectorizer(ngram_range=(1, 2)); HashingVectorizer(); make_pipeline(TfidfVectorizer(), LogisticRegression())"""
LABELS = """LabelEncoder(); LabelBinarizer()"""
OBJECTS = """OneHotEncoder(handle_unknown="ignore"); OneHotEncoder(drop="first"); OrdinalEncoder(); SimpleImputer(strategy="most_frequent")"""
MODULES = """linear_model svm tree ensemble preprocessing decomposition pipeline compose calibration multiclass multioutput neighbors naive_bayes
cluster mixture feature_extraction.text feature_selection impute model_selection discriminant_analysis gaussian_process gaussian_process.kernels
neural_network isotonic cross_decomposition kernel_approximation random_projection covariance manifold dummy semi_supervised"""


def models(np):
    import importlib
    import sklearn.base
    from sklearn.datasets import load_iris, make_regression

    names = {"np": np}
    for m in ("enable_hist_gradient_boosting", "enable_iterative_imputer"):
        try:
            importlib.import_module("sklearn.experimental." + m)
        except Exception:
            pass
    for m in MODULES.split():
        try:
            names.update(vars(importlib.import_module("sklearn." + m)))
        except ImportError:
            pass
    from scipy.stats import uniform
    names["uniform"] = uniform
    X, y = load_iris(return_X_y=True)
    X = np.c_[X, X[:, ::-1] + 0.125 * np.arange(4)][:, :6]
    ys = np.array([u"a", u"bb", u"c\u00e9"], dtype=object)[y]
    Xr, yr = make_regression(120, 5, random_state=0)
    yr = np.abs(yr)
    docs = [u"the quick brown fox", u"jumps over the lazy dog", u"hello w\u00f6rld"] * 4
    Xo = np.array([[u"a", u"x"], [u"b", u"y"], [u"a", u"z"]] * 9, dtype=object)
    out, skipped = {}, []
    for exprs, fits in ((CLASSIFIERS, [(X, y), (X, ys)]), (REGRESSORS, [(Xr, yr)]),
                        (TRANSFORMERS, [(X,)]), (TEXTS, [(docs, [0, 1, 0] * 4)]),
                        (LABELS, [(y,), (ys,)]), (OBJECTS, [(Xo,)])):
        for e in exprs.replace("\n", " ").split(";"):
            e = e.strip()
            for i, args in enumerate(fits):
                key = "".join(c if c.isalnum() else "_" for c in e)[:60] + "_%d" % i
                try:
                    out[key] = eval(e, names).fit(*args)
                except Exception as error:
                    skipped.append("%s: %s" % (e, error))
    two = np.c_[yr, yr]
    for key, e, args in (("several_outputs", "MultiOutputRegressor(Ridge())", (Xr, two)),
                         ("several_trees", "RandomForestClassifier(n_estimators=2)", (X, np.c_[y, y > 0])),
                         ("several_classes", "MultiOutputClassifier(LogisticRegression())", (X, np.c_[y, y > 0])),
                         ("chain", "ClassifierChain(LogisticRegression())", (X, np.c_[y > 1, y > 0])),
                         ("labels", "MultiLabelBinarizer()", ([["a"], ["b", "c"]],))):
        try:
            out[key] = eval(e, names).fit(*args)
        except Exception as error:
            skipped.append("%s: %s" % (e, error))
    out["sparse_coefficients"] = names["LogisticRegression"]().fit(X, y).sparsify()
    if not PY2:  # (its keys change their order on the way)
        out["bunch"] = load_iris()
    import scipy.sparse as sp
    out["sparse"] = [getattr(sp, k + "_matrix")(np.eye(3)) for k in "csr csc coo dia bsr".split()]
    return out, skipped


# ---- Making and comparing --------------------------------------------------------------------


def write(path, data):
    with io.open(path, "wb") as f:
        f.write(data)


def make(folder):
    import numpy as np

    warnings.simplefilter("ignore")
    os.path.isdir(folder) or os.makedirs(folder)
    things, skipped = arrays(np), []
    versions = {"numpy": np.__version__}
    try:
        import joblib
    except ImportError:
        try:
            from sklearn.externals import joblib
        except ImportError:
            joblib = None
    try:
        import sklearn
        versions["sklearn"] = sklearn.__version__
        more, skipped = models(np)
        things.update(more)
    except ImportError:
        pass
    made = 0
    for i, (key, value) in enumerate(sorted(things.items())):
        key = key.replace("<", "_le").replace(">", "_be")
        write(os.path.join(folder, key + ".txt"), (Printer(np).value(value) + u"\n").encode("utf-8", "surrogatepass" if not PY2 else "strict"))
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            write(os.path.join(folder, "%s.p%d" % (key, protocol)), pickle.dumps(value, protocol=protocol))
            made += 1
        if PY2:
            import cPickle
            write(os.path.join(folder, key + ".c2"), cPickle.dumps(value, protocol=2))
        if joblib is not None:
            kinds = [("", 0)]
            if i % 7 == 0 or key in ("records", "objects2", "long", "f8_be"):
                kinds += [(k, (k, 3)) for k in "zlib gzip bz2 lzma xz lz4".split()]
            for name, compress in kinds:
                try:
                    joblib.dump(value, os.path.join(folder, key + ".j" + name), compress=compress)
                    made += 1
                except Exception as error:
                    if "LZ4" not in str(error) and not PY2:
                        print("joblib", key, name, error)
    print(versions, made, "files;", len(skipped), "skipped")
    if os.environ.get("VERBOSE"):
        print("\n".join(skipped))


def tidy(lines):
    """Sets in one order, and what is told in other words without them."""
    out, i = [], 0
    while i < len(lines):
        line = lines[i]
        for cut in ("dropped ",):
            at = line.find(cut)
            if at >= 0:
                line = line[:at] + "dropped"
        at = line.find("type ")
        if at >= 0 and '"' not in line[at:] and ":" not in line[at:]:
            line = line[:at] + "type " + line.split(".")[-1].split(" ")[-1]
        out.append(line)
        if line.endswith("set ["):
            pad = line[:len(line) - len(line.lstrip())] + "]"
            end = i + 1
            while end < len(lines) and lines[end] != pad:
                end += 1
            out += sorted(lines[i + 1:end])
            i = end - 1
        i += 1
    return out


def same(got, want):
    if got == want:
        return True
    if " strided " in want:
        got, want = [s.replace(" C ", " strided ").replace(" F ", " strided ") for s in (got, want)]
    a, b = got.split(" "), want.split(" ")
    if len(a) != len(b):
        return False
    for x, y in zip(a, b):
        try:
            if x != y and (repr(float(x)) != repr(float(y))):
                return False
        except ValueError:
            return False
    return True


def compare(assay, folder):
    bad = count = 0
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith(".txt"):
            continue
        with io.open(os.path.join(folder, name.rsplit(".", 1)[0] + ".txt"), encoding="utf-8", errors="surrogatepass") as f:
            want = tidy(f.read().split("\n"))
        run = subprocess.run([assay, "debug", "tree", path], stdout=subprocess.PIPE, timeout=60)
        got = tidy(run.stdout.decode("utf-8", "surrogatepass").split("\n"))
        count += 1
        wrong = [i for i in range(max(len(got), len(want)))
                 if i >= len(got) or i >= len(want) or not same(got[i], want[i])]
        if wrong:
            bad += 1
            i = wrong[0]
            print("%s: line %d\n  got  %s\n  want %s" % (path, i + 1, got[i][:200] if i < len(got) else None,
                                                        want[i][:200] if i < len(want) else None))
    print("%s: %d files, %d differ" % (folder, count, bad))
    return bad == 0


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2])
    else:
        sys.exit(0 if all([compare(sys.argv[2], d) for d in sys.argv[3:]]) else 1)
