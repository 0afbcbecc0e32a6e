/* The tables of the pickles' policy are well formed, contradict each other nowhere, and say of
 * known attacks and of known constructors what they should. */
#include "model/pickle_tables.h"
#include "test.h"

#include <stdio.h>
#include "base/buf.h"
#include "model/pickle_int.h"
#include "pickle_run.h"

static const struct {
	const char *name;
	const struct pickle_table *table;
} tables[] = {
	{"stdlib", &pickle_allow_stdlib},	{"numpy", &pickle_allow_numpy},
	{"scipy", &pickle_allow_scipy},		{"sklearn", &pickle_allow_sklearn},
	{"pandas", &pickle_allow_pandas},	{"torch", &pickle_allow_torch},
	{"other", &pickle_allow_other},		{"danger", &pickle_danger},
	{"danger_other", &pickle_danger_other},
};

static bool is_danger(const struct pickle_table *t)
{
	return t == &pickle_danger || t == &pickle_danger_other;
}

static void fail(const char *table, const struct pickle_row *r, str name, const char *what)
{
	char text[300];

	snprintf(text, sizeof(text), "%s: %.*s %.*s: %s", table, STR_ARG(r->module), STR_ARG(name),
		 what);
	test_check(false, text, __FILE__, __LINE__);
}

static void check_words(const char *table, const struct pickle_row *r)
{
	str last = {NULL, 0};

	for (str rest = r->names, word; rest.p != NULL; last = word) {
		word = str_cut(&rest, ' ');
		if (str_eq(word, S("*")) && r->names.n != 1)
			fail(table, r, word, "the mark of all names among other names");
		if (word.n == 0 || (last.p != NULL && str_cmp(last, word) >= 0))
			fail(table, r, word, "the names are not sorted words");
	}
}

TEST(pickle_policy_tables_are_sorted)
{
	for (size_t t = 0; t < COUNTOF(tables); t++) {
		const struct pickle_table *rows = tables[t].table;

		CHECK(rows->count > 0);
		for (size_t i = 0; i < rows->count; i++) {
			const struct pickle_row *r = &rows->rows[i];

			check_words(tables[t].name, r);
			if (i > 0 && str_cmp(r[-1].module, r->module) > 0)
				fail(tables[t].name, r, r->names, "the modules are not sorted");
			if (r->verdict.why == NULL || r->verdict.why[0] == 0)
				fail(tables[t].name, r, r->names, "no reason");
			if ((r->verdict.class == PICKLE_ARGS) != (r->verdict.args != 0))
				fail(tables[t].name, r, r->names, "a rule that is none");
			if ((r->verdict.class == PICKLE_DANGEROUS) != is_danger(rows))
				fail(tables[t].name, r, r->names, "in the wrong table");
		}
	}
	for (size_t i = 1; i < pickle_libraries_count; i++)
		CHECK(str_cmp(pickle_libraries[i - 1].top, pickle_libraries[i].top) < 0);
}

/* Every name is found where it stands (so none stands twice), and is no attack by name. */
TEST(pickle_policy_tables_agree)
{
	for (size_t t = 0; t < COUNTOF(tables); t++) {
		const struct pickle_table *rows = tables[t].table;

		for (size_t i = 0; i < rows->count; i++) {
			const struct pickle_row *r = &rows->rows[i];

			for (str rest = r->names, word; rest.p != NULL;) {
				const struct pickle_row *d;

				word = str_cut(&rest, ' ');
				if (pickle_row_of(rows, r->module, word) != r)
					fail(tables[t].name, r, word, "listed twice");
				if (is_danger(rows))
					continue;
				d = pickle_row_of(&pickle_danger, r->module, word);
				if (d == NULL)
					d = pickle_row_of(&pickle_danger_other, r->module, word);
				if (d != NULL && !str_eq(d->names, S("*")))
					fail(tables[t].name, r, word, "an attack is allowed");
				if (!str_eq(word, S("*")) &&
				    pickle_judge(r->module, word).class != r->verdict.class)
					fail(tables[t].name, r, word, "the row is not found");
			}
		}
	}
}

