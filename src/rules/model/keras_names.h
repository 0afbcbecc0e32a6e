/* What a Keras configuration's module and name lead to. */
#ifndef RULES_MODEL_KERAS_NAMES_H
#define RULES_MODEL_KERAS_NAMES_H

#include "base/str.h"

enum keras_name {
	KERAS_NAME_MODELLING, /* layers, losses, optimizers, operations, ... */
	KERAS_NAME_OTHER,     /* of Keras, but nothing that a model is made of */
	KERAS_NAME_LOADER,    /* of Keras: loads, downloads, writes or switches a protection off */
	KERAS_NAME_FOREIGN,   /* not of Keras */
};

/* `function`: the object is said to be a function; otherwise a class is expected. */
PURE enum keras_name keras_name(str module, str name, bool function);
/* Is this a module of Keras or of one of its libraries? */
PURE bool keras_module(str module);
/* Does a layer that calls the TensorFlow function of this name ("math.add") leave the model? */
PURE bool keras_tf_function_leaves(str name);

#endif
