# -*- coding: utf-8 -*-
"""Makes honest model files with whatever libraries the interpreter has: every one of them must pass
`assay models` without a finding above information.

    python models_benign.py OUT [SECTION...]

Runs on Python 2.7 and 3.6 to 3.14: old libraries write what old files contain. Each section is a
function make_LIBRARY; what a version of a library cannot do is skipped and counted."""
from __future__ import print_function

import os
import pickle
import sys
import traceback
import warnings

warnings.filterwarnings('ignore')
os.environ.setdefault('OMP_NUM_THREADS', '1')
os.environ.setdefault('OPENBLAS_NUM_THREADS', '1')
PROTOCOLS = range(0, pickle.HIGHEST_PROTOCOL + 1)
skipped = []
made = [0]
VERBOSE = bool(os.environ.get('VERBOSE'))


def path(name):
    made[0] += 1
    return os.path.join(OUT, name.replace('/', '_').replace(' ', '_'))


def skip(what):
    skipped.append(what)
    if VERBOSE:
        print('skipped', what)
        traceback.print_exc()


def attempt(what, f):
    try:
        return f()
    except Exception:  # a version without it
        skip(what)
        return None


def dump(name, thing, protocols=None):
    """Pickles what `thing` is, or returns when called with nothing, at several protocols."""
    if callable(thing) and getattr(thing, '__name__', '') == '<lambda>':
        thing = attempt(name, thing)
        if thing is None:
            return
    for p in PROTOCOLS if protocols is None else protocols:
        if p > pickle.HIGHEST_PROTOCOL:
            continue
        try:
            data = pickle.dumps(thing, p)
        except Exception:
            skip('%s at protocol %d' % (name, p))
            continue
        with open(path('%s_p%d.pkl' % (name, p)), 'wb') as f:
            f.write(data)


FEW = (2, 4)

# ---- The standard library ----------------------------------------------------------------------