/* "module name" in lines: the class and the rule of each. */
static void check_class(const char *lines, enum pickle_class class, enum pickle_args args)
{
	for (str rest = str_of(lines), line; rest.p != NULL;) {
		struct pickle_verdict v;
		str module, name;

		line = str_cut(&rest, '\n');
		if (line.n == 0)
			continue;
		name = line;
		module = str_cut(&name, ' ');
		v = pickle_judge(module, name);
		if (v.class != class || v.args != args) {
			char text[300];
			snprintf(text, sizeof(text), "%.*s: class %d, rule %d", STR_ARG(line),
				 v.class, v.args);
			test_check(false, text, __FILE__, __LINE__);
		}
		CHECK(v.why != NULL && v.why[0] != 0);
		CHECK((v.grade != 0) == (class == PICKLE_UNKNOWN || class == PICKLE_KNOWN ||
					 class == PICKLE_DANGEROUS));
	}
}

TEST(pickle_policy_allows)
{
	check_class("builtins set\n__builtin__ set\nbuiltins bytearray\ncollections OrderedDict\n"
		    "collections Counter\ndatetime datetime\narray _array_reconstructor\n"
		    "argparse Namespace\nnumpy float32\nnumpy.core.multiarray _reconstruct\n"
		    "numpy._core.multiarray scalar\nnumpy._core.numeric _frombuffer\n"
		    "numpy.random._pickle __bit_generator_ctor\n"
		    "torch._utils _rebuild_tensor_v2\ntorch bfloat16\n"
		    "torch.jit._pickle build_intlist\n__torch__.torch.nn.modules.linear Linear\n"
		    "__torch__.___torch_mangle_3 net\nsklearn.neighbors._kd_tree newObj\n"
		    "pandas._libs.internals _unpickle_block\n"
		    "pandas._libs.arrays __pyx_unpickle_NDArrayBacked\n"
		    "sklearn._loss._loss __pyx_unpickle_CyHalfPoissonLoss",
		    PICKLE_SAFE, PICKLE_ARGS_NONE);
	check_class("sklearn.linear_model._logistic LogisticRegression\n"
		    "sklearn.linear_model.logistic LogisticRegression\n"
		    "sklearn.tree._tree Tree\ntorch.nn.modules.linear Linear\n"
		    "torch.optim.adam Adam\ntorch FloatStorage\nscipy.sparse.csr csr_matrix\n"
		    "scipy.sparse._csr csr_matrix\nscipy.stats._continuous_distns norm_gen\n"
		    "pandas.core.frame DataFrame\npandas.core.internals.managers BlockManager\n"
		    "pandas.core.internals BlockManager\nuuid UUID\npathlib PosixPath\n"
		    "joblib.numpy_pickle NumpyArrayWrapper\nomegaconf.dictconfig DictConfig\n"
		    "transformers.trainer_utils IntervalStrategy\nhttp HTTPStatus\n"
		    "urllib.parse ParseResult\nlifelines.utils CensoringType\n"
		    "pyarrow.lib type_for_alias\npyarrow.lib py_buffer",
		    PICKLE_ARGS, PICKLE_ARGS_DATA);
	check_class("numpy dtype", PICKLE_ARGS, PICKLE_ARGS_DTYPE);
	check_class("_codecs encode\ncodecs encode", PICKLE_ARGS, PICKLE_ARGS_CODEC);
	check_class("builtins getattr", PICKLE_ARGS, PICKLE_ARGS_GETATTR);
	check_class("numpy.core _ufunc_reconstruct", PICKLE_ARGS, PICKLE_ARGS_GLOBAL);
	check_class("torch.storage _load_from_bytes\n"
		    "keras.src.models.sequential Sequential._unpickle_model\n"
		    "keras.saving.pickle_utils deserialize_model_from_bytecode",
		    PICKLE_ARGS, PICKLE_ARGS_NESTED);
	check_class("jax._src.array _reconstruct_array", PICKLE_ARGS, PICKLE_ARGS_APPLY);
	check_class("pyarrow.lib _restore_array", PICKLE_ARGS, PICKLE_ARGS_ARROW);
	check_class("pandas.core.indexes.base _new_Index\nscipy.stats._stats_py "
		    "TtestResult.__new__",
		    PICKLE_ARGS, PICKLE_ARGS_INSTANTIATE);
	check_class("statsmodels.regression.linear_model OLSResults\n"
		    "transformers.models.bert.configuration_bert BertConfig\n"
		    "transformers.training_args TrainingArguments\n"
		    "ultralytics.nn.tasks DetectionModel\nlightgbm.sklearn LGBMClassifier\n"
		    "torchvision.models.resnet ResNet\nnumpy log1p\n"
		    "sklearn.utils.fixes log1p",
		    PICKLE_KNOWN, PICKLE_ARGS_NONE);
}

