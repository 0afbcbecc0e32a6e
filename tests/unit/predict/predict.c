/* Models and rows written by hand: what is computed can be followed on paper. */
#include "test.h"

#include <math.h>
#include "base/limits.h"
#include "predict/predict.h"
#include "predict_make.h"

struct collect {
	struct predict_sink sink;
	struct buf out;
	size_t most; /* bytes after which it is full */
};

static bool collect(struct predict_sink *s, str bytes)
{
	struct collect *c = (struct collect *)(void *)s;

	if (c->out.n + bytes.n > c->most)
		return false;
	buf_add(&c->out, bytes);
	return true;
}

#define CLASS(name, rest) "{\"$class\": \"sklearn.x." name "\", " rest "}"
#define LINEAR(name, parameters, fitted)                                                           \
	CLASS(name, "\"parameters\": {" parameters "}, \"fitted\": {" fitted "}")
/* y = 1 * a + 2 * b - 0.5 */
#define COEF "\"coef_\": {\"$array\": \"w\"}, \"intercept_\": -0.5, \"n_features_in_\": 2"
#define BINARY "\"coef_\": {\"$array\": \"w1\"}, \"intercept_\": [-0.5], \"n_features_in_\": 2"
#define THREE "\"coef_\": {\"$array\": \"w3\"}, \"intercept_\": [0, 0, 1.0], \"n_features_in_\": 2"
#define NAMES ", \"feature_names_in_\": [\"a\", \"b\"]"
#define PIPE(step, last)                                                                           \
	CLASS("Pipeline", "\"parameters\": {\"steps\": [{\"$tuple\": [\"s\", " step                \
			  "]}, {\"$tuple\": [\"m\", " last "]}]}")

static str archive(struct arena *a)
{
	static const double w[] = {1, 2}, w3[] = {1, 0, 0, 1, 1, -1}, w3f[] = {1, 0, 1, 0, 1, -1};
	static const double nan[] = {1, NAN}, half[] = {0.5, 4};
	static const uint32_t text[] = {'n', 'o', 0, 0xfc, '"', ','};
	struct make_member m[] = {
		{"w.npy", make_npy(a, "<f8", false, "(2,)", make_doubles(a, w, 2))},
		{"w1.npy", make_npy(a, "<f8", false, "(1, 2)", make_doubles(a, w, 2))},
		{"w3.npy", make_npy(a, "<f8", false, "(3, 2)", make_doubles(a, w3, 6))},
		{"w3f.npy", make_npy(a, "<f8", true, "(3, 2)", make_doubles(a, w3f, 6))},
		{"nan.npy", make_npy(a, "<f8", false, "(2,)", make_doubles(a, nan, 2))},
		{"half.npy", make_npy(a, "<f8", false, "(2,)", make_doubles(a, half, 2))},
		{"short.npy", make_npy(a, "<f8", false, "(3,)", make_doubles(a, w, 2))},
		{"object.npy", make_npy(a, "|O", false, "(2,)", make_doubles(a, w, 2))},
		{"i2.npy", make_npy(a, ">i2", false, "(2,)", S("\xff\xfe\x00\x07"))},
		{"text.npy",
		 make_npy(a, "<U3", false, "(2,)", (str){(const uint8_t *)text, sizeof(text)})},
	};

	return make_npz(a, m, COUNTOF(m));
}

struct asked {
	const char *root;
	str input;
	enum predict_what what;
	enum predict_format format;
	enum predict_header header;
};

static struct predict_result run(struct arena *a, struct asked q, str *out)
{
	struct collect c = {.sink = {collect}, .out = buf_in(a), .most = MiB};
	str npz = archive(a);
	struct predict_job job = {
		.npz = blob_of(test_guarded(npz, 0)),
		.config = test_guarded(make_config(a, npz, str_of(q.root)), 0),
		.input = blob_of(test_guarded(q.input, 0)),
		.sink = &c.sink,
		.what = q.what,
		.format = q.format,
		.header = q.header,
	};
	struct predict_result r = predict_run(a, &job);

	*out = buf_str(&c.out);
	CHECK((r.end == PREDICT_DONE) == (r.why.n == 0) || r.end >= PREDICT_UNREAD);
	return r;
}

static void gives(struct arena *a, struct asked q, const char *want)
{
	str out;
	struct predict_result r = run(a, q, &out);

	CHECK_STR(r.why, S(""));
	CHECK_INT(r.end, PREDICT_DONE);
	CHECK_STR(out, str_of(want));
}

