/* Keras: Lambda layers and custom objects carry marshalled bytecode. safe_mode (the .keras format
 * only) refuses it; .h5 files and SavedModels have no such protection. */
#include "rules/py/edit.h"

#define LOAD_MODEL                                                                                 \
	"keras.models.load_model tensorflow.keras.models.load_model keras.saving.load_model "      \
	"tensorflow.keras.saving.load_model tf_keras.models.load_model "                           \
	"tensorflow.python.keras.models.load_model keras.api.models.load_model"

static void keras_safe_mode(struct check *c, const struct node *call)
{
	struct finding *f;

	if (!arg_is_false(c, call, -1, "safe_mode"))
		return;
	f = finding(c, call, "safe_mode=False lets the model file bring Python code with it");
	edit_keyword(c, f, call, "safe_mode", "True");
}

static void keras_unsafe_switch(struct check *c, const struct node *call)
{
	finding(c, call, "Lambda deserialisation is switched on for the whole process");
}

static void keras_load_model(struct check *c, const struct node *call)
{
	struct call_arg safe = arg_at(c, call, -1, "safe_mode");
	struct value v = value_of(c, arg_node(c, call, 0, "filepath"));

	if (safe.state != ARG_STATE_ABSENT)
		return;
	if (v.kind == VALUE_STR && str_ends(v.text, S(".keras")))
		return;
	if (v.kind == VALUE_STR && (str_ends(v.text, S(".h5")) || str_ends(v.text, S(".hdf5"))))
		finding_graded(
			c, call, MEDIUM, MEDIUM,
			"An HDF5 model may hold Lambda layers: older Keras runs their bytecode");
	else
		finding(c, call,
			"The model file may hold Lambda layers, which are Python bytecode");
}

static void keras_model_from(struct check *c, const struct node *call)
{
	if (arg_is_false(c, call, -1, "safe_mode"))
		return; /* ML120 */
	if (str_eq(call_method(c, call), S("model_from_yaml")))
		finding_graded(c, call, HIGH, HIGH,
			       "model_from_yaml() runs code from the document (CVE-2021-37678)");
	else
		finding(c, call, "The configuration may hold Lambda layers, which are code");
}

const struct rule rules_keras[] = {
	{
		.id = "ML120",
		.name = "keras_safe_mode_off",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "Keras model loaded with safe_mode=False",
		.why = "A Lambda layer is marshalled Python bytecode inside the model file. "
		       "safe_mode=False "
		       "runs it; whoever made the file runs code here.",
		.fix = "Keep safe_mode=True and register layers with "
		       "keras.saving.register_keras_serializable instead of Lambda.",
		.bad = "import keras\n"
		       "m = keras.models.load_model('m.keras', safe_mode=False)   #! ML120\n",
		.good = "import keras\nm = keras.models.load_model('m.keras')\n",
		.calls = LOAD_MODEL
		" *.model_from_json *.deserialize_keras_object keras.layers.deserialize "
		"keras.models.model_from_config tensorflow.keras.layers.deserialize "
		"keras.layers.TFSMLayer keras.Model.from_config keras.layers.Lambda.from_config",
		.py = keras_safe_mode,
	},
	{
		.id = "ML121",
		.name = "keras_unsafe_deserialization",
		.severity = HIGH,
		.confidence = HIGH,
		.cwe = {502},
		.title = "keras enable_unsafe_deserialization",
		.why = "The switch is global: from here on every model loaded by the process, also "
		       "by other "
		       "libraries, may run its own bytecode.",
		.fix = "Remove the call; pass custom_objects for the layers that are known.",
		.bad = "import keras\nkeras.config.enable_unsafe_deserialization()   #! ML121\n",
		.good = "import keras\nkeras.config.set_floatx('float32')\n",
		.calls = "*.enable_unsafe_deserialization",
		.py = keras_unsafe_switch,
	},
	{
		.id = "ML122",
		.name = "keras_load_model",
		.severity = LOW,
		.confidence = LOW,
		.cwe = {502},
		.title = "Keras model of a format that may hold code",
		.why = "HDF5 files and SavedModel folders have no safe mode in many Keras "
		       "versions: a Lambda "
		       "layer in them runs when the model is loaded.",
		.fix = "Convert to the .keras format and load with safe_mode=True, or rebuild the "
		       "architecture in code and load weights only.",
		.bad = "from tensorflow import keras\n"
		       "m = keras.models.load_model('m.h5')   #! ML122\n",
		.good = "from tensorflow import keras\nm = keras.models.load_model('m.keras')\n",
		.calls = LOAD_MODEL,
		.py = keras_load_model,
	},
	{
		.id = "ML123",
		.name = "keras_model_from_config",
		.severity = LOW,
		.confidence = MEDIUM,
		.cwe = {502},
		.title = "Keras model built from a JSON or YAML document",
		.why = "The document can describe Lambda layers (code); the YAML variant could "
		       "even "
		       "construct any Python object and was removed from TensorFlow for that "
		       "reason.",
		.fix = "Build the architecture in code, or keep the document in the repository and "
		       "load it "
		       "with safe_mode=True.",
		.bad = "import tensorflow as tf\n"
		       "m = tf.keras.models.model_from_yaml(text)   #! ML123\n",
		.good = "import tensorflow as tf\nm = "
			"tf.keras.Sequential([tf.keras.layers.Dense(1)])\n",
		.calls = "keras.models.model_from_json keras.models.model_from_yaml "
			 "tensorflow.keras.models.model_from_json "
			 "tensorflow.keras.models.model_from_yaml",
		.py = keras_model_from,
	},
};