TEST(pickle_policy_knows_attacks)
{
	check_class(
		"os system\nposix system\nnt system\nsubprocess Popen\nbuiltins eval\n"
		"builtins exec\n__builtin__ execfile\nbuiltins __import__\nbuiltins open\n"
		"builtins compile\nbuiltins setattr\nbuiltins map\nbuiltins filter\n"
		"builtins print\nbuiltins input\nbuiltins breakpoint\nbuiltins apply\n"
		"operator attrgetter\noperator methodcaller\n_operator itemgetter\n"
		"functools reduce\nitertools starmap\nitertools accumulate\nweakref finalize\n"
		"types FunctionType\ntypes CodeType\nimportlib import_module\npydoc locate\n"
		"pydoc pipepager\ninspect getattr_static\nlogging.config dictConfig\n"
		"logging FileHandler\nunittest.mock _importer\nstring Formatter\n"
		"string Formatter.format\ntyping _eval_type\ncollections namedtuple\n"
		"dataclasses make_dataclass\nnumpy fromfile\nnumpy genfromtxt\nnumpy load\n"
		"numpy memmap\nnumpy DataSource\nnumpy.f2py.crackfortran getlincoef\n"
		"numpy.testing._private.utils runstring\nnumpy.testing measure\npandas eval\n"
		"pandas read_pickle\npandas.io.pickle read_pickle\nscipy.io loadmat\n"
		"sympy.core.sympify sympify\nnumexpr evaluate\ntorch load\n"
		"torch.serialization load\ntorch.jit load\ntorch.ops load_library\n"
		"torch.hub load\ntorch.utils.collect_env run\n"
		"torch._inductor.codecache compile_file\ntorch._dynamo.guards GuardBuilder.get\n"
		"torch.fx.experimental.symbolic_shapes ShapeEnv.evaluate_guards_expression\n"
		"torch.utils.bottleneck.__main__ run_cprofile\n"
		"torch.utils._config_module ConfigModule.load_config\n"
		"torch.utils.data.datapipes.utils.decoder basichandlers\n"
		"torch.distributed.rpc rpc_sync\njoblib load\njoblib.numpy_pickle load\n"
		"cloudpickle.cloudpickle _make_function\ndill._dill _import_module\n"
		"jsonpickle.unpickler decode\nyaml unsafe_load\npickle loads\n_pickle loads\n"
		"marshal loads\nshelve open\nctypes CDLL\nsocket create_connection\n"
		"urllib.request urlretrieve\nhttp.client HTTPSConnection\nssl "
		"get_server_certificate\nwebbrowser open\nsys exit\nsignal signal\n"
		"_thread start_new_thread\nthread start_new_thread\ncProfile run\n"
		"profile Profile.run\ntimeit timeit\ntrace Trace.runctx\nbdb Bdb.run\n"
		"pdb run\ncode interact\nrunpy run_path\npkgutil resolve_name\n"
		"idlelib.run Executive.runcode\nlib2to3.pgen2.grammar Grammar.loads\n"
		"distutils.file_util write_file\nsetuptools._distutils.spawn spawn\n"
		"pip._internal main\nvenv create\nensurepip _run_pip\npty spawn\n"
		"_pyrepl.pager pipe_pager\n_osx_support _read_output\nuuid _get_command_stdout\n"
		"test.support.script_helper assert_python_ok\ntarfile open\nzipfile ZipFile\n"
		"glob glob\nlinecache getlines\nreadline read_init_file\n_io FileIO\nio open\n"
		"pathlib Path.write_text\npathlib PosixPath.unlink\nmultiprocessing.util "
		"spawnv_passfds\n"
		"concurrent.futures._base Future\nasyncio.unix_events "
		"_UnixSubprocessTransport._start\npexpect run\nhydra.utils instantiate\n"
		"huggingface_hub.file_download hf_hub_download\nIPython.utils.process system\n"
		"numba.core.serialize _numba_unpickle\nnltk.lazyimport LazyModule\n"
		"ultralytics.utils JSONDict\nmonai.utils.state_cacher StateCacher\n"
		"stable_baselines3.common.vec_env.base_vec_env CloudpickleWrapper\n"
		"gymnasium.utils.ezpickle EzPickle\nrandom _os.system\nany.module os.system\n"
		"torch.serialization os.system\ncollections abc.sys.modules\n"
		"numpy __builtins__.get\nbuiltins object.__subclasses__\n"
		"sklearn.base BaseEstimator.__class__\nshutil os\nrandom _os\n"
		"torch serialization.load\nsix moves.builtins.eval\nnumpy.core.os popen\n"
		"a b.c.d.e.f.g.h.i.j.k.l.m.n.o\nhttp server.main\npyarrow.lib memory_map\n"
		"keras.src.models x._unpickle_model\nkeras.models load_model",
		PICKLE_DANGEROUS, PICKLE_ARGS_NONE);
}