static void refuses(struct arena *a, struct asked q, enum predict_end end, const char *want)
{
	str out;
	struct predict_result r = run(a, q, &out);

	CHECK_INT(r.end, end);
	CHECK_STR(arena_printf(a, "%.*s: %.*s", STR_ARG(r.where), STR_ARG(r.why)), str_of(want));
}

static void bad_input(struct arena *a, const char *root, str input, const char *want)
{
	refuses(a, (struct asked){.root = root, .input = input}, PREDICT_INPUT, want);
}

static void bad_model(struct arena *a, const char *root, const char *want)
{
	refuses(a, (struct asked){.root = root, .input = S("1,2\n")}, PREDICT_MODEL, want);
}

#define RIDGE LINEAR("Ridge", "", COEF)

TEST(predict_regressor)
{
	gives(a, (struct asked){.root = RIDGE, .input = S("1,2\n3,4\n")}, "4.5\n10.5\n");
	gives(a, (struct asked){.root = RIDGE, .input = S("1,2"), .format = PREDICT_CSV},
	      "prediction\n4.5\n");
	gives(a, (struct asked){.root = RIDGE, .input = S("1,2"), .format = PREDICT_JSONL},
	      "{\"prediction\": 4.5}\n");
	gives(a,
	      (struct asked){
		      .root = LINEAR("Lasso", "", THREE), .input = S("1,2"), .format = PREDICT_CSV},
	      "prediction_0,prediction_1,prediction_2\n1.0,2.0,0.0\n");
	gives(a,
	      (struct asked){.root = LINEAR("Lasso", "", THREE),
			     .input = S("1,2"),
			     .format = PREDICT_JSONL},
	      "{\"prediction\": [1.0, 2.0, 0.0]}\n");
	gives(a,
	      (struct asked){.root = LINEAR("PoissonRegressor", "", COEF), .input = S("-1,0.75")},
	      "1.0\n");
	gives(a,
	      (struct asked){
		      .root = LINEAR("TweedieRegressor", "\"power\": 0, \"link\": \"auto\"", COEF),
		      .input = S("1,2")},
	      "4.5\n");
}

TEST(predict_classifiers)
{
	const char *two = LINEAR("SGDClassifier", "\"loss\": \"modified_huber\"",
				 BINARY ", \"classes_\": {\"$array\": \"text\"}");
	const char *three =
		LINEAR("LogisticRegression", "", THREE ", \"classes_\": [true, false, 7]");
	const char *ints = LINEAR("Perceptron", "", BINARY ", \"classes_\": {\"$array\": \"i2\"}");

	gives(a, (struct asked){.root = two, .input = S("0,0\n1,0\n"), PREDICT_PROBA, PREDICT_CSV},
	      "prediction,proba_no,\"proba_\xc3\xbc\"\",\"\nno,0.75,0.25\n\"\xc3\xbc\"\",\",0.25,0."
	      "75\n");
	gives(a, (struct asked){.root = two, .input = S("1,0"), PREDICT_DECISION, PREDICT_JSONL},
	      "{\"prediction\": \"\xc3\xbc\\\",\", \"decision\": [0.5]}\n");
	gives(a, (struct asked){.root = ints, .input = S("0,0\n1,1\n")}, "-2\n7\n");
	bad_model(a, three,
		  "root.classes_: expected labels of one kind: text, ints, floats or bools");
	three = LINEAR("LogisticRegression", "", THREE ", \"classes_\": [0.5, 1, 2]");
	gives(a, (struct asked){.root = three, .input = S("0,0\n1,-1\n0,9\n"), PREDICT_DECISION},
	      "2.0\t0.0\t0.0\t1.0\n2.0\t1.0\t-1.0\t3.0\n1.0\t0.0\t9.0\t-8.0\n");
}

TEST(predict_npy_output)
{
	const char *ints = LINEAR("Perceptron", "", BINARY ", \"classes_\": {\"$array\": \"i2\"}");
	str out;
	struct predict_result r = run(
		a, (struct asked){.root = ints, .input = S("0,0\n1,1\n"), .format = PREDICT_NPY},
		&out);

	CHECK_INT(r.rows, 2);
	CHECK(str_find(out, S("'descr': '<i2'")) != STR_NONE);
	CHECK(str_find(out, S("'shape': (2,)")) != STR_NONE);
	CHECK(str_ends(out, (str){(const uint8_t *)"\xfe\xff\x07\x00", 4}));
}

