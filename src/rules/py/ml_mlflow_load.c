/* mlflow.<flavour>.load_model(model_uri): most flavours are pickles. `models:/name/3` and
 * `runs:/ID/path` name one version; a stage, an alias or `latest` can be pointed elsewhere by
 * anybody with write access to the registry, and http(s) URIs come from wherever. */
#include "engine/check.h"

static bool all_digits(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static bool mutable_uri(str uri)
{
	size_t slash = str_rfind_byte(uri, '/');

	if (str_starts(uri, S("http:")) || str_starts(uri, S("https:")) ||
	    str_starts(uri, S("ftp:")))
		return true;
	if (!str_starts(uri, S("models:/")) || slash == STR_NONE)
		return false;
	if (str_starts(uri, S("models:/m-")))
		return false;
	return !all_digits(str_slice(uri, slash + 1, uri.n));
}

static void mlflow_load(struct check *c, const struct node *call)
{
	struct value v = value_of(c, arg_node(c, call, 0, "model_uri"));

	if ((v.kind == VALUE_STR || v.kind == VALUE_PARTIAL_STR) && mutable_uri(v.text))
		finding(c, call, "The model URI can be pointed to another model: %.*s",
			STR_ARG(v.text));
	else
		finding_graded(c, call, LOW, MEDIUM, "%.*s() unpickles the model it is given",
			       STR_ARG(call_name(c, call)));
}

/* clang-format off */
#define FLAVOUR(f) "mlflow." f ".load_model "
#define MLFLOW_CALLS                                                                               \
	FLAVOUR("sklearn") FLAVOUR("pyfunc") FLAVOUR("pytorch") FLAVOUR("keras")                   \
	FLAVOUR("tensorflow") FLAVOUR("xgboost") FLAVOUR("lightgbm") FLAVOUR("catboost")           \
	FLAVOUR("statsmodels") FLAVOUR("spacy") FLAVOUR("fastai") FLAVOUR("prophet")               \
	FLAVOUR("pmdarima") FLAVOUR("spark") FLAVOUR("transformers") FLAVOUR("langchain")          \
	FLAVOUR("sentence_transformers") FLAVOUR("diviner") FLAVOUR("paddle") FLAVOUR("onnx")      \
	FLAVOUR("dspy") FLAVOUR("llama_index") FLAVOUR("h2o") FLAVOUR("johnsnowlabs")              \
	"mlflow.pyfunc.spark_udf"
/* clang-format on */

const struct rule rule_mlflow_load = {
	.id = "ML124",
	.name = "mlflow_mutable_model",
	.severity = MEDIUM,
	.confidence = HIGH,
	.cwe = {494, 502},
	.title = "MLflow model loaded, by a name that can be moved",
	.why = "MLflow loads models without any integrity check and most flavours unpickle. "
	       "Whoever may "
	       "move the stage or alias (or write the artifact store) runs code in the service.",
	.fix = "Name one version (models:/name/7, runs:/<run id>/model) and check the digest of "
	       "its "
	       "artifacts before loading.",
	.bad = "import mlflow\n"
	       "m = mlflow.pyfunc.load_model('models:/fraud/Production')   #! ML124\n"
	       "n = mlflow.sklearn.load_model('models:/fraud@champion')   #! ML124\n",
	.good = "import mlflow\nmlflow.sklearn.log_model(m, 'model')\n",
	.calls = MLFLOW_CALLS,
	.py = mlflow_load,
};