TEST(pickle_policy_denies_by_default)
{
	check_class("\nstatistics mean\nbuiltins no_such\nnumpy no_such_function\n"
		    "torch.nn.functional no_such\nsklearn.linear_model fit\nmy_project Net\n"
		    "__main__ Net\ntorchx.nn Linear\nsklearnx.base "
		    "Estimator\nsklearn. Estimator\nsklearn..base Estimator\n"
		    "sklearn.base Estimator.\nsklearn.tests.base Estimator\n"
		    "sklearn.base estimator\n"
		    "sklearn.base Estimator.method\nsklearn.base Estimator.__init\n"
		    "sklearn.base Estim\xc3\xa4tor\nPIL.JpegImagePlugin JpegImageFile\n"
		    "skopt os_path\nmodels.yolo load\nnumpy __pyx_unpickle_\n"
		    "nothing __pyx_unpickle_Class",
		    PICKLE_UNKNOWN, PICKLE_ARGS_NONE);
	CHECK(pickle_judge(S(""), S("")).class == PICKLE_UNKNOWN);
	CHECK(pickle_judge((str){NULL, 0}, (str){NULL, 0}).class == PICKLE_UNKNOWN);
	CHECK(pickle_judge(S("numpy"), S("dtype ndarray")).class == PICKLE_UNKNOWN);
	CHECK(pickle_judge(S("numpy"), S(" dtype")).class == PICKLE_UNKNOWN);
	CHECK(pickle_judge(S("builtins"), S("*")).class == PICKLE_UNKNOWN);
	CHECK_INT(pickle_judge(S("my_project"), S("Net")).grade, PICKLE_GRADE_MEDIUM);
	CHECK_INT(pickle_judge(S("my_project"), S("run")).grade, PICKLE_GRADE_HIGH);
}

/* Names of any length cost no recursion and no more than a look at each part. */
TEST(pickle_policy_long_names)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < 20000; i++)
		buf_add(&b, S(".__new__"));
	CHECK(pickle_judge(S("numpy"), buf_str(&b)).class == PICKLE_DANGEROUS);
	for (size_t i = 0; i < 20000; i++)
		buf_add(&b, S("X.os"));
	CHECK(pickle_judge(buf_str(&b), S("X")).class != PICKLE_SAFE);
	CHECK(pickle_judge(S("numpy"), test_guarded(buf_str(&b), 0)).class != PICKLE_SAFE);
	CHECK(pickle_judge(test_guarded(S("os"), 0), test_guarded(S("system"), 0)).class ==
	      PICKLE_DANGEROUS);
}