def make_stdlib():
    import argparse
    import array
    import collections
    import datetime
    import decimal
    import fractions
    import functools
    import logging
    import math
    import operator
    import random
    import re
    import string
    import threading
    import time
    import types
    import uuid
    d = datetime
    utc = getattr(d, 'timezone', None)
    things = {
        'plain': {'a': [1, 2.5, None, True, False, (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
                  u'\xe4': u'caf\xe9\n\u20ac', 'big': 1 << 90, 'neg': -1 << 40, 'b': b'\x00\xff\n'},
        'sets': [set([1, 2]), frozenset(['a']), set(), frozenset()],
        'bytearray': bytearray(b'abc'),
        'complex': 1 + 2j,
        'slice': slice(1, 2, 3),
        'range': range(3),
        'ellipsis': [Ellipsis, NotImplemented],
        'types': [int, float, str, bytes, list, dict, tuple, set, object, bool, type(None), complex,
                  type(u''), frozenset, bytearray, type],
        'ordereddict': collections.OrderedDict([(1, 2), (3, collections.OrderedDict())]),
        'defaultdict': [collections.defaultdict(list, {1: [2]}), collections.defaultdict(int),
                        collections.defaultdict(None), collections.defaultdict(dict),
                        collections.defaultdict(float), collections.defaultdict(set),
                        collections.defaultdict(str)],
        'nested_defaultdict': collections.defaultdict(functools.partial(collections.defaultdict,
                                                                        int)),
        'counter': collections.Counter('banana'),
        'deque': [collections.deque([1, 2]), collections.deque([1], 5)],
        'dates': [d.datetime(2020, 1, 2, 3, 4, 5, 6), d.date(2020, 1, 2), d.time(1, 2, 3),
                  d.timedelta(1, 2, 3)],
        'decimal': [decimal.Decimal('1.10'), decimal.Decimal('NaN'), fractions.Fraction(1, 3)],
        'uuid': uuid.UUID(int=77),
        'array': [array.array('d', [1.0, 2.0]), array.array('b', [1, 2])],
        'regex': re.compile('a(b)*c', re.I),
        'namespace': argparse.Namespace(lr=0.1, layers=[1, 2], name='x'),
        'exceptions': [ValueError('no'), KeyError(1), RuntimeError(), OSError(2, 'gone'),
                       StopIteration(), KeyboardInterrupt(), UnicodeDecodeError('utf-8', b'x', 0,
                                                                               1, 'bad')],
        'random': random.Random(1),
        'functions': [len, abs, sum, min, max, sorted, round],
        'maths': [math.sqrt, math.log, math.exp, operator.add, operator.mul],
        'partial': [functools.partial(int, base=2), functools.partial(round, ndigits=2),
                    functools.partial(max, key=len)],
        'iterators': [iter([1, 2, 3]), iter((1, 2))],
        'logger': logging.getLogger('model'),
        'time': time.gmtime(0),
        'template': string.Template('$a'),
    }
    if sys.version_info[0] > 2:
        import enum
        import inspect
        import ipaddress
        import pathlib
        import itertools
        import zoneinfo_try
        things.update({
            'tz': [d.timezone.utc, d.timezone(d.timedelta(hours=2)),
                   d.datetime(2020, 1, 1, tzinfo=d.timezone.utc)],
            'paths': [pathlib.PurePosixPath('a/b'), pathlib.PosixPath('a'),
                      pathlib.PureWindowsPath('c:\\x'), pathlib.Path('.')],
            'simplenamespace': types.SimpleNamespace(a=1),
            'ip': [ipaddress.ip_address('10.0.0.1'), ipaddress.ip_network('10.0.0.0/8'),
                   ipaddress.ip_address('::1')],
            'chainmap': collections.ChainMap({1: 2}, {}),
            'userdict': [collections.UserDict(a=1), collections.UserList([1]),
                         collections.UserString('a')],
            'regexflags': [re.I | re.M, re.compile('a', re.S)],
            'signature': inspect.Parameter('a', inspect.Parameter.POSITIONAL_ONLY),
            'str_methods': [str.lower, str.upper, str.strip],
            'count': itertools.count(3),
            'views': [{1: 2}.items().__class__ is not None],
            'groups': [Exception('a', 1), TimeoutError(), ConnectionError('x')],
            'enum_alias': [enum.Enum],
        })
        z = zoneinfo_try.get()
        if z is not None:
            things['zoneinfo'] = d.datetime(2020, 1, 1, tzinfo=z)
    for name, thing in sorted(things.items()):
        dump('stdlib_' + name, thing)


class zoneinfo_try(object):
    @staticmethod
    def get():
        try:
            import zoneinfo
            return zoneinfo.ZoneInfo('Europe/Paris')
        except Exception:
            return None


sys.modules['zoneinfo_try'] = zoneinfo_try

# ---- numpy ---------------------------------------------------------------------------------------


def make_numpy():
    import numpy as np
    letters = '?bBhHiIlLqQefdgFDG'
    dump('numpy_arrays', [np.arange(6).astype(c).reshape(2, 3) for c in letters])
    dump('numpy_scalars', [np.arange(1, 2).astype(c)[0] for c in letters])
    dump('numpy_dtypes', [np.dtype(c) for c in letters] + [np.dtype([('a', 'f4'), ('b', 'S3', 2)]),
                                                          np.dtype('M8[ns]'), np.dtype('U5')])
    dump('numpy_dtype_aligned', np.dtype([('a', 'u1'), ('b', 'f8')], align=True))
    dump('numpy_types', [np.float32, np.float64, np.int64, np.int32, np.bool_, np.uint8, np.complex64,
                         np.str_, np.bytes_, np.object_, np.datetime64, np.timedelta64, np.ndarray,
                         np.number, np.integer, np.floating, np.generic, np.dtype])
    dump('numpy_fortran', np.asfortranarray(np.ones((3, 4))))
    dump('numpy_noncontiguous', np.ones((6, 6))[::2, 1:3])
    dump('numpy_object', np.array([{'a': 1}, [1, 2], None, 'x', 1.5], dtype=object))
    dump('numpy_text', [np.array(['a', 'bcd']), np.array([b'a', b'bcd'])])
    dump('numpy_dates', [np.array(['2020-01-01'], 'M8[D]'), np.datetime64('2020-01-01'),
                         np.timedelta64(5, 's')])
    dump('numpy_struct', np.zeros(3, dtype=[('x', 'f4'), ('y', 'i4', (2,))]))
    dump('numpy_record', lambda: np.rec.array([(1, 'a')], dtype=[('x', 'i4'), ('y', 'U1')]))
    dump('numpy_masked', lambda: np.ma.masked_array([1, 2, 3], mask=[0, 1, 0]))
    dump('numpy_masked_constant', lambda: np.ma.masked)
    dump('numpy_masked_record', lambda: np.ma.mrecords.fromarrays([[1, 2], [3, 4]]))
    dump('numpy_matrix', lambda: np.matrix([[1, 2], [3, 4]]))
    dump('numpy_chararray', lambda: np.char.array(['a', 'b']))
    dump('numpy_poly1d', lambda: np.poly1d([1, 2, 3]))
    dump('numpy_polynomials', lambda: [getattr(np.polynomial, c)([1, 2, 3]) for c in (
        'Polynomial', 'Chebyshev', 'Legendre', 'Hermite', 'HermiteE', 'Laguerre')])
    dump('numpy_ufuncs', lambda: [np.log1p, np.expm1, np.exp, np.sqrt, np.add, np.abs, np.square,
                                  np.maximum])
    dump('numpy_functions', lambda: [np.mean, np.median, np.sum, np.std, np.max, np.ravel, np.nanmean])
    dump('numpy_randomstate', np.random.RandomState(3))
    dump('numpy_generators', lambda: [np.random.Generator(getattr(np.random, b)(1)) for b in (
        'PCG64', 'MT19937', 'Philox', 'SFC64', 'PCG64DXSM') if hasattr(np.random, b)])
    dump('numpy_bitgenerators', lambda: [getattr(np.random, b)(1) for b in (
        'PCG64', 'MT19937', 'Philox', 'SFC64', 'PCG64DXSM') if hasattr(np.random, b)])
    dump('numpy_seedsequence', lambda: np.random.SeedSequence(5).spawn(2))
    dump('numpy_finfo', lambda: [np.finfo('f4'), np.iinfo('i4')])
    dump('numpy_stringdtype', lambda: np.array(['a', 'bb'], dtype=np.dtypes.StringDType()))
    dump('numpy_dtypeclasses', lambda: [np.dtypes.Float64DType, np.dtypes.StrDType])
    dump('numpy_busday', lambda: np.busdaycalendar())
    dump('numpy_nditer_types', lambda: [np.ndindex, np.vectorize(abs)])
    for name, a in (('f8', np.arange(12.).reshape(3, 4)), ('f2', np.ones(3, 'f2')),
                    ('c16', np.ones(3, 'c16')), ('str', np.array(['ab', 'c'])),
                    ('date', np.array(['2020'], 'M8[Y]')),
                    ('struct', np.zeros(2, [('a', '<f4'), ('b', 'S2')])),
                    ('big', np.arange(5, dtype='>i4')), ('zero', np.zeros((0, 3))),
                    ('scalar', np.array(4.0)), ('bool', np.array([True]))):
        np.save(path('numpy_%s.npy' % name), a)
    np.save(path('numpy_object.npy'), np.array([{'a': np.ones(2)}, 'x', None], dtype=object))
    np.save(path('numpy_dict.npy'), {'weights': [np.ones(3), np.zeros(2)], 'epoch': 3})
    np.savez(path('numpy_a.npz'), x=np.ones(3), y=np.arange(4), s=np.array(['a']))
    np.savez_compressed(path('numpy_c.npz'), x=np.ones(3), o=np.array([1, 'a'], dtype=object))


# ---- pandas --------------------------------------------------------------------------------------


def make_pandas():
    import numpy as np
    import pandas as pd
    df = pd.DataFrame({'a': range(5), 'f': [.5] * 5, 's': list('abcde'),
                       't': pd.date_range('2020', periods=5), 'c': pd.Categorical(list('aabbc')),
                       'b': [True, False, True, False, True], 'o': [1, 'a', None, 2.5, (1,)]})
    dump('pandas_frame', df)
    dump('pandas_empty', pd.DataFrame())
    dump('pandas_series', [df['a'], df['s'], df['t'], df['c'], pd.Series(dtype=float)])
    dump('pandas_index', lambda: [pd.Index([1, 2]), pd.Index(['a']), pd.RangeIndex(3),
                                  pd.Index([1.5]), pd.CategoricalIndex(['a', 'b'])])
    dump('pandas_multiindex', df.set_index(['a', 's']))
    dump('pandas_datetimeindex', pd.date_range('2020', periods=3, freq='D'))
    dump('pandas_datetimeindex_tz', pd.date_range('2020', periods=3, freq='h', tz='UTC'))
    dump('pandas_datetimeindex_paris', lambda: pd.date_range('2020', periods=3, tz='Europe/Paris'))
    dump('pandas_timedeltaindex', pd.timedelta_range('1 day', periods=3))
    dump('pandas_periods', lambda: [pd.period_range('2020-01', periods=3, freq='M'),
                                    pd.Period('2020-01', 'M')])
    dump('pandas_intervals', lambda: [pd.interval_range(0, 3), pd.Interval(0, 1),
                                      pd.cut([1, 2, 3], 2)])
    dump('pandas_scalars', [pd.Timestamp('2020-01-01'), pd.Timestamp('2020', tz='UTC'),
                            pd.Timedelta(1, 's'), pd.NaT])
    dump('pandas_na', lambda: pd.NA)
    dump('pandas_offsets', lambda: [getattr(pd.offsets, o)() for o in (
        'Day', 'Hour', 'Minute', 'Second', 'Milli', 'Micro', 'Nano', 'MonthEnd', 'MonthBegin', 'BDay',
        'Week', 'YearEnd', 'QuarterEnd', 'BMonthEnd', 'BusinessHour', 'CustomBusinessDay', 'DateOffset',
        'Easter', 'LastWeekOfMonth', 'WeekOfMonth', 'FY5253', 'SemiMonthEnd', 'YearBegin',
        'QuarterBegin', 'BYearEnd', 'BQuarterEnd') if hasattr(pd.offsets, o)])
    dump('pandas_dateoffset', lambda: pd.DateOffset(months=2))
    dump('pandas_dtypes', lambda: [pd.CategoricalDtype(['a']), pd.Int64Dtype(), pd.StringDtype(),
                                   pd.DatetimeTZDtype('ns', 'UTC'), pd.IntervalDtype('int64'),
                                   pd.PeriodDtype('D'), pd.BooleanDtype()])
    dump('pandas_nullable', lambda: pd.DataFrame({
        'i': pd.array([1, None], 'Int64'), 's': pd.array(['a', None], 'string'),
        'b': pd.array([True, None], 'boolean')}))
    dump('pandas_nullable_float', lambda: pd.array([1.5, None], 'Float64'))
    dump('pandas_sparse', lambda: pd.Series(pd.arrays.SparseArray([0, 0, 1])))
    dump('pandas_sparse_frame', lambda: pd.DataFrame({'a': [0, 0, 1]}).astype('Sparse[int]'))
    dump('pandas_arrow', lambda: pd.Series(['a', None], dtype='string[pyarrow]'))
    dump('pandas_groupby', lambda: df.groupby('s'))
    dump('pandas_grouper', lambda: pd.Grouper(key='a'))
    dump('pandas_rolling', lambda: df['a'].rolling(2))
    dump('pandas_flags', lambda: df.set_flags(allows_duplicate_labels=True))
    dump('pandas_attrs', lambda: df.assign())
    dump('pandas_subclass_types', [pd.DataFrame, pd.Series, pd.Index, pd.Timestamp])
    dump('pandas_functions', lambda: [pd.isnull, pd.to_numeric, pd.get_dummies])
    dump('pandas_timestamps_object', lambda: np.array([pd.Timestamp('2020'), pd.NaT], dtype=object))
    for ext in ('gz', 'bz2', 'xz', 'zip', 'zst', 'tar'):
        attempt('pandas ' + ext, lambda: df.to_pickle(path('pandas_frame.pkl.' + ext)))


# ---- scipy ---------------------------------------------------------------------------------------


def make_scipy():
    import numpy as np
    import scipy.interpolate as si
    import scipy.optimize as so
    import scipy.sparse as ss
    import scipy.spatial as sp
    import scipy.stats as st
    m = ss.random(6, 5, 0.4, random_state=1)
    dump('scipy_sparse', lambda: [m.asformat(f) for f in ('csr', 'csc', 'coo', 'lil', 'dok', 'dia',
                                                          'bsr')])
    dump('scipy_sparse_arrays', lambda: [getattr(ss, f + '_array')(m) for f in (
        'csr', 'csc', 'coo', 'lil', 'dok', 'dia', 'bsr')])
    attempt('save_npz', lambda: ss.save_npz(path('scipy_sparse.npz'), m.tocsr()))
    x = np.linspace(0, 6, 12)
    y = np.sin(x)
    for name, f in sorted({
            'interp1d': lambda: si.interp1d(x, y), 'cubic1d': lambda: si.interp1d(x, y, 'cubic'),
            'cubicspline': lambda: si.CubicSpline(x, y), 'pchip': lambda: si.PchipInterpolator(x, y),
            'akima': lambda: si.Akima1DInterpolator(x, y), 'bspline': lambda: si.make_interp_spline(
                x, y), 'univariate': lambda: si.UnivariateSpline(x, y),
            'ppoly': lambda: si.PPoly(np.ones((2, 3)), [0, 1, 2, 3]), 'rbf': lambda: si.Rbf(x, y),
            'rbfi': lambda: si.RBFInterpolator(x[:, None], y),
            'nearest': lambda: si.NearestNDInterpolator(np.c_[x, y], y),
            'linear_nd': lambda: si.LinearNDInterpolator(np.random.rand(9, 2), np.arange(9.)),
            'grid': lambda: si.RegularGridInterpolator((x, x), np.outer(x, y)),
            'bivariate': lambda: si.RectBivariateSpline(x, x, np.outer(x, y)),
            'barycentric': lambda: si.BarycentricInterpolator(x, y),
            'krogh': lambda: si.KroghInterpolator(x, y),
            'smooth_bivariate': lambda: si.SmoothBivariateSpline(x, y, x, kx=1, ky=1)}.items()):
        dump('scipy_interp_' + name, f, FEW)
    for name in st._continuous_distns.__all__ + st._discrete_distns.__all__:
        dist = getattr(st, name, None)
        if isinstance(dist, st.rv_continuous) or isinstance(dist, st.rv_discrete):
            args = [0.5 + 0.25 * i for i in range(dist.numargs)]
            dump('scipy_dist_' + name, dist, (4,))
            dump('scipy_frozen_' + name, attempt(name, lambda: dist(*args)), (4,))
    dump('scipy_stats', lambda: [st.gaussian_kde(x), st.rv_histogram(np.histogram(x)),
                                 st.multivariate_normal([0, 0]), st.dirichlet([1, 2.])], FEW)
    dump('scipy_stats_results', lambda: [st.linregress(x, y), st.ttest_ind(x, y), st.pearsonr(x, y),
                                         st.ks_2samp(x, y), st.describe(x), st.chi2_contingency(
                                             [[1, 2], [3, 4]]), st.f_oneway(x, y)], FEW)
    dump('scipy_optimize', lambda: so.minimize(lambda v: (v ** 2).sum(), [1., 2.]), FEW)
    dump('scipy_bounds', lambda: [so.Bounds([0], [1]), so.root(np.sin, 1), so.curve_fit(
        lambda a, b: a * b, x, y)], FEW)
    dump('scipy_constraint', lambda: so.LinearConstraint([[1, 2]], 0, 1), FEW)
    dump('scipy_spatial', lambda: [sp.cKDTree(np.c_[x, y]), sp.KDTree(np.c_[x, y])], FEW)
    dump('scipy_rotation', lambda: sp.transform.Rotation.from_euler('x', 0.5), FEW)
    dump('scipy_delaunay', lambda: sp.Delaunay(np.random.rand(8, 2)), FEW)
    dump('scipy_hull', lambda: sp.ConvexHull(np.random.rand(8, 2)), FEW)
    dump('scipy_functions', lambda: [__import__('scipy.special', fromlist=['x']).expit, sp.distance.cosine,
                                     sp.distance.euclidean, st.norm.ppf], FEW)
    dump('scipy_signal', lambda: [__import__('scipy.signal', fromlist=['x']).lti([1], [1, 2]),
                                  __import__('scipy.signal', fromlist=['x']).dlti([1], [1, 2])], FEW)
    dump('scipy_linalg', lambda: __import__('scipy.sparse.linalg', fromlist=['x']).aslinearoperator(
        m.tocsr()), FEW)
    dump('scipy_qmc', lambda: st.qmc.Sobol(2, seed=1), FEW)
    dump('scipy_ode', lambda: __import__('scipy.integrate', fromlist=['x']).solve_ivp(
        lambda t, v: -v, (0, 1), [1.], dense_output=True), FEW)


# ---- scikit-learn --------------------------------------------------------------------------------


def sklearn_candidates(cls):
    """Ways to build an estimator, the plainest first."""
    import inspect
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.preprocessing import StandardScaler, MinMaxScaler

    def instances():
        from sklearn.utils._test_common.instance_generator import _construct_instances
        return list(_construct_instances(cls))

    def instance():
        from sklearn.utils.estimator_checks import _construct_instance
        return [_construct_instance(cls)]
    got = []
    for f in (instances, instance):
        try:
            got += f()
            break
        except Exception:
            continue
    for inner in ({}, {'estimator': LogisticRegression()}, {'estimator': Ridge()},
                  {'base_estimator': LogisticRegression()},
                  {'estimators': [('a', LogisticRegression()), ('b', LogisticRegression(C=2))]},
                  {'estimators': [('a', Ridge()), ('b', Ridge(2))]},
                  {'estimator': LogisticRegression(), 'param_grid': {'C': [.1, 1]}},
                  {'estimator': LogisticRegression(), 'param_distributions': {'C': [.1, 1]},
                   'n_iter': 2},
                  {'steps': [('a', StandardScaler()), ('b', LogisticRegression())]},
                  {'transformers': [('a', StandardScaler(), [0, 1]), ('b', 'drop', [2])]},
                  {'transformer_list': [('a', StandardScaler()), ('b', MinMaxScaler())]},
                  {'dictionary': __import__('numpy').eye(6)}):
        try:
            got.append(cls(**inner))
        except Exception:
            continue
    return got


def make_sklearn():
    import numpy as np
    import sklearn
    try:
        from sklearn.utils import all_estimators
    except ImportError:
        from sklearn.utils.testing import all_estimators
    rng = np.random.RandomState(0)
    X = rng.rand(40, 6)
    y = (X[:, 0] > .5).astype(int)
    yr = X.dot(np.arange(6.))
    Y2 = np.c_[yr, -yr]
    YL = np.c_[y, 1 - y]
    text = ['a cat sat', 'the dog ran home', 'a cat ran'] * 5
    dicts = [{'a': 1, 'b': 2.}, {'a': 3, 'c': 'x'}] * 5
    data = [(X, y), (X, yr), (X, Y2), (X, YL), (X, None), (np.abs(yr), yr), (text, None), (dicts, None),
            (y, None), ([['a'], ['b']] * 8, None), (np.abs(X).dot(X.T[:, :]), y), ([(1, 2), (3,)], None),
            (Y2, YL), ([['a', 'b'], ['c', 'd']] * 3, None)]
    kinds = ['classifier', 'regressor', 'transformer', 'cluster', None]
    done = set()
    for name, cls in sum([list(all_estimators(type_filter=k)) for k in kinds], []):
        if name in done:
            continue
        done.add(name)
        fitted = 0
        for i, est in enumerate(sklearn_candidates(cls)):
            for a, b in data:
                try:
                    fit = est.fit(a, b) if b is not None else est.fit(a)
                except Exception:
                    continue
                fitted += 1
                dump('sklearn_%s_%d' % (name, i), fit, (2, pickle.HIGHEST_PROTOCOL) if i else None)
                break
            if fitted >= 6:
                break
        if not fitted:
            skip('sklearn ' + name)
    from sklearn import metrics
    for name in sorted(getattr(metrics, 'SCORERS', None) or metrics.get_scorer_names()):
        dump('sklearn_scorer_' + name, lambda: metrics.get_scorer(name), FEW)
    dump('sklearn_make_scorer', lambda: metrics.make_scorer(metrics.fbeta_score, beta=2), FEW)
    from sklearn import neighbors
    for metric in ('euclidean', 'manhattan', 'chebyshev', 'minkowski', 'haversine'):
        dump('sklearn_balltree_' + metric, lambda: neighbors.BallTree(X[:, :2], metric=metric), FEW)
    for metric in ('euclidean', 'manhattan', 'chebyshev', 'minkowski'):
        dump('sklearn_kdtree_' + metric, lambda: neighbors.KDTree(X, metric=metric), FEW)

    def f(what, args):
        def build():
            module, name = what.rsplit('.', 1)
            cls = getattr(__import__(module, fromlist=['x']), name)
            a, b = data[args.pop('data', 0)]
            est = cls(**args)
            return est.fit(a, b) if b is not None else est.fit(a)
        return build
    losses = ['squared_error', 'absolute_error', 'huber', 'quantile', 'ls', 'lad']
    for i, (what, args) in enumerate([('sklearn.ensemble.GradientBoostingRegressor',
                                       {'loss': k, 'data': 1, 'n_estimators': 3}) for k in losses] + [
            ('sklearn.ensemble.GradientBoostingClassifier', {'loss': k, 'n_estimators': 3}) for k in (
                'log_loss', 'deviance', 'exponential')] + [
            ('sklearn.ensemble.HistGradientBoostingRegressor', {'loss': k, 'data': 5 if 0 else 1,
                                                                'max_iter': 2}) for k in losses + [
                'poisson', 'gamma']] + [
            ('sklearn.ensemble.HistGradientBoostingClassifier', {'early_stopping': True, 'max_iter': 2}),
            ('sklearn.ensemble.HistGradientBoostingClassifier', {'categorical_features': [0],
                                                                 'max_iter': 2})] + [
            ('sklearn.linear_model.SGDClassifier', {'loss': k}) for k in (
                'hinge', 'log', 'log_loss', 'modified_huber', 'squared_hinge', 'perceptron')] + [
            ('sklearn.linear_model.SGDRegressor', {'loss': k, 'data': 1}) for k in (
                'squared_error', 'huber', 'epsilon_insensitive', 'squared_epsilon_insensitive')] + [
            ('sklearn.neural_network.MLPClassifier', {'solver': k, 'max_iter': 5}) for k in (
                'adam', 'sgd', 'lbfgs')] + [
            ('sklearn.svm.SVC', {'kernel': k}) for k in ('linear', 'poly', 'rbf', 'sigmoid')] + [
            ('sklearn.svm.SVC', {'probability': True})] + [
            ('sklearn.neighbors.KNeighborsClassifier', {'algorithm': k}) for k in (
                'ball_tree', 'kd_tree', 'brute')] + [
            ('sklearn.tree.DecisionTreeRegressor', {'criterion': k, 'data': 1}) for k in (
                'squared_error', 'absolute_error', 'friedman_mse', 'mse', 'mae')] + [
            ('sklearn.feature_selection.SelectKBest', {'score_func': g}) for g in score_functions()] + [
            ('sklearn.preprocessing.FunctionTransformer', {'func': g, 'data': 4}) for g in (
                np.log1p, np.sqrt, np.abs)] + [
            ('sklearn.decomposition.FastICA', {'fun': k, 'data': 4}) for k in ('logcosh', 'exp',
                                                                               'cube')] + [
            ('sklearn.feature_extraction.text.TfidfVectorizer', {'analyzer': k, 'data': 6}) for k in (
                'word', 'char', 'char_wb')] + [
            ('sklearn.feature_extraction.text.TfidfVectorizer', {'strip_accents': 'unicode', 'data': 6,
                                                                 'stop_words': 'english'})] + [
            ('sklearn.gaussian_process.GaussianProcessRegressor', {'kernel': k, 'data': 1})
            for k in kernels()]):
        dump('sklearn_variant_%s_%d' % (what.rsplit('.', 1)[1], i), attempt(what, f(what, dict(args))),
             FEW)
    from sklearn import datasets
    dump('sklearn_bunch', lambda: datasets.load_iris(), FEW)
    dump('sklearn_bunch_frame', lambda: datasets.load_wine(as_frame=True), FEW)
    from sklearn import model_selection as ms
    dump('sklearn_splits', lambda: [ms.KFold(3), ms.StratifiedKFold(3), ms.ShuffleSplit(3),
                                    ms.TimeSeriesSplit(3), ms.GroupKFold(2), ms.LeaveOneOut(),
                                    ms.RepeatedKFold(), ms.PredefinedSplit([0, 1])], FEW)
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    def search():
        import scipy.stats as st
        return ms.RandomizedSearchCV(LogisticRegression(), {'C': st.uniform(0.1, 2)}, n_iter=2,
                                     cv=2, random_state=np.random.RandomState(1),
                                     scoring=metrics.make_scorer(metrics.f1_score)).fit(X, y)
    dump('sklearn_search', attempt('search', search))
    pipe = make_pipeline(StandardScaler(), LogisticRegression(random_state=np.random.RandomState(0)))
    dump('sklearn_pipeline', pipe.fit(X, y))

    def frame():
        import pandas as pd
        from sklearn.compose import ColumnTransformer, make_column_selector
        from sklearn.preprocessing import OneHotEncoder, FunctionTransformer
        df = pd.DataFrame({'n': X[:, 0], 'c': ['a', 'b'] * 20})
        return make_pipeline(ColumnTransformer([
            ('n', StandardScaler(), make_column_selector(dtype_include=float)),
            ('c', OneHotEncoder(), ['c'])], remainder=FunctionTransformer()), LogisticRegression()).fit(
                df, y)
    dump('sklearn_columns', attempt('columns', frame))
    dump('sklearn_metadata', {'version': sklearn.__version__, 'model': pipe, 'columns': ['a', 'b']})


def score_functions():
    from sklearn import feature_selection as fs
    return [fs.f_classif, fs.chi2, fs.mutual_info_classif, fs.f_regression, fs.mutual_info_regression]


def kernels():
    try:
        from sklearn.gaussian_process import kernels as k
        return [k.RBF(), k.Matern(), k.RationalQuadratic(), k.ExpSineSquared(), k.DotProduct(),
                k.ConstantKernel() * k.RBF() + k.WhiteKernel()]
    except Exception:
        return []


# ---- joblib --------------------------------------------------------------------------------------


def make_joblib():
    import joblib
    import numpy as np
    thing = {'a': np.arange(30.).reshape(5, 6), 'o': np.array(['x', None], dtype=object),
             'f': np.asfortranarray(np.ones((3, 4))), 'n': [1, 2], 'e': np.zeros((0, 2)),
             'big': np.arange(5, dtype='>i4'), 't': np.array(['ab', 'c']), 'm': np.ones(3, 'M8[D]'),
             's': np.zeros(2, [('a', '<f4'), ('b', 'S2')]), 'mat': np.matrix([[1, 2]])}
    try:
        from sklearn.ensemble import RandomForestClassifier
        model = RandomForestClassifier(3).fit(thing['a'], [0, 1, 0, 1, 0])
    except ImportError:
        model = thing
    for what, it in (('data', thing), ('forest', model)):
        for c in (0, 1, 9, ('zlib', 3), ('gzip', 3), ('bz2', 3), ('xz', 3), ('lzma', 3), ('lz4', 3)):
            name = 'joblib_%s_%s' % (what, c[0] if isinstance(c, tuple) else c)
            attempt(name, lambda: joblib.dump(it, path(name + '.joblib'), compress=c))
        for p in PROTOCOLS:
            attempt('joblib protocol', lambda: joblib.dump(it, path('joblib_%s_p%d.pkl' % (what, p)),
                                                           protocol=p))


# ---- Statistics and boosting ---------------------------------------------------------------------


def make_statsmodels():
    import numpy as np
    import pandas as pd
    import statsmodels.api as sm
    import statsmodels.formula.api as smf
    rng = np.random.RandomState(0)
    n = 60
    df = pd.DataFrame({'y': rng.rand(n) + .1, 'a': rng.rand(n), 'b': rng.rand(n), 'g': ['u', 'v'] * 30})
    df['k'] = (df.y > .5).astype(int)
    X = sm.add_constant(df[['a', 'b']])
    for name, f in sorted({
            'ols': lambda: sm.OLS(df.y, X).fit(), 'wls': lambda: sm.WLS(df.y, X).fit(),
            'gls': lambda: sm.GLS(df.y, X).fit(), 'rlm': lambda: sm.RLM(df.y, X).fit(),
            'glm': lambda: sm.GLM(df.k, X, family=sm.families.Binomial()).fit(),
            'glm_gamma': lambda: sm.GLM(df.y, X, family=sm.families.Gamma(
                sm.families.links.Log())).fit(),
            'glm_poisson': lambda: sm.GLM(df.k, X, family=sm.families.Poisson()).fit(),
            'logit': lambda: sm.Logit(df.k, X).fit(disp=0), 'probit': lambda: sm.Probit(df.k, X).fit(
                disp=0), 'poisson': lambda: sm.Poisson(df.k, X).fit(disp=0),
            'quantile': lambda: sm.QuantReg(df.y, X).fit(),
            'formula': lambda: smf.ols('y ~ a + np.log(b) + C(g)', df).fit(),
            'formula_logit': lambda: smf.logit('k ~ a * b', df).fit(disp=0),
            'mixed': lambda: smf.mixedlm('y ~ a', df, groups=df.g).fit(),
            'arima': lambda: sm.tsa.ARIMA(df.y.values, order=(1, 0, 1)).fit(),
            'sarimax': lambda: sm.tsa.SARIMAX(df.y.values, order=(1, 0, 0)).fit(disp=0),
            'holt': lambda: sm.tsa.ExponentialSmoothing(df.y.values, trend='add').fit(),
            'autoreg': lambda: __import__('statsmodels.tsa.ar_model', fromlist=['x']).AutoReg(
                df.y.values, 2).fit(), 'var': lambda: sm.tsa.VAR(df[['y', 'a']].values).fit(1),
            'ucm': lambda: sm.tsa.UnobservedComponents(df.y.values, 'local level').fit(disp=0),
            'gam': lambda: smf.glm('y ~ a', df).fit(), 'kde': lambda: fit(sm.nonparametric.KDEUnivariate(
                df.y.values)), 'ecdf': lambda: __import__(
                    'statsmodels.distributions.empirical_distribution', fromlist=['x']).ECDF(df.y.values),
            'phreg': lambda: sm.PHReg(df.y, X[['a']]).fit(), 'pca': lambda: sm.multivariate.PCA(
                df[['a', 'b']]), 'decompose': lambda: sm.tsa.seasonal_decompose(df.y.values, period=6),
            'markov': lambda: sm.tsa.MarkovRegression(df.y.values, 2).fit(),
            'mnlogit': lambda: sm.MNLogit(df.k, X).fit(disp=0),
            'gee': lambda: sm.GEE(df.y, X, groups=np.arange(n) // 6).fit()}.items()):
        dump('statsmodels_' + name, f, FEW)


def fit(model):
    model.fit()
    return model


def make_boosting():
    import numpy as np
    rng = np.random.RandomState(0)
    X = rng.rand(50, 4)
    y = (X[:, 0] > .5).astype(int)

    def xgb():
        import xgboost as xgb
        d = xgb.DMatrix(X, y)
        booster = xgb.train({'objective': 'binary:logistic', 'verbosity': 0}, d, 3)
        dump('xgboost_booster', booster)
        for c in ('XGBClassifier', 'XGBRegressor', 'XGBRFClassifier', 'XGBRanker'):
            args = {'group': [25, 25]} if c == 'XGBRanker' else {}
            dump('xgboost_' + c, lambda: getattr(xgb, c)(n_estimators=3).fit(X, y, **args), FEW)
        dump('xgboost_callbacks', lambda: xgb.XGBClassifier(
            n_estimators=3, callbacks=[xgb.callback.EarlyStopping(2)]).fit(X, y, eval_set=[(X, y)]), FEW)
        for ext in ('json', 'ubj', 'model', 'bin', 'deprecated'):
            attempt('xgboost ' + ext, lambda: booster.save_model(path('xgboost.' + ext)))
    attempt('xgboost', xgb)

    def lgb():
        import lightgbm as lgb
        booster = lgb.train({'objective': 'binary', 'verbose': -1, 'num_threads': 1}, lgb.Dataset(X, y),
                            3)
        dump('lightgbm_booster', booster)
        for c in ('LGBMClassifier', 'LGBMRegressor', 'LGBMRanker'):
            args = {'group': [25, 25]} if c == 'LGBMRanker' else {}
            dump('lightgbm_' + c, lambda: getattr(lgb, c)(n_estimators=3, n_jobs=1).fit(X, y, **args),
                 FEW)
        booster.save_model(path('lightgbm.txt'))
    attempt('lightgbm', lgb)

    def cat():
        import catboost
        for c in ('CatBoostClassifier', 'CatBoostRegressor', 'CatBoost'):
            m = getattr(catboost, c)({'iterations': 3, 'verbose': 0, 'allow_writing_files': False,
                                      'thread_count': 1}) if c == 'CatBoost' else getattr(catboost, c)(
                iterations=3, verbose=0, allow_writing_files=False, thread_count=1)
            m.fit(X, y)
            dump('catboost_' + c, m, FEW)
            for form in ('cbm', 'json', 'onnx'):
                attempt('catboost ' + form, lambda: m.save_model(path('catboost_%s.%s' % (c, form)),
                                                                 format=form))
        dump('catboost_pool', lambda: catboost.Pool(X, y), FEW)
    attempt('catboost', cat)


# ---- Text, graphs, time series ... ---------------------------------------------------------------


def make_others():
    import numpy as np
    rng = np.random.RandomState(0)
    X = rng.rand(40, 4)
    y = (X[:, 0] > .5).astype(int)

    def networkx():
        import networkx as nx
        dump('networkx', [nx.path_graph(4), nx.DiGraph([(1, 2)]), nx.MultiGraph([(1, 2), (1, 2)]),
                          nx.MultiDiGraph([(1, 2)])])
    attempt('networkx', networkx)

    def nltk():
        import nltk
        from nltk.tokenize import punkt
        dump('nltk_punkt', lambda: punkt.PunktSentenceTokenizer('Dr. Smith went. He ran. Dr. Who. ' * 9))
        dump('nltk_bayes', lambda: nltk.NaiveBayesClassifier.train([({'a': 1}, 'x'), ({'a': 2}, 'y')]))
        dump('nltk_freq', lambda: [nltk.FreqDist('banana'), nltk.ConditionalFreqDist([('a', 1)])])
        train = [[('a', 'DT'), ('cat', 'NN'), ('sat', 'VB')]] * 4
        dump('nltk_taggers', lambda: [nltk.DefaultTagger('NN'), nltk.UnigramTagger(train),
                                      nltk.BigramTagger(train, backoff=nltk.UnigramTagger(train)),
                                      nltk.RegexpTagger([('a+', 'X')])])
        dump('nltk_perceptron', lambda: perceptron(train))
        dump('nltk_stem', lambda: [nltk.PorterStemmer(), nltk.SnowballStemmer('english'),
                                   nltk.WordNetLemmatizer()])
        dump('nltk_tree', lambda: nltk.Tree('S', ['a', nltk.Tree('NP', ['b'])]))
        dump('nltk_hmm', lambda: nltk.HiddenMarkovModelTagger.train(train))
        dump('nltk_lm', lambda: lm(nltk))
        dump('nltk_maxent', lambda: nltk.MaxentClassifier.train(
            [({'a': 1}, 'x'), ({'a': 2}, 'y')], max_iter=2, trace=0))

    def perceptron(train):
        from nltk.tag.perceptron import PerceptronTagger
        t = PerceptronTagger(load=False)
        t.train(train)
        return t

    def lm(nltk):
        from nltk.lm import MLE
        from nltk.lm.preprocessing import padded_everygram_pipeline
        train, vocab = padded_everygram_pipeline(2, [['a', 'b'], ['a', 'c']])
        m = MLE(2)
        m.fit(train, vocab)
        return m
    attempt('nltk', nltk)

    def gensim():
        import gensim
        texts = [['cat', 'sat', 'mat'], ['dog', 'ran', 'cat']] * 5
        d = gensim.corpora.Dictionary(texts)
        corpus = [d.doc2bow(t) for t in texts]
        models = {'dict': lambda: d, 'tfidf': lambda: gensim.models.TfidfModel(corpus),
                  'lda': lambda: gensim.models.LdaModel(corpus, 2, d, random_state=1),
                  'lsi': lambda: gensim.models.LsiModel(corpus, 2, d),
                  'w2v': lambda: gensim.models.Word2Vec(texts, min_count=1, workers=1),
                  'd2v': lambda: gensim.models.Doc2Vec([gensim.models.doc2vec.TaggedDocument(t, [i])
                                                        for i, t in enumerate(texts)], min_count=1,
                                                       workers=1),
                  'ft': lambda: gensim.models.FastText(texts, min_count=1, workers=1, bucket=100),
                  'phrases': lambda: gensim.models.Phrases(texts),
                  'nmf': lambda: gensim.models.Nmf(corpus, 2),
                  'hdp': lambda: gensim.models.HdpModel(corpus, d),
                  'matsim': lambda: gensim.similarities.MatrixSimilarity(corpus, num_features=len(d)),
                  'sparsesim': lambda: gensim.similarities.SparseMatrixSimilarity(
                      corpus, num_features=len(d))}
        for n, f in sorted(models.items()):
            m = attempt('gensim ' + n, f)
            if m is None:
                continue
            dump('gensim_' + n, m, FEW)
            attempt('gensim save ' + n, lambda: m.save(path('gensim_%s.model' % n)))
        w = attempt('gensim wv', models['w2v'])
        if w is not None:
            attempt('wv', lambda: w.wv.save(path('gensim_wv.kv')))
    attempt('gensim', gensim)

    def polars():
        import polars as pl
        df = pl.DataFrame({'a': [1, 2], 's': ['x', None]})
        dump('polars', lambda: [df, df['a'], pl.Int64, pl.Utf8()])
    attempt('polars', polars)

    def imblearn():
        import imblearn
        from imblearn import ensemble, over_sampling, pipeline, under_sampling
        from sklearn.linear_model import LogisticRegression
        dump('imblearn', lambda: [fitted_resample(c, X, y) for c in (
            over_sampling.SMOTE(k_neighbors=2), over_sampling.RandomOverSampler(),
            under_sampling.RandomUnderSampler(), under_sampling.TomekLinks())])
        dump('imblearn_pipe', lambda: pipeline.make_pipeline(
            over_sampling.SMOTE(k_neighbors=2), LogisticRegression()).fit(X, y))
        dump('imblearn_forest', lambda: ensemble.BalancedRandomForestClassifier(3).fit(X, y), FEW)

    def fitted_resample(c, X, y):
        c.fit_resample(X, y)
        return c
    attempt('imblearn', imblearn)
    for module, name, args in (('hdbscan', 'HDBSCAN', {}), 
                               ('pmdarima', 'AutoARIMA', {'suppress_warnings': True}),
                               ('lifelines', 'KaplanMeierFitter', {}),
                               ('pyod.models.iforest', 'IForest', {}),
                               ('category_encoders', 'TargetEncoder', {}),
                               ('feature_engine.imputation', 'MeanMedianImputer', {}),
                               ('interpret.glassbox', 'ExplainableBoostingClassifier', {}),
                               ('sklearn_crfsuite', 'CRF', {}), ('hmmlearn.hmm', 'GaussianHMM', {}),
                               ('ngboost', 'NGBClassifier', {'n_estimators': 2, 'verbose': False}),
                               ('surprise', 'SVD', {})):
        def build():
            cls = getattr(__import__(module, fromlist=['x']), name)
            if name in ('AutoARIMA', 'KaplanMeierFitter'):
                return cls(**args).fit(X[:, 0])
            try:
                return cls(**args).fit(X, y)
            except TypeError:
                return cls(**args).fit(X)
        dump(module + '_' + name, attempt(module, build), FEW)

    def prophet():
        import pandas as pd
        from prophet import Prophet
        m = Prophet(uncertainty_samples=0)
        return m
    dump('prophet', attempt('prophet', prophet), FEW)

    def sktime():
        from sktime.forecasting.naive import NaiveForecaster
        import pandas as pd
        return NaiveForecaster().fit(pd.Series(X[:, 0]))
    dump('sktime', attempt('sktime', sktime), FEW)

    def skimage():
        import skimage.transform as t
        return [t.AffineTransform(scale=(1, 2)), t.ProjectiveTransform(), t.EuclideanTransform()]
    dump('skimage', attempt('skimage', skimage), FEW)

    def pil():
        from PIL import Image
        return Image.new('RGB', (2, 2))
    dump('pillow', attempt('pillow', pil), FEW)

    def arrow():
        import pyarrow as pa
        return [pa.array([1, 2]), pa.table({'a': [1]}), pa.schema([('a', pa.int64())]), pa.int64()]
    dump('pyarrow', attempt('pyarrow', arrow), FEW)

    def omegaconf():
        from omegaconf import OmegaConf
        c = OmegaConf.create({'lr': .1, 'm': {'n': [1, 2, '${lr}']}})
        return [c, c.m]
    dump('omegaconf', attempt('omegaconf', omegaconf), FEW)

    def dates():
        import pytz
        import datetime
        from dateutil import tz, relativedelta
        return [pytz.utc, pytz.timezone('Europe/Paris'), tz.tzutc(), relativedelta.relativedelta(
            months=1), datetime.datetime(2020, 1, 1, tzinfo=pytz.utc)]
    dump('dates', attempt('dates', dates))

    def easydict():
        from easydict import EasyDict
        return EasyDict({'a': {'b': 1}})
    dump('easydict', attempt('easydict', easydict), FEW)

    def yacs():
        from yacs.config import CfgNode
        return CfgNode({'a': CfgNode({'b': 1})})
    dump('yacs', attempt('yacs', yacs), FEW)
    for lib in ('cloudpickle', 'dill'):
        def plain():
            m = __import__(lib)
            for n, thing in (('dict', {'a': [1, 2], 'b': np.ones(3)}), ('types', [int, dict, np.float64])):
                with open(path('%s_%s.pkl' % (lib, n)), 'wb') as f:
                    m.dump(thing, f)
            from sklearn.linear_model import LogisticRegression
            with open(path('%s_model.pkl' % lib), 'wb') as f:
                m.dump(LogisticRegression().fit(X, y), f)
        attempt(lib, plain)
    attempt('skops', lambda: __import__('skops.io', fromlist=['x']).dump(
        __import__('sklearn.linear_model', fromlist=['x']).LogisticRegression().fit(X, y),
        path('skops.skops')))


# ---- torch ---------------------------------------------------------------------------------------


def make_torch():
    import argparse
    import collections
    import torch
    from torch import nn
    torch.manual_seed(0)

    def save(name, thing, ext='pt', legacy=True):
        if callable(thing) and getattr(thing, '__name__', '') == '<lambda>':
            thing = attempt(name, thing)
            if thing is None:
                return
        attempt(name, lambda: torch.save(thing, path('torch_%s.%s' % (name, ext))))
        if legacy:
            attempt(name + ' legacy', lambda: torch.save(
                thing, path('torch_%s_legacy.%s' % (name, ext)),
                _use_new_zipfile_serialization=False))
    kinds = [getattr(torch, d) for d in (
        'float16 float32 float64 int8 int16 int32 int64 uint8 bool complex32 complex64 complex128 bfloat16 '
        'float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz uint16 uint32 uint64').split()
        if hasattr(torch, d)]
    for d in kinds:
        save('dtype_' + str(d).split('.')[-1], lambda: torch.zeros(3, dtype=d))
    save('dtypes', {'d': kinds, 'dev': torch.device('cpu'), 'size': torch.Size([1, 2]),
                    'layout': torch.strided, 'fmt': torch.channels_last})
    save('views', {'a': torch.arange(9.).view(3, 3)[1:], 't': torch.ones(2, 3).t(),
                   'p': nn.Parameter(torch.ones(2)), 'b': torch.ones(2, requires_grad=True)})
    save('sparse', lambda: torch.eye(3).to_sparse())
    save('sparse_csr', lambda: torch.eye(3).to_sparse_csr())
    save('nested', lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]))
    save('quantised', lambda: [torch.quantize_per_tensor(torch.ones(3), .1, 0, torch.qint8),
                               torch.quantize_per_channel(torch.ones(2, 2), torch.tensor([.1, .2]),
                                                          torch.tensor([0, 0]), 0, torch.quint8)])
    save('generator', lambda: [torch.get_rng_state(), torch.Generator().get_state()])
    save('storage', lambda: torch.ones(3).storage())
    save('meta', lambda: torch.ones(3, device='meta'))
    save('subclass', lambda: nn.Parameter(torch.ones(1)).as_subclass(nn.Parameter))
    save('conj', lambda: torch.ones(2, dtype=torch.complex64).conj())
    net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.AdaptiveAvgPool2d(1),
                        nn.Flatten(), nn.Linear(4, 2), nn.Dropout(.1), nn.Softmax(-1))
    save('state_dict', net.state_dict())
    save('state_dict', net.state_dict(), 'bin', False)
    save('state_dict', net.state_dict(), 'pth', False)
    save('whole', net)
    modules = {}
    for name in sorted(dir(nn)):
        cls = getattr(nn, name)
        if not (isinstance(cls, type) and issubclass(cls, nn.Module)):
            continue
        for args in ((), (3,), (2, 2), (2, 2, 2), (4, 2), (1, [2], 2), ([2],), (2, [2]), (nn.Linear(2, 2),)):
            try:
                modules[name] = cls(*args)
                break
            except Exception:
                continue
    for name, m in sorted(modules.items()):
        save('module_' + name, m, legacy=False)
    save('transformer', lambda: nn.Transformer(8, 2, 1, 1, 16))
    save('encoder_gelu', lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(
        8, 2, 16, activation='gelu'), 1))
    save('hooks', lambda: nn.utils.weight_norm(nn.Linear(2, 2)))
    save('spectral', lambda: nn.utils.spectral_norm(nn.Linear(2, 2)))
    save('parametrize', lambda: nn.utils.parametrizations.orthogonal(nn.Linear(2, 2)).state_dict())
    save('pruned', lambda: prune(torch, nn))
    save('data_parallel', lambda: nn.DataParallel(nn.Linear(2, 2)))
    for name in sorted(dir(torch.optim)):
        cls = getattr(torch.optim, name)
        if isinstance(cls, type) and name not in ('Optimizer',):
            def build():
                m = nn.Linear(2, 2)
                o = cls(m.parameters(), lr=.1)
                m(torch.ones(1, 2)).sum().backward()
                o.step()
                return o
            o = attempt('optim ' + name, build)
            if o is not None:
                save('optim_' + name, o, legacy=False)
                save('optim_state_' + name, o.state_dict(), legacy=False)
    sched = torch.optim.lr_scheduler
    o = torch.optim.SGD(nn.Linear(2, 2).parameters(), lr=.1)
    for name, args in (('StepLR', (1,)), ('CosineAnnealingLR', (5,)), ('ReduceLROnPlateau', ()),
                       ('ExponentialLR', (.9,)), ('OneCycleLR', (.1, 10)), ('LambdaLR', (abs,)),
                       ('CyclicLR', (.1, .2)), ('MultiStepLR', ([1, 2],)), ('LinearLR', ()),
                       ('CosineAnnealingWarmRestarts', (2,)), ('PolynomialLR', ())):
        s = attempt(name, lambda: getattr(sched, name)(o, *args))
        if s is not None:
            save('scheduler_' + name, s, legacy=False)
            save('scheduler_state_' + name, s.state_dict(), legacy=False)
    save('scaler', lambda: torch.cuda.amp.GradScaler(enabled=True).state_dict())
    save('scaler_object', lambda: torch.cuda.amp.GradScaler(enabled=False))
    save('checkpoint', {'epoch': 3, 'model': net.state_dict(), 'best': 0.5,
                        'args': argparse.Namespace(lr=.1, data='x'), 'history': collections.defaultdict(
                            list, {'loss': [1.0]}), 'optimizer': o.state_dict()})
    save('lightning', lambda: lightning(torch, net, o), 'ckpt')
    save('hydra', lambda: omega(torch, net), 'ckpt')
    save('numpy', lambda: {'a': __import__('numpy').ones(3), 's': __import__('numpy').float64(1)})
    save('dataset', lambda: torch.utils.data.TensorDataset(torch.ones(2, 2)))
    save('loader', lambda: torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.ones(2, 2))))
    save('distributions', lambda: [torch.distributions.Normal(0., 1.), torch.distributions.Categorical(
        torch.ones(3))])
    for name, p in (('p3', 3), ('p4', 4), ('p5', 5)):
        attempt(name, lambda: torch.save(net.state_dict(), path('torch_%s.pt' % name),
                                         pickle_protocol=p))
    dump('torch_plain_tensor', lambda: torch.ones(3))
    dump('torch_plain_module', lambda: nn.Linear(2, 2))
    for name, f in (('script', lambda: torch.jit.script(net.eval())), ('trace', lambda: torch.jit.trace(
            net.eval(), torch.ones(1, 3, 8, 8))), ('script_rnn', lambda: torch.jit.script(nn.LSTM(2, 2))),
            ('script_transformer', lambda: torch.jit.script(nn.TransformerEncoderLayer(4, 2, 8)))):
        m = attempt(name, f)
        if m is not None:
            attempt(name, lambda: m.save(path('torch_%s.pt' % name)))
            attempt(name + ' mobile', lambda: m._save_for_lite_interpreter(path('torch_%s.ptl' % name)))
            save(name + '_state', m.state_dict(), legacy=False)
    save('quantised_dynamic', lambda: torch.quantization.quantize_dynamic(net, {nn.Linear},
                                                                          dtype=torch.qint8))
    save('quantised_static', lambda: static(torch, nn))
    attempt('export', lambda: torch.export.save(torch.export.export(net.eval(), (torch.ones(
        1, 3, 8, 8),)), path('torch_export.pt2')))

    def vision():
        import torchvision
        for n in ('resnet18', 'mobilenet_v2', 'vit_b_16', 'squeezenet1_0'):
            m = attempt(n, lambda: getattr(torchvision.models, n)())
            if m is not None and n != 'vit_b_16':
                save('vision_' + n, m, legacy=False)
        m = attempt('fasterrcnn', lambda: torchvision.models.detection.fasterrcnn_mobilenet_v3_large_fpn(
            weights=None, weights_backbone=None))
        if m is not None:
            save('vision_rcnn', m, legacy=False)
        t = torchvision.transforms
        save('vision_transforms', lambda: t.Compose([t.Resize(8), t.ToTensor(), t.Normalize(
            [.5], [.5]), t.RandomHorizontalFlip(), t.ColorJitter(.1), t.RandomResizedCrop(8)]))
        save('vision_transforms2', lambda: torchvision.transforms.v2.Compose([
            torchvision.transforms.v2.Resize(8), torchvision.transforms.v2.ToDtype(torch.float32)]))
    attempt('vision', vision)
    attempt('timm', lambda: save('timm', __import__('timm').create_model('mobilenetv3_small_050'), 'pth',
                                 False))


