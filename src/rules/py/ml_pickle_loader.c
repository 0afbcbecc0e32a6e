/* Loaders that are pickle under another name. The family differs in names and words only. Grade:
 * where the bytes visibly come from decides; a file of unknown origin stays at the row's grade. */
#include "rules/py/origin.h"

static bool is_url(struct check *c, const struct node *n)
{
	struct value v = value_of(c, n);

	return (v.kind == VALUE_STR || v.kind == VALUE_PARTIAL_STR) &&
	       (str_starts(v.text, S("http://")) || str_starts(v.text, S("https://")) ||
		str_starts(v.text, S("ftp://")));
}

/* Longer functions are not searched for each file that they read. */
enum { FUNCTION_BYTES = 20000 };

struct own {
	struct check *c;
	uint32_t atom;
	bool yes;
};

static bool dumps_to(const struct node *n, void *ctx)
{
	struct own *o = ctx;

	if (n->kind == NODE_CALL && str_eq(call_method(o->c, n), S("dump")))
		for (const struct node *a = call_first_arg(n); a != NULL; a = a->next)
			o->yes |= a->kind == NODE_NAME && a->atom == o->atom;
	return !o->yes;
}

static bool dumps_at_all(const struct node *n, void *ctx)
{
	struct own *o = ctx;

	o->yes |= n->kind == NODE_CALL && str_eq(call_method(o->c, n), S("dump"));
	return !o->yes;
}

static bool writes_pickles(struct check *c, const struct node *function)
{
	struct own o = {.c = c};

	node_each(function_body(function), dumps_at_all, &o);
	return o.yes;
}

/* A cache or a copy: the function around the call also writes what is read. */
static bool is_own_file(struct check *c, const struct node *what)
{
	const struct node *f = enclosing_def(c);
	static const char key;
	struct own o = {.c = c};

	if (node_is(what, NODE_CALL) && str_eq(call_method(c, what), S("dumps")))
		return true; /* loads(dumps(x)) copies */
	if (!node_is(what, NODE_NAME) || f == NULL || f->end - f->start > FUNCTION_BYTES ||
	    !function_says(c, &key, f, writes_pickles))
		return false;
	o.atom = what->atom;
	node_each(function_body(f), dumps_to, &o);
	return o.yes;
}

static void pickle_loader(struct check *c, const struct node *call)
{
	str name = call_name(c, call);
	const struct node *what = arg_node(c, call, 0, NULL);
	unsigned o = origin_of(c, what);

	if ((o & (ORIGIN_NETWORK | ORIGIN_USER | ORIGIN_STORE)) &&
	    str_in(name, "dill.load dill.loads cloudpickle.load cloudpickle.loads joblib.load "
			 "pandas.read_pickle jsonpickle.decode"))
		return; /* ML131 */
	if ((o & (ORIGIN_NETWORK | ORIGIN_USER | ORIGIN_DOWNLOAD)) || is_url(c, what))
		finding_graded(c, call, HIGH, HIGH, "%.*s() unpickles what came from outside",
			       STR_ARG(name));
	else
		finding_graded(c, call,
			       is_own_file(c, what) || caller_consents(c) ? LOW : level_in_tests(c),
			       LEVEL_DEFAULT, "%.*s() is pickle: it runs code that the file names",
			       STR_ARG(name));
}

