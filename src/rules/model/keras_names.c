/* Modules as configurations have them: public ("keras.layers"), private ("keras.src.layers.core",
 * "keras.engine.functional", "tensorflow.python.keras.layers.core"), of forks (tf_keras,
 * keras_core) and of libraries of the same family (keras_hub). The first part that means something
 * is the area; what a model is made of lies in few of them. */
#include "rules/model/keras_names.h"

static const char *const roots[] = {
	"tensorflow.compat.v1.keras",
	"tensorflow.compat.v2.keras",
	"tensorflow.python.keras",
	"tensorflow.keras",
	"tf.keras",
	"tf_keras",
	"keras_core",
	"keras",
	NULL,
};

static const char families[] = "keras_hub keras_nlp keras_cv keras_tuner keras_rs keras_contrib";

static bool below(str module, str root)
{
	return str_starts(module, root) && (module.n == root.n || module.p[root.n] == '.');
}

static bool family(str module)
{
	size_t dot = str_find_byte(module, '.');

	return str_in(str_slice(module, 0, dot == STR_NONE ? module.n : dot), families);
}

/* What follows the root; false when module is not below one. */
static bool area_of(str module, str *rest)
{
	for (size_t i = 0; roots[i] != NULL; i++) {
		str root = str_of(roots[i]);
		if (below(module, root)) {
			*rest = str_slice(module, root.n + 1, module.n);
			return true;
		}
	}
	return false;
}

bool keras_module(str module)
{
	str rest;

	return family(module) || area_of(module, &rest);
}

static bool is_class_name(str name)
{
	return name.n > 0 && ((name.p[0] >= 'A' && name.p[0] <= 'Z') || name.p[0] == '_');
}

/* ResNet50 and the like are functions that download weights, or load them from a path. */
static bool builds_application(str name)
{
	static const char *const starts[] = {
		"ResNet",   "VGG",    "Inception", "Xception",	   "MobileNet",
		"DenseNet", "NASNet", "RegNet",	   "EfficientNet", "ConvNeXt",
	};

	for (size_t i = 0; i < COUNTOF(starts); i++)
		if (str_starts(name, str_of(starts[i])))
			return true;
	return false;
}

static enum keras_name of_class(str area, str name)
{
	if (str_in(name, "KerasFileEditor ExportArchive RemoteMonitor CSVLogger ModelCheckpoint "
			 "BackupAndRestore TensorBoard LambdaCallback OrbaxCheckpoint"))
		return KERAS_NAME_LOADER;
	if (area.n == 0 ||
	    str_in(area, "layers models engine losses metrics optimizers initializers "
			 "regularizers constraints activations dtype_policies mixed_precision "
			 "quantizers ops random feature_column premade_models preprocessing "
			 "backend premade optimizer_v1 optimizer_v2 optimizer_experimental "
			 "saving_utils integration_test tokenizers samplers distribution trainers"))
		return KERAS_NAME_MODELLING;
	if (str_eq(area, S("applications")))
		return builds_application(name) ? KERAS_NAME_LOADER : KERAS_NAME_MODELLING;
	if (str_eq(area, S("utils")) &&
	    str_in(name, "FeatureSpace Feature Cross Progbar CustomObjectScope GeneratorEnqueuer "
			 "SequenceEnqueuer HashableDict TorchModuleWrapper"))
		return KERAS_NAME_MODELLING;
	return KERAS_NAME_OTHER;
}

static enum keras_name of_function(str area, str name)
{
	if (str_in(name, "get_file load_model save_model load_weights save_weights clear_session "
			 "enable_unsafe_deserialization deserialize deserialize_keras_object "
			 "func_load model_from_json model_from_yaml model_from_config load_img "
			 "save_img register_keras_serializable extract_archive get from_config "
			 "decode_predictions is_link_in_dir path_to_string run_script "
			 "text_dataset_from_directory image_dataset_from_directory "
			 "audio_dataset_from_directory load_data"))
		return KERAS_NAME_LOADER;
	if (str_in(area, "activations losses metrics initializers regularizers constraints ops "
			 "random layers backend optimizers tree quantizers"))
		return KERAS_NAME_MODELLING;
	if (str_in(name, "to_categorical normalize preprocess_input pack_x_y_sample_weight "
			 "unpack_x_y_sample_weight pad_sequences"))
		return KERAS_NAME_MODELLING;
	/* utils, saving, models, config, datasets, applications, src.*: nothing that a layer's
	 * configuration has a reason to call */
	return KERAS_NAME_LOADER;
}

enum keras_name keras_name(str module, str name, bool function)
{
	str rest, area = {NULL, 0};

	if (family(module))
		return function || !is_class_name(name) ? of_function(area, name)
							: KERAS_NAME_MODELLING;
	if (!area_of(module, &rest))
		return KERAS_NAME_FOREIGN;
	while (rest.n > 0) {
		area = str_cut(&rest, '.');
		if (!str_in(area, "src api _tf_keras keras v1 v2 _v1 _v2 legacy"))
			break;
		area = (str){NULL, 0};
	}
	if (function || !is_class_name(name))
		return of_function(area, name);
	return of_class(area, name);
}

bool keras_tf_function_leaves(str name)
{
	static const char *const starts[] = {
		"raw_ops.",
		"saved_model",
		"data.",
		"summary.",
		"train.",
		"lookup.",
		"distribute",
		"sysconfig",
		"test.",
		"profiler",
		"config.",
		"estimator",
		"mlir",
		"tpu.",
		"autograph",
		"queue.",
		"compat.v1.train",
		"compat.v1.saved_model",
		"compat.v1.data",
		"compat.v1.gfile",
		"compat.v1.io",
		"compat.v1.summary",
		"compat.v1.raw_ops",
		"compat.v2.",
		"io.gfile",
		"keras.utils",
		"keras.models",
		"keras.saving",
		"keras.datasets",
		"keras.callbacks",
		"keras.config",
		"keras.preprocessing",
		"keras.applications",
		"__internal__.saved_model",
		"experimental.",
	};
	str last = str_after_last(name, '.');

	if (str_starts(name, S("tf.")))
		name = str_slice(name, 3, name.n);
	if (str_starts(name, S("tensorflow.")))
		name = str_slice(name, 11, name.n);
	if (str_starts(last, S("py_func")) ||
	    str_in(last, "numpy_function load_op_library load_library load_file_system_library "
			 "read_file write_file matching_files save restore function load "
			 "load_model get_file write_graph WriteFile ReadFile"))
		return true;
	for (size_t i = 0; i < COUNTOF(starts); i++)
		if (str_starts(name, str_of(starts[i])))
			return true;
	return str_starts(name, S("io.")) && !str_starts(last, S("decode")) &&
	       !str_starts(last, S("parse")) && !str_starts(last, S("encode")) &&
	       !str_starts(last, S("serialize")) && !str_starts(last, S("extract"));
}
