/* Which operators ONNX itself has, and which domains are whose. */
#ifndef MODEL_ONNX_OPS_H
#define MODEL_ONNX_OPS_H

#include "base/str.h"

enum onnx_domain {
	ONNX_DOMAIN_STANDARD, /* ONNX's own */
	ONNX_DOMAIN_RUNTIME,  /* ONNX Runtime's and PyTorch's built-in operators */
	ONNX_DOMAIN_LIBRARY,  /* of a well-known library that has to be loaded for it */
	ONNX_DOMAIN_UNKNOWN,
};

PURE enum onnx_domain onnx_domain_of(str domain);
/* Is it an operator of the standard domains ("" and ai.onnx.*) in any version up to 1.23? */
PURE bool onnx_op_is_standard(str op);

#endif