const struct rule rules_pickle_loader[] = {
	{
		.id = "ML114",
		.name = "joblib_load",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {502},
		.title = "joblib.load",
		.why = "joblib files are pickles with arrays beside them; loading one calls "
		       "whatever it "
		       "names. There is no safe mode.",
		.fix = "Store scikit-learn models with skops.io (and an explicit trusted list) or "
		       "ONNX; "
		       "if joblib must stay, check a digest or signature of the file first.",
		.bad = "import joblib\nm = joblib.load('m.joblib')   #! ML114\n",
		.good = "import joblib\njoblib.dump(m, 'm.joblib')\n",
		.calls = "joblib.load sklearn.externals.joblib.load joblib.numpy_pickle.load",
		.py = pickle_loader,
	},
	{
		.id = "ML115",
		.name = "dill_load",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502},
		.title = "dill.load, dill.loads, dill.load_session",
		.why = "dill extends pickle to functions and whole sessions: the file brings the "
		       "code it "
		       "runs.",
		.fix = "Store plain data (JSON, safetensors, Arrow) and import the code from a "
		       "package.",
		.bad = "import dill\nm = dill.load(open('m.pkl', 'rb'))   #! ML115\n",
		.good = "import dill\ndill.dump(m, f)\n",
		.calls = "dill.load dill.loads dill.load_session dill.load_module dill.Unpickler "
			 "dill.load_module_asdict",
		.py = pickle_loader,
	},
	{
		.id = "ML116",
		.name = "cloudpickle_load",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502},
		.title = "cloudpickle.load, cloudpickle.loads",
		.why = "cloudpickle serialises functions by value: the bytes bring the code they "
		       "run.",
		.fix = "Send a function's name and plain arguments, or authenticate the bytes "
		       "(HMAC) "
		       "before unpickling.",
		.bad = "import cloudpickle\nf = cloudpickle.loads(data)   #! ML116\n",
		.good = "import cloudpickle\ndata = cloudpickle.dumps(f)\n",
		.calls = "cloudpickle.load cloudpickle.loads cloudpickle.cloudpickle.load "
			 "cloudpickle.cloudpickle.loads ray.cloudpickle.load ray.cloudpickle.loads",
		.py = pickle_loader,
	},
	{
		.id = "ML117",
		.name = "shelve_open",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {502},
		.title = "shelve.open",
		.why = "Every value of a shelf is a pickle: whoever can write the database file "
		       "runs code "
		       "in whoever reads it.",
		.fix = "Use sqlite3 with JSON values.",
		.bad = "import shelve\ndb = shelve.open('cache')   #! ML117\n",
		.good = "import sqlite3\ndb = sqlite3.connect('cache.db')\n",
		.calls = "shelve.open shelve.DbfilenameShelf shelve.Shelf",
		.py = pickle_loader,
	},
	{
		.id = "ML118",
		.name = "pandas_read_pickle",
		.severity = MEDIUM,
		.confidence = HIGH,
		.cwe = {502},
		.title = "pandas.read_pickle",
		.why = "read_pickle unpickles the file (or URL) it is given and calls what it "
		       "names.",
		.fix = "Keep tables as Parquet or Feather: pandas.read_parquet().",
		.bad = "import pandas as pd\ndf = pd.read_pickle('t.pkl')   #! ML118\n",
		.good = "import pandas as pd\ndf = pd.read_parquet('t.parquet')\n",
		.calls = "pandas.read_pickle pandas.io.pickle.read_pickle "
			 "pandas.compat.pickle_compat.load",
		.py = pickle_loader,
	},
	{
		.id = "ML133",
		.name = "framework_pickle_loader",
		.severity = MEDIUM,
		.confidence = MEDIUM,
		.cwe = {502},
		.title = "Framework loader that unpickles",
		.why = "fastai learners, AutoGluon predictors, PyCaret and statsmodels results, "
		       "spaCy "
		       "DocBins with user data and gensim models are stored as pickles; loading "
		       "runs what "
		       "the file names.",
		.fix = "Load such files only after their digest was checked; export weights or "
		       "ONNX for "
		       "exchange.",
		.bad = "from fastai.learner import load_learner\n"
		       "learn = load_learner('export.pkl')   #! ML133\n",
		.good = "from fastai.learner import Learner\nlearn = Learner(dls, model)\n",
		.calls = "fastai.learner.load_learner fastai.vision.all.load_learner "
			 "fastai.text.all.load_learner fastai.tabular.all.load_learner "
			 "fastai.basics.load_learner autogluon.tabular.TabularPredictor.load "
			 "autogluon.multimodal.MultiModalPredictor.load "
			 "autogluon.timeseries.TimeSeriesPredictor.load "
			 "pycaret.classification.load_model pycaret.regression.load_model "
			 "pycaret.clustering.load_model pycaret.anomaly.load_model "
			 "statsmodels.iolib.smpickle.load_pickle statsmodels.api.load "
			 "gensim.utils.unpickle gensim.models.Word2Vec.load "
			 "flair.models.SequenceTagger.load "
			 "pickle5.load pickle5.loads pickle5.Unpickler srsly.pickle_loads "
			 "compress_pickle.load jsonpickle.decode klepto.archives.file_archive "
			 "skorch.NeuralNet.load_params stable_baselines3.PPO.load "
			 "stable_baselines3.DQN.load stable_baselines3.SAC.load "
			 "stable_baselines3.A2C.load "
			 "tpot.load implicit.cpu.als.AlternatingLeastSquares.load",
		.py = pickle_loader,
	},
};