static str rows_npy(struct arena *a, const char *descr, bool fortran, const char *shape)
{
	static const double c[] = {1, 2, 3, 4}, f[] = {1, 3, 2, 4};

	return make_npy(a, descr, fortran, shape, make_doubles(a, fortran ? f : c, 4));
}

TEST(predict_npy_input)
{
	str half = make_npy(a, ">f2", false, "(1, 2)", (str){(const uint8_t *)"\x3c\0\xc4\0", 4});

	gives(a, (struct asked){.root = RIDGE, .input = rows_npy(a, "<f8", false, "(2, 2)")},
	      "4.5\n10.5\n");
	gives(a, (struct asked){.root = RIDGE, .input = rows_npy(a, "<f8", true, "(2, 2)")},
	      "4.5\n10.5\n");
	gives(a, (struct asked){.root = RIDGE, .input = half}, "-7.5\n");
	bad_input(a, RIDGE, rows_npy(a, "<f8", false, "(4, 1)"),
		  "shape: expected 2 features, as the model has, found 1");
	bad_input(a, RIDGE, rows_npy(a, "<f8", false, "(4,)"),
		  "shape: expected two dimensions (rows, 2 features), found 1");
	bad_input(a, RIDGE, rows_npy(a, "<f8", false, "(3, 2)"),
		  "size: expected 48 bytes of data, as the shape says, found 32");
	bad_input(a, RIDGE, rows_npy(a, "<U2", false, "(2, 2)"),
		  "dtype: expected numbers, found \"'<U2'\"");
}

TEST(predict_not_finite)
{
	static const double bad[] = {1, 2, 3, -INFINITY}, nan[] = {1, 2, NAN, 4};
	const char *scaled = PIPE(LINEAR("StandardScaler", "",
					 "\"mean_\": {\"$array\": \"w\"}, \"scale_\": {\"$array\": "
					 "\"half\"}, \"n_features_in_\": 2"),
				  RIDGE);
	const char *picked =
		PIPE(LINEAR("VarianceThreshold", "\"threshold\": 0.0",
			    "\"variances_\": {\"$array\": \"w\"}, \"n_features_in_\": 2"),
		     RIDGE);
	const char *named = LINEAR("Ridge", "", COEF NAMES);
	str inf = make_npy(a, "<f8", false, "(2, 2)", make_doubles(a, bad, 4));
	str hole = make_npy(a, "<f8", false, "(2, 2)", make_doubles(a, nan, 4));

	bad_input(a, named, inf,
		  "row 1, column 1 (b): expected a finite number, found an infinity");
	bad_input(a, scaled, hole,
		  "row 1, column 0: expected a number, found NaN; the model imputes none");
	bad_input(a, picked, inf, "row 1, column 1: expected a finite number, found an infinity");
	bad_input(a, named, S("1,2\n3,\n"),
		  "line 2, column 2 (b): expected a number, found a missing value; the model "
		  "imputes none");
	bad_input(a, RIDGE, S("1,2\n3,inf\n"),
		  "line 2, column 2: expected a number, found \"inf\"");
	bad_input(a, RIDGE, S("1,2\n3,1e999\n"),
		  "line 2, column 2: expected a finite number, found \"1e999\"");
	gives(a, (struct asked){.root = scaled, .input = S("1.5,6")}, "2.5\n");
}

TEST(predict_steps)
{
	const char *impute =
		PIPE(LINEAR("SimpleImputer", "\"missing_values\": {\"$float\": \"nan\"}",
			    "\"statistics_\": {\"$array\": \"half\"}"),
		     RIDGE);
	const char *drops =
		PIPE(LINEAR("SimpleImputer", "", "\"statistics_\": {\"$array\": \"nan\"}"),
		     LINEAR("Ridge", "", "\"coef_\": [3], \"intercept_\": [0]"));
	const char *range = PIPE(
		LINEAR("MinMaxScaler", "\"clip\": true, \"feature_range\": {\"$tuple\": [0, 3]}",
		       "\"scale_\": {\"$array\": \"w\"}, \"min_\": {\"$array\": \"half\"}"),
		RIDGE);
	const char *pca =
		PIPE(LINEAR("PCA", "\"whiten\": false",
			    "\"components_\": {\"$array\": \"w3f\"}, \"mean_\": {\"$array\": "
			    "\"w\"}"),
		     LINEAR("Ridge", "", "\"coef_\": [1, 10, 100], \"intercept_\": 0"));
	const char *best =
		PIPE(LINEAR("SelectKBest", "\"k\": 1", "\"scores_\": {\"$array\": \"nan\"}"),
		     LINEAR("Ridge", "", "\"coef_\": [3], \"intercept_\": [0]"));
	const char *norm = PIPE(CLASS("Normalizer", "\"parameters\": {\"norm\": \"max\"}"), RIDGE);

	gives(a, (struct asked){.root = impute, .input = S(",nan\n1,2\n")}, "8.0\n4.5\n");
	gives(a, (struct asked){.root = drops, .input = S("2,5\n,5\n")}, "6.0\n3.0\n");
	gives(a, (struct asked){.root = range, .input = S("1,2\n-5,-1\n")}, "7.0\n3.5\n");
	gives(a, (struct asked){.root = pca, .input = S("2,4")}, "-79.0\n");
	gives(a, (struct asked){.root = best, .input = S("2,4")}, "6.0\n");
	gives(a, (struct asked){.root = norm, .input = S("2,-4\n0,0\n")}, "-2.0\n-0.5\n");
}