def prune(torch, nn):
    import torch.nn.utils.prune as prune_
    m = nn.Linear(3, 3)
    prune_.l1_unstructured(m, 'weight', amount=.3)
    return m


def static(torch, nn):
    m = nn.Sequential(torch.quantization.QuantStub(), nn.Conv2d(1, 2, 3), nn.ReLU(),
                      torch.quantization.DeQuantStub()).eval()
    m.qconfig = torch.quantization.get_default_qconfig('fbgemm')
    torch.quantization.prepare(m, inplace=True)
    m(torch.ones(1, 1, 8, 8))
    return torch.quantization.convert(m)


def lightning(torch, net, o):
    try:
        from lightning.fabric.utilities.data import AttributeDict
    except ImportError:
        from pytorch_lightning.utilities.parsing import AttributeDict
    try:
        from lightning.pytorch.callbacks import ModelCheckpoint, EarlyStopping
        version = '2.1.0'
    except ImportError:
        from pytorch_lightning.callbacks import ModelCheckpoint, EarlyStopping
        version = '1.7.7'
    return {'epoch': 1, 'global_step': 10, 'pytorch-lightning_version': version,
            'state_dict': net.state_dict(), 'callbacks': {
                'ModelCheckpoint{}': ModelCheckpoint(monitor='loss').state_dict(),
                EarlyStopping: EarlyStopping('loss').state_dict()},
            'optimizer_states': [o.state_dict()], 'lr_schedulers': [], 'hparams_name': 'kwargs',
            'hyper_parameters': AttributeDict({'lr': .1})}