#define TEMPLATE(shapes, in, out, more)                                                            \
	"\ndef _parse_args(self, " shapes in "):\n    return (" shapes "), " out                   \
	"\n\ndef _parse_args_rvs(self, " shapes in                                                 \
	", size=None):\n    return self._argcheck_rvs(" shapes " " out                             \
	", size=size)\n\ndef _parse_args_stats(self, " shapes in                                   \
	", moments='mv'):\n    return (" shapes "), " out ", moments\n" more
#define CONTINUOUS(shapes, more) TEMPLATE(shapes, " loc=0, scale=1", "loc, scale", more)

TEST(pickle_policy_state_that_is_code)
{
	CHECK(pickle_state_code(S(CONTINUOUS("", ""))));
	CHECK(pickle_state_code(S(CONTINUOUS("a, ", ""))));
	CHECK(pickle_state_code(S(CONTINUOUS("df_1, _nc, ", ""))));
	CHECK(pickle_state_code(S(TEMPLATE("mu, ", " loc=0", "loc, 1", ""))));
	CHECK(!pickle_state_code(S("")));
	CHECK(!pickle_state_code(S("import os")));
	CHECK(!pickle_state_code(S(CONTINUOUS("a, ", "import os"))));
	CHECK(!pickle_state_code(S(CONTINUOUS("a=exit(), ", ""))));
	CHECK(!pickle_state_code(S(CONTINUOUS("a", ""))));
	CHECK(!pickle_state_code(S(CONTINUOUS("1, ", ""))));
	CHECK(!pickle_state_code(S(TEMPLATE("a, ", " loc=exit()", "loc, 1", ""))));
	CHECK(pickle_state_matters(S("scipy.stats._continuous_distns")));
	CHECK(pickle_state_matters(S("scipy.stats")));
	CHECK(!pickle_state_matters(S("scipy.statsx")));
	CHECK(!pickle_state_matters(S("scipy")));
}

#define GAMMA "cscipy.stats._continuous_distns\ngamma_gen\n)\x81"

static bool reported(struct arena *a, str in, enum pickle_issue_kind kind)
{
	str got = test_pickle(a, in, PICKLE_FROM_BYTES);

	for (int grade = PICKLE_GRADE_MEDIUM; grade <= PICKLE_GRADE_CRITICAL; grade++)
		if (str_find(got, arena_printf(a, "; %d %d ", grade, kind)) != STR_NONE)
			return true;
	return false;
}

TEST(pickle_state_that_is_code_is_reported)
{
	CHECK(!reported(a, S(GAMMA "}b."), PICKLE_ISSUE_STATE));
	CHECK(!reported(a, S(GAMMA "}S'a'\nNsb."), PICKLE_ISSUE_STATE));
	CHECK(!reported(a, S(GAMMA "(}S'a'\nNsNtb."), PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(GAMMA "}S'_parse_arg_template'\nS'import os'\nsb."),
		       PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(GAMMA "}U\x13_parse_arg_templateU\x01xsb."), PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(GAMMA "}X\x13\0\0\0_parse_arg_templateNsb."), PICKLE_ISSUE_STATE));
	CHECK(reported(a, S("(V_parse_arg\\u005ftemplate\nVx\nd."), PICKLE_ISSUE_STATE));
	/* what dict.update() takes for a pair */
	CHECK(reported(a, S(GAMMA "((U\x13_parse_arg_templateU\x01xttb."), PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(GAMMA "((U\x13_parse_arg_templateU\x01xtlb."), PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(GAMMA "((U\1aNU\1bNdNtb."), PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(GAMMA "c__builtin__\ndict\n]\x85Rb."), PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(GAMMA "}c__builtin__\nstr\nU\x13_parse_arg_template\x85RU\x01xsb."),
		       PICKLE_ISSUE_STATE));
	/* made by a partial */
	CHECK(reported(a,
		       S("cfunctools\npartial\ncscipy.stats._continuous_distns\ngamma_gen\n"
			 "\x85R)R((U\x13_parse_arg_templateU\x01xttb."),
		       PICKLE_ISSUE_STATE));
}