/* Two points on a line for each of three classes; votes of one against one. */
TEST(predict_svc)
{
#define SVC(more)                                                                                  \
	LINEAR("SVC", "\"kernel\": \"linear\"" more,                                               \
	       "\"dual_coef_\": {\"$array\": \"w3\"}, \"support_vectors_\": {\"$array\": "         \
	       "\"w3\"}, "                                                                         \
	       "\"intercept_\": [0, 0, 0], \"n_support_\": [1, 1, 1], \"classes_\": [1, 2, 3], "   \
	       "\"n_features_in_\": 2")
	bad_model(a, SVC(""), "root.dual_coef_: expected the shape [classes - 1, 3], found [3, 2]");
	bad_model(a, LINEAR("SVC", "\"kernel\": \"rbf\"", COEF),
		  "root: sklearn.x.SVC with kernel \"rbf\": only linear kernels are predicted");
}

TEST(predict_header)
{
	const char *named = LINEAR("Ridge", "", COEF NAMES);

	gives(a, (struct asked){.root = named, .input = S("a,b\r\n1,2\r\n")}, "4.5\n");
	gives(a,
	      (struct asked){.root = named,
			     .input = S("\xef\xbb\xbf"
					"b,\"a\"\n2,1\n")},
	      "4.5\n");
	gives(a, (struct asked){.root = named, .input = S("1,2\n\n\n")}, "4.5\n");
	gives(a,
	      (struct asked){.root = RIDGE, .input = S("x,y\n1,2"), .header = PREDICT_HEADER_YES},
	      "4.5\n");
	bad_input(a, named, S("a,c\n1,2\n"),
		  "line 1, column 2: expected a feature of the model, found \"c\"");
	bad_input(a, named, S("a\n1\n"), "line 1: expected a column \"b\", which is missing");
	bad_input(a, named, S("a,a\n1,2\n"), "line 1, column 2: \"a\" for the second time");
	bad_input(a, RIDGE, S("x,y\n1,2\n"),
		  "line 1, column 1: expected a number, found \"x\"; when the "
		  "first line is a header, say --header");
	bad_input(a, named, S("b,a\n2,x\n"),
		  "line 2, column 2 (a): expected a number, found \"x\"");
	bad_input(a, named, S("a,b\n1,2,3\n"),
		  "line 2: expected 2 columns, as the model has features, found more");
	bad_input(a, named, S("a,b\n1\n"),
		  "line 2: expected 2 columns, as the model has features, found 1");
	bad_input(a, named, S("a,b\n1,2\n\n3,4\n"),
		  "line 3: expected 2 columns, found an empty line");
}

TEST(predict_empty_lines_of_one_column)
{
	const char *one = LINEAR("Ridge", "", "\"coef_\": [2], \"n_features_in_\": 1");

	gives(a, (struct asked){.root = one, .input = S("1\n2\n\n\n")}, "2.0\n4.0\n");
	gives(a, (struct asked){.root = one, .input = S("1\r\n\r\n"), .format = PREDICT_CSV},
	      "prediction\n2.0\n");
	bad_input(a, one, S("1\n\n2\n"), "line 2: expected 1 column, found an empty line");
	bad_input(a, one, S("\n1\n"), "line 1: expected rows, found an empty line");
	bad_input(a, one, S("1\n\"\"\n"),
		  "line 2, column 1: expected a number, found a missing value; the model imputes "
		  "none");
}

