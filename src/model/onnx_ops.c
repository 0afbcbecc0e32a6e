#include "model/onnx_ops.h"

/* Operators of ONNX 1.23 (and all versions before) in the domains "", ai.onnx.ml and
 * ai.onnx.preview.training, and the experimental ones of 2017 and 2018 that were withdrawn. */
static const char standard_ops[] =
	"ATen Abs Acos Acosh Adagrad Adam Add Affine AffineGrid And ArgMax ArgMin "
	"ArrayFeatureExtractor Asin Asinh Atan Atanh Attention AveragePool "
	"BatchNormalization Bernoulli Binarizer BitCast BitShift BitwiseAnd BitwiseNot "
	"BitwiseOr BitwiseXor BlackmanWindow Cast CastLike CastMap CategoryMapper "
	"CausalConvWithState Ceil Celu CenterCropPad Clip Col2Im Compress Concat "
	"ConcatFromSequence Constant ConstantFill ConstantOfShape Conv ConvInteger "
	"ConvTranspose Cos Cosh Crop CumProd CumSum DFT DeformConv DepthToSpace "
	"DequantizeLinear Det DictVectorizer Div Dropout DynamicQuantizeLinear DynamicSlice "
	"Einsum Elu Equal Erf Exp Expand EyeLike FeatureVectorizer Flatten FlexAttention "
	"Floor GRU GRUUnit Gather GatherElements GatherND Gelu Gemm GivenTensorFill "
	"GlobalAveragePool GlobalLpPool GlobalMaxPool Gradient Greater GreaterOrEqual "
	"GridSample GroupNormalization HammingWindow HannWindow HardSigmoid HardSwish "
	"Hardmax Identity If ImageDecoder ImageScaler Imputer InstanceNormalization IsInf "
	"IsNaN LRN LSTM LabelEncoder LayerNormalization LeakyRelu Less LessOrEqual "
	"LinearAttention LinearClassifier LinearRegressor Log LogSoftmax Loop "
	"LoopIndexTensor LpNormalization LpPool MatMul MatMulInteger Max MaxPool MaxRoiPool "
	"MaxUnpool Mean MeanVarianceNormalization MelWeightMatrix Min Mish Mod Momentum Mul "
	"Multinomial Neg NegativeLogLikelihoodLoss NonMaxSuppression NonZero Normalizer Not "
	"OneHot OneHotEncoder Optional OptionalGetElement OptionalHasElement Or PRelu Pad "
	"ParametricSoftplus Pow QLinearConv QLinearMatMul QuantizeLinear RMSNormalization "
	"RNN RandomNormal RandomNormalLike RandomUniform RandomUniformLike Range Reciprocal "
	"ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin "
	"ReduceProd ReduceSum ReduceSumSquare RegexFullMatch Relu Reshape Resize "
	"ReverseSequence RoiAlign RotaryEmbedding Round STFT SVMClassifier SVMRegressor "
	"Scale ScaledTanh Scaler Scan Scatter ScatterElements ScatterND Selu SequenceAt "
	"SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength "
	"SequenceMap Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax "
	"SoftmaxCrossEntropyLoss Softplus Softsign SpaceToDepth Split SplitToSequence Sqrt "
	"Squeeze StringConcat StringNormalizer StringSplit Sub Sum SwiGLU Swish Tan Tanh "
	"TensorScatter TfIdfVectorizer ThresholdedRelu Tile TopK Transpose TreeEnsemble "
	"TreeEnsembleClassifier TreeEnsembleRegressor Trilu Unique Unsqueeze Upsample Where "
	"Xor ZipMap ";

static const char standard_domains[] =
	"ai.onnx ai.onnx.ml ai.onnx.training ai.onnx.preview ai.onnx.preview.training";

/* Built into ONNX Runtime, or written by PyTorch's exporter for it. */
static const char runtime_domains[] =
	"com.microsoft com.microsoft.nchwc com.microsoft.experimental com.microsoft.dml "
	"com.microsoft.extensions com.ms.internal.nhwc com.ms.nchwc com.microsoft.mlfeaturizers "
	"org.pytorch.aten org.pytorch.prims org.pytorch._caffe2 aten prims prim onnx_aten "
	"pkg.onnxscript.torch_lib pkg.onnxscript.torch_lib.common";

/* Libraries that users load themselves: onnxruntime-extensions, TensorRT's plugins, OpenMMLab's
 * mmdeploy, FINN and QONNX, Brevitas, Quark, QNN, mlprodict, OpenVINO's extensions, ... */
static const char library_domains[] =
	"ai.onnx.contrib trt.plugins TRT mmdeploy mmcv com.nvidia com.nvidia.tensorrt "
	"com.nvidia.modelopt qonnx.custom_op.general qonnx.custom_op.channels_last "
	"finn.custom_op.fpgadataflow finn.custom_op.general onnx.brevitas brevitas.onnx "
	"com.amd.quark com.vai.quantize qti_aisw com.qti.aisw mlprodict "
	"org.openvinotoolkit ai.graphcore com.apple.coreml horizon spox ai.onnx.converters.sklearn "
	"com.intel.ai com.xilinx com.habana aimet_torch";

enum onnx_domain onnx_domain_of(str domain)
{
	if (domain.n == 0 || str_in_words(domain, str_of(standard_domains)))
		return ONNX_DOMAIN_STANDARD;
	if (str_in_words(domain, str_of(runtime_domains)))
		return ONNX_DOMAIN_RUNTIME;
	if (str_in_words(domain, str_of(library_domains)))
		return ONNX_DOMAIN_LIBRARY;
	return ONNX_DOMAIN_UNKNOWN;
}

bool onnx_op_is_standard(str op)
{
	return str_in_words(op, str_of(standard_ops));
}