#define WITH_KEYWORDS                                                                              \
	"cfunctools\npartial\n(c__builtin__\ngetattr\n(cscipy.stats._stats_py\nTtestResultBase\n"  \
	"S'__new__'\ntRp0\ntR"

TEST(pickle_class_made_with_keywords)
{
	/* partial(TtestResultBase.__new__, TtestResultBase, 1, 2)() */
	CHECK(!reported(
		a,
		S(WITH_KEYWORDS "(g0\n(cscipy.stats._stats_py\nTtestResultBase\nI1\nI2\nt}Ntb)R."),
		PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a, S(WITH_KEYWORDS "(g0\n(cos\nsystem\nI1\nt}Ntb)R."),
		       PICKLE_ISSUE_DANGEROUS_CALL));
	CHECK(reported(a, S(WITH_KEYWORDS "(cos\nsystem\n(S'id'\nt}Ntb)R."),
		       PICKLE_ISSUE_DANGEROUS_CALL));
}

TEST(pickle_function_by_name)
{
	CHECK(!reported(a, S("cnumpy.core\n_ufunc_reconstruct\n(S'numpy'\nS'log1p'\ntR."),
			PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a, S("cnumpy.core\n_ufunc_reconstruct\n(S'os'\nS'system'\ntR."),
		       PICKLE_ISSUE_DANGEROUS_IMPORT));
	CHECK(reported(a, S("cnumpy.core\n_ufunc_reconstruct\n(S'os'\nS'system'\ntR(S'id'\ntR."),
		       PICKLE_ISSUE_DANGEROUS_CALL));
	CHECK(reported(a, S("cnumpy.core\n_ufunc_reconstruct\n(S'os'\ntR."),
		       PICKLE_ISSUE_ARGUMENT));
}

TEST(pickle_arguments_that_name_files)
{
	CHECK(!reported(a, S("cxgboost.core\nBooster\n)\x81}b."), PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a, S("cxgboost.core\nBooster\n(N)S'/etc/passwd'\ntR."),
		       PICKLE_ISSUE_UNKNOWN_CALL));
	CHECK(reported(a, S("clightgbm.basic\nBooster\n(NNS'm'\ntR."), PICKLE_ISSUE_UNKNOWN_CALL));
	CHECK(!reported(a, S("cpytz\n_p\n(S'Europe/Berlin'\nI1\ntR."), PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a, S("cpytz\n_p\n(S'../../etc/passwd'\ntR."), PICKLE_ISSUE_ARGUMENT));
}

#define ARROW(parts) "cpyarrow.lib\n_restore_array\n((" parts "ttR."
#define ARROW_TYPE "cpyarrow.lib\ntype_for_alias\n(S'string'\ntR"
#define ARROW_BUFFER "cpyarrow.lib\npy_buffer\n(C\1xtR"

TEST(pickle_arrow_arrays)
{
	CHECK(!reported(a, S(ARROW(ARROW_TYPE "I1\nI0\nI0\n(N" ARROW_BUFFER "l(lN")),
			PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a, S(ARROW(ARROW_TYPE "I9999999\nI0\nI0\n(N" ARROW_BUFFER "l(lN")),
		       PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a, S(ARROW("I1\nI2\nI3\n")), PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a, S(ARROW("cos\nsystem\nI1\nI0\nI0\n(l(lN")), PICKLE_ISSUE_ARGUMENT));
}