TEST(predict_csv_errors)
{
	bad_input(a, RIDGE, S(""), "line 1: expected rows, found an empty file");
	bad_input(a, RIDGE, S("1,2\n\"3\n,4\n"), "line 2, column 1: a quote that is not closed");
	bad_input(a, RIDGE, S("1,2\r3,4"),
		  "line 1, column 2: a carriage return without a line feed");
	bad_input(a, RIDGE, S("1,2\n3,\"4\"5\n"),
		  "line 2, column 2: something between a closing quote and the next comma");
	bad_input(a, RIDGE, S("1,2\n3\",4\n"),
		  "line 2, column 1: a quote inside a cell that does not begin with one");
	bad_input(a, RIDGE,
		  S("\xff\xfe"
		    "1\0,\0"),
		  "line 1, column 1: UTF-16: save the file as UTF-8");
	gives(a, (struct asked){.root = RIDGE, .input = S("\"1\", 2 \n")}, "4.5\n");
}

TEST(predict_models_that_lie)
{
	bad_model(a, LINEAR("Ridge", "", "\"coef_\": {\"$array\": \"w\"}, \"n_features_in_\": 3"),
		  "root.coef_: expected the shape [3] or [outputs, 3], found [2]");
	bad_model(a,
		  LINEAR("Ridge", "", "\"coef_\": {\"$array\": \"none\"}, \"n_features_in_\": 3"),
		  "root.coef_: expected the array \"none\" in the NPZ file, which has none of this "
		  "name");
	bad_model(a, LINEAR("Ridge", "", "\"coef_\": {\"$array\": \"nan\"}, \"n_features_in_\": 2"),
		  "root.coef_: expected finite numbers, found NaN at index 1");
	bad_model(a,
		  LINEAR("Ridge", "", "\"coef_\": {\"$array\": \"short\"}, \"n_features_in_\": 2"),
		  "root.coef_: expected 24 bytes of array data, found 16");
	bad_model(a,
		  LINEAR("Ridge", "", "\"coef_\": {\"$array\": \"object\"}, \"n_features_in_\": 2"),
		  "root.coef_: expected an array of numbers, found dtype \"'|O'\"");
	bad_model(
		a, LINEAR("VotingClassifier", "", "\"classes_\": [1, 2]"),
		"root: an object of sklearn.x.VotingClassifier, which does not say how many "
		"features it takes: assay predict runs linear models, and pipelines of scalers and "
		"a linear model");
	bad_model(a, LINEAR("Ridge", "", "\"n_features_in_\": 2"),
		  "root.coef_: expected an array, found nothing");
	bad_model(a, LINEAR("Perceptron", "", BINARY ", \"classes_\": [1, 2, 3]"),
		  "root.classes_: expected 2 labels, as coef_ says, found 3");
	bad_model(a, LINEAR("RandomForestClassifier", "", COEF),
		  "root: an object of sklearn.x.RandomForestClassifier: assay predict runs linear "
		  "models, "
		  "and pipelines of scalers and a linear model; python/assay_load.py predicts "
		  "trees too");
	bad_model(a, PIPE(LINEAR("ColumnTransformer", "", ""), RIDGE),
		  "root.steps.0.1: an object of sklearn.x.ColumnTransformer: not a step that assay "
		  "predict "
		  "knows");
	bad_model(a, "{\"$class\": \"os.Ridge\", \"fitted\": {" COEF "}}",
		  "root: an object of os.Ridge: assay predict runs linear models, and pipelines of "
		  "scalers "
		  "and a linear model; python/assay_load.py predicts trees too");
	refuses(a, (struct asked){.root = RIDGE, .input = S("1,2"), PREDICT_PROBA}, PREDICT_ASKED,
		"root: the model has no probabilities");
}

TEST(predict_files_that_do_not_belong_together)
{
	struct collect c = {.sink = {collect}, .out = buf_in(a), .most = MiB};
	str npz = archive(a), config = make_config(a, npz, S(RIDGE));
	struct predict_job job = {.npz = blob_of(str_slice(npz, 0, npz.n - 1)),
				  .config = config,
				  .input = blob_of(S("1,2")),
				  .sink = &c.sink};
	struct predict_result r = predict_run(a, &job);

	CHECK_INT(r.end, PREDICT_MODEL);
	CHECK_STR(r.where, S("arrays.sha256"));
	job.npz = blob_of(npz);
	job.config = str_slice(config, 0, config.n - 1);
	CHECK_INT(predict_run(a, &job).end, PREDICT_MODEL);
	job.config = S("{\"format\": \"assay-model\", \"version\": 2}");
	r = predict_run(a, &job);
	CHECK_STR(r.where, S("version"));
	job.config = config;
	c.most = 2;
	CHECK_INT(predict_run(a, &job).end, PREDICT_UNWRITTEN);
}
