/* The names of TensorFlow's operators. */
#ifndef MODEL_TF_OPS_H
#define MODEL_TF_OPS_H

#include "base/str.h"

/* Does TensorFlow have (or had) this operator: registered by 1.15 or 2.21, their contrib libraries,
 * TensorRT or TensorFlow Text? (November 2026) */
PURE bool tf_op_known(str op);
/* Is it by its name an operator of a well-known library besides TensorFlow (Addons>, IO>,
 * SimpleML..., Horovod...)? */
PURE bool tf_op_of_library(str op);

#endif
