/* Namespaces of operators that come with PyTorch and the libraries that everybody uses with it; and
 * the few operators of PyTorch's own that leave the process. */
#include "rules/model/torch_ops.h"

static const char namespaces[] =
	"aten prim prims quantized _quantized torchvision torchaudio torchtext fb fbgemm mkldnn "
	"mkldnn_prepacked prepacked onednn xnnpack sparse static_runtime tensorexpr profiler rnn "
	"mkl "
	"torch_scatter torch_sparse torch_cluster torch_spline_conv torch_geometric pyg detectron2 "
	"inductor higher_order quantized_decomposed cuda metal vulkan symm_mem _inductor_test "
	"debugprims "
	"rngprims nvprims _test torchao bitsandbytes flash_attn xformers executorch edge "
	"dim_order_ops "
	"llama et_vk nccl _c10d_functional c10d_functional autograd streams triton export "
	"_nested_tensor nested custom_ops torch_tensorrt tensorrt vllm sgl_kernel flashinfer "
	"sentencepiece torchtune torchrec fbgemm_gpu mamba";

static const char file_operators[] =
	"save load from_file load_library _load_library load_state_dict_from_url "
	"_import_dotted_name "
	"rpc_sync rpc_async rpc_remote _dlopen load_inline import_ir_module exec_file download_url "
	"_save_to_file _load_from_file to_file write_file read_file _read_file _write_file "
	"save_to_file load_from_file";

static enum torch_op of_namespace(str rest)
{
	str space = str_cut(&rest, '.'), op;

	if (rest.p == NULL)
		return TORCH_OP_NONE;
	op = str_cut(&rest, '.');
	if (str_in(op, file_operators))
		return TORCH_OP_FILE;
	return str_in(space, namespaces) ? TORCH_OP_KNOWN : TORCH_OP_CUSTOM;
}

enum torch_op torch_op_judge(str name)
{
	str rest = name, first = str_cut(&rest, '.'), second;

	if (rest.p == NULL)
		return TORCH_OP_NONE;
	if (str_eq(first, S("ops")))
		return of_namespace(rest);
	if (!str_eq(first, S("torch")))
		return TORCH_OP_NONE;
	if (str_starts(rest, S("ops.")))
		return of_namespace(str_slice(rest, 4, rest.n));
	second = str_cut(&rest, '.');
	if (rest.p == NULL)
		return str_in(second, file_operators) ? TORCH_OP_FILE : TORCH_OP_KNOWN;
	if (str_in(second, "hub serialization jit package multiprocessing distributed utils _C"))
		return str_in(str_after_last(rest, '.'), "annotate unused ignore export isinstance")
			       ? TORCH_OP_KNOWN
			       : TORCH_OP_FILE;
	return TORCH_OP_NONE;
}