TEST(pickle_function_that_is_applied)
{
	CHECK(!reported(a,
			S("cjax._src.array\n_reconstruct_array\n"
			  "(cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\nt"
			  "(I1\nt}tR."),
			PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a, S("cjax._src.array\n_reconstruct_array\n(cos\nsystem\n(S'id'\nt)}tR."),
		       PICKLE_ISSUE_DANGEROUS_CALL));
	CHECK(reported(a, S("cjax._src.array\n_reconstruct_array\n(cos\nsystem\nN)}tR."),
		       PICKLE_ISSUE_ARGUMENT));
}

TEST(pickle_signals_of_a_context)
{
	CHECK(!reported(a, S("cdecimal\nContext\n(I28\n(cdecimal\nOverflow\nltR."),
			PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a, S("cdecimal\nContext\n(I28\n(cos\nsystem\nltR."), PICKLE_ISSUE_ARGUMENT));
}

TEST(pickle_bytes_that_are_unpickled)
{
	CHECK(!reported(a, S("ctorch.storage\n_load_from_bytes\n(C\1xtR."), PICKLE_ISSUE_ARGUMENT));
	CHECK(!reported(a,
			S("ctorch.storage\n_load_from_bytes\n(c_codecs\nencode\n(Vx\nVlatin1\n"
			  "tRtR."),
			PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a,
		       S("ctorch.storage\n_load_from_bytes\n(c_codecs\nencode\n(Vx\nVutf-16\n"
			 "tRtR."),
		       PICKLE_ISSUE_ARGUMENT));
	CHECK(!reported(a,
			S("ckeras.src.models.sequential\nSequential._unpickle_model\n"
			  "(c_io\nBytesIO\n)\x81(C\1xI0\nNtbtR."),
			PICKLE_ISSUE_ARGUMENT));
	CHECK(reported(a,
		       S("ckeras.src.models.sequential\nSequential._unpickle_model\n"
			 "(c_io\nBytesIO\n)\x81tR."),
		       PICKLE_ISSUE_ARGUMENT));
}

static bool oversized(struct arena *a, const char *pickle)
{
	return reported(a, str_of(pickle), PICKLE_ISSUE_SIZE);
}

TEST(pickle_absurd_sizes)
{
	CHECK(oversized(a, "c__builtin__\nbytes\n(I1099511627776\ntR."));
	CHECK(oversized(a, "c__builtin__\nbytearray\n(L99999999999999999999999L\ntR."));
	CHECK(!oversized(a, "c__builtin__\nbytearray\n(I65536\ntR."));
	CHECK(oversized(a, "c__builtin__\nlist\n(c__builtin__\nxrange\n(I1099511627776\ntRtR."));
	CHECK(oversized(a, "c__builtin__\nset\n(c__builtin__\nrange\n(I5\nI-1099511627776\nI-2\n"
			   "tRtR."));
	CHECK(!oversized(a, "c__builtin__\nlist\n(c__builtin__\nrange\n(I0\nI1099511627776\n"
			    "I1099511627776\ntRtR."));
	CHECK(!oversized(a, "c__builtin__\nrange\n(I0\nI1099511627776\nI1\ntR."));
	CHECK(oversized(a, "ccollections\ndeque\n(c__builtin__\nenumerate\n(citertools\ncount\n"
			   "(tRtRtR."));
	CHECK(oversized(a, "c__builtin__\nlist\n(citertools\nrepeat\n(NtRtR."));
	CHECK(!oversized(a, "c__builtin__\nlist\n(citertools\nrepeat\n(NI3\ntRtR."));
	CHECK(oversized(a, "cfractions\nFraction\n(S'1e999999999'\ntR."));
	CHECK(!oversized(a, "cfractions\nFraction\n(S'1/3'\ntR."));
	CHECK(oversized(a, "cnumpy\nndarray\n((I1000000\nI1000000\nttR."));
	CHECK(!oversized(a, "cnumpy\nndarray\n((I1000000\nI0\nI1000000\nttR."));
	CHECK(oversized(a, "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n"
			   "(I1125899906842624\ntS'b'\ntR."));
	CHECK(oversized(a, "ctorch\nFloatStorage\n(I1125899906842624\ntR."));
	CHECK(!oversized(a, "ctorch\nLongTensor\n((I70000\nI70000\nI70000\nltR."));
	CHECK(oversized(a, "csklearn.tree._tree\nTree\n(I1\nNI1125899906842624\ntR."));
}

