#include "rules/model/dotted.h"

#include "rules/model/keras_names.h"
#include "rules/model/torch_ops.h"
#include "test.h"

TEST(dotted_danger)
{
	static const char *const names[] = {
		"os.system",
		"posix.system",
		"subprocess.Popen",
		"builtins.eval",
		"builtins.exec",
		"shutil.rmtree",
		"socket.socket",
		"pickle.loads",
		"importlib.import_module",
		"runpy.run_path",
		"urllib.request.urlopen",
		"torch.serialization.os.system",
		"numpy.os.system",
		"a.b.subprocess.run",
		"logging.config.dictConfig",
		"x.__globals__.y",
		"ctypes.CDLL",
		"eval",
		"code.interact",
	};

	for (size_t i = 0; i < COUNTOF(names); i++)
		test_check_int(dotted_judge(str_of(names[i])).class, DOTTED_DANGER, names[i],
			       __FILE__, __LINE__);
}

TEST(dotted_harmless)
{
	static const char *const names[] = {
		"torch.nn.Linear",
		"torch.optim.AdamW",
		"nemo.collections.asr.models.EncDecCTCModel",
		"pytorch_lightning.Trainer",
		"transformers.AutoModel.from_pretrained",
		"builtins.dict",
		"collections.OrderedDict",
		"functools.partial",
		"pathlib.Path",
		"datetime.timedelta",
		"src.models.net.Net",
		"my.code.Thing",
		"hydra.utils.get_class",
		"os.path.join",
		"math.sqrt",
		"my_project.os_tools.Runner",
		"random.Random",
	};

	for (size_t i = 0; i < COUNTOF(names); i++) {
		struct dotted d = dotted_judge_call(str_of(names[i]));
		test_check(d.class != DOTTED_DANGER && d.class != DOTTED_STDLIB, names[i], __FILE__,
			   __LINE__);
	}
	CHECK(dotted_judge(S("xml.dom.minidom.parse")).class >= DOTTED_STDLIB);
	CHECK_INT(dotted_judge2(S("os"), S("system")).class, DOTTED_DANGER);
	CHECK_INT(dotted_judge_call(S("torch.hub.load")).class, DOTTED_DANGER);
	CHECK_INT(dotted_judge_call(S("numpy.os.system")).class, DOTTED_DANGER);
	CHECK(is_dotted(S("a.b")) && !is_dotted(S("a")) && !is_dotted(S("a..b")) &&
	      !is_dotted(S("a b.c")) && !is_dotted(S(".a")) && !is_dotted(S("1.5")));
}

static void keras(const char *module, const char *name, bool function, enum keras_name want)
{
	test_check_int(keras_name(str_of(module), str_of(name), function), want, module, __FILE__,
		       __LINE__);
}

TEST(keras_names_judged)
{
	keras("keras.layers", "Dense", false, KERAS_NAME_MODELLING);
	keras("keras", "Sequential", false, KERAS_NAME_MODELLING);
	keras("keras.src.engine.functional", "Functional", false, KERAS_NAME_MODELLING);
	keras("tensorflow.python.keras.layers.core", "Dense", false, KERAS_NAME_MODELLING);
	keras("tf_keras.src.models", "Model", false, KERAS_NAME_MODELLING);
	keras("keras.src.ops.numpy", "Add", false, KERAS_NAME_MODELLING);
	keras("keras.activations", "relu", true, KERAS_NAME_MODELLING);
	keras("keras_hub.src.models.bert", "BertBackbone", false, KERAS_NAME_MODELLING);
	keras("keras.utils", "get_file", true, KERAS_NAME_LOADER);
	keras("keras.utils", "get_file", false, KERAS_NAME_LOADER);
	keras("keras.src.utils.file_utils", "get_file", true, KERAS_NAME_LOADER);
	keras("keras.models", "load_model", true, KERAS_NAME_LOADER);
	keras("keras.config", "enable_unsafe_deserialization", true, KERAS_NAME_LOADER);
	keras("keras.applications", "ResNet50", false, KERAS_NAME_LOADER);
	keras("keras.src.applications.convnext", "LayerScale", false, KERAS_NAME_MODELLING);
	keras("keras.losses", "deserialize", true, KERAS_NAME_LOADER);
	keras("keras.callbacks", "CSVLogger", false, KERAS_NAME_LOADER);
	keras("keras.saving", "KerasFileEditor", false, KERAS_NAME_LOADER);
	keras("keras_evil", "X", false, KERAS_NAME_FOREIGN);
	keras("os", "system", true, KERAS_NAME_FOREIGN);
	CHECK(keras_tf_function_leaves(S("io.write_file")));
	CHECK(keras_tf_function_leaves(S("raw_ops.ReadFile")));
	CHECK(keras_tf_function_leaves(S("py_function")));
	CHECK(keras_tf_function_leaves(S("keras.utils.get_file")));
	CHECK(!keras_tf_function_leaves(S("math.add")));
	CHECK(!keras_tf_function_leaves(S("io.decode_raw")));
	CHECK(!keras_tf_function_leaves(S("__operators__.getitem")));
	CHECK(!keras_tf_function_leaves(S("image.resize")));
}

TEST(torch_operators)
{
	CHECK_INT(torch_op_judge(S("torch.save")), TORCH_OP_FILE);
	CHECK_INT(torch_op_judge(S("torch.from_file")), TORCH_OP_FILE);
	CHECK_INT(torch_op_judge(S("ops.aten.save")), TORCH_OP_FILE);
	CHECK_INT(torch_op_judge(S("torch.ops.aten.from_file.default")), TORCH_OP_FILE);
	CHECK_INT(torch_op_judge(S("torch.hub.load")), TORCH_OP_FILE);
	CHECK_INT(torch_op_judge(S("torch.linear")), TORCH_OP_KNOWN);
	CHECK_INT(torch_op_judge(S("ops.torchvision.nms")), TORCH_OP_KNOWN);
	CHECK_INT(torch_op_judge(S("ops.evil.run")), TORCH_OP_CUSTOM);
	CHECK_INT(torch_op_judge(S("self.weight")), TORCH_OP_NONE);
}
