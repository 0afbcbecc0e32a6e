/* Operators of PyTorch, as TorchScript and exported programs name them. */
#ifndef RULES_MODEL_TORCH_OPS_H
#define RULES_MODEL_TORCH_OPS_H

#include "base/str.h"

enum torch_op {
	TORCH_OP_NONE,	 /* not the name of an operator */
	TORCH_OP_KNOWN,	 /* of PyTorch or of a library of its family; computes */
	TORCH_OP_FILE,	 /* reads or writes files, or loads code */
	TORCH_OP_CUSTOM, /* of another library */
};

/* "torch.add", "ops.torchvision.nms", "torch.ops.aten.linear.default". */
PURE enum torch_op torch_op_judge(str name);

#endif