TEST(pickle_items_of_arrays)
{
	CHECK(reported(a, S("ctorch._utils\n_rebuild_tensor_v2\n)RI0\nI1\ns."),
		       PICKLE_ISSUE_WRITE));
	CHECK(!reported(a, S("ccollections\nOrderedDict\n)RI0\nI1\ns."), PICKLE_ISSUE_WRITE));
}

TEST(pickle_formulas)
{
	static const char *const good[] = {
		"y ~ x1 + x2 : x3 - 1",
		"np.log(y) ~ I(x**2) + C(a, Treatment(reference='b'))",
		"y ~ bs(x, df=4, degree=3) * cr(z, df=3)",
		"Q('open close') ~ center(x) + open + input",
		"y ~ pd.cut(x, [0, 1.5, 2.e5]) + x.shift(1).fillna(0)",
		"y ~ (a + b) ** 2 | `exec (x)`",
		"y ~ np.where(x > 0, 1, 0) + np.random.rand(3) + x.to_numpy()",
		"y ~ C(f, levels=[\"it's (x)\", 'eval(1)'])",
		"",
		"~",
		"y ~ my_log(x) if x else (z)",
	};
	static const char *const bad[] = {
		"y ~ __import__('os').system('id')",
		"y ~ I(exec('x'))",
		"eval('1') ~ x",
		"y ~ x.__class__",
		"y ~ os.system('id')",
		"y ~ os . system('id')",
		"y ~ np.load('x')",
		"y ~ pd.read_pickle('x')",
		"y ~ np.lib.npyio.load('x')",
		"y ~ x.to_pickle('m')",
		"y ~ (lambda: 1)()",
		"y ~ [exec][0]('x')",
		"y ~ f(x)('y')",
		"y ~ x.f(1).query('@y')",
		"y ~ Q(f'{x}')",
		"y ~ getattr(np, 'load')('x')",
		"y ~ max(['x'], key=exec)",
		"y ~ np.apply_along_axis(eval, 0, x)",
		"y ~ open('x')",
		"y ~ a.b.c.d.e.f.g.h.i.j(1)",
		"y ~ np.vectorize(exec)(x)",
	};

	for (size_t i = 0; i < COUNTOF(good); i++)
		if (pickle_formula(test_guarded(str_of(good[i]), 0)) != NULL)
			test_check(false, good[i], __FILE__, __LINE__);
	for (size_t i = 0; i < COUNTOF(bad); i++)
		if (pickle_formula(test_guarded(str_of(bad[i]), 0)) == NULL)
			test_check(false, bad[i], __FILE__, __LINE__);
}

#define MODEL_DATA "cstatsmodels.base.data\nPandasData\n)\x81"

TEST(pickle_formulas_in_state)
{
	CHECK(!reported(a, S(MODEL_DATA "}S'formula'\nS'y ~ np.log(x)'\nsb."), PICKLE_ISSUE_STATE));
	CHECK(!reported(a, S(MODEL_DATA "}S'formula'\nNsb."), PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(MODEL_DATA "}S'formula'\nS'y ~ exec(x)'\nsb."), PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(MODEL_DATA "}V\\u0066ormula\nS'y ~ exec(x)'\nsb."),
		       PICKLE_ISSUE_STATE));
	CHECK(reported(a,
		       S(MODEL_DATA "}U\x07"
				    "formulaX\x09\0\0\0open('x')sb."),
		       PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(MODEL_DATA "}S'formula'\nc__builtin__\nstr\n(S'x'\ntRsb."),
		       PICKLE_ISSUE_STATE));
	CHECK(reported(a, S(MODEL_DATA "}c__builtin__\nstr\n(S'formula'\ntRS'x'\nsb."),
		       PICKLE_ISSUE_STATE));
}