def omega(torch, net):
    from omegaconf import OmegaConf
    return {'cfg': OmegaConf.create({'model': {'d': 3, 'l': [1, 2]}, 'lr': .1}),
            'model': net.state_dict(), 'args': None}


def make_hf():
    import torch
    import transformers

    def args():
        a = transformers.TrainingArguments('out', report_to=[])
        torch.save(a, path('hf_training_args.bin'))
    attempt('training args', args)
    attempt('seq2seq args', lambda: torch.save(transformers.Seq2SeqTrainingArguments(
        'out', report_to=[]), path('hf_seq2seq_training_args.bin')))
    for name in ('BertConfig', 'GPT2Config', 'LlamaConfig', 'T5Config', 'ViTConfig'):
        dump('hf_' + name, lambda: getattr(transformers, name)(), FEW)

    def bert():
        c = transformers.BertConfig(vocab_size=20, hidden_size=8, num_hidden_layers=1,
                                    num_attention_heads=2, intermediate_size=8)
        m = transformers.BertModel(c)
        torch.save(m, path('hf_bert_whole.pt'))
        torch.save(m.state_dict(), path('hf_pytorch_model.bin'))
        m.save_pretrained(OUT + '/hf_bert')
    attempt('bert', bert)

    def llama():
        c = transformers.LlamaConfig(vocab_size=20, hidden_size=8, num_hidden_layers=1,
                                     num_attention_heads=2, intermediate_size=8)
        torch.save(transformers.LlamaForCausalLM(c), path('hf_llama_whole.pt'))
    attempt('llama', llama)

    def tokenizer():
        from tokenizers import Tokenizer, models, pre_tokenizers, trainers
        t = Tokenizer(models.WordPiece(unk_token='[UNK]'))
        t.pre_tokenizer = pre_tokenizers.Whitespace()
        t.train_from_iterator(['a cat sat', 'the dog'], trainers.WordPieceTrainer(
            special_tokens=['[UNK]']))
        dump('hf_tokenizers', t, FEW)
        f = transformers.PreTrainedTokenizerFast(tokenizer_object=t)
        dump('hf_fast_tokenizer', f, FEW)
        f.save_pretrained(OUT + '/hf_tokenizer')
    attempt('tokenizer', tokenizer)

    def schedule():
        o = torch.optim.AdamW(torch.nn.Linear(2, 2).parameters())
        s = transformers.get_linear_schedule_with_warmup(o, 1, 10)
        torch.save(s.state_dict(), path('hf_scheduler.pt'))
        torch.save(o.state_dict(), path('hf_optimizer.pt'))
        torch.save({'python': __import__('random').getstate(), 'numpy': __import__(
            'numpy').random.get_state(), 'cpu': torch.get_rng_state()}, path('hf_rng_state.pth'))
    attempt('schedule', schedule)

    def peft():
        import peft
        torch.save(peft.LoraConfig(), path('hf_lora.bin'))
    attempt('peft', peft)

    def sentence():
        from sentence_transformers import models as sm
        torch.save(sm.Pooling(8), path('hf_pooling.pt'))
    attempt('sentence', sentence)

    def yolo():
        from ultralytics.nn.tasks import DetectionModel
        m = DetectionModel('yolov8n.yaml', verbose=False)
        torch.save({'model': m, 'epoch': 1, 'train_args': {}, 'ema': None}, path('hf_yolo.pt'))
    attempt('yolo', yolo)

    def fastai():
        from fastai.learner import Learner
        from fastai.data.core import DataLoaders
        x = [(torch.ones(2), torch.ones(2))] * 4
        d = DataLoaders.from_dsets(x, x, bs=2)
        Learner(d, torch.nn.Linear(2, 2), loss_func=torch.nn.MSELoss()).export(path(
            'hf_fastai.pkl'))
    attempt('fastai', fastai)

    def sb3():
        import stable_baselines3 as sb
        m = sb.PPO('MlpPolicy', 'CartPole-v1', n_steps=8, batch_size=8)
        m.save(path('hf_sb3.zip'))
    attempt('sb3', sb3)

if __name__ == '__main__':
    OUT = sys.argv[1]
    if not os.path.isdir(OUT):
        os.makedirs(OUT)
    sections = sys.argv[2:] or [n[5:] for n in sorted(globals()) if n.startswith('make_')]
    for section in sections:
        attempt('section ' + section, globals()['make_' + section])
    print('%s: %d files, %d things skipped' % (OUT, made[0], len(skipped)))
